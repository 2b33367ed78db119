//! `affine-widen`: a triangle of a square product is computed on its whole box
//! where what else the box holds is overwritten anyway.
//!
//! before: affine.for %i { C[%i, %i] = 1 }
//!         affine.for %i { affine.for %j = %i + 1 { affine.for %k { C[%i, %j] += A[%k, %i] * A[%k, %j] } } }
//!         affine.for %i { affine.for %j = 0 to %i { C[%i, %j] = C[%j, %i] } }
//! after:  affine.for %i { affine.for %j { affine.for %k { C[%i, %j] += A[%k, %i] * A[%k, %j] } } }
//!         affine.for %i { C[%i, %i] = 1 }
//!         affine.for %i { affine.for %j = 0 to %i { C[%i, %j] = C[%j, %i] } }
//!
//! BLAS computes one half of a square product only, so the box costs what the
//! triangle costs, and needs neither a temporary nor copies by blocks.
//!
//! Legal: the other elements of the box are dead: later nests write all of them,
//! none is read before that, and nothing in between raises. Nests before the
//! product that no dependence ties to it may come after it for that. The guards
//! promise that every access of the box is in range.
//! Not handled: other statements than square products; conditions on values.

use crate::legal;
use crate::raise_affine_to_nparray::is_square_product;
use crate::scop::cells::{axis, cells, is_size, read_indices, subset};
use crate::scop::dependence::edges;
use crate::scop::domain::{extreme, implies};
use crate::scop::{chain, read, visit_statements, write, Access, Lin, Loop, Node, Scop, Statement, Var};
use crate::version;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use automphc_kb::expr::{Expr, Number};
use melior::ir::attribute::IntegerAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, Value};

pub const PASS: PassInfo = PassInfo {
    argument: "affine-widen",
    description: "compute triangles of square products on boxes whose other elements are dead",
    run,
};

fn run(module: OperationRef, _: &Options) -> PassResult {
    version::each(module, |version| {
        let Some(mut scop) = read::read(version) else { return Ok(()) };
        let facts = crate::affine_guard_memory::facts(&mut scop);
        let mut changed = false;
        for position in 1..scop.body.len() {
            changed |= widen(&mut scop, position, &facts);
        }
        if changed {
            write::write(context_of(&version), &scop);
        }
        Ok(())
    });
    Ok(())
}

/// Widens the nest at a position, if it is a square product over dead elements.
fn widen<'c, 'a>(scop: &mut Scop<'c, 'a>, position: usize, facts: &[Lin]) -> bool {
    let Some((product, box_of)) = candidate(scop, position) else { return false };
    let reset = with_box(&scop.body[position - 1], &box_of);
    let whole = with_box(&scop.body[position], &box_of);
    if !legal!("affine-widen: the box is in range", in_range(scop, &whole, facts)) {
        return false;
    }
    let Some(first) = (0..position).rev().take_while(|p| passes(scop, *p, position)).find(|p| {
        let rest: Vec<&Node> = scop.body[*p..position - 1].iter().chain(&scop.body[position + 1..]).collect();
        let dead = is_dead(scop, &product, &whole, &scop.body[position], &rest, facts);
        legal!("affine-widen: the rest of the box is dead", dead)
    }) else {
        return false;
    };
    remark(location_of(&whole).unwrap_or(scop.function.location()), "computed on its box: the rest is overwritten");
    scop.body.drain(position - 1..=position);
    scop.body.splice(first..first, [reset, whole]);
    true
}

fn location_of<'c>(node: &Node<'c, '_>) -> Option<melior::ir::Location<'c>> {
    let mut found = None;
    visit_statements(std::slice::from_ref(node), &mut vec![], &mut |_, s| found = Some(s.location));
    found
}

/// The two loops of a triangle, and the range of both in its box.
struct Square {
    row: usize,
    column: usize,
    lower: Lin,
    upper: Lin,
}

