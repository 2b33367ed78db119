//! `affine-expand-arrays`: an array that each iteration overwrites before it reads
//! gets a copy of its own for each (array expansion).
//!
//! before: affine.for %i { affine.for %k { s[%k] = f(%i, %k) }      affine.for %k { B[%i, %k] = s[%k] } }
//! after:  affine.for %i { affine.for %k { t[%i, %k] = f(%i, %k) }  affine.for %k { B[%i, %k] = t[%i, %k] } }
//!         affine.for 0 to min(1, %n) { affine.for %k { s[%k] = t[%n - 1, %k] } }
//!
//! The array is all that keeps the loop in one piece: its statements get nests of
//! their own afterwards.
//!
//! Legal: the first statement of an iteration that touches the array overwrites a
//! box of it, the same in every iteration, and every other access of the
//! iteration stays inside that box, so no value enters an iteration. The last
//! iteration's box is copied back, unless the array is a local that nothing reads
//! later. The nest holds nothing but statements of known accesses.
//! Profitable: without the array, the loops carry no dependence but sums; another
//! array of the nest has an axis for each of the loops and as many axes as the
//! copy, so that the copy is no larger than what the program has anyway.
//! Not handled: boxes that change with the iteration, loops that are no box.

use crate::affine_privatize::allocate;
use crate::build::Builder;
use crate::legal;
use crate::scop::cells::{axis, cells, subset};
use crate::scop::dependence::edges;
use crate::scop::{read, visit_statements, write, Access, Lin, Loop, Node, Scop, Statement, Var};
use crate::version;
use automphc_dialects::ir::{context_of, value_key};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::operation::OperationLike;
use melior::ir::{Location, OperationRef};

pub const PASS: PassInfo = PassInfo {
    argument: "affine-expand-arrays",
    description: "expand arrays that every iteration overwrites before reading",
    run,
};

fn run(module: OperationRef, _: &Options) -> PassResult {
    version::each(module, |version| {
        let (Some(mut scop), Some(block)) = (read::read(version), version::body(version)) else { return Ok(()) };
        let builder = Builder { context: context_of(&version), block, location: version.location() };
        let facts = crate::affine_guard_memory::facts(&mut scop);
        let mut changed = false;
        for array in 0..scop.arrays.len() {
            let mut position = 0;
            while position < scop.body.len() {
                // Its dependences are those of the operations, which must be of the present tree.
                let plan = Plan::of(&scop, array, position, &facts).filter(|_| !changed);
                if let Some(plan) = plan {
                    position += plan.apply(&mut scop, builder, array, position);
                    changed = true;
                }
                position += 1;
            }
        }
        if changed {
            write::write(context_of(&version), &scop);
        }
        Ok(())
    });
    Ok(())
}

/// A loop over one axis of the box, or around it: its range is a box of its own.
#[derive(Clone, Debug)]
struct Span {
    id: usize,
    lower: Lin,
    upper: Lin,
}

impl Span {
    fn of(l: &Loop) -> Option<Self> {
        let ([lower], [upper]) = (l.lower.as_slice(), l.upper.as_slice()) else { return None };
        let fixed = |lin: &Lin| lin.terms.keys().all(|v| matches!(v, Var::Symbol(_)));
        (fixed(lower) && fixed(upper)).then(|| Self { id: l.id, lower: lower.clone(), upper: upper.clone() })
    }

    fn size(&self) -> Lin {
        self.upper.clone() - self.lower.clone()
    }
}

/// How an array is expanded.
struct Plan<'c> {
    /// The loops that get a copy for each iteration.
    outer: Vec<Span>,
    /// The box, an axis each: the first element and the one behind the last.
    sides: Vec<(Lin, Lin)>,
    live: bool,
    location: Location<'c>,
}

