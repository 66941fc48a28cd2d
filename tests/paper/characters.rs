//! No character is lost or turned into another one on the way to the paper.

use lopdf::{Document, Object, content::Content};
use nianbao::check::Severity;
use nianbao::file::pdf::{self, PdfError};
use nianbao::page::{Fonts, Mark, Options};
use nianbao::session::Session;

use super::export::exported;
use super::setting::{laid_out, prose_lines, prose_session, runs};
use crate::common::{blank_session, editions, type_into};

fn read_off(text: &str) -> String {
    prose_lines(&laid_out(&prose_session(text), Options::default())).into_iter().map(|(_, line, ..)| line).collect()
}

#[test]
fn a_tab_and_every_other_blank_parts_figures_on_paper() {
    for blank in ['\t', '\u{a0}', '\u{2002}', '\u{2009}', '\u{200a}', '\u{202f}'] {
        assert_eq!(read_off(&format!("网站{blank}826{blank}64.2%。")), "网站 826 64.2%。", "U+{:04X}", u32::from(blank));
        assert!(exported(&prose_session(&format!("网站{blank}826{blank}64.2%。")), true).is_ok());
    }
    assert_eq!(read_off("网站　826"), "网站　826");
}

#[test]
fn a_page_that_lost_the_blank_between_two_figures_is_refused() {
    let session = prose_session("网站\t826\t64.2%。");
    let bytes = exported(&session, true).unwrap().bytes;
    let verified = |bytes: &[u8]| pdf::verify(bytes, session.form(), session.report(), session.figures(), &Fonts::shipped());
    assert!(verified(&bytes).is_ok());
    let mut document = Document::load_mem(&bytes).unwrap();
    let page = document.get_pages()[&1];
    let mut content = Content::decode(&document.get_page_content(page)).unwrap();
    // The run of figures is `826 64.2%` with a blank before it; the code between the two is taken out.
    let is_run = |parts: &&mut Vec<Object>| parts.iter().filter(|part| part.as_str().is_ok()).count() == 10;
    let all = content.operations.iter_mut().filter(|operation| operation.operator == "TJ");
    let run = all.map(|operation| operation.operands[0].as_array_mut().unwrap()).find(is_run).unwrap();
    let codes: Vec<usize> = run.iter().enumerate().filter(|(_, part)| part.as_str().is_ok()).map(|(at, _)| at).collect();
    run.remove(codes[4]);
    let id = document.get_page_contents(page)[0];
    document.get_object_mut(id).unwrap().as_stream_mut().unwrap().set_plain_content(content.encode().unwrap());
    let mut old = Vec::new();
    document.save_to(&mut old).unwrap();
    let error = verified(&old).unwrap_err();
    assert!(matches!(&error, PdfError::NotAsFilled { wanted, .. } if wanted.contains("26 64")), "{error}");
    // It is opened all the same: files of older versions lack such blanks.
    assert_eq!(pdf::read(&old, &editions()).unwrap().notes, Vec::<String>::new());
}

#[test]
fn what_nobody_sees_is_neither_printed_nor_stops_the_report() {
    for unseen in ['\u{200b}', '\u{feff}', '\u{ad}', '\u{200d}', '\u{202e}', '\u{2060}', '\u{fe0f}', '\u{e0100}', '\u{7}', '\u{7f}'] {
        let text = format!("受理{unseen}申请3件。");
        assert_eq!(read_off(&text), "受理申请3件。", "U+{:04X}", u32::from(unseen));
        let mut session = with_real_coverage(&text);
        session.apply(nianbao::report::Edit::Unit(format!("某{unseen}市人民政府")));
        let blocking = session.final_review().findings.into_iter().filter(|finding| finding.severity == Severity::Blocking);
        assert_eq!(blocking.count(), 0, "U+{:04X}", u32::from(unseen));
        assert!(exported(&session, false).is_ok(), "U+{:04X}", u32::from(unseen));
    }
}

/// A report whose check knows what the shipped faces have.
fn with_real_coverage(text: &str) -> Session {
    let plain = prose_session(text);
    let fonts = Fonts::shipped();
    Session::new(std::sync::Arc::clone(plain.form()), plain.report().clone(), std::sync::Arc::new(move |c| fonts.covers(c)))
}

/// What stands in a cell on paper.
#[track_caller]
fn printed(session: &Session, id: &str) -> String {
    let cell = session.form().find(id).unwrap();
    laid_out(session, Options::default())
        .pages
        .iter()
        .flat_map(runs)
        .filter(|run| run.mark == Mark::Cell(cell))
        .map(nianbao::page::Run::text)
        .collect()
}

#[test]
fn the_sign_of_an_increase_stays_and_a_minus_is_one() {
    let mut session = blank_session("2019", 2020, "某市人民政府");
    for (id, typed, wanted) in [
        ("t2.permits.change", "+43", "+43"),
        ("t2.services.change", "＋7", "+7"),
        ("t2.penalties.change", "-8", "−8"),
        ("t2.coercion.change", "－12", "−12"),
        ("t2.fees.change", "5", "5"),
        ("t2.permits.last_year", "43", "43"),
    ] {
        type_into(&mut session, id, typed);
        assert_eq!(printed(&session, id), wanted);
    }
    let bytes = exported(&session, false).unwrap().bytes;
    let opened = pdf::read(&bytes, &editions()).unwrap();
    assert_eq!(opened.notes, Vec::<String>::new());
    let cell = session.form().find("t2.permits.change").unwrap();
    assert_eq!(opened.report.cell(cell).text, "+43", "the plus is in the file too");
}

#[test]
fn a_tab_within_what_is_no_figure_is_a_blank_too() {
    let mut session = blank_session("2021", 2023, "某市人民政府");
    type_into(&mut session, "t3.new.natural", "1\t2");
    assert_eq!(printed(&session, "t3.new.natural"), "1 2");
    assert!(exported(&session, true).is_ok());
}
