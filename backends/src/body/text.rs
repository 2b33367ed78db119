//! Original statements and expressions among the others.

use super::value::{Keep, Taken, ANYTHING};
use super::{Body, Lines};
use crate::ir::{self, key, Key, Problem, Result};
use crate::python::expr::Expr;
use crate::python::stmt::Stmt;
use crate::splice::{splice, Insertion};
use melior::ir::block::BlockLike;
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, RegionLike, Value};
use std::collections::{BTreeSet, HashMap, HashSet};

impl Body<'_> {
    pub fn opaque<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        if self.on_copies {
            return Err(Problem::refusal(
                op.location(),
                "a statement that may have effects cannot run on copies of lists",
            ));
        }
        let text = ir::required_string(op, "text")?;
        let start = ir::integers(op, "span").and_then(|span| usize::try_from(*span.first()?).ok());
        let source = self.texts.source;
        let start = start.filter(|&start| start <= source.text.len() && source.text.is_char_boundary(start));
        let column = match start {
            Some(start) => crate::opaque::indentation(&source.text[source.line_start(start)..start]),
            None => self.kernel.indent.as_str(),
        };
        let whole = start.and_then(|start| self.with_branches(text, start));
        let lines = crate::opaque::lines(whole.as_deref().unwrap_or(text), column)
            .ok_or_else(|| Problem::refusal(op.location(), "a string that spans lines cannot be indented anew"))?;
        self.flush(None);
        // The end of an iteration stands for no line of the program.
        let located = if start.is_none() && text == "continue" { None } else { self.lines_of(op) };
        self.bind_variables(op, located)?;
        self.push(Stmt::Verbatim(lines), located);
        Ok(())
    }

    /// The text with the branches of the loops in it.
    fn with_branches(&self, text: &str, start: usize) -> Option<String> {
        let inside = |insertion: &&Insertion| insertion.offset > start && insertion.offset < start + text.len();
        let inside = self.texts.insertions.iter().filter(inside);
        let moved = |insertion: &Insertion| Insertion { offset: insertion.offset - start, ..insertion.clone() };
        let moved: Vec<_> = inside.map(moved).collect();
        let same = self.texts.source.text[start..].starts_with(text);
        (same && !moved.is_empty()).then(|| splice(text, moved, "\n"))
    }

    /// `i = ...` for each variable that the text reads under another name than the value has here.
    fn bind_variables<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>, lines: Lines) -> Result<()> {
        for (name, value) in bound(op) {
            let value = self.indices.linear(value, self.library)?.to_expr();
            if value == Expr::name(&*name) {
                continue;
            }
            if self.loops.contains(&name) || self.kept_values.contains(&name) || self.is_fixed(&name) {
                return Err(Problem::refusal(op.location(), "the statement reads a variable that is another one here"));
            }
            self.push(Stmt::Assign(Expr::name(name), value), lines);
        }
        Ok(())
    }

    pub fn opaque_value<'c: 'a, 'a>(&mut self, op: OperationRef<'c, 'a>) -> Result<()> {
        let text = ir::required_string(op, "text")?;
        let lines = text.contains('\n');
        if lines && crate::source::has_multiline_string(text) {
            return Err(Problem::refusal(op.location(), "a string that spans lines cannot be indented anew"));
        }
        // In parentheses lines may start anywhere.
        let text = Expr::Text(if lines { format!("({text})") } else { text.to_string() });
        self.define(op, Taken::new(text, BTreeSet::from([ANYTHING])), Keep::Once, "value")
    }
}

/// The variables that a text is given, and their values.
fn bound<'c: 'a, 'a>(op: OperationRef<'c, 'a>) -> Vec<(String, Value<'c, 'a>)> {
    let accesses = ir::strings(op, "access");
    let operands = ir::operands(op).into_iter().zip(accesses).filter(|(_, access)| access == "bind");
    ir::strings(op, "bound").into_iter().zip(operands.map(|(value, _)| value)).collect()
}

/// Names that texts are given as something else than the loop variable of that name.
pub fn rebound<'c: 'a, 'a>(op: OperationRef<'c, 'a>, loops: &mut HashMap<Key, String>, names: &mut HashSet<String>) {
    for (name, value) in bound(op) {
        // An argument of the version has the name already.
        let argument = ir::owner(value).is_none() && !loops.contains_key(&key(value));
        if !argument && loops.get(&key(value)) != Some(&name) {
            names.insert(name);
        }
    }
    for region in 0..op.region_count() {
        let block = op.region(region).ok().and_then(|region| region.first_block());
        if let (Some(variable), Some(name)) = (block.and_then(|b| b.argument(0).ok()), ir::string_of(op, "name")) {
            loops.insert(key(variable), name.to_string());
        }
        ir::body(op, region).into_iter().for_each(|inner| rebound(inner, loops, names));
    }
}

/// Names that one original text binds, and another one reads.
pub fn handed_on<'c: 'a, 'a>(operations: &[OperationRef<'c, 'a>]) -> HashSet<String> {
    let (mut read, mut written) = (HashSet::new(), HashSet::new());
    let mut pending = operations.to_vec();
    while let Some(op) = pending.pop() {
        if ir::name_of(op).starts_with("py.opaque") {
            read.extend(ir::strings(op, "reads"));
            written.extend(ir::strings(op, "writes"));
        }
        pending.extend((0..op.region_count()).flat_map(|region| ir::body(op, region)));
    }
    read.retain(|name| written.contains(name));
    read
}

/// The first statement of original text that reads one of these names, and is not given its value.
pub fn first_reader<'c: 'a, 'a>(op: OperationRef<'c, 'a>, names: &HashSet<String>) -> Option<OperationRef<'c, 'a>> {
    let given = ir::strings(op, "bound");
    let named = ["reads", "writes"].into_iter().flat_map(|list| ir::strings(op, list));
    let mut named = named.filter(|name| !given.contains(name));
    if ir::name_of(op).starts_with("py.opaque") && named.any(|name| names.contains(&name)) {
        return Some(op);
    }
    let mut regions = 0..op.region_count();
    regions.find_map(|region| ir::body(op, region).into_iter().find_map(|inner| first_reader(inner, names)))
}
