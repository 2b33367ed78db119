//! Loops over the items of sequences, as loops that count.
//!
//! before: for i, (x, y) in enumerate(zip(a, b)): body
//! after:  for i in range(shortest(len(a), len(b))): x = a[i]; y = b[i]; body
//!
//! Legal: the sequences are named, or parts of what is named, and the body
//! binds no name in them, so that each item may be looked up when its iteration starts,
//! as Python does. The text of the statement is the loop as it was written. That the
//! sequences are arrays or lists is a matter of later guards: of anything else
//! neither the length nor an item is modelled. `py.ref` says what is called in
//! place of which function of the program (`stands_for`), so that guards ask for the latter.
//! Not handled: sequences that are computed, dictionaries, generators, `zip` with `strict`.

use super::build::Built;
use super::stmt::{elements, FunctionImporter, Place};
use crate::scope::{bound_names, mentioned, number, Literal};
use crate::walk::{expressions, statements, walk, Node};
use melior::ir::{Block, Value};
use rustpython_parser::ast::{Expr, ExprCall, ExprContext, ExprSlice, Ranged, StmtFor};
use std::collections::BTreeSet;

/// A loop over the items of sequences.
pub struct Items<'a> {
    /// The name that `enumerate` counts with, and where it starts.
    index: Option<(&'a str, Option<&'a Expr>)>,
    /// What each sequence's items are bound to.
    parts: Vec<(&'a Expr, &'a Expr)>,
    backwards: bool,
    /// The functions of the program that the range and the lengths stand for.
    counts: &'static str,
    measures: &'static str,
}

