//! The body of a `def`: an equation, an index domain, further calls, or `...`.
//!
//! Rule: every subscript has one item per item of the array's type, a size for
//! a size and `...` or `*s` for a run of axes; every index variable stands
//! alone somewhere, in `out[...]` or in a read, which gives it its range.

use rustpython_parser::ast::{self, Ranged};

use super::scope::Scope;
use super::{composition, integer, signature, Located};
use crate::entry::{Dim, EntryBody, ParameterKind, ResultType, Slot, Term};
use crate::expr::Number;

pub(super) fn parse(
    scope: &mut Scope,
    result: &ResultType,
    def: &ast::StmtFunctionDef,
    statements: &[ast::Stmt],
) -> Located<EntryBody> {
    match statements {
        [ast::Stmt::Expr(e)] if is_ellipsis(&e.value) => Ok(EntryBody::Opaque),
        [ast::Stmt::Assign(s)] if s.targets.len() == 1 && base(&s.targets[0]) == Some("domain") => {
            let (outputs, value) = (slots(scope, &s.targets[0])?, term(scope, &s.value)?);
            check(scope, result, &s.targets[0], &outputs, &value)?;
            Ok(EntryBody::Indices { outputs, value })
        }
        [ast::Stmt::Assign(s)] if s.targets.len() == 1 && base(&s.targets[0]) == Some("out") => {
            assign(scope, result, &s.targets[0], &s.value)
        }
        [ast::Stmt::AugAssign(s)] if base(&s.target) == Some("out") => {
            let combine = match s.op {
                ast::Operator::Add => "add",
                ast::Operator::Mult => "multiply",
                ast::Operator::BitOr => "logical_or",
                ast::Operator::BitAnd => "logical_and",
                _ => return Err(scope.error(s, "a reduction is one of += *= |= &=")),
            };
            equation(scope, result, &s.target, Some(combine.to_string()), &s.value)
        }
        [] => Err(scope.error(def, "an entry needs a body: an equation, a return, or `...`")),
        _ => composition::parse(scope, statements),
    }
}

fn is_ellipsis(expr: &ast::Expr) -> bool {
    matches!(expr, ast::Expr::Constant(ast::ExprConstant { value: ast::Constant::Ellipsis, .. }))
}

/// The name that is subscripted or stands alone.
fn base(expr: &ast::Expr) -> Option<&str> {
    match expr {
        ast::Expr::Subscript(s) => base(&s.value),
        ast::Expr::Name(n) => Some(n.id.as_str()),
        _ => None,
    }
}

/// `out[...] = value`, or `out[...] = maximum(out[...], value)`.
fn assign(scope: &mut Scope, result: &ResultType, target: &ast::Expr, value: &ast::Expr) -> Located<EntryBody> {
    if let ast::Expr::Call(call) = value {
        if let ([first, second], Some(name)) = (call.args.as_slice(), base(&call.func)) {
            if base(first) == Some("out") {
                if slots(scope, first)? != slots(scope, target)? {
                    return Err(scope.error(first, "a reduction reads the element that it writes"));
                }
                scope.calls.push((name.to_string(), call.start().to_usize()));
                return equation(scope, result, target, Some(name.to_string()), second);
            }
        }
    }
    equation(scope, result, target, None, value)
}

fn equation(
    scope: &mut Scope,
    result: &ResultType,
    target: &ast::Expr,
    combine: Option<String>,
    value: &ast::Expr,
) -> Located<EntryBody> {
    let (outputs, value_term) = (slots(scope, target)?, term(scope, value)?);
    check(scope, result, target, &outputs, &value_term)?;
    let reduces = free_indices(scope, &value_term).iter().any(|n| !has_index(&outputs, n))
        || has_run_outside(&value_term, &outputs);
    match (reduces, &combine) {
        (true, None) => Err(scope.error(value, "an index that is not in out[...] needs a reduction such as +=")),
        (false, Some(_)) => Err(scope.error(target, "a reduction needs an index that is not in out[...]")),
        _ => Ok(EntryBody::Equation { outputs, combine, value: value_term }),
    }
}

fn slots(scope: &mut Scope, target: &ast::Expr) -> Located<Vec<Slot>> {
    match target {
        ast::Expr::Subscript(s) => {
            subscript(&mut scope.calls, &s.slice).map_err(|(offset, m)| signature::locate(scope, offset, m))
        }
        _ => Ok(Vec::new()),
    }
}

fn term(scope: &mut Scope, expr: &ast::Expr) -> Located<Term> {
    scalar(&mut scope.calls, expr).map_err(|(offset, m)| signature::locate(scope, offset, m))
}

