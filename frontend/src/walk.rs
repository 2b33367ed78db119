//! Walking over a syntax tree without recursion.
//!
//! In: a node. Out: its children, in the order of the source. Rule: analyses
//! keep their own list of nodes to visit, so that no nesting, however deep,
//! can exhaust the stack.

use rustpython_parser::ast::{
    Arg, ArgWithDefault, Arguments, Comprehension, ExceptHandler, Expr, Keyword, Pattern, Stmt, TypeParam, WithItem,
};

#[derive(Clone, Copy)]
pub enum Node<'a> {
    Stmt(&'a Stmt),
    Expr(&'a Expr),
    Pattern(&'a Pattern),
    Handler(&'a ExceptHandler),
    Comprehension(&'a Comprehension),
    Arguments(&'a Arguments),
}

/// Calls `visit` with every node below `roots` in the order of the source;
/// children of a node for which it returns false are left out.
pub fn walk<'a>(roots: impl IntoIterator<Item = Node<'a>>, mut visit: impl FnMut(Node<'a>) -> bool) {
    let mut pending: Vec<Node<'a>> = roots.into_iter().collect();
    pending.reverse();
    while let Some(node) = pending.pop() {
        if visit(node) {
            let mut next = Children(Vec::new());
            next.of(node);
            pending.extend(next.0.into_iter().rev());
        }
    }
}

/// Number of nodes on the longest path from a root to a leaf.
pub fn depth<'a>(roots: impl IntoIterator<Item = Node<'a>>) -> usize {
    let mut level: Vec<Node<'a>> = roots.into_iter().collect();
    let mut depth = 0;
    while !level.is_empty() {
        depth += 1;
        let mut next = Children(Vec::new());
        level.into_iter().for_each(|node| next.of(node));
        level = next.0;
    }
    depth
}

pub fn statements(body: &[Stmt]) -> impl Iterator<Item = Node<'_>> {
    body.iter().map(Node::Stmt)
}

pub fn expressions(items: &[Expr]) -> impl Iterator<Item = Node<'_>> {
    items.iter().map(Node::Expr)
}

struct Children<'a>(Vec<Node<'a>>);

impl<'a> Children<'a> {
    fn of(&mut self, node: Node<'a>) {
        match node {
            Node::Stmt(stmt) => self.of_statement(stmt),
            Node::Expr(expr) => self.of_expression(expr),
            Node::Pattern(pattern) => self.of_pattern(pattern),
            Node::Handler(ExceptHandler::ExceptHandler(handler)) => {
                self.maybe(&handler.type_);
                self.body(&handler.body);
            }
            Node::Comprehension(part) => {
                self.expr(&part.iter);
                self.expr(&part.target);
                self.exprs(&part.ifs);
            }
            Node::Arguments(arguments) => self.of_arguments(arguments),
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        self.0.push(Node::Expr(expr));
    }

    fn maybe(&mut self, expr: &'a Option<Box<Expr>>) {
        self.0.extend(expr.iter().map(|e| Node::Expr(e)));
    }

    fn exprs(&mut self, items: &'a [Expr]) {
        self.0.extend(expressions(items));
    }

    fn body(&mut self, body: &'a [Stmt]) {
        self.0.extend(statements(body));
    }

    fn keywords(&mut self, keywords: &'a [Keyword]) {
        self.0.extend(keywords.iter().map(|k| Node::Expr(&k.value)));
    }

    fn patterns(&mut self, patterns: &'a [Pattern]) {
        self.0.extend(patterns.iter().map(Node::Pattern));
    }

    fn comprehensions(&mut self, parts: &'a [Comprehension]) {
        self.0.extend(parts.iter().map(Node::Comprehension));
    }

    fn handlers(&mut self, handlers: &'a [ExceptHandler]) {
        self.0.extend(handlers.iter().map(Node::Handler));
    }

    fn type_params(&mut self, params: &'a [TypeParam]) {
        for param in params {
            if let TypeParam::TypeVar(variable) = param {
                self.maybe(&variable.bound);
            }
        }
    }

    fn with_items(&mut self, items: &'a [WithItem]) {
        for item in items {
            self.expr(&item.context_expr);
            self.maybe(&item.optional_vars);
        }
    }

    fn of_arguments(&mut self, arguments: &'a Arguments) {
        let with_default = |arg: &'a ArgWithDefault| (&arg.def, arg.default.as_deref());
        let plain = arguments.posonlyargs.iter().chain(&arguments.args).chain(&arguments.kwonlyargs).map(with_default);
        let starred = [&arguments.vararg, &arguments.kwarg].into_iter().flatten().map(|arg| (arg.as_ref(), None));
        for (arg, default) in plain.chain(starred) {
            let arg: &'a Arg = arg;
            self.maybe(&arg.annotation);
            self.0.extend(default.map(Node::Expr));
        }
    }

    fn of_statement(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) | Stmt::ClassDef(_) => self.of_definition(stmt),
            Stmt::Return(s) => self.maybe(&s.value),
            Stmt::Delete(s) => self.exprs(&s.targets),
            Stmt::Assign(s) => {
                self.expr(&s.value);
                self.exprs(&s.targets);
            }
            Stmt::TypeAlias(s) => {
                self.expr(&s.name);
                self.type_params(&s.type_params);
                self.expr(&s.value);
            }
            Stmt::AugAssign(s) => {
                self.expr(&s.target);
                self.expr(&s.value);
            }
            Stmt::AnnAssign(s) => {
                self.maybe(&s.value);
                self.expr(&s.annotation);
                self.expr(&s.target);
            }
            Stmt::Raise(s) => {
                self.maybe(&s.exc);
                self.maybe(&s.cause);
            }
            Stmt::Assert(s) => {
                self.expr(&s.test);
                self.maybe(&s.msg);
            }
            Stmt::Expr(s) => self.expr(&s.value),
            Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) => {}
            _ => self.of_compound(stmt),
        }
    }

    fn of_definition(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(s) => {
                self.exprs(&s.decorator_list);
                self.type_params(&s.type_params);
                self.of_arguments(&s.args);
                self.maybe(&s.returns);
                self.body(&s.body);
            }
            Stmt::AsyncFunctionDef(s) => {
                self.exprs(&s.decorator_list);
                self.type_params(&s.type_params);
                self.of_arguments(&s.args);
                self.maybe(&s.returns);
                self.body(&s.body);
            }
            Stmt::ClassDef(s) => {
                self.exprs(&s.decorator_list);
                self.type_params(&s.type_params);
                self.exprs(&s.bases);
                self.keywords(&s.keywords);
                self.body(&s.body);
            }
            _ => {}
        }
    }

    fn of_loop(&mut self, head: [&'a Expr; 2], body: &'a [Stmt], orelse: &'a [Stmt]) {
        head.into_iter().for_each(|expr| self.expr(expr));
        self.body(body);
        self.body(orelse);
    }

    fn of_compound(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::For(s) => self.of_loop([&s.iter, &s.target], &s.body, &s.orelse),
            Stmt::AsyncFor(s) => self.of_loop([&s.iter, &s.target], &s.body, &s.orelse),
            Stmt::While(s) => {
                self.expr(&s.test);
                self.body(&s.body);
                self.body(&s.orelse);
            }
            Stmt::If(s) => {
                self.expr(&s.test);
                self.body(&s.body);
                self.body(&s.orelse);
            }
            Stmt::With(s) => {
                self.with_items(&s.items);
                self.body(&s.body);
            }
            Stmt::AsyncWith(s) => {
                self.with_items(&s.items);
                self.body(&s.body);
            }
            Stmt::Match(s) => {
                self.expr(&s.subject);
                for case in &s.cases {
                    self.0.push(Node::Pattern(&case.pattern));
                    self.maybe(&case.guard);
                    self.body(&case.body);
                }
            }
            Stmt::Try(s) => {
                self.body(&s.body);
                self.handlers(&s.handlers);
                self.body(&s.orelse);
                self.body(&s.finalbody);
            }
            Stmt::TryStar(s) => {
                self.body(&s.body);
                self.handlers(&s.handlers);
                self.body(&s.orelse);
                self.body(&s.finalbody);
            }
            _ => {}
        }
    }

    fn of_expression(&mut self, expr: &'a Expr) {
        match expr {
            Expr::BoolOp(e) => self.exprs(&e.values),
            Expr::NamedExpr(e) => {
                self.expr(&e.value);
                self.expr(&e.target);
            }
            Expr::BinOp(e) => {
                self.expr(&e.left);
                self.expr(&e.right);
            }
            Expr::UnaryOp(e) => self.expr(&e.operand),
            Expr::Lambda(e) => {
                self.0.push(Node::Arguments(&e.args));
                self.expr(&e.body);
            }
            Expr::IfExp(e) => {
                self.expr(&e.test);
                self.expr(&e.body);
                self.expr(&e.orelse);
            }
            Expr::Compare(e) => {
                self.expr(&e.left);
                self.exprs(&e.comparators);
            }
            Expr::Call(e) => {
                self.expr(&e.func);
                self.exprs(&e.args);
                self.keywords(&e.keywords);
            }
            Expr::Attribute(e) => self.expr(&e.value),
            Expr::Subscript(e) => {
                self.expr(&e.value);
                self.expr(&e.slice);
            }
            Expr::Starred(e) => self.expr(&e.value),
            Expr::List(e) => self.exprs(&e.elts),
            Expr::Tuple(e) => self.exprs(&e.elts),
            Expr::Slice(e) => [&e.lower, &e.upper, &e.step].into_iter().for_each(|part| self.maybe(part)),
            Expr::Name(_) | Expr::Constant(_) => {}
            _ => self.of_rare_expression(expr),
        }
    }

    fn of_rare_expression(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Dict(e) => {
                self.0.extend(e.keys.iter().flatten().map(Node::Expr));
                self.exprs(&e.values);
            }
            Expr::Set(e) => self.exprs(&e.elts),
            Expr::ListComp(e) => self.comprehension(&e.elt, None, &e.generators),
            Expr::SetComp(e) => self.comprehension(&e.elt, None, &e.generators),
            Expr::GeneratorExp(e) => self.comprehension(&e.elt, None, &e.generators),
            Expr::DictComp(e) => self.comprehension(&e.key, Some(&e.value), &e.generators),
            Expr::Await(e) => self.expr(&e.value),
            Expr::Yield(e) => self.maybe(&e.value),
            Expr::YieldFrom(e) => self.expr(&e.value),
            Expr::FormattedValue(e) => {
                self.expr(&e.value);
                self.maybe(&e.format_spec);
            }
            Expr::JoinedStr(e) => self.exprs(&e.values),
            _ => {}
        }
    }

    fn comprehension(&mut self, element: &'a Expr, value: Option<&'a Expr>, parts: &'a [Comprehension]) {
        self.comprehensions(parts);
        self.expr(element);
        self.0.extend(value.map(Node::Expr));
    }

    fn of_pattern(&mut self, pattern: &'a Pattern) {
        match pattern {
            Pattern::MatchValue(p) => self.expr(&p.value),
            Pattern::MatchSequence(p) => self.patterns(&p.patterns),
            Pattern::MatchMapping(p) => {
                self.exprs(&p.keys);
                self.patterns(&p.patterns);
            }
            Pattern::MatchClass(p) => {
                self.expr(&p.cls);
                self.patterns(&p.patterns);
                self.patterns(&p.kwd_patterns);
            }
            Pattern::MatchAs(p) => self.0.extend(p.pattern.iter().map(|inner| Node::Pattern(inner))),
            Pattern::MatchOr(p) => self.patterns(&p.patterns),
            Pattern::MatchSingleton(_) | Pattern::MatchStar(_) => {}
        }
    }
}
