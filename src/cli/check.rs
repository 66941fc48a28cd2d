//! `nianbao check`: what the checks find, a line each; a last line says what was checked.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::{Outcome, Output, named};
use crate::check::{Case, Finding, Review, Severity, Standing, review};
use crate::collection::coverage::Coverage;
use crate::collection::folders::{Files, reports_in};
use crate::collection::pairs::LastYears;
use crate::collection::parallel::in_order;
use crate::file::disk::SystemDisk;
use crate::file::json::Opened;
use crate::form::{Editions, Form};
use crate::page::Fonts;
use crate::report::{Figures, LastYear, Report};

#[derive(Args)]
pub(super) struct Check {
    /// 年报文件，或装有年报的文件夹
    #[arg(required = true, value_name = "年报")]
    reports: Vec<PathBuf>,
    /// 上年度的年报，或装有上年度年报的文件夹（按单位名称配对）
    #[arg(long, value_name = "文件或文件夹")]
    last_year: Option<PathBuf>,
    /// 改过名称的单位：每行两列，本年单位、上年单位，以逗号或制表符分开
    #[arg(long, value_name = "文件", requires = "last_year")]
    pairs: Option<PathBuf>,
    /// 只输出 JSON
    #[arg(long)]
    json: bool,
}

/// What came of one report.
struct Checked {
    unit: String,
    year: i32,
    held: usize,
    asked: usize,
    blocking: usize,
    unexplained: usize,
    explained: usize,
    has_last_year: bool,
    blocks: bool,
    /// To be told on stderr.
    notes: Vec<String>,
    /// The findings, and what was checked: sentences or JSON.
    lines: Vec<String>,
}

/// How many reports are how.
#[derive(Default)]
struct Count {
    /// Without any finding that is left open.
    clean: usize,
    /// Nothing is wrong, but a reason is asked for.
    waiting: usize,
    wrong: usize,
    unreadable: usize,
}

impl Count {
    fn add(&mut self, checked: &Checked) {
        if checked.blocks {
            self.wrong += 1;
        } else if checked.unexplained > 0 {
            self.waiting += 1;
        } else {
            self.clean += 1;
        }
    }

    fn sentence(&self) -> String {
        let Self { clean, waiting, wrong, unreadable } = self;
        let all = clean + waiting + wrong + unreadable;
        format!("共 {all} 份：{clean} 份没有问题，{waiting} 份待说明，{wrong} 份有误，{unreadable} 份无法读取")
    }
}

/// How the findings are given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A line for each finding, and one that says what was checked.
    Sentences,
    /// A row for each report.
    Table,
    /// One array of all findings.
    Json,
}

impl Check {
    pub(super) fn run(self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        let shape = match (self.json, self.reports.iter().any(|path| path.is_dir())) {
            (true, _) => Shape::Json,
            (false, true) => Shape::Table,
            (false, false) => Shape::Sentences,
        };
        let mut damaged = Vec::new();
        let last_years =
            LastYears::read(self.last_year.as_deref(), self.pairs.as_deref(), editions, &mut |error| damaged.push(error.to_owned()));
        let last_years = match last_years {
            Ok(last_years) => last_years,
            Err(error) => {
                output.error(&error);
                return Outcome::Unreadable;
            }
        };
        let Files { reports, empty, trouble } = reports_in(&self.reports);
        damaged.extend(trouble);
        damaged.extend(empty.iter().map(|folder| format!("文件夹里没有年报：{}", folder.display())));
        for error in &damaged {
            output.error(error);
        }
        let worst = if damaged.is_empty() { Outcome::Right } else { Outcome::Unreadable };
        let fonts = Fonts::with_system();
        let coverage = Coverage::of(&fonts);
        let checker = Checker { editions, coverage: &coverage, last_years: &last_years, shape };
        checker.all(&reports, output).max(worst)
    }
}

/// Checks reports, each on its own.
struct Checker<'a> {
    editions: &'a Editions,
    coverage: &'a Coverage<'a>,
    last_years: &'a LastYears,
    shape: Shape,
}

impl Checker<'_> {
    fn all(&self, reports: &[PathBuf], output: &mut Output<'_>) -> Outcome {
        let mut outcome = Outcome::Right;
        let (mut count, mut printed) = (Count::default(), 0);
        match self.shape {
            Shape::Json => output.say("["),
            Shape::Table => output.say("有误  待说明  已说明   相符  上年  年度  单位　文件"),
            Shape::Sentences => {}
        }
        let work = |path: &PathBuf| self.one(path);
        in_order(reports, work, |path, checked| match checked {
            Err(error) => {
                count.unreadable += 1;
                outcome = outcome.max(Outcome::Unreadable);
                output.error(&error);
            }
            Ok(checked) => {
                count.add(&checked);
                if checked.blocks {
                    outcome = outcome.max(Outcome::Blocked);
                }
                for note in &checked.notes {
                    output.error(&format!("{note}：{}", path.display()));
                }
                for line in &checked.lines {
                    let comma = if self.shape == Shape::Json && printed > 0 { "," } else { "" };
                    printed += 1;
                    output.say(&format!("{comma}{line}"));
                }
                if self.shape == Shape::Table {
                    output.say(&row(path, &checked));
                }
            }
        });
        match self.shape {
            Shape::Json => output.say("]"),
            Shape::Table if reports.is_empty() => {}
            Shape::Table => output.say(&count.sentence()),
            Shape::Sentences => {}
        }
        outcome
    }

    fn one(&self, path: &Path) -> Result<Checked, String> {
        let mut opened = crate::file::open(path, self.editions).map_err(|error| named(&error, path))?;
        if opened.newer {
            return Err(format!("这份文件由更新版本的程序写成，请升级后再用：{}", path.display()));
        }
        let mut notes = opened.told();
        let report = &mut opened.report;
        match self.last_years.of(&report.unit, report.year, self.editions, &SystemDisk) {
            Some(Ok(last_year)) => report.last_year = Some(last_year),
            Some(Err(error)) => notes.push(error.to_string()),
            None => {}
        }
        if let Some(last_year) = report.last_year.as_ref().filter(|_| self.last_years.are_named() && self.shape == Shape::Sentences) {
            notes.extend(mismatch(report, last_year));
        }
        let covers = |character| self.coverage.covers(character);
        let review = review_with(&opened, &covers);
        let lines = match self.shape {
            Shape::Sentences => lines(path, &opened.form, &review),
            Shape::Table => Vec::new(),
            Shape::Json => review.findings.iter().map(|finding| value(path, &opened.form, finding).to_string()).collect(),
        };
        Ok(Checked {
            unit: opened.report.unit.clone(),
            year: opened.report.year,
            held: review.held(&opened.form),
            asked: opened.form.blocking_sum_count(),
            blocking: review.count(Severity::Blocking),
            unexplained: review.count(Severity::Explain),
            explained: review.findings.iter().filter(|finding| finding.severity == Severity::Explain && finding.reason.is_some()).count(),
            has_last_year: opened.report.last_year.is_some(),
            blocks: review.blocks(),
            notes,
            lines,
        })
    }
}

