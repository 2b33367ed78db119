//! From the statements of a kernel to a [`Plan`].
//!
//! `statement.rs` walks the statements, `loops.rs`, `after_loop.rs` and
//! `branch.rs` the control flow, `group.rs` those that bind several names, `returns.rs` the last one,
//! `expression.rs`, `call.rs` and `subscript.rs` the values, `index.rs` the
//! affine integers, `iteration.rs` the body of a loop that stays, `scatter.rs` stores through index builders,
//! `layout.rs` calls that give an array other axes, `globals.rs` what the module binds, `opaque.rs` everything that stays as text, and
//! `total.rs` what such a statement may touch.
//! Rule: what is known of a name is in `env`; a name that is not there, or is
//! `Unknown`, cannot be read by a modelled statement.

mod after_loop;
mod branch;
mod call;
mod carried_arrays;
mod exact;
mod expression;
mod globals;
mod group;
mod index;
mod iteration;
mod layout;
mod loops;
mod opaque;
mod repack;
mod returns;
mod scatter;
mod statement;
mod subscript;
mod total;

use super::liveness::Names;
use super::plan::{Cell, Declined, Id, Index, Kind, Plan, Step, Sym, Value};
use crate::py_infer_types::binding;
use crate::py_infer_types::tree::{Expr, ExprKind, Function, Stmt, StmtKind};
use crate::py_infer_types::ty::Ty;
use automphc_kb::affine::Affine;
use automphc_kb::types::{Category, ValueType};
use automphc_kb::KnowledgeBase;
use melior::ir::Location;
use std::collections::{BTreeMap, BTreeSet};

pub type Outcome<'c, T> = Result<T, Declined<'c>>;

/// Statements by their spans, and why each stays as text.
pub type Statements = BTreeMap<(usize, usize), &'static str>;

/// What a name stands for at a point of the program.
#[derive(Clone)]
pub enum Binding {
    /// A parameter that has not been bound again.
    Place(Ty),
    /// A scalar local.
    Cell,
    /// A local array, or another name of one; the statement that bound it.
    Array(Id, Option<usize>),
    Int(Index, Option<usize>),
    /// The points of an index builder.
    Points(scatter::Points, Option<usize>),
    Unknown,
}

pub struct Lowering<'p, 'c> {
    pub kb: &'p KnowledgeBase,
    pub source: &'p str,
    pub function: &'p Function<'c>,
    pub plan: Plan<'c>,
    /// Values of arguments by Python expression.
    pub arguments: BTreeMap<String, (Ty, Option<Id>)>,
    pub env: BTreeMap<String, Binding>,
    /// Type of each local over the whole function.
    locals: BTreeMap<String, Ty>,
    /// Locals that are written into, or have two names.
    mutated: Names,
    /// What each kept statement read, as it was bound then.
    requires: Vec<Vec<(String, Binding)>>,
    /// Why statements stay as text.
    pub declined: Vec<Declined<'c>>,
    /// A statement kept as text may have changed attributes of objects.
    escaped: bool,
    pub lists: bool,
    loops: usize,
    /// Variables of the open loops.
    open: Vec<String>,
    /// The place for the text of the statement whose parts are being lowered.
    group: Option<usize>,
    /// Branches around the statement at hand: in them nothing stays as text by itself.
    branches: usize,
    /// Names that only statements kept as text bind and read: found in an earlier attempt.
    left_to_text: Names,
    /// Names that must be left to text: the attempt is made again.
    stale: Names,
    /// Names that are returned at the end get memory of their own, if they hold what was computed.
    names_returned: Names,
    /// Returned arrays are modelled; false after an attempt in which they could not be.
    models_returns: bool,
    stale_returns: bool,
    /// A text in a loop may change attributes of objects before the loop's first statement.
    escapes_in_loops: bool,
    stale_attributes: bool,
    /// Statements that stay as text, and why: found in an earlier attempt, and in this one.
    as_text: Statements,
    stale_statements: Statements,
    /// The statement at hand.
    current: Option<(usize, usize)>,
    /// The steps before it.
    begun: usize,
    /// Parameters that are bound again, and read as text before that.
    read_before: Names,
    /// Parameters of a loop's body that an iteration binds again.
    pub carried: Names,
    /// Matrices that this version takes for one column.
    columns: Names,
    /// Arrays that the open loops bind anew, and their memory.
    in_place: BTreeMap<String, Id>,
    /// Arrays that lie in memory row by row if all arguments do.
    follow_arguments: BTreeSet<Id>,
}

