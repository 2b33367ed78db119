//! `nparray-select-device`: a version that keeps its arrays on a GPU, beside the one for the host.
//!
//! before: func.func @k$version0(%a, %b, %c) { %p = nparray.call "numpy.dot"(%a, %b)  nparray.store %p, %c }
//! after:  the same, and
//!         func.func @k$version0$cupy(%a, %b, %c) attributes {nparray.device_of = "k$version0"} {
//!           nparray.guard "device"(%m, %n, %k) {gain = ..., loss = ...}
//!           %a_ = nparray.transfer %a to "device"
//!           %b_ = nparray.transfer %b to "device"
//!           %c_ = nparray.alloc(%m, %n) {device}
//!           %p = nparray.call "cupy.dot"(%a_, %b_) {device}
//!           nparray.store %p, %c_
//!           %r = nparray.transfer %c_ to "host"
//!           nparray.store %r, %c {commit}
//!         }
//!
//! Which steps run there, and what moves when, is the cheapest choice at nominal sizes (`device/plan.rs`, a
//! minimum cut); if that is none, everything that can goes there, for callers who ask for it. Whether it
//! runs is decided by the guard at run time, from the sizes at hand. Runs only with the option
//! `target=cupy`.
//!
//! Legal: steps on the device are functions that CuPy has with the same meaning, on floats or complex
//! numbers of one type; nothing else in the version has effects, so that it can be given up at any point
//! before the stores with `commit`, which come last; regrouped sums are allowed, as the device contracts
//! multiply-adds.
//! Not handled: lists, text of the program but a last `return`, flat arrays, integers on the device.

use crate::cost::machine::Machine;
use crate::device::plan::{plan, Place, Plan};
use crate::device::program::Program;
use crate::device::rewrite;
use crate::knowledge;
use crate::nparray_drop_losing::HOST_LOSES;
use crate::profit::place_device_guard;
use crate::scop::read::{name, operations, string_attribute};
use crate::scop::Lin;
use crate::version::{self, versions};
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::{clone_after, context_of, erase, set_attribute};
use automphc_dialects::panics::caught;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::KnowledgeBase;
use melior::ir::attribute::StringAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, OperationRef};

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-select-device",
    description: "add versions that compute on a GPU, with their transfers",
    run,
};

/// How much dearer than the cheapest a placement may be that needs no host.
const NEAR: f64 = 1.0;
/// How much smaller than nominal sizes are at which a cost may still matter.
const SMALLER: f64 = 20.0;

fn run(module: OperationRef, options: &Options) -> PassResult {
    if options.get("target") != Some("cupy") {
        return Ok(());
    }
    let machine = Machine::of(module)?;
    let kb = knowledge::of(module, options)?;
    for version in versions(module).into_iter().filter(|version| !version::is_tile(*version)) {
        if options.get("fp") == Some("strict") {
            decline(version, "a device contracts multiply-adds, which --fp=strict forbids");
            drop_losing(version);
            continue;
        }
        let Some(copy) = clone_after(version) else { continue };
        let made = caught(|| place(version, copy, &kb, machine)).unwrap_or_else(Err);
        if let Err(reason) = made.and_then(|()| version::verify(copy)) {
            erase(copy);
            decline(version, &reason);
            drop_losing(version);
        }
    }
    Ok(())
}

fn decline<'c: 'a, 'a>(version: OperationRef<'c, 'a>, reason: &str) {
    let kernel = string_attribute(version, "nparray.kernel").unwrap_or_default();
    remark(version.location(), &format!("{kernel} has no version for a GPU: {reason}"));
}

/// A version that was kept for the device alone goes without one.
fn drop_losing(version: OperationRef) {
    if let Some(reason) = string_attribute(version, HOST_LOSES) {
        version::decline(version, &reason);
    }
}

/// Makes the copy of a version one for the device.
fn place<'c: 'a, 'a>(
    version: OperationRef<'c, 'a>,
    copy: OperationRef<'c, 'a>,
    kb: &KnowledgeBase,
    machine: &Machine,
) -> Result<(), String> {
    let own = string_attribute(version, "sym_name").unwrap_or_default();
    let text = |text: &str| StringAttribute::new(context_of(&copy), text).into();
    set_attribute(copy, "sym_name", text(&format!("{own}$cupy")));
    set_attribute(copy, "nparray.device_of", text(&own));
    let program = Program::read(copy, kb, machine)?;
    let cheapest = plan(&program, machine, false);
    let nominal = |size: &Lin| program.sizes.nominal(size);
    let pays = cheapest.uses_device() && cheapest.device.at(&nominal) < cheapest.host.at(&nominal);
    let everything = plan(&program, machine, true);
    // What needs no host can take arrays of CuPy, too.
    let near = everything.device.at(&nominal) <= NEAR * cheapest.device.at(&nominal);
    let whole = !pays || everything.is_all_on_device(&program) && near;
    let chosen = if whole { everything } else { cheapest };
    if !chosen.uses_device() {
        let reason = program.steps.iter().find_map(|step| step.host_only.clone());
        return Err(reason.unwrap_or_else(|| "there is nothing to compute".into()));
    }
    if !pays && version.has_attribute(HOST_LOSES) {
        return Err("it is not expected to pay".into());
    }
    let mut costs = (chosen.host.clone(), chosen.device.clone());
    let sizes = &program.sizes;
    let smaller = |size: &Lin| sizes.nominal(size) / SMALLER;
    costs.0.trim(&[&nominal, &smaller]);
    costs.1.trim(&[&nominal, &smaller]);
    let told = tell(&program, &chosen, pays);
    rewrite::apply(copy, &program, &chosen, kb)?;
    let guards = version::body(copy).map(operations).unwrap_or_default();
    guards.into_iter().filter(|op| name(*op) == "nparray.guard").for_each(erase);
    place_device_guard(copy, &program.sizes.scop.symbols, &costs.0, &costs.1);
    if chosen.is_all_on_device(&program) {
        set_attribute(copy, "nparray.device_arguments", Attribute::unit(context_of(&copy)));
    }
    remark(version.location(), &told);
    Ok(())
}

/// The plan in words.
fn tell(program: &Program, plan: &Plan, pays: bool) -> String {
    let kernel = string_attribute(program.sizes.scop.function, "nparray.kernel").unwrap_or_default();
    let names = |to_device: bool| {
        let moved = plan.transfers.iter().filter(|t| t.to_device == to_device);
        let mut all: Vec<String> = moved
            .map(|t| {
                let name = &program.buffers[t.buffer].name;
                match t.place {
                    Place::End(..) => format!("{name} in a loop"),
                    _ => name.clone(),
                }
            })
            .collect();
        all.dedup();
        if all.is_empty() {
            "nothing".to_string()
        } else {
            all.join(", ")
        }
    };
    let there = plan.on_device.iter().filter(|on_device| **on_device).count();
    let reasons: Vec<&String> = program.steps.iter().filter_map(|step| step.host_only.as_ref()).collect();
    let mut told = format!(
        "{kernel} on a GPU: {there} of {} steps; to it: {}; from it: {}",
        program.steps.len(),
        names(true),
        names(false)
    );
    if let Some(reason) = reasons.first() {
        told.push_str(&format!("; on the host because {reason}"));
    }
    if !pays {
        told.push_str("; not expected to pay for arrays of the host");
    }
    told
}
