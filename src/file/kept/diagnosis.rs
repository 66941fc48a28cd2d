//! 诊断信息: what a maker needs to find a fault on a machine that is not at hand, and no word of any report.

use std::fmt::Write as _;
use std::fs;

use super::data_folder::DataFolder;
use super::names::files_in;

/// Variables that decide how the window is drawn and typed into. None of them names a person or a file of the clerk's.
const VARIABLES: [&str; 11] = [
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "XDG_CURRENT_DESKTOP",
    "XDG_SESSION_TYPE",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XMODIFIERS",
    "GTK_IM_MODULE",
    "LIBGL_ALWAYS_SOFTWARE",
    "NIANBAO_WAYS_TRIED",
];

/// All of it as a text: when, `window` (what the program is and how its window stands), the system, how much is kept, and the log
/// of the last starts and faults. Paths and names of reports, of recent files and of the user are left out.
#[must_use]
pub fn diagnosis(data: Option<&DataFolder>, now: &str, window: &str) -> String {
    let mut text = format!("年报诊断信息\n时间：{now}\n{window}\n系统：{}\n", system());
    for name in VARIABLES {
        if let Ok(value) = std::env::var(name) {
            let _written = writeln!(text, "{name}={value}");
        }
    }
    let Some(data) = data else {
        text.push_str("数据文件夹：没有\n");
        return text;
    };
    let kept = [("恢复记录", data.journals()), ("历史版本", data.versions()), ("审核", data.batches())];
    for (what, folder) in kept {
        let _written = writeln!(text, "{what}：{} 项", files_in(&folder).len());
    }
    let _written = write!(text, "\n运行记录\n{}", data.read_log());
    text
}

/// The system's own name and version.
fn system() -> String {
    let named = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = named.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{} {}", name.unwrap_or(std::env::consts::OS).trim_matches('"'), kernel.trim()).trim_end().to_owned()
}
