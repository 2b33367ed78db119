//! `affine-join-sums`: sums that together cover a box become one product of matrices.
//!
//! before: affine.for %i { affine.for %j { affine.for %k = 0 to %i { T[%i, %j] += A[%i, %k] * B[%k, %j] } } }
//!         affine.for %i { affine.for %j { C[%i, %j] = b[] * C[%i, %j] + A[%i, %i] * B[%i, %j] + T[%i, %j] } }
//!         affine.for %k { affine.for %i = 0 to %k { affine.for %j { C[%i, %j] += A[%k, %i] * B[%k, %j] } } }
//! after:  S[%i, %k] = A[%i, %k] below the diagonal, A[%k, %i] above, A[%i, %i] on it
//!         affine.for %i { affine.for %j { C[%i, %j] = b[] * C[%i, %j] } }
//!         affine.for %i { affine.for %j { affine.for %k { C[%i, %j] += S[%i, %k] * B[%k, %j] } } }
//!
//! A symmetric matrix of which a program reads one half is the example. Two triangular products cost more than
//! a whole one, and masks; no term is added that the program does not have, so that no zero meets an infinity.
//!
//! Legal: the parts cover the box, and no term twice; all add to one matrix, which nothing reads or writes in
//! between, and all have the same columns; the statement that they add to reads its own element alone; a temporary
//! that holds one of the sums starts from zero and is read once. Sums and products may be
//! regrouped (not with `--fp=strict`). Factors are arguments that nothing writes, of moderate size (guards), so
//! that no product overflows however it is grouped. Not for lists, whose elements no guard looks at.
//! Not handled: sums that are subtracted, element types other than f64.

use crate::build::{result_of, Builder};
use crate::legal;
use crate::scop::cells::{axis, cells, read_indices, subset};
use crate::scop::domain::{implies, never};
use crate::scop::write::linear_rows;
use crate::scop::{
    chain, read, substitute_in, touches, used_elsewhere, visit_statements, write, Access, Array, Lin, Loop, LoopInfo,
    Node, Scop, Statement, Term, Var,
};
use crate::version;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types::DYNAMIC;
use automphc_kb::affine::Affine;
use automphc_kb::expr::{Expr, Number};
use melior::ir::attribute::DenseI32ArrayAttribute;
use melior::ir::r#type::MemRefType;
use melior::ir::{OperationRef, Type, Value};

pub const PASS: PassInfo =
    PassInfo { argument: "affine-join-sums", description: "make one product of sums that together cover a box", run };

/// Factors of a term: four moderate ones, and a long sum of their products, stay in the range of floats.
const MOST_FACTORS: usize = 4;

fn run(module: OperationRef, options: &Options) -> PassResult {
    if options.get("fp") == Some("strict") || options.get("target") == Some("cupy") {
        return Ok(());
    }
    let context = context_of(&module);
    version::each(module, |version| {
        let (Some(mut scop), Some(block)) = (read::read(version), version::body(version)) else { return Ok(()) };
        if version::has_lists(version) {
            return Ok(());
        }
        let mut facts = crate::affine_guard_memory::facts(&mut scop);
        facts.extend(crate::affine_guard_memory::sizes(&scop));
        let plan = (0..scop.body.len()).rev().find_map(|last| plan(&scop, last, &facts));
        if let Some(plan) = plan {
            let builder = Builder { context, block, location: plan.location };
            remark(plan.location, "sums over parts of an axis became one product");
            apply(&mut scop, builder, &plan);
            write::write(context, &scop);
        }
        Ok(())
    });
    Ok(())
}

/// A sum over part of the box, in terms of axes: row, summed, column.
struct Part<'c, 'a> {
    region: Vec<Lin>,
    /// All factors but the one that is common to the parts.
    factors: Vec<Term>,
    /// The loops of row and summed index, with the loops' own variables, and what indexes the joined matrix.
    loops: Vec<Loop<'c, 'a>>,
    index: Vec<Lin>,
    own: Vec<Term>,
}

