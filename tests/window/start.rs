//! The start page: a new report, the sample, an old file.

use egui::Key;

use super::hands::{CTRL, Window};
use crate::common::until;
use nianbao::report::Level;
use nianbao::ui::start_up::next_way;

#[test]
fn a_new_report_takes_unit_guessed_level_and_last_year() {
    let mut window = Window::start();
    window.type_text("西坡镇人民政府").key(Key::Enter);
    let report = window.session().report();
    assert_eq!(report.unit, "西坡镇人民政府");
    assert_eq!(report.level, Some(Level::Township));
    assert_eq!(report.year, 2023);
    assert_eq!(report.edition, "2021");
    assert_eq!(report.id, "6f1c2d3e-0000-4000-8000-000000000001");
}

#[test]
fn a_new_report_is_not_made_without_a_unit() {
    let mut window = Window::start();
    window.key(Key::Enter);
    assert!(window.app().session().is_none());
}

#[test]
fn the_sample_opens_from_the_start_page_with_all_its_prose() {
    let mut window = Window::start();
    window.click("示例（西坡镇 2020）");
    assert_eq!(window.session().report().unit, "西坡镇人民政府");
    assert!(window.session().report().prose("s1").contains("三晋先锋"));
    assert!(!window.session().is_unsaved());
}

#[test]
fn a_file_given_at_the_start_is_open() {
    let window = Window::sample();
    assert_eq!(window.app().title(), "西坡镇人民政府 2020 年度 - 年报");
}

#[test]
fn a_recent_file_is_opened_or_taken_off_the_list_whether_it_is_there_or_not() {
    let folder = super::hands::new_folder();
    let gone = folder.join("没有了.nianbao");
    let settings = serde_json::json!({ "recent": [{ "path": gone, "title": "西坡镇 2021" }] });
    std::fs::create_dir_all(folder.join("data")).unwrap();
    std::fs::write(folder.join("data/settings.json"), settings.to_string()).unwrap();
    let mut window = Window::in_folder(folder, None);
    window.click("西坡镇 2021　没有了.nianbao");
    assert!(window.shows("找不到文件"));
    window.click("知道了");
    window.click("移除 西坡镇 2021　没有了.nianbao");
    assert!(window.shows("还没有打开过文件"));
}

#[test]
fn a_damaged_file_gets_a_sentence_and_the_start_page_stays() {
    let window = Window::with_text("{\"format\": \"nianbao/1\", ");
    assert!(window.app().session().is_none());
    assert!(window.shows("文件已损坏或不是年报文件"));
}

#[test]
fn the_title_tells_what_is_unsaved() {
    let mut window = Window::sample();
    window.type_text("。");
    assert_eq!(window.app().title(), "西坡镇人民政府 2020 年度（未保存） - 年报");
    window.keys(CTRL, Key::S);
    assert_eq!(window.app().title(), "西坡镇人民政府 2020 年度 - 年报");
}

#[test]
fn row_46_zoom_runs_from_80_to_200_percent_and_is_kept_for_the_next_start() {
    let folder = super::hands::new_folder();
    let mut window = Window::in_folder(folder.clone(), None);
    let zoomed = |window: &Window, percent: f32| (window.harness.ctx.zoom_factor() - percent / 100.0).abs() < 0.01;
    for _ in 0..20 {
        window.keys(CTRL, Key::Minus);
    }
    assert!(zoomed(&window, 80.0));
    for _ in 0..20 {
        window.keys(CTRL, Key::Plus);
    }
    assert!(zoomed(&window, 200.0));
    window.keys(CTRL, Key::Num0);
    assert!(zoomed(&window, 100.0));
    window.keys(CTRL, Key::Plus).keys(CTRL, Key::Equals);
    assert!(zoomed(&window, 125.0));
    window.close();
    assert!(zoomed(&Window::in_folder(folder, None), 125.0));
}

#[test]
fn light_or_dark_follows_the_system_until_one_is_chosen_and_that_is_kept() {
    let folder = super::hands::new_folder();
    let mut window = Window::in_folder(folder.clone(), None);
    let now = |window: &Window| window.harness.ctx.theme();
    assert_eq!(now(&window), egui::Theme::Light, "a system that says nothing");
    window.harness.input_mut().system_theme = Some(egui::Theme::Dark);
    window.settle();
    assert_eq!(now(&window), egui::Theme::Dark);
    window.click("查看").click_containing("外观：浅色");
    assert_eq!(now(&window), egui::Theme::Light);
    window.click("查看").click_containing("外观：深色");
    let settings = folder.join("data/settings.json");
    until(|| std::fs::read_to_string(&settings).is_ok_and(|text| text.contains("dark")));
    assert_eq!(now(&Window::in_folder(folder.clone(), None)), egui::Theme::Dark);
    window.harness.input_mut().system_theme = Some(egui::Theme::Light);
    window.click("查看").click_containing("外观：跟随系统");
    assert_eq!(now(&window), egui::Theme::Light);
}

#[test]
fn an_idle_window_asks_for_no_frame() {
    let mut window = Window::sample();
    window.wait_s(2.0);
    let delay = window.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay;
    assert!(delay > std::time::Duration::from_hours(1), "{delay:?}");
}

#[test]
fn a_newer_programs_file_is_shown_and_takes_no_edit() {
    let sample = include_str!("../../assets/samples/xipo-2020.json");
    let mut window = Window::with_text(&sample.replacen("nianbao/1", "nianbao/2", 1));
    window.show_section("二、主动公开政府信息情况");
    let before = window.session().report().clone();
    window.type_text("7").key(egui::Key::Enter);
    assert_eq!(window.session().report(), &before);
    assert!(window.shows("这份文件由更新的程序写成，这里只能查看"));
    assert!(!window.shows("已定稿"), "it is not that");
}

#[test]
fn a_window_that_does_not_start_is_tried_on_x11_and_then_drawn_in_software() {
    let ways = |set: &'static [&'static str]| {
        let mut tried = 0;
        std::iter::from_fn(move || {
            let (number, way) = next_way(tried, &|name| set.contains(&name))?;
            tried = number;
            Some((way.unset.contains(&"WAYLAND_DISPLAY"), way.set.contains(&("LIBGL_ALWAYS_SOFTWARE", "1"))))
        })
        .take(9)
        .collect::<Vec<_>>()
    };
    assert_eq!(ways(&["DISPLAY", "WAYLAND_DISPLAY"]), [(true, false), (false, true)]);
    assert_eq!(ways(&["DISPLAY"]), [(false, true)]);
    assert_eq!(ways(&["WAYLAND_DISPLAY"]), [(false, true)], "without X11 there is nothing to go to");
}

#[test]
fn a_first_start_shows_three_steps_and_nothing_has_to_be_dismissed() {
    let folder = super::hands::new_folder();
    let mut window = Window::in_folder(folder.clone(), None);
    for step in ["1. 写上单位名称", "2. 填表、写文字", "3. 导出 PDF 报送"] {
        assert!(window.shows(step), "{step}");
    }
    window.click("使用手册…");
    assert!(window.shows("年报使用手册"));
    window.key(Key::Escape).type_text("西坡镇").key(Key::Enter).keys(CTRL, Key::S);
    let file = folder.join("西坡镇.nianbao");
    window.answer(Some(&file)).until(|_| file.exists());
    window.run(nianbao::ui::commands::Command::Leave);
    assert!(!window.shows("1. 写上单位名称") && window.shows("西坡镇.nianbao"), "the report last open is offered in their place");
}
