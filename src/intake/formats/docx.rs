//! Reads Word files, of Word, WPS and `LibreOffice`: what they show of text and tables, and nothing that they point to.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::builder::{Builder, Merge};
use super::numbering::Numbering;
use super::package::Package;
use super::tag::value;
use crate::intake::foreign::{Foreign, ForeignError};

/// What a broken file is called.
pub(crate) const KIND: &str = "Word 文件";
/// The part with the text.
pub(crate) const DOCUMENT: &str = "word/document.xml";
/// What the name of a picture begins with that is a chart of ours.
const CHART_NAME: &str = "chart:";
/// The style of what stands below a chart.
const CAPTION: &str = "Caption";
/// The most elements inside each other.
const MOST_DEPTH: usize = 500;

/// Reads the text and the tables of a Word file.
pub(crate) fn read(package: &mut Package<'_>) -> Result<Foreign, ForeignError> {
    let document = package.text(DOCUMENT)?.ok_or(ForeignError::Broken(KIND))?;
    let (styles, numbering) = (package.text("word/styles.xml")?, package.text("word/numbering.xml")?);
    let numbering = Numbering::read(numbering.as_deref().unwrap_or_default(), styles.as_deref().unwrap_or_default());
    let mut body = Body { builder: Builder::default(), numbering, ..Body::default() };
    body.read(&document)?;
    body.builder.finish("")
}

#[derive(Default)]
struct Body {
    builder: Builder,
    numbering: Numbering,
    /// A cell that is begun, before its first paragraph says how it spans.
    cell: Option<(usize, Merge)>,
    paragraph: Paragraph,
    is_in_run: bool,
    /// Whether the run is hidden.
    is_hidden: bool,
    /// Whether the last thing was a chart of ours, whose caption counts by itself.
    is_below_chart: bool,
}

/// What is known of the open paragraph before its first text.
#[derive(Default)]
struct Paragraph {
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    is_numbered: bool,
}

impl Body {
    fn read(&mut self, document: &str) -> Result<(), ForeignError> {
        let broken = |_| ForeignError::Broken(KIND);
        let mut reader = Reader::from_str(document);
        let mut depth = 0_usize;
        loop {
            match reader.read_event().map_err(broken)? {
                Event::Start(tag) if is_skipped(&tag) => {
                    reader.read_to_end(tag.name()).map_err(broken)?;
                }
                Event::Start(tag) => {
                    depth += 1;
                    if depth > MOST_DEPTH {
                        return Err(ForeignError::TooMuch("内容嵌套太深"));
                    }
                    if self.builder.has_failed() {
                        return Ok(());
                    }
                    if is_of(&tag, "t") {
                        self.text(&mut reader, &tag)?;
                        depth -= 1;
                    } else {
                        self.begin(&tag);
                    }
                }
                Event::Empty(tag) if !is_skipped(&tag) => {
                    self.begin(&tag);
                    self.end(tag.local_name().as_ref());
                }
                Event::End(tag) => {
                    depth = depth.saturating_sub(1);
                    self.end(tag.local_name().as_ref());
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// The text of a run, with its references put in.
    fn text(&mut self, reader: &mut Reader<&[u8]>, tag: &BytesStart<'_>) -> Result<(), ForeignError> {
        let text = reader.read_text(tag.name()).map_err(|_| ForeignError::Broken(KIND))?;
        let text = text.into_inner();
        let plain = quick_xml::escape::unescape(&text).unwrap_or_else(|_| text.clone());
        let is_caption = self.is_below_chart && self.paragraph.style.as_deref().is_some_and(|style| style.eq_ignore_ascii_case(CAPTION));
        if !self.is_hidden && !is_caption {
            self.is_below_chart = false;
            self.number();
            self.builder.text(&plain);
        }
        Ok(())
    }

    /// A picture that is a chart of ours says which one.
    fn chart(&mut self, tag: &BytesStart<'_>) {
        let name = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == "name");
        let Some(id) = name.as_ref().and_then(|name| name.value.strip_prefix(CHART_NAME)) else { return };
        self.builder.break_line();
        self.builder.text(&format!("{{chart:{id}}}"));
        self.builder.break_line();
        self.is_below_chart = true;
    }

    fn begin(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "p" => {
                self.begin_cell();
                self.builder.break_line();
                self.paragraph = Paragraph::default();
            }
            "docPr" => self.chart(tag),
            "pStyle" => self.paragraph.style = value(tag),
            "numId" => self.paragraph.list = value(tag),
            "ilvl" => self.paragraph.level = value(tag).and_then(|level| level.parse().ok()),
            "r" => (self.is_in_run, self.is_hidden) = (true, false),
            "vanish" if self.is_in_run => self.is_hidden = is_on(tag),
            "tab" | "ptab" if self.is_in_run => self.builder.text("\t"),
            "br" | "cr" => self.builder.break_line(),
            "noBreakHyphen" => self.builder.text("-"),
            "tbl" => {
                self.begin_cell();
                self.builder.begin_table();
            }
            "tr" => self.builder.begin_row(),
            "gridBefore" => self.builder.skip_columns(number(tag)),
            "tc" => self.cell = Some((1, Merge::Rows(1))),
            "gridSpan" => self.cell = self.cell.map(|(_, merge)| (number(tag), merge)),
            "vMerge" => {
                let merge = if value(tag).as_deref() == Some("restart") { Merge::Rows(1) } else { Merge::Above };
                self.cell = self.cell.map(|(columns, _)| (columns, merge));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.builder.break_line(),
            "r" => (self.is_in_run, self.is_hidden) = (false, false),
            "tc" => {
                self.begin_cell();
                self.builder.end_cell();
            }
            "tbl" => self.builder.end_table(),
            _ => {}
        }
    }

    fn begin_cell(&mut self) {
        if let Some((columns, merge)) = self.cell.take() {
            self.builder.begin_cell(columns, merge);
        }
    }

    /// The number that the program shows before a paragraph of a list, once.
    fn number(&mut self) {
        if !std::mem::replace(&mut self.paragraph.is_numbered, true) {
            let Paragraph { style, list, level, .. } = &self.paragraph;
            let number = self.numbering.next(style.as_deref(), list.as_deref(), *level);
            self.builder.text(&number);
        }
    }
}

/// What is no text of the report: what was deleted or moved away, codes of fields, second versions for older programs, settings.
fn is_skipped(tag: &BytesStart<'_>) -> bool {
    matches!(
        tag.local_name().as_ref(),
        "del"
            | "moveFrom"
            | "delText"
            | "instrText"
            | "delInstrText"
            | "Fallback"
            | "sectPr"
            | "tblPr"
            | "tblGrid"
            | "sdtPr"
            | "rt"
            | "pict"
            | "object"
            | "tabs"
    )
}

fn is_of(tag: &BytesStart<'_>, name: &str) -> bool {
    tag.local_name().as_ref() == name
}

fn number(tag: &BytesStart<'_>) -> usize {
    value(tag).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
}

fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(value(tag).as_deref(), Some("0" | "false" | "off"))
}
