//! `nparray-forward-stores`: a temporary that is stored and read once is the value itself.
//!
//! before: %v = nparray.call "numpy.minimum"(…)  nparray.store %v, T[:%k]   %t = nparray.view T[:%k]  nparray.store %t, %p
//! after:  %v = nparray.call "numpy.minimum"(…)  nparray.store %v, %p
//!
//! Statements whose right side overlaps their target go through a temporary,
//! so that their loops can be moved. As calls they read everything before they
//! write: there it is one copy too many.
//!
//! Legal: the temporary is the compiler's own; every part of it that is read is
//! the part that the store before it, in the same block, wrote whole; what is
//! stored is the result of a call, which shares no memory, of the type that is
//! read; each part is stored and read once.
//! Not handled: parts of what was stored; temporaries with masks.

use crate::knowledge;
use crate::legal;
use crate::scop::read::{definition, name, operations, string_attribute};
use crate::version;
use automphc_dialects::ir::{erase, is_before, replace_all_uses, use_count, value_key};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::KnowledgeBase;
use melior::ir::operation::OperationLike;
use melior::ir::{BlockLike, OperationRef, RegionLike, Value, ValueLike};

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-forward-stores",
    description: "replace temporaries by the values that are stored in them",
    run,
};

fn run(module: OperationRef, options: &Options) -> PassResult {
    let kb = knowledge::of(module, options)?;
    version::each(module, |version| {
        let mut all = vec![];
        below(version, &mut all);
        let temporaries: Vec<_> = all.iter().copied().filter(|op| name(*op) == "memref.alloc").collect();
        for alloc in temporaries {
            if let Some(pairs) = pairs(&kb, alloc, &all) {
                forward(alloc, &pairs);
                all.clear();
                below(version, &mut all);
            }
        }
        Ok(())
    });
    Ok(())
}

/// Puts the stored values where the parts are read, and erases the temporary.
fn forward(alloc: OperationRef, pairs: &[Pair]) {
    for pair in pairs {
        let (Ok(value), Ok(part)) = (pair.store.operand(0), pair.read.result(0)) else { continue };
        replace_all_uses(part.into(), value);
        for operation in [pair.store, pair.target, pair.read] {
            erase(operation);
        }
    }
    erase(alloc);
}

/// Every operation below one, in order.
fn below<'c: 'a, 'a>(operation: OperationRef<'c, 'a>, all: &mut Vec<OperationRef<'c, 'a>>) {
    for region in operation.regions() {
        let mut block = region.first_block();
        while let Some(current) = block {
            for inner in operations(current) {
                all.push(inner);
                below(inner, all);
            }
            block = current.next_in_region();
        }
    }
}

/// A store into a part of the temporary, and the view that reads the part.
struct Pair<'c, 'a> {
    store: OperationRef<'c, 'a>,
    target: OperationRef<'c, 'a>,
    read: OperationRef<'c, 'a>,
}

/// Stores and reads of the temporary, each read with the store before it.
fn pairs<'c, 'a>(
    kb: &KnowledgeBase,
    alloc: OperationRef<'c, 'a>,
    all: &[OperationRef<'c, 'a>],
) -> Option<Vec<Pair<'c, 'a>>> {
    let temporary: Value = alloc.result(0).ok()?.into();
    if alloc.has_attribute("name") || alloc.has_attribute("observed") {
        return None;
    }
    let mut pairs = vec![];
    let mut stored: Option<(OperationRef, OperationRef)> = None;
    let users = |value: Value| {
        all.iter()
            .copied()
            .filter(move |op| op.operands().any(|o| value_key(o) == value_key(value)))
            .collect::<Vec<_>>()
    };
    // Views stand where they are used: their order is that of what uses them.
    for view in users(temporary) {
        let part = (name(view) == "nparray.view").then(|| view.result(0).ok())??;
        let [user] = users(part.into())[..] else { return None };
        let is_target = name(user) == "nparray.store" && user.operand(1).is_ok_and(|o| o == part.into());
        if is_target {
            let plain = user.operand_count() == 2 && !["update", "bind", "out"].iter().any(|a| user.has_attribute(a));
            if !legal!("nparray-forward-stores: the store replaces all of the part", plain) || stored.is_some() {
                return None;
            }
            stored = Some((user, view));
        } else {
            let (store, target) = stored.take()?;
            let same =
                legal!("nparray-forward-stores: the part that is read is the part stored", same_part(target, view));
            let fits = user.block() == store.block() && is_before(store, user) && same;
            let fresh = legal!("nparray-forward-stores: it is a call's own result", is_fresh(kb, store, view));
            pairs.push((fits && fresh).then_some(Pair { store, target, read: view })?);
        }
    }
    (stored.is_none() && !pairs.is_empty()).then_some(pairs)
}

/// True if what is stored is a call's own result, of the type that is read.
fn is_fresh(kb: &KnowledgeBase, store: OperationRef, read: OperationRef) -> bool {
    let (Ok(value), Ok(part)) = (store.operand(0), read.result(0)) else { return false };
    let call = version::defined_by(value, "nparray.call").and_then(|call| string_attribute(call, "callee"));
    let computed = call.is_some_and(|callee| {
        let product = matches!(callee.as_str(), "numpy.dot" | "numpy.matmul");
        product || kb.function(&callee).is_some_and(|function| function.elementwise)
    });
    computed && use_count(value) == 1 && value.r#type() == part.r#type()
}

/// True if two views of one array are of the same elements.
fn same_part(a: OperationRef, b: OperationRef) -> bool {
    let attributes = ["axes", "steps"].iter().all(|name| same_attribute(a, b, name));
    attributes && a.operand_count() == b.operand_count() && a.operands().zip(b.operands()).all(|(a, b)| same(a, b))
}

fn same_attribute(a: OperationRef, b: OperationRef, name: &str) -> bool {
    match (a.attribute(name), b.attribute(name)) {
        (Ok(a), Ok(b)) => a == b,
        (Err(_), Err(_)) => true,
        _ => false,
    }
}

/// True for one value, or the same sum of the same values.
fn same(a: Value, b: Value) -> bool {
    if a == b {
        return true;
    }
    let (Some(x), Some(y)) = (definition(a), definition(b)) else { return false };
    let pure = name(x) == name(y) && matches!(name(x).as_str(), "affine.apply" | "arith.constant" | "nparray.dim");
    let attributes = ["map", "value", "axis"].iter().all(|attribute| same_attribute(x, y, attribute));
    pure && attributes
        && x.operand_count() == y.operand_count()
        && x.operands().zip(y.operands()).all(|(a, b)| same(a, b))
}
