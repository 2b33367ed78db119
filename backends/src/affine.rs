//! Affine index values as Python: linear sums in their shortest form,
//! comparisons without negative terms.

use crate::ir::{self, key, owner, Key, Problem, Result};
use crate::library::Library;
use crate::python::expr::{Expr, Item, Operator};
use automphc_dialects::affine::{map_rows, quotient_row, set_rows, Row};
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, OperationRef, Value};
use std::collections::HashMap;

/// A linear sum of atoms: names, sizes, minima and maxima.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    terms: Vec<(Expr, i64)>,
    constant: i64,
}

impl Linear {
    pub fn constant(value: i64) -> Self {
        Self { terms: Vec::new(), constant: value }
    }

    pub fn atom(expr: Expr) -> Self {
        Self { terms: vec![(expr, 1)], constant: 0 }
    }

    pub fn as_constant(&self) -> Option<i64> {
        self.terms.is_empty().then_some(self.constant)
    }

    fn add(&mut self, other: &Self, factor: i64) {
        self.constant += factor * other.constant;
        for (atom, coefficient) in &other.terms {
            match self.terms.iter_mut().find(|(known, _)| known == atom) {
                Some((_, sum)) => *sum += factor * coefficient,
                None => self.terms.push((atom.clone(), factor * coefficient)),
            }
        }
        self.terms.retain(|(_, coefficient)| *coefficient != 0);
    }

    /// A row of an affine map over these operands.
    pub fn of_row(row: &Row, operands: &[Linear]) -> Self {
        let mut sum = Self::constant(row.last().copied().unwrap_or(0));
        for (coefficient, operand) in row.iter().zip(operands) {
            sum.add(operand, *coefficient);
        }
        sum
    }

    pub fn plus(mut self, value: i64) -> Self {
        self.constant += value;
        self
    }

    /// Positive terms first, so that no sum starts with a minus sign if it need not.
    pub fn to_expr(&self) -> Expr {
        let (positive, negative): (Vec<_>, Vec<_>) = self.terms.iter().partition(|(_, c)| *c > 0);
        let mut sum: Option<Expr> = None;
        for (atom, coefficient) in positive {
            let term = scaled(atom, *coefficient);
            sum = Some(sum.map_or(term.clone(), |s| Expr::binary(Operator::Add, s, term)));
        }
        let mut constant = self.constant;
        if sum.is_none() && (constant > 0 || negative.is_empty()) {
            sum = Some(Expr::Int(constant));
            constant = 0;
        }
        for (atom, coefficient) in negative {
            let term = scaled(atom, -coefficient);
            sum = Some(match sum {
                None => Expr::unary("-", term),
                Some(s) => Expr::binary(Operator::Subtract, s, term),
            });
        }
        let sum = sum.unwrap_or(Expr::Int(0));
        match constant {
            0 => sum,
            c if c > 0 => Expr::binary(Operator::Add, sum, Expr::Int(c)),
            c => Expr::binary(Operator::Subtract, sum, Expr::Int(-c)),
        }
    }

    /// `self >= 0`, or `self == 0`, with every term on the side where it is positive.
    fn comparison(&self, equality: bool) -> Comparison {
        let mut sides = [Self::default(), Self::default()];
        for (atom, coefficient) in &self.terms {
            sides[usize::from(*coefficient > 0)].terms.push((atom.clone(), coefficient.abs()));
        }
        let [mut left, mut right] = sides;
        let mut operator = if equality { "==" } else { "<=" };
        if self.constant == -1 && !equality && !left.terms.is_empty() && !right.terms.is_empty() {
            operator = "<";
        } else if self.constant < 0 && !right.terms.is_empty() {
            left.constant = -self.constant;
        } else {
            right.constant = self.constant;
        }
        (left.to_expr(), operator, right.to_expr())
    }
}

fn scaled(atom: &Expr, coefficient: i64) -> Expr {
    match coefficient {
        1 => atom.clone(),
        c => Expr::binary(Operator::Multiply, Expr::Int(c), atom.clone()),
    }
}

