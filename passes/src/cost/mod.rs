//! How long a version is expected to run, at a nominal size.
//!
//! In: a version at any stage from `nparray` on. Out: nanoseconds. The same
//! prices hold at every stage, so that the program as written and what became
//! of it can be compared. Sizes and ints that are not known count as
//! [`nominal`]; loop variables stand at the middle of their range.
//!
//! Read first: `machine.rs`, the prices. The model only ranks: it never decides
//! whether a result is right.

pub mod machine;
mod shape;

use crate::scop::read::{name, operations, string_attribute};
use crate::version::{self, Argument};
use automphc_dialects::ir::value_key;
use automphc_dialects::types::{buffer_rank, buffer_shape};
use automphc_kb::expr::Number;
use automphc_kb::KnowledgeBase;
use machine::Machine;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, RegionLike, Value, ValueLike};
use shape::Shapes;
use std::collections::HashSet;

/// The size that stands for an unknown one.
pub const NOMINAL: f64 = 1000.0;
/// The same for an axis of an array of three axes or more.
pub const NOMINAL_CUBE: f64 = 120.0;

/// What sizes stand for unknown ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    #[default]
    Nominal,
    /// Arrays that do not fit the cache, of whatever rank.
    Large,
    /// Small ints: windows, steps, orders.
    SmallInts,
    /// Every extent is this.
    Uniform(u16),
}

impl Scale {
    /// All for which the time of a program is noted, in this order.
    pub const ALL: [Scale; 7] = [
        Scale::Nominal,
        Scale::Large,
        Scale::SmallInts,
        Scale::Uniform(10),
        Scale::Uniform(30),
        Scale::Uniform(100),
        Scale::Uniform(300),
    ];

    /// The extent of an axis of an array; `planes` where there are arrays of more than one axis.
    fn extent(self, rank: usize, planes: bool) -> f64 {
        match (self, rank) {
            (Scale::Uniform(size), _) => f64::from(size),
            (Scale::Large, 1) if !planes => NOMINAL * NOMINAL,
            (Scale::Large, 1 | 2) => 2000.0,
            _ => nominal_extent(rank),
        }
    }

    /// An int of which nothing is known.
    fn int(self) -> f64 {
        match self {
            Scale::Uniform(size) => f64::from(size),
            Scale::SmallInts => SMALL_INT,
            Scale::Nominal | Scale::Large => NOMINAL,
        }
    }
}
const SMALL_INT: f64 = 8.0;
/// What NumPy takes to go on to the next product of a stack, in calls.
const PLACE: f64 = 0.3;
/// Calls that starting a parallel loop costs: slices, and functions of the module.
const PARALLEL: f64 = 30.0;
/// Elements of an array that stays in the cache from one operation to the next.
const CACHED: f64 = 250_000.0;

/// What operations cost: on this machine, and against each other.
#[derive(Clone, Copy)]
pub struct Prices<'m> {
    pub machine: &'m Machine,
    pub kb: &'m KnowledgeBase,
}

/// The expected time of a version in nanoseconds; `as_written` before anything
/// was transformed, when lists are lists and nothing is guarded.
pub fn of_version<'c: 'a, 'a>(version: OperationRef<'c, 'a>, prices: Prices, as_written: bool, scale: Scale) -> f64 {
    let arguments = version::arguments(version);
    let lists: HashSet<usize> = arguments.iter().filter(|a| a.kind == "list").map(|a| value_key(a.value)).collect();
    let on_lists = !lists.is_empty() && as_written;
    let shapes = Shapes::at(scale, has_planes(&arguments));
    let Prices { machine, kb } = prices;
    let mut estimate = Estimate { machine, kb, shapes, lists, on_lists, as_written, unboxed: false, in_tile: false };
    let conversions = if as_written { 0.0 } else { estimate.conversions(&arguments) };
    version::body(version).map_or(0.0, |body| estimate.block(&operations(body))) + conversions
}

/// The elements of the largest array argument of a version.
pub fn largest_argument<'c: 'a, 'a>(version: OperationRef<'c, 'a>, scale: Scale) -> f64 {
    let arguments = version::arguments(version);
    let shapes = Shapes::at(scale, has_planes(&arguments));
    let arrays = arguments.iter().filter(|argument| argument.kind == "array");
    arrays.map(|array| shapes.volume(array.value)).fold(0.0, f64::max)
}

