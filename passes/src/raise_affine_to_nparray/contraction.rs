//! Sums and other reductions: unified with the entries of the knowledge base.
//!
//! Factors that do not vary along the sum are taken out first and multiplied
//! into an operand. Of all matches the cheapest wins; ties go to the entry that
//! comes first.

use super::value::{Raised, Range};
use super::{einsum, Outcome, Raiser, Shape};
use crate::build::Builder;
use crate::legal;
use crate::scop::{domain, Term, Var};
use automphc_kb::expr::Expr;
use automphc_kb::{unify, Candidate, Match, Param, Target};
use melior::ir::attribute::ArrayAttribute;
use melior::ir::{Attribute, Type};
use std::collections::HashMap;

/// Nanoseconds for a multiply-add in a compiled matrix product, for one pass
/// over an element, and for a call: they only rank forms against each other.
const PRODUCT: f64 = 0.03;
pub(super) const PASS: f64 = 1.0;
pub(super) const CALL: f64 = 1000.0;
/// The size that stands for an unknown one.
pub(super) const SIZE: f64 = 500.0;

/// A way to compute a sum.
enum Form<'k> {
    Call(&'k Candidate, Match<Var>),
    Einsum([Term; 2]),
}

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    /// `combine` of `term` over the reduction loops, as a value over the outputs.
    pub(super) fn reduction(
        &mut self,
        builder: Builder<'c, 'a>,
        combine: &str,
        term: &Term,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        if !legal!("raise-affine-to-nparray: the factors of a product keep their order", combine != "multiply") {
            // Factors in another order overflow elsewhere: 1e308 * 10 * 0.1.
            return Err("the order of a product's factors decides where it overflows".into());
        }
        let some = !matches!(combine, "maximum" | "minimum") || self.runs(&shape.reductions, ranges);
        if !legal!("raise-affine-to-nparray: a maximum is of some elements", some) {
            return Err("the largest or smallest of no elements would raise".into());
        }
        if let Some(sum) = self.sum_of_products(builder, combine, term, shape, ranges)? {
            return Ok(sum);
        }
        let (hoisted, body) = if combine == "add" { hoist(term, &shape.reductions) } else { (vec![], term.clone()) };
        let outputs: Vec<Var> =
            shape.outputs.iter().filter(|id| body.uses(&Var::Loop(**id))).map(|id| Var::Loop(*id)).collect();
        let reductions: Vec<Var> = shape.reductions.iter().map(|id| Var::Loop(*id)).collect();
        if reductions.iter().any(|r| !body.uses(r)) {
            return Err("a sum of equal terms".into());
        }
        let target = Target { outputs, reductions, combine: Some(combine.to_string()), body };
        self.best(builder, &target, &hoisted, shape, ranges)
    }

    /// A sum of products is the sum of their sums: one product each.
    fn sum_of_products(
        &mut self,
        builder: Builder<'c, 'a>,
        combine: &str,
        term: &Term,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Option<Raised<'c, 'a>>> {
        let Expr::Apply { function, arguments } = term else { return Ok(None) };
        let [a, b] = arguments.as_slice() else { return Ok(None) };
        let splits = combine == "add" && matches!(function.as_str(), "add" | "subtract");
        let uses_all = |t: &Term| shape.reductions.iter().all(|id| t.uses(&Var::Loop(*id)));
        let products = [a, b].into_iter().all(|t| uses_all(t) && sums_products(t, shape));
        if !(splits && products) {
            return Ok(None);
        }
        let first = self.reduction(builder, combine, a, shape, ranges)?;
        let second = self.reduction(builder, combine, b, shape, ranges)?;
        let second = self.align(builder, second, &first.axes)?;
        if second.axes.len() != first.axes.len() || first.axes.is_empty() {
            return Err("sums of different axes".into());
        }
        self.store(builder, second.value, first.value, None, Some(function));
        Ok(Some(first))
    }

    /// True if the guards promise that the loops have an iteration.
    fn runs(&self, loops: &[usize], ranges: &HashMap<usize, Range>) -> bool {
        loops.iter().filter_map(|id| ranges.get(id)).all(|range| {
            let slack = range.upper.clone() - range.lower.clone() + -1;
            slack.as_constant().is_some_and(|s| s >= 0) || domain::implies(&self.facts, &slack)
        })
    }

    /// The cheapest call for a reduction.
    fn best(
        &mut self,
        builder: Builder<'c, 'a>,
        target: &Target<Var>,
        hoisted: &[Term],
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        let mut found: Vec<(f64, Form)> = vec![];
        for candidate in self.candidates.iter().filter(|c| !c.elementwise && !c.equation.reductions.is_empty()) {
            for mut m in unify(&candidate.equation, &candidate.operand_ranks, target) {
                if scale(&mut m, hoisted, &target.body) {
                    found.push((cost(candidate, &m), Form::Call(candidate, m)));
                }
            }
        }
        let loops: Vec<usize> = shape.outputs.iter().chain(&shape.reductions).copied().collect();
        let sum = target.combine.as_deref() == Some("add") && hoisted.is_empty();
        let plain = sum && self.masked.is_none();
        let pair = einsum::factors(&target.body, self.lists).filter(|pair| {
            plain
                && legal!(
                    "raise-affine-to-nparray: einsum takes no factor out of a sum",
                    einsum::is_exact(pair, &target.reductions)
                )
                && self.kb.function("numpy.einsum").is_some()
        });
        found.extend(pair.map(|pair| (einsum::cost(&pair, &loops), Form::Einsum(pair))));
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut reason = "no library call computes this sum".to_string();
        for (_, form) in &found {
            let raised = match form {
                Form::Call(candidate, m) => self.emit(builder, candidate, m, shape, ranges),
                Form::Einsum(pair) => self.einsum(builder, target, pair, shape, ranges),
            };
            match raised {
                Ok(raised) => return Ok(raised),
                Err(why) => reason = why,
            }
        }
        Err(reason)
    }

    fn emit(
        &mut self,
        builder: Builder<'c, 'a>,
        candidate: &Candidate,
        m: &Match<Var>,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        if !equal_extents(candidate, m, ranges) {
            return Err(format!("{} needs equal sizes", candidate.name));
        }
        let mut operands = vec![];
        for operand in &m.operands {
            let axes: Vec<usize> =
                operand.axes.iter().map(loop_id).collect::<Option<_>>().ok_or("not a loop variable")?;
            // Axes in the call's own order, so that nothing needs a transpose.
            let rest = shape.outputs.iter().chain(&shape.reductions).filter(|id| !axes.contains(id));
            let order: Vec<usize> = axes.iter().chain(rest).copied().collect();
            let raised = match self.shared_operand(builder, &operand.value, &order, ranges)? {
                Some(raised) => raised,
                None => self.term(builder, &operand.value, &order, ranges)?,
            };
            if raised.axes.len() != axes.len() {
                return Err("an operand that would have to be repeated".into());
            }
            let raised = self.permute(builder, raised, &axes);
            let complex = raised.element.to_string().starts_with("complex");
            if candidate.complex_only && !complex {
                return Err(format!("{} is for complex numbers", candidate.name));
            }
            operands.push(raised);
        }
        let element = operands.first().ok_or("a call without operands")?.element;
        let variable = |index: &automphc_kb::equation::Index<String>| m.index.get(&index.variable).and_then(loop_id);
        let axes: Vec<usize> =
            candidate.equation.outputs.iter().map(variable).collect::<Option<_>>().ok_or("an output without a loop")?;
        if let Some(product) = self.masked_product(builder, candidate, &operands, &axes)? {
            return Ok(product);
        }
        let name = self.exact_name(candidate, &operands)?;
        let values: Vec<_> = operands.iter().map(|o| o.value).collect();
        let mut parameters: Vec<_> =
            candidate.params.iter().map(|(name, value)| (name.as_str(), attribute(builder, value))).collect();
        let name = match self.merges_axes(&name, &operands) {
            true => {
                parameters.push(("axes", builder.integer(1)));
                "numpy.tensordot".to_string()
            }
            false => name,
        };
        Ok(self.call(builder, &name, &values, axes, element, &parameters))
    }

    /// A stack of matrices times one matrix is one product of all their rows: `tensordot` takes the stack for a
    /// matrix, where `dot` goes row by row.
    fn merges_axes(&self, name: &str, operands: &[Raised]) -> bool {
        let [a, b] = operands else { return false };
        let stack = a.axes.len() > 2 && b.axes.len() == 2;
        name == "numpy.dot" && stack && self.kb.function("numpy.tensordot").is_some()
    }

    /// A vector and a stack of matrices: `matmul` hands each matrix to BLAS, `dot` sums up element by element.
    fn is_stack_by_vector(&self, operands: &[Raised]) -> bool {
        let [a, b] = operands else { return false };
        let (least, most) = (a.axes.len().min(b.axes.len()), a.axes.len().max(b.axes.len()));
        least == 1 && most > 2 && self.kb.function("numpy.matmul").is_some()
    }

    /// The product to call. In loops whose slices grow, one factor often is a
    /// single element: of such, `dot` and `inner` skip a zero and so lose the NaN
    /// of `0 * inf`; `matmul` does not.
    fn exact_name(&self, candidate: &Candidate, operands: &[Raised]) -> Outcome<String> {
        let plain = operands.iter().all(|o| (1..=2).contains(&o.axes.len()));
        let vectors = operands.iter().all(|o| o.axes.len() == 1);
        match candidate.name.as_str() {
            "numpy.dot" if !self.ivs.is_empty() && plain => Ok("numpy.matmul".into()),
            "numpy.dot" if self.is_stack_by_vector(operands) => Ok("numpy.matmul".into()),
            "numpy.inner" if !self.ivs.is_empty() && vectors => Ok("numpy.matmul".into()),
            "numpy.inner" | "numpy.vdot" if !self.ivs.is_empty() => Err("a product that may skip zeros".into()),
            name => Ok(name.into()),
        }
    }

    /// An entry of the knowledge base that covers several nodes of an
    /// elementwise term at once.
    pub(super) fn pattern(
        &mut self,
        builder: Builder<'c, 'a>,
        term: &Term,
        order: &[usize],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Option<Raised<'c, 'a>>> {
        let outputs: Vec<Var> = order.iter().map(|id| Var::Loop(*id)).filter(|v| term.uses(v)).collect();
        for candidate in self.candidates.iter().filter(|c| c.elementwise && nodes(&c.equation.body) > 1) {
            let target = Target { outputs: outputs.clone(), reductions: vec![], combine: None, body: term.clone() };
            let Some(m) = unify(&candidate.equation, &candidate.operand_ranks, &target).into_iter().next() else {
                continue;
            };
            let axes: Vec<usize> = outputs.iter().filter_map(loop_id).collect();
            let mut values = vec![];
            let mut element = None;
            for operand in &m.operands {
                let raised = self.term(builder, &operand.value, order, ranges)?;
                element = element.or(Some(raised.element));
                values.push(self.align(builder, raised, &axes)?.value);
            }
            let element = element.ok_or("a call without operands")?;
            return Ok(Some(self.call(builder, &candidate.name, &values, axes, element, &[])));
        }
        Ok(None)
    }
}

/// Index variables of one size in the pattern must have one range in the nest.
fn equal_extents(candidate: &Candidate, m: &Match<Var>, ranges: &HashMap<usize, Range>) -> bool {
    let indices: Vec<_> = candidate.equation.outputs.iter().chain(&candidate.equation.reductions).collect();
    let range = |variable: &String| m.index.get(variable).and_then(loop_id).and_then(|id| ranges.get(&id));
    indices.iter().all(|a| {
        indices.iter().filter(|b| a.extent == b.extent).all(|b| match (range(&a.variable), range(&b.variable)) {
            (Some(x), Some(y)) => x.lower == y.lower && x.upper == y.upper,
            _ => false,
        })
    })
}

fn loop_id(variable: &Var) -> Option<usize> {
    match variable {
        Var::Loop(id) => Some(*id),
        Var::Symbol(_) => None,
    }
}

/// True for a product of two factors or more that vary along the sum, or a sum of such.
fn sums_products(term: &Term, shape: &Shape) -> bool {
    if let Expr::Apply { function, arguments } = term {
        if matches!(function.as_str(), "add" | "subtract") {
            return arguments.iter().all(|a| sums_products(a, shape));
        }
    }
    let (_, body) = hoist(term, &shape.reductions);
    let mut factors = vec![];
    flatten(&body, &mut factors);
    let outputs = shape.outputs.iter().filter(|id| term.uses(&Var::Loop(**id))).count();
    factors.len() == 2 && outputs >= 1
}

/// Number of function nodes.
pub(super) fn nodes<V: Ord + Clone>(body: &Expr<V>) -> usize {
    let mut count = 0;
    body.visit(&mut |e| count += usize::from(matches!(e, Expr::Apply { .. })));
    count
}

/// Multiplies factors into the operand that comes first in the source: products
/// are evaluated from the left, and `0 * (1e200 * 1e200)` is NaN where
/// `(0 * 1e200) * 1e200` is 0, so another place would not keep the pattern of
/// NaN and Inf.
fn scale(m: &mut Match<Var>, factors: &[Term], body: &Term) -> bool {
    let mut variables = vec![];
    for factor in factors {
        factor.visit(&mut |e| {
            if let Expr::Read { index, .. } = e {
                variables.extend(index.iter().flat_map(|lin| lin.terms.keys().copied()));
            }
        });
    }
    variables.retain(|v| m.index.values().any(|own| own == v));
    if factors.is_empty() {
        return true;
    }
    let leftmost = |term: &Term| {
        let mut all = vec![];
        flatten(term, &mut all);
        all.into_iter().next()
    };
    let first = leftmost(body);
    let fits = |o: &&mut automphc_kb::Operand<Var>| {
        variables.iter().all(|v| o.axes.contains(v)) && leftmost(&o.value) == first
    };
    let Some(operand) = m.operands.iter_mut().find(fits) else { return false };
    let factor = factors.iter().cloned().reduce(|a, b| Expr::apply("multiply", vec![a, b]));
    if let Some(factor) = factor {
        operand.value = Expr::apply("multiply", vec![factor, operand.value.clone()]);
    }
    true
}

/// Splits a product into the factors that vary along the sum and the others.
pub(super) fn hoist(term: &Term, reductions: &[usize]) -> (Vec<Term>, Term) {
    let mut factors = vec![];
    flatten(term, &mut factors);
    let varies = |f: &Term| reductions.iter().any(|id| f.uses(&Var::Loop(*id)));
    let (inside, outside): (Vec<_>, Vec<_>) = factors.into_iter().partition(varies);
    let body = inside.into_iter().reduce(|a, b| Expr::apply("multiply", vec![a, b]));
    match body {
        Some(body) => (outside, body),
        None => (vec![], term.clone()),
    }
}

pub(super) fn flatten(term: &Term, factors: &mut Vec<Term>) {
    match term {
        Expr::Apply { function, arguments } if function == "multiply" => {
            arguments.iter().for_each(|a| flatten(a, factors));
        }
        other => factors.push(other.clone()),
    }
}

/// Estimated time of a match: what its operands need to be computed, and the call.
fn cost(candidate: &Candidate, m: &Match<Var>) -> f64 {
    let volume = |count: usize| SIZE.powi(i32::try_from(count).unwrap_or(8));
    let operands: f64 = m
        .operands
        .iter()
        .map(|o| nodes(&o.value) as f64 * (PASS * volume(o.axes.len()) + CALL) + misaligned(&o.value, &o.axes) * CALL)
        .sum();
    let indices = candidate.equation.outputs.len() + candidate.equation.reductions.len();
    // Functions of several operands that sum are compiled products.
    let rate = if candidate.operand_ranks.len() >= 2 { PRODUCT } else { PASS };
    operands + rate * volume(indices) + CALL
}

/// Number of reads whose axes are in another order than the call wants them.
fn misaligned(value: &Term, axes: &[Var]) -> f64 {
    let mut count = 0.0;
    value.visit(&mut |e| {
        if let Expr::Read { index, .. } = e {
            let positions: Vec<usize> = index.iter().filter_map(|lin| axes.iter().position(|a| lin.uses(a))).collect();
            if positions.windows(2).any(|w| w[0] > w[1]) {
                count += 1.0;
            }
        }
    });
    count
}

/// A constant parameter as an attribute.
fn attribute<'c>(builder: Builder<'c, '_>, param: &Param) -> Attribute<'c> {
    match param {
        Param::Bool(b) => builder.boolean(*b),
        Param::Int(n) => builder.integer(*n),
        Param::Float(x) => builder.float(Type::float64(builder.context), *x),
        Param::Str(text) => builder.string(text),
        Param::Ints(list) => {
            let items: Vec<_> = list.iter().map(|n| builder.integer(*n)).collect();
            ArrayAttribute::new(builder.context, &items).into()
        }
        Param::None | Param::Axes(..) | Param::DType(_) => Attribute::unit(builder.context),
    }
}
