//! `nianbao import`: a report from a published page, a Word file or a spreadsheet; what was read and what was left is said first.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Output, check};
use crate::file::{self, Wanted, json};
use crate::form::Editions;
use crate::page::Fonts;

#[derive(Args)]
pub(super) struct Import {
    /// 已发布或别的程序做的年报：.docx、网页（.html）、.xlsx、.xls、.ods，或本程序导出的文件
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 存为哪个文件
    #[arg(value_name = "存为")]
    out: PathBuf,
    /// 单位名称，文件里没有写或写得不对时用
    #[arg(long, value_name = "名称")]
    unit: Option<String>,
    /// 报告年度，文件里没有写或写得不对时用
    #[arg(long, value_name = "年度")]
    year: Option<i32>,
}

impl Import {
    pub(super) fn run(self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        if self.out.exists() {
            output.error(&format!("文件已存在，没有覆盖：{}", self.out.display()));
            return Outcome::Unreadable;
        }
        let id = crate::identity::new_id();
        let wanted = Wanted { id: &id, unit: self.unit.as_deref(), year: self.year, ..Wanted::default() };
        let opened = match file::import(&self.file, editions, wanted) {
            Ok(opened) if !opened.newer => opened,
            Ok(_) => {
                output.error(&format!("这份文件由更新版本的程序写成，请升级后再用：{}", self.file.display()));
                return Outcome::Unreadable;
            }
            Err(error) => {
                output.error(&super::named(&error, &self.file));
                return Outcome::Unreadable;
            }
        };
        match &opened.account {
            Some(account) => account.lines().iter().for_each(|line| output.say(line)),
            None => opened.told().iter().for_each(|note| output.say(note)),
        }
        let review = check::finished_review(&opened, &Fonts::shipped());
        for finding in &review.findings {
            output.say(&format!("{}　[{}]", finding.message, finding.rule));
        }
        output.say(&check::summary(&opened.form, &review));
        match file::save(&self.out, json::write(&opened.form, &opened.report).as_bytes()) {
            Ok(()) => {
                output.say(&format!("已读入 {} 年度年报（{} 版表样）：{}", opened.report.year, opened.form.edition, self.out.display()));
                Outcome::Right
            }
            Err(error) => {
                output.error(&super::named(&error, &self.out));
                Outcome::Unreadable
            }
        }
    }
}
