//! From statements back to affine operations.
//!
//! Kept operations move to their new place; the loops and stores that the tree
//! was read from are erased.

use super::{Lin, Node, Scop, Statement, Term, Var};
use crate::build::Builder;
use crate::py_infer_types::ty::element;
use crate::scop::read::{name, operations};
use crate::scop::scalar::{self, Class};
use automphc_dialects::affine::{map_attribute, Rows};
use automphc_dialects::ir::{context_of, detach, erase, set_attribute};
use automphc_kb::expr::{Expr, Number};
use automphc_kb::DType;
use melior::ir::attribute::{ArrayAttribute, IntegerAttribute};
use melior::ir::operation::OperationLike;
use melior::ir::r#type::IntegerType;
use melior::ir::{Attribute, BlockLike, OperationRef, RegionLike, Type, Value};
use melior::Context;
use std::collections::HashMap;

/// Replaces the body of the version by the tree.
pub fn write<'c, 'a>(context: &'c Context, scop: &Scop<'c, 'a>) {
    let Some(block) = scop.function.region(0).ok().and_then(|r| r.first_block()) else { return };
    let builder = Builder { context, block, location: scop.function.location() };
    let kept = kept_operations(&scop.body);
    let old: Vec<_> = operations(block).into_iter().filter(|operation| !kept.contains(operation)).collect();
    // Not `Block::terminator`: operations may have been appended behind it.
    let terminator = operations(block).into_iter().find(|operation| name(*operation) == "func.return");
    let mut writer = Writer { scop, ivs: HashMap::new() };
    writer.nodes(builder, &scop.body);
    if let Some(terminator) = terminator {
        block.append_operation(detach(terminator));
    }
    erase_all(old, terminator);
    erase_dead(builder);
}

/// Erases scalar operations at the top level that fed a statement before it was
/// built anew.
fn erase_dead(builder: Builder) {
    for operation in operations(builder.block).into_iter().rev() {
        let kind = name(operation);
        let pure = kind == "affine.load" || crate::scop::read::is_pure_scalar(&kind);
        if pure && operation.results().all(|result| automphc_dialects::ir::unused(result.into())) {
            erase(operation);
        }
    }
}

fn kept_operations<'c, 'a>(nodes: &[Node<'c, 'a>]) -> Vec<OperationRef<'c, 'a>> {
    nodes.iter().filter_map(|n| if let Node::Other(operation) = n { Some(*operation) } else { None }).collect()
}

/// Erases, last first, so that no erased operation has uses left.
fn erase_all<'c, 'a>(old: Vec<OperationRef<'c, 'a>>, terminator: Option<OperationRef<'c, 'a>>) {
    for operation in old.into_iter().rev().filter(|operation| Some(*operation) != terminator) {
        erase(operation);
    }
}

pub struct Writer<'s, 'c, 'a> {
    pub scop: &'s Scop<'c, 'a>,
    ivs: HashMap<usize, Value<'c, 'a>>,
}

