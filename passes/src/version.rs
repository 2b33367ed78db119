//! Versions: the optimized functions beside the kernels.

use crate::scop::read::{definition, name, operations, string_attribute};
use automphc_dialects::ir::{array_elements, dictionary_entries, erase, string_value};
use automphc_dialects::panics::caught;
use melior::ir::operation::OperationLike;
use melior::ir::r#type::TypeLike;
use melior::ir::{BlockLike, BlockRef, OperationRef, RegionLike, Value, ValueLike};

/// An argument of a version.
#[derive(Clone, Debug)]
pub struct Argument<'c, 'a> {
    pub value: Value<'c, 'a>,
    /// The Python expression that it stands for: `data`, `self.M`.
    pub name: String,
    /// `array`, `list`, `float`, `int`, ...
    pub kind: String,
}

/// The versions in a module.
pub fn versions<'c: 'a, 'a>(module: OperationRef<'c, 'a>) -> Vec<OperationRef<'c, 'a>> {
    let Some(block) = module.region(0).ok().and_then(|region| region.first_block()) else { return vec![] };
    operations(block)
        .into_iter()
        .filter(|operation| name(*operation) == "func.func" && operation.has_attribute("nparray.kernel"))
        .collect()
}

/// Runs a change on each version by itself. One whose change fails, panics or
/// leaves operations that do not verify is removed; the others are not touched.
pub fn each<'c: 'a, 'a>(
    module: OperationRef<'c, 'a>,
    mut change: impl FnMut(OperationRef<'c, 'a>) -> Result<(), String>,
) {
    for version in versions(module) {
        // A panic is a bug, but no reason to give up the other kernels.
        let outcome = caught(|| change(version)).unwrap_or_else(Err);
        if let Err(reason) = outcome.and_then(|()| verify(version)) {
            decline(version, &reason);
        }
    }
}

/// Whether MLIR accepts the version; what it objects to is no error of the module.
pub fn verify<'c: 'a, 'a>(version: OperationRef<'c, 'a>) -> Result<(), String> {
    match automphc_dialects::diagnostic::silently(&version, || version.verify()) {
        (true, _) => Ok(()),
        (false, message) => Err(format!("an internal error, please report it: {message}")),
    }
}

/// The body of a version.
pub fn body<'c: 'a, 'a>(version: OperationRef<'c, 'a>) -> Option<BlockRef<'c, 'a>> {
    version.region(0).ok()?.first_block()
}

/// The arguments of a version, from its block and its `arg_attrs`.
pub fn arguments<'c: 'a, 'a>(version: OperationRef<'c, 'a>) -> Vec<Argument<'c, 'a>> {
    let Some(block) = body(version) else { return vec![] };
    let attributes = version.attribute("arg_attrs").ok().and_then(array_elements).unwrap_or_default();
    let mut all = vec![];
    for position in 0..block.argument_count() {
        let Ok(argument) = block.argument(position) else { continue };
        let entries = attributes.get(position).copied().and_then(dictionary_entries).unwrap_or_default();
        let text =
            |key: &str| entries.iter().find(|(k, _)| k == key).and_then(|(_, v)| string_value(*v)).unwrap_or_default();
        all.push(Argument { value: argument.into(), name: text("py.name"), kind: text("py.kind") });
    }
    all
}

/// True if the version computes on lists: then every fault falls back to the original.
pub fn has_lists<'c: 'a, 'a>(version: OperationRef<'c, 'a>) -> bool {
    arguments(version).iter().any(|argument| argument.kind == "list")
}

/// True for the function that computes a tile of a parallel loop.
pub fn is_tile<'c: 'a, 'a>(version: OperationRef<'c, 'a>) -> bool {
    version.has_attribute("nparray.tile")
}

/// Removes a version, with the reason as a remark: the original stays.
pub fn decline<'c: 'a, 'a>(version: OperationRef<'c, 'a>, reason: &str) {
    let kernel = string_attribute(version, "nparray.kernel").unwrap_or_default();
    let same =
        |operation: &OperationRef<'c, 'a>| string_attribute(*operation, "nparray.kernel").as_ref() == Some(&kernel);
    let others = version.block().into_iter().flat_map(operations).filter(same).count();
    let what = if others > 1 { "loses a version" } else { "stays as it is" };
    automphc_dialects::diagnostic::remark(version.location(), &format!("{kernel} {what}: {reason}"));
    erase(version);
}

/// The operation that defines a value, if it has this name.
pub fn defined_by<'c, 'a>(value: Value<'c, 'a>, operation: &str) -> Option<OperationRef<'c, 'a>> {
    definition(value).filter(|op| name(*op) == operation)
}

/// True if the value is an index.
pub fn is_index(value: Value) -> bool {
    value.r#type().is_index()
}
