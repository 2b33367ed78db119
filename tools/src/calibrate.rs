//! `automphc calibrate`: measures this machine and writes its profile.
//!
//! In: a Python interpreter with NumPy. Out: the profile that the cost model
//! reads, see `automphc_passes::cost::machine`. Rule: nothing is written unless
//! what was measured is a profile.

use crate::output::{self, Target};
use anyhow::{Context, Result};
use automphc_passes::cost::machine::{self, Machine};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SCRIPT: &str = include_str!("calibrate.py");

/// Measures with an interpreter and writes the profile; the path it went to, None for standard output.
pub fn calibrate(python: &Path, output: Option<&Path>) -> Result<Option<PathBuf>> {
    let target = match output {
        Some(path) if path == Path::new("-") => Target::Standard,
        Some(path) => Target::File(path.to_path_buf()),
        None => {
            let place = machine::path().context("there is no configuration folder: set HOME, or name a file with -o");
            Target::File(place?.0)
        }
    };
    let profile = measure(python)?;
    Machine::parse(&profile).map_err(|problem| anyhow::anyhow!("what was measured is no profile: {problem}"))?;
    let path = match &target {
        Target::File(path) => Some(path.clone()),
        Target::Standard => None,
    };
    if let Some(folder) = path.as_deref().and_then(Path::parent) {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    output::write(&target, profile.as_bytes())?;
    Ok(path)
}

/// What the script prints.
fn measure(python: &Path) -> Result<String> {
    let shown = python.display();
    let mut child = Command::new(python)
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {shown}"))?;
    child.stdin.take().context("no standard input")?.write_all(SCRIPT.as_bytes())?;
    let output = child.wait_with_output()?;
    anyhow::ensure!(output.status.success(), "{shown} could not measure: it needs Python 3.11 or later with NumPy");
    String::from_utf8(output.stdout).context("the measurements are no text")
}
