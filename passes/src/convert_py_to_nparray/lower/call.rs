//! Calls of functions of the knowledge base.

use super::scatter::Points;
use super::{Lowering, Outcome};
use crate::convert_py_to_nparray::plan::{Declined, Id, Index, Kind, Operand, Step};
use crate::py_infer_types::binding::{self, Known, Slot};
use crate::py_infer_types::layout;
use crate::py_infer_types::tree::{Call, Expr, ExprKind};
use crate::py_infer_types::ty::Ty;
use automphc_kb::affine::Affine;
use automphc_kb::entry::ParameterKind;
use automphc_kb::expr::{Expr as Term, Number};
use automphc_kb::instance::{Argument, Body, Instance, Param, Params};
use automphc_kb::size::DimRef;
use automphc_kb::types::{DType, ValueType};
use melior::ir::Location;

/// A call with everything evaluated that it is made with.
pub struct Prepared {
    name: String,
    operands: Vec<Passed>,
    params: Params,
}

/// An argument that is known only at run time.
#[derive(Clone)]
pub enum Passed {
    Value(Id),
    Index(Index),
    Tuple(Vec<Index>),
}

impl<'c> Lowering<'_, 'c> {
    pub fn call(&mut self, e: &Expr<'c>, call: &Call<'c>) -> Outcome<'c, Id> {
        match (&call.callee.kind, call.positional.as_slice()) {
            (ExprKind::Ref(name), [int]) if name == "builtins.float" && int.ty == Ty::Int => {
                let id = self.operand(int, DType::F64)?;
                match &mut self.plan.values[id].kind {
                    Kind::Constant(number) => {
                        if let Number::Int(value) = *number {
                            *number = Number::Float(value as f64);
                        }
                    }
                    _ => drop(self.plan.floats.insert(id)),
                }
                Ok(id)
            }
            _ => match layout::of(call).and_then(|arranged| self.arranged(e, &arranged)) {
                Some(id) => Ok(id),
                None => self.call_without(e, call, ""),
            },
        }
    }

    /// The call as it would be without one of its keywords.
    pub fn call_without(&mut self, e: &Expr<'c>, call: &Call<'c>, keyword: &str) -> Outcome<'c, Id> {
        let prepared = self.prepare(e, call, keyword)?;
        let instance = self.instance(&prepared, e.location)?;
        self.result(prepared, &instance, e.location)
    }

    /// The points that a call of an index builder enumerates.
    pub fn points(&mut self, e: &Expr<'c>, call: &Call<'c>) -> Outcome<'c, Points> {
        let prepared = self.prepare(e, call, "")?;
        let instance = self.instance(&prepared, e.location)?;
        let Body::Indices(equation) = &instance.body else {
            return Err(Declined::new(e.location, format!("'{}' builds no indices", prepared.name)));
        };
        for (a, b) in &instance.equal {
            let sizes = self.dim(&prepared.operands, *a).zip(self.dim(&prepared.operands, *b));
            let (a, b) = sizes.ok_or_else(|| Declined::new(e.location, "sizes that must be equal are not known"))?;
            self.require_zero(a - b);
        }
        let size = |name: &str| {
            let dim = automphc_kb::parse_dim_name(name)?;
            self.dim(&prepared.operands, dim)
        };
        Points::new(equation, &size)
            .ok_or_else(|| Declined::new(e.location, "the points of this index builder are not affine"))
    }

    fn prepare(&mut self, e: &Expr<'c>, call: &Call<'c>, without: &str) -> Outcome<'c, Prepared> {
        let mut known = binding::resolve(self.kb, call);
        if let Some(known) = &mut known {
            known.keywords.retain(|(name, _)| *name != without);
        }
        let function = known.as_ref().and_then(|known| self.kb.function(&known.name));
        let (Some(known), Some(function)) = (known, function) else {
            return Err(Declined::new(e.location, format!("{} is not in the knowledge base", spelled(call))));
        };
        if !function.pure && draw(&known.name).is_none() {
            return Err(Declined::new(e.location, format!("'{}' has side effects", known.name)));
        }
        if !function.pure && !self.kb.reorderable_draws {
            let reason = "draws from the global generator, in order; --assume-random-reorderable allows another";
            return Err(Declined::new(e.location, format!("'{}' {reason}", known.name)));
        }
        let Some(slots) = binding::slots(function, &known) else {
            return Err(Declined::new(
                e.location,
                format!("the knowledge base knows no such call of '{}'", known.name),
            ));
        };
        self.arguments(known, slots, e.location)
    }

    fn arguments(
        &mut self,
        known: Known<'_, 'c>,
        slots: Vec<Slot<'_, 'c>>,
        location: Location<'c>,
    ) -> Outcome<'c, Prepared> {
        let mut prepared = Prepared { name: known.name, operands: Vec::new(), params: Params::new() };
        let last = slots.iter().rposition(|slot| slot.expression.is_some());
        for (position, slot) in slots.iter().enumerate() {
            let name = &slot.parameter.name;
            for item in &slot.rest {
                let value = self.operand(item, DType::F64)?;
                prepared.operands.push(Passed::Value(value));
            }
            let Some(argument) = slot.expression else {
                // A parameter left out before one that is given: say its default.
                if last.is_some_and(|last| position < last) && slot.rest.is_empty() {
                    let default = slot.parameter.default.clone().unwrap_or(Param::None);
                    prepared.params.insert(name.clone(), default);
                }
                continue;
            };
            match self.passed(&slot.parameter.kind, argument)? {
                Some(passed) => prepared.operands.push(passed),
                None => match binding::constant(argument) {
                    Some(constant) => drop(prepared.params.insert(name.clone(), constant)),
                    None => {
                        let reason = format!("argument '{name}' of '{}' is not a constant", prepared.name);
                        return Err(Declined::new(argument.location, reason));
                    }
                },
            }
        }
        let listed =
            |passed: &Passed| matches!(passed, Passed::Value(id) if self.plan.value(*id).list && self.ty(*id).rank > 0);
        if prepared.operands.iter().any(listed) {
            return Err(Declined::new(location, format!("'{}' of a list", prepared.name)));
        }
        Ok(prepared)
    }

    /// A run-time argument; None if the parameter takes a constant.
    fn passed(&mut self, kind: &ParameterKind, argument: &Expr<'c>) -> Outcome<'c, Option<Passed>> {
        Ok(match kind {
            ParameterKind::Array { .. } | ParameterKind::Arrays => {
                Some(Passed::Value(self.operand(argument, DType::F64)?))
            }
            ParameterKind::Dim | ParameterKind::Int => match binding::constant(argument) {
                Some(_) => None,
                None => Some(Passed::Index(self.index(argument)?)),
            },
            ParameterKind::Shape(_) => self.shape_argument(argument)?,
            // Another overload may take a number that is known at run time alone.
            ParameterKind::Literal(_) if binding::constant(argument).is_none() => {
                Some(Passed::Index(self.index(argument)?))
            }
            ParameterKind::Constant | ParameterKind::Literal(_) | ParameterKind::Axis => None,
        })
    }

    fn shape_argument(&mut self, argument: &Expr<'c>) -> Outcome<'c, Option<Passed>> {
        if binding::constant(argument).is_some() {
            return Ok(None);
        }
        match &argument.kind {
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                let items = items.iter().map(|item| self.index(item)).collect::<Outcome<Vec<_>>>()?;
                Ok(Some(Passed::Tuple(items)))
            }
            ExprKind::Attribute(array, name) if name == "shape" && matches!(array.ty, Ty::Array { .. }) => {
                let value = self.value(array)?;
                let shape = self.plan.value(value).shape.iter().cloned().collect::<Option<Vec<_>>>();
                let reason = "this size is known only at run time";
                shape.map(Passed::Tuple).map(Some).ok_or_else(|| Declined::new(argument.location, reason))
            }
            _ => Ok(Some(Passed::Index(self.index(argument)?))),
        }
    }

    fn instance(&mut self, prepared: &Prepared, location: Location<'c>) -> Outcome<'c, Instance> {
        let arguments: Vec<_> = prepared.operands.iter().map(|passed| self.as_argument(passed)).collect();
        let instance = self.kb.instantiate(&prepared.name, &arguments, &prepared.params);
        let instance = instance.map_err(|mismatch| Declined::new(location, mismatch.to_string()))?;
        // The knowledge base says what NumPy 2 does.
        self.plan.numpy2 |= instance.versions_differ;
        Ok(instance)
    }

    fn as_argument(&self, passed: &Passed) -> Argument {
        match passed {
            Passed::Value(id) => {
                let value = self.plan.value(*id);
                let known = |size: &Option<Index>| size.as_ref().and_then(Affine::as_constant);
                Argument::Array { ty: value.ty, dims: value.shape.iter().map(known).collect() }
            }
            Passed::Index(index) => Argument::Int(index.as_constant()),
            Passed::Tuple(items) => Argument::Tuple(items.iter().map(Affine::as_constant).collect()),
        }
    }

    /// A call on values alone.
    pub fn library(&mut self, name: &str, operands: &[Id], params: &Params, location: Location<'c>) -> Outcome<'c, Id> {
        let operands = operands.iter().map(|id| Passed::Value(*id)).collect();
        let prepared = Prepared { name: name.to_string(), operands, params: params.clone() };
        let instance = self.instance(&prepared, location)?;
        self.result(prepared, &instance, location)
    }

    fn result(&mut self, prepared: Prepared, instance: &Instance, location: Location<'c>) -> Outcome<'c, Id> {
        let prepared = if self.kb.reorderable_draws { by_sizes(prepared) } else { prepared };
        if matches!(instance.body, Body::Indices(_)) {
            return Err(Declined::new(location, format!("the index arrays of '{}' as values", prepared.name)));
        }
        let size = |size: &Affine<DimRef>| self.size_of(&prepared.operands, size);
        let shape: Vec<_> = instance.result_shape.iter().map(size).collect();
        if prepared.operands.iter().any(|passed| matches!(passed, Passed::Tuple(_))) {
            return self.filled(&prepared, instance, shape, location);
        }
        let operands = prepared.operands.into_iter().filter_map(|passed| match passed {
            Passed::Value(id) => Some(Operand::Value(id)),
            Passed::Index(index) => Some(Operand::Index(index)),
            Passed::Tuple(_) => None,
        });
        let kind =
            Kind::Call { callee: prepared.name, operands: operands.collect(), params: prepared.params, name: None };
        Ok(self.define(kind, instance.result, shape, location))
    }

    /// A new array of a shape that is a tuple: allocated, then filled with what
    /// the equation says, if that is one number or scalar.
    fn filled(
        &mut self,
        prepared: &Prepared,
        instance: &Instance,
        shape: Vec<Option<Index>>,
        location: Location<'c>,
    ) -> Outcome<'c, Id> {
        let reason = format!("'{}' with a shape that is computed", prepared.name);
        let declined = || Declined::new(location, reason.clone());
        let fill = match &instance.body {
            Body::Opaque if matches!(prepared.name.as_str(), "numpy.empty" | "numpy.empty_like") => None,
            Body::Equation(equation) => Some(match &equation.body {
                Term::Number(number) => self.constant(*number, instance.result.dtype, location),
                Term::Read { array, index } if index.is_empty() => match prepared.operands.get(*array) {
                    Some(Passed::Value(id)) => *id,
                    _ => return Err(declined()),
                },
                _ => return Err(declined()),
            }),
            _ => return Err(declined()),
        };
        let sizes = shape.iter().cloned().collect::<Option<Vec<_>>>().ok_or_else(declined)?;
        let id =
            self.define(Kind::Alloc { sizes, name: String::new(), row_major: true }, instance.result, shape, location);
        if let Some(value) = fill {
            self.store(value, id, None, None, location);
        }
        Ok(id)
    }

    fn size_of(&self, operands: &[Passed], size: &Affine<DimRef>) -> Option<Index> {
        size.terms
            .iter()
            .try_fold(Affine::constant(size.constant), |sum, (dim, c)| Some(sum + self.dim(operands, *dim)? * *c))
    }

    fn dim(&self, operands: &[Passed], dim: DimRef) -> Option<Index> {
        match dim {
            DimRef::Axis(argument, axis) => match operands.get(argument)? {
                Passed::Value(id) => self.plan.value(*id).shape.get(axis)?.clone(),
                _ => None,
            },
            DimRef::Value(argument) => match operands.get(argument)? {
                Passed::Index(index) => Some(index.clone()),
                _ => None,
            },
            DimRef::Item(argument, item) => match operands.get(argument)? {
                Passed::Tuple(items) => items.get(item).cloned(),
                Passed::Index(index) if item == 0 => Some(index.clone()),
                _ => None,
            },
            DimRef::Result(_) => None,
        }
    }

    /// A new array in memory of its own, holding a value.
    pub fn materialize(&mut self, value: Id, name: &str, location: Location<'c>) -> Outcome<'c, Id> {
        let source = self.plan.value(value);
        let ty = ValueType { weak: false, ..source.ty };
        let shape = source.shape.clone();
        let sizes = shape.iter().cloned().collect::<Option<Vec<_>>>();
        let Some(sizes) = sizes else {
            return Err(Declined::new(location, format!("the size of '{name}' is known only at run time")));
        };
        let empty = match &source.kind {
            Kind::Call { callee, .. } => matches!(callee.as_str(), "numpy.empty" | "numpy.empty_like"),
            _ => false,
        };
        if empty {
            self.plan.steps.retain(|step| !matches!(step, Step::Define(id) if *id == value));
        }
        // One axis has one layout; of more, NumPy keeps the operands' own.
        let follows = self.is_row_major(value) && !self.has_transform(value);
        let returned = self.returns(name) && self.is_row_major(value);
        let row_major = ty.rank < 2 || returned;
        self.plan.row_major |= returned && ty.rank > 1;
        self.plan.numpy2 |= returned && ty.rank > 1 && self.has_transform(value);
        let id = self.define(Kind::Alloc { sizes, name: name.to_string(), row_major }, ty, shape, location);
        if follows {
            self.follow_arguments.insert(id);
        }
        if !empty {
            self.store(value, id, None, None, location);
        }
        Ok(id)
    }
}

/// The function of sizes that draws what this one draws; None if it draws nothing.
fn draw(name: &str) -> Option<&'static str> {
    match name {
        "numpy.random.standard_normal" | "numpy.random.randn" => Some("numpy.random.randn"),
        "numpy.random.random" | "numpy.random.random_sample" | "numpy.random.rand" => Some("numpy.random.rand"),
        _ => None,
    }
}

/// A draw of an array whose shape is a tuple, as the one that takes sizes: both draw the same numbers.
fn by_sizes(prepared: Prepared) -> Prepared {
    let (Some(name), [Passed::Tuple(sizes)]) = (draw(&prepared.name), prepared.operands.as_slice()) else {
        return prepared;
    };
    let operands = sizes.iter().cloned().map(Passed::Index).collect();
    Prepared { name: name.to_string(), operands, params: prepared.params }
}

/// What is called, for a message.
pub fn spelled(call: &Call) -> String {
    match &call.callee.kind {
        ExprKind::Ref(name) | ExprKind::Name(name) => format!("'{name}'"),
        ExprKind::Attribute(_, name) => format!("method '{name}'"),
        _ => "what is called here".to_string(),
    }
}
