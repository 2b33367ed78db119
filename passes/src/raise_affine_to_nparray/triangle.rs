//! Triangles of two output loops, cut into blocks of rows.
//!
//! For `j >= i + c` the block of rows `b <= i < e` covers the columns from
//! `b + c`; those from `e - 1 + c` on are full, the first `e - b - 1` pay a
//! mask. For `j < i + c` the columns before `b + c` are full. Either way half
//! of the box is never computed, and no element outside the domain is touched:
//! a NaN or Inf that a masked lane produces is dropped with the lane. The
//! product of one operand with itself is computed whole, before the blocks
//! (`square.rs`), and so is an operand of a product that is no array as it
//! stands (`alpha * A`).
//!
//! Legal: the statement neither reads what it overwrites nor what another
//! iteration wrote, so blocks may run in any order.

use super::value::{Extremum, Raised, Range};
use super::{square, Nest, Outcome, Raiser, Right, Shape};
use crate::build::{body_of, Builder};
use crate::scop::{domain, read, write, Lin, Loop, Term, Var};
use automphc_dialects::ir::move_before;
use automphc_kb::affine::Affine;
use melior::ir::r#type::IntegerType;
use melior::ir::{BlockLike, Type, Value};
use std::collections::HashMap;

/// A constraint between two output loops.
#[derive(Clone, Debug)]
pub struct Triangle {
    /// The loop that is cut into blocks.
    pub row: usize,
    /// The loop whose bound depends on it.
    pub column: usize,
    /// `column >= row + offset` (true) or `column < row + offset`.
    pub upper: bool,
    pub offset: Lin,
}

impl Triangle {
    /// The constraint that ties two loops of a nest together, with the bounded
    /// loop as its column: None if the domain is a box, an error if it is more.
    pub fn of(loops: &[&Loop]) -> Outcome<Option<Self>> {
        let mut found = None;
        for l in loops {
            for (bound, upper) in l.lower.iter().map(|b| (b, true)).chain(l.upper.iter().map(|b| (b, false))) {
                let others: Vec<_> = loops.iter().filter(|o| bound.uses(&Var::Loop(o.id))).collect();
                let [other] = others.as_slice() else {
                    if others.is_empty() {
                        continue;
                    }
                    return Err("a bound depends on two loops".into());
                };
                if bound.coefficient(&Var::Loop(other.id)) != 1 || found.is_some() {
                    return Err("its domain is no box and no triangle".into());
                }
                let offset = bound.clone() - Affine::var(Var::Loop(other.id));
                found = Some(Self { row: other.id, column: l.id, upper, offset });
            }
        }
        Ok(found)
    }

    /// The same constraint with the roles of its loops exchanged.
    pub fn exchanged(&self) -> Self {
        // column >= row + c  is  row < column + 1 - c, and the other way round.
        let offset = -self.offset.clone() + 1;
        Self { row: self.column, column: self.row, upper: !self.upper, offset }
    }

    /// The columns of the rows `begin..end` that only some of them have.
    pub fn diagonal(&self, rows: &Range) -> Range {
        let lower = rows.lower.clone() + self.offset.clone();
        Range { lower, upper: rows.upper.clone() + self.offset.clone() + -1 }
    }

    /// The columns that all rows of a block have.
    pub fn full(&self, rows: &Range, columns: &Range) -> Range {
        let Range { lower, upper } = self.diagonal(rows);
        if self.upper {
            Range { lower: upper, upper: columns.upper.clone() }
        } else {
            Range { lower: columns.lower.clone(), upper: lower }
        }
    }
}

/// A loop over blocks of rows: what does not vary along the rows is computed once, before it.
#[derive(Clone)]
pub struct Blocked<'c, 'a> {
    /// Builds where the loop stands.
    outside: Builder<'c, 'a>,
    row: usize,
    column: usize,
    /// The columns of all blocks.
    columns: Range,
}

/// One block of rows, and where the values of its columns come from.
struct Block<'b, 'c, 'a> {
    rows: &'b Range,
    columns: &'b Range,
    hulls: &'b HashMap<usize, Range>,
    /// The value over the whole square, if it is computed before the loop, and whether its mirror image is added.
    square: Option<(&'b Right<'c, 'a>, &'b Range, bool)>,
}

