//! `affine-forward-substitute`: a local that one statement defines is replaced
//! by its definition where it is read.
//!
//! before: t[] = 0.1    affine.for %j { affine.for %i { u[%i] = A[%i] + t[] } }
//! after:  affine.for %j { affine.for %i { u[%i] = A[%i] + 0.1 } }
//!
//! before: affine.for %i { x[] = a[%i]   s[] += x[] * b[%i] }
//! after:  affine.for %i { s[] += a[%i] * b[%i] }
//!
//! Legal: the local is written by one statement, which does not accumulate and
//! whose index is its own loop variables; it comes before every reader; nothing
//! that it reads is written after it or in a loop around it; nobody observes
//! the local. The value is a constant or one element, or it has one reader, so
//! nothing is computed twice. A scalar may be written in each iteration, if that is
//! where all its readers are, and its value is a constant or one element.
//! Not handled: definitions under several statements.

use crate::legal;
use crate::scop::{
    for_each_statement, has_barriers, read, used_elsewhere, visit_statements, write, Access, Lin, Node, Scop,
    Statement, Term, Var,
};
use crate::version;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::OperationRef;

pub const PASS: PassInfo =
    PassInfo { argument: "affine-forward-substitute", description: "replace locals by their definitions", run };

fn run(module: OperationRef, _: &Options) -> PassResult {
    let context = context_of(&module);
    version::each(module, |version| {
        let Some(mut scop) = read::read(version) else { return Ok(()) };
        let (barriers, lists) = (has_barriers(&scop), version::has_lists(version));
        for array in 0..scop.arrays.len() {
            substitute(&mut scop, array, barriers, lists);
        }
        write::write(context, &scop);
        Ok(())
    });
    Ok(())
}

struct Definition {
    access: Access,
    value: Term,
    /// Position among all statements, in program order.
    position: usize,
    loops: Vec<usize>,
    /// A scalar of each iteration of the loops.
    inside: bool,
}

fn substitute(scop: &mut Scop, array: usize, barriers: bool, lists: bool) {
    let Some(definition) = definition(scop, array) else { return };
    // Past an operation that is not understood, only constants keep their value.
    let moves = !barriers || matches!(definition.value, Expr::Number(_));
    // A function that raises stays where it is, or it would raise too late.
    let raises = !lists && calls_by_name(&definition.value);
    let moves = legal!("affine-forward-substitute: only constants pass what is not understood", moves);
    let raises = !legal!("affine-forward-substitute: what raises stays in its place", !raises);
    if !moves || raises || !legal(scop, &definition) {
        return;
    }
    for_each_statement(&mut scop.body, &mut |statement| {
        let read = definition.access.array;
        statement.value =
            statement.value.replace_reads(&mut |array, index| (array == read).then(|| defined_at(&definition, index)));
    });
    remove(&mut scop.body, array);
}

/// The only statement that writes a local, if it is one that can be substituted.
fn definition(scop: &Scop, array: usize) -> Option<Definition> {
    let info = &scop.arrays[array];
    if !info.local || used_elsewhere(scop, array) {
        return None;
    }
    let (mut found, mut count, mut position) = (None, 0, 0);
    visit_statements(&scop.body, &mut vec![], &mut |loops, statement: &Statement| {
        if statement.write.array == array {
            count += 1;
            found = Some(Definition {
                access: statement.write.clone(),
                value: statement.value.clone(),
                position,
                loops: loops.iter().map(|l| l.id).collect(),
                inside: !loops.is_empty() && statement.write.index.is_empty(),
            });
        }
        position += 1;
    });
    let definition = found.filter(|_| legal!("affine-forward-substitute: one statement writes it", count == 1))?;
    let own_variables = definition.inside
        || definition.loops.len() == definition.access.index.len()
            && definition.access.index.iter().zip(&definition.loops).all(|(lin, id)| {
                let offset = lin.clone() - Affine::var(Var::Loop(*id));
                offset.terms.keys().all(|v| matches!(v, Var::Symbol(_)))
            });
    own_variables.then_some(definition)
}

/// True for a term with a function of Python's own, such as `math.sqrt`.
fn calls_by_name(term: &Term) -> bool {
    let mut found = false;
    term.visit(&mut |e| found |= matches!(e, Expr::Apply { function, .. } if function.contains('.')));
    found
}

fn legal(scop: &Scop, definition: &Definition) -> bool {
    let own = definition.access.array;
    let (mut reads, mut position, mut fine) = (0, 0, !crate::scop::reads(&definition.value, own));
    visit_statements(&scop.body, &mut vec![], &mut |loops, statement| {
        statement.value.visit(&mut |e| reads += usize::from(matches!(e, Expr::Read { array, .. } if *array == own)));
        fine &= legal!(
            "affine-forward-substitute: reads come after the definition",
            !statement.reads(own) || position > definition.position
        );
        let around = loops.iter().map(|l| l.id).take(definition.loops.len());
        fine &= legal!(
            "affine-forward-substitute: a scalar of an iteration is read in it",
            !definition.inside || !statement.reads(own) || around.eq(definition.loops.iter().copied())
        );
        let shares_loop = loops.first().is_some_and(|l| definition.loops.first() == Some(&l.id));
        let disturbs = read_arrays(&definition.value).into_iter().any(|array| statement.writes(array));
        fine &= legal!(
            "affine-forward-substitute: operands keep their values",
            !(disturbs && (position > definition.position || shares_loop))
        );
        position += 1;
    });
    let cheap = matches!(definition.value, Expr::Number(_) | Expr::Read { .. } | Expr::Index(_));
    fine && (cheap || (reads == 1 && !definition.inside))
}

fn read_arrays(term: &Term) -> Vec<usize> {
    let mut all = vec![];
    term.visit(&mut |e| {
        if let Expr::Read { array, .. } = e {
            all.push(*array);
        }
    });
    all
}

/// What the definition computes for the element at `index`.
fn defined_at(definition: &Definition, index: &[Lin]) -> Term {
    if definition.inside {
        return definition.value.clone();
    }
    // The definition's loop variable is the reader's index minus the offset.
    let solve = |v: &Var| -> Lin {
        let axis = definition.loops.iter().position(|id| Var::Loop(*id) == *v);
        match axis {
            Some(axis) => {
                let offset = definition.access.index[axis].clone() - Affine::var(*v);
                index[axis].clone() - offset
            }
            None => Affine::var(*v),
        }
    };
    definition.value.map(&mut |lin| lin.map(solve), &mut |a| a)
}

/// Drops the statement that writes the array, and loops that become empty.
fn remove(nodes: &mut Vec<Node>, array: usize) {
    nodes.retain_mut(|node| match node {
        Node::Statement(statement) => statement.write.array != array,
        Node::Loop(l) => {
            remove(&mut l.body, array);
            !l.body.is_empty()
        }
        Node::Other(_) => true,
    });
}
