//! Kernels on nested lists compute on arrays; here is how the written cells,
//! and no others, get back into the lists.
//!
//! The cells are an integer set over the list's indices. Its dimensions are eliminated from the
//! innermost outwards (Fourier and Motzkin), which gives each index its range.

use crate::affine::Linear;
use crate::ir::{Problem, Result};
use crate::library::Library;
use crate::names::Names;
use crate::python::expr::{Expr, Item, Junction};
use crate::python::stmt::Stmt;
use automphc_dialects::affine::{set_rows, Row};
use automphc_dialects::presburger::{is_subset, Polyhedron};
use melior::ir::{Attribute, Location};

/// A written list: the list, the array with its new contents, and the names in reach.
pub struct Written<'w> {
    pub list: Expr,
    pub array: Expr,
    pub rank: usize,
    /// The array's other cells hold nothing.
    pub write_only: bool,
    pub symbols: &'w [Linear],
}

/// Range of one index: the greatest of the lower bounds up to the least of the upper ones.
struct Range {
    lower: Vec<Row>,
    upper: Vec<Row>,
}

impl Written<'_> {
    /// The assignments that copy the cells of `set` back.
    pub fn statements(
        &self,
        set: Attribute,
        location: Location,
        library: &mut Library,
        names: &mut Names,
    ) -> Result<Vec<Stmt>> {
        let strange = || Problem::at(location, "the set of written cells has no form as slices");
        let (rows, equalities) = set_rows(set).ok_or_else(strange)?;
        if rows.dims != self.rank || rows.symbols != self.symbols.len() {
            return Err(strange());
        }
        let mut inequalities = rows.rows.clone();
        for (row, _) in rows.rows.iter().zip(&equalities).filter(|(_, equal)| **equal) {
            inequalities.push(row.iter().map(|c| -c).collect());
        }
        let ranges = ranges(inequalities, self.rank).ok_or_else(strange)?;
        let mut writer = Writer { written: self, ranges, dims: Vec::new(), library, names };
        Ok(writer.level(0))
    }
}

struct Writer<'w> {
    written: &'w Written<'w>,
    ranges: Vec<Range>,
    /// Variables of the enclosing loops.
    dims: Vec<String>,
    library: &'w mut Library,
    names: &'w mut Names,
}

