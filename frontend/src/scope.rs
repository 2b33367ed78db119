//! What a name means: a local, an import, a builtin, a constant, or unknown.
//!
//! In: the statements of a module or of a function. Out: the names they bind,
//! and for a module what each global name may be relied on to be. Rule: a name
//! is trusted only if one unconditional statement of the module binds it and
//! nothing else in the file can rebind it.

use crate::module_variables;
use crate::walk::{statements, walk, Node};
use rustpython_parser::ast::bigint::BigInt;
use rustpython_parser::ast::{
    Alias, Arguments, Constant, Expr, ExprContext, Pattern, Ranged, Stmt, StmtImportFrom, UnaryOp,
};
use std::collections::{BTreeMap, BTreeSet};

/// Builtins that kernels call; all others stay unresolved names.
const BUILTINS: &str = "abs all any bin bool bytearray bytes callable chr complex dict divmod enumerate filter float \
    format frozenset getattr hasattr hash hex id int isinstance issubclass iter len list map max min next object oct \
    ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum tuple type zip";

/// What `from math import *` binds; functions that kernels call.
const OF_MATH: &str = "acos acosh asin asinh atan atan2 atanh ceil copysign cos cosh degrees dist e erf erfc exp expm1 \
    fabs factorial floor fmod fsum gamma gcd hypot inf isfinite isinf isnan lgamma log log10 log1p log2 nan pi pow prod \
    radians remainder sin sinh sqrt tan tanh tau trunc";

/// What `from numpy import *` binds in all versions of NumPy; functions that kernels call.
const OF_NUMPY: &str = "absolute add allclose angle arange arccos arcsin arctan arctan2 argmax argmin argsort array \
    asarray ceil clip complex128 concatenate conj conjugate copy cos cosh cross cumprod cumsum diag diff divide dot e \
    einsum empty empty_like exp expm1 eye fft flip float32 float64 floor fmax fmin full full_like hstack hypot identity \
    imag inner int32 int64 isfinite isinf isnan linalg linspace log log10 log1p log2 matmul maximum mean minimum \
    multiply ndarray newaxis ones ones_like outer pi power prod ravel real repeat reshape rint roll sign sin sinh sort \
    sqrt square stack std subtract tan tanh tensordot tile trace transpose tril triu var vdot vstack where zeros \
    zeros_like";

/// Builtins that `from numpy import *` may hide, in some version.
const HIDDEN_BY_NUMPY: &str = "abs all any bool complex divmod float int max min object pow round sorted str sum";

/// Modules of NumPy that only re-export its public names.
const NUMPY_INNER: [&str; 8] = [
    "multiarray",
    "numeric",
    "fromnumeric",
    "umath",
    "_multiarray_umath",
    "shape_base",
    "function_base",
    "numerictypes",
];

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    Int(i64),
    Float(f64),
}

/// What a global name is known to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Global {
    /// A module or function by its full name.
    Reference(String),
    /// A number that one assignment of the module binds.
    Constant(Literal),
    Unknown,
}

/// How a statement binds a name.
#[derive(Clone, Debug, PartialEq)]
enum How {
    Import(String),
    Number(Literal),
    Other,
}

struct Binding {
    how: How,
    offset: usize,
    /// The statement stands in the module itself, not in a branch or a loop.
    unconditional: bool,
}

#[derive(Clone, Debug, Default)]
pub struct ModuleScope {
    /// Names that stand for an imported module or function: local name to full name.
    pub imports: BTreeMap<String, String>,
    constants: BTreeMap<String, Literal>,
    /// Variables that one statement of the module binds, with its offset and what it says of their type.
    pub variables: BTreeMap<String, (usize, String)>,
    /// Functions that one definition without decorators, or one lambda, binds, without starred parameters.
    pub functions: BTreeSet<String>,
    bound: BTreeSet<String>,
    /// `from m import *` may bind anything, builtins included.
    star: bool,
    /// The modules of all such statements, if each is known and runs in any case.
    stars: Option<Vec<String>>,
}

