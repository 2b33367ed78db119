//! `affine-skew`: two loops that both carry dependences run along the diagonals between them.
//!
//! before: for %i { for %j { A[%i, %j] = f(A[%i - 1, %j], A[%i, %j - 1]) } }
//! after:  for %i { for %j { S[%i + %j, %i] = A[%i, %j] } }
//!         for %w { for %i = max(…, %w - …) to min(…, %w - …) { S[%w, %i] = f(S[%w - 1, %i - 1], S[%w - 1, %i]) } }
//!         for %i { for %j { A[%i, %j] = S[%i + %j, %i] } }
//!
//! All elements of one wave `%i + %j` (or `2 %i + %j`) are independent. The copy
//! `S` holds each wave in a row, so that waves are plain slices; two loops of
//! Python become one (in-place relaxation, dynamic programming).
//!
//! Legal: of any two accesses to one element of which one writes, the earlier
//! belongs to an earlier wave, or to the same iteration; asked exactly. The
//! nest has nothing but these statements, so that nobody else sees the arrays
//! while they are in `S`; the sizes of the copies are guarded.
//! Done where both loops carry a dependence, and for large sizes alone.
//! Not handled: conditions, loops further in, other skews, arrays of more axes,
//! functions that raise in kernels on arrays.

use crate::affine_distribute::may_raise;
use crate::build::{result_of, Builder};
use crate::convert_nparray_to_affine::bounds::{self, Condition};
use crate::cost::machine::Machine;
use crate::legal;
use crate::scop::order::{accesses, exists, second, Question, Site};
use crate::scop::{domain, read, substitute_in, write, Access, Array, Lin, Loop, LoopInfo, Node, Scop, Statement, Var};
use crate::version;
use automphc_dialects::affine::quotient_attribute;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types::DYNAMIC;
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::attribute::DenseI32ArrayAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::r#type::MemRefType;
use melior::ir::{OperationRef, Type, Value};

pub const PASS: PassInfo =
    PassInfo { argument: "affine-skew", description: "run loops that carry dependences along diagonals", run };

/// Most statements of a nest.
const STATEMENTS: usize = 4;

fn run(module: OperationRef, _: &Options) -> PassResult {
    let context = context_of(&module);
    let least = Machine::here().map_or(1, |machine| machine.least_wave as i64);
    version::each(module, |version| {
        let (Some(mut scop), Some(block)) = (read::read(version), version::body(version)) else { return Ok(()) };
        let builder = Builder { context, block, location: version.location() };
        let lists = version::has_lists(version);
        let mut changed = false;
        let mut position = 0;
        while position < scop.body.len() {
            let node = scop.body[position].clone();
            let facts = crate::affine_guard_memory::facts(&mut scop);
            let plan = band(&node)
                .filter(|_| lists || legal!("affine-skew: nothing raises", !may_raise(&node)))
                .and_then(|band| {
                    let factor = factor(&band, &facts)?;
                    Some((factor, layouts(&scop, &band)?, band))
                });
            if let Some((factor, layouts, band)) = plan {
                let least = if lists { 1 } else { least };
                let skew = Skew { builder, band: &band, factor, layouts: &layouts, facts: &facts, least };
                changed = true;
                if let Some(added) = skew.apply(&mut scop, position) {
                    remark(scop.loops[band.row().id].location, "runs along diagonals: both loops carry a dependence");
                    position += added;
                }
            }
            position += 1;
        }
        if changed {
            write::write(context, &scop);
        }
        Ok(())
    });
    Ok(())
}

/// Two loops around statements, and the loops around them.
struct Band<'n, 'c, 'a> {
    loops: Vec<&'n Loop<'c, 'a>>,
    statements: Vec<&'n Statement<'c, 'a>>,
}

impl<'n, 'c, 'a> Band<'n, 'c, 'a> {
    fn outer(&self) -> &[&'n Loop<'c, 'a>] {
        &self.loops[..self.loops.len() - 2]
    }

