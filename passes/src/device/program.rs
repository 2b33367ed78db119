//! A version as steps: what each reads and writes, on which sides it can run, and what it costs there.
//!
//! In: the operations of a version in raised form. Out: [`Program`], or the reason why the version stays
//! on the host. A step is a call, a store or an access to an element. Views, transposes and the like are
//! no steps: they are made anew on the side of whoever uses them.

use super::meaning;
use super::price::{self, Price};
use super::sizes::{Extent, Sizes, Volume};
use crate::cost::machine::Machine;
use crate::scop::read::{definition, name, operations, string_attribute};
use crate::scop::Lin;
use crate::version;
use automphc_dialects::ir::{array_elements, string_value, value_key};
use automphc_dialects::types::{buffer_element, buffer_rank};
use automphc_kb::KnowledgeBase;
use melior::ir::attribute::DenseI64ArrayAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, RegionLike, Value, ValueLike};
use std::collections::HashMap;

/// Functions whose result is another view of their first argument's memory, in NumPy and in CuPy.
const VIEWS: [&str; 8] =
    ["transpose", "swapaxes", "moveaxis", "expand_dims", "squeeze", "flip", "diagonal", "broadcast_to"];
/// Functions whose result may be a view or a copy.
const MAYBE_VIEWS: [&str; 8] =
    ["reshape", "ravel", "real", "imag", "asarray", "ascontiguousarray", "atleast_2d", "rollaxis"];

/// What a step reads or writes: memory that may change, or the result of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Root {
    Buffer(usize),
    /// The result of this step.
    Value(usize),
}

/// An argument or a local array.
pub struct Buffer<'c, 'a> {
    pub value: Value<'c, 'a>,
    pub argument: bool,
    pub extents: Vec<Extent>,
    pub bytes: f64,
    /// The program's name for it.
    pub name: String,
}

pub struct Step<'c, 'a> {
    pub op: OperationRef<'c, 'a>,
    pub reads: Vec<Root>,
    pub writes: Option<Root>,
    /// The whole of what it writes: nothing of it need be there before.
    pub covers: bool,
    /// It can only run there.
    pub host_only: Option<String>,
    pub price: Price,
    /// How often it runs.
    pub trips: Volume,
    /// Its result, if it has one: the elements, and bytes of each.
    pub result: Option<(Vec<Extent>, f64)>,
}

pub enum Item<'c, 'a> {
    Step(usize),
    Loop { op: OperationRef<'c, 'a>, trips: Volume, body: Vec<Item<'c, 'a>> },
    If { op: OperationRef<'c, 'a>, trips: Volume, branches: Vec<Vec<Item<'c, 'a>>> },
}

pub struct Program<'c, 'a> {
    pub steps: Vec<Step<'c, 'a>>,
    pub buffers: Vec<Buffer<'c, 'a>>,
    pub items: Vec<Item<'c, 'a>>,
    pub sizes: Sizes<'c, 'a>,
    /// Something is returned.
    pub returns: bool,
    roots: HashMap<usize, Root>,
    /// Conditions `e >= 0` that the guards test.
    facts: Vec<Lin>,
}

