//! `affine-sink`: a reset goes back into the sequential loop that holds its sum.
//!
//! before: for %k { for %j = %k { R[%k, %j] = 0 } }
//!         for %k { … for %j = %k { for %i { R[%k, %j] = R[%k, %j] + Q[%i, %k] * A[%i, %j] } } … }
//! after:  for %k { … for %j = %k { R[%k, %j] = 0 } for %j = %k { for %i { R[%k, %j] = … } } … }
//!
//! Distribution takes the reset out of the loop. There the sum adds to memory;
//! beside its reset it is one call that stores its result. A temporary that has a part
//! for each iteration is reset where it is used first, so that `affine-contract` can give
//! all iterations one part.
//!
//! Legal: both loops have the same bounds, nothing between them touches the
//! array, and no access of the loop that comes before the reset's new place is
//! to an element that the reset stores later (exact).
//! Done where the sum absorbs the reset, of exactly its elements, and for such temporaries.
//! Not handled: resets by loops in another order; resets that are no constants.

use crate::legal;
use crate::raise_affine_to_nparray::resets;
use crate::scop::order::{exists, Question, Site};
use crate::scop::{chain, domain, read, substitute, visit_statements, write, Array, Lin, Loop, Node, Var};
use crate::version::{self, versions};
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::OperationRef;

pub const PASS: PassInfo =
    PassInfo { argument: "affine-sink", description: "put resets beside the sums of sequential loops", run };

fn run(module: OperationRef, _: &Options) -> PassResult {
    for version in versions(module) {
        let Some(mut scop) = read::read(version) else { continue };
        let facts = crate::affine_guard_memory::facts(&mut scop);
        let own = |array: &Array| array.local && version::defined_by(array.value, "memref.alloc").is_some();
        let locals: Vec<bool> = scop.arrays.iter().map(own).collect();
        if sink(&mut scop.body, &locals, &facts) {
            write::write(context_of(&version), &scop);
        }
    }
    Ok(())
}

/// Sinks what can be sunk in a block and in the loops of it; whether it did.
fn sink(nodes: &mut Vec<Node>, locals: &[bool], facts: &[Lin]) -> bool {
    let mut changed = false;
    let mut position = 0;
    while position < nodes.len() {
        let Some(((target, inside), node)) = plan(nodes, position, locals, facts) else {
            position += 1;
            continue;
        };
        if let Node::Loop(l) = &mut nodes[target] {
            l.body.insert(inside, node);
        }
        nodes.remove(position);
        changed = true;
        // One that could not pass this one may follow it.
        position = 0;
    }
    for node in nodes {
        if let Node::Loop(l) = node {
            let inner = [facts, &domain::constraints(&[&l.header()])].concat();
            changed |= sink(&mut l.body, locals, &inner);
        }
    }
    changed
}

/// Where the node at a position goes, as the positions of a loop and of a place
/// in its body, and what goes there.
fn plan<'c, 'a>(
    nodes: &[Node<'c, 'a>],
    position: usize,
    locals: &[bool],
    facts: &[Lin],
) -> Option<((usize, usize), Node<'c, 'a>)> {
    let Node::Loop(own) = &nodes[position] else { return None };
    let (_, reset) = chain(&nodes[position]).filter(|(_, s)| matches!(s.value, Expr::Number(_)))?;
    let array = reset.write.array;
    let next = nodes[position + 1..].iter().position(|node| touches(node, array))? + position + 1;
    let Node::Loop(l) = &nodes[next] else { return None };
    // A loop around one statement becomes a call.
    let same = legal!("affine-sink: the loops have the same bounds", own.lower == l.lower && own.upper == l.upper);
    if chain(&nodes[next]).is_some() || !same || l.conditions().is_some() {
        return None;
    }
    let mut body = own.body.clone();
    substitute(&mut body, &Var::Loop(own.id), &Affine::var(Var::Loop(l.id)));
    let node = body.pop().filter(|_| body.is_empty())?;
    let absorbs = |other: &Node| chain(other).is_some_and(|(loops, sum)| resets(&node, &loops, sum));
    let by_iteration = reset.write.index.iter().any(|index| index.as_var() == Some(&Var::Loop(own.id)));
    let first = || l.body.iter().position(|node| touches(node, array)).filter(|_| locals[array] && by_iteration);
    let inside = l.body.iter().position(absorbs).or_else(first)?;
    let fits = legal!("affine-sink: the reset comes before no earlier access", fits(l, inside, &node, facts));
    fits.then_some(((next, inside), node))
}

fn touches(node: &Node, array: usize) -> bool {
    matches!(node, Node::Other(_)) || crate::scop::touches(node, array)
}

/// True if nothing in the loop that runs before the reset must come after it.
fn fits(l: &Loop, place: usize, reset: &Node, facts: &[Lin]) -> bool {
    let Some((loops, statement)) = chain(reset) else { return false };
    let own = Site { loops: [l].into_iter().chain(loops).collect(), statement };
    l.body.iter().enumerate().all(|(position, node)| {
        let mut fine = !matches!(node, Node::Other(_));
        visit_statements(std::slice::from_ref(node), &mut vec![], &mut |loops, statement| {
            let other = Site { loops: [l].into_iter().chain(loops.iter().copied()).collect(), statement };
            let question = Question { textual: position < place, blocking: false, facts, extra: &[] };
            fine &= !exists(&other, &own, &question);
        });
        fine
    })
}
