//! Whether a scalar is a Python number or a NumPy one where somebody sees it.
//!
//! `s = 0.0; for i in range(n): s += a[i]` ends as a `numpy.float64`, but as a
//! `float` if the loop did not run. The kinds are followed through the steps of
//! a plan; what depends on trip counts alone becomes a condition that they are
//! positive. Arguments count as Python numbers: then their types are exact.

use super::plan::{Id, Index, Kind, Loop, Operand, Plan, Step, Sym};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Number;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    Python,
    /// Python's int, where the other numbers are floats.
    Int,
    Numpy,
    /// Python's float of these bits, and no NaN.
    Start(u64),
    /// A NumPy number if all of these are 0 or more; anything else otherwise.
    NumpyIf(BTreeSet<Index>),
    /// Python's float of these bits if it is equal to it, and a NumPy number otherwise, under the same conditions.
    NumpyUnless(u64, BTreeSet<Index>),
    Either,
}

/// Kinds of cells by their values.
type Env = BTreeMap<Id, Scalar>;

/// Rounds of a loop after which nothing is known of a cell.
const ROUNDS: usize = 4;

/// What is seen of the scalars of a plan.
#[derive(Default)]
pub struct Seen {
    /// Cells and arguments that are returned or read as text, and their kinds there.
    pub kinds: Vec<(Id, Scalar)>,
    /// What operators that may raise for Python numbers are applied to, and the span of the statement.
    pub expected: Vec<(Scalar, Option<(usize, usize)>)>,
}

struct Kinds<'p, 'c> {
    plan: &'p Plan<'c>,
    lists: bool,
    values: Env,
    seen: Seen,
}

pub fn seen(plan: &Plan) -> Seen {
    let lists = plan.values.iter().any(|value| value.list);
    let mut kinds = Kinds { plan, lists, values: Env::new(), seen: Seen::default() };
    kinds.steps(&plan.steps, &mut Env::new());
    kinds.seen
}

impl Kinds<'_, '_> {
    fn steps(&mut self, steps: &[Step], env: &mut Env) {
        for step in steps {
            match step {
                Step::Define(id) => {
                    let kind = self.define(*id, env);
                    self.values.insert(*id, kind);
                }
                Step::Store { value, target, update, .. } if matches!(self.plan.value(*target).kind, Kind::Cell) => {
                    let value = self.kind(*value, env);
                    let kind = match update {
                        Some(_) => combined([self.kind(*target, env), value]),
                        None => value,
                    };
                    env.insert(*target, kind);
                }
                Step::For(nest) => self.repeat(nest, env),
                Step::If { then, otherwise, .. } => {
                    let mut other = env.clone();
                    self.steps(then, env);
                    self.steps(otherwise, &mut other);
                    *env = join(env, &other);
                }
                Step::Expect { values, span } => {
                    let kind = combined(values.map(|id| self.operand(id, env)));
                    self.seen.expected.push((kind, *span));
                }
                Step::Return { values, .. } => {
                    let scalars = values.iter().filter(|id| self.plan.value(**id).ty.rank == 0);
                    let found: Vec<_> = scalars.map(|id| (*id, self.kind(*id, env))).collect();
                    self.seen.kinds.extend(found);
                }
                Step::Opaque(text) => {
                    let cells = self.plan.cells.iter().filter(|(name, _)| text.reads.contains(*name));
                    // What is not there yet was bound by a text, or not at all.
                    let found: Vec<_> = cells.filter_map(|(_, cell)| env.get_key_value(&cell.value)).collect();
                    let found: Vec<_> = found.into_iter().map(|(id, kind)| (*id, kind.clone())).collect();
                    self.seen.kinds.extend(found);
                    self.plan.cells.iter().filter(|(name, _)| text.writes.contains(*name)).for_each(|(_, cell)| {
                        env.remove(&cell.value);
                    });
                }
                Step::Store { .. } | Step::Repack { .. } | Step::Keep(_) => {}
            }
        }
    }

    fn repeat(&mut self, nest: &Loop, env: &mut Env) {
        let before = env.clone();
        for _ in 0..ROUNDS {
            let entry = env.clone();
            self.steps(&nest.body, env);
            let next = join(&entry, env);
            if next == entry {
                *env = after(&before, env, &runs(&nest.lower, &nest.upper));
                return;
            }
            *env = next;
        }
        let changed = |(id, kind): (&Id, &Scalar)| {
            (*id, if before.get(id) == Some(kind) { kind.clone() } else { Scalar::Either })
        };
        *env = env.iter().map(changed).collect();
    }

