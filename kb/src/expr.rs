//! Scalar expressions over array elements: the right-hand side of an equation
//! or of a statement in a loop nest.

use crate::affine::Affine;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Bool(bool),
    Int(i64),
    Float(f64),
    Complex(f64, f64),
}

/// `V` names index variables; `array` numbers the operands of an equation, or
/// the arrays of a loop nest. `function` is the base name of a scalar function
/// of the knowledge base: `add`, `multiply`, `sqrt`, `where`, `less`, ...
#[derive(Clone, Debug, PartialEq)]
pub enum Expr<V: Ord + Clone> {
    Number(Number),
    /// The value of an index expression, as in `arange`.
    Index(Affine<V>),
    Read {
        array: usize,
        index: Vec<Affine<V>>,
    },
    Apply {
        function: String,
        arguments: Vec<Expr<V>>,
    },
}

impl<V: Ord + Clone> Expr<V> {
    pub fn apply(function: &str, arguments: Vec<Expr<V>>) -> Self {
        Self::Apply { function: function.to_string(), arguments }
    }

    /// Calls `f` on this expression and everything below it, parents first.
    pub fn visit<'a>(&'a self, f: &mut impl FnMut(&'a Expr<V>)) {
        f(self);
        if let Self::Apply { arguments, .. } = self {
            arguments.iter().for_each(|a| a.visit(f));
        }
    }

    /// Rewrites every affine expression and every array number.
    pub fn map<W: Ord + Clone>(
        &self,
        affine: &mut impl FnMut(&Affine<V>) -> Affine<W>,
        array: &mut impl FnMut(usize) -> usize,
    ) -> Expr<W> {
        match self {
            Self::Number(n) => Expr::Number(*n),
            Self::Index(a) => Expr::Index(affine(a)),
            Self::Read { array: a, index } => {
                Expr::Read { array: array(*a), index: index.iter().map(affine).collect() }
            }
            Self::Apply { function, arguments } => Expr::Apply {
                function: function.clone(),
                arguments: arguments.iter().map(|a| a.map(affine, array)).collect(),
            },
        }
    }

    /// The expression with other expressions in place of the reads for which `by` has one.
    pub fn replace_reads(&self, by: &mut impl FnMut(usize, &[Affine<V>]) -> Option<Expr<V>>) -> Expr<V> {
        match self {
            Self::Read { array, index } => by(*array, index).unwrap_or_else(|| self.clone()),
            Self::Apply { function, arguments } => Self::Apply {
                function: function.clone(),
                arguments: arguments.iter().map(|a| a.replace_reads(by)).collect(),
            },
            other => other.clone(),
        }
    }

    /// True if the variable occurs anywhere.
    pub fn uses(&self, variable: &V) -> bool {
        let mut found = false;
        self.visit(&mut |e| match e {
            Self::Index(a) => found |= a.uses(variable),
            Self::Read { index, .. } => found |= index.iter().any(|a| a.uses(variable)),
            _ => {}
        });
        found
    }
}
