//! The part of a branch that computes on a GPU: tried first, and given up without a trace.
//!
//! It stands under the version's guards. Arguments are written by the last statements alone, after all
//! that may fail; whatever fails before leaves them as they were, and the statements for the CPU follow.

use crate::body::{Body, Texts};
use crate::branch::{commented, known, returns};
use crate::emit::Emitter;
use crate::guard;
use crate::helpers::Helper;
use crate::ir::{self, name_of, Result};
use crate::names::Names;
use crate::python::expr::Expr;
use crate::python::stmt::Stmt;
use crate::version::{Kernel, Version};

/// `cp = _cupy(...)`, and under it the computation with transfers there and back.
pub fn attempt<'c: 'a, 'a>(
    emitter: &mut Emitter,
    kernel: &Kernel,
    version: &Version<'c, 'a>,
    module_of_arrays: Option<String>,
    names: &mut Names,
) -> Result<Vec<Stmt>> {
    let (indices, _) = known(version, names);
    let (guards, operations): (Vec<_>, Vec<_>) =
        ir::body(version.op, 0).into_iter().partition(|op| name_of(*op) == "nparray.guard");
    let library = &mut emitter.library;
    let costs = guard::device_costs(&guards, library, &indices)?;
    let module = names.fresh("cp");
    let cupy = Expr::name(&*module);
    let mut found = library.helper(Helper::Cupy).call_with(Vec::new(), costs);
    let from_host =
        module_of_arrays.clone().map(|arrays| Expr::compare(Expr::name(arrays), "is", library.numpy_module()));
    if let (Some(arrays), Some(from_host)) = (&module_of_arrays, from_host) {
        found = Expr::Conditional {
            condition: Box::new(from_host),
            value: Box::new(found),
            other: Box::new(Expr::name(&**arrays)),
        };
    }
    let texts = Texts { source: &emitter.source, path: emitter.path, insertions: &[] };
    let mut body = Body::new(version, kernel, texts, library, names.clone(), indices);
    body.device = Some(module);
    body.module_of_arrays = module_of_arrays.clone();
    let mut block = body.copy_scalars(version, &operations)?;
    let (computed, committed) = body.lower_with_commits(&operations)?;
    let returned = body.returned.take();
    *names = body.names;
    block.extend(commented(computed, &emitter.source));
    let mut other: Vec<Stmt> = committed.into_iter().map(|located| located.stmt).collect();
    if !matches!(other.last(), Some(Stmt::Verbatim(lines)) if returns(lines)) {
        other.push(Stmt::Return(returned));
    }
    let library = &mut emitter.library;
    let error = names.fresh("error");
    let failed = library.helper(Helper::GpuFailed).call(vec![Expr::name(&*error)]);
    let except = library.builtin("Exception");
    // The CPU cannot take over what is on the device.
    let elsewhere = module_of_arrays.map(|arrays| Expr::compare(Expr::name(arrays), "is not", library.numpy_module()));
    let raised = elsewhere.map(|condition| Stmt::If { condition, body: vec![Stmt::Raise], other: Vec::new() });
    let failed = raised.into_iter().chain([Stmt::Expr(failed)]).collect();
    let tried = Stmt::Try { body: block, except, handler: Some((error, failed)), other };
    let condition = Expr::compare(cupy.clone(), "is not", Expr::None);
    Ok(vec![Stmt::Assign(cupy, found), Stmt::If { condition, body: vec![tried], other: Vec::new() }])
}
