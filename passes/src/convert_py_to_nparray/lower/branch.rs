//! `if`: affine conditions become `affine.if`, data-dependent ones predicated stores.
//!
//! before: if x > 0.0: y = x
//! after:  y = where(x > 0.0, x, y)
//!
//! Legal: the branches only store scalars that may be computed in any case.

use super::exact::check_total;
use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::liveness::Names;
use crate::convert_py_to_nparray::plan::{Condition, Declined, Id, Kind, Step};
use crate::py_infer_types::tree::{Expr, ExprKind, Stmt, StmtKind, Target};
use crate::py_infer_types::ty::Ty;
use melior::ir::Location;

impl<'c> Lowering<'_, 'c> {
    pub fn branch(
        &mut self,
        stmt: &Stmt<'c>,
        condition: &Expr<'c>,
        then: &[Stmt<'c>],
        otherwise: &[Stmt<'c>],
        live: &Names,
    ) -> Outcome<'c, ()> {
        if !on_ints(condition) {
            return self.predicated(condition, then, otherwise);
        }
        let (set, swap) = match self.conjunction(condition, true) {
            Ok(set) => (set, false),
            Err(declined) => (self.conjunction(condition, false).map_err(|_| declined)?, true),
        };
        let (then, otherwise) = if swap { (otherwise, then) } else { (then, otherwise) };
        let writes: Names = then.iter().chain(otherwise).flat_map(Stmt::writes).collect();
        let all: Names = then.iter().chain(otherwise).flat_map(Stmt::reads).chain(live.iter().cloned()).collect();
        self.enter(&writes, live, &all, "the branch", stmt.location)?;
        let before = self.env.clone();
        self.branches += 1;
        let then = self.nested(then, live)?;
        self.env = before.clone();
        let otherwise = self.nested(otherwise, live)?;
        self.branches -= 1;
        self.env = before;
        self.plan.steps.push(Step::If { set, then, otherwise, location: stmt.location });
        Ok(())
    }

    /// The conditions whose conjunction `e` (or its negation) is.
    fn conjunction(&mut self, e: &Expr<'c>, holds: bool) -> Outcome<'c, Vec<Condition>> {
        let declined = || Declined::new(e.location, "a condition that is no conjunction of affine ones");
        match &e.kind {
            ExprKind::Unary(operator, inner) if operator == "not" => self.conjunction(inner, !holds),
            ExprKind::Bool(operator, parts) if (operator == "and") == holds => {
                let rows = parts.iter().map(|part| self.conjunction(part, holds)).collect::<Outcome<Vec<_>>>()?;
                Ok(rows.into_iter().flatten().collect())
            }
            ExprKind::Compare(operator, parts) => {
                let (a, b) = (self.index(&parts[0])?, self.index(&parts[1])?);
                let (index, equality) = match (operator.as_str(), holds) {
                    ("less", true) | ("greater_equal", false) => (b - a + -1, false),
                    ("less_equal", true) | ("greater", false) => (b - a, false),
                    ("greater", true) | ("less_equal", false) => (a - b + -1, false),
                    ("greater_equal", true) | ("less", false) => (a - b, false),
                    ("equal", true) | ("not_equal", false) => (a - b, true),
                    _ => return Err(declined()),
                };
                Ok(vec![Condition { index, equality }])
            }
            _ => Err(declined()),
        }
    }

    fn predicated(&mut self, condition: &Expr<'c>, then: &[Stmt<'c>], otherwise: &[Stmt<'c>]) -> Outcome<'c, ()> {
        let location = condition.location;
        let condition = self.condition(condition)?;
        // The branches may change what is in memory: the condition must be a value.
        if !matches!(self.plan.value(condition).kind, Kind::Call { .. }) {
            return Err(Declined::new(location, "a condition that is read from memory"));
        }
        for (branch, holds) in [(then, true), (otherwise, false)] {
            for stmt in branch {
                self.predicate(stmt, condition, holds)?;
            }
        }
        Ok(())
    }

    fn predicate(&mut self, stmt: &Stmt<'c>, condition: Id, holds: bool) -> Outcome<'c, ()> {
        let location = stmt.location;
        let (target, value) = match &stmt.kind {
            StmtKind::Pass => return Ok(()),
            StmtKind::Assign(name, value) => (self.bound_cell(name, location)?, self.total(value, name)?),
            StmtKind::AugAssign(name, operator, value) => {
                let cell = self.bound_cell(name, location)?;
                let value = self.total(value, name)?;
                (cell, self.update_total(operator, cell, value, location)?)
            }
            StmtKind::Store(target, value) => self.element(target, value, None, location)?,
            StmtKind::AugStore(operator, target, value) => self.element(target, value, Some(operator), location)?,
            _ => return Err(Declined::new(location, "a statement under a condition on data")),
        };
        let chosen = match holds {
            true => self.choose(condition, value, target, location)?,
            false => self.choose(condition, target, value, location)?,
        };
        self.store(chosen, target, None, None, location);
        if let StmtKind::Assign(name, _) | StmtKind::AugAssign(name, ..) = &stmt.kind {
            self.note_cell(name, chosen, false);
        }
        Ok(())
    }

    /// The cell of a scalar that surely has a value.
    fn bound_cell(&mut self, name: &str, location: Location<'c>) -> Outcome<'c, Id> {
        match self.env.get(name) {
            Some(Binding::Cell) => self.cell(name, location),
            _ => Err(Declined::new(location, format!("'{name}' is bound under a condition on data"))),
        }
    }

    fn total(&mut self, value: &Expr<'c>, name: &str) -> Outcome<'c, Id> {
        check_total(value)?;
        if value.ty == Ty::Int {
            return Err(Declined::new(value.location, format!("an int is bound to '{name}' under a condition")));
        }
        self.value(value)
    }

    fn update_total(&mut self, operator: &str, old: Id, value: Id, location: Location<'c>) -> Outcome<'c, Id> {
        if !matches!(operator, "add" | "subtract" | "multiply") {
            return Err(Declined::new(location, "an operation that may fail where it would not be computed"));
        }
        self.operator(&format!("numpy.{operator}"), &[old, value], location)
    }

    /// An element to store to, and its new value.
    fn element(
        &mut self,
        target: &Target<'c>,
        value: &Expr<'c>,
        operator: Option<&String>,
        location: Location<'c>,
    ) -> Outcome<'c, (Id, Id)> {
        check_total(value)?;
        let view = self.view(location, &target.base, &target.indices)?;
        let dtype = self.ty(view).dtype;
        let value = self.stored_value(value, view, operator.map(String::as_str))?;
        if self.ty(view).rank > 0 {
            return Err(Declined::new(location, "an array is stored under a condition on data"));
        }
        let value = match operator {
            Some(operator) => self.update_total(operator, view, value, location)?,
            None => value,
        };
        match self.ty(value).dtype == dtype {
            true => Ok((view, value)),
            false => Err(Declined::new(location, "a value of another type is stored under a condition")),
        }
    }
}

/// A condition that compares ints alone.
fn on_ints(condition: &Expr) -> bool {
    match &condition.kind {
        ExprKind::Compare(_, parts) => parts.iter().all(|part| part.ty == Ty::Int),
        ExprKind::Bool(_, parts) => parts.iter().all(on_ints),
        ExprKind::Unary(operator, inner) => operator == "not" && on_ints(inner),
        _ => false,
    }
}
