//! Dependences between the statements of a tree, as MLIR computes them.

use super::{Node, Statement};
use automphc_dialects::dependence::{check, Dependence};
use melior::ir::operation::OperationLike;
use melior::ir::OperationRef;

/// A dependence between two statements, numbered in program order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    pub source: usize,
    pub target: usize,
    /// The loop that carries it, counted from the outermost (0); None: it holds
    /// within one iteration of all common loops.
    pub carrier: Option<usize>,
    /// The target reads what the source wrote (false: anti or output).
    pub flow: bool,
    /// The source reads what the target overwrites.
    pub anti: bool,
    /// Between an accumulation and itself, through its own accumulator: dropped
    /// when sums may be reordered.
    pub reduction: bool,
}

struct Site<'c, 'a, 's> {
    statement: &'s Statement<'c, 'a>,
    loops: Vec<usize>,
}

/// All dependences between the statements below `nodes`.
pub fn edges(nodes: &[Node]) -> Vec<Edge> {
    let mut sites = vec![];
    super::visit_statements(nodes, &mut vec![], &mut |loops, statement| {
        sites.push(Site { statement, loops: loops.iter().map(|l| l.id).collect() });
    });
    let mut edges = vec![];
    for source in 0..sites.len() {
        for target in 0..sites.len() {
            between(&sites, source, target, &mut edges);
        }
    }
    edges
}

fn between(sites: &[Site], source: usize, target: usize, edges: &mut Vec<Edge>) {
    let (a, b) = (&sites[source], &sites[target]);
    let common = a.loops.iter().zip(&b.loops).take_while(|(x, y)| x == y).count();
    for from in accesses(a.statement) {
        for to in accesses(b.statement) {
            if from.array != to.array || !(from.write || to.write) {
                continue;
            }
            let reduction = source == target && own_accumulator(a.statement, from, to);
            // The loop-independent one needs the source first in program order;
            // within one statement the reads always come first.
            let last = if source < target { common + 1 } else { common };
            for depth in 1..=last {
                if check(&from.operation, &to.operation, depth) == Dependence::None {
                    continue;
                }
                edges.push(Edge {
                    source,
                    target,
                    carrier: (depth <= common).then(|| depth - 1),
                    flow: from.write && !to.write,
                    anti: !from.write && to.write,
                    reduction,
                });
            }
        }
    }
}

#[derive(Clone, Copy)]
struct AccessSite<'c, 'a> {
    operation: OperationRef<'c, 'a>,
    array: usize,
    write: bool,
    own: bool,
}

/// The store and the loads of a statement.
fn accesses<'c, 'a>(statement: &Statement<'c, 'a>) -> Vec<AccessSite<'c, 'a>> {
    let buffer = |operation: OperationRef<'c, 'a>, operand| {
        operation.operand(operand).map(automphc_dialects::ir::value_key).unwrap_or_default()
    };
    let mut all = vec![];
    if let Some(store) = statement.store {
        all.push(AccessSite { operation: store, array: buffer(store, 1), write: true, own: true });
    }
    let target = statement.store.map(|store| buffer(store, 1));
    let accumulates = statement.accumulation().is_some_and(|(_, term)| !super::reads(term, statement.write.array));
    for load in &statement.loads {
        let array = buffer(*load, 0);
        // Of an accumulation whose term does not read the array, the only load
        // of the array is the accumulator's.
        let own = accumulates && Some(array) == target;
        all.push(AccessSite { operation: *load, array, write: false, own });
    }
    all
}

fn own_accumulator(statement: &Statement, from: AccessSite, to: AccessSite) -> bool {
    let accumulates = statement.accumulation().is_some_and(|(_, term)| !super::reads(term, statement.write.array));
    accumulates && from.own && to.own
}