impl Writer<'_> {
    /// Statements that write the cells under the indices fixed so far.
    fn level(&mut self, level: usize) -> Vec<Stmt> {
        let rank = self.written.rank;
        if level + 1 == rank {
            return self.innermost(level);
        }
        if level + 2 == rank && !self.depends(level + 1, level) {
            return self.rectangle(level);
        }
        let (lower, upper) = self.bounds(level);
        let name = self.names.fresh("row");
        self.dims.push(name.clone());
        let body = self.level(level + 1);
        self.dims.pop();
        self.names.release(&name);
        let arguments = if lower == Expr::Int(0) { vec![upper] } else { vec![lower, upper] };
        let iterable = self.library.builtin("range").call(arguments);
        vec![Stmt::For { target: Expr::name(name), iterable, body }]
    }

    /// `list[i][a:b] = array[i, a:b].tolist()`.
    fn innermost(&mut self, level: usize) -> Vec<Stmt> {
        let (lower, upper) = self.bounds(level);
        let item = Item::range(lower.clone(), Some(upper.clone()));
        let indices = self.fixed();
        let outer = indices.iter().fold(self.written.list.clone(), |e, i| e.subscript(vec![i.clone()]));
        let cells = indices.into_iter().chain([item.clone()]).collect();
        let values = self.written.array.clone().subscript(cells).attribute("tolist").call(Vec::new());
        let stmt = Stmt::Assign(outer.subscript(vec![item]), values);
        // Under a loop the range is not empty; alone it may be, and even negative.
        let guarded = if level == 0 { vec![(lower, upper)] } else { Vec::new() };
        self.if_not_empty(guarded, stmt)
    }

    /// Whole rows of the same columns: one conversion for all.
    fn rectangle(&mut self, level: usize) -> Vec<Stmt> {
        let (low, high) = self.bounds(level);
        let (first, last) = self.bounds(level + 1);
        let rows = Item::range(low.clone(), Some(high.clone()));
        let columns = Item::range(first.clone(), Some(last.clone()));
        let indices = self.fixed();
        let outer = indices.iter().fold(self.written.list.clone(), |e, i| e.subscript(vec![i.clone()]));
        let cells = indices.into_iter().chain([rows.clone(), columns.clone()]).collect();
        let values = self.written.array.clone().subscript(cells).attribute("tolist").call(Vec::new());
        let (row, new) = (self.names.fresh("row"), self.names.fresh("values"));
        let body = vec![Stmt::Assign(Expr::name(&*row).subscript(vec![columns]), Expr::name(&*new))];
        let iterable = self.library.builtin("zip").call(vec![outer.subscript(vec![rows]), values]);
        self.names.release(&row);
        self.names.release(&new);
        let target = Expr::Tuple(vec![Expr::name(row), Expr::name(new)]);
        self.if_not_empty(vec![(low, high), (first, last)], Stmt::For { target, iterable, body })
    }

    /// An empty range must not become a slice that counts from the end: the array's cells there
    /// are the list's own, unless the array was never filled.
    fn if_not_empty(&self, ranges: Vec<(Expr, Expr)>, stmt: Stmt) -> Vec<Stmt> {
        if !self.written.write_only {
            return vec![stmt];
        }
        let mut tests: Vec<_> = ranges.into_iter().map(|(low, high)| Expr::compare(low, "<", high)).collect();
        tests.dedup();
        match tests.len() {
            0 => vec![stmt],
            1 => vec![Stmt::If { condition: tests.remove(0), body: vec![stmt], other: Vec::new() }],
            _ => {
                vec![Stmt::If { condition: Expr::Junction(Junction::And, tests), body: vec![stmt], other: Vec::new() }]
            }
        }
    }

    fn fixed(&self) -> Vec<Item> {
        self.dims.iter().map(|name| Item::Index(Expr::name(&**name))).collect()
    }

    fn depends(&self, level: usize, on: usize) -> bool {
        self.ranges[level].lower.iter().chain(&self.ranges[level].upper).any(|row| row[on] != 0)
    }

    fn bounds(&mut self, level: usize) -> (Expr, Expr) {
        let rank = self.written.rank;
        let mut operands: Vec<_> = self.dims.iter().map(|name| Linear::atom(Expr::name(&**name))).collect();
        operands.resize(rank, Linear::default());
        operands.extend(self.written.symbols.iter().cloned());
        let all = |rows: &[Row]| rows.iter().map(|row| Linear::of_row(row, &operands).to_expr()).collect::<Vec<_>>();
        let (lower, upper) = (all(&self.ranges[level].lower), all(&self.ranges[level].upper));
        (self.extremum("max", lower), self.extremum("min", upper))
    }

    fn extremum(&mut self, name: &str, mut all: Vec<Expr>) -> Expr {
        if all.len() == 1 {
            all.remove(0)
        } else {
            self.library.builtin(name).call(all)
        }
    }
}

/// The range of each index in terms of the outer ones; None if a bound is no plain sum.
fn ranges(mut rows: Vec<Row>, rank: usize) -> Option<Vec<Range>> {
    let mut ranges = Vec::new();
    for level in (0..rank).rev() {
        rows = without_redundant(rows);
        let (bounding, mut rest): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row[level] != 0);
        if bounding.iter().any(|row| row[level].abs() != 1) {
            return None;
        }
        let (lower, upper): (Vec<Row>, Vec<Row>) = bounding.into_iter().partition(|row| row[level] > 0);
        for a in &lower {
            for b in &upper {
                rest.push(a.iter().zip(b).map(|(x, y)| x + y).collect());
            }
        }
        let range = Range {
            lower: lower.iter().map(|row| isolated(row, level, -1, 0)).collect(),
            upper: upper.iter().map(|row| isolated(row, level, 1, 1)).collect(),
        };
        if range.lower.is_empty() || range.upper.is_empty() {
            return None;
        }
        ranges.push(range);
        rows = rest;
    }
    ranges.reverse();
    Some(ranges)
}

/// The other terms of a row, as the bound that they are for the index of `level`.
fn isolated(row: &Row, level: usize, sign: i64, plus: i64) -> Row {
    let mut bound: Row = row.iter().map(|c| sign * c).collect();
    bound[level] = 0;
    if let Some(constant) = bound.last_mut() {
        *constant += plus;
    }
    bound
}

/// The rows that the others do not imply.
fn without_redundant(mut rows: Vec<Row>) -> Vec<Row> {
    let mut position = 0;
    while position < rows.len() {
        let row = rows.remove(position);
        let variables = row.len() - 1;
        let (others, this) = (Polyhedron { rows: rows.clone() }, Polyhedron { rows: vec![row.clone()] });
        if !is_subset(variables, &[others], &[this]) {
            rows.insert(position, row);
            position += 1;
        }
    }
    rows
}
