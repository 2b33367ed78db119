//! Arrays that move between the host and a GPU, and the functions of CuPy.

use super::value::{Keep, Taken};
use super::{merge, Body};
use crate::ir::{self, key, operand, Problem, Result};
use crate::python::expr::{Expr, Item};
use crate::python::stmt::Stmt;
use automphc_dialects::types::buffer_rank;
use melior::ir::{OperationRef, Value, ValueLike};

impl Body<'_> {
    /// `a_ = cp.asarray(a)`, or `a_.get()`; a value without axes comes back as a number of NumPy's.
    pub fn transfer<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let (result, source) = (ir::result(op)?, operand(op, 0)?);
        let taken = self.take(source, op)?;
        if ir::required_string(op, "to")? == "host" {
            let host = taken.expr.clone().attribute("get").call(Vec::new());
            let rank = buffer_rank(result.r#type()).unwrap_or(0);
            let host = match self.module_of_arrays.clone() {
                _ if rank == 0 => host.subscript(vec![Item::Index(Expr::Tuple(Vec::new()))]),
                None => host,
                // What came from the device stays there.
                Some(module) => Expr::Conditional {
                    condition: Box::new(Expr::compare(Expr::name(module), "is", self.library.numpy_module())),
                    value: Box::new(host),
                    other: Box::new(taken.expr.clone()),
                },
            };
            return self.define(op, Taken::over(host, &[taken]), Keep::Once, "result");
        }
        let there = self.cupy(op, "asarray")?.call(vec![taken.expr.clone()]);
        match ir::string_of(op, "name") {
            // A twin of an array: it is written, too.
            Some(name) => {
                let name = self.names.fresh(name);
                let lines = merge(self.lines_of(op), taken.lines);
                self.push(Stmt::Assign(Expr::name(&*name), there), lines);
                self.bind_buffer(key(result), &name);
                let axes = 0..i64::try_from(buffer_rank(result.r#type()).unwrap_or(0)).unwrap_or(0);
                let sizes = axes.map(|axis| self.indices.size(key(source), axis, self.library));
                if let Some(sizes) = sizes.collect::<Option<Vec<_>>>() {
                    self.indices.shapes.insert(key(result), sizes);
                }
                Ok(())
            }
            None => self.define(op, Taken::over(there, &[taken]), Keep::Once, "value"),
        }
    }

    /// A result goes into an argument, unless it is that: CuPy's arrays are computed on in place.
    pub fn commit(&self, stmt: Stmt, value: &Expr, place: &Expr) -> Stmt {
        match self.module_of_arrays {
            None => stmt,
            Some(_) => Stmt::If {
                condition: Expr::compare(value.clone(), "is not", place.clone()),
                body: vec![stmt],
                other: Vec::new(),
            },
        }
    }

    /// A function of CuPy's.
    pub fn cupy<'c: 'a, 'a>(&self, op: OperationRef<'c, 'a>, function: &str) -> Result<Expr> {
        let module = self.device.as_ref().ok_or_else(|| Problem::of(op, "is for a GPU, in a version for the host"))?;
        Ok(Expr::name(format!("{module}.{function}")))
    }

    /// A function of the library that has the memory of a value.
    pub fn function_beside<'c: 'a, 'a>(
        &mut self,
        op: OperationRef<'c, 'a>,
        value: Value<'c, 'a>,
        function: &str,
    ) -> Result<Expr> {
        if ir::on_device(value) {
            self.cupy(op, function)
        } else {
            Ok(self.library.numpy(function))
        }
    }
}
