//! Stores into views.

use super::call::function_of;
use super::value::{roots, Taken};
use super::{merge, Body};
use crate::ir::{self, attribute, Problem, Result};
use crate::python::expr::{Expr, Item, Operator};
use crate::python::stmt::Stmt;
use automphc_dialects::types::buffer_rank;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, ValueLike};

impl Body<'_> {
    pub fn store<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let mut parts = self.take_all(op)?;
        if parts.len() < 2 {
            return Err(Problem::of(op, "needs a value and a target"));
        }
        let lines = parts.iter().fold(self.lines_of(op), |lines, part| merge(lines, part.lines));
        let target = ir::operand(op, 1)?;
        let rank = buffer_rank(target.r#type()).unwrap_or(0);
        self.flush(Some(&roots(target)));
        let mask = (parts.len() > 2).then(|| parts.remove(2).expr);
        let place = parts.remove(1).expr;
        let value = parts.remove(0);
        let update = ir::string_of(op, "update");
        let stmt = match mask {
            Some(mask) if rank > 0 => self.masked(op, value, place, mask, update)?,
            Some(mask) => {
                let body = vec![self.plain(op, value, place, rank, update)?];
                Stmt::If { condition: mask, body, other: Vec::new() }
            }
            None if attribute(op, "commit").is_some() => {
                let (result, argument) = (value.expr.clone(), place.clone());
                let stmt = self.plain(op, value, place, rank, update)?;
                self.commit(stmt, &result, &argument)
            }
            None => self.plain(op, value, place, rank, update)?,
        };
        self.push(stmt, lines);
        Ok(())
    }

    /// `target[mask] = source[mask]`: NumPy reads the right side first.
    pub fn repack<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let parts = self.take_all(op)?;
        let lines = parts.iter().fold(self.lines_of(op), |lines, part| merge(lines, part.lines));
        let target = ir::operand(op, 2)?;
        self.flush(Some(&roots(target)));
        let mut parts = parts.into_iter().map(|part| part.expr);
        let (Some(source), Some(source_mask), Some(target), Some(target_mask)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Problem::of(op, "needs four operands"));
        };
        let value = source.subscript(vec![Item::Index(source_mask)]);
        self.push(Stmt::Assign(target.subscript(vec![Item::Index(target_mask)]), value), lines);
        Ok(())
    }

    fn plain<'c: 'a, 'a>(
        &mut self,
        op: OperationRef<'c, 'a>,
        value: Taken,
        place: Expr,
        rank: usize,
        update: Option<&str>,
    ) -> Result<Stmt> {
        if attribute(op, "bind").is_some() && place.is_identifier() {
            return Ok(Stmt::Assign(place, value.expr));
        }
        if let Some(update) = update {
            let operand = if super::call::is_division(update) { self.denominator(value.expr) } else { value.expr };
            return Ok(match Operator::of_name(update) {
                Some(operator) => Stmt::AugAssign(updated(place, rank), operator, operand),
                None => {
                    let function = self.update_function(op, update)?;
                    Stmt::Assign(written(place.clone(), rank), function.call(vec![place, operand]))
                }
            });
        }
        if attribute(op, "out").is_some() && rank > 0 {
            if let Some(call) = self.written_by_call(op, &value.expr, &place)? {
                return Ok(Stmt::Expr(call));
            }
        }
        Ok(Stmt::Assign(written(place, rank), value.expr))
    }

    /// The computation, writing to `place` by itself: no temporary array.
    fn written_by_call<'c: 'a, 'a>(
        &mut self,
        op: OperationRef<'c, 'a>,
        value: &Expr,
        place: &Expr,
    ) -> Result<Option<Expr>> {
        let out = ("out".to_string(), place.clone());
        if let Some((name, arguments)) = function_of(value) {
            let function = self.function_beside(op, ir::operand(op, 1)?, name)?;
            return Ok(Some(function.call_with(arguments, vec![out])));
        }
        Ok(match value {
            Expr::Call(function, arguments, keywords) => {
                let keywords = keywords.iter().cloned().chain([out]).collect();
                Some((**function).clone().call_with(arguments.clone(), keywords))
            }
            _ => None,
        })
    }

    fn masked<'c: 'a, 'a>(
        &mut self,
        op: OperationRef<'c, 'a>,
        value: Taken,
        place: Expr,
        mask: Expr,
        update: Option<&str>,
    ) -> Result<Stmt> {
        if ir::on_device(ir::operand(op, 1)?) {
            return self.masked_on_device(op, value.expr, place, mask, update);
        }
        let condition = ("where".to_string(), mask);
        Ok(Stmt::Expr(match update {
            None => self.library.numpy("copyto").call_with(vec![place, value.expr], vec![condition]),
            Some(update) => {
                let function = self.update_function(op, update)?;
                let out = ("out".to_string(), place.clone());
                function.call_with(vec![place, value.expr], vec![out, condition])
            }
        }))
    }

    /// CuPy's ufuncs know no `where`.
    fn masked_on_device<'c: 'a, 'a>(
        &mut self,
        op: OperationRef<'c, 'a>,
        value: Expr,
        place: Expr,
        mask: Expr,
        update: Option<&str>,
    ) -> Result<Stmt> {
        let value = match update {
            None => value,
            Some(update) => match Operator::of_name(update) {
                Some(operator) => Expr::binary(operator, place.clone(), value),
                None => self.update_function(op, update)?.call(vec![place.clone(), value]),
            },
        };
        let chosen = self.cupy(op, "where")?.call(vec![mask, value, place.clone()]);
        Ok(Stmt::Assign(written(place, 1), chosen))
    }

    fn update_function<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>, update: &str) -> Result<Expr> {
        if ir::on_device(ir::operand(op, 1)?) {
            return self.cupy(op, update.strip_prefix("numpy.").unwrap_or(update));
        }
        let full = if update.contains('.') { update.to_string() } else { format!("numpy.{update}") };
        let found = self.library.function(&full);
        found.ok_or_else(|| Problem::at(op.location(), format!("'{full}' is reached by no import")))
    }
}

/// The target of an assignment that writes into an array instead of binding a name.
fn written(place: Expr, rank: usize) -> Expr {
    match place {
        Expr::Subscript(..) => place,
        place if rank == 0 => place,
        place => place.subscript(vec![Item::all()]),
    }
}

/// The target of an in-place operator: a local name stays a name.
fn updated(place: Expr, rank: usize) -> Expr {
    if place.is_identifier() {
        place
    } else {
        written(place, rank)
    }
}
