//! Rows 34–48: what is seen and heard.

use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use nianbao::ui::grid::figure::{Shown, shown};

use super::window::Desk;

/// A report in which 自然人 balances but for one.
fn off_by_one() -> Desk {
    let mut desk = Desk::filled("t3");
    let more = desk.figure("t3.granted.natural").parse::<u32>().unwrap() + 1;
    desk.go("t3.granted.natural").type_text(&more.to_string()).key(Key::Enter);
    desk
}

#[test]
fn row_34_every_rule_is_asked_again_after_a_commit() {
    let mut desk = Desk::filled("t3");
    assert_eq!(desk.state().session.review().count(nianbao::check::Severity::Blocking), 0);
    assert_eq!(desk.description("t3.new.natural"), "");
    desk.go("t3.new.natural").type_text("1").key(Key::Enter);
    assert!(desk.description("t3.new.natural").contains("不符"));
    desk.keys(super::window::CTRL, Key::Z);
    assert_eq!(desk.description("t3.new.natural"), "");
    // The digit, the commit, and the frame after it.
    desk.go("t3.new.natural").type_text("1");
    desk.harness.key_press(Key::Enter);
    desk.harness.run_steps(2);
    assert!(desk.description("t3.new.natural").contains("不符"), "in the next frame");
}

#[test]
fn row_35_every_cell_of_a_failed_rule_is_marked_by_a_sign_and_heard() {
    let desk = off_by_one();
    let signs = desk.painted().matches('×').count();
    // 自然人 and 总计, each with 一 二 三（七） 四, of which the figures go into 总计.
    for id in ["t3.new.natural", "t3.carried_in.natural", "t3.handled.natural", "t3.carried_out.natural"] {
        assert!(desk.description(id).contains("不符"), "{id}: {}", desk.description(id));
        let name = desk.name(id);
        let node = desk.harness.get_by_label(&name);
        assert_eq!(node.accesskit_node().data().invalid(), Some(egui::accesskit::Invalid::True), "{id}");
    }
    assert_eq!(desk.description("t3.new.business"), "");
    assert!(signs >= 8, "{signs} signs");
    // Each has a red edge, and no other cell has.
    let is_bad = |id: &&String| desk.description(id).contains("不符");
    let ids: Vec<_> = desk.state().session.form().cells().map(|(_, cell)| cell.id.clone()).filter(|id| id.starts_with("t3.")).collect();
    let bad: Vec<_> = ids.iter().filter(is_bad).collect();
    let edges = desk.edges(desk.theme().bad);
    assert_eq!((edges.len(), signs), (bad.len(), bad.len()));
    for id in bad {
        let at = desk.at_cell(id);
        assert!(edges.iter().any(|(rect, _)| rect.contains(at)), "{id}");
    }
    assert_eq!(desk.edges(desk.theme().warn), []);
}

/// Last year's figures, so that they disagree with what is carried in now.
fn with_last_year(desk: &mut Desk, figures: &[(&str, &str)]) {
    let mut last_year = nianbao::report::LastYear { edition: "2021".to_owned(), year: 2022, ..Default::default() };
    last_year.cells.extend(figures.iter().map(|(id, figure)| ((*id).to_owned(), (*figure).to_owned())));
    desk.harness.state_mut().session.apply(nianbao::report::Edit::LastYear(Some(Box::new(last_year))));
    desk.settle();
}

#[test]
fn row_35_a_finding_that_asks_for_a_reason_is_amber_and_has_its_sign() {
    let mut desk = Desk::filled("t3");
    assert_eq!(desk.edges(desk.theme().warn), []);
    with_last_year(&mut desk, &[("t3.carried_out.natural", "999")]);
    assert!(desk.description("t3.carried_in.natural").contains("请说明"), "{}", desk.description("t3.carried_in.natural"));
    let at = desk.at_cell("t3.carried_in.natural");
    let edges = desk.edges(desk.theme().warn);
    assert!(edges.iter().any(|(rect, _)| rect.contains(at)), "{edges:?}");
    assert!(desk.painted().contains('！'));
    assert_eq!(desk.edges(desk.theme().bad), []);
    let name = desk.name("t3.carried_in.natural");
    assert_eq!(desk.harness.get_by_label(&name).accesskit_node().data().invalid(), None, "no error");
}

