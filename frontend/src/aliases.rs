//! Names that a module gives to types: `Matrix = np.ndarray`, `type Row = list[float]`,
//! `from numpy import ndarray as Grid`.
//!
//! In: the statements of a module. Out: annotations with such names replaced by
//! what they stand for. Rule: an alias is a hint like any other, so the last
//! definition counts, and what is no type is replaced all the same.

use crate::hints::Hint;
use crate::scope::ModuleScope;
use crate::source::Source;
use rustpython_parser::ast::{Expr, Ranged, Stmt};
use std::collections::BTreeMap;

/// Aliases of aliases beyond this are a cycle.
const MAX_DEPTH: usize = 8;
/// No annotation is longer.
const MAX_LENGTH: usize = 2000;

#[derive(Clone, Debug, Default)]
pub struct Aliases {
    texts: BTreeMap<String, String>,
}

impl Aliases {
    pub fn of(source: &Source, body: &[Stmt], scope: &ModuleScope) -> Self {
        let mut texts = BTreeMap::new();
        for (name, target) in &scope.imports {
            // A name that the reader of hints knows needs no replacement.
            if target.contains('.') && !target.ends_with(&format!(".{name}")) {
                texts.insert(name.clone(), target.clone());
            }
        }
        for stmt in body {
            let definition = match stmt {
                Stmt::Assign(assign) => assign.targets.first().map(|target| (target, &assign.value)),
                Stmt::AnnAssign(assign) => assign.value.as_ref().map(|value| (assign.target.as_ref(), value)),
                Stmt::TypeAlias(alias) => Some((alias.name.as_ref(), &alias.value)),
                _ => None,
            };
            let Some((Expr::Name(name), value)) = definition else { continue };
            let text = source.slice(value.start().into(), value.end().into());
            if text.len() <= MAX_LENGTH && names_type(text) {
                texts.insert(name.id.to_string(), text.to_string());
            }
        }
        Self { texts }
    }

    /// The annotation with its aliases replaced.
    pub fn expand(&self, annotation: &str) -> String {
        let mut text = annotation.to_string();
        for _ in 0..MAX_DEPTH {
            let next = self.replaced(&text);
            if next == text || next.len() > MAX_LENGTH {
                break;
            }
            text = next;
        }
        text
    }

    fn replaced(&self, text: &str) -> String {
        let mut out = String::new();
        let mut word = String::new();
        for c in text.chars().chain(['\n']) {
            if c.is_alphanumeric() || c == '_' || c == '.' {
                word.push(c);
                continue;
            }
            let known =
                self.texts.get(&word).filter(|alias| !(alias.contains(['\'', '"']) && text.contains(['\'', '"'])));
            out.push_str(known.unwrap_or(&word));
            word.clear();
            out.push(c);
        }
        out.pop();
        out
    }
}

/// A name or a subscripted or joined one, not a number, a call or a list.
fn names_type(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "_.[]|, '\":\n".contains(c);
    let first = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '\'' | '"'));
    first
        && text.chars().all(plain)
        && (text.contains(['[', '|']) || !matches!(Hint::parse(text), Hint::Unknown | Hint::Any))
}
