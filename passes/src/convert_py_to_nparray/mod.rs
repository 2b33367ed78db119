//! `convert-py-to-nparray`: an optimizable version of each kernel, on typed arrays.
//!
//! before: py.for "i" in %range { py.aug_store "add" %v, %mean[%i] }
//! after:  func.func private @"kernel$version0"(%mean: !nparray.array<?xf64> {py.name = "mean"}, %n: index) {
//!           nparray.guard "type"(%mean) {type = "numpy.ndarray"}
//!           affine.for %i = 0 to %n {
//!             %0 = nparray.view %mean[%i] {axes = ["index"]}
//!             nparray.store %v, %0 {update = "add"} } }
//!
//! Legal: under the version's guards each operation reads and writes what the
//! Python statement does. A statement without such an operation stays as text
//! (`py.opaque`), a loop around it as a whole; a kernel on lists is converted
//! as a whole or not at all. The `py.func` is not changed.
//! Not handled: while loops, early returns, fancy subscripts, integer
//! arithmetic that is not affine, functions outside the knowledge base.
//! Decisions are made on plain data (`lower`, `plan`), then built (`emit`).

mod emit;
mod kinds;
mod liveness;
mod lower;
mod plan;
mod signature;

use crate::knowledge;
use crate::py_infer_types::tree::{self, Function};
use crate::py_infer_types::ty::Ty;
use automphc_dialects::diagnostic::{emit as report, remark, Severity};
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Failed, Options, PassInfo, PassResult};
use automphc_kb::KnowledgeBase;
use lower::Lowering;
use melior::ir::attribute::{ArrayAttribute, TypeAttribute};
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, RegionLike};
use plan::{Kind, Step};

pub const PASS: PassInfo = PassInfo {
    argument: "convert-py-to-nparray",
    description: "build a version of each kernel on typed arrays and affine loops",
    run,
};

fn run<'c, 'a>(module: OperationRef<'c, 'a>, options: &Options) -> PassResult {
    let kb = knowledge::load(options).map_err(|problem| {
        report(module.location(), Severity::Error, &problem, &[]);
        Failed
    })?;
    convert_module(module, &kb);
    Ok(())
}

fn convert_module<'c>(module: OperationRef<'c, 'c>, kb: &KnowledgeBase) {
    let source = tree::string_attribute(module, "py.source").unwrap_or_default();
    let block = module.region(0).ok().and_then(|region| region.first_block());
    let kernels: Vec<_> = block.into_iter().flat_map(tree::operations).filter(|op| tree::is(*op, "py.func")).collect();
    for kernel in kernels {
        let function = tree::function(kernel);
        if let Some(reason) = &function.refused {
            remark(kernel.location(), &format!("{} stays as it is: {reason}", function.name));
            continue;
        }
        convert(kernel, &function, &source, kb);
    }
}

fn convert<'c>(kernel: OperationRef<'c, 'c>, function: &Function<'c>, source: &str, kb: &KnowledgeBase) {
    let declined = |location, reason: &str| remark(location, &format!("{} stays as it is: {reason}", function.name));
    let lowering = match lower::lower(kb, source, function, &param_types(kernel)) {
        Ok(lowering) => lowering,
        Err(problem) => return declined(problem.location, &problem.reason),
    };
    if !worth_it(&lowering) {
        let message = format!("{} stays as it is: no statement on arrays is modelled", function.name);
        let notes: Vec<_> = lowering.declined.iter().map(|why| (why.location, why.reason.clone())).collect();
        return report(kernel.location(), Severity::Remark, &message, &notes);
    }
    for why in &lowering.declined {
        remark(why.location, &format!("stays as it is: {}", why.reason));
    }
    let context = context_of(&kernel);
    if emit::emit(context, kernel, &lowering).is_none() {
        declined(kernel.location(), "the version cannot be built");
    }
}

fn param_types(kernel: OperationRef) -> Vec<Ty> {
    let types = kernel.attribute("param_types").ok().and_then(|a| ArrayAttribute::try_from(a).ok());
    let Some(types) = types else { return Vec::new() };
    let item = |at| TypeAttribute::try_from(types.element(at).ok()?).ok();
    (0..types.len()).map(|at| item(at).map_or(Ty::Object, |ty| Ty::of(ty.value()))).collect()
}

/// Some modelled statement stores into, or computes, an array.
fn worth_it(lowering: &Lowering) -> bool {
    let plan = &lowering.plan;
    let models = plan.steps.iter().any(|step| !matches!(step, Step::Opaque(_) | Step::Keep(_)));
    let array = |id: &usize| plan.value(*id).ty.rank > 0 && !matches!(plan.value(*id).kind, Kind::View { .. });
    models && plan.used().iter().any(array)
}
