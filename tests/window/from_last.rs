//! A new year that starts from last year's report, in the window: what is said before, what is taken, and last year's prose beside an empty part.

use std::path::PathBuf;

use egui::Key;

use super::hands::{CTRL, CTRL_SHIFT, Window};
use crate::common::{published_session, type_into};

/// Last year's report in the window's folder, on that year.
fn last_year(window: &Window, year: i32) -> PathBuf {
    let mut session = published_session("suqian-2023.json");
    session.apply(nianbao::report::Edit::Year(year));
    let prose = |section: &str, text: &str| nianbao::report::Edit::Prose { section: section.to_owned(), text: text.to_owned() };
    session.apply(prose("preface", "根据《条例》编制本报告。\n联系电话：0527-84368000"));
    session.apply(prose("s5", "一是主动公开不够及时。\n下一步，加强培训，全年收到申请{t3.new.total}件。"));
    let path = window.folder.join("上年.nianbao");
    std::fs::write(&path, nianbao::file::json::write(session.form(), session.report())).unwrap();
    path
}

/// The dialog over the start page, last year's report chosen.
fn asked(year: i32) -> Window {
    let mut window = Window::start();
    let path = last_year(&window, year);
    window.click("从上年开始…").answer(Some(&path));
    window
}

#[test]
fn what_is_taken_and_offered_is_shown_before_and_made_as_one_step_that_can_be_taken_back() {
    let mut window = asked(2022);
    assert!(window.shows("上年：宿迁市 2022 年度"));
    assert!(window.shows("上年度报告是草稿，数字可能不是最后上报的"));
    assert!(window.shows("“引言”的联系方式：联系电话：0527-84368000"));
    assert!(window.shows("自然人 118，商业企业 3，科研机构 0"));
    assert!(window.app().session().is_none(), "nothing is made yet");
    window.click("新建并填好结转");
    let report = window.session().report();
    assert_eq!((report.unit.as_str(), report.year, report.prose("preface")), ("宿迁市", 2023, "联系电话：0527-84368000"));
    assert_eq!(report.last_year.as_ref().unwrap().cells["t3.new.total"], "3511");
    let cell = window.session().form().find("t3.carried_in.natural").unwrap();
    assert_eq!(window.session().report().cell(cell).text, "118");
    assert!(window.session().is_unsaved());
    window.keys(CTRL, Key::Z);
    assert_eq!(window.session().report().cell(cell).text, "");
}

#[test]
fn the_carry_over_is_left_to_the_clerk_where_that_is_chosen() {
    let mut window = asked(2022);
    window.click("新建，结转自己填");
    let cell = window.session().form().find("t3.carried_in.natural").unwrap();
    assert_eq!(window.session().report().cell(cell).text, "");
}

#[test]
fn another_unit_and_a_gap_of_years_are_told_before() {
    let mut window = Window::start();
    let path = last_year(&window, 2021);
    window.type_text("淮安市").click("从上年开始…").answer(Some(&path));
    assert!(window.shows("上年度报告的单位是“宿迁市”，本报告是“淮安市”"));
    assert!(window.shows("现在是 2024 年，一般填 2023 年度的报告"));
    window.click("加一年");
    assert!(window.shows("选的报告是 2021 年度的，与本报告相隔 2 年"));
    assert!(!window.shows("新建并填好结转"), "what was left over flows into the next year alone");
    window.click("新建");
    assert_eq!((window.session().report().unit.as_str(), window.session().report().year), ("淮安市", 2023));
}

#[test]
fn a_file_that_is_no_report_gets_a_sentence() {
    let mut window = Window::start();
    let path = window.folder.join("坏.json");
    std::fs::write(&path, "{").unwrap();
    window.click("从上年开始…").answer(Some(&path));
    assert!(window.shows("不能从这份开始"));
    window.click("知道了");
    assert!(window.app().session().is_none());
}

#[test]
fn unsaved_changes_are_asked_about_before_the_new_year() {
    let mut window = Window::sample();
    let path = last_year(&window, 2022);
    window.type_text("多一句。").keys(CTRL_SHIFT, Key::N).answer(Some(&path)).click("新建并填好结转");
    assert!(window.shows("有改动还没有保存"));
    window.click("不保存");
    assert_eq!(window.session().report().year, 2023);
}

#[test]
fn last_years_text_stands_beside_an_empty_part_and_is_copied_only_by_its_button() {
    let mut window = asked(2022);
    window.click("新建，结转自己填").show_section("五、存在的主要问题及改进情况");
    assert!(window.shows("全年收到申请3511件"));
    assert_eq!(window.session().report().prose("s5"), "");
    window.click("以上年文字起稿");
    assert_eq!(window.session().report().prose("s5"), "一是主动公开不够及时。\n下一步，加强培训，全年收到申请3511件。");
    assert!(!window.shows("以上年文字起稿"));
    window.keys(CTRL, Key::Z);
    assert_eq!(window.session().report().prose("s5"), "");
    // Contact lines alone are not written text; a sentence of this year's is.
    window.show_section("引言");
    assert!(window.shows("以上年文字起稿"));
    window.type_text("\n2023年。");
    assert!(!window.shows("以上年文字起稿"));
    assert!(window.shows("收起上年文字"), "it stays beside what is written");
}

#[test]
fn without_last_year_nothing_is_offered() {
    let mut window = Window::sample();
    window.show_section("五、存在的主要问题及改进情况");
    assert!(!window.shows("上年文字"));
}

#[test]
fn a_typed_figure_that_equals_its_cell_follows_it_after_a_click_and_undo_takes_it_back() {
    let mut window = Window::start();
    let mut session = published_session("suqian-2023.json");
    type_into(&mut session, "t3.granted.natural", "1175");
    let path = window.folder.join("宿迁.nianbao");
    std::fs::write(&path, nianbao::file::json::write(session.form(), session.report())).unwrap();
    window.keys(CTRL, Key::O).answer(Some(&path));
    window.show_section("六、其他需要报告的事项");
    let before = window.session().report().prose("s6").to_owned();
    window.type_text("。收到申请3511件，部分公开328件。");
    window.click("3511 → 新收申请");
    assert_eq!(window.session().report().prose("s6"), format!("{before}。收到申请{{t3.new.total}}件，部分公开328件。"));
    window.keys(CTRL, Key::Z);
    assert_eq!(window.session().report().prose("s6"), format!("{before}。收到申请3511件，部分公开328件。"));
    window.click("全部跟随");
    assert_eq!(window.session().report().prose("s6"), format!("{before}。收到申请{{t3.new.total}}件，部分公开{{t3.partial.total}}件。"));
    assert!(!window.shows("跟随表中数字"));
}

#[test]
fn heads_and_contact_lines_that_were_brought_are_no_written_text() {
    let mut window = asked(2022);
    window.click("新建，结转自己填");
    assert!(window.shows("写“引言”"), "the next thing to do");
    window.type_text("\n本报告依据条例编制。");
    assert!(window.shows("写“一、总体情况”"));
}
