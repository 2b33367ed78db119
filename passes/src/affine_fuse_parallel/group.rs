//! Which nests share a parallel loop.

use crate::affine_distribute::may_raise;
use crate::legal;
use crate::scop::domain::implies;
use crate::scop::order::{accesses, Region, Site};
use crate::scop::{read, used_by_operations, visit_statements, Lin, Node, Scop, Var};
use automphc_kb::affine::Affine;
use std::collections::BTreeMap;

/// Neighbouring nests and the loop of each that is fused.
#[derive(Clone, Debug)]
pub struct Group {
    /// Positions in the version's body, and the fused loops of the nest there, one around each statement.
    pub nests: Vec<(usize, Vec<usize>)>,
    pub lower: Lin,
    pub upper: Lin,
    pub parts: BTreeMap<usize, Part>,
}

/// How the iterations of the fused loop share an array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Iteration `p` touches index `p + offset` of this axis.
    Slice { axis: usize, offset: i64 },
    /// Each may read all of it.
    Whole,
    /// As a slice, and nothing else touches the array.
    Local { axis: usize },
}

/// The groups of a version, none of which overlap.
pub fn groups(scop: &Scop, facts: &[Lin]) -> Vec<Group> {
    let mut all = vec![];
    let mut position = 0;
    while position < scop.body.len() {
        match largest(scop, position, facts) {
            Some(group) => {
                position = group.nests.last().map_or(position, |(at, _)| *at) + 1;
                all.push(group);
            }
            None => position += 1,
        }
    }
    all
}

/// The group from this nest on that holds the most statements; of equal ones
/// that of the outermost loop.
fn largest(scop: &Scop, first: usize, facts: &[Lin]) -> Option<Group> {
    let mut best: Option<Group> = None;
    for candidate in candidates(&scop.body[first]) {
        let Candidate { ids, lower, upper } = candidate;
        let mut group = Group { nests: vec![(first, ids)], lower, upper, parts: BTreeMap::new() };
        if !is_parallel(scop, &group) {
            continue;
        }
        extend(scop, &mut group, facts);
        group.parts = parts(scop, &group)?;
        let count = |group: &Group| group.nests.len();
        if best.as_ref().is_none_or(|best| count(&group) > count(best)) {
            best = Some(group);
        }
    }
    best
}

/// Adds the nests that follow as long as they fit.
fn extend(scop: &Scop, group: &mut Group, facts: &[Lin]) {
    let mut position = group.nests[0].0 + 1;
    while let Some(node) = scop.body.get(position) {
        if is_neutral(node) {
            position += 1;
            continue;
        }
        let same = |other: &Candidate| {
            are_equal(&other.lower, &group.lower, facts) && are_equal(&other.upper, &group.upper, facts)
        };
        let fitting = candidates(node).into_iter().filter(same).find_map(|candidate| {
            let mut longer = group.clone();
            longer.nests.push((position, candidate.ids));
            is_parallel(scop, &longer).then_some(longer)
        });
        let Some(longer) = fitting else { return };
        *group = longer;
        position += 1;
    }
}

/// Equal as written, or by the guards.
pub fn are_equal(a: &Lin, b: &Lin, facts: &[Lin]) -> bool {
    let difference = a.clone() - b.clone();
    match difference.as_constant() {
        Some(value) => value == 0,
        None => implies(facts, &difference) && implies(facts, &-difference.clone()),
    }
}

/// An operation that touches no elements: it may come before the nests.
pub fn is_neutral(node: &Node) -> bool {
    let Node::Other(operation) = node else { return false };
    let kind = read::name(*operation);
    matches!(kind.as_str(), "memref.alloc" | "nparray.dim" | "affine.apply" | "arith.constant" | "nparray.constant")
}

/// Loops of equal bounds, one around each statement of a nest.
struct Candidate {
    ids: Vec<usize>,
    lower: Lin,
    upper: Lin,
}

/// The loops of a nest that may be cut: their bounds do not depend on other loops.
fn candidates(node: &Node) -> Vec<Candidate> {
    match legal!("affine-fuse-parallel: nothing raises", !may_raise(node)) {
        true => around_all(node),
        false => vec![],
    }
}

