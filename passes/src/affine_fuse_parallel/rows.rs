//! Calls of functions that work along one axis, row by row.
//!
//! before: nparray.opaque "numpy.fft.fft"(out[0:n, 0:k], a[0:n, 0:m]) with {axis = 1}
//! after:  affine.for %p = 0 to %n { nparray.opaque "numpy.fft.fft"(out[%p, 0:k], a[%p, 0:m]) with {axis = 0} }
//!
//! Legal: elements mix along one axis alone (`rows=True` in the entry), the call raises nothing
//! (`free`), operand and result have the same axes, and all but that one the same sizes. Raising
//! makes one call of it again, over the rows of a tile.

use super::group::are_equal;
use crate::build::Builder;
use crate::convert_nparray_to_affine::{dtype, parameters};
use crate::convert_py_to_nparray::parameter;
use crate::scop::black_box::{BlackBox, Input};
use crate::scop::opaque::{self, is_call, Part, Span};
use crate::scop::read::string_attribute;
use crate::scop::{Lin, Loop, LoopInfo, Node, Scop, Statement, Term, Var};
use automphc_dialects::ir::dictionary;
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use automphc_kb::{Argument, KnowledgeBase, Param, Params};
use melior::ir::operation::OperationLike;

/// The statement as a nest over rows; None if it is no such call.
pub fn nest<'c, 'a>(
    kb: &KnowledgeBase,
    scop: &mut Scop<'c, 'a>,
    builder: Builder<'c, 'a>,
    statement: &Statement<'c, 'a>,
    facts: &[Lin],
) -> Option<Node<'c, 'a>> {
    let call = statement.text.as_ref().filter(|call| call.free && is_call(call.operation))?;
    let callee = string_attribute(call.operation, "callee")?;
    let constants = call.operation.attribute("parameters").ok();
    let mut constants = constants.map_or_else(|| Some(Params::new()), parameters)?;
    let instance = kb.instantiate(&callee, &arguments(scop, call, &statement.value)?, &constants).ok()?;
    let (Some([along]), Some(name)) = (instance.rows.as_deref(), instance.along.clone()) else { return None };
    let axes = row_axes(call, &statement.value, *along, facts)?;
    let mut loops = vec![];
    for (axis, extent) in axes {
        let info = LoopInfo { name: None, location: statement.location, step: 1 };
        loops.push((axis, scop.new_loop(info), extent));
    }
    constants.insert(name, Param::Int(0));
    let inner = Statement { text: Some(row(builder, call, &callee, &constants)?), ..statement.clone() };
    let inner = with_loops(inner, call, &statement.value, &loops);
    let body = loops.into_iter().rev().fold(Node::Statement(inner), |body, (_, id, extent)| {
        Node::Loop(Loop { id, lower: vec![Affine::constant(0)], upper: vec![extent], body: vec![body] })
    });
    Some(body)
}

fn arguments(scop: &Scop, call: &BlackBox, value: &Term) -> Option<Vec<Argument>> {
    let Expr::Apply { arguments, .. } = value else { return None };
    let (mut next, mut all) = (0, vec![]);
    for input in &call.inputs {
        match input {
            Input::Part(part) => {
                next += bounds(part);
                if !part.write {
                    all.push(Argument::array(dtype(scop.arrays[part.array].element)?, part.rank));
                }
            }
            Input::Argument => {
                match arguments.get(next)? {
                    Expr::Index(lin) => all.push(Argument::Int(lin.as_constant())),
                    _ => return None,
                }
                next += 1;
            }
            Input::Order => {}
            Input::Whole(_) => return None,
        }
    }
    Some(all)
}

/// The number of arguments that are bounds of a part.
fn bounds(part: &Part) -> usize {
    part.axes.iter().map(|axis| if axis.is_some() { 2 } else { 1 }).sum()
}

