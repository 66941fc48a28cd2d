//! `nianbao.com`, beside `nianbao.exe`: the program as a Windows console starts it.
//!
//! A program with a window has no console there: the console does not wait for it, sees nothing of what it prints and
//! not how it ended. So this one, which Windows finds first under the name without an ending, starts that one, hands on
//! what it prints, waits, and ends the same way.

use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread;

fn main() -> ExitCode {
    match start() {
        Ok(child) => wait(child),
        Err(error) => {
            let _written = writeln!(io::stderr(), "旁边的 nianbao.exe 启动不了（{error}）");
            ExitCode::from(2)
        }
    }
}

fn start() -> io::Result<Child> {
    let program = std::env::current_exe()?.with_file_name("nianbao.exe");
    Command::new(program).args(std::env::args_os().skip(1)).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
}

fn wait(mut child: Child) -> ExitCode {
    let (sentences, errors) = (child.stdout.take(), child.stderr.take());
    let errors = thread::spawn(move || hand_on(errors, io::stderr()));
    hand_on(sentences, io::stdout());
    let _ended = errors.join();
    let code = child.wait().ok().and_then(|status| status.code());
    ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(2))
}

/// Writes what is read as it comes.
fn hand_on(from: Option<impl Read>, mut to: impl Write) {
    if let Some(mut from) = from {
        // A console that is closed wants no more.
        let _copied = io::copy(&mut from, &mut to);
        let _flushed = to.flush();
    }
}