/// Lowers a function; the error says why there is no version. What a text in a
/// loop binds is unknown at the loop's start too: it is left to text, and the
/// function is lowered anew.
pub fn lower<'p, 'c>(
    kb: &'p KnowledgeBase,
    source: &'p str,
    function: &'p Function<'c>,
    params: &[Ty],
    columns: &Names,
) -> Outcome<'c, Lowering<'p, 'c>> {
    let (mut names, mut escapes, mut models_returns) = (Names::new(), false, true);
    let mut statements = Statements::new();
    loop {
        let mut lowering = attempt(kb, source, function, params, names.clone());
        lowering.columns.clone_from(columns);
        lowering.escapes_in_loops = escapes;
        lowering.models_returns = models_returns;
        lowering.as_text.clone_from(&statements);
        let outcome = lowering.whole();
        if models_returns && lowering.stale_returns {
            models_returns = false;
            continue;
        }
        let known = (names.len(), escapes, statements.len());
        names.append(&mut lowering.stale);
        statements.append(&mut lowering.stale_statements);
        escapes |= lowering.stale_attributes;
        if (names.len(), escapes, statements.len()) == known {
            return outcome.map(|()| lowering);
        }
    }
}

fn attempt<'p, 'c>(
    kb: &'p KnowledgeBase,
    source: &'p str,
    function: &'p Function<'c>,
    params: &[Ty],
    left_to_text: Names,
) -> Lowering<'p, 'c> {
    let places = function.params.iter().cloned().zip(params.iter().cloned());
    let bind = |(name, ty)| match left_to_text.contains(&name) {
        true => (name, Binding::Unknown),
        false => (name, Binding::Place(ty)),
    };
    Lowering {
        kb,
        source,
        function,
        plan: Plan::default(),
        arguments: BTreeMap::new(),
        env: places.map(bind).collect(),
        locals: local_types(&function.body),
        mutated: mutated(kb, &function.body),
        requires: Vec::new(),
        declined: Vec::new(),
        escaped: false,
        lists: params.iter().any(|ty| matches!(ty, Ty::List { .. })),
        loops: 0,
        open: Vec::new(),
        group: None,
        branches: 0,
        left_to_text,
        stale: Names::new(),
        names_returned: returns::names_returned(&function.body),
        models_returns: true,
        stale_returns: false,
        escapes_in_loops: false,
        stale_attributes: false,
        as_text: Statements::new(),
        stale_statements: Statements::new(),
        current: None,
        begun: 0,
        read_before: Names::new(),
        carried: iteration::carried(function, params),
        columns: Names::new(),
        in_place: BTreeMap::new(),
        follow_arguments: BTreeSet::new(),
    }
}

/// What a statement that is not modelled after all may have changed.
struct Before {
    env: BTreeMap<String, Binding>,
    cells: BTreeMap<String, Cell>,
    nonzero: Names,
    moderate: Names,
    required: std::collections::BTreeSet<Index>,
    guarded: Names,
    constants: BTreeMap<String, automphc_kb::expr::Number>,
    functions: BTreeMap<String, String>,
    objects: BTreeMap<String, String>,
    asked: std::collections::BTreeSet<Id>,
    helpers: Names,
    steps: usize,
    keeps: usize,
    declined: usize,
    open: usize,
    branches: usize,
    escaped: bool,
    in_place: BTreeMap<String, Id>,
}

