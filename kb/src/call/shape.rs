//! Sizes of a call: the signature's dimensions unified with the operands' axes.
//!
//! Rule: one name, one size. Two sizes that must agree and are not both known
//! become a pair in `equal`. In a broadcast, an axis known to be 1 stretches;
//! axes of unknown size are required to be equal.

use std::collections::BTreeMap;

use super::bind::{Binding, Bound};
use super::Outcome;
use crate::affine::Affine;
use crate::entry::{Dim, Entry, Parameter, ParameterKind, Term};
use crate::expr::Number;
use crate::instance::{Argument, Mismatch, Param};
use crate::size::{Count, DimRef};

/// One operand seen through its signature.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    pub argument: usize,
    /// Actual axes per item of the signature's dimensions.
    pub items: Vec<Vec<usize>>,
    pub known: Vec<Option<i64>>,
}

impl Operand {
    pub fn rank(&self) -> usize {
        self.known.len()
    }
}

#[derive(Default)]
pub(super) struct Shapes {
    /// Sizes and int parameters by name. A name along several axes has several sizes.
    pub sizes: BTreeMap<String, Vec<Affine<DimRef>>>,
    /// Runs of axes by name; `...` is the broadcast.
    pub runs: BTreeMap<String, Vec<Affine<DimRef>>>,
    pub operands: BTreeMap<String, Operand>,
    pub equal: Vec<(DimRef, DimRef)>,
    known: BTreeMap<DimRef, i64>,
}

pub(super) fn unify(entry: &Entry, binding: &Binding) -> Outcome<Shapes> {
    let mut shapes = Shapes { known: known_sizes(binding.arguments), ..Shapes::default() };
    for parameter in &entry.parameters {
        shapes.bind_value(parameter, binding)?;
    }
    for parameter in &entry.parameters {
        if let ParameterKind::Array { dims, .. } = &parameter.kind {
            shapes.bind_array(&parameter.name, dims, binding)?;
        }
    }
    Ok(shapes)
}

fn known_sizes(arguments: &[Argument]) -> BTreeMap<DimRef, i64> {
    let mut known = BTreeMap::new();
    for (position, argument) in arguments.iter().enumerate() {
        if let Argument::Array { dims, .. } = argument {
            let sizes = dims.iter().enumerate();
            known.extend(sizes.filter_map(|(x, d)| d.map(|n| (DimRef::Axis(position, x), n))));
        }
    }
    known
}

impl Shapes {
    fn bind_value(&mut self, parameter: &Parameter, binding: &Binding) -> Outcome<()> {
        let bound = binding.parameters.get(&parameter.name);
        match (&parameter.kind, bound) {
            (ParameterKind::Dim | ParameterKind::Int, Some(bound)) => {
                let value = match bound {
                    Bound::Argument(position) => Affine::var(DimRef::Value(*position)),
                    Bound::Constant(Param::Int(n)) => Affine::constant(*n),
                    Bound::Constant(_) => return Err(Mismatch::new(format!("{} is not an int", parameter.name))),
                };
                self.sizes.insert(parameter.name.clone(), vec![value]);
            }
            (ParameterKind::Shape(name), Some(bound)) => {
                let run = shape_items(bound, binding.arguments);
                self.runs.insert(name.clone(), run);
            }
            _ => {}
        }
        Ok(())
    }

    fn bind_array(&mut self, name: &str, dims: &[Dim], binding: &Binding) -> Outcome<()> {
        let Some((argument, ty, known)) = binding.array(name) else {
            return Ok(());
        };
        let items = distribute(dims, ty.rank, binding.along.then_some(&binding.group))?;
        for (dim, axes) in dims.iter().zip(&items) {
            let refs: Vec<DimRef> = axes.iter().map(|x| DimRef::Axis(argument, *x)).collect();
            match dim {
                Dim::Size(size) => self.bind_size(size, &refs)?,
                Dim::Sequence(run) => self.bind_run(run, &refs)?,
                Dim::Broadcast => self.broadcast(&refs)?,
                Dim::Unknown => {}
            }
        }
        self.operands.insert(name.to_string(), Operand { argument, items, known });
        Ok(())
    }

