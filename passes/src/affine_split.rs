//! `affine-split`: loops in three where a single iteration stands between the others.
//!
//! before: for %k { for %i { for %j { P[%i, %j] = f(P[%i, %j], P[%k, %j]) } } }
//! after:  for %k { for %i < %k { for %j { … } }  for %j { P[%k, %j] = … }  for %i > %k { for %j { … } } }
//!
//! Only row %k is read by other rows. The iterations before it read what it
//! was, those after it what it becomes; on either side no iteration needs
//! another, and each side is one array statement (shortest paths, elimination
//! with a pivot row in the middle).
//!
//! Legal: the iterations keep their order. A loop around the parts is then
//! distributed over them if no later part must come before an earlier one of a
//! later iteration (exact).
//! Done where an iteration reads what another wrote, and no iteration on one
//! side does.
//! Not handled: more than one such iteration; subscripts with two loops.

use crate::affine_distribute::may_raise;
use crate::legal;
use crate::scop::order::{accesses, exists, second, Question, Site};
use crate::scop::{domain, read, substitute, visit_statements, write, Lin, Loop, Node, Scop, Var};
use crate::version::{self, versions};
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use melior::ir::OperationRef;

pub const PASS: PassInfo =
    PassInfo { argument: "affine-split", description: "split loops at the iteration that others read", run };

/// Most statements in a loop that is looked at.
const STATEMENTS: usize = 6;

fn run(module: OperationRef, _: &Options) -> PassResult {
    for version in versions(module) {
        let Some(mut scop) = read::read(version) else { continue };
        let facts = crate::affine_guard_memory::facts(&mut scop);
        let (lists, body) = (version::has_lists(version), std::mem::take(&mut scop.body));
        let mut split = Split { scop: &scop, facts, changed: false };
        let mut nodes = vec![];
        for node in body {
            match node {
                // An exception must find the arrays as the program leaves them.
                Node::Loop(l)
                    if lists || legal!("affine-split: nothing raises", !may_raise(&Node::Loop(l.clone()))) =>
                {
                    nodes.extend(split.l(l, &mut vec![]));
                }
                node => nodes.push(node),
            }
        }
        let changed = split.changed;
        scop.body = nodes;
        if changed {
            write::write(context_of(&version), &scop);
        }
    }
    Ok(())
}

struct Split<'s, 'c, 'a> {
    scop: &'s Scop<'c, 'a>,
    facts: Vec<Lin>,
    changed: bool,
}

impl<'c, 'a> Split<'_, 'c, 'a> {
    /// What becomes of a loop inside others.
    fn l(&mut self, l: Loop<'c, 'a>, outer: &mut Vec<Loop<'c, 'a>>) -> Vec<Node<'c, 'a>> {
        if !plain(&l) {
            return vec![Node::Loop(l)];
        }
        let Some(parts) = self.parts(&l, outer) else { return self.inside(l, outer, false) };
        self.changed = true;
        let name = self.scop.loops[l.id].name.clone().unwrap_or_default();
        remark(self.scop.loops[l.id].location, &format!("the loop over '{name}' is split at an iteration others read"));
        let mut nodes = vec![];
        for part in parts {
            match part {
                Node::Loop(part) if part.id == l.id => nodes.extend(self.inside(part, outer, true)),
                Node::Loop(part) => nodes.extend(self.l(part, outer)),
                node => nodes.push(node),
            }
        }
        nodes
    }

    /// The loop with its body's loops split, distributed over the parts.
    fn inside(&mut self, mut l: Loop<'c, 'a>, outer: &mut Vec<Loop<'c, 'a>>, new: bool) -> Vec<Node<'c, 'a>> {
        let before = self.changed;
        self.changed = false;
        outer.push(l.header());
        let mut body = vec![];
        for node in std::mem::take(&mut l.body) {
            match node {
                Node::Loop(inner) => body.extend(self.l(inner, outer)),
                node => body.push(node),
            }
        }
        outer.pop();
        let tried = (self.changed || new) && body.len() > 1;
        self.changed |= before;
        l.body = body;
        if tried && legal!("affine-split: no part must come before an earlier one", self.distributes(&l, outer)) {
            let header = l.header();
            return l.body.into_iter().map(|node| Node::Loop(Loop { body: vec![node], ..header.clone() })).collect();
        }
        vec![Node::Loop(l)]
    }

    /// The loop in three parts around one iteration, if that helps.
    fn parts(&self, l: &Loop<'c, 'a>, outer: &[Loop<'c, 'a>]) -> Option<Vec<Node<'c, 'a>>> {
        if outer.is_empty() || !self.blocks(l, outer) {
            return None;
        }
        let before_or_after = |at: &Lin| {
            let mut before = l.clone();
            before.upper = smallest(&l.upper, at.clone(), |a, b| self.at_most(outer, a, b));
            let mut after = l.clone();
            after.lower = smallest(&l.lower, at.clone() + 1, |a, b| self.at_most(outer, b, a));
            (before, after)
        };
        for at in candidates(l) {
            let (before, after) = before_or_after(&at);
            // Without this the middle would have to be conditional.
            let inside = l.lower.iter().all(|bound| self.at_most(outer, bound, &at))
                && l.upper.iter().all(|bound| self.at_most(outer, &(at.clone() + 1), bound));
            let inside = legal!("affine-split: the iteration is one of the loop's", inside);
            if inside && !self.blocks(&before, outer) && !self.blocks(&after, outer) {
                let mut middle = l.body.clone();
                substitute(&mut middle, &Var::Loop(l.id), &at);
                return Some([Node::Loop(before)].into_iter().chain(middle).chain([Node::Loop(after)]).collect());
            }
        }
        None
    }

    /// True if `a <= b` in every iteration of the loops around.
    fn at_most(&self, outer: &[Loop], a: &Lin, b: &Lin) -> bool {
        let outer: Vec<&Loop> = outer.iter().collect();
        domain::implies(&[self.facts.clone(), domain::constraints(&outer)].concat(), &(b.clone() - a.clone()))
    }

    /// True if an iteration of the loop reads or overwrites what another wrote.
    fn blocks(&self, l: &Loop<'c, 'a>, outer: &[Loop<'c, 'a>]) -> bool {
        let sites = sites(l, outer);
        let step = Affine::var(Var::Loop(l.id));
        let extra = self.one_iteration(outer, vec![second(&step) - step + -1]);
        let question = Question { textual: false, blocking: true, facts: &self.facts, extra: &extra };
        sites.iter().any(|a| sites.iter().any(|b| exists(a, b, &question)))
    }

    /// Conditions with equal values of the outer loops.
    fn one_iteration(&self, outer: &[Loop], mut conditions: Vec<Lin>) -> Vec<Lin> {
        for l in outer {
            let difference = Affine::var(Var::Loop(l.id)) - second(&Affine::var(Var::Loop(l.id)));
            conditions.extend([difference.clone(), -difference]);
        }
        conditions
    }

    /// True if each node of the body may have the loop for itself.
    fn distributes(&self, l: &Loop<'c, 'a>, outer: &[Loop<'c, 'a>]) -> bool {
        let step = Affine::var(Var::Loop(l.id));
        let extra = self.one_iteration(outer, vec![second(&step) - step + -1]);
        let question = Question { textual: false, blocking: false, facts: &self.facts, extra: &extra };
        let parts: Vec<Loop> = l.body.iter().map(|node| Loop { body: vec![node.clone()], ..l.header() }).collect();
        let sites: Vec<Vec<Site>> = parts.iter().map(|part| sites(part, outer)).collect();
        (0..sites.len()).all(|late| {
            (0..late).all(|early| !sites[late].iter().any(|a| sites[early].iter().any(|b| exists(a, b, &question))))
        })
    }
}

