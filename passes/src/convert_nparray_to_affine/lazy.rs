//! Array values as functions of their indices, not yet computed.

use crate::scop::{Lin, Term, Var};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::Type;

/// `value[placeholders] = body`, each placeholder running from 0 to its size.
#[derive(Clone, Debug)]
pub struct Lazy<'c> {
    pub shape: Vec<Lin>,
    pub placeholders: Vec<usize>,
    pub body: Term,
    pub element: Type<'c>,
    /// A Python scalar, which does not promote arrays.
    pub weak: bool,
    /// Names memory: reads see later writes. A computed value does not.
    pub view: bool,
}

/// A reduction that has not been given memory: `combine` over the reduction
/// placeholders of `value.body`.
#[derive(Clone, Debug)]
pub struct Reduction<'c> {
    pub value: Lazy<'c>,
    pub combine: String,
    /// Placeholder and size of each reduction index.
    pub indices: Vec<(usize, Lin)>,
}

impl Lazy<'_> {
    /// The element at an index.
    pub fn at(&self, index: &[Lin]) -> Term {
        let replace = |v: &Var| match v {
            Var::Loop(id) => match self.placeholders.iter().position(|p| p == id) {
                Some(axis) => index[axis].clone(),
                None => Affine::var(*v),
            },
            Var::Symbol(_) => Affine::var(*v),
        };
        substitute(&self.body, &replace)
    }

    /// The array and index of a view.
    pub fn access(&self, index: &[Lin]) -> Option<(usize, Vec<Lin>)> {
        match self.at(index) {
            Expr::Read { array, index } if self.view => Some((array, index)),
            _ => None,
        }
    }
}

/// Replaces every variable of a term.
pub fn substitute(term: &Term, replace: &impl Fn(&Var) -> Lin) -> Term {
    term.map(&mut |lin| lin.map(replace), &mut |array| array)
}
