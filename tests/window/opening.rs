//! Opening from a drive that is slow or gone: the window is there at once, what is typed meanwhile goes where it was meant to, and
//! whoever does not want to wait goes on as before.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Key;
use nianbao::file::{DataFolder, Document, Workplace};
use nianbao::session::Session;
use nianbao::ui::commands::Command;

use super::hands::{CTRL, Window};
use crate::common::{blank_session, covers_all, editions, type_into};
use crate::files::held::HeldDisk;

/// A report on the desk, a second one on the drive, which is held up, and the second one chosen to be opened.
fn opening() -> (Window, Arc<HeldDisk>, PathBuf) {
    let (mut window, disk) = Window::on_held_disk();
    let other = window.folder.join("网络磁盘/另一份.nianbao");
    let text = std::fs::read_to_string(window.folder.join("网络磁盘/西坡镇 2020.nianbao")).unwrap();
    std::fs::write(&other, text.replace("西坡镇", "东坡镇")).unwrap();
    window.keys(CTRL, Key::O).wait_s(1.0);
    hold(&mut window, &disk);
    window.answer(Some(&other));
    disk.until_reached();
    (window, disk, other)
}

fn hold(window: &mut Window, disk: &HeldDisk) {
    disk.hold_reading();
    window.is_held_up = true;
}

fn unit(window: &Window) -> &str {
    &window.session().report().unit
}

fn preface(window: &Window) -> &str {
    window.session().report().prose("preface")
}

/// A report of that unit, and what was typed into it when its program died.
fn unsaved(folder: &Path, path: &Path, unit: &str) {
    let session = blank_session("2021", 2023, unit);
    std::fs::write(path, nianbao::file::json::write(session.form(), session.report())).unwrap();
    let workplace = Workplace { data: Some(DataFolder::at(folder.join("data"))), ..Workplace::of_user() };
    let (mut document, opened) = Document::open(&workplace, path, &editions()).unwrap();
    let mut session = Session::new(opened.form, opened.report, covers_all());
    type_into(&mut session, "t2.fees.amount", "12");
    document.keep(&session, None);
}

#[test]
fn what_is_typed_while_a_report_is_being_opened_goes_into_it() {
    let (mut window, disk, _) = opening();
    window.type_text("第一句。").keys(CTRL, Key::PageDown);
    assert!(unit(&window).starts_with("西坡镇") && !window.session().is_unsaved());
    window.release(&disk);
    assert!(unit(&window).starts_with("东坡镇") && preface(&window).contains("第一句。"));
}

#[test]
fn an_opening_that_hangs_says_so_and_who_does_not_wait_goes_on_as_before() {
    let (mut window, disk, _) = opening();
    assert!(!window.shows("正在打开"), "what is quick does not flicker");
    window.type_text("第一句。").wait_s(1.0);
    assert!(window.shows("正在打开") && window.shows("另一份.nianbao") && window.focused() == "取消");
    window.key(Key::Escape);
    assert!(!window.shows("正在打开"));
    window.type_text("第二句。").keys(CTRL, Key::PageDown);
    window.release(&disk);
    assert!(unit(&window).starts_with("西坡镇"), "what comes after all was given up");
    assert!(preface(&window).contains("第二句。") && !preface(&window).contains("第一句。"));
}

#[test]
fn an_opening_that_comes_through_closes_what_says_so() {
    let (mut window, disk, _) = opening();
    window.type_text("第一句。").wait_s(1.0);
    assert!(window.shows("正在打开"));
    window.release(&disk);
    window.keys(CTRL, Key::PageDown);
    assert!(!window.shows("正在打开") && unit(&window).starts_with("东坡镇") && preface(&window).contains("第一句。"));
}

#[test]
fn an_opening_that_fails_says_why_and_keeps_what_was_open() {
    let (mut window, disk, _) = opening();
    disk.fail(116);
    window.release(&disk);
    assert!(window.shows("打不开") && window.shows("另一份.nianbao"));
    window.click("知道了");
    assert!(unit(&window).starts_with("西坡镇"));
}

