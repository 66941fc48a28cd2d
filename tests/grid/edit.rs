//! Rows 12–21, 32, 50 and 51: editing, undo, the input method.

use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use nianbao::report::{Edit, Status};
use nianbao::ui::grid::ZeroScope;

use super::window::{ALT, CTRL, CTRL_SHIFT, Desk, SHIFT};

#[test]
fn row_12_a_digit_replaces_the_content_and_opens_the_cell() {
    let mut desk = Desk::filled("t3");
    assert_eq!(desk.figure("t3.new.natural"), "3402");
    desk.go("t3.new.natural").type_text("5");
    assert_eq!(desk.open().as_deref(), Some("5"));
    desk.type_text("12").key(Key::Enter).holds("t3.new.natural", "512");
    assert_eq!(desk.open(), None);
}

#[test]
fn row_13_f2_and_a_double_click_edit_in_place_with_the_caret_at_the_end() {
    let mut desk = Desk::filled("t3");
    desk.go("t3.new.natural").key(Key::F2);
    assert_eq!(desk.open().as_deref(), Some("3402"));
    desk.type_text("9").key(Key::Backspace).key(Key::Backspace).type_text("8").key(Key::Enter).holds("t3.new.natural", "3408");
    let at = desk.at_cell("t3.carried_in.natural");
    let before = desk.text("t3.carried_in.natural");
    desk.click_at(at, egui::Modifiers::NONE).click_at(at, egui::Modifiers::NONE);
    assert_eq!(desk.open(), Some(before.clone()));
    desk.type_text("1").key(Key::Enter).holds("t3.carried_in.natural", &format!("{before}1"));
}

#[test]
fn row_14_esc_takes_the_edit_back() {
    let mut desk = Desk::filled("t3");
    desk.go("t3.new.natural").type_text("5").key(Key::Escape).holds("t3.new.natural", "3402").is_at("t3.new.natural");
    assert_eq!(desk.open(), None);
    desk.key(Key::F2).type_text("5").key(Key::Escape).holds("t3.new.natural", "3402");
    assert_eq!(desk.edits(), 0);
    // The grid keeps the focus: the next digit opens the cell again.
    desk.type_text("6");
    assert_eq!(desk.open().as_deref(), Some("6"));
}

#[test]
fn row_15_an_arrow_commits_after_typing_and_moves_the_caret_after_f2() {
    let mut desk = Desk::blank("t3");
    desk.type_text("7").key(Key::ArrowRight).is_at("t3.new.business").holds("t3.new.natural", "7");
    desk.type_text("8").key(Key::ArrowDown).is_at("t3.carried_in.business").holds("t3.new.business", "8");
    desk.go("t3.new.natural").key(Key::F2).key(Key::ArrowLeft).type_text("1").is_at("t3.new.natural");
    assert_eq!(desk.open().as_deref(), Some("17"));
    desk.key(Key::Enter).holds("t3.new.natural", "17");
    // Up and down too; pages leave no cell that is being edited.
    for key in [Key::ArrowUp, Key::ArrowDown, Key::PageUp, Key::PageDown] {
        desk.go("t3.granted.natural").key(Key::F2).type_text("3").key(key).is_at("t3.granted.natural");
        assert_eq!(desk.open().as_deref(), Some("3"), "{key:?}");
        desk.key(Key::Escape);
    }
}

#[test]
fn row_15_a_click_into_the_open_cell_makes_the_arrows_move_the_caret() {
    let mut desk = Desk::blank("t3");
    desk.go("t3.granted.research").type_text("123");
    let field = desk.harness.get_by_role(egui::accesskit::Role::TextInput).rect();
    desk.click_at(field.right_center() - egui::vec2(6.0, 0.0), Modifiers::NONE).key(Key::ArrowLeft);
    assert_eq!(desk.open().as_deref(), Some("123"));
    desk.is_at("t3.granted.research").key(Key::Enter).holds("t3.granted.research", "123");
}

