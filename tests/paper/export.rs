//! A report exported as PDF reads back as itself.

use lopdf::{Dictionary, Document, Object, content::Content};
use nianbao::file::FileError;
use nianbao::file::pdf::{self, Exported, PdfError};
use nianbao::page::{Fonts, Options};
use nianbao::report::Edit;
use nianbao::session::Session;

use super::setting::prose_session;
use crate::common::{blank_session, editions, published_session, type_into};

#[track_caller]
pub(super) fn exported(session: &Session, draft: bool) -> Result<Exported, PdfError> {
    let options = Options { draft, ..Options::default() };
    pdf::export(session.form(), session.report(), session.figures(), &session.final_review(), &Fonts::shipped(), options)
}

#[test]
fn a_finished_report_says_how_many_figures_agree() {
    let session = published_session("suqian-2023.json");
    assert_eq!(exported(&session, false).unwrap().verified, "表二 10、表三 175、表四 15 个数字与填报一致");
    let blank = blank_session("2019", 2020, "西坡镇人民政府");
    assert_eq!(exported(&blank, false).unwrap().verified, "表二 22、表三 161、表四 15 个数字与填报一致");
}

#[test]
fn the_suqian_report_takes_at_most_125_000_bytes() {
    let bytes = exported(&published_session("suqian-2023.json"), false).unwrap().bytes.len();
    assert!(bytes <= 125_000, "{bytes}");
}

#[test]
fn a_report_that_fails_a_rule_is_exported_as_a_draft_alone() {
    let mut session = published_session("suqian-2023.json");
    type_into(&mut session, "t3.handled.natural", "3376");
    assert_eq!(exported(&session, false), Err(PdfError::Blocked));
    assert!(exported(&session, true).is_ok());
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let session = published_session("suqian-2023.json");
    assert_eq!(exported(&session, false), exported(&session, false));
}

#[test]
fn a_pdf_of_ours_opens_as_the_report_that_it_shows() {
    let session = published_session("suqian-2023.json");
    let opened = pdf::read(&exported(&session, false).unwrap().bytes, &editions()).unwrap();
    assert_eq!(opened.notes, Vec::<String>::new());
    for (index, cell) in session.form().cells() {
        assert_eq!(opened.report.cell(index).value, session.report().cell(index).value, "{}", cell.id);
    }
    assert_eq!(opened.report.prose, session.report().prose);
}

#[test]
fn what_is_no_pdf_of_ours_gets_a_sentence() {
    assert_eq!(pdf::read(b"%PDF-1.7\nnothing", &editions()).unwrap_err(), FileError::BrokenPdf);
}

/// The bookmarks below an entry of the outline, each with those below it.
fn bookmarks(document: &Document, parent: &Dictionary) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    let mut next = parent.get(b"First").and_then(Object::as_reference).ok();
    while let Some(item) = next.map(|id| document.get_dictionary(id).unwrap()) {
        let title = item.get(b"Title").unwrap().as_str().unwrap();
        let units: Vec<u16> = title[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        let below = bookmarks(document, item).into_iter().map(|(title, _)| title).collect();
        found.push((String::from_utf16(&units).unwrap(), below));
        next = item.get(b"Next").and_then(Object::as_reference).ok();
    }
    found
}

#[test]
fn the_bookmarks_are_the_sections_with_the_heads_in_them_and_the_author_is_the_unit() {
    let mut session = prose_session("（一）主动公开\n正文。\n（二）依申请公开。全年受理。");
    session.apply(Edit::Unit("某市 & 某县人民政府".to_owned()));
    let bytes = exported(&session, false).unwrap().bytes;
    let document = Document::load_mem(&bytes).unwrap();
    let outline = document.catalog().unwrap().get_deref(b"Outlines", &document).unwrap().as_dict().unwrap();
    let found = bookmarks(&document, outline);
    assert_eq!(found.len(), 6);
    assert_eq!(found[0], ("一、总体情况".to_owned(), vec!["（一）主动公开".to_owned(), "（二）依申请公开".to_owned()]));
    assert_eq!(outline.get(b"Count").unwrap().as_i64().unwrap(), 8);
    let metadata = document.catalog().unwrap().get_deref(b"Metadata", &document).unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(metadata.content.clone()).unwrap();
    assert!(xmp.contains("<dc:creator><rdf:Seq><rdf:li>某市 &amp; 某县人民政府</rdf:li></rdf:Seq></dc:creator>"), "{xmp}");
    assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>") && xmp.contains("<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"), "{xmp}");
    let info = document.get_dictionary(document.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    let author: Vec<u8> = "某市 & 某县人民政府".encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(info.get(b"Author").unwrap().as_str().unwrap()[2..], author);
}

#[test]
fn who_reads_by_the_gaps_between_glyphs_sees_no_end_of_a_line_or_blank_that_was_not_typed() {
    let marks =
        "占比98.5%；《条例》第四十九条规定，“各级人民政府应当公布年度报告”。各部门（含街道）按照“应公开尽公开”，《办法》、《细则》；";
    let paragraphs: Vec<_> = (0..28).map(|before| format!("{}{}", "字".repeat(before), marks.repeat(6))).collect();
    let session = prose_session(&paragraphs.join("\n"));
    let exported = exported(&session, false).unwrap();
    assert!(exported.page_count >= 10, "{}", exported.page_count);
    let document = Document::load_mem(&exported.bytes).unwrap();
    let (mut plain, mut told) = (0, 0);
    for page in document.page_iter() {
        let mut said = false;
        for operation in Content::decode(&document.get_page_content(page)).unwrap().operations {
            match operation.operator.as_str() {
                "BDC" if operation.operands[0].as_name().unwrap() == b"Span" => {
                    said = operation.operands[1].as_dict().unwrap().has(b"ActualText");
                    told += usize::from(said);
                }
                "EMC" => said = false,
                "TJ" if !said => {
                    let moved = operation.operands[0].as_array().unwrap().iter().filter_map(|part| part.as_i64().ok());
                    moved.for_each(|thousandths| assert!(thousandths.abs() < 100, "{thousandths}"));
                    plain += 1;
                }
                _ => {}
            }
        }
    }
    assert!(plain > 200 && told > 50, "{plain} {told}");
}

#[test]
fn a_line_that_ends_with_a_typed_blank_says_so() {
    // 28 characters fill a line, so the blank behind the 27th ends the first one, which is neither squeezed nor spread.
    let session = prose_session(&format!("{} {}", "字".repeat(26), "文".repeat(9)));
    let document = Document::load_mem(&exported(&session, false).unwrap().bytes).unwrap();
    let content = document.page_iter().next().map(|page| document.get_page_content(page)).unwrap();
    let said: String = "字".repeat(26).encode_utf16().map(|unit| format!("{unit:04X}")).collect::<Vec<_>>().concat();
    assert!(String::from_utf8(content).unwrap().contains(&format!("/ActualText<FEFF{said}0020>")));
}
