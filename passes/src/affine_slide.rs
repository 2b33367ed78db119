//! `affine-slide`: sums over a window that slides along arrays go by the window's places.
//!
//! before: affine.for %i { affine.for %j { affine.for %k { y[%i, %j] = y[%i, %j] + x[%i + %k, %j] * w[%k] } } }
//! after:  affine.for %k { affine.for %i { affine.for %j { y[%i, %j] = y[%i, %j] + x[%i + %k, %j] * w[%k] } } }
//!
//! A subscript that adds a variable of the target and a variable of the sum is no axis of any call: one of the two
//! stays a Python loop. That over the window leaves whole slices to each call, or whole products of matrices.
//!
//! Legal: the nest is one statement that sums (or takes the largest or least) into elements that its terms do not
//! read, and its bounds do not depend on its loops: its instances may run in any order, up to regrouped sums. Done
//! where the window is shorter than what it slides along. Where that is known only at run time, it is a guard, and
//! the version as it was stays behind the new one.
//! Not handled: `--fp=strict`; in kernels on arrays, functions that raise, as an exception must find the arrays as the
//! program would have left them.

use crate::affine_distribute::may_raise;
use crate::build::Builder;
use crate::convert_nparray_to_affine::bounds::{self, Condition};
use crate::legal;
use crate::scop::domain::{implies, never};
use crate::scop::{chain, read, write, Lin, Loop, Node, Scop, Statement, Var};
use crate::version::{self, versions};
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::{clone_after, context_of, set_attribute};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::expr::Expr;
use melior::ir::attribute::StringAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, OperationRef};
use std::collections::BTreeSet;

pub const PASS: PassInfo =
    PassInfo { argument: "affine-slide", description: "let sums over sliding windows go by the window's places", run };

/// Marks a version whose guards say that it gains.
pub const GAINS: &str = "nparray.gains";

/// How many more places there must be than the window has elements: what is smaller than that is over before
/// guards have been tested. In a plane there are as many more on each side.
const MARGIN: i64 = 16;
const MARGIN_IN_PLANES: i64 = 3;

fn run(module: OperationRef, options: &Options) -> PassResult {
    if options.get("fp") == Some("strict") {
        return Ok(());
    }
    for version in versions(module) {
        let Some(mut scop) = read::read(version) else { continue };
        let mut pass = Sliding {
            facts: crate::affine_guard_memory::facts(&mut scop),
            lists: version::has_lists(version),
            wanted: vec![],
            changed: false,
        };
        let body = std::mem::take(&mut scop.body);
        scop.body = body.into_iter().map(|node| pass.node(&scop, node)).collect();
        if pass.changed {
            apply(version, scop, pass.wanted);
        }
    }
    Ok(())
}

/// Writes the version anew, under its conditions; a copy of what it was stays behind it.
fn apply<'c: 'a, 'a>(version: OperationRef<'c, 'a>, mut scop: Scop<'c, 'a>, wanted: Vec<Condition<'c>>) {
    let context = context_of(&version);
    if !wanted.is_empty() {
        let Some(copy) = clone_after(version) else { return };
        let name = read::string_attribute(version, "sym_name").unwrap_or_default();
        set_attribute(copy, "sym_name", StringAttribute::new(context, &format!("{name}$narrow")).into());
    }
    let Some(block) = version::body(version) else { return };
    let builder = Builder { context, block, location: version.location() };
    let guards = bounds::guards(builder, &scop, &wanted, &[]).unwrap_or_default();
    let position = bounds::after_guards(&scop.body);
    scop.body.splice(position..position, guards.into_iter().map(Node::Other));
    set_attribute(version, GAINS, Attribute::unit(context));
    write::write(context, &scop);
}

struct Sliding<'c> {
    facts: Vec<Lin>,
    lists: bool,
    /// That windows are shorter than what they slide along.
    wanted: Vec<Condition<'c>>,
    changed: bool,
}

