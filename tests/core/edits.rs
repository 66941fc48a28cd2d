//! Every change is an edit with an inverse; totals compute, typed totals stand.

use nianbao::check::{Severity, SumState};
use nianbao::report::{Edit, Figures, Level, Status, Value};

use crate::common::{blank_session, type_into};

#[track_caller]
fn shows(session: &nianbao::session::Session, id: &str, wanted: Option<i64>) {
    let value = session.figures().value(session.form().find(id).unwrap());
    assert_eq!(value, wanted.map_or(Value::Blank, |number| Value::Number(number.into())), "{id}");
}

#[test]
fn totals_compute_as_one_types_and_blank_adds_to_blank() {
    let mut session = blank_session("2021", 2024, "某某镇人民政府");
    shows(&session, "t3.handled.total", None);
    type_into(&mut session, "t3.granted.natural", "3");
    type_into(&mut session, "t3.partial.business", "2");
    shows(&session, "t3.granted.total", Some(3));
    shows(&session, "t3.handled.natural", Some(3));
    shows(&session, "t3.handled.total", Some(5));
    shows(&session, "t3.new.total", None);
}

#[test]
fn an_unreadable_part_gives_no_total_and_the_figure_no_sum() {
    let mut session = blank_session("2021", 2024, "某某镇人民政府");
    type_into(&mut session, "t3.granted.natural", "/");
    type_into(&mut session, "t3.granted.business", "2");
    let total = session.form().find("t3.granted.total").unwrap();
    assert!(session.figures().value(total).is_unreadable());
    assert_eq!(session.review().count(Severity::Blocking), 1, "{:#?}", session.review().findings);
}

#[test]
fn a_typed_total_is_kept_and_checked_and_clearing_it_computes_again() {
    let mut session = blank_session("2021", 2024, "某某镇人民政府");
    type_into(&mut session, "t4.review.upheld", "11");
    for id in ["corrected", "other", "pending"] {
        type_into(&mut session, &format!("t4.review.{id}"), "0");
    }
    type_into(&mut session, "t4.review.total", "0");
    let [finding] = &session.review().findings[..] else { panic!("{:#?}", session.review().findings) };
    assert_eq!(finding.message, "行政复议：结果维持（11）＋结果纠正（0）＋其他结果（0）＋尚未审结（0）＝11，总计（0），相差 +11");
    assert_eq!(finding.cells.len(), 5);
    type_into(&mut session, "t4.review.total", "");
    shows(&session, "t4.review.total", Some(11));
    assert_eq!(session.review().findings, []);
}

#[test]
fn a_rule_with_a_blank_cell_is_unfinished_until_none_is_blank_or_the_report_is_checked() {
    let mut session = blank_session("2021", 2024, "某某镇人民政府");
    type_into(&mut session, "t3.new.natural", "5");
    let state = |review: &nianbao::check::Review| {
        let findings: Vec<_> =
            review.findings.iter().map(|finding| (finding.rule.clone(), finding.severity, finding.message.clone())).collect();
        findings
    };
    let filling = state(session.review());
    assert_eq!(filling.len(), 2, "自然人 and 总计: {filling:#?}");
    assert!(filling.iter().all(|(rule, severity, _)| rule == "T3-ID" && *severity == Severity::Unfinished));
    assert_eq!(filling[0].2, "自然人：一（5）＋二（0）＝5，三（七）（0）＋四（0）＝0，相差 +5");
    let sums = state(&session.final_review()).into_iter().filter(|(rule, ..)| rule.starts_with('T')).collect::<Vec<_>>();
    assert_eq!(sums.len(), 2);
    assert!(sums.iter().all(|(_, severity, _)| *severity == Severity::Blocking));
    type_into(&mut session, "t3.carried_out.natural", "5");
    assert_eq!(session.review().held(session.form()), 42, "a rule that holds with blanks holds");
    type_into(&mut session, "t3.carried_out.natural", "4");
    type_into(&mut session, "t3.carried_in.natural", "0");
    type_into(&mut session, "t3.handled.natural", "0");
    let natural = session.form().sums.iter().position(|sum| sum.rule == "T3-ID").unwrap();
    assert_eq!(session.review().sums[natural].state, SumState::Fails);
}

#[test]
fn zeros_left_blank_leave_a_balanced_report_without_findings() {
    let mut session = blank_session("2021", 2024, "某某镇人民政府");
    type_into(&mut session, "t3.new.natural", "2");
    type_into(&mut session, "t3.granted.natural", "2");
    assert_eq!(session.review().findings, []);
    assert!(!session.final_review().blocks());
}

