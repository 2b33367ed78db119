//! The equation of a call: index variables get ranges, subscripts get axes.
//!
//! Rule: an output index runs over the result's size, any other index over the
//! axis that it stands alone on. A run of axes (`...`, `*s`) becomes one
//! variable per axis, aligned at the end; an axis stretched by broadcasting is
//! read at 0. Arithmetic among indices and sizes stays affine.

use std::collections::BTreeMap;

use super::bind::{Binding, Bound};
use super::shape::{Operand, Shapes};
use super::Outcome;
use crate::affine::Affine;
use crate::entry::{Dim, Entry, EntryBody, Slot, Term};
use crate::equation::{Equation, Index};
use crate::expr::{Expr, Number};
use crate::instance::{Mismatch, Param};
use crate::size::{dim_name, DimRef};

/// The result in the signature's order of axes.
pub(super) struct Built {
    pub shape: Vec<Affine<DimRef>>,
    pub equation: Option<Equation<String>>,
}

pub(super) fn names(size: &Affine<DimRef>) -> Affine<String> {
    size.map(|d| Affine::var(dim_name(*d)))
}

pub(super) fn result(entry: &Entry, binding: &Binding, shapes: &Shapes, dims: &[Dim]) -> Outcome<Built> {
    let items = result_items(shapes, dims)?;
    let shape: Vec<Affine<DimRef>> = items.concat();
    let (outputs, combine, value) = match &entry.body {
        EntryBody::Equation { outputs, combine, value } => (outputs, combine.clone(), value),
        EntryBody::Indices { outputs, value } => (outputs, None, value),
        _ => return Ok(Built { shape, equation: None }),
    };
    let mut builder = Builder { binding, shapes, variables: BTreeMap::new(), reductions: Vec::new() };
    let outputs = builder.declare_outputs(outputs, &items);
    builder.declare_reductions(value)?;
    let body = builder.lower(value)?.into_expr();
    // Over no axis at all nothing is combined: the sum of a scalar is the scalar.
    let combine = combine.filter(|_| !builder.reductions.is_empty());
    Ok(Built { shape, equation: Some(Equation { outputs, reductions: builder.reductions, combine, body }) })
}

/// The sizes of each item of the result's dimensions.
fn result_items(shapes: &Shapes, dims: &[Dim]) -> Outcome<Vec<Vec<Affine<DimRef>>>> {
    let mut axis = 0;
    let mut items = Vec::new();
    for dim in dims {
        let item = match dim {
            Dim::Size(size) => vec![shapes.affine(size)?],
            Dim::Sequence(run) => shapes.runs.get(run).cloned().unwrap_or_default(),
            Dim::Broadcast => shapes.runs.get("...").cloned().unwrap_or_default(),
            Dim::Unknown => vec![Affine::var(DimRef::Result(axis))],
        };
        axis += item.len();
        items.push(item);
    }
    Ok(items)
}

struct Builder<'a> {
    binding: &'a Binding<'a>,
    shapes: &'a Shapes,
    /// Index variables by the name in the body; runs have several.
    variables: BTreeMap<String, Vec<Index<String>>>,
    reductions: Vec<Index<String>>,
}

/// Index arithmetic is kept apart from values as long as it stays affine.
enum Value {
    Index(Affine<String>),
    Number(Number),
    Expr(Expr<String>),
}

impl Value {
    fn into_expr(self) -> Expr<String> {
        match self {
            Self::Index(affine) => Expr::Index(affine),
            Self::Number(number) => Expr::Number(number),
            Self::Expr(expr) => expr,
        }
    }

    fn as_affine(&self) -> Option<Affine<String>> {
        match self {
            Self::Index(affine) => Some(affine.clone()),
            Self::Number(Number::Int(n)) => Some(Affine::constant(*n)),
            _ => None,
        }
    }
}

fn slot_key(slot: &Slot) -> Option<String> {
    match slot {
        Slot::At(Term::Name(name)) => Some(name.clone()),
        Slot::At(_) => None,
        Slot::Rest => Some("...".to_string()),
        Slot::Star(name) => Some(format!("*{name}")),
    }
}

/// Fresh variables for one item; `@` keeps them apart from sizes until they are renamed.
fn fresh(key: &str, sizes: &[Affine<DimRef>]) -> Vec<Index<String>> {
    let index = |(n, size): (usize, &Affine<DimRef>)| Index { variable: format!("@{key}{n}"), extent: names(size) };
    sizes.iter().enumerate().map(index).collect()
}

