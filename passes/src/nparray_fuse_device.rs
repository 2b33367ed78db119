//! `nparray-fuse-device`: chains of elementwise operations on a GPU become one kernel.
//!
//! before: %0 = nparray.call "cupy.multiply"(%alpha, %x) {device}
//!         %1 = nparray.call "cupy.add"(%0, %y) {device}
//!         nparray.store %1, %y {update = "subtract"}
//! after:  %1 = nparray.call "automphc.fused"(%y, %alpha, %x) with {expression = "in0 - ((in1 * in2) + in0)",
//!                                                                  type = "float64"} {device}
//!         nparray.store %1, %y {out}
//!
//! Each of CuPy's functions goes over the whole of its operands in the device's memory; a chain in one kernel
//! goes over what it reads and what it writes once, and starts once.
//!
//! Legal: the kernel computes each element by the same operations in the same order (it is compiled without
//! contracted multiply-adds), all of one type of elements. What a part of the chain reads is not written before the
//! chain's end. The kernel writes into an array that it reads only if it reads the very elements that it
//! writes; where that is not known (`apart = false`), it is asked when the kernel starts.
//! Not handled: masks and choices, types that meet, values with several uses (they are computed once, before).

use crate::build::{result_of, Builder};
use crate::device::program::is_view;
use crate::device::rewrite::on_the_device;
use crate::legal;
use crate::scop::read::{definition, name, operations, string_attribute};
use crate::version::{self, versions};
use automphc_dialects::ir::{
    array_elements, context_of, dictionary, erase, move_before, operand, remove_attribute, replace_all_uses,
    set_attribute, set_operand, string_value, use_count, value_key,
};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types::{buffer_element, buffer_rank};
use melior::ir::attribute::StringAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, BlockRef, OperationRef, RegionLike, Value, ValueLike};

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-fuse-device",
    description: "make one kernel of a chain of elementwise operations on a GPU",
    run,
};

/// Longer chains are cut: what a value that is repeated by `square` costs would grow without end.
const LONGEST: usize = 2000;

fn run(module: OperationRef, options: &Options) -> PassResult {
    if options.get("target") != Some("cupy") {
        return Ok(());
    }
    for version in versions(module).into_iter().filter(|version| version.has_attribute("nparray.device_of")) {
        if let Some(body) = version::body(version) {
            fuse_block(body);
        }
    }
    Ok(())
}

/// The ends of chains, from the last one on: what a chain has taken in is no end of another.
fn fuse_block<'c: 'a, 'a>(block: BlockRef<'c, 'a>) {
    let mut ends = operations(block);
    while let Some(op) = ends.pop() {
        for region in op.regions() {
            if let Some(inner) = region.first_block() {
                fuse_block(inner);
            }
        }
        if !is_candidate(op) {
            continue;
        }
        if let Some(chain) = Chain::ending_in(op) {
            let taken: Vec<usize> = chain.parts.iter().map(|part| value_key(result_of(*part))).collect();
            ends.retain(|op| op.result(0).map_or(true, |result| !taken.contains(&value_key(result.into()))));
            chain.apply();
        }
    }
}

struct Chain<'c, 'a> {
    end: OperationRef<'c, 'a>,
    /// All calls of the chain; each stands before those that use it in the block.
    parts: Vec<OperationRef<'c, 'a>>,
    leaves: Vec<Value<'c, 'a>>,
    /// The store that takes the result, with the update that becomes part of the chain.
    store: Option<OperationRef<'c, 'a>>,
    update: Option<&'static str>,
    expression: String,
    /// The kernel reads no other elements of the array that it writes.
    apart: bool,
}

