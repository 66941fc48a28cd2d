//! Versions, recovery, two hands and bad places, as the clerk meets them in the window.

use std::path::PathBuf;

use egui::Key;
use nianbao::report::{Edit, HistoryEntry, Status};
use nianbao::ui::commands::{Action, Command};

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
    assert!(again.shows("丢弃没有保存的改动"));
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
    assert!(again.shows("原文件后来又变了") && again.shows("表三·重复申请·自然人 7→3") && !again.has("恢复"));
    again.click("另存").wait_s(1.0);
    let elsewhere = again.folder.join("另存.nianbao");
    again.answer(Some(&elsewhere));
    assert!(std::fs::read_to_string(elsewhere).unwrap().contains("\"t3.declined_repeat.natural\": 3"));
    assert_eq!(std::fs::read_to_string(file(&again)).unwrap(), theirs);
}

#[test]
fn what_can_be_recovered_may_be_taken_elsewhere_and_the_file_stays_as_it_is() {
    let mut window = report();
    enter(&mut window, "3");
    let mut again = started_again(&mut window, None);
    assert!(again.has("恢复") && again.has("另存") && again.has("丢弃"));
    let elsewhere = again.folder.join("另存.nianbao");
    again.click("另存").wait_s(1.0).answer(Some(&elsewhere));
    assert!(std::fs::read_to_string(&elsewhere).unwrap().contains("\"t3.declined_repeat.natural\": 3"));
    assert_eq!(std::fs::read_to_string(file(&again)).unwrap(), REPORT);
    assert!(!started_again(&mut again, None).shows("可以恢复"));
}

#[test]
fn every_difference_of_what_can_be_recovered_is_shown() {
    let mut window = report();
    let form = window.session().form().clone();
    let cells = form.cells().take(12).map(|(cell, _)| (cell, "8".to_owned())).collect();
    window.harness.state_mut().as_mut().unwrap().apply(Edit::Cells(cells));
    window.settle();
    let mut again = started_again(&mut window, None);
    let last = again.app().recoverable().last().unwrap().differences.last().unwrap().sentence.clone();
    assert!(!again.shows(&last), "{last}");
    again.click_containing("还有");
    assert!(again.shows(&last), "{last}");
    again.click("丢弃").click("取消");
    let path = file(&again);
    let dialog = started_again(&mut again, Some(path));
    assert!(dialog.has("恢复") && dialog.has("另存") && dialog.has("丢弃"));
}

#[test]
fn what_was_typed_into_one_report_is_not_offered_for_another_that_stands_in_its_place() {
    let mut window = report();
    enter(&mut window, "3");
    std::fs::write(file(&window), REPORT.replace("00000000000a", "00000000000b").replace("某镇", "别处")).unwrap();
    let path = file(&window);
    let again = started_again(&mut window, Some(path));
    assert!(!again.shows("丢弃"));
    assert!(again.session().report().unit.starts_with("别处") && !again.shows("可以恢复"));
    assert_eq!(again.app().recoverable().len(), 1, "it is on the start page");
}

#[test]
fn a_journal_that_cannot_be_read_is_told_and_discarded_when_the_clerk_says_so() {
    let mut window = report();
    enter(&mut window, "3");
    *window.harness.state_mut() = None;
    let journals = std::fs::read_dir(window.folder.join("data/journals")).unwrap().map(|file| file.unwrap().path());
    let journal = journals.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "journal")).unwrap();
    let text = std::fs::read_to_string(&journal).unwrap();
    std::fs::write(&journal, text.replace("nianbao-journal/1", "nianbao-journal/9")).unwrap();
    let mut again = started_again(&mut window, None);
    assert!(again.shows("一份恢复记录读不出来") && !again.shows("可以恢复"));
    again.click("丢弃").click("取消");
    assert!(journal.exists() && again.shows("一份恢复记录读不出来"));
    again.click("丢弃").click("丢弃");
    assert!(!journal.exists() && !again.shows("一份恢复记录读不出来"));
}