    fn row(&self) -> &'n Loop<'c, 'a> {
        self.loops[self.loops.len() - 2]
    }

    fn column(&self) -> &'n Loop<'c, 'a> {
        self.loops[self.loops.len() - 1]
    }

    fn sites(&self) -> Vec<Site<'n, 'c, 'a>> {
        self.statements.iter().map(|statement| Site { loops: self.loops.clone(), statement }).collect()
    }
}

/// The band that a nest is.
fn band<'n, 'c, 'a>(node: &'n Node<'c, 'a>) -> Option<Band<'n, 'c, 'a>> {
    let (mut loops, mut level) = (vec![], node);
    while let Node::Loop(l) = level {
        if l.lower.len() != 1 || l.upper.len() != 1 {
            return None;
        }
        loops.push(l);
        match l.body.as_slice() {
            [only @ Node::Loop(_)] => level = only,
            _ => break,
        }
    }
    let body = &loops.last()?.body;
    let statement = |node: &'n Node<'c, 'a>| match node {
        Node::Statement(statement) if statement.text.is_none() => Some(statement),
        _ => None,
    };
    let statements = body.iter().map(statement).collect::<Option<Vec<_>>>()?;
    (loops.len() >= 2 && (1..=STATEMENTS).contains(&statements.len())).then_some(Band { loops, statements })
}

/// The wave's steps per row, if both loops carry dependences and waves carry them all.
fn factor(band: &Band, facts: &[Lin]) -> Option<i64> {
    let sites = band.sites();
    let (row, column) = (Affine::var(Var::Loop(band.row().id)), Affine::var(Var::Loop(band.column().id)));
    let ahead = |lin: &Lin| second(lin) - lin.clone();
    let equal = |lin: &Lin| [ahead(lin), -ahead(lin)];
    let outer: Vec<Lin> = band.outer().iter().flat_map(|l| equal(&Affine::var(Var::Loop(l.id)))).collect();
    let any = |blocking: bool, extra: &[Lin]| {
        let extra = [outer.as_slice(), extra].concat();
        sites.iter().enumerate().any(|(a, first)| {
            sites
                .iter()
                .enumerate()
                .any(|(b, then)| exists(first, then, &Question { textual: a < b, blocking, facts, extra: &extra }))
        })
    };
    let by_row = any(true, &[ahead(&row) + -1]);
    let by_column = any(true, &[equal(&row).as_slice(), &[ahead(&column) + -1]].concat());
    if !by_row || !by_column {
        return None;
    }
    [1, 2].into_iter().find(|factor| {
        let wave = row.clone() * *factor + column.clone();
        let same = equal(&wave);
        let within = any(false, &[same.as_slice(), &[ahead(&row) + -1]].concat())
            || any(false, &[same.as_slice(), &[-ahead(&row) + -1]].concat());
        legal!("affine-skew: a later wave is needed by no earlier one", !any(false, &[-ahead(&wave) + -1]))
            && legal!("affine-skew: no iteration of a wave needs another", !within)
    })
}

/// How an array is copied: which of its axes follows the rows and which the
/// columns, with what signs, and the elements that the nest reaches.
struct Layout {
    array: usize,
    axes: [usize; 2],
    signs: [i64; 2],
    /// First and last index of either, and of what is written.
    first: [Lin; 2],
    last: [Lin; 2],
    written: Option<([Lin; 2], [Lin; 2])>,
}

/// The layouts of all arrays that have an axis for each loop.
fn layouts(scop: &Scop, band: &Band) -> Option<Vec<Layout>> {
    let mut all: Vec<(Access, bool)> = vec![];
    for statement in &band.statements {
        // Statements without text touch single elements.
        all.extend(accesses(statement).into_iter().map(|(cells, writes, _)| {
            let index = cells.region.into_iter().map(|(first, _)| first).collect();
            (Access { array: cells.array, index }, writes)
        }));
    }
    let ids = [band.row().id, band.column().id];
    let crosses = |access: &Access| {
        access.index.len() > 1 && ids.iter().all(|id| access.index.iter().any(|lin| lin.uses(&Var::Loop(*id))))
    };
    let mut arrays: Vec<usize> = all.iter().filter(|(access, _)| crosses(access)).map(|(a, _)| a.array).collect();
    arrays.sort_unstable();
    arrays.dedup();
    let own = |array: usize| all.iter().filter(move |(access, _)| access.array == array).collect::<Vec<_>>();
    arrays.into_iter().map(|array| layout(scop, band, array, &own(array))).collect()
}