#[test]
fn row_16_delete_clears_the_selection_in_one_step_and_gives_a_computed_total_back() {
    for key in [Key::Delete, Key::Backspace] {
        let mut desk = Desk::filled("t3");
        desk.go("t3.new.natural").keys(SHIFT, Key::ArrowDown).keys(SHIFT, Key::ArrowRight).key(key);
        for id in ["t3.new.natural", "t3.new.business", "t3.carried_in.natural", "t3.carried_in.business"] {
            desk.holds(id, "");
        }
        assert_eq!(desk.edits(), 1);
        desk.keys(CTRL, Key::Z).holds("t3.new.natural", "3402");
    }
    let mut desk = Desk::blank("t3");
    desk.type_text("7").key(Key::Enter);
    desk.go("t3.new.total").type_text("9").key(Key::Enter);
    assert_eq!(desk.figure("t3.new.total"), "9");
    assert!(desk.description("t3.new.total").contains("自动合计是 7"), "{}", desk.description("t3.new.total"));
    desk.go("t3.new.total").key(Key::Delete);
    assert_eq!(desk.figure("t3.new.total"), "7");
}

#[test]
fn row_17_what_a_chinese_input_method_left_on_types_reads_as_the_number() {
    let mut desk = Desk::blank("t3");
    for (text, figure) in [("１２", "12"), ("１，２３４", "1234"), ("1,234", "1234")] {
        desk.go("t3.new.natural").type_text(text).key(Key::Enter);
        assert_eq!(desk.figure("t3.new.natural"), figure, "{text}");
    }
    let mut desk = Desk::blank("t2");
    for (text, figure) in [("１２．５", "12.5"), ("12。5", "12.5")] {
        desk.go("t2.fees.amount").type_text(text).key(Key::Enter);
        assert_eq!(desk.figure("t2.fees.amount"), figure, "{text}");
    }
    let session = crate::common::blank_session("2019", 2020, "西坡镇人民政府");
    let mut desk = Desk::new(session, "t2");
    desk.go("t2.permits.change").type_text("－８").key(Key::Enter);
    assert_eq!(desk.figure("t2.permits.change"), "-8");
}

#[test]
fn row_18_what_is_no_figure_is_kept_as_typed_marked_and_explained() {
    let mut desk = Desk::blank("t3");
    for (text, reason) in [("-5", "不能是负数"), ("1.5", "不能有小数"), ("abc", "要填件数"), ("/", "要填件数")] {
        desk.go("t3.new.natural").type_text(text).key(Key::Enter).holds("t3.new.natural", text);
        assert_eq!(desk.heard("t3.new.natural"), text);
        assert!(desk.description("t3.new.natural").contains(reason), "{}", desk.description("t3.new.natural"));
        desk.go("t3.new.natural");
        assert_eq!(desk.painted().matches(reason).count(), 2, "under the cell and at the foot: {}", desk.painted());
        let cell = desk.harness.get_by_label(&desk.name("t3.new.natural")).rect();
        let below = desk.seen().into_iter().find(|(text, rect)| text.contains(reason) && rect.top() < cell.bottom() + 12.0);
        assert!(below.is_some_and(|(_, rect)| rect.top() >= cell.bottom()), "right under the cell");
    }
}

#[test]
fn row_19_money_is_exact_and_grouping_never_alters_it() {
    let mut desk = Desk::filled("t2");
    desk.holds("t2.fees.amount", "59237.2449");
    assert_eq!(desk.heard("t2.fees.amount"), "59,237.2449");
    desk.go("t2.fees.amount").key(Key::F2);
    assert_eq!(desk.open().as_deref(), Some("59237.2449"), "what is edited has no commas that were not typed");
    desk.key(Key::Enter);
    assert_eq!(desk.edits(), 0, "opening and closing a cell changes nothing");
    desk.type_text("0.10").key(Key::Enter);
    assert_eq!(desk.figure("t2.fees.amount"), "0.10");
}

