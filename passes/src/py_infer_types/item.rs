//! Types of literals, items and subscripts, from the types of their parts.

use super::binding;
use super::tree::{Expr, Literal};
use super::ty::Ty;
use automphc_kb::instance::Param;
use automphc_kb::types::DType;

pub fn of_literal(literal: &Literal) -> Ty {
    match literal {
        Literal::None => Ty::None,
        Literal::Bool(_) => Ty::Bool,
        Literal::Int(_) => Ty::Int,
        Literal::Float(_) => Ty::Float,
        Literal::Complex(..) => Ty::Complex,
        Literal::Str(_) => Ty::Str,
    }
}

/// What iterating over a value gives.
pub fn element(ty: &Ty) -> Ty {
    match ty {
        Ty::Range => Ty::Int,
        Ty::List { .. } | Ty::Array { .. } => drop_axes(ty, 1),
        Ty::Tuple(items) => items.iter().skip(1).fold(items.first().cloned().unwrap_or(Ty::Object), |a, b| a.join(b)),
        _ => Ty::Object,
    }
}

fn drop_axes(ty: &Ty, count: usize) -> Ty {
    match *ty {
        Ty::List { depth, dtype } if count < depth => Ty::List { depth: depth - count, dtype },
        Ty::List { depth, dtype } if count == depth => Ty::element_of(dtype, true),
        Ty::Array { rank, dtype } if count < rank => Ty::Array { rank: rank - count, dtype },
        Ty::Array { rank, dtype } if count == rank => Ty::element_of(dtype, false),
        _ => Ty::Object,
    }
}

pub fn subscript(base: &Ty, indices: &[Expr]) -> Ty {
    let count = |ty: &Ty| indices.iter().filter(|index| index.ty == *ty).count();
    match (base, indices) {
        (Ty::Tuple(items), [index]) => match binding::constant(index) {
            Some(Param::Int(at)) => {
                let at = if at < 0 { at + i64::try_from(items.len()).unwrap_or(0) } else { at };
                usize::try_from(at).ok().and_then(|at| items.get(at)).cloned().unwrap_or(Ty::Object)
            }
            _ => items.first().cloned().unwrap_or(Ty::Object),
        },
        (Ty::List { .. }, [index]) => match index.ty {
            Ty::Int => drop_axes(base, 1),
            Ty::Slice => base.clone(),
            _ => Ty::Object,
        },
        (Ty::Array { .. }, _)
            if indices.iter().all(|i| matches!(i.ty, Ty::Int | Ty::Slice | Ty::None | Ty::Ellipsis)) =>
        {
            match (drop_axes(base, count(&Ty::Int)), count(&Ty::None)) {
                (ty, 0) => ty,
                (ty, new) => match ty.value_type() {
                    Some(value) => Ty::Array { rank: value.rank + new, dtype: value.dtype },
                    None => Ty::Object,
                },
            }
        }
        (Ty::Array { dtype, .. }, [index]) => match index.ty {
            Ty::Array { dtype: DType::Bool, .. } | Ty::Tuple(_) => Ty::Array { rank: 1, dtype: *dtype },
            _ => Ty::Object,
        },
        _ => Ty::Object,
    }
}

/// `[0.0, 1.0]`, `[[0.0], [1.0]]`.
pub fn list(items: Vec<Ty>) -> Ty {
    let mut items = items.into_iter();
    let Some(first) = items.next() else { return Ty::Object };
    match items.fold(first, |a, b| a.join(&b)) {
        Ty::List { depth, dtype } => Ty::List { depth: depth + 1, dtype },
        scalar => scalar.scalar().map_or(Ty::Object, |dtype| Ty::List { depth: 1, dtype }),
    }
}
