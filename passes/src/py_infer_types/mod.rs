//! `py-infer-types`: set the types of a kernel's parameters and values.
//!
//! before: py.func @kernel(["x", "n"]) hints ["ndarray", ""] {
//!           %0 = py.name "x" : !py.object
//! after:  py.func @kernel(["x", "n"]) hints ["ndarray", ""] types [!nparray.array<?xf64>, !py.int] {
//!           %0 = py.name "x" : !nparray.array<?xf64>
//!
//! Legal: types are guesses that no operation may rely on without a guard.
//! Ranks and element types come from hints first, then from uses (`places.rs`),
//! then from the knowledge base (`infer.rs`), repeated until nothing changes.
//! Not handled: what nobody can type stays `!py.object`.
//! The tree of a function's statements (`tree.rs`) and the binding of a call's
//! arguments (`binding.rs`) also serve `convert-py-to-nparray`.

pub mod binding;
pub mod infer;
mod item;
pub mod places;
pub mod tree;
pub mod ty;

use crate::knowledge;
use automphc_dialects::diagnostic::{emit, remark, Severity};
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Failed, Options, PassInfo, PassResult};
use automphc_kb::KnowledgeBase;
use melior::ir::attribute::{ArrayAttribute, TypeAttribute};
use melior::ir::block::BlockLike;
use melior::ir::operation::{OperationLike, OperationMutLike};
use melior::ir::{OperationRef, RegionLike, ValueLike};
use melior::Context;
use tree::Function;
use ty::Ty;

pub const PASS: PassInfo = PassInfo {
    argument: "py-infer-types",
    description: "set the types of parameters and values from hints, uses and the knowledge base",
    run,
};

fn run<'c, 'a>(module: OperationRef<'c, 'a>, options: &Options) -> PassResult {
    let kb = knowledge::load(options).map_err(|problem| {
        emit(module.location(), Severity::Error, &problem, &[]);
        Failed
    })?;
    infer_module(context_of(&module), module, &kb);
    Ok(())
}

fn infer_module<'c>(context: &'c Context, module: OperationRef<'c, 'c>, kb: &KnowledgeBase) {
    let inferred = tree::functions(module).into_iter().map(|mut function| {
        let params = infer::infer(kb, &mut function);
        if let Some(params) = &params {
            write_back(context, &function);
            return params.clone();
        }
        remark(function.location, &format!("{}: its types depend on each other too deeply", function.name));
        vec![Ty::Object; function.params.len()]
    });
    let mut inferred = inferred.collect::<Vec<_>>().into_iter();
    let mut next = module.region(0).ok().and_then(|region| region.first_block()?.first_operation_mut());
    while let Some(mut operation) = next {
        next = operation.next_in_block_mut();
        if operation.name().as_string_ref().as_str() != Ok("py.func") {
            continue;
        }
        let params = inferred.next().unwrap_or_default();
        let types: Vec<_> = params.iter().map(|ty| TypeAttribute::new(ty.to_mlir(context)).into()).collect();
        operation.set_attribute("param_types", ArrayAttribute::new(context, &types).into());
    }
}

fn write_back<'c>(context: &'c Context, function: &Function<'c>) {
    for stmt in &function.body {
        stmt.visit(&mut |stmt| {
            let expressions = stmt.expressions().into_iter();
            expressions.for_each(|e| {
                e.visit(&mut |e| {
                    if !matches!(e.ty, Ty::Slice | Ty::Ellipsis) {
                        e.value.set_type(e.ty.to_mlir(context));
                    }
                });
            });
        });
    }
}
