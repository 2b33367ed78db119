//! A call as the knowledge base sees it: arguments bound to parameters.
//!
//! Rule: positional arguments and keywords are matched to the first overload
//! that has all of these names; what a parameter's kind makes a run-time value
//! comes in order, everything else by name.

use super::tree::{Call, Expr, ExprKind, Literal};
use super::ty::Ty;
use automphc_kb::entry::{Function, Parameter, ParameterKind};
use automphc_kb::instance::Param;
use automphc_kb::types::DType;
use automphc_kb::KnowledgeBase;

/// A call of a function of the knowledge base.
pub struct Known<'a, 'c> {
    pub name: String,
    /// The object of a method call comes first.
    pub positional: Vec<&'a Expr<'c>>,
    pub keywords: Vec<(&'a str, &'a Expr<'c>)>,
}

/// One argument and the parameter it goes to; None for a parameter that is left out.
pub struct Slot<'a, 'c> {
    pub parameter: Parameter,
    pub expression: Option<&'a Expr<'c>>,
    /// The items of a variadic parameter.
    pub rest: Vec<&'a Expr<'c>>,
}

/// The entry that a call names: through its full name, or as a method of a value.
pub fn resolve<'a, 'c>(kb: &KnowledgeBase, call: &'a Call<'c>) -> Option<Known<'a, 'c>> {
    let keywords = call.keywords.iter().map(|(name, value)| (name.as_str(), value)).collect();
    let mut positional: Vec<_> = call.positional.iter().collect();
    let name = match &call.callee.kind {
        ExprKind::Ref(target) => target.clone(),
        ExprKind::Attribute(object, method) if has_methods(object, method) => {
            positional.insert(0, object);
            kb.method(method)?.to_string()
        }
        _ => return None,
    };
    kb.function(&name)?;
    Some(Known { name, positional, keywords })
}

/// Whether an object may have a method of arrays: what may be one of Python's numbers has none
/// (`0.5.copy()` raises), but for conjugates of what may be an element of an array.
fn has_methods(object: &Expr, method: &str) -> bool {
    match (&object.kind, &object.ty) {
        (ExprKind::Constant(_), _) | (_, Ty::Function) => false,
        (ExprKind::Call(call), ty) if ty.is_scalar() => makes_numpy_numbers(call),
        (ExprKind::Call(_) | ExprKind::Subscript(..), _) => true,
        (_, Ty::Int | Ty::Float | Ty::Bool | Ty::Complex) => matches!(method, "conj" | "conjugate"),
        _ => true,
    }
}

/// Whether a call that gives a number gives one of NumPy's: Python's functions do not, and parts of Python's numbers
/// are as these are.
fn makes_numpy_numbers(call: &Call) -> bool {
    match &call.callee.kind {
        ExprKind::Ref(name) => name.starts_with("numpy.") && !matches!(name.as_str(), "numpy.real" | "numpy.imag"),
        _ => true,
    }
}

/// Matches the arguments to an overload's parameters.
pub fn slots<'a, 'c>(function: &Function, call: &Known<'a, 'c>) -> Option<Vec<Slot<'a, 'c>>> {
    function.overloads.iter().find_map(|parameters| bind(parameters, call))
}

fn bind<'a, 'c>(parameters: &[Parameter], call: &Known<'a, 'c>) -> Option<Vec<Slot<'a, 'c>>> {
    let mut positional = call.positional.iter().copied();
    let mut used = 0;
    let mut slots = Vec::new();
    for parameter in parameters {
        let variadic = parameter.kind == ParameterKind::Arrays;
        let rest = if variadic { positional.by_ref().collect() } else { Vec::new() };
        let keyword = call.keywords.iter().find(|(name, _)| *name == parameter.name);
        used += usize::from(keyword.is_some());
        let given = if variadic { None } else { positional.next() };
        let expression = given.or(keyword.map(|(_, value)| *value));
        if (given.is_some() && keyword.is_some()) || (expression.is_none() && !variadic && !optional(parameter)) {
            return None;
        }
        slots.push(Slot { parameter: parameter.clone(), expression, rest });
    }
    (positional.next().is_none() && used == call.keywords.len()).then_some(slots)
}

fn optional(parameter: &Parameter) -> bool {
    parameter.default.is_some() || parameter.default_name.is_some()
}

/// The value of a constant argument.
pub fn constant(expression: &Expr) -> Option<Param> {
    match &expression.kind {
        ExprKind::Constant(literal) => Some(match literal {
            Literal::None => Param::None,
            Literal::Bool(value) => Param::Bool(*value),
            Literal::Int(value) => Param::Int(*value),
            Literal::Float(value) => Param::Float(*value),
            Literal::Str(value) => DType::from_name(value).map_or(Param::Str(value.clone()), Param::DType),
            Literal::Complex(..) => return None,
        }),
        ExprKind::Unary(operator, inner) if operator == "negative" => match constant(inner)? {
            Param::Int(value) => Some(Param::Int(value.checked_neg()?)),
            Param::Float(value) => Some(Param::Float(-value)),
            _ => None,
        },
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            let int = |item| match constant(item) {
                Some(Param::Int(value)) => Some(value),
                _ => None,
            };
            items.iter().map(int).collect::<Option<Vec<_>>>().map(Param::Ints)
        }
        ExprKind::Ref(target) => {
            let name = target.strip_prefix("numpy.").or(target.strip_prefix("builtins."))?;
            DType::from_name(name).map(Param::DType)
        }
        ExprKind::Attribute(object, name) if name == "dtype" => match object.ty {
            Ty::Array { dtype, .. } => Some(Param::DType(dtype)),
            _ => None,
        },
        _ => None,
    }
}
