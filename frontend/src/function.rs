//! The functions of a module, and which of them the compiler leaves alone.
//!
//! In: the module's statements. Out: one [`Function`] for every function or
//! method, with the text of its body delimited and, where it must stay as it
//! is, the reason. Rule: a function is refused when a guard could not promise
//! that its transformed body means the same, or when its text cannot be
//! replaced without touching its neighbours.

use crate::aliases::Aliases;
use crate::liveness;
use crate::loops;
use crate::prologue;
use crate::refuse;
use crate::scope::{bound_names, number, Global, Literal, ModuleScope};
use crate::source::Source;
use rustpython_parser::ast::{Arg, Arguments, Expr, Ranged, Stmt, StmtAssign, StmtReturn};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodKind {
    Function,
    Method,
    Static,
    Class,
}

impl MethodKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Method => "method",
            Self::Static => "static",
            Self::Class => "class",
        }
    }
}

/// One parameter: its name and its annotation as written.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: String,
    pub hint: String,
}

/// A function, with what the importer needs of it. `body` is empty if refused.
#[derive(Clone, Debug)]
pub struct Function {
    pub qualified_name: String,
    /// Unique in the module: the qualified name, numbered if it is defined again.
    pub symbol: String,
    pub class: Option<String>,
    pub kind: MethodKind,
    pub offset: usize,
    pub end: usize,
    pub parameters: Vec<Parameter>,
    pub defaults: usize,
    /// Defaults that are numbers, by parameter.
    pub numbers: Vec<(String, Literal)>,
    /// How many parameters are given by their position alone, and how many by their name alone.
    pub only: (usize, usize),
    /// A lambda that a name is bound to: others may call it, and it is no kernel.
    pub lambda: bool,
    /// For a function without decorators, a static method or a property: the blanks before its definition, and whether
    /// it is a property.
    pub member: Option<(String, bool)>,
    pub body: Vec<Stmt>,
    pub span: (usize, usize),
    pub indent: String,
    pub single_line_body: bool,
    pub refused: Option<String>,
    /// All variables, if the first statements are not part of the body (`prologue.rs`).
    pub variables: Option<BTreeSet<String>>,
    /// Set for the body of a loop, which is optimized like a function.
    pub iteration: Option<Iteration>,
}

/// What the body of a loop is part of.
#[derive(Clone, Debug)]
pub struct Iteration {
    /// Symbol of the function around the loop.
    pub function: String,
    /// Variables of that function.
    pub variables: BTreeSet<String>,
    /// Names that an iteration binds, and that may be read after it.
    pub left: BTreeSet<String>,
    /// Those that may be read after the loop.
    pub after: BTreeSet<String>,
    /// Where the loop stands.
    pub span: (usize, usize),
}

/// What a class defines, for guards on `self`.
#[derive(Clone, Debug, Default)]
pub struct Class {
    pub name: String,
    pub bases: Vec<String>,
    /// Functions without a decorator.
    pub methods: Vec<String>,
    /// All other names that its body binds: properties, class variables, nested classes.
    pub attributes: Vec<String>,
    /// Attribute access may run code of the user, or instances lack a `__dict__`.
    pub dynamic: bool,
    /// Attributes of instances whose types the class says, by annotations or in `__init__`.
    pub fields: BTreeMap<String, String>,
}

/// Collects the functions and classes of a module in the order of the source.
pub struct Collector<'a> {
    source: &'a Source,
    scope: &'a ModuleScope,
    aliases: &'a Aliases,
    max_depth: usize,
    symbols: BTreeMap<String, usize>,
    pub functions: Vec<Function>,
    pub classes: Vec<Class>,
}

/// The surroundings of a definition.
#[derive(Clone, Default)]
struct Place {
    class: Option<String>,
    /// A decorator of an enclosing class that compiles its methods.
    refused: Option<String>,
}

