//! `nparray-drop-losing`: a version that is not expected to be faster than the
//! program as written goes.
//!
//! before: func.func @k$version0(...) attributes {nparray.cost = 1000000 : i64} { ... }   (expected: 990000)
//! after:  nothing; the kernel stays as it is
//!
//! The version is kept where the program is expected to take `least_gain` times
//! as long, by the prices of `cost/machine.rs`. A version without a noted cost
//! is kept. One that gains on large arrays alone is marked, so that it runs for these.

use crate::cost::{self, machine::Machine, Scale};
use crate::version::{self, versions};
use automphc_dialects::diagnostic::{emit, Severity};
use automphc_dialects::ir::{context_of, set_attribute};
use automphc_dialects::pass::{Failed, Options, PassInfo, PassResult};
use melior::ir::attribute::IntegerAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, OperationRef};

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-drop-losing",
    description: "drop versions that are not expected to be faster than the program as written",
    run,
};

/// Marks a version that gains on large arrays alone; `nparray-guard-profit` asks for their size.
pub const WHEN_LARGE: &str = "nparray.when_large";

/// The share of the original's speed that a version must keep where it does not gain, and what its
/// guards may cost besides, in nanoseconds.
const KEPT: f64 = 0.97;
const GUARDS: f64 = 5000.0;

fn run(module: OperationRef, _: &Options) -> PassResult {
    let machine = Machine::here().map_err(|problem| {
        emit(module.location(), Severity::Error, &problem, &[]);
        Failed
    })?;
    for version in versions(module) {
        let noted = |name| version.attribute(name).ok().and_then(|a| IntegerAttribute::try_from(a).ok());
        let Some(written) = noted("nparray.cost").map(|cost| cost.value() as f64) else { continue };
        let expected = cost::of_version(version, machine, false, Scale::Nominal);
        let large = noted("nparray.cost_large").map_or(written, |cost| cost.value() as f64);
        let gains_when_large = large >= cost::of_version(version, machine, false, Scale::Large) * machine.least_gain;
        let harmless = expected <= written * (2.0 - KEPT) + GUARDS;
        if written < expected * machine.least_gain && !(harmless && gains_when_large) {
            let factor = expected / written.max(1.0);
            version::decline(version, &format!("expected to take {factor:.2} times as long as the original"));
        } else if written < expected * machine.least_gain {
            set_attribute(version, WHEN_LARGE, Attribute::unit(context_of(&version)));
        }
    }
    Ok(())
}
