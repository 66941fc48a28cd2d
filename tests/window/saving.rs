//! A drive that is slow or gone: the window takes keys all the while, only what was saved counts as saved, and nothing is lost.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use egui::{Event, Key, ViewportEvent, ViewportId};
use nianbao::file::{DataFolder, Workplace, recoverable};
use nianbao::ui::commands::Command;

use super::hands::{CTRL, CTRL_SHIFT, Window, new_folder};
use crate::common::editions;
use crate::files::held::HeldDisk;

const FILE: &str = "网络磁盘/西坡镇 2020.nianbao";

/// A report whose save has begun and waits for the drive.
fn saving() -> (Window, Arc<HeldDisk>) {
    let (mut window, disk) = Window::on_held_disk();
    window.type_text("第一句。");
    hold(&mut window, &disk);
    window.keys(CTRL, Key::S);
    disk.until_reached();
    (window, disk)
}

fn hold(window: &mut Window, disk: &HeldDisk) {
    disk.hold_writing();
    window.is_held_up = true;
}

fn on_disk(window: &Window) -> String {
    std::fs::read_to_string(window.folder.join(FILE)).unwrap()
}

fn preface(window: &Window) -> &str {
    window.session().report().prose("preface")
}

fn names(folder: PathBuf) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The program dies; what the next start would offer, a sentence for each difference.
fn left_behind(window: &mut Window) -> Vec<String> {
    window.close();
    let data = DataFolder::at(window.folder.join("data"));
    let found = recoverable(&Workplace { data: Some(data), patience: Duration::from_mins(10), ..Workplace::of_user() }, &editions());
    found.reports.iter().flat_map(|recovery| &recovery.differences).map(|difference| difference.sentence.clone()).collect()
}

fn close(window: &mut Window) {
    window.harness.input_mut().viewports.get_mut(&ViewportId::ROOT).unwrap().events.push(ViewportEvent::Close);
    window.settle();
}

#[test]
fn while_a_save_is_under_way_keys_are_taken_and_only_what_was_saved_is_saved() {
    let (mut window, disk) = saving();
    assert!(window.shows("正在保存…"));
    window.type_text("第二句。").keys(CTRL, Key::PageDown);
    assert!(preface(&window).contains("第一句。第二句。"));
    window.release(&disk);
    assert!(on_disk(&window).contains("第一句。") && !on_disk(&window).contains("第二句。"));
    assert!(window.session().is_unsaved() && window.shows("● 未保存") && window.app().title().contains("（未保存）"));
    let left = left_behind(&mut window);
    assert!(left.len() == 1 && left[0].contains("第二句。") && !left[0].contains("第一句。"), "{left:?}");
}

#[test]
fn without_a_change_meanwhile_the_report_is_saved_and_nothing_is_left_to_recover() {
    let (mut window, disk) = saving();
    window.release(&disk);
    assert!(!window.session().is_unsaved() && window.shows("已保存"));
    assert_eq!(left_behind(&mut window), Vec::<String>::new());
}

#[test]
fn saving_again_meanwhile_saves_what_is_newer_afterwards() {
    let (mut window, disk) = saving();
    window.type_text("第二句。").keys(CTRL, Key::S).keys(CTRL, Key::S);
    assert!(preface(&window).contains("第二句。"));
    window.release(&disk);
    assert!(on_disk(&window).contains("第二句。") && !window.session().is_unsaved());
}

#[test]
fn save_then_leave_waits_for_the_outcome() {
    let (mut window, disk) = Window::on_held_disk();
    window.type_text("第一句。");
    hold(&mut window, &disk);
    window.keys(CTRL, Key::W).click("保存");
    disk.until_reached();
    window.settle();
    assert!(window.app().session().is_some() && window.shows("正在保存…"));
    window.release(&disk);
    assert!(window.app().session().is_none() && on_disk(&window).contains("第一句。"));
}

