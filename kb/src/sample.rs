//! Small calls that together reach every entry, every rank family and option.
//!
//! Out: argument lists without concrete arrays. They drive the checks: the
//! round trip of every equation, and the comparison with NumPy.

use crate::entry::{Dim, Element, Entry, Layout, Parameter, ParameterKind, Special};
use crate::instance::{Argument, Param, Params};
use crate::knowledge::KnowledgeBase;
use crate::types::{DType, ValueType};

/// A call of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    pub name: String,
    pub arguments: Vec<Argument>,
    pub params: Params,
    /// The parameter that each argument is for.
    pub names: Vec<String>,
}

/// Runs of axes are tried with so many axes.
const RUN: std::ops::RangeInclusive<usize> = 0..=2;

impl KnowledgeBase {
    /// Sample calls in float64, in the order of the entries. Those that the
    /// knowledge base refuses are left out.
    pub fn samples(&self) -> Vec<Sample> {
        self.samples_of(DType::F64)
    }

    /// Sample calls with every type variable of this element type.
    pub fn samples_of(&self, dtype: DType) -> Vec<Sample> {
        let mut all: Vec<Sample> = Vec::new();
        for entry in self.entries() {
            for sample in entry_samples(entry, dtype) {
                let accepted = self.instantiate(&sample.name, &sample.arguments, &sample.params).is_ok();
                if accepted && !all.contains(&sample) {
                    all.push(sample);
                }
            }
        }
        all
    }
}

pub(crate) fn entry_samples(entry: &Entry, dtype: DType) -> Vec<Sample> {
    let name = entry.names.first().cloned().unwrap_or_default();
    if let Some(special) = &entry.options.equation {
        return spelled(&name, special, dtype);
    }
    let mut calls = vec![(Vec::new(), Params::new())];
    for parameter in &entry.parameters {
        let choices = choices(entry, parameter, dtype);
        let extend = |(arguments, params): (Vec<Argument>, Params)| {
            let longer = |choice: &Choice| {
                let (mut arguments, mut params) = (arguments.clone(), params.clone());
                match choice {
                    Choice::Argument(argument) => arguments.push(argument.clone()),
                    Choice::Param(param) => {
                        params.insert(parameter.name.clone(), param.clone());
                    }
                    Choice::Default => {
                        // What comes later by position must not take its place.
                        if let Some(default) = &parameter.default {
                            params.insert(parameter.name.clone(), default.clone());
                        }
                    }
                }
                (arguments, params)
            };
            choices.iter().map(longer).collect::<Vec<_>>()
        };
        calls = calls.into_iter().flat_map(extend).collect();
    }
    let sample = |(arguments, params): (Vec<Argument>, Params)| {
        // A parameter left to its default has no argument, and none after it by position.
        let taken = entry.parameters.iter().filter(|p| !params.contains_key(&p.name));
        let names = taken.map(|p| p.name.clone()).take(arguments.len()).collect();
        Sample { name: name.clone(), arguments, params, names }
    };
    calls.into_iter().map(sample).collect()
}

enum Choice {
    Argument(Argument),
    Param(Param),
    Default,
}

fn choices(entry: &Entry, parameter: &Parameter, dtype: DType) -> Vec<Choice> {
    let ints = |values: &[i64]| values.iter().map(|n| Choice::Param(Param::Int(*n))).collect::<Vec<_>>();
    let with_default = |mut choices: Vec<Choice>| {
        if parameter.default.is_some() || parameter.default_name.is_some() {
            choices.insert(0, Choice::Default);
        }
        choices
    };
    match &parameter.kind {
        ParameterKind::Array { dtype: element, dims } => arrays(element, dims, dtype),
        ParameterKind::Arrays => Vec::new(),
        ParameterKind::Dim => with_default(vec![Choice::Argument(Argument::Int(None))]),
        ParameterKind::Int if parameter.default.is_some() => with_default(ints(&[1, -1])),
        ParameterKind::Int => vec![Choice::Argument(Argument::Int(None))],
        ParameterKind::Shape(_) => vec![Choice::Argument(Argument::Tuple(vec![None; 2]))],
        ParameterKind::Literal(values) => {
            let value = values.first().cloned().map(Choice::Param);
            if parameter.default.is_some() {
                vec![Choice::Default]
            } else {
                value.into_iter().collect()
            }
        }
        ParameterKind::Constant | ParameterKind::Axis => with_default(constants(entry, parameter)),
    }
}

