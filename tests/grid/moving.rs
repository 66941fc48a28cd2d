//! Rows 1–11: moving and selecting.

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::window::{CTRL, CTRL_SHIFT, Desk, SHIFT};
use nianbao::ui::grid::GridAction;

#[test]
fn row_1_arrows_go_one_cell_over_labels_and_stop_at_the_edge() {
    let mut desk = Desk::blank("t2");
    desk.is_at("t2.regulations.made");
    desk.key(Key::ArrowLeft).is_at("t2.regulations.made");
    desk.key(Key::ArrowUp).is_at("t2.regulations.made");
    desk.key(Key::ArrowRight).is_at("t2.regulations.repealed");
    desk.key(Key::ArrowDown).is_at("t2.normative.repealed");
    // Over the banner and the head of the next group, into a cell that spans three columns.
    desk.key(Key::ArrowDown).is_at("t2.permits.decided");
    // And back into the column from which it came.
    desk.key(Key::ArrowUp).is_at("t2.normative.repealed");
    let mut desk = Desk::blank("t3");
    desk.go("t3.granted.total").key(Key::ArrowRight).is_at("t3.granted.total");
    desk.go("t3.carried_out.other").key(Key::ArrowDown).is_at("t3.carried_out.other");
    desk.go("t3.partial.natural").key(Key::ArrowDown).is_at("t3.refused_secret.natural");
}

#[test]
fn row_2_tab_goes_through_the_cells_that_take_input_and_leaves_at_the_end() {
    let mut desk = Desk::blank("t3");
    desk.go("t3.new.legal").key(Key::Tab).is_at("t3.new.other");
    desk.key(Key::Tab).is_at("t3.carried_in.natural");
    desk.keys(SHIFT, Key::Tab).is_at("t3.new.other");
    // The totals of （七） are computed.
    desk.go("t3.other_rest.other").key(Key::Tab).is_at("t3.carried_out.natural");
    desk.go("t3.carried_out.other").key(Key::Tab);
    assert!(desk.asked(&GridAction::LeaveForward));
    let mut desk = Desk::blank("t3");
    desk.keys(SHIFT, Key::Tab);
    assert!(desk.asked(&GridAction::LeaveBackward));
}

#[test]
fn row_3_enter_goes_down_and_returns_to_where_a_run_of_tabs_began() {
    let mut desk = Desk::blank("t3");
    desk.go("t3.new.research").type_text("7").key(Key::Enter).is_at("t3.carried_in.research").holds("t3.new.research", "7");
    desk.keys(SHIFT, Key::Enter).is_at("t3.new.research");
    desk.go("t3.new.business").type_text("1").key(Key::Tab).type_text("2").key(Key::Tab).type_text("3").key(Key::Enter);
    desk.is_at("t3.carried_in.business");
    desk.holds("t3.new.business", "1").holds("t3.new.research", "2").holds("t3.new.welfare", "3");
    // A run that goes on into the next row returns to the column where it began, from the row where it is.
    desk.go("t3.granted.legal").key(Key::Tab).key(Key::Tab).is_at("t3.partial.natural").key(Key::Enter).is_at("t3.refused_secret.legal");
    // An arrow ends the run.
    desk.go("t3.carried_in.business");
    desk.key(Key::Tab).key(Key::ArrowRight).key(Key::Enter).is_at("t3.granted.welfare");
}

#[test]
fn row_4_home_and_end_go_to_the_ends_of_row_and_table() {
    let mut desk = Desk::blank("t3");
    desk.go("t3.granted.research");
    desk.key(Key::End).is_at("t3.granted.total");
    desk.key(Key::Home).is_at("t3.granted.natural");
    desk.keys(CTRL, Key::End).is_at("t3.carried_out.total");
    desk.keys(CTRL, Key::Home).is_at("t3.new.natural");
    desk.keys(SHIFT, Key::End);
    assert_eq!(desk.selected().len(), 7);
    desk.go("t3.partial.legal").keys(CTRL_SHIFT, Key::End).is_at("t3.partial.legal");
    let selected = desk.selected();
    assert_eq!((selected.first().unwrap().as_str(), selected.last().unwrap().as_str()), ("t3.partial.legal", "t3.carried_out.total"));
    desk.keys(CTRL_SHIFT, Key::Home).is_at("t3.partial.legal");
    let selected = desk.selected();
    assert_eq!((selected.first().unwrap().as_str(), selected.last().unwrap().as_str()), ("t3.new.natural", "t3.partial.legal"));
}

