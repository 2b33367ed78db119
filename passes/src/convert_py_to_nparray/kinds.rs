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
    /// A NumPy number if all of these are 0 or more; anything else otherwise.
    NumpyIf(BTreeSet<Index>),
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
            Kind::Constant(_) => Scalar::Python,
            Kind::View { .. } if value.list => Scalar::Python,
            Kind::View { .. } => Scalar::Numpy,
            Kind::Call { callee, operands, .. } => {
                let operands =
                    operands.iter().filter_map(|o| if let Operand::Value(id) = o { Some(*id) } else { None });
                let kinds: Vec<_> = operands.map(|id| self.operand(id, env)).collect();
                match callee.as_str() {
                    _ if self.plan.choices.contains(&id) => {
                        kinds.into_iter().skip(1).reduce(same).unwrap_or(Scalar::Either)
                    }
                    _ if self.plan.operators.contains(&id) => combined(kinds),
                    "numpy.where" => Scalar::Either,
                    "builtins.float" => Scalar::Python,
                    name if name.starts_with("math.") => Scalar::Python,
                    name if name.starts_with("builtins.") => kinds.into_iter().reduce(same).unwrap_or(Scalar::Either),
                    _ => Scalar::Numpy,
                }
            }
            Kind::Argument | Kind::Cell | Kind::Alloc { .. } => Scalar::Either,
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
            (Scalar::NumpyIf(conditions), _) | (_, Scalar::NumpyIf(conditions)) => Scalar::NumpyIf(conditions),
            (Scalar::Either, _) | (_, Scalar::Either) => Scalar::Either,
            (Scalar::Python | Scalar::Int, Scalar::Python | Scalar::Int) => Scalar::Python,
        };
    }
    result
}

/// One of two values.
fn same(a: Scalar, b: Scalar) -> Scalar {
    match (a, b) {
        (a, b) if a == b => a,
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
        Scalar::Numpy | Scalar::Python => Some(Vec::new()),
        Scalar::NumpyIf(conditions) => Some(conditions.iter().cloned().collect()),
        Scalar::Either | Scalar::Int => None,
    }
}
