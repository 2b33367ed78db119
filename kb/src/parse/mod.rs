//! Stub file text to entries.
//!
//! In: Python text, parsed with the grammar of CPython and never executed.
//! Out: one `Parsed` per `def`, or every mistake with its place. A stub file
//! holds decorated `def`s only, besides imports and a docstring, which are for
//! the reader and his editor. `signature.rs` reads what stands before the
//! colon, `body.rs` the equation, `composition.rs` a body of further calls.

mod body;
mod composition;
mod decorator;
mod scope;
mod signature;

use rustpython_parser::{ast, Parse};

use crate::diagnostic::Diagnostic;
use crate::entry::Entry;
use scope::Scope;

pub(crate) type Located<T> = Result<T, Diagnostic>;

/// An entry and the functions it names, for the check that they all exist.
pub(crate) struct Parsed {
    pub entry: Entry,
    /// Function name as written and the offset where.
    pub calls: Vec<(String, usize)>,
}

/// A text with its name, to locate mistakes in.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub path: &'a str,
    pub text: &'a str,
}

impl Source<'_> {
    pub fn error(&self, node: &impl ast::Ranged, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(self.path, self.text, node.start().to_usize(), message)
    }
}

/// All entries of a file, in order.
pub(crate) fn parse_source(source: Source) -> Result<Vec<Parsed>, Vec<Diagnostic>> {
    let suite = ast::Suite::parse(source.text, source.path).map_err(|e| {
        // The end of the file is shown behind the last thing that stands in it.
        let offset = e.offset.to_usize().min(source.text.trim_end().len());
        vec![Diagnostic::at(source.path, source.text, offset, e.error.to_string())]
    })?;
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    for statement in &suite {
        match parse_statement(source, statement) {
            Ok(Some(parsed)) => entries.push(parsed),
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(entries)
    } else {
        Err(errors)
    }
}

fn parse_statement(source: Source, statement: &ast::Stmt) -> Located<Option<Parsed>> {
    match statement {
        ast::Stmt::FunctionDef(def) => parse_def(source, def).map(Some),
        ast::Stmt::Import(_) | ast::Stmt::ImportFrom(_) => Ok(None),
        ast::Stmt::Expr(e) if string(&e.value).is_some() => Ok(None),
        other => Err(source.error(other, "a stub file holds decorated functions only")),
    }
}

fn parse_def(source: Source, def: &ast::StmtFunctionDef) -> Located<Parsed> {
    let header = decorator::parse(source, def)?;
    let mut scope = Scope::new(source, def)?;
    let parameters = signature::parameters(&mut scope, &def.args)?;
    scope.parameters = parameters;
    let result = signature::result(&scope, def)?;
    let (doc, statements) = split_doc(&def.body);
    let body = body::parse(&mut scope, &result, def, statements)?;
    let options = header.options(&scope)?;
    let place = Diagnostic::at(source.path, source.text, def.range.start().to_usize(), "");
    let entry = Entry {
        names: header.names,
        methods: header.methods,
        attributes: header.attributes,
        operators: header.operators,
        cupy: header.cupy,
        cupy_real: header.cupy_real,
        doc,
        path: source.path.to_string(),
        line: place.line,
        type_variables: scope.type_variables,
        parameters: scope.parameters,
        result,
        body,
        options,
    };
    Ok(Parsed { entry, calls: scope.calls })
}

/// The docstring and the statements after it.
fn split_doc(body: &[ast::Stmt]) -> (String, &[ast::Stmt]) {
    if let [ast::Stmt::Expr(e), rest @ ..] = body {
        if let Some(doc) = string(&e.value) {
            return (doc.trim().to_string(), rest);
        }
    }
    (String::new(), body)
}

fn string(expr: &ast::Expr) -> Option<&str> {
    match expr {
        ast::Expr::Constant(ast::ExprConstant { value: ast::Constant::Str(s), .. }) => Some(s),
        _ => None,
    }
}

fn integer(value: &ast::Constant) -> Option<i64> {
    match value {
        ast::Constant::Int(n) => n.to_string().parse().ok(),
        _ => None,
    }
}

/// `a.b.c` as text.
fn dotted(expr: &ast::Expr) -> Option<String> {
    match expr {
        ast::Expr::Name(n) => Some(n.id.to_string()),
        ast::Expr::Attribute(a) => Some(format!("{}.{}", dotted(&a.value)?, a.attr)),
        _ => None,
    }
}