struct Plan<'c, 'a> {
    location: melior::ir::Location<'c>,
    parts: Vec<Part<'c, 'a>>,
    /// The common factor over the axes, the target, and the last of the sums.
    common: Term,
    last: usize,
    /// Nests that go away, and the statement that loses addends, with its new value.
    removed: Vec<usize>,
    base: Option<(usize, Term)>,
    /// Rows and summed indices run up to these.
    sizes: [Lin; 2],
    /// What the guards must look at.
    inputs: Vec<usize>,
}

/// A sum as it stands: its loops by role.
struct Sum<'n, 'c, 'a> {
    loops: Vec<&'n Loop<'c, 'a>>,
    statement: &'n Statement<'c, 'a>,
    roles: [usize; 3],
}

impl<'n, 'c, 'a> Sum<'n, 'c, 'a> {
    fn of(scop: &Scop<'c, 'a>, node: &'n Node<'c, 'a>) -> Option<Self> {
        let (loops, statement) = chain(node)?;
        let plain = |l: &&Loop| l.conditions().is_none() && scop.loops[l.id].step == 1;
        if loops.len() != 3 || statement.text.is_some() || !loops.iter().all(plain) {
            return None;
        }
        let [row, column] = written_loops(&statement.write)?;
        let summed = loops.iter().map(|l| l.id).find(|id| *id != row && *id != column)?;
        statement.accumulation().filter(|(function, _)| *function == "add")?;
        // No other bound speaks of the column.
        let fixed = loops.iter().all(|l| {
            let bounds = || l.lower.iter().chain(&l.upper);
            bounds().all(|b| !b.uses(&Var::Loop(column)))
                && (l.id != column || bounds().all(|b| b.terms.keys().all(|v| matches!(v, Var::Symbol(_)))))
        });
        fixed.then_some(Self { loops, statement, roles: [row, summed, column] })
    }

    /// The sum as a part, and its factor that the column indexes.
    fn part(&self, scop: &Scop<'c, 'a>, scale: &[Term]) -> Option<(Part<'c, 'a>, Term)> {
        let [row, summed, column] = self.roles;
        let (_, term) = self.statement.accumulation()?;
        let (mut factors, common) = split(term, column)?;
        let fits = common.uses(&Var::Loop(summed)) && !common.uses(&Var::Loop(row));
        factors.extend_from_slice(scale);
        let place: Vec<Lin> = self.roles.iter().map(|id| Affine::var(Var::Loop(*id))).collect();
        let (region, exact) = cells(scop, &self.loops, &place)?;
        let headers = self.loops.iter().filter(|l| l.id != column).map(|l| l.header()).collect();
        let common = over_axes(scop, &common, &self.roles);
        let over = factors.iter().map(|factor| over_axes(scop, factor, &self.roles)).collect();
        let part = Part { region, factors: over, loops: headers, index: place[..2].to_vec(), own: factors };
        (fits && exact).then_some((part, common))
    }
}

/// The loops whose variables are the two indices of an element.
fn written_loops(write: &Access) -> Option<[usize; 2]> {
    let id = |lin: &Lin| lin.as_var().and_then(|v| if let Var::Loop(id) = v { Some(*id) } else { None });
    let [a, b] = write.index.as_slice() else { return None };
    Some([id(a)?, id(b)?]).filter(|[a, b]| a != b)
}

/// The factors of a product: those without the column, and the one read that has it.
fn split(term: &Term, column: usize) -> Option<(Vec<Term>, Term)> {
    let factors = factors_of(term);
    let (mut with, without): (Vec<Term>, Vec<Term>) = factors.into_iter().partition(|f| f.uses(&Var::Loop(column)));
    let common = with.pop().filter(|f| with.is_empty() && matches!(f, Expr::Read { .. }))?;
    without.iter().all(|f| matches!(f, Expr::Read { .. } | Expr::Number(_))).then_some((without, common))
}

fn factors_of(term: &Term) -> Vec<Term> {
    match term {
        Expr::Apply { function, arguments } if function == "multiply" => {
            arguments.iter().flat_map(factors_of).collect()
        }
        other => vec![other.clone()],
    }
}