/// The written elements and the box of a square product over a triangle whose
/// accumulators the nest before sets to zero.
fn candidate(scop: &Scop, position: usize) -> Option<(Access, Square)> {
    let (loops, statement) = chain(&scop.body[position])?;
    let (zero_loops, zero) = chain(&scop.body[position - 1])?;
    let is_zero = matches!(&zero.value, Expr::Number(Number::Int(0)))
        || matches!(&zero.value, Expr::Number(Number::Float(x)) if *x == 0.0);
    let written: Vec<usize> = statement.write.index.iter().filter_map(loop_of).collect();
    let [first, second] = written.as_slice() else { return None };
    let outputs: Vec<&Loop> = loops.iter().copied().filter(|l| written.contains(&l.id)).collect();
    let [row, column] = outputs.as_slice() else { return None };
    let reductions: Vec<usize> = loops.iter().map(|l| l.id).filter(|id| !written.contains(id)).collect();
    let rectangular = loops
        .iter()
        .filter(|l| reductions.contains(&l.id))
        .all(|l| l.lower.iter().chain(&l.upper).all(|b| b.terms.keys().all(|v| matches!(v, Var::Symbol(_)))));
    let same = zero_loops.len() == 2
        && zero.write.array == statement.write.array
        && cells(scop, &zero_loops, &zero.write.index) == cells(scop, &outputs, &statement.write.index);
    let conditional = loops.iter().chain(&zero_loops).any(|l| l.conditions().is_some());
    if conditional || !is_zero || !same || !rectangular || first == second {
        return None;
    }
    let square = triangle(row, column)?;
    is_square_product(statement, &reductions, row.id, column.id).then(|| (statement.write.clone(), square))
}

/// The loop whose variable an index is.
fn loop_of(index: &Lin) -> Option<usize> {
    match index.as_var() {
        Some(Var::Loop(id)) => Some(*id),
        _ => None,
    }
}

/// `column >= row + c` or `column < row + c` within a square.
fn triangle(row: &Loop, column: &Loop) -> Option<Square> {
    let ([row_lower], [row_upper]) = (row.lower.as_slice(), row.upper.as_slice()) else { return None };
    let ([lower], [upper]) = (column.lower.as_slice(), column.upper.as_slice()) else { return None };
    let diagonal = |bound: &Lin| (bound.clone() - Affine::var(Var::Loop(row.id))).as_constant();
    let (from, to) = match (diagonal(lower), diagonal(upper)) {
        (Some(offset), None) if offset >= 0 => {
            let shorter = (upper.clone() - row_upper.clone()).as_constant()?;
            (shorter >= 0).then_some((row_lower, upper))?
        }
        (None, Some(offset)) if offset <= 1 => {
            let later = (row_lower.clone() - lower.clone()).as_constant()?;
            (later >= 0).then_some((lower, row_upper))?
        }
        _ => return None,
    };
    let symbolic = |b: &Lin| b.terms.keys().all(|v| matches!(v, Var::Symbol(_)));
    (symbolic(from) && symbolic(to)).then(|| Square {
        row: row.id,
        column: column.id,
        lower: from.clone(),
        upper: to.clone(),
    })
}

/// A nest with both loops over the square; the reset's loops are its outer two.
fn with_box<'c, 'a>(node: &Node<'c, 'a>, square: &Square) -> Node<'c, 'a> {
    fn rebuild<'c, 'a>(node: &Node<'c, 'a>, square: &Square, depth: usize, all: bool) -> Node<'c, 'a> {
        let Node::Loop(l) = node else { return node.clone() };
        let mut l = l.clone();
        if all && depth < 2 || l.id == square.row || l.id == square.column {
            l.lower = vec![square.lower.clone()];
            l.upper = vec![square.upper.clone()];
        }
        l.body = l.body.iter().map(|inner| rebuild(inner, square, depth + 1, all)).collect();
        Node::Loop(l)
    }
    let is_reset = chain(node).is_some_and(|(loops, _)| loops.len() == 2);
    rebuild(node, square, 0, is_reset)
}

/// True if the guards promise that no access of the nest leaves its array.
fn in_range(scop: &Scop, node: &Node, facts: &[Lin]) -> bool {
    let Some((loops, statement)) = chain(node) else { return false };
    let fits = |array: usize, index: &[Lin]| {
        index.iter().enumerate().all(|(axis, lin)| {
            let size = scop.symbols.iter().position(|s| is_size(*s, scop.arrays[array].value, axis));
            let (Some(size), Some(least), Some(most)) = (size, extreme(lin, &loops, false), extreme(lin, &loops, true))
            else {
                return false;
            };
            let slack = Affine::var(Var::Symbol(size)) - most + -1;
            implies(facts, &least) && implies(facts, &slack)
        })
    };
    let mut fine = fits(statement.write.array, &statement.write.index);
    statement.value.visit(&mut |e| {
        if let Expr::Read { array, index } = e {
            fine &= fits(*array, index);
        }
    });
    fine
}