impl<'c, 'a> Blocked<'c, 'a> {
    pub(super) fn of(outside: Builder<'c, 'a>, triangle: &Triangle, columns: &Range) -> Self {
        Self { outside, row: triangle.row, column: triangle.column, columns: columns.clone() }
    }
}

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    pub(super) fn triangle(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        triangle: &Triangle,
    ) -> Outcome<()> {
        let hulls = Range::hulls(&nest.loops, &self.extrema)?;
        let (rows, columns) = (hulls[&triangle.row].clone(), hulls[&triangle.column].clone());
        fits(triangle, &rows, &columns, &self.facts)?;
        let square = match square::of(nest.statement, &shape.reductions, triangle.row, triangle.column)
            .and_then(|square| Some((square, union(&rows, &columns)?)))
        {
            Some((square, side)) => {
                let mut ranges = hulls.clone();
                ranges.insert(triangle.row, side.clone());
                ranges.insert(triangle.column, side.clone());
                let whole = Nest { statement: &square.statement, ..nest.clone() };
                Some((self.right_side(builder, &whole, shape, &ranges)?, side, square.mirrored))
            }
            None => None,
        };
        let (inner, own_rows, looped) = self.blocks(builder, &rows, self.block);
        let square = square.as_ref().map(|(right, side, mirrored)| (right, side, *mirrored));
        let block = Block { rows: &own_rows, columns: &columns, hulls: &hulls, square };
        self.blocked = looped.then(|| Blocked::of(builder, triangle, &columns));
        let outcome = self.block_of(inner, nest, shape, triangle, &block);
        self.blocked = None;
        if looped {
            inner.operation("affine.yield", &[], &[], &[], vec![]);
        }
        outcome
    }

    /// A bound of a loop, a maximum or minimum as what it is one of: the value of an `affine.max` in a
    /// loop is no operand of an `affine.for`.
    fn spelled_out(&self, bound: &Lin, largest: bool) -> Vec<Lin> {
        let distance = |e: &Extremum| (bound.clone() - e.value.clone()).as_constant();
        let found = self.extrema.iter().filter(|e| e.largest == largest).find_map(|e| Some((e, distance(e)?)));
        match found {
            Some((e, distance)) => e.bounds.iter().map(|known| known.clone() + distance).collect(),
            None => vec![bound.clone()],
        }
    }

    /// Opens a loop over blocks of rows, unless they are known to be one block
    /// that is not empty: a builder for its body, the rows of a block, and whether there is a loop.
    pub(super) fn blocks(
        &mut self,
        builder: Builder<'c, 'a>,
        rows: &Range,
        count: i64,
    ) -> (Builder<'c, 'a>, Range, bool) {
        let few = |bound: &Lin| (bound.clone() - rows.lower.clone()).as_constant().is_some_and(|rows| rows <= count);
        // Of no rows, the diagonal part would count from the end.
        let some = |bound: &Lin| domain::implies(&self.facts, &(bound.clone() - rows.lower.clone() + -1));
        let one = |e: &Extremum| e.bounds.iter().any(few) && e.bounds.iter().all(some);
        if self.extrema.iter().any(|e| !e.largest && e.value == rows.upper && one(e)) {
            return (builder, rows.clone(), false);
        }
        let bounds = |this: &Self, bounds: &[Lin]| write::linear_rows(bounds, |v| this.variable(v));
        let (lowest, highest) = (self.spelled_out(&rows.lower, true), self.spelled_out(&rows.upper, false));
        let (lower, upper) = (bounds(self, &lowest), bounds(self, &highest));
        let (operation, start, _) = builder.affine_for(lower, upper, count, None);
        let inner = builder.inside(body_of(operation));
        let begin = Affine::var(self.scop.symbol(start));
        let next = begin.clone() + count;
        let (ends, operands) = bounds(self, &[vec![next], highest].concat());
        let end = inner.affine("affine.min", ends, &operands);
        let end = Affine::var(self.scop.symbol(end));
        (inner, Range { lower: begin, upper: end }, true)
    }

    /// An operand of a product that is computed for all blocks at once: each takes its columns of it. No block reads
    /// what another wrote, so it may come before all of them.
    pub(super) fn shared_operand(
        &mut self,
        builder: Builder<'c, 'a>,
        value: &Term,
        order: &[usize],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Option<Raised<'c, 'a>>> {
        let Some(blocked) = self.blocked.clone() else { return Ok(None) };
        let uses = |id: usize| value.uses(&Var::Loop(id));
        if super::contraction::nodes(value) == 0 || uses(blocked.row) || !uses(blocked.column) {
            return Ok(None);
        }
        let mut whole = ranges.clone();
        whole.insert(blocked.column, blocked.columns.clone());
        let known = read::operations(blocked.outside.block).len();
        let raised = self.term(blocked.outside, value, order, &whole)?;
        let operations = read::operations(blocked.outside.block);
        if let Some(own_loop) = builder.block.parent_operation() {
            operations[known..].iter().for_each(|operation| move_before(*operation, own_loop));
        }
        Ok(Some(self.cut(builder, raised, blocked.column, &blocked.columns, &ranges[&blocked.column])))
    }

    /// One block of rows.
    fn block_of(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        triangle: &Triangle,
        block: &Block<'_, 'c, 'a>,
    ) -> Outcome<()> {
        let (own_rows, columns) = (block.rows.clone(), block.columns);
        let mut ranges = block.hulls.clone();
        ranges.insert(triangle.row, own_rows.clone());
        // Columns of the block, and where its masked part ends or begins.
        let (masked, full) = (triangle.diagonal(&own_rows), triangle.full(&own_rows, columns));
        let slab = if triangle.upper {
            Range { lower: masked.lower.clone(), upper: columns.upper.clone() }
        } else {
            Range { lower: columns.lower.clone(), upper: masked.upper.clone() }
        };
        ranges.insert(triangle.column, slab.clone());
        let (right, slab) = match block.square {
            Some((right, side, true)) => {
                let value = self.cut(builder, right.value.clone(), triangle.row, side, &own_rows);
                let value = self.cut(builder, value, triangle.column, side, &slab);
                let image = mirrored(right.value.clone(), triangle);
                let image = self.cut(builder, image, triangle.row, side, &own_rows);
                let image = self.cut(builder, image, triangle.column, side, &slab);
                let axes = value.axes.clone();
                let image = self.permute(builder, image, &axes);
                let sum = self.call(builder, "numpy.add", &[value.value, image.value], axes, value.element, &[]);
                (Right { value: sum, update: right.update.clone(), mask: None }, slab)
            }
            Some((right, side, false)) => {
                let value = self.cut(builder, right.value.clone(), triangle.row, side, &own_rows);
                (Right { value, update: right.update.clone(), mask: None }, side.clone())
            }
            None => (self.right_side(builder, nest, shape, &ranges)?, slab),
        };
        let mask = self.mask(builder, triangle, &(own_rows.upper - own_rows.lower));
        let order: Vec<usize> = shape.outputs.iter().copied().filter(|id| mask.axes.contains(id)).collect();
        let calls = self.calls.len();
        let mask = self.permute(builder, mask, &order);
        self.calls.truncate(calls);
        let mask = self.align(builder, mask, &shape.outputs)?.value;
        for (part, mask) in [(full, None), (masked, Some(mask))] {
            let mut ranges = ranges.clone();
            ranges.insert(triangle.column, part.clone());
            self.part(builder, nest, shape, triangle, (&slab, &part), &right, mask, &ranges)?;
        }
        Ok(())
    }

    /// Stores the columns `part` of a block's value.
    #[allow(clippy::too_many_arguments)]
    fn part(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        triangle: &Triangle,
        (slab, part): (&Range, &Range),
        right: &Right<'c, 'a>,
        mask: Option<Value<'c, 'a>>,
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<()> {
        let write = &nest.statement.write;
        let target = self.view(builder, write.array, &write.index, ranges)?;
        let value = self.cut(builder, right.value.clone(), triangle.column, slab, part);
        let value = self.align(builder, value, &shape.outputs)?;
        let extra = match &right.mask {
            Some(own) => {
                let own = self.cut(builder, own.clone(), triangle.column, slab, part);
                Some(self.align(builder, own, &shape.outputs)?)
            }
            None => None,
        };
        let boolean: Type = IntegerType::new(builder.context, 1).into();
        let mask = match (mask, extra) {
            (Some(a), Some(b)) => {
                let axes = shape.outputs.clone();
                Some(self.call(builder, "numpy.logical_and", &[a, b.value], axes, boolean, &[]).value)
            }
            (a, b) => a.or(b.map(|b| b.value)),
        };
        match (&right.update, mask) {
            (Some(function), Some(mask)) => {
                // There is no masked in-place update: compute, then copy under the mask.
                let name = format!("numpy.{function}");
                let axes = shape.outputs.clone();
                let sum = self.call(builder, &name, &[target.value, value.value], axes, target.element, &[]);
                self.store(builder, sum.value, target.value, Some(mask), None);
            }
            (update, mask) => self.store(builder, value.value, target.value, mask, update.as_deref()),
        }
        Ok(())
    }

    /// The columns `part` of a value over the columns `slab`.
    fn cut(
        &mut self,
        builder: Builder<'c, 'a>,
        raised: Raised<'c, 'a>,
        column: usize,
        slab: &Range,
        part: &Range,
    ) -> Raised<'c, 'a> {
        if !raised.axes.contains(&column) {
            return raised;
        }
        let kinds: Vec<&str> = raised.axes.iter().map(|id| if *id == column { "slice" } else { "all" }).collect();
        let lower = self.index(builder, &(part.lower.clone() - slab.lower.clone()));
        let upper = self.index(builder, &(part.upper.clone() - slab.lower.clone()));
        let operands = [raised.value, lower, upper];
        let r#type = builder.array_type(raised.axes.len(), raised.element);
        let value = builder.value("nparray.view", &operands, r#type, &[("axes", builder.strings(&kinds))]);
        Raised { value, ..raised }
    }

    /// The mask of a block's diagonal part.
    pub(super) fn mask(&mut self, builder: Builder<'c, 'a>, triangle: &Triangle, rows: &Lin) -> Raised<'c, 'a> {
        let boolean: Type = IntegerType::new(builder.context, 1).into();
        let (count, width) = (self.index(builder, rows), self.index(builder, &(rows.clone() + -1)));
        let dtype = ("dtype", builder.string("bool"));
        let calls = self.calls.len();
        let raised = if triangle.upper {
            // Column j' of the part belongs to the row i' if i' <= j'.
            let axes = vec![triangle.column, triangle.row];
            self.call(builder, "numpy.tri", &[width, count], axes, boolean, &[dtype])
        } else {
            let axes = vec![triangle.row, triangle.column];
            self.call(builder, "numpy.tri", &[count, width], axes, boolean, &[dtype, ("k", builder.integer(-1))])
        };
        self.calls.truncate(calls);
        raised
    }
}

/// The value at `(column, row)` in place of the one at `(row, column)`.
fn mirrored<'c, 'a>(raised: Raised<'c, 'a>, triangle: &Triangle) -> Raised<'c, 'a> {
    let other = |id: usize| match id {
        id if id == triangle.row => triangle.column,
        id if id == triangle.column => triangle.row,
        id => id,
    };
    Raised { axes: raised.axes.iter().map(|id| other(*id)).collect(), ..raised }
}

/// The smallest range that covers two, if it is known which bounds those are.
fn union(a: &Range, b: &Range) -> Option<Range> {
    let pick = |x: &Lin, y: &Lin, smaller: bool| {
        let difference = (x.clone() - y.clone()).as_constant()?;
        Some(if (difference <= 0) == smaller { x.clone() } else { y.clone() })
    };
    Some(Range { lower: pick(&a.lower, &b.lower, true)?, upper: pick(&a.upper, &b.upper, false)? })
}

/// The triangle must stay within its hull, or a block would reach past it.
pub fn fits(triangle: &Triangle, rows: &Range, columns: &Range, facts: &[Lin]) -> Outcome<()> {
    let slack = if triangle.upper {
        columns.upper.clone() - (rows.upper.clone() + triangle.offset.clone() + -1)
    } else {
        rows.lower.clone() + triangle.offset.clone() - columns.lower.clone()
    };
    if slack.as_constant().map_or_else(|| domain::implies(facts, &slack), |slack| slack >= 0) {
        Ok(())
    } else {
        Err("a triangle that is cut off".into())
    }
}
