//! Forward inference over a function's statements, in the order they run.
//!
//! Every expression gets the least type that its operands allow, given the
//! types of the places. `infer` repeats until what loops carry does not change.

use super::binding::{self, Slot};
use super::item::{element, list, of_literal, subscript};
use super::layout;
use super::tree::{Call, Expr, ExprKind, Function, Literal, Stmt, StmtKind, SHORTEST};
use super::ty::{constant_of_library, Ty};
use automphc_kb::entry::ParameterKind;
use automphc_kb::instance::{Argument, Body, Param, Params};
use automphc_kb::types::DType;
use automphc_kb::KnowledgeBase;
use std::collections::BTreeMap;

/// A variable: its type, and the place it is another name of.
#[derive(Clone, Debug, PartialEq)]
struct Local {
    ty: Ty,
    place: Option<String>,
}

type Env = BTreeMap<String, Local>;

pub struct Inference<'k> {
    kb: &'k KnowledgeBase,
    places: &'k BTreeMap<String, Ty>,
    /// A loop's body ended with other types than in the round before.
    changed: bool,
    /// What each loop's body ended with in the round before, loops numbered as visited.
    carried: BTreeMap<usize, Env>,
    visited: usize,
}

/// Rounds after which a function is given up: nothing in it has a type then.
const ROUNDS: usize = 16;

/// Infers the types of a function's expressions from those of its places; false
/// if the rounds do not suffice.
pub fn infer(kb: &KnowledgeBase, function: &mut Function, places: &BTreeMap<String, Ty>) -> bool {
    let mut inference = Inference { kb, places, changed: true, carried: BTreeMap::new(), visited: 0 };
    for _ in 0..ROUNDS {
        if !std::mem::take(&mut inference.changed) {
            return true;
        }
        inference.visited = 0;
        let mut env = inference.entry(function);
        inference.block(&mut function.body, &mut env);
    }
    !inference.changed
}

