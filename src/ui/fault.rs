//! A fault of the program itself: it is written down, and the window comes back in a new program, where the journal has everything.

use std::backtrace::Backtrace;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use crate::file::DataFolder;

/// Tells a program that the one before it ended by a fault.
const AFTER_A_FAULT: &str = "NIANBAO_AFTER_A_FAULT";

/// A program that ends by a fault sooner than this after another one is not started again.
const TOO_SOON: Duration = Duration::from_secs(15);

/// Whether this program was started in the place of one that ended by a fault.
#[must_use]
pub(super) fn was_before() -> bool {
    std::env::var_os(AFTER_A_FAULT).is_some()
}

/// What the program is: its version, the system, and how it draws.
#[must_use]
pub fn what_it_is(renderer: &str) -> String {
    format!("年报 {} {} {} {renderer}", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH)
}

/// From now on a fault is written down, in whatever thread: where in the sources it was and what had called it. What the fault says
/// of itself may hold words of the report, and is left out.
pub fn write_down(data: DataFolder, now: impl Fn() -> String + Send + Sync + 'static) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |fault: &PanicHookInfo<'_>| {
        let place = fault.location().map_or_else(|| "？".to_owned(), ToString::to_string);
        data.note_fault(&now(), &place, &Backtrace::force_capture().to_string());
        before(fault);
    }));
}

/// Runs the window; `Err` where it ended by a fault, which is written down by then.
///
/// # Errors
/// The fault itself is no more known.
pub fn caught<T>(window: impl FnOnce() -> T) -> Result<T, Ended> {
    let since = Instant::now();
    panic::catch_unwind(AssertUnwindSafe(window)).map_err(|_| Ended { after: since.elapsed() })
}

/// A window that ended by a fault.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    after: Duration,
}

impl Ended {
    /// Whether another window would end the same way: this one came after a fault, and was hardly open.
    #[must_use]
    pub fn is_hopeless(self, was_before: bool) -> bool {
        was_before && self.after < TOO_SOON
    }
}

/// Starts the program again, with no report: what was open is offered to be recovered.
pub(super) fn start_again() -> ExitCode {
    let again = std::env::current_exe().and_then(|program| {
        let mut command = Command::new(program);
        command.env(AFTER_A_FAULT, "1").stdin(Stdio::null()).spawn()
    });
    if again.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
