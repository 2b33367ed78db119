//! `nparray-estimate-cost`: notes how long the program as written is expected to run.
//!
//! before: func.func @k$version0(...)
//! after:  func.func @k$version0(...) attributes {nparray.cost = 1250000 : i64}
//!
//! The attribute is in nanoseconds, for sizes of which nothing is known. It runs
//! before anything is transformed; `nparray-drop-losing` compares with it.

use crate::cost::{self, machine::Machine, Scale};
use crate::version::versions;
use automphc_dialects::diagnostic::{emit, Severity};
use automphc_dialects::ir::{context_of, set_attribute};
use automphc_dialects::pass::{Failed, Options, PassInfo, PassResult};
use melior::ir::attribute::IntegerAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::r#type::IntegerType;
use melior::ir::OperationRef;

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
        let whole = IntegerType::new(context_of(&version), 64).into();
        for (name, scale) in [("nparray.cost", Scale::Nominal), ("nparray.cost_large", Scale::Large)] {
            let cost = cost::of_version(version, machine, true, scale).round();
            set_attribute(version, name, IntegerAttribute::new(whole, cost as i64).into());
        }
    }
    Ok(())
}
