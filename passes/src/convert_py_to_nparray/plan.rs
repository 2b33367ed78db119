//! What a version will consist of, as plain data: decided before any IR is built.
//!
//! In: nothing. Out: [`Plan`], filled by `lower` and turned into operations by
//! `emit`. Rule: a statement that cannot be modelled leaves the plan as it was.

use automphc_kb::affine::Affine;
use automphc_kb::expr::Number;
use automphc_kb::instance::Params;
use automphc_kb::types::ValueType;
use melior::ir::Location;
use std::collections::{BTreeMap, BTreeSet};

/// A value: its position in [`Plan::values`].
pub type Id = usize;

/// What index expressions are computed from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sym {
    Loop(usize),
    /// An int argument by its Python expression.
    Int(String),
    /// Size of an axis of an argument.
    Dim(Id, usize),
    /// A product of the others, sorted: what subscripts of flat arrays are made of (`a[n * i + j]`).
    Product(Vec<Sym>),
    /// An index of arguments and sizes, divided by a positive number and rounded down.
    Quotient(Box<Index>, i64),
}

pub type Index = Affine<Sym>;

impl Sym {
    /// The symbol, and before it those that it is computed from.
    pub fn all(&self) -> Vec<&Sym> {
        match self {
            Self::Quotient(index, _) => symbols(index).chain([self]).collect(),
            _ => vec![self],
        }
    }

    /// The factors of a product, or the symbol itself.
    pub fn factors(&self) -> &[Sym] {
        match self {
            Self::Product(factors) => factors,
            single => std::slice::from_ref(single),
        }
    }
}

/// Every symbol in an index, with those in products.
pub fn symbols(index: &Index) -> impl Iterator<Item = &Sym> {
    index.terms.keys().flat_map(Sym::factors).flat_map(Sym::all)
}

/// Whether an index is no affine expression.
pub fn has_products(index: &Index) -> bool {
    index.terms.keys().any(|symbol| matches!(symbol, Sym::Product(_)))
}

pub struct Value<'c> {
    pub kind: Kind,
    pub ty: ValueType,
    /// A list or a row of one, not an array.
    pub list: bool,
    /// Sizes; None where they are known only at run time.
    pub shape: Vec<Option<Index>>,
    pub location: Location<'c>,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// A parameter or attribute.
    Argument,
    /// A scalar local: one memory cell per name.
    Cell,
    /// A local array that statements write into.
    Alloc {
        sizes: Vec<Index>,
        name: String,
        /// The program's own array is contiguous in row-major order.
        row_major: bool,
    },
    Constant(Number),
    IndexValue(Index),
    View {
        source: Id,
        axes: Vec<Axis>,
    },
    Call {
        callee: String,
        operands: Vec<Operand>,
        params: Params,
        name: Option<String>,
    },
}

#[derive(Clone, Debug)]
pub enum Operand {
    Value(Id),
    Index(Index),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Axis {
    At(Index),
    /// Lower and upper bound, step.
    Slice(Index, Index, i64),
    All,
    New,
}

pub enum Step<'c> {
    Define(Id),
    Store {
        value: Id,
        target: Id,
        mask: Option<Id>,
        update: Option<String>,
        location: Location<'c>,
    },
    /// `target[target_mask] = source[source_mask]` in row-major order.
    Repack {
        source: (Id, Id),
        target: (Id, Id),
        location: Location<'c>,
    },
    For(Loop<'c>),
    If {
        set: Vec<Condition>,
        then: Vec<Step<'c>>,
        otherwise: Vec<Step<'c>>,
        location: Location<'c>,
    },
    /// One of two scalars must be NumPy's here, or the statement of this span must stay as text.
    Expect {
        values: [Id; 2],
        span: Option<(usize, usize)>,
    },
    /// A modelled statement whose text is kept too if somebody reads its name.
    Keep(usize),
    Opaque(Text<'c>),
    /// The last step: scalars, or the text of a name.
    Return {
        values: Vec<Id>,
        name: Option<String>,
        location: Location<'c>,
    },
}

/// `index >= 0`, or `index == 0`.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub index: Index,
    pub equality: bool,
}

pub struct Loop<'c> {
    pub variable: usize,
    pub name: String,
    pub lower: Vec<Index>,
    pub upper: Vec<Index>,
    pub step: i64,
    pub body: Vec<Step<'c>>,
    pub location: Location<'c>,
}

