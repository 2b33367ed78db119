//! `for i in range(...)`.
//!
//! before: for i in range(n - 1, 0, -2): body(i)
//! after:  affine.for %r = 0 to n floordiv 2 { body(n - 1 - 2 * %r) }
//!
//! `reversed` of a range runs over it from its last value.
//!
//! Legal: bounds are affine (`max` in a lower and `min` in an upper bound are
//! several bounds), the step is a constant; the number of steps of a range with
//! another step than 1 and -1 does not depend on outer loops, and is required
//! not to be negative. The variable is bound by the loop
//! alone, and what the body binds is either a scalar cell that was bound
//! before, or not read after the loop. The variable, and a scalar that every
//! iteration binds, may be read after a loop that a guard says runs
//! (`after_loop.rs`).

use super::index::quotient;
use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::liveness::{self, Names};
use crate::convert_py_to_nparray::plan::{visit_steps, Declined, Index, Loop, Step, Sym};
use crate::py_infer_types::tree::{Expr, ExprKind, For, Stmt, SHORTEST};
use crate::py_infer_types::ty::Ty;
use automphc_kb::affine::Affine;
use melior::ir::Location;
use std::collections::BTreeMap;

/// Some step stores something.
fn models(steps: &[Step]) -> bool {
    let mut stores = false;
    visit_steps(steps, &mut |step| stores |= matches!(step, Step::Store { .. } | Step::Repack { .. }));
    stores
}

/// Where the variable runs, and its value in terms of the loop.
pub struct Range {
    pub lower: Vec<Index>,
    pub upper: Vec<Index>,
    /// The first value and the step, for a loop that does not count by one.
    pub from: Option<(Index, i64)>,
}

impl Range {
    /// The program's variable in terms of the loop's.
    pub fn value(&self, variable: Index) -> Index {
        match &self.from {
            Some((first, step)) => first.clone() + variable * *step,
            None => variable,
        }
    }
}