#[test]
fn row_20_fill_down_right_and_over_the_selection_is_one_step() {
    let mut desk = Desk::blank("t3");
    desk.type_text("7").key(Key::Enter);
    desk.go("t3.new.natural").keys(SHIFT, Key::ArrowDown).keys(SHIFT, Key::ArrowDown).keys(CTRL, Key::D);
    desk.holds("t3.carried_in.natural", "7").holds("t3.granted.natural", "7");
    desk.go("t3.carried_in.business").type_text("7").key(Key::Enter);
    desk.go("t3.new.natural").keys(SHIFT, Key::End).keys(CTRL, Key::R);
    desk.holds("t3.new.business", "7").holds("t3.new.other", "7").holds("t3.new.total", "");
    desk.go("t3.partial.natural").keys(SHIFT, Key::ArrowRight).keys(SHIFT, Key::ArrowDown).type_text("3").keys(CTRL, Key::Enter);
    for id in ["t3.partial.natural", "t3.partial.business", "t3.refused_secret.natural", "t3.refused_secret.business"] {
        desk.holds(id, "3");
    }
    assert_eq!(desk.edits(), 5);
    desk.keys(CTRL, Key::Z).holds("t3.partial.natural", "").holds("t3.refused_secret.business", "");
    // Outside of an edit Ctrl+Enter takes what stands in the active cell.
    desk.go("t3.carried_in.business").keys(SHIFT, Key::ArrowDown).keys(SHIFT, Key::ArrowRight).keys(CTRL, Key::Enter);
    for id in ["t3.carried_in.research", "t3.granted.business", "t3.granted.research"] {
        desk.holds(id, "7");
    }
    assert_eq!(desk.edits(), 6);
    desk.keys(CTRL, Key::Z).holds("t3.granted.business", "").holds("t3.carried_in.research", "");
    // Of a single cell the neighbour is taken.
    desk.go("t3.partial.natural").keys(CTRL, Key::D).holds("t3.partial.natural", "7");
}

#[test]
fn row_21_blanks_become_0_in_selection_table_or_report_in_one_step_and_it_says_how_many() {
    let mut desk = Desk::blank("t3");
    desk.type_text("7").key(Key::Enter);
    desk.go("t3.new.natural").keys(SHIFT, Key::ArrowDown).keys(ALT, Key::Num0);
    desk.holds("t3.new.natural", "7").holds("t3.carried_in.natural", "0");
    assert_eq!(desk.told(), ["已把 1 个空白格填为 0"]);
    let world = desk.state();
    let (edit, count) = world.grid.zeros(&world.session, ZeroScope::Table).unwrap();
    // 25 rows of which one is a total, 6 columns of which none is, two filled by now.
    assert_eq!(count, 24 * 6 - 2);
    let Edit::Cells(cells) = edit else { panic!("one edit of cells") };
    assert_eq!(cells.len(), count);
    let (_, count) = world.grid.zeros(&world.session, ZeroScope::Report).unwrap();
    assert_eq!(count, 24 * 6 - 2 + 10 + 3 * 4);
}

#[test]
fn row_32_undo_and_redo_take_one_step_each_and_go_to_what_changed() {
    let mut desk = Desk::blank("t3");
    desk.type_text("7").key(Key::Enter).type_text("8").key(Key::Enter);
    desk.go("t3.carried_out.other").keys(CTRL, Key::Z).holds("t3.carried_in.natural", "").is_at("t3.carried_in.natural");
    desk.keys(CTRL, Key::Z).holds("t3.new.natural", "").is_at("t3.new.natural");
    desk.keys(CTRL, Key::Y).holds("t3.new.natural", "7");
    desk.keys(CTRL_SHIFT, Key::Z).holds("t3.carried_in.natural", "8");
    // What changed is lit, all of it and nothing else, for a moment.
    desk.go("t3.new.natural").keys(SHIFT, Key::ArrowDown).keys(SHIFT, Key::ArrowRight).type_text("5").keys(CTRL, Key::Enter);
    desk.harness.run_steps(90);
    let flash = desk.theme().flash_fill;
    assert_eq!(desk.filled_with(flash), 0);
    desk.keys(CTRL, Key::Z);
    let lit = desk.fills(flash);
    assert_eq!(lit.len(), 4);
    for id in ["t3.new.natural", "t3.new.business", "t3.carried_in.natural", "t3.carried_in.business"] {
        let at = desk.at_cell(id);
        assert!(lit.iter().any(|rect| rect.contains(at)), "{id}");
    }
    desk.harness.run_steps(90);
    assert_eq!(desk.filled_with(flash), 0);
}

