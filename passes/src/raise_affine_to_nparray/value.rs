//! Expressions over a box as arrays: slices, transposes and elementwise calls.

use super::{Outcome, Raiser};
use crate::build::Builder;
use crate::py_infer_types::ty::{dtype_of, element};
use crate::scop::domain::implies;
use crate::scop::{scalar, write, Lin, Loop, Node, Term, Var};
use automphc_dialects::types;
use automphc_kb::affine::Affine;
use automphc_kb::expr::{Expr, Number};
use automphc_kb::types::{DType, ValueType};
use automphc_kb::{Argument, Params};
use melior::ir::attribute::{ArrayAttribute, IntegerAttribute};
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
pub(super) fn single<'l>(bounds: &'l [Lin], largest: bool, known: &'l [Extremum]) -> Option<&'l Lin> {
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
            // Conditions are tested, not counted.
            let sides = [(&l.lower, true), (&l.upper, false)];
            for (bounds, largest) in sides.into_iter().filter(|_| l.conditions().is_none()) {
                let open = |v: &Var| matches!(v, Var::Loop(id) if !self.ivs.contains_key(id));
                let closed = bounds.iter().all(|lin| !lin.terms.keys().any(open));
                if bounds.len() > 1 && closed && single(bounds, largest, &self.extrema).is_none() {
                    self.name_extremum(builder, bounds, largest);
                }
            }
            self.name_extrema(builder, &l.body);
        }
    }

    /// The one bound, or a value for the largest (smallest) of several, which has one from here on.
    pub(super) fn name_extremum(&mut self, builder: Builder<'c, 'a>, bounds: &[Lin], largest: bool) -> Lin {
        if let Some(known) = single(bounds, largest, &self.extrema) {
            return known.clone();
        }
        let (rows, operands) = write::linear_rows(bounds, |v| self.variable(v));
        let value = builder.affine(if largest { "affine.max" } else { "affine.min" }, rows, &operands);
        let value = Affine::var(self.scop.symbol(value));
        for bound in bounds {
            let slack = bound.clone() - value.clone();
            self.facts.push(if largest { -slack } else { slack });
        }
        self.extrema.push(Extremum { bounds: bounds.to_vec(), largest, value: value.clone() });
        value
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
            Expr::Read { array, index } => self.read(builder, *array, index, ranges),
            Expr::Index(lin) => self.index_term(builder, lin, order, ranges),
            Expr::Apply { function, arguments } => {
                if let (Some(to), [inner]) = (scalar::cast_type(function), arguments.as_slice()) {
                    let value = self.term(builder, inner, order, ranges)?;
                    return self.cast(builder, value, to);
                }
                let known = self.shared.iter().flatten().find(|(t, axes, _)| t == term && axes == order);
                if let Some((_, _, value)) = known {
                    return Ok(value.clone());
                }
                let value = match self.pattern(builder, term, order, ranges)? {
                    Some(found) => found,
                    None => self.apply(builder, function, arguments, order, ranges)?,
                };
                self.shared.iter_mut().for_each(|all| all.push((term.clone(), order.to_vec(), value.clone())));
                Ok(value)
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
        order: &[usize],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        let running = running(lin, ranges);
        if running.is_empty() {
            let element: Type = Type::float64(builder.context);
            let index = self.index(builder, lin);
            let value = builder.value("nparray.index_value", &[index], builder.array_type(0, element), &[]);
            return Ok(Raised { value, axes: vec![], element });
        }
        // A sum of one sequence of ints per loop; their broadcast is the sum over the box.
        let mut terms = vec![];
        let fixed = running.iter().fold(lin.clone(), |rest, id| rest.substitute(&Var::Loop(*id), &Affine::constant(0)));
        for (position, id) in running.iter().enumerate() {
            let variable = Var::Loop(*id);
            let start = if position == 0 { fixed.clone() } else { Affine::constant(0) };
            let at = |bound: &Lin| start.clone() + bound.clone() * lin.coefficient(&variable);
            let (first, end) = (at(&ranges[id].lower), at(&ranges[id].upper));
            terms.push(self.sequence(builder, *id, &first, &end, lin.coefficient(&variable)));
        }
        let element = terms[0].element;
        let mut sum = terms.remove(0);
        for term in terms {
            let axes: Vec<usize> =
                order.iter().copied().filter(|id| sum.axes.contains(id) || term.axes.contains(id)).collect();
            let values = [self.align(builder, sum, &axes)?.value, self.align(builder, term, &axes)?.value];
            let calls = self.calls.len();
            sum = self.call(builder, "numpy.add", &values, axes, element, &[]);
            self.calls.truncate(calls);
        }
        Ok(sum)
    }

    /// `numpy.arange`; of the element type that is stored where Python's own ints would not widen it.
    fn sequence(&mut self, builder: Builder<'c, 'a>, id: usize, first: &Lin, end: &Lin, step: i64) -> Raised<'c, 'a> {
        let element: Type = Type::float64(builder.context);
        let mut operands = vec![self.index(builder, first), self.index(builder, end)];
        if first.as_constant() == Some(0) && step == 1 {
            operands.remove(0);
        }
        let mut parameters = vec![];
        if step != 1 {
            let index = builder.index_type();
            let step = IntegerAttribute::new(index, step).into();
            operands.push(builder.value("arith.constant", &[], index, &[("value", step)]));
        }
        match self.stored.as_str() {
            "f32" | "complex<f32>" => parameters.push(("dtype", builder.string("float32"))),
            _ => {}
        }
        self.call(builder, "numpy.arange", &operands, vec![id], element, &parameters)
    }

    /// The part of an array that an access covers, as a view.
    pub(super) fn view(
        &mut self,
        builder: Builder<'c, 'a>,
        array: usize,
        index: &[Lin],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        self.view_at(builder, array, &self.in_value(array, index), ranges)
    }

    fn view_at(
        &mut self,
        builder: Builder<'c, 'a>,
        array: usize,
        index: &[Lin],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        let (mut kinds, mut steps, mut bounds, mut axes) = (vec![], vec![], vec![], vec![]);
        // Axes of the result along which the index falls.
        let mut falling = vec![];
        for (axis, lin) in index.iter().enumerate() {
            match running(lin, ranges).as_slice() {
                [] => {
                    bounds.push(self.index(builder, lin));
                    kinds.push("index");
                }
                [id] if axes.contains(id) => return self.points(builder, array, index, ranges, *id),
                [id] => {
                    let slice = self.slice(lin, *id, &ranges[id]);
                    if slice.reversed {
                        falling.push(axes.len());
                    }
                    axes.push(*id);
                    if slice.step == 1 && self.is_all(array, axis, &slice.lower, &slice.upper) {
                        kinds.push("all");
                        continue;
                    }
                    bounds.push(self.index(builder, &slice.lower));
                    bounds.push(self.index(builder, &slice.upper));
                    steps.push(slice.step);
                    kinds.push("slice");
                }
                _ => return Err("an index that is the sum of two loop variables".into()),
            }
        }
        let raised = self.part_of(builder, array, (&kinds, &steps, &bounds), axes);
        Ok(falling.into_iter().fold(raised, |raised, axis| {
            let calls = self.calls.len();
            let parameters = [("axis", builder.integer(axis as i64))];
            let element = raised.element;
            let flipped = self.call(builder, "numpy.flip", &[raised.value], raised.axes, element, &parameters);
            self.calls.truncate(calls);
            flipped
        }))
    }

    /// What is read, as a view: along a diagonal there is one, which cannot be written.
    pub(super) fn read(
        &mut self,
        builder: Builder<'c, 'a>,
        array: usize,
        index: &[Lin],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<Raised<'c, 'a>> {
        let index = &self.in_value(array, index)[..];
        let (mut axes, mut diagonal) = (vec![], vec![]);
        for lin in index {
            match running(lin, ranges).as_slice() {
                [] => {}
                [id] if lin.coefficient(&Var::Loop(*id)) == 1 => {
                    diagonal.extend(axes.iter().position(|a| a == id).map(|first| (first, axes.len())));
                    axes.push(*id);
                }
                _ => return self.view_at(builder, array, index, ranges),
            }
        }
        let [(first, second)] = diagonal.as_slice() else { return self.view_at(builder, array, index, ranges) };
        let (mut bounds, mut kinds) = (vec![], vec![]);
        for lin in index {
            match running(lin, ranges).first() {
                None => {
                    bounds.push(self.index(builder, lin));
                    kinds.push("index");
                }
                Some(id) => {
                    let at = |bound: &Lin| lin.substitute(&Var::Loop(*id), bound);
                    bounds.push(self.index(builder, &at(&ranges[id].lower)));
                    bounds.push(self.index(builder, &at(&ranges[id].upper)));
                    kinds.push("slice");
                }
            }
        }
        let block = self.part_of(builder, array, (&kinds, &[], &bounds), axes);
        Ok(self.diagonal(builder, block, *first, *second))
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

    pub(super) fn part_of(
        &self,
        builder: Builder<'c, 'a>,
        array: usize,
        (kinds, steps, bounds): (&[&str], &[i64], &[Value<'c, 'a>]),
        axes: Vec<usize>,
    ) -> Raised<'c, 'a> {
        let info = &self.scop.arrays[array];
        let operands: Vec<_> = [info.value].into_iter().chain(bounds.iter().copied()).collect();
        let mut attributes = vec![("axes", builder.strings(kinds))];
        if steps.iter().any(|step| *step != 1) {
            attributes.push(("steps", builder.integers(steps)));
        }
        let r#type = builder.array_type(axes.len(), info.element);
        let value = builder.value("nparray.view", &operands, r#type, &attributes);
        Raised { value, axes, element: info.element }
    }

    /// The elements along a diagonal: several indices run together.
    fn points(
        &mut self,
        builder: Builder<'c, 'a>,
        array: usize,
        index: &[Lin],
        ranges: &HashMap<usize, Range>,
        diagonal: usize,
    ) -> Outcome<Raised<'c, 'a>> {
        let (mut kinds, mut steps, mut bounds, mut axes) = (vec![], vec![], vec![], vec![]);
        for lin in index {
            match running(lin, ranges).as_slice() {
                [] => {
                    bounds.push(self.index(builder, lin));
                    kinds.push("index");
                }
                [id] if *id == diagonal => {
                    let at = |bound: &Lin| lin.substitute(&Var::Loop(*id), bound);
                    bounds.push(self.index(builder, &at(&ranges[id].lower)));
                    bounds.push(self.index(builder, &at(&ranges[id].upper)));
                    steps.push(lin.coefficient(&Var::Loop(*id)));
                    if !kinds.contains(&"points") {
                        axes.push(*id);
                    }
                    kinds.push("points");
                }
                [id] if !axes.contains(id) => {
                    let slice = self.slice(lin, *id, &ranges[id]);
                    if slice.reversed {
                        return Err("an access along a diagonal and backwards".into());
                    }
                    bounds.push(self.index(builder, &slice.lower));
                    bounds.push(self.index(builder, &slice.upper));
                    steps.push(slice.step);
                    axes.push(*id);
                    kinds.push("slice");
                }
                _ => return Err("an access along two diagonals".into()),
            }
        }
        // Where slices lie between, NumPy moves the axis of the points.
        let first = kinds.iter().position(|kind| *kind != "slice").unwrap_or(0);
        let last = kinds.iter().rposition(|kind| *kind != "slice").unwrap_or(0);
        if kinds[first..=last].contains(&"slice") {
            return Err("an access along a diagonal of axes that are no neighbours".into());
        }
        Ok(self.part_of(builder, array, (&kinds, &steps, &bounds), axes))
    }

    /// The slice that an index runs over.
    fn slice(&mut self, lin: &Lin, id: usize, range: &Range) -> Slice {
        let variable = Var::Loop(id);
        let step = lin.coefficient(&variable);
        let at = |bound: &Lin| lin.substitute(&variable, bound);
        let rising = |lower: Lin, upper: Lin, step: i64| Slice { lower, upper, step, reversed: false };
        if step == 1 {
            return rising(at(&range.lower), at(&range.upper), step);
        }
        // The end of a range that takes such steps.
        let span = match range.upper.as_var() {
            Some(Var::Symbol(symbol)) => self.scop.quotient(*symbol).filter(|(_, divisor)| *divisor == step.abs()),
            _ => None,
        };
        let offset = at(&Affine::constant(0));
        let end = span.map(|(dividend, divisor)| offset.clone() + (dividend + (1 - divisor)) * step.signum());
        let end = end.filter(|end| match end.as_constant() {
            Some(-1) => step < 0,
            _ => implies(&self.facts, end),
        });
        match end {
            Some(end) => rising(at(&range.lower), end, step),
            // Any end after the last element and not after the next one will do.
            None if step > 0 => rising(at(&range.lower), at(&range.upper) + -offset.constant.rem_euclid(step), step),
            // A falling index is a rising slice, reversed: its bounds never count from the end.
            None => Slice {
                lower: at(&(range.upper.clone() + -1)),
                upper: at(&range.lower) + 1,
                step: -step,
                reversed: true,
            },
        }
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
        let (operands, converted) = self.operands(builder, &name, arguments, order, ranges)?;
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
            _ if converted.is_some() => converted.unwrap_or_else(|| promoted(&operands)),
            "real" | "imag" | "absolute" => part_of_complex(builder, operands[0].element),
            "where" => promoted(&operands[1..]),
            _ => promoted(&operands),
        };
        Ok(self.call(builder, &name, &values, axes, element, &[]))
    }

    /// The operands of a function. Conversions that NumPy makes by itself are left out:
    /// then the element type of the result is said.
    fn operands(
        &mut self,
        builder: Builder<'c, 'a>,
        name: &str,
        arguments: &[Term],
        order: &[usize],
        ranges: &HashMap<usize, Range>,
    ) -> Outcome<(Vec<Raised<'c, 'a>>, Option<Type<'c>>)> {
        let conversion = |argument: &Term| match argument {
            Expr::Apply { function, arguments } => {
                scalar::cast_type(function).zip(arguments.first().filter(|_| arguments.len() == 1).cloned())
            }
            _ => None,
        };
        let conversions: Vec<_> = arguments.iter().map(conversion).collect();
        let mut operands = vec![];
        for (argument, conversion) in arguments.iter().zip(&conversions) {
            let inner = conversion.as_ref().map_or(argument, |(_, inner)| inner);
            operands.push(self.term(builder, inner, order, ranges)?);
        }
        if conversions.iter().all(Option::is_none) {
            return Ok((operands, None));
        }
        let converted: Vec<Type> = operands
            .iter()
            .zip(&conversions)
            .map(|(o, c)| c.as_ref().map_or(o.element, |(to, _)| element(builder.context, *to)))
            .collect();
        let plain: Vec<Type> = operands.iter().map(|o| o.element).collect();
        // A number adapts to the arrays that it meets, whatever its type.
        let numbers = operands.iter().zip(&conversions).any(|(o, c)| c.is_some() && o.axes.is_empty());
        let result = |types: &[Type<'c>]| {
            let argument = |(o, t): (&Raised, &Type)| {
                let ty = ValueType { dtype: dtype_of(*t)?, rank: o.axes.len(), weak: o.axes.is_empty() };
                Some(Argument::Array { ty, dims: vec![None; ty.rank] })
            };
            let arguments: Vec<_> = operands.iter().zip(types).map(argument).collect::<Option<_>>()?;
            let instance = self.kb.instantiate(name, &arguments, &Params::new()).ok()?;
            (!instance.versions_differ).then_some(instance.result.dtype)
        };
        let (wanted, own) = (result(&converted), result(&plain));
        let implicit = !numbers && wanted.is_some() && wanted == own && self.promotes(&plain, &converted);
        match wanted.filter(|_| implicit) {
            Some(to) => Ok((operands, Some(element(builder.context, to)))),
            None => {
                let convert = |(o, c): (Raised<'c, 'a>, &Option<(DType, Term)>)| match c {
                    Some((to, _)) => self.cast(builder, o, *to),
                    None => Ok(o),
                };
                Ok((operands.into_iter().zip(&conversions).map(convert).collect::<Outcome<_>>()?, None))
            }
        }
    }

    /// True if operands of these types are computed with in the types that they are converted to.
    fn promotes(&self, plain: &[Type<'c>], converted: &[Type<'c>]) -> bool {
        let joined = |types: &[Type]| types.iter().map(|t| dtype_of(*t)).reduce(|a, b| Some(a?.promote(b?))).flatten();
        joined(plain).is_some() && joined(plain) == joined(converted)
    }

    /// An array of another element type.
    fn cast(&mut self, builder: Builder<'c, 'a>, value: Raised<'c, 'a>, to: DType) -> Outcome<Raised<'c, 'a>> {
        if value.axes.is_empty() {
            return Err("a number of one type is converted to another".into());
        }
        let to = element(builder.context, to);
        let dtype = melior::ir::attribute::TypeAttribute::new(to).into();
        let calls = self.calls.len();
        let axes = value.axes.clone();
        let converted = self.call(builder, "numpy.ndarray.astype", &[value.value], axes, to, &[("dtype", dtype)]);
        self.calls.truncate(calls);
        Ok(converted)
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

/// The type of the parts of a complex number; any other type itself.
fn part_of_complex<'c>(builder: Builder<'c, '_>, own: Type<'c>) -> Type<'c> {
    dtype_of(own).map_or(own, |dtype| element(builder.context, dtype.real()))
}

/// Bounds and step of a slice.
struct Slice {
    lower: Lin,
    upper: Lin,
    step: i64,
    /// The index runs through it backwards.
    reversed: bool,
}

/// The loops whose variables an index uses.
fn running(lin: &Lin, ranges: &HashMap<usize, Range>) -> Vec<usize> {
    sorted(ranges).into_iter().filter(|id| lin.uses(&Var::Loop(*id))).collect()
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
