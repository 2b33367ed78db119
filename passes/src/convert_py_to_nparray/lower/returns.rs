//! The return at a kernel's end.
//!
//! before: return total
//! after:  py.return %total {scalars = ["numpy"]}
//!
//! Legal: a returned scalar has the Python type that the original returns. It
//! follows from what was computed, or is a condition on trip counts; a float
//! argument in it makes the guards ask for exactly a float. A kernel on lists
//! returns scalars, its own arguments, and lists that it makes, after it has written the lists back. A
//! returned array is one that the kernel makes itself, laid out in memory as the
//! original's: row by row, if all that it is computed from is. Any other return of
//! a kernel on arrays stays text.

use super::{Binding, Lowering, Names, Outcome};
use crate::convert_py_to_nparray::kinds::{self, Scalar};
use crate::convert_py_to_nparray::plan::{Axis, Cell, Declined, Id, Kind, Operand, Step, Value};
use crate::py_infer_types::tree::{Expr, ExprKind, Literal, Stmt, StmtKind};
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
        if !self.lists && !items.iter().all(|item| self.is_float_cell(item)) {
            let before = self.before();
            if self.return_arrays(stmt, &items).is_ok() {
                return Ok(());
            }
            self.restore(before);
            // Names that were given memory in order to be returned are bound as usual.
            self.stale_returns = true;
            // An array kernel's expression as text costs nothing and keeps its type.
            return self.return_as_text(stmt);
        }
        let mut values = Vec::new();
        for item in &items {
            let value = match self.local_list_of(item) {
                Some(list) => list,
                None => self.returned(item)?,
            };
            // Two names of one list must stay two names of one list.
            if self.ty(value).rank > 0 && !self.plan.returned.insert(value) {
                return Err(Declined::new(item.location, "one list is returned twice"));
            }
            values.push(value);
        }
        self.note_functions(stmt);
        self.plan.steps.push(Step::Return { values, name: None, location: stmt.location });
        Ok(())
    }

    /// Arrays that the kernel makes, and floats.
    fn return_arrays(&mut self, stmt: &Stmt<'c>, items: &[&Expr<'c>]) -> Outcome<'c, ()> {
        let declined = |reason| Declined::new(stmt.location, reason);
        let mut values = Vec::new();
        if !self.models_returns {
            return Err(declined("another return"));
        }
        for item in items {
            if self.is_float_cell(item) {
                values.push(self.returned(item)?);
                continue;
            }
            let value = self.value(item)?;
            let ty = self.ty(value);
            // The strides of a view, and whether it may be written, can be seen.
            if ty.rank == 0 || self.root(value) != value || self.is_view_call(value) {
                return Err(declined("a return of something other than arrays that the kernel makes"));
            }
            let value = match self.plan.value(value).kind {
                Kind::Call { .. } => self.materialize(value, &self.free_name(), item.location)?,
                _ => value,
            };
            // Two names of one array must stay two names of one array.
            let fresh = matches!(self.plan.value(value).kind, Kind::Alloc { row_major: true, .. });
            if !fresh || values.contains(&value) {
                return Err(declined("a return of an array whose layout depends on other arrays"));
            }
            values.push(value);
        }
        self.note_functions(stmt);
        self.plan.returned.extend(&values);
        self.plan.steps.push(Step::Return { values, name: None, location: stmt.location });
        Ok(())
    }

    /// True for values that lie in memory row by row, if all arguments do. Elementwise functions
    /// and reductions keep the order of the axes that their operands have.
    pub fn is_row_major(&self, id: Id) -> bool {
        match &self.plan.value(id).kind {
            Kind::Argument | Kind::Cell | Kind::Constant(_) | Kind::IndexValue(_) => true,
            Kind::Alloc { row_major, .. } => *row_major || self.follow_arguments.contains(&id),
            Kind::View { source, axes } => {
                let forward = |axis: &Axis| !matches!(axis, Axis::Slice(_, _, step) if *step < 0);
                axes.iter().all(forward) && self.is_row_major(*source)
            }
            Kind::Call { callee, operands, .. } => {
                let elementwise = self.kb.function(callee).is_some_and(|function| function.elementwise);
                let operand = |operand: &Operand| match operand {
                    Operand::Value(id) => self.is_row_major(*id),
                    Operand::Index(_) => true,
                };
                (elementwise || keeps_order(callee)) && operands.iter().all(operand)
            }
        }
    }

    /// The layout of a value is that of its operands only in NumPy 2.
    pub fn has_transform(&self, id: Id) -> bool {
        match &self.plan.value(id).kind {
            Kind::Call { callee, operands, .. } => {
                let inner = |operand: &Operand| matches!(operand, Operand::Value(id) if self.has_transform(*id));
                is_transform(callee) || operands.iter().any(inner)
            }
            Kind::View { source, .. } => self.has_transform(*source),
            _ => false,
        }
    }

    /// A name for what has none in the program.
    fn free_name(&self) -> String {
        let free = |name: &String| !self.locals.contains_key(name) && !self.plan.cells.contains_key(name);
        let name = (0..).map(|n| if n == 0 { "result".to_string() } else { format!("result_{n}") }).find(free);
        name.unwrap_or_default()
    }

    /// A list that the kernel makes.
    fn local_list_of(&self, e: &Expr<'c>) -> Option<Id> {
        let Some(Binding::Array(id, _)) = self.env.get(e.as_name()?) else { return None };
        let value = self.plan.value(*id);
        (value.list && matches!(value.kind, Kind::Alloc { .. })).then_some(*id)
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
        let name = self.free_name();
        let ty = ValueType { dtype: DType::F64, rank: 0, weak: self.ty(value).weak };
        let id = self.add(Value { kind: Kind::Cell, ty, list: false, shape: Vec::new(), location });
        let cell = Cell { value: id, weak: ty.weak, strong: !ty.weak, widened: false, observed: true };
        self.plan.cells.insert(name, cell);
        self.store(value, id, None, None, location);
        id
    }

    /// A statement whose operator may raise stays as text.
    fn check_expected(&mut self, expected: Vec<(Scalar, Option<(usize, usize)>)>) -> Outcome<'c, ()> {
        for (kind, span) in expected {
            match kind {
                Scalar::Numpy => {}
                Scalar::NumpyIf(conditions) => self.plan.required.extend(conditions),
                _ => {
                    self.stale_statements.extend(span.map(|span| (span, "a division of Python scalars may raise")));
                    let location = self.function.location;
                    return Err(Declined::new(location, "a division of Python scalars may raise"));
                }
            }
        }
        Ok(())
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
        let seen = kinds::seen(&self.plan);
        self.check_expected(seen.expected)?;
        for (id, kind) in seen.kinds {
            // Only what is returned is asked whether it is still the number that it started as.
            let undecided = matches!(kind, Scalar::NumpyUnless(..)) && !returned.contains(&id);
            let Some(conditions) = kinds::conditions(&kind).filter(|_| !undecided) else {
                let name =
                    self.plan.cells.iter().find(|(_, cell)| cell.value == id).map_or("", |(name, _)| name.as_str());
                let reason = format!("'{name}' may be a Python or a NumPy number");
                if !name.is_empty() && !returned.contains(&id) && !self.lists {
                    let name = name.to_string();
                    self.leave_to_text(&name);
                }
                return Err(Declined::new(self.plan.value(id).location, reason));
            };
            self.plan.required.extend(conditions);
            match kind {
                Scalar::Python | Scalar::Start(_) => self.plan.exact |= returned.contains(&id),
                Scalar::NumpyUnless(bits, _) => drop(self.plan.numpy_unless.insert(id, f64::from_bits(bits))),
                _ => drop(self.plan.numpy_scalars.insert(id)),
            }
        }
        Ok(())
    }
}

/// Names that a function's last statement returns.
pub fn names_returned(body: &[Stmt]) -> Names {
    let Some(StmtKind::Return(Some(value))) = body.last().map(|stmt| &stmt.kind) else { return Names::new() };
    let items = match &value.kind {
        ExprKind::Tuple(items) => items.iter().collect(),
        _ => vec![value],
    };
    items.into_iter().filter_map(|item| item.as_name().map(str::to_string)).collect()
}

/// Functions whose result has its axes in the order of their operand's, and that are not elementwise.
fn keeps_order(callee: &str) -> bool {
    const NAMES: [&str; 14] = [
        "sum",
        "prod",
        "mean",
        "var",
        "std",
        "max",
        "min",
        "zeros_like",
        "ones_like",
        "empty_like",
        "copy",
        "roll",
        "fft.fftshift",
        "fft.ifftshift",
    ];
    is_transform(callee) || callee.strip_prefix("numpy.").is_some_and(|name| NAMES.contains(&name))
}

/// Fourier transforms keep the order of axes since NumPy 2.
fn is_transform(callee: &str) -> bool {
    matches!(callee, "numpy.fft.fft" | "numpy.fft.ifft" | "numpy.fft.rfft" | "numpy.fft.irfft")
}
