//! A made-up third edition shows in the window without a line of code.

use egui_kittest::kittest::Queryable as _;
use nianbao::file::json;
use nianbao::form::Editions;
use nianbao::report::Report;

use super::hands::{Window, new_folder};
use crate::core::forms::third_edition;

#[test]
fn a_table_more_is_filled_and_checked_and_a_row_less_is_not_shown() {
    let form = third_edition();
    let report = Report::blank(&form, "00000000-0000-4000-8000-000000000030", 2031, "某某镇人民政府", None);
    let folder = new_folder();
    let file = folder.join("2031.nianbao");
    std::fs::write(&file, json::write(&form, &report)).unwrap();
    let mut window = Window::with_editions(folder, Some(file), Editions::of(vec![form]));
    window.show_section("三、收到和处理政府信息公开申请情况");
    assert!(window.harness.query_all_by_label_contains("2.申请人逾期未按收费通知要求缴纳费用").next().is_some());
    assert!(window.harness.query_all_by_label_contains("（六）其他处理／3.其他，").next().is_none());
    window.show_section("五、政府信息公开平台情况");
    window.type_text("3").key(egui::Key::Tab).type_text("4").key(egui::Key::Enter);
    assert!(window.shows("本年发布条数：政府网站（3），全部（4），相差 −1"));
    window.show_section("七、其他需要报告的事项");
}