#[test]
fn row_36_the_reason_given_is_told_on_hover_and_focus() {
    let mut desk = Desk::filled("t3");
    with_last_year(&mut desk, &[("t3.carried_out.natural", "999")]);
    let session = &desk.state().session;
    let findings: Vec<_> = session.review().findings.iter().collect();
    let edit = nianbao::check::explain(session.case(), &findings, "上年报错，已更正");
    desk.harness.state_mut().session.apply(edit);
    desk.go("t3.carried_in.natural");
    assert!(desk.painted().contains("理由：上年报错，已更正"), "{}", desk.painted());
    desk.go("t3.partial.other");
    assert!(!desk.painted().contains("理由："));
    let at = desk.at_cell("t3.carried_in.natural");
    desk.harness.hover_at(at);
    desk.harness.run_steps(60);
    assert!(desk.painted().contains("理由：上年报错，已更正"));
}

#[test]
fn row_36_the_difference_is_seen_however_narrow_the_window_is() {
    for room in [(300.0, 420.0), (420.0, 500.0), (620.0, 500.0), (1176.0, 678.0)] {
        let session = crate::common::published_session("suqian-2023.json");
        let mut desk = Desk::with_grid(session, "t3", nianbao::ui::grid::Grid::new(), room);
        with_last_year(&mut desk, &[("t3.new.natural", "3000")]);
        desk.go("t3.new.natural").type_text("3403").key(Key::Enter).go("t3.new.natural");
        let cell = desk.cell("t3.new.natural");
        let takes_part = |finding: &&nianbao::check::Finding| finding.cells.iter().any(|involved| involved.cell == cell);
        let failed = desk.state().session.review().findings.iter().filter(takes_part).count();
        let seen: Vec<_> = desk.seen().into_iter().filter(|(_, rect)| rect.top() > room.1 * 0.5 && rect.right() <= room.0).collect();
        let text: String = seen.iter().map(|(text, _)| text.as_str()).collect();
        assert!(failed > 0);
        assert_eq!(text.matches("相差").count(), failed.min(3), "{room:?}: {text}");
        assert!(text.contains("上年 3000"), "{room:?}: {text}");
        assert!(seen.iter().all(|(_, rect)| rect.bottom() <= room.1), "{room:?}");
        let cell = desk.place(&desk.name("t3.new.natural"));
        let first = seen.iter().map(|(_, rect)| rect.top()).fold(room.1, f32::min);
        assert!(cell.bottom() <= first, "{room:?}: the cell itself is in view");
    }
}

#[test]
fn last_years_figure_and_the_sign_of_a_failed_rule_never_lie_on_each_other() {
    let mut both = 0;
    for room in [(420.0, 500.0), (620.0, 500.0), (900.0, 600.0), (1176.0, 678.0)] {
        let session = crate::common::published_session("suqian-2023.json");
        let mut desk = Desk::with_grid(session, "t3", nianbao::ui::grid::Grid::new(), room);
        let last: Vec<_> = ["new", "carried_in", "handled", "carried_out"].map(|row| format!("t3.{row}.natural")).into();
        with_last_year(&mut desk, &last.iter().map(|id| (id.as_str(), "287")).collect::<Vec<_>>());
        desk.go("t3.new.natural").type_text("3").key(Key::Enter);
        let inks = desk.inks();
        for id in &last {
            let Some(cell) = desk.harness.query_by_label(&desk.name(id)).map(|node| node.rect()) else { continue };
            let inside: Vec<_> = inks.iter().filter(|(_, ink)| cell.contains_rect(*ink)).collect();
            both += usize::from(["×", "287"].iter().all(|wanted| inside.iter().any(|(text, _)| text == wanted)));
            for (at, (text, ink)) in inside.iter().enumerate() {
                let over = inside.iter().skip(at + 1).find(|(_, other)| ink.intersects(*other));
                assert_eq!(over, None, "{room:?} {id}: {text}");
            }
        }
    }
    assert!(both > 4, "a sign and last year's figure stood in one cell {both} times");
}

