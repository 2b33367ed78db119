//! Which steps CuPy computes as NumPy does: the function, its keywords and the types of elements.
//!
//! In: a call or a store in raised form. Out: the reason why it stays on the host, if there is one. What the
//! knowledge base says about a function (`cupy=`) holds of floats; masks and complex numbers have rules of
//! their own, taken from CuPy's kernels. Integers are left to the host.

use crate::legal;
use crate::scop::read::{name, string_attribute};
use automphc_dialects::ir::{dictionary_entries, operand};
use automphc_dialects::types::{buffer_element, buffer_rank};
use automphc_kb::KnowledgeBase;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, Value, ValueLike};

/// Functions that treat masks as NumPy does: they move elements, choose by them, or are logic.
const OF_MASKS: [&str; 22] = [
    "where",
    "any",
    "all",
    "logical_and",
    "logical_or",
    "logical_xor",
    "logical_not",
    "bitwise_and",
    "bitwise_or",
    "bitwise_xor",
    "invert",
    "equal",
    "not_equal",
    "zeros",
    "ones",
    "full",
    "copy",
    "tri",
    "triu",
    "tril",
    "masked_dot",
    "isnan",
];

/// Functions that convert operands of two types as NumPy does, where both have parts of the same width.
const CONVERTING: [&str; 12] =
    ["add", "subtract", "multiply", "divide", "absolute", "angle", "fft", "ifft", "rfft", "fft2", "ifft2", "dot"];

/// Why a function stays on the host; None if CuPy has it with the same meaning.
pub fn not_on_device(callee: &str, kb: &KnowledgeBase) -> Option<String> {
    if callee == "automphc.masked_dot" {
        return None;
    }
    let Some(function) = kb.function(callee) else { return Some(format!("{callee} is not known")) };
    if function.cupy.is_none() {
        return Some(format!("CuPy has no {callee} of the same meaning"));
    }
    function.raises.is_some().then(|| format!("{callee} may raise, which it does not on a device"))
}

/// A keyword that CuPy's functions lack.
pub fn unknown_keyword(operation: OperationRef) -> Option<String> {
    const LACKING: [&str; 6] = ["initial", "where", "casting", "order", "kind", "method"];
    let parameters = operation.attribute("parameters").ok().and_then(dictionary_entries).unwrap_or_default();
    let found = parameters.into_iter().find(|(keyword, _)| LACKING.contains(&keyword.as_str()));
    found.map(|(keyword, _)| format!("CuPy lacks the keyword {keyword}"))
}

/// CuPy's function differs for masks, or for complex numbers.
pub fn other_elements(operation: OperationRef, callee: &str, kb: &KnowledgeBase) -> Option<String> {
    let elements: Vec<String> = operation.operands().filter_map(element).collect();
    let short = callee.rsplit('.').next().unwrap_or(callee);
    let masks = elements.iter().any(|element| element == "i1");
    let same = !masks || OF_MASKS.contains(&short);
    if !legal!("nparray-select-device: the device treats masks alike", same) {
        return Some(format!("{callee} of masks is another operation on a device"));
    }
    let complex = elements.iter().any(|element| element.starts_with("complex"));
    let real_only = kb.function(callee).is_some_and(|function| function.cupy_real);
    let same = !complex || !real_only || is_quotient_by_number(operation);
    let same = legal!("nparray-select-device: the device treats complex numbers alike", same);
    (!same).then(|| format!("{callee} of complex numbers is another operation on a device"))
}

/// Complex numbers in double precision over a real number: what NumPy computes is a product with its inverse.
pub fn is_quotient_by_number(operation: OperationRef) -> bool {
    let Some((a, b)) = operand(operation, 0).zip(operand(operation, 1)) else { return false };
    let callee = string_attribute(operation, "callee").unwrap_or_default();
    let complex = element(a).as_deref() == Some("complex<f64>") && buffer_rank(a.r#type()).unwrap_or(0) > 0;
    let number = buffer_rank(b.r#type()).unwrap_or(0) == 0 && element(b).is_none_or(|element| element == "f64");
    matches!(callee.as_str(), "numpy.divide" | "cupy.divide") && complex && number
}

/// The arrays of an operation have one type of elements, masks aside, or types that the device converts as
/// NumPy does. `number` says of a value that it is a number of the host.
pub fn same_types<'c: 'a, 'a>(operation: OperationRef<'c, 'a>, number: impl Fn(Value<'c, 'a>) -> bool) -> bool {
    let result = operation.result(0).ok().and_then(|value| element(value.into()));
    let stored = operand(operation, 1).filter(|_| name(operation) == "nparray.store").and_then(element);
    let mut known: Vec<String> = vec![];
    for value in operation.operands().chain(operation.results().map(Value::from)) {
        let Some(element) = element(value) else { continue };
        let scalar = buffer_rank(value.r#type()) == Some(0) && number(value);
        match element.as_str() {
            "i1" => {}
            // A float of Python takes the type of the array that it meets; so does one that is stored.
            "f64" if scalar && result.as_ref().or(stored.as_ref()).is_some_and(|e| is_floating(e)) => {}
            _ if !is_floating(&element) => return false,
            _ if !known.contains(&element) => known.push(element),
            _ => {}
        }
    }
    match known.as_slice() {
        [] | [_] => true,
        [a, b] => {
            legal!("nparray-select-device: the device converts alike", width(a) == width(b) && converts(operation))
        }
        _ => false,
    }
}

fn is_floating(element: &str) -> bool {
    matches!(element, "f64" | "f32" | "complex<f64>" | "complex<f32>")
}

/// Bits of a part.
fn width(element: &str) -> usize {
    if element.contains("f32") {
        32
    } else {
        64
    }
}

fn converts(operation: OperationRef) -> bool {
    if name(operation) == "nparray.call" {
        let callee = string_attribute(operation, "callee").unwrap_or_default();
        return CONVERTING.contains(&callee.rsplit('.').next().unwrap_or_default());
    }
    // A real number becomes a complex one where it is stored.
    let of = |at| operand(operation, at).and_then(element).unwrap_or_default();
    operation.operand_count() == 2 && of(1).starts_with("complex")
}

fn element(value: Value) -> Option<String> {
    buffer_element(value.r#type()).map(|element| element.to_string())
}
