//! Functions without an equation: back to calls, over as many rows as possible.
//!
//! before: affine.for %p { nparray.opaque "numpy.fft.fft"(out[%p, 0:k], a[%p, 0:k]) }
//! after:  %r = nparray.call "numpy.fft.fft"(%a) with {axis = 1}      nparray.store %r, %out
//!
//! Legal: a call without loops is what the program called. Loops become axes of
//! its operand if elements mix along one axis alone (`rows=True` in the entry), each
//! loop selects rows of the one operand and of the result and is used nowhere else,
//! no iteration needs another's result, and the call raises nothing that an earlier
//! or later row would not have to wait for (`total`).

use super::value::{Raised, Range};
use super::{Nest, Outcome, Raiser};
use crate::build::Builder;
use crate::legal;
use crate::scop::black_box::{BlackBox, Input};
use crate::scop::opaque::{Part, Span};
use crate::scop::read::{string_attribute, Indices};
use crate::scop::{Lin, LoopInfo, Term, Var};
use crate::version;
use automphc_dialects::ir::{dictionary_entries, use_count, uses_as_operand};
use automphc_kb::expr::Expr;
use automphc_kb::{Argument, Instance, Param, Params};
use melior::ir::operation::OperationLike;
use melior::ir::{Attribute, Value};
use std::collections::HashMap;