#[test]
fn a_window_that_starts_with_a_file_that_hangs_is_there_at_once() {
    let (mut window, disk) = Window::starting_on_held_disk(|_| ());
    assert!(window.app().session().is_none() && !window.shows("开始填写"));
    window.wait_s(1.0);
    assert!(window.shows("正在打开"));
    window.click("取消");
    assert!(window.shows("开始填写"));
    window.type_text("某局");
    window.release(&disk);
    assert!(window.app().session().is_none() && window.shows("开始填写"));
}

#[test]
fn last_year_s_report_is_read_beside_the_window_too() {
    let (mut window, disk) = Window::on_held_disk();
    let last = window.folder.join("网络磁盘/上年.nianbao");
    std::fs::copy(window.folder.join("网络磁盘/西坡镇 2020.nianbao"), &last).unwrap();
    window.run(Command::ImportLastYear).wait_s(1.0);
    hold(&mut window, &disk);
    window.answer(Some(&last)).wait_s(1.0);
    assert!(window.shows("正在打开"));
    window.release(&disk);
    assert!(window.shows("只用来比对"));
}

#[test]
fn what_can_be_recovered_is_looked_for_beside_the_window() {
    let (mut window, disk) = Window::starting_on_held_disk(|folder| {
        unsaved(folder, &folder.join("网络磁盘/丙.nianbao"), "丙局");
    });
    window.wait_s(2.0).click("取消");
    assert!(window.shows("开始填写") && !window.shows("丙局"));
    window.release(&disk);
    assert!(window.shows("丙局") && window.shows("恢复"));
}

/// A file that was dragged into the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

pub(super) fn drop_file(window: &mut Window, path: &Path) {
    window.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
    window.settle();
}

#[test]
fn no_enter_cancels_what_is_being_opened_unseen() {
    let (mut window, disk, _) = opening();
    window.type_text("第一句。").wait_s(1.0);
    assert!(window.shows("正在打开"));
    window.key(Key::Enter).key(Key::Space);
    assert!(window.shows("正在打开"));
    window.release(&disk);
    window.keys(CTRL, Key::PageDown);
    assert!(unit(&window).starts_with("东坡镇") && preface(&window).contains("第一句。"));
}

#[test]
fn what_was_typed_for_what_cannot_be_opened_answers_no_dialog() {
    let (mut window, disk, _) = opening();
    window.type_text("第一句。").key(Key::Enter);
    disk.fail(116);
    window.release(&disk);
    window.settle();
    assert!(window.shows("打不开") && !preface(&window).contains("第一句。"));
}

#[test]
fn a_file_dropped_while_another_is_being_opened_takes_its_place_and_can_be_given_up() {
    let (mut window, disk, other) = opening();
    window.type_text("第一句。").wait_s(1.0);
    assert!(window.shows("正在打开"));
    drop_file(&mut window, &other.with_file_name("西坡镇 2020.nianbao"));
    window.wait_s(1.0);
    assert!(window.shows("正在打开"));
    window.key(Key::Escape);
    assert!(!window.shows("正在打开") && window.shows("开始填写"));
    window.release(&disk);
    assert!(window.app().session().is_none());
}

#[test]
fn a_dialog_that_is_open_is_answered_before_what_was_dropped_is_opened() {
    let (mut window, disk) = Window::on_held_disk();
    let other = window.folder.join("网络磁盘/另一份.nianbao");
    let text = std::fs::read_to_string(other.with_file_name("西坡镇 2020.nianbao")).unwrap();
    std::fs::write(&other, text.replace("西坡镇", "东坡镇")).unwrap();
    window.key(Key::F1);
    hold(&mut window, &disk);
    drop_file(&mut window, &other);
    window.wait_s(1.0);
    assert!(!window.shows("正在打开") && window.shows("年报使用手册"));
    window.key(Key::Escape).wait_s(1.0);
    assert!(window.shows("正在打开"));
    window.release(&disk);
    assert!(unit(&window).starts_with("东坡镇") && !window.shows("正在打开"));
}

