//! Ctrl+F: find and replace over prose, labels and figures of the whole report.

use egui::{Event, ImeEvent, Key};

use super::hands::{CTRL, SHIFT, Window};

fn finding(needle: &str) -> Window {
    let mut window = Window::sample();
    window.keys(CTRL, Key::F).type_text(needle);
    window
}

#[test]
fn what_is_looked_for_is_counted_and_walked_through_the_whole_report() {
    let mut window = finding("西坡镇");
    let count = ["preface", "s1", "s5", "s6"].iter().map(|id| window.session().report().prose(id).matches("西坡镇").count()).sum::<usize>();
    assert!(count > 1 && window.shows(&format!("{count} 处")));
    window.key(Key::F3);
    assert!(window.shows(&format!("第 1 处，共 {count} 处")));
    window.key(Key::F3);
    assert!(window.shows(&format!("第 2 处，共 {count} 处")));
    window.keys(SHIFT, Key::F3);
    assert!(window.shows(&format!("第 1 处，共 {count} 处")));
    window.keys(SHIFT, Key::F3);
    assert!(window.shows(&format!("第 {count} 处，共 {count} 处")), "from the first to the last");
}

#[test]
fn labels_and_figures_are_found_too() {
    let mut window = finding("重复申请");
    window.key(Key::F3);
    assert!(window.shows("第 1 处，共 1 处"));
    let cell = window.session().form().cells().find(|(_, cell)| cell.row_name.contains("重复申请")).unwrap().1.full_name();
    assert!(window.focused().contains("重复申请") || window.has(&cell), "{}", window.focused());
    let figure = window.session().form().find("t4.review.upheld").unwrap();
    let mut window = Window::sample();
    window.harness.state_mut().as_mut().unwrap().apply(nianbao::report::Edit::Cells(vec![(figure, "7654".to_owned())]));
    window.keys(CTRL, Key::F).type_text("7654").key(Key::F3);
    assert!(window.shows("第 1 处，共 1 处"));
}

#[test]
fn replacing_all_is_one_step_of_undo_and_leaves_labels_alone() {
    let mut window = finding("西坡镇");
    let before = window.session().report().prose("s1").to_owned();
    window.key(Key::Tab).key(Key::Tab).key(Key::Tab).type_text("东坡镇");
    window.click("全部替换");
    let after = window.session().report().prose("s1").to_owned();
    assert!(!after.contains("西坡镇") && after == before.replace("西坡镇", "东坡镇"), "{after}");
    window.click("关闭").keys(CTRL, Key::Z);
    assert_eq!(window.session().report().prose("s1"), before);
    assert!(window.session().report().prose("preface").contains("西坡镇"), "all of it in one step");
}

#[test]
fn what_is_not_there_is_said_and_esc_closes_the_bar() {
    let mut window = finding("没有这几个字");
    window.key(Key::F3);
    assert!(window.shows("没有找到") && window.shows("0 处"));
    window.keys(CTRL, Key::F).key(Key::Escape);
    assert!(!window.has("全部替换"));
}

#[test]
fn an_input_method_writes_what_is_looked_for() {
    let mut window = Window::sample();
    window.keys(CTRL, Key::F);
    for event in [ImeEvent::Preedit { text: "xi po".to_owned(), active_range_chars: None }, ImeEvent::Commit("西坡".to_owned())] {
        window.event(Event::Ime(event));
    }
    window.settle();
    let count = ["preface", "s1", "s5", "s6"].iter().map(|id| window.session().report().prose(id).matches("西坡").count()).sum::<usize>();
    assert!(count > 0 && window.shows(&format!("{count} 处")));
}
