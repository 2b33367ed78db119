//! Why a function must stay as it is.
//!
//! In: the parts of a function. Out: a reason, or none. Rule: what a guard at
//! run time cannot promise is not transformed.

use crate::function::parameters;
use crate::scope::{bound_names, dotted, mentioned, ModuleScope};
use crate::walk::{depth, statements, walk, Node};
use rustpython_parser::ast::{Arguments, Constant, Expr, ExprAttribute, Stmt};
use std::collections::BTreeSet;

/// Packages whose decorators compile a function or read its source.
const COMPILERS: [&str; 19] = [
    "numba",
    "jax",
    "torch",
    "tensorflow",
    "dace",
    "taichi",
    "pythran",
    "transonic",
    "cupyx",
    "triton",
    "cython",
    "pyccel",
    "warp",
    "tvm",
    "mypyc",
    "codon",
    "bodo",
    "intrepydd",
    "numexpr",
];

/// Their decorators, for when the import is not to be seen.
const COMPILING_DECORATORS: [&str; 16] = [
    "jit",
    "njit",
    "pjit",
    "vmap",
    "guvectorize",
    "stencil",
    "cfunc",
    "jitclass",
    "overload",
    "compile",
    "script",
    "generated_jit",
    "ccall",
    "compiled",
    "kernel_jit",
    "abstractmethod",
];

/// Builtins that see or change the variables of their caller.
const REFLECTION: [&str; 8] = ["exec", "eval", "locals", "vars", "globals", "dir", "breakpoint", "compile"];

/// Functions that run a generator expression at once: `sum(x for x in y)`.
const CONSUMERS: [&str; 10] = ["sum", "min", "max", "any", "all", "list", "tuple", "set", "sorted", "dict"];

/// A decorator that compiles what it decorates would see the transformed body.
pub fn decorators(decorators: &[Expr], scope: &ModuleScope) -> Option<String> {
    decorators.iter().find_map(|decorator| {
        let callee = match decorator {
            Expr::Call(call) => call.func.as_ref(),
            other => other,
        };
        let (root, attributes) = dotted(callee)?;
        let full = scope.resolve_chain(callee);
        let package = full.as_deref().unwrap_or(root).split('.').next().unwrap_or(root);
        let last = full.as_deref().and_then(|name| name.rsplit('.').next());
        let last = last.or(attributes.last().copied()).unwrap_or(root);
        let compiles = COMPILERS.contains(&package) || COMPILING_DECORATORS.contains(&last);
        compiles.then(|| format!("its decorator '{}' compiles or replaces it", crate::scope::join(root, &attributes)))
    })
}

pub fn arguments(args: &Arguments) -> Option<String> {
    let starred = args.vararg.as_ref().or(args.kwarg.as_ref())?;
    Some(format!("its parameter '{}' collects arguments", starred.arg))
}

/// Looks into a body, the docstring included. Depth comes first: the parts of
/// a body that is too deep are not to be visited by anything recursive.
pub fn body(args: &Arguments, body: &[Stmt], max_depth: usize) -> Option<String> {
    if depth(statements(body)) > max_depth {
        return Some("it is nested too deeply".into());
    }
    if body.iter().all(is_placeholder) {
        return Some("its body is a placeholder".into());
    }
    let mut locals = bound_names(body);
    locals.extend(parameters(args).map(|arg| arg.arg.to_string()));
    own_scope(body, &locals).or_else(|| closures(body, &locals))
}

fn is_placeholder(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(s) if matches!(s.value.as_ref(),
        Expr::Constant(e) if matches!(e.value, Constant::Ellipsis | Constant::Str(_))))
}

/// Constructs of the function itself, not of functions nested in it.
fn own_scope(body: &[Stmt], locals: &BTreeSet<String>) -> Option<String> {
    let mut reason: Option<String> = None;
    walk(statements(body), |node| {
        let found = match node {
            Node::Stmt(Stmt::Try(_) | Stmt::TryStar(_)) => Some("it contains a try statement".to_string()),
            Node::Stmt(Stmt::Global(_)) => Some("it declares a global variable".to_string()),
            Node::Stmt(Stmt::Nonlocal(_)) => Some("it declares a nonlocal variable".to_string()),
            Node::Expr(Expr::Yield(_) | Expr::YieldFrom(_)) => Some("it is a generator".to_string()),
            Node::Expr(Expr::Name(e)) if !locals.contains(e.id.as_str()) && REFLECTION.contains(&e.id.as_str()) => {
                Some(format!("it uses '{}', which may see any variable", e.id))
            }
            Node::Stmt(stmt) => {
                reshapes(stmt).map(|name| format!("it sets '{name}', which may change an array in place"))
            }
            Node::Expr(Expr::Call(call)) => matches!(call.func.as_ref(), Expr::Attribute(e) if is_method_in_place(e))
                .then(|| "it changes the shape or the flags of an array in place".to_string()),
            _ => None,
        };
        if reason.is_none() {
            reason = found;
        }
        let nested = matches!(node, Node::Stmt(Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) | Stmt::ClassDef(_)));
        reason.is_none() && !nested && !matches!(node, Node::Expr(Expr::Lambda(_)))
    });
    reason
}

