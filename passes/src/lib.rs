//! The passes: from typed Python to library calls.
//!
//! In: a module of `py` operations. Out: the same module with an optimized
//! version (`func.func @kernel$version0`) beside each kernel that gains from
//! one. Rule: a pass that cannot prove its legality condition leaves the IR
//! alone and says why in a remark. Read first: `pipelines.rs`.

pub mod affine_contract;
pub mod affine_delay;
pub mod affine_distribute;
pub mod affine_drop_faults;
pub mod affine_drop_mirrors;
pub mod affine_estimate_work;
pub mod affine_expand_arrays;
pub mod affine_expand_products;
pub mod affine_forward_substitute;
pub mod affine_fuse_parallel;
pub mod affine_guard_memory;
pub mod affine_hoist_updates;
pub mod affine_interchange;
pub mod affine_join_sums;
pub mod affine_privatize;
pub mod affine_reassociate;
pub mod affine_shift;
pub mod affine_sink;
pub mod affine_skew;
pub mod affine_slide;
pub mod affine_split;
pub mod affine_tile;
pub mod affine_widen;
pub mod build;
pub mod convert_nparray_to_affine;
pub mod convert_py_to_nparray;
pub mod cost;
pub mod device;
pub mod knowledge;
pub mod legality;
pub mod nparray_delinearize;
pub mod nparray_drop_losing;
pub mod nparray_estimate_cost;
pub mod nparray_expand_powers;
pub mod nparray_forward_stores;
pub mod nparray_fuse_device;
pub mod nparray_guard_profit;
pub mod nparray_hoist_invariants;
pub mod nparray_select_device;
pub mod nparray_share_values;
pub mod nparray_unbox_elements;
pub mod nparray_write_in_place;
pub mod pipelines;
pub mod profit;
pub mod py_infer_types;
pub mod py_inline_helpers;
pub mod raise_affine_to_nparray;
pub mod registry;
pub mod scop;
pub mod version;
