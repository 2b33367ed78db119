//! The body of a loop that stays: it is lowered like a function.
//!
//! before: while change > eps: body        (a `py.func` of the body, with `loop_of`)
//! after:  a version of the body, which ends in the text `continue`
//!
//! Legal: the version is the first statement of the loop's body, under guards that
//! are tested in each iteration, and does what the body does. Names that an
//! iteration binds and that may be read after it are read by the `continue`, so
//! they hold their values in the program's variables; so do they at every
//! `break`. Names whose values come from the iteration before are parameters;
//! those that are bound again are copied under names of the version's own, which
//! sizes and bounds may be computed from at any time.
//! Not handled: lists, which would be converted in every iteration.

use super::{Lowering, Outcome};
use crate::convert_py_to_nparray::liveness::Names;
use crate::convert_py_to_nparray::plan::{Declined, Relations, Step, Text};
use crate::py_infer_types::tree::{Function, StmtKind};
use crate::py_infer_types::ty::Ty;

/// Parameters of a loop's body that it binds again; `array += x` leaves a name with its array.
pub fn carried(function: &Function, types: &[Ty]) -> Names {
    let mut bound = Names::new();
    if function.iteration.is_none() {
        return bound;
    }
    let arrays = function.params.iter().zip(types).filter(|(_, ty)| matches!(ty, Ty::Array { rank: 1.., .. }));
    let arrays: Vec<&String> = arrays.map(|(name, _)| name).collect();
    for stmt in &function.body {
        stmt.visit(&mut |stmt| match &stmt.kind {
            StmtKind::Assign(name, _) => drop(bound.insert(name.clone())),
            StmtKind::AugAssign(name, ..) if !arrays.contains(&name) => drop(bound.insert(name.clone())),
            StmtKind::For(nest) => drop(bound.insert(nest.target.clone())),
            StmtKind::Opaque(opaque) => bound.extend(opaque.writes.iter().cloned()),
            _ => {}
        });
    }
    bound.retain(|name| function.params.contains(name));
    bound
}

impl<'c> Lowering<'_, 'c> {
    /// Names that are read after the statements at hand.
    pub fn left(&self) -> Names {
        self.function.iteration.as_ref().map(|iteration| iteration.left.clone()).unwrap_or_default()
    }

    /// A parameter that keeps its value for the whole function.
    pub fn is_fixed_param(&self, name: &str) -> bool {
        !self.carried.contains(name) && self.function.params.iter().any(|param| param == name)
    }

    /// The end of an iteration.
    pub fn next_iteration(&mut self) -> Outcome<'c, ()> {
        let Some(last) = self.function.body.last().filter(|_| self.function.iteration.is_some()) else {
            return Ok(());
        };
        if self.lists {
            return Err(Declined::new(last.location, "a loop that stays, with lists in its body"));
        }
        let mut text = Text {
            text: "continue".to_string(),
            reads: self.left(),
            writes: Names::new(),
            reason: "the end of an iteration".to_string(),
            span: None,
            location: last.location,
            relations: Relations::default(),
        };
        self.observe_all(&mut text, last)?;
        self.plan.steps.push(Step::Opaque(text));
        Ok(())
    }
}
