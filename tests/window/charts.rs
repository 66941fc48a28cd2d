//! Charts in the window: beside the form as one types, put into the text by a button, as small bars before 定稿, of a batch.

use egui::Key;
use nianbao::report::{Edit, LastYear, Level};
use nianbao::ui::commands::Command;
use nianbao::ui::prose::text::Shown;

use super::hands::{CTRL, Window, nameless, new_folder};
use crate::collection::made::inbox;
use crate::common::{blank_session, type_into};

/// A report with last year's figures, ready to leave but for nothing.
fn opened() -> Window {
    let mut session = blank_session("2021", 2024, "临县财政局");
    session.apply(Edit::Level(Some(Level::Department)));
    for (id, figure) in [("t3.new.natural", "145"), ("t3.granted.natural", "100"), ("t3.refused_law.natural", "45")] {
        type_into(&mut session, id, figure);
    }
    let cells = [("t3.new.total", "102"), ("t3.handled.total", "102"), ("t3.granted.total", "102")];
    let cells = cells.map(|(id, figure)| (id.to_owned(), figure.to_owned())).into();
    let last_year = LastYear { unit: "临县财政局".to_owned(), year: 2023, edition: "2021".to_owned(), cells, ..LastYear::default() };
    session.apply(Edit::LastYear(Some(Box::new(last_year))));
    session.apply(Edit::Prose { section: "s1".to_owned(), text: "第一段。\n第二段。".to_owned() });
    Window::with_text(&nianbao::file::json::write(session.form(), session.report()))
}

#[test]
fn the_charts_stand_beside_the_form_and_say_what_stands_out_as_one_types() {
    let mut window = opened();
    window.run(Command::Charts);
    assert!(window.shows("本年新收 145 件，比上年增加 43 件（42.2%）"));
    assert!(window.shows("予以公开最多，100 件，占 69.0%"));
    assert!(window.has("2024年政府信息公开行政复议、行政诉讼情况（单位：件）：行政复议 0（结果维持 0，结果纠正 0，其他结果 0，尚未审结 0）；直接起诉 0（结果维持 0，结果纠正 0，其他结果 0，尚未审结 0）；复议后起诉 0（结果维持 0，结果纠正 0，其他结果 0，尚未审结 0）"), "the picture is named by its figures");
    let cell = window.session().form().find("t3.new.business").unwrap();
    window.act(nianbao::ui::commands::Action::Apply(Edit::cell(cell, "55"))).settle();
    assert!(window.shows("本年新收 200 件，比上年增加 98 件（96.1%）"));
    assert_eq!(nameless(&window), [""; 0]);
    window.run(Command::Charts);
    assert!(!window.shows("本年新收 200 件，比上年增加 98 件（96.1%）"), "once more, and they are away");
}

#[test]
fn a_button_puts_a_chart_below_the_paragraph_of_the_caret_as_one_step() {
    let mut window = opened();
    window.show_section("一、总体情况");
    window.keys(CTRL, Key::Home).settle();
    window.click("插入图表").click("办理结果");
    let text = |window: &Window| window.session().report().prose("s1").to_owned();
    assert_eq!(text(&window), "第一段。\n{chart:results}\n第二段。");
    window.keys(CTRL, Key::Z);
    assert_eq!(text(&window), "第一段。\n第二段。");
    window.keys(CTRL, Key::Y).keys(CTRL, Key::End).type_text("第三段").wait_s(1.0);
    assert_eq!(text(&window), "第一段。\n{chart:results}\n第二段。第三段", "typing elsewhere leaves the chart a chart");
}

#[test]
fn the_editor_shows_a_chart_by_its_name_and_keeps_it_by_its_id_wherever_it_is_moved() {
    let session = blank_session("2021", 2024, "西坡镇人民政府");
    let stored = "甲{t3.new.total}\n{chart:results}\n  {chart:received}　\n乙{t3.new.total}丙{{";
    let shown = Shown::of(session.form(), session.figures(), stored);
    assert_eq!(shown.text(), "甲0\n【图：办理结果】\n【图：新收与办结】\n乙0丙{");
    assert_eq!(shown.stored(session.form()), "甲{t3.new.total}\n{chart:results}\n{chart:received}\n乙{t3.new.total}丙{{");
    let place = |words: &str| shown.place_of(session.form(), stored, stored.find(words).unwrap());
    assert_eq!(place("{chart:results}"), shown.text().find("【图：办").unwrap());
    assert_eq!(place("乙"), shown.text().find("乙").unwrap());
    assert_eq!(place("丙"), shown.text().find("丙").unwrap());
    let mut moved = shown.clone();
    moved.edited("【图：新收与办结】\n甲0\n{chart:disputes}\n【图：没有】\n乙0丙{");
    assert_eq!(moved.stored(session.form()), "{chart:received}\n甲0\n{chart:disputes}\n【图：没有】\n乙{t3.new.total}丙{{");
}

#[test]
fn before_it_is_locked_what_changed_against_last_year_stands_as_bars_that_say_their_figures() {
    let mut window = opened();
    window.run(Command::Finish);
    assert!(window.has("新收申请：上年 102，本年 145"));
    assert!(!window.has("上年结转：上年 0，本年 0"), "what stayed the same has none");
    assert_eq!(nameless(&window), [""; 0]);
}

#[test]
fn the_units_of_a_batch_stand_in_one_chart_with_those_that_are_wrong_marked() {
    let folder = new_folder();
    inbox(&folder.join("收件箱"));
    let mut window = Window::in_folder(folder.clone(), None);
    window.click("审核一批…");
    window.answer(Some(&folder.join("收件箱")));
    window.until(|window| window.has("全部 20"));
    window.click("图表");
    window.until(|window| window.shows("读出 18 份，14 份无误，4 份有误；云山县水利局最多，新收申请 18 件"));
    assert_eq!(nameless(&window), [""; 0]);
    window.click("收起");
    assert!(!window.shows("各单位"));
}
