//! Expressions that compute floats, bools, complex numbers and arrays.

use super::exact::{check_ints, check_total, is_narrow};
use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::plan::{Declined, Id, Kind};
use crate::py_infer_types::infer::infinity_of;
use crate::py_infer_types::tree::{Expr, ExprKind, Literal};
use crate::py_infer_types::ty::{constant_of_library, Ty};
use automphc_kb::expr::Number;
use automphc_kb::instance::Params;
use automphc_kb::types::{Category, DType, ValueType};
use melior::ir::Location;

impl<'c> Lowering<'_, 'c> {
    /// The value of an expression that is no int.
    pub fn value(&mut self, e: &Expr<'c>) -> Outcome<'c, Id> {
        let declined = |reason: &str| Err(Declined::new(e.location, reason));
        if let Some(value) = infinity(e) {
            return Ok(self.constant(Number::Float(value), DType::F64, e.location));
        }
        match &e.kind {
            ExprKind::Name(name) => self.name(e, name),
            ExprKind::Constant(literal) => match number(literal) {
                Some((number, dtype)) => Ok(self.constant(number, dtype, e.location)),
                None => declined("a constant that is no number"),
            },
            ExprKind::Ref(name) => match constant_of_library(name) {
                Some(value) => Ok(self.constant(Number::Float(value), DType::F64, e.location)),
                None => declined("a function as a value"),
            },
            ExprKind::Attribute(object, name) => self.attribute(e, object, name),
            ExprKind::Subscript(base, indices) => self.view(e.location, base, indices),
            ExprKind::Call(call) => self.call(e, call),
            ExprKind::Binary(operator, parts) => {
                let [lhs, rhs] = &**parts;
                check_ints(operator, e, lhs, rhs)?;
                self.check_power(operator, lhs, rhs)?;
                let operands = self.pair(lhs, rhs)?;
                self.check_division(operator, operands[0], operands[1], e.location)?;
                self.operator(&format!("numpy.{operator}"), &operands, e.location)
            }
            ExprKind::Compare(operator, parts) => {
                if matches!(operator.as_str(), "is" | "is_not" | "in" | "not_in") {
                    return declined("a test of identity or membership");
                }
                let [lhs, rhs] = &**parts;
                let operands = self.pair(lhs, rhs)?;
                self.operator(&format!("numpy.{operator}"), &operands, e.location)
            }
            ExprKind::Unary(operator, inner) => {
                let operand = self.operand(inner, DType::F64)?;
                let not = operator == "not";
                if not && self.ty(operand).dtype != DType::Bool {
                    return declined("'not' of a value that is no bool");
                }
                let name = if not { "logical_not" } else { operator };
                self.operator(&format!("numpy.{name}"), &[operand], e.location)
            }
            ExprKind::Bool(operator, parts) => self.bools(e, operator, parts),
            ExprKind::Select(parts) => self.select(e, parts),
            ExprKind::Opaque { reason, .. } => declined(reason),
            _ => declined("an expression that is not modelled"),
        }
    }

    fn name(&mut self, e: &Expr<'c>, name: &str) -> Outcome<'c, Id> {
        match self.env.get(name).cloned() {
            Some(Binding::Place(_)) if self.escaped && self.function.is_variable(name) => {
                Err(Declined::new(e.location, format!("the module's '{name}' may have changed")))
            }
            Some(Binding::Place(ty)) => match self.argument(name, &ty, e.location)? {
                matrix if self.columns.contains(name) => self.column(matrix, e.location),
                value => Ok(value),
            },
            Some(Binding::Cell) => self.cell(name, e.location),
            Some(Binding::Array(id, _)) => Ok(self.again(id, e.location)),
            _ => match self.global_constant(e, name)? {
                Some(id) => Ok(id),
                None => Err(Declined::new(e.location, format!("the value of '{name}' here is not known"))),
            },
        }
    }

    /// A call that returns a view shows what its operand holds now: it is made anew.
    fn again(&mut self, id: Id, location: Location<'c>) -> Id {
        let value = self.plan.value(id);
        let (ty, shape) = (value.ty, value.shape.clone());
        match &value.kind {
            Kind::Call { callee, operands, params, name: None } if self.is_view_call(id) => {
                let kind = Kind::Call {
                    callee: callee.clone(),
                    operands: operands.clone(),
                    params: params.clone(),
                    name: None,
                };
                self.define(kind, ty, shape, location)
            }
            _ => id,
        }
    }

    fn attribute(&mut self, e: &Expr<'c>, object: &Expr<'c>, name: &str) -> Outcome<'c, Id> {
        if object.ty == Ty::Object {
            let key = self.place(e)?;
            return self.argument(&key, &e.ty, e.location);
        }
        match self.kb.attribute(name).map(str::to_string) {
            Some(function) => {
                let operand = self.operand(object, DType::F64)?;
                self.library(&function, &[operand], &Params::new(), e.location)
            }
            None => Err(Declined::new(e.location, format!("attribute '{name}' is not modelled"))),
        }
    }

    pub fn constant(&mut self, number: Number, dtype: DType, location: Location<'c>) -> Id {
        self.define(Kind::Constant(number), ValueType { dtype, rank: 0, weak: true }, Vec::new(), location)
    }

    /// The value of any expression; an int becomes a scalar of `element`'s kind.
    pub fn operand(&mut self, e: &Expr<'c>, element: DType) -> Outcome<'c, Id> {
        if e.ty != Ty::Int {
            return self.value(e);
        }
        let index = self.index(e)?;
        let dtype = if element.category() <= Category::Integer { DType::I64 } else { DType::F64 };
        match (index.as_constant(), dtype) {
            (Some(constant), DType::I64) => Ok(self.constant(Number::Int(constant), dtype, e.location)),
            // An int still, to whoever looks at its kind.
            (Some(constant), _) => Ok(self.constant(Number::Int(constant), dtype, e.location)),
            (None, _) => {
                let ty = ValueType { dtype, rank: 0, weak: true };
                Ok(self.define(Kind::IndexValue(index), ty, Vec::new(), e.location))
            }
        }
    }

    /// Two operands; an int takes the kind of the other one.
    fn pair(&mut self, lhs: &Expr<'c>, rhs: &Expr<'c>) -> Outcome<'c, [Id; 2]> {
        let element = |e: &Expr<'c>| e.ty.value_type().map_or(DType::F64, |ty| ty.dtype);
        let (for_lhs, for_rhs) = match (&lhs.ty, &rhs.ty) {
            (Ty::Int, Ty::Int) => (DType::F64, DType::F64),
            _ => (element(rhs), element(lhs)),
        };
        Ok([self.operand(lhs, for_lhs)?, self.operand(rhs, for_rhs)?])
    }

    /// An operator on values. Of Python scalars it makes a Python scalar.
    pub fn operator(&mut self, name: &str, operands: &[Id], location: Location<'c>) -> Outcome<'c, Id> {
        if operands.iter().any(|id| self.plan.value(*id).list && self.ty(*id).rank > 0) {
            return Err(Declined::new(location, "an operator on a list"));
        }
        let weak = operands.iter().all(|id| self.ty(*id).weak && self.ty(*id).rank == 0);
        let result = self.library(name, operands, &Params::new(), location)?;
        self.plan.values[result].ty.weak = weak;
        self.plan.operators.insert(result);
        Ok(result)
    }

    fn bools(&mut self, e: &Expr<'c>, operator: &str, parts: &[Expr<'c>]) -> Outcome<'c, Id> {
        let name = format!("numpy.logical_{operator}");
        let mut joined = None;
        for (position, part) in parts.iter().enumerate() {
            if position > 0 {
                check_total(part)?;
            }
            let value = self.value(part)?;
            if self.ty(value).rank > 0 || self.ty(value).dtype != DType::Bool {
                return Err(Declined::new(part.location, format!("'{operator}' of a value that is no bool")));
            }
            joined = Some(match joined {
                None => value,
                Some(before) => self.operator(&name, &[before, value], e.location)?,
            });
        }
        joined.ok_or_else(|| Declined::new(e.location, "an empty condition"))
    }

    /// `a if c else b`, both computed.
    fn select(&mut self, e: &Expr<'c>, parts: &[Expr<'c>; 3]) -> Outcome<'c, Id> {
        let [condition, if_true, if_false] = parts;
        check_total(if_true)?;
        check_total(if_false)?;
        let condition = self.condition(condition)?;
        let [a, b] = self.pair(if_true, if_false)?;
        let chosen = self.choose(condition, a, b, e.location)?;
        self.plan.immediate.insert(chosen);
        Ok(chosen)
    }

    /// A bool scalar.
    pub fn condition(&mut self, e: &Expr<'c>) -> Outcome<'c, Id> {
        let value = self.value(e)?;
        match self.ty(value) {
            ValueType { dtype: DType::Bool, rank: 0, .. } => Ok(value),
            _ => Err(Declined::new(e.location, "a condition that is no bool")),
        }
    }

    /// `where` on scalars of one type.
    pub fn choose(&mut self, condition: Id, a: Id, b: Id, location: Location<'c>) -> Outcome<'c, Id> {
        let (x, y) = (self.ty(a), self.ty(b));
        if x.rank > 0 || y.rank > 0 || x.dtype != y.dtype {
            return Err(Declined::new(location, "a choice between values of different types"));
        }
        if x.weak != y.weak && (self.lists || is_narrow(x.dtype)) {
            return Err(Declined::new(location, "a choice between a Python and a NumPy scalar"));
        }
        let result = self.library("numpy.where", &[condition, a, b], &Params::new(), location)?;
        self.plan.values[result].ty.weak = x.weak || y.weak;
        self.plan.choices.insert(result);
        Ok(result)
    }
}

/// `np.inf`, `float("inf")`, or the negative of one.
fn infinity(e: &Expr) -> Option<f64> {
    match &e.kind {
        ExprKind::Ref(name) => constant_of_library(name).filter(|value| value.is_infinite()),
        ExprKind::Unary(operator, inner) if operator == "negative" => infinity(inner).map(|value| -value),
        ExprKind::Call(call) => match &call.callee.kind {
            ExprKind::Ref(name) if name == "builtins.float" => infinity_of(call),
            _ => None,
        },
        _ => None,
    }
}

fn number(literal: &Literal) -> Option<(Number, DType)> {
    match literal {
        Literal::Bool(value) => Some((Number::Bool(*value), DType::Bool)),
        Literal::Int(value) => Some((Number::Int(*value), DType::I64)),
        Literal::Float(value) => Some((Number::Float(*value), DType::F64)),
        Literal::Complex(re, im) => Some((Number::Complex(*re, *im), DType::C128)),
        Literal::None | Literal::Str(_) => None,
    }
}
