//! From a [`Plan`] to a `func.func` beside the kernel.
//!
//! Every operation gets the location of the Python code that it stands for.
//! Sizes of arguments are read once, at the top; scalar cells are allocated
//! there too; statements kept as text are in `text.rs`.

use super::lower::Lowering;
use super::plan::{self, symbols, Axis, Condition, Id, Index, Kind, Loop, Operand, Plan, Step, Sym};
use super::signature::{self, Argument};
use super::text;
use crate::build::{body_of, Builder};
use crate::py_infer_types::ty;
use automphc_dialects::affine::{quotient_attribute, set_attribute, Rows};
use automphc_dialects::types;
use automphc_kb::expr::Number;
use automphc_kb::instance::{Param, Params};
use automphc_kb::types::{Category, DType, ValueType};
use melior::ir::attribute::{ArrayAttribute, DictionaryAttribute, FloatAttribute, IntegerAttribute, TypeAttribute};
use melior::ir::operation::{OperationBuilder, OperationLike};
use melior::ir::r#type::FunctionType;
use melior::ir::{Attribute, Block, BlockLike, Identifier, OperationRef, Region, RegionLike, Type, Value};
use melior::Context;
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub struct Emitter<'p, 'c> {
    pub(super) plan: &'p Plan<'c>,
    values: HashMap<Id, Value<'c, 'c>>,
    ints: BTreeMap<String, Value<'c, 'c>>,
    loops: HashMap<usize, Value<'c, 'c>>,
    sizes: BTreeMap<(Id, usize), Value<'c, 'c>>,
    /// The cell that keeps texts in order.
    pub(super) order: Option<Value<'c, 'c>>,
    /// Local arrays that code nobody has seen may have got hold of.
    pub(super) leaked: BTreeSet<Id>,
    quotients: BTreeMap<Sym, Value<'c, 'c>>,
}

/// Builds the version after the kernel. None if the module has no place for it.
pub fn emit<'c>(
    context: &'c Context,
    kernel: OperationRef<'c, 'c>,
    lowering: &Lowering<'_, 'c>,
    version: usize,
) -> Option<()> {
    let arguments = signature::arguments(lowering);
    let function = declare(context, kernel, lowering, &arguments, version)?;
    let block = body_of(function);
    let builder = Builder { context, block, location: kernel.location() };
    let plan = &lowering.plan;
    let mut emitter = Emitter {
        plan,
        values: HashMap::new(),
        ints: BTreeMap::new(),
        loops: HashMap::new(),
        sizes: BTreeMap::new(),
        order: None,
        leaked: text::leaked(plan),
        quotients: BTreeMap::new(),
    };
    for (position, argument) in arguments.iter().enumerate() {
        let value = block.argument(position).ok()?.into();
        match argument.id {
            Some(id) => drop(emitter.values.insert(id, value)),
            None => drop(emitter.ints.insert(argument.key.clone(), value)),
        }
    }
    let values: Vec<Value> = (0..arguments.len()).filter_map(|at| Some(block.argument(at).ok()?.into())).collect();
    signature::guards(builder, lowering, &arguments, &values);
    emitter.header(builder);
    emitter.steps(builder, &plan.steps);
    builder.operation("func.return", &[], &[], &[], vec![]);
    Some(())
}

/// `func.func private @"kernel$version0"(...)` with an empty body.
fn declare<'c>(
    context: &'c Context,
    kernel: OperationRef<'c, 'c>,
    lowering: &Lowering<'_, 'c>,
    arguments: &[Argument],
    version: usize,
) -> Option<OperationRef<'c, 'c>> {
    let builder = Builder { context, block: kernel.block()?, location: kernel.location() };
    let types: Vec<_> = arguments.iter().map(|argument| argument.ty(builder)).collect();
    let places: Vec<_> = types.iter().map(|ty| (*ty, kernel.location())).collect();
    let region = Region::new();
    region.append_block(Block::new(&places));
    let attributes: Vec<_> = arguments.iter().map(|argument| argument.attributes(builder)).collect();
    let name = &lowering.function.name;
    let attributes = [
        ("sym_name", builder.string(&format!("{name}$version{version}"))),
        ("function_type", TypeAttribute::new(FunctionType::new(context, &types, &[]).into()).into()),
        ("sym_visibility", builder.string("private")),
        ("arg_attrs", ArrayAttribute::new(context, &attributes).into()),
        ("nparray.kernel", builder.string(name)),
    ];
    let attributes = attributes.map(|(name, value)| (Identifier::new(context, name), value));
    let operation = OperationBuilder::new("func.func", kernel.location())
        .add_attributes(&attributes)
        .add_regions([region])
        .build()
        .ok()?;
    Some(kernel.block()?.insert_operation_after(kernel, operation))
}