fn layout(scop: &Scop, band: &Band, array: usize, accesses: &[&(Access, bool)]) -> Option<Layout> {
    if scop.arrays[array].rank != 2 {
        return None;
    }
    let ids = [band.row().id, band.column().id];
    let first = &accesses.first()?.0.index;
    let axes = match first.iter().position(|lin| lin.uses(&Var::Loop(ids[0])))? {
        0 => [0, 1],
        _ => [1, 0],
    };
    let sign = |access: &Access, n: usize| {
        let (own, other) = (Var::Loop(ids[n]), Var::Loop(ids[1 - n]));
        let lin = &access.index[axes[n]];
        let rest = lin.clone() - Affine::var(own) * lin.coefficient(&own);
        let fixed = rest.terms.keys().all(|v| matches!(v, Var::Symbol(_))) && !lin.uses(&other);
        Some(lin.coefficient(&own)).filter(|c| fixed && c.abs() == 1)
    };
    let signs = [sign(&accesses[0].0, 0)?, sign(&accesses[0].0, 1)?];
    let alike = |access: &Access| (0..2).all(|n| sign(access, n) == Some(signs[n]));
    if !accesses.iter().all(|(access, _)| alike(access)) {
        return None;
    }
    let reach = |n: usize, largest: bool, writes: bool| {
        let ends = accesses
            .iter()
            .filter(|(_, w)| *w || !writes)
            .map(|(access, _)| domain::extreme(&access.index[axes[n]], &band.loops, largest));
        let ends = ends.collect::<Option<Vec<Lin>>>()?;
        ends.into_iter().map(Some).reduce(|a, b| {
            let (a, b) = (a?, b?);
            let difference = (a.clone() - b.clone()).as_constant()?;
            Some(if (difference > 0) == largest { a } else { b })
        })?
    };
    let both = |largest: bool, writes: bool| Some([reach(0, largest, writes)?, reach(1, largest, writes)?]);
    let written =
        if accesses.iter().any(|(_, writes)| *writes) { Some((both(false, true)?, both(true, true)?)) } else { None };
    Some(Layout { array, axes, signs, first: both(false, false)?, last: both(true, false)?, written })
}

impl Layout {
    /// Where a row or column index of the array stands in the copy, from 0.
    fn place(&self, n: usize, index: &Lin) -> Lin {
        if self.signs[n] > 0 {
            index.clone() - self.first[n].clone()
        } else {
            self.last[n].clone() - index.clone()
        }
    }

    fn extent(&self, n: usize) -> Lin {
        self.last[n].clone() - self.first[n].clone() + 1
    }

    /// The element of the copy that holds one of the array.
    fn element(&self, factor: i64, copy: usize, index: &[Lin]) -> Access {
        let row = self.place(0, &index[self.axes[0]]);
        let column = self.place(1, &index[self.axes[1]]);
        Access { array: copy, index: vec![row.clone() * factor + column, row] }
    }
}

/// One nest to be skewed.
struct Skew<'s, 'c, 'a> {
    builder: Builder<'c, 'a>,
    band: &'s Band<'s, 'c, 'a>,
    factor: i64,
    layouts: &'s [Layout],
    facts: &'s [Lin],
    /// The least extent of a copy.
    least: i64,
}

