//! Statements.
//!
//! In: statements of one function. Out: one operation each, in a block. Rule:
//! a statement that the dialect cannot say becomes `py.opaque` as a whole;
//! [`FunctionImporter::decline`] decides that before anything is built.

use super::build::{Build, Built, Named};
use super::comprehension::Expansion;
use super::expr::operator_name;
use super::iteration::unpacked_items;
use crate::function::{statement_start, Function};
use crate::scope::{bound_names, dotted, mentioned, number, ModuleScope};
use crate::walk::{expressions, statements, walk, Node};
use melior::ir::{Attribute, Block, Region, RegionLike, Value};
use rustpython_parser::ast::{Constant, Expr, Ranged, Stmt, StmtAssign, StmtAugAssign, StmtFor, StmtIf, StmtWhile};
use std::collections::BTreeSet;

static NONE: BTreeSet<String> = BTreeSet::new();

/// Imports the body of one function.
pub struct FunctionImporter<'c, 's> {
    pub build: &'s Build<'c, 's>,
    pub scope: &'s ModuleScope,
    /// Parameters and the names that the body binds.
    pub locals: BTreeSet<&'s str>,
    /// Parameters that the body does not bind.
    pub fixed: BTreeSet<&'s str>,
    pub in_class: bool,
    /// Where the function stands.
    pub offset: usize,
    /// Names that may be read where a `break` or `continue` leads.
    left: [&'s BTreeSet<String>; 2],
    taken: &'s BTreeSet<&'s str>,
    pub temporaries: Vec<String>,
    /// Parameters that hold lists, as their hints say.
    lists: BTreeSet<&'s str>,
    /// The statement at hand is this one of so many parts of a statement.
    part: Option<(usize, usize)>,
}

/// Where a statement stands.
#[derive(Clone, Copy)]
pub struct Place {
    pub begin: usize,
    pub end: usize,
}

impl<'c, 's> FunctionImporter<'c, 's> {
    pub fn new(
        build: &'s Build<'c, 's>,
        scope: &'s ModuleScope,
        function: &'s Function,
        bound: &'s BTreeSet<String>,
        taken: &'s BTreeSet<&'s str>,
    ) -> Self {
        let parameters = function.parameters.iter().map(|p| p.name.as_str());
        let fixed = parameters.clone().filter(|name| !bound.contains(*name)).collect();
        let locals = bound.iter().map(String::as_str).chain(parameters).collect();
        let left = function.iteration.as_ref().map_or([&NONE; 2], |iteration| [&iteration.after, &iteration.left]);
        let in_class = function.class.is_some();
        let hinted = function.parameters.iter().filter(|p| p.hint.starts_with("list[") || p.hint.starts_with("List["));
        let lists = hinted.map(|p| p.name.as_str()).filter(|name| !bound.contains(*name)).collect();
        let (offset, temporaries) = (function.offset, Vec::new());
        Self { build, scope, locals, fixed, in_class, offset, left, taken, temporaries, lists, part: None }
    }

    /// A parameter that holds a list, or there is no version.
    pub fn is_list(&self, name: &str) -> bool {
        self.lists.contains(name)
    }

    pub fn statements(&mut self, block: &Block<'c>, body: &[Stmt]) -> Built<()> {
        body.iter().try_for_each(|stmt| self.statement(block, stmt))
    }

    fn region(&mut self, body: &[Stmt]) -> Built<Region<'c>> {
        let block = Block::new(&[]);
        let part = self.part.take();
        self.statements(&block, body)?;
        self.part = part;
        let region = Region::new();
        region.append_block(block);
        Ok(region)
    }