#[test]
fn row_22_older_keys_copy_cut_and_paste_too() {
    let mut desk = Desk::filled("t3");
    desk.go("t3.new.business").keys(SHIFT, Key::Delete).holds("t3.new.business", "");
    let before = desk.text("t3.new.natural");
    desk.go("t3.new.natural").keys(ALT, Key::Backspace).holds("t3.new.natural", &before);
}

#[test]
fn row_47_a_locked_report_is_not_edited_and_says_so() {
    let mut session = crate::common::published_session("suqian-2023.json");
    session.apply(Edit::Status { status: Status::Final, history: Vec::new() });
    let mut desk = Desk::new(session, "t3");
    desk.go("t3.new.natural").type_text("5").key(Key::Enter).key(Key::F2).key(Key::Delete).keys(CTRL, Key::D).compose("ni");
    desk.holds("t3.new.natural", "3402");
    assert_eq!((desk.edits(), desk.open()), (0, None));
    assert!(desk.told().iter().all(|told| told.contains("已定稿")) && !desk.told().is_empty());
}

#[test]
fn row_50_keys_belong_to_an_open_composition_alone() {
    let mut desk = Desk::blank("t3");
    desk.compose("yi");
    assert_eq!(desk.open().as_deref(), Some("yi"));
    for key in [Key::ArrowDown, Key::ArrowRight, Key::Enter, Key::Tab, Key::Num1] {
        desk.key(key).is_at("t3.new.natural");
    }
    desk.type_text("1").key(Key::Escape);
    assert_eq!(desk.open().as_deref(), Some("yi"), "the composition is still open");
    desk.compose("").commit("１");
    assert_eq!(desk.open().as_deref(), Some("１"));
    desk.key(Key::Enter).is_at("t3.carried_in.natural");
    assert_eq!(desk.figure("t3.new.natural"), "1");
    // A composition that is given up leaves the cell to the keys.
    desk.compose("er").compose("").key(Key::Escape);
    assert_eq!(desk.open(), None);
    desk.key(Key::ArrowDown).is_at("t3.granted.natural");
}

#[test]
fn row_50_letters_of_an_open_composition_never_become_a_figure() {
    let mut desk = Desk::blank("t3");
    let other = desk.at_cell("t3.granted.natural");
    desk.compose("yi").click_at(other, Modifiers::NONE).holds("t3.new.natural", "");
    // What was typed before it stays.
    desk.go("t3.partial.natural").type_text("5").compose("er");
    assert_eq!(desk.open_edit(), Some(Edit::cell(desk.cell("t3.partial.natural"), "5")));
    desk.event(Event::WindowFocused(false));
    desk.harness.input_mut().focused = false;
    desk.settle();
    assert_eq!(desk.open().as_deref(), Some("5"));
    // One that comes to nothing leaves the figure that stood there.
    let mut desk = Desk::filled("t3");
    let before = desk.text("t3.new.natural");
    let other = desk.at_cell("t3.granted.natural");
    desk.compose("yi").compose("").click_at(other, Modifiers::NONE).holds("t3.new.natural", &before);
}

#[test]
fn row_50_a_commit_without_a_composition_is_inserted() {
    let mut desk = Desk::blank("t3");
    desk.commit("２").commit("３").key(Key::Enter);
    assert_eq!(desk.figure("t3.new.natural"), "23");
    // As ibus and Sogou send it on X11: both in one frame, after an empty preedit.
    for event in [ImeEvent::Preedit { text: String::new(), active_range_chars: None }, ImeEvent::Commit("4".to_owned())] {
        desk.harness.event(Event::Ime(event));
    }
    desk.settle();
    desk.key(Key::Enter);
    assert_eq!(desk.figure("t3.carried_in.natural"), "4");
}

