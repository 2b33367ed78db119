//! Stores through index builders: `a[np.diag_indices(n)] = x`.
//!
//! before: a[np.triu_indices(n, 1)] = x
//! after:  for i in [0, n): for j in [i + 1, n): a[i, j] = x
//!
//! Legal: the points of an index builder are distinct, and the value is one
//! scalar. Not handled: fancy subscripts on the right side.

use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::plan::{Axis, Declined, Id, Index, Loop, Sym};
use crate::py_infer_types::tree::{Expr, ExprKind};
use crate::py_infer_types::ty::Ty;
use automphc_kb::affine::Affine;
use automphc_kb::equation::Equation;
use automphc_kb::expr::{Expr as Term, Number};
use melior::ir::Location;

/// The points of a domain: extents and conditions over its variables.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    names: Vec<String>,
    extents: Vec<Index>,
    conditions: Vec<Row>,
}

/// `sum(coefficients * variables) + rest`, which is `>= 0` or `== 0`.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    coefficients: Vec<i64>,
    rest: Index,
    equality: bool,
}

impl Points {
    /// None if the domain is not described by affine conditions.
    pub fn new(equation: &Equation<String>, size: &dyn Fn(&str) -> Option<Index>) -> Option<Self> {
        let names: Vec<_> = equation.outputs.iter().map(|index| index.variable.clone()).collect();
        let row = |affine: &Affine<String>| {
            let coefficients = names.iter().map(|name| affine.coefficient(name)).collect();
            let others = affine.terms.iter().filter(|(name, _)| !names.contains(name));
            let rest = others
                .into_iter()
                .try_fold(Affine::constant(affine.constant), |sum, (name, c)| Some(sum + size(name)? * *c))?;
            Some(Row { coefficients, rest, equality: false })
        };
        let extents = equation.outputs.iter().map(|index| row(&index.extent).map(|row| row.rest));
        let extents = extents.collect::<Option<Vec<_>>>()?;
        let mut conditions = Vec::new();
        gather(&equation.body, &row, &mut conditions)?;
        Some(Self { names, extents, conditions })
    }
}

/// The points `j <= i + diagonal` of a matrix, or their mirror image
/// `i <= j + diagonal`.
pub struct Triangle {
    pub shape: [Index; 2],
    pub lower: bool,
    pub diagonal: i64,
}

impl Points {
    /// The triangle that the points are, if they are one.
    pub fn triangle(&self) -> Option<Triangle> {
        let ([rows, columns], [condition]) = (self.extents.as_slice(), self.conditions.as_slice()) else { return None };
        let lower = match condition.coefficients.as_slice() {
            _ if condition.equality => return None,
            [1, -1] => true,
            [-1, 1] => false,
            _ => return None,
        };
        Some(Triangle { shape: [rows.clone(), columns.clone()], lower, diagonal: condition.rest.as_constant()? })
    }
}

/// The conjunction of comparisons that a membership condition is.
fn gather(term: &Term<String>, row: &dyn Fn(&Affine<String>) -> Option<Row>, rows: &mut Vec<Row>) -> Option<()> {
    let Term::Apply { function, arguments } = term else {
        return matches!(term, Term::Number(Number::Bool(true))).then_some(());
    };
    let [a, b] = arguments.as_slice() else { return None };
    if matches!(function.as_str(), "logical_and" | "bitwise_and") {
        gather(a, row, rows)?;
        return gather(b, row, rows);
    }
    let (a, b) = (affine(a)?, affine(b)?);
    let (difference, equality) = match function.as_str() {
        "equal" => (a - b, true),
        "greater_equal" => (a - b, false),
        "greater" => (a - b + -1, false),
        "less_equal" => (b - a, false),
        "less" => (b - a + -1, false),
        _ => return None,
    };
    rows.push(Row { equality, ..row(&difference)? });
    Some(())
}

fn affine(term: &Term<String>) -> Option<Affine<String>> {
    match term {
        Term::Index(affine) => Some(affine.clone()),
        Term::Number(Number::Int(value)) => Some(Affine::constant(*value)),
        Term::Apply { function, arguments } => match (function.as_str(), arguments.as_slice()) {
            ("add", [a, b]) => Some(affine(a)? + affine(b)?),
            ("subtract", [a, b]) => Some(affine(a)? - affine(b)?),
            ("negative", [a]) => Some(-affine(a)?),
            _ => None,
        },
        Term::Read { .. } | Term::Number(_) => None,
    }
}

/// One variable of the domain while its loops are being built.
enum Variable {
    Loop { id: usize, lower: Vec<Index>, upper: Vec<Index> },
    Fixed(Index),
}

