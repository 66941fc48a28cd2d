//! The package around a Word document: its parts and their relations, the report's JSON, core properties; zipped so that the same
//! parts give the same bytes.

use std::io::{Cursor, Write};

use sha2::{Digest, Sha256};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::file::many::Letter;
use crate::file::markup::Markup;
use crate::file::paper::{Date, Paper};

/// The namespace of the part that holds the report.
pub(super) const REPORT_NAMESPACE: &str = "urn:nianbao:report:1";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORDPROCESSING: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// A part of the package: its name and content.
pub(super) type Part = (&'static str, String);

/// The Word parts with all that goes around them, zipped. `parts` stand in `word/`, the document first; the pictures are called
/// `chart1` and so on.
pub(super) fn pack(paper: Paper<'_>, data: &str, parts: Vec<Part>, pictures: &[Vec<u8>]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut all = vec![
        ("[Content_Types].xml".to_owned(), content_types(&parts, true, pictures.len())),
        ("_rels/.rels".to_owned(), package_relations()),
        ("docProps/core.xml".to_owned(), core(&paper.title(), paper.report.unit.trim(), &day_of(paper))),
    ];
    let relations = document_relations(&parts, true, pictures.len());
    all.extend(parts.into_iter().map(|(name, content)| (format!("word/{name}"), content)));
    all.extend([
        ("word/_rels/document.xml.rels".to_owned(), relations),
        ("customXml/item1.xml".to_owned(), report_part(data)),
        ("customXml/itemProps1.xml".to_owned(), report_properties(paper)),
        ("customXml/_rels/item1.xml.rels".to_owned(), relations_of(&[("rId1", &format!("{OFFICE}/customXmlProps"), "itemProps1.xml")])),
    ]);
    zipped(&all, pictures)
}

/// The parts of a letter, which carries no report, zipped.
pub(super) fn pack_letter(letter: &Letter, parts: Vec<Part>) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut all = vec![
        ("[Content_Types].xml".to_owned(), content_types(&parts, false, 0)),
        ("_rels/.rels".to_owned(), package_relations()),
        ("docProps/core.xml".to_owned(), core(&letter.title, "", if letter.day.is_empty() { "2019-01-01" } else { &letter.day })),
    ];
    let relations = document_relations(&parts, false, 0);
    all.extend(parts.into_iter().map(|(name, content)| (format!("word/{name}"), content)));
    all.push(("word/_rels/document.xml.rels".to_owned(), relations));
    zipped(&all, &[])
}

fn zipped(parts: &[(String, String)], pictures: &[Vec<u8>]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    for (name, content) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(content.as_bytes())?;
    }
    for (number, picture) in (1..).zip(pictures) {
        zip.start_file(picture_name(number), options)?;
        zip.write_all(picture)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// `document`, `styles`, `settings`, `fontTable`, `footer1` … as the office names the kinds of its parts.
fn kind(name: &str) -> &str {
    match name.split('.').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit()) {
        "document" => "document.main",
        other => other,
    }
}

/// Where the picture of a chart stands in the package.
pub(super) fn picture_name(number: usize) -> String {
    format!("word/media/chart{number}.png")
}

fn content_types(parts: &[Part], with_report: bool, pictures: usize) -> String {
    let mut out = Markup::xml();
    out.element("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |out| {
        let default = |out: &mut Markup, extension: &str, kind: &str| {
            out.empty("Default", &[("Extension", &extension), ("ContentType", &kind)]);
        };
        default(out, "rels", "application/vnd.openxmlformats-package.relationships+xml");
        default(out, "xml", "application/xml");
        if pictures > 0 {
            default(out, "png", "image/png");
        }
        let mut part = |name: &str, kind: &str| out.empty("Override", &[("PartName", &name), ("ContentType", &kind)]);
        for (name, _) in parts {
            part(&format!("/word/{name}"), &format!("{WORDPROCESSING}.{}+xml", kind(name)));
        }
        part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        if with_report {
            part("/customXml/itemProps1.xml", "application/vnd.openxmlformats-officedocument.customXmlProperties+xml");
        }
    });
    out.finish()
}

/// Relations: id, kind, target.
fn relations_of(relations: &[(&str, &str, &str)]) -> String {
    let mut out = Markup::xml();
    out.element("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |out| {
        for (id, kind, target) in relations {
            out.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
    });
    out.finish()
}

fn package_relations() -> String {
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    relations_of(&[("rId1", &format!("{OFFICE}/officeDocument"), "word/document.xml"), ("rId2", &core, "docProps/core.xml")])
}

/// The relation of each part is called as the part: `footer1`.
fn document_relations(parts: &[Part], with_report: bool, pictures: usize) -> String {
    let others = parts.iter().filter(|(name, _)| *name != "document.xml").map(|(name, _)| {
        let id = name.trim_end_matches(".xml");
        let kind = id.trim_end_matches(|c: char| c.is_ascii_digit());
        (id.to_owned(), format!("{OFFICE}/{kind}"), (*name).to_owned())
    });
    let data = ("data".to_owned(), format!("{OFFICE}/customXml"), "../customXml/item1.xml".to_owned());
    let pictures = (1..=pictures).map(|number| (format!("chart{number}"), format!("{OFFICE}/image"), format!("media/chart{number}.png")));
    let all: Vec<_> = others.chain(pictures).chain(with_report.then_some(data)).collect();
    let lent: Vec<_> = all.iter().map(|(id, kind, target)| (id.as_str(), kind.as_str(), target.as_str())).collect();
    relations_of(&lent)
}

/// The report's JSON as a text in an element of our own. What XML cannot hold stands as JSON's escape.
fn report_part(data: &str) -> String {
    let is_forbidden = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    let escaped = |c: char| if is_forbidden(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    let data: String = if data.contains(is_forbidden) { data.chars().map(escaped).collect() } else { data.to_owned() };
    let mut out = Markup::xml();
    out.text_element("report", &[("xmlns", &REPORT_NAMESPACE)], &data);
    out.finish()
}

fn report_properties(paper: Paper<'_>) -> String {
    const NAMESPACE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let mut out = Markup::xml();
    out.element("ds:datastoreItem", &[("ds:itemID", &item_id(&paper.report.id)), ("xmlns:ds", &NAMESPACE)], |out| {
        out.element("ds:schemaRefs", &[], |out| out.empty("ds:schemaRef", &[("ds:uri", &REPORT_NAMESPACE)]));
    });
    out.finish()
}

/// The part's id follows from the report's.
fn item_id(id: &str) -> String {
    let hash = format!("{:X}", Sha256::digest(id));
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    format!("{{{}-{}-{}-{}-{}}}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// The day of a report's papers, as `YYYY-MM-DD`.
fn day_of(paper: Paper<'_>) -> String {
    let Date { year, month, day } = Date::of(paper.report);
    format!("{year:04}-{month:02}-{day:02}")
}

fn core(title: &str, creator: &str, day: &str) -> String {
    let at = format!("{day}T00:00:00Z");
    let mut out = Markup::xml();
    let namespaces: [(&str, &dyn std::fmt::Display); 4] = [
        ("xmlns:cp", &"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
        ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
    ];
    out.element("cp:coreProperties", &namespaces, |out| {
        out.text_element("dc:title", &[], title);
        out.text_element("dc:creator", &[], creator);
        out.text_element("dc:language", &[], "zh-CN");
        for name in ["dcterms:created", "dcterms:modified"] {
            out.text_element(name, &[("xsi:type", &"dcterms:W3CDTF")], &at);
        }
    });
    out.finish()
}
