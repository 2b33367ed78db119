//! `nparray-estimate-cost`: notes how long the program as written is expected to run.
//!
//! before: func.func @k$version0(...)
//! after:  func.func @k$version0(...) attributes {nparray.cost = 1250000 : i64}
//!
//! The attribute is in nanoseconds, for sizes of which nothing is known; `nparray.costs` has the same
//! for several sizes (`Scale::ALL`). It runs before anything is transformed; `nparray-drop-losing`
//! compares with it.

use crate::cost::{self, machine::Machine, Prices, Scale};
use crate::knowledge;
use crate::version::versions;
use automphc_dialects::ir::{context_of, set_attribute};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use melior::ir::attribute::{DenseI64ArrayAttribute, IntegerAttribute};
use melior::ir::r#type::IntegerType;
use melior::ir::OperationRef;

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-estimate-cost",
    description: "note the expected time of the program as written",
    run,
};

fn run(module: OperationRef, options: &Options) -> PassResult {
    let kb = knowledge::of(module, options)?;
    let prices = Prices { machine: Machine::of(module)?, kb: &kb };
    for version in versions(module) {
        let context = context_of(&version);
        let costs = Scale::ALL.map(|scale| cost::of_version(version, prices, true, scale).round() as i64);
        let whole = IntegerType::new(context, 64).into();
        set_attribute(version, "nparray.cost", IntegerAttribute::new(whole, costs[0]).into());
        set_attribute(version, "nparray.costs", DenseI64ArrayAttribute::new(context, &costs).into());
    }
    Ok(())
}
