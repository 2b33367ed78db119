//! The return at a kernel's end.
//!
//! before: return total
//! after:  py.return %total {scalars = ["numpy"]}
//!
//! Legal: a returned scalar has the Python type that the original returns. It
//! follows from what was computed, or is a condition on trip counts; a float
//! argument in it makes the guards ask for exactly a float. A kernel on lists
//! returns scalars and its own arguments, after it has written the lists back.
//! Any other return of a kernel on arrays stays text.

use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::kinds::{self, Scalar};
use crate::convert_py_to_nparray::plan::{Cell, Declined, Id, Kind, Step, Value};
use crate::py_infer_types::tree::{Expr, ExprKind, Literal, Stmt};
use crate::py_infer_types::ty::Ty;
use automphc_kb::types::{DType, ValueType};
use melior::ir::Location;

impl<'c> Lowering<'_, 'c> {
    pub fn trailing_return(&mut self, stmt: &Stmt<'c>, value: Option<&Expr<'c>>) -> Outcome<'c, ()> {
        let Some(value) = value.filter(|e| !matches!(e.kind, ExprKind::Constant(Literal::None))) else {
            return Ok(());
        };
        if let Some(name) = value.as_name().filter(|name| self.lists && self.is_list_argument(name)) {
            let (name, location) = (Some(name.to_string()), stmt.location);
            self.plan.steps.push(Step::Return { values: Vec::new(), name, location });
            return Ok(());
        }
        let items = match &value.kind {
            ExprKind::Tuple(items) if items.len() > 1 => items.iter().collect(),
            _ => vec![value],
        };
        // An array kernel's expression as text costs nothing and keeps its type.
        if !self.lists && !items.iter().all(|item| self.is_float_cell(item)) {
            return self.return_as_text(stmt);
        }
        let values = items.iter().map(|item| self.returned(item)).collect::<Outcome<Vec<_>>>()?;
        self.note_functions(stmt);
        self.plan.steps.push(Step::Return { values, name: None, location: stmt.location });
        Ok(())
    }

    fn is_list_argument(&self, name: &str) -> bool {
        matches!(self.env.get(name), Some(Binding::Place(Ty::List { .. })))
    }

    fn is_float_cell(&self, e: &Expr<'c>) -> bool {
        let name = e.as_name().filter(|name| matches!(self.env.get(*name), Some(Binding::Cell)));
        name.is_some_and(|name| self.locals.get(name) == Some(&Ty::Float))
    }

    /// A scalar in memory of its own.
    fn returned(&mut self, e: &Expr<'c>) -> Outcome<'c, Id> {
        if e.ty == Ty::Int || super::exact::mixes_ints(e) {
            return Err(Declined::new(e.location, "a return of an int, or of what may be one"));
        }
        let value = self.value(e)?;
        let ty = self.ty(value);
        if ty.rank > 0 || ty.dtype != DType::F64 {
            return Err(Declined::new(e.location, "a return of something other than floats in a kernel on lists"));
        }
        if let Some(cell) = self.plan.cells.values_mut().find(|cell| cell.value == value) {
            cell.observed = true;
            return Ok(value);
        }
        match self.plan.value(value).kind {
            Kind::Argument => Ok(value),
            _ => Ok(self.result_cell(value, e.location)),
        }
    }

    fn result_cell(&mut self, value: Id, location: Location<'c>) -> Id {
        let free = |name: &String| !self.locals.contains_key(name) && !self.plan.cells.contains_key(name);
        let name = (0..).map(|n| if n == 0 { "result".to_string() } else { format!("result_{n}") }).find(free);
        let ty = ValueType { dtype: DType::F64, rank: 0, weak: self.ty(value).weak };
        let id = self.add(Value { kind: Kind::Cell, ty, list: false, shape: Vec::new(), location });
        let cell = Cell { value: id, weak: ty.weak, strong: !ty.weak, widened: false, observed: true };
        self.plan.cells.insert(name.unwrap_or_default(), cell);
        self.store(value, id, None, None, location);
        id
    }

    /// Settles which Python types the scalars have that somebody sees.
    pub fn check_kinds(&mut self) -> Outcome<'c, ()> {
        let returned: Vec<_> = self
            .plan
            .steps
            .iter()
            .flat_map(|step| match step {
                Step::Return { values, .. } => values.clone(),
                _ => Vec::new(),
            })
            .collect();
        for (id, kind) in kinds::seen(&self.plan).kinds {
            let Some(conditions) = kinds::conditions(&kind) else {
                let name =
                    self.plan.cells.iter().find(|(_, cell)| cell.value == id).map_or("", |(name, _)| name.as_str());
                let reason = format!("'{name}' may be a Python or a NumPy number");
                if !name.is_empty() && !returned.contains(&id) && !self.lists {
                    self.stale.insert(name.to_string());
                }
                return Err(Declined::new(self.plan.value(id).location, reason));
            };
            self.plan.required.extend(conditions);
            match kind {
                Scalar::Python => self.plan.exact |= returned.contains(&id),
                _ => drop(self.plan.numpy_scalars.insert(id)),
            }
        }
        Ok(())
    }
}
