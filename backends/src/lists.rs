//! Kernels on nested lists compute on arrays; here is how the written cells,
//! and no others, get back into the lists.
//!
//! The cells are an integer set over the list's indices. Its dimensions are eliminated from the
//! innermost outwards (Fourier and Motzkin), which gives each index its range.

use crate::affine::{product, Linear};
use crate::ir::{Problem, Result};
use crate::library::Library;
use crate::names::Names;
use crate::python::expr::{Expr, Item, Junction, Operator};
use crate::python::stmt::Stmt;
use automphc_dialects::affine::{set_rows, Row};
use automphc_dialects::presburger::{is_subset, Polyhedron};
use melior::ir::{Attribute, Location};

/// A written list: the list, the array with its new contents, and the names in reach.
pub struct Written<'w> {
    pub list: Expr,
    pub array: Expr,
    pub rank: usize,
    /// Of a flat list the sizes of the axes but the first.
    pub flat: &'w [Expr],
    /// The array's other cells hold nothing.
    pub write_only: bool,
    pub symbols: &'w [Linear],
}

/// Range of one index: the greatest of the lower bounds up to the least of the upper ones.
struct Range {
    lower: Vec<Row>,
    upper: Vec<Row>,
}

/// What brings written cells back: all is converted before the first list changes.
#[derive(Default)]
pub struct Back {
    pub staged: Vec<Stmt>,
    pub writes: Vec<Stmt>,
}

impl Written<'_> {
    /// The assignments that copy the cells of `set` back.
    pub fn statements(
        &self,
        set: Attribute,
        location: Location,
        library: &mut Library,
        names: &mut Names,
    ) -> Result<Back> {
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
        let values = names.fresh("values");
        let mut writer = Writer { written: self, ranges, dims: Vec::new(), values, library, names };
        Ok(writer.all())
    }
}

struct Writer<'w> {
    written: &'w Written<'w>,
    ranges: Vec<Range>,
    /// Variables of the enclosing loops.
    dims: Vec<String>,
    /// The name of the new elements, as lists.
    values: String,
    library: &'w mut Library,
    names: &'w mut Names,
}