impl<'a> Collector<'a> {
    pub fn new(source: &'a Source, scope: &'a ModuleScope, aliases: &'a Aliases, max_depth: usize) -> Self {
        Self { source, scope, aliases, max_depth, symbols: BTreeMap::new(), functions: Vec::new(), classes: Vec::new() }
    }

    /// Visits the statements of a module and, through branches and classes, the
    /// definitions in it. The work list is in reverse, the next statement last.
    pub fn collect(&mut self, body: &[Stmt]) {
        let module = Place::default();
        let mut pending: Vec<(&Stmt, Place)> = body.iter().rev().map(|s| (s, module.clone())).collect();
        while let Some((stmt, place)) = pending.pop() {
            let inner = match stmt {
                Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) => {
                    self.function(stmt, &place);
                    continue;
                }
                Stmt::Assign(stmt) if place.class.is_none() => {
                    self.lambda(stmt);
                    continue;
                }
                Stmt::ClassDef(class) => {
                    let name = qualify(&place.class, class.name.as_str());
                    let refused =
                        place.refused.clone().or_else(|| refuse::decorators(&class.decorator_list, self.scope));
                    self.classes.push(self.class(&name, class));
                    Place { class: Some(name), refused }
                }
                _ => place.clone(),
            };
            for block in blocks(stmt).into_iter().rev() {
                pending.extend(block.iter().rev().map(|s| (s, inner.clone())));
            }
        }
    }

    fn class(&self, name: &str, class: &rustpython_parser::ast::StmtClassDef) -> Class {
        let mut facts = Class { name: name.to_string(), ..Class::default() };
        facts.bases = class.bases.iter().map(|base| self.text(base).to_string()).collect();
        for bound in bound_names(&class.body) {
            let plain = class.body.iter().any(|stmt| match stmt {
                Stmt::FunctionDef(f) => f.name.as_str() == bound && f.decorator_list.is_empty(),
                _ => false,
            });
            let dynamic = ["__getattr__", "__getattribute__", "__setattr__", "__slots__", "__delattr__"];
            facts.dynamic |= dynamic.contains(&bound.as_str());
            if plain { &mut facts.methods } else { &mut facts.attributes }.push(bound);
        }
        facts.fields = crate::fields::of(self.source, &class.body);
        facts.dynamic |= !class.keywords.is_empty() || !class.decorator_list.is_empty();
        facts
    }

    fn function(&mut self, stmt: &Stmt, place: &Place) {
        let (name, args, body, decorators, is_async) = match stmt {
            Stmt::FunctionDef(f) => (&f.name, &f.args, &f.body, &f.decorator_list, false),
            Stmt::AsyncFunctionDef(f) => (&f.name, &f.args, &f.body, &f.decorator_list, true),
            _ => return,
        };
        let qualified_name = qualify(&place.class, name.as_str());
        let text = self.body_text(body);
        let reason = (place.refused.clone())
            .or_else(|| is_async.then(|| "it is a coroutine".to_string()))
            .or_else(|| refuse::decorators(decorators, self.scope))
            .or_else(|| refuse::arguments(args))
            .or_else(|| text.refused.map(str::to_string))
            .or_else(|| refuse::body(args, body, self.max_depth));
        let body = if reason.is_some() { Vec::new() } else { executed(body).to_vec() };
        let function = Function {
            symbol: self.symbol(&qualified_name),
            qualified_name,
            kind: method_kind(name.as_str(), decorators, place),
            class: place.class.clone(),
            offset: usize::from(stmt.start()),
            end: usize::from(stmt.end()),
            parameters: parameters(args).map(|arg| self.parameter(arg)).collect(),
            defaults: args
                .posonlyargs
                .iter()
                .chain(&args.args)
                .chain(&args.kwonlyargs)
                .filter_map(|a| a.default.as_ref())
                .count(),
            numbers: self.numbers(args),
            only: (args.posonlyargs.len(), args.kwonlyargs.len()),
            lambda: false,
            member: self.member(stmt, decorators),
            body,
            span: text.span,
            indent: text.indent,
            single_line_body: text.single_line,
            refused: reason,
            variables: None,
            iteration: None,
        };
        let function = self.behind_prologue(function);
        let loops = self.loops(&function);
        self.functions.push(function);
        self.functions.extend(loops);
    }

    /// `name = lambda x: ...` in the module: a function of one return.
    fn lambda(&mut self, stmt: &StmtAssign) {
        let ([Expr::Name(name)], Expr::Lambda(lambda)) = (stmt.targets.as_slice(), stmt.value.as_ref()) else { return };
        if !self.scope.functions.contains(name.id.as_str()) {
            return;
        }
        let args = &lambda.args;
        let value = Some(lambda.body.clone());
        let body = vec![Stmt::Return(StmtReturn { value, range: lambda.body.range() })];
        let refused = refuse::body(args, &body, self.max_depth);
        let mut end = self.source.line_end(stmt.end().into());
        while self.is_continued(end) && end < self.source.text.len() {
            end = self.source.line_end(end);
        }
        let symbol = self.symbol(name.id.as_str());
        self.functions.push(Function {
            symbol,
            qualified_name: name.id.to_string(),
            class: None,
            kind: MethodKind::Function,
            offset: stmt.start().into(),
            end: stmt.end().into(),
            parameters: parameters(args).map(|arg| self.parameter(arg)).collect(),
            defaults: 0,
            numbers: self.numbers(args),
            only: (args.posonlyargs.len(), args.kwonlyargs.len()),
            lambda: true,
            member: None,
            body: if refused.is_some() { Vec::new() } else { body },
            span: (end, end),
            indent: String::new(),
            single_line_body: true,
            refused,
            variables: None,
            iteration: None,
        });
    }

    /// What a class finds under the name of a function can be known where it is defined.
    fn member(&self, stmt: &Stmt, decorators: &[Expr]) -> Option<(String, bool)> {
        let decorator = match decorators {
            [] => None,
            [only] => Some(self.scope.resolve_chain(only)?),
            _ => return None,
        };
        let property = match decorator.as_deref() {
            None | Some("builtins.staticmethod") => false,
            Some("builtins.property") => true,
            Some(_) => return None,
        };
        let start = usize::from(stmt.start());
        let indent = self.source.slice(self.source.line_start(start), start);
        indent.trim().is_empty().then(|| (indent.to_string(), property))
    }

    /// Defaults that are numbers, or constants of the module: they are what they were when the function was defined.
    fn numbers(&self, args: &Arguments) -> Vec<(String, Literal)> {
        let known = |default: &Expr| match default {
            Expr::Name(name) => match self.scope.resolve(name.id.as_str()) {
                Global::Constant(value) => Some(value),
                _ => None,
            },
            other => number(other),
        };
        let all = args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs);
        all.filter_map(|arg| Some((arg.def.arg.to_string(), known(arg.default.as_deref()?)?))).collect()
    }

    /// The function without the statements that stay in front of its versions, of what these bind too.
    fn behind_prologue(&self, function: Function) -> Function {
        let parameters: BTreeSet<String> = function.parameters.iter().map(|p| p.name.clone()).collect();
        let (front, rest) = function.body.split_at(prologue::length(&function.body, &parameters));
        let text = self.body_text(rest);
        if front.is_empty() || text.refused.is_some() {
            return function;
        }
        let body: Vec<Stmt> = prologue::repeated(front).into_iter().chain(rest).cloned().collect();
        let variables = bound_names(&function.body);
        let (mut bound, none) = (parameters.clone(), BTreeSet::new());
        loops::bind_all(front, &mut bound, &mut BTreeMap::new());
        let mut read = liveness::before_block(&body, &none, &none);
        read.retain(|name| variables.contains(name) || parameters.contains(name));
        if !read.is_subset(&bound) {
            return function;
        }
        let converted = prologue::converted(front);
        let given = function.parameters.iter().map(|parameter| Parameter {
            name: parameter.name.clone(),
            hint: prologue::hint_behind(&parameter.hint, converted.contains(&parameter.name)),
        });
        let made = read.difference(&parameters).map(|name| Parameter { name: name.clone(), hint: String::new() });
        let parameters = given.chain(made).collect();
        let (span, indent) = (text.span, text.indent);
        Function { body, span, indent, parameters, variables: Some(variables), ..function }
    }

    /// The bodies of the function's loops, as functions of what an iteration reads.
    fn loops(&mut self, function: &Function) -> Vec<Function> {
        let parameters = function.parameters.iter().map(|parameter| parameter.name.clone()).collect();
        let mut variables: BTreeSet<String> = bound_names(&function.body).union(&parameters).cloned().collect();
        variables.extend(function.variables.iter().flatten().cloned());
        let mut all = Vec::new();
        for found in loops::of(&parameters, &function.body) {
            let text = self.body_text(found.body);
            if text.refused.is_some() {
                continue;
            }
            let own = |name: &String| function.parameters.iter().any(|parameter| parameter.name == *name);
            let given = function.parameters.iter().filter(|parameter| found.read.contains(&parameter.name)).cloned();
            let rest = found.read.iter().filter(|name| variables.contains(*name) && !own(name));
            let rest = rest.map(|name| Parameter { name: name.clone(), hint: String::new() });
            let offset = statement_start(self.source, found.stmt);
            let (line, _) = self.source.line_column(offset);
            // Without the object itself nothing is known of its attributes.
            let bound = function.parameters.first().is_some_and(|first| found.read.contains(&first.name));
            all.push(Function {
                kind: if bound { function.kind } else { MethodKind::Static },
                symbol: self.symbol(&format!("{}:{line}", function.symbol)),
                offset,
                end: found.stmt.end().into(),
                parameters: given.chain(rest).collect(),
                defaults: 0,
                body: found.body.to_vec(),
                span: text.span,
                indent: text.indent,
                variables: None,
                iteration: Some(Iteration {
                    function: function.symbol.clone(),
                    variables: variables.clone(),
                    left: found.left,
                    after: found.after,
                    span: (offset, found.stmt.end().into()),
                }),
                ..function.clone()
            });
        }
        all
    }

    /// Definitions may share a name (a property and its setter); symbols may not.
    fn symbol(&mut self, name: &str) -> String {
        let count = self.symbols.entry(name.to_string()).or_default();
        *count += 1;
        if *count == 1 {
            name.to_string()
        } else {
            format!("{name}#{count}")
        }
    }

    fn text(&self, node: &impl Ranged) -> &'a str {
        self.source.slice(node.start().into(), node.end().into())
    }

    fn parameter(&self, arg: &Arg) -> Parameter {
        let hint = arg.annotation.as_ref().map(|annotation| self.text(annotation.as_ref()));
        Parameter { name: arg.arg.to_string(), hint: self.aliases.expand(hint.unwrap_or_default()) }
    }

    /// Delimits the statements behind the docstring, as whole lines.
    fn body_text(&self, body: &[Stmt]) -> BodyText {
        let statements = executed(body);
        let (Some(first), Some(last)) = (statements.first(), statements.last()) else {
            let end = body.last().map_or(0, |stmt| self.source.line_end(stmt.end().into()));
            return BodyText { span: (end, end), refused: Some("it does nothing"), ..BodyText::default() };
        };
        let offset = statement_start(self.source, first);
        let begin = self.source.line_start(offset);
        let before = self.source.slice(begin, offset);
        let blank = before.len() - before.trim_start_matches([' ', '\t', '\x0c']).len();
        let (indent, rest) = before.split_at(blank);
        let mut end = self.source.line_end(last.end().into());
        // `x = 1 \` followed by a blank line is one logical line.
        while self.is_continued(end) && end < self.source.text.len() {
            end = self.source.line_end(end);
        }
        let continued = self.is_continued(begin);
        BodyText {
            span: (begin, end),
            // A form feed starts the count of columns anew.
            indent: indent.rsplit('\x0c').next().unwrap_or_default().to_string(),
            single_line: !rest.is_empty(),
            refused: (!rest.is_empty() || continued).then_some("its body starts on the line of another statement"),
        }
    }

    /// True if a backslash joins the line that ends at `offset` to the next one.
    fn is_continued(&self, offset: usize) -> bool {
        let begin = self.source.line_start(offset.saturating_sub(1));
        self.source.slice(begin, offset).trim_end_matches(['\n', '\r']).ends_with('\\')
    }
}

