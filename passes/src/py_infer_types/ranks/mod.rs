//! Which ranks the arguments of a kernel can have.
//!
//! before: C[:] = alpha * np.dot(A, B) + beta * C       # A, B, C: np.ndarray
//! after:  A: 2, B: 2, C: 2
//!
//! Every statement adds constraints between the ranks of the values in it:
//! subscripts, unpacked shapes, broadcasting, the signatures of the knowledge
//! base (`call.rs`), stores. `solver.rs` finds the assignments that meet all of
//! them. Where several do, the one that the program's style speaks for comes
//! first: as many axes as subscripts, operands of one rank, capital letters for
//! matrices, small ones for vectors. The others follow if they are nearly as likely.
//! Rule: ranks are guesses, each guarded in its version; a statement that
//! contradicts what comes before it adds nothing.

mod call;
mod expression;
mod solver;

use super::places::{Base, Place};
use super::tree::{Expr, Function, Stmt, StmtKind, Target};
use super::ty::Ty;
use automphc_kb::KnowledgeBase;
pub use call::Tables;
use solver::{domain, Costs, Problem, Solution, Table, Var, MAX_RANK};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Assignments of ranks to try for one function.
const MOST: usize = 3;

/// A rank whose cost differs more from the best one's is no alternative to it.
const LIKELY: u32 = 1;
/// What an unlikely use of a value costs.
const UNLIKELY: u32 = 3;
/// What a use costs that only the signature of a function allows.
const RARE: u32 = 12;

/// What is known of a value.
#[derive(Clone, Debug, PartialEq)]
enum Shape {
    /// A number or array of this rank.
    Rank(Var),
    Int,
    /// An array's `shape`.
    Sizes(Var),
    Tuple(usize),
    Slice,
    New,
    Ellipsis,
    /// An object with attributes, by its name.
    Object(String),
    Unknown,
}

type Env = BTreeMap<String, Shape>;

/// Types of all places, one map per assignment; never empty.
pub fn solve(
    kb: &KnowledgeBase,
    tables: &mut Tables,
    function: &Function,
    places: &BTreeMap<String, Place>,
) -> Vec<BTreeMap<String, Ty>> {
    let mut collector = Collector::new(kb, tables, places);
    let mut env = collector.entry(function);
    collector.block(&function.body, &mut env);
    collector.assignments()
}

struct Collector<'k> {
    kb: &'k KnowledgeBase,
    tables: &'k mut Tables,
    places: &'k BTreeMap<String, Place>,
    problem: Problem,
    /// What each place is.
    shapes: BTreeMap<String, Shape>,
    /// The most subscripts that a value gets at once.
    subscripts: HashMap<Var, usize>,
    /// What loops run over.
    iterated: HashSet<Var>,
    /// Results of functions of several arrays.
    products: HashSet<Var>,
    /// What one int subscripts: an element, or a row.
    items: HashSet<Var>,
    /// What subscripts put a new axis in front of.
    led: HashSet<Var>,
    scalar: Var,
}

impl<'k> Collector<'k> {
    fn new(kb: &'k KnowledgeBase, tables: &'k mut Tables, places: &'k BTreeMap<String, Place>) -> Self {
        let mut problem = Problem::default();
        let scalar = problem.variable(domain([0]));
        let mut shape = |(name, place): (&String, &Place)| {
            let shape = match &place.base {
                Base::Fixed(Ty::Int) => Shape::Int,
                Base::Fixed(Ty::Object) => Shape::Object(name.clone()),
                Base::Fixed(ty) if ty.is_scalar() => Shape::Rank(scalar),
                Base::Fixed(_) => Shape::Unknown,
                Base::Array(_) | Base::List(_) => {
                    let ranks = place.rank.map_or(domain(1..=MAX_RANK), |rank| domain([rank]));
                    Shape::Rank(problem.variable(ranks))
                }
                Base::Value => Shape::Rank(problem.variable(domain(0..=MAX_RANK))),
            };
            (name.clone(), shape)
        };
        let shapes = places.iter().map(&mut shape).collect();
        Self {
            kb,
            tables,
            places,
            problem,
            shapes,
            subscripts: HashMap::new(),
            iterated: HashSet::new(),
            products: HashSet::new(),
            items: HashSet::new(),
            led: HashSet::new(),
            scalar,
        }
    }

    fn entry(&self, function: &Function) -> Env {
        let shape = |name: &String| Some((name.clone(), self.shapes.get(name)?.clone()));
        function.params.iter().filter_map(shape).collect()
    }

    /// A rank for a new value.
    fn fresh(&mut self) -> Var {
        self.problem.variable(domain(0..=MAX_RANK))
    }

    /// The rank of a value that is a number or an array.
    fn rank(&self, shape: &Shape) -> Option<Var> {
        match shape {
            Shape::Rank(var) => Some(*var),
            Shape::Int => Some(self.scalar),
            _ => None,
        }
    }

    fn require(&mut self, vars: &[Var], allowed: impl Fn(&[usize]) -> bool) -> bool {
        self.problem.require(vars, &Table::new(vars.len(), allowed))
    }