    fn bind_size(&mut self, size: &Affine<String>, refs: &[DimRef]) -> Outcome<()> {
        if let (Some(n), [dim]) = (size.as_constant(), refs) {
            return match self.known.get(dim) {
                Some(known) if *known == n => Ok(()),
                _ => Err(Mismatch::new(format!("an axis is not known to be of size {n}"))),
            };
        }
        let Some(name) = size.as_var() else {
            return Err(Mismatch::new("an operand's size is a name or a number"));
        };
        match self.sizes.get(name).cloned() {
            None => {
                self.sizes.insert(name.clone(), refs.iter().map(|d| Affine::var(*d)).collect());
                Ok(())
            }
            Some(bound) => self.equate_all(&bound, refs),
        }
    }

    fn bind_run(&mut self, run: &str, refs: &[DimRef]) -> Outcome<()> {
        match self.runs.get(run).cloned() {
            None => {
                self.runs.insert(run.to_string(), refs.iter().map(|d| Affine::var(*d)).collect());
                Ok(())
            }
            Some(bound) => self.equate_all(&bound, refs),
        }
    }

    fn equate_all(&mut self, bound: &[Affine<DimRef>], refs: &[DimRef]) -> Outcome<()> {
        if bound.len() != refs.len() {
            return Err(Mismatch::new("operands differ in rank"));
        }
        bound.iter().zip(refs).try_for_each(|(b, d)| self.equate(b, *d))
    }

    fn equate(&mut self, bound: &Affine<DimRef>, dim: DimRef) -> Outcome<()> {
        let Some(&first) = bound.as_var() else {
            return match (bound.as_constant(), self.known.get(&dim)) {
                (Some(a), Some(b)) if a == *b => Ok(()),
                _ => Err(Mismatch::new("an axis is not known to have the size given")),
            };
        };
        match (self.known.get(&first), self.known.get(&dim)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) => return Err(Mismatch::new(format!("sizes {a} and {b} differ"))),
            _ if first == dim || self.equal.contains(&(first, dim)) => {}
            _ => self.equal.push((first, dim)),
        }
        Ok(())
    }

    /// Joins the axes of one more operand to the broadcast shape, aligned at the end.
    fn broadcast(&mut self, refs: &[DimRef]) -> Outcome<()> {
        let mut run = self.runs.remove("...").unwrap_or_default();
        let missing = refs.len().saturating_sub(run.len());
        let mut grown: Vec<Affine<DimRef>> = refs.iter().take(missing).map(|d| Affine::var(*d)).collect();
        grown.append(&mut run);
        let offset = grown.len() - refs.len();
        for (dim, slot) in refs.iter().zip(offset..).skip(missing) {
            let stretched = grown.get(slot).and_then(Affine::as_var).copied();
            if stretched.is_some_and(|d| self.is_one(d)) {
                grown[slot] = Affine::var(*dim);
            } else if !self.is_one(*dim) {
                self.equate(&grown[slot].clone(), *dim)?;
            }
        }
        self.runs.insert("...".to_string(), grown);
        Ok(())
    }

    pub fn is_one(&self, dim: DimRef) -> bool {
        self.known.get(&dim) == Some(&1)
    }

    pub fn is_known(&self, dim: DimRef) -> bool {
        self.known.contains_key(&dim)
    }

    /// The one size bound to a name.
    pub fn size(&self, name: &str) -> Outcome<Affine<DimRef>> {
        match self.sizes.get(name).map(Vec::as_slice) {
            Some([size]) => Ok(size.clone()),
            Some(_) => Err(Mismatch::new(format!("{name} runs along several axes"))),
            None => Err(Mismatch::new(format!("nothing determines the size {name}"))),
        }
    }

    /// A size that is affine in names.
    pub fn affine(&self, size: &Affine<String>) -> Outcome<Affine<DimRef>> {
        size.terms.iter().try_fold(Affine::constant(size.constant), |sum, (name, c)| Ok(sum + self.size(name)? * *c))
    }

    /// A number computed from sizes; `size` is the number of result elements.
    pub fn count(&self, term: &Term, result: &[Affine<DimRef>]) -> Outcome<Count> {
        let product = |sizes: &[Affine<DimRef>]| match sizes {
            [one] => Count::Size(one.clone()),
            many => Count::Product(many.iter().cloned().map(Count::Size).collect()),
        };
        match term {
            Term::Number(Number::Int(n)) => Ok(Count::Number(*n as f64)),
            Term::Number(Number::Float(x)) => Ok(Count::Number(*x)),
            Term::Name(name) => match self.sizes.get(name) {
                Some(sizes) => Ok(product(sizes)),
                None if name == "size" => Ok(product(result)),
                None => Err(Mismatch::new(format!("nothing determines the size {name}"))),
            },
            Term::Apply { function, arguments } => {
                let items = arguments.iter().map(|a| self.count(a, result)).collect::<Outcome<Vec<_>>>()?;
                let negative = |c: Count| Count::Product(vec![Count::Number(-1.0), c]);
                match (function.as_str(), <[Count; 2]>::try_from(items)) {
                    ("add", Ok([a, b])) => Ok(Count::Sum(vec![a, b])),
                    ("subtract", Ok([a, b])) => Ok(Count::Sum(vec![a, negative(b)])),
                    ("multiply", Ok([a, b])) => Ok(Count::Product(vec![a, b])),
                    ("divide", Ok([a, b])) => Ok(Count::Quotient(Box::new(a), Box::new(b))),
                    (name, Err(one)) => match (name, one.into_iter().next()) {
                        ("negative", Some(a)) => Ok(negative(a)),
                        ("log2", Some(a)) => Ok(Count::Log2(Box::new(a))),
                        _ => Err(Mismatch::new("this is no number computed from sizes")),
                    },
                    _ => Err(Mismatch::new("this is no number computed from sizes")),
                }
            }
            _ => Err(Mismatch::new("this is no number computed from sizes")),
        }
    }
}

