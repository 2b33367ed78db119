//! Parameters and result type of a `def`.
//!
//! Rule: capitalised type parameters are element types, lower-case ones sizes,
//! starred ones runs of axes. `...` is a run of leading axes that broadcasts.

use rustpython_parser::ast;

use super::scope::Scope;
use super::{body, dotted, integer, Located};
use crate::affine::Affine;
use crate::entry::{Dim, Element, Parameter, ParameterKind, ResultType, Term, TypeRule};
use crate::expr::Number;
use crate::instance::Param;
use crate::types::DType;

pub(super) fn parameters(scope: &mut Scope, arguments: &ast::Arguments) -> Located<Vec<Parameter>> {
    if let Some(kwarg) = &arguments.kwarg {
        return Err(scope.error(&**kwarg, "an entry names its keywords one by one"));
    }
    let mut parameters = Vec::new();
    for argument in arguments.posonlyargs.iter().chain(&arguments.args) {
        let parameter = parameter(scope, argument)?;
        // Later annotations and defaults may refer to this one.
        scope.parameters.push(parameter.clone());
        parameters.push(parameter);
    }
    if let Some(vararg) = &arguments.vararg {
        let name = vararg.arg.to_string();
        parameters.push(Parameter { name, kind: ParameterKind::Arrays, default: None, default_name: None });
    }
    for argument in &arguments.kwonlyargs {
        parameters.push(parameter(scope, argument)?);
    }
    Ok(parameters)
}

fn parameter(scope: &Scope, argument: &ast::ArgWithDefault) -> Located<Parameter> {
    let name = argument.def.arg.to_string();
    let Some(annotation) = &argument.def.annotation else {
        return Err(scope.error(&argument.def, format!("parameter {name} needs a type")));
    };
    let kind = parameter_kind(scope, annotation)?;
    let (mut default, mut default_name) = (None, None);
    match argument.default.as_deref() {
        Some(ast::Expr::Name(n)) if scope.parameter(&n.id).is_some() => default_name = Some(n.id.to_string()),
        Some(value) => default = Some(constant(scope, value)?),
        None => {}
    }
    Ok(Parameter { name, kind, default, default_name })
}

fn parameter_kind(scope: &Scope, annotation: &ast::Expr) -> Located<ParameterKind> {
    let kind = match annotation {
        ast::Expr::Subscript(s) => match dotted(&s.value).as_deref() {
            Some("Array") => {
                let (first, rest) = array_items(scope, s)?;
                ParameterKind::Array { dtype: element(scope, first)?, dims: dims(scope, rest)? }
            }
            Some("Shape") => ParameterKind::Shape(sequence(scope, &s.slice)?),
            Some("Literal") => {
                let values = items(&s.slice).iter().map(|v| constant(scope, v)).collect::<Located<_>>()?;
                ParameterKind::Literal(values)
            }
            _ => return Err(scope.error(annotation, "unknown parameter type")),
        },
        ast::Expr::Name(n) => match n.id.as_str() {
            "Dim" => ParameterKind::Dim,
            "int" => ParameterKind::Int,
            "float" => scalar_parameter(DType::F64),
            "complex" => scalar_parameter(DType::C128),
            "Axis" => ParameterKind::Axis,
            "Axes" | "Flag" | "DTypeLike" | "str" | "bool" => ParameterKind::Constant,
            other => return Err(scope.error(annotation, format!("unknown parameter type {other}"))),
        },
        // `int | None` and the like are constants.
        ast::Expr::BinOp(_) => ParameterKind::Constant,
        _ => return Err(scope.error(annotation, "unknown parameter type")),
    };
    Ok(kind)
}

fn scalar_parameter(dtype: DType) -> ParameterKind {
    ParameterKind::Array { dtype: Element::Fixed(dtype), dims: Vec::new() }
}