impl<'c> Lowering<'_, 'c> {
    /// The points that a subscript names, if it is an index builder.
    pub fn points_of(&mut self, indices: &[Expr<'c>]) -> Outcome<'c, Option<Points>> {
        let [index] = indices else { return Ok(None) };
        match (&index.kind, &index.ty) {
            (ExprKind::Call(call), Ty::Tuple(_)) => self.points(index, call).map(Some),
            (ExprKind::Name(name), Ty::Tuple(_)) => match self.env.get(name) {
                Some(Binding::Points(points, _)) => Ok(Some(points.clone())),
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// Stores a scalar at every point.
    pub fn scatter(
        &mut self,
        points: &Points,
        target: Id,
        value: Id,
        update: Option<String>,
        location: Location<'c>,
    ) -> Outcome<'c, ()> {
        let ty = (self.ty(value), self.ty(target));
        if ty.0.rank > 0 || ty.1.rank != points.names.len() {
            return Err(Declined::new(location, "a scatter of an array through index arrays"));
        }
        let variables = self.variables(points);
        let Some(variables) = variables else {
            return Err(Declined::new(location, "the points of this index builder are not affine"));
        };
        let at = variables.iter().map(|variable| match variable {
            Variable::Loop { id, .. } => Affine::var(Sym::Loop(*id)),
            Variable::Fixed(index) => index.clone(),
        });
        let axes = at.map(Axis::At).collect();
        let outer = std::mem::take(&mut self.plan.steps);
        let view = self.add_view(location, target, axes);
        self.store(value, view, None, update, location);
        let mut body = std::mem::replace(&mut self.plan.steps, outer);
        for (variable, name) in variables.into_iter().zip(&points.names).rev() {
            if let Variable::Loop { id, lower, upper } = variable {
                let nest = Loop { variable: id, name: name.clone(), lower, upper, step: 1, body, location };
                body = vec![crate::convert_py_to_nparray::plan::Step::For(nest)];
            }
        }
        self.plan.steps.extend(body);
        Ok(())
    }

    /// A loop, or a value, for each variable: each condition bounds its last one.
    fn variables(&mut self, points: &Points) -> Option<Vec<Variable>> {
        let count = points.names.len();
        let mut rows = points.conditions.clone();
        for (position, extent) in points.extents.iter().enumerate() {
            let unit = |sign: i64| (0..count).map(|at| if at == position { sign } else { 0 }).collect();
            rows.push(Row { coefficients: unit(1), rest: Affine::constant(0), equality: false });
            rows.push(Row { coefficients: unit(-1), rest: extent.clone() + -1, equality: false });
        }
        let mut fixed = eliminate(&mut rows, count)?;
        let mut variables: Vec<Variable> = Vec::new();
        for position in 0..count {
            let value = |row: &Row| combine(row, position, &variables);
            if let Some(row) = fixed.remove(&position) {
                variables.push(Variable::Fixed(value(&row)));
                continue;
            }
            let (mut lower, mut upper) = (Vec::new(), Vec::new());
            for row in rows.iter().filter(|row| last(row) == Some(position)) {
                match row.coefficients[position] {
                    1 => push(&mut lower, -value(row)),
                    -1 => push(&mut upper, value(row) + 1),
                    _ => return None,
                }
            }
            simplify(&mut lower, &mut upper, &variables);
            self.loops += 1;
            variables.push(Variable::Loop { id: self.loops, lower, upper });
        }
        let constant = |row: &Row| row.rest.as_constant().is_some_and(|c| c >= 0);
        rows.iter().filter(|row| last(row).is_none()).all(constant).then_some(variables)
    }
}

fn push(bounds: &mut Vec<Index>, bound: Index) {
    if !bounds.contains(&bound) {
        bounds.push(bound);
    }
}

/// The last variable that a row mentions.
fn last(row: &Row) -> Option<usize> {
    row.coefficients.iter().rposition(|c| *c != 0)
}

/// The row without its variable `position`, over the loops of the earlier ones.
fn combine(row: &Row, position: usize, earlier: &[Variable]) -> Index {
    let terms = row.coefficients.iter().take(position).zip(earlier);
    terms.fold(row.rest.clone(), |sum, (c, variable)| match variable {
        Variable::Loop { id, .. } => sum + Affine::var(Sym::Loop(*id)) * *c,
        Variable::Fixed(index) => sum + index.clone() * *c,
    })
}

/// Solves each equality for its last variable and removes that from the other rows.
fn eliminate(rows: &mut Vec<Row>, count: usize) -> Option<std::collections::BTreeMap<usize, Row>> {
    let mut fixed = std::collections::BTreeMap::new();
    while let Some(at) = rows.iter().position(|row| row.equality) {
        let mut equality = rows.remove(at);
        let position = last(&equality)?;
        match equality.coefficients[position] {
            // v == value: the row becomes the value.
            -1 => {}
            1 => {
                equality.coefficients.iter_mut().for_each(|c| *c = -*c);
                equality.rest = -equality.rest;
            }
            _ => return None,
        }
        for row in rows.iter_mut() {
            let c = row.coefficients[position];
            for other in (0..count).filter(|other| *other != position) {
                row.coefficients[other] += c * equality.coefficients[other];
            }
            row.rest = row.rest.clone() + equality.rest.clone() * c;
            row.coefficients[position] = 0;
        }
        equality.coefficients[position] = 0;
        fixed.insert(position, equality);
    }
    Some(fixed)
}

/// Drops bounds that the others imply, given the loops around.
fn simplify(lower: &mut Vec<Index>, upper: &mut Vec<Index>, earlier: &[Variable]) {
    let extreme = |bound: &Index, largest: bool| -> Index {
        bound.clone().terms.keys().fold(bound.clone(), |index, symbol| {
            let outer = earlier.iter().find_map(|variable| match variable {
                Variable::Loop { id, lower, upper } if *symbol == Sym::Loop(*id) => Some((lower, upper)),
                _ => None,
            });
            match outer {
                Some((_, upper)) if largest => match upper.first() {
                    Some(bound) => index.substitute(symbol, &(bound.clone() + -1)),
                    None => index,
                },
                Some((lower, _)) => lower.first().map_or(index.clone(), |bound| index.substitute(symbol, bound)),
                None => index,
            }
        })
    };
    let positive = |bound: &Index| bound.terms.values().all(|c| *c > 0);
    let at_least = |a: &Index, b: &Index| (a.clone() - b.clone()).as_constant().is_some_and(|c| c >= 0);
    let all = lower.clone();
    lower.retain(|bound| {
        !all.iter().any(|other| other != bound && positive(other) && at_least(&extreme(other, false), bound))
    });
    let all = upper.clone();
    upper.retain(|bound| {
        !all.iter().any(|other| other != bound && positive(other) && at_least(bound, &extreme(other, true)))
    });
}
