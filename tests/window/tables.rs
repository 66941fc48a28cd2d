//! The tables in the whole window: where Tab goes on, what fits beside the panels, what undo shows, what the journal holds.

use egui::{Event, Key};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::hands::{CTRL, SHIFT, Window};

const SECOND: &str = "二、主动公开政府信息情况";
const THIRD: &str = "三、收到和处理政府信息公开申请情况";
const FOURTH: &str = "四、政府信息公开行政复议、行政诉讼情况";

fn name(window: &Window, id: &str) -> String {
    let form = window.session().form();
    form.cell(form.find(id).unwrap()).unwrap().full_name()
}

fn figure(window: &Window, id: &str) -> String {
    window.session().report().cell(window.session().form().find(id).unwrap()).text.clone()
}

#[track_caller]
fn is_at(window: &Window, id: &str) {
    assert_eq!(window.focused(), name(window, id));
}

#[test]
fn row_2_tab_out_of_a_table_lands_in_the_first_cell_of_the_next_and_back_in_the_last() {
    let mut window = Window::sample();
    window.show_section(FOURTH).keys(CTRL, Key::End);
    is_at(&window, "t4.after_review.total");
    window.show_section(THIRD).keys(CTRL, Key::End);
    is_at(&window, "t3.carried_out.total");
    window.key(Key::ArrowLeft).key(Key::Tab);
    is_at(&window, "t4.review.upheld");
    window.keys(SHIFT, Key::Tab);
    is_at(&window, "t3.carried_out.other");
    window.keys(CTRL, Key::Home).keys(SHIFT, Key::Tab);
    let form = window.session().form();
    let last = form.cells().filter(|(cell, known)| known.id.starts_with("t2.") && form.total(*cell).is_none()).last().unwrap().1.id.clone();
    is_at(&window, &last);
    // Ctrl+PgDn comes back to where one was.
    window.keys(CTRL, Key::PageDown);
    is_at(&window, "t3.new.natural");
}

#[test]
fn row_2_tab_out_of_the_last_table_lands_in_the_text_after_it() {
    let mut window = Window::sample();
    window.show_section(FOURTH).keys(CTRL, Key::End).key(Key::Tab);
    assert_eq!(window.focused(), "五、存在的主要问题及改进情况");
}

#[test]
fn row_7_an_open_edit_is_kept_when_another_section_is_shown_by_key() {
    let mut window = Window::sample();
    window.show_section(SECOND).type_text("12").keys(CTRL, Key::PageDown);
    assert!(window.shows(&name(&window, "t3.new.natural")));
    assert_eq!(figure(&window, "t2.regulations.made"), "12");
}

#[test]
fn row_11_a_click_on_a_figure_of_the_selection_copies_it() {
    let mut window = Window::sample();
    window.show_section(THIRD).type_text("3").key(Key::Enter).type_text("4").key(Key::Enter);
    window.keys(SHIFT, Key::ArrowUp).keys(SHIFT, Key::ArrowUp);
    let sum = window.harness.query_by_label_contains("求和 ").unwrap();
    let words = sum.accesskit_node().label().unwrap();
    sum.click();
    let figure = words.strip_prefix("求和 ").unwrap().to_owned();
    assert_eq!(figure, "7");
    let mut copied = Vec::new();
    for _ in 0..4 {
        window.harness.step();
        copied.extend(window.harness.output().platform_output.commands.clone());
    }
    assert!(copied.contains(&egui::OutputCommand::CopyText(figure)), "{copied:?}");
}

#[test]
fn row_32_undo_shows_the_table_that_changed() {
    let mut window = Window::sample();
    let before = window.session().report().clone();
    window.show_section(THIRD).key(Key::ArrowDown).type_text("12").key(Key::Enter).show_section("引言");
    assert!(!window.shows(&name(&window, "t3.new.natural")));
    window.keys(CTRL, Key::Z);
    is_at(&window, "t3.carried_in.natural");
    assert_eq!(window.session().report(), &before);
}

#[test]
fn row_43_table_four_fits_beside_sections_and_findings_at_1366_by_768() {
    let mut window = Window::sample();
    window.harness.set_size(egui::vec2(1366.0, 768.0));
    window.show_section(FOURTH).settle();
    let findings = window.harness.get_by_label("下一个").rect().right();
    assert!(findings <= 1366.0 && findings > 1366.0 - 60.0, "the findings are open");
    let left_of_findings = window.harness.get_by_label("问题").rect().left();
    let last = window.harness.get_by_label(&name(&window, "t4.after_review.total")).rect();
    assert!(last.right() <= left_of_findings, "{last:?} {left_of_findings}");
    assert!(last.bottom() < 768.0);
}

#[test]
fn row_51_an_open_edit_is_in_the_journal_when_the_window_lost_the_focus() {
    let mut window = Window::sample();
    window.show_section(SECOND).type_text("7351");
    window.event(Event::WindowFocused(false)).wait_s(1.0);
    assert!(!figure(&window, "t2.regulations.made").contains("7351"), "the edit is open still");
    window.until_journalled("7351");
}
