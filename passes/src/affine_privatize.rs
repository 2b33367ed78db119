//! `affine-privatize`: a scalar that each iteration writes first gets one
//! element per iteration (scalar expansion).
//!
//! before: affine.for %i { s[] = 0   affine.for %k { s[] = s[] + A[%i, %k] }   B[%i] = s[] }
//! after:  affine.for %i { t[%i] = 0 affine.for %k { t[%i] = t[%i] + A[%i, %k] } B[%i] = t[%i] }
//!
//! Legal: all accesses to the scalar in a top-level nest lie within common
//! loops, and the first of them, in the body of the innermost common loop,
//! overwrites it without reading it: no value enters an iteration. The next nest
//! that touches the scalar overwrites it too, so no value leaves. The scalar is
//! local and nothing but statements uses it.
//! Not handled: scalars carried from one iteration to the next.

use crate::build::{result_of, Builder};
use crate::convert_nparray_to_affine::bounds::{self, Condition};
use crate::legal;
use crate::scop::{domain, read, visit_statements, write, Access, Array, Lin, Loop, Node, Scop, Var};
use crate::version;
use automphc_dialects::ir::context_of;
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_dialects::types::DYNAMIC;
use automphc_kb::affine::Affine;
use automphc_kb::expr::Expr;
use melior::ir::attribute::DenseI32ArrayAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::r#type::MemRefType;
use melior::ir::{OperationRef, Type};

pub const PASS: PassInfo = PassInfo {
    argument: "affine-privatize",
    description: "expand scalars that every iteration writes before reading",
    run,
};

fn run(module: OperationRef, _: &Options) -> PassResult {
    let context = context_of(&module);
    version::each(module, |version| {
        let (Some(mut scop), Some(block)) = (read::read(version), version::body(version)) else { return Ok(()) };
        if let Some(name) = (0..scop.arrays.len()).find_map(|array| perhaps_unbound(&scop, array)) {
            return Err(format!("'{name}' may be unbound where it is read"));
        }
        let builder = Builder { context, block, location: version.location() };
        privatize(&mut scop, builder);
        write::write(context, &scop);
        Ok(())
    });
    Ok(())
}

/// The name of a scalar that a loop binds and a later nest reads: without an
/// iteration the program raises, and so must the name's absence be seen.
fn perhaps_unbound(scop: &Scop, array: usize) -> Option<String> {
    let info = &scop.arrays[array];
    if info.rank != 0 || !info.local || crate::scop::used_elsewhere(scop, array) {
        return None;
    }
    let touches = |node: &Node| {
        let mut found = false;
        visit_statements(std::slice::from_ref(node), &mut vec![], &mut |_, s| {
            found |= s.writes(array) || s.reads(array);
        });
        found
    };
    let first = scop.body.iter().position(touches)?;
    let bound = matches!(&scop.body[first], Node::Statement(s) if !s.reads(array));
    let private = private_loops(&scop.body[first], array).is_some() && !live_after(scop, first, array);
    (!legal!("affine-privatize: the name is bound where it is read", bound || private))
        .then(|| info.name.clone().unwrap_or_default())
}

fn privatize<'c, 'a>(scop: &mut Scop<'c, 'a>, builder: Builder<'c, 'a>) {
    let scalars: Vec<usize> = (0..scop.arrays.len())
        .filter(|&a| scop.arrays[a].rank == 0 && scop.arrays[a].local && !crate::scop::used_elsewhere(scop, a))
        .collect();
    for scalar in scalars {
        let mut position = 0;
        while position < scop.body.len() {
            let loops = private_loops(&scop.body[position], scalar).filter(|_| {
                legal!("affine-privatize: nothing reads the last value", !live_after(scop, position, scalar))
            });
            if let Some(loops) = loops {
                position += expand(scop, builder, scalar, position, &loops);
            }
            position += 1;
        }
    }
}

/// True if a later nest may read the value that a nest leaves in the scalar:
/// the next one that touches it does not overwrite it first.
fn live_after(scop: &Scop, position: usize, scalar: usize) -> bool {
    let touches = |node: &&Node| {
        let mut found = false;
        visit_statements(std::slice::from_ref(*node), &mut vec![], &mut |_, s| {
            found |= s.writes(scalar) || s.reads(scalar);
        });
        found
    };
    match scop.body[position + 1..].iter().find(touches) {
        None => false,
        Some(Node::Statement(statement)) => statement.reads(scalar),
        Some(node) => private_loops(node, scalar).is_none(),
    }
}

