//! Equations as Python loops: the plain reading of an equation, for checks.
//!
//! In: an equation of an instance. Out: `def name(out, a0, a1, ...)` over nested
//! indexing, with sizes taken from the arguments' shapes.

use std::collections::BTreeSet;

use crate::affine::Affine;
use crate::equation::{Equation, Index};
use crate::expr::{Expr, Number};
use crate::size::{affine_text, dim_name, parse_dim_name, DimRef};

impl Equation<String> {
    /// A Python function that fills `out` by loops. `np` is NumPy.
    pub fn to_python(&self, name: &str, arguments: usize) -> String {
        let parameters: String = (0..arguments).map(|n| format!(", a{n}")).collect();
        let mut text = format!("def {name}(out{parameters}):\n");
        for size in self.sizes() {
            text += &format!("    {} = {}\n", dim_name(size), size_text(size));
        }
        let mut depth = 1;
        for index in &self.outputs {
            text += &for_line(index, &mut depth);
        }
        let pad = |depth: usize| "    ".repeat(depth);
        let place = format!("out[{}]", tuple(self.outputs.iter().map(|i| i.variable.clone())));
        let value = format!("out.dtype.type({})", expr_text(&self.body));
        let Some(combine) = &self.combine else {
            return text + &format!("{}{place} = {value}\n", pad(depth));
        };
        let outer = depth;
        text += &format!("{}total = {}\n", pad(outer), identity(combine));
        for index in &self.reductions {
            text += &for_line(index, &mut depth);
        }
        text += &format!("{}value = {value}\n", pad(depth));
        text += &format!("{}total = value if total is None else np.{combine}(total, value)\n", pad(depth));
        text + &format!("{}{place} = total\n", pad(outer))
    }

    /// Index builders: a function that lists the points of the domain in row-major order.
    pub fn to_python_points(&self, name: &str, arguments: usize) -> String {
        let parameters: Vec<String> = (0..arguments).map(|n| format!("a{n}")).collect();
        let mut text = format!("def {name}({}):\n    points = []\n", parameters.join(", "));
        for size in self.sizes() {
            text += &format!("    {} = {}\n", dim_name(size), size_text(size));
        }
        let mut depth = 1;
        for index in &self.outputs {
            text += &for_line(index, &mut depth);
        }
        let pad = "    ".repeat(depth);
        let point = tuple(self.outputs.iter().map(|i| i.variable.clone()));
        text += &format!("{pad}if {}:\n{pad}    points.append({point})\n", expr_text(&self.body));
        text + "    return points\n"
    }

    /// The sizes that occur in extents and in the body.
    fn sizes(&self) -> BTreeSet<DimRef> {
        let mut sizes = BTreeSet::new();
        let mut collect = |affine: &Affine<String>| {
            sizes.extend(affine.terms.keys().filter_map(|name| parse_dim_name(name)));
        };
        self.outputs.iter().chain(&self.reductions).for_each(|i| collect(&i.extent));
        self.body.visit(&mut |e| match e {
            Expr::Index(affine) => collect(affine),
            Expr::Read { index, .. } => index.iter().for_each(&mut collect),
            _ => {}
        });
        sizes
    }
}

/// How a size is found from the arguments `a0, a1, ...`.
pub fn size_text(size: DimRef) -> String {
    match size {
        DimRef::Axis(argument, axis) => format!("a{argument}.shape[{axis}]"),
        DimRef::Value(argument) => format!("a{argument}"),
        DimRef::Item(argument, item) => format!("a{argument}[{item}]"),
        DimRef::Result(axis) => format!("out.shape[{axis}]"),
    }
}

fn for_line(index: &Index<String>, depth: &mut usize) -> String {
    let pad = "    ".repeat(*depth);
    *depth += 1;
    format!("{pad}for {} in range({}):\n", index.variable, affine_text(&index.extent))
}

/// A Python tuple, right for 0 and 1 items too.
fn tuple(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.as_slice() {
        [] => "()".to_string(),
        [one] => format!("({one},)"),
        many => format!("({})", many.join(", ")),
    }
}

fn identity(combine: &str) -> &'static str {
    match combine {
        "add" | "logical_or" => "out.dtype.type(0)",
        "multiply" | "logical_and" => "out.dtype.type(1)",
        // Without an identity the first value starts.
        _ => "None",
    }
}

fn expr_text(expr: &Expr<String>) -> String {
    match expr {
        Expr::Number(number) => number_text(*number),
        Expr::Index(affine) => affine_text(affine),
        Expr::Read { array, index } if index.is_empty() => format!("a{array}"),
        Expr::Read { array, index } => {
            format!("a{array}[{}]", tuple(index.iter().map(affine_text)))
        }
        Expr::Apply { function, arguments } => {
            let arguments: Vec<String> = arguments.iter().map(expr_text).collect();
            format!("np.{function}({})", arguments.join(", "))
        }
    }
}

/// A number as a Python literal.
pub fn number_text(number: Number) -> String {
    match number {
        Number::Bool(true) => "True".to_string(),
        Number::Bool(false) => "False".to_string(),
        Number::Int(n) => n.to_string(),
        Number::Float(x) if x.is_finite() => format!("{x:?}"),
        Number::Float(x) => format!("float({:?})", x.to_string()),
        Number::Complex(re, im) => format!("complex({re:?}, {im:?})"),
    }
}
