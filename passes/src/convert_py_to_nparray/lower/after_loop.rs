//! Names that are read after the loop that binds them.
//!
//! before: for i in range(n): x = a[i]
//!         b[i] = x
//! after:  affine.for %i = 0 to n { x = a[%i] }
//!         b[n - 1] = x
//!
//! Legal: the loop runs at least once, which is required of the caller; the
//! bounds are affine; the scalar is bound by a statement of the
//! loop's body itself, so by every iteration.

use super::loops::Range;
use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::kinds;
use crate::convert_py_to_nparray::liveness::{self, Names};
use crate::convert_py_to_nparray::plan::{Declined, Index, Keep, Relations, Step, Sym, Text};
use crate::py_infer_types::tree::{For, Stmt, StmtKind};
use crate::py_infer_types::ty::Ty;
use melior::ir::Location;

/// What a loop leaves behind.
#[derive(Default)]
pub struct Left {
    /// The last value of the variable, if it is read.
    variable: Option<Index>,
    /// Scalars that are bound first in the loop, and read after it.
    pub scalars: Names,
    /// Ints of that kind, which are followed as affine values.
    ints: Names,
}

impl Left {
    /// The name has a value after the loop.
    pub fn binds(&self, name: &str) -> bool {
        self.scalars.contains(name) || self.ints.contains(name)
    }
}

impl<'c> Lowering<'_, 'c> {
    /// What is read after the loop, with the guard that it runs.
    pub fn left_bound(
        &mut self,
        nest: &For<'c>,
        live: &Names,
        range: &Range,
        location: Location<'c>,
    ) -> Outcome<'c, Left> {
        let bound = always_bound(&nest.body);
        let first = |name: &&String| !matches!(self.env.get(*name), Some(Binding::Cell | Binding::Place(_)));
        let own = |name: &&String| self.is_cell(name) && !self.left_to_text.contains(*name);
        let scalars = bound.intersection(live).filter(first).filter(own).cloned().collect();
        let entry = liveness::body_entry(&nest.body, live);
        let int = |name: &&String| self.locals.get(*name) == Some(&Ty::Int) && !entry.contains(*name);
        let ints = bound.intersection(live).filter(int).filter(|name| !self.left_to_text.contains(*name));
        let mut left = Left { variable: None, scalars, ints: ints.cloned().collect() };
        let read = live.contains(&nest.target);
        if !read && left.scalars.is_empty() && left.ints.is_empty() {
            return Ok(left);
        }
        let reason =
            |what: &str| Declined::new(location, format!("the loop variable '{}' is read after {what}", nest.target));
        let Some(runs) = kinds::runs(&range.lower, &range.upper) else {
            left.scalars.clear();
            left.ints.clear();
            return if read { Err(reason("a loop that may not run")) } else { Ok(left) };
        };
        if read {
            left.variable = Some(last(range).ok_or_else(|| reason("its loop"))?);
        }
        self.plan.required.extend(runs);
        Ok(left)
    }

    /// The ints that the last iteration leaves, at the end of the loop's body.
    pub fn ends(
        &self,
        left: &Left,
        variable: usize,
        range: &Range,
        location: Location<'c>,
    ) -> Outcome<'c, Vec<(String, Index)>> {
        let end = |name: &String| {
            let [upper] = range.upper.as_slice() else { return None };
            let Some(Binding::Int(index, _)) = self.env.get(name) else { return None };
            // Within a product or quotient the variable stands for more than itself.
            let inside = |symbol: &Sym| {
                !matches!(symbol, Sym::Loop(_))
                    && symbol.factors().iter().flat_map(Sym::all).any(|s| *s == Sym::Loop(variable))
            };
            let last = index.substitute(&Sym::Loop(variable), &(upper.clone() + -1));
            (!index.terms.keys().any(inside)).then_some((name.clone(), last))
        };
        let known = |name| end(name).ok_or_else(|| Declined::new(location, format!("'{name}' is read after its loop")));
        left.ints.iter().map(known).collect()
    }

    /// Binds what the loop leaves behind.
    pub fn leave(&mut self, target: &str, left: Left, ends: Vec<(String, Index)>, stmt: &Stmt<'c>) {
        for (name, index) in ends {
            let keep = self.value_as_text(&name, &index, stmt);
            self.env.insert(name, Binding::Int(index, keep));
        }
        match left.variable {
            Some(index) => {
                let keep = self.value_as_text(target, &index, stmt);
                self.env.insert(target.to_string(), Binding::Int(index, keep));
            }
            None => self.forget(target),
        }
        // Later passes give each iteration a scalar of its own, unless somebody sees it.
        for name in &left.scalars {
            if let Some(cell) = self.plan.cells.get_mut(name) {
                cell.observed = true;
            }
        }
        self.env.extend(left.scalars.into_iter().map(|name| (name, Binding::Cell)));
    }

    /// `i = n - 1`, in case that a statement kept as text reads i.
    fn value_as_text(&mut self, name: &str, index: &Index, stmt: &Stmt<'c>) -> Option<usize> {
        let mut terms = Vec::new();
        for (symbol, coefficient) in &index.terms {
            let value = match symbol {
                Sym::Int(key) => key.clone(),
                Sym::Dim(id, axis) => {
                    let (key, _) = self.arguments.iter().find(|(_, (_, known))| known == &Some(*id))?;
                    format!("{key}.shape[{axis}]")
                }
                Sym::Loop(_) | Sym::Product(_) | Sym::Quotient(..) => return None,
            };
            terms.push(if *coefficient == 1 { value } else { format!("{coefficient} * {value}") });
        }
        if index.constant != 0 || terms.is_empty() {
            terms.push(index.constant.to_string());
        }
        let text = Text {
            text: format!("{name} = {}", terms.join(" + ").replace("+ -", "- ")),
            reads: Names::new(),
            writes: Names::from([name.to_string()]),
            reason: "the last value of a loop variable".to_string(),
            span: None,
            location: stmt.location,
            relations: Relations { total: true, ..Relations::default() },
        };
        let keep = self.plan.keeps.len();
        self.plan.keeps.push(Keep { text, needed: false, values: Default::default(), nested: !self.open.is_empty() });
        self.requires.push(Vec::new());
        self.plan.steps.push(Step::Keep(keep));
        Some(keep)
    }
}

/// The value in the last iteration of a loop that runs.
fn last(range: &Range) -> Option<Index> {
    let [upper] = range.upper.as_slice() else { return None };
    Some(range.value(upper.clone() + -1))
}

/// Names that each run of the block binds.
fn always_bound(body: &[Stmt]) -> Names {
    let mut names = Names::new();
    for stmt in body {
        match &stmt.kind {
            StmtKind::Assign(name, _) => drop(names.insert(name.clone())),
            StmtKind::Group(parts, _) => names.extend(always_bound(parts)),
            _ => {}
        }
    }
    names
}