#[test]
fn row_51_an_edit_stays_and_is_told_for_the_journal_when_the_focus_is_lost() {
    let mut desk = Desk::blank("t3");
    desk.type_text("12");
    desk.event(Event::WindowFocused(false));
    assert_eq!(desk.open().as_deref(), Some("12"), "the edit stays open");
    let edit = desk.state().grid.open_edit(&desk.state().session);
    assert_eq!(edit, Some(Edit::cell(desk.cell("t3.new.natural"), "12")), "and can be journalled as it stands");
    desk.event(Event::WindowFocused(true)).type_text("3").key(Key::Enter).holds("t3.new.natural", "123");
    // A click on another cell keeps it as well.
    let other = desk.at_cell("t3.partial.legal");
    desk.type_text("9").click_at(other, egui::Modifiers::NONE).holds("t3.carried_in.natural", "9").is_at("t3.partial.legal");
    // And so does the focus going elsewhere.
    desk.type_text("4");
    desk.harness.ctx.memory_mut(|memory| memory.request_focus(egui::Id::unique("something else")));
    desk.settle();
    desk.holds("t3.partial.legal", "4");
}

#[test]
fn keys_that_arrive_in_one_frame_are_taken_in_their_order() {
    let mut desk = Desk::blank("t3");
    let key = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: egui::Modifiers::NONE };
    let text = |text: &str| Event::Text(text.to_owned());
    let events =
        [text("1"), text("2"), key(Key::Enter), text("3"), key(Key::Tab), text("4"), key(Key::ArrowDown), key(Key::ArrowDown), text("5")];
    desk.harness.input_mut().events.extend(events);
    desk.settle();
    desk.settle();
    desk.settle();
    desk.key(Key::Enter);
    desk.holds("t3.new.natural", "12").holds("t3.carried_in.natural", "3").holds("t3.carried_in.business", "4");
    desk.holds("t3.partial.business", "5");
}

#[test]
fn row_49_a_cell_is_filled_with_the_mouse_alone() {
    let mut desk = Desk::blank("t3");
    let at = desk.at_cell("t3.partial.legal");
    desk.harness.event(Event::PointerMoved(at));
    for pressed in [true, false] {
        desk.harness.event(Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Secondary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
    }
    desk.settle();
    for key in ["4", "2"] {
        desk.harness.get_by_label(key).click();
        desk.settle();
    }
    desk.harness.get_by_label("填入 42").click();
    desk.settle();
    desk.holds("t3.partial.legal", "42");
}

/// Clicks with the right button in the middle of a cell, and picks from the menu.
fn pick_from_menu(desk: &mut Desk, id: &str, words: &str) {
    let at = desk.at_cell(id);
    desk.harness.event(Event::PointerMoved(at));
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        desk.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: egui::Modifiers::NONE });
    }
    desk.settle();
    // With its key, where it has one.
    desk.harness.query_all_by_label_contains(words).next().unwrap_or_else(|| panic!("no {words}")).click();
    for _ in 0..3 {
        desk.harness.step();
        let output = desk.harness.output().viewport_output.values();
        let asks = output.flat_map(|viewport| &viewport.commands).any(|command| *command == egui::ViewportCommand::RequestPaste);
        if asks {
            // What the system then hands over.
            desk.harness.event(Event::Paste("7\t8".to_owned()));
        }
    }
    desk.settle();
}

