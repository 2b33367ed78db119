//! The nodes of a block in order, each with the reset that its sum absorbs.

use crate::scop::dependence::Edge;
use crate::scop::{chain, visit_statements, Access, Loop, Node, Statement, Var};
use automphc_kb::expr::{Expr, Number};

/// A node to raise.
pub struct Item<'n, 'c, 'a> {
    pub node: &'n Node<'c, 'a>,
    /// The nest before it that stores the identity of its sum.
    pub init: Option<&'n Node<'c, 'a>>,
    /// Dependences of the top-level node, and the number of its first statement.
    pub edges: Vec<Edge>,
    pub first: usize,
}

impl Item<'_, '_, '_> {
    /// Dependences of the item's only statement with itself.
    pub fn own_edges(&self) -> Vec<Edge> {
        self.edges.iter().filter(|e| e.source == self.first && e.target == self.first).copied().collect()
    }
}

/// The items of a version's body.
pub fn items<'n, 'c, 'a>(nodes: &'n [Node<'c, 'a>], edges: impl Fn(usize) -> Vec<Edge>) -> Vec<Item<'n, 'c, 'a>> {
    let all = nodes.iter().enumerate().map(|(n, node)| Item { node, init: None, edges: edges(n), first: 0 });
    absorb(all.collect())
}

/// The items in the body of a loop that stays a loop.
pub fn inside<'n, 'c, 'a>(item: &Item<'n, 'c, 'a>, l: &'n Loop<'c, 'a>) -> Vec<Item<'n, 'c, 'a>> {
    let mut first = item.first;
    let mut all = vec![];
    for node in &l.body {
        all.push(Item { node, init: None, edges: item.edges.clone(), first });
        visit_statements(std::slice::from_ref(node), &mut vec![], &mut |_, _| first += 1);
    }
    absorb(all)
}

/// Moves each reset into the sum that follows it, if nothing between them
/// touches the array.
fn absorb<'n, 'c, 'a>(items: Vec<Item<'n, 'c, 'a>>) -> Vec<Item<'n, 'c, 'a>> {
    let mut kept: Vec<Item> = vec![];
    for mut item in items {
        if let Some((loops, statement)) = chain(item.node) {
            let reset = kept.iter().rposition(|other| touches(other, statement.write.array));
            if let Some(position) = reset.filter(|&p| resets(kept[p].node, &loops, statement)) {
                let between = kept[position + 1..].iter().all(|other| !matches!(other.node, Node::Other(_)));
                if between {
                    item.init = Some(kept.remove(position).node);
                }
            }
        }
        kept.push(item);
    }
    kept
}

fn touches(item: &Item, array: usize) -> bool {
    matches!(item.node, Node::Other(_)) || crate::scop::touches(item.node, array)
}

/// True if a node stores the identity of the statement's sum to exactly the
/// elements that the statement accumulates.
pub(crate) fn resets(node: &Node, loops: &[&Loop], sum: &Statement) -> bool {
    let Some((reset_loops, reset)) = chain(node) else { return false };
    let Some((combine, term)) = sum.accumulation() else { return false };
    // A term that reads the array must find it reset.
    if crate::scop::reads(term, sum.write.array) {
        return false;
    }
    let Expr::Number(number) = reset.value else { return false };
    let outputs = loops.iter().filter(|l| sum.write.index.iter().any(|i| i.uses(&Var::Loop(l.id)))).count();
    is_identity(combine, number)
        && reset_loops.len() == outputs
        && outputs < loops.len()
        && same_domain(&reset_loops, &reset.write, loops, &sum.write)
}

fn is_identity(combine: &str, number: Number) -> bool {
    let value = match number {
        Number::Int(n) => n as f64,
        Number::Float(x) => x,
        Number::Bool(truth) => return matches!((combine, truth), ("logical_or", false) | ("logical_and", true)),
        _ => return false,
    };
    match combine {
        "add" => value == 0.0,
        "multiply" => value == 1.0,
        "maximum" => value == f64::NEG_INFINITY,
        "minimum" => value == f64::INFINITY,
        _ => false,
    }
}

/// True if two nests write the same elements: equal indices and bounds after
/// renaming the first nest's loops to the second's.
fn same_domain(a_loops: &[&Loop], a: &Access, b_loops: &[&Loop], b: &Access) -> bool {
    if a.array != b.array {
        return false;
    }
    let mut renaming: Vec<(usize, usize)> = vec![];
    for (x, y) in a.index.iter().zip(&b.index) {
        let variable = |lin: &crate::scop::Lin, loops: &[&Loop]| {
            loops.iter().map(|l| l.id).find(|id| lin.coefficient(&Var::Loop(*id)) == 1)
        };
        if let (Some(from), Some(to)) = (variable(x, a_loops), variable(y, b_loops)) {
            renaming.push((from, to));
        }
    }
    let rename = |lin: &crate::scop::Lin| {
        lin.map(|v| {
            let to = renaming.iter().find(|(from, _)| Var::Loop(*from) == *v).map_or(*v, |(_, to)| Var::Loop(*to));
            automphc_kb::affine::Affine::var(to)
        })
    };
    let same = |xs: &[crate::scop::Lin], ys: &[crate::scop::Lin]| {
        xs.len() == ys.len() && xs.iter().zip(ys).all(|(x, y)| rename(x) == *y)
    };
    let bounds = a_loops.iter().all(|l| {
        let twin =
            renaming.iter().find(|(from, _)| *from == l.id).and_then(|(_, to)| b_loops.iter().find(|m| m.id == *to));
        twin.is_some_and(|m| same(&l.lower, &m.lower) && same(&l.upper, &m.upper))
    });
    bounds && same(&a.index, &b.index)
}
