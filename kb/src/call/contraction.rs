//! Equations that a parameter spells: `einsum` by subscripts, `tensordot` by axes.

use std::collections::BTreeMap;

use super::{derived_flops, Outcome};
use crate::affine::Affine;
use crate::entry::{Entry, Special};
use crate::equation::{Equation, Index};
use crate::expr::Expr;
use crate::instance::{Argument, Body, Instance, Mismatch, Param, Params};
use crate::size::{dim_name, DimRef};
use crate::types::{promote, promote_numpy1, Category, ValueType};

pub(super) fn instantiate(
    entry: &Entry,
    special: &Special,
    arguments: &[Argument],
    params: &Params,
) -> Outcome<Instance> {
    let (Special::Subscripts(parameter) | Special::Contraction(parameter)) = special;
    if let Some(unknown) = params.keys().find(|k| *k != parameter) {
        return Err(Mismatch::new(format!("parameter {unknown} is not supported")));
    }
    let default = entry.parameters.iter().find(|p| p.name == *parameter).and_then(|p| p.default.as_ref());
    let spelled = params.get(parameter).or(default);
    let operands = operands(arguments)?;
    let labels = match (special, spelled) {
        (Special::Subscripts(_), Some(Param::Str(text))) => subscripts(text, &operands)?,
        (Special::Contraction(_), Some(axes)) => paired(axes, &operands)?,
        _ => return Err(Mismatch::new(format!("{parameter} is not a constant"))),
    };
    contraction(entry, &labels, &operands, arguments)
}

/// One letter per axis of each operand and of the result.
struct Labels {
    inputs: Vec<Vec<u32>>,
    output: Vec<u32>,
}

fn operands(arguments: &[Argument]) -> Outcome<Vec<ValueType>> {
    let array = |argument: &Argument| match argument {
        Argument::Array { ty, .. } if ty.dtype.category() != Category::Bool => Ok(*ty),
        Argument::Array { .. } => Err(Mismatch::new("a contraction of bools is not modelled")),
        _ => Err(Mismatch::new("an operand is not an array")),
    };
    arguments.iter().map(array).collect()
}

/// `ij,jk->ik`; without `->`, the letters that occur once, in alphabetical order.
fn subscripts(text: &str, operands: &[ValueType]) -> Outcome<Labels> {
    let text: String = text.chars().filter(|c| *c != ' ').collect();
    let (left, right) = match text.split_once("->") {
        Some((left, right)) => (left, Some(right)),
        None => (text.as_str(), None),
    };
    let letters = |part: &str| -> Outcome<Vec<u32>> {
        let letter = |c: char| match c.is_ascii_alphabetic() {
            true => Ok(u32::from(c)),
            false => Err(Mismatch::new(format!("subscript {c:?} is not modelled"))),
        };
        part.chars().map(letter).collect()
    };
    let inputs = left.split(',').map(letters).collect::<Outcome<Vec<_>>>()?;
    if inputs.len() != operands.len() || inputs.iter().zip(operands).any(|(i, o)| i.len() != o.rank) {
        return Err(Mismatch::new("the subscripts do not fit the operands"));
    }
    let output = match right {
        Some(right) => letters(right)?,
        None => implicit_output(&inputs),
    };
    let repeated = output.iter().enumerate().any(|(n, l)| output.iter().take(n).any(|e| e == l));
    if repeated || output.iter().any(|l| !inputs.iter().flatten().any(|i| i == l)) {
        return Err(Mismatch::new("the subscripts of the result do not fit those of the operands"));
    }
    Ok(Labels { inputs, output })
}

fn implicit_output(inputs: &[Vec<u32>]) -> Vec<u32> {
    let mut counts = BTreeMap::new();
    inputs.iter().flatten().for_each(|l| *counts.entry(*l).or_insert(0) += 1);
    counts.into_iter().filter(|(_, n)| *n == 1).map(|(l, _)| l).collect()
}

/// The last `n` axes of the first with the first `n` of the second, or lists of axes.
fn paired(axes: &Param, operands: &[ValueType]) -> Outcome<Labels> {
    let [a, b] = operands else {
        return Err(Mismatch::new("two operands are expected"));
    };
    let (left, right) = match axes {
        Param::Int(n) => {
            let count = usize::try_from(*n).ok().filter(|n| *n <= a.rank && *n <= b.rank);
            let count = count.ok_or_else(|| Mismatch::new("more axes than the operands have"))?;
            ((a.rank - count..a.rank).collect(), (0..count).collect::<Vec<_>>())
        }
        Param::Axes(left, right) if left.len() == right.len() => {
            let normal = |list: &[i64], rank| -> Outcome<Vec<usize>> {
                list.iter().map(|n| super::bind::normalize(*n, rank)).collect()
            };
            (normal(left, a.rank)?, normal(right, b.rank)?)
        }
        _ => return Err(Mismatch::new("the axes are not modelled")),
    };
    let (left, right): (Vec<usize>, Vec<usize>) = (left, right);
    let label = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let first: Vec<u32> = (0..a.rank).map(label).collect();
    let second: Vec<u32> = (0..b.rank)
        .map(|x| match right.iter().position(|r| *r == x).and_then(|n| left.get(n)) {
            Some(partner) => label(*partner),
            None => label(a.rank + x),
        })
        .collect();
    let free_left = (0..a.rank).filter(|x| !left.contains(x)).map(label);
    let free_right = (0..b.rank).filter(|x| !right.contains(x)).map(|x| label(a.rank + x));
    let output = free_left.chain(free_right).collect();
    Ok(Labels { inputs: vec![first, second], output })
}

