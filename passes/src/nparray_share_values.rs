//! `nparray-share-values`: what is computed twice from the same values is computed once
//! (common subexpressions).
//!
//! before: %0 = nparray.call "numpy.exp"(%x)   %1 = nparray.call "numpy.exp"(%x)
//!         %2 = nparray.call "numpy.add"(%0, %1)
//! after:  %0 = nparray.call "numpy.exp"(%x)
//!         %2 = nparray.call "numpy.add"(%0, %0)
//!
//! Helpers that are inlined repeat their arguments wherever they read them, and programs
//! repeat themselves. `nparray-share-inlined` shares the former alone, what stands at one place
//! of the source, so that it is not taken for work of the program.
//!
//! Legal: both operations have the same name, attributes, operands and type; views, constants
//! and indices depend on nothing else. A call depends on what its arrays hold as well: nothing
//! between the two writes a buffer that it reads, directly or through other calls. Only
//! elementwise functions, which have no effects. The earlier one is in the same block or in one
//! around it.
//! Not handled: the same value under commuted operands.

use crate::knowledge;
use crate::legal;
use crate::scop::read::{definition, name, operations, string_attribute};
use crate::version;
use automphc_dialects::ir::{erase, replace_all_uses, value_key};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::KnowledgeBase;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, RegionLike, Value, ValueLike};
use std::collections::{BTreeSet, HashMap};

pub const PASS: PassInfo =
    PassInfo { argument: "nparray-share-values", description: "compute common subexpressions once", run };

pub const PASS_INLINED: PassInfo =
    PassInfo { argument: "nparray-share-inlined", description: "compute once what inlining repeats", run: run_inlined };

fn run(module: OperationRef, options: &Options) -> PassResult {
    share_all(module, options, false)
}

fn run_inlined(module: OperationRef, options: &Options) -> PassResult {
    share_all(module, options, true)
}

fn share_all(module: OperationRef, options: &Options, by_place: bool) -> PassResult {
    let kb = knowledge::of(module, options)?;
    version::each(module, |version| {
        if let Some(body) = version::body(version) {
            share(&kb, operations(body), Known::new(), by_place);
        }
        Ok(())
    });
    Ok(())
}

/// What has been computed: the result by everything that it depends on, and the buffers whose
/// contents it was computed from.
type Known<'c, 'a> = HashMap<String, (Value<'c, 'a>, BTreeSet<usize>)>;

fn share<'c: 'a, 'a>(kb: &KnowledgeBase, block: Vec<OperationRef<'c, 'a>>, mut known: Known<'c, 'a>, by_place: bool) {
    for operation in block {
        match written(operation) {
            Some(buffers) => known.retain(|_, (_, reads)| {
                legal!("nparray-share-values: what it was computed from is unchanged", reads.is_disjoint(&buffers))
            }),
            None => known.retain(|_, (_, reads)| reads.is_empty()),
        }
        for region in operation.regions() {
            if let Some(inner) = region.first_block() {
                share(kb, operations(inner), known.clone(), by_place);
            }
        }
        let Some(mut key) = key(kb, operation) else { continue };
        if by_place && name(operation) == "nparray.call" {
            key.push_str(&operation.location().to_string());
        }
        let Ok(result) = operation.result(0) else { continue };
        let result: Value = result.into();
        match known.get(&key) {
            Some((earlier, _)) => {
                replace_all_uses(result, *earlier);
                erase(operation);
            }
            None => {
                let reads = if name(operation) == "nparray.call" { buffers(result) } else { BTreeSet::new() };
                known.insert(key, (result, reads));
            }
        }
    }
}

/// Everything that a result depends on but the contents of arrays; None for operations that
/// may not be shared.
fn key<'c: 'a, 'a>(kb: &KnowledgeBase, operation: OperationRef<'c, 'a>) -> Option<String> {
    let kind = name(operation);
    match kind.as_str() {
        "nparray.view" | "nparray.constant" | "nparray.index_value" | "affine.apply" | "arith.constant" => {}
        "nparray.call" => {
            let callee = string_attribute(operation, "callee")?;
            kb.function(&callee).filter(|function| function.elementwise)?;
        }
        _ => return None,
    }
    let operands: Vec<_> = operation.operands().map(value_key).collect();
    // The name that the program gave a value says nothing of it.
    let attributes = operation.attributes().filter(|(attribute, _)| attribute.as_string_ref().as_str() != Ok("name"));
    let attributes: Vec<_> = attributes.map(|(attribute, value)| format!("{attribute:?} {value}")).collect();
    let r#type = operation.result(0).ok()?.r#type();
    Some(format!("{kind} {operands:?} {attributes:?} {type}"))
}

/// The buffers that a value is computed from.
fn buffers(value: Value) -> BTreeSet<usize> {
    let Some(operation) = definition(value) else { return BTreeSet::from([value_key(value)]) };
    match name(operation).as_str() {
        "nparray.view" | "nparray.call" => operation.operands().flat_map(buffers).collect(),
        _ => BTreeSet::from([value_key(value)]),
    }
}

/// The buffers that an operation and what is in it may write; None for any.
fn written(operation: OperationRef) -> Option<BTreeSet<usize>> {
    let kind = name(operation);
    let mut all = match kind.as_str() {
        "nparray.store" => buffers(operation.operand(1).ok()?),
        "nparray.repack" => buffers(operation.operand(2).ok()?),
        _ if kind.starts_with("py.") => return None,
        _ => BTreeSet::new(),
    };
    for region in operation.regions() {
        for inner in region.first_block().into_iter().flat_map(operations) {
            all.extend(written(inner)?);
        }
    }
    Some(all)
}
