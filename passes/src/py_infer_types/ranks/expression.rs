//! Constraints that expressions put on the ranks of their operands.

use super::solver::Var;
use super::{Collector, Env, Shape, UNLIKELY};
use crate::py_infer_types::binding;
use crate::py_infer_types::places;
use crate::py_infer_types::tree::{self, Expr, ExprKind, Literal};
use automphc_kb::instance::Param;

impl Collector<'_> {
    pub fn expression(&mut self, e: &Expr, env: &Env) -> Shape {
        match &e.kind {
            ExprKind::Name(name) => match (env.get(name), &e.constant) {
                (Some(shape), _) => shape.clone(),
                (None, Some(number)) => self.literal(number),
                (None, None) => Shape::Unknown,
            },
            ExprKind::Ref(name) if name == "numpy.newaxis" => Shape::New,
            ExprKind::Constant(literal) => self.literal(literal),
            ExprKind::Attribute(object, name) => self.attribute(e, object, name, env),
            ExprKind::Subscript(base, indices) => {
                let base = self.expression(base, env);
                if let (Shape::Rank(var), true) = (&base, tree::is_item(e)) {
                    self.iterated.insert(*var);
                }
                self.subscript(&base, indices, env)
            }
            ExprKind::Slice(parts) => {
                self.all(parts.iter(), env);
                Shape::Slice
            }
            ExprKind::Ellipsis => Shape::Ellipsis,
            ExprKind::Call(call) => self.call(call, env),
            ExprKind::Binary(operator, parts) if operator == "matmul" => {
                let operands = parts.each_ref().map(|part| self.expression(part, env));
                self.product("numpy.matmul", &operands)
            }
            ExprKind::Binary(operator, parts) => {
                let operands = parts.each_ref().map(|part| self.expression(part, env));
                if matches!(operator.as_str(), "add" | "subtract") {
                    self.prefer_no_shift(&operands);
                }
                self.elementwise(&operands)
            }
            ExprKind::Compare(operator, parts) => {
                let operands = parts.each_ref().map(|part| self.expression(part, env));
                match operator.as_str() {
                    "is" | "is_not" | "in" | "not_in" => Shape::Rank(self.scalar),
                    // A comparison of ints is no int.
                    _ if operands == [Shape::Int, Shape::Int] => Shape::Rank(self.scalar),
                    _ => self.elementwise(&operands),
                }
            }
            ExprKind::Unary(operator, inner) => match (operator.as_str(), self.expression(inner, env)) {
                ("not", _) => Shape::Rank(self.scalar),
                (_, shape @ (Shape::Rank(_) | Shape::Int)) => shape,
                _ => Shape::Unknown,
            },
            ExprKind::Bool(_, parts) => {
                self.all(parts.iter(), env);
                Shape::Rank(self.scalar)
            }
            ExprKind::Select(parts) => {
                let [_, a, b] = parts.each_ref().map(|part| self.expression(part, env));
                self.joined(&a, &b)
            }
            ExprKind::Tuple(parts) => {
                self.all(parts.iter(), env);
                Shape::Tuple(parts.len())
            }
            ExprKind::Rows(parts) => {
                self.all(parts.iter(), env);
                Shape::Unknown
            }
            ExprKind::List(parts) => {
                self.all(parts.iter(), env);
                Shape::Unknown
            }
            ExprKind::Ref(_) | ExprKind::Opaque { .. } => Shape::Unknown,
        }
    }

    pub fn all<'e, 'c: 'e>(&mut self, parts: impl Iterator<Item = &'e Expr<'c>>, env: &Env) {
        parts.for_each(|part| drop(self.expression(part, env)));
    }

    fn literal(&self, literal: &Literal) -> Shape {
        match literal {
            Literal::None => Shape::New,
            Literal::Int(_) => Shape::Int,
            Literal::Bool(_) | Literal::Float(_) | Literal::Complex(..) => Shape::Rank(self.scalar),
            Literal::Str(_) => Shape::Unknown,
        }
    }

    fn attribute(&mut self, e: &Expr, object: &Expr, name: &str, env: &Env) -> Shape {
        let shape = self.expression(object, env);
        match (&shape, name) {
            (Shape::Object(object), _) => {
                let key = places::key(e).filter(|key| key.starts_with(&format!("{object}.")));
                key.and_then(|key| self.shapes.get(&key)).cloned().unwrap_or(Shape::Unknown)
            }
            (Shape::Rank(var), "shape") => Shape::Sizes(*var),
            (Shape::Rank(_), "ndim" | "size") => Shape::Int,
            (Shape::Rank(var), "T") => {
                // Of a vector it does nothing.
                self.problem.prefer([*var, self.scalar], |rank, _| u32::from(rank < 2));
                shape
            }
            (Shape::Rank(_), "real" | "imag") => shape,
            _ => Shape::Unknown,
        }
    }

    /// `base[indices]`
    pub fn subscript(&mut self, base: &Shape, indices: &[Expr], env: &Env) -> Shape {
        let items: Vec<_> = indices.iter().map(|index| self.expression(index, env)).collect();
        let var = match base {
            Shape::Rank(var) => *var,
            Shape::Sizes(var) => {
                let axis = indices.first().and_then(binding::constant);
                if let Some(Param::Int(axis)) = axis {
                    let axes = axis.unsigned_abs() + u64::from(axis >= 0);
                    self.at_least(&Shape::Rank(*var), usize::try_from(axes).unwrap_or(1));
                }
                return Shape::Int;
            }
            _ => return Shape::Unknown,
        };
        let count = |shape: &Shape| items.iter().filter(|item| *item == shape).count();
        let (taken, kept, new) = (count(&Shape::Int), count(&Shape::Slice), count(&Shape::New));
        // `a[:]` is the whole of an array of any rank.
        if !matches!(indices, [only] if is_whole(only)) && taken + kept > 0 {
            let most = self.subscripts.entry(var).or_default();
            *most = (*most).max(taken + kept);
        }
        if taken + kept + new + count(&Shape::Ellipsis) < items.len() {
            // A mask, points, or something unknown.
            let least = match items.as_slice() {
                [Shape::Tuple(count)] => *count,
                [_] => 1,
                several => several.len() - new - count(&Shape::Ellipsis),
            };
            self.at_least(base, least);
            return Shape::Unknown;
        }
        if (taken, new) == (0, 0) {
            self.at_least(base, kept);
            return base.clone();
        }
        let result = self.fresh();
        self.require(&[var, result], |ranks| ranks[0] >= taken + kept && ranks[1] + taken == ranks[0] + new);
        if (taken, items.len()) == (1, 1) {
            self.items.insert(result);
        }
        if items.first() == Some(&Shape::New) {
            self.led.insert(result);
        }
        Shape::Rank(result)
    }

    /// What is added to an array is hardly a product of vectors: `x @ w + b`.
    fn prefer_no_shift(&mut self, operands: &[Shape; 2]) {
        let [Shape::Rank(a), Shape::Rank(b)] = *operands else { return };
        // `x[i] - y[j]`: both numbers, or both rows.
        if self.items.contains(&a) && self.items.contains(&b) {
            self.problem.prefer([a, b], |a, b| if (a == 0) == (b == 0) { 0 } else { UNLIKELY + 1 });
        }
        for (product, other) in [(a, b), (b, a)] {
            if self.products.contains(&product) && other != self.scalar {
                let cost = |product, other| if product == 0 && other > 0 { UNLIKELY } else { 0 };
                self.problem.prefer([product, other], cost);
            }
        }
    }

    /// `a[np.newaxis, :, :]` says that the other operand has as many axes: broadcasting adds further ones by itself.
    fn prefer_filled(&mut self, a: Var, b: Var) {
        for (led, other) in [(a, b), (b, a)] {
            if self.led.contains(&led) && other != self.scalar {
                self.problem.prefer([led, other], |led, other| if led < other { UNLIKELY } else { 0 });
            }
        }
    }

    /// Operands combined element by element, with broadcasting.
    pub fn elementwise(&mut self, operands: &[Shape]) -> Shape {
        if operands.iter().all(|operand| *operand == Shape::Int) {
            return Shape::Int;
        }
        let mut result = self.scalar;
        for operand in operands {
            let Some(var) = self.rank(operand) else { return Shape::Unknown };
            result = match (result, var) {
                (known, other) if other == self.scalar || known == other => known,
                (known, other) if known == self.scalar => other,
                (known, other) => {
                    let wider = self.fresh();
                    self.require(&[known, other, wider], |ranks| ranks[2] == ranks[0].max(ranks[1]));
                    self.prefer_same(known, other);
                    self.prefer_filled(known, other);
                    wider
                }
            };
        }
        Shape::Rank(result)
    }
}

fn is_whole(index: &Expr) -> bool {
    let none = |part: &Expr| matches!(part.kind, ExprKind::Constant(Literal::None));
    matches!(&index.kind, ExprKind::Slice(parts) if parts.iter().all(none))
}
