//! Original statements inside an optimized block: the same text at another indentation.

use crate::source::has_multiline_string;

/// Lines of a statement, its own indentation `column` removed; None if a string spans lines.
pub fn lines(text: &str, column: &str) -> Option<Vec<String>> {
    if !text.contains('\n') {
        return Some(vec![text.to_string()]);
    }
    if has_multiline_string(text) {
        return None;
    }
    let rest = text.lines().skip(1).map(|line| {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() {
            ""
        } else {
            line.strip_prefix(column).unwrap_or(line)
        }
    });
    text.lines()
        .next()
        .map(|first| first.trim_end_matches('\r'))
        .into_iter()
        .chain(rest)
        .map(|l| Some(l.to_string()))
        .collect()
}

/// The white space that a line starts with.
pub fn indentation(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}
