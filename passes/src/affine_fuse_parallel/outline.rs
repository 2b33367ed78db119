//! From a group of nests to a parallel loop and the function of its tiles.

use super::group::{is_neutral, Group, Part};
use super::work;
use crate::build::{body_of, result_of, Builder};
use crate::cost::Prices;
use crate::profit::Cost;
use crate::scop::black_box::{BlackBox, Input};
use crate::scop::cells::is_size;
use crate::scop::opaque::Span;
use crate::scop::order::{accesses, Cells};
use crate::scop::read::{definition, name, operations, string_attribute, Indices};
use crate::scop::write::{linear_rows, write};
use crate::scop::{substitute, visit_statements, Access, Array, Lin, Loop, LoopInfo, Node, Scop, Statement, Var};
use crate::version;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::{array_elements, context_of, dictionary, erase, set_attribute, unused};
use automphc_dialects::types::DYNAMIC;
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::attribute::{
    ArrayAttribute, DenseI32ArrayAttribute, DenseI64ArrayAttribute, FlatSymbolRefAttribute, TypeAttribute,
};
use melior::ir::operation::{OperationBuilder, OperationLike};
use melior::ir::r#type::{FunctionType, MemRefType};
use melior::ir::{Attribute, Block, BlockLike, Identifier, Location, OperationRef, Region, RegionLike, Type, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Replaces each group in the version by a parallel loop.
pub fn outline(mut scop: Scop, groups: Vec<Group>, facts: &[Lin], prices: Prices) {
    let function = scop.function;
    let Some(block) = version::body(function) else { return };
    let builder = Builder { context: context_of(&function), block, location: function.location() };
    // From the last one on, so that positions stay right.
    for (number, group) in groups.iter().enumerate().rev() {
        let Some(tile) = Tile::of(&mut scop, group, facts) else { continue };
        let Some(function) = tile.function(builder, &scop, group, number) else { continue };
        let known = operations(block);
        tile.pfor(builder, &scop, group, function, prices);
        let new = operations(block).into_iter().filter(|op| !known.contains(op)).map(Node::Other);
        let (first, last) = (group.nests[0].0, group.nests[group.nests.len() - 1].0);
        let old: Vec<Node> = scop.body.drain(first..=last).collect();
        let kept = old.into_iter().filter(is_neutral).chain(new);
        scop.body.splice(first..first, kept.collect::<Vec<_>>());
    }
    write(builder.context, &scop);
    for alloc in operations(block).into_iter().rev().filter(|op| name(*op) == "memref.alloc") {
        if unused(result_of(alloc)) {
            erase(alloc);
        }
    }
}

/// What the function of a tile is given.
struct Tile {
    inputs: Vec<Given>,
    outputs: Vec<(usize, usize, i64)>,
    locals: Vec<(usize, usize)>,
    /// Symbols that are sizes of its arrays: array and axis.
    sizes: BTreeMap<usize, (usize, i64)>,
    /// Facts over symbols that it knows.
    facts: Vec<Lin>,
    /// The values of the loop's variable are needed, not the number of the iteration alone.
    first: bool,
}

#[derive(Clone, Copy)]
enum Given {
    /// Array, axis and offset of a slice.
    Slice(usize, usize, i64),
    Whole(usize),
    Symbol(usize),
}

impl Tile {
    fn of(scop: &mut Scop, group: &Group, facts: &[Lin]) -> Option<Self> {
        let written = written(scop, group);
        let mut tile = Self {
            inputs: vec![],
            outputs: vec![],
            locals: vec![],
            sizes: BTreeMap::new(),
            facts: vec![],
            first: needs_first(scop, group),
        };
        for (array, part) in &group.parts {
            match (part, written.contains(array)) {
                (Part::Slice { axis, offset }, true) => tile.outputs.push((*array, *axis, *offset)),
                (Part::Slice { axis, offset }, false) => tile.inputs.push(Given::Slice(*array, *axis, *offset)),
                (Part::Local { axis }, _) => tile.locals.push((*array, *axis)),
                (Part::Whole, _) => tile.inputs.push(Given::Whole(*array)),
            }
        }
        for symbol in tile.symbols(scop, group)? {
            match tile.size_of(scop, group, symbol) {
                Some(size) => drop(tile.sizes.insert(symbol, size)),
                None => tile.inputs.push(Given::Symbol(symbol)),
            }
        }
        let known = |v: &Var| match v {
            Var::Symbol(id) => tile.sizes.contains_key(id) || tile.has_symbol(*id),
            Var::Loop(_) => false,
        };
        let kept = facts.iter().filter(|fact| fact.terms.keys().all(known)).cloned().collect();
        tile.facts = kept;
        Some(tile)
    }

    fn has_symbol(&self, symbol: usize) -> bool {
        self.inputs.iter().any(|input| matches!(input, Given::Symbol(own) if *own == symbol))
    }

    /// The symbols that the statements of a tile use, and those in the sizes of its own arrays.
    fn symbols(&self, scop: &mut Scop, group: &Group) -> Option<BTreeSet<usize>> {
        let mut all = BTreeSet::new();
        let mut add = |lin: &Lin| {
            all.extend(lin.terms.keys().filter_map(|v| if let Var::Symbol(id) = v { Some(*id) } else { None }));
        };
        for (position, fused) in &group.nests {
            visit_statements(std::slice::from_ref(&scop.body[*position]), &mut vec![], &mut |loops, statement| {
                for l in loops.iter().filter(|l| !fused.contains(&l.id)) {
                    l.lower.iter().chain(&l.upper).for_each(&mut add);
                }
                statement.write.index.iter().for_each(&mut add);
                statement.value.visit(&mut |e| match e {
                    Expr::Index(lin) => add(lin),
                    Expr::Read { index, .. } => index.iter().for_each(&mut add),
                    _ => {}
                });
            });
        }
        for (array, axis) in &self.locals {
            for (at, size) in local_sizes(scop, *array)?.iter().enumerate() {
                if at != *axis {
                    add(size);
                }
            }
        }
        Some(all)
    }

    /// The array of the tile, and its axis, that has this size.
    fn size_of(&self, scop: &Scop, group: &Group, symbol: usize) -> Option<(usize, i64)> {
        let dim = version::defined_by(scop.symbols[symbol], "nparray.dim")?;
        let array = scop.array(dim.operand(0).ok()?)?;
        let axis = melior::ir::attribute::IntegerAttribute::try_from(dim.attribute("axis").ok()?).ok()?.value();
        match group.parts.get(&array)? {
            Part::Slice { axis: cut, .. } if i64::try_from(*cut) == Ok(axis) => None,
            Part::Local { .. } => None,
            _ => Some((array, axis)),
        }
    }

    /// Name, kind and type of each parameter.
    fn parameters<'c>(&self, builder: Builder<'c, '_>, scop: &Scop<'c, '_>) -> Vec<(String, &'static str, Type<'c>)> {
        let named = version::arguments(scop.function);
        let mut taken = BTreeSet::new();
        let mut fresh = |value: Value, otherwise: &str| {
            let own = named.iter().find(|argument| argument.value == value).map(|argument| argument.name.clone());
            let own = own.or_else(|| definition(value).and_then(|operation| string_attribute(operation, "name")));
            let own = own.unwrap_or_else(|| otherwise.to_string());
            let base: String = own.rsplit('.').next().unwrap_or_default().to_string();
            let numbered = (2..).map(|n| format!("{base}_{n}"));
            let found = std::iter::once(base.clone()).chain(numbered).find(|name| taken.insert(name.clone()));
            found.unwrap_or(base)
        };
        let mut all = vec![];
        let inputs = self.inputs.iter().copied();
        for part in inputs.chain(self.outputs.iter().map(|(id, ..)| Given::Whole(*id))) {
            match part {
                Given::Slice(id, ..) | Given::Whole(id) => {
                    let info = &scop.arrays[id];
                    let kind = if info.rank == 0 { "float" } else { "array" };
                    all.push((
                        fresh(info.value, if info.rank == 0 { "value" } else { "array" }),
                        kind,
                        memref(info.rank, info.element),
                    ));
                }
                Given::Symbol(id) => all.push((fresh(scop.symbols[id], "size"), "int", builder.index_type())),
            }
        }
        if self.first {
            all.push((fresh_first(&all), "int", builder.index_type()));
        }
        all
    }

    /// The function of a tile, behind the version.
    fn function<'c, 'a>(
        &self,
        builder: Builder<'c, 'a>,
        scop: &Scop<'c, 'a>,
        group: &Group,
        number: usize,
    ) -> Option<OperationRef<'c, 'a>> {
        let parameters = self.parameters(builder, scop);
        let function = declare(builder, scop, &parameters, number)?;
        let block = body_of(function);
        let inner = Builder { block, ..builder };
        let mut tile = Scop { function, symbols: vec![], arrays: vec![], loops: scop.loops.clone(), body: vec![] };
        let (mut arrays, mut symbols) = (BTreeMap::new(), BTreeMap::new());
        let argument = |at: usize| block.argument(at).ok().map(Into::into);
        for (at, input) in self.inputs.iter().enumerate() {
            match input {
                Given::Slice(id, ..) | Given::Whole(id) => given(&mut tile, &mut arrays, scop, *id, argument(at)?),
                Given::Symbol(id) => drop(symbols.insert(*id, tile.symbol(argument(at)?))),
            }
        }
        for (at, (id, ..)) in self.outputs.iter().enumerate() {
            given(&mut tile, &mut arrays, scop, *id, argument(self.inputs.len() + at)?);
        }
        let dim = |tile: &Scop<'c, 'a>, array: usize, axis: i64| {
            let axis = ("axis", inner.integer(axis));
            inner.value("nparray.dim", &[tile.arrays[array].value], inner.index_type(), &[axis])
        };
        for (symbol, (array, axis)) in &self.sizes {
            let size = dim(&tile, arrays[array], *axis);
            symbols.insert(*symbol, tile.symbol(size));
        }
        let (output, axis, _) = self.outputs[0];
        let extent = dim(&tile, arrays[&output], i64::try_from(axis).ok()?);
        let extent = Affine::var(tile.symbol(extent));
        let first = match self.first {
            true => Some(Affine::var(tile.symbol(argument(parameters.len() - 1)?))),
            false => None,
        };
        let renamed = |lin: &Lin| -> Lin {
            lin.map(|v| match v {
                Var::Symbol(id) => Affine::var(symbols.get(id).copied().unwrap_or(Var::Symbol(usize::MAX))),
                Var::Loop(id) => Affine::var(Var::Loop(*id)),
            })
        };
        let rows = self.rows(&mut tile, &arrays, &dim);
        self.assumptions(inner, &tile, (&extent, &rows), first.as_ref(), &renamed);
        for (id, axis) in &self.locals {
            let mut reader = scop_of(scop);
            let mut sizes: Vec<Lin> = local_sizes(&mut reader, *id)?.iter().map(renamed).collect();
            *sizes.get_mut(*axis)? = extent.clone();
            let info = &scop.arrays[*id];
            let value = allocate(inner, &tile, info, &sizes)?;
            arrays.insert(*id, tile.arrays.len());
            tile.arrays.push(Array { value, ..info.clone() });
        }
        for id in order_cells(scop, group) {
            let cell =
                inner.operation("memref.alloc", &[], &[memref(0, scop.arrays[id].element)], &cell_of(inner), vec![]);
            arrays.insert(id, tile.arrays.len());
            tile.arrays.push(Array { value: result_of(cell), ..scop.arrays[id].clone() });
        }
        inner.operation("func.return", &[], &[], &[], vec![]);
        let cutting = Cutting { group, extent: &extent, first: first.as_ref(), arrays: &arrays, renamed: &renamed };
        let nests = group.nests.iter().map(|(position, fused)| cutting.nests(&mut tile, &scop.body[*position], fused));
        let nests: Vec<Node> = nests.collect::<Option<_>>()?;
        let kept = operations(block).into_iter().map(Node::Other);
        tile.body = kept.chain(nests).collect();
        write(builder.context, &tile);
        Some(function)
    }

    /// The sizes of what is cut besides the first output, which are all the tile's.
    fn rows<'c, 'a>(
        &self,
        tile: &mut Scop<'c, 'a>,
        arrays: &BTreeMap<usize, usize>,
        dim: &dyn Fn(&Scop<'c, 'a>, usize, i64) -> Value<'c, 'a>,
    ) -> Vec<Lin> {
        let cut = |input: &Given| if let Given::Slice(id, axis, _) = input { Some((*id, *axis)) } else { None };
        let outputs = self.outputs.iter().skip(1).map(|(id, axis, _)| (*id, *axis));
        let all = self.inputs.iter().filter_map(cut).chain(outputs);
        let sized = all.filter_map(|(id, axis)| Some((arrays[&id], i64::try_from(axis).ok()?)));
        let sizes: Vec<_> = sized.map(|(array, axis)| dim(tile, array, axis)).collect();
        sizes.into_iter().map(|size| Affine::var(tile.symbol(size))).collect()
    }

    /// What the tile may rely on, as guards that its caller has tested, or that hold by the way it is called.
    fn assumptions<'c, 'a>(
        &self,
        builder: Builder<'c, 'a>,
        tile: &Scop<'c, 'a>,
        (extent, rows): (&Lin, &[Lin]),
        first: Option<&Lin>,
        renamed: &dyn Fn(&Lin) -> Lin,
    ) {
        let equal = rows.iter().flat_map(|own| [own.clone() - extent.clone(), extent.clone() - own.clone()]);
        let known = self.facts.iter().map(renamed).chain([extent.clone() + -1]).chain(first.cloned()).chain(equal);
        for expression in known {
            let condition =
                crate::convert_nparray_to_affine::bounds::Condition { expression, location: builder.location };
            let guard = crate::convert_nparray_to_affine::bounds::guard(builder, tile, &condition);
            set_attribute(guard, "assumed", Attribute::unit(builder.context));
        }
    }

    /// Bytes of the arrays of an iteration that have more axes than what the tile is given: they, not its slices,
    /// say how many iterations stay in the cache.
    fn memory(&self, scop: &Scop) -> Cost {
        let inputs = self.inputs.iter().filter_map(|i| if let Given::Slice(id, ..) = i { Some(*id) } else { None });
        let given = inputs.chain(self.outputs.iter().map(|(id, ..)| *id)).map(|id| scop.arrays[id].rank).max();
        let mut cost = Cost::default();
        for (id, axis) in self.locals.iter().filter(|(id, _)| Some(scop.arrays[*id].rank) > given) {
            let mut sizes = local_sizes(&mut scop_of(scop), *id).unwrap_or_default();
            if *axis < sizes.len() {
                sizes.remove(*axis);
                let element = scop.arrays[*id].element.to_string();
                cost.add(if element.starts_with("complex") { 16.0 } else { 8.0 }, &sizes);
            }
        }
        cost
    }

    /// The parallel loop itself, at the end of the version for now.
    fn pfor<'c, 'a>(
        &self,
        builder: Builder<'c, 'a>,
        scop: &Scop<'c, 'a>,
        group: &Group,
        function: OperationRef<'c, 'a>,
        prices: Prices,
    ) {
        let location = scop.loops[group.nests[0].1[0]].location;
        let builder = builder.at(location);
        let index = |lin: &Lin| index_value(builder, scop, lin);
        let count = index(&(group.upper.clone() - group.lower.clone()));
        let slice = |array: usize, axis: usize, offset: i64| {
            let start = group.lower.clone() + offset;
            if start.as_constant() == Some(0) {
                return scop.arrays[array].value;
            }
            let bounds = [index(&start), index(&(group.upper.clone() + offset))];
            cut_view(builder, &scop.arrays[array], axis, bounds)
        };
        let outputs: Vec<Value> = self.outputs.iter().map(|(id, axis, offset)| slice(*id, *axis, *offset)).collect();
        let inputs = self.inputs.iter().map(|input| match input {
            Given::Slice(id, axis, offset) => slice(*id, *axis, *offset),
            Given::Whole(id) => scop.arrays[*id].value,
            Given::Symbol(id) => scop.symbols[*id],
        });
        let inputs: Vec<Value> = inputs.collect();
        let first: Vec<Value> = self.first.then(|| index(&group.lower)).into_iter().collect();
        let mut cost = work::cost(scop, group, prices);
        let memory = self.memory(scop);
        let split = cost.products.len();
        cost.products.extend(memory.products);
        let (costs, sizes) = cost.over(builder, &scop.symbols);
        let mut work = array_elements(costs).unwrap_or_default();
        let memory = work.split_off(split.min(work.len()));
        let length = |values: &[Value]| i32::try_from(values.len()).unwrap_or(0);
        let segments = [1, length(&outputs), length(&inputs), length(&sizes), length(&first)];
        let axes = |all: Vec<i64>| -> Attribute { DenseI64ArrayAttribute::new(builder.context, &all).into() };
        let cut = |axis: &usize| i64::try_from(*axis).unwrap_or(-1);
        let input_axes = self.inputs.iter().map(|i| if let Given::Slice(_, axis, _) = i { cut(axis) } else { -1 });
        let modes: Vec<&str> = self.outputs.iter().map(|(id, ..)| mode(scop, group, *id)).collect();
        let symbol = string_attribute(function, "sym_name").unwrap_or_default();
        let mut attributes = vec![
            ("tile", FlatSymbolRefAttribute::new(builder.context, &symbol).into()),
            ("output_axes", axes(self.outputs.iter().map(|(_, axis, _)| cut(axis)).collect())),
            ("input_axes", axes(input_axes.collect())),
            ("modes", builder.strings(&modes)),
            ("transfer", builder.string("numpy")),
            ("work", ArrayAttribute::new(builder.context, &work).into()),
            ("operandSegmentSizes", DenseI32ArrayAttribute::new(builder.context, &segments).into()),
        ];
        if !memory.is_empty() {
            attributes.push(("memory", ArrayAttribute::new(builder.context, &memory).into()));
        }
        let operands: Vec<Value> = [count].into_iter().chain(outputs).chain(inputs).chain(sizes).chain(first).collect();
        let what = format!("{} nests became one parallel loop over tiles", group.nests.len());
        remark(location, if group.nests.len() == 1 { "a nest became a parallel loop over tiles" } else { &what });
        builder.operation("nparray.pfor", &operands, &[], &attributes, vec![]);
    }
}

