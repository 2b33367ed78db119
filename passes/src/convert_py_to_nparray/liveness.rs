//! Which names may still be read after a statement.
//!
//! A loop variable, or a name first bound inside a loop, may be unbound after
//! the loop, and its last value is no affine expression: if it is live there,
//! the loop stays as it is.

use crate::py_infer_types::tree::{Stmt, StmtKind};
use std::collections::BTreeSet;

pub type Names = BTreeSet<String>;

/// Names live after each statement of a block, given those live after the block.
pub fn after(body: &[Stmt], out: &Names) -> Vec<Names> {
    let mut live = out.clone();
    let mut result: Vec<Names> = body
        .iter()
        .rev()
        .map(|stmt| {
            let after = live.clone();
            live = before(stmt, &live);
            after
        })
        .collect();
    result.reverse();
    result
}

/// Names live before a block.
fn before_block(body: &[Stmt], out: &Names) -> Names {
    body.iter().rev().fold(out.clone(), |live, stmt| before(stmt, &live))
}

/// Names live before a statement.
pub fn before(stmt: &Stmt, out: &Names) -> Names {
    let mut live = out.clone();
    match &stmt.kind {
        StmtKind::Assign(name, _) => {
            live.remove(name);
        }
        StmtKind::AugAssign(name, ..) => {
            live.insert(name.clone());
        }
        StmtKind::For(nest) => {
            let mut inner = body_entry(&nest.body, out);
            inner.remove(&nest.target);
            live.extend(inner);
        }
        StmtKind::While(_, body) => live.extend(body_entry(body, out)),
        StmtKind::If(_, then, otherwise) => {
            live = before_block(then, out);
            live.extend(before_block(otherwise, out));
        }
        StmtKind::Group(parts, _) => live = before_block(parts, out),
        StmtKind::Opaque(opaque) => live.extend(opaque.reads.iter().cloned()),
        _ => {}
    }
    stmt.expressions().into_iter().for_each(|e| e.reads(&mut live));
    live
}

/// Names live at the start of a loop's body. That the next iteration reads
/// them too changes nothing: a block's live names are what it reads first, and
/// what is live after it and not bound in it.
pub fn body_entry(body: &[Stmt], out: &Names) -> Names {
    before_block(body, out)
}