impl Builder<'_> {
    fn declare_outputs(&mut self, slots: &[Slot], items: &[Vec<Affine<DimRef>>]) -> Vec<Index<String>> {
        for (slot, sizes) in slots.iter().zip(items) {
            if let Some(key) = slot_key(slot) {
                let variables = fresh(&key, sizes);
                self.variables.insert(key, variables);
            }
        }
        let keys = slots.iter().filter_map(slot_key);
        keys.filter_map(|k| self.variables.get(&k)).flatten().cloned().collect()
    }

    /// Every index or run that a read has and the result has not is reduced over.
    fn declare_reductions(&mut self, value: &Term) -> Outcome<()> {
        let mut reads = Vec::new();
        value.visit(&mut |t| {
            if let Term::Read { array, index } = t {
                reads.push((array, index));
            }
        });
        for (array, index) in reads {
            if self.number(array).is_some() {
                continue;
            }
            let operand = self.operand(array)?.clone();
            for (slot, axes) in index.iter().zip(&operand.items) {
                let Some(key) = slot_key(slot) else { continue };
                if self.variables.contains_key(&key) || self.shapes.sizes.contains_key(&key) {
                    continue;
                }
                let sizes: Vec<_> = axes.iter().map(|x| Affine::var(DimRef::Axis(operand.argument, *x))).collect();
                let variables = fresh(&key, &sizes);
                self.reductions.extend(variables.iter().cloned());
                self.variables.insert(key, variables);
            }
        }
        Ok(())
    }

    fn operand(&self, array: &str) -> Outcome<&Operand> {
        self.shapes.operands.get(array).ok_or_else(|| Mismatch::new(format!("{array} is not an array argument")))
    }

    fn lower(&self, term: &Term) -> Outcome<Value> {
        match term {
            Term::Number(number) => Ok(Value::Number(*number)),
            Term::Name(name) => self.name(name),
            Term::Read { array, index } => self.read(array, index).map(Value::Expr),
            Term::Apply { function, arguments } => {
                let arguments = arguments.iter().map(|a| self.lower(a)).collect::<Outcome<Vec<_>>>()?;
                Ok(apply(function, arguments))
            }
        }
    }

    fn name(&self, name: &str) -> Outcome<Value> {
        if self.shapes.sizes.contains_key(name) {
            return self.shapes.size(name).map(|size| Value::Index(names(&size)));
        }
        if let Ok(operand) = self.operand(name) {
            return Ok(Value::Expr(Expr::Read { array: operand.argument, index: Vec::new() }));
        }
        if let Some(number) = self.number(name) {
            return Ok(Value::Number(number));
        }
        match self.variables.get(name).map(Vec::as_slice) {
            Some([index]) => Ok(Value::Index(Affine::var(index.variable.clone()))),
            _ => Err(Mismatch::new(format!("{name} runs along several axes"))),
        }
    }

    /// A constant given for an array or a number.
    fn number(&self, name: &str) -> Option<Number> {
        match self.binding.parameters.get(name) {
            Some(Bound::Constant(Param::Bool(b))) => Some(Number::Bool(*b)),
            Some(Bound::Constant(Param::Int(n))) => Some(Number::Int(*n)),
            Some(Bound::Constant(Param::Float(x))) => Some(Number::Float(*x)),
            _ => None,
        }
    }

    fn read(&self, array: &str, slots: &[Slot]) -> Outcome<Expr<String>> {
        if let Some(number) = self.number(array) {
            return Ok(Expr::Number(number));
        }
        let operand = self.operand(array)?;
        let mut index = vec![Affine::constant(0); operand.rank()];
        for (slot, axes) in slots.iter().zip(&operand.items) {
            let run = slot_key(slot).and_then(|key| self.variables.get(&key));
            let single = match (slot, run) {
                (Slot::At(term), None) => Some(self.affine(term)?),
                _ => None,
            };
            for (place, axis) in axes.iter().enumerate() {
                let Some(target) = index.get_mut(*axis) else {
                    continue;
                };
                *target = match (&single, run) {
                    (Some(affine), _) => affine.clone(),
                    (None, Some(run)) => self.aligned(operand, *axis, run, axes.len() - place)?,
                    (None, None) => continue,
                };
            }
        }
        Ok(Expr::Read { array: operand.argument, index })
    }

    /// The variable `from_end` places before the end of a run, or 0 on a stretched axis.
    fn aligned(
        &self,
        operand: &Operand,
        axis: usize,
        run: &[Index<String>],
        from_end: usize,
    ) -> Outcome<Affine<String>> {
        let index = run.len().checked_sub(from_end).and_then(|n| run.get(n));
        let index = index.ok_or_else(|| Mismatch::new("operands differ in rank"))?;
        let dim = DimRef::Axis(operand.argument, axis);
        let stretched = self.shapes.is_one(dim) && index.extent != Affine::var(dim_name(dim));
        Ok(if stretched { Affine::constant(0) } else { Affine::var(index.variable.clone()) })
    }

    fn affine(&self, term: &Term) -> Outcome<Affine<String>> {
        self.lower(term)?.as_affine().ok_or_else(|| Mismatch::new("a subscript is not affine"))
    }
}

fn apply(function: &str, arguments: Vec<Value>) -> Value {
    let affine: Option<Vec<Affine<String>>> = arguments.iter().map(Value::as_affine).collect();
    let has_index = arguments.iter().any(|a| matches!(a, Value::Index(_)));
    let folded = match (function, affine.as_deref()) {
        _ if !has_index => None,
        ("negative", Some([a])) => Some(-a.clone()),
        ("add", Some([a, b])) => Some(a.clone() + b.clone()),
        ("subtract", Some([a, b])) => Some(a.clone() - b.clone()),
        ("multiply", Some([a, b])) => match (a.as_constant(), b.as_constant()) {
            (Some(c), _) => Some(b.clone() * c),
            (_, Some(c)) => Some(a.clone() * c),
            _ => None,
        },
        _ => None,
    };
    match folded {
        Some(index) => Value::Index(index),
        None => Value::Expr(Expr::apply(function, arguments.into_iter().map(Value::into_expr).collect())),
    }
}