impl<'c> Sliding<'c> {
    fn node<'a>(&mut self, scop: &Scop<'c, 'a>, node: Node<'c, 'a>) -> Node<'c, 'a> {
        if !self.lists && !legal!("affine-slide: nothing raises", !may_raise(&node)) {
            return node;
        }
        let Node::Loop(mut l) = node else { return node };
        if let Some(better) = self.slid(scop, &l) {
            self.changed = true;
            return better;
        }
        let body = std::mem::take(&mut l.body);
        l.body = body.into_iter().map(|node| self.node(scop, node)).collect();
        Node::Loop(l)
    }

    /// The nest with the loops over its windows outermost.
    fn slid<'a>(&mut self, scop: &Scop<'c, 'a>, l: &Loop<'c, 'a>) -> Option<Node<'c, 'a>> {
        let [inner] = l.body.as_slice() else { return None };
        let (mut loops, statement) = chain(inner)?;
        loops.insert(0, l);
        let plain = |l: &&Loop| scop.loops[l.id].step == 1 && is_rectangular(l);
        if !legal!("affine-slide: no loop moves another's bounds", loops.iter().all(plain)) {
            return None;
        }
        let windows = windows(&loops, statement)?;
        let position = |id: usize| loops.iter().position(|l| l.id == id);
        let last_window = windows.iter().filter_map(|(_, window)| position(*window)).max()?;
        let first_place = windows.iter().filter_map(|(place, _)| position(*place)).min()?;
        if last_window < first_place {
            return None;
        }
        let mut wanted = vec![];
        for (place, window) in &windows {
            let margin = if windows.len() > 1 { MARGIN_IN_PLANES } else { MARGIN };
            wanted.extend(self.condition(loops[position(*place)?], loops[position(*window)?], margin)?);
        }
        let location = scop.loops[l.id].location;
        self.wanted.extend(wanted.into_iter().map(|expression| Condition { expression, location }));
        remark(location, "the loops over the window come first: whole slices are left inside them");
        let is_window = |l: &&&Loop<'c, 'a>| windows.iter().any(|(_, window)| *window == l.id);
        let order = loops.iter().filter(is_window).chain(loops.iter().filter(|l| !is_window(l)));
        let order: Vec<&Loop> = order.copied().collect();
        let innermost = Node::Statement(statement.clone());
        Some(order.into_iter().rev().fold(innermost, |body, l| Node::Loop(Loop { body: vec![body], ..l.header() })))
    }

    /// The window is shorter than the place's range: nothing if that is known, None if it is not so.
    fn condition(&self, place: &Loop, window: &Loop, margin: i64) -> Option<Option<Lin>> {
        let extent = |l: &Loop| l.upper[0].clone() - l.lower[0].clone();
        let fits = extent(place) - extent(window) + -margin;
        let holds = implies(&self.facts, &fits);
        let possible = !never(&[self.facts.as_slice(), std::slice::from_ref(&fits)].concat());
        possible.then_some((!holds).then_some(fits))
    }
}

/// True if the loop has one bound on each side, which no other loop moves.
fn is_rectangular(l: &Loop) -> bool {
    let fixed = |bounds: &[Lin]| bounds.len() == 1 && bounds[0].terms.keys().all(|v| matches!(v, Var::Symbol(_)));
    fixed(&l.lower) && fixed(&l.upper)
}

/// Each loop over the target's elements with the loop over a window that slides along it.
fn windows(loops: &[&Loop], statement: &Statement) -> Option<BTreeSet<(usize, usize)>> {
    let (_, term) = statement.accumulation().filter(|_| statement.text.is_none())?;
    if !legal!("affine-slide: no term reads the target", !crate::scop::reads(term, statement.write.array)) {
        return None;
    }
    let of_target = |id: usize| statement.write.index.iter().any(|lin| lin.uses(&Var::Loop(id)));
    let (places, sums): (Vec<usize>, Vec<usize>) = loops.iter().map(|l| l.id).partition(|id| of_target(*id));
    let mut found = BTreeSet::new();
    term.visit(&mut |e| {
        let Expr::Read { index, .. } = e else { return };
        for lin in index {
            let within = |ids: &[usize]| ids.iter().copied().filter(|id| lin.uses(&Var::Loop(*id))).collect::<Vec<_>>();
            let (places, sums) = (within(&places), within(&sums));
            found.extend(places.iter().flat_map(|place| sums.iter().map(move |sum| (*place, *sum))));
        }
    });
    let distinct = |all: Vec<usize>| all.into_iter().collect::<BTreeSet<_>>().len();
    let (slid, summed) =
        (distinct(found.iter().map(|pair| pair.0).collect()), distinct(found.iter().map(|pair| pair.1).collect()));
    (summed > 0 && summed <= slid).then_some(found)
}
