//! Stores: a value into the elements of a view.

use super::call::{dtype, rename};
use super::lazy::Lazy;
use super::{Expander, Meaning, Outcome};
use crate::scop::domain::{self, never};
use crate::scop::read::{name, operations, string_attribute};
use crate::scop::{scalar, Lin, Loop, Node, Term, Var};
use automphc_dialects::ir::value_key;
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use automphc_kb::types::{Category, DType};
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, RegionLike, Value};

/// Variables from here on belong to the earlier of two iterations.
const EARLIER: usize = 1 << 40;

/// The loops over a target's elements and its index in them.
struct Space {
    loops: Vec<(usize, Lin, Lin)>,
    /// The target's own coordinates, from 0, in the loop variables.
    position: Vec<Lin>,
    array: usize,
    index: Vec<Lin>,
}

impl<'c, 'a> Expander<'_, 'c, 'a> {
    pub(super) fn store(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        if self.done.contains(&automphc_dialects::ir::operation_key(&operation)) {
            return Ok(());
        }
        let operands: Vec<Value> = operation.operands().collect();
        let (value, target) =
            (operands.first().ok_or("a store of nothing")?, operands.get(1).ok_or("a store to nothing")?);
        let target = self.value(*target)?;
        let update = string_attribute(operation, "update");
        let space = self.space(&target)?;
        self.settle(&[space.array], self.order_of(operation))?;
        let mask = operands.get(2).map(|m| self.value(*m)).transpose()?;
        if mask.is_none() && update.is_none() && self.accumulate_in_place(*value, &target, &space)? {
            return Ok(());
        }
        let mut value = self.value(*value)?;
        let update_type = self.stored_type(&mut value, &target, update.as_deref())?;
        if self.reads_elsewhere(&value, &space) {
            value = self.compute(&value)?;
        }
        let mut term = self.broadcast(&value, &target, &space)?;
        let current = || Expr::Read { array: space.array, index: space.index.clone() };
        if let Some(function) = update {
            term = match update_type {
                None => Expr::apply(&function, vec![current(), term]),
                Some((wide, own)) => {
                    let old = Expr::apply(scalar::cast(wide), vec![current()]);
                    Expr::apply(scalar::cast(own), vec![Expr::apply(&function, vec![old, term])])
                }
            };
        }
        if let Some(mut mask) = mask {
            if self.reads_elsewhere(&mask, &space) {
                mask = self.compute(&mask)?;
            }
            let condition = self.broadcast(&mask, &target, &space)?;
            term = Expr::apply("where", vec![condition, term, current()]);
        }
        let statement = self.statement(space.array, space.index, term, operation.location());
        for node in self.nest(space.loops, vec![statement]) {
            self.push(node);
        }
        Ok(())
    }

    /// Converts a value to its target's element type, as an assignment does; with an
    /// operator that computes in a wider type than the target's, that type and the target's.
    fn stored_type(
        &self,
        value: &mut Lazy<'c>,
        target: &Lazy<'c>,
        update: Option<&str>,
    ) -> Outcome<Option<(DType, DType)>> {
        if value.element == target.element || value.weak {
            return Ok(None);
        }
        let refused = || Err("a store that converts the element type".to_string());
        // A variable takes the type of what is assigned, an element keeps its own.
        let Expr::Read { array, .. } = &target.body else { return refused() };
        let (Some(from), Some(to)) = (dtype(value.element), dtype(target.element)) else { return refused() };
        if self.lists || self.scop.arrays[*array].rank == 0 || from.category() > to.category() {
            return refused();
        }
        let widens = from.promote(to) == to;
        // An int that does not fit wraps around in arrays, and raises alone.
        if !widens && to.category() == Category::Integer {
            return refused();
        }
        match update {
            None => *value = self.cast(value, to),
            Some(_) if widens => *value = self.cast(value, to),
            Some("divide" | "add" | "subtract" | "multiply") => {
                let wide = from.promote(to);
                if wide != from {
                    *value = self.cast(value, wide);
                }
                return Ok(Some((wide, to)));
            }
            Some(_) => return refused(),
        }
        Ok(None)
    }

    /// Loops over the target, along its own coordinates where its index has
    /// stride 1, so that domains read as in the source.
    fn space(&mut self, target: &Lazy<'c>) -> Outcome<Space> {
        let (mut loops, mut position) = (vec![], vec![]);
        for (axis, size) in target.shape.iter().enumerate() {
            let id = self.placeholder();
            let base = self.base(target, axis);
            loops.push((id, base.clone(), base.clone() + size.clone()));
            position.push(Affine::var(Var::Loop(id)) - base);
        }
        let (array, index) = target.access(&position).ok_or("a store into a computed value")?;
        Ok(Space { loops, position, array, index })
    }

    /// What is added to a placeholder where it stands alone in an index.
    fn base(&self, target: &Lazy<'c>, axis: usize) -> Lin {
        let variable = Var::Loop(target.placeholders[axis]);
        let Expr::Read { index, .. } = &target.body else { return Affine::constant(0) };
        let alone = index.iter().find(|lin| lin.coefficient(&variable) == 1);
        let base = alone.map(|lin| lin.clone() - Affine::var(variable));
        base.filter(|b| b.terms.keys().all(|v| self.is_bound(v, target))).unwrap_or_else(|| Affine::constant(0))
    }

    fn is_bound(&self, variable: &Var, target: &Lazy<'c>) -> bool {
        match variable {
            Var::Loop(id) => !target.placeholders.contains(id),
            Var::Symbol(_) => true,
        }
    }

    /// The value's element for the target's element at `space`.
    fn broadcast(&mut self, value: &Lazy<'c>, target: &Lazy<'c>, space: &Space) -> Outcome<Term> {
        let missing =
            target.shape.len().checked_sub(value.shape.len()).ok_or("a value of higher rank than its target")?;
        let mut at = vec![];
        for (axis, size) in value.shape.iter().enumerate() {
            let goal = &target.shape[missing + axis];
            if size.as_constant() == Some(1) && goal.as_constant() != Some(1) {
                at.push(Affine::constant(0));
            } else {
                self.require_equal(size, goal);
                at.push(space.position[missing + axis].clone());
            }
        }
        Ok(value.at(&at))
    }

    /// True if the loops over the target would read an element of its array that
    /// they have written before: NumPy reads everything first.
    /// One element is read before it is written by itself.
    fn reads_elsewhere(&self, value: &Lazy<'c>, space: &Space) -> bool {
        if space.loops.is_empty() {
            return false;
        }
        let missing = space.position.len().saturating_sub(value.shape.len());
        let at: Vec<Lin> = value
            .shape
            .iter()
            .enumerate()
            .map(|(axis, size)| match size.as_constant() {
                Some(1) => Affine::constant(0),
                _ => space.position.get(missing + axis).cloned().unwrap_or_else(|| Affine::constant(0)),
            })
            .collect();
        let mut elsewhere = false;
        value.at(&at).visit(&mut |e| {
            if let Expr::Read { array, index } = e {
                elsewhere |= *array == space.array && *index != space.index && self.overtakes(space, index);
            }
        });
        elsewhere
    }

    /// True if an iteration over the target may write what a later one reads at
    /// `index`: the pairs of iterations within one of the loops around, and the loop
    /// at which they differ first.
    fn overtakes(&self, space: &Space, index: &[Lin]) -> bool {
        let variable = |id: usize| Affine::var(Var::Loop(id));
        let earlier = |lin: &Lin| {
            space
                .loops
                .iter()
                .fold(lin.clone(), |lin, (id, _, _)| lin.substitute(&Var::Loop(*id), &variable(EARLIER + id)))
        };
        let mut conditions = domain::constraints(&self.open.iter().collect::<Vec<_>>());
        for (id, lower, upper) in &space.loops {
            let inside = [variable(*id) - lower.clone(), upper.clone() - variable(*id) + -1];
            conditions.extend(inside.iter().map(earlier));
            conditions.extend(inside);
        }
        for (read, written) in index.iter().zip(&space.index) {
            let difference = read.clone() - earlier(written);
            conditions.extend([difference.clone(), -difference]);
        }
        (0..space.loops.len()).any(|depth| {
            let mut pair = conditions.clone();
            for (position, (id, _, _)) in space.loops.iter().enumerate().take(depth + 1) {
                let distance = variable(*id) - earlier(&variable(*id));
                match position == depth {
                    true => pair.push(distance + -1),
                    false => pair.extend([distance.clone(), -distance]),
                }
            }
            !never(&pair)
        })
    }

    /// A reduction goes straight into its target if it does not read the
    /// target's array and has the target's shape.
    fn accumulate_in_place(&mut self, value: Value<'c, 'a>, target: &Lazy<'c>, space: &Space) -> Outcome<bool> {
        let Some((_, Meaning::Reduction(reduction))) = self.meanings.get(&value_key(value)).cloned() else {
            return Ok(false);
        };
        let fits = reduction.value.shape.len() == target.shape.len()
            && reduction.value.element == target.element
            && !crate::scop::reads(&reduction.value.body, space.array);
        let broadcast = |(own, goal): (&Lin, &Lin)| own.as_constant() == Some(1) && goal.as_constant() != Some(1);
        if !fits || reduction.value.shape.iter().zip(&target.shape).any(broadcast) {
            return Ok(false);
        }
        for (own, goal) in reduction.value.shape.iter().zip(&target.shape) {
            self.require_equal(own, goal);
        }
        let mut reduction = reduction;
        reduction.value.shape.clone_from(&target.shape);
        let (position, index) = (space.position.clone(), space.index.clone());
        let shifts: Vec<_> = space.loops.iter().zip(&position).map(|((id, _, _), p)| (*id, p.clone())).collect();
        // `accumulate` counts from 0: move its coordinates to the target's.
        self.accumulate(&reduction, space.array, |at| {
            index
                .iter()
                .map(|lin| {
                    shifts.iter().zip(at).fold(lin.clone(), |lin, ((id, p), a)| {
                        let own = Affine::var(Var::Loop(*id));
                        let base = own.clone() - p.clone();
                        lin.substitute(&Var::Loop(*id), &(a.clone() + base))
                    })
                })
                .collect()
        })?;
        self.reanchor(&shifts);
        Ok(true)
    }

    /// Rewrites the nest just pushed so that its output loops run over the
    /// target's own coordinates.
    fn reanchor(&mut self, shifts: &[(usize, Lin)]) {
        let Some(node) = self.nodes.last_mut().and_then(|nodes| nodes.pop()) else { return };
        let mut node = node;
        let mut level = Some(&mut node);
        for (id, position) in shifts {
            let base = Affine::var(Var::Loop(*id)) - position.clone();
            let Some(Node::Loop(l)) = level else { break };
            let shifted = Affine::var(Var::Loop(l.id)) - base.clone();
            rename_all(&mut l.body, l.id, &shifted);
            l.lower.iter_mut().chain(&mut l.upper).for_each(|bound| *bound = bound.clone() + base.clone());
            level = l.body.first_mut();
        }
        self.push(node);
    }

    /// Values that a loop's stores would change are computed before the loop.
    pub(super) fn settle_before_loop(&mut self, operation: OperationRef<'c, 'a>) -> Outcome<()> {
        let mut targets = vec![];
        self.stored_arrays(operation, &mut targets);
        self.settle(&targets, self.order_of(operation))
    }

    fn stored_arrays(&self, operation: OperationRef<'c, 'a>, targets: &mut Vec<usize>) {
        for region in operation.regions() {
            let Some(block) = region.first_block() else { continue };
            for inner in operations(block) {
                if name(inner) == "nparray.store" {
                    if let Some(array) = inner.operand(1).ok().and_then(|target| self.root(target)) {
                        targets.push(array);
                    }
                }
                if name(inner) == "py.opaque" {
                    targets.extend(self.written_by_text(inner));
                }
                self.stored_arrays(inner, targets);
            }
        }
    }

    /// The array that a chain of views starts from.
    pub(super) fn root(&self, value: Value<'c, 'a>) -> Option<usize> {
        if let Some((_, Meaning::Lazy(Lazy { body: Expr::Read { array, .. }, .. }))) =
            self.meanings.get(&value_key(value))
        {
            return Some(*array);
        }
        let definition = crate::scop::read::definition(value)?;
        self.root(definition.operand(0).ok()?)
    }
}

/// Replaces a loop variable in everything below.
fn rename_all(nodes: &mut [Node], from: usize, to: &Lin) {
    for node in nodes {
        match node {
            Node::Loop(Loop { lower, upper, body, .. }) => {
                lower.iter_mut().chain(upper).for_each(|bound| *bound = bound.substitute(&Var::Loop(from), to));
                rename_all(body, from, to);
            }
            Node::Statement(statement) => {
                statement.value = rename(&statement.value, from, to);
                for lin in &mut statement.write.index {
                    *lin = lin.substitute(&Var::Loop(from), to);
                }
            }
            Node::Other(_) => {}
        }
    }
}
