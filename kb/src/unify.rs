//! Raising: which sub-expressions of a loop nest play an entry's operands.
//!
//! In: an entry's equation (the pattern) and a statement of a loop nest (the
//! target). Out: every way to write the target as a call of the entry.
//!
//! Rule: operands are bound by access map, never by type or position. A pattern
//! operand `a[i, p]` takes any sub-expression whose index variables are exactly
//! those that i and p stand for; the caller brings it into an array with these
//! axes (a transpose, a view or a temporary). The result's axes may come in any
//! order, the caller transposes the result. Operands of associative and
//! commutative functions are shared out by the index variables that they use.
//! In an element-wise pattern an operand may use fewer variables (broadcast).
//!
//! The search is bounded: `STEPS` of work and `MATCHES` results per call, in an
//! order that depends on the pattern and the target alone. A scalar factor goes
//! to the first operand that can take it; a caller who hoists factors without
//! reduction variables first gets cheaper calls.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::affine::Affine;
use crate::canonical::{flatten, is_associative_commutative, is_commutative, nest, normalize, permutations};
use crate::equation::Equation;
use crate::expr::{Expr, Number};

/// A statement of a loop nest, as an equation over its loop variables.
#[derive(Clone, Debug, PartialEq)]
pub struct Target<V: Ord + Clone> {
    pub outputs: Vec<V>,
    pub reductions: Vec<V>,
    pub combine: Option<String>,
    pub body: Expr<V>,
}

/// One way to write the target as a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Match<V: Ord + Clone> {
    /// The target variable of each index variable of the pattern.
    pub index: BTreeMap<String, V>,
    /// By operand of the pattern, in order of the numbers that its reads have.
    pub operands: Vec<Operand<V>>,
}

/// The value bound to an operand, and the target variable along each of its axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Operand<V: Ord + Clone> {
    pub value: Expr<V>,
    pub axes: Vec<V>,
}

/// Units of work per call.
const STEPS: usize = 20_000;
/// Results per call.
const MATCHES: usize = 16;

/// All matches, those with the axes in the pattern's order first.
/// `operand_ranks` are the ranks of the pattern's operands by number.
pub fn unify<V: Ord + Clone>(pattern: &Equation<String>, operand_ranks: &[usize], target: &Target<V>) -> Vec<Match<V>> {
    let pattern_body = normalize(&pattern.body);
    let target_body = normalize(&target.body);
    if pattern.combine != target.combine {
        return Vec::new();
    }
    let variables: Vec<V> = target.outputs.iter().chain(&target.reductions).cloned().collect();
    let steps = Cell::new(STEPS);
    let mut found = Vec::new();
    let orders = if is_elementwise(pattern) { vec![positional(pattern, target)] } else { assignments(pattern, target) };
    for index in orders {
        let matcher =
            Matcher { index: &index, variables: &variables, elementwise: is_elementwise(pattern), steps: &steps };
        for bound in matcher.unify(&pattern_body, &target_body, Bound::new()) {
            let Some(operands) = operands(bound, operand_ranks) else {
                continue;
            };
            let candidate = Match { index: index.clone(), operands };
            if !found.contains(&candidate) {
                found.push(candidate);
            }
        }
        if found.len() >= MATCHES || steps.get() == 0 {
            break;
        }
    }
    found.truncate(MATCHES);
    found
}

/// `out[...] = f(a[...], b[...])`: matched at one node, whatever the rank.
pub fn is_elementwise(pattern: &Equation<String>) -> bool {
    let mut same = !pattern.outputs.is_empty() && pattern.reductions.is_empty();
    let mut reads = false;
    pattern.body.visit(&mut |e| match e {
        Expr::Read { index, .. } => {
            reads = true;
            same &= index.len() == pattern.outputs.len();
            same &= index.iter().zip(&pattern.outputs).all(|(a, o)| a.as_var() == Some(&o.variable));
        }
        Expr::Index(_) => same = false,
        _ => {}
    });
    same && reads
}

