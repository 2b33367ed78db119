//! `nparray-drop-losing`: a version that is not expected to be faster than the
//! program as written goes.
//!
//! before: func.func @k$version0(...) attributes {nparray.cost = 1000000 : i64} { ... }   (expected: 990000)
//! after:  nothing; the kernel stays as it is
//!
//! Both are priced at several sizes (`Scale::ALL`), by the prices of `cost/machine.rs`. The version is kept
//! from the least size on from which it is expected to lose at none of them, and the program takes
//! `least_gain` times as long at one. That size is noted, so that the version is guarded by it. What is
//! gained by strips counts for large arrays alone. A version without a noted cost is kept. With `target=cupy`
//! one that loses is noted (`nparray.host_loses`): a device may be faster than both.

use crate::affine_slide::GAINS;
use crate::cost::{self, machine::Machine, Prices, Scale};
use crate::knowledge;
use crate::scop::read::{integer_attribute, name, operations, string_attribute};
use crate::version::{self, versions};
use automphc_dialects::ir::{context_of, set_attribute};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use melior::ir::attribute::{DenseI64ArrayAttribute, IntegerAttribute, StringAttribute};
use melior::ir::operation::OperationLike;
use melior::ir::r#type::IntegerType;
use melior::ir::OperationRef;

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-drop-losing",
    description: "drop versions that are not expected to be faster than the program as written",
    run,
};

/// The elements that the largest argument of a version must have; `nparray-guard-profit` asks for them.
pub const LEAST_VOLUME: &str = "nparray.least_volume";

/// Why a version does not gain on the host, if it is kept for the device alone.
pub const HOST_LOSES: &str = "nparray.host_loses";

/// The share of the original's speed that a version must keep where it does not gain, and what its
/// guards may cost besides, in nanoseconds.
const KEPT: f64 = 0.97;
const GUARDS: f64 = 5000.0;
/// Elements of an array from which on none of it is left in the cache when it is gone through again.
const LARGE: f64 = 150_000.0;
/// Elements up to which arrays stay in the cache: what is gained here is not what strips save.
const SMALL: f64 = 20_000.0;
/// The least rows of a strip of vectors.
const STRIP: i64 = 4096;
/// The power of the least gain that the body of a loop must have, or else the size of its arrays is tested
/// before anything else. Nanoseconds of that test, and the share of an iteration that it may take.
const REPEATED: i32 = 3;
const SIZE_TEST: f64 = 250.0;
const REPEATED_SHARE: f64 = 0.05;

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

fn run(module: OperationRef, options: &Options) -> PassResult {
    let machine = Machine::of(module)?;
    let kb = knowledge::of(module, options)?;
    let prices = Prices { machine, kb: &kb };
    let for_device = options.get("target") == Some("cupy");
    let priced = |version: &OperationRef| version.has_attribute("nparray.cost") && !version.has_attribute(GAINS);
    for version in versions(module).into_iter().filter(priced) {
        let trials = trials(version, prices);
        // The guards of a loop's body are tested in every iteration, whatever the sizes.
        let repeated = string_attribute(version, "nparray.kernel").is_some_and(|kernel| kernel.contains(':'));
        let gains = |least: f64| trials.first().filter(|trial| trial.gains(least)).map(|_| 0.0);
        let least = match repeated {
            // A profile that keeps every version asks for no sizes.
            _ if machine.least_gain == 0.0 => Some(0.0),
            true => gains(machine.least_gain.powi(REPEATED)).or_else(|| {
                let cheap = trials.iter().all(|trial| SIZE_TEST <= trial.written * REPEATED_SHARE);
                least_volume(&trials, machine.least_gain, has_strips(version), 0.0)
                    .filter(|least| cheap && *least > 0.0)
            }),
            // Lists have a guard of their own, see `affine-estimate-work`.
            false if version::has_lists(version) => gains(machine.least_gain),
            false => least_volume(&trials, machine.least_gain, has_strips(version), GUARDS),
        };
        match least {
            None => {
                let factor = trials.first().map_or(1.0, |trial| trial.expected / trial.written.max(1.0));
                let reason = format!("expected to take {factor:.2} times as long as the original");
                if for_device && !repeated && !version::has_lists(version) {
                    set_attribute(version, HOST_LOSES, StringAttribute::new(context_of(&version), &reason).into());
                } else {
                    version::decline(version, &reason);
                }
            }
            Some(volume) if volume > 0.0 => {
                let whole = IntegerType::new(context_of(&version), 64).into();
                set_attribute(version, LEAST_VOLUME, IntegerAttribute::new(whole, volume as i64).into());
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// What the program and its version are expected to take at certain sizes.
struct Trial {
    written: f64,
    expected: f64,
    /// Elements of the largest argument.
    volume: f64,
}

impl Trial {
    fn gains(&self, least: f64) -> bool {
        self.written >= self.expected * least
    }

    fn is_harmless(&self, guards: f64) -> bool {
        self.expected <= self.written * (2.0 - KEPT) + guards
    }
}

/// The sizes for which the cost of the program was noted; the nominal ones come first.
fn trials(version: OperationRef, prices: Prices) -> Vec<Trial> {
    let all = version.attribute("nparray.costs").ok().and_then(|a| DenseI64ArrayAttribute::try_from(a).ok());
    let nominal = integer_attribute(version, "nparray.cost");
    let written = |at: usize| match &all {
        Some(costs) => costs.element(at).ok(),
        None => nominal.filter(|_| at == 0),
    };
    let trial = |(at, scale): (usize, Scale)| {
        let expected = cost::of_version(version, prices, false, scale);
        Some(Trial { written: written(at)? as f64, expected, volume: cost::largest_argument(version, scale) })
    };
    Scale::ALL.into_iter().enumerate().filter_map(trial).collect()
}

/// The least volume from which on a version gains somewhere, and loses nowhere but for its guards.
fn least_volume(trials: &[Trial], least_gain: f64, strips: bool, guards: f64) -> Option<f64> {
    let mut volumes: Vec<f64> = trials.iter().map(|trial| trial.volume).filter(|volume| *volume < LARGE).collect();
    volumes.extend([0.0, LARGE]);
    volumes.sort_by(f64::total_cmp);
    volumes.into_iter().find(|least| {
        let mut above = trials.iter().filter(|trial| trial.volume >= *least);
        // What strips save is traffic with memory.
        let counts = |trial: &Trial| !strips || *least >= LARGE || trial.volume <= SMALL;
        above.clone().all(|trial| trial.is_harmless(guards))
            && above.any(|trial| trial.gains(least_gain) && counts(trial))
    })
}
