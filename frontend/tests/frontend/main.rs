//! Tests of the importer as a whole, in one binary: each links all of MLIR.

mod common;
mod dialect;
mod import;
mod input;
