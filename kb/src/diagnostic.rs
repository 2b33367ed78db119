//! Located errors in stub files.
//!
//! In: a byte offset into a source text. Out: a `Diagnostic` that prints as
//! `path:line:col: error: message`, the source line and a caret under the column.

use std::fmt;

/// One error in a stub file. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub path: String,
    pub line: usize,
    pub column: usize,
    pub message: String,
    pub source_line: String,
}

impl Diagnostic {
    /// Locates `offset` (in bytes) in `text`; an offset past the end points at the end.
    pub fn at(path: &str, text: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let source_line = text[start..].lines().next().unwrap_or("").to_string();
        Self {
            path: path.to_string(),
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
            message: message.into(),
            source_line,
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, column, message, source_line } = self;
        writeln!(f, "{path}:{line}:{column}: error: {message}")?;
        writeln!(f, "{source_line}")?;
        // Tabs are kept, so that the caret stands right however wide they are shown.
        let indent: String = source_line.chars().take(column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        write!(f, "{indent}^")
    }
}

impl std::error::Error for Diagnostic {}
