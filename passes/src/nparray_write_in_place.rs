//! `nparray-write-in-place`: a call writes its result where it is stored.
//!
//! before: %p = nparray.call "numpy.dot"(%a, %b)      nparray.store %p, %c
//! after:  %p = nparray.call "numpy.matmul"(%a, %b)   nparray.store %p, %c {out}
//!
//! A store with `out` is printed as `np.matmul(a, b, out=c)`: no temporary array
//! and no copy. `dot` insists on contiguous targets, `matmul` takes any.
//!
//! Legal: the function accepts `out=`, its result has the rank and the element
//! type of the target, and nothing but the store uses it. Elementwise functions
//! and products are ufuncs, which read overlapping operands as if they were
//! copies; any other function must not read the target's array.
//! Not handled: updates and masked stores.

use crate::knowledge;
use crate::legal;
use crate::scop::read::{definition, name, operations, string_attribute};
use crate::version;
use automphc_dialects::ir::{array_elements, context_of, set_attribute, string_value, use_count, value_key};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types::{buffer_element, buffer_rank};
use automphc_kb::KnowledgeBase;
use melior::ir::attribute::StringAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, BlockLike, OperationRef, RegionLike, Value, ValueLike};

pub const PASS: PassInfo =
    PassInfo { argument: "nparray-write-in-place", description: "let calls write their results to their targets", run };

fn run(module: OperationRef, options: &Options) -> PassResult {
    let kb = knowledge::of(module, options)?;
    version::each(module, |version| {
        visit(version, &mut |operation| {
            if name(operation) == "nparray.store" {
                write_in_place(&kb, operation);
            }
        });
        Ok(())
    });
    Ok(())
}

/// Visits every operation below one.
fn visit<'c: 'a, 'a>(operation: OperationRef<'c, 'a>, f: &mut impl FnMut(OperationRef<'c, 'a>)) {
    for region in operation.regions() {
        let mut block = region.first_block();
        while let Some(current) = block {
            for inner in operations(current) {
                f(inner);
                visit(inner, f);
            }
            block = current.next_in_region();
        }
    }
}

fn write_in_place<'c: 'a, 'a>(kb: &KnowledgeBase, store: OperationRef<'c, 'a>) {
    let (Ok(value), Ok(target)) = (store.operand(0), store.operand(1)) else { return };
    let plain = store.operand_count() == 2 && !store.has_attribute("update") && !store.has_attribute("bind");
    let Some(call) = version::defined_by(value, "nparray.call").filter(|_| plain) else { return };
    let Some(callee) = string_attribute(call, "callee") else { return };
    let rank = buffer_rank(target.r#type());
    let points = version::defined_by(target, "nparray.view").is_some_and(|view| {
        let axes = view.attribute("axes").ok().and_then(array_elements).unwrap_or_default();
        axes.into_iter().filter_map(string_value).any(|axis| axis == "points")
    });
    // What points select is a copy.
    let fits = legal!("nparray-write-in-place: the target is a view", !points)
        && rank.is_some_and(|rank| rank > 0)
        && rank == buffer_rank(value.r#type())
        && legal!(
            "nparray-write-in-place: target and result are of one type",
            buffer_element(target.r#type()) == buffer_element(value.r#type())
        );
    let Some(function) = kb.function(&callee).filter(|function| function.out && fits) else { return };
    let context = context_of(&store);
    let product = matches!(callee.as_str(), "numpy.dot" | "numpy.matmul");
    let root = root_of(target);
    let overlaps = call.operands().any(|operand| reads(operand, root));
    let apart =
        legal!("nparray-write-in-place: what it reads is elsewhere", !overlaps || function.elementwise || product);
    if !legal!("nparray-write-in-place: nothing else uses the result", use_count(value) == 1) || !apart {
        return;
    }
    if callee == "numpy.dot" {
        let scalar = call.operands().any(|operand| buffer_rank(operand.r#type()).is_none_or(|r| !(1..=2).contains(&r)));
        if scalar || kb.function("numpy.matmul").is_none() {
            return;
        }
        set_attribute(call, "callee", StringAttribute::new(context, "numpy.matmul").into());
    }
    set_attribute(store, "out", Attribute::unit(context));
}

/// The buffer that a view is part of, by its key.
fn root_of(value: Value) -> usize {
    match version::defined_by(value, "nparray.view").and_then(|view| view.operand(0).ok()) {
        Some(source) => root_of(source),
        None => value_key(value),
    }
}

/// True if a value is made from the contents of a buffer.
fn reads(value: Value, buffer: usize) -> bool {
    let made = |operation: OperationRef| {
        name(operation) != "nparray.dim" && operation.operands().any(|operand| reads(operand, buffer))
    };
    value_key(value) == buffer || definition(value).is_some_and(made)
}
