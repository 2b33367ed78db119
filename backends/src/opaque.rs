//! Original statements inside an optimized block: the same text at another indentation.

use crate::source::has_multiline_string;

/// Lines of a statement, its own indentation `column` removed; None if a string spans lines.
pub fn lines(text: &str, column: &str) -> Option<Vec<String>> {
    if !text.contains('\n') {
        return Some(vec![text.to_string()]);
    }
    let lines: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(number, line)| match line.trim_end_matches('\r') {
            line if number == 0 => line,
            line if line.trim().is_empty() => "",
            line => line.strip_prefix(column).unwrap_or(line),
        })
        .map(str::to_string)
        .collect();
    // Only without the indentation are several statements a text of their own.
    (!has_multiline_string(&lines.join("\n"))).then_some(lines)
}

/// The white space that a line starts with.
pub fn indentation(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}
