//! What one call of an entry means: the answer of `KnowledgeBase::instantiate`.

use std::collections::BTreeMap;
use std::fmt;

use crate::affine::Affine;
use crate::equation::Equation;
use crate::expr::Number;
use crate::size::{Count, DimRef};
use crate::types::{DType, ValueType};

/// What is known of one operand of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// `dims` are the sizes known statically, one per axis.
    Array {
        ty: ValueType,
        dims: Vec<Option<i64>>,
    },
    /// A Python int; its value, if constant.
    Int(Option<i64>),
    /// A tuple of ints, such as a shape.
    Tuple(Vec<Option<i64>>),
    Other,
}

impl Argument {
    /// An array none of whose sizes is known.
    pub fn array(dtype: DType, rank: usize) -> Self {
        Self::Array { ty: ValueType { dtype, rank, weak: false }, dims: vec![None; rank] }
    }

    /// A Python scalar of type float, complex or bool.
    pub fn weak(dtype: DType) -> Self {
        Self::Array { ty: ValueType { dtype, rank: 0, weak: true }, dims: Vec::new() }
    }
}

/// Constants of a call by parameter name, keyword or positional.
pub type Params = BTreeMap<String, Param>;

#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    Ints(Vec<i64>),
    /// Two lists of axes, as `tensordot` takes them.
    Axes(Vec<i64>, Vec<i64>),
    DType(DType),
}

/// The meaning of one call. Sizes refer to the call's arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Instance {
    /// The overload's primary name: `numpy.dot` for a call of `numpy.matmul`.
    pub name: String,
    pub result: ValueType,
    /// One size per result axis; for `Body::Indices`, the shape of the domain.
    pub result_shape: Vec<Affine<DimRef>>,
    /// Sizes that the call requires to be equal and that are not known to be.
    pub equal: Vec<(DimRef, DimRef)>,
    pub body: Body,
    /// The result shares memory with the first array operand.
    pub view: bool,
    pub flops: Count,
    /// NumPy 1.26 and 2.x give different results for these arguments.
    pub versions_differ: bool,
    /// No effect besides the result.
    pub pure: bool,
    /// For an opaque body: the operand's axes along which elements mix; all
    /// other axes are element-wise. None: nothing is known.
    pub rows: Option<Vec<usize>>,
    /// The parameter that names these axes.
    pub along: Option<String>,
    /// For an opaque body: the sizes that must be positive so that the call does
    /// not raise. None: it may raise anyway.
    pub total: Option<Vec<Affine<DimRef>>>,
}

/// What the call computes. The value of an equation's body is converted to the
/// result's element type before it is combined or stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Equation(Equation<String>),
    /// Tuple of index arrays: the points, in row-major order, of the output
    /// indices at which the equation's body is true.
    Indices(Equation<String>),
    Composition(Composition),
    Opaque,
}

/// Further calls over the arguments, in order; the last node is the result.
#[derive(Clone, Debug, PartialEq)]
pub struct Composition {
    pub nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Full entry name.
    pub name: String,
    pub operands: Vec<Source>,
    pub params: Params,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Position in the argument list.
    Argument(usize),
    /// An earlier node.
    Node(usize),
    Number(Number),
    /// A Python int computed from sizes.
    Count(Count),
}

/// Why no overload of an entry takes these arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    pub reason: String,
}

impl Mismatch {
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Mismatch {}