impl<'c, 's> FunctionImporter<'c, 's> {
    /// The parts of a loop over sequences, if it is one that may count instead.
    pub fn items<'a>(&self, stmt: &'a StmtFor) -> Option<Items<'a>> {
        let mut items = Items { index: None, parts: Vec::new(), backwards: false, counts: "", measures: "" };
        let (mut target, mut iterable) = (stmt.target.as_ref(), stmt.iter.as_ref());
        if let Some(call) = self.call_of(iterable, "enumerate") {
            let [index @ Expr::Name(name), item] = elements(target)? else { return None };
            debug_assert!(index.is_name_expr());
            items.index = Some((name.id.as_str(), start_of(call)?));
            items.counts = "enumerate";
            (target, iterable) = (item, call.args.first()?);
        }
        if let Some(call) = self.call_of(iterable, "zip") {
            let targets = elements(target)?;
            if !call.keywords.is_empty() || call.args.len() < 2 || targets.len() != call.args.len() {
                return None;
            }
            items.measures = "zip";
            items.parts = targets.iter().zip(&call.args).collect();
        } else if let Some(call) = self.call_of(iterable, "reversed") {
            let [sequence] = call.args.as_slice() else { return None };
            items.measures = "reversed";
            items.backwards = call.keywords.is_empty();
            items.parts = vec![(target, sequence)];
        } else {
            items.parts = vec![(target, iterable)];
        }
        (items.index.is_none() || !items.backwards).then_some(())?;
        self.may_count(&items, stmt).then_some(items)
    }

    fn call_of<'a>(&self, expr: &'a Expr, name: &str) -> Option<&'a ExprCall> {
        let Expr::Call(call) = expr else { return None };
        let builtin = self.reference(&call.func).is_some_and(|target| target == format!("builtins.{name}"));
        let plain = matches!(call.func.as_ref(), Expr::Name(e) if e.id.as_str() == name);
        (builtin && plain && !super::expr::has_starred(&call.args)).then_some(call)
    }

    /// Every name is bound once, and none of those that the sequences and the start speak of.
    fn may_count(&self, items: &Items, stmt: &StmtFor) -> bool {
        let mut targets: Vec<&str> = items.index.iter().map(|(name, _)| *name).collect();
        for (target, sequence) in &items.parts {
            let Some(names) = names_of(target) else { return false };
            if !is_fixed(sequence) {
                return false;
            }
            targets.extend(names);
        }
        let distinct: BTreeSet<&str> = targets.iter().copied().collect();
        let sequences = items.parts.iter().map(|(_, sequence)| Node::Expr(sequence));
        let start = items.index.and_then(|(_, start)| start).map(Node::Expr);
        let read = mentioned(sequences.chain(start));
        let bound = bound_names(&stmt.body);
        let fixed = !read.iter().any(|name| bound.contains(name) || distinct.contains(name.as_str()));
        fixed
            && distinct.len() == targets.len()
            && start.is_none_or(|start| matches!(start, Node::Expr(e) if is_index(e)))
    }

    pub fn items_loop(&mut self, block: &Block<'c>, stmt: &StmtFor, items: &Items, place: Place) -> Built<()> {
        let bound = bound_names(&stmt.body);
        let own = items.index.filter(|(name, start)| start.is_none() && !bound.contains(*name));
        let counter = match own {
            Some((name, _)) => name.to_string(),
            None => {
                let names = items.parts.first().and_then(|(target, _)| names_of(target)).unwrap_or_default();
                let base = items.index.map(|(name, _)| name).or(names.first().copied()).unwrap_or("item");
                self.fresh_as(&format!("{base}_index"))
            }
        };
        let inside = Block::new(&[]);
        if let Some((name, start)) = items.index.filter(|_| own.is_none()) {
            self.bind_index(&inside, name, start, &counter, stmt)?;
        }
        let direct = self.is_unshared(items, stmt);
        for (target, sequence) in &items.parts {
            self.bind_item(&inside, target, sequence, &counter, direct)?;
        }
        self.continued(&inside, &stmt.body.iter().collect::<Vec<_>>())?;
        let range = self.range_of(block, items, direct, stmt.iter.start().into())?;
        self.counted(block, &counter, range, inside, place)
    }

    /// The index that `enumerate` gives: the counter, moved to where it starts.
    fn bind_index(
        &self,
        block: &Block<'c>,
        name: &str,
        start: Option<&Expr>,
        counter: &str,
        stmt: &StmtFor,
    ) -> Built<()> {
        let offset = stmt.target.start().into();
        let mut index = self.variable(block, counter, offset)?;
        if let Some(start) = start {
            let start = self.expression(block, start)?;
            index = self.arithmetic(block, "add", [index, start], offset)?;
        }
        let name = ("name", self.build.string(name));
        self.build.statement(block, "py.assign", offset, &[index], &[name], Vec::new())
    }

    fn bind_item(&self, block: &Block<'c>, target: &Expr, sequence: &Expr, counter: &str, direct: bool) -> Built<()> {
        let offset = usize::from(target.start());
        let names = names_of(target).unwrap_or_default();
        for (at, name) in names.iter().enumerate() {
            let mut item = self.item(block, sequence, counter, direct, offset)?;
            let mut attributes = vec![("name", self.build.string(name))];
            if !target.is_name_expr() {
                let index = self.integer(block, i64::try_from(at).unwrap_or(i64::MAX), offset)?;
                item = self.build.value(block, "py.subscript", offset, &[item, index], &[], self.build.types.object)?;
                let count = i64::try_from(names.len()).unwrap_or(i64::MAX);
                attributes.push(("part", self.build.integers(&[at, names.len()])));
                attributes.push(("unpacks", self.build.int(count)));
            }
            self.build.statement(block, "py.assign", offset, &[item], &attributes, Vec::new())?;
        }
        Ok(())
    }

    /// `sequence[counter]`; of a slice from a known bound on, the element of the whole.
    fn item<'b>(
        &self,
        block: &'b Block<'c>,
        sequence: &Expr,
        counter: &str,
        direct: bool,
        offset: usize,
    ) -> Built<Value<'c, 'b>> {
        let (base, slice) = match sliced(sequence).filter(|_| direct) {
            Some((base, slice)) => (base, Some(slice)),
            None => (sequence, None),
        };
        let base = self.expression(block, base)?;
        let mut index = self.variable(block, counter, offset)?;
        if let Some(lower) = slice.and_then(|slice| slice.lower.as_deref()) {
            let lower = self.expression(block, lower)?;
            index = self.arithmetic(block, "add", [index, lower], offset)?;
        }
        let item = ("item", self.build.unit());
        self.build.value(block, "py.subscript", offset, &[base, index], &[item], self.build.types.object)
    }

    fn range_of<'b>(&self, block: &'b Block<'c>, items: &Items, direct: bool, offset: usize) -> Built<Value<'c, 'b>> {
        let object = self.build.types.object;
        let lengths = items.parts.iter().map(|(_, sequence)| self.length(block, items, sequence, direct, offset));
        let lengths = lengths.collect::<Built<Vec<_>>>()?;
        let mut stop = lengths[0];
        if lengths.len() > 1 {
            let shortest = self.stand_in(block, "iteration.shortest", items.measures, offset)?;
            let operands: Vec<_> = [shortest].into_iter().chain(lengths).collect();
            stop = self.build.value(block, "py.call", offset, &operands, &[], object)?;
        }
        let mut operands = vec![self.stand_in(block, "builtins.range", items.counts, offset)?, stop];
        if items.backwards {
            let one = self.integer(block, 1, offset)?;
            operands[1] = self.arithmetic(block, "subtract", [stop, one], offset)?;
            operands.push(self.integer(block, -1, offset)?);
            operands.push(self.integer(block, -1, offset)?);
        }
        self.build.value(block, "py.call", offset, &operands, &[], object)
    }

    fn length<'b>(
        &self,
        block: &'b Block<'c>,
        items: &Items,
        sequence: &Expr,
        direct: bool,
        offset: usize,
    ) -> Built<Value<'c, 'b>> {
        let Some((base, slice)) = sliced(sequence).filter(|_| direct) else {
            return self.length_of(block, items, sequence, offset);
        };
        let mut length = match slice.upper.as_deref() {
            Some(upper) if !is_negative(upper) => self.expression(block, upper)?,
            Some(upper) => {
                let operands = [self.length_of(block, items, base, offset)?, self.expression(block, upper)?];
                self.arithmetic(block, "add", operands, offset)?
            }
            None => self.length_of(block, items, base, offset)?,
        };
        if let Some(lower) = slice.lower.as_deref() {
            let lower = self.expression(block, lower)?;
            length = self.arithmetic(block, "subtract", [length, lower], offset)?;
        }
        Ok(length)
    }

    fn length_of<'b>(&self, block: &'b Block<'c>, items: &Items, e: &Expr, offset: usize) -> Built<Value<'c, 'b>> {
        let operands = [self.stand_in(block, "builtins.len", items.measures, offset)?, self.expression(block, e)?];
        self.build.value(block, "py.call", offset, &operands, &[], self.build.types.object)
    }

    /// Nothing in the body stores into a sequence that a slice copies, if it is a list.
    fn is_unshared(&self, items: &Items, stmt: &StmtFor) -> bool {
        let mut stores = Vec::new();
        walk(statements(&stmt.body), |node| {
            if let Node::Expr(target @ Expr::Subscript(e)) = node {
                stores.extend((e.ctx == ExprContext::Store).then(|| root(target)));
            }
            true
        });
        // Two lists that the function is given are guarded to be two.
        let is_param = |name: &Option<&str>| name.is_some_and(|name| self.fixed.contains(name));
        let mut slices = items.parts.iter().filter(|(_, sequence)| sliced(sequence).is_some());
        stores.iter().all(is_param)
            && slices.all(|(_, sequence)| {
                let root = root(sequence);
                stores.is_empty() || (is_param(&root) && !stores.contains(&root))
            })
    }

    /// `builtins.range` or the like in place of a function that the program calls; of none, if that has no name.
    pub fn stand_in<'b>(
        &self,
        block: &'b Block<'c>,
        name: &str,
        spelling: &str,
        offset: usize,
    ) -> Built<Value<'c, 'b>> {
        let target = if spelling.is_empty() { String::new() } else { format!("builtins.{spelling}") };
        let attributes = [
            ("target", self.build.string(&target)),
            ("spelling", self.build.string(spelling)),
            ("stands_for", self.build.string(name)),
        ];
        self.build.value(block, "py.ref", offset, &[], &attributes, self.build.types.function)
    }

    pub fn variable<'b>(&self, block: &'b Block<'c>, name: &str, offset: usize) -> Built<Value<'c, 'b>> {
        let name = ("name", self.build.string(name));
        self.build.value(block, "py.name", offset, &[], &[name], self.build.types.object)
    }

    pub fn integer<'b>(&self, block: &'b Block<'c>, value: i64, offset: usize) -> Built<Value<'c, 'b>> {
        self.build.value(block, "py.constant", offset, &[], &[("value", self.build.int(value))], self.build.types.int)
    }

    pub fn arithmetic<'b>(
        &self,
        block: &'b Block<'c>,
        operator: &str,
        operands: [Value<'c, 'b>; 2],
        offset: usize,
    ) -> Built<Value<'c, 'b>> {
        let operator = ("operator_name", self.build.string(operator));
        self.build.value(block, "py.binary", offset, &operands, &[operator], self.build.types.object)
    }
}