impl<'c> Lowering<'_, 'c> {
    fn whole(&mut self) -> Outcome<'c, ()> {
        self.function_body()?;
        self.check_texts()?;
        self.check_cells()?;
        self.check_kinds()
    }

    fn before(&self) -> Before {
        Before {
            env: self.env.clone(),
            cells: self.plan.cells.clone(),
            nonzero: self.plan.nonzero.clone(),
            moderate: self.plan.moderate.clone(),
            required: self.plan.required.clone(),
            guarded: self.plan.guarded.clone(),
            constants: self.plan.constants.clone(),
            functions: self.plan.functions.clone(),
            objects: self.plan.objects.clone(),
            asked: self.plan.asked.clone(),
            helpers: self.plan.helpers.clone(),
            steps: self.plan.steps.len(),
            keeps: self.plan.keeps.len(),
            declined: self.declined.len(),
            open: self.open.len(),
            branches: self.branches,
            escaped: self.escaped,
            in_place: self.in_place.clone(),
        }
    }

    fn restore(&mut self, before: Before) {
        self.env = before.env;
        self.plan.cells = before.cells;
        self.plan.nonzero = before.nonzero;
        self.plan.moderate = before.moderate;
        self.plan.required = before.required;
        self.plan.guarded = before.guarded;
        self.plan.constants = before.constants;
        self.plan.functions = before.functions;
        self.plan.objects = before.objects;
        self.plan.asked = before.asked;
        self.plan.helpers = before.helpers;
        self.plan.steps.truncate(before.steps);
        self.plan.keeps.truncate(before.keeps);
        self.requires.truncate(before.keeps);
        self.declined.truncate(before.declined);
        self.open.truncate(before.open);
        self.branches = before.branches;
        self.escaped = before.escaped;
        self.in_place = before.in_place;
        self.group = None;
    }

    /// True for a local whose array leaves the kernel, and for what has no name in the program.
    fn returns(&self, name: &str) -> bool {
        self.models_returns && !self.lists && (self.names_returned.contains(name) || !self.locals.contains_key(name))
    }

    fn add(&mut self, value: Value<'c>) -> Id {
        self.plan.values.push(value);
        self.plan.values.len() - 1
    }

    /// Adds a value that is computed at this point of the program.
    fn define(&mut self, kind: Kind, ty: ValueType, shape: Vec<Option<Index>>, location: Location<'c>) -> Id {
        let id = self.add(Value { kind, ty, list: false, shape, location });
        self.plan.steps.push(Step::Define(id));
        id
    }

    fn ty(&self, id: Id) -> ValueType {
        self.plan.value(id).ty
    }

    /// The value of a parameter or attribute.
    fn argument(&mut self, key: &str, ty: &Ty, location: Location<'c>) -> Outcome<'c, Id> {
        if let Some((known, Some(id))) = self.arguments.get(key) {
            return match known == ty {
                true => {
                    self.plan.asked.insert(*id);
                    Ok(*id)
                }
                false => Err(Declined::new(location, format!("'{key}' has two types"))),
            };
        }
        let Some(value_type) = ty.value_type().filter(|_| *ty != Ty::Int) else {
            return Err(Declined::new(location, format!("the type of '{key}' is not known")));
        };
        let id = self.plan.values.len();
        let shape = (0..value_type.rank).map(|axis| Some(Affine::var(Sym::Dim(id, axis)))).collect();
        let list = matches!(ty, Ty::List { .. });
        self.add(Value { kind: Kind::Argument, ty: value_type, list, shape, location });
        self.arguments.insert(key.to_string(), (ty.clone(), Some(id)));
        self.plan.asked.insert(id);
        Ok(id)
    }

    /// The cell of a scalar local.
    fn cell(&mut self, name: &str, location: Location<'c>) -> Outcome<'c, Id> {
        if let Some(cell) = self.plan.cells.get(name) {
            return Ok(cell.value);
        }
        let Some(dtype) = self.locals.get(name).and_then(Ty::scalar) else {
            return Err(Declined::new(location, format!("'{name}' holds values of different types")));
        };
        let ty = ValueType { dtype, rank: 0, weak: true };
        let location = self.function.location;
        let value = self.add(Value { kind: Kind::Cell, ty, list: false, shape: Vec::new(), location });
        let cell = Cell { value, weak: false, strong: false, widened: false, observed: false };
        self.plan.cells.insert(name.to_string(), cell);
        Ok(value)
    }

    /// Whether a cell holds a Python or a NumPy scalar must not matter if it is both.
    fn check_cells(&self) -> Outcome<'c, ()> {
        let narrow = self.lists || self.plan.values.iter().any(|value| exact::is_narrow(value.ty.dtype));
        let kept = self.plan.keeps.iter().any(|keep| keep.needed);
        let texts = kept || self.plan.steps.iter().any(|step| matches!(step, Step::Opaque(_)));
        let ints =
            self.plan.values.iter().any(|value| value.ty.rank > 0 && value.ty.dtype.category() == Category::Integer);
        for (name, cell) in &self.plan.cells {
            // Its Python values are numbers that the type holds exactly (`set_cell`).
            let element = exact::is_element(self.ty(cell.value).dtype);
            let reason = if cell.weak && cell.strong && narrow && (!element || ints || self.lists) {
                "holds Python and NumPy scalars"
            } else if element && cell.observed && !self.lists {
                "holds elements of arrays and is read by a statement kept as text"
            } else if cell.widened && cell.observed && texts && self.lists {
                "holds ints and floats and is read by a statement kept as text"
            } else {
                continue;
            };
            return Err(Declined::new(self.function.location, format!("'{name}' {reason}")));
        }
        Ok(())
    }

    /// A guard that two sizes are equal, by their difference.
    fn require_zero(&mut self, difference: Index) {
        self.plan.required.extend([-difference.clone(), difference]);
    }

    fn forget(&mut self, name: &str) {
        self.env.insert(name.to_string(), Binding::Unknown);
    }
}

