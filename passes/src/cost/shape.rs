//! Sizes of arrays and trip counts of loops, at the nominal size.

use super::{Scale, NOMINAL};
use crate::scop::read::{definition, integer_attribute, name, operations, segment_sizes};
use automphc_dialects::affine::map_rows;
use automphc_dialects::ir::{array_elements, dictionary_entries, string_value, value_key};
use automphc_dialects::types::buffer_shape;
use melior::ir::attribute::IntegerAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{BlockLike, OperationRef, RegionLike, Value, ValueLike};
use std::collections::HashMap;

/// What is known so far: values of indices, and shapes of arrays.
#[derive(Default)]
pub struct Shapes {
    scale: Scale,
    /// There are arrays of more than one axis, whose rows vectors are as long as.
    planes: bool,
    indices: HashMap<usize, f64>,
    arrays: HashMap<usize, Vec<f64>>,
}

impl Shapes {
    pub fn at(scale: Scale, planes: bool) -> Self {
        Self { scale, planes, ..Self::default() }
    }

    /// The extent of the axes of an array of this rank.
    fn extent(&self, rank: usize) -> f64 {
        self.scale.extent(rank, self.planes)
    }

    /// An index of which nothing is known: the size of an array, or an int.
    fn unknown(&self, index: Value) -> f64 {
        let Some(dim) = definition(index).filter(|operation| name(*operation) == "nparray.dim") else {
            return self.scale.int();
        };
        let axis = integer_attribute(dim, "axis");
        let shape = dim.operand(0).ok().and_then(|array| buffer_shape(array.r#type()));
        let (axis, shape) = (axis.map_or(0, |axis| axis as usize), shape.unwrap_or_default());
        shape.get(axis).copied().flatten().map_or_else(|| self.extent(shape.len()), |size| size as f64)
    }

    /// The value of an index.
    fn index(&self, value: Value) -> f64 {
        if let Some(known) = self.indices.get(&value_key(value)) {
            return *known;
        }
        let Some(operation) = definition(value) else { return self.unknown(value) };
        let operands: Vec<Value> = operation.operands().collect();
        match name(operation).as_str() {
            "arith.constant" => {
                let value = operation.attribute("value").ok().and_then(|a| IntegerAttribute::try_from(a).ok());
                value.map_or(NOMINAL, |v| v.value() as f64)
            }
            "affine.apply" => self.rows(operation, "map", &operands).first().copied().unwrap_or(NOMINAL),
            "affine.min" => self.rows(operation, "map", &operands).into_iter().fold(f64::INFINITY, f64::min),
            "affine.max" => self.rows(operation, "map", &operands).into_iter().fold(f64::NEG_INFINITY, f64::max),
            "nparray.strip_rows" => {
                let elements = operation.attribute("elements").ok().and_then(|a| IntegerAttribute::try_from(a).ok());
                let widths: f64 = operands.iter().map(|width| self.index(*width) + 2.0).product();
                (elements.map_or(NOMINAL, |elements| elements.value() as f64) / widths).floor().max(1.0)
            }
            _ => self.unknown(value),
        }
    }

    /// The results of a map.
    fn rows<'c: 'a, 'a>(&self, operation: OperationRef<'c, 'a>, map: &str, operands: &[Value<'c, 'a>]) -> Vec<f64> {
        let Some(map) = operation.attribute(map).ok().and_then(map_rows) else { return vec![NOMINAL] };
        let values: Vec<f64> = operands.iter().map(|operand| self.index(*operand)).collect();
        let row = |row: &Vec<i64>| {
            let constant = row.last().copied().unwrap_or(0) as f64;
            constant + row.iter().zip(&values).map(|(c, v)| *c as f64 * v).sum::<f64>()
        };
        map.rows.iter().map(row).collect()
    }

    /// The trip count of a loop, whose variable stands at the middle of its range from now on.
    pub fn enter<'c: 'a, 'a>(&mut self, operation: OperationRef<'c, 'a>) -> f64 {
        let operands: Vec<Value> = operation.operands().collect();
        let [lower, upper] = segment_sizes(operation).unwrap_or([0, 0]);
        let end = (lower + upper).min(operands.len());
        let lowest = self.rows(operation, "lowerBoundMap", &operands[..lower.min(end)]);
        let highest = self.rows(operation, "upperBoundMap", &operands[lower.min(end)..end]);
        let lowest = lowest.into_iter().fold(f64::NEG_INFINITY, f64::max);
        let highest = highest.into_iter().fold(f64::INFINITY, f64::min);
        let step = operation.attribute("step").ok().and_then(|a| IntegerAttribute::try_from(a).ok());
        let step = step.map_or(1, |s| s.value()).max(1) as f64;
        let block = operation.region(0).ok().and_then(|region| region.first_block());
        if let Some(variable) = block.and_then(|block| block.argument(0).ok()) {
            self.indices.insert(value_key(variable.into()), ((lowest + highest) / 2.0).max(lowest));
        }
        if let Some(rows) = self.strip_rows(operation) {
            // A strip is full, or all there is.
            if let Some(variable) = block.and_then(|block| block.argument(0).ok()) {
                self.indices.insert(value_key(variable.into()), lowest);
            }
            return ((highest - lowest) / rows).max(1.0);
        }
        ((highest - lowest) / step).max(0.0)
    }

