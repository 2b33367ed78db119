//! Which value is written where: moved into its use, or named.

use super::{block_of, merge, Body, Lines};
use crate::ir::{self, key, name_of, operands, owner, Key, Problem, Result};
use crate::python::expr::Expr;
use crate::python::stmt::Stmt;
use melior::ir::operation::OperationLike;
use melior::ir::r#type::TypeLike;
use melior::ir::{OperationRef, Value, ValueLike};
use std::collections::{BTreeSet, HashMap};

/// A buffer that every write may change: what opaque text reads.
pub const ANYTHING: Key = 0;

/// Uses of a value, and whether all are in the block that defines it.
#[derive(Clone, Copy, Debug)]
pub struct Uses {
    pub count: usize,
    pub block: usize,
    pub one_block: bool,
}

/// What a value is in the Python text, and what may happen before it is used.
#[derive(Clone, Debug)]
pub struct Entry {
    expr: Expr,
    /// Buffers whose contents the expression reads when it is evaluated.
    reads: BTreeSet<Key>,
    /// Buffers that the value shares memory with.
    roots: BTreeSet<Key>,
    lines: Lines,
    remaining: usize,
    base: &'static str,
}

impl Entry {
    /// A buffer with a name.
    pub fn buffer(key: Key, expr: Expr) -> Self {
        let roots = BTreeSet::from([key]);
        Self { expr, reads: BTreeSet::new(), roots, lines: None, remaining: 0, base: "value" }
    }
}

/// An operand, ready to be part of a statement or of another expression.
#[derive(Clone, Debug)]
pub struct Taken {
    pub expr: Expr,
    pub reads: BTreeSet<Key>,
    pub roots: BTreeSet<Key>,
    pub lines: Lines,
}

impl Taken {
    pub fn new(expr: Expr, reads: BTreeSet<Key>) -> Self {
        Self { expr, reads, roots: BTreeSet::new(), lines: None }
    }

    /// An expression over other operands that reads their contents.
    pub fn over(expr: Expr, parts: &[Taken]) -> Self {
        let reads = parts.iter().flat_map(|part| part.reads.iter().chain(&part.roots).copied()).collect();
        let lines = parts.iter().fold(None, |lines, part| merge(lines, part.lines));
        Self { expr, reads, roots: BTreeSet::new(), lines }
    }
}

/// How a defined value reaches its uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Repeated at every use: constants, names, elements.
    Repeat,
    /// Repeated where short and rare, else named: views.
    Alias,
    /// Moved to its only use, else named: computed values.
    Once,
}

/// Counts the uses of all values in an operation and its regions.
pub fn count_uses<'c: 'a, 'a>(op: OperationRef<'c, 'a>, uses: &mut HashMap<Key, Uses>) {
    // Text reads the program's variables, not its operands.
    if matches!(name_of(op).as_str(), "nparray.guard" | "py.opaque") {
        return;
    }
    let block = block_of(op);
    for operand in operands(op) {
        let found = uses.entry(key(operand)).or_insert(Uses { count: 0, block, one_block: true });
        found.count += 1;
        found.one_block &= found.block == block;
    }
    for region in 0..op.region_count() {
        for inner in ir::body(op, region) {
            count_uses(inner, uses);
        }
    }
}

/// Library functions whose result shares memory with their first argument.
pub fn is_view_function(callee: &str) -> bool {
    const VIEWS: [&str; 16] = [
        "transpose",
        "flip",
        "swapaxes",
        "moveaxis",
        "rollaxis",
        "reshape",
        "ravel",
        "squeeze",
        "expand_dims",
        "broadcast_to",
        "diagonal",
        "real",
        "imag",
        "asarray",
        "ascontiguousarray",
        "atleast_2d",
    ];
    callee.split_once('.').is_some_and(|(module, name)| matches!(module, "numpy" | "cupy") && VIEWS.contains(&name))
}

/// The buffers that a value may share memory with.
pub fn roots<'c: 'a, 'a>(value: Value<'c, 'a>) -> BTreeSet<Key> {
    let own = key(value);
    let Some(op) = owner(value) else {
        return BTreeSet::from([own]);
    };
    let aliases = match name_of(op).as_str() {
        "nparray.view" => true,
        "nparray.call" => ir::string_of(op, "callee").is_some_and(is_view_function),
        _ => false,
    };
    match automphc_dialects::ir::operand(op, 0).filter(|_| aliases) {
        Some(source) => roots(source).into_iter().chain([own]).collect(),
        None => BTreeSet::from([own]),
    }
}

