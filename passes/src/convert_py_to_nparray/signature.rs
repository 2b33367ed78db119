//! Arguments of a version and the guards on them.
//!
//! Only what the version uses becomes an argument. Guards say what the types
//! claim: exact types, rank and element type, plain attributes, NumPy's
//! default error state. Bounds, overlap and writeability come later.

use super::emit::array_type;
use super::lower::Lowering;
use super::plan::{symbols, Id, Sym};
use crate::build::Builder;
use crate::py_infer_types::ty::Ty;
use automphc_kb::expr::Number;
use automphc_kb::types::{Category, DType, ValueType};
use melior::ir::attribute::DictionaryAttribute;
use melior::ir::{Attribute, Identifier, Type, Value};
use std::collections::{BTreeMap, BTreeSet};

pub struct Argument {
    /// The Python expression: `data`, `self.M`.
    pub key: String,
    pub kind: Ty,
    /// None for an int, which is an index.
    pub id: Option<Id>,
    /// The version binds the name again.
    carried: bool,
}

impl Argument {
    /// NumPy's name of the type, for a scalar of NumPy's that is no float64 or complex128.
    fn numpy_scalar(&self) -> Option<String> {
        match self.kind {
            Ty::Array { rank: 0, dtype } => Some(format!("numpy.{dtype}")),
            _ => None,
        }
    }

    pub fn ty<'c>(&self, builder: Builder<'c, 'c>) -> Type<'c> {
        match (&self.kind, self.kind.value_type()) {
            (Ty::Int, _) | (_, None) => builder.index_type(),
            (_, Some(value)) => array_type(builder, ValueType { weak: false, ..value }),
        }
    }

    pub fn attributes<'c>(&self, builder: Builder<'c, 'c>) -> Attribute<'c> {
        let kind = match self.kind {
            Ty::Array { rank: 0, dtype } if dtype.category() == Category::Complex => "complex",
            Ty::Array { rank: 0, .. } => "float",
            Ty::Array { .. } => "array",
            Ty::List { .. } => "list",
            Ty::Int => "int",
            Ty::Complex => "complex",
            Ty::Bool => "bool",
            _ => "float",
        };
        let entry = |name, text: &str| (Identifier::new(builder.context, name), builder.string(text));
        let mut entries = vec![entry("py.name", &self.key), entry("py.kind", kind)];
        let unit = Attribute::unit(builder.context);
        entries.extend(self.carried.then(|| (Identifier::new(builder.context, "py.carried"), unit)));
        DictionaryAttribute::new(builder.context, &entries).into()
    }
}

/// The arguments that the plan uses: parameters in order, then attributes.
pub fn arguments(lowering: &Lowering) -> Vec<Argument> {
    let used = lowering.plan.used();
    let all = lowering.plan.indices().into_iter().flat_map(symbols);
    let ints: BTreeSet<_> =
        all.filter_map(|symbol| if let Sym::Int(key) = symbol { Some(key.as_str()) } else { None }).collect();
    let is_used = |key: &str, id: &Option<Id>| match id {
        Some(id) => used.contains(id),
        None => ints.contains(key) || lowering.plan.guarded.contains(key),
    };
    let mut arguments: Vec<_> = lowering
        .arguments
        .iter()
        .filter(|(key, (_, id))| is_used(key, id))
        .map(|(key, (kind, id))| {
            let carried = lowering.carried.contains(key);
            Argument { key: key.clone(), kind: kind.clone(), id: *id, carried }
        })
        .collect();
    let position = |key: &str| {
        let object = key.split('.').next().unwrap_or(key);
        lowering.function.params.iter().position(|param| param == object)
    };
    arguments.sort_by_key(|argument| (argument.key.contains('.'), position(&argument.key), argument.key.clone()));
    arguments
}