/// The cells that keep calls in order, which the calls of a tile do not need, but name.
fn order_cells(scop: &Scop, group: &Group) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    for (position, _) in &group.nests {
        visit_statements(std::slice::from_ref(&scop.body[*position]), &mut vec![], &mut |_, statement| {
            all.extend(statement.text.is_some().then_some(statement.write.array));
        });
    }
    all
}

fn cell_of<'c>(builder: Builder<'c, '_>) -> [(&'static str, Attribute<'c>); 2] {
    let segments = DenseI32ArrayAttribute::new(builder.context, &[0, 0]).into();
    [("order", Attribute::unit(builder.context)), ("operandSegmentSizes", segments)]
}

/// A scop over the same symbols, to look at sizes with.
fn scop_of<'c, 'a>(scop: &Scop<'c, 'a>) -> Scop<'c, 'a> {
    Scop {
        function: scop.function,
        symbols: scop.symbols.clone(),
        arrays: scop.arrays.clone(),
        loops: vec![],
        body: vec![],
    }
}

/// Rewrites the nests of a group for one tile.
struct Cutting<'t> {
    group: &'t Group,
    extent: &'t Lin,
    first: Option<&'t Lin>,
    arrays: &'t BTreeMap<usize, usize>,
    renamed: &'t dyn Fn(&Lin) -> Lin,
}