impl<'c> Plan<'c> {
    fn of(scop: &Scop<'c, '_>, array: usize, position: usize, facts: &[Lin]) -> Option<Self> {
        let node = &scop.body[position];
        if scop.arrays[array].rank == 0 || !known(node) {
            return None;
        }
        let touching = sites(node, array);
        let (loops, first) = touching.first()?;
        if !legal!("affine-expand-arrays: it is written before it is read", !first.reads(array)) {
            return None;
        }
        let outer = common(&touching, array);
        let spans: Vec<Span> = loops[..outer].iter().map(|l| Span::of(l)).collect::<Option<_>>()?;
        let sides = sides(&first.write, &loops[outer..])?;
        let inside = touching.iter().all(|site| covered(scop, array, site, &touching[0], &sides, facts));
        let inside = legal!("affine-expand-arrays: accesses stay in the box that is overwritten", inside);
        if outer == 0 || !inside || !pays(scop, node, array, &spans) {
            return None;
        }
        let later = || scop.body[position + 1..].iter().any(|n| !sites(n, array).is_empty());
        let dead = scop.arrays[array].local && !crate::scop::used_elsewhere(scop, array) && !later();
        let live = !legal!("affine-expand-arrays: nothing reads the array later", dead);
        Some(Self { outer: spans, sides, live, location: first.location })
    }

    /// Puts the copies in the array's place; the number of nodes before the nest.
    fn apply<'a>(self, scop: &mut Scop<'c, 'a>, builder: Builder<'c, 'a>, array: usize, position: usize) -> usize {
        let sides = self.sides.iter().map(|(first, end)| end.clone() - first.clone());
        let sizes: Vec<Lin> = self.outer.iter().map(Span::size).chain(sides).collect();
        let Some((copy, count)) = allocate(scop, builder, position, &sizes, scop.arrays[array].element) else {
            return 0;
        };
        let own = |index: &[Lin]| {
            let iteration = self.outer.iter().map(|span| Affine::var(Var::Loop(span.id)) - span.lower.clone());
            let cell = index.iter().zip(&self.sides).map(|(lin, (first, _))| lin.clone() - first.clone());
            iteration.chain(cell).collect::<Vec<Lin>>()
        };
        crate::scop::for_each_statement(std::slice::from_mut(&mut scop.body[position + count]), &mut |statement| {
            if statement.write.array == array {
                statement.write = Access { array: copy, index: own(&statement.write.index) };
            }
            statement.value = statement.value.replace_reads(&mut |read, index| {
                (read == array).then(|| Expr::Read { array: copy, index: own(index) })
            });
        });
        if self.live {
            let back = self.copy_back(scop, array, copy);
            scop.body.insert(position + count + 1, back);
        }
        count
    }

    /// The last iteration's box goes back, if there was an iteration.
    fn copy_back<'a>(&self, scop: &mut Scop<'c, 'a>, array: usize, copy: usize) -> Node<'c, 'a> {
        let info = crate::scop::LoopInfo { name: None, location: self.location, step: 1 };
        let loops: Vec<usize> = self.sides.iter().map(|_| scop.new_loop(info.clone())).collect();
        let cell: Vec<Lin> = loops.iter().map(|id| Affine::var(Var::Loop(*id))).collect();
        let last = self.outer.iter().map(|span| span.size() + -1);
        let from = cell.iter().zip(&self.sides).map(|(lin, (first, _))| lin.clone() - first.clone());
        let value = Expr::Read { array: copy, index: last.chain(from).collect() };
        let write = Access { array, index: cell };
        let mut node = Node::Statement(Statement {
            write,
            value,
            location: self.location,
            store: None,
            loads: vec![],
            text: None,
        });
        for (id, (first, end)) in loops.into_iter().zip(&self.sides).rev() {
            node = Node::Loop(Loop { id, lower: vec![first.clone()], upper: vec![end.clone()], body: vec![node] });
        }
        let runs: Vec<Lin> = self.outer.iter().map(|span| span.size() + -1).collect();
        let (lower, upper) = Loop::guarded(&runs);
        Node::Loop(Loop { id: scop.new_loop(info), lower, upper, body: vec![node] })
    }
}

/// True if the node holds nothing but loops and statements of known accesses.
fn known(node: &Node) -> bool {
    match node {
        Node::Loop(l) => l.body.iter().all(known),
        Node::Statement(statement) => statement.text.is_none(),
        Node::Other(_) => false,
    }
}

type Site<'n, 'c, 'a> = (Vec<&'n Loop<'c, 'a>>, &'n Statement<'c, 'a>);

/// The statements below a node that touch the array, in program order.
fn sites<'n, 'c, 'a>(node: &'n Node<'c, 'a>, array: usize) -> Vec<Site<'n, 'c, 'a>> {
    let mut all = vec![];
    visit_statements(std::slice::from_ref(node), &mut vec![], &mut |loops, statement| {
        if statement.writes(array) || statement.reads(array) {
            all.push((loops.to_vec(), statement));
        }
    });
    all
}

