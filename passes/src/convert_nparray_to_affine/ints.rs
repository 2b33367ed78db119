//! Ints in lists of floats: `y[i] = 0`, `s = 0; for …: s += …; c[i][j] = s`.
//!
//! Computed with, a small int is the float of its value; left in a list or returned, it is not.
//! A value is surely a float if an operand of its arithmetic is. Every int that may be stored into
//! a list must be overwritten by sure floats, later and whatever the sizes; where that takes a loop
//! to run, that it runs is a condition of the version.
//!
//! Legal: no list is left with an int. Declined: what may stay, and ints among themselves where
//! floats differ from them (`-y`, `2 * y` have a signed zero).

use crate::scop::cells::{axis, reached, subset};
use crate::scop::domain::constraints;
use crate::scop::{Lin, Loop, Node, Scop, Statement, Term, Var};
use automphc_kb::affine::Affine;
use automphc_kb::expr::{Expr, Number};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Marks a float that was made of an int: `float(i)`.
pub const FLOAT: &str = "float";

/// Functions whose result is a float whatever they are given.
const FLOATS: [&str; 16] = [
    FLOAT, "divide", "sqrt", "exp", "expm1", "log", "log1p", "log2", "log10", "sin", "cos", "tan", "sinh", "cosh",
    "tanh", "hypot",
];

/// Functions that choose among their operands.
const CHOICES: [&str; 5] = ["where", "maximum", "minimum", "fmax", "fmin"];

/// Functions that give the same number of small ints as of floats.
const SAME: [&str; 4] = ["add", "subtract", "absolute", "positive"];

/// A statement and where it stands: its position in the body of each enclosing loop.
struct Site<'n, 'c, 'a> {
    loops: Vec<&'n Loop<'c, 'a>>,
    path: Vec<usize>,
    statement: &'n Statement<'c, 'a>,
}

struct Ints<'n, 'c, 'a> {
    scop: &'n Scop<'c, 'a>,
    sites: Vec<Site<'n, 'c, 'a>>,
    facts: &'n [Lin],
    /// Arrays that may hold an int somewhere.
    tainted: BTreeSet<usize>,
    /// Statements that may store an int.
    unsure: BTreeSet<usize>,
    /// Conditions under which the answers given so far hold.
    required: RefCell<Vec<Lin>>,
}

/// The conditions under which no int is left in an array of `escaping`; the error says why there are none.
pub fn conditions<'c, 'a>(
    scop: &Scop<'c, 'a>,
    nodes: &[Node<'c, 'a>],
    facts: &[Lin],
    escaping: &BTreeSet<usize>,
) -> Result<Vec<Lin>, String> {
    let mut sites = vec![];
    collect(nodes, &mut vec![], &mut vec![], &mut sites);
    let floats = |site: &Site| scop.arrays[site.statement.write.array].element.to_string() == "f64";
    sites.retain(floats);
    let mut ints =
        Ints { scop, sites, facts, tainted: BTreeSet::new(), unsure: BTreeSet::new(), required: RefCell::new(vec![]) };
    ints.taint();
    if ints.tainted.is_empty() {
        return Ok(vec![]);
    }
    for site in &ints.sites {
        ints.check_arithmetic(&site.statement.value)?;
    }
    for position in ints.unsure.iter().copied() {
        let site = &ints.sites[position];
        if escaping.contains(&site.statement.write.array) && !ints.is_overwritten(site) {
            return Err("an int may be left in a list of floats".into());
        }
    }
    let mut required = ints.required.into_inner();
    required.sort();
    required.dedup();
    Ok(required)
}

/// The program without the marks.
pub fn without_marks(nodes: &mut [Node]) {
    crate::scop::for_each_statement(nodes, &mut |statement| statement.value = unmarked(&statement.value));
}

fn unmarked(term: &Term) -> Term {
    match term {
        Expr::Apply { function, arguments } if function == FLOAT => {
            arguments.first().map_or(Expr::Number(Number::Float(0.0)), unmarked)
        }
        Expr::Apply { function, arguments } => {
            Expr::Apply { function: function.clone(), arguments: arguments.iter().map(unmarked).collect() }
        }
        other => other.clone(),
    }
}

