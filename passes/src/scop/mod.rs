//! The working form of a kernel: statements with domains, accesses and expressions.
//!
//! In: the affine operations of one version (`read`). Out: the same operations
//! again (`write`), after a pass has rearranged the tree. Rule: the IR is the
//! only thing that passes share; a `Scop` lives within one pass.
//!
//! A statement is `array[index] = value` within its loops. Every loop, except
//! those over tiles, has step 1, lower bounds of which the largest counts, and
//! exclusive upper bounds of which the smallest counts. An `if` is a loop that runs at most once, so that
//! every domain is convex and has no else branch. `value` reads everything before the write.

pub mod black_box;
pub mod cells;
pub mod dependence;
pub mod domain;
pub mod normal;
pub mod opaque;
pub mod order;
pub mod read;
pub mod scalar;
pub mod write;

use automphc_dialects::affine::{quotient_row, Rows};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use black_box::BlackBox;
use melior::ir::operation::OperationLike;
use melior::ir::{Location, OperationRef, RegionLike, Type, Value};

/// A loop variable or a symbol (an index value that no loop changes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Var {
    Loop(usize),
    Symbol(usize),
}

pub type Lin = Affine<Var>;
pub type Term = Expr<Var>;

#[derive(Clone, Debug)]
pub struct Array<'c, 'a> {
    pub value: Value<'c, 'a>,
    pub rank: usize,
    pub element: Type<'c>,
    /// The program's name for it, if it has one.
    pub name: Option<String>,
    /// Created by the version itself: nobody else sees it unless it has a name.
    pub local: bool,
}

#[derive(Clone, Debug)]
pub struct LoopInfo<'c> {
    pub name: Option<String>,
    pub location: Location<'c>,
    /// More than 1 for loops over tiles alone: those stay loops.
    pub step: i64,
}

#[derive(Clone, Debug)]
pub struct Loop<'c, 'a> {
    pub id: usize,
    pub lower: Vec<Lin>,
    pub upper: Vec<Lin>,
    pub body: Vec<Node<'c, 'a>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    pub array: usize,
    pub index: Vec<Lin>,
}

#[derive(Clone, Debug)]
pub struct Statement<'c, 'a> {
    pub write: Access,
    pub value: Term,
    pub location: Location<'c>,
    /// The store and the loads it was read from, for the dependence analysis.
    pub store: Option<OperationRef<'c, 'a>>,
    pub loads: Vec<OperationRef<'c, 'a>>,
    /// Text of the program: what it is and may touch besides `write` and `value`.
    pub text: Option<BlackBox<'c, 'a>>,
}

#[derive(Clone, Debug)]
pub enum Node<'c, 'a> {
    Loop(Loop<'c, 'a>),
    Statement(Statement<'c, 'a>),
    /// Anything else, kept as it is: a full barrier.
    Other(OperationRef<'c, 'a>),
}

/// One version's body.
pub struct Scop<'c, 'a> {
    pub function: OperationRef<'c, 'a>,
    pub symbols: Vec<Value<'c, 'a>>,
    pub arrays: Vec<Array<'c, 'a>>,
    pub loops: Vec<LoopInfo<'c>>,
    pub body: Vec<Node<'c, 'a>>,
}

impl Loop<'_, '_> {
    /// The conditions `e >= 0` of a loop that stands for an `if`: it runs once
    /// if all of them hold, and not at all otherwise.
    pub fn conditions(&self) -> Option<Vec<Lin>> {
        let constant = |bound: Option<&Lin>| bound.and_then(Affine::as_constant);
        let once = self.lower.len() == 1 && constant(self.lower.first()) == Some(0);
        let guarded = self.upper.len() > 1 && constant(self.upper.first()) == Some(1);
        (once && guarded).then(|| self.upper[1..].iter().map(|bound| bound.clone() + -1).collect())
    }

    /// The bounds of an `if` with these conditions, as a loop.
    pub fn guarded(conditions: &[Lin]) -> (Vec<Lin>, Vec<Lin>) {
        let upper = conditions.iter().map(|condition| condition.clone() + 1);
        (vec![Affine::constant(0)], [Affine::constant(1)].into_iter().chain(upper).collect())
    }

    /// The loop without what it repeats.
    pub fn header(&self) -> Self {
        Self { id: self.id, lower: self.lower.clone(), upper: self.upper.clone(), body: vec![] }
    }
}

impl<'c, 'a> Scop<'c, 'a> {
    /// A new loop variable that copies the name and place of another.
    pub fn new_loop(&mut self, info: LoopInfo<'c>) -> usize {
        self.loops.push(info);
        self.loops.len() - 1
    }

    /// The symbol for an index value.
    pub fn symbol(&mut self, value: Value<'c, 'a>) -> Var {
        let position = self.symbols.iter().position(|s| *s == value).unwrap_or_else(|| {
            self.symbols.push(value);
            self.symbols.len() - 1
        });
        Var::Symbol(position)
    }

