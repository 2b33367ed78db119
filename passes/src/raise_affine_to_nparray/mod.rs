//! `raise-affine-to-nparray`: each statement's nest becomes library calls.
//!
//! before: affine.for %i { affine.for %j { C[%i, %j] = 0
//!           affine.for %k { C[%i, %j] = C[%i, %j] + A[%i, %k] * B[%k, %j] } } }
//! after:  %p = nparray.call "numpy.dot"(%a, %b)   nparray.store %p, %c
//!
//! A sum over loops that the written index does not use is a contraction or a
//! reduction: the entries of the knowledge base are unified with it and the
//! cheapest match wins (`contraction.rs`). Everything else is elementwise over
//! slices (`value.rs`). A triangle of two output loops is cut into blocks, of
//! which only the diagonal ones pay a mask (`triangle.rs`). A preceding
//! statement that stores the identity of the sum is absorbed.
//!
//! Legal: at the loops that a call replaces, no iteration reads what another
//! wrote, except through the accumulator of an associative function; a call
//! reads everything before it writes, so reading what a later iteration
//! overwrites is fine unless the domain is cut into blocks.
//! Where that fails, the outermost loop stays a Python loop and the rest is
//! tried again; a statement without loops left is computed on elements.

mod contraction;
mod einsum;
mod extreme;
mod fused;
mod item;
mod opaque;
mod sizes;
mod square;
mod stacked;
mod strips;
mod triangle;
mod value;
mod wedge;

pub(crate) use item::resets;
pub(crate) use square::is_square_product;

use crate::build::{body_of, Builder};
use crate::convert_nparray_to_affine::bounds::{self, Condition};
use crate::knowledge;
use crate::legal;
use crate::scop::dependence::{edges, Edge};
use crate::scop::domain::{constraints, implies, never, ordered, tightened};
use crate::scop::normal::{normal, rising, Normal};
use crate::scop::{chain, read, used_by_operations, visit_statements, write};
use crate::scop::{Access, Lin, Loop, Node, Scop, Statement, Term, Var};
use crate::version;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::{context_of, detach, erase, Scratch};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::expr::Expr;
use automphc_kb::{Candidate, KnowledgeBase};
use item::{items, Item};
use melior::ir::operation::OperationLike;
use melior::ir::{BlockLike, OperationRef, Value, ValueLike};
use std::collections::{HashMap, HashSet};
use value::{single, Extremum, Raised, Range};

pub const PASS: PassInfo = PassInfo {
    argument: "raise-affine-to-nparray",
    description: "map affine nests to the largest library calls of the knowledge base",
    run,
};

/// Rows per block of a triangle; 128 rows of doubles keep a mask within the cache.
const BLOCK: i64 = 128;

/// Inputs up to this size may run the original.
const SMALL: i64 = 8;

fn run(module: OperationRef, options: &Options) -> PassResult {
    let kb = knowledge::of(module, options)?;
    let candidates = knowledge::candidates(options, &kb);
    let block = options.get("block").and_then(|b| b.parse().ok()).filter(|b| *b > 0).unwrap_or(BLOCK);
    let strict = options.get("fp") == Some("strict");
    version::each(module, |version| {
        let (Some(scop), Some(body)) = (read::read(version), version::body(version)) else { return Ok(()) };
        if strict && has_sums(&scop) {
            return Err("it has a sum, and --fp=strict keeps the order of its terms".into());
        }
        let builder = Builder { context: context_of(&version), block: body, location: version.location() };
        let lists = version::has_lists(version);
        let mut scop = scop;
        let mut facts = crate::affine_guard_memory::facts(&mut scop);
        facts.extend(crate::affine_guard_memory::sizes(&scop));
        let sizes = sizes::sizes(&mut scop);
        let ivs = HashMap::new();
        // On a device there is no cache that a strip would stay in.
        let device = options.get("target") == Some("cupy");
        let strips = !lists && !device && strips::are_worth_trying(&scop);
        let locals = if strips { fused::locals(&scop) } else { HashMap::new() };
        let used_in_place = (0..scop.arrays.len()).filter(|&array| used_by_operations(&scop, array)).collect();
        Raiser {
            kb: &kb,
            candidates: &candidates[..],
            scop,
            ivs,
            block,
            lists,
            strict,
            facts,
            strips,
            locals,
            strip_rows: vec![],
            contracted: HashMap::new(),
            failure: None,
            extrema: vec![],
            guards: vec![],
            masked: None,
            blocked: None,
            memory: HashMap::new(),
            sizes,
            used_in_place,
            inside: 0,
            stored: String::new(),
            calls: vec![],
            shared: None,
        }
        .run(builder)
    });
    Ok(())
}

