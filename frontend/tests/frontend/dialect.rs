//! The dialect's own test files, parsed without the tools.

use std::fs;
use std::path::{Path, PathBuf};

fn file(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../test/dialects/py").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn valid_operations_parse() {
    let context = automphc_dialects::context();
    assert!(melior::ir::Module::parse(&context, &file("ops.mlir")).is_some());
}

#[test]
fn invalid_operations_do_not() {
    let context = automphc_dialects::context();
    // The errors are expected; nobody is to see them.
    context.attach_diagnostic_handler(|_| true);
    for part in file("invalid.mlir").split("// -----") {
        let verified = melior::ir::Module::parse(&context, part);
        assert!(verified.is_none(), "{part}");
    }
}
