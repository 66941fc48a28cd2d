//! Opening from a drive that is slow or gone: the window is there at once, what is typed meanwhile goes where it was meant to, and
//! whoever does not want to wait goes on as before.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Key;
use nianbao::file::{DataFolder, Document, Workplace};
use nianbao::ui::command::Command;

use super::hands::{CTRL, Window};
use crate::common::{blank_session, editions};
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

fn release(window: &mut Window, disk: &HeldDisk) {
    disk.release();
    window.is_held_up = false;
    window.settle();
}

fn unit(window: &Window) -> &str {
    &window.session().report().unit
}

fn preface(window: &Window) -> &str {
    window.session().report().prose("preface")
}

#[test]
fn what_is_typed_while_a_report_is_being_opened_goes_into_it() {
    let (mut window, disk, _) = opening();
    window.type_text("第一句。").keys(CTRL, Key::PageDown);
    assert!(unit(&window).starts_with("西坡镇") && !window.session().is_unsaved());
    release(&mut window, &disk);
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
    release(&mut window, &disk);
    assert!(unit(&window).starts_with("西坡镇"), "what comes after all was given up");
    assert!(preface(&window).contains("第二句。") && !preface(&window).contains("第一句。"));
}

#[test]
fn an_opening_that_comes_through_closes_what_says_so() {
    let (mut window, disk, _) = opening();
    window.type_text("第一句。").wait_s(1.0);
    assert!(window.shows("正在打开"));
    release(&mut window, &disk);
    window.keys(CTRL, Key::PageDown);
    assert!(!window.shows("正在打开") && unit(&window).starts_with("东坡镇") && preface(&window).contains("第一句。"));
}

#[test]
fn an_opening_that_fails_says_why_and_keeps_what_was_open() {
    let (mut window, disk, _) = opening();
    disk.fail(116);
    window.is_held_up = false;
    window.settle();
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
    release(&mut window, &disk);
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
    release(&mut window, &disk);
    assert!(window.shows("只用来比对"));
}

#[test]
fn what_can_be_recovered_is_looked_for_beside_the_window() {
    let (mut window, disk) = Window::starting_on_held_disk(|folder| {
        let path = folder.join("网络磁盘/丙.nianbao");
        let session = blank_session("2021", 2023, "丙局");
        std::fs::write(&path, nianbao::file::json::write(session.form(), session.report())).unwrap();
        let workplace = Workplace { data: Some(DataFolder::at(folder.join("data"))), ..Workplace::of_user() };
        let (mut document, opened) = Document::open(&workplace, &path, &editions()).unwrap();
        let mut session = nianbao::session::Session::new(opened.form, opened.report, crate::common::covers_all());
        crate::common::type_into(&mut session, "t2.fees.amount", "12");
        document.keep(&session, None);
    });
    window.wait_s(2.0).click("取消");
    assert!(window.shows("开始填写") && !window.shows("丙局"));
    release(&mut window, &disk);
    assert!(window.shows("丙局") && window.shows("恢复"));
}
