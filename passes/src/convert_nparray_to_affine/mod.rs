//! `convert-nparray-to-affine`: the implicit loops of array operations become
//! explicit ones, by the equations of the knowledge base.
//!
//! before: %t = nparray.call "numpy.multiply"(%a, %b)
//!         %s = nparray.call "numpy.sum"(%t) with {axis = 1}
//!         nparray.store %s, %row
//! after:  affine.for %j { row[%j] = 0
//!           affine.for %k { row[%j] = row[%j] + a[%j, %k] * b[%j, %k] } }
//!
//! Arrays become memrefs, one per buffer; views become index arithmetic.
//! Elementwise values are composed, not stored, unless they are used more than
//! once, which would compute them more than once; a reduction is accumulated in
//! its target when the target is not read by it, else in a temporary. A store
//! whose right side reads the target at other elements goes through a
//! temporary, because NumPy reads the right side first. A temporary inside
//! loops has one more axis per loop: no iteration shares memory with another.
//!
//! Legal: every index and slice bound is in range over its loops. That is
//! required of the caller as guards (`bounds.rs`). No int is left in a list of
//! floats (`ints.rs`).
//! Not handled, and the version is dropped: stores that lose a kind of number,
//! `affine.if` with an else branch.

mod black_box;
pub mod bounds;
mod call;
mod ints;
mod lazy;
mod opaque;
mod repack;
mod store;

pub(crate) use call::{dtype, parameters};

use crate::build::{body_of, result_of, Builder};
use crate::knowledge;
use crate::scop::read::{self, integer_attribute, name, operations, string_attribute, Indices};
use crate::scop::{domain, write, Access, Array, Lin, Loop, LoopInfo, Node, Scop, Statement, Term, Var};
use crate::version;
use automphc_dialects::affine::{quotient_attribute, quotient_row, set_rows};
use automphc_dialects::ir::{context_of, value_key};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types;
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use automphc_kb::KnowledgeBase;
use bounds::Condition;
use lazy::{Lazy, Reduction};
use melior::ir::attribute::TypeAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::r#type::{FunctionType, MemRefType};
use melior::ir::{BlockLike, BlockRef, Location, OperationRef, RegionLike, Type, Value, ValueLike};
use std::collections::{HashMap, HashSet};

pub const PASS: PassInfo = PassInfo {
    argument: "convert-nparray-to-affine",
    description: "expand array operations to affine loops by the knowledge base",
    run,
};

fn run(module: OperationRef, options: &Options) -> PassResult {
    let kb = knowledge::of(module, options)?;
    version::each(module, |version| expand(version, &kb));
    Ok(())
}

/// Why a version cannot be expanded.
type Outcome<T> = Result<T, String>;

