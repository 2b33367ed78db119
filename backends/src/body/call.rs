//! Calls of library functions: operators where Python has one, methods for
//! reductions, and the function's name for the rest.

use super::value::{is_view_function, Keep, Taken};
use super::Body;
use crate::helpers::Helper;
use crate::ir::{self, attribute, entries, required, Problem, Result};
use crate::python::expr::{comparator, Expr, Item, Operator};
use crate::version::dtype;
use automphc_dialects::types::buffer_rank;
use melior::ir::attribute::{AttributeLike, BoolAttribute, FloatAttribute, TypeAttribute};
use melior::ir::{Attribute, OperationRef, ValueLike};

/// Reductions that arrays have as methods.
const METHODS: [&str; 7] = ["sum", "prod", "mean", "std", "var", "max", "min"];

impl Body<'_> {
    pub fn call<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let callee = ir::required_string(op, "callee")?;
        let parts = self.take_all(op)?;
        let arguments: Vec<_> = parts.iter().map(|part| part.expr.clone()).collect();
        let mut keywords = Vec::new();
        for (name, value) in attribute(op, "parameters").map(entries).unwrap_or_default() {
            let value = self.literal(value).ok_or_else(|| Problem::of(op, format!("has a strange '{name}'")))?;
            keywords.push((name, value));
        }
        let expr = self.call_expression(op, callee, arguments, keywords)?;
        let mut taken = Taken::over(expr, &parts);
        if is_view_function(callee) {
            taken.roots = parts.first().map(|part| part.roots.clone()).unwrap_or_default();
        }
        self.define(op, taken, Keep::Once, base_name(callee))
    }

    fn call_expression<'c: 'a, 'a>(
        &mut self,
        op: OperationRef<'c, 'a>,
        callee: &str,
        mut arguments: Vec<Expr>,
        mut keywords: Vec<(String, Expr)>,
    ) -> Result<Expr> {
        // The subscripts of einsum have no keyword: they come first.
        if let Some(position) = keywords.iter().position(|(keyword, _)| keyword == "subscripts") {
            arguments.insert(0, keywords.remove(position).1);
        }
        let cupy = callee.strip_prefix("cupy.");
        let name = cupy.or(callee.strip_prefix("numpy.")).unwrap_or_default();
        if is_division(name) && arguments.len() == 2 {
            let denominator = arguments.remove(1);
            arguments.push(self.denominator(denominator));
        }
        if keywords.is_empty() && name != "matmul" {
            if let Some(expr) = operator_form(name, &arguments) {
                return Ok(expr);
            }
        }
        let rank = ir::operand(op, 0).ok().and_then(|value| buffer_rank(value.r#type())).unwrap_or(0);
        if name == "transpose" && arguments.len() == 1 && reverses(&keywords, rank) {
            return Ok(arguments.remove(0).attribute("T"));
        }
        if let (true, Some(items)) = (arguments.len() == 1, backwards(name, &keywords, rank)) {
            return Ok(arguments.remove(0).subscript(items));
        }
        if METHODS.contains(&name) && rank > 0 && arguments.len() == 1 {
            return Ok(arguments.remove(0).attribute(name).call_with(Vec::new(), keywords));
        }
        if let Some(method) = callee.strip_prefix("numpy.ndarray.").filter(|_| !arguments.is_empty()) {
            let array = arguments.remove(0);
            arguments.extend(keywords.drain(..).map(|(_, value)| value));
            return Ok(array.attribute(method).call(arguments));
        }
        if callee == "automphc.numbers" && arguments.len() == 1 {
            return Ok(arguments.remove(0).attribute("tolist").call(vec![]));
        }
        if callee == "automphc.extreme" {
            return Ok(self.library.helper(Helper::Extreme).call_with(arguments, keywords));
        }
        if callee == "automphc.masked_dot" {
            return Ok(match self.device.clone().filter(|_| attribute(op, "device").is_some()) {
                Some(module) => {
                    arguments.insert(0, Expr::name(module));
                    self.library.helper(Helper::MaskedDotOnGpu).call(arguments)
                }
                None => self.library.helper(Helper::MaskedDot).call(arguments),
            });
        }
        if callee == "automphc.complex_quotient" {
            let module =
                self.device.clone().ok_or_else(|| Problem::of(op, "is for a GPU, in a version for the host"))?;
            arguments.insert(0, Expr::name(module));
            return Ok(self.library.helper(Helper::QuotientOnGpu).call(arguments));
        }
        if callee == "automphc.fused" {
            let module =
                self.device.clone().ok_or_else(|| Problem::of(op, "is for a GPU, in a version for the host"))?;
            let (apart, text): (Vec<_>, Vec<_>) = keywords.into_iter().partition(|(keyword, _)| keyword == "apart");
            let text = text.into_iter().map(|(_, value)| value);
            let all = [Expr::name(module)].into_iter().chain(text).chain(arguments).collect();
            return Ok(self.library.helper(Helper::Fused).call_with(all, apart));
        }
        match (cupy, arguments.as_slice()) {
            // CuPy's `clip` lets elements pass a bound that is NaN.
            (Some("clip"), [array, low, high]) if keywords.is_empty() => {
                let raised = self.cupy(op, "maximum")?.call(vec![array.clone(), low.clone()]);
                Ok(self.cupy(op, "minimum")?.call(vec![raised, high.clone()]))
            }
            (Some(function), _) => Ok(self.cupy(op, function)?.call_with(arguments, keywords)),
            (None, _) => self.library_call(op, callee, arguments, keywords),
        }
    }

    fn library_call<'c: 'a, 'a>(
        &mut self,
        op: OperationRef<'c, 'a>,
        callee: &str,
        arguments: Vec<Expr>,
        keywords: Vec<(String, Expr)>,
    ) -> Result<Expr> {
        let function = self.library.function(callee);
        let function = function.ok_or_else(|| Problem::of(op, format!("'{callee}' is reached by no import")))?;
        Ok(function.call_with(arguments, keywords))
    }

    /// A denominator; on copies of lists a zero in it is a fault, as it is for Python's floats.
    pub fn denominator(&mut self, e: Expr) -> Expr {
        let known = match e {
            _ if !self.on_copies => true,
            Expr::Int(value) => value != 0,
            Expr::Float(value) => value != 0.0,
            _ => self.nonzero.contains(&e),
        };
        if known {
            e
        } else {
            self.library.helper(Helper::Nonzero).call(vec![e])
        }
    }

    pub fn constant<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        if ir::result(op)?.r#type().to_string() == "index" {
            return Ok(());
        }
        let value = self.literal(required(op, "value")?);
        let value = value.ok_or_else(|| Problem::of(op, "holds a value that Python has no literal for"))?;
        self.define(op, Taken::new(value, Default::default()), Keep::Repeat, "value")
    }

    pub fn index_value<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let taken = self.take(ir::operand(op, 0)?, op)?;
        self.define(op, taken, Keep::Repeat, "value")
    }

    /// An attribute as a Python expression.
    fn literal(&mut self, value: Attribute) -> Option<Expr> {
        if value.is_unit() {
            return Some(Expr::None);
        }
        if let Ok(value) = BoolAttribute::try_from(value) {
            return Some(Expr::Bool(value.value()));
        }
        if let Some(value) = ir::integer(value) {
            return Some(Expr::Int(value));
        }
        if let Ok(value) = FloatAttribute::try_from(value) {
            return Some(Expr::Float(value.value()));
        }
        if let Some(text) = ir::string(value) {
            return match text.split_once('.') {
                Some(("numpy" | "builtins", _)) => self.library.function(text),
                _ => Some(Expr::Str(text.to_string())),
            };
        }
        if let Ok(value) = TypeAttribute::try_from(value) {
            return dtype(value.value()).map(|name| self.library.numpy(name));
        }
        if value.is_dense_i64_array() {
            let array = melior::ir::attribute::DenseI64ArrayAttribute::try_from(value).ok()?;
            let elements = (0..array.len()).map(|i| array.element(i).ok().map(Expr::Int));
            return Some(Expr::Tuple(elements.collect::<Option<_>>()?));
        }
        value.is_array().then_some(())?;
        let elements: Vec<_> = ir::elements(value).into_iter().map(|e| self.literal(e)).collect::<Option<_>>()?;
        Some(match elements[..] {
            [Expr::Float(real), Expr::Float(imaginary)] => Expr::Complex(real, imaginary),
            _ => Expr::Tuple(elements),
        })
    }
}

