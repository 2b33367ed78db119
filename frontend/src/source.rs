//! A Python source file as text, and the way back to its bytes.
//!
//! In: bytes. Out: decoded text in which every line ending, form feed and tab
//! is still what the file has, and places in it as lines and columns. Rule:
//! all byte offsets of the compiler index `text`, so that what lies between
//! two offsets can be copied to the output and encoded as it was.

use crate::diagnostic::{Diagnostic, Severity};
use sha2::{Digest, Sha256};
use std::path::Path;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// Encodings of PEP 263 that are read; others are declined with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Latin1,
    Ascii,
}

#[derive(Clone, Debug)]
pub struct Source {
    pub path: String,
    pub text: String,
    pub encoding: Encoding,
    /// The file starts with a byte order mark, which `text` leaves out.
    pub bom: bool,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub hash: String,
    line_starts: Vec<usize>,
}

impl Source {
    pub fn read(path: &Path) -> Result<Self, Box<Diagnostic>> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path)
            .map_err(|error| Diagnostic::file_error(&name, format!("cannot read the file: {error}")))?;
        Self::from_bytes(&name, &bytes)
    }

    /// Decodes a file as CPython does: a byte order mark or an encoding line
    /// says how, UTF-8 otherwise.
    pub fn from_bytes(path: &str, bytes: &[u8]) -> Result<Self, Box<Diagnostic>> {
        let bom = bytes.starts_with(BOM);
        let body = if bom { &bytes[BOM.len()..] } else { bytes };
        let encoding = declared_encoding(path, body, bom)?;
        let text = decode(path, body, encoding)?;
        let source = Self::assemble(path, text, encoding, bom, hex_digest(bytes));
        match source.text.find('\0') {
            Some(offset) => {
                Err(Diagnostic::at(Severity::Error, &source, offset, "source code cannot contain null bytes").into())
            }
            None => Ok(source),
        }
    }

    /// A source that is text already, as in tests.
    pub fn from_text(path: &str, text: &str) -> Self {
        Self::assemble(path, text.to_string(), Encoding::Utf8, false, hex_digest(text.as_bytes()))
    }

    fn assemble(path: &str, text: String, encoding: Encoding, bom: bool, hash: String) -> Self {
        let line_starts = line_starts(text.as_bytes());
        Self { path: path.to_string(), text, encoding, bom, hash, line_starts }
    }

    /// Bytes of a whole file in this file's encoding.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut bytes = if self.bom { BOM.to_vec() } else { Vec::new() };
        let limit = match self.encoding {
            Encoding::Utf8 => {
                bytes.extend_from_slice(text.as_bytes());
                return Ok(bytes);
            }
            Encoding::Latin1 => 0xff,
            Encoding::Ascii => 0x7f,
        };
        for c in text.chars() {
            match u8::try_from(u32::from(c)) {
                Ok(byte) if byte <= limit => bytes.push(byte),
                _ => {
                    return Err(
                        Diagnostic::file_error(&self.path, format!("{c:?} is not in the file's encoding")).into()
                    )
                }
            }
        }
        Ok(bytes)
    }

    /// Line and column of a byte offset, both from 1; columns count characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1);
        let start = self.line_starts[line - 1];
        let before = self.text.get(start..offset.min(self.text.len())).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    /// A line without its ending; empty past the end of the file.
    pub fn line(&self, line: usize) -> &str {
        let Some(&start) = line.checked_sub(1).and_then(|index| self.line_starts.get(index)) else { return "" };
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        self.slice(start, end).trim_end_matches(['\n', '\r'])
    }

    /// Offset of the first byte of the line that holds `offset`.
    pub fn line_start(&self, offset: usize) -> usize {
        let line = self.line_starts.partition_point(|&start| start <= offset).max(1);
        self.line_starts[line - 1]
    }

    /// Offset behind the line ending of the line that holds `offset`.
    pub fn line_end(&self, offset: usize) -> usize {
        let next = self.line_starts.partition_point(|&start| start <= offset);
        self.line_starts.get(next).copied().unwrap_or(self.text.len())
    }

    /// Text between two offsets; empty if they do not delimit text.
    pub fn slice(&self, begin: usize, end: usize) -> &str {
        self.text.get(begin..end).unwrap_or_default()
    }
}

/// Offsets at which lines start; a line ends in "\n", "\r\n" or "\r".
fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let ends = bytes.iter().enumerate().filter(|&(index, &byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    });
    std::iter::once(0).chain(ends.map(|(index, _)| index + 1)).collect()
}

fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The encoding of PEP 263, from the mark or one of the first two lines.
fn declared_encoding(path: &str, bytes: &[u8], bom: bool) -> Result<Encoding, Box<Diagnostic>> {
    let Some((line, name)) = encoding_line(bytes) else { return Ok(Encoding::Utf8) };
    let name = name.to_ascii_lowercase().replace('_', "-");
    let encoding = match name.as_str() {
        "utf-8" | "utf8" | "utf-8-sig" | "u8" | "utf" | "cp65001" => Encoding::Utf8,
        "latin-1" | "latin1" | "latin" | "l1" | "iso-8859-1" | "iso8859-1" | "iso-latin-1" | "8859" | "cp819" => {
            Encoding::Latin1
        }
        "ascii" | "us-ascii" | "646" => Encoding::Ascii,
        _ => {
            let message = format!("the encoding '{name}' is not supported");
            let error = Diagnostic::new(Severity::Error, path, line, 1, message);
            return Err(error.with_help("convert the file to UTF-8").into());
        }
    };
    if bom && encoding != Encoding::Utf8 {
        let message = format!("the file has a UTF-8 byte order mark and declares the encoding '{name}'");
        return Err(Diagnostic::new(Severity::Error, path, line, 1, message).into());
    }
    Ok(encoding)
}

