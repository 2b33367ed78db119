//! `affine-guard-memory`: what must hold of the memory that a version writes,
//! and which cells of lists it writes.
//!
//! before: func.func @k(%a: memref<?xf64>, %b: memref<?xf64>) { affine.for %i { a[%i] = b[%i] } }
//! after:  func.func @k(...) { nparray.guard "writeable"(%a)  nparray.guard "disjoint"(%a, %b) ... }
//!
//! Arrays: a written one must be writeable and share no memory with any other
//! argument, for one memref must stand for one buffer. Lists: their guard
//! makes rows distinct; the function gets `py.written`, the cells to bring back
//! into the lists, as integer sets over the indices whose symbols are the index
//! arguments and then the sizes of the list arguments. A list whose cells are
//! all written before they are read gets `py.write_only`: its old contents are
//! not converted.
//!
//! Not handled, and the version is dropped: a list written at elements that are
//! no affine function of single loop variables.

use crate::build::Builder;
use crate::scop::black_box::{self, BlackBox};
use crate::scop::cells::{axis, cells, is_size, read_indices, subset};
use crate::scop::domain::{implies, never};
use crate::scop::opaque::is_call;
use crate::scop::read::{name, Indices};
use crate::scop::{read, visit_statements, Lin, Loop, Node, Scop, Statement, Var};
use crate::version::{self, arguments, Argument};
use automphc_dialects::affine::{set_attribute, set_rows, Rows};
use automphc_dialects::ir::{context_of, dictionary, dictionary_entries, set_attribute as set};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use melior::ir::attribute::ArrayAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, OperationRef, Value};

pub const PASS: PassInfo = PassInfo {
    argument: "affine-guard-memory",
    description: "guard writeability and overlap; find the written cells of lists",
    run,
};

fn run(module: OperationRef, _: &Options) -> PassResult {
    version::each(module, |version| {
        let (Some(mut scop), Some(block)) = (read::read(version), version::body(version)) else { return Ok(()) };
        let builder = Builder { context: context_of(&version), block, location: version.location() };
        let arguments = arguments(version);
        if never(&facts(&mut scop)) {
            return Err("its conditions on sizes exclude each other".into());
        }
        guard_arrays(builder, &scop, &arguments);
        match arguments.iter().any(|a| a.kind == "list") {
            true => describe_lists(builder, &mut scop, &arguments),
            false => Ok(()),
        }
    });
    Ok(())
}

/// Every written array is writeable and disjoint from every other.
fn guard_arrays<'c, 'a>(builder: Builder<'c, 'a>, scop: &Scop<'c, 'a>, arguments: &[Argument<'c, 'a>]) {
    let arrays: Vec<Value> = arguments.iter().filter(|a| a.kind == "array").map(|a| a.value).collect();
    let written = written_arrays(scop);
    let is_written = |value: &Value<'c, 'a>| scop.array(*value).is_some_and(|a| written.contains(&a));
    let mut guards = vec![];
    for (position, array) in arrays.iter().enumerate() {
        if is_written(array) {
            guards.push(guard(builder, "writeable", &[*array]));
        }
        for other in &arrays[position + 1..] {
            if is_written(array) || is_written(other) {
                guards.push(guard(builder, "disjoint", &[*array, *other]));
            }
        }
    }
    place(builder, guards);
}

fn guard<'c, 'a>(builder: Builder<'c, 'a>, kind: &str, operands: &[Value<'c, 'a>]) -> OperationRef<'c, 'a> {
    builder.operation("nparray.guard", operands, &[], &[("kind", builder.string(kind))], vec![])
}

/// Moves guards behind the last guard that is there.
pub fn place<'c, 'a>(builder: Builder<'c, 'a>, guards: Vec<OperationRef<'c, 'a>>) {
    let existing = read::operations(builder.block);
    let last = existing.iter().rfind(|op| name(**op) == "nparray.guard" && !guards.contains(op));
    for operation in guards.into_iter().rev() {
        match last {
            Some(last) => automphc_dialects::ir::move_after(operation, *last),
            None => automphc_dialects::ir::move_to_front(operation),
        }
    }
}

