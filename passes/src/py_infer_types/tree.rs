//! The statements and expressions of a `py.func` as a tree.
//!
//! In: the operations of a function's body. Out: [`Stmt`] and [`Expr`], each
//! with its location, expressions with the MLIR value they stand for. Both
//! passes over `py` read the IR through this tree; only type inference writes
//! back, through [`Expr::value`].
//! Rule: an operation that is not known is an opaque expression or statement,
//! never an error.

use super::ty::Ty;
use automphc_dialects::ir::{array_elements, string_value};
use melior::ir::attribute::{ArrayAttribute, BoolAttribute, DenseI64ArrayAttribute, FloatAttribute, IntegerAttribute};
use melior::ir::block::BlockLike;
use melior::ir::operation::{OperationLike, OperationResult};
use melior::ir::{Attribute, AttributeLike, BlockRef, Location, OperationRef, RegionLike, Value, ValueLike};
use std::collections::{BTreeMap, BTreeSet};

pub struct Expr<'c> {
    pub kind: ExprKind<'c>,
    pub value: Value<'c, 'c>,
    pub location: Location<'c>,
    /// What the IR says, at the time of reading.
    pub ty: Ty,
    /// The number that the module binds this global name to.
    pub constant: Option<Literal>,
    /// The annotation of the variable of the module that this name is.
    pub variable: Option<String>,
    /// Functions of the module that returned this expression, before they were inlined.
    pub inlined: Vec<String>,
}

