//! All entries by name.
//!
//! Rule: several `def`s of one name in one file are overloads, tried in order.
//! A later file that defines a name replaces that name, and only that name.

use std::collections::{BTreeMap, BTreeSet};

use crate::call;
use crate::diagnostic::Diagnostic;
use crate::entry::{Entry, EntryBody, Function};
use crate::instance::{Argument, Instance, Mismatch, Params};
use crate::parse::{parse_source, Parsed, Source};

/// The files that come with the compiler.
const STANDARD: &[(&str, &str)] = &[
    ("kb/numpy/elementwise.py", include_str!("../numpy/elementwise.py")),
    ("kb/numpy/creation.py", include_str!("../numpy/creation.py")),
    ("kb/numpy/reduction.py", include_str!("../numpy/reduction.py")),
    ("kb/numpy/linalg.py", include_str!("../numpy/linalg.py")),
    ("kb/numpy/manipulation.py", include_str!("../numpy/manipulation.py")),
    ("kb/numpy/indexing.py", include_str!("../numpy/indexing.py")),
    ("kb/numpy/fft.py", include_str!("../numpy/fft.py")),
    ("kb/numpy/random.py", include_str!("../numpy/random.py")),
    ("kb/math.py", include_str!("../math.py")),
];

#[derive(Clone, Debug, Default)]
pub struct KnowledgeBase {
    entries: Vec<Entry>,
    /// Every spelled name, aliases included.
    functions: BTreeMap<String, Function>,
    /// Positions in `entries`, by spelled name.
    overloads: BTreeMap<String, Vec<usize>>,
    methods: BTreeMap<String, String>,
    attributes: BTreeMap<String, String>,
    operators: BTreeMap<String, String>,
    /// Numbers from NumPy's global generator may be drawn in another order than the program draws them.
    pub reorderable_draws: bool,
}

impl KnowledgeBase {
    /// The entries that come with the compiler.
    pub fn standard() -> Result<Self, Diagnostic> {
        let mut base = Self::default();
        for (path, text) in STANDARD {
            base.insert(path, text).map_err(|errors| first(path, text, errors))?;
        }
        base.index();
        Ok(base)
    }

    /// Adds a file. Either all of its entries are added or none.
    pub fn add_source(&mut self, path: &str, text: &str) -> Result<(), Vec<Diagnostic>> {
        self.insert(path, text)?;
        self.index();
        Ok(())
    }

    /// Adds a file's entries; the tables are rebuilt afterwards.
    fn insert(&mut self, path: &str, text: &str) -> Result<(), Vec<Diagnostic>> {
        let source = Source { path, text };
        let parsed = parse_source(source)?;
        let own = parsed.iter().flat_map(|p| p.entry.names.iter().cloned());
        let defined: BTreeSet<String> = own.collect();
        let before: BTreeSet<&str> = self.entries.iter().flat_map(|e| e.names.iter().map(String::as_str)).collect();
        let known = |name: &str| defined.contains(name) || before.contains(name);
        let errors = unknown_functions(source, &parsed, &known);
        if !errors.is_empty() {
            return Err(errors);
        }
        defined.iter().for_each(|name| self.drop_name(name));
        self.entries.extend(parsed.into_iter().map(|p| p.entry));
        Ok(())
    }

    /// Drops an entry by its primary name, and the aliases spelled so. A bare
    /// name stands for that name in every module.
    pub fn remove(&mut self, name: &str) {
        let suffix = format!(".{name}");
        let same = |n: &String| n == name || (!name.contains('.') && n.ends_with(&suffix));
        self.entries.retain(|e| !e.names.first().is_some_and(same));
        self.entries.iter_mut().for_each(|e| e.names.retain(|n| !same(n)));
        self.index();
    }

    pub fn function(&self, name: &str) -> Option<&Function> {
        self.functions.get(name)
    }

    /// The entry that an ndarray method spells: `sum` is `numpy.sum`.
    pub fn method(&self, name: &str) -> Option<&str> {
        self.methods.get(name).map(String::as_str)
    }

    /// The entry that an ndarray attribute spells: `T` is `numpy.transpose`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// The entry that an operator spells: `+`, `@`, `<=`, `unary -`.
    pub fn operator(&self, symbol: &str) -> Option<&str> {
        self.operators.get(symbol).map(String::as_str)
    }

    /// Functions under their primary names, in order of names.
    pub fn functions(&self) -> impl Iterator<Item = &Function> {
        let primary: BTreeSet<&String> = self.entries.iter().filter_map(|e| e.names.first()).collect();
        self.functions.values().filter(move |f| primary.contains(&f.name))
    }