/// True if the product and its reset may come before the node at `place`.
fn passes(scop: &Scop, place: usize, position: usize) -> bool {
    if place + 1 >= position {
        return true;
    }
    let node = &scop.body[place];
    if matches!(node, Node::Other(_)) || crate::affine_distribute::may_raise(node) {
        return false;
    }
    let nodes = [node.clone(), scop.body[position - 1].clone(), scop.body[position].clone()];
    let mut count = 0;
    visit_statements(&nodes[..1], &mut vec![], &mut |_, _| count += 1);
    let tied = edges(&nodes).iter().any(|e| (e.source < count) != (e.target < count));
    legal!("affine-widen: no dependence ties it to what comes later", !tied)
}

/// True if the nests of `rest`, in their order, write every element of the box
/// that the triangle leaves out, and read none of these before.
fn is_dead(scop: &Scop, product: &Access, whole: &Node, triangle: &Node, rest: &[&Node], facts: &[Lin]) -> bool {
    let region = |node: &Node| {
        let (loops, statement) = chain(node)?;
        let outer: Vec<&Loop> = loops.into_iter().take(2).collect();
        cells(scop, &outer, &statement.write.index).map(|(set, _)| set)
    };
    let (Some(whole), Some(own)) = (region(whole), region(triangle)) else { return false };
    // Elements that hold what the program would have there.
    let mut valid = vec![own];
    for node in rest {
        match node {
            Node::Other(operation) => match effect(scop, product.array, *operation) {
                Effect::None => {}
                Effect::End => break,
                Effect::Unknown => return false,
                Effect::Repack { reads, writes } => {
                    if !stays_valid(&reads, &whole, &valid, facts) {
                        return false;
                    }
                    valid.push(writes);
                }
            },
            node => match accesses(scop, product.array, node) {
                Some((reads, writes)) => {
                    if !reads.iter().all(|r| stays_valid(r, &whole, &valid, facts)) {
                        return false;
                    }
                    valid.extend(writes);
                }
                None => return false,
            },
        }
    }
    subset(&[whole], &valid, facts)
}

/// True if the elements that a read touches within the box are valid.
fn stays_valid(read: &[Lin], whole: &[Lin], valid: &[Vec<Lin>], facts: &[Lin]) -> bool {
    subset(&[[read, whole].concat()], valid, facts)
}

type Regions = Vec<Vec<Lin>>;

/// The elements of the array that a nest reads, and those that it surely writes;
/// None if it may raise or touches elements that are not known.
fn accesses(scop: &Scop, array: usize, node: &Node) -> Option<(Regions, Regions)> {
    if crate::affine_distribute::may_raise(node) {
        return None;
    }
    let (mut reads, mut writes, mut known) = (vec![], vec![], true);
    visit_statements(std::slice::from_ref(node), &mut vec![], &mut |loops, statement: &Statement| {
        for index in read_indices(&statement.value, array) {
            match cells(scop, loops, index) {
                Some((set, _)) => reads.push(set),
                None => known = false,
            }
        }
        known &= !statement.text.as_ref().is_some_and(|text| text.touches(array, false));
        if statement.write.array == array {
            if let Some((set, true)) = cells(scop, loops, &statement.write.index) {
                writes.push(set);
            }
        }
    });
    known.then_some((reads, writes))
}

/// What an operation that is no nest does to an array.
enum Effect {
    None,
    /// The version returns.
    End,
    Repack {
        reads: Vec<Lin>,
        writes: Vec<Lin>,
    },
    Unknown,
}

fn effect<'c, 'a>(scop: &Scop<'c, 'a>, array: usize, operation: OperationRef<'c, 'a>) -> Effect {
    let kind = read::name(operation);
    let of_indices = || operation.operands().all(is_pure_index);
    match kind.as_str() {
        "func.return" if operation.operand_count() == 0 => Effect::End,
        "nparray.repack" => repack(scop, array, operation).unwrap_or(Effect::Unknown),
        "nparray.view" | "nparray.dim" | "nparray.guard" | "memref.alloc" => Effect::None,
        "nparray.call" if of_indices() => Effect::None,
        _ if kind.starts_with("arith.") || kind == "affine.apply" => Effect::None,
        _ => Effect::Unknown,
    }
}