impl<'t> Cutting<'t> {
    /// The nest with its fused loops over a tile's iterations, inside the sequential loops around them.
    fn nests<'c, 'a>(&self, tile: &mut Scop<'c, 'a>, node: &Node<'c, 'a>, fused: &[usize]) -> Option<Node<'c, 'a>> {
        if let [only] = fused {
            return self.nest(tile, node, *only);
        }
        let Node::Loop(l) = node else { return None };
        if fused.contains(&l.id) {
            return self.nest(tile, node, l.id);
        }
        let body = l.body.iter().map(|inner| self.nests(tile, inner, fused)).collect::<Option<_>>()?;
        let renamed = |bounds: &[Lin]| bounds.iter().map(self.renamed).collect();
        Some(Node::Loop(Loop { id: l.id, lower: renamed(&l.lower), upper: renamed(&l.upper), body }))
    }

    /// The nest with the fused loop, over a tile's iterations, around it.
    fn nest<'c, 'a>(&self, tile: &mut Scop<'c, 'a>, node: &Node<'c, 'a>, fused: usize) -> Option<Node<'c, 'a>> {
        let info = LoopInfo { ..tile.loops[fused].clone() };
        let own = tile.new_loop(info);
        let mut body = without(node, fused)?;
        self.rename(&mut body, own);
        let by = Affine::var(Var::Loop(own)) + self.first.cloned().unwrap_or(Affine::constant(0));
        substitute(&mut body, &Var::Loop(fused), &by);
        Some(Node::Loop(Loop { id: own, lower: vec![Affine::constant(0)], upper: vec![self.extent.clone()], body }))
    }