/// What an SSA value of the array form stands for.
#[derive(Clone, Debug)]
enum Meaning<'c> {
    Lazy(Lazy<'c>),
    Reduction(Reduction<'c>),
}

struct Expander<'k, 'c, 'a> {
    kb: &'k KnowledgeBase,
    builder: Builder<'c, 'a>,
    scop: Scop<'c, 'a>,
    indices: Indices,
    meanings: HashMap<usize, (Value<'c, 'a>, Meaning<'c>)>,
    /// Open loops, outermost first; their bodies are on `nodes`.
    open: Vec<Loop<'c, 'a>>,
    nodes: Vec<Vec<Node<'c, 'a>>>,
    /// Operations that come first: existing guards, then sizes of arguments.
    header: Vec<Node<'c, 'a>>,
    sizes: HashMap<(usize, usize), Lin>,
    /// Sizes of arrays that the version allocates.
    allocated: HashMap<usize, Vec<Lin>>,
    conditions: Vec<Condition<'c>>,
    facts: Vec<Lin>,
    /// Position of every operation in program order, and the last use of values.
    order: HashMap<usize, usize>,
    last_use: HashMap<usize, usize>,
    /// How often each value is an operand.
    uses: HashMap<usize, usize>,
    lists: bool,
    /// Where the result of the call at hand is stored, and the stores that calls have done.
    target: Option<(Lazy<'c>, usize)>,
    done: HashSet<usize>,
}

fn expand<'c: 'a, 'a>(version: OperationRef<'c, 'a>, kb: &KnowledgeBase) -> Outcome<()> {
    let context = context_of(&version);
    let block = version::body(version).ok_or("it has no body")?;
    let scop = Scop { function: version, symbols: vec![], arrays: vec![], loops: vec![], body: vec![] };
    let mut expander = Expander {
        kb,
        builder: Builder { context, block, location: version.location() },
        scop,
        indices: Indices::default(),
        meanings: HashMap::new(),
        open: vec![],
        nodes: vec![vec![]],
        header: vec![],
        sizes: HashMap::new(),
        allocated: HashMap::new(),
        conditions: vec![],
        facts: vec![],
        order: HashMap::new(),
        last_use: HashMap::new(),
        uses: HashMap::new(),
        lists: version::has_lists(version),
        target: None,
        done: HashSet::new(),
    };
    let body = operations(block);
    let mut position = 0;
    expander.number(&body, &mut position);
    expander.arguments(block, &body)?;
    expander.block(&body)?;
    expander.finish(context)
}

impl<'c, 'a> Expander<'_, 'c, 'a> {
    /// Numbers operations in program order and notes the last use of each value.
    fn number(&mut self, body: &[OperationRef<'c, 'a>], position: &mut usize) {
        for operation in body {
            *position += 1;
            self.order.insert(automphc_dialects::ir::operation_key(operation), *position);
            for operand in operation.operands() {
                self.last_use.insert(value_key(operand), *position);
                *self.uses.entry(value_key(operand)).or_default() += 1;
            }
            for region in operation.regions() {
                if let Some(block) = region.first_block() {
                    self.number(&operations(block), position);
                }
            }
        }
    }

    fn order_of(&self, operation: OperationRef<'c, 'a>) -> usize {
        self.order.get(&automphc_dialects::ir::operation_key(&operation)).copied().unwrap_or(usize::MAX)
    }

    /// Array arguments become memrefs; their sizes become symbols.
    fn arguments(&mut self, block: BlockRef<'c, 'a>, body: &[OperationRef<'c, 'a>]) -> Outcome<()> {
        let mut inputs = vec![];
        for position in 0..block.argument_count() {
            let value: Value = block.argument(position).map_err(|e| e.to_string())?.into();
            if let Some(element) = types::buffer_element(value.r#type()) {
                let shape = types::buffer_shape(value.r#type()).unwrap_or_default();
                let dims: Vec<_> = shape.iter().map(|s| s.unwrap_or(types::DYNAMIC)).collect();
                value.set_type(MemRefType::new(element, &dims, None, None).into());
                let array = self.add_array(value, dims.len(), element, None, false);
                self.flat_sizes(value, array, body)?;
                let whole = self.whole(array);
                self.define(value, Meaning::Lazy(whole));
            }
            inputs.push(value.r#type());
        }
        let r#type = FunctionType::new(self.builder.context, &inputs, &[]);
        automphc_dialects::ir::set_attribute(
            self.scop.function,
            "function_type",
            TypeAttribute::new(r#type.into()).into(),
        );
        for operation in body {
            match name(*operation).as_str() {
                "nparray.guard" => {
                    self.header.push(Node::Other(*operation));
                    self.facts.extend(crate::affine_guard_memory::promised(&mut self.scop, *operation));
                }
                "affine.apply" if operation.attribute("map").is_ok_and(|map| quotient_row(map).is_some()) => {
                    self.header.push(Node::Other(*operation));
                    self.scop.symbol(result_of(*operation));
                }
                "nparray.dim" => self.existing_size(*operation)?,
                _ => {}
            }
        }
        self.facts.extend(self.scop.quotient_facts());
        Ok(())
    }

    /// The sizes of a flat array's axes but the first are what its guard says.
    fn flat_sizes(&mut self, value: Value<'c, 'a>, array: usize, body: &[OperationRef<'c, 'a>]) -> Outcome<()> {
        let flat = |op: &&OperationRef<'c, 'a>| {
            string_attribute(**op, "kind").as_deref() == Some("flat") && op.operand(0).is_ok_and(|own| own == value)
        };
        let Some(guard) = body.iter().find(flat) else { return Ok(()) };
        let factors = integer_list(*guard, "factors").unwrap_or_default();
        for (position, size) in guard.operands().skip(1).enumerate() {
            let size = self.affine(size)? * factors.get(position).copied().unwrap_or(1);
            self.facts.push(size.clone() + -1);
            self.sizes.insert((array, position + 1), size);
        }
        Ok(())
    }

    fn add_array(
        &mut self,
        value: Value<'c, 'a>,
        rank: usize,
        element: Type<'c>,
        name: Option<String>,
        local: bool,
    ) -> usize {
        self.scop.arrays.push(Array { value, rank, element, name, local });
        self.scop.arrays.len() - 1
    }

    /// A `nparray.dim` of an argument moves to the top and becomes its size symbol.
    fn existing_size(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let source = operation.operand(0).map_err(|e| e.to_string())?;
        let Some(array) = self.scop.array(source) else { return Ok(()) };
        let axis = integer_attribute(operation, "axis").ok_or("a size without an axis")? as usize;
        let result = result_of(operation);
        self.header.push(Node::Other(operation));
        if let Some(Some(known)) = self.sizes.get(&(array, axis)).map(|lin| lin.terms.keys().next().copied()) {
            if let Var::Symbol(id) = known {
                // Two symbols for one size would not compare equal.
                let first = self.scop.symbols[id];
                automphc_dialects::ir::replace_all_uses(result, first);
            }
            return Ok(());
        }
        let symbol = self.scop.symbol(result);
        self.sizes.insert((array, axis), Affine::var(symbol));
        self.facts.push(Affine::var(symbol));
        Ok(())
    }

    /// The size of an axis of an array, as an expression of symbols.
    fn size(&mut self, array: usize, axis: usize) -> Lin {
        if let Some(sizes) = self.allocated.get(&array) {
            return sizes[axis].clone();
        }
        if let Some(size) = self.sizes.get(&(array, axis)) {
            return size.clone();
        }
        let value = self.scop.arrays[array].value;
        let attributes = [("axis", self.builder.integer(axis as i64))];
        let operation =
            self.builder.operation("nparray.dim", &[value], &[self.builder.index_type()], &attributes, vec![]);
        self.header.push(Node::Other(operation));
        let symbol = self.scop.symbol(result_of(operation));
        self.sizes.insert((array, axis), Affine::var(symbol));
        self.facts.push(Affine::var(symbol));
        Affine::var(symbol)
    }

    /// The whole of an array as a value.
    fn whole(&mut self, array: usize) -> Lazy<'c> {
        let rank = self.scop.arrays[array].rank;
        let shape = (0..rank).map(|axis| self.size(array, axis)).collect();
        let placeholders: Vec<_> = (0..rank).map(|_| self.placeholder()).collect();
        let index = placeholders.iter().map(|&p| Affine::var(Var::Loop(p))).collect();
        let element = self.scop.arrays[array].element;
        Lazy { shape, placeholders, body: Expr::Read { array, index }, element, weak: rank == 0, view: true }
    }

    fn placeholder(&mut self) -> usize {
        let location = self.builder.location;
        self.scop.new_loop(LoopInfo { name: None, location, step: 1 })
    }

    fn block(&mut self, body: &[OperationRef<'c, 'a>]) -> Outcome<()> {
        for operation in body {
            self.builder.location = operation.location();
            self.operation(*operation)?;
        }
        Ok(())
    }

    fn operation(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        match name(operation).as_str() {
            "nparray.guard" | "nparray.dim" | "func.return" | "affine.apply" | "affine.yield" | "arith.constant" => {
                Ok(())
            }
            "nparray.constant" => self.constant(operation),
            "nparray.index_value" => self.index_value(operation),
            "nparray.alloc" => self.alloc(operation),
            "nparray.view" => self.view(operation),
            "nparray.call" => self.call(operation),
            "nparray.store" => self.store(operation),
            "nparray.repack" if self.open.is_empty() => self.repack(operation),
            "affine.for" => self.r#loop(operation),
            "affine.if" => self.condition(operation),
            "py.opaque" if operation.has_attribute("access") => self.black_box(operation),
            "py.opaque" | "py.opaque_expr" if self.open.is_empty() => self.opaque(operation),
            "py.return" => self.r#return(operation),
            other => Err(format!("'{other}' is not expanded to affine loops yet")),
        }
    }

    /// A statement kept as text may read and write anything: values computed
    /// before it must have been computed before it.
    fn opaque(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let all: Vec<usize> = (0..self.scop.arrays.len()).collect();
        self.settle(&all, self.order_of(operation))?;
        self.push(Node::Other(operation));
        Ok(())
    }

    /// Returned scalars become the memory that holds them.
    fn r#return(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let all: Vec<usize> = (0..self.scop.arrays.len()).collect();
        self.settle(&all, self.order_of(operation))?;
        let mut values = vec![];
        for value in operation.operands() {
            values.push(match self.meanings.get(&value_key(value)) {
                Some((_, Meaning::Lazy(Lazy { body: Expr::Read { array, .. }, .. }))) => self.scop.arrays[*array].value,
                Some(_) => return Err("a returned value that is not in memory".into()),
                None => value,
            });
        }
        let scalars = operation.attribute("scalars").ok();
        let attributes: Vec<_> = scalars.into_iter().map(|scalars| ("scalars", scalars)).collect();
        let new = self.builder.operation("py.return", &values, &[], &attributes, vec![]);
        self.push(Node::Other(new));
        Ok(())
    }

    fn push(&mut self, node: Node<'c, 'a>) {
        match self.nodes.last_mut() {
            Some(nodes) => nodes.push(node),
            None => self.nodes.push(vec![node]),
        }
    }

    /// Pushes before the outermost open loop.
    fn push_top(&mut self, operation: OperationRef<'c, 'a>) {
        self.nodes[0].push(Node::Other(operation));
    }

    fn define(&mut self, value: Value<'c, 'a>, meaning: Meaning<'c>) {
        self.meanings.insert(value_key(value), (value, meaning));
    }

    fn constant(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let result = result_of(operation);
        let element = types::buffer_element(result.r#type()).ok_or("a constant that is no scalar")?;
        let number = read::number(operation).ok_or("a constant that is no number")?;
        let body = Expr::Number(number);
        self.define(
            result,
            Meaning::Lazy(Lazy { shape: vec![], placeholders: vec![], body, element, weak: true, view: false }),
        );
        Ok(())
    }

    fn index_value(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let result = result_of(operation);
        let element = types::buffer_element(result.r#type()).ok_or("an index value that is no scalar")?;
        let source = operation.operand(0).map_err(|e| e.to_string())?;
        let mut body = Expr::Index(self.affine(source)?);
        if self.lists && operation.has_attribute("float") {
            body = Expr::apply(ints::FLOAT, vec![body]);
        }
        self.define(
            result,
            Meaning::Lazy(Lazy { shape: vec![], placeholders: vec![], body, element, weak: true, view: false }),
        );
        Ok(())
    }

    fn affine(&mut self, value: Value<'c, 'a>) -> Outcome<Lin> {
        let lin = self.indices.affine(&mut self.scop, value).ok_or("an index is not affine")?;
        for variable in lin.terms.keys() {
            if let Var::Symbol(id) = variable {
                if version::defined_by(self.scop.symbols[*id], "affine.min").is_some()
                    || version::defined_by(self.scop.symbols[*id], "affine.max").is_some()
                {
                    return Err("a minimum or maximum as an index".into());
                }
            }
        }
        Ok(lin)
    }

    /// An array of the program: `tmp = np.empty(n)`, or a scalar variable.
    fn alloc(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let result = result_of(operation);
        let sizes: Vec<_> = operation.operands().collect();
        let shape = sizes.into_iter().map(|s| self.affine(s)).collect::<Outcome<Vec<_>>>()?;
        let element = types::buffer_element(result.r#type()).ok_or("an array without an element type")?;
        if !self.open.is_empty() {
            // Each iteration has an array of its own.
            let value = self.temporary_value(shape, element)?;
            self.define(result, Meaning::Lazy(value));
            return Ok(());
        }
        let label = string_attribute(operation, "name");
        let array = self.allocate(shape, element, label, operation.has_attribute("observed"))?;
        self.copy_order(operation, array);
        let whole = self.whole(array);
        self.define(result, Meaning::Lazy(whole));
        Ok(())
    }

    /// A new memref at the top level of the version.
    fn allocate(
        &mut self,
        shape: Vec<Lin>,
        element: Type<'c>,
        label: Option<String>,
        observed: bool,
    ) -> Outcome<usize> {
        let dims = vec![types::DYNAMIC; shape.len()];
        let mut operands = vec![];
        for size in &shape {
            self.require(size.clone());
            let (rows, values) = write::linear_rows(std::slice::from_ref(size), |v| match v {
                Var::Symbol(id) => self.scop.symbols.get(id).copied(),
                Var::Loop(_) => None,
            });
            let values = values.into_iter().collect::<Option<Vec<_>>>().ok_or("a size that changes in a loop")?;
            let value = self.builder.affine("affine.apply", rows, &values);
            if let Some(operation) = crate::scop::read::definition(value) {
                self.push_top(operation);
            }
            operands.push(value);
        }
        let r#type: Type = MemRefType::new(element, &dims, None, None).into();
        let sizes = [operands.len() as i32, 0];
        let segments = melior::ir::attribute::DenseI32ArrayAttribute::new(self.builder.context, &sizes).into();
        let mut attributes = vec![("operandSegmentSizes", segments)];
        attributes.extend(label.as_deref().map(|l| ("name", self.builder.string(l))));
        if observed {
            attributes.push(("observed", melior::ir::Attribute::unit(self.builder.context)));
        }
        let operation = self.builder.operation("memref.alloc", &operands, &[r#type], &attributes, vec![]);
        self.push_top(operation);
        let array = self.add_array(result_of(operation), shape.len(), element, label, true);
        self.allocated.insert(array, shape);
        Ok(array)
    }

    /// A temporary that holds a value of this shape for every iteration of the
    /// open loops; the index prefix that selects the current one.
    fn temporary(&mut self, shape: &[Lin], element: Type<'c>) -> Outcome<(usize, Vec<Lin>)> {
        let mut sizes = vec![];
        let mut prefix = vec![];
        for depth in 0..self.open.len() {
            let outer: Vec<_> = self.open[..depth].to_vec();
            let outer: Vec<_> = outer.iter().collect();
            let (upper, lower) = (&self.open[depth].upper, &self.open[depth].lower);
            let upper = upper.first().and_then(|u| domain::extreme(u, &outer, true));
            let lower = lower.first().and_then(|l| domain::extreme(l, &outer, false));
            let (Some(upper), Some(lower)) = (upper, lower) else { return Err("a loop bound is not affine".into()) };
            prefix.push(Affine::var(Var::Loop(self.open[depth].id)) - lower.clone());
            sizes.push(upper - lower);
        }
        let open = self.open.clone();
        let open: Vec<_> = open.iter().collect();
        for size in shape {
            sizes.push(domain::extreme(size, &open, true).ok_or("a size that is not affine")?);
        }
        Ok((self.allocate(sizes, element, None, false)?, prefix))
    }

    /// A temporary as a value that can be stored to.
    fn temporary_value(&mut self, shape: Vec<Lin>, element: Type<'c>) -> Outcome<Lazy<'c>> {
        shape.iter().for_each(|size| self.require(size.clone()));
        let (array, mut index) = self.temporary(&shape, element)?;
        let placeholders: Vec<_> = shape.iter().map(|_| self.placeholder()).collect();
        index.extend(placeholders.iter().map(|&p| Affine::var(Var::Loop(p))));
        Ok(Lazy { shape, placeholders, body: Expr::Read { array, index }, element, weak: false, view: true })
    }

    /// The open loops, without the iterations in which those inside do not run.
    fn tightened(&self) -> Vec<Loop<'c, 'a>> {
        domain::tightened(&self.open.iter().collect::<Vec<_>>())
    }

    /// Requires `expression >= 0` for all iterations of the open loops. Of the
    /// conditions that suffice, one that follows from each of the others is
    /// taken, if there is one.
    fn require(&mut self, expression: Lin) {
        let open = self.tightened();
        let open: Vec<_> = open.iter().collect();
        let location = self.builder.location;
        let all = domain::extremes(&expression, &open, false);
        let possible: Vec<&Lin> = all.iter().filter(|e| e.as_constant().is_none_or(|value| value >= 0)).collect();
        // A loop that does not run needs no condition.
        let runs: Vec<Lin> = open.iter().flat_map(|l| domain::ordered(l)).map(|row| row + -1).collect();
        let known = [self.facts.clone(), runs].concat();
        let weakest = |e: &Lin| {
            let follows = |other: &&Lin| {
                let from = [known.as_slice(), std::slice::from_ref(*other)].concat();
                domain::implies(&from, e)
            };
            possible.iter().all(follows)
        };
        let chosen = match possible.as_slice() {
            [only] => Some((*only).clone()),
            [] => None,
            [first, ..] => possible.iter().find(|e| weakest(e)).or(Some(first)).map(|e| (*e).clone()),
        };
        let never = || domain::never(&[domain::constraints(&open), self.facts.clone()].concat());
        match chosen {
            Some(expression) => self.conditions.push(Condition { expression, location }),
            None if never() => {}
            // Not an expression of symbols, or always negative: nothing can promise it.
            None => self.conditions.push(Condition { expression: Affine::constant(-1), location }),
        }
    }

    /// An index that falls along a loop becomes a slice that starts at its
    /// largest value, which must not count from the end when the loop is empty.
    fn require_first(&mut self, index: &Lin) {
        let open = self.tightened();
        let open: Vec<_> = open.iter().collect();
        let falls = open.iter().any(|l| index.coefficient(&Var::Loop(l.id)) < 0);
        if let Some(expression) = domain::extreme(index, &open, true).filter(|_| falls) {
            if expression.as_constant().is_none_or(|value| value >= 0) {
                self.conditions.push(Condition { expression, location: self.builder.location });
            }
        }
    }

    fn require_equal(&mut self, a: &Lin, b: &Lin) {
        if a != b {
            self.require(a.clone() - b.clone());
            self.require(b.clone() - a.clone());
        }
    }

    fn view(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let mut operands = operation.operands();
        let source = operands.next().ok_or("a view of nothing")?;
        let bounds: Vec<_> = operands.collect();
        let source = self.value(source)?;
        let axes = string_list(operation, "axes").ok_or("a view without axes")?;
        let steps = integer_list(operation, "steps");
        let (mut bound, mut item, mut slices) = (0, 0, 0);
        let (mut index, mut shape, mut placeholders) = (vec![], vec![], vec![]);
        for axis in &axes {
            let size = source.shape.get(item).cloned();
            let mut next = || {
                bound += 1;
                bounds.get(bound - 1).copied().ok_or("a view with too few bounds")
            };
            match axis.as_str() {
                "newaxis" => {
                    placeholders.push(self.placeholder());
                    shape.push(Affine::constant(1));
                    continue;
                }
                "index" => {
                    let at = next()?;
                    let at = self.affine(at)?;
                    self.require(at.clone());
                    self.require_first(&at);
                    self.require(size.ok_or("a view with too many items")? - at.clone() + -1);
                    index.push(at);
                }
                "slice" => {
                    let (lower, upper) = (next()?, next()?);
                    let (lower, upper) = (self.affine(lower)?, self.affine(upper)?);
                    let step = steps.as_ref().and_then(|s| s.get(slices).copied()).unwrap_or(1);
                    slices += 1;
                    let (extent, placeholder) = (self.slice(&lower, &upper, step, size)?, self.placeholder());
                    index.push(lower + Affine::var(Var::Loop(placeholder)) * step);
                    shape.push(extent);
                    placeholders.push(placeholder);
                }
                _ => {
                    let placeholder = self.placeholder();
                    index.push(Affine::var(Var::Loop(placeholder)));
                    shape.push(size.ok_or("a view with too many items")?);
                    placeholders.push(placeholder);
                }
            }
            item += 1;
        }
        let body = source.at(&index);
        let lazy = Lazy { shape, placeholders, body, ..source };
        self.define(result_of(operation), Meaning::Lazy(lazy));
        Ok(())
    }

    /// The number of elements of a slice; requires that it is not clipped.
    fn slice(&mut self, lower: &Lin, upper: &Lin, step: i64, size: Option<Lin>) -> Outcome<Lin> {
        let size = size.ok_or("a view with too many items")?;
        match step {
            1 => {
                self.require(lower.clone());
                self.require(upper.clone());
                self.require(size - upper.clone());
                Ok(upper.clone() - lower.clone())
            }
            -1 => {
                self.require(upper.clone() + 1);
                self.require(size - lower.clone() + -1);
                Ok(lower.clone() - upper.clone())
            }
            2.. => {
                self.require(lower.clone());
                self.require(upper.clone());
                self.require(size - upper.clone());
                self.quotient(upper.clone() - lower.clone() + (step - 1), step)
            }
            _ => {
                self.require(upper.clone() + 1);
                self.require(size - lower.clone() + -1);
                self.quotient(lower.clone() - upper.clone() + (-step - 1), -step)
            }
        }
    }

    /// `dividend // divisor` as an expression of symbols, of which it may be a new one.
    fn quotient(&mut self, dividend: Lin, divisor: i64) -> Outcome<Lin> {
        if let Some(constant) = dividend.as_constant() {
            return Ok(Affine::constant(constant.div_euclid(divisor)));
        }
        for symbol in 0..self.scop.symbols.len() {
            if self.scop.quotient(symbol).is_some_and(|known| known == (dividend.clone(), divisor)) {
                return Ok(Affine::var(Var::Symbol(symbol)));
            }
        }
        let (rows, operands) = write::linear_rows(std::slice::from_ref(&dividend), |v| match v {
            Var::Symbol(id) => self.scop.symbols.get(id).copied(),
            Var::Loop(_) => None,
        });
        let operands = operands.into_iter().collect::<Option<Vec<_>>>();
        let operands = operands.ok_or("a slice with a step whose bounds change in a loop")?;
        let map = quotient_attribute(self.builder.context, operands.len(), &rows[0], divisor);
        let index = self.builder.index_type();
        let operation = self.builder.operation("affine.apply", &operands, &[index], &[("map", map)], vec![]);
        self.header.push(Node::Other(operation));
        let symbol = self.scop.symbol(result_of(operation));
        self.facts.extend(self.scop.quotient_facts());
        Ok(Affine::var(symbol))
    }

    fn r#loop(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let (lower, upper) =
            self.indices.bounds(&mut self.scop, operation).ok_or("a loop whose bounds or step are not affine")?;
        self.settle_before_loop(operation)?;
        // A slice stands for the loop later: its bounds must be in order, or a
        // negative one would count from the end.
        let header = Loop { id: 0, lower: lower.clone(), upper: upper.clone(), body: vec![] };
        for order in domain::ordered(&header) {
            let open = self.tightened();
            if !domain::orders_itself(&open.iter().collect::<Vec<_>>(), &order) {
                self.require(order);
            }
        }
        let info = LoopInfo { name: string_attribute(operation, "name"), location: operation.location(), step: 1 };
        let id = self.scop.new_loop(info);
        let block = body_of(operation);
        let iv = block.argument(0).map_err(|e| e.to_string())?;
        self.indices.bind(iv.into(), id);
        self.open.push(Loop { id, lower, upper, body: vec![] });
        self.nodes.push(vec![]);
        self.block(&operations(block))?;
        let body = self.nodes.pop().unwrap_or_default();
        if let Some(l) = self.open.pop() {
            self.push(Node::Loop(Loop { body, ..l }));
        }
        Ok(())
    }

    /// The then branch, as a loop that runs at most once: its domain then has
    /// the condition. Branches whose condition never holds are left out.
    fn condition(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        if operation.regions().skip(1).any(|region| region.first_block().is_some()) {
            return Err("a condition with an else branch".into());
        }
        let (rows, equalities) =
            operation.attribute("condition").ok().and_then(set_rows).ok_or("a condition that is not affine")?;
        let operands: Vec<_> = operation.operands().collect();
        let rows = self.indices.rows(&mut self.scop, &rows, &operands).ok_or("a condition that is not affine")?;
        let mut conditions = vec![];
        for (row, equality) in rows.into_iter().zip(equalities) {
            conditions.extend(equality.then(|| -row.clone()));
            conditions.push(row);
        }
        if let [only] = conditions.as_slice() {
            // Two conditions tell an `if` from a loop that runs once.
            if only.as_constant().is_some_and(|value| value >= 0) {
                return self.block(&operations(body_of(operation)));
            }
        }
        self.settle_before_loop(operation)?;
        let (lower, upper) = Loop::guarded(&conditions);
        let id = self.scop.new_loop(LoopInfo { name: None, location: operation.location(), step: 1 });
        self.open.push(Loop { id, lower, upper, body: vec![] });
        let open: Vec<_> = self.open.iter().collect();
        let rows = [domain::constraints(&open), self.facts.clone()].concat();
        if domain::never(&rows) {
            self.open.pop();
            return Ok(());
        }
        self.nodes.push(vec![]);
        self.block(&operations(body_of(operation)))?;
        let body = self.nodes.pop().unwrap_or_default();
        if let Some(l) = self.open.pop() {
            if !body.is_empty() {
                self.push(Node::Loop(Loop { body, ..l }));
            }
        }
        Ok(())
    }

    /// Wraps statements into loops over an index space, outermost first.
    fn nest(&self, loops: Vec<(usize, Lin, Lin)>, body: Vec<Node<'c, 'a>>) -> Vec<Node<'c, 'a>> {
        loops.into_iter().rev().fold(body, |body, (id, lower, upper)| {
            vec![Node::Loop(Loop { id, lower: vec![lower], upper: vec![upper], body })]
        })
    }

    fn statement(&self, array: usize, index: Vec<Lin>, value: Term, location: Location<'c>) -> Node<'c, 'a> {
        Node::Statement(Statement {
            write: Access { array, index },
            value,
            location,
            store: None,
            loads: vec![],
            text: None,
        })
    }

    /// Ints that lists must not be left with.
    fn ints(&mut self) -> Outcome<()> {
        let arguments = version::arguments(self.scop.function);
        let lists = arguments.iter().filter(|argument| argument.kind == "list").map(|argument| argument.value);
        let returns = self.nodes[0].iter().filter_map(|node| if let Node::Other(op) = node { Some(*op) } else { None });
        let returned = returns.filter(|op| name(*op) == "py.return").flat_map(|op| op.operands().collect::<Vec<_>>());
        let escaping = lists.chain(returned).filter_map(|value| self.scop.array(value)).collect();
        let known = self.conditions.iter().map(|condition| condition.expression.clone());
        let facts: Vec<_> = self.facts.iter().cloned().chain(known).collect();
        let found = ints::conditions(&self.scop, &self.nodes[0], &facts, &escaping)?;
        let location = self.scop.function.location();
        self.conditions.extend(found.into_iter().map(|expression| Condition { expression, location }));
        ints::without_marks(&mut self.nodes[0]);
        Ok(())
    }

    fn finish(mut self, context: &'c melior::Context) -> Outcome<()> {
        if self.lists {
            self.ints()?;
        }
        let guards = bounds::guards(self.builder, &self.scop, &self.conditions, &self.facts)
            .ok_or("an index is out of range for every input")?;
        let mut body = std::mem::take(&mut self.header);
        body.extend(guards.into_iter().map(Node::Other));
        body.extend(self.nodes.remove(0));
        self.scop.body = body;
        write::write(context, &self.scop);
        Ok(())
    }
}

fn string_list(operation: OperationRef, name: &str) -> Option<Vec<String>> {
    let elements = automphc_dialects::ir::array_elements(operation.attribute(name).ok()?)?;
    elements.into_iter().map(automphc_dialects::ir::string_value).collect()
}

fn integer_list(operation: OperationRef, name: &str) -> Option<Vec<i64>> {
    use melior::ir::attribute::DenseI64ArrayAttribute;
    let list = DenseI64ArrayAttribute::try_from(operation.attribute(name).ok()?).ok()?;
    (0..list.len()).map(|i| list.element(i).ok()).collect()
}
