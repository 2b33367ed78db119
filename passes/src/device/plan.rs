//! The cheapest placement of a version's steps, as a minimum cut.
//!
//! Each step is on the device or on the host, and pays for where it is. For each array and each point of
//! the program at which it is used, two facts: its elements are current on the device, its elements are
//! current on the host. One of them holds at least; where a fact begins to hold between two points, the
//! array is moved, which costs as often as control passes there. A step needs the fact of its side, and a
//! step that writes ends the fact of the other side. All of that are costs of pairs, so that the best
//! placement is a minimum cut. Transfers move out of loops by themselves.

use super::cut::{Problem, Variable};
use super::price;
use super::program::{Item, Program, Root};
use super::sizes::Volume;
use crate::cost::machine::Machine;
use crate::profit::Cost;
use melior::ir::OperationRef;

/// Where a transfer stands.
#[derive(Clone, Copy, Debug)]
pub enum Place<'c, 'a> {
    Before(OperationRef<'c, 'a>),
    /// At the end of a region of a loop or condition.
    End(OperationRef<'c, 'a>, usize),
    /// Before the version returns.
    Exit,
}

/// An array begins to be current on a side.
#[derive(Clone, Copy, Debug)]
pub struct Transfer<'c, 'a> {
    pub buffer: usize,
    pub to_device: bool,
    pub place: Place<'c, 'a>,
}

#[derive(Default)]
pub struct Plan<'c, 'a> {
    /// Steps on the device.
    pub on_device: Vec<bool>,
    pub transfers: Vec<Transfer<'c, 'a>>,
    /// Results of steps that the other side uses.
    pub moved: Vec<bool>,
    /// What the version costs on the host alone, and placed like this.
    pub host: Cost,
    pub device: Cost,
}

/// The facts about an array at a point: current on the device, not current on the host.
#[derive(Clone, Copy)]
struct State {
    device: Variable,
    stale: Variable,
}

/// A point is reached from another.
struct Edge<'c, 'a> {
    buffer: usize,
    from: State,
    to: State,
    place: Place<'c, 'a>,
    trips: Volume,
}

/// How much dearer the host is made where the device shall do all it can.
const FORCED: f64 = 1e4;

/// The cheapest placement; with `forced`, everything that can runs on the device.
pub fn plan<'c: 'a, 'a>(program: &Program<'c, 'a>, m: &Machine, forced: bool) -> Plan<'c, 'a> {
    let mut making = Making { program, m, problem: Problem::new(), steps: vec![], edges: vec![] };
    making.steps(if forced { FORCED } else { 1.0 });
    let values = making.values();
    for buffer in 0..program.buffers.len() {
        making.buffer(buffer);
    }
    making.solve(&values)
}

struct Making<'p, 'c, 'a> {
    program: &'p Program<'c, 'a>,
    m: &'p Machine,
    problem: Problem,
    steps: Vec<Variable>,
    edges: Vec<Edge<'c, 'a>>,
}

fn once() -> Volume {
    Volume { factors: vec![], scale: 1.0 }
}

/// Picoseconds, far below what is forbidden.
fn whole(nanoseconds: f64) -> u64 {
    (nanoseconds * 1e3).clamp(0.0, (1u64 << 52) as f64) as u64
}

impl<'c: 'a, 'a> Making<'_, 'c, 'a> {
    fn steps(&mut self, dearer: f64) {
        for step in &self.program.steps {
            let variable = self.problem.variable();
            let sizes = &self.program.sizes;
            let host = price::nominal(sizes, &step.price.host, &step.trips);
            let device = price::nominal(sizes, &step.price.device, &step.trips);
            match &step.host_only {
                Some(_) => self.problem.fix(variable, false),
                None => {
                    self.problem.cost_of_false(variable, whole(host * dearer));
                    self.problem.cost_of_true(variable, whole(device));
                }
            }
            self.steps.push(variable);
        }
    }

