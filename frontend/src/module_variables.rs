//! What the variables of a module are, as far as the expressions that they are bound to say.
//!
//! In: the statements of a module. Out: for each variable an annotation, as a
//! parameter would have it: `int`, `float64[:, 1]` (the last axis has one
//! element), or nothing where the expression does not say. Rule: an annotation
//! is a hint, tested at run time like that of a parameter, so whatever is not
//! understood is no hint.

use crate::scope::ModuleScope;
use rustpython_parser::ast::{Constant, Expr, ExprCall, Operator, Stmt, UnaryOp};
use std::collections::BTreeMap;

/// Elements in the order in which operations widen them.
const ELEMENTS: [&str; 4] = ["bool", "int64", "float64", "complex128"];
const FLOAT: usize = 2;
const COMPLEX: usize = 3;

/// Functions of NumPy that keep the shape and make floats of ints.
const ELEMENTWISE: &str = "exp log log2 log10 log1p expm1 sqrt sin cos tan arcsin arccos arctan sinh cosh tanh";
/// Those that keep shape and elements.
const KEEPING: &str = "conj conjugate array asarray ascontiguousarray copy negative square fft.fftshift fft.ifftshift \
    sort zeros_like ones_like empty_like roll flip";
/// Windows and others that make one axis of floats.
const VECTORS: &str = "linspace logspace geomspace hamming hanning blackman bartlett kaiser fft.fftfreq fft.rfftfreq";
/// Methods of generators, and functions of `numpy.random`, that take a shape last.
const DRAWS: &str = "random random_sample standard_normal uniform normal exponential rayleigh";

/// An element type and, for each axis, whether it has one element.
#[derive(Clone, Debug, PartialEq)]
enum Known {
    Scalar(usize),
    Array(usize, Vec<bool>),
}

type Env = BTreeMap<String, Option<Known>>;

/// Annotations of the variables that assignments of the module bind.
pub fn hints(body: &[Stmt], scope: &ModuleScope) -> BTreeMap<String, String> {
    let mut env = Env::new();
    for stmt in body {
        match stmt {
            Stmt::Assign(s) => s.targets.iter().for_each(|target| bind(&mut env, scope, target, Some(&s.value))),
            Stmt::AnnAssign(s) => bind(&mut env, scope, &s.target, s.value.as_deref()),
            _ => {}
        }
    }
    env.into_iter().map(|(name, known)| (name, known.map(|known| known.text()).unwrap_or_default())).collect()
}

fn bind(env: &mut Env, scope: &ModuleScope, target: &Expr, value: Option<&Expr>) {
    match (target, value) {
        (Expr::Name(name), _) => {
            let known = value.and_then(|value| known(env, scope, value));
            env.insert(name.id.to_string(), known);
        }
        (Expr::Tuple(targets), Some(Expr::Tuple(values))) if targets.elts.len() == values.elts.len() => {
            targets.elts.iter().zip(&values.elts).for_each(|(target, value)| bind(env, scope, target, Some(value)));
        }
        (Expr::Tuple(targets), _) => targets.elts.iter().for_each(|target| bind(env, scope, target, None)),
        _ => {}
    }
}

impl Known {
    fn text(&self) -> String {
        match self {
            Self::Scalar(element) => ["bool", "int", "float", "complex"][*element].to_string(),
            Self::Array(element, axes) => {
                let axes: Vec<_> = axes.iter().map(|one| if *one { "1" } else { ":" }).collect();
                format!("{}[{}]", ELEMENTS[*element], axes.join(", "))
            }
        }
    }

    fn element(&self) -> usize {
        match self {
            Self::Scalar(element) | Self::Array(element, _) => *element,
        }
    }

    fn with(self, element: usize) -> Self {
        match self {
            Self::Scalar(_) => Self::Scalar(element),
            Self::Array(_, axes) => Self::Array(element, axes),
        }
    }

    fn axes(&self) -> &[bool] {
        match self {
            Self::Scalar(_) => &[],
            Self::Array(_, axes) => axes,
        }
    }
}

fn is_in(names: &str, name: &str) -> bool {
    names.split_whitespace().any(|known| known == name)
}

fn known(env: &Env, scope: &ModuleScope, expr: &Expr) -> Option<Known> {
    match expr {
        Expr::Constant(constant) => match constant.value {
            Constant::Bool(_) => Some(Known::Scalar(0)),
            Constant::Int(_) => Some(Known::Scalar(1)),
            Constant::Float(_) => Some(Known::Scalar(FLOAT)),
            Constant::Complex { .. } => Some(Known::Scalar(COMPLEX)),
            _ => None,
        },
        Expr::Name(name) => env.get(name.id.as_str())?.clone(),
        Expr::UnaryOp(e) if e.op != UnaryOp::Not => known(env, scope, &e.operand),
        Expr::BinOp(e) => binary(e.op, &known(env, scope, &e.left)?, &known(env, scope, &e.right)?),
        Expr::Attribute(e) => match scope.resolve_chain(expr).as_deref() {
            Some("numpy.pi" | "numpy.e" | "math.pi" | "math.e" | "math.tau") => Some(Known::Scalar(FLOAT)),
            Some(_) => None,
            None => match (e.attr.as_str(), known(env, scope, &e.value)?) {
                ("T", Known::Array(element, axes)) => Some(Known::Array(element, axes.into_iter().rev().collect())),
                ("real" | "imag", known) => Some(known.with(FLOAT)),
                _ => None,
            },
        },
        Expr::Subscript(e) => subscript(scope, known(env, scope, &e.value)?, &e.slice),
        Expr::Call(call) => of_call(env, scope, call),
        _ => None,
    }
}

