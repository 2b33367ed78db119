//! Python source text to an MLIR module of `py` operations.
//!
//! In: a [`Source`], the text of a file. Out: a module with one `py.func` for
//! each function, or a [`Diagnostic`] with a place. Rule: valid Python is
//! always imported; what cannot be modelled keeps its text and a reason.
//!
//! `source` decodes a file, `parse` builds its syntax tree, `scope` says what
//! names mean, `function` and `refuse` choose the functions, `loops` the loops in
//! them that are optimized by themselves (`liveness`), `import` builds
//! the operations, `hints` reads annotations, and `recorded` those from
//! elsewhere. Read first: `import`.

mod aliases;
mod diagnostic;
mod fields;
mod function;
pub mod hints;
mod import;
mod liveness;
mod loops;
mod module_variables;
mod parse;
mod prologue;
mod recorded;
mod refuse;
mod scope;
mod source;
mod sqlite;
mod walk;

pub use diagnostic::{Diagnostic, Severity};
pub use import::{import, ImportOptions};
pub use recorded::Recorded;
pub use source::{Encoding, Source};