impl Inference<'_> {
    fn entry(&self, function: &Function) -> Env {
        let local = |name: &String| Some(Local { ty: self.places.get(name)?.clone(), place: Some(name.clone()) });
        function.params.iter().filter_map(|name| Some((name.clone(), local(name)?))).collect()
    }

    fn block(&mut self, body: &mut [Stmt], env: &mut Env) {
        body.iter_mut().for_each(|stmt| self.statement(stmt, env));
    }

    fn statement(&mut self, stmt: &mut Stmt, env: &mut Env) {
        match &mut stmt.kind {
            StmtKind::Assign(name, value) => {
                let ty = self.expression(value, env);
                let place = self.place_of(value, env);
                env.insert(name.clone(), Local { ty, place });
            }
            StmtKind::AugAssign(name, operator, value) => self.aug_assign(name, operator, value, env),
            StmtKind::Store(target, value) | StmtKind::AugStore(_, target, value) => {
                self.expression(value, env);
                self.expression(&mut target.base, env);
                target.indices.iter_mut().for_each(|index| drop(self.expression(index, env)));
            }
            StmtKind::For(nest) => {
                let item = element(&self.expression(&mut nest.iterable, env));
                let mut inner = env.clone();
                inner.insert(nest.target.clone(), Local { ty: item, place: None });
                self.repeat(&mut nest.body, &mut inner);
                *env = joined_after_loop(env, inner);
            }
            StmtKind::While(test, body) => {
                test.iter_mut().for_each(|e| drop(self.expression(e, env)));
                let mut inner = env.clone();
                self.repeat(body, &mut inner);
                *env = join(env, &inner);
            }
            StmtKind::If(condition, then, otherwise) => {
                self.expression(condition, env);
                let mut other = env.clone();
                self.block(then, env);
                self.block(otherwise, &mut other);
                *env = join(env, &other);
            }
            StmtKind::Return(Some(value)) | StmtKind::Expr(value) => drop(self.expression(value, env)),
            StmtKind::Group(parts, _) => self.block(parts, env),
            StmtKind::Return(None) | StmtKind::Pass => {}
            StmtKind::Opaque(opaque) => opaque.writes.iter().for_each(|name| drop(env.remove(name))),
        }
    }

    fn aug_assign(&mut self, name: &str, operator: &str, value: &mut Expr, env: &mut Env) {
        let value = self.expression(value, env);
        let Some(local) = env.get(name).cloned() else { return };
        if local.ty.is_scalar() {
            let ty = self.operator(&format!("numpy.{operator}"), &[local.ty, value]);
            env.insert(name.to_string(), Local { ty, place: None });
        }
    }

    /// A loop's body, once per round: it starts with what it ended with in the
    /// round before, so that nested loops take no more rounds than one loop.
    fn repeat(&mut self, body: &mut [Stmt], env: &mut Env) {
        let key = self.visited;
        self.visited += 1;
        if let Some(carried) = self.carried.get(&key) {
            // Names first bound in the body are typed by it.
            let new = carried.iter().filter(|(name, _)| !env.contains_key(*name));
            let new: Vec<_> = new.map(|(name, local)| (name.clone(), local.clone())).collect();
            *env = join(env, carried).into_iter().chain(new).collect();
        }
        self.block(body, env);
        if self.carried.get(&key) != Some(env) {
            self.carried.insert(key, env.clone());
            self.changed = true;
        }
    }

    fn expression(&mut self, expression: &mut Expr, env: &Env) -> Ty {
        let ty = self.kind(expression, env);
        expression.ty = ty.clone();
        ty
    }

    fn kind(&mut self, expression: &mut Expr, env: &Env) -> Ty {
        match &mut expression.kind {
            ExprKind::Name(name) => match (env.get(name), &expression.constant) {
                (Some(local), _) => local.ty.clone(),
                (None, Some(number)) => of_literal(number),
                (None, None) => Ty::Object,
            },
            ExprKind::Ref(name) if name == "numpy.newaxis" => Ty::None,
            ExprKind::Ref(name) if constant_of_library(name).is_some() => Ty::Float,
            ExprKind::Ref(_) => Ty::Function,
            ExprKind::Constant(literal) => of_literal(literal),
            ExprKind::Attribute(object, name) => {
                let ty = self.expression(object, env);
                self.attribute(object, &ty, name, env)
            }
            ExprKind::Subscript(base, indices) => {
                let ty = self.expression(base, env);
                indices.iter_mut().for_each(|index| drop(self.expression(index, env)));
                subscript(&ty, indices)
            }
            ExprKind::Slice(parts) => {
                parts.iter_mut().for_each(|part| drop(self.expression(part, env)));
                Ty::Slice
            }
            ExprKind::Ellipsis => Ty::Ellipsis,
            ExprKind::Call(call) => {
                self.arguments(call, env);
                self.call(call)
            }
            ExprKind::Binary(operator, parts) | ExprKind::Compare(operator, parts) => self.binary(operator, parts, env),
            ExprKind::Unary(operator, inner) => {
                let ty = self.expression(inner, env);
                let name = if operator == "not" { "logical_not" } else { operator };
                self.operator(&format!("numpy.{name}"), &[ty])
            }
            ExprKind::Bool(_, parts) => {
                let types: Vec<_> = parts.iter_mut().map(|part| self.expression(part, env)).collect();
                let bools = types.iter().all(|ty| *ty == Ty::Bool);
                if bools {
                    Ty::Bool
                } else {
                    Ty::Object
                }
            }
            ExprKind::Select(parts) => {
                let types = [0, 1, 2].map(|i| self.expression(&mut parts[i], env));
                types[1].join(&types[2])
            }
            ExprKind::Tuple(parts) => Ty::Tuple(parts.iter_mut().map(|part| self.expression(part, env)).collect()),
            ExprKind::Rows(parts) => {
                self.expression(&mut parts[1], env);
                list(vec![self.expression(&mut parts[0], env)])
            }
            ExprKind::List(parts) => list(parts.iter_mut().map(|part| self.expression(part, env)).collect()),
            ExprKind::Opaque { .. } => Ty::Object,
        }
    }

    fn binary(&mut self, operator: &str, parts: &mut [Expr; 2], env: &Env) -> Ty {
        let types = [0, 1].map(|i| self.expression(&mut parts[i], env));
        match (operator, &types) {
            // `[0.0] * n` is a list of n elements.
            ("multiply", [list @ Ty::List { .. }, Ty::Int] | [Ty::Int, list @ Ty::List { .. }]) => return list.clone(),
            (_, [Ty::List { .. }, Ty::List { .. } | Ty::Int] | [Ty::Int, Ty::List { .. }]) => return Ty::Object,
            _ => {}
        }
        self.operator(&format!("numpy.{operator}"), &types)
    }

    fn attribute(&mut self, object: &Expr, ty: &Ty, name: &str, env: &Env) -> Ty {
        if let Some(place) = self.place_of(object, env) {
            if let Some(found) = self.places.get(&format!("{place}.{name}")) {
                return found.clone();
            }
        }
        match (ty, name) {
            (Ty::Array { .. }, "T") => self.operator("numpy.transpose", std::slice::from_ref(ty)),
            (Ty::Array { rank, .. }, "shape") => Ty::Tuple(vec![Ty::Int; *rank]),
            (Ty::Array { .. }, "ndim" | "size") => Ty::Int,
            (Ty::Array { .. } | Ty::Object, _) if self.kb.method(name).is_some() => Ty::Function,
            _ => Ty::Object,
        }
    }

    fn arguments(&mut self, call: &mut Call, env: &Env) {
        self.expression(&mut call.callee, env);
        call.positional.iter_mut().for_each(|argument| drop(self.expression(argument, env)));
        call.keywords.iter_mut().for_each(|(_, argument)| drop(self.expression(argument, env)));
    }

    fn call(&self, call: &Call) -> Ty {
        if let ExprKind::Ref(name) = &call.callee.kind {
            let ints = call.positional.iter().all(|e| e.ty == Ty::Int);
            match name.as_str() {
                "builtins.range" => return Ty::Range,
                "builtins.len" | "builtins.int" => return Ty::Int,
                "builtins.float" if ints || infinity_of(call).is_some() => return Ty::Float,
                "builtins.min" | "builtins.max" | SHORTEST if ints => return Ty::Int,
                "builtins.reversed" if call.positional.iter().all(|e| e.ty == Ty::Range) => return Ty::Range,
                _ => {}
            }
        }
        if let Some(ty) = layout::of(call).and_then(|arranged| arranged.ty()) {
            return ty;
        }
        let Some(known) = binding::resolve(self.kb, call) else { return Ty::Object };
        let Some(function) = self.kb.function(&known.name) else { return Ty::Object };
        let Some(slots) = binding::slots(function, &known) else { return Ty::Object };
        let (arguments, params) = gather(&slots);
        match self.kb.instantiate(&known.name, &arguments, &params) {
            Ok(instance) if matches!(instance.body, Body::Indices(_)) => {
                Ty::Tuple(vec![Ty::Array { rank: 1, dtype: DType::I64 }; instance.result_shape.len()])
            }
            Ok(instance) => Ty::of_value(instance.result),
            Err(_) => Ty::Object,
        }
    }

    fn operator(&self, name: &str, operands: &[Ty]) -> Ty {
        if operands.iter().all(|ty| *ty == Ty::Int) {
            match name {
                "numpy.add" | "numpy.subtract" | "numpy.multiply" | "numpy.floor_divide" | "numpy.remainder"
                | "numpy.negative" | "numpy.positive" => return Ty::Int,
                "numpy.power" | "numpy.left_shift" | "numpy.right_shift" | "numpy.invert" => return Ty::Object,
                "numpy.bitwise_and" | "numpy.bitwise_or" | "numpy.bitwise_xor" => return Ty::Object,
                _ => {}
            }
        }
        let arguments: Option<Vec<_>> = operands.iter().map(|ty| ty.value_type().map(array)).collect();
        let Some(arguments) = arguments else { return Ty::Object };
        match self.kb.instantiate(name, &arguments, &Params::new()) {
            Ok(instance) => Ty::of_value(instance.result),
            Err(_) => Ty::Object,
        }
    }

    /// The place that an expression is.
    fn place_of(&self, expression: &Expr, env: &Env) -> Option<String> {
        match &expression.kind {
            ExprKind::Name(name) => env.get(name)?.place.clone(),
            ExprKind::Attribute(object, name) => {
                let key = format!("{}.{name}", self.place_of(object, env)?);
                self.places.contains_key(&key).then_some(key)
            }
            _ => None,
        }
    }
}

