//! Python source text to an MLIR module of `py` operations.
//!
//! In: a [`Source`], the text of a file. Out: a module with one `py.func` for
//! each function, or a [`Diagnostic`] with a place. Rule: valid Python is
//! always imported; what cannot be modelled keeps its text and a reason.
//!
//! `source` decodes a file, `parse` builds its syntax tree, `scope` says what
//! names mean, `function` and `refuse` choose the functions, `import` builds
//! the operations, and `hints` reads annotations. Read first: `import`.

mod diagnostic;
mod function;
pub mod hints;
mod import;
mod parse;
mod refuse;
mod scope;
mod source;
mod walk;

pub use diagnostic::{Diagnostic, Severity};
pub use import::{import, ImportOptions};
pub use source::{Encoding, Source};