/// The operands of a call, in its order.
enum Given<'s> {
    Part(&'s Part),
    Term(&'s Term),
}

/// A call over rows: the parameter that names the axis, and its new number.
struct Rows {
    parameter: String,
    axis: usize,
    /// Loops, or axes of the function, in the order of the operand's axes; those of the result.
    operand: Vec<Role>,
    result: Vec<Role>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Loop(usize),
    Own(usize),
}

impl<'c, 'a> Raiser<'_, 'c, 'a> {
    /// The call of a statement, over all loops of its nest.
    pub(super) fn opaque(
        &mut self,
        builder: Builder<'c, 'a>,
        nest: &Nest<'_, 'c, 'a>,
        call: &BlackBox<'c, 'a>,
    ) -> Outcome<()> {
        let statement = nest.statement;
        let callee = string_attribute(call.operation, "callee").ok_or("a call without a function")?;
        let rows = match nest.loops.is_empty() {
            true => None,
            false => Some(self.rows(nest, call, &callee)?),
        };
        let mut ranges = Range::boxes(&nest.loops, &self.extrema)?;
        let Some(target) = call.inputs.iter().find_map(|i| if let Input::Part(part) = i { Some(part) } else { None })
        else {
            return Err("a call without a result".into());
        };
        let mut operands = vec![];
        for given in operands_of(call, &statement.value) {
            let order = rows.as_ref().map(|rows| rows.operand.as_slice());
            operands.push(match given {
                Given::Part(part) => self.operand(builder, part, &statement.value, order, &mut ranges)?,
                Given::Term(Expr::Index(lin)) => self.index(builder, lin),
                Given::Term(term) => self.term(builder, term, &[], &ranges)?.value,
            });
        }
        let element = self.scop.arrays[target.array].element;
        let (into, own) = self.box_of(builder, target, &statement.value, &mut ranges);
        let axes: Vec<usize> = match &rows {
            None => own.iter().map(|(_, id)| *id).collect(),
            Some(rows) => rows.result.iter().map(|role| id_of(*role, &own)).collect(),
        };
        let parameters = parameters(builder, call, rows.as_ref());
        let parameters: Vec<_> = parameters.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let value = self.call(builder, &callee, &operands, axes, element, &parameters);
        let goal = into.axes.clone();
        let value = self.align(builder, value, &goal)?;
        let spans = spans(target, &statement.value, &ranges);
        if call.operation.has_attribute("fresh") && self.is_all_of(target, &spans) {
            self.memory.insert(target.array, self.scop.arrays[target.array].value);
            self.scop.arrays[target.array].value = value.value;
            return Ok(());
        }
        self.store(builder, value.value, into.value, None, None);
        Ok(())
    }

    /// A part as the function sees it: its axes in their order, or as `order` says.
    fn operand(
        &mut self,
        builder: Builder<'c, 'a>,
        part: &Part,
        value: &Term,
        order: Option<&[Role]>,
        ranges: &mut HashMap<usize, Range>,
    ) -> Outcome<Value<'c, 'a>> {
        let (raised, own) = self.box_of(builder, part, value, ranges);
        let goal: Vec<usize> = match order {
            None => own.iter().map(|(_, id)| *id).collect(),
            Some(roles) => roles.iter().map(|role| id_of(*role, &own)).collect(),
        };
        Ok(self.permute(builder, raised, &goal).value)
    }

    /// The view of a part, with axes of size 1 for those that the array lacks, and the
    /// variable of each axis of the function.
    fn box_of(
        &mut self,
        builder: Builder<'c, 'a>,
        part: &Part,
        value: &Term,
        ranges: &mut HashMap<usize, Range>,
    ) -> (Raised<'c, 'a>, Vec<(usize, usize)>) {
        let (mut kinds, mut bounds, mut axes, mut own) = (vec![], vec![], vec![], vec![]);
        for span in part.spans(value) {
            let (lower, upper, id) = match span {
                Span::Axis(lower, upper, axis) => {
                    let info = LoopInfo { name: None, location: builder.location, step: 1 };
                    let id = self.scop.new_loop(info);
                    own.push((axis, id));
                    (lower, upper, id)
                }
                Span::At(lin) => match ranges.keys().copied().find(|id| lin.uses(&Var::Loop(*id))) {
                    None => {
                        kinds.push("index");
                        bounds.push(self.index(builder, &lin));
                        continue;
                    }
                    Some(id) => {
                        let at = |bound: &Lin| lin.substitute(&Var::Loop(id), bound);
                        (at(&ranges[&id].lower), at(&ranges[&id].upper), id)
                    }
                },
            };
            kinds.push("slice");
            bounds.extend([self.index(builder, &lower), self.index(builder, &upper)]);
            axes.push(id);
        }
        for axis in (0..part.rank).filter(|axis| !part.axes.contains(&Some(*axis))) {
            let id = self.scop.new_loop(LoopInfo { name: None, location: builder.location, step: 1 });
            own.push((axis, id));
            kinds.push("newaxis");
            axes.push(id);
        }
        own.sort_unstable();
        (self.part_of(builder, part.array, (&kinds, &[], &bounds), axes), own)
    }

    /// How the loops of a nest become axes of the call.
    fn rows(&self, nest: &Nest<'_, 'c, 'a>, call: &BlackBox<'c, 'a>, callee: &str) -> Outcome<Rows> {
        let whole = || "it calls a function on a part of its arrays".to_string();
        if self.strict || !call.free {
            return Err(whole());
        }
        let value = &nest.statement.value;
        let given = operands_of(call, value);
        let (Some(Given::Part(operand)), Some(Input::Part(target))) =
            (given.first(), call.inputs.iter().find(|input| matches!(input, Input::Part(_))))
        else {
            return Err(whole());
        };
        let fixed = |given: &Given| match given {
            Given::Part(_) => false,
            Given::Term(term) => !nest.loops.iter().any(|l| uses(term, l.id)),
        };
        if !given[1..].iter().all(fixed) {
            return Err(whole());
        }
        let params = call.operation.attribute("parameters").ok();
        let params = params.map_or_else(|| Some(Params::new()), crate::convert_nparray_to_affine::parameters);
        let arguments = self.arguments(&given).ok_or_else(whole)?;
        let params = params.ok_or_else(whole)?;
        let instance = self.along_an_axis(callee, &arguments, &params).ok_or_else(whole)?;
        let (Some([group]), Some(parameter)) = (instance.rows.as_deref(), instance.along.clone()) else {
            return Err(whole());
        };
        let ids: Vec<usize> = nest.loops.iter().map(|l| l.id).collect();
        let operand_roles = roles(operand, value, &ids).ok_or_else(whole)?;
        let result_roles = result_roles(&operand_roles, *group, operand.rank, target.rank).ok_or_else(whole)?;
        let written = roles(target, value, &ids).ok_or_else(whole)?;
        let same = written.len() == result_roles.len() && written.iter().all(|role| result_roles.contains(role));
        let axis = operand_roles.iter().position(|role| *role == Role::Own(*group)).ok_or_else(whole)?;
        let rows = Rows { parameter, axis, operand: operand_roles, result: result_roles };
        let fits = self.fits(callee, &instance, &arguments, &params, &rows);
        if same && fits {
            Ok(rows)
        } else {
            Err(whole())
        }
    }

    /// What the call means; of a vector, there may be a form that names its axis.
    fn along_an_axis(&self, callee: &str, arguments: &[Argument], params: &Params) -> Option<Instance> {
        let instance = self.kb.instantiate(callee, arguments, params).ok()?;
        let vector = matches!(arguments.first(), Some(Argument::Array { ty, .. }) if ty.rank == 1);
        if instance.rows.is_some() || !vector {
            return Some(instance);
        }
        let mut named = params.clone();
        named.insert("axis".into(), Param::Int(0));
        let other = self.kb.instantiate(callee, arguments, &named).ok()?;
        (other.result == instance.result && other.rows.is_some()).then_some(other)
    }

    /// True if the entry takes the operand with the rows, and elements mix as before.
    fn fits(&self, callee: &str, own: &Instance, arguments: &[Argument], params: &Params, rows: &Rows) -> bool {
        let mut arguments = arguments.to_vec();
        if let Some(Argument::Array { ty, dims }) = arguments.first_mut() {
            ty.rank = rows.operand.len();
            *dims = vec![None; ty.rank];
        }
        let mut params = params.clone();
        params.insert(rows.parameter.clone(), Param::Int(rows.axis as i64));
        self.kb.instantiate(callee, &arguments, &params).is_ok_and(|instance| {
            instance.rows.as_deref() == Some(&[rows.axis])
                && instance.result.rank == rows.result.len()
                && instance.result.dtype == own.result.dtype
                && instance.total.is_some()
        })
    }

    /// The operands for the knowledge base.
    fn arguments(&self, given: &[Given]) -> Option<Vec<Argument>> {
        given
            .iter()
            .map(|given| match given {
                Given::Part(part) => {
                    let dtype = crate::convert_nparray_to_affine::dtype(self.scop.arrays[part.array].element)?;
                    Some(Argument::array(dtype, part.rank))
                }
                Given::Term(Expr::Index(lin)) => Some(Argument::Int(lin.as_constant())),
                Given::Term(_) => None,
            })
            .collect()
    }

    /// True if a part is all of a local array that one statement alone writes, and
    /// that no name of the program stands for: then the result is the array.
    fn is_all_of(&mut self, part: &Part, spans: &[(Lin, Lin)]) -> bool {
        let info = &self.scop.arrays[part.array];
        let Some(alloc) = version::defined_by(info.value, "memref.alloc") else { return false };
        let seen = self.used_in_place.contains(&part.array);
        let named =
            info.name.is_some() || !legal!("raise-affine-to-nparray: no result's memory is used in place", !seen);
        // The result is the second operand, behind the cell for the order.
        let writes = uses_as_operand(info.value, "nparray.opaque", 1) + uses_as_operand(info.value, "affine.store", 1);
        // A value that nobody uses is not computed; the call may raise or warn, and is made.
        let views = uses_as_operand(info.value, "nparray.view", 0);
        let unread = use_count(info.value) <= writes + views;
        if named || !self.ivs.is_empty() || self.inside > 0 || writes != 1 || unread {
            return false;
        }
        let sizes: Vec<Value> = alloc.operands().collect();
        spans.len() == sizes.len()
            && spans.iter().zip(sizes).all(|((lower, end), size)| {
                let size = Indices::default().affine(&mut self.scop, size);
                lower.as_constant() == Some(0) && size.as_ref() == Some(end)
            })
    }
}