    /// The expression and the divisor of a symbol that is a quotient.
    pub fn quotient(&mut self, symbol: usize) -> Option<(Lin, i64)> {
        let operation = read::definition(self.symbols[symbol])?;
        let (row, divisor) = quotient_row(operation.attribute("map").ok()?)?;
        let rows = Rows { dims: row.len() - 1, symbols: 0, rows: vec![row] };
        let operands: Vec<_> = operation.operands().collect();
        Some((read::Indices::default().rows(self, &rows, &operands)?.pop()?, divisor))
    }

    /// What rounding says of the symbols that are quotients, as expressions
    /// that are not negative.
    pub fn quotient_facts(&mut self) -> Vec<Lin> {
        let mut facts = vec![];
        let mut symbol = 0;
        // A quotient may bring in the symbols that it is computed from.
        while symbol < self.symbols.len() {
            if let Some((dividend, divisor)) = self.quotient(symbol) {
                let rest = dividend - Affine::var(Var::Symbol(symbol)) * divisor;
                facts.push(rest.clone());
                facts.push(-rest + (divisor - 1));
            }
            symbol += 1;
        }
        facts
    }

    /// The array that stands for a memref.
    pub fn array(&self, value: Value<'c, 'a>) -> Option<usize> {
        self.arrays.iter().position(|a| a.value == value)
    }
}

/// What a comparison chooses of several terms and what was there before: a NaN is never chosen.
pub const FIRST_LARGEST: &str = "first largest";
pub const FIRST_SMALLEST: &str = "first smallest";
pub const LAST_LARGEST: &str = "last largest";
pub const LAST_SMALLEST: &str = "last smallest";

impl<'c> Statement<'c, '_> {
    /// `array[index] = combine(array[index], term)`: the function and the term.
    /// The term does not read this very element; it may read others of the array.
    /// `subtract` accumulates too: its terms are summed, and the sum is subtracted.
    pub fn accumulation(&self) -> Option<(&str, &Term)> {
        let Expr::Apply { function, arguments } = &self.value else { return None };
        let [a, b] = arguments.as_slice() else { return self.extreme() };
        let term = match (self.is_own(a), self.is_own(b), function.as_str()) {
            (true, false, "subtract") => b,
            (true, false, "add" | "multiply" | "maximum" | "minimum" | "logical_or" | "logical_and") => b,
            (false, true, "add" | "multiply" | "maximum" | "minimum") => a,
            _ => return None,
        };
        let mut fresh = true;
        term.visit(&mut |e| fresh &= !self.is_own(e));
        fresh.then_some((function, term))
    }

    /// `array[index] = x if x > array[index] else array[index]`: the comparison as a function, and x.
    fn extreme(&self) -> Option<(&str, &Term)> {
        let Expr::Apply { function, arguments } = &self.value else { return None };
        let [Expr::Apply { function: comparison, arguments: compared }, x, own] = arguments.as_slice() else {
            return None;
        };
        let [a, b] = compared.as_slice() else { return None };
        if function != "where" || !self.is_own(own) {
            return None;
        }
        let name = match (self.is_own(b) && a == x, self.is_own(a) && b == x, comparison.as_str()) {
            (true, false, "greater") | (false, true, "less") => FIRST_LARGEST,
            (true, false, "less") | (false, true, "greater") => FIRST_SMALLEST,
            (true, false, "greater_equal") | (false, true, "less_equal") => LAST_LARGEST,
            (true, false, "less_equal") | (false, true, "greater_equal") => LAST_SMALLEST,
            _ => return None,
        };
        let mut fresh = true;
        x.visit(&mut |e| fresh &= !self.is_own(e));
        fresh.then_some((name, x))
    }

    /// True for a read of the very element that the statement writes.
    pub fn is_own(&self, e: &Term) -> bool {
        matches!(e, Expr::Read { array, index } if *array == self.write.array && *index == self.write.index)
    }

    /// True if the statement reads the array anywhere.
    pub fn reads(&self, array: usize) -> bool {
        reads(&self.value, array) || self.text.as_ref().is_some_and(|text| text.touches(array, false))
    }

    /// True if the statement may write the array.
    pub fn writes(&self, array: usize) -> bool {
        self.write.array == array || self.text.as_ref().is_some_and(|text| text.touches(array, true))
    }
}

/// True if an expression reads the array anywhere.
pub fn reads(value: &Term, array: usize) -> bool {
    let mut found = false;
    value.visit(&mut |e| found |= matches!(e, Expr::Read { array: a, .. } if *a == array));
    found
}