    /// Results of steps: moved once, where they are made. The variables that say so, by step.
    fn values(&mut self) -> Vec<Option<(Variable, Variable)>> {
        let program = self.program;
        let mut moved = vec![None; program.steps.len()];
        for (position, step) in program.steps.iter().enumerate() {
            let Some((extents, bytes)) = &step.result else { continue };
            let (here, root) = (self.steps[position], Root::Value(position));
            let uses = |s: &&usize| program.steps[**s].reads.contains(&root) || program.steps[**s].writes == Some(root);
            let all: Vec<usize> = (0..program.steps.len()).collect();
            let users: Vec<Variable> = all.iter().filter(uses).map(|s| self.steps[*s]).collect();
            if program.steps.iter().any(|s| s.writes == Some(root)) {
                // A result that is changed later stays where it is.
                for user in users {
                    self.problem.implies(user, here);
                    self.problem.implies(here, user);
                }
                continue;
            }
            let (device, stale) = (self.problem.variable(), self.problem.variable());
            let number = extents.is_empty();
            let up = price::transfer(self.m, extents, *bytes, true);
            // A number is an argument of the kernel that uses it.
            let up = if number { 0.0 } else { price::nominal(&program.sizes, &up, &step.trips) };
            let down = price::transfer(self.m, extents, *bytes, false);
            let down = price::nominal(&program.sizes, &down, &step.trips);
            self.problem.cost_of_pair(device, here, whole(up));
            self.problem.cost_of_pair(here, stale, whole(down));
            for user in users {
                self.problem.implies(user, device);
                self.problem.implies(stale, user);
            }
            moved[position] = Some((device, stale));
        }
        // What has numbers alone for operands is on the device only if one of them is.
        for (position, step) in program.steps.iter().enumerate() {
            let is_number = |root: &Root| matches!(root, Root::Value(s) if program.steps[*s].result.as_ref().is_some_and(|r| r.0.is_empty()));
            let makes_number = step.result.as_ref().is_some_and(|(extents, _)| extents.is_empty());
            if makes_number && step.reads.iter().all(is_number) {
                if let Some(Root::Value(first)) = step.reads.first() {
                    self.problem.implies(self.steps[position], self.steps[*first]);
                }
            }
        }
        moved
    }

    fn state(&mut self) -> State {
        let state = State { device: self.problem.variable(), stale: self.problem.variable() };
        // What is not current on the host is on the device.
        self.problem.implies(state.stale, state.device);
        state
    }

    /// The points of one array.
    fn buffer(&mut self, buffer: usize) {
        let argument = self.program.buffers[buffer].argument;
        let entry = self.state();
        self.problem.fix(entry.stale, false);
        // What is made here has no elements yet: they are everywhere.
        self.problem.fix(entry.device, !argument);
        let program = self.program;
        let end = self.items(&program.items, buffer, entry);
        let written = program.steps.iter().any(|step| step.writes == Some(Root::Buffer(buffer)));
        if argument && written {
            self.copies(buffer);
            let exit = self.state();
            self.problem.fix(exit.stale, false);
            self.edge(buffer, end, exit, Place::Exit, once());
        }
    }

    /// What the host writes of an argument before the end goes to a copy, and from there into the argument.
    fn copies(&mut self, buffer: usize) {
        let array = &self.program.buffers[buffer];
        let none = self.problem.variable();
        for (step, on_device) in self.program.steps.iter().zip(&self.steps) {
            if step.writes == Some(Root::Buffer(buffer)) {
                self.problem.implies(none, *on_device);
            }
        }
        let terms = price::copies(self.m, &array.extents);
        self.problem.cost_of_false(none, whole(price::nominal(&self.program.sizes, &terms, &once())));
    }

    fn edge(&mut self, buffer: usize, from: State, to: State, place: Place<'c, 'a>, trips: Volume) {
        let array = &self.program.buffers[buffer];
        let cost = |to_device| {
            let terms = price::transfer(self.m, &array.extents, array.bytes, to_device);
            // One more, so that the same transfer in two places is never free.
            whole(price::nominal(&self.program.sizes, &terms, &trips)) + 1
        };
        let (up, down) = (cost(true), cost(false));
        self.problem.cost_of_pair(to.device, from.device, up);
        self.problem.cost_of_pair(from.stale, to.stale, down);
        self.edges.push(Edge { buffer, from, to, place, trips });
    }

    fn items(&mut self, items: &[Item<'c, 'a>], buffer: usize, mut state: State) -> State {
        for item in items {
            if !self.touches(item, buffer) {
                continue;
            }
            state = match item {
                Item::Step(step) => self.step(*step, buffer, state),
                Item::Loop { op, trips, body } => {
                    let head = self.state();
                    self.edge(buffer, state, head, Place::Before(*op), trips.clone());
                    let end = self.items(body, buffer, head);
                    let inner = self.inner(body, trips);
                    self.edge(buffer, end, head, Place::End(*op, 0), inner);
                    head
                }
                Item::If { op, trips, branches } => {
                    let after = self.state();
                    for (region, branch) in branches.iter().enumerate() {
                        let end = self.items(branch, buffer, state);
                        if branch.is_empty() {
                            // No statement can stand in a branch that is not there.
                            self.problem.implies(after.device, end.device);
                            self.problem.implies(end.stale, after.stale);
                        } else {
                            self.edge(buffer, end, after, Place::End(*op, region), trips.clone());
                        }
                    }
                    after
                }
            };
        }
        state
    }

