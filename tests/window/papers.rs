//! Word file, web page and spreadsheet in the window: chosen beside the PDF, copied for a web site, and a Word file that comes back changed.

use egui::Key;
use egui::accesskit::Toggled;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use nianbao::file::{Paper, docx};
use nianbao::page::{Fonts, Sides};
use nianbao::report::Status;
use nianbao::session::Session;
use nianbao::ui::commands::Command;

use super::hands::{CTRL, Window, new_folder};
use crate::papers::word::with_part;

const BESIDE: [&str; 3] = ["Word 文件", "网页", "电子表格"];

/// Asks for an export with all papers beside the PDF, into that file of the window's folder.
fn exported(window: &mut Window, name: &str) {
    window.run(Command::ExportPdf);
    for paper in BESIDE {
        if window.harness.get_by_label(paper).accesskit_node().toggled() == Some(Toggled::False) {
            window.click(paper);
        }
    }
    window.click("导出…").wait_s(1.0);
    let path = window.folder.join(name);
    window.answer(Some(&path)).wait_s(1.0);
}

fn has(window: &Window, name: &str, start: &[u8]) -> bool {
    std::fs::read(window.folder.join(name)).is_ok_and(|bytes| bytes.starts_with(start))
}

#[test]
fn the_papers_chosen_beside_the_pdf_stand_under_its_name_and_the_choice_is_remembered() {
    let mut window = Window::sample();
    exported(&mut window, "西坡.pdf");
    assert!(window.shows("已导出"));
    for (name, start) in [("西坡.pdf", b"%PDF".as_slice()), ("西坡.docx", b"PK"), ("西坡.html", b"<!DOCTYPE html>"), ("西坡.xlsx", b"PK")]
    {
        assert!(has(&window, name, start), "{name}");
    }
    for kind in ["Word 文件：", "网页：", "电子表格："] {
        assert!(window.shows(kind), "{kind} was read back");
    }
    window.click("完成").run(Command::ExportPdf);
    for paper in BESIDE {
        assert_eq!(window.harness.get_by_label(paper).accesskit_node().toggled(), Some(Toggled::True), "{paper}");
    }
}

#[test]
fn the_report_at_a_glance_is_exported_as_a_page_with_a_picture_beside_it() {
    let mut window = Window::sample();
    window.run(Command::ExportPoster);
    let offered = window.world.borrow().questions.last().unwrap().file_name.clone().unwrap();
    assert!(offered.ends_with("2020年政府信息公开工作年度报告图解.pdf"), "{offered}");
    let path = window.folder.join("图解.pdf");
    window.answer(Some(&path)).wait_s(1.0);
    assert!(window.shows("已导出") && window.shows("宽 1080 像素"));
    assert!(has(&window, "图解.pdf", b"%PDF") && has(&window, "图解.png", b"\x89PNG"));
}

#[test]
fn a_file_beside_the_pdf_that_is_there_is_not_overwritten_unasked() {
    let mut window = Window::sample();
    std::fs::write(window.folder.join("西坡.docx"), "别动").unwrap();
    exported(&mut window, "西坡.pdf");
    assert!(window.shows("文件已存在") && window.shows("西坡.docx"));
    assert!(has(&window, "西坡.docx", "别动".as_bytes()) && !window.folder.join("西坡.pdf").exists());
    window.click("覆盖").wait_s(1.0);
    assert!(window.shows("已导出"));
    assert!(has(&window, "西坡.docx", b"PK") && has(&window, "西坡.pdf", b"%PDF"));
}

#[test]
fn the_report_a_section_or_a_table_is_copied_for_a_web_site() {
    let mut window = Window::sample();
    let html = |window: &Window| window.world.borrow().copied_html.clone();
    window.run(Command::CopyWeb);
    assert!(window.shows("已复制，可粘贴到网站的编辑器里"));
    assert!(html(&window).starts_with("<h1") && html(&window).matches("<table").count() == 3);
    window.show_section("收到和处理政府信息公开申请情况").run(Command::CopyWebSection);
    assert!(html(&window).starts_with("<h2") && html(&window).matches("<table").count() == 1);
    window.run(Command::CopyWebTable);
    assert!(html(&window).starts_with("<table border=\"1\"") && html(&window).contains("<caption>表三</caption>"));
    // A section of prose has no table: nothing else is put there.
    let before = html(&window);
    window.show_section("总体情况").run(Command::CopyWebTable);
    assert_eq!(html(&window), before);
}

/// A window that opens a Word file of a report, changed in Word.
fn changed(changes: &[(&str, &str)]) -> Window {
    let mut session = crate::common::published_session("suqian-2023.json");
    let prose = |section: &str, text: &str| nianbao::report::Edit::Prose { section: section.to_owned(), text: text.to_owned() };
    session.apply(prose("s5", "第一段。\n第二段。"));
    let bytes = with_part(&word_file(&session), "word/document.xml", |text| {
        changes.iter().fold(text.to_owned(), |text, (from, to)| text.replacen(from, to, 1))
    });
    let folder = new_folder();
    let file = folder.join("宿迁 2023.docx");
    std::fs::write(&file, bytes).unwrap();
    Window::in_folder(folder, Some(file))
}

fn word_file(session: &Session) -> Vec<u8> {
    let review = session.final_review();
    let paper = Paper { form: session.form(), report: session.report(), figures: session.figures(), review: &review, draft: false };
    docx::export(paper, Sides::Single, &Fonts::shipped()).unwrap().bytes
}

fn repeated(window: &Window) -> String {
    let session = window.session();
    session.report().cell(session.form().find("t3.declined_repeat.natural").unwrap()).text.clone()
}

#[test]
fn a_word_file_that_was_changed_in_word_asks_which_side_counts_one_by_one() {
    let mut window = changed(&[(">39<", ">40<"), ("第二段。", "第二段改。")]);
    assert!(window.shows("正文 1 处、表三 1 格与文件里的数据不同"), "{:?}", window.harness);
    window.click_containing("2.重复申请，自然人 39→40").click("确定");
    assert_eq!((repeated(&window).as_str(), window.session().report().prose("s5")), ("40", "第一段。\n第二段。"));
    assert_eq!(window.session().report().status, Status::Draft, "a finished report that was changed is a draft");
    window.keys(CTRL, Key::Z);
    assert_eq!(repeated(&window), "39");
}

#[test]
fn all_of_word_counts_or_all_of_the_data() {
    let mut window = changed(&[(">39<", ">40<"), ("第二段。", "第二段改。")]);
    window.click("全部以 Word 为准").click("确定");
    assert_eq!((repeated(&window).as_str(), window.session().report().prose("s5")), ("40", "第一段。\n第二段改。"));
    let mut window = changed(&[(">39<", ">40<")]);
    window.click("全部以 Word 为准").click("全部以数据为准").click("确定");
    assert_eq!((repeated(&window).as_str(), window.session().report().status), ("39", Status::Final));
}

#[test]
fn a_word_file_of_ours_that_nobody_changed_opens_without_a_question_and_is_saved_as_a_report() {
    let mut window = changed(&[("<w:docGrid ", "<w:docGrid w:type=\"lines\" ")]);
    assert!(!window.shows("这份 Word 文件导出后改过"));
    window.run(Command::Save).wait_s(1.0);
    assert!(window.world.borrow().questions.last().unwrap().file_name.as_deref().unwrap().ends_with(".nianbao"));
}
