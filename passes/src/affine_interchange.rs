//! `affine-interchange`: the loop that carries the dependences comes first.
//!
//! before: affine.for %i { affine.for %j = 1 to %m { A[%i, %j] = A[%i, %j - 1] + B[%i, %j] } }
//! after:  affine.for %j = 1 to %m { affine.for %i { A[%i, %j] = A[%i, %j - 1] + B[%i, %j] } }
//!
//! What is left inside is one array statement. In a nest of several statements
//! each may bring another of its loops to the front: elimination by rows becomes
//! elimination by columns, or by row and column in turn.
//!
//! Legal: no access runs after one that it must precede, asked exactly for every
//! pair of accesses to one element (except of an accumulator to itself); at
//! equal values of the new outer loop, statements are ordered as their
//! dependences are, and each keeps the order of its other loops. Every
//! statement runs for the same values of its loops as before. Done where fewer
//! iterations are left to Python than before.
//! Not handled: bounds with a minimum or maximum; more than six statements; in
//! kernels on arrays, functions that raise, as an exception must find the
//! arrays as the program would have left them.

use crate::affine_distribute::may_raise;
use crate::legal;
use crate::scop::cells::is_size;
use crate::scop::order::{accesses, exists, second, Cells, Question, Site};
use crate::scop::{domain, read, visit_statements, write, Lin, Loop, Node, Scop, Statement, Var};
use crate::version::{self, versions};
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use melior::ir::OperationRef;
use std::cmp::Reverse;

pub const PASS: PassInfo =
    PassInfo { argument: "affine-interchange", description: "bring the loop that carries dependences outermost", run };

/// Most statements, and most choices of their loops, that are tried.
const STATEMENTS: usize = 6;
const CHOICES: usize = 64;

fn run(module: OperationRef, _: &Options) -> PassResult {
    let context = context_of(&module);
    for version in versions(module) {
        let Some(mut scop) = read::read(version) else { continue };
        let facts = crate::affine_guard_memory::facts(&mut scop);
        let lists = version::has_lists(version);
        let mut changed = false;
        let body = std::mem::take(&mut scop.body);
        let body = body.into_iter().map(|node| reorder(&mut scop, node, &facts, lists, &mut changed)).collect();
        scop.body = body;
        if changed {
            write::write(context, &scop);
        }
    }
    Ok(())
}

/// The node with better loops outermost, or with better ones inside.
fn reorder<'c, 'a>(
    scop: &mut Scop<'c, 'a>,
    node: Node<'c, 'a>,
    facts: &[Lin],
    lists: bool,
    changed: &mut bool,
) -> Node<'c, 'a> {
    if !lists && !legal!("affine-interchange: nothing raises", !may_raise(&node)) {
        return node;
    }
    let Node::Loop(mut l) = node else { return node };
    if let Some(better) = improved(scop, &l, facts) {
        *changed = true;
        return Node::Loop(better);
    }
    let inner = [facts, &domain::constraints(&[&l])].concat();
    let body = std::mem::take(&mut l.body);
    l.body = body.into_iter().map(|node| reorder(scop, node, &inner, lists, changed)).collect();
    Node::Loop(l)
}

/// A loop for each statement to bring outermost, and what is left to Python then.
pub(crate) struct Choice {
    steps: Vec<usize>,
    order: Vec<usize>,
    serial: Vec<Reverse<usize>>,
    /// Sums that end where the outer loop stands: they can be tiled.
    growing: usize,
}

fn improved<'c, 'a>(scop: &mut Scop<'c, 'a>, l: &Loop<'c, 'a>, facts: &[Lin]) -> Option<Loop<'c, 'a>> {
    let sites = sites(l)?;
    let now: Vec<usize> = sites.iter().map(|site| serial(site, &shared(site), facts)).collect();
    let most = *now.iter().max()?;
    if most <= 1 {
        return None;
    }
    let options: Vec<Vec<usize>> = sites.iter().map(|site| site.loops.iter().map(|l| l.id).collect()).collect();
    let mut best: Option<(Choice, Loop)> = None;
    for steps in product(&options)? {
        let Some(choice) = choice(&sites, steps, facts) else { continue };
        let better = match &best {
            None => true,
            Some((b, _)) => {
                (&b.serial, choice.growing) < (&choice.serial, b.growing) || {
                    b.serial == choice.serial && choice.growing > b.growing
                }
            }
        };
        if better && choice.serial > sorted(&now) {
            if let Some((nest, _)) = build(scop, &sites, &sites, &choice, facts).filter(|(_, more)| more.is_empty()) {
                best = Some((choice, nest));
            }
        }
    }
    let (_, nest) = best?;
    let name = scop.loops[nest.id].name.clone().unwrap_or_default();
    remark(scop.loops[l.id].location, &format!("loops interchanged: the one over '{name}' comes first"));
    Some(nest)
}