impl<'c, 'a> Writer<'_, 'c, 'a> {
    fn nodes(&mut self, builder: Builder<'c, 'a>, nodes: &[Node<'c, 'a>]) {
        for node in nodes {
            match node {
                Node::Other(operation) => {
                    if name(*operation) != "func.return" {
                        builder.block.append_operation(detach(*operation));
                    }
                }
                Node::Statement(statement) => self.statement(builder.at(statement.location), statement),
                Node::Loop(l) => {
                    let info = &self.scop.loops[l.id];
                    let builder = builder.at(info.location);
                    let (lower, upper) = (self.rows(&l.lower), self.rows(&l.upper));
                    let (operation, iv, block) = builder.affine_for(lower, upper, info.step, info.name.as_deref());
                    if info.step != 1 {
                        set_attribute(operation, "tile", Attribute::unit(builder.context));
                    }
                    self.ivs.insert(l.id, iv);
                    self.nodes(builder.inside(block), &l.body);
                    builder.inside(block).operation("affine.yield", &[], &[], &[], vec![]);
                }
            }
        }
    }

    fn statement(&self, builder: Builder<'c, 'a>, statement: &Statement<'c, 'a>) {
        if let Some(text) = &statement.text {
            return self.black_box(builder, statement, text);
        }
        let target = &self.scop.arrays[statement.write.array];
        let value = self.term(builder, &statement.value, target.element);
        let (rows, indices) = self.rows(&statement.write.index);
        let map = map_attribute(builder.context, &Rows { dims: indices.len(), symbols: 0, rows });
        let operands: Vec<_> = [value, target.value].into_iter().chain(indices).collect();
        builder.operation("affine.store", &operands, &[], &[("map", map)], vec![]);
    }

    /// Rows over the variables that occur, and the values of those.
    fn rows(&self, expressions: &[Lin]) -> (Vec<Vec<i64>>, Vec<Value<'c, 'a>>) {
        linear_rows(expressions, |variable| match variable {
            Var::Loop(id) => self.ivs[&id],
            Var::Symbol(id) => self.scop.symbols[id],
        })
    }

    /// An index value.
    pub fn index(&self, builder: Builder<'c, 'a>, lin: &Lin) -> Value<'c, 'a> {
        let (rows, operands) = self.rows(std::slice::from_ref(lin));
        match (lin.as_var(), operands.as_slice()) {
            (Some(_), [only]) => *only,
            _ => builder.affine("affine.apply", rows, &operands),
        }
    }

    pub fn term(&self, builder: Builder<'c, 'a>, term: &Term, expected: Type<'c>) -> Value<'c, 'a> {
        match term {
            Expr::Number(number) => constant(builder, *number, expected),
            Expr::Index(lin) => {
                let (rows, operands) = self.rows(std::slice::from_ref(lin));
                let index = builder.affine("affine.apply", rows, &operands);
                let int = IntegerType::new(builder.context, 64).into();
                let value = builder.value("arith.index_cast", &[index], int, &[]);
                converted(builder, value, int, expected)
            }
            Expr::Read { array, index } => {
                let source = &self.scop.arrays[*array];
                let (rows, indices) = self.rows(index);
                let map = map_attribute(builder.context, &Rows { dims: indices.len(), symbols: 0, rows });
                let operands: Vec<_> = [source.value].into_iter().chain(indices).collect();
                let value = builder.value("affine.load", &operands, source.element, &[("map", map)]);
                converted(builder, value, source.element, expected)
            }
            Expr::Apply { function, arguments } => self.apply(builder, function, arguments, expected),
        }
    }

    fn apply(&self, builder: Builder<'c, 'a>, function: &str, arguments: &[Term], expected: Type<'c>) -> Value<'c, 'a> {
        let boolean: Type = IntegerType::new(builder.context, 1).into();
        if let Some((float, integer)) = scalar::predicate(function) {
            let operand =
                arguments.iter().find_map(|a| self.type_of(a)).unwrap_or_else(|| Type::float64(builder.context));
            let values: Vec<_> = arguments.iter().map(|a| self.term(builder, a, operand)).collect();
            let (name, predicate) = match class(operand) {
                Class::Float => ("arith.cmpf", float),
                _ => ("arith.cmpi", integer),
            };
            return builder.value(name, &values, boolean, &[("predicate", builder.integer(predicate))]);
        }
        if let Some(to) = scalar::cast_type(function) {
            let own = arguments.first().and_then(|a| self.type_of(a)).unwrap_or(expected);
            let values: Vec<_> = arguments.iter().map(|a| self.term(builder, a, own)).collect();
            let to = element(builder.context, to);
            let value = builder.value("nparray.scalar", &values, to, &[("function", builder.string(function))]);
            return converted(builder, value, to, expected);
        }
        if let Some(own) = self.complex_operand(function, arguments) {
            let part = part_type(builder, own);
            let values: Vec<_> = arguments.iter().map(|a| self.term(builder, a, own)).collect();
            let value = builder.value("nparray.scalar", &values, part, &[("function", builder.string(function))]);
            return converted(builder, value, part, expected);
        }
        let types = arguments.iter().enumerate().map(|(position, _)| match (function, position) {
            ("where", 0) | ("logical_and" | "logical_or" | "logical_not", _) => boolean,
            _ => expected,
        });
        let values: Vec<_> = arguments.iter().zip(types).map(|(a, t)| self.term(builder, a, t)).collect();
        match scalar::operation(function, class(expected)) {
            Some(name) => builder.value(name, &values, expected, &[]),
            None => builder.value("nparray.scalar", &values, expected, &[("function", builder.string(function))]),
        }
    }

    /// The type of a complex number of which a function makes a real one.
    fn complex_operand(&self, function: &str, arguments: &[Term]) -> Option<Type<'c>> {
        let [argument] = arguments else { return None };
        let mut constants = false;
        argument.visit(&mut |e| constants |= matches!(e, Expr::Number(Number::Complex(..))));
        let own = match self.type_of(argument) {
            // A real number times a complex constant.
            Some(own) if constants && class(own) != Class::Complex => {
                let single = own.to_string() == "f32";
                Some(element(context_of(&self.scop.function), if single { DType::C64 } else { DType::C128 }))
            }
            None if constants => Some(element(context_of(&self.scop.function), DType::C128)),
            own => own,
        };
        own.filter(|own| scalar::gives_part(function) && class(*own) == Class::Complex)
    }

    /// The element type that the reads in a term fix; None for constants.
    pub fn type_of(&self, term: &Term) -> Option<Type<'c>> {
        let context = context_of(&self.scop.function);
        match term {
            Expr::Number(_) | Expr::Index(_) => None,
            Expr::Read { array, .. } => Some(self.scop.arrays[*array].element),
            _ if scalar::is_truth(term) => Some(IntegerType::new(context, 1).into()),
            Expr::Apply { function, arguments } => match scalar::cast_type(function) {
                Some(to) => Some(element(context, to)),
                None if self.complex_operand(function, arguments).is_some() => {
                    let own = self.complex_operand(function, arguments)?;
                    Type::parse(context, if own.to_string() == "complex<f32>" { "f32" } else { "f64" })
                }
                None => {
                    let skipped = usize::from(function == "where");
                    let types: Vec<Type> = arguments.iter().skip(skipped).filter_map(|a| self.type_of(a)).collect();
                    let complex = types.iter().find(|own| class(**own) == Class::Complex);
                    complex.or(types.first()).copied()
                }
            },
        }
    }
}

