//! 关于 and 导出诊断信息: what the program is and where its data stand, and a file for a maker without a word of any report.

use nianbao::ui::commands::Command;

use super::hands::Window;

#[test]
fn about_tells_version_data_folder_and_the_licences_of_all_that_is_in_the_program() {
    let mut window = Window::start();
    window.run(Command::About);
    let data = window.folder.join("data");
    assert!(window.shows(&format!("年报 {}", env!("CARGO_PKG_VERSION"))) && window.shows("headless"));
    assert!(window.shows(&format!("数据文件夹：{}", data.display())));
    assert!(window.shows("accesskit v0."), "the first of the list");
    window.click("打开数据文件夹");
    assert_eq!(window.world.borrow().opened, [data]);
    window.click("关闭");
    assert!(!window.shows("关于年报"));
}

#[test]
fn what_is_exported_for_a_maker_holds_no_word_of_any_report() {
    let mut window = Window::sample();
    window.type_text("申请人张三");
    let data = nianbao::file::DataFolder::at(window.folder.join("data"));
    data.note_start("2024-01-19T16:00:00+08:00", "年报 headless");
    window.run(Command::Diagnosis);
    let target = window.folder.join("诊断.txt");
    window.answer(Some(&target));
    assert!(window.shows("已导出") && window.shows("没有年报的内容"));
    let text = std::fs::read_to_string(&target).unwrap();
    for wanted in [env!("CARGO_PKG_VERSION"), "headless", "缩放 100%", "2024-01-19T16:02:11+08:00", "恢复记录：", "系统："] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(text.ends_with("运行记录\n2024-01-19T16:00:00+08:00 年报 headless\n"), "{text}");
    // Neither what is typed nor the unit, nor where its file is or the user is at home.
    let folder = window.folder.display().to_string();
    let home = std::env::var("HOME").unwrap_or_else(|_| "/home/".to_owned());
    for hidden in ["张三", "西坡镇", "晋", folder.as_str(), &format!("={home}")] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
}

#[test]
fn it_is_exported_from_the_start_page_and_asks_before_it_takes_the_place_of_a_file() {
    let mut window = Window::start();
    let target = window.folder.join("诊断.txt");
    std::fs::write(&target, "别的").unwrap();
    let bare = window.folder.join("诊断");
    window.run(Command::Diagnosis).answer(Some(&bare));
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "别的");
    window.click("覆盖");
    assert!(std::fs::read_to_string(&target).unwrap().starts_with("年报诊断信息"));
}
