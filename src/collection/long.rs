//! The long table of many files: read on all processors, written as it is read.

use std::io::Write;
use std::path::PathBuf;

use super::adding::name_below;
use super::parallel::in_order;
use crate::file::many::{Growing, LongBook, LongForm, LongText};
use crate::file::{self, FileError, Opened};
use crate::form::Editions;

/// Where the table goes; each may be left out.
#[derive(Debug, Clone, Default)]
pub struct LongOutputs {
    /// CSV.
    pub csv: Option<PathBuf>,
    /// JSON Lines.
    pub json_lines: Option<PathBuf>,
    /// Workbook.
    pub xlsx: Option<PathBuf>,
}

/// What came of it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LongTable {
    /// How many reports are in it.
    pub reports: usize,
    /// How many rows.
    pub rows: usize,
    /// How many rows of the workbook were read back and are as they were written; `None` where there is none.
    pub read_back: Option<usize>,
}

/// Writes the table. What cannot be read is told and left out; the files take their names only when they are whole.
///
/// # Errors
/// One sentence: something cannot be written.
pub fn long_table(
    files: &[PathBuf],
    roots: &[PathBuf],
    editions: &Editions,
    outputs: &LongOutputs,
    tell: &mut dyn FnMut(&str),
) -> Result<LongTable, FileError> {
    let texts = [(LongText::Csv, &outputs.csv), (LongText::JsonLines, &outputs.json_lines)];
    let mut growing = Vec::new();
    for (kind, path) in texts {
        if let Some(path) = path {
            let mut file = Growing::begin(path)?;
            write(&mut file, &kind.head())?;
            growing.push((kind, file));
        }
    }
    let mut book = match &outputs.xlsx {
        Some(path) => Some((LongBook::new()?, Growing::begin(path)?)),
        None => None,
    };
    let kinds: Vec<LongText> = growing.iter().map(|(kind, _)| *kind).collect();
    let keeps_report = book.is_some();
    let forms: Vec<_> = editions.iter().map(|form| (form.edition.clone(), LongForm::of(form))).collect();
    let (mut table, mut failed) = (LongTable::default(), None);
    let work = |path: &PathBuf| -> Result<Row, FileError> {
        let (opened, _) = file::open_hashed(path, editions)?;
        let name = name_below(path, roots);
        let of_form = forms.iter().find(|(edition, _)| *edition == opened.form.edition).map(|(_, long)| long);
        let text = |kind: &LongText| of_form.map(|long| long.rows(*kind, &opened.form, &opened.report, &name)).unwrap_or_default();
        let (texts, cells) = (kinds.iter().map(text).collect(), opened.form.cell_count());
        Ok(Row { texts, cells, name, opened: keeps_report.then(|| Box::new(opened)) })
    };
    in_order(files, work, |_, row| match row {
        Err(error) => tell(&error.to_string()),
        Ok(row) if failed.is_none() => {
            table.reports += 1;
            table.rows += row.cells;
            let written = growing.iter_mut().zip(&row.texts).try_for_each(|((_, file), text)| write(file, text));
            let written = written.and_then(|()| match (&mut book, &row.opened) {
                (Some((book, _)), Some(opened)) => book.add(&opened.form, &opened.report, &row.name),
                _ => Ok(()),
            });
            failed = written.err();
        }
        Ok(_) => {}
    });
    if let Some(error) = failed {
        return Err(error);
    }
    if let Some((book, mut file)) = book {
        let marks = book.finish(&mut file)?;
        table.read_back = Some(marks.compare(file.written()?).map_err(|error| error.at(file.path()))?);
        file.finish()?;
    }
    growing.into_iter().try_for_each(|(_, file)| file.finish())?;
    Ok(table)
}

/// The rows of a report.
struct Row {
    texts: Vec<String>,
    cells: usize,
    name: String,
    opened: Option<Box<Opened>>,
}

fn write(file: &mut Growing, text: &str) -> Result<(), FileError> {
    file.write_all(text.as_bytes()).map_err(|error| FileError::writing(&error).at(file.path()))
}
