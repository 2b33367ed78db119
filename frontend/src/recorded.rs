//! Types of parameters from outside the module: stubs, and recorded calls.
//!
//! In: a stub (`kernel.pyi`), or a store of MonkeyType's (an SQLite file with
//! the table `monkeytype_call_traces`). Out: for each function, by its
//! qualified name, the combinations of types that its parameters have, as
//! annotations, the most frequent first. Rule: what is recorded is a hint like
//! any other; a type that is not understood says nothing.

use crate::diagnostic::Diagnostic;
use crate::import::ImportOptions;
use crate::parse::parse;
use crate::source::Source;
use crate::sqlite;
use rustpython_parser::ast::{Constant, Expr, ExprDict};
use rustpython_parser::{ast, Parse};
use std::collections::BTreeMap;

/// Combinations of types beyond which the rarest are left out.
const MOST: usize = 4;

/// Annotations by parameter.
pub type Signature = BTreeMap<String, String>;

#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// Combinations and how often they were seen, by qualified name.
    functions: BTreeMap<String, Vec<(Signature, usize)>>,
}

impl Recorded {
    /// The combinations of a function's types, the most frequent first.
    pub fn signatures(&self, function: &str) -> Vec<&Signature> {
        let mut all: Vec<_> = self.functions.get(function).into_iter().flatten().collect();
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        all.into_iter().take(MOST).map(|(signature, _)| signature).collect()
    }

    fn add(&mut self, function: &str, signature: Signature) {
        let known = self.functions.entry(function.to_string()).or_default();
        match known.iter_mut().find(|(other, _)| *other == signature) {
            Some((_, count)) => *count += 1,
            None => known.push((signature, 1)),
        }
    }

    /// Adds the annotations of a stub; several definitions of one name are overloads.
    pub fn add_stub(&mut self, stub: &Source) -> Result<(), Box<Diagnostic>> {
        for function in parse(stub, &ImportOptions::default())?.functions {
            let annotated = function.parameters.into_iter().filter(|parameter| !parameter.hint.is_empty());
            let signature: Signature = annotated.map(|parameter| (parameter.name, parameter.hint)).collect();
            if !signature.is_empty() {
                self.add(&function.qualified_name, signature);
            }
        }
        Ok(())
    }

    /// Adds the calls that MonkeyType recorded of a module, given by the last part of its name.
    pub fn add_store(&mut self, bytes: &[u8], module: &str) -> Result<(), String> {
        for row in sqlite::rows(bytes, "monkeytype_call_traces")? {
            let text = |column: &str| row.get(column).map_or("", String::as_str);
            let recorded = text("module").rsplit('.').next().unwrap_or("");
            if recorded != module && recorded != "__main__" {
                continue;
            }
            if let Some(signature) = signature(text("arg_types")) {
                self.add(text("qualname"), signature);
            }
        }
        Ok(())
    }
}

/// `{"a": {"module": "numpy", "qualname": "ndarray"}}`. Of JSON, the store uses
/// what is a Python expression too.
fn signature(json: &str) -> Option<Signature> {
    let nested = json.chars().filter(|c| matches!(c, '{' | '[')).count();
    if nested > 1000 {
        return None;
    }
    let Ok(Expr::Dict(types)) = ast::Expr::parse(json, "arg_types") else { return None };
    entries(&types).map(|(name, ty)| Some((name, annotation(ty?)?))).collect()
}

fn entries(dict: &ExprDict) -> impl Iterator<Item = (String, Option<&Expr>)> {
    let pairs = dict.keys.iter().zip(&dict.values);
    pairs.filter_map(|(key, value)| Some((string(key.as_ref()?)?, Some(value))))
}

fn string(e: &Expr) -> Option<String> {
    match e {
        Expr::Constant(constant) => match &constant.value {
            Constant::Str(text) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// `{"module": "typing", "qualname": "List", "elem_types": [...]}` as it is written in a program.
fn annotation(e: &Expr) -> Option<String> {
    let Expr::Dict(dict) = e else { return None };
    let fields: BTreeMap<_, _> = entries(dict).collect();
    let text = |name: &str| fields.get(name).copied().flatten().and_then(string);
    let (module, name) = (text("module")?, text("qualname")?);
    let name = match name.as_str() {
        "NoneType" => "None".to_string(),
        _ => format!("{module}.{name}"),
    };
    let items = match fields.get("elem_types").copied().flatten() {
        Some(Expr::List(list)) => list.elts.iter().map(annotation).collect::<Option<Vec<_>>>()?,
        _ => Vec::new(),
    };
    Some(if items.is_empty() { name } else { format!("{name}[{}]", items.join(", ")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_as_monkeytype_writes_them() {
        let json = r#"{"a": {"elem_types": [{"module": "builtins", "qualname": "float"}], "module": "typing",
            "qualname": "List"}, "b": {"module": "numpy", "qualname": "ndarray"}, "c": {"module": "builtins", "qualname": "NoneType"}}"#;
        let signature = signature(json).expect("valid");
        let types: Vec<_> = signature.values().map(String::as_str).collect();
        assert_eq!(types, ["typing.List[builtins.float]", "numpy.ndarray", "None"]);
    }

    #[test]
    fn what_is_no_record_says_nothing() {
        for json in ["", "[", "{}x", "{\"a\": 1}", "{\"a\": {\"module\": \"m\"}}", &"{".repeat(100_000)] {
            assert!(signature(json).is_none_or(|signature| signature.is_empty()), "{json}");
        }
    }

    #[test]
    fn frequent_combinations_come_first() {
        let mut recorded = Recorded::default();
        let of = |ty: &str| Signature::from([("a".to_string(), ty.to_string())]);
        ["int", "float", "float"].iter().for_each(|ty| recorded.add("f", of(ty)));
        assert_eq!(recorded.signatures("f"), [&of("float"), &of("int")]);
        assert!(recorded.signatures("g").is_empty());
    }

    #[test]
    fn stubs_give_annotations() {
        let mut recorded = Recorded::default();
        let stub = "from numpy import ndarray\nclass C:\n    def f(self, a: ndarray, n: int) -> None: ...\n";
        recorded.add_stub(&Source::from_text("k.pyi", stub)).expect("valid");
        let signatures = recorded.signatures("C.f");
        assert_eq!(signatures[0].get("a").map(String::as_str), Some("ndarray"));
        assert_eq!(signatures[0].get("self"), None);
    }
}
