//! Output files: written whole or not at all.

use anyhow::{Context, Result};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where the output of one input goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Standard,
    File(PathBuf),
}

/// The target for each input: `-o FILE` for one, `-o DIRECTORY` for any number,
/// `INPUT_opt.py` beside the input by default.
pub fn targets(inputs: &[PathBuf], output: Option<&Path>) -> Result<Vec<Target>> {
    match output {
        Some(path) if path == Path::new("-") => Ok(inputs.iter().map(|_| Target::Standard).collect()),
        Some(path) if path.is_dir() || inputs.len() > 1 => {
            if path.is_file() {
                anyhow::bail!("{}: several inputs need a directory to go to", path.display());
            }
            std::fs::create_dir_all(path).with_context(|| format!("cannot create {}", path.display()))?;
            let mut all: Vec<Target> = vec![];
            for input in inputs {
                let name = input.file_name().with_context(|| format!("{} names no file", input.display()))?;
                let target = Target::File(path.join(name));
                anyhow::ensure!(!all.contains(&target), "two inputs are called {}", name.to_string_lossy());
                all.push(target);
            }
            Ok(all)
        }
        Some(path) => Ok(vec![Target::File(path.to_path_buf())]),
        None => Ok(inputs.iter().map(|input| default_target(input)).collect()),
    }
}

fn default_target(input: &Path) -> Target {
    if input == Path::new("-") {
        return Target::Standard;
    }
    let stem = input.file_stem().unwrap_or_default().to_string_lossy();
    Target::File(input.with_file_name(format!("{stem}_opt.py")))
}

/// Writes the bytes; a file appears complete, under its name, at once.
pub fn write(target: &Target, bytes: &[u8]) -> Result<()> {
    match target {
        Target::Standard => {
            let mut out = std::io::stdout().lock();
            out.write_all(bytes).and_then(|()| out.flush()).context("cannot write to standard output")
        }
        Target::File(path) => replace(path, bytes).with_context(|| format!("cannot write {}", path.display())),
    }
}

/// Through a temporary file in the same folder, with the rights of the old file
/// or those that a new file would get. A symbolic link stays: what it points to is
/// replaced. What is no regular file (a device such as `/dev/null`, a named pipe)
/// must not be replaced at all, so it is written to.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let resolved = std::fs::canonicalize(path);
    let path = resolved.as_deref().unwrap_or(path);
    if std::fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Ok(std::fs::OpenOptions::new().write(true).open(path)?.write_all(bytes)?);
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.prefix(".automphc-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Ok(metadata) = std::fs::metadata(path) {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    file.persist(path)?;
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::FileTypeExt;

    /// Writing "x" to `name` in a fresh folder after `prepare` has put something there.
    fn written(prepare: impl Fn(&Path), name: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        prepare(folder.path());
        replace(&folder.path().join(name), b"x").unwrap();
        folder
    }

    #[test]
    fn a_symbolic_link_stays_and_its_file_is_replaced() {
        let link = |folder: &Path| {
            std::fs::write(folder.join("file"), "old").unwrap();
            std::os::unix::fs::symlink("file", folder.join("link")).unwrap();
        };
        let folder = written(link, "link");
        assert!(folder.path().join("link").is_symlink());
        assert_eq!(std::fs::read(folder.path().join("file")).unwrap(), b"x");
    }

    #[test]
    fn a_device_is_written_to_and_stays_a_device() {
        let folder = written(|folder| std::os::unix::fs::symlink("/dev/null", folder.join("sink")).unwrap(), "sink");
        assert!(folder.path().join("sink").is_symlink());
        assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    }
}