pub enum ExprKind<'c> {
    Name(String),
    Ref(String),
    Constant(Literal),
    Attribute(Box<Expr<'c>>, String),
    Subscript(Box<Expr<'c>>, Vec<Expr<'c>>),
    /// Lower bound, upper bound, step.
    Slice(Box<[Expr<'c>; 3]>),
    Ellipsis,
    Call(Call<'c>),
    Binary(String, Box<[Expr<'c>; 2]>),
    Unary(String, Box<Expr<'c>>),
    Compare(String, Box<[Expr<'c>; 2]>),
    Bool(String, Vec<Expr<'c>>),
    /// Condition, value if true, value if false.
    Select(Box<[Expr<'c>; 3]>),
    Tuple(Vec<Expr<'c>>),
    List(Vec<Expr<'c>>),
    /// Item and number of items.
    Rows(Box<[Expr<'c>; 2]>),
    Opaque {
        text: String,
        reads: Vec<String>,
        reason: String,
        /// The names of a formatted string that only formats numbers.
        formats: Option<Vec<String>>,
    },
}

/// The function that a loop over several sequences takes its number of iterations from.
pub const SHORTEST: &str = "iteration.shortest";

pub struct Call<'c> {
    pub callee: Box<Expr<'c>>,
    pub positional: Vec<Expr<'c>>,
    pub keywords: Vec<(String, Expr<'c>)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Complex(f64, f64),
    Str(String),
}

pub struct Stmt<'c> {
    pub kind: StmtKind<'c>,
    pub location: Location<'c>,
    /// Byte range in the module's source.
    pub span: Option<(usize, usize)>,
}

pub enum StmtKind<'c> {
    Assign(String, Expr<'c>),
    AugAssign(String, String, Expr<'c>),
    Store(Target<'c>, Expr<'c>),
    AugStore(String, Target<'c>, Expr<'c>),
    For(For<'c>),
    While(Vec<Expr<'c>>, Vec<Stmt<'c>>),
    If(Expr<'c>, Vec<Stmt<'c>>, Vec<Stmt<'c>>),
    Return(Option<Expr<'c>>),
    Expr(Expr<'c>),
    Pass,
    /// One statement that binds several names; how many items it unpacks, if it
    /// is `n, m = a.shape` or `x, y = p`.
    Group(Vec<Stmt<'c>>, Option<usize>),
    Opaque(Opaque),
}

pub struct Target<'c> {
    pub base: Expr<'c>,
    pub indices: Vec<Expr<'c>>,
}

pub struct For<'c> {
    pub target: String,
    pub iterable: Expr<'c>,
    pub body: Vec<Stmt<'c>>,
}

pub struct Opaque {
    pub text: String,
    pub reads: Vec<String>,
    pub writes: Vec<String>,
    pub reason: String,
}

/// A function to optimize.
pub struct Function<'c> {
    pub name: String,
    /// The parameters, and behind them the variables of the module that it reads.
    pub params: Vec<String>,
    pub hints: Vec<String>,
    /// How many of them are variables of the module.
    pub variables: usize,
    /// Recorded combinations of types, each with one annotation per parameter.
    pub recorded: Vec<Vec<String>>,
    /// Annotations of the attributes of the first parameter.
    pub fields: Vec<(String, String)>,
    pub body: Vec<Stmt<'c>>,
    pub refused: Option<String>,
    /// Set for the body of a loop of a function.
    pub iteration: Option<Iteration>,
    pub location: Location<'c>,
    /// Where its first statement stands in the source; statements from before are repeated.
    pub start: usize,
}

/// What the body of a loop is part of.
pub struct Iteration {
    pub function: String,
    /// Names that an iteration binds, and that may be read after it.
    pub left: BTreeSet<String>,
    /// Byte range of the loop.
    pub span: (usize, usize),
}

pub fn string_attribute<'c>(operation: OperationRef<'c, 'c>, name: &str) -> Option<String> {
    string_value(operation.attribute(name).ok()?)
}

pub fn string_array(operation: OperationRef, name: &str) -> Vec<String> {
    let elements = operation.attribute(name).ok().and_then(array_elements);
    elements.into_iter().flatten().filter_map(string_value).collect()
}

/// The functions of a module, in order.
pub fn functions<'c>(module: OperationRef<'c, 'c>) -> Vec<Function<'c>> {
    let blocks = module.regions().filter_map(|region| region.first_block());
    let operations = blocks.flat_map(operations);
    operations.filter(|op| is(*op, "py.func")).map(function).collect()
}

pub fn is(operation: OperationRef, name: &str) -> bool {
    operation.name().as_string_ref().as_str() == Ok(name)
}

pub fn operations<'c>(block: BlockRef<'c, 'c>) -> impl Iterator<Item = OperationRef<'c, 'c>> {
    std::iter::successors(block.first_operation(), |operation| operation.next_in_block())
}

pub fn function<'c>(operation: OperationRef<'c, 'c>) -> Function<'c> {
    let body = region(operation, 0);
    let variables = variables(&body);
    let mut function = Function {
        name: string_attribute(operation, "sym_name").unwrap_or_default(),
        params: string_array(operation, "params"),
        hints: string_array(operation, "hints"),
        variables: variables.len(),
        recorded: recorded(operation),
        fields: string_array(operation, "fields").into_iter().zip(string_array(operation, "field_hints")).collect(),
        body,
        refused: string_attribute(operation, "refused"),
        iteration: iteration(operation),
        start: integers(operation, "span").map_or(0, |(start, _)| start),
        location: operation.location(),
    };
    for (name, hint) in variables {
        function.params.push(name);
        function.recorded.iter_mut().for_each(|trace| trace.push(hint.clone()));
        function.hints.push(hint);
    }
    function
}

/// Variables of the module that statements read, with their annotations.
fn variables(body: &[Stmt]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for stmt in body {
        stmt.visit(&mut |stmt| {
            for e in stmt.expressions() {
                e.visit(&mut |e| {
                    if let (ExprKind::Name(name), Some(hint)) = (&e.kind, &e.variable) {
                        found.insert(name.clone(), hint.clone());
                    }
                });
            }
        });
    }
    found
}

impl Function<'_> {
    /// True for a variable of the module, which code that nobody has seen might bind again.
    pub fn is_variable(&self, name: &str) -> bool {
        let own = self.params.len() - self.variables;
        self.params[own..].iter().any(|known| known == name)
    }
}

fn iteration<'c>(operation: OperationRef<'c, 'c>) -> Option<Iteration> {
    Some(Iteration {
        function: string_attribute(operation, "loop_of")?,
        left: string_array(operation, "left").into_iter().collect(),
        span: integers(operation, "loop_span")?,
    })
}

fn recorded(operation: OperationRef) -> Vec<Vec<String>> {
    let strings = |attribute| Some(array_elements(attribute)?.into_iter().filter_map(string_value).collect());
    let all = operation.attribute("recorded").ok().and_then(array_elements).unwrap_or_default();
    all.into_iter().filter_map(strings).collect()
}

fn region<'c>(operation: OperationRef<'c, 'c>, index: usize) -> Vec<Stmt<'c>> {
    let block = operation.region(index).ok().and_then(|region| region.first_block());
    let mut body = Vec::new();
    let mut parts = Vec::new();
    for operation in block.into_iter().flat_map(operations) {
        let Some(stmt) = statement(operation) else { continue };
        let Some((index, count)) = integers(operation, "part") else {
            body.push(stmt);
            continue;
        };
        let (location, span) = (stmt.location, stmt.span);
        parts.push(stmt);
        if index + 1 == count {
            let kind = StmtKind::Group(std::mem::take(&mut parts), unpacks(operation));
            body.push(Stmt { kind, location, span });
        }
    }
    body.append(&mut parts);
    body
}

/// How many sizes the statement of this operation unpacks, if it unpacks a shape.
fn unpacks(op: OperationRef) -> Option<usize> {
    let count = IntegerAttribute::try_from(op.attribute("unpacks").ok()?).ok()?;
    usize::try_from(count.value()).ok()
}

fn statement<'c>(op: OperationRef<'c, 'c>) -> Option<Stmt<'c>> {
    let text = |name| string_attribute(op, name).unwrap_or_default();
    let operand = |index| automphc_dialects::ir::operand(op, index).map(expression);
    let target = || {
        let indices = (2..op.operand_count()).filter_map(operand).collect();
        Some(Target { base: operand(1)?, indices })
    };
    let name = op.name();
    let kind = match name.as_string_ref().as_str().ok()? {
        "py.assign" => StmtKind::Assign(text("name"), operand(0)?),
        "py.aug_assign" => StmtKind::AugAssign(text("name"), text("operator_name"), operand(0)?),
        "py.store" => StmtKind::Store(target()?, operand(0)?),
        "py.aug_store" => StmtKind::AugStore(text("operator_name"), target()?, operand(0)?),
        "py.for" => StmtKind::For(For { target: text("target"), iterable: operand(0)?, body: region(op, 0) }),
        "py.while" => StmtKind::While(tested(op), region(op, 1)),
        "py.if" => StmtKind::If(operand(0)?, region(op, 0), region(op, 1)),
        "py.return" => StmtKind::Return(operand(0)),
        "py.expr" => StmtKind::Expr(operand(0)?),
        "py.pass" => StmtKind::Pass,
        "py.opaque" => StmtKind::Opaque(Opaque {
            text: text("text"),
            reads: string_array(op, "reads"),
            writes: string_array(op, "writes"),
            reason: text("reason"),
        }),
        _ => return None,
    };
    Some(Stmt { kind, location: op.location(), span: integers(op, "span") })
}

/// The expressions of a while loop's test: the operands of its py.condition.
fn tested<'c>(op: OperationRef<'c, 'c>) -> Vec<Expr<'c>> {
    let block = op.region(0).ok().and_then(|region| region.first_block());
    let conditions = block.into_iter().flat_map(operations).filter(|op| is(*op, "py.condition"));
    conditions.filter_map(|op| op.operand(0).ok()).map(expression).collect()
}

/// The two integers of an attribute.
pub fn integers(op: OperationRef, name: &str) -> Option<(usize, usize)> {
    let pair = DenseI64ArrayAttribute::try_from(op.attribute(name).ok()?).ok()?;
    let at = |index| usize::try_from(pair.element(index).ok()?).ok();
    Some((at(0)?, at(1)?))
}

fn expression<'c>(value: Value<'c, 'c>) -> Expr<'c> {
    let ty = Ty::of(value.r#type());
    let defining = OperationResult::try_from(value).ok().map(|result| result.owner());
    let location = value.location();
    let kind = defining.and_then(kind).unwrap_or_else(|| ExprKind::Opaque {
        text: String::new(),
        reads: Vec::new(),
        formats: None,
        reason: "an expression that is not modelled".to_string(),
    });
    let constant = defining.and_then(|op| literal(op.attribute("constant").ok()?));
    let inlined = defining.map(|op| string_array(op, "inlined")).unwrap_or_default();
    let variable = defining.and_then(|op| string_attribute(op, "variable"));
    Expr { kind, value, location, ty, constant, variable, inlined }
}

fn kind<'c>(op: OperationRef<'c, 'c>) -> Option<ExprKind<'c>> {
    let text = |name| string_attribute(op, name).unwrap_or_default();
    let operand = |index| automphc_dialects::ir::operand(op, index).map(expression);
    let one = |index| operand(index).map(Box::new);
    let two = || Some(Box::new([operand(0)?, operand(1)?]));
    let three = || Some(Box::new([operand(0)?, operand(1)?, operand(2)?]));
    let from = |first| (first..op.operand_count()).filter_map(operand).collect();
    let name = op.name();
    Some(match name.as_string_ref().as_str().ok()? {
        "py.name" => ExprKind::Name(text("name")),
        "py.ref" => ExprKind::Ref(string_attribute(op, "stands_for").unwrap_or_else(|| text("target"))),
        "py.constant" => ExprKind::Constant(literal(op.attribute("value").ok()?)?),
        "py.attribute" => ExprKind::Attribute(one(0)?, text("name")),
        "py.subscript" => ExprKind::Subscript(one(0)?, from(1)),
        "py.slice" => ExprKind::Slice(three()?),
        "py.ellipsis" => ExprKind::Ellipsis,
        "py.call" => ExprKind::Call(call(op, one(0)?, from(1))),
        "py.binary" => ExprKind::Binary(text("operator_name"), two()?),
        "py.unary" => ExprKind::Unary(text("operator_name"), one(0)?),
        "py.compare" => ExprKind::Compare(text("operator_name"), two()?),
        "py.bool" => ExprKind::Bool(text("operator_name"), from(0)),
        "py.select" => ExprKind::Select(three()?),
        "py.tuple" => ExprKind::Tuple(from(0)),
        "py.list" => ExprKind::List(from(0)),
        "py.rows" => ExprKind::Rows(two()?),
        "py.opaque_expr" => ExprKind::Opaque {
            text: text("text"),
            reads: string_array(op, "reads"),
            reason: text("reason"),
            formats: op.has_attribute("formats").then(|| string_array(op, "formats")),
        },
        _ => return None,
    })
}

/// The subscript that a loop over a sequence reads its items with.
pub fn is_item(e: &Expr) -> bool {
    OperationResult::try_from(e.value).is_ok_and(|result| result.owner().has_attribute("item"))
}

fn call<'c>(op: OperationRef<'c, 'c>, callee: Box<Expr<'c>>, mut arguments: Vec<Expr<'c>>) -> Call<'c> {
    let names = string_array(op, "keywords");
    let positional = arguments.len().saturating_sub(names.len());
    let keywords = names.into_iter().zip(arguments.split_off(positional)).collect();
    Call { callee, positional: arguments, keywords }
}

fn literal(attribute: Attribute) -> Option<Literal> {
    if attribute.is_unit() {
        return Some(Literal::None);
    }
    // A bool is an integer attribute too: ask for it first.
    if let Ok(value) = BoolAttribute::try_from(attribute) {
        return Some(Literal::Bool(value.value()));
    }
    if let Ok(value) = IntegerAttribute::try_from(attribute) {
        return Some(Literal::Int(value.value()));
    }
    if let Ok(value) = FloatAttribute::try_from(attribute) {
        return Some(Literal::Float(value.value()));
    }
    if let Some(text) = string_value(attribute) {
        return Some(Literal::Str(text));
    }
    let parts = ArrayAttribute::try_from(attribute).ok()?;
    let part = |i| Some(FloatAttribute::try_from(parts.element(i).ok()?).ok()?.value());
    Some(Literal::Complex(part(0)?, part(1)?))
}

impl<'c> Expr<'c> {
    /// The expressions directly below this one.
    pub fn children(&self) -> Vec<&Expr<'c>> {
        match &self.kind {
            ExprKind::Attribute(inner, _) | ExprKind::Unary(_, inner) => vec![inner],
            ExprKind::Subscript(base, rest) => std::iter::once(&**base).chain(rest).collect(),
            ExprKind::Slice(parts) | ExprKind::Select(parts) => parts.iter().collect(),
            ExprKind::Binary(_, parts) | ExprKind::Compare(_, parts) | ExprKind::Rows(parts) => parts.iter().collect(),
            ExprKind::Bool(_, parts) | ExprKind::Tuple(parts) | ExprKind::List(parts) => parts.iter().collect(),
            ExprKind::Call(call) => std::iter::once(&*call.callee)
                .chain(&call.positional)
                .chain(call.keywords.iter().map(|(_, value)| value))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Calls `f` on this expression and everything below it, parents first.
    pub fn visit<'a>(&'a self, f: &mut impl FnMut(&'a Expr<'c>)) {
        f(self);
        self.children().into_iter().for_each(|child| child.visit(f));
    }

    pub fn reads(&self, names: &mut BTreeSet<String>) {
        self.visit(&mut |e| match &e.kind {
            ExprKind::Name(name) => {
                names.insert(name.clone());
            }
            ExprKind::Opaque { reads, .. } => names.extend(reads.iter().cloned()),
            _ => {}
        });
    }

    /// A call of `range`, or `reversed` of one: what it gives are ints, and holds no array.
    pub fn is_range(&self) -> bool {
        let ExprKind::Call(call) = &self.kind else { return false };
        let ExprKind::Ref(name) = &call.callee.kind else { return false };
        name == "builtins.range" || (name == "builtins.reversed" && call.positional.iter().all(Self::is_range))
    }

    pub fn as_name(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Name(name) => Some(name),
            _ => None,
        }
    }
}

impl<'c> Stmt<'c> {
    /// The expressions that the statement evaluates, not those of nested statements.
    pub fn expressions(&self) -> Vec<&Expr<'c>> {
        match &self.kind {
            StmtKind::Assign(_, value) | StmtKind::AugAssign(_, _, value) | StmtKind::Expr(value) => vec![value],
            StmtKind::Store(target, value) | StmtKind::AugStore(_, target, value) => {
                [value, &target.base].into_iter().chain(&target.indices).collect()
            }
            StmtKind::For(nest) => vec![&nest.iterable],
            StmtKind::While(test, _) => test.iter().collect(),
            StmtKind::If(condition, _, _) => vec![condition],
            StmtKind::Return(value) => value.iter().collect(),
            StmtKind::Pass | StmtKind::Group(..) | StmtKind::Opaque(_) => Vec::new(),
        }
    }

    pub fn nested(&self) -> Vec<&[Stmt<'c>]> {
        match &self.kind {
            StmtKind::For(nest) => vec![&nest.body],
            StmtKind::While(_, body) | StmtKind::Group(body, _) => vec![body],
            StmtKind::If(_, then, otherwise) => vec![then, otherwise],
            _ => Vec::new(),
        }
    }

    /// Calls `f` on this statement and all nested ones, parents first.
    pub fn visit<'a>(&'a self, f: &mut impl FnMut(&'a Stmt<'c>)) {
        f(self);
        self.nested().into_iter().flatten().for_each(|stmt| stmt.visit(f));
    }

    /// Names that the statement, nested ones included, reads.
    pub fn reads(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.visit(&mut |stmt| {
            stmt.expressions().into_iter().for_each(|e| e.reads(&mut names));
            match &stmt.kind {
                StmtKind::AugAssign(name, ..) => {
                    names.insert(name.clone());
                }
                StmtKind::Opaque(opaque) => names.extend(opaque.reads.iter().cloned()),
                _ => {}
            }
        });
        names
    }

    /// Names that the statement, nested ones included, binds.
    pub fn writes(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.visit(&mut |stmt| match &stmt.kind {
            StmtKind::Assign(name, _) | StmtKind::AugAssign(name, ..) => {
                names.insert(name.clone());
            }
            StmtKind::For(nest) => {
                names.insert(nest.target.clone());
            }
            StmtKind::Opaque(opaque) => names.extend(opaque.writes.iter().cloned()),
            _ => {}
        });
        names
    }
}
