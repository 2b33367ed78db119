//! Printing imported modules for comparison.

use automphc_frontend::{import, ImportOptions, Source};
use melior::ir::operation::{OperationLike, OperationMutLike, WalkOrder, WalkResult};
use melior::Context;

/// Facts about a function that most tests are not about.
const FACTS: [&str; 12] = [
    "class",
    "default_values",
    "defaults",
    "indent",
    "locals",
    "member_indent",
    "method_kind",
    "names",
    "only",
    "qualname",
    "self_name",
    "span",
];

/// The imported functions, without the attributes in [`FACTS`].
pub fn body(text: &str) -> String {
    print(text, &FACTS)
}

/// The imported functions with all attributes.
pub fn full(text: &str) -> String {
    print(text, &[])
}

/// The bodies of loops that may be optimized by themselves: name, parameters, and the names that
/// an iteration leaves to later statements.
pub fn loops(text: &str) -> Vec<String> {
    let context = automphc_dialects::context();
    let module = imported(&context, text);
    let mut found = Vec::new();
    let mut next = melior::ir::BlockLike::first_operation(&module.body());
    while let Some(operation) = next {
        let show = |name: &str| operation.attribute(name).map_or(String::new(), |value| value.to_string());
        if operation.has_attribute("loop_of") {
            found.push(format!("{} {} {}", show("sym_name"), show("params"), show("left")));
        }
        next = operation.next_in_block();
    }
    found
}

/// The attributes of the module, one a line, without the source.
pub fn facts(text: &str) -> String {
    let context = automphc_dialects::context();
    let module = imported(&context, text);
    let attributes = module.as_operation().attributes().collect::<Vec<_>>();
    let lines =
        attributes.iter().map(|(name, value)| format!("{}: {value}", name.as_string_ref().as_str().unwrap_or("?")));
    lines.filter(|line| !line.starts_with("py.source") && !line.starts_with("py.path")).collect::<Vec<_>>().join("\n")
}

pub fn imported<'c>(context: &'c Context, text: &str) -> melior::ir::Module<'c> {
    let source = Source::from_text("kernel.py", text);
    match import(context, &source, &ImportOptions::default()) {
        Ok(module) => module,
        Err(errors) => panic!("{}", errors[0]),
    }
}

fn print(text: &str, without: &[&str]) -> String {
    let context = automphc_dialects::context();
    let mut module = imported(&context, text);
    module.as_operation_mut().walk_mut(WalkOrder::PreOrder, |mut operation| {
        for name in without {
            let _ = operation.remove_attribute(name);
        }
        WalkResult::Advance
    });
    let mut functions = Vec::new();
    let mut next = melior::ir::BlockLike::first_operation(&module.body());
    while let Some(operation) = next {
        // Bodies of loops are functions once more.
        if !operation.has_attribute("loop_of") {
            functions.push(operation.to_string());
        }
        next = operation.next_in_block();
    }
    functions.join("\n")
}