/// A term with its loops' variables replaced by axes: row, summed, column.
fn over_axes(scop: &Scop, term: &Term, roles: &[usize]) -> Term {
    let replace = |lin: &Lin| {
        let axes = roles.iter().enumerate();
        axes.fold(lin.clone(), |lin, (n, id)| lin.substitute(&Var::Loop(*id), &Affine::var(axis(scop, n))))
    };
    term.map(&mut |lin| replace(lin), &mut |array| array)
}

/// Looks for the sums that the one at `last` completes.
fn plan<'c, 'a>(scop: &Scop<'c, 'a>, last: usize, facts: &[Lin]) -> Option<Plan<'c, 'a>> {
    let sum = Sum::of(scop, &scop.body[last])?;
    let target = sum.statement.write.array;
    let (part, common) = sum.part(scop, &[])?;
    let (mut parts, mut removed, mut base) = (vec![part], vec![last], None);
    for position in (0..last).rev() {
        let node = &scop.body[position];
        if let Some((part, _)) = Sum::of(scop, node)
            .filter(|s| s.statement.write.array == target)
            .and_then(|s| s.part(scop, &[]))
            .filter(|(_, own)| *own == common)
        {
            parts.push(part);
            removed.push(position);
            continue;
        }
        if touches(node, target) {
            if let Some(found) = Base::of(scop, position, target, &common, facts) {
                parts.extend(found.parts);
                removed.extend(found.removed);
                base = Some((position, found.value));
            }
            break;
        }
        if !is_harmless(node) {
            break;
        }
    }
    let sums = parts.iter().filter(|part| part.loops.len() == 2).count();
    if !legal!("affine-join-sums: there are several sums", sums > 1) {
        return None;
    }
    let inputs = inputs(scop, &parts, &common, target)?;
    let sizes = covered_box(scop, &parts, facts)?;
    Some(Plan { location: sum.statement.location, parts, common, last, removed, base, sizes, inputs })
}

fn is_harmless(node: &Node) -> bool {
    match node {
        Node::Other(operation) => matches!(
            read::name(*operation).as_str(),
            "nparray.guard" | "nparray.dim" | "memref.alloc" | "affine.apply" | "arith.constant"
        ),
        _ => !crate::affine_distribute::may_raise(node),
    }
}

/// The statement that the sums add to, without what it adds itself.
struct Base<'c, 'a> {
    parts: Vec<Part<'c, 'a>>,
    removed: Vec<usize>,
    value: Term,
}

impl<'c, 'a> Base<'c, 'a> {
    fn of(scop: &Scop<'c, 'a>, position: usize, target: usize, common: &Term, facts: &[Lin]) -> Option<Self> {
        let (loops, statement) = chain(&scop.body[position])?;
        let [row, column] = written_loops(&statement.write)?;
        let others = read_indices(&statement.value, target).into_iter().any(|index| *index != statement.write.index);
        let own = legal!("affine-join-sums: the base reads no other element of the target", !others);
        if loops.len() != 2 || statement.write.array != target || statement.text.is_some() || !own {
            return None;
        }
        let (mut parts, mut removed, mut gone) = (vec![], vec![], vec![]);
        for addend in addends(&statement.value) {
            if let Some(part) = single(scop, &loops, [row, column], addend, common) {
                parts.push(part);
                gone.push(addend.clone());
            } else if let Some((part, nests)) = temporary(scop, position, [row, column], addend, common, facts) {
                parts.push(part);
                removed.extend(nests);
                gone.push(addend.clone());
            }
        }
        let value = without(&statement.value, &gone)?.unwrap_or(Expr::Number(Number::Float(0.0)));
        Some(Self { parts, removed, value })
    }
}

/// What is added up, but for what is subtracted.
fn addends(term: &Term) -> Vec<&Term> {
    match term {
        Expr::Apply { function, arguments } if function == "add" => arguments.iter().flat_map(addends).collect(),
        Expr::Apply { function, arguments } if function == "subtract" => addends(&arguments[0]),
        other => vec![other],
    }
}