/// Line number and name of an encoding declaration. The second line counts
/// only if the first is blank or a comment.
fn encoding_line(bytes: &[u8]) -> Option<(usize, String)> {
    for (index, line) in bytes.split(|&b| b == b'\n').take(2).enumerate() {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_matches([' ', '\t', '\x0c', '\r']);
        if line.is_empty() {
            continue;
        }
        let comment = line.strip_prefix('#')?;
        if let Some(name) = encoding_name(comment) {
            return Some((index + 1, name));
        }
    }
    None
}

fn encoding_name(comment: &str) -> Option<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    comment.match_indices("coding").find_map(|(index, word)| {
        let rest = comment[index + word.len()..].strip_prefix([':', '='])?.trim_start_matches([' ', '\t']);
        let name: String = rest.chars().take_while(|&c| is_name(c)).collect();
        (!name.is_empty()).then_some(name)
    })
}

fn decode(path: &str, bytes: &[u8], encoding: Encoding) -> Result<String, Box<Diagnostic>> {
    match encoding {
        Encoding::Utf8 => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_string()),
            Err(error) => Err(bad_byte(path, bytes, error.valid_up_to(), "UTF-8").into()),
        },
        Encoding::Latin1 => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
        Encoding::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => Ok(String::from_utf8_lossy(bytes).into_owned()),
            Some(offset) => Err(bad_byte(path, bytes, offset, "ASCII").into()),
        },
    }
}

fn bad_byte(path: &str, bytes: &[u8], offset: usize, encoding: &str) -> Diagnostic {
    let text = String::from_utf8_lossy(bytes);
    // The valid prefix decodes to itself, so the offset is right in the lossy text too.
    let source = Source::from_text(path, &text);
    let byte = bytes.get(offset).copied().unwrap_or_default();
    let message = format!("byte 0x{byte:02x} is not valid {encoding}");
    let help = "convert the file to UTF-8, or declare its encoding in the first line: # -*- coding: latin-1 -*-";
    Diagnostic::at(Severity::Error, &source, offset, message).with_help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mark_and_line_endings_stay_out_of_the_way() {
        let bytes = b"\xef\xbb\xbfa = 1\r\n\x0cb = 2\rc";
        let source = Source::from_bytes("a.py", bytes).expect("valid");
        assert!(source.bom);
        assert_eq!(source.text, "a = 1\r\n\x0cb = 2\rc");
        assert_eq!(source.line_column(7), (2, 1));
        assert_eq!((source.line(1), source.line(2), source.line(3), source.line(4)), ("a = 1", "\x0cb = 2", "c", ""));
        assert_eq!((source.line_start(9), source.line_end(9)), (7, 14));
        assert_eq!(source.encode(&source.text).expect("encodes"), bytes);
    }

    #[test]
    fn latin_1_by_declaration() {
        let bytes = b"#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\ns = '\xe9'\n";
        let source = Source::from_bytes("a.py", bytes).expect("valid");
        assert!(source.text.contains('é'));
        assert_eq!(source.encode(&source.text).expect("encodes"), bytes);
        assert!(source.encode("λ").is_err());
    }

    #[test]
    fn a_declaration_after_code_does_not_count() {
        assert_eq!(encoding_line(b"x = 1\n# coding: latin-1\n"), None);
        assert_eq!(encoding_line(b"\n# coding: l1\n"), Some((2, "l1".into())));
    }

    #[test]
    fn errors_have_places() {
        let error = Source::from_bytes("a.py", b"x = 1\ny = '\xff'\n").expect_err("not UTF-8");
        insta::assert_snapshot!(error.to_string(), @r#"
        a.py:2:6: error: byte 0xff is not valid UTF-8
        y = '�'
             ^
        help: convert the file to UTF-8, or declare its encoding in the first line: # -*- coding: latin-1 -*-
        "#);
        let error = Source::from_bytes("a.py", b"# coding: utf-16\n").expect_err("not supported");
        insta::assert_snapshot!(error.to_string(), @r#"
        a.py:1:1: error: the encoding 'utf-16' is not supported
        help: convert the file to UTF-8
        "#);
        let error = Source::from_bytes("a.py", b"x = 1\0\n").expect_err("null byte");
        assert_eq!((error.line, error.column), (1, 6));
        assert!(Source::from_bytes("a.py", b"# coding: ascii\n\xe9").is_err());
        assert!(Source::from_bytes("a.py", b"\xef\xbb\xbf# coding: latin-1\n").is_err());
        assert!(Source::read(Path::new("no/such/file.py")).is_err());
    }
}
