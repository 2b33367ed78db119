//! `affine-expand-products`: a factor that is a sum is multiplied out where a part of it leaves the summed loop.
//!
//! before: for %p { for %s { out[%p, %s] = 0   for %k { out[%p, %s] += c[%k] * (g[%k] * x[%p, %s] + n[%p, %k, %s]) } } }
//! after:  t[] = 0   for %k { t[] += c[%k] * g[%k] }
//!         for %p { for %s { out[%p, %s] = 0   for %k { out[%p, %s] += c[%k] * n[%p, %k, %s] }
//!                           out[%p, %s] += t[] * x[%p, %s] } }
//!
//! The sum in brackets has an element for each iteration, so that a product with it needs
//! an array of that size, which nothing else uses. Multiplied out, one part is a product
//! of what is there, and the other a small sum, computed once.
//!
//! Legal: the terms of a sum may be regrouped (not with `--fp=strict`). The factors of the part that
//! leaves are finite, and the summed loop runs (guards): `c * (g * x + n)` with an infinite `c` and `x = 0`
//! would be NaN where the program has an infinity, and so would `0 * x` of an empty sum. They are
//! arguments that nothing up to the nest writes. The other part does not read what is summed up, which gets
//! the small sum earlier than it got its terms. The small sum's loops have bounds of symbols alone,
//! so that it can be computed before.
//! Not handled: sums that are subtracted, several such factors, elements of mixed types, local arrays.

use crate::affine_guard_memory::facts;
use crate::build::{result_of, Builder};
use crate::convert_nparray_to_affine::bounds::{self, Condition};
use crate::legal;
use crate::scop::domain::implies;
use crate::scop::write::linear_rows;
use crate::scop::{
    read, reads, substitute_in, visit_statements, write, Access, Array, Lin, Loop, Node, Scop, Statement,
};
use crate::scop::{Term, Var};
use crate::version;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types::DYNAMIC;
use automphc_kb::affine::Affine;
use automphc_kb::expr::{Expr, Number};
use melior::ir::attribute::DenseI32ArrayAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::r#type::MemRefType;
use melior::ir::{OperationRef, Type, Value};

pub const PASS: PassInfo = PassInfo {
    argument: "affine-expand-products",
    description: "multiply out factors that are sums where a part leaves the summed loop",
    run,
};

/// So many rewrites of one version.
const MOST: usize = 16;

fn run(module: OperationRef, options: &Options) -> PassResult {
    if options.get("fp") == Some("strict") {
        return Ok(());
    }
    let context = context_of(&module);
    version::each(module, |version| {
        for _ in 0..MOST {
            let (Some(mut scop), Some(block)) = (read::read(version), version::body(version)) else { return Ok(()) };
            let builder = Builder { context, block, location: version.location() };
            if version::has_lists(version) || !expand_one(&mut scop, builder) {
                break;
            }
            write::write(context, &scop);
        }
        Ok(())
    });
    Ok(())
}

/// A product as its factors.
type Factors = Vec<Term>;

/// A sum that can be multiplied out.
struct Plan {
    /// The factors that do not change in the summed loop, and those that do.
    fixed: Factors,
    summed: Factors,
    /// The other part.
    rest: Factors,
    negative: [bool; 2],
    /// Loops of the small sum but the summed one.
    loops: Vec<usize>,
}

/// Rewrites one statement; false if there is none.
fn expand_one<'c, 'a>(scop: &mut Scop<'c, 'a>, builder: Builder<'c, 'a>) -> bool {
    for position in 0..scop.body.len() {
        let mut found = None;
        search(scop, position, &scop.body[position], &mut vec![], &mut found);
        let Some((plan, headers, statement)) = found else { continue };
        let Some((temporary, before)) = small_sum(scop, builder, &plan, &headers, &statement) else { continue };
        let Some(summed) = headers.last() else { continue };
        let guards = guards(scop, builder, &plan, summed);
        replace(&mut scop.body[position], summed.id, &parts(&plan, temporary, summed, &statement));
        scop.body.splice(position..position, before);
        let known = |op: OperationRef| matches!(read::name(op).as_str(), "nparray.guard" | "nparray.dim");
        let last = scop.body.iter().rposition(|n| matches!(n, Node::Other(op) if known(*op)));
        let place = last.map_or(0, |last| last + 1);
        scop.body.splice(place..place, guards);
        return true;
    }
    false
}

