//! Printing: the pages of the PDF reach the printer as asked for, and the system's viewer where there is none.

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use nianbao::file::pdf;
use nianbao::page::{Fonts, Options, Sides};
use nianbao::report::Edit;
use nianbao::ui::commands::{Action, PrintJob, Sheet, page_list};

use super::hands::{CTRL, Printed, Window};

fn pages(window: &Window, options: Options) -> Vec<u8> {
    let session = window.session();
    let review = session.final_review();
    pdf::export(session.form(), session.report(), session.figures(), &review, &Fonts::shipped(), options).unwrap().bytes
}

fn printed(window: &Window) -> Vec<Printed> {
    window.world.borrow().printed.lock().unwrap().clone()
}

#[test]
fn what_is_printed_is_the_very_pdf_on_the_sides_that_were_chosen() {
    let mut window = Window::sample();
    window.keys(CTRL, Key::P);
    assert!(window.shows("已核对 40 条勾稽关系，全部相符"), "the same is said as before an export");
    window.click("双面打印，装订边左右交替").click("打印").wait_s(1.0);
    assert!(window.shows("已交给打印机"));
    let printed = printed(&window);
    let [(bytes, job)] = printed.as_slice() else { panic!("{} jobs", printed.len()) };
    assert!(*bytes == pages(&window, Options { sides: Sides::Double, draft: false }));
    assert_eq!(*job, PrintJob { sheet: Sheet::Report, copies: 1, pages: String::new(), double_sided: true });
}

#[test]
fn the_sheet_to_be_signed_is_printed_too() {
    let mut window = Window::sample();
    window.keys(CTRL, Key::P).click("核对单").click("打印").wait_s(1.0);
    let session = window.session();
    let sheet = pdf::checklist(session.final_case(), &session.final_review(), &Fonts::shipped()).unwrap();
    assert!(printed(&window).iter().map(|(bytes, _)| bytes).eq([&sheet]));
}

#[test]
fn a_report_that_does_not_hold_is_printed_as_a_draft_and_says_so_before() {
    let mut window = Window::sample();
    let cell = window.session().form().find("t3.new.natural").unwrap();
    window.act(Action::Apply(Edit::Cells(vec![(cell, "987654".to_owned())])));
    window.keys(CTRL, Key::P);
    assert!(window.shows("只能导出草稿") && window.shows("年报（草稿）"));
    window.click("打印").wait_s(1.0);
    let draft = pages(&window, Options { sides: Sides::Single, draft: true });
    assert!(printed(&window).iter().map(|(bytes, _)| bytes).eq([&draft]));
}

#[test]
fn without_a_printer_the_pdf_is_opened_in_the_viewer_and_taken_away_with_the_traces() {
    let mut window = Window::sample();
    *window.world.borrow().printer_says.lock().unwrap() = Some("这台电脑没有打印服务".to_owned());
    window.keys(CTRL, Key::P).click("打印").wait_s(1.0);
    assert!(window.shows("没有直接打印") && window.shows("这台电脑没有打印服务") && window.shows("已用系统的程序打开 PDF"));
    let opened = window.world.borrow().opened.clone();
    let [path] = opened.as_slice() else { panic!("{opened:?}") };
    assert!(std::fs::read(path).unwrap() == pages(&window, Options { sides: Sides::Single, draft: false }));
    window.click("知道了").act(Action::ClearTraces).wait_s(1.0);
    assert!(!path.exists());
}

#[test]
fn pages_are_understood_as_they_are_typed_here_and_refused_where_they_are_none() {
    for (typed, understood) in
        [("", ""), ("  ", ""), ("1", "1"), ("1-3,5", "1-3,5"), ("１—３，５", "1-3,5"), ("2至4、6", "2-4,6"), ("1～2；9", "1-2,9")]
    {
        assert_eq!(page_list(typed).as_deref(), Some(understood), "{typed}");
    }
    for typed in ["0", "3-1", "1,", ",1", "一", "1-2-3", "-1", "1 -o raw", "99999", "1;rm", "+1"] {
        assert_eq!(page_list(typed), None, "{typed}");
    }
    let mut window = Window::sample();
    window.keys(CTRL, Key::P);
    window.harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "页码").focus();
    window.settle().type_text("3-1");
    assert!(window.shows("页码写成 1-3,5 这样"));
    window.click("打印").wait_s(1.0);
    assert_eq!(printed(&window), []);
}