impl<'c, 'a> Skew<'_, 'c, 'a> {
    /// Replaces the nest at a position; how many nodes there are more before its last part.
    fn apply(&self, scop: &mut Scop<'c, 'a>, position: usize) -> Option<usize> {
        let (dims, guards) = self.guards(scop)?;
        let mut before: Vec<Node> = vec![];
        let mut copies = vec![];
        for layout in self.layouts {
            copies.push(self.copy(scop, layout, &mut before)?);
        }
        let waves = self.waves(scop, &copies, &mut before)?;
        let mut nodes = before;
        for (layout, copy) in self.layouts.iter().zip(&copies) {
            nodes.push(self.transfer(scop, layout, *copy, (&layout.first, &layout.last), true));
        }
        nodes.push(waves);
        for (layout, copy) in self.layouts.iter().zip(&copies) {
            if let Some((first, last)) = &layout.written {
                nodes.push(self.transfer(scop, layout, *copy, (first, last), false));
            }
        }
        let added = dims.len() + guards.len() + nodes.len() - 1;
        scop.body.splice(position..=position, nodes);
        let place = bounds::after_guards(&scop.body[..position]);
        scop.body.splice(place..place, dims.into_iter().chain(guards).map(Node::Other));
        Some(added)
    }

    /// What must hold of the sizes, and the operations that define these: the
    /// copies are large enough, and copy what exists.
    fn guards(&self, scop: &mut Scop<'c, 'a>) -> Option<(Vec<OperationRef<'c, 'a>>, Vec<OperationRef<'c, 'a>>)> {
        let mut dims = vec![];
        let mut wanted = vec![];
        // Waves of loops that never run would have bounds out of order.
        for depth in [self.band.loops.len() - 2, self.band.loops.len() - 1] {
            let (l, around) = (self.band.loops[depth], &self.band.loops[..depth]);
            let upper = domain::extreme(l.upper.first()?, around, true)?;
            let lower = domain::extreme(l.lower.first()?, around, false)?;
            wanted.push(upper - lower + -self.least.max(1));
        }
        for layout in self.layouts {
            for n in 0..2 {
                let size = size(scop, self.builder, layout.array, layout.axes[n], &mut dims)?;
                wanted.push(layout.extent(n) + -self.least.max(1));
                wanted.push(layout.first[n].clone());
                wanted.push(size - layout.last[n].clone() + -1);
            }
        }
        let facts = [self.facts, &crate::affine_guard_memory::sizes(scop)].concat();
        wanted.retain(|condition| !domain::implies(&facts, condition));
        let location = self.builder.location;
        let wanted: Vec<_> = wanted.into_iter().map(|expression| Condition { expression, location }).collect();
        Some((dims, bounds::guards(self.builder, scop, &wanted, &facts)?))
    }

    /// A new array for the copy of one, allocated in `before`.
    fn copy(&self, scop: &mut Scop<'c, 'a>, layout: &Layout, before: &mut Vec<Node<'c, 'a>>) -> Option<usize> {
        let (rows, columns) = (layout.extent(0), layout.extent(1));
        let mut sizes = vec![];
        // Of a pair of waves one may have no rows: what it names must exist all the same.
        for size in [(rows.clone() + -1) * self.factor + columns + (self.factor - 1), rows] {
            let (map, operands) = symbols(scop, &size)?;
            let value = self.builder.affine("affine.apply", map, &operands);
            before.extend(read::definition(value).map(Node::Other));
            sizes.push(value);
        }
        let element = scop.arrays[layout.array].element;
        let r#type: Type = MemRefType::new(element, &[DYNAMIC; 2], None, None).into();
        let segments = DenseI32ArrayAttribute::new(self.builder.context, &[2, 0]).into();
        let attributes = [("operandSegmentSizes", segments)];
        let alloc = self.builder.operation("memref.alloc", &sizes, &[r#type], &attributes, vec![]);
        before.push(Node::Other(alloc));
        scop.arrays.push(Array { value: result_of(alloc), rank: 2, element, name: None, local: true });
        Some(scop.arrays.len() - 1)
    }

    /// The nest that copies elements of the array, `into` the copy or back.
    fn transfer(
        &self,
        scop: &mut Scop<'c, 'a>,
        layout: &Layout,
        copy: usize,
        (first, last): (&[Lin; 2], &[Lin; 2]),
        into: bool,
    ) -> Node<'c, 'a> {
        let info = LoopInfo { name: None, ..scop.loops[self.band.row().id].clone() };
        let ids = [scop.new_loop(info.clone()), scop.new_loop(info)];
        let mut index = vec![Affine::constant(0); 2];
        for n in 0..2 {
            index[layout.axes[n]] = Affine::var(Var::Loop(ids[n]));
        }
        let own = Access { array: layout.array, index };
        let other = layout.element(self.factor, copy, &own.index);
        let (write, from) = if into { (other, own) } else { (own, other) };
        let value = Expr::Read { array: from.array, index: from.index };
        let location = self.band.statements[0].location;
        let statement = Statement { write, value, location, store: None, loads: vec![], text: None };
        (0..2).rev().fold(Node::Statement(statement), |body, n| {
            let (lower, upper) = (vec![first[n].clone()], vec![last[n].clone() + 1]);
            Node::Loop(Loop { id: ids[n], lower, upper, body: vec![body] })
        })
    }

    /// The nest over waves, within the loops around it.
    fn waves(&self, scop: &mut Scop<'c, 'a>, copies: &[usize], before: &mut Vec<Node<'c, 'a>>) -> Option<Node<'c, 'a>> {
        let info = LoopInfo { name: None, ..scop.loops[self.band.row().id].clone() };
        let id = scop.new_loop(info);
        let wave = Affine::var(Var::Loop(id));
        let row = Var::Loop(self.band.row().id);
        // All waves, of which every second one is taken if a row is two steps.
        let range = domain::project(&self.conditions(&wave), &row);
        let (mut lower, mut upper) = (vec![], vec![]);
        for condition in self.irredundant(range.into_iter().filter(|c| c.uses(&Var::Loop(id))).collect()) {
            match condition.coefficient(&Var::Loop(id)) {
                1 => lower.push(wave.clone() - condition),
                -1 => upper.push(condition + wave.clone() + 1),
                _ => {}
            }
        }
        let mut body = vec![];
        for parity in 0..self.factor {
            let own = wave.clone() * self.factor + parity;
            let (lower, upper) = self.rows(scop, &own, before)?;
            for statement in &self.band.statements {
                let statement = self.moved(statement, copies, &own);
                let (lower, upper, body_of) = (lower.clone(), upper.clone(), vec![Node::Statement(statement)]);
                body.push(Node::Loop(Loop { id: self.band.row().id, lower, upper, body: body_of }));
            }
        }
        if self.factor == 2 {
            lower = self.halves(scop, lower, before)?;
            upper = self.halves(scop, upper.into_iter().map(|bound| bound + 1).collect(), before)?;
        }
        let complete = !lower.is_empty() && !upper.is_empty();
        let nest = complete.then_some(Node::Loop(Loop { id, lower, upper, body }))?;
        let around = self.band.outer().iter().rev();
        Some(around.fold(nest, |body, l| Node::Loop(Loop { body: vec![body], ..l.header() })))
    }

    /// The domain with the column given by the wave.
    fn conditions(&self, wave: &Lin) -> Vec<Lin> {
        let column = wave.clone() - Affine::var(Var::Loop(self.band.row().id)) * self.factor;
        let all = domain::constraints(&[self.band.row(), self.band.column()]);
        all.iter().map(|c| c.substitute(&Var::Loop(self.band.column().id), &column)).collect()
    }

    /// The bounds of the rows of one wave.
    fn rows(
        &self,
        scop: &mut Scop<'c, 'a>,
        wave: &Lin,
        before: &mut Vec<Node<'c, 'a>>,
    ) -> Option<(Vec<Lin>, Vec<Lin>)> {
        let variable = Var::Loop(self.band.row().id);
        let (mut lower, mut upper) = (vec![], vec![]);
        for condition in self.conditions(wave) {
            let coefficient = condition.coefficient(&variable);
            let rest = condition - Affine::var(variable) * coefficient;
            let rest = if coefficient.abs() == 2 { self.half(scop, rest, before)? } else { rest };
            match coefficient {
                0 => {}
                1 | 2 => lower.push(-rest),
                -1 | -2 => upper.push(rest + 1),
                _ => return None,
            }
        }
        Some((lower, upper))
    }

    fn halves(&self, scop: &mut Scop<'c, 'a>, all: Vec<Lin>, before: &mut Vec<Node<'c, 'a>>) -> Option<Vec<Lin>> {
        all.into_iter().map(|lin| self.half(scop, lin, before)).collect()
    }

    /// Half of an expression, rounded down: what is odd in it becomes a quotient, which is a symbol.
    fn half(&self, scop: &mut Scop<'c, 'a>, lin: Lin, before: &mut Vec<Node<'c, 'a>>) -> Option<Lin> {
        let mut even = Affine::constant(lin.constant.div_euclid(2));
        let mut odd = Affine::constant(lin.constant.rem_euclid(2));
        for (variable, coefficient) in &lin.terms {
            even = even + Affine::var(*variable) * coefficient.div_euclid(2);
            odd = odd + Affine::var(*variable) * coefficient.rem_euclid(2);
        }
        if odd.terms.is_empty() {
            return Some(even);
        }
        let (map, operands) = symbols(scop, &odd)?;
        let attribute = quotient_attribute(self.builder.context, operands.len(), map.first()?, 2);
        let index = self.builder.index_type();
        let value = self.builder.value("affine.apply", &operands, index, &[("map", attribute)]);
        before.extend(read::definition(value).map(Node::Other));
        Some(even + Affine::var(scop.symbol(value)))
    }

    /// A statement on the copies, with its column given by the wave.
    fn moved(&self, statement: &Statement<'c, 'a>, copies: &[usize], wave: &Lin) -> Statement<'c, 'a> {
        let place = |access: &Access| {
            let found = self.layouts.iter().zip(copies).find(|(layout, _)| layout.array == access.array);
            found.map_or_else(|| access.clone(), |(layout, copy)| layout.element(self.factor, *copy, &access.index))
        };
        let value = statement.value.replace_reads(&mut |array, index| {
            let Access { array, index } = place(&Access { array, index: index.to_vec() });
            Some(Expr::Read { array, index })
        });
        let write = place(&statement.write);
        let mut moved = Statement { write, value, store: None, loads: vec![], ..statement.clone() };
        let column = wave.clone() - Affine::var(Var::Loop(self.band.row().id)) * self.factor;
        substitute_in(&mut moved, &Var::Loop(self.band.column().id), &column);
        moved
    }

    /// The conditions without those that follow from the others.
    fn irredundant(&self, conditions: Vec<Lin>) -> Vec<Lin> {
        let context = [self.facts, &domain::constraints(self.band.outer())].concat();
        crate::affine_interchange::irredundant(conditions, &context)
    }
}

/// A row over symbols and their values; None if the expression has other variables.
fn symbols<'c, 'a>(scop: &Scop<'c, 'a>, lin: &Lin) -> Option<(Vec<Vec<i64>>, Vec<Value<'c, 'a>>)> {
    let (rows, values) = write::linear_rows(std::slice::from_ref(lin), |v| match v {
        Var::Symbol(id) => scop.symbols.get(id).copied(),
        Var::Loop(_) => None,
    });
    Some((rows, values.into_iter().collect::<Option<Vec<_>>>()?))
}

/// The size of an axis of an array, defined by an operation in `dims` if there is none yet.
fn size<'c, 'a>(
    scop: &mut Scop<'c, 'a>,
    builder: Builder<'c, 'a>,
    array: usize,
    axis: usize,
    dims: &mut Vec<OperationRef<'c, 'a>>,
) -> Option<Lin> {
    let value = scop.arrays[array].value;
    if let Some(alloc) = version::defined_by(value, "memref.alloc") {
        let size = alloc.operands().nth(axis)?;
        return read::Indices::default().affine(scop, size);
    }
    let known = scop.symbols.iter().position(|symbol| crate::scop::cells::is_size(*symbol, value, axis));
    if let Some(known) = known {
        return Some(Affine::var(Var::Symbol(known)));
    }
    let attribute = [("axis", builder.integer(axis as i64))];
    let dim = builder.value("nparray.dim", &[value], builder.index_type(), &attribute);
    dims.extend(read::definition(dim));
    Some(Affine::var(scop.symbol(dim)))
}
