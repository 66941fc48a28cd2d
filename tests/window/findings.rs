//! Findings and their reasons: what is typed is never lost, each finding has its own field, and Ctrl+Z keeps to the field.

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use nianbao::check::{Severity, explain};
use nianbao::report::Edit;
use nianbao::ui::commands::{Action, Command};

use super::hands::{CTRL, Window};

/// The sample, the focus in the field of its first reason.
fn in_a_reason() -> Window {
    let mut window = Window::sample();
    window.harness.query_all_by_label_contains("原因：").next().unwrap().focus();
    window.settle();
    window
}

fn reasons(window: &Window) -> Vec<&str> {
    window.session().report().explanations.iter().map(|stored| stored.reason.as_str()).collect()
}

/// What stands in the field of the first reason.
fn typed(window: &Window) -> String {
    window.harness.query_all_by_label_contains("原因：").next().unwrap().value().unwrap_or_default()
}

#[test]
fn row_40_a_reason_still_being_typed_is_saved() {
    let mut window = in_a_reason();
    window.type_text("情况属实").keys(CTRL, Key::S);
    assert_eq!(reasons(&window), ["情况属实"]);
    let saved = std::fs::read_to_string(window.folder.join("西坡镇 2020.nianbao")).unwrap();
    assert!(saved.contains("情况属实"));
    // The field is still open, and what is added counts as well.
    window.type_text("，已核实").keys(CTRL, Key::S);
    assert_eq!(reasons(&window), ["情况属实，已核实"]);
}

#[test]
fn row_40_a_reason_still_being_typed_is_not_left_without_a_question() {
    let mut window = in_a_reason();
    window.type_text("情况属实").keys(CTRL, Key::W);
    assert!(window.shows("有改动还没有保存"));
    window.click("保存");
    assert!(std::fs::read_to_string(window.folder.join("西坡镇 2020.nianbao")).unwrap().contains("情况属实"));
}

#[test]
fn row_40_a_reason_still_being_typed_is_in_the_journal() {
    let mut window = in_a_reason();
    window.type_text("情况属实").settle();
    window.until_journalled("情况属实");
    assert_eq!(reasons(&window), [""; 0], "it is no step of undo yet");
}

#[test]
fn row_40_esc_takes_a_reason_back() {
    let mut window = in_a_reason();
    window.type_text("写错了").key(Key::Escape);
    assert_eq!((reasons(&window), typed(&window)), (vec![], String::new()));
    window.harness.query_all_by_label_contains("原因：").next().unwrap().focus();
    window.settle().type_text("情况属实").key(Key::Enter);
    assert_eq!(reasons(&window), ["情况属实"]);
}

/// A sentence with two figures that do not fit, so that two findings of one rule stand in it.
fn with_two_on_one_sentence() -> Window {
    let mut window = Window::sample();
    let text = "新收政府信息公开申请30件，予以公开25件。".to_owned();
    let app = window.harness.state_mut().as_mut().unwrap();
    app.apply(Edit::Prose { section: "s1".to_owned(), text });
    window.settle();
    window
}

fn open_findings(window: &Window) -> usize {
    window.session().review().findings.iter().filter(|finding| finding.reason.is_none()).count()
}

#[test]
fn row_37_f8_stops_at_each_of_two_findings_in_one_sentence() {
    let mut window = with_two_on_one_sentence();
    let findings = &window.session().review().findings;
    let twins = findings.iter().filter(|finding| finding.rule == "P-FIG").map(|finding| &finding.spot).collect::<Vec<_>>();
    assert!(twins.len() == 2 && twins[0] != twins[1], "each marks its figure: {findings:?}");
    let count = open_findings(&window);
    for at in 1..=count {
        window.key(Key::F8);
        assert!(window.shows(&format!("问题 {at}/{count}")), "{at}");
    }
}

#[test]
fn row_40_two_findings_in_one_sentence_have_a_reason_each() {
    let mut window = with_two_on_one_sentence();
    let messages: Vec<_> = window
        .session()
        .review()
        .findings
        .iter()
        .filter(|finding| finding.rule == "P-FIG")
        .map(|finding| finding.message.clone())
        .collect();
    for (message, reason) in messages.iter().zip(["甲", "乙"]) {
        window.harness.get_by_label(&format!("原因：{message}")).focus();
        window.settle().type_text(reason).type_text("丙").key(Key::Enter);
    }
    let given: Vec<_> =
        window.session().review().findings.iter().filter(|finding| finding.rule == "P-FIG").map(|finding| finding.reason.clone()).collect();
    assert_eq!(given, [Some("甲丙".to_owned()), Some("乙丙".to_owned())]);
}

