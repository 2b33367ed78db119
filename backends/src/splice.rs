//! Inserting lines into a text without touching its bytes.

/// Lines that go in before a byte offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    pub offset: usize,
    pub lines: Vec<String>,
}

/// The text with all insertions made, each line ended by `newline`. Insertions at one offset keep
/// their order; one at the end of a text without a final newline starts a new line.
pub fn splice(text: &str, mut insertions: Vec<Insertion>, newline: &str) -> String {
    insertions.sort_by_key(|insertion| insertion.offset);
    let mut out = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for insertion in insertions {
        let offset = insertion.offset.min(text.len());
        out.push_str(&text[done..offset]);
        done = offset;
        let unfinished = !out.is_empty() && !out.ends_with('\n');
        let lines = insertion.lines.join(newline);
        if unfinished {
            out.push_str(newline);
            out.push_str(&lines);
        } else {
            out.push_str(&lines);
            out.push_str(newline);
        }
    }
    out.push_str(&text[done..]);
    out
}