    fn rename<'c, 'a>(&self, nodes: &mut [Node<'c, 'a>], own: usize) {
        for node in nodes {
            match node {
                Node::Loop(l) => {
                    l.lower.iter_mut().chain(&mut l.upper).for_each(|bound| *bound = (self.renamed)(bound));
                    self.rename(&mut l.body, own);
                }
                Node::Statement(statement) => self.statement(statement, own),
                Node::Other(_) => {}
            }
        }
    }

    fn statement<'c, 'a>(&self, statement: &mut Statement<'c, 'a>, own: usize) {
        statement.store = None;
        statement.loads = vec![];
        if let Some(call) = statement.text.clone() {
            let cells = Access { array: self.arrays[&statement.write.array], index: vec![] };
            statement.write = cells;
            return self.call(statement, call, own);
        }
        statement.write = self.access(&statement.write, own);
        statement.value = self.term(&statement.value, own);
    }

    /// A call of a function on parts of arrays: the bounds of the parts are arguments of its value.
    fn call<'c, 'a>(&self, statement: &mut Statement<'c, 'a>, mut call: BlackBox<'c, 'a>, own: usize) {
        let Expr::Apply { function, arguments } = &statement.value else { return };
        let mut rest = arguments.iter();
        let mut new = vec![];
        for input in &mut call.inputs {
            let Input::Part(part) = input else {
                if matches!(input, Input::Argument) {
                    new.extend(rest.next().map(|argument| self.term(argument, own)));
                }
                continue;
            };
            let cut = match self.group.parts.get(&part.array) {
                Some(Part::Slice { axis, .. } | Part::Local { axis }) => Some(*axis),
                _ => None,
            };
            for (axis, seen) in part.axes.iter().enumerate() {
                let bounds: Vec<_> = rest.by_ref().take(if seen.is_some() { 2 } else { 1 }).collect();
                match Some(axis) == cut {
                    true => new.push(Expr::Index(Affine::var(Var::Loop(own)))),
                    false => new.extend(bounds.into_iter().map(|bound| self.term(bound, own))),
                }
            }
            part.array = self.arrays[&part.array];
        }
        statement.value = Expr::Apply { function: function.clone(), arguments: new };
        statement.text = Some(call);
    }