#[test]
fn row_36_hover_and_focus_tell_rule_sides_difference_last_year_and_reason() {
    let mut desk = off_by_one();
    let mut last_year = nianbao::report::LastYear { edition: "2021".to_owned(), year: 2022, ..Default::default() };
    last_year.cells.insert("t3.new.natural".to_owned(), "3000".to_owned());
    let edit = nianbao::report::Edit::LastYear(Some(Box::new(last_year)));
    desk.harness.state_mut().session.apply(edit);
    desk.go("t3.new.natural");
    let findings = desk.state().session.review().findings.clone();
    let finding = findings.iter().find(|finding| finding.rule == "T3-ID").unwrap();
    assert!(finding.message.contains("相差"), "{}", finding.message);
    let focused = desk.painted();
    assert!(focused.contains(&finding.message), "under the grid: {focused}");
    assert!(focused.contains("上年 3000"));
    desk.go("t3.partial.other");
    let at = desk.at_cell("t3.new.natural");
    desk.harness.hover_at(at);
    desk.harness.run_steps(60);
    assert!(desk.harness.query_by_label_contains(&finding.message).is_some() || desk.painted().contains(&finding.message));
    assert!(desk.painted().contains("上年 3000"));
}

#[test]
fn row_39_a_rule_with_a_blank_in_it_is_unfinished_not_failed() {
    let mut desk = Desk::blank("t3");
    desk.type_text("7").key(Key::Enter);
    let description = desk.description("t3.new.natural");
    assert!(description.contains("未填完") && !description.contains("不符"), "{description}");
    assert!(description.contains("相差"), "{description}");
    let name = desk.name("t3.new.natural");
    assert_eq!(desk.harness.get_by_label(&name).accesskit_node().data().invalid(), None, "no error");
    let at = desk.at_cell("t3.new.natural");
    assert!(desk.edges(desk.theme().unfinished).iter().any(|(rect, _)| rect.contains(at)), "grey");
    assert_eq!(desk.edges(desk.theme().bad), []);
    assert_eq!(desk.edges(desk.theme().warn), []);
}

#[test]
fn row_41_a_focused_total_outlines_its_parts_and_typing_replaces_it() {
    let mut desk = Desk::filled("t3");
    let before = desk.dashes();
    desk.go("t3.new.total");
    // Six cells with four sides, each of several dashes.
    assert!(desk.dashes() >= before + 6 * 4 * 2, "{} dashes, {before} before", desk.dashes());
    desk.key(Key::F2);
    assert_eq!(desk.open().as_deref(), Some("3511"));
    desk.key(Key::Enter);
    assert_eq!(desk.edits(), 0, "a look at a total does not type it");
    desk.go("t3.new.total").type_text("9").key(Key::Enter).holds("t3.new.total", "9");
}

#[test]
fn row_42_three_level_heads_are_merged_frozen_and_named_with_their_path() {
    let desk = Desk::blank("t3");
    let rect = |name: &str| desk.place(name);
    let group = rect("申请人情况／法人或其他组织");
    let (first, last) = (rect("申请人情况／法人或其他组织／商业企业"), rect("申请人情况／法人或其他组织／其他"));
    assert!((group.left() - first.left()).abs() < 0.1 && (group.right() - last.right()).abs() < 0.1);
    assert!(group.bottom() <= first.top() + 0.1);
    let (natural, whole) = (rect("申请人情况／自然人"), rect("申请人情况"));
    assert!((natural.bottom() - first.bottom()).abs() < 0.1, "two rows high");
    assert!(whole.bottom() <= natural.top() + 0.1);
    assert_eq!(
        desk.name("t3.refused_law.business"),
        "三、本年度办理结果／（三）不予公开／2.其他法律行政法规禁止公开，申请人情况／法人或其他组织／商业企业"
    );
}

