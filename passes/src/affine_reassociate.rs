//! `affine-reassociate`: a sum goes where its result goes, without a temporary.
//!
//! before: T[] = 0            for %k { T[] = T[] + A[%i, %k] * A[%k, %j] }   A[%i, %j] = A[%i, %j] - T[]
//! after:  for %k { A[%i, %j] = A[%i, %j] - A[%i, %k] * A[%k, %j] }
//! before: T[] = A[%i, %j]    for %k { T[] = T[] - … }    A[%i, %j] = T[] / A[%j, %j]
//! after:  for %k { A[%i, %j] = A[%i, %j] - … }           A[%i, %j] = A[%i, %j] / A[%j, %j]
//!
//! Only a sum that stands in its target can be cut at a tile, or be one call
//! for many steps. The first form adds the terms one by one to what was there
//! before: the same terms, grouped otherwise.
//!
//! Legal: the temporary is local and every group of statements that uses it
//! begins by overwriting it; reset, sum and use stand side by side and run for
//! the same elements; neither the terms nor the rest of what is stored read an
//! element that the group writes, except the use its own (exact).
//! Done for matrices, where the terms read what the nest changes, or where the
//! temporary is a slice.
//! Not handled: other statements in between.

use crate::legal;
use crate::scop::order::overlap;
use crate::scop::{
    chain, read, reads, used_elsewhere, visit_statements, write, Access, Lin, Loop, Node, Scop, Statement, Term, Var,
};
use crate::version::versions;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::affine::Affine;
use automphc_kb::expr::{Expr, Number};
use melior::ir::OperationRef;

pub const PASS: PassInfo =
    PassInfo { argument: "affine-reassociate", description: "accumulate sums in their targets", run };

fn run(module: OperationRef, options: &Options) -> PassResult {
    if options.get("fp") == Some("strict") {
        return Ok(());
    }
    for version in versions(module) {
        let Some(mut scop) = read::read(version) else { continue };
        let facts = crate::affine_guard_memory::facts(&mut scop);
        let mut changed = false;
        while rewrite_one(&mut scop, &facts) {
            changed = true;
        }
        if changed {
            write::write(context_of(&version), &scop);
        }
    }
    Ok(())
}

/// Rewrites one group; false if there is none.
fn rewrite_one(scop: &mut Scop, facts: &[Lin]) -> bool {
    for temporary in 0..scop.arrays.len() {
        if !scop.arrays[temporary].local || used_elsewhere(scop, temporary) || !is_private(&scop.body, temporary) {
            continue;
        }
        for position in 0..scop.body.len() {
            let Node::Loop(l) = &scop.body[position] else { continue };
            let search = Search { scop, temporary, facts, nest: &scop.body[position] };
            if let Some(better) = search.inside(l, &mut vec![]) {
                scop.body[position] = Node::Loop(better);
                return true;
            }
        }
    }
    false
}

/// True if every block that uses the temporary begins by overwriting it.
fn is_private(nodes: &[Node], temporary: usize) -> bool {
    let touching: Vec<&Node> = nodes.iter().filter(|node| touches(node, temporary)).collect();
    let direct = touching.iter().filter(|node| chain(node).is_some()).count();
    let first = touching.first().and_then(|node| chain(node));
    let begins = first.is_some_and(|(_, s)| s.write.array == temporary && !s.reads(temporary));
    let deeper = |node: &&Node| matches!(node, Node::Loop(l) if is_private(&l.body, temporary));
    match (direct, touching.len()) {
        (_, 0) => true,
        (0, _) => touching.iter().all(deeper),
        (some, all) => some == all && begins,
    }
}

fn touches(node: &Node, array: usize) -> bool {
    let mut found = false;
    visit_statements(std::slice::from_ref(node), &mut vec![], &mut |_, s| {
        found |= s.write.array == array || s.reads(array);
    });
    found
}

struct Search<'s, 'c, 'a> {
    scop: &'s Scop<'c, 'a>,
    temporary: usize,
    facts: &'s [Lin],
    /// The top-level nest.
    nest: &'s Node<'c, 'a>,
}

type Nest<'n, 'c, 'a> = (Vec<&'n Loop<'c, 'a>>, &'n Statement<'c, 'a>);