impl Writer<'_> {
    /// A box in one conversion; anything else row by row out of a conversion of all rows.
    fn all(&mut self) -> Back {
        let rank = self.written.rank;
        if self.is_whole_rows() {
            return self.rows();
        }
        let flat = !self.written.flat.is_empty();
        let items = if rank == 1 {
            vec![self.item(0)]
        } else if rank == 2 && !flat && !self.depends(1, 0) {
            vec![self.item(0), self.item(1)]
        } else {
            vec![Item::range(Expr::Int(0), Some(self.bounds(0).1))]
        };
        let boxed = items.len() == rank;
        let part = self.written.array.clone().subscript(items);
        let values = Expr::name(&*self.values);
        let staged = vec![Stmt::Assign(values.clone(), part.attribute("tolist").call(Vec::new()))];
        let writes = match rank {
            1 => self.innermost(0, values),
            _ if boxed => self.rectangle(0, values, false),
            _ => self.level(0, &values),
        };
        Back { staged, writes }
    }

    /// All axes of a flat list but the first are written whole.
    fn is_whole_rows(&mut self) -> bool {
        let flat = self.written.flat;
        let whole = |(at, size): (usize, &Expr)| {
            !(0..at + 1).any(|outer| self.depends(at + 1, outer)) && self.bounds(at + 1) == (Expr::Int(0), size.clone())
        };
        !flat.is_empty() && flat.iter().enumerate().all(whole)
    }

    /// Whole rows of a flat list are one part of it.
    fn rows(&mut self) -> Back {
        let (lower, upper) = self.bounds(0);
        let part = self.written.array.clone().subscript(vec![self.item(0)]);
        let values = Expr::name(&*self.values);
        let new = part.attribute("ravel").call(Vec::new()).attribute("tolist").call(Vec::new());
        let staged = vec![Stmt::Assign(values.clone(), new)];
        let first = |row: Expr| match row {
            Expr::Int(0) => Expr::Int(0),
            row => Expr::binary(Operator::Multiply, row, product(self.written.flat)),
        };
        let item = Item::range(first(lower.clone()), Some(first(upper.clone())));
        let write = Stmt::Assign(self.written.list.clone().subscript(vec![item]), values);
        Back { staged, writes: self.if_not_empty(vec![(lower, upper)], write) }
    }

    /// Where the elements of an innermost axis start in a flat list.
    fn offset(&self) -> Option<Expr> {
        let flat = self.written.flat;
        let rows = self.dims.iter().map(|name| Expr::name(&**name));
        let indices = rows.zip(flat).reduce(|(sum, size), (row, next)| {
            let scaled = Expr::binary(Operator::Multiply, sum, size.clone());
            (Expr::binary(Operator::Add, scaled, row), next)
        });
        indices.map(|(sum, size)| Expr::binary(Operator::Multiply, sum, size.clone()))
    }

    /// Statements that write the cells under the indices fixed so far; `values` are all rows.
    fn level(&mut self, level: usize, values: &Expr) -> Vec<Stmt> {
        let rank = self.written.rank;
        let new = |dims: &[Item]| dims.iter().fold(values.clone(), |e, i| e.subscript(vec![i.clone()]));
        if level + 1 == rank {
            let new = new(&self.fixed()).subscript(vec![self.item(level)]);
            return self.innermost(level, new);
        }
        if level + 2 == rank && self.written.flat.is_empty() && !self.depends(level + 1, level) {
            let new = new(&self.fixed()).subscript(vec![self.item(level)]);
            return self.rectangle(level, new, true);
        }
        let (lower, upper) = self.bounds(level);
        let name = self.names.fresh("row");
        self.dims.push(name.clone());
        let body = self.level(level + 1, values);
        self.dims.pop();
        self.names.release(&name);
        let arguments = if lower == Expr::Int(0) { vec![upper] } else { vec![lower, upper] };
        let iterable = self.library.builtin("range").call(arguments);
        vec![Stmt::For { target: Expr::name(name), iterable, body }]
    }

    fn item(&mut self, level: usize) -> Item {
        let (lower, upper) = self.bounds(level);
        Item::range(lower, Some(upper))
    }

    /// `list[i][a:b] = new`.
    fn innermost(&mut self, level: usize, new: Expr) -> Vec<Stmt> {
        let (lower, upper) = self.bounds(level);
        let stmt = match self.offset() {
            Some(offset) => {
                let at = |index: &Expr| match index {
                    Expr::Int(0) => offset.clone(),
                    index => Expr::binary(Operator::Add, offset.clone(), index.clone()),
                };
                let item = Item::range(at(&lower), Some(at(&upper)));
                Stmt::Assign(self.written.list.clone().subscript(vec![item]), new)
            }
            None => {
                let outer = self.fixed().into_iter().fold(self.written.list.clone(), |e, i| e.subscript(vec![i]));
                Stmt::Assign(outer.subscript(vec![self.item(level)]), new)
            }
        };
        // In the rows of nested lists, a range that counts from the end names the same cells on both sides.
        let flat = !self.written.flat.is_empty();
        let guarded = if level == 0 || flat { vec![(lower, upper)] } else { Vec::new() };
        self.if_not_empty(guarded, stmt)
    }

    /// Whole rows of the same columns; `wide` rows of new values have all columns.
    fn rectangle(&mut self, level: usize, values: Expr, wide: bool) -> Vec<Stmt> {
        let ranges = vec![self.bounds(level), self.bounds(level + 1)];
        let (rows, columns) = (self.item(level), self.item(level + 1));
        let outer = self.fixed().into_iter().fold(self.written.list.clone(), |e, i| e.subscript(vec![i]));
        let (row, new) = (self.names.fresh("row"), self.names.fresh("new"));
        let cells = if wide { Expr::name(&*new).subscript(vec![columns.clone()]) } else { Expr::name(&*new) };
        let body = vec![Stmt::Assign(Expr::name(&*row).subscript(vec![columns]), cells)];
        let iterable = self.library.builtin("zip").call(vec![outer.subscript(vec![rows]), values]);
        self.names.release(&row);
        self.names.release(&new);
        let target = Expr::Tuple(vec![Expr::name(row), Expr::name(new)]);
        self.if_not_empty(ranges, Stmt::For { target, iterable, body })
    }

    /// An empty range must not become a slice that counts from the end: the array's cells there
    /// are the list's own, unless the array was never filled; but in a flat list they are others than
    /// in the array. What runs from 0 to a size has no such range.
    fn if_not_empty(&self, ranges: Vec<(Expr, Expr)>, stmt: Stmt) -> Vec<Stmt> {
        let flat = !self.written.flat.is_empty();
        let is_size = |(low, high): &(Expr, Expr)| *low == Expr::Int(0) && matches!(high, Expr::Name(_));
        let needed = |range: &(Expr, Expr)| self.written.write_only || (flat && !is_size(range));
        let ranges = ranges.into_iter().filter(needed);
        let mut tests: Vec<_> = ranges.map(|(low, high)| Expr::compare(low, "<", high)).collect();
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
