//! A sum whose terms depend on the row: triangles of an output and a reduction
//! loop, cut into blocks of rows.
//!
//! before: B[%i, %j] = B[%i, %j] + A[%k, %i] * B[%k, %j]   for k > i
//! after:  for each block b <= i < e
//!           T = dot(A[e:, b:e].T, B[e:])
//!           T += _masked_dot(A[b:e-1, b:e].T, B[b+1:e], mask)
//!           B[b:e] += T
//!
//! The terms that all rows of a block have are plain products; those that only
//! some rows have go through a product whose mask selects what the original
//! adds up. Zeros in place of what it leaves out would meet an Inf or NaN of
//! the other factor, so that the product with a mask adds selected terms alone
//! where the other factor is not finite.
//!
//! Legal: as for one call; in addition no block may read what an earlier block
//! wrote, so every read of an element that another iteration overwrites comes
//! from a row that is not behind it.

use super::triangle::{fits, Blocked, Triangle};
use super::value::{Raised, Range};
use super::{Nest, Outcome, Raiser, Shape};
use crate::build::Builder;
use crate::scop::{order, Term};
use automphc_kb::Candidate;
use melior::ir::Value;
use std::collections::HashMap;

/// The mask that a sum is under, and the loops along its axes.
#[derive(Clone, Debug)]
pub struct Mask<'c, 'a> {
    pub value: Raised<'c, 'a>,
    pub row: usize,
    pub column: usize,
}

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    pub(super) fn wedge(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        wedge: &Triangle,
    ) -> Outcome<()> {
        let statement = nest.statement;
        let (combine, term) = statement.accumulation().ok_or("the last iteration alone counts")?;
        if !matches!(combine, "add" | "subtract") {
            return Err("an extremum over a triangle".into());
        }
        // An earlier block has overwritten what a row before it reads.
        if nest.edges.iter().any(|e| e.anti && !e.reduction) && !order::reads_ahead(&nest.loops, statement, wedge.row) {
            return Err("a block would read what an earlier block wrote".into());
        }
        let hulls = Range::hulls(&nest.loops, &self.extrema)?;
        let (rows, columns) = (hulls[&wedge.row].clone(), hulls[&wedge.column].clone());
        fits(wedge, &rows, &columns, &self.facts)?;
        let (inner, rows, looped) = self.blocks(builder, &rows, self.block);
        self.blocked = looped.then(|| Blocked::of(builder, wedge, &columns));
        let outcome = self.wedge_block(inner, nest, shape, wedge, (&rows, &columns), &hulls, (combine, term));
        (self.masked, self.blocked) = (None, None);
        if looped {
            inner.operation("affine.yield", &[], &[], &[], vec![]);
        }
        outcome
    }

    #[allow(clippy::too_many_arguments)]
    fn wedge_block(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        wedge: &Triangle,
        (rows, columns): (&Range, &Range),
        hulls: &HashMap<usize, Range>,
        (combine, term): (&str, &Term),
    ) -> Outcome<()> {
        let mut ranges = hulls.clone();
        ranges.insert(wedge.row, rows.clone());
        ranges.insert(wedge.column, wedge.full(rows, columns));
        let full = self.reduction(builder, "add", term, shape, &ranges)?;
        ranges.insert(wedge.column, wedge.diagonal(rows));
        let value = self.mask(builder, wedge, &(rows.upper.clone() - rows.lower.clone()));
        self.masked = Some(Mask { value, row: wedge.row, column: wedge.column });
        let partial = self.reduction(builder, "add", term, shape, &ranges);
        self.masked = None;
        let partial = partial?;
        let partial = self.align(builder, partial, &full.axes)?;
        if partial.axes.len() != full.axes.len() {
            return Err("the parts of a sum have different axes".into());
        }
        self.store(builder, partial.value, full.value, None, Some("add"));
        let value = self.align(builder, full, &shape.outputs)?;
        let write = &nest.statement.write;
        let target = self.view(builder, write.array, &write.index, &ranges)?;
        let update = if nest.init.is_some() { None } else { Some(combine) };
        self.store(builder, value.value, target.value, None, update);
        Ok(())
    }

    /// A product of which the mask at hand selects the terms: `None` outside a mask.
    pub(super) fn masked_product(
        &mut self,
        builder: Builder<'c, 'a>,
        candidate: &Candidate,
        operands: &[Raised<'c, 'a>],
        outputs: &[usize],
    ) -> Outcome<Option<Raised<'c, 'a>>> {
        let Some(mask) = self.masked.clone() else { return Ok(None) };
        let reason = || "no product takes a mask here".to_string();
        if !matches!(candidate.name.as_str(), "numpy.dot" | "numpy.matmul") {
            return Err(reason());
        }
        let [a, b] = operands else { return Err(reason()) };
        let holds = |o: &Raised| o.axes.contains(&mask.row) && o.axes.contains(&mask.column) && o.axes.len() == 2;
        let (first, other) = match (holds(a), holds(b)) {
            (true, false) => (a, b),
            (false, true) => (b, a),
            _ => return Err(reason()),
        };
        if other.axes.len() > 2 || !other.axes.contains(&mask.column) {
            return Err(reason());
        }
        // Rows first in the masked operand, the summed axis first in the other.
        let first = self.permute(builder, first.clone(), &[mask.row, mask.column]);
        let rest: Vec<usize> = other.axes.iter().copied().filter(|id| *id != mask.column).collect();
        let order: Vec<usize> = [mask.column].into_iter().chain(rest.iter().copied()).collect();
        let other = self.permute(builder, other.clone(), &order);
        let value = self.permute(builder, mask.value, &[mask.row, mask.column]);
        let axes: Vec<usize> = [mask.row].into_iter().chain(rest).collect();
        let values: [Value; 3] = [first.value, other.value, value.value];
        let product = self.call(builder, "automphc.masked_dot", &values, axes, first.element, &[]);
        let outputs: Vec<usize> = outputs.to_vec();
        Ok(Some(self.permute(builder, product, &outputs)))
    }
}