fn written_arrays(scop: &Scop) -> Vec<usize> {
    let mut written = vec![];
    visit_statements(&scop.body, &mut vec![], &mut |_, statement| {
        written.push(statement.write.array);
        // Text that is not total may write all arguments, whatever they overlap with.
        let known = |text: &&BlackBox| is_call(text.operation) || black_box::is_total(text.operation);
        let text = statement.text.as_ref().filter(known);
        written.extend(text.into_iter().flat_map(|text| &text.touched).filter(|t| t.write).map(|t| t.array));
    });
    for node in &scop.body {
        if let Node::Other(operation) = node {
            written.extend(repacked(scop, *operation));
        }
    }
    written.sort_unstable();
    written.dedup();
    written
}

/// The array that a repack writes.
fn repacked<'c: 'a, 'a>(scop: &Scop<'c, 'a>, operation: OperationRef<'c, 'a>) -> Option<usize> {
    let target = automphc_dialects::ir::operand(operation, 2).filter(|_| name(operation) == "nparray.repack")?;
    scop.array(version::defined_by(target, "nparray.view")?.operand(0).ok()?)
}

/// A write of a list: the statement, its loops, and the cells.
struct Write<'n, 'c, 'a> {
    statement: &'n Statement<'c, 'a>,
    loops: Vec<usize>,
    /// Top-level node that it belongs to.
    node: usize,
    /// Conditions over the axis variables, see [`crate::scop::cells::axis`].
    cells: Vec<Lin>,
    /// No loop is left over: the cells are exactly those written.
    exact: bool,
}

fn describe_lists<'c, 'a>(
    builder: Builder<'c, 'a>,
    scop: &mut Scop<'c, 'a>,
    arguments: &[Argument<'c, 'a>],
) -> Result<(), String> {
    let facts = facts(scop);
    let symbols = list_symbols(scop, arguments);
    let scop = &*scop;
    let mut regions: Vec<Attribute> = vec![];
    let mut described = attributes_of(scop, arguments.len());
    for (position, argument) in arguments.iter().enumerate().filter(|(_, a)| a.kind == "list") {
        let Some(array) = scop.array(argument.value) else { continue };
        let writes = writes(scop, array)?;
        if writes.is_empty() {
            continue;
        }
        let rank = scop.arrays[array].rank;
        let sets = match as_box(scop, &writes, rank, &facts) {
            Some(whole) => vec![whole],
            None => without_covered(writes.iter().map(|w| w.cells.clone()).collect(), &facts),
        };
        for cells in sets {
            let set = cell_set(builder, scop, &cells, rank, &symbols)?;
            let index = ("array", builder.integer(position as i64));
            regions.push(dictionary(builder.context, &[index, ("set", set)]));
        }
        // A cell that a write may leave out must keep its old contents.
        let exact: Vec<Vec<Lin>> = writes.iter().filter(|w| w.exact).map(|w| w.cells.clone()).collect();
        let all: Vec<Vec<Lin>> = writes.iter().map(|w| w.cells.clone()).collect();
        let certain = !exact.is_empty() && subset(&all, &exact, &facts);
        if certain && reads_are_covered(scop, array, &writes, &facts) {
            described[position].push(("py.write_only".to_string(), Attribute::unit(builder.context)));
        }
    }
    set(scop.function, "py.written", ArrayAttribute::new(builder.context, &regions).into());
    let described: Vec<Attribute> = described
        .iter()
        .map(|entries| {
            let entries: Vec<_> = entries.iter().map(|(k, v)| (k.as_str(), *v)).collect();
            dictionary(builder.context, &entries)
        })
        .collect();
    set(scop.function, "arg_attrs", ArrayAttribute::new(builder.context, &described).into());
    Ok(())
}

fn attributes_of<'c, 'a>(scop: &Scop<'c, 'a>, count: usize) -> Vec<Vec<(String, Attribute<'c>)>> {
    let elements =
        scop.function.attribute("arg_attrs").ok().and_then(automphc_dialects::ir::array_elements).unwrap_or_default();
    (0..count).map(|n| elements.get(n).copied().and_then(dictionary_entries).unwrap_or_default()).collect()
}