#[test]
fn what_is_typed_while_leaving_waits_is_asked_about() {
    let (mut window, disk) = saving();
    window.keys(CTRL, Key::W).type_text("第二句。");
    assert!(preface(&window).contains("第二句。") || window.app().session().is_some());
    window.release(&disk);
    assert!(window.shows("有改动还没有保存"));
    window.click("保存");
    assert!(window.app().session().is_none() && on_disk(&window).contains("第二句。"));
}

#[test]
fn a_save_that_fails_later_says_so_and_stays() {
    let (mut window, disk) = saving();
    close(&mut window);
    disk.fail(116);
    window.release(&disk);
    assert!(window.shows("没有保存：网络磁盘断开了") && window.shows("另存为…"));
    assert!(window.session().is_unsaved());
    window.click("取消").type_text("第二句。");
    let left = left_behind(&mut window);
    assert!(left.len() == 1 && left[0].contains("第一句。第二句。"), "{left:?}");
}

#[test]
fn a_save_that_hangs_says_so_and_another_place_is_offered() {
    let (mut window, disk) = saving();
    let before = on_disk(&window);
    window.wait_s(2.0);
    assert!(window.shows("正在保存…"));
    window.wait_s(1.5);
    assert!(window.shows("保存还没有完成，可以接着填，也可以另存到别处"));
    window.click("另存为…");
    window.is_held_up = false;
    let elsewhere = window.folder.join("别处.nianbao");
    window.wait_s(1.0).answer(Some(&elsewhere));
    assert!(std::fs::read_to_string(&elsewhere).unwrap().contains("第一句。"));
    assert!(!window.session().is_unsaved());
    disk.release();
    disk.until_removed();
    assert_eq!(on_disk(&window), before, "a save that was given up writes nothing when the drive comes back");
    assert!(!names(window.folder.join("网络磁盘")).iter().any(|name| name.starts_with(".nianbao-")));
}

#[test]
fn who_quits_during_a_save_that_hangs_may_go_and_finds_the_work_again() {
    let (mut window, disk) = saving();
    let before = on_disk(&window);
    close(&mut window);
    assert!(window.app().session().is_some() && !window.shows("有改动还没有保存"));
    window.wait_s(3.5);
    assert!(window.shows("不等了") && window.shows("内容已在恢复记录里，可以另存到别处"));
    window.click("不等了");
    assert!(window.app().session().is_none());
    disk.release();
    disk.until_removed();
    assert_eq!(on_disk(&window), before);
    let left = left_behind(&mut window);
    assert!(left.len() == 1 && left[0].contains("第一句。"), "{left:?}");
}

#[test]
fn who_cancels_the_question_of_a_save_that_hangs_is_asked_again() {
    let (mut window, disk) = saving();
    for _ in 0..2 {
        close(&mut window);
        window.wait_s(3.5);
        assert!(window.shows("不等了"));
        window.click("取消");
        assert!(window.app().session().is_some() && !window.shows("不等了"));
    }
    window.release(&disk);
}

#[test]
fn who_quits_during_an_export_that_hangs_may_go() {
    let (mut window, disk) = Window::on_held_disk();
    window.keys(CTRL, Key::E).click("导出…").wait_s(1.0);
    disk.hold_writing();
    window.is_held_up = true;
    let path = window.folder.join("网络磁盘/西坡");
    window.answer(Some(&path));
    disk.until_reached();
    close(&mut window);
    window.wait_s(3.5);
    assert!(window.shows("导出还没有完成") && window.app().session().is_some());
    window.click("不等了");
    assert!(window.app().session().is_none());
    window.release(&disk);
    assert!(!path.with_extension("pdf").exists());
}

#[test]
fn a_figure_that_is_being_typed_when_a_save_ends_is_typed_on() {
    let (mut window, disk) = Window::on_held_disk();
    window.show_section("二、主动公开政府信息情况").type_text("1").key(Key::Enter).key(Key::ArrowUp);
    disk.hold_writing();
    window.is_held_up = true;
    window.keys(CTRL, Key::S);
    disk.until_reached();
    window.keys(CTRL, Key::S);
    close(&mut window);
    window.type_text("12");
    disk.release();
    window.until(|window| window.app().session().is_none_or(|session| !session.is_unsaved()));
    window.type_text("3").key(Key::Enter);
    let session = window.session();
    assert_eq!(session.report().cell(session.form().find("t2.regulations.made").unwrap()).text, "123");
    window.release(&disk);
    assert!(window.shows("有改动还没有保存"));
}

