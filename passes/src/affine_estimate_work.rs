//! `affine-estimate-work`: what a kernel on lists costs as it was written.
//!
//! before: affine.for %i = 0 to %n { affine.for %j = 0 to %m { y[%i] = y[%i] + A[%i, %j] * x[%j] } }
//! after:  nparray.guard "profitable"(%n, %m) {gain = [[90, n * m]]}   …
//!
//! The time is a sum of products of trip counts, in nanoseconds: each statement costs what its
//! elements cost in lists, and runs as often as its loops. A bound that depends on other loops
//! counts as its largest value; a triangle is half of its box, a pyramid a third. `nparray-guard-profit` adds what the version costs.
//!
//! Legal: always; the guard decides about speed alone. Versions on arrays get none: they convert
//! nothing. Neither does any version where the machine's profile keeps all (`least_gain = 0`).

use crate::build::Builder;
use crate::cost::machine::Machine;
use crate::profit::{Cost, Product};
use crate::scop::{domain, read, visit_statements, Loop, Scop, Statement, Var};
use crate::version::{self, versions};
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::expr::Expr;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, Value};

pub const PASS: PassInfo =
    PassInfo { argument: "affine-estimate-work", description: "estimate what kernels on lists cost as they are", run };

/// Estimates that are too high would cost time: a part of the price counts.
const PART: f64 = 0.45;

fn run(module: OperationRef, _: &Options) -> PassResult {
    let machine = Machine::of(module)?;
    if machine.least_gain == 0.0 {
        return Ok(());
    }
    for version in versions(module).into_iter().filter(|version| version::has_lists(*version)) {
        let (Some(scop), Some(block)) = (read::read(version), version::body(version)) else { continue };
        let mut cost = Cost::default();
        visit_statements(&scop.body, &mut vec![], &mut |loops, statement| {
            cost.products.extend(product(machine, &scop, loops, statement));
        });
        let builder = Builder { context: context_of(&version), block, location: version.location() };
        let symbols: Vec<Value> = scop.symbols.clone();
        cost.largest();
        crate::profit::place_guard(builder, &symbols, &cost, None);
    }
    Ok(())
}

/// How long a statement takes in all its iterations; None if its bounds are not affine.
fn product(machine: &Machine, scop: &Scop, loops: &[&Loop], statement: &Statement) -> Option<Product> {
    let subscripts = |array: usize| scop.arrays[array].rank as f64;
    let mut time = machine.list_write * subscripts(statement.write.array);
    statement.value.visit(&mut |e| match e {
        Expr::Read { array, .. } => time += machine.list_read * subscripts(*array),
        Expr::Apply { .. } => time += machine.float_operation,
        _ => {}
    });
    time *= PART / machine.least_gain;
    let mut factors = vec![];
    let mut share = 1.0;
    for (depth, l) in loops.iter().enumerate() {
        let (upper, lower) = (l.upper.first()?, l.lower.first()?);
        let trip = upper.clone() - lower.clone();
        if trip.terms.keys().any(|v| matches!(v, Var::Loop(_))) {
            share += 1.0;
        }
        let outer = &loops[..depth];
        let trip = domain::extreme(upper, outer, true)? - domain::extreme(lower, outer, false)?;
        factors.push(trip);
    }
    Some(Product { time: time / share, factors })
}