/// The axes of the function that become loops, with their extents: the same in
/// the operand and the result, as written or by the guards.
fn row_axes(call: &BlackBox, value: &Term, along: usize, facts: &[Lin]) -> Option<Vec<(usize, Lin)>> {
    let parts = call.inputs.iter().filter_map(|input| if let Input::Part(part) = input { Some(part) } else { None });
    let [result, operand] = parts.collect::<Vec<_>>()[..] else { return None };
    if !result.write || operand.write || result.rank != operand.rank || result.rank < 2 {
        return None;
    }
    let extents = |part: &Part| -> Option<Vec<Lin>> {
        let spans = part.spans(value);
        let of = |wanted: usize| {
            spans.iter().find_map(|span| match span {
                Span::Axis(lower, end, axis) if *axis == wanted => Some(end.clone() - lower.clone()),
                _ => None,
            })
        };
        (0..part.rank).map(of).collect()
    };
    let (own, other) = (extents(result)?, extents(operand)?);
    let rows = (0..result.rank).filter(|axis| *axis != along);
    rows.map(|axis| are_equal(&own[axis], &other[axis], facts).then(|| (axis, own[axis].clone()))).collect()
}

/// The call of one row, with the axis that is left as its only one.
fn row<'c, 'a>(
    builder: Builder<'c, 'a>,
    call: &BlackBox<'c, 'a>,
    callee: &str,
    constants: &Params,
) -> Option<BlackBox<'c, 'a>> {
    let named: Vec<_> = constants.iter().map(|(name, value)| (name.as_str(), parameter(builder, value))).collect();
    let mut attributes = vec![("callee", builder.string(callee)), ("access", builder.strings(&[]))];
    attributes.push(("parameters", dictionary(builder.context, &named)));
    let kept = opaque::attributes(call.operation).into_iter().filter(|(name, _)| matches!(*name, "total" | "fresh"));
    attributes.extend(kept);
    // It stands for the attributes alone, and goes when the version is written.
    let operation = builder.operation("nparray.opaque", &[], &[], &attributes, vec![]);
    Some(BlackBox { operation, ..call.clone() })
}

/// The statement with one index in the place of each range that has become a loop.
fn with_loops<'c, 'a>(
    mut statement: Statement<'c, 'a>,
    call: &BlackBox<'c, 'a>,
    value: &Term,
    loops: &[(usize, usize, Lin)],
) -> Statement<'c, 'a> {
    let Expr::Apply { function, arguments } = value else { return statement };
    let (mut next, mut new, mut inputs) = (0, vec![], vec![]);
    for input in &call.inputs {
        match input {
            Input::Part(part) => {
                next += bounds(part);
                let first = new.len();
                let axes = part.spans(value).into_iter().map(|span| match span {
                    Span::At(lin) => {
                        new.push(Expr::Index(lin));
                        None
                    }
                    Span::Axis(lower, end, axis) => match loops.iter().find(|(own, ..)| *own == axis) {
                        Some((_, id, _)) => {
                            new.push(Expr::Index(lower + Affine::var(Var::Loop(*id))));
                            None
                        }
                        None => {
                            new.extend([Expr::Index(lower), Expr::Index(end)]);
                            Some(0)
                        }
                    },
                });
                let axes = axes.collect();
                inputs.push(Input::Part(Part { rank: 1, axes, first, ..part.clone() }));
            }
            Input::Argument => {
                new.extend(arguments.get(next).cloned());
                next += 1;
                inputs.push(Input::Argument);
            }
            other => inputs.push(other.clone()),
        }
    }
    statement.value = Expr::Apply { function: function.clone(), arguments: new };
    if let Some(text) = &mut statement.text {
        for touch in &mut text.touched {
            let same = |input: &&Input| matches!(input, Input::Part(part) if part.array == touch.array && part.write == touch.write);
            touch.part =
                inputs.iter().find(same).and_then(|i| if let Input::Part(p) = i { Some(p.clone()) } else { None });
        }
        text.inputs = inputs;
    }
    statement
}
