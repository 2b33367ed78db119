//! Affine maps and integer sets as plain data: rows of coefficients.
//!
//! The compiler works with linear rows; MLIR's expression trees are built from
//! them and flattened back here. `floordiv`, `mod` and products of symbols do
//! not flatten: the caller treats such an access as not affine.

use crate::ffi;
use melior::ir::attribute::AttributeLike;
use melior::ir::{AffineExpr, AffineMap, Attribute};
use melior::Context;
use mlir_sys::{
    mlirAffineMapAttrGet, mlirAffineMapAttrGetValue, mlirAffineMapGetNumDims, mlirAffineMapGetNumInputs,
    mlirAffineMapGetNumResults, mlirAffineMapGetResult, mlirAttributeIsAAffineMap, mlirAttributeIsAIntegerSet,
    mlirIntegerSetGetConstraint, mlirIntegerSetGetNumConstraints, mlirIntegerSetGetNumDims, mlirIntegerSetGetNumInputs,
    mlirIntegerSetIsConstraintEq,
};

/// One linear row: a coefficient per dimension, then per symbol, then the constant.
pub type Row = Vec<i64>;

/// A map given by its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    pub dims: usize,
    pub symbols: usize,
    pub rows: Vec<Row>,
}

fn expression<'c>(context: &'c Context, dims: usize, row: &[i64]) -> AffineExpr<'c> {
    let (constant, coefficients) = row.split_last().unwrap_or((&0, &[]));
    let mut sum: Option<AffineExpr> = None;
    for (position, &coefficient) in coefficients.iter().enumerate().filter(|(_, &c)| c != 0) {
        let variable = if position < dims {
            AffineExpr::dim(context, position)
        } else {
            AffineExpr::symbol(context, position - dims)
        };
        let term = if coefficient == 1 { variable } else { variable * AffineExpr::constant(context, coefficient) };
        sum = Some(sum.map_or(term, |s| s + term));
    }
    match sum {
        None => AffineExpr::constant(context, *constant),
        Some(s) if *constant == 0 => s,
        Some(s) => s + AffineExpr::constant(context, *constant),
    }
}

/// The map attribute for these rows.
pub fn map_attribute<'c>(context: &'c Context, map: &Rows) -> Attribute<'c> {
    let results: Vec<_> = map.rows.iter().map(|row| expression(context, map.dims, row)).collect();
    let map = AffineMap::new(context, map.dims, map.symbols, &results);
    unsafe { Attribute::from_raw(mlirAffineMapAttrGet(map.to_raw())) }
}

/// The integer-set attribute for rows that mean `= 0` (true) or `>= 0` (false).
pub fn set_attribute<'c>(context: &'c Context, set: &Rows, equalities: &[bool]) -> Attribute<'c> {
    let rows: Vec<_> = set.rows.iter().map(|row| expression(context, set.dims, row).to_raw()).collect();
    unsafe {
        Attribute::from_raw(ffi::automphcIntegerSetAttr(
            context.to_raw(),
            set.dims as isize,
            set.symbols as isize,
            rows.len() as isize,
            rows.as_ptr(),
            equalities.as_ptr(),
        ))
    }
}

/// The map of one result, a row divided by a positive number and rounded down.
/// All inputs are dimensions.
pub fn quotient_attribute<'c>(context: &'c Context, dims: usize, row: &[i64], divisor: i64) -> Attribute<'c> {
    let quotient = AffineExpr::floor_div(expression(context, dims, row), AffineExpr::constant(context, divisor));
    let map = AffineMap::new(context, dims, 0, &[quotient]);
    unsafe { Attribute::from_raw(mlirAffineMapAttrGet(map.to_raw())) }
}

/// The row and the divisor of a map made by [`quotient_attribute`].
pub fn quotient_row(attribute: Attribute) -> Option<(Row, i64)> {
    unsafe {
        if !mlirAttributeIsAAffineMap(attribute.to_raw()) {
            return None;
        }
        let map = mlirAffineMapAttrGetValue(attribute.to_raw());
        let dims = mlirAffineMapGetNumDims(map) as usize;
        let inputs = mlirAffineMapGetNumInputs(map) as usize;
        if mlirAffineMapGetNumResults(map) != 1 {
            return None;
        }
        let result = AffineExpr::from_raw(mlirAffineMapGetResult(map, 0));
        if !result.is_floor_div() || !result.rhs().is_constant() || result.rhs().constant_value() <= 0 {
            return None;
        }
        Some((flatten(result.lhs(), dims, inputs + 1)?, result.rhs().constant_value()))
    }
}

fn flatten(e: AffineExpr, dims: usize, width: usize) -> Option<Row> {
    let mut row = vec![0; width];
    if e.is_constant() {
        row[width - 1] = e.constant_value();
    } else if e.is_dim() {
        row[e.dim_position()] = 1;
    } else if e.is_symbol() {
        row[dims + e.symbol_position()] = 1;
    } else if e.is_add() {
        let (a, b) = (flatten(e.lhs(), dims, width)?, flatten(e.rhs(), dims, width)?);
        row = a.iter().zip(&b).map(|(x, y)| x + y).collect();
    } else if e.is_mul() {
        let (a, b) = (flatten(e.lhs(), dims, width)?, flatten(e.rhs(), dims, width)?);
        let constant = |r: &Row| r[..width - 1].iter().all(|&c| c == 0).then(|| r[width - 1]);
        row = match (constant(&a), constant(&b)) {
            (Some(c), _) => b.iter().map(|x| x * c).collect(),
            (_, Some(c)) => a.iter().map(|x| x * c).collect(),
            _ => return None,
        };
    } else {
        return None;
    }
    Some(row)
}

/// Rows of a map attribute; None if it is no map or a result is not linear.
pub fn map_rows(attribute: Attribute) -> Option<Rows> {
    unsafe {
        if !mlirAttributeIsAAffineMap(attribute.to_raw()) {
            return None;
        }
        let map = mlirAffineMapAttrGetValue(attribute.to_raw());
        let dims = mlirAffineMapGetNumDims(map) as usize;
        let inputs = mlirAffineMapGetNumInputs(map) as usize;
        let rows = (0..mlirAffineMapGetNumResults(map))
            .map(|i| flatten(AffineExpr::from_raw(mlirAffineMapGetResult(map, i)), dims, inputs + 1))
            .collect::<Option<_>>()?;
        Some(Rows { dims, symbols: inputs - dims, rows })
    }
}

/// Rows of an integer set and which of them are equalities.
pub fn set_rows(attribute: Attribute) -> Option<(Rows, Vec<bool>)> {
    unsafe {
        if !mlirAttributeIsAIntegerSet(attribute.to_raw()) {
            return None;
        }
        let set = ffi::automphcIntegerSetOfAttr(attribute.to_raw());
        let dims = mlirIntegerSetGetNumDims(set) as usize;
        let inputs = mlirIntegerSetGetNumInputs(set) as usize;
        let count = mlirIntegerSetGetNumConstraints(set);
        let rows = (0..count)
            .map(|i| flatten(AffineExpr::from_raw(mlirIntegerSetGetConstraint(set, i)), dims, inputs + 1))
            .collect::<Option<_>>()?;
        let equalities = (0..count).map(|i| mlirIntegerSetIsConstraintEq(set, i)).collect();
        Some((Rows { dims, symbols: inputs - dims, rows }, equalities))
    }
}