#[test]
fn what_was_given_up_can_be_opened_again_and_edited() {
    let (mut window, disk, other) = opening();
    window.wait_s(1.0).key(Key::Escape).keys(CTRL, Key::O).wait_s(1.0).answer(Some(&other));
    window.release(&disk);
    window.type_text("第一句。").keys(CTRL, Key::S);
    assert!(unit(&window).starts_with("东坡镇") && !window.session().is_unsaved());
    assert!(std::fs::read_to_string(&other).unwrap().contains("第一句。"));
}

#[test]
fn an_export_that_finds_its_name_taken_is_never_overwritten_with_another_report() {
    let (mut window, disk, other) = {
        let (mut window, disk) = Window::on_held_disk();
        let other = window.folder.join("另一份.nianbao");
        let session = blank_session("2021", 2023, "东坡镇人民政府");
        std::fs::write(&other, nianbao::file::json::write(session.form(), session.report())).unwrap();
        std::fs::write(window.folder.join("网络磁盘/西坡.pdf"), "旧的").unwrap();
        window.keys(CTRL, Key::E).click("导出…").wait_s(1.0);
        hold(&mut window, &disk);
        (window, disk, other)
    };
    let taken = window.folder.join("网络磁盘/西坡");
    window.answer(Some(&taken)).keys(CTRL, Key::O).wait_s(1.0).answer(Some(&other));
    window.until(|window| unit(window).starts_with("东坡镇"));
    window.release(&disk);
    assert!(window.shows("没有导出") && !window.shows("文件已存在"));
    assert_eq!(std::fs::read_to_string(taken.with_extension("pdf")).unwrap(), "旧的");
}

#[test]
fn what_can_be_recovered_is_not_offered_under_hands_that_are_typing() {
    let (mut window, disk) = Window::starting_on_held_disk(|folder| {
        for (name, unit) in [("网络磁盘/丙.nianbao", "丙局"), ("丁.nianbao", "丁局")] {
            unsaved(folder, &folder.join(name), unit);
        }
    });
    let local = window.folder.join("丁.nianbao");
    window.wait_s(1.0).key(Key::Escape).keys(CTRL, Key::O).wait_s(1.0).answer(Some(&local)).wait_s(12.0);
    window.until(|window| window.app().session().is_some());
    window.type_text("第一句。");
    let told = "这份报告有改动没有保存，可在开始页恢复";
    let saving = disk.hold_syncing();
    window.keys(CTRL, Key::S);
    disk.release_reading();
    window.until(|window| window.shows(told));
    assert!(!window.shows("可以恢复"));
    drop(saving);
    window.release(&disk);
    assert!(!window.session().is_unsaved() && window.shows(told) && !window.shows("可以恢复"));
    window.key(Key::Enter).type_text("第二句。");
    assert!(preface(&window).contains("第一句。\n第二句。"), "{:?}", preface(&window));
}

#[test]
fn what_is_typed_on_the_start_page_goes_on_when_something_to_recover_is_found() {
    let (mut window, disk) = Window::starting_on_held_disk(|folder| unsaved(folder, &folder.join("网络磁盘/丙.nianbao"), "丙局"));
    window.wait_s(1.0).key(Key::Escape).type_text("丁");
    assert!(!window.shows("可以恢复"));
    window.release(&disk);
    assert!(window.shows("可以恢复"));
    window.type_text("局").key(Key::Tab).click("县").click("开始填写");
    assert_eq!(unit(&window), "丁局");
}

#[test]
fn the_start_page_has_the_keys_again_when_an_opening_is_given_up() {
    let (mut window, disk) = Window::starting_on_held_disk(|_| ());
    window.wait_s(1.0).key(Key::Escape).release(&disk).settle();
    hold(&mut window, &disk);
    let other = window.folder.join("网络磁盘/西坡镇 2020.nianbao");
    window.keys(CTRL, Key::O).wait_s(1.0).answer(Some(&other)).wait_s(1.0);
    assert!(window.shows("正在打开"));
    window.key(Key::Escape).type_text("丁局").key(Key::Enter);
    assert_eq!(unit(&window), "丁局");
    window.release(&disk);
}

