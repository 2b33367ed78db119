//! Black boxes: statements of the program that are kept as text, with
//! approximated access relations.
//!
//! In: a `py.opaque` of a version. Out: a [`Statement`] whose `value` is a
//! function of the elements that the text reads and of the variables that it is
//! given, whose `write` is the cell that keeps black boxes in order, and whose
//! `text` says which arrays it may touch at any element. Rule: what is not
//! `total` may read and change every argument, and so keeps its place among all
//! statements on them; an exception finds them as the program would have left them.

use super::opaque::{self, Part};
use super::read::{name, Reader};
use super::write::Writer;
use super::{Access, Scop, Statement};
use crate::build::{Builder, Named};
use automphc_dialects::ir::{array_elements, string_value, value_key};
use automphc_kb::expr::Expr;
use melior::ir::operation::OperationLike;
use melior::ir::r#type::TypeLike;
use melior::ir::{OperationRef, Value, ValueLike};

/// The name of the function that a black box computes.
pub const FUNCTION: &str = "opaque";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The cell that keeps black boxes in order.
    Order,
    /// The next argument of the statement's value: an element, or a variable's value.
    Argument,
    /// Any element of this array.
    Whole(usize),
    /// A box of elements: the operand or the result of a function.
    Part(Part),
}

/// An array of which any element may be read or written, or those of a part.
#[derive(Clone, Debug)]
pub struct Touch {
    pub array: usize,
    pub key: usize,
    pub write: bool,
    pub part: Option<Part>,
}

#[derive(Clone, Debug)]
pub struct BlackBox<'c, 'a> {
    /// Its text and names.
    pub operation: OperationRef<'c, 'a>,
    pub inputs: Vec<Input>,
    pub touched: Vec<Touch>,
    /// Identity of the cell that keeps black boxes in order.
    pub order: usize,
    /// A call of a function (`opaque.rs`) that has no place in that order.
    pub free: bool,
}

impl BlackBox<'_, '_> {
    pub fn touches(&self, array: usize, write: bool) -> bool {
        self.touched.iter().any(|touch| touch.array == array && (touch.write || !write))
    }
}

/// What each operand of a `py.opaque` is; None for one that is no black box.
pub fn accesses<'c: 'a, 'a>(operation: OperationRef<'c, 'a>) -> Option<Vec<String>> {
    let all = operation.attribute("access").ok().and_then(array_elements)?;
    Some(all.into_iter().filter_map(string_value).collect())
}

/// Does not raise, and touches only what it says.
pub fn is_total<'c: 'a, 'a>(operation: OperationRef<'c, 'a>) -> bool {
    operation.has_attribute("total")
}

/// The arrays among a version's arguments.
pub(super) fn arguments<'c, 'a>(scop: &Scop<'c, 'a>) -> Vec<usize> {
    let all = crate::version::arguments(scop.function).into_iter().filter(|argument| argument.kind == "array");
    all.filter_map(|argument| scop.array(argument.value)).collect()
}

/// What a black box may touch at any element: what it says, and all arguments if it is not total.
pub fn touched<'c, 'a>(scop: &Scop<'c, 'a>, operation: OperationRef<'c, 'a>, inputs: &[Input]) -> Vec<Touch> {
    let accesses = accesses(operation).unwrap_or_default();
    let said = inputs.iter().zip(&accesses).filter_map(|(input, access)| match input {
        Input::Whole(array) => Some((*array, access == "write")),
        _ => None,
    });
    let implied = if is_total(operation) { vec![] } else { arguments(scop) };
    let all = said.chain(implied.into_iter().map(|array| (array, true)));
    all.map(|(array, write)| Touch { array, key: value_key(scop.arrays[array].value), write, part: None }).collect()
}

impl<'c, 'a> Reader<'c, 'a> {
    /// The statement of a `py.opaque`.
    pub fn black_box(&mut self, operation: OperationRef<'c, 'a>) -> Option<Statement<'c, 'a>> {
        let accesses = accesses(operation)?;
        let (mut inputs, mut arguments, mut loads, mut order) = (vec![], vec![], vec![], None);
        for (operand, access) in operation.operands().zip(&accesses) {
            match access.as_str() {
                "order" => {
                    order = Some((self.array(operand)?, value_key(operand)));
                    inputs.push(Input::Order);
                }
                "read" | "write" => inputs.push(Input::Whole(self.array(operand)?)),
                _ => {
                    let argument = match operand.r#type().is_index() {
                        true => Expr::Index(self.affine(operand)?),
                        false => self.term(operand, operation, &mut loads)?,
                    };
                    arguments.push(argument);
                    inputs.push(Input::Argument);
                }
            }
        }
        let (array, order) = order?;
        let touched = touched(&self.scop, operation, &inputs);
        let text = Some(BlackBox { operation, inputs, touched, order, free: false });
        let value = Expr::Apply { function: FUNCTION.into(), arguments };
        let write = Access { array, index: vec![] };
        Some(Statement { write, value, location: operation.location(), store: None, loads, text })
    }
}

impl<'c, 'a> Writer<'_, 'c, 'a> {
    pub fn black_box(&self, builder: Builder<'c, 'a>, statement: &Statement<'c, 'a>, text: &BlackBox<'c, 'a>) {
        if opaque::is_call(text.operation) {
            return self.opaque(builder, statement, text);
        }
        let Expr::Apply { arguments, .. } = &statement.value else { return };
        let mut arguments = arguments.iter();
        let mut operands: Vec<Value> = vec![];
        for input in &text.inputs {
            operands.push(match input {
                Input::Order => self.scop.arrays[statement.write.array].value,
                Input::Whole(array) => self.scop.arrays[*array].value,
                Input::Part(_) => unreachable!("text has no parts"),
                Input::Argument => match arguments.next() {
                    Some(Expr::Index(lin)) => self.index(builder, lin),
                    Some(read @ Expr::Read { array, .. }) => self.term(builder, read, self.scop.arrays[*array].element),
                    _ => unreachable!("an argument of a black box is an element or an index"),
                },
            });
        }
        builder.operation(&name(text.operation), &operands, &[], &attributes(text.operation), vec![]);
    }
}

/// The attributes of a `py.opaque`.
pub fn attributes<'c: 'a, 'a>(operation: OperationRef<'c, 'a>) -> Vec<Named<'c>> {
    const NAMES: [&str; 8] = ["text", "reads", "writes", "reason", "access", "bound", "total", "span"];
    NAMES.iter().filter_map(|name| Some((*name, operation.attribute(name).ok()?))).collect()
}