#[derive(Default)]
struct BodyText {
    span: (usize, usize),
    indent: String,
    single_line: bool,
    refused: Option<&'static str>,
}

fn qualify(class: &Option<String>, name: &str) -> String {
    match class {
        Some(class) => format!("{class}.{name}"),
        None => name.to_string(),
    }
}

/// The blocks in which a module or class may define functions.
fn blocks(stmt: &Stmt) -> Vec<&[Stmt]> {
    match stmt {
        Stmt::ClassDef(s) => vec![&s.body],
        Stmt::If(s) => vec![&s.body, &s.orelse],
        Stmt::For(s) => vec![&s.body, &s.orelse],
        Stmt::While(s) => vec![&s.body, &s.orelse],
        Stmt::With(s) => vec![&s.body],
        Stmt::Try(s) => {
            let mut blocks: Vec<&[Stmt]> = vec![&s.body];
            for rustpython_parser::ast::ExceptHandler::ExceptHandler(handler) in &s.handlers {
                blocks.push(&handler.body);
            }
            blocks.extend([s.orelse.as_slice(), s.finalbody.as_slice()]);
            blocks
        }
        _ => Vec::new(),
    }
}

pub fn parameters(args: &Arguments) -> impl Iterator<Item = &Arg> {
    args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs).map(|arg| &arg.def)
}

