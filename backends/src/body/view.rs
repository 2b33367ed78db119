//! Views as subscripts.

use super::value::{roots, Keep, Taken};
use super::Body;
use crate::affine::Linear;
use crate::ir::{self, key, operand, Problem, Result};
use crate::python::expr::{Expr, Item};
use automphc_dialects::types::buffer_rank;
use melior::ir::{OperationRef, ValueLike};

impl Body<'_> {
    pub fn view<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let source = operand(op, 0)?;
        let items = self.items(op)?;
        let taken = self.take(source, op)?;
        let rank = buffer_rank(ir::result(op)?.r#type()).unwrap_or(0);
        let expr = if items.is_empty() { taken.expr } else { taken.expr.subscript(items) };
        if has_points(op) {
            // What points select is a copy when it is read: it is never given a
            // name before a store into it.
            let reads = taken.reads.iter().copied().chain(roots(source)).collect();
            return self.define(
                op,
                Taken { expr, reads, roots: Default::default(), lines: taken.lines },
                Keep::Once,
                "part",
            );
        }
        let view = Taken { expr, ..taken };
        // An element is read where it is used, or it would no longer follow its array.
        let keep = if rank == 0 { Keep::Repeat } else { Keep::Alias };
        self.define(op, view, keep, if rank == 1 { "part" } else { "block" })
    }

    /// Items of the subscript; none if the view is the whole array.
    fn items<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<Vec<Item>> {
        let source = operand(op, 0)?;
        let steps = ir::integers(op, "steps").unwrap_or_default();
        let mut bounds = ir::operands(op).into_iter().skip(1);
        let (mut items, mut axis, mut slices) = (Vec::new(), 0, 0);
        for kind in ir::strings(op, "axes") {
            let mut bound = |body: &mut Self| -> Result<Linear> {
                let value = bounds.next().ok_or_else(|| Problem::of(op, "has too few bounds"))?;
                body.indices.linear(value, body.library)
            };
            match kind.as_str() {
                "index" => items.push(Item::Index(bound(self)?.to_expr())),
                "slice" => {
                    let (lower, upper) = (bound(self)?, bound(self)?);
                    let step = steps.get(slices).copied().unwrap_or(1);
                    let size = self.indices.size(key(source), axis, self.library);
                    items.push(slice(lower, upper, step, size));
                    slices += 1;
                }
                "points" => {
                    let (lower, upper) = (bound(self)?, bound(self)?);
                    let step = steps.get(slices).copied().unwrap_or(1);
                    let mut arguments = vec![lower.to_expr(), upper.to_expr()];
                    if step != 1 {
                        arguments.push(Expr::Int(step));
                    } else if lower.as_constant() == Some(0) {
                        arguments.remove(0);
                    }
                    items.push(Item::Index(self.function_beside(op, source, "arange")?.call(arguments)));
                    slices += 1;
                }
                "newaxis" => items.push(Item::Index(self.library.numpy("newaxis"))),
                _ => items.push(Item::all()),
            }
            axis += i64::from(kind != "newaxis");
        }
        while items.last().is_some_and(Item::is_all) {
            items.pop();
        }
        Ok(items)
    }
}

/// True for a view along a diagonal, which NumPy makes by index arrays.
pub fn has_points<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> bool {
    ir::strings(op, "axes").iter().any(|kind| kind == "points")
}

fn slice(lower: Linear, upper: Linear, step: i64, size: Option<Expr>) -> Item {
    let whole = size.map(Linear::atom);
    let (lower, upper) = if step > 0 {
        (Some(lower).filter(|l| l.as_constant() != Some(0)), Some(upper).filter(|u| Some(u) != whole.as_ref()))
    } else {
        let last = whole.map(|size| size.plus(-1));
        (Some(lower).filter(|l| Some(l) != last.as_ref()), Some(upper).filter(|u| u.as_constant() != Some(-1)))
    };
    Item::Slice {
        lower: lower.map(|l| l.to_expr()),
        upper: upper.map(|u| u.to_expr()),
        step: Some(step).filter(|s| *s != 1).map(Expr::Int),
    }
}
