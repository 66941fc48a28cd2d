//! `nianbao export`: the paper and the machine-readable report.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Output, check};
use crate::check::Severity;
use crate::file::{self, json};
use crate::form::Editions;
use crate::report::{Figures, Value};

#[derive(Args)]
pub(super) struct Export {
    /// 年报文件
    report: PathBuf,
    /// 导出为 PDF
    #[arg(long, value_name = "OUT")]
    pdf: Option<PathBuf>,
    /// 导出为 JSON
    #[arg(long, value_name = "OUT")]
    json: Option<PathBuf>,
    /// 有误也导出，每页标明“草稿”
    #[arg(long)]
    draft: bool,
}

impl Export {
    pub(super) fn run(self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        if self.pdf.is_none() && self.json.is_none() {
            output.error("没有写明导出到哪里，请加 --pdf 文件名 或 --json 文件名");
            return Outcome::Unreadable;
        }
        let Some(opened) = super::open(&self.report, editions, output) else {
            return Outcome::Unreadable;
        };
        let review = check::finished_review(&opened);
        for finding in &review.findings {
            output.say(&format!("{}　[{}]", finding.message, finding.rule));
        }
        output.say(&check::summary(&opened.form, &review));
        if review.blocks() && !self.draft {
            let count = review.count(Severity::Blocking);
            output.error(&format!("有 {count} 处错误，没有导出；改正后再导出，或加 --draft 导出草稿"));
            return Outcome::Blocked;
        }
        let figures = Figures::of(&opened.form, &opened.report);
        let blanks = opened.form.cells().filter(|(cell, _)| figures.value(*cell) == Value::Blank).count();
        if blanks > 0 {
            output.say(&format!("{blanks} 个空白格按 0 导出"));
        }
        let Some(path) = &self.json else { return Outcome::Right };
        let text = if self.draft {
            json::write(&opened.form, &opened.report)
        } else {
            json::finished(&opened.form, &opened.report, &figures, &review)
        };
        match file::save(path, text.as_bytes()) {
            Ok(()) => {
                output.say(&format!("已导出：{}", path.display()));
                Outcome::Right
            }
            Err(error) => {
                output.error(&super::named(&error, path));
                Outcome::Unreadable
            }
        }
    }
}
