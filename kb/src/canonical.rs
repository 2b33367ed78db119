//! Normal forms of expressions and equations.
//!
//! Rule: two equations that differ in the names of index variables, in the
//! order of reductions, in the order or nesting of the operands of an
//! associative and commutative function, or in how a comparison of index
//! expressions is written, have one canonical form. Nothing else is rewritten:
//! floating-point meaning is kept up to reassociation.

use std::collections::BTreeMap;

use crate::affine::Affine;
use crate::equation::{Equation, Index};
use crate::expr::{Expr, Number};

/// Functions whose operands may be reordered and regrouped.
pub fn is_associative_commutative(function: &str) -> bool {
    matches!(
        function,
        "add"
            | "multiply"
            | "maximum"
            | "minimum"
            | "fmax"
            | "fmin"
            | "logical_and"
            | "logical_or"
            | "logical_xor"
            | "bitwise_and"
            | "bitwise_or"
            | "bitwise_xor"
    )
}

/// Functions whose two operands may be exchanged.
pub fn is_commutative(function: &str) -> bool {
    is_associative_commutative(function) || matches!(function, "equal" | "not_equal" | "hypot")
}

/// The operands of a nest of one associative function, from left to right.
pub fn flatten<'a, V: Ord + Clone>(function: &str, arguments: &'a [Expr<V>]) -> Vec<&'a Expr<V>> {
    let mut flat = Vec::new();
    for argument in arguments {
        match argument {
            Expr::Apply { function: inner, arguments } if inner == function => {
                flat.extend(flatten(function, arguments))
            }
            other => flat.push(other),
        }
    }
    flat
}

/// The left-nested application of an associative function; None without operands.
pub fn nest<V: Ord + Clone>(function: &str, operands: impl IntoIterator<Item = Expr<V>>) -> Option<Expr<V>> {
    operands.into_iter().reduce(|a, b| Expr::apply(function, vec![a, b]))
}

/// Writes every comparison of index expressions as `e >= 0` or `e == 0`, and a
/// `where` over one with its constant branch last.
pub fn normalize<V: Ord + Clone>(expr: &Expr<V>) -> Expr<V> {
    let Expr::Apply { function, arguments } = expr else {
        return expr.clone();
    };
    let arguments: Vec<Expr<V>> = arguments.iter().map(normalize).collect();
    if let [a, b] = arguments.as_slice() {
        if let (Some(a), Some(b)) = (index_value(a), index_value(b)) {
            if let Some(comparison) = comparison(function, a, b) {
                return comparison;
            }
        }
    }
    match (function.as_str(), arguments.as_slice()) {
        ("where", [condition, yes @ Expr::Number(_), no]) if !matches!(no, Expr::Number(_)) => {
            match complement(condition) {
                Some(opposite) => Expr::apply("where", vec![opposite, no.clone(), yes.clone()]),
                None => Expr::apply("where", arguments),
            }
        }
        _ => Expr::Apply { function: function.clone(), arguments },
    }
}

fn index_value<V: Ord + Clone>(expr: &Expr<V>) -> Option<Affine<V>> {
    match expr {
        Expr::Index(affine) => Some(affine.clone()),
        Expr::Number(Number::Int(n)) => Some(Affine::constant(*n)),
        _ => None,
    }
}

/// Over integers, `a < b` is `b - a - 1 >= 0`.
fn comparison<V: Ord + Clone>(function: &str, a: Affine<V>, b: Affine<V>) -> Option<Expr<V>> {
    let (name, affine) = match function {
        "greater_equal" => ("greater_equal", a - b),
        "greater" => ("greater_equal", a - b + -1),
        "less_equal" => ("greater_equal", b - a),
        "less" => ("greater_equal", b - a + -1),
        "equal" | "not_equal" => (function, sign_fixed(a - b)),
        _ => return None,
    };
    Some(Expr::apply(name, vec![Expr::Index(affine), Expr::Number(Number::Int(0))]))
}