    fn statement(&mut self, block: &Block<'c>, stmt: &Stmt) -> Built<()> {
        let place = Place { begin: statement_start(self.build.source, stmt), end: stmt.end().into() };
        if let Some(reason) = self.decline(stmt) {
            return self.opaque(block, stmt, place, reason);
        }
        if let Some(expansion) = self.expansion(stmt) {
            return self.expanded(block, expansion);
        }
        match stmt {
            Stmt::Assign(s) => self.assign(block, s, place),
            Stmt::AnnAssign(s) => match &s.value {
                Some(value) => {
                    let value = self.expression(block, value)?;
                    self.bind(block, &s.target, value, place, None)
                }
                // Without a value, the annotation of a local is not even evaluated.
                None => self.emit(block, "py.pass", place, &[], &[]),
            },
            Stmt::AugAssign(s) => self.augmented(block, s, place),
            Stmt::For(s) => self.for_loop(block, s, place),
            Stmt::While(s) => self.while_loop(block, s, place),
            Stmt::If(s) => self.branch(block, s, place),
            Stmt::Return(s) => {
                let value = s.value.as_ref().map(|value| self.expression(block, value)).transpose()?;
                self.emit(block, "py.return", place, value.as_slice(), &[])
            }
            Stmt::Expr(s) => {
                let value = self.expression(block, &s.value)?;
                self.emit(block, "py.expr", place, &[value], &[])
            }
            Stmt::Pass(_) => self.emit(block, "py.pass", place, &[], &[]),
            _ => self.opaque(block, stmt, place, "it has no form in the py dialect"),
        }
    }

    /// The parts of one statement, and a return after them.
    fn expanded(&mut self, block: &Block<'c>, expansion: Expansion) -> Built<()> {
        self.temporaries.extend(expansion.temporaries);
        let count = expansion.parts.len();
        for (index, stmt) in expansion.parts.iter().enumerate() {
            self.part = Some((index, count));
            self.statement(block, stmt)?;
        }
        self.part = None;
        expansion.last.iter().try_for_each(|stmt| self.statement(block, stmt))
    }

    pub fn emit(
        &self,
        block: &Block<'c>,
        name: &str,
        place: Place,
        operands: &[Value<'c, '_>],
        attributes: &[Named<'c, '_>],
    ) -> Built<()> {
        self.emit_regions(block, name, place, operands, attributes, Vec::new())
    }

    fn emit_regions(
        &self,
        block: &Block<'c>,
        name: &str,
        place: Place,
        operands: &[Value<'c, '_>],
        attributes: &[Named<'c, '_>],
        regions: Vec<Region<'c>>,
    ) -> Built<()> {
        let mut attributes = attributes.to_vec();
        attributes.push(("span", self.build.integers(&[place.begin, place.end])));
        attributes.extend(self.part.map(|(index, count)| ("part", self.build.integers(&[index, count]))));
        self.build.statement(block, name, place.begin, operands, &attributes, regions)
    }

    /// Keeps a statement as text. `may_return` says that running it may leave
    /// the function.
    fn opaque(&self, block: &Block<'c>, stmt: &Stmt, place: Place, reason: &str) -> Built<()> {
        let build = self.build;
        let mut reads = mentioned([Node::Stmt(stmt)]);
        if jumps(std::slice::from_ref(stmt)) {
            let left = if stmt.is_break_stmt() { self.left[0] } else { self.left[1] };
            reads.extend(left.iter().cloned());
        }
        let mut attributes = vec![
            ("text", build.string(build.source.slice(place.begin, place.end))),
            ("reads", build.strings(reads)),
            ("writes", build.strings(bound_names(std::slice::from_ref(stmt)))),
            ("reason", build.string(reason)),
        ];
        if contains_return(stmt) {
            attributes.push(("may_return", build.unit()));
        }
        self.emit(block, "py.opaque", place, &[], &attributes)
    }

    /// `a = e`, `a[i] = e`, `a = b = 0.0` and `a, b = c, d`.
    fn assign(&mut self, block: &Block<'c>, stmt: &StmtAssign, place: Place) -> Built<()> {
        if let ([Expr::Tuple(_) | Expr::List(_)], Some(values)) = (stmt.targets.as_slice(), elements(&stmt.value)) {
            let targets = elements(&stmt.targets[0]).unwrap_or_default();
            return self.unpack(block, targets, values, place);
        }
        if let Some(targets) = unpacked_shape(stmt) {
            return self.unpack_shape(block, targets, &stmt.value, place);
        }
        if let [target] = stmt.targets.as_slice() {
            if let Some(names) = unpacked_items(target, &stmt.value) {
                return self.unpack_items(block, &names, &stmt.value, place);
            }
        }
        if stmt.targets.len() > 1 && !is_simple(&stmt.value) {
            return self.assign_to_all(block, stmt, place);
        }
        let value = self.expression(block, &stmt.value)?;
        let count = stmt.targets.len();
        for (index, target) in stmt.targets.iter().enumerate() {
            self.bind(block, target, value, place, part(self.build, index, count))?;
        }
        Ok(())
    }

