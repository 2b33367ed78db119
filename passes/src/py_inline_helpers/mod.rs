//! `py-inline-helpers`: the call of a small function of the same module becomes
//! the expression that the function returns.
//!
//! before: %f = py.name "radial" {helper}   %r = py.call %f(%x, %y)
//! after:  %d = py.binary "subtract" %x, %y   %r = py.binary "multiply" %d, %d {inlined = ["radial"]}
//!
//! Legal: the function is defined once in the module, without decorators, or is
//! a method, a static method or a property of the object's class; its body
//! assigns locals from expressions without effects, and ends in a return,
//! perhaps one of several under conditions; all parameters are given or have
//! numbers as defaults, and are read. Names mean the same in the caller. The
//! result says which functions it stands for: a version that uses it is guarded,
//! the name still is the function that the module defined (`callee.rs`). The
//! text of the statement is not changed.
//! Not handled: recursion, class methods, local functions, loops.

mod callee;

use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::{
    context_of, dictionary_entries, erase, operand, replace_all_uses, set_attribute, unused, value_key,
};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types;
use callee::{base_of, Callee, Caller, Functions};
use melior::ir::attribute::{ArrayAttribute, IntegerAttribute, StringAttribute};
use melior::ir::operation::{OperationBuilder, OperationLike};
use melior::ir::{Attribute, BlockLike, BlockRef, Identifier, Location, OperationRef, RegionLike, Value, ValueLike};
use melior::Context;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::py_infer_types::tree::{integers, string_array};
use crate::scop::read::{definition, name, operations, string_attribute};

pub const PASS: PassInfo = PassInfo {
    argument: "py-inline-helpers",
    description: "replace calls of small functions by what they return",
    run,
};

/// Operations that one call may become.
const LARGEST: usize = 200;

fn run(module: OperationRef, _: &Options) -> PassResult {
    let block = module.region(0).ok().and_then(|region| region.first_block());
    let functions: Vec<_> = block.into_iter().flat_map(operations).filter(|op| name(*op) == "py.func").collect();
    let inliner = Inliner { context: context_of(&module), functions: Functions::of(module, &functions) };
    for function in &functions {
        inliner.function(*function);
    }
    Ok(())
}

struct Inliner<'c, 'a> {
    context: &'c Context,
    functions: Functions<'c, 'a>,
}

type Outcome<T> = Result<T, String>;

/// One call that is being expanded.
struct Expansion<'i, 'c, 'a> {
    inliner: &'i Inliner<'c, 'a>,
    /// The operation before which new ones go.
    before: OperationRef<'c, 'a>,
    block: BlockRef<'c, 'a>,
    location: Location<'c>,
    caller: &'i Caller,
    /// New operations, in order.
    built: Vec<OperationRef<'c, 'a>>,
    /// Functions that are being expanded, outermost first.
    stack: Vec<String>,
}

impl<'c, 'a> Inliner<'c, 'a> {
    fn function(&self, function: OperationRef<'c, 'a>) {
        let caller = Caller::of(function);
        let mut places = vec![];
        collect(function, &mut places);
        for place in places {
            let value = match name(place).as_str() {
                "py.call" => operand(place, 0),
                _ => operand(place, 0).filter(|base| self.functions.property(place, *base, &caller).is_some()),
            };
            let Some(value) = value else { continue };
            let found = match name(place).as_str() {
                "py.call" => self.functions.callee(value, base_of(value), &caller),
                _ => self.functions.property(place, value, &caller),
            };
            if let Some(callee) = found {
                self.replace(place, callee, &caller);
            }
        }
    }

    /// Replaces a call, or an attribute that is a property.
    fn replace(&self, place: OperationRef<'c, 'a>, callee: Callee<'c, 'a>, caller: &Caller) {
        let (Some(block), location) = (place.block(), place.location()) else { return };
        let (helper, stack) = (callee.symbol.clone(), vec![caller.name.clone()]);
        let mut expansion = Expansion { inliner: self, before: place, block, location, caller, built: vec![], stack };
        let outcome = expansion.call(place, callee, &HashMap::new());
        let kept = match &outcome {
            Ok(value) => {
                let target = operand(place, 0).and_then(definition);
                if let Ok(result) = place.result(0) {
                    replace_all_uses(result.into(), *value);
                }
                erase(place);
                for dead in target.into_iter().filter(|op| op.results().all(|r| unused(r.into()))) {
                    erase(dead);
                }
                remark(location, &format!("'{helper}' became the expression that it returns"));
                true
            }
            Err(reason) => {
                remark(location, &format!("the call of '{helper}' stays: {reason}"));
                false
            }
        };
        for operation in expansion.built.into_iter().rev() {
            if !kept || operation.results().all(|r| unused(r.into())) {
                erase(operation);
            }
        }
    }
}