    /// How often the end of a body is reached.
    fn inner(&self, body: &[Item<'c, 'a>], outer: &Volume) -> Volume {
        let first = body.iter().map(|item| match item {
            Item::Step(step) => self.program.steps[*step].trips.clone(),
            Item::Loop { trips, .. } | Item::If { trips, .. } => trips.clone(),
        });
        first.into_iter().next().unwrap_or_else(|| outer.clone())
    }

    fn touches(&self, item: &Item, buffer: usize) -> bool {
        match item {
            Item::Step(step) => {
                let step = &self.program.steps[*step];
                step.reads.contains(&Root::Buffer(buffer)) || step.writes == Some(Root::Buffer(buffer))
            }
            Item::Loop { body, .. } => body.iter().any(|item| self.touches(item, buffer)),
            Item::If { branches, .. } => branches.iter().flatten().any(|item| self.touches(item, buffer)),
        }
    }

    fn step(&mut self, position: usize, buffer: usize, from: State) -> State {
        let (step, here) = (&self.program.steps[position], self.steps[position]);
        let root = Root::Buffer(buffer);
        let before = self.state();
        self.edge(buffer, from, before, Place::Before(step.op), step.trips.clone());
        if step.reads.contains(&root) {
            self.problem.implies(here, before.device);
            self.problem.implies(before.stale, here);
        }
        if step.writes != Some(root) {
            return before;
        }
        let after = self.state();
        self.problem.implies(here, after.stale);
        self.problem.implies(after.device, here);
        after
    }

    fn solve(self, values: &[Option<(Variable, Variable)>]) -> Plan<'c, 'a> {
        let Self { program, m, problem, steps, edges } = self;
        let (_, value) = problem.solve();
        let on_device: Vec<bool> = steps.iter().map(|variable| value[*variable]).collect();
        let mut plan = Plan { on_device, ..Plan::default() };
        for (step, on_device) in program.steps.iter().zip(&plan.on_device) {
            price::charge(&mut plan.host, &step.price.host, &step.trips);
            let own = if *on_device { &step.price.device } else { &step.price.host };
            price::charge(&mut plan.device, own, &step.trips);
        }
        for (at, array) in program.buffers.iter().enumerate().filter(|(_, array)| array.argument) {
            let mut steps = program.steps.iter().zip(&plan.on_device);
            if steps.any(|(step, on_device)| step.writes == Some(Root::Buffer(at)) && !on_device) {
                price::charge(&mut plan.device, &price::copies(m, &array.extents), &once());
            }
        }
        for Edge { buffer, from, to, place, trips } in edges {
            let array = &program.buffers[buffer];
            for (to_device, moves) in
                [(true, value[to.device] && !value[from.device]), (false, value[from.stale] && !value[to.stale])]
            {
                if moves {
                    let terms = price::transfer(m, &array.extents, array.bytes, to_device);
                    price::charge(&mut plan.device, &terms, &trips);
                    plan.transfers.push(Transfer { buffer, to_device, place });
                }
            }
        }
        for (position, variables) in values.iter().enumerate() {
            let here = plan.on_device[position];
            let moved = variables.is_some_and(|(device, stale)| if here { !value[stale] } else { value[device] });
            let used = plan.moved_is_used(program, position, here);
            if let Some((extents, bytes)) = program.steps[position].result.as_ref().filter(|_| moved && used) {
                if here || !extents.is_empty() {
                    let terms = price::transfer(m, extents, *bytes, !here);
                    price::charge(&mut plan.device, &terms, &program.steps[position].trips);
                }
            }
            plan.moved.push(moved && used);
        }
        plan
    }
}

impl Plan<'_, '_> {
    /// A step on the other side uses the result of a step.
    fn moved_is_used(&self, program: &Program, position: usize, here: bool) -> bool {
        let root = Root::Value(position);
        let mut users = program.steps.iter().zip(&self.on_device).filter(|(step, _)| step.reads.contains(&root));
        users.any(|(_, side)| *side != here)
    }

    /// Nothing runs on the host and nothing is returned: what is on the device already can stay there.
    pub fn is_all_on_device(&self, program: &Program) -> bool {
        !program.returns && self.on_device.iter().all(|on_device| *on_device)
    }

    pub fn uses_device(&self) -> bool {
        self.on_device.iter().any(|on_device| *on_device)
    }
}