    fn access(&self, access: &Access, own: usize) -> Access {
        let mut index: Vec<Lin> = access.index.iter().map(self.renamed).collect();
        if let Some(Part::Slice { axis, .. } | Part::Local { axis }) = self.group.parts.get(&access.array) {
            index[*axis] = Affine::var(Var::Loop(own));
        }
        Access { array: self.arrays[&access.array], index }
    }

    fn term(&self, term: &crate::scop::Term, own: usize) -> crate::scop::Term {
        match term {
            Expr::Read { array, index } => {
                let Access { array, index } = self.access(&Access { array: *array, index: index.clone() }, own);
                Expr::Read { array, index }
            }
            Expr::Index(lin) => Expr::Index((self.renamed)(lin)),
            Expr::Number(number) => Expr::Number(*number),
            Expr::Apply { function, arguments } => Expr::Apply {
                function: function.clone(),
                arguments: arguments.iter().map(|argument| self.term(argument, own)).collect(),
            },
        }
    }
}

/// What a nest repeats, without one of the loops around all of it.
fn without<'c, 'a>(node: &Node<'c, 'a>, fused: usize) -> Option<Vec<Node<'c, 'a>>> {
    let Node::Loop(l) = node else { return None };
    if l.id == fused {
        return Some(l.body.clone());
    }
    let [only] = l.body.as_slice() else { return None };
    Some(vec![Node::Loop(Loop { body: without(only, fused)?, ..l.header() })])
}

