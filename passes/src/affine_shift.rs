//! `affine-shift`: loops whose subscripts all add an outer variable count from there.
//!
//! before: affine.for %i { affine.for %p = 0 to %m - %i { B[%i] = B[%i] + A[%p + %i] } }
//! after:  affine.for %i { affine.for %k = %i to %m     { B[%i] = B[%i] + A[%k] } }
//!
//! Slices such as `A[i:]` count from their own start; on subscripts, a triangle
//! shows as bounds that name the outer variable, and accesses to one element
//! look alike.
//!
//! Legal: always, as a loop's iterations keep their order; the loop's variable
//! is not used as a number. Done where every subscript of a loop's variable has
//! one and the same offset, and that offset names a loop further out.
//! Not handled: constant offsets, which are slices in any case.

use crate::scop::{read, write, Lin, Loop, Node, Scop, Var};
use crate::version::versions;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::OperationRef;

pub const PASS: PassInfo =
    PassInfo { argument: "affine-shift", description: "let loops over slices count from the slice's start", run };

fn run(module: OperationRef, _: &Options) -> PassResult {
    let context = context_of(&module);
    for version in versions(module) {
        let Some(mut scop) = read::read(version) else { continue };
        if shift_all(&mut scop) {
            write::write(context, &scop);
        }
    }
    Ok(())
}

/// True if a loop was shifted.
fn shift_all(scop: &mut Scop) -> bool {
    let mut count = 0;
    scop.body.iter_mut().for_each(|node| shift(node, &mut count));
    count > 0
}

fn shift(node: &mut Node, count: &mut usize) {
    let Node::Loop(l) = node else { return };
    if let Some(offset) = offset(l) {
        apply(l, &offset);
        *count += 1;
    }
    l.body.iter_mut().for_each(|inner| shift(inner, count));
}

/// What all subscripts of the loop's variable add to it, if that names a loop.
fn offset(l: &Loop) -> Option<Lin> {
    let variable = Var::Loop(l.id);
    let mut offsets: Vec<Lin> = vec![];
    let mut plain = true;
    visit(&l.body, &mut |lin, subscript| match lin.coefficient(&variable) {
        0 => {}
        1 if subscript => offsets.push(lin.clone() - Affine::var(variable)),
        _ => plain = false,
    });
    let first = offsets.first()?.clone();
    let loops = |v: &Var| matches!(v, Var::Loop(_));
    let rows =
        Lin { terms: first.terms.iter().filter(|(v, _)| loops(v)).map(|(v, c)| (*v, *c)).collect(), constant: 0 };
    let inner = |lin: &Lin| lin.terms.keys().any(|v| matches!(v, Var::Loop(id) if declares(&l.body, *id)));
    (plain && !rows.terms.is_empty() && !inner(&first) && offsets.iter().all(|o| *o == first)).then_some(first)
}

/// True if a loop of this number stands below.
fn declares(nodes: &[Node], id: usize) -> bool {
    nodes.iter().any(|node| matches!(node, Node::Loop(l) if l.id == id || declares(&l.body, id)))
}

/// Calls `f` on every affine expression below, with whether it is a subscript.
fn visit(nodes: &[Node], f: &mut impl FnMut(&Lin, bool)) {
    for node in nodes {
        match node {
            Node::Loop(l) => {
                l.lower.iter().chain(&l.upper).for_each(|bound| f(bound, false));
                visit(&l.body, f);
            }
            Node::Statement(statement) => {
                statement.write.index.iter().for_each(|lin| f(lin, true));
                statement.value.visit(&mut |e| match e {
                    Expr::Read { index, .. } => index.iter().for_each(|lin| f(lin, true)),
                    Expr::Index(lin) => f(lin, false),
                    _ => {}
                });
            }
            Node::Other(_) => {}
        }
    }
}

/// The loop's variable becomes itself plus the offset.
fn apply(l: &mut Loop, offset: &Lin) {
    l.lower.iter_mut().chain(&mut l.upper).for_each(|bound| *bound = bound.clone() + offset.clone());
    let by = Affine::var(Var::Loop(l.id)) - offset.clone();
    crate::scop::substitute(&mut l.body, &Var::Loop(l.id), &by);
}
