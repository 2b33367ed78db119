//! From affine operations to statements.
//!
//! A top-level operation that is no affine loop or store, and a loop that holds
//! anything but affine accesses and pure scalar operations, stays as
//! [`Node::Other`].

use super::{Access, Array, Lin, Loop, LoopInfo, Node, Scop, Statement, Term, Var};
use crate::scop::scalar;
use automphc_dialects::affine::{map_rows, quotient_row, Rows};
use automphc_dialects::ir::{string_value, value_key};
use automphc_dialects::types;
use automphc_kb::affine::Affine;
use automphc_kb::expr::{Expr, Number};
use melior::ir::attribute::{FloatAttribute, IntegerAttribute};
use melior::ir::operation::{OperationLike, OperationResult};
use melior::ir::{BlockLike, BlockRef, OperationRef, RegionLike, Value, ValueLike};
use std::collections::HashMap;

/// Reads the body of a version.
pub fn read<'c, 'a>(function: OperationRef<'c, 'a>) -> Option<Scop<'c, 'a>> {
    let block = function.region(0).ok()?.first_block()?;
    let scop = Scop { function, symbols: vec![], arrays: vec![], loops: vec![], body: vec![] };
    let mut reader = Reader { scop, indices: Indices::default() };
    for position in 0..block.argument_count() {
        reader.array(block.argument(position).ok()?.into());
    }
    let mut body = vec![];
    for operation in operations(block) {
        let node = match name(operation).as_str() {
            "affine.for" => reader.r#loop(operation).map(Node::Loop),
            "affine.store" => reader.statement(operation).map(Node::Statement),
            "py.opaque" => reader.black_box(operation).map(Node::Statement),
            "nparray.opaque" => reader.opaque(operation).map(Node::Statement),
            _ => {
                reader.note_results(operation);
                None
            }
        };
        body.push(node.unwrap_or(Node::Other(operation)));
    }
    reader.scop.body = body;
    Some(reader.scop)
}

/// The operations of a block, in order.
pub fn operations<'c, 'a>(block: BlockRef<'c, 'a>) -> Vec<OperationRef<'c, 'a>> {
    std::iter::successors(block.first_operation(), |operation| operation.next_in_block()).collect()
}

/// The name of an operation.
pub fn name<'c: 'a, 'a>(operation: OperationRef<'c, 'a>) -> String {
    operation.name().as_string_ref().as_str().unwrap_or_default().to_string()
}

/// The operation that defines a value.
pub fn definition<'c, 'a>(value: Value<'c, 'a>) -> Option<OperationRef<'c, 'a>> {
    OperationResult::try_from(value).ok().map(|result| result.owner())
}

/// The text of a string attribute of an operation.
pub fn string_attribute<'c: 'a, 'a>(operation: OperationRef<'c, 'a>, name: &str) -> Option<String> {
    string_value(operation.attribute(name).ok()?)
}

/// The number of an integer attribute of an operation.
pub fn integer_attribute<'c: 'a, 'a>(operation: OperationRef<'c, 'a>, name: &str) -> Option<i64> {
    Some(IntegerAttribute::try_from(operation.attribute(name).ok()?).ok()?.value())
}

/// Loop variables by value: traces index values to affine expressions.
#[derive(Default)]
pub struct Indices {
    ivs: HashMap<usize, Lin>,
}

impl Indices {
    /// Makes the variable of a loop known.
    pub fn bind(&mut self, iv: Value, id: usize) {
        self.ivs.insert(value_key(iv), Affine::var(Var::Loop(id)));
    }

    /// The variable of a loop that stands for a condition is 0 wherever it is read.
    fn bind_condition(&mut self, iv: Value) {
        self.ivs.insert(value_key(iv), Affine::constant(0));
    }

    /// The bounds of an affine.for with step 1.
    pub fn bounds<'c, 'a>(
        &self,
        scop: &mut Scop<'c, 'a>,
        operation: OperationRef<'c, 'a>,
    ) -> Option<(Vec<Lin>, Vec<Lin>)> {
        let tile = operation.has_attribute("tile");
        if (step(operation)? != 1 && !tile) || operation.result_count() != 0 {
            return None;
        }
        let sizes = segment_sizes(operation)?;
        let operands: Vec<_> = operation.operands().collect();
        let (lower_operands, rest) = operands.split_at_checked(sizes[0])?;
        let upper_operands = rest.get(..sizes[1])?;
        let lower = self.rows(scop, &map_rows(operation.attribute("lowerBoundMap").ok()?)?, lower_operands)?;
        let upper = self.rows(scop, &map_rows(operation.attribute("upperBoundMap").ok()?)?, upper_operands)?;
        Some((lower, upper))
    }

