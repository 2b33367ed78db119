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
use crate::scop::read::{name, operations, string_attribute};
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
/// A gain beyond what strips can bring: it has other reasons, and holds for small arrays too.
const STRIPPED: f64 = 3.0;
/// The least rows of a strip of vectors.
const STRIP: i64 = 4096;
/// The power of the least gain that the body of a loop must have.
const REPEATED: i32 = 3;

/// True for a version with loops over strips, which gain where arrays leave the cache.
fn has_strips(version: OperationRef) -> bool {
    version::body(version).is_some_and(|body| operations(body).into_iter().any(is_strip))
}

/// True for a loop over strips of vectors, and for the size of other strips.
fn is_strip(operation: OperationRef) -> bool {
    let step = operation.attribute("step").ok().and_then(|a| IntegerAttribute::try_from(a).ok());
    let long = name(operation) == "affine.for" && step.is_some_and(|step| step.value() >= STRIP);
    long || name(operation) == "nparray.strip_rows"
}

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
        // The guards of a loop's body are tested in every iteration, whatever the sizes.
        let repeated = string_attribute(version, "nparray.kernel").is_some_and(|kernel| kernel.contains(':'));
        let least_gain = if repeated { machine.least_gain.powi(REPEATED) } else { machine.least_gain };
        if written < expected * least_gain && (repeated || !(harmless && gains_when_large)) {
            let factor = expected / written.max(1.0);
            version::decline(version, &format!("expected to take {factor:.2} times as long as the original"));
        } else if machine.least_gain > 0.0
            && (written < expected * least_gain || (has_strips(version) && written < expected * STRIPPED))
        {
            set_attribute(version, WHEN_LARGE, Attribute::unit(context_of(&version)));
        }
    }
    Ok(())
}
