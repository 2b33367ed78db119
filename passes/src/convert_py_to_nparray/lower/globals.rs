//! What the module binds: library functions and constants.
//!
//! Legal: the program may put another function or number in their place after
//! it was imported. A version that replaces calls by other code, or relies on a
//! constant, is guarded: what the program spells so still is the same object.

use super::{Lowering, Outcome};
use crate::convert_py_to_nparray::plan::{Declined, Id, Index};
use crate::py_infer_types::tree::{self, Expr, ExprKind, Literal, Stmt};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Number;
use automphc_kb::types::DType;
use melior::ir::operation::OperationResult;

impl<'c> Lowering<'_, 'c> {
    /// Records the functions that a modelled statement names.
    pub fn note_functions(&mut self, stmt: &Stmt<'c>) {
        let mut found = Vec::new();
        stmt.visit(&mut |stmt| {
            for e in stmt.expressions() {
                e.visit(&mut |e| found.extend(reference(e)));
            }
        });
        self.plan.functions.extend(found);
        self.note_helpers(stmt);
    }

    /// Records the functions of the module whose calls were replaced.
    pub fn note_helpers(&mut self, stmt: &Stmt<'c>) {
        let helpers = &mut self.plan.helpers;
        stmt.visit(&mut |stmt| {
            for e in stmt.expressions() {
                e.visit(&mut |e| helpers.extend(e.inlined.iter().cloned()));
            }
        });
    }

    /// The value of an int that the module binds.
    pub fn int_constant(&mut self, e: &Expr<'c>, name: &str) -> Outcome<'c, Index> {
        match e.constant {
            Some(Literal::Int(value)) => {
                self.plan.constants.insert(name.to_string(), Number::Int(value));
                Ok(Affine::constant(value))
            }
            _ => Err(Declined::new(e.location, format!("the value of '{name}' here is not known to be affine"))),
        }
    }

    /// The value of a constant of the module.
    pub fn global_constant(&mut self, e: &Expr<'c>, name: &str) -> Outcome<'c, Option<Id>> {
        let Some(value) = e.constant.clone().filter(|_| !self.env.contains_key(name)) else { return Ok(None) };
        let (number, dtype) = match value {
            // That -0.0 is not 0.0 would need a test of its own.
            Literal::Float(value) if value != 0.0 && value.is_finite() => (Number::Float(value), DType::F64),
            _ => return Err(Declined::new(e.location, format!("'{name}' is a constant that is not modelled"))),
        };
        self.plan.constants.insert(name.to_string(), number);
        Ok(Some(self.constant(number, dtype, e.location)))
    }
}

/// Spelling and full name of a function or type that the expression names.
fn reference(e: &Expr) -> Option<(String, String)> {
    let ExprKind::Ref(_) = &e.kind else { return None };
    let operation = OperationResult::try_from(e.value).ok()?.owner();
    // What stands in place of nothing has no spelling.
    let spelling = tree::string_attribute(operation, "spelling").filter(|spelling| !spelling.is_empty())?;
    Some((spelling, tree::string_attribute(operation, "target")?))
}
