//! Element types of a call: type variables from the operands, then the rule.
//!
//! Rule: a type variable that occurs in several parameters stands for their
//! promoted type (NEP 50); Python scalars are weak.

use super::bind::Binding;
use super::Outcome;
use crate::entry::{Dim, Element, Entry, Parameter, ParameterKind, TypeRule};
use crate::instance::{Mismatch, Param};
use crate::types::{promote, promote_numpy1, Category, DType, ValueType};

pub(super) struct Resolved {
    pub dtype: DType,
    /// A Python scalar again: outside NumPy, functions of Python scalars stay such.
    pub weak: bool,
    pub versions_differ: bool,
}

pub(super) fn resolve(entry: &Entry, binding: &Binding, rule: &TypeRule) -> Outcome<Resolved> {
    let mut versions_differ = false;
    let mut all_weak = true;
    for (variable, kind) in &entry.type_variables {
        let types = operands(entry, binding, variable);
        let Some(joined) = promote(&types) else {
            continue;
        };
        if entry.names.first().is_some_and(|n| n.starts_with("builtins.")) {
            check_uniform(&types)?;
        }
        if !kind.contains(joined.dtype) {
            return Err(Mismatch::new(format!("{} is outside the entry's element types", joined.dtype)));
        }
        all_weak &= joined.weak;
        versions_differ |= promote_numpy1(&types) != Some(joined.dtype);
    }
    check_fixed(entry, binding)?;
    let dtype = evaluate(entry, binding, rule)?;
    Ok(Resolved { dtype, weak: !is_numpy(entry) && all_weak && mentions_variable(rule), versions_differ })
}

fn is_numpy(entry: &Entry) -> bool {
    entry.names.first().is_some_and(|n| n.starts_with("numpy."))
}

/// Functions of Python scalars return one of them as it is: no promotion takes place.
fn check_uniform(types: &[ValueType]) -> Outcome<()> {
    // Of a Python float and one of NumPy's the value is the same.
    let equal = |a: &ValueType, b: &ValueType| a == b || (a.rank, a.dtype, b.dtype) == (b.rank, DType::F64, DType::F64);
    let same = types.windows(2).all(|pair| matches!(pair, [a, b] if equal(a, b)));
    if same {
        Ok(())
    } else {
        Err(Mismatch::new("Python scalars of different types"))
    }
}

fn mentions_variable(rule: &TypeRule) -> bool {
    match rule {
        TypeRule::Variable(_) => true,
        TypeRule::Fixed(_) | TypeRule::Given(..) => false,
        TypeRule::Promote(rules) => rules.iter().any(mentions_variable),
        TypeRule::Float(r)
        | TypeRule::Inexact(r)
        | TypeRule::Accumulator(r)
        | TypeRule::Real(r)
        | TypeRule::Complex(r) => mentions_variable(r),
    }
}

/// The types of the operands whose element type is this variable.
fn operands(entry: &Entry, binding: &Binding, variable: &str) -> Vec<ValueType> {
    let takes = |kind: &ParameterKind| matches!(kind, ParameterKind::Array { dtype: Element::Variable(v), .. } if v == variable);
    let parameters = entry.parameters.iter().filter(|p| takes(&p.kind));
    // Only a ufunc takes Python scalars for weak; `dot` and `full` make arrays of them.
    let typed = |p: &Parameter| {
        let ty = binding.operand_type(&p.name)?;
        let broadcast = matches!(&p.kind, ParameterKind::Array { dims, .. } if dims.contains(&Dim::Broadcast));
        Some(ValueType { weak: ty.weak && (broadcast || !is_numpy(entry)), ..ty })
    };
    parameters.filter_map(typed).collect()
}

/// An operand of a fixed element type must convert to it without loss of kind.
fn check_fixed(entry: &Entry, binding: &Binding) -> Outcome<()> {
    for parameter in &entry.parameters {
        let ParameterKind::Array { dtype: Element::Fixed(fixed), .. } = &parameter.kind else {
            continue;
        };
        if let Some(ty) = binding.operand_type(&parameter.name) {
            if ty.dtype.category() > fixed.category() {
                return Err(Mismatch::new(format!("{} does not convert to {fixed}", ty.dtype)));
            }
        }
    }
    Ok(())
}

pub(super) fn evaluate(entry: &Entry, binding: &Binding, rule: &TypeRule) -> Outcome<DType> {
    let inner = |rule: &TypeRule| evaluate(entry, binding, rule);
    match rule {
        TypeRule::Fixed(dtype) => Ok(*dtype),
        TypeRule::Variable(name) => promote(&operands(entry, binding, name))
            .map(|t| t.dtype)
            .ok_or_else(|| Mismatch::new(format!("nothing determines the element type {name}"))),
        TypeRule::Promote(rules) => promoted(entry, binding, rules),
        TypeRule::Float(rule) => Ok(inner(rule)?.to_float()),
        TypeRule::Inexact(rule) => match &**rule {
            TypeRule::Variable(name) => inexact(&operands(entry, binding, name)),
            other => inexact(&[ValueType { dtype: inner(other)?, rank: 0, weak: false }]),
        },
        TypeRule::Accumulator(rule) => Ok(inner(rule)?.accumulator()),
        TypeRule::Real(rule) => Ok(inner(rule)?.real()),
        TypeRule::Complex(rule) => Ok(inner(rule)?.complex()),
        TypeRule::Given(parameter, rule) => match binding.constant(parameter) {
            Some(Param::DType(dtype)) => Ok(*dtype),
            Some(Param::None) | None => inner(rule),
            Some(_) => Err(Mismatch::new(format!("{parameter} is not an element type"))),
        },
    }
}

/// Variables keep their weakness when they meet.
fn promoted(entry: &Entry, binding: &Binding, rules: &[TypeRule]) -> Outcome<DType> {
    let typed = |rule: &TypeRule| match rule {
        TypeRule::Variable(name) => promote(&operands(entry, binding, name))
            .ok_or_else(|| Mismatch::new(format!("nothing determines the element type {name}"))),
        other => Ok(ValueType { dtype: evaluate(entry, binding, other)?, rank: 0, weak: false }),
    };
    let types = rules.iter().map(typed).collect::<Outcome<Vec<_>>>()?;
    promote(&types).map(|t| t.dtype).ok_or_else(|| Mismatch::new("Promote of nothing"))
}

/// A ufunc looks for its least inexact loop operand by operand.
fn inexact(types: &[ValueType]) -> Outcome<DType> {
    let half = || Mismatch::new("the result is float16, which is not modelled");
    let strong = types.iter().filter(|t| !t.weak);
    let widest = strong.clone().filter_map(|t| t.dtype.to_inexact()).reduce(DType::promote);
    let joined = promote(types).ok_or_else(half)?.dtype;
    match (widest, strong.count()) {
        (_, 0) => Ok(joined.to_float()),
        // Weak operands of a higher kind decide.
        (Some(wide), _) => Ok(if joined.category() >= Category::Float { wide.promote(joined) } else { wide }),
        (None, _) if joined.category() >= Category::Float => Ok(joined),
        (None, _) => Err(half()),
    }
}
