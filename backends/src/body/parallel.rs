//! Parallel loops: a call of `_pfor` with the function of their tiles.

use super::{merge, Body};
use crate::affine::Linear;
use crate::guard;
use crate::helpers::Helper;
use crate::ir::{self, Key, Problem, Result};
use crate::python::expr::Expr;
use crate::python::stmt::Stmt;
use melior::ir::attribute::DenseI32ArrayAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, Value};
use std::collections::BTreeSet;

/// The operands of a parallel loop.
pub struct Operands<'c, 'a> {
    count: Value<'c, 'a>,
    outputs: Vec<Value<'c, 'a>>,
    inputs: Vec<Value<'c, 'a>>,
    sizes: Vec<Value<'c, 'a>>,
    first: Option<Value<'c, 'a>>,
}

impl<'c: 'a, 'a> Operands<'c, 'a> {
    fn of(op: OperationRef<'c, 'a>) -> Result<Self> {
        let segments = ir::attribute(op, "operandSegmentSizes").and_then(|a| DenseI32ArrayAttribute::try_from(a).ok());
        let size = |at: usize| segments.and_then(|s| s.element(at).ok()).and_then(|n| usize::try_from(n).ok());
        let mut rest = ir::operands(op).into_iter();
        let mut take = |at: usize| -> Vec<Value<'c, 'a>> { rest.by_ref().take(size(at).unwrap_or(0)).collect() };
        let (count, outputs, inputs, sizes, first) = (take(0), take(1), take(2), take(3), take(4));
        let count = count.first().copied().ok_or_else(|| Problem::of(op, "has no number of iterations"))?;
        Ok(Self { count, outputs, inputs, sizes, first: first.first().copied() })
    }
}

/// The buffers that a parallel loop writes.
pub fn outputs<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> BTreeSet<Key> {
    let outputs = Operands::of(op).map(|operands| operands.outputs).unwrap_or_default();
    outputs.into_iter().flat_map(super::value::roots).collect()
}