/// The operands of a call in their order.
fn operands_of<'s>(call: &'s BlackBox, value: &'s Term) -> Vec<Given<'s>> {
    let Expr::Apply { arguments, .. } = value else { return vec![] };
    let (mut next, mut all) = (0, vec![]);
    for input in &call.inputs {
        match input {
            Input::Part(part) => {
                next += part.axes.iter().map(|axis| if axis.is_some() { 2 } else { 1 }).sum::<usize>();
                if !part.write {
                    all.push(Given::Part(part));
                }
            }
            Input::Argument => {
                all.extend(arguments.get(next).map(Given::Term));
                next += 1;
            }
            Input::Order | Input::Whole(_) => {}
        }
    }
    all
}

/// What a part covers of each axis of its array, over all loops: lower bound and exclusive end.
fn spans(part: &Part, value: &Term, ranges: &HashMap<usize, Range>) -> Vec<(Lin, Lin)> {
    let over = |lin: Lin| match ranges.iter().find(|(id, _)| lin.uses(&Var::Loop(**id))) {
        Some((id, range)) => {
            let at = |bound: &Lin| lin.substitute(&Var::Loop(*id), bound);
            (at(&range.lower), at(&range.upper))
        }
        None => (lin.clone(), lin + 1),
    };
    let span = |span| match span {
        Span::Axis(lower, end, _) => (lower, end),
        Span::At(lin) => over(lin),
    };
    part.spans(value).into_iter().map(span).collect()
}

