//! Iteration domains: bounds of affine expressions over loops, and sets.

use super::{Lin, Loop, Var};
use automphc_dialects::presburger::Polyhedron;
use automphc_kb::affine::Affine;

/// So many combinations of bounds are looked at.
const MOST_BOUNDS: usize = 32;

/// The largest (or smallest) value that an expression takes over the loops, as
/// an expression of symbols alone: each loop variable is replaced by a bound of
/// it, innermost first. Exact if every loop runs; if one does not, there is no
/// value and any bound is right. With several bounds the first is taken, which
/// may be larger (smaller) than the exact one, never the reverse.
pub fn extreme(expression: &Lin, loops: &[&Loop], largest: bool) -> Option<Lin> {
    let mut result = expression.clone();
    for l in loops.iter().rev() {
        let variable = Var::Loop(l.id);
        let coefficient = result.coefficient(&variable);
        if coefficient == 0 {
            continue;
        }
        let bound = if (coefficient > 0) == largest { l.upper.first()?.clone() + -1 } else { l.lower.first()?.clone() };
        result = result.substitute(&variable, &bound);
    }
    result.terms.keys().all(|v| matches!(v, Var::Symbol(_))).then_some(result)
}

/// All bounds on an expression that choosing among the bounds of the loops
/// gives, as expressions of symbols: each of them is one, and the tightest of
/// them is exact.
pub fn extremes(expression: &Lin, loops: &[&Loop], largest: bool) -> Vec<Lin> {
    let mut results = vec![expression.clone()];
    for l in loops.iter().rev() {
        let variable = Var::Loop(l.id);
        let mut next: Vec<Lin> = vec![];
        for result in results {
            let coefficient = result.coefficient(&variable);
            let last = (coefficient > 0) == largest;
            let bounds: Vec<Lin> = match coefficient {
                0 => vec![Affine::var(variable)],
                _ if last => l.upper.iter().map(|bound| bound.clone() + -1).collect(),
                _ => l.lower.clone(),
            };
            next.extend(bounds.iter().map(|bound| result.substitute(&variable, bound)));
        }
        next.truncate(MOST_BOUNDS);
        next.dedup();
        results = next;
    }
    results.retain(|result| result.terms.keys().all(|v| matches!(v, Var::Symbol(_))));
    results
}

/// The loops without their bodies, each restricted to the iterations in which
/// the bounds of the loops inside are in order, where that moves a bound by a
/// constant. What runs inside all of them is not changed by that.
pub fn tightened<'c, 'a>(loops: &[&Loop<'c, 'a>]) -> Vec<Loop<'c, 'a>> {
    let mut headers: Vec<Loop> = loops.iter().map(|l| l.header()).collect();
    for depth in (1..headers.len()).rev() {
        let (outer, inner) = headers.split_at_mut(depth);
        let inner = &inner[0];
        let rows: Vec<(Lin, bool)> = match inner.conditions() {
            Some(conditions) => conditions.into_iter().map(|row| (row, true)).collect(),
            None => ordered(inner).into_iter().map(|row| (row, false)).collect(),
        };
        for (row, exact) in rows {
            if let Some(l) = outer.iter_mut().rev().find(|l| row.uses(&Var::Loop(l.id))) {
                restrict(l, &row, exact);
            }
        }
    }
    headers
}

/// What says that each lower bound of a loop is at most each upper bound.
pub fn ordered(l: &Loop) -> Vec<Lin> {
    l.upper.iter().flat_map(|upper| l.lower.iter().map(|lower| upper.clone() - lower.clone())).collect()
}

/// Adds a condition to a loop's bounds, if it is one of its variable. A bound
/// that cannot be compared is kept only if the condition is `exact`.
fn restrict(l: &mut Loop, row: &Lin, exact: bool) {
    let variable = Var::Loop(l.id);
    let rest = row.clone() - Affine::var(variable) * row.coefficient(&variable);
    let (bounds, bound, sign) = match row.coefficient(&variable) {
        1 => (&mut l.lower, -rest, 1),
        -1 => (&mut l.upper, rest + 1, -1),
        _ => return,
    };
    for known in bounds.iter_mut() {
        if let Some(difference) = (bound.clone() - known.clone()).as_constant() {
            if difference * sign > 0 {
                // Bounds that are in order but equal leave nothing to run either.
                *known = if exact { bound } else { bound + sign };
            }
            return;
        }
    }
    if exact {
        bounds.push(bound);
    }
}

/// True if a bound of an inner loop moves a bound of the loop by a constant:
/// then the order of the inner bounds need not be required.
pub fn orders_itself(outer: &[&Loop], row: &Lin) -> bool {
    let Some(l) = outer.iter().rev().find(|l| row.uses(&Var::Loop(l.id))) else { return false };
    let variable = Var::Loop(l.id);
    let rest = row.clone() - Affine::var(variable) * row.coefficient(&variable);
    let (bounds, bound) = match row.coefficient(&variable) {
        1 => (&l.lower, -rest),
        -1 => (&l.upper, rest + 1),
        _ => return false,
    };
    bounds.iter().any(|known| (bound.clone() - known.clone()).as_constant().is_some())
}

/// Conditions `e >= 0` that hold exactly on the loops' iteration domain.
pub fn constraints(loops: &[&Loop]) -> Vec<Lin> {
    let mut rows = vec![];
    for l in loops {
        if let Some(conditions) = l.conditions() {
            rows.extend(conditions);
            continue;
        }
        let variable = Affine::var(Var::Loop(l.id));
        rows.extend(l.lower.iter().map(|bound| variable.clone() - bound.clone()));
        rows.extend(l.upper.iter().map(|bound| bound.clone() - variable.clone() + -1));
    }
    rows
}

/// Conditions as a polyhedron over the given variables, in their order.
pub fn polyhedron(conditions: &[Lin], variables: &[Var]) -> Polyhedron {
    let row = |e: &Lin| variables.iter().map(|v| e.coefficient(v)).chain([e.constant]).collect();
    Polyhedron { rows: conditions.iter().map(row).collect() }
}

/// The variables that occur in any of the conditions, in order.
pub fn variables<'l>(conditions: impl IntoIterator<Item = &'l Lin>) -> Vec<Var> {
    let mut all: Vec<Var> = conditions.into_iter().flat_map(|e| e.terms.keys().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// True if `goal >= 0` follows from the conditions.
pub fn implies(conditions: &[Lin], goal: &Lin) -> bool {
    let mut negated: Vec<Lin> = conditions.to_vec();
    negated.push(-goal.clone() + -1);
    let variables = variables(&negated);
    automphc_dialects::presburger::is_empty(variables.len(), &polyhedron(&negated, &variables))
}

/// Conditions on the other variables alone that hold where the variable has a
/// value (Fourier and Motzkin).
pub fn project(conditions: &[Lin], variable: &Var) -> Vec<Lin> {
    let (with, mut result): (Vec<Lin>, Vec<Lin>) = conditions.iter().cloned().partition(|c| c.uses(variable));
    let (lower, upper): (Vec<Lin>, Vec<Lin>) = with.into_iter().partition(|c| c.coefficient(variable) > 0);
    for (l, u) in lower.iter().flat_map(|l| upper.iter().map(move |u| (l, u))) {
        let (a, b) = (l.coefficient(variable), -u.coefficient(variable));
        result.push(l.clone() * b + u.clone() * a);
    }
    result
}

/// True if the conditions never hold together.
pub fn never(conditions: &[Lin]) -> bool {
    let variables = variables(conditions);
    automphc_dialects::presburger::is_empty(variables.len(), &polyhedron(conditions, &variables))
}
