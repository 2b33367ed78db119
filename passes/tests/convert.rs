//! Python source through the first two passes, without the text of the IR in between.

use automphc_dialects::pass::Options;
use automphc_frontend::{import, ImportOptions, Source};
use automphc_passes::{convert_py_to_nparray, py_infer_types};
use melior::ir::operation::OperationLike;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The module after both passes, and the remarks on the way; None if the text is not imported.
fn convert(text: &str) -> Option<(String, Vec<String>)> {
    let context = automphc_dialects::context();
    let remarks = Rc::new(RefCell::new(Vec::new()));
    let sink = remarks.clone();
    context.attach_diagnostic_handler(move |diagnostic| {
        sink.borrow_mut().push(diagnostic.to_string());
        true
    });
    let source = Source::from_text("kernel.py", text);
    let module = import(&context, &source, &ImportOptions::default()).ok()?;
    let options = Options::default();
    for pass in [py_infer_types::PASS, convert_py_to_nparray::PASS] {
        (pass.run)(module.as_operation(), &options).expect("the pass runs");
        assert!(module.as_operation().verify(), "after {}: {:?}", pass.argument, remarks.borrow());
    }
    let remarks = remarks.borrow().clone();
    Some((module.as_operation().to_string(), remarks))
}

/// The version of a kernel, if there is one.
fn version(text: &str, kernel: &str) -> Option<String> {
    let (module, _) = convert(text)?;
    let start = module.find(&format!("func.func private @{kernel}$version0"))?;
    let end = module[start..].find("\n  }\n")?;
    Some(module[start..start + end].to_string())
}

fn program(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../test/run/programs").join(name);
    std::fs::read_to_string(path).expect("the program is there")
}

#[test]
fn lists_are_converted_as_a_whole() {
    let version = version(&program("correlation_list.py"), "Correlation.kernel").expect("there is a version");
    assert!(!version.contains("py.opaque"), "{version}");
    assert_eq!(version.matches("affine.for").count(), 9, "{version}");
}

#[test]
fn a_gather_of_triangles_becomes_a_repack() {
    let version = version(&program("correlation_numpy.py"), "Correlation.kernel").expect("there is a version");
    assert!(version.contains("nparray.repack"), "{version}");
    assert!(!version.contains("py.opaque"), "{version}");
}

#[test]
fn a_python_division_by_an_argument_is_guarded() {
    let text = "import numpy as np\ndef f(x: float, n: int, a: np.ndarray):\n    y = 1.0 / n\n    a *= y / x\n";
    let version = version(text, "f").expect("there is a version");
    assert_eq!(version.matches("nparray.guard \"nonzero\"").count(), 2, "{version}");
}

#[test]
fn what_a_loop_leaves_behind_needs_a_loop_that_runs() {
    let text = "import numpy as np\ndef f(n: int, a: np.ndarray):\n    a += 1.0\n    for i in range(n):\n        x = a[i]\n    a[i] = x\n    return x\n";
    let version = version(text, "f").expect("there is a version");
    assert!(!version.contains("py.opaque"), "{version}");
    assert!(version.contains("nparray.guard \"bounds\""), "{version}");
    assert!(version.contains("scalars = [\"numpy\"]"), "{version}");
}

#[test]
fn a_scalar_that_may_be_unbound_keeps_its_loop() {
    let text = "import numpy as np\ndef f(n: int, a: np.ndarray):\n    a += 1.0\n    for i in range(n):\n        if a[i] > 0.0:\n            x = a[i]\n    return x\n";
    let version = version(text, "f").expect("there is a version");
    assert!(version.contains("py.opaque \"for i in range(n):"), "{version}");
}

#[test]
fn a_shape_is_unpacked_into_as_many_names_as_it_has_sizes() {
    let text =
        "import numpy as np\ndef f(a: np.ndarray):\n    n, m = a.shape\n    for i in range(n):\n        a[i] = 1.0\n";
    let known = version(text, "f").expect("there is a version");
    assert!(known.contains("!nparray.array<?x?xf64>") && !known.contains("py.opaque"), "{known}");
    let text = "import numpy as np\ndef f(a: np.ndarray):\n    a[0, 0, 0] = 1.0\n    n, m = a.shape\n    a += n\n";
    let kept = version(text, "f").expect("there is a version");
    assert!(kept.contains("py.opaque \"n, m = a.shape\""), "{kept}");
}

#[test]
fn a_returned_number_is_of_one_kind() {
    let text = "import numpy as np\ndef f(a: np.ndarray, n: int):\n    s = 0.0\n    for i in range(n):\n        s += a[i]\n    a += 1.0\n    return s\n";
    let numpy = version(text, "f").expect("there is a version");
    assert!(numpy.contains("py.return") && numpy.contains("scalars = [\"numpy\"]"), "{numpy}");
    // The inner loop may run in one iteration and not in another.
    let inner = text.replace("        s += a[i]\n", "        for j in range(i):\n            s += a[j]\n");
    let (_, remarks) = convert(&inner).expect("the text is imported");
    assert!(remarks.iter().any(|remark| remark.contains("may be a Python or a NumPy number")), "{remarks:?}");
    assert!(version(&inner, "f").is_none());
}

#[test]
fn names_of_the_module_are_guarded() {
    let text = "import numpy as np\nEPS = 0.1\nZERO = 0.0\ndef f(a: np.ndarray, n: int):\n    for i in range(n):\n        a[i] = np.sqrt(a[i]) + EPS\n    a += ZERO\n";
    let version = version(text, "f").expect("there is a version");
    assert!(version.contains("names = [\"numpy.sqrt\", \"builtins.range\"]"), "{version}");
    assert!(version.contains("nparray.guard \"constant\"() {object = \"EPS\""), "{version}");
    assert!(version.contains("py.opaque \"a += ZERO\""), "{version}");
}

/// Not a test of results: valid Python never makes a pass fail or panic.
#[test]
fn any_python_is_survived() {
    let folder = std::env::var_os("AUTOMPHC_PYTHON_FILES").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../test/run/programs"));
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                if let Ok(text) = std::fs::read_to_string(&path) {
                    eprintln!("{}", path.display());
                    convert(&text);
                }
            }
        }
    }
}
