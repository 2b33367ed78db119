//! Integers as affine expressions of loop variables, int arguments and sizes.

use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::plan::{has_products, symbols, Declined, Index, Sym};
use crate::py_infer_types::binding;
use crate::py_infer_types::places;
use crate::py_infer_types::tree::{Call, Expr, ExprKind, Literal};
use crate::py_infer_types::ty::Ty;
use automphc_kb::affine::Affine;
use automphc_kb::instance::Param;
use melior::ir::Location;

/// Coefficients beyond this could overflow when they are combined.
const LARGEST: i64 = 1 << 31;

/// Factors and terms beyond which nobody writes a subscript.
const FACTORS: usize = 4;
const TERMS: usize = 16;

/// The product of two sums, as a sum of products.
fn product(a: &Index, b: &Index) -> Option<Index> {
    let parts = |index: &Index| -> Vec<(Vec<Sym>, i64)> {
        let terms = index.terms.iter().map(|(symbol, c)| (symbol.factors().to_vec(), *c));
        terms.chain((index.constant != 0).then(|| (Vec::new(), index.constant))).collect()
    };
    let mut sum = Affine::constant(0);
    for (x, c) in parts(a) {
        for (y, d) in parts(b) {
            let mut factors = [x.as_slice(), y.as_slice()].concat();
            factors.sort();
            let coefficient = c.checked_mul(d)?;
            sum = sum
                + match factors.len() {
                    0 => Affine::constant(coefficient),
                    1 => Affine::var(factors.swap_remove(0)) * coefficient,
                    2..=FACTORS => Affine::var(Sym::Product(factors)) * coefficient,
                    _ => return None,
                };
        }
    }
    (sum.terms.len() <= TERMS).then_some(sum)
}

