//! The program: a window, or a command without one.

use std::process::ExitCode;

use nianbao::cli::{self, Asked};

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Asked::Done(code) => code,
        Asked::Window(report) => nianbao::ui::start_up::run(report.as_deref()),
    }
}