/// True if a statement below the node reads or may write the array.
pub fn touches(node: &Node, array: usize) -> bool {
    let mut found = false;
    visit_statements(std::slice::from_ref(node), &mut vec![], &mut |_, statement| {
        found |= statement.writes(array) || statement.reads(array);
    });
    found
}

/// True if anything but the statements uses a local array: an operation that is
/// kept, a loop that is not understood, or text that may name it.
pub fn used_elsewhere(scop: &Scop, array: usize) -> bool {
    let mut by_text = false;
    visit_statements(&scop.body, &mut vec![], &mut |_, statement| {
        by_text |= statement.text.is_some() && (statement.reads(array) || statement.writes(array));
    });
    by_text || used_by_operations(scop, array)
}

/// True if an operation that is kept, or a loop that is not understood, uses a local array.
pub fn used_by_operations(scop: &Scop, array: usize) -> bool {
    let info = &scop.arrays[array];
    let observed = read::definition(info.value).is_some_and(|alloc| alloc.has_attribute("observed"));
    observed
        || scop.body.iter().any(|node| match node {
            // A load at the top level feeds a statement.
            Node::Other(operation) => read::name(*operation) != "affine.load" && operation_uses(*operation, info),
            _ => false,
        })
}

fn operation_uses<'c: 'a, 'a>(operation: OperationRef<'c, 'a>, array: &Array<'c, 'a>) -> bool {
    let texts = operation.attribute("reads").ok().and_then(automphc_dialects::ir::array_elements).unwrap_or_default();
    let named = texts.into_iter().filter_map(automphc_dialects::ir::string_value).any(|n| Some(n) == array.name);
    let inner = |block| read::operations(block).into_iter().any(|op| operation_uses(op, array));
    named
        || operation.operands().any(|operand| operand == array.value)
        || operation.regions().any(|region| region.first_block().is_some_and(inner))
}

/// True if the tree holds an operation that may write any array: a loop that is
/// not understood, text, a repack.
pub fn has_barriers(scop: &Scop) -> bool {
    // Nothing comes after a return.
    let text = |name: &str| name.starts_with("py.") && name != "py.return";
    let barrier = |name: &str| name.starts_with("affine.for") || name.starts_with("affine.if") || text(name);
    scop.body.iter().any(|node| match node {
        Node::Other(operation) => {
            let name = read::name(*operation);
            barrier(&name) || matches!(name.as_str(), "nparray.repack" | "nparray.store" | "affine.store")
        }
        _ => false,
    })
}

/// The loops and the statement of a nest that holds one statement.
pub fn chain<'n, 'c, 'a>(node: &'n Node<'c, 'a>) -> Option<(Vec<&'n Loop<'c, 'a>>, &'n Statement<'c, 'a>)> {
    match node {
        Node::Statement(statement) => Some((vec![], statement)),
        Node::Loop(l) => {
            let [only] = l.body.as_slice() else { return None };
            let (mut loops, statement) = chain(only)?;
            loops.insert(0, l);
            Some((loops, statement))
        }
        Node::Other(_) => None,
    }
}

/// Visits every statement with its enclosing loops, outermost first.
pub fn visit_statements<'n, 'c, 'a>(
    nodes: &'n [Node<'c, 'a>],
    loops: &mut Vec<&'n Loop<'c, 'a>>,
    f: &mut impl FnMut(&[&'n Loop<'c, 'a>], &'n Statement<'c, 'a>),
) {
    for node in nodes {
        match node {
            Node::Loop(l) => {
                loops.push(l);
                visit_statements(&l.body, loops, f);
                loops.pop();
            }
            Node::Statement(s) => f(loops, s),
            Node::Other(_) => {}
        }
    }
}

/// Replaces a variable in everything below.
pub fn substitute(nodes: &mut [Node], variable: &Var, by: &Lin) {
    for node in nodes {
        match node {
            Node::Loop(l) => {
                l.lower.iter_mut().chain(&mut l.upper).for_each(|bound| *bound = bound.substitute(variable, by));
                substitute(&mut l.body, variable, by);
            }
            Node::Statement(statement) => substitute_in(statement, variable, by),
            Node::Other(_) => {}
        }
    }
}

/// Replaces a variable in a statement.
pub fn substitute_in(statement: &mut Statement, variable: &Var, by: &Lin) {
    statement.write.index.iter_mut().for_each(|lin| *lin = lin.substitute(variable, by));
    statement.value = statement.value.map(&mut |lin| lin.substitute(variable, by), &mut |array| array);
}

/// Rewrites every statement in place.
pub fn for_each_statement<'c, 'a>(nodes: &mut [Node<'c, 'a>], f: &mut impl FnMut(&mut Statement<'c, 'a>)) {
    for node in nodes {
        match node {
            Node::Loop(l) => for_each_statement(&mut l.body, f),
            Node::Statement(s) => f(s),
            Node::Other(_) => {}
        }
    }
}
