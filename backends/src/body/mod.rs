//! One version's operations as Python statements.
//!
//! A value that is used once moves into the expression that uses it, unless something in between
//! writes what it reads; every other value gets a name. Views are aliases, so they may move past
//! writes; the contents read through them may not. `value.rs` holds that rule, the other files
//! the form of each kind of operation.

mod alloc;
mod call;
mod element;
mod flow;
pub mod parallel;
mod store;
mod text;
mod transfer;
mod value;
mod view;

use crate::affine::Indices;
use crate::ir::{self, key, Key, Problem, Result};
use crate::library::Library;
use crate::names::Names;
use crate::python::expr::Expr;
use crate::python::stmt::Stmt;
use crate::source::Source;
use crate::splice::Insertion;
use crate::version::{Kernel, Kind, Version};
use automphc_dialects::types::buffer_rank;
use melior::ir::block::BlockLike;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, Value, ValueLike};
use std::collections::{HashMap, HashSet};
use value::{Entry, Uses};

pub use value::written_by;

/// First and last source line that something stands for.
pub type Lines = Option<(usize, usize)>;

pub fn merge(a: Lines, b: Lines) -> Lines {
    match (a, b) {
        (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
        (a, b) => a.or(b),
    }
}

/// A statement and the source lines that it stands for.
pub struct Located {
    pub stmt: Stmt,
    pub lines: Lines,
}

/// The program's own text.
#[derive(Clone, Copy)]
pub struct Texts<'b> {
    pub source: &'b Source<'b>,
    pub path: &'b str,
    /// Branches that stand in loops which are text here.
    pub insertions: &'b [Insertion],
}

pub struct Body<'b> {
    pub kernel: &'b Kernel,
    pub texts: Texts<'b>,
    pub library: &'b mut Library,
    pub names: Names,
    pub indices: Indices,
    /// The version computes on copies of lists, and a fault must leave no trace.
    pub on_copies: bool,
    /// The name of CuPy, in a version for a GPU.
    pub device: Option<String>,
    /// The name of the module whose arrays the arguments are, if they may be CuPy's.
    pub module_of_arrays: Option<String>,
    /// Scalars that a guard promises not to be zero.
    pub nonzero: Vec<Expr>,
    entries: HashMap<Key, Entry>,
    /// Values not yet written out, in the order of their operations.
    waiting: Vec<Key>,
    uses: HashMap<Key, Uses>,
    /// Names of the enclosing loops' variables.
    loops: Vec<String>,
    /// The user's names that hold values, and those that are loop variables somewhere.
    kept_values: HashSet<String>,
    kept_loops: HashSet<String>,
    /// The user's names that are called otherwise here, so that no original text may read them.
    renamed: HashSet<String>,
    /// Parameters of a loop's body that the version has copies of.
    pub copied: HashSet<String>,
    /// Names that are bound anew for original texts, or by one for another: no loop variable may have them.
    rebound: HashSet<String>,
    out: Vec<Located>,
    /// What the blocks of parallel loops that follow each other are kept in.
    blocks: Option<Expr>,
    /// The value that the version returns, if any.
    pub returned: Option<Expr>,
}

impl<'b> Body<'b> {
    pub fn new(
        version: &Version,
        kernel: &'b Kernel,
        texts: Texts<'b>,
        library: &'b mut Library,
        names: Names,
        indices: Indices,
    ) -> Self {
        let mut body = Self {
            kernel,
            texts,
            library,
            names,
            indices,
            on_copies: version.has_lists(),
            device: None,
            module_of_arrays: None,
            nonzero: Vec::new(),
            entries: HashMap::new(),
            waiting: Vec::new(),
            uses: HashMap::new(),
            loops: Vec::new(),
            kept_values: HashSet::new(),
            kept_loops: HashSet::new(),
            renamed: HashSet::new(),
            copied: HashSet::new(),
            rebound: HashSet::new(),
            out: Vec::new(),
            blocks: None,
            returned: None,
        };
        for arg in version.args.iter().filter(|arg| arg.kind != Kind::Int) {
            let expr = body.indices.arrays.get(&arg.key).cloned();
            let expr = expr.unwrap_or_else(|| Expr::name(&*arg.name));
            body.entries.insert(arg.key, Entry::buffer(arg.key, expr));
        }
        body
    }

