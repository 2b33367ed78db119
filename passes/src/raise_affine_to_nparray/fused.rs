//! Consecutive statements over the same rows, by strips of rows that stay in the cache.
//!
//! before: t = x * y + 1.0
//!         out[:, :] = t * t - x
//! after:  strip = max(1, 32768 // (columns + 2))
//!         for i in range(0, rows, strip):
//!             end = min(i + strip, rows)
//!             t = x[i:end] * y[i:end] + 1.0
//!             out[i:end] = t * t - x[i:end]
//!
//! Every operation on whole arrays writes an array and reads it again: where these
//! leave the cache, memory sets the pace, and big temporaries are pages that the
//! system must first provide. Small arrays are one strip.
//!
//! Legal: each statement may be one step over its box, and all accesses to an array
//! that one of them writes are to the row at hand: no strip reads or writes what
//! another writes, and within a strip the order is the program's. A local that one
//! statement defines and only the group reads is a value of the strip, and has no
//! memory for the whole.
//! Only in programs that are made of array statements already. Not handled: rows
//! that are read at a distance (of what the group writes), triangles, products of
//! matrices.

use super::item::Item;
use super::value::Range;
use super::{restricted, Nest, Raiser, Right, Shape};
use crate::build::{body_of, result_of, Builder};
use crate::scop::dependence::Edge;
use crate::scop::domain::implies;
use crate::scop::normal::{rising, Normal};
use crate::scop::read::{self, definition};
use crate::scop::{chain, write, Access, Lin, Loop, Node, Statement, Term, Var};
use crate::version;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::{detach, is_before, move_after, set_attribute};
use automphc_dialects::types::buffer_rank;
use automphc_kb::affine::Affine;
use automphc_kb::canonical::flatten;
use automphc_kb::expr::Expr;
use melior::ir::{Attribute, BlockLike, OperationRef, Value, ValueLike};
use std::collections::HashMap;

/// Elements of an operand in a strip of one statement: several of them fit the second cache.
/// Several statements have more arrays alive, but not less than the least.
const ELEMENTS: i64 = 32768;
const LEAST_ELEMENTS: i64 = 16384;
/// Operations from which on temporaries count; on one axis, and all the more in a loop over
/// time, what a strip costs by itself counts as well.
const OPERATIONS: usize = 3;
const OPERATIONS_ON_VECTORS: usize = 6;
const OPERATIONS_ON_VECTORS_IN_LOOPS: usize = 12;

/// A statement that may go by strips of the rows that one of its loops runs over.
struct Member<'n, 'c, 'a> {
    form: Normal<'c, 'a>,
    init: Option<&'n Node<'c, 'a>>,
    edges: Vec<Edge>,
    shape: Shape,
    ranges: HashMap<usize, Range>,
    row: usize,
}

#[derive(Default)]
struct Group<'n, 'c, 'a> {
    members: Vec<Member<'n, 'c, 'a>>,
    /// Operations between the members that may come first.
    others: Vec<OperationRef<'c, 'a>>,
    /// Items of the sequence that the group stands for.
    length: usize,
}

