//! Promises about the papers beside the PDF: the Word document, the web page, the spreadsheet.

mod changed;
pub(crate) mod charts;
mod round_trip;
mod web;
pub(crate) mod word;
mod workbook;

use nianbao::file::{Paper, PaperError};
use nianbao::session::Session;

use crate::common::{blank_session, form, published_session, type_into};

/// A report as it leaves.
fn with_paper<T>(session: &Session, draft: bool, act: impl FnOnce(Paper<'_>) -> T) -> T {
    let review = session.final_review();
    act(Paper { form: session.form(), report: session.report(), figures: session.figures(), review: &review, draft })
}

/// Reports of both editions: published ones, blank ones, one with words that need care.
fn reports() -> Vec<(Session, bool)> {
    let mut hard = blank_session("2021", 2024, "“甲＆乙”<市>&县人民政府");
    let text = "（一）主动公开。共{t3.new.total}件，{{甲}} <b>&amp;\u{7}\t  两个空格\n\n　　（二）依申请公开\n“引号”——破折号…… 1.5％";
    hard.apply(nianbao::report::Edit::Prose { section: "s1".to_owned(), text: text.to_owned() });
    let signature =
        nianbao::report::Signature { unit: "某县人民政府".to_owned(), date: "2025-01-30".to_owned(), ..Default::default() };
    hard.apply(nianbao::report::Edit::Signature(Some(signature)));
    type_into(&mut hard, "t3.new.natural", "12");
    type_into(&mut hard, "t3.new.total", "13");
    type_into(&mut hard, "t2.fees.amount", "不详<1>");
    type_into(&mut hard, "t2.penalties.decided", "123456789012");
    vec![
        (published_session("suqian-2023.json"), false),
        (published_session("shanghai-office-2019.json"), true),
        (published_session("xipo-2020.json"), false),
        (blank_session("2019", 2020, "西坡镇人民政府"), false),
        (blank_session("2021", 2024, "内蒙古自治区鄂尔多斯市鄂托克前旗敖勒召其镇人民政府办公室"), false),
        (hard, true),
    ]
}

#[test]
fn every_paper_of_every_report_reads_back_as_the_report_and_has_the_same_bytes_again() {
    type Export = fn(Paper<'_>) -> Result<nianbao::file::Made, PaperError>;
    let word: Export = |paper| nianbao::file::docx::export(paper, nianbao::page::Sides::Single, &nianbao::page::Fonts::shipped());
    for (session, draft) in reports() {
        for export in [word, nianbao::file::html::export, nianbao::file::xlsx::export] {
            let made = with_paper(&session, draft, export).unwrap_or_else(|error| panic!("{}: {error}", session.report().unit));
            assert!(made.verified.contains("与填报一致"), "{}", made.verified);
            assert_eq!(with_paper(&session, draft, export), Ok(made));
        }
    }
    assert_eq!(form("2021").tables.len(), 3);
}

#[test]
fn a_report_that_fails_a_rule_leaves_as_a_draft_alone_on_every_paper() {
    let mut session = published_session("suqian-2023.json");
    type_into(&mut session, "t3.handled.natural", "3376");
    let fonts = nianbao::page::Fonts::shipped();
    let word = |draft| with_paper(&session, draft, |paper| nianbao::file::docx::export(paper, nianbao::page::Sides::Single, &fonts));
    let web = |draft| with_paper(&session, draft, nianbao::file::html::export);
    let workbook = |draft| with_paper(&session, draft, nianbao::file::xlsx::export);
    assert_eq!([word(false), web(false), workbook(false)], [const { Err(PaperError::Blocked) }; 3]);
    let says_draft = |text: &str| text.contains("草稿　未定稿，不作报送");
    assert!(says_draft(&word::part(&word(true).unwrap().bytes, "word/header2.xml")));
    assert!(says_draft(&String::from_utf8(web(true).unwrap().bytes).unwrap()));
    assert!(says_draft(&word::part(&workbook(true).unwrap().bytes, "xl/worksheets/sheet3.xml")));
}
