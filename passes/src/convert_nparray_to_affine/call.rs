//! Calls: the equation of the knowledge base over lazy operands.

use super::lazy::{substitute, Lazy, Reduction};
use super::{Expander, Meaning, Outcome};
use crate::build::result_of;
use crate::scop::read::string_attribute;
use crate::scop::{scalar, Lin, Term, Var};
use crate::version::is_index;
use automphc_dialects::ir::{array_elements, dictionary_entries, operation_key, string_value, value_key};
use automphc_dialects::types;
use automphc_kb::affine::Affine;
use automphc_kb::equation::{Equation, Index};
use automphc_kb::expr::{Expr, Number};
use automphc_kb::types::Category;
use automphc_kb::{
    parse_dim_name, Argument, Body, Composition, Count, DType, DimRef, Param, Params, Source, ValueType,
};
use melior::ir::attribute::{BoolAttribute, FloatAttribute, IntegerAttribute, TypeAttribute};
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, OperationRef, Type, Value, ValueLike};
use std::collections::HashMap;

/// An operand of a call, in the call's argument order.
#[derive(Clone, Debug)]
pub(super) enum Operand<'c> {
    Array(Lazy<'c>),
    Index(Lin),
}

impl<'c, 'a> Expander<'_, 'c, 'a> {
    pub(super) fn call(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let callee = string_attribute(operation, "callee").ok_or("a call without a function")?;
        let mut operands = vec![];
        for operand in operation.operands() {
            operands.push(if is_index(operand) {
                Operand::Index(self.affine(operand)?)
            } else {
                Operand::Array(self.value(operand)?)
            });
        }
        let callee = if self.total_root(&callee, &operands) { "numpy.sqrt".to_string() } else { callee };
        let params = operation.attribute("parameters").ok().and_then(parameters).unwrap_or_default();
        let element = types::buffer_element(result_of(operation).r#type());
        self.target = self.target_of(operation);
        let stored = self.target.is_some();
        let mut meaning = self.apply(&callee, operands, &params, element)?;
        if stored && self.target.take().is_none() {
            self.done.extend(operation.next_in_block().map(|store| operation_key(&store)));
        }
        if let Some(shared) = self.shared(result_of(operation), &meaning) {
            meaning = Meaning::Lazy(self.compute(&shared)?);
        }
        self.define(result_of(operation), meaning);
        Ok(())
    }

    /// An elementwise value that several operations use gets memory, or each of them would compute
    /// it. One that changes along the open loops would have one array per iteration: it is left.
    fn shared(&self, value: Value<'c, 'a>, meaning: &Meaning<'c>) -> Option<Lazy<'c>> {
        let Meaning::Lazy(lazy) = meaning else { return None };
        let uses = self.uses.get(&value_key(value)).copied().unwrap_or(0);
        let computed = matches!(lazy.body, Expr::Apply { .. }) && !lazy.view && !lazy.shape.is_empty();
        let changes = self.open.iter().any(|l| uses_loop(&lazy.body, l.id));
        (uses > 1 && computed && !changes && !self.lists).then(|| lazy.clone())
    }

    /// `math.sqrt` of a scalar argument raises for a negative one only: under a
    /// guard it is `numpy.sqrt`, and loops around it may be distributed.
    fn total_root(&mut self, callee: &str, operands: &[Operand<'c>]) -> bool {
        let [Operand::Array(lazy)] = operands else { return false };
        let Expr::Read { array, index } = &lazy.body else { return false };
        let info = &self.scop.arrays[*array];
        if callee != "math.sqrt" || info.local || info.rank != 0 || !index.is_empty() || self.open.is_empty() {
            return false;
        }
        let attributes = [("kind", self.builder.string("nonnegative"))];
        let guard = self.builder.operation("nparray.guard", &[info.value], &[], &attributes, vec![]);
        self.header.push(crate::scop::Node::Other(guard));
        true
    }

    /// `known` is the element type of the result where the program says it: it
    /// knows which scalars are Python's.
    fn apply(
        &mut self,
        callee: &str,
        operands: Vec<Operand<'c>>,
        params: &Params,
        known: Option<Type<'c>>,
    ) -> Outcome<Meaning<'c>> {
        let arguments: Vec<_> = operands
            .iter()
            .map(argument)
            .collect::<Option<_>>()
            .ok_or_else(|| format!("{callee} on an element type that is not supported"))?;
        let instance = self.kb.instantiate(callee, &arguments, params).map_err(|m| m.to_string())?;
        let operands = if callee == "numpy.where" { self.truth_first(operands)? } else { operands };
        let sizes = Sizes { operands: &operands };
        for (a, b) in &instance.equal {
            let (a, b) = (sizes.dim(*a)?, sizes.dim(*b)?);
            self.require_equal(&a, &b);
        }
        let element = known.unwrap_or_else(|| element_type(self, instance.result.dtype));
        let ints = dtype(element).is_some_and(|dtype| dtype.category() == Category::Integer);
        if callee == "numpy.power" && ints && !operands.get(1).is_some_and(is_natural) {
            // Where no element is, the program may not raise, and a loop without iterations does not.
            return Err("a power of ints raises if the exponent is negative".into());
        }
        let shape = instance.result_shape.iter().map(|size| sizes.affine(size)).collect::<Outcome<Vec<_>>>()?;
        match &instance.body {
            Body::Equation(equation) => {
                // An array of a negative size raises (or is empty), even where nothing uses it.
                for size in instance.result_shape.iter().zip(&shape).filter_map(|(d, size)| given(d).then_some(size)) {
                    self.require(size.clone());
                }
                let result =
                    dtype(element).ok_or_else(|| format!("{callee} on an element type that is not supported"))?;
                let operands = self.converted(&instance.name, operands, result)?;
                let callee = if self.lists { None } else { Some(callee) };
                // Of scalars that adapt comes one: the types of the results say where one does not.
                let scalar = |operand: &Operand| match operand {
                    Operand::Array(lazy) => lazy.weak && lazy.shape.is_empty(),
                    Operand::Index(_) => true,
                };
                let weak = instance.result.weak || (shape.is_empty() && operands.iter().all(scalar));
                self.equation(equation, callee, operands, shape, element, weak, instance.view)
            }
            Body::Composition(composition) => match countable(composition, &sizes) {
                true => self.composition(composition, &operands),
                // A number of elements that is a product of sizes.
                false => self.opaque_call(callee, &operands, (&instance, params), &shape, element, None),
            },
            Body::Indices(_) => Err(format!("{callee} as a value")),
            Body::Opaque => {
                // Calls within a composition store nothing.
                let target = if known.is_some() { self.target.clone() } else { None };
                self.opaque_call(callee, &operands, (&instance, params), &shape, element, target)
            }
        }
    }

    /// `where` takes any number as its condition: it is true if it is not zero.
    fn truth_first(&self, mut operands: Vec<Operand<'c>>) -> Outcome<Vec<Operand<'c>>> {
        if let Some(Operand::Array(condition)) = operands.first_mut() {
            match dtype(condition.element) {
                Some(DType::Bool) => {}
                Some(DType::C64 | DType::C128) => return Err("numpy.where with a complex condition".into()),
                _ => {
                    let zero = Expr::Number(Number::Int(0));
                    condition.body = Expr::apply("not_equal", vec![condition.body.clone(), zero]);
                    condition.element = element_type(self, DType::Bool);
                    condition.view = false;
                }
            }
        }
        Ok(operands)
    }

    /// The operands in the type that the function computes in: NumPy converts them first.
    fn converted(&self, callee: &str, operands: Vec<Operand<'c>>, result: DType) -> Outcome<Vec<Operand<'c>>> {
        let number = Self::widest_number(&operands);
        let adapts = |common: DType| number.is_none_or(|number| number.category() <= common.category());
        let reason = match same_types(callee, &operands, result) {
            // A comparison with a number that the arrays' type cannot hold.
            Ok(()) if result == DType::Bool && !common_type(&operands).is_none_or(adapts) => "a comparison".to_string(),
            Ok(()) => return Ok(operands),
            Err(reason) => reason,
        };
        let complex = |operand: &Operand| match operand {
            Operand::Array(lazy) => matches!(dtype(lazy.element), Some(DType::C64 | DType::C128)),
            Operand::Index(_) => false,
        };
        let compares = callee.rsplit('.').next().is_some_and(|name| scalar::predicate(name).is_some());
        let unordered = compares && operands.iter().any(complex);
        if self.lists || callee == "numpy.logical_not" || unordered {
            return Err(reason);
        }
        // Real numbers made of complex ones are computed from these.
        let part = |operand: &Operand<'c>| match operand {
            Operand::Array(lazy) => dtype(lazy.element).is_some_and(|own| own != result && own.real() == result),
            Operand::Index(_) => false,
        };
        let parts = callee.strip_prefix("numpy.").is_some_and(|name| scalar::gives_part(name) || name == "angle");
        if callee == "numpy.count_nonzero" || parts && operands.iter().all(part) {
            return Ok(operands);
        }
        let strong = |operand: &Operand<'c>| match operand {
            Operand::Array(lazy) if !lazy.weak => dtype(lazy.element),
            _ => None,
        };
        let first = usize::from(callee == "numpy.where");
        let common = match result {
            DType::Bool => match (common_type(&operands).ok_or_else(|| reason.clone())?, number) {
                (common, Some(number)) if !adapts(common) => common.promote(number),
                (common, _) => common,
            },
            _ => result,
        };
        let mut all = operands;
        for operand in all.iter_mut().skip(first) {
            let from = strong(operand);
            let Operand::Array(lazy) = operand else { continue };
            match from {
                Some(from) if from == common => {}
                Some(from) if from.category() <= common.category() => {
                    *lazy = self.cast(lazy, common);
                }
                // Python's own bools are ints, to whoever computes with them.
                None if dtype(lazy.element) != Some(DType::Bool) => {}
                _ => return Err(reason),
            }
        }
        Ok(all)
    }

    /// The widest Python number among operands.
    fn widest_number(operands: &[Operand<'c>]) -> Option<DType> {
        let number = |operand: &Operand<'c>| match operand {
            Operand::Array(lazy) if lazy.weak => dtype(lazy.element),
            _ => None,
        };
        operands.iter().filter_map(number).reduce(DType::promote)
    }

    /// A value in another element type.
    pub(super) fn cast(&self, lazy: &Lazy<'c>, to: DType) -> Lazy<'c> {
        let body = Expr::apply(scalar::cast(to), vec![lazy.body.clone()]);
        Lazy { body, element: element_type(self, to), view: false, ..lazy.clone() }
    }

    /// `callee` is None where a fault may be ignored, because the version falls
    /// back to the original on every fault.
    #[allow(clippy::too_many_arguments)]
    fn equation(
        &mut self,
        equation: &Equation<String>,
        callee: Option<&str>,
        operands: Vec<Operand<'c>>,
        shape: Vec<Lin>,
        element: Type<'c>,
        weak: bool,
        view: bool,
    ) -> Outcome<Meaning<'c>> {
        let mut binding = HashMap::new();
        let mut bind = |this: &mut Self, index: &[Index<String>]| -> Vec<usize> {
            let fresh: Vec<_> = index.iter().map(|_| this.placeholder()).collect();
            binding.extend(index.iter().zip(&fresh).map(|(i, &p)| (i.variable.clone(), p)));
            fresh
        };
        let placeholders = bind(self, &equation.outputs);
        let reduced = bind(self, &equation.reductions);
        let sizes = Sizes { operands: &operands };
        let scope = Scope { binding: &binding, sizes: &sizes };
        let mut body = scope.term(&equation.body)?;
        if let (Some(name), Expr::Apply { function, .. }) = (callee.filter(|c| raises(c)), &mut body) {
            // math.sqrt raises where numpy.sqrt warns: they stay apart.
            *function = name.to_string();
        }
        if scalar::is_truth(&body) {
            if let Some(to) = dtype(element).filter(|to| *to != DType::Bool) {
                body = Expr::apply(scalar::cast(to), vec![body]);
            }
        }
        let value = Lazy { shape, placeholders, body, element, weak, view };
        let Some(combine) = &equation.combine else { return Ok(Meaning::Lazy(value)) };
        let mut indices = vec![];
        for (index, placeholder) in equation.reductions.iter().zip(reduced) {
            indices.push((placeholder, scope.affine(&index.extent)?));
        }
        if matches!(combine.as_str(), "maximum" | "minimum") {
            // Of nothing, they raise.
            for (_, size) in &indices {
                self.require(size.clone() + -1);
            }
        }
        Ok(Meaning::Reduction(Reduction { value, combine: combine.clone(), indices }))
    }

    fn composition(&mut self, composition: &Composition, operands: &[Operand<'c>]) -> Outcome<Meaning<'c>> {
        let mut done: Vec<Meaning> = vec![];
        for node in &composition.nodes {
            let mut inputs = vec![];
            for source in &node.operands {
                let operand = match source {
                    Source::Argument(n) => operands.get(*n).cloned().ok_or("a composition without its argument")?,
                    Source::Node(n) => {
                        let meaning = done.get(*n).cloned().ok_or("a composition out of order")?;
                        Operand::Array(self.settle_meaning(meaning)?)
                    }
                    Source::Number(number) => Operand::Array(self.scalar(Expr::Number(*number), number_type(*number))),
                    Source::Count(count) => {
                        let lin = count_affine(count, &Sizes { operands }).ok_or("a count that is not affine")?;
                        // Dividing by a count of nothing warns.
                        self.require(lin.clone() + -1);
                        Operand::Array(self.scalar(Expr::Index(lin), DType::F64))
                    }
                };
                inputs.push(operand);
            }
            done.push(self.apply(&node.name, inputs, &node.params, None)?);
        }
        done.pop().ok_or_else(|| "an empty composition".into())
    }

    fn scalar(&self, body: Term, dtype: DType) -> Lazy<'c> {
        let element = element_type(self, dtype);
        Lazy { shape: vec![], placeholders: vec![], body, element, weak: true, view: false }
    }

    /// The value of an operand; a reduction is computed into a temporary.
    pub(super) fn value(&mut self, value: Value<'c, 'a>) -> Outcome<Lazy<'c>> {
        let (_, meaning) = self.meanings.get(&value_key(value)).cloned().ok_or("a value of unknown origin")?;
        let lazy = self.settle_meaning(meaning)?;
        self.meanings.insert(value_key(value), (value, Meaning::Lazy(lazy.clone())));
        Ok(lazy)
    }

    fn settle_meaning(&mut self, meaning: Meaning<'c>) -> Outcome<Lazy<'c>> {
        match meaning {
            Meaning::Lazy(lazy) => Ok(lazy),
            Meaning::Reduction(reduction) => self.compute_reduction(&reduction),
        }
    }

    /// Computes a reduction into a temporary.
    fn compute_reduction(&mut self, reduction: &Reduction<'c>) -> Outcome<Lazy<'c>> {
        let (array, prefix) = self.temporary(&reduction.value.shape, reduction.value.element)?;
        self.accumulate(reduction, array, |index| [prefix.clone(), index.to_vec()].concat())?;
        Ok(self.stored(&reduction.value, array, &prefix))
    }

    /// `target[index] = identity; target[index] = combine(target[index], term)`,
    /// as one nest over the outputs for each.
    pub(super) fn accumulate(
        &mut self,
        reduction: &Reduction<'c>,
        array: usize,
        index: impl Fn(&[Lin]) -> Vec<Lin>,
    ) -> Outcome<()> {
        let identity = identity(&reduction.combine, reduction.value.element)
            .ok_or_else(|| format!("a reduction by {} of this element type", reduction.combine))?;
        let location = self.builder.location;
        let value = &reduction.value;
        let outputs: Vec<_> = value.placeholders.iter().map(|_| self.placeholder()).collect();
        let loops: Vec<_> =
            outputs.iter().zip(&value.shape).map(|(&id, size)| (id, Affine::constant(0), size.clone())).collect();
        let at: Vec<_> = outputs.iter().map(|&id| Affine::var(Var::Loop(id))).collect();
        let target = index(&at);
        let reset = self.statement(array, target.clone(), Expr::Number(identity), location);
        let inner = reduction.indices.iter().map(|(id, size)| (*id, Affine::constant(0), size.clone())).collect();
        let read = Expr::Read { array, index: target.clone() };
        let sum = Expr::apply(&reduction.combine, vec![read, value.at(&at)]);
        let add = self.statement(array, target, sum, location);
        let mut body = vec![reset];
        body.extend(self.nest(inner, vec![add]));
        for node in self.nest(loops, body) {
            self.push(node);
        }
        Ok(())
    }

    /// Computes an elementwise value into a temporary.
    pub(super) fn compute(&mut self, lazy: &Lazy<'c>) -> Outcome<Lazy<'c>> {
        let (array, prefix) = self.temporary(&lazy.shape, lazy.element)?;
        let location = self.builder.location;
        let loops: Vec<_> =
            lazy.shape.iter().map(|size| (self.placeholder(), Affine::constant(0), size.clone())).collect();
        let at: Vec<_> = loops.iter().map(|(id, _, _)| Affine::var(Var::Loop(*id))).collect();
        let index = [prefix.clone(), at.clone()].concat();
        let statement = self.statement(array, index, lazy.at(&at), location);
        for node in self.nest(loops, vec![statement]) {
            self.push(node);
        }
        Ok(self.stored(lazy, array, &prefix))
    }

    /// A value that now lives in an array of its own.
    fn stored(&mut self, value: &Lazy<'c>, array: usize, prefix: &[Lin]) -> Lazy<'c> {
        let placeholders: Vec<_> = value.shape.iter().map(|_| self.placeholder()).collect();
        let at = placeholders.iter().map(|&p| Affine::var(Var::Loop(p)));
        let index = prefix.iter().cloned().chain(at).collect();
        Lazy { placeholders, body: Expr::Read { array, index }, view: false, ..value.clone() }
    }

    /// Computes every value that reads one of the arrays and is used after
    /// `position`: the arrays are about to change.
    pub(super) fn settle(&mut self, arrays: &[usize], position: usize) -> Outcome<()> {
        let mut keys: Vec<_> = self.meanings.keys().copied().collect();
        keys.sort_by_key(|key| self.last_use.get(key).copied());
        for key in keys {
            let used = self.last_use.get(&key).is_some_and(|&last| last > position);
            let Some((value, meaning)) = self.meanings.get(&key).filter(|_| used).cloned() else { continue };
            let touched = |term: &Term| arrays.iter().any(|&a| crate::scop::reads(term, a));
            let settled = match &meaning {
                Meaning::Lazy(lazy) if !lazy.view && touched(&lazy.body) => self.compute(&lazy.clone())?,
                Meaning::Reduction(r) if touched(&r.value.body) => self.compute_reduction(&r.clone())?,
                _ => continue,
            };
            self.meanings.insert(key, (value, Meaning::Lazy(settled)));
        }
        Ok(())
    }
}

/// True if every count of a composition is affine.
fn countable(composition: &Composition, sizes: &Sizes) -> bool {
    let sources = composition.nodes.iter().flat_map(|node| &node.operands);
    let mut counts = sources.filter_map(|source| if let Source::Count(count) = source { Some(count) } else { None });
    counts.all(|count| count_affine(count, sizes).is_some())
}

/// True if a term has the variable of a loop in an index.
fn uses_loop(term: &Term, id: usize) -> bool {
    let mut found = false;
    term.visit(&mut |e| match e {
        Expr::Read { index, .. } => found |= index.iter().any(|lin| lin.uses(&Var::Loop(id))),
        Expr::Index(lin) => found |= lin.uses(&Var::Loop(id)),
        _ => {}
    });
    found
}

/// Functions that raise where their NumPy twin warns.
fn raises(callee: &str) -> bool {
    callee.starts_with("math.")
}

/// Index names of an equation, as variables of the nest.
struct Scope<'s, 'o, 'c> {
    binding: &'s HashMap<String, usize>,
    sizes: &'s Sizes<'o, 'c>,
}

impl Scope<'_, '_, '_> {
    fn affine(&self, affine: &Affine<String>) -> Outcome<Lin> {
        affine.terms.iter().try_fold(Affine::constant(affine.constant), |sum, (name, &coefficient)| {
            let value = match self.binding.get(name) {
                Some(&id) => Affine::var(Var::Loop(id)),
                None => self.sizes.dim(parse_dim_name(name).ok_or("an unknown size in an equation")?)?,
            };
            Ok(sum + value * coefficient)
        })
    }

    fn term(&self, body: &Expr<String>) -> Outcome<Term> {
        Ok(match body {
            Expr::Number(number) => Expr::Number(*number),
            Expr::Index(affine) => Expr::Index(self.affine(affine)?),
            Expr::Read { array, index } => {
                let index = index.iter().map(|i| self.affine(i)).collect::<Outcome<Vec<_>>>()?;
                match self.sizes.operands.get(*array) {
                    Some(Operand::Array(lazy)) if lazy.placeholders.len() == index.len() => lazy.at(&index),
                    Some(Operand::Index(lin)) if index.is_empty() => Expr::Index(lin.clone()),
                    _ => return Err("an equation that does not fit its operands".into()),
                }
            }
            Expr::Apply { function, arguments } => Expr::Apply {
                function: function.clone(),
                arguments: arguments.iter().map(|a| self.term(a)).collect::<Outcome<_>>()?,
            },
        })
    }
}

/// Sizes of the operands of one call.
pub(super) struct Sizes<'o, 'c> {
    pub(super) operands: &'o [Operand<'c>],
}

impl Sizes<'_, '_> {
    fn dim(&self, dim: DimRef) -> Outcome<Lin> {
        let found = match dim {
            DimRef::Axis(operand, axis) => match self.operands.get(operand) {
                Some(Operand::Array(lazy)) => lazy.shape.get(axis).cloned(),
                _ => None,
            },
            DimRef::Value(operand) => match self.operands.get(operand) {
                Some(Operand::Index(lin)) => Some(lin.clone()),
                _ => None,
            },
            DimRef::Item(..) | DimRef::Result(_) => None,
        };
        found.ok_or_else(|| "a size that depends on the data".into())
    }

    pub(super) fn affine(&self, size: &Affine<DimRef>) -> Outcome<Lin> {
        size.terms.iter().try_fold(Affine::constant(size.constant), |sum, (dim, &coefficient)| {
            Ok(sum + self.dim(*dim)? * coefficient)
        })
    }
}

/// Whether an operand is a number of the program that is a whole one and not negative.
fn is_natural(operand: &Operand) -> bool {
    match operand {
        Operand::Array(lazy) => matches!(&lazy.body, Expr::Number(Number::Int(n)) if *n >= 0),
        Operand::Index(lin) => lin.as_constant().is_some_and(|n| n >= 0),
    }
}

/// Whether a size is more than the length of an axis, which is not negative.
fn given(size: &Affine<DimRef>) -> bool {
    let axes = size.terms.iter().all(|(dim, &coefficient)| matches!(dim, DimRef::Axis(..)) && coefficient > 0);
    !axes || size.constant < 0
}

fn count_affine(count: &Count, sizes: &Sizes) -> Option<Lin> {
    match count {
        Count::Number(n) if n.fract() == 0.0 => Some(Affine::constant(*n as i64)),
        Count::Size(affine) => sizes.affine(affine).ok(),
        Count::Sum(items) => items
            .iter()
            .map(|item| count_affine(item, sizes))
            .try_fold(Affine::constant(0), |sum, item| Some(sum + item?)),
        Count::Product(items) => {
            items.iter().map(|item| count_affine(item, sizes)).try_fold(Affine::constant(1), |product, item| {
                let (a, b): (Lin, Lin) = (product, item?);
                match (a.as_constant(), b.as_constant()) {
                    (Some(c), _) => Some(b * c),
                    (_, Some(c)) => Some(a * c),
                    _ => None,
                }
            })
        }
        _ => None,
    }
}

fn argument(operand: &Operand) -> Option<Argument> {
    Some(match operand {
        Operand::Index(lin) => Argument::Int(lin.as_constant()),
        Operand::Array(lazy) => Argument::Array {
            ty: ValueType { dtype: dtype(lazy.element)?, rank: lazy.shape.len(), weak: lazy.weak },
            dims: lazy.shape.iter().map(Affine::as_constant).collect(),
        },
    })
}

/// The type that the arrays among operands are promoted to.
fn common_type(operands: &[Operand]) -> Option<DType> {
    let strong = |operand: &Operand| match operand {
        Operand::Array(lazy) if !lazy.weak => dtype(lazy.element),
        _ => None,
    };
    operands.iter().filter_map(strong).reduce(DType::promote)
}

/// True for arrays of one element type, in which the function computes. Scalars
/// are converted where they meet arrays; comparisons give booleans.
fn same_types(callee: &str, operands: &[Operand], result: DType) -> Outcome<()> {
    let mut found: Option<DType> = None;
    let takes_bools = ["where", "logical_and", "logical_or", "logical_not", "any", "all"];
    let takes_bools = takes_bools.iter().any(|name| callee.ends_with(&format!(".{name}")));
    for operand in operands {
        let Operand::Array(lazy) = operand else { continue };
        if dtype(lazy.element) == Some(DType::Bool) && !takes_bools && result != DType::Bool {
            return Err(format!("{callee} computes with booleans"));
        }
        let is_complex = matches!(dtype(lazy.element), Some(DType::C64 | DType::C128));
        let compares = callee.rsplit('.').next().is_some_and(|name| scalar::predicate(name).is_some());
        if is_complex && compares {
            return Err(format!("{callee} compares complex numbers"));
        }
        let Some(dtype) = dtype(lazy.element).filter(|d| !lazy.weak && *d != DType::Bool) else { continue };
        if found.is_some_and(|f| f != dtype) || (result != DType::Bool && result != dtype) {
            return Err(format!("{callee} mixes element types"));
        }
        found = Some(dtype);
    }
    Ok(())
}

/// The element type of a MLIR type.
pub(crate) fn dtype(r#type: Type) -> Option<DType> {
    Some(match r#type.to_string().as_str() {
        "i1" => DType::Bool,
        "i8" => DType::I8,
        "i16" => DType::I16,
        "i32" => DType::I32,
        "i64" => DType::I64,
        "f32" => DType::F32,
        "f64" => DType::F64,
        "complex<f32>" => DType::C64,
        "complex<f64>" => DType::C128,
        _ => return None,
    })
}

fn element_type<'c>(expander: &Expander<'_, 'c, '_>, dtype: DType) -> Type<'c> {
    let text = match dtype {
        DType::Bool => "i1",
        DType::I8 => "i8",
        DType::I16 => "i16",
        DType::I32 => "i32",
        DType::I64 => "i64",
        DType::U8 => "ui8",
        DType::U16 => "ui16",
        DType::U32 => "ui32",
        DType::U64 => "ui64",
        DType::F32 => "f32",
        DType::F64 => "f64",
        DType::C64 => "complex<f32>",
        DType::C128 => "complex<f64>",
    };
    Type::parse(expander.builder.context, text).unwrap_or_else(|| Type::float64(expander.builder.context))
}

