//! `affine-delay`: what the steps of a loop add to an element waits until the element is read.
//!
//! before: for %k { A[%i, %k] /= A[%k, %k] for %i > %k   A[%i, %j] -= A[%i, %k] * A[%k, %j] for %i, %j > %k }
//! after:  for %s { A[%s, %j] -= sum over %k < %s of A[%s, %k] * A[%k, %j] for %j >= %s
//!                  A[%i, %s] -= sum over %k < %s of A[%i, %k] * A[%k, %s] for %i > %s
//!                  A[%i, %s] /= A[%s, %s] for %i > %s }
//!
//! Every step of a right-looking factorization passes over the whole rest of the
//! matrix; the left-looking one reads it, and `affine-tile` makes products of its sums.
//! Where rows wait for one step and columns for another, the update is split on
//! the diagonal; what a step adds to its own column, or behind it, stands apart.
//!
//! Legal: as for `affine-interchange`, asked of the parts of the split update in the
//! program's order; within a step no instance of a part may need another one.
//! Done for sums into matrices alone, and not with `--fp=strict`, which has no sums. Sizes
//! for which a new step would index what does not exist, and few steps of what was array
//! statements already, are guarded away.
//! Not handled: what that pass does not handle; bounds that start before the step at
//! another element than the first.

use crate::affine_distribute::may_raise;
use crate::affine_interchange::{build, choice, equalities, product, serial, sites};
use crate::build::Builder;
use crate::convert_nparray_to_affine::bounds::{guard, Condition};
use crate::cost::machine::Machine;
use crate::legal;
use crate::scop::order::{exists, Question, Site};
use crate::scop::read::name;
use crate::scop::{domain, read, substitute_in, write, Lin, Loop, Node, Scop, Statement, Var};
use crate::version::{self, versions};
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use melior::ir::operation::OperationLike;
use melior::ir::OperationRef;

pub const PASS: PassInfo =
    PassInfo { argument: "affine-delay", description: "delay updates of a matrix until an element is read", run };

/// What may stand before a guard.
const TOP: [&str; 3] = ["nparray.guard", "nparray.dim", "affine.apply"];
/// Steps from which on sums are faster than what was array statements already.
const STEPS: i64 = 128;
/// Most parts that statements are split into.
const PARTS: usize = 8;

fn run(module: OperationRef, options: &Options) -> PassResult {
    if options.get("fp") == Some("strict") {
        return Ok(());
    }
    let machine = Machine::of(module)?;
    for version in versions(module) {
        let Some(mut scop) = read::read(version) else { continue };
        let facts = crate::affine_guard_memory::facts(&mut scop);
        let (lists, top) = (version::has_lists(version), top(&scop));
        // A profile that keeps every version asks for no sizes.
        let mut delay = Delay { lists, sized: machine.least_gain > 0.0, top, guards: vec![], changed: false };
        for size in delay.top.iter().filter(|op| name(**op) == "nparray.dim") {
            size.results().for_each(|size| _ = scop.symbol(size.into()));
        }
        let body = std::mem::take(&mut scop.body);
        scop.body = body.into_iter().map(|node| delay.visit(&mut scop, node, &facts)).collect();
        if delay.changed {
            let context = context_of(&version);
            let Some(block) = version::body(version) else { continue };
            let builder = Builder { context, block, location: version.location() };
            let guards: Vec<Node> = delay.guards.iter().map(|c| Node::Other(guard(builder, &scop, c))).collect();
            scop.body.splice(delay.top.len()..delay.top.len(), guards);
            write::write(context, &scop);
        }
    }
    Ok(())
}

/// The operations before anything that runs, behind which guards may stand.
fn top<'c, 'a>(scop: &Scop<'c, 'a>) -> Vec<OperationRef<'c, 'a>> {
    let operation = |node: &Node<'c, 'a>| match node {
        Node::Other(op) if TOP.contains(&name(*op).as_str()) => Some(*op),
        _ => None,
    };
    scop.body.iter().map_while(operation).collect()
}

struct Delay<'c, 'a> {
    lists: bool,
    /// What was array statements before must have enough steps.
    sized: bool,
    top: Vec<OperationRef<'c, 'a>>,
    guards: Vec<Condition<'c>>,
    changed: bool,
}

