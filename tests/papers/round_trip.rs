//! Our own papers, read as if another program had written them, give the report again.

use nianbao::file::json::Opened;
use nianbao::file::{Kind, docx, html, open_bytes, xlsx};
use nianbao::page::{Fonts, Sides, paragraphs};
use nianbao::report::{Edit, Figures, Report, Signature};
use nianbao::session::Session;

use super::with_paper;
use super::word::{part, with_part};
use crate::common::{editions, published_session};

/// A published report with preface and 落款.
fn whole(name: &str, unit: &str) -> Session {
    let mut session = published_session(name);
    let year = session.report().year;
    session.apply(Edit::Unit(unit.to_owned()));
    let preface = format!(
        "根据《中华人民共和国政府信息公开条例》，现公布{year}年政府信息公开工作年度报告。本报告的统计期限自{year}年1月1日起至12月31日止。"
    );
    session.apply(Edit::Prose { section: "preface".to_owned(), text: preface });
    let signature = Signature { unit: unit.to_owned(), date: format!("{}-01-20", year + 1), ..Signature::default() };
    session.apply(Edit::Signature(Some(signature)));
    session
}

/// A paper as others have it: a Word file without the data that it carries.
fn paper(session: &Session, kind: Kind) -> Vec<u8> {
    let draft = session.final_review().blocks();
    let made = with_paper(session, draft, |paper| match kind {
        Kind::Word => docx::export(paper, Sides::Single, &Fonts::shipped()),
        Kind::WebPage => html::export(paper),
        Kind::Spreadsheet => xlsx::export(paper),
    });
    let bytes = made.unwrap().bytes;
    if kind != Kind::Word {
        return bytes;
    }
    assert!(docx::carries_report(&bytes));
    let namespace = "urn:nianbao:report:1";
    assert!(part(&bytes, "customXml/item1.xml").contains(namespace));
    with_part(&bytes, "customXml/item1.xml", |text| text.replace(namespace, "urn:another"))
}

#[track_caller]
fn comes_back(session: &Session, kind: Kind) {
    let Opened { form, report, account, .. } = open_bytes(&paper(session, kind), &editions()).unwrap();
    let told = || format!("{} as {}: {:#?}", session.report().unit, kind.name(), account);
    assert_eq!(
        (&report.unit, report.year, &report.edition),
        (&session.report().unit, session.report().year, &session.report().edition),
        "{}",
        told()
    );
    assert!(account.is_some(), "read as a file of others");
    let figures = Figures::of(&form, &report);
    for (index, cell) in form.cells() {
        let shown = figures.printed(&form, &report, index);
        assert_eq!(shown, session.figures().printed(session.form(), session.report(), index), "{} {}", cell.id, told());
    }
    for section in form.prose_sections() {
        let paragraphs = |report: &Report| paragraphs(report.prose(&section.id)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(paragraphs(&report), paragraphs(session.report()), "{} {}", section.id, told());
    }
    assert_eq!(report.signature, session.report().signature, "{}", told());
}

#[test]
fn word_file_page_and_spreadsheet_of_three_published_reports_give_the_report_again() {
    for (name, unit) in [
        ("suqian-2023.json", "宿迁市人民政府"),
        ("xipo-2020.json", "西坡镇人民政府"),
        ("shanghai-office-2019.json", "上海市人民政府办公厅"),
    ] {
        let session = whole(name, unit);
        for kind in [Kind::Word, Kind::WebPage, Kind::Spreadsheet] {
            comes_back(&session, kind);
        }
    }
}
