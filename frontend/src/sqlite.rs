//! Rows of one table of an SQLite database file.
//!
//! In: the bytes of a file and the name of a table. Out: its rows as text, by
//! column. Only what a recorder's store needs is read: tables with row ids, in
//! UTF-8, without a write-ahead log. Rule: every offset is checked, and no page
//! is visited twice, so that a damaged file is an error and never a fault.

use std::collections::{BTreeMap, BTreeSet};

/// A row: what each column holds, as text; nothing for NULL and bytes.
pub type Row = BTreeMap<String, String>;

const HEADER: usize = 100;
/// Nesting of a tree's pages beyond which a file is damaged.
const MAX_DEPTH: usize = 32;

struct File<'b> {
    bytes: &'b [u8],
    page: usize,
    usable: usize,
}

pub fn rows(bytes: &[u8], table: &str) -> Result<Vec<Row>, String> {
    let file = File::open(bytes)?;
    let columns = ["type", "name", "tbl_name", "rootpage", "sql"].map(str::to_string);
    let schema = file.table(1, &columns)?;
    let named =
        |row: &&Row| row.get("name").is_some_and(|name| name == table) && row.get("type").is_some_and(|t| t == "table");
    let found = schema.iter().find(named).ok_or_else(|| format!("it has no table '{table}'"))?;
    let root = found.get("rootpage").and_then(|root| root.parse().ok()).ok_or("its schema is damaged")?;
    file.table(root, &columns_of(found.get("sql").map_or("", String::as_str)))
}

/// The names of the columns in `CREATE TABLE t (a TEXT, b TEXT)`.
fn columns_of(sql: &str) -> Vec<String> {
    let inside = sql.split_once('(').map_or("", |(_, rest)| rest);
    let name =
        |column: &str| column.split_whitespace().next().unwrap_or("").trim_matches(['"', '`', '[', ']']).to_string();
    inside.split(',').map(name).collect()
}

impl<'b> File<'b> {
    fn open(bytes: &'b [u8]) -> Result<Self, String> {
        let field = |at: usize| bytes.get(at).copied().unwrap_or(0);
        if bytes.len() < HEADER || !bytes.starts_with(b"SQLite format 3\0") {
            return Err("it is no SQLite database".into());
        }
        if field(18) == 2 {
            return Err("it has a write-ahead log; run 'PRAGMA journal_mode=DELETE' on it first".into());
        }
        if !matches!(field(59), 0 | 1) {
            return Err("its text is not in UTF-8".into());
        }
        let page = match usize::from(u16::from_be_bytes([field(16), field(17)])) {
            1 => 65536,
            size => size,
        };
        let usable = page.saturating_sub(usize::from(field(20)));
        match page.is_power_of_two() && usable >= 480 {
            true => Ok(Self { bytes, page, usable }),
            false => Err("its header is damaged".into()),
        }
    }

    fn page(&self, number: usize) -> Option<&'b [u8]> {
        let start = number.checked_sub(1)?.checked_mul(self.page)?;
        self.bytes.get(start..start.checked_add(self.page)?)
    }

    fn table(&self, root: usize, columns: &[String]) -> Result<Vec<Row>, String> {
        let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
        self.visit(root, columns, 0, &mut seen, &mut rows).ok_or("it is damaged")?;
        Ok(rows)
    }

    fn visit(
        &self,
        number: usize,
        columns: &[String],
        depth: usize,
        seen: &mut BTreeSet<usize>,
        rows: &mut Vec<Row>,
    ) -> Option<()> {
        let page = self.page(number).filter(|_| depth < MAX_DEPTH && seen.insert(number))?;
        let start = if number == 1 { HEADER } else { 0 };
        let cells = be16(page, start + 3)?;
        let leaf = match page.get(start)? {
            0x0d => true,
            0x05 => false,
            _ => return None,
        };
        for cell in 0..cells {
            let at = be16(page, start + if leaf { 8 } else { 12 } + 2 * cell)?;
            match leaf {
                true => rows.push(record(&self.payload(page, at)?, columns)?),
                false => self.visit(be32(page, at)?, columns, depth + 1, seen, rows)?,
            }
        }
        match leaf {
            true => Some(()),
            false => self.visit(be32(page, start + 8)?, columns, depth + 1, seen, rows),
        }
    }

    /// A cell's bytes, of which those that do not fit lie on pages of their own.
    fn payload(&self, page: &[u8], at: usize) -> Option<Vec<u8>> {
        let (size, after) = varint(page, at)?;
        let (_, at) = varint(page, after)?;
        let size = usize::try_from(size).ok().filter(|size| *size <= self.bytes.len())?;
        let most = self.usable - 35;
        let least = (self.usable - 12) * 32 / 255 - 23;
        let local = match least + size.saturating_sub(least) % (self.usable - 4) {
            _ if size <= most => size,
            some if some <= most => some,
            _ => least,
        };
        let mut payload = page.get(at..at + local)?.to_vec();
        let mut next = if local < size { be32(page, at + local)? } else { 0 };
        while payload.len() < size {
            let overflow = self.page(next)?;
            let count = (size - payload.len()).min(self.usable - 4);
            payload.extend(overflow.get(4..4 + count)?);
            next = be32(overflow, 0)?;
        }
        Some(payload)
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn be32(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// A number of one to nine bytes, and where it ends.
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0;
    for position in 0..9 {
        let byte = *bytes.get(at + position)?;
        if position == 8 {
            return Some((value << 8 | u64::from(byte), at + 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((value, at + position + 1));
        }
    }
    None
}

fn record(payload: &[u8], columns: &[String]) -> Option<Row> {
    let (header, mut at) = varint(payload, 0)?;
    let mut value = usize::try_from(header).ok()?;
    let end = value;
    let mut row = Row::new();
    for column in columns {
        if at >= end {
            break;
        }
        let (kind, next) = varint(payload, at)?;
        at = next;
        let size = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            _ => kind.checked_sub(12)? / 2,
        };
        let bytes = payload.get(value..value.checked_add(usize::try_from(size).ok()?)?)?;
        value += bytes.len();
        let text = match kind {
            1..=6 => Some(bytes.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte)).to_string()),
            8 | 9 => Some((kind - 8).to_string()),
            13.. if kind % 2 == 1 => std::str::from_utf8(bytes).ok().map(str::to_string),
            _ => None,
        };
        row.extend(text.map(|text| (column.clone(), text)));
    }
    Some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_database_is_refused() {
        assert!(rows(b"", "t").is_err());
        assert!(rows(b"SQLite format 3\0", "t").is_err());
        let mut bytes = b"SQLite format 3\0".to_vec();
        bytes.resize(4096, 0xff);
        assert!(rows(&bytes, "t").is_err());
        bytes[16..21].copy_from_slice(&[0x10, 0, 1, 1, 0]);
        bytes[59] = 1;
        assert!(rows(&bytes, "t").is_err());
    }

    #[test]
    fn numbers_of_several_bytes() {
        assert_eq!(varint(&[0x7f], 0), Some((127, 1)));
        assert_eq!(varint(&[0x81, 0x00], 0), Some((128, 2)));
        assert_eq!(varint(&[0xff; 9], 0), Some((u64::MAX, 9)));
        assert_eq!(varint(&[0xff; 3], 0), None);
    }
}