impl<'c: 'a, 'a> Program<'c, 'a> {
    /// The steps of a version; the reason if it cannot run on a device.
    pub fn read(version: OperationRef<'c, 'a>, kb: &KnowledgeBase, machine: &Machine) -> Result<Self, String> {
        let sizes = Sizes::new(version);
        let (steps, buffers, items) = (vec![], vec![], vec![]);
        let mut program = Self { steps, buffers, items, sizes, returns: false, roots: HashMap::new(), facts: vec![] };
        for argument in version::arguments(version) {
            if argument.kind == "list" {
                return Err("lists stay on the host".into());
            }
            if buffer_rank(argument.value.r#type()).unwrap_or(0) > 0 {
                program.add_buffer(argument.value, true, argument.name);
            }
        }
        let body = version::body(version).map(operations).unwrap_or_default();
        program.facts(&body)?;
        program.items = program.block(&body, kb, machine)?;
        Ok(program)
    }

    fn add_buffer(&mut self, value: Value<'c, 'a>, argument: bool, name: String) {
        let extents = self.sizes.of(value);
        let bytes = bytes_of(value);
        self.roots.insert(value_key(value), Root::Buffer(self.buffers.len()));
        self.buffers.push(Buffer { value, argument, extents, bytes, name });
    }

    /// What the guards on bounds say.
    fn facts(&mut self, body: &[OperationRef<'c, 'a>]) -> Result<(), String> {
        for guard in body.iter().filter(|op| name(**op) == "nparray.guard") {
            match string_attribute(*guard, "kind").as_deref() {
                Some("flat") => {
                    return Err("an array that is used with other axes than it has stays on the host".into())
                }
                Some("bounds") => {}
                _ => continue,
            }
            let operands: Vec<Value> = guard.operands().collect();
            let rows = guard.attribute("set").ok().and_then(automphc_dialects::affine::set_rows);
            let Some((rows, equalities)) = rows else { continue };
            let variables: Vec<Lin> = operands.iter().map(|value| self.sizes.index(*value)).collect();
            for (row, equal) in rows.rows.iter().zip(equalities) {
                let Some((constant, coefficients)) = row.split_last() else { continue };
                let start = Lin::constant(*constant);
                let fact = variables.iter().zip(coefficients).fold(start, |sum, (v, &c)| sum + v.clone() * c);
                if equal {
                    self.facts.push(-fact.clone());
                }
                self.facts.push(fact);
            }
        }
        Ok(())
    }

    /// The guards make sure that an expression is not negative.
    fn not_negative(&self, e: &Lin) -> bool {
        e.as_constant().is_some_and(|value| value >= 0) || self.facts.contains(e)
    }

    fn block(
        &mut self,
        body: &[OperationRef<'c, 'a>],
        kb: &KnowledgeBase,
        machine: &Machine,
    ) -> Result<Vec<Item<'c, 'a>>, String> {
        let mut items = vec![];
        for operation in body {
            match name(*operation).as_str() {
                "affine.for" => {
                    let outer = self.sizes.trips();
                    self.sizes.enter(*operation);
                    let inner = self.inside(*operation, 0);
                    let body = self.block(&inner, kb, machine)?;
                    self.sizes.leave();
                    items.push(Item::Loop { op: *operation, trips: outer, body });
                }
                "affine.if" => {
                    let trips = self.sizes.trips();
                    let branches = [0, 1].map(|region| self.inside(*operation, region));
                    let branches = branches.iter().map(|branch| self.block(branch, kb, machine));
                    let branches = branches.collect::<Result<Vec<_>, _>>()?;
                    items.push(Item::If { op: *operation, trips, branches });
                }
                _ => items.extend(self.step(*operation, kb, machine)?.map(Item::Step)),
            }
        }
        Ok(items)
    }

    fn inside(&self, operation: OperationRef<'c, 'a>, region: usize) -> Vec<OperationRef<'c, 'a>> {
        let block = operation.region(region).ok().and_then(|region| region.first_block());
        block.map(operations).unwrap_or_default()
    }

    /// What a value's elements are in; None for numbers of the host.
    pub fn root(&self, value: Value<'c, 'a>) -> Option<Root> {
        if let Some(root) = self.roots.get(&value_key(value)) {
            return Some(*root);
        }
        let operation = definition(value)?;
        is_view(operation).then(|| self.root(operation.operand(0).ok()?)).flatten()
    }

    fn step(
        &mut self,
        operation: OperationRef<'c, 'a>,
        kb: &KnowledgeBase,
        machine: &Machine,
    ) -> Result<Option<usize>, String> {
        let kind = name(operation);
        let operand = |at: usize| automphc_dialects::ir::operand(operation, at);
        let (mut reads, mut writes, mut covers) = (self.roots_of(operation), None, false);
        match kind.as_str() {
            "nparray.guard" | "nparray.dim" | "nparray.view" | "nparray.constant" | "nparray.index_value" => {
                return Ok(None)
            }
            "nparray.alloc" | "memref.alloc" | "memref.alloca" => {
                if operation.has_attribute("order") {
                    return Ok(None);
                }
                let result: Value = operation.result(0).map_err(|e| e.to_string())?.into();
                if buffer_rank(result.r#type()).unwrap_or(0) > 0 {
                    let own = string_attribute(operation, "name").unwrap_or_else(|| "array".into());
                    self.add_buffer(result, false, own);
                }
                return Ok(None);
            }
            "nparray.call" if is_view(operation) => return Ok(None),
            "nparray.call" => {
                let callee = string_attribute(operation, "callee").unwrap_or_default();
                let short = callee.strip_prefix("numpy.").unwrap_or(&callee);
                if MAYBE_VIEWS.contains(&short) {
                    return Err(format!("{callee} makes a copy or a view, which is not known"));
                }
                if kb.function(&callee).is_some_and(|function| !function.pure) {
                    return Err(format!("{callee} has effects: it could not run again after an error of the device"));
                }
                let result: Value = operation.result(0).map_err(|e| e.to_string())?.into();
                let made = buffer_rank(result.r#type()).unwrap_or(0) > 0;
                if reads.is_empty() && !made {
                    return Ok(None);
                }
                self.roots.insert(value_key(result), Root::Value(self.steps.len()));
            }
            "nparray.store" | "affine.store" | "memref.store" | "nparray.repack" => {
                let at = if kind == "nparray.repack" { 2 } else { 1 };
                let target = operand(at).ok_or("a store has no target")?;
                writes = self.root(target);
                covers = kind == "nparray.store"
                    && operation.operand_count() == 2
                    && !operation.has_attribute("update")
                    && self.is_whole(target);
                if covers {
                    reads = operand(0).and_then(|value| self.root(value)).into_iter().collect();
                }
                if writes.is_none() && reads.is_empty() {
                    return Ok(None);
                }
            }
            "affine.load" | "memref.load" if reads.is_empty() => return Ok(None),
            "affine.load" | "memref.load" => {}
            "py.opaque" if is_last_return(operation) => {
                // It runs after all that may fail, on what the program has made by then.
                self.returns = true;
                reads.retain(|root| !matches!(root, Root::Buffer(at) if self.buffers[*at].argument));
                if reads.is_empty() {
                    return Ok(None);
                }
            }
            "func.return" | "py.return" => {
                self.returns |= operation.operand_count() > 0;
                reads.retain(|root| !matches!(root, Root::Buffer(at) if self.buffers[*at].argument));
                if reads.is_empty() {
                    return Ok(None);
                }
            }
            _ if kind.starts_with("py.") => return Err("a statement that is kept as text stays on the host".into()),
            _ if kind.starts_with("affine.") || crate::scop::read::is_pure_scalar(&kind) => return Ok(None),
            _ => return Err(format!("{kind} stays on the host")),
        }
        reads.sort();
        reads.dedup();
        let host_only = self.host_only(operation, &kind, kb);
        let price = price::of(&mut self.sizes, operation, machine, host_only.is_some());
        let result = match operation.result(0) {
            Ok(result) if kind == "nparray.call" => {
                let result: Value = result.into();
                Some((self.sizes.of(result), bytes_of(result)))
            }
            _ => None,
        };
        let trips = self.sizes.trips();
        self.steps.push(Step { op: operation, reads, writes, covers, host_only, price, trips, result });
        Ok(Some(self.steps.len() - 1))
    }

    fn roots_of(&self, operation: OperationRef<'c, 'a>) -> Vec<Root> {
        operation.operands().filter_map(|operand| self.root(operand)).collect()
    }

    /// A target is all of an array.
    fn is_whole(&mut self, target: Value<'c, 'a>) -> bool {
        let Some(view) = definition(target) else { return self.roots.contains_key(&value_key(target)) };
        if name(view) != "nparray.view" {
            return self.roots.contains_key(&value_key(target));
        }
        let Ok(source) = view.operand(0) else { return false };
        if !self.roots.contains_key(&value_key(source)) {
            return false;
        }
        let steps = view.attribute("steps").ok().and_then(|a| DenseI64ArrayAttribute::try_from(a).ok());
        if steps.is_some_and(|steps| (0..steps.len()).any(|at| steps.element(at) != Ok(1))) {
            return false;
        }
        let sizes = self.sizes.of(source);
        let axes = view.attribute("axes").ok().and_then(array_elements).unwrap_or_default();
        let mut bounds = view.operands().skip(1).collect::<Vec<_>>().into_iter();
        let mut sizes = sizes.into_iter();
        axes.into_iter().filter_map(string_value).all(|kind| match (kind.as_str(), sizes.next()) {
            ("all", _) => true,
            ("slice", Some(size)) => match (bounds.next(), bounds.next()) {
                (Some(lower), Some(upper)) => {
                    let (lower, upper) = (self.sizes.index(lower), self.sizes.index(upper));
                    // Bounds are in range: an upper bound that is not less than the size is the size.
                    lower.as_constant() == Some(0) && self.not_negative(&(upper - size.size))
                }
                _ => false,
            },
            _ => false,
        })
    }

    /// Why a step cannot run on the device.
    fn host_only(&self, operation: OperationRef<'c, 'a>, kind: &str, kb: &KnowledgeBase) -> Option<String> {
        match kind {
            "nparray.call" => {
                let callee = string_attribute(operation, "callee").unwrap_or_default();
                let reason = meaning::not_on_device(&callee, kb).or_else(|| meaning::unknown_keyword(operation));
                if let Some(reason) = reason.or_else(|| meaning::other_elements(operation, &callee, kb)) {
                    return Some(reason);
                }
            }
            "nparray.store" => {
                let rank = operation.operand(1).ok().and_then(|target| buffer_rank(target.r#type()));
                if self.root(operation.operand(1).ok()?).is_none() || rank == Some(0) && operation.operand_count() > 2 {
                    return Some("a number of the host is stored".into());
                }
                let update = string_attribute(operation, "update");
                if let Some(reason) = update.and_then(|update| {
                    let full = if update.contains('.') { update } else { format!("numpy.{update}") };
                    meaning::not_on_device(&full, kb).or_else(|| meaning::other_elements(operation, &full, kb))
                }) {
                    return Some(reason);
                }
            }
            "affine.store" | "memref.store" => {}
            "func.return" | "py.return" | "py.opaque" => return Some("the result is returned".into()),
            _ => return Some("an element is read on the host".into()),
        }
        let number = |value: Value<'c, 'a>| self.root(value).is_none();
        (!meaning::same_types(operation, number)).then(|| "types of elements are mixed".to_string())
    }
}

/// An operation whose result is another view of its first operand's memory.
pub fn is_view(operation: OperationRef) -> bool {
    match name(operation).as_str() {
        "nparray.view" => true,
        "nparray.call" => {
            let callee = string_attribute(operation, "callee").unwrap_or_default();
            callee.split_once('.').is_some_and(|(_, short)| VIEWS.contains(&short))
        }
        _ => false,
    }
}

/// A text that returns, behind everything else.
pub fn is_last_return(operation: OperationRef) -> bool {
    let returns =
        string_attribute(operation, "text").is_some_and(|text| text == "return" || text.starts_with("return "));
    let next = operation.next_in_block().map(name);
    name(operation) == "py.opaque" && returns && next.as_deref() == Some("func.return")
}

/// Bytes of an element.
fn bytes_of(value: Value) -> f64 {
    let element = buffer_element(value.r#type()).map(|element| element.to_string()).unwrap_or_default();
    match element.as_str() {
        "i1" | "i8" | "ui8" => 1.0,
        "f32" | "i32" | "ui32" => 4.0,
        "complex<f64>" => 16.0,
        "f16" | "i16" | "ui16" => 2.0,
        _ => 8.0,
    }
}