    /// Statements of the version's operations after the guards.
    pub fn lower<'c: 'a, 'a>(&mut self, operations: &[OperationRef<'c, 'a>]) -> Result<Vec<Located>> {
        for op in operations {
            value::count_uses(*op, &mut self.uses);
            text::rebound(*op, &mut HashMap::new(), &mut self.rebound);
        }
        self.rebound.extend(text::handed_on(operations));
        let located = self.block(operations)?;
        match operations.iter().find_map(|op| text::first_reader(*op, &self.renamed)) {
            Some(op) => Err(Problem::refusal(op.location(), "the statement may read a variable that is renamed")),
            None => Ok(located),
        }
    }

    /// The same in two parts: what may fail, and the stores into arguments after it.
    pub fn lower_with_commits<'c: 'a, 'a>(
        &mut self,
        operations: &[OperationRef<'c, 'a>],
    ) -> Result<(Vec<Located>, Vec<Located>)> {
        for op in operations {
            value::count_uses(*op, &mut self.uses);
            text::rebound(*op, &mut HashMap::new(), &mut self.rebound);
        }
        let commits = |op: &OperationRef<'c, 'a>| {
            ir::attribute(*op, "commit").is_some() || matches!(ir::name_of(*op).as_str(), "func.return" | "py.return")
        };
        let first = operations.iter().position(commits).unwrap_or(operations.len());
        for op in &operations[..first] {
            let outcome = self.operation(*op);
            crate::affine::with_place(*op, outcome)?;
        }
        // What is computed moves to no place after the last that may fail.
        self.flush(None);
        let body = std::mem::take(&mut self.out);
        let commits = self.block(&operations[first..])?;
        match operations.iter().find_map(|op| text::first_reader(*op, &self.renamed)) {
            Some(op) => Err(Problem::refusal(op.location(), "the statement may read a variable that is renamed")),
            None => Ok((body, commits)),
        }
    }

    fn block<'c: 'a, 'a>(&mut self, operations: &[OperationRef<'c, 'a>]) -> Result<Vec<Located>> {
        let outer = std::mem::take(&mut self.out);
        let waiting = self.waiting.len();
        for op in operations {
            let outcome = self.operation(*op);
            crate::affine::with_place(*op, outcome)?;
        }
        self.waiting.truncate(waiting);
        Ok(std::mem::replace(&mut self.out, outer))
    }

    fn push(&mut self, stmt: Stmt, lines: Lines) {
        self.out.push(Located { stmt, lines });
    }

    fn lines_of<'c: 'a, 'a>(&self, op: OperationRef<'c, 'a>) -> Lines {
        ir::lines(op.location(), self.texts.path)
    }

    fn operation<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let name = ir::name_of(op);
        match name.as_str() {
            "nparray.guard" | "nparray.dim" | "memref.dim" | "affine.apply" => Ok(()),
            "arith.index_cast" => self.index_cast(op),
            "affine.min" | "affine.max" => self.named_index(op),
            "nparray.strip_rows" => self.strip_rows(op),
            "nparray.view" => self.view(op),
            "nparray.call" => self.call(op),
            "nparray.constant" | "arith.constant" | "complex.constant" => self.constant(op),
            "nparray.index_value" => self.index_value(op),
            "nparray.scalar" => self.scalar(op),
            "nparray.store" => self.store(op),
            "nparray.transfer" => self.transfer(op),
            "nparray.repack" => self.repack(op),
            "nparray.alloc" | "memref.alloc" | "memref.alloca" => self.alloc(op),
            "memref.dealloc" | "affine.yield" => Ok(()),
            "affine.load" => self.load(op),
            "affine.store" => self.element_store(op),
            "affine.for" => self.for_loop(op),
            "affine.if" => self.condition(op),
            "nparray.pfor" => self.pfor(op),
            "py.opaque" => self.opaque(op),
            "py.opaque_expr" => self.opaque_value(op),
            "py.return" | "func.return" => self.return_value(op),
            _ if name.starts_with("arith.") || name.starts_with("math.") || name.starts_with("complex.") => {
                self.arithmetic(op, &name)
            }
            _ => Err(Problem::of(op, "has no Python form")),
        }
    }

    /// A name for a value: the user's, if keeping it cannot be observed; else a fresh one.
    fn local(&mut self, wanted: Option<&str>, otherwise: &str) -> String {
        let Some(name) = wanted else { return self.names.fresh(otherwise) };
        // Two values under one name may be alive together.
        if self.keeps(name) && !self.kept_loops.contains(name) && self.kept_values.insert(name.to_string()) {
            return name.to_string();
        }
        self.rename(name)
    }

    fn rename(&mut self, name: &str) -> String {
        if self.kernel.own.contains(name) {
            self.renamed.insert(name.to_string());
        }
        self.names.fresh(name)
    }

    /// A name for a loop's variable, likewise; loops one after the other may share it.
    fn loop_variable(&mut self, wanted: Option<&str>) -> String {
        let name = wanted.unwrap_or("i");
        let nested = self.loops.iter().any(|taken| taken == name);
        if self.rebound.contains(name) {
            return self.names.fresh(name);
        }
        if self.keeps(name) && !nested && !self.kept_values.contains(name) {
            self.kept_loops.insert(name.to_string());
            return name.to_string();
        }
        self.rename(name)
    }

    /// After a fault the original statements run: none of their locals may be bound by then.
    fn keeps(&self, name: &str) -> bool {
        let local = self.kernel.own.contains(name) && !self.on_copies;
        local && !self.is_fixed(name)
    }

    /// A parameter that the version calls by its own name.
    fn is_fixed(&self, name: &str) -> bool {
        self.kernel.params.contains(name) && !self.copied.contains(name)
    }

    fn return_value<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let values = ir::operands(op);
        if self.returned.is_some() || values.is_empty() {
            return Ok(());
        }
        let scalars = ir::strings(op, "scalars");
        let mut returned = Vec::new();
        for (position, value) in values.iter().enumerate() {
            returned.push(self.returned_item(op, *value, scalars.get(position).map(String::as_str))?);
        }
        let only = if returned.len() == 1 { returned.pop() } else { None };
        self.returned = Some(only.unwrap_or(Expr::Tuple(returned)));
        Ok(())
    }

    /// One returned value; a scalar becomes a number of the type that is asked for.
    fn returned_item<'c: 'a, 'a>(
        &mut self,
        op: OperationRef<'c, 'a>,
        value: Value<'c, 'a>,
        scalar: Option<&str>,
    ) -> Result<Expr> {
        let taken = self.take(value, op)?;
        if ir::owner(value).is_some_and(|owner| ir::name_of(owner) == "py.opaque_expr") {
            return Ok(taken.expr);
        }
        let unless = scalar.and_then(|scalar| scalar.strip_prefix("numpy unless ")?.parse().ok());
        let constructor = match scalar {
            Some("array") => return Ok(taken.expr),
            Some("list") => return Ok(taken.expr.attribute("tolist").call(vec![])),
            Some("numpy") => self.library.numpy("float64"),
            None if !self.on_copies => return Ok(taken.expr),
            // Lists hold Python's own floats.
            _ => self.library.builtin("float"),
        };
        if self.on_copies && buffer_rank(value.r#type()).unwrap_or(0) > 0 {
            return Err(Problem::refusal(op.location(), "an array cannot be returned for a list"));
        }
        if let Some(number) = unless {
            let name = Expr::name(self.names.fresh("result"));
            self.push(Stmt::Assign(name.clone(), taken.expr), merge(self.lines_of(op), taken.lines));
            return Ok(Expr::Conditional {
                condition: Box::new(Expr::compare(name.clone(), "==", Expr::Float(number))),
                value: Box::new(self.library.builtin("float").call(vec![name.clone()])),
                other: Box::new(self.library.numpy("float64").call(vec![name])),
            });
        }
        let number = constructor.call(vec![taken.expr]);
        if !self.on_copies {
            return Ok(number);
        }
        // On copies a fault must still be possible.
        let name = Expr::name(self.names.fresh("result"));
        self.push(Stmt::Assign(name.clone(), number), merge(self.lines_of(op), taken.lines));
        Ok(name)
    }

    /// A minimum or maximum that several expressions use gets a name.
    fn named_index<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let result = ir::result(op)?;
        let used = self.uses.get(&key(result)).map_or(0, |uses| uses.count);
        let linear = self.indices.linear(result, self.library)?;
        if used > 1 && linear.as_constant().is_none() {
            let base = if ir::name_of(op) == "affine.min" { "end" } else { "start" };
            let name = self.local(ir::string_of(op, "name"), base);
            let lines = self.lines_of(op);
            self.push(Stmt::Assign(Expr::name(&*name), linear.to_expr()), lines);
            self.indices.names.insert(key(result), Expr::name(name));
        }
        Ok(())
    }
}

/// Identity of the block that an operation is in.
fn block_of<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> usize {
    op.block().map_or(0, |block| block.to_raw().ptr as usize)
}
