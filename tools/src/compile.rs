//! One Python file through the pipeline.

use crate::hints;
use crate::remarks::Remark;
use crate::statistics::{self, Statistics};
use automphc_backends::{emit_python, EmitOptions};
use automphc_dialects::diagnostic::file_line_column;
use automphc_dialects::panics::caught;
use automphc_dialects::pass;
use automphc_frontend::{import, Diagnostic, ImportOptions, Severity, Source};
use automphc_passes::pipelines::Stage;
use melior::diagnostic::DiagnosticSeverity;
use melior::ir::operation::{OperationLike, OperationPrintingFlags};
use melior::pass::PassManager;
use melior::Context;
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

/// What the user asks of every file.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Options of every pass, as `key=value` words.
    pub pass_options: String,
    /// Print this stage instead of Python.
    pub emit: Option<Stage>,
    /// Stubs and stores of recorded calls, beside the stub that stands beside a module.
    pub hints: Vec<PathBuf>,
    /// Count what each pass did.
    pub statistics: bool,
}

/// The text that came out, and every decision on the way.
pub struct Compiled {
    pub text: String,
    pub remarks: Vec<Remark>,
    /// Errors of the compiler itself; the text is the source then.
    pub faults: Vec<Diagnostic>,
    /// What each pass did, if that was asked for.
    pub statistics: Vec<Statistics>,
}

/// Compiles one file.
pub fn compile(source: &Source, request: &Request) -> Result<Compiled, Vec<Diagnostic>> {
    caught(|| compile_module(source, request)).unwrap_or_else(|message| {
        let faults = vec![Diagnostic::file_error(&source.path, message)];
        if request.emit.is_some() {
            return Err(faults);
        }
        // A fault of the compiler is no fault of the program, which is right as it is.
        Ok(Compiled { text: source.text.clone(), remarks: vec![], faults, statistics: vec![] })
    })
}

fn compile_module(source: &Source, request: &Request) -> Result<Compiled, Vec<Diagnostic>> {
    let context = automphc_dialects::context();
    let mut options = ImportOptions::default();
    options.recorded = hints::of(source, &request.hints)?;
    let mut module = import(&context, source, &options)?;
    let messages = Rc::new(RefCell::new(vec![]));
    let sink = Rc::clone(&messages);
    let handler = context.attach_diagnostic_handler(move |diagnostic| {
        let severity = match diagnostic.severity() {
            DiagnosticSeverity::Error => Severity::Error,
            DiagnosticSeverity::Warning => Severity::Warning,
            _ => Severity::Note,
        };
        sink.borrow_mut().push((severity, file_line_column(diagnostic.location()), diagnostic.to_string()));
        true
    });
    let mut statistics = vec![];
    let outcome = run_passes(&context, &mut module, request, &mut statistics).map(|()| match request.emit {
        Some(_) => Ok(print(&module)),
        None => emit(source, &module),
    });
    context.detach_diagnostic_handler(handler);
    let messages = messages.take();
    let located = |(severity, place, message): (Severity, Option<(String, usize, usize)>, String)| {
        let (path, line, column) = place.unwrap_or((source.path.clone(), 1, 1));
        Diagnostic::new(severity, &path, line, column, message).with_source(source)
    };
    let (errors, notes): (Vec<_>, Vec<_>) = messages.into_iter().partition(|(s, _, _)| matches!(s, Severity::Error));
    let mut errors: Vec<_> = errors.into_iter().map(located).collect();
    let remarks = notes.into_iter().map(|(_, place, message)| Remark { place, message }).collect();
    match outcome {
        Ok(Ok(text)) if errors.is_empty() => return Ok(Compiled { text, remarks, faults: vec![], statistics }),
        Ok(Err(problems)) => errors.extend(problems),
        _ => {}
    }
    if errors.is_empty() {
        errors.push(Diagnostic::file_error(&source.path, "a pass failed"));
    }
    if request.emit.is_some() {
        return Err(errors);
    }
    // A fault of the compiler is no fault of the program, which is right as it is.
    Ok(Compiled { text: source.text.clone(), remarks, faults: errors, statistics })
}

fn run_passes(
    context: &Context,
    module: &mut melior::ir::Module,
    request: &Request,
    statistics: &mut Vec<Statistics>,
) -> Result<(), melior::Error> {
    let last = request.emit.unwrap_or(Stage::Raised);
    let arguments = Stage::ALL.iter().filter(|stage| **stage <= last).flat_map(|stage| stage.passes());
    let passes = arguments.filter_map(|argument| Some((argument, pass::create(argument, &request.pass_options)?)));
    if !request.statistics {
        let manager = PassManager::new(context);
        passes.for_each(|(_, pass)| manager.add_pass(pass));
        return manager.run(module);
    }
    let mut before = statistics::functions(module);
    for (argument, pass) in passes {
        let manager = PassManager::new(context);
        manager.add_pass(pass);
        manager.run(module)?;
        let after = statistics::functions(module);
        statistics.push(Statistics::of(argument, &before, &after));
        before = after;
    }
    Ok(())
}

fn print(module: &melior::ir::Module) -> String {
    let operation = module.as_operation();
    let text = operation.to_string_with_flags(OperationPrintingFlags::new()).unwrap_or_default();
    format!("{}\n", text.trim_end())
}

fn emit(source: &Source, module: &melior::ir::Module) -> Result<String, Vec<Diagnostic>> {
    let options = EmitOptions { keep_going: true, ..EmitOptions::default() };
    emit_python(module, &options).map_err(|problems| {
        let located = |p: automphc_backends::Problem| {
            let (path, line, column) = p.place.unwrap_or((source.path.clone(), 1, 1));
            Diagnostic::new(Severity::Error, &path, line, column, p.message).with_source(source)
        };
        problems.into_iter().map(located).collect()
    })
}