/// Where `enumerate` starts; None for a call that is no such thing.
fn start_of(call: &ExprCall) -> Option<Option<&Expr>> {
    match (call.args.as_slice(), call.keywords.as_slice()) {
        ([_], []) => Some(None),
        ([_, start], []) => Some(Some(start)),
        ([_], [only]) if only.arg.as_ref().is_some_and(|name| name.as_str() == "start") => Some(Some(&only.value)),
        _ => None,
    }
}

/// The names of a target: one, or a tuple of several.
fn names_of(target: &Expr) -> Option<Vec<&str>> {
    let one = |e: &'_ Expr| matches!(e, Expr::Name(_));
    let all = match target {
        Expr::Name(_) => std::slice::from_ref(target),
        _ => elements(target).filter(|all| !all.is_empty() && all.iter().all(one))?,
    };
    all.iter().map(|e| if let Expr::Name(e) = e { Some(e.id.as_str()) } else { None }).collect()
}

/// What is named, or a part of it that only names and numbers choose.
pub fn is_fixed(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_) => true,
        Expr::Attribute(e) => is_fixed(&e.value),
        Expr::Subscript(e) => is_fixed(&e.value) && is_index(&e.slice),
        _ => false,
    }
}

/// A subscript of names and numbers.
fn is_index(expr: &Expr) -> bool {
    match expr {
        Expr::Name(_) => true,
        Expr::Slice(e) => [&e.lower, &e.upper, &e.step].into_iter().flatten().all(|part| is_index(part)),
        Expr::Tuple(e) => e.elts.iter().all(is_index),
        Expr::BinOp(e) => is_index(&e.left) && is_index(&e.right),
        _ => matches!(number(expr), Some(Literal::Int(_))),
    }
}

