//! Expressions.
//!
//! In: an expression. Out: the value it becomes. Rule: operations stand in the
//! order in which Python evaluates; an operand that Python may skip (`and`,
//! `or`, `if else`, a chain of comparisons) is imported only if evaluating it
//! has no effect, and the whole expression is kept as text otherwise.

use super::build::Built;
use super::stmt::FunctionImporter;
use crate::scope::{dotted, join, mentioned, number, Global, Literal};
use crate::walk::{walk, Node};
use melior::ir::{Attribute, Block, Type, Value};
use rustpython_parser::ast::{
    BoolOp, CmpOp, Constant, Expr, ExprBoolOp, ExprCompare, ExprConstant, ExprListComp, ExprName, ExprUnaryOp,
    Operator, Ranged, UnaryOp,
};

impl<'c> FunctionImporter<'c, '_> {
    pub fn expression<'b>(&self, block: &'b Block<'c>, expr: &Expr) -> Built<Value<'c, 'b>> {
        if let Some(target) = self.reference(expr) {
            return self.reference_value(block, expr, &target);
        }
        let build = self.build;
        let offset = usize::from(expr.start());
        let object = build.types.object;
        match expr {
            Expr::Constant(e) => self.constant(block, expr, e),
            Expr::Name(e) => self.name(block, e),
            Expr::Attribute(e) => {
                let value = self.expression(block, &e.value)?;
                let name = ("name", build.string(e.attr.as_str()));
                build.value(block, "py.attribute", offset, &[value], &[name], object)
            }
            Expr::Subscript(e) => self.subscript(block, expr, e),
            Expr::BinOp(e) => {
                let operands = [self.expression(block, &e.left)?, self.expression(block, &e.right)?];
                let operator = ("operator_name", build.string(operator_name(e.op)));
                build.value(block, "py.binary", offset, &operands, &[operator], object)
            }
            Expr::UnaryOp(e) => self.unary(block, expr, e),
            Expr::BoolOp(e) if self.effect_free(&e.values[1..]) => self.bool(block, e),
            Expr::Compare(e) => self.compare(block, expr, e),
            Expr::IfExp(e) if self.effect_free([e.body.as_ref(), e.orelse.as_ref()]) => {
                let operands = [
                    self.expression(block, &e.test)?,
                    self.expression(block, &e.body)?,
                    self.expression(block, &e.orelse)?,
                ];
                build.value(block, "py.select", offset, &operands, &[], object)
            }
            Expr::Call(e) => self.call(block, expr, e),
            Expr::Tuple(e) if !has_starred(&e.elts) => self.sequence(block, "py.tuple", offset, &e.elts),
            Expr::List(e) if !has_starred(&e.elts) => self.sequence(block, "py.list", offset, &e.elts),
            Expr::ListComp(e) => match self.equal_rows(e) {
                Some(count) => {
                    let count = self.expression(block, count)?;
                    let item = self.expression(block, &e.elt)?;
                    build.value(block, "py.rows", offset, &[item, count], &[], object)
                }
                None => self.opaque_expression(block, expr, reason(expr)),
            },
            _ => self.opaque_expression(block, expr, reason(expr)),
        }
    }

    /// The number of items of `[item for _ in range(count)]`, whose item has no effects and is the same each time.
    pub fn equal_rows<'e>(&self, comprehension: &'e ExprListComp) -> Option<&'e Expr> {
        let [generator] = comprehension.generators.as_slice() else { return None };
        let (Expr::Name(variable), Expr::Call(call)) = (&generator.target, &generator.iter) else { return None };
        let [count] = call.args.as_slice() else { return None };
        let range = self.reference(&call.func).is_some_and(|target| target == "builtins.range");
        let plain = generator.ifs.is_empty() && !generator.is_async && call.keywords.is_empty();
        let same = !names(&comprehension.elt, variable.id.as_str()) && self.effect_free([comprehension.elt.as_ref()]);
        (range && plain && same && is_fill(&comprehension.elt)).then_some(count)
    }

    /// Full name of a chain that starts at an import or a builtin.
    pub fn reference(&self, expr: &Expr) -> Option<String> {
        let (root, _) = dotted(expr)?;
        (!self.is_local(root)).then(|| self.scope.resolve_chain(expr)).flatten()
    }

    /// Inside a class, Python renames `__name` to `_Class__name`: what such a
    /// name refers to is left open.
    fn is_local(&self, name: &str) -> bool {
        self.locals.contains(name) || self.temporaries.iter().any(|known| known == name) || self.is_mangled(name)
    }

    fn is_mangled(&self, name: &str) -> bool {
        self.in_class && name.starts_with("__") && !name.ends_with("__")
    }

    fn reference_value<'b>(&self, block: &'b Block<'c>, expr: &Expr, target: &str) -> Built<Value<'c, 'b>> {
        let spelling = dotted(expr).map(|(root, attributes)| join(root, &attributes)).unwrap_or_default();
        let attributes = [("target", self.build.string(target)), ("spelling", self.build.string(&spelling))];
        self.build.value(block, "py.ref", expr.start().into(), &[], &attributes, self.build.types.function)
    }

    fn name<'b>(&self, block: &'b Block<'c>, expr: &ExprName) -> Built<Value<'c, 'b>> {
        let name = expr.id.as_str();
        let mut attributes = vec![("name", self.build.string(name))];
        if !self.locals.contains(name) && !self.temporaries.iter().any(|known| known == name) {
            attributes.push(("global", self.build.unit()));
            let known = if self.is_mangled(name) { Global::Unknown } else { self.scope.resolve(name) };
            if let Global::Constant(value) = known {
                attributes.push(("constant", self.literal(value).0));
            }
            if !self.is_mangled(name) && self.scope.functions.contains(name) {
                attributes.push(("helper", self.build.unit()));
            }
            // Bound before the function is defined: it has a value whenever the function runs.
            let variable = self.scope.variables.get(name).filter(|(offset, _)| *offset < self.offset);
            if let Some((_, hint)) = variable.filter(|_| known == Global::Unknown && !self.is_mangled(name)) {
                attributes.push(("variable", self.build.string(hint)));
            }
        }
        self.build.value(block, "py.name", expr.start().into(), &[], &attributes, self.build.types.object)
    }

    fn literal(&self, value: Literal) -> (Attribute<'c>, Type<'c>) {
        match value {
            Literal::Int(value) => (self.build.int(value), self.build.types.int),
            Literal::Float(value) => (self.build.float(value), self.build.types.float),
        }
    }

    fn constant<'b>(&self, block: &'b Block<'c>, expr: &Expr, constant: &ExprConstant) -> Built<Value<'c, 'b>> {
        let (build, types) = (self.build, &self.build.types);
        let (value, kind) = match &constant.value {
            Constant::None => (build.unit(), types.none),
            Constant::Bool(value) => (build.bool(*value), types.bool),
            // The parser turns lone surrogates into U+FFFD, and attributes end at a null character.
            Constant::Str(value) if !value.contains(['\u{fffd}', '\0']) => (build.string(value), types.str),
            Constant::Complex { real, imag } => (build.complex(*real, *imag), types.complex),
            _ => match number(expr) {
                Some(value) => self.literal(value),
                None => return self.opaque_expression(block, expr, reason(expr)),
            },
        };
        build.value(block, "py.constant", expr.start().into(), &[], &[("value", value)], kind)
    }

    pub fn none<'b>(&self, block: &'b Block<'c>, offset: usize) -> Built<Value<'c, 'b>> {
        let value = ("value", self.build.unit());
        self.build.value(block, "py.constant", offset, &[], &[value], self.build.types.none)
    }

    pub fn sequence<'b>(
        &self,
        block: &'b Block<'c>,
        name: &str,
        offset: usize,
        items: &[Expr],
    ) -> Built<Value<'c, 'b>> {
        let operands = items.iter().map(|item| self.expression(block, item)).collect::<Built<Vec<_>>>()?;
        self.build.value(block, name, offset, &operands, &[], self.build.types.object)
    }

    /// A negative literal is a constant.
    fn unary<'b>(&self, block: &'b Block<'c>, expr: &Expr, unary: &ExprUnaryOp) -> Built<Value<'c, 'b>> {
        let build = self.build;
        let offset = usize::from(expr.start());
        let folded = match (unary.op, unary.operand.as_ref(), number(expr)) {
            (_, _, Some(value)) => Some(self.literal(value)),
            (UnaryOp::USub, Expr::Constant(e), None) => match e.value {
                Constant::Complex { real, imag } => Some((build.complex(-real, -imag), build.types.complex)),
                _ => None,
            },
            _ => None,
        };
        if let Some((value, kind)) = folded {
            return build.value(block, "py.constant", offset, &[], &[("value", value)], kind);
        }
        let name = match unary.op {
            UnaryOp::USub => "negative",
            UnaryOp::UAdd => "positive",
            UnaryOp::Invert => "invert",
            UnaryOp::Not => "not",
        };
        let operand = self.expression(block, &unary.operand)?;
        let operator = ("operator_name", build.string(name));
        build.value(block, "py.unary", offset, &[operand], &[operator], build.types.object)
    }

    fn bool<'b>(&self, block: &'b Block<'c>, expr: &ExprBoolOp) -> Built<Value<'c, 'b>> {
        let operands = expr.values.iter().map(|value| self.expression(block, value)).collect::<Built<Vec<_>>>()?;
        let name = match expr.op {
            BoolOp::And => "and",
            BoolOp::Or => "or",
        };
        let operator = ("operator_name", self.build.string(name));
        self.build.value(block, "py.bool", expr.start().into(), &operands, &[operator], self.build.types.object)
    }

    /// `a < b < c` is `a < b and b < c` with `b` evaluated once.
    fn compare<'b>(&self, block: &'b Block<'c>, expr: &Expr, compare: &ExprCompare) -> Built<Value<'c, 'b>> {
        let (build, object, offset) = (self.build, self.build.types.object, usize::from(expr.start()));
        let chained = compare.comparators.len() > 1;
        if chained && !self.effect_free(&compare.comparators) {
            return self.opaque_expression(block, expr, reason(expr));
        }
        let mut left = self.expression(block, &compare.left)?;
        let mut links = Vec::new();
        for (op, comparator) in compare.ops.iter().zip(&compare.comparators) {
            let right = self.expression(block, comparator)?;
            let operator = ("operator_name", build.string(comparison_name(*op)));
            links.push(build.value(block, "py.compare", offset, &[left, right], &[operator], object)?);
            left = right;
        }
        match links.as_slice() {
            [only] => Ok(*only),
            _ => build.value(block, "py.bool", offset, &links, &[("operator_name", build.string("and"))], object),
        }
    }

    /// Keeps an expression as text, in parentheses where its neighbours could
    /// bind to a part of it or where it spans lines.
    pub fn opaque_expression<'b>(&self, block: &'b Block<'c>, expr: &Expr, reason: &str) -> Built<Value<'c, 'b>> {
        let build = self.build;
        let text = build.source.slice(expr.start().into(), expr.end().into());
        let closed = matches!(
            expr,
            Expr::Call(_) | Expr::Constant(_) | Expr::JoinedStr(_) | Expr::Subscript(_) | Expr::Attribute(_)
        );
        let bracketed = matches!(
            expr,
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Dict(_) | Expr::Set(_) | Expr::List(_)
        );
        let whole = bracketed || (closed && !text.contains(['\n', '\r']));
        let text = if whole { text.to_string() } else { format!("({text})") };
        let reads = mentioned([Node::Expr(expr)]);
        let mut attributes =
            vec![("text", build.string(&text)), ("reads", build.strings(reads)), ("reason", build.string(reason))];
        attributes.extend(formats(expr).map(|formats| ("formats", build.strings(formats))));
        build.value(block, "py.opaque_expr", expr.start().into(), &[], &attributes, build.types.object)
    }
}

