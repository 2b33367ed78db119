//! Small safe accessors that melior leaves out.

use melior::ir::operation::{OperationLike, OperationMutLike, OperationRefMut};
use melior::ir::{Attribute, Operation, OperationRef, Value, ValueLike};
use melior::Context;
use mlir_sys::{
    mlirArrayAttrGetElement, mlirArrayAttrGetNumElements, mlirAttributeIsAArray, mlirAttributeIsADictionary,
    mlirAttributeIsAString, mlirDictionaryAttrGetElement, mlirDictionaryAttrGetNumElements, mlirIdentifierStr,
    mlirStringAttrGetValue,
};

/// The context of an operation, for as long as the context lives.
///
/// A reference to a context is a reference to its handle, so one handle (a
/// pointer) per call is leaked: call this once per pass.
pub fn context_of<'c: 'a, 'a>(operation: &impl OperationLike<'c, 'a>) -> &'c Context {
    let handle = Box::leak(Box::new(operation.context()));
    // Sound: the handle is never freed, and `'c` is the lifetime of the context itself.
    unsafe { handle.to_ref() }
}

/// Identity of a value, for use as a map key.
pub fn value_key(value: Value) -> usize {
    value.to_raw().ptr as usize
}

/// Identity of an operation, for use as a map key.
pub fn operation_key<'c: 'a, 'a>(operation: &impl OperationLike<'c, 'a>) -> usize {
    operation.to_raw().ptr as usize
}

fn as_mut<'c, 'a>(operation: OperationRef<'c, 'a>) -> OperationRefMut<'c, 'a> {
    unsafe { OperationRefMut::from_raw(operation.to_raw()) }
}

/// Sets an attribute of an operation.
pub fn set_attribute<'c>(operation: OperationRef<'c, '_>, name: &str, value: Attribute<'c>) {
    as_mut(operation).set_attribute(name, value);
}

/// Replaces one operand of an operation.
pub fn set_operand<'c, 'a>(operation: OperationRef<'c, 'a>, position: usize, value: Value<'c, 'a>) {
    unsafe { mlir_sys::mlirOperationSetOperand(operation.to_raw(), position as isize, value.to_raw()) }
}

/// Detaches an operation from its block and owns it.
pub fn detach<'c>(operation: OperationRef<'c, '_>) -> Operation<'c> {
    as_mut(operation).remove_from_parent();
    unsafe { Operation::from_raw(operation.to_raw()) }
}

/// Erases an operation; nothing may use its results any more.
pub fn erase(operation: OperationRef) {
    drop(detach(operation));
}

/// The text of a string attribute.
pub fn string_value(attribute: Attribute) -> Option<String> {
    string_text(attribute).map(str::to_string)
}

/// The text of a string attribute, which lives as long as the context.
pub fn string_text<'c>(attribute: Attribute<'c>) -> Option<&'c str> {
    use melior::ir::attribute::AttributeLike;
    unsafe {
        if !mlirAttributeIsAString(attribute.to_raw()) {
            return None;
        }
        Some(crate::ffi::text(mlirStringAttrGetValue(attribute.to_raw())))
    }
}

/// The elements of an array attribute.
pub fn array_elements<'c>(attribute: Attribute<'c>) -> Option<Vec<Attribute<'c>>> {
    use melior::ir::attribute::AttributeLike;
    unsafe {
        if !mlirAttributeIsAArray(attribute.to_raw()) {
            return None;
        }
        let count = mlirArrayAttrGetNumElements(attribute.to_raw());
        Some((0..count).map(|i| Attribute::from_raw(mlirArrayAttrGetElement(attribute.to_raw(), i))).collect())
    }
}

/// The entries of a dictionary attribute, in its order.
pub fn dictionary_entries<'c>(attribute: Attribute<'c>) -> Option<Vec<(String, Attribute<'c>)>> {
    use melior::ir::attribute::AttributeLike;
    unsafe {
        if !mlirAttributeIsADictionary(attribute.to_raw()) {
            return None;
        }
        let count = mlirDictionaryAttrGetNumElements(attribute.to_raw());
        let entry = |i| {
            let named = mlirDictionaryAttrGetElement(attribute.to_raw(), i);
            let name = crate::ffi::text(mlirIdentifierStr(named.name));
            (name.to_string(), Attribute::from_raw(named.attribute))
        };
        Some((0..count).map(entry).collect())
    }
}

/// Replaces every use of a value.
pub fn replace_all_uses<'c>(value: Value<'c, '_>, by: Value<'c, '_>) {
    unsafe { mlir_sys::mlirValueReplaceAllUsesOfWith(value.to_raw(), by.to_raw()) }
}

/// A block outside any operation, to try a rewrite in. Dropping it drops what
/// was built, so no value from it may be kept.
pub struct Scratch<'c> {
    block: melior::ir::Block<'c>,
}

