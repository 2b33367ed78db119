//! Calls of functions without an equation, as statements.
//!
//! In: a `nparray.opaque`. Out: a [`Statement`] as a black box is one, whose
//! accesses are known: it reads its operands and writes its result, all elements
//! of a box of each. The bounds of the boxes are arguments of its `value`, so that
//! whoever replaces a variable in a statement replaces it there, too. Rule: one that
//! may raise has a place among all that may, and reads every argument, so that the
//! exception finds them as the program would have left them.

use super::black_box::{self, BlackBox, Input, Touch, FUNCTION};
use super::order::Region;
use super::read::{name, Reader};
use super::write::Writer;
use super::{Access, Lin, Scop, Statement, Term};
use crate::build::{Builder, Named};
use automphc_dialects::ir::value_key;
use automphc_kb::expr::Expr;
use melior::ir::operation::OperationLike;
use melior::ir::r#type::TypeLike;
use melior::ir::{OperationRef, Value, ValueLike};

/// A box of elements of an array, as a function sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub array: usize,
    pub write: bool,
    /// Axes that the function sees; those that the array lacks are of size 1.
    pub rank: usize,
    /// Per axis of the array: the function's axis, or None for one index.
    pub axes: Vec<Option<usize>>,
    /// Its bounds are the arguments of the statement's value from here on: an
    /// index, or the first index and the exclusive end.
    pub first: usize,
}

/// The elements of one axis of a part.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    At(Lin),
    /// Lower bound, exclusive end, axis of the function.
    Axis(Lin, Lin, usize),
}

impl Part {
    /// Its axes, with their bounds taken from the statement's value.
    pub fn spans(&self, value: &Term) -> Vec<Span> {
        let Expr::Apply { arguments, .. } = value else { return vec![] };
        let mut bounds = arguments[self.first..].iter().map(|argument| match argument {
            Expr::Index(lin) => lin.clone(),
            _ => unreachable!("a bound of a part is an index"),
        });
        let mut next = || bounds.next().unwrap_or_else(|| Lin::constant(0));
        let mut span = |axis: &Option<usize>| match axis {
            None => Span::At(next()),
            Some(axis) => {
                let lower = next();
                Span::Axis(lower, next(), *axis)
            }
        };
        self.axes.iter().map(&mut span).collect()
    }

    /// The first and last index of each axis.
    pub fn region(&self, value: &Term) -> Region {
        let bounds = |span: Span| match span {
            Span::At(lin) => (lin.clone(), lin),
            Span::Axis(lower, end, _) => (lower, end + -1),
        };
        self.spans(value).into_iter().map(bounds).collect()
    }
}

pub fn is_call<'c: 'a, 'a>(operation: OperationRef<'c, 'a>) -> bool {
    name(operation) == "nparray.opaque"
}

/// What a call touches.
pub fn touched<'c, 'a>(scop: &Scop<'c, 'a>, free: bool, inputs: &[Input]) -> Vec<Touch> {
    let key = |array: usize| value_key(scop.arrays[array].value);
    let parts = inputs.iter().filter_map(|input| match input {
        Input::Part(part) => {
            Some(Touch { array: part.array, key: key(part.array), write: part.write, part: Some(part.clone()) })
        }
        _ => None,
    });
    let seen = if free { vec![] } else { black_box::arguments(scop) };
    let seen = seen.into_iter().map(|array| Touch { array, key: key(array), write: false, part: None });
    parts.chain(seen).collect()
}

/// The number that an access names after its word.
fn number(access: &str) -> Option<usize> {
    access.split_once(' ')?.1.parse().ok()
}

