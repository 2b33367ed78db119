//! Remarks: what the compiler decided, for people or for programs.

use std::fmt::Write;

/// One decision.
#[derive(Clone, Debug)]
pub struct Remark {
    /// File, line, column.
    pub place: Option<(String, usize, usize)>,
    pub message: String,
}

/// `file:line:column: remark: message`, one line each.
pub fn as_text(remarks: &[Remark]) -> String {
    let line = |r: &Remark| match &r.place {
        Some((file, line, column)) => format!("{file}:{line}:{column}: remark: {}\n", r.message),
        None => format!("remark: {}\n", r.message),
    };
    remarks.iter().map(line).collect()
}

/// One JSON object per line.
pub fn as_json(remarks: &[Remark]) -> String {
    let mut text = String::new();
    for remark in remarks {
        let (file, line, column) = remark.place.clone().unwrap_or_default();
        let _ = writeln!(
            text,
            "{{\"file\": {}, \"line\": {line}, \"column\": {column}, \"message\": {}}}",
            quoted(&file),
            quoted(&remark.message)
        );
    }
    text
}

fn quoted(text: &str) -> String {
    let mut result = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => result.push_str("\\\""),
            '\\' => result.push_str("\\\\"),
            c if u32::from(c) < 0x20 => {
                let _ = write!(result, "\\u{:04x}", u32::from(c));
            }
            c => result.push(c),
        }
    }
    result.push('"');
    result
}
