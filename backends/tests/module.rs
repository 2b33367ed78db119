//! The module around the optimized kernels: every byte of the source stays, whatever its layout.

use automphc_backends::{emit_python, EmitOptions, Problem};
use melior::ir::Module;

/// A module with this source, and a version of `f(a)` whose first body statement is `body`.
fn emit(source: &str, body: &str, operations: &str) -> Result<String, Vec<Problem>> {
    let context = automphc_dialects::context();
    let escaped: String = source
        .bytes()
        .map(|b| {
            if b.is_ascii_graphic() && b != b'"' && b != b'\\' {
                (b as char).to_string()
            } else {
                format!("\\{b:02X}")
            }
        })
        .collect();
    let start = source.find(body).unwrap_or_default();
    let text = format!(
        "module attributes {{py.source = \"{escaped}\", py.path = \"t.py\", py.source_hash = \"0\", py.imports = {{np = \"numpy\"}}}} {{
           py.func @f([\"a\"]) hints [\"\"] attributes {{span = array<i64: {start}, {start}>, locals = [\"i\"]}} {{}}
           {operations}
         }}"
    );
    let module = Module::parse(&context, &text).expect("the test's module parses");
    let options = EmitOptions { version: "0".to_string(), keep_going: false };
    emit_python(&module, &options)
}

const VERSION: &str = "func.func private @\"f$version0\"(%a: memref<?xf64> {py.name = \"a\", py.kind = \"array\"})
   attributes {nparray.kernel = \"f\"} {
     %zero = nparray.constant (0.0 : f64) : !nparray.array<f64>
     nparray.store %zero, %a : !nparray.array<f64>, memref<?xf64>
     func.return
   }";

/// The output without the lines that were added.
fn without_additions(output: &str, source: &str) -> bool {
    let mut rest = output.split_inclusive('\n');
    source
        .split_inclusive('\n')
        .all(|line| rest.any(|other| other.trim_end_matches(['\r', '\n']) == line.trim_end_matches(['\r', '\n'])))
}

#[test]
fn nothing_optimized_is_the_same_text() {
    let source = "\u{feff}def f(a):\r\n\tpass  \n\n";
    assert_eq!(emit(source, "pass", "").as_deref(), Ok(source));
}

#[test]
fn a_decision_tree() {
    let source = "import numpy as np\n\n\ndef f(a):\n    \"\"\"Doc.\"\"\"\n    # Why.\n    i = 0\n";
    insta::assert_snapshot!(emit(source, "i = 0", VERSION).unwrap_or_default());
}

#[test]
fn tabs_and_carriage_returns_stay() {
    let source = "import numpy as np\r\ndef f(a):\r\n\ti = 0\r\n\tprint(i)";
    let output = emit(source, "i = 0", VERSION).unwrap_or_default();
    assert!(without_additions(&output, source));
    assert_eq!(output.matches('\n').count(), output.matches("\r\n").count());
    insta::assert_debug_snapshot!(output.split("\r\n").collect::<Vec<_>>());
}

#[test]
fn builtins_that_the_module_rebinds_are_not_trusted() {
    let source = "import numpy as np\ntype = str\ndef f(a):\n    i = 0\n";
    let output = emit(source, "i = 0", VERSION).unwrap_or_default();
    assert!(output.contains("import builtins\n"), "{output}");
    assert!(output.contains("builtins.type(a) is np.ndarray"), "{output}");
}

#[test]
fn annotations_rebind_nothing() {
    let source = "import numpy as np\nx: type = int\ndef f(a: type):\n    i = type(a)\n";
    let output = emit(source, "i = type(a)", VERSION).unwrap_or_default();
    assert!(output.contains("type(a) is np.ndarray") && !output.contains("builtins"), "{output}");
}

#[test]
fn imports_and_helpers_have_their_places() {
    let source = "#!/usr/bin/env python\n\"\"\"Doc.\"\"\"\nfrom __future__ import annotations\n\nimport os\n\nx = 1\n\n\n# About f.\n@os.wrap\ndef f(a):\n    i = 0\n";
    let version = VERSION.replace("%zero = ", "nparray.guard \"writeable\"(%a) : memref<?xf64>\n%zero = ");
    insta::assert_snapshot!(emit(source, "i = 0", &version).map(|text| text.replace("np = ", "")).unwrap_or_default());
}

#[test]
fn a_body_on_the_header_line_is_left_alone() {
    let source = "import numpy as np\ndef f(a): i = 0\n";
    assert_eq!(emit(source, "i = 0", VERSION).as_deref(), Ok(source));
}

#[test]
fn opaque_statements_with_long_strings_are_refused() {
    let source = "import numpy as np\ndef f(a):\n    print('''x\n    y''')\n";
    let opaque = "py.opaque \"print('''x\\0A    y''')\" reads [] writes [] because \"call\"\nfunc.return";
    assert_eq!(emit(source, "print", &VERSION.replace("func.return", opaque)).as_deref(), Ok(source));
}

#[test]
fn problems_are_reported_with_their_operation() {
    let source = "import numpy as np\ndef f(a):\n    i = 0\n";
    let call = "%u = nparray.call \"scipy.fft\"(%a) : (memref<?xf64>) -> !nparray.array<?xf64>";
    let alloc = "%n = arith.constant 1 : index\n%w = arith.muli %n, %n : index
                 %x = nparray.alloc(%w) : !nparray.array<?xf64>";
    let cases = [
        (call, "'scipy.fft' is reached by no import"),
        (alloc, "has no form as an index expression"),
        ("py.pass", "has no Python form"),
    ];
    for (operations, expected) in cases {
        let version = VERSION.replace("func.return", &format!("{operations}\nfunc.return"));
        let problems = emit(source, "i = 0", &version).expect_err("a problem");
        assert!(problems[0].message.contains(expected), "{problems:?}");
        assert!(problems[0].place.is_some());
    }
}

#[test]
fn a_version_needs_its_kernel() {
    let source = "import numpy as np\ndef f(a):\n    i = 0\n";
    let version = VERSION.replace("nparray.kernel = \"f\"", "nparray.kernel = \"g\"");
    let problems = emit(source, "i = 0", &version).expect_err("a problem");
    assert!(problems[0].message.contains("'g', which is not here"));
}
