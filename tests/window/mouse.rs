//! The mouse alone: menus of the text fields, the clipboard from the menu bar, the wheel.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, MouseWheelUnit, OutputCommand, Pos2, TouchPhase, ViewportCommand, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::hands::{CTRL, SHIFT, Window};

fn is_field(role: Role) -> bool {
    matches!(role, Role::TextInput | Role::MultilineTextInput)
}

/// The middle of the text field with that name.
#[track_caller]
fn field(window: &Window, name: &str) -> Pos2 {
    let mut fields = window.harness.query_all_by_label_contains(name).filter(|node| is_field(node.accesskit_node().role()));
    fields.next().unwrap_or_else(|| panic!("no field {name}")).rect().center()
}

/// Presses and releases a button, and gives what the window asked the system for meanwhile.
fn click_at(window: &mut Window, pos: Pos2, button: egui::PointerButton) -> (Vec<ViewportCommand>, Vec<OutputCommand>) {
    window.harness.event(Event::PointerMoved(pos));
    for pressed in [true, false] {
        window.harness.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
    }
    asked(window)
}

fn asked(window: &mut Window) -> (Vec<ViewportCommand>, Vec<OutputCommand>) {
    let (mut requests, mut outputs) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        window.harness.step();
        let output = window.harness.output();
        requests.extend(output.viewport_output.values().flat_map(|viewport| viewport.commands.clone()));
        outputs.extend(output.platform_output.commands.clone());
    }
    (requests, outputs)
}

/// Picks an entry of the menu on top, with the pointer.
#[track_caller]
fn pick(window: &mut Window, words: &str) -> (Vec<ViewportCommand>, Vec<OutputCommand>) {
    let at = window.harness.query_all_by_label_contains(words).last().unwrap_or_else(|| panic!("no {words}")).rect().center();
    click_at(window, at, egui::PointerButton::Primary)
}

/// 粘贴 from the menu of a field, with what the system then hands over.
#[track_caller]
fn paste_by_menu(window: &mut Window, name: &str, text: &str) {
    let at = field(window, name);
    click_at(window, at, egui::PointerButton::Secondary);
    let (requests, _) = pick(window, "粘贴");
    assert!(requests.contains(&ViewportCommand::RequestPaste), "{name}: {requests:?}");
    window.event(Event::Paste(text.to_owned()));
}

#[test]
fn row_49_every_text_field_is_filled_by_its_menu() {
    let mut window = Window::start();
    paste_by_menu(&mut window, "单位名称", "西坡镇人民政府");
    window.click("开始填写");
    paste_by_menu(&mut window, "引言", "根据条例，编制本报告。");
    assert_eq!(window.session().report().prose("preface"), "根据条例，编制本报告。");
    window.click_containing("报告信息");
    paste_by_menu(&mut window, "统计范围", "全镇");
    let elsewhere = field(&window, "单位名称");
    click_at(&mut window, elsewhere, egui::PointerButton::Primary);
    assert_eq!(window.session().report().scope, "全镇");
    // A reason, and the field for a path.
    let mut window = Window::sample();
    paste_by_menu(&mut window, "原因：", "情况属实");
    let elsewhere = field(&window, "引言");
    click_at(&mut window, elsewhere, egui::PointerButton::Primary);
    assert_eq!(window.session().report().explanations[0].reason, "情况属实");
    window.keys(super::hands::CTRL_SHIFT, Key::S).answer(None).keys(CTRL, Key::A);
    let path = window.folder.join("菜单").to_str().unwrap().to_owned();
    paste_by_menu(&mut window, "文件路径", &path);
    window.click("保存");
    assert!(window.folder.join("菜单.nianbao").exists());
}

#[test]
fn row_49_a_selected_text_is_copied_and_cut_by_the_menu_of_its_field() {
    let mut window = Window::start();
    window.type_text("西坡镇人民政府").key(Key::Enter).type_text("一二三。");
    window.keys(SHIFT, Key::ArrowLeft).keys(SHIFT, Key::ArrowLeft);
    let at = field(&window, "引言");
    click_at(&mut window, at, egui::PointerButton::Secondary);
    let (requests, _) = pick(&mut window, "复制");
    assert!(requests.contains(&ViewportCommand::RequestCopy));
    window.harness.event(Event::Copy);
    let (_, outputs) = asked(&mut window);
    assert_eq!(outputs, [OutputCommand::CopyText("三。".to_owned())], "the right click kept the selection");
    click_at(&mut window, at, egui::PointerButton::Secondary);
    pick(&mut window, "全选");
    click_at(&mut window, at, egui::PointerButton::Secondary);
    let (requests, _) = pick(&mut window, "剪切");
    assert!(requests.contains(&ViewportCommand::RequestCut));
    window.event(Event::Cut);
    assert_eq!(window.session().report().prose("preface"), "");
}

#[test]
fn row_49_the_clipboard_is_in_the_menu_bar_too_for_texts_and_for_cells() {
    let mut window = Window::start();
    window.type_text("西坡镇人民政府").key(Key::Enter);
    let from_the_bar = |window: &mut Window, words: &str| {
        let at = window.harness.get_by_label("编辑").rect().center();
        click_at(window, at, egui::PointerButton::Primary);
        pick(window, words).0
    };
    assert!(from_the_bar(&mut window, "粘贴").contains(&ViewportCommand::RequestPaste));
    window.event(Event::Paste("引言一句。".to_owned()));
    assert_eq!(window.session().report().prose("preface"), "引言一句。");
    window.keys(SHIFT, Key::ArrowLeft).keys(SHIFT, Key::ArrowLeft);
    assert!(from_the_bar(&mut window, "剪切").contains(&ViewportCommand::RequestCut));
    window.event(Event::Cut);
    assert_eq!(window.session().report().prose("preface"), "引言一");
    window.show_section("三、收到和处理政府信息公开申请情况");
    assert!(from_the_bar(&mut window, "粘贴").contains(&ViewportCommand::RequestPaste));
    window.event(Event::Paste("4\t5".to_owned()));
    let texts = |window: &Window| {
        let cell = |id| window.session().report().cell(window.session().form().find(id).unwrap()).text.clone();
        ["t3.new.natural", "t3.new.business"].map(cell)
    };
    assert_eq!(texts(&window), ["4", "5"]);
    assert!(from_the_bar(&mut window, "剪切").contains(&ViewportCommand::RequestCut));
    window.event(Event::Cut);
    assert_eq!(texts(&window), ["", "5"]);
}

#[test]
fn row_46_ctrl_and_the_wheel_step_the_zoom() {
    let mut window = Window::sample();
    let turn = |window: &mut Window, unit, y: f32, modifiers| {
        window.harness.event(Event::PointerMoved(egui::pos2(700.0, 350.0)));
        window.event(Event::MouseWheel {
            unit,
            delta: vec2(0.0, y),
            phase: TouchPhase::Move,
            modifiers,
            source: egui::MouseWheelSource::Unknown,
        });
    };
    turn(&mut window, MouseWheelUnit::Line, 1.0, CTRL);
    assert!(window.shows("110%"));
    turn(&mut window, MouseWheelUnit::Line, 1.0, Modifiers::NONE);
    assert!(window.shows("110%"), "without Ctrl it scrolls");
    turn(&mut window, MouseWheelUnit::Line, -2.0, CTRL);
    assert!(window.shows("90%"));
    for _ in 0..4 {
        turn(&mut window, MouseWheelUnit::Point, 10.0, CTRL);
    }
    assert!(window.shows("100%"), "a touchpad turns by points");
    assert!((window.harness.ctx.zoom_factor() - 1.0).abs() < 0.001);
}