/// A local that is a value of the strip: the part of each axis that it holds, None for axes
/// along which it has one element.
pub struct Contracted(pub(super) Vec<Option<Range>>);

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    /// The items of a block, those over the same rows together.
    pub(super) fn in_order(&mut self, builder: Builder<'c, 'a>, items: &[Item<'_, 'c, 'a>], depth: usize) {
        let mut rest = items;
        while let Some(first) = rest.first() {
            let done = if self.strips { self.by_strips(builder, rest, depth) } else { 0 };
            if done == 0 {
                self.item(builder, first, depth);
            }
            rest = &rest[done.max(1)..];
        }
    }

    /// Raises the longest group of items at the front that pays; the number of its items, else 0.
    fn by_strips(&mut self, builder: Builder<'c, 'a>, items: &[Item<'_, 'c, 'a>], depth: usize) -> usize {
        let group = self.group(items, depth);
        let widths = group.widths();
        if !group.pays(depth) || !widths.iter().all(|width| self.is_width(width)) {
            return 0;
        }
        for operation in &group.others {
            builder.block.append_operation(detach(*operation));
        }
        let locals = group.locals(self);
        let first = &group.members[0];
        let builder = builder.at(first.form.statement.location);
        let (inner, strip) = self.strip_loop(builder, &first.rows(), (&widths, group.elements()));
        let arrays: Vec<_> = self.scop.arrays.iter().map(|array| array.value).collect();
        for member in &group.members {
            let outcome = self.member_on_strip(inner, member, &first.rows(), &strip, &locals);
            self.failure = self.failure.take().or(outcome.err());
        }
        inner.operation("affine.yield", &[], &[], &[], vec![]);
        for (array, value) in self.scop.arrays.iter_mut().zip(arrays) {
            array.value = value;
        }
        self.contracted.clear();
        group.length
    }

    fn group<'n>(&mut self, items: &[Item<'n, 'c, 'a>], depth: usize) -> Group<'n, 'c, 'a> {
        let mut group = Group::default();
        for item in items {
            match item.node {
                Node::Other(operation) if is_preparation(*operation) => group.others.push(*operation),
                Node::Other(_) => break,
                _ => {
                    let Some(member) = self.member(item, depth) else { break };
                    group.members.push(member);
                    if !self.follow_rows(&group.members) {
                        group.members.pop();
                        break;
                    }
                }
            }
            group.length += 1;
        }
        group
    }

    fn member<'n>(&mut self, item: &Item<'n, 'c, 'a>, depth: usize) -> Option<Member<'n, 'c, 'a>> {
        let (loops, statement) = chain(item.node)?;
        let plain = loops.iter().all(|l| self.scop.loops[l.id].step == 1 && l.conditions().is_none());
        if statement.text.is_some() || loops.is_empty() || !plain {
            return None;
        }
        if restricted(&loops, &self.extrema) || self.unordered(&loops) {
            return None;
        }
        let mut form = Normal::of(&loops, statement);
        rising(&mut form);
        let mut edges = item.own_edges();
        edges.retain(|e| e.carrier.is_none_or(|carrier| carrier >= depth));
        let loops: Vec<&Loop> = form.loops.iter().collect();
        let ranges = Range::boxes(&loops, &self.extrema).ok()?;
        let nest =
            Nest { loops, statement: &form.statement, init: item.init, edges: edges.clone(), carriers: HashMap::new() };
        let shape = Shape::of(&nest).ok()?;
        let row = *shape.outputs.first()?;
        let summed = form.statement.accumulation().map_or(&form.statement.value, |(_, term)| term);
        let by_rows = shape.reductions.is_empty() || reads_by_rows(summed, row, &shape.outputs[1..]);
        let whole = shape.triangle.is_none() && shape.wedge.is_none() && !edges.iter().any(|e| !e.reduction && !e.anti);
        self.stored = self.scop.arrays[form.statement.write.array].element.to_string();
        // Rank-1 updates of one target have strips of their own.
        let stacked = !self.strict && super::stacked::Updates::of(&nest, &shape).is_some();
        if stacked || !by_rows || !whole || self.check(&nest, &shape).is_err() {
            return None;
        }
        drop(nest);
        Some(Member { form, init: item.init, edges, shape, ranges, row })
    }

    /// All members run over equally many rows, and touch what one of them writes at the row at hand.
    fn follow_rows(&self, members: &[Member<'_, 'c, 'a>]) -> bool {
        let Some(first) = members.first() else { return false };
        let extent = |member: &Member| member.rows().upper - member.rows().lower;
        if !members.iter().all(|member| self.are_equal(&extent(member), &extent(first))) {
            return false;
        }
        let written: Vec<usize> = members.iter().map(|member| member.form.statement.write.array).collect();
        let mut places: HashMap<usize, (usize, Lin)> = HashMap::new();
        let mut fine = true;
        for member in members {
            member.accesses(|access| {
                if !fine || !written.contains(&access.array) {
                    return;
                }
                match (member.place(access), places.get(&access.array)) {
                    (Some((axis, offset)), Some(known)) => fine = axis == known.0 && self.are_equal(&offset, &known.1),
                    (Some(place), None) => drop(places.insert(access.array, place)),
                    (None, _) => fine = false,
                }
            });
        }
        fine
    }

    fn are_equal(&self, a: &Lin, b: &Lin) -> bool {
        a == b || (self.is_at_least(a, b) && self.is_at_least(b, a))
    }

    fn is_at_least(&self, a: &Lin, b: &Lin) -> bool {
        let slack = a.clone() - b.clone();
        slack.as_constant().map_or_else(|| implies(&self.facts, &slack), |slack| slack >= 0)
    }

    /// A size that is known where the version begins.
    fn is_width(&self, width: &Lin) -> bool {
        let known = |v: &Var| matches!(v, Var::Symbol(id) if self.guards_may_use(self.scop.symbols[*id]));
        // A slice that drops an end at either side has that size at least.
        width.terms.keys().all(known) && self.is_at_least(width, &Affine::constant(-1))
    }

    /// The rows of a strip: computed once, before all loops.
    fn strip_rows(&mut self, builder: Builder<'c, 'a>, widths: &[Lin], elements: i64) -> Value<'c, 'a> {
        if let Some((_, known)) = self.strip_rows.iter().find(|(of, _)| of.0 == widths && of.1 == elements) {
            return *known;
        }
        let top = version::body(self.scop.function).map_or(builder, |block| builder.inside(block));
        let operands: Vec<Value> = widths.iter().map(|width| self.index(top, width)).collect();
        let attributes = [("elements", builder.integer(elements))];
        let rows = top.operation("nparray.strip_rows", &operands, &[builder.index_type()], &attributes, vec![]);
        let symbols = widths.iter().flat_map(|width| width.terms.keys()).filter_map(|v| definition(self.variable(*v)));
        let sizes = read::operations(top.block).into_iter().filter(|op| read::name(*op) == "nparray.guard");
        let mut last = sizes.chain(symbols).reduce(|a, b| if is_before(a, b) { b } else { a });
        for operation in operands.iter().filter_map(|value| definition(*value)).chain([rows]) {
            if let Some(before) = last.filter(|last| is_before(*last, operation)) {
                move_after(operation, before);
                last = Some(operation);
            }
        }
        self.strip_rows.push(((widths.to_vec(), elements), result_of(rows)));
        result_of(rows)
    }

    /// Opens the loop over strips; the rows of the strip at hand.
    fn strip_loop(
        &mut self,
        builder: Builder<'c, 'a>,
        rows: &Range,
        (widths, elements): (&[Lin], i64),
    ) -> (Builder<'c, 'a>, Range) {
        let count = self.strip_rows(builder, widths, elements);
        let bounds = |this: &Self, lin: &Lin| write::linear_rows(std::slice::from_ref(lin), |v| this.variable(v));
        let (lower, upper) = (bounds(self, &rows.lower), bounds(self, &rows.upper));
        let (operation, start, _) = builder.affine_for(lower, upper, 1, None);
        set_attribute(operation, "strip", Attribute::unit(builder.context));
        let inner = builder.inside(body_of(operation));
        let begin = Affine::var(self.scop.symbol(start));
        let next = begin.clone() + Affine::var(self.scop.symbol(count));
        let (ends, operands) = write::linear_rows(&[next, rows.upper.clone()], |v| self.variable(v));
        let end = Affine::var(self.scop.symbol(inner.affine("affine.min", ends, &operands)));
        (inner, Range { lower: begin, upper: end })
    }

    fn member_on_strip(
        &mut self,
        builder: Builder<'c, 'a>,
        member: &Member<'_, 'c, 'a>,
        rows: &Range,
        strip: &Range,
        locals: &[usize],
    ) -> Result<(), String> {
        let statement = &member.form.statement;
        let builder = builder.at(statement.location);
        self.calls.clear();
        self.stored = self.scop.arrays[statement.write.array].element.to_string();
        let shift = member.rows().lower - rows.lower.clone();
        let mut ranges = member.ranges.clone();
        let part = Range { lower: strip.lower.clone() + shift.clone(), upper: strip.upper.clone() + shift };
        ranges.insert(member.row, part);
        let loops = member.form.loops.iter().collect();
        let nest = Nest { loops, statement, init: member.init, edges: member.edges.clone(), carriers: HashMap::new() };
        if !(locals.contains(&statement.write.array) && self.contract(builder, &nest, &member.shape, &ranges)?) {
            self.assign(builder, &nest, &member.shape, &ranges)?;
        }
        let calls = std::mem::take(&mut self.calls);
        if !calls.is_empty() {
            remark(statement.location, &format!("{} loops became {}", nest.loops.len(), calls.join(", ")));
        }
        Ok(())
    }

    /// Lets a local be the value of its definition, if that is an array of its own.
    fn contract(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        shape: &Shape,
        ranges: &HashMap<usize, Range>,
    ) -> Result<bool, String> {
        let Right { value, update, mask } = self.right_side(builder, nest, shape, ranges)?;
        // Axes of one element need not be there.
        let long = |id: &&usize| (ranges[id].upper.clone() - ranges[id].lower.clone()).as_constant() != Some(1);
        let axes: Vec<usize> = shape.outputs.iter().filter(long).copied().collect();
        let rank = buffer_rank(value.value.r#type());
        let fresh = version::defined_by(value.value, "nparray.call")
            .is_some_and(|call| read::string_attribute(call, "callee").is_none_or(|c| !super::shares_memory(&c)));
        let value = if rank == Some(axes.len()) && value.axes.iter().all(|id| axes.contains(id)) {
            self.permute(builder, value, &axes)
        } else {
            return Ok(false);
        };
        if !fresh || update.is_some() || mask.is_some() {
            // What was built so far is not used, and computed again for the store.
            return Ok(false);
        }
        let write = &nest.statement.write;
        let part = |lin: &Lin| {
            let id = axes.iter().find(|id| lin.uses(&Var::Loop(**id)))?;
            let at = |bound: &Lin| lin.substitute(&Var::Loop(*id), bound);
            Some(Range { lower: at(&ranges[id].lower), upper: at(&ranges[id].upper) })
        };
        self.contracted.insert(write.array, Contracted(write.index.iter().map(part).collect()));
        self.scop.arrays[write.array].value = value.value;
        Ok(true)
    }

    /// An index of a local that has become a value: what the value holds counts from 0.
    pub(super) fn in_value(&self, array: usize, index: &[Lin]) -> Vec<Lin> {
        match self.contracted.get(&array) {
            Some(Contracted(parts)) => {
                let held = index.iter().zip(parts).filter_map(|(lin, part)| Some((lin, part.as_ref()?)));
                held.map(|(lin, part)| lin.clone() - part.lower.clone()).collect()
            }
            None => index.to_vec(),
        }
    }
}

impl<'c, 'a> Member<'_, 'c, 'a> {
    fn rows(&self) -> Range {
        self.ranges[&self.row].clone()
    }

    fn accesses(&self, mut f: impl FnMut(&Access)) {
        let statement = &self.form.statement;
        f(&statement.write);
        statement.value.visit(&mut |e| {
            if let Expr::Read { array, index } = e {
                f(&Access { array: *array, index: index.clone() });
            }
        });
    }

    /// The axis along which an access follows the rows, and the row that the first one meets.
    fn place(&self, access: &Access) -> Option<(usize, Lin)> {
        let variable = Var::Loop(self.row);
        let mut following = access.index.iter().enumerate().filter(|(_, lin)| lin.uses(&variable));
        let (axis, lin) = following.next()?;
        let offset = lin.substitute(&variable, &self.rows().lower);
        let inner = self.form.loops.iter().any(|l| offset.uses(&Var::Loop(l.id)));
        (following.next().is_none() && lin.coefficient(&variable) == 1 && !inner).then_some((axis, offset))
    }

    fn operations(&self) -> usize {
        super::contraction::nodes(&self.form.statement.value)
    }

    /// Operations with an element for each row and column. A sum of products has none: it is one call.
    fn temporaries(&self) -> usize {
        let statement = &self.form.statement;
        let summed = statement.accumulation().filter(|_| !self.shape.reductions.is_empty());
        if summed.is_some_and(|(_, term)| flatten("multiply", std::slice::from_ref(term)).into_iter().all(is_read)) {
            return 0;
        }
        let mut count = 0;
        statement.value.visit(&mut |e| {
            let along = self.form.loops.iter().filter(|l| e.uses(&Var::Loop(l.id))).count();
            count += usize::from(matches!(e, Expr::Apply { .. }) && along > 1);
        });
        count
    }

    fn axes(&self) -> usize {
        self.form.loops.len()
    }
}

