//! Reductions over generators, and lists that comprehensions make, as loops.
//!
//! before: y[i] = sum(a * b for a, b in zip(A[i], x))
//! after:  _t0 = 0; for _t1 in range(min(len(A[i]), len(x))): _t0 += A[i][_t1] * x[_t1]; y[i] = _t0
//! before: y = [2.0 * v for v in x]
//! after:  y = [0.0 for _ in range(len(x))]; for _t0 in range(len(x)): y[_t0] = 2.0 * x[_t0]
//!
//! In: a statement. Out: the statements that it stands for, parts of one
//! statement that is modelled as a whole or kept as text as a whole. Rule: the
//! loops evaluate what Python evaluates, in its order, and only where Python
//! evaluates it in any case. A variable of a comprehension lives in it alone, so
//! it gets a name that occurs nowhere else. What is iterated over is read by
//! position: an array or a list, which the types of a version say; anything else
//! has no such version. Items of a list are floats, or nothing is stored in it.
//! Not handled: list comprehensions with conditions, sets, dictionaries, starred arguments.

use super::sequences::Head;
use super::stmt::FunctionImporter;
use crate::walk::{walk, Node};
use rustpython_parser::ast::{
    Comprehension, Constant, Expr, ExprBinOp, ExprBoolOp, ExprCall, ExprCompare, ExprConstant, ExprContext, ExprIfExp,
    ExprListComp, ExprName, ExprSubscript, ExprTuple, ExprUnaryOp, Operator, Ranged, Stmt, StmtAssign, StmtAugAssign,
    StmtExpr, StmtFor, StmtIf, StmtReturn,
};
use rustpython_parser::text_size::TextRange;
use std::collections::BTreeMap;

/// What a variable of a comprehension stands for.
#[derive(Clone)]
pub(super) enum Variable {
    /// A value: a counter, or an item.
    Value(Expr),
    /// Column `position` of a matrix, an item of `zip(*matrix)`.
    Column { matrix: Expr, position: Expr },
}

pub(super) type Variables = BTreeMap<String, Variable>;

/// What the item of a comprehension becomes, in the body of its innermost loop.
type Leaf<'l, T> = dyn FnMut(&mut T, &Variables, &mut Vec<Stmt>) -> Option<()> + 'l;

/// The statements that one stands for.
pub struct Expansion {
    /// Parts of one statement.
    pub parts: Vec<Stmt>,
    /// A return, which is a statement of its own.
    pub last: Option<Stmt>,
    pub temporaries: Vec<String>,
}

impl<'c, 's> FunctionImporter<'c, 's> {
    /// What the statement stands for; None if it is imported as it is.
    pub fn expansion(&self, stmt: &Stmt) -> Option<Expansion> {
        let value = match stmt {
            Stmt::Assign(s) if s.targets.len() == 1 && !s.targets[0].is_tuple_expr() => &s.value,
            Stmt::AnnAssign(s) => s.value.as_ref()?,
            Stmt::AugAssign(s) => &s.value,
            Stmt::Return(s) => s.value.as_ref()?,
            _ => return None,
        };
        if !self.has_generated(value) {
            return None;
        }
        let mut expander =
            Expander { importer: self, range: stmt.range(), temporaries: Vec::new(), replaced: BTreeMap::new() };
        let mut parts = Vec::new();
        let last = expander.whole(stmt, value, &mut parts)?;
        if parts.is_empty() {
            return None;
        }
        // The guards ask what the names mean of functions that are left out.
        let replaced = expander.replaced.into_values().map(|function| {
            let (range, value) = (stmt.range(), Box::new(function));
            Stmt::Expr(StmtExpr { range, value })
        });
        parts.splice(0..0, replaced);
        let last = match last {
            Stmt::Return(_) => Some(last),
            other => {
                parts.push(other);
                None
            }
        };
        let temporaries = expander.temporaries;
        Some(Expansion { parts, last, temporaries })
    }

    /// Whether the expression may stand for loops.
    fn has_generated(&self, e: &Expr) -> bool {
        let mut found = false;
        walk([Node::Expr(e)], |node| {
            found |= match node {
                Node::Expr(Expr::ListComp(_) | Expr::GeneratorExp(_)) => true,
                Node::Expr(Expr::Call(call)) if call.args.len() == 1 && !call.args[0].is_starred_expr() => {
                    matches!(self.builtin(&call.func).as_deref(), Some("sum" | "max" | "min"))
                }
                _ => false,
            };
            !found
        });
        found
    }

