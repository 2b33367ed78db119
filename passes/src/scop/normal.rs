//! A statement's domain in the form that slices and triangles need.
//!
//! before: for i = 0 to n { for j = 0 to n { if i == j { a[i, j] = 1 } } }
//! after:  for i = 0 to n { a[i, i] = 1 }
//!
//! Conditions become bounds of the innermost loop whose variable they hold
//! (Fourier and Motzkin's elimination, exact because all coefficients are 1 and
//! -1), bounds that follow from others go, and a loop that runs exactly once is
//! replaced by its only value. A loop along which the written index falls is
//! reversed.
//!
//! Legal: the statement may run in any order over these loops.

use super::domain::{constraints, implies, never};
use super::{Access, Lin, Loop, Statement, Term, Var};
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;

#[derive(Clone)]
pub struct Normal<'c, 'a> {
    pub loops: Vec<Loop<'c, 'a>>,
    pub statement: Statement<'c, 'a>,
    /// What must hold for any iteration to run, and does not follow from the
    /// context: of `conditions` it is enough if they hold with one more, for
    /// then the loops are empty by themselves.
    pub conditions: Vec<Lin>,
    pub exact: Vec<Lin>,
}

impl<'c, 'a> Normal<'c, 'a> {
    /// A nest that is in normal form.
    pub fn of(loops: &[&Loop<'c, 'a>], statement: &Statement<'c, 'a>) -> Self {
        let loops = loops.iter().map(|l| l.header()).collect();
        Self { loops, statement: statement.clone(), conditions: vec![], exact: vec![] }
    }
}

/// The normal form of a nest; None if no iteration ever runs. `context` holds
/// for everything outside the loops.
pub fn normal<'c, 'a>(
    loops: &[&Loop<'c, 'a>],
    statement: &Statement<'c, 'a>,
    context: &[Lin],
) -> Result<Option<Normal<'c, 'a>>, String> {
    // From what never holds each row would follow, and none would stay.
    if never(&[constraints(loops), context.to_vec()].concat()) {
        return Ok(None);
    }
    let mut result = Normal { loops: vec![], statement: statement.clone(), conditions: vec![], exact: vec![] };
    let real: Vec<&&Loop> = loops.iter().filter(|l| l.conditions().is_none()).collect();
    let varies = |row: &Lin| real.iter().any(|l| row.uses(&Var::Loop(l.id)));
    // Conditions and values that are fixed leave no loop to be empty.
    let (mut pool, mut exact): (Vec<Lin>, Vec<Lin>) = (constraints(loops), vec![]);
    exact.extend(loops.iter().filter_map(|l| l.conditions()).flatten().filter(|row| !varies(row)));
    pool.retain(varies);
    for l in real.iter().rev() {
        let variable = Var::Loop(l.id);
        let (own, rest): (Vec<Lin>, Vec<Lin>) = pool.into_iter().partition(|row| row.uses(&variable));
        let outside: Vec<Lin> = rest.iter().chain(context).cloned().collect();
        let own = without_redundant(own, &outside);
        if own.iter().any(|row| row.coefficient(&variable).abs() != 1) {
            return Err("a condition on a multiple of a loop variable".into());
        }
        let rest_of = |row: &Lin| row.clone() - Affine::var(variable) * row.coefficient(&variable);
        let side = |sign: i64| own.iter().filter(move |row| row.coefficient(&variable) == sign);
        let lower: Vec<Lin> = side(1).map(|row| -rest_of(row)).collect();
        let upper: Vec<Lin> = side(-1).map(|row| rest_of(row) + 1).collect();
        pool = rest;
        let only = lower.iter().find(|l| upper.contains(&((*l).clone() + 1))).cloned();
        if let Some(value) = only {
            for row in own.iter().map(|row| row.substitute(&variable, &value)) {
                match row.as_constant() {
                    Some(room) if room < 0 => return Ok(None),
                    Some(_) => {}
                    None if varies(&row) => pool.push(row),
                    None => exact.push(row),
                }
            }
            substitute(&mut result, l.id, &value);
            continue;
        }
        for row in upper.iter().flat_map(|u| lower.iter().map(|l| u.clone() - l.clone() + -1)) {
            match row.as_constant() {
                Some(room) if room < 0 => return Ok(None),
                Some(_) => {}
                None if pool.contains(&row) => {}
                None => pool.push(row),
            }
        }
        result.loops.insert(0, Loop { id: l.id, lower, upper, body: vec![] });
    }
    result.exact = without_redundant(exact, context);
    let known = [context, &result.exact].concat();
    result.conditions = pool.into_iter().filter(|row| !implies(&known, &(row.clone() + 1))).collect();
    Ok(Some(result))
}

/// The rows that do not follow from the others and from what holds anyway.
fn without_redundant(mut rows: Vec<Lin>, known: &[Lin]) -> Vec<Lin> {
    let mut position = 0;
    while position < rows.len() {
        let others: Vec<Lin> = (0..rows.len())
            .filter(|&other| other != position)
            .map(|other| rows[other].clone())
            .chain(known.iter().cloned())
            .collect();
        if implies(&others, &rows[position]) {
            rows.remove(position);
        } else {
            position += 1;
        }
    }
    rows
}

/// Reverses the loops along which the written index falls, or along which all
/// that is read falls, if their bounds are single. Where the index falls by more
/// than 1, its first value is simpler than its last.
pub fn rising(normal: &mut Normal) {
    for position in 0..normal.loops.len() {
        let l = &normal.loops[position];
        let ([lower], [upper]) = (l.lower.as_slice(), l.upper.as_slice()) else { continue };
        let (id, variable) = (l.id, Var::Loop(l.id));
        if falls(&normal.statement, &variable) {
            let mirrored = lower.clone() + upper.clone() + -1 - Affine::var(variable);
            substitute(normal, id, &mirrored);
        }
    }
}

fn falls(statement: &Statement, variable: &Var) -> bool {
    let mut signs: Vec<i64> = statement.write.index.iter().map(|lin| lin.coefficient(variable).signum()).collect();
    if signs.iter().all(|sign| *sign == 0) {
        statement.value.visit(&mut |e| match e {
            Expr::Read { index, .. } => signs.extend(index.iter().map(|lin| lin.coefficient(variable).signum())),
            Expr::Index(lin) => signs.push(lin.coefficient(variable).signum()),
            _ => {}
        });
    }
    let steps = statement.write.index.iter().any(|lin| lin.coefficient(variable) < -1);
    !steps && signs.contains(&-1) && !signs.contains(&1)
}

/// Replaces a loop variable in the statement and in the bounds of the loops.
fn substitute(normal: &mut Normal, id: usize, value: &Lin) {
    let replace = |lin: &Lin| lin.substitute(&Var::Loop(id), value);
    for l in normal.loops.iter_mut().filter(|l| l.id != id) {
        l.lower.iter_mut().chain(&mut l.upper).for_each(|bound| *bound = replace(bound));
    }
    let statement = &mut normal.statement;
    let index = statement.write.index.iter().map(replace).collect();
    statement.write = Access { array: statement.write.array, index };
    let value: Term = statement.value.map(&mut |lin| replace(lin), &mut |array| array);
    statement.value = value;
}