/// True if a statement accumulates over a loop: a call would regroup the terms.
fn has_sums(scop: &Scop) -> bool {
    let mut found = false;
    visit_statements(&scop.body, &mut vec![], &mut |loops, statement| {
        let mut loops = loops.iter().filter(|l| l.conditions().is_none());
        let reduced = loops.any(|l| !statement.write.index.iter().any(|i| i.uses(&Var::Loop(l.id))));
        found |= reduced
            && statement
                .accumulation()
                .is_some_and(|(function, _)| matches!(function, "add" | "subtract" | "multiply"));
    });
    found
}

/// Why a nest cannot be one call at this depth.
type Outcome<T> = Result<T, String>;

struct Raiser<'k, 'c, 'a> {
    kb: &'k KnowledgeBase,
    candidates: &'k [Candidate],
    scop: Scop<'c, 'a>,
    /// Loops that stay loops, by id.
    ivs: HashMap<usize, Value<'c, 'a>>,
    block: i64,
    lists: bool,
    /// Results must be those of the program to the last bit.
    strict: bool,
    /// What the guards promise of the symbols and the open loops of their
    /// variables, as expressions that are not negative.
    facts: Vec<Lin>,
    /// Whether elementwise statements may go by strips, see `fused.rs`.
    strips: bool,
    /// Locals that statements alone use, and how often.
    locals: HashMap<usize, usize>,
    /// The rows of strips, by the sizes that they depend on.
    strip_rows: Vec<((Vec<Lin>, i64), Value<'c, 'a>)>,
    /// Locals that are values of the strip at hand.
    contracted: HashMap<usize, fused::Contracted>,
    /// Why the version must be given up.
    failure: Option<String>,
    /// Minima and maxima of bounds that have a value.
    extrema: Vec<Extremum>,
    /// The terms that the sum at hand is limited to.
    masked: Option<wedge::Mask<'c, 'a>>,
    /// The loop over blocks of rows that is being filled, if one is.
    blocked: Option<triangle::Blocked<'c, 'a>>,
    /// The sizes of arrays, by array and axis, as far as the program speaks of them.
    sizes: sizes::Sizes,
    /// The memory of arrays that have become values.
    memory: HashMap<usize, Value<'c, 'a>>,
    /// Arrays whose memory operations outside the tree use, like the parallel loops: no value can stand for them.
    used_in_place: HashSet<usize>,
    /// What else the guards must promise.
    guards: Vec<Condition<'c>>,
    /// Open conditions.
    inside: usize,
    /// Element type that the statement at hand stores.
    stored: String,
    /// Functions used by the nest at hand, for its remark.
    calls: Vec<String>,
    /// What the elementwise statement at hand has computed so far, and in which order of axes.
    shared: Option<Vec<(Term, Vec<usize>, Raised<'c, 'a>)>>,
}

