//! `affine-hoist-updates`: an update comes before the statements that compute
//! its value for themselves, which then read it.
//!
//! before: affine.for %i { S[] = S[] + (A[%i] - M[]) * (A[%i] - M[]) }   affine.for %i { A[%i] = A[%i] - M[] }
//! after:  affine.for %i { A[%i] = A[%i] - M[] }                         affine.for %i { S[] = S[] + A[%i] * A[%i] }
//!
//! This is common subexpression elimination with an array of the program as the
//! temporary.
//!
//! Legal: from the first such statement up to the update, every read of the
//! array is part of that value, at an element that the update writes; nothing
//! else in between writes the array or what the value is made of, and nothing
//! raises. The update writes each element once and reads no other element.
//! Not handled: updates within loops that stay, and operations in between that
//! are no statements.

use crate::affine_distribute::may_raise;
use crate::legal;
use crate::scop::cells::{cells, subset};
use crate::scop::{chain, read, visit_statements, write, Lin, Loop, Node, Scop, Statement, Term, Var};
use crate::version;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::OperationRef;

pub const PASS: PassInfo = PassInfo {
    argument: "affine-hoist-updates",
    description: "move updates before the statements that compute the same value",
    run,
};

fn run(module: OperationRef, _: &Options) -> PassResult {
    version::each(module, |version| {
        let Some(mut scop) = read::read(version) else { return Ok(()) };
        let facts = crate::affine_guard_memory::facts(&mut scop);
        let mut changed = false;
        for position in 1..scop.body.len() {
            changed |= hoist(&mut scop, position, &facts);
        }
        if changed {
            write::write(context_of(&version), &scop);
        }
        Ok(())
    });
    Ok(())
}

/// Moves the update at a position, if it is one, as far as it pays.
fn hoist<'c, 'a>(scop: &mut Scop<'c, 'a>, position: usize, facts: &[Lin]) -> bool {
    let Some(update) = Update::of(scop, position) else { return false };
    let mut rewritten: Vec<(usize, Node<'c, 'a>)> = vec![];
    for place in (0..position).rev() {
        let node = &scop.body[place];
        let quiet = legal!("affine-hoist-updates: nothing in between raises", !may_raise(node));
        let apart = legal!("affine-hoist-updates: its operands stay as they are", !update.is_disturbed_by(node));
        if matches!(node, Node::Other(_)) || !quiet || !apart {
            break;
        }
        if !crate::scop::touches(node, update.array) {
            continue;
        }
        match update.rewrite(scop, node, facts) {
            Some(node) => rewritten.push((place, node)),
            None => break,
        }
    }
    let Some(first) = rewritten.last().map(|(place, _)| *place) else { return false };
    remark(update.location, "moved before a statement that computes the same value");
    for (place, node) in rewritten {
        scop.body[place] = node;
    }
    let node = scop.body.remove(position);
    scop.body.insert(first, node);
    true
}

/// `A[x + c] = value` over a nest, where the value reads A at this element only.
struct Update<'c> {
    array: usize,
    /// The loop and the offset of each axis.
    axes: Vec<(usize, Lin)>,
    value: Term,
    /// The written elements.
    cells: Vec<Lin>,
    location: melior::ir::Location<'c>,
}

