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

/// The accesses of a statement: those that an accumulation may reorder are marked.
pub fn accesses(statement: &Statement) -> Vec<(Access, bool, bool)> {
    let accumulates = statement.accumulation().is_some();
    let mut all = vec![(statement.write.clone(), true, accumulates)];
    statement.value.visit(&mut |e| {
        if let Expr::Read { array, index } = e {
            let own = accumulates && statement.is_own(e);
            all.push((Access { array: *array, index: index.clone() }, false, own));
        }
    });
    // Without an index it may be any element.
    let touched = statement.text.iter().flat_map(|text| &text.touched);
    all.extend(touched.map(|touch| (Access { array: touch.array, index: vec![] }, touch.write, false)));
    all
}

/// Pairs of accesses of two sites that may conflict. Of one statement, the pairs
/// of its accumulator are left out.
pub fn conflicts(first: &Site, then: &Site) -> Vec<(Access, Access)> {
    let same = std::ptr::eq(first.statement, then.statement);
    let mut pairs = vec![];
    for (a, writes_a, own_a) in accesses(first.statement) {
        for (b, writes_b, own_b) in accesses(then.statement) {
            if a.array == b.array && (writes_a || writes_b) && !(same && own_a && own_b) {
                pairs.push((a.clone(), b.clone()));
            }
        }
    }
    pairs
}

/// Conditions that both instances exist, touch one element, and have equal
/// values of the first `common` loops.
fn base(first: &Site, then: &Site, pair: &(Access, Access), common: usize) -> Vec<Lin> {
    let mut conditions = domain::constraints(&first.loops);
    conditions.extend(domain::constraints(&then.loops).iter().map(second));
    for (a, b) in pair.0.index.iter().zip(&pair.1.index) {
        equal(&mut conditions, a, &second(b));
    }
    for l in &first.loops[..common] {
        let variable = Affine::var(Var::Loop(l.id));
        equal(&mut conditions, &variable, &second(&variable));
    }
    conditions
}

fn equal(conditions: &mut Vec<Lin>, a: &Lin, b: &Lin) {
    conditions.push(a.clone() - b.clone());
    conditions.push(b.clone() - a.clone());
}

/// True if a conflicting pair, the first instance before the second in the
/// program, satisfies `extra` (over the first's variables and `second`'s).
/// `textual`: the first statement stands before the second in their innermost
/// common loop. Only pairs with equal values of the first `fixed` loops count.
pub fn exists(first: &Site, then: &Site, textual: bool, fixed: usize, facts: &[Lin], extra: &[Lin]) -> bool {
    let common = first.loops.iter().zip(&then.loops).take_while(|(a, b)| a.id == b.id).count();
    conflicts(first, then).iter().any(|pair| {
        (fixed..=common).any(|depth| {
            if depth == common && !textual {
                return false;
            }
            let mut conditions = base(first, then, pair, depth);
            if depth < common {
                let variable = Affine::var(Var::Loop(first.loops[depth].id));
                conditions.push(second(&variable) - variable + -1);
            }
            conditions.extend_from_slice(extra);
            conditions.extend_from_slice(facts);
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
    !exists(&site, &site, false, 0, &[], &[behind])
}