/// An attribute that an array has as well, and that says how its memory is to be seen: guards have looked at it.
fn reshapes(stmt: &Stmt) -> Option<&str> {
    let targets: Vec<&Expr> = match stmt {
        Stmt::Assign(s) => s.targets.iter().collect(),
        Stmt::AugAssign(s) => vec![s.target.as_ref()],
        Stmt::AnnAssign(s) => vec![s.target.as_ref()],
        _ => vec![],
    };
    targets.into_iter().find_map(|target| match target {
        Expr::Attribute(e) if e.attr.as_str() == "writeable" => Some(e.attr.as_str()),
        Expr::Attribute(e) if matches!(e.attr.as_str(), "shape" | "dtype" | "strides") && !is_self(&e.value) => {
            Some(e.attr.as_str())
        }
        _ => None,
    })
}

/// The object of a method may have attributes of any name.
fn is_self(e: &Expr) -> bool {
    matches!(e, Expr::Name(name) if name.id.as_str() == "self")
}

/// `a.resize(n)`, and no function of a module.
fn is_method_in_place(e: &ExprAttribute) -> bool {
    let module = matches!(e.value.as_ref(), Expr::Name(name) if matches!(name.id.as_str(), "np" | "numpy"));
    !module && matches!(e.attr.as_str(), "setflags" | "resize")
}

/// A function object that reads a local sees every later change of it, so the
/// moment of each assignment is observable.
fn closures(body: &[Stmt], locals: &BTreeSet<String>) -> Option<String> {
    let mut reason: Option<String> = None;
    let mut consumed: Vec<*const Expr> = Vec::new();
    walk(statements(body), |node| {
        if let Node::Expr(Expr::Call(call)) = node {
            let at_once = dotted(&call.func).is_some_and(|(name, rest)| rest.is_empty() && CONSUMERS.contains(&name));
            if let (true, [first @ Expr::GeneratorExp(_), ..]) = (at_once, call.args.as_slice()) {
                consumed.push(first);
            }
        }
        let captured = match node {
            Node::Expr(expr @ Expr::GeneratorExp(_)) if consumed.iter().any(|&e| std::ptr::eq(e, expr)) => None,
            _ => captured(node, locals),
        };
        if let (None, Some((what, name))) = (&reason, captured) {
            reason = Some(format!("{what} in it captures its variable '{name}'"));
        }
        reason.is_none()
    });
    reason
}

fn captured(node: Node, locals: &BTreeSet<String>) -> Option<(&'static str, String)> {
    let (what, own) = match node {
        Node::Stmt(Stmt::FunctionDef(f)) => ("a function", scope_of(&f.args, &f.body)),
        Node::Stmt(Stmt::AsyncFunctionDef(f)) => ("a function", scope_of(&f.args, &f.body)),
        Node::Stmt(Stmt::ClassDef(_)) => ("a class", BTreeSet::new()),
        Node::Expr(Expr::Lambda(e)) => ("a lambda", scope_of(&e.args, &[])),
        Node::Expr(Expr::GeneratorExp(_)) => ("a generator expression", BTreeSet::new()),
        _ => return None,
    };
    let inside = match node {
        Node::Stmt(Stmt::FunctionDef(f)) => mentioned(statements(&f.body)),
        Node::Stmt(Stmt::AsyncFunctionDef(f)) => mentioned(statements(&f.body)),
        Node::Expr(Expr::Lambda(e)) => mentioned([Node::Expr(&e.body)]),
        other => mentioned([other]),
    };
    let name = inside.into_iter().find(|name| locals.contains(name) && !own.contains(name))?;
    Some((what, name))
}

fn scope_of(args: &Arguments, body: &[Stmt]) -> BTreeSet<String> {
    let mut names = bound_names(body);
    let starred = [&args.vararg, &args.kwarg].into_iter().flatten().map(|arg| arg.arg.to_string());
    names.extend(parameters(args).map(|arg| arg.arg.to_string()).chain(starred));
    names
}
