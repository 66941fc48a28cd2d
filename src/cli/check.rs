//! `nianbao check`: what the checks find, a line each; a last line says what was checked.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::{Outcome, Output};
use crate::check::{Case, Finding, Review, Severity, Standing, review};
use crate::file::json::Opened;
use crate::form::{Editions, Form};
use crate::page::Fonts;
use crate::report::Figures;

#[derive(Args)]
pub(super) struct Check {
    /// 年报文件，或装有年报的文件夹
    #[arg(required = true)]
    reports: Vec<PathBuf>,
    /// 只输出 JSON
    #[arg(long)]
    json: bool,
}

impl Check {
    pub(super) fn run(self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        let mut outcome = Outcome::Right;
        let mut listed = Vec::new();
        let fonts = Fonts::with_system();
        for path in &self.reports {
            outcome = outcome.max(self.one(path, editions, &fonts, &mut listed, output));
        }
        if self.json {
            output.say(&serde_json::to_string_pretty(&listed).unwrap_or_default());
        }
        outcome
    }

    fn one(&self, path: &Path, editions: &Editions, fonts: &Fonts, listed: &mut Vec<Value>, output: &mut Output<'_>) -> Outcome {
        let Some(opened) = super::open(path, editions, output) else {
            return Outcome::Unreadable;
        };
        let review = finished_review(&opened, fonts);
        if self.json {
            listed.extend(review.findings.iter().map(|finding| value(path, &opened.form, finding)));
        } else {
            say(path, &opened.form, &review, output);
        }
        if review.blocks() { Outcome::Blocked } else { Outcome::Right }
    }
}

/// The checks of the finished report, with what these fonts can draw.
pub(super) fn finished_review(opened: &Opened, fonts: &Fonts) -> Review {
    let figures = Figures::of(&opened.form, &opened.report);
    let covers = |character| fonts.covers(character);
    review(Case { form: &opened.form, report: &opened.report, figures: &figures, standing: Standing::Finished, covers: &covers })
}

fn say(path: &Path, form: &Form, review: &Review, output: &mut Output<'_>) {
    for finding in &review.findings {
        let place = finding.section(form).map(|section| format!("{}　", section.head())).unwrap_or_default();
        output.say(&format!("{}　{place}{}　[{}]　{}", severity_name(finding.severity), finding.message, finding.rule, path.display()));
    }
    output.say(&summary(form, review));
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
    }
}

fn value(path: &Path, form: &Form, finding: &Finding) -> Value {
    let severity = match finding.severity {
        Severity::Blocking => "blocking",
        Severity::Explain => "explain",
        Severity::Unfinished => "unfinished",
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