#[test]
fn row_49_cells_are_pasted_cleared_and_filled_with_the_mouse_alone() {
    let mut desk = Desk::blank("t3");
    pick_from_menu(&mut desk, "t3.granted.business", "粘贴");
    desk.holds("t3.granted.business", "7").holds("t3.granted.research", "8").holds("t3.granted.welfare", "");
    let (from, to) = (desk.at_cell("t3.granted.business"), desk.at_cell("t3.partial.research"));
    let drag = |desk: &mut Desk| {
        desk.press(from, true, egui::Modifiers::NONE);
        desk.harness.event(Event::PointerMoved(to));
        desk.settle();
        desk.press(to, false, egui::Modifiers::NONE);
        desk.settle();
    };
    drag(&mut desk);
    pick_from_menu(&mut desk, "t3.partial.business", "向下填充");
    desk.holds("t3.partial.business", "7").holds("t3.partial.research", "8");
    pick_from_menu(&mut desk, "t3.granted.business", "清除");
    desk.holds("t3.granted.business", "").holds("t3.partial.research", "");
    pick_from_menu(&mut desk, "t3.granted.business", "选区空白填 0");
    desk.holds("t3.granted.business", "0").holds("t3.partial.research", "0").holds("t3.partial.welfare", "");
}

#[test]
fn row_49_the_menu_of_a_cell_opens_by_its_key_and_gives_the_focus_back() {
    for (modifiers, key) in [(egui::Modifiers::NONE, Key::Menu), (SHIFT, Key::F10)] {
        let mut desk = Desk::filled("t3");
        desk.go("t3.new.natural").keys(modifiers, key);
        let menu = desk.harness.get_by_label_contains("复制").rect();
        let cell = desk.harness.get_by_label(&desk.name("t3.new.natural")).rect();
        assert!(menu.left() >= cell.left() && menu.left() < cell.right() + 20.0, "at the cell: {menu:?} {cell:?}");
        assert!(desk.harness.get_by_label_contains("复制").is_focused());
        // 剪切, 粘贴, 粘贴（空白也写入）, 清除.
        desk.key(Key::ArrowDown).key(Key::ArrowDown).key(Key::ArrowDown).key(Key::ArrowDown).key(Key::Enter);
        desk.holds("t3.new.natural", "");
        assert!(desk.harness.query_by_label_contains("剪切").is_none(), "closed");
        desk.type_text("5").key(Key::Enter).holds("t3.new.natural", "5");
        desk.keys(modifiers, key).key(Key::Escape);
        assert!(desk.harness.query_by_label_contains("剪切").is_none(), "closed by Esc");
        desk.is_at("t3.carried_in.natural").type_text("6").key(Key::Enter).holds("t3.carried_in.natural", "6");
    }
}

#[test]
fn row_49_the_whole_table_is_filled_with_keys_alone() {
    let figures = crate::common::published_session("suqian-2023.json");
    for table in ["t2", "t3", "t4"] {
        let mut desk = Desk::blank(table);
        let cells: Vec<_> =
            figures.form().cells().filter(|(cell, known)| known.id.starts_with(table) && figures.form().total(*cell).is_none()).collect();
        for (cell, _) in &cells {
            for c in figures.report().cell(*cell).text.chars() {
                desk.harness.event(Event::Text(c.to_string()));
            }
            desk.harness.key_press(Key::Tab);
        }
        desk.harness.run_steps(2);
        for (cell, definition) in cells {
            desk.holds(&definition.id, &figures.report().cell(cell).text);
        }
    }
}

#[test]
fn row_50_every_order_in_which_systems_report_a_composition_types_the_same() {
    let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    let commit = |text: &str| Event::Ime(ImeEvent::Commit(text.to_owned()));
    let orders = [
        ("Windows", vec![preedit("１"), preedit("１２"), commit("１２"), preedit("")]),
        ("macOS", vec![preedit("１２"), commit("１２")]),
        ("fcitx on X11", vec![preedit("１２"), preedit(""), commit("１２")]),
        ("Wayland", vec![preedit(""), commit("１"), preedit(""), commit("２")]),
        ("Sogou", vec![commit("１２")]),
    ];
    for (system, events) in orders {
        for in_one_frame in [false, true] {
            let mut desk = Desk::blank("t3");
            for event in events.clone() {
                if in_one_frame {
                    desk.harness.input_mut().events.push(event);
                } else {
                    desk.event(event);
                }
            }
            desk.settle();
            desk.key(Key::Enter).is_at("t3.carried_in.natural");
            assert_eq!(desk.figure("t3.new.natural"), "12", "{system}, in one frame: {in_one_frame}");
        }
    }
}