#[derive(Clone)]
pub struct Text<'c> {
    pub text: String,
    pub reads: BTreeSet<String>,
    pub writes: BTreeSet<String>,
    pub reason: String,
    pub span: Option<(usize, usize)>,
    pub location: Location<'c>,
    pub relations: Relations,
}

/// What a statement kept as text may touch. Its cells are found by their names.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// Does not raise, runs no code that nobody has seen, and touches only this.
    pub total: bool,
    /// Variables that it reads, by their values.
    pub bound: BTreeMap<String, Index>,
    /// Elements that it reads.
    pub elements: BTreeSet<Id>,
    /// Arrays of which it may read any element, and whether it may write them.
    pub arrays: BTreeMap<Id, bool>,
}

impl Relations {
    pub fn array(&mut self, id: Id, write: bool) {
        *self.arrays.entry(id).or_default() |= write;
    }

    pub fn extend(&mut self, other: Self) {
        self.bound.extend(other.bound);
        self.elements.extend(other.elements);
        other.arrays.into_iter().for_each(|(id, write)| self.array(id, write));
    }
}

pub struct Keep<'c> {
    pub text: Text<'c>,
    pub needed: bool,
    /// What the statement computes.
    pub values: BTreeSet<Id>,
    /// Inside a loop.
    pub nested: bool,
}

/// A scalar local.
#[derive(Clone, Debug)]
pub struct Cell {
    pub value: Id,
    /// Some value was a Python scalar, some a NumPy one.
    pub weak: bool,
    pub strong: bool,
    /// An int was assigned although the cell holds something wider.
    pub widened: bool,
    /// Statements kept as text read it.
    pub observed: bool,
}

#[derive(Default)]
pub struct Plan<'c> {
    pub values: Vec<Value<'c>>,
    pub steps: Vec<Step<'c>>,
    pub keeps: Vec<Keep<'c>>,
    pub cells: BTreeMap<String, Cell>,
    /// Scalar arguments that Python divides by, by their Python expressions.
    pub nonzero: BTreeSet<String>,
    /// Scalar arguments that Python takes small powers of.
    pub moderate: BTreeSet<String>,
    /// Floats made of ints, `float(i)`.
    pub floats: BTreeSet<Id>,
    /// Results of Python's own operators on scalars, and of its choices between them.
    pub operators: BTreeSet<Id>,
    pub choices: BTreeSet<Id>,
    /// Choices with no store between the computation of their condition and of their values.
    pub immediate: BTreeSet<Id>,
    /// Sizes and trip counts that must be 0 or more for scalars to be of one kind.
    pub required: BTreeSet<Index>,
    /// Arrays of the version that it returns.
    pub returned: BTreeSet<Id>,
    /// All arrays must lie in memory row by row: the layout of what is returned depends on theirs.
    pub row_major: bool,
    /// Returned scalars that are NumPy's; the others are Python's.
    pub numpy_scalars: BTreeSet<Id>,
    /// Those that are Python's as long as they are equal to a number.
    pub numpy_unless: BTreeMap<Id, f64>,
    /// Int arguments whose types are guarded although nothing is computed from them.
    pub guarded: BTreeSet<String>,
    /// Other arguments that the program uses. What is of another type may raise, even where nothing is computed from it.
    pub asked: BTreeSet<Id>,
    /// Float arguments must be Python's own.
    pub exact: bool,
    /// Some result has another element type in NumPy 1.
    pub numpy2: bool,
    /// Library functions that the version replaces: spelling to full name.
    pub functions: BTreeMap<String, String>,
    /// Constants of the module that it relies on.
    pub constants: BTreeMap<String, Number>,
    /// Functions of the module whose calls are replaced by what they return.
    pub helpers: BTreeSet<String>,
    /// Parameters that hold an object of exactly this builtin type.
    pub objects: BTreeMap<String, String>,
}

