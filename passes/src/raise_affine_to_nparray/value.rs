//! Expressions over a box as arrays: slices, transposes and elementwise calls.

use super::{Outcome, Raiser};
use crate::build::Builder;
use crate::scop::{write, Lin, Loop, Node, Term, Var};
use automphc_dialects::types;
use automphc_kb::affine::Affine;
use automphc_kb::expr::{Expr, Number};
use melior::ir::attribute::ArrayAttribute;
use melior::ir::r#type::IntegerType;
use melior::ir::{Type, Value, ValueLike};
use std::collections::HashMap;

/// The values that a loop variable takes in a call: lower to upper, exclusive.
#[derive(Clone, Debug)]
pub struct Range {
    pub lower: Lin,
    pub upper: Lin,
}

impl Range {
    /// The ranges of loops whose bounds do not depend on one another.
    pub fn boxes(loops: &[&Loop], known: &[Extremum]) -> Outcome<HashMap<usize, Range>> {
        let inner = |lin: &Lin| loops.iter().any(|l| lin.uses(&Var::Loop(l.id)));
        loops
            .iter()
            .map(|l| match (single(&l.lower, true, known), single(&l.upper, false, known)) {
                (Some(lower), Some(upper)) if !inner(lower) && !inner(upper) => {
                    Ok((l.id, Range { lower: lower.clone(), upper: upper.clone() }))
                }
                _ => Err("its domain is no box".to_string()),
            })
            .collect()
    }

    /// The smallest box around the domain.
    pub fn hulls(loops: &[&Loop], known: &[Extremum]) -> Outcome<HashMap<usize, Range>> {
        let mut ranges = HashMap::new();
        for (depth, l) in loops.iter().enumerate() {
            let (Some(lower), Some(upper)) = (single(&l.lower, true, known), single(&l.upper, false, known)) else {
                return Err("a loop has several bounds".into());
            };
            let outer = &loops[..depth];
            let bound = |lin: &Lin, largest| local_extreme(lin, outer, largest, known).ok_or("a bound is not affine");
            ranges.insert(l.id, Range { lower: bound(lower, false)?, upper: bound(upper, true)? });
        }
        Ok(ranges)
    }
}

/// `domain::extreme`, with variables of loops further out taken as symbols.
fn local_extreme(lin: &Lin, loops: &[&Loop], largest: bool, known: &[Extremum]) -> Option<Lin> {
    let mut result = lin.clone();
    for l in loops.iter().rev() {
        let coefficient = result.coefficient(&Var::Loop(l.id));
        if coefficient != 0 {
            let bound = if (coefficient > 0) == largest {
                single(&l.upper, false, known)?.clone() + -1
            } else {
                single(&l.lower, true, known)?.clone()
            };
            result = result.substitute(&Var::Loop(l.id), &bound);
        }
    }
    Some(result)
}

/// A minimum or maximum of bounds, and the symbol that holds it.
#[derive(Clone, Debug)]
pub struct Extremum {
    pub bounds: Vec<Lin>,
    pub largest: bool,
    pub value: Lin,
}

/// The one bound, or the value that the largest (smallest) of several has.
fn single<'l>(bounds: &'l [Lin], largest: bool, known: &'l [Extremum]) -> Option<&'l Lin> {
    match bounds {
        [one] => Some(one),
        _ => known.iter().find(|e| e.largest == largest && e.bounds == bounds).map(|e| &e.value),
    }
}

