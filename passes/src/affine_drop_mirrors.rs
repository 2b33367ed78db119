//! `affine-drop-mirrors`: a copy across the diagonal of a matrix that is symmetric anyway goes away.
//!
//! before: affine.for %i { affine.for %j { affine.for %k { C[%i, %j] += A[%k, %i] * A[%k, %j] } } }
//!         affine.for %i { affine.for %j = %i { C[%i, %j] = C[%i, %j] / s[] } }
//!         affine.for %i { affine.for %j = %i { C[%j, %i] = C[%i, %j] } }
//! after:  affine.for %i { affine.for %j { affine.for %k { C[%i, %j] += A[%k, %i] * A[%k, %j] } } }
//!         affine.for %i { affine.for %j { C[%i, %j] = C[%i, %j] / s[] } }
//!
//! A square product over its whole box is symmetric: both halves are sums of the same products.
//!
//! Legal: between the product and the copy, what writes the matrix either stays clear of both sides of the copy, or
//! changes every element of the copy's source in the same way, whatever its place, and leaves of the box only
//! elements that the copy overwrites; it is done to the whole box then. Nothing else reads or writes the matrix.
//! Not handled: products over triangles (`affine-widen` comes before), updates that depend on their place.

use crate::legal;
use crate::raise_affine_to_nparray::is_square_product;
use crate::scop::cells::{cells, subset};
use crate::scop::domain::never;
use crate::scop::{chain, read, write, Lin, Loop, Node, Scop, Statement, Var};
use crate::version;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::expr::Expr;
use melior::ir::OperationRef;

pub const PASS: PassInfo = PassInfo {
    argument: "affine-drop-mirrors",
    description: "drop copies across the diagonal of matrices that are symmetric anyway",
    run,
};

fn run(module: OperationRef, _: &Options) -> PassResult {
    version::each(module, |version| {
        let Some(mut scop) = read::read(version) else { return Ok(()) };
        let facts = crate::affine_guard_memory::facts(&mut scop);
        let mut changed = false;
        for position in (1..scop.body.len()).rev() {
            let Some(plan) = Plan::of(&scop, position, &facts) else { continue };
            remark(plan.location, "a copy across the diagonal is left out: the matrix is symmetric");
            for update in plan.updates {
                scop.body[update] = with_bounds(&scop.body[update], &plan.lower, &plan.upper);
            }
            scop.body.remove(position);
            changed = true;
        }
        if changed {
            write::write(context_of(&version), &scop);
        }
        Ok(())
    });
    Ok(())
}

type Region = Vec<Lin>;

/// What is done about a copy: the updates that go over the whole box, whose sides have these bounds.
struct Plan<'c> {
    updates: Vec<usize>,
    lower: Lin,
    upper: Lin,
    location: melior::ir::Location<'c>,
}

impl<'c> Plan<'c> {
    fn of(scop: &Scop<'c, '_>, position: usize, facts: &[Lin]) -> Option<Self> {
        let (loops, statement) = chain(&scop.body[position])?;
        let source = mirrored(&loops, statement)?;
        let array = statement.write.array;
        let (target, true) = cells(scop, &loops, &statement.write.index)? else { return None };
        let (source, true) = cells(scop, &loops, source)? else { return None };
        let mut updates = vec![];
        for place in (0..position).rev() {
            let node = &scop.body[place];
            if let Some((bounds, whole)) = square(scop, node, array) {
                let inside = [&target, &source].into_iter().all(|part| covered(part, &[&whole], facts));
                let (lower, upper) = bounds;
                let inside = legal!("affine-drop-mirrors: the product covers both sides", inside);
                let widened = updates.iter().all(|(_, own)| covered(&whole, &[own, &target], facts));
                let widened = legal!("affine-drop-mirrors: the copy overwrites what updates leave", widened);
                let updates = updates.into_iter().map(|(place, _)| place).collect();
                return (inside && widened).then_some(Self { updates, lower, upper, location: statement.location });
            }
            match effect(scop, node, array, [&target, &source], facts)? {
                Effect::None => {}
                Effect::Update(own) => updates.push((place, own)),
            }
        }
        None
    }
}

/// The index that a copy across the diagonal reads.
fn mirrored<'s>(loops: &[&Loop], statement: &'s Statement) -> Option<&'s [Lin]> {
    let Expr::Read { array, index } = &statement.value else { return None };
    let swapped = index.iter().rev().eq(&statement.write.index);
    let fits = *array == statement.write.array && swapped && index.len() == 2 && plain(loops, &statement.write.index);
    fits.then_some(index)
}

/// True if the two indices are the variables of the two loops, which run without a condition.
fn plain(loops: &[&Loop], index: &[Lin]) -> bool {
    let [first, second] = index else { return false };
    let own = |lin: &Lin| lin.as_var().is_some_and(|v| loops.iter().any(|l| Var::Loop(l.id) == *v));
    loops.len() == 2 && loops.iter().all(|l| l.conditions().is_none()) && own(first) && own(second) && first != second
}

