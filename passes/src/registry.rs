//! All passes of the compiler: one line each.

use automphc_dialects::pass::PassInfo;

/// The passes in the order in which the pipeline runs them.
pub static PASSES: &[PassInfo] = &[
    crate::py_inline_helpers::PASS,
    crate::py_infer_types::PASS,
    crate::convert_py_to_nparray::PASS,
    crate::nparray_estimate_cost::PASS,
    crate::nparray_share_values::PASS,
    crate::nparray_delinearize::PASS,
    crate::convert_nparray_to_affine::PASS,
    crate::affine_guard_memory::PASS,
    crate::affine_estimate_work::PASS,
    crate::affine_forward_substitute::PASS,
    crate::affine_expand_products::PASS,
    crate::affine_reassociate::PASS,
    crate::affine_privatize::PASS,
    crate::affine_expand_arrays::PASS,
    crate::affine_distribute::PASS,
    crate::affine_shift::PASS,
    crate::affine_interchange::PASS,
    crate::affine_split::PASS,
    crate::affine_tile::PASS,
    crate::affine_sink::PASS,
    crate::affine_contract::PASS,
    crate::affine_hoist_updates::PASS,
    crate::affine_widen::PASS,
    crate::affine_drop_mirrors::PASS,
    crate::affine_fuse_parallel::PASS,
    crate::raise_affine_to_nparray::PASS,
    crate::nparray_write_in_place::PASS,
    crate::nparray_drop_losing::PASS,
    crate::nparray_guard_profit::PASS,
    crate::nparray_select_device::PASS,
];
