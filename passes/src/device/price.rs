//! What a step costs on each side, as sums of products of sizes, in nanoseconds.
//!
//! The prices are those of the machine profile; those that start with `gpu_` are the device's. They decide
//! about speed alone.

use super::sizes::{Extent, Sizes, Volume};
use crate::cost::machine::Machine;
use crate::profit::Cost;
use crate::scop::read::{name, string_attribute};
use automphc_dialects::types::buffer_element;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, Value, ValueLike};

/// A time for every element of a box.
pub type Term = (f64, Volume);

#[derive(Clone, Debug, Default)]
pub struct Price {
    pub host: Vec<Term>,
    pub device: Vec<Term>,
}

/// The price of a step; `host_only` steps have none on the device.
pub fn of<'c: 'a, 'a>(sizes: &mut Sizes<'c, 'a>, op: OperationRef<'c, 'a>, m: &Machine, host_only: bool) -> Price {
    let mut price = Price::default();
    match name(op).as_str() {
        "nparray.call" => call(sizes, op, m, &mut price),
        "nparray.store" => {
            let target = op.operand(1).map(|target| sizes.of(target)).unwrap_or_default();
            let passes = if op.operand_count() > 2 { 2.0 } else { 1.0 };
            if op.has_attribute("out") {
                // The call has written already, if it runs on the same side.
                price.host.push((1.0, unit()));
            } else {
                let element = if op.has_attribute("update") { m.element } else { m.copy };
                price.both(m, (m.call, passes * element), passes * m.gpu_element, &target);
            }
        }
        "nparray.repack" => {
            let source = op.operand(0).map(|source| sizes.of(source)).unwrap_or_default();
            price.both(m, (4.0 * m.call, 6.0 * m.element), 6.0 * m.gpu_element, &source);
        }
        "affine.load" | "memref.load" => price.host.push((m.array_read, unit())),
        "affine.store" | "memref.store" => {
            price.host.push((m.array_write, unit()));
            price.device.push((m.gpu_call, unit()));
        }
        _ => {}
    }
    if host_only {
        price.device.clear();
    }
    price
}

fn unit() -> Volume {
    Volume { factors: vec![], scale: 1.0 }
}

impl Price {
    fn both(&mut self, m: &Machine, (call, element): (f64, f64), device: f64, extents: &[Extent]) {
        self.host.push((call, unit()));
        self.host.push((element, Volume::of(extents)));
        self.device.push((m.gpu_call, unit()));
        self.device.push((device, Volume::of(extents)));
    }
}

fn call<'c: 'a, 'a>(sizes: &mut Sizes<'c, 'a>, op: OperationRef<'c, 'a>, m: &Machine, price: &mut Price) {
    let callee = string_attribute(op, "callee").unwrap_or_default();
    let callee = callee.rsplit('.').next().unwrap_or_default();
    let operands: Vec<Value> = op.operands().collect();
    let shapes: Vec<Vec<Extent>> = operands.iter().map(|operand| sizes.of(*operand)).collect();
    let result = op.result(0).map(|result| sizes.of(result.into())).unwrap_or_default();
    let single = operands.first().and_then(|operand| buffer_element(operand.r#type()));
    let single = single.is_some_and(|element| matches!(element.to_string().as_str(), "f32" | "complex<f32>"));
    // Halves of what is moved, or computed.
    let width = if single { 0.5 } else { 1.0 };
    let largest = shapes.iter().chain([&result]).max_by_key(|shape| shape.len()).cloned().unwrap_or_default();
    let product = if single { m.gpu_product_single } else { m.gpu_product };
    match (callee, shapes.as_slice()) {
        ("dot" | "matmul" | "inner" | "tensordot" | "masked_dot", [a, b, ..]) => {
            let summed = if callee == "inner" { b.len().saturating_sub(1) } else { b.len().saturating_sub(2) };
            let others = b.iter().enumerate().filter(|(axis, _)| *axis != summed).map(|(_, extent)| extent.clone());
            let terms: Vec<Extent> = a.iter().cloned().chain(others).collect();
            let matrices = a.len() >= 2 && b.len() >= 2;
            let (host, device) =
                if matrices { (m.product, product) } else { (m.vector_product, width * m.gpu_element) };
            price.both(m, (m.call, host), device, &terms);
            if callee == "masked_dot" {
                price.both(m, (3.0 * m.call, 2.0 * m.element), 2.0 * width * m.gpu_element, a);
                // Whether all is finite is asked for on the host.
                price.device.push((m.gpu_transfer, unit()));
            }
        }
        ("outer", _) => price.both(m, (m.call, m.element), width * m.gpu_element, &result),
        ("einsum", _) => {
            let terms = sizes.einsum(op);
            let device = if terms.len() >= 3 { product } else { width * m.gpu_element };
            price.both(m, (2.0 * m.call, m.element), device, &terms);
        }
        ("fft" | "ifft" | "rfft" | "irfft" | "fft2" | "ifft2", _) => {
            price.both(m, (2.0 * m.call, m.fft), width * m.gpu_fft, &largest);
        }
        ("zeros" | "ones" | "empty" | "full" | "copy" | "arange" | "tri", _) => {
            price.both(m, (m.call, m.copy), width * m.gpu_element, &largest);
        }
        (
            "exp" | "log" | "sin" | "cos" | "tan" | "tanh" | "power" | "arctan2" | "log2" | "log10" | "expm1" | "log1p"
            | "sinh" | "cosh",
            _,
        ) => price.both(m, (m.call, 8.0 * m.element), 2.0 * width * m.gpu_element, &largest),
        ("mean" | "var" | "std", _) => {
            price.both(m, (6.0 * m.call, 2.0 * m.element), 3.0 * width * m.gpu_element, &largest);
        }
        _ => price.both(m, (m.call, m.element), width * m.gpu_element, &largest),
    }
}

/// What it costs to bring elements to the other side.
pub fn transfer(m: &Machine, extents: &[Extent], bytes: f64, to_device: bool) -> Vec<Term> {
    let rate = if to_device { m.gpu_upload } else { m.gpu_download };
    vec![(m.gpu_transfer, unit()), (rate * bytes, Volume::of(extents))]
}

/// What it costs to copy an array on the host, there and back.
pub fn copies(m: &Machine, extents: &[Extent]) -> Vec<Term> {
    vec![(2.0 * m.call, unit()), (2.0 * m.copy, Volume::of(extents))]
}

/// Adds terms that are paid on each of some trips to a cost.
pub fn charge(cost: &mut Cost, terms: &[Term], trips: &Volume) {
    for (time, volume) in terms {
        let factors: Vec<_> = trips.factors.iter().chain(&volume.factors).cloned().collect();
        cost.add(time * trips.scale * volume.scale, &factors);
    }
}

/// The value at nominal sizes.
pub fn nominal(sizes: &Sizes, terms: &[Term], trips: &Volume) -> f64 {
    let number = |volume: &Volume| volume.factors.iter().map(|f| sizes.nominal(f)).product::<f64>() * volume.scale;
    terms.iter().map(|(time, volume)| time * number(volume)).sum::<f64>() * number(trips)
}
