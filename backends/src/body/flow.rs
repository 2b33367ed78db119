//! Loops and conditions that stay.

use super::value::written;
use super::{merge, Body, Lines, Located};
use crate::affine::product;
use crate::affine::{conditions, Linear};
use crate::ir::{self, integer, key, owner, required, Problem, Result};
use crate::python::expr::{Expr, Junction, Operator};
use crate::python::stmt::Stmt;
use automphc_dialects::affine::map_rows;
use melior::ir::block::BlockLike;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, RegionLike, Value};

impl Body<'_> {
    pub fn for_loop<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        if op.result_count() > 0 {
            return Err(Problem::of(op, "with iteration arguments has no Python form"));
        }
        let block = op.region(0).ok().and_then(|region| region.first_block());
        let variable = block.and_then(|block| block.argument(0).ok());
        let variable = variable.ok_or_else(|| Problem::of(op, "has no induction variable"))?;
        self.flush(written(op).as_ref());
        let iterable = self.range(op)?;
        let name = self.loop_variable(ir::string_of(op, "name"));
        let kept = self.kernel.locals.contains(&name);
        self.indices.names.insert(key(variable), Expr::name(&*name));
        self.loops.push(name.clone());
        let body = self.block(&ir::body(op, 0))?;
        self.loops.pop();
        if !kept {
            self.names.release(&name);
        }
        let (body, lines) = together(body);
        let lines = merge(self.lines_of(op), lines);
        self.push(Stmt::For { target: Expr::name(name), iterable, body }, lines);
        Ok(())
    }

    /// `range(lower, upper, step)` in its shortest form.
    fn range<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<Expr> {
        let (lower, upper) = (required(op, "lowerBoundMap")?, required(op, "upperBoundMap")?);
        let inputs = map_rows(lower).map(|map| map.dims + map.symbols);
        let inputs = inputs.ok_or_else(|| Problem::of(op, "has a lower bound that is not linear"))?;
        let operands = ir::operands(op);
        let (first, second) = operands.split_at(inputs.min(operands.len()));
        let lower = self.indices.bound(op, lower, first, "max", self.library)?;
        let upper = self.indices.bound(op, upper, second, "min", self.library)?;
        let step = ir::attribute(op, "step").and_then(integer).unwrap_or(1);
        let mut arguments = vec![lower.to_expr(), upper.to_expr()];
        if let Some(rows) = strip_rows(op) {
            arguments.push(self.indices.linear(rows, self.library)?.to_expr());
        } else if step != 1 {
            arguments.push(Expr::Int(step));
        } else if lower.as_constant() == Some(0) {
            arguments.remove(0);
        }
        Ok(self.library.builtin("range").call(arguments))
    }

    /// `strip = max(1, elements // (columns + 2))`: no width is less than -1.
    pub fn strip_rows<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let result = key(ir::result(op)?);
        let elements = Expr::Int(integer(required(op, "elements")?).unwrap_or(1));
        let widths = ir::operands(op).into_iter().map(|width| self.indices.linear(width, self.library));
        let widths = widths.map(|width| Ok(width?.plus(2).to_expr())).collect::<Result<Vec<_>>>()?;
        if widths.is_empty() {
            self.indices.names.insert(result, elements);
            return Ok(());
        }
        let rows = Expr::binary(Operator::FloorDivide, elements, product(&widths));
        let rows = self.library.builtin("max").call(vec![Expr::Int(1), rows]);
        let name = Expr::name(self.local(None, "strip"));
        let lines = self.lines_of(op);
        self.push(Stmt::Assign(name.clone(), rows), lines);
        self.indices.names.insert(result, name);
        Ok(())
    }

    pub fn condition<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        if op.result_count() > 0 {
            return Err(Problem::of(op, "with results has no Python form"));
        }
        self.flush(written(op).as_ref());
        let operands = ir::operands(op);
        let operands: Vec<Linear> =
            operands.iter().map(|v| self.indices.linear(*v, self.library)).collect::<Result<_>>()?;
        let tests = conditions(required(op, "condition")?, &operands);
        let mut tests = tests.ok_or_else(|| Problem::of(op, "has a condition that is not linear"))?;
        let condition = match tests.len() {
            0 => Expr::Bool(true),
            1 => tests.remove(0),
            _ => Expr::Junction(Junction::And, tests),
        };
        let (body, then_lines) = together(self.block(&ir::body(op, 0))?);
        let (other, else_lines) = together(self.block(&ir::body(op, 1))?);
        let lines = merge(self.lines_of(op), merge(then_lines, else_lines));
        self.push(Stmt::If { condition, body, other }, lines);
        Ok(())
    }
}

/// The rows that a loop over strips advances by: what the minimum in its body adds to its variable.
fn strip_rows<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> Option<Value<'c, 'a>> {
    ir::attribute(op, "strip")?;
    let end = ir::body(op, 0).into_iter().find(|inner| ir::name_of(*inner) == "affine.min")?;
    let rows = |value: &Value<'c, 'a>| owner(*value).is_some_and(|op| ir::name_of(op) == "nparray.strip_rows");
    ir::operands(end).into_iter().find(rows)
}

/// The statements of a nested block and all the lines they stand for.
fn together(body: Vec<Located>) -> (Vec<Stmt>, Lines) {
    let lines = body.iter().fold(None, |lines, located| merge(lines, located.lines));
    (body.into_iter().map(|located| located.stmt).collect(), lines)
}