    /// The builtin function that an expression is.
    pub(super) fn builtin(&self, e: &Expr) -> Option<String> {
        self.reference(e)?.strip_prefix("builtins.").map(str::to_string)
    }
}

pub(super) struct Expander<'i, 'c, 's> {
    pub(super) importer: &'i FunctionImporter<'c, 's>,
    range: TextRange,
    temporaries: Vec<String>,
    /// Functions whose calls have become loops, by their names.
    pub(super) replaced: BTreeMap<String, Expr>,
}

impl Expander<'_, '_, '_> {
    /// The statement with the value that is computed before it.
    fn whole(&mut self, stmt: &Stmt, value: &Expr, before: &mut Vec<Stmt>) -> Option<Stmt> {
        let variables = Variables::new();
        let value = match value {
            Expr::ListComp(list) if self.importer.equal_rows(list).is_none() => self.list(list, &variables, before)?,
            _ => self.expression(value, &variables, before, true)?,
        };
        let value = Box::new(value);
        Some(match stmt.clone() {
            Stmt::Assign(s) => Stmt::Assign(StmtAssign { value, ..s }),
            Stmt::AnnAssign(s) => {
                let targets = vec![*s.target];
                Stmt::Assign(StmtAssign { range: self.range, targets, value, type_comment: None })
            }
            Stmt::AugAssign(s) => Stmt::AugAssign(StmtAugAssign { value, ..s }),
            Stmt::Return(s) => Stmt::Return(StmtReturn { value: Some(value), ..s }),
            _ => return None,
        })
    }

    /// The expression, with what its variables stand for. Where it is evaluated in any case, loops
    /// come before it.
    pub(super) fn expression(
        &mut self,
        e: &Expr,
        variables: &Variables,
        before: &mut Vec<Stmt>,
        always: bool,
    ) -> Option<Expr> {
        let mut part = |inner: &Expr, always: bool| self.expression(inner, variables, before, always).map(Box::new);
        Some(match e {
            Expr::Constant(_) => e.clone(),
            Expr::Name(name) => match variables.get(name.id.as_str()) {
                Some(Variable::Value(value)) => value.clone(),
                Some(Variable::Column { .. }) => return None,
                None => e.clone(),
            },
            Expr::BinOp(b) => {
                Expr::BinOp(ExprBinOp { left: part(&b.left, always)?, right: part(&b.right, always)?, ..b.clone() })
            }
            Expr::UnaryOp(u) => Expr::UnaryOp(ExprUnaryOp { operand: part(&u.operand, always)?, ..u.clone() }),
            Expr::IfExp(s) => {
                let (test, body) = (part(&s.test, always)?, part(&s.body, false)?);
                Expr::IfExp(ExprIfExp { test, body, orelse: part(&s.orelse, false)?, ..s.clone() })
            }
            Expr::Attribute(a) => {
                let mut changed = a.clone();
                changed.value = part(&a.value, always)?;
                Expr::Attribute(changed)
            }
            Expr::Compare(c) => {
                let always = always && c.comparators.len() == 1;
                let left = part(&c.left, always)?;
                let comparators = self.all(&c.comparators, variables, before, always)?;
                Expr::Compare(ExprCompare { left, comparators, ..c.clone() })
            }
            Expr::BoolOp(b) => {
                let values = self.all(&b.values, variables, before, false)?;
                Expr::BoolOp(ExprBoolOp { values, ..b.clone() })
            }
            Expr::Tuple(t) => {
                let elts = self.all(&t.elts, variables, before, always)?;
                Expr::Tuple(ExprTuple { elts, ..t.clone() })
            }
            Expr::Subscript(s) => return self.subscript(s, variables, before, always),
            Expr::Slice(s) => {
                let mut changed = s.clone();
                for inner in [&mut changed.lower, &mut changed.upper, &mut changed.step].into_iter().flatten() {
                    **inner = self.expression(inner, variables, before, always)?;
                }
                Expr::Slice(changed)
            }
            Expr::Call(call) => return self.call(call, variables, before, always),
            Expr::ListComp(list) if self.importer.equal_rows(list).is_some() && variables.is_empty() => e.clone(),
            _ => return None,
        })
    }

    pub(super) fn all(
        &mut self,
        items: &[Expr],
        variables: &Variables,
        before: &mut Vec<Stmt>,
        always: bool,
    ) -> Option<Vec<Expr>> {
        items.iter().map(|item| self.expression(item, variables, before, always)).collect()
    }

    /// An item of a column is an item of a row.
    fn subscript(
        &mut self,
        s: &ExprSubscript,
        variables: &Variables,
        before: &mut Vec<Stmt>,
        always: bool,
    ) -> Option<Expr> {
        let slice = self.expression(&s.slice, variables, before, always)?;
        if let Expr::Name(name) = s.value.as_ref() {
            if let Some(Variable::Column { matrix, position }) = variables.get(name.id.as_str()) {
                return match slice {
                    Expr::Slice(_) | Expr::Tuple(_) => None,
                    at => Some(self.item(&self.item(matrix, at), position.clone())),
                };
            }
        }
        let value = Box::new(self.expression(&s.value, variables, before, always)?);
        Some(Expr::Subscript(ExprSubscript { value, slice: Box::new(slice), ..s.clone() }))
    }

    fn call(&mut self, call: &ExprCall, variables: &Variables, before: &mut Vec<Stmt>, always: bool) -> Option<Expr> {
        if let (Some(name), Some((item, generators))) = (self.importer.builtin(&call.func), generated(call)) {
            let (item, generators) = (item.clone(), generators.to_vec());
            self.replaced.insert(name.clone(), call.func.as_ref().clone());
            return match (name.as_str(), call.args.len()) {
                _ if !always || !call.keywords.is_empty() => None,
                ("sum", 1 | 2) => self.sum(&item, &generators, call.args.get(1), variables, before),
                ("max" | "min", 1) => self.extreme(&call.func, &item, &generators, variables, before),
                _ => None,
            };
        }
        if let Some(function) = self.importer.builtin(&call.func).filter(|_| always && call.keywords.is_empty()) {
            if let ([all @ (Expr::Name(_) | Expr::Subscript(_))], "sum" | "max" | "min") =
                (call.args.as_slice(), function.as_str())
            {
                self.replaced.insert(function.clone(), call.func.as_ref().clone());
                let (iter, item) = (all.clone(), self.fresh());
                let item = self.name(&item);
                let (target, range, ifs) = (item.clone(), Default::default(), Vec::new());
                let generators = vec![Comprehension { range, target, iter, ifs, is_async: false }];
                return match function.as_str() {
                    "sum" => self.sum(&item, &generators, None, variables, before),
                    _ => self.extreme(&call.func, &item, &generators, variables, before),
                };
            }
        }
        if let (Some("len"), [Expr::Name(name)]) = (self.importer.builtin(&call.func).as_deref(), call.args.as_slice())
        {
            if let Some(Variable::Column { matrix, .. }) = variables.get(name.id.as_str()) {
                let matrix = matrix.clone();
                return self.builtin_call("len", vec![matrix]);
            }
        }
        let mut changed = call.clone();
        changed.func = Box::new(self.expression(&call.func, variables, before, always)?);
        changed.args = self.all(&call.args, variables, before, always)?;
        for keyword in &mut changed.keywords {
            keyword.value = self.expression(&keyword.value, variables, before, always)?;
        }
        Some(Expr::Call(changed))
    }

    /// `sum(item for ...)`: additions to an int 0, or to what is given.
    fn sum(
        &mut self,
        item: &Expr,
        generators: &[Comprehension],
        start: Option<&Expr>,
        variables: &Variables,
        before: &mut Vec<Stmt>,
    ) -> Option<Expr> {
        let total = self.fresh();
        let start = match start {
            Some(start) => self.expression(start, variables, before, true)?,
            None => self.int(0),
        };
        before.push(self.assign(self.name(&total), start));
        let target = Box::new(self.name(&total));
        let nest = self.nest(generators, variables, &mut |this, variables, body| {
            let value = Box::new(this.expression(item, variables, body, true)?);
            body.push(Stmt::AugAssign(StmtAugAssign {
                range: this.range,
                target: target.clone(),
                op: Operator::Add,
                value,
            }));
            Some(())
        })?;
        before.push(nest);
        Some(self.name(&total))
    }

    /// `max(item for ...)`: starts with the first item, which there must be. That the counters are read
    /// after their loops says so.
    fn extreme(
        &mut self,
        function: &Expr,
        item: &Expr,
        generators: &[Comprehension],
        variables: &Variables,
        before: &mut Vec<Stmt>,
    ) -> Option<Expr> {
        let target = self.fresh();
        let target = self.name(&target);
        let mut first = variables.clone();
        let mut loops = Vec::new();
        self.compared((function, &target), item, generators, (variables, &mut first), &mut loops)?;
        let value = self.expression(item, &first, before, true)?;
        before.push(self.assign(target.clone(), value));
        before.extend(loops);
        Some(target)
    }

    /// The loops that compare each item; `first` gets what the variables stand for at the first one.
    fn compared(
        &mut self,
        (function, target): (&Expr, &Expr),
        item: &Expr,
        generators: &[Comprehension],
        (variables, first): (&Variables, &mut Variables),
        body: &mut Vec<Stmt>,
    ) -> Option<()> {
        let Some((only, rest)) = generators.split_first() else {
            let value = self.expression(item, variables, body, true)?;
            let args = vec![target.clone(), value];
            let call = ExprCall { range: self.range, func: Box::new(function.clone()), args, keywords: Vec::new() };
            body.push(self.assign(target.clone(), Expr::Call(call)));
            return Some(());
        };
        let head = self.head(only, variables).filter(|_| only.ifs.is_empty())?;
        let start = self.head(only, first)?;
        let at_start = Variables::from([(start.counter, Variable::Value(start.start?))]);
        *first = start.variables;
        for variable in first.values_mut() {
            let parts = match variable {
                Variable::Value(value) => vec![value],
                Variable::Column { matrix, position } => vec![matrix, position],
            };
            for part in parts {
                *part = self.expression(part, &at_start, &mut Vec::new(), false)?;
            }
        }
        let mut inside = Vec::new();
        self.compared((function, target), item, rest, (&head.variables, first), &mut inside)?;
        let (counter, last) = (self.name(&head.counter), self.fresh());
        // Bound whether the loop runs or not, nothing of an earlier run is read.
        body.push(self.assign(counter.clone(), self.int(0)));
        body.push(self.repeat(head, inside));
        body.push(self.assign(self.name(&last), counter));
        Some(())
    }

    /// `[item for ...]`, rows of rows if the item is one itself: made, then filled.
    fn list(&mut self, list: &ExprListComp, variables: &Variables, before: &mut Vec<Stmt>) -> Option<Expr> {
        let name = self.fresh();
        let (mut counts, mut counters) = (Vec::new(), Variables::new());
        let fill = self.fill(list, variables, &self.name(&name), &mut counts, &mut counters)?;
        let mut rows = self.float(0.0);
        for count in counts.into_iter().rev() {
            let iter = self.builtin_call("range", vec![count])?;
            let (target, range) = (self.name("_"), Default::default());
            let generators = vec![Comprehension { range, target, iter, ifs: Vec::new(), is_async: false }];
            rows = Expr::ListComp(ExprListComp { range: self.range, elt: Box::new(rows), generators });
        }
        before.push(self.assign(self.name(&name), rows));
        before.push(fill);
        Some(self.name(&name))
    }

    /// The loops that fill a list; the number of its items, and of those of its items, goes to `counts`.
    fn fill(
        &mut self,
        list: &ExprListComp,
        variables: &Variables,
        place: &Expr,
        counts: &mut Vec<Expr>,
        counters: &mut Variables,
    ) -> Option<Stmt> {
        let [only] = list.generators.as_slice() else { return None };
        let head = self.head(only, variables).filter(|_| only.ifs.is_empty())?;
        counts.push(self.uniform(head.count.as_ref()?, counters)?);
        counters.insert(head.counter.clone(), Variable::Value(self.int(0)));
        let counter = self.name(&head.counter);
        let position = match head.start.clone()? {
            start if start == self.int(0) => counter,
            start => self.difference(counter, start),
        };
        let item = self.item(place, position);
        let mut body = Vec::new();
        let stmt = match list.elt.as_ref() {
            Expr::ListComp(inner) => self.fill(inner, &head.variables, &item, counts, counters)?,
            elt => {
                let value = self.expression(elt, &head.variables, &mut body, true)?;
                self.assign(item, value)
            }
        };
        body.push(stmt);
        Some(self.repeat(head, body))
    }

    /// The count, if it is the same for all values of the counters: all rows of what is read are of one
    /// length, or there is no version.
    fn uniform(&mut self, count: &Expr, counters: &Variables) -> Option<Expr> {
        Some(match count {
            Expr::Constant(_) => count.clone(),
            Expr::Name(name) if !counters.contains_key(name.id.as_str()) => count.clone(),
            Expr::BinOp(b) => {
                let (left, right) = (self.uniform(&b.left, counters)?, self.uniform(&b.right, counters)?);
                Expr::BinOp(ExprBinOp { left: Box::new(left), right: Box::new(right), ..b.clone() })
            }
            Expr::Call(call) if self.importer.builtin(&call.func).as_deref() == Some("len") => {
                self.expression(count, counters, &mut Vec::new(), true)?
            }
            Expr::Call(call) if self.importer.builtin(&call.func).as_deref() == Some("min") => {
                let args = call.args.iter().map(|arg| self.uniform(arg, counters)).collect::<Option<Vec<_>>>()?;
                Expr::Call(ExprCall { args, ..call.clone() })
            }
            Expr::Attribute(_) | Expr::Subscript(_) => {
                let mut free = true;
                walk([Node::Expr(count)], |node| {
                    free &= !matches!(node, Node::Expr(Expr::Name(name)) if counters.contains_key(name.id.as_str()));
                    free
                });
                free.then(|| count.clone())?
            }
            _ => return None,
        })
    }

    /// The loops of a comprehension around what its item becomes.
    fn nest(&mut self, generators: &[Comprehension], variables: &Variables, leaf: &mut Leaf<'_, Self>) -> Option<Stmt> {
        let (first, rest) = generators.split_first()?;
        let head = self.head(first, variables)?;
        let mut body = Vec::new();
        match rest {
            [] => leaf(self, &head.variables, &mut body)?,
            _ => body.push(self.nest(rest, &head.variables, leaf)?),
        }
        for condition in first.ifs.iter().rev() {
            let test = Box::new(self.expression(condition, &head.variables, &mut Vec::new(), false)?);
            body = vec![Stmt::If(StmtIf { range: self.range, test, body, orelse: Vec::new() })];
        }
        Some(self.repeat(head, body))
    }

    fn repeat(&self, head: Head, body: Vec<Stmt>) -> Stmt {
        let target = Box::new(self.name(&head.counter));
        let (iter, orelse) = (Box::new(head.iterable), Vec::new());
        Stmt::For(StmtFor { range: self.range, target, iter, body, orelse, type_comment: None })
    }

    pub(super) fn fresh(&mut self) -> String {
        let name = self.importer.fresh(self.temporaries.len());
        self.temporaries.push(name.clone());
        name
    }

    fn assign(&self, target: Expr, value: Expr) -> Stmt {
        let targets = vec![target];
        Stmt::Assign(StmtAssign { range: self.range, targets, value: Box::new(value), type_comment: None })
    }

    pub(super) fn name(&self, name: &str) -> Expr {
        Expr::Name(ExprName { range: self.range, id: name.into(), ctx: ExprContext::Load })
    }

    pub(super) fn int(&self, value: i64) -> Expr {
        Expr::Constant(ExprConstant { range: self.range, value: Constant::Int(value.into()), kind: None })
    }

    fn float(&self, value: f64) -> Expr {
        Expr::Constant(ExprConstant { range: self.range, value: Constant::Float(value), kind: None })
    }

    pub(super) fn difference(&self, a: Expr, b: Expr) -> Expr {
        Expr::BinOp(ExprBinOp { range: self.range, left: Box::new(a), op: Operator::Sub, right: Box::new(b) })
    }

    pub(super) fn item(&self, base: &Expr, at: Expr) -> Expr {
        let (value, slice) = (Box::new(base.clone()), Box::new(at));
        Expr::Subscript(ExprSubscript { range: self.range, value, slice, ctx: ExprContext::Load })
    }

    /// A call of a builtin function, if its name still means it here.
    pub(super) fn builtin_call(&self, name: &str, args: Vec<Expr>) -> Option<Expr> {
        let func = self.name(name);
        let known = self.importer.builtin(&func).as_deref() == Some(name);
        known.then(|| Expr::Call(ExprCall { range: self.range, func: Box::new(func), args, keywords: Vec::new() }))
    }
}

/// The item and the loops of a function's first argument, if it is a comprehension.
fn generated(call: &ExprCall) -> Option<(&Expr, &[Comprehension])> {
    match call.args.first()? {
        Expr::GeneratorExp(e) => Some((&e.elt, &e.generators)),
        Expr::ListComp(e) => Some((&e.elt, &e.generators)),
        _ => None,
    }
}
