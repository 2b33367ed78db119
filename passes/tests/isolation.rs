//! A fault in one version removes that version, and nothing else.

use automphc_dialects::ir::set_attribute;
use automphc_passes::scop::read::{name, operations};
use automphc_passes::version;
use melior::ir::attribute::StringAttribute;
use melior::ir::operation::OperationLike;
use melior::ir::{Module, OperationRef};
use melior::Context;
use std::cell::RefCell;
use std::rc::Rc;

const VERSION: &str = r#"func.func private @"NAME$version0"(%a: !nparray.array<?xf64> {py.name = "a", py.kind = "array"}, %b: !nparray.array<?xf64> {py.name = "b", py.kind = "array"}) attributes {nparray.kernel = "NAME"} {
  nparray.guard "disjoint"(%a, %b) : !nparray.array<?xf64>, !nparray.array<?xf64>
  nparray.store %a, %b : !nparray.array<?xf64>, !nparray.array<?xf64>
  return
}
"#;

/// Runs a change on three versions: the kernels that are left, and what was said.
fn left(change: impl Fn(&Context, OperationRef) -> Result<(), String>) -> (Vec<String>, Vec<String>) {
    let context = automphc_dialects::context();
    let said = Rc::new(RefCell::new(Vec::new()));
    let sink = said.clone();
    context.attach_diagnostic_handler(move |diagnostic| {
        sink.borrow_mut().push(diagnostic.to_string());
        true
    });
    let text: String = ["first", "second", "third"].map(|name| VERSION.replace("NAME", name)).concat();
    let module = Module::parse(&context, &text).expect("the text is right");
    version::each(module.as_operation(), |version| match kernel(version).as_str() {
        "second" => change(&context, version),
        _ => Ok(()),
    });
    assert!(module.as_operation().verify());
    let kernels = version::versions(module.as_operation()).into_iter().map(kernel).collect();
    let said = said.borrow().clone();
    (kernels, said)
}

fn kernel(version: OperationRef) -> String {
    automphc_passes::scop::read::string_attribute(version, "nparray.kernel").expect("versions have a kernel")
}

#[test]
fn an_operation_that_does_not_verify() {
    let (kernels, said) = left(|context, version| {
        let body = version::body(version).expect("it has a body");
        let guard = operations(body).into_iter().find(|op| name(*op) == "nparray.guard").expect("it has a guard");
        set_attribute(guard, "kind", StringAttribute::new(context, "unheard of").into());
        Ok(())
    });
    assert_eq!(kernels, ["first", "third"]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("second stays as it is: an internal error, please report it"), "{said:?}");
    assert!(said[0].contains("has unknown kind 'unheard of'"), "{said:?}");
}

#[test]
fn a_panic() {
    let (kernels, said) = left(|_, _| panic!("a bug"));
    assert_eq!(kernels, ["first", "third"]);
    let [only] = said.as_slice() else { panic!("{said:?}") };
    assert!(only.starts_with("second stays as it is: an internal error, please report it: a bug ("), "{only}");
    assert!(only.contains("isolation.rs:"), "{only}");
}

#[test]
fn a_reason() {
    let (kernels, said) = left(|_, _| Err("no".into()));
    assert_eq!(kernels, ["first", "third"]);
    assert_eq!(said, ["second stays as it is: no"]);
}

#[test]
fn nothing_wrong() {
    let (kernels, said) = left(|_, _| Ok(()));
    assert_eq!(kernels, ["first", "second", "third"]);
    assert!(said.is_empty(), "{said:?}");
}
