//! What the arguments of a kernel look like from their uses.
//!
//! A place is a parameter (`data`) or an attribute of one (`self.M`). Its hint
//! decides what it is; without one its uses do: what is subscripted is an
//! array, what bounds a loop, indexes or shapes is an int, everything else is
//! a float unless its uses need an array. Ranks follow (`ranks/`). All of it is
//! a guess that the emitted guards check.

use super::binding;
use super::tree::{Expr, ExprKind, Function, Stmt, StmtKind};
use super::ty::Ty;
use automphc_frontend::hints::Hint;
use automphc_kb::entry::ParameterKind;
use automphc_kb::types::{Category, DType};
use automphc_kb::KnowledgeBase;
use std::collections::{BTreeMap, BTreeSet};

/// Combinations of hints of one function that are tried.
const COMBINATIONS: usize = 4;

/// What an argument is, as far as its hint or its uses say.
#[derive(Clone, Debug)]
pub struct Place {
    pub base: Base,
    /// The rank, if the hint says it.
    pub rank: Option<usize>,
}

#[derive(Clone, Debug)]
pub enum Base {
    Fixed(Ty),
    Array(DType),
    List(DType),
    /// A float, or an array of floats.
    Value,
}

impl Place {
    /// A place of a known type.
    pub fn of(ty: &Ty) -> Self {
        match *ty {
            Ty::Array { rank, dtype } => Self { base: Base::Array(dtype), rank: Some(rank) },
            Ty::List { depth, dtype } => Self { base: Base::List(dtype), rank: Some(depth) },
            _ => Self { base: Base::Fixed(ty.clone()), rank: None },
        }
    }

    /// Its type, given its rank.
    pub fn ty(&self, rank: Option<usize>) -> Ty {
        let array = |dtype, least| match self.rank.or(rank).unwrap_or(least) {
            0 if least == 0 => Ty::Float,
            rank => Ty::Array { rank, dtype },
        };
        match &self.base {
            Base::Fixed(ty) => ty.clone(),
            Base::Array(dtype) => array(*dtype, 1),
            Base::List(dtype) => Ty::List { depth: self.rank.or(rank).unwrap_or(1).max(1), dtype: *dtype },
            Base::Value => array(DType::F64, 0),
        }
    }

    /// True for an array whose rank the hint leaves open.
    pub fn is_open(&self) -> bool {
        matches!(self.base, Base::Array(_)) && self.rank.is_none()
    }
}

/// How a name or attribute is used anywhere in the function.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Uses {
    array: bool,
    /// An attribute or method that arrays have is read.
    array_attribute: bool,
    index: bool,
    /// Its elements index or bound something.
    index_elements: bool,
    object: bool,
}

/// `name`, or `object.attribute`.
pub fn key(expression: &Expr) -> Option<String> {
    match &expression.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Attribute(object, name) => Some(format!("{}.{name}", object.as_name()?)),
        _ => None,
    }
}

/// Combinations of hints for the parameters, the likeliest first: what was
/// recorded, or else the annotations. Of unions, the first types go together,
/// then the second ones.
pub fn combinations(function: &Function) -> Vec<Vec<Hint>> {
    let written: Vec<_> = function.hints.iter().map(|text| Hint::parse(text)).collect();
    let of_trace = |trace: &Vec<String>| -> Vec<Hint> {
        trace.iter().zip(&written).map(|(text, written)| Hint::parse(text).or(written.clone())).collect()
    };
    let mut all: Vec<Vec<Hint>> = Vec::new();
    let traces: Vec<_> = function.recorded.iter().filter(|trace| trace.len() == written.len()).map(of_trace).collect();
    for hints in if traces.is_empty() { vec![written] } else { traces } {
        let most = hints.iter().map(|hint| hint.alternatives().len()).max().unwrap_or(1).max(1);
        for choice in 0..most {
            let chosen = |hint: &Hint| {
                let alternatives = hint.alternatives();
                alternatives.get(choice).or(alternatives.last()).map_or(Hint::Unknown, |hint| (*hint).clone())
            };
            let combination: Vec<_> = hints.iter().map(chosen).collect();
            if !all.contains(&combination) {
                all.push(combination);
            }
        }
    }
    all.truncate(COMBINATIONS);
    all
}

