//! Sizes of a call's operands: how they are named, and arithmetic over them.
//!
//! A `DimRef` points into the argument list of one call. Inside an equation it
//! is spelled as a variable: `d0_1` is the size of axis 1 of argument 0, `v2`
//! the value of argument 2, `v2_0` item 0 of the tuple argument 2, `r0` the
//! size of result axis 0 where only the call itself tells it.

use crate::affine::Affine;

/// A size or value that is known when the call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DimRef {
    /// Argument, axis.
    Axis(usize, usize),
    /// The value of an int argument.
    Value(usize),
    /// Argument, item of the tuple.
    Item(usize, usize),
    /// Size of a result axis that depends on the data, or is not affine in the
    /// sizes of the operands (`reshape(-1)`, `ravel`, `repeat`).
    Result(usize),
}

/// The name of a size inside an equation.
pub fn dim_name(dim: DimRef) -> String {
    match dim {
        DimRef::Axis(argument, axis) => format!("d{argument}_{axis}"),
        DimRef::Value(argument) => format!("v{argument}"),
        DimRef::Item(argument, item) => format!("v{argument}_{item}"),
        DimRef::Result(axis) => format!("r{axis}"),
    }
}

/// Inverse of `dim_name`; None for index variables and anything else.
pub fn parse_dim_name(name: &str) -> Option<DimRef> {
    let number = |text: &str| text.parse::<usize>().ok();
    let rest = name.get(1..)?;
    let pair = rest.split_once('_');
    match (name.as_bytes().first()?, pair) {
        (b'd', Some((a, x))) => Some(DimRef::Axis(number(a)?, number(x)?)),
        (b'v', Some((a, x))) => Some(DimRef::Item(number(a)?, number(x)?)),
        (b'v', None) => Some(DimRef::Value(number(rest)?)),
        (b'r', None) => Some(DimRef::Result(number(rest)?)),
        _ => None,
    }
}

/// A number computed from sizes: an operation count, or the divisor of a mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Count {
    Number(f64),
    Size(Affine<DimRef>),
    Sum(Vec<Count>),
    Product(Vec<Count>),
    Quotient(Box<Count>, Box<Count>),
    Log2(Box<Count>),
}

impl Count {
    /// The number, given every size.
    pub fn evaluate(&self, size: &impl Fn(DimRef) -> f64) -> f64 {
        match self {
            Self::Number(n) => *n,
            Self::Size(a) => a.constant as f64 + a.terms.iter().map(|(d, c)| *c as f64 * size(*d)).sum::<f64>(),
            Self::Sum(items) => items.iter().map(|i| i.evaluate(size)).sum(),
            Self::Product(items) => items.iter().map(|i| i.evaluate(size)).product(),
            Self::Quotient(a, b) => a.evaluate(size) / b.evaluate(size),
            Self::Log2(a) => a.evaluate(size).max(1.0).log2(),
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list =
            |items: &[Count], separator: &str| items.iter().map(Count::to_string).collect::<Vec<_>>().join(separator);
        match self {
            Self::Number(n) => write!(f, "{n}"),
            Self::Size(a) => write!(f, "{}", affine_text(&a.map(|d| Affine::var(dim_name(*d))))),
            Self::Sum(items) => write!(f, "({})", list(items, " + ")),
            Self::Product(items) => write!(f, "{}", list(items, " * ")),
            Self::Quotient(a, b) => write!(f, "({a}) / ({b})"),
            Self::Log2(a) => write!(f, "log2({a})"),
        }
    }
}

/// An affine expression as Python text, in parentheses unless it is one name or number.
pub fn affine_text(affine: &Affine<String>) -> String {
    let mut text = String::new();
    for (name, coefficient) in &affine.terms {
        let sign = if *coefficient < 0 { "-" } else { "+" };
        let lead = match (text.is_empty(), *coefficient < 0) {
            (true, false) => String::new(),
            (true, true) => "-".to_string(),
            (false, _) => format!(" {sign} "),
        };
        let magnitude = coefficient.unsigned_abs();
        let factor = if magnitude == 1 { String::new() } else { format!("{magnitude} * ") };
        text += &format!("{lead}{factor}{name}");
    }
    if affine.constant != 0 && !text.is_empty() {
        let sign = if affine.constant < 0 { "-" } else { "+" };
        text += &format!(" {sign} {}", affine.constant.unsigned_abs());
    }
    match (text.is_empty(), affine.as_var()) {
        (true, _) => affine.constant.to_string(),
        (_, Some(_)) => text,
        _ => format!("({text})"),
    }
}
