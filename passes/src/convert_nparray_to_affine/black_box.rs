//! Statements kept as text, among the loops.
//!
//! before: %x = nparray.view %a[%i] {axes = ["index"]}   py.opaque "..."(%order, %x, %i) ...
//! after:  %x = affine.load %a[%i]                       py.opaque "..."(%order, %x, %i) ...
//!
//! Values that the text would change are computed before it.

use super::{Expander, Outcome};
use crate::scop::black_box::{self, BlackBox, Input, FUNCTION};
use crate::scop::{Access, Node, Statement};
use automphc_dialects::ir::{set_attribute, value_key};
use automphc_kb::expr::Expr;
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, OperationRef, Value};

impl<'c, 'a> Expander<'_, 'c, 'a> {
    pub(super) fn black_box(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let accesses = black_box::accesses(operation).unwrap_or_default();
        let written = self.written_by_text(operation);
        self.settle(&written, self.order_of(operation))?;
        let (mut inputs, mut arguments, mut order) = (vec![], vec![], None);
        let operands: Vec<Value> = operation.operands().collect();
        for (operand, access) in operands.into_iter().zip(&accesses) {
            match access.as_str() {
                "order" => {
                    order = self.root(operand);
                    inputs.push(Input::Order);
                }
                "read" | "write" => {
                    inputs.push(Input::Whole(self.root(operand).ok_or("text that reads what is not in memory")?));
                }
                "bind" => {
                    arguments.push(Expr::Index(self.affine(operand)?));
                    inputs.push(Input::Argument);
                }
                _ => {
                    let element = self.value(operand)?;
                    match element.at(&[]) {
                        read @ Expr::Read { .. } if element.view && element.shape.is_empty() => arguments.push(read),
                        _ => return Err("text that reads a computed value".into()),
                    }
                    inputs.push(Input::Argument);
                }
            }
        }
        let order = order.ok_or("text without a place among the others")?;
        let touched = black_box::touched(&self.scop, operation, &inputs);
        let key = value_key(self.scop.arrays[order].value);
        self.push(Node::Statement(Statement {
            write: Access { array: order, index: vec![] },
            value: Expr::Apply { function: FUNCTION.into(), arguments },
            location: operation.location(),
            store: None,
            loads: vec![],
            text: Some(BlackBox { operation, inputs, touched, order: key, free: false }),
        }));
        Ok(())
    }

    /// The arrays that a statement kept as text may change.
    pub(super) fn written_by_text(&self, operation: OperationRef<'c, 'a>) -> Vec<usize> {
        if !black_box::is_total(operation) {
            return (0..self.scop.arrays.len()).collect();
        }
        let accesses = black_box::accesses(operation).unwrap_or_default();
        let written = operation.operands().zip(&accesses).filter(|(_, access)| *access == "write");
        written.filter_map(|(operand, _)| self.root(operand)).collect()
    }

    /// The cell that keeps texts in order stays one.
    pub(super) fn copy_order(&self, operation: OperationRef<'c, 'a>, array: usize) {
        let alloc = crate::scop::read::definition(self.scop.arrays[array].value);
        if let Some(alloc) = alloc.filter(|_| operation.has_attribute("order")) {
            set_attribute(alloc, "order", Attribute::unit(self.builder.context));
        }
    }
}
