//! What inference knows of a value: the types of `py` and `nparray` as plain data.

use automphc_dialects::types;
use automphc_kb::types::{Category, DType, ValueType};
use melior::ir::r#type::{IntegerType, TupleType};
use melior::ir::Type;
use melior::Context;

/// `Object` is "nothing known". A `Float` may be a `numpy.float64`, a `Complex`
/// a `numpy.complex128`; NumPy scalars of other types are arrays of rank 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    Object,
    None,
    Int,
    Float,
    Bool,
    Complex,
    Str,
    Slice,
    Ellipsis,
    Range,
    Function,
    Tuple(Vec<Ty>),
    List { depth: usize, dtype: DType },
    Array { rank: usize, dtype: DType },
}

const PLAIN: [(Ty, &str); 11] = [
    (Ty::Object, "object"),
    (Ty::None, "none"),
    (Ty::Int, "int"),
    (Ty::Float, "float"),
    (Ty::Bool, "bool"),
    (Ty::Complex, "complex"),
    (Ty::Str, "str"),
    (Ty::Slice, "slice"),
    (Ty::Ellipsis, "ellipsis"),
    (Ty::Range, "range"),
    (Ty::Function, "function"),
];

impl Ty {
    /// The type that an MLIR type stands for.
    pub fn of(r#type: Type) -> Self {
        if let (Some(rank), Some(element)) = (types::buffer_rank(r#type), types::buffer_element(r#type)) {
            return dtype_of(element).map_or(Self::Object, |dtype| Self::Array { rank, dtype });
        }
        if let Some((depth, element)) = types::list_parts(r#type) {
            return dtype_of(element).map_or(Self::Object, |dtype| Self::List { depth, dtype });
        }
        if let Ok(tuple) = TupleType::try_from(r#type) {
            let items = (0..tuple.type_count()).filter_map(|i| tuple.r#type(i).ok());
            return Self::Tuple(items.map(Self::of).collect());
        }
        let text = r#type.to_string();
        let known = PLAIN.iter().find(|(_, name)| text.strip_prefix("!py.") == Some(name));
        known.map_or(Self::Object, |(ty, _)| ty.clone())
    }

    pub fn to_mlir<'c>(&self, context: &'c Context) -> Type<'c> {
        match self {
            Self::Array { rank, dtype } => types::dynamic_array(context, *rank, element(context, *dtype)),
            Self::List { depth, dtype } => types::list(context, *depth, element(context, *dtype)),
            Self::Tuple(items) => {
                let items: Vec<_> = items.iter().map(|item| item.to_mlir(context)).collect();
                TupleType::new(context, &items).into()
            }
            plain => {
                let name = PLAIN.iter().find(|(ty, _)| ty == plain).map_or("object", |(_, name)| name);
                types::py(context, name)
            }
        }
    }

    /// The array element that a scalar of this type becomes.
    pub fn scalar(&self) -> Option<DType> {
        match self {
            Self::Int => Some(DType::I64),
            Self::Float => Some(DType::F64),
            Self::Bool => Some(DType::Bool),
            Self::Complex => Some(DType::C128),
            Self::Array { rank: 0, dtype } => Some(*dtype),
            _ => None,
        }
    }

    /// As an operand of a library function.
    pub fn value_type(&self) -> Option<ValueType> {
        match self {
            Self::Array { rank, dtype } => Some(ValueType { dtype: *dtype, rank: *rank, weak: false }),
            Self::List { depth, dtype } => Some(ValueType { dtype: *dtype, rank: *depth, weak: false }),
            scalar => Some(ValueType { dtype: scalar.scalar()?, rank: 0, weak: true }),
        }
    }

    /// What a library function's result is in Python.
    pub fn of_value(value: ValueType) -> Self {
        match (value.rank, value.dtype) {
            (0, DType::F64) => Self::Float,
            (0, DType::C128) => Self::Complex,
            (0, DType::Bool) => Self::Bool,
            (rank, dtype) => Self::Array { rank, dtype },
        }
    }

    /// An element of a list or array of this element type.
    pub fn element_of(dtype: DType, in_list: bool) -> Self {
        match dtype {
            DType::I64 if in_list => Self::Int,
            dtype => Self::of_value(ValueType { dtype, rank: 0, weak: in_list }),
        }
    }

    pub fn is_scalar(&self) -> bool {
        matches!(self, Self::Int | Self::Float | Self::Bool | Self::Complex | Self::Array { rank: 0, .. })
    }

    /// The least type that holds values of both.
    pub fn join(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        match (self, other) {
            (Self::Int, Self::Float) | (Self::Float, Self::Int) => Self::Float,
            (Self::Int | Self::Float, Self::Complex) | (Self::Complex, Self::Int | Self::Float) => Self::Complex,
            // A Python number at first, an element of an array later on.
            (Self::Int | Self::Float, Self::Array { rank: 0, dtype })
            | (Self::Array { rank: 0, dtype }, Self::Int | Self::Float)
                if dtype.category() >= Category::Float =>
            {
                Self::Array { rank: 0, dtype: *dtype }
            }
            (Self::Int, Self::Array { rank: 0, dtype }) | (Self::Array { rank: 0, dtype }, Self::Int) => {
                Self::Array { rank: 0, dtype: *dtype }
            }
            (Self::Tuple(a), Self::Tuple(b)) if a.len() == b.len() => {
                Self::Tuple(a.iter().zip(b).map(|(x, y)| x.join(y)).collect())
            }
            _ => Self::Object,
        }
    }
}

const ELEMENTS: [(DType, &str); 13] = [
    (DType::Bool, "i1"),
    (DType::I8, "i8"),
    (DType::I16, "i16"),
    (DType::I32, "i32"),
    (DType::I64, "i64"),
    (DType::U8, "ui8"),
    (DType::U16, "ui16"),
    (DType::U32, "ui32"),
    (DType::U64, "ui64"),
    (DType::F32, "f32"),
    (DType::F64, "f64"),
    (DType::C64, "complex<f32>"),
    (DType::C128, "complex<f64>"),
];

/// The MLIR type of an array's elements.
pub fn element(context: &Context, dtype: DType) -> Type<'_> {
    let text = ELEMENTS.iter().find(|(known, _)| *known == dtype).map_or("f64", |(_, text)| text);
    Type::parse(context, text).unwrap_or_else(|| IntegerType::new(context, 64).into())
}

/// Inverse of [`element`].
pub fn dtype_of(element: Type) -> Option<DType> {
    let text = element.to_string();
    ELEMENTS.iter().find(|(_, known)| *known == text).map(|(dtype, _)| *dtype)
}

/// The value of a constant that a library has under this full name.
pub fn constant_of_library(name: &str) -> Option<f64> {
    match name {
        "numpy.pi" | "math.pi" => Some(std::f64::consts::PI),
        "numpy.e" | "math.e" => Some(std::f64::consts::E),
        "math.tau" => Some(std::f64::consts::TAU),
        "numpy.inf" | "math.inf" => Some(f64::INFINITY),
        _ => None,
    }
}