impl<'c, 'a> Group<'_, 'c, 'a> {
    /// Extents of the loops below the rows, of the member that has most.
    fn widths(&self) -> Vec<Lin> {
        let widest = self.members.iter().rev().max_by_key(|member| member.axes());
        let loops = widest.iter().flat_map(|member| member.form.loops.iter().map(move |l| (member, l.id)));
        let inner = loops.filter(|(member, id)| *id != member.row).map(|(member, id)| &member.ranges[&id]);
        let widths = inner.map(|range| range.upper.clone() - range.lower.clone());
        widths.filter(|width| width.as_constant() != Some(1)).collect()
    }

    fn pays(&self, depth: usize) -> bool {
        let axes = self.members.iter().map(Member::axes).max().unwrap_or(0);
        let large = self.members.iter().filter(|member| member.axes() > 1);
        let operations: usize = match axes {
            0 | 1 => self.members.iter().map(Member::operations).sum(),
            _ => large.map(Member::temporaries).sum(),
        };
        let enough = match axes {
            1 if depth > 0 => OPERATIONS_ON_VECTORS_IN_LOOPS,
            1 => OPERATIONS_ON_VECTORS,
            _ => OPERATIONS,
        };
        operations >= enough
    }

    /// Elements of an operand in a strip.
    fn elements(&self) -> i64 {
        let members = i64::try_from(self.members.len().next_power_of_two()).unwrap_or(ELEMENTS);
        (ELEMENTS / members).max(LEAST_ELEMENTS)
    }

    /// Locals that may be values of a strip: one member defines all that is read of them, first.
    fn locals(&self, raiser: &Raiser) -> Vec<usize> {
        let mut found = vec![];
        for (position, member) in self.members.iter().enumerate() {
            let array = member.form.statement.write.array;
            let mut inside = usize::from(member.init.is_some());
            self.members.iter().for_each(|m| m.accesses(|access| inside += usize::from(access.array == array)));
            let own = self.members.iter().filter(|m| m.form.statement.write.array == array).count();
            let before = self.members[..position].iter().any(|m| m.form.statement.reads(array));
            let accumulates = member.form.statement.reads(array) && member.init.is_none();
            let reads = self.members[position + 1..].iter().all(|m| self.reads_inside(raiser, member, m));
            let all = raiser.locals.get(&array) == Some(&inside);
            if own == 1 && !before && !accumulates && all && reads && is_box(&member.form.statement, &member.shape) {
                found.push(array);
            }
        }
        found
    }

    /// What a member reads of the array that another defines is within what that defines.
    fn reads_inside(&self, raiser: &Raiser, writer: &Member<'_, 'c, 'a>, reader: &Member<'_, 'c, 'a>) -> bool {
        let write = &writer.form.statement.write;
        let mut fine = true;
        reader.accesses(|access| {
            if access.array == write.array {
                let pairs = access.index.iter().zip(&write.index);
                fine &= pairs.into_iter().all(|(own, written)| {
                    let (low, high) = extremes(own, &reader.ranges);
                    let (first, last) = extremes(written, &writer.ranges);
                    raiser.is_at_least(&low, &first) && raiser.is_at_least(&last, &high)
                });
            }
        });
        fine
    }
}