    /// `a = b = e`: the value is computed once, and kept in a temporary.
    fn assign_to_all(&mut self, block: &Block<'c>, stmt: &StmtAssign, place: Place) -> Built<()> {
        let count = stmt.targets.len() + 1;
        let name = self.fresh(0);
        let value = self.expression(block, &stmt.value)?;
        self.bind_name(block, &name, value, place, part(self.build, 0, count))?;
        for (index, target) in stmt.targets.iter().enumerate() {
            let text = self.build.string(&name);
            let value =
                self.build.value(block, "py.name", place.begin, &[], &[("name", text)], self.build.types.object)?;
            self.bind(block, target, value, place, part(self.build, index + 1, count))?;
        }
        self.temporaries.push(name);
        Ok(())
    }

    /// `a, b = b, a`: Python evaluates all values before it binds any name. A
    /// value that a target would change is kept in a temporary.
    fn unpack(&mut self, block: &Block<'c>, targets: &[Expr], values: &[Expr], place: Place) -> Built<()> {
        let (written, read) = (mentioned(expressions(targets)), mentioned(expressions(values)));
        // A value that fails must leave the elements as they are.
        let stores = targets.iter().any(|t| t.is_subscript_expr()) && !values.iter().all(is_simple);
        let independent = written.is_disjoint(&read) && !stores;
        let count = if independent { targets.len() } else { 2 * targets.len() };
        let part = |index| part(self.build, index, count);
        let mut temporaries = Vec::new();
        for (index, (target, value)) in targets.iter().zip(values).enumerate() {
            let value = self.expression(block, value)?;
            if independent {
                self.bind(block, target, value, place, part(index))?;
            } else {
                let name = self.fresh(temporaries.len());
                self.bind_name(block, &name, value, place, part(index))?;
                temporaries.push(name);
            }
        }
        for (index, (target, name)) in targets.iter().zip(&temporaries).enumerate() {
            let name = self.build.string(name);
            let types = self.build.types.object;
            let value = self.build.value(block, "py.name", place.begin, &[], &[("name", name)], types)?;
            self.bind(block, target, value, place, part(targets.len() + index))?;
        }
        self.temporaries.extend(temporaries);
        Ok(())
    }

    /// `n, m = a.shape`: one operation per size, valid for an array of exactly that many axes.
    fn unpack_shape(&self, block: &Block<'c>, targets: &[Expr], shape: &Expr, place: Place) -> Built<()> {
        let (build, offset) = (self.build, usize::from(shape.start()));
        let count = targets.len();
        for (axis, target) in targets.iter().enumerate() {
            let Expr::Name(target) = target else { return Err(melior::Error::OperationBuild) };
            let sizes = self.expression(block, shape)?;
            let index = ("value", build.int(i64::try_from(axis).unwrap_or(i64::MAX)));
            let index = build.value(block, "py.constant", offset, &[], &[index], build.types.int)?;
            let size = build.value(block, "py.subscript", offset, &[sizes, index], &[], build.types.object)?;
            let attributes = [
                ("name", build.string(target.id.as_str())),
                ("part", build.integers(&[axis, count])),
                ("unpacks", build.int(i64::try_from(count).unwrap_or(i64::MAX))),
            ];
            self.emit(block, "py.assign", place, &[size], &attributes)?;
        }
        Ok(())
    }

    /// A name that occurs nowhere in the module.
    pub fn fresh(&self, pending: usize) -> String {
        let free = |name: &String| !self.taken.contains(name.as_str()) && !self.temporaries.contains(name);
        (0..).map(|n| format!("_t{n}")).filter(free).nth(pending).unwrap_or_default()
    }

    /// A readable name that occurs nowhere in the module.
    pub fn fresh_as(&mut self, base: &str) -> String {
        let free = |name: &String| !self.taken.contains(name.as_str()) && !self.temporaries.contains(name);
        let named = (1..).map(|n| if n == 1 { base.to_string() } else { format!("{base}_{n}") });
        let mut named = named;
        let name = named.find(free).unwrap_or_default();
        self.temporaries.push(name.clone());
        name
    }