/// The name of what an expression is a part of.
fn root(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(e) => Some(e.id.as_str()),
        Expr::Attribute(e) => root(&e.value),
        Expr::Subscript(e) => root(&e.value),
        _ => None,
    }
}

/// `base[lower:upper]`, where it does not count from the end but in its upper bound.
fn sliced(sequence: &Expr) -> Option<(&Expr, &ExprSlice)> {
    let Expr::Subscript(e) = sequence else { return None };
    let Expr::Slice(slice) = e.slice.as_ref() else { return None };
    let forward = slice.step.is_none() && !slice.lower.as_deref().is_some_and(is_negative);
    forward.then_some((&e.value, slice))
}

fn is_negative(expr: &Expr) -> bool {
    matches!(number(expr), Some(Literal::Int(value)) if value < 0)
}

/// The targets of `x, y = p[i]`: the value may be read once per target, as no target is a part of it.
pub fn unpacked_items<'a>(target: &'a Expr, value: &Expr) -> Option<Vec<&'a str>> {
    let names = names_of(target).filter(|_| !target.is_name_expr() && is_fixed(value))?;
    let read = mentioned(expressions(std::slice::from_ref(value)));
    let distinct: BTreeSet<&&str> = names.iter().collect();
    (distinct.len() == names.len() && !names.iter().any(|name| read.contains(*name))).then_some(names)
}

impl<'c> FunctionImporter<'c, '_> {
    /// `x, y = p[i]`: one operation per item, valid for a sequence of exactly that many.
    pub fn unpack_items(&self, block: &Block<'c>, names: &[&str], value: &Expr, place: Place) -> Built<()> {
        let (build, offset) = (self.build, usize::from(value.start()));
        for (at, name) in names.iter().enumerate() {
            let whole = self.expression(block, value)?;
            let index = self.integer(block, i64::try_from(at).unwrap_or(i64::MAX), offset)?;
            let item = build.value(block, "py.subscript", offset, &[whole, index], &[], build.types.object)?;
            let attributes = [
                ("name", build.string(name)),
                ("part", build.integers(&[at, names.len()])),
                ("unpacks", build.int(i64::try_from(names.len()).unwrap_or(i64::MAX))),
            ];
            self.emit(block, "py.assign", place, &[item], &attributes)?;
        }
        Ok(())
    }
}