    /// The value has at least this many axes.
    fn at_least(&mut self, shape: &Shape, least: usize) {
        if let (Shape::Rank(var), true) = (shape, least > 0) {
            self.require(&[*var], |ranks| ranks[0] >= least);
        }
    }

    fn block(&mut self, body: &[Stmt], env: &mut Env) {
        body.iter().for_each(|stmt| self.statement(stmt, env));
    }

    fn statement(&mut self, stmt: &Stmt, env: &mut Env) {
        match &stmt.kind {
            StmtKind::Assign(name, value) => {
                let shape = self.expression(value, env);
                env.insert(name.clone(), shape);
            }
            StmtKind::AugAssign(name, _, value) => {
                let value = self.expression(value, env);
                let old = env.get(name).cloned().unwrap_or(Shape::Unknown);
                let new = self.updated(&old, &value);
                env.insert(name.clone(), new);
            }
            StmtKind::Store(target, value) | StmtKind::AugStore(_, target, value) => {
                let value = self.expression(value, env);
                let target = self.target(target, env);
                self.stored(&target, &value);
            }
            StmtKind::For(nest) => {
                let element = self.element(&nest.iterable, env);
                let mut inner = env.clone();
                inner.insert(nest.target.clone(), element);
                self.repeat(&nest.body, &mut inner);
                env.extend(inner);
            }
            StmtKind::While(test, body) => {
                test.iter().for_each(|e| drop(self.expression(e, env)));
                self.repeat(body, env);
            }
            StmtKind::If(condition, then, otherwise) => {
                self.expression(condition, env);
                let mut other = env.clone();
                self.block(then, env);
                self.block(otherwise, &mut other);
                for (name, shape) in other {
                    let joined = env.get(&name).map_or(shape.clone(), |known| self.joined(known, &shape));
                    env.insert(name, joined);
                }
            }
            StmtKind::Return(Some(value)) => drop(self.expression(value, env)),
            StmtKind::Expr(value) => self.expression_statement(value, env),
            StmtKind::Group(parts, unpacks) => {
                self.block(parts, env);
                if let (Some(count), Some(array)) = (*unpacks, parts.first().and_then(super::infer::unpacked_array)) {
                    if let Shape::Rank(var) = self.expression(array, env) {
                        self.require(&[var], |ranks| ranks[0] == count);
                    }
                }
            }
            StmtKind::Return(None) | StmtKind::Pass => {}
            StmtKind::Opaque(opaque) => opaque.writes.iter().for_each(|name| drop(env.remove(name))),
        }
    }

    /// A loop's body: what it binds has one rank in all iterations, if it can.
    fn repeat(&mut self, body: &[Stmt], env: &mut Env) {
        let written: Vec<_> = body.iter().flat_map(Stmt::writes).collect();
        let mut carried = Vec::new();
        for name in written {
            let Some(before @ (Shape::Rank(_) | Shape::Int)) = env.get(&name).cloned() else { continue };
            let var = self.fresh();
            self.equal(&Shape::Rank(var), &before);
            let shape = if before == Shape::Int { Shape::Int } else { Shape::Rank(var) };
            env.insert(name.clone(), shape);
            carried.push((name, var));
        }
        self.block(body, env);
        for (name, var) in carried {
            let after = env.get(&name).cloned().unwrap_or(Shape::Unknown);
            self.equal(&Shape::Rank(var), &after);
        }
    }

    fn equal(&mut self, a: &Shape, b: &Shape) {
        if let (Some(a), Some(b)) = (self.rank(a), self.rank(b)) {
            if a != b {
                self.require(&[a, b], |ranks| ranks[0] == ranks[1]);
            }
        }
    }

    /// A value that is one of two.
    fn joined(&mut self, a: &Shape, b: &Shape) -> Shape {
        if a == b {
            return a.clone();
        }
        if self.rank(a).is_none() || self.rank(b).is_none() {
            return Shape::Unknown;
        }
        let joined = Shape::Rank(self.fresh());
        self.equal(&joined, a);
        self.equal(&joined, b);
        joined
    }

    /// `old op= value`: arrays are updated in place, so their rank stays.
    fn updated(&mut self, old: &Shape, value: &Shape) -> Shape {
        if (old, value) == (&Shape::Int, &Shape::Int) {
            return Shape::Int;
        }
        let (Some(old), Some(value)) = (self.rank(old), self.rank(value)) else { return Shape::Unknown };
        let new = self.fresh();
        self.require(&[old, value, new], |ranks| {
            ranks[2] == ranks[0].max(ranks[1]) && (ranks[0] == 0 || ranks[1] <= ranks[0])
        });
        self.prefer_same(old, value);
        Shape::Rank(new)
    }

