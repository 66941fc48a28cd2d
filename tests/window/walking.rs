//! Getting about: sections, panels, findings, the next thing to do, and names for a screen reader.

use egui::Key;
use egui_kittest::kittest::Queryable as _;

use super::hands::{CTRL, SHIFT, Window};
use nianbao::report::Edit;

fn with_two_faults() -> Window {
    let mut window = Window::sample();
    let app = window.harness.state_mut().as_mut().unwrap();
    let form = std::sync::Arc::clone(app.session().unwrap().form());
    for id in ["t3.new.total", "t4.direct.total"] {
        app.apply(Edit::cell(form.find(id).unwrap(), "7"));
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

#[test]
fn f8_walks_all_findings_with_the_blocking_ones_first() {
    let mut window = with_two_faults();
    window.key(Key::F8);
    assert!(window.shows("问题 1/"));
    let blocking = window.session().review().count(nianbao::check::Severity::Blocking);
    assert!(blocking > 0);
    for _ in 0..blocking {
        window.key(Key::F8);
    }
    assert!(window.shows(&format!("问题 {}/", blocking + 1)));
    window.keys(SHIFT, Key::F8);
    assert!(window.shows(&format!("问题 {blocking}/")));
}

#[test]
fn an_empty_list_says_what_was_checked() {
    let mut window = Window::start();
    window.type_text("西坡镇人民政府").key(Key::Enter);
    let open: Vec<_> = window.session().review().findings.iter().map(|finding| finding.message.clone()).collect();
    if open.is_empty() {
        assert!(window.shows("已核对 42 条勾稽关系，全部相符"));
    } else {
        assert!(window.shows(&open[0]));
    }
}

#[test]
fn a_reason_is_typed_in_place() {
    let mut window = Window::sample();
    let before = window.session().review().count(nianbao::check::Severity::Explain);
    assert!(before > 0);
    window.harness.query_all_by_label_contains("原因：").next().unwrap().focus();
    window.settle().type_text("情况属实").key(Key::Enter);
    assert_eq!(window.session().review().count(nianbao::check::Severity::Explain), before - 1);
    assert_eq!(window.session().report().explanations[0].reason, "情况属实");
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
fn a_final_report_is_locked_and_says_how_to_unlock_it() {
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
