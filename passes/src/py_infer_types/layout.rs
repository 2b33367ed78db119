//! Calls that give the elements of an array other axes: `squeeze`, `reshape`, `tile`.
//!
//! In: a call. Out: what it is, the array, and the sizes or numbers of
//! repetitions that are given. Rule: no keyword but the shape's own; what is
//! not recognised is a call like any other.

use super::tree::{Call, Expr, ExprKind};
use super::ty::Ty;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// All axes of one element go.
    Squeeze,
    Reshape,
    Tile,
}

pub struct Arranged<'a, 'c> {
    pub layout: Layout,
    pub array: &'a Expr<'c>,
    pub items: Vec<&'a Expr<'c>>,
}

/// The call as one of these; None for any other.
pub fn of<'a, 'c>(call: &'a Call<'c>) -> Option<Arranged<'a, 'c>> {
    if !call.keywords.is_empty() {
        return None;
    }
    let given = call.positional.as_slice();
    let (layout, array, rest) = match &call.callee.kind {
        ExprKind::Ref(name) => {
            let (array, rest) = given.split_first()?;
            let layout = match name.as_str() {
                "numpy.squeeze" => Layout::Squeeze,
                "numpy.reshape" => Layout::Reshape,
                "numpy.tile" => Layout::Tile,
                _ => return None,
            };
            (layout, array, rest)
        }
        ExprKind::Attribute(object, name) => match name.as_str() {
            "squeeze" => (Layout::Squeeze, &**object, given),
            "reshape" => (Layout::Reshape, &**object, given),
            _ => return None,
        },
        _ => return None,
    };
    let items: Vec<_> = match rest {
        [Expr { kind: ExprKind::Tuple(items) | ExprKind::List(items), .. }] => items.iter().collect(),
        rest => rest.iter().collect(),
    };
    let fits = match layout {
        Layout::Squeeze => rest.is_empty(),
        Layout::Tile => rest.len() == 1,
        Layout::Reshape => matches!(&call.callee.kind, ExprKind::Attribute(..)) || rest.len() == 1,
    };
    let ints = items.iter().all(|item| item.ty == Ty::Int);
    (fits && ints && matches!(array.ty, Ty::Array { rank: 1.., .. })).then_some(Arranged { layout, array, items })
}

impl Arranged<'_, '_> {
    /// The type of the result, where one axis of one element is guessed for a squeeze.
    pub fn ty(&self) -> Option<Ty> {
        let Ty::Array { rank, dtype } = self.array.ty else { return None };
        let rank = match self.layout {
            Layout::Squeeze => rank.saturating_sub(1).max(1),
            Layout::Reshape => self.items.len(),
            Layout::Tile => rank.max(self.items.len()),
        };
        (rank > 0).then_some(Ty::Array { rank, dtype })
    }
}
