//! Parameters that may be matrices of one column.
//!
//! `steering * pulse[p]` of a matrix and a row multiplies each row of the
//! matrix, or is an outer product if the matrix has one column: which of the two
//! is known at run time. Where a parameter stands like this in a loop, or its
//! annotation says that it has one column (`complex128[:, 1]`), it gets a
//! further version that takes it for one (`lower/layout.rs`).

use super::liveness::Names;
use crate::py_infer_types::tree::{Expr, ExprKind, Function, Stmt, StmtKind};
use crate::py_infer_types::ty::Ty;

/// The parameters, none of which the function writes into.
pub fn candidates(function: &Function) -> Names {
    let mut found = Names::new();
    for (name, hint) in function.params.iter().zip(&function.hints) {
        if says_column(hint) {
            found.insert(name.clone());
        }
    }
    for stmt in &function.body {
        stmt.visit(&mut |stmt| {
            let StmtKind::For(nest) = &stmt.kind else { return };
            nest.body.iter().for_each(|inner| inner.visit(&mut |inner| in_loop(inner, &mut found)));
        });
    }
    let mut written = Names::new();
    for stmt in &function.body {
        stmt.visit(&mut |stmt| match &stmt.kind {
            StmtKind::Store(target, _) | StmtKind::AugStore(_, target, _) => target.base.reads(&mut written),
            StmtKind::Assign(name, _) | StmtKind::AugAssign(name, ..) => drop(written.insert(name.clone())),
            StmtKind::Opaque(opaque) => written.extend(opaque.writes.iter().cloned()),
            _ => {}
        });
    }
    found.retain(|name| function.params.contains(name) && !written.contains(name));
    found
}

/// `float64[:, 1]`, `numpy.ndarray[numpy.float64][100, 1]`.
fn says_column(hint: &str) -> bool {
    let text = hint.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    let axes = text.strip_suffix(']').and_then(|text| text.rsplit_once('['));
    axes.is_some_and(|(_, axes)| {
        axes.split(',').map(str::trim).collect::<Vec<_>>()[..].get(1) == Some(&"1") && axes.matches(',').count() == 1
    })
}

/// Elementwise operations of a name of a matrix and a row of an array.
fn in_loop(stmt: &Stmt, found: &mut Names) {
    for e in stmt.expressions() {
        e.visit(&mut |e| {
            let ExprKind::Binary(operator, parts) = &e.kind else { return };
            let [a, b] = &**parts;
            if operator != "matmul" {
                found.extend(matrix(a).filter(|_| is_row(b)).map(str::to_string));
                found.extend(matrix(b).filter(|_| is_row(a)).map(str::to_string));
            }
        });
    }
}

fn matrix<'a>(e: &'a Expr) -> Option<&'a str> {
    e.as_name().filter(|_| matches!(e.ty, Ty::Array { rank: 2, .. }))
}

fn is_row(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Subscript(..)) && matches!(e.ty, Ty::Array { rank: 1, .. })
}
