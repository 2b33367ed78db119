//! Types of the two dialects: building them and asking what they are.

use crate::ffi;
use melior::ir::r#type::TypeLike;
use melior::ir::Type;
use melior::Context;

/// Size of an axis that is known only at run time, as MLIR encodes it.
pub const DYNAMIC: i64 = i64::MIN;

/// `!nparray.array<shape x element>`; [`DYNAMIC`] for an unknown size.
pub fn array<'c>(context: &'c Context, shape: &[i64], element: Type<'c>) -> Type<'c> {
    // Sound: all arguments are alive for the call, and the result lives in the context.
    unsafe {
        Type::from_raw(ffi::automphcArrayTypeGet(
            context.to_raw(),
            shape.len() as isize,
            shape.as_ptr(),
            element.to_raw(),
        ))
    }
}

/// `!nparray.array` of this rank with all sizes unknown.
pub fn dynamic_array<'c>(context: &'c Context, rank: usize, element: Type<'c>) -> Type<'c> {
    array(context, &vec![DYNAMIC; rank], element)
}

/// A `py` type without parameters by its mnemonic: `object`, `int`, `float`, ...
pub fn py<'c>(context: &'c Context, mnemonic: &str) -> Type<'c> {
    Type::parse(context, &format!("!py.{mnemonic}")).unwrap_or_else(|| Type::none(context))
}

/// `!py.list<depth x element>`.
pub fn list<'c>(context: &'c Context, depth: usize, element: Type<'c>) -> Type<'c> {
    Type::parse(context, &format!("!py.list<{depth} x {element}>")).unwrap_or_else(|| Type::none(context))
}

/// Rank, if the type is an array or a memref.
pub fn buffer_rank(r#type: Type) -> Option<usize> {
    usize::try_from(unsafe { ffi::automphcBufferRank(r#type.to_raw()) }).ok()
}

/// Sizes of an array or memref type; None for an unknown one.
pub fn buffer_shape(r#type: Type) -> Option<Vec<Option<i64>>> {
    let rank = buffer_rank(r#type)?;
    let size = |axis| unsafe { ffi::automphcBufferDim(r#type.to_raw(), axis as isize) };
    Some((0..rank).map(|axis| Some(size(axis)).filter(|&s| s != DYNAMIC)).collect())
}

/// Element type, if the type is an array or a memref.
pub fn buffer_element<'c>(r#type: Type<'c>) -> Option<Type<'c>> {
    buffer_rank(r#type)?;
    Some(unsafe { Type::from_raw(ffi::automphcBufferElement(r#type.to_raw())) })
}

/// Depth and element type of a `!py.list`.
pub fn list_parts<'c>(r#type: Type<'c>) -> Option<(usize, Type<'c>)> {
    let depth = usize::try_from(unsafe { ffi::automphcListDepth(r#type.to_raw()) }).ok()?;
    Some((depth, unsafe { Type::from_raw(ffi::automphcListElement(r#type.to_raw())) }))
}
