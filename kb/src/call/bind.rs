//! Which argument or constant each parameter takes.
//!
//! Rule: keywords and constants come by name; the positional arguments go, in
//! order, to the parameters that are left. An int or a tuple of ints may stand
//! for a constant parameter when its value is known.

use std::collections::BTreeMap;

use super::Outcome;
use crate::entry::{Dim, Entry, Parameter, ParameterKind};
use crate::instance::{Argument, Mismatch, Param, Params};
use crate::types::{DType, ValueType};

/// What one parameter is bound to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Bound {
    /// Position in the argument list.
    Argument(usize),
    Constant(Param),
}

pub(super) struct Binding<'a> {
    pub arguments: &'a [Argument],
    pub parameters: BTreeMap<String, Bound>,
    /// The entry is written for the last axis and moved to another one.
    pub along: bool,
    /// The axes of the operand that play the last one of the signature.
    pub group: Vec<usize>,
}

impl Binding<'_> {
    /// The array bound to a parameter: its position, type and known sizes.
    pub fn array(&self, name: &str) -> Option<(usize, ValueType, Vec<Option<i64>>)> {
        let Some(Bound::Argument(position)) = self.parameters.get(name) else {
            return None;
        };
        match self.arguments.get(*position)? {
            Argument::Array { ty, dims } => Some((*position, *ty, dims.clone())),
            Argument::Int(_) => {
                let ty = ValueType { dtype: DType::I64, rank: 0, weak: true };
                Some((*position, ty, Vec::new()))
            }
            _ => None,
        }
    }

    /// The type of what is bound to an array parameter; a constant is a Python scalar.
    pub fn operand_type(&self, name: &str) -> Option<ValueType> {
        let dtype = match self.constant(name) {
            None => return self.array(name).map(|(_, ty, _)| ty),
            Some(Param::Bool(_)) => DType::Bool,
            Some(Param::Int(_)) => DType::I64,
            Some(Param::Float(_)) => DType::F64,
            Some(_) => return None,
        };
        Some(ValueType { dtype, rank: 0, weak: true })
    }

    pub fn constant(&self, name: &str) -> Option<&Param> {
        match self.parameters.get(name) {
            Some(Bound::Constant(param)) => Some(param),
            _ => None,
        }
    }

    pub fn flag(&self, name: &str) -> bool {
        self.constant(name) == Some(&Param::Bool(true))
    }
}

pub(super) fn bind<'a>(entry: &Entry, arguments: &'a [Argument], params: &Params) -> Outcome<Binding<'a>> {
    if let Some(unknown) = params.keys().find(|k| !entry.parameters.iter().any(|p| p.name == **k)) {
        return Err(Mismatch::new(format!("the entry has no parameter {unknown}")));
    }
    let mut positions = 0..arguments.len();
    let mut parameters = BTreeMap::new();
    for parameter in &entry.parameters {
        let bound = match params.get(&parameter.name) {
            Some(param) => Bound::Constant(param.clone()),
            None => match positions.next() {
                Some(position) => Bound::Argument(position),
                None => default(parameter, &parameters)?,
            },
        };
        let bound = check(parameter, bound, arguments, &parameters)?;
        parameters.insert(parameter.name.clone(), bound);
    }
    if positions.next().is_some() {
        return Err(Mismatch::new("too many arguments"));
    }
    let mut binding = Binding { arguments, parameters, along: entry.options.along.is_some(), group: Vec::new() };
    binding.group = group(entry, &binding)?;
    Ok(binding)
}

fn default(parameter: &Parameter, earlier: &BTreeMap<String, Bound>) -> Outcome<Bound> {
    let named = parameter.default_name.as_ref().and_then(|n| earlier.get(n)).cloned();
    named
        .or_else(|| parameter.default.clone().map(Bound::Constant))
        .ok_or_else(|| Mismatch::new(format!("argument {} is missing", parameter.name)))
}