    /// The rows of a strip, of a loop over strips.
    fn strip_rows<'c: 'a, 'a>(&self, operation: OperationRef<'c, 'a>) -> Option<f64> {
        operation.attribute("strip").ok()?;
        let body = operation.region(0).ok()?.first_block()?;
        let end = operations(body).into_iter().find(|inner| name(*inner) == "affine.min")?;
        let rows = |value: &Value<'c, 'a>| definition(*value).is_some_and(|op| name(op) == "nparray.strip_rows");
        let found = end.operands().find(rows);
        found.map(|rows| self.index(rows))
    }

    /// The extents of a value; a number has none.
    pub fn of(&self, value: Value) -> Vec<f64> {
        if let Some(known) = self.arrays.get(&value_key(value)) {
            return known.clone();
        }
        let shape = buffer_shape(value.r#type()).unwrap_or_default();
        if let Some(alloc) = definition(value).filter(|op| name(*op) == "memref.alloc") {
            if alloc.operand_count() == shape.len() {
                return alloc.operands().map(|size| self.index(size).max(0.0)).collect();
            }
        }
        let unknown = self.extent(shape.len());
        shape.into_iter().map(|size| size.map_or(unknown, |size| size as f64)).collect()
    }

    pub fn volume(&self, value: Value) -> f64 {
        self.of(value).into_iter().product()
    }

    /// The elements of the last two axes.
    pub fn matrix(&self, value: Value) -> f64 {
        self.of(value).iter().rev().take(2).product()
    }

    /// Notes the shape of a view.
    pub fn view<'c: 'a, 'a>(&mut self, operation: OperationRef<'c, 'a>) {
        let (Ok(source), Ok(result)) = (operation.operand(0), operation.result(0)) else { return };
        let axes = operation.attribute("axes").ok().and_then(array_elements).unwrap_or_default();
        let sizes = self.of(source);
        let (mut axis, mut operand, mut shape) = (0, 1, vec![]);
        let mut index = |shapes: &Self| {
            operand += 1;
            operation.operand(operand - 1).map_or(NOMINAL, |value| shapes.index(value))
        };
        for kind in axes.into_iter().filter_map(string_value) {
            match kind.as_str() {
                "index" => drop(index(self)),
                "slice" => {
                    let (from, to) = (index(self), index(self));
                    shape.push((to - from).abs());
                }
                "newaxis" => shape.push(1.0),
                _ => shape.push(sizes.get(axis).copied().unwrap_or(NOMINAL)),
            }
            axis += usize::from(kind != "newaxis");
        }
        self.arrays.insert(value_key(result.into()), shape);
    }

    /// Notes the shape of a call's result.
    pub fn call<'c: 'a, 'a>(&mut self, operation: OperationRef<'c, 'a>, callee: &str) {
        let Ok(result) = operation.result(0) else { return };
        let rank = buffer_shape(result.r#type()).map_or(0, |shape| shape.len());
        let operands: Vec<Vec<f64>> = operation.operands().map(|operand| self.of(operand)).collect();
        let shape = match (callee, operands.as_slice()) {
            ("transpose", [a]) => a.iter().rev().copied().collect(),
            ("outer", [a, b]) => vec![a.iter().product(), b.iter().product()],
            ("matmul", [a, b]) if rank > 2 && a.len().min(b.len()) >= 2 => {
                let (stack, other) = (&a[..a.len() - 2], &b[..b.len() - 2]);
                let places = broadcast(&[stack.to_vec(), other.to_vec()], rank - 2);
                [places, vec![a[a.len() - 2], b[b.len() - 1]]].concat()
            }
            ("dot" | "matmul", [a, b]) => {
                let left = a[..a.len().saturating_sub(1)].to_vec();
                let right = if b.len() >= 2 { vec![b[b.len() - 1]] } else { vec![] };
                [left, right].concat()
            }
            ("sum" | "prod" | "max" | "min" | "mean" | "var" | "std" | "any" | "all", [a]) => reduced(operation, a),
            ("tri" | "zeros" | "ones" | "empty", _) => operation.operands().map(|o| self.index(o)).collect(),
            ("einsum", _) => self.einsum(operation).1,
            (_, all) => broadcast(all, rank),
        };
        let shape = if shape.len() == rank { shape } else { vec![self.extent(rank); rank] };
        self.arrays.insert(value_key(result.into()), shape);
    }

    /// The number of terms of an `einsum`, and the shape of its result.
    pub fn einsum<'c: 'a, 'a>(&self, operation: OperationRef<'c, 'a>) -> (f64, Vec<f64>) {
        let parameters = operation.attribute("parameters").ok().and_then(dictionary_entries).unwrap_or_default();
        let subscripts = parameters.into_iter().find(|(name, _)| name == "subscripts");
        let subscripts = subscripts.and_then(|(_, text)| string_value(text)).unwrap_or_default();
        let mut sizes: HashMap<char, f64> = HashMap::new();
        let (inputs, output) = subscripts.split_once("->").unwrap_or((&subscripts, ""));
        for (letters, operand) in inputs.split(',').zip(operation.operands()) {
            sizes.extend(letters.chars().zip(self.of(operand)));
        }
        (sizes.values().product(), output.chars().filter_map(|letter| sizes.get(&letter).copied()).collect())
    }
}