/// The pattern's variables in order; ranks may differ.
fn positional<V: Ord + Clone>(pattern: &Equation<String>, target: &Target<V>) -> BTreeMap<String, V> {
    let names = pattern.outputs.iter().map(|o| o.variable.clone());
    names.zip(target.outputs.iter().cloned()).collect()
}

/// Every assignment of target outputs to the pattern's outputs and of target
/// reductions to its reductions.
fn assignments<V: Ord + Clone>(pattern: &Equation<String>, target: &Target<V>) -> Vec<BTreeMap<String, V>> {
    /// Above this rank only the identity is tried: permutations grow too many.
    const PERMUTED: usize = 5;
    let pairs = |names: Vec<String>, variables: &[V]| -> Vec<Vec<(String, V)>> {
        if names.len() != variables.len() {
            return Vec::new();
        }
        let orders = match names.len() {
            n if n <= PERMUTED => permutations(n),
            n => vec![(0..n).collect()],
        };
        let pair = |order: &Vec<usize>| {
            let chosen = order.iter().filter_map(|n| variables.get(*n)).cloned();
            names.iter().cloned().zip(chosen).collect()
        };
        orders.iter().map(pair).collect()
    };
    let outputs = pairs(pattern.outputs.iter().map(|o| o.variable.clone()).collect(), &target.outputs);
    let reductions = pairs(pattern.reductions.iter().map(|r| r.variable.clone()).collect(), &target.reductions);
    let mut all = Vec::new();
    for output in &outputs {
        all.extend(reductions.iter().map(|r| output.iter().chain(r).cloned().collect()));
    }
    all
}

/// The operands in order, if every one of them is bound.
fn operands<V: Ord + Clone>(bound: Bound<V>, ranks: &[usize]) -> Option<Vec<Operand<V>>> {
    (bound.len() == ranks.len()).then(|| bound.into_values().collect())
}

/// What each operand number is bound to so far.
type Bound<V> = BTreeMap<usize, Operand<V>>;

struct Matcher<'a, V: Ord + Clone> {
    index: &'a BTreeMap<String, V>,
    /// The target's index variables.
    variables: &'a [V],
    elementwise: bool,
    steps: &'a Cell<usize>,
}