/// An array value and the loop that runs over each of its axes.
#[derive(Clone, Debug)]
pub struct Raised<'c, 'a> {
    pub value: Value<'c, 'a>,
    pub axes: Vec<usize>,
    pub element: Type<'c>,
}

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    /// Gives the minima and maxima in the bounds of loops below a value, where
    /// all that they depend on has one.
    pub(super) fn name_extrema(&mut self, builder: Builder<'c, 'a>, nodes: &[Node<'c, 'a>]) {
        for node in nodes {
            let Node::Loop(l) = node else { continue };
            for (bounds, largest) in [(&l.lower, true), (&l.upper, false)] {
                let open = |v: &Var| matches!(v, Var::Loop(id) if !self.ivs.contains_key(id));
                let closed = bounds.iter().all(|lin| !lin.terms.keys().any(open));
                if bounds.len() > 1 && closed && single(bounds, largest, &self.extrema).is_none() {
                    let (rows, operands) = write::linear_rows(bounds, |v| self.variable(v));
                    let value = builder.affine(if largest { "affine.max" } else { "affine.min" }, rows, &operands);
                    let value = Affine::var(self.scop.symbol(value));
                    for bound in bounds {
                        let slack = bound.clone() - value.clone();
                        self.facts.push(if largest { -slack } else { slack });
                    }
                    self.extrema.push(Extremum { bounds: bounds.clone(), largest, value });
                }
            }
            self.name_extrema(builder, &l.body);
        }
    }

    /// A term over the box. `order` is the order of axes that results follow.
    pub(super) fn term(
        &mut self,
        builder: Builder<'c, 'a>,
        term: &Term,
        order: &[usize],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        match term {
            Expr::Number(number) => Ok(self.number(builder, *number)),
            Expr::Read { array, index } => self.view(builder, *array, index, ranges),
            Expr::Index(lin) => self.index_term(builder, lin, ranges),
            Expr::Apply { function, arguments } => {
                if let Some(found) = self.pattern(builder, term, order, ranges)? {
                    return Ok(found);
                }
                self.apply(builder, function, arguments, order, ranges)
            }
        }
    }

    fn number(&self, builder: Builder<'c, 'a>, number: Number) -> Raised<'c, 'a> {
        let (element, value): (Type, _) = match number {
            Number::Bool(b) => (IntegerType::new(builder.context, 1).into(), builder.boolean(b)),
            Number::Int(n) => (IntegerType::new(builder.context, 64).into(), builder.integer(n)),
            Number::Float(x) => {
                let element = Type::float64(builder.context);
                (element, builder.float(element, x))
            }
            Number::Complex(x, y) => {
                let part = Type::float64(builder.context);
                let element = Type::parse(builder.context, "complex<f64>").unwrap_or(part);
                (
                    element,
                    ArrayAttribute::new(builder.context, &[x, y].map(|part_of| builder.float(part, part_of))).into(),
                )
            }
        };
        let r#type = builder.array_type(0, element);
        Raised { value: builder.value("nparray.constant", &[], r#type, &[("value", value)]), axes: vec![], element }
    }

    fn index_term(
        &mut self,
        builder: Builder<'c, 'a>,
        lin: &Lin,
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        if ranges.keys().any(|id| lin.uses(&Var::Loop(*id))) {
            return Err("a loop variable is used as a number".into());
        }
        let element: Type = Type::float64(builder.context);
        let index = self.index(builder, lin);
        let value = builder.value("nparray.index_value", &[index], builder.array_type(0, element), &[]);
        Ok(Raised { value, axes: vec![], element })
    }

    /// The part of an array that an access covers, as a view.
    pub(super) fn view(
        &mut self,
        builder: Builder<'c, 'a>,
        array: usize,
        index: &[Lin],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        let (mut kinds, mut steps, mut bounds, mut axes) = (vec![], vec![], vec![], vec![]);
        let mut diagonal = None;
        for lin in index {
            let used: Vec<usize> = sorted(ranges).into_iter().filter(|id| lin.uses(&Var::Loop(*id))).collect();
            let (kind, step) = match used.as_slice() {
                [] => {
                    bounds.push(self.index(builder, lin));
                    ("index", 1)
                }
                [id] if !axes.contains(id) => {
                    let coefficient = lin.coefficient(&Var::Loop(*id));
                    let at = |bound: &Lin| lin.substitute(&Var::Loop(*id), bound);
                    if coefficient.abs() != 1 {
                        return Err("an access with a stride".into());
                    }
                    let (first, last) = (at(&ranges[id].lower), at(&ranges[id].upper));
                    // A falling index is a rising slice, reversed below: its
                    // bounds never count from the end.
                    let (lower, upper) = if coefficient == 1 { (first, last) } else { (last + 1, first + 1) };
                    bounds.push(self.index(builder, &lower));
                    bounds.push(self.index(builder, &upper));
                    axes.push(*id);
                    ("slice", coefficient)
                }
                [id] if diagonal.is_none() && lin.coefficient(&Var::Loop(*id)) == 1 => {
                    let at = |bound: &Lin| lin.substitute(&Var::Loop(*id), bound);
                    bounds.push(self.index(builder, &at(&ranges[id].lower)));
                    bounds.push(self.index(builder, &at(&ranges[id].upper)));
                    diagonal = axes.iter().position(|a| a == id).map(|first| (first, axes.len()));
                    axes.push(*id);
                    ("slice", 1)
                }
                _ => return Err("an access along a diagonal".into()),
            };
            kinds.push(kind);
            steps.push(step);
        }
        let info = &self.scop.arrays[array];
        let (source, element) = (info.value, info.element);
        let operands: Vec<_> = [source].into_iter().chain(bounds).collect();
        let attributes = [("axes", builder.strings(&kinds))];
        let r#type = builder.array_type(axes.len(), element);
        let view = builder.value("nparray.view", &operands, r#type, &attributes);
        let falling = kinds.iter().zip(&steps).filter(|(kind, _)| **kind == "slice").enumerate();
        let falling: Vec<_> = falling.filter(|(_, (_, step))| **step == -1).map(|(axis, _)| axis as i64).collect();
        if let Some((first, second)) = diagonal {
            if !falling.is_empty() {
                return Err("an access along a diagonal".into());
            }
            return Ok(self.diagonal(builder, Raised { value: view, axes, element }, first, second));
        }
        Ok(falling.into_iter().fold(Raised { value: view, axes, element }, |raised, axis| {
            let calls = self.calls.len();
            let parameters = [("axis", builder.integer(axis))];
            let flipped = self.call(builder, "numpy.flip", &[raised.value], raised.axes, element, &parameters);
            self.calls.truncate(calls);
            flipped
        }))
    }

    /// The diagonal of two axes of equal size: its axis comes last.
    fn diagonal(&mut self, builder: Builder<'c, 'a>, raised: Raised<'c, 'a>, a: usize, b: usize) -> Raised<'c, 'a> {
        let id = raised.axes[b];
        let mut axes: Vec<usize> = raised.axes.iter().copied().filter(|axis| *axis != id).collect();
        axes.push(id);
        let parameters = [("axis1", builder.integer(a as i64)), ("axis2", builder.integer(b as i64))];
        let parameters: &[_] = if axes.len() == 1 { &[] } else { &parameters };
        let calls = self.calls.len();
        let element = raised.element;
        let value = self.call(builder, "numpy.diagonal", &[raised.value], axes, element, parameters);
        self.calls.truncate(calls);
        value
    }

    /// An elementwise function, its operands broadcast against each other.
    fn apply(
        &mut self,
        builder: Builder<'c, 'a>,
        function: &str,
        arguments: &[Term],
        order: &[usize],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        let qualified = function.contains('.');
        let name = if qualified { function.to_string() } else { format!("numpy.{function}") };
        if self.kb.function(&name).is_none() {
            return Err(format!("no library function computes {function}"));
        }
        let operands = arguments.iter().map(|a| self.term(builder, a, order, ranges)).collect::<Outcome<Vec<_>>>()?;
        let axes: Vec<usize> =
            order.iter().copied().filter(|id| operands.iter().any(|o| o.axes.contains(id))).collect();
        if qualified && !axes.is_empty() {
            return Err(format!(
                "{function} raises on elements that {} would let pass",
                function.replace("math", "numpy")
            ));
        }
        let mut values = vec![];
        for operand in operands.iter().cloned() {
            values.push(self.align(builder, operand, &axes)?.value);
        }
        let element = match function {
            "less" | "less_equal" | "greater" | "greater_equal" | "equal" | "not_equal" | "isnan" | "isfinite"
            | "isinf" | "logical_and" | "logical_or" | "logical_not" => IntegerType::new(builder.context, 1).into(),
            "where" => promoted(&operands[1..]),
            _ => promoted(&operands),
        };
        Ok(self.call(builder, &name, &values, axes, element, &[]))
    }

    /// A call, noted for the remark.
    pub(super) fn call(
        &mut self,
        builder: Builder<'c, 'a>,
        name: &str,
        operands: &[Value<'c, 'a>],
        axes: Vec<usize>,
        element: Type<'c>,
        parameters: &[(&str, melior::ir::Attribute<'c>)],
    ) -> Raised<'c, 'a> {
        if !self.calls.iter().any(|c| c == name) {
            self.calls.push(name.to_string());
        }
        let mut attributes = vec![("callee", builder.string(name))];
        if !parameters.is_empty() {
            attributes.push(("parameters", automphc_dialects::ir::dictionary(builder.context, parameters)));
        }
        let r#type = builder.array_type(axes.len(), element);
        Raised { value: builder.value("nparray.call", operands, r#type, &attributes), axes, element }
    }

    /// Permutes axes into the order of `goal` and inserts axes of size 1 where
    /// `goal` has one that the value lacks, except in front.
    pub(super) fn align(
        &mut self,
        builder: Builder<'c, 'a>,
        raised: Raised<'c, 'a>,
        goal: &[usize],
    ) -> Outcome<Raised<'c, 'a>> {
        let wanted: Vec<usize> = goal.iter().copied().filter(|id| raised.axes.contains(id)).collect();
        if wanted.len() != raised.axes.len() {
            return Err("a value depends on a loop that its target lacks".into());
        }
        let raised = self.permute(builder, raised, &wanted);
        let first = goal.iter().position(|id| raised.axes.contains(id)).unwrap_or(goal.len());
        let trailing = &goal[first..];
        if trailing.len() == raised.axes.len() {
            return Ok(raised);
        }
        let kinds: Vec<&str> =
            trailing.iter().map(|id| if raised.axes.contains(id) { "all" } else { "newaxis" }).collect();
        let r#type = builder.array_type(trailing.len(), raised.element);
        let value = builder.value("nparray.view", &[raised.value], r#type, &[("axes", builder.strings(&kinds))]);
        Ok(Raised { value, axes: trailing.to_vec(), ..raised })
    }

    /// The same value with its axes in another order.
    pub(super) fn permute(
        &mut self,
        builder: Builder<'c, 'a>,
        raised: Raised<'c, 'a>,
        order: &[usize],
    ) -> Raised<'c, 'a> {
        if raised.axes == order {
            return raised;
        }
        let positions: Vec<_> = order
            .iter()
            .filter_map(|id| raised.axes.iter().position(|a| a == id))
            .map(|position| builder.integer(position as i64))
            .collect();
        let reversed = order.iter().rev().eq(raised.axes.iter());
        let axes = ArrayAttribute::new(builder.context, &positions).into();
        let parameters: &[_] = if reversed { &[] } else { &[("axes", axes)] };
        let calls = self.calls.len();
        let result = self.call(builder, "numpy.transpose", &[raised.value], order.to_vec(), raised.element, parameters);
        // A transpose costs nothing and is not worth a mention.
        self.calls.truncate(calls);
        result
    }
}

/// Loop ids in a fixed order.
fn sorted(ranges: &HashMap<usize, Range>) -> Vec<usize> {
    let mut ids: Vec<usize> = ranges.keys().copied().collect();
    ids.sort_unstable();
    ids
}

/// The element type of an elementwise result: constants adapt to arrays.
fn promoted<'c>(operands: &[Raised<'c, '_>]) -> Type<'c> {
    let rank = |o: &&Raised| types::buffer_rank(o.value.r#type()).unwrap_or(0);
    let text = |o: &&Raised| {
        let t = o.element.to_string();
        (t.starts_with("complex"), t.starts_with('f'), t)
    };
    let best = operands.iter().max_by_key(|o| (text(o).0, text(o).1, rank(o)));
    best.map_or_else(|| operands[0].element, |o| o.element)
}