/// The statements behind the docstring.
fn executed(body: &[Stmt]) -> &[Stmt] {
    match body.split_first() {
        Some((Stmt::Expr(first), rest)) if is_string(&first.value) => rest,
        _ => body,
    }
}

fn is_string(expr: &Expr) -> bool {
    matches!(expr, Expr::Constant(e) if e.value.is_str())
}

/// Where a statement starts. The parser leaves decorators out, and the `if`
/// of an `elif` is a statement of its own.
pub fn statement_start(source: &Source, stmt: &Stmt) -> usize {
    let decorators = match stmt {
        Stmt::FunctionDef(s) => s.decorator_list.first(),
        Stmt::AsyncFunctionDef(s) => s.decorator_list.first(),
        Stmt::ClassDef(s) => s.decorator_list.first(),
        _ => None,
    };
    let mut start = usize::from(stmt.start());
    if stmt.is_if_stmt() && source.slice(start, stmt.end().into()).starts_with("elif") {
        start += "el".len();
    }
    match decorators {
        Some(first) => source.slice(0, first.start().into()).rfind('@').map_or(start, |at| at.min(start)),
        None => start,
    }
}

fn method_kind(name: &str, decorators: &[Expr], place: &Place) -> MethodKind {
    let has = |wanted: &str| decorators.iter().any(|d| matches!(d, Expr::Name(e) if e.id.as_str() == wanted));
    if place.class.is_none() {
        MethodKind::Function
    } else if has("staticmethod") || name == "__new__" {
        MethodKind::Static
    } else if has("classmethod") || matches!(name, "__init_subclass__" | "__class_getitem__") {
        MethodKind::Class
    } else {
        MethodKind::Method
    }
}
