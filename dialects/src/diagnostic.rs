//! Diagnostics with notes, through MLIR's diagnostic engine.

use crate::ffi;
use crate::pass::Failed;
use melior::ir::operation::OperationLike;
use melior::ir::{Location, OperationRef};
use melior::StringRef;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
    Remark,
}

/// Reports a message at a location, each note at its own.
pub fn emit(location: Location, severity: Severity, message: &str, notes: &[(Location, String)]) {
    let locations: Vec<_> = notes.iter().map(|(location, _)| location.to_raw()).collect();
    let texts: Vec<_> = notes.iter().map(|(_, text)| StringRef::new(text).to_raw()).collect();
    // Sound: the strings outlive the call, which copies them.
    unsafe {
        ffi::automphcEmit(
            location.to_raw(),
            severity as i32,
            StringRef::new(message).to_raw(),
            notes.len() as isize,
            locations.as_ptr(),
            texts.as_ptr(),
        );
    }
}

/// What a pass cannot do without: where it is missing, the pass fails, and the reason is an error at the operation.
pub fn required<'c: 'a, 'a, T>(operation: OperationRef<'c, 'a>, found: Result<T, String>) -> Result<T, Failed> {
    found.map_err(|problem| {
        emit(operation.location(), Severity::Error, &problem, &[]);
        Failed
    })
}

/// Runs a check without letting its diagnostics out: its outcome and its first message.
pub fn silently<'c: 'a, 'a>(
    operation: &impl melior::ir::operation::OperationLike<'c, 'a>,
    check: impl FnOnce() -> bool,
) -> (bool, String) {
    let context = crate::ir::context_of(operation);
    let first = std::rc::Rc::new(std::cell::RefCell::new(String::new()));
    let sink = std::rc::Rc::clone(&first);
    let handler = context.attach_diagnostic_handler(move |diagnostic| {
        if sink.borrow().is_empty() {
            *sink.borrow_mut() = diagnostic.to_string();
        }
        true
    });
    let outcome = check();
    context.detach_diagnostic_handler(handler);
    (outcome, first.take())
}

/// A decision of the compiler, shown with `--remarks`.
pub fn remark(location: Location, message: &str) {
    emit(location, Severity::Remark, message, &[]);
}

/// File, line and column of a location, looking through names and fusions.
pub fn file_line_column(location: Location) -> Option<(String, usize, usize)> {
    use mlir_sys::*;
    let mut raw = location.to_raw();
    // Sound: only accessors that match the kind of location are called.
    unsafe {
        loop {
            if mlirLocationIsAFileLineColRange(raw) {
                let name = crate::ffi::text(mlirIdentifierStr(mlirLocationFileLineColRangeGetFilename(raw)));
                let line = mlirLocationFileLineColRangeGetStartLine(raw);
                let column = mlirLocationFileLineColRangeGetStartColumn(raw);
                let file = name.to_string();
                return Some((file, line as usize, column as usize));
            } else if mlirLocationIsAName(raw) {
                raw = mlirLocationNameGetChildLoc(raw);
            } else if mlirLocationIsAFused(raw) && mlirLocationFusedGetNumLocations(raw) > 0 {
                let mut parts = vec![raw; mlirLocationFusedGetNumLocations(raw) as usize];
                mlirLocationFusedGetLocations(raw, parts.as_mut_ptr());
                raw = parts[0];
            } else {
                return None;
            }
        }
    }
}
