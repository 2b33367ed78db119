//! Dependences between the statements of a tree, as MLIR computes them; where a
//! black box may touch any element of an array, there is always one.

use super::black_box::Touch;
use super::order::{self, Region};
use super::{Loop, Node, Statement};
use automphc_dialects::dependence::{check, Dependence};
use automphc_kb::expr::Expr;
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
    /// The array that both touch, as the key of its buffer.
    pub array: usize,
}

struct Site<'c, 'a, 's> {
    statement: &'s Statement<'c, 'a>,
    loops: Vec<&'s Loop<'c, 'a>>,
}

/// All dependences between the statements below `nodes`.
pub fn edges(nodes: &[Node]) -> Vec<Edge> {
    let mut sites = vec![];
    super::visit_statements(nodes, &mut vec![], &mut |loops, statement| {
        sites.push(Site { statement, loops: loops.to_vec() });
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
    let common = a.loops.iter().zip(&b.loops).take_while(|(x, y)| x.id == y.id).count();
    for from in &accesses(a.statement) {
        for to in &accesses(b.statement) {
            if from.array != to.array || !(from.write || to.write) {
                continue;
            }
            let reduction = source == target && own_accumulator(a.statement, from, to);
            // The loop-independent one needs the source first in program order;
            // within one statement the reads always come first.
            let last = if source < target { common + 1 } else { common };
            for depth in 1..=last {
                let none = match (&from.operation, &to.operation, &from.region, &to.region) {
                    (Some(from), Some(to), ..) => check(from, to, depth) == Dependence::None,
                    (_, _, Some(from), Some(to)) => !order::meet((&a.loops, from), (&b.loops, to), depth, common),
                    _ => false,
                };
                if none {
                    continue;
                }
                edges.push(Edge {
                    source,
                    target,
                    carrier: (depth <= common).then(|| depth - 1),
                    flow: from.write && !to.write,
                    anti: !from.write && to.write,
                    reduction,
                    array: from.array,
                });
            }
        }
    }
}

struct AccessSite<'c, 'a> {
    /// The load or store; None for what a black box touches.
    operation: Option<OperationRef<'c, 'a>>,
    /// The elements; None: any.
    region: Option<Region>,
    array: usize,
    write: bool,
    own: bool,
}

/// The store and the loads of a statement, and what a black box touches.
fn accesses<'c, 'a>(statement: &Statement<'c, 'a>) -> Vec<AccessSite<'c, 'a>> {
    let buffer = |operation: OperationRef<'c, 'a>, operand| {
        operation.operand(operand).map(automphc_dialects::ir::value_key).unwrap_or_default()
    };
    let mut all = vec![];
    if let Some(store) = statement.store {
        let region = Some(order::exactly(&statement.write.index));
        all.push(AccessSite { operation: Some(store), region, array: buffer(store, 1), write: true, own: true });
    }
    // Loads stand in the order of the reads that they are.
    let accumulates = statement.accumulation().is_some();
    let mut reads = vec![];
    statement.value.visit(&mut |e| reads.extend(matches!(e, Expr::Read { .. }).then_some(e)));
    for (load, read) in statement.loads.iter().zip(reads) {
        let own = accumulates && statement.is_own(read);
        let region = if let Expr::Read { index, .. } = read { Some(order::exactly(index)) } else { None };
        all.push(AccessSite { operation: Some(*load), region, array: buffer(*load, 0), write: false, own });
    }
    if let Some(text) = &statement.text {
        let touch = |region, array, write| AccessSite { operation: None, region, array, write, own: false };
        if !text.free {
            all.push(touch(None, text.order, true));
        }
        let region = |touched: &Touch| touched.part.as_ref().map(|part| part.region(&statement.value));
        all.extend(text.touched.iter().map(|touched| touch(region(touched), touched.key, touched.write)));
    }
    all
}

fn own_accumulator(statement: &Statement, from: &AccessSite, to: &AccessSite) -> bool {
    statement.accumulation().is_some() && from.own && to.own
}