#[test]
fn row_42_a_head_tells_its_path_in_its_name_and_its_tip() {
    let mut desk = Desk::blank("t4");
    let named = |desk: &Desk, end: &str| -> Vec<String> {
        let heads = desk.harness.root().children_recursive().map(|node| node.accesskit_node());
        let heads = heads.filter(|node| node.role() == egui::accesskit::Role::ColumnHeader).filter_map(|node| node.label());
        heads.filter(|name| name.ends_with(end)).collect()
    };
    let upheld = ["行政复议／结果维持", "行政诉讼／未经复议直接起诉／结果维持", "行政诉讼／复议后起诉／结果维持"];
    let mut found = named(&desk, "结果维持");
    found.sort();
    let mut expected = upheld.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(found, expected);
    let at = desk.at("行政诉讼／复议后起诉／总计");
    assert!(!desk.painted().contains("行政诉讼／复议后起诉／总计"));
    desk.harness.hover_at(at);
    desk.harness.run_steps(60);
    assert!(desk.painted().contains("行政诉讼／复议后起诉／总计"));
    // A row label has its path as well.
    let mut desk = Desk::blank("t3");
    let row = "三、本年度办理结果／（三）不予公开／1.属于国家秘密";
    let at = desk.at(row);
    desk.harness.hover_at(at);
    desk.harness.run_steps(60);
    assert!(desk.painted().contains(row));
}

#[test]
fn row_43_table_four_fits_1366_by_768_without_scrolling_sideways() {
    for edition in ["2019", "2021"] {
        let session = crate::common::blank_session(edition, if edition == "2019" { 2020 } else { 2023 }, "西坡镇人民政府");
        let desk = Desk::new(session, "t4");
        let right = desk.harness.get_by_label(&desk.name("t4.after_review.total")).rect().right();
        assert!(right <= 1366.0 - 190.0, "{right}");
    }
}

#[test]
fn table_three_stands_whole_with_its_heads_at_1366_by_768() {
    for edition in ["2019", "2021"] {
        let session = crate::common::blank_session(edition, if edition == "2019" { 2020 } else { 2023 }, "西坡镇人民政府");
        let desk = Desk::new(session, "t3");
        let last = desk.harness.get_by_label(&desk.name("t3.carried_out.total")).rect();
        assert!(last.bottom() <= 768.0 - 90.0 - 24.0, "{edition}: {}", last.bottom());
    }
}

#[test]
fn row_44_the_active_cell_lights_its_row_and_column_heads() {
    let mut desk = Desk::blank("t3");
    let lit = desk.theme().label_lit_fill;
    desk.go("t3.partial.legal");
    // （二）, 三、, 法律服务机构, 法人或其他组织, 申请人情况.
    let is_lit = |desk: &Desk, names: &[&str]| {
        let fills = desk.fills(lit);
        assert_eq!(fills.len(), names.len(), "{fills:?}");
        for name in names {
            let at = desk.at(name);
            assert!(fills.iter().any(|rect| rect.contains(at)), "{name}");
        }
    };
    let column = ["申请人情况／法人或其他组织／法律服务机构", "申请人情况／法人或其他组织", "申请人情况"];
    is_lit(
        &desk,
        &[&column[..], &["三、本年度办理结果", "三、本年度办理结果／（二）部分公开（区分处理的，只计这一情形，不计其他情形）"]].concat(),
    );
    desk.go("t3.new.natural");
    is_lit(&desk, &["申请人情况", "申请人情况／自然人", "一、本年新收政府信息公开申请数量"]);
}