fn contraction(entry: &Entry, labels: &Labels, operands: &[ValueType], arguments: &[Argument]) -> Outcome<Instance> {
    let mut sizes: BTreeMap<u32, DimRef> = BTreeMap::new();
    let mut order = Vec::new();
    let mut equal = Vec::new();
    for (argument, letters) in labels.inputs.iter().enumerate() {
        for (axis, letter) in letters.iter().enumerate() {
            let dim = DimRef::Axis(argument, axis);
            match sizes.get(letter).copied() {
                None => {
                    sizes.insert(*letter, dim);
                    order.push(*letter);
                }
                Some(first) => require_equal(first, dim, arguments, &mut equal)?,
            }
        }
    }
    let reduced: Vec<u32> = order.into_iter().filter(|l| !labels.output.contains(l)).collect();
    let equation = equation(labels, &reduced, &sizes);
    let result_shape: Vec<Affine<DimRef>> =
        labels.output.iter().filter_map(|l| sizes.get(l)).map(|d| Affine::var(*d)).collect();
    let joined = promote(operands).ok_or_else(|| Mismatch::new("an operand is missing"))?;
    // NumPy sums one of two operands alone along an axis that the other lacks, which is another function of
    // infinities than the sum of products: such a call stays as it is.
    let alone = |l: &u32| operands.len() == 2 && labels.inputs.iter().any(|letters| !letters.contains(l));
    let (body, total) = match reduced.iter().any(alone) {
        true => (Body::Opaque, Some(vec![])),
        false => (Body::Equation(equation), None),
    };
    Ok(Instance {
        name: entry.names.first().cloned().unwrap_or_default(),
        result: ValueType { dtype: joined.dtype, rank: result_shape.len(), weak: false },
        equal,
        flops: derived_flops(&body, &result_shape, &|_| 1.0),
        result_shape,
        body,
        view: false,
        versions_differ: promote_numpy1(operands) != Some(joined.dtype),
        pure: true,
        rows: None,
        along: None,
        total,
    })
}

fn require_equal(a: DimRef, b: DimRef, arguments: &[Argument], equal: &mut Vec<(DimRef, DimRef)>) -> Outcome<()> {
    let known = |dim| match dim {
        DimRef::Axis(argument, axis) => match arguments.get(argument) {
            Some(Argument::Array { dims, .. }) => dims.get(axis).copied().flatten(),
            _ => None,
        },
        _ => None,
    };
    match (known(a), known(b)) {
        (Some(a), Some(b)) if a == b => {}
        // NumPy stretches an axis of size 1 here; that is left to the original.
        (Some(a), Some(b)) => return Err(Mismatch::new(format!("sizes {a} and {b} differ"))),
        _ => equal.push((a, b)),
    }
    Ok(())
}

fn equation(labels: &Labels, reduced: &[u32], sizes: &BTreeMap<u32, DimRef>) -> Equation<String> {
    let index = |prefix: &str, (n, letter): (usize, &u32)| Index {
        variable: format!("{prefix}{n}"),
        extent: sizes.get(letter).map_or(Affine::constant(0), |d| Affine::var(dim_name(*d))),
    };
    let variable = |letter: &u32| match labels.output.iter().position(|l| l == letter) {
        Some(n) => Affine::var(format!("i{n}")),
        None => Affine::var(format!("p{}", reduced.iter().position(|l| l == letter).unwrap_or(0))),
    };
    let read =
        |(array, letters): (usize, &Vec<u32>)| Expr::Read { array, index: letters.iter().map(variable).collect() };
    let factors = labels.inputs.iter().enumerate().map(read);
    let body = factors.reduce(|a, b| Expr::apply("multiply", vec![a, b]));
    Equation {
        outputs: labels.output.iter().enumerate().map(|i| index("i", i)).collect(),
        reductions: reduced.iter().enumerate().map(|i| index("p", i)).collect(),
        combine: (!reduced.is_empty()).then(|| "add".to_string()),
        body: body.unwrap_or(Expr::Number(crate::expr::Number::Int(1))),
    }
}
