//! Python expressions, as far as the emitter needs them.

/// A binary operator; its precedence decides the parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Remainder,
    Power,
    MatMul,
    BitAnd,
    BitOr,
    BitXor,
    LeftShift,
    RightShift,
}

impl Operator {
    /// The operator of this NumPy name.
    pub fn of_name(name: &str) -> Option<Self> {
        Some(match name {
            "add" => Self::Add,
            "subtract" => Self::Subtract,
            "multiply" => Self::Multiply,
            "divide" | "true_divide" => Self::Divide,
            "floor_divide" => Self::FloorDivide,
            "remainder" | "mod" => Self::Remainder,
            "power" => Self::Power,
            "matmul" => Self::MatMul,
            "bitwise_and" => Self::BitAnd,
            "bitwise_or" => Self::BitOr,
            "bitwise_xor" => Self::BitXor,
            "left_shift" => Self::LeftShift,
            "right_shift" => Self::RightShift,
            _ => return None,
        })
    }

    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::FloorDivide => "//",
            Self::Remainder => "%",
            Self::Power => "**",
            Self::MatMul => "@",
            Self::BitAnd => "&",
            Self::BitOr => "|",
            Self::BitXor => "^",
            Self::LeftShift => "<<",
            Self::RightShift => ">>",
        }
    }

    pub fn precedence(self) -> Precedence {
        match self {
            Self::BitOr => Precedence::BitOr,
            Self::BitXor => Precedence::BitXor,
            Self::BitAnd => Precedence::BitAnd,
            Self::LeftShift | Self::RightShift => Precedence::Shift,
            Self::Add | Self::Subtract => Precedence::Sum,
            Self::Power => Precedence::Power,
            _ => Precedence::Product,
        }
    }
}

/// How tightly an expression binds, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    Tuple,
    Walrus,
    Conditional,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Product,
    Unary,
    Power,
    Atom,
}

/// A comparison operator as it is written.
pub type Comparator = &'static str;

/// The comparison of this NumPy name.
pub fn comparator(name: &str) -> Option<Comparator> {
    Some(match name {
        "less" => "<",
        "less_equal" => "<=",
        "greater" => ">",
        "greater_equal" => ">=",
        "equal" => "==",
        "not_equal" => "!=",
        _ => return None,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Junction {
    And,
    Or,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A name, or a dotted path of names.
    Name(String),
    /// Text of the user's own, printed as it is and parenthesised when nested.
    Text(String),
    Int(i64),
    Float(f64),
    Complex(f64, f64),
    Str(String),
    Bool(bool),
    None,
    Attribute(Box<Expr>, String),
    Call(Box<Expr>, Vec<Expr>, Vec<(String, Expr)>),
    Subscript(Box<Expr>, Vec<Item>),
    /// `-`, `~` or `not `.
    Unary(&'static str, Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `first < a <= b`.
    Compare(Box<Expr>, Vec<(Comparator, Expr)>),
    Junction(Junction, Vec<Expr>),
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    /// `value if condition else other`.
    Conditional {
        condition: Box<Expr>,
        value: Box<Expr>,
        other: Box<Expr>,
    },
    /// `(name := value)`.
    Bind(String, Box<Expr>),
}

/// One item of a subscript.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    Index(Expr),
    Slice { lower: Option<Expr>, upper: Option<Expr>, step: Option<Expr> },
}

impl Item {
    pub fn all() -> Self {
        Self::Slice { lower: None, upper: None, step: None }
    }

    pub fn is_all(&self) -> bool {
        *self == Self::all()
    }

    /// `lower:upper`, a lower bound of zero left out.
    pub fn range(lower: Expr, upper: Option<Expr>) -> Self {
        Self::Slice { lower: Some(lower).filter(|e| *e != Expr::Int(0)), upper, step: None }
    }
}

impl Expr {
    pub fn name(text: impl Into<String>) -> Self {
        Self::Name(text.into())
    }

    pub fn attribute(self, name: &str) -> Self {
        Self::Attribute(Box::new(self), name.to_string())
    }

    pub fn call(self, arguments: Vec<Expr>) -> Self {
        Self::Call(Box::new(self), arguments, Vec::new())
    }

    pub fn call_with(self, arguments: Vec<Expr>, keywords: Vec<(String, Expr)>) -> Self {
        Self::Call(Box::new(self), arguments, keywords)
    }

    pub fn subscript(self, items: Vec<Item>) -> Self {
        Self::Subscript(Box::new(self), items)
    }

    pub fn binary(operator: Operator, left: Expr, right: Expr) -> Self {
        Self::Binary(operator, Box::new(left), Box::new(right))
    }

    pub fn unary(operator: &'static str, operand: Expr) -> Self {
        Self::Unary(operator, Box::new(operand))
    }

    pub fn compare(left: Expr, operator: Comparator, right: Expr) -> Self {
        Self::Compare(Box::new(left), vec![(operator, right)])
    }

    /// A plain identifier: neither dotted nor compound.
    pub fn is_identifier(&self) -> bool {
        matches!(self, Self::Name(name) if !name.contains('.'))
    }

    pub fn precedence(&self) -> Precedence {
        match self {
            Self::Name(_) | Self::Str(_) | Self::Bool(_) | Self::None => Precedence::Atom,
            Self::Attribute(..) | Self::Call(..) | Self::Subscript(..) | Self::List(_) => Precedence::Atom,
            Self::Int(value) => {
                if *value < 0 {
                    Precedence::Unary
                } else {
                    Precedence::Atom
                }
            }
            Self::Float(value) => {
                if value.is_sign_negative() {
                    Precedence::Unary
                } else {
                    Precedence::Atom
                }
            }
            Self::Complex(real, _) => {
                if *real == 0.0 {
                    Precedence::Unary
                } else {
                    Precedence::Sum
                }
            }
            Self::Text(_) | Self::Tuple(_) => Precedence::Tuple,
            Self::Unary("not ", _) => Precedence::Not,
            Self::Unary(..) => Precedence::Unary,
            Self::Binary(operator, ..) => operator.precedence(),
            Self::Compare(..) => Precedence::Compare,
            Self::Junction(Junction::And, _) => Precedence::And,
            Self::Junction(Junction::Or, _) => Precedence::Or,
            Self::Conditional { .. } => Precedence::Conditional,
            Self::Bind(..) => Precedence::Walrus,
        }
    }
}