/// The first and the last value of an index.
fn extremes(lin: &Lin, ranges: &HashMap<usize, Range>) -> (Lin, Lin) {
    ranges.iter().fold((lin.clone(), lin.clone()), |(low, high), (id, range)| {
        let (variable, last) = (Var::Loop(*id), range.upper.clone() + -1);
        let rises = lin.coefficient(&variable) >= 0;
        let (a, b) = if rises { (&range.lower, &last) } else { (&last, &range.lower) };
        (low.substitute(&variable, a), high.substitute(&variable, b))
    })
}

/// Each axis of the written array runs along one loop of its own, upwards, or stands still.
fn is_box(statement: &Statement, shape: &Shape) -> bool {
    let along = |lin: &Lin| shape.outputs.iter().filter(|id| lin.uses(&Var::Loop(**id))).count();
    let upwards = |lin: &Lin| shape.outputs.iter().all(|id| matches!(lin.coefficient(&Var::Loop(*id)), 0 | 1));
    let running = statement.write.index.iter().filter(|lin| along(lin) > 0).count();
    running == shape.outputs.len() && statement.write.index.iter().all(|lin| along(lin) <= 1 && upwards(lin))
}

/// True if a sum is no product of matrices: it computes what it sums, or all that it reads
/// follows the rows.
fn reads_by_rows(term: &Term, row: usize, columns: &[usize]) -> bool {
    let factors = flatten("multiply", std::slice::from_ref(term));
    let computed = columns.is_empty() || factors.into_iter().any(|factor| mixes(factor, row, columns));
    if !is_product(term) && computed {
        return true;
    }
    let mut fine = true;
    term.visit(&mut |e| {
        if let Expr::Read { index, .. } = e {
            fine &= index.is_empty() || index.iter().any(|lin| lin.uses(&Var::Loop(row)));
        }
    });
    fine
}

