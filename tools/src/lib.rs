//! What the three programs share.
//!
//! `automphc` compiles (`compile.rs`), `automphc-opt` runs passes on MLIR text,
//! `automphc-translate` goes between Python and MLIR. Read first:
//! `bin/automphc.rs`.

pub mod calibrate;
pub mod compile;
pub mod hints;
pub mod output;
pub mod remarks;
pub mod statistics;
