//! The knowledge base: what each library function computes, element by element.
//!
//! In: stub files (`numpy/*.py` and a user's own), one entry per function, whose
//! signature is the type and shape rule and whose body is the defining equation.
//! Out: for a call, its types, sizes, requirements, equation and cost
//! (`KnowledgeBase::instantiate`); for a loop nest, the calls that compute it
//! (`KnowledgeBase::raising_candidates` and `unify`).
//!
//! Read first: `numpy/reduction.py` for the notation, then `knowledge.rs`.

pub mod affine;
mod call;
pub mod canonical;
pub mod diagnostic;
pub mod entry;
pub mod equation;
pub mod expr;
pub mod instance;
pub mod knowledge;
mod parse;
pub mod print;
pub mod raising;
pub mod sample;
pub mod size;
pub mod types;
pub mod unify;

pub use affine::Affine;
pub use canonical::canonical;
pub use diagnostic::Diagnostic;
pub use entry::{Function, Parameter, ParameterKind};
pub use equation::{Equation, Index};
pub use expr::{Expr, Number};
pub use instance::{Argument, Body, Composition, Instance, Mismatch, Node, Param, Params, Source};
pub use knowledge::KnowledgeBase;
pub use raising::Candidate;
pub use sample::Sample;
pub use size::{dim_name, parse_dim_name, Count, DimRef};
pub use types::{DType, ValueType};
pub use unify::{unify, Match, Operand, Target};