/// True if vectors may be the rows of other arrays.
pub fn has_planes(arguments: &[Argument]) -> bool {
    arguments.iter().any(|argument| buffer_rank(argument.value.r#type()).is_some_and(|rank| rank > 1))
}

/// The size that stands for an index of which nothing is known; `planes` where there are arrays of more than one axis.
pub fn nominal(index: Value, planes: bool) -> f64 {
    let dim = version::defined_by(index, "nparray.dim");
    let rank = dim.and_then(|dim| dim.operand(0).ok()).and_then(|array| buffer_rank(array.r#type()));
    match rank {
        Some(1) if !planes => NOMINAL * NOMINAL,
        rank => nominal_extent(rank.unwrap_or(0)),
    }
}

/// The size that stands for an unknown extent of an array.
pub fn nominal_extent(rank: usize) -> f64 {
    if rank >= 3 {
        NOMINAL_CUBE
    } else {
        NOMINAL
    }
}

struct Estimate<'m> {
    machine: &'m Machine,
    kb: &'m KnowledgeBase,
    shapes: Shapes,
    /// Arguments that are lists, by key.
    lists: HashSet<usize>,
    /// Numbers are Python's.
    on_lists: bool,
    as_written: bool,
    /// Inside a loop whose arrays have become lists.
    unboxed: bool,
    /// In a tile of a parallel loop, whose arrays stay in the cache.
    in_tile: bool,
}

impl Estimate<'_> {
    /// What it takes to make arrays of the lists, and back.
    fn conversions(&mut self, arguments: &[Argument]) -> f64 {
        let lists = arguments.iter().filter(|a| a.kind == "list");
        lists.map(|a| self.shapes.volume(a.value) * (self.machine.from_list + self.machine.to_list / 2.0)).sum()
    }

    fn block<'c: 'a, 'a>(&mut self, operations: &[OperationRef<'c, 'a>]) -> f64 {
        operations.iter().map(|operation| self.operation(*operation)).sum()
    }

    fn regions<'c: 'a, 'a>(&mut self, operation: OperationRef<'c, 'a>) -> f64 {
        let mut total = 0.0;
        for region in operation.regions() {
            if let Some(block) = region.first_block() {
                total += self.block(&crate::scop::read::operations(block));
            }
        }
        total
    }

    fn operation<'c: 'a, 'a>(&mut self, operation: OperationRef<'c, 'a>) -> f64 {
        let m = self.machine;
        let kind = name(operation);
        match kind.as_str() {
            "affine.for" => {
                let trips = self.shapes.enter(operation);
                let outside = self.unboxed;
                self.unboxed |= operation.has_attribute("numbers");
                let body = self.regions(operation);
                self.unboxed = outside;
                2.0 * m.iteration + trips * (m.iteration + body)
            }
            "affine.if" => m.iteration + self.regions(operation),
            "nparray.guard" if self.as_written => 0.0,
            "nparray.guard" => m.guard,
            "nparray.pfor" => PARALLEL * m.call + self.tiles(operation) / m.workers.max(1.0),
            "nparray.view" => self.view(operation),
            "nparray.call" => self.call(operation),
            "nparray.store" => self.store(operation),
            "nparray.repack" => 2.0 * m.call + self.operand_volume(operation, 0) * 6.0 * m.element,
            "memref.alloc" if operation.has_attribute("numbers") => 0.0,
            "nparray.scalar" if string_attribute(operation, "function").as_deref() == Some("automphc.quotient") => {
                m.call / 4.0
            }
            "nparray.alloc" | "memref.alloc" => match self.result_rank(operation) {
                0 => 0.0,
                // The name of what is stored there first.
                _ if self.as_written && operation.has_attribute("name") => 0.0,
                // Its memory is touched where it is written.
                _ => m.call,
            },
            "affine.load" | "affine.store" => self.element(operation, kind == "affine.store"),
            "arith.constant"
            | "affine.apply"
            | "nparray.constant"
            | "nparray.dim"
            | "func.return"
            | "affine.yield"
            | "nparray.strip_rows"
            | "nparray.index_value" => 0.0,
            _ if crate::scop::read::is_pure_scalar(&kind) => self.number(),
            _ => m.call + self.regions(operation),
        }
    }

    /// What all tiles of a parallel loop take on one core.
    fn tiles<'c: 'a, 'a>(&mut self, operation: OperationRef<'c, 'a>) -> f64 {
        let symbol = operation.attribute("tile").map(|symbol| symbol.to_string()).unwrap_or_default();
        let symbol = symbol.trim_start_matches('@').trim_matches('"').to_string();
        let beside = operation.parent_operation().and_then(|version| version.block());
        let tile = beside
            .map(operations)
            .unwrap_or_default()
            .into_iter()
            .find(|function| string_attribute(*function, "sym_name").as_ref() == Some(&symbol));
        self.in_tile = true;
        let time = tile.and_then(version::body).map_or(0.0, |body| self.block(&operations(body)));
        self.in_tile = false;
        time
    }

    /// One operation on numbers.
    fn number(&self) -> f64 {
        if self.on_lists || self.unboxed {
            self.machine.float_operation
        } else {
            self.machine.scalar_operation
        }
    }

    fn element<'c: 'a, 'a>(&self, operation: OperationRef<'c, 'a>, write: bool) -> f64 {
        let Ok(array) = operation.operand(usize::from(write)) else { return 0.0 };
        match buffer_rank(array.r#type()) {
            Some(0) | None => self.machine.iteration / 4.0,
            Some(_) if self.unboxed && write => self.machine.list_write,
            Some(_) if self.unboxed => self.machine.list_read,
            Some(_) if write => self.machine.array_write,
            Some(_) => self.machine.array_read,
        }
    }

    /// An element is priced where it is used, see [`Self::read`].
    fn view<'c: 'a, 'a>(&mut self, operation: OperationRef<'c, 'a>) -> f64 {
        self.shapes.view(operation);
        match self.result_rank(operation) {
            0 => 0.0,
            _ => self.machine.slice,
        }
    }

    /// What it costs to read an operand that is a number.
    fn read(&self, value: Value) -> f64 {
        if buffer_rank(value.r#type()) != Some(0) {
            return 0.0;
        }
        match version::defined_by(value, "nparray.view") {
            Some(view) => self.subscript(view, false),
            None => 0.0,
        }
    }

    fn subscript<'c: 'a, 'a>(&self, view: OperationRef<'c, 'a>, write: bool) -> f64 {
        let m = self.machine;
        let Ok(source) = view.operand(0) else { return 0.0 };
        let rank = buffer_rank(source.r#type()).unwrap_or(0);
        if rank == 0 {
            return 0.0;
        }
        match (self.as_written && self.lists.contains(&value_key(source)), write) {
            (true, true) => m.list_write + m.list_read * (rank as f64 - 1.0),
            (true, false) => m.list_read * rank as f64,
            (false, true) => m.array_write,
            (false, false) => m.array_read,
        }
    }

    fn call<'c: 'a, 'a>(&mut self, operation: OperationRef<'c, 'a>) -> f64 {
        let m = self.machine;
        let reads: f64 = operation.operands().map(|operand| self.read(operand)).sum();
        let callee = string_attribute(operation, "callee").unwrap_or_default();
        let callee = callee.strip_prefix("numpy.").unwrap_or(&callee);
        self.shapes.call(operation, callee);
        let largest = operation.operands().map(|o| self.shapes.volume(o)).fold(0.0, f64::max);
        let volume = largest.max(self.result_volume(operation));
        let scalars = volume <= 1.0 && operation.operands().all(|o| buffer_rank(o.r#type()) == Some(0));
        reads
            + match callee {
                _ if scalars => self.number(),
                "matmul" if self.result_rank(operation) > 2 => m.call + self.stack_of_products(operation),
                "dot" | "matmul" | "inner" | "tensordot" => m.call + self.product(operation),
                "automphc.numbers" => m.call + volume * m.to_list / 2.0,
                "einsum" => 2.0 * m.call + self.shapes.einsum(operation).0 * m.element,
                "transpose" | "reshape" | "ravel" | "squeeze" | "expand_dims" | "swapaxes" | "moveaxis"
                | "broadcast_to" | "diagonal" | "real" | "imag" => m.slice,
                // A call in the program, a subscript in what becomes of it.
                "flip" if self.as_written => m.call,
                "flip" => m.slice,
                "zeros" | "ones" | "empty" | "full" | "copy" | "arange" => m.call + volume * m.copy,
                "power" if has_fast_exponent(operation) => m.call + volume * self.per_element(volume),
                "automphc.extreme" => 12.0 * m.call + volume * 2.0 * self.per_element(volume),
                "mean" => 6.0 * m.call + volume * self.per_element(volume),
                "var" | "std" => 10.0 * m.call + volume * 4.0 * self.per_element(volume),
                _ => m.call + volume * (self.per_element(volume) + (self.kb.weight(callee) - 1.0) * m.cached_element),
            }
    }

    /// One addition, per element of an array of this size.
    fn per_element(&self, volume: f64) -> f64 {
        if volume < CACHED || self.in_tile {
            self.machine.cached_element
        } else {
            self.machine.element
        }
    }

    /// A product of matrices for each place of a stack.
    fn stack_of_products<'c: 'a, 'a>(&self, operation: OperationRef<'c, 'a>) -> f64 {
        let summed = operation.operand(0).ok().and_then(|a| self.shapes.of(a).last().copied()).unwrap_or(1.0);
        let result = self.result_volume(operation);
        let places = result / operation.result(0).map_or(1.0, |r| self.shapes.matrix(r.into())).max(1.0);
        places * PLACE * self.machine.call + result * summed.max(1.0) * self.machine.product
    }

    /// Multiply-adds of a product: matrices are cheaper than vectors per term.
    fn product<'c: 'a, 'a>(&self, operation: OperationRef<'c, 'a>) -> f64 {
        let (Ok(a), Ok(b)) = (operation.operand(0), operation.operand(1)) else { return 0.0 };
        let (rows, columns) = (self.shapes.of(a), self.shapes.of(b));
        let summed = rows.last().copied().unwrap_or(1.0).max(1.0);
        let terms = self.shapes.volume(a) * self.shapes.volume(b) / summed;
        let price =
            if rows.len() >= 2 && columns.len() >= 2 { self.machine.product } else { self.machine.vector_product };
        terms * price
    }

    fn store<'c: 'a, 'a>(&mut self, operation: OperationRef<'c, 'a>) -> f64 {
        let m = self.machine;
        let (Ok(value), Ok(target)) = (operation.operand(0), operation.operand(1)) else { return 0.0 };
        let update = operation.has_attribute("update");
        if buffer_rank(target.r#type()) == Some(0) {
            let view = version::defined_by(target, "nparray.view");
            let old = view.filter(|_| update).map_or(0.0, |view| self.subscript(view, false));
            let new = view.map_or(m.iteration / 4.0, |view| self.subscript(view, true));
            return self.read(value) + old + new + if update { self.number() } else { 0.0 };
        }
        let volume = self.shapes.volume(target);
        // What a call returns is bound, not copied.
        let bound = version::defined_by(target, "nparray.alloc").is_some_and(|alloc| alloc.has_attribute("name"));
        if self.as_written && bound && !update && version::defined_by(value, "nparray.call").is_some() {
            return 0.0;
        }
        if version::defined_by(value, "memref.alloc").is_some_and(|alloc| alloc.has_attribute("numbers")) {
            return m.call + volume * m.to_list;
        }
        if operation.has_attribute("bind") {
            return 0.0;
        }
        let mask = if operation.operand_count() > 2 { m.call + volume * m.element } else { 0.0 };
        self.read(value)
            + mask
            + match (operation.has_attribute("out"), update) {
                (true, _) => 0.0,
                (false, true) => m.call + volume * self.per_element(volume),
                (false, false) => m.slice + volume * m.copy,
            }
    }

    fn operand_volume<'c: 'a, 'a>(&self, operation: OperationRef<'c, 'a>, position: usize) -> f64 {
        operation.operand(position).map_or(0.0, |operand| self.shapes.volume(operand))
    }

    fn result_volume<'c: 'a, 'a>(&self, operation: OperationRef<'c, 'a>) -> f64 {
        operation.result(0).map_or(1.0, |result| self.shapes.volume(result.into()))
    }

    fn result_rank<'c: 'a, 'a>(&self, operation: OperationRef<'c, 'a>) -> usize {
        operation.result(0).ok().and_then(|r| buffer_shape(r.r#type())).map_or(0, |shape| shape.len())
    }
}

/// True for powers that NumPy computes as squares, roots and quotients.
fn has_fast_exponent<'c: 'a, 'a>(operation: OperationRef<'c, 'a>) -> bool {
    let exponent = operation.operand(1).ok().and_then(|value| version::defined_by(value, "nparray.constant"));
    let value = match exponent.and_then(crate::scop::read::number) {
        Some(Number::Int(n)) => n as f64,
        Some(Number::Float(x)) => x,
        _ => return false,
    };
    [-1.0, 0.0, 0.5, 1.0, 2.0].contains(&value)
}
