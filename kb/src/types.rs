//! Element types and NumPy's promotion rules (NEP 50).

/// Element type of an array. `Ord` is only for use as a map key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DType {
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F32,
    F64,
    C64,
    C128,
}

/// What is known of a value: element type and rank; `weak` marks a Python
/// scalar, which does not promote an array (NEP 50).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueType {
    pub dtype: DType,
    pub rank: usize,
    pub weak: bool,
}

/// Sets of element types, the bounds of type variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Any,
    Bool,
    Integer,
    Floating,
    Complex,
    Real,
    Numeric,
    Inexact,
}

impl Kind {
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "Any" => Self::Any,
            "Bool" => Self::Bool,
            "Integer" => Self::Integer,
            "Floating" => Self::Floating,
            "ComplexFloating" => Self::Complex,
            "RealNumber" => Self::Real,
            "Numeric" => Self::Numeric,
            "Inexact" => Self::Inexact,
            _ => return None,
        })
    }

    pub fn contains(self, dtype: DType) -> bool {
        let category = dtype.category();
        match self {
            Self::Any => true,
            Self::Bool => category == Category::Bool,
            Self::Integer => category == Category::Integer,
            Self::Floating => category == Category::Float,
            Self::Complex => category == Category::Complex,
            Self::Real => matches!(category, Category::Integer | Category::Float),
            Self::Numeric => category != Category::Bool,
            Self::Inexact => category >= Category::Float,
        }
    }
}

/// The kinds between which a Python scalar promotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    Bool,
    Integer,
    Float,
    Complex,
}

impl DType {
    pub const ALL: [Self; 13] = [
        Self::Bool,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::F32,
        Self::F64,
        Self::C64,
        Self::C128,
    ];

