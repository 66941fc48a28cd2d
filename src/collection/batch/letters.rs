//! What goes out: the page that a unit gets back (退回意见), and the bulletin of all units (通报表).

use std::collections::BTreeMap;

use super::lines::{Line, Trouble};
use super::looking::Row;
use crate::check::{Review, Severity, Spot};
use crate::file::hash;
use crate::file::many::{Batch, Block, Decided, Letter, PlainSheet, State};
use crate::form::Form;

/// Something that is said to a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// By what it is known again when the report is checked again: rule, place, and the hash of its words.
    pub id: String,
    /// What is asked of the unit.
    pub kind: RemarkKind,
    /// The head of the section; empty for what concerns the whole.
    pub section: String,
    /// What is said, with the figures.
    pub text: String,
}

/// What is asked of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    /// To mend it.
    Wrong,
    /// To give a reason, or to mend it.
    Explain,
    /// To think about it.
    Hint,
}

impl RemarkKind {
    const ALL: [Self; 3] = [Self::Wrong, Self::Explain, Self::Hint];

    /// The head of those remarks.
    #[must_use]
    pub fn head(self) -> &'static str {
        match self {
            Self::Wrong => "有误，请改正",
            Self::Explain => "请核实，属实的写明原因",
            Self::Hint => "建议，不影响报送",
        }
    }
}

/// Who sends a letter, and when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signer {
    /// The reviewing office; may be empty.
    pub office: String,
    /// The day as `YYYY-MM-DD`.
    pub day: String,
}

/// Everything that the checks have to say, and what is odd about the file, in the order of the form.
#[must_use]
pub fn remarks(form: &Form, review: &Review, troubles: &[Trouble]) -> Vec<Remark> {
    let odd = troubles
        .iter()
        .filter(|trouble| matches!(trouble, Trouble::OldForm(_) | Trouble::WrongYear(_) | Trouble::OldName(_) | Trouble::Twice(_)));
    let odd = odd.map(|trouble| {
        let text = trouble.sentence();
        Remark { id: id_of("FILE", "", &text), kind: RemarkKind::Wrong, section: String::new(), text }
    });
    let said = review.findings.iter().filter(|finding| finding.reason.is_none()).map(|finding| Remark {
        id: id_of(&finding.rule, place_of(form, &finding.spot), &finding.message),
        kind: match finding.severity {
            Severity::Blocking | Severity::Unfinished => RemarkKind::Wrong,
            Severity::Explain => RemarkKind::Explain,
            Severity::Hint => RemarkKind::Hint,
        },
        section: finding.section(form).map(crate::form::Section::head).unwrap_or_default(),
        text: finding.message.clone(),
    });
    let mut remarks: Vec<Remark> = odd.chain(said).collect();
    // What is said twice of one place is told apart by its turn.
    let mut turns: BTreeMap<String, usize> = BTreeMap::new();
    for remark in &mut remarks {
        let turn = turns.entry(remark.id.clone()).or_default();
        *turn += 1;
        if *turn > 1 {
            remark.id = format!("{} {turn}", remark.id);
        }
    }
    remarks
}

