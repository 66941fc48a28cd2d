//! A letter as a Word document, in the looks of the report's; read back before it is given out.

use super::body;
use super::package;
use super::read::Package;
use super::styles::{self, WORD, borders, twips};
use crate::file::many::{Block, Letter};
use crate::file::markup::Markup;
use crate::file::paper::{Kind, Made, PaperError};
use crate::file::wanted::{Shown, printable};
use crate::page::sheet::TEXT_WIDTH_MM;

/// Writes a letter.
///
/// # Errors
/// A library refuses, or what was written does not read back as the letter.
pub fn letter(letter: &Letter) -> Result<Made, PaperError> {
    let parts = vec![
        ("document.xml", document(letter)),
        ("styles.xml", styles::styles()),
        ("settings.xml", styles::settings(false)),
        ("fontTable.xml", styles::font_table()),
        ("footer1.xml", body::footer(false)),
        ("footer2.xml", body::footer(true)),
    ];
    let bytes = package::pack_letter(letter, parts).map_err(|error| PaperError::Writing(Kind::Word, error.to_string()))?;
    verify(&bytes, letter)?;
    Ok(Made { bytes, verified: format!("{}：{} 段与原文一致", Kind::Word.name(), letter.blocks.len() + 1) })
}

fn document(letter: &Letter) -> String {
    let mut out = Markup::xml();
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    out.element("w:document", &[("xmlns:w", &WORD), ("xmlns:r", &relations)], |out| {
        out.element("w:body", &[], |out| {
            body::plain(out, "Title", &letter.title, "");
            for block in &letter.blocks {
                match block {
                    Block::Head(text) => body::plain(out, "Heading1", text, ""),
                    Block::Text(text) => body::plain(out, "Normal", text, ""),
                    Block::Signed(text) => body::plain(out, "Normal", text, "right"),
                    Block::Table { widths, rows } => table(out, widths, rows),
                }
            }
            body::page(out, false);
        });
    });
    out.finish()
}

fn table(out: &mut Markup, widths: &[u32], rows: &[Vec<String>]) {
    let whole: u32 = widths.iter().sum::<u32>().max(1);
    let width = |part: u32| twips(TEXT_WIDTH_MM * part as f32 / whole as f32);
    out.element("w:tbl", &[], |out| {
        out.element("w:tblPr", &[], |out| {
            out.empty("w:tblStyle", &[("w:val", &"ReportTable")]);
            out.empty("w:tblW", &[("w:w", &widths.iter().map(|part| width(*part)).sum::<i32>()), ("w:type", &"dxa")]);
            borders(out);
            out.empty("w:tblLayout", &[("w:type", &"fixed")]);
        });
        out.element("w:tblGrid", &[], |out| widths.iter().for_each(|part| out.empty("w:gridCol", &[("w:w", &width(*part))])));
        for (at, row) in rows.iter().enumerate() {
            out.element("w:tr", &[], |out| {
                out.element("w:trPr", &[], |out| {
                    out.empty("w:cantSplit", &[]);
                    if at == 0 {
                        out.empty("w:tblHeader", &[]);
                    }
                });
                for (part, text) in widths.iter().zip(row) {
                    out.element("w:tc", &[], |out| {
                        out.element("w:tcPr", &[], |out| {
                            out.empty("w:tcW", &[("w:w", &width(*part)), ("w:type", &"dxa")]);
                            out.empty("w:vAlign", &[("w:val", &"center")]);
                        });
                        body::plain(out, "TableText", text, "");
                    });
                }
            });
        }
    });
}

/// Every paragraph and every cell says what the letter says.
fn verify(bytes: &[u8], letter: &Letter) -> Result<(), PaperError> {
    let shown = Package::of(bytes).and_then(|mut package| package.shown());
    let shown = shown.ok_or_else(|| PaperError::Writing(Kind::Word, "写出的内容读不回来".to_owned()))?;
    let mut read = Vec::new();
    for part in shown {
        match part {
            Shown::Text(text) => read.push(text),
            Shown::Chart(_) => {}
            Shown::Table(cells) => read.extend(cells.into_iter().map(|cell| cell.text)),
        }
    }
    let mut wanted = vec![letter.title.clone()];
    for block in &letter.blocks {
        match block {
            Block::Head(text) | Block::Text(text) | Block::Signed(text) => wanted.push(text.clone()),
            Block::Table { rows, .. } => wanted.extend(rows.iter().flatten().cloned()),
        }
    }
    let seen =
        |texts: Vec<String>| texts.iter().map(|text| printable(text).trim().to_owned()).filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let (wanted, read) = (seen(wanted), seen(read));
    let differing = wanted.iter().zip(&read).find(|(wanted, read)| wanted != read);
    match differing {
        None if wanted.len() == read.len() => Ok(()),
        differing => {
            let (wanted, found) = differing.map(|(wanted, read)| (wanted.clone(), read.clone())).unwrap_or_default();
            Err(PaperError::NotAsFilled { kind: Kind::Word, place: "正文".to_owned(), wanted, found })
        }
    }
}
