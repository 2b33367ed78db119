//! Sizes of arrays and trip counts of loops as linear expressions of a version's sizes.
//!
//! Only costs are made of them: what is not linear counts as a block of a blocked loop.

use crate::scop::read::{definition, name, operations, segment_sizes, string_attribute, Indices};
use crate::scop::{domain, Lin, Loop, LoopInfo, Scop, Var};
use crate::version;
use automphc_dialects::affine::map_rows;
use automphc_dialects::ir::{array_elements, dictionary_entries, string_value, value_key};
use automphc_dialects::types::{buffer_rank, buffer_shape};
use automphc_kb::affine::Affine;
use melior::ir::attribute::IntegerAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{BlockLike, OperationRef, RegionLike, Value, ValueLike};
use std::collections::HashMap;

/// A size of which nothing is known.
const BLOCK: i64 = 128;
/// The sizes at which placements are compared: those at which a device is worth thinking of.
const NOMINAL: f64 = 4000.0;
const NOMINAL_CUBE: f64 = 400.0;

/// A size, and by which factor it is smaller on average.
#[derive(Clone, Debug, PartialEq)]
pub struct Extent {
    pub size: Lin,
    pub scale: f64,
}

/// A time that is spent for every element of a box.
#[derive(Clone, Debug, Default)]
pub struct Volume {
    pub factors: Vec<Lin>,
    pub scale: f64,
}

impl Volume {
    pub fn of(extents: &[Extent]) -> Self {
        let factors = extents.iter().map(|e| e.size.clone()).collect();
        Self { factors, scale: extents.iter().map(|e| e.scale).product() }
    }
}

pub struct Sizes<'c, 'a> {
    pub scop: Scop<'c, 'a>,
    indices: Indices,
    open: Vec<Loop<'c, 'a>>,
    /// Iterations of the open loops.
    trips: Vec<Extent>,
    /// Results of `nparray.dim`, by array and axis.
    dims: HashMap<(usize, i64), Value<'c, 'a>>,
}