fn number_type(number: Number) -> DType {
    match number {
        Number::Bool(_) => DType::Bool,
        Number::Int(_) => DType::I64,
        Number::Float(_) => DType::F64,
        Number::Complex(..) => DType::C128,
    }
}

/// The value that a reduction starts from.
fn identity(combine: &str, element: Type) -> Option<Number> {
    let float = matches!(dtype(element), Some(DType::F32 | DType::F64));
    match combine {
        "add" => Some(Number::Int(0)),
        "multiply" => Some(Number::Int(1)),
        "logical_or" => Some(Number::Bool(false)),
        "logical_and" => Some(Number::Bool(true)),
        "maximum" if float => Some(Number::Float(f64::NEG_INFINITY)),
        "minimum" if float => Some(Number::Float(f64::INFINITY)),
        _ => None,
    }
}

/// The constants of a call.
pub(crate) fn parameters(attribute: Attribute) -> Option<Params> {
    let entries = dictionary_entries(attribute)?;
    let named = |(name, value): (String, Attribute)| {
        let value = match parameter(value)? {
            Param::Str(text) if name == "dtype" => Param::DType(DType::from_name(&text)?),
            other => other,
        };
        Some((name, value))
    };
    entries.into_iter().map(named).collect()
}

fn parameter(value: Attribute) -> Option<Param> {
    if let Some(text) = string_value(value) {
        return Some(Param::Str(text));
    }
    if let Some(elements) = array_elements(value) {
        let integers = elements.into_iter().map(|e| IntegerAttribute::try_from(e).ok().map(|i| i.value()));
        return integers.collect::<Option<_>>().map(Param::Ints);
    }
    if let Ok(r#type) = TypeAttribute::try_from(value) {
        return dtype(r#type.value()).map(Param::DType);
    }
    if let Ok(value) = BoolAttribute::try_from(value) {
        return Some(Param::Bool(value.value()));
    }
    if let Ok(value) = FloatAttribute::try_from(value) {
        return Some(Param::Float(value.value()));
    }
    if value.to_string() == "unit" {
        return Some(Param::None);
    }
    IntegerAttribute::try_from(value).ok().map(|i| Param::Int(i.value()))
}

/// Replaces loop variables of a term.
pub(super) fn rename(term: &Term, from: usize, to: &Lin) -> Term {
    substitute(term, &|v| if *v == Var::Loop(from) { to.clone() } else { Affine::var(*v) })
}
