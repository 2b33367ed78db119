//! `affine-drop-faults`: a function that cannot raise on these numbers becomes the one of NumPy.
//!
//! before: r2[] = dx[] * dx[] + dy[] * dy[]    d[%i, %j] = math.sqrt(r2[])
//! after:  …                                   d[%i, %j] = sqrt(r2[])
//!
//! `math.sqrt` raises for negative numbers, `math.exp` for large ones. A nest
//! with a call that may raise is not distributed.
//!
//! Legal: the argument of `math.sqrt` is zero, positive or NaN, that of
//! `math.exp` is zero, negative or NaN. Squares and absolute values are not
//! negative, nor are sums, products and quotients of what is not; a local has
//! the sign of everything that is ever stored into it. Values are floats, as
//! ints wrap around.
//! Not handled: signs that follow from conditions; arguments of the kernel.

use crate::legal;
use crate::scop::{for_each_statement, read, used_elsewhere, visit_statements, write, Scop, Term};
use crate::version;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::canonical::flatten;
use automphc_kb::expr::{Expr, Number};
use melior::ir::{OperationRef, TypeLike};

pub const PASS: PassInfo = PassInfo {
    argument: "affine-drop-faults",
    description: "replace functions that cannot raise by those of NumPy",
    run,
};

fn run(module: OperationRef, _: &Options) -> PassResult {
    let context = context_of(&module);
    version::each(module, |version| {
        let Some(mut scop) = read::read(version) else { return Ok(()) };
        let signs = Signs::of(&scop);
        let mut changed = false;
        for_each_statement(&mut scop.body, &mut |statement| {
            statement.value = without_faults(&statement.value, &signs, &mut changed);
        });
        if changed {
            write::write(context, &scop);
        }
        Ok(())
    });
    Ok(())
}

fn without_faults(term: &Term, signs: &Signs, changed: &mut bool) -> Term {
    let Expr::Apply { function, arguments } = term else { return term.clone() };
    let arguments: Vec<_> = arguments.iter().map(|e| without_faults(e, signs, changed)).collect();
    let total = match (function.as_str(), arguments.as_slice()) {
        ("math.sqrt", [x]) => {
            legal!("affine-drop-faults: no root of a negative number", signs.is(x, Sign::NotNegative))
        }
        ("math.exp", [x]) => legal!("affine-drop-faults: no exponential is too large", signs.is(x, Sign::NotPositive)),
        _ => false,
    };
    *changed |= total;
    match function.strip_prefix("math.").filter(|_| total) {
        Some(name) => Expr::apply(name, arguments),
        None => Expr::apply(function, arguments),
    }
}

/// Holds for NaN too. What is not negative is no -0.0 either, so that a quotient has the sign of its dividend.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    NotNegative,
    NotPositive,
}

impl Sign {
    fn opposite(self) -> Self {
        match self {
            Self::NotNegative => Self::NotPositive,
            Self::NotPositive => Self::NotNegative,
        }
    }
}

/// What is known of the elements of arrays.
struct Signs {
    floats: Vec<bool>,
    signs: Vec<Vec<Sign>>,
}

impl Signs {
    /// Signs of locals. All are assumed first, and taken back as long as a statement stores something else.
    fn of(scop: &Scop) -> Self {
        let floats = scop.arrays.iter().map(|array| array.element.is_f64() || array.element.is_f32()).collect();
        // Elements of an array of the program may never be stored: `np.empty`.
        let whole = |array: usize| scop.arrays[array].rank == 0 || scop.arrays[array].name.is_none();
        let both = |array: usize| match scop.arrays[array].local && whole(array) && !used_elsewhere(scop, array) {
            true => vec![Sign::NotNegative, Sign::NotPositive],
            false => Vec::new(),
        };
        let mut signs = Self { floats, signs: (0..scop.arrays.len()).map(both).collect() };
        loop {
            let mut lost = Vec::new();
            visit_statements(&scop.body, &mut vec![], &mut |_, statement| {
                let array = statement.write.array;
                let wrong = signs.signs[array].iter().filter(|sign| !signs.is(&statement.value, **sign));
                lost.extend(wrong.map(|sign| (array, *sign)));
            });
            if lost.is_empty() {
                return signs;
            }
            for (array, sign) in lost {
                signs.signs[array].retain(|known| *known != sign);
            }
        }
    }

    fn is(&self, term: &Term, sign: Sign) -> bool {
        let all = |parts: &[Term]| parts.iter().all(|part| self.is(part, sign));
        match term {
            Expr::Number(Number::Float(value)) => match sign {
                Sign::NotNegative => *value > 0.0 || (*value == 0.0 && value.is_sign_positive()),
                Sign::NotPositive => *value <= 0.0,
            },
            Expr::Number(Number::Int(value)) => {
                if sign == Sign::NotNegative {
                    *value >= 0
                } else {
                    *value <= 0
                }
            }
            Expr::Read { array, .. } => self.floats[*array] && self.signs[*array].contains(&sign),
            Expr::Apply { function, arguments } => match (function.as_str(), arguments.as_slice()) {
                ("absolute" | "exp" | "square", [x]) => sign == Sign::NotNegative && self.is_float(x),
                ("sqrt" | "math.sqrt", [x]) => sign == Sign::NotNegative && self.is(x, sign),
                ("math.exp", [_]) => sign == Sign::NotNegative,
                ("negative", [x]) => self.is(x, sign.opposite()),
                ("power", [x, Expr::Number(exponent)]) if is_even(exponent) => {
                    sign == Sign::NotNegative && self.is_float(x)
                }
                ("add", parts) => all(parts),
                ("subtract", [x, y]) => self.is(x, sign) && self.is(y, sign.opposite()),
                ("multiply", _) => self.is_product(term, sign),
                ("divide", [x, y]) => self.is(x, sign) && self.is(y, Sign::NotNegative),
                ("where", [_, x, y]) => self.is(x, sign) && self.is(y, sign),
                _ => false,
            },
            _ => false,
        }
    }

    /// Equal factors, floats, are squares; at most one of the others is not positive.
    fn is_product(&self, term: &Term, sign: Sign) -> bool {
        let mut single: Vec<&Term> = Vec::new();
        for factor in flatten("multiply", std::slice::from_ref(term)) {
            match single.iter().position(|other| *other == factor && self.is_float(factor)) {
                Some(pair) => drop(single.swap_remove(pair)),
                None => single.push(factor),
            }
        }
        let others = single.iter().filter(|factor| !self.is(factor, Sign::NotNegative)).collect::<Vec<_>>();
        match (sign, others.as_slice()) {
            (Sign::NotNegative, []) => true,
            (Sign::NotPositive, [only]) => self.is(only, sign),
            (Sign::NotPositive, []) => single.iter().any(|factor| self.is(factor, sign)),
            _ => false,
        }
    }

    /// Computed from floats alone; a power of an int may wrap around.
    fn is_float(&self, term: &Term) -> bool {
        let mut float = true;
        term.visit(&mut |e| {
            float &= match e {
                Expr::Read { array, .. } => self.floats[*array],
                Expr::Index(_) => false,
                Expr::Number(number) => matches!(number, Number::Float(_) | Number::Int(_)),
                Expr::Apply { .. } => true,
            };
        });
        float
    }
}

fn is_even(exponent: &Number) -> bool {
    match exponent {
        Number::Int(value) => value % 2 == 0 && *value > 0,
        Number::Float(value) => value % 2.0 == 0.0 && *value > 0.0,
        _ => false,
    }
}
