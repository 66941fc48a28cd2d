//! Getting about: sections, panels, findings, the next thing to do, and names for a screen reader.

use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::hands::{CTRL, SHIFT, Window};
use nianbao::check::Severity;
use nianbao::report::Edit;

fn with_two_faults() -> Window {
    let mut window = Window::sample();
    let app = window.harness.state_mut().as_mut().unwrap();
    let form = std::sync::Arc::clone(app.session().unwrap().form());
    let zeros = ["upheld", "corrected", "other", "pending"].map(|column| (format!("t4.direct.{column}"), "0"));
    for (id, text) in [("t3.new.total".to_owned(), "7"), ("t4.direct.total".to_owned(), "7")].into_iter().chain(zeros) {
        app.apply(Edit::cell(form.find(&id).unwrap(), text));
    }
    window.settle();
    window
}

#[test]
fn sections_follow_each_other_by_key() {
    let mut window = Window::sample();
    assert!(window.shows("引言"));
    window.keys(CTRL, Key::PageDown);
    window.type_text("天");
    window.wait_s(1.0);
    assert!(window.session().report().prose("s1").ends_with('天'));
    window.keys(CTRL, Key::PageUp).keys(CTRL, Key::PageUp);
    assert!(window.shows("单位名称"));
}

fn focused(window: &Window) -> String {
    window.focused()
}

#[test]
fn row_37_f8_walks_the_findings_of_all_sections_with_the_blocking_ones_first() {
    let mut window = with_two_faults();
    let review = window.session().review();
    let (blocking, all) = (review.count(Severity::Blocking), review.findings.len());
    window.key(Key::F8);
    assert!(window.shows(&format!("问题 1/{all}")));
    let mut seen = vec![focused(&window)];
    for at in 2..=blocking {
        window.key(Key::F8);
        assert!(window.shows(&format!("问题 {at}/{all}")));
        seen.push(focused(&window));
    }
    for row in ["一、本年新收", "未经复议直接起诉"] {
        assert!(seen.iter().any(|name| name.contains(row)), "{row} in {seen:?}");
    }
    window.key(Key::F8);
    assert!(window.shows(&format!("问题 {}/{all}", blocking + 1)));
    assert!(focused(&window).contains("一、总体情况"), "{}", focused(&window));
    window.keys(SHIFT, Key::F8);
    assert!(window.shows(&format!("问题 {blocking}/{all}")));
    for _ in 0..blocking {
        window.keys(SHIFT, Key::F8);
    }
    assert!(window.shows(&format!("问题 {all}/{all}")), "from the first to the last");
}

#[test]
fn row_38_the_list_stands_by_section_and_a_click_goes_to_the_cell() {
    let mut window = with_two_faults();
    let top = |window: &Window, label: &str| window.harness.query_all_by_label_contains(label).last().unwrap().rect().top();
    let message = |window: &Window, rule: &str| {
        window.session().review().findings.iter().find(|finding| finding.rule == rule).unwrap().message.clone()
    };
    let (third, fourth) = (message(&window, "T3-ROW"), message(&window, "T4-SUM"));
    let heads = ["一、总体情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"];
    let tops = heads.map(|head| top(&window, head));
    assert!(tops[0] < tops[1] && tops[1] < top(&window, &third) && top(&window, &third) < tops[2] && tops[2] < top(&window, &fourth));
    window.click_containing(&fourth);
    assert!(focused(&window).contains("未经复议直接起诉"), "{}", focused(&window));
    window.click_containing(&third);
    assert!(focused(&window).contains("一、本年新收"), "{}", focused(&window));
}

#[test]
fn row_38_an_empty_list_says_what_was_checked() {
    let mut sample: serde_json::Value = serde_json::from_str(include_str!("../../assets/samples/xipo-2020.json")).unwrap();
    sample["prose"]["s6"] = "（一）工作考核、社会评议和责任追究。考核结果为良好，社会评议满意，没有责任追究。".into();
    let window = Window::with_text(&sample.to_string());
    assert_eq!(window.session().review().findings, []);
    assert!(window.shows("已核对 40 条勾稽关系，全部相符"));
}