    /// NumPy's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "int8",
            Self::I16 => "int16",
            Self::I32 => "int32",
            Self::I64 => "int64",
            Self::U8 => "uint8",
            Self::U16 => "uint16",
            Self::U32 => "uint32",
            Self::U64 => "uint64",
            Self::F32 => "float32",
            Self::F64 => "float64",
            Self::C64 => "complex64",
            Self::C128 => "complex128",
        }
    }

    /// NumPy's names, and `int`, `float`, `complex` as NumPy reads them.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "int" | "int_" | "intp" => Some(Self::I64),
            "float" | "double" => Some(Self::F64),
            "complex" => Some(Self::C128),
            "bool_" => Some(Self::Bool),
            "single" => Some(Self::F32),
            _ => Self::ALL.into_iter().find(|d| d.name() == name),
        }
    }

    pub fn bytes(self) -> usize {
        match self {
            Self::Bool | Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::F64 | Self::C64 => 8,
            Self::C128 => 16,
        }
    }

    pub fn category(self) -> Category {
        match self {
            Self::Bool => Category::Bool,
            Self::F32 | Self::F64 => Category::Float,
            Self::C64 | Self::C128 => Category::Complex,
            _ => Category::Integer,
        }
    }

    fn is_unsigned(self) -> bool {
        matches!(self, Self::U8 | Self::U16 | Self::U32 | Self::U64)
    }

    fn integer(bytes: usize, unsigned: bool) -> Self {
        match (bytes, unsigned) {
            (1, false) => Self::I8,
            (2, false) => Self::I16,
            (4, false) => Self::I32,
            (8, false) => Self::I64,
            (1, true) => Self::U8,
            (2, true) => Self::U16,
            (4, true) => Self::U32,
            (8, true) => Self::U64,
            // int64 with uint64: no integer type holds both.
            _ => Self::F64,
        }
    }

    fn promote_integers(self, other: Self) -> Self {
        let (a, b) = (self.bytes(), other.bytes());
        if self.is_unsigned() == other.is_unsigned() {
            return Self::integer(a.max(b), self.is_unsigned());
        }
        let (signed, unsigned) = if self.is_unsigned() { (b, a) } else { (a, b) };
        Self::integer(signed.max(2 * unsigned), false)
    }

    /// The bytes of the float part that holds this type exactly enough for NumPy.
    fn float_bytes(self) -> usize {
        match self {
            Self::Bool | Self::I8 | Self::U8 | Self::I16 | Self::U16 | Self::F32 | Self::C64 => 4,
            _ => 8,
        }
    }

    /// NumPy's promotion of two array types.
    pub fn promote(self, other: Self) -> Self {
        if self == other || other == Self::Bool {
            return self;
        }
        if self == Self::Bool {
            return other;
        }
        let category = self.category().max(other.category());
        let wide = self.float_bytes().max(other.float_bytes()) == 8;
        match (category, wide) {
            (Category::Float, false) => Self::F32,
            (Category::Float, true) => Self::F64,
            (Category::Complex, false) => Self::C64,
            (Category::Complex, true) => Self::C128,
            _ => self.promote_integers(other),
        }
    }

    /// NEP 50: a Python scalar of this type meets an array of type `strong`.
    fn promote_weak(self, strong: Self) -> Self {
        let category = self.category();
        match (category <= strong.category(), category) {
            (true, _) => strong,
            (_, Category::Complex) if strong.float_bytes() == 4 && strong.category() == Category::Float => Self::C64,
            _ => self,
        }
    }

    /// `Float[T]`: what division computes in.
    pub fn to_float(self) -> Self {
        if self.category() >= Category::Float {
            self
        } else {
            Self::F64
        }
    }

    /// `Inexact[T]`: what a unary ufunc computes in; None for float16.
    pub fn to_inexact(self) -> Option<Self> {
        match self {
            Self::Bool | Self::I8 | Self::U8 => None,
            Self::I16 | Self::U16 => Some(Self::F32),
            _ => Some(self.to_float()),
        }
    }

    /// `Accumulator[T]`: small integers and bools are summed in 64 bits.
    pub fn accumulator(self) -> Self {
        match self.category() {
            Category::Bool => Self::I64,
            Category::Integer => Self::integer(8, self.is_unsigned()),
            _ => self,
        }
    }

    /// `Real[T]`: the type of the parts of a complex number.
    pub fn real(self) -> Self {
        match self {
            Self::C64 => Self::F32,
            Self::C128 => Self::F64,
            _ => self,
        }
    }

    /// `Complex[T]`: the complex type with parts of this precision.
    pub fn complex(self) -> Self {
        match self {
            Self::F32 | Self::C64 => Self::C64,
            _ => Self::C128,
        }
    }
}

impl std::fmt::Display for DType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Promotion of several operands under NEP 50 (NumPy 2). None without operands.
pub fn promote(types: &[ValueType]) -> Option<ValueType> {
    let join = |weak: bool| types.iter().filter(|t| t.weak == weak).map(|t| t.dtype).reduce(DType::promote);
    let rank = types.iter().map(|t| t.rank).max()?;
    Some(match (join(false), join(true)) {
        (Some(strong), Some(weak)) => ValueType { dtype: weak.promote_weak(strong), rank, weak: false },
        (Some(dtype), None) => ValueType { dtype, rank, weak: false },
        (None, dtype) => ValueType { dtype: dtype?, rank, weak: true },
    })
}

/// Promotion in NumPy 1.26: scalars and 0-d arrays, Python's or not, do not
/// promote arrays of their own category or a higher one.
pub fn promote_numpy1(types: &[ValueType]) -> Option<DType> {
    let join = |scalar: bool| types.iter().filter(|t| (t.rank == 0) == scalar).map(|t| t.dtype).reduce(DType::promote);
    match (join(false), join(true)) {
        (Some(array), Some(scalar)) if array.category() >= Category::Float && scalar.category() <= Category::Float => {
            Some(array)
        }
        (Some(array), Some(scalar)) => Some(match (array.category(), scalar.category()) {
            (a, s) if s <= a => array,
            // The least complex type that holds the value is assumed to be complex64.
            (Category::Float, Category::Complex) => array.complex(),
            _ => array.promote(scalar),
        }),
        (array, scalar) => array.or(scalar),
    }
}
