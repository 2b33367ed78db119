//! Calls and subscripts.
//!
//! In: a call or a subscript. Out: its value. Rule: arguments keep their
//! order, keywords last; the items of a subscript are operands of their own.

use super::build::Built;
use super::expr::has_starred;
use super::stmt::FunctionImporter;
use crate::walk::{walk, Node};
use melior::ir::{Block, Value};
use rustpython_parser::ast::{Constant, Expr, ExprCall, ExprSlice, ExprSubscript, Ranged};

/// Builtins without effects on objects other than their result.
const PURE_BUILTINS: [&str; 13] =
    ["abs", "max", "min", "len", "float", "int", "bool", "complex", "round", "range", "pow", "divmod", "sum"];

/// NumPy functions of two operands; with a third they write into it.
const BINARY_FUNCTIONS: [&str; 9] =
    ["maximum", "minimum", "power", "hypot", "arctan2", "dot", "matmul", "fmod", "remainder"];

/// NumPy functions of one operand that change it or something global.
const IMPURE_FUNCTIONS: [&str; 7] =
    ["seterr", "seterrcall", "setbufsize", "set_printoptions", "load", "save", "fromfile"];

impl<'c> FunctionImporter<'c, '_> {
    pub fn call<'b>(&self, block: &'b Block<'c>, expr: &Expr, call: &ExprCall) -> Built<Value<'c, 'b>> {
        if has_starred(&call.args) || call.keywords.iter().any(|keyword| keyword.arg.is_none()) {
            return self.opaque_expression(block, expr, "a call unpacks its arguments");
        }
        let mut operands = vec![self.expression(block, &call.func)?];
        for argument in call.args.iter().chain(call.keywords.iter().map(|keyword| &keyword.value)) {
            operands.push(self.expression(block, argument)?);
        }
        let build = self.build;
        let names: Vec<_> = call.keywords.iter().filter_map(|k| k.arg.as_ref()).map(|name| name.as_str()).collect();
        let mut attributes = Vec::new();
        if !names.is_empty() {
            attributes.push(("keywords", build.strings(names)));
        }
        build.value(block, "py.call", expr.start().into(), &operands, &attributes, build.types.object)
    }

    pub fn subscript<'b>(&self, block: &'b Block<'c>, expr: &Expr, subscript: &ExprSubscript) -> Built<Value<'c, 'b>> {
        let mut operands = vec![self.expression(block, &subscript.value)?];
        operands.extend(self.indices(block, &subscript.slice)?);
        self.build.value(block, "py.subscript", expr.start().into(), &operands, &[], self.build.types.object)
    }

    /// Items of a subscript. `x[()]` and `x[i,]` keep their tuple: for a list
    /// or dictionary it is the key.
    pub fn indices<'b>(&self, block: &'b Block<'c>, slice: &Expr) -> Built<Vec<Value<'c, 'b>>> {
        match slice {
            Expr::Tuple(e) if e.elts.len() > 1 && !has_starred(&e.elts) => {
                e.elts.iter().map(|item| self.index(block, item)).collect()
            }
            Expr::Tuple(e) if e.elts.iter().any(|item| item.is_slice_expr()) && !has_starred(&e.elts) => {
                let items = e.elts.iter().map(|item| self.index(block, item)).collect::<Built<Vec<_>>>()?;
                let object = self.build.types.object;
                Ok(vec![self.build.value(block, "py.tuple", slice.start().into(), &items, &[], object)?])
            }
            _ => Ok(vec![self.index(block, slice)?]),
        }
    }

    fn index<'b>(&self, block: &'b Block<'c>, item: &Expr) -> Built<Value<'c, 'b>> {
        match item {
            Expr::Slice(e) => self.slice(block, e),
            Expr::Constant(e) if matches!(e.value, Constant::Ellipsis) => {
                let kind = self.build.types.ellipsis;
                self.build.value(block, "py.ellipsis", item.start().into(), &[], &[], kind)
            }
            _ => self.expression(block, item),
        }
    }

    fn slice<'b>(&self, block: &'b Block<'c>, slice: &ExprSlice) -> Built<Value<'c, 'b>> {
        let offset = usize::from(slice.start());
        let part = |part: &Option<Box<Expr>>| match part {
            Some(value) => self.expression(block, value),
            None => self.none(block, offset),
        };
        let operands = [part(&slice.lower)?, part(&slice.upper)?, part(&slice.step)?];
        self.build.value(block, "py.slice", offset, &operands, &[], self.build.types.slice)
    }

    /// True if evaluating the expressions cannot change anything, so that one
    /// that Python would skip may be evaluated, or evaluated elsewhere.
    pub fn effect_free<'e>(&self, items: impl IntoIterator<Item = &'e Expr>) -> bool {
        let mut free = true;
        walk(items.into_iter().map(Node::Expr), |node| {
            free &= match node {
                Node::Expr(Expr::Call(call)) => self.is_pure_call(call),
                Node::Expr(Expr::NamedExpr(_) | Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_)) => false,
                _ => true,
            };
            free
        });
        free
    }

    /// An extra positional argument of a NumPy function may be its `out`.
    fn is_pure_call(&self, call: &ExprCall) -> bool {
        let Some(target) = self.reference(&call.func) else { return false };
        let positional = call.args.len();
        let writes = call.keywords.iter().any(|k| k.arg.as_ref().is_none_or(|name| name.as_str() == "out"));
        match target.split_once('.') {
            _ if writes || has_starred(&call.args) => false,
            Some(("builtins", name)) => PURE_BUILTINS.contains(&name),
            Some(("math" | "cmath", _)) => true,
            Some(("numpy", name)) if name.starts_with("random") => false,
            Some(("numpy", name)) => {
                !IMPURE_FUNCTIONS.contains(&name)
                    && (positional < 2 || (positional == 2 && BINARY_FUNCTIONS.contains(&name)))
            }
            _ => false,
        }
    }
}