impl Body<'_> {
    /// `_pfor(tile, count, inputs=..., outputs=..., work=...)`.
    pub fn pfor<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let operands = Operands::of(op)?;
        let symbol = ir::attribute(op, "tile").map(|a| a.to_string()).unwrap_or_default();
        let symbol = symbol.trim_start_matches('@').trim_matches('"').to_string();
        let tile = self.library.tiles.get(&symbol).cloned();
        let tile =
            tile.ok_or_else(|| Problem::refusal(op.location(), "a tile of the parallel loop has no Python form"))?;
        self.flush(Some(&outputs(op)));
        let mut lines = self.lines_of(op);
        let cuts = |name: &str| ir::integers(op, name).unwrap_or_default();
        let axis = |axis: i64| if axis < 0 { Expr::None } else { Expr::Int(axis) };
        let mut inputs = Vec::new();
        for (value, cut) in operands.inputs.iter().zip(cuts("input_axes")) {
            let taken = self.take(*value, op)?;
            lines = merge(lines, taken.lines);
            inputs.push(Expr::Tuple(vec![taken.expr, axis(cut)]));
        }
        let mut outputs = Vec::new();
        let modes = ir::strings(op, "modes");
        for ((value, cut), mode) in operands.outputs.iter().zip(cuts("output_axes")).zip(modes) {
            let taken = self.take(*value, op)?;
            lines = merge(lines, taken.lines);
            outputs.push(Expr::Tuple(vec![taken.expr, axis(cut), Expr::Bool(mode == "update")]));
        }
        let mut linear = |value: &Value<'c, 'a>| self.indices.linear(*value, self.library);
        let sizes: Vec<Linear> = operands.sizes.iter().map(&mut linear).collect::<Result<_>>()?;
        let count = linear(&operands.count)?.to_expr();
        let first = operands.first.as_ref().map(linear).transpose()?;
        let products = |name| ir::attribute(op, name).and_then(guard::products).unwrap_or_default();
        let (work, memory) = (guard::sum(&products("work"), &sizes), products("memory"));
        let mut keywords = vec![
            ("inputs".to_string(), Expr::List(inputs)),
            ("outputs".to_string(), Expr::List(outputs)),
            ("work".to_string(), work),
        ];
        keywords.extend(first.map(|first| ("first".to_string(), first.to_expr())));
        if !memory.is_empty() {
            keywords.push(("memory".to_string(), guard::sum(&memory, &sizes)));
        }
        if tile.products {
            keywords.push(("products".to_string(), Expr::Bool(true)));
        }
        let chain = chain(op);
        let starts = chain.first() == Some(&op);
        if chain.len() > 1 && starts {
            let name = Expr::name(self.names.fresh("blocks"));
            let nothing = self.library.builtin("dict").call(Vec::new());
            self.push(Stmt::Assign(name.clone(), nothing), lines);
            self.blocks = Some(name);
        }
        let blocks = self.blocks.clone().filter(|_| chain.len() > 1);
        keywords.extend(blocks.clone().map(|blocks| ("blocks".to_string(), blocks)));
        let call = self.library.helper(Helper::Pfor).call_with(vec![Expr::name(&*tile.name), count], keywords);
        self.library.used_tiles.insert(symbol);
        self.push(Stmt::Expr(call), lines);
        if let Some(blocks) = blocks.filter(|_| chain.last() == Some(&op)) {
            let mut wanted: Vec<Expr> = Vec::new();
            for value in self.kept(&chain) {
                let array = self.take(value, op)?.expr;
                if !wanted.contains(&array) {
                    wanted.push(array);
                }
            }
            let gather = self.library.helper(Helper::RayGather).call(vec![blocks, Expr::List(wanted)]);
            self.push(Stmt::Expr(gather), lines);
            self.blocks = None;
        }
        Ok(())
    }

    /// What a chain of loops writes and something else sees.
    fn kept<'c: 'a, 'a>(&self, chain: &[OperationRef<'c, 'a>]) -> Vec<Value<'c, 'a>> {
        let inside = |value: Value<'c, 'a>| -> usize {
            chain.iter().map(|op| ir::operands(*op).into_iter().filter(|operand| *operand == value).count()).sum()
        };
        let private = |value: Value<'c, 'a>| {
            ir::owner(value).is_some() && self.uses.get(&ir::key(value)).is_some_and(|uses| uses.count == inside(value))
        };
        let all = chain.iter().filter_map(|op| Operands::of(*op).ok()).flat_map(|operands| operands.outputs);
        all.filter(|value| !private(*value)).collect()
    }
}

/// The parallel loops around one that follow each other directly, on whole arrays: their blocks
/// may stay where they are in between.
fn chain<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> Vec<OperationRef<'c, 'a>> {
    let whole = |op: OperationRef<'c, 'a>| {
        let view = |value: Value<'c, 'a>| ir::owner(value).is_some_and(|owner| ir::name_of(owner) == "nparray.view");
        !ir::operands(op).into_iter().any(view)
    };
    let quiet = |name: &str| matches!(name, "memref.alloc" | "affine.apply" | "nparray.dim" | "arith.constant");
    let beside = |others: &mut dyn Iterator<Item = OperationRef<'c, 'a>>| {
        let mut found = Vec::new();
        for other in others {
            match ir::name_of(other).as_str() {
                "nparray.pfor" if whole(other) => found.push(other),
                name if quiet(name) => {}
                _ => break,
            }
        }
        found
    };
    let all: Vec<_> = op.block().map(|block| ir::operations(block).collect()).unwrap_or_default();
    let (Some(own), true) = (all.iter().position(|other| *other == op), whole(op)) else { return vec![op] };
    let mut chain = beside(&mut all[..own].iter().rev().copied());
    chain.reverse();
    chain.push(op);
    chain.extend(beside(&mut all[own + 1..].iter().copied()));
    chain
}

/// True if an operation, or one inside it, calls a function that uses several cores by itself.
pub fn has_products<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> bool {
    const PRODUCTS: [&str; 6] = ["dot", "matmul", "tensordot", "inner", "vdot", "einsum"];
    let callee = ir::string_of(op, "callee").and_then(|callee| callee.strip_prefix("numpy."));
    callee.is_some_and(|name| PRODUCTS.contains(&name) || name.starts_with("linalg."))
        || (0..op.region_count()).any(|region| ir::body(op, region).into_iter().any(has_products))
}
