//! Elementwise statements on large arrays, by strips of rows that stay in the cache.
//!
//! before: c[1:n, 1:m] = a[1:n, 1:m] + a[:n - 1, 1:m] + ...
//! after:  for i in range(1, n, 32):
//!             c[i:end, 1:m] = a[i:end, 1:m] + a[i - 1:end - 1, 1:m] + ...
//!
//! Every operation of an expression makes a temporary array and reads it again:
//! where these leave the cache, memory sets the pace.
//!
//! Legal: as for one statement over the box, and no element that a strip writes
//! is read by another. Only in programs that are made of array statements
//! already, and behind a guard on the sizes: for smaller arrays the original is
//! as good. Not handled: statements on one axis, or on more than three.

use super::value::Range;
use super::{Nest, Outcome, Raiser, Shape};
use crate::build::Builder;
use crate::convert_nparray_to_affine::bounds::{self, Condition};
use crate::cost::{machine::Machine, nominal, NOMINAL};
use crate::scop::read::{self, definition};
use crate::scop::{visit_statements, Lin, Loop, Scop, Var};
use automphc_dialects::ir::{is_before, move_after};
use melior::ir::attribute::IntegerAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::OperationRef;
use std::collections::HashMap;

/// The rows of a strip, for two and three axes: some hundred kilobytes where arrays are large
/// enough for strips at all.
const PLANES: i64 = 32;
const VOLUMES: i64 = 2;
/// Operations from which on temporaries count.
const OPERATIONS: usize = 3;

/// True if the program, as it was written, spends its time in array statements
/// without sums: these may gain more than strips do, and at every size.
pub fn are_worth_trying(scop: &Scop) -> bool {
    let mut sums = false;
    visit_statements(&scop.body, &mut vec![], &mut |loops, statement| {
        let written = |l: &&Loop| statement.write.index.iter().any(|lin| lin.uses(&Var::Loop(l.id)));
        let reads_itself = statement.reads(statement.write.array);
        sums |= reads_itself && statement.accumulation().is_some() && !loops.iter().all(written);
    });
    if sums {
        return false;
    }
    let noted = scop.function.attribute("nparray.cost").ok().and_then(|a| IntegerAttribute::try_from(a).ok());
    let (Some(noted), Ok(machine)) = (noted, Machine::here()) else { return false };
    let mut elementwise = 0.0;
    visit_statements(&scop.body, &mut vec![], &mut |loops, statement| {
        let operations = super::contraction::nodes(&statement.value).max(1) as f64;
        elementwise += trips(scop, loops) * operations * machine.element;
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
                Var::Symbol(id) => nominal(scop.symbols[*id]),
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

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    /// The rows of a strip, if the statement is to be cut into strips.
    pub(super) fn rows_of_strip(
        &mut self,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
    ) -> Option<i64> {
        let machine = Machine::here().ok()?;
        let (least, rows) = match shape.outputs.len() {
            2 => (machine.least_plane as i64, PLANES),
            3 => (machine.least_volume as i64, VOLUMES),
            _ => return None,
        };
        let operations = super::contraction::nodes(&nest.statement.value);
        let independent = nest.edges.is_empty() && shape.reductions.is_empty();
        if !self.strips || !independent || operations < OPERATIONS || shape.outputs.len() != nest.loops.len() {
            return None;
        }
        let extents: Vec<Lin> =
            shape.outputs.iter().map(|id| ranges[id].upper.clone() - ranges[id].lower.clone() + -least).collect();
        let symbolic = extents.iter().all(|e| e.terms.keys().all(|v| matches!(v, Var::Symbol(_))));
        if !symbolic {
            return None;
        }
        for extent in extents {
            if !self.large.contains(&extent) {
                self.large.push(extent);
            }
        }
        Some(rows)
    }

    /// The statement, strip by strip.
    pub(super) fn strips(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
        rows: i64,
    ) -> Outcome<()> {
        let outermost = shape.outputs[0];
        let (inner, strip, looped) = self.blocks(builder, &ranges[&outermost], rows);
        let mut ranges = ranges.clone();
        ranges.insert(outermost, strip);
        let outcome = self.assign(inner, nest, shape, &ranges);
        if looped {
            inner.operation("affine.yield", &[], &[], &[], vec![]);
        }
        outcome
    }

    /// Guards for the sizes that strips ask for, behind the other guards.
    pub(super) fn guard_sizes(&mut self, builder: Builder<'c, 'a>) {
        for expression in std::mem::take(&mut self.large) {
            let symbols: Vec<_> = expression.terms.keys().copied().collect();
            let condition = Condition { expression, location: builder.location };
            let guard = bounds::guard(builder, &self.scop, &condition);
            let defined = symbols.into_iter().filter_map(|v| definition(self.variable(v)));
            let guards = read::operations(builder.block).into_iter().filter(|op| read::name(*op) == "nparray.guard");
            let last = guards.filter(|op| *op != guard).chain(defined).reduce(later);
            if let Some(last) = last {
                move_after(guard, last);
            }
        }
    }
}

fn later<'c, 'a>(a: OperationRef<'c, 'a>, b: OperationRef<'c, 'a>) -> OperationRef<'c, 'a> {
    if a != b && is_before(a, b) {
        b
    } else {
        a
    }
}