#[test]
fn row_5_ctrl_arrow_goes_to_the_edge_of_the_filled_block_else_of_the_table() {
    let mut desk = Desk::blank("t3");
    for id in ["t3.granted.natural", "t3.partial.natural", "t3.refused_secret.natural", "t3.refused_process.natural"] {
        desk.go(id).type_text("4").key(Key::Enter);
    }
    desk.go("t3.granted.natural").keys(CTRL, Key::ArrowDown).is_at("t3.refused_secret.natural");
    desk.keys(CTRL, Key::ArrowDown).is_at("t3.refused_process.natural");
    desk.keys(CTRL, Key::ArrowUp).is_at("t3.refused_secret.natural");
    desk.go("t3.new.legal").keys(CTRL, Key::ArrowLeft).is_at("t3.new.natural");
    desk.go("t3.granted.natural").keys(CTRL_SHIFT, Key::ArrowDown);
    assert_eq!(desk.selected(), ["t3.granted.natural", "t3.partial.natural", "t3.refused_secret.natural"]);
}

#[test]
fn row_6_page_keys_go_one_screen_and_heads_and_row_labels_stay_in_view() {
    let session = crate::common::blank_session("2021", 2023, "西坡镇人民政府");
    let mut desk = Desk::with_grid(session, "t3", nianbao::ui::grid::Grid::new(), (520.0, 320.0));
    let (head, label) = (desk.at("自然人"), desk.at("三、本年度办理结果"));
    desk.key(Key::PageDown);
    let moved = desk.active();
    assert_ne!(moved, "t3.new.natural");
    // Screens of rows of their real heights: the long labels of （六） fill one alone.
    desk.key(Key::PageDown).key(Key::PageDown).key(Key::PageDown).key(Key::PageDown).is_at("t3.carried_out.natural");
    assert_eq!(desk.at("自然人"), head, "the head stays while the rows scroll");
    desk.key(Key::End);
    assert!((desk.at("三、本年度办理结果").x - label.x).abs() < 0.1, "the row label stays while the columns scroll");
    let seen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(520.0, 320.0));
    assert!(seen.contains(desk.at_cell("t3.carried_out.total")), "the active cell is scrolled into view");
    desk.keys(SHIFT, Key::PageUp).is_at("t3.carried_out.total");
    assert!(desk.selected().len() > 1 && desk.selected().iter().all(|id| id.contains(".total")), "{:?}", desk.selected());
    desk.go("t3.carried_out.natural")
        .key(Key::PageUp)
        .key(Key::PageUp)
        .key(Key::PageUp)
        .key(Key::PageUp)
        .key(Key::PageUp)
        .is_at("t3.new.natural");
}

#[test]
fn row_7_ctrl_page_keys_ask_for_the_neighbouring_section() {
    let mut desk = Desk::blank("t3");
    desk.keys(CTRL, Key::PageDown);
    assert!(desk.asked(&GridAction::Section(1)));
    desk.keys(CTRL, Key::PageUp);
    assert!(desk.asked(&GridAction::Section(-1)));
}

#[test]
fn row_8_shift_and_drag_select_a_rectangle_from_the_anchor() {
    let mut desk = Desk::blank("t3");
    desk.go("t3.granted.business").keys(SHIFT, Key::ArrowRight).keys(SHIFT, Key::ArrowDown).is_at("t3.granted.business");
    let rectangle = ["t3.granted.business", "t3.granted.research", "t3.partial.business", "t3.partial.research"];
    assert_eq!(desk.selected(), rectangle);
    let (from, to) = (desk.at_cell("t3.granted.business"), desk.at_cell("t3.partial.research"));
    desk.go("t3.new.natural").click_at(from, egui::Modifiers::NONE).click_at(to, SHIFT);
    assert_eq!(desk.selected(), rectangle);
    desk.go("t3.new.natural");
    desk.press(from, true, egui::Modifiers::NONE);
    desk.harness.event(egui::Event::PointerMoved(to));
    desk.settle();
    desk.press(to, false, egui::Modifiers::NONE);
    desk.is_at("t3.granted.business");
    assert_eq!(desk.selected(), rectangle);
    // The anchor alone has the heavy edge.
    let heavy: Vec<_> = desk.edges(desk.theme().accent).into_iter().filter(|(_, width)| (width - 2.0).abs() < 0.1).collect();
    assert!(heavy.len() == 1 && heavy[0].0.contains(from), "{heavy:?}");
    // In table 二 a rectangle never cuts a cell that spans columns.
    let mut desk = Desk::blank("t2");
    desk.go("t2.normative.made").keys(SHIFT, Key::ArrowDown);
    assert_eq!(desk.selected(), ["t2.normative.made", "t2.normative.repealed", "t2.normative.in_force", "t2.permits.decided"]);
}

