//! `affine-tile`: sums over earlier steps of a sequential loop, a tile of steps at a time.
//!
//! before: for %s { for %i = %s { for %k = 0 to %s { A[%i, %s] -= A[%i, %k] * A[%s, %k] } }  … }
//! after:  for %b = 0 to n step 64 {
//!           for %s = %b to min(%b + 64, n) { for %i = %s { for %k = 0 to %b { A[%i, %s] -= … } } }
//!           for %s = %b to min(%b + 64, n) { for %i = %s { for %k = %b to %s { A[%i, %s] -= … } }  … } }
//!
//! The terms of earlier tiles are one product for all steps of the tile; only
//! those of the tile itself stay sequential (blocked factorizations).
//!
//! Legal: the terms that move to the start of the tile come before no access of
//! the tile's steps that they must follow, asked exactly for every pair of
//! accesses to one element (except of an accumulator to itself).
//! Not handled: tiles in two loops; sums that do not end at the step.

use crate::legal;
use crate::scop::order::{exists, second, Question, Site};
use crate::scop::{chain, domain, read, write, Lin, Loop, Node, Scop, Var};
use crate::version::versions;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use melior::ir::OperationRef;

pub const PASS: PassInfo = PassInfo {
    argument: "affine-tile",
    description: "tile sequential loops whose sums reach back to their start",
    run,
};

/// Steps per tile: their part that stays sequential should fit the cache.
const TILE: i64 = 64;

fn run(module: OperationRef, options: &Options) -> PassResult {
    let tile = options.get("tile").and_then(|t| t.parse().ok()).filter(|t| *t > 1).unwrap_or(TILE);
    for version in versions(module) {
        let Some(mut scop) = read::read(version) else { continue };
        let facts = crate::affine_guard_memory::facts(&mut scop);
        let mut changed = false;
        let body = std::mem::take(&mut scop.body);
        let body = body.into_iter().map(|node| visit(&mut scop, node, &facts, tile, &mut changed)).collect();
        scop.body = body;
        if changed {
            write::write(context_of(&version), &scop);
        }
    }
    Ok(())
}

fn visit<'c, 'a>(
    scop: &mut Scop<'c, 'a>,
    node: Node<'c, 'a>,
    facts: &[Lin],
    tile: i64,
    changed: &mut bool,
) -> Node<'c, 'a> {
    let Node::Loop(mut l) = node else { return node };
    if let Some(tiled) = tiled(scop, &l, facts, tile) {
        *changed = true;
        return Node::Loop(tiled);
    }
    let inner = [facts, &domain::constraints(&[&l])].concat();
    let body = std::mem::take(&mut l.body);
    l.body = body.into_iter().map(|node| visit(scop, node, &inner, tile, changed)).collect();
    Node::Loop(l)
}

/// The loop in tiles, if a sum gains from it.
fn tiled<'c, 'a>(scop: &mut Scop<'c, 'a>, l: &Loop<'c, 'a>, facts: &[Lin], tile: i64) -> Option<Loop<'c, 'a>> {
    let ([lower], [upper]) = (l.lower.as_slice(), l.upper.as_slice()) else { return None };
    if scop.loops[l.id].step != 1 || l.body.len() < 2 {
        return None;
    }
    let mut sites = vec![];
    for node in &l.body {
        let (loops, statement) = chain(node)?;
        sites.push(Site { loops: [l].into_iter().chain(loops).collect(), statement });
    }
    let start = scop.loops.len();
    let early: Vec<bool> = sites.iter().map(|site| splits(site, lower, facts)).collect();
    let early: Vec<bool> =
        early.iter().enumerate().map(|(n, fits)| *fits && moves(&sites, n, start, tile, facts)).collect();
    if !early.contains(&true) {
        return None;
    }
    let info = scop.loops[l.id].clone();
    let location = info.location;
    let block = scop.new_loop(crate::scop::LoopInfo { name: None, step: tile, ..info });
    let begin = Affine::var(Var::Loop(block));
    let steps =
        |body| Loop { id: l.id, lower: vec![begin.clone()], upper: vec![begin.clone() + tile, upper.clone()], body };
    let mut body = vec![];
    let mut rest = vec![];
    for (node, early) in l.body.iter().zip(early) {
        if early {
            body.push(Node::Loop(steps(vec![cut(node, None, Some(&begin))])));
            rest.push(cut(node, Some(&begin), None));
        } else {
            rest.push(node.clone());
        }
    }
    body.push(Node::Loop(steps(rest)));
    remark(location, &format!("runs in tiles of {tile} steps"));
    Some(Loop { id: block, lower: vec![lower.clone()], upper: vec![upper.clone()], body })
}

/// True for a sum into a matrix that ends at the loop's step.
fn splits(site: &Site, lower: &Lin, facts: &[Lin]) -> bool {
    let [outer, inner @ .., sum] = site.loops.as_slice() else { return false };
    let written = |l: &&Loop| site.statement.write.index.iter().any(|lin| lin.uses(&Var::Loop(l.id)));
    let ([first], [end]) = (sum.lower.as_slice(), sum.upper.as_slice()) else { return false };
    let step = Affine::var(Var::Loop(outer.id));
    let at_step = (end.clone() - step).as_constant().is_some_and(|c| (0..=1).contains(&c));
    let symbols = first.terms.keys().all(|v| matches!(v, Var::Symbol(_)));
    let combine = site.statement.accumulation().map(|(combine, _)| combine);
    inner.iter().any(&written)
        && !written(sum)
        && matches!(combine, Some("add" | "subtract"))
        && legal!("affine-tile: the sum ends at the step", at_step)
        && symbols
        && domain::implies(facts, &(lower.clone() - first.clone()))
}

/// True if the terms before the tile may all be added at its start.
fn moves(sites: &[Site], own: usize, begin: usize, tile: i64, facts: &[Lin]) -> bool {
    // The tile's start is one number for both instances: a symbol of its own.
    let begin = Affine::var(Var::Symbol(1 << 20 | begin));
    let site = &sites[own];
    let step = |lin: Lin| [lin.clone() - begin.clone(), begin.clone() - lin + (tile - 1)];
    let outer = Affine::var(Var::Loop(site.loops[0].id));
    let mut extra = vec![];
    extra.extend(step(outer.clone()));
    extra.extend(step(second(&outer)));
    if let Some(sum) = site.loops.last() {
        extra.push(begin.clone() - second(&Affine::var(Var::Loop(sum.id))) + -1);
    }
    let precedes = |(position, other): (usize, &Site)| {
        exists(other, site, &Question { textual: position < own, blocking: false, facts, extra: &extra })
    };
    legal!("affine-tile: no term moves before what it must follow", !sites.iter().enumerate().any(precedes))
}

/// A nest whose innermost loop starts or ends elsewhere.
fn cut<'c, 'a>(node: &Node<'c, 'a>, lower: Option<&Lin>, upper: Option<&Lin>) -> Node<'c, 'a> {
    let Node::Loop(l) = node else { return node.clone() };
    let mut l = l.clone();
    if matches!(l.body.as_slice(), [Node::Statement(_)]) {
        if let Some(lower) = lower {
            l.lower = vec![lower.clone()];
        }
        if let Some(upper) = upper {
            l.upper = vec![upper.clone()];
        }
    } else {
        l.body = l.body.iter().map(|inner| cut(inner, lower, upper)).collect();
    }
    Node::Loop(l)
}
