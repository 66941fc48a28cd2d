//! 定稿 in the window: the page before it, personal data masked there, the sheet to be signed, and 撤回定稿.

use super::hands::Window;
use nianbao::report::{Edit, Level, Status};
use nianbao::session::Session;
use nianbao::ui::commands::Command;

/// A department's report that is ready to leave, but for a mobile number where that is asked for.
fn opened(with_number: bool) -> Window {
    let mut session = crate::common::blank_session("2021", 2024, "临县财政局");
    session.apply(Edit::Level(Some(Level::Department)));
    let mut write = |section: &str, text: &str| session.apply(Edit::Prose { section: section.to_owned(), text: text.to_owned() });
    write("preface", if with_number { "联系电话13812341234。" } else { "联系电话0358-4422000。" });
    write("s1", "2024年，我局没有收到申请。");
    write("s5", "一是培训不够。下一步，加强培训。");
    write("s6", "没有收取信息处理费。");
    Window::with_text(&nianbao::file::json::write(session.form(), session.report()))
}

/// The digest that the sheet of a report carries, as it stands in the PDF's text: compared by making the sheet again.
fn sheet(session: &Session) -> Vec<u8> {
    nianbao::file::pdf::checklist(session.final_case(), &session.final_review(), &nianbao::page::Fonts::shipped()).unwrap()
}

#[test]
fn personal_data_stops_the_report_and_one_click_on_the_page_masks_it() {
    let mut window = opened(true);
    window.run(Command::Finish);
    assert!(window.shows("正文里有手机号码 138****1234，公布前应隐去"));
    assert!(!window.shows("只定稿"));
    window.click("隐去：13812341234 → 138****1234");
    assert_eq!(window.session().report().prose("preface"), "联系电话138****1234。");
    assert!(window.shows("没有发现手机号码、公民身份号码、银行卡号和个人姓名住址"));
    assert!(window.shows("只定稿"), "the page looked once more");
    window.click("取消").keys(super::hands::CTRL, egui::Key::Z);
    assert_eq!(window.session().report().prose("preface"), "联系电话13812341234。");
}

#[test]
fn the_page_lists_everything_and_the_sheet_is_that_of_the_locked_report() {
    let mut window = opened(false);
    window.run(Command::Finish);
    for line in
        ["42 条勾稽关系全部相符", "没有需要说明的情况", "没有导入上年度报告，未对照", "表三有 175 个空格，将印为 0", "全部文字都能印出"]
    {
        assert!(window.shows(line), "{line}");
    }
    window.click("定稿并导出核对单…").wait_s(1.0);
    assert_eq!(window.session().report().status, Status::Final);
    assert_eq!(
        window.world.borrow().questions.last().unwrap().file_name.as_deref(),
        Some("临县财政局2024年政府信息公开工作年度报告核对单.pdf")
    );
    let path = window.folder.join("核对单.pdf");
    window.answer(Some(&path));
    assert!(window.shows("由填表人、审核人、分管领导签字"));
    assert!(!window.shows("导出核对单…"), "it was exported just now");
    assert_eq!(std::fs::read(&path).unwrap(), sheet(window.session()));
}

#[test]
fn after_the_paper_the_sheet_is_offered() {
    let mut window = opened(false);
    window.run(Command::ExportPdf);
    window.click("导出…").wait_s(1.0);
    let path = window.folder.join("报告.pdf");
    window.answer(Some(&path)).wait_s(1.0).click("导出核对单…").wait_s(1.0);
    let sheet = window.folder.join("签字.pdf");
    window.answer(Some(&sheet));
    assert!(std::fs::read(&sheet).unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn taken_back_it_can_be_edited_and_the_history_keeps_both() {
    let mut window = opened(false);
    window.run(Command::Finish);
    window.click("只定稿");
    assert!(window.shows("已定稿，内容不能改动"));
    window.type_text("多");
    assert_eq!(window.session().report().prose("preface"), "联系电话0358-4422000。");
    window.click("撤回定稿");
    window.type_text("多。");
    assert_eq!(window.session().report().prose("preface"), "联系电话0358-4422000。多。");
    let history: Vec<_> = window.session().report().history.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(history, ["定稿", "撤回定稿"]);
}