    /// A store has room for the value's axes.
    fn stored(&mut self, target: &Shape, value: &Shape) {
        if let (Some(target), Some(value)) = (self.rank(target), self.rank(value)) {
            self.require(&[target, value], |ranks| ranks[1] <= ranks[0]);
            if value != self.scalar {
                let product = self.products.contains(&value);
                self.problem.prefer([target, value], |target, value| match value {
                    _ if target == value => 0,
                    0 if product => UNLIKELY + 2,
                    0 => UNLIKELY - 1,
                    _ => RARE,
                });
            }
        }
    }

    /// Operands of one rank are likelier than broadcast ones.
    fn prefer_same(&mut self, a: Var, b: Var) {
        if a != b && a != self.scalar && b != self.scalar {
            self.problem.prefer([a, b], |a, b| match (a.min(b), a.abs_diff(b)) {
                (0, _) | (_, 0) => 0,
                // Rows are added to matrices, and to stacks of them.
                (1, _) => 1,
                (_, 1) => 2,
                _ => UNLIKELY + 1,
            });
        }
    }

    fn target(&mut self, target: &Target, env: &Env) -> Shape {
        let base = self.expression(&target.base, env);
        self.subscript(&base, &target.indices, env)
    }

    /// The best assignment, and those that are as plausible.
    fn assignments(&self) -> Vec<BTreeMap<String, Ty>> {
        let capitals = self.places.iter().any(|(name, place)| place.is_open() && is_capital(name));
        let choices = self.places.iter().filter_map(|(name, place)| match self.shapes.get(name) {
            Some(Shape::Rank(var)) if *var != self.scalar => Some((*var, self.costs(name, place, *var, capitals))),
            _ => None,
        });
        let choices: Vec<(Var, Costs)> = choices.collect();
        let found = self.problem.solve(&choices, 4 * MOST);
        let Some(best) = found.first() else { return vec![self.types(|_| None)] };
        let likely = |solution: &&Solution| {
            let near =
                |(var, costs): &(Var, Costs)| costs[solution.ranks[*var]].abs_diff(costs[best.ranks[*var]]) <= LIKELY;
            solution.preferences <= best.preferences + LIKELY && choices.iter().all(near)
        };
        // One more axis for all arguments is one choice, however many they are.
        let mut others: Vec<&Solution> = found[1..].iter().filter(likely).collect();
        others.sort_by_key(|solution| solution.preferences);
        let plausible = std::iter::once(best).chain(others).take(MOST);
        plausible.map(|solution| self.types(|var| solution.ranks.get(var).copied())).collect()
    }

    /// How far each rank is from what is likely: an axis for each subscript,
    /// else what the name suggests. In a kernel with capitals the case is
    /// meant; without, it says little.
    fn costs(&self, name: &str, place: &Place, var: Var, capitals: bool) -> Costs {
        match (&place.base, self.subscripts.get(&var)) {
            // Only its uses make an array of what nobody calls one.
            (Base::Value, _) => distance(0, UNLIKELY, UNLIKELY),
            // Items may be rows as well.
            (_, Some(1)) if self.iterated.contains(&var) && is_capital(name) => distance(2, 1, 1),
            (_, Some(count)) => distance(*count, UNLIKELY, UNLIKELY),
            (Base::List(_), None) => distance(1, UNLIKELY, UNLIKELY),
            _ if is_capital(name) => distance(2, UNLIKELY, UNLIKELY),
            _ if capitals => distance(1, UNLIKELY, UNLIKELY),
            _ if is_letter(name) => distance(1, 1, 2),
            _ => distance(1, 1, 1),
        }
    }

    fn types(&self, rank: impl Fn(Var) -> Option<usize>) -> BTreeMap<String, Ty> {
        let ty = |(name, place): (&String, &Place)| {
            let rank = match self.shapes.get(name) {
                Some(Shape::Rank(var)) => rank(*var),
                _ => None,
            };
            (name.clone(), place.ty(rank))
        };
        self.places.iter().map(ty).collect()
    }
}

/// A capital letter first, as matrices have it.
fn is_capital(name: &str) -> bool {
    last(name).starts_with(char::is_uppercase)
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// One letter, with digits or not: `x`, `u1`, `y_2`.
fn is_letter(name: &str) -> bool {
    let mut chars = last(name).chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.all(|c| c.is_ascii_digit() || c == '_')
}

/// Costs that grow with the distance from a rank: those of the next one, and of each further one.
fn distance(from: usize, first: u32, step: u32) -> Costs {
    std::array::from_fn(|rank| match u32::try_from(rank.abs_diff(from)).unwrap_or(0) {
        0 => 0,
        far => first + step * (far - 1),
    })
}

/// `for x in iterable`: what `x` is.
impl Collector<'_> {
    fn element(&mut self, iterable: &Expr, env: &Env) -> Shape {
        if iterable.is_range() {
            self.expression(iterable, env);
            return Shape::Int;
        }
        match self.expression(iterable, env) {
            Shape::Rank(var) => {
                let element = self.fresh();
                self.require(&[var, element], |ranks| ranks[0] == ranks[1] + 1);
                Shape::Rank(element)
            }
            Shape::Sizes(_) => Shape::Int,
            _ => Shape::Unknown,
        }
    }
}
