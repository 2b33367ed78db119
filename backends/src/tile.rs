//! The function of a tile of a parallel loop, as a Python function of the module.
//!
//! In: a `func.func` with `nparray.tile`, raised. Its guards are what the version that holds the
//! loop has tested (`assumed`); a tile that needs more has no Python form, and the copy of the
//! version from before its loops became parallel is emitted instead.

use crate::body::parallel::has_products;
use crate::body::{Body, Texts};
use crate::branch::{bind_repeated, commented, known};
use crate::emit::Emitter;
use crate::ir::{self, attribute, name_of, Problem, Result};
use crate::library::TileFunction;
use crate::python::stmt::Stmt;
use crate::version::{Kernel, Version};
use melior::ir::operation::OperationLike;

/// The function; its name is new in the module.
pub fn tile<'c: 'a, 'a>(emitter: &mut Emitter, kernel: &Kernel, version: &Version<'c, 'a>) -> Result<TileFunction> {
    let parameters: Vec<String> = version.args.iter().map(|arg| arg.name.clone()).collect();
    let last = kernel.name.rsplit('.').next().unwrap_or_default().trim_start_matches('_');
    let name = emitter.names.fresh(&format!("_{last}_tile"));
    let own = Kernel {
        name: kernel.name.clone(),
        start: kernel.start,
        indent: String::new(),
        locals: kernel.locals.clone(),
        params: parameters.iter().cloned().collect(),
        own: kernel.own.clone(),
        is_loop: false,
    };
    let mut names = emitter.names.clone();
    names.reserve(own.locals.iter().chain(&own.params));
    let (indices, _) = known(version, &mut names);
    let (guards, operations): (Vec<_>, Vec<_>) =
        ir::body(version.op, 0).into_iter().partition(|op| name_of(*op) == "nparray.guard");
    if let Some(guard) = guards.iter().find(|guard| attribute(**guard, "assumed").is_none()) {
        return Err(Problem::refusal(guard.location(), "a tile of a parallel loop asks for more than is tested"));
    }
    let products = operations.iter().any(|op| has_products(*op));
    let texts = Texts { source: &emitter.source, path: emitter.path, insertions: &[] };
    let mut body = Body::new(version, &own, texts, &mut emitter.library, names, indices);
    let located = body.lower(&operations)?;
    let (mut names, indices) = (body.names, body.indices);
    let mut block = commented(located, &emitter.source);
    let mut lines = bind_repeated(version, &indices, &mut block, &mut emitter.library, &mut names);
    lines.extend(block);
    Ok(TileFunction { definition: Stmt::Def { name: name.clone(), parameters, body: lines }, name, products })
}
