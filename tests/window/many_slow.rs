//! The county's desk and a drive that does not answer: the window takes keys, the other rows are there, and what was decided is kept.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Key;
use nianbao::file::many::{Batch, State, read_batch, write_batch};
use nianbao::ui::commands::{Action, BatchPurpose, Command, Purpose};

use super::hands::{Window, new_folder};
use crate::collection::made::{bytes, town};
use crate::files::held::HeldDisk;

/// What is told of a place that does not answer.
const NO_ANSWER: &str = "没有回应，还在等";

fn put(path: &Path, unit: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes(&town(unit, 2024, "1"), "nianbao")).unwrap();
}

/// A folder with a report here and one on the drive.
fn reports() -> PathBuf {
    let folder = new_folder();
    put(&folder.join("收件箱/甲镇.nianbao"), "甲镇");
    put(&folder.join("收件箱/乙镇.nianbao"), "乙镇");
    put(&folder.join("网络磁盘/丙镇.nianbao"), "丙镇");
    put(&folder.join("网络磁盘/里面/丁镇.nianbao"), "丁镇");
    folder
}

/// A batch of both folders, the drive held up before it is looked at.
fn held_up(places: &[&str]) -> (Window, Arc<HeldDisk>) {
    let folder = reports();
    let places = places.iter().map(|name| folder.join(name)).collect();
    let (mut window, disk) = Window::beside_held_disk(folder, None);
    disk.hold_reading();
    window.is_held_up = true;
    window.act(Action::OpenBatch(places));
    disk.until_reached();
    window.until(|window| window.shows("甲镇") && window.shows("乙镇"));
    (window, disk)
}

fn decided(path: &Path) -> Vec<(String, State)> {
    let batch = std::fs::read(path).ok().and_then(|bytes| read_batch(&bytes, None).ok());
    batch.into_iter().flat_map(|batch| batch.decided).map(|decided| (decided.unit, decided.state)).collect()
}

#[test]
fn of_a_folder_whose_files_do_not_come_it_is_told_and_the_others_are_worked_on() {
    let (mut window, disk) = held_up(&["网络磁盘", "收件箱"]);
    assert!(!window.shows(NO_ANSWER), "not at once");
    window.wait_s(4.0);
    assert!(window.shows(NO_ANSWER) && window.shows("网络磁盘"));
    window.run(Command::Find).type_text("甲").key(Key::Enter);
    assert!(!window.shows("乙镇"));
    window.key(Key::Enter).until(|window| window.shows("42 条勾稽关系全部相符")).click("通过");
    assert!(window.has("通过 1"));
    // A report that comes into the folder that answers is there a few seconds later.
    put(&window.folder.join("收件箱/甲县.nianbao"), "甲县");
    window.wait_s(5.0).until(|window| window.shows("甲县"));
    // Who does not wait goes on without, and later with it.
    window.click("停止");
    assert!(window.shows("接着读") && !window.shows(NO_ANSWER));
    window.release(&disk).click("接着读").key(Key::Escape).until(|window| window.has("全部 5"));
}

#[test]
fn of_a_folder_that_cannot_be_listed_it_is_told_until_it_answers() {
    let (mut window, disk) = held_up(&["收件箱", "网络磁盘/里面"]);
    window.wait_s(4.0);
    assert!(window.shows(NO_ANSWER) && window.shows("里面"));
    window.release(&disk).until(|window| window.has("全部 3"));
    assert!(!window.shows(NO_ANSWER));
}

#[test]
fn a_report_that_does_not_come_is_told_of_and_closed_again() {
    let folder = reports();
    let (mut window, disk) = Window::beside_held_disk(folder.clone(), None);
    window.act(Action::OpenBatch(vec![folder.join("网络磁盘")])).until(|window| window.has("全部 2"));
    disk.hold_reading();
    window.is_held_up = true;
    window.run(Command::Find).type_text("丙镇").key(Key::Enter).key(Key::Enter).wait_s(4.0);
    assert!(window.shows("正在读取…") && window.shows("文件没有回应，还在等"));
    window.key(Key::Escape);
    assert!(!window.shows("正在读取…"));
    window.release(&disk);
}

#[test]
fn a_batch_whose_file_does_not_come_is_told_of_and_given_up() {
    let folder = reports();
    let path = folder.join("网络磁盘/一批.nianbaos");
    std::fs::write(&path, write_batch(&Batch::new("0b", vec![folder.join("收件箱")]), None)).unwrap();
    let (mut window, disk) = Window::beside_held_disk(folder, None);
    disk.hold_reading();
    window.is_held_up = true;
    window.act(Action::OpenBatch(vec![path.clone()])).wait_s(1.0);
    assert!(window.shows("正在打开") && window.shows("一批.nianbaos"));
    window.key(Key::Escape);
    assert!(!window.shows("正在打开") && window.has("审核一批…"));
    window.act(Action::OpenBatch(vec![path])).wait_s(1.0);
    assert!(window.shows("正在打开"));
    window.release(&disk).until(|window| window.has("全部 2"));
    assert!(!window.shows("正在打开"));
}

#[test]
fn while_a_batchs_file_cannot_be_written_the_data_folder_has_what_is_decided() {
    let folder = reports();
    let path = folder.join("网络磁盘/一批.nianbaos");
    std::fs::write(&path, write_batch(&Batch::new("0b", vec![folder.join("收件箱")]), None)).unwrap();
    let (mut window, disk) = Window::beside_held_disk(folder.clone(), Some(path.clone()));
    window.until(|window| window.has("全部 2"));
    disk.hold_writing();
    window.is_held_up = true;
    window.run(Command::Find).type_text("甲").key(Key::Enter).key(Key::Enter);
    disk.until_reached();
    window.wait_s(4.0);
    assert!(window.shows("保存还没有完成，这个位置没有回应（本机另有一份）"));
    window.until(|window| window.shows("42 条勾稽关系全部相符")).click("退回");
    let kept = folder.join("data/batches/0b.nianbaos");
    window.until(|_| decided(&kept) == [("甲镇".to_owned(), State::Returned)]);
    assert_eq!(decided(&path), []);
    window.release(&disk).until(|_| decided(&path) == [("甲镇".to_owned(), State::Returned)]);
    assert!(!window.shows("保存还没有完成"));
}

#[test]
fn of_last_years_folder_that_does_not_come_it_is_told_and_who_does_not_wait_goes_on_without() {
    let folder = reports();
    let (inbox, last_year) = (folder.join("收件箱"), folder.join("网络磁盘"));
    let (mut window, disk) = Window::beside_held_disk(folder, None);
    window.act(Action::OpenBatch(vec![inbox])).until(|window| window.has("全部 2"));
    disk.hold_reading();
    window.is_held_up = true;
    window.act(Action::Chosen { purpose: Purpose::Batch(BatchPurpose::LastYears), path: last_year, may_overwrite: false });
    disk.until_reached();
    window.wait_s(4.0);
    assert!(window.shows(NO_ANSWER) && window.shows("网络磁盘"));
    assert!(window.shows("甲镇") && window.shows("乙镇"), "what was read before stays");
    window.run(Command::Find).type_text("甲").key(Key::Escape);
    window.click("停止");
    assert!(window.shows("接着读") && !window.shows(NO_ANSWER));
    window.release(&disk).click("接着读").until(|window| !window.shows("接着读") && window.has("全部 2"));
}
