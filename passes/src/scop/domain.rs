//! Iteration domains: bounds of affine expressions over loops, and sets.

use super::{Lin, Loop, Var};
use automphc_dialects::presburger::Polyhedron;
use automphc_kb::affine::Affine;

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

/// Conditions `e >= 0` that hold exactly on the loops' iteration domain.
pub fn constraints(loops: &[&Loop]) -> Vec<Lin> {
    let mut rows = vec![];
    for l in loops {
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
