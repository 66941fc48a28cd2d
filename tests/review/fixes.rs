//! The smallest fix: what is offered for a failed sum, in which order, and that it does what it says.

use nianbao::check::{Finding, Severity};
use nianbao::session::Session;

use super::last_year;
use crate::common::{published_session, type_into};

/// The Suqian report with some figures typed wrong.
fn suqian_with(slips: &[(&str, &str)]) -> Session {
    let mut session = published_session("suqian-2023.json");
    for (id, text) in slips {
        type_into(&mut session, id, text);
    }
    session
}

fn blocking(session: &Session) -> Vec<Finding> {
    session.review().findings.iter().filter(|finding| finding.severity == Severity::Blocking).cloned().collect()
}

/// The first offer for the first failure, which is then applied and taken back; it must mend all.
#[track_caller]
fn first_offer(session: &mut Session) -> String {
    let fix = session.fixes(&blocking(session)[0])[0].clone();
    let before = session.report().clone();
    session.apply(fix.edit);
    assert!(!session.review().blocks(), "{:#?}", blocking(session));
    session.undo();
    assert_eq!(*session.report(), before);
    fix.label
}

#[test]
fn two_neighbours_that_were_swapped_are_swapped_back() {
    let mut session = suqian_with(&[("t3.new.natural", "99"), ("t3.new.business", "3402")]);
    assert_eq!(
        first_offer(&mut session),
        "一、本年新收政府信息公开申请数量，自然人 99 → 3402；一、本年新收政府信息公开申请数量，商业企业 3402 → 99（相邻两格互换），可消除 2 处不符"
    );
}

#[test]
fn transposed_digits_are_put_right() {
    let mut session = suqian_with(&[("t3.granted.natural", "1157")]);
    assert_eq!(first_offer(&mut session), "（一）予以公开，自然人 1157 → 1175（两位数字颠倒），可消除 2 处不符");
}

#[test]
fn a_figure_one_column_off_goes_back() {
    let mut session = suqian_with(&[("t3.partial.business", "0"), ("t3.partial.research", "7")]);
    assert_eq!(
        first_offer(&mut session),
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形），商业企业 0 → 7；\
         （二）部分公开（区分处理的，只计这一情形，不计其他情形），科研机构 7 → 0（填错一列），可消除 2 处不符"
    );
}

#[test]
fn last_years_figure_comes_before_others() {
    let mut session = suqian_with(&[("t3.declined_repeat.natural", "44")]);
    session.apply(last_year("2021", 2022, &[("t3.declined_repeat.natural", "39")]));
    assert_eq!(first_offer(&mut session), "（五）不予处理·2.重复申请，自然人 44 → 39（与上年数字相同），可消除 2 处不符");
}

#[test]
fn a_typed_total_is_put_right_by_its_parts() {
    let mut session = suqian_with(&[("t4.review.total", "444")]);
    assert_eq!(first_offer(&mut session), "行政复议，总计 444 → 440（与各项之和一致），可消除 1 处不符");
}

#[test]
fn equal_and_opposite_differences_are_told_as_one_case_misplaced() {
    let mut session = suqian_with(&[("t3.new.natural", "3401"), ("t3.new.other", "2")]);
    let messages: Vec<_> = blocking(&session).into_iter().map(|finding| finding.message).collect();
    assert_eq!(messages.len(), 2);
    for message in messages {
        assert!(message.ends_with("；疑似 1 件在“自然人”与“其他”之间归类错位"), "{message}");
    }
    assert_eq!(
        first_offer(&mut session),
        "一、本年新收政府信息公开申请数量，自然人 3401 → 3402；一、本年新收政府信息公开申请数量，其他 2 → 1（归类错位），可消除 2 处不符"
    );
}

#[test]
fn every_offer_makes_its_sum_hold_and_breaks_none_that_held() {
    // A small generator that is the same on every run.
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut offered = 0;
    for _ in 0..25 {
        let mut session = suqian_with(&[]);
        let ids: Vec<_> = session.form().cells().map(|(_, cell)| cell.id.clone()).filter(|id| !id.starts_with("t2")).collect();
        for _ in 0..=next(3) {
            let (id, text) = (ids[next(ids.len())].clone(), next(500).to_string());
            type_into(&mut session, &id, &text);
        }
        let failed = blocking(&session);
        for finding in &failed {
            for fix in session.fixes(finding) {
                session.apply(fix.edit);
                let after = blocking(&session);
                let same_sum = |other: &Finding| other.rule == finding.rule && other.cells == finding.cells;
                assert!(!after.iter().any(same_sum), "{}", fix.label);
                assert!(
                    after.iter().all(|left| failed.iter().any(|was| was.rule == left.rule && was.cells == left.cells)),
                    "{}",
                    fix.label
                );
                session.undo();
                offered += 1;
            }
        }
    }
    assert!(offered > 50, "{offered}");
}
