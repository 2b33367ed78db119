//! The files that types of parameters come from, besides the module itself.

use automphc_frontend::{Diagnostic, Recorded, Source};
use std::path::{Path, PathBuf};

/// What the stub beside a module and the files that the user names say of it.
pub fn of(source: &Source, files: &[PathBuf]) -> Result<Recorded, Vec<Diagnostic>> {
    let module = Path::new(&source.path);
    let beside = module.with_extension("pyi");
    let stub = (module.extension().is_some_and(|extension| extension == "py") && beside.is_file()).then_some(beside);
    let mut recorded = Recorded::default();
    for path in stub.iter().chain(files) {
        add(&mut recorded, path, module).map_err(|diagnostic| vec![*diagnostic])?;
    }
    Ok(recorded)
}

fn add(recorded: &mut Recorded, path: &Path, module: &Path) -> Result<(), Box<Diagnostic>> {
    let shown = path.display().to_string();
    if path.extension().is_some_and(|extension| extension == "pyi" || extension == "py") {
        return recorded.add_stub(&Source::read(path)?);
    }
    let failed = |message: String| Box::new(Diagnostic::file_error(&shown, message));
    let bytes = std::fs::read(path).map_err(|error| failed(format!("cannot read the file: {error}")))?;
    let name = module.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    recorded.add_store(&bytes, &name).map_err(|reason| failed(format!("this is no store of recorded calls: {reason}")))
}
