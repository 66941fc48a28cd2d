//! The published reports, filled in, give the published figures.

use nianbao::check::Severity;
use nianbao::report::Value;

use crate::common::{published, published_figures, published_session, type_into};

#[test]
fn suqian_2023_holds_all_42_rules_and_gives_every_published_figure() {
    let session = published_session("suqian-2023.json");
    assert!(!session.review().blocks());
    assert_eq!(session.review().held(session.form()), 42);
    for (id, text) in published_figures(session.form(), &published("suqian-2023.json")) {
        let cell = session.form().find(&id).unwrap();
        assert_eq!(session.figures().value(cell), Value::Number(text.parse().unwrap()), "{id}");
    }
}

#[test]
fn shanghai_2019_offers_25_1_for_its_251000_yuan_and_computes_its_blank_totals() {
    let session = published_session("shanghai-office-2019.json");
    let blocking: Vec<_> = session.review().findings.iter().filter(|finding| finding.severity == Severity::Blocking).collect();
    let [finding] = blocking[..] else { panic!("{blocking:#?}") };
    assert_eq!(finding.fixes[0].label, "251000元 → 25.1");
    for (id, text) in published_figures(session.form(), &published("shanghai-office-2019.json")) {
        let cell = session.form().find(&id).unwrap();
        if session.form().total(cell).is_some() && !text.is_empty() {
            assert_eq!(session.figures().value(cell), Value::Number(text.parse().unwrap()), "{id}");
        }
    }
    assert_eq!(session.figures().value(session.form().find("t3.granted.total").unwrap()), Value::Number(272.into()));
}

#[test]
fn a_sum_that_fails_is_told_with_both_sides_and_the_signed_difference() {
    let mut session = published_session("suqian-2023.json");
    type_into(&mut session, "t3.handled.natural", "3376");
    let messages: Vec<_> = session.review().findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(messages.contains(&"自然人：一（3402）＋二（91）＝3493，三（七）（3376）＋四（118）＝3494，相差 −1"), "{messages:#?}");
}
