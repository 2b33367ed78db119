//! `nparray-unbox-elements`: loops that go through vectors element by element do so in lists.
//!
//! before: affine.for %i { %x = affine.load %b[%i]  …  affine.store %z, %a[%i] }
//! after:  %l = %b.tolist()  %m = %a.tolist()
//!         affine.for %i { %x = affine.load %l[%i]  …  affine.store %z, %m[%i] }
//!         nparray.store %m, %a
//!
//! Python's floats are several times as fast as NumPy's scalars, which each
//! access to an array makes. What no call computes (recurrences, elimination in
//! a band) so runs at the speed of lists.
//!
//! Legal: the nest has only accesses to elements of vectors and to variables of
//! double precision, and arithmetic that is the same on both kinds of numbers:
//! a quotient, which Python does not form over zero, is NumPy's, made a float
//! again. The arrays do not overlap where one is written (guarded). Variables
//! that the nest binds are used nowhere after it, where their type would show.
//! Not handled: arrays of more axes, ints among elements, functions, kernels on
//! lists.

use crate::build::{result_of, Builder};
use crate::legal;
use crate::scop::read::{definition, name, number, operations};
use crate::version;
use automphc_dialects::ir::{
    context_of, erase, is_before, move_after, move_to_front, replace_all_uses, set_attribute, set_operand, value_key,
};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types::{buffer_element, buffer_rank, DYNAMIC};
use automphc_kb::expr::Number;
use melior::ir::attribute::DenseI32ArrayAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::r#type::MemRefType;
use melior::ir::{Attribute, OperationRef, RegionLike, Type, Value, ValueLike};

pub const PASS: PassInfo = PassInfo {
    argument: "nparray-unbox-elements",
    description: "let loops over single elements of vectors run on lists",
    run,
};

/// Arithmetic that gives the same number for Python's floats and NumPy's.
const ARITHMETIC: [&str; 8] = [
    "arith.addf",
    "arith.subf",
    "arith.mulf",
    "arith.divf",
    "arith.negf",
    "arith.cmpf",
    "arith.select",
    "arith.constant",
];

fn run(module: OperationRef, _: &Options) -> PassResult {
    version::each(module, |version| {
        let Some(block) = version::body(version) else { return Ok(()) };
        if version::has_lists(version) {
            return Ok(());
        }
        let builder = Builder { context: context_of(&version), block, location: version.location() };
        for nest in operations(block).into_iter().filter(|op| name(*op) == "affine.for") {
            if let Some(accesses) = accesses(version, nest) {
                unbox(builder.at(nest.location()), nest, &accesses);
            }
        }
        Ok(())
    });
    Ok(())
}

/// Every operation below one.
fn below<'c: 'a, 'a>(operation: OperationRef<'c, 'a>, all: &mut Vec<OperationRef<'c, 'a>>) {
    for inner in operation.regions().filter_map(|region| region.first_block()).flat_map(operations) {
        all.push(inner);
        below(inner, all);
    }
}

/// Accesses to vectors in a nest that may run on lists: the operation, the position of the vector among its
/// operands, and the vector.
type Accesses<'c, 'a> = Vec<(OperationRef<'c, 'a>, usize, Value<'c, 'a>)>;

