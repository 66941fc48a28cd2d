//! `nianbao sum`: the reports of many units added up, cell by cell, into the report of the office above them.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Outcome, Output, check, named};
use crate::collection::adding::{Added, Asked, add_up};
use crate::collection::folders::{Files, reports_in};
use crate::collection::units::Renamed;
use crate::file::many::units_book;
use crate::file::{self, json};
use crate::form::{Editions, Form};
use crate::report::{Edit, Figures, Level, Report, Status, Whole};

#[derive(Args)]
pub(super) struct Sum {
    /// 各单位的年报，或装有年报的文件夹；最后一个是汇总存成的文件
    #[arg(required = true, value_name = "年报")]
    reports: Vec<PathBuf>,
    /// 汇总成哪个单位的年报，如 云山县人民政府；重新汇总的不用写
    #[arg(long, value_name = "名称", required_unless_present = "again")]
    unit: Option<String>,
    /// 报告年度；重新汇总的不用写
    #[arg(long, value_name = "年度", required_unless_present = "again")]
    year: Option<i32>,
    /// 重新汇总：先列出哪些数字变了，改过的数字保留
    #[arg(long, value_name = "原来的汇总", conflicts_with_all = ["unit", "year"])]
    again: Option<PathBuf>,
    /// 改过名称的单位：每行两列，本年单位、上年单位；两个名称都有的算一个单位
    #[arg(long, value_name = "文件")]
    pairs: Option<PathBuf>,
    /// 读不出的、年度或表样不符的，列出后不计入
    #[arg(long)]
    leave_out: bool,
    /// 另存一份电子表格：每个单位一行，每格一列，合计是公式
    #[arg(long, value_name = "文件")]
    xlsx: Option<PathBuf>,
}

impl Sum {
    pub(super) fn run(mut self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        let Some(out) = self.reports.pop().filter(|_| !self.reports.is_empty()) else {
            output.error("还要写明汇总存为哪个文件");
            return Outcome::Unreadable;
        };
        if out.exists() {
            output.error(&format!("文件已存在，没有覆盖：{}", out.display()));
            return Outcome::Unreadable;
        }
        match self.summed(&out, editions, output) {
            Ok(Some(outcome)) => outcome,
            Ok(None) => Outcome::Unreadable,
            Err(sentence) => {
                output.error(&sentence);
                Outcome::Unreadable
            }
        }
    }

    /// What came of it; `None` where all was told already.
    fn summed(&self, out: &Path, editions: &Editions, output: &mut Output<'_>) -> Result<Option<Outcome>, String> {
        let Some((form, mut report)) = self.begun(editions, output)? else { return Ok(None) };
        let renamed = self.pairs.as_deref().map_or_else(|| Ok(Renamed::default()), Renamed::read)?;
        let Files { reports, empty, trouble } = reports_in(&self.reports);
        // The report that is added up anew may lie among those that it is made of.
        let reports: Vec<_> = reports.into_iter().filter(|path| Some(path) != self.again.as_ref()).collect();
        for error in trouble.iter().cloned().chain(empty.iter().map(|folder| format!("文件夹里没有年报：{}", folder.display()))) {
            output.error(&error);
        }
        let whole_form = editions.named(&form.edition).ok_or("没有适用的表样")?;
        let asked = Asked { form: whole_form, year: report.year, renamed: &renamed, leaves_out: self.leave_out };
        let added = add_up(&reports, &self.reports, editions, &asked);
        tell(&added, self.leave_out, output);
        let Some(whole) = added.whole.filter(|_| trouble.is_empty() || self.leave_out) else {
            output.error("没有汇总");
            return Ok(Some(Outcome::Unreadable));
        };
        self.take(form, &mut report, whole, output);
        self.write(out, form, &report, added.blanks, output).map(Some)
    }

