//! Which names may still be read, on the syntax tree.
//!
//! In: statements of one function, and the names live after them. Out: the
//! names live before them. Rule: a name is live if some path may read it
//! before the function binds it again; what is not known to bind a name keeps
//! it live.

use crate::scope::{bound_names, mentioned};
use crate::walk::Node;
use rustpython_parser::ast::{Expr, Stmt};
use std::collections::BTreeSet;

pub type Names = BTreeSet<String>;

/// Names live before a block; `jump` are those live where a `break` or `continue` in it leads.
pub fn before_block(body: &[Stmt], out: &Names, jump: &Names) -> Names {
    body.iter().rev().fold(out.clone(), |live, stmt| before(stmt, &live, jump))
}

/// Names live before a statement.
pub fn before(stmt: &Stmt, out: &Names, jump: &Names) -> Names {
    let mut live = out.clone();
    match stmt {
        Stmt::Assign(s) => {
            s.targets.iter().for_each(|target| bind(target, &mut live));
            read(&s.value, &mut live);
        }
        Stmt::AnnAssign(s) => {
            if let Some(value) = &s.value {
                bind(&s.target, &mut live);
                read(value, &mut live);
            }
        }
        Stmt::For(s) => {
            live.extend(entry(stmt, out));
            live.extend(before_block(&s.orelse, out, jump));
            read(&s.iter, &mut live);
        }
        Stmt::While(s) => {
            live.extend(entry(stmt, out));
            live.extend(before_block(&s.orelse, out, jump));
            read(&s.test, &mut live);
        }
        Stmt::If(s) => {
            live = before_block(&s.body, out, jump);
            live.extend(before_block(&s.orelse, out, jump));
            read(&s.test, &mut live);
        }
        Stmt::Return(s) => {
            live.clear();
            s.value.iter().for_each(|value| read(value, &mut live));
        }
        Stmt::Break(_) | Stmt::Continue(_) => live.clone_from(jump),
        // Whatever else it does, it binds nothing for certain.
        _ => live.extend(mentioned([Node::Stmt(stmt)])),
    }
    live
}

/// Names live before the body of a loop, its targets taken off: what an iteration reads first.
pub fn entry(stmt: &Stmt, out: &Names) -> Names {
    match stmt {
        Stmt::For(s) => {
            let mut live = before_block(&s.body, out, out);
            bind(&s.target, &mut live);
            live
        }
        Stmt::While(s) => before_block(&s.body, out, out),
        _ => Names::new(),
    }
}

/// Names that may be read after an iteration of a loop, given those live after the loop.
pub fn after_iteration(stmt: &Stmt, out: &Names, jump: &Names) -> Names {
    let mut live: Names = out.union(&entry(stmt, out)).cloned().collect();
    match stmt {
        Stmt::For(s) => live.extend(before_block(&s.orelse, out, jump)),
        Stmt::While(s) => {
            live.extend(before_block(&s.orelse, out, jump));
            read(&s.test, &mut live);
        }
        _ => {}
    }
    live
}

/// A target: names are bound, everything else in it is read.
fn bind(target: &Expr, live: &mut Names) {
    match target {
        Expr::Name(e) => {
            live.remove(e.id.as_str());
        }
        Expr::Tuple(e) => e.elts.iter().for_each(|item| bind(item, live)),
        Expr::List(e) => e.elts.iter().for_each(|item| bind(item, live)),
        other => read(other, live),
    }
}

/// Adds the names that a target binds.
pub fn targets(target: &Expr, names: &mut Names) {
    match target {
        Expr::Name(e) => drop(names.insert(e.id.to_string())),
        Expr::Tuple(e) => e.elts.iter().for_each(|item| targets(item, names)),
        Expr::List(e) => e.elts.iter().for_each(|item| targets(item, names)),
        _ => {}
    }
}

fn read(expr: &Expr, live: &mut Names) {
    live.extend(mentioned([Node::Expr(expr)]));
}

/// Names that the statements bind and that may be read later.
pub fn left_by(body: &[Stmt], later: &Names) -> Names {
    bound_names(body).intersection(later).cloned().collect()
}
