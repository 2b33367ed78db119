//! `py-infer-types`: set the types of a kernel's parameters and values.
//!
//! before: py.func @kernel(["x", "n"]) hints ["ndarray", ""] {
//!           %0 = py.name "x" : !py.object
//! after:  py.func @kernel(["x", "n"]) hints ["ndarray", ""] types [!nparray.array<?xf64>, !py.int] {
//!           %0 = py.name "x" : !nparray.array<?xf64>
//!
//! Legal: types are guesses that no operation may rely on without a guard.
//! What an argument is comes from hints first, then from uses (`places.rs`); its
//! rank from all its uses together (`ranks/`); what is computed from it, from
//! the knowledge base (`infer.rs`). Where several assignments of ranks are
//! plausible, the function gets the best one, and the others are copies of it:
//!
//! py.func @kernel$types1(["x", "n"]) ... types [!nparray.array<?x?xf64>, !py.int]
//!   attributes {typing_of = "kernel"}
//!
//! Each becomes a version of its own; `convert-py-to-nparray` erases the copies.
//! Not handled: what nobody can type stays `!py.object`.
//! The tree of a function's statements (`tree.rs`) and the binding of a call's
//! arguments (`binding.rs`) also serve `convert-py-to-nparray`.

pub mod binding;
pub mod infer;
mod item;
pub mod layout;
pub mod places;
mod ranks;
pub mod tree;
pub mod ty;

use crate::knowledge;
use automphc_dialects::diagnostic::remark;
use automphc_dialects::ir::{self, context_of};
use automphc_dialects::pass::{Options, PassInfo, PassResult};
use automphc_kb::KnowledgeBase;
use melior::ir::attribute::{ArrayAttribute, StringAttribute, TypeAttribute};
use melior::ir::operation::OperationLike;
use melior::ir::{OperationRef, RegionLike, ValueLike};
use melior::Context;
use places::Place;
use std::collections::BTreeMap;
use tree::{Function, StmtKind};
use ty::Ty;

pub const PASS: PassInfo = PassInfo {
    argument: "py-infer-types",
    description: "set the types of parameters and values from hints, uses and the knowledge base",
    run,
};

/// Typings of one function.
const VERSIONS: usize = 6;

fn run<'c, 'a>(module: OperationRef<'c, 'a>, options: &Options) -> PassResult {
    let kb = knowledge::of(module, options)?;
    infer_module(context_of(&module), module, &kb);
    Ok(())
}

fn infer_module<'c>(context: &'c Context, module: OperationRef<'c, 'c>, kb: &KnowledgeBase) {
    let block = module.region(0).ok().and_then(|region| region.first_block());
    let functions: Vec<_> =
        block.into_iter().flat_map(tree::operations).filter(|op| tree::is(*op, "py.func")).collect();
    let mut tables = ranks::Tables::default();
    // The types of the locals of the function at hand, for the loops in it.
    let mut locals = BTreeMap::new();
    for (position, operation) in functions.iter().copied().enumerate() {
        let function = with_loops(tree::function(operation), &functions[position + 1..]);
        let outer = if function.iteration.is_some() { std::mem::take(&mut locals) } else { BTreeMap::new() };
        let assignments = assignments(kb, &mut tables, &function, &outer);
        // Copied first: a copy has none of the types of the original.
        let mut typings = vec![operation];
        for number in 1..assignments.len() {
            let Some(copy) = ir::clone_after(typings[number - 1]) else { break };
            let name = |suffix: String| StringAttribute::new(context, &format!("{}{suffix}", function.name)).into();
            ir::set_attribute(copy, "sym_name", name(format!("$types{number}")));
            ir::set_attribute(copy, "typing_of", name(String::new()));
            typings.push(copy);
        }
        for (typing, places) in typings.into_iter().zip(&assignments) {
            set_types(context, typing, kb, places);
        }
        locals = outer;
        if function.iteration.is_none() {
            locals = infer::locals(&tree::function(operation));
        }
    }
}

/// The function with the bodies of those of its loops that are text in it: what they use says
/// what its arguments are.
fn with_loops<'c>(mut function: Function<'c>, later: &[OperationRef<'c, 'c>]) -> Function<'c> {
    let mut texts = Vec::new();
    for stmt in &function.body {
        stmt.visit(&mut |stmt| texts.extend(stmt.span.filter(|_| matches!(stmt.kind, StmtKind::Opaque(_)))));
    }
    for operation in later {
        let inner = tree::function(*operation);
        let Some(iteration) = &inner.iteration else { break };
        if texts.contains(&iteration.span) {
            function.body.extend(inner.body);
        }
    }
    function
}

/// Types of all places, one map per version, the likeliest first.
fn assignments(
    kb: &KnowledgeBase,
    tables: &mut ranks::Tables,
    function: &Function,
    locals: &BTreeMap<String, Ty>,
) -> Vec<BTreeMap<String, Ty>> {
    let mut all: Vec<BTreeMap<String, Ty>> = Vec::new();
    for hints in places::combinations(function) {
        let mut places = places::places(kb, function, &hints);
        for (name, ty) in locals.iter().filter(|(_, ty)| **ty != Ty::Object) {
            places.entry(name.clone()).and_modify(|place| *place = Place::of(ty));
        }
        for types in ranks::solve(kb, tables, function, &places) {
            if !all.contains(&types) {
                all.push(types);
            }
        }
    }
    all.truncate(VERSIONS);
    all
}

/// Writes the types that follow from those of the places into a function.
fn set_types<'c>(
    context: &'c Context,
    operation: OperationRef<'c, 'c>,
    kb: &KnowledgeBase,
    places: &BTreeMap<String, Ty>,
) {
    let mut function = tree::function(operation);
    let known = infer::infer(kb, &mut function, places);
    match known {
        true => write_back(context, &function),
        false => remark(function.location, &format!("{}: its types depend on each other too deeply", function.name)),
    }
    let ty = |name| places.get(name).filter(|_| known).unwrap_or(&Ty::Object);
    let types: Vec<_> =
        function.params.iter().map(|name| TypeAttribute::new(ty(name).to_mlir(context)).into()).collect();
    let (own, variables) = types.split_at(types.len() - function.variables);
    ir::set_attribute(operation, "param_types", ArrayAttribute::new(context, own).into());
    if !variables.is_empty() {
        ir::set_attribute(operation, "variable_types", ArrayAttribute::new(context, variables).into());
    }
}

fn write_back<'c>(context: &'c Context, function: &Function<'c>) {
    for stmt in &function.body {
        stmt.visit(&mut |stmt| {
            let expressions = stmt.expressions().into_iter();
            expressions.for_each(|e| {
                e.visit(&mut |e| {
                    if !matches!(e.ty, Ty::Slice | Ty::Ellipsis) {
                        e.value.set_type(e.ty.to_mlir(context));
                    }
                });
            });
        });
    }
}