type Offset<T> = Result<T, (usize, String)>;

fn subscript(calls: &mut Vec<(String, usize)>, slice: &ast::Expr) -> Offset<Vec<Slot>> {
    let items = match slice {
        ast::Expr::Tuple(t) => t.elts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let slot = |item: &ast::Expr| match item {
        e if is_ellipsis(e) => Ok(Slot::Rest),
        ast::Expr::Starred(s) => match base(&s.value) {
            Some(name) => Ok(Slot::Star(name.to_string())),
            None => Err((item.start().to_usize(), "a name is expected after *".to_string())),
        },
        e => scalar(calls, e).map(Slot::At),
    };
    items.iter().map(slot).collect()
}

/// A scalar expression; the functions it names are added to `calls`.
pub(super) fn scalar(calls: &mut Vec<(String, usize)>, expr: &ast::Expr) -> Offset<Term> {
    let wrong = |message: &str| Err((expr.start().to_usize(), message.to_string()));
    let (function, arguments): (&str, Vec<&ast::Expr>) = match expr {
        ast::Expr::Constant(c) => {
            return match number(&c.value) {
                Some(number) => Ok(Term::Number(number)),
                None => wrong("a number is expected"),
            }
        }
        ast::Expr::Name(n) => return Ok(Term::Name(n.id.to_string())),
        ast::Expr::Subscript(s) => {
            return match base(&s.value) {
                Some(array) => Ok(Term::Read { array: array.to_string(), index: subscript(calls, &s.slice)? }),
                None => wrong("an array's name is expected"),
            }
        }
        ast::Expr::BinOp(b) => (binary(b.op), vec![&b.left, &b.right]),
        ast::Expr::UnaryOp(u) => (unary(u.op), vec![&u.operand]),
        ast::Expr::Compare(c) => match (c.ops.as_slice(), c.comparators.as_slice()) {
            ([op], [right]) => match comparison(*op) {
                Some(function) => (function, vec![&c.left, right]),
                None => return wrong("this comparison is not element-wise"),
            },
            _ => return wrong("write a chain of comparisons with `and`"),
        },
        ast::Expr::BoolOp(b) => {
            let function = if b.op == ast::BoolOp::And { "logical_and" } else { "logical_or" };
            return fold(calls, function, &b.values);
        }
        ast::Expr::IfExp(i) => ("where", vec![&i.test, &i.body, &i.orelse]),
        ast::Expr::Call(call) if call.keywords.is_empty() => match base(&call.func) {
            Some(name) => (name, call.args.iter().collect()),
            None => return wrong("a function's name is expected"),
        },
        _ => return wrong("this expression has no place in an equation"),
    };
    calls.push((function.to_string(), expr.start().to_usize()));
    let arguments = arguments.into_iter().map(|a| scalar(calls, a)).collect::<Offset<_>>()?;
    Ok(Term::Apply { function: function.to_string(), arguments })
}

fn fold(calls: &mut Vec<(String, usize)>, function: &str, values: &[ast::Expr]) -> Offset<Term> {
    let mut terms = Vec::new();
    for value in values {
        terms.push(scalar(calls, value)?);
    }
    let join = |a, b| Term::Apply { function: function.to_string(), arguments: vec![a, b] };
    terms.into_iter().reduce(join).ok_or((0, "an operand is missing".to_string()))
}

fn number(value: &ast::Constant) -> Option<Number> {
    match value {
        ast::Constant::Bool(b) => Some(Number::Bool(*b)),
        ast::Constant::Float(x) => Some(Number::Float(*x)),
        ast::Constant::Complex { real, imag } => Some(Number::Complex(*real, *imag)),
        other => integer(other).map(Number::Int),
    }
}

pub(super) fn binary(op: ast::Operator) -> &'static str {
    match op {
        ast::Operator::Add => "add",
        ast::Operator::Sub => "subtract",
        ast::Operator::Mult => "multiply",
        ast::Operator::MatMult => "matmul",
        ast::Operator::Div => "divide",
        ast::Operator::Mod => "remainder",
        ast::Operator::Pow => "power",
        ast::Operator::LShift => "left_shift",
        ast::Operator::RShift => "right_shift",
        ast::Operator::BitOr => "bitwise_or",
        ast::Operator::BitXor => "bitwise_xor",
        ast::Operator::BitAnd => "bitwise_and",
        ast::Operator::FloorDiv => "floor_divide",
    }
}

fn unary(op: ast::UnaryOp) -> &'static str {
    match op {
        ast::UnaryOp::Invert => "invert",
        ast::UnaryOp::Not => "logical_not",
        ast::UnaryOp::UAdd => "positive",
        ast::UnaryOp::USub => "negative",
    }
}

