//! Visiting and replacing expressions inside statements.

use super::expr::{Expr, Item};
use super::stmt::Stmt;

/// Calls `f` on every expression of the statements, outer ones first.
pub fn for_each(body: &mut [Stmt], f: &mut dyn FnMut(&mut Expr)) {
    for statement in body {
        match statement {
            Stmt::Assign(target, value) | Stmt::AugAssign(target, _, value) => {
                visit(target, f);
                visit(value, f);
            }
            Stmt::Expr(value) | Stmt::Return(Some(value)) => visit(value, f),
            Stmt::For { target, iterable, body } => {
                visit(target, f);
                visit(iterable, f);
                for_each(body, f);
            }
            Stmt::If { condition, body, other } => {
                visit(condition, f);
                for_each(body, f);
                for_each(other, f);
            }
            Stmt::With(context, body) => {
                visit(context, f);
                for_each(body, f);
            }
            Stmt::Def { body, .. } => for_each(body, f),
            Stmt::Try { body, except, handler, other } => {
                for_each(body, f);
                visit(except, f);
                handler.iter_mut().for_each(|(_, handler)| for_each(handler, f));
                for_each(other, f);
            }
            Stmt::Return(None) | Stmt::Raise | Stmt::Pass | Stmt::Comment(_) | Stmt::Verbatim(_) => {}
        }
    }
}

fn visit(e: &mut Expr, f: &mut dyn FnMut(&mut Expr)) {
    f(e);
    match e {
        Expr::Attribute(object, _) | Expr::Unary(_, object) | Expr::Bind(_, object) => visit(object, f),
        Expr::Call(function, arguments, keywords) => {
            visit(function, f);
            arguments.iter_mut().for_each(|e| visit(e, f));
            keywords.iter_mut().for_each(|(_, e)| visit(e, f));
        }
        Expr::Subscript(object, items) => {
            visit(object, f);
            items.iter_mut().for_each(|item| visit_item(item, f));
        }
        Expr::Binary(_, left, right) => {
            visit(left, f);
            visit(right, f);
        }
        Expr::Compare(first, rest) => {
            visit(first, f);
            rest.iter_mut().for_each(|(_, e)| visit(e, f));
        }
        Expr::Junction(_, all) | Expr::Tuple(all) | Expr::List(all) => all.iter_mut().for_each(|e| visit(e, f)),
        Expr::Conditional { condition, value, other } => {
            visit(condition, f);
            visit(value, f);
            visit(other, f);
        }
        _ => {}
    }
}

fn visit_item(item: &mut Item, f: &mut dyn FnMut(&mut Expr)) {
    match item {
        Item::Index(e) => visit(e, f),
        Item::Slice { lower, upper, step } => {
            [lower, upper, step].into_iter().flatten().for_each(|e| visit(e, f));
        }
    }
}

/// How often an expression occurs.
pub fn occurrences(body: &mut [Stmt], wanted: &Expr) -> usize {
    let mut count = 0;
    for_each(body, &mut |e| count += usize::from(e == wanted));
    count
}

pub fn replace(body: &mut [Stmt], from: &Expr, to: &Expr) {
    for_each(body, &mut |e| {
        if e == from {
            *e = to.clone();
        }
    });
}

/// Whether a statement binds this very expression anew.
pub fn is_assigned(body: &[Stmt], target: &Expr) -> bool {
    body.iter().any(|statement| match statement {
        Stmt::Assign(written, _) | Stmt::AugAssign(written, _, _) => written == target,
        Stmt::For { body, .. } | Stmt::With(_, body) => is_assigned(body, target),
        Stmt::If { body, other, .. } | Stmt::Try { body, other, .. } => {
            is_assigned(body, target) || is_assigned(other, target)
        }
        _ => false,
    })
}