pub fn is_division(name: &str) -> bool {
    matches!(name, "divide" | "true_divide" | "floor_divide" | "remainder" | "mod" | "fmod")
}

/// The operator that computes the same as this function.
pub fn operator_form(name: &str, arguments: &[Expr]) -> Option<Expr> {
    match arguments {
        [operand] => match name {
            "negative" => Some(Expr::unary("-", operand.clone())),
            "invert" => Some(Expr::unary("~", operand.clone())),
            _ => None,
        },
        [left, right] => match Operator::of_name(name) {
            Some(operator) => Some(Expr::binary(operator, left.clone(), right.clone())),
            None => comparator(name).map(|operator| Expr::compare(left.clone(), operator, right.clone())),
        },
        _ => None,
    }
}

/// The NumPy function that an operator stands for.
pub fn function_of(expr: &Expr) -> Option<(&'static str, Vec<Expr>)> {
    const NAMES: [&str; 12] = [
        "add",
        "subtract",
        "multiply",
        "divide",
        "floor_divide",
        "remainder",
        "power",
        "matmul",
        "bitwise_and",
        "bitwise_or",
        "bitwise_xor",
        "left_shift",
    ];
    match expr {
        Expr::Binary(operator, left, right) => {
            let name = NAMES.into_iter().find(|name| Operator::of_name(name) == Some(*operator))?;
            Some((name, vec![(**left).clone(), (**right).clone()]))
        }
        Expr::Unary("-", operand) => Some(("negative", vec![(**operand).clone()])),
        _ => None,
    }
}

