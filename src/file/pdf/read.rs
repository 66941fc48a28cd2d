//! Opens a PDF of ours as the report that it carries.

use lopdf::{Dictionary, Document, Object};

use super::archive::ATTACHMENT;
use super::{decode, verify};
use crate::file::FileError;
use crate::file::error::LARGEST_FILE;
use crate::file::json::{self, Opened};
use crate::form::Editions;
use crate::report::Figures;

/// Whether the bytes are a PDF's, of whomever.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.get(..1024).unwrap_or(bytes).windows(5).any(|window| window == b"%PDF-")
}

/// Reads the report that a PDF of ours carries. Where its pages do not say what the report says, a note tells it.
///
/// # Errors
/// One sentence: too large, not readable as a PDF, or another program's PDF.
pub fn read(bytes: &[u8], editions: &Editions) -> Result<Opened, FileError> {
    if bytes.len() > LARGEST_FILE {
        return Err(FileError::TooLarge);
    }
    let options = lopdf::LoadOptions { max_decompressed_size: Some(LARGEST_FILE), ..Default::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(|_| FileError::BrokenPdf)?;
    let data = attachment(&document).ok_or(FileError::ForeignPdf)?;
    let mut opened = json::open(&data, editions)?;
    let figures = Figures::of(&opened.form, &opened.report);
    let any = |_| true;
    if let Err(error) = verify::compare(&document, &opened.form, &opened.report, &figures, &any, verify::Closeness::InSubstance) {
        opened.notes.push(changed(&error));
    }
    Ok(opened)
}

fn changed(error: &super::PdfError) -> String {
    match error {
        super::PdfError::NotAsFilled { place, wanted, found } => {
            format!("这份 PDF 的页面被别的程序改过：{place}在页面上是“{found}”，在所附数据里是“{wanted}”，已按所附数据打开")
        }
        _ => "这份 PDF 的页面读不出来，可能被别的程序改过，已按所附数据打开".to_owned(),
    }
}

/// The report's JSON, found through the list of associated files.
fn attachment(document: &Document) -> Option<Vec<u8>> {
    let files = document.catalog().ok()?.get_deref(b"AF", document).ok()?.as_array().ok()?;
    files.iter().find_map(|file| {
        let specification = document.dereference(file).ok()?.1.as_dict().ok()?;
        let named = specification.get_deref(b"F", document).ok()?.as_str().ok()? == ATTACHMENT.as_bytes();
        named.then(|| embedded(document, specification)).flatten()
    })
}

fn embedded(document: &Document, specification: &Dictionary) -> Option<Vec<u8>> {
    let file = specification.get_deref(b"EF", document).and_then(Object::as_dict).ok()?;
    decode::stream_of(document, file.get(b"F").and_then(Object::as_reference).ok()?)
}