fn written(scop: &Scop, group: &Group) -> BTreeSet<usize> {
    let mut all = BTreeSet::new();
    for (position, _) in &group.nests {
        let node = std::slice::from_ref(&scop.body[*position]);
        visit_statements(node, &mut vec![], &mut |_, statement| {
            all.extend(accesses(statement).iter().filter(|(_, write, _)| *write).map(|(cells, ..)| cells.array));
        });
    }
    all
}

/// True if the fused loop's variable is more than the index of what a tile owns.
fn needs_first(scop: &Scop, group: &Group) -> bool {
    let mut needed = false;
    for (position, fused) in &group.nests {
        let node = std::slice::from_ref(&scop.body[*position]);
        let cut = |array: usize| matches!(group.parts.get(&array), Some(Part::Slice { .. } | Part::Local { .. }));
        visit_statements(node, &mut vec![], &mut |loops, statement| {
            let Some(own) = loops.iter().find(|l| fused.contains(&l.id)) else { return };
            let variable = Var::Loop(own.id);
            needed |= loops.iter().any(|l| l.lower.iter().chain(&l.upper).any(|bound| bound.uses(&variable)));
            if statement.text.is_some() {
                let uses = |cells: &Cells| cells.region.iter().any(|(lower, _)| lower.uses(&variable));
                needed |= accesses(statement).iter().any(|(cells, ..)| !cut(cells.array) && uses(cells));
                return;
            }
            statement.value.visit(&mut |e| match e {
                Expr::Index(lin) => needed |= lin.uses(&variable),
                Expr::Read { array, index } => {
                    needed |= !cut(*array) && index.iter().any(|lin| lin.uses(&variable));
                }
                _ => {}
            });
        });
    }
    needed
}