impl<V: Ord + Clone> Matcher<'_, V> {
    /// Every way to extend `bound` so that the pattern is the target.
    fn unify(&self, pattern: &Expr<String>, target: &Expr<V>, bound: Bound<V>) -> Vec<Bound<V>> {
        if !self.step() {
            return Vec::new();
        }
        match (pattern, target) {
            (Expr::Read { array, index }, _) => self.bind(*array, index, target, bound).into_iter().collect(),
            (Expr::Number(a), Expr::Number(b)) if same_number(*a, *b) => vec![bound],
            (Expr::Index(a), Expr::Index(b)) if self.map(a).as_ref() == Some(b) => vec![bound],
            (Expr::Apply { function, arguments }, Expr::Apply { function: other, arguments: others })
                if function == other =>
            {
                self.unify_application(function, arguments, others, bound)
            }
            _ => Vec::new(),
        }
    }

    fn step(&self) -> bool {
        let left = self.steps.get();
        self.steps.set(left.saturating_sub(1));
        left > 0
    }

    fn unify_application(
        &self,
        function: &str,
        pattern: &[Expr<String>],
        target: &[Expr<V>],
        bound: Bound<V>,
    ) -> Vec<Bound<V>> {
        if is_associative_commutative(function) {
            return self.share(function, &flatten(function, pattern), &flatten(function, target), bound);
        }
        if pattern.len() != target.len() {
            return Vec::new();
        }
        // Comparisons of index expressions may come with either sign under another naming.
        let mut found = self.unify_all(pattern.iter().zip(target), bound.clone());
        if is_commutative(function) {
            found.extend(self.unify_all(pattern.iter().zip(target.iter().rev()), bound.clone()));
            found.extend(self.unify_opposite(pattern, target, bound));
        }
        found
    }

    fn unify_all<'b>(
        &self,
        pairs: impl Iterator<Item = (&'b Expr<String>, &'b Expr<V>)>,
        bound: Bound<V>,
    ) -> Vec<Bound<V>>
    where
        V: 'b,
    {
        pairs.fold(vec![bound], |states, (p, t)| {
            let mut next: Vec<Bound<V>> = states.into_iter().flat_map(|s| self.unify(p, t, s)).collect();
            next.truncate(MATCHES);
            next
        })
    }

    /// `e == 0` is `-e == 0`.
    fn unify_opposite(&self, pattern: &[Expr<String>], target: &[Expr<V>], bound: Bound<V>) -> Vec<Bound<V>> {
        match (pattern, target) {
            ([Expr::Index(a), zero], [Expr::Index(b), other]) if self.map(&-a.clone()).as_ref() == Some(b) => {
                self.unify(zero, other, bound)
            }
            _ => Vec::new(),
        }
    }

    /// A pattern index expression over target variables; None if it has a size in it.
    fn map(&self, affine: &Affine<String>) -> Option<Affine<V>> {
        affine.terms.iter().try_fold(Affine::constant(affine.constant), |sum, (name, c)| {
            Some(sum + Affine::var(self.index.get(name)?.clone()) * *c)
        })
    }

    fn free(&self, expr: &Expr<V>) -> BTreeSet<V> {
        self.variables.iter().filter(|v| expr.uses(v)).cloned().collect()
    }

    /// The target variables of a pattern read's subscript, if all are plain.
    fn subscript(&self, index: &[Affine<String>]) -> Option<Vec<V>> {
        index.iter().map(|a| self.index.get(a.as_var()?).cloned()).collect()
    }

    fn bind(&self, array: usize, index: &[Affine<String>], value: &Expr<V>, mut bound: Bound<V>) -> Option<Bound<V>> {
        let free = self.free(value);
        let axes = if self.elementwise {
            self.variables.iter().filter(|v| free.contains(v)).cloned().collect()
        } else {
            let axes = self.subscript(index)?;
            let distinct: BTreeSet<V> = axes.iter().cloned().collect();
            if distinct != free || (distinct.len() < axes.len() && !self.is_diagonal_of(value, &axes)) {
                return None;
            }
            axes
        };
        let operand = Operand { value: value.clone(), axes };
        match bound.get(&array) {
            None => {
                bound.insert(array, operand);
                Some(bound)
            }
            Some(earlier) => same_operand(earlier, &operand).then_some(bound),
        }
    }

    /// A read whose axes run over the given variables, from any start.
    fn is_diagonal_of(&self, value: &Expr<V>, axes: &[V]) -> bool {
        let Expr::Read { index, .. } = value else {
            return false;
        };
        let runs = |(affine, axis): (&Affine<V>, &V)| {
            let start = affine.clone() - Affine::var(axis.clone());
            !self.variables.iter().any(|v| start.uses(v))
        };
        index.len() == axes.len() && index.iter().zip(axes).all(runs)
    }

    /// Operands of an associative and commutative function: what has structure
    /// in the pattern takes one operand each, the reads share the others.
    fn share(&self, function: &str, pattern: &[&Expr<String>], target: &[&Expr<V>], bound: Bound<V>) -> Vec<Bound<V>> {
        if target.len() < pattern.len() || !self.step() {
            return Vec::new();
        }
        let structured = pattern.iter().position(|p| !matches!(p, Expr::Read { .. }));
        let Some(position) = structured else {
            return self.distribute(function, pattern, target, bound);
        };
        let mut rest = pattern.to_vec();
        let first = rest.remove(position);
        let mut found = Vec::new();
        for chosen in 0..target.len() {
            let mut others = target.to_vec();
            let candidate = others.remove(chosen);
            for state in self.unify(first, candidate, bound.clone()) {
                if rest.is_empty() && others.is_empty() {
                    found.push(state);
                } else if !rest.is_empty() {
                    found.extend(self.share(function, &rest, &others, state));
                }
            }
            if found.len() >= MATCHES {
                break;
            }
        }
        found.truncate(MATCHES);
        found
    }

    /// Shares the target's operands out among reads, each taking what uses only its variables.
    fn distribute(
        &self,
        function: &str,
        reads: &[&Expr<String>],
        target: &[&Expr<V>],
        bound: Bound<V>,
    ) -> Vec<Bound<V>> {
        let allowed = |read: &&Expr<String>| match read {
            Expr::Read { index, .. } if !self.elementwise => {
                self.subscript(index).map(|axes| axes.into_iter().collect::<BTreeSet<V>>())
            }
            _ => Some(self.variables.iter().cloned().collect()),
        };
        let Some(allowed) = reads.iter().map(allowed).collect::<Option<Vec<_>>>() else {
            return Vec::new();
        };
        let choices: Vec<Vec<usize>> = target
            .iter()
            .map(|t| {
                let free = self.free(t);
                (0..reads.len()).filter(|n| allowed.get(*n).is_some_and(|a| free.is_subset(a))).collect()
            })
            .collect();
        let mut search =
            Search { matcher: self, function, reads, target, choices, chosen: Vec::new(), found: Vec::new() };
        search.run(&bound);
        search.found
    }
}

