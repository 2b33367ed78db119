//! `nparray-hoist-invariants`: what is the same in every iteration of a loop is computed before it.
//!
//! before: affine.for %i ... { %s = nparray.call "numpy.exp"(%x)   %p = nparray.call "numpy.dot"(%part, %s) ... }
//! after:  %s = nparray.call "numpy.exp"(%x)   affine.for %i ... { %p = nparray.call "numpy.dot"(%part, %s) ... }
//!
//! Strips of a product's rows all read the whole of its other operand.
//!
//! Legal: the call is an elementwise function of arrays, a product or a transpose, which neither raise nor
//! have effects; its operands are defined before the loop, or are views and bounds that are; nothing in the
//! loop writes a buffer that it reads, and the loop has no text, which may write anything. A loop without
//! iterations so computes a value that nobody reads.
//! Not handled: reductions, and what is invariant in an inner loop alone of two that are interchanged.

use crate::knowledge;
use crate::legal;
use crate::scop::read::{definition, name, operations, string_attribute};
use crate::version;
use automphc_dialects::ir::{move_before, operation_key, value_key};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types::buffer_rank;
use automphc_kb::KnowledgeBase;
use melior::ir::operation::OperationLike;
use melior::ir::{BlockLike, OperationRef, RegionLike, Value, ValueLike};
use std::collections::BTreeSet;

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-hoist-invariants",
    description: "compute before a loop what is the same in all its iterations",
    run,
};

fn run(module: OperationRef, options: &Options) -> PassResult {
    let kb = knowledge::of(module, options)?;
    version::each(module, |version| {
        visit(&kb, version);
        Ok(())
    });
    Ok(())
}

/// Inner loops first: what leaves them may leave the outer ones too.
fn visit(kb: &KnowledgeBase, operation: OperationRef) {
    for region in operation.regions() {
        for inner in region.first_block().into_iter().flat_map(operations) {
            visit(kb, inner);
            if name(inner) == "affine.for" {
                hoist(kb, inner);
            }
        }
    }
}

fn hoist(kb: &KnowledgeBase, l: OperationRef) {
    let mut inside = Inside::default();
    inside.note(l);
    let Some(body) = l.region(0).ok().and_then(|region| region.first_block()).filter(|_| !inside.text) else { return };
    for operation in operations(body) {
        let array = operation.result(0).is_ok_and(|result| buffer_rank(result.r#type()).is_some_and(|rank| rank > 0));
        if name(operation) == "nparray.call" && array && computes(kb, operation) {
            let mut moved = Vec::new();
            if inside.is_invariant(kb, operation, &mut moved) {
                for operation in moved {
                    move_before(operation, l);
                    inside.operations.remove(&operation_key(&operation));
                }
            }
        }
    }
}

/// True for calls that do some work, and neither raise nor have effects.
fn computes(kb: &KnowledgeBase, call: OperationRef) -> bool {
    let callee = string_attribute(call, "callee").unwrap_or_default();
    let product = matches!(callee.as_str(), "numpy.dot" | "numpy.matmul" | "numpy.einsum");
    product || kb.function(&callee).is_some_and(|function| function.elementwise)
}

/// What is in a loop.
#[derive(Default)]
struct Inside {
    operations: BTreeSet<usize>,
    /// The variables of the loop and of those in it.
    variables: BTreeSet<usize>,
    /// Buffers that are written.
    written: BTreeSet<usize>,
    /// Something may write anything.
    text: bool,
}

impl Inside {
    fn note<'c: 'a, 'a>(&mut self, operation: OperationRef<'c, 'a>) {
        let kind = name(operation);
        let target = match kind.as_str() {
            "nparray.store" | "affine.store" => operation.operand(1).ok(),
            "nparray.repack" => operation.operand(2).ok(),
            "affine.for" | "affine.if" | "affine.apply" | "affine.min" | "affine.max" | "affine.load"
            | "affine.yield" | "memref.alloc" => None,
            "nparray.view"
            | "nparray.call"
            | "nparray.constant"
            | "nparray.dim"
            | "nparray.index_value"
            | "nparray.scalar"
            | "nparray.strip_rows" => None,
            _ if kind.starts_with("arith.") || kind.starts_with("math.") => None,
            _ => {
                self.text = true;
                None
            }
        };
        self.written.extend(target.iter().flat_map(|target| buffers(*target)));
        for block in operation.regions().filter_map(|region| region.first_block()) {
            let arguments = (0..block.argument_count()).filter_map(|position| block.argument(position).ok());
            self.variables.extend(arguments.map(|argument| value_key(argument.into())));
            for inner in operations(block) {
                self.operations.insert(operation_key(&inner));
                self.note(inner);
            }
        }
    }

    /// The value of the operation is the same in all iterations; `moved` are the operations that it needs, in order.
    fn is_invariant<'c: 'a, 'a>(
        &self,
        kb: &KnowledgeBase,
        operation: OperationRef<'c, 'a>,
        moved: &mut Vec<OperationRef<'c, 'a>>,
    ) -> bool {
        if !self.operations.contains(&operation_key(&operation)) || moved.contains(&operation) {
            return true;
        }
        let movable = match name(operation).as_str() {
            "nparray.view" | "nparray.constant" | "nparray.index_value" | "affine.apply" | "arith.constant" => true,
            "nparray.call" => {
                string_attribute(operation, "callee").as_deref() == Some("numpy.transpose") || computes(kb, operation)
            }
            _ => false,
        };
        let reads = operation.result(0).map(|result| buffers(result.into())).unwrap_or_default();
        let defined = |operand: Value<'c, 'a>, moved: &mut Vec<_>| match definition(operand) {
            Some(definition) => self.is_invariant(kb, definition, moved),
            // An argument of the version, or the variable of a loop.
            None => !self.variables.contains(&value_key(operand)),
        };
        let kept =
            legal!("nparray-hoist-invariants: the loop writes nothing it reads", reads.is_disjoint(&self.written));
        let invariant = movable && kept && operation.operands().all(|operand| defined(operand, moved));
        if invariant {
            moved.push(operation);
        }
        invariant
    }
}

/// The buffers that a value is computed from.
fn buffers(value: Value) -> BTreeSet<usize> {
    let Some(operation) = definition(value) else { return BTreeSet::from([value_key(value)]) };
    match name(operation).as_str() {
        "nparray.view" => operation.operand(0).map(buffers).unwrap_or_default(),
        "nparray.call" => operation.operands().flat_map(buffers).collect(),
        _ => BTreeSet::from([value_key(value)]),
    }
}