/// A sum without these addends: nothing where all are gone, None where something would be subtracted from nothing.
fn without(term: &Term, gone: &[Term]) -> Option<Option<Term>> {
    match term {
        _ if gone.contains(term) => Some(None),
        Expr::Apply { function, arguments } if function == "add" => {
            let left = arguments.iter().map(|a| without(a, gone)).collect::<Option<Vec<_>>>()?;
            Some(left.into_iter().flatten().reduce(|a, b| Expr::apply("add", vec![a, b])))
        }
        Expr::Apply { function, arguments } if function == "subtract" => {
            let first = without(&arguments[0], gone)??;
            Some(Some(Expr::apply("subtract", vec![first, arguments[1].clone()])))
        }
        other => Some(Some(other.clone())),
    }
}

/// An addend that is one term of the sum: the common factor at an index that the row fixes.
fn single<'c, 'a>(
    scop: &Scop<'c, 'a>,
    loops: &[&Loop<'c, 'a>],
    [row, column]: [usize; 2],
    addend: &Term,
    common: &Term,
) -> Option<Part<'c, 'a>> {
    let (factors, own) = split(addend, column)?;
    let (Expr::Read { array, index }, Expr::Read { array: other, index: wanted }) = (&own, common) else { return None };
    let summed = Affine::var(axis(scop, 1));
    let place = wanted.iter().position(|lin| *lin == summed).filter(|place| *place < index.len() && array == other)?;
    let at = index[place].clone();
    let there = common.map(&mut |lin| lin.substitute(&axis(scop, 1), &at), &mut |array| array);
    let roles = [row, scop.loops.len() + 1, column];
    let only_row = at.terms.keys().all(|v| *v == Var::Loop(row) || matches!(v, Var::Symbol(_)));
    if !only_row || over_axes(scop, &own, &roles) != over_axes(scop, &there, &roles) {
        return None;
    }
    let written = [Affine::var(Var::Loop(row)), at, Affine::var(Var::Loop(column))];
    let (region, exact) = cells(scop, loops, &written)?;
    let over = factors.iter().map(|factor| over_axes(scop, factor, &roles)).collect();
    let plain =
        |l: &&&Loop| l.conditions().is_none() && !l.lower.iter().chain(&l.upper).any(|b| b.uses(&Var::Loop(column)));
    let loops: Vec<Loop> = loops.iter().filter(|l| l.id == row).filter(plain).map(|l| l.header()).collect();
    let fits = exact && loops.len() == 1;
    fits.then(|| Part { region, factors: over, loops, index: written[..2].to_vec(), own: factors })
}

/// An addend that is a temporary with a sum, times factors that are the same everywhere: the sum, and the nests that
/// compute it.
fn temporary<'c, 'a>(
    scop: &Scop<'c, 'a>,
    position: usize,
    [row, column]: [usize; 2],
    addend: &Term,
    common: &Term,
    facts: &[Lin],
) -> Option<(Part<'c, 'a>, Vec<usize>)> {
    let (mut with, scale): (Vec<Term>, Vec<Term>) =
        factors_of(addend).into_iter().partition(|f| f.uses(&Var::Loop(column)));
    let Some(Expr::Read { array, index }) = with.pop().filter(|_| with.is_empty()) else { return None };
    let (read, local) = (Access { array, index }, scop.arrays[array].local);
    let own = written_loops(&read) == Some([row, column]);
    let scalar = |f: &Term| match f {
        Expr::Read { index, .. } => index.is_empty(),
        other => matches!(other, Expr::Number(_)),
    };
    let touching: Vec<usize> = (0..scop.body.len()).filter(|n| touches(&scop.body[*n], array)).collect();
    let [reset, nest, last] = touching[..] else { return None };
    let once = legal!("affine-join-sums: the temporary is used once", last == position && !used_elsewhere(scop, array));
    if !own || !local || !scale.iter().all(scalar) {
        return None;
    }
    let sum = Sum::of(scop, &scop.body[nest]).filter(|sum| sum.statement.write.array == array)?;
    let (part, own) = sum.part(scop, &scale)?;
    let (zero_loops, zero) = chain(&scop.body[reset])?;
    let is_zero = matches!(&zero.value, Expr::Number(Number::Float(x)) if *x == 0.0)
        || matches!(&zero.value, Expr::Number(Number::Int(0)));
    let zero_cells =
        cells(scop, &zero_loops, &zero.write.index).filter(|(_, exact)| *exact && zero.write.array == array);
    let (loops, base) = chain(&scop.body[position])?;
    let single =
        legal!("affine-join-sums: nothing else reads the temporary", read_indices(&base.value, array).len() == 1);
    let once = once && single;
    let (used, _) = cells(scop, &loops, &base.write.index)?;
    let outputs: Vec<&Loop> = sum.loops.iter().copied().filter(|l| l.id != sum.roles[1]).collect();
    let summed = cells(scop, &sum.loops, &sum.statement.write.index).filter(|_| outputs.len() == 2)?.0;
    let inside = legal!("affine-join-sums: every sum is read", subset(&[summed], std::slice::from_ref(&used), facts));
    let starts = legal!("affine-join-sums: the temporary starts from zero", {
        is_zero && subset(&[used], &[zero_cells?.0], facts)
    });
    (own == *common && once && inside && starts).then_some((part, vec![reset, nest]))
}

