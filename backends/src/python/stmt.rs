//! Python statements, as far as the emitter needs them.

use super::expr::{Expr, Operator};

#[derive(Clone, Debug, PartialEq)]
pub enum Stmt {
    Assign(Expr, Expr),
    AugAssign(Expr, Operator, Expr),
    Expr(Expr),
    Return(Option<Expr>),
    /// The exception at hand, once more.
    Raise,
    Pass,
    Comment(String),
    For {
        target: Expr,
        iterable: Expr,
        body: Vec<Stmt>,
    },
    If {
        condition: Expr,
        body: Vec<Stmt>,
        other: Vec<Stmt>,
    },
    With(Expr, Vec<Stmt>),
    Try {
        body: Vec<Stmt>,
        except: Expr,
        /// What happens then, and the name of the exception in it; nothing without.
        handler: Option<(String, Vec<Stmt>)>,
        other: Vec<Stmt>,
    },
    /// `def name(parameters):`
    Def {
        name: String,
        parameters: Vec<String>,
        body: Vec<Stmt>,
    },
    /// Lines of the user's own, relative to the indentation of the statement.
    Verbatim(Vec<String>),
}
