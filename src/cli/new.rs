//! `nianbao new`: a blank report of the year's edition, or one that starts from last year's.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Outcome, Output};
use crate::file::{self, json};
use crate::form::{Editions, Form};
use crate::report::{Edit, Level, Report, Source, Start, next_year};

#[derive(Args)]
pub(super) struct New {
    /// 单位名称，如 西坡镇人民政府；从上年开始的不用写，除非改了名称
    #[arg(long, value_name = "名称", required_unless_present = "from")]
    unit: Option<String>,
    /// 报告年度，如 2024；从上年开始的不写则为上年的下一年
    #[arg(long, value_name = "年度", required_unless_present = "from")]
    year: Option<i32>,
    /// 单位层级：省、市、县、乡镇街道、部门；不写则按名称判断
    #[arg(long, value_name = "层级", value_parser = level)]
    level: Option<Level>,
    /// 从上年的年报开始：带过来单位、落款、联系方式、小标题和上年数字，正文不带
    #[arg(long, value_name = "上年年报")]
    from: Option<PathBuf>,
    /// 按列填好上年结转
    #[arg(long, requires = "from")]
    carry: bool,
    /// 存为哪个文件
    #[arg(value_name = "存为")]
    out: PathBuf,
}

fn level(name: &str) -> Result<Level, String> {
    let names: Vec<_> = Level::ALL.iter().map(|level| level.name()).collect();
    Level::named(name).ok_or_else(|| format!("应为{}之一", names.join("、")))
}

impl New {
    pub(super) fn run(self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        if self.out.exists() {
            output.error(&format!("文件已存在，没有覆盖：{}", self.out.display()));
            return Outcome::Unreadable;
        }
        let made = match &self.from {
            Some(last) => self.starting_from(last, editions, output),
            None => self.blank(editions, output),
        };
        let Some((form, mut report)) = made else { return Outcome::Unreadable };
        if self.level.is_some() {
            report.level = self.level;
        }
        let what = if self.from.is_some() { "年报" } else { "空白年报" };
        match file::save(&self.out, json::write(form, &report).as_bytes()) {
            Ok(()) => {
                output.say(&format!("已新建 {} 年度{what}（{} 版表样）：{}", report.year, form.edition, self.out.display()));
                Outcome::Right
            }
            Err(error) => {
                output.error(&super::named(&error, &self.out));
                Outcome::Unreadable
            }
        }
    }

    fn blank<'a>(&self, editions: &'a Editions, output: &mut Output<'_>) -> Option<(&'a Form, Report)> {
        let (unit, year) = (self.unit.as_deref()?.trim(), self.year?);
        let form = form_of(year, editions, output)?;
        Some((form, Report::blank(form, &crate::identity::new_id(), year, unit, Level::guess(unit))))
    }

    /// What is taken over and what does not fit is said, before anything is written.
    fn starting_from<'a>(&self, last: &Path, editions: &'a Editions, output: &mut Output<'_>) -> Option<(&'a Form, Report)> {
        let opened = super::open(last, editions, output)?;
        let year = self.year.unwrap_or(opened.report.year.saturating_add(1));
        let form = form_of(year, editions, output)?;
        let unit = self.unit.as_deref().unwrap_or(&opened.report.unit);
        let id = crate::identity::new_id();
        let mut new = next_year(form, Source { form: &opened.form, report: &opened.report }, Start { id: &id, year, unit });
        for line in new.taken.iter().chain(&new.changes) {
            output.say(line);
        }
        for note in &new.notes {
            output.error(note);
        }
        if self.carry {
            output.say(&format!("已按上年填好结转 {} 格", new.offers.len()));
            new.report.apply(form, Edit::Cells(new.offers));
        } else if !new.offers.is_empty() {
            output.say(&format!("可从上年结转 {} 格，加 --carry 填好", new.offers.len()));
        }
        Some((form, new.report))
    }
}

fn form_of<'a>(year: i32, editions: &'a Editions, output: &mut Output<'_>) -> Option<&'a Form> {
    let form = editions.for_year(year).filter(|_| year <= 9999);
    if form.is_none() {
        output.error(&format!("没有适用于 {year} 年度的表样"));
    }
    form.map(|form| &**form)
}