/// True for a loop over few affine statements and nothing else.
fn plain(l: &Loop) -> bool {
    fn nodes(all: &[Node], count: &mut usize) -> bool {
        all.iter().all(|node| match node {
            Node::Loop(l) => nodes(&l.body, count),
            Node::Statement(statement) => {
                *count += 1;
                statement.text.is_none()
            }
            Node::Other(_) => false,
        })
    }
    let mut count = 0;
    nodes(&l.body, &mut count) && count <= STATEMENTS
}

fn sites<'n, 'c, 'a>(l: &'n Loop<'c, 'a>, outer: &'n [Loop<'c, 'a>]) -> Vec<Site<'n, 'c, 'a>> {
    let mut all = vec![];
    visit_statements(&l.body, &mut vec![], &mut |loops, statement| {
        let around = outer.iter().chain([l]).chain(loops.iter().copied());
        all.push(Site { loops: around.collect(), statement });
    });
    all
}

/// Values of the loop's variable at which a written element is one that every
/// iteration reads.
fn candidates(l: &Loop) -> Vec<Lin> {
    let variable = Var::Loop(l.id);
    let mut inner = vec![l.id];
    let (mut writes, mut reads) = (vec![], vec![]);
    visit_statements(&l.body, &mut vec![], &mut |loops, statement| {
        inner.extend(loops.iter().map(|l| l.id));
        for (access, written, _) in accesses(statement) {
            if written { &mut writes } else { &mut reads }.push(access);
        }
    });
    let mut found = vec![];
    for (write, read) in writes.iter().flat_map(|w| reads.iter().map(move |r| (w, r))) {
        let same = write.array == read.array;
        for ((own, _), (other, _)) in write.region.iter().zip(&read.region).filter(|_| same) {
            let fixed = !inner.iter().any(|id| other.uses(&Var::Loop(*id)));
            let rest = own.clone() - Affine::var(variable);
            let alone = own.coefficient(&variable) == 1 && !inner.iter().any(|id| rest.uses(&Var::Loop(*id)));
            if fixed && alone && !found.contains(&(other.clone() - rest.clone())) {
                found.push(other.clone() - rest);
            }
        }
    }
    found
}

/// Bounds of which one more is to count, without those that it makes superfluous.
fn smallest(bounds: &[Lin], bound: Lin, at_most: impl Fn(&Lin, &Lin) -> bool) -> Vec<Lin> {
    let mut all: Vec<Lin> = bounds.iter().filter(|other| !at_most(&bound, other)).cloned().collect();
    all.push(bound);
    all
}