pub fn has_starred(items: &[Expr]) -> bool {
    items.iter().any(|item| item.is_starred_expr())
}

pub fn operator_name(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "add",
        Operator::Sub => "subtract",
        Operator::Mult => "multiply",
        Operator::Div => "divide",
        Operator::FloorDiv => "floor_divide",
        Operator::Mod => "remainder",
        Operator::Pow => "power",
        Operator::MatMult => "matmul",
        Operator::BitAnd => "bitwise_and",
        Operator::BitOr => "bitwise_or",
        Operator::BitXor => "bitwise_xor",
        Operator::LShift => "left_shift",
        Operator::RShift => "right_shift",
    }
}

fn comparison_name(operator: CmpOp) -> &'static str {
    match operator {
        CmpOp::Lt => "less",
        CmpOp::LtE => "less_equal",
        CmpOp::Gt => "greater",
        CmpOp::GtE => "greater_equal",
        CmpOp::Eq => "equal",
        CmpOp::NotEq => "not_equal",
        CmpOp::Is => "is",
        CmpOp::IsNot => "is_not",
        CmpOp::In => "in",
        CmpOp::NotIn => "not_in",
    }
}

/// The parts of a formatted string, `name:spec` each, if all are names in plain formats.
fn formats(expr: &Expr) -> Option<Vec<String>> {
    let Expr::JoinedStr(string) = expr else { return None };
    let mut parts = Vec::new();
    for value in &string.values {
        let Expr::FormattedValue(part) = value else { continue };
        let Expr::Name(name) = part.value.as_ref() else { return None };
        let spec = match part.format_spec.as_deref() {
            None => String::new(),
            Some(Expr::JoinedStr(spec)) => match spec.values.as_slice() {
                [Expr::Constant(constant)] => constant.value.as_str()?.clone(),
                _ => return None,
            },
            Some(_) => return None,
        };
        if part.conversion.to_byte().is_some() {
            return None;
        }
        parts.push(format!("{}:{spec}", name.id));
    }
    Some(parts)
}