impl<'c> Scratch<'c> {
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self { block: melior::ir::Block::new(&[]) }
    }

    /// The block, under the lifetime of the IR around it.
    pub fn block<'a>(&self) -> melior::ir::BlockRef<'c, 'a> {
        unsafe { melior::ir::BlockRef::from_raw(self.block.to_raw()) }
    }
}

/// An operand that may not be there. melior's own accessor makes an error then,
/// for which it prints the operation and verifies the whole module.
pub fn operand<'c: 'a, 'a>(operation: OperationRef<'c, 'a>, position: usize) -> Option<Value<'c, 'a>> {
    (position < operation.operand_count()).then(|| operation.operand(position).ok()).flatten()
}

/// True if nothing uses the value.
pub fn unused(value: Value) -> bool {
    unsafe { mlir_sys::mlirValueGetFirstUse(value.to_raw()).ptr.is_null() }
}

/// How many operands the value is.
pub fn use_count(value: Value) -> usize {
    let mut count = 0;
    unsafe {
        let mut r#use = mlir_sys::mlirValueGetFirstUse(value.to_raw());
        while !r#use.ptr.is_null() {
            count += 1;
            r#use = mlir_sys::mlirOpOperandGetNextUse(r#use);
        }
    }
    count
}

/// How many operations of this name use the value as operand `position`.
pub fn uses_as_operand(value: Value, operation: &str, position: usize) -> usize {
    use mlir_sys::{
        mlirOpOperandGetNextUse, mlirOpOperandGetOperandNumber, mlirOpOperandGetOwner, mlirOperationGetName,
        mlirValueGetFirstUse,
    };
    let mut count = 0;
    unsafe {
        let mut r#use = mlirValueGetFirstUse(value.to_raw());
        while !r#use.ptr.is_null() {
            let name = mlirIdentifierStr(mlirOperationGetName(mlirOpOperandGetOwner(r#use)));
            let same = crate::ffi::text(name) == operation;
            count += usize::from(same && mlirOpOperandGetOperandNumber(r#use) as usize == position);
            r#use = mlirOpOperandGetNextUse(r#use);
        }
    }
    count
}

/// A dictionary attribute.
pub fn dictionary<'c>(context: &'c Context, entries: &[(&str, Attribute<'c>)]) -> Attribute<'c> {
    use melior::ir::attribute::AttributeLike;
    let named: Vec<_> = entries
        .iter()
        .map(|(name, value)| unsafe {
            mlir_sys::mlirNamedAttributeGet(melior::ir::Identifier::new(context, name).to_raw(), value.to_raw())
        })
        .collect();
    unsafe {
        Attribute::from_raw(mlir_sys::mlirDictionaryAttrGet(context.to_raw(), named.len() as isize, named.as_ptr()))
    }
}

/// Copies an operation; the copy stands behind it. None outside a block.
pub fn clone_after<'c, 'a>(operation: OperationRef<'c, 'a>) -> Option<OperationRef<'c, 'a>> {
    use melior::ir::BlockLike;
    let copy = unsafe { Operation::from_raw(mlir_sys::mlirOperationClone(operation.to_raw())) };
    Some(operation.block()?.insert_operation_after(operation, copy))
}

/// Moves an operation behind another.
pub fn move_after<'c, 'a>(operation: OperationRef<'c, 'a>, other: OperationRef<'c, 'a>) {
    as_mut(operation).move_after(other);
}

/// Moves an operation before another.
pub fn move_before<'c, 'a>(operation: OperationRef<'c, 'a>, other: OperationRef<'c, 'a>) {
    as_mut(operation).move_before(other);
}

/// Removes an attribute that may not be there.
pub fn remove_attribute(operation: OperationRef, name: &str) {
    if operation.has_attribute(name) {
        let _ = as_mut(operation).remove_attribute(name);
    }
}

/// Moves an operation to the front of its block.
pub fn move_to_front<'c, 'a>(operation: OperationRef<'c, 'a>) {
    use melior::ir::BlockLike;
    let first = operation.block().and_then(|block| block.first_operation());
    if let Some(first) = first.filter(|first| *first != operation) {
        as_mut(operation).move_before(first);
    }
}

/// True if one operation comes before another in program order, in whatever
/// blocks they are.
pub fn is_before<'c, 'a>(a: OperationRef<'c, 'a>, b: OperationRef<'c, 'a>) -> bool {
    let path = |mut operation: OperationRef<'c, 'a>| {
        let mut all = vec![operation];
        while let Some(parent) = operation.parent_operation() {
            all.push(parent);
            operation = parent;
        }
        all.reverse();
        all
    };
    let (a, b) = (path(a), path(b));
    match a.iter().zip(&b).find(|(x, y)| x != y) {
        Some((x, y)) => x.is_before_in_block(*y),
        None => a.len() < b.len(),
    }
}
