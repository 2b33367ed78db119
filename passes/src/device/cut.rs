//! Labels of least cost: each variable is on the device (true) or not, single choices and pairs of
//! different choices cost, and the cheapest assignment is a minimum cut (Dinic's algorithm).
//!
//! Only a pair (true, false) costs; a pair (false, true) is the same with the variables exchanged.
//! Among assignments of one cost, the one with most variables true is found.

use std::collections::VecDeque;

/// A cost that no assignment pays.
pub const FORBIDDEN: u64 = 1 << 60;

/// A variable of the problem.
pub type Variable = usize;

#[derive(Default)]
pub struct Problem {
    /// Edges out of each node; the first two are the source and the sink.
    out: Vec<Vec<usize>>,
    /// Head and what is left of the capacity; an edge and its reverse are neighbours.
    edges: Vec<(usize, u64)>,
}

const SOURCE: usize = 0;
const SINK: usize = 1;

impl Problem {
    pub fn new() -> Self {
        Self { out: vec![vec![], vec![]], edges: vec![] }
    }

    pub fn variable(&mut self) -> Variable {
        self.out.push(vec![]);
        self.out.len() - 1
    }

    /// What it costs that a variable is true.
    pub fn cost_of_true(&mut self, variable: Variable, cost: u64) {
        self.edge(variable, SINK, cost);
    }

    pub fn cost_of_false(&mut self, variable: Variable, cost: u64) {
        self.edge(SOURCE, variable, cost);
    }

