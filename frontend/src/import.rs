//! A syntax tree to `py` operations.
//!
//! In: a [`Source`]. Out: a verified MLIR module. Rule: one statement becomes
//! one operation (`module` builds functions, `stmt` statements, `expr` and
//! `call` expressions, `iteration` and `counting` loops that may count); it is decided before anything is built whether a
//! statement or an expression is kept as text.

mod build;
mod call;
mod comprehension;
mod counting;
mod expr;
mod iteration;
mod module;
mod sequences;
mod stmt;

use crate::diagnostic::Diagnostic;
use crate::parse::parse;
use crate::recorded::Recorded;
use crate::source::Source;
use melior::ir::operation::OperationLike;
use melior::ir::Module;
use melior::Context;

/// How a file is imported.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ImportOptions {
    /// Functions whose statements and expressions nest deeper are left alone:
    /// later stages recurse over them.
    pub max_depth: usize,
    /// Types of parameters from stubs and recorded calls.
    pub recorded: Recorded,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self { max_depth: 200, recorded: Recorded::default() }
    }
}

/// Imports a file. The context must have the `py` dialect loaded.
pub fn import<'c>(
    context: &'c Context,
    source: &Source,
    options: &ImportOptions,
) -> Result<Module<'c>, Vec<Diagnostic>> {
    let parsed = parse(source, options).map_err(|error| vec![*error])?;
    let internal = |message: String| vec![Diagnostic::file_error(&source.path, format!("internal error: {message}"))];
    let module =
        module::build(context, source, &parsed, &options.recorded).map_err(|error| internal(error.to_string()))?;
    if !module.as_operation().verify() {
        return Err(internal("the imported module is not valid".into()));
    }
    Ok(module)
}
