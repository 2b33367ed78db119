//! `automphc`: Python in, optimized Python out.
//!
//! Exit status: 0 when every input was compiled, whether or not anything was
//! optimized; 1 when an input could not be read or parsed (no output file is
//! left for any input then); 2 for a wrong command line.

use anyhow::{Context, Result};
use automphc_frontend::{Diagnostic, Source};
use automphc_kb::KnowledgeBase;
use automphc_passes::cost::machine::Machine;
use automphc_passes::pipelines::{self, Stage};
use automphc_tools::calibrate::calibrate;
use automphc_tools::compile::{compile, Compiled, Request};
use automphc_tools::{output, remarks};
use clap::{Parser, Subcommand, ValueEnum};
use std::io::Read;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::OnceLock;

/// What became of one input: the result and its source, or what is wrong with it.
type Outcome = Result<(Compiled, Source), Vec<Diagnostic>>;

/// Compile Python modules: kernels with type hints become fast library calls,
/// each behind a guard, with the untouched original as the last branch.
#[derive(Parser)]
#[command(version, name = "automphc", args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Task>,
    /// Python files; `-` reads standard input
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// Output file, or directory for several inputs; `-` is standard output [default: INPUT_opt.py]
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Print the module after a stage instead of Python (to standard output unless -o is given)
    #[arg(long, value_enum)]
    emit: Option<StageName>,
    /// Report every decision on standard error
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    remarks: Option<RemarkFormat>,
    /// A stub (.pyi) or MonkeyType's store (.sqlite3) with types of parameters; may be repeated
    #[arg(long = "hints", value_name = "FILE")]
    hints: Vec<PathBuf>,
    /// A file of further knowledge-base entries; may be repeated
    #[arg(long = "kb", value_name = "FILE")]
    kb: Vec<PathBuf>,
    /// Leave out a knowledge-base entry; may be repeated
    #[arg(long = "kb-without", value_name = "NAME")]
    kb_without: Vec<String>,
    /// Count on standard error, as JSON, what each pass changed, left alone, removed and added
    #[arg(long = "pass-statistics")]
    pass_statistics: bool,
    /// Floating point: may sums and products be regrouped?
    #[arg(long, value_enum, default_value = "default")]
    fp: FloatingPoint,
    /// Numbers from NumPy's global generator may be drawn in another order, or in other processes
    #[arg(long)]
    assume_random_reorderable: bool,
    /// What the versions may use: `cupy` adds versions for a GPU, which run where they are expected to pay
    #[arg(long, value_enum, default_value = "cpu")]
    target: TargetName,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TargetName {
    /// NumPy alone
    Cpu,
    /// NumPy, and CuPy where there is a GPU
    Cupy,
}

