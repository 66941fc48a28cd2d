//! `nianbao new`: a blank report of the year's edition.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Output};
use crate::file::{self, json};
use crate::form::Editions;
use crate::report::{Level, Report};

#[derive(Args)]
pub(super) struct New {
    /// 单位名称，如 西坡镇人民政府
    #[arg(long)]
    unit: String,
    /// 报告年度，如 2024
    #[arg(long)]
    year: i32,
    /// 单位层级：省、市、县、乡镇街道、部门；不写则按名称判断
    #[arg(long, value_parser = level)]
    level: Option<Level>,
    /// 存为哪个文件
    out: PathBuf,
}

fn level(name: &str) -> Result<Level, String> {
    let names: Vec<_> = Level::ALL.iter().map(|level| level.name()).collect();
    Level::named(name).ok_or_else(|| format!("应为{}之一", names.join("、")))
}

impl New {
    pub(super) fn run(self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        let Some(form) = editions.for_year(self.year).filter(|_| self.year <= 9999) else {
            output.error(&format!("没有适用于 {} 年度的表样", self.year));
            return Outcome::Unreadable;
        };
        if self.out.exists() {
            output.error(&format!("文件已存在，没有覆盖：{}", self.out.display()));
            return Outcome::Unreadable;
        }
        let level = self.level.or_else(|| Level::guess(&self.unit));
        let report = Report::blank(form, &crate::identity::new_id(), self.year, self.unit.trim(), level);
        match file::save(&self.out, json::write(form, &report).as_bytes()) {
            Ok(()) => {
                output.say(&format!("已新建 {} 年度空白年报（{} 版表样）：{}", self.year, form.edition, self.out.display()));
                Outcome::Right
            }
            Err(error) => {
                output.error(&super::named(&error, &self.out));
                Outcome::Unreadable
            }
        }
    }
}
