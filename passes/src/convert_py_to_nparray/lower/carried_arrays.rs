//! Arrays that a loop binds anew in each iteration.
//!
//! before: for k in range(n): u = u + dt * f(u)
//! after:  m = copy of u                     (or u itself, if nothing else holds it)
//!         affine.for %k = 0 to n { nparray.store u + dt * f(u), m }, where u is m
//!
//! Legal: what is bound is a new array with the element type, the rank and, by a guard, the sizes of the one
//! before; in the loop nothing else can hold the array: no second name, view, container, or statement kept as
//! text. Stores into the array come after the statement that binds it anew, unless it is the loop's own from the
//! start. If the array before it is somebody else's, a guard says that the loop runs, and every iteration binds
//! the name: afterwards it means the copy.
//! Not handled: names that are bound first in the loop; kernels on lists; the body of a loop that stays.

use super::loops::Range;
use super::{is_new_array, Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::kinds;
use crate::convert_py_to_nparray::liveness::Names;
use crate::convert_py_to_nparray::plan::{Declined, Id, Index, Kind, Sym};
use crate::legal;
use crate::py_infer_types::tree::{Expr, For, Stmt, StmtKind};
use crate::py_infer_types::ty::Ty;
use melior::ir::Location;

impl<'c> Lowering<'_, 'c> {
    /// Gives memory of its own to each array that the loop binds anew and that is read before or after that.
    /// Returns their names.
    pub fn carry_arrays(
        &mut self,
        nest: &For<'c>,
        range: &Range,
        read: &Names,
        location: Location<'c>,
    ) -> Outcome<'c, Names> {
        let mut carried = Names::new();
        if self.lists {
            return Ok(carried);
        }
        let writes: Names = nest.body.iter().flat_map(Stmt::writes).collect();
        for name in writes.intersection(read) {
            if self.in_place.contains_key(name) || self.left_to_text.contains(name) || self.carried.contains(name) {
                continue;
            }
            let Some((array, sizes)) = self.array_before(name, location)? else { continue };
            let own = self.is_the_loops_own(name, array);
            let runs = kinds::runs(&range.lower, &range.upper).filter(|_| !own);
            if !self.is_bound_anew(name, array, own, nest) || (!own && runs.is_none()) {
                continue;
            }
            self.plan.required.extend(runs.into_iter().flatten());
            let memory = if own { array } else { self.copy_of(name, array, sizes, location) };
            self.env.insert(name.clone(), Binding::Array(memory, None));
            self.in_place.insert(name.clone(), memory);
            carried.insert(name.clone());
        }
        Ok(carried)
    }

    /// The array that the name means before the loop, and its sizes.
    fn array_before(&mut self, name: &str, location: Location<'c>) -> Outcome<'c, Option<(Id, Vec<Index>)>> {
        let array = match self.env.get(name).cloned() {
            Some(Binding::Array(id, _)) => id,
            Some(Binding::Place(ty @ Ty::Array { rank: 1.., .. })) => self.argument(name, &ty, location)?,
            _ => return Ok(None),
        };
        let sizes: Option<Vec<_>> = self.plan.value(array).shape.iter().cloned().collect();
        Ok(sizes.map(|sizes| (array, sizes)))
    }

    /// Memory of this version under this name alone.
    fn is_the_loops_own(&self, name: &str, array: Id) -> bool {
        let laid_out = !self.returns(name) || self.plan.value(array).ty.rank < 2;
        let own = match &self.plan.value(array).kind {
            Kind::Alloc { name: known, row_major, .. } => known == name && (*row_major || laid_out),
            _ => false,
        };
        let other = |(known, binding): (&String, &Binding)| {
            known != name && matches!(binding, Binding::Array(id, _) if self.root(*id) == array)
        };
        own && !self.env.iter().any(other)
    }

    fn copy_of(&mut self, name: &str, array: Id, sizes: Vec<Index>, location: Location<'c>) -> Id {
        let ty = automphc_kb::types::ValueType { weak: false, ..self.ty(array) };
        let row_major = ty.rank < 2 || self.returns(name);
        self.plan.row_major |= row_major && ty.rank > 1;
        // A parameter keeps its name: sizes are read from it at any time.
        let own = if self.is_fixed_param(name) { String::new() } else { name.to_string() };
        let shape = sizes.iter().cloned().map(Some).collect();
        let memory = self.define(Kind::Alloc { sizes, name: own, row_major }, ty, shape, location);
        self.store(array, memory, None, None, location);
        memory
    }

    /// The legality condition: what the loop's body does with the name.
    fn is_bound_anew(&self, name: &str, array: Id, own: bool, nest: &For<'c>) -> bool {
        let ty = self.ty(array);
        let same = |e: &Expr| matches!(e.ty, Ty::Array { dtype, rank } if dtype == ty.dtype && rank == ty.rank);
        let reads = |e: &Expr| {
            let mut names = Names::new();
            e.reads(&mut names);
            names.contains(name)
        };
        let binds = |stmt: &Stmt| matches!(&stmt.kind, StmtKind::Assign(target, _) if target == name);
        let first = nest.body.iter().position(binds);
        // An iteration that binds nothing would leave the name with somebody else's array.
        let mut fine = legal!("convert-py-to-nparray: every iteration binds the array", own || first.is_some());
        for (position, stmt) in nest.body.iter().enumerate() {
            let stored = own || first.is_some_and(|first| first < position);
            stmt.visit(&mut |stmt| {
                fine &= match &stmt.kind {
                    StmtKind::Assign(target, e) if target == name => {
                        legal!("convert-py-to-nparray: a loop binds new arrays", is_new_array(self.kb, e)) && same(e)
                    }
                    StmtKind::Assign(_, e) => {
                        let held = reads(e) && !e.ty.is_scalar() && !is_new_array(self.kb, e);
                        legal!("convert-py-to-nparray: a carried array has one name", !held)
                    }
                    StmtKind::AugAssign(target, ..) if target == name => stored,
                    StmtKind::AugAssign(..) => true,
                    StmtKind::Store(target, e) => {
                        let into = stored || !reads(&target.base);
                        into && (matches!(target.base.ty, Ty::Array { .. }) || !reads(e))
                    }
                    StmtKind::AugStore(_, target, _) => stored || !reads(&target.base),
                    StmtKind::For(inner) => {
                        inner.target != name && (inner.iterable.is_range() || !reads(&inner.iterable))
                    }
                    StmtKind::Return(e) => !e.as_ref().is_some_and(reads),
                    StmtKind::Expr(e) => !reads(e),
                    StmtKind::Opaque(text) => !text.reads.iter().chain(&text.writes).any(|known| known == name),
                    StmtKind::While(..) => !stmt.reads().contains(name),
                    StmtKind::If(..) | StmtKind::Pass | StmtKind::Group(..) => true,
                };
            });
        }
        fine
    }

    /// `name = e` in such a loop.
    pub fn bind_anew(&mut self, name: &str, e: &Expr<'c>, memory: Id, location: Location<'c>) -> Outcome<'c, ()> {
        let value = self.value(e)?;
        let declined = |reason: &str| Declined::new(e.location, format!("'{name}' {reason}"));
        let (from, to) = (self.ty(value), self.ty(memory));
        if from.dtype != to.dtype || from.rank != to.rank {
            return Err(declined("is bound anew in a loop, to another type of array"));
        }
        let laid_out = to.rank < 2 || !self.returns(name) || self.is_row_major(value);
        if !laid_out {
            return Err(declined("is bound anew in a loop, to an array whose layout is not known"));
        }
        self.plan.numpy2 |= to.rank > 1 && self.returns(name) && self.has_transform(value);
        let sizes = self.plan.value(value).shape.iter().zip(&self.plan.value(memory).shape);
        let differences: Option<Vec<_>> = sizes.map(|(new, old)| Some(new.clone()? - old.clone()?)).collect();
        let fixed = |difference: &Index| !difference.terms.keys().any(|s| matches!(s, Sym::Loop(_)));
        let Some(differences) = differences.filter(|all| all.iter().all(fixed)) else {
            return Err(declined("is bound anew in a loop, to an array whose size is not known"));
        };
        for difference in differences.into_iter().filter(|difference| difference.as_constant() != Some(0)) {
            self.require_zero(difference);
        }
        self.store(value, memory, None, None, location);
        Ok(())
    }
}
