//! Keys in the window: they always go somewhere, and never where they were not meant.

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use nianbao::ui::commands::Command;

use super::hands::{CTRL, Window};

const ALT: Modifiers = Modifiers { alt: true, ctrl: false, shift: false, mac_cmd: false, command: false };

/// A blank report, at the first cell of table 三.
fn table_three() -> Window {
    let mut window = Window::start();
    window.type_text("西坡镇人民政府").key(Key::Enter).show_section("三、收到和处理政府信息公开申请情况");
    window
}

fn text(window: &Window, id: &str) -> String {
    let session = window.session();
    session.report().cell(session.form().find(id).unwrap()).text.clone()
}

/// Clicks with the mouse, which takes the focus away from where it was.
fn click(window: &mut Window, name: &str) {
    window.harness.get_all_by_label(name).last().unwrap_or_else(|| panic!("no {name}")).click();
    window.settle();
}

#[test]
fn row_49_keys_go_on_filling_after_a_click_beside_the_table() {
    let mut window = table_three();
    window.type_text("7").key(Key::Enter);
    click(&mut window, "保存");
    let file = window.folder.join("西坡镇 2023.nianbao");
    window.answer(Some(&file));
    window.type_text("8").key(Key::Enter);
    assert_eq!(text(&window, "t3.carried_in.natural"), "8", "after a button and the file dialog that it opened");
    click(&mut window, "查看");
    click(&mut window, "放大 Ctrl++");
    window.type_text("9").key(Key::Enter);
    assert_eq!(text(&window, "t3.granted.natural"), "9", "after a menu");
}

#[test]
fn row_21_what_alt_types_beside_a_shortcut_is_no_text() {
    let mut window = table_three();
    window.type_text("7").key(Key::Enter).key(Key::ArrowUp);
    for (key, letter) in [(Key::Num0, "0"), (Key::F, "f")] {
        for pressed in [true, false] {
            window.harness.event_modifiers(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: ALT }, ALT);
            if pressed {
                window.harness.event_modifiers(Event::Text(letter.to_owned()), ALT);
            }
        }
        window.settle();
    }
    window.key(Key::ArrowDown);
    assert_eq!(text(&window, "t3.new.natural"), "7");
    window.type_text("5").key(Key::Enter);
    assert_eq!(text(&window, "t3.carried_in.natural"), "5", "and the next letter is one again");
}

#[test]
fn row_21_all_blanks_of_the_report_become_0_before_a_table_was_looked_at() {
    let mut window = Window::start();
    window.type_text("西坡镇人民政府").key(Key::Enter);
    window.run(Command::FillZerosInTable);
    assert!(window.shows("先转到要填 0 的表格"));
    window.run(Command::FillZerosInReport);
    assert!(window.shows(&format!("已把 {} 个空白格填为 0", 10 + 24 * 6 + 3 * 4)));
    assert_eq!(text(&window, "t4.direct.pending"), "0");
    window.keys(CTRL, Key::Z);
    assert_eq!(text(&window, "t4.direct.pending"), "");
    assert!(!window.session().can_undo(), "one step");
}

#[test]
fn row_26_a_paste_that_asks_wants_its_answer_before_any_command() {
    let mut window = table_three();
    window.type_text("7").key(Key::Enter);
    window.event(Event::Paste("1\n2\n3".to_owned()));
    assert!(window.shows("粘贴预览"));
    let before = window.session().revision();
    window.keys(CTRL, Key::Z).keys(CTRL, Key::PageUp).key(Key::F8);
    assert_eq!(window.session().revision(), before);
    assert!(window.shows("粘贴预览"));
    window.key(Key::Escape).keys(CTRL, Key::Z);
    assert_eq!(text(&window, "t3.new.natural"), "");
}

#[test]
fn row_50_what_is_saved_has_no_letters_of_an_open_composition() {
    let mut window = table_three();
    window.event(Event::Ime(egui::ImeEvent::Preedit { text: "yi".to_owned(), active_range_chars: None }));
    window.run(Command::NextSection);
    assert_eq!(text(&window, "t3.new.natural"), "");
}