/// Appends one statement; `ivs` are the values of the loop variables it uses.
pub fn statement<'c, 'a>(
    builder: Builder<'c, 'a>,
    scop: &Scop<'c, 'a>,
    ivs: &HashMap<usize, Value<'c, 'a>>,
    statement: &Statement<'c, 'a>,
) {
    Writer { scop, ivs: ivs.clone() }.statement(builder, statement);
}

/// Rows over the variables that occur in the expressions, and those as values.
pub fn linear_rows<T>(expressions: &[Lin], value: impl Fn(Var) -> T) -> (Vec<Vec<i64>>, Vec<T>) {
    let mut variables: Vec<Var> = expressions.iter().flat_map(|e| e.terms.keys().copied()).collect();
    variables.sort_unstable();
    variables.dedup();
    let row = |e: &Lin| variables.iter().map(|v| e.coefficient(v)).chain([e.constant]).collect();
    (expressions.iter().map(row).collect(), variables.into_iter().map(value).collect())
}

/// The class of an element type.
pub fn class(r#type: Type) -> Class {
    let text = r#type.to_string();
    if text.starts_with("complex") {
        Class::Complex
    } else if text.starts_with('f') {
        Class::Float
    } else {
        Class::Integer
    }
}

/// A scalar as another element type asks: what NumPy does where scalars meet arrays.
fn converted<'c, 'a>(builder: Builder<'c, 'a>, value: Value<'c, 'a>, from: Type<'c>, to: Type<'c>) -> Value<'c, 'a> {
    let bits = |r#type: Type| r#type.to_string().trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().ok();
    let boolean = |r#type: Type| bits(r#type) == Some(1);
    if from == to || boolean(from) || boolean(to) {
        return value;
    }
    let widens = bits(from) < bits(to);
    match (class(from), class(to)) {
        (Class::Integer, Class::Integer) => {
            builder.value(if widens { "arith.extsi" } else { "arith.trunci" }, &[value], to, &[])
        }
        (Class::Float, Class::Float) => {
            builder.value(if widens { "arith.extf" } else { "arith.truncf" }, &[value], to, &[])
        }
        (Class::Integer, Class::Float) => builder.value("arith.sitofp", &[value], to, &[]),
        (Class::Integer | Class::Float, Class::Complex) => {
            let part = part_type(builder, to);
            let real = converted(builder, value, from, part);
            let zero = constant(builder, Number::Int(0), part);
            builder.value("complex.create", &[real, zero], to, &[])
        }
        (Class::Complex, Class::Complex) => {
            let parts = ["complex.re", "complex.im"].map(|name| {
                let part = builder.value(name, &[value], part_type(builder, from), &[]);
                converted(builder, part, part_type(builder, from), part_type(builder, to))
            });
            builder.value("complex.create", &parts, to, &[])
        }
        // No scalar loses a kind of number.
        (Class::Float, Class::Integer) | (Class::Complex, _) => value,
    }
}

/// The type of the parts of a complex number.
fn part_type<'c>(builder: Builder<'c, '_>, complex: Type<'c>) -> Type<'c> {
    let part = if complex.to_string() == "complex<f32>" { "f32" } else { "f64" };
    Type::parse(builder.context, part).unwrap_or(complex)
}

/// A constant as the element type asks.
fn constant<'c, 'a>(builder: Builder<'c, 'a>, number: Number, r#type: Type<'c>) -> Value<'c, 'a> {
    let real = match number {
        Number::Bool(value) => f64::from(u8::from(value)),
        Number::Int(value) => value as f64,
        Number::Float(value) | Number::Complex(value, _) => value,
    };
    match (class(r#type), number) {
        (Class::Float, _) => builder.value("arith.constant", &[], r#type, &[("value", builder.float(r#type, real))]),
        (Class::Complex, _) => {
            let imaginary = if let Number::Complex(_, i) = number { i } else { 0.0 };
            let part = part_type(builder, r#type);
            let parts: [Attribute; 2] = [builder.float(part, real), builder.float(part, imaginary)];
            let value = ArrayAttribute::new(builder.context, &parts).into();
            builder.value("complex.constant", &[], r#type, &[("value", value)])
        }
        (Class::Integer, _) => {
            let value = IntegerAttribute::new(r#type, real as i64).into();
            builder.value("arith.constant", &[], r#type, &[("value", value)])
        }
    }
}