/// The calls and attributes below an operation, in program order.
fn collect<'c, 'a>(operation: OperationRef<'c, 'a>, places: &mut Vec<OperationRef<'c, 'a>>) {
    for region in operation.regions() {
        for inner in region.first_block().into_iter().flat_map(operations) {
            if matches!(name(inner).as_str(), "py.call" | "py.attribute") {
                places.push(inner);
            }
            collect(inner, places);
        }
    }
}

/// Values of a function's names, and whether each was read.
type Names<'c, 'a> = BTreeMap<String, Value<'c, 'a>>;
type Map<'c, 'a> = HashMap<usize, Value<'c, 'a>>;

impl<'c, 'a> Expansion<'_, 'c, 'a> {
    /// The value that a call returns; `map` gives the caller's values for those of the function it is in.
    fn call(
        &mut self,
        call: OperationRef<'c, 'a>,
        callee: Callee<'c, 'a>,
        map: &Map<'c, 'a>,
    ) -> Outcome<Value<'c, 'a>> {
        let Callee { function, symbol, guard, receiver } = callee;
        if self.stack.contains(&symbol) {
            return Err("it is recursive".into());
        }
        if function.has_attribute("refused") || function.has_attribute("behind_prologue") {
            return Err("its body is not modelled".into());
        }
        let mut names = self.arguments(call, function, receiver, map)?;
        let given = names.clone();
        self.stack.push(symbol);
        let mut read = BTreeSet::new();
        let block = function.region(0).ok().and_then(|region| region.first_block()).ok_or("it has no body")?;
        let body = operations(block);
        let value = self.body(&body, &mut names, &mut read, &mut Map::new())?.ok_or("it may end without a return")?;
        self.stack.pop();
        // What is not read is not evaluated in place of the call, though it may fail.
        let harmless = |value: &Value<'c, 'a>| match definition(*value) {
            Some(op) if name(op) == "py.constant" => true,
            Some(op) if name(op) == "py.name" => {
                string_attribute(op, "name").is_some_and(|name| self.caller.params.contains(&name))
            }
            _ => false,
        };
        if let Some((param, _)) = given.iter().find(|(param, value)| !read.contains(*param) && !harmless(value)) {
            return Err(format!("it does not read its parameter '{param}'"));
        }
        let root = definition(value).filter(|op| self.built.contains(op)).ok_or("it returns an argument as it is")?;
        let mut inlined = string_array(root, "inlined");
        inlined.push(guard);
        let inlined: Vec<Attribute> =
            inlined.iter().map(|name| StringAttribute::new(self.inliner.context, name).into()).collect();
        set_attribute(root, "inlined", ArrayAttribute::new(self.inliner.context, &inlined).into());
        Ok(value)
    }

    /// The values of a function's parameters.
    fn arguments(
        &mut self,
        call: OperationRef<'c, 'a>,
        function: OperationRef<'c, 'a>,
        receiver: Option<Value<'c, 'a>>,
        map: &Map<'c, 'a>,
    ) -> Outcome<Names<'c, 'a>> {
        let is_call = name(call) == "py.call";
        let operands = call.operands().skip(1).filter(|_| is_call).map(|v| mapped(map, v));
        let operands: Vec<Value> = receiver.into_iter().chain(operands).collect();
        let keywords = string_array(call, "keywords");
        let params = string_array(function, "params");
        let only = integers(function, "only").unwrap_or((0, 0));
        let positional = operands.len().saturating_sub(keywords.len());
        if positional > params.len().saturating_sub(only.1) {
            return Err("it takes fewer arguments".into());
        }
        let mut names = Names::new();
        names.extend(params.iter().cloned().zip(operands[..positional].iter().copied()));
        for (keyword, value) in keywords.iter().zip(&operands[positional..]) {
            if params.iter().take(only.0).any(|param| param == keyword) || !params.contains(keyword) {
                return Err(format!("it has no parameter that is called '{keyword}'"));
            }
            if names.insert(keyword.clone(), *value).is_some() {
                return Err("an argument is given twice".into());
            }
        }
        let defaults = function.attribute("default_values").ok().and_then(dictionary_entries).unwrap_or_default();
        for (param, value) in defaults {
            let Entry::Vacant(missing) = names.entry(param) else { continue };
            let kind = if IntegerAttribute::try_from(value).is_ok() { "int" } else { "float" };
            let attributes = [(Identifier::new(self.inliner.context, "value"), value)];
            missing.insert(self.build("py.constant", &[], &attributes, types::py(self.inliner.context, kind))?);
        }
        match params.iter().all(|param| names.contains_key(param)) {
            true => Ok(names),
            false => Err("not every parameter is given, and defaults are no numbers".into()),
        }
    }

    /// Expands statements up to a return, whose value it gives. A condition is a choice between the returns of both
    /// branches, or between the values that both leave in a name.
    fn body(
        &mut self,
        body: &[OperationRef<'c, 'a>],
        names: &mut Names<'c, 'a>,
        read: &mut BTreeSet<String>,
        map: &mut Map<'c, 'a>,
    ) -> Outcome<Option<Value<'c, 'a>>> {
        for (position, operation) in body.iter().enumerate() {
            let value = |map: &Map<'c, 'a>| operand(*operation, 0).map(|v| mapped(map, v));
            match name(*operation).as_str() {
                "py.assign" if !operation.has_attribute("part") => {
                    let target = string_attribute(*operation, "name").unwrap_or_default();
                    names.insert(target, value(map).ok_or("it assigns nothing")?);
                }
                "py.return" => return Ok(value(map)),
                "py.if" => {
                    let condition = value(map).ok_or("it has no condition")?;
                    let branch = |index: usize| {
                        let block = operation.region(index).ok().and_then(|region| region.first_block());
                        block.map(operations).unwrap_or_default()
                    };
                    let (then, otherwise) = (branch(0), branch(1));
                    if !has_return(&then) && !has_return(&otherwise) {
                        let mut changed = names.clone();
                        self.body(&then, names, read, &mut map.clone())?;
                        self.body(&otherwise, &mut changed, read, &mut map.clone())?;
                        self.choose(condition, names, &changed)?;
                        continue;
                    }
                    // What follows belongs to each branch that does not return.
                    let rest = |branch: Vec<OperationRef<'c, 'a>>| [branch, body[position + 1..].to_vec()].concat();
                    let a = self.body(&rest(then), &mut names.clone(), read, &mut map.clone())?;
                    let b = self.body(&rest(otherwise), &mut names.clone(), read, &mut map.clone())?;
                    let (Some(a), Some(b)) = (a, b) else { return Err("it may end without a return".into()) };
                    let object = types::py(self.inliner.context, "object");
                    return self.build("py.select", &[condition, a, b], &[], object).map(Some);
                }
                "py.pass" => {}
                _ => self.expression(*operation, names, read, map)?,
            }
        }
        Ok(None)
    }

    /// Names after a condition: what one branch alone binds may be unbound.
    fn choose(&mut self, condition: Value<'c, 'a>, then: &mut Names<'c, 'a>, otherwise: &Names<'c, 'a>) -> Outcome<()> {
        let object = types::py(self.inliner.context, "object");
        for (name, a) in std::mem::take(then) {
            match otherwise.get(&name) {
                Some(b) if value_key(a) == value_key(*b) => drop(then.insert(name, a)),
                Some(b) => drop(then.insert(name, self.build("py.select", &[condition, a, *b], &[], object)?)),
                None => {}
            }
        }
        Ok(())
    }

    /// Copies an expression, with names and arguments replaced.
    fn expression(
        &mut self,
        operation: OperationRef<'c, 'a>,
        names: &Names<'c, 'a>,
        read: &mut BTreeSet<String>,
        map: &mut Map<'c, 'a>,
    ) -> Outcome<()> {
        const COPIED: [&str; 10] = [
            "py.constant",
            "py.subscript",
            "py.slice",
            "py.ellipsis",
            "py.binary",
            "py.unary",
            "py.compare",
            "py.bool",
            "py.select",
            "py.tuple",
        ];
        let kind = name(operation);
        let result: Value = operation.result(0).map_err(|_| format!("it has a statement of kind '{kind}'"))?.into();
        let value = match kind.as_str() {
            "py.name" => {
                let variable = string_attribute(operation, "name").unwrap_or_default();
                match names.get(&variable) {
                    Some(value) => {
                        read.insert(variable);
                        *value
                    }
                    // The callee of a call, which is looked at there.
                    None if operation.has_attribute("helper") => return Ok(()),
                    None if operation.has_attribute("global") && !self.caller.hidden.contains(&variable) => {
                        self.copy(operation, map)?
                    }
                    None => return Err(format!("'{variable}' is another variable in the caller, or unbound")),
                }
            }
            "py.call" => {
                let target = operand(operation, 0).ok_or("it calls nothing")?;
                let base = base_of(target).map(|base| mapped(map, base));
                match self.inliner.functions.callee(target, base, self.caller) {
                    Some(callee) => self.call(operation, callee, map)?,
                    None => {
                        let callee = definition(target).map(name).unwrap_or_default();
                        if !matches!(callee.as_str(), "py.ref" | "py.attribute") {
                            return Err("it calls what is not known".into());
                        }
                        self.copy(operation, map)?
                    }
                }
            }
            "py.attribute" => {
                let member = string_attribute(operation, "name").unwrap_or_default();
                if member.starts_with("__") && !member.ends_with("__") && !self.of_callers_class() {
                    return Err(format!("'{member}' is another name in its class"));
                }
                let base = operand(operation, 0).map(|base| mapped(map, base));
                let property = base.and_then(|base| self.inliner.functions.property(operation, base, self.caller));
                match property {
                    Some(callee) => self.call(operation, callee, map)?,
                    None => self.copy(operation, map)?,
                }
            }
            "py.ref" => {
                let spelling = string_attribute(operation, "spelling").unwrap_or_default();
                let root = spelling.split('.').next().unwrap_or_default();
                if self.caller.hidden.contains(root) {
                    return Err(format!("'{root}' is another variable in the caller"));
                }
                self.copy(operation, map)?
            }
            _ if COPIED.contains(&kind.as_str()) => self.copy(operation, map)?,
            _ => return Err(format!("it has an operation of kind '{kind}'")),
        };
        map.insert(value_key(result), value);
        Ok(())
    }

    /// The function at hand belongs to the class of the caller, whose name is part of private names.
    fn of_callers_class(&self) -> bool {
        let class = self.stack.last().and_then(|symbol| symbol.rsplit_once('.')).map(|(class, _)| class);
        class == self.caller.class.as_deref()
    }

    fn copy(&mut self, operation: OperationRef<'c, 'a>, map: &Map<'c, 'a>) -> Outcome<Value<'c, 'a>> {
        let operands: Vec<Value> = operation.operands().map(|v| mapped(map, v)).collect();
        let attributes: Vec<_> = operation.attributes().collect();
        let result: Value = operation.result(0).map_err(|e| e.to_string())?.into();
        self.build(&name(operation), &operands, &attributes, result.r#type())
    }

    fn build(
        &mut self,
        kind: &str,
        operands: &[Value<'c, 'a>],
        attributes: &[(Identifier<'c>, Attribute<'c>)],
        result: melior::ir::Type<'c>,
    ) -> Outcome<Value<'c, 'a>> {
        let size: usize = operands.iter().map(|v| size(*v)).sum();
        if size > LARGEST || self.built.len() > LARGEST {
            return Err("it is too large".into());
        }
        let operation = OperationBuilder::new(kind, self.location).add_operands(operands).add_attributes(attributes);
        let operation = operation.add_results(&[result]).build().map_err(|e| e.to_string())?;
        let operation = self.block.insert_operation_before(self.before, operation);
        self.built.push(operation);
        operation.result(0).map(Into::into).map_err(|e| e.to_string())
    }
}

fn has_return(body: &[OperationRef]) -> bool {
    let inside = |op: &OperationRef| {
        let blocks: Vec<_> = op.regions().filter_map(|region| region.first_block()).collect();
        blocks.into_iter().any(|block| has_return(&operations(block)))
    };
    body.iter().any(|op| name(*op) == "py.return" || inside(op))
}

fn mapped<'c, 'a>(map: &Map<'c, 'a>, value: Value<'c, 'a>) -> Value<'c, 'a> {
    map.get(&value_key(value)).copied().unwrap_or(value)
}

/// Operations in the tree of an expression, each counted as often as it is used.
fn size(value: Value) -> usize {
    match definition(value) {
        Some(operation) => operation.operands().fold(1, |sum: usize, operand| match sum {
            sum if sum > LARGEST => sum,
            sum => sum + size(operand),
        }),
        None => 1,
    }
}