impl<'c, 'a> Delay<'c, 'a> {
    fn visit(&mut self, scop: &mut Scop<'c, 'a>, node: Node<'c, 'a>, facts: &[Lin]) -> Node<'c, 'a> {
        // An exception must find the arrays as the program leaves them.
        if !self.lists && !legal!("affine-delay: nothing raises", !may_raise(&node)) {
            return node;
        }
        let Node::Loop(mut l) = node else { return node };
        let location = scop.loops[l.id].location;
        if let Some((nest, more)) = self.delayed(scop, &l, facts) {
            remark(location, "what the steps add waits until it is read");
            self.guards.extend(more.into_iter().map(|expression| Condition { expression, location }));
            self.changed = true;
            return Node::Loop(nest);
        }
        let inner = [facts, &domain::constraints(&[&l])].concat();
        let body = std::mem::take(&mut l.body);
        l.body = body.into_iter().map(|node| self.visit(scop, node, &inner)).collect();
        Node::Loop(l)
    }

    /// The nest instead of a loop, with the conditions on sizes that it needs.
    fn delayed(&self, scop: &mut Scop<'c, 'a>, l: &Loop<'c, 'a>, facts: &[Lin]) -> Option<(Loop<'c, 'a>, Vec<Lin>)> {
        let (nest, mut more) = delayed(scop, l, facts)?;
        if self.sized && !self.lists && !has_written_loops(scop, &l.body) {
            more.push(l.upper[0].clone() - l.lower[0].clone() + -STEPS);
        }
        self.known(scop, &more).then_some((nest, more))
    }

    /// True if what conditions speak of is known before anything runs.
    fn known(&self, scop: &Scop<'c, 'a>, conditions: &[Lin]) -> bool {
        conditions.iter().flat_map(|condition| condition.terms.keys()).all(|v| {
            let Var::Symbol(id) = v else { return false };
            read::definition(scop.symbols[*id]).is_none_or(|definition| self.top.contains(&definition))
        })
    }
}

/// True if the program has a loop of its own in the body: arrays have none with a name.
fn has_written_loops(scop: &Scop, nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Loop(l) => scop.loops[l.id].name.is_some() || has_written_loops(scop, &l.body),
        _ => false,
    })
}

/// Some instances of a statement.
#[derive(Clone)]
struct Part<'c, 'a> {
    loops: Vec<Loop<'c, 'a>>,
    statement: Statement<'c, 'a>,
}

impl<'c, 'a> Part<'c, 'a> {
    fn site(&self) -> Site<'_, 'c, 'a> {
        Site { loops: self.loops.iter().collect(), statement: &self.statement }
    }

    fn constraints(&self) -> Vec<Lin> {
        domain::constraints(&self.loops.iter().collect::<Vec<_>>())
    }

    /// The loops but the first that are subscripts of the written element, if the first is none.
    fn written(&self) -> Vec<usize> {
        let sum = matches!(self.statement.accumulation(), Some(("add" | "subtract", _)));
        let index = &self.statement.write.index;
        if !sum || index.iter().any(|lin| lin.uses(&Var::Loop(self.loops[0].id))) {
            return vec![];
        }
        let alone = |id: &usize| index.iter().any(|lin| *lin == Affine::var(Var::Loop(*id)));
        self.loops[1..].iter().map(|l| l.id).filter(alone).collect()
    }

    /// True if this is what must wait: all loops but the first write a matrix.
    fn waits(&self) -> bool {
        self.loops.len() > 2 && self.written().len() == self.loops.len() - 1
    }

    /// The instances that satisfy `condition >= 0`, which names the variable of a loop.
    fn restricted(&self, condition: &Lin) -> Option<Self> {
        let mut part = self.clone();
        let l = part.loops.iter_mut().rev().find(|l| condition.uses(&Var::Loop(l.id)))?;
        let variable = Affine::var(Var::Loop(l.id));
        match condition.coefficient(&Var::Loop(l.id)) {
            1 => l.lower.push(variable - condition.clone()),
            -1 => l.upper.push(variable + condition.clone() + 1),
            _ => return None,
        }
        Some(part)
    }

    /// The instances in which a loop stands where the first one does.
    fn face(&self, id: usize, facts: &[Lin]) -> Option<Self> {
        let mut part = self.clone();
        let step = Affine::var(Var::Loop(self.loops[0].id));
        let position = part.loops.iter().position(|l| l.id == id)?;
        let l = part.loops.remove(position);
        let around = [facts, &part.constraints()].concat();
        let fits = domain::constraints(&[&l])
            .iter()
            .all(|condition| domain::implies(&around, &condition.substitute(&Var::Loop(id), &step)));
        for inner in &mut part.loops {
            for bound in inner.lower.iter_mut().chain(&mut inner.upper) {
                *bound = bound.substitute(&Var::Loop(id), &step);
            }
        }
        substitute_in(&mut part.statement, &Var::Loop(id), &step);
        fits.then_some(part)
    }
}