#[test]
fn row_45_blank_0_and_unreadable_look_different() {
    let mut desk = Desk::blank("t3");
    desk.type_text("0").key(Key::Enter).type_text("无").key(Key::Enter);
    let look = |id: &str| shown(&desk.state().session, desk.cell(id));
    assert_eq!(look("t3.new.natural"), Shown::Figure("0".to_owned()));
    assert_eq!(look("t3.carried_in.natural"), Shown::Unreadable("无".to_owned()));
    assert_eq!(look("t3.granted.natural"), Shown::Blank);
    // 0 is painted, a blank is not.
    let seen_in = |id: &str| -> Vec<String> {
        let name = desk.name(id);
        let cell = desk.harness.get_by_label(&name).rect();
        let seen = desk.seen().into_iter().filter(|(text, rect)| cell.contains(rect.center()) && text.chars().any(char::is_alphanumeric));
        seen.map(|(text, _)| text).collect()
    };
    assert_eq!(seen_in("t3.new.natural"), ["0"]);
    assert_eq!(seen_in("t3.carried_in.natural"), ["无"]);
    assert_eq!(seen_in("t3.granted.natural"), [""; 0]);
    // The unreadable one is filled apart and underlined; 0 is a figure like any other.
    assert_eq!(desk.filled_with(desk.theme().bad_fill), 1 + 1, "the cell, and the total that cannot be added");
}

#[test]
fn row_48_a_screen_reader_hears_role_name_value_and_error_of_each_cell() {
    let mut desk = Desk::filled("t3");
    for (cell, definition) in desk.state().session.form().cells().filter(|(_, cell)| cell.id.starts_with("t3.")) {
        let name = definition.full_name();
        let node = desk.harness.get_by_label(&name);
        assert_eq!(node.accesskit_node().role(), egui::accesskit::Role::GridCell);
        let figure = desk.state().session.figures().value(cell).number();
        assert_eq!(node.value(), figure.map(|figure| figure.to_string()), "{}", definition.id);
        assert_eq!(node.accesskit_node().numeric_value().map(|value| value.to_string()), node.value(), "where texts are not handed on");
    }
    let name = desk.name("t3.new.natural");
    assert!(desk.harness.get_by_label(&name).is_focused(), "the active cell has the focus");
    let other = desk.name("t3.partial.legal");
    desk.harness.get_by_label(&other).focus();
    desk.settle();
    desk.is_at("t3.partial.legal");
    // The open field stands for its cell.
    desk.type_text("5");
    let field = desk.harness.get_by_label(&other);
    assert_eq!((field.accesskit_node().role(), field.value()), (egui::accesskit::Role::TextInput, Some("5".to_owned())));
    desk.key(Key::Backspace).type_text("/").key(Key::Enter);
    let node = desk.harness.get_by_label(&other);
    assert_eq!(node.accesskit_node().data().invalid(), Some(egui::accesskit::Invalid::True));
}

#[test]
fn nothing_is_repainted_while_nothing_happens() {
    let mut desk = Desk::filled("t3");
    desk.harness.run_steps(120);
    let root = &desk.harness.output().viewport_output[&egui::ViewportId::ROOT];
    assert_eq!(root.repaint_delay, std::time::Duration::MAX);
}

#[test]
fn row_labels_scroll_away_where_they_would_leave_no_room_for_figures() {
    let session = crate::common::blank_session("2021", 2023, "西坡镇人民政府");
    // What is left beside both panels at 200 % on 1366 × 768.
    let room = (180.0, 230.0);
    let mut desk = Desk::with_grid(session, "t3", nianbao::ui::grid::Grid::new(), room);
    let seen = egui::Rect::from_min_size(egui::Pos2::ZERO, room.into());
    for id in ["t3.granted.natural", "t3.other_rest.total", "t3.new.natural"] {
        desk.go(id);
        let name = desk.name(id);
        let cell = desk.harness.get_by_label(&name).rect();
        assert!(seen.contains_rect(cell), "{id}: {cell:?}");
    }
}

#[test]
fn a_tip_of_where_the_mouse_lies_does_not_hide_what_was_gone_to() {
    let mut desk = Desk::filled("t3");
    let resting = desk.at_cell("t3.refused_inquiry.natural");
    desk.harness.hover_at(resting);
    desk.harness.run_steps(60);
    let path = desk.name("t3.refused_inquiry.natural");
    let shown = |desk: &Desk| desk.painted().matches(&path).count();
    assert_eq!(shown(&desk), 1, "the mouse asks");
    desk.go("t3.new.total");
    desk.harness.run_steps(60);
    assert_eq!(shown(&desk), 0, "the keys do not");
}