impl<'c: 'a, 'a> Sizes<'c, 'a> {
    pub fn new(version: OperationRef<'c, 'a>) -> Self {
        let scop = Scop { function: version, symbols: vec![], arrays: vec![], loops: vec![], body: vec![] };
        let mut dims = HashMap::new();
        for operation in version::body(version).map(operations).unwrap_or_default() {
            let axis = operation.attribute("axis").ok().and_then(|a| IntegerAttribute::try_from(a).ok());
            if let (Some(axis), Ok(source), Ok(result)) = (axis, operation.operand(0), operation.result(0)) {
                if name(operation) == "nparray.dim" {
                    dims.insert((value_key(source), axis.value()), result.into());
                }
            }
        }
        Self { scop, indices: Indices::default(), open: vec![], trips: vec![], dims }
    }

    /// Enters a loop; how often it runs.
    pub fn enter(&mut self, operation: OperationRef<'c, 'a>) -> Extent {
        let operands: Vec<Value> = operation.operands().collect();
        let [lower, upper] = segment_sizes(operation).unwrap_or([0, 0]);
        let lower_operands = operands.get(..lower).unwrap_or_default().to_vec();
        let upper_operands = operands.get(lower..lower + upper).unwrap_or_default().to_vec();
        let mut rows = |map: &str, operands: &[Value<'c, 'a>]| -> Vec<Lin> {
            let map = operation.attribute(map).ok().and_then(map_rows);
            map.and_then(|map| self.indices.rows(&mut self.scop, &map, operands)).unwrap_or_default()
        };
        let (lower, upper) = (rows("lowerBoundMap", &lower_operands), rows("upperBoundMap", &upper_operands));
        let step = operation.attribute("step").ok().and_then(|a| IntegerAttribute::try_from(a).ok());
        let step = step.map_or(1, |s| s.value()).max(1);
        let extent = match (upper.first(), lower.first()) {
            (Some(upper), Some(lower)) => self.extent(upper.clone() - lower.clone()),
            _ => Extent { size: Affine::constant(BLOCK), scale: 1.0 },
        };
        let trips = Extent { scale: extent.scale / step as f64, ..extent };
        let id = self.scop.new_loop(LoopInfo { name: None, location: operation.location(), step });
        let block = operation.region(0).ok().and_then(|region| region.first_block());
        if let Some(variable) = block.and_then(|block| block.argument(0).ok()) {
            self.indices.bind(variable.into(), id);
        }
        self.open.push(Loop { id, lower, upper, body: vec![] });
        self.trips.push(trips.clone());
        trips
    }

    pub fn leave(&mut self) {
        self.open.pop();
        self.trips.pop();
    }

    /// The iterations of all open loops together.
    pub fn trips(&self) -> Volume {
        Volume::of(&self.trips)
    }

    /// A size at its largest over the open loops.
    fn extent(&self, size: Lin) -> Extent {
        let depends = size.terms.keys().any(|v| matches!(v, Var::Loop(_)));
        let open: Vec<_> = self.open.iter().collect();
        match domain::extreme(&size, &open, true).filter(|size| self.is_outside(size)) {
            Some(size) => Extent { size, scale: if depends { 0.5 } else { 1.0 } },
            None => Extent { size: Affine::constant(BLOCK), scale: 1.0 },
        }
    }

    /// A guard may use it: an argument, or a size that is known at the start.
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

    /// An index as a linear expression.
    pub fn index(&mut self, value: Value<'c, 'a>) -> Lin {
        // The bound of a block: the row that speaks of the loop.
        if let Some(min) = definition(value).filter(|op| name(*op) == "affine.min") {
            let operands: Vec<_> = min.operands().collect();
            let map = min.attribute("map").ok().and_then(map_rows);
            let rows = map.and_then(|map| self.indices.rows(&mut self.scop, &map, &operands)).unwrap_or_default();
            let of_loop = rows.iter().find(|row| row.terms.keys().any(|v| matches!(v, Var::Loop(_))));
            if let Some(row) = of_loop.or(rows.first()) {
                return row.clone();
            }
        }
        self.indices.affine(&mut self.scop, value).unwrap_or(Affine::constant(BLOCK))
    }

    /// The size of an axis of an argument, if the version knows it.
    pub fn dim(&mut self, array: Value<'c, 'a>, axis: usize) -> Option<Lin> {
        let fixed = buffer_shape(array.r#type()).and_then(|shape| shape.get(axis).copied().flatten());
        if let Some(size) = fixed {
            return Some(Affine::constant(size));
        }
        let known = self.dims.get(&(value_key(array), axis as i64)).copied()?;
        Some(Affine::var(self.scop.symbol(known)))
    }

    /// The extents of an array.
    pub fn of(&mut self, value: Value<'c, 'a>) -> Vec<Extent> {
        let rank = buffer_rank(value.r#type()).unwrap_or(0);
        let unknown = |from: usize| {
            let one = Extent { size: Affine::constant(BLOCK), scale: 1.0 };
            vec![one; rank.saturating_sub(from)]
        };
        if rank == 0 {
            return vec![];
        }
        let mut all = match definition(value) {
            None => {
                let known: Vec<_> = (0..rank).map_while(|axis| self.dim(value, axis)).collect();
                known.into_iter().map(|size| Extent { size, scale: 1.0 }).collect()
            }
            Some(operation) => match name(operation).as_str() {
                "nparray.view" => self.of_view(operation),
                "nparray.call" => self.of_call(operation),
                "nparray.alloc" | "memref.alloc" | "memref.alloca" => {
                    let sizes: Vec<_> = operation.operands().collect();
                    self.of_indices(&sizes)
                }
                _ => vec![],
            },
        };
        all.truncate(rank);
        let rest = unknown(all.len());
        all.extend(rest);
        all
    }

    fn of_indices(&mut self, sizes: &[Value<'c, 'a>]) -> Vec<Extent> {
        let lins: Vec<Lin> = sizes.iter().map(|size| self.index(*size)).collect();
        lins.into_iter().map(|size| self.extent(size)).collect()
    }

    fn of_view(&mut self, operation: OperationRef<'c, 'a>) -> Vec<Extent> {
        let Ok(source) = operation.operand(0) else { return vec![] };
        let sizes = self.of(source);
        let axes = operation.attribute("axes").ok().and_then(array_elements).unwrap_or_default();
        let mut bounds = operation.operands().skip(1).collect::<Vec<_>>().into_iter();
        let (mut axis, mut points, mut all) = (0, false, vec![]);
        for kind in axes.into_iter().filter_map(string_value) {
            match kind.as_str() {
                "index" => drop(bounds.next()),
                "slice" | "points" => {
                    let (lower, upper) = (bounds.next(), bounds.next());
                    if let (Some(lower), Some(upper)) = (lower, upper) {
                        let size = self.index(upper) - self.index(lower);
                        if kind == "slice" || !points {
                            all.push(self.extent(size));
                        }
                    }
                    points |= kind == "points";
                }
                "newaxis" => all.push(Extent { size: Affine::constant(1), scale: 1.0 }),
                _ => all.extend(sizes.get(axis).cloned()),
            }
            axis += usize::from(kind != "newaxis");
        }
        all
    }

    fn of_call(&mut self, operation: OperationRef<'c, 'a>) -> Vec<Extent> {
        let callee = string_attribute(operation, "callee").unwrap_or_default();
        let callee = callee.rsplit('.').next().unwrap_or_default();
        let operands: Vec<Value> = operation.operands().collect();
        let shapes: Vec<Vec<Extent>> = operands.iter().map(|operand| self.of(*operand)).collect();
        match (callee, shapes.as_slice()) {
            ("transpose", [a]) => a.iter().rev().cloned().collect(),
            ("diagonal", [a]) => a.first().cloned().into_iter().collect(),
            ("dot" | "matmul" | "masked_dot", [a, b, ..]) => {
                let left = a.iter().take(a.len().saturating_sub(1)).cloned();
                let right = if b.len() >= 2 { b.last().cloned() } else { None };
                left.chain(right).collect()
            }
            ("inner", [a, b]) => {
                let kept = |s: &[Extent]| s.iter().take(s.len().saturating_sub(1)).cloned().collect::<Vec<_>>();
                [kept(a), kept(b)].concat()
            }
            ("outer", [a, b]) => [a.clone(), b.clone()].concat(),
            ("tri" | "zeros" | "ones" | "empty" | "eye", _) => self.of_indices(&operands),
            ("einsum", all) => {
                let (letters, output) = einsum_letters(operation, all);
                output.chars().filter_map(|letter| letters.get(&letter).cloned()).collect()
            }
            ("sum" | "prod" | "mean" | "std" | "var" | "max" | "min" | "any" | "all", [a]) => reduced(operation, a),
            (_, all) => broadcast(all),
        }
    }

    /// The box over which an `einsum` sums.
    pub fn einsum(&mut self, operation: OperationRef<'c, 'a>) -> Vec<Extent> {
        let operands: Vec<Value> = operation.operands().collect();
        let shapes: Vec<_> = operands.into_iter().map(|operand| self.of(operand)).collect();
        let (letters, _) = einsum_letters(operation, &shapes);
        let mut sorted: Vec<_> = letters.into_iter().collect();
        sorted.sort_by_key(|(letter, _)| *letter);
        sorted.into_iter().map(|(_, extent)| extent).collect()
    }

    /// The value of an expression at the nominal sizes.
    pub fn nominal(&self, size: &Lin) -> f64 {
        let value = |v: &Var| match v {
            Var::Symbol(id) => {
                let dim =
                    version::defined_by(self.scop.symbols[*id], "nparray.dim").and_then(|dim| dim.operand(0).ok());
                let rank = dim.and_then(|array| buffer_rank(array.r#type()));
                if rank.unwrap_or(0) >= 3 {
                    NOMINAL_CUBE
                } else {
                    NOMINAL
                }
            }
            Var::Loop(_) => NOMINAL / 2.0,
        };
        let sum: f64 = size.terms.iter().map(|(v, coefficient)| *coefficient as f64 * value(v)).sum();
        (sum + size.constant as f64).max(0.0)
    }
}

type Letters = HashMap<char, Extent>;

/// The extents of the letters of an `einsum`, and those of its result.
fn einsum_letters(operation: OperationRef, shapes: &[Vec<Extent>]) -> (Letters, String) {
    let parameters = operation.attribute("parameters").ok().and_then(dictionary_entries).unwrap_or_default();
    let subscripts = parameters.into_iter().find(|(name, _)| name == "subscripts");
    let subscripts = subscripts.and_then(|(_, text)| string_value(text)).unwrap_or_default();
    let (inputs, output) = subscripts.split_once("->").unwrap_or((&subscripts, ""));
    let mut letters = HashMap::new();
    for (own, shape) in inputs.split(',').zip(shapes) {
        letters.extend(own.chars().zip(shape.iter().cloned()));
    }
    (letters, output.to_string())
}

/// The axes that a reduction along one axis leaves.
fn reduced(operation: OperationRef, shape: &[Extent]) -> Vec<Extent> {
    let parameters = operation.attribute("parameters").ok().and_then(dictionary_entries).unwrap_or_default();
    let axis = parameters.into_iter().find(|(name, _)| name == "axis");
    let axis = axis.and_then(|(_, value)| IntegerAttribute::try_from(value).ok()).map(|axis| axis.value());
    let Some(axis) = axis else { return vec![] };
    let axis = if axis < 0 { axis + shape.len() as i64 } else { axis };
    let kept = shape.iter().enumerate().filter(|(position, _)| *position as i64 != axis);
    kept.map(|(_, extent)| extent.clone()).collect()
}

/// The extents of an elementwise function's result.
fn broadcast(shapes: &[Vec<Extent>]) -> Vec<Extent> {
    let rank = shapes.iter().map(Vec::len).max().unwrap_or(0);
    let axis = |position: usize| {
        let from_end = rank - position;
        let own = shapes.iter().filter_map(|shape| shape.get(shape.len().checked_sub(from_end)?));
        let mut own = own.filter(|extent| extent.size.as_constant() != Some(1));
        own.next().cloned().unwrap_or(Extent { size: Affine::constant(1), scale: 1.0 })
    };
    (0..rank).map(axis).collect()
}
