//! The module operation and its functions.
//!
//! In: a [`Parsed`] module. Out: `builtin.module` with the file's facts as
//! attributes and one `py.func` for each function. Rule: what a later stage
//! needs of the file is in these attributes, so that a dump is complete.

use super::build::{Build, Built};
use super::stmt::FunctionImporter;
use crate::function::{Class, Function, MethodKind};
use crate::parse::Parsed;
use crate::recorded::Recorded;
use crate::scope::{bound_names, Literal};
use crate::source::Source;
use melior::ir::attribute::{ArrayAttribute, DictionaryAttribute};
use melior::ir::operation::OperationMutLike;
use melior::ir::{Attribute, Block, BlockLike, Module, Region, RegionLike};
use melior::Context;
use std::collections::BTreeSet;

pub fn build<'c>(context: &'c Context, source: &Source, parsed: &Parsed, recorded: &Recorded) -> Built<Module<'c>> {
    let build = Build::new(context, source);
    let mut module = Module::new(build.location(0));
    let names = parsed.names_between(0, usize::MAX);
    for function in &parsed.functions {
        let operation = function_operation(&build, parsed, function, &names, recorded)?;
        module.body().append_operation(operation);
    }
    let facts = [
        ("py.path", build.string(&source.path)),
        ("py.source", build.string(&source.text)),
        ("py.source_hash", build.string(&source.hash)),
        ("py.imports", imports(&build, parsed)),
        ("py.classes", classes(&build, &parsed.classes)),
        ("py.module_names", build.strings(&names)),
    ];
    for (name, value) in facts {
        module.as_operation_mut().set_attribute(name, value);
    }
    Ok(module)
}

fn dictionary<'c>(build: &Build<'c, '_>, entries: &[(&str, Attribute<'c>)]) -> Attribute<'c> {
    DictionaryAttribute::new(build.context, &build.named(entries)).into()
}

fn imports<'c>(build: &Build<'c, '_>, parsed: &Parsed) -> Attribute<'c> {
    let imports = &parsed.scope.imports;
    let entries: Vec<_> = imports.iter().map(|(name, target)| (name.as_str(), build.string(target))).collect();
    dictionary(build, &entries)
}

/// A class that is defined twice is described by its last definition.
fn classes<'c>(build: &Build<'c, '_>, classes: &[Class]) -> Attribute<'c> {
    let mut entries: std::collections::BTreeMap<&str, Attribute<'c>> = Default::default();
    for class in classes {
        let mut facts = vec![
            ("attributes", build.strings(&class.attributes)),
            ("bases", build.strings(&class.bases)),
            ("methods", build.strings(&class.methods)),
        ];
        if class.dynamic {
            facts.push(("dynamic", build.unit()));
        }
        entries.insert(&class.name, dictionary(build, &facts));
    }
    dictionary(build, &entries.into_iter().collect::<Vec<_>>())
}

fn function_operation<'c>(
    build: &Build<'c, '_>,
    parsed: &Parsed,
    function: &Function,
    module_names: &BTreeSet<&str>,
    recorded: &Recorded,
) -> Built<melior::ir::Operation<'c>> {
    let bound = match &function.iteration {
        Some(iteration) => iteration.variables.clone(),
        None => function.variables.clone().unwrap_or_else(|| bound_names(&function.body)),
    };
    let mut importer = FunctionImporter::new(build, &parsed.scope, function, &bound, module_names);
    let block = Block::new(&[]);
    importer.statements(&block, &function.body)?;
    let region = Region::new();
    region.append_block(block);

    let mut attributes = function_attributes(build, parsed, function);
    attributes.push(("locals", build.strings(&bound)));
    attributes.extend(recorded_types(build, function, recorded).map(|types| ("recorded", types)));
    if !importer.temporaries.is_empty() {
        attributes.push(("temporaries", build.strings(&importer.temporaries)));
    }
    let location = build.location(function.offset);
    let builder = melior::ir::operation::OperationBuilder::new("py.func", location);
    builder.add_attributes(&build.named(&attributes)).add_regions([region]).build()
}

/// The combinations of types that were recorded: for each, one annotation per parameter.
fn recorded_types<'c>(build: &Build<'c, '_>, function: &Function, recorded: &Recorded) -> Option<Attribute<'c>> {
    let signatures = recorded.signatures(&function.qualified_name);
    let types = signatures.iter().map(|signature| {
        build.strings(function.parameters.iter().map(|p| signature.get(&p.name).map_or("", String::as_str)))
    });
    let types: Vec<_> = types.collect();
    (!types.is_empty()).then(|| ArrayAttribute::new(build.context, &types).into())
}

fn function_attributes<'c>(
    build: &Build<'c, '_>,
    parsed: &Parsed,
    function: &Function,
) -> Vec<(&'static str, Attribute<'c>)> {
    let names = parsed.names_between(function.offset, function.end);
    let mut attributes = vec![
        ("sym_name", build.string(&function.symbol)),
        ("params", build.strings(function.parameters.iter().map(|p| &p.name))),
        ("hints", build.strings(function.parameters.iter().map(|p| &p.hint))),
        ("span", build.integers(&[function.span.0, function.span.1])),
        ("qualname", build.string(&function.qualified_name)),
        ("indent", build.string(&function.indent)),
        ("method_kind", build.string(function.kind.name())),
        ("defaults", build.int(i64::try_from(function.defaults).unwrap_or(i64::MAX))),
        ("names", build.strings(names)),
    ];
    if let Some(class) = &function.class {
        attributes.push(("class", build.string(class)));
    }
    let bound_to_self = matches!(function.kind, MethodKind::Method | MethodKind::Class);
    if let (true, Some(first)) = (bound_to_self, function.parameters.first()) {
        attributes.push(("self_name", build.string(&first.name)));
        let class = parsed.classes.iter().rfind(|class| Some(&class.name) == function.class.as_ref());
        if let Some(fields) = class.map(|class| &class.fields).filter(|fields| !fields.is_empty()) {
            attributes.push(("fields", build.strings(fields.keys())));
            attributes.push(("field_hints", build.strings(fields.values())));
        }
    }
    if let Some(iteration) = &function.iteration {
        attributes.push(("loop_of", build.string(&iteration.function)));
        attributes.push(("loop_span", build.integers(&[iteration.span.0, iteration.span.1])));
        attributes.push(("left", build.strings(&iteration.left)));
    }
    if !function.numbers.is_empty() {
        let number = |value: &Literal| match value {
            Literal::Int(value) => build.int(*value),
            Literal::Float(value) => build.float(*value),
        };
        let numbers: Vec<_> = function.numbers.iter().map(|(name, value)| (name.as_str(), number(value))).collect();
        attributes.push(("default_values", dictionary(build, &numbers)));
    }
    if function.only != (0, 0) {
        attributes.push(("only", build.integers(&[function.only.0, function.only.1])));
    }
    if let (Some((indent, property)), Some(_)) = (&function.member, &function.class) {
        attributes.push(("member_indent", build.string(indent)));
        if *property {
            attributes.push(("property", build.unit()));
        }
    }
    if function.lambda {
        attributes.push(("lambda", build.unit()));
    }
    if function.variables.is_some() {
        attributes.push(("behind_prologue", build.unit()));
    }
    if function.single_line_body {
        attributes.push(("single_line_body", build.unit()));
    }
    if let Some(reason) = &function.refused {
        attributes.push(("refused", build.string(reason)));
    }
    attributes
}