#[test]
fn each_edit_can_be_undone_and_made_again() {
    let mut session = blank_session("2019", 2020, "西坡镇人民政府");
    let cell = session.form().find("t3.new.natural").unwrap();
    let other = session.form().find("t3.new.total").unwrap();
    let edits = [
        Edit::cell(cell, "１２"),
        Edit::Cells(vec![(cell, "3".to_owned()), (other, "4".to_owned()), (cell, "5".to_owned())]),
        Edit::Prose { section: "s1".to_owned(), text: "总体情况".to_owned() },
        Edit::Unit("东坡镇人民政府".to_owned()),
        Edit::Level(Some(Level::County)),
        Edit::Year(2019),
        Edit::All(vec![Edit::cell(cell, ""), Edit::Scope("全镇".to_owned())]),
    ];
    let mut states = vec![session.report().clone()];
    for edit in edits {
        session.apply(edit);
        states.push(session.report().clone());
        assert_eq!(*session.figures(), Figures::of(session.form(), session.report()));
    }
    for state in states.iter().rev().skip(1) {
        session.undo().unwrap();
        assert_eq!(session.report(), state);
    }
    assert!(session.undo().is_none() && !session.is_unsaved());
    for state in states.iter().skip(1) {
        session.redo().unwrap();
        assert_eq!(session.report(), state);
    }
    assert!(session.redo().is_none() && session.is_unsaved());
}

#[test]
fn a_report_counts_as_saved_only_in_the_state_that_was_saved() {
    let mut session = blank_session("2021", 2024, "某某镇人民政府");
    type_into(&mut session, "t3.new.natural", "1");
    session.begin_saving();
    session.end_saving();
    type_into(&mut session, "t3.new.natural", "2");
    assert!(session.is_unsaved());
    session.undo();
    assert!(!session.is_unsaved());
    session.undo();
    type_into(&mut session, "t3.new.natural", "3");
    assert!(session.is_unsaved(), "the same depth, another state");
}

#[test]
fn what_is_changed_while_a_state_is_being_saved_stays_unsaved() {
    let mut session = blank_session("2021", 2024, "某某镇人民政府");
    type_into(&mut session, "t3.new.natural", "1");
    session.begin_saving();
    type_into(&mut session, "t3.new.natural", "2");
    session.end_saving();
    assert!(session.is_unsaved());
    session.undo();
    assert!(!session.is_unsaved());
    session.begin_saving();
    session.undo();
    type_into(&mut session, "t3.new.natural", "3");
    session.end_saving();
    assert!(session.is_unsaved(), "the same depth, another state");
    session.begin_saving();
    for number in 0..2_100 {
        type_into(&mut session, "t3.new.natural", &number.to_string());
    }
    session.end_saving();
    while session.undo().is_some() {
        assert!(session.is_unsaved(), "the state that was saved is out of reach");
    }
}

#[test]
fn the_level_is_guessed_from_the_name() {
    let cases = [
        ("西坡镇人民政府", Some(Level::Township)),
        ("某某街道办事处", Some(Level::Township)),
        ("宿迁市人民政府", Some(Level::City)),
        ("上海市人民政府", Some(Level::Province)),
        ("上海市人民政府办公厅", Some(Level::Department)),
        ("洪泽区人民政府", Some(Level::County)),
        ("广西壮族自治区人民政府", Some(Level::Province)),
        ("某县教育局", Some(Level::Department)),
        ("某某", None),
    ];
    for (unit, level) in cases {
        assert_eq!(Level::guess(unit), level, "{unit}");
    }
}

#[test]
fn a_final_report_takes_no_edit_until_it_is_taken_back() {
    let mut session = blank_session("2021", 2024, "某某镇人民政府");
    type_into(&mut session, "t3.new.natural", "1");
    session.apply(Edit::Status { status: Status::Final, history: vec![] });
    let cell = session.form().find("t3.new.natural").unwrap();
    assert!(!session.apply(Edit::cell(cell, "2")));
    assert!(session.undo().is_none() && session.redo().is_none() && !session.can_undo());
    shows(&session, "t3.new.natural", Some(1));
    assert!(session.apply(Edit::Status { status: Status::Draft, history: vec![] }));
    assert!(session.apply(Edit::cell(cell, "2")));
}