/// Depths from the largest, reversed: more is better.
fn sorted(depths: &[usize]) -> Vec<Reverse<usize>> {
    let mut all: Vec<_> = depths.to_vec();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.into_iter().map(Reverse).collect()
}

/// The statements below a loop, each with its loops: None if one is not affine,
/// has several bounds, or if there are too many.
pub(crate) fn sites<'n, 'c, 'a>(l: &'n Loop<'c, 'a>) -> Option<Vec<Site<'n, 'c, 'a>>> {
    let mut all = vec![];
    let mut fine = plain(&l.body);
    visit_statements(&l.body, &mut vec![], &mut |loops, statement| {
        let loops: Vec<&Loop> = [l].into_iter().chain(loops.iter().copied()).collect();
        fine &= loops.iter().all(|l| l.lower.len() == 1 && l.upper.len() == 1);
        all.push(Site { loops, statement });
    });
    (fine && (1..=STATEMENTS).contains(&all.len())).then_some(all)
}

fn plain(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Loop(l) => plain(&l.body),
        Node::Statement(_) => true,
        Node::Other(_) => false,
    })
}

/// The loops around a statement that also enclose another.
fn shared(site: &Site) -> Vec<usize> {
    let statements = |l: &Loop| {
        let mut count = 0;
        visit_statements(&l.body, &mut vec![], &mut |_, _| count += 1);
        count
    };
    site.loops.iter().take_while(|l| statements(l) > 1).map(|l| l.id).collect()
}

/// How many of its loops a statement leaves to Python, `fixed` among them.
pub(crate) fn serial(site: &Site, fixed: &[usize], facts: &[Lin]) -> usize {
    let rest: Vec<usize> = site.loops.iter().map(|l| l.id).filter(|id| !fixed.contains(id)).collect();
    let mut equal = vec![];
    for id in fixed {
        equalities(&mut equal, *id, *id);
    }
    for (count, id) in rest.iter().enumerate() {
        if !exists(site, site, &Question { textual: false, blocking: true, facts, extra: &equal }) {
            return fixed.len() + count;
        }
        equalities(&mut equal, *id, *id);
    }
    site.loops.len()
}

/// The first instance's loop `a` and the second's loop `b` have one value.
pub(crate) fn equalities(conditions: &mut Vec<Lin>, a: usize, b: usize) {
    let difference = Affine::var(Var::Loop(a)) - second(&Affine::var(Var::Loop(b)));
    conditions.push(difference.clone());
    conditions.push(-difference);
}

/// All ways to take one of each; None if there are none or too many.
pub(crate) fn product(options: &[Vec<usize>]) -> Option<Vec<Vec<usize>>> {
    let count = options.iter().map(Vec::len).try_fold(1usize, usize::checked_mul)?;
    if !(1..=CHOICES).contains(&count) {
        return None;
    }
    let extend = |all: Vec<Vec<usize>>, more: &Vec<usize>| {
        all.iter().flat_map(|one| more.iter().map(|m| [one.as_slice(), &[*m]].concat())).collect()
    };
    Some(options.iter().fold(vec![vec![]], extend))
}

/// A choice of loops, if the dependences allow it.
pub(crate) fn choice(sites: &[Site], steps: Vec<usize>, facts: &[Lin]) -> Option<Choice> {
    let mut edges = vec![];
    for (a, first) in sites.iter().enumerate() {
        for (b, then) in sites.iter().enumerate() {
            let ahead = Affine::var(Var::Loop(steps[a])) - second(&Affine::var(Var::Loop(steps[b])));
            let question =
                |extra: &[Lin]| exists(first, then, &Question { textual: a < b, blocking: false, facts, extra });
            let kept = legal!("affine-interchange: accesses keep their order", !question(&[ahead.clone() + -1]));
            if !kept {
                return None;
            }
            if a != b && question(&[ahead.clone(), -ahead]) {
                edges.push((a, b));
            }
        }
    }
    let order = topological(sites.len(), &edges)?;
    let depths: Vec<usize> =
        sites.iter().zip(&steps).map(|(site, step)| serial(site, std::slice::from_ref(step), facts)).collect();
    let growing = sites
        .iter()
        .zip(&steps)
        .filter(|(site, step)| site.loops.last().is_some_and(|l| l.upper[0].coefficient(&Var::Loop(**step)) == 1))
        .count();
    Some(Choice { steps, order, serial: sorted(&depths), growing })
}