#[test]
fn row_9_ctrl_a_selects_the_table() {
    let mut desk = Desk::blank("t3");
    desk.go("t3.partial.other").keys(CTRL, Key::A);
    assert_eq!(desk.selected().len(), 175);
    desk.is_at("t3.new.natural");
}

#[test]
fn row_10_a_click_on_a_label_or_head_selects_what_it_covers() {
    let mut desk = Desk::blank("t3");
    let click = |desk: &mut Desk, name: &str| {
        let at = desk.at(name);
        desk.click_at(at, egui::Modifiers::NONE);
    };
    click(&mut desk, "（一）予以公开");
    assert_eq!(desk.selected().len(), 7);
    desk.is_at("t3.granted.natural");
    click(&mut desk, "（三）不予公开");
    assert_eq!(desk.selected().len(), 8 * 7);
    // A label over a whole part of the table, and the corner and a head over all columns.
    click(&mut desk, "三、本年度办理结果");
    let third = desk.selected();
    assert!(third.len().is_multiple_of(7) && third.iter().any(|id| id == "t3.other_rest.total"), "{third:?}");
    assert!(third.iter().all(|id| !id.starts_with("t3.new.") && !id.starts_with("t3.carried_")), "{third:?}");
    click(&mut desk, "申请人情况");
    assert_eq!(desk.selected().len(), 7 * 25);
    click(&mut desk, "科研机构");
    assert_eq!(desk.selected().len(), 25);
    desk.is_at("t3.new.research");
    click(&mut desk, "法人或其他组织");
    assert_eq!(desk.selected().len(), 5 * 25);
    // In table 二 a head names only the cells of its group.
    let mut desk = Desk::blank("t2");
    let head = desk.state().session.form().cell(desk.cell("t2.regulations.made")).unwrap().column_name.clone();
    click(&mut desk, &head);
    assert_eq!(desk.selected(), ["t2.regulations.made", "t2.normative.made"]);
    // And a banner all cells of it, a row label its row.
    let banner =
        |desk: &Desk, text: &str| desk.harness.query_all_by_value(text).next().unwrap_or_else(|| panic!("no {text}")).rect().center();
    let at = banner(&desk, "第二十条第（五）项");
    desk.click_at(at, egui::Modifiers::NONE);
    assert_eq!(desk.selected(), ["t2.permits.decided"]);
    // In table 四 the heads are merged over three levels.
    let mut desk = Desk::blank("t4");
    click(&mut desk, "行政诉讼");
    assert_eq!(desk.selected().len(), 10);
    click(&mut desk, "行政诉讼／复议后起诉");
    assert_eq!(desk.selected().len(), 5);
    desk.is_at("t4.after_review.upheld");
    click(&mut desk, "行政复议／结果纠正");
    assert_eq!(desk.selected(), ["t4.review.corrected"]);
}

#[test]
fn row_11_the_selection_is_summed_up_and_blanks_counted_apart() {
    let mut desk = Desk::blank("t3");
    for (id, figure) in [("t3.granted.natural", "10"), ("t3.partial.natural", "0"), ("t3.refused_law.natural", "32")] {
        desk.go(id).type_text(figure).key(Key::Enter);
    }
    desk.go("t3.granted.natural").keys(SHIFT, Key::ArrowDown).keys(SHIFT, Key::ArrowDown).keys(SHIFT, Key::ArrowDown);
    let summary = desk.state().grid.selection_summary(&desk.state().session).unwrap();
    let parts: Vec<_> = summary.parts().into_iter().map(|(name, figure)| format!("{name} {figure}")).collect();
    assert_eq!(parts, ["求和 42", "计数 3", "最小 0", "最大 32", "空白 1"]);
    desk.key(Key::ArrowUp);
    assert_eq!(desk.state().grid.selection_summary(&desk.state().session), None, "one cell is no selection to sum up");
}

