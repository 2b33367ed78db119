//! Subscripts become views: `A[i][1:n, None]` is one view where the parts allow it.
//!
//! Bounds are taken as written; that they are in range is a guard of a later
//! pass. A negative constant counts from the end, any other negative value
//! fails that guard.

use super::index::quotient;
use super::{Lowering, Outcome};
use crate::convert_py_to_nparray::plan::{Axis, Declined, Id, Index, Kind, Step};
use crate::py_infer_types::binding;
use crate::py_infer_types::tree::{Expr, ExprKind};
use crate::py_infer_types::ty::Ty;
use automphc_kb::affine::Affine;
use automphc_kb::instance::Param;
use automphc_kb::types::ValueType;
use melior::ir::Location;

impl<'c> Lowering<'_, 'c> {
    /// `base[indices]` as a view.
    pub fn view(&mut self, location: Location<'c>, base: &Expr<'c>, indices: &[Expr<'c>]) -> Outcome<'c, Id> {
        let source = self.value(base)?;
        let rank = self.ty(source).rank;
        let items = self.items(location, source, indices)?;
        if self.plan.value(source).list && (items.len() != 1 || !matches!(items[0], Axis::At(_))) {
            return Err(Declined::new(location, "a slice of a list is a copy"));
        }
        let used = items.iter().filter(|axis| **axis != Axis::New).count();
        if used > rank {
            return Err(Declined::new(location, format!("{used} subscripts on {rank} axes")));
        }
        let rest = std::iter::repeat_n(Axis::All, rank - used);
        let axes = items.into_iter().chain(rest).collect();
        // A product without a name is computed for this subscript alone.
        match &base.kind {
            ExprKind::Call(_) | ExprKind::Binary(..) => self.part_of(location, source, axes),
            _ => Ok(self.add_view(location, source, axes)),
        }
    }

    /// One axis per item, `...` filled in.
    fn items(&mut self, location: Location<'c>, source: Id, indices: &[Expr<'c>]) -> Outcome<'c, Vec<Axis>> {
        let rank = self.ty(source).rank;
        let special = |ty: &Ty| indices.iter().filter(|index| index.ty == *ty).count();
        let given = indices.len() - special(&Ty::None) - special(&Ty::Ellipsis);
        if special(&Ty::Ellipsis) > 1 {
            return Err(Declined::new(location, "two '...' in one subscript"));
        }
        let mut axes = Vec::new();
        let mut axis = 0;
        for item in indices {
            match (&item.ty, &item.kind) {
                (Ty::None, _) => axes.push(Axis::New),
                (Ty::Ellipsis, _) => {
                    let missing = rank.saturating_sub(given);
                    axes.extend(std::iter::repeat_n(Axis::All, missing));
                    axis += missing;
                }
                (Ty::Slice, ExprKind::Slice(parts)) => {
                    axes.push(self.slice(source, axis, parts)?);
                    axis += 1;
                }
                (Ty::Int, _) => {
                    // What is left of products is a matter of `nparray-delinearize`.
                    let index = match self.plan.value(source).kind {
                        Kind::Argument if rank == 1 => self.flat_index(item)?,
                        _ => self.index(item)?,
                    };
                    let index = self.counted_from_end(item, source, axis, index)?;
                    axes.push(Axis::At(index));
                    axis += 1;
                }
                _ => return Err(Declined::new(item.location, "a subscript by an array or by an unknown value")),
            }
        }
        Ok(axes)
    }

    /// A negative constant counts from the end of the axis.
    fn counted_from_end(&mut self, e: &Expr<'c>, source: Id, axis: usize, index: Index) -> Outcome<'c, Index> {
        match index.as_constant() {
            Some(constant) if constant < 0 => Ok(self.extent(e, source, axis)? + constant),
            _ => Ok(index),
        }
    }

    fn extent(&self, e: &Expr<'c>, source: Id, axis: usize) -> Outcome<'c, Index> {
        let size = self.plan.value(source).shape.get(axis).cloned().flatten();
        size.ok_or_else(|| Declined::new(e.location, "a bound counts from an end that is known only at run time"))
    }

    fn slice(&mut self, source: Id, axis: usize, parts: &[Expr<'c>; 3]) -> Outcome<'c, Axis> {
        let [lower, upper, step] = parts;
        let step = match binding::constant(step) {
            Some(Param::None) => 1,
            Some(Param::Int(step)) if step != 0 && step.unsigned_abs() < 1 << 31 => step,
            _ => return Err(Declined::new(step.location, "the step of a slice is not a constant")),
        };
        if step == 1 && lower.ty == Ty::None && upper.ty == Ty::None {
            return Ok(Axis::All);
        }
        let first = match (&lower.ty, step > 0) {
            (Ty::None, true) => Affine::constant(0),
            (Ty::None, false) => self.extent(lower, source, axis)? + -1,
            _ => self.bound(lower, source, axis)?,
        };
        let last = match (&upper.ty, step > 0) {
            (Ty::None, true) => self.extent(upper, source, axis)?,
            (Ty::None, false) => Affine::constant(-1),
            _ => self.bound(upper, source, axis)?,
        };
        Ok(Axis::Slice(first, last, step))
    }

    fn bound(&mut self, e: &Expr<'c>, source: Id, axis: usize) -> Outcome<'c, Index> {
        if e.ty != Ty::Int {
            return Err(Declined::new(e.location, "a bound of a slice that is not known to be an int"));
        }
        let index = self.index(e)?;
        self.counted_from_end(e, source, axis, index)
    }

    /// A view; one of an index-only view is one of its source.
    pub fn add_view(&mut self, location: Location<'c>, source: Id, axes: Vec<Axis>) -> Id {
        let (source, axes) = match &self.plan.value(source).kind {
            Kind::View { source: root, axes: outer } if outer.iter().all(|a| matches!(a, Axis::At(_) | Axis::All)) => {
                let merged = (*root, merge(outer, axes));
                // `A[i]` in `A[i][j]` is not needed by itself.
                if matches!(self.plan.steps.last(), Some(Step::Define(last)) if *last == source) {
                    self.plan.steps.pop();
                }
                merged
            }
            _ => (source, axes),
        };
        let base = self.plan.value(source);
        let shape = shape(&base.shape, &axes);
        let ty = ValueType { rank: shape.len(), weak: base.list && shape.is_empty(), ..base.ty };
        let list = base.list;
        let id = self.define(Kind::View { source, axes }, ty, shape, location);
        self.plan.values[id].list = list;
        id
    }
}

/// Items of a subscript of a view, put where the view still has an axis.
fn merge(outer: &[Axis], inner: Vec<Axis>) -> Vec<Axis> {
    let mut inner = inner.into_iter().peekable();
    let mut axes = Vec::new();
    for axis in outer {
        if let Axis::At(_) = axis {
            axes.push(axis.clone());
            continue;
        }
        while let Some(new) = inner.next_if(|item| *item == Axis::New) {
            axes.push(new);
        }
        axes.push(inner.next().unwrap_or(Axis::All));
    }
    axes.extend(inner);
    axes
}

fn shape(source: &[Option<Index>], axes: &[Axis]) -> Vec<Option<Index>> {
    let mut sizes = source.iter().cloned();
    let mut shape = Vec::new();
    for axis in axes {
        match axis {
            Axis::New => shape.push(Some(Affine::constant(1))),
            Axis::All => shape.push(sizes.next().flatten()),
            Axis::At(_) => drop(sizes.next()),
            Axis::Slice(lower, upper, step) => {
                sizes.next();
                shape.push(match step {
                    1 => Some(upper.clone() - lower.clone()),
                    -1 => Some(lower.clone() - upper.clone()),
                    step if *step > 1 => quotient(upper.clone() - lower.clone() + (step - 1), *step),
                    step => quotient(lower.clone() - upper.clone() + (-step - 1), -step),
                });
            }
        }
    }
    shape
}