/// That the summed loop runs, and that the factors of the part that leaves it are finite.
fn guards<'c, 'a>(
    scop: &mut Scop<'c, 'a>,
    builder: Builder<'c, 'a>,
    plan: &Plan,
    summed: &Loop<'c, 'a>,
) -> Vec<Node<'c, 'a>> {
    let runs = summed.upper[0].clone() - summed.lower[0].clone() + -1;
    let mut all = vec![];
    if !implies(&facts(scop), &runs) {
        let condition = Condition { expression: runs, location: builder.location };
        all.push(Node::Other(bounds::guard(builder, scop, &condition)));
    }
    let mut arrays = vec![];
    for factor in plan.summed.iter().chain(&plan.fixed) {
        factor.visit(&mut |e| arrays.extend(if let Expr::Read { array, .. } = e { Some(*array) } else { None }));
    }
    arrays.sort_unstable();
    arrays.dedup();
    for array in arrays {
        let kind = [("kind", builder.string("finite"))];
        let value = scop.arrays[array].value;
        all.push(Node::Other(builder.operation("nparray.guard", &[value], &[], &kind, vec![])));
    }
    all
}

type Found<'c, 'a> = (Plan, Vec<Loop<'c, 'a>>, Statement<'c, 'a>);

/// Looks for a summed loop with one statement below a node.
fn search<'n, 'c, 'a>(
    scop: &Scop<'c, 'a>,
    position: usize,
    node: &'n Node<'c, 'a>,
    outer: &mut Vec<&'n Loop<'c, 'a>>,
    found: &mut Option<Found<'c, 'a>>,
) {
    let Node::Loop(l) = node else { return };
    outer.push(l);
    match l.body.as_slice() {
        [Node::Statement(statement)] => {
            if let Some(plan) = plan(scop, position, outer, statement).filter(|_| found.is_none()) {
                *found = Some((plan, outer.iter().map(|l| l.header()).collect(), statement.clone()));
            }
        }
        body => body.iter().for_each(|inner| search(scop, position, inner, outer, found)),
    }
    outer.pop();
}

fn plan(scop: &Scop, position: usize, loops: &[&Loop], statement: &Statement) -> Option<Plan> {
    let (summed, outer) = loops.split_last()?;
    let variable = Var::Loop(summed.id);
    let (function, term) = statement.accumulation()?;
    let fixed_target = !statement.write.index.iter().any(|lin| lin.uses(&variable));
    if function != "add" || !fixed_target || statement.text.is_some() || outer.is_empty() {
        return None;
    }
    let factors = factors_of(term);
    let at = factors.iter().position(|factor| addends(factor).is_some_and(|_| covers(factor, loops)))?;
    let (sign, parts) = addends(&factors[at])?;
    let others: Factors = factors.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, f)| f.clone()).collect();
    let product = |part: &Term| -> Factors { others.iter().cloned().chain(factors_of(part)).collect() };
    (0..2).find_map(|which| {
        let (own, rest) = (product(parts[which]), product(parts[1 - which]));
        let (summed_factors, fixed): (Factors, Factors) = own.into_iter().partition(|factor| factor.uses(&variable));
        let used: Vec<usize> =
            outer.iter().map(|l| l.id).filter(|id| summed_factors.iter().any(|f| f.uses(&Var::Loop(*id)))).collect();
        let smaller = !summed_factors.is_empty() && !fixed.is_empty() && used.len() < outer.len();
        let same_type = summed_factors.iter().all(|factor| has_type(scop, factor, statement.write.array));
        let leaving = || summed_factors.iter().chain(&fixed);
        let from_start = legal!("affine-expand-products: the small sum can stand before", is_before(loops, &used));
        let inputs = leaving().all(|f| is_input(scop, position, f));
        let inputs = legal!("affine-expand-products: what leaves is an unchanged argument", inputs);
        let read = rest.iter().any(|factor| reads(factor, statement.write.array));
        let apart = legal!("affine-expand-products: the rest does not read the sum", !read);
        let same_type = legal!("affine-expand-products: elements are of one type", same_type);
        let legal = smaller && same_type && from_start && inputs && apart;
        legal.then_some(Plan {
            fixed,
            summed: summed_factors,
            rest,
            negative: [sign && which == 1, sign && which == 0],
            loops: used,
        })
    })
}

