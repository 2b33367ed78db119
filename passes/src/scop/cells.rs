//! Sets of elements that accesses touch, and what is known of them.
//!
//! A set is a list of conditions `e >= 0` on the array's axes (see [`axis`]) and
//! on symbols; a union is a list of sets.

use super::domain::{constraints, polyhedron, project, variables};
use super::{Lin, Loop, Scop, Term, Var};
use crate::version;
use automphc_dialects::presburger::is_subset;
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::operation::OperationLike;
use melior::ir::Value;

/// The variable of an axis of an array: a loop id beyond all loops.
pub fn axis(scop: &Scop, axis: usize) -> Var {
    Var::Loop(scop.loops.len() + axis)
}

/// True if a symbol is the size of an array's axis.
pub fn is_size<'c, 'a>(symbol: Value<'c, 'a>, array: Value<'c, 'a>, axis: usize) -> bool {
    let Some(dim) = version::defined_by(symbol, "nparray.dim") else { return false };
    let attribute = dim.attribute("axis").ok().and_then(|a| melior::ir::attribute::IntegerAttribute::try_from(a).ok());
    dim.operand(0).is_ok_and(|source| source == array) && attribute.is_some_and(|a| a.value() == axis as i64)
}

/// Conditions on the axis variables that describe the elements of an access,
/// and whether they are exact.
pub fn cells(scop: &Scop, loops: &[&Loop], index: &[Lin]) -> Option<(Vec<Lin>, bool)> {
    let any = |v: &Var| matches!(v, Var::Loop(id) if *id < scop.loops.len());
    let (mut conditions, solved, exact) = solve(scop, loops, index, &any)?;
    // What the loops left over leave of the elements; that they run at all is
    // no condition on an element.
    let left: Vec<_> = loops.iter().rev().filter(|l| !solved.contains(&l.id) && l.conditions().is_none()).collect();
    let exact = exact && left.is_empty();
    for l in left {
        conditions = project(&conditions, &Var::Loop(l.id));
        conditions.retain(|c| c.terms.keys().any(|v| matches!(v, Var::Loop(_))));
    }
    Some((conditions, exact))
}

/// The elements that an access reaches while some loops run.
#[derive(Clone, Debug)]
pub struct Reached {
    /// Conditions on the elements.
    pub own: Vec<Lin>,
    /// Conditions that mention loops which no index fixes: the elements are reached if those run.
    pub left: Vec<Lin>,
    /// The loops that an index fixes.
    pub solved: Vec<usize>,
}

/// The elements that an access reaches while `loops` run, any others being held fixed.
pub fn reached(scop: &Scop, loops: &[&Loop], index: &[Lin]) -> Option<Reached> {
    let runs = |v: &Var| matches!(v, Var::Loop(id) if loops.iter().any(|l| l.id == *id));
    // Elements between those that a stride reaches would be taken for reached.
    let (conditions, solved, _) = solve(scop, loops, index, &runs).filter(|(_, _, exact)| *exact)?;
    let (own, left) = conditions.into_iter().partition(|c| !c.terms.keys().any(runs));
    Some(Reached { own, left, solved })
}

/// Conditions on the axes, in which the loops that an index fixes have been replaced, and these
/// loops; whether that is exact. None if an index is no affine function of single variables among those that run.
fn solve(
    scop: &Scop,
    loops: &[&Loop],
    index: &[Lin],
    runs: &dyn Fn(&Var) -> bool,
) -> Option<(Vec<Lin>, Vec<usize>, bool)> {
    let mut conditions = constraints(loops);
    let mut solved: Vec<usize> = vec![];
    let mut exact = true;
    for (position, lin) in index.iter().enumerate() {
        let here = Affine::var(axis(scop, position));
        // The index in terms of axes found so far.
        let lin = solved.iter().fold(lin.clone(), |lin, id| substitute_solved(scop, &lin, index, *id));
        let unknown: Vec<Var> = lin.terms.keys().copied().filter(runs).collect();
        match unknown.as_slice() {
            [] => {
                conditions.push(here.clone() - lin.clone());
                conditions.push(lin - here);
            }
            [Var::Loop(id)] => {
                let coefficient = lin.coefficient(&Var::Loop(*id));
                let rest = lin.clone() - Affine::var(Var::Loop(*id)) * coefficient;
                // Times the stride; the elements between are taken for accessed.
                let value = (here - rest) * coefficient.signum();
                let stride = coefficient.abs();
                exact &= stride == 1;
                for condition in &mut conditions {
                    let own = condition.coefficient(&Var::Loop(*id));
                    if own != 0 {
                        let others = condition.clone() - Affine::var(Var::Loop(*id)) * own;
                        *condition = others * stride + value.clone() * own;
                    }
                }
                solved.push(*id);
            }
            _ => return None,
        }
    }
    Some((conditions, solved, exact))
}

/// A later index that repeats a solved loop variable, in terms of that axis.
fn substitute_solved(scop: &Scop, lin: &Lin, index: &[Lin], id: usize) -> Lin {
    let first = index.iter().position(|l| l.uses(&Var::Loop(id)));
    let Some(position) = first else { return lin.clone() };
    let sign = index[position].coefficient(&Var::Loop(id));
    if sign.abs() != 1 {
        return lin.clone();
    }
    let rest = index[position].clone() - Affine::var(Var::Loop(id)) * sign;
    lin.substitute(&Var::Loop(id), &((Affine::var(axis(scop, position)) - rest) * sign))
}

/// Inclusion of unions of sets, under facts about the symbols.
pub fn subset(a: &[Vec<Lin>], b: &[Vec<Lin>], facts: &[Lin]) -> bool {
    let with_facts: Vec<Vec<Lin>> = a.iter().map(|set| [set.as_slice(), facts].concat()).collect();
    let variables = variables(with_facts.iter().chain(b).flatten());
    let pieces = |sets: &[Vec<Lin>]| sets.iter().map(|s| polyhedron(s, &variables)).collect::<Vec<_>>();
    is_subset(variables.len(), &pieces(&with_facts), &pieces(b))
}

/// The indices under which a value reads an array.
pub fn read_indices(value: &Term, array: usize) -> Vec<&Vec<Lin>> {
    let mut found = vec![];
    value.visit(&mut |e| {
        if let Expr::Read { array: a, index } = e {
            if *a == array {
                found.push(index);
            }
        }
    });
    found
}