/// Depth-first over the operands of the target, each given to one read.
struct Search<'a, 'm, V: Ord + Clone> {
    matcher: &'a Matcher<'m, V>,
    function: &'a str,
    reads: &'a [&'a Expr<String>],
    target: &'a [&'a Expr<V>],
    choices: Vec<Vec<usize>>,
    chosen: Vec<usize>,
    found: Vec<Bound<V>>,
}

impl<V: Ord + Clone> Search<'_, '_, V> {
    fn run(&mut self, bound: &Bound<V>) {
        // Any division of an element-wise node is as good as the first.
        let enough = if self.matcher.elementwise { 1 } else { MATCHES };
        if self.found.len() >= enough || !self.matcher.step() {
            return;
        }
        let place = self.chosen.len();
        let missing = (0..self.reads.len()).filter(|n| !self.chosen.contains(n)).count();
        if missing > self.target.len() - place {
            return;
        }
        let Some(choices) = self.choices.get(place).cloned() else {
            self.found.extend(self.bind(bound));
            return;
        };
        for choice in choices {
            self.chosen.push(choice);
            self.run(bound);
            self.chosen.pop();
        }
    }

    fn bind(&self, bound: &Bound<V>) -> Option<Bound<V>> {
        let mut state = bound.clone();
        for (n, read) in self.reads.iter().enumerate() {
            let Expr::Read { array, index } = read else {
                return None;
            };
            let mine = self.target.iter().zip(&self.chosen).filter(|(_, c)| **c == n);
            let value = nest(self.function, mine.map(|(t, _)| (*t).clone()))?;
            state = self.matcher.bind(*array, index, &value, state)?;
        }
        Some(state)
    }
}

/// True if two reads of one operand see the same array: the same value, the
/// variables of its axes renamed. The caller checks that these run equally far.
fn same_operand<V: Ord + Clone>(earlier: &Operand<V>, later: &Operand<V>) -> bool {
    let rename = |v: &V| {
        let axis = earlier.axes.iter().position(|a| a == v);
        Affine::var(axis.and_then(|n| later.axes.get(n)).unwrap_or(v).clone())
    };
    earlier.axes.len() == later.axes.len()
        && earlier.value.map(&mut |affine| affine.map(rename), &mut |array| array) == later.value
}

fn same_number(a: Number, b: Number) -> bool {
    let parts = |n: Number| match n {
        Number::Bool(b) => (f64::from(u8::from(b)), 0.0),
        Number::Int(n) => (n as f64, 0.0),
        Number::Float(x) => (x, 0.0),
        Number::Complex(re, im) => (re, im),
    };
    parts(a) == parts(b)
}