fn binary(operator: Operator, a: &Known, b: &Known) -> Option<Known> {
    let widest = a.element().max(b.element());
    let element = match operator {
        Operator::Div => widest.max(FLOAT),
        Operator::BitAnd | Operator::BitOr | Operator::BitXor | Operator::LShift | Operator::RShift => return None,
        _ => widest,
    };
    if operator == Operator::MatMult {
        let (x, y) = (a.axes(), b.axes());
        return match (x, y) {
            ([row, _], [_, column]) => Some(Known::Array(element, vec![*row, *column])),
            ([row, _], [_]) => Some(Known::Array(element, vec![*row])),
            ([_], [_, column]) => Some(Known::Array(element, vec![*column])),
            _ => None,
        };
    }
    match (a, b) {
        (Known::Scalar(_), Known::Scalar(_)) => Some(Known::Scalar(element)),
        _ => Some(Known::Array(element, broadcast(a.axes(), b.axes()))),
    }
}

/// An axis of a result has one element where that of each operand has.
fn broadcast(a: &[bool], b: &[bool]) -> Vec<bool> {
    let rank = a.len().max(b.len());
    let at = |axes: &[bool], from_end: usize| axes.len().checked_sub(from_end + 1).is_none_or(|index| axes[index]);
    (0..rank).rev().map(|from_end| at(a, from_end) && at(b, from_end)).collect()
}

fn subscript(scope: &ModuleScope, base: Known, index: &Expr) -> Option<Known> {
    let Known::Array(element, axes) = base else { return None };
    let items = match index {
        Expr::Tuple(tuple) => tuple.elts.iter().collect(),
        single => vec![single],
    };
    let (mut old, mut new) = (axes.into_iter(), Vec::new());
    for item in items {
        let newaxis = matches!(item, Expr::Constant(c) if c.value == Constant::None)
            || scope.resolve_chain(item).is_some_and(|name| name == "numpy.newaxis");
        match item {
            _ if newaxis => new.push(true),
            Expr::Slice(slice) => {
                let all = slice.lower.is_none() && slice.upper.is_none() && slice.step.is_none();
                new.push(old.next()? && all);
            }
            Expr::Constant(constant) if matches!(constant.value, Constant::Int(_)) => drop(old.next()?),
            _ => return None,
        }
    }
    new.extend(old);
    (!new.is_empty()).then_some(Known::Array(element, new))
}

fn keyword<'e>(call: &'e ExprCall, name: &str) -> Option<&'e Expr> {
    call.keywords.iter().find(|k| k.arg.as_ref().is_some_and(|arg| arg.as_str() == name)).map(|k| &k.value)
}

/// The axes of a shape: a tuple, or one number.
fn shape(env: &Env, scope: &ModuleScope, expr: &Expr) -> Option<Vec<bool>> {
    match expr {
        Expr::Tuple(tuple) => Some(sizes(&tuple.elts)),
        Expr::List(list) => Some(sizes(&list.elts)),
        Expr::Constant(_) => Some(sizes(std::slice::from_ref(expr))),
        // A variable of which nothing is known may be a tuple.
        _ if known(env, scope, expr) == Some(Known::Scalar(1)) => Some(vec![false]),
        Expr::Name(name) if env.get(name.id.as_str()) == Some(&None) => Some(vec![false]),
        _ => None,
    }
}

/// The element type that an expression names.
fn element(scope: &ModuleScope, expr: &Expr) -> Option<usize> {
    let name = scope.resolve_chain(expr)?;
    match name.rsplit('.').next()? {
        "bool" | "bool_" => Some(0),
        "int" | "int64" | "intp" => Some(1),
        "float" | "float64" => Some(FLOAT),
        "complex" | "complex128" => Some(COMPLEX),
        _ => None,
    }
}

