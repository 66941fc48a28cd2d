//! Files of others in the window: what was read is seen before anything is taken.

use std::path::{Path, PathBuf};

use egui::{Event, Key};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::hands::{CTRL, Window};

fn foreign(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/foreign").join(name)
}

#[track_caller]
fn figure(window: &Window, id: &str) -> String {
    let cell = window.session().form().find(id).unwrap();
    window.session().figures().value(cell).number().map_or_else(String::new, |figure| figure.to_string())
}

#[test]
fn a_web_page_is_opened_after_a_look_at_what_was_read() {
    let mut window = Window::start();
    window.click("打开…").answer(Some(&foreign("suqian-2023-slash.html")));
    assert!(window.shows("打开：读到了什么"));
    for words in ["单位　宿迁市（标题，第 1 段）", "表三　175 格中 175 格（第 2 张表）", "已核对 42 条勾稽关系，全部相符"]
    {
        assert!(window.shows(words), "{words}");
    }
    assert!(window.app().session().is_none(), "nothing is taken yet");
    window.click("打开");
    assert_eq!(figure(&window, "t3.new.natural"), "3402");
    assert_eq!(window.session().report().id.len(), 36);
    assert!(window.session().is_unsaved(), "it is nowhere on disk as a report of ours");
    assert!(!window.shows("打开时发现"), "it was said before");
}

#[test]
fn what_is_not_wanted_leaves_the_desk_as_it_was() {
    let mut window = Window::start();
    window.click("打开…").answer(Some(&foreign("xipo-2020.docx")));
    assert!(window.shows("打开：读到了什么"));
    window.click("取消");
    assert!(window.app().session().is_none());
    assert!(!window.shows("打开：读到了什么"));
}

#[test]
fn last_years_word_file_becomes_this_years_report_with_its_figures() {
    let mut window = Window::start();
    window.click("从上年开始…").answer(Some(&foreign("suqian-2023-wps.docx")));
    assert!(window.shows("从上年开始：读到了什么"));
    window.click("继续");
    assert!(window.shows("上年：宿迁市 2023 年度"));
    window.click("新建并填好结转");
    let report = window.session().report();
    assert_eq!((report.unit.as_str(), report.year), ("宿迁市", 2024));
    assert_eq!(report.last_year.as_ref().unwrap().cells["t3.new.natural"], "3402");
    assert_eq!(figure(&window, "t3.carried_in.natural"), "118");
}

#[test]
fn last_years_word_file_dropped_on_the_start_page_becomes_this_years_report() {
    let mut window = Window::start();
    super::opening::drop_file(&mut window, &foreign("suqian-2023-wps.docx"));
    assert!(window.shows("打开：读到了什么"));
    window.click("从它开始今年的年报");
    assert!(window.shows("上年：宿迁市 2023 年度"));
    window.click("新建并填好结转");
    assert_eq!((window.session().report().year, figure(&window, "t3.carried_in.natural").as_str()), (2024, "118"));
}

