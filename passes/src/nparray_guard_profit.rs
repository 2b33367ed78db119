//! `nparray-guard-profit`: a version on lists runs only where it is expected to be faster.
//!
//! before: nparray.guard "profitable"(%n, %m) {gain = 90 n m}
//! after:  nparray.guard "profitable"(%n, %m, %rows, %columns) {gain = 90 n m, loss = 30000 + 45 rows columns}
//!
//! A version on arrays that gains on large ones alone runs where the largest argument is large.
//!
//! The loss is the conversion of lists, whole ones, there and back, and what is left of the program:
//! calls, and loops that stay Python's.
//!
//! Legal: always; the guard decides about speed alone.

use crate::build::{body_of, result_of, Builder};
use crate::cost::machine::Machine;
use crate::nparray_drop_losing::LEAST_VOLUME;
use crate::profit::{guard, place_guard, Cost};
use crate::scop::cells::is_size;
use crate::scop::read::{definition, integer_attribute, name, operations, string_attribute, Indices};
use crate::scop::{domain, Lin, Loop, LoopInfo, Scop, Var};
use crate::version::{self, versions};
use automphc_dialects::ir::{array_elements, context_of, dictionary_entries, erase, move_to_front};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types::buffer_rank;
use automphc_kb::affine::Affine;
use melior::ir::attribute::{DenseI64ArrayAttribute, IntegerAttribute};
use melior::ir::operation::OperationLike;
use melior::ir::{BlockLike, OperationRef, RegionLike, Value, ValueLike};

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-guard-profit",
    description: "let versions on lists run where they are expected to be faster",
    run,
};

/// Nanoseconds of the guards and of `errstate`, and of checking one list.
const CALL: f64 = 15_000.0;
const LIST: f64 = 3_000.0;
/// Calls on few elements take about this many times the price. Estimates that are too low would cost time.
const DEARER: f64 = 2.0;
/// A size that nobody knows, and the iterations of a loop over blocks.
const UNKNOWN: i64 = 128;
const BLOCKS: f64 = 4.0;

fn run(module: OperationRef, _: &Options) -> PassResult {
    let machine = Machine::of(module)?;
    for version in versions(module) {
        weigh(machine, version);
        if let Some(least) = integer_attribute(version, LEAST_VOLUME) {
            ask_for_size(version, least as f64);
        }
    }
    Ok(())
}

/// Lets a version that gains on large arrays alone run for these: the largest argument has this many elements.
fn ask_for_size<'c: 'a, 'a>(version: OperationRef<'c, 'a>, volume: f64) {
    let Some(block) = version::body(version) else { return };
    let builder = Builder { context: context_of(&version), block, location: version.location() };
    let arguments = version::arguments(version);
    let rank = |value: Value| buffer_rank(value.r#type()).unwrap_or(0);
    let Some(largest) = arguments.iter().filter(|a| a.kind == "array").max_by_key(|a| rank(a.value)) else { return };
    let array = largest.value;
    let known = operations(block);
    let mut scop = Scop { function: version, symbols: vec![], arrays: vec![], loops: vec![], body: vec![] };
    let mut sizes = vec![];
    for axis in 0..rank(array) {
        let results = known.iter().filter(|op| name(**op) == "nparray.dim").filter_map(|op| op.result(0).ok());
        let own = results.map(Into::<Value>::into).find(|dim| is_size(*dim, array, axis));
        let size = own.unwrap_or_else(|| {
            let position = ("axis", builder.integer(axis as i64));
            let dim = builder.operation("nparray.dim", &[array], &[builder.index_type()], &[position], vec![]);
            move_to_front(dim);
            result_of(dim)
        });
        sizes.push(Affine::var(scop.symbol(size)));
    }
    let (mut gain, mut least) = (Cost::default(), Cost::default());
    gain.add(1.0, &sizes);
    least.add(volume, &[]);
    place_guard(builder, &scop.symbols, &gain, Some(&least));
}

fn weigh<'c: 'a, 'a>(machine: &Machine, version: OperationRef<'c, 'a>) {
    let (Some(old), Some(block)) = (guard(version), version::body(version)) else { return };
    let scop = Scop { function: version, symbols: vec![], arrays: vec![], loops: vec![], body: vec![] };
    let mut weighing =
        Weighing { machine, scop, indices: Indices::default(), open: vec![], factors: vec![], cost: Cost::default() };
    let operands: Vec<Value> = old.operands().collect();
    let symbols: Vec<Var> = operands.iter().map(|value| weighing.scop.symbol(*value)).collect();
    let symbol = |at: usize| symbols.get(at).map_or(Affine::constant(0), |symbol| Affine::var(*symbol));
    let Some(gain) = old.attribute("gain").ok().and_then(|gain| Cost::read(gain, &symbol)) else { return };
    weighing.block(&operations(block), 1.0);
    weighing.cost.add(CALL, &[]);
    weighing.conversions();
    erase(old);
    let builder = Builder { context: context_of(&version), block, location: version.location() };
    place_guard(builder, &weighing.scop.symbols, &gain, Some(&weighing.cost));
}

struct Weighing<'m, 'c, 'a> {
    machine: &'m Machine,
    scop: Scop<'c, 'a>,
    indices: Indices,
    open: Vec<Loop<'c, 'a>>,
    /// Iterations of the open loops.
    factors: Vec<Lin>,
    cost: Cost,
}

impl<'c: 'a, 'a> Weighing<'_, 'c, 'a> {
    fn block(&mut self, body: &[OperationRef<'c, 'a>], times: f64) {
        for operation in body {
            match name(*operation).as_str() {
                "affine.for" => self.nest(*operation, times),
                other => {
                    let time = DEARER * self.time(*operation, other) * times;
                    if time > 0.0 {
                        let factors = self.factors.clone();
                        self.cost.add(time, &factors);
                    }
                    for region in operation.regions() {
                        if let Some(block) = region.first_block() {
                            self.block(&operations(block), times);
                        }
                    }
                }
            }
        }
    }

