//! A fault of the program itself: written down without a word of the report, kept small, told in the window that comes back.

use std::panic;
use std::sync::Mutex;

use nianbao::file::DataFolder;
use nianbao::ui::fault::{caught, what_it_is, write_down};

use crate::window::hands::{Window, new_folder};

/// The hook is the whole process's.
static HOOK: Mutex<()> = Mutex::new(());

#[test]
fn a_fault_is_caught_and_written_down_without_what_it_says() {
    let _alone = HOOK.lock().unwrap();
    let data = DataFolder::at(new_folder());
    data.note_start("2026-11-27T08:00:00+08:00", &what_it_is("glow"));
    let before = panic::take_hook();
    write_down(data.clone(), || "2026-11-27T08:01:00+08:00".to_owned());
    let said = String::from("申请人张三");
    let ended = caught(|| assert!(said.is_empty(), "未能读出：{said}"));
    panic::set_hook(before);
    let ended = ended.expect_err("it was caught");
    assert!(ended.is_hopeless(true) && !ended.is_hopeless(false));
    let fault = data.last_fault().unwrap();
    let mut lines = fault.lines();
    assert!(lines.next().unwrap().starts_with("2026-11-27T08:00:00+08:00 年报 "), "{fault}");
    assert!(fault.contains("出错 2026-11-27T08:01:00+08:00 tests/files/faults.rs:"), "{fault}");
    assert!(!std::fs::read_to_string(data.log()).unwrap().contains("张三"));
    assert_eq!(caught(|| 7).unwrap(), 7);
}

#[test]
fn the_log_of_starts_and_faults_stays_small_and_goes_with_the_traces() {
    let data = DataFolder::at(new_folder());
    assert_eq!(data.last_fault(), None);
    for number in 0..400 {
        data.note_start(&format!("20{number:05}"), "年报");
        data.note_fault("现在", &format!("src/x.rs:{number}"), &"   0: <unknown>\n".repeat(40));
    }
    let metadata = std::fs::metadata(data.log()).unwrap();
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077, 0, "nobody else reads it");
    let length = metadata.len();
    assert!((16 * 1024..=64 * 1024).contains(&length), "{length}");
    let fault = data.last_fault().unwrap();
    assert!(fault.starts_with("2000399 年报\n出错 现在 src/x.rs:399\n   0: <unknown>"), "{fault}");
    assert_eq!(fault.lines().count(), 42);
    data.clear_traces().unwrap();
    assert!(!data.log().exists());
}

#[test]
fn the_window_that_comes_back_says_so_and_hands_out_what_was_written_down() {
    let mut window = Window::start();
    window.harness.state_mut().as_mut().unwrap().tell_of_a_fault("出错 src/x.rs:1".to_owned());
    window.settle();
    assert!(window.shows("程序刚才出错，已重新打开") && window.shows("填的内容都在恢复记录里"));
    window.click("复制错误信息");
    assert!(!window.shows("程序刚才出错"));
}