    fn bind(
        &self,
        block: &Block<'c>,
        target: &Expr,
        value: Value<'c, '_>,
        place: Place,
        part: Option<Attribute<'c>>,
    ) -> Built<()> {
        match target {
            Expr::Name(e) => self.bind_name(block, e.id.as_str(), value, place, part),
            Expr::Subscript(e) => {
                let base = self.expression(block, &e.value)?;
                let mut operands = vec![value, base];
                operands.extend(self.indices(block, &e.slice)?);
                let attributes: Vec<_> = part.map(|part| ("part", part)).into_iter().collect();
                self.emit(block, "py.store", place, &operands, &attributes)
            }
            // `decline` lets no other target through.
            _ => Err(melior::Error::OperationBuild),
        }
    }

    fn bind_name(
        &self,
        block: &Block<'c>,
        name: &str,
        value: Value<'c, '_>,
        place: Place,
        part: Option<Attribute<'c>>,
    ) -> Built<()> {
        let mut attributes = vec![("name", self.build.string(name))];
        attributes.extend(part.map(|part| ("part", part)));
        self.emit(block, "py.assign", place, &[value], &attributes)
    }

    /// The target's parts are evaluated before the value.
    fn augmented(&self, block: &Block<'c>, stmt: &StmtAugAssign, place: Place) -> Built<()> {
        let operator = ("operator_name", self.build.string(operator_name(stmt.op)));
        match stmt.target.as_ref() {
            Expr::Name(e) => {
                let value = self.expression(block, &stmt.value)?;
                let name = ("name", self.build.string(e.id.as_str()));
                self.emit(block, "py.aug_assign", place, &[value], &[name, operator])
            }
            Expr::Subscript(e) => {
                let base = self.expression(block, &e.value)?;
                let indices = self.indices(block, &e.slice)?;
                let mut operands = vec![self.expression(block, &stmt.value)?, base];
                operands.extend(indices);
                self.emit(block, "py.aug_store", place, &operands, &[operator])
            }
            _ => Err(melior::Error::OperationBuild),
        }
    }

    fn for_loop(&mut self, block: &Block<'c>, stmt: &StmtFor, place: Place) -> Built<()> {
        if let Some(items) = self.items(stmt) {
            return self.items_loop(block, stmt, &items, place);
        }
        let Expr::Name(target) = stmt.target.as_ref() else { return Err(melior::Error::OperationBuild) };
        let iterable = self.expression(block, &stmt.iter)?;
        let inside = Block::new(&[]);
        let part = self.part.take();
        self.continued(&inside, &stmt.body.iter().collect::<Vec<_>>())?;
        self.part = part;
        self.counted(block, target.id.as_str(), iterable, inside, place)
    }

    /// `for target in iterable`
    pub fn counted(
        &self,
        block: &Block<'c>,
        target: &str,
        iterable: Value<'c, '_>,
        inside: Block<'c>,
        place: Place,
    ) -> Built<()> {
        let body = Region::new();
        body.append_block(inside);
        let target = ("target", self.build.string(target));
        self.emit_regions(block, "py.for", place, &[iterable], &[target], vec![body])
    }

    /// The body of a loop. What follows an `if` that continues the loop becomes
    /// part of the branch that does not: `if c: continue` and then `s` is `if c: pass`, `else: s`.
    /// Such an `if` cannot be kept as text, which would lose `s`.
    pub fn continued(&mut self, block: &Block<'c>, body: &[&Stmt]) -> Built<()> {
        for (position, stmt) in body.iter().enumerate() {
            match stmt {
                Stmt::Continue(_) => return Ok(()),
                Stmt::If(s) if jumps(std::slice::from_ref(*stmt)) => {
                    let rest = &body[position + 1..];
                    let begin = statement_start(self.build.source, stmt);
                    let condition = self.expression(block, &s.test)?;
                    let mut regions = Vec::new();
                    for branch in [&s.body, &s.orelse] {
                        let inside = Block::new(&[]);
                        let all: Vec<&Stmt> = branch.iter().chain(rest.iter().copied()).collect();
                        self.continued(&inside, &all)?;
                        let region = Region::new();
                        region.append_block(inside);
                        regions.push(region);
                    }
                    // Without a span: its text alone is not what it does.
                    return self.build.statement(block, "py.if", begin, &[condition], &[], regions);
                }
                _ => self.statement(block, stmt)?,
            }
        }
        Ok(())
    }

