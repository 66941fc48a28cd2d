//! The program: a window, or a command without one.

// Windows opens no console for it; the twin in `windows/console.rs` prints what a command says.
#![windows_subsystem = "windows"]

use std::process::ExitCode;

use nianbao::cli::{self, Asked};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Asked::Done(code) => code,
        Asked::Window(report) => nianbao::ui::start_up::run(report.as_deref()),
    }
}
