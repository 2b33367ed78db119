//! `affine-contract`: a temporary of a sequential loop has no axis along it.
//!
//! before: for %k { for %j { T[%k, %j] = a[] * y[%k - %j] }  for %j { y[%j] = y[%j] + T[%k, %j] } }
//! after:  for %k { for %j { T[%j] = a[] * y[%k - %j] }      for %j { y[%j] = y[%j] + T[%j] } }
//!
//! Scalar expansion gives temporaries an element per iteration, so that loops
//! can be distributed. Where a loop stays one, that takes memory for nothing.
//!
//! Legal: the temporary is the compiler's own and nothing but statements of the
//! loop's body uses it; all of them use it at the index of the iteration; the
//! first of them stores it without reading it, so no value enters an iteration.
//! Done for loops around several statements: those around one become a call.
//! Not handled: temporaries whose index moves by other steps than the loop.

use crate::build::{result_of, Builder};
use crate::legal;
use crate::scop::{
    chain, for_each_statement, read, used_elsewhere, visit_statements, write, Access, Array, Lin, Node, Scop,
    Statement, Var,
};
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

pub const PASS: PassInfo =
    PassInfo { argument: "affine-contract", description: "drop the axes of temporaries along sequential loops", run };

fn run(module: OperationRef, _: &Options) -> PassResult {
    let context = context_of(&module);
    version::each(module, |version| {
        let (Some(mut scop), Some(block)) = (read::read(version), version::body(version)) else { return Ok(()) };
        let builder = Builder { context, block, location: version.location() };
        let mut changed = false;
        // A contracted temporary is a new array, which may lose another axis.
        let mut array = 0;
        while array < scop.arrays.len() {
            if let Some(axis) = axis(&scop, array) {
                changed |= contract(&mut scop, builder, array, axis);
            }
            array += 1;
        }
        if changed {
            write::write(context, &scop);
        }
        Ok(())
    });
    Ok(())
}

/// An axis that the temporary does not need.
fn axis(scop: &Scop, array: usize) -> Option<usize> {
    let info = &scop.arrays[array];
    let alloc = version::defined_by(info.value, "memref.alloc")?;
    // Every extent is an operand.
    let plain = info.name.is_none() && !alloc.has_attribute("name") && alloc.operands().count() == info.rank;
    let own = legal!("affine-contract: nothing else uses the temporary", !used_elsewhere(scop, array));
    if !info.local || !plain || !own {
        return None;
    }
    let home = scop.body.iter().find(|node| crate::scop::touches(node, array))?;
    if scop.body.iter().filter(|node| crate::scop::touches(node, array)).count() != 1 {
        return None;
    }
    let mut node = home;
    while let Node::Loop(l) = node {
        let overwritten = legal!("affine-contract: an iteration begins by storing it", begins(&l.body, array));
        let serial = chain(node).is_none() && l.conditions().is_none() && overwritten;
        let found = (0..info.rank).find(|axis| {
            serial
                && legal!(
                    "affine-contract: accesses are to the iteration's own element",
                    follows(node, l.id, array, *axis)
                )
        });
        if found.is_some() {
            return found;
        }
        // The only node of the body that uses it.
        let users: Vec<&Node> = l.body.iter().filter(|node| crate::scop::touches(node, array)).collect();
        let [only] = users.as_slice() else { return None };
        node = only;
    }
    None
}

/// True if the first statement of a block that uses the array stores it, and
/// does not read it.
fn begins(nodes: &[Node], array: usize) -> bool {
    let first = nodes.iter().find(|node| crate::scop::touches(node, array)).and_then(chain);
    first.is_some_and(|(_, statement)| statement.write.array == array && !statement.reads(array))
}

/// True if every access has the loop's variable, and what no loop changes, as
/// the index of the axis.
fn follows(node: &Node, id: usize, array: usize, axis: usize) -> bool {
    let mut all: Vec<Lin> = vec![];
    visit_statements(std::slice::from_ref(node), &mut vec![], &mut |_, statement| {
        let mut indices = crate::scop::cells::read_indices(&statement.value, array);
        if statement.write.array == array {
            indices.push(&statement.write.index);
        }
        all.extend(indices.into_iter().map(|index| index[axis].clone() - Affine::var(Var::Loop(id))));
    });
    all.iter().all(|rest| *rest == all[0] && rest.terms.keys().all(|v| matches!(v, Var::Symbol(_))))
}

/// Replaces the temporary by one without the axis; whether that worked.
fn contract<'c, 'a>(scop: &mut Scop<'c, 'a>, builder: Builder<'c, 'a>, array: usize, axis: usize) -> bool {
    let Array { value, rank, element, .. } = scop.arrays[array].clone();
    let Some(old) = version::defined_by(value, "memref.alloc") else { return false };
    let Some(position) = scop.body.iter().position(|node| matches!(node, Node::Other(op) if *op == old)) else {
        return false;
    };
    let sizes: Vec<_> = old.operands().enumerate().filter(|(n, _)| *n != axis).map(|(_, size)| size).collect();
    let r#type: Type = MemRefType::new(element, &vec![DYNAMIC; rank - 1], None, None).into();
    let segments = DenseI32ArrayAttribute::new(builder.context, &[sizes.len() as i32, 0]).into();
    let builder = builder.at(old.location());
    let alloc = builder.operation("memref.alloc", &sizes, &[r#type], &[("operandSegmentSizes", segments)], vec![]);
    let by = scop.arrays.len();
    scop.arrays.push(Array { value: result_of(alloc), rank: rank - 1, element, name: None, local: true });
    scop.body[position] = Node::Other(alloc);
    for_each_statement(&mut scop.body, &mut |statement: &mut Statement| {
        if statement.write.array == array {
            statement.write = without(&statement.write.index, by, axis);
        }
        statement.value = statement.value.replace_reads(&mut |read, index| {
            let Access { array: of, index } = (read == array).then(|| without(index, by, axis))?;
            Some(Expr::Read { array: of, index })
        });
    });
    true
}

fn without(index: &[Lin], array: usize, axis: usize) -> Access {
    let index = index.iter().enumerate().filter(|(n, _)| *n != axis).map(|(_, lin)| lin.clone()).collect();
    Access { array, index }
}