#[test]
fn row_40_the_reason_of_a_finding_is_typed_in_place() {
    let mut window = Window::sample();
    let before = window.session().review().count(Severity::Explain);
    assert!(before > 0);
    window.harness.query_all_by_label_contains("原因：").next().unwrap().focus();
    window.settle().type_text("情况属实").key(Key::Enter);
    assert_eq!(window.session().review().count(Severity::Explain), before - 1);
    assert_eq!(window.session().report().explanations[0].reason, "情况属实");
    assert!(window.shows("已说明"));
    window.keys(CTRL, Key::Z);
    assert_eq!(window.session().review().count(Severity::Explain), before, "one step");
}

#[test]
fn the_next_thing_to_do_is_a_button() {
    let mut window = Window::start();
    window.type_text("西坡镇人民政府").key(Key::Enter);
    assert!(window.shows("写“引言”"));
    window.type_text("根据条例，");
    assert!(window.shows("写“一、总体情况”"));
}

#[test]
fn the_panels_are_reached_by_f6() {
    let mut window = Window::sample();
    let focused = |window: &Window| window.harness.ctx.memory(egui::Memory::focused);
    let content = focused(&window);
    assert!(content.is_some());
    let mut seen = vec![content];
    for _ in 0..3 {
        window.key(Key::F6);
        let now = focused(&window);
        assert!(now.is_some() && !seen.contains(&now), "{seen:?} {now:?}");
        seen.push(now);
    }
    window.key(Key::F6);
    assert_eq!(focused(&window), content);
}

#[test]
fn row_47_a_final_report_is_locked_says_so_and_is_unlocked_by_a_button_beside_it() {
    let mut window = Window::sample();
    window.click("编辑").click_containing("定稿…");
    assert!(window.shows("去看问题"));
    window.click("取消");
    let app = window.harness.state_mut().as_mut().unwrap();
    let session = app.session().unwrap();
    let findings: Vec<_> = session.final_review().findings.clone();
    let reasons = nianbao::check::explain(session.final_case(), &findings.iter().collect::<Vec<_>>(), "属实");
    app.apply(reasons);
    window.settle().click("编辑").click_containing("定稿…").click("只定稿");
    assert!(window.shows("已定稿，内容不能改动"));
    window.click("撤回定稿");
    assert!(!window.shows("已定稿，内容不能改动"));
    let history: Vec<_> = window.session().report().history.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(history, ["定稿", "撤回定稿"]);
}

#[test]
fn every_control_has_a_name() {
    let mut window = Window::sample();
    for _ in 0..8 {
        let nameless: Vec<_> = super::hands::nameless(&window);
        assert_eq!(nameless, Vec::<String>::new());
        window.keys(CTRL, Key::PageDown);
    }
    window.key(Key::F1);
    assert_eq!(super::hands::nameless(&window), Vec::<String>::new());
}

#[test]
fn f6_leads_from_the_place_of_a_finding_to_its_line_in_the_list() {
    let mut window = with_two_faults();
    window.key(Key::F8).key(Key::F8).key(Key::F6);
    let session = window.session();
    let mut order: Vec<_> = session.review().findings.iter().collect();
    order.sort_by_key(|finding| finding.severity);
    let second = order[1].message.clone();
    let focused = window.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused());
    let name = focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default();
    assert!(name.ends_with(&second), "{name}");
}

#[test]
fn a_reason_that_a_new_figure_reopened_is_offered_again() {
    let mut session = crate::common::blank_session("2021", 2024, "西坡镇人民政府");
    session.apply(crate::review::last_year("2021", 2023, &[("t2.permits.decided", "20")]));
    crate::common::type_into(&mut session, "t2.permits.decided", "40");
    let finding = crate::review::the_one(session.review(), "Y-SWING").clone();
    session.apply(nianbao::check::explain(session.case(), &[&finding], "新划入两项许可"));
    let mut window = Window::with_text(&nianbao::file::json::write(session.form(), session.report()));
    assert!(!window.shows("仍是："));
    let cell = session.form().find("t2.permits.decided").unwrap();
    window.harness.state_mut().as_mut().unwrap().apply(Edit::cell(cell, "50"));
    window.settle().click("仍是：新划入两项许可");
    let finding = crate::review::the_one(window.session().review(), "Y-SWING");
    assert_eq!(finding.reason.as_deref(), Some("新划入两项许可"));
}
