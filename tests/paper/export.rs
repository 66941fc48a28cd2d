//! A report exported as PDF reads back as itself.

use nianbao::file::FileError;
use nianbao::file::pdf::{self, Exported, PdfError};
use nianbao::page::{Fonts, Options};
use nianbao::session::Session;

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