impl<'c, 'a> Search<'_, 'c, 'a> {
    /// The loop with one group in its body, or further in, rewritten.
    fn inside<'n>(&self, l: &'n Loop<'c, 'a>, outer: &mut Vec<&'n Loop<'c, 'a>>) -> Option<Loop<'c, 'a>> {
        outer.push(l);
        let mut result = None;
        for position in 0..l.body.len() {
            if let Some(group) = l.body.get(position..position + 3) {
                if let Some(nodes) = self.group(group, l.body.get(position + 3..).unwrap_or_default(), outer) {
                    let mut better = l.clone();
                    better.body.splice(position..position + 3, nodes);
                    result = Some(better);
                    break;
                }
            }
            if let Node::Loop(inner) = &l.body[position] {
                if let Some(better) = self.inside(inner, outer) {
                    let mut whole = l.clone();
                    whole.body[position] = Node::Loop(better);
                    result = Some(whole);
                    break;
                }
            }
        }
        outer.pop();
        result
    }

    /// Reset, sum and use as statements on the target.
    fn group(
        &self,
        nodes: &[Node<'c, 'a>],
        after: &[Node<'c, 'a>],
        outer: &[&Loop<'c, 'a>],
    ) -> Option<Vec<Node<'c, 'a>>> {
        let [reset, sum, r#use] = nodes else { return None };
        let (reset, sum, r#use) = (chain(reset)?, chain(sum)?, chain(r#use)?);
        let t = self.temporary;
        let next = after.iter().find(|node| touches(node, t)).map(chain);
        let dead = next.is_none_or(|nest| nest.is_some_and(|(_, s)| s.write.array == t && !s.reads(t)));
        let writes = |nest: &Nest| nest.1.write.array == t;
        let (combine, term) = sum.1.accumulation()?;
        let fits = writes(&reset)
            && !reset.1.reads(t)
            && writes(&sum)
            && !writes(&r#use)
            && legal!("affine-reassociate: the temporary is dead afterwards", dead);
        if !fits || !matches!(combine, "add" | "subtract") || reads(term, t) {
            return None;
        }
        let [index] = reads_of(&r#use.1.value, t)[..] else { return None };
        let own = r#use.1.write.clone();
        if !self.pays(&own, term, after, outer, &r#use.0) {
            return None;
        }
        // The target of each statement, in its own loop variables.
        let of_reset = renamed(&own, index, &r#use.0, &reset.1.write.index, &reset.0, true)?;
        let of_sum = renamed(&own, index, &r#use.0, &sum.1.write.index, &sum.0, false)?;
        let writer = (r#use.0.as_slice(), &own);
        let apart = !self.meets(term, &sum.0, writer, outer, None);
        if !legal!("affine-reassociate: the terms do not read the target", apart) {
            return None;
        }
        let plan = self.split(&r#use, reset.1, combine)?;
        let first_loops = if plan.from_use { &r#use.0 } else { &reset.0 };
        let first_own = if plan.from_use { own.clone() } else { of_reset };
        if self.meets(&plan.first, first_loops, writer, outer, Some(&first_own))
            || plan.last.as_ref().is_some_and(|last| self.meets(last, &r#use.0, writer, outer, Some(&own)))
        {
            return None;
        }
        let mut result = vec![];
        if !is_read(&plan.first, &first_own) {
            let like = if plan.from_use { r#use.1 } else { reset.1 };
            result.push(wrap(first_loops, statement(like, first_own, plan.first)));
        }
        let read = Expr::Read { array: of_sum.array, index: of_sum.index.clone() };
        let value = Expr::apply(plan.combine, vec![read, term.clone()]);
        result.push(wrap(&sum.0, statement(sum.1, of_sum, value)));
        if let Some(last) = plan.last.filter(|last| !is_read(last, &own)) {
            result.push(wrap(&r#use.0, statement(r#use.1, own, last)));
        }
        Some(result)
    }

    /// True if the target is part of a matrix, or a scalar on its way into one,
    /// and the sum gains from standing there.
    fn pays(&self, own: &Access, term: &Term, after: &[Node], outer: &[&Loop], inner: &[&Loop]) -> bool {
        let loops = |access: &Access| {
            let used = |l: &&&Loop| access.index.iter().any(|lin| lin.uses(&Var::Loop(l.id)));
            outer.iter().chain(inner).filter(used).count()
        };
        let next = after.first().and_then(chain).map(|(_, s)| s);
        let onwards = next.is_some_and(|s| s.reads(own.array) && s.write.index.len() >= 2 && loops(&s.write) >= 2);
        let matrix = loops(own) >= 2 || (own.index.is_empty() && self.scop.arrays[own.array].local && onwards);
        let mut carried = false;
        visit_statements(std::slice::from_ref(self.nest), &mut vec![], &mut |_, s| {
            carried |= s.write.array != self.temporary && reads(term, s.write.array);
        });
        matrix && (carried || !inner.is_empty())
    }

    /// What is stored before the sum and after it.
    fn split(&self, r#use: &Nest<'_, 'c, 'a>, reset: &Statement, combine: &str) -> Option<Plan> {
        let t = self.temporary;
        let statement = r#use.1;
        let is_t = |e: &Term| matches!(e, Expr::Read { array, .. } if *array == t);
        let zero = matches!(reset.value, Expr::Number(Number::Float(x)) if x == 0.0)
            || matches!(reset.value, Expr::Number(Number::Int(0)));
        if let (Expr::Apply { function, arguments }, true) = (&statement.value, zero) {
            let other = match (function.as_str(), arguments.as_slice()) {
                ("add", [e, t]) | ("subtract", [e, t]) if is_t(t) => Some(e),
                ("add", [t, e]) if is_t(t) => Some(e),
                _ => None,
            };
            if let Some(e) = other {
                let minus = (function == "subtract") != (combine == "subtract");
                let combine = if minus { "subtract" } else { "add" };
                return Some(Plan { first: e.clone(), from_use: true, combine, last: None });
            }
        }
        let own = Expr::Read { array: statement.write.array, index: statement.write.index.clone() };
        if statement.reads(statement.write.array)
            && reads_of(&statement.value, statement.write.array).contains(&&statement.write.index)
        {
            return None;
        }
        let combine = if combine == "subtract" { "subtract" } else { "add" };
        let last = statement.value.replace_reads(&mut |array, _| (array == t).then(|| own.clone()));
        Some(Plan { first: reset.value.clone(), from_use: false, combine, last: Some(last) })
    }

    /// True if a value reads an element that the group writes, other than its own.
    fn meets(
        &self,
        value: &Term,
        loops: &[&Loop<'c, 'a>],
        (writer, write): (&[&Loop<'c, 'a>], &Access),
        outer: &[&Loop<'c, 'a>],
        own: Option<&Access>,
    ) -> bool {
        reads_of(value, write.array).iter().any(|index| {
            let is_own = own.is_some_and(|own| own.index == **index);
            let access = Access { array: write.array, index: (*index).clone() };
            !is_own && overlap(outer, loops, &access, writer, write, self.facts)
        })
    }
}

struct Plan {
    /// Stored before the sum, over the use's loops or the reset's.
    first: Term,
    from_use: bool,
    combine: &'static str,
    /// Stored after it.
    last: Option<Term>,
}

fn reads_of(value: &Term, array: usize) -> Vec<&Vec<Lin>> {
    crate::scop::cells::read_indices(value, array)
}

fn is_read(value: &Term, access: &Access) -> bool {
    matches!(value, Expr::Read { array, index } if *array == access.array && *index == access.index)
}

fn statement<'c, 'a>(like: &Statement<'c, 'a>, write: Access, value: Term) -> Statement<'c, 'a> {
    Statement { write, value, ..like.clone() }
}

fn wrap<'c, 'a>(loops: &[&Loop<'c, 'a>], statement: Statement<'c, 'a>) -> Node<'c, 'a> {
    loops.iter().rev().fold(Node::Statement(statement), |body, l| Node::Loop(Loop { body: vec![body], ..(*l).clone() }))
}

/// The use's target in the loop variables of another statement that touches the
/// same elements of the temporary: subscripts are alike, or plain loop variables
/// with equal bounds. `all`: the other statement has no further loops.
fn renamed(own: &Access, index: &[Lin], loops: &[&Loop], other: &[Lin], others: &[&Loop], all: bool) -> Option<Access> {
    let inner = |lin: &Lin, loops: &[&Loop]| loops.iter().any(|l| lin.uses(&Var::Loop(l.id)));
    let mut result = own.clone();
    let mut pairs = 0;
    for (a, b) in index.iter().zip(other) {
        if a == b && !inner(a, loops) && !inner(b, others) {
            continue;
        }
        let (Some(Var::Loop(a)), Some(Var::Loop(b))) = (a.as_var(), b.as_var()) else { return None };
        let (from, to) = (loops.iter().find(|l| l.id == *a)?, others.iter().find(|l| l.id == *b)?);
        if from.lower != to.lower || from.upper != to.upper {
            return None;
        }
        let by = Affine::var(Var::Loop(*b));
        result.index.iter_mut().for_each(|lin| *lin = lin.substitute(&Var::Loop(*a), &by));
        pairs += 1;
    }
    let fits = index.len() == other.len() && pairs == loops.len() && (!all || others.len() == pairs);
    fits.then_some(result)
}
