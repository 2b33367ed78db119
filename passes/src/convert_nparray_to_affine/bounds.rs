//! The conditions under which every access is in range, as guards.
//!
//! Each condition is an affine expression of symbols that must not be negative.
//! Conditions that follow from the others are not emitted.

use crate::build::Builder;
use crate::scop::domain::implies;
use crate::scop::read::name;
use crate::scop::write::linear_rows;
use crate::scop::{Lin, Node, Scop, Var};
use automphc_dialects::affine::{set_attribute, Rows};
use melior::ir::{Location, OperationRef};

/// `expression >= 0`, needed by the operation at `location`.
#[derive(Clone, Debug)]
pub struct Condition<'c> {
    pub expression: Lin,
    pub location: Location<'c>,
}

/// The guards for the conditions; `facts` hold anyway (sizes are not negative).
/// None: a condition can never hold.
pub fn guards<'c, 'a>(
    builder: Builder<'c, 'a>,
    scop: &Scop<'c, 'a>,
    conditions: &[Condition<'c>],
    facts: &[Lin],
) -> Option<Vec<OperationRef<'c, 'a>>> {
    let mut wanted: Vec<&Condition> = vec![];
    for condition in conditions {
        let known =
            facts.contains(&condition.expression) || wanted.iter().any(|w| w.expression == condition.expression);
        match condition.expression.as_constant() {
            Some(value) if value < 0 => return None,
            Some(_) => {}
            None if known => {}
            None => wanted.push(condition),
        }
    }
    let mut position = 0;
    while position < wanted.len() {
        let others: Vec<Lin> = (0..wanted.len())
            .filter(|&other| other != position)
            .map(|other| wanted[other].expression.clone())
            .chain(facts.iter().cloned())
            .collect();
        if implies(&others, &wanted[position].expression) {
            wanted.remove(position);
        } else {
            position += 1;
        }
    }
    Some(wanted.iter().map(|condition| guard(builder, scop, condition)).collect())
}

/// The guard for a condition, at the end of the block.
pub fn guard<'c, 'a>(builder: Builder<'c, 'a>, scop: &Scop<'c, 'a>, condition: &Condition<'c>) -> OperationRef<'c, 'a> {
    let (rows, operands) = linear_rows(std::slice::from_ref(&condition.expression), |v| match v {
        Var::Symbol(id) => scop.symbols[id],
        Var::Loop(_) => unreachable!("conditions are expressions of symbols"),
    });
    let set = set_attribute(builder.context, &Rows { dims: 0, symbols: operands.len(), rows }, &[false]);
    let attributes = [("kind", builder.string("bounds")), ("set", set)];
    builder.at(condition.location).operation("nparray.guard", &operands, &[], &attributes, vec![])
}

/// Where further guards go: the place behind the last one, else the beginning.
pub fn after_guards(nodes: &[Node]) -> usize {
    let guard = |node: &Node| matches!(node, Node::Other(op) if name(*op) == "nparray.guard");
    nodes.iter().rposition(guard).map_or(0, |last| last + 1)
}
