//! One diagnostic and how it is shown.
//!
//! In: a place in a source file and a message. Out: text in the form that
//! editors and terminals recognise. Rule: every tool renders through this
//! type, whether the message comes from the frontend or from MLIR.

use crate::source::Source;
use std::fmt::{Display, Formatter, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
    Remark,
    Note,
}

impl Display for Severity {
    fn fmt(&self, f: &mut Formatter) -> Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Remark => "remark",
            Self::Note => "note",
        })
    }
}

/// A message at a place. Lines and columns start at 1 and columns count
/// characters; line 0 means the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub path: String,
    pub line: usize,
    pub column: usize,
    pub severity: Severity,
    pub message: String,
    pub source_line: Option<String>,
    pub notes: Vec<Diagnostic>,
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn new(severity: Severity, path: &str, line: usize, column: usize, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            line,
            column,
            severity,
            message: message.into(),
            source_line: None,
            notes: Vec::new(),
            help: None,
        }
    }

    /// An error about the file, not about a place in it.
    pub fn file_error(path: &str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, path, 0, 0, message)
    }

    /// A message at a byte offset of the source.
    pub fn at(severity: Severity, source: &Source, offset: usize, message: impl Into<String>) -> Self {
        let (line, column) = source.line_column(offset);
        Self::new(severity, &source.path, line, column, message).with_source(source)
    }

    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn with_note(mut self, note: Diagnostic) -> Self {
        self.notes.push(note);
        self
    }

    /// Fills in the source line, for messages whose place came from MLIR.
    pub fn with_source(mut self, source: &Source) -> Self {
        if self.line > 0 && self.path == source.path {
            self.source_line = Some(source.line(self.line).to_string());
        }
        for note in &mut self.notes {
            *note = note.clone().with_source(source);
        }
        self
    }
}

impl Display for Diagnostic {
    fn fmt(&self, f: &mut Formatter) -> Result {
        match self.line {
            0 => write!(f, "{}: {}: {}", self.path, self.severity, self.message)?,
            line => write!(f, "{}:{line}:{}: {}: {}", self.path, self.column, self.severity, self.message)?,
        }
        if let Some(text) = &self.source_line {
            write!(f, "\n{}\n{}^", printable(text), caret_indent(text, self.column))?;
        }
        for note in &self.notes {
            write!(f, "\n{note}")?;
        }
        match &self.help {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}

/// A line as a terminal may show it: control characters in a source file must
/// not reach it.
fn printable(line: &str) -> String {
    line.chars().map(|c| if c.is_control() && c != '\t' { '\u{fffd}' } else { c }).collect()
}

/// White space up to the caret; tabs stay tabs, whatever their width.
fn caret_indent(line: &str, column: usize) -> String {
    let before = line.chars().chain(std::iter::repeat(' ')).take(column.saturating_sub(1));
    before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caret_note_and_help() {
        let source = Source::from_text("k.py", "def f():\n\tx = \x1b1 +\n");
        let note = Diagnostic::at(Severity::Note, &source, 0, "in this function");
        let error = Diagnostic::at(Severity::Error, &source, 10, "no").with_note(note).with_help("try again");
        insta::assert_snapshot!(error.to_string(), @r#"
        k.py:2:2: error: no
        	x = �1 +
        	^
        k.py:1:1: note: in this function
        def f():
        ^
        help: try again
        "#);
    }

    #[test]
    fn file_as_a_whole() {
        assert_eq!(Diagnostic::file_error("a.py", "no such file").to_string(), "a.py: error: no such file");
    }
}
