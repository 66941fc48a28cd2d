//! Nothing unsaved is left without a question.

use egui::Key;

use super::hands::{CTRL, Window};

fn changed() -> Window {
    let mut window = Window::sample();
    window.type_text("多一句。");
    window
}

fn saved(window: &Window) -> bool {
    std::fs::read_to_string(window.folder.join("西坡镇 2020.nianbao")).unwrap().contains("多一句。")
}

#[test]
fn leaving_asks_and_save_saves() {
    let mut window = changed();
    window.keys(CTRL, Key::W);
    assert!(window.shows("有改动还没有保存"));
    window.click("保存");
    assert!(window.app().session().is_none());
    assert!(saved(&window));
}

#[test]
fn leaving_without_saving_keeps_the_file_as_it_was() {
    let mut window = changed();
    window.keys(CTRL, Key::W).click("不保存");
    assert!(window.app().session().is_none());
    assert!(!saved(&window));
}

#[test]
fn cancel_stays() {
    let mut window = changed();
    window.keys(CTRL, Key::W).click("取消");
    assert!(window.session().is_unsaved());
}

#[test]
fn a_report_without_changes_is_left_at_once() {
    let mut window = Window::sample();
    window.keys(CTRL, Key::W);
    assert!(window.app().session().is_none());
}

#[test]
fn closing_the_window_asks_too() {
    let mut window = changed();
    window.harness.input_mut().viewports.get_mut(&egui::ViewportId::ROOT).unwrap().events.push(egui::ViewportEvent::Close);
    window.settle();
    assert!(window.shows("有改动还没有保存"));
}
