//! Scalar functions of the knowledge base and the operations that stand for them.
//!
//! One table serves both directions. What `arith` and `math` lack, or define
//! differently from NumPy, is `nparray.scalar`.

use super::Term;
use automphc_kb::expr::Expr;
use automphc_kb::types::DType;

/// The class of an element type: it selects the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Float,
    Integer,
    Complex,
}

/// (function, float, integer, complex); an empty name means `nparray.scalar`.
const OPERATIONS: &[(&str, &str, &str, &str)] = &[
    ("add", "arith.addf", "arith.addi", "complex.add"),
    ("subtract", "arith.subf", "arith.subi", "complex.sub"),
    ("multiply", "arith.mulf", "arith.muli", "complex.mul"),
    ("divide", "arith.divf", "", "complex.div"),
    ("negative", "arith.negf", "", "complex.neg"),
    ("maximum", "arith.maximumf", "arith.maxsi", ""),
    ("minimum", "arith.minimumf", "arith.minsi", ""),
    ("fmax", "arith.maxnumf", "", ""),
    ("fmin", "arith.minnumf", "", ""),
    ("where", "arith.select", "arith.select", "arith.select"),
    ("sqrt", "math.sqrt", "", ""),
    ("exp", "math.exp", "", ""),
    ("log", "math.log", "", ""),
    ("sin", "math.sin", "", ""),
    ("cos", "math.cos", "", ""),
    ("tan", "math.tan", "", ""),
    ("tanh", "math.tanh", "", ""),
    ("absolute", "math.absf", "math.absi", ""),
    ("floor", "math.floor", "", ""),
    ("ceil", "math.ceil", "", ""),
    ("power", "math.powf", "", ""),
];

/// (function, predicate of arith.cmpf, predicate of arith.cmpi).
const COMPARISONS: &[(&str, i64, i64)] = &[
    ("equal", 1, 0),
    ("greater", 2, 4),
    ("greater_equal", 3, 5),
    ("less", 4, 2),
    ("less_equal", 5, 3),
    ("not_equal", 13, 1),
];

/// The function that converts to an element type: NumPy's name for the type.
pub fn cast(to: DType) -> &'static str {
    match to {
        DType::Bool => "bool_",
        other => other.name(),
    }
}

/// The element type that a function converts to, if that is what it does.
pub fn cast_type(function: &str) -> Option<DType> {
    DType::ALL.into_iter().find(|to| cast(*to) == function)
}

/// True for a term that is a bool whatever it is computed from.
pub fn is_truth(term: &Term) -> bool {
    matches!(term, Expr::Apply { function, .. } if predicate(function).is_some() || gives_bool(function))
}

/// True for functions that make a real number of a complex one.
pub fn gives_part(function: &str) -> bool {
    matches!(function, "real" | "imag" | "absolute")
}

/// True for functions other than comparisons whose result is a bool.
pub fn gives_bool(function: &str) -> bool {
    matches!(
        function,
        "logical_and" | "logical_or" | "logical_not" | "logical_xor" | "isnan" | "isinf" | "isfinite" | "signbit"
    )
}

/// The operation for a function on a class; None: `nparray.scalar`.
pub fn operation(function: &str, class: Class) -> Option<&'static str> {
    let (_, float, integer, complex) = OPERATIONS.iter().find(|row| row.0 == function)?;
    let name = match class {
        Class::Float => float,
        Class::Integer => integer,
        Class::Complex => complex,
    };
    Some(*name).filter(|name| !name.is_empty())
}

/// The function that an operation stands for.
pub fn function(operation: &str) -> Option<&'static str> {
    OPERATIONS
        .iter()
        .find(|(_, float, integer, complex)| [float, integer, complex].contains(&&operation))
        .map(|row| row.0)
}

/// The comparison predicate of a function: (arith.cmpf, arith.cmpi).
pub fn predicate(function: &str) -> Option<(i64, i64)> {
    COMPARISONS.iter().find(|row| row.0 == function).map(|row| (row.1, row.2))
}

/// The function that a predicate of `arith.cmpf` (true) or `arith.cmpi` stands for.
pub fn comparison(float: bool, predicate: i64) -> Option<&'static str> {
    COMPARISONS.iter().find(|row| predicate == if float { row.1 } else { row.2 }).map(|row| row.0)
}
