//! Constraints from calls: the ranks that the knowledge base takes and gives.
//!
//! A function is asked once for all combinations of ranks of its arrays, and
//! the answers are kept as a table for the whole module.

use super::solver::{Table, MAX_RANK};
use super::{Collector, Env, Shape, RARE, UNLIKELY};
use crate::py_infer_types::binding::{self, Known, Slot};
use crate::py_infer_types::tree::{Call, Expr, ExprKind};
use automphc_kb::entry::ParameterKind;
use automphc_kb::instance::{Argument, Body, Instance, Param, Params};
use automphc_kb::types::{DType, ValueType};
use automphc_kb::KnowledgeBase;
use std::collections::HashMap;

/// Arrays of one call beyond which nothing is inferred.
const ARRAYS: usize = 3;

/// Allowed ranks of a call's arrays and its result, by what is called and how.
#[derive(Default)]
pub struct Tables {
    known: HashMap<String, Option<Table>>,
}

/// An argument of a call as the knowledge base sees it.
#[derive(Clone, Debug)]
enum Operand {
    /// Of the rank of the next variable.
    Array,
    /// A tuple with as many items as the next variable says.
    Sizes,
    Other(Argument),
}

/// A call whose ranks are open: its operands, and their variables.
#[derive(Debug, Default)]
struct Open {
    operands: Vec<Operand>,
    vars: Vec<usize>,
    params: Params,
}

impl Tables {
    fn table(&mut self, kb: &KnowledgeBase, name: &str, open: &Open) -> Option<Table> {
        let key = format!("{name} {:?} {:?}", open.operands, open.params);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let result = |ranks: &[usize]| result_rank(kb, name, open, ranks);
        let table = Some(Table::of_function(open.vars.len(), result)).filter(Table::is_possible);
        self.known.insert(key, table.clone());
        table
    }
}

/// The rank of a call's result if its arrays have these ranks; None if it refuses them.
fn result_rank(kb: &KnowledgeBase, name: &str, open: &Open, ranks: &[usize]) -> Option<usize> {
    let instance = instance(kb, name, open, ranks)?;
    let rank = instance.result.rank;
    (!matches!(instance.body, Body::Indices(_)) && rank <= MAX_RANK).then_some(rank)
}

fn instance(kb: &KnowledgeBase, name: &str, open: &Open, ranks: &[usize]) -> Option<Instance> {
    // Of what element type the arrays are is not known yet: floats are likeliest.
    let likely: [&[DType]; 4] = [&[DType::F64], &[DType::Bool, DType::F64], &[DType::Bool], &[DType::I64]];
    likely.iter().find_map(|dtypes| {
        let mut ranks = ranks.iter().enumerate();
        let argument = |operand: &Operand| match operand {
            Operand::Other(argument) => Some(argument.clone()),
            Operand::Array => {
                let (position, &rank) = ranks.next()?;
                let dtype = *dtypes.get(position).or(dtypes.last())?;
                let ty = ValueType { dtype, rank, weak: rank == 0 };
                Some(Argument::Array { ty, dims: vec![None; rank] })
            }
            Operand::Sizes => ranks.next().map(|(_, &rank)| Argument::Tuple(vec![None; rank])),
        };
        let arguments: Vec<_> = open.operands.iter().map(argument).collect::<Option<_>>()?;
        kb.instantiate(name, &arguments, &open.params).ok()
    })
}

/// True for `axis=-1, keepdims=True`, and other axes than the first.
fn names_inner_axis(params: &Params) -> bool {
    let kept = matches!(params.get("keepdims"), Some(Param::Bool(true)));
    params.get("axis").is_some_and(|axis| match axis {
        Param::Int(0) => kept,
        axis => *axis != Param::None,
    })
}