pub(super) fn result(scope: &Scope, def: &ast::StmtFunctionDef) -> Located<ResultType> {
    let Some(annotation) = def.returns.as_deref() else {
        return Err(scope.error(def, "an entry needs a result type"));
    };
    match annotation {
        ast::Expr::Subscript(s) if dotted(&s.value).as_deref() == Some("Array") => {
            let (first, rest) = array_items(scope, s)?;
            Ok(ResultType::Array { dtype: type_rule(scope, first)?, dims: dims(scope, rest)?, weak: false })
        }
        ast::Expr::Subscript(s) if dotted(&s.value).as_deref() == Some("Indices") => {
            Ok(ResultType::Indices(items(&s.slice).iter().map(|e| size(scope, e)).collect::<Located<_>>()?))
        }
        ast::Expr::Name(n) => match DType::from_name(&n.id) {
            Some(dtype) => Ok(ResultType::Array { dtype: TypeRule::Fixed(dtype), dims: Vec::new(), weak: true }),
            None => Err(scope.error(annotation, format!("unknown result type {}", n.id))),
        },
        _ => Err(scope.error(annotation, "a result is Array[T, ...], Indices[n, ...] or a Python scalar type")),
    }
}

fn items(slice: &ast::Expr) -> &[ast::Expr] {
    match slice {
        ast::Expr::Tuple(t) => &t.elts,
        other => std::slice::from_ref(other),
    }
}

fn array_items<'a>(scope: &Scope, s: &'a ast::ExprSubscript) -> Located<(&'a ast::Expr, &'a [ast::Expr])> {
    items(&s.slice).split_first().ok_or_else(|| scope.error(s, "Array needs an element type"))
}

fn element(scope: &Scope, expr: &ast::Expr) -> Located<Element> {
    match dotted(expr) {
        Some(name) if scope.is_type(&name) => Ok(Element::Variable(name)),
        Some(name) if DType::from_name(&name).is_some() => type_of(scope, expr, &name).map(Element::Fixed),
        _ => Err(scope.error(expr, "an element type is a declared type variable or a dtype")),
    }
}

fn type_of(scope: &Scope, expr: &ast::Expr, name: &str) -> Located<DType> {
    DType::from_name(name).ok_or_else(|| scope.error(expr, format!("unknown element type {name}")))
}

fn dims(scope: &Scope, exprs: &[ast::Expr]) -> Located<Vec<Dim>> {
    let parsed: Vec<Dim> = exprs.iter().map(|e| dim(scope, e)).collect::<Located<_>>()?;
    Ok(parsed)
}

fn dim(scope: &Scope, expr: &ast::Expr) -> Located<Dim> {
    match expr {
        ast::Expr::Constant(ast::ExprConstant { value: ast::Constant::Ellipsis, .. }) => Ok(Dim::Broadcast),
        ast::Expr::Starred(_) => sequence(scope, expr).map(Dim::Sequence),
        ast::Expr::Name(n) if n.id.as_str() == "_" => Ok(Dim::Unknown),
        _ => size(scope, expr).map(Dim::Size),
    }
}

fn sequence(scope: &Scope, expr: &ast::Expr) -> Located<String> {
    let starred = match expr {
        ast::Expr::Starred(s) => dotted(&s.value),
        ast::Expr::Tuple(t) => match t.elts.as_slice() {
            [ast::Expr::Starred(s)] => dotted(&s.value),
            _ => None,
        },
        _ => None,
    };
    match starred {
        Some(name) if scope.sequences.contains(&name) => Ok(name),
        _ => Err(scope.error(expr, "a run of axes is a declared *S")),
    }
}

/// A size: affine in the declared sizes and the int parameters.
fn size(scope: &Scope, expr: &ast::Expr) -> Located<Affine<String>> {
    let term = body::scalar(&mut Vec::new(), expr).map_err(|(offset, m)| locate(scope, offset, m))?;
    let affine = affine(&term).ok_or_else(|| scope.error(expr, "a size is affine in the declared sizes"))?;
    match affine.terms.keys().find(|name| !scope.is_size(name)) {
        Some(name) => Err(scope.error(expr, format!("{name} is neither a declared size nor an int parameter"))),
        None => Ok(affine),
    }
}