/// The loops of the small sum may stand before the nest.
fn is_before(loops: &[&Loop], used: &[usize]) -> bool {
    let outside =
        |bounds: &[Lin]| bounds.len() == 1 && bounds[0].terms.keys().all(|variable| matches!(variable, Var::Symbol(_)));
    let summed = loops.last().map(|l| l.id);
    let mut needed = loops.iter().filter(|l| used.contains(&l.id) || Some(l.id) == summed);
    needed.all(|l| {
        let from_start = Some(l.id) == summed || l.lower[0].as_constant() == Some(0);
        outside(&l.lower) && outside(&l.upper) && l.conditions().is_none() && from_start
    })
}

/// The term reads arguments alone that nothing up to the nest writes, so that a guard can look at them.
fn is_input(scop: &Scop, position: usize, term: &Term) -> bool {
    let harmless = |node: &Node| match node {
        Node::Other(operation) => matches!(
            read::name(*operation).as_str(),
            "nparray.guard" | "nparray.dim" | "memref.alloc" | "affine.apply" | "py.return" | "func.return"
        ),
        _ => true,
    };
    // What comes later may change them.
    let before = &scop.body[..=position];
    let mut fits = before.iter().all(harmless);
    term.visit(&mut |e| {
        if let Expr::Read { array, .. } = e {
            fits &= !scop.arrays[*array].local;
            visit_statements(before, &mut vec![], &mut |_, statement| fits &= !statement.writes(*array));
        }
    });
    fits
}

fn factors_of(term: &Term) -> Factors {
    match term {
        Expr::Apply { function, arguments } if function == "multiply" => {
            arguments.iter().flat_map(factors_of).collect()
        }
        other => vec![other.clone()],
    }
}

