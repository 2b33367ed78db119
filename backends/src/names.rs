//! Fresh names: short, derived from what they stand for, and different from
//! every identifier of the module.

use std::collections::{BTreeSet, HashSet};

const KEYWORDS: [&str; 38] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "match", "case", "_",
];

/// Builtins that emitted code uses: no local may hide them.
const BUILTINS: [&str; 14] =
    ["type", "float", "int", "complex", "bool", "list", "len", "range", "min", "max", "abs", "zip", "sum", "set"];

#[derive(Clone, Debug)]
pub struct Names {
    taken: HashSet<String>,
}

impl Names {
    pub fn new(module: &BTreeSet<String>) -> Self {
        let reserved = KEYWORDS.iter().chain(&BUILTINS).map(|name| name.to_string());
        Self { taken: module.iter().cloned().chain(reserved).collect() }
    }

    /// `base`, `base_`, `base_2`, ...: the first that is free, taken from now on.
    pub fn fresh(&mut self, base: &str) -> String {
        let base = identifier(base);
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        for candidate in [base.clone(), format!("{base}_")].into_iter().chain(numbered) {
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
        base
    }

    /// Takes names that exist already.
    pub fn reserve<'n>(&mut self, names: impl IntoIterator<Item = &'n String>) {
        self.taken.extend(names.into_iter().cloned());
    }

    /// Frees a name whose scope has ended.
    pub fn release(&mut self, name: &str) {
        self.taken.remove(name);
    }
}

/// The text as an identifier that is not subject to a class's name mangling.
fn identifier(text: &str) -> String {
    let cleaned: String = text.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect();
    let trimmed = cleaned.trim_end_matches('_');
    let short = if trimmed.starts_with("__") { trimmed.trim_start_matches('_') } else { trimmed };
    if short.is_empty() || short.starts_with(|c: char| c.is_numeric()) {
        format!("x{short}")
    } else {
        short.to_string()
    }
}
