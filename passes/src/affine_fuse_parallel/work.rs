//! What the iterations of a group cost outside matrix products.

use super::group::Group;
use crate::cost::{nominal, Prices};
use crate::profit::Cost;
use crate::scop::black_box::Input;
use crate::scop::opaque::Span;
use crate::scop::read::string_attribute;
use crate::scop::{domain, visit_statements, Lin, Loop, Scop, Statement, Term, Var};
use automphc_kb::expr::{Expr, Number};
use automphc_kb::KnowledgeBase;

/// Operations per element of a Fourier transform, and of another function along an axis.
const TRANSFORM: f64 = 25.0;
const MOVE: f64 = 3.0;
/// The same of drawing a random number.
const DRAW: f64 = 30.0;
/// Operations per element up to which memory sets the pace, on one thread or on several.
const MEMORY: f64 = 5.0;

/// Nanoseconds as a sum of products of sizes.
pub fn cost(scop: &Scop, group: &Group, prices: Prices) -> Cost {
    let mut cost = Cost::default();
    for (position, _) in &group.nests {
        visit_statements(std::slice::from_ref(&scop.body[*position]), &mut vec![], &mut |loops, statement| {
            let time = operations_of(loops, statement, prices.kb) * prices.machine.cached_element;
            if let Some((mut factors, share)) = trips(loops).filter(|_| time > 0.0) {
                factors.extend(row(statement));
                cost.add(time / share, &factors);
            }
        });
    }
    cost
}

/// What threads can take off a group at the nominal sizes, where vectors without matrices are as large as these: what its operations take beyond the pace of memory, which
/// they share. None of it where a nest is a product of matrices, which BLAS computes on all processors as it is.
pub fn nominal_time(scop: &Scop, group: &Group, prices: Prices, planes: bool) -> f64 {
    let (mut multiplies, mut heaviest, mut axes, mut cached) = (false, 0.0_f64, 0, false);
    for (position, fused) in &group.nests {
        // What a tile goes through again and again stays in the cache.
        cached |= fused.len() > 1;
        visit_statements(std::slice::from_ref(&scop.body[*position]), &mut vec![], &mut |loops, statement| {
            multiplies |= is_matrix_product(loops, statement);
            // What is done once per row or column is nothing beside what is done for each of their elements.
            if loops.len().min(2) > axes {
                (axes, heaviest) = (loops.len().min(2), 0.0);
            }
            if loops.len().min(2) == axes {
                heaviest = heaviest.max(operations_of(loops, statement, prices.kb));
            }
        });
    }
    if multiplies || !cached && heaviest < MEMORY {
        return 0.0;
    }
    let size = |variable: &Var| if let Var::Symbol(id) = variable { nominal(scop.symbols[*id], planes) } else { 1.0 };
    let value = |lin: &Lin| lin.constant as f64 + lin.terms.iter().map(|(v, c)| *c as f64 * size(v)).sum::<f64>();
    let products = cost(scop, group, prices).products;
    products.iter().map(|product| product.time * product.factors.iter().map(value).product::<f64>()).sum()
}

/// True for a sum of products of which each factor varies along a loop of the result that the other lacks.
fn is_matrix_product(loops: &[&Loop], statement: &Statement) -> bool {
    let Some((_, Expr::Apply { function, arguments })) = statement.accumulation() else { return false };
    let [a, b] = arguments.as_slice() else { return false };
    let written = |l: &&&Loop| statement.write.index.iter().any(|lin| lin.uses(&Var::Loop(l.id)));
    let own = |one: &Term, other: &Term| {
        let along = |l: &&Loop| one.uses(&Var::Loop(l.id)) && !other.uses(&Var::Loop(l.id));
        loops.iter().filter(written).any(along)
    };
    let reduced = loops.iter().any(|l| !written(&l));
    function == "multiply" && reduced && own(a, b) && own(b, a)
}

/// Elementwise operations of a statement per innermost iteration, in additions. The products
/// and the sum of a contraction are the library's; what makes its factors is not.
fn operations_of(loops: &[&Loop], statement: &Statement, kb: &KnowledgeBase) -> f64 {
    if let Some(call) = &statement.text {
        let callee = string_attribute(call.operation, "callee").unwrap_or_default();
        return match callee.as_str() {
            callee if callee.ends_with("fft") => TRANSFORM,
            callee if callee.contains(".random.") => DRAW,
            _ => MOVE,
        };
    }
    let written = |l: &&Loop| statement.write.index.iter().any(|lin| lin.uses(&Var::Loop(l.id)));
    let reduced = loops.iter().any(|l| !written(l));
    match statement.accumulation().filter(|_| reduced) {
        Some((_, term)) => {
            let product = matches!(term, Expr::Apply { function, .. } if function == "multiply");
            operations(term, loops, kb) - if product { 1.0 } else { -1.0 }
        }
        None => operations(&statement.value, loops, kb).max(1.0),
    }
}

/// Operations with an element for each row and column: what varies along one axis alone is computed once for it.
fn operations(term: &Term, loops: &[&Loop], kb: &KnowledgeBase) -> f64 {
    let mut count = 0.0;
    term.visit(&mut |e| {
        let along = loops.iter().filter(|l| e.uses(&Var::Loop(l.id))).count();
        if let (Expr::Apply { function, arguments }, true) = (e, along >= loops.len().min(2)) {
            count += if is_square(function, arguments) { 1.0 } else { kb.weight(function) };
        }
    });
    count
}

/// True for a power that is one product.
fn is_square(function: &str, arguments: &[Term]) -> bool {
    let two = |e: &Term| match e {
        Expr::Number(Number::Int(n)) => *n == 2,
        Expr::Number(Number::Float(x)) => *x == 2.0,
        _ => false,
    };
    function == "power" && arguments.get(1).is_some_and(two)
}

/// The elements of the result of a call of one row.
fn row(statement: &Statement) -> Vec<Lin> {
    let parts = statement.text.iter().flat_map(|call| &call.inputs);
    let result = parts.filter_map(|input| if let Input::Part(part) = input { Some(part) } else { None }).next();
    let spans = result.map(|part| part.spans(&statement.value)).unwrap_or_default();
    let extent = |span| if let Span::Axis(lower, end, _) = span { Some(end - lower) } else { None };
    spans.into_iter().filter_map(extent).collect()
}

/// The largest trip counts of the loops, and by how much they overstate the volume.
fn trips(loops: &[&Loop]) -> Option<(Vec<Lin>, f64)> {
    let (mut factors, mut share) = (vec![], 1.0);
    for (depth, l) in loops.iter().enumerate() {
        let (upper, lower) = (l.upper.first()?, l.lower.first()?);
        let inner = |lin: &Lin| lin.terms.keys().any(|v| matches!(v, Var::Loop(_)));
        if inner(&(upper.clone() - lower.clone())) {
            share += 1.0;
        }
        let outer = &loops[..depth];
        factors.push(domain::extreme(upper, outer, true)? - domain::extreme(lower, outer, false)?);
    }
    Some((factors, share))
}