    fn kind(&self, id: Id, env: &Env) -> Scalar {
        match &self.plan.value(id).kind {
            // Read before it is bound: its first store decides.
            Kind::Cell => env.get(&id).cloned().unwrap_or(Scalar::Either),
            Kind::Argument => Scalar::Python,
            _ => self.values.get(&id).cloned().unwrap_or(Scalar::Either),
        }
    }

    fn define(&self, id: Id, env: &Env) -> Scalar {
        let value = self.plan.value(id);
        match &value.kind {
            // What ints a list may hold is decided later.
            Kind::Constant(Number::Int(_)) | Kind::IndexValue(_) if !self.lists => Scalar::Int,
            Kind::IndexValue(_) => Scalar::Python,
            Kind::Constant(Number::Float(x)) if !self.lists && !x.is_nan() => Scalar::Start(x.to_bits()),
            Kind::Constant(_) => Scalar::Python,
            Kind::View { .. } if value.list => Scalar::Python,
            Kind::View { .. } => Scalar::Numpy,
            Kind::Call { callee, operands, .. } => {
                let operands =
                    operands.iter().filter_map(|o| if let Operand::Value(id) = o { Some(*id) } else { None });
                let kinds: Vec<_> = operands.map(|id| self.operand(id, env)).collect();
                match callee.as_str() {
                    _ if self.chosen(id, &kinds).is_some() => self.chosen(id, &kinds).unwrap_or(Scalar::Either),
                    _ if self.plan.choices.contains(&id) => {
                        kinds.into_iter().skip(1).reduce(same).unwrap_or(Scalar::Either)
                    }
                    _ if self.plan.operators.contains(&id) => combined(kinds),
                    "numpy.where" => Scalar::Either,
                    "builtins.float" => Scalar::Python,
                    name if name.starts_with("math.") => Scalar::Python,
                    name if name.starts_with("builtins.") => {
                        let number = |kind| if matches!(kind, Scalar::Start(_)) { Scalar::Python } else { kind };
                        kinds.into_iter().map(number).reduce(same).unwrap_or(Scalar::Either)
                    }
                    _ => Scalar::Numpy,
                }
            }
            Kind::Argument | Kind::Cell | Kind::Alloc { .. } => Scalar::Either,
        }
    }

    /// A number that a comparison replaces by a larger or smaller one, never by an equal one.
    fn chosen(&self, id: Id, kinds: &[Scalar]) -> Option<Scalar> {
        let Kind::Call { callee, operands, .. } = &self.plan.value(id).kind else { return None };
        let (old, new) = match (callee.as_str(), operands.as_slice(), kinds) {
            ("builtins.max" | "builtins.min", [_, _], [old, new]) => (old, new),
            ("numpy.where", [Operand::Value(condition), Operand::Value(x), Operand::Value(own)], [_, new, old]) => {
                let Kind::Call { callee, operands, .. } = &self.plan.value(*condition).kind else { return None };
                let [Operand::Value(a), Operand::Value(b)] = operands.as_slice() else { return None };
                let compared = (self.same_value(*a, *x) && b == own) || (self.same_value(*b, *x) && a == own);
                if !compared
                    || !self.plan.immediate.contains(&id)
                    || !matches!(callee.as_str(), "numpy.greater" | "numpy.less")
                {
                    return None;
                }
                (old, new)
            }
            _ => return None,
        };
        let (bits, mut conditions) = match old {
            Scalar::Start(bits) => (*bits, BTreeSet::new()),
            Scalar::NumpyUnless(bits, conditions) => (*bits, conditions.clone()),
            _ => return None,
        };
        match new {
            Scalar::Numpy => {}
            Scalar::NumpyIf(more) => conditions.extend(more.iter().cloned()),
            _ => return None,
        }
        Some(Scalar::NumpyUnless(bits, conditions))
    }

    /// Two values that are computed in the same way.
    fn same_value(&self, a: Id, b: Id) -> bool {
        match (&self.plan.value(a).kind, &self.plan.value(b).kind) {
            _ if a == b => true,
            (Kind::View { source: a, axes: x }, Kind::View { source: b, axes: y }) => x == y && self.same_value(*a, *b),
            (Kind::Constant(a), Kind::Constant(b)) => a == b,
            (Kind::Call { callee: f, operands: x, .. }, Kind::Call { callee: g, operands: y, .. }) => {
                let same = |(a, b): (&Operand, &Operand)| match (a, b) {
                    (Operand::Value(a), Operand::Value(b)) => self.same_value(*a, *b),
                    _ => false,
                };
                f == g && x.len() == y.len() && x.iter().zip(y).all(same)
            }
            _ => false,
        }
    }

    /// As an operand: an array makes everything NumPy's.
    fn operand(&self, id: Id, env: &Env) -> Scalar {
        if self.plan.value(id).ty.rank > 0 {
            Scalar::Numpy
        } else {
            self.kind(id, env)
        }
    }
}