/// Brings what was passed to the form that the parameter's kind has, or refuses it.
fn check(
    parameter: &Parameter,
    bound: Bound,
    arguments: &[Argument],
    earlier: &BTreeMap<String, Bound>,
) -> Outcome<Bound> {
    let name = &parameter.name;
    let wrong = |what: &str| Err(Mismatch::new(format!("argument {name} is not {what}")));
    let argument = match &bound {
        Bound::Argument(position) => arguments.get(*position),
        Bound::Constant(_) => None,
    };
    match (&parameter.kind, argument, &bound) {
        (ParameterKind::Array { .. } | ParameterKind::Arrays, Some(Argument::Array { .. } | Argument::Int(_)), _) => {
            Ok(bound)
        }
        (
            ParameterKind::Array { dims, .. },
            None,
            Bound::Constant(Param::Bool(_) | Param::Int(_) | Param::Float(_)),
        ) if dims.iter().all(|d| matches!(d, Dim::Broadcast)) => Ok(bound),
        (ParameterKind::Array { .. }, _, _) => wrong("an array"),
        (ParameterKind::Dim | ParameterKind::Int, Some(Argument::Int(known)), _) => {
            Ok(known.map_or(bound, |n| Bound::Constant(Param::Int(n))))
        }
        (ParameterKind::Dim, None, Bound::Constant(Param::None)) if parameter.default_name.is_some() => {
            default(parameter, earlier)
        }
        (ParameterKind::Dim | ParameterKind::Int, None, Bound::Constant(Param::Int(_))) => Ok(bound),
        (ParameterKind::Dim | ParameterKind::Int, _, _) => wrong("an int"),
        (ParameterKind::Shape(_), Some(Argument::Int(_) | Argument::Tuple(_)), _) => Ok(bound),
        (ParameterKind::Shape(_), None, Bound::Constant(Param::Int(_) | Param::Ints(_))) => Ok(bound),
        (ParameterKind::Shape(_), _, _) => wrong("a shape"),
        (ParameterKind::Constant | ParameterKind::Axis | ParameterKind::Literal(_), _, _) => {
            let Some(constant) = constant(argument, &bound) else {
                return wrong("a constant");
            };
            match &parameter.kind {
                ParameterKind::Literal(values) if !values.contains(&constant) => wrong("of a supported value"),
                ParameterKind::Axis if !matches!(constant, Param::None | Param::Int(_)) => wrong("one axis"),
                _ => Ok(Bound::Constant(constant)),
            }
        }
        (ParameterKind::Arrays, _, _) => wrong("an array"),
    }
}

fn constant(argument: Option<&Argument>, bound: &Bound) -> Option<Param> {
    match (argument, bound) {
        (None, Bound::Constant(param)) => Some(param.clone()),
        (Some(Argument::Int(Some(n))), _) => Some(Param::Int(*n)),
        (Some(Argument::Tuple(items)), _) => items.iter().copied().collect::<Option<Vec<_>>>().map(Param::Ints),
        _ => None,
    }
}

/// The axes that the `along` parameter names; all of them for None.
fn group(entry: &Entry, binding: &Binding) -> Outcome<Vec<usize>> {
    let Some(along) = &entry.options.along else {
        return Ok(Vec::new());
    };
    let rank = entry
        .parameters
        .iter()
        .filter(|p| matches!(p.kind, ParameterKind::Array { .. }))
        .find_map(|p| binding.array(&p.name))
        .map_or(0, |(_, ty, _)| ty.rank);
    let mut axes = match binding.constant(along) {
        None | Some(Param::None) => (0..rank).collect(),
        Some(Param::Int(axis)) => vec![normalize(*axis, rank)?],
        Some(Param::Ints(axes)) => axes.iter().map(|a| normalize(*a, rank)).collect::<Outcome<Vec<_>>>()?,
        Some(_) => return Err(Mismatch::new(format!("{along} is not an axis"))),
    };
    axes.sort_unstable();
    let count = axes.len();
    axes.dedup();
    if axes.len() == count {
        Ok(axes)
    } else {
        Err(Mismatch::new("duplicate axis"))
    }
}

/// A negative axis counts from the end.
pub(super) fn normalize(axis: i64, rank: usize) -> Outcome<usize> {
    let rank = i64::try_from(rank).unwrap_or(i64::MAX);
    let from_start = if axis < 0 { axis + rank } else { axis };
    match usize::try_from(from_start) {
        Ok(found) if from_start < rank => Ok(found),
        _ => Err(Mismatch::new(format!("axis {axis} is out of bounds for rank {rank}"))),
    }
}