    /// What it costs that one variable is true and the other is not.
    pub fn cost_of_pair(&mut self, r#true: Variable, r#false: Variable, cost: u64) {
        self.edge(r#true, r#false, cost);
    }

    /// Whenever the first is true, the second is.
    pub fn implies(&mut self, first: Variable, second: Variable) {
        self.cost_of_pair(first, second, FORBIDDEN);
    }

    pub fn fix(&mut self, variable: Variable, value: bool) {
        match value {
            true => self.cost_of_false(variable, FORBIDDEN),
            false => self.cost_of_true(variable, FORBIDDEN),
        }
    }

    fn edge(&mut self, from: usize, to: usize, capacity: u64) {
        self.out[from].push(self.edges.len());
        self.edges.push((to, capacity));
        self.out[to].push(self.edges.len());
        self.edges.push((from, 0));
    }

    /// The cost of the best assignment, and its values by variable.
    pub fn solve(mut self) -> (u64, Vec<bool>) {
        let mut flow = 0;
        loop {
            let level = self.levels();
            if level[SINK].is_none() {
                break;
            }
            let mut next = vec![0; self.out.len()];
            loop {
                let pushed = self.augment(&level, &mut next);
                if pushed == 0 {
                    break;
                }
                flow += pushed;
            }
        }
        let reach = self.reaching_sink();
        (flow, reach.into_iter().map(|reaches| !reaches).collect())
    }

    /// Distances from the source along edges with capacity left.
    fn levels(&self) -> Vec<Option<usize>> {
        let mut level = vec![None; self.out.len()];
        level[SOURCE] = Some(0);
        let mut queue = VecDeque::from([SOURCE]);
        while let Some(node) = queue.pop_front() {
            for &edge in &self.out[node] {
                let (head, capacity) = self.edges[edge];
                if capacity > 0 && level[head].is_none() {
                    level[head] = level[node].map(|l| l + 1);
                    queue.push_back(head);
                }
            }
        }
        level
    }

    /// Sends flow along one path of the levels; what was sent. The path is kept by hand, as programs
    /// may be long.
    fn augment(&mut self, level: &[Option<usize>], next: &mut [usize]) -> u64 {
        let (mut path, mut node): (Vec<usize>, usize) = (vec![], SOURCE);
        while node != SINK {
            let edges = &self.out[node];
            let usable = |edge: usize| {
                let (head, capacity) = self.edges[edge];
                capacity > 0 && level[head] == level[node].map(|l| l + 1)
            };
            let found = (next[node]..edges.len()).find(|&at| usable(edges[at]));
            match found {
                Some(at) => {
                    next[node] = at;
                    path.push(edges[at]);
                    node = self.edges[edges[at]].0;
                }
                None => {
                    next[node] = edges.len();
                    let Some(back) = path.pop() else { return 0 };
                    node = self.edges[back ^ 1].0;
                    next[node] += 1;
                }
            }
        }
        let pushed = path.iter().map(|&edge| self.edges[edge].1).min().unwrap_or(0);
        for edge in path {
            self.edges[edge].1 -= pushed;
            self.edges[edge ^ 1].1 += pushed;
        }
        pushed
    }

    /// The nodes from which the sink can still be reached.
    fn reaching_sink(&self) -> Vec<bool> {
        let mut reaches = vec![false; self.out.len()];
        reaches[SINK] = true;
        let mut queue = VecDeque::from([SINK]);
        while let Some(node) = queue.pop_front() {
            for &edge in &self.out[node] {
                // The reverse of an edge out of this node comes in.
                let (tail, capacity) = (self.edges[edge].0, self.edges[edge ^ 1].1);
                if capacity > 0 && !reaches[tail] {
                    reaches[tail] = true;
                    queue.push_back(tail);
                }
            }
        }
        reaches
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All assignments of a small problem, tried.
    fn exhaustive(n: usize, truth: &[(usize, u64)], falsity: &[(usize, u64)], pairs: &[(usize, usize, u64)]) -> u64 {
        (0u32..1 << n)
            .map(|bits| {
                let value = |i: usize| bits >> i & 1 == 1;
                let single: u64 = truth.iter().filter(|(i, _)| value(*i)).map(|(_, c)| c).sum();
                let other: u64 = falsity.iter().filter(|(i, _)| !value(*i)).map(|(_, c)| c).sum();
                let pair: u64 = pairs.iter().filter(|(a, b, _)| value(*a) && !value(*b)).map(|(_, _, c)| c).sum();
                single + other + pair
            })
            .min()
            .unwrap_or(0)
    }

    #[test]
    fn cuts_are_as_good_as_trying_everything() {
        let mut state = 7u64;
        let mut random = |limit: u64| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) % limit
        };
        for _ in 0..200 {
            let n = 2 + random(7) as usize;
            let single = |random: &mut dyn FnMut(u64) -> u64| (0..n).map(|i| (i, random(20))).collect::<Vec<_>>();
            let (truth, falsity) = (single(&mut random), single(&mut random));
            let pairs: Vec<_> =
                (0..2 * n).map(|_| (random(n as u64) as usize, random(n as u64) as usize, random(15))).collect();
            let mut problem = Problem::new();
            let variables: Vec<_> = (0..n).map(|_| problem.variable()).collect();
            truth.iter().for_each(|(i, c)| problem.cost_of_true(variables[*i], *c));
            falsity.iter().for_each(|(i, c)| problem.cost_of_false(variables[*i], *c));
            pairs.iter().for_each(|(a, b, c)| problem.cost_of_pair(variables[*a], variables[*b], *c));
            let (cost, values) = problem.solve();
            let best = exhaustive(n, &truth, &falsity, &pairs);
            let value = |i: usize| values[variables[i]];
            let paid = truth.iter().filter(|(i, _)| value(*i)).map(|(_, c)| c).sum::<u64>()
                + falsity.iter().filter(|(i, _)| !value(*i)).map(|(_, c)| c).sum::<u64>()
                + pairs.iter().filter(|(a, b, _)| value(*a) && !value(*b)).map(|(_, _, c)| c).sum::<u64>();
            assert_eq!((cost, paid), (best, best));
        }
    }

    #[test]
    fn ties_are_on_the_device() {
        let mut problem = Problem::new();
        let free = problem.variable();
        let forbidden = problem.variable();
        problem.fix(forbidden, false);
        let (cost, values) = problem.solve();
        assert_eq!((cost, values[free], values[forbidden]), (0, true, false));
    }
}
