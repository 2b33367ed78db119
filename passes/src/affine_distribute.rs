//! `affine-distribute`: one nest per statement, wherever dependences allow.
//!
//! before: affine.for %i { A[%i] = f(%i)   B[%i] = A[%i] }
//! after:  affine.for %i { A[%i] = f(%i) } affine.for %i { B[%i] = A[%i] }
//!
//! Legal: the strongly connected components of the dependence graph stay
//! together and run in an order that the dependences allow, level by level
//! (Allen and Kennedy). Within a component the loop that carries it stays, and
//! its body is distributed again without the dependences that it carries.
//! Every statement keeps its own loops in their order, so dependences of a
//! statement with itself need no attention here.
//! Outside list versions, where every fault falls back to the original, a nest
//! with a function that raises (`math.sqrt`) stays together: an exception must
//! find the arrays as the program would have left them.
//! Not handled: fusion; a loop that `scop::read` does not understand.

use crate::legal;
use crate::scop::dependence::{edges, Edge};
use crate::scop::{read, visit_statements, write, Loop, Node, Scop, Statement};
use crate::version;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::expr::Expr;
use melior::ir::OperationRef;

pub const PASS: PassInfo = PassInfo {
    argument: "affine-distribute",
    description: "distribute loops over the components of the dependence graph",
    run,
};

fn run(module: OperationRef, _: &Options) -> PassResult {
    let context = context_of(&module);
    version::each(module, |version| {
        if let Some(mut scop) = read::read(version) {
            distribute_all(&mut scop, version::has_lists(version));
            write::write(context, &scop);
        }
        Ok(())
    });
    Ok(())
}

/// Distributes every top-level nest; their order does not change.
fn distribute_all(scop: &mut Scop, lists: bool) {
    scop.body = std::mem::take(&mut scop.body).into_iter().flat_map(|node| distribute(node, lists)).collect();
}

/// True if a statement calls a function that raises: what was written before
/// the exception must be what the program would have written.
pub(crate) fn may_raise(node: &Node) -> bool {
    let mut found = false;
    visit_statements(std::slice::from_ref(node), &mut vec![], &mut |_, statement| {
        statement.value.visit(&mut |e| found |= matches!(e, Expr::Apply { function, .. } if function.contains('.')));
    });
    found
}

fn distribute<'c, 'a>(node: Node<'c, 'a>, lists: bool) -> Vec<Node<'c, 'a>> {
    if !matches!(node, Node::Loop(_)) || (!lists && !legal!("affine-distribute: nothing raises", !may_raise(&node))) {
        return vec![node];
    }
    let nodes = [node];
    let edges = edges(&nodes);
    let mut sites: Vec<(Statement, Vec<Loop>)> = vec![];
    visit_statements(&nodes, &mut vec![], &mut |loops, statement| {
        let headers =
            loops.iter().map(|l| Loop { body: vec![], id: l.id, lower: l.lower.clone(), upper: l.upper.clone() });
        sites.push((statement.clone(), headers.collect()));
    });
    let all: Vec<usize> = (0..sites.len()).collect();
    Distribution { sites, edges }.level(&all, 0)
}

struct Distribution<'c, 'a> {
    sites: Vec<(Statement<'c, 'a>, Vec<Loop<'c, 'a>>)>,
    edges: Vec<Edge>,
}

impl<'c, 'a> Distribution<'c, 'a> {
    /// Code for the statements of a set, inside their loops above `level`.
    fn level(&self, set: &[usize], level: usize) -> Vec<Node<'c, 'a>> {
        let active: Vec<(usize, usize)> = self
            .edges
            .iter()
            .filter(|e| set.contains(&e.source) && set.contains(&e.target))
            .filter(|e| e.source != e.target && e.carrier.is_none_or(|c| c >= level))
            .map(|e| (e.source, e.target))
            .collect();
        components(set, &active).iter().flat_map(|component| self.component(component, level)).collect()
    }

    fn component(&self, component: &[usize], level: usize) -> Vec<Node<'c, 'a>> {
        if let [single] = component {
            let (statement, loops) = &self.sites[*single];
            let body = vec![Node::Statement(statement.clone())];
            return loops[level..].iter().rev().fold(body, |body, l| vec![Node::Loop(Loop { body, ..l.clone() })]);
        }
        // A cycle is carried by a loop around all of it.
        let header = &self.sites[component[0]].1[level];
        let body = self.level(component, level + 1);
        vec![Node::Loop(Loop { body, ..header.clone() })]
    }
}

/// Strongly connected components in an order that all edges respect; of those
/// that may come next, the one that is first in the program.
fn components(set: &[usize], edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let reach = |from: usize| {
        let (mut seen, mut work) = (vec![from], vec![from]);
        while let Some(node) = work.pop() {
            for &(_, target) in edges.iter().filter(|(source, _)| *source == node) {
                if !seen.contains(&target) {
                    seen.push(target);
                    work.push(target);
                }
            }
        }
        seen
    };
    let reachable: Vec<(usize, Vec<usize>)> = set.iter().map(|&n| (n, reach(n))).collect();
    let reaches = |a: usize, b: usize| reachable.iter().any(|(n, seen)| *n == a && seen.contains(&b));
    let mut groups: Vec<Vec<usize>> = vec![];
    for &node in set {
        match groups.iter_mut().find(|g| reaches(g[0], node) && reaches(node, g[0])) {
            Some(group) => group.push(node),
            None => groups.push(vec![node]),
        }
    }
    let mut ordered = vec![];
    while !groups.is_empty() {
        let ready = groups.iter().position(|g| groups.iter().all(|other| other[0] == g[0] || !reaches(other[0], g[0])));
        // The groups form an acyclic graph, so one is always ready.
        ordered.push(groups.remove(ready.unwrap_or(0)));
    }
    ordered
}
