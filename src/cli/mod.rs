//! The same work without a window: `new`, `import`, `check`, `export`, `ledger`, `sum`, `table`, `manual`. Sentences go to stdout, errors to stderr.

mod check;
mod export;
mod import;
mod ledger;
mod manual;
mod new;
mod sum;
mod table;
mod words;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::file::{FileError, json::Opened};
use crate::form::Editions;

/// What the command line asks for.
pub enum Asked {
    /// The window, with that report in it.
    Window(Option<PathBuf>),
    /// It was done without a window; this is the exit code.
    Done(ExitCode),
}

#[derive(Parser)]
#[command(name = "nianbao", version, about = "填写、核对、导出政府信息公开工作年度报告", args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// 在窗口中打开的年报
    #[arg(value_name = "年报")]
    report: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// 新建一份空白年报
    New(new::New),
    /// 读入已发布的年报：Word、网页、电子表格
    Import(import::Import),
    /// 核对年报：0 无误，1 有误，2 无法读取
    Check(check::Check),
    /// 导出 PDF、Word、网页、电子表格、JSON 或图解
    Export(export::Export),
    /// 从依申请公开台账统计表三、表四，写成另一份年报
    Ledger(ledger::Ledger),
    /// 汇总各单位的年报：逐格相加，写成一份新的年报
    Sum(sum::Sum),
    /// 导出数据表：每份年报的每个数字一行
    Table(table::Table),
    /// 把使用手册存成 PDF
    Manual(manual::Manual),
}

/// Where a command prints: sentences and errors.
struct Output<'a> {
    sentences: &'a mut dyn Write,
    errors: &'a mut dyn Write,
}

/// The exit codes that scripts rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    Blocked,
    Unreadable,
}

/// The table of arguments, from which manual pages and completions are made.
#[must_use]
pub fn command() -> clap::Command {
    words::in_chinese(Arguments::command())
}

/// Does what the arguments ask for, the program's own name first among them.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Asked {
    let parsed = command().try_get_matches_from(arguments).and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return Asked::Done(answer(&error).code()),
    };
    let Some(command) = arguments.command else {
        return Asked::Window(arguments.report);
    };
    let (mut sentences, mut errors) = (std::io::stdout().lock(), std::io::stderr().lock());
    let mut output = Output { sentences: &mut sentences, errors: &mut errors };
    let outcome = match Editions::shipped() {
        Ok(editions) => match command {
            Command::New(new) => new.run(&editions, &mut output),
            Command::Import(import) => import.run(&editions, &mut output),
            Command::Check(check) => check.run(&editions, &mut output),
            Command::Export(export) => export.run(&editions, &mut output),
            Command::Ledger(ledger) => ledger.run(&editions, &mut output),
            Command::Sum(sum) => sum.run(&editions, &mut output),
            Command::Table(table) => table.run(&editions, &mut output),
            Command::Manual(manual) => manual.run(&editions, &mut output),
        },
        Err(error) => {
            output.error(&error.to_string());
            Outcome::Unreadable
        }
    };
    Asked::Done(outcome.code())
}

/// Says what clap has to say: help and version are no errors.
fn answer(error: &clap::Error) -> Outcome {
    if error.use_stderr() {
        let _written = writeln!(std::io::stderr(), "{}", words::sentence(error));
        Outcome::Unreadable
    } else {
        let _printed = error.print();
        Outcome::Right
    }
}

impl Outcome {
    fn code(self) -> ExitCode {
        match self {
            Self::Right => ExitCode::SUCCESS,
            Self::Blocked => ExitCode::from(1),
            Self::Unreadable => ExitCode::from(2),
        }
    }
}

impl Output<'_> {
    /// A line for the clerk. A reader that went away is no reason to stop.
    fn say(&mut self, sentence: &str) {
        let _written = writeln!(self.sentences, "{sentence}");
    }

    fn error(&mut self, sentence: &str) {
        let _written = writeln!(self.errors, "{sentence}");
    }
}

/// Reads a report. A newer program's file can be looked at in the window, but nothing is promised of it here.
fn open(path: &Path, editions: &Editions, output: &mut Output<'_>) -> Option<Opened> {
    match crate::file::open(path, editions) {
        Ok(opened) if opened.newer => {
            output.error(&format!("这份文件由更新版本的程序写成，请升级后再用：{}", path.display()));
            None
        }
        Ok(opened) => {
            for note in opened.told() {
                output.error(&format!("{note}：{}", path.display()));
            }
            Some(opened)
        }
        Err(error) => {
            output.error(&named(&error, path));
            None
        }
    }
}

/// A sentence with the path last.
fn named(error: &FileError, path: &Path) -> String {
    let sentence = error.to_string();
    let shown = path.display().to_string();
    if sentence.contains(&shown) { sentence } else { format!("{sentence}：{shown}") }
}