/// Rule, place, and the hash of the words: a batch keeps nothing of a report but hashes.
fn id_of(rule: &str, place: &str, words: &str) -> String {
    const DIGITS: usize = 16;
    let hash: String = hash(words.as_bytes()).chars().take(DIGITS).collect();
    [rule, place, &hash].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The id of the cell or section.
fn place_of<'a>(form: &'a Form, spot: &'a Spot) -> &'a str {
    match spot {
        Spot::Cell(cell) => form.cell(*cell).map(|cell| cell.id.as_str()).unwrap_or_default(),
        Spot::Prose { section, .. } => section,
        Spot::Head => "",
    }
}

/// Whether it goes into the page that the unit gets: hints where the reviewer added them, the rest unless it was struck.
#[must_use]
pub fn goes_back(remark: &Remark, decided: Option<&Decided>) -> bool {
    let (added, struck) = decided.map(|decided| (decided.added.as_slice(), decided.struck.as_slice())).unwrap_or_default();
    if remark.kind == RemarkKind::Hint { added.contains(&remark.id) } else { !struck.contains(&remark.id) }
}

/// The page that a unit gets: what is wrong by section, what to explain, hints apart, and the reviewer's own words.
#[must_use]
pub fn letter(unit: &str, year: i32, remarks: &[Remark], note: &str, signer: &Signer) -> Letter {
    let mut blocks =
        vec![Block::Text(format!("{unit}：")), Block::Text(format!("你单位报送的{year}年政府信息公开工作年度报告已审核，意见如下。"))];
    let mut number = 0;
    for kind in RemarkKind::ALL {
        let of_kind: Vec<_> = remarks.iter().filter(|remark| remark.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        number += 1;
        blocks.push(Block::Head(format!("{}、{}（{} 处）", chinese(number), kind.head(), of_kind.len())));
        let mut section = None;
        for (at, remark) in of_kind.iter().enumerate() {
            if section != Some(&remark.section) && !remark.section.is_empty() {
                blocks.push(Block::Text(format!("【{}】", remark.section)));
            }
            section = Some(&remark.section);
            blocks.push(Block::Text(format!("{}. {}", at + 1, remark.text)));
        }
    }
    if !note.trim().is_empty() {
        number += 1;
        blocks.push(Block::Head(format!("{}、其他意见", chinese(number))));
        blocks.extend(note.lines().filter(|line| !line.trim().is_empty()).map(|line| Block::Text(line.trim().to_owned())));
    }
    if number == 0 {
        blocks.push(Block::Text("没有需要改正的地方。".to_owned()));
    }
    blocks.extend([signer.office.trim().to_owned(), long_day(&signer.day)].into_iter().filter(|line| !line.is_empty()).map(Block::Signed));
    Letter { title: "政府信息公开工作年度报告审核意见".to_owned(), blocks, day: signer.day.clone() }
}

fn chinese(number: usize) -> &'static str {
    ["一", "二", "三", "四", "五"].get(number.saturating_sub(1)).copied().unwrap_or("六")
}

/// 2025年1月9日.
fn long_day(day: &str) -> String {
    crate::page::long_date(day)
}

/// The bulletin of all units as a letter and as sheets: reports in, right, wrong by rule.
#[must_use]
pub fn bulletin(batch: &Batch, rows: &[Row], lines: &[Line], year: Option<i32>, signer: &Signer) -> (Letter, Vec<PlainSheet>) {
    let title = format!("{}政府信息公开工作年度报告审核情况", year.map(|year| format!("{year}年")).unwrap_or_default());
    let table = unit_rows(batch, rows, lines);
    let rules = rule_rows(rows);
    let mut blocks = vec![Block::Text(standing(batch, rows, lines))];
    let missing: Vec<_> = lines.iter().filter(|line| line.row.is_none()).map(|line| line.unit.as_str()).collect();
    if !missing.is_empty() {
        blocks.push(Block::Text(format!("未报：{}。", missing.join("、"))));
    }
    blocks.push(Block::Head("一、各单位情况".to_owned()));
    blocks.push(Block::Table { widths: vec![30, 12, 10, 10, 10, 10, 40], rows: table.iter().map(|row| brief(row)).collect() });
    if rules.len() > 1 {
        blocks.push(Block::Head("二、不符的勾稽关系".to_owned()));
        blocks.push(Block::Table { widths: vec![20, 12, 60], rows: rules.clone() });
    }
    blocks.extend([signer.office.trim().to_owned(), long_day(&signer.day)].into_iter().filter(|line| !line.is_empty()).map(Block::Signed));
    let sheets = vec![
        PlainSheet { name: "各单位".to_owned(), widths: vec![28, 10, 8, 8, 32, 10, 8, 8, 8, 8, 10, 44, 36], rows: table },
        PlainSheet { name: "按规则".to_owned(), widths: vec![16, 10, 80], rows: rules },
    ];
    (Letter { title, blocks, day: signer.day.clone() }, sheets)
}

/// How many came, are right, are wrong, in one sentence.
fn standing(batch: &Batch, rows: &[Row], lines: &[Line]) -> String {
    let missing = lines.iter().filter(|line| line.row.is_none()).count();
    let looked = || rows.iter().filter_map(|row| row.looked.as_ref().ok());
    let unreadable = rows.len() - looked().count();
    let wrong = looked().filter(|looked| looked.wrong > 0).count();
    let waiting = looked().filter(|looked| looked.wrong == 0 && looked.explain > 0).count();
    let right = looked().count() - wrong - waiting;
    let roster =
        if batch.roster.is_empty() { String::new() } else { format!("应报 {} 个单位，未报 {missing} 个；", batch.roster.len()) };
    let state = |state: State| lines.iter().filter(|line| line.row.is_some() && line.state == state).count();
    let (returned, passed) = (state(State::Returned), state(State::Passed));
    format!(
        "{roster}收到 {} 份：{right} 份没有问题，{waiting} 份待说明，{wrong} 份有误，{unreadable} 份读不出。已通过 {passed} 份，退回 {returned} 份。",
        rows.len()
    )
}

/// A row for each unit and file, the heads first.
fn unit_rows(batch: &Batch, rows: &[Row], lines: &[Line]) -> Vec<Vec<String>> {
    let heads = ["单位", "层级", "年度", "表样", "文件", "勾稽相符", "有误", "待说明", "建议", "上年", "状态", "情况", "意见"];
    let mut table = vec![heads.map(str::to_owned).to_vec()];
    for line in lines {
        let row = line.row.and_then(|at| rows.get(at));
        let looked = row.and_then(|row| row.looked.as_ref().ok());
        let of = |text: &dyn Fn(&super::looking::LookedAt) -> String| looked.map(text).unwrap_or_default();
        let troubles = line.troubles.iter().map(Trouble::sentence).collect::<Vec<_>>().join("；");
        let note = row.and_then(|row| batch.decided(&row.file)).map(|decided| decided.note.clone()).unwrap_or_default();
        table.push(vec![
            line.unit.clone(),
            of(&|looked| looked.level.map_or("", crate::report::Level::name).to_owned()),
            of(&|looked| looked.year.to_string()),
            of(&|looked| looked.edition.clone()),
            row.map(|row| row.file.clone()).unwrap_or_default(),
            of(&|looked| format!("{}/{}", looked.held, looked.asked)),
            of(&|looked| looked.wrong.to_string()),
            of(&|looked| looked.explain.to_string()),
            of(&|looked| looked.hints.to_string()),
            of(&|looked| if looked.has_last_year { "有" } else { "无" }.to_owned()),
            row.map(|_| line.state.name().to_owned()).unwrap_or_default(),
            troubles,
            note,
        ]);
    }
    table
}

/// The columns that fit on a page.
fn brief(row: &[String]) -> Vec<String> {
    [0, 5, 6, 7, 8, 10, 11].into_iter().map(|at| row.get(at).cloned().unwrap_or_default()).collect()
}

/// Which rule failed in how many reports, and whose.
fn rule_rows(rows: &[Row]) -> Vec<Vec<String>> {
    let mut by_rule: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for looked in rows.iter().filter_map(|row| row.looked.as_ref().ok()) {
        for rule in looked.rules.keys() {
            by_rule.entry(rule).or_default().push(&looked.unit);
        }
    }
    let heads = ["规则", "份数", "单位"].map(str::to_owned).to_vec();
    let row = |(rule, units): (&str, Vec<&str>)| vec![rule.to_owned(), units.len().to_string(), units.join("、")];
    std::iter::once(heads).chain(by_rule.into_iter().map(row)).collect()
}
