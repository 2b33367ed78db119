//! Types of a class's attributes: annotations of the class, and `__init__`.
//!
//! before: class C:
//!             eps: float
//!             def __init__(self, n: int): self.N = n; self.data = np.zeros(n)
//! after:  eps: float, N: int, data: numpy.ndarray
//!
//! Rule: hints like any other; an attribute that is given several types has none.

use crate::function::parameters;
use crate::source::Source;
use rustpython_parser::ast::{Constant, Expr, Ranged, Stmt, StmtFunctionDef};
use std::collections::BTreeMap;

/// Functions of NumPy that make an array.
const MAKERS: &str = "zeros ones empty full array asarray ascontiguousarray zeros_like ones_like empty_like full_like \
    arange linspace eye rand randn random standard_normal fromfunction";

pub fn of(source: &Source, body: &[Stmt]) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    for stmt in body {
        match stmt {
            Stmt::AnnAssign(field) => {
                if let Expr::Name(name) = field.target.as_ref() {
                    fields.insert(name.id.to_string(), text(source, field.annotation.as_ref()));
                }
            }
            Stmt::FunctionDef(init) if init.name.as_str() == "__init__" => of_init(source, init, &mut fields),
            _ => {}
        }
    }
    fields.retain(|_, hint| !hint.is_empty());
    fields
}

fn text(source: &Source, e: &impl Ranged) -> String {
    source.slice(e.start().into(), e.end().into()).to_string()
}

fn of_init(source: &Source, init: &StmtFunctionDef, fields: &mut BTreeMap<String, String>) {
    let annotated: BTreeMap<_, _> = parameters(&init.args)
        .filter_map(|arg| Some((arg.arg.to_string(), text(source, arg.annotation.as_ref()?.as_ref()))))
        .collect();
    let Some(own) = parameters(&init.args).next().map(|arg| arg.arg.as_str()) else { return };
    for stmt in &init.body {
        let (target, hint) = match stmt {
            Stmt::Assign(assign) if assign.targets.len() == 1 => (&assign.targets[0], value(&assign.value, &annotated)),
            Stmt::AnnAssign(assign) => (assign.target.as_ref(), Some(text(source, assign.annotation.as_ref()))),
            _ => continue,
        };
        let Expr::Attribute(attribute) = target else { continue };
        if !matches!(attribute.value.as_ref(), Expr::Name(name) if name.id.as_str() == own) {
            continue;
        }
        let hint = hint.unwrap_or_default();
        let known = fields.entry(attribute.attr.to_string()).or_insert_with(|| hint.clone());
        if *known != hint && !matches!(stmt, Stmt::AnnAssign(_)) {
            known.clear();
        }
    }
}

fn value(e: &Expr, annotated: &BTreeMap<String, String>) -> Option<String> {
    match e {
        Expr::Name(name) => annotated.get(name.id.as_str()).cloned(),
        Expr::Constant(constant) => match constant.value {
            Constant::Int(_) => Some("int".to_string()),
            Constant::Float(_) => Some("float".to_string()),
            _ => None,
        },
        Expr::Call(call) => {
            let (_, attributes) = crate::scope::dotted(&call.func)?;
            let maker = attributes.last().is_some_and(|last| MAKERS.split_whitespace().any(|maker| maker == *last));
            maker.then(|| "numpy.ndarray".to_string())
        }
        _ => None,
    }
}
