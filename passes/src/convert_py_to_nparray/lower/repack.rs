//! Gathers stored by scatters: `a[np.tril_indices(n, -1)] = a[np.triu_indices(n, 1)]`.
//!
//! before: a[lower points] = b[upper points]
//! after:  nparray.repack b[upper mask] -> a[lower mask]
//!
//! The points of an index builder come in row-major order, and so do the
//! elements that a boolean mask selects: a mask is the faster subscript.
//!
//! Legal: both sets are triangles of which one is the other, or the other
//! transposed, so that they have the same number of points; their shapes are in
//! range (the slices that the masks apply to are guarded). Not handled: other
//! domains, lists, and triangles whose diagonal is not a constant.

use super::scatter::{Points, Triangle};
use super::{Lowering, Outcome};
use crate::convert_py_to_nparray::plan::{Axis, Declined, Id, Kind, Operand, Step};
use automphc_kb::affine::Affine;
use automphc_kb::instance::{Param, Params};
use automphc_kb::types::{DType, ValueType};
use melior::ir::Location;

impl<'c> Lowering<'_, 'c> {
    pub fn repack(
        &mut self,
        (source, from): (Id, &Points),
        (target, to): (Id, &Points),
        location: Location<'c>,
    ) -> Outcome<'c, ()> {
        let declined = |reason: &str| Declined::new(location, reason);
        let (Some(from), Some(to)) = (from.triangle(), to.triangle()) else {
            return Err(declined("a gather through index arrays that are no triangles"));
        };
        if !same_count(&from, &to) {
            return Err(declined("a gather and a scatter that may differ in their number of elements"));
        }
        let kinds = (self.ty(source), self.ty(target));
        let plain = kinds.0.rank == 2 && kinds.1.rank == 2 && kinds.0.dtype == kinds.1.dtype;
        if !plain || self.plan.value(target).list || self.plan.value(source).list || !self.open.is_empty() {
            return Err(declined("a gather through index arrays from anything but a matrix of the same type"));
        }
        let (source, target) = (self.part(source, &from, location), self.part(target, &to, location));
        let target_mask = self.mask(&to, location);
        let source_mask = if from.lower == to.lower { target_mask } else { self.mask(&from, location) };
        let (source, target) = ((source, source_mask), (target, target_mask));
        self.plan.steps.push(Step::Repack { source, target, location });
        Ok(())
    }

    /// The rows and columns that a triangle's mask covers.
    fn part(&mut self, matrix: Id, triangle: &Triangle, location: Location<'c>) -> Id {
        let zero = || Affine::constant(0);
        let axes = triangle.shape.iter().map(|size| Axis::Slice(zero(), size.clone(), 1)).collect();
        self.add_view(location, matrix, axes)
    }

    /// `np.tri` for a lower triangle. An upper one is what `np.tri` leaves out: the
    /// transpose of the lower mask is the same set, but lies across the memory.
    fn mask(&mut self, triangle: &Triangle, location: Location<'c>) -> Id {
        let [rows, columns] = &triangle.shape;
        let diagonal = if triangle.lower { triangle.diagonal } else { -triangle.diagonal - 1 };
        let mut params = Params::from([("dtype".to_string(), Param::Str("bool".to_string()))]);
        if diagonal != 0 {
            params.insert("k".to_string(), Param::Int(diagonal));
        }
        let ty = ValueType { dtype: DType::Bool, rank: 2, weak: false };
        let shape = || vec![Some(rows.clone()), Some(columns.clone())];
        let operands = vec![Operand::Index(rows.clone()), Operand::Index(columns.clone())];
        let kind = Kind::Call { callee: "numpy.tri".to_string(), operands, params, name: None };
        let below = self.define(kind, ty, shape(), location);
        if triangle.lower {
            return below;
        }
        let operands = vec![Operand::Value(below)];
        let kind = Kind::Call { callee: "numpy.invert".to_string(), operands, params: Params::new(), name: None };
        self.define(kind, ty, shape(), location)
    }
}

/// Equal sets, or one the transpose of the other.
fn same_count(a: &Triangle, b: &Triangle) -> bool {
    let transposed = [b.shape[1].clone(), b.shape[0].clone()];
    a.diagonal == b.diagonal
        && ((a.lower == b.lower && a.shape == b.shape) || (a.lower != b.lower && a.shape == transposed))
}
