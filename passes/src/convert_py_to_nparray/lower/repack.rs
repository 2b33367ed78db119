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
        // Mirrored triangles share one mask.
        let base = self.lower_mask(&to, location);
        let source = (source, self.mask(base, &from, location));
        let target = (target, self.mask(base, &to, location));
        self.plan.steps.push(Step::Repack { source, target, location });
        Ok(())
    }

    /// The rows and columns that a triangle's mask covers.
    fn part(&mut self, matrix: Id, triangle: &Triangle, location: Location<'c>) -> Id {
        let zero = || Affine::constant(0);
        let axes = triangle.shape.iter().map(|size| Axis::Slice(zero(), size.clone(), 1)).collect();
        self.add_view(location, matrix, axes)
    }

    /// `np.tri` of the triangle, or of its mirror image if it is an upper one.
    fn lower_mask(&mut self, triangle: &Triangle, location: Location<'c>) -> Id {
        let [rows, columns] = &triangle.shape;
        let (first, second) = if triangle.lower { (rows, columns) } else { (columns, rows) };
        let params = Params::from([
            ("dtype".to_string(), Param::Str("bool".to_string())),
            ("k".to_string(), Param::Int(triangle.diagonal)),
        ]);
        let ty = ValueType { dtype: DType::Bool, rank: 2, weak: false };
        let operands = vec![Operand::Index(first.clone()), Operand::Index(second.clone())];
        let shape = vec![Some(first.clone()), Some(second.clone())];
        let kind = Kind::Call { callee: "numpy.tri".to_string(), operands, params, name: None };
        self.define(kind, ty, shape, location)
    }

    /// The mask of a triangle, given that of the lower one.
    fn mask(&mut self, lower: Id, triangle: &Triangle, location: Location<'c>) -> Id {
        if triangle.lower {
            return lower;
        }
        let [rows, columns] = &triangle.shape;
        let ty = self.ty(lower);
        let operands = vec![Operand::Value(lower)];
        let shape = vec![Some(rows.clone()), Some(columns.clone())];
        let kind = Kind::Call { callee: "numpy.transpose".to_string(), operands, params: Params::new(), name: None };
        self.define(kind, ty, shape, location)
    }
}

/// Equal sets, or one the transpose of the other.
fn same_count(a: &Triangle, b: &Triangle) -> bool {
    let transposed = [b.shape[1].clone(), b.shape[0].clone()];
    a.diagonal == b.diagonal
        && ((a.lower == b.lower && a.shape == b.shape) || (a.lower != b.lower && a.shape == transposed))
}
