//! Versions, recovery, two hands and bad places, as the clerk meets them in the window.

use std::path::PathBuf;

use egui::Key;
use nianbao::report::Edit;
use nianbao::ui::command::Command;

use super::hands::{CTRL, Window, new_folder};

const CELL: &str = "t3.declined_repeat.natural";
const REPORT: &str = r#"{"format":"nianbao/1","id":"6f1c2d3e-0000-4000-8000-00000000000a","form":"2021","year":2023,"unit":"某镇人民政府","cells":{"t3.declined_repeat.natural":2}}"#;

fn report() -> Window {
    Window::with_text(REPORT)
}

fn file(window: &Window) -> PathBuf {
    window.folder.join("报告.nianbao")
}

fn figure(window: &Window) -> String {
    let session = window.session();
    session.report().cell(session.form().find(CELL).unwrap()).text.clone()
}

fn enter(window: &mut Window, text: &str) {
    let cell = window.session().form().find(CELL).unwrap();
    window.harness.state_mut().as_mut().unwrap().apply(Edit::cell(cell, text));
    window.settle();
}

/// The program dies, and is started again.
fn started_again(window: &mut Window, file: Option<PathBuf>) -> Window {
    *window.harness.state_mut() = None;
    Window::in_folder(window.folder.clone(), file)
}

#[test]
fn the_version_before_a_save_is_shown_cell_by_cell_and_restored() {
    let mut window = report();
    enter(&mut window, "3");
    window.keys(CTRL, Key::S);
    window.run(Command::Versions);
    assert!(window.shows("表三·重复申请·自然人 2→3") && window.shows("保留最近 10 份和每天一份，存放在"));
    window.click("恢复到这一版");
    assert_eq!(figure(&window), "2");
    assert!(window.session().is_unsaved() && window.shows("已恢复，可用 Ctrl+Z 撤回"));
    window.keys(CTRL, Key::Z);
    assert_eq!(figure(&window), "3");
}

#[test]
fn after_a_crash_the_start_page_shows_the_difference_and_nothing_goes_before_the_clerk_chose() {
    let mut window = report();
    enter(&mut window, "3");
    let mut again = started_again(&mut window, None);
    assert!(again.shows("可以恢复：某镇人民政府 2023 年度") && again.shows("表三·重复申请·自然人 2→3"));
    again.click("丢弃");
    assert!(again.shows("丢弃没有存盘的改动"));
    again.click("取消").click("恢复");
    assert_eq!(figure(&again), "3");
    assert!(again.session().is_unsaved());
    again.keys(CTRL, Key::S);
    assert!(std::fs::read_to_string(file(&again)).unwrap().contains("\"t3.declined_repeat.natural\": 3"));
    let last = started_again(&mut again, None);
    assert!(!last.shows("可以恢复"));
}

#[test]
fn what_the_clerk_discards_is_gone() {
    let mut window = report();
    enter(&mut window, "3");
    let mut again = started_again(&mut window, None);
    again.click("丢弃").click("丢弃");
    assert!(!again.shows("可以恢复"));
    assert_eq!(std::fs::read_to_string(file(&again)).unwrap(), REPORT);
    assert!(!started_again(&mut again, None).shows("可以恢复"));
}

#[test]
fn where_the_file_was_changed_since_only_another_place_is_offered() {
    let mut window = report();
    enter(&mut window, "3");
    let theirs = REPORT.replace(":2}", ":7}");
    std::fs::write(file(&window), &theirs).unwrap();
    let mut again = started_again(&mut window, None);
    assert!(again.shows("原文件后来又变了，只能另存") && again.shows("表三·重复申请·自然人 7→3"));
    again.click("恢复并另存").keys(CTRL, Key::S).wait_s(1.0);
    let elsewhere = again.folder.join("另存.nianbao");
    again.answer(Some(&elsewhere));
    assert!(std::fs::read_to_string(elsewhere).unwrap().contains("\"t3.declined_repeat.natural\": 3"));
    assert_eq!(std::fs::read_to_string(file(&again)).unwrap(), theirs);
}