impl<'c> Lowering<'_, 'c> {
    /// The value of an int expression, if it is affine.
    pub fn index(&mut self, e: &Expr<'c>) -> Outcome<'c, Index> {
        let index = self.polynomial(e)?;
        match has_products(&index) {
            true => Err(Declined::new(e.location, "the product of two variables is not affine")),
            false => Ok(index),
        }
    }

    /// A subscript of a flat array: no two loop variables are multiplied.
    pub fn flat_index(&mut self, e: &Expr<'c>) -> Outcome<'c, Index> {
        let index = self.polynomial(e)?;
        let loops = |symbol: &Sym| symbol.factors().iter().filter(|factor| matches!(factor, Sym::Loop(_))).count();
        match index.terms.keys().any(|symbol| loops(symbol) > 1) {
            true => Err(Declined::new(e.location, "the product of two loop variables is not affine")),
            false => Ok(index),
        }
    }

    /// The value of an int expression, if it is a sum of products.
    pub fn polynomial(&mut self, e: &Expr<'c>) -> Outcome<'c, Index> {
        let index = self.affine(e)?;
        let small = |c: i64| c.unsigned_abs() <= LARGEST.unsigned_abs();
        if small(index.constant) && index.terms.values().all(|c| small(*c)) {
            Ok(index)
        } else {
            Err(Declined::new(e.location, "an integer is too large"))
        }
    }

    fn affine(&mut self, e: &Expr<'c>) -> Outcome<'c, Index> {
        let declined = |reason: &str| Err(Declined::new(e.location, reason));
        match &e.kind {
            ExprKind::Constant(Literal::Int(value)) => Ok(Affine::constant(*value)),
            ExprKind::Name(name) => self.int_name(e, name),
            ExprKind::Attribute(object, name) => match (&object.ty, name.as_str()) {
                (Ty::Array { rank, .. }, "ndim") => Ok(Affine::constant(i64::try_from(*rank).unwrap_or(0))),
                (Ty::Array { rank: 1, .. }, "size") => self.size(object, 0, e),
                _ => self.int_place(e),
            },
            ExprKind::Subscript(base, indices) => self.shape_item(e, base, indices),
            ExprKind::Call(call) => self.int_call(e, call),
            ExprKind::Unary(operator, inner) => match operator.as_str() {
                "negative" => Ok(-self.polynomial(inner)?),
                "positive" => self.polynomial(inner),
                _ => declined("an integer that is not affine"),
            },
            ExprKind::Binary(operator, parts) => {
                let [lhs, rhs] = &**parts;
                let (a, b) = (self.polynomial(lhs)?, self.polynomial(rhs)?);
                self.int_update(e.location, operator, a, b)
            }
            _ => declined("an integer that is not affine"),
        }
    }

    pub fn int_update(&self, location: Location<'c>, operator: &str, a: Index, b: Index) -> Outcome<'c, Index> {
        let declined = |reason: &str| Err(Declined::new(location, reason));
        match (operator, a.as_constant(), b.as_constant()) {
            ("add", ..) => Ok(a + b),
            ("subtract", ..) => Ok(a - b),
            ("multiply", Some(c), _) => Ok(b * c),
            ("multiply", _, Some(c)) => Ok(a * c),
            ("multiply", ..) => match product(&a, &b) {
                Some(product) => Ok(product),
                None => declined("the product of two variables is not affine"),
            },
            ("floor_divide" | "remainder", _, Some(y)) if y > 0 => match (quotient(a.clone(), y), operator) {
                (Some(quotient), "floor_divide") => Ok(quotient),
                (Some(quotient), _) => Ok(a - quotient * y),
                (None, _) => declined("a division of an integer that changes in a loop is not affine"),
            },
            ("floor_divide" | "remainder", ..) => declined("a division of integers is not affine"),
            _ => declined("an integer that is not affine"),
        }
    }

    fn int_name(&mut self, e: &Expr<'c>, name: &str) -> Outcome<'c, Index> {
        match self.env.get(name) {
            Some(Binding::Int(index, _)) => Ok(index.clone()),
            Some(Binding::Place(Ty::Int)) => self.int_place(e),
            None if matches!(e.constant, Some(Literal::Int(_))) => self.int_constant(e, name),
            _ => Err(Declined::new(e.location, format!("the value of '{name}' here is not known to be affine"))),
        }
    }

    /// An int parameter, or an int attribute of one.
    fn int_place(&mut self, e: &Expr<'c>) -> Outcome<'c, Index> {
        let key = self.place(e)?;
        if e.ty != Ty::Int {
            return Err(Declined::new(e.location, format!("'{key}' is not known to be an int")));
        }
        self.arguments.entry(key.clone()).or_insert((Ty::Int, None));
        // What is no int may raise even where the value cancels: `0 * m`.
        self.plan.guarded.insert(key.clone());
        Ok(Affine::var(Sym::Int(key)))
    }

    /// The Python expression of a parameter or attribute that still has its first value.
    pub fn place(&self, e: &Expr<'c>) -> Outcome<'c, String> {
        let name = match &e.kind {
            ExprKind::Name(name) if self.escaped && self.function.is_variable(name) => {
                return Err(Declined::new(e.location, format!("the module's '{name}' may have changed")));
            }
            ExprKind::Name(name) => name,
            ExprKind::Attribute(object, _) => match object.as_name() {
                Some(name) if self.escaped => {
                    let reason = format!("an attribute of '{name}' may have changed");
                    return Err(Declined::new(e.location, reason));
                }
                Some(name) => name,
                None => return Err(Declined::new(e.location, "an attribute that is not modelled")),
            },
            _ => return Err(Declined::new(e.location, "an expression that is not modelled")),
        };
        match (self.env.get(name), places::key(e)) {
            (Some(Binding::Place(_)), Some(key)) => Ok(key),
            _ => Err(Declined::new(e.location, format!("the value of '{name}' here is not known"))),
        }
    }

    /// `a.shape[0]`
    fn shape_item(&mut self, e: &Expr<'c>, base: &Expr<'c>, indices: &[Expr<'c>]) -> Outcome<'c, Index> {
        if let (ExprKind::Attribute(array, name), [at]) = (&base.kind, indices) {
            if let (Ty::Array { rank, .. }, "shape", Some(Param::Int(axis))) =
                (&array.ty, name.as_str(), binding::constant(at))
            {
                let rank = i64::try_from(*rank).unwrap_or(0);
                let axis = if axis < 0 { axis.saturating_add(rank) } else { axis };
                let axis = usize::try_from(axis).unwrap_or(usize::MAX);
                return self.size(array, axis, e);
            }
        }
        Err(Declined::new(e.location, "an integer read from memory is not affine"))
    }

    pub fn size(&mut self, array: &Expr<'c>, axis: usize, e: &Expr<'c>) -> Outcome<'c, Index> {
        let value = self.value(array)?;
        let size = self.plan.value(value).shape.get(axis).cloned().flatten();
        size.ok_or_else(|| Declined::new(e.location, "this size is known only at run time"))
    }

    fn int_call(&mut self, e: &Expr<'c>, call: &Call<'c>) -> Outcome<'c, Index> {
        match (&call.callee.kind, call.positional.as_slice()) {
            (ExprKind::Ref(name), [array]) if name == "builtins.len" => self.size(array, 0, e),
            (ExprKind::Ref(name), [int]) if name == "builtins.int" && int.ty == Ty::Int => self.index(int),
            (ExprKind::Ref(name), [_, _, ..]) if name == "builtins.min" && call.keywords.is_empty() => {
                let mut sizes = call.positional.iter().map(|size| self.index(size)).collect::<Outcome<Vec<_>>>()?;
                self.unify(&mut sizes);
                match sizes.as_slice() {
                    [only] => Ok(only.clone()),
                    _ => Err(Declined::new(e.location, "the smaller of two integers is not affine")),
                }
            }
            _ => Err(Declined::new(e.location, "an integer from a call is not affine")),
        }
    }
}

/// `index // divisor` for a positive divisor, as a symbol of its own where it is
/// not linear. None if the rest that is not divisible changes in a loop.
pub fn quotient(index: Index, divisor: i64) -> Option<Index> {
    let mut rest = Affine::constant(index.constant);
    let mut whole = Affine::constant(0);
    for (symbol, coefficient) in &index.terms {
        let term = Affine::var(symbol.clone());
        match coefficient % divisor {
            0 => whole = whole + term * (coefficient / divisor),
            _ => rest = rest + term * *coefficient,
        }
    }
    if let Some(constant) = rest.as_constant() {
        return Some(whole + constant.div_euclid(divisor));
    }
    let moves = |symbol: &Sym| matches!(symbol, Sym::Loop(_));
    if has_products(&rest) || symbols(&rest).any(moves) {
        return None;
    }
    Some(whole + Affine::var(Sym::Quotient(Box::new(rest), divisor)))
}
