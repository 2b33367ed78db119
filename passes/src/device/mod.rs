//! What runs on the device, and what moves there and back: the parts of `nparray-select-device`.
//!
//! In: the raised form of a version. Out: the same with each call and store on one side, and the
//! transfers between them. Read in this order: `program.rs` (the steps of a version, what they read and
//! write), `meaning.rs` (which of them CuPy computes as NumPy does), `sizes.rs` and `price.rs` (what they cost), `cut.rs` and `plan.rs` (the cheapest placement),
//! `rewrite.rs` (the placement in the IR).

pub mod cut;
pub mod meaning;
pub mod plan;
pub mod price;
pub mod program;
pub mod rewrite;
pub mod sizes;