fn comparison(op: ast::CmpOp) -> Option<&'static str> {
    Some(match op {
        ast::CmpOp::Eq => "equal",
        ast::CmpOp::NotEq => "not_equal",
        ast::CmpOp::Lt => "less",
        ast::CmpOp::LtE => "less_equal",
        ast::CmpOp::Gt => "greater",
        ast::CmpOp::GtE => "greater_equal",
        _ => return None,
    })
}

/// Names that are neither sizes nor parameters: the index variables.
fn free_indices(scope: &Scope, term: &Term) -> Vec<String> {
    let mut names = Vec::new();
    term.visit(&mut |t| match t {
        Term::Name(n) if !scope.is_size(n) && scope.parameter(n).is_none() && !names.contains(n) => {
            names.push(n.clone());
        }
        _ => {}
    });
    names
}

/// A run of axes that is read and is not one of the result's.
fn has_run_outside(value: &Term, outputs: &[Slot]) -> bool {
    let mut found = false;
    value.visit(&mut |t| {
        if let Term::Read { index, .. } = t {
            found |= index.iter().any(|s| !matches!(s, Slot::At(_)) && !outputs.contains(s));
        }
    });
    found
}

fn has_index(slots: &[Slot], name: &str) -> bool {
    slots.iter().any(|s| matches!(s, Slot::At(Term::Name(n)) if n == name))
}

fn check(scope: &Scope, result: &ResultType, place: &ast::Expr, outputs: &[Slot], value: &Term) -> Located<()> {
    let indices: Vec<Dim>;
    let dims = match result {
        ResultType::Array { dims, .. } => dims,
        ResultType::Indices(sizes) => {
            indices = sizes.iter().cloned().map(Dim::Size).collect();
            &indices
        }
    };
    let wrong = |message: String| Err(scope.error(place, message));
    if !matches_type(outputs, dims) {
        return wrong("the subscript of the result does not fit its type".to_string());
    }
    if outputs.iter().any(|s| matches!(s, Slot::At(t) if !matches!(t, Term::Name(_)))) {
        return wrong("the result is subscripted by plain index variables".to_string());
    }
    let mut problem = None;
    let mut plain: Vec<String> = Vec::new();
    value.visit(&mut |t| match t {
        Term::Read { array, index } => {
            let indices = index.iter().filter_map(|s| match s {
                Slot::At(Term::Name(n)) => Some(n.clone()),
                _ => None,
            });
            plain.extend(indices);
            problem = problem.take().or(read_problem(scope, array, index));
        }
        Term::Name(n) if scope.is_array(n) && array_dims(scope, n).is_none_or(|d| !d.is_empty()) => {
            problem = Some(format!("{n} is an array and needs a subscript"));
        }
        _ => {}
    });
    let unbound = free_indices(scope, value).into_iter().find(|n| !plain.contains(n) && !has_index(outputs, n));
    if let Some(name) = unbound {
        problem = problem.or(Some(format!("nothing gives the index {name} its range")));
    }
    problem.map_or(Ok(()), wrong)
}

fn array_dims<'a>(scope: &'a Scope, name: &str) -> Option<&'a [Dim]> {
    match scope.parameter(name).map(|p| &p.kind) {
        Some(ParameterKind::Array { dims, .. }) => Some(dims),
        _ => None,
    }
}

/// What is wrong with a read, if anything.
fn read_problem(scope: &Scope, array: &str, index: &[Slot]) -> Option<String> {
    let Some(dims) = array_dims(scope, array) else {
        return Some(format!("{array} is not an array parameter"));
    };
    if !matches_type(index, dims) {
        return Some(format!("the subscript of {array} does not fit its type"));
    }
    let affine = |s: &Slot| !matches!(s, Slot::At(t) if signature::affine(t).is_none());
    (!index.iter().all(affine)).then(|| format!("the subscript of {array} is not affine"))
}

/// One slot per dimension: an index for a size, `...` or `*s` for a run.
fn matches_type(slots: &[Slot], dims: &[Dim]) -> bool {
    let fits = |(slot, dim): (&Slot, &Dim)| match (slot, dim) {
        (Slot::At(_), Dim::Size(_)) | (Slot::Rest, Dim::Broadcast | Dim::Sequence(_)) => true,
        (Slot::Star(s), Dim::Sequence(d)) => s.eq_ignore_ascii_case(d),
        _ => false,
    };
    // `out[...]` of a scalar result is the scalar itself.
    (dims.is_empty() && slots == [Slot::Rest]) || (slots.len() == dims.len() && slots.iter().zip(dims).all(fits))
}
