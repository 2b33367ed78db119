//! `nparray-expand-powers`: small whole powers of arrays are products.
//!
//! before: %p = nparray.call "numpy.power"(%x, %c)         (%c = 3.0)
//! after:  %s = nparray.call "numpy.multiply"(%x, %x)   %p = nparray.call "numpy.multiply"(%s, %x)
//!
//! NumPy computes squares by themselves, and any other power through logarithms: an element takes
//! as long as twenty products.
//!
//! Legal: a power is a product of equal factors, which may be regrouped (not with `--fp=strict`). Products
//! of equal factors overflow, and vanish, where the power does; an Inf or NaN stays one. The operand is a
//! real floating array of the result's type, so that no conversion is left out. Integers wrap in
//! products as they do in powers.
//! Not handled: negative exponents, as `1 / x**2` overflows where `x**-2` does not; complex numbers, of which
//! NumPy computes such powers by products already; numbers, which are one call either way.

use crate::build::{result_of, Builder};
use crate::knowledge;
use crate::legal;
use crate::scop::read::{name, number, operations, string_attribute};
use crate::version;
use automphc_dialects::ir::{context_of, erase, move_before, replace_all_uses, value_key};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types::{buffer_element, buffer_rank};
use automphc_kb::expr::Number;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, RegionLike, Value, ValueLike};
use std::collections::HashMap;

pub const PASS: PassInfo =
    PassInfo { argument: "nparray-expand-powers", description: "compute small whole powers as products", run };

/// Exponents that become products: the square is NumPy's own, and errors grow with the number of factors.
const LEAST: i64 = 3;
const MOST: i64 = 16;

fn run(module: OperationRef, options: &Options) -> PassResult {
    if options.get("fp") == Some("strict") {
        return Ok(());
    }
    let kb = knowledge::of(module, options)?;
    if kb.function("numpy.multiply").is_none() {
        return Ok(());
    }
    version::each(module, |version| {
        visit(version);
        Ok(())
    });
    Ok(())
}

/// Powers that are known: what they are of, the exponent, and the value.
type Known<'c, 'a> = HashMap<(String, i64), Value<'c, 'a>>;

fn visit<'c: 'a, 'a>(operation: OperationRef<'c, 'a>) {
    for region in operation.regions() {
        let mut known = Known::new();
        for inner in region.first_block().into_iter().flat_map(operations) {
            visit(inner);
            if let Some(exponent) = exponent(inner) {
                expand(inner, exponent, &mut known);
            } else if !["nparray.call", "nparray.view", "nparray.constant", "affine.apply"].contains(&&*name(inner)) {
                // It may write what the powers are of.
                known.clear();
            }
        }
    }
}

/// What a value is: the same for two views of the same part.
fn key(value: Value) -> String {
    let Some(view) = version::defined_by(value, "nparray.view") else { return value_key(value).to_string() };
    let operands: Vec<String> = view.operands().map(|operand| index_key(operand)).collect();
    let attributes: Vec<String> = view.attributes().map(|(name, value)| format!("{name:?} {value}")).collect();
    format!("{operands:?} {attributes:?}")
}

/// The same for equal constants among the bounds of views.
fn index_key(value: Value) -> String {
    match version::defined_by(value, "affine.apply").filter(|apply| apply.operand_count() == 0) {
        Some(apply) => apply.attribute("map").map(|map| map.to_string()).unwrap_or_default(),
        None => value_key(value).to_string(),
    }
}

/// The exponent of a power that is a product.
fn exponent(call: OperationRef) -> Option<i64> {
    if string_attribute(call, "callee").as_deref() != Some("numpy.power") || call.operand_count() != 2 {
        return None;
    }
    let (base, result) = (call.operand(0).ok()?.r#type(), call.result(0).ok()?.r#type());
    let element = buffer_element(result)?;
    let real = ["f64", "f32", "i64", "i32"].contains(&element.to_string().as_str());
    let same =
        legal!("nparray-expand-powers: the operand has the result's type", buffer_element(base) == Some(element));
    if !real || !same || buffer_rank(base) != buffer_rank(result) {
        return None;
    }
    let whole = match number(version::defined_by(call.operand(1).ok()?, "nparray.constant")?)? {
        Number::Int(n) => n,
        Number::Float(x) if x.fract() == 0.0 => x as i64,
        _ => return None,
    };
    (buffer_rank(base)? > 0 && (LEAST..=MOST).contains(&whole)).then_some(whole)
}

/// Squares as often as possible: `x**6` is `(x * x * x)**2`, three products.
fn expand<'c: 'a, 'a>(call: OperationRef<'c, 'a>, exponent: i64, known: &mut Known<'c, 'a>) {
    let (Some(block), Ok(base), Ok(result)) = (call.block(), call.operand(0), call.result(0)) else { return };
    let builder = Builder { context: context_of(&call), block, location: call.location() };
    let result: Value = result.into();
    let of = key(base);
    let base = *known.entry((of.clone(), 1)).or_insert(base);
    let mut multiply = |a: (i64, Value<'c, 'a>), b: (i64, Value<'c, 'a>)| {
        let exponent = a.0 + b.0;
        let product = *known.entry((of.clone(), exponent)).or_insert_with(|| {
            let callee = [("callee", builder.string("numpy.multiply"))];
            let product = builder.operation("nparray.call", &[a.1, b.1], &[result.r#type()], &callee, vec![]);
            move_before(product, call);
            result_of(product)
        });
        (exponent, product)
    };
    let bits = 64 - exponent.leading_zeros();
    let (_, power) = (0..bits - 1).rev().fold((1, base), |power, bit| {
        let square = multiply(power, power);
        if exponent & (1 << bit) == 0 {
            square
        } else {
            multiply(square, (1, base))
        }
    });
    replace_all_uses(result, power);
    erase(call);
}
