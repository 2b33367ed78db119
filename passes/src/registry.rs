//! All passes of the compiler: one line each.

use crate::{
    affine_distribute, affine_forward_substitute, affine_guard_memory, affine_hoist_updates, affine_privatize,
    affine_shift, affine_widen, convert_nparray_to_affine, convert_py_to_nparray, nparray_write_in_place,
    py_infer_types, raise_affine_to_nparray,
};
use automphc_dialects::pass::PassInfo;

/// The passes in the order in which the pipeline runs them.
pub static PASSES: &[PassInfo] = &[
    py_infer_types::PASS,
    convert_py_to_nparray::PASS,
    convert_nparray_to_affine::PASS,
    affine_guard_memory::PASS,
    affine_forward_substitute::PASS,
    affine_privatize::PASS,
    affine_shift::PASS,
    affine_distribute::PASS,
    affine_hoist_updates::PASS,
    affine_widen::PASS,
    raise_affine_to_nparray::PASS,
    nparray_write_in_place::PASS,
];
