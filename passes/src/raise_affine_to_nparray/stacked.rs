//! Several rank-1 updates of one target become one product of stacked factors.
//!
//! before: A[%i, %j] = A[%i, %j] + (u[%i] * v[%j] + x[%i] * y[%j])
//! after:  columns = np.empty((n, 2))   columns[:, 0] = u   columns[:, 1] = x
//!         rows = np.empty((2, m))      rows[0] = v         rows[1] = y
//!         for each strip of rows b <= i < e
//!             A[b:e] += np.matmul(columns[b:e], rows)
//!
//! The sum of outer products is never as large as the target: a strip of it stays in the cache.
//!
//! Legal: as for one statement over the box; no element that a strip writes is read by another. It regroups sums
//! (not under `--fp=strict`), so the elements are floating or complex, and all of one type.
//! Not handled: factors of both loops, targets of more axes.

use super::contraction::flatten;
use super::value::{Raised, Range};
use super::{in_place, Nest, Outcome, Raiser, Shape};
use crate::build::{result_of, Builder};
use crate::scop::{Array, Lin, LoopInfo, Term, Var};
use automphc_dialects::types::DYNAMIC;
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::attribute::DenseI32ArrayAttribute;
use melior::ir::r#type::MemRefType;
use melior::ir::Type;
use std::collections::HashMap;

/// Rows of a strip: some hundred kilobytes where the target is large.
const STRIP: i64 = 64;

/// A sum of products of a factor along each of two loops.
pub(super) struct Updates {
    row: usize,
    column: usize,
    /// The operator that combines target and sum; None: it is stored.
    update: Option<String>,
    /// One product each: the factor along the rows, and the one along the columns.
    products: Vec<(Term, Term)>,
}

impl Updates {
    /// The rank-1 updates that a statement is, if it is two or more.
    pub(super) fn of(nest: &Nest, shape: &Shape) -> Option<Self> {
        let [row, column] = shape.outputs[..] else { return None };
        if !shape.reductions.is_empty() || shape.triangle.is_some() || nest.loops.len() != 2 || !nest.edges.is_empty() {
            return None;
        }
        let statement = nest.statement;
        let (update, sum) = match in_place(statement) {
            Some((function @ ("add" | "subtract"), sum)) => (Some(function.to_string()), sum),
            Some(_) => return None,
            None => (None, &statement.value),
        };
        if crate::scop::reads(sum, statement.write.array) {
            return None;
        }
        let mut terms = vec![];
        summands(sum, &mut terms);
        let products: Vec<_> = terms.iter().map(|term| split(term, row, column)).collect::<Option<_>>()?;
        (products.len() >= 2).then_some(Self { row, column, update, products })
    }
}

/// The terms of a sum.
fn summands(term: &Term, terms: &mut Vec<Term>) {
    match term {
        Expr::Apply { function, arguments } if function == "add" => arguments.iter().for_each(|a| summands(a, terms)),
        other => terms.push(other.clone()),
    }
}

/// The factors of a product by the loop that they vary along. One that varies along neither stays with the operand
/// that stands first, as products are evaluated from the left.
fn split(term: &Term, row: usize, column: usize) -> Option<(Term, Term)> {
    let mut factors = vec![];
    flatten(term, &mut factors);
    let along = |factor: &Term, id: usize| factor.uses(&Var::Loop(id));
    let first = factors.iter().find(|f| along(f, row) || along(f, column))?;
    let rows_first = along(first, row);
    let (mut rows, mut columns) = (vec![], vec![]);
    for factor in factors {
        match (along(&factor, row), along(&factor, column)) {
            (true, true) => return None,
            (true, false) => rows.push(factor),
            (false, true) => columns.push(factor),
            (false, false) if rows_first => rows.push(factor),
            (false, false) => columns.push(factor),
        }
    }
    let product = |factors: Vec<Term>, id| {
        factors.iter().any(|f| along(f, id)).then_some(())?;
        factors.into_iter().reduce(|a, b| Expr::apply("multiply", vec![a, b]))
    };
    Some((product(rows, row)?, product(columns, column)?))
}

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    /// The updates as one product, strip by strip.
    pub(super) fn stacked(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
        updates: &Updates,
    ) -> Outcome<()> {
        let element = self.scop.arrays[nest.statement.write.array].element;
        if !matches!(element.to_string().as_str(), "f32" | "f64" | "complex<f32>" | "complex<f64>") {
            return Err("sums of ints are no product of matrices".into());
        }
        let info = LoopInfo { name: None, location: builder.location, step: 1 };
        let term = self.scop.new_loop(info);
        let count = updates.products.len() as i64;
        let (left, right): (Vec<_>, Vec<_>) = updates.products.iter().cloned().unzip();
        let columns = self.stack(builder, &left, updates.row, element, ranges, true)?;
        let rows = self.stack(builder, &right, updates.column, element, ranges, false)?;
        let (inner, strip, looped) = self.blocks(builder, &ranges[&updates.row], STRIP);
        let at = |id: usize| Affine::var(Var::Loop(id)) - ranges[&id].lower.clone();
        let mut own = ranges.clone();
        own.insert(updates.row, strip);
        own.insert(term, Range { lower: Affine::constant(0), upper: Affine::constant(count) });
        let one = Affine::var(Var::Loop(term));
        let a = self.view(inner, columns, &[at(updates.row), one.clone()], &own)?;
        let b = self.view(inner, rows, &[one, at(updates.column)], &own)?;
        let axes = vec![updates.row, updates.column];
        let product = self.call(inner, "numpy.matmul", &[a.value, b.value], axes, element, &[]);
        let product = self.align(inner, product, &shape.outputs)?;
        let target = self.view(inner, nest.statement.write.array, &nest.statement.write.index, &own)?;
        self.store(inner, product.value, target.value, None, updates.update.as_deref());
        if looped {
            inner.operation("affine.yield", &[], &[], &[], vec![]);
        }
        Ok(())
    }

    /// The factors along a loop side by side, as columns or as rows of a new array.
    fn stack(
        &mut self,
        builder: Builder<'c, 'a>,
        factors: &[Term],
        id: usize,
        element: Type<'c>,
        ranges: &HashMap<usize, Range>,
        as_columns: bool,
    ) -> Outcome<usize> {
        let extent = ranges[&id].upper.clone() - ranges[&id].lower.clone();
        let along = |index: Lin, number: Lin| if as_columns { [index, number] } else { [number, index] };
        let sizes = along(extent, Affine::constant(factors.len() as i64)).map(|size| self.index(builder, &size));
        let r#type: Type = MemRefType::new(element, &[DYNAMIC; 2], None, None).into();
        let segments = DenseI32ArrayAttribute::new(builder.context, &[2, 0]).into();
        let alloc = builder.operation("memref.alloc", &sizes, &[r#type], &[("operandSegmentSizes", segments)], vec![]);
        let array = self.scop.arrays.len();
        self.scop.arrays.push(Array { value: result_of(alloc), rank: 2, element, name: None, local: true });
        for (number, factor) in factors.iter().enumerate() {
            let value: Raised = self.term(builder, factor, &[id], ranges)?;
            if value.element != element || value.axes != [id] {
                return Err("factors of several element types".into());
            }
            let place = Affine::var(Var::Loop(id)) - ranges[&id].lower.clone();
            let target = self.view(builder, array, &along(place, Affine::constant(number as i64)), ranges)?;
            self.store(builder, value.value, target.value, None, None);
        }
        Ok(array)
    }
}