/// A report's line in the table.
fn row(path: &Path, checked: &Checked) -> String {
    let Checked { unit, year, held, asked, blocking, unexplained, explained, has_last_year, .. } = checked;
    let last_year = if *has_last_year { "有" } else { "无" };
    format!("{blocking:>4}  {unexplained:>6}  {explained:>6}  {held:>2}/{asked}  {last_year:>3}  {year}  {unit}　{}", path.display())
}

/// A last year's report that is of another unit or another year.
fn mismatch(report: &Report, last_year: &LastYear) -> Vec<String> {
    let mut notes = Vec::new();
    if last_year.unit.trim() != report.unit.trim() {
        notes.push(format!("上年度报告的单位是“{}”，本报告是“{}”", last_year.unit, report.unit));
    }
    if last_year.year != report.year - 1 {
        notes.push(format!("上年度报告是 {} 年度的，本报告是 {} 年度的", last_year.year, report.year));
    }
    notes
}

/// The checks of the finished report, with what these fonts can draw.
pub(super) fn finished_review(opened: &Opened, fonts: &Fonts) -> Review {
    review_with(opened, &|character| fonts.covers(character))
}

fn review_with(opened: &Opened, covers: &(dyn Fn(char) -> bool + Sync)) -> Review {
    let figures = Figures::of(&opened.form, &opened.report);
    review(Case { form: &opened.form, report: &opened.report, figures: &figures, standing: Standing::Finished, covers })
}

fn lines(path: &Path, form: &Form, review: &Review) -> Vec<String> {
    let line = |finding: &Finding| {
        let place = finding.section(form).map(|section| format!("{}　", section.head())).unwrap_or_default();
        let reason =
            finding.reason.as_ref().filter(|_| finding.severity != Severity::Hint).map(|reason| format!("——{reason}")).unwrap_or_default();
        let name = match (&finding.reason, finding.severity) {
            (Some(_), Severity::Hint) => "已忽略",
            (Some(_), _) => "已说明",
            (None, severity) => severity_name(severity),
        };
        format!("{name}　{place}{}{reason}　[{}]　{}", finding.message, finding.rule, path.display())
    };
    // Hints stand apart, behind what wants an answer.
    let (hints, others): (Vec<_>, Vec<_>) = review.findings.iter().partition(|finding| finding.severity == Severity::Hint);
    others.into_iter().chain(hints).map(line).chain([summary(form, review)]).collect()
}

/// What was checked of a report, by its sums alone.
pub(super) fn summary_of(form: &Form, report: &Report) -> String {
    let figures = Figures::of(form, report);
    let sums = crate::check::sums(Case { form, report, figures: &figures, standing: Standing::Finished, covers: &|_| true });
    summary(form, &Review { findings: Vec::new(), sums })
}

/// What was checked: `已核对 42 条勾稽关系，全部相符`.
pub(super) fn summary(form: &Form, review: &Review) -> String {
    let (asked, held) = (form.blocking_sum_count(), review.held(form));
    if held == asked {
        format!("已核对 {asked} 条勾稽关系，全部相符")
    } else {
        format!("已核对 {asked} 条勾稽关系，{held} 条相符，{} 条不符", asked - held)
    }
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocking => "有误",
        Severity::Explain => "需说明",
        Severity::Unfinished => "未填完",
        Severity::Hint => "建议",
    }
}

fn value(path: &Path, form: &Form, finding: &Finding) -> Value {
    let severity = match finding.severity {
        Severity::Blocking => "blocking",
        Severity::Explain => "explain",
        Severity::Unfinished => "unfinished",
        Severity::Hint => "hint",
    };
    let id = |involved: &crate::check::Involved| {
        let year = if involved.of_last_year { "last:" } else { "" };
        form.cell(involved.cell).map(|cell| format!("{year}{}", cell.id))
    };
    let side = |side: Option<rust_decimal::Decimal>| {
        side.and_then(|side| serde_json::from_str(&side.normalize().to_string()).ok()).unwrap_or(Value::Null)
    };
    json!({
        "report": path.display().to_string(),
        "rule": finding.rule,
        "severity": severity,
        "cells": finding.cells.iter().filter_map(id).collect::<Vec<_>>(),
        "message": finding.message,
        "left": side(finding.left),
        "right": side(finding.right),
    })
}
