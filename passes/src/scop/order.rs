//! Exact questions about the order of conflicting accesses.
//!
//! Two statement instances conflict if they touch one element and one of them
//! writes it. A question is a set of conditions on both instances; the answer
//! is whether a conflicting pair satisfies them (Presburger emptiness).
//! `dependence` asks MLIR about the operations that were read; this file asks
//! about the tree at hand, which passes change.

use super::{domain, Access, Lin, Loop, Statement, Var};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;

/// A statement with the loops around it, outermost first.
#[derive(Clone, Debug)]
pub struct Site<'n, 'c, 'a> {
    pub loops: Vec<&'n Loop<'c, 'a>>,
    pub statement: &'n Statement<'c, 'a>,
}

/// Loop variables of the second instance are numbered from here on.
const SECOND: usize = 1 << 20;

/// An expression over the loop variables of the second instance.
pub fn second(lin: &Lin) -> Lin {
    lin.map(|v| {
        Affine::var(match v {
            Var::Loop(id) => Var::Loop(id + SECOND),
            Var::Symbol(id) => Var::Symbol(*id),
        })
    })
}

/// Per axis the first and the last index of a box of elements; without axes, any element.
pub type Region = Vec<(Lin, Lin)>;

/// The one element at an index.
pub fn exactly(index: &[Lin]) -> Region {
    index.iter().map(|lin| (lin.clone(), lin.clone())).collect()
}

/// Elements of an array.
#[derive(Clone, Debug)]
pub struct Cells {
    pub array: usize,
    pub region: Region,
}

/// The accesses of a statement: those that an accumulation may reorder are marked.
pub fn accesses(statement: &Statement) -> Vec<(Cells, bool, bool)> {
    let accumulates = statement.accumulation().is_some();
    let at = |array, index: &[Lin]| Cells { array, region: exactly(index) };
    let free = statement.text.as_ref().is_some_and(|text| text.free);
    let own = (at(statement.write.array, &statement.write.index), true, accumulates);
    let mut all: Vec<_> = (!free).then_some(own).into_iter().collect();
    statement.value.visit(&mut |e| {
        if let Expr::Read { array, index } = e {
            let own = accumulates && statement.is_own(e);
            all.push((at(*array, index), false, own));
        }
    });
    for touch in statement.text.iter().flat_map(|text| &text.touched) {
        let region = touch.part.as_ref().map(|part| part.region(&statement.value)).unwrap_or_default();
        all.push((Cells { array: touch.array, region }, touch.write, false));
    }
    all
}

/// What is asked of the pairs of a first and a second instance that conflict.
#[derive(Clone, Copy)]
pub struct Question<'q> {
    /// The first statement stands before the second in their innermost common loop.
    pub textual: bool,
    /// Only pairs that one call must not hold: the first instance writes.
    pub blocking: bool,
    /// What holds of symbols and of loops further out.
    pub facts: &'q [Lin],
    /// What the pair must satisfy, over the first's variables and `second`'s.
    pub extra: &'q [Lin],
}

/// Pairs of accesses of two sites that may conflict. Of one statement, the pairs
/// of its accumulator are left out.
fn conflicts(first: &Site, then: &Site, blocking: bool) -> Vec<(Cells, Cells)> {
    let same = std::ptr::eq(first.statement, then.statement);
    let mut pairs = vec![];
    for (a, writes_a, own_a) in accesses(first.statement) {
        for (b, writes_b, own_b) in accesses(then.statement) {
            let matters = if blocking { writes_a } else { writes_a || writes_b };
            if a.array == b.array && matters && !(same && own_a && own_b) {
                pairs.push((a.clone(), b.clone()));
            }
        }
    }
    pairs
}

/// Conditions that both instances exist, touch one element, and have equal
/// values of the first `common` loops.
fn base(first: &Site, then: &Site, pair: &(Cells, Cells), common: usize) -> Vec<Lin> {
    same_element((&first.loops, &pair.0.region), (&then.loops, &pair.1.region), common)
}

