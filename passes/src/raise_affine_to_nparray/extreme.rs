//! The largest or smallest of several terms, as comparisons find it.
//!
//! before: m[%i] = where(a[%i, %j] > m[%i], a[%i, %j], m[%i])
//! after:  m[:] = _extreme(m[:], a[:, :], 1, True, False)
//!
//! Legal: as for one call. A comparison with a NaN is false, so that NaNs among
//! the terms are never chosen, and one that was there before stays; of equal
//! terms, which may be zeros of either sign, the first or the last one is
//! chosen. The helper does all of that; `numpy.maximum` does not.

use super::value::{Raised, Range};
use super::{Nest, Outcome, Raiser, Shape};
use crate::build::Builder;
use crate::scop::{Term, Var, FIRST_LARGEST, FIRST_SMALLEST, LAST_LARGEST, LAST_SMALLEST};
use std::collections::HashMap;

pub(super) const CALLEE: &str = "automphc.extreme";

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    /// The new value of the target; None for sums.
    pub(super) fn extreme(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        combine: &str,
        term: &Term,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Option<Raised<'c, 'a>>> {
        let (largest, last) = match combine {
            FIRST_LARGEST => (true, false),
            LAST_LARGEST => (true, true),
            FIRST_SMALLEST => (false, false),
            LAST_SMALLEST => (false, true),
            _ => return Ok(None),
        };
        // A loop that the term does not depend on may not run.
        if shape.reductions.iter().any(|id| !term.uses(&Var::Loop(*id))) {
            return Err("an extreme of equal terms".into());
        }
        // Equal terms are told apart by the order in which the loops come.
        let order: Vec<usize> = shape.outputs.iter().chain(&shape.reductions).copied().collect();
        let values = self.term(builder, term, &order, ranges)?;
        let values = self.align(builder, values, &order)?;
        let write = &nest.statement.write;
        let current = self.read(builder, write.array, &write.index, ranges)?;
        let current = self.align(builder, current, &shape.outputs)?;
        if current.axes != shape.outputs {
            return Err("an extreme of elements that are no box".into());
        }
        let parameters = [
            ("axes", builder.integer(shape.reductions.len() as i64)),
            ("largest", builder.boolean(largest)),
            ("last", builder.boolean(last)),
        ];
        let operands = [current.value, values.value];
        Ok(Some(self.call(builder, CALLEE, &operands, shape.outputs.clone(), current.element, &parameters)))
    }
}
