//! Sums of products of two operands that no matrix product covers: `einsum`.
//!
//! before: s[j] = s[j] + x[i, j] * y[i, j]
//! after:  nparray.call "numpy.einsum"(%x, %y) with {subscripts = "ab,ab->b"}
//!
//! Its inner loops are compiled, and unlike a product followed by a sum it needs
//! no array for the product.
//!
//! Legal: both operands vary along every summed loop. NumPy sums an operand alone along an axis
//! that the other lacks and multiplies afterwards, and `inf * (2 - 1)` is no NaN as `inf * 2 - inf * 1` is.
//! Not handled: more than two operands, for which einsum has no fast inner loop.

use super::contraction::{flatten, nodes, CALL, PASS, SIZE};
use super::value::{Raised, Range};
use super::{Outcome, Raiser, Shape};
use crate::build::Builder;
use crate::scop::{Term, Var};
use automphc_kb::expr::{Expr, Number};
use automphc_kb::Target;
use std::collections::HashMap;

/// The two factors of a product; a square counts as two, except of a Python
/// number (in lists), whose `**` raises where it overflows.
pub fn factors(body: &Term, lists: bool) -> Option<[Term; 2]> {
    let mut all = vec![];
    flatten(body, &mut all);
    match all.as_slice() {
        [a, b] => Some([a.clone(), b.clone()]),
        [Expr::Apply { function, arguments }] if function == "power" && !lists => match arguments.as_slice() {
            [x, Expr::Number(Number::Int(2))] => Some([x.clone(), x.clone()]),
            [x, Expr::Number(Number::Float(two))] if *two == 2.0 => Some([x.clone(), x.clone()]),
            _ => None,
        },
        _ => None,
    }
}

/// The legality condition: no sum of one factor alone can be taken.
pub fn is_exact(pair: &[Term; 2], reductions: &[Var]) -> bool {
    reductions.iter().all(|r| pair.iter().all(|factor| factor.uses(r)))
}

/// Estimated time: the operands that must be computed, and one pass.
pub fn cost(pair: &[Term; 2], loops: &[usize]) -> f64 {
    let volume = |term: &Term| {
        let used = loops.iter().filter(|id| term.uses(&Var::Loop(**id))).count();
        SIZE.powi(i32::try_from(used).unwrap_or(8))
    };
    let computed = |term: &Term| nodes(term) as f64 * (PASS * volume(term) + CALL);
    let second = if pair[0] == pair[1] { 0.0 } else { computed(&pair[1]) };
    let all = SIZE.powi(i32::try_from(loops.len()).unwrap_or(8));
    computed(&pair[0]) + second + PASS * all + CALL
}

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    pub(super) fn einsum(
        &mut self,
        builder: Builder<'c, 'a>,
        target: &Target<Var>,
        pair: &[Term; 2],
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        let loops: Vec<usize> = shape.outputs.iter().chain(&shape.reductions).copied().collect();
        let first = self.term(builder, &pair[0], &memory_order(&pair[0], &loops), ranges)?;
        let second = if pair[0] == pair[1] {
            first.clone()
        } else {
            self.term(builder, &pair[1], &memory_order(&pair[1], &loops), ranges)?
        };
        let outputs: Vec<usize> =
            shape.outputs.iter().copied().filter(|id| target.outputs.contains(&Var::Loop(*id))).collect();
        let letter = |id: &usize| -> Outcome<char> {
            let position = loops.iter().position(|l| l == id).and_then(|p| u8::try_from(p).ok());
            position.filter(|p| *p < 26).map(|p| char::from(b'a' + p)).ok_or_else(|| "too many loops".into())
        };
        let word = |ids: &[usize]| ids.iter().map(letter).collect::<Outcome<String>>();
        let subscripts = format!("{},{}->{}", word(&first.axes)?, word(&second.axes)?, word(&outputs)?);
        let parameters = [("subscripts", builder.string(&subscripts))];
        let element = first.element;
        Ok(self.call(builder, "numpy.einsum", &[first.value, second.value], outputs, element, &parameters))
    }
}

/// Loops in the order of the axes of the largest array that a term reads.
fn memory_order(term: &Term, loops: &[usize]) -> Vec<usize> {
    let mut best: Vec<usize> = vec![];
    term.visit(&mut |e| {
        if let Expr::Read { index, .. } = e {
            let axes: Vec<usize> =
                index.iter().filter_map(|lin| loops.iter().copied().find(|id| lin.uses(&Var::Loop(*id)))).collect();
            if axes.len() > best.len() {
                best = axes;
            }
        }
    });
    let rest: Vec<usize> = loops.iter().copied().filter(|id| !best.contains(id)).collect();
    best.extend(rest);
    best
}