impl ModuleScope {
    pub fn of(body: &[Stmt]) -> Self {
        let mut bindings: BTreeMap<String, Vec<Binding>> = BTreeMap::new();
        for stmt in body {
            let unconditional = !is_compound(stmt);
            each_binding(std::slice::from_ref(stmt), &mut |name, how| {
                let offset = usize::from(stmt.start());
                bindings.entry(name.to_string()).or_default().push(Binding { how, offset, unconditional });
            });
        }
        let shared = globals_declared(body);
        let last_star = last_star_import(body);
        let mut scope = Self { star: last_star.is_some(), stars: known_stars(body), ..Self::default() };
        for (name, all) in &bindings {
            if !shared.contains(name.as_str()) && all.iter().all(|b| Some(b.offset) > last_star) {
                scope.trust(name, all);
            }
        }
        for (name, args) in body.iter().filter_map(definition) {
            let once =
                bindings.get(name).is_some_and(|all| all.len() == 1 && all.iter().all(|b| Some(b.offset) > last_star));
            if once && args.vararg.is_none() && args.kwarg.is_none() && !shared.contains(name) {
                scope.functions.insert(name.to_string());
            }
        }
        let hints = module_variables::hints(body, &scope);
        for (name, all) in &bindings {
            let [only] = all.as_slice() else { continue };
            let trusted = only.unconditional && Some(only.offset) > last_star && !shared.contains(name.as_str());
            let hint = hints.get(name).filter(|_| trusted && !scope.constants.contains_key(name));
            scope.variables.extend(hint.map(|hint| (name.clone(), (only.offset, hint.clone()))));
        }
        scope.bound = bindings.into_keys().chain(shared.into_iter().map(str::to_string)).collect();
        scope
    }

    /// Records the name if its only binding says what it is. `import a` beside
    /// `import a.b` binds one name twice to the same module.
    fn trust(&mut self, name: &str, all: &[Binding]) {
        let Some(first) = all.first() else { return };
        match &first.how {
            How::Import(target) if all.iter().all(|b| b.unconditional && b.how == first.how) => {
                self.imports.insert(name.to_string(), target.clone());
            }
            How::Number(value) if all.len() == 1 && first.unconditional => {
                self.constants.insert(name.to_string(), *value);
            }
            _ => {}
        }
    }

    /// What a name that is no local of a function means inside it.
    pub fn resolve(&self, name: &str) -> Global {
        if let Some(target) = self.imports.get(name) {
            Global::Reference(target.clone())
        } else if let Some(&value) = self.constants.get(name) {
            Global::Constant(value)
        } else if !self.star && !self.bound.contains(name) && BUILTINS.split_whitespace().any(|b| b == name) {
            Global::Reference(format!("builtins.{name}"))
        } else {
            self.star_import(name).map_or(Global::Unknown, Global::Reference)
        }
    }

    /// What a name that no other statement binds is likely to be: guards ask what it is.
    fn star_import(&self, name: &str) -> Option<String> {
        let stars = self.stars.as_ref().filter(|_| self.star && !self.bound.contains(name))?;
        let is_in = |names: &str| names.split_whitespace().any(|known| known == name);
        let exports = |module: &&String| is_in(if *module == "numpy" { OF_NUMPY } else { OF_MATH });
        if let Some(module) = stars.iter().rev().find(exports) {
            return Some(format!("{module}.{name}"));
        }
        let hidden = stars.iter().any(|module| module == "numpy") && is_in(HIDDEN_BY_NUMPY);
        (is_in(BUILTINS) && !hidden).then(|| format!("builtins.{name}"))
    }

    /// Full name of `np.linalg.inv`, if its root is an import or a builtin.
    pub fn resolve_chain(&self, expr: &Expr) -> Option<String> {
        let (root, attributes) = dotted(expr)?;
        match self.resolve(root) {
            Global::Reference(target) => Some(canonical(&join(&target, &attributes))),
            _ => None,
        }
    }
}

/// `a.b.c` as its root name and its attributes.
pub fn dotted(expr: &Expr) -> Option<(&str, Vec<&str>)> {
    let mut attributes = Vec::new();
    let mut expr = expr;
    loop {
        match expr {
            Expr::Attribute(e) => {
                attributes.push(e.attr.as_str());
                expr = &e.value;
            }
            Expr::Name(e) => {
                attributes.reverse();
                return Some((e.id.as_str(), attributes));
            }
            _ => return None,
        }
    }
}

pub fn join(root: &str, attributes: &[&str]) -> String {
    let mut name = root.to_string();
    for attribute in attributes {
        name.push('.');
        name.push_str(attribute);
    }
    name
}

/// The public name: `numpy.core.multiarray.ndarray` is `numpy.ndarray`.
pub fn canonical(name: &str) -> String {
    let inner = name.strip_prefix("numpy.core.").or_else(|| name.strip_prefix("numpy._core."));
    let Some(inner) = inner else { return name.to_string() };
    match inner.split_once('.') {
        Some((module, rest)) if NUMPY_INNER.contains(&module) => format!("numpy.{rest}"),
        Some(_) => name.to_string(),
        None if NUMPY_INNER.contains(&inner) => "numpy".to_string(),
        None => format!("numpy.{inner}"),
    }
}