/// Whether an expression speaks of this variable; a comprehension in it may have one of the same name.
fn names(item: &Expr, variable: &str) -> bool {
    let part = match item {
        Expr::ListComp(inner) => match inner.generators.as_slice() {
            [only] if matches!(&only.target, Expr::Name(own) if own.id.as_str() == variable) => &only.iter,
            _ => item,
        },
        _ => item,
    };
    let mut found = false;
    walk([Node::Expr(part)], |node| {
        found |= matches!(node, Node::Expr(Expr::Name(name)) if name.id.as_str() == variable);
        !found
    });
    found
}

/// A number, a list times a number, or a comprehension: the items that rows are filled with.
fn is_fill(item: &Expr) -> bool {
    match item {
        Expr::Constant(_) | Expr::Name(_) | Expr::ListComp(_) => true,
        Expr::UnaryOp(unary) => is_fill(&unary.operand),
        Expr::BinOp(binary) => {
            let list = |side: &Expr| matches!(side, Expr::List(_));
            binary.op == Operator::Mult && (list(&binary.left) || list(&binary.right))
        }
        _ => false,
    }
}

/// Why an expression is kept as text.
fn reason(expr: &Expr) -> &'static str {
    match expr {
        Expr::Lambda(_) => "a lambda is a function of its own",
        Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) => "a comprehension",
        Expr::GeneratorExp(_) => "a generator expression",
        Expr::Dict(_) | Expr::Set(_) => "a dictionary or set",
        Expr::JoinedStr(_) | Expr::FormattedValue(_) => "a formatted string",
        Expr::Constant(e) if e.value.is_int() => "an integer of more than 64 bits",
        Expr::Constant(_) => "a constant that is no number or plain string",
        Expr::BoolOp(_) | Expr::IfExp(_) | Expr::Compare(_) => "a part that may be skipped may have effects",
        Expr::Tuple(_) | Expr::List(_) | Expr::Starred(_) => "it unpacks an iterable",
        _ => "it has no form in the py dialect",
    }
}
