//! `squeeze`, `reshape` and `tile`, and matrices of one column.
//!
//! before: np.squeeze(np.matmul(row, cube))      after: np.matmul(row, cube)[0]
//! before: vector.reshape(n, 1)                  after: vector[:, None]
//! before: np.tile(vector, (n, 1))               after: an array (n, k), each row the vector
//!
//! Legal: a view of the same elements in the same order. Axes that are dropped
//! are required to have one element, those that stay of a squeeze two or more,
//! and sizes that a shape gives are required to be the axes' own: the original
//! runs otherwise. A tile repeats along new axes and along axes of one element
//! alone, which is what an assignment to an array of that shape does.
//! A parameter that the version takes for one column (`columns.rs`) is the view
//! of it that says so.
//! Not handled: reshapes that join or split axes, tiles of longer axes.

use super::{Lowering, Outcome};
use crate::convert_py_to_nparray::plan::{Axis, Declined, Id, Index, Kind, Operand};
use crate::py_infer_types::binding;
use crate::py_infer_types::layout::{Arranged, Layout};
use crate::py_infer_types::tree::Expr;
use automphc_kb::affine::Affine;
use automphc_kb::instance::{Param, Params};
use automphc_kb::types::ValueType;
use melior::ir::Location;

impl<'c> Lowering<'_, 'c> {
    /// The value of a call that arranges anew; nothing has changed if it is none.
    pub fn arranged(&mut self, e: &Expr<'c>, call: &Arranged<'_, 'c>) -> Option<Id> {
        let (before, group) = (self.before(), self.group);
        match self.arrange(e.location, call) {
            Ok(id) => Some(id),
            Err(_) => {
                self.restore(before);
                self.group = group;
                None
            }
        }
    }

    fn arrange(&mut self, location: Location<'c>, call: &Arranged<'_, 'c>) -> Outcome<'c, Id> {
        let declined = |reason: &str| Declined::new(location, reason);
        let source = self.value(call.array)?;
        let value = self.plan.value(source);
        let sizes = value.shape.iter().cloned().collect::<Option<Vec<_>>>();
        let sizes = sizes.filter(|_| !value.list).ok_or_else(|| declined("an array of unknown sizes"))?;
        match call.layout {
            Layout::Squeeze => self.squeeze(location, source, &sizes),
            Layout::Reshape => {
                let items = call.items.iter().map(|item| self.item(item)).collect::<Outcome<Vec<_>>>()?;
                self.reshape(location, source, &sizes, &items)
            }
            Layout::Tile => {
                let items = call.items.iter().map(|item| self.index(item)).collect::<Outcome<Vec<_>>>()?;
                self.tile(location, source, &sizes, items)
            }
        }
    }

    /// A size of a shape; None for -1.
    fn item(&mut self, e: &Expr<'c>) -> Outcome<'c, Option<Index>> {
        match binding::constant(e) {
            Some(Param::Int(-1)) => Ok(None),
            _ => Ok(Some(self.index(e)?)),
        }
    }

    /// The version is for this index being 0 or more.
    fn require(&mut self, index: Index) -> bool {
        match index.as_constant() {
            Some(constant) => constant >= 0,
            None => {
                self.plan.required.insert(index);
                true
            }
        }
    }

    fn require_equal(&mut self, a: &Index, b: &Index) -> bool {
        self.require(a.clone() - b.clone()) && self.require(b.clone() - a.clone())
    }

    fn squeeze(&mut self, location: Location<'c>, source: Id, sizes: &[Index]) -> Outcome<'c, Id> {
        let declined = || Declined::new(location, "a squeeze to an unknown number of axes");
        let one = Affine::constant(1);
        let known = sizes.contains(&one);
        // Without a better sign, a result of several axes has its single row first.
        let drops = |axis: usize| sizes[axis] == one || (!known && axis == 0 && sizes.len() > 1);
        let mut axes = Vec::new();
        for (axis, size) in sizes.iter().enumerate() {
            let possible = match drops(axis) {
                true => self.require_equal(size, &one),
                false => self.require(size.clone() + -2),
            };
            if !possible {
                return Err(declined());
            }
            axes.push(if drops(axis) { Axis::At(Affine::constant(0)) } else { Axis::All });
        }
        if !axes.contains(&Axis::All) {
            return Err(declined());
        }
        self.part_of(location, source, axes)
    }

    fn reshape(
        &mut self,
        location: Location<'c>,
        source: Id,
        sizes: &[Index],
        items: &[Option<Index>],
    ) -> Outcome<'c, Id> {
        let declined = || Declined::new(location, "a reshape that joins or splits axes");
        let one = Affine::constant(1);
        let is_one = |item: &Option<Index>| item.as_ref() == Some(&one);
        let wanted: Vec<_> = items.iter().filter(|item| !is_one(item)).collect();
        let own: Vec<usize> = (0..sizes.len()).filter(|axis| sizes[*axis] != one).collect();
        let surplus = own.len().checked_sub(wanted.len()).ok_or_else(declined)?;
        let guessed = wanted.iter().filter(|item| item.is_none()).count();
        // `a.reshape(-1)` of a matrix joins its axes, as a rule.
        if guessed > 1 || wanted.is_empty() || (guessed > 0 && surplus > 0) {
            return Err(declined());
        }
        // Of axes that may have one element, the first ones go.
        let (dropped, kept) = own.split_at(surplus);
        for axis in dropped {
            if !self.require_equal(&sizes[*axis], &one) {
                return Err(declined());
            }
        }
        for (axis, item) in kept.iter().zip(&wanted) {
            if !item.as_ref().is_none_or(|item| self.require_equal(item, &sizes[*axis])) {
                return Err(declined());
            }
        }
        let (mut axes, mut next) = (Vec::new(), 0);
        for item in items {
            if is_one(item) {
                axes.push(Axis::New);
                continue;
            }
            let axis = kept[axes.iter().filter(|axis| **axis == Axis::All).count()];
            axes.extend((next..axis).map(|_| Axis::At(Affine::constant(0))));
            axes.push(Axis::All);
            next = axis + 1;
        }
        axes.extend((next..sizes.len()).map(|_| Axis::At(Affine::constant(0))));
        self.part_of(location, source, axes)
    }

    /// A view; one row or column of a product of matrices is the product of that row or column.
    pub fn part_of(&mut self, location: Location<'c>, source: Id, axes: Vec<Axis>) -> Outcome<'c, Id> {
        let factors = match &self.plan.value(source).kind {
            Kind::Call { callee, operands, name: None, .. } if callee == "numpy.matmul" || callee == "numpy.dot" => {
                match operands.as_slice() {
                    [Operand::Value(a), Operand::Value(b)] => Some((callee.clone(), *a, *b)),
                    _ => None,
                }
            }
            _ => None,
        };
        let Some((callee, a, b)) = factors.filter(|(_, a, b)| self.ty(*a).rank == 2 && self.ty(*b).rank == 2) else {
            return Ok(self.add_view(location, source, axes));
        };
        let (row, column) = match axes.as_slice() {
            [Axis::At(_), Axis::All] => (self.add_view(location, a, axes), b),
            [Axis::All, Axis::At(_)] => (a, self.add_view(location, b, axes)),
            _ => return Ok(self.add_view(location, source, axes)),
        };
        self.library(&callee, &[row, column], &Params::new(), location)
    }

    fn tile(&mut self, location: Location<'c>, source: Id, sizes: &[Index], times: Vec<Index>) -> Outcome<'c, Id> {
        let declined = || Declined::new(location, "a tile along an axis of several elements");
        let one = Affine::constant(1);
        let leading = times.len().checked_sub(sizes.len()).ok_or_else(declined)?;
        let mut shape: Vec<Index> = times[..leading].to_vec();
        for (times, size) in times[leading..].iter().zip(sizes) {
            shape.push(match (*times == one, *size == one) {
                (true, _) => size.clone(),
                (_, true) => times.clone(),
                _ => return Err(declined()),
            });
        }
        for times in times {
            if !self.require(times) {
                return Err(declined());
            }
        }
        let ty = ValueType { rank: shape.len(), weak: false, ..self.ty(source) };
        let sizes = shape.iter().cloned().map(Some).collect();
        let kind = Kind::Alloc { sizes: shape, name: String::new(), row_major: true };
        let id = self.define(kind, ty, sizes, location);
        self.store(source, id, None, None, location);
        Ok(id)
    }

    /// A matrix that the version takes for one column.
    pub fn column(&mut self, matrix: Id, location: Location<'c>) -> Outcome<'c, Id> {
        let width = self.plan.value(matrix).shape.get(1).cloned().flatten();
        let width = width.ok_or_else(|| Declined::new(location, "no matrix"))?;
        self.require_equal(&width, &Affine::constant(1));
        let axes = vec![Axis::All, Axis::At(Affine::constant(0)), Axis::New];
        Ok(self.add_view(location, matrix, axes))
    }
}
