//! From optimized versions of kernels back to a Python module.
//!
//! In: a module that holds the source text and, for each optimized kernel, one or more version
//! functions (`func.func` with `nparray.kernel`): guards, then raised operations. Out: the source
//! text, byte for byte, with a decision tree before the original statements of each kernel.
//! Read first: `emit.rs` (the order of work), then `branch.rs` (one version), `guard.rs` and
//! `body/mod.rs`.

mod affine;
mod body;
mod branch;
mod device;
mod emit;
mod guard;
mod helpers;
mod ir;
mod library;
mod lists;
mod names;
mod opaque;
pub mod python;
mod source;
mod splice;
mod tile;
mod version;

pub use emit::{emit_python, EmitOptions};
pub use ir::Problem;
pub use splice::{splice, Insertion};
