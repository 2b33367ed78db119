//! Statements: assignments, stores, and the walk over a function's body.

use super::call::spelled;
use super::exact::{is_element, is_exact, mixes_ints};
use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::liveness::{self, Names};
use crate::convert_py_to_nparray::plan::{Declined, Id, Kind, Step};
use crate::py_infer_types::binding;
use crate::py_infer_types::tree::{Call, Expr, ExprKind, Stmt, StmtKind, Target};
use crate::py_infer_types::ty::Ty;
use automphc_kb::types::{DType, ValueType};
use melior::ir::Location;

impl<'c> Lowering<'_, 'c> {
    pub fn function_body(&mut self) -> Outcome<'c, ()> {
        let function = self.function;
        let live = liveness::after(&function.body, &self.left());
        let count = function.body.len();
        for (position, (stmt, live)) in function.body.iter().zip(&live).enumerate() {
            if let StmtKind::Return(value) = &stmt.kind {
                match position + 1 == count && function.iteration.is_none() {
                    true => self.trailing_return(stmt, value.as_ref())?,
                    false if self.lists => return Err(Declined::new(stmt.location, "a return before the end")),
                    // Nothing comes after it.
                    false => self.return_as_text(stmt)?,
                }
                return Ok(());
            }
            if self.lists {
                no_return(stmt)?;
            }
            self.top_statement(stmt, live)?;
        }
        self.next_iteration()
    }

    /// A statement of the function itself: modelled, or kept as text.
    fn top_statement(&mut self, stmt: &Stmt<'c>, live: &Names) -> Outcome<'c, ()> {
        self.boxed_statement(stmt, live)
    }

    /// A statement that is kept as text if it cannot be modelled.
    pub fn boxed_statement(&mut self, stmt: &Stmt<'c>, live: &Names) -> Outcome<'c, ()> {
        let before = self.before();
        match self.statement(stmt, live) {
            Ok(()) => {
                self.note_functions(stmt);
                Ok(())
            }
            Err(declined) => {
                self.restore(before);
                self.keep_as_text(stmt, &declined)
            }
        }
    }

    pub fn statement(&mut self, stmt: &Stmt<'c>, live: &Names) -> Outcome<'c, ()> {
        let declined = |reason: &str| Err(Declined::new(stmt.location, reason));
        if let Some(reason) = stmt.span.and_then(|span| self.as_text.get(&span)) {
            return declined(reason);
        }
        if !matches!(stmt.kind, StmtKind::For(_) | StmtKind::If(..)) {
            self.current = stmt.span;
            self.begun = self.plan.steps.len();
        }
        if let Some(name) = self.bound_as_text(stmt) {
            return declined(&format!("'{name}' is bound in a loop and read as text"));
        }
        match &stmt.kind {
            StmtKind::Assign(name, value) => self.assign(stmt, name, value),
            StmtKind::AugAssign(name, operator, value) => self.aug_assign(stmt, name, operator, value),
            StmtKind::Store(target, value) => self.store_to(stmt, target, value, None),
            StmtKind::AugStore(operator, target, value) => self.store_to(stmt, target, value, Some(operator)),
            StmtKind::For(nest) => self.for_loop(stmt, nest, live),
            StmtKind::If(condition, then, otherwise) => self.branch(stmt, condition, then, otherwise, live),
            StmtKind::While(..) => declined("a while loop"),
            StmtKind::Return(_) => declined("a return"),
            StmtKind::Expr(value) => self.expression_statement(value),
            StmtKind::Pass => Ok(()),
            StmtKind::Group(parts, unpacks) => self.group(stmt, parts, *unpacks, live),
            StmtKind::Opaque(opaque) => declined(&opaque.reason),
        }
    }

    fn assign(&mut self, stmt: &Stmt<'c>, name: &str, e: &Expr<'c>) -> Outcome<'c, ()> {
        let local = self.locals.get(name).cloned().unwrap_or(Ty::Object);
        if local == Ty::Int {
            let index = self.polynomial(e)?;
            let keep = self.keep(stmt);
            self.env.insert(name.to_string(), Binding::Int(index, Some(keep)));
            return Ok(());
        }
        if let Some(dtype) = local.scalar() {
            let widened = e.ty == Ty::Int || mixes_ints(e);
            let value = self.operand(e, dtype)?;
            return self.set_cell(name, value, widened, stmt.location);
        }
        if let (ExprKind::Call(call), Ty::Tuple(_)) = (&e.kind, &e.ty) {
            let points = self.points(e, call)?;
            let keep = self.keep(stmt);
            self.env.insert(name.to_string(), Binding::Points(points, Some(keep)));
            return Ok(());
        }
        if let Some(memory) = self.in_place.get(name).copied() {
            return self.bind_anew(name, e, memory, stmt.location);
        }
        self.bind_array(stmt, name, e)
    }

    fn bind_array(&mut self, stmt: &Stmt<'c>, name: &str, e: &Expr<'c>) -> Outcome<'c, ()> {
        if let Some((item, counts)) = repeated(e).filter(|_| self.lists) {
            let id = self.local_list(name, item, &counts, e.location)?;
            let keep = self.keep(stmt);
            self.env.insert(name.to_string(), Binding::Array(id, Some(keep)));
            return Ok(());
        }
        // Lowered first: its reason says more than its type.
        let mut id = self.value(e)?;
        if !matches!(e.ty, Ty::Array { .. } | Ty::List { .. }) {
            return Err(Declined::new(e.location, format!("the type of what is bound to '{name}' is not known")));
        }
        if self.ty(id).rank == 0 {
            return Err(Declined::new(e.location, format!("'{name}' holds scalars and arrays")));
        }
        let written = self.mutated.contains(name) || (self.returns(name) && self.root(id) == id);
        if written && self.is_view_call(id) {
            return Err(Declined::new(e.location, "an array that may be a view, and is written into"));
        }
        match &mut self.plan.values[id].kind {
            Kind::Alloc { name: unnamed, .. } if unnamed.is_empty() => *unnamed = name.to_string(),
            Kind::Call { .. } if written => id = self.materialize(id, name, stmt.location)?,
            _ => {}
        }
        let keep = self.keep(stmt);
        self.env.insert(name.to_string(), Binding::Array(id, Some(keep)));
        Ok(())
    }

    /// `[x] * n`, or rows of such, in memory of its own. Nobody sees the list but by its elements, or when it is returned.
    fn local_list(
        &mut self,
        name: &str,
        item: &Expr<'c>,
        counts: &[&Expr<'c>],
        location: Location<'c>,
    ) -> Outcome<'c, Id> {
        let sizes = counts.iter().map(|count| self.index(count)).collect::<Outcome<Vec<_>>>()?;
        let fill = self.operand(item, DType::F64)?;
        let ty = ValueType { dtype: DType::F64, rank: sizes.len(), weak: false };
        let shape = sizes.iter().cloned().map(Some).collect();
        let kind = Kind::Alloc { sizes, name: name.to_string(), row_major: true };
        let id = self.define(kind, ty, shape, location);
        self.plan.values[id].list = true;
        self.store(fill, id, None, None, location);
        Ok(id)
    }

    /// `name = value` for a scalar.
    pub fn set_cell(&mut self, name: &str, value: Id, widened: bool, location: Location<'c>) -> Outcome<'c, ()> {
        let cell = self.cell(name, location)?;
        self.check_store(value, cell, location)?;
        self.check_start(name, value, cell, location)?;
        self.store(value, cell, None, None, location);
        self.note_cell(name, value, widened);
        self.env.insert(name.to_string(), Binding::Cell);
        Ok(())
    }

    /// `s = 0.0` where `s` holds elements of arrays later on.
    fn check_start(&mut self, name: &str, value: Id, cell: Id, location: Location<'c>) -> Outcome<'c, ()> {
        let (from, dtype) = (self.ty(value), self.ty(cell).dtype);
        if !is_element(dtype) || from.dtype == dtype {
            return Ok(());
        }
        // In NumPy 1 the Python number decides.
        self.plan.numpy2 = true;
        match &self.plan.value(value).kind {
            Kind::Constant(number) if from.weak && is_exact(*number, dtype) => Ok(()),
            _ => Err(Declined::new(location, format!("'{name}' holds Python and NumPy scalars"))),
        }
    }

    pub fn note_cell(&mut self, name: &str, value: Id, widened: bool) {
        let weak = self.ty(value).weak;
        if let Some(cell) = self.plan.cells.get_mut(name) {
            cell.weak |= weak;
            cell.strong |= !weak;
            cell.widened |= widened;
            let (id, weak) = (cell.value, !cell.strong);
            self.plan.values[id].ty.weak = weak;
        }
    }

    fn aug_assign(&mut self, stmt: &Stmt<'c>, name: &str, operator: &str, e: &Expr<'c>) -> Outcome<'c, ()> {
        let location = stmt.location;
        match self.env.get(name).cloned() {
            Some(Binding::Int(index, _)) if e.ty == Ty::Int => {
                let value = self.polynomial(e)?;
                let index = self.int_update(location, operator, index, value)?;
                let keep = self.keep(stmt);
                self.env.insert(name.to_string(), Binding::Int(index, Some(keep)));
                Ok(())
            }
            Some(Binding::Cell) => {
                let cell = self.cell(name, location)?;
                let value = self.operand(e, self.ty(cell).dtype)?;
                self.update_cell(name, cell, operator, value, location)
            }
            Some(Binding::Place(ty)) if ty.is_scalar() && self.is_cell(name) => {
                let old = self.argument(name, &ty, location)?;
                let value = self.operand(e, self.ty(old).dtype)?;
                self.check_python_power(operator, old, value, location)?;
                self.check_division(operator, old, value, location)?;
                let new = self.operator(&format!("numpy.{operator}"), &[old, value], location)?;
                self.set_cell(name, new, false, location)
            }
            Some(Binding::Array(id, _)) => self.update(stmt, id, operator, e),
            Some(Binding::Place(ty @ Ty::Array { .. })) => {
                let id = self.argument(name, &ty, location)?;
                self.update(stmt, id, operator, e)
            }
            _ => Err(Declined::new(location, format!("the value of '{name}' here is not known"))),
        }
    }

    /// `x op= value` on a scalar local: the result has the local's type.
    fn update_cell(
        &mut self,
        name: &str,
        cell: Id,
        operator: &str,
        value: Id,
        location: Location<'c>,
    ) -> Outcome<'c, ()> {
        let (x, y) = (self.ty(cell), self.ty(value));
        if y.rank > 0 {
            return Err(Declined::new(location, format!("'{name}' becomes an array")));
        }
        self.check_python_power(operator, cell, value, location)?;
        self.check_division(operator, cell, value, location)?;
        let result = self.operator(&format!("numpy.{operator}"), &[cell, value], location)?;
        self.plan.steps.pop();
        self.check_store(result, cell, location)?;
        self.check_start(name, result, cell, location)?;
        self.plan.values[result].ty.weak = x.weak && y.weak;
        self.store(value, cell, None, Some(operator.to_string()), location);
        self.note_cell(name, result, false);
        Ok(())
    }

    /// `array op= value`, in place.
    fn update(&mut self, stmt: &Stmt<'c>, target: Id, operator: &str, e: &Expr<'c>) -> Outcome<'c, ()> {
        let value = self.stored_value(e, target, Some(operator))?;
        self.store(value, target, None, Some(operator.to_string()), stmt.location);
        Ok(())
    }

    fn store_to(
        &mut self,
        stmt: &Stmt<'c>,
        target: &Target<'c>,
        e: &Expr<'c>,
        operator: Option<&String>,
    ) -> Outcome<'c, ()> {
        let location = stmt.location;
        let update = operator.cloned();
        if let [Expr { ty: Ty::Array { dtype: DType::Bool, .. }, .. }] = target.indices.as_slice() {
            let base = self.value(&target.base)?;
            let value = self.stored_value(e, base, operator.map(String::as_str))?;
            let mask = self.value(&target.indices[0])?;
            if self.ty(mask).rank != self.ty(base).rank || self.ty(value).rank > 0 {
                return Err(Declined::new(location, "a masked store of an array, or with a mask of another rank"));
            }
            self.store(value, base, Some(mask), update, location);
            return Ok(());
        }
        if let Some(points) = self.points_of(&target.indices)? {
            let base = self.value(&target.base)?;
            if let (ExprKind::Subscript(source, indices), None) = (&e.kind, operator) {
                if let Some(from) = self.points_of(indices)? {
                    let source = self.value(source)?;
                    return self.repack((source, &from), (base, &points), location);
                }
            }
            let value = self.stored_value(e, base, operator.map(String::as_str))?;
            return self.scatter(&points, base, value, update, location);
        }
        let view = self.view(location, &target.base, &target.indices)?;
        let value = self.stored_value(e, view, operator.map(String::as_str))?;
        self.store(value, view, None, update, location);
        Ok(())
    }

    /// The value that a store puts into a target, after an operator if there is one.
    pub fn stored_value(&mut self, e: &Expr<'c>, target: Id, operator: Option<&str>) -> Outcome<'c, Id> {
        let value = self.operand(e, self.ty(target).dtype)?;
        let result = match operator {
            Some(operator) => {
                self.check_python_power(operator, target, value, e.location)?;
                self.check_division(operator, target, value, e.location)?;
                let result = self.operator(&format!("numpy.{operator}"), &[target, value], e.location)?;
                // Only its type was asked for: the store computes it.
                self.plan.steps.pop();
                result
            }
            None => value,
        };
        self.check_store(result, target, e.location)?;
        Ok(value)
    }

    /// The target takes the value without losing a kind of number, an axis, or its Python type.
    fn check_store(&self, value: Id, target: Id, location: Location<'c>) -> Outcome<'c, ()> {
        let (from, to) = (self.ty(value), self.ty(target));
        let list = self.plan.value(target).list;
        let reason = if from.dtype.category() > to.dtype.category() {
            "a value is stored into an array of a narrower type"
        } else if from.rank > to.rank {
            "an array is stored where fewer axes are"
        } else if list && (to.rank > 0 || !from.weak || from.dtype != to.dtype) {
            "something other than a Python number of the elements' type is stored into a list"
        } else if self.plan.value(value).list && from.rank > 0 {
            "a list is stored into an array"
        } else if !storable(&self.plan.value(target).kind) {
            "a store into the result of a call"
        } else {
            return Ok(());
        };
        Err(Declined::new(location, reason))
    }

    fn check_python_power(&self, operator: &str, old: Id, value: Id, location: Location<'c>) -> Outcome<'c, ()> {
        if operator == "power" && self.ty(old).rank == 0 && self.ty(value).rank == 0 {
            return Err(Declined::new(location, "Python's '**=' of scalars"));
        }
        Ok(())
    }

    pub fn store(&mut self, value: Id, target: Id, mask: Option<Id>, update: Option<String>, location: Location<'c>) {
        self.plan.steps.push(Step::Store { value, target, mask, update, location });
    }

    /// A docstring, a function by its name, or a call that stores its result.
    fn expression_statement(&mut self, e: &Expr<'c>) -> Outcome<'c, ()> {
        match &e.kind {
            ExprKind::Constant(_) | ExprKind::Ref(_) => Ok(()),
            ExprKind::Call(call) => self.call_into(e, call),
            _ => Err(Declined::new(e.location, "an expression whose value is not used")),
        }
    }

    /// `np.add(a, b, out=c)`
    fn call_into(&mut self, e: &Expr<'c>, call: &Call<'c>) -> Outcome<'c, ()> {
        let declined = || Declined::new(e.location, "a call whose result is not used");
        if binding::resolve(self.kb, call).is_none() {
            return Err(Declined::new(e.location, format!("{} is not in the knowledge base", spelled(call))));
        }
        let Some(at) = call.keywords.iter().position(|(name, _)| name == "out") else { return Err(declined()) };
        let known = binding::resolve(self.kb, call).ok_or_else(declined)?;
        if !self.kb.function(&known.name).is_some_and(|function| function.out) {
            return Err(declined());
        }
        let (_, out) = &call.keywords[at];
        let target = match &out.ty {
            Ty::Array { .. } => self.value(out)?,
            _ => return Err(declined()),
        };
        // An array that the function would not accept makes it raise.
        if self.ty(target).rank > 0 {
            return Err(Declined::new(e.location, "an 'out' array, which must fit the result"));
        }
        let value = self.call_without(e, call, "out")?;
        let (from, to) = (self.ty(value), self.ty(target));
        if from.dtype != to.dtype || from.rank != to.rank {
            return Err(Declined::new(e.location, "'out' of another type than the result"));
        }
        self.check_store(value, target, e.location)?;
        self.store(value, target, None, None, e.location);
        Ok(())
    }
}

/// The float and the sizes of a list of equal floats, or of rows of them that are lists of their own.
fn repeated<'e, 'c>(e: &'e Expr<'c>) -> Option<(&'e Expr<'c>, Vec<&'e Expr<'c>>)> {
    if let ExprKind::Rows(parts) = &e.kind {
        let [item, count] = &**parts;
        let (item, inner) = match item.ty {
            Ty::Float => (item, vec![]),
            _ => repeated(item)?,
        };
        return (count.ty == Ty::Int).then(|| (item, [vec![count], inner].concat()));
    }
    let ExprKind::Binary(operator, parts) = &e.kind else { return None };
    let (list, count) = match &**parts {
        [list, count] if count.ty == Ty::Int => (list, count),
        [count, list] => (list, count),
    };
    match &list.kind {
        ExprKind::List(items) if operator == "multiply" && count.ty == Ty::Int => match items.as_slice() {
            [item] if item.ty == Ty::Float => Some((item, vec![count])),
            _ => None,
        },
        _ => None,
    }
}

/// Memory that a store reaches: an argument, a local array, a scalar, or a view of one.
fn storable(kind: &Kind) -> bool {
    matches!(kind, Kind::Argument | Kind::Alloc { .. } | Kind::Cell | Kind::View { .. })
}

fn no_return<'c>(stmt: &Stmt<'c>) -> Outcome<'c, ()> {
    let mut found = None;
    stmt.visit(&mut |stmt| {
        if matches!(stmt.kind, StmtKind::Return(_)) {
            found = Some(stmt.location);
        }
    });
    match found {
        Some(location) => Err(Declined::new(location, "a return before the end")),
        None => Ok(()),
    }
}