/// An index, or what library functions make of indices alone.
fn is_pure_index(value: Value) -> bool {
    let made = |call: OperationRef| call.operands().all(is_pure_index);
    version::is_index(value) || version::defined_by(value, "nparray.call").is_some_and(made)
}

/// The elements under the masks of a repack, where these are triangles.
fn repack<'c, 'a>(scop: &Scop<'c, 'a>, array: usize, operation: OperationRef<'c, 'a>) -> Option<Effect> {
    let side = |view: usize, mask: usize| {
        let (source, corner) = view_of(scop, operation.operand(view).ok()?)?;
        let set = masked(scop, &corner, operation.operand(mask).ok()?)?;
        // Of another array it touches nothing here.
        Some(if source == array { set } else { vec![Affine::constant(-1)] })
    };
    let writes = side(2, 3)?;
    Some(Effect::Repack { reads: side(0, 1)?, writes })
}

/// The array of a view of two slices, and where the slices start.
fn view_of<'c, 'a>(scop: &Scop<'c, 'a>, value: Value<'c, 'a>) -> Option<(usize, [Lin; 2])> {
    let view = version::defined_by(value, "nparray.view")?;
    let array = scop.array(view.operand(0).ok()?)?;
    let axes = view.attribute("axes").ok().and_then(automphc_dialects::ir::array_elements)?;
    let slices = axes.into_iter().filter_map(automphc_dialects::ir::string_value).all(|axis| axis == "slice");
    let start = |operand: usize| symbolic(scop, view.operand(operand).ok()?);
    (slices && !view.has_attribute("steps") && view.operand_count() == 5).then_some((array, [start(1)?, start(3)?]))
}

/// An index value as an expression of symbols.
fn symbolic<'c, 'a>(scop: &Scop<'c, 'a>, value: Value<'c, 'a>) -> Option<Lin> {
    if let Some(symbol) = scop.symbols.iter().position(|s| *s == value) {
        return Some(Affine::var(Var::Symbol(symbol)));
    }
    let apply = version::defined_by(value, "affine.apply")?;
    let rows = apply.attribute("map").ok().and_then(automphc_dialects::affine::map_rows)?;
    let [row] = rows.rows.as_slice() else { return None };
    let (constant, coefficients) = row.split_last()?;
    let terms = apply.operands().zip(coefficients).map(|(operand, c)| Some(symbolic(scop, operand)? * *c));
    terms.collect::<Option<Vec<_>>>().map(|terms| terms.into_iter().fold(Affine::constant(*constant), |a, b| a + b))
}

/// The elements that `numpy.tri(n, m, k)`, or what it leaves out, picks from a view.
fn masked<'c, 'a>(scop: &Scop<'c, 'a>, corner: &[Lin; 2], mask: Value<'c, 'a>) -> Option<Vec<Lin>> {
    let call = version::defined_by(mask, "nparray.call")?;
    let callee = read::string_attribute(call, "callee")?;
    if callee == "numpy.invert" && call.operand_count() == 1 {
        let mut set = masked(scop, corner, call.operand(0).ok()?)?;
        let triangle = set.pop()?;
        set.push(-triangle + -1);
        return Some(set);
    }
    if callee != "numpy.tri" || call.operand_count() != 2 {
        return None;
    }
    let parameters = automphc_dialects::ir::dictionary_entries(call.attribute("parameters").ok()?)?;
    let diagonal = match parameters.into_iter().find(|(name, _)| name == "k") {
        Some((_, k)) => IntegerAttribute::try_from(k).ok()?.value(),
        None => 0,
    };
    let local = |position: usize| Affine::var(axis(scop, position)) - corner[position].clone();
    let size = |operand: usize| symbolic(scop, call.operand(operand).ok()?);
    let (row, column) = (local(0), local(1));
    Some(vec![
        row.clone(),
        column.clone(),
        size(0)? - row.clone() + -1,
        size(1)? - column.clone() + -1,
        row - column + diagonal,
    ])
}
