//! A placement in the IR: twins of arrays on the device, transfers, and each step on its side.
//!
//! An array that the device uses has a twin there, of the same type. An argument of the version is written
//! at the very end alone, by stores with `commit`: whatever fails before that leaves it as it was. What
//! host steps write before then goes to a copy.

use super::meaning::is_quotient_by_number;
use super::plan::{Place, Plan};
use super::program::{is_last_return, is_view, Program, Root};
use crate::build::{result_of, Builder};
use crate::scop::read::{definition, name, operations, string_attribute};
use crate::version;
use automphc_dialects::ir::{
    clone_after, context_of, erase, is_before, move_after, move_before, remove_attribute, set_attribute, set_operand,
    unused,
};
use automphc_dialects::types::buffer_shape;
use automphc_kb::KnowledgeBase;
use melior::ir::attribute::StringAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, Location, OperationRef, RegionLike, Type, Value, ValueLike};
use melior::Context;
use std::collections::HashMap;

pub struct Rewriting<'p, 'c, 'a> {
    context: &'c Context,
    program: &'p Program<'c, 'a>,
    plan: &'p Plan<'c, 'a>,
    kb: &'p KnowledgeBase,
    /// Where new arrays are made, and the return at the end.
    first: OperationRef<'c, 'a>,
    last: OperationRef<'c, 'a>,
    /// Arrays on the device, and copies of arguments, by buffer.
    twins: HashMap<usize, Value<'c, 'a>>,
    copies: HashMap<usize, Value<'c, 'a>>,
    /// Results on the other side, by step.
    moved: HashMap<usize, Value<'c, 'a>>,
}

/// Applies a plan to a version.
pub fn apply<'c: 'a, 'a>(
    version: OperationRef<'c, 'a>,
    program: &Program<'c, 'a>,
    plan: &Plan<'c, 'a>,
    kb: &KnowledgeBase,
) -> Result<(), String> {
    let body = version::body(version).ok_or("the version has no body")?;
    let all = operations(body);
    let start = |op: &&OperationRef<'c, 'a>| !matches!(name(**op).as_str(), "nparray.guard" | "nparray.dim");
    let first = all.iter().find(start).copied().ok_or("the version is empty")?;
    let mut ends = all.iter().rev().copied();
    let end = ends.next().ok_or("the version is empty")?;
    // A text that returns may read what is written before.
    let last = ends.next().filter(|op| is_last_return(*op)).unwrap_or(end);
    let context = context_of(&version);
    let (twins, copies, moved) = (HashMap::new(), HashMap::new(), HashMap::new());
    let mut rewriting = Rewriting { context, program, plan, kb, first, last, twins, copies, moved };
    rewriting.arrays()?;
    rewriting.results();
    for step in 0..program.steps.len() {
        rewriting.step(step)?;
    }
    rewriting.finish();
    clean(body);
    let functions = rewriting.view_functions(version);
    functions.map_or(Ok(()), Err)
}

impl<'c: 'a, 'a> Rewriting<'_, 'c, 'a> {
    /// A new operation before another.
    fn before(
        &self,
        anchor: OperationRef<'c, 'a>,
        name: &str,
        operands: &[Value<'c, 'a>],
        results: &[Type<'c>],
        attributes: &[(&'static str, Attribute<'c>)],
    ) -> Result<OperationRef<'c, 'a>, String> {
        let block = anchor.block().ok_or("an operation stands in no block")?;
        // What stands for no statement of the program has no line.
        let outside = anchor == self.last || anchor == self.first;
        let location = if outside { Location::unknown(self.context) } else { anchor.location() };
        let builder = Builder { context: self.context, block, location };
        let made = builder.operation(name, operands, results, attributes, vec![]);
        move_before(made, anchor);
        Ok(made)
    }

    fn text(&self, text: &str) -> Attribute<'c> {
        StringAttribute::new(self.context, text).into()
    }