/// Buffers that an operation and its regions may write; None for all.
pub fn written<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> Option<BTreeSet<Key>> {
    let mut all = match name_of(op).as_str() {
        "nparray.pfor" => super::parallel::outputs(op),
        "nparray.repack" => op.operand(2).map(roots).unwrap_or_default(),
        "nparray.store" | "affine.store" | "memref.store" => op.operand(1).map(roots).unwrap_or_default(),
        name if name.starts_with("py.") && name != "py.opaque_expr" && name != "py.return" => return None,
        _ => BTreeSet::new(),
    };
    for region in 0..op.region_count() {
        for inner in ir::body(op, region) {
            all.extend(written(inner)?);
        }
    }
    Some(all)
}

/// Whether an operation may write this buffer.
pub fn written_by<'c: 'a, 'a>(op: OperationRef<'c, 'a>, buffer: Key) -> bool {
    written(op).is_none_or(|all| all.contains(&buffer))
}

impl Body<'_> {
    /// An operand's expression; the caller becomes one of its uses.
    pub fn take<'c: 'a, 'a>(&mut self, value: Value<'c, 'a>, user: OperationRef<'c, 'a>) -> Result<Taken> {
        if value.r#type().is_index() {
            let linear = self.indices.linear(value, self.library)?;
            return Ok(Taken::new(linear.to_expr(), BTreeSet::new()));
        }
        let entry = self.entries.get_mut(&key(value));
        let entry = entry.ok_or_else(|| Problem::of(user, "has an operand without a Python form"))?;
        entry.remaining = entry.remaining.saturating_sub(1);
        let (expr, reads, roots) = (entry.expr.clone(), entry.reads.clone(), entry.roots.clone());
        Ok(Taken { expr, reads, roots, lines: entry.lines })
    }

    pub fn take_all<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<Vec<Taken>> {
        operands(op).into_iter().map(|value| self.take(value, op)).collect()
    }

    /// Records the result of an operation.
    pub fn define<'c: 'a, 'a>(
        &mut self,
        op: OperationRef<'c, 'a>,
        taken: Taken,
        keep: Keep,
        base: &'static str,
    ) -> Result<()> {
        let result = key(ir::result(op)?);
        let Some(uses) = self.uses.get(&result).copied() else {
            return Ok(());
        };
        let here = uses.one_block && uses.block == block_of(op);
        let roots = taken.roots.iter().copied().chain([result]).collect();
        let lines = merge(taken.lines, self.lines_of(op));
        let entry = Entry { expr: taken.expr, reads: taken.reads, roots, lines, remaining: uses.count, base };
        let moves = match keep {
            Keep::Repeat => true,
            Keep::Alias => entry.expr.is_identifier() || (uses.count <= 2 && here),
            Keep::Once => uses.count == 1 && here,
        };
        let named = ir::string_of(op, "name").map(str::to_string);
        self.entries.insert(result, entry);
        self.waiting.push(result);
        if !moves {
            self.give_name(result, named.as_deref());
        }
        Ok(())
    }

    /// Writes `name = value` and uses the name from now on.
    fn give_name(&mut self, value: Key, wanted: Option<&str>) {
        let Some(base) = self.entries.get(&value).map(|entry| entry.base) else {
            return;
        };
        let name = self.local(wanted, base);
        let Some(entry) = self.entries.get_mut(&value) else {
            return;
        };
        let lines = entry.lines.take();
        entry.reads.clear();
        let expr = std::mem::replace(&mut entry.expr, Expr::name(&*name));
        self.indices.arrays.insert(value, Expr::name(&*name));
        self.push(Stmt::Assign(Expr::name(name), expr), lines);
    }

    /// Names the waiting values that read one of these buffers (None: any), before it is written.
    pub fn flush(&mut self, written: Option<&BTreeSet<Key>>) {
        for value in self.waiting.clone() {
            let Some(entry) = self.entries.get(&value) else {
                continue;
            };
            let stale = match written {
                None => !entry.reads.is_empty(),
                Some(buffers) => entry.reads.iter().any(|b| *b == ANYTHING || buffers.contains(b)),
            };
            if stale && entry.remaining > 0 {
                self.give_name(value, None);
            }
        }
    }

    /// Makes a buffer known under its name.
    pub fn bind_buffer(&mut self, value: Key, name: &str) {
        self.entries.insert(value, Entry::buffer(value, Expr::name(name)));
        self.indices.arrays.insert(value, Expr::name(name));
    }
}