/// The arguments that the terms read, if guards can promise that they are moderate.
fn inputs(scop: &Scop, parts: &[Part], common: &Term, target: usize) -> Option<Vec<usize>> {
    let mut found = vec![];
    let few = parts.iter().all(|part| part.factors.len() < MOST_FACTORS);
    let mut numbers = true;
    for factor in parts.iter().flat_map(|part| &part.factors).chain([common]) {
        factor.visit(&mut |e| match e {
            Expr::Read { array, .. } => found.push(*array),
            Expr::Number(Number::Float(x)) => numbers &= x.abs() <= 1e75,
            Expr::Number(Number::Int(_)) => {}
            _ => numbers = false,
        });
    }
    found.sort_unstable();
    found.dedup();
    let mut unwritten = scop.body.iter().all(|node| match node {
        Node::Other(operation) => {
            let name = read::name(*operation);
            is_harmless(node) || matches!(name.as_str(), "py.return" | "func.return")
        }
        _ => true,
    });
    visit_statements(&scop.body, &mut vec![], &mut |_, statement| {
        unwritten &= !found.iter().any(|array| statement.writes(*array)) && statement.text.is_none();
    });
    let floats = found.iter().chain([&target]).all(|a| scop.arrays[*a].element.to_string() == "f64");
    let arguments = found.iter().all(|array| !scop.arrays[*array].local);
    let unwritten = legal!("affine-join-sums: the factors are unchanged arguments", unwritten && arguments);
    (few && numbers && floats && unwritten).then_some(found)
}

/// The upper ends of rows and of summed indices, which begin at 0, if the parts cover that box once.
fn covered_box(scop: &Scop, parts: &[Part], facts: &[Lin]) -> Option<[Lin; 2]> {
    let ends = |n: usize| {
        let variable = axis(scop, n);
        let bounds = parts.iter().flat_map(|part| &part.region).filter(move |c| {
            c.coefficient(&variable) == -1 && c.terms.keys().all(|v| *v == variable || matches!(v, Var::Symbol(_)))
        });
        let mut found: Vec<Lin> = bounds.map(|c| c.clone() + Affine::var(variable) + 1).collect();
        found.dedup();
        found
    };
    let place = |n: usize| Affine::var(axis(scop, n));
    let regions: Vec<Vec<Lin>> = parts.iter().map(|part| part.region.clone()).collect();
    let apart = (0..parts.len())
        .all(|b| (0..b).all(|a| never(&[regions[a].as_slice(), regions[b].as_slice(), facts].concat())));
    if !legal!("affine-join-sums: no term is in two parts", apart) {
        return None;
    }
    // The columns are the same in all parts: one matrix serves them all.
    let along = |region: &[Lin]| region.iter().filter(|c| c.uses(&axis(scop, 2))).cloned().collect::<Vec<Lin>>();
    let columns = along(&regions[0]);
    let alike = regions.iter().all(|region| {
        let own = along(region);
        let plain = own.iter().all(|c| c.terms.keys().all(|v| *v == axis(scop, 2) || matches!(v, Var::Symbol(_))));
        plain && subset(std::slice::from_ref(&columns), &[own], facts)
    });
    if !legal!("affine-join-sums: all parts have the same columns", alike) {
        return None;
    }
    for rows in ends(0) {
        for summed in ends(1) {
            let mut whole = vec![place(0), rows.clone() - place(0) + -1, place(1), summed.clone() - place(1) + -1];
            whole.extend(columns.iter().cloned());
            let inside = regions.iter().all(|region| {
                let same = std::slice::from_ref(region);
                subset(same, std::slice::from_ref(&whole), facts)
            });
            let some = implies(facts, &rows) && implies(facts, &summed);
            let all = subset(&[whole], &regions, facts);
            if legal!("affine-join-sums: the parts cover the box", inside && all) && some {
                return Some([rows, summed]);
            }
        }
    }
    None
}