    /// The rows of a map applied to index values.
    pub fn rows<'c, 'a>(&self, scop: &mut Scop<'c, 'a>, map: &Rows, operands: &[Value<'c, 'a>]) -> Option<Vec<Lin>> {
        let variables = operands.iter().map(|v| self.affine(scop, *v)).collect::<Option<Vec<_>>>()?;
        map.rows
            .iter()
            .map(|row| {
                let (constant, coefficients) = row.split_last()?;
                let start = Affine::constant(*constant);
                Some(variables.iter().zip(coefficients).fold(start, |sum, (v, &c)| sum + v.clone() * c))
            })
            .collect()
    }

    /// An index value as an affine expression of loop variables and symbols.
    pub fn affine<'c, 'a>(&self, scop: &mut Scop<'c, 'a>, value: Value<'c, 'a>) -> Option<Lin> {
        if let Some(known) = self.ivs.get(&value_key(value)) {
            return Some(known.clone());
        }
        if let Some(operation) = definition(value) {
            match name(operation).as_str() {
                "affine.apply" => {
                    let map = operation.attribute("map").ok()?;
                    let operands: Vec<_> = operation.operands().collect();
                    // A quotient is a symbol of its own.
                    if quotient_row(map).is_none() {
                        return self.rows(scop, &map_rows(map)?, &operands)?.pop();
                    }
                }
                "arith.constant" => {
                    return match number(operation)? {
                        Number::Int(value) => Some(Affine::constant(value)),
                        _ => None,
                    }
                }
                _ => {}
            }
        }
        Some(Affine::var(scop.symbol(value)))
    }
}

pub struct Reader<'c, 'a> {
    pub scop: Scop<'c, 'a>,
    indices: Indices,
}

impl<'c, 'a> Reader<'c, 'a> {
    /// Makes the arrays among an operation's results known.
    fn note_results(&mut self, operation: OperationRef<'c, 'a>) {
        for result in operation.results() {
            self.array(result.into());
        }
    }

