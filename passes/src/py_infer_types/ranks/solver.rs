//! A small finite-domain solver for ranks.
//!
//! Variables stand for ranks 0 to [`MAX_RANK`], constraints for tables of
//! allowed combinations, preferences for tables of costs. Constraints are made
//! arc consistent as they come; one that leaves a variable without a rank is
//! refused, as the statement behind it fails or is not understood.
//! `solve` enumerates the cheapest assignments by depth-first branch and bound.

use std::rc::Rc;

pub const MAX_RANK: usize = 5;
const RANKS: usize = MAX_RANK + 1;

/// Search steps after which the best assignments so far are taken.
const STEPS: usize = 300;

pub type Var = usize;
/// One bit per rank.
pub type Domain = u8;
/// Costs by rank.
pub type Costs = [u32; RANKS];

/// Allowed combinations of ranks of several variables.
#[derive(Clone, Debug)]
pub struct Table {
    arity: usize,
    allowed: Rc<[bool]>,
}

impl Table {
    pub fn new(arity: usize, allowed: impl Fn(&[usize]) -> bool) -> Self {
        let allowed = (0..RANKS.pow(u32::try_from(arity).unwrap_or(0))).map(|code| allowed(&ranks_of(code, arity)));
        Self { arity, allowed: allowed.collect() }
    }

    /// Arguments, then what a function makes of them.
    pub fn of_function(arity: usize, mut result: impl FnMut(&[usize]) -> Option<usize>) -> Self {
        let combinations = RANKS.pow(u32::try_from(arity).unwrap_or(0));
        let results: Vec<_> = (0..combinations).map(|code| result(&ranks_of(code, arity))).collect();
        let allowed = (0..combinations * RANKS).map(|code| results[code % combinations] == Some(code / combinations));
        Self { arity: arity + 1, allowed: allowed.collect() }
    }

    /// True if some combination is allowed.
    pub fn is_possible(&self) -> bool {
        self.allowed.iter().any(|allowed| *allowed)
    }
}

fn ranks_of(mut code: usize, arity: usize) -> Vec<usize> {
    let mut digit = || {
        let rank = code % RANKS;
        code /= RANKS;
        rank
    };
    (0..arity).map(|_| digit()).collect()
}

#[derive(Clone, Debug)]
struct Constraint {
    vars: Vec<Var>,
    table: Table,
}

/// What combinations of two ranks cost.
#[derive(Clone, Debug)]
struct Preference {
    vars: [Var; 2],
    costs: [Costs; RANKS],
}

#[derive(Default)]
pub struct Problem {
    domains: Vec<Domain>,
    constraints: Vec<Constraint>,
    preferences: Vec<Preference>,
    /// Constraints by variable.
    uses: Vec<Vec<usize>>,
}

/// Ranks of all variables, and what they cost: by choice and by preference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    pub ranks: Vec<usize>,
    pub choices: u32,
    pub preferences: u32,
}

impl Solution {
    fn cost(&self) -> u32 {
        self.choices + self.preferences
    }
}

pub fn domain(ranks: impl IntoIterator<Item = usize>) -> Domain {
    ranks.into_iter().filter(|rank| *rank <= MAX_RANK).fold(0, |domain, rank| domain | 1 << rank)
}

fn members(domain: Domain) -> impl Iterator<Item = usize> {
    (0..RANKS).filter(move |rank| domain & (1 << rank) != 0)
}

impl Problem {
    pub fn variable(&mut self, domain: Domain) -> Var {
        self.domains.push(domain);
        self.uses.push(Vec::new());
        self.domains.len() - 1
    }

    /// The one rank that a variable can have.
    #[cfg(test)]
    fn fixed(&self, var: Var) -> Option<usize> {
        let mut ranks = members(self.domains[var]);
        ranks.next().filter(|_| self.domains[var].count_ones() == 1)
    }

    /// Adds a constraint if it can hold with all before it.
    pub fn require(&mut self, vars: &[Var], table: &Table) -> bool {
        debug_assert_eq!(vars.len(), table.arity);
        let number = self.constraints.len();
        self.constraints.push(Constraint { vars: vars.to_vec(), table: table.clone() });
        vars.iter().for_each(|var| self.uses[*var].push(number));
        let mut domains = self.domains.clone();
        let consistent = self.propagate(&mut domains, vec![number]);
        if consistent {
            self.domains = domains;
        } else {
            self.constraints.pop();
            for var in vars {
                self.uses[*var].pop();
            }
        }
        consistent
    }

    pub fn prefer(&mut self, vars: [Var; 2], cost: impl Fn(usize, usize) -> u32) {
        let costs = std::array::from_fn(|a| std::array::from_fn(|b| cost(a, b)));
        self.preferences.push(Preference { vars, costs });
    }