impl<'c> Update<'c> {
    fn of<'a>(scop: &Scop<'c, 'a>, position: usize) -> Option<Self> {
        let (loops, statement) = chain(&scop.body[position])?;
        let write = &statement.write;
        let axes = write.index.iter().map(axis).collect::<Option<Vec<_>>>()?;
        let each = loops.iter().all(|l| axes.iter().filter(|(id, _)| *id == l.id).count() == 1);
        let mut own = 0;
        let mut elsewhere = false;
        statement.value.visit(&mut |e| {
            if let Expr::Read { array, index } = e {
                own += usize::from(*array == write.array && *index == write.index);
                elsewhere |= *array == write.array && *index != write.index;
            }
        });
        let (cells, exact) = cells(scop, &loops, &write.index)?;
        let plain = matches!(&statement.value, Expr::Apply { function, .. } if function != "where");
        let fine = each
            && exact
            && plain
            && own > 0
            && legal!("affine-hoist-updates: it reads no other element", !elsewhere)
            && axes.len() == loops.len()
            && !loops.is_empty();
        fine.then(|| Self {
            array: write.array,
            axes,
            value: statement.value.clone(),
            cells,
            location: statement.location,
        })
    }

    /// True if a statement writes the array or something that the value reads.
    fn is_disturbed_by(&self, node: &Node) -> bool {
        let mut disturbed = false;
        visit_statements(std::slice::from_ref(node), &mut vec![], &mut |_, statement| {
            disturbed |= statement.writes(self.array);
            self.value.visit(&mut |e| {
                disturbed |= matches!(e, Expr::Read { array, .. } if statement.writes(*array));
            });
        });
        disturbed
    }

    /// The node with the value replaced by reads of the array; None if it reads
    /// the array in another way.
    fn rewrite<'a>(&self, scop: &Scop<'c, 'a>, node: &Node<'c, 'a>, facts: &[Lin]) -> Option<Node<'c, 'a>> {
        fn inside<'c, 'a>(
            update: &Update<'c>,
            scop: &Scop<'c, 'a>,
            node: &Node<'c, 'a>,
            outer: &[Loop<'c, 'a>],
            facts: &[Lin],
        ) -> Option<Node<'c, 'a>> {
            match node {
                Node::Loop(l) => {
                    let header = Loop { body: vec![], ..l.clone() };
                    let outer = [outer, &[header]].concat();
                    let body = l.body.iter().map(|inner| inside(update, scop, inner, &outer, facts));
                    Some(Node::Loop(Loop { body: body.collect::<Option<_>>()?, ..l.clone() }))
                }
                Node::Statement(Statement { text: Some(_), .. }) => None,
                Node::Statement(statement) => {
                    let loops: Vec<&Loop> = outer.iter().collect();
                    let mut replaced = vec![];
                    let value = update.replace(&statement.value, &mut replaced)?;
                    let written = replaced.iter().all(|index| {
                        let set = cells(scop, &loops, index).map(|(set, _)| set);
                        set.is_some_and(|set| subset(&[set], std::slice::from_ref(&update.cells), facts))
                    });
                    written.then(|| Node::Statement(Statement { value, ..statement.clone() }))
                }
                Node::Other(_) => None,
            }
        }
        inside(self, scop, node, &[], facts)
    }

    /// A term with the update's value replaced; None if another read is left.
    fn replace(&self, term: &Term, replaced: &mut Vec<Vec<Lin>>) -> Option<Term> {
        let first = crate::scop::cells::read_indices(term, self.array).first().map(|index| index.to_vec());
        let Some(index) = first else { return Some(term.clone()) };
        if self.value_at(&index) == *term {
            replaced.push(index.clone());
            return Some(Expr::Read { array: self.array, index });
        }
        let Expr::Apply { function, arguments } = term else { return None };
        let arguments = arguments.iter().map(|a| self.replace(a, replaced)).collect::<Option<_>>()?;
        Some(Expr::Apply { function: function.clone(), arguments })
    }

    /// The value that the update stores at an element.
    fn value_at(&self, index: &[Lin]) -> Term {
        let at = |v: &Var| match self.axes.iter().position(|(id, _)| Var::Loop(*id) == *v) {
            Some(axis) => index[axis].clone() - self.axes[axis].1.clone(),
            None => Affine::var(*v),
        };
        self.value.map(&mut |lin| lin.map(at), &mut |array| array)
    }
}

/// The loop whose variable an index is, and what is added to it.
fn axis(index: &Lin) -> Option<(usize, Lin)> {
    let mut loops = index.terms.keys().filter_map(|v| if let Var::Loop(id) = v { Some(*id) } else { None });
    let id = loops.next().filter(|_| loops.next().is_none())?;
    (index.coefficient(&Var::Loop(id)) == 1).then(|| (id, index.clone() - Affine::var(Var::Loop(id))))
}