/// The shape of a reduction's result.
fn reduced<'c: 'a, 'a>(operation: OperationRef<'c, 'a>, operand: &[f64]) -> Vec<f64> {
    let parameters = operation.attribute("parameters").ok().and_then(dictionary_entries).unwrap_or_default();
    let find = |name: &str| parameters.iter().find(|(own, _)| own == name).map(|(_, value)| *value);
    let integer = |value| IntegerAttribute::try_from(value).ok().map(|value| value.value());
    let Some(axis) = find("axis") else { return vec![] };
    let axes: Vec<i64> = match array_elements(axis) {
        Some(elements) => elements.into_iter().filter_map(integer).collect(),
        None => integer(axis).into_iter().collect(),
    };
    let rank = operand.len() as i64;
    let axes: Vec<i64> = axes.into_iter().map(|axis| if axis < 0 { axis + rank } else { axis }).collect();
    let keeps = find("keepdims").is_some_and(|value| value.to_string() == "true");
    let sizes = operand.iter().zip(0..).map(|(size, axis)| (*size, axes.contains(&axis)));
    sizes.filter(|(_, gone)| keeps || !gone).map(|(size, gone)| if gone { 1.0 } else { size }).collect()
}

/// The shape of an elementwise function's result.
fn broadcast(operands: &[Vec<f64>], rank: usize) -> Vec<f64> {
    (0..rank)
        .map(|axis| {
            let from_end = rank - axis;
            let sizes = operands.iter().filter_map(|shape| shape.len().checked_sub(from_end).map(|at| shape[at]));
            sizes.fold(1.0, f64::max)
        })
        .collect()
}
