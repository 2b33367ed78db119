//! Where Python's scalars differ from NumPy's.
//!
//! Python raises where NumPy warns (division by zero, overflow of `**`), has
//! ints that do not wrap, and gives an int where a float was meant
//! (`1 if c else x`). A kernel on lists falls back on every fault, but must
//! store the very type that the original stores; a kernel on arrays must not
//! compute what might have raised.

use super::{Lowering, Outcome};
use crate::convert_py_to_nparray::plan::{Declined, Id, Kind, Step, Sym};
use crate::py_infer_types::binding;
use crate::py_infer_types::tree::{Expr, ExprKind};
use crate::py_infer_types::ty::Ty;
use automphc_kb::expr::Number;
use automphc_kb::instance::Param;
use automphc_kb::types::DType;
use melior::ir::Location;

impl<'c> Lowering<'_, 'c> {
    /// Python's `**` of floats may give a complex number or raise; NumPy's does not.
    pub fn check_power(&self, operator: &str, lhs: &Expr<'c>, rhs: &Expr<'c>) -> Outcome<'c, ()> {
        let python = |e: &Expr<'c>| matches!(e.ty, Ty::Float | Ty::Int | Ty::Complex);
        if operator != "power" || !python(lhs) || !python(rhs) {
            return Ok(());
        }
        match binding::constant(rhs) {
            Some(Param::Int(exponent)) if exponent >= 0 => Ok(()),
            Some(Param::Float(exponent)) if exponent >= 0.0 && exponent.fract() == 0.0 => Ok(()),
            // Of a positive base it is a float, or overflows: a fault in kernels on lists.
            _ if self.lists && matches!(binding::constant(lhs), Some(Param::Float(base)) if base > 0.0) => Ok(()),
            _ => Err(Declined::new(rhs.location, "Python's '**' with this exponent may give a complex number")),
        }
    }

    /// A division of Python scalars raises if the divisor is zero: that it is
    /// not is a guard, or known, or one of both is a NumPy scalar (`check_expected`). Lists fall back on every fault anyway.
    pub fn check_division(&mut self, operator: &str, lhs: Id, rhs: Id, location: Location<'c>) -> Outcome<'c, ()> {
        if self.lists || !matches!(operator, "divide" | "floor_divide" | "remainder" | "power") {
            return Ok(());
        }
        if !self.maybe_python(lhs) || !self.maybe_python(rhs) {
            return Ok(());
        }
        let divisor = self.plan.value(rhs);
        let small = match &divisor.kind {
            Kind::Constant(Number::Int(exponent)) => (0..=4).contains(exponent),
            Kind::Constant(Number::Float(exponent)) => [0.0, 1.0, 2.0, 3.0, 4.0].contains(exponent),
            _ => false,
        };
        match (&divisor.kind, operator) {
            // It raises only where it overflows.
            (_, "power") if small && self.argument_key(lhs).is_some() => {
                self.plan.moderate.extend(self.argument_key(lhs));
                Ok(())
            }
            (_, "power") => Err(Declined::new(location, "Python's '**' of scalars may raise")),
            (Kind::Constant(Number::Float(value) | Number::Complex(value, _)), _) if *value != 0.0 => Ok(()),
            (Kind::Constant(Number::Int(value)), _) if *value != 0 => Ok(()),
            _ => match self.argument_key(rhs) {
                Some(key) => {
                    self.plan.nonzero.insert(key);
                    Ok(())
                }
                None => {
                    self.plan.steps.push(Step::Expect { values: [lhs, rhs], span: self.current });
                    Ok(())
                }
            },
        }
    }

    /// The argument that a scalar is, float or int.
    fn argument_key(&self, id: Id) -> Option<String> {
        match &self.plan.value(id).kind {
            Kind::IndexValue(index) => match index.as_var() {
                Some(Sym::Int(key)) => Some(key.clone()),
                _ => None,
            },
            Kind::Argument => {
                self.arguments.iter().find(|(_, (_, known))| *known == Some(id)).map(|(key, _)| key.clone())
            }
            _ => None,
        }
    }

    /// The value may be a Python scalar: then its operators may raise.
    fn maybe_python(&self, id: Id) -> bool {
        let value = self.plan.value(id);
        value.ty.rank == 0 && (value.ty.weak || matches!(value.kind, Kind::Cell))
    }
}

/// Python's ints do not wrap: only affine ones and quotients are modelled.
pub fn check_ints<'c>(operator: &str, e: &Expr<'c>, lhs: &Expr<'c>, rhs: &Expr<'c>) -> Outcome<'c, ()> {
    let reason = match (&lhs.ty, &rhs.ty) {
        (Ty::Int, Ty::Int) if operator != "divide" => "an operation on ints that is not affine",
        (Ty::Bool | Ty::Int, Ty::Bool) | (Ty::Bool, Ty::Int) => "arithmetic on bools",
        _ => return Ok(()),
    };
    Err(Declined::new(e.location, reason))
}

/// Computing the expression where the program would not cannot fail.
pub fn check_total<'c>(e: &Expr<'c>) -> Outcome<'c, ()> {
    const TOTAL: [&str; 3] = ["add", "subtract", "multiply"];
    let mut partial = None;
    e.visit(&mut |e| {
        let total = match &e.kind {
            ExprKind::Binary(operator, _) => e.ty == Ty::Int || TOTAL.contains(&operator.as_str()),
            ExprKind::Call(call) => matches!(&call.callee.kind, ExprKind::Ref(name) if name == "builtins.abs"),
            _ => true,
        };
        if !total && partial.is_none() {
            partial = Some(e.location);
        }
    });
    match partial {
        Some(location) => Err(Declined::new(location, "an operation that may fail where it would not be computed")),
        None => Ok(()),
    }
}

/// The expression may give an int where its type says float.
pub fn mixes_ints(e: &Expr) -> bool {
    let differ = |parts: &[&Expr]| {
        let ints = parts.iter().filter(|part| part.ty == Ty::Int).count();
        ints > 0 && ints < parts.len()
    };
    let mut mixes = false;
    e.visit(&mut |e| {
        mixes |= match &e.kind {
            ExprKind::Select(parts) => differ(&[&parts[1], &parts[2]]),
            ExprKind::Call(call) => match &call.callee.kind {
                ExprKind::Ref(name) if matches!(name.as_str(), "builtins.min" | "builtins.max") => {
                    differ(&call.positional.iter().collect::<Vec<_>>())
                }
                _ => false,
            },
            _ => false,
        };
    });
    mixes
}

/// Element types that no Python number has: a scalar of them comes from an array.
pub fn is_element(dtype: DType) -> bool {
    is_narrow(dtype) || dtype == DType::I64
}

/// True if the element type holds the number exactly.
pub fn is_exact(number: Number, dtype: DType) -> bool {
    let (value, imaginary) = match number {
        Number::Bool(_) => return false,
        Number::Int(value) => (value as f64, 0.0),
        Number::Float(value) => (value, 0.0),
        Number::Complex(value, imaginary) => (value, imaginary),
    };
    let single = |x: f64| f64::from(x as f32).to_bits() == x.to_bits();
    match dtype {
        DType::F32 => single(value) && imaginary == 0.0,
        DType::C64 => single(value) && single(imaginary),
        // Small enough for each of them.
        _ => matches!(number, Number::Int(0..=127)),
    }
}

/// Element types for which a Python scalar and a NumPy one promote differently.
pub fn is_narrow(dtype: DType) -> bool {
    !matches!(dtype, DType::F64 | DType::C128 | DType::Bool | DType::I64)
}
