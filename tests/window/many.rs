//! The county's desk in the window: a folder is opened, the list sorted and filtered by keys, reports read beside, sent back, added up.

use std::path::{Path, PathBuf};

use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use nianbao::file::kept::lock::{Lock, Locking, Who};
use nianbao::file::many::{Batch, State, read_batch, write_batch};
use nianbao::report::Edit;
use nianbao::ui::commands::Command;
use nianbao::ui::commands::{Action, BatchPurpose, Purpose};

use super::hands::{Window, nameless, new_folder};
use crate::collection::made::{bytes, inbox, town};

/// A window with the made inbox opened from the start page.
fn opened() -> (Window, PathBuf) {
    let folder = new_folder();
    inbox(&folder.join("收件箱"));
    let mut window = Window::in_folder(folder.clone(), None);
    window.click("审核一批…");
    assert!(window.world.borrow().questions.last().unwrap().is_folder);
    window.answer(Some(&folder.join("收件箱")));
    window.until(|window| window.shows("乡镇/16新街街道.nianbao") || window.shows("右河镇人民政府"));
    (window, folder)
}

/// Types into a field.
fn into(window: &mut Window, label: &str, text: &str) {
    window.harness.get_all_by_label(label).find(|node| node.accesskit_node().role() != egui::accesskit::Role::Label).unwrap().focus();
    window.settle().type_text(text);
}

/// What was decided, as the data folder has it.
fn decided(folder: &Path) -> Vec<(String, State, String)> {
    let kept = std::fs::read_dir(folder.join("data/batches")).into_iter().flatten().filter_map(Result::ok);
    let batches = kept.filter_map(|file| read_batch(&std::fs::read(file.path()).ok()?, None).ok());
    batches.flat_map(|batch| batch.decided).map(|decided| (decided.file, decided.state, decided.note)).collect()
}

#[test]
fn the_list_of_what_came_in_is_sorted_filtered_and_walked_by_keys() {
    let (mut window, _) = opened();
    assert!(window.app().title().contains("审核一批：收件箱"));
    assert!(window.has("全部 20") && window.has("有误 4"), "the counts stand on the choices");
    window.click("有误 4");
    assert!(!window.shows("东山镇人民政府") && window.shows("云山县财政局"));
    window.click("全部 20").run(Command::Find).type_text("民政");
    assert!(window.shows("云山县民政局") && !window.shows("云山县财政局"));
    window.key(Key::Escape);
    assert!(window.shows("云山县财政局"));
    window.click("按有误排序");
    window.key(Key::Home).key(Key::Enter).until(|window| window.shows("11民政局.nianbao") && window.shows("写进退回意见"));
    assert_eq!(nameless(&window), [""; 0]);
}

#[test]
fn a_report_is_read_beside_its_findings_struck_and_sent_back_with_a_note() {
    let (mut window, folder) = opened();
    window.run(Command::Find).type_text("右河").key(Key::Enter).key(Key::Enter);
    window.until(|window| window.shows("42 条勾稽关系，40 条相符"));
    assert_eq!(decided(&folder), [("乡镇/09右河镇.nianbao".to_owned(), State::Seen, String::new())], "who opens it has seen it");
    into(&mut window, "意见（写进退回意见）", "请于1月15日前重报");
    window.click("退回");
    window.until(|_| decided(&folder) == [("乡镇/09右河镇.nianbao".to_owned(), State::Returned, "请于1月15日前重报".to_owned())]);
    assert!(window.shows("退回") && window.shows("2024-01-19 请于1月15日前重报"), "note and day stand on the list");
    window.click("退回意见").click("存为 Word 文件…");
    let letter = folder.join("退回.docx");
    window.answer(Some(&letter));
    window.until(|_| letter.exists());
    let before = std::fs::read(folder.join("收件箱/乡镇/09右河镇.nianbao")).unwrap();
    window.click("改一份副本");
    assert_eq!(window.session().report().unit, "右河镇人民政府");
    assert!(window.session().is_unsaved());
    assert_eq!(std::fs::read(folder.join("收件箱/乡镇/09右河镇.nianbao")).unwrap(), before);
}