/// One statement and the loops around it that are not Python loops (yet).
#[derive(Clone)]
struct Nest<'n, 'c, 'a> {
    loops: Vec<&'n Loop<'c, 'a>>,
    statement: &'n Statement<'c, 'a>,
    /// The nest that stores the identity of the sum just before.
    init: Option<&'n Node<'c, 'a>>,
    /// Dependences of the statement with itself that the loops carry, and the loops by their depths.
    edges: Vec<Edge>,
    carriers: HashMap<usize, usize>,
}

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    fn run(mut self, builder: Builder<'c, 'a>) -> Outcome<()> {
        let body = std::mem::take(&mut self.scop.body);
        let kept: Vec<_> = body.iter().filter_map(|n| if let Node::Other(op) = n { Some(*op) } else { None }).collect();
        let old: Vec<_> = read::operations(builder.block).into_iter().filter(|op| !kept.contains(op)).collect();
        let terminator = read::operations(builder.block).into_iter().find(|op| read::name(*op) == "func.return");
        let all_edges: Vec<Vec<Edge>> = body.iter().map(|node| edges(std::slice::from_ref(node))).collect();
        self.name_extrema(builder, &body);
        self.in_order(builder, &items(&body, |position| all_edges[position].clone()), 0);
        let guards = bounds::guards(builder, &self.scop, &self.guards, &[]).unwrap_or_default();
        crate::affine_guard_memory::place(builder, guards);
        if let Some(terminator) = terminator {
            builder.block.append_operation(detach(terminator));
        }
        for operation in old.into_iter().rev().filter(|op| Some(*op) != terminator) {
            erase(operation);
        }
        erase_unused(builder, &self.locals.keys().map(|array| self.scop.arrays[*array].value).collect::<Vec<_>>());
        self.failure.map_or(Ok(()), Err)
    }

    /// One node of a block, `depth` Python loops deep.
    fn item(&mut self, builder: Builder<'c, 'a>, item: &Item<'_, 'c, 'a>, depth: usize) {
        match item.node {
            Node::Other(operation) => {
                if read::name(*operation) != "func.return" {
                    builder.block.append_operation(detach(*operation));
                }
            }
            node => match chain(node) {
                Some((loops, statement)) => {
                    // Loops that stay Python loops satisfy what they carry.
                    let mut edges = item.own_edges();
                    edges.retain(|e| e.carrier.is_none_or(|carrier| carrier >= depth));
                    let carriers = loops.iter().enumerate().map(|(position, l)| (depth + position, l.id)).collect();
                    let nest = Nest { loops, statement, init: item.init, edges, carriers };
                    self.nest(builder, nest, depth);
                }
                None => self.serial(builder, item, depth),
            },
        }
    }

    /// A loop around several statements: it carries a dependence between them.
    fn serial(&mut self, builder: Builder<'c, 'a>, item: &Item<'_, 'c, 'a>, depth: usize) {
        let Node::Loop(l) = item.node else { return };
        let location = self.scop.loops[l.id].location;
        if l.conditions().is_none() {
            remark(location, "stays a Python loop: it carries a dependence between its statements");
        }
        self.open(builder, l, |this, inner| {
            this.in_order(inner, &item::inside(item, l), depth + 1);
        });
    }

    /// A loop that stays one, or a condition, around what `fill` builds.
    fn open(&mut self, builder: Builder<'c, 'a>, l: &Loop<'c, 'a>, fill: impl FnOnce(&mut Self, Builder<'c, 'a>)) {
        let known = (self.extrema.len(), self.facts.len());
        self.facts.extend(constraints(&[l]));
        match l.conditions() {
            Some(conditions) => {
                let inner = self.condition(builder, &conditions);
                self.inside += 1;
                fill(self, inner);
                self.inside -= 1;
                inner.operation("affine.yield", &[], &[], &[], vec![]);
            }
            None => {
                let inner = self.python_loop(builder, l);
                fill(self, inner);
                inner.operation("affine.yield", &[], &[], &[], vec![]);
                self.ivs.remove(&l.id);
            }
        }
        self.extrema.truncate(known.0);
        self.facts.truncate(known.1);
    }

    /// A builder for what runs if all of these are at least 0.
    fn condition(&self, builder: Builder<'c, 'a>, conditions: &[Lin]) -> Builder<'c, 'a> {
        let (rows, operands) = write::linear_rows(conditions, |v| self.variable(v));
        builder.inside(builder.affine_if(rows, &operands))
    }

    /// Opens a loop that stays one; returns a builder for its body.
    fn python_loop(&mut self, builder: Builder<'c, 'a>, l: &Loop<'c, 'a>) -> Builder<'c, 'a> {
        let info = self.scop.loops[l.id].clone();
        let builder = builder.at(info.location);
        let bounds = |this: &Self, bounds: &[Lin]| write::linear_rows(bounds, |v| this.variable(v));
        let (lower, upper) = (bounds(self, &l.lower), bounds(self, &l.upper));
        let (operation, iv, _) = builder.affine_for(lower, upper, info.step, info.name.as_deref());
        self.ivs.insert(l.id, iv);
        let inner = builder.inside(body_of(operation));
        self.name_extrema(inner, &l.body);
        inner
    }

    /// The value of a symbol or of a Python loop's variable.
    fn variable(&self, variable: Var) -> Value<'c, 'a> {
        match variable {
            Var::Loop(id) => match self.ivs.get(&id) {
                Some(iv) => *iv,
                None => unreachable!("a loop variable outside its loop"),
            },
            Var::Symbol(id) => self.scop.symbols[id],
        }
    }

    /// An index value for an expression of symbols and Python loop variables.
    fn index(&self, builder: Builder<'c, 'a>, lin: &Lin) -> Value<'c, 'a> {
        if let Some(variable) = lin.as_var() {
            return self.variable(*variable);
        }
        let (rows, operands) = write::linear_rows(std::slice::from_ref(lin), |v| self.variable(v));
        builder.affine("affine.apply", rows, &operands)
    }

    /// Raises a nest, or keeps its outermost loop and tries the rest.
    fn nest(&mut self, builder: Builder<'c, 'a>, mut nest: Nest<'_, 'c, 'a>, depth: usize) {
        let builder = builder.at(nest.statement.location);
        self.calls.clear();
        self.stored = self.scop.arrays[nest.statement.write.array].element.to_string();
        // A statement kept as text names its loop variables.
        let text = nest.statement.text.is_some();
        if nest.loops.iter().any(|l| self.scop.loops[l.id].step != 1) {
            return self.peel(builder, nest, depth, "it is a loop over tiles");
        }
        let restricted = !text && (restricted(&nest.loops, &self.extrema) || self.unordered(&nest.loops));
        if nest.init.is_some() && restricted {
            // The reset covers more than the sum.
            self.reset(builder, &mut nest, depth);
        }
        let form = match restricted {
            false => Ok(Some(Normal::of(&nest.loops, nest.statement))),
            true => normal(&nest.loops, nest.statement, &self.facts),
        };
        let form = match form {
            Ok(Some(form)) => form,
            // No iteration ever runs.
            Ok(None) => return,
            Err(reason) => return self.peel(builder, nest, depth, &reason),
        };
        let asked = nest.loops.iter().filter_map(|l| l.conditions()).flatten().collect::<Vec<_>>();
        let left = self.conditions_left(builder, &form, &asked);
        if left.is_empty() {
            return self.form(builder, form, nest, depth);
        }
        let known = self.facts.len();
        let inner = self.condition(builder, &left);
        self.inside += 1;
        self.facts.extend(left);
        self.form(inner, form, nest, depth);
        self.inside -= 1;
        self.facts.truncate(known);
        inner.operation("affine.yield", &[], &[], &[], vec![]);
    }

    /// True if the bounds of a loop may be out of order in an iteration of a loop
    /// that stays one: their slice might count from the end.
    fn unordered(&self, loops: &[&Loop]) -> bool {
        let inside = |row: &Lin| row.terms.keys().any(|v| matches!(v, Var::Loop(id) if self.ivs.contains_key(id)));
        loops.iter().enumerate().any(|(depth, l)| {
            let several = l.lower.len() + l.upper.len() > 2;
            let rows = ordered(l).into_iter().filter(|row| several || inside(row)).collect::<Vec<_>>();
            let known = || [self.facts.clone(), constraints(&loops[..depth])].concat();
            !rows.is_empty() && !rows.iter().all(|row| implies(&known(), row))
        })
    }

    /// A nest in normal form, whose conditions hold.
    fn form(&mut self, builder: Builder<'c, 'a>, form: Normal<'c, 'a>, mut nest: Nest<'_, 'c, 'a>, depth: usize) {
        let reason = match self.in_normal_form(builder, form.clone(), &nest) {
            Ok(()) => {
                let calls = std::mem::take(&mut self.calls);
                if !calls.is_empty() && !form.loops.is_empty() {
                    remark(nest.statement.location, &format!("{} loops became {}", form.loops.len(), calls.join(", ")));
                }
                return;
            }
            Err(reason) => reason,
        };
        self.reset(builder, &mut nest, depth);
        if form.loops.is_empty() {
            return self.element(builder, &form.statement);
        }
        // What is not in the normal form runs once and carries nothing.
        let kept = |id: usize| form.loops.iter().any(|l| l.id == id);
        let carriers = &nest.carriers;
        nest.edges.retain(|e| e.carrier.is_none_or(|c| carriers.get(&c).is_none_or(|id| kept(*id))));
        let loops = form.loops.iter().collect();
        let nest = Nest { loops, statement: &form.statement, init: None, ..nest };
        self.peel(builder, nest, depth, &reason);
    }

    /// The outermost loop stays one; the rest is tried again.
    fn peel(&mut self, builder: Builder<'c, 'a>, mut nest: Nest<'_, 'c, 'a>, depth: usize, reason: &str) {
        self.reset(builder, &mut nest, depth);
        let outer = match self.scop.loops[nest.loops[0].id].step {
            1 => tightened(&nest.loops).swap_remove(0),
            // Its steps count from its lower bound.
            _ => nest.loops[0].header(),
        };
        nest.loops.remove(0);
        if nest.loops.is_empty() && outer.conditions().is_none() {
            remark(self.scop.loops[outer.id].location, &format!("stays a Python loop: {reason}"));
        }
        let carriers = &nest.carriers;
        nest.edges.retain(|e| e.carrier.is_none_or(|c| carriers.get(&c) != Some(&outer.id)));
        self.open(builder, &outer, |this, inner| this.nest(inner, nest, depth + 1));
    }

    /// The reset of a sum, as a nest of its own.
    fn reset(&mut self, builder: Builder<'c, 'a>, nest: &mut Nest<'_, 'c, 'a>, depth: usize) {
        if let Some((loops, statement)) = nest.init.take().and_then(chain) {
            self.nest(builder, Nest { loops, statement, init: None, edges: vec![], carriers: HashMap::new() }, depth);
        }
    }

    /// The nest as one step over loops with one lower and one upper bound each.
    fn in_normal_form(
        &mut self,
        builder: Builder<'c, 'a>,
        mut form: Normal<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
    ) -> Outcome<()> {
        if nest.edges.iter().any(|e| !e.reduction && !e.anti) {
            return Err("an iteration needs the result of an earlier one".into());
        }
        rising(&mut form);
        let known = (self.extrema.len(), self.facts.len());
        let outcome = self.single_bounds(builder, form, nest);
        self.extrema.truncate(known.0);
        self.facts.truncate(known.1);
        outcome
    }

    /// What must still be tested for a nest: what the program asks for, while
    /// that small sizes are not too small becomes a guard.
    fn conditions_left(&mut self, builder: Builder<'c, 'a>, form: &Normal<'c, 'a>, asked: &[Lin]) -> Vec<Lin> {
        let ordered = form.conditions.iter().map(|condition| condition.clone() + 1);
        let mut left = vec![];
        for condition in form.exact.iter().cloned().chain(ordered) {
            let holds_somewhere = || !never(&[self.facts.as_slice(), std::slice::from_ref(&condition)].concat());
            let small = self.is_size(&condition) && condition.constant >= -SMALL;
            if !asked.contains(&condition) && small && holds_somewhere() {
                // True for the rest of the version, not for this nest alone.
                self.facts.insert(0, condition.clone());
                self.guards.push(Condition { expression: condition, location: builder.location });
            } else {
                left.push(condition);
            }
        }
        left
    }

    /// True for one size or int argument and a constant: small inputs apart it is positive.
    fn is_size(&self, row: &Lin) -> bool {
        let [(Var::Symbol(id), 1)] = row.terms.iter().map(|(v, c)| (*v, *c)).collect::<Vec<_>>()[..] else {
            return false;
        };
        let symbol = self.scop.symbols[id];
        self.guards_may_use(symbol)
    }

    /// Guards stand at the top: they can use arguments and sizes.
    fn guards_may_use(&self, symbol: Value<'c, 'a>) -> bool {
        version::arguments(self.scop.function).iter().any(|argument| argument.value == symbol)
            || version::defined_by(symbol, "nparray.dim").is_some()
    }

    /// Gives each loop one lower and one upper bound: of several that no loop of
    /// the nest changes, the maximum or minimum is computed.
    fn single_bounds(
        &mut self,
        builder: Builder<'c, 'a>,
        mut form: Normal<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
    ) -> Outcome<()> {
        let ids: Vec<usize> = form.loops.iter().map(|l| l.id).collect();
        let fixed = |bound: &Lin| !ids.iter().any(|id| bound.uses(&Var::Loop(*id)));
        let several = |bounds: &[Lin]| bounds.len() > 1;
        let moves = |bounds: &[Lin]| several(bounds) && !bounds.iter().all(fixed);
        if form.loops.iter().any(|l| moves(&l.lower) || moves(&l.upper)) {
            return Err("a loop has several bounds".into());
        }
        for l in &mut form.loops {
            for (bounds, largest) in [(&mut l.lower, true), (&mut l.upper, false)] {
                if several(bounds) {
                    *bounds = vec![self.name_extremum(builder, bounds, largest)];
                }
            }
        }
        let (loops, edges, carriers) = (form.loops.iter().collect(), nest.edges.clone(), HashMap::new());
        self.whole(builder, &Nest { loops, statement: &form.statement, init: nest.init, edges, carriers })
    }

    /// A statement on single elements, as it was. Of an array that has become a value
    /// they are read from its memory, which gets the value first.
    fn element(&mut self, builder: Builder<'c, 'a>, statement: &Statement<'c, 'a>) {
        let mut read = vec![];
        statement.value.visit(&mut |e| {
            if let Expr::Read { array, .. } = e {
                read.push(*array);
            }
        });
        let values: Vec<_> = self.scop.arrays.iter().map(|array| array.value).collect();
        for array in read {
            let value = self.scop.arrays[array].value;
            if let Some(memory) = self.memory.get(&array).copied().filter(|memory| *memory != value) {
                self.store(builder, value, memory, None, None);
                self.scop.arrays[array].value = memory;
            }
        }
        write::statement(builder, &self.scop, &self.ivs, statement);
        self.scop.arrays.iter_mut().zip(values).for_each(|(array, value)| array.value = value);
    }

    /// The whole nest as one step, if it is legal and a form is known.
    fn whole(&mut self, builder: Builder<'c, 'a>, nest: &Nest<'_, 'c, 'a>) -> Outcome<()> {
        if let Some(text) = &nest.statement.text {
            if crate::scop::opaque::is_call(text.operation) {
                return self.opaque(builder, nest, text);
            }
            return Err("it repeats a statement kept as text".into());
        }
        if nest.loops.is_empty() && !self.worth_raising(nest.statement) {
            return Err("a single element".into());
        }
        let shape = Shape::of(nest)?;
        self.check(nest, &shape)?;
        if let Some(updates) = stacked::Updates::of(nest, &shape).filter(|_| !self.strict) {
            let ranges = Range::boxes(&nest.loops, &self.extrema)?;
            let stacked = |this: &mut Self, b| this.stacked(b, nest, &shape, &ranges, &updates);
            if self.attempt(nest, &stacked).is_ok() {
                return stacked(self, builder);
            }
        }
        if let Some(wedge) = &shape.wedge {
            return self.wedge(builder, nest, &shape, wedge);
        }
        match &shape.triangle {
            None => {
                let ranges = Range::boxes(&nest.loops, &self.extrema)?;
                self.assign(builder, nest, &shape, &ranges)
            }
            Some(_) if running_axes(&nest.statement.write.index, &nest.loops) > shape.outputs.len() => {
                Err("a triangle of a diagonal".into())
            }
            Some(_) if nest.edges.iter().any(|e| e.anti && !e.reduction) => {
                Err("a triangle that reads what it overwrites".into())
            }
            Some(triangle) => self.triangle(builder, nest, &shape, triangle),
        }
    }

    /// True for a statement on scalars, which prints better as one, and for one
    /// that reads an array that has become a value.
    fn worth_raising(&self, statement: &Statement) -> bool {
        let mut values = false;
        statement.value.visit(&mut |e| {
            if let Expr::Read { array, .. } = e {
                values |= version::defined_by(self.scop.arrays[*array].value, "nparray.call").is_some();
            }
        });
        values || (self.scop.arrays[statement.write.array].rank == 0 && self.lists)
    }

    /// Everything that can fail is tried on a scratch block, so that a failure
    /// leaves no operation behind.
    fn check(&mut self, nest: &Nest<'_, 'c, 'a>, shape: &Shape) -> Outcome<()> {
        let ranges = Range::hulls(&nest.loops, &self.extrema)?;
        self.attempt(nest, &|this, builder| match &shape.wedge {
            Some(wedge) => this.wedge(builder, nest, shape, wedge),
            None => this.assign(builder, nest, shape, &ranges),
        })
    }

    /// Builds something on a scratch block, and forgets it.
    fn attempt(
        &mut self,
        nest: &Nest<'_, 'c, 'a>,
        build: &dyn Fn(&mut Self, Builder<'c, 'a>) -> Outcome<()>,
    ) -> Outcome<()> {
        let scratch = Scratch::new();
        let builder = Builder {
            context: context_of(&self.scop.function),
            block: scratch.block(),
            location: nest.statement.location,
        };
        let calls = self.calls.clone();
        let symbols = self.scop.symbols.len();
        let arrays: Vec<_> = self.scop.arrays.iter().map(|a| a.value).collect();
        let outcome = build(self, builder);
        self.scop.symbols.truncate(symbols);
        self.scop.arrays.truncate(arrays.len());
        for (array, value) in self.scop.arrays.iter_mut().zip(arrays) {
            array.value = value;
        }
        self.calls = calls;
        outcome
    }

    /// The statement over a box.
    fn assign(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<()> {
        let axes = &shape.outputs;
        let write = &nest.statement.write;
        let Right { value, update, mask } = self.right_side(builder, nest, shape, ranges)?;
        let value = self.align(builder, value, axes)?;
        if update.is_none() && mask.is_none() && self.becomes(nest, shape, ranges, value.value) {
            return Ok(());
        }
        let target = self.view(builder, write.array, &write.index, ranges)?;
        if mask.is_some() && target.axes.len() < running_axes(&write.index, &nest.loops) {
            return Err("a masked store along a diagonal".into());
        }
        let mask = mask.map(|m| self.align(builder, m, axes)).transpose()?;
        self.store(builder, value.value, target.value, mask.map(|m| m.value), update.as_deref());
        Ok(())
    }

    fn store(
        &self,
        builder: Builder<'c, 'a>,
        value: Value<'c, 'a>,
        target: Value<'c, 'a>,
        mask: Option<Value<'c, 'a>>,
        update: Option<&str>,
    ) {
        let operands: Vec<_> = [value, target].into_iter().chain(mask).collect();
        let attributes: Vec<_> = update.map(|u| ("update", builder.string(u))).into_iter().collect();
        builder.operation("nparray.store", &operands, &[], &attributes, vec![]);
    }

    /// What is stored, and how.
    fn right_side(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Right<'c, 'a>> {
        let statement = nest.statement;
        let order: Vec<usize> = shape.outputs.iter().chain(&shape.reductions).copied().collect();
        if !shape.reductions.is_empty() {
            let (combine, term) = statement.accumulation().ok_or("the last iteration alone counts")?;
            if let Some(value) = self.extreme(builder, nest, combine, term, shape, ranges)? {
                return Ok(Right { value, update: None, mask: None });
            }
            // What is subtracted term by term is summed first.
            let sum = if combine == "subtract" { "add" } else { combine };
            let value = self.reduction(builder, sum, term, shape, ranges)?;
            if nest.init.is_some() {
                return Ok(Right { value, update: None, mask: None });
            }
            if matches!(combine, "logical_or" | "logical_and") {
                return Err("a logical sum that does not start anew".into());
            }
            let update = Some(combine.to_string());
            return Ok(Right { value, update, mask: None });
        }
        self.shared = Some(vec![]);
        let right = self.elementwise(builder, statement, &order, ranges);
        self.shared = None;
        right
    }

    fn elementwise(
        &mut self,
        builder: Builder<'c, 'a>,
        statement: &Statement<'c, 'a>,
        order: &[usize],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Right<'c, 'a>> {
        if let Some((function, operand)) = in_place(statement) {
            let value = self.term(builder, operand, order, ranges)?;
            return Ok(Right { value, update: Some(function.to_string()), mask: None });
        }
        if let Some((mask, value)) = masked(statement) {
            let mask = self.term(builder, mask, order, ranges)?;
            let value = self.term(builder, value, order, ranges)?;
            return Ok(Right { value, update: None, mask: Some(mask) });
        }
        // An array that is stored converts by itself; what becomes a name's value does not.
        let stored = &self.scop.arrays[statement.write.array];
        let value = match &statement.value {
            Expr::Apply { function, arguments } if !stored.local && arguments.len() == 1 => {
                let to = crate::scop::scalar::cast_type(function);
                let same = to.is_some() && to == crate::py_infer_types::ty::dtype_of(stored.element);
                if same {
                    &arguments[0]
                } else {
                    &statement.value
                }
            }
            value => value,
        };
        let value = self.term(builder, value, order, ranges)?;
        Ok(Right { value, update: None, mask: None })
    }

    /// A local that this statement alone writes, all of it, is the value itself.
    fn becomes(
        &mut self,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
        value: Value<'c, 'a>,
    ) -> bool {
        let array = nest.statement.write.array;
        let info = &self.scop.arrays[array];
        let Some(alloc) = version::defined_by(info.value, "memref.alloc") else { return false };
        let unseen =
            legal!("raise-affine-to-nparray: no memory is used in place", !self.used_in_place.contains(&array));
        let named = info.name.is_some() || !unseen;
        let same_rank = automphc_dialects::types::buffer_rank(value.r#type()) == Some(info.rank);
        if named
            || !same_rank
            || !self.ivs.is_empty()
            || self.inside > 0
            || !self.only_writer(nest.statement)
            || info.rank != shape.outputs.len()
        {
            return false;
        }
        let fresh = version::defined_by(value, "nparray.call")
            .is_some_and(|call| read::string_attribute(call, "callee").is_none_or(|c| !shares_memory(&c)));
        let whole = alloc.operands().zip(&nest.statement.write.index).all(|(size, lin)| {
            let Some(id) = shape.outputs.iter().find(|id| lin.uses(&Var::Loop(**id))) else { return false };
            let range = &ranges[id];
            let start = lin.substitute(&Var::Loop(*id), &range.lower);
            let extent = read::Indices::default().affine(&mut self.scop, size);
            lin.coefficient(&Var::Loop(*id)) == 1
                && start.as_constant() == Some(0)
                && extent == Some(range.upper.clone() - range.lower.clone())
        });
        if fresh && whole {
            self.memory.insert(array, self.scop.arrays[array].value);
            self.scop.arrays[array].value = value;
        }
        fresh && whole
    }

    fn only_writer(&self, statement: &Statement) -> bool {
        // Uses as a target of a store, in the operations that the tree was read from.
        let Some(target) = statement.store.and_then(|store| store.operand(1).ok()) else { return false };
        let stores = automphc_dialects::ir::uses_as_operand(target, "affine.store", 1);
        // The reset that a sum absorbs is the second one.
        stores == 1 || (stores == 2 && statement.accumulation().is_some())
    }
}

/// What a statement stores.
struct Right<'c, 'a> {
    value: Raised<'c, 'a>,
    update: Option<String>,
    mask: Option<Raised<'c, 'a>>,
}

/// The loops of a nest by role.
#[derive(Clone, Debug)]
struct Shape {
    /// Loops of the written index, in the order of its axes.
    outputs: Vec<usize>,
    reductions: Vec<usize>,
    /// A constraint between two output loops.
    triangle: Option<triangle::Triangle>,
    /// A constraint between an output loop, the row, and a reduction loop, the column.
    wedge: Option<triangle::Triangle>,
}

impl Shape {
    fn of(nest: &Nest) -> Outcome<Self> {
        let mut outputs = vec![];
        for lin in &nest.statement.write.index {
            let used: Vec<_> = nest.loops.iter().filter(|l| lin.uses(&Var::Loop(l.id))).collect();
            match used.as_slice() {
                [] => {}
                [one] if outputs.contains(&one.id) => {}
                [one] => outputs.push(one.id),
                _ => return Err("the written elements are no box of the array".into()),
            }
        }
        let reductions = nest.loops.iter().map(|l| l.id).filter(|id| !outputs.contains(id)).collect();
        let (mut triangle, mut wedge) = (triangle::Triangle::of(&nest.loops)?, None);
        if let Some(found) = triangle.take() {
            match (outputs.contains(&found.row), outputs.contains(&found.column)) {
                (true, true) => triangle = Some(found),
                (true, false) => wedge = Some(found),
                (false, true) => wedge = Some(found.exchanged()),
                (false, false) => return Err("a triangle of summed loops".into()),
            }
        }
        Ok(Self { outputs, reductions, triangle, wedge })
    }
}

/// True for functions whose result is a view of their operand.
fn shares_memory(callee: &str) -> bool {
    matches!(callee, "numpy.transpose" | "numpy.flip" | "numpy.diagonal" | "numpy.real" | "numpy.imag")
}

/// Number of indices that change along the loops.
fn running_axes(index: &[Lin], loops: &[&Loop]) -> usize {
    index.iter().filter(|lin| loops.iter().any(|l| lin.uses(&Var::Loop(l.id)))).count()
}

/// True if a nest has conditions, or loops with several bounds that have no
/// value or restricted by those inside.
fn restricted(loops: &[&Loop], known: &[Extremum]) -> bool {
    let bounded = |l: &Loop| single(&l.lower, true, known).is_some() && single(&l.upper, false, known).is_some();
    let plain = |l: &Loop| l.conditions().is_none() && bounded(l);
    let same = |(a, b): (&&Loop, &Loop)| a.lower == b.lower && a.upper == b.upper;
    !loops.iter().all(|l| plain(l)) || !loops.iter().zip(&tightened(loops)).all(same)
}

fn is_own(term: &Term, write: &Access) -> bool {
    matches!(term, Expr::Read { array, index } if *array == write.array && *index == write.index)
}

/// `x = f(x, e)` with `f` one of the in-place operators, and e free of x's array.
fn in_place<'s>(statement: &'s Statement) -> Option<(&'s str, &'s Term)> {
    let Expr::Apply { function, arguments } = &statement.value else { return None };
    let [a, b] = arguments.as_slice() else { return None };
    let commutes = matches!(function.as_str(), "add" | "multiply");
    let operand = match (is_own(a, &statement.write), is_own(b, &statement.write)) {
        (true, false) => b,
        (false, true) if commutes => a,
        _ => return None,
    };
    let known = commutes || matches!(function.as_str(), "subtract" | "divide");
    (known && !crate::scop::reads(operand, statement.write.array)).then_some((function, operand))
}

/// `x = where(c, e, x)`: only some elements change.
fn masked<'s>(statement: &'s Statement) -> Option<(&'s Term, &'s Term)> {
    let Expr::Apply { function, arguments } = &statement.value else { return None };
    match arguments.as_slice() {
        [mask, value, own] if function == "where" && is_own(own, &statement.write) => Some((mask, value)),
        _ => None,
    }
}

/// Erases allocations and sizes that nothing uses any more; named arrays only if they are among `locals`.
fn erase_unused<'c, 'a>(builder: Builder<'c, 'a>, locals: &[Value<'c, 'a>]) {
    for operation in read::operations(builder.block).into_iter().rev() {
        let kind = read::name(operation);
        let local = || operation.result(0).is_ok_and(|result| locals.contains(&result.into()));
        let removable = kind == "memref.alloc" && (!operation.has_attribute("name") || local())
            || matches!(kind.as_str(), "affine.apply" | "arith.constant" | "nparray.view" | "nparray.constant");
        let unused = operation.results().all(|r| automphc_dialects::ir::unused(r.into()));
        if removable && unused {
            erase(operation);
        }
    }
}
