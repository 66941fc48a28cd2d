//! P-FIG: one thing of the whole year told with two figures where no cell holds it: 全年主动公开信息1260条 here, 共主动公开信息1280条 there.

use rust_decimal::Decimal;

use super::reader::{Line, Mention, Role, Unit};
use super::text::is_han;
use super::{Section, finding};
use crate::check::Finding;

const RULE: &str = "P-FIG";
/// Shorter phrases name no thing: 公开, 发布.
const SHORTEST: usize = 4;
/// By these a figure is that of the whole year.
const WHOLE: [&str; 8] = ["全年", "共", "累计", "总计", "合计", "年度", "今年", "本年"];
/// What says nothing of the thing that is counted.
const EMPTY: [&str; 12] = ["政府", "各类", "各种", "各项", "总数", "总量", "已", "达", "为", "了", "的", "有"];

/// What was said before, over all sections.
#[derive(Default)]
pub(super) struct Said(Vec<Thing>);

/// A thing with its figure.
struct Thing {
    what: String,
    unit: String,
    value: Decimal,
    shown: String,
}

impl Said {
    /// One finding for each figure of a thing that was told with another before.
    pub(super) fn findings(&mut self, section: &Section<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for line in &section.lines {
            for mention in &line.mentions {
                let Some(thing) = thing(section, line, mention) else { continue };
                match self.0.iter().find(|before| before.what == thing.what && before.unit == thing.unit) {
                    Some(before) if before.value == thing.value => {}
                    Some(before) => findings.push(told(section, line, mention, &thing, before)),
                    None => self.0.push(thing),
                }
            }
        }
        findings
    }
}

/// What the figure counts, where it is the unit's own of the whole year and in no table.
fn thing(section: &Section<'_>, line: &Line<'_>, mention: &Mention<'_>) -> Option<Thing> {
    if !matches!(mention.unit, Unit::Other(_) | Unit::Count) {
        return None;
    }
    let unit = line.part(mention.range.end..mention.end).trim();
    let own = mention.role == Role::Own && mention.exact && mention.cell.is_none() && mention.meanings.is_empty();
    let value = mention.value.filter(|_| own)?;
    let mark = |c: char| "，。；：（）！？、,;:() \u{3000}".contains(c);
    let before = line.part(0..mention.range.start);
    let clause = before.rsplit(mark).next()?;
    if !WHOLE.iter().any(|word| clause.contains(word)) || !opens(before.strip_suffix(clause)?) {
        return None;
    }
    let mut what: String = clause.chars().filter(|c| is_han(*c)).collect();
    let own_names = section.case.form.review.own_names.iter().map(|own| own.word.as_str());
    let unit_name = std::iter::once(section.case.report.unit.trim()).filter(|name| !name.is_empty());
    for word in WHOLE.into_iter().chain(EMPTY).chain(own_names).chain(unit_name) {
        what = what.replace(word, "");
    }
    let what = what.trim_start_matches('年').to_owned();
    (what.chars().count() >= SHORTEST).then(|| Thing {
        what,
        unit: unit.to_owned(),
        value,
        shown: format!("{clause}{}", shown(line, mention)),
    })
}

/// Whether nothing before the clause narrows it: it opens its sentence, or stands behind the year and a head alone. 一是网站，全年发布902条 is
/// of the site.
fn opens(before: &str) -> bool {
    let sentence = before.rsplit(['。', '；', '！', '？']).next().unwrap_or(before);
    let clauses = sentence.split(['，', ',']).map(|clause| clause.trim_matches(|c: char| !is_han(c)));
    clauses.filter(|clause| !clause.is_empty()).all(|clause| clause.ends_with(['年', '度', '底', '日']) || clause.ends_with("方面"))
}

fn shown<'l>(line: &'l Line<'_>, mention: &Mention<'_>) -> &'l str {
    line.part(mention.range.start..mention.end)
}

fn told(section: &Section<'_>, line: &Line<'_>, mention: &Mention<'_>, thing: &Thing, before: &Thing) -> Finding {
    let message = format!("正文“{}”，前面写的是“{}”，同一件事是两个数", thing.shown, before.shown);
    let range = line.in_text(&mention.range);
    let mut finding = finding(section.id, range.clone(), RULE, message);
    finding.fixes.push(section.mended(&range, &before.value.normalize().to_string()));
    finding
}