/// The common loops of all accesses to the scalar below a node (ids), if it is
/// private to their iterations.
fn private_loops(node: &Node, scalar: usize) -> Option<Vec<usize>> {
    let mut common: Option<Vec<usize>> = None;
    let mut first = None;
    visit_statements(std::slice::from_ref(node), &mut vec![], &mut |loops, statement| {
        let writes = statement.write.array == scalar;
        if !writes && !statement.reads(scalar) {
            return;
        }
        let ids: Vec<usize> = loops.iter().map(|l| l.id).collect();
        if first.is_none() {
            first = Some((ids.clone(), writes && !statement.reads(scalar)));
        }
        common = Some(match common.take() {
            None => ids,
            Some(c) => c.iter().zip(&ids).take_while(|(a, b)| a == b).map(|(a, _)| *a).collect(),
        });
    });
    let (common, (ids, overwrites)) = (common?, first?);
    let overwrites = legal!("affine-privatize: an iteration begins by overwriting it", overwrites);
    (!common.is_empty() && overwrites && ids == common).then_some(common)
}

/// Gives the scalar one element per iteration of the loops; the number of nodes
/// that were put before the nest.
fn expand<'c, 'a>(
    scop: &mut Scop<'c, 'a>,
    builder: Builder<'c, 'a>,
    scalar: usize,
    position: usize,
    loops: &[usize],
) -> usize {
    let Some((sizes, index)) = extents(&scop.body[position], loops).filter(|(sizes, _)| !sizes.is_empty()) else {
        return 0;
    };
    let element = scop.arrays[scalar].element;
    let Some((array, count)) = allocate(scop, builder, position, &sizes, element) else { return 0 };
    replace(std::slice::from_mut(&mut scop.body[position + count]), scalar, &Access { array, index });
    count
}

/// A new array before the nest at a position, and the number of nodes that it takes there: guards that no size
/// is negative, the sizes and the allocation.
pub(crate) fn allocate<'c, 'a>(
    scop: &mut Scop<'c, 'a>,
    builder: Builder<'c, 'a>,
    position: usize,
    sizes: &[Lin],
    element: Type<'c>,
) -> Option<(usize, usize)> {
    let (mut operands, mut before) = (vec![], vec![]);
    for size in sizes {
        let (rows, values) = write::linear_rows(std::slice::from_ref(size), |v| match v {
            Var::Symbol(id) => scop.symbols.get(id).copied(),
            Var::Loop(_) => None,
        });
        let values = values.into_iter().collect::<Option<Vec<_>>>()?;
        let value = builder.affine("affine.apply", rows, &values);
        before.extend(read::definition(value));
        operands.push(value);
    }
    let guards = require_sizes(scop, builder, sizes);
    let r#type: Type = MemRefType::new(element, &vec![DYNAMIC; sizes.len()], None, None).into();
    let segments = DenseI32ArrayAttribute::new(builder.context, &[operands.len() as i32, 0]).into();
    let alloc = builder.operation("memref.alloc", &operands, &[r#type], &[("operandSegmentSizes", segments)], vec![]);
    before.push(alloc);
    let array = scop.arrays.len();
    scop.arrays.push(Array { value: result_of(alloc), rank: sizes.len(), element, name: None, local: true });
    let (count, at) = (before.len(), position + guards);
    scop.body.splice(at..at, before.into_iter().map(Node::Other));
    Some((array, count + guards))
}

/// No size may be negative: guards, unless they follow from what is guarded.
fn require_sizes<'c, 'a>(scop: &mut Scop<'c, 'a>, builder: Builder<'c, 'a>, sizes: &[Lin]) -> usize {
    let facts = crate::affine_guard_memory::facts(scop);
    let location = builder.location;
    let wanted: Vec<_> = sizes
        .iter()
        .filter(|size| !domain::implies(&facts, size))
        .map(|size| Condition { expression: size.clone(), location })
        .collect();
    let guards = bounds::guards(builder, scop, &wanted, &[]).unwrap_or_default();
    let position = bounds::after_guards(&scop.body);
    let count = guards.len();
    scop.body.splice(position..position, guards.into_iter().map(Node::Other));
    count
}

/// Extents of the loops over all their iterations, and the index of the current one.
fn extents(node: &Node, loops: &[usize]) -> Option<(Vec<Lin>, Vec<Lin>)> {
    let mut outer: Vec<&Loop> = vec![];
    let (mut sizes, mut index) = (vec![], vec![]);
    let mut level = node;
    for id in loops {
        let Node::Loop(l) = level else { return None };
        if l.id != *id {
            return None;
        }
        // What runs once needs no axis.
        if l.conditions().is_none() {
            let upper = domain::extreme(l.upper.first()?, &outer, true)?;
            let lower = domain::extreme(l.lower.first()?, &outer, false)?;
            index.push(Affine::var(Var::Loop(l.id)) - lower.clone());
            sizes.push(upper - lower);
        }
        outer.push(l);
        level = l.body.iter().find(|n| matches!(n, Node::Loop(inner) if loops.contains(&inner.id))).unwrap_or(level);
    }
    Some((sizes, index))
}

fn replace(nodes: &mut [Node], scalar: usize, by: &Access) {
    crate::scop::for_each_statement(nodes, &mut |statement| {
        if statement.write.array == scalar {
            statement.write = by.clone();
        }
        let read = Expr::Read { array: by.array, index: by.index.clone() };
        statement.value = statement.value.replace_reads(&mut |array, _| (array == scalar).then(|| read.clone()));
    });
}
