//! Statements at a function's start that stay in front of its versions.
//!
//! before: n = len(a)
//!         if len(b) != n: raise ValueError("sizes")
//!         for i in range(n): ...
//! after:  the same two statements; then a function of `a` and `b` with the body `n = len(a); for i ...`
//!
//! In: the body of a function. Out: how many statements check or prepare arguments, and
//! which of them the rest repeats. Rule: what stays in front runs as it was written; a
//! statement is repeated only if it computes a number from sizes and numbers that no later statement
//! in front binds or could change. Versions of the rest are guarded like those of a whole function.

use crate::liveness::Names;
use crate::scope::{bound_names, dotted, mentioned, number};
use crate::walk::{statements, walk, Node};
use rustpython_parser::ast::{Constant, Expr, Stmt};

/// Calls that make an argument what the kernel computes with.
const CONVERSIONS: [&str; 9] =
    ["asarray", "ascontiguousarray", "asanyarray", "asfarray", "array", "atleast_1d", "atleast_2d", "float", "int"];

/// Methods that write to a log.
const LOGS: [&str; 8] = ["debug", "info", "warning", "warn", "error", "critical", "log", "write"];

/// Functions that change none of their arguments.
const CALM: [&str; 14] =
    ["len", "isinstance", "print", "type", "str", "repr", "any", "all", "min", "max", "abs", "int", "float", "hasattr"];

enum Kind {
    /// Stays in front: a check, a conversion, a message.
    Check,
    /// A number that is named.
    Number,
    Other,
}

/// How many statements stay in front of the versions.
pub fn length(body: &[Stmt], parameters: &Names) -> usize {
    let mut length = 0;
    for (position, stmt) in body.iter().enumerate() {
        match kind(stmt, parameters) {
            Kind::Check => length = position + 1,
            Kind::Number => {}
            Kind::Other => break,
        }
    }
    // What has no loop may be inlined as a whole, branches included.
    let mut loops = false;
    walk(statements(&body[length..]), |node| {
        loops |= matches!(node, Node::Stmt(Stmt::For(_) | Stmt::While(_)));
        matches!(node, Node::Stmt(_)) && !loops
    });
    match loops || body[..length].iter().all(|stmt| !stmt.is_if_stmt() || raises(stmt)) {
        true => length,
        false => 0,
    }
}

fn raises(stmt: &Stmt) -> bool {
    let mut raises = false;
    walk([Node::Stmt(stmt)], |node| {
        raises |= matches!(node, Node::Stmt(Stmt::Raise(_)));
        matches!(node, Node::Stmt(_)) && !raises
    });
    raises
}

/// The statements among these that may as well run behind them.
pub fn repeated(front: &[Stmt]) -> Vec<&Stmt> {
    let numbers = front.iter().enumerate().filter(|(position, stmt)| {
        let later = &front[position + 1..];
        let bound = bound_names(later);
        let own = bound_names(std::slice::from_ref(*stmt));
        let read = mentioned([Node::Stmt(stmt)]);
        let fixed = !own.iter().chain(&read).any(|name| bound.contains(name));
        is_number(stmt) && fixed && is_calm(later)
    });
    numbers.map(|(_, stmt)| stmt).collect()
}

fn kind(stmt: &Stmt, parameters: &Names) -> Kind {
    let check = match stmt {
        Stmt::Assert(_) | Stmt::Raise(_) | Stmt::Import(_) | Stmt::ImportFrom(_) => true,
        Stmt::If(s) => is_check(&s.body, &s.orelse, parameters),
        Stmt::Expr(s) => is_message(&s.value, parameters),
        Stmt::Assign(s) => match s.targets.as_slice() {
            [Expr::Name(target)] => is_conversion(&s.value, target.id.as_str(), parameters),
            targets => targets.iter().all(|target| target.is_attribute_expr()),
        },
        Stmt::AugAssign(s) => s.target.is_attribute_expr(),
        _ => false,
    };
    match check {
        true => Kind::Check,
        false if is_number(stmt) => Kind::Number,
        false => Kind::Other,
    }
}

/// A branch that leaves the function, or gives an argument another value.
fn is_check(then: &[Stmt], otherwise: &[Stmt], parameters: &Names) -> bool {
    let (mut plain, mut checks) = (true, false);
    walk(statements(then).chain(statements(otherwise)), |node| {
        let Node::Stmt(stmt) = node else { return false };
        plain &= matches!(
            stmt,
            Stmt::Assign(_)
                | Stmt::AugAssign(_)
                | Stmt::AnnAssign(_)
                | Stmt::Raise(_)
                | Stmt::Return(_)
                | Stmt::Expr(_)
                | Stmt::Pass(_)
                | Stmt::If(_)
        );
        checks |= match stmt {
            Stmt::Raise(_) | Stmt::Return(_) => true,
            Stmt::Assign(s) => s.targets.iter().any(|target| match target {
                Expr::Name(e) => parameters.contains(e.id.as_str()),
                _ => false,
            }),
            Stmt::Expr(s) => is_message(&s.value, parameters),
            _ => false,
        };
        true
    });
    plain && checks
}

