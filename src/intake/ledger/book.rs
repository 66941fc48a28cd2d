//! A register as it lies on disk: a spreadsheet of any kind, also a table of a web page under the name of one, or lines of text.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};

use super::csv;
use crate::intake::block::Block;
use crate::intake::foreign::{ForeignError, LARGEST_FOREIGN};
use crate::intake::html;
use crate::intake::sheet::{Sheet, SheetCell, SheetValue};

/// The most bytes that are looked at for what they are.
const HEAD_BYTES: usize = 4096;

/// The sheets of a register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    /// The name of its file, without folders.
    pub name: String,
    /// Its sheets in their order.
    pub sheets: Vec<Sheet>,
}

impl Book {
    /// Reads the bytes of a file of that name.
    ///
    /// # Errors
    /// One sentence: too large, broken, locked, or no table at all.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ForeignError> {
        if bytes.len() > LARGEST_FOREIGN {
            return Err(ForeignError::TooLarge);
        }
        let packed = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
        let sheets = if packed { crate::intake::sheets(bytes)? } else { text_sheets(name, bytes)? };
        Ok(Self { name: name.to_owned(), sheets })
    }
}

/// The sheets of a file of text: tables of a web page, or lines of values.
fn text_sheets(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, ForeignError> {
    let text = decoded(bytes).ok_or(ForeignError::Unread("这不是电子表格，请另存为 .xlsx 或 .csv 再打开"))?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if is_page(&text) {
        let tables = html::tables(&text).map_err(|_| ForeignError::TooLarge)?;
        let tables = tables.iter().enumerate();
        return Ok(tables.map(|(at, table)| of_block(&format!("{stem}·{}", at + 1), table)).collect());
    }
    csv::sheet(stem, &text).map(|sheet| vec![sheet])
}

/// The text of the bytes: by their mark, else UTF-8, else GBK; `None` where they are none of them.
fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((encoding_rs::UTF_8, 0));
    let bytes = bytes.get(mark..)?;
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let text = text.or_else(|| GB18030.decode_without_bom_handling_and_without_replacement(bytes))?;
    (!text.contains('\0')).then_some(text)
}

fn is_page(text: &str) -> bool {
    let head: String = text.chars().take(HEAD_BYTES).collect::<String>().to_ascii_lowercase();
    head.trim_start().starts_with('<') && head.contains("<table")
}

fn of_block(name: &str, block: &Block) -> Sheet {
    let cell = |cell: &crate::intake::block::BlockCell| SheetCell {
        row: cell.row,
        column: cell.column,
        rows: cell.rows,
        columns: cell.columns,
        value: SheetValue::Text(cell.text.clone()),
    };
    let mut cells: Vec<_> = block.cells.iter().filter(|cell| !cell.text.trim().is_empty()).map(cell).collect();
    cells.sort_by_key(|cell| (cell.row, cell.column));
    Sheet { name: name.to_owned(), cells }
}