/// The symbols that sets of cells may use, in their order: index arguments,
/// then the sizes of lists.
fn list_symbols<'c, 'a>(scop: &mut Scop<'c, 'a>, arguments: &[Argument<'c, 'a>]) -> Vec<Option<Var>> {
    let mut symbols: Vec<Option<Var>> =
        arguments.iter().filter(|a| a.kind == "int").map(|a| Some(scop.symbol(a.value))).collect();
    for argument in arguments.iter().filter(|a| a.kind == "list") {
        let rank = automphc_dialects::types::buffer_rank(type_of(argument.value)).unwrap_or(0);
        for axis in 0..rank {
            let size = scop.symbols.iter().position(|s| is_size(*s, argument.value, axis));
            symbols.push(size.map(Var::Symbol));
        }
    }
    symbols
}

fn type_of<'c>(value: Value<'c, '_>) -> melior::ir::Type<'c> {
    use melior::ir::ValueLike;
    value.r#type()
}

/// Conditions that the guards promise, over symbols.
pub fn facts(scop: &mut Scop) -> Vec<Lin> {
    let guards: Vec<_> = scop
        .body
        .iter()
        .filter_map(|node| if let Node::Other(op) = node { Some(*op) } else { None })
        .filter(|op| name(*op) == "nparray.guard")
        .collect();
    let mut facts: Vec<Lin> = guards.into_iter().flat_map(|guard| promised(scop, guard)).collect();
    facts.extend(scop.quotient_facts());
    facts
}

/// No size of an array is negative.
pub fn sizes(scop: &Scop) -> Vec<Lin> {
    let is_size = |(_, symbol): &(usize, &Value)| version::defined_by(**symbol, "nparray.dim").is_some();
    scop.symbols.iter().enumerate().filter(is_size).map(|(id, _)| Affine::var(Var::Symbol(id))).collect()
}

/// Conditions that a guard on bounds promises.
pub fn promised<'c: 'a, 'a>(scop: &mut Scop<'c, 'a>, guard: OperationRef<'c, 'a>) -> Vec<Lin> {
    let Some((rows, equalities)) = guard.attribute("set").ok().and_then(set_rows) else { return vec![] };
    if rows.dims != 0 || equalities.iter().any(|e| *e) {
        return vec![];
    }
    let operands: Vec<_> = guard.operands().collect();
    Indices::default().rows(scop, &rows, &operands).unwrap_or_default()
}

/// The writes of a list, in program order.
fn writes<'n, 'c, 'a>(scop: &'n Scop<'c, 'a>, array: usize) -> Result<Vec<Write<'n, 'c, 'a>>, String> {
    let mut all = vec![];
    for (node, top) in scop.body.iter().enumerate() {
        let mut failed = false;
        visit_statements(std::slice::from_ref(top), &mut vec![], &mut |loops, statement| {
            if statement.write.array != array {
                return;
            }
            match cells(scop, loops, &statement.write.index) {
                Some((cells, exact)) => {
                    let loops = loops.iter().map(|l| l.id).collect();
                    all.push(Write { statement, loops, node, cells, exact });
                }
                None => failed = true,
            }
        });
        if failed {
            return Err("a list is written at elements that are no affine function of its loops".into());
        }
    }
    Ok(all)
}

/// The sets that the others do not cover.
fn without_covered(mut sets: Vec<Vec<Lin>>, facts: &[Lin]) -> Vec<Vec<Lin>> {
    let mut position = 0;
    while position < sets.len() && sets.len() > 1 {
        let set = sets.remove(position);
        if !subset(std::slice::from_ref(&set), &sets, facts) {
            sets.insert(position, set);
            position += 1;
        }
    }
    sets
}

