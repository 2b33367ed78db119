//! `automphc-translate`: between Python and MLIR, without any pass.

use anyhow::Result;
use automphc_backends::{emit_python, EmitOptions};
use automphc_frontend::{import, ImportOptions, Source};
use automphc_tools::output::{self, Target};
use clap::Parser;
use melior::ir::operation::{OperationLike, OperationPrintingFlags};
use melior::ir::Module;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

/// Translate between Python and MLIR.
#[derive(Parser)]
#[command(version, name = "automphc-translate")]
struct Arguments {
    /// Python source to a module of py operations
    #[arg(long, conflicts_with = "emit_python", required_unless_present = "emit_python")]
    import_python: bool,
    /// A module with raised versions to Python source
    #[arg(long)]
    emit_python: bool,
    /// Print locations
    #[arg(long)]
    mlir_print_debuginfo: bool,
    /// Input file; standard input by default
    #[arg(default_value = "-")]
    input: PathBuf,
    /// Output file; standard output by default
    #[arg(short, default_value = "-")]
    output: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let text = if arguments.import_python { to_mlir(&arguments) } else { to_python(&arguments) };
    let target = if arguments.output.as_os_str() == "-" { Target::Standard } else { Target::File(arguments.output) };
    match text.and_then(|bytes| output::write(&target, &bytes)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn bytes_of(input: &std::path::Path) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    if input.as_os_str() == "-" {
        std::io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(input).map_err(|e| anyhow::anyhow!("{}: error: {e}", input.display()))?;
    }
    Ok(bytes)
}

fn to_mlir(arguments: &Arguments) -> Result<Vec<u8>> {
    let context = automphc_dialects::context();
    let bytes = bytes_of(&arguments.input)?;
    let source =
        Source::from_bytes(&arguments.input.display().to_string(), &bytes).map_err(|d| anyhow::anyhow!("{d}"))?;
    let module = import(&context, &source, &ImportOptions::default()).map_err(|diagnostics| {
        anyhow::anyhow!("{}", diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
    let flags = OperationPrintingFlags::new();
    let flags = if arguments.mlir_print_debuginfo { flags.enable_debug_info(true, false) } else { flags };
    let text = module.as_operation().to_string_with_flags(flags)?;
    Ok(format!("{}\n", text.trim_end()).into_bytes())
}

fn to_python(arguments: &Arguments) -> Result<Vec<u8>> {
    let context = automphc_dialects::context();
    let text = String::from_utf8(bytes_of(&arguments.input)?)?;
    let module = Module::parse(&context, &text)
        .ok_or_else(|| anyhow::anyhow!("{}: error: this is no valid module", arguments.input.display()))?;
    let emitted = emit_python(&module, &EmitOptions::default()).map_err(|problems| {
        anyhow::anyhow!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
    Ok(emitted.into_bytes())
}
