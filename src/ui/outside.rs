//! The real world outside of the window: the system's clock, file dialogs and other programs.

use std::cell::RefCell;
use std::future::Future;
#[cfg(not(windows))]
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use crate::file::Workplace;
use crate::form::Editions;
use crate::page::Fonts;
use crate::ui::commands::PrintJob;
use crate::ui::grid::clipboard::{Clipboard as _, SystemClipboard};
use crate::ui::services::{CopyTable, Dialogs, FileQuestion, Services};

impl Services {
    /// The services of this machine.
    #[must_use]
    pub fn of_this_machine(editions: Editions) -> Self {
        Self {
            editions,
            renderer: String::new(),
            fonts: Fonts::with_system(),
            shipped_faces: Fonts::shipped(),
            copy_table: copy_table(),
            clipboard_html: Box::new(|| SystemClipboard::default().html()),
            now: Box::new(now),
            new_id: Box::new(crate::identity::new_id),
            dialogs: Box::new(SystemDialogs),
            open_outside: Box::new(open_outside),
            print: Arc::new(print),
            workplace: Workplace::of_user(),
        }
    }
}

/// The time now, e.g. `2024-01-19T16:02:11+08:00`.
pub(super) fn now() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// The clipboard takes text and HTML at once, so that a table pastes as one; it lives as long as the window, for on X11
/// what was copied is gone with its owner.
fn copy_table() -> CopyTable {
    let clipboard = RefCell::new(None);
    Box::new(move |context, text, html| {
        let mut clipboard = clipboard.borrow_mut();
        if clipboard.is_none() {
            *clipboard = arboard::Clipboard::new().ok();
        }
        let copied = clipboard.as_mut().is_some_and(|clipboard| clipboard.set_html(html, Some(text)).is_ok());
        if !copied {
            context.copy_text(text.to_owned());
        }
    })
}

/// Asks the system to open a file or folder; the program that it has for it is not waited for.
fn open_outside(path: &Path) -> Result<(), String> {
    let child = opener(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    match child {
        Ok(mut child) => {
            // Waited for elsewhere, so that no dead process is left behind.
            thread::spawn(move || child.wait());
            Ok(())
        }
        Err(_) => Err(format!("系统没有能打开它的程序：{}", path.display())),
    }
}

/// Hands a PDF to CUPS as it is: nothing is scaled, for the margins are those of the standard.
#[cfg(not(windows))]
fn print(pdf: &[u8], job: &PrintJob) -> Result<(), String> {
    let sides = if job.double_sided { "sides=two-sided-long-edge" } else { "sides=one-sided" };
    let mut lp = Command::new("lp");
    lp.args(["-n", &job.copies.to_string(), "-o", sides, "-o", "media=A4", "-o", "print-scaling=none"]);
    if !job.pages.is_empty() {
        lp.args(["-P", &job.pages]);
    }
    let spawned = lp.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|_| "这台电脑没有打印服务".to_owned())?;
    let written = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(pdf));
    let output = child.wait_with_output().map_err(|error| format!("打印服务没有回应：{error}"))?;
    if output.status.success() && written.is_ok() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().trim_start_matches("lp:").trim();
    Err(if said.is_empty() { "打印服务没有接收".to_owned() } else { format!("打印服务没有接收：{said}") })
}

/// Windows prints a file with the program that it has for it; how often and which pages is asked there.
#[cfg(windows)]
fn print(pdf: &[u8], job: &PrintJob) -> Result<(), String> {
    if *job != (PrintJob { copies: 1, pages: String::new(), ..job.clone() }) {
        return Err("份数和页码要在看 PDF 的程序里选".to_owned());
    }
    let path = Workplace::of_user().printed();
    std::fs::write(&path, pdf).map_err(|error| format!("没有打印：{error}"))?;
    // Through the environment the path needs no quotes.
    let verb = "Start-Process -FilePath $env:NIANBAO_PRINT -Verb Print -WindowStyle Hidden";
    let status = Command::new("powershell").args(["-NoProfile", "-Command", verb]).env("NIANBAO_PRINT", &path).status();
    if status.is_ok_and(|status| status.success()) { Ok(()) } else { Err("系统没有能打印 PDF 的程序".to_owned()) }
}

/// What the system opens a file or folder with.
#[cfg(not(windows))]
fn opener(path: &Path) -> Command {
    let mut command = Command::new(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
    command.arg(path);
    command
}

/// Explorer reads its arguments in its own way: a comma ends one unless it is quoted, and a typed `/` is no `\\`.
#[cfg(windows)]
fn opener(path: &Path) -> Command {
    let mut quoted = std::ffi::OsString::from("\"");
    quoted.push(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
    quoted.push("\"");
    let mut command = Command::new("explorer");
    std::os::windows::process::CommandExt::raw_arg(&mut command, quoted);
    command
}

/// The file dialogs of the system, through rfd.
struct SystemDialogs;

impl Dialogs for SystemDialogs {
    fn ask(&self, question: FileQuestion, context: &egui::Context) -> Receiver<Option<PathBuf>> {
        let (sender, receiver) = channel();
        let mut dialog = rfd::AsyncFileDialog::new().set_title(&question.title);
        for (words, extensions) in &question.kinds {
            dialog = dialog.add_filter(*words, extensions);
        }
        if let Some(folder) = &question.folder {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = &question.file_name {
            dialog = dialog.set_file_name(name);
        }
        let context = context.clone();
        // On macOS the future has to be made here, in the window's thread; it may be waited for anywhere.
        let answer: std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>> = match (question.is_folder, question.is_save) {
            (true, _) => Box::pin(dialog.pick_folder()),
            (false, true) => Box::pin(dialog.save_file()),
            (false, false) => Box::pin(dialog.pick_file()),
        };
        thread::spawn(move || {
            let path = wait_for(answer).map(|file| file.path().to_owned());
            // A window that is gone wants no answer.
            let _sent = sender.send(path);
            context.request_repaint();
        });
        receiver
    }
}

/// Runs a future in this thread until it is done.
fn wait_for<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}
