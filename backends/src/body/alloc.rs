//! New arrays and variables.

use super::Body;
use crate::ir::{self, key, Problem, Result};
use crate::python::expr::Expr;
use crate::python::stmt::Stmt;
use crate::version::dtype;
use automphc_dialects::types::{buffer_element, buffer_shape};
use melior::ir::{OperationRef, ValueLike};

impl Body<'_> {
    /// `name = np.empty(...)`; a rank-0 buffer is a variable, bound by its first store.
    pub fn alloc<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let result = ir::result(op)?;
        if ir::attribute(op, "order").is_some() {
            return Ok(()); // No memory of the program.
        }
        let shape = buffer_shape(result.r#type()).ok_or_else(|| Problem::of(op, "allocates no array"))?;
        let otherwise = if shape.is_empty() { "value" } else { "array" };
        let own = ir::string_of(op, "name");
        let name = match ir::attribute(op, "device") {
            // The program's name is for the array of the host.
            Some(_) => self.names.fresh(own.unwrap_or(otherwise)),
            None => self.local(own, otherwise),
        };
        if !shape.is_empty() && !self.bound_by_store(op)? {
            let stmt = Stmt::Assign(Expr::name(&*name), self.empty(op, &shape)?);
            let lines = self.lines_of(op);
            self.push(stmt, lines);
        }
        self.bind_buffer(key(result), &name);
        if ir::attribute(op, "device").is_some() {
            // The twin of an array is as large as that.
            let sizes = ir::operands(op).into_iter().map(|size| Ok(self.indices.linear(size, self.library)?.to_expr()));
            let sizes = sizes.collect::<Result<Vec<_>>>()?;
            if sizes.len() == shape.len() {
                self.indices.shapes.insert(key(result), sizes);
            }
        }
        Ok(())
    }

    fn empty<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>, shape: &[Option<i64>]) -> Result<Expr> {
        let mut sizes = ir::operands(op).into_iter();
        let mut axes = Vec::new();
        for size in shape {
            axes.push(match size {
                Some(size) => Expr::Int(*size),
                None => {
                    let value = sizes.next().ok_or_else(|| Problem::of(op, "lacks a size"))?;
                    self.indices.linear(value, self.library)?.to_expr()
                }
            });
        }
        let shape = if axes.len() == 1 { axes.remove(0) } else { Expr::Tuple(axes) };
        let element = buffer_element(ir::result(op)?.r#type()).and_then(dtype);
        let element = element.ok_or_else(|| Problem::of(op, "has no NumPy element type"))?;
        let keywords =
            if element == "float64" { Vec::new() } else { vec![("dtype".to_string(), self.library.numpy(element))] };
        // On copies of lists a fault sends the call to the original: lanes that a mask drops must not
        // compute on garbage.
        let make = if self.on_copies { "zeros" } else { "empty" };
        let function = self.function_beside(op, ir::result(op)?, make)?;
        Ok(function.call_with(vec![shape], keywords))
    }

    /// Whether a store that carries `bind` gives the array its value, so that it need not be made.
    fn bound_by_store<'c: 'a, 'a>(&self, op: OperationRef<'c, 'a>) -> Result<bool> {
        let buffer = key(ir::result(op)?);
        let mut next = melior::ir::operation::OperationLike::next_in_block(&op);
        while let Some(following) = next {
            let target = ir::operand(following, 1).ok().map(key);
            if ir::name_of(following) == "nparray.store" && target == Some(buffer) {
                return Ok(ir::attribute(following, "bind").is_some());
            }
            next = melior::ir::operation::OperationLike::next_in_block(&following);
        }
        Ok(false)
    }
}