/// The bounds of both sides and the elements of a square product over a whole box, stored in the array.
fn square<'c>(scop: &Scop<'c, '_>, node: &Node<'c, '_>, array: usize) -> Option<((Lin, Lin), Region)> {
    let (loops, statement) = chain(node).filter(|(_, statement)| statement.write.array == array)?;
    let (outputs, sums): (Vec<&Loop>, Vec<&Loop>) =
        loops.iter().partition(|l| statement.write.index.iter().any(|lin| lin.uses(&Var::Loop(l.id))));
    let [row, column] = outputs.as_slice() else { return None };
    let ([lower], [upper]) = (row.lower.as_slice(), row.upper.as_slice()) else { return None };
    let fixed = |bounds: &[Lin]| bounds.iter().all(|b| b.terms.keys().all(|v| matches!(v, Var::Symbol(_))));
    let boxed = loops.iter().all(|l| fixed(&l.lower) && fixed(&l.upper) && l.conditions().is_none());
    let reductions: Vec<usize> = sums.iter().map(|l| l.id).collect();
    let even = row.lower == column.lower && row.upper == column.upper && plain(&outputs, &statement.write.index);
    if !(boxed && even && is_square_product(statement, &reductions, row.id, column.id)) {
        return None;
    }
    let (whole, exact) = cells(scop, &outputs, &statement.write.index)?;
    exact.then(|| ((lower.clone(), upper.clone()), whole))
}

/// What a nest between the product and the copy does to the matrix; None if it forbids to leave out the copy.
enum Effect {
    None,
    Update(Region),
}

fn effect(scop: &Scop, node: &Node, array: usize, sides: [&Region; 2], facts: &[Lin]) -> Option<Effect> {
    let value = scop.arrays[array].value;
    let (loops, statement) = match node {
        Node::Other(operation) => {
            let harmless = matches!(
                read::name(*operation).as_str(),
                "nparray.dim" | "nparray.guard" | "memref.alloc" | "affine.apply" | "arith.constant"
            );
            let touches = melior::ir::operation::OperationLike::operands(operation).any(|operand| operand == value);
            return (harmless || !touches && read::is_pure_scalar(&read::name(*operation))).then_some(Effect::None);
        }
        node => match chain(node) {
            Some(found) => found,
            None => return (!crate::scop::touches(node, array)).then_some(Effect::None),
        },
    };
    if !statement.writes(array) {
        return legal!("affine-drop-mirrors: nothing reads the matrix", !statement.reads(array))
            .then_some(Effect::None);
    }
    let (own, exact) = cells(scop, &loops, &statement.write.index)?;
    let clear = sides.iter().all(|side| never(&[&own[..], &side[..], facts].concat()));
    if clear && statement.text.is_none() && !statement.reads(array) {
        return Some(Effect::None);
    }
    let [_, source] = sides;
    let same = exact && plain(&loops, &statement.write.index) && independent(statement, &loops);
    let same = legal!("affine-drop-mirrors: an update does not depend on the place", same);
    (same && legal!("affine-drop-mirrors: it changes all of the source", covered(source, &[&own], facts)))
        .then_some(Effect::Update(own))
}

/// True for `X[i, j] = f(X[i, j])` with a function that is the same at every place.
fn independent(statement: &Statement, loops: &[&Loop]) -> bool {
    let mut fine = statement.text.is_none();
    let varies = |lin: &Lin| loops.iter().any(|l| lin.uses(&Var::Loop(l.id)));
    statement.value.visit(&mut |e| match e {
        Expr::Read { index, .. } => {
            fine &= statement.is_own(e) || !reads_written(e, statement) && !index.iter().any(varies);
        }
        Expr::Index(lin) => fine &= !varies(lin),
        Expr::Apply { function, .. } => fine &= !function.contains('.'),
        Expr::Number(_) => {}
    });
    fine
}

fn reads_written(e: &crate::scop::Term, statement: &Statement) -> bool {
    matches!(e, Expr::Read { array, .. } if *array == statement.write.array)
}

fn covered(part: &Region, by: &[&Region], facts: &[Lin]) -> bool {
    let by: Vec<Region> = by.iter().map(|region| (*region).clone()).collect();
    subset(std::slice::from_ref(part), &by, facts)
}

/// A nest of two loops over the whole box.
fn with_bounds<'c, 'a>(node: &Node<'c, 'a>, lower: &Lin, upper: &Lin) -> Node<'c, 'a> {
    let Node::Loop(l) = node else { return node.clone() };
    let body = l.body.iter().map(|inner| with_bounds(inner, lower, upper)).collect();
    Node::Loop(Loop { id: l.id, lower: vec![lower.clone()], upper: vec![upper.clone()], body })
}
