//! Round trips: every equation has one canonical form under any naming and any
//! order of factors, and every raising pattern is found in its own equation.

use std::time::Instant;

use automphc_kb::canonical::{canonical, is_commutative};
use automphc_kb::{
    parse_dim_name, unify, Affine, Argument, Body, Candidate, Equation, Expr, Index, KnowledgeBase, Number, Params,
    Target,
};

fn base() -> KnowledgeBase {
    KnowledgeBase::standard().unwrap_or_else(|error| panic!("{error}"))
}

/// The same equation in other words: indices renamed against the order of the
/// alphabet, reductions reversed, operands of commutative functions exchanged.
fn disguise(equation: &Equation<String>) -> Equation<String> {
    let count = equation.outputs.len() + equation.reductions.len();
    let names: Vec<&String> = equation.outputs.iter().chain(&equation.reductions).map(|i| &i.variable).collect();
    let rename = |v: &String| match names.iter().position(|n| *n == v) {
        Some(n) => format!("x{}", count - n),
        None => v.clone(),
    };
    let index = |i: &Index<String>| Index { variable: rename(&i.variable), extent: i.extent.clone() };
    let body = equation.body.map(&mut |a| a.map(|v| Affine::var(rename(v))), &mut |a| a);
    Equation {
        outputs: equation.outputs.iter().map(index).collect(),
        reductions: equation.reductions.iter().rev().map(index).collect(),
        combine: equation.combine.clone(),
        body: exchange(&body),
    }
}

fn exchange(expr: &Expr<String>) -> Expr<String> {
    let Expr::Apply { function, arguments } = expr else {
        return expr.clone();
    };
    let mut arguments: Vec<Expr<String>> = arguments.iter().map(exchange).collect();
    if is_commutative(function) {
        arguments.reverse();
    }
    Expr::apply(function, arguments)
}

fn target(equation: &Equation<String>) -> Target<String> {
    let variables = |list: &[Index<String>]| list.iter().map(|i| i.variable.clone()).collect();
    Target {
        outputs: variables(&equation.outputs),
        reductions: variables(&equation.reductions),
        combine: equation.combine.clone(),
        body: equation.body.clone(),
    }
}

#[test]
fn canonical_form_does_not_depend_on_names_or_order() {
    let base = base();
    let mut equations = 0;
    for sample in base.samples() {
        let Ok(instance) = base.instantiate(&sample.name, &sample.arguments, &sample.params) else {
            continue;
        };
        let (Body::Equation(equation) | Body::Indices(equation)) = instance.body else {
            continue;
        };
        equations += 1;
        let form = canonical(&equation);
        assert_eq!(form, canonical(&disguise(&equation)), "{}", sample.name);
        assert_eq!(form, canonical(&form), "{}", sample.name);
        for index in equation.outputs.iter().chain(&equation.reductions) {
            let sizes = index.extent.terms.keys();
            assert!(
                sizes.into_iter().all(|s| parse_dim_name(s).is_some()),
                "{}: extent of {}",
                sample.name,
                index.variable
            );
        }
    }
    assert!(equations > 500, "only {equations} equations");
}

#[test]
fn every_pattern_is_found_in_its_own_equation() {
    let candidates = base().raising_candidates();
    assert!(candidates.len() > 100, "only {} candidates", candidates.len());
    for Candidate { name, equation, operand_ranks, .. } in &candidates {
        let matches = unify(equation, operand_ranks, &target(&disguise(equation)));
        let identity = |operand: &automphc_kb::Operand<String>| match &operand.value {
            Expr::Read { index, .. } => index.iter().zip(&operand.axes).all(|(a, v)| a.as_var() == Some(v)),
            _ => false,
        };
        let found = matches.iter().any(|m| m.operands.iter().all(identity));
        assert!(found, "{name} {equation:?}: {matches:?}");
    }
}

#[test]
fn candidates_come_in_a_fixed_order_largest_first() {
    let (first, second) = (base().raising_candidates(), base().raising_candidates());
    assert_eq!(first, second);
    let variables = |c: &Candidate| c.equation.outputs.len() + c.equation.reductions.len();
    assert!(first.windows(2).all(|w| variables(&w[0]) >= variables(&w[1])));
}

fn read(array: usize, index: &[&str]) -> Expr<String> {
    Expr::Read { array, index: index.iter().map(|v| Affine::var(v.to_string())).collect() }
}

fn product(factors: Vec<Expr<String>>) -> Expr<String> {
    factors.into_iter().reduce(|a, b| Expr::apply("multiply", vec![a, b])).unwrap_or(Expr::Number(Number::Int(1)))
}