/// The parts of a sum, and whether the second is subtracted.
fn addends(term: &Term) -> Option<(bool, [&Term; 2])> {
    match term {
        Expr::Apply { function, arguments } if matches!(function.as_str(), "add" | "subtract") => {
            match arguments.as_slice() {
                [a, b] => Some((function == "subtract", [a, b])),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The factor has an element for each iteration.
fn covers(factor: &Term, loops: &[&Loop]) -> bool {
    loops.iter().all(|l| factor.uses(&Var::Loop(l.id)))
}

/// The term reads elements of an array's type, and no others.
fn has_type(scop: &Scop, term: &Term, array: usize) -> bool {
    let wanted = scop.arrays[array].element;
    let text = wanted.to_string();
    let mut fits = text.starts_with('f') || text.starts_with("complex");
    term.visit(&mut |e| match e {
        Expr::Read { array, .. } => fits &= scop.arrays[*array].element == wanted,
        Expr::Index(_) => fits = false,
        _ => {}
    });
    fits
}

fn product(factors: &[Term]) -> Option<Term> {
    factors.iter().cloned().reduce(|a, b| Expr::apply("multiply", vec![a, b]))
}

/// The nests of the small sum: its memory, the reset and the sum itself.
fn small_sum<'c, 'a>(
    scop: &mut Scop<'c, 'a>,
    builder: Builder<'c, 'a>,
    plan: &Plan,
    headers: &[Loop<'c, 'a>],
    statement: &Statement<'c, 'a>,
) -> Option<(usize, Vec<Node<'c, 'a>>)> {
    let own: Vec<&Loop> = headers.iter().filter(|l| plan.loops.contains(&l.id)).collect();
    let mut before = vec![];
    let mut sizes: Vec<Value> = vec![];
    for l in &own {
        let (rows, operands) = linear_rows(std::slice::from_ref(l.upper.first()?), |v| match v {
            Var::Symbol(id) => scop.symbols[id],
            Var::Loop(_) => unreachable!("bounds of the small sum are expressions of symbols"),
        });
        let size = builder.affine("affine.apply", rows, &operands);
        before.extend(read::definition(size).map(Node::Other));
        sizes.push(size);
    }
    let element = scop.arrays[statement.write.array].element;
    let r#type: Type = MemRefType::new(element, &vec![DYNAMIC; own.len()], None, None).into();
    let segments = DenseI32ArrayAttribute::new(builder.context, &[i32::try_from(own.len()).ok()?, 0]).into();
    let alloc = builder.operation("memref.alloc", &sizes, &[r#type], &[("operandSegmentSizes", segments)], vec![]);
    before.push(Node::Other(alloc));
    let array = scop.arrays.len();
    scop.arrays.push(Array { value: result_of(alloc), rank: own.len(), element, name: None, local: true });
    let index: Vec<Lin> = own.iter().map(|l| Affine::var(Var::Loop(l.id))).collect();
    let write = Access { array, index: index.clone() };
    let made = |value: Term| Statement { write: write.clone(), value, store: None, loads: vec![], ..statement.clone() };
    let reset = made(Expr::Number(Number::Int(0)));
    let old = Expr::Read { array, index };
    let sum = made(Expr::apply("add", vec![old, product(&plan.summed)?]));
    before.push(nest(scop, &own, reset));
    let all: Vec<&Loop> = own.iter().copied().chain(headers.last()).collect();
    before.push(nest(scop, &all, sum));
    Some((array, before))
}

/// A statement in loops of its own that run as these do.
fn nest<'c, 'a>(scop: &mut Scop<'c, 'a>, loops: &[&Loop<'c, 'a>], mut statement: Statement<'c, 'a>) -> Node<'c, 'a> {
    let mut headers = vec![];
    for l in loops {
        let info = scop.loops[l.id].clone();
        let id = scop.new_loop(info);
        substitute_in(&mut statement, &Var::Loop(l.id), &Affine::var(Var::Loop(id)));
        headers.push(Loop { id, ..l.header() });
    }
    headers.into_iter().rev().fold(Node::Statement(statement), |body, l| Node::Loop(Loop { body: vec![body], ..l }))
}

/// What takes the place of the summed loop.
fn parts<'c, 'a>(
    plan: &Plan,
    temporary: usize,
    summed: &Loop<'c, 'a>,
    statement: &Statement<'c, 'a>,
) -> Vec<Node<'c, 'a>> {
    let own = || Expr::Read { array: statement.write.array, index: statement.write.index.clone() };
    let accumulate = |negative: bool, term: Term| {
        let function = if negative { "subtract" } else { "add" };
        let value = Expr::apply(function, vec![own(), term]);
        Node::Statement(Statement { value, store: None, loads: vec![], ..statement.clone() })
    };
    let index = plan.loops.iter().map(|id| Affine::var(Var::Loop(*id))).collect();
    let small = Expr::Read { array: temporary, index };
    let fixed: Factors = [small].into_iter().chain(plan.fixed.iter().cloned()).collect();
    let (Some(fixed), Some(rest)) = (product(&fixed), product(&plan.rest)) else { return vec![] };
    let rest = Loop { body: vec![accumulate(plan.negative[1], rest)], ..summed.header() };
    // The sum first: with the reset that stands before it, it is one call that stores its result.
    vec![Node::Loop(rest), accumulate(plan.negative[0], fixed)]
}

/// Puts nodes in the place of a loop.
fn replace<'c, 'a>(node: &mut Node<'c, 'a>, id: usize, by: &[Node<'c, 'a>]) {
    let Node::Loop(l) = node else { return };
    if let Some(at) = l.body.iter().position(|inner| matches!(inner, Node::Loop(inner) if inner.id == id)) {
        l.body.splice(at..=at, by.iter().cloned());
        return;
    }
    l.body.iter_mut().for_each(|inner| replace(inner, id, by));
}