/// The number that an expression spells, a sign included.
pub fn number(expr: &Expr) -> Option<Literal> {
    match expr {
        Expr::Constant(e) => match &e.value {
            Constant::Int(value) => small_int(value).map(Literal::Int),
            Constant::Float(value) => Some(Literal::Float(*value)),
            _ => None,
        },
        Expr::UnaryOp(e) if e.op == UnaryOp::USub => match e.operand.as_ref() {
            Expr::Constant(operand) => match &operand.value {
                Constant::Int(value) => small_int(&-value).map(Literal::Int),
                Constant::Float(value) => Some(Literal::Float(-value)),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The value if it fits 64 bits. Printing a huge integer takes quadratic time,
/// so only small ones are printed.
fn small_int(value: &BigInt) -> Option<i64> {
    (value.bits() <= 64).then(|| value.to_string())?.parse().ok()
}

/// Names that the statements bind in their own scope.
pub fn bound_names(body: &[Stmt]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    each_binding(body, &mut |name, _| {
        names.insert(name.to_string());
    });
    names
}

/// All names that occur as variables in the nodes, nested scopes included.
pub fn mentioned<'a>(roots: impl IntoIterator<Item = Node<'a>>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    walk(roots, |node| {
        if let Node::Expr(Expr::Name(e)) = node {
            names.insert(e.id.to_string());
        }
        true
    });
    names
}

/// Reports each name that the statements bind in their own scope. Bodies of
/// nested functions and classes are scopes of their own, and the targets of a
/// comprehension are local to it; a walrus inside one is not.
fn each_binding(body: &[Stmt], report: &mut impl FnMut(&str, How)) {
    let mut pending: Vec<Node> = statements(body).collect();
    while let Some(root) = pending.pop() {
        walk([root], |node| match node {
            Node::Stmt(stmt) => {
                let done = bind_statement(stmt, report);
                !leave_scope(stmt, &mut pending) && !done
            }
            Node::Expr(Expr::Name(e)) => {
                if e.ctx != ExprContext::Load {
                    report(e.id.as_str(), How::Other);
                }
                false
            }
            Node::Expr(Expr::Lambda(e)) => {
                pending.push(Node::Arguments(&e.args));
                false
            }
            Node::Comprehension(part) => {
                pending.push(Node::Expr(&part.iter));
                pending.extend(part.ifs.iter().map(Node::Expr));
                false
            }
            Node::Pattern(pattern) => {
                capture(pattern, report);
                true
            }
            Node::Handler(rustpython_parser::ast::ExceptHandler::ExceptHandler(handler)) => {
                handler.name.iter().for_each(|name| report(name.as_str(), How::Other));
                true
            }
            Node::Expr(_) | Node::Arguments(_) => true,
        });
    }
}

/// For a definition, queues the parts that are evaluated in the enclosing scope.
fn leave_scope<'a>(stmt: &'a Stmt, pending: &mut Vec<Node<'a>>) -> bool {
    let (decorators, arguments): (&[Expr], _) = match stmt {
        Stmt::FunctionDef(s) => (&s.decorator_list, Some(&s.args)),
        Stmt::AsyncFunctionDef(s) => (&s.decorator_list, Some(&s.args)),
        Stmt::ClassDef(s) => {
            pending.extend(s.bases.iter().chain(s.keywords.iter().map(|k| &k.value)).map(Node::Expr));
            (&s.decorator_list, None)
        }
        _ => return false,
    };
    pending.extend(decorators.iter().map(Node::Expr));
    pending.extend(arguments.map(|a| Node::Arguments(a)));
    true
}

/// Reports what the statement itself binds; true if its parts bind nothing more.
fn bind_statement(stmt: &Stmt, report: &mut impl FnMut(&str, How)) -> bool {
    match stmt {
        Stmt::FunctionDef(s) => report(s.name.as_str(), How::Other),
        Stmt::AsyncFunctionDef(s) => report(s.name.as_str(), How::Other),
        Stmt::ClassDef(s) => report(s.name.as_str(), How::Other),
        Stmt::Import(s) => s.names.iter().for_each(|alias| bind_import(alias, report)),
        Stmt::ImportFrom(s) => s.names.iter().for_each(|alias| bind_import_from(s, alias, report)),
        Stmt::Assign(s) => {
            if let ([Expr::Name(target)], Some(value)) = (s.targets.as_slice(), number(&s.value)) {
                report(target.id.as_str(), How::Number(value));
                return true;
            }
        }
        Stmt::AnnAssign(s) => {
            if let (Expr::Name(target), Some(value)) = (s.target.as_ref(), s.value.as_deref().and_then(number)) {
                report(target.id.as_str(), How::Number(value));
                return true;
            }
        }
        _ => {}
    }
    false
}

fn bind_import(alias: &Alias, report: &mut impl FnMut(&str, How)) {
    let full = alias.name.as_str();
    match &alias.asname {
        Some(name) => report(name.as_str(), How::Import(canonical(full))),
        None => {
            let root = full.split('.').next().unwrap_or(full);
            report(root, How::Import(root.to_string()));
        }
    }
}

fn bind_import_from(stmt: &StmtImportFrom, alias: &Alias, report: &mut impl FnMut(&str, How)) {
    let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
    let relative = stmt.level.is_some_and(|level| level.to_u32() > 0);
    match &stmt.module {
        Some(module) if !relative && module.as_str() != "__future__" && name != "*" => {
            report(name, How::Import(canonical(&join(module.as_str(), &[alias.name.as_str()]))));
        }
        _ => report(name, How::Other),
    }
}

fn capture(pattern: &Pattern, report: &mut impl FnMut(&str, How)) {
    let name = match pattern {
        Pattern::MatchAs(p) => &p.name,
        Pattern::MatchStar(p) => &p.name,
        Pattern::MatchMapping(p) => &p.rest,
        _ => return,
    };
    name.iter().for_each(|name| report(name.as_str(), How::Other));
}

/// The name and the parameters of a function that a statement of the module defines: `def` or a lambda.
fn definition(stmt: &Stmt) -> Option<(&str, &Arguments)> {
    match stmt {
        Stmt::FunctionDef(f) if f.decorator_list.is_empty() => Some((f.name.as_str(), &f.args)),
        Stmt::Assign(s) => match (s.targets.as_slice(), s.value.as_ref()) {
            ([Expr::Name(name)], Expr::Lambda(lambda)) => Some((name.id.as_str(), &lambda.args)),
            _ => None,
        },
        _ => None,
    }
}

/// Names in any `global` statement of the file.
fn globals_declared(body: &[Stmt]) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    walk(statements(body), |node| {
        if let Node::Stmt(Stmt::Global(s)) = node {
            names.extend(s.names.iter().map(|name| name.as_str()));
        }
        !matches!(node, Node::Expr(_))
    });
    names
}

/// Offset of the last `from m import *`; what is bound before it is not trusted.
fn last_star_import(body: &[Stmt]) -> Option<usize> {
    let mut last = None;
    walk(statements(body), |node| {
        if let Node::Stmt(Stmt::ImportFrom(s)) = node {
            if s.names.iter().any(|alias| alias.name.as_str() == "*") {
                last = last.max(Some(usize::from(s.start())));
            }
        }
        !matches!(node, Node::Expr(_))
    });
    last
}

/// The modules whose names are all imported, in order; None if one of them may bind anything, or may not run.
fn known_stars(body: &[Stmt]) -> Option<Vec<String>> {
    let mut count = 0;
    walk(statements(body), |node| {
        if let Node::Stmt(Stmt::ImportFrom(s)) = node {
            count += usize::from(s.names.iter().any(|alias| alias.name.as_str() == "*"));
        }
        !matches!(node, Node::Expr(_))
    });
    let module = |stmt: &Stmt| match stmt {
        Stmt::ImportFrom(s) if s.names.iter().any(|alias| alias.name.as_str() == "*") => {
            let absolute = s.level.is_none_or(|level| level.to_u32() == 0);
            let name = s.module.as_ref().filter(|_| absolute)?.to_string();
            matches!(name.as_str(), "numpy" | "math").then_some(name)
        }
        _ => None,
    };
    let known: Vec<_> = body.iter().filter_map(module).collect();
    (known.len() == count).then_some(known)
}

fn is_compound(stmt: &Stmt) -> bool {
    !matches!(
        stmt,
        Stmt::Assign(_)
            | Stmt::AnnAssign(_)
            | Stmt::Import(_)
            | Stmt::ImportFrom(_)
            | Stmt::Expr(_)
            | Stmt::AugAssign(_)
    )
}