/// `print(...)`, `logger.info(...)`, or a function that only may raise.
fn is_message(expr: &Expr, parameters: &Names) -> bool {
    let Expr::Call(call) = expr else { return false };
    match dotted(&call.func) {
        Some((root, path)) => match path.last() {
            None => !parameters.contains(root),
            Some(last) => LOGS.contains(last) || (root == "warnings" && path.len() == 1),
        },
        None => false,
    }
}

/// `a = np.asarray(a)`
fn is_conversion(value: &Expr, target: &str, parameters: &Names) -> bool {
    let Expr::Call(call) = value else { return false };
    let Some((root, path)) = dotted(&call.func) else { return false };
    let own = matches!(call.args.first(), Some(Expr::Name(e)) if e.id.as_str() == target);
    own && parameters.contains(target) && CONVERSIONS.contains(path.last().unwrap_or(&root))
}

/// Names bound to numbers that are computed from sizes and numbers.
fn is_number(stmt: &Stmt) -> bool {
    let (targets, value) = match stmt {
        Stmt::Assign(s) => (s.targets.as_slice(), s.value.as_ref()),
        Stmt::AnnAssign(s) => match &s.value {
            Some(value) => (std::slice::from_ref(s.target.as_ref()), value.as_ref()),
            None => return false,
        },
        _ => return false,
    };
    let named = |target: &Expr| match target {
        Expr::Name(_) => true,
        Expr::Tuple(e) => e.elts.iter().all(Expr::is_name_expr) && is_shape(value),
        _ => false,
    };
    targets.iter().all(named) && (is_value(value) || (is_shape(value) && targets.iter().all(Expr::is_tuple_expr)))
}

fn is_value(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => {
            let length = matches!(call.func.as_ref(), Expr::Name(e) if e.id.as_str() == "len");
            length && call.keywords.is_empty() && call.args.iter().all(is_part)
        }
        Expr::Subscript(e) => is_shape(&e.value) && number(&e.slice).is_some(),
        Expr::Attribute(e) => matches!(e.attr.as_str(), "size" | "ndim") && dotted(&e.value).is_some(),
        Expr::BinOp(e) => is_value(&e.left) && is_value(&e.right),
        Expr::Name(_) => true,
        Expr::Constant(e) => matches!(e.value, Constant::Bool(_)) || number(expr).is_some(),
        _ => number(expr).is_some(),
    }
}

/// `a`, `a[0]`
fn is_part(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_) => true,
        Expr::Subscript(e) => is_part(&e.value) && number(&e.slice).is_some(),
        _ => false,
    }
}

fn is_shape(expr: &Expr) -> bool {
    dotted(expr).is_some_and(|(_, path)| path.last() == Some(&"shape"))
}

/// No statement could change an object: all that is called are exceptions, and functions known not to.
fn is_calm(body: &[Stmt]) -> bool {
    let mut calm = true;
    walk(statements(body), |node| {
        calm &= match node {
            Node::Expr(Expr::Call(call)) => match dotted(&call.func) {
                Some((name, path)) if path.is_empty() => {
                    CALM.contains(&name) || name.ends_with("Error") || name.ends_with("Exception")
                }
                Some((_, path)) => matches!(path.last(), Some(&("format" | "asarray" | "array" | "join"))),
                None => false,
            },
            Node::Expr(Expr::Attribute(e)) => e.ctx.is_load(),
            Node::Expr(Expr::Subscript(e)) => e.ctx.is_load(),
            Node::Stmt(stmt) => !stmt.is_delete_stmt(),
            _ => true,
        };
        calm
    });
    calm
}

/// The hint of an argument that is bound again in front: an array, if it was called something to make one of.
pub fn hint_behind(hint: &str, converted: bool) -> String {
    let lower = hint.to_lowercase();
    let other = ["list", "sequence", "iterable", "tuple", "arraylike"].iter().any(|kind| lower.contains(kind));
    match converted && other {
        true => "np.ndarray".to_string(),
        false => hint.to_string(),
    }
}

/// The arguments that statements make arrays.
pub fn converted(front: &[Stmt]) -> Names {
    let mut names = Names::new();
    for stmt in front {
        let Stmt::Assign(s) = stmt else { continue };
        let ([Expr::Name(target)], Expr::Call(call)) = (s.targets.as_slice(), s.value.as_ref()) else { continue };
        let arrays = dotted(&call.func).is_some_and(|(_, path)| !path.is_empty());
        names.extend(arrays.then(|| target.id.to_string()));
    }
    names
}