#[cfg(unix)]
#[test]
fn what_is_typed_while_the_same_file_is_opened_by_another_name_goes_into_it() {
    let (mut window, disk) = Window::on_held_disk();
    let linked = window.folder.join("链接");
    std::os::unix::fs::symlink(window.folder.join("网络磁盘"), &linked).unwrap();
    hold(&mut window, &disk);
    window.keys(CTRL, Key::O).wait_s(1.0).answer(Some(&linked.join("西坡镇 2020.nianbao")));
    window.until(|window| window.app().session().is_none());
    window.type_text("第一句。").release(&disk).settle();
    assert!(preface(&window).contains("第一句。") && !window.shows("这里只能查看"), "{}", preface(&window));
}

#[test]
fn a_question_about_a_report_is_not_asked_over_another_one() {
    let (mut window, disk) = Window::on_held_disk();
    let other = window.folder.join("网络磁盘/另一份.nianbao");
    let session = blank_session("2021", 2023, "东坡镇人民政府");
    std::fs::write(&other, nianbao::file::json::write(session.form(), session.report())).unwrap();
    let taken = window.folder.join("网络磁盘/西坡.pdf");
    std::fs::write(&taken, "旧的").unwrap();
    window.keys(CTRL, Key::E).click("导出…").wait_s(1.0);
    hold(&mut window, &disk);
    window.answer(Some(&taken.with_extension(""))).keys(CTRL, Key::O).wait_s(1.0).answer(Some(&other)).wait_s(1.0);
    assert!(window.shows("正在打开"));
    window.release(&disk).settle();
    assert!(unit(&window).starts_with("东坡镇") && !window.shows("文件已存在"));
    assert_eq!(std::fs::read_to_string(&taken).unwrap(), "旧的");
}

#[test]
fn a_file_dropped_twice_is_opened_once_with_what_was_typed_for_it() {
    let (mut window, disk, other) = opening();
    window.type_text("第一句。").wait_s(1.0);
    drop_file(&mut window, &other);
    window.type_text("第二句。").release(&disk).keys(CTRL, Key::PageDown);
    assert!(preface(&window).contains("第一句。第二句。"), "{}", preface(&window));
}

#[test]
fn a_recovery_that_was_given_up_is_listed_again() {
    let (mut window, disk) = Window::starting_on_held_disk(|folder| unsaved(folder, &folder.join("网络磁盘/丙.nianbao"), "丙局"));
    window.wait_s(1.0).key(Key::Escape).release(&disk);
    assert!(window.shows("丙局"));
    hold(&mut window, &disk);
    window.click("恢复").wait_s(1.0);
    assert!(window.shows("正在打开") && !window.shows("丙局"));
    window.key(Key::Escape).release(&disk);
    assert!(window.shows("丙局"));
    window.click("恢复");
    assert!(unit(&window) == "丙局" && window.session().is_unsaved());
}

#[test]
fn what_was_typed_for_a_report_goes_into_no_other() {
    let (mut window, disk) = Window::starting_on_held_disk(|folder| {
        unsaved(folder, &folder.join("网络磁盘/丙.nianbao"), "丙局");
        let session = blank_session("2021", 2023, "丁局");
        std::fs::write(folder.join("丁.nianbao"), nianbao::file::json::write(session.form(), session.report())).unwrap();
    });
    window.wait_s(1.0).key(Key::Escape).release(&disk).keys(CTRL, Key::O).wait_s(1.0);
    hold(&mut window, &disk);
    let (first, second) = (window.folder.join("网络磁盘/丙.nianbao"), window.folder.join("丁.nianbao"));
    window.answer(Some(&first)).type_text("第一句。").release(&disk);
    assert!(window.shows("可以恢复") && unit(&window) == "丙局" && !preface(&window).contains("第一句。"));
    // What was dropped waits for the answer, so that the window is busy until then.
    window.is_held_up = true;
    drop_file(&mut window, &second);
    window.key(Key::Escape).release(&disk);
    assert!(unit(&window) == "丁局" && !preface(&window).contains("第一句。"));
}
