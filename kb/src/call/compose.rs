//! The nodes of a composition: calls flattened, parameters filled in.

use std::collections::BTreeMap;

use super::bind::{Binding, Bound};
use super::shape::Shapes;
use super::{dtype, Outcome, Resolve};
use crate::entry::{Assignment, CallTerm, Entry, KeywordTerm, OperandTerm, Term};
use crate::expr::Number;
use crate::instance::{Composition, Mismatch, Node, Param, Params, Source};

pub(super) fn nodes(
    entry: &Entry,
    steps: &[Assignment],
    binding: &Binding,
    shapes: &Shapes,
    resolve: Resolve,
) -> Outcome<Composition> {
    let mut composer = Composer { entry, binding, shapes, resolve, nodes: Vec::new(), locals: BTreeMap::new() };
    for step in steps {
        let node = composer.call(&step.value)?;
        if let Some(target) = &step.target {
            composer.locals.insert(target.clone(), node);
        }
    }
    Ok(Composition { nodes: composer.nodes })
}

struct Composer<'a> {
    entry: &'a Entry,
    binding: &'a Binding<'a>,
    shapes: &'a Shapes,
    resolve: Resolve<'a>,
    nodes: Vec<Node>,
    locals: BTreeMap<String, usize>,
}

impl Composer<'_> {
    fn call(&mut self, call: &CallTerm) -> Outcome<usize> {
        let operands = call.operands.iter().map(|o| self.operand(o)).collect::<Outcome<Vec<_>>>()?;
        let mut params = Params::new();
        for (name, value) in &call.keywords {
            if let Some(param) = self.keyword(value)? {
                params.insert(name.clone(), param);
            }
        }
        let name = (self.resolve)(self.entry, &call.function);
        self.nodes.push(Node { name, operands, params });
        Ok(self.nodes.len() - 1)
    }

    fn operand(&mut self, operand: &OperandTerm) -> Outcome<Source> {
        match operand {
            OperandTerm::Call(call) => self.call(call).map(Source::Node),
            OperandTerm::Term(Term::Number(number)) => Ok(Source::Number(*number)),
            OperandTerm::Term(Term::Name(name)) if self.locals.contains_key(name) => {
                Ok(self.locals.get(name).map_or(Source::Node(0), |n| Source::Node(*n)))
            }
            OperandTerm::Term(Term::Name(name)) if !self.shapes.sizes.contains_key(name) => self.parameter(name),
            OperandTerm::Term(term) => self.shapes.count(term, &[]).map(Source::Count),
        }
    }

    fn parameter(&self, name: &str) -> Outcome<Source> {
        match self.binding.parameters.get(name) {
            Some(Bound::Argument(position)) => Ok(Source::Argument(*position)),
            Some(Bound::Constant(Param::Int(n))) => Ok(Source::Number(Number::Int(*n))),
            Some(Bound::Constant(Param::Float(x))) => Ok(Source::Number(Number::Float(*x))),
            Some(Bound::Constant(Param::Bool(b))) => Ok(Source::Number(Number::Bool(*b))),
            _ => Err(Mismatch::new(format!("{name} is no operand"))),
        }
    }

    /// None leaves the callee's default.
    fn keyword(&self, value: &KeywordTerm) -> Outcome<Option<Param>> {
        match value {
            KeywordTerm::Constant(param) => Ok(Some(param.clone())),
            KeywordTerm::DType(rule) => dtype::evaluate(self.entry, self.binding, rule).map(|d| Some(Param::DType(d))),
            KeywordTerm::Parameter(name) => match self.binding.parameters.get(name) {
                Some(Bound::Constant(param)) => Ok(Some(param.clone())),
                _ => Err(Mismatch::new(format!("{name} is not a constant"))),
            },
        }
    }
}
