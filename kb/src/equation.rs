//! Equations: what one call computes, element by element.

use crate::affine::Affine;
use crate::expr::Expr;

/// `for each output index: result[outputs] combine= body over reductions`.
///
/// `outputs` are the result's axes in order. Without reductions `combine` is
/// None and the equation is `result[outputs] = body`.
#[derive(Clone, Debug, PartialEq)]
pub struct Equation<V: Ord + Clone> {
    pub outputs: Vec<Index<V>>,
    pub reductions: Vec<Index<V>>,
    /// The associative scalar function of a reduction: `add`, `multiply`, `maximum`, ...
    pub combine: Option<String>,
    pub body: Expr<V>,
}

/// An index variable that runs from 0 to `extent`, exclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct Index<V: Ord + Clone> {
    pub variable: V,
    pub extent: Affine<V>,
}
