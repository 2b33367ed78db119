//! Generates the C++ of the two dialects with mlir-tblgen and compiles the glue.

use std::path::{Path, PathBuf};
use std::process::{exit, Command};
use std::{env, fs};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=MLIR_SYS_220_PREFIX");
    for folder in ["py", "nparray", "glue"] {
        println!("cargo:rerun-if-changed={folder}");
    }
    let prefix = llvm_prefix();
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    for (folder, name) in [("py", "Py"), ("nparray", "NpArray")] {
        generate(&prefix, &out, folder, name);
    }
    compile(&prefix, &out);
}

/// The prefix of an LLVM 22 with MLIR, or one clear message.
fn llvm_prefix() -> PathBuf {
    let prefix = PathBuf::from(env::var("MLIR_SYS_220_PREFIX").unwrap_or("/usr/lib/llvm-22".into()));
    if !prefix.join("bin/mlir-tblgen").exists() {
        eprintln!(
            "error: no LLVM/MLIR 22 in {}.\nRun `make setup` to install it, or set MLIR_SYS_220_PREFIX to the prefix \
             of an LLVM 22 that was built with MLIR.",
            prefix.display()
        );
        exit(1);
    }
    prefix
}

/// One mlir-tblgen run per generated file.
fn generate(prefix: &Path, out: &Path, folder: &str, name: &str) {
    let dialect = format!("{folder}/{name}Dialect.td");
    let ops = format!("{folder}/{name}Ops.td");
    let runs = [
        (&dialect, "-gen-dialect-decls", "Dialect.h.inc"),
        (&dialect, "-gen-dialect-defs", "Dialect.cpp.inc"),
        (&dialect, "-gen-typedef-decls", "Types.h.inc"),
        (&dialect, "-gen-typedef-defs", "Types.cpp.inc"),
        (&ops, "-gen-op-decls", "Ops.h.inc"),
        (&ops, "-gen-op-defs", "Ops.cpp.inc"),
    ];
    for (input, generator, suffix) in runs {
        let mut command = Command::new(prefix.join("bin/mlir-tblgen"));
        command.arg(generator).arg(input).arg("-I.").arg("-I").arg(prefix.join("include"));
        if generator.contains("-dialect-") || generator.contains("-typedef-") {
            command.arg(if generator.contains("typedef") { "-typedefs-dialect" } else { "-dialect" }).arg(folder);
        }
        command.arg("-o").arg(out.join(format!("{name}{suffix}")));
        if !command.status().is_ok_and(|status| status.success()) {
            eprintln!("error: mlir-tblgen failed on {input}");
            exit(1);
        }
    }
}

fn compile(prefix: &Path, out: &Path) {
    let mut build = cc::Build::new();
    build.cpp(true).std("c++17").warnings(false).include(prefix.join("include")).include(out).include("glue");
    build.define("_GNU_SOURCE", None).define("__STDC_LIMIT_MACROS", None).flag_if_supported("-fno-exceptions");
    let mut files: Vec<_> = fs::read_dir("glue")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "cpp"))
        .collect();
    files.sort();
    build.files(files).compile("automphc_glue");
}