pub fn places(kb: &KnowledgeBase, function: &Function, hints: &[Hint]) -> BTreeMap<String, Place> {
    let uses = uses(kb, &function.body);
    let mut places = BTreeMap::new();
    for (position, (name, hint)) in function.params.iter().zip(hints).enumerate() {
        let used = uses.get(name).copied().unwrap_or_default();
        let place = match hint {
            // Anything may be in a variable: only that it counts or indexes says what.
            Hint::Any if function.is_variable(name) && !used.index => Place::of(&Ty::Object),
            Hint::Any if function.is_variable(name) && !used.array => Place::of(&Ty::Int),
            _ => from_hint(hint, used),
        };
        if matches!(place.base, Base::Fixed(Ty::Object)) && !function.is_variable(name) {
            let prefix = format!("{name}.");
            for (attribute, used) in uses.iter().filter(|(key, _)| key.starts_with(&prefix)) {
                let known = |(field, hint): &(String, String)| {
                    (attribute[prefix.len()..] == **field).then(|| Hint::parse(hint))
                };
                let hint = function.fields.iter().filter(|_| position == 0).find_map(known);
                places.insert(attribute.clone(), from_field(hint.unwrap_or(Hint::Any), *used));
            }
        }
        places.insert(name.clone(), place);
    }
    places
}

/// What a class says of an attribute counts where its uses agree.
fn from_field(hint: Hint, used: Uses) -> Place {
    let place = from_hint(&hint, used);
    let number = matches!(place.base, Base::Fixed(Ty::Int | Ty::Float | Ty::Bool | Ty::Complex));
    let known = !matches!(place.base, Base::Fixed(Ty::Object));
    match known && !(number && used.array) && (!used.index || matches!(place.base, Base::Fixed(Ty::Int))) {
        true => place,
        false => guess(used),
    }
}

fn from_hint(hint: &Hint, used: Uses) -> Place {
    let fixed = |ty| Place { base: Base::Fixed(ty), rank: None };
    match hint {
        Hint::Int => fixed(Ty::Int),
        Hint::Float => fixed(Ty::Float),
        Hint::Bool => fixed(Ty::Bool),
        Hint::Complex => fixed(Ty::Complex),
        Hint::List { depth, element } => match element_type(element) {
            Some(dtype) => Place { base: Base::List(dtype), rank: *depth },
            None => fixed(Ty::Object),
        },
        // An array without axes is no scalar.
        Hint::Array { rank: Some(0), .. } => fixed(Ty::Object),
        Hint::Array { dtype, rank } => match dtype.as_ref().map_or(Some(used.dtype()), |name| DType::from_name(name)) {
            Some(dtype) => Place { base: Base::Array(dtype), rank: *rank },
            None => fixed(Ty::Object),
        },
        Hint::Scalar(name) => match DType::from_name(name).filter(|dtype| dtype.category() >= Category::Float) {
            Some(dtype) => Place { base: Base::Array(dtype), rank: Some(0) },
            None => fixed(Ty::Object),
        },
        Hint::Any => guess(used),
        // Names a type that kernels do not compute with.
        Hint::Union(_) | Hint::Unknown => fixed(Ty::Object),
    }
}

/// What the leaves of a list are; floats if nothing is said.
fn element_type(hint: &Hint) -> Option<DType> {
    match hint {
        Hint::Float | Hint::Unknown | Hint::Any => Some(DType::F64),
        Hint::Int => Some(DType::I64),
        Hint::Bool => Some(DType::Bool),
        Hint::Complex => Some(DType::C128),
        Hint::List { .. } | Hint::Array { .. } | Hint::Scalar(_) | Hint::Union(_) => None,
    }
}

impl Uses {
    /// Of what the elements are if no hint says it.
    fn dtype(self) -> DType {
        match self.index_elements {
            true => DType::I64,
            false => DType::F64,
        }
    }
}

fn guess(used: Uses) -> Place {
    let base = match used {
        Uses { array: true, .. } => Base::Array(used.dtype()),
        Uses { object: true, .. } => Base::Fixed(Ty::Object),
        Uses { array_attribute: true, .. } => Base::Array(used.dtype()),
        Uses { index: true, .. } => Base::Fixed(Ty::Int),
        _ => Base::Value,
    };
    Place { base, rank: None }
}

fn uses(kb: &KnowledgeBase, body: &[Stmt]) -> BTreeMap<String, Uses> {
    let mut uses = BTreeMap::new();
    for stmt in body {
        stmt.visit(&mut |stmt| {
            if let StmtKind::Store(target, _) | StmtKind::AugStore(_, target, _) = &stmt.kind {
                mark(&mut uses, &target.base, |u| u.array = true);
                target.indices.iter().for_each(|index| mark_index(&mut uses, index));
            }
            stmt.expressions().into_iter().for_each(|e| e.visit(&mut |e| expression_uses(kb, &mut uses, e)));
        });
    }
    follow_locals(&mut uses, body);
    uses
}