    pub fn array(&mut self, value: Value<'c, 'a>) -> Option<usize> {
        if let Some(found) = self.scop.array(value) {
            return Some(found);
        }
        let element = types::buffer_element(value.r#type())?;
        let definition = definition(value);
        self.scop.arrays.push(Array {
            value,
            rank: types::buffer_rank(value.r#type())?,
            element,
            name: definition.and_then(|operation| string_attribute(operation, "name")),
            local: definition.is_some(),
        });
        Some(self.scop.arrays.len() - 1)
    }

    fn r#loop(&mut self, operation: OperationRef<'c, 'a>) -> Option<Loop<'c, 'a>> {
        let (lower, upper) = self.indices.bounds(&mut self.scop, operation)?;
        let block = operation.region(0).ok()?.first_block()?;
        let info = LoopInfo {
            name: string_attribute(operation, "name"),
            location: operation.location(),
            step: step(operation).unwrap_or(1),
        };
        let id = self.scop.new_loop(info);
        let variable = block.argument(0).ok()?.into();
        let mut read = Loop { id, lower, upper, body: vec![] };
        match read.conditions() {
            Some(_) => self.indices.bind_condition(variable),
            None => self.indices.bind(variable, id),
        }
        read.body = self.body(block)?;
        Some(read)
    }

    fn body(&mut self, block: BlockRef<'c, 'a>) -> Option<Vec<Node<'c, 'a>>> {
        let mut nodes = vec![];
        for operation in operations(block) {
            match name(operation).as_str() {
                "affine.for" => nodes.push(Node::Loop(self.r#loop(operation)?)),
                "affine.store" => nodes.push(Node::Statement(self.statement(operation)?)),
                "py.opaque" => nodes.push(Node::Statement(self.black_box(operation)?)),
                "nparray.opaque" => nodes.push(Node::Statement(self.opaque(operation)?)),
                "affine.load" | "affine.apply" | "affine.yield" => {}
                other if is_pure_scalar(other) => {}
                _ => return None,
            }
        }
        Some(nodes)
    }

    fn statement(&mut self, store: OperationRef<'c, 'a>) -> Option<Statement<'c, 'a>> {
        let operands: Vec<_> = store.operands().collect();
        let (value, target, indices) = (operands.first()?, operands.get(1)?, operands.get(2..)?);
        let index = self.rows(&map_rows(store.attribute("map").ok()?)?, indices)?;
        let array = self.array(*target)?;
        let mut loads = vec![];
        let value = self.term(*value, store, &mut loads)?;
        let write = Access { array, index };
        Some(Statement { write, value, location: store.location(), store: Some(store), loads, text: None })
    }

    /// The expression of a value. A load must see what it would see at the store:
    /// no other store lies between them in their block.
    pub fn term(
        &mut self,
        value: Value<'c, 'a>,
        store: OperationRef<'c, 'a>,
        loads: &mut Vec<OperationRef<'c, 'a>>,
    ) -> Option<Term> {
        let operation = definition(value)?;
        let kind = name(operation);
        match kind.as_str() {
            "affine.load" => {
                let operands: Vec<_> = operation.operands().collect();
                let index = self.rows(&map_rows(operation.attribute("map").ok()?)?, operands.get(1..)?)?;
                let array = self.array(*operands.first()?)?;
                if !undisturbed(operation, store) {
                    return None;
                }
                loads.push(operation);
                Some(Expr::Read { array, index })
            }
            "arith.constant" => number(operation).map(Expr::Number),
            "complex.constant" => complex_number(operation).map(Expr::Number),
            "arith.sitofp" | "arith.extsi" | "arith.trunci" | "arith.extf" | "arith.truncf" | "complex.create"
            | "complex.re" => self.term(operation.operand(0).ok()?, store, loads),
            "arith.index_cast" => self.affine(operation.operand(0).ok()?).map(Expr::Index),
            _ => {
                let function = function_of(operation, &kind)?;
                let arguments =
                    operation.operands().map(|operand| self.term(operand, store, loads)).collect::<Option<_>>()?;
                Some(Expr::Apply { function, arguments })
            }
        }
    }

    fn rows(&mut self, map: &Rows, operands: &[Value<'c, 'a>]) -> Option<Vec<Lin>> {
        self.indices.rows(&mut self.scop, map, operands)
    }

    pub fn affine(&mut self, value: Value<'c, 'a>) -> Option<Lin> {
        self.indices.affine(&mut self.scop, value)
    }
}

/// The step of a loop.
fn step(operation: OperationRef) -> Option<i64> {
    Some(IntegerAttribute::try_from(operation.attribute("step").ok()?).ok()?.value())
}

/// Sizes of the lower-bound, upper-bound and init operand groups of a loop.
pub fn segment_sizes(operation: OperationRef) -> Option<[usize; 2]> {
    use melior::ir::attribute::DenseI32ArrayAttribute;
    let attribute = DenseI32ArrayAttribute::try_from(operation.attribute("operandSegmentSizes").ok()?).ok()?;
    let size = |i| attribute.element(i).ok().and_then(|n| usize::try_from(n).ok());
    Some([size(0)?, size(1)?])
}

/// True for operations on scalars without effects.
pub fn is_pure_scalar(operation: &str) -> bool {
    operation.starts_with("arith.")
        || operation.starts_with("math.")
        || operation.starts_with("complex.")
        || operation == "nparray.scalar"
}

fn function_of<'c: 'a, 'a>(operation: OperationRef<'c, 'a>, kind: &str) -> Option<String> {
    let predicate = || IntegerAttribute::try_from(operation.attribute("predicate").ok()?).ok().map(|p| p.value());
    match kind {
        "nparray.scalar" => string_attribute(operation, "function"),
        "arith.cmpf" => scalar::comparison(true, predicate()?).map(str::to_string),
        "arith.cmpi" => scalar::comparison(false, predicate()?).map(str::to_string),
        _ => scalar::function(kind).map(str::to_string),
    }
}

/// The number in the attribute `value` of a constant.
pub fn number(operation: OperationRef) -> Option<Number> {
    let value = operation.attribute("value").ok()?;
    if let Ok(float) = FloatAttribute::try_from(value) {
        // The shortest number that is the same in single precision: what the program says.
        let single = operation.results().next().filter(|result| result.r#type().to_string() == "f32");
        let shortest = single.and_then(|_| (float.value() as f32).to_string().parse().ok());
        return Some(Number::Float(shortest.unwrap_or(float.value())));
    }
    if automphc_dialects::ir::array_elements(value).is_some() {
        return complex_number(operation);
    }
    let integer = IntegerAttribute::try_from(value).ok()?;
    Some(if value.to_string() == "true" || value.to_string() == "false" {
        Number::Bool(integer.value() != 0)
    } else {
        Number::Int(integer.value())
    })
}

fn complex_number(operation: OperationRef) -> Option<Number> {
    let parts = automphc_dialects::ir::array_elements(operation.attribute("value").ok()?)?;
    let part = |i: usize| parts.get(i).and_then(|p| FloatAttribute::try_from(*p).ok()).map(|f| f.value());
    let (real, imaginary) = (part(0)?, part(1)?);
    // A real number of the program, converted: printed as it was.
    let converted = imaginary.to_bits() == 0;
    Some(if converted { Number::Float(real) } else { Number::Complex(real, imaginary) })
}

/// True if no store to the loaded array lies between a load and the store that
/// uses it. Both are in one block: a load in an outer block is not accepted.
fn undisturbed<'c: 'a, 'a>(load: OperationRef<'c, 'a>, store: OperationRef<'c, 'a>) -> bool {
    let Ok(loaded) = load.operand(0) else { return false };
    let mut next = load.next_in_block();
    while let Some(operation) = next {
        if operation == store {
            return true;
        }
        let writes = match name(operation).as_str() {
            "affine.store" => operation.operand(1).is_ok_and(|target| target == loaded),
            "affine.for" | "affine.if" | "nparray.store" | "py.opaque" | "nparray.opaque" => true,
            _ => false,
        };
        if writes {
            return false;
        }
        next = operation.next_in_block();
    }
    false
}