impl<'c, 'a> Reader<'c, 'a> {
    /// The statement of a `nparray.opaque`.
    pub fn opaque(&mut self, operation: OperationRef<'c, 'a>) -> Option<Statement<'c, 'a>> {
        let accesses = black_box::accesses(operation)?;
        let (mut inputs, mut arguments, mut loads, mut order) = (vec![], vec![], vec![], None);
        for (operand, access) in operation.operands().zip(&accesses) {
            match access.split(' ').next()? {
                "order" => {
                    order = Some((self.array(operand)?, value_key(operand)));
                    inputs.push(Input::Order);
                }
                "read" | "write" => inputs.push(Input::Part(Part {
                    array: self.array(operand)?,
                    write: access.starts_with("write"),
                    rank: number(access)?,
                    axes: vec![],
                    first: arguments.len(),
                })),
                "at" | "axis" => {
                    if let Some(Input::Part(part)) = inputs.last_mut() {
                        part.axes.push(number(access));
                    }
                    arguments.push(Expr::Index(self.affine(operand)?));
                }
                "end" => arguments.push(Expr::Index(self.affine(operand)?)),
                _ => {
                    arguments.push(match operand.r#type().is_index() {
                        true => Expr::Index(self.affine(operand)?),
                        false => self.term(operand, operation, &mut loads)?,
                    });
                    inputs.push(Input::Argument);
                }
            }
        }
        let (array, order) = order?;
        let free = black_box::is_total(operation);
        let touched = touched(&self.scop, free, &inputs);
        let text = Some(BlackBox { operation, inputs, touched, order, free });
        let value = Expr::Apply { function: FUNCTION.into(), arguments };
        let write = Access { array, index: vec![] };
        Some(Statement { write, value, location: operation.location(), store: None, loads, text })
    }
}

impl<'c, 'a> Writer<'_, 'c, 'a> {
    pub fn opaque(&self, builder: Builder<'c, 'a>, statement: &Statement<'c, 'a>, call: &BlackBox<'c, 'a>) {
        let Expr::Apply { arguments, .. } = &statement.value else { return };
        let mut arguments = arguments.iter();
        let mut operands: Vec<Value> = vec![];
        let mut access: Vec<String> = vec![];
        for input in &call.inputs {
            match input {
                Input::Order => {
                    operands.push(self.scop.arrays[statement.write.array].value);
                    access.push("order".into());
                }
                Input::Part(part) => {
                    operands.push(self.scop.arrays[part.array].value);
                    access.push(format!("{} {}", if part.write { "write" } else { "read" }, part.rank));
                    for span in part.spans(&statement.value) {
                        let (bounds, names) = match span {
                            Span::At(lin) => (vec![lin], vec!["at".to_string()]),
                            Span::Axis(lower, end, axis) => {
                                (vec![lower, end], vec![format!("axis {axis}"), "end".to_string()])
                            }
                        };
                        arguments.nth(bounds.len() - 1);
                        operands.extend(bounds.iter().map(|lin| self.index(builder, lin)));
                        access.extend(names);
                    }
                }
                Input::Whole(_) => {}
                Input::Argument => match arguments.next() {
                    Some(Expr::Index(lin)) => {
                        operands.push(self.index(builder, lin));
                        access.push("index".into());
                    }
                    Some(term) => {
                        let element = self.type_of(term).unwrap_or_else(|| melior::ir::Type::float64(builder.context));
                        operands.push(self.term(builder, term, element));
                        access.push("element".into());
                    }
                    None => {}
                },
            }
        }
        let access: Vec<&str> = access.iter().map(String::as_str).collect();
        let mut attributes = attributes(call.operation);
        attributes.push(("access", builder.strings(&access)));
        builder.operation("nparray.opaque", &operands, &[], &attributes, vec![]);
    }
}

/// The attributes of a `nparray.opaque` but its accesses.
pub fn attributes<'c: 'a, 'a>(operation: OperationRef<'c, 'a>) -> Vec<Named<'c>> {
    const NAMES: [&str; 4] = ["callee", "parameters", "total", "fresh"];
    NAMES.iter().filter_map(|name| Some((*name, operation.attribute(name).ok()?))).collect()
}