#[derive(Subcommand)]
enum Task {
    /// Measure this machine once: which versions pay depends on it
    Calibrate {
        /// The interpreter that programs run with; it needs NumPy
        #[arg(long, default_value = "python3")]
        python: PathBuf,
        /// The profile to write; `-` is standard output [default: automphc/profile.toml in the configuration folder]
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum StageName {
    Py,
    Nparray,
    Affine,
    Scheduled,
    Raised,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RemarkFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FloatingPoint {
    /// Sums of the same terms may be regrouped
    Default,
    /// Every operation in its order
    Strict,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("automphc: error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// True if every input was compiled.
fn run(arguments: &Arguments) -> Result<bool> {
    if let Some(Task::Calibrate { python, output }) = &arguments.command {
        if let Some(path) = calibrate(python, output.as_deref())? {
            println!("{}", path.display());
        }
        return Ok(true);
    }
    pipelines::set_registry();
    let request = Request {
        pass_options: pass_options(arguments)?,
        emit: arguments.emit.map(stage),
        hints: arguments.hints.clone(),
        statistics: arguments.pass_statistics,
    };
    let output = match (&arguments.output, arguments.emit) {
        (None, Some(_)) => Some(PathBuf::from("-")),
        (output, _) => output.clone(),
    };
    let targets = output::targets(&arguments.inputs, output.as_deref())?;
    let mut finished = vec![];
    let mut fine = true;
    for (result, target) in compile_all(&arguments.inputs, &request).into_iter().zip(targets) {
        match result {
            Ok((compiled, source)) => finished.push((compiled, source, target)),
            Err(diagnostics) => {
                diagnostics.iter().for_each(|d| eprintln!("{d}"));
                fine = false;
            }
        }
    }
    if !fine {
        return Ok(false);
    }
    for (compiled, source, target) in finished {
        report(arguments, &compiled);
        let bytes = match request.emit {
            Some(_) => compiled.text.into_bytes(),
            None => source.encode(&compiled.text).map_err(|d| anyhow::anyhow!("{d}"))?,
        };
        output::write(&target, &bytes)?;
    }
    Ok(true)
}

/// Compiles every input, on all processors: a file has an MLIR context of its own, and shares nothing but the knowledge
/// base, which is read once. The results come in the order of the inputs.
fn compile_all(inputs: &[PathBuf], request: &Request) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let outcomes: Vec<OnceLock<Outcome>> = inputs.iter().map(|_| OnceLock::new()).collect();
    let work = || {
        let indices = std::iter::repeat_with(|| next.fetch_add(1, Ordering::Relaxed));
        for index in indices.take_while(|index| *index < inputs.len()) {
            // Each index is drawn once, so the place is empty.
            outcomes[index].set(outcome(&inputs[index], request)).ok();
        }
    };
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        (0..processors.min(inputs.len())).for_each(|_| {
            scope.spawn(work);
        })
    });
    outcomes.into_iter().filter_map(OnceLock::into_inner).collect()
}

fn outcome(input: &Path, request: &Request) -> Outcome {
    let source = read(input).map_err(|diagnostic| vec![*diagnostic])?;
    Ok((compile(&source, request)?, source))
}

fn read(input: &Path) -> Result<Source, Box<Diagnostic>> {
    if input.as_os_str() != "-" {
        return Source::read(input);
    }
    let mut bytes = vec![];
    match std::io::stdin().read_to_end(&mut bytes) {
        Ok(_) => Source::from_bytes("<stdin>", &bytes),
        Err(error) => Err(Box::new(Diagnostic::file_error("<stdin>", error.to_string()))),
    }
}

fn report(arguments: &Arguments, compiled: &Compiled) {
    for fault in &compiled.faults {
        eprintln!("automphc: internal error, the module stays as it is; please report it\n{fault}");
    }
    compiled.statistics.iter().for_each(|statistics| eprintln!("{}", statistics.to_json()));
    match arguments.remarks {
        Some(RemarkFormat::Text) => eprint!("{}", remarks::as_text(&compiled.remarks)),
        Some(RemarkFormat::Json) => eprint!("{}", remarks::as_json(&compiled.remarks)),
        None => {}
    }
}

fn stage(name: StageName) -> Stage {
    match name {
        StageName::Py => Stage::Py,
        StageName::Nparray => Stage::Nparray,
        StageName::Affine => Stage::Affine,
        StageName::Scheduled => Stage::Scheduled,
        StageName::Raised => Stage::Raised,
    }
}

/// The options that every pass gets; mistakes in the machine profile, in
/// knowledge-base files and in names are reported here, before any input is touched.
fn pass_options(arguments: &Arguments) -> Result<String> {
    let mut words = vec![];
    Machine::here().map_err(|problem| anyhow::anyhow!("the machine profile: {problem}"))?;
    if !arguments.kb.is_empty() || !arguments.kb_without.is_empty() {
        check_knowledge_base(arguments)?;
    }
    let list = |items: Vec<String>| items.join(",");
    if !arguments.kb.is_empty() {
        words.push(format!("kb={}", list(arguments.kb.iter().map(|p| p.display().to_string()).collect())));
    }
    if !arguments.kb_without.is_empty() {
        words.push(format!("kb-without={}", list(arguments.kb_without.clone())));
    }
    if arguments.fp == FloatingPoint::Strict {
        words.push("fp=strict".into());
    }
    if arguments.assume_random_reorderable {
        words.push("random=reorderable".into());
    }
    if arguments.target == TargetName::Cupy {
        words.push("target=cupy".into());
    }
    Ok(words.join(" "))
}

fn check_knowledge_base(arguments: &Arguments) -> Result<()> {
    let mut kb = KnowledgeBase::standard().map_err(|d| anyhow::anyhow!("{d}"))?;
    for path in &arguments.kb {
        let shown = path.display().to_string();
        anyhow::ensure!(
            !shown.contains([',', ' ', '{', '}']),
            "{shown}: a path without blanks, commas and braces is needed"
        );
        let text = std::fs::read_to_string(path).with_context(|| shown.clone())?;
        if let Err(diagnostics) = kb.add_source(&shown, &text) {
            let all: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
            anyhow::bail!("the knowledge base has mistakes\n{}", all.join("\n"));
        }
    }
    for name in &arguments.kb_without {
        let suffix = format!(".{name}");
        let known = kb.functions().any(|f| f.name == *name || f.name.ends_with(&suffix)) || kb.function(name).is_some();
        anyhow::ensure!(known, "--kb-without {name}: the knowledge base has no such entry");
    }
    Ok(())
}