impl Collector<'_> {
    pub fn call(&mut self, call: &Call, env: &Env) -> Shape {
        if let ExprKind::Ref(name) = &call.callee.kind {
            if let Some(shape) = self.builtin(name, call, env) {
                return shape;
            }
        }
        self.known_call(call, "", env).unwrap_or_else(|| {
            self.all(call.positional.iter().chain(call.keywords.iter().map(|(_, value)| value)), env);
            Shape::Unknown
        })
    }

    fn builtin(&mut self, name: &str, call: &Call, env: &Env) -> Option<Shape> {
        let known = ["range", "len", "int", "float", "min", "max", "abs"];
        let name = name.strip_prefix("builtins.").filter(|name| known.contains(name))?;
        let operands: Vec<_> = call.positional.iter().map(|e| self.expression(e, env)).collect();
        Some(match (name, operands.as_slice()) {
            ("len", [of]) => {
                self.at_least(of, 1);
                Shape::Int
            }
            ("int", _) => Shape::Int,
            ("float", _) => Shape::Rank(self.scalar),
            ("min" | "max" | "abs", [_, ..]) => self.elementwise(&operands),
            _ => Shape::Unknown,
        })
    }

    /// `np.add(a, b, out=c)`, or any other call whose result is not used.
    pub fn expression_statement(&mut self, e: &Expr, env: &Env) {
        let out = match &e.kind {
            ExprKind::Call(call) => call.keywords.iter().find(|(name, _)| name == "out").map(|(_, out)| (call, out)),
            _ => None,
        };
        let Some((call, out)) = out else { return drop(self.expression(e, env)) };
        let target = self.expression(out, env);
        if let Some(result) = self.known_call(call, "out", env) {
            self.stored(&target, &result);
        }
    }

    /// A call of a function of the knowledge base, without one of its keywords.
    fn known_call(&mut self, call: &Call, without: &str, env: &Env) -> Option<Shape> {
        let kb = self.kb;
        let mut known = self.resolve(call, env)?;
        known.keywords.retain(|(name, _)| *name != without);
        let function = kb.function(&known.name)?;
        let slots = binding::slots(function, &known)?;
        let name = known.name.clone();
        if function.elementwise && slots.iter().all(|slot| matches!(slot.parameter.kind, ParameterKind::Array { .. })) {
            let given = slots.iter().filter_map(|slot| slot.expression);
            let operands: Vec<_> = given.map(|e| self.expression(e, env)).collect();
            // A function of an int is none.
            return Some(match self.elementwise(&operands) {
                Shape::Int => Shape::Rank(self.scalar),
                shape => shape,
            });
        }
        let open = self.open(&slots, env)?;
        self.result(&name, &open)
    }

    /// As `binding::resolve`, but a method is one of an array only.
    fn resolve<'a, 'c>(&mut self, call: &'a Call<'c>, env: &Env) -> Option<Known<'a, 'c>> {
        if let ExprKind::Attribute(object, _) = &call.callee.kind {
            if !matches!(self.expression(object, env), Shape::Rank(_)) {
                return None;
            }
        }
        binding::resolve(self.kb, call)
    }

    /// The product of two arrays.
    pub fn product(&mut self, name: &str, operands: &[Shape; 2]) -> Shape {
        let vars: Option<Vec<_>> = operands.iter().map(|operand| self.rank(operand)).collect();
        let Some(vars) = vars else { return Shape::Unknown };
        let open = Open { operands: vec![Operand::Array; 2], vars, params: Params::new() };
        self.result(name, &open).unwrap_or(Shape::Unknown)
    }

    fn result(&mut self, name: &str, open: &Open) -> Option<Shape> {
        let Some(table) = self.tables.table(self.kb, name, open) else {
            // Index arrays: a tuple of one for each axis.
            let points = instance(self.kb, name, open, &vec![2; open.vars.len()]);
            let points = points.filter(|points| matches!(points.body, Body::Indices(_)))?;
            return Some(Shape::Tuple(points.result_shape.len()));
        };
        // Numbers are passed to functions of arrays, but rarely.
        for var in open.vars.iter().filter(|var| **var != self.scalar) {
            self.problem.prefer([*var, self.scalar], |rank, _| if rank == 0 { RARE } else { 0 });
        }
        if let ([reduced], true) = (open.vars.as_slice(), names_inner_axis(&open.params)) {
            // Of a vector nobody needs to say which axis.
            self.problem.prefer([*reduced, self.scalar], |rank, _| if rank == 1 { UNLIKELY } else { 0 });
        }
        let result = self.fresh();
        let vars: Vec<_> = open.vars.iter().copied().chain([result]).collect();
        self.problem.require(&vars, &table);
        if open.vars.len() > 1 {
            self.products.insert(result);
        }
        Some(Shape::Rank(result))
    }

    /// Arguments as they are passed; None if too little is known of one.
    fn open(&mut self, slots: &[Slot], env: &Env) -> Option<Open> {
        let mut open = Open::default();
        for Slot { parameter, expression, rest } in slots {
            for item in rest {
                let shape = self.expression(item, env);
                open.vars.push(self.rank(&shape)?);
                open.operands.push(Operand::Array);
            }
            let Some(e) = expression else {
                // A parameter that is left out must not take a later argument.
                let unset = || parameter.default_name.as_ref().map(|_| Param::None);
                if let (true, Some(default)) = (rest.is_empty(), parameter.default.clone().or_else(unset)) {
                    open.params.insert(parameter.name.clone(), default);
                }
                continue;
            };
            let shape = self.expression(e, env);
            match (&parameter.kind, binding::constant(e)) {
                (ParameterKind::Array { .. } | ParameterKind::Arrays, _) => {
                    open.vars.push(self.rank(&shape)?);
                    open.operands.push(Operand::Array);
                }
                (_, Some(constant)) => drop(open.params.insert(parameter.name.clone(), constant)),
                (ParameterKind::Dim | ParameterKind::Int, None) => {
                    open.operands.push(Operand::Other(Argument::Int(None)));
                }
                (ParameterKind::Shape(_), None) => match shape {
                    Shape::Sizes(var) => {
                        open.vars.push(var);
                        open.operands.push(Operand::Sizes);
                    }
                    Shape::Tuple(count) => open.operands.push(Operand::Other(Argument::Tuple(vec![None; count]))),
                    _ if listed(e).is_some() => {
                        open.operands.push(Operand::Other(Argument::Tuple(vec![None; listed(e).unwrap_or(0)])));
                    }
                    _ => open.operands.push(Operand::Other(Argument::Int(None))),
                },
                _ => {}
            }
        }
        (open.vars.len() <= ARRAYS).then_some(open)
    }
}

/// The length of a list display: sizes may be given in one.
fn listed(e: &Expr) -> Option<usize> {
    match &e.kind {
        ExprKind::List(items) => Some(items.len()),
        _ => None,
    }
}
