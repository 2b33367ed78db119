//! `while` loops that count.
//!
//! before: while i < n: body; i += 1
//! after:  for counter in range(i, n): i = counter; body; i += 1
//!
//! Legal: the last statement of the body adds a constant to the variable, which
//! nothing else in the loop binds; what it is compared to has the same value in each
//! test. That the variable is an int is a matter of `range`, which takes nothing else.
//! Not handled: `!=`, several conditions, jumps, an else branch.

use super::build::Built;
use super::stmt::{jumps, FunctionImporter, Place};
use crate::scope::{bound_names, dotted, mentioned, number, Literal};
use crate::walk::{expressions, statements, walk, Node};
use melior::ir::{Block, Value};
use rustpython_parser::ast::{CmpOp, Expr, Operator, Ranged, Stmt, StmtWhile};

/// A loop that counts.
pub struct Counting<'a> {
    name: &'a str,
    bound: &'a Expr,
    /// The bound itself still runs.
    inclusive: bool,
    step: i64,
}

impl<'c> FunctionImporter<'c, '_> {
    pub fn counting<'a>(&self, stmt: &'a StmtWhile) -> Option<Counting<'a>> {
        let Expr::Compare(test) = stmt.test.as_ref() else { return None };
        let ([op], [right]) = (test.ops.as_slice(), test.comparators.as_slice()) else { return None };
        let (last, body) = stmt.body.split_last()?;
        let (name, step) = stepped(last)?;
        let is_variable = |e: &Expr| matches!(e, Expr::Name(e) if e.id.as_str() == name);
        let (bound, op) = match (is_variable(&test.left), is_variable(right)) {
            (true, false) => (right, *op),
            (false, true) => (test.left.as_ref(), flipped(*op)?),
            _ => return None,
        };
        let inclusive = match (op, step > 0) {
            (CmpOp::Lt, true) | (CmpOp::Gt, false) => false,
            (CmpOp::LtE, true) | (CmpOp::GtE, false) => true,
            _ => return None,
        };
        let changed = bound_names(&stmt.body);
        let read = mentioned(expressions(std::slice::from_ref(bound)));
        let invariant = !read.iter().any(|name| changed.contains(name)) && self.is_invariant(bound, body);
        let counts = !bound_names(body).contains(name) && !jumps(&stmt.body) && stmt.orelse.is_empty();
        (invariant && counts).then_some(Counting { name, bound, inclusive, step })
    }

    /// The bound has one value throughout, if no name in it is bound: sizes and numbers
    /// that no statement of the body can change from elsewhere.
    fn is_invariant(&self, bound: &Expr, body: &[Stmt]) -> bool {
        match bound {
            Expr::Name(e) => self.locals.contains(e.id.as_str()) || self.is_calm(body),
            Expr::BinOp(e) => self.is_invariant(&e.left, body) && self.is_invariant(&e.right, body),
            Expr::Call(e) => {
                let length = self.reference(&e.func).is_some_and(|name| name == "builtins.len");
                length && e.keywords.is_empty() && matches!(e.args.as_slice(), [Expr::Name(_)]) && self.is_calm(body)
            }
            Expr::Subscript(e) => {
                let shape = dotted(&e.value).is_some_and(|(_, path)| path == ["shape"]);
                shape && matches!(number(&e.slice), Some(Literal::Int(_)))
            }
            Expr::Attribute(_) => dotted(bound).is_some() && self.is_calm(body),
            _ => matches!(number(bound), Some(Literal::Int(_))),
        }
    }

    /// Nothing but known functions is called, and no attribute is bound.
    fn is_calm(&self, body: &[Stmt]) -> bool {
        let mut calm = true;
        walk(statements(body), |node| {
            calm &= match node {
                Node::Expr(Expr::Call(call)) => self.reference(&call.func).is_some(),
                Node::Expr(Expr::Attribute(e)) => e.ctx.is_load(),
                Node::Stmt(stmt) => matches!(
                    stmt,
                    Stmt::Assign(_)
                        | Stmt::AugAssign(_)
                        | Stmt::AnnAssign(_)
                        | Stmt::For(_)
                        | Stmt::While(_)
                        | Stmt::If(_)
                        | Stmt::Pass(_)
                ),
                _ => true,
            };
            calm
        });
        calm
    }

    pub fn counting_loop(
        &mut self,
        block: &Block<'c>,
        stmt: &StmtWhile,
        counting: &Counting,
        place: Place,
    ) -> Built<()> {
        let offset = stmt.test.start().into();
        let counter = self.fresh_as(&format!("{}_counter", counting.name));
        let inside = Block::new(&[]);
        let value = self.variable(&inside, &counter, offset)?;
        let name = ("name", self.build.string(counting.name));
        self.build.statement(&inside, "py.assign", offset, &[value], &[name], Vec::new())?;
        self.continued(&inside, &stmt.body.iter().collect::<Vec<_>>())?;
        let range = self.counting_range(block, counting, offset)?;
        self.counted(block, &counter, range, inside, place)
    }

    fn counting_range<'b>(&self, block: &'b Block<'c>, counting: &Counting, offset: usize) -> Built<Value<'c, 'b>> {
        let mut stop = self.expression(block, counting.bound)?;
        if counting.inclusive {
            let one = self.integer(block, counting.step.signum(), offset)?;
            stop = self.arithmetic(block, "add", [stop, one], offset)?;
        }
        let mut operands = vec![self.stand_in(block, "builtins.range", "", offset)?];
        operands.extend([self.variable(block, counting.name, offset)?, stop]);
        if counting.step != 1 {
            operands.push(self.integer(block, counting.step, offset)?);
        }
        self.build.value(block, "py.call", offset, &operands, &[], self.build.types.object)
    }
}

/// `i += 2`, `i = i - 1`: the name, and what is added.
fn stepped(stmt: &Stmt) -> Option<(&str, i64)> {
    let (name, op, value) = match stmt {
        Stmt::AugAssign(s) => match s.target.as_ref() {
            Expr::Name(e) => (e.id.as_str(), s.op, s.value.as_ref()),
            _ => return None,
        },
        Stmt::Assign(s) => match (s.targets.as_slice(), s.value.as_ref()) {
            ([Expr::Name(target)], Expr::BinOp(e)) => match e.left.as_ref() {
                Expr::Name(left) if left.id == target.id => (target.id.as_str(), e.op, e.right.as_ref()),
                _ => return None,
            },
            _ => return None,
        },
        _ => return None,
    };
    let Some(Literal::Int(step)) = number(value) else { return None };
    let step = match op {
        Operator::Add => step,
        Operator::Sub => step.checked_neg()?,
        _ => return None,
    };
    (step != 0).then_some((name, step))
}

fn flipped(op: CmpOp) -> Option<CmpOp> {
    Some(match op {
        CmpOp::Lt => CmpOp::Gt,
        CmpOp::LtE => CmpOp::GtE,
        CmpOp::Gt => CmpOp::Lt,
        CmpOp::GtE => CmpOp::LtE,
        _ => return None,
    })
}
