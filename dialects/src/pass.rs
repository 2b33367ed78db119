//! Passes written in Rust: how they enter MLIR's registry and pass managers.

use crate::ffi;
use melior::ir::operation::OperationLike;
use melior::ir::OperationRef;
use melior::pass::Pass;
use melior::StringRef;
use mlir_sys::{MlirOperation, MlirStringRef};
use std::ffi::{c_int, CString};
use std::sync::OnceLock;

/// Result of a pass: `Err` when it has reported an error and the module is not usable.
pub type PassResult = Result<(), Failed>;

/// The error was reported as a diagnostic.
#[derive(Clone, Copy, Debug)]
pub struct Failed;

/// One pass over the module. `argument` is its name everywhere: in pipelines,
/// of its file and of its test folder.
#[derive(Clone, Copy)]
pub struct PassInfo {
    pub argument: &'static str,
    pub description: &'static str,
    pub run: for<'c, 'a> fn(OperationRef<'c, 'a>, &Options) -> PassResult,
}

/// Options of a pass: `key=value` pairs as written between the braces.
#[derive(Clone, Debug, Default)]
pub struct Options {
    pairs: Vec<(String, String)>,
}

impl Options {
    fn parse(text: &str) -> Self {
        let pair = |word: &str| match word.split_once('=') {
            Some((key, value)) => (key.to_string(), value.to_string()),
            None => (word.to_string(), "true".to_string()),
        };
        Self { pairs: text.split_whitespace().map(pair).collect() }
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }
}

static REGISTRY: OnceLock<&'static [PassInfo]> = OnceLock::new();

/// Makes the passes known; the first call decides.
pub fn set_registry(passes: &'static [PassInfo]) {
    let _ = REGISTRY.set(passes);
}

fn registry() -> &'static [PassInfo] {
    REGISTRY.get().copied().unwrap_or(&[])
}

extern "C" fn run(index: isize, module: MlirOperation, options: MlirStringRef) -> c_int {
    let options = Options::parse(unsafe { ffi::text(options) });
    let Some(pass) = registry().get(index as usize) else { return 1 };
    // A panic must not cross into C++; it is a bug, reported as one.
    let module = unsafe { OperationRef::from_raw(module) };
    let outcome = crate::panics::caught(|| (pass.run)(module, &options));
    match outcome {
        Ok(Ok(())) => 0,
        Ok(Err(Failed)) => 1,
        Err(message) => {
            let message = format!("pass '{}' gives up: {message}", pass.argument);
            crate::diagnostic::emit(module.location(), crate::diagnostic::Severity::Error, &message, &[]);
            1
        }
    }
}

/// Registers every pass, MLIR's own and the named pipelines for textual use.
pub fn register_all(pipelines: &[(&str, &str, String)]) {
    for (index, pass) in registry().iter().enumerate() {
        let (argument, description) = (StringRef::new(pass.argument), StringRef::new(pass.description));
        unsafe { ffi::automphcRegisterPass(argument.to_raw(), description.to_raw(), index as isize, run) };
    }
    unsafe { ffi::automphcRegisterUpstreamPasses() };
    for (argument, description, passes) in pipelines {
        let (argument, description) = (StringRef::new(argument), StringRef::new(description));
        let passes = StringRef::new(passes);
        unsafe { ffi::automphcRegisterPipeline(argument.to_raw(), description.to_raw(), passes.to_raw()) };
    }
}

/// A registered pass by its argument, for a pass manager.
pub fn create(argument: &str, options: &str) -> Option<Pass> {
    let index = registry().iter().position(|pass| pass.argument == argument)?;
    let pass = &registry()[index];
    let (name, text) = (StringRef::new(pass.argument), StringRef::new(pass.description));
    let options = StringRef::new(options);
    Some(unsafe {
        Pass::from_raw(ffi::automphcCreatePass(name.to_raw(), text.to_raw(), index as isize, run, options.to_raw()))
    })
}

/// Runs MLIR's own driver (`mlir-opt`) with our dialects and passes.
pub fn opt_main(arguments: &[String]) -> i32 {
    let owned: Vec<_> = arguments.iter().filter_map(|a| CString::new(a.as_str()).ok()).collect();
    let raw: Vec<_> = owned.iter().map(|a| a.as_ptr()).chain([std::ptr::null()]).collect();
    unsafe { ffi::automphcOptMain(owned.len() as c_int, raw.as_ptr()) }
}