/// The subscript that `numpy.flip` along one axis, or an array's only one, stands for: it is much cheaper than the call.
fn backwards(name: &str, keywords: &[(String, Expr)], rank: usize) -> Option<Vec<Item>> {
    let axis = match (name, keywords) {
        ("flip", [(keyword, Expr::Int(axis))]) if keyword == "axis" => usize::try_from(*axis).ok()?,
        ("flip", []) if rank == 1 => 0,
        _ => return None,
    };
    let falling = Item::Slice { lower: None, upper: None, step: Some(Expr::Int(-1)) };
    Some((0..axis).map(|_| Item::all()).chain([falling]).collect())
}

fn reverses(keywords: &[(String, Expr)], rank: usize) -> bool {
    match keywords {
        [] => true,
        [(name, Expr::Tuple(axes))] => {
            let reversed = (0..rank).rev().map(|axis| Expr::Int(i64::try_from(axis).unwrap_or(-1)));
            name == "axes" && axes.iter().cloned().eq(reversed)
        }
        _ => false,
    }
}

/// What a result is called if it needs a name.
fn base_name(callee: &str) -> &'static str {
    match callee.rsplit('.').next().unwrap_or_default() {
        "dot" | "masked_dot" | "matmul" | "multiply" | "outer" | "inner" | "einsum" | "tensordot" => "product",
        "sum" => "total",
        "mean" => "average",
        "subtract" => "difference",
        "divide" => "ratio",
        "sqrt" => "root",
        "less" | "less_equal" | "greater" | "greater_equal" | "equal" | "not_equal" => "mask",
        "triu" => "upper",
        "tril" => "lower",
        "transpose" => "transposed",
        name if name.ends_with("indices") => "cells",
        _ => "value",
    }
}
