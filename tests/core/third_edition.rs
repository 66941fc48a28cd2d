//! A made-up third edition (a table more, a row less, a rule more) works without a line of code.

use std::sync::Arc;

use nianbao::check::Severity;
use nianbao::file::json;
use nianbao::form::Editions;
use nianbao::report::{Edit, Report};
use nianbao::session::Session;

use super::forms::third_edition;
use crate::common::{covers_all, type_into};

fn session() -> Session {
    let form = Arc::new(third_edition());
    let report = Report::blank(&form, "", 2031, "某某镇人民政府", None);
    Session::new(form, report, covers_all())
}

#[test]
fn its_new_rule_is_checked_and_its_missing_row_is_not_asked_for() {
    let mut session = session();
    assert_eq!(session.form().blocking_sum_count(), 42);
    assert!(session.form().find("t3.other_rest.natural").is_none());
    type_into(&mut session, "t5.published.site", "3");
    type_into(&mut session, "t5.published.all", "4");
    let [finding] = &session.review().findings[..] else { panic!("{:#?}", session.review().findings) };
    assert_eq!((finding.rule.as_str(), finding.severity), ("T5-ALL", Severity::Blocking));
    assert_eq!(finding.message, "本年发布条数：政府网站（3），全部（4），相差 −1");
    assert_eq!(finding.section(session.form()).unwrap().head(), "五、政府信息公开平台情况");
}

#[test]
fn its_reports_are_written_and_read() {
    let mut session = session();
    type_into(&mut session, "t5.published.site", "3");
    session.apply(Edit::Prose { section: "s1".to_owned(), text: "总体情况".to_owned() });
    let text = json::write(session.form(), session.report());
    let opened = json::open(text.as_bytes(), &Editions::of(vec![third_edition()])).unwrap();
    assert_eq!((opened.notes, &opened.report), (vec![], session.report()));
}
