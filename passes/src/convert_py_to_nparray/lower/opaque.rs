//! Statements that stay as text, and what they mean for their neighbours.
//!
//! Legal: before the text runs, every name that it reads holds its value in
//! the program's own variable; after it, nothing is known of the names that it
//! binds, and no attribute of an object is trusted if it may have called code
//! that nobody has seen. A kernel on lists is converted as a whole: such a
//! statement would see the lists half done, so there is no version.

use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::liveness::{self, Names};
use crate::convert_py_to_nparray::plan::{Declined, Keep, Kind, Step, Text};
use crate::py_infer_types::binding;
use crate::py_infer_types::tree::{ExprKind, Stmt, StmtKind};
use crate::py_infer_types::ty::Ty;

impl<'c> Lowering<'_, 'c> {
    /// Keeps a statement as text.
    pub fn keep_as_text(&mut self, stmt: &Stmt<'c>, declined: &Declined<'c>) -> Outcome<'c, ()> {
        if self.lists {
            return Err(declined.clone());
        }
        self.declined.push(declined.clone());
        let text = self.text(stmt, &declined.reason)?;
        for name in text.reads.clone() {
            self.observe(&name, stmt)?;
        }
        self.escaped |= self.may_escape(stmt);
        self.distrust_views(stmt)?;
        for name in text.writes.iter().filter(|name| !self.only_in_place(name, stmt)).cloned().collect::<Vec<_>>() {
            self.forget(&name);
        }
        self.plan.steps.push(Step::Opaque(text));
        Ok(())
    }

    /// All that the statement does to the name is `array op= value`: it stays the same array.
    fn only_in_place(&self, name: &str, stmt: &Stmt<'c>) -> bool {
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
        let text = self.text(stmt, "a return")?;
        for name in text.reads.clone() {
            self.observe(&name, stmt)?;
        }
        self.plan.steps.push(Step::Opaque(text));
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
        });
        let id = self.plan.keeps.len();
        self.plan.keeps.push(Keep { text, needed: false });
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

    /// A statement kept as text reads a name: it must hold the name's value.
    fn observe(&mut self, name: &str, stmt: &Stmt<'c>) -> Outcome<'c, ()> {
        match self.env.get(name).cloned() {
            Some(binding) => self.observe_binding(name, &binding, stmt),
            None => Ok(()),
        }
    }

    fn observe_binding(&mut self, name: &str, binding: &Binding, stmt: &Stmt<'c>) -> Outcome<'c, ()> {
        let is_param = self.function.params.iter().any(|param| param == name);
        if is_param && matches!(binding, Binding::Cell | Binding::Array(..)) {
            let reason = format!("the parameter '{name}' is bound again and read by a statement kept as text");
            return Err(Declined::new(stmt.location, reason));
        }
        match binding {
            Binding::Place(_) | Binding::Unknown => Ok(()),
            Binding::Cell => {
                if let Some(cell) = self.plan.cells.get_mut(name) {
                    cell.observed = true;
                }
                Ok(())
            }
            Binding::Array(id, keep) => match &mut self.plan.values[*id].kind {
                Kind::Alloc { name: known, row_major, .. } if known == name && *row_major => Ok(()),
                // Its elements are laid out as its operands are: only the
                // statement itself makes the same array.
                Kind::Alloc { .. } => {
                    Err(Declined::new(stmt.location, format!("the layout of '{name}' depends on other arrays")))
                }
                _ => self.need(*keep, stmt),
            },
            Binding::Int(_, keep) | Binding::Points(_, keep) => self.need(*keep, stmt),
        }
    }

    /// Keeps the text of an earlier statement, and what that reads.
    fn need(&mut self, keep: Option<usize>, stmt: &Stmt<'c>) -> Outcome<'c, ()> {
        let declined = || Declined::new(stmt.location, "a name that it reads has no text");
        let keep = keep.ok_or_else(declined)?;
        let entry = self.plan.keeps.get_mut(keep).ok_or_else(declined)?;
        if entry.needed {
            return Ok(());
        }
        if entry.text.text.is_empty() {
            return Err(declined());
        }
        entry.needed = true;
        for (name, binding) in self.requires.get(keep).cloned().unwrap_or_default() {
            self.observe_binding(&name, &binding, stmt)?;
        }
        Ok(())
    }

    /// Another name of an array that the statement may write into, by a call
    /// that only may return a view, no longer says what it holds.
    fn distrust_views(&mut self, stmt: &Stmt<'c>) -> Outcome<'c, ()> {
        let is_view = |binding: &Binding| matches!(binding, Binding::Array(id, _) if self.is_view_call(*id));
        let views = self.env.iter().filter(|(_, binding)| is_view(binding));
        for name in views.map(|(name, _)| name.clone()).collect::<Vec<_>>() {
            self.observe(&name, stmt)?;
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
                        let builtin = matches!(&call.callee.kind, ExprKind::Ref(name)
                            if matches!(name.as_str(), "builtins.range" | "builtins.len" | "builtins.min" | "builtins.max"));
                        escapes |= !builtin && binding::resolve(self.kb, call).is_none();
                    }
                    _ => {}
                });
            }
        });
        escapes
    }
}