/// One box that is exactly the union of the writes, if there is one.
fn as_box(scop: &Scop, writes: &[Write], rank: usize, facts: &[Lin]) -> Option<Vec<Lin>> {
    let mut conditions = vec![];
    for position in 0..rank {
        let variable = axis(scop, position);
        let bounds = |lower: bool| {
            let sign = if lower { 1 } else { -1 };
            let own = writes.iter().flat_map(|w| &w.cells).filter(move |c| {
                c.coefficient(&variable) == sign
                    && c.terms.keys().all(|v| *v == variable || matches!(v, Var::Symbol(_)))
            });
            own.cloned().collect::<Vec<_>>()
        };
        for candidates in [bounds(true), bounds(false)] {
            // The widest bound is implied by every other.
            let widest = candidates
                .iter()
                .find(|c| candidates.iter().all(|other| implies(&[facts, std::slice::from_ref(other)].concat(), c)))?;
            conditions.push(widest.clone());
        }
    }
    let pieces: Vec<Vec<Lin>> = writes.iter().map(|w| w.cells.clone()).collect();
    let inside = subset(std::slice::from_ref(&conditions), &pieces, facts);
    let outside = subset(&pieces, std::slice::from_ref(&conditions), facts);
    (inside && outside).then_some(conditions)
}

/// True if every element that is read was written before.
fn reads_are_covered(scop: &Scop, array: usize, writes: &[Write], facts: &[Lin]) -> bool {
    let mut covered = true;
    for (node, top) in scop.body.iter().enumerate() {
        visit_statements(std::slice::from_ref(top), &mut vec![], &mut |loops, statement| {
            for index in read_indices(&statement.value, array) {
                covered &= same_iteration(writes, loops, statement, node, index)
                    || earlier_nests(scop, writes, loops, node, index, facts);
            }
        });
    }
    covered
}

/// An earlier statement around which all its loops also enclose the reader
/// writes the very element, without reading it first.
fn same_iteration(writes: &[Write], loops: &[&Loop], reader: &Statement, node: usize, index: &[Lin]) -> bool {
    let ids: Vec<usize> = loops.iter().map(|l| l.id).collect();
    let reader_first = writes.iter().position(|w| std::ptr::eq(w.statement, reader));
    writes.iter().enumerate().any(|(position, w)| {
        w.node == node
            && reader_first.is_none_or(|own| position < own)
            && ids.starts_with(&w.loops)
            && w.statement.write.index == index
            && !w.statement.reads(w.statement.write.array)
            && (reader_first.is_some() || precedes(w, reader))
    })
}

/// Program order between a write and another statement, by their stores.
fn precedes(write: &Write, reader: &Statement) -> bool {
    match (write.statement.store, reader.store) {
        (Some(a), Some(b)) => automphc_dialects::ir::is_before(a, b),
        _ => false,
    }
}

/// Nests before the reader's write all that it reads.
fn earlier_nests(scop: &Scop, writes: &[Write], loops: &[&Loop], node: usize, index: &[Lin], facts: &[Lin]) -> bool {
    let Some((read, _)) = cells(scop, loops, index) else { return false };
    let pieces: Vec<Vec<Lin>> = writes.iter().filter(|w| w.exact && w.node < node).map(|w| w.cells.clone()).collect();
    !pieces.is_empty() && subset(&[read], &pieces, facts)
}

/// The set attribute of cells: dimensions are the axes.
fn cell_set<'c, 'a>(
    builder: Builder<'c, 'a>,
    scop: &Scop<'c, 'a>,
    cells: &[Lin],
    rank: usize,
    symbols: &[Option<Var>],
) -> Result<Attribute<'c>, String> {
    let axes: Vec<Option<Var>> = (0..rank).map(|n| Some(axis(scop, n))).collect();
    let order: Vec<Option<Var>> = axes.into_iter().chain(symbols.iter().copied()).collect();
    let known = |v: &Var| order.contains(&Some(*v));
    if !cells.iter().all(|c| c.terms.keys().all(known)) {
        return Err("the written cells of a list depend on more than ints and sizes".into());
    }
    let row = |c: &Lin| order.iter().map(|v| v.map_or(0, |v| c.coefficient(&v))).chain([c.constant]).collect();
    let rows = Rows { dims: rank, symbols: symbols.len(), rows: cells.iter().map(row).collect() };
    Ok(set_attribute(builder.context, &rows, &vec![false; cells.len()]))
}
