//! Calls of functions without an equation: one statement each.
//!
//! before: %r = nparray.call "numpy.fft.fft"(%row)      nparray.store %r, %target
//! after:  nparray.opaque "numpy.fft.fft"(%order, %out, %p, 0, %k, %a, %p, 0, %k) {access = ["order", "write 1", ...]}
//!
//! Operands that are computed, or views that are no boxes of their arrays, get memory
//! of their own first. The result goes straight into the target of the store that
//! follows if it has its type and rank, else into a temporary.
//!
//! Legal: everything is read before the result is written, by the definition of
//! the operation; sizes that would make a function raise are guarded, and any other
//! function that may raise keeps its place (`scop/opaque.rs`).
//! Not handled, and the version is dropped: results whose size depends on the data, lists.

use super::call::{Operand, Sizes};
use super::lazy::Lazy;
use super::{Expander, Meaning, Outcome};
use crate::build::result_of;
use crate::convert_py_to_nparray::parameter;
use crate::scop::black_box::{BlackBox, Input, FUNCTION};
use crate::scop::opaque::{touched, Part};
use crate::scop::read::{definition, name};
use crate::scop::{Access, Lin, Node, Statement, Term, Var};
use automphc_dialects::ir::{dictionary, set_attribute, use_count, value_key};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use automphc_kb::{Instance, Params};
use melior::ir::operation::OperationLike;
use melior::ir::r#type::IntegerType;
use melior::ir::{Attribute, OperationRef, Type, Value};

/// A call in the making.
struct Made {
    inputs: Vec<Input>,
    arguments: Vec<Term>,
}