fn apply<'c, 'a>(scop: &mut Scop<'c, 'a>, builder: Builder<'c, 'a>, plan: &Plan<'c, 'a>) {
    let Some((loops, statement)) = chain(&scop.body[plan.last]) else { return };
    let (statement, headers): (Statement, Vec<Loop>) = (statement.clone(), loops.iter().map(|l| l.header()).collect());
    let Some([row, column]) = written_loops(&statement.write) else { return };
    let axes = [axis(scop, 0), axis(scop, 1), axis(scop, 2)];
    let (joined, mut fresh) = allocate(scop, builder, &plan.sizes);
    let like = |write: Access, value: Term| Statement { write, value, store: None, loads: vec![], ..statement.clone() };
    let scale = common_scale(&plan.parts);
    for part in plan.parts.iter().rev() {
        let mut own = part.own.clone();
        scale.iter().for_each(|factor| drop(own.iter().position(|f| f == factor).map(|at| own.remove(at))));
        let value = product(&own).unwrap_or(Expr::Number(Number::Float(1.0)));
        fresh.push(nest(scop, &part.loops, like(Access { array: joined, index: part.index.clone() }, value)));
    }
    let summed = headers.iter().map(|l| l.id).find(|id| *id != row && *id != column).unwrap_or(row);
    let variable = |id: usize| Affine::var(Var::Loop(id));
    let common = plan.common.map(
        &mut |lin| {
            let ids = [row, summed, column];
            axes.iter().zip(ids).fold(lin.clone(), |lin, (axis, id)| lin.substitute(axis, &variable(id)))
        },
        &mut |array| array,
    );
    let factor = Expr::Read { array: joined, index: vec![variable(row), variable(summed)] };
    let old = Expr::Read { array: statement.write.array, index: statement.write.index.clone() };
    let term = Expr::apply("add", vec![old, Expr::apply("multiply", vec![factor.clone(), common])]);
    let loops: Vec<Loop> = [(row, Some(&plan.sizes[0])), (column, None), (summed, Some(&plan.sizes[1]))]
        .into_iter()
        .filter_map(|(id, size)| {
            let own = headers.iter().find(|l| l.id == id)?.header();
            Some(match size {
                Some(size) => Loop { lower: vec![Affine::constant(0)], upper: vec![size.clone()], ..own },
                None => own,
            })
        })
        .collect();
    if let Some(scale) = product(&scale) {
        let write = Access { array: joined, index: vec![variable(row), variable(summed)] };
        let value = Expr::apply("multiply", vec![factor, scale]);
        let square: Vec<Loop> = loops.iter().filter(|l| l.id != column).map(Loop::header).collect();
        fresh.push(nest(scop, &square, like(write, value)));
    }
    fresh.push(nest(scop, &loops, like(statement.write.clone(), term)));
    if let Some((position, value)) = &plan.base {
        replace_value(&mut scop.body[*position], value);
    }
    scop.body.splice(plan.last + 1..plan.last + 1, fresh);
    let mut removed = plan.removed.clone();
    removed.sort_unstable();
    removed.into_iter().rev().for_each(|position| drop(scop.body.remove(position)));
    let guards = guards(scop, builder, &plan.inputs);
    let known = |op: OperationRef| matches!(read::name(op).as_str(), "nparray.guard" | "nparray.dim");
    let last = scop.body.iter().rposition(|n| matches!(n, Node::Other(op) if known(*op)));
    let place = last.map_or(0, |last| last + 1);
    scop.body.splice(place..place, guards);
}

