//! Statements that stay as text, and what they mean for their neighbours.
//!
//! Legal: before the text runs, every name that it reads holds its value in
//! the program's own variable, or is given to it (`Relations::bound`); after it,
//! nothing is known of the names that it binds, and no attribute of an object is
//! trusted if it may have called code that nobody has seen. A statement in a
//! loop that binds a parameter takes the loop with it: sizes and bounds are
//! computed from parameters. A kernel on lists is converted as a whole: such a
//! statement would see the lists half done, so there is no version.

use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::liveness::{self, Names};
use crate::convert_py_to_nparray::plan::{
    has_products, visit_steps, Declined, Id, Keep, Kind, Operand, Relations, Step, Text,
};
use crate::py_infer_types::binding;
use crate::py_infer_types::tree::{Call, Expr, ExprKind, Stmt, StmtKind, SHORTEST};
use crate::py_infer_types::ty::Ty;
use automphc_kb::KnowledgeBase;

impl<'c> Lowering<'_, 'c> {
    /// Keeps a statement as text.
    pub fn keep_as_text(&mut self, stmt: &Stmt<'c>, declined: &Declined<'c>) -> Outcome<'c, ()> {
        let writes = stmt.writes();
        let binds_param = writes.iter().any(|name| self.is_fixed_param(name));
        if stmt.span.is_some_and(|(start, _)| start < self.function.start) {
            // It has run, and the program's variables hold what it computed.
            stmt.writes().iter().for_each(|name| self.forget(name));
            return Ok(());
        }
        if self.lists || (binds_param && !self.open.is_empty()) {
            return Err(declined.clone());
        }
        self.declined.push(declined.clone());
        let relations = self.relations(stmt);
        let total = relations.total;
        let mut text = self.text(stmt, &declined.reason)?;
        text.relations = relations;
        self.observe_all(&mut text, stmt)?;
        // What it may touch is known of what its calls were replaced by.
        self.note_helpers(stmt);
        if total {
            self.note_functions(stmt);
        } else {
            self.escaped |= self.may_escape(stmt);
            self.distrust_views(stmt)?;
        }
        for name in text.writes.iter().filter(|name| !self.only_in_place(name, stmt)).cloned().collect::<Vec<_>>() {
            self.check_rebound(&name, stmt)?;
            self.forget(&name);
        }
        self.plan.steps.push(Step::Opaque(text));
        Ok(())
    }

    /// What the statement may touch; everything, if it is not total.
    fn relations(&mut self, stmt: &Stmt<'c>) -> Relations {
        let before = self.before();
        match self.total_relations(stmt) {
            Ok(relations) => relations,
            Err(_) => {
                self.restore(before);
                Relations::default()
            }
        }
    }

    /// A local array is called by its name: no other name may still mean it.
    fn check_rebound(&self, name: &str, stmt: &Stmt<'c>) -> Outcome<'c, ()> {
        let Some(Binding::Array(id, _)) = self.env.get(name) else { return Ok(()) };
        let other = |(known, binding): (&String, &Binding)| {
            known != name && matches!(binding, Binding::Array(other, _) if other == id)
        };
        match self.env.iter().any(other) {
            true => Err(Declined::new(stmt.location, format!("'{name}' is bound again while its array has two names"))),
            false => Ok(()),
        }
    }

    /// The name that makes this statement a text: it is left to texts altogether.
    pub fn bound_as_text(&self, stmt: &Stmt<'c>) -> Option<String> {
        let names = match &stmt.kind {
            StmtKind::For(nest) => Names::from([nest.target.clone()]),
            StmtKind::While(..) => return None,
            _ => stmt.writes(),
        };
        names.intersection(&self.left_to_text).next().cloned()
    }

    /// Sizes, bounds and arguments are read from parameters, at any time.
    pub fn check_texts(&mut self) -> Outcome<'c, ()> {
        self.check_read_before()?;
        let mut found = None;
        visit_steps(&self.plan.steps, &mut |step| {
            let text = match step {
                Step::Opaque(text) => text,
                Step::Keep(id) if self.plan.keeps[*id].needed => &self.plan.keeps[*id].text,
                _ => return,
            };
            let object = |key: &String| key.split('.').next().unwrap_or(key).to_string();
            // A version of a loop's body has copies of those that change.
            let copied = |key: &&String| self.carried.contains(*key);
            let keys = self.arguments.keys().filter(|key| !copied(key));
            let bound = keys.map(object).find(|name| text.writes.contains(name));
            // `a += 1` leaves the name with its array.
            let bound = bound.filter(|name| !matches!(self.env.get(name), Some(Binding::Place(_))));
            found = found.take().or(bound.map(|name| (text.location, name)));
        });
        match found {
            Some((location, name)) => Err(Declined::new(
                location,
                format!("the parameter '{name}' is bound again by a statement kept as text"),
            )),
            None => Ok(()),
        }
    }

    /// A text that reads a name before the version binds it would find another array under it.
    fn check_read_before(&mut self) -> Outcome<'c, ()> {
        let named = |kind: &Kind, name: &String| match kind {
            Kind::Alloc { name: known, .. } => known == name,
            Kind::Call { name: Some(known), .. } => known == name,
            _ => false,
        };
        let used = self.plan.used();
        let bound = |name: &&String| {
            let cell = self.plan.cells.get(*name).is_some_and(|cell| used.contains(&cell.value));
            cell || used.iter().any(|id| named(&self.plan.value(*id).kind, name))
        };
        let found: Names = self.read_before.iter().filter(bound).cloned().collect();
        if found.is_empty() {
            return Ok(());
        }
        found.iter().for_each(|name| self.leave_to_text(name));
        Err(Declined::new(self.function.location, "a name is read as text before it is bound again"))
    }

    /// In the next attempt a name is left to texts: in the body of a loop by the
    /// statements that bind it, if these are statements of the body itself.
    pub fn leave_to_text(&mut self, name: &str) {
        let body = &self.function.body;
        let own = body.iter().filter(|stmt| stmt.writes().contains(name));
        let own: Vec<_> = own.filter(|_| self.function.iteration.is_some()).collect();
        let plain = |stmt: &&Stmt| match &stmt.kind {
            StmtKind::Assign(..) | StmtKind::AugAssign(..) | StmtKind::Group(..) => stmt.span.is_some(),
            _ => false,
        };
        let spans: Vec<_> = own.iter().filter_map(|stmt| stmt.span).collect();
        let known = spans.iter().all(|span| self.as_text.contains_key(span));
        if known || !own.iter().all(plain) {
            self.stale.insert(name.to_string());
        } else {
            let reason = "its name is read by a statement kept as text";
            self.stale_statements.extend(spans.into_iter().map(|span| (span, reason)));
        }
    }

    /// In the body of a loop: the statement that bound the name stays as text in the next attempt.
    fn leave_statement_to_text(&mut self, name: &str) -> bool {
        let keep = match self.env.get(name) {
            Some(Binding::Array(_, keep) | Binding::Int(_, keep) | Binding::Points(_, keep)) => *keep,
            _ => None,
        };
        let keep = keep.and_then(|keep| self.plan.keeps.get(keep)).filter(|keep| !keep.nested);
        let span = keep.and_then(|keep| keep.text.span).filter(|_| self.function.iteration.is_some());
        let reason = "its names are read by a statement kept as text";
        span.is_some_and(|span| {
            !self.as_text.contains_key(&span) && self.stale_statements.insert(span, reason).is_none()
        })
    }

    /// All that the statement does to the name is `array op= value`: it stays the same array.
    pub fn only_in_place(&self, name: &str, stmt: &Stmt<'c>) -> bool {
        let array = match self.env.get(name) {
            Some(Binding::Place(ty)) => matches!(ty, Ty::Array { .. }),
            Some(Binding::Array(..)) => true,
            _ => false,
        };
        let mut bound = false;
        stmt.visit(&mut |stmt| {
            bound |= match &stmt.kind {
                StmtKind::Assign(target, _) => target == name,
                StmtKind::For(nest) => nest.target == name,
                StmtKind::Opaque(opaque) => opaque.writes.iter().any(|target| target == name),
                _ => false,
            };
        });
        array && !bound
    }

    /// A return stays as text; it is the last statement.
    pub fn return_as_text(&mut self, stmt: &Stmt<'c>) -> Outcome<'c, ()> {
        let mut text = self.text(stmt, "a return")?;
        self.observe_all(&mut text, stmt)?;
        self.note_helpers(stmt);
        self.plan.steps.push(Step::Opaque(text));
        Ok(())
    }

    /// Every name that a text reads holds its value. A local that cannot is left to text.
    pub fn observe_all(&mut self, text: &mut Text<'c>, stmt: &Stmt<'c>) -> Outcome<'c, ()> {
        for name in text.reads.clone() {
            match self.observe(&name, stmt) {
                Ok(seen) => text.relations.extend(seen),
                Err(declined) if self.leave_statement_to_text(&name) => return Err(declined),
                Err(declined) => {
                    let local = !self.is_fixed_param(&name);
                    if local && !self.lists && !self.left_to_text.contains(&name) {
                        self.leave_to_text(&name);
                    }
                    return Err(declined);
                }
            }
        }
        Ok(())
    }

    fn text(&self, stmt: &Stmt<'c>, reason: &str) -> Outcome<'c, Text<'c>> {
        let own = match &stmt.kind {
            StmtKind::Opaque(opaque) => Some(opaque.text.clone()),
            _ => None,
        };
        let slice = || self.source.get(stmt.span?.0..stmt.span?.1).map(str::to_string);
        let text = own.or_else(slice).ok_or_else(|| Declined::new(stmt.location, "its text is not known"))?;
        Ok(Text {
            text,
            reads: liveness::before(stmt, &Names::new()),
            writes: stmt.writes(),
            reason: reason.to_string(),
            span: stmt.span,
            location: stmt.location,
            relations: Relations::default(),
        })
    }

    /// A place for the text of a modelled statement, in case its name is read as text.
    pub fn keep(&mut self, stmt: &Stmt<'c>) -> usize {
        if let Some(keep) = self.group {
            return keep;
        }
        let reads = liveness::before(stmt, &Names::new());
        let bound = reads.iter().filter_map(|name| Some((name.clone(), self.env.get(name)?.clone())));
        let requires = bound.collect();
        let reason = "its name is read by a statement kept as text";
        // Without a text nobody can ask for it: `observe` refuses.
        let text = self.text(stmt, reason).unwrap_or_else(|_| Text {
            text: String::new(),
            reads,
            writes: stmt.writes(),
            reason: reason.to_string(),
            span: stmt.span,
            location: stmt.location,
            relations: Relations::default(),
        });
        let id = self.plan.keeps.len();
        let values = self.plan.defined_from(self.begun);
        self.plan.keeps.push(Keep { text, needed: false, values, nested: !self.open.is_empty() });
        self.requires.push(requires);
        self.plan.steps.push(Step::Keep(id));
        id
    }

    /// Nobody may ask for the text: `need` refuses.
    pub fn forbid_text(&mut self, keep: usize) {
        if let Some(keep) = self.plan.keeps.get_mut(keep) {
            keep.text.text.clear();
        }
    }

    /// A statement kept as text reads a name: it must hold the name's value, or be given it.
    fn observe(&mut self, name: &str, stmt: &Stmt<'c>) -> Outcome<'c, Relations> {
        match self.env.get(name).cloned() {
            Some(binding) => self.observe_binding(name, &binding, stmt),
            None => Ok(Relations::default()),
        }
    }

    fn observe_binding(&mut self, name: &str, binding: &Binding, stmt: &Stmt<'c>) -> Outcome<'c, Relations> {
        let is_param = self.is_fixed_param(name);
        let mut seen = Relations::default();
        if is_param && !matches!(binding, Binding::Place(_) | Binding::Unknown) {
            let reason = format!("the parameter '{name}' is bound again and read by a statement kept as text");
            return Err(Declined::new(stmt.location, reason));
        }
        if self.in_place.contains_key(name) {
            let reason = format!("'{name}' is bound anew in a loop and read by a statement kept as text");
            return Err(Declined::new(stmt.location, reason));
        }
        match binding {
            Binding::Place(_) if self.carried.contains(name) => drop(self.read_before.insert(name.to_string())),
            Binding::Place(_) | Binding::Unknown => {}
            Binding::Cell => {
                if let Some(cell) = self.plan.cells.get_mut(name) {
                    cell.observed = true;
                }
            }
            Binding::Array(id, keep) => {
                // It is in the hands of the text, if the text does not say what it does with it.
                seen.array(self.root(*id), true);
                let in_loop = keep.and_then(|keep| self.plan.keeps.get(keep)).is_some_and(|keep| keep.nested);
                match &mut self.plan.values[*id].kind {
                    // Later passes let iterations share its memory, which has no name.
                    Kind::Alloc { name: known, .. } if known == name && in_loop => {
                        let reason = format!("'{name}' is made in a loop and read by a statement kept as text");
                        return Err(Declined::new(stmt.location, reason));
                    }
                    Kind::Alloc { name: known, row_major, .. } if known == name && *row_major => {}
                    // Another name of the array.
                    Kind::Alloc { name: known, .. } if known != name => self.need(*keep, stmt)?,
                    // Its elements are laid out as its operands are: only the
                    // statement itself makes the same array.
                    Kind::Alloc { .. } => {
                        let reason = format!("the layout of '{name}' depends on other arrays");
                        return Err(Declined::new(stmt.location, reason));
                    }
                    _ => self.need(*keep, stmt)?,
                }
            }
            Binding::Int(index, keep) => {
                let kept = keep.and_then(|keep| self.plan.keeps.get(keep)).is_some_and(|keep| !keep.nested);
                if !kept || self.need(*keep, stmt).is_err() {
                    if has_products(index) {
                        return Err(Declined::new(stmt.location, format!("the value of '{name}' is not affine")));
                    }
                    seen.bound.insert(name.to_string(), index.clone());
                }
            }
            Binding::Points(_, keep) => self.need(*keep, stmt)?,
        }
        Ok(seen)
    }

    /// The array that a view is part of.
    pub fn root(&self, id: Id) -> Id {
        match &self.plan.value(id).kind {
            Kind::View { source, .. } => self.root(*source),
            Kind::Call { operands, .. } if self.is_view_call(id) => match operands.first() {
                Some(Operand::Value(source)) => self.root(*source),
                _ => id,
            },
            _ => id,
        }
    }

    /// Keeps the text of an earlier statement, and what that reads.
    fn need(&mut self, keep: Option<usize>, stmt: &Stmt<'c>) -> Outcome<'c, ()> {
        let declined = || Declined::new(stmt.location, "a name that it reads has no text");
        let id = keep.ok_or_else(declined)?;
        let entry = self.plan.keeps.get_mut(id).ok_or_else(declined)?;
        if entry.needed {
            return Ok(());
        }
        if entry.text.text.is_empty() || entry.nested {
            return Err(declined());
        }
        entry.needed = true;
        for (name, binding) in self.requires.get(id).cloned().unwrap_or_default() {
            let seen = self.observe_binding(&name, &binding, stmt)?;
            self.plan.keeps[id].text.relations.extend(seen);
        }
        Ok(())
    }

    /// Another name of an array that the statement may write into, by a call
    /// that only may return a view, no longer says what it holds.
    fn distrust_views(&mut self, stmt: &Stmt<'c>) -> Outcome<'c, ()> {
        let is_view = |binding: &Binding| matches!(binding, Binding::Array(id, _) if self.is_view_call(*id));
        let views = self.env.iter().filter(|(_, binding)| is_view(binding));
        for name in views.map(|(name, _)| name.clone()).collect::<Vec<_>>() {
            drop(self.observe(&name, stmt)?);
            self.forget(&name);
        }
        Ok(())
    }

    /// The result of a call that may share memory with its operand.
    pub fn is_view_call(&self, id: usize) -> bool {
        match &self.plan.value(id).kind {
            Kind::Call { callee, .. } => self.kb.function(callee).is_some_and(|function| function.view),
            _ => false,
        }
    }

    /// The statement may run code that nobody has seen.
    fn may_escape(&self, stmt: &Stmt<'c>) -> bool {
        let mut escapes = false;
        stmt.visit(&mut |stmt| {
            escapes |= matches!(stmt.kind, StmtKind::Opaque(_));
            for e in stmt.expressions() {
                e.visit(&mut |e| match &e.kind {
                    ExprKind::Opaque { .. } => escapes = true,
                    ExprKind::Call(call) => {
                        escapes |= !is_plain(call) && binding::resolve(self.kb, call).is_none();
                    }
                    _ => {}
                });
            }
        });
        escapes
    }
}

/// A call of a builtin that runs no code of its arguments; iterating over an
/// object of unknown type, whose length is asked for, might.
fn is_plain(call: &Call) -> bool {
    let ExprKind::Ref(name) = &call.callee.kind else { return false };
    match name.as_str() {
        "builtins.range" | "builtins.min" | "builtins.max" | SHORTEST => true,
        "builtins.len" => call.positional.iter().all(|e| e.ty != Ty::Object),
        _ => false,
    }
}

/// Names of objects that an expression hands to code nobody has seen.
pub fn handed_over(kb: &KnowledgeBase, e: &Expr, names: &mut Names) {
    e.visit(&mut |e| match &e.kind {
        ExprKind::Opaque { reads, .. } => names.extend(reads.iter().cloned()),
        ExprKind::Call(call) => {
            let builtin = |name: &str| name.starts_with("builtins.") || name == SHORTEST;
            if !matches!(&call.callee.kind, ExprKind::Ref(name) if builtin(name))
                && binding::resolve(kb, call).is_none()
            {
                e.reads(names);
            }
        }
        _ => {}
    });
}