#[test]
fn a_version_is_restored_where_the_report_may_change_whatever_the_version_was() {
    let mut window = report();
    for status in [Status::Final, Status::Draft] {
        set_status(&mut window, status);
        window.keys(CTRL, Key::S);
    }
    enter(&mut window, "3");
    // The newest version was 定稿, the report is not.
    window.run(Command::Versions).click("恢复到这一版");
    assert_eq!(figure(&window), "2");
    assert!(window.shows("已恢复，可用 Ctrl+Z 撤回"));
    enter(&mut window, "4");
    set_status(&mut window, Status::Final);
    window.run(Command::Versions).click("恢复到这一版");
    assert_eq!(figure(&window), "4");
    assert!(!window.shows("已恢复"), "nothing was");
}

fn set_status(window: &mut Window, status: Status) {
    let entry = HistoryEntry { at: "2024-01-19T16:02:11+08:00".to_owned(), what: "改".to_owned(), extra: Vec::default() };
    window.harness.state_mut().as_mut().unwrap().apply(Edit::Status { status, history: vec![entry] });
    window.settle();
}

#[test]
fn what_the_program_does_not_know_is_restored_with_a_version_too() {
    let known = REPORT.replace(r#""cells":{"#, r#""cells":{"t9.new":"7","#);
    let mut window = Window::with_text(&known.replacen('{', r#"{"later":[1],"#, 1));
    window.click("知道了");
    enter(&mut window, "3");
    window.keys(CTRL, Key::S);
    std::fs::write(file(&window), REPORT).unwrap();
    enter(&mut window, "4");
    window.keys(CTRL, Key::S).click("改用磁盘上的");
    assert_eq!((figure(&window).as_str(), window.session().report().extra.len()), ("2", 0));
    enter(&mut window, "5");
    window.keys(CTRL, Key::S).run(Command::Versions);
    // The first version is the oldest.
    let context = window.harness.ctx.clone();
    window.harness.state_mut().as_mut().unwrap().run(&context, Action::ShowVersion(1));
    window.settle().click("恢复到这一版");
    let report = window.session().report();
    assert_eq!((report.extra.len(), report.unknown_cells.len()), (1, 1));
    window.keys(CTRL, Key::Z);
    assert_eq!(window.session().report().extra.len(), 0);
}

#[cfg(unix)]
#[test]
fn a_file_opened_by_another_name_is_the_same_file() {
    let mut window = report();
    let linked = window.folder.join("链接");
    std::os::unix::fs::symlink(&window.folder, &linked).unwrap();
    let by_link = linked.join("报告.nianbao");
    enter(&mut window, "3");
    window.keys(CTRL, Key::S).keys(CTRL, Key::O).wait_s(1.0).answer(Some(&by_link));
    assert!(!window.shows("这里只能查看") && figure(&window) == "3");
    enter(&mut window, "4");
    window.keys(CTRL, Key::S).keys(CTRL, Key::W);
    std::fs::write(file(&window), "damaged").unwrap();
    let mut again = started_again(&mut window, Some(by_link));
    assert!(again.shows("打不开"));
    again.click_containing("的版本（某镇人民政府 2023）");
    assert_eq!(figure(&again), "3");
}

#[test]
fn where_the_journal_cannot_be_written_either_nobody_says_that_it_has_anything() {
    let mut window = report();
    let journals = window.folder.join("data/journals");
    window.keys(CTRL, Key::W);
    let _gone = std::fs::remove_dir_all(&journals);
    std::fs::write(&journals, "no folder").unwrap();
    let path = file(&window);
    let mut again = started_again(&mut window, Some(path.clone()));
    enter(&mut again, "3");
    again.until(|window| window.shows("恢复记录暂时写不进去"));
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    again.keys(CTRL, Key::S);
    assert!(again.shows("没有保存") && again.shows("没有写进恢复记录，请马上另存到别处"));
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
