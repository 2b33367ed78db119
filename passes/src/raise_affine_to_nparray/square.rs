//! Sums over a triangle that are cheaper over the whole square.
//!
//! - A product of one operand with itself, `f(row) * f(column)`: BLAS computes one half only (`syrk`), so that all of
//!   it at once is as cheap as the blocks of the triangle.
//! - Two products that are each other's mirror images, `f(row) * g(column) + g(row) * f(column)`: one whole product,
//!   to which its transpose is added, is as cheap as the blocks of both.
//!
//! The second takes the factors of a product in another order, so an intermediate result may overflow elsewhere.

use super::contraction::{flatten, hoist};
use crate::scop::{Statement, Term, Var};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;

/// What is computed over the square.
pub struct Square<'c, 'a> {
    pub statement: Statement<'c, 'a>,
    /// The value's mirror image is added to it.
    pub mirrored: bool,
}

/// The square that a sum over a triangle of two loops is cut from, if that pays.
pub fn of<'c, 'a>(
    statement: &Statement<'c, 'a>,
    reductions: &[usize],
    row: usize,
    column: usize,
) -> Option<Square<'c, 'a>> {
    if is_square_product(statement, reductions, row, column) {
        return Some(Square { statement: statement.clone(), mirrored: false });
    }
    let (combine, term) = statement.accumulation().filter(|_| !reductions.is_empty())?;
    let Expr::Apply { function, arguments } = term else { return None };
    let [first, second] = arguments.as_slice() else { return None };
    let fits = function == "add" && matches!(combine, "add" | "subtract");
    if !(fits && is_product(first, reductions, row, column) && are_images(first, second, row, column)) {
        return None;
    }
    let own = Expr::Read { array: statement.write.array, index: statement.write.index.clone() };
    let value = Expr::apply(combine, vec![own, first.clone()]);
    Some(Square { statement: Statement { value, ..statement.clone() }, mirrored: true })
}

/// True for a sum of products `f(row) * f(column)`: the square product of one
/// operand with itself, for which BLAS computes one half only (`syrk`), so that
/// all of it at once is as cheap as the blocks of the triangle.
pub(crate) fn is_square_product(statement: &Statement, reductions: &[usize], row: usize, column: usize) -> bool {
    let Some(("add", term)) = statement.accumulation().filter(|_| !reductions.is_empty()) else {
        return false;
    };
    let (factors, body) = hoist(term, reductions);
    let Expr::Apply { function, arguments } = &body else { return false };
    let [a, b] = arguments.as_slice() else { return false };
    let one_each = a.uses(&Var::Loop(row)) != a.uses(&Var::Loop(column));
    function == "multiply" && factors.is_empty() && one_each && exchanged(a, row, column) == *b
}

/// True for a product of two factors that are summed, one along each loop.
fn is_product(term: &Term, reductions: &[usize], row: usize, column: usize) -> bool {
    let (_, body) = hoist(term, reductions);
    let mut factors = vec![];
    flatten(&body, &mut factors);
    let [a, b] = factors.as_slice() else { return false };
    let (row, column) = (Var::Loop(row), Var::Loop(column));
    let along = |factor: &Term, one: &Var, other: &Var| factor.uses(one) && !factor.uses(other);
    along(a, &row, &column) && along(b, &column, &row) || along(a, &column, &row) && along(b, &row, &column)
}

/// True if the second product has the factors of the first one with the loops exchanged.
fn are_images(first: &Term, second: &Term, row: usize, column: usize) -> bool {
    let (mut image, mut factors) = (vec![], vec![]);
    flatten(&exchanged(first, row, column), &mut image);
    flatten(second, &mut factors);
    image.len() == factors.len()
        && image.iter().all(|factor| {
            let found = factors.iter().position(|other| other == factor);
            found.map(|position| factors.swap_remove(position)).is_some()
        })
}

/// A term with two loops exchanged.
fn exchanged(term: &Term, row: usize, column: usize) -> Term {
    let (row, column) = (Var::Loop(row), Var::Loop(column));
    let swap = |v: &Var| {
        Affine::var(match v {
            v if *v == row => column,
            v if *v == column => row,
            v => *v,
        })
    };
    term.map(&mut |lin| lin.map(swap), &mut |array| array)
}
