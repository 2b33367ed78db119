//! What comprehensions iterate over, by position.
//!
//! before: for i, (a, b) in enumerate(zip(x, y))
//! after:  for _t0 in range(min(len(x), len(y))), with i = _t0, a = x[_t0], b = y[_t0]
//!
//! In: one `for` of a comprehension. Out: the head of a loop, and what the
//! variables stand for. Rule: the counter passes the items in the order in which
//! Python does, and as many of them, if what is iterated over is an array or a
//! list; of `zip(*matrix)`, a list of rows that are equally long and at least one.

use super::comprehension::{Expander, Variable, Variables};
use rustpython_parser::ast::{Comprehension, Expr};

/// What a comprehension iterates over by position.
#[derive(Clone)]
enum Sequence {
    Of(Expr),
    Column {
        matrix: Expr,
        position: Expr,
    },
    /// `zip(*matrix)`
    Columns(Expr),
    Zip(Vec<Sequence>),
    Enumerated(Box<Sequence>),
}

/// The head of a loop.
pub(super) struct Head {
    pub counter: String,
    /// Where the counter starts, and the number of steps, unless it has a step.
    pub start: Option<Expr>,
    pub count: Option<Expr>,
    pub iterable: Expr,
    pub variables: Variables,
}

impl Expander<'_, '_, '_> {
    /// `for target in iterable`
    pub(super) fn head(&mut self, generator: &Comprehension, variables: &Variables) -> Option<Head> {
        if generator.is_async {
            return None;
        }
        let counter = self.fresh();
        let at = self.name(&counter);
        let mut inner = variables.clone();
        if let Expr::Call(call) = &generator.iter {
            if self.importer.builtin(&call.func).as_deref() == Some("range") && call.keywords.is_empty() {
                let Expr::Name(name) = &generator.target else { return None };
                let args = self.all(&call.args, variables, &mut Vec::new(), false)?;
                let (start, count) = match args.as_slice() {
                    [stop] => (Some(self.int(0)), Some(stop.clone())),
                    [start, stop] => (Some(start.clone()), Some(self.difference(stop.clone(), start.clone()))),
                    _ => (None, None),
                };
                let iterable = self.builtin_call("range", args)?;
                inner.insert(name.id.to_string(), Variable::Value(at));
                return Some(Head { counter, start, count, iterable, variables: inner });
            }
        }
        let sequence = self.sequence(&generator.iter, variables)?;
        let count = self.length(&sequence)?;
        self.bind(&generator.target, &sequence, &at, &mut inner)?;
        let iterable = self.builtin_call("range", vec![count.clone()])?;
        Some(Head { counter, start: Some(self.int(0)), count: Some(count), iterable, variables: inner })
    }

    fn sequence(&mut self, e: &Expr, variables: &Variables) -> Option<Sequence> {
        match e {
            Expr::Name(name) => Some(match variables.get(name.id.as_str()) {
                Some(Variable::Value(value)) => Sequence::Of(value.clone()),
                Some(Variable::Column { matrix, position }) => {
                    Sequence::Column { matrix: matrix.clone(), position: position.clone() }
                }
                None => Sequence::Of(e.clone()),
            }),
            Expr::Subscript(_) | Expr::Attribute(_) => {
                self.expression(e, variables, &mut Vec::new(), false).map(Sequence::Of)
            }
            Expr::Call(call) if call.keywords.is_empty() => {
                let name = self.importer.builtin(&call.func)?;
                self.replaced.insert(name.clone(), call.func.as_ref().clone());
                match (name.as_str(), call.args.as_slice()) {
                    ("zip", [Expr::Starred(matrix)]) => match matrix.value.as_ref() {
                        // Of an array without rows it would be something else than of a list.
                        Expr::Name(name) if self.importer.is_list(name.id.as_str()) => {
                            Some(Sequence::Columns(matrix.value.as_ref().clone()))
                        }
                        _ => None,
                    },
                    ("zip", items) if !items.is_empty() => {
                        let items = items.iter().map(|item| self.sequence(item, variables)).collect::<Option<_>>()?;
                        Some(Sequence::Zip(items))
                    }
                    ("enumerate", [item]) => Some(Sequence::Enumerated(Box::new(self.sequence(item, variables)?))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn length(&self, sequence: &Sequence) -> Option<Expr> {
        match sequence {
            Sequence::Of(e) => self.builtin_call("len", vec![e.clone()]),
            Sequence::Column { matrix, .. } => self.builtin_call("len", vec![matrix.clone()]),
            Sequence::Columns(matrix) => self.builtin_call("len", vec![self.item(matrix, self.int(0))]),
            Sequence::Enumerated(inner) => self.length(inner),
            Sequence::Zip(items) => {
                let lengths = items.iter().map(|item| self.length(item)).collect::<Option<Vec<_>>>()?;
                match lengths.as_slice() {
                    [only] => Some(only.clone()),
                    _ => self.builtin_call("min", lengths),
                }
            }
        }
    }

    /// What the names of a target stand for at a position of the sequence.
    fn bind(&self, target: &Expr, sequence: &Sequence, at: &Expr, variables: &mut Variables) -> Option<()> {
        let variable = match sequence {
            Sequence::Of(e) => Variable::Value(self.item(e, at.clone())),
            Sequence::Column { matrix, position } => {
                Variable::Value(self.item(&self.item(matrix, at.clone()), position.clone()))
            }
            Sequence::Columns(matrix) => Variable::Column { matrix: matrix.clone(), position: at.clone() },
            Sequence::Enumerated(inner) => {
                let [count, item] = elements(target)? else { return None };
                let Expr::Name(name) = count else { return None };
                variables.insert(name.id.to_string(), Variable::Value(at.clone()));
                return self.bind(item, inner, at, variables);
            }
            Sequence::Zip(items) => {
                let targets = elements(target).filter(|targets| targets.len() == items.len())?;
                return targets.iter().zip(items).try_for_each(|(target, item)| self.bind(target, item, at, variables));
            }
        };
        let Expr::Name(name) = target else { return None };
        variables.insert(name.id.to_string(), variable);
        Some(())
    }
}

fn elements(e: &Expr) -> Option<&[Expr]> {
    match e {
        Expr::Tuple(e) => Some(&e.elts),
        Expr::List(e) => Some(&e.elts),
        _ => None,
    }
}