    fn nest(&mut self, operation: OperationRef<'c, 'a>, times: f64) {
        let bounds = self.indices.bounds(&mut self.scop, operation);
        let info = LoopInfo { name: None, location: operation.location(), step: 1 };
        let id = self.scop.new_loop(info);
        let body = body_of(operation);
        if let Ok(iv) = body.argument(0) {
            self.indices.bind(iv.into(), id);
        }
        let constant = |value| vec![Affine::constant(value)];
        let unit = bounds.is_some();
        let (lower, upper) = bounds.unwrap_or((constant(0), constant(UNKNOWN)));
        let trip = self.trip(&lower, &upper);
        let triangular = trip.1;
        self.open.push(Loop { id, lower, upper, body: vec![] });
        if unit {
            self.factors.push(trip.0);
        }
        let halved = if triangular { times / 2.0 } else { times };
        self.block(&operations(body), if unit { halved } else { times * BLOCKS });
        if unit {
            self.factors.pop();
        }
        self.open.pop();
    }

    /// The largest number of iterations, and whether it depends on other loops.
    fn trip(&self, lower: &[Lin], upper: &[Lin]) -> (Lin, bool) {
        let outer: Vec<_> = self.open.iter().collect();
        let bounds = upper.first().zip(lower.first());
        let trip = bounds.and_then(|(upper, lower)| {
            let extent = domain::extreme(upper, &outer, true)? - domain::extreme(lower, &outer, false)?;
            let depends = upper.terms.keys().chain(lower.terms.keys()).any(|v| matches!(v, Var::Loop(_)));
            self.is_outside(&extent).then_some((extent, depends))
        });
        trip.unwrap_or((Affine::constant(UNKNOWN), false))
    }

    /// The guard may use it: no value from inside a loop.
    fn is_outside(&self, size: &Lin) -> bool {
        let body = version::body(self.scop.function);
        size.terms.keys().all(|v| match v {
            Var::Symbol(id) => match definition(self.scop.symbols[*id]) {
                Some(operation) => name(operation) == "nparray.dim" && operation.block() == body,
                None => true,
            },
            Var::Loop(_) => false,
        })
    }

    /// All lists that are read become arrays; all that are written get elements back.
    fn conversions(&mut self) {
        let function = self.scop.function;
        let attributes = function.attribute("arg_attrs").ok().and_then(array_elements).unwrap_or_default();
        let written: Vec<i64> = function
            .attribute("py.written")
            .ok()
            .and_then(array_elements)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|region| {
                let entries = dictionary_entries(region)?;
                let (_, array) = entries.into_iter().find(|(key, _)| key == "array")?;
                Some(IntegerAttribute::try_from(array).ok()?.value())
            })
            .collect();
        for (position, argument) in version::arguments(function).iter().enumerate().filter(|(_, a)| a.kind == "list") {
            let entries = attributes.get(position).copied().and_then(dictionary_entries).unwrap_or_default();
            let write_only = entries.iter().any(|(key, _)| key == "py.write_only");
            let there = if write_only { 0.0 } else { self.machine.from_list };
            let back = if written.contains(&(position as i64)) { self.machine.to_list } else { 0.0 };
            let sizes = self.sizes(argument.value);
            self.cost.add(LIST, &[]);
            self.cost.add(there + back, &sizes);
        }
    }

    fn sizes(&mut self, list: Value<'c, 'a>) -> Vec<Lin> {
        let body = version::body(self.scop.function).map(operations).unwrap_or_default();
        let results = body.iter().filter(|op| name(**op) == "nparray.dim").filter_map(|op| op.result(0).ok());
        let dims: Vec<Value> = results.map(Into::into).collect();
        let flat = |op: &&OperationRef<'c, 'a>| {
            string_attribute(**op, "kind").as_deref() == Some("flat") && op.operand(0).is_ok_and(|own| own == list)
        };
        let rank = buffer_rank(list.r#type()).unwrap_or(0);
        let mut sizes = vec![];
        for axis in 0..rank {
            if let Some(size) = dims.iter().find(|dim| is_size(**dim, list, axis)) {
                sizes.push(Affine::var(self.scop.symbol(*size)));
            }
        }
        if let Some(guard) = body.iter().find(flat) {
            let factors = guard.attribute("factors").ok().and_then(|a| DenseI64ArrayAttribute::try_from(a).ok());
            for (position, size) in guard.operands().skip(1).enumerate() {
                let factor = factors.and_then(|f| f.element(position).ok()).unwrap_or(1);
                sizes.push(Affine::var(self.scop.symbol(size)) * factor);
            }
        }
        sizes
    }

    /// Nanoseconds of an operation in the interpreter.
    fn time(&self, operation: OperationRef<'c, 'a>, name: &str) -> f64 {
        let m = self.machine;
        let element =
            |at: usize| operation.operand(at).is_ok_and(|memory| buffer_rank(memory.r#type()).unwrap_or(0) > 0);
        match name {
            "affine.load" if element(0) => m.array_read,
            "affine.store" if element(1) => m.array_write,
            "nparray.call" | "nparray.store" => m.call,
            "nparray.view" => m.slice,
            "nparray.repack" => 4.0 * m.call,
            "nparray.scalar" => m.call,
            _ if name.starts_with("arith.") || name.starts_with("math.") => {
                let index = operation.result(0).is_ok_and(|result| version::is_index(result.into()));
                match index || name == "arith.constant" {
                    true => 0.0,
                    false => m.scalar_operation,
                }
            }
            _ => 0.0,
        }
    }
}