/// Whether the group overwrites its part of an array, or needs and leaves old elements.
fn mode(scop: &Scop, group: &Group, array: usize) -> &'static str {
    let mut updates = false;
    let mut covered = false;
    for (position, fused) in &group.nests {
        let node = std::slice::from_ref(&scop.body[*position]);
        visit_statements(node, &mut vec![], &mut |loops, statement| {
            let reads = match &statement.text {
                Some(call) => call.inputs.iter().any(|i| matches!(i, Input::Part(p) if p.array == array && !p.write)),
                None => statement.reads(array),
            };
            updates |= !covered && reads;
            covered |= match statement.text {
                Some(_) => fills(scop, loops, fused, array, statement),
                None => statement.write.array == array && covers(scop, loops, fused, statement),
            };
        });
    }
    if covered && !updates {
        "write"
    } else {
        "update"
    }
}

/// The expression is the size of an axis of an array.
fn is_extent(scop: &Scop, array: usize, axis: usize, size: &Lin) -> bool {
    let own = local_sizes(&mut scop_of(scop), array).is_some_and(|sizes| sizes.get(axis) == Some(size));
    let value = scop.arrays[array].value;
    own || matches!(size.as_var(), Some(Var::Symbol(id)) if is_size(scop.symbols[*id], value, axis))
}

/// The same for the result of a call.
fn fills(scop: &Scop, loops: &[&Loop], fused: &[usize], array: usize, statement: &Statement) -> bool {
    let whole =
        |axis: usize, lower: &Lin, end: &Lin| lower.as_constant() == Some(0) && is_extent(scop, array, axis, end);
    let result = statement.text.iter().flat_map(|call| &call.inputs).find_map(|input| match input {
        Input::Part(part) if part.write && part.array == array => Some(part.spans(&statement.value)),
        _ => None,
    });
    result.is_some_and(|spans| {
        loops.len() == 1
            && spans.iter().enumerate().all(|(axis, span)| match span {
                Span::At(lin) => fused.iter().any(|id| lin.uses(&Var::Loop(*id))),
                Span::Axis(lower, end, _) => whole(axis, lower, end),
            })
    })
}

/// The statement writes every element of its array at each index of the fused loop.
fn covers(scop: &Scop, loops: &[&Loop], fused: &[usize], statement: &Statement) -> bool {
    let mut used = BTreeSet::new();
    let whole = |l: &Loop, axis: usize| match (l.lower.as_slice(), l.upper.as_slice()) {
        ([lower], [upper]) => match upper.as_var() {
            Some(Var::Symbol(_)) => {
                lower.as_constant() == Some(0) && is_extent(scop, statement.write.array, axis, upper)
            }
            _ => false,
        },
        _ => false,
    };
    let every = statement.write.index.iter().enumerate().all(|(axis, lin)| {
        let running = loops.iter().find(|l| lin.uses(&Var::Loop(l.id)));
        running.is_some_and(|l| {
            used.insert(l.id) && (fused.contains(&l.id) || (lin.as_var() == Some(&Var::Loop(l.id)) && whole(l, axis)))
        })
    });
    every && loops.iter().all(|l| used.contains(&l.id))
}

fn memref<'c>(rank: usize, element: Type<'c>) -> Type<'c> {
    MemRefType::new(element, &vec![DYNAMIC; rank], None, None).into()
}