fn sum_over(outputs: &[&str], reductions: &[&str], body: Expr<String>) -> Target<String> {
    let names = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    Target { outputs: names(outputs), reductions: names(reductions), combine: Some("add".to_string()), body }
}

fn pattern(base: &KnowledgeBase, name: &str, ranks: &[usize]) -> Candidate {
    let found = base.raising_candidates().into_iter().find(|c| c.name == name && c.operand_ranks == ranks);
    found.unwrap_or_else(|| panic!("no candidate {name} {ranks:?}"))
}

#[test]
fn operands_are_bound_by_access_map() {
    let dot = pattern(&base(), "numpy.dot", &[2, 2]);
    // C[x, y] = sum over z of B[y, z] * A[z, x]: both operands are transposed or exchanged.
    let target = sum_over(&["x", "y"], &["z"], product(vec![read(7, &["y", "z"]), read(3, &["z", "x"])]));
    let matches = unify(&dot.equation, &dot.operand_ranks, &target);
    assert_eq!(matches.len(), 2, "as it stands, and transposed");
    assert_eq!(matches[0].operands[0].value, read(3, &["z", "x"]));
    assert_eq!(matches[0].operands[0].axes, ["x", "z"]);
    assert_eq!(matches[0].operands[1].axes, ["z", "y"]);
    assert_eq!(matches[1].operands[0].value, read(7, &["y", "z"]));
}

#[test]
fn a_product_of_many_factors_is_shared_out() {
    let dot = pattern(&base(), "numpy.dot", &[2, 2]);
    let factors = vec![read(0, &["i", "k"]), read(1, &["k"]), read(2, &["k", "j"]), read(3, &["j"])];
    let matches = unify(&dot.equation, &dot.operand_ranks, &sum_over(&["i", "j"], &["k"], product(factors)));
    assert!(matches.len() >= 2, "the factor over k may go to either operand");
    let second = product(vec![read(2, &["k", "j"]), read(3, &["j"])]);
    assert!(matches.iter().any(|m| m.operands[1].value == second));
}

#[test]
fn a_factor_over_both_outputs_is_no_matrix_product() {
    let dot = pattern(&base(), "numpy.dot", &[2, 2]);
    let factors = vec![read(0, &["i", "k"]), read(1, &["k", "j"]), read(2, &["i", "j"])];
    assert!(unify(&dot.equation, &dot.operand_ranks, &sum_over(&["i", "j"], &["k"], product(factors))).is_empty());
}

#[test]
fn elementwise_patterns_match_at_any_rank_and_broadcast() {
    let add = pattern(&base(), "numpy.add", &[1, 1]);
    let body = Expr::apply("add", vec![read(0, &["i", "j"]), read(1, &["j"])]);
    let target = Target { outputs: vec!["i".to_string(), "j".to_string()], reductions: vec![], combine: None, body };
    let matches = unify(&add.equation, &add.operand_ranks, &target);
    assert_eq!(matches.len(), 1);
    assert_eq!(matches[0].operands[1].axes, ["j"]);
}

#[test]
fn a_triangle_is_found_however_it_is_compared() {
    let triu = pattern(&base(), "numpy.triu", &[2]);
    let less =
        Expr::apply("less", vec![Expr::Index(Affine::var("j".to_string())), Expr::Index(Affine::var("i".to_string()))]);
    let body = Expr::apply("where", vec![less, Expr::Number(Number::Float(0.0)), read(0, &["i", "j"])]);
    let target = Target { outputs: vec!["i".to_string(), "j".to_string()], reductions: vec![], combine: None, body };
    assert_eq!(unify(&triu.equation, &triu.operand_ranks, &target).len(), 1);
}

#[test]
fn large_products_stay_cheap() {
    let start = Instant::now();
    let base = base();
    let factors = |n: usize| (0..n).map(|a| read(a, &["k"])).collect::<Vec<_>>();
    let target = sum_over(&["i", "j"], &["k"], product(factors(60)));
    for candidate in base.raising_candidates() {
        assert!(unify(&candidate.equation, &candidate.operand_ranks, &target).len() <= 16);
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

#[test]
fn a_removed_entry_is_gone_with_its_aliases() {
    let mut base = base();
    base.remove("dot");
    assert!(base.function("numpy.dot").is_none());
    assert!(base.raising_candidates().iter().all(|c| c.name != "numpy.dot"));
    assert_eq!(base.method("dot"), None);
    let matrix = Argument::array(automphc_kb::DType::F64, 2);
    let stack = base.instantiate("numpy.matmul", &[matrix.clone(), matrix], &Params::new());
    assert!(stack.is_ok(), "matmul has an entry of its own");
}
