//! `nparray-estimate-cost`: notes how long the program as written is expected to run.
//!
//! before: func.func @k$version0(...)
//! after:  func.func @k$version0(...) attributes {nparray.cost = 1.25e6}
//!
//! The attribute is in nanoseconds, for sizes of which nothing is known. It runs
//! before anything is transformed; `nparray-drop-losing` compares with it.

use crate::cost::{self, machine::Machine};
use crate::version::versions;
use automphc_dialects::diagnostic::{emit, Severity};
use automphc_dialects::ir::{context_of, set_attribute};
use automphc_dialects::pass::{Failed, Options, PassInfo, PassResult};
use melior::ir::attribute::FloatAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, Type};

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-estimate-cost",
    description: "note the expected time of the program as written",
    run,
};

fn run(module: OperationRef, _: &Options) -> PassResult {
    let machine = Machine::here().map_err(|problem| {
        emit(module.location(), Severity::Error, &problem, &[]);
        Failed
    })?;
    for version in versions(module) {
        let context = context_of(&version);
        let cost = FloatAttribute::new(context, Type::float64(context), cost::of_version(version, machine, true));
        set_attribute(version, "nparray.cost", cost.into());
    }
    Ok(())
}