/// The number of loops around all accesses that no access to the array depends on.
fn common(sites: &[Site], array: usize) -> usize {
    let (first, _) = &sites[0];
    let shared =
        |depth: usize| sites.iter().all(|(loops, _)| loops.get(depth).is_some_and(|l| l.id == first[depth].id));
    let unused = |depth: usize| {
        let variable = Var::Loop(first[depth].id);
        sites.iter().all(|(_, s)| indices(s, array).iter().all(|index| !index.iter().any(|lin| lin.uses(&variable))))
    };
    (0..first.len()).take_while(|depth| shared(*depth) && unused(*depth)).count()
}

/// The indices at which a statement touches the array.
fn indices<'s>(statement: &'s Statement, array: usize) -> Vec<&'s Vec<Lin>> {
    let mut all = vec![];
    if statement.write.array == array {
        all.push(&statement.write.index);
    }
    statement.value.visit(&mut |e| {
        if let Expr::Read { array: a, index } = e {
            if *a == array {
                all.push(index);
            }
        }
    });
    all
}

/// The box that a write covers: an axis for each of its loops.
fn sides(write: &Access, loops: &[&Loop]) -> Option<Vec<(Lin, Lin)>> {
    if loops.len() != write.index.len() {
        return None;
    }
    let mut left: Vec<Span> = loops.iter().map(|l| Span::of(l)).collect::<Option<_>>()?;
    let mut sides = vec![];
    for lin in &write.index {
        let position = left.iter().position(|span| lin.coefficient(&Var::Loop(span.id)) == 1)?;
        let span = left.remove(position);
        let offset = lin.clone() - Affine::var(Var::Loop(span.id));
        if !offset.terms.keys().all(|v| matches!(v, Var::Symbol(_))) {
            return None;
        }
        sides.push((span.lower + offset.clone(), span.upper + offset));
    }
    Some(sides)
}

/// True if a statement touches only what the first one has overwritten in the same iteration.
fn covered(
    scop: &Scop,
    array: usize,
    (loops, statement): &Site,
    (first_loops, first): &Site,
    sides: &[(Lin, Lin)],
    facts: &[Lin],
) -> bool {
    if std::ptr::eq(*statement, *first) {
        return true;
    }
    let inner = loops.iter().zip(first_loops).filter(|(a, b)| a.id == b.id).count();
    let shares = first_loops[..inner].iter().any(|l| first.write.index.iter().any(|lin| lin.uses(&Var::Loop(l.id))));
    if shares {
        // In a loop over the box the element at hand is the only one that is certain.
        return indices(statement, array).iter().all(|index| **index == first.write.index);
    }
    let whole: Vec<Lin> = sides
        .iter()
        .enumerate()
        .flat_map(|(position, (lower, end))| {
            let here = Affine::var(axis(scop, position));
            [here.clone() - lower.clone(), end.clone() - here + -1]
        })
        .collect();
    indices(statement, array).iter().all(|index| {
        cells(scop, loops, index).is_some_and(|(cells, _)| subset(&[cells], std::slice::from_ref(&whole), facts))
    })
}

/// True if the array alone keeps the loops in one piece, and its copies are no
/// larger than another array of the nest.
fn pays(scop: &Scop, node: &Node, array: usize, outer: &[Span]) -> bool {
    let key = value_key(scop.arrays[array].value);
    let own = |carrier: Option<usize>| carrier.is_some_and(|c| c < outer.len());
    let carried = edges(std::slice::from_ref(node));
    let alone = carried.iter().all(|e| e.array == key || e.reduction || !own(e.carrier));
    let holds = carried.iter().any(|e| e.array == key && e.source != e.target && own(e.carrier));
    let axes = outer.len() + scop.arrays[array].rank;
    let mut as_large = false;
    visit_statements(std::slice::from_ref(node), &mut vec![], &mut |_, statement| {
        let mut see = |other: usize, index: &[Lin]| {
            let each = outer.iter().all(|span| index.iter().any(|lin| lin.uses(&Var::Loop(span.id))));
            as_large |= other != array && each && index.len() >= axes;
        };
        see(statement.write.array, &statement.write.index);
        statement.value.visit(&mut |e| {
            if let Expr::Read { array, index } = e {
                see(*array, index);
            }
        });
    });
    alone && holds && as_large
}