/// Clicks the box of the first line that says so.
fn turn(window: &mut Window, words: &str) -> String {
    let boxes = window.harness.query_all_by_role(egui::accesskit::Role::CheckBox);
    let labels: Vec<String> = boxes.filter_map(|node| node.accesskit_node().label()).collect();
    let label = labels.iter().find(|label| label.contains(words)).unwrap_or_else(|| panic!("{words} in {labels:?}")).clone();
    window.click(&label);
    label.split_once('：').unwrap().1.to_owned()
}

#[test]
fn what_was_struck_or_added_stays_with_each_report_and_the_letters_of_all_respect_it() {
    let folder = new_folder();
    std::fs::create_dir_all(folder.join("收件箱")).unwrap();
    for unit in ["右河镇人民政府", "左河镇人民政府"] {
        // One answered too few, and a slip of the pen.
        let mut session = town(unit, 2024, "9");
        crate::common::type_into(&mut session, "t3.granted.natural", "8");
        session.apply(Edit::Prose { section: "s5".to_owned(), text: "问题是力量不足，，将加强培训。".to_owned() });
        std::fs::write(folder.join(format!("收件箱/{unit}.nianbao")), bytes(&session, "nianbao")).unwrap();
    }
    let path = folder.join("一批.nianbaos");
    std::fs::write(&path, write_batch(&Batch::new("0b", vec![folder.join("收件箱")]), None)).unwrap();
    let mut window = Window::in_folder(folder.clone(), Some(path.clone()));
    window.until(|window| window.has("有误 2")).run(Command::Find).type_text("右河").key(Key::Enter).key(Key::Enter);
    window.until(|window| window.shows("写进退回意见："));
    let struck = turn(&mut window, "总计");
    let hint = turn(&mut window, "，，");
    into(&mut window, "意见（写进退回意见）", "请于1月15日前重报。联系人：张三");
    window.key(Key::Escape).key(Key::Escape);
    let of = |unit: &str| read_batch(&std::fs::read(&path).unwrap(), None).unwrap().decided.into_iter().find(|one| one.unit == unit);
    window.until(|_| of("右河镇人民政府").is_some_and(|one| one.note.contains("联系人")));
    let kept = of("右河镇人民政府").unwrap();
    assert_eq!((kept.struck.len(), kept.added.len()), (1, 1), "{kept:?}");
    assert!(kept.struck[0].starts_with("T3-ID t3.") && !std::fs::read_to_string(&path).unwrap().contains(&struck), "{kept:?}");
    // Opened another time it is as it was.
    window.run(Command::Leave).run(Command::Open).answer(Some(&path)).until(|window| window.has("有误 2"));
    let out = folder.join("退回");
    std::fs::create_dir(&out).unwrap();
    window.click("退回意见…").answer(Some(&out)).until(|window| window.shows("已保存 2 份审核意见"));
    let texts = std::fs::read_to_string(out.join("各单位审核意见.txt")).unwrap();
    let letter = texts.split("\n\n\n").find(|text| text.contains("右河镇人民政府：")).unwrap();
    assert!(!letter.contains(&struck) && letter.contains(&hint) && letter.contains("联系人：张三"), "{letter}");
    let word = std::fs::read(out.join("右河镇人民政府审核意见.docx")).unwrap();
    assert!(!document(&word).contains(&struck) && document(&word).contains("联系人：张三"));
    assert!(texts.matches("建议，不影响报送").count() == 1, "hints go only where they were added");
    window.run(Command::Find).type_text("右河").key(Key::Enter).key(Key::Enter).until(|window| window.shows("写进退回意见："));
    window.click("退回意见");
    assert!(!window.shows(&struck), "nor in the one that is read");
}

/// The text of a Word document, with its marks.
fn document(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap()
}

