//! `py-inline-helpers`: the call of a small function of the same module becomes
//! the expression that the function returns.
//!
//! before: %f = py.name "radial" {helper}   %r = py.call %f(%x, %y)
//! after:  %d = py.binary "subtract" %x, %y   %r = py.binary "multiply" %d, %d {inlined = ["radial"]}
//!
//! Legal: the function is defined once in the module, without decorators; its
//! body assigns each local once, from expressions without effects, and ends in
//! a return, perhaps one of two under a condition; all parameters are given and
//! read. Names mean the same in the caller. The result says which functions it
//! stands for: a version that uses it is guarded, the name still is the function
//! that the module defined. The text of the statement is not changed.
//! Not handled: recursion, methods, local functions, loops, default arguments.

use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::{context_of, erase, replace_all_uses, set_attribute, unused, value_key};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types;
use melior::ir::attribute::{ArrayAttribute, StringAttribute};
use melior::ir::operation::{OperationBuilder, OperationLike};
use melior::ir::{Attribute, BlockLike, BlockRef, Identifier, Location, OperationRef, RegionLike, Value, ValueLike};
use melior::Context;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::py_infer_types::tree::string_array;
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
    let inliner = Inliner {
        context: context_of(&module),
        functions: functions.iter().filter_map(|op| Some((string_attribute(*op, "sym_name")?, *op))).collect(),
    };
    for function in &functions {
        inliner.function(*function);
    }
    Ok(())
}

struct Inliner<'c, 'a> {
    context: &'c Context,
    functions: BTreeMap<String, OperationRef<'c, 'a>>,
}

type Outcome<T> = Result<T, String>;

/// One call that is being expanded.
struct Expansion<'i, 'c, 'a> {
    inliner: &'i Inliner<'c, 'a>,
    /// The operation before which new ones go.
    before: OperationRef<'c, 'a>,
    block: BlockRef<'c, 'a>,
    location: Location<'c>,
    /// Names of the caller, which hide those of the module.
    hidden: &'i BTreeSet<String>,
    /// New operations, in order.
    built: Vec<OperationRef<'c, 'a>>,
    /// Functions that are being expanded, outermost first.
    stack: Vec<String>,
}

impl<'c, 'a> Inliner<'c, 'a> {
    fn function(&self, function: OperationRef<'c, 'a>) {
        let own = string_attribute(function, "sym_name").unwrap_or_default();
        let hidden: BTreeSet<String> =
            ["params", "locals"].into_iter().flat_map(|n| string_array(function, n)).collect();
        let mut calls = vec![];
        collect(function, &mut calls);
        for call in calls {
            let Some(helper) = helper_name(call) else { continue };
            let Some(block) = call.block() else { continue };
            let location = call.location();
            let stack = vec![own.clone()];
            let mut expansion =
                Expansion { inliner: self, before: call, block, location, hidden: &hidden, built: vec![], stack };
            match expansion.call(call, &helper, &HashMap::new()) {
                Ok(value) => {
                    let callee = call.operand(0).ok().and_then(definition);
                    if let Ok(result) = call.result(0) {
                        replace_all_uses(result.into(), value);
                    }
                    erase(call);
                    for dead in callee.into_iter().filter(|op| op.results().all(|r| unused(r.into()))) {
                        erase(dead);
                    }
                    remark(location, &format!("'{helper}' became the expression that it returns"));
                }
                Err(reason) => {
                    for operation in expansion.built.into_iter().rev() {
                        erase(operation);
                    }
                    remark(location, &format!("the call of '{helper}' stays: {reason}"));
                }
            }
        }
    }
}

/// The calls below an operation, in program order.
fn collect<'c, 'a>(operation: OperationRef<'c, 'a>, calls: &mut Vec<OperationRef<'c, 'a>>) {
    for region in operation.regions() {
        for inner in region.first_block().into_iter().flat_map(operations) {
            if name(inner) == "py.call" {
                calls.push(inner);
            }
            collect(inner, calls);
        }
    }
}

/// The function of the module that a call names.
fn helper_name<'c: 'a, 'a>(call: OperationRef<'c, 'a>) -> Option<String> {
    let callee = definition(call.operand(0).ok()?)?;
    (name(callee) == "py.name" && callee.has_attribute("helper")).then(|| string_attribute(callee, "name"))?
}

/// Values of a function's names, and whether each was read.
type Names<'c, 'a> = BTreeMap<String, Value<'c, 'a>>;
type Map<'c, 'a> = HashMap<usize, Value<'c, 'a>>;

