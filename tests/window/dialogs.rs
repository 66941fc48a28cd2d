//! Files: the system's dialog, a typed path where there is none, overwriting, and what is said before an export.

use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use nianbao::file::pdf;
use nianbao::page::{Fonts, Options, Sides};

use super::hands::{CTRL, CTRL_SHIFT, Window};

#[test]
fn a_dialog_has_the_keys_from_its_first_frame_on() {
    let mut window = Window::sample();
    window.show_section("二、主动公开政府信息情况");
    for key in [Key::F1, Key::Escape] {
        window.harness.key_press(key);
        window.harness.step();
    }
    assert!(!window.shows("使用手册"), "the table took the Esc");
    window.settle().type_text("7351").key(Key::Enter);
    let session = window.session();
    let first = session.form().find("t2.regulations.made").unwrap();
    assert_eq!(session.report().cell(first).text, "7351", "the table has the keys again");
}

#[test]
fn the_start_page_has_the_keys_again_after_a_dialog() {
    let mut window = Window::start();
    window.key(Key::F1);
    assert!(window.shows("年报使用手册"));
    window.key(Key::Escape).type_text("西坡镇").key(Key::Enter);
    assert_eq!(window.session().report().unit, "西坡镇");
}

#[test]
fn while_the_system_asks_the_window_says_so_and_offers_a_way_on() {
    let mut window = Window::sample();
    window.keys(CTRL_SHIFT, Key::S);
    assert!(window.shows("正在等待系统的文件对话框"));
    window.wait_s(1.0);
    let path = window.folder.join("另存");
    window.answer(Some(&path));
    assert!(window.folder.join("另存.nianbao").exists());
    assert!(!window.session().is_unsaved());
}

#[test]
fn a_new_file_is_saved_under_the_whole_name_that_the_system_gives() {
    let mut window = Window::start();
    window.type_text("西坡镇人民政府").key(Key::Enter).keys(CTRL, Key::S);
    let path = window.folder.join("西坡镇 2023.nianbao");
    window.answer(Some(&path));
    assert!(path.exists());
    assert!(!window.session().is_unsaved());
}

#[test]
fn where_no_dialog_can_be_shown_a_path_is_typed() {
    let mut window = Window::sample();
    window.keys(CTRL_SHIFT, Key::S).answer(None);
    assert!(window.shows("这台电脑没有可用的文件对话框"));
    let path = window.folder.join("手输").to_str().unwrap().to_owned();
    window.keys(CTRL, Key::A).type_text(&path).key(Key::Enter);
    assert!(window.folder.join("手输.nianbao").exists());
}

#[test]
fn a_cancelled_dialog_changes_nothing() {
    let mut window = Window::sample();
    window.keys(CTRL_SHIFT, Key::S).wait_s(2.5).answer(None);
    assert!(window.shows("没有选择文件"));
    let reports = std::fs::read_dir(&window.folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|kind| kind == "nianbao"));
    assert_eq!(reports.count(), 1);
}

#[test]
fn a_file_that_is_there_is_not_overwritten_unasked() {
    let mut window = Window::sample();
    let there = window.folder.join("有了.nianbao");
    std::fs::write(&there, "别动").unwrap();
    window.keys(CTRL_SHIFT, Key::S).wait_s(1.0);
    // The system saw a name without extension, so it asked nothing.
    let without = window.folder.join("有了");
    window.answer(Some(&without));
    assert!(window.shows("文件已存在"));
    window.click("取消");
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "别动");
}

#[test]
fn the_paper_is_exported_with_blanks_said_beforehand_and_opened_afterwards() {
    let mut window = Window::sample();
    window.keys(CTRL, Key::E);
    assert!(window.shows("已核对 40 条勾稽关系，全部相符"));
    assert!(window.shows("个空白格按 0 导出"));
    window.click("导出…").wait_s(1.0);
    let path = window.folder.join("西坡.pdf");
    window.answer(Some(&path)).wait_s(1.0);
    assert!(window.shows("已导出"), "{:?}", window.harness);
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF-1.7"));
    window.click("打开所在文件夹");
    assert_eq!(window.world.borrow().opened, vec![window.folder.clone()]);
}

/// The bytes of the sample as PDF, printed on those sides.
fn printed(window: &Window, sides: Sides) -> Vec<u8> {
    let session = window.session();
    let options = Options { sides, draft: false };
    let review = session.final_review();
    pdf::export(session.form(), session.report(), session.figures(), &review, &Fonts::shipped(), options).unwrap().bytes
}

#[test]
fn both_sides_and_shipped_faces_are_chosen_before_the_export_and_remembered() {
    let mut window = Window::sample();
    window.keys(CTRL, Key::E).click("双面打印，装订边左右交替").click("只用随附字体，哪台电脑导出都一样");
    window.click("导出…").wait_s(1.0);
    let path = window.folder.join("双面.pdf");
    window.answer(Some(&path)).wait_s(1.0);
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes == printed(&window, Sides::Double) && bytes != printed(&window, Sides::Single));
    window.click("完成").keys(CTRL, Key::E);
    for choice in ["双面打印，装订边左右交替", "只用随附字体，哪台电脑导出都一样"] {
        let is_on = window.harness.get_by_label(choice).accesskit_node().toggled() == Some(egui::accesskit::Toggled::True);
        assert!(is_on, "{choice}");
    }
}

#[test]
fn figures_as_json_ask_nothing_of_the_paper() {
    let mut window = Window::sample();
    window.keys(CTRL_SHIFT, Key::E);
    assert!(window.shows("导出…") && !window.shows("双面打印，装订边左右交替"));
}

#[test]
fn a_blocked_report_leaves_only_as_a_draft() {
    let mut window = Window::sample();
    let cell = window.session().form().find("t3.new.total").unwrap();
    window.harness.state_mut().as_mut().unwrap().apply(nianbao::report::Edit::cell(cell, "7"));
    window.settle().keys(CTRL, Key::E);
    assert!(window.shows("只能导出草稿"));
    assert!(window.shows("导出草稿…"));
}

#[test]
fn the_path_is_completed_with_tab() {
    let mut window = Window::sample();
    std::fs::create_dir(window.folder.join("年报文件夹")).unwrap();
    window.keys(CTRL_SHIFT, Key::S).answer(None).keys(CTRL, Key::A);
    let start = window.folder.join("年").to_str().unwrap().to_owned();
    window.type_text(&start).until(|window| window.shows("年报文件夹/")).key(Key::Tab).type_text("新").key(Key::Enter);
    assert!(window.folder.join("年报文件夹/新.nianbao").exists());
}

#[test]
fn keys_go_on_where_they_went_once_a_dialog_is_closed() {
    let mut window = Window::sample();
    window.type_text("第一句。").key(Key::F1);
    assert!(!window.session().report().prose("preface").contains("第二句。"));
    window.key(Key::Escape).type_text("第二句。").keys(CTRL, Key::S);
    assert!(window.session().report().prose("preface").contains("第一句。第二句。"));
}
