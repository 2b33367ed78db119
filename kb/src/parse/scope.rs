//! The names of one `def`: its type variables, sizes, sequences and parameters.

use rustpython_parser::ast::{self, Ranged};

use super::{Located, Source};
use crate::entry::{Parameter, ParameterKind};
use crate::types::Kind;

pub(super) struct Scope<'a> {
    pub source: Source<'a>,
    /// Element types: the capitalised type parameters.
    pub type_variables: Vec<(String, Kind)>,
    /// Sizes: the type parameters in lower case.
    pub sizes: Vec<String>,
    /// Runs of axes: the starred type parameters.
    pub sequences: Vec<String>,
    pub parameters: Vec<Parameter>,
    /// Functions named in the body, with the offset where.
    pub calls: Vec<(String, usize)>,
    /// Names a composition has assigned.
    pub locals: Vec<String>,
}

impl<'a> Scope<'a> {
    pub fn new(source: Source<'a>, def: &ast::StmtFunctionDef) -> Located<Self> {
        let mut scope = Self {
            source,
            type_variables: Vec::new(),
            sizes: Vec::new(),
            sequences: Vec::new(),
            parameters: Vec::new(),
            calls: Vec::new(),
            locals: Vec::new(),
        };
        def.type_params.iter().try_for_each(|p| scope.declare(p))?;
        Ok(scope)
    }

    fn declare(&mut self, parameter: &ast::TypeParam) -> Located<()> {
        match parameter {
            ast::TypeParam::TypeVarTuple(t) => self.sequences.push(t.name.to_string()),
            ast::TypeParam::TypeVar(t) if t.name.starts_with(char::is_uppercase) => {
                let kind = match &t.bound {
                    None => Kind::Any,
                    Some(bound) => self.kind(bound)?,
                };
                self.type_variables.push((t.name.to_string(), kind));
            }
            ast::TypeParam::TypeVar(t) => match &t.bound {
                None => self.sizes.push(t.name.to_string()),
                Some(bound) => return Err(self.error(&**bound, "a size has no bound; element types are capitalised")),
            },
            other @ ast::TypeParam::ParamSpec(_) => {
                return Err(self.error(other, "a type parameter is T, n or *S"));
            }
        }
        Ok(())
    }

    fn kind(&self, bound: &ast::Expr) -> Located<Kind> {
        let name = super::dotted(bound).unwrap_or_default();
        Kind::from_name(&name).ok_or_else(|| {
            self.error(
                bound,
                "unknown kind of element type; one of Any, Bool, Integer, Floating, \
                 ComplexFloating, RealNumber, Numeric, Inexact",
            )
        })
    }

    pub fn error(&self, node: &impl Ranged, message: impl Into<String>) -> crate::Diagnostic {
        self.source.error(node, message)
    }

    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|p| p.name == name)
    }

    /// A size variable or an int parameter: a name that stands in affine expressions.
    pub fn is_size(&self, name: &str) -> bool {
        let int = |p: &Parameter| matches!(p.kind, ParameterKind::Dim | ParameterKind::Int);
        self.sizes.iter().any(|s| s == name) || self.parameter(name).is_some_and(int)
    }

    pub fn is_array(&self, name: &str) -> bool {
        self.parameter(name).is_some_and(|p| matches!(p.kind, ParameterKind::Array { .. } | ParameterKind::Arrays))
    }

    pub fn is_type(&self, name: &str) -> bool {
        self.type_variables.iter().any(|(v, _)| v == name)
    }
}
