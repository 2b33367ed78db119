//! A parsed entry: one `def` of a stub file, before any call is seen.

use crate::affine::Affine;
use crate::expr::Number;
use crate::instance::Param;
use crate::types::{DType, Kind};

/// One overload. `names` are full dotted names, the primary one first.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub names: Vec<String>,
    pub methods: Vec<String>,
    pub attributes: Vec<String>,
    pub operators: Vec<String>,
    /// CuPy's name, if CuPy has it.
    pub cupy: Option<String>,
    /// CuPy treats complex numbers otherwise.
    pub cupy_real: bool,
    pub doc: String,
    pub path: String,
    pub line: usize,
    pub type_variables: Vec<(String, Kind)>,
    pub parameters: Vec<Parameter>,
    pub result: ResultType,
    pub body: EntryBody,
    pub options: Options,
}

/// What the decorator says besides names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Operation count of a call over the signature's sizes.
    pub flops: Option<Term>,
    /// Operations per element of a scalar function.
    pub weight: Option<f64>,
    /// The parameter that says which axis plays the last one of the signature.
    pub along: Option<String>,
    /// Opaque, but elements mix only along the axis that `along` names.
    pub rows: bool,
    pub layout: Option<Layout>,
    pub equation: Option<Special>,
    pub view: bool,
    /// The accumulator's dtype is the result's and the call accepts `out=`.
    pub out: bool,
    pub effects: Option<String>,
    /// How NumPy 1.26 and 2.x differ.
    pub versions: Option<String>,
    /// The operand types for which they differ; empty for all.
    pub versions_for: Vec<DType>,
    /// The exception raised where the function is undefined.
    pub raises: Option<String>,
    pub total: Total,
}

/// When a call of the right types and shapes raises no exception.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Total {
    /// It may raise because of what the operands hold.
    #[default]
    No,
    Yes,
    /// It raises for axes that it works along, or sizes, of 0 alone.
    NotEmpty,
    /// Of one row, it raises or gives a result of another rank.
    SeveralRows,
}

/// Rearrangements of axes that a parameter chooses.
#[derive(Clone, Debug, PartialEq)]
pub enum Layout {
    /// Result axis `r` is operand axis `axes[r]`; reversed if None.
    Permute(String),
    Swap(String, String),
    Move(String, String),
    /// Insert an axis of size 1.
    Insert(String),
    /// Drop axes of size 1.
    Drop(String),
}

/// Equations that a parameter's value spells.
#[derive(Clone, Debug, PartialEq)]
pub enum Special {
    /// Einstein summation over the operands.
    Subscripts(String),
    /// Contraction over pairs of axes.
    Contraction(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    pub name: String,
    pub kind: ParameterKind,
    pub default: Option<Param>,
    /// A `Dim` that is another parameter's value unless given.
    pub default_name: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ParameterKind {
    Array {
        dtype: Element,
        dims: Vec<Dim>,
    },
    /// Any number of arrays.
    Arrays,
    /// An int that is a size of the result.
    Dim,
    /// An int that occurs in the equation.
    Int,
    /// A tuple of sizes, bound to a sequence of dimensions.
    Shape(String),
    /// A compile-time constant: axes, flag, dtype, string.
    Constant,
    /// A constant that is one axis or None.
    Axis,
    /// A constant that must have one of these values.
    Literal(Vec<Param>),
}

/// Element type of a parameter: a variable or one fixed type.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    Variable(String),
    Fixed(DType),
}

/// One item of an array's dimensions.
#[derive(Clone, Debug, PartialEq)]
pub enum Dim {
    Size(Affine<String>),
    /// Zero or more axes, equal wherever the name occurs.
    Sequence(String),
    /// Zero or more leading axes, broadcast against each other.
    Broadcast,
    /// Known only after the call.
    Unknown,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ResultType {
    Array { dtype: TypeRule, dims: Vec<Dim>, weak: bool },
    Indices(Vec<Affine<String>>),
}

/// Element type of a result, computed from those of the operands.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeRule {
    Variable(String),
    Fixed(DType),
    Promote(Vec<TypeRule>),
    /// Inexact types stay; others become float64.
    Float(Box<TypeRule>),
    /// The smallest inexact type that a ufunc computes in.
    Inexact(Box<TypeRule>),
    Accumulator(Box<TypeRule>),
    Real(Box<TypeRule>),
    Complex(Box<TypeRule>),
    /// A dtype parameter, or the rule where it is None.
    Given(String, Box<TypeRule>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum EntryBody {
    /// `out[outputs] combine= value`.
    Equation {
        outputs: Vec<Slot>,
        combine: Option<String>,
        value: Term,
    },
    /// `domain[outputs] = value`.
    Indices {
        outputs: Vec<Slot>,
        value: Term,
    },
    Composition(Vec<Assignment>),
    Opaque,
}

/// A scalar expression before its names are resolved.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    Number(Number),
    Name(String),
    Read { array: String, index: Vec<Slot> },
    Apply { function: String, arguments: Vec<Term> },
}

impl Term {
    pub fn visit<'a>(&'a self, f: &mut impl FnMut(&'a Term)) {
        f(self);
        match self {
            Self::Apply { arguments, .. } => arguments.iter().for_each(|a| a.visit(f)),
            Self::Read { index, .. } => index.iter().for_each(|slot| {
                if let Slot::At(term) = slot {
                    term.visit(f);
                }
            }),
            _ => {}
        }
    }
}

/// One item of a subscript.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    At(Term),
    /// `...`: the axes of the broadcast or of the only sequence.
    Rest,
    /// `*s`: the axes of one sequence.
    Star(String),
}

/// One statement of a composition; the `return` has no target.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    pub target: Option<String>,
    pub value: CallTerm,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CallTerm {
    pub function: String,
    pub operands: Vec<OperandTerm>,
    pub keywords: Vec<(String, KeywordTerm)>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum OperandTerm {
    Term(Term),
    Call(CallTerm),
}

#[derive(Clone, Debug, PartialEq)]
pub enum KeywordTerm {
    Constant(Param),
    /// The value of the entry's own parameter.
    Parameter(String),
    DType(TypeRule),
}

/// What callers see of a function: one spelled name and its overloads.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// The full dotted name, `numpy.linalg.norm`.
    pub name: String,
    /// The other names of its overloads.
    pub aliases: Vec<String>,
    /// ndarray methods that spell it.
    pub methods: Vec<String>,
    /// CuPy's name for it, None where CuPy lacks it.
    pub cupy: Option<String>,
    /// CuPy treats complex numbers otherwise.
    pub cupy_real: bool,
    pub doc: String,
    /// Parameters of the first overload, in order.
    pub parameters: Vec<Parameter>,
    /// Parameters of every overload, first included.
    pub overloads: Vec<Vec<Parameter>>,
    pub pure: bool,
    pub view: bool,
    /// Accepts `out=`.
    pub out: bool,
    /// Note on how NumPy 1.26 and 2.x differ.
    pub versions: Option<String>,
    pub raises: Option<String>,
    pub path: String,
    pub line: usize,
    /// A scalar function applied at every element.
    pub elementwise: bool,
}
