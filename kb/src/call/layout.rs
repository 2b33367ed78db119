//! Axes of the result: moved back from where the signature has them, kept,
//! permuted, inserted or dropped, as parameters say.

use super::bind::{normalize, Binding};
use super::build::Built;
use super::shape::Shapes;
use super::Outcome;
use crate::affine::Affine;
use crate::entry::{Dim, Entry, Layout, ResultType};
use crate::equation::{Equation, Index};
use crate::instance::{Mismatch, Param};
use crate::size::{parse_dim_name, DimRef};

/// A result axis: its size, and the index variable where there is an equation.
type Axis = (Affine<DimRef>, Option<Index<String>>);

pub(super) fn apply(entry: &Entry, binding: &Binding, shapes: &Shapes, built: Built) -> Outcome<Built> {
    let Built { shape, equation } = built;
    let mut variables: Vec<Option<Index<String>>> = match &equation {
        Some(e) => e.outputs.iter().cloned().map(Some).collect(),
        None => Vec::new(),
    };
    variables.resize(shape.len(), None);
    let mut axes: Vec<Axis> = shape.into_iter().zip(variables).collect();
    if entry.options.along.is_some() {
        axes = restore(entry, binding, axes)?;
    }
    if let Some(layout) = &entry.options.layout {
        axes = rearrange(layout, binding, shapes, axes)?;
    }
    let (mut shape, outputs): (Vec<_>, Vec<_>) = axes.into_iter().unzip();
    // A size that only the result tells is named by its final place.
    for (place, size) in shape.iter_mut().enumerate() {
        if let Some(DimRef::Result(_)) = size.as_var() {
            *size = Affine::var(DimRef::Result(place));
        }
    }
    let outputs: Vec<Index<String>> = outputs.into_iter().flatten().collect();
    Ok(Built { shape, equation: equation.map(|e| rename(Equation { outputs, ..e })) })
}

/// An axis of size 1.
fn unit(place: usize) -> Axis {
    (Affine::constant(1), Some(Index { variable: format!("@unit{place}"), extent: Affine::constant(1) }))
}

/// The signature's last axis goes back to where the operand has it; an axis
/// reduced over stays with size 1 under `keepdims`.
fn restore(entry: &Entry, binding: &Binding, mut axes: Vec<Axis>) -> Outcome<Vec<Axis>> {
    let keeps_axis = matches!(&entry.result, ResultType::Array { dims, .. }
        if matches!(dims.as_slice(), [Dim::Sequence(_), Dim::Size(_) | Dim::Unknown]));
    if keeps_axis {
        return match (binding.group.as_slice(), axes.pop()) {
            ([axis], Some(last)) if *axis <= axes.len() => {
                axes.insert(*axis, last);
                Ok(axes)
            }
            _ => Err(Mismatch::new("one axis is expected")),
        };
    }
    if binding.flag("keepdims") {
        for axis in &binding.group {
            axes.insert((*axis).min(axes.len()), unit(*axis));
        }
    }
    Ok(axes)
}

fn rearrange(layout: &Layout, binding: &Binding, shapes: &Shapes, mut axes: Vec<Axis>) -> Outcome<Vec<Axis>> {
    let rank = axes.len();
    match layout {
        Layout::Permute(parameter) => match binding.constant(parameter) {
            Some(Param::Ints(order)) => permute(order, &axes),
            Some(Param::None) | None => {
                axes.reverse();
                Ok(axes)
            }
            Some(_) => Err(Mismatch::new("axes is a tuple of ints")),
        },
        Layout::Swap(a, b) => {
            let (a, b) = (axis(binding, a, rank)?, axis(binding, b, rank)?);
            axes.swap(a, b);
            Ok(axes)
        }
        Layout::Move(from, to) => {
            let (from, to) = (axis(binding, from, rank)?, axis(binding, to, rank)?);
            let moved = axes.remove(from);
            axes.insert(to, moved);
            Ok(axes)
        }
        Layout::Insert(at) => {
            let at = axis(binding, at, rank + 1)?;
            axes.insert(at, unit(at));
            Ok(axes)
        }
        Layout::Drop(which) => drop_axes(which, binding, shapes, axes),
    }
}

fn axis(binding: &Binding, parameter: &str, rank: usize) -> Outcome<usize> {
    match binding.constant(parameter) {
        Some(Param::Int(n)) => normalize(*n, rank),
        _ => Err(Mismatch::new(format!("{parameter} is not a constant axis"))),
    }
}

fn permute(order: &[i64], axes: &[Axis]) -> Outcome<Vec<Axis>> {
    let order = order.iter().map(|n| normalize(*n, axes.len())).collect::<Outcome<Vec<_>>>()?;
    let mut seen = order.clone();
    seen.sort_unstable();
    if seen != (0..axes.len()).collect::<Vec<_>>() {
        return Err(Mismatch::new("axes is not a permutation"));
    }
    Ok(order.iter().filter_map(|n| axes.get(*n)).cloned().collect())
}

/// `squeeze`: the axes named, or all known to be of size 1. Such an axis is read at 0.
fn drop_axes(parameter: &str, binding: &Binding, shapes: &Shapes, axes: Vec<Axis>) -> Outcome<Vec<Axis>> {
    let rank = axes.len();
    let is_one = |a: &Axis| a.0.as_var().is_some_and(|d| shapes.is_one(*d));
    let dropped: Vec<usize> = match binding.constant(parameter) {
        Some(Param::Int(n)) => vec![normalize(*n, rank)?],
        Some(Param::Ints(list)) => list.iter().map(|n| normalize(*n, rank)).collect::<Outcome<_>>()?,
        // Which axes have size 1 must be known, or the result has no rank.
        _ if axes.iter().all(|a| a.0.as_var().is_some_and(|d| shapes.is_known(*d))) => {
            (0..rank).filter(|x| axes.get(*x).is_some_and(is_one)).collect()
        }
        _ => return Err(Mismatch::new("which axes have size 1 is not known")),
    };
    if dropped.iter().any(|x| !axes.get(*x).is_some_and(is_one)) {
        return Err(Mismatch::new("an axis that is dropped is not known to have size 1"));
    }
    let kept = axes.into_iter().enumerate().filter(|(x, _)| !dropped.contains(x));
    Ok(kept.map(|(_, axis)| axis).collect())
}

/// Index variables get their public names, `i0, i1, ...` for the result's axes
/// and `p0, p1, ...` for the reductions; one that no longer occurs is read at 0.
pub(super) fn rename(equation: Equation<String>) -> Equation<String> {
    let outputs = equation.outputs.iter().map(|o| o.variable.clone()).enumerate();
    let outputs = outputs.map(|(n, old)| (old, format!("i{n}")));
    let reductions = equation.reductions.iter().map(|r| r.variable.clone()).enumerate();
    let reductions = reductions.map(|(n, old)| (old, format!("p{n}")));
    let names: std::collections::BTreeMap<String, String> = outputs.chain(reductions).collect();
    let mut affine = |a: &Affine<String>| {
        a.map(|v| match names.get(v) {
            Some(new) => Affine::var(new.clone()),
            None if parse_dim_name(v).is_some() => Affine::var(v.clone()),
            None => Affine::constant(0),
        })
    };
    let index = |i: &Index<String>| Index {
        variable: names.get(&i.variable).cloned().unwrap_or_else(|| i.variable.clone()),
        extent: i.extent.clone(),
    };
    Equation {
        outputs: equation.outputs.iter().map(index).collect(),
        reductions: equation.reductions.iter().map(index).collect(),
        combine: equation.combine.clone(),
        body: equation.body.map(&mut affine, &mut |a| a),
    }
}