fn uses(term: &Term, id: usize) -> bool {
    let mut found = false;
    term.visit(&mut |e| match e {
        Expr::Index(lin) => found |= lin.uses(&Var::Loop(id)),
        Expr::Read { index, .. } => found |= index.iter().any(|lin| lin.uses(&Var::Loop(id))),
        _ => {}
    });
    found
}

/// What each axis of a part is that is no single index. None if a loop does not
/// run along exactly one axis, or the function's axes are not in their order.
fn roles(part: &Part, value: &Term, loops: &[usize]) -> Option<Vec<Role>> {
    let mut found = vec![];
    for span in part.spans(value) {
        match span {
            Span::At(lin) => {
                let own: Vec<usize> = loops.iter().copied().filter(|id| lin.uses(&Var::Loop(*id))).collect();
                match own.as_slice() {
                    [] => {}
                    [id] if lin.coefficient(&Var::Loop(*id)) == 1 => found.push(Role::Loop(*id)),
                    _ => return None,
                }
            }
            Span::Axis(lower, end, axis) => {
                if loops.iter().any(|id| lower.uses(&Var::Loop(*id)) || end.uses(&Var::Loop(*id))) {
                    return None;
                }
                found.push(Role::Own(axis));
            }
        }
    }
    let own: Vec<usize> =
        found.iter().filter_map(|r| if let Role::Own(axis) = r { Some(*axis) } else { None }).collect();
    let once = loops.iter().all(|id| found.iter().filter(|role| **role == Role::Loop(*id)).count() == 1);
    (once && own == (0..part.rank).collect::<Vec<_>>()).then_some(found)
}

/// The axes of the result over rows: those of the operand, without the one along
/// which it works if the result lacks that.
fn result_roles(operand: &[Role], group: usize, rank: usize, result: usize) -> Option<Vec<Role>> {
    if result == rank {
        return Some(operand.to_vec());
    }
    (result + 1 == rank).then_some(())?;
    let without = operand.iter().filter(|role| **role != Role::Own(group));
    let shifted = without.map(|role| match role {
        Role::Own(axis) if *axis > group => Role::Own(axis - 1),
        other => *other,
    });
    Some(shifted.collect())
}

fn id_of(role: Role, own: &[(usize, usize)]) -> usize {
    match role {
        Role::Loop(id) => id,
        Role::Own(axis) => own.iter().find(|(number, _)| *number == axis).map_or(usize::MAX, |(_, id)| *id),
    }
}

/// The constants of a call, with the axis that rows move.
fn parameters<'c>(
    builder: Builder<'c, '_>,
    call: &BlackBox<'c, '_>,
    rows: Option<&Rows>,
) -> Vec<(String, Attribute<'c>)> {
    let constants = call.operation.attribute("parameters").ok().and_then(dictionary_entries).unwrap_or_default();
    let mut constants: Vec<(String, Attribute)> =
        constants.into_iter().filter(|(name, _)| rows.is_none_or(|rows| *name != rows.parameter)).collect();
    if let Some(rows) = rows {
        constants.push((rows.parameter.clone(), builder.integer(rows.axis as i64)));
    }
    constants
}
