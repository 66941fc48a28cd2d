//! The prose editor: heads offered, undo by word, pasted text tidied, input methods of several systems.

use egui::{Event, ImeEvent, Key};

use super::hands::{CTRL, Window};

fn preface(window: &Window) -> String {
    window.session().report().prose("preface").to_owned()
}

/// A blank report, in its preface.
fn blank() -> Window {
    let mut window = Window::start();
    window.type_text("西坡镇人民政府").key(Key::Enter);
    window
}

fn preedit(text: &str) -> Event {
    Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
}

fn commit(text: &str) -> Event {
    Event::Ime(ImeEvent::Commit(text.to_owned()))
}

#[test]
fn row_33_undo_in_prose_goes_by_word() {
    let mut window = blank();
    window.type_text("one two ");
    assert_eq!(preface(&window), "one two ");
    window.keys(CTRL, Key::Z);
    assert_eq!(preface(&window), "one ");
    window.keys(CTRL, Key::Z);
    assert_eq!(preface(&window), "");
    window.keys(CTRL, Key::Y).keys(CTRL, Key::Y);
    assert_eq!(preface(&window), "one two ");
}

#[test]
fn what_is_typed_without_an_end_of_word_is_taken_over_after_a_pause() {
    let mut window = blank();
    window.type_text("abc");
    assert_eq!(preface(&window), "");
    window.wait_s(1.0);
    assert_eq!(preface(&window), "abc");
}

#[test]
fn row_33_what_stands_beside_an_open_composition_is_in_the_journal_without_its_letters() {
    let mut window = blank();
    window.type_text("2023").event(preedit("ni")).event(preedit("nihao"));
    window.until_journalled("2023");
    window.wait_s(1.5);
    let journals = std::fs::read_dir(window.folder.join("data/journals")).unwrap().map(|file| file.unwrap().path());
    let journals: Vec<_> = journals.filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    assert!(journals.iter().any(|text| text.contains("2023\"")) && !journals.iter().any(|text| text.contains("2023n")), "{journals:?}");
    window.event(commit("你好"));
    assert_eq!(preface(&window), "2023你好");
}

#[test]
fn row_33_a_composition_that_is_open_when_the_window_loses_the_focus_comes_to_nothing() {
    let mut window = blank();
    window.type_text("2023").key(Key::ArrowLeft).event(preedit("ni"));
    window.event(Event::WindowFocused(false)).event(Event::WindowFocused(true));
    window.type_text("，").event(preedit("hao")).event(commit("好"));
    assert_eq!(preface(&window), "202，好3");
}

#[test]
fn row_33_a_save_takes_no_letters_of_an_open_composition() {
    let mut window = blank();
    window.type_text("2023").event(preedit("ni")).keys(CTRL, Key::S);
    let path = window.folder.join("年报.nianbao");
    window.answer(Some(&path)).event(preedit("nian")).event(commit("年"));
    let saved = std::fs::read_to_string(&path).unwrap();
    assert!(saved.contains("2023\"") && !saved.contains("ni\""), "{saved}");
    window.wait_s(1.0);
    assert!(preface(&window).starts_with("2023"), "{}", preface(&window));
}

#[test]
fn row_33_a_composition_is_one_step_and_its_letters_never_reach_the_report() {
    let mut window = blank();
    window.event(preedit("n")).event(preedit("ni")).wait_s(1.5);
    assert_eq!(preface(&window), "");
    window.event(preedit("ni hao")).event(commit("你好"));
    assert_eq!(preface(&window), "你好");
    window.event(preedit("shi")).event(preedit("")).event(commit("世界"));
    assert_eq!(preface(&window), "你好世界");
    window.keys(CTRL, Key::Z);
    assert_eq!(preface(&window), "你好");
}

#[test]
fn a_commit_without_a_composition_is_inserted() {
    let mut window = blank();
    window.event(commit("，")).event(commit("好"));
    assert_eq!(preface(&window), "，好");
}

#[test]
fn a_composition_that_is_dropped_leaves_nothing() {
    let mut window = blank();
    window.event(preedit("ni")).event(preedit("")).wait_s(1.5);
    assert_eq!(preface(&window), "");
}

#[test]
fn pasted_text_comes_without_its_indents() {
    let mut window = blank();
    window.event(Event::Paste("\u{3000}\u{3000}第一段。\r\n\r\n\u{3000}\u{3000}第二段。".to_owned()));
    assert_eq!(preface(&window), "第一段。\n第二段。");
}

#[test]
fn the_run_in_heads_are_offered_until_they_are_there() {
    let mut window = blank();
    window.show_section("一、总体情况");
    window.click("（一）主动公开");
    assert_eq!(window.session().report().prose("s1"), "（一）主动公开\n");
    window.click("全部");
    let text = window.session().report().prose("s1").to_owned();
    assert_eq!(text, "（一）主动公开\n（二）依申请公开\n（三）政府信息管理\n（四）政府信息公开平台建设\n（五）监督保障\n");
    assert!(!window.shows("插入小标题"));
}

#[test]
fn what_was_typed_is_saved_even_without_a_pause() {
    let mut window = Window::sample();
    window.type_text("xyz").keys(CTRL, Key::S);
    let saved = std::fs::read_to_string(window.folder.join("西坡镇 2020.nianbao")).unwrap();
    assert!(saved.contains("工作报告。xyz"), "{saved}");
}

#[test]
fn a_brace_asks_for_a_figure_that_then_follows_its_cell() {
    let mut window = blank();
    window.type_text("新收{").type_text("新收 总计").key(Key::Enter);
    assert_eq!(preface(&window), "新收{t3.new.total}");
    window.type_text("件。");
    assert_eq!(preface(&window), "新收{t3.new.total}件。");
}