impl<'c, 'a> Expansion<'_, 'c, 'a> {
    /// The value that a call returns; `map` gives the caller's values for those of the function it is in.
    fn call(&mut self, call: OperationRef<'c, 'a>, helper: &str, map: &Map<'c, 'a>) -> Outcome<Value<'c, 'a>> {
        if self.stack.iter().any(|name| name == helper) {
            return Err("it is recursive".into());
        }
        let function = self.inliner.functions.get(helper).copied().ok_or("it is not in this module")?;
        if function.has_attribute("refused") || function.has_attribute("class") {
            return Err("its body is not modelled".into());
        }
        let operands: Vec<Value> = call.operands().skip(1).map(|v| mapped(map, v)).collect();
        let keywords = string_array(call, "keywords");
        let params = string_array(function, "params");
        let positional = operands.len().saturating_sub(keywords.len());
        let mut names = Names::new();
        names.extend(params.iter().cloned().zip(operands[..positional].iter().copied()));
        for (keyword, value) in keywords.iter().zip(&operands[positional..]) {
            if names.insert(keyword.clone(), *value).is_some() {
                return Err("an argument is given twice".into());
            }
        }
        if names.len() != params.len() || positional > params.len() || !params.iter().all(|p| names.contains_key(p)) {
            return Err("not every parameter is given".into());
        }
        self.stack.push(helper.to_string());
        let mut read = BTreeSet::new();
        let block = function.region(0).ok().and_then(|region| region.first_block()).ok_or("it has no body")?;
        let body = operations(block);
        let value = self.body(&body, &mut names, &mut read, &mut Map::new())?.ok_or("it returns nothing")?;
        self.stack.pop();
        if let Some(param) = params.iter().find(|param| !read.contains(*param)) {
            return Err(format!("it does not read its parameter '{param}'"));
        }
        let root = definition(value).filter(|op| self.built.contains(op)).ok_or("it returns an argument as it is")?;
        let mut inlined = string_array(root, "inlined");
        inlined.push(helper.to_string());
        let inlined: Vec<Attribute> =
            inlined.iter().map(|name| StringAttribute::new(self.inliner.context, name).into()).collect();
        set_attribute(root, "inlined", ArrayAttribute::new(self.inliner.context, &inlined).into());
        Ok(value)
    }

    /// Expands statements up to a return, whose value it gives.
    fn body(
        &mut self,
        body: &[OperationRef<'c, 'a>],
        names: &mut Names<'c, 'a>,
        read: &mut BTreeSet<String>,
        map: &mut Map<'c, 'a>,
    ) -> Outcome<Option<Value<'c, 'a>>> {
        for (position, operation) in body.iter().enumerate() {
            let value = |map: &Map<'c, 'a>| automphc_dialects::ir::operand(*operation, 0).map(|v| mapped(map, v));
            match name(*operation).as_str() {
                "py.assign" if !operation.has_attribute("part") => {
                    let target = string_attribute(*operation, "name").unwrap_or_default();
                    let value = value(map).ok_or("it assigns nothing")?;
                    if names.insert(target.clone(), value).is_some() {
                        return Err(format!("it binds '{target}' again"));
                    }
                }
                "py.return" => return Ok(value(map)),
                "py.if" => {
                    let condition = value(map).ok_or("it has no condition")?;
                    let branch = |index: usize| {
                        let block = operation.region(index).ok().and_then(|region| region.first_block());
                        block.map(operations).unwrap_or_default()
                    };
                    let (then, otherwise) = (branch(0), branch(1));
                    let otherwise = if otherwise.is_empty() { &body[position + 1..] } else { &otherwise };
                    let a = self.body(&then, &mut names.clone(), read, &mut map.clone())?;
                    let b = self.body(otherwise, &mut names.clone(), read, &mut map.clone())?;
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

    /// Copies an expression, with names and arguments replaced.
    fn expression(
        &mut self,
        operation: OperationRef<'c, 'a>,
        names: &Names<'c, 'a>,
        read: &mut BTreeSet<String>,
        map: &mut Map<'c, 'a>,
    ) -> Outcome<()> {
        const COPIED: [&str; 12] = [
            "py.constant",
            "py.ref",
            "py.attribute",
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
                    None if operation.has_attribute("global") && !self.hidden.contains(&variable) => {
                        self.copy(operation, map)?
                    }
                    None => return Err(format!("'{variable}' is another variable in the caller, or unbound")),
                }
            }
            "py.call" => match helper_name(operation) {
                Some(helper) => self.call(operation, &helper, map)?,
                None => {
                    let callee = operation.operand(0).ok().and_then(definition).map(name).unwrap_or_default();
                    if !matches!(callee.as_str(), "py.ref" | "py.attribute") {
                        return Err("it calls what is not known".into());
                    }
                    self.copy(operation, map)?
                }
            },
            "py.ref" => {
                let spelling = string_attribute(operation, "spelling").unwrap_or_default();
                let root = spelling.split('.').next().unwrap_or_default();
                if self.hidden.contains(root) {
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