    /// The meaning of a call. `arguments` are the positional ones; keywords and
    /// constants may be given by name in `params` instead.
    pub fn instantiate(&self, name: &str, arguments: &[Argument], params: &Params) -> Result<Instance, Mismatch> {
        let overloads = self.overloads.get(name).filter(|o| !o.is_empty());
        let overloads = overloads.ok_or_else(|| Mismatch::new(format!("{name} is not in the knowledge base")))?;
        let mut reasons: Vec<String> = Vec::new();
        for entry in overloads.iter().filter_map(|n| self.entries.get(*n)) {
            match self.instantiate_entry(entry, arguments, params) {
                Ok(instance) => return Ok(instance),
                Err(mismatch) if reasons.contains(&mismatch.reason) => {}
                Err(mismatch) => reasons.push(mismatch.reason),
            }
        }
        Err(Mismatch::new(format!("{name}: {}", reasons.join("; "))))
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn instantiate_entry(
        &self,
        entry: &Entry,
        arguments: &[Argument],
        params: &Params,
    ) -> Result<Instance, Mismatch> {
        let weight = |function: &str| self.weight(function);
        let resolve = |entry: &Entry, function: &str| {
            let known = |name: &str| self.functions.contains_key(name);
            resolve(entry, function, &known).unwrap_or_else(|| function.to_string())
        };
        call::instantiate(entry, arguments, params, &weight, &resolve)
    }

    /// Operations of one application of a scalar function.
    pub fn weight(&self, function: &str) -> f64 {
        let overloads = self.overloads.get(&format!("numpy.{function}"));
        let entry = overloads.and_then(|o| o.first()).and_then(|n| self.entries.get(*n));
        entry.and_then(|e| e.options.weight).unwrap_or(1.0)
    }

    fn drop_name(&mut self, name: &str) {
        self.entries.iter_mut().for_each(|e| e.names.retain(|n| n != name));
    }

    /// Rebuilds the tables after entries changed.
    fn index(&mut self) {
        self.entries.retain(|e| !e.names.is_empty());
        self.overloads.clear();
        for (position, entry) in self.entries.iter().enumerate() {
            for name in &entry.names {
                self.overloads.entry(name.clone()).or_default().push(position);
            }
        }
        let function = |(name, overloads): (&String, &Vec<usize>)| {
            let entries: Vec<&Entry> = overloads.iter().filter_map(|n| self.entries.get(*n)).collect();
            Some((name.clone(), describe(name, &entries)?))
        };
        self.functions = self.overloads.iter().filter_map(function).collect();
        let spellings = |list: fn(&Entry) -> &Vec<String>| -> BTreeMap<String, String> {
            let mut table = BTreeMap::new();
            for entry in &self.entries {
                let Some(primary) = entry.names.first() else {
                    continue;
                };
                for spelling in list(entry) {
                    table.entry(spelling.clone()).or_insert_with(|| primary.clone());
                }
            }
            table
        };
        let methods = spellings(|e| &e.methods);
        let attributes = spellings(|e| &e.attributes);
        let operators = spellings(|e| &e.operators);
        (self.methods, self.attributes, self.operators) = (methods, attributes, operators);
    }
}

fn first(path: &str, text: &str, errors: Vec<Diagnostic>) -> Diagnostic {
    errors.into_iter().next().unwrap_or_else(|| Diagnostic::at(path, text, 0, "the file is refused"))
}

/// The full name of a function named in a body: of the entry's own module, or NumPy's.
fn resolve(entry: &Entry, function: &str, known: &dyn Fn(&str) -> bool) -> Option<String> {
    let module = entry.names.first().and_then(|n| n.split('.').next()).unwrap_or("numpy");
    let candidates = [function.to_string(), format!("{module}.{function}"), format!("numpy.{function}")];
    candidates.into_iter().find(|name| known(name))
}

/// Every function that a body names must have an entry.
fn unknown_functions(source: Source, parsed: &[Parsed], known: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for Parsed { entry, calls } in parsed {
        let scalar = !matches!(entry.body, EntryBody::Composition(_));
        for (function, offset) in calls {
            let found = match scalar {
                true => known(&format!("numpy.{function}")),
                false => resolve(entry, function, known).is_some(),
            };
            if !found {
                let message = format!("{function} is not in the knowledge base");
                errors.push(Diagnostic::at(source.path, source.text, *offset, message));
            }
        }
    }
    errors
}

/// What callers see of one spelled name.
fn describe(name: &str, entries: &[&Entry]) -> Option<Function> {
    let main = entries.first()?;
    // CuPy's function of this very name, where an entry has it: its `dot` of stacks is not its `matmul`.
    let own = entries.iter().find(|e| e.names.first().is_some_and(|first| first == name)).unwrap_or(main);
    let collect = |list: fn(&Entry) -> &Vec<String>| {
        let mut all: Vec<String> = Vec::new();
        for item in entries.iter().flat_map(|e| list(e)) {
            if item != name && !all.contains(item) {
                all.push(item.clone());
            }
        }
        all
    };
    Some(Function {
        name: name.to_string(),
        aliases: collect(|e| &e.names),
        methods: collect(|e| &e.methods),
        cupy: own.cupy.clone(),
        cupy_real: own.cupy_real,
        doc: main.doc.clone(),
        parameters: main.parameters.clone(),
        overloads: entries.iter().map(|e| e.parameters.clone()).collect(),
        pure: entries.iter().all(|e| e.options.effects.is_none()),
        view: entries.iter().any(|e| e.options.view),
        out: entries.iter().any(|e| e.options.out),
        versions: entries.iter().find_map(|e| e.options.versions.clone()),
        raises: entries.iter().find_map(|e| e.options.raises.clone()),
        path: main.path.clone(),
        line: main.line,
        elementwise: is_scalar_function(main),
    })
}

/// `out[...] = f(a[...], b[...])`: one application at every element.
pub(crate) fn is_scalar_function(entry: &Entry) -> bool {
    use crate::entry::{Slot, Term};
    match &entry.body {
        EntryBody::Equation { outputs, combine: None, value: Term::Apply { arguments, .. } } => {
            outputs.iter().all(|s| *s == Slot::Rest) && arguments.iter().all(|a| !matches!(a, Term::Apply { .. }))
        }
        _ => false,
    }
}
