//! Scalars: elements, variables, and the arithmetic between them.

use super::call::{is_division, operator_form};
use super::value::{roots, Keep, Taken};
use super::Body;
use crate::affine::Linear;
use crate::helpers::Helper;
use crate::ir::{self, integer, operand, operands, required, Problem, Result};
use crate::python::expr::{comparator, Expr, Item};
use crate::python::stmt::Stmt;
use automphc_dialects::types::buffer_rank;
use melior::ir::r#type::TypeLike;
use melior::ir::{OperationRef, Value, ValueLike};

impl Body<'_> {
    /// The element of a buffer that an access names, and what reading it reads.
    fn element<'c: 'a, 'a>(
        &mut self,
        op: OperationRef<'c, 'a>,
        buffer: Value<'c, 'a>,
        indices: &[Value<'c, 'a>],
    ) -> Result<Taken> {
        let mut taken = self.take(buffer, op)?;
        let indices = self.indices.rows(op, required(op, "map")?, indices, self.library)?;
        if buffer_rank(buffer.r#type()) != Some(0) {
            let items = indices.iter().map(|index: &Linear| Item::Index(index.to_expr())).collect();
            taken.expr = taken.expr.subscript(items);
        }
        taken.reads.extend(roots(buffer));
        taken.roots.clear();
        Ok(taken)
    }

    pub fn load<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let all = operands(op);
        let buffer = operand(op, 0)?;
        let taken = self.element(op, buffer, &all[1..])?;
        // A variable costs nothing to read twice, an element does.
        let keep = if taken.expr.is_identifier() { Keep::Repeat } else { Keep::Once };
        self.define(op, taken, keep, "value")
    }

    pub fn element_store<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let all = operands(op);
        let buffer = operand(op, 1)?;
        let stored = operand(op, 0)?;
        let mut value = self.take(stored, op)?;
        let converted = ir::owner(stored).is_some_and(|owner| ir::name_of(owner) == "arith.sitofp");
        if converted && buffer_rank(buffer.r#type()) == Some(0) {
            // In an array the number is converted, a variable keeps its type.
            value.expr = self.library.builtin("float").call(vec![value.expr]);
        }
        let target = self.element(op, buffer, &all[2..])?;
        self.flush(Some(&roots(buffer)));
        let lines = super::merge(self.lines_of(op), super::merge(value.lines, target.lines));
        self.push(updating(target.expr, value.expr), lines);
        Ok(())
    }

    pub fn scalar<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let function = ir::required_string(op, "function")?;
        if function == "automphc.quotient" {
            return self.quotient(op);
        }
        let name = function.strip_prefix("numpy.").unwrap_or(function);
        self.function(op, name, function)
    }

    /// Python's own division raises where NumPy's gives an Inf or NaN.
    fn quotient<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let parts = self.take_all(op)?;
        let arguments = parts.iter().map(|part| part.expr.clone()).collect();
        let call = self.library.helper(Helper::Quotient).call(arguments);
        self.define(op, Taken::over(call, &parts), Keep::Once, "value")
    }

    fn function<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>, name: &str, full: &str) -> Result<()> {
        let parts = self.take_all(op)?;
        let mut arguments: Vec<_> = parts.iter().map(|part| part.expr.clone()).collect();
        if is_division(name) && arguments.len() == 2 {
            let denominator = arguments.remove(1);
            arguments.push(self.denominator(denominator));
        }
        let expr = match operator_form(name, &arguments) {
            Some(expr) => expr,
            None if full.contains('.') => {
                let found = self.library.function(full);
                found.ok_or_else(|| Problem::of(op, format!("'{full}' is reached by no import")))?.call(arguments)
            }
            None => self.library.numpy(name).call(arguments),
        };
        self.define(op, Taken::over(expr, &parts), Keep::Once, "value")
    }

    /// A loop variable or a size as a number.
    pub fn index_cast<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        if ir::result(op)?.r#type().is_index() {
            return Ok(()); // Part of an index expression.
        }
        let taken = self.take(operand(op, 0)?, op)?;
        self.define(op, taken, Keep::Repeat, "value")
    }

    /// Operations of MLIR's own scalar dialects.
    pub fn arithmetic<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>, name: &str) -> Result<()> {
        if ir::result(op)?.r#type().to_string() == "index" {
            return Ok(()); // Part of an index expression.
        }
        match name {
            "arith.select" => self.select(op),
            "arith.cmpf" => self.comparison(
                op,
                &[
                    "",
                    "equal",
                    "greater",
                    "greater_equal",
                    "less",
                    "less_equal",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "not_equal",
                ],
            ),
            "arith.cmpi" => {
                self.comparison(op, &["equal", "not_equal", "less", "less_equal", "greater", "greater_equal"])
            }
            "arith.sitofp" if self.is_index(op)? => self.index_as_number(op),
            "arith.sitofp" | "arith.uitofp" | "arith.extsi" | "arith.extui" | "arith.index_cast" => self.same(op),
            _ => match function_name(name) {
                Some(function) => self.function(op, function, function),
                None => Err(Problem::of(op, "has no Python form")),
            },
        }
    }

    fn is_index<'c: 'a, 'a>(&self, op: OperationRef<'c, 'a>) -> Result<bool> {
        Ok(ir::owner(operand(op, 0)?).is_some_and(|source| ir::name_of(source) == "arith.index_cast"))
    }

    /// An index among floats: `float(i)`.
    fn index_as_number<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let index = self.indices.linear(operand(op, 0)?, self.library)?.to_expr();
        let number = self.library.builtin("float").call(vec![index]);
        self.define(op, Taken::over(number, &[]), Keep::Once, "value")
    }

    /// A conversion that Python's own arithmetic makes by itself.
    fn same<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let taken = self.take(operand(op, 0)?, op)?;
        self.define(op, taken, Keep::Once, "value")
    }

    fn select<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let parts = self.take_all(op)?;
        let [condition, value, other] = &parts[..] else {
            return Err(Problem::of(op, "needs three operands"));
        };
        let part = |taken: &Taken| Box::new(taken.expr.clone());
        let expr = Expr::Conditional { condition: part(condition), value: part(value), other: part(other) };
        self.define(op, Taken::over(expr, &parts), Keep::Once, "value")
    }

    fn comparison<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>, predicates: &[&str]) -> Result<()> {
        let predicate = integer(required(op, "predicate")?).and_then(|p| usize::try_from(p).ok());
        let operator = predicate.and_then(|p| comparator(predicates.get(p)?));
        let operator = operator.ok_or_else(|| Problem::of(op, "has a predicate that Python lacks"))?;
        let parts = self.take_all(op)?;
        let [left, right] = &parts[..] else {
            return Err(Problem::of(op, "needs two operands"));
        };
        let expr = Expr::compare(left.expr.clone(), operator, right.expr.clone());
        self.define(op, Taken::over(expr, &parts), Keep::Once, "value")
    }
}