/// What a local is assigned is used as the local is.
fn follow_locals(uses: &mut BTreeMap<String, Uses>, body: &[Stmt]) {
    let mut assigned = Vec::new();
    for stmt in body {
        stmt.visit(&mut |stmt| {
            if let StmtKind::Assign(name, value) = &stmt.kind {
                assigned.push((name, value));
            }
        });
    }
    // One round per link of the longest chain of locals.
    for _ in 0..=assigned.len() {
        let before = uses.clone();
        for (name, value) in assigned.iter().rev() {
            let used = uses.get(*name).copied().unwrap_or_default();
            if used.index {
                mark_index(uses, value);
            }
            mark(uses, value, |u| {
                u.array |= used.array;
                u.array_attribute |= used.array_attribute;
            });
        }
        if *uses == before {
            return;
        }
    }
}

fn mark(uses: &mut BTreeMap<String, Uses>, expression: &Expr, set: impl Fn(&mut Uses)) {
    if let Some(key) = key(expression) {
        set(uses.entry(key).or_default());
    }
}

/// Everything an index, a bound or a size is computed from is an int.
fn mark_index(uses: &mut BTreeMap<String, Uses>, expression: &Expr) {
    mark(uses, expression, |u| u.index = true);
    match &expression.kind {
        ExprKind::Binary(_, parts) => parts.iter().for_each(|part| mark_index(uses, part)),
        ExprKind::Slice(parts) => parts.iter().for_each(|part| mark_index(uses, part)),
        ExprKind::Unary(_, inner) => mark_index(uses, inner),
        ExprKind::Subscript(base, _) => mark(uses, base, |u| u.index_elements = true),
        ExprKind::Tuple(items) => items.iter().for_each(|item| mark_index(uses, item)),
        _ => {}
    }
}

const ARRAY_ATTRIBUTES: [&str; 6] = ["shape", "T", "dtype", "ndim", "size", "real"];

fn expression_uses(kb: &KnowledgeBase, uses: &mut BTreeMap<String, Uses>, expression: &Expr) {
    match &expression.kind {
        ExprKind::Subscript(base, indices) => {
            mark(uses, base, |u| u.array = true);
            indices.iter().for_each(|index| mark_index(uses, index));
        }
        ExprKind::Attribute(object, name) => {
            mark(uses, expression, |_| {});
            let array = ARRAY_ATTRIBUTES.contains(&name.as_str()) || kb.method(name).is_some();
            mark(uses, object, |u| if array { u.array_attribute = true } else { u.object = true });
        }
        ExprKind::Call(call) => {
            mark(uses, &call.callee, |u| u.object = true);
            if matches!(&call.callee.kind, ExprKind::Ref(name) if name == "builtins.range") {
                call.positional.iter().for_each(|bound| mark_index(uses, bound));
            }
            call_uses(kb, uses, call);
        }
        ExprKind::Binary(operator, parts) if operator == "matmul" => {
            parts.iter().for_each(|part| mark(uses, part, |u| u.array = true));
        }
        _ => {}
    }
}

fn call_uses(kb: &KnowledgeBase, uses: &mut BTreeMap<String, Uses>, call: &super::tree::Call) {
    let Some(known) = binding::resolve(kb, call) else { return };
    let slots = kb.function(&known.name).and_then(|function| binding::slots(function, &known));
    for slot in slots.into_iter().flatten() {
        let Some(argument) = slot.expression else { continue };
        match &slot.parameter.kind {
            ParameterKind::Dim | ParameterKind::Int | ParameterKind::Shape(_) => mark_index(uses, argument),
            ParameterKind::Array { dims, .. } if fixed_rank(dims) > 0 => mark(uses, argument, |u| u.array = true),
            _ => {}
        }
    }
}

/// The axes that a signature names one by one.
fn fixed_rank(dims: &[automphc_kb::entry::Dim]) -> usize {
    use automphc_kb::entry::Dim;
    dims.iter().filter(|dim| matches!(dim, Dim::Size(_) | Dim::Unknown)).count()
}

/// Parameters that the function binds again somewhere.
pub fn rebound(function: &Function) -> BTreeSet<String> {
    let written: BTreeSet<_> = function.body.iter().flat_map(Stmt::writes).collect();
    function.params.iter().filter(|name| written.contains(*name)).cloned().collect()
}