#[test]
fn row_1_arrows_without_shift_go_on_from_the_active_cell_of_a_larger_selection() {
    let mut desk = Desk::blank("t3");
    desk.keys(CTRL, Key::A).key(Key::ArrowDown).is_at("t3.carried_in.natural");
    desk.keys(CTRL, Key::A).key(Key::ArrowUp).is_at("t3.new.natural");
    assert_eq!(desk.selected(), ["t3.new.natural"]);
    desk.keys(SHIFT, Key::ArrowRight).keys(SHIFT, Key::ArrowRight).key(Key::ArrowDown).is_at("t3.carried_in.natural");
    let head = desk.at("商业企业");
    desk.click_at(head, Modifiers::NONE).key(Key::ArrowDown).is_at("t3.carried_in.business");
    desk.keys(CTRL, Key::A).key(Key::End).is_at("t3.new.total");
}

#[test]
fn row_6_a_screen_is_as_many_rows_as_stand_in_it_whatever_their_height() {
    let session = crate::common::blank_session("2021", 2023, "西坡镇人民政府");
    let mut desk = Desk::with_grid(session, "t3", nianbao::ui::grid::Grid::new(), (520.0, 320.0));
    let rows: Vec<_> = desk.rows().into_iter().map(|row| format!("t3.{row}.natural")).collect();
    let mut reached = 0;
    while reached + 1 < rows.len() {
        let last_seen = (reached..rows.len()).take_while(|row| desk.sees(&rows[*row])).last().unwrap();
        desk.key(Key::PageDown);
        let first_seen = rows.iter().position(|row| desk.sees(row)).unwrap();
        assert!(first_seen <= last_seen + 1, "{} after {}", rows[first_seen], rows[last_seen]);
        let now = rows.iter().position(|row| *row == desk.active()).unwrap();
        assert!(now > reached, "no further than {}", rows[reached]);
        reached = now;
    }
}

#[test]
fn row_8_shift_space_selects_the_row_and_types_nothing() {
    let mut desk = Desk::filled("t3");
    desk.go("t3.new.research");
    desk.harness.event_modifiers(Event::Key { key: Key::Space, physical_key: None, pressed: true, repeat: false, modifiers: SHIFT }, SHIFT);
    desk.harness.event(Event::Text(" ".to_owned()));
    desk.settle();
    assert_eq!(desk.selected().len(), 7);
    assert_eq!((desk.open(), desk.edits()), (None, 0));
}

#[test]
fn row_10_heads_are_stretched_over_with_shift_and_by_dragging() {
    let mut desk = Desk::blank("t3");
    let (first, last) = (desk.at("商业企业"), desk.at("法律服务机构"));
    desk.click_at(first, Modifiers::NONE).keys(SHIFT, Key::ArrowRight);
    assert_eq!(desk.selected().len(), 2 * 25, "a column more, whole");
    desk.click_at(first, Modifiers::NONE).click_at(last, SHIFT);
    assert_eq!(desk.selected().len(), 4 * 25);
    desk.click_at(last, Modifiers::NONE).click_at(first, SHIFT);
    assert_eq!(desk.selected().len(), 4 * 25, "to the left as well");
    desk.press(first, true, Modifiers::NONE);
    desk.harness.event(Event::PointerMoved(last));
    desk.harness.run_steps(2);
    desk.press(last, false, Modifiers::NONE);
    assert_eq!(desk.selected().len(), 4 * 25);
    let (row, below) = (desk.at("一、本年新收政府信息公开申请数量"), desk.at("二、上年结转政府信息公开申请数量"));
    desk.click_at(row, Modifiers::NONE).click_at(below, SHIFT);
    assert_eq!(desk.selected().len(), 2 * 7);
}