/// The join of everything that is assigned to a name.
fn local_types(body: &[Stmt]) -> BTreeMap<String, Ty> {
    let mut types: BTreeMap<String, Ty> = BTreeMap::new();
    let mut note = |name: &str, ty: &Ty| {
        let joined = types.get(name).map_or_else(|| ty.clone(), |known| known.join(ty));
        types.insert(name.to_string(), joined);
    };
    for stmt in body {
        stmt.visit(&mut |stmt| match &stmt.kind {
            StmtKind::Assign(name, value) => note(name, &value.ty),
            StmtKind::AugAssign(name, operator, value) => note(name, &aug_type(operator, &value.ty)),
            StmtKind::For(nest) => note(&nest.target, &Ty::Int),
            _ => {}
        });
    }
    types
}

/// What `name op= value` adds to the types of a name: division makes floats.
fn aug_type(operator: &str, value: &Ty) -> Ty {
    match (operator, value) {
        ("divide", Ty::Int) => Ty::Float,
        (_, ty) if ty.is_scalar() => ty.clone(),
        _ => Ty::Object,
    }
}

/// Locals that are written into, through whatever name.
fn mutated(kb: &KnowledgeBase, body: &[Stmt]) -> Names {
    let mut written = Names::new();
    for stmt in body {
        stmt.visit(&mut |stmt| stmt.expressions().into_iter().for_each(|e| opaque::handed_over(kb, e, &mut written)));
    }
    let mut shared: Vec<Names> = Vec::new();
    for stmt in body {
        stmt.visit(&mut |stmt| match &stmt.kind {
            StmtKind::AugAssign(name, ..) => {
                written.insert(name.clone());
            }
            StmtKind::Store(target, _) | StmtKind::AugStore(_, target, _) => target.base.reads(&mut written),
            StmtKind::Expr(value) => value.reads(&mut written),
            StmtKind::Opaque(opaque) => written.extend(opaque.reads.iter().cloned()),
            StmtKind::Assign(name, value) if may_share(kb, value) => {
                let mut names = Names::from([name.clone()]);
                value.reads(&mut names);
                shared.push(names);
            }
            _ => {}
        });
    }
    loop {
        let before = written.len();
        for names in shared.iter().filter(|names| !names.is_disjoint(&written)).cloned().collect::<Vec<_>>() {
            written.extend(names);
        }
        if written.len() == before {
            return written;
        }
    }
}

/// The value is an array that the expression makes.
fn is_new_array(kb: &KnowledgeBase, e: &Expr) -> bool {
    let computes =
        matches!(e.kind, ExprKind::Call(_) | ExprKind::Binary(..) | ExprKind::Unary(..) | ExprKind::Compare(..));
    computes && matches!(e.ty, Ty::Array { .. }) && !may_share(kb, e)
}

/// The value may be, or be a view of, an array that its operands name.
fn may_share(kb: &KnowledgeBase, value: &Expr) -> bool {
    let shares = match &value.kind {
        ExprKind::Name(_) | ExprKind::Subscript(..) | ExprKind::Attribute(..) => true,
        ExprKind::Call(call) => {
            let function = binding::resolve(kb, call).and_then(|known| kb.function(&known.name));
            function.is_none_or(|function| function.view)
        }
        _ => false,
    };
    shares && !value.ty.is_scalar()
}