pub(super) fn locate(scope: &Scope, offset: usize, message: String) -> crate::Diagnostic {
    crate::Diagnostic::at(scope.source.path, scope.source.text, offset, message)
}

/// A term over names and integers as an affine expression, if it is one.
pub(crate) fn affine(term: &Term) -> Option<Affine<String>> {
    match term {
        Term::Number(Number::Int(n)) => Some(Affine::constant(*n)),
        Term::Name(name) => Some(Affine::var(name.clone())),
        Term::Apply { function, arguments } => match (function.as_str(), arguments.as_slice()) {
            ("negative", [a]) => Some(-affine(a)?),
            ("add", [a, b]) => Some(affine(a)? + affine(b)?),
            ("subtract", [a, b]) => Some(affine(a)? - affine(b)?),
            ("multiply", [a, b]) => {
                let (a, b) = (affine(a)?, affine(b)?);
                match (a.as_constant(), b.as_constant()) {
                    (Some(c), _) => Some(b * c),
                    (_, Some(c)) => Some(a * c),
                    _ => None,
                }
            }
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn type_rule(scope: &Scope, expr: &ast::Expr) -> Located<TypeRule> {
    match expr {
        ast::Expr::Subscript(s) => {
            let rules = items(&s.slice).iter().map(|e| type_rule(scope, e)).collect::<Located<Vec<_>>>()?;
            let one = |make: fn(Box<TypeRule>) -> TypeRule| match rules.as_slice() {
                [rule] => Ok(make(Box::new(rule.clone()))),
                _ => Err(scope.error(expr, "one element type is expected")),
            };
            match dotted(&s.value).as_deref() {
                Some("Promote") => Ok(TypeRule::Promote(rules)),
                Some("Float") => one(TypeRule::Float),
                Some("Inexact") => one(TypeRule::Inexact),
                Some("Accumulator") => one(TypeRule::Accumulator),
                Some("Real") => one(TypeRule::Real),
                Some("Complex") => one(TypeRule::Complex),
                _ => Err(scope.error(expr, "unknown element type rule")),
            }
        }
        ast::Expr::BoolOp(b) if b.op == ast::BoolOp::Or => match b.values.as_slice() {
            [ast::Expr::Name(p), rule] if scope.parameter(&p.id).is_some() => {
                Ok(TypeRule::Given(p.id.to_string(), Box::new(type_rule(scope, rule)?)))
            }
            _ => Err(scope.error(expr, "`dtype or Rule` is expected")),
        },
        _ => Ok(match element(scope, expr)? {
            Element::Variable(name) => TypeRule::Variable(name),
            Element::Fixed(dtype) => TypeRule::Fixed(dtype),
        }),
    }
}

/// A constant, as the default of a parameter or a keyword of a call.
pub(super) fn constant(scope: &Scope, expr: &ast::Expr) -> Located<Param> {
    let negative = |value: Param| match value {
        Param::Int(n) => Some(Param::Int(-n)),
        Param::Float(x) => Some(Param::Float(-x)),
        _ => None,
    };
    let wrong = || scope.error(expr, "a constant is expected");
    match expr {
        ast::Expr::Constant(c) => match &c.value {
            ast::Constant::None => Ok(Param::None),
            ast::Constant::Bool(b) => Ok(Param::Bool(*b)),
            ast::Constant::Float(x) => Ok(Param::Float(*x)),
            ast::Constant::Str(s) => Ok(Param::Str(s.clone())),
            other => integer(other).map(Param::Int).ok_or_else(wrong),
        },
        ast::Expr::UnaryOp(u) if u.op == ast::UnaryOp::USub => negative(constant(scope, &u.operand)?).ok_or_else(wrong),
        ast::Expr::Tuple(t) => {
            let int = |e| match constant(scope, e)? {
                Param::Int(n) => Ok(n),
                _ => Err(scope.error(e, "an integer is expected")),
            };
            Ok(Param::Ints(t.elts.iter().map(int).collect::<Located<_>>()?))
        }
        ast::Expr::Name(n) => DType::from_name(&n.id).map(Param::DType).ok_or_else(wrong),
        _ => Err(wrong()),
    }
}