fn same_element((loops, region): (&[&Loop], &Region), (others, other): (&[&Loop], &Region), common: usize) -> Vec<Lin> {
    let mut conditions = domain::constraints(loops);
    conditions.extend(domain::constraints(others).iter().map(second));
    for (a, b) in region.iter().zip(other) {
        conditions.push(second(&b.1) - a.0.clone());
        conditions.push(a.1.clone() - second(&b.0));
    }
    for l in &loops[..common] {
        let variable = Affine::var(Var::Loop(l.id));
        equal(&mut conditions, &variable, &second(&variable));
    }
    conditions
}

fn equal(conditions: &mut Vec<Lin>, a: &Lin, b: &Lin) {
    conditions.push(a.clone() - b.clone());
    conditions.push(b.clone() - a.clone());
}

/// True if an instance of one statement and a later one of another may touch one
/// element: the loop at `depth`, counted from 1, carries it, or it holds within one
/// iteration of all `common` loops.
pub fn meet(first: (&[&Loop], &Region), then: (&[&Loop], &Region), depth: usize, common: usize) -> bool {
    let mut conditions = same_element(first, then, depth - 1);
    if depth <= common {
        let variable = Affine::var(Var::Loop(first.0[depth - 1].id));
        conditions.push(second(&variable) - variable + -1);
    }
    !empty(&conditions)
}

/// True if a conflicting pair, the first instance before the second in the
/// program, satisfies the question.
pub fn exists(first: &Site, then: &Site, question: &Question) -> bool {
    let common = first.loops.iter().zip(&then.loops).take_while(|(a, b)| a.id == b.id).count();
    conflicts(first, then, question.blocking).iter().any(|pair| {
        (0..=common).any(|depth| {
            if depth == common && !question.textual {
                return false;
            }
            let mut conditions = base(first, then, pair, depth);
            if depth < common {
                let variable = Affine::var(Var::Loop(first.loops[depth].id));
                conditions.push(second(&variable) - variable + -1);
            }
            conditions.extend_from_slice(question.extra);
            conditions.extend_from_slice(question.facts);
            share_outer(&mut conditions, then);
            !empty(&conditions)
        })
    })
}

/// Variables of loops further out have one value for both instances.
fn share_outer(conditions: &mut Vec<Lin>, then: &Site) {
    for variable in domain::variables(conditions.iter()) {
        let Var::Loop(id) = variable else { continue };
        if id >= SECOND && !then.loops.iter().any(|l| l.id + SECOND == id) {
            equal(conditions, &Affine::var(variable), &Affine::var(Var::Loop(id - SECOND)));
        }
    }
}

fn empty(conditions: &[Lin]) -> bool {
    let variables = domain::variables(conditions);
    automphc_dialects::presburger::is_empty(variables.len(), &domain::polyhedron(conditions, &variables))
}

/// True if every element that one iteration reads and a later one overwrites is
/// read by a row that does not stand behind the one that overwrites it.
pub fn reads_ahead(loops: &[&Loop], statement: &Statement, row: usize) -> bool {
    let site = Site { loops: loops.to_vec(), statement };
    let variable = Affine::var(Var::Loop(row));
    let behind = variable.clone() - second(&variable) + -1;
    !exists(&site, &site, &Question { textual: false, blocking: false, facts: &[], extra: &[behind] })
}

/// True if a read and a write, each within its own loops and both within the
/// outer ones, may touch one element in one iteration of the outer loops.
pub fn overlap(
    outer: &[&Loop],
    loops: &[&Loop],
    read: &Access,
    writer: &[&Loop],
    write: &Access,
    facts: &[Lin],
) -> bool {
    let mut conditions = [facts, &domain::constraints(outer), &domain::constraints(loops)].concat();
    conditions.extend(domain::constraints(writer).iter().map(second));
    for (a, b) in read.index.iter().zip(&write.index) {
        equal(&mut conditions, a, &second(b));
    }
    for variable in domain::variables(conditions.iter()) {
        let Var::Loop(id) = variable else { continue };
        if id >= SECOND && !writer.iter().any(|l| l.id + SECOND == id) {
            equal(&mut conditions, &Affine::var(variable), &Affine::var(Var::Loop(id - SECOND)));
        }
    }
    !empty(&conditions)
}