#[test]
fn a_file_that_is_not_read_says_what_to_do() {
    let mut window = Window::start();
    let path = window.folder.join("去年.doc");
    std::fs::write(&path, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on").unwrap();
    window.click("打开…").answer(Some(&path));
    assert!(window.shows("请用 Word 或 WPS 另存为 .docx 再打开"));
}

/// What a browser puts into the clipboard as plain text.
const PAGE: &str = "青石县水务局2023年政府信息公开工作年度报告\n本报告依据条例编制，统计期限为2023年1月1日至2023年12月31日，欢迎联系。\n一、总体情况\n（一）主动公开\n公开信息32条，均按时更新，没有遗漏，也没有因此引起的投诉。\n\
二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t3\t1\t12\n\
三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\t15\t3\t0\t0\t0\t0\t18\n（一）予以公开\t9\t1\t0\t0\t0\t0\t10\n\
五、存在的主要问题及改进情况\n有问题，已改进。\n六、其他需要报告的事项\n没有收取信息处理费。\n";

#[test]
fn a_whole_page_pasted_into_an_empty_report_is_read_as_one_and_can_be_taken_back() {
    let mut window = Window::start();
    window.type_text("青石县水务局").key(Key::Enter);
    window.event(Event::Paste(PAGE.to_owned()));
    assert!(window.shows("粘贴的是整份年报"));
    assert_eq!(window.session().report().prose("s1"), "");
    window.click("读入整份");
    let prose = window.session().report().prose("s1").to_owned();
    assert_eq!(prose, "（一）主动公开\n公开信息32条，均按时更新，没有遗漏，也没有因此引起的投诉。");
    assert_eq!((figure(&window, "t3.granted.natural"), figure(&window, "t2.normative.in_force")), ("9".to_owned(), "12".to_owned()));
    assert_eq!(window.session().report().unit, "青石县水务局");
    window.keys(CTRL, Key::Z);
    assert_eq!((window.session().report().prose("s1"), figure(&window, "t3.granted.natural")), ("", String::new()));
}

#[test]
fn into_a_report_with_something_in_it_a_page_is_pasted_as_text() {
    let mut window = Window::start();
    window.type_text("青石县水务局").key(Key::Enter).show_section("一、总体情况").type_text("已写。");
    window.event(Event::Paste(PAGE.to_owned()));
    assert!(!window.shows("粘贴的是整份年报"));
}

/// A published page of 2023 as a file in the window's folder, changed.
fn page(window: &Window, change: impl Fn(String) -> String) -> PathBuf {
    let path = window.folder.join("年报.html");
    std::fs::write(&path, change(std::fs::read_to_string(foreign("suqian-2023-slash.html")).unwrap())).unwrap();
    path
}

/// Types into a field in the place of what stands there.
fn into(window: &mut Window, label: &str, text: &str) {
    window.harness.get_all_by_label(label).find(|node| node.accesskit_node().role() == egui::accesskit::Role::TextInput).unwrap().focus();
    window.settle().keys(CTRL, Key::A).type_text(text);
}

#[test]
fn a_year_that_the_file_does_not_say_is_asked_for_and_without_it_nothing_is_taken() {
    let mut window = Window::start();
    let path = page(&window, |page| page.replace("2023", "").replace("2024", ""));
    window.click("打开…").answer(Some(&path));
    assert!(window.shows("打开：读到了什么") && window.shows("文件里没有写明年度，请填上报告年度"));
    window.click("打开");
    assert!(window.app().session().is_none(), "not without a year");
    into(&mut window, "年度", "18");
    assert!(window.shows("没有适用于 18 年度的表样"));
    into(&mut window, "年度", "2022");
    assert!(!window.shows("没有写明年度") && window.shows("表三　175 格中 175 格"));
    into(&mut window, "单位", "宿迁市水务局");
    window.click("打开");
    let report = window.session().report();
    assert_eq!((report.unit.as_str(), report.year, figure(&window, "t3.new.natural").as_str()), ("宿迁市水务局", 2022, "3402"));
}

#[test]
fn a_year_or_a_unit_that_is_contradicted_in_the_file_is_pointed_out_and_can_be_put_right() {
    let mut window = Window::start();
    let path = window.folder.join("年报.txt");
    std::fs::write(&path, PAGE.replacen("2023年", "2022年", 1) + "红石县林业局\n2024年1月20日\n").unwrap();
    window.click("打开…").answer(Some(&path));
    assert!(window.shows("读作 2022 年度，统计期限，第") && window.shows("写的是 2023 年，请看一下年度"));
    assert!(window.shows("标题里的单位是“青石县水务局”，落款是“红石县林业局”，请看一下单位"));
    assert!(window.shows("请看一下单位和年度对不对"));
    into(&mut window, "年度", "2023");
    assert!(window.shows("年度　2023（写明的）") && !window.shows("写的是 2023 年"));
    window.click("打开");
    assert_eq!(window.session().report().year, 2023);
}

/// A page of which one row names a group only.
fn page_with_a_group() -> String {
    PAGE.replace("五、存在的主要问题", "（三）不予公开\t5\t1\t0\t0\t0\t0\t6\n五、存在的主要问题")
}

#[test]
fn a_row_that_no_label_gives_a_place_is_asked_for_and_read_where_the_clerk_says() {
    let mut window = Window::start();
    let path = window.folder.join("年报.txt");
    std::fs::write(&path, page_with_a_group()).unwrap();
    window.click("打开…").answer(Some(&path));
    assert!(window.shows("没有写明是哪一项"));
    window.click("（三）不予公开 填到").click_containing("3.危及“三安全一稳定”");
    assert!(!window.shows("没有写明是哪一项"), "it has a place now");
    window.click("（三）不予公开 填到").click("不读入");
    assert!(window.shows("没有写明是哪一项"), "and can be left out again");
    window.click("（三）不予公开 填到").click_containing("3.危及“三安全一稳定”").click("打开");
    let names = ["t3.refused_safety.natural", "t3.refused_safety.business", "t3.granted.natural"];
    assert_eq!(names.map(|id| figure(&window, id)), ["5", "1", "9"]);
}

#[test]
fn of_a_page_that_is_pasted_each_section_and_table_is_taken_or_left() {
    let mut window = Window::start();
    window.type_text("青石县水务局").key(Key::Enter);
    window.event(Event::Paste(PAGE.to_owned()));
    for part in ["一、总体情况", "表三"] {
        window.click_containing(&format!("{part}　"));
    }
    window.click("读入整份");
    let report = window.session().report();
    assert_eq!((report.prose("s1"), report.prose("s5")), ("", "有问题，已改进。"));
    assert_eq!((figure(&window, "t3.granted.natural"), figure(&window, "t2.normative.in_force")), (String::new(), "12".to_owned()));
}

#[test]
fn a_pasted_row_that_no_label_gives_a_place_is_asked_for_in_the_preview() {
    let mut window = Window::start();
    window.type_text("青石县水务局").key(Key::Enter).show_section("三、");
    window.event(Event::Paste("（一）予以公开\t8\t1\t0\t0\t0\t0\t9\n（三）不予公开\t5\t0\t0\t0\t0\t0\t5\n".to_owned()));
    assert!(window.shows("粘贴预览") && window.shows("是哪一行，可以在这里选"));
    window.click("（三）不予公开 填到").click("三、本年度办理结果／（三）不予公开／8.属于行政查询事项");
    // The keys go to the list of places while it has them, and then to the preview again.
    window.click("粘贴 Enter");
    let names = ["t3.refused_inquiry.natural", "t3.granted.natural", "t3.refused_secret.natural"];
    assert_eq!(names.map(|id| figure(&window, id)), ["5", "8", ""].map(str::to_owned));
}