/// Why a statement, or a whole version, stays as it is.
#[derive(Clone, Debug)]
pub struct Declined<'c> {
    pub location: Location<'c>,
    pub reason: String,
}

impl<'c> Declined<'c> {
    pub fn new(location: Location<'c>, reason: impl Into<String>) -> Self {
        Self { location, reason: reason.into() }
    }
}

impl<'c> Plan<'c> {
    pub fn value(&self, id: Id) -> &Value<'c> {
        &self.values[id]
    }

    /// Every value that the steps use, in order of creation.
    pub fn used(&self) -> BTreeSet<Id> {
        let mut used = self.asked.clone();
        self.use_all(&mut used, &|_| true);
        used
    }

    /// What is used, where only some definitions count as uses of what they define.
    fn use_all(&self, used: &mut BTreeSet<Id>, defined: &impl Fn(Id) -> bool) {
        self.use_steps(&self.steps, used, defined);
        self.required.iter().for_each(|index| self.use_index(index, used));
    }

    /// What is computed at this step or after it.
    pub fn defined_from(&self, step: usize) -> BTreeSet<Id> {
        let steps = self.steps.get(step..).unwrap_or_default().iter();
        steps.filter_map(|step| if let Step::Define(id) = step { Some(*id) } else { None }).collect()
    }

    /// Leaves out what only statements compute that are kept as text: the text computes it.
    pub fn drop_repeated(&mut self) {
        let texts = self.keeps.iter().filter(|keep| keep.needed);
        let repeated: BTreeSet<Id> = texts.flat_map(|keep| keep.values.iter().copied()).collect();
        let mut used = BTreeSet::new();
        self.use_all(&mut used, &|id| !repeated.contains(&id));
        let dropped: BTreeSet<Id> = repeated.difference(&used).copied().collect();
        drop_definitions(&mut self.steps, &dropped);
    }

    fn use_steps(&self, steps: &[Step], used: &mut BTreeSet<Id>, defined: &impl Fn(Id) -> bool) {
        for step in steps {
            match step {
                Step::Define(id) if defined(*id) => self.use_value(*id, used),
                Step::Define(_) => {}
                Step::Store { value, target, mask, .. } => {
                    [Some(*value), Some(*target), *mask].into_iter().flatten().for_each(|id| self.use_value(id, used));
                }
                Step::Repack { source, target, .. } => {
                    [source.0, source.1, target.0, target.1].into_iter().for_each(|id| self.use_value(id, used));
                }
                Step::For(nest) => {
                    nest.lower.iter().chain(&nest.upper).for_each(|index| self.use_index(index, used));
                    self.use_steps(&nest.body, used, defined);
                }
                Step::If { set, then, otherwise, .. } => {
                    set.iter().for_each(|condition| self.use_index(&condition.index, used));
                    self.use_steps(then, used, defined);
                    self.use_steps(otherwise, used, defined);
                }
                Step::Return { values, .. } => values.iter().for_each(|id| self.use_value(*id, used)),
                Step::Keep(id) => {
                    let keep = self.keeps.get(*id).filter(|keep| keep.needed);
                    keep.into_iter().for_each(|keep| self.use_relations(&keep.text.relations, used));
                }
                Step::Opaque(text) => self.use_relations(&text.relations, used),
                Step::Expect { values, .. } => values.iter().for_each(|id| self.use_value(*id, used)),
            }
        }
    }

    fn use_relations(&self, relations: &Relations, used: &mut BTreeSet<Id>) {
        // Values are the text's own, by their names; memory is shared with it.
        let memory = |id: &&Id| matches!(self.value(**id).kind, Kind::Argument | Kind::Alloc { .. });
        let arrays = relations.arrays.keys().filter(memory);
        relations.elements.iter().chain(arrays).for_each(|id| self.use_value(*id, used));
        relations.bound.values().for_each(|index| self.use_index(index, used));
    }

    fn use_value(&self, id: Id, used: &mut BTreeSet<Id>) {
        if !used.insert(id) {
            return;
        }
        let (values, indices) = self.inputs(id);
        values.into_iter().for_each(|value| self.use_value(value, used));
        indices.into_iter().for_each(|index| self.use_index(index, used));
    }

    fn use_index(&self, index: &Index, used: &mut BTreeSet<Id>) {
        for symbol in symbols(index) {
            if let Sym::Dim(id, _) = symbol {
                self.use_value(*id, used);
            }
        }
    }

    /// What a value is computed from.
    pub fn inputs(&self, id: Id) -> (Vec<Id>, Vec<&Index>) {
        match &self.value(id).kind {
            Kind::Argument | Kind::Cell | Kind::Constant(_) => (Vec::new(), Vec::new()),
            Kind::Alloc { sizes, .. } => (Vec::new(), sizes.iter().collect()),
            Kind::IndexValue(index) => (Vec::new(), vec![index]),
            Kind::View { source, axes } => (vec![*source], axes.iter().flat_map(Axis::indices).collect()),
            Kind::Call { operands, .. } => {
                let values = operands.iter().filter_map(|o| if let Operand::Value(id) = o { Some(*id) } else { None });
                let indices = operands.iter().filter_map(|o| if let Operand::Index(i) = o { Some(i) } else { None });
                (values.collect(), indices.collect())
            }
        }
    }

    /// Every index expression of the steps and of the values they use.
    pub fn indices(&self) -> Vec<&Index> {
        let mut found: Vec<&Index> = self.used().into_iter().flat_map(|id| self.inputs(id).1).collect();
        step_indices(&self.steps, &mut found);
        for keep in self.keeps.iter().filter(|keep| keep.needed) {
            found.extend(keep.text.relations.bound.values());
        }
        found.extend(&self.required);
        found
    }
}