impl<'c> Emitter<'_, 'c> {
    /// Sizes of arguments, then scalar cells.
    fn header(&mut self, builder: Builder<'c, 'c>) {
        let plan = self.plan;
        let all: Vec<&Sym> = plan.indices().into_iter().flat_map(symbols).collect();
        let sizes: BTreeSet<_> = all
            .iter()
            .filter_map(|symbol| if let Sym::Dim(id, axis) = symbol { Some((*id, *axis)) } else { None })
            .collect();
        for (id, axis) in sizes {
            let Some(source) = self.values.get(&id).copied() else { continue };
            let attribute = builder.integer(i64::try_from(axis).unwrap_or(0));
            let size = builder.value("nparray.dim", &[source], builder.index_type(), &[("axis", attribute)]);
            self.sizes.insert((id, axis), size);
        }
        all.into_iter().for_each(|symbol| self.quotient(builder, symbol));
        let used = self.plan.used();
        self.required(builder);
        self.order(builder);
        for (name, cell) in self.plan.cells.iter().filter(|(_, cell)| used.contains(&cell.value)) {
            let mut attributes = vec![("name", builder.string(name))];
            let kind = match (cell.weak, cell.strong) {
                (_, false) => "python",
                (false, true) => "numpy",
                (true, true) => "either",
            };
            if cell.observed {
                attributes.push(("observed", Attribute::unit(builder.context)));
                attributes.push(("scalar", builder.string(kind)));
            }
            let result = array_type(builder, self.plan.value(cell.value).ty);
            let value = builder.value("nparray.alloc", &[], result, &attributes);
            self.values.insert(cell.value, value);
        }
    }

    /// `index // divisor`, once; what it is computed from comes first.
    fn quotient(&mut self, builder: Builder<'c, 'c>, symbol: &Sym) {
        let Sym::Quotient(index, divisor) = symbol else { return };
        if self.quotients.contains_key(symbol) {
            return;
        }
        let (rows, operands) = self.rows(std::slice::from_ref(index));
        let map = quotient_attribute(builder.context, operands.len(), &rows[0], *divisor);
        let value = builder.value("affine.apply", &operands, builder.index_type(), &[("map", map)]);
        self.quotients.insert(symbol.clone(), value);
    }

    fn steps(&mut self, builder: Builder<'c, 'c>, steps: &[Step<'c>]) {
        for step in steps {
            match step {
                Step::Define(id) => self.define(builder.at(self.plan.value(*id).location), *id),
                Step::Store { value, target, mask, update, location } => {
                    self.store(builder.at(*location), [Some(*value), Some(*target), *mask], update.as_deref());
                }
                Step::Repack { source, target, location } => {
                    let ids = [source.0, source.1, target.0, target.1];
                    let operands: Option<Vec<_>> = ids.iter().map(|id| self.value(*id)).collect();
                    if let Some(operands) = operands {
                        builder.at(*location).operation("nparray.repack", &operands, &[], &[], vec![]);
                    }
                }
                Step::For(nest) => self.for_loop(builder.at(nest.location), nest),
                Step::If { set, then, otherwise, location } => self.branch(builder.at(*location), set, then, otherwise),
                Step::Keep(id) => {
                    if let Some(keep) = self.plan.keeps.get(*id).filter(|keep| keep.needed) {
                        self.text(builder, &keep.text);
                    }
                }
                Step::Opaque(text) => self.text(builder, text),
                Step::Expect { .. } => {}
                Step::Return { values, name, location } => self.leave(builder.at(*location), values, name.as_deref()),
            }
        }
    }

    /// `py.return` of scalars, each with the Python type that it must have, or of an argument.
    fn leave(&self, builder: Builder<'c, 'c>, values: &[Id], name: Option<&str>) {
        if let Some(name) = name {
            let attributes = [
                ("text", builder.string(name)),
                ("reads", builder.strings(&[name])),
                ("reason", builder.string("a return")),
            ];
            let object = types::py(builder.context, "object");
            let value = builder.value("py.opaque_expr", &[], object, &attributes);
            builder.operation("py.return", &[value], &[], &[], vec![]);
            return;
        }
        let numpy = |id: &Id| match self.plan.numpy_scalars.contains(id) {
            _ if self.plan.value(*id).list => "list".to_string(),
            _ if self.plan.value(*id).ty.rank > 0 => "array".to_string(),
            true => "numpy".to_string(),
            false => match self.plan.numpy_unless.get(id) {
                Some(number) => format!("numpy unless {number:?}"),
                None => "python".to_string(),
            },
        };
        let scalars: Vec<_> = values.iter().map(numpy).collect();
        let scalars: Vec<_> = scalars.iter().map(String::as_str).collect();
        let operands: Vec<_> = values.iter().filter_map(|id| self.value(*id)).collect();
        builder.operation("py.return", &operands, &[], &[("scalars", builder.strings(&scalars))], vec![]);
    }

    /// Conditions under which scalars are of one kind.
    fn required(&self, builder: Builder<'c, 'c>) {
        if self.plan.required.is_empty() {
            return;
        }
        let indices: Vec<_> = self.plan.required.iter().cloned().collect();
        let (rows, operands) = self.rows(&indices);
        let equalities = vec![false; rows.len()];
        let rows = Rows { dims: 0, symbols: operands.len(), rows };
        let set = set_attribute(builder.context, &rows, &equalities);
        builder.operation("nparray.guard", &operands, &[], &[("kind", builder.string("bounds")), ("set", set)], vec![]);
    }

    pub fn value(&self, id: Id) -> Option<Value<'c, 'c>> {
        self.values.get(&id).copied()
    }

    fn symbol(&self, symbol: &Sym) -> Option<Value<'c, 'c>> {
        match symbol {
            Sym::Loop(id) => self.loops.get(id).copied(),
            Sym::Int(key) => self.ints.get(key).copied(),
            Sym::Dim(id, axis) => self.sizes.get(&(*id, *axis)).copied(),
            // Only subscripts have products, see `index`.
            Sym::Product(_) => None,
            Sym::Quotient(..) => self.quotients.get(symbol).copied(),
        }
    }

    /// Rows over the symbols that occur, and the values of these.
    fn rows(&self, indices: &[Index]) -> (Vec<Vec<i64>>, Vec<Value<'c, 'c>>) {
        let symbols: BTreeSet<_> = indices.iter().flat_map(|index| index.terms.keys()).collect();
        let row =
            |index: &Index| symbols.iter().map(|symbol| index.coefficient(symbol)).chain([index.constant]).collect();
        let rows = indices.iter().map(row).collect();
        (rows, symbols.iter().filter_map(|symbol| self.symbol(symbol)).collect())
    }

    pub fn index(&self, builder: Builder<'c, 'c>, index: &Index) -> Value<'c, 'c> {
        if let Some(value) = index.as_var().and_then(|symbol| self.symbol(symbol)) {
            return value;
        }
        if plan::has_products(index) {
            return self.polynomial(builder, index);
        }
        if let Some(constant) = index.as_constant() {
            let value = IntegerAttribute::new(builder.index_type(), constant).into();
            return builder.value("arith.constant", &[], builder.index_type(), &[("value", value)]);
        }
        let (rows, operands) = self.rows(std::slice::from_ref(index));
        builder.affine("affine.apply", rows, &operands)
    }

    /// The affine part, and the products added to it.
    fn polynomial(&self, builder: Builder<'c, 'c>, index: &Index) -> Value<'c, 'c> {
        let (products, rest): (Vec<_>, Vec<_>) =
            index.terms.iter().partition(|(symbol, _)| matches!(symbol, Sym::Product(_)));
        let mut affine = Index::constant(index.constant);
        affine.terms.extend(rest.into_iter().map(|(symbol, coefficient)| (symbol.clone(), *coefficient)));
        let arith = |name, a, b| builder.value(name, &[a, b], builder.index_type(), &[]);
        products.into_iter().fold(self.index(builder, &affine), |sum, (symbol, coefficient)| {
            let factors = symbol.factors().iter().filter_map(|factor| self.symbol(factor));
            let coefficient = self.index(builder, &Index::constant(*coefficient));
            let product = factors.fold(coefficient, |product, factor| arith("arith.muli", product, factor));
            arith("arith.addi", sum, product)
        })
    }

    fn define(&mut self, builder: Builder<'c, 'c>, id: Id) {
        let value = self.plan.value(id);
        let result = array_type(builder, value.ty);
        let built = match &value.kind {
            // Made in the header.
            Kind::Argument | Kind::Cell => return,
            Kind::Alloc { sizes, name, .. } => {
                let sizes: Vec<_> = sizes.iter().map(|size| self.index(builder, size)).collect();
                let name = (!name.is_empty()).then(|| ("name", builder.string(name)));
                let observed = self.plan.returned.contains(&id).then(|| ("observed", Attribute::unit(builder.context)));
                builder.value("nparray.alloc", &sizes, result, &name.into_iter().chain(observed).collect::<Vec<_>>())
            }
            Kind::Constant(number) => {
                let attribute = constant(builder, *number, value.ty.dtype);
                builder.value("nparray.constant", &[], result, &[("value", attribute)])
            }
            Kind::IndexValue(index) => {
                let source = self.index(builder, index);
                let float = self.plan.floats.contains(&id).then(|| ("float", Attribute::unit(builder.context)));
                builder.value("nparray.index_value", &[source], result, &float.into_iter().collect::<Vec<_>>())
            }
            Kind::View { source, axes } => {
                let Some(source) = self.value(*source) else { return };
                self.view(builder, source, axes, result)
            }
            Kind::Call { callee, operands, params, name } => {
                let operands: Vec<_> = operands
                    .iter()
                    .filter_map(|operand| match operand {
                        Operand::Value(id) => self.value(*id),
                        Operand::Index(index) => Some(self.index(builder, index)),
                    })
                    .collect();
                let mut attributes = vec![("callee", builder.string(callee))];
                attributes.extend((!params.is_empty()).then(|| ("parameters", parameters(builder, params))));
                attributes.extend(name.as_ref().map(|name| ("name", builder.string(name))));
                builder.value("nparray.call", &operands, result, &attributes)
            }
        };
        self.values.insert(id, built);
    }

    fn view(&self, builder: Builder<'c, 'c>, source: Value<'c, 'c>, axes: &[Axis], result: Type<'c>) -> Value<'c, 'c> {
        let mut operands = vec![source];
        operands.extend(axes.iter().flat_map(Axis::indices).map(|index| self.index(builder, index)));
        let name = |axis: &Axis| match axis {
            Axis::At(_) => "index",
            Axis::Slice(..) => "slice",
            Axis::All => "all",
            Axis::New => "newaxis",
        };
        let step = |axis: &Axis| if let Axis::Slice(_, _, step) = axis { Some(*step) } else { None };
        let names: Vec<_> = axes.iter().map(name).collect();
        let steps: Vec<_> = axes.iter().filter_map(step).collect();
        let mut attributes = vec![("axes", builder.strings(&names))];
        if steps.iter().any(|step| *step != 1) {
            attributes.push(("steps", builder.integers(&steps)));
        }
        builder.value("nparray.view", &operands, result, &attributes)
    }

    /// Value, target, mask.
    fn store(&self, builder: Builder<'c, 'c>, operands: [Option<Id>; 3], update: Option<&str>) {
        let operands: Vec<_> = operands.into_iter().flatten().filter_map(|id| self.value(id)).collect();
        let update = update.map(|operator| ("update", builder.string(operator)));
        builder.operation("nparray.store", &operands, &[], &update.into_iter().collect::<Vec<_>>(), vec![]);
    }

    fn for_loop(&mut self, builder: Builder<'c, 'c>, nest: &Loop<'c>) {
        let (lower, upper) = (self.rows(&nest.lower), self.rows(&nest.upper));
        let (_, variable, body) = builder.affine_for(lower, upper, nest.step, Some(&nest.name));
        self.loops.insert(nest.variable, variable);
        let inside = builder.inside(body);
        self.block(inside, &nest.body);
        inside.at(nest.location).operation("affine.yield", &[], &[], &[], vec![]);
    }

    /// Steps in a block of their own: what they define is out of reach behind it.
    fn block(&mut self, builder: Builder<'c, 'c>, steps: &[Step<'c>]) {
        let outside = self.values.clone();
        self.steps(builder, steps);
        self.values = outside;
    }

    fn branch(&mut self, builder: Builder<'c, 'c>, set: &[Condition], then: &[Step<'c>], otherwise: &[Step<'c>]) {
        let indices: Vec<_> = set.iter().map(|condition| condition.index.clone()).collect();
        let (rows, operands) = self.rows(&indices);
        let rows = Rows { dims: operands.len(), symbols: 0, rows };
        let equalities: Vec<_> = set.iter().map(|condition| condition.equality).collect();
        let condition = set_attribute(builder.context, &rows, &equalities);
        let region = |filled: bool| {
            let region = Region::new();
            if filled {
                region.append_block(Block::new(&[]));
            }
            region
        };
        let regions = vec![region(true), region(!otherwise.is_empty())];
        let operation = builder.operation("affine.if", &operands, &[], &[("condition", condition)], regions);
        for (position, steps) in [then, otherwise].into_iter().enumerate() {
            let block = operation.region(position).ok().and_then(|region| region.first_block());
            if let Some(block) = block {
                self.block(builder.inside(block), steps);
                builder.inside(block).operation("affine.yield", &[], &[], &[], vec![]);
            }
        }
    }
}

pub fn array_type<'c>(builder: Builder<'c, 'c>, value: ValueType) -> Type<'c> {
    builder.array_type(value.rank, ty::element(builder.context, value.dtype))
}

fn constant<'c>(builder: Builder<'c, 'c>, number: Number, dtype: DType) -> Attribute<'c> {
    let element = ty::element(builder.context, dtype);
    let real = match number {
        Number::Bool(value) => f64::from(u8::from(value)),
        Number::Int(value) => value as f64,
        Number::Float(value) | Number::Complex(value, _) => value,
    };
    match (dtype.category(), number) {
        (Category::Bool, _) => builder.boolean(real != 0.0),
        (Category::Integer, Number::Int(value)) => IntegerAttribute::new(element, value).into(),
        (Category::Integer, _) => IntegerAttribute::new(element, real as i64).into(),
        // Computed with as a float.
        (Category::Float, Number::Int(value)) => builder.integer(value),
        (Category::Float, _) => FloatAttribute::new(builder.context, element, real).into(),
        (Category::Complex, _) => {
            let imaginary = if let Number::Complex(_, imaginary) = number { imaginary } else { 0.0 };
            let double = Type::float64(builder.context);
            let parts = [real, imaginary].map(|part| builder.float(double, part));
            ArrayAttribute::new(builder.context, &parts).into()
        }
    }
}

fn parameters<'c>(builder: Builder<'c, 'c>, params: &Params) -> Attribute<'c> {
    let entries: Vec<_> = params
        .iter()
        .map(|(name, param)| (Identifier::new(builder.context, name), parameter(builder, param)))
        .collect();
    DictionaryAttribute::new(builder.context, &entries).into()
}

/// A constant of a call as an attribute.
pub fn parameter<'c>(builder: Builder<'c, '_>, param: &Param) -> Attribute<'c> {
    let list = |items: &[i64]| -> Attribute<'c> {
        let items: Vec<_> = items.iter().map(|item| builder.integer(*item)).collect();
        ArrayAttribute::new(builder.context, &items).into()
    };
    match param {
        Param::None => Attribute::unit(builder.context),
        Param::Bool(value) => builder.boolean(*value),
        Param::Int(value) => builder.integer(*value),
        Param::Float(value) => builder.float(Type::float64(builder.context), *value),
        Param::Str(text) => builder.string(text),
        Param::Ints(items) => list(items),
        Param::Axes(a, b) => ArrayAttribute::new(builder.context, &[list(a), list(b)]).into(),
        Param::DType(dtype) => TypeAttribute::new(ty::element(builder.context, *dtype)).into(),
    }
}
