//! How the emitted code reaches library functions: through the module's own
//! imports where they are safe, else through imports that are added.

use crate::helpers::Helper;
use crate::names::Names;
use crate::python::expr::Expr;
use crate::python::stmt::Stmt;
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Modules that may be imported into any program.
const IMPORTABLE: [(&str, &str); 7] = [
    ("numpy", "np"),
    ("math", "math"),
    ("builtins", "builtins"),
    ("marshal", "marshal"),
    ("os", "os"),
    ("sys", "sys"),
    ("warnings", "warnings"),
];

/// Longest line of a statement that this file writes.
const WIDTH: usize = 100;

/// The Python form of the function that computes a tile of a parallel loop.
#[derive(Clone, Debug)]
pub struct TileFunction {
    pub name: String,
    pub definition: Stmt,
    /// It calls functions that use several cores by themselves.
    pub products: bool,
}

pub struct Library {
    /// Safely bound names and what they stand for.
    bindings: BTreeMap<String, String>,
    /// Builtins that the module may rebind.
    rebound: HashSet<String>,
    star_import: bool,
    /// Fresh names, reserved whether they are used or not.
    module_names: BTreeMap<&'static str, String>,
    helper_names: BTreeMap<Helper, String>,
    /// Names of the kernel at hand that hide the module's.
    hidden: HashSet<String>,
    /// Fresh names for tuples of functions, and the full names in those that are used.
    tuple_names: Vec<String>,
    pub tuples: Vec<Vec<String>>,
    pub imports: BTreeSet<&'static str>,
    pub helpers: BTreeSet<Helper>,
    /// The functions that compute tiles of parallel loops, by their symbols.
    pub tiles: BTreeMap<String, TileFunction>,
    pub used_tiles: BTreeSet<String>,
    /// Fresh names for the module's own functions, and which of them are used.
    own_names: BTreeMap<String, String>,
    pub own: BTreeSet<String>,
}

impl Library {
    pub fn new(bindings: BTreeMap<String, String>, source: &Source, names: &mut Names, versions: usize) -> Self {
        Self {
            bindings,
            rebound: source.maybe_bound().into_iter().map(str::to_string).collect(),
            star_import: source.has_star_import(),
            module_names: IMPORTABLE.iter().map(|(module, base)| (*module, names.fresh(base))).collect(),
            helper_names: Helper::ALL.iter().map(|helper| (*helper, names.fresh(helper.name()))).collect(),
            hidden: HashSet::new(),
            tuple_names: (0..versions).map(|_| names.fresh("_functions")).collect(),
            tuples: Vec::new(),
            imports: BTreeSet::new(),
            helpers: BTreeSet::new(),
            tiles: BTreeMap::new(),
            used_tiles: BTreeSet::new(),
            own_names: BTreeMap::new(),
            own: BTreeSet::new(),
        }
    }

    /// Makes functions of the module known, which can be captured where they are defined.
    pub fn know(&mut self, functions: impl IntoIterator<Item = String>, names: &mut Names) {
        let fresh = |name: &String| format!("_{}", name.replace('.', "_").trim_start_matches('_'));
        let captured = functions.into_iter().map(|name| (name.clone(), names.fresh(&fresh(&name))));
        self.own_names = captured.collect();
    }

    /// The name under which a function of the module is captured.
    pub fn own_function(&mut self, name: &str) -> Option<Expr> {
        let captured = self.own_names.get(name)?;
        self.own.insert(name.to_string());
        Some(Expr::name(&**captured))
    }

    /// The statements that capture a function of the module, if it is needed: in a class, as a variable of the module.
    pub fn capture_of(&self, name: &str) -> Option<Vec<String>> {
        let captured = self.own_names.get(name).filter(|_| self.own.contains(name))?;
        Some(match name.rsplit_once('.') {
            None => vec![format!("{captured} = {name}")],
            Some((_, member)) => vec![format!("global {captured}"), format!("{captured} = {member}")],
        })
    }

    /// Enters a kernel: its parameters and locals hide names of the module.
    pub fn enter(&mut self, hidden: HashSet<String>) {
        self.hidden = hidden;
    }

    pub fn leave(&mut self) {
        self.hidden.clear();
    }

    pub fn bound_to(&self, full: &str) -> Option<String> {
        let found = self.bindings.iter().find(|(name, target)| *target == full && !self.hidden.contains(*name));
        found.map(|(name, _)| name.clone())
    }