#[test]
fn a_save_that_comes_through_closes_the_question_and_the_window() {
    let (mut window, disk) = saving();
    close(&mut window);
    window.wait_s(3.5);
    assert!(window.shows("不等了"));
    window.release(&disk);
    assert!(window.app().session().is_none() && on_disk(&window).contains("第一句。"));
    assert_eq!(left_behind(&mut window), Vec::<String>::new());
}

#[test]
fn an_export_is_written_beside_the_window_too() {
    let (mut window, disk) = Window::on_held_disk();
    window.keys(CTRL, Key::E).click("导出…").wait_s(1.0);
    hold(&mut window, &disk);
    let path = window.folder.join("网络磁盘/西坡.pdf");
    window.answer(Some(&path));
    disk.until_reached();
    window.type_text("第二句。");
    assert!(window.shows("正在导出…") && preface(&window).contains("第二句。") && !path.exists());
    window.release(&disk);
    assert!(window.shows("已导出"));
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn no_export_is_written_over_the_report_itself() {
    let folder = new_folder();
    let own = folder.join("西坡.json");
    std::fs::copy(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/xipo-2020.json"), &own).unwrap();
    let before = std::fs::read(&own).unwrap();
    let mut window = Window::in_folder(folder, Some(own.clone()));
    window.run(Command::ExportJson).click("导出…").answer(Some(&own)).wait_s(1.0);
    assert!(window.shows("没有导出"));
    assert!(std::fs::read(&own).unwrap() == before);
}

#[test]
fn whether_a_place_is_taken_is_looked_up_beside_the_window_and_then_asked_about() {
    let (mut window, disk) = Window::on_held_disk();
    let (place, without_ending) = (window.folder.join("网络磁盘/别处.nianbao"), window.folder.join("网络磁盘/别处"));
    std::fs::write(&place, "别的").unwrap();
    window.type_text("第一句。").keys(CTRL_SHIFT, Key::S).wait_s(1.0);
    disk.hold_reading();
    window.is_held_up = true;
    // The system has asked about another name, so that it said nothing of this one.
    window.answer(Some(&without_ending));
    disk.until_reached();
    window.type_text("第二句。").wait_s(3.5);
    assert!(preface(&window).contains("第二句。"));
    assert!(window.shows("保存还没有完成，可以接着填，也可以另存到别处"));
    window.release(&disk);
    assert!(window.shows("文件已存在") && std::fs::read(&place).unwrap() == "别的".as_bytes());
    window.click("覆盖");
    assert!(std::fs::read_to_string(&place).unwrap().contains("第二句。") && !window.session().is_unsaved());
}

#[test]
fn who_leaves_and_is_asked_about_overwriting_leaves_after_that() {
    let (mut window, _disk) = Window::on_held_disk();
    let (place, without_ending) = (window.folder.join("别处.nianbao"), window.folder.join("别处"));
    std::fs::write(&place, "别的").unwrap();
    window.keys(CTRL, Key::W).type_text("某局");
    window.click("部门").click("开始填写").type_text("一").keys(CTRL, Key::W).click("保存").wait_s(1.0);
    window.answer(Some(&without_ending)).click("覆盖");
    assert!(window.app().session().is_none());
    assert!(std::fs::read_to_string(&place).unwrap().contains("某局"));
}

#[test]
fn another_program_s_change_is_looked_for_beside_the_window() {
    let (mut window, disk) = Window::on_held_disk();
    let theirs = on_disk(&window).replace("西坡镇", "东坡镇");
    std::fs::write(window.folder.join(FILE), &theirs).unwrap();
    disk.hold_reading();
    window.is_held_up = true;
    for focused in [false, true] {
        window.harness.input_mut().focused = focused;
        window.event(Event::WindowFocused(focused));
    }
    disk.until_reached();
    window.type_text("第一句。");
    assert!(preface(&window).contains("第一句。") && !window.shows("文件变了"));
    window.release(&disk);
    assert!(window.shows("文件变了") && window.shows("以我的为准") && window.shows("改用磁盘上的"));
    window.click("取消").keys(CTRL, Key::S);
    assert!(window.shows("文件变了"));
    assert_eq!(on_disk(&window), theirs);
    window.click("取消");
    std::fs::write(window.folder.join(FILE), "damaged").unwrap();
    window.keys(CTRL, Key::S);
    assert!(window.shows("文件变了") && !window.shows("改用磁盘上的"), "nothing can be gone on with");
    window.click("取消");
    std::fs::write(window.folder.join(FILE), &theirs).unwrap();
    window.keys(CTRL, Key::S);
    window.click("以我的为准");
    assert!(on_disk(&window).contains("第一句。") && !window.session().is_unsaved());
}

#[test]
fn what_is_told_by_itself_comes_one_after_the_other_once_hands_that_type_rest() {
    let (mut window, disk) = Window::on_held_disk();
    window.type_text("第一句。").keys(CTRL, Key::E).click("导出…").wait_s(1.0);
    disk.fail_writing(28);
    let path = window.folder.join("网络磁盘/西坡");
    window.is_held_up = true;
    window.answer(Some(&path)).keys(CTRL, Key::S);
    for _ in 0..60 {
        window.type_text("字");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(preface(&window).ends_with(&"字".repeat(50)), "{}", preface(&window));
    assert!(!window.has("没有保存") && !window.has("没有导出"));
    window.is_held_up = false;
    window.until(|window| window.has("没有保存") || window.has("没有导出"));
    let first = window.has("没有导出");
    window.key(Key::Escape).until(|window| window.has(if first { "没有保存" } else { "没有导出" }));
    assert_ne!(window.has("没有导出"), first, "the other one");
}

#[test]
fn nothing_comes_over_the_preview_of_what_is_pasted() {
    let (mut window, disk) = Window::on_held_disk();
    window.show_section("二、主动公开政府信息情况");
    window.event(Event::Paste("1\n2\n3".to_owned()));
    assert!(window.shows("粘贴预览"));
    window.key(Key::Escape);
    window.type_text("7").key(Key::Enter);
    disk.fail_writing(28);
    window.is_held_up = true;
    window.keys(CTRL, Key::S).event(Event::Paste("1\n2\n3".to_owned()));
    std::thread::sleep(Duration::from_millis(50));
    window.wait_s(2.0);
    assert!(window.shows("粘贴预览") && !window.has("没有保存"));
    window.is_held_up = false;
    window.harness.key_press(Key::Escape);
    window.until(|window| window.has("没有保存"));
    assert!(!window.shows("粘贴预览"));
}

#[test]
fn a_file_that_was_only_touched_is_no_change() {
    let (mut window, _disk) = Window::on_held_disk();
    let same = on_disk(&window);
    std::fs::write(window.folder.join(FILE), same).unwrap();
    for focused in [false, true] {
        window.harness.input_mut().focused = focused;
        window.event(Event::WindowFocused(focused));
    }
    assert!(!window.shows("文件变了"));
    window.keys(CTRL_SHIFT, Key::S);
    assert!(window.shows("正在等待系统的文件对话框"));
}

#[test]
fn what_a_killed_save_left_beside_the_file_is_gone_once_it_is_opened() {
    let (mut window, _disk) = Window::on_held_disk();
    let left = window.folder.join("网络磁盘/.nianbao-0123abcd-1-0.tmp");
    std::fs::write(&left, "half a report").unwrap();
    let old = SystemTime::now() - Duration::from_hours(25);
    std::fs::File::options().write(true).open(&left).unwrap().set_modified(old).unwrap();
    window.keys(CTRL, Key::W);
    assert!(left.exists());
    window.click_containing("2020.nianbao");
    assert!(window.app().session().is_some() && !left.exists());
}
