//! Small manners of the window: what is said of a blank report, how sentences break, what closes when a dialog comes.

use egui::{Event, Key};
use nianbao::page::line_starts;
use nianbao::ui::commands::Command;
use nianbao::ui::look::lines::breaks;

use super::hands::{CTRL, SHIFT, Window};

#[test]
fn of_a_report_without_any_figure_it_is_said_that_nothing_is_filled() {
    let mut window = Window::start();
    window.type_text("西坡镇人民政府").key(Key::Enter);
    assert!(window.session().has_no_figure() && window.shows("还没有填数字"));
    assert!(!window.shows("✓ 勾稽关系 42/42 相符") && !window.shows("✓ 已核对 42 条勾稽关系，全部相符"));
    window.show_section("三、").type_text("0").key(Key::Enter);
    assert!(window.shows("✓ 勾稽关系 42/42 相符"));
}

#[test]
fn no_line_of_a_card_ends_with_an_opening_mark_or_begins_with_a_closing_one() {
    let text = "自然人：一（60）＋二（0）＝60，三（七）（61）＋四（0）＝61，相差 −1；“正文”与《表三》不同";
    let characters: Vec<char> = text.chars().collect();
    let (widths, may_start) = (vec![10.0; characters.len()], line_starts(text));
    for width_pt in [45.0, 55.0, 65.0, 80.0, 105.0, 200.0] {
        let starts = breaks(&widths, &may_start, width_pt, 25.0);
        assert!(!starts.is_empty());
        for start in starts {
            assert!(!"（“《".contains(characters[start - 1]), "{width_pt}: {start}");
            assert!(!"），；”》".contains(characters[start]), "{width_pt}: {start}");
        }
    }
}

#[test]
fn a_line_is_full_and_breaks_where_it_may() {
    let may = |places: &[usize], count: usize| (0..count).map(|at| places.contains(&at)).collect::<Vec<_>>();
    // Six characters of 10 in a line of 35: three fit, but the third may not begin one.
    assert_eq!(breaks(&[10.0; 6], &may(&[1, 2, 4, 5], 6), 35.0, 0.0), [2, 5]);
    assert_eq!(breaks(&[10.0; 3], &may(&[1, 2], 3), 35.0, 0.0), [0; 0]);
    assert_eq!(breaks(&[10.0; 4], &may(&[], 4), 35.0, 0.0), [0; 0]);
    assert_eq!(breaks(&[10.0; 3], &may(&[1, 2], 3), 35.0, 15.0), [2]);
}

#[test]
fn a_menu_closes_when_a_dialog_comes_over_it() {
    let mut window = Window::sample();
    let entry = "本表空白填 0";
    window.show_section("三、").keys(SHIFT, Key::F10);
    assert!(window.has(entry), "the menu of the cell is open");
    window.run(Command::Help).settle();
    assert!(window.shows("按键一览") && !window.has(entry), "it is closed");
}

/// V as the toolkit tells of it where the clipboard has no text: the press is swallowed, the letting go is not.
fn let_go_of_v(window: &mut Window) {
    window.event(Event::Key { key: Key::V, physical_key: None, pressed: false, repeat: false, modifiers: CTRL });
}

#[test]
fn html_alone_in_the_clipboard_is_pasted_too() {
    let mut window = Window::sample();
    window.world.borrow_mut().clipboard_html = Some("<p>第一段</p><p>第二段</p>".to_owned());
    let_go_of_v(&mut window);
    window.settle();
    assert!(window.session().report().prose("preface").contains("第一段\n第二段"), "{:?}", window.session().report().prose("preface"));
    // Where text was pasted nothing is pasted twice.
    window.event(Event::Paste("再来".to_owned()));
    let_go_of_v(&mut window);
    window.settle();
    let text = window.session().report().prose("preface").to_owned();
    assert!(text.contains("再来") && text.matches("第一段").count() == 1, "{text}");
}