    /// What the program's name stands for, if that is known.
    pub fn binding(&self, name: &str) -> Option<&str> {
        self.bindings.get(name).map(String::as_str)
    }

    /// A name for this module, imported if the program has none.
    pub fn module_name(&mut self, module: &str) -> String {
        if let Some(name) = self.bound_to(module) {
            return name;
        }
        let Some((module, _)) = IMPORTABLE.iter().find(|(known, _)| *known == module) else {
            return module.to_string();
        };
        self.imports.insert(module);
        self.module_names[module].clone()
    }

    /// A spelling of a builtin that the program does not change.
    pub fn builtin_name(&mut self, name: &str) -> String {
        let trusted = self.bindings.get(name).is_some_and(|target| target == &format!("builtins.{name}"));
        let rebound = self.star_import || self.rebound.contains(name) || self.bindings.contains_key(name);
        if (trusted || !rebound) && !self.hidden.contains(name) {
            name.to_string()
        } else {
            format!("{}.{name}", self.module_name("builtins"))
        }
    }

    pub fn builtin(&mut self, name: &str) -> Expr {
        Expr::name(self.builtin_name(name))
    }

    /// The function of this full name; None if no import reaches it.
    pub fn function(&mut self, full: &str) -> Option<Expr> {
        if let Some(name) = full.strip_prefix("builtins.") {
            return Some(self.builtin(name));
        }
        if let Some(name) = self.bound_to(full) {
            return Some(Expr::name(name));
        }
        let mut split = full.len();
        while let Some(dot) = full[..split].rfind('.') {
            if let Some(name) = self.bound_to(&full[..dot]) {
                return Some(Expr::name(format!("{name}{}", &full[dot..])));
            }
            split = dot;
        }
        let (module, rest) = full.split_once('.')?;
        IMPORTABLE.iter().any(|(known, _)| *known == module).then(|| {
            let module = self.module_name(module);
            Expr::name(format!("{module}.{rest}"))
        })
    }

    /// `np.name`.
    pub fn numpy(&mut self, name: &str) -> Expr {
        let module = self.module_name("numpy");
        Expr::name(format!("{module}.{name}"))
    }

    /// NumPy itself.
    pub fn numpy_module(&mut self) -> Expr {
        Expr::name(self.module_name("numpy"))
    }

    pub fn helper_name(&self, helper: Helper) -> String {
        self.helper_names[&helper].clone()
    }

    /// A helper function, defined in the module from now on.
    pub fn helper(&mut self, helper: Helper) -> Expr {
        self.helpers.extend(helper.with_all());
        Expr::name(self.helper_name(helper))
    }

    /// The tuple of the functions of these full names, as they are when the module is imported.
    pub fn captured(&mut self, full_names: Vec<String>) -> Option<Expr> {
        self.helpers.insert(Helper::LibraryFunctions);
        let position = self.tuples.iter().position(|known| *known == full_names).unwrap_or_else(|| {
            self.tuples.push(full_names);
            self.tuples.len() - 1
        });
        self.tuple_names.get(position).map(|name| Expr::name(&**name))
    }

    /// The statements that capture functions.
    fn captures(&self) -> Vec<String> {
        let capture = |(name, functions): (&String, &Vec<String>)| {
            let arguments: Vec<_> = functions.iter().map(|function| format!("{function:?}")).collect();
            let call = format!("{}(", self.helper_name(Helper::LibraryFunctions));
            let line = format!("{name} = {call}{})", arguments.join(", "));
            if line.len() <= WIDTH {
                return vec![line];
            }
            let items = arguments.iter().map(|argument| format!("    {argument},"));
            [format!("{name} = {call}")].into_iter().chain(items).chain([")".to_string()]).collect()
        };
        self.tuple_names.iter().zip(&self.tuples).flat_map(capture).collect()
    }

    /// The import statements and helper definitions that the emitted code needs.
    pub fn additions(&mut self) -> (Vec<String>, Vec<String>) {
        self.leave();
        let mut definitions = Vec::new();
        for helper in self.helpers.clone() {
            if !definitions.is_empty() {
                definitions.extend([String::new(), String::new()]);
            }
            definitions.extend(helper.definition(self));
        }
        if !self.tuples.is_empty() {
            definitions.extend([String::new(), String::new()]);
            definitions.extend(self.captures());
        }
        let import = |module: &&str| {
            let name = &self.module_names[*module];
            if name == module {
                format!("import {module}")
            } else {
                format!("import {module} as {name}")
            }
        };
        (self.imports.iter().map(import).collect(), definitions)
    }
}
