//! `affine-fuse-parallel`: nests that share a parallel loop become one `nparray.pfor` (inter-node schedule).
//!
//! before: affine.for %p = 0 to %n { affine.for %j { t[%p, %j] = a[%p, %j] * x[%j] } }
//!         affine.for %j { affine.for %p = 0 to %n { c[%p, %j] = t[%p, %j] + 1 } }
//! after:  nparray.pfor @k$version0$tile0(%n) output(%c) input(%a, %x) {output_axes = [0], input_axes = [0, -1]}
//!         func.func private @k$version0$tile0(%a, %x, %c) {
//!           %t = memref.alloc(%rows)
//!           affine.for %p { affine.for %j { t[%p, %j] = a[%p, %j] * x[%j] } }
//!           affine.for %j { affine.for %p { c[%p, %j] = t[%p, %j] + 1 } } }
//!
//! Of each run of neighbouring nests, the loops of equal bounds that the most
//! statements share are fused, in sequential loops too, which a tile goes through by itself; the
//! tile function computes a part of their
//! iterations, and the passes that follow schedule and raise it as they do any
//! version. Arrays that live inside tiles alone shrink to the tile.
//!
//! Legal: every access to an array that is written has the fused loop's variable, and the same constant beside it, as
//! the index of one axis: a tile owns a slice, no two iterations touch one element, and they may run in any order, at
//! the same time and in different memories. No statement raises or
//! is text; a function that works along one axis (`rows.rs`) is a nest over the others. A copy of the version from before the change stays behind it
//! (`nparray.fallback`), for when a later stage cannot finish the tiles.
//! Profitable: the work outside matrix products, which use all cores by
//! themselves, is `least_parallel` nanoseconds at the nominal sizes.
//! Not handled: versions on lists; loops of different bounds or shifted against
//! each other; nests around black boxes.

mod group;
mod outline;
mod rows;
mod work;

use crate::build::Builder;
use crate::cost::{self, machine::Machine, Prices};
use crate::scop::read::{self, operations};
use crate::scop::Node;
use crate::{knowledge, version};
use automphc_dialects::ir::{clone_after, context_of, erase, set_attribute};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use group::{groups, Group};
use melior::ir::attribute::StringAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, OperationRef};

pub const PASS: PassInfo = PassInfo {
    argument: "affine-fuse-parallel",
    description: "fuse nests that share a parallel loop into parallel loops over tiles",
    run,
};

fn run(module: OperationRef, options: &Options) -> PassResult {
    let machine = Machine::of(module)?;
    // A device has threads of its own, and works on whole arrays.
    if options.get("target") == Some("cupy") {
        return Ok(());
    }
    let kb = knowledge::of(module, options)?;
    version::each(module, |version| {
        if !version::has_lists(version) && !version::is_tile(version) {
            parallelize(version, Prices { machine, kb: &kb });
        }
        Ok(())
    });
    Ok(())
}

fn parallelize<'c: 'a, 'a>(version: OperationRef<'c, 'a>, prices: Prices) {
    let (Some(mut scop), Some(block)) = (read::read(version), version::body(version)) else { return };
    let facts = crate::affine_guard_memory::facts(&mut scop);
    let builder = Builder { context: context_of(&version), block, location: version.location() };
    let (known, originals) = (operations(block), scop.body.clone());
    for (position, original) in originals.iter().enumerate() {
        if let Node::Statement(statement) = original {
            if let Some(nest) = rows::nest(prices.kb, &mut scop, builder, statement, &facts) {
                scop.body[position] = nest;
            }
        }
    }
    let planes = cost::has_planes(&version::arguments(version));
    let found: Vec<Group> = groups(&scop, &facts)
        .into_iter()
        .filter(|group| work::nominal_time(&scop, group, prices, planes) >= prices.machine.least_parallel)
        .collect();
    if found.is_empty() {
        operations(block).into_iter().filter(|op| !known.contains(op)).for_each(erase);
        return;
    }
    // What is in no group stays one call.
    let fused = |position: usize| found.iter().any(|group| group.nests.iter().any(|(at, _)| *at == position));
    for (position, original) in originals.into_iter().enumerate().filter(|(position, _)| !fused(*position)) {
        scop.body[position] = original;
    }
    let stand_ins: Vec<_> = operations(block).into_iter().filter(|op| !known.contains(op)).collect();
    keep_fallback(version, stand_ins.len());
    outline::outline(scop, found, &facts, prices);
}

/// A copy of the version as it is, behind it.
fn keep_fallback<'c: 'a, 'a>(version: OperationRef<'c, 'a>, stand_ins: usize) {
    let context = context_of(&version);
    let name = read::string_attribute(version, "sym_name").unwrap_or_default();
    if let Some(copy) = clone_after(version) {
        // What calls of rows stand for was appended behind its end.
        let all = version::body(copy).map(operations).unwrap_or_default();
        all.into_iter().rev().take(stand_ins).for_each(erase);
        set_attribute(copy, "sym_name", StringAttribute::new(context, &format!("{name}$sequential")).into());
        set_attribute(copy, "nparray.fallback", Attribute::unit(context));
    }
}