impl<'c, 'a> Expander<'_, 'c, 'a> {
    /// The result of a call as memory that a statement fills.
    pub(super) fn opaque_call(
        &mut self,
        callee: &str,
        operands: &[Operand<'c>],
        (instance, params): (&Instance, &Params),
        shape: &[Lin],
        element: Type<'c>,
        target: Option<(Lazy<'c>, usize)>,
    ) -> Outcome<Meaning<'c>> {
        if self.lists {
            return Err(format!("{callee} has no equation in the knowledge base"));
        }
        let free = self.never_raises(instance, operands)?;
        let order = self.order_cell()?;
        let direct = target.filter(|(target, _)| target.element == element && self.fits(target, shape));
        let target = match direct {
            Some((target, position)) => {
                self.target = None;
                self.settle(&root_of(&target), position)?;
                target
            }
            None => {
                let (array, prefix) = self.temporary(shape, element)?;
                self.in_memory(shape, element, array, &prefix)
            }
        };
        let mut made = Made { inputs: vec![Input::Order], arguments: vec![] };
        let result = self.part(&target, true, &mut made)?;
        made.inputs.push(Input::Part(result));
        for operand in operands {
            self.input(operand, &mut made)?;
        }
        let mut attributes = vec![("callee", self.builder.string(callee))];
        if !params.is_empty() {
            let named: Vec<_> =
                params.iter().map(|(name, value)| (name.as_str(), parameter(self.builder, value))).collect();
            attributes.push(("parameters", dictionary(self.builder.context, &named)));
        }
        let unit = Attribute::unit(self.builder.context);
        attributes.extend(free.then_some(("total", unit)));
        attributes.extend((!instance.view).then_some(("fresh", unit)));
        attributes.push(("access", self.builder.strings(&[])));
        // It stands for the attributes alone; the statement has the operands.
        let operation = self.builder.operation("nparray.opaque", &[], &[], &attributes, vec![]);
        let touched = touched(&self.scop, free, &made.inputs);
        let key = value_key(self.scop.arrays[order].value);
        self.push(Node::Statement(Statement {
            write: Access { array: order, index: vec![] },
            value: Expr::Apply { function: FUNCTION.into(), arguments: made.arguments },
            location: self.builder.location,
            store: None,
            loads: vec![],
            text: Some(BlackBox { operation, inputs: made.inputs, touched, order: key, free }),
        }));
        Ok(Meaning::Lazy(Lazy { view: false, ..target }))
    }

    /// Whether no exception can come, under guards that keep out what would raise.
    fn never_raises(&mut self, instance: &Instance, operands: &[Operand<'c>]) -> Outcome<bool> {
        let Some(positive) = &instance.total else { return Ok(false) };
        let sizes = Sizes { operands };
        let sizes = positive.iter().map(|size| sizes.affine(size)).collect::<Outcome<Vec<_>>>()?;
        sizes.into_iter().for_each(|size| self.require(size + -1));
        Ok(true)
    }

    /// The cell that keeps what may raise in order: the one of the texts, if there are any.
    fn order_cell(&mut self) -> Outcome<usize> {
        let is_order = |value: Value<'c, 'a>| definition(value).is_some_and(|alloc| alloc.has_attribute("order"));
        if let Some(found) = self.scop.arrays.iter().position(|array| is_order(array.value)) {
            return Ok(found);
        }
        let cell = self.allocate(vec![], IntegerType::new(self.builder.context, 1).into(), None, false)?;
        if let Some(alloc) = definition(self.scop.arrays[cell].value) {
            set_attribute(alloc, "order", Attribute::unit(self.builder.context));
        }
        Ok(cell)
    }

    /// A value in memory: the elements of an array behind an index prefix.
    fn in_memory(&mut self, shape: &[Lin], element: Type<'c>, array: usize, prefix: &[Lin]) -> Lazy<'c> {
        let placeholders: Vec<_> = shape.iter().map(|_| self.placeholder()).collect();
        let at = placeholders.iter().map(|&p| Affine::var(Var::Loop(p)));
        let index = prefix.iter().cloned().chain(at).collect();
        Lazy {
            shape: shape.to_vec(),
            placeholders,
            body: Expr::Read { array, index },
            element,
            weak: false,
            view: true,
        }
    }

    /// True if a result of this shape fills the target.
    fn fits(&mut self, target: &Lazy<'c>, shape: &[Lin]) -> bool {
        let one = |size: &Lin| size.as_constant() == Some(1);
        let stretched = |(own, goal): (&Lin, &Lin)| one(own) && !one(goal);
        if shape.len() != target.shape.len() || shape.iter().zip(&target.shape).any(stretched) || !is_box(target) {
            return false;
        }
        shape.iter().zip(&target.shape).for_each(|(own, goal)| self.require_equal(own, goal));
        true
    }

    fn input(&mut self, operand: &Operand<'c>, made: &mut Made) -> Outcome<()> {
        match operand {
            Operand::Index(lin) => {
                made.arguments.push(Expr::Index(lin.clone()));
                made.inputs.push(Input::Argument);
            }
            Operand::Array(lazy)
                if lazy.shape.is_empty() && matches!(lazy.body, Expr::Number(_) | Expr::Read { .. }) =>
            {
                made.arguments.push(lazy.body.clone());
                made.inputs.push(Input::Argument);
            }
            Operand::Array(lazy) => {
                // A value that is no view must not see what the target gets.
                let lazy = if is_box(lazy) { lazy.clone() } else { self.compute(lazy)? };
                let part = self.part(&lazy, false, made)?;
                made.inputs.push(Input::Part(part));
            }
        }
        Ok(())
    }

    /// The box of a view; its bounds become arguments of the statement.
    fn part(&self, lazy: &Lazy<'c>, write: bool, made: &mut Made) -> Outcome<Part> {
        let Expr::Read { array, index } = &lazy.body else { return Err("a function of a computed value".into()) };
        let first = made.arguments.len();
        let mut axes = vec![];
        for lin in index {
            let axis = axis_of(lazy, lin);
            match axis {
                None => made.arguments.push(Expr::Index(lin.clone())),
                Some(axis) => {
                    let lower = lin.clone() - Affine::var(Var::Loop(lazy.placeholders[axis]));
                    made.arguments.push(Expr::Index(lower.clone()));
                    made.arguments.push(Expr::Index(lower + lazy.shape[axis].clone()));
                }
            }
            axes.push(axis);
        }
        Ok(Part { array: *array, write, rank: lazy.shape.len(), axes, first })
    }

    /// The target that the result of a call is stored into by the next operation, if
    /// that is all that becomes of it.
    pub(super) fn target_of(&mut self, call: OperationRef<'c, 'a>) -> Option<(Lazy<'c>, usize)> {
        let store = call.next_in_block().filter(|next| name(*next) == "nparray.store")?;
        let (value, target) = (store.operand(0).ok()?, store.operand(1).ok()?);
        let plain = store.operand_count() == 2 && !store.has_attribute("update");
        if value != result_of(call) || !plain || use_count(value) != 1 {
            return None;
        }
        let target = self.value(target).ok().filter(|target| target.view)?;
        Some((target, self.order_of(call)))
    }
}

/// The array of a view.
fn root_of(lazy: &Lazy) -> Vec<usize> {
    if let Expr::Read { array, .. } = &lazy.body {
        vec![*array]
    } else {
        vec![]
    }
}

/// The axis of a view that runs along an index.
fn axis_of(lazy: &Lazy, lin: &Lin) -> Option<usize> {
    lazy.placeholders.iter().position(|p| lin.uses(&Var::Loop(*p)))
}

/// True for a view that is a box of an array: each index runs along one axis of it, element by
/// element, or along none.
fn is_box(lazy: &Lazy) -> bool {
    let Expr::Read { index, .. } = &lazy.body else { return false };
    let mut seen = vec![];
    for lin in index {
        let own: Vec<_> = lazy.placeholders.iter().filter(|p| lin.uses(&Var::Loop(**p))).collect();
        match own.as_slice() {
            [] => {}
            [p] if lin.coefficient(&Var::Loop(**p)) == 1 && !seen.contains(*p) => seen.push(**p),
            _ => return false,
        }
    }
    // What no index has is of size 1, or repeated.
    let unit = |(p, size): (&usize, &Lin)| seen.contains(p) || size.as_constant() == Some(1);
    lazy.placeholders.iter().zip(&lazy.shape).all(unit)
}
