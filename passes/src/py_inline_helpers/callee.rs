//! What a call, or an attribute that is a property, refers to.
//!
//! In: a value that is called or read. Out: the function of the module, and the
//! name of the guard on it: `radial` for a function, `Solver.flux@self` for a
//! method that is looked up on `self`. Rule: the class at compile time is a
//! guess; the guard asks whether the object still finds this very function.

use crate::py_infer_types::tree::string_array;
use crate::scop::read::{definition, name, string_attribute};
use automphc_dialects::ir::{dictionary_entries, operand, string_text};
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The function into which calls are inlined.
pub struct Caller {
    pub name: String,
    pub class: Option<String>,
    /// Its first parameter, if that is an object of the class and is not bound again.
    own: Option<String>,
    /// Parameters that are not bound again: reading one cannot fail.
    pub params: BTreeSet<String>,
    /// Names that hide those of the module.
    pub hidden: BTreeSet<String>,
}

impl Caller {
    pub fn of(function: OperationRef) -> Self {
        let locals: BTreeSet<_> = string_array(function, "locals").into_iter().collect();
        let params: BTreeSet<_> = string_array(function, "params").into_iter().collect();
        Self {
            name: string_attribute(function, "sym_name").unwrap_or_default(),
            class: string_attribute(function, "class"),
            own: string_attribute(function, "self_name").filter(|name| !locals.contains(name)),
            hidden: params.union(&locals).cloned().collect(),
            params: params.difference(&locals).cloned().collect(),
        }
    }
}

pub struct Callee<'c, 'a> {
    pub function: OperationRef<'c, 'a>,
    pub symbol: String,
    /// What the guard is about.
    pub guard: String,
    /// The object that a method gets as its first argument.
    pub receiver: Option<Value<'c, 'a>>,
}

/// Functions by their symbols, and the bases of classes.
pub struct Functions<'c, 'a> {
    functions: BTreeMap<String, OperationRef<'c, 'a>>,
    bases: BTreeMap<String, Vec<String>>,
}

impl<'c: 'a, 'a> Functions<'c, 'a> {
    pub fn of(module: OperationRef<'c, 'a>, functions: &[OperationRef<'c, 'a>]) -> Self {
        let classes = module.attribute("py.classes").ok().and_then(dictionary_entries).unwrap_or_default();
        let bases = |facts| {
            let facts: BTreeMap<_, _> = dictionary_entries(facts).unwrap_or_default().into_iter().collect();
            let bases = facts.get("bases").copied().and_then(automphc_dialects::ir::array_elements);
            bases.into_iter().flatten().filter_map(string_text).map(str::to_string).collect()
        };
        Self {
            functions: functions.iter().filter_map(|op| Some((string_attribute(*op, "sym_name")?, *op))).collect(),
            bases: classes.into_iter().map(|(name, facts)| (name, bases(facts))).collect(),
        }
    }

    /// The function that a called value is; `property` asks for what reading the value runs instead.
    pub fn callee(&self, value: Value<'c, 'a>, base: Option<Value<'c, 'a>>, caller: &Caller) -> Option<Callee<'c, 'a>> {
        let operation = definition(value)?;
        match name(operation).as_str() {
            "py.name" if operation.has_attribute("helper") => {
                let symbol = string_attribute(operation, "name")?;
                let function = *self.functions.get(&symbol)?;
                Some(Callee { function, guard: symbol.clone(), symbol, receiver: None })
            }
            "py.attribute" => {
                self.member(operation, base?, caller).filter(|found| !found.function.has_attribute("property"))
            }
            _ => None,
        }
    }

    /// The property that an attribute is.
    pub fn property(
        &self,
        attribute: OperationRef<'c, 'a>,
        base: Value<'c, 'a>,
        caller: &Caller,
    ) -> Option<Callee<'c, 'a>> {
        self.member(attribute, base, caller)
            .filter(|found| found.function.has_attribute("property") && found.receiver.is_some())
    }

    fn member(&self, attribute: OperationRef<'c, 'a>, base: Value<'c, 'a>, caller: &Caller) -> Option<Callee<'c, 'a>> {
        let member = string_attribute(attribute, "name")?;
        let object = definition(base).filter(|op| name(*op) == "py.name")?;
        let spelled = string_attribute(object, "name")?;
        let own = caller.own.as_ref() == Some(&spelled);
        let class = match own {
            true => caller.class.clone()?,
            false if object.has_attribute("global") && !caller.hidden.contains(&spelled) => spelled.clone(),
            false => return None,
        };
        let (symbol, function) = self.lookup(&class, &member, 0)?;
        let kind = string_attribute(function, "method_kind")?;
        let receiver = (own && kind == "method").then_some(base);
        if !function.has_attribute("member_indent") || !matches!(kind.as_str(), "method" | "static") {
            return None;
        }
        Some(Callee { function, guard: format!("{symbol}@{spelled}"), symbol, receiver })
    }

    fn lookup(&self, class: &str, member: &str, depth: usize) -> Option<(String, OperationRef<'c, 'a>)> {
        let symbol = format!("{class}.{member}");
        if let Some(function) = self.functions.get(&symbol) {
            return Some((symbol, *function));
        }
        let bases = self.bases.get(class).filter(|_| depth < 16)?;
        bases.iter().find_map(|base| self.lookup(base, member, depth + 1))
    }
}

/// The value whose attribute a value is.
pub fn base_of<'c: 'a, 'a>(value: Value<'c, 'a>) -> Option<Value<'c, 'a>> {
    operand(definition(value).filter(|op| name(*op) == "py.attribute")?, 0)
}
