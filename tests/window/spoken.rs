//! What a screen reader would speak on a walk through a table, a finding and a dialog: name, figure, and what is wrong.

use egui::Key;
use egui_kittest::kittest::NodeT as _;
use nianbao::ui::commands::Command;

use super::hands::{CTRL, SHIFT, Window};

/// What is spoken of what has the focus: its name, what it holds, what is said of it, and whether it is wrong.
fn spoken(window: &Window) -> String {
    let nodes = window.harness.root().children_recursive();
    let Some(focused) = nodes.into_iter().find(egui_kittest::Node::is_focused) else { return String::new() };
    let node = focused.accesskit_node();
    let named = node.label().or_else(|| node.labelled_by().next().and_then(|label| label.value().or_else(|| label.label())));
    let wrong = node.data().invalid().map(|_| "有误".to_owned());
    let parts = [named, node.value(), node.data().description().map(str::to_owned), wrong];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，")
}

#[track_caller]
fn speaks(window: &Window, wanted: &[&str]) {
    let spoken = spoken(window);
    for part in wanted {
        assert!(spoken.contains(part), "“{part}” is not spoken: {spoken}");
    }
}

/// The names of the dialogs that stand open.
fn dialogs(window: &Window) -> Vec<String> {
    let root = window.harness.root();
    let nodes = root.children_recursive().filter(|node| node.accesskit_node().role() == egui::accesskit::Role::Dialog);
    nodes.map(|node| node.accesskit_node().label().unwrap_or_default()).collect()
}

#[test]
fn a_dialog_has_its_head_for_a_name() {
    let mut window = Window::sample();
    window.type_text("改");
    for (command, name) in [
        (Command::Leave, "有改动还没有保存"),
        (Command::Manual, "年报使用手册"),
        (Command::Help, "按键一览"),
        (Command::About, "关于年报"),
        (Command::Versions, "历史版本"),
        (Command::Finish, "定稿"),
        (Command::ExportPdf, "导出"),
        (Command::Print, "打印"),
        (Command::ClearTraces, "清除本机痕迹"),
    ] {
        window.run(command).settle();
        let names = dialogs(&window);
        assert!(names.len() == 1 && names[0].contains(name), "{name}: {names:?}");
        window.key(Key::Escape).settle();
        assert!(dialogs(&window).is_empty(), "{name} is closed");
    }
}

#[test]
fn a_walk_through_a_table_a_finding_and_a_dialog_is_spoken() {
    let mut window = Window::sample();
    window.show_section("三、").run(Command::FillZerosInTable).keys(CTRL, Key::Home);
    speaks(&window, &["一、本年新收政府信息公开申请数量", "自然人", "，0"]);
    window.type_text("7351").key(Key::Enter);
    speaks(&window, &["二、上年结转政府信息公开申请数量", "自然人"]);
    window.key(Key::ArrowUp);
    speaks(&window, &["一、本年新收政府信息公开申请数量", "自然人", "，7351，", "相差 +7351", "有误"]);
    // The finding says the same, and where it stands.
    window.key(Key::F8).key(Key::F6);
    speaks(&window, &["自然人", "相差 +7351"]);
    // A dialog: its question is there to be read, its answer has the focus, and Tab speaks the others.
    window.run(Command::Leave);
    assert!(window.shows("还没有保存") || window.shows("保存"), "what is asked");
    let answer = spoken(&window);
    assert!(!answer.is_empty());
    window.key(Key::Tab);
    assert!(!spoken(&window).is_empty() && spoken(&window) != answer, "{answer}");
    window.keys(SHIFT, Key::Tab);
    assert_eq!(spoken(&window), answer);
    window.key(Key::Escape);
    speaks(&window, &["自然人"]);
    // The manual's field has a name.
    window.key(Key::F1);
    speaks(&window, &["查找"]);
}