    fn while_loop(&mut self, block: &Block<'c>, stmt: &StmtWhile, place: Place) -> Built<()> {
        if let Some(counting) = self.counting(stmt) {
            return self.counting_loop(block, stmt, &counting, place);
        }
        let test = Block::new(&[]);
        let value = self.expression(&test, &stmt.test)?;
        let offset = stmt.test.start().into();
        self.build.statement(&test, "py.condition", offset, &[value], &[], Vec::new())?;
        let region = Region::new();
        region.append_block(test);
        let body = self.region(&stmt.body)?;
        self.emit_regions(block, "py.while", place, &[], &[], vec![region, body])
    }

    fn branch(&mut self, block: &Block<'c>, stmt: &StmtIf, place: Place) -> Built<()> {
        let condition = self.expression(block, &stmt.test)?;
        let otherwise = if stmt.orelse.is_empty() { Region::new() } else { self.region(&stmt.orelse)? };
        let regions = vec![self.region(&stmt.body)?, otherwise];
        self.emit_regions(block, "py.if", place, &[condition], &[], regions)
    }

    /// Why a statement is kept as text, if it is.
    fn decline(&self, stmt: &Stmt) -> Option<&'static str> {
        if header(stmt).into_iter().any(binds_inside) {
            return Some("it contains an assignment expression");
        }
        match stmt {
            Stmt::Assign(s) => decline_assign(s),
            Stmt::AnnAssign(s) => match (s.target.as_ref(), &s.value) {
                (Expr::Name(_), _) | (Expr::Subscript(_), Some(_)) => None,
                _ => Some("it assigns to an attribute"),
            },
            Stmt::AugAssign(s) => match s.target.as_ref() {
                Expr::Name(_) | Expr::Subscript(_) => None,
                _ => Some("it assigns to an attribute"),
            },
            Stmt::For(s) if !s.orelse.is_empty() => Some("a loop has an else branch"),
            Stmt::For(s) if !s.target.is_name_expr() && self.items(s).is_none() => {
                Some("a loop binds more than one name")
            }
            Stmt::For(s) if jumps(&s.body) && !only_continues(&s.body, &mut 0) => {
                Some("a loop is left or continued early")
            }
            Stmt::While(s) if !s.orelse.is_empty() => Some("a loop has an else branch"),
            Stmt::While(s) if jumps(&s.body) => Some("a loop is left or continued early"),
            _ => decline_kind(stmt),
        }
    }
}

/// Statements that the dialect has no operation for.
fn decline_kind(stmt: &Stmt) -> Option<&'static str> {
    match stmt {
        Stmt::With(_) | Stmt::AsyncWith(_) => Some("a with statement may run any code on entry and exit"),
        Stmt::Match(_) => Some("a match statement"),
        Stmt::Delete(_) => Some("a del statement"),
        Stmt::Assert(_) => Some("an assert statement depends on how Python was started"),
        Stmt::Raise(_) => Some("a raise statement"),
        Stmt::Import(_) | Stmt::ImportFrom(_) => Some("an import statement runs a module"),
        Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) => Some("a function is defined"),
        Stmt::ClassDef(_) => Some("a class is defined"),
        Stmt::TypeAlias(_) => Some("a type is defined"),
        Stmt::Break(_) | Stmt::Continue(_) => Some("a jump outside a loop"),
        _ => None,
    }
}

fn decline_assign(stmt: &StmtAssign) -> Option<&'static str> {
    match stmt.targets.as_slice() {
        [target @ (Expr::Tuple(_) | Expr::List(_))] => match (elements(target), elements(&stmt.value)) {
            (Some(targets), Some(values))
                if targets.len() == values.len()
                    && targets.iter().all(|t| t.is_name_expr() || t.is_subscript_expr())
                    && !values.iter().any(|v| v.is_starred_expr()) =>
            {
                None
            }
            _ if unpacked_shape(stmt).is_some() || unpacked_items(target, &stmt.value).is_some() => None,
            _ => Some("it unpacks a value into several targets"),
        },
        targets if !targets.iter().all(|t| t.is_name_expr() || t.is_subscript_expr()) => {
            Some("it assigns to an attribute")
        }
        _ => None,
    }
}