/// The scalar factors that all parts have: the joined matrix is scaled by them at the end.
fn common_scale(parts: &[Part]) -> Vec<Term> {
    let Some((first, others)) = parts.split_first() else { return vec![] };
    let is_scalar = |f: &&Term| matches!(f, Expr::Read { index, .. } if index.is_empty());
    let everywhere = |f: &&Term| others.iter().all(|part| part.own.contains(f));
    let mut scale: Vec<Term> = vec![];
    for factor in first.own.iter().filter(is_scalar).filter(everywhere) {
        if !scale.contains(factor) {
            scale.push(factor.clone());
        }
    }
    scale
}

fn product(factors: &[Term]) -> Option<Term> {
    factors.iter().cloned().reduce(|a, b| Expr::apply("multiply", vec![a, b]))
}

fn replace_value(node: &mut Node, value: &Term) {
    match node {
        Node::Loop(l) => l.body.iter_mut().for_each(|inner| replace_value(inner, value)),
        Node::Statement(statement) => statement.value = value.clone(),
        Node::Other(_) => {}
    }
}

/// That the factors are of moderate size.
fn guards<'c, 'a>(scop: &Scop<'c, 'a>, builder: Builder<'c, 'a>, inputs: &[usize]) -> Vec<Node<'c, 'a>> {
    let kind = [("kind", builder.string("moderate"))];
    let guard = |array: &usize| {
        let value = scop.arrays[*array].value;
        Node::Other(builder.operation("nparray.guard", &[value], &[], &kind, vec![]))
    };
    inputs.iter().map(guard).collect()
}

/// The memory of the joined matrix.
fn allocate<'c, 'a>(scop: &mut Scop<'c, 'a>, builder: Builder<'c, 'a>, sizes: &[Lin; 2]) -> (usize, Vec<Node<'c, 'a>>) {
    let mut nodes = vec![];
    let mut values: Vec<Value> = vec![];
    for size in sizes {
        let (rows, operands) = linear_rows(std::slice::from_ref(size), |v| match v {
            Var::Symbol(id) => scop.symbols[id],
            Var::Loop(_) => unreachable!("sizes are expressions of symbols"),
        });
        let value = builder.affine("affine.apply", rows, &operands);
        nodes.extend(read::definition(value).map(Node::Other));
        values.push(value);
    }
    let element = Type::float64(builder.context);
    let r#type: Type = MemRefType::new(element, &[DYNAMIC; 2], None, None).into();
    let segments = DenseI32ArrayAttribute::new(builder.context, &[2, 0]).into();
    let alloc = builder.operation("memref.alloc", &values, &[r#type], &[("operandSegmentSizes", segments)], vec![]);
    nodes.push(Node::Other(alloc));
    let array = scop.arrays.len();
    scop.arrays.push(Array { value: result_of(alloc), rank: 2, element, name: None, local: true });
    (array, nodes)
}

/// A statement in loops of its own that run as these do.
fn nest<'c, 'a>(scop: &mut Scop<'c, 'a>, loops: &[Loop<'c, 'a>], mut statement: Statement<'c, 'a>) -> Node<'c, 'a> {
    let mut headers: Vec<Loop> = loops.to_vec();
    for position in 0..headers.len() {
        let info = LoopInfo { name: None, ..scop.loops[loops[position].id].clone() };
        let id = scop.new_loop(info);
        let (old, new) = (Var::Loop(loops[position].id), Affine::var(Var::Loop(id)));
        substitute_in(&mut statement, &old, &new);
        for l in &mut headers {
            l.lower.iter_mut().chain(&mut l.upper).for_each(|bound| *bound = bound.substitute(&old, &new));
        }
        headers[position].id = id;
    }
    headers.into_iter().rev().fold(Node::Statement(statement), |body, l| Node::Loop(Loop { body: vec![body], ..l }))
}