impl<'c> Lowering<'_, 'c> {
    pub fn for_loop(&mut self, stmt: &Stmt<'c>, nest: &For<'c>, live: &Names) -> Outcome<'c, ()> {
        let declined = |reason: String| Err(Declined::new(stmt.location, reason));
        let target = &nest.target;
        let writes: Names = nest.body.iter().flat_map(Stmt::writes).collect();
        if writes.contains(target) || self.open.contains(target) {
            return declined(format!("the loop variable '{target}' is bound again inside its loop"));
        }
        let range = self.range(&nest.iterable)?;
        let live_inside = liveness::body_entry(&nest.body, live);
        let anew = self.carry_arrays(nest, &range, &live.union(&live_inside).cloned().collect(), stmt.location)?;
        let outcome = self.loop_over(stmt, nest, (range, writes), live, &live_inside);
        self.in_place.retain(|name, _| !anew.contains(name));
        outcome
    }

    /// The loop, once its arrays have the memory that they keep.
    fn loop_over(
        &mut self,
        stmt: &Stmt<'c>,
        nest: &For<'c>,
        (range, writes): (Range, Names),
        live: &Names,
        live_inside: &Names,
    ) -> Outcome<'c, ()> {
        let target = &nest.target;
        let writes = self.rebound(writes, stmt);
        let left = self.left_bound(nest, live, &range, stmt.location)?;
        let outside = live.iter().filter(|name| !left.binds(name)).cloned().collect();
        self.enter(&writes, &outside, live_inside, "the loop", stmt.location)?;
        self.carry(&writes, live_inside);
        let before = self.env.clone();
        self.loops += 1;
        let variable = self.loops;
        let value = range.value(Affine::var(Sym::Loop(variable)));
        let name = match range.from {
            Some((_, -1)) => format!("{target}_reversed"),
            Some(_) => format!("{target}_step"),
            None => target.clone(),
        };
        self.env.insert(target.clone(), Binding::Int(value, None));
        self.open.push(target.clone());
        self.escaped |= self.escapes_in_loops;
        let (texts, escaped) = (self.declined.len(), self.escaped);
        let body = self.nested(&nest.body, &live.union(live_inside).cloned().collect());
        self.open.pop();
        let body = body?;
        self.check_loop(&body, texts, escaped, &before)?;
        let ends = self.ends(&left, variable, &range, stmt.location)?;
        self.env = before;
        let (lower, upper, step) = (range.lower, range.upper, 1);
        let location = stmt.location;
        self.plan.steps.push(Step::For(Loop { variable, name, lower, upper, step, body, location }));
        self.leave(target, left, ends, stmt);
        Ok(())
    }

    /// The steps of a nested block.
    pub fn nested(&mut self, body: &[Stmt<'c>], live: &Names) -> Outcome<'c, Vec<Step<'c>>> {
        let outer = std::mem::take(&mut self.plan.steps);
        let live = liveness::after(body, live);
        // In a branch, or around lists, a statement that is not modelled takes all around it with it.
        let boxes = self.branches == 0 && !self.lists;
        let mut statements = body.iter().zip(&live);
        let outcome = statements.try_for_each(|(stmt, live)| match boxes {
            true => self.boxed_statement(stmt, live),
            false => self.statement(stmt, live),
        });
        let steps = std::mem::replace(&mut self.plan.steps, outer);
        outcome.map(|()| steps)
    }

    /// A loop of texts alone stays as it is. Names that a text binds or makes
    /// unknown are so at the next iteration's start too.
    fn check_loop(
        &mut self,
        body: &[Step<'c>],
        texts: usize,
        escaped: bool,
        before: &BTreeMap<String, Binding>,
    ) -> Outcome<'c, ()> {
        if let Some(declined) = self.declined.get(texts).filter(|_| !models(body)).cloned() {
            return Err(declined);
        }
        let lost = |(name, known): &(&String, &Binding)| {
            !matches!(known, Binding::Unknown) && matches!(self.env.get(*name), None | Some(Binding::Unknown))
        };
        let lost: Names = before.iter().filter(lost).map(|(name, _)| name.clone()).collect();
        self.stale.extend(lost);
        self.stale_attributes |= self.escaped && !escaped;
        Ok(())
    }

    /// Brings the names that a loop or branch binds to a form that holds
    /// whether or not it runs: bound scalars are in their cells, everything
    /// else is unknown and must not be read later.
    pub fn enter(
        &mut self,
        writes: &Names,
        live: &Names,
        live_inside: &Names,
        what: &str,
        location: Location<'c>,
    ) -> Outcome<'c, ()> {
        for name in writes {
            let scalar = self.is_cell(name);
            match self.env.get(name).cloned() {
                Some(Binding::Cell) => {}
                Some(Binding::Place(ty)) if scalar && ty.is_scalar() => {
                    if live.contains(name) || live_inside.contains(name) {
                        self.copy_to_cell(name, &ty, location)?;
                    }
                }
                _ if self.left_to_text.contains(name) => self.forget(name),
                _ if live.contains(name) && self.branches == 0 && !self.lists => {
                    self.stale.insert(name.clone());
                    self.forget(name);
                }
                _ if live.contains(name) => {
                    return Err(Declined::new(location, format!("'{name}' is read after {what} that binds it")));
                }
                _ => self.forget(name),
            }
        }
        Ok(())
    }

    /// The names among these that the statement does not just update in place, as arrays.
    pub fn rebound(&self, mut names: Names, stmt: &Stmt<'c>) -> Names {
        names.retain(|name| !self.only_in_place(name, stmt) && !self.in_place.contains_key(name));
        names
    }

    /// A scalar local that lives in a cell; ints are followed as affine values.
    pub fn is_cell(&self, name: &str) -> bool {
        self.locals.get(name).is_some_and(|ty| ty.is_scalar() && *ty != Ty::Int)
    }

    fn copy_to_cell(&mut self, name: &str, ty: &Ty, location: Location<'c>) -> Outcome<'c, ()> {
        if *ty == Ty::Int {
            return Err(Declined::new(location, format!("'{name}' is an int, and bound to other numbers")));
        }
        let value = self.argument(name, ty, location)?;
        self.set_cell(name, value, false, location)
    }

    /// What an iteration may read of the one before, and is in no cell, is left to texts.
    fn carry(&mut self, writes: &Names, live_inside: &Names) {
        if self.lists || self.branches > 0 {
            return;
        }
        for name in writes.intersection(live_inside) {
            let known = matches!(self.env.get(name), Some(Binding::Cell | Binding::Place(_)));
            if !known && !self.left_to_text.contains(name) {
                self.stale.insert(name.clone());
            }
        }
    }

    fn range(&mut self, e: &Expr<'c>) -> Outcome<'c, Range> {
        if let ExprKind::Call(call) = &e.kind {
            let reversed = matches!(&call.callee.kind, ExprKind::Ref(name) if name == "builtins.reversed");
            if let ([range], true, true) = (call.positional.as_slice(), reversed, call.keywords.is_empty()) {
                return self.reversed(range);
            }
        }
        let arguments = match &e.kind {
            ExprKind::Call(call) if call.keywords.is_empty() => match &call.callee.kind {
                ExprKind::Ref(name) if name == "builtins.range" => call.positional.as_slice(),
                _ => &[],
            },
            _ => &[],
        };
        let zero = || vec![Affine::constant(0)];
        match arguments {
            [stop] if shortest(stop).is_some() => {
                let stop = self.common_length(stop)?;
                Ok(Range { lower: zero(), upper: vec![stop], from: None })
            }
            [stop] => Ok(Range { lower: zero(), upper: self.bounds(stop, "builtins.min")?, from: None }),
            [start, stop] => self.steps(start, stop, 1),
            [start, stop, step] => match self.index(step)?.as_constant() {
                Some(step) if step != 0 => self.steps(start, stop, step),
                _ => Err(Declined::new(step.location, "the step of the range is not a constant")),
            },
            _ => Err(Declined::new(e.location, "a loop over anything but a range")),
        }
    }

    /// The same values, the last one first.
    fn reversed(&mut self, range: &Expr<'c>) -> Outcome<'c, Range> {
        let range = self.range(range)?;
        let ([lower], [upper]) = (range.lower.as_slice(), range.upper.as_slice()) else {
            return Err(Declined::new(
                self.function.location,
                "a reversed range with a minimum or maximum in its bounds",
            ));
        };
        let last = range.value(upper.clone() + -1);
        let step = range.from.map_or(-1, |(_, step)| -step);
        let trips = upper.clone() - lower.clone();
        Ok(Range { lower: vec![Affine::constant(0)], upper: vec![trips], from: Some((last, step)) })
    }

    /// The length of several sequences, which the guards ask to be the same unless it is known which is the shortest.
    fn common_length(&mut self, e: &Expr<'c>) -> Outcome<'c, Index> {
        let mut common: Option<Index> = None;
        for length in shortest(e).unwrap_or_default() {
            let length = self.index(length)?;
            let Some(known) = common.take() else {
                common = Some(length);
                continue;
            };
            let more = length.clone() - known.clone();
            common = match more.as_constant() {
                Some(constant) => Some(if constant < 0 { length } else { known }),
                None if more.terms.keys().any(|symbol| matches!(symbol, Sym::Loop(_))) => {
                    return Err(Declined::new(e.location, "sequences whose lengths depend on another loop"));
                }
                None => {
                    self.plan.required.extend([more.clone(), -more]);
                    Some(known)
                }
            };
        }
        common.ok_or_else(|| Declined::new(e.location, "a loop over no sequence"))
    }

    fn steps(&mut self, start: &Expr<'c>, stop: &Expr<'c>, step: i64) -> Outcome<'c, Range> {
        if step == 1 {
            let (lower, upper) = (self.bounds(start, "builtins.max")?, self.bounds(stop, "builtins.min")?);
            return Ok(Range { lower, upper, from: None });
        }
        let from = self.index(start)?;
        let lower = vec![Affine::constant(0)];
        if step == -1 {
            let stops = self.bounds(stop, "builtins.max")?;
            let upper = stops.into_iter().map(|stop| from.clone() - stop).collect();
            return Ok(Range { lower, upper, from: Some((from, -1)) });
        }
        let stop_index = self.index(stop)?;
        let span = if step > 0 { stop_index - from.clone() } else { from.clone() - stop_index };
        let size = i64::try_from(step.unsigned_abs()).ok().filter(|size| *size < 1 << 31);
        let trips = size.and_then(|size| quotient(span.clone() + (size - 1), size));
        let Some(trips) = trips else {
            return Err(Declined::new(stop.location, "a range with a step whose bounds depend on another loop"));
        };
        if span.as_constant().is_none() {
            self.plan.required.insert(span);
        }
        Ok(Range { lower, upper: vec![trips], from: Some((from, step)) })
    }

    /// Sizes of several arrays are required to be equal: one bound is enough then.
    pub fn unify(&mut self, bounds: &mut Vec<Index>) {
        let size = |bound: &Index| {
            let only = bound.terms.iter().next().filter(|_| bound.terms.len() == 1 && bound.constant == 0);
            matches!(only, Some((Sym::Dim(..), 1)))
        };
        if bounds.len() > 1 && bounds.iter().all(size) {
            for other in bounds.split_off(1) {
                let difference = other - bounds[0].clone();
                self.plan.required.extend([difference.clone(), -difference]);
            }
        }
    }

    /// One bound, or those that `max` or `min` chooses from.
    fn bounds(&mut self, e: &Expr<'c>, choice: &str) -> Outcome<'c, Vec<Index>> {
        match &e.kind {
            ExprKind::Call(call) if matches!(&call.callee.kind, ExprKind::Ref(name) if name == choice) => {
                let parts = call.positional.iter().filter(|_| call.keywords.is_empty());
                let mut bounds = parts.map(|part| self.index(part)).collect::<Outcome<Vec<_>>>()?;
                match bounds.len() {
                    0 | 1 => Err(Declined::new(e.location, "a bound that is not affine")),
                    _ => {
                        self.unify(&mut bounds);
                        Ok(bounds)
                    }
                }
            }
            _ => Ok(vec![self.index(e)?]),
        }
    }
}

/// The lengths of the sequences that a loop runs over together.
fn shortest<'e, 'c>(e: &'e Expr<'c>) -> Option<&'e [Expr<'c>]> {
    let ExprKind::Call(call) = &e.kind else { return None };
    matches!(&call.callee.kind, ExprKind::Ref(name) if name == SHORTEST).then_some(call.positional.as_slice())
}
