//! `nparray.repack` has no affine form: it stays, on views of the memrefs.

use super::lazy::Lazy;
use super::{Expander, Outcome};
use crate::build::result_of;
use crate::scop::read::{definition, name};
use crate::scop::{write, Lin, Node, Var};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, Value};

impl<'c, 'a> Expander<'_, 'c, 'a> {
    pub(super) fn repack(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let operands: Vec<Value> = operation.operands().collect();
        let [source, source_mask, target, target_mask] = operands.as_slice() else {
            return Err("a repack with too few operands".into());
        };
        let (source, target) = (self.value(*source)?, self.value(*target)?);
        let written = self.array_of(&target)?;
        self.settle(&[written], self.order_of(operation))?;
        self.keep(*source_mask)?;
        self.keep(*target_mask)?;
        let (source, target) = (self.as_view(&source)?, self.as_view(&target)?);
        let operands = [source, *source_mask, target, *target_mask];
        let repack = self.builder.operation("nparray.repack", &operands, &[], &[], vec![]);
        self.push(Node::Other(repack));
        Ok(())
    }

    fn array_of(&self, lazy: &Lazy) -> Outcome<usize> {
        match &lazy.body {
            Expr::Read { array, .. } if lazy.view => Ok(*array),
            _ => Err("a repack of a computed value".into()),
        }
    }

    /// A view operation for a lazy view whose axes are the array's, in order.
    fn as_view(&mut self, lazy: &Lazy<'c>) -> Outcome<Value<'c, 'a>> {
        let Expr::Read { array, index } = &lazy.body else { return Err("a repack of a computed value".into()) };
        if index.len() != lazy.placeholders.len() {
            return Err("a repack of a part with fewer axes".into());
        }
        let mut operands = vec![self.scop.arrays[*array].value];
        for ((lin, placeholder), size) in index.iter().zip(&lazy.placeholders).zip(&lazy.shape) {
            let lower = lin.clone() - Affine::var(Var::Loop(*placeholder));
            if lower.terms.keys().any(|v| matches!(v, Var::Loop(_))) {
                return Err("a repack of a part that is no slice".into());
            }
            operands.push(self.index_value_of(&lower)?);
            operands.push(self.index_value_of(&(lower + size.clone()))?);
        }
        let axes = vec!["slice"; index.len()];
        let r#type = self.builder.array_type(index.len(), lazy.element);
        let view = self.builder.operation(
            "nparray.view",
            &operands,
            &[r#type],
            &[("axes", self.builder.strings(&axes))],
            vec![],
        );
        self.push(Node::Other(view));
        Ok(result_of(view))
    }

    /// An index value for an expression of symbols.
    fn index_value_of(&mut self, lin: &Lin) -> Outcome<Value<'c, 'a>> {
        let (rows, values) = write::linear_rows(std::slice::from_ref(lin), |v| match v {
            Var::Symbol(id) => self.scop.symbols.get(id).copied(),
            Var::Loop(_) => None,
        });
        let values = values.into_iter().collect::<Option<Vec<_>>>().ok_or("an index that changes in a loop")?;
        let value = self.builder.affine("affine.apply", rows, &values);
        if let Some(operation) = definition(value) {
            self.push(Node::Other(operation));
        }
        Ok(value)
    }

    /// Keeps the operations that a mask is computed by: calls on index values.
    fn keep(&mut self, value: Value<'c, 'a>) -> Outcome<()> {
        let Some(operation) = definition(value) else { return Ok(()) };
        let kind = name(operation);
        if !matches!(kind.as_str(), "nparray.call" | "affine.apply" | "arith.constant" | "nparray.dim") {
            return Err(format!("a mask by '{kind}'"));
        }
        for operand in operation.operands() {
            self.keep(operand)?;
        }
        let kept = |node: &Node| matches!(node, Node::Other(op) if *op == operation);
        if kind != "nparray.dim" && !self.nodes.iter().flatten().any(kept) {
            self.push(Node::Other(operation));
        }
        Ok(())
    }
}