fn arrays(element: &Element, dims: &[Dim], dtype: DType) -> Vec<Choice> {
    let dtype = match element {
        Element::Variable(_) => dtype,
        Element::Fixed(fixed) => *fixed,
    };
    let is_run = |d: &Dim| matches!(d, Dim::Sequence(_) | Dim::Broadcast);
    let fixed = dims.iter().filter(|d| !is_run(d)).count();
    let runs = if fixed < dims.len() { RUN } else { 0..=0 };
    let array = |run: usize| Choice::Argument(Argument::array(dtype, fixed + run));
    let mut choices: Vec<Choice> = runs.map(array).collect();
    if dims == [Dim::Broadcast] {
        let ty = ValueType { dtype, rank: 2, weak: false };
        choices.push(Choice::Argument(Argument::Array { ty, dims: vec![Some(1), None] }));
    }
    choices
}

fn constants(entry: &Entry, parameter: &Parameter) -> Vec<Choice> {
    let name = &parameter.name;
    let axis = |values: &[i64]| values.iter().map(|n| Choice::Param(Param::Int(*n))).collect();
    match &entry.options.layout {
        Some(Layout::Permute(p)) if p == name => {
            let orders = [vec![1, 0], vec![2, 0, 1]];
            return orders.into_iter().map(|o| Choice::Param(Param::Ints(o))).collect();
        }
        Some(Layout::Swap(a, b) | Layout::Move(a, b)) if a == name || b == name => return axis(&[0, -1]),
        Some(Layout::Insert(p)) if p == name => return axis(&[0, 1, -1]),
        _ => {}
    }
    if entry.options.along.as_ref() == Some(name) {
        let mut choices: Vec<Choice> = axis(&[0, -1]);
        choices.push(Choice::Param(Param::Ints(vec![0, 2])));
        return choices;
    }
    match name.as_str() {
        "keepdims" => vec![Choice::Param(Param::Bool(true))],
        "dtype" if parameter.default.is_none() => vec![Choice::Param(Param::DType(DType::C64))],
        _ => Vec::new(),
    }
}

/// Calls whose equation a parameter spells.
fn spelled(name: &str, special: &Special, dtype: DType) -> Vec<Sample> {
    let sample = |parameter: &String, param: Param, ranks: &[usize]| Sample {
        name: name.to_string(),
        arguments: ranks.iter().map(|r| Argument::array(dtype, *r)).collect(),
        params: Params::from([(parameter.clone(), param)]),
        names: Vec::new(),
    };
    match special {
        Special::Subscripts(p) => {
            let calls: [(&str, &[usize]); 8] = [
                ("ij,jk->ik", &[2, 2]),
                ("ij,kj", &[2, 2]),
                ("ij->ji", &[2]),
                ("ii->i", &[2]),
                ("ii", &[2]),
                ("bij,bjk->bik", &[3, 3]),
                ("i,j,k->ijk", &[1, 1, 1]),
                ("ij,jk,kl->il", &[2, 2, 2]),
            ];
            calls.iter().map(|(text, ranks)| sample(p, Param::Str(text.to_string()), ranks)).collect()
        }
        Special::Contraction(p) => vec![
            sample(p, Param::Int(1), &[2, 2]),
            sample(p, Param::Int(2), &[3, 2]),
            sample(p, Param::Int(0), &[1, 1]),
            sample(p, Param::Axes(vec![0], vec![-1]), &[2, 3]),
        ],
    }
}
