//! Statements kept as text, as `py.opaque` with what they may touch.

use super::emit::{array_type, Emitter};
use super::plan::{visit_steps, Id, Kind, Plan, Step, Text};
use crate::build::Builder;
use automphc_kb::types::{DType, ValueType};
use melior::ir::{Attribute, Value};
use std::collections::BTreeSet;

/// The texts of a plan.
pub fn texts<'p, 'c>(plan: &'p Plan<'c>) -> Vec<&'p Text<'c>> {
    let mut all = Vec::new();
    visit_steps(&plan.steps, &mut |step| match step {
        Step::Opaque(text) => all.push(text),
        Step::Keep(id) => all.extend(plan.keeps.get(*id).filter(|keep| keep.needed).map(|keep| &keep.text)),
        _ => {}
    });
    all
}

/// Arrays that a text which may run unseen code has had in its hands: it, or
/// another one, may change them at any later time.
pub fn leaked(plan: &Plan) -> BTreeSet<Id> {
    let unseen = texts(plan).into_iter().filter(|text| !text.relations.total);
    unseen.flat_map(|text| text.relations.arrays.keys().copied()).collect()
}

impl<'c> Emitter<'_, 'c> {
    /// The cell that keeps texts in order, if there are any.
    pub fn order(&mut self, builder: Builder<'c, 'c>) {
        if texts(self.plan).is_empty() {
            return;
        }
        let unit = Attribute::unit(builder.context);
        let cell = array_type(builder, ValueType { dtype: DType::Bool, rank: 0, weak: false });
        self.order = Some(builder.value("nparray.alloc", &[], cell, &[("observed", unit), ("order", unit)]));
    }

    pub fn text(&self, builder: Builder<'c, 'c>, text: &Text<'c>) {
        let builder = builder.at(text.location);
        let names = |names: &BTreeSet<String>| builder.strings(&names.iter().map(String::as_str).collect::<Vec<_>>());
        let operands = self.operands(builder, text);
        let inputs: Vec<_> = operands.iter().map(|(_, value)| *value).collect();
        let access: Vec<_> = operands.iter().map(|(access, _)| *access).collect();
        let bound: Vec<_> = text.relations.bound.keys().map(String::as_str).collect();
        let mut attributes = vec![
            ("text", builder.string(&text.text)),
            ("reads", names(&text.reads)),
            ("writes", names(&text.writes)),
            ("reason", builder.string(&text.reason)),
            ("access", builder.strings(&access)),
        ];
        if !bound.is_empty() {
            attributes.push(("bound", builder.strings(&bound)));
        }
        if text.relations.total {
            attributes.push(("total", Attribute::unit(builder.context)));
        }
        let position = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        attributes.extend(text.span.map(|(begin, end)| ("span", builder.integers(&[position(begin), position(end)]))));
        builder.operation("py.opaque", &inputs, &[], &attributes, vec![]);
    }

    /// Each operand with what the text does to it.
    fn operands(&self, builder: Builder<'c, 'c>, text: &Text<'c>) -> Vec<(&'static str, Value<'c, 'c>)> {
        let relations = &text.relations;
        let mut operands: Vec<_> = self.order.into_iter().map(|order| ("order", order)).collect();
        let element = |id: &Id| Some(("element", self.value(*id)?));
        operands.extend(relations.elements.iter().filter_map(element));
        let cell = |name: &String| self.plan.cells.get(name).map(|cell| cell.value);
        for id in text.writes.iter().filter_map(cell) {
            operands.extend(self.value(id).map(|value| ("write", value)));
        }
        let read = text.reads.difference(&text.writes).filter_map(cell).filter(|id| !relations.elements.contains(id));
        operands.extend(read.collect::<Vec<_>>().iter().filter_map(element));
        let mut arrays = relations.arrays.clone();
        if !relations.total {
            arrays.extend(self.leaked.iter().map(|id| (*id, true)));
        }
        for (id, write) in arrays {
            let access = if write { "write" } else { "read" };
            // A local that is not made yet is out of its reach.
            let known = matches!(self.plan.value(id).kind, Kind::Argument | Kind::Alloc { .. });
            operands.extend(self.value(id).filter(|_| known).map(|value| (access, value)));
        }
        operands.extend(relations.bound.values().map(|index| ("bind", self.index(builder, index))));
        operands
    }
}