/// `target = target + value` as `target += value`.
fn updating(target: Expr, value: Expr) -> Stmt {
    match value {
        Expr::Binary(operator, left, right) if *left == target => Stmt::AugAssign(target, operator, *right),
        value => Stmt::Assign(target, value),
    }
}

/// NumPy's name for a scalar operation of MLIR.
fn function_name(name: &str) -> Option<&'static str> {
    Some(match name.split_once('.')?.1 {
        "addf" | "addi" | "add" => "add",
        "subf" | "subi" | "sub" => "subtract",
        "mulf" | "muli" | "mul" => "multiply",
        "divf" | "div" => "divide",
        "floordivsi" => "floor_divide",
        "negf" | "neg" => "negative",
        "powf" | "fpowi" | "ipowi" => "power",
        "andi" => "bitwise_and",
        "ori" => "bitwise_or",
        "xori" => "bitwise_xor",
        "maximumf" | "maxsi" => "maximum",
        "minimumf" | "minsi" => "minimum",
        "maxnumf" => "fmax",
        "minnumf" => "fmin",
        "absf" | "absi" | "abs" => "absolute",
        "remf" => "fmod",
        "extf" => "float64",
        "truncf" => "float32",
        "fptosi" => "int64",
        "sqrt" => "sqrt",
        "exp" => "exp",
        "expm1" => "expm1",
        "log" => "log",
        "log2" => "log2",
        "log10" => "log10",
        "log1p" => "log1p",
        "sin" => "sin",
        "cos" => "cos",
        "tan" => "tan",
        "sinh" => "sinh",
        "cosh" => "cosh",
        "tanh" => "tanh",
        "atan" => "arctan",
        "atan2" => "arctan2",
        "floor" => "floor",
        "ceil" => "ceil",
        _ => return None,
    })
}