    fn unit(&self) -> Attribute<'c> {
        Attribute::unit(self.context)
    }

    /// A transfer before an operation.
    fn transfer(
        &self,
        anchor: OperationRef<'c, 'a>,
        value: Value<'c, 'a>,
        to: &str,
        own: Option<&str>,
    ) -> Result<Value<'c, 'a>, String> {
        let mut attributes = vec![("to", self.text(to))];
        attributes.extend(own.map(|own| ("name", self.text(own))));
        Ok(result_of(self.before(anchor, "nparray.transfer", &[value], &[value.r#type()], &attributes)?))
    }

    fn store(&self, anchor: OperationRef<'c, 'a>, value: Value<'c, 'a>, to: Value<'c, 'a>) -> Result<(), String> {
        self.before(anchor, "nparray.store", &[value, to], &[], &[]).map(|_| ())
    }

    /// The operation before which a transfer stands.
    fn anchor(&self, place: Place<'c, 'a>) -> Result<OperationRef<'c, 'a>, String> {
        match place {
            Place::Before(op) => Ok(op),
            Place::Exit => Ok(self.last),
            Place::End(op, region) => {
                let block = op.region(region).ok().and_then(|region| region.first_block());
                let end = block.and_then(|block| operations(block).last().copied());
                end.ok_or_else(|| "a region is empty".to_string())
            }
        }
    }

    /// Twins, copies and transfers of arrays.
    fn arrays(&mut self) -> Result<(), String> {
        for at in 0..self.program.buffers.len() {
            self.copy(at)?;
            self.twin(at)?;
        }
        for transfer in &self.plan.transfers {
            let anchor = self.anchor(transfer.place)?;
            let Some(twin) = self.twins.get(&transfer.buffer).copied() else { continue };
            let argument = self.program.buffers[transfer.buffer].argument;
            let host = self.host(transfer.buffer);
            if transfer.to_device {
                if definition(twin).is_some_and(|op| name(op) == "nparray.alloc") {
                    let up = self.transfer(anchor, host, "device", None)?;
                    self.store(anchor, up, twin)?;
                }
            } else if !(argument && matches!(transfer.place, Place::Exit)) {
                let down = self.transfer(anchor, twin, "host", None)?;
                match name(anchor).as_str() {
                    // What is made here and returned need not be an array of the host before.
                    "func.return" | "py.return" => self.replace(anchor, host, down),
                    _ => self.store(anchor, down, host)?,
                }
            }
        }
        self.commit()
    }

    fn replace(&self, op: OperationRef<'c, 'a>, old: Value<'c, 'a>, new: Value<'c, 'a>) {
        for position in 0..op.operand_count() {
            if op.operand(position).is_ok_and(|operand| operand == old) {
                set_operand(op, position, new);
            }
        }
    }

    /// An array as host steps see it.
    fn host(&self, at: usize) -> Value<'c, 'a> {
        self.copies.get(&at).copied().unwrap_or(self.program.buffers[at].value)
    }

    /// A copy of an argument that is written on the host before the end.
    fn copy(&mut self, at: usize) -> Result<(), String> {
        let buffer = &self.program.buffers[at];
        let root = Some(Root::Buffer(at));
        let steps = self.program.steps.iter().zip(&self.plan.on_device);
        let written = steps.into_iter().any(|(step, on_device)| step.writes == root && !on_device);
        let mut downs = self.plan.transfers.iter().filter(|t| t.buffer == at && !t.to_device);
        let early = downs.any(|t| !matches!(t.place, Place::Exit));
        if buffer.argument && (written || early) {
            let own = buffer.name.rsplit('.').next().unwrap_or("array");
            let attributes = [("callee", self.text("numpy.copy")), ("name", self.text(own))];
            let copy =
                self.before(self.first, "nparray.call", &[buffer.value], &[buffer.value.r#type()], &attributes)?;
            self.copies.insert(at, result_of(copy));
        }
        Ok(())
    }

    /// The array on the device: made by its only upload, if that comes before all use of it.
    fn twin(&mut self, at: usize) -> Result<(), String> {
        let buffer = &self.program.buffers[at];
        let root = Root::Buffer(at);
        let steps = self.program.steps.iter().zip(&self.plan.on_device);
        let users: Vec<OperationRef> = steps
            .filter(|(step, on_device)| **on_device && (step.reads.contains(&root) || step.writes == Some(root)))
            .map(|(step, _)| step.op)
            .collect();
        if users.is_empty() {
            return Ok(());
        }
        let own = buffer.name.rsplit('.').next().unwrap_or("array").to_string();
        let uploads: Vec<_> = self.plan.transfers.iter().filter(|t| t.buffer == at && t.to_device).collect();
        if let [only] = uploads[..] {
            if let Place::Before(op) = only.place {
                let outside = op.block() == self.first.block();
                if outside && !users.iter().any(|user| is_before(*user, op)) {
                    let twin = self.transfer(op, self.host(at), "device", Some(&own))?;
                    self.twins.insert(at, twin);
                    return Ok(());
                }
            }
        }
        let r#type = buffer.value.r#type();
        let attributes = [("device", self.unit()), ("name", self.text(&own))];
        let made = match definition(buffer.value) {
            Some(alloc) => {
                let sizes: Vec<Value> = alloc.operands().collect();
                let made = self.before(alloc, "nparray.alloc", &sizes, &[r#type], &attributes)?;
                move_after(made, alloc);
                made
            }
            None => {
                let shape = buffer_shape(r#type).unwrap_or_default();
                let mut sizes = vec![];
                for (axis, _) in shape.iter().enumerate().filter(|(_, size)| size.is_none()) {
                    let builder = Builder {
                        context: self.context,
                        block: self.first.block().ok_or("no block")?,
                        location: self.first.location(),
                    };
                    let attributes = [("axis", builder.integer(axis as i64))];
                    let size =
                        self.before(self.first, "nparray.dim", &[buffer.value], &[builder.index_type()], &attributes)?;
                    sizes.push(result_of(size));
                }
                self.before(self.first, "nparray.alloc", &sizes, &[r#type], &attributes)?
            }
        };
        self.twins.insert(at, result_of(made));
        Ok(())
    }

    /// Arguments get what was computed, after all that can fail.
    fn commit(&mut self) -> Result<(), String> {
        let mut results = vec![];
        for (at, buffer) in self.program.buffers.iter().enumerate().filter(|(_, buffer)| buffer.argument) {
            let exit = |t: &&super::plan::Transfer| t.buffer == at && !t.to_device && matches!(t.place, Place::Exit);
            let down = self.plan.transfers.iter().any(|t| exit(&t));
            match (self.twins.get(&at).filter(|_| down), self.copies.get(&at)) {
                (Some(twin), _) => results.push((self.transfer(self.last, *twin, "host", None)?, buffer.value)),
                (None, Some(copy)) => results.push((*copy, buffer.value)),
                _ => {}
            }
        }
        for (value, argument) in results {
            let attributes = [("commit", self.unit())];
            self.before(self.last, "nparray.store", &[value, argument], &[], &attributes)?;
        }
        if is_last_return(self.last) {
            set_attribute(self.last, "commit", self.unit());
        }
        Ok(())
    }

    /// Results of steps on the side on which they are not made.
    fn results(&mut self) {
        for (position, step) in self.program.steps.iter().enumerate().filter(|(s, _)| self.plan.moved[*s]) {
            let Ok(result) = step.op.result(0) else { continue };
            let to = if self.plan.on_device[position] { "host" } else { "device" };
            let number = step.result.as_ref().is_some_and(|(extents, _)| extents.is_empty());
            if to == "device" && number {
                continue; // An argument of the kernel.
            }
            if let Ok(moved) = self.transfer(step.op, result.into(), to, None) {
                if let Some(transfer) = definition(moved) {
                    move_after(transfer, step.op);
                }
                self.moved.insert(position, moved);
            }
        }
    }

    /// Brings the operands of a step to its side.
    fn step(&mut self, position: usize) -> Result<(), String> {
        let (op, on_device) = (self.program.steps[position].op, self.plan.on_device[position]);
        for at in 0..op.operand_count() {
            let Ok(operand) = op.operand(at) else { continue };
            let Some(root) = self.program.root(operand) else { continue };
            let by = match root {
                Root::Buffer(at) if on_device => self.twins.get(&at),
                Root::Buffer(at) => self.copies.get(&at),
                Root::Value(step) if self.plan.on_device[step] != on_device => self.moved.get(&step),
                Root::Value(_) => None,
            };
            if let Some(by) = by.copied() {
                let own = self.base(operand);
                if own != by {
                    let projected = self.project(op, operand, own, by)?;
                    set_operand(op, at, projected);
                }
            }
        }
        if on_device {
            self.place(op)?;
        }
        Ok(())
    }

    fn base(&self, value: Value<'c, 'a>) -> Value<'c, 'a> {
        match definition(value).filter(|op| is_view(*op)).and_then(|op| op.operand(0).ok()) {
            Some(source) => self.base(source),
            None => value,
        }
    }

    /// The same view of another array, before an operation.
    fn project(
        &self,
        anchor: OperationRef<'c, 'a>,
        value: Value<'c, 'a>,
        from: Value<'c, 'a>,
        to: Value<'c, 'a>,
    ) -> Result<Value<'c, 'a>, String> {
        if value == from {
            return Ok(to);
        }
        let view = definition(value).ok_or("a view has no source")?;
        let source = self.project(anchor, view.operand(0).map_err(|e| e.to_string())?, from, to)?;
        let copy = clone_after(view).ok_or("a view stands in no block")?;
        move_before(copy, anchor);
        set_operand(copy, 0, source);
        Ok(result_of(copy))
    }

    /// A step becomes one of the device's.
    fn place(&self, op: OperationRef<'c, 'a>) -> Result<(), String> {
        match name(op).as_str() {
            "nparray.call" => self.rename(op)?,
            "nparray.store" if op.has_attribute("out") => {
                // Functions that are no ufuncs write to a new array.
                let call = op.operand(0).ok().and_then(|value| version::defined_by(value, "nparray.call"));
                let callee = call.and_then(|call| string_attribute(call, "callee")).unwrap_or_default();
                let callee = callee.replacen("cupy.", "numpy.", 1);
                if !self.kb.function(&callee).is_some_and(|function| function.elementwise) {
                    remove_attribute(op, "out");
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn rename(&self, call: OperationRef<'c, 'a>) -> Result<(), String> {
        let callee = string_attribute(call, "callee").unwrap_or_default();
        if call.has_attribute("device") {
            return Ok(());
        }
        let own = match callee.as_str() {
            "automphc.masked_dot" => callee.clone(),
            "numpy.divide" if is_quotient_by_number(call) => "automphc.complex_quotient".into(),
            _ => self.kb.function(&callee).and_then(|function| function.cupy.clone()).ok_or("CuPy lacks a function")?,
        };
        set_attribute(call, "callee", self.text(&own));
        set_attribute(call, "device", self.unit());
        Ok(())
    }

    /// Host stores need what device calls computed as a value.
    fn finish(&self) {
        for (step, on_device) in self.program.steps.iter().zip(&self.plan.on_device) {
            let value = step.op.operand(0).ok().filter(|_| name(step.op) == "nparray.store");
            let moved = value.is_some_and(|value| version::defined_by(value, "nparray.call").is_none());
            if moved || (!on_device && value.is_some_and(on_the_device)) {
                remove_attribute(step.op, "out");
            }
        }
    }

    /// Transposes and the like of arrays on the device are CuPy's; what is wrong, if anything.
    fn view_functions(&self, op: OperationRef<'c, 'a>) -> Option<String> {
        for region in op.regions() {
            for inner in region.first_block().map(operations).unwrap_or_default() {
                let source = inner.operand(0).ok().filter(|_| name(inner) == "nparray.call" && is_view(inner));
                if source.is_some_and(on_the_device) {
                    if let Err(problem) = self.rename(inner) {
                        return Some(problem);
                    }
                }
                if let Some(problem) = self.view_functions(inner) {
                    return Some(problem);
                }
            }
        }
        None
    }
}

/// A value is in the memory of the device.
pub fn on_the_device(value: Value) -> bool {
    let Some(op) = definition(value) else { return false };
    match name(op).as_str() {
        "nparray.transfer" => string_attribute(op, "to").as_deref() == Some("device"),
        "nparray.view" => op.operand(0).is_ok_and(on_the_device),
        "nparray.call" if is_view(op) => op.operand(0).is_ok_and(on_the_device),
        _ => op.has_attribute("device"),
    }
}

/// Removes views and arrays that nobody uses any more.
fn clean<'c, 'a>(block: melior::ir::BlockRef<'c, 'a>) {
    while clean_once(block) {}
}

fn clean_once<'c, 'a>(block: melior::ir::BlockRef<'c, 'a>) -> bool {
    let mut changed = false;
    for op in operations(block).into_iter().rev() {
        for region in op.regions() {
            if let Some(inner) = region.first_block() {
                changed |= clean_once(inner);
            }
        }
        let removable = is_view(op)
            || matches!(
                name(op).as_str(),
                "nparray.alloc" | "memref.alloc" | "memref.alloca" | "affine.apply" | "nparray.constant"
            );
        if removable && op.result_count() > 0 && op.results().all(|result| unused(result.into())) {
            erase(op);
            changed = true;
        }
    }
    changed
}