fn shape_items(bound: &Bound, arguments: &[Argument]) -> Vec<Affine<DimRef>> {
    match bound {
        Bound::Constant(Param::Ints(items)) => items.iter().map(|n| Affine::constant(*n)).collect(),
        Bound::Constant(Param::Int(n)) => vec![Affine::constant(*n)],
        Bound::Constant(_) => Vec::new(),
        Bound::Argument(position) => match arguments.get(*position) {
            Some(Argument::Tuple(items)) => {
                let item = |(i, known): (usize, &Option<i64>)| {
                    known.map_or(Affine::var(DimRef::Item(*position, i)), Affine::constant)
                };
                items.iter().enumerate().map(item).collect()
            }
            Some(Argument::Int(Some(n))) => vec![Affine::constant(*n)],
            _ => vec![Affine::var(DimRef::Value(*position))],
        },
    }
}

/// Gives each item of the signature's dimensions its actual axes. With a group
/// of axes, the last item takes the group and the run the others, in order.
fn distribute(dims: &[Dim], rank: usize, group: Option<&Vec<usize>>) -> Outcome<Vec<Vec<usize>>> {
    let is_run = |d: &Dim| matches!(d, Dim::Sequence(_) | Dim::Broadcast);
    if let (Some(group), [Dim::Sequence(_), Dim::Size(_)]) = (group, dims) {
        let rest = (0..rank).filter(|x| !group.contains(x)).collect();
        return Ok(vec![rest, group.clone()]);
    }
    let fixed = dims.iter().filter(|d| !is_run(d)).count();
    let has_run = fixed < dims.len();
    if rank < fixed || (rank > fixed && !has_run) {
        return Err(Mismatch::new(format!("an operand of rank {rank} does not fit the entry")));
    }
    let mut next = 0;
    let take = |dim: &Dim| {
        let count = if is_run(dim) { rank - fixed } else { 1 };
        next += count;
        (next - count..next).collect()
    };
    Ok(dims.iter().map(take).collect())
}
