//! One call of one overload: arguments to an `Instance`.
//!
//! `bind.rs` gives every parameter its argument or constant, `shape.rs` finds
//! the sizes and what must be equal, `dtype.rs` the element types, `build.rs`
//! the equation, `layout.rs` moves axes, `compose.rs` the further calls,
//! `contraction.rs` the equations that a parameter spells.

mod bind;
mod build;
mod compose;
mod contraction;
mod dtype;
mod layout;
mod shape;

use crate::affine::Affine;
use crate::entry::{Dim, Entry, EntryBody, ParameterKind, ResultType, Total};
use crate::equation::Equation;
use crate::instance::{Argument, Body, Instance, Mismatch, Param, Params};
use crate::size::{Count, DimRef};
use crate::types::{DType, ValueType};

pub(crate) type Outcome<T> = Result<T, Mismatch>;

/// Resolves a function named in a composition to a full entry name.
pub(crate) type Resolve<'a> = &'a dyn Fn(&Entry, &str) -> String;

pub(crate) fn instantiate(
    entry: &Entry,
    arguments: &[Argument],
    params: &Params,
    weight: &dyn Fn(&str) -> f64,
    resolve: Resolve,
) -> Outcome<Instance> {
    if let Some(special) = &entry.options.equation {
        return contraction::instantiate(entry, special, arguments, params);
    }
    let binding = bind::bind(entry, arguments, params)?;
    let shapes = shape::unify(entry, &binding)?;
    let result_type = &entry.result;
    if let ResultType::Indices(sizes) = result_type {
        return indices(entry, &binding, &shapes, sizes);
    }
    let ResultType::Array { dtype, dims, weak } = result_type else {
        return Err(Mismatch::new("the entry has no array result"));
    };
    let element = dtype::resolve(entry, &binding, dtype)?;
    let built = build::result(entry, &binding, &shapes, dims)?;
    let built = layout::apply(entry, &binding, &shapes, built)?;
    let result = ValueType { dtype: element.dtype, rank: built.shape.len(), weak: *weak || element.weak };
    let body = match &entry.body {
        EntryBody::Composition(steps) => Body::Composition(compose::nodes(entry, steps, &binding, &shapes, resolve)?),
        _ => built.equation.map_or(Body::Opaque, Body::Equation),
    };
    let flops = match &entry.options.flops {
        Some(term) => shapes.count(term, &built.shape)?,
        None => derived_flops(&body, &built.shape, weight),
    };
    Ok(Instance {
        name: entry.names.first().cloned().unwrap_or_default(),
        result,
        result_shape: built.shape,
        equal: shapes.equal,
        body,
        view: entry.options.view,
        flops,
        versions_differ: concerns_versions(entry, arguments) || element.versions_differ,
        pure: entry.options.effects.is_none(),
        rows: entry.options.rows.then(|| binding.group.clone()),
        along: entry.options.along.clone(),
        total: total(entry, &binding),
    })
}

/// The sizes that must be positive for a call that raises only without elements, or without a second row.
fn total(entry: &Entry, binding: &bind::Binding) -> Option<Vec<Affine<DimRef>>> {
    match entry.options.total {
        Total::No => return None,
        Total::Yes => return Some(vec![]),
        Total::NotEmpty | Total::SeveralRows => {}
    }
    let mut sizes = vec![];
    for parameter in &entry.parameters {
        match (&parameter.kind, binding.parameters.get(&parameter.name)) {
            (ParameterKind::Array { .. }, _) => {
                let (position, ty, _) = binding.array(&parameter.name)?;
                if entry.options.total == Total::SeveralRows {
                    sizes.push(Affine::var(DimRef::Axis(position, 0)) + -1);
                    continue;
                }
                let axes = (0..ty.rank).filter(|axis| !binding.along || binding.group.contains(axis));
                sizes.extend(axes.map(|axis| Affine::var(DimRef::Axis(position, axis))));
            }
            (ParameterKind::Dim, Some(bind::Bound::Argument(position))) => {
                sizes.push(Affine::var(DimRef::Value(*position)));
            }
            (ParameterKind::Dim, Some(bind::Bound::Constant(Param::Int(n)))) => sizes.push(Affine::constant(*n)),
            _ => {}
        }
    }
    Some(sizes)
}

/// The entry's note on versions is about these operands.
fn concerns_versions(entry: &Entry, arguments: &[Argument]) -> bool {
    let concerned =
        |a: &Argument| matches!(a, Argument::Array { ty, .. } if entry.options.versions_for.contains(&ty.dtype));
    entry.options.versions.is_some() && (entry.options.versions_for.is_empty() || arguments.iter().any(concerned))
}

/// An index builder: the domain is kept, the points are found at run time.
fn indices(
    entry: &Entry,
    binding: &bind::Binding,
    shapes: &shape::Shapes,
    sizes: &[Affine<String>],
) -> Outcome<Instance> {
    let dims: Vec<Dim> = sizes.iter().cloned().map(Dim::Size).collect();
    let built = build::result(entry, binding, shapes, &dims)?;
    let Some(domain) = built.equation else {
        return Err(Mismatch::new("an index builder needs a domain"));
    };
    let flops = Count::Product(built.shape.iter().cloned().map(Count::Size).collect());
    Ok(Instance {
        name: entry.names.first().cloned().unwrap_or_default(),
        result: ValueType { dtype: DType::I64, rank: 1, weak: false },
        result_shape: built.shape,
        equal: shapes.equal.clone(),
        body: Body::Indices(layout::rename(domain)),
        view: false,
        flops,
        versions_differ: concerns_versions(entry, binding.arguments),
        pure: true,
        rows: None,
        along: None,
        total: None,
    })
}

/// Operations of an equation: those of its body at every point of its domain.
/// An opaque body or a composition counts one per element of the result.
pub(crate) fn derived_flops(body: &Body, shape: &[Affine<DimRef>], weight: &dyn Fn(&str) -> f64) -> Count {
    let points =
        |extents: Vec<Count>, each: f64| Count::Product(std::iter::once(Count::Number(each)).chain(extents).collect());
    let sizes = |equation: &Equation<String>| -> Vec<Count> {
        let indices = equation.outputs.iter().chain(&equation.reductions);
        indices.map(|i| Count::Size(sizes_of(&i.extent))).collect()
    };
    match body {
        Body::Equation(equation) => {
            let mut each = if equation.combine.is_some() { 1.0 } else { 0.0 };
            equation.body.visit(&mut |e| {
                if let crate::expr::Expr::Apply { function, .. } = e {
                    each += weight(function);
                }
            });
            points(sizes(equation), each)
        }
        _ => points(shape.iter().cloned().map(Count::Size).collect(), 1.0),
    }
}

/// Size names back to references.
fn sizes_of(extent: &Affine<String>) -> Affine<DimRef> {
    extent.map(|name| match crate::size::parse_dim_name(name) {
        Some(dim) => Affine::var(dim),
        None => Affine::constant(0),
    })
}
