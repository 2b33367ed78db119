//! The dialects `py` and `nparray`, and every door between Rust and MLIR's C++.
//!
//! In: ODS definitions in `py/` and `nparray/`, C++ glue in `glue/`. Out: typed
//! builders ([`py`], [`nparray`]), types ([`types`]), affine maps ([`affine`]),
//! dependences ([`dependence`]), integer sets ([`presburger`]), passes
//! ([`pass`]) and diagnostics ([`diagnostic`]).
//! Rule: all unsafe code of the project is in this crate.
//! Read first: `py/Rationale.md`, `nparray/Rationale.md`.

#![allow(unsafe_code)]

pub mod affine;
pub mod dependence;
pub mod diagnostic;
mod ffi;
pub mod ir;
pub mod panics;
pub mod pass;
pub mod presburger;
pub mod types;

use melior::dialect::DialectRegistry;
use melior::Context;

// Typed builders, generated from the definitions that the C++ side is generated from.
melior::dialect! {
    name: "py",
    files: ["py/PyOps.td"],
    include_directory_env_vars: ["CARGO_MANIFEST_DIR"],
}

melior::dialect! {
    name: "nparray",
    files: ["nparray/NpArrayOps.td"],
    include_directory_env_vars: ["CARGO_MANIFEST_DIR"],
}

/// A context in which every dialect that the compiler uses is loaded.
pub fn context() -> Context {
    let registry = DialectRegistry::new();
    // Sound: the registry is alive and the glue only inserts into it.
    unsafe { ffi::automphcRegisterDialects(registry.to_raw()) };
    // Passes run on one module at a time: a thread pool would only cost start-up.
    let context = Context::new_with_threading(false);
    context.append_dialect_registry(&registry);
    context.load_all_available_dialects();
    context
}