#[test]
fn row_32_ctrl_z_in_a_one_line_field_takes_back_what_was_typed_there_alone() {
    let mut window = Window::sample();
    window.show_section("二、主动公开政府信息情况").type_text("7").key(Key::Enter);
    let cell = window.session().form().find("t2.regulations.made").unwrap();
    let figure = |window: &Window| window.session().report().cell(cell).text.clone();
    assert_eq!(figure(&window), "7");
    window.harness.query_all_by_label_contains("原因：").next().unwrap().focus();
    window.settle().type_text("属实").wait_s(1.5).type_text("多").keys(CTRL, Key::Z);
    assert_eq!((figure(&window).as_str(), typed(&window).as_str()), ("7", "属实"));
    window.keys(CTRL, Key::Y);
    assert_eq!((figure(&window).as_str(), typed(&window).as_str()), ("7", "属实多"));
    assert!(window.shows("二、主动公开政府信息情况") && !window.shows("标题由单位和年度生成"), "the view stays");
    // And in the particulars.
    window.click_containing("报告信息");
    window.harness.get_by_label("单位名称").focus();
    window.settle().type_text("甲").keys(CTRL, Key::Z);
    assert_eq!(figure(&window), "7");
    assert!(window.shows("标题由单位和年度生成"));
    // The focus elsewhere, the report is undone.
    window.show_section("二、主动公开政府信息情况").keys(CTRL, Key::Z).keys(CTRL, Key::Z);
    assert_ne!(figure(&window), "7");
}

#[test]
fn row_37_f8_says_where_nothing_is_left_to_do() {
    let mut window = Window::sample();
    let session = window.session();
    let findings = session.review().findings.clone();
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding.severity == Severity::Explain));
    let reasons = explain(session.case(), &findings.iter().collect::<Vec<_>>(), "属实");
    window.harness.state_mut().as_mut().unwrap().apply(reasons);
    window.settle().key(Key::F8);
    assert!(window.shows("没有待处理的问题"), "all of them explained");
    let mut sample: serde_json::Value = serde_json::from_str(include_str!("../../assets/samples/xipo-2020.json")).unwrap();
    sample["prose"]["s6"] = "（一）工作考核、社会评议和责任追究。考核结果为良好，社会评议满意，没有责任追究。".into();
    let mut window = Window::with_text(&sample.to_string());
    assert_eq!(window.session().review().findings, []);
    window.key(Key::F8);
    assert!(window.shows("没有待处理的问题"), "none at all");
}

#[test]
fn hints_stand_apart_and_are_mended_by_their_kind_passed_over_called_back_and_hidden() {
    let mut sample: serde_json::Value = serde_json::from_str(include_str!("../../assets/samples/xipo-2020.json")).unwrap();
    let text = "（一）工作考核、社会评议和责任追究。考核结果为良好,社会评议满意;没有责任追究。";
    sample["prose"]["s6"] = text.into();
    let mut window = Window::with_text(&sample.to_string());
    let written = |window: &Window| window.session().report().prose("s6").to_owned();
    assert!(window.shows("文字建议 2 处，不影响定稿") && window.shows("半角标点“,”应为全角“，”"));
    window.click_containing("标点：2 处全部改好");
    assert_eq!(written(&window), text.replace(',', "，").replace(';', "；"));
    assert!(!window.shows("文字建议"));
    window.keys(CTRL, Key::Z);
    assert_eq!(written(&window), text, "taken back at once");
    window.click_containing("改：, → ，");
    assert!(window.shows("文字建议 1 处"));
    window.click("忽略");
    assert!(window.shows("文字建议 0 处") && window.shows("已忽略 1 处"));
    window.key(Key::F8);
    assert!(window.shows("没有待处理的问题"), "what is passed over is not led to");
    window.click("不再忽略");
    assert!(window.shows("文字建议 1 处"));
    window.click("收起文字建议");
    assert!(!window.shows("半角标点") && window.shows("文字建议 1 处"));
    window.key(Key::F8);
    assert!(window.shows("没有待处理的问题"), "what is hidden is not led to");
    window.click("显示文字建议");
    assert!(window.shows("半角标点"));
}