#[test]
fn a_correction_that_comes_is_noticed_and_what_was_decided_before_is_told() {
    let (mut window, folder) = opened();
    window.run(Command::Find).type_text("右河").key(Key::Enter).key(Key::Enter);
    window.until(|window| window.shows("42 条勾稽关系，40 条相符")).click("退回");
    window.until(|_| decided(&folder).iter().any(|(_, state, _)| *state == State::Returned));
    std::fs::write(folder.join("收件箱/乡镇/09右河镇.nianbao"), bytes(&town("右河镇人民政府", 2024, "200"), "nianbao")).unwrap();
    window.wait_s(5.0).until(|window| window.shows("“退回”以后文件换过，请再看"));
    assert!(window.has("有误 3"));
}

#[test]
fn a_batch_is_saved_opened_again_and_goes_on_where_it_was() {
    let (mut window, folder) = opened();
    window.run(Command::Find).type_text("东山").key(Key::Enter).key(Key::Enter).until(|window| window.shows("全部相符")).click("通过");
    let path = folder.join("一批.nianbaos");
    window.run(Command::SaveAs).answer(Some(&path)).until(|_| path.exists());
    window.run(Command::Leave);
    assert!(window.has("审核一批…") && window.shows("审核一批：一批"), "it is among the recent files");
    window.run(Command::Open).answer(Some(&path)).until(|window| window.has("通过 1"));
    assert!(window.app().title().contains("审核一批：一批"));
    let batch = read_batch(&std::fs::read(&path).unwrap(), Some(&folder)).unwrap();
    assert_eq!(batch.decided[0].state, State::Passed);
}

#[test]
fn a_roster_puts_the_missing_on_top_and_renamed_units_are_remembered() {
    let (mut window, folder) = opened();
    std::fs::write(folder.join("名单.txt"), crate::collection::made::ROSTER.join("\n")).unwrap();
    window.click("名单和上年…").click("读入名单…").answer(Some(&folder.join("名单.txt")));
    window.until(|window| window.has("未报 3"));
    assert!(window.shows("云山县公安局"));
    into(&mut window, "旧名称", "老街镇人民政府");
    into(&mut window, "现名称", "新街街道办事处");
    window.click("加上");
    window.until(|window| window.shows("用的是旧名称，现为“新街街道办事处”"));
}

#[test]
fn the_sum_says_which_unit_a_figure_came_from_and_leads_there() {
    let folder = new_folder();
    std::fs::create_dir_all(folder.join("收件箱")).unwrap();
    for (unit, new) in [("甲镇", "1"), ("乙镇", "20"), ("丙镇", "4")] {
        std::fs::write(folder.join(format!("收件箱/{unit}.nianbao")), bytes(&town(unit, 2024, new), "nianbao")).unwrap();
    }
    let mut window = Window::in_folder(folder.clone(), None);
    window.click("审核一批…").answer(Some(&folder.join("收件箱"))).until(|window| window.has("全部 3"));
    window.click("汇总…").type_text("云山县人民政府").click("相加").until(|window| window.has("打开汇总"));
    assert!(window.shows("已相加 3 份"));
    window.click("打开汇总");
    let report = window.session().report();
    assert_eq!((report.unit.as_str(), report.whole.as_ref().unwrap().parts.len()), ("云山县人民政府", 3));
    window.show_section("三、");
    assert!(window.shows("汇总自 3 份年报") && window.shows("乙镇　20（80%）"));
    window.click("乙镇　20（80%）");
    // The sum is not saved yet: it is asked first.
    window.click("不保存").until(|window| window.shows("42 条勾稽关系全部相符"));
    assert!(window.app().session().is_none());
}

#[test]
fn a_folder_given_at_the_start_or_dropped_on_the_window_is_a_batch() {
    let folder = new_folder();
    std::fs::create_dir_all(folder.join("收件箱")).unwrap();
    std::fs::write(folder.join("收件箱/甲镇.nianbao"), bytes(&town("甲镇", 2024, "1"), "nianbao")).unwrap();
    let mut window = Window::in_folder(folder.clone(), Some(folder.join("收件箱")));
    window.until(|window| window.has("全部 1"));
    window.run(Command::Leave);
    assert!(window.has("审核一批…"));
    super::opening::drop_file(&mut window, &folder.join("收件箱"));
    window.until(|window| window.has("全部 1"));
}