type Comparison = (Expr, &'static str, Expr);

/// Conditions of an integer set; comparisons that share a side become chains.
pub fn conditions(set: Attribute, operands: &[Linear]) -> Option<Vec<Expr>> {
    let (rows, equalities) = set_rows(set)?;
    let all: Vec<_> = rows.rows.iter().zip(&equalities).map(|(row, eq)| (Linear::of_row(row, operands), *eq)).collect();
    let trivially = |(l, eq): &(Linear, bool)| l.as_constant().is_some_and(|c| if *eq { c == 0 } else { c >= 0 });
    let comparisons = all.iter().filter(|condition| !trivially(condition)).map(|(l, eq)| l.comparison(*eq));
    Some(chains(comparisons.collect()))
}

/// `a <= b` and `b <= c` as `a <= b <= c`.
fn chains(comparisons: Vec<Comparison>) -> Vec<Expr> {
    let mut chains: Vec<(Expr, Vec<(&'static str, Expr)>)> = Vec::new();
    for (left, operator, right) in comparisons {
        let ordered = operator != "==" && !matches!(left, Expr::Int(_));
        let joined = chains.iter_mut().find(|(first, rest)| {
            let equal = operator == "==" && *first == left && rest.iter().all(|(operator, _)| *operator == "==");
            equal || (ordered && rest.len() == 1 && rest[0].0 != "==" && rest[0].1 == left)
        });
        match joined {
            Some((_, rest)) => rest.push((operator, right)),
            None => chains.push((left, vec![(operator, right)])),
        }
    }
    chains.into_iter().map(|(first, rest)| Expr::Compare(Box::new(first), rest)).collect()
}

/// What index values are called.
#[derive(Clone, Default)]
pub struct Indices {
    /// Arguments, loop variables, and values that have a name of their own.
    pub names: HashMap<Key, Expr>,
    /// Expressions of arrays, for their sizes.
    pub arrays: HashMap<Key, Expr>,
    /// Expressions of nested lists, for their sizes.
    pub lists: HashMap<Key, Expr>,
    /// Flat lists and arrays by their own names, and the sizes of their axes but the first.
    pub flats: HashMap<Key, (Expr, Vec<Expr>)>,
    /// Sizes of arrays that are as large as others.
    pub shapes: HashMap<Key, Vec<Expr>>,
}

impl Indices {
    /// The value as a linear sum of names and sizes.
    pub fn linear<'c: 'a, 'a>(&self, value: Value<'c, 'a>, library: &mut Library) -> Result<Linear> {
        if let Some(name) = self.names.get(&key(value)) {
            return Ok(Linear::atom(name.clone()));
        }
        let Some(op) = owner(value) else {
            return Err(Problem { place: None, message: "an index value has no name".into(), refused: false });
        };
        match ir::name_of(op).as_str() {
            "arith.constant" => ir::integer(ir::required(op, "value")?)
                .map(Linear::constant)
                .ok_or_else(|| Problem::of(op, "is no integer")),
            "affine.apply" => match quotient_row(ir::required(op, "map")?) {
                Some((row, divisor)) => self.quotient(op, &row, divisor, library),
                None => self.extremum(op, "", library),
            },
            "affine.min" => self.extremum(op, "min", library),
            "affine.max" => self.extremum(op, "max", library),
            "arith.index_cast" => self.linear(ir::operand(op, 0)?, library),
            "arith.addi" => self.sum(op, 1, library),
            "arith.subi" => self.sum(op, -1, library),
            "memref.dim" => {
                let axis = self.linear(ir::operand(op, 1)?, library)?.as_constant();
                self.dim(op, axis, library)
            }
            "nparray.dim" => self.dim(op, ir::integer(ir::required(op, "axis")?), library),
            _ => Err(Problem::of(op, "has no form as an index expression")),
        }
    }

    fn quotient<'c: 'a, 'a>(
        &self,
        op: OperationRef<'c, 'a>,
        row: &Row,
        divisor: i64,
        library: &mut Library,
    ) -> Result<Linear> {
        let operands = ir::operands(op);
        let operands = operands.iter().map(|v| self.linear(*v, library)).collect::<Result<Vec<_>>>()?;
        let dividend = Linear::of_row(row, &operands).to_expr();
        Ok(Linear::atom(Expr::binary(Operator::FloorDivide, dividend, Expr::Int(divisor))))
    }

    fn sum<'c: 'a, 'a>(&self, op: OperationRef<'c, 'a>, factor: i64, library: &mut Library) -> Result<Linear> {
        let mut sum = self.linear(ir::operand(op, 0)?, library)?;
        sum.add(&self.linear(ir::operand(op, 1)?, library)?, factor);
        Ok(sum)
    }

    fn extremum<'c: 'a, 'a>(&self, op: OperationRef<'c, 'a>, name: &str, library: &mut Library) -> Result<Linear> {
        let operands = ir::operands(op);
        self.bound(op, ir::required(op, "map")?, &operands, name, library)
    }

    /// The minimum or maximum of the results of a map.
    pub fn bound<'c: 'a, 'a>(
        &self,
        op: OperationRef<'c, 'a>,
        map: Attribute<'c>,
        operands: &[Value<'c, 'a>],
        name: &str,
        library: &mut Library,
    ) -> Result<Linear> {
        let mut results = self.rows(op, map, operands, library)?;
        results.dedup();
        match results.len() {
            0 => Err(Problem::of(op, "has a map without results")),
            1 => Ok(results.swap_remove(0)),
            _ => {
                let arguments = results.iter().map(Linear::to_expr).collect();
                Ok(Linear::atom(library.builtin(name).call(arguments)))
            }
        }
    }

    /// The results of a map.
    pub fn rows<'c: 'a, 'a>(
        &self,
        op: OperationRef<'c, 'a>,
        map: Attribute<'c>,
        operands: &[Value<'c, 'a>],
        library: &mut Library,
    ) -> Result<Vec<Linear>> {
        let rows = map_rows(map).ok_or_else(|| Problem::of(op, "has a map that is not linear"))?;
        let operands = operands.iter().map(|v| self.linear(*v, library)).collect::<Result<Vec<_>>>()?;
        Ok(rows.rows.iter().map(|row| Linear::of_row(row, &operands)).collect())
    }

    fn dim<'c: 'a, 'a>(&self, op: OperationRef<'c, 'a>, axis: Option<i64>, library: &mut Library) -> Result<Linear> {
        let axis = axis.ok_or_else(|| Problem::of(op, "needs a constant axis"))?;
        let source = key(ir::operand(op, 0)?);
        self.size(source, axis, library).map(Linear::atom).ok_or_else(|| Problem::of(op, "needs a named array"))
    }

    /// Size of an axis of a named array or list.
    pub fn size(&self, source: Key, axis: i64, library: &mut Library) -> Option<Expr> {
        if let Some(shape) = self.shapes.get(&source) {
            return shape.get(usize::try_from(axis).ok()?).cloned();
        }
        if let Some((flat, sizes)) = self.flats.get(&source) {
            let length = library.builtin("len").call(vec![flat.clone()]);
            return match usize::try_from(axis).ok()? {
                0 => Some(Expr::binary(Operator::FloorDivide, length, product(sizes))),
                axis => sizes.get(axis - 1).cloned(),
            };
        }
        if let Some(list) = self.lists.get(&source) {
            let first = |e: Expr| e.subscript(vec![Item::Index(Expr::Int(0))]);
            let inner = (0..axis).fold(list.clone(), |e, _| first(e));
            return Some(library.builtin("len").call(vec![inner]));
        }
        let array = self.arrays.get(&source)?.clone();
        Some(array.attribute("shape").subscript(vec![Item::Index(Expr::Int(axis))]))
    }
}

/// The product of sizes.
pub fn product(sizes: &[Expr]) -> Expr {
    let sizes = sizes.iter().cloned();
    sizes.reduce(|all, size| Expr::binary(Operator::Multiply, all, size)).unwrap_or(Expr::Int(1))
}

/// Location of an operation's file position, for problems of its parts.
pub fn with_place<'c: 'a, 'a, T>(op: OperationRef<'c, 'a>, outcome: Result<T>) -> Result<T> {
    outcome.map_err(|problem| match problem.place {
        None => Problem { refused: problem.refused, ..Problem::at(op.location(), problem.message) },
        Some(_) => problem,
    })
}