fn accesses<'c, 'a>(version: OperationRef<'c, 'a>, nest: OperationRef<'c, 'a>) -> Option<Accesses<'c, 'a>> {
    let (mut all, mut found) = (vec![], vec![]);
    below(nest, &mut all);
    for operation in &all {
        let position = match name(*operation).as_str() {
            "affine.load" => 0,
            "affine.store" => 1,
            "affine.for" | "affine.if" | "affine.yield" | "affine.apply" | "affine.min" | "affine.max" => continue,
            other if ARITHMETIC.contains(&other) => continue,
            _ => return None,
        };
        let buffer = operation.operand(position).ok()?;
        let double = buffer_element(buffer.r#type())?.to_string() == "f64";
        if !legal!("nparray-unbox-elements: elements are doubles", double) {
            return None;
        }
        match buffer_rank(buffer.r#type())? {
            0 if position == 1
                && !legal!(
                    "nparray-unbox-elements: nothing reads the scalar afterwards",
                    !used_after(version, nest, buffer)
                ) =>
            {
                return None
            }
            0 => {}
            1 => found.push((*operation, position, buffer)),
            _ => return None,
        }
    }
    // A few elements are not worth a list.
    let repeats = nest.operand_count() > 0 && !found.is_empty();
    repeats.then_some(found)
}

/// True if something behind the nest, or around it, uses the variable.
fn used_after<'c, 'a>(version: OperationRef<'c, 'a>, nest: OperationRef<'c, 'a>, variable: Value<'c, 'a>) -> bool {
    let mut all = vec![];
    below(version, &mut all);
    let observed = definition(variable).is_none_or(|alloc| alloc.has_attribute("observed"));
    let inside = |operation: OperationRef<'c, 'a>| {
        let mut parent = Some(operation);
        while let Some(current) = parent {
            if current == nest {
                return true;
            }
            parent = current.parent_operation();
        }
        false
    };
    observed
        || all.iter().any(|operation| {
            let uses = operation.operands().any(|o| value_key(o) == value_key(variable));
            uses && !inside(*operation) && !is_before(*operation, nest)
        })
        || all.iter().any(|operation| name(*operation).starts_with("py."))
}

fn unbox<'c, 'a>(builder: Builder<'c, 'a>, nest: OperationRef<'c, 'a>, accesses: &Accesses<'c, 'a>) {
    let mut vectors: Vec<Value> = vec![];
    for (_, _, vector) in accesses {
        if !vectors.iter().any(|known| known == vector) {
            vectors.push(*vector);
        }
    }
    set_attribute(nest, "numbers", Attribute::unit(builder.context));
    for vector in vectors {
        let list = list_of(builder, nest, vector);
        let own = || accesses.iter().filter(move |(_, _, other)| *other == vector);
        let written = own().any(|(_, position, _)| *position == 1);
        for (operation, position, _) in own() {
            set_operand(*operation, *position, list);
        }
        if written {
            let back = builder.operation("nparray.store", &[list, vector], &[], &[], vec![]);
            move_after(back, nest);
        }
    }
    let mut all = vec![];
    below(nest, &mut all);
    for division in all.into_iter().filter(|op| name(*op) == "arith.divf") {
        let denominator = division.operand(1).ok().and_then(definition);
        let constant = denominator.and_then(number);
        let nonzero = matches!(constant, Some(Number::Float(value)) if value != 0.0);
        if !legal!("nparray-unbox-elements: a denominator is not zero", nonzero) {
            quotient(builder, division);
        }
    }
}

/// A list of a vector's elements, made before the nest.
fn list_of<'c, 'a>(builder: Builder<'c, 'a>, nest: OperationRef<'c, 'a>, vector: Value<'c, 'a>) -> Value<'c, 'a> {
    let double = Type::float64(builder.context);
    let axis = [("axis", builder.integer(0))];
    let size = builder.operation("nparray.dim", &[vector], &[builder.index_type()], &axis, vec![]);
    let r#type: Type = MemRefType::new(double, &[DYNAMIC], None, None).into();
    let segments = DenseI32ArrayAttribute::new(builder.context, &[1, 0]).into();
    let attributes = [("operandSegmentSizes", segments), ("numbers", Attribute::unit(builder.context))];
    let list = builder.operation("memref.alloc", &[result_of(size)], &[r#type], &attributes, vec![]);
    let callee = [("callee", builder.string("automphc.numbers"))];
    let values = builder.operation("nparray.call", &[vector], &[builder.array_type(1, double)], &callee, vec![]);
    let bind = [("bind", Attribute::unit(builder.context))];
    let store = builder.operation("nparray.store", &[result_of(values), result_of(list)], &[], &bind, vec![]);
    let around = nest.block().map(operations).unwrap_or_default();
    let position = around.iter().position(|op| *op == nest).unwrap_or(0);
    let mut previous = position.checked_sub(1).map(|position| around[position]);
    for operation in [size, list, values, store] {
        match previous {
            Some(previous) => move_after(operation, previous),
            None => move_to_front(operation),
        }
        previous = Some(operation);
    }
    result_of(list)
}

/// A quotient as NumPy forms it, also over zero.
fn quotient<'c, 'a>(builder: Builder<'c, 'a>, division: OperationRef<'c, 'a>) {
    let operands: Vec<Value> = division.operands().collect();
    let Ok(old) = division.result(0) else { return };
    let function = [("function", builder.string("automphc.quotient"))];
    let builder = builder.at(division.location());
    let new = builder.operation("nparray.scalar", &operands, &[old.r#type()], &function, vec![]);
    move_after(new, division);
    replace_all_uses(old.into(), result_of(new));
    erase(division);
}