/// True for what has an element for each row and column: no matrix is multiplied by one.
fn mixes(factor: &Term, row: usize, columns: &[usize]) -> bool {
    factor.uses(&Var::Loop(row)) && columns.iter().any(|column| factor.uses(&Var::Loop(*column)))
}

fn is_read(term: &Term) -> bool {
    matches!(term, Expr::Read { .. })
}

/// True for products of elements, and sums to which one is added.
fn is_product(term: &Term) -> bool {
    match term {
        Expr::Apply { function, arguments } => {
            matches!(function.as_str(), "multiply" | "add" | "subtract") && arguments.iter().all(is_product)
        }
        _ => true,
    }
}

/// Sizes and allocations, which may come before the statements around them.
fn is_preparation(operation: OperationRef) -> bool {
    matches!(read::name(operation).as_str(), "memref.alloc" | "affine.apply" | "arith.constant" | "nparray.dim")
}

/// The locals that statements alone use, and how often they do.
pub fn locals(scop: &crate::scop::Scop) -> HashMap<usize, usize> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    crate::scop::visit_statements(&scop.body, &mut vec![], &mut |_, statement| {
        *counts.entry(statement.write.array).or_default() += 1;
        statement.value.visit(&mut |e| {
            if let Expr::Read { array, .. } = e {
                *counts.entry(*array).or_default() += 1;
            }
        });
    });
    counts.retain(|array, _| scop.arrays[*array].local && !crate::scop::used_elsewhere(scop, *array));
    counts
}
