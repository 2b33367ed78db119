//! The C functions of `glue/`; their meaning is documented there.

use mlir_sys::{
    MlirAffineExpr, MlirAttribute, MlirContext, MlirDialectRegistry, MlirIntegerSet, MlirLocation, MlirOperation,
    MlirPass, MlirStringRef, MlirType,
};
use std::ffi::{c_char, c_int, c_uint};

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct RawComponent {
    pub lower: i64,
    pub upper: i64,
    pub has_lower: bool,
    pub has_upper: bool,
}

pub type RawRun = extern "C" fn(isize, MlirOperation, MlirStringRef) -> c_int;

extern "C" {
    pub fn automphcRegisterDialects(registry: MlirDialectRegistry);
    pub fn automphcArrayTypeGet(context: MlirContext, rank: isize, shape: *const i64, element: MlirType) -> MlirType;
    pub fn automphcBufferRank(r#type: MlirType) -> isize;
    pub fn automphcBufferDim(r#type: MlirType, axis: isize) -> i64;
    pub fn automphcBufferElement(r#type: MlirType) -> MlirType;
    pub fn automphcListDepth(r#type: MlirType) -> i64;
    pub fn automphcListElement(r#type: MlirType) -> MlirType;
    pub fn automphcDependence(
        source: MlirOperation,
        target: MlirOperation,
        depth: c_uint,
        components: *mut RawComponent,
        capacity: isize,
        count: *mut isize,
    ) -> c_int;
    pub fn automphcIsEmpty(variables: isize, rows: isize, matrix: *const i64) -> bool;
    pub fn automphcIsSubset(
        variables: isize,
        pieces_a: isize,
        rows_a: *const isize,
        matrix_a: *const i64,
        pieces_b: isize,
        rows_b: *const isize,
        matrix_b: *const i64,
    ) -> bool;
    pub fn automphcIntegerSetAttr(
        context: MlirContext,
        dims: isize,
        symbols: isize,
        count: isize,
        expressions: *const MlirAffineExpr,
        equalities: *const bool,
    ) -> MlirAttribute;
    pub fn automphcIntegerSetOfAttr(attribute: MlirAttribute) -> MlirIntegerSet;
    pub fn automphcCreatePass(
        argument: MlirStringRef,
        description: MlirStringRef,
        index: isize,
        run: RawRun,
        options: MlirStringRef,
    ) -> MlirPass;
    pub fn automphcRegisterPass(argument: MlirStringRef, description: MlirStringRef, index: isize, run: RawRun);
    pub fn automphcRegisterPipeline(argument: MlirStringRef, description: MlirStringRef, pipeline: MlirStringRef);
    pub fn automphcRegisterUpstreamPasses();
    pub fn automphcEmit(
        location: MlirLocation,
        severity: c_int,
        message: MlirStringRef,
        notes: isize,
        locations: *const MlirLocation,
        texts: *const MlirStringRef,
    );
    pub fn automphcOptMain(argc: c_int, argv: *const *const c_char) -> c_int;
}

/// The text of a string reference. melior's own conversion panics on empty ones.
///
/// # Safety
/// The reference must be valid for `'a`.
pub unsafe fn text<'a>(raw: MlirStringRef) -> &'a str {
    if raw.length == 0 {
        return "";
    }
    std::str::from_utf8(std::slice::from_raw_parts(raw.data.cast::<u8>(), raw.length)).unwrap_or_default()
}