/// The statements in an order that all edges respect, if there is one.
fn topological(count: usize, edges: &[(usize, usize)]) -> Option<Vec<usize>> {
    let mut left: Vec<usize> = (0..count).collect();
    let mut order = vec![];
    while !left.is_empty() {
        let ready = left.iter().position(|n| !edges.iter().any(|(a, b)| b == n && left.contains(a)))?;
        order.push(left.remove(ready));
    }
    Some(order)
}

/// The nest that a choice describes: the loops inside the outer one are in the
/// order that `sites` gives; `program` is the nest as it was. And what must hold
/// besides the facts, so that all that it reads exists.
pub(crate) fn build<'c, 'a>(
    scop: &mut Scop<'c, 'a>,
    sites: &[Site<'_, 'c, 'a>],
    program: &[Site<'_, 'c, 'a>],
    choice: &Choice,
    facts: &[Lin],
) -> Option<(Loop<'c, 'a>, Vec<Lin>)> {
    let steps = &choice.steps;
    let info = scop.loops[*steps.first()?].clone();
    let outer = scop.new_loop(info);
    let variable = Affine::var(Var::Loop(outer));
    // Each statement's domain over the new loop's variable.
    let domains: Vec<Vec<Lin>> = sites
        .iter()
        .zip(steps)
        .map(|(site, step)| {
            domain::constraints(&site.loops).iter().map(|c| c.substitute(&Var::Loop(*step), &variable)).collect()
        })
        .collect();
    let range = common_range(sites, steps, &domains, &Var::Loop(outer), facts)?;
    let context = [facts, &range].concat();
    let mut body = vec![];
    for site in &choice.order {
        body.push(inner(&sites[*site], steps[*site], &variable, &domains[*site], &context)?);
    }
    let (lower, upper) = bounds(&range, outer)?;
    let nest = Loop { id: outer, lower, upper, body };
    let conditions = range_conditions(scop, program, &nest, facts)?;
    Some((nest, conditions))
}

/// True for a condition on sizes that holds if all of them are equal.
fn plausible(condition: &Lin) -> bool {
    !condition.terms.is_empty()
        && condition.terms.keys().all(|v| matches!(v, Var::Symbol(_)))
        && condition.terms.values().sum::<i64>() == 0
        && condition.constant >= 0
}

/// What must hold so that no subscript goes further than one of the program does:
/// where its inner loops are empty, a statement may run for more values of the
/// outer loop than before, and its slices must exist there. None: nothing helps.
fn range_conditions(scop: &Scop, program: &[Site], nest: &Loop, facts: &[Lin]) -> Option<Vec<Lin>> {
    let old: Vec<(Cells, &[&Loop])> = program
        .iter()
        .flat_map(|site| accesses(site.statement).into_iter().map(|(cells, ..)| (cells, site.loops.as_slice())))
        .collect();
    let mut conditions = Some(vec![]);
    visit_statements(&nest.body, &mut vec![], &mut |loops, statement| {
        let loops: Vec<&Loop> = [nest].into_iter().chain(loops.iter().copied()).collect();
        for (cells, ..) in accesses(statement) {
            for (axis, range) in cells.region.iter().enumerate() {
                for largest in [true, false] {
                    let end = |range: &(Lin, Lin)| if largest { range.1.clone() } else { range.0.clone() };
                    let own = reach(&end(range), &loops, largest);
                    let size = scop.symbols.iter().position(|s| is_size(*s, scop.arrays[cells.array].value, axis));
                    let last = match largest {
                        true => size.map(|id| Affine::var(Var::Symbol(id)) + -1 - own.clone()),
                        false => Some(own.clone()),
                    };
                    let slacks: Vec<Lin> = old
                        .iter()
                        .filter(|(other, _)| other.array == cells.array)
                        .filter_map(|(other, loops)| {
                            let known = reach(&end(other.region.get(axis)?), loops, largest);
                            Some(if largest { known - own.clone() } else { own.clone() - known })
                        })
                        .chain(last)
                        .collect();
                    let holds = |slack: &Lin| match slack.as_constant() {
                        Some(slack) => slack >= 0,
                        None => domain::implies(facts, slack),
                    };
                    if !slacks.iter().any(holds) {
                        match (slacks.iter().find(|slack| plausible(slack)), &mut conditions) {
                            (Some(slack), Some(conditions)) => conditions.push(slack.clone()),
                            _ => conditions = None,
                        }
                    }
                }
            }
        }
    });
    conditions
}

/// The largest or smallest value of a subscript over loops with single bounds.
fn reach(lin: &Lin, loops: &[&Loop], largest: bool) -> Lin {
    loops.iter().rev().fold(lin.clone(), |lin, l| {
        let variable = Var::Loop(l.id);
        match lin.coefficient(&variable) {
            0 => lin,
            c if (c > 0) == largest => lin.substitute(&variable, &(l.upper[0].clone() + -1)),
            _ => lin.substitute(&variable, &l.lower[0]),
        }
    })
}

/// The smallest range of the outer loop that covers all statements.
fn common_range(sites: &[Site], steps: &[usize], domains: &[Vec<Lin>], outer: &Var, facts: &[Lin]) -> Option<Vec<Lin>> {
    let ranges: Vec<Vec<Lin>> = sites
        .iter()
        .zip(steps)
        .zip(domains)
        .map(|((site, step), domain)| {
            let rest = site.loops.iter().rev().filter(|l| l.id != *step);
            let mut range = rest.fold(domain.clone(), |all, l| domain::project(&all, &Var::Loop(l.id)));
            range.retain(|c| c.uses(outer));
            irredundant(range, facts)
        })
        .collect();
    let covers = |c: &Lin| domains.iter().all(|d| domain::implies(&[d.as_slice(), facts].concat(), c));
    let widest = |sign: i64| ranges.iter().flatten().find(|c| c.coefficient(outer) == sign && covers(c)).cloned();
    Some(vec![widest(1)?, widest(-1)?])
}

/// The conditions without those that follow from the others.
pub(crate) fn irredundant(mut conditions: Vec<Lin>, context: &[Lin]) -> Vec<Lin> {
    let mut position = 0;
    while position < conditions.len() {
        let mut others = conditions.clone();
        let own = others.remove(position);
        if domain::implies(&[others.as_slice(), context].concat(), &own) {
            conditions = others;
        } else {
            position += 1;
        }
    }
    conditions
}

/// One statement inside the new loop, within its other loops.
fn inner<'c, 'a>(
    site: &Site<'_, 'c, 'a>,
    step: usize,
    variable: &Lin,
    domain: &[Lin],
    context: &[Lin],
) -> Option<Node<'c, 'a>> {
    let rest: Vec<&&Loop> = site.loops.iter().filter(|l| l.id != step).collect();
    let uses = |c: &Lin, l: &Loop| c.uses(&Var::Loop(l.id));
    let (own, outer): (Vec<Lin>, Vec<Lin>) = domain.iter().cloned().partition(|c| rest.iter().any(|l| uses(c, l)));
    // What concerns the outer loop alone must follow from what is enforced.
    let enforced = [own.as_slice(), context].concat();
    if !outer.iter().all(|c| domain::implies(&enforced, c)) {
        return None;
    }
    let own = irredundant(own, context);
    let mut statement: Statement = site.statement.clone();
    crate::scop::substitute_in(&mut statement, &Var::Loop(step), variable);
    let mut node = Node::Statement(statement);
    for (depth, l) in rest.iter().enumerate().rev() {
        // A condition belongs to the innermost loop that it names.
        let mine: Vec<Lin> =
            own.iter().filter(|c| uses(c, l) && !rest[depth + 1..].iter().any(|m| uses(c, m))).cloned().collect();
        let (lower, upper) = bounds(&mine, l.id)?;
        node = Node::Loop(Loop { id: l.id, lower, upper, body: vec![node] });
    }
    Some(node)
}

/// One lower and one upper bound from conditions on a loop's variable.
fn bounds(conditions: &[Lin], id: usize) -> Option<(Vec<Lin>, Vec<Lin>)> {
    let variable = Var::Loop(id);
    let (mut lower, mut upper) = (vec![], vec![]);
    for c in conditions {
        match c.coefficient(&variable) {
            1 => lower.push(Affine::var(variable) - c.clone()),
            -1 => upper.push(c.clone() + Affine::var(variable) + 1),
            _ => return None,
        }
    }
    (lower.len() == 1 && upper.len() == 1).then_some((lower, upper))
}