/// The value of `float("inf")` and `float("-inf")`, from the arguments.
pub fn infinity_of(call: &Call) -> Option<f64> {
    let [Expr { kind: ExprKind::Constant(Literal::Str(text)), .. }] = call.positional.as_slice() else { return None };
    match text.as_str() {
        "inf" if call.keywords.is_empty() => Some(f64::INFINITY),
        "-inf" if call.keywords.is_empty() => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

/// Types of the locals of a function: the join of all that is assigned to each.
pub fn locals(function: &Function) -> BTreeMap<String, Ty> {
    let mut types: BTreeMap<String, Ty> = BTreeMap::new();
    let mut note = |name: &str, ty: &Ty| {
        let joined = types.get(name).map_or_else(|| ty.clone(), |known| known.join(ty));
        types.insert(name.to_string(), joined);
    };
    for stmt in &function.body {
        stmt.visit(&mut |stmt| match &stmt.kind {
            StmtKind::Assign(name, value) => note(name, &value.ty),
            StmtKind::For(nest) => note(&nest.target, &element(&nest.iterable.ty)),
            _ => {}
        });
    }
    types.retain(|name, _| !function.params.contains(name));
    types
}

/// The array of `name = array.shape[k]`.
pub fn unpacked_array<'a, 'c>(stmt: &'a Stmt<'c>) -> Option<&'a Expr<'c>> {
    let StmtKind::Assign(_, Expr { kind: ExprKind::Subscript(base, _), .. }) = &stmt.kind else { return None };
    match &base.kind {
        ExprKind::Attribute(array, name) if name == "shape" => Some(array),
        _ => None,
    }
}

fn array(ty: automphc_kb::types::ValueType) -> Argument {
    Argument::Array { ty, dims: vec![None; ty.rank] }
}

/// The run-time arguments in order, and the constants by name.
fn gather(slots: &[Slot]) -> (Vec<Argument>, Params) {
    let mut arguments = Vec::new();
    let mut params = Params::new();
    for Slot { parameter, expression, rest } in slots {
        arguments.extend(rest.iter().filter_map(|e| e.ty.value_type()).map(array));
        let constant = match expression.map(|e| (e, argument_of(&parameter.kind, e))) {
            Some((_, Some(argument))) => {
                arguments.push(argument);
                None
            }
            Some((expression, None)) => binding::constant(expression),
            // A parameter that is left out must not take a later argument.
            None if rest.is_empty() => {
                parameter.default.clone().or(parameter.default_name.as_ref().map(|_| Param::None))
            }
            None => None,
        };
        params.extend(constant.map(|value| (parameter.name.clone(), value)));
    }
    (arguments, params)
}

/// The run-time argument of a parameter of this kind; None for a constant.
fn argument_of(kind: &ParameterKind, argument: &Expr) -> Option<Argument> {
    match kind {
        ParameterKind::Array { .. } | ParameterKind::Arrays => {
            Some(argument.ty.value_type().map_or(Argument::Other, array))
        }
        ParameterKind::Dim | ParameterKind::Int => match binding::constant(argument) {
            Some(_) => None,
            None => Some(Argument::Int(None)),
        },
        ParameterKind::Shape(_) => match (binding::constant(argument), &argument.ty) {
            (Some(_), _) => None,
            (None, Ty::Tuple(items)) => Some(Argument::Tuple(vec![None; items.len()])),
            (None, _) => Some(match &argument.kind {
                ExprKind::List(items) => Argument::Tuple(vec![None; items.len()]),
                _ => Argument::Int(None),
            }),
        },
        ParameterKind::Constant | ParameterKind::Literal(_) | ParameterKind::Axis => None,
    }
}

/// Names first bound in a loop are typed by it, as if it had run.
fn joined_after_loop(before: &Env, inside: Env) -> Env {
    let mut env = join(before, &inside);
    env.extend(inside.into_iter().filter(|(name, _)| !before.contains_key(name)));
    env
}

/// What holds whichever way was taken: names bound on both.
fn join(a: &Env, b: &Env) -> Env {
    let both = a.iter().filter_map(|(name, x)| Some((name, x, b.get(name)?)));
    both.map(|(name, x, y)| {
        let place = if x.place == y.place { x.place.clone() } else { None };
        (name.clone(), Local { ty: x.ty.join(&y.ty), place })
    })
    .collect()
}