    /// The report that takes the sum: a new one, or the one that is added up anew.
    fn begun<'a>(&self, editions: &'a Editions, output: &mut Output<'_>) -> Result<Option<(&'a Form, Report)>, String> {
        if let Some(path) = &self.again {
            let Some(opened) = super::open(path, editions, output) else { return Ok(None) };
            if opened.report.whole.is_none() {
                return Err(format!("这份年报不是汇总来的：{}", path.display()));
            }
            if opened.report.status == Status::Final {
                return Err(format!("年报已定稿，请先撤回定稿：{}", path.display()));
            }
            let form = editions.named(&opened.form.edition).ok_or("没有适用的表样")?;
            return Ok(Some((form, opened.report)));
        }
        let (unit, year) = (self.unit.as_deref().unwrap_or_default().trim(), self.year.unwrap_or_default());
        let form = editions.for_year(year).filter(|_| year <= 9999).ok_or_else(|| format!("没有适用于 {year} 年度的表样"))?;
        Ok(Some((form, Report::blank(form, &crate::identity::new_id(), year, unit, Level::guess(unit)))))
    }

    fn take(&self, form: &Form, report: &mut Report, whole: Whole, output: &mut Output<'_>) {
        if self.again.is_none() {
            let texts = whole.texts(form);
            report.apply(form, Edit::All(vec![Edit::Cells(texts), Edit::Whole(Some(whole.into()))]));
            return;
        }
        let again = whole.again(form, report);
        again.units.iter().for_each(|line| output.say(line));
        for change in &again.changes {
            let name = form.cell(change.cell).map(crate::form::CellDefinition::full_name).unwrap_or_default();
            let kept = change.kept.as_ref().map(|text| format!("（表中已改为 {text}，保留）")).unwrap_or_default();
            output.say(&format!("{name} {} → {}{kept}", change.old.normalize(), change.new.normalize()));
        }
        if again.changes.is_empty() {
            output.say("合计没有变化");
        }
        report.apply(form, again.edit);
    }

    fn write(&self, out: &Path, form: &Form, report: &Report, blanks: usize, output: &mut Output<'_>) -> Result<Outcome, String> {
        let whole = report.whole.clone().unwrap_or_default();
        let figures = Figures::of(form, report);
        if !whole.keeps_figures() {
            output.say("单位太多，年报里只记合计和各单位的文件，不记各单位的数字");
        }
        let mut files = Vec::new();
        if let Some(path) = &self.xlsx {
            let made = units_book(form, report, &figures, &whole).map_err(|error| error.to_string())?;
            output.say(&made.verified);
            files.push((path.as_path(), made.bytes));
        }
        files.push((out, json::write(form, report).into_bytes()));
        let read = self.reports.iter().chain(&self.again).map(PathBuf::as_path).collect::<Vec<_>>();
        let written = files.iter().map(|(path, _)| *path).collect::<Vec<_>>();
        file::must_be_apart(&written, &read).map_err(|error| error.to_string())?;
        if blanks > 0 {
            output.say(&format!("各单位共 {blanks} 个空白格按 0 计"));
        }
        output.say(&check::summary_of(form, report));
        for (path, bytes) in files {
            file::save(path, &bytes).map_err(|error| named(&error, path))?;
        }
        output.say(&format!("已汇总 {} 份（{} 年度，{} 版表样）：{}", whole.parts.len(), report.year, form.edition, out.display()));
        Ok(Outcome::Right)
    }
}

/// What is left out or stands in the way, and what is counted though it does not hold.
fn tell(added: &Added, leaves_out: bool, output: &mut Output<'_>) {
    for left in &added.left {
        let how = if left.may_be_left && leaves_out { "没有计入：" } else { "" };
        output.error(&format!("{how}{}：{}", left.why, left.path.display()));
    }
    for told in &added.told {
        output.error(&format!("{}：{}", told.why, told.path.display()));
    }
    if !leaves_out && added.left.iter().any(|left| left.may_be_left) {
        output.error("改好后再汇总，或加 --leave-out 不计入它们");
    }
}
