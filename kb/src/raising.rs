//! Entries as patterns for raising.

use std::collections::BTreeSet;

use crate::canonical::canonical;
use crate::entry::{Entry, EntryBody};
use crate::equation::Equation;
use crate::expr::Expr;
use crate::instance::{Argument, Body, Instance, Param, Params};
use crate::knowledge::KnowledgeBase;
use crate::sample::entry_samples;
use crate::types::DType;
use crate::unify::is_elementwise;

/// One entry at one rank: a pattern for `unify`.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Full entry name.
    pub name: String,
    pub equation: Equation<String>,
    /// By argument position.
    pub operand_ranks: Vec<usize>,
    /// The constants that make the call this one, such as the axis.
    pub params: Params,
    /// Element-wise at any rank: matched node by node.
    pub elementwise: bool,
    /// The element types that the entry takes, as sampled.
    pub complex_only: bool,
}

impl KnowledgeBase {
    /// Every entry with an equation that raising can use, at every rank that it
    /// looks for. The largest patterns come first: most index variables, then
    /// most operands, then most functions; among equals, the order of entries.
    pub fn raising_candidates(&self) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = Vec::new();
        for entry in self.entries() {
            for candidate in self.candidates_of(entry) {
                let same = |c: &Candidate| {
                    c.name == candidate.name
                        && c.equation == candidate.equation
                        && c.operand_ranks == candidate.operand_ranks
                };
                if !candidates.iter().any(same) {
                    candidates.push(candidate);
                }
            }
        }
        candidates.sort_by_cached_key(|c| std::cmp::Reverse(size(&c.equation)));
        candidates
    }

    fn candidates_of(&self, entry: &Entry) -> Vec<Candidate> {
        if !matches!(entry.body, EntryBody::Equation { .. }) {
            return Vec::new();
        }
        // What a parameter spells, what is a view, and functions of Python scalars are no patterns.
        if entry.options.equation.is_some() || entry.options.view || entry.options.effects.is_some() {
            return Vec::new();
        }
        let mut candidates = Vec::new();
        for dtype in [DType::F64, DType::C128] {
            for sample in entry_samples(entry, dtype) {
                let Ok(instance) = self.instantiate_entry(entry, &sample.arguments, &sample.params) else {
                    continue;
                };
                let params = without_defaults(entry, sample.params);
                candidates.extend(candidate(instance, &sample.arguments, params, dtype == DType::C128));
            }
            if !candidates.is_empty() {
                break;
            }
        }
        candidates
    }
}

/// A call need not spell what its defaults say.
fn without_defaults(entry: &Entry, mut params: Params) -> Params {
    params.retain(|name, value| {
        let default = entry.parameters.iter().find(|p| p.name == *name).and_then(|p| p.default.as_ref());
        default != Some(value)
    });
    params
}

fn candidate(instance: Instance, arguments: &[Argument], params: Params, complex_only: bool) -> Option<Candidate> {
    let Body::Equation(equation) = instance.body else {
        return None;
    };
    let ranks = |a: &Argument| match a {
        Argument::Array { ty, .. } => Some(ty.rank),
        _ => None,
    };
    let operand_ranks: Vec<usize> = arguments.iter().filter_map(ranks).collect();
    let elementwise = is_elementwise(&equation);
    // One rank stands for all of an element-wise entry.
    let one_rank = !elementwise || equation.outputs.len() == 1;
    let keeps_axes = params.get("keepdims") == Some(&Param::Bool(true)) || instance.result.weak;
    let usable = one_rank && !keeps_axes && is_pattern(&equation, operand_ranks.len());
    usable.then(|| Candidate {
        name: instance.name,
        equation: canonical(&equation),
        operand_ranks,
        params,
        elementwise,
        complex_only,
    })
}

/// Computes something, reads every operand, and subscripts it with index variables.
fn is_pattern(equation: &Equation<String>, operands: usize) -> bool {
    let mut read = BTreeSet::new();
    let (mut plain, mut applies) = (true, equation.combine.is_some());
    equation.body.visit(&mut |e| match e {
        Expr::Read { array, index } => {
            read.insert(*array);
            plain &= index.iter().all(|a| a.as_var().is_some());
        }
        Expr::Apply { .. } => applies = true,
        _ => {}
    });
    let variables = equation.outputs.len() + equation.reductions.len();
    plain && applies && read.len() == operands && variables > 0
}

/// Index variables, operands, functions.
fn size(equation: &Equation<String>) -> (usize, usize, usize) {
    let (mut reads, mut applies) = (0, 0);
    equation.body.visit(&mut |e| match e {
        Expr::Read { .. } => reads += 1,
        Expr::Apply { .. } => applies += 1,
        _ => {}
    });
    (equation.outputs.len() + equation.reductions.len(), reads, applies)
}