fn drop_definitions(steps: &mut Vec<Step>, dropped: &BTreeSet<Id>) {
    steps.retain(|step| !matches!(step, Step::Define(id) if dropped.contains(id)));
    for step in steps {
        match step {
            Step::For(nest) => drop_definitions(&mut nest.body, dropped),
            Step::If { then, otherwise, .. } => {
                drop_definitions(then, dropped);
                drop_definitions(otherwise, dropped);
            }
            _ => {}
        }
    }
}

fn step_indices<'p>(steps: &'p [Step], found: &mut Vec<&'p Index>) {
    for step in steps {
        match step {
            Step::For(nest) => {
                found.extend(nest.lower.iter().chain(&nest.upper));
                step_indices(&nest.body, found);
            }
            Step::If { set, then, otherwise, .. } => {
                found.extend(set.iter().map(|condition| &condition.index));
                step_indices(then, found);
                step_indices(otherwise, found);
            }
            Step::Opaque(text) => found.extend(text.relations.bound.values()),
            _ => {}
        }
    }
}

/// Calls `f` on the steps and all nested ones.
pub fn visit_steps<'p, 'c>(steps: &'p [Step<'c>], f: &mut impl FnMut(&'p Step<'c>)) {
    for step in steps {
        f(step);
        match step {
            Step::For(nest) => visit_steps(&nest.body, f),
            Step::If { then, otherwise, .. } => {
                visit_steps(then, f);
                visit_steps(otherwise, f);
            }
            _ => {}
        }
    }
}

impl Axis {
    pub fn indices(&self) -> Vec<&Index> {
        match self {
            Self::At(index) => vec![index],
            Self::Slice(lower, upper, _) => vec![lower, upper],
            Self::All | Self::New => Vec::new(),
        }
    }
}
