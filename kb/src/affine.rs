//! Affine expressions: an integer constant plus integer multiples of variables.
//!
//! One type serves index variables of a knowledge-base equation (`V = String`)
//! and loop variables and parameters of a loop nest (`V` = an id).

use std::collections::BTreeMap;
use std::ops::{Add, Mul, Neg, Sub};

/// `constant + sum(coefficient * variable)`; no stored coefficient is zero.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Affine<V: Ord + Clone> {
    pub terms: BTreeMap<V, i64>,
    pub constant: i64,
}

impl<V: Ord + Clone> Affine<V> {
    pub fn constant(constant: i64) -> Self {
        Self { terms: BTreeMap::new(), constant }
    }

    pub fn var(variable: V) -> Self {
        Self { terms: BTreeMap::from([(variable, 1)]), constant: 0 }
    }

    pub fn coefficient(&self, variable: &V) -> i64 {
        self.terms.get(variable).copied().unwrap_or(0)
    }

    pub fn uses(&self, variable: &V) -> bool {
        self.terms.contains_key(variable)
    }

    /// The constant, if no variable occurs.
    pub fn as_constant(&self) -> Option<i64> {
        self.terms.is_empty().then_some(self.constant)
    }

    /// The variable, if this is exactly one variable with coefficient 1 and no constant.
    pub fn as_var(&self) -> Option<&V> {
        match self.terms.iter().next() {
            Some((v, 1)) if self.terms.len() == 1 && self.constant == 0 => Some(v),
            _ => None,
        }
    }

    /// Replaces a variable by an affine expression.
    pub fn substitute(&self, variable: &V, by: &Self) -> Self {
        let Some(&coefficient) = self.terms.get(variable) else {
            return self.clone();
        };
        let mut rest = self.clone();
        rest.terms.remove(variable);
        rest + by.clone() * coefficient
    }

    /// Renames or replaces every variable.
    pub fn map<W: Ord + Clone>(&self, mut f: impl FnMut(&V) -> Affine<W>) -> Affine<W> {
        let start = Affine::constant(self.constant);
        self.terms.iter().fold(start, |sum, (v, &c)| sum + f(v) * c)
    }
}

impl<V: Ord + Clone> Add for Affine<V> {
    type Output = Self;
    fn add(mut self, rhs: Self) -> Self {
        self.constant += rhs.constant;
        for (v, c) in rhs.terms {
            let sum = self.coefficient(&v) + c;
            if sum == 0 {
                self.terms.remove(&v);
            } else {
                self.terms.insert(v, sum);
            }
        }
        self
    }
}

impl<V: Ord + Clone> Add<i64> for Affine<V> {
    type Output = Self;
    fn add(mut self, rhs: i64) -> Self {
        self.constant += rhs;
        self
    }
}

impl<V: Ord + Clone> Mul<i64> for Affine<V> {
    type Output = Self;
    fn mul(mut self, rhs: i64) -> Self {
        if rhs == 0 {
            return Self::constant(0);
        }
        self.constant *= rhs;
        self.terms.values_mut().for_each(|c| *c *= rhs);
        self
    }
}

impl<V: Ord + Clone> Neg for Affine<V> {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1
    }
}

impl<V: Ord + Clone> Sub for Affine<V> {
    type Output = Self;
    fn sub(self, rhs: Self) -> Self {
        self + -rhs
    }
}