fn fresh_first(taken: &[(String, &'static str, Type)]) -> String {
    let numbered = (2..).map(|n| format!("first_{n}"));
    let mut names = std::iter::once("first".to_string()).chain(numbered);
    names.find(|name| taken.iter().all(|(known, ..)| known != name)).unwrap_or_default()
}

/// The sizes of an array that the version allocates.
fn local_sizes<'c, 'a>(scop: &mut Scop<'c, 'a>, array: usize) -> Option<Vec<Lin>> {
    let alloc = version::defined_by(scop.arrays[array].value, "memref.alloc")?;
    let operands: Vec<Value> = alloc.operands().collect();
    let sizes = operands.into_iter().map(|size| Indices::default().affine(scop, size));
    let sizes: Vec<Lin> = sizes.collect::<Option<_>>()?;
    (sizes.len() == scop.arrays[array].rank).then_some(sizes)
}

/// Makes an array of the version known that the tile gets as an argument.
fn given<'c, 'a>(
    tile: &mut Scop<'c, 'a>,
    arrays: &mut BTreeMap<usize, usize>,
    scop: &Scop<'c, 'a>,
    id: usize,
    value: Value<'c, 'a>,
) {
    arrays.insert(id, tile.arrays.len());
    tile.arrays.push(Array { value, local: false, ..scop.arrays[id].clone() });
}

fn index_value<'c, 'a>(builder: Builder<'c, 'a>, scop: &Scop<'c, 'a>, lin: &Lin) -> Value<'c, 'a> {
    let (rows, operands) = linear_rows(std::slice::from_ref(lin), |v| match v {
        Var::Symbol(id) => scop.symbols[id],
        Var::Loop(_) => unreachable!("bounds of a fused loop are expressions of symbols"),
    });
    match (lin.as_var(), operands.as_slice()) {
        (Some(_), [only]) => *only,
        _ => builder.affine("affine.apply", rows, &operands),
    }
}

fn allocate<'c, 'a>(
    builder: Builder<'c, 'a>,
    tile: &Scop<'c, 'a>,
    info: &Array<'c, 'a>,
    sizes: &[Lin],
) -> Option<Value<'c, 'a>> {
    let operands: Vec<Value> = sizes.iter().map(|size| index_value(builder, tile, size)).collect();
    let segments = DenseI32ArrayAttribute::new(builder.context, &[i32::try_from(operands.len()).ok()?, 0]).into();
    let mut attributes = vec![("operandSegmentSizes", segments)];
    attributes.extend(info.name.as_ref().map(|name| ("name", builder.string(name))));
    let types = [memref(info.rank, info.element)];
    Some(result_of(builder.operation("memref.alloc", &operands, &types, &attributes, vec![])))
}

/// `array[..., begin:end, ...]`.
fn cut_view<'c, 'a>(
    builder: Builder<'c, 'a>,
    array: &Array<'c, 'a>,
    axis: usize,
    bounds: [Value<'c, 'a>; 2],
) -> Value<'c, 'a> {
    let axes: Vec<&str> = (0..array.rank).map(|at| if at == axis { "slice" } else { "all" }).collect();
    let operands = [array.value, bounds[0], bounds[1]];
    let result = builder.array_type(array.rank, array.element);
    builder.value("nparray.view", &operands, result, &[("axes", builder.strings(&axes))])
}

/// `func.func private @k$version0$tile0(...)` with an empty body.
fn declare<'c, 'a>(
    builder: Builder<'c, 'a>,
    scop: &Scop<'c, 'a>,
    parameters: &[(String, &'static str, Type<'c>)],
    number: usize,
) -> Option<OperationRef<'c, 'a>> {
    let (context, version) = (builder.context, scop.function);
    let location: Location = version.location();
    let types: Vec<Type> = parameters.iter().map(|(.., r#type)| *r#type).collect();
    let places: Vec<_> = types.iter().map(|r#type| (*r#type, location)).collect();
    let region = Region::new();
    region.append_block(Block::new(&places));
    let described = parameters.iter().map(|(name, kind, _)| {
        dictionary(context, &[("py.kind", builder.string(kind)), ("py.name", builder.string(name))])
    });
    let own = string_attribute(version, "sym_name").unwrap_or_default();
    let attributes = [
        ("sym_name", builder.string(&format!("{own}$tile{number}"))),
        ("function_type", TypeAttribute::new(FunctionType::new(context, &types, &[]).into()).into()),
        ("sym_visibility", builder.string("private")),
        ("arg_attrs", ArrayAttribute::new(context, &described.collect::<Vec<_>>()).into()),
        ("nparray.kernel", version.attribute("nparray.kernel").ok()?),
        ("nparray.tile", Attribute::unit(context)),
    ];
    let attributes = attributes.map(|(name, value)| (Identifier::new(context, name), value));
    let operation =
        OperationBuilder::new("func.func", location).add_attributes(&attributes).add_regions([region]).build().ok()?;
    Some(version.block()?.insert_operation_after(version, operation))
}