#[test]
fn f8_reads_what_wants_a_reason_and_the_hints_of_a_text_in_their_order() {
    let mut sample: serde_json::Value = serde_json::from_str(include_str!("../../assets/samples/xipo-2020.json")).unwrap();
    let text = "（一）工作考核、社会评议和责任追究。考核结果为良好,社会评议满意，2020年11月31日公布;没有责任追究。";
    sample["prose"]["s6"] = text.into();
    let mut window = Window::with_text(&sample.to_string());
    let kinds: Vec<_> = window.session().review().findings.iter().map(|finding| finding.severity).collect();
    assert_eq!(kinds, [Severity::Hint, Severity::Explain, Severity::Hint]);
    // What is wrong is selected, so that what is typed takes its place.
    for right in ["，", "11月30日", "；"] {
        window.key(Key::F8).type_text(right);
    }
    assert_eq!(window.session().report().prose("s6"), text.replace("好,", "好，").replace("31日", "30日").replace("布;", "布；"));
}

#[test]
fn typing_before_a_mark_loses_no_letter_and_leaves_the_caret() {
    let mut sample: serde_json::Value = serde_json::from_str(include_str!("../../assets/samples/xipo-2020.json")).unwrap();
    sample["prose"]["s6"] = "考核结果为良好,社会评议满意;没有责任追究。".into();
    let mut window = Window::with_text(&sample.to_string());
    window.key(Key::F8).key(Key::ArrowLeft).key(Key::Home);
    // No word ends, so that the marks are those of the text before.
    window.type_text("2020").wait_s(1.0);
    assert_eq!(window.session().report().prose("s6"), "2020考核结果为良好,社会评议满意;没有责任追究。");
}

#[test]
fn a_click_on_a_marked_word_points_out_what_is_found_there() {
    let mut window = Window::sample();
    let text = "开开展政务公开培训，提高了工作水平。\n平时注重注重资料归档，按时更新公开目录。";
    window.act(Action::Apply(Edit::Prose { section: "s5".to_owned(), text: text.to_owned() })).settle();
    window.show_section("五、");
    let is_field = |role| role == egui::accesskit::Role::MultilineTextInput;
    let field = window.harness.query_all_by_label_contains("五、").find(|node| is_field(node.accesskit_node().role())).unwrap().rect();
    let current = |window: &Window, words: &str| {
        let mut rows = window.harness.query_all_by_label_contains(words).filter(|node| node.accesskit_node().is_selected() == Some(true));
        rows.next().is_some()
    };
    assert!(!current(&window, "开开") && !current(&window, "注重注重"));
    // A character of the first line, then one that is not marked, then one of the second.
    let click = |window: &mut Window, x: f32, y: f32| {
        let pos = field.left_top() + egui::vec2(x, y);
        window.harness.event(Event::PointerMoved(pos));
        for pressed in [true, false] {
            window.harness.event(Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers: Modifiers::NONE });
        }
        window.settle().wait_s(1.0);
    };
    click(&mut window, 16.0, 12.0);
    assert!(current(&window, "“开开”重复"));
    click(&mut window, 180.0, 12.0);
    assert!(current(&window, "“开开”重复"), "where nothing is found the list stays as it is");
    click(&mut window, 60.0, 54.0);
    assert!(current(&window, "“注重注重”重复") && !current(&window, "“开开”重复"));
}

#[test]
fn f8_shows_the_whole_card_its_mends_too_in_a_low_window() {
    let mut window = Window::sample();
    window.show_section("三、").run(Command::FillZerosInTable).keys(CTRL, Key::Home).type_text("7351").key(Key::Enter);
    window.harness.set_size(egui::vec2(1024.0, 520.0));
    window.settle();
    let mut mended = 0;
    for _ in 0..window.session().review().findings.len() {
        window.key(Key::F8).settle();
        let root = window.harness.root();
        let nodes: Vec<_> = root.children_recursive().collect();
        let current = nodes.iter().find(|node| node.accesskit_node().is_selected() == Some(true) && label(node).contains("不符"));
        let Some(card) = current.map(egui_kittest::Node::rect) else { continue };
        let mends = nodes.iter().filter(|node| label(node).starts_with("改：")).map(egui_kittest::Node::rect);
        let first = mends.filter(|mend| mend.top() > card.top()).min_by(|one, two| one.top().total_cmp(&two.top())).unwrap();
        // The line of states at the foot of the window is some 30 high.
        assert!(card.top() > 50.0 && first.bottom() < 520.0 - 30.0, "{card:?} {first:?}");
        mended += 1;
    }
    assert!(mended > 0);
}

fn label(node: &egui_kittest::Node<'_>) -> String {
    node.accesskit_node().label().unwrap_or_default()
}
