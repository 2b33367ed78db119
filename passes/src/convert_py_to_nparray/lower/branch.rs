//! `if`: affine conditions become `affine.if`, data-dependent ones predicated stores.
//!
//! before: if i != j: a[i, j] = x          if x > 0.0: y = x
//! after:  affine.if (i < j) { a[i, j] = x }   y = where(x > 0.0, x, y)
//!         affine.if (i > j) { a[i, j] = x }
//!
//! Each `affine.if` has a conjunction and no else branch: MLIR's dependence
//! analysis takes the condition for one of both branches.
//!
//! Legal: affine conditions are of ints that the branches do not bind, so that
//! at most one of the pieces runs. Under a condition on data the branches only
//! store what may be computed in any case.

use super::exact::check_total;
use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::liveness::Names;
use crate::convert_py_to_nparray::plan::{Condition, Declined, Id, Index, Kind, Step};
use crate::py_infer_types::tree::{Expr, ExprKind, Stmt, StmtKind, Target};
use crate::py_infer_types::ty::Ty;
use automphc_kb::expr::Number;
use automphc_kb::types::{DType, ValueType};
use melior::ir::Location;

/// A condition is split into at most so many conjunctions.
const MOST_PIECES: usize = 8;

/// Conditions are nested at most so deep: the time of exact analysis grows fast with their number.
const MOST_NESTED: usize = 12;

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
        if self.branches >= MOST_NESTED {
            return Err(Declined::new(stmt.location, "its conditions are nested too deep".to_string()));
        }
        let holds = self.pieces(condition, true)?;
        let fails = if otherwise.is_empty() { Vec::new() } else { self.pieces(condition, false)? };
        let writes: Names = then.iter().chain(otherwise).flat_map(Stmt::writes).collect();
        let all: Names = then.iter().chain(otherwise).flat_map(Stmt::reads).chain(live.iter().cloned()).collect();
        let writes = self.rebound(writes, stmt);
        self.enter(&writes, live, &all, "the branch", stmt.location)?;
        let before = self.env.clone();
        self.branches += 1;
        for (pieces, body) in [(holds, then), (fails, otherwise)] {
            // A piece for each part of the condition: at most one of them holds.
            for set in pieces {
                let steps = self.nested(body, live)?;
                self.env = before.clone();
                let step = Step::If { set, then: steps, otherwise: Vec::new(), location: stmt.location };
                self.plan.steps.push(step);
            }
        }
        self.branches -= 1;
        Ok(())
    }

    /// Conjunctions of which exactly one is true where the condition is (or is
    /// not, if `holds` is false), and none elsewhere.
    fn pieces(&mut self, e: &Expr<'c>, holds: bool) -> Outcome<'c, Vec<Vec<Condition>>> {
        let pieces = match &e.kind {
            ExprKind::Unary(operator, inner) if operator == "not" => self.pieces(inner, !holds)?,
            ExprKind::Bool(operator, parts) if (operator == "and") == holds => {
                let mut all = vec![Vec::new()];
                for part in parts {
                    all = product(&all, &self.pieces(part, holds)?);
                }
                all
            }
            ExprKind::Bool(_, parts) => {
                // One of them, and none before it.
                let (mut all, mut before) = (Vec::new(), vec![Vec::new()]);
                for part in parts {
                    all.extend(product(&before, &self.pieces(part, holds)?));
                    before = product(&before, &self.pieces(part, !holds)?);
                }
                all
            }
            ExprKind::Compare(operator, parts) => {
                let (a, b) = (self.index(&parts[0])?, self.index(&parts[1])?);
                comparison(operator, holds, a, b)
                    .ok_or_else(|| Declined::new(e.location, "a condition that is not affine"))?
            }
            _ => return Err(Declined::new(e.location, "a condition that is not affine")),
        };
        match pieces.len() {
            0..=MOST_PIECES => Ok(pieces),
            _ => Err(Declined::new(e.location, "a condition of too many parts")),
        }
    }

    fn predicated(&mut self, condition: &Expr<'c>, then: &[Stmt<'c>], otherwise: &[Stmt<'c>]) -> Outcome<'c, ()> {
        let location = condition.location;
        let condition = self.condition(condition)?;
        // The branches may change what is in memory: the condition must be a value.
        if !matches!(self.plan.value(condition).kind, Kind::Call { .. }) {
            return Err(Declined::new(location, "a condition that is read from memory"));
        }
        let mut immediate = true;
        for (branch, holds) in [(then, true), (otherwise, false)] {
            for stmt in branch {
                self.predicate(stmt, condition, holds, immediate)?;
                immediate = false;
            }
        }
        Ok(())
    }

    /// A statement under a condition; `immediate` says that nothing was stored since the condition was computed.
    fn predicate(&mut self, stmt: &Stmt<'c>, condition: Id, holds: bool, immediate: bool) -> Outcome<'c, ()> {
        let location = stmt.location;
        if let StmtKind::AugAssign(name, operator, value) = &stmt.kind {
            let cell = self.bound_cell(name, location)?;
            if let Some(term) = self.term_or_identity(operator, cell, value, condition, holds)? {
                let operator = if operator == "multiply" { operator } else { "add" };
                return self.accumulate(name, operator, cell, term, location);
            }
        }
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
        if immediate {
            self.plan.immediate.insert(chosen);
        }
        self.store(chosen, target, None, None, location);
        if let StmtKind::Assign(name, _) | StmtKind::AugAssign(name, ..) = &stmt.kind {
            self.note_cell(name, chosen, false);
        }
        Ok(())
    }

    /// `s += x` under a condition is `s += x if c else -0.0`: adding that changes no number, and what x
    /// would be where the condition does not hold is not seen. What is subtracted is added with its sign changed.
    fn term_or_identity(
        &mut self,
        operator: &str,
        cell: Id,
        e: &Expr<'c>,
        condition: Id,
        holds: bool,
    ) -> Outcome<'c, Option<Id>> {
        let identity = match operator {
            "add" | "subtract" => -0.0,
            // Whether an int is left in a list could not be told.
            "multiply" if !self.lists => 1.0,
            _ => return Ok(None),
        };
        check_total(e)?;
        let mut value = self.operand(e, DType::F64)?;
        if operator == "subtract" {
            value = self.operator("numpy.negative", &[value], e.location)?;
        }
        let double = |ty: ValueType| ty.dtype == DType::F64 && ty.rank == 0;
        if !double(self.ty(cell)) || !double(self.ty(value)) {
            return Ok(None);
        }
        let identity = self.constant(Number::Float(identity), DType::F64, e.location);
        let (a, b) = if holds { (value, identity) } else { (identity, value) };
        self.choose(condition, a, b, e.location).map(Some)
    }

    fn accumulate(
        &mut self,
        name: &str,
        operator: &str,
        cell: Id,
        term: Id,
        location: Location<'c>,
    ) -> Outcome<'c, ()> {
        let result = self.operator(&format!("numpy.{operator}"), &[cell, term], location)?;
        self.plan.steps.pop();
        self.store(term, cell, None, Some(operator.to_string()), location);
        self.note_cell(name, result, false);
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

/// Conjunctions of one of the first and one of the second.
fn product(a: &[Vec<Condition>], b: &[Vec<Condition>]) -> Vec<Vec<Condition>> {
    a.iter().flat_map(|x| b.iter().map(|y| [x.as_slice(), y.as_slice()].concat())).collect()
}

/// A comparison, or its negation, as conjunctions that exclude each other.
fn comparison(operator: &str, holds: bool, a: Index, b: Index) -> Option<Vec<Vec<Condition>>> {
    let positive = |index: Index| vec![Condition { index: index + -1, equality: false }];
    let least = |index: Index| vec![Condition { index, equality: false }];
    Some(match (operator, holds) {
        ("less", true) | ("greater_equal", false) => vec![positive(b - a)],
        ("less_equal", true) | ("greater", false) => vec![least(b - a)],
        ("greater", true) | ("less_equal", false) => vec![positive(a - b)],
        ("greater_equal", true) | ("less", false) => vec![least(a - b)],
        ("equal", true) | ("not_equal", false) => vec![vec![Condition { index: a - b, equality: true }]],
        ("not_equal", true) | ("equal", false) => vec![positive(b.clone() - a.clone()), positive(a - b)],
        _ => return None,
    })
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
