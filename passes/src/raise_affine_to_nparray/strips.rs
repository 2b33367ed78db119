//! Which programs may go by strips, see `fused.rs`: those that are made of array statements
//! already. What explicit loops gain otherwise is more, and at every size.

use crate::cost::{machine::Machine, nominal, NOMINAL};
use crate::scop::{visit_statements, Lin, Loop, Scop, Var};
use melior::ir::attribute::IntegerAttribute;
use melior::ir::operation::OperationLike;
use std::collections::HashMap;

/// True if the program, as it was written, spends its time in array statements.
pub fn are_worth_trying(scop: &Scop) -> bool {
    let noted = scop.function.attribute("nparray.cost").ok().and_then(|a| IntegerAttribute::try_from(a).ok());
    let (Some(noted), Ok(machine)) = (noted, Machine::here()) else { return false };
    let mut elementwise = 0.0;
    visit_statements(&scop.body, &mut vec![], &mut |loops, statement| {
        let operations = super::contraction::nodes(&statement.value).max(1) as f64;
        let (inner, outer): (Vec<&Loop>, Vec<&Loop>) =
            loops.iter().copied().partition(|l| statement.write.index.iter().any(|lin| lin.uses(&Var::Loop(l.id))));
        let calls = trips(scop, &outer) * machine.call;
        elementwise += operations * (trips(scop, loops) * machine.element + if inner.is_empty() { 0.0 } else { calls });
    });
    (noted.value() as f64) < 3.0 * elementwise
}

/// Iterations of nested loops at the nominal size.
fn trips(scop: &Scop, loops: &[&Loop]) -> f64 {
    let mut middles: HashMap<usize, f64> = HashMap::new();
    let mut total = 1.0;
    for l in loops {
        let value = |lin: &Lin| {
            let at = |v: &Var| match v {
                Var::Loop(id) => middles.get(id).copied().unwrap_or(NOMINAL),
                Var::Symbol(id) => nominal(scop.symbols[*id], true),
            };
            lin.constant as f64 + lin.terms.iter().map(|(v, c)| *c as f64 * at(v)).sum::<f64>()
        };
        let lower = l.lower.iter().map(value).fold(f64::NEG_INFINITY, f64::max);
        let upper = l.upper.iter().map(value).fold(f64::INFINITY, f64::min);
        total *= (upper - lower).max(0.0);
        middles.insert(l.id, (lower + upper) / 2.0);
    }
    total
}