    /// Removes ranks that no allowed combination has. False if a variable is left without any.
    fn propagate(&self, domains: &mut [Domain], mut queue: Vec<usize>) -> bool {
        while let Some(number) = queue.pop() {
            let Constraint { vars, table } = &self.constraints[number];
            let mut seen = vec![0; vars.len()];
            for (code, _) in table.allowed.iter().enumerate().filter(|(_, allowed)| **allowed) {
                let ranks = ranks_of(code, vars.len());
                // The same variable twice has one rank.
                let possible = vars.iter().zip(&ranks).all(|(var, rank)| domains[*var] & (1 << rank) != 0);
                let same = |i: usize| vars.iter().zip(&ranks).all(|(var, rank)| *var != vars[i] || *rank == ranks[i]);
                if possible && (0..vars.len()).all(same) {
                    seen.iter_mut().zip(&ranks).for_each(|(seen, rank)| *seen |= 1 << rank);
                }
            }
            for (var, seen) in vars.iter().zip(seen) {
                let left = domains[*var] & seen;
                if left == 0 {
                    return false;
                }
                if left != domains[*var] {
                    domains[*var] = left;
                    queue.extend(self.uses[*var].iter().filter(|other| **other != number));
                    if vars.iter().filter(|other| *other == var).count() > 1 {
                        queue.push(number);
                    }
                }
            }
        }
        true
    }

    /// The `count` cheapest assignments, cheapest first; `choices` are the
    /// variables that are free, with the cost of each rank.
    pub fn solve(&self, choices: &[(Var, Costs)], count: usize) -> Vec<Solution> {
        let mut search = Search { problem: self, choices, count, steps: 0, found: Vec::new() };
        search.descend(self.domains.clone());
        search.found
    }
}

struct Search<'p> {
    problem: &'p Problem,
    choices: &'p [(Var, Costs)],
    count: usize,
    steps: usize,
    found: Vec<Solution>,
}

impl Search<'_> {
    fn descend(&mut self, domains: Vec<Domain>) {
        self.steps += 1;
        let bound = self.bound(&domains);
        let worst = self.found.last().filter(|_| self.found.len() == self.count).map(Solution::cost);
        if worst.is_some_and(|worst| bound.cost() >= worst) || (self.steps > STEPS && !self.found.is_empty()) {
            return;
        }
        let open = self.choices.iter().find(|(var, _)| domains[*var].count_ones() > 1);
        let Some((var, costs)) = open else {
            let at = self.found.partition_point(|solution| solution.cost() <= bound.cost());
            self.found.insert(at, bound);
            self.found.truncate(self.count);
            return;
        };
        let mut ranks: Vec<_> = members(domains[*var]).collect();
        ranks.sort_by_key(|rank| costs[*rank]);
        for rank in ranks {
            let mut inner = domains.clone();
            inner[*var] = 1 << rank;
            if self.problem.propagate(&mut inner, self.problem.uses[*var].clone()) {
                self.descend(inner);
            }
        }
    }

    /// The least that an assignment within these domains costs, and its least ranks.
    fn bound(&self, domains: &[Domain]) -> Solution {
        let least = |costs: &Costs, domain| members(domain).map(|rank| costs[rank]).min().unwrap_or(0);
        let pair = |p: &Preference| {
            let rows = members(domains[p.vars[0]]).map(|rank| least(&p.costs[rank], domains[p.vars[1]]));
            rows.min().unwrap_or(0)
        };
        Solution {
            ranks: domains.iter().map(|domain| members(*domain).next().unwrap_or(0)).collect(),
            choices: self.choices.iter().map(|(var, costs)| least(costs, domains[*var])).sum(),
            preferences: self.problem.preferences.iter().map(pair).sum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broadcast() -> Table {
        Table::new(3, |ranks| ranks[2] == ranks[0].max(ranks[1]))
    }

    #[test]
    fn a_contradiction_is_refused_and_leaves_no_trace() {
        let mut problem = Problem::default();
        let [a, b] = [domain([2]), domain(1..=3)].map(|domain| problem.variable(domain));
        let equal = Table::new(2, |ranks| ranks[0] == ranks[1]);
        assert!(problem.require(&[a, b], &equal));
        assert_eq!(problem.fixed(b), Some(2));
        assert!(!problem.require(&[b], &Table::new(1, |ranks| ranks[0] == 3)));
        assert_eq!(problem.fixed(b), Some(2));
    }

    #[test]
    fn the_cheapest_assignments_come_first() {
        let mut problem = Problem::default();
        let [a, b, sum] = [domain(1..=3), domain(1..=3), domain([2, 3])].map(|domain| problem.variable(domain));
        assert!(problem.require(&[a, b, sum], &broadcast()));
        problem.prefer([a, b], |a, b| 2 * u32::from(a != b));
        let costs = |best: usize| std::array::from_fn(|rank| u32::try_from(rank.abs_diff(best)).unwrap_or(0));
        let found = problem.solve(&[(a, costs(1)), (b, costs(1))], 2);
        let ranks: Vec<_> = found.iter().map(|solution| (solution.ranks[a], solution.ranks[b])).collect();
        assert_eq!(ranks, [(2, 2), (1, 2)]);
    }

    #[test]
    fn one_variable_in_two_places_has_one_rank() {
        let mut problem = Problem::default();
        let a = problem.variable(domain(1..=3));
        assert!(problem.require(&[a, a], &Table::new(2, |ranks| ranks[0] == 2 * ranks[1] || ranks[0] == ranks[1])));
        assert_eq!(problem.fixed(a), None);
        assert!(!problem.require(&[a, a], &Table::new(2, |ranks| ranks[0] == ranks[1] + 1)));
    }
}
