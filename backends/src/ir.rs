//! Reading MLIR without surprises: every accessor returns a located [`Problem`]
//! instead of panicking on IR that is not as expected.

use automphc_dialects::diagnostic::file_line_column;
use melior::ir::attribute::{ArrayAttribute, DenseI64ArrayAttribute, DictionaryAttribute, IntegerAttribute};
use melior::ir::block::BlockLike;
use melior::ir::operation::{OperationLike, OperationResult};
use melior::ir::{Attribute, BlockRef, Location, OperationRef, RegionLike, Value, ValueLike};
use std::fmt;

/// Why something cannot be emitted, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// File, line and column, if known.
    pub place: Option<(String, usize, usize)>,
    pub message: String,
    /// The IR is right, but its Python form would not be: the version is left out.
    pub refused: bool,
}

impl Problem {
    pub fn at(location: Location, message: impl Into<String>) -> Self {
        Self { place: file_line_column(location), message: message.into(), refused: false }
    }

    /// A reason to leave a version out, which is no error.
    pub fn refusal(location: Location, message: impl Into<String>) -> Self {
        Self { refused: true, ..Self::at(location, message) }
    }

    /// A problem with an operation, named in the message.
    pub fn of<'c: 'a, 'a>(op: OperationRef<'c, 'a>, message: impl fmt::Display) -> Self {
        Self::at(op.location(), format!("'{}' {message}", name_of(op)))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Some((file, line, column)) = &self.place {
            write!(f, "{file}:{line}:{column}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

pub type Result<T> = std::result::Result<T, Problem>;

/// Identity of an SSA value.
pub type Key = usize;

pub fn key<'c>(value: impl ValueLike<'c>) -> Key {
    value.to_raw().ptr as usize
}

pub fn name_of<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> String {
    op.name().as_string_ref().as_str().unwrap_or_default().to_string()
}

/// Operations of a block, in order.
pub fn operations<'c, 'a>(block: BlockRef<'c, 'a>) -> impl Iterator<Item = OperationRef<'c, 'a>> {
    std::iter::successors(block.first_operation(), |op| op.next_in_block())
}

/// Operations of a region's first block.
pub fn body<'c: 'a, 'a>(op: OperationRef<'c, 'a>, region: usize) -> Vec<OperationRef<'c, 'a>> {
    let block = op.region(region).ok().and_then(|region| region.first_block());
    block.map(|block| operations(block).collect()).unwrap_or_default()
}

/// The operation that defines a value; None for an argument.
pub fn owner<'c, 'a>(value: Value<'c, 'a>) -> Option<OperationRef<'c, 'a>> {
    OperationResult::try_from(value).ok().map(|result| result.owner())
}

pub fn operand<'c: 'a, 'a>(op: OperationRef<'c, 'a>, index: usize) -> Result<Value<'c, 'a>> {
    automphc_dialects::ir::operand(op, index).ok_or_else(|| Problem::of(op, format!("has no operand {index}")))
}

pub fn operands<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> Vec<Value<'c, 'a>> {
    (0..op.operand_count()).filter_map(|index| op.operand(index).ok()).collect()
}

pub fn result<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> Result<Value<'c, 'a>> {
    op.result(0).map(Value::from).map_err(|_| Problem::of(op, "has no result"))
}

pub fn attribute<'c: 'a, 'a>(op: OperationRef<'c, 'a>, name: &str) -> Option<Attribute<'c>> {
    op.attribute(name).ok()
}

pub fn required<'c: 'a, 'a>(op: OperationRef<'c, 'a>, name: &str) -> Result<Attribute<'c>> {
    attribute(op, name).ok_or_else(|| Problem::of(op, format!("lacks the attribute '{name}'")))
}

pub fn string<'c>(attribute: Attribute<'c>) -> Option<&'c str> {
    automphc_dialects::ir::string_text(attribute)
}

pub fn string_of<'c: 'a, 'a>(op: OperationRef<'c, 'a>, name: &str) -> Option<&'c str> {
    string(attribute(op, name)?)
}

pub fn required_string<'c: 'a, 'a>(op: OperationRef<'c, 'a>, name: &str) -> Result<&'c str> {
    string(required(op, name)?).ok_or_else(|| Problem::of(op, format!("needs a string as '{name}'")))
}

pub fn integer(attribute: Attribute) -> Option<i64> {
    IntegerAttribute::try_from(attribute).ok().map(|i| i.value())
}

/// Elements of an array attribute; empty for anything else.
pub fn elements<'c>(attribute: Attribute<'c>) -> Vec<Attribute<'c>> {
    let Ok(array) = ArrayAttribute::try_from(attribute) else {
        return Vec::new();
    };
    (0..array.len()).filter_map(|index| array.element(index).ok()).collect()
}

/// Whether a value is in the memory of the device.
pub fn on_device(value: Value) -> bool {
    let Some(op) = owner(value) else { return false };
    match name_of(op).as_str() {
        "nparray.transfer" => string_of(op, "to") == Some("device"),
        "nparray.view" => automphc_dialects::ir::operand(op, 0).is_some_and(on_device),
        _ => attribute(op, "device").is_some(),
    }
}

/// Strings of an array attribute.
pub fn strings<'c: 'a, 'a>(op: OperationRef<'c, 'a>, name: &str) -> Vec<String> {
    let all = attribute(op, name).map(elements).unwrap_or_default();
    all.into_iter().filter_map(string).map(str::to_string).collect()
}

pub fn integers<'c: 'a, 'a>(op: OperationRef<'c, 'a>, name: &str) -> Option<Vec<i64>> {
    let array = DenseI64ArrayAttribute::try_from(attribute(op, name)?).ok()?;
    (0..array.len()).map(|index| array.element(index).ok()).collect()
}

/// Entries of a dictionary attribute.
pub fn entries<'c>(attribute: Attribute<'c>) -> Vec<(String, Attribute<'c>)> {
    let Ok(dictionary) = DictionaryAttribute::try_from(attribute) else {
        return Vec::new();
    };
    (0..dictionary.len())
        .filter_map(|index| dictionary.element(index).ok())
        .map(|(name, value)| (name.as_string_ref().as_str().unwrap_or_default().to_string(), value))
        .collect()
}

pub fn entry<'c>(attribute: Attribute<'c>, name: &str) -> Option<Attribute<'c>> {
    DictionaryAttribute::try_from(attribute).ok()?.element_by_name(name)
}

/// First and last line of a location in the source file; fused locations span all their parts.
pub fn lines(location: Location, path: &str) -> Option<(usize, usize)> {
    let text = location.to_string();
    let file = format!("{path:?}:");
    let mut found: Option<(usize, usize)> = None;
    for part in text.split(&file).skip(1) {
        let number = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok();
        let Some(first) = number(part) else { continue };
        let last = part
            .split_once(" to ")
            .filter(|(start, _)| start.chars().all(|c| c.is_ascii_digit() || c == ':'))
            .and_then(|(_, end)| number(end))
            .unwrap_or(first);
        found = Some(found.map_or((first, last), |(a, b)| (a.min(first), b.max(last))));
    }
    found
}
