//! What a statement that is kept as text may touch, and whether it is total.
//!
//! before: if a[i] > 0.0: count += 1
//! after:  total, reads the element a[i], the variable i and the name `count`
//!
//! Legal: a total statement does not raise, under the guards of the version,
//! and runs no code that nobody has seen: numbers of exact types, elements
//! within bounds, dictionaries, lists and sets of exact types. What the stream
//! behind `print` does when written to, and what a dictionary's old values do
//! when they are dropped, counts as nothing that looks at the kernel's arrays.
//! Not handled: everything else, which may then touch everything.

use super::{Binding, Lowering, Outcome};
use crate::convert_py_to_nparray::liveness::Names;
use crate::convert_py_to_nparray::plan::{Declined, Relations, Sym};
use crate::py_infer_types::binding::{self, resolve};
use crate::py_infer_types::tree::{Call, Expr, ExprKind, Literal, Stmt, StmtKind, Target};
use crate::py_infer_types::ty::Ty;
use automphc_kb::affine::Affine;
use automphc_kb::instance::Param;
use automphc_kb::types::{Category, DType};
use melior::ir::Location;

impl<'c> Lowering<'_, 'c> {
    /// The relations of a total statement; the error says why it is not total.
    pub fn total_relations(&mut self, stmt: &Stmt<'c>) -> Outcome<'c, Relations> {
        let mut relations = Relations { total: true, ..Relations::default() };
        self.total_statement(stmt, &mut relations)?;
        self.exact_numbers(&mut relations)?;
        Ok(relations)
    }

    /// The types of locals follow from those of numbers that are arguments: all are guarded.
    fn exact_numbers(&mut self, relations: &mut Relations) -> Outcome<'c, ()> {
        let read: Names = self.function.body.iter().flat_map(Stmt::reads).collect();
        let scalar = |name: &String| match self.env.get(name) {
            Some(Binding::Place(ty)) if ty.is_scalar() => Some((name.clone(), ty.clone())),
            _ => None,
        };
        let scalars: Vec<_> =
            self.function.params.iter().filter(|name| read.contains(*name)).filter_map(scalar).collect();
        for (name, ty) in scalars {
            self.exact_number(&name, &ty, relations)?;
        }
        Ok(())
    }

    fn exact_number(&mut self, name: &str, ty: &Ty, relations: &mut Relations) -> Outcome<'c, ()> {
        if *ty == Ty::Int {
            self.arguments.entry(name.to_string()).or_insert((Ty::Int, None));
            if self.carried.contains(name) {
                // It has not been bound again: the program's variable holds it.
                self.plan.guarded.insert(name.to_string());
                return Ok(());
            }
            let index = Affine::var(Sym::Int(name.to_string()));
            relations.bound.insert(name.to_string(), index);
        } else {
            relations.elements.insert(self.argument(name, ty, self.function.location)?);
        }
        Ok(())
    }

    fn total_statement(&mut self, stmt: &Stmt<'c>, relations: &mut Relations) -> Outcome<'c, ()> {
        match &stmt.kind {
            StmtKind::Pass => Ok(()),
            StmtKind::Expr(e) => match &e.kind {
                ExprKind::Constant(_) => Ok(()),
                ExprKind::Call(call) => self.total_call_statement(e, call, relations),
                _ => self.total_scalar(e, relations),
            },
            StmtKind::Assign(_, e) => self.total_scalar(e, relations),
            StmtKind::AugAssign(name, operator, e) => {
                if !self.is_number(name) {
                    return Err(partial(stmt.location));
                }
                self.total_operator(stmt.location, operator, e)?;
                self.total_scalar(e, relations)
            }
            StmtKind::Store(target, e) => self.total_store(stmt, target, e, None, relations),
            StmtKind::AugStore(operator, target, e) => self.total_store(stmt, target, e, Some(operator), relations),
            StmtKind::If(condition, then, otherwise) => {
                self.total_scalar(condition, relations)?;
                then.iter().chain(otherwise).try_for_each(|stmt| self.total_statement(stmt, relations))
            }
            StmtKind::Group(parts, None) => parts.iter().try_for_each(|part| self.total_statement(part, relations)),
            _ => Err(partial(stmt.location)),
        }
    }

    /// `print(...)`, `log.append(x)`, `seen.add(x)`.
    fn total_call_statement(&mut self, e: &Expr<'c>, call: &Call<'c>, relations: &mut Relations) -> Outcome<'c, ()> {
        match &call.callee.kind {
            ExprKind::Ref(name) if name == "builtins.print" => {
                let plain = |(name, value): &(String, Expr)| {
                    let literal = matches!(value.kind, ExprKind::Constant(Literal::Str(_) | Literal::Bool(_)));
                    literal && matches!(name.as_str(), "sep" | "end" | "flush")
                };
                if !call.keywords.iter().all(plain) {
                    return Err(partial(e.location));
                }
                call.positional.iter().try_for_each(|item| self.total_scalar(item, relations))
            }
            ExprKind::Attribute(object, method) if call.keywords.is_empty() && call.positional.len() == 1 => {
                let kind = match method.as_str() {
                    "append" => "list",
                    "add" => "set",
                    _ => return Err(partial(e.location)),
                };
                self.exact_object(object, kind)?;
                self.total_scalar(&call.positional[0], relations)
            }
            _ => Err(partial(e.location)),
        }
    }

    /// The object is of exactly this builtin type: a parameter under a guard, or
    /// a local that one statement makes.
    fn exact_object(&mut self, object: &Expr<'c>, kind: &str) -> Outcome<'c, ()> {
        let declined = || partial(object.location);
        let name = object.as_name().ok_or_else(declined)?;
        let (mut bindings, mut made) = (0, 0);
        for stmt in &self.function.body {
            stmt.visit(&mut |inner| {
                let own = match &inner.kind {
                    StmtKind::Group(..) => false,
                    _ if inner.nested().is_empty() => inner.writes().contains(name),
                    StmtKind::For(nest) => nest.target == *name,
                    _ => false,
                };
                bindings += usize::from(own);
                let makes = matches!(&inner.kind, StmtKind::Assign(_, e) if makes(e, kind));
                made += usize::from(own && makes && std::ptr::eq(inner, stmt));
            });
        }
        let is_param = self.function.params.iter().any(|param| param == name);
        match (is_param, bindings, made) {
            (true, 0, _) if matches!(self.env.get(name), Some(Binding::Place(Ty::Object))) => {
                match self.plan.objects.insert(name.to_string(), kind.to_string()) {
                    Some(known) if known != kind => Err(declined()),
                    _ => Ok(()),
                }
            }
            (false, 1, 1) => Ok(()),
            _ => Err(declined()),
        }
    }

    fn total_store(
        &mut self,
        stmt: &Stmt<'c>,
        target: &Target<'c>,
        e: &Expr<'c>,
        operator: Option<&String>,
        relations: &mut Relations,
    ) -> Outcome<'c, ()> {
        self.total_scalar(e, relations)?;
        if !matches!(target.base.ty, Ty::Array { .. }) {
            let [key] = target.indices.as_slice() else { return Err(partial(stmt.location)) };
            if operator.is_some() {
                return Err(partial(stmt.location)); // The key may not be there.
            }
            self.exact_object(&target.base, "dict")?;
            return self.total_scalar(key, relations);
        }
        let view = self.element_of(stmt.location, &target.base, &target.indices)?;
        let dtype = self.ty(view).dtype;
        let narrower = e.ty.value_type().is_none_or(|value| value.dtype.category() > dtype.category());
        // An int may be too large for an array of ints.
        if narrower || dtype.category() < Category::Float || !matches!(dtype, DType::F64 | DType::C128) {
            return Err(partial(stmt.location));
        }
        if let Some(operator) = operator {
            self.total_operator(stmt.location, operator, e)?;
        }
        relations.elements.insert(view);
        relations.array(self.root(view), true);
        Ok(())
    }

    /// An element of an array, within its bounds.
    fn element_of(&mut self, location: Location<'c>, base: &Expr<'c>, indices: &[Expr<'c>]) -> Outcome<'c, usize> {
        let view = self.view(location, base, indices)?;
        match self.ty(view).rank {
            0 => Ok(view),
            _ => Err(partial(location)),
        }
    }

    /// A value of a plain immutable type, computed without a fault.
    fn total_scalar(&mut self, e: &Expr<'c>, relations: &mut Relations) -> Outcome<'c, ()> {
        let mut all = |parts: &[&Expr<'c>]| parts.iter().try_for_each(|part| self.total_scalar(part, relations));
        match &e.kind {
            ExprKind::Constant(_) => Ok(()),
            ExprKind::Name(name) => self.total_name(e, name, relations),
            ExprKind::Tuple(parts) => all(&parts.iter().collect::<Vec<_>>()),
            ExprKind::Select(parts) => all(&parts.iter().collect::<Vec<_>>()),
            ExprKind::Bool(_, parts) => all(&parts.iter().collect::<Vec<_>>()),
            ExprKind::Unary(operator, inner) => {
                if operator != "not" && !is_number(&inner.ty) {
                    return Err(partial(e.location));
                }
                all(&[inner])
            }
            ExprKind::Compare(operator, parts) => {
                let ordered = parts.iter().all(|part| is_number(&part.ty) && part.ty != Ty::Complex);
                let equal = matches!(operator.as_str(), "equal" | "not_equal" | "is" | "is_not");
                if !ordered && !equal {
                    return Err(partial(e.location));
                }
                all(&[&parts[0], &parts[1]])
            }
            ExprKind::Binary(operator, parts) => {
                if !parts.iter().all(|part| is_number(&part.ty)) {
                    return Err(partial(e.location));
                }
                all(&[&parts[0], &parts[1]])?;
                if !self.converts(&parts[0], &parts[1]) || !self.converts(&parts[1], &parts[0]) {
                    return Err(partial(e.location));
                }
                self.total_operator(e.location, operator, &parts[1])
            }
            ExprKind::Subscript(base, indices) if matches!(base.ty, Ty::Array { .. }) => {
                let view = self.element_of(e.location, base, indices)?;
                relations.elements.insert(view);
                Ok(())
            }
            ExprKind::Call(call) => self.total_call(e, call, relations),
            // Sizes and the like.
            _ if e.ty == Ty::Int && self.index(e).is_ok() => Ok(()),
            ExprKind::Opaque { formats: Some(parts), .. } => parts.iter().try_for_each(|part| {
                let (name, spec) = part.split_once(':').unwrap_or((part, ""));
                match self.is_number(name) && self.formats(name, spec) {
                    true => self.total_variable(name, e.location, relations),
                    false => Err(partial(e.location)),
                }
            }),
            _ => Err(partial(e.location)),
        }
    }

    fn total_name(&mut self, e: &Expr<'c>, name: &str, relations: &mut Relations) -> Outcome<'c, ()> {
        if !self.env.contains_key(name) && !self.locals.contains_key(name) {
            // A constant of the module is one as long as a guard says so.
            return match e.ty {
                Ty::Int => self.int_constant(e, name).map(drop),
                _ => match self.global_constant(e, name)? {
                    Some(_) => Ok(()),
                    None => Err(partial(e.location)),
                },
            };
        }
        self.total_variable(name, e.location, relations)
    }

    /// A variable that surely holds a number, if it is bound.
    fn total_variable(&mut self, name: &str, location: Location<'c>, relations: &mut Relations) -> Outcome<'c, ()> {
        match self.env.get(name).cloned() {
            Some(Binding::Place(ty)) if ty.is_scalar() => self.exact_number(name, &ty, relations),
            Some(Binding::Int(..) | Binding::Cell) => Ok(()),
            Some(Binding::Unknown) if self.is_number(name) && self.is_bound(name) => Ok(()),
            _ => Err(partial(location)),
        }
    }

    /// The first statement of the function that binds the local does so in any case.
    fn is_bound(&self, name: &str) -> bool {
        let first = self.function.body.iter().find(|stmt| stmt.reads().contains(name) || stmt.writes().contains(name));
        let binds = first.is_some_and(|stmt| match &stmt.kind {
            StmtKind::Assign(target, e) => target == name && !reads(e, name),
            _ => false,
        });
        binds || self.function.params.iter().any(|param| param == name)
    }

    /// All that is ever bound to the name are numbers.
    fn is_number(&self, name: &str) -> bool {
        let mut unknown = false;
        for stmt in &self.function.body {
            stmt.visit(&mut |stmt| {
                unknown |= match &stmt.kind {
                    StmtKind::Opaque(opaque) => opaque.writes.iter().any(|written| written == name),
                    StmtKind::For(nest) => nest.target == *name && nest.iterable.ty != Ty::Range,
                    _ => false,
                }
            });
        }
        let param = self.function.params.iter().any(|param| param == name);
        let place = matches!(self.env.get(name), Some(Binding::Place(ty)) if is_number(ty));
        let local = self.locals.get(name).is_some_and(is_number);
        !unknown && (place || (local && !param))
    }

    /// An int beside another number is small enough to become one: a constant, a
    /// size, or the variable of a loop that runs that far.
    fn converts(&mut self, e: &Expr<'c>, other: &Expr<'c>) -> bool {
        if e.ty != Ty::Int || other.ty == Ty::Int {
            return true;
        }
        let index = self.index(e);
        index.is_ok_and(|index| index.terms.keys().all(|symbol| !matches!(symbol, Sym::Int(_) | Sym::Product(_))))
    }

    /// A number of the variable's type can be formatted so: a width, and digits of a float.
    fn formats(&self, name: &str, spec: &str) -> bool {
        let ty = match self.env.get(name) {
            Some(Binding::Place(ty)) => Some(ty),
            Some(Binding::Int(..)) => Some(&Ty::Int),
            _ => self.locals.get(name),
        };
        let (width, digits) = spec.split_once('.').unwrap_or((spec, ""));
        let short = |text: &str| text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit());
        let kind = spec.chars().last().filter(char::is_ascii_alphabetic);
        match (kind, ty) {
            (None, _) => !spec.contains('.') && short(spec),
            (Some('d'), Some(Ty::Int)) => !spec.contains('.') && short(width.trim_end_matches('d')),
            (Some('e' | 'f' | 'g'), Some(Ty::Float)) => {
                short(width.trim_end_matches(['e', 'f', 'g'])) && short(digits.trim_end_matches(['e', 'f', 'g']))
            }
            _ => false,
        }
    }

    /// The operator does not raise for numbers with this right operand.
    fn total_operator(&self, location: Location<'c>, operator: &str, rhs: &Expr<'c>) -> Outcome<'c, ()> {
        let nonzero = match binding::constant(rhs) {
            Some(Param::Int(value)) => value != 0,
            Some(Param::Float(value)) => value != 0.0,
            _ => false,
        };
        let numbers = is_number(&rhs.ty);
        match operator {
            "add" | "subtract" | "multiply" if numbers => Ok(()),
            "divide" | "floor_divide" | "remainder" if nonzero && rhs.ty != Ty::Complex => Ok(()),
            _ => Err(partial(location)),
        }
    }

    fn total_call(&mut self, e: &Expr<'c>, call: &Call<'c>, relations: &mut Relations) -> Outcome<'c, ()> {
        if e.ty == Ty::Int && self.index(e).is_ok() {
            return Ok(());
        }
        let ExprKind::Ref(name) = &call.callee.kind else { return Err(partial(e.location)) };
        let numbers = call.positional.iter().all(|item| is_number(&item.ty) && item.ty != Ty::Complex);
        let total = match name.as_str() {
            "builtins.abs" | "builtins.bool" => numbers && call.positional.len() == 1,
            "builtins.str" | "builtins.repr" => call.positional.len() == 1,
            "builtins.min" | "builtins.max" => numbers && call.positional.len() > 1,
            name if name.starts_with("numpy.") => {
                numbers && e.ty.is_scalar() && resolve(self.kb, call).is_some_and(|known| self.is_pure(&known.name))
            }
            _ => false,
        };
        if !total || !call.keywords.is_empty() {
            return Err(partial(e.location));
        }
        call.positional.iter().try_for_each(|item| self.total_scalar(item, relations))
    }

    fn is_pure(&self, name: &str) -> bool {
        const TOTAL: [&str; 8] = ["abs", "absolute", "sqrt", "exp", "log", "sin", "cos", "tanh"];
        let plain = name.strip_prefix("numpy.").is_some_and(|name| TOTAL.contains(&name));
        plain && self.kb.function(name).is_some_and(|function| function.pure)
    }
}

fn partial(location: Location) -> Declined {
    Declined::new(location, "a part that may raise, or run code that is not seen")
}

fn is_number(ty: &Ty) -> bool {
    ty.is_scalar()
}

fn reads(e: &Expr, name: &str) -> bool {
    let mut names = Names::new();
    e.reads(&mut names);
    names.contains(name)
}

/// `{}`, `[]`, `dict()`, `list()`, `set()`
fn makes(e: &Expr, kind: &str) -> bool {
    match &e.kind {
        ExprKind::List(items) => kind == "list" && items.is_empty(),
        ExprKind::Opaque { text, .. } => kind == "dict" && text == "{}",
        ExprKind::Call(call) => {
            let plain = call.positional.is_empty() && call.keywords.is_empty();
            plain && matches!(&call.callee.kind, ExprKind::Ref(name) if *name == format!("builtins.{kind}"))
        }
        _ => false,
    }
}
