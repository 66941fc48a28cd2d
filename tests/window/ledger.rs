//! The register of applications in the window: asked, shown before it is filled in, known by its rows, counted again.

use egui::Key;
use nianbao::check::Spot;
use nianbao::ui::commands::{Action, Command};

use super::hands::{CTRL, Window};

const CSV: &str = "收到日期,申请人类型,申请人,办理结果,答复日期\n2024-03-01,公民,张某,予以公开,2024-03-05\n2024-03-02,企业,某公司,重复,2024-03-06\n2023-12-02,公民,李某,重复,2024-01-06\n";
const REPORT: &str =
    r#"{"format":"nianbao/1","id":"a","form":"2021","year":2024,"unit":"西坡镇人民政府","cells":{"t3.granted.natural":7}}"#;

/// A window with a report and that register chosen.
fn with_register(text: &str) -> Window {
    let mut window = Window::with_text(REPORT);
    let path = window.folder.join("台账2024.csv");
    std::fs::write(&path, text).unwrap();
    window.run(Command::Ledger).answer(Some(&path));
    window
}

fn figure(window: &Window, id: &str) -> String {
    window.session().report().cell(window.session().form().find(id).unwrap()).text.clone()
}

#[test]
fn what_changes_is_shown_before_and_filled_in_as_one_step() {
    let mut window = with_register(CSV);
    assert!(window.shows("从台账生成表三"));
    assert!(window.shows("表三·（一）予以公开·自然人 7→1"));
    assert!(window.shows("表三·重复申请·商业企业 空白→1"));
    assert!(window.shows("工作日只扣除了周末"));
    assert_eq!(figure(&window, "t3.granted.natural"), "7", "nothing is filled in yet");
    window.click("填入");
    assert_eq!(
        [figure(&window, "t3.granted.natural"), figure(&window, "t3.carried_in.natural"), figure(&window, "t3.partial.legal")],
        ["1", "1", "0"]
    );
    assert_eq!(window.session().report().register.as_ref().unwrap().file, "台账2024.csv");
    window.keys(CTRL, Key::Z);
    assert_eq!([figure(&window, "t3.granted.natural"), figure(&window, "t3.carried_in.natural")], ["7", ""]);
    assert!(window.session().report().register.is_none());
}

#[test]
fn the_rows_behind_a_cell_are_listed_without_names() {
    let mut window = with_register(CSV);
    window.click("填入");
    // The first cell that was filled in is selected: 新收, 自然人.
    assert!(window.shows("来源（1 行）"));
    window.click("来源（1 行）");
    assert!(window.shows("来源：一、本年新收政府信息公开申请数量，自然人"));
    assert!(window.shows("第 2 行　2024-03-01 收到　自然人　（一）予以公开　2024-03-05 答复"));
    assert!(!window.shows("张某"));
    window.click("知道了").keys(CTRL, Key::Z);
    assert!(!window.shows("来源（"), "what was taken back has no rows");
}

#[test]
fn the_rows_are_there_again_when_the_saved_report_is_opened() {
    let mut window = with_register(CSV);
    window.click("填入");
    let saved = window.folder.join("西坡镇.nianbao");
    window.run(Command::SaveAs).answer(Some(&saved));
    window.settle();
    let text = std::fs::read_to_string(&saved).unwrap();
    assert!(["张某", "某公司", "李某"].iter().all(|name| !text.contains(name)), "{text}");
    let mut window = Window::in_folder(super::hands::new_folder(), Some(saved));
    let form = window.session().form().clone();
    window.act(Action::GoTo(Spot::Cell(form.find("t3.declined_repeat.total").unwrap())));
    assert!(window.shows("来源（2 行）") && window.shows("台账：台账2024.csv"));
    window.click("来源（2 行）");
    assert!(window.shows("第 3 行　2024-03-02 收到　商业企业　（五）不予处理·2.重复申请　2024-03-06 答复"));
    assert!(window.shows("第 4 行　2023-12-02 收到　自然人　（五）不予处理·2.重复申请　2024-01-06 答复"));
}

#[test]
fn a_wording_that_is_not_known_is_chosen_and_known_the_next_time() {
    let text = CSV.replace("企业", "合作社");
    let mut window = with_register(&text);
    assert!(window.shows("申请人类型：不认识的"));
    assert!(!window.shows("填入"));
    window.click("“合作社”　1 行").click("商业企业").click("按对照重新统计");
    assert!(window.shows("表三·重复申请·商业企业 空白→1"));
    window.click("填入");
    assert_eq!(figure(&window, "t3.declined_repeat.business"), "1");
    window.run(Command::CountAgain);
    assert!(!window.shows("不认识的"), "what was answered is kept");
    assert!(window.shows("填入"));
}

#[test]
fn a_register_that_was_changed_is_counted_again_and_the_difference_shown() {
    let mut window = with_register(CSV);
    window.click("填入");
    let path = window.folder.join("台账2024.csv");
    std::fs::write(&path, format!("{CSV}2024-05-01,公民,王某,重复,2024-05-06\n")).unwrap();
    window.run(Command::CountAgain);
    assert!(window.shows("表三·重复申请·自然人 1→2"));
    assert!(!window.shows("表三·（一）予以公开·自然人"));
    window.click("填入");
    assert_eq!(figure(&window, "t3.new.natural"), "2");
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 5, "the register is never written");
}

#[test]
fn a_file_that_is_no_register_gets_a_sentence() {
    let mut window = with_register("\u{0}\u{1}");
    assert!(window.shows("没有统计台账"));
    window.click("知道了");
    let mut window = with_register("甲,乙\n1,2\n");
    assert!(window.shows("没有找到台账的表头"));
    assert!(!window.shows("填入"));
    window.click("取消");
    assert_eq!(figure(&window, "t3.granted.natural"), "7");
}