fn of_call(env: &Env, scope: &ModuleScope, call: &ExprCall) -> Option<Known> {
    let full = scope.resolve_chain(&call.func);
    let first = call.args.first();
    let dtype = || match keyword(call, "dtype") {
        Some(expr) => element(scope, expr),
        None => Some(FLOAT),
    };
    let Some(name) = full.as_deref().and_then(|name| name.strip_prefix("numpy.")) else {
        return match full.as_deref() {
            Some("builtins.int" | "builtins.len") => Some(Known::Scalar(1)),
            Some("builtins.float") => Some(Known::Scalar(FLOAT)),
            Some(name) if name.starts_with("math.") => Some(Known::Scalar(FLOAT)),
            Some(_) => None,
            None => method(env, scope, call),
        };
    };
    let value = || known(env, scope, first?);
    match name {
        "zeros" | "ones" | "empty" => Some(Known::Array(dtype()?, shape(env, scope, first?)?)),
        "full" => {
            let fill = known(env, scope, call.args.get(1)?)?.element();
            let element = if keyword(call, "dtype").is_some() { dtype()? } else { fill };
            Some(Known::Array(element, shape(env, scope, first?)?))
        }
        "eye" | "identity" => Some(Known::Array(dtype()?, vec![false, false])),
        "arange" => {
            let parts: Option<Vec<_>> = call.args.iter().map(|e| known(env, scope, e)).collect();
            let widest = parts?.iter().map(Known::element).max()?;
            let element = if keyword(call, "dtype").is_some() { dtype()? } else { widest };
            Some(Known::Array(element, vec![false]))
        }
        "array" if matches!(first, Some(Expr::List(_))) => {
            literal(env, scope, first?, dtype().filter(|_| keyword(call, "dtype").is_some()))
        }
        "abs" | "absolute" | "real" | "imag" | "angle" => {
            let value = value()?;
            let element = value.element();
            Some(value.with(if element == COMPLEX { FLOAT } else { element }))
        }
        "outer" => {
            let (a, b) = (value()?, known(env, scope, call.args.get(1)?)?);
            Some(Known::Array(a.element().max(b.element()), vec![false, false]))
        }
        "dot" | "matmul" => binary(Operator::MatMult, &value()?, &known(env, scope, call.args.get(1)?)?),
        "reshape" => Some(Known::Array(value()?.element(), shape(env, scope, call.args.get(1)?)?)),
        "fft.fft" | "fft.ifft" => Some(value()?.with(COMPLEX)),
        _ if is_in(VECTORS, name) => Some(Known::Array(FLOAT, vec![false])),
        _ if is_in(ELEMENTWISE, name) => {
            let value = value()?;
            let element = value.element().max(FLOAT);
            Some(value.with(element))
        }
        _ if is_in(KEEPING, name) => {
            let value = value()?;
            match keyword(call, "dtype") {
                Some(_) => Some(value.with(dtype()?)),
                None => Some(value),
            }
        }
        "random.rand" | "random.randn" => Some(Known::Array(FLOAT, sizes(&call.args))),
        _ => drawn(env, scope, name.strip_prefix("random.")?, call),
    }
}

/// Which axes of these sizes have one element.
fn sizes(items: &[Expr]) -> Vec<bool> {
    let one = |e: &Expr| matches!(e, Expr::Constant(c) if matches!(&c.value, Constant::Int(v) if v.to_string() == "1"));
    items.iter().map(one).collect()
}

/// Random numbers of a shape, which is the last argument.
fn drawn(env: &Env, scope: &ModuleScope, name: &str, call: &ExprCall) -> Option<Known> {
    let leading =
        if matches!(name, "uniform" | "normal") { 2 } else { usize::from(matches!(name, "exponential" | "rayleigh")) };
    let size = keyword(call, "size").or(call.args.get(leading));
    is_in(DRAWS, name).then(|| Some(Known::Array(FLOAT, shape(env, scope, size?)?)))?
}

/// A method of an array, or of a generator of random numbers.
fn method(env: &Env, scope: &ModuleScope, call: &ExprCall) -> Option<Known> {
    let Expr::Attribute(callee) = call.func.as_ref() else { return None };
    let name = callee.attr.as_str();
    let Some(object) = known(env, scope, &callee.value) else { return drawn(env, scope, name, call) };
    match name {
        "copy" | "conj" | "conjugate" => Some(object),
        "astype" => Some(object.with(element(scope, call.args.first()?)?)),
        "transpose" if call.args.is_empty() => {
            Some(Known::Array(object.element(), object.axes().iter().rev().copied().collect()))
        }
        "reshape" => match call.args.as_slice() {
            [only] => Some(Known::Array(object.element(), shape(env, scope, only)?)),
            several => Some(Known::Array(object.element(), sizes(several))),
        },
        _ => None,
    }
}

/// Nested lists of numbers.
fn literal(env: &Env, scope: &ModuleScope, expr: &Expr, element: Option<usize>) -> Option<Known> {
    let (mut rank, mut at) = (vec![], expr);
    while let Expr::List(list) = at {
        rank.push(list.elts.len() == 1);
        at = list.elts.first()?;
    }
    let mut widest = 0;
    let mut pending = vec![expr];
    while let Some(item) = pending.pop() {
        match item {
            Expr::List(list) => pending.extend(&list.elts),
            other => match known(env, scope, other)? {
                Known::Scalar(own) => widest = widest.max(own),
                Known::Array(..) => return None,
            },
        }
    }
    Some(Known::Array(element.unwrap_or(widest), rank))
}