pub fn guards<'c>(
    builder: Builder<'c, 'c>,
    lowering: &Lowering<'_, 'c>,
    arguments: &[Argument],
    values: &[Value<'c, 'c>],
) {
    let guard = |kind: &str, operands: &[Value<'c, 'c>], rest: &[(&'static str, Attribute<'c>)]| {
        let mut attributes = vec![("kind", builder.string(kind))];
        attributes.extend_from_slice(rest);
        builder.operation("nparray.guard", operands, &[], &attributes, vec![]);
    };
    guard("fp_state", &[], &[]);
    if lowering.plan.numpy2 {
        guard("promotion", &[], &[]);
    }
    let mut objects: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (object, name) in arguments.iter().filter_map(|argument| argument.key.split_once('.')) {
        objects.entry(object).or_default().push(name);
    }
    for (object, names) in objects {
        guard("attributes", &[], &[("object", builder.string(object)), ("names", builder.strings(&names))]);
    }
    functions(builder, lowering, &guard);
    for name in &lowering.plan.helpers {
        match name.split_once('@') {
            None => guard("helper", &[], &[("object", builder.string(name))]),
            Some((member, owner)) => {
                guard("helper", &[], &[("object", builder.string(member)), ("names", builder.strings(&[owner]))]);
            }
        }
    }
    for (name, kind) in &lowering.plan.objects {
        guard("object", &[], &[("object", builder.string(name)), ("type", builder.string(kind))]);
    }
    let exact = lowering.lists || lowering.plan.exact || arguments.iter().any(narrow);
    for (argument, value) in arguments.iter().zip(values) {
        let scalar = argument.numpy_scalar();
        let name = match (&argument.kind, exact) {
            _ if scalar.is_some() => scalar.as_deref().unwrap_or_default(),
            (Ty::Array { .. }, _) => "numpy.ndarray",
            (Ty::List { .. }, _) => "list",
            (Ty::Int, _) => "int",
            (Ty::Bool, _) => "bool",
            (Ty::Complex, true) => "complex",
            (Ty::Complex, false) => "complex|numpy.complex128",
            (_, true) => "float",
            (_, false) => "float|numpy.float64",
        };
        guard("type", std::slice::from_ref(value), &[("type", builder.string(name))]);
        match argument.kind {
            Ty::Array { rank: 1.., .. } => {
                guard("array", std::slice::from_ref(value), &[]);
                if lowering.plan.row_major {
                    guard("row_major", std::slice::from_ref(value), &[]);
                }
            }
            Ty::List { .. } => guard("list", std::slice::from_ref(value), &[]),
            _ if lowering.plan.nonzero.contains(&argument.key) => guard("nonzero", std::slice::from_ref(value), &[]),
            _ => {}
        }
        if lowering.plan.moderate.contains(&argument.key) {
            guard("moderate", std::slice::from_ref(value), &[]);
        }
    }
}

/// Parameters and their types, for a message: `A: float64[:, :], x: float64[:]`.
pub fn described(params: &[String], types: &[Ty]) -> String {
    let described = |(name, ty): (&String, &Ty)| match ty {
        Ty::Array { rank, dtype } => Some(format!("{name}: {dtype}[{}]", vec![":"; *rank].join(", "))),
        Ty::List { depth, dtype } => Some(format!("{name}: {}{dtype}{}", "list[".repeat(*depth), "]".repeat(*depth))),
        _ => None,
    };
    params.iter().zip(types).filter_map(described).collect::<Vec<_>>().join(", ")
}

/// Names of the module still mean what they meant.
fn functions<'c>(
    builder: Builder<'c, 'c>,
    lowering: &Lowering<'_, 'c>,
    guard: &impl Fn(&str, &[Value<'c, 'c>], &[(&'static str, Attribute<'c>)]),
) {
    let functions = &lowering.plan.functions;
    if !functions.is_empty() {
        let spellings: Vec<_> = functions.keys().map(String::as_str).collect();
        let names: Vec<_> = functions.values().map(String::as_str).collect();
        guard("functions", &[], &[("names", builder.strings(&names)), ("spellings", builder.strings(&spellings))]);
    }
    for (name, number) in &lowering.plan.constants {
        let value = match number {
            Number::Int(value) => builder.integer(*value),
            Number::Float(value) => builder.float(Type::float64(builder.context), *value),
            Number::Bool(_) | Number::Complex(..) => continue,
        };
        guard("constant", &[], &[("object", builder.string(name)), ("value", value)]);
    }
}

/// A NumPy scalar would widen what a Python scalar does not.
fn narrow(argument: &Argument) -> bool {
    match argument.kind {
        Ty::Array { dtype, .. } => !matches!(dtype, DType::F64 | DType::C128),
        _ => false,
    }
}