#[test]
fn a_batch_that_another_reviewer_has_open_may_be_looked_at_and_copied() {
    let (mut window, folder) = opened();
    let path = folder.join("一批.nianbaos");
    window.run(Command::SaveAs).answer(Some(&path)).until(|_| path.exists());
    window.run(Command::Leave);
    let before = std::fs::read(&path).unwrap();
    let who = Who { user: "张三".to_owned(), host: "PC-7".to_owned(), process: 1 };
    let Locking::Taken(theirs) = Lock::take(&path, &who) else { panic!("nobody has it open any more") };
    window.run(Command::Open).answer(Some(&path));
    window.until(|window| window.shows("张三（电脑 PC-7）正在审核这一批，这里只能查看") && window.shows("右河镇人民政府"));
    // Who may only look decides nothing, and is told so.
    window.run(Command::Find).type_text("右河").key(Key::Enter).key(Key::Enter);
    window.until(|window| window.shows("42 条勾稽关系，40 条相符")).click("退回");
    window.run(Command::Save);
    assert!(window.shows("没有保存；要改请点“打开副本”"));
    assert_eq!((std::fs::read(&path).unwrap() == before, decided(&folder)), (true, vec![]));
    // In a copy one goes on, and theirs stays as it is.
    window.click("打开副本").click("退回");
    window.until(|_| decided(&folder).iter().any(|(_, state, _)| *state == State::Returned));
    assert!(!window.shows("正在审核这一批") && std::fs::read(&path).unwrap() == before);
    window.run(Command::Leave).run(Command::Open).answer(Some(&path)).until(|window| window.shows("正在审核这一批"));
    drop(theirs);
    window.click("再试一次").until(|window| !window.shows("正在审核这一批"));
}

#[test]
fn what_has_no_meaning_for_a_batch_is_said() {
    let (mut window, folder) = opened();
    window.act(Action::Chosen { purpose: Purpose::Batch(BatchPurpose::Letter), path: folder.join("意见.docx"), may_overwrite: true });
    assert!(window.shows("右边没有打开的年报，没有保存"));
    window.run(Command::Leave);
    window.act(Action::Chosen { purpose: Purpose::Batch(BatchPurpose::Table), path: folder.join("表.csv"), may_overwrite: true });
    assert!(window.shows("这一批已经关上，没有做"));
    assert!(!folder.join("意见.docx").exists() && !folder.join("表.csv").exists());
}

#[test]
fn the_long_table_leaves_as_what_its_name_says() {
    let (mut window, folder) = opened();
    for (name, begins) in [("表", &b"\xEF\xBB\xBF"[..]), ("表.xlsx", b"PK"), ("表.jsonl", b"{")] {
        window.click("导出数据表…").answer(Some(&folder.join(name)));
        let path = if name == "表" { folder.join("表.csv") } else { folder.join(name) };
        window.until(|window| path.exists() && window.shows("已导出 18 份年报的 3598 行数据"));
        assert!(std::fs::read(&path).unwrap().starts_with(begins), "{name}");
    }
    assert!(window.shows("已导出 18 份年报"));
}

#[test]
fn of_ten_thousand_rows_only_those_that_are_seen_are_drawn() {
    let folder = new_folder();
    std::fs::create_dir(folder.join("收件箱")).unwrap();
    let mut batch = Batch::new("10000", vec![folder.join("收件箱")]);
    batch.roster = (0..10_000).map(|at| format!("第{at:05}镇人民政府")).collect();
    let path = folder.join("全省.nianbaos");
    std::fs::write(&path, write_batch(&batch, Some(&folder))).unwrap();
    let mut window = Window::in_folder(folder, Some(path));
    window.until(|window| window.has("未报 10000"));
    let drawn = |window: &Window| window.harness.query_all_by_role(egui::accesskit::Role::ListBoxOption).count();
    // The window is 700 points high, a row 26.
    assert!((10..=28).contains(&drawn(&window)), "{}", drawn(&window));
    assert!(window.shows("第00000镇") && !window.shows("第09999镇"));
    window.key(Key::End);
    assert!(window.shows("第09999镇") && !window.shows("第00000镇"));
    assert!((10..=28).contains(&drawn(&window)), "{}", drawn(&window));
}