/// The targets of `n, m = a.shape` or `(n,) = self.v.shape`: the shape may be
/// read once per target, because no target is a part of it.
fn unpacked_shape(stmt: &StmtAssign) -> Option<&[Expr]> {
    let [target] = stmt.targets.as_slice() else { return None };
    let targets = elements(target).filter(|targets| !targets.is_empty() && targets.iter().all(|t| t.is_name_expr()))?;
    let (root, attributes) = dotted(&stmt.value)?;
    let bound = |t: &Expr| matches!(t, Expr::Name(e) if e.id.as_str() == root);
    (attributes.last() == Some(&"shape") && !targets.iter().any(bound)).then_some(targets)
}

/// A value that can be written twice: a number, a name, True or None.
fn is_simple(expr: &Expr) -> bool {
    let constant = matches!(expr, Expr::Constant(e) if matches!(e.value, Constant::Bool(_) | Constant::None));
    constant || expr.is_name_expr() || number(expr).is_some()
}

pub fn elements(expr: &Expr) -> Option<&[Expr]> {
    match expr {
        Expr::Tuple(e) => Some(&e.elts),
        Expr::List(e) => Some(&e.elts),
        _ => None,
    }
}

/// Marks operation `index` of the `count` that one statement became.
fn part<'c>(build: &Build<'c, '_>, index: usize, count: usize) -> Option<Attribute<'c>> {
    (count > 1).then(|| build.integers(&[index, count]))
}

/// The expressions of a statement itself, not of the statements inside it.
fn header(stmt: &Stmt) -> Vec<&Expr> {
    match stmt {
        Stmt::Assign(s) => s.targets.iter().chain([s.value.as_ref()]).collect(),
        Stmt::AugAssign(s) => vec![&s.target, &s.value],
        Stmt::AnnAssign(s) => [Some(&s.target), s.value.as_ref()].into_iter().flatten().map(|e| e.as_ref()).collect(),
        Stmt::For(s) => vec![&s.iter],
        Stmt::While(s) => vec![&s.test],
        Stmt::If(s) => vec![&s.test],
        Stmt::Return(s) => s.value.iter().map(|e| e.as_ref()).collect(),
        Stmt::Expr(s) => vec![&s.value],
        _ => Vec::new(),
    }
}

/// An expression that binds a name or suspends the function.
fn binds_inside(expr: &Expr) -> bool {
    let mut found = false;
    walk([Node::Expr(expr)], |node| {
        found |= matches!(node, Node::Expr(Expr::NamedExpr(_) | Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_)));
        !found
    });
    found
}

/// True if all that jumps in the body of a loop is `continue`, in branches of its
/// own statements, and not too often: each may repeat what follows it.
fn only_continues(body: &[Stmt], count: &mut usize) -> bool {
    let fine = body.iter().all(|stmt| match stmt {
        Stmt::Continue(_) => {
            *count += 1;
            true
        }
        // A walrus in the test makes text of the whole statement.
        Stmt::If(s) if jumps(std::slice::from_ref(stmt)) => {
            !binds_inside(&s.test) && only_continues(&s.body, count) && only_continues(&s.orelse, count)
        }
        stmt => !jumps(std::slice::from_ref(stmt)),
    });
    fine && *count <= MOST_CONTINUES
}

/// A loop that is continued in more places is kept as text.
const MOST_CONTINUES: usize = 3;

/// True if a `break` or `continue` in these statements belongs to the loop
/// around them: those of inner loops do not, except in their else branches.
pub fn jumps(body: &[Stmt]) -> bool {
    let mut pending: Vec<Node> = statements(body).collect();
    let mut found = false;
    while let Some(root) = pending.pop() {
        walk([root], |node| {
            found |= matches!(node, Node::Stmt(Stmt::Break(_) | Stmt::Continue(_)));
            match node {
                Node::Stmt(Stmt::For(s)) => pending.extend(statements(&s.orelse)),
                Node::Stmt(Stmt::While(s)) => pending.extend(statements(&s.orelse)),
                Node::Stmt(Stmt::FunctionDef(_) | Stmt::ClassDef(_) | Stmt::AsyncFunctionDef(_)) | Node::Expr(_) => {}
                _ => return !found,
            }
            false
        });
    }
    found
}

fn contains_return(stmt: &Stmt) -> bool {
    let mut found = false;
    walk([Node::Stmt(stmt)], |node| {
        found |= matches!(node, Node::Stmt(Stmt::Return(_)));
        let nested = matches!(node, Node::Stmt(Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) | Stmt::ClassDef(_)));
        !found && !nested && !matches!(node, Node::Expr(_))
    });
    found
}