fn collect<'n, 'c, 'a>(
    nodes: &'n [Node<'c, 'a>],
    loops: &mut Vec<&'n Loop<'c, 'a>>,
    path: &mut Vec<usize>,
    sites: &mut Vec<Site<'n, 'c, 'a>>,
) {
    for (position, node) in nodes.iter().enumerate() {
        path.push(position);
        match node {
            Node::Loop(l) => {
                loops.push(l);
                collect(&l.body, loops, path, sites);
                loops.pop();
            }
            Node::Statement(statement) => sites.push(Site { loops: loops.clone(), path: path.clone(), statement }),
            Node::Other(_) => {}
        }
        path.pop();
    }
}

impl<'n, 'c, 'a> Ints<'n, 'c, 'a> {
    /// Finds the statements that may store an int, and the arrays they reach.
    fn taint(&mut self) {
        loop {
            self.required.borrow_mut().clear();
            let may_be_int = |site: &Site<'n, 'c, 'a>| {
                let value = &site.statement.value;
                !self.is_float(value, None) && !self.is_float(value, Some(site))
            };
            let unsure: BTreeSet<usize> =
                self.sites.iter().enumerate().filter(|(_, site)| may_be_int(site)).map(|(at, _)| at).collect();
            let tainted: BTreeSet<usize> = unsure.iter().map(|at| self.sites[*at].statement.write.array).collect();
            let before = self.unsure.len();
            self.unsure.extend(unsure);
            self.tainted.extend(tainted);
            if self.unsure.len() == before {
                return;
            }
        }
    }

    /// The term is a float, whatever ints are around; `at` allows to look for the write that a
    /// read of that statement sees.
    fn is_float(&self, term: &Term, at: Option<&Site<'n, 'c, 'a>>) -> bool {
        match term {
            // Adding -0.0 stands for adding nothing, which leaves an int as it is.
            Expr::Number(Number::Float(x)) => x.to_bits() != (-0.0f64).to_bits(),
            Expr::Number(number) => !matches!(number, Number::Int(_)),
            Expr::Index(_) => false,
            Expr::Read { array, index } => {
                !self.tainted.contains(array) || at.is_some_and(|site| self.reads_float(*array, index, site))
            }
            Expr::Apply { function, arguments } => {
                let mut operands = arguments.iter().skip(usize::from(function == "where"));
                let comparison = crate::scop::scalar::predicate(function).is_some();
                match function.as_str() {
                    name if comparison || FLOATS.contains(&name) => true,
                    name if CHOICES.contains(&name) => operands.all(|operand| self.is_float(operand, at)),
                    _ => operands.any(|operand| self.is_float(operand, at)),
                }
            }
        }
    }

    /// The write that a read sees: the nearest statement before it that writes the array stores
    /// floats, and this very element.
    fn reads_float(&self, array: usize, index: &[Lin], site: &Site<'n, 'c, 'a>) -> bool {
        for level in (0..site.path.len()).rev() {
            let inside = |other: &Site| other.path.len() > level && other.path[..level] == site.path[..level];
            let writes = |other: &&Site<'n, 'c, 'a>| inside(other) && other.statement.write.array == array;
            let before = self.sites.iter().filter(writes).filter(|other| other.path[level] < site.path[level]);
            let Some(nearest) = before.map(|other| other.path[level]).max() else {
                // A write beside the reader may reach it in the next iteration of its loops.
                let around = self.sites.iter().filter(writes).any(|other| self.stores_int(other));
                if around {
                    return false;
                }
                continue;
            };
            let around = |other: &&Site<'n, 'c, 'a>| other.path[level] == site.path[level];
            if self.sites.iter().filter(writes).filter(around).any(|other| self.stores_int(other)) {
                return false;
            }
            let writers: Vec<_> =
                self.sites.iter().filter(writes).filter(|other| other.path[level] == nearest).collect();
            if writers.iter().any(|other| self.stores_int(other)) {
                return false;
            }
            let here: Vec<Lin> = index
                .iter()
                .enumerate()
                .flat_map(|(position, lin)| {
                    let here = Affine::var(axis(self.scop, position));
                    [here.clone() - lin.clone(), lin.clone() - here]
                })
                .collect();
            return self.is_covered(&[here], &site.loops, &writers, level);
        }
        false
    }

    fn stores_int(&self, site: &Site<'n, 'c, 'a>) -> bool {
        let same = |at: &usize| std::ptr::eq(self.sites[*at].statement, site.statement);
        self.unsure.iter().any(same)
    }

    /// Floats are stored later into all that the statement stores into.
    fn is_overwritten(&self, site: &Site<'n, 'c, 'a>) -> bool {
        let array = site.statement.write.array;
        (0..site.path.len()).rev().any(|level| {
            let later = |other: &&Site<'n, 'c, 'a>| {
                other.statement.write.array == array
                    && other.path.len() > level
                    && other.path[..level] == site.path[..level]
                    && other.path[level] > site.path[level]
                    && !self.stores_int(other)
            };
            let writers: Vec<_> = self.sites.iter().filter(later).collect();
            let Some(written) = reached(self.scop, &site.loops[level..], &site.statement.write.index) else {
                return false;
            };
            let set = [written.own.clone()];
            let one = writers.iter().any(|writer| self.is_covered(&set, &site.loops[..level], &[*writer], level));
            one || (writers.len() > 1 && self.is_covered(&set, &site.loops[..level], &writers, level))
        })
    }

    /// The elements are among those that the writers reach for fixed loops around `level`.
    fn is_covered(
        &self,
        elements: &[Vec<Lin>],
        around: &[&Loop<'c, 'a>],
        writers: &[&Site<'n, 'c, 'a>],
        level: usize,
    ) -> bool {
        let (mut pieces, mut required) = (vec![], vec![]);
        for writer in writers {
            let loops = &writer.loops[level..];
            let Some(cells) = reached(self.scop, loops, &writer.statement.write.index) else { continue };
            if let Some(conditions) = runs(loops, &cells.solved, &cells.left) {
                required.extend(conditions);
                pieces.push(cells.own);
            }
        }
        let facts = [self.facts, constraints(around).as_slice()].concat();
        let covered = !pieces.is_empty() && subset(elements, &pieces, &facts);
        if covered {
            self.required.borrow_mut().extend(required);
        }
        covered
    }

    /// Ints among themselves are only added and compared.
    fn check_arithmetic(&self, value: &Term) -> Result<(), String> {
        let mut strange = false;
        value.visit(&mut |e| {
            let Expr::Apply { function, arguments } = e else { return };
            let name = function.as_str();
            let harmless = SAME.contains(&name)
                || CHOICES.contains(&name)
                || FLOATS.contains(&name)
                || crate::scop::scalar::predicate(name).is_some();
            let reads = |array: &usize| crate::scop::reads(e, *array);
            strange |= !harmless
                && !arguments.iter().any(|argument| self.is_float(argument, None))
                && self.tainted.iter().any(reads);
        });
        match strange {
            true => Err("arithmetic on what may be an int in a list of floats".into()),
            false => Ok(()),
        }
    }
}

/// Conditions under which every loop that no index fixes runs; None if they are not about symbols.
fn runs(loops: &[&Loop], solved: &[usize], left: &[Lin]) -> Option<Vec<Lin>> {
    let free: Vec<_> = loops.iter().filter(|l| !solved.contains(&l.id)).collect();
    let alone = |c: &Lin| {
        let loops = c.terms.keys().filter(|v| matches!(v, Var::Loop(_))).count();
        loops == 1 && free.iter().any(|l| c.uses(&Var::Loop(l.id)))
    };
    if !left.iter().all(alone) {
        return None;
    }
    let pairs =
        free.iter().flat_map(|l| l.upper.iter().flat_map(|upper| l.lower.iter().map(move |lower| (upper, lower))));
    Some(pairs.map(|(upper, lower)| upper.clone() - lower.clone() + -1).collect())
}