/// An equation's two sides may be exchanged: the first coefficient is made positive.
fn sign_fixed<V: Ord + Clone>(affine: Affine<V>) -> Affine<V> {
    match affine.terms.values().next() {
        Some(first) if *first < 0 => -affine,
        _ => affine,
    }
}

fn complement<V: Ord + Clone>(condition: &Expr<V>) -> Option<Expr<V>> {
    let Expr::Apply { function, arguments } = condition else {
        return None;
    };
    let [Expr::Index(affine), zero] = arguments.as_slice() else {
        return None;
    };
    let (name, affine) = match function.as_str() {
        "greater_equal" => ("greater_equal", -affine.clone() + -1),
        "equal" => ("not_equal", affine.clone()),
        "not_equal" => ("equal", affine.clone()),
        _ => return None,
    };
    Some(Expr::apply(name, vec![Expr::Index(affine), zero.clone()]))
}

/// Reductions beyond this number keep their order: permutations grow too many.
const PERMUTED_REDUCTIONS: usize = 4;

/// The normal form. Output indices keep their order and are called `i0, i1, ...`,
/// reductions `p0, p1, ...` in the order that makes the text of the body least.
pub fn canonical(equation: &Equation<String>) -> Equation<String> {
    let count = equation.reductions.len();
    let orders = if count <= PERMUTED_REDUCTIONS { permutations(count) } else { vec![(0..count).collect()] };
    let forms = orders.iter().map(|order| {
        let form = renamed(equation, order);
        (text(&form.body), form)
    });
    let least = forms.min_by(|(a, _), (b, _)| a.cmp(b));
    least.map_or_else(|| equation.clone(), |(_, form)| form)
}

fn renamed(equation: &Equation<String>, order: &[usize]) -> Equation<String> {
    let reductions: Vec<&Index<String>> = order.iter().filter_map(|n| equation.reductions.get(*n)).collect();
    let mut names = BTreeMap::new();
    names.extend(equation.outputs.iter().enumerate().map(|(n, i)| (i.variable.clone(), format!("i{n}"))));
    names.extend(reductions.iter().enumerate().map(|(n, i)| (i.variable.clone(), format!("p{n}"))));
    let name = |v: &String| names.get(v).cloned().unwrap_or_else(|| v.clone());
    let mut affine = |a: &Affine<String>| a.map(|v| Affine::var(name(v)));
    let body = sorted(&normalize(&equation.body.map(&mut affine, &mut |a| a)));
    let index = |i: &Index<String>| Index { variable: name(&i.variable), extent: i.extent.clone() };
    Equation {
        outputs: equation.outputs.iter().map(index).collect(),
        reductions: reductions.into_iter().map(index).collect(),
        combine: equation.combine.clone(),
        body,
    }
}

/// Operands of commutative functions in the order of their text.
fn sorted(expr: &Expr<String>) -> Expr<String> {
    let Expr::Apply { function, arguments } = expr else {
        return expr.clone();
    };
    let associative = is_associative_commutative(function);
    let operands: Vec<&Expr<String>> =
        if associative { flatten(function, arguments) } else { arguments.iter().collect() };
    let mut operands: Vec<Expr<String>> = operands.into_iter().map(sorted).collect();
    if is_commutative(function) {
        operands.sort_by_cached_key(text);
    }
    match associative {
        true => nest(function, operands).unwrap_or_else(|| expr.clone()),
        false => Expr::Apply { function: function.clone(), arguments: operands },
    }
}

/// A total order on expressions, by their text.
fn text(expr: &Expr<String>) -> String {
    format!("{expr:?}")
}

/// All orders of `0..count`, the identity first, in lexicographic order.
pub(crate) fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..count {
        let longer = |order: Vec<usize>| {
            let rest: Vec<usize> = (0..count).filter(|n| !order.contains(n)).collect();
            rest.into_iter().map(move |n| [order.as_slice(), &[n]].concat())
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    all
}
