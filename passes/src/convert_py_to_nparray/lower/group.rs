//! One statement that binds several names: `x = y = 0.0`, `a, b = b, a`, `n, m = data.shape`, `x, y = p[i]`;
//! or one that stands for loops: `s = sum(x * x for x in v)`.
//!
//! Its parts are modelled one after the other, all of them or none: the text is
//! that of the whole statement. Unpacking a shape is total, and is modelled
//! only, if the array has exactly as many axes as there are names; that a sequence has as many
//! items is required of the caller.

use super::{Lowering, Outcome};
use crate::convert_py_to_nparray::liveness::{self, Names};
use crate::convert_py_to_nparray::plan::{Declined, Sym};
use crate::py_infer_types::infer::unpacked_array;
use crate::py_infer_types::tree::{Expr, ExprKind, Stmt, StmtKind};
use crate::py_infer_types::ty::Ty;

impl<'c> Lowering<'_, 'c> {
    pub fn group(
        &mut self,
        stmt: &Stmt<'c>,
        parts: &[Stmt<'c>],
        unpacks: Option<usize>,
        live: &Names,
    ) -> Outcome<'c, ()> {
        if let Some(count) = unpacks {
            match parts.first().and_then(unpacked_array) {
                Some(array) => check_rank(stmt, array, count)?,
                None => self.check_items(stmt, parts, count)?,
            }
        }
        let keep = self.keep(stmt);
        let stores = parts.iter().any(|part| matches!(part.kind, StmtKind::Store(..)));
        if stores || !stmt.reads().is_disjoint(&stmt.writes()) {
            // Running the text of `a, b = b, a` would exchange what the version
            // calls a and b, that of `a[0] = b = x` would store once more.
            self.forbid_text(keep);
        }
        self.group = Some(keep);
        let begun = self.begun;
        // In loops that the statement stands for nothing is kept as text by itself.
        let loops = usize::from(parts.iter().any(|part| matches!(part.kind, StmtKind::For(_))));
        self.branches += loops;
        let live = liveness::after(parts, live);
        let outcome = parts.iter().zip(&live).try_for_each(|(part, live)| self.statement(part, live));
        self.branches -= loops;
        self.group = None;
        self.plan.keeps[keep].values = self.plan.defined_from(begun);
        outcome
    }
}

impl<'c> Lowering<'_, 'c> {
    /// `x, y = p`: the guards ask for a sequence of exactly that many items.
    fn check_items(&mut self, stmt: &Stmt<'c>, parts: &[Stmt<'c>], count: usize) -> Outcome<'c, ()> {
        let Some(StmtKind::Assign(_, Expr { kind: ExprKind::Subscript(sequence, _), .. })) =
            parts.first().map(|part| &part.kind)
        else {
            return Err(Declined::new(stmt.location, "it unpacks something other than a sequence"));
        };
        let size = self.size(sequence, 0, sequence)?;
        let missing = size + i64::try_from(count).map_or(i64::MIN, |count| -count);
        if missing.terms.keys().any(|symbol| matches!(symbol, Sym::Loop(_))) {
            return Err(Declined::new(stmt.location, "it unpacks as many items as a loop says"));
        }
        self.plan.required.extend([missing.clone(), -missing]);
        Ok(())
    }
}

fn check_rank<'c>(stmt: &Stmt<'c>, array: &Expr<'c>, count: usize) -> Outcome<'c, ()> {
    match &array.ty {
        Ty::Array { rank, .. } if *rank == count => Ok(()),
        Ty::Array { rank, .. } => {
            Err(Declined::new(stmt.location, format!("{count} names for the {rank} sizes of a shape")))
        }
        _ => Err(Declined::new(stmt.location, "the shape of something that is not known to be an array")),
    }
}