/// The loop with delayed updates, and conditions on sizes that it needs besides.
fn delayed<'c, 'a>(scop: &mut Scop<'c, 'a>, l: &Loop<'c, 'a>, facts: &[Lin]) -> Option<(Loop<'c, 'a>, Vec<Lin>)> {
    let program = sites(l)?;
    let whole: Vec<Part> = program
        .iter()
        .map(|site| Part { loops: site.loops.iter().map(|l| l.header()).collect(), statement: site.statement.clone() })
        .collect();
    if scop.loops[l.id].step != 1 || whole.len() < 2 || !whole.iter().any(Part::waits) {
        return None;
    }
    for (apart, diagonal) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut parts = whole.clone();
        if apart {
            parts = parts.into_iter().flat_map(|part| at_step(part, facts)).collect();
        }
        if diagonal {
            parts = parts.into_iter().flat_map(|part| on_diagonal(part, facts)).collect();
        }
        let split = parts.len() > whole.len();
        if split != (apart || diagonal) || parts.len() > PARTS {
            continue;
        }
        let nest = rearranged(scop, &parts, &program, facts);
        if nest.is_some() {
            return nest;
        }
    }
    None
}

/// A waiting part without what a step adds where it stands, and before that.
fn at_step<'c, 'a>(part: Part<'c, 'a>, facts: &[Lin]) -> Vec<Part<'c, 'a>> {
    if !part.waits() {
        return vec![part];
    }
    let step = Affine::var(Var::Loop(part.loops[0].id));
    for id in part.written() {
        let distance = Affine::var(Var::Loop(id)) - step.clone();
        let known = [facts, &part.constraints()].concat();
        if domain::implies(&known, &(distance.clone() + -1)) || !domain::implies(&known, &distance) {
            continue;
        }
        if let (Some(face), Some(beyond)) = (part.face(id, facts), part.restricted(&(distance + -1))) {
            return vec![face, beyond];
        }
    }
    vec![part]
}

/// A waiting part in two: what lies on one side of the diagonal, and the rest.
fn on_diagonal<'c, 'a>(part: Part<'c, 'a>, facts: &[Lin]) -> Vec<Part<'c, 'a>> {
    let [i, j] = part.written()[..] else { return vec![part] };
    if !part.waits() {
        return vec![part];
    }
    let difference = Affine::var(Var::Loop(j)) - Affine::var(Var::Loop(i));
    let parts: Vec<Part> =
        [difference.clone(), -difference + -1].iter().filter_map(|side| part.restricted(side)).collect();
    let empty = |part: &Part| domain::never(&[facts, &part.constraints()].concat());
    if parts.len() < 2 || parts.iter().any(empty) {
        return vec![part];
    }
    parts
}

/// The parts in a new loop over steps, where every waiting one waits, if that is legal.
fn rearranged<'c, 'a>(
    scop: &mut Scop<'c, 'a>,
    parts: &[Part<'c, 'a>],
    program: &[Site<'_, 'c, 'a>],
    facts: &[Lin],
) -> Option<(Loop<'c, 'a>, Vec<Lin>)> {
    let options: Vec<Vec<usize>> =
        parts.iter().map(|part| if part.waits() { part.written() } else { vec![part.loops[0].id] }).collect();
    let sites: Vec<Site> = parts.iter().map(Part::site).collect();
    // The sum over steps comes last.
    let inside: Vec<Site> = parts
        .iter()
        .map(|part| {
            let mut site = part.site();
            if part.waits() {
                site.loops.rotate_left(1);
            }
            site
        })
        .collect();
    product(&options)?.into_iter().find_map(|steps| {
        let apart = sites.iter().zip(&steps).filter(|(site, step)| site.loops[0].id != **step);
        if !apart.clone().all(|(site, step)| independent(site, *step, facts)) {
            return None;
        }
        let choice = choice(&sites, steps, facts)?;
        build(scop, &inside, program, &choice, facts)
    })
}

/// True if within a step no instance of a site needs another one.
fn independent(site: &Site, step: usize, facts: &[Lin]) -> bool {
    let mut same_step = vec![];
    equalities(&mut same_step, step, step);
    let question = Question { textual: false, blocking: false, facts, extra: &same_step };
    serial(site, &[step], facts) == 1
        && legal!("affine-delay: no instance needs one of its step", !exists(site, site, &question))
}