#[test]
fn a_report_opened_twice_takes_no_edit_the_second_time_and_says_who_has_it() {
    let first = report();
    let mut second = Window::in_folder(first.folder.clone(), Some(file(&first)));
    assert!(second.shows("这份年报已在本机的另一个窗口打开，这里只能查看"));
    enter(&mut second, "9");
    assert_eq!(figure(&second), "2");
    second.keys(CTRL, Key::S);
    assert_eq!(std::fs::read_to_string(file(&first)).unwrap(), REPORT);
    drop(first);
}

#[test]
fn of_a_file_that_was_damaged_the_newest_good_version_is_opened() {
    let mut window = report();
    let path = std::fs::canonicalize(file(&window)).unwrap();
    for text in ["3", "4"] {
        enter(&mut window, text);
        window.keys(CTRL, Key::S);
    }
    window.keys(CTRL, Key::W);
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let mut again = started_again(&mut window, Some(path.clone()));
    assert!(again.shows("打不开") && again.shows("文件已损坏或不是年报文件"));
    again.click_containing("的版本");
    assert_eq!(figure(&again), "3");
    assert!(again.session().is_unsaved());
    assert_eq!(std::fs::read(path).unwrap().len(), whole.len() / 2, "the damaged file is left as it is");
}

#[test]
fn a_bad_place_gets_one_sentence_and_editing_goes_on() {
    let places = [
        (28, "没有保存：磁盘已满"),
        (13, "没有保存：没有权限写入这个位置"),
        (30, "没有保存：这个磁盘是只读的"),
        (2, "没有保存：文件夹不存在，或磁盘已拔出"),
        (36, "没有保存：文件名太长，或含有不允许的字符"),
        (116, "没有保存：网络磁盘断开了"),
        (110, "没有保存：网络磁盘断开了"),
        (5, "没有保存：磁盘出错（系统错误 5）"),
    ];
    if !cfg!(target_os = "linux") {
        // The numbers are Linux'.
        return;
    }
    for (code, sentence) in places {
        let (mut window, disk) = Window::on_held_disk();
        window.type_text("第一句。");
        let path = window.folder.join("网络磁盘/西坡镇 2020.nianbao");
        let before = std::fs::read(&path).unwrap();
        disk.fail_writing(code);
        window.keys(CTRL, Key::S);
        assert!(window.shows(sentence) && window.shows("内容还在窗口里，也在恢复记录里") && window.shows("另存为…"), "{code}");
        window.key(Key::Escape).type_text("第二句。");
        assert!(window.session().report().prose("preface").contains("第一句。第二句。"), "{code}");
        assert_eq!(std::fs::read(path).unwrap(), before, "{code}");
        let again = started_again(&mut window, None);
        assert!(again.shows("可以恢复") && again.shows("第一句。第二句。"), "{code}");
    }
}

#[test]
fn clearing_the_traces_says_what_is_gone() {
    let mut window = report();
    enter(&mut window, "3");
    window.keys(CTRL, Key::S).keys(CTRL, Key::W);
    window.run(Command::ClearTraces);
    assert!(window.shows("恢复记录、历史版本和最近文件的列表会从本机删除，年报文件不动"));
    window.click("清除");
    assert!(window.shows("已清除：恢复记录 0 份，历史版本 1 份，最近文件 1 条"));
    assert!(file(&window).exists());
    assert_eq!(std::fs::read_dir(window.folder.join("data/versions")).unwrap().count(), 0);
}

#[test]
fn nothing_of_a_report_is_kept_outside_of_its_data_folder_and_its_file() {
    let folder = new_folder();
    let mut window = Window::in_folder(folder, None);
    window.type_text("机密镇人民政府").key(Key::Enter);
    enter(&mut window, "3");
    window.until_journalled("机密镇人民政府");
    let names: Vec<_> = std::fs::read_dir(&window.folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["data"]);
}
