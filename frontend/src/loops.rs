//! Loops whose bodies may be optimized by themselves.
//!
//! In: the body of a function that may be optimized. Out: the loops in it that
//! may have to stay loops of Python, outermost first, each with the names that
//! its body reads first and those that it leaves to later statements. Rule: a
//! loop is left out if the function around it is sure to model it, if somebody
//! may see the function's variables in the middle of an iteration, or if a name
//! that it reads may be unbound: a guard would raise.

use crate::liveness::{self, Names};
use crate::scope::bound_names;
use crate::walk::{statements, walk, Node};
use rustpython_parser::ast::{Expr, Ranged, Stmt};
use rustpython_parser::text_size::TextSize;
use std::collections::BTreeMap;

/// A loop of a function.
pub struct Loop<'a> {
    pub stmt: &'a Stmt,
    pub body: &'a [Stmt],
    /// Names whose values an iteration starts with.
    pub read: Names,
    /// Names that an iteration binds, and that may be read after it.
    pub left: Names,
    /// Those that may be read after the loop.
    pub after: Names,
}

/// The loops in the statements of a function with these parameters.
pub fn of<'a>(parameters: &Names, body: &'a [Stmt]) -> Vec<Loop<'a>> {
    let mut found = Vec::new();
    collect(body, &Names::new(), &Names::new(), &mut found);
    let (mut bound, mut at) = (parameters.clone(), BTreeMap::new());
    bind_all(body, &mut bound, &mut at);
    let variables: Names = bound_names(body).union(parameters).cloned().collect();
    let is_bound = |found: &Loop| {
        let bound = at.get(&found.stmt.start());
        found.read.intersection(&variables).all(|name| bound.is_some_and(|bound| bound.contains(name)))
    };
    found.retain(is_bound);
    found.sort_by_key(|found| found.stmt.start());
    found
}

/// Adds the names that are bound after the statements, whatever way was taken,
/// and notes those that are bound in each loop from the start.
pub fn bind_all(body: &[Stmt], bound: &mut Names, at: &mut BTreeMap<TextSize, Names>) {
    for stmt in body {
        match stmt {
            Stmt::Assign(_) | Stmt::AugAssign(_) | Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::FunctionDef(_) => {
                bound.extend(bound_names(std::slice::from_ref(stmt)));
            }
            Stmt::AnnAssign(s) if s.value.is_some() => bound.extend(bound_names(std::slice::from_ref(stmt))),
            Stmt::If(s) => {
                let (mut then, mut otherwise) = (bound.clone(), bound.clone());
                bind_all(&s.body, &mut then, at);
                bind_all(&s.orelse, &mut otherwise, at);
                *bound = match (leaves(&s.body), leaves(&s.orelse)) {
                    (true, false) => otherwise,
                    (false, true) => then,
                    _ => then.intersection(&otherwise).cloned().collect(),
                };
            }
            Stmt::For(s) => {
                let mut inside = bound.clone();
                liveness::targets(&s.target, &mut inside);
                in_loop(stmt, &s.body, inside, at);
            }
            Stmt::While(s) => in_loop(stmt, &s.body, bound.clone(), at),
            Stmt::With(s) => {
                bind_all(&s.body, bound, at);
                // What it suppresses may have come before anything was bound.
                bound.retain(|name| !bound_names(&s.body).contains(name));
            }
            Stmt::Delete(_) => {
                let deleted = bound_names(std::slice::from_ref(stmt));
                bound.retain(|name| !deleted.contains(name));
            }
            _ => {}
        }
    }
}

/// Nothing comes after the block.
fn leaves(body: &[Stmt]) -> bool {
    matches!(body.last(), Some(Stmt::Raise(_) | Stmt::Return(_)))
}

fn in_loop(stmt: &Stmt, body: &[Stmt], mut inside: Names, at: &mut BTreeMap<TextSize, Names>) {
    // A name that an earlier iteration deletes is not bound in the next one.
    walk(statements(body), |node| {
        if let Node::Stmt(deleted @ Stmt::Delete(_)) = node {
            let deleted = bound_names(std::slice::from_ref(deleted));
            inside.retain(|name| !deleted.contains(name));
        }
        true
    });
    at.insert(stmt.start(), inside.clone());
    bind_all(body, &mut inside, at);
}

fn collect<'a>(body: &'a [Stmt], out: &Names, jump: &Names, found: &mut Vec<Loop<'a>>) {
    let mut live = out.clone();
    for stmt in body.iter().rev() {
        match stmt {
            Stmt::For(s) => inside(stmt, &s.body, &live, jump, found),
            Stmt::While(s) => inside(stmt, &s.body, &live, jump, found),
            Stmt::If(s) => {
                collect(&s.body, &live, jump, found);
                collect(&s.orelse, &live, jump, found);
            }
            // A context manager may catch what an iteration raises.
            _ => {}
        }
        live = liveness::before(stmt, &live, jump);
    }
}

fn inside<'a>(stmt: &'a Stmt, body: &'a [Stmt], after: &Names, jump: &Names, found: &mut Vec<Loop<'a>>) {
    let later = liveness::after_iteration(stmt, after, jump);
    collect(body, &later, &later, found);
    let none = Names::new();
    let read = liveness::before_block(body, &none, &none);
    if may_stay(stmt, &read) {
        found.push(Loop {
            stmt,
            body,
            read,
            left: liveness::left_by(body, &later),
            after: liveness::left_by(body, after),
        });
    }
}

/// The loop has a form, or statements, that the function around it may not model.
fn may_stay(stmt: &Stmt, read: &Names) -> bool {
    let Stmt::For(s) = stmt else { return true };
    let range = matches!(s.iter.as_ref(), Expr::Call(call)
        if matches!(call.func.as_ref(), Expr::Name(e) if e.id.as_str() == "range"));
    let carried = bound_names(&s.body).iter().any(|name| read.contains(name));
    !range || !s.target.is_name_expr() || !s.orelse.is_empty() || carried || has_others(&s.body)
}

/// Some statement is no assignment, branch or loop over a range.
fn has_others(body: &[Stmt]) -> bool {
    let mut found = false;
    walk(statements(body), |node| {
        let Node::Stmt(stmt) = node else { return false };
        let plain = matches!(
            stmt,
            Stmt::Assign(_) | Stmt::AugAssign(_) | Stmt::AnnAssign(_) | Stmt::For(_) | Stmt::If(_) | Stmt::Pass(_)
        );
        found |= !plain;
        !found
    });
    found
}