impl<'c: 'a, 'a> Chain<'c, 'a> {
    /// The chain that ends in a call; None if there is nothing to gain.
    fn ending_in(end: OperationRef<'c, 'a>) -> Option<Self> {
        let (parts, leaves, store, update) = (vec![], vec![], None, None);
        let mut chain = Self { end, parts, leaves, store, update, expression: String::new(), apart: true };
        let target = chain.target();
        if let Some((store, target)) = target {
            chain.store = Some(store);
            chain.update = string_attribute(store, "update").and_then(|update| symbol(&update));
            if chain.update.is_some() {
                chain.leaves.push(target);
            }
        }
        let mut text = chain.text(end);
        if let Some(symbol) = chain.update {
            text = format!("in0 {symbol} ({text})");
        }
        chain.expression = text;
        if let Some((_, target)) = target {
            let apart = chain.leaves.iter().all(|leaf| base(*leaf) != base(target) || same(*leaf, target));
            chain.apart = legal!("nparray-fuse-device: a kernel reads the elements that it writes", apart);
        }
        chain.pays().then_some(chain)
    }

    fn pays(&self) -> bool {
        self.parts.len() + usize::from(self.update.is_some()) >= 2 && self.expression.len() <= LONGEST
    }

    /// The store of the result and its target, if the kernel can write there.
    fn target(&self) -> Option<(OperationRef<'c, 'a>, Value<'c, 'a>)> {
        let result = result_of(self.end);
        let mut next = self.end.next_in_block();
        while let Some(op) = next {
            let takes = name(op) == "nparray.store" && operand(op, 0) == Some(result);
            if takes && use_count(result) == 1 {
                let target = operand(op, 1)?;
                let plain = op.operand_count() == 2 && !op.has_attribute("commit") && !op.has_attribute("bind");
                let update = string_attribute(op, "update");
                let known = update.is_none_or(|update| {
                    symbol(&update).is_some_and(|symbol| symbol != "/" || !element(target).starts_with("complex"))
                });
                let alike = element(target) == element(result) && buffer_rank(target.r#type()).unwrap_or(0) > 0;
                let in_place = legal!("nparray-fuse-device: the target is a view of its array", !gathers(target));
                return (plain && known && alike && in_place && on_the_device(target)).then_some((op, target));
            }
            if writes(op) {
                return None;
            }
            next = op.next_in_block();
        }
        None
    }

    /// The expression of a call, with all calls that it takes in.
    fn text(&mut self, call: OperationRef<'c, 'a>) -> String {
        let operands: Vec<Value> = call.operands().collect();
        let texts: Vec<String> = operands.into_iter().map(|value| self.operand_text(value)).collect();
        self.parts.push(call);
        formula(call, &texts).unwrap_or_default()
    }

    fn operand_text(&mut self, value: Value<'c, 'a>) -> String {
        let inner = definition(value).filter(|op| {
            let alone = is_candidate(*op) && use_count(value) == 1 && op.block() == self.end.block();
            let unchanged = alone && !written_between(*op, self.store.unwrap_or(self.end));
            legal!("nparray-fuse-device: what the chain reads is not written before its end", unchanged) && alone
        });
        if let Some(inner) = inner {
            return format!("({})", self.text(inner));
        }
        let at = self.leaves.iter().position(|leaf| same(*leaf, value)).unwrap_or_else(|| {
            self.leaves.push(value);
            self.leaves.len() - 1
        });
        format!("in{at}")
    }

    fn apply(self) {
        let context = context_of(&self.end);
        let text = |text: &str| -> Attribute<'c> { StringAttribute::new(context, text).into() };
        let result = result_of(self.end);
        let place = self.store.unwrap_or(self.end);
        let Some(block) = place.block() else { return };
        let own_type = match element(result).as_str() {
            "f32" => "float32",
            "complex<f64>" => "complex128",
            "complex<f32>" => "complex64",
            _ => "float64",
        };
        let builder = Builder { context, block, location: self.end.location() };
        let mut parameters = vec![("expression", text(&self.expression)), ("type", text(own_type))];
        if !self.apart {
            parameters.insert(0, ("apart", builder.boolean(false)));
        }
        let parameters = dictionary(context, &parameters);
        let attributes =
            [("callee", text("automphc.fused")), ("parameters", parameters), ("device", Attribute::unit(context))];
        let made = builder.operation("nparray.call", &self.leaves, &[result.r#type()], &attributes, vec![]);
        move_before(made, place);
        match self.store {
            Some(store) => {
                set_operand(store, 0, result_of(made));
                remove_attribute(store, "update");
                set_attribute(store, "out", Attribute::unit(context));
            }
            None => {
                // CuPy's own functions copy what they would overwrite too early; this kernel does not.
                for op in operations(block) {
                    if name(op) == "nparray.store" && operand(op, 0) == Some(result) {
                        remove_attribute(op, "out");
                    }
                }
                replace_all_uses(result, result_of(made));
            }
        }
        // Users before what they use.
        self.parts.into_iter().rev().for_each(erase);
    }
}

/// An elementwise call on the device whose operands all have its result's type, numbers of the host aside.
fn is_candidate(op: OperationRef) -> bool {
    if name(op) != "nparray.call" || !op.has_attribute("device") || op.has_attribute("parameters") {
        return false;
    }
    let Ok(result) = op.result(0) else { return false };
    let result: Value = result.into();
    let own = element(result);
    let names: Vec<String> = (0..op.operand_count()).map(|at| format!("in{at}")).collect();
    let alike = |value: Value| match buffer_rank(value.r#type()) {
        Some(rank) if rank > 0 || on_the_device(value) => on_the_device(value) && element(value) == own,
        // A number: Python's, or NumPy's of the same type.
        _ => !element(value).starts_with("complex") && element(value) != "i1",
    };
    let floating = matches!(own.as_str(), "f64" | "f32" | "complex<f64>" | "complex<f32>");
    floating
        && buffer_rank(result.r#type()).unwrap_or(0) > 0
        && formula(op, &names).is_some()
        && op.operands().all(alike)
}

/// What a call computes at each element, in the common part of C++ and Python.
fn formula(call: OperationRef, operands: &[String]) -> Option<String> {
    let callee = string_attribute(call, "callee")?;
    let name = callee.strip_prefix("cupy.")?;
    let complex = element(call.result(0).ok()?.into()).starts_with("complex");
    // What an operand is in parentheses for needs none as an argument.
    let inside =
        |text: &str| text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).unwrap_or(text).to_string();
    let arguments: Vec<String> = operands.iter().map(|text| inside(text)).collect();
    match (name, operands) {
        ("divide" | "true_divide", _) if complex => None,
        (_, [a, b]) if symbol(name).is_some() => Some(format!("{a} {} {b}", symbol(name)?)),
        ("negative", [a]) => Some(format!("-{a}")),
        ("square", [a]) => Some(format!("{a} * {a}")),
        _ if complex => None,
        ("absolute", [_]) => Some(format!("fabs({})", arguments[0])),
        ("clip", [_, _, _]) => {
            Some(format!("minimum_of(maximum_of({}, {}), {})", arguments[0], arguments[1], arguments[2]))
        }
        ("maximum" | "minimum", [_, _]) => Some(format!("{name}_of({}, {})", arguments[0], arguments[1])),
        (
            "sqrt" | "exp" | "log" | "log2" | "log10" | "log1p" | "expm1" | "sin" | "cos" | "tan" | "sinh" | "cosh"
            | "tanh" | "floor" | "ceil" | "trunc" | "rint",
            [_],
        ) => Some(format!("{name}({})", arguments[0])),
        _ => None,
    }
}

/// The operator of a function, or of an update.
fn symbol(function: &str) -> Option<&'static str> {
    match function.strip_prefix("numpy.").unwrap_or(function) {
        "add" => Some("+"),
        "subtract" => Some("-"),
        "multiply" => Some("*"),
        "divide" | "true_divide" => Some("/"),
        _ => None,
    }
}

fn element(value: Value) -> String {
    buffer_element(value.r#type()).map(|element| element.to_string()).unwrap_or_default()
}

/// An operation after which memory may hold something else.
fn writes(op: OperationRef) -> bool {
    let kind = name(op);
    let reads = matches!(
        kind.as_str(),
        "nparray.call"
            | "nparray.view"
            | "nparray.dim"
            | "nparray.constant"
            | "nparray.index_value"
            | "nparray.alloc"
            | "nparray.transfer"
            | "affine.apply"
            | "affine.load"
            | "affine.min"
            | "affine.max"
    );
    !reads && !kind.starts_with("arith.") && !kind.starts_with("math.")
}

/// Something may be written between two operations of a block.
fn written_between<'c: 'a, 'a>(first: OperationRef<'c, 'a>, last: OperationRef<'c, 'a>) -> bool {
    let mut next = first.next_in_block();
    while let Some(op) = next {
        if op == last {
            return false;
        }
        if writes(op) {
            return true;
        }
        next = op.next_in_block();
    }
    true
}

/// Elements by index arrays, as along a diagonal, are a copy: what is written there is lost.
fn gathers(value: Value) -> bool {
    let Some(op) = definition(value).filter(|op| is_view(*op)) else { return false };
    let axes = op.attribute("axes").ok().and_then(array_elements).unwrap_or_default();
    axes.into_iter().filter_map(string_value).any(|kind| kind == "points") || operand(op, 0).is_some_and(gathers)
}

/// The memory of a value.
fn base<'c: 'a, 'a>(value: Value<'c, 'a>) -> Value<'c, 'a> {
    match definition(value).filter(|op| is_view(*op)).and_then(|op| operand(op, 0)) {
        Some(source) => base(source),
        None => value,
    }
}

/// A value without views of all of it.
fn whole<'c: 'a, 'a>(value: Value<'c, 'a>) -> Value<'c, 'a> {
    let view = definition(value).filter(|op| name(*op) == "nparray.view" && !op.has_attribute("steps"));
    let axes = view.and_then(|view| view.attribute("axes").ok()).and_then(array_elements).unwrap_or_default();
    let all = !axes.is_empty() && axes.into_iter().filter_map(string_value).all(|kind| kind == "all");
    match view.filter(|_| all).and_then(|view| operand(view, 0)) {
        Some(source) => whole(source),
        None => value,
    }
}

/// Both are the same elements in the same order.
fn same<'c: 'a, 'a>(a: Value<'c, 'a>, b: Value<'c, 'a>) -> bool {
    let (a, b) = (whole(a), whole(b));
    if a == b {
        return true;
    }
    let (Some(a), Some(b)) = (definition(a), definition(b)) else { return false };
    let equal = |attribute| a.attribute(attribute).ok() == b.attribute(attribute).ok();
    let alike = name(a) == "nparray.view" && name(b) == "nparray.view" && equal("axes") && equal("steps");
    alike && a.operand_count() == b.operand_count() && a.operands().zip(b.operands()).all(|(a, b)| same(a, b))
}
