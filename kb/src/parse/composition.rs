//! A body of further calls: assignments and a `return`.
//!
//! Rule: an expression over sizes and int parameters is a number computed from
//! sizes; everything else is a call, operators included.

use rustpython_parser::ast::{self, Ranged};

use super::scope::Scope;
use super::{body, dotted, signature, Located};
use crate::entry::{Assignment, CallTerm, EntryBody, KeywordTerm, OperandTerm, Term};

pub(super) fn parse(scope: &mut Scope, statements: &[ast::Stmt]) -> Located<EntryBody> {
    let mut assignments = Vec::new();
    for (position, statement) in statements.iter().enumerate() {
        let last = position + 1 == statements.len();
        let assignment = match statement {
            ast::Stmt::Assign(s) if !last => match s.targets.as_slice() {
                [ast::Expr::Name(n)] => {
                    let value = call(scope, &s.value)?;
                    scope.locals.push(n.id.to_string());
                    Assignment { target: Some(n.id.to_string()), value }
                }
                _ => return Err(scope.error(statement, "one name is assigned at a time")),
            },
            ast::Stmt::Return(s) if last => match s.value.as_deref() {
                Some(value) => Assignment { target: None, value: call(scope, value)? },
                None => return Err(scope.error(statement, "the call's value is returned")),
            },
            _ => {
                return Err(scope
                    .error(statement, "a body is one equation over out[...], or assignments and a return, or `...`"));
            }
        };
        assignments.push(assignment);
    }
    Ok(EntryBody::Composition(assignments))
}

fn call(scope: &mut Scope, expr: &ast::Expr) -> Located<CallTerm> {
    let (function, operands, keywords): (String, Vec<&ast::Expr>, &[ast::Keyword]) = match expr {
        ast::Expr::Call(c) => match dotted(&c.func) {
            Some(function) => (function, c.args.iter().collect(), &c.keywords),
            None => return Err(scope.error(expr, "a function's name is expected")),
        },
        ast::Expr::BinOp(b) => (body::binary(b.op).to_string(), vec![&b.left, &b.right], &[]),
        ast::Expr::UnaryOp(u) if u.op == ast::UnaryOp::USub => ("negative".to_string(), vec![&u.operand], &[]),
        _ => return Err(scope.error(expr, "a call is expected")),
    };
    scope.calls.push((function.clone(), expr.start().to_usize()));
    let operands = operands.into_iter().map(|o| operand(scope, o)).collect::<Located<_>>()?;
    let keywords = keywords.iter().map(|k| keyword(scope, k)).collect::<Located<_>>()?;
    Ok(CallTerm { function, operands, keywords })
}

fn operand(scope: &mut Scope, expr: &ast::Expr) -> Located<OperandTerm> {
    if let Ok(term) = body::scalar(&mut Vec::new(), expr) {
        let (mut plain, mut unknown) = (true, None);
        term.visit(&mut |t| match t {
            Term::Name(n) if scope.is_size(n) => {}
            Term::Name(n) => {
                plain = matches!(term, Term::Name(_));
                if scope.parameter(n).is_none() && !scope.locals.contains(n) {
                    unknown = Some(n.clone());
                }
            }
            Term::Read { .. } => plain = false,
            Term::Apply { function, .. } => {
                plain &= ["add", "subtract", "multiply", "negative"].contains(&function.as_str());
            }
            Term::Number(_) => {}
        });
        match (plain, unknown) {
            (true, None) => return Ok(OperandTerm::Term(term)),
            (_, Some(name)) => return Err(scope.error(expr, format!("unknown name {name}"))),
            _ => {}
        }
    }
    call(scope, expr).map(OperandTerm::Call)
}

fn keyword(scope: &Scope, keyword: &ast::Keyword) -> Located<(String, KeywordTerm)> {
    let Some(name) = &keyword.arg else {
        return Err(scope.error(keyword, "a keyword's name is expected"));
    };
    let value = match &keyword.value {
        ast::Expr::Name(n) if scope.parameter(&n.id).is_some() => KeywordTerm::Parameter(n.id.to_string()),
        value => match signature::constant(scope, value) {
            Ok(constant) => KeywordTerm::Constant(constant),
            Err(error) => KeywordTerm::DType(signature::type_rule(scope, value).map_err(|_| error)?),
        },
    };
    Ok((name.to_string(), value))
}