/// The result of Python's operators. Of two ints it may be either: nobody asks.
fn combined(operands: impl IntoIterator<Item = Scalar>) -> Scalar {
    let operands: Vec<Scalar> = operands.into_iter().collect();
    if !operands.is_empty() && operands.iter().all(|kind| *kind == Scalar::Int) {
        return Scalar::Either;
    }
    let mut result = Scalar::Python;
    for kind in operands {
        result = match (result, kind) {
            (Scalar::Numpy, _) | (_, Scalar::Numpy) => Scalar::Numpy,
            (Scalar::NumpyUnless(..), _) | (_, Scalar::NumpyUnless(..)) => Scalar::Either,
            (Scalar::NumpyIf(conditions), _) | (_, Scalar::NumpyIf(conditions)) => Scalar::NumpyIf(conditions),
            (Scalar::Either, _) | (_, Scalar::Either) => Scalar::Either,
            (Scalar::Python | Scalar::Int | Scalar::Start(_), Scalar::Python | Scalar::Int | Scalar::Start(_)) => {
                Scalar::Python
            }
        };
    }
    result
}

/// One of two values.
fn same(a: Scalar, b: Scalar) -> Scalar {
    match (a, b) {
        (a, b) if a == b => a,
        (Scalar::Start(_), Scalar::Start(_) | Scalar::Python) | (Scalar::Python, Scalar::Start(_)) => Scalar::Python,
        (Scalar::Start(x), Scalar::NumpyUnless(y, conditions))
        | (Scalar::NumpyUnless(y, conditions), Scalar::Start(x))
            if x == y =>
        {
            Scalar::NumpyUnless(x, conditions)
        }
        (Scalar::NumpyUnless(x, a), Scalar::NumpyUnless(y, b)) if x == y => {
            Scalar::NumpyUnless(x, a.into_iter().chain(b).collect())
        }
        (Scalar::Numpy, Scalar::NumpyIf(conditions)) | (Scalar::NumpyIf(conditions), Scalar::Numpy) => {
            Scalar::NumpyIf(conditions)
        }
        (Scalar::NumpyIf(a), Scalar::NumpyIf(b)) => Scalar::NumpyIf(a.into_iter().chain(b).collect()),
        _ => Scalar::Either,
    }
}

fn join(a: &Env, b: &Env) -> Env {
    let ids: BTreeSet<_> = a.keys().chain(b.keys()).copied().collect();
    let kind = |id: &Id| match (a.get(id), b.get(id)) {
        (Some(x), Some(y)) => same(x.clone(), y.clone()),
        // Bound on one way only: on the other it is not read.
        (Some(only), None) | (None, Some(only)) => only.clone(),
        (None, None) => Scalar::Either,
    };
    ids.into_iter().map(|id| (id, kind(&id))).collect()
}

/// After a loop that runs at least once if `runs` holds.
fn after(before: &Env, body: &Env, runs: &Option<BTreeSet<Index>>) -> Env {
    let kind = |id: &Id, kind: &Scalar| match (before.get(id), kind, runs) {
        (Some(known), kind, _) if known == kind => kind.clone(),
        (None, kind, _) => kind.clone(),
        (Some(Scalar::Start(x)), Scalar::NumpyUnless(y, _), _) if x == y => kind.clone(),
        (_, Scalar::Numpy, Some(runs)) => Scalar::NumpyIf(runs.clone()),
        (_, Scalar::NumpyIf(inner), Some(runs)) => Scalar::NumpyIf(inner.union(runs).cloned().collect()),
        _ => Scalar::Either,
    };
    body.iter().map(|(id, scalar)| (*id, kind(id, scalar))).collect()
}

/// What makes a loop run: each of these is 0 or more. None if it depends on another loop.
pub fn runs(lower: &[Index], upper: &[Index]) -> Option<BTreeSet<Index>> {
    let mut conditions = BTreeSet::new();
    for upper in upper {
        for lower in lower {
            let room = upper.clone() - lower.clone() + -1;
            if room.terms.keys().any(|symbol| matches!(symbol, Sym::Loop(_))) {
                return None;
            }
            match room.as_constant() {
                Some(constant) if constant >= 0 => {}
                _ => drop(conditions.insert(room)),
            }
        }
    }
    Some(conditions)
}

/// Always true, or the conditions under which a scalar is NumPy's.
pub fn conditions(kind: &Scalar) -> Option<Vec<Affine<Sym>>> {
    match kind {
        Scalar::Numpy | Scalar::Python | Scalar::Start(_) => Some(Vec::new()),
        Scalar::NumpyIf(conditions) | Scalar::NumpyUnless(_, conditions) => Some(conditions.iter().cloned().collect()),
        Scalar::Either | Scalar::Int => None,
    }
}
