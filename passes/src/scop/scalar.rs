//! Scalar functions of the knowledge base and the operations that stand for them.
//!
//! One table serves both directions. What `arith` and `math` lack, or define
//! differently from NumPy, is `nparray.scalar`.

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