/// The outermost first. In a sequential loop each of its nests has one.
fn around_all(node: &Node) -> Vec<Candidate> {
    let Node::Loop(l) = node else { return vec![] };
    let fixed = |bounds: &[Lin]| match bounds {
        [bound] if bound.terms.keys().all(|variable| matches!(variable, Var::Symbol(_))) => Some(bound.clone()),
        _ => None,
    };
    let own = fixed(&l.lower).zip(fixed(&l.upper)).filter(|_| l.conditions().is_none());
    let own = own.map(|(lower, upper)| Candidate { ids: vec![l.id], lower, upper });
    let Some((first, rest)) = l.body.split_first() else { return own.into_iter().collect() };
    let inner = around_all(first).into_iter().filter_map(|mut candidate| {
        for other in rest {
            let same = |own: &Candidate| own.lower == candidate.lower && own.upper == candidate.upper;
            candidate.ids.extend(around_all(other).into_iter().find(same)?.ids);
        }
        Some(candidate)
    });
    own.into_iter().chain(inner).collect()
}

/// The statements of a group with their loops, and the fused one.
fn sites<'n, 'c, 'a>(scop: &'n Scop<'c, 'a>, group: &Group) -> Vec<(Site<'n, 'c, 'a>, usize)> {
    let mut all = vec![];
    for (position, fused) in &group.nests {
        visit_statements(std::slice::from_ref(&scop.body[*position]), &mut vec![], &mut |loops, statement| {
            let own = loops.iter().find(|l| fused.contains(&l.id));
            all.extend(own.map(|own| (Site { loops: loops.to_vec(), statement }, own.id)));
        });
    }
    all
}

/// The legality condition of the pass, of a group whose last nest is new: what is not understood stays outside, and
/// each iteration writes parts of its own.
fn is_parallel(scop: &Scop, group: &Group) -> bool {
    let Some((last, _)) = group.nests.last() else { return false };
    let mut plain = true;
    visit_statements(std::slice::from_ref(&scop.body[*last]), &mut vec![], &mut |loops, statement| {
        plain &= statement.text.as_ref().is_none_or(|text| text.free);
        plain &= loops.iter().all(|l| scop.loops[l.id].step == 1);
    });
    plain && parts(scop, group).is_some()
}

/// How the group shares each array that it touches; None if a written one cannot be cut.
pub fn parts(scop: &Scop, group: &Group) -> Option<BTreeMap<usize, Part>> {
    let mut touched: BTreeMap<usize, (bool, Vec<Region>)> = BTreeMap::new();
    for (site, fused) in sites(scop, group) {
        // One name for the fused loops of all nests.
        let by = Affine::var(Var::Loop(usize::MAX));
        let renamed = |lin: &Lin| lin.substitute(&Var::Loop(fused), &by);
        for (cells, written, _) in accesses(site.statement) {
            let array = touched.entry(cells.array).or_default();
            array.0 |= written;
            array.1.push(cells.region.iter().map(|(first, last)| (renamed(first), renamed(last))).collect());
        }
    }
    let mut all = BTreeMap::new();
    let mut outputs = false;
    for (array, (written, accesses)) in touched {
        let part = match (cut(&accesses), written) {
            (Some((axis, 0)), true) if group.lower.as_constant() == Some(0) && is_private(scop, group, array) => {
                Part::Local { axis }
            }
            (Some((axis, offset)), _) => Part::Slice { axis, offset },
            (None, false) => Part::Whole,
            (None, true) => return None,
        };
        outputs |= written && !matches!(part, Part::Local { .. });
        all.insert(array, part);
    }
    outputs.then_some(all)
}

/// The axis whose index is the fused loop's variable, or that and a constant, in
/// every access, while no other index uses it.
fn cut(regions: &[Region]) -> Option<(usize, i64)> {
    let variable = Var::Loop(usize::MAX);
    let first = regions.first()?;
    let axis = first.iter().position(|(lin, _)| lin.uses(&variable))?;
    let offset = first[axis].0.constant;
    let wanted = Affine::var(variable) + offset;
    let fits = |region: &Region| {
        region.len() == first.len()
            && region.iter().enumerate().all(|(at, (lower, upper))| match at == axis {
                true => *lower == wanted && *upper == wanted,
                false => !lower.uses(&variable) && !upper.uses(&variable),
            })
    };
    regions.iter().all(fits).then_some((axis, offset))
}

/// A temporary that no other nest and no other operation touches.
fn is_private(scop: &Scop, group: &Group, array: usize) -> bool {
    let info = &scop.arrays[array];
    let made_here = read::definition(info.value).is_some_and(|alloc| read::name(alloc) == "memref.alloc");
    let mut outside = false;
    for (position, node) in scop.body.iter().enumerate() {
        if !group.nests.iter().any(|(at, _)| *at == position) {
            visit_statements(std::slice::from_ref(node), &mut vec![], &mut |_, statement| {
                outside |= statement.reads(array) || statement.writes(array);
            });
        }
    }
    info.local && made_here && !outside && !used_by_operations(scop, array)
}
