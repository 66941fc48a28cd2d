//! Unit and year, from the title, or from what else says them.

use std::sync::Arc;

use super::heads::Heads;
use super::pieces::Line;
use crate::form::Form;
use crate::intake::words::{compact, half_width};

/// The most lines that a title is broken into.
const MOST_LINES: usize = 3;
/// How many lines behind the first head may still name the report.
const OPENING: usize = 3;
/// The longest name of a unit, in characters.
const LONGEST_UNIT: usize = 30;

/// What the title says.
#[derive(Default)]
pub(super) struct Title {
    pub(super) year: Option<i32>,
    pub(super) unit: String,
    /// The lines that it stands in, among all lines: from, to; empty where it stands in none.
    pub(super) lines: (usize, usize),
    /// Where it was read.
    pub(super) source: String,
    /// Another year that the text says the figures are of, and where.
    pub(super) other_year: Option<(i32, String)>,
}

impl Title {
    /// The last title before the first head, else what the page calls itself, else the period that the figures are of.
    pub(super) fn find(lines: &[&Line], name: &str, heads: &Heads, forms: &[&Arc<Form>]) -> Self {
        let after_unit: Vec<&str> = forms.iter().flat_map(|form| &form.foreign.after_unit).map(String::as_str).collect();
        let before_unit: Vec<&str> = forms.iter().flat_map(|form| &form.foreign.before_unit).map(String::as_str).collect();
        let first_head = lines.iter().position(|line| heads.section(&line.text).is_some()).unwrap_or(lines.len());
        let before = lines.get(..first_head).unwrap_or_default();
        let mut found = Self::default();
        for from in 0..before.len() {
            let window =
                |count: usize| before.get(from..from + count).map(|lines| lines.iter().map(|line| compact(&line.text)).collect::<String>());
            let read = (1..=MOST_LINES).find_map(|count| Some((count, read(&window(count)?, heads, &after_unit)?)));
            let Some((count, (year, unit))) = read else { continue };
            // Of a title in several lines, the later lines alone say less.
            if from + count == found.lines.1 && unit.is_empty() {
                continue;
            }
            let place = before.get(from).map(|line| line.place.words()).unwrap_or_default();
            found = Self { year: Some(year), unit, lines: (from, from + count), source: format!("标题，{place}"), other_year: None };
        }
        if found.year.is_some() && found.unit.is_empty() {
            found.take_unit_above(before, heads);
        }
        let opening = lines.get(..(first_head + OPENING).min(lines.len())).unwrap_or_default();
        found.or_named(name, heads, &after_unit).or_said(opening, heads, &before_unit).or_dated(lines, forms)
    }

    /// The unit on a line of its own above.
    fn take_unit_above(&mut self, lines: &[&Line], heads: &Heads) {
        let Some(above) = self.lines.0.checked_sub(1).and_then(|at| lines.get(at)) else { return };
        let unit = compact(&above.text);
        if is_name(&unit) && !heads.is_publication(&above.text) && !heads.is_site(&above.text) {
            self.unit = unit;
            self.lines.0 -= 1;
        }
    }

    /// What the page calls itself: the part before the site's name.
    fn or_named(mut self, name: &str, heads: &Heads, after_unit: &[&str]) -> Self {
        if self.year.is_some() && !self.unit.is_empty() {
            return self;
        }
        let parts = name.split(['-', '_', '|', '—', '－', '·']).map(compact);
        if let Some((year, unit)) = parts.into_iter().find_map(|part| read(&part, heads, after_unit)) {
            self.source = if self.year.is_some() { self.source } else { "网页标题".to_owned() };
            self.year = self.year.or(Some(year));
            self.unit = if self.unit.is_empty() { unit } else { self.unit };
        }
        self
    }

    /// A sentence that names the report: 现公布西坡镇2020年政府信息公开工作年度报告.
    fn or_said(mut self, lines: &[&Line], heads: &Heads, before_unit: &[&str]) -> Self {
        if self.year.is_some() && !self.unit.is_empty() {
            return self;
        }
        let said = lines.iter().find_map(|line| Some((line, said(&compact(&line.text), heads, before_unit)?)));
        let Some((line, (year, unit))) = said.filter(|(_, (year, _))| self.year.is_none_or(|known| known == *year)) else { return self };
        self.source = if self.year.is_some() { self.source } else { format!("正文，{}", line.place.words()) };
        self.year = Some(year);
        self.unit = if self.unit.is_empty() { unit } else { self.unit };
        self
    }

    /// The year of the period that the figures are of; where the title says another one, both are kept.
    fn or_dated(mut self, lines: &[&Line], forms: &[&Arc<Form>]) -> Self {
        let periods: Vec<&str> = forms.iter().flat_map(|form| &form.foreign.periods).map(String::as_str).collect();
        let year_of = |line: &&Line| first_year(&compact(&line.text)).map(|(_, _, year)| year);
        let dated = lines
            .iter()
            .filter(|line| periods.iter().any(|word| line.text.contains(word)))
            .find_map(|line| Some((year_of(line)?, format!("统计期限，{}", line.place.words()))));
        match (self.year, dated) {
            (None, Some((year, source))) => (self.year, self.source) = (Some(year), source),
            (Some(known), Some(other)) if known != other.0 => self.other_year = Some(other),
            _ => {}
        }
        self
    }
}

/// Year and unit of a title without blanks: 西坡镇人民政府2020年政府信息公开工作年度报告. The unit may be empty.
fn read(title: &str, heads: &Heads, after_unit: &[&str]) -> Option<(i32, String)> {
    const LONGEST: usize = 60;
    let (from, to) = heads.title_word(title)?;
    if title.chars().count() > LONGEST || title.contains(['。', '，', '；']) {
        return None;
    }
    let (before, after) = (title.get(..from)?, title.get(to..)?);
    if after.chars().count() > 12 {
        return None;
    }
    let bare = |text: &str| {
        let text = text.trim_start_matches(['《', '“', '>', '＞', '：']).trim_end_matches(['《', '（', '(', '：']);
        let text = after_unit.iter().fold(text, |text, word| text.strip_suffix(word).unwrap_or(text));
        after_unit.iter().fold(text, |text, word| text.strip_prefix(word).unwrap_or(text)).to_owned()
    };
    let Some((start, end, year)) = first_year(before) else {
        let (.., year) = first_year(after)?;
        return Some((year, named(bare(before), before, title.get(from..to)?)));
    };
    let (front, back) = (bare(before.get(..start)?), bare(before.get(end..)?));
    Some((
        year,
        if front.is_empty() {
            named(back, before, title.get(from..to)?)
        } else if is_name(&front) {
            front
        } else {
            String::new()
        },
    ))
}

/// Year and unit of a sentence that names the report; the unit only behind a word that leads to it.
fn said(sentence: &str, heads: &Heads, before_unit: &[&str]) -> Option<(i32, String)> {
    let (from, to) = heads.title_word(sentence)?;
    let clause = sentence.get(..from)?.rsplit(['，', ',', '。', '；', '：', '、', '》', '“']).next()?;
    let (start, end, year) = first_year(clause)?;
    let (front, back) = (clause.get(..start)?, clause.get(end..)?);
    let led = before_unit.iter().filter_map(|word| front.rsplit_once(word).map(|(_, unit)| unit)).min_by_key(|unit| unit.len());
    let unit = match led {
        Some("") => named(back.to_owned(), clause, sentence.get(from..to)?),
        Some(unit) if is_name(unit) => unit.to_owned(),
        _ => String::new(),
    };
    Some((year, unit))
}

/// A unit right before 政府信息公开: the 政府 of 人民政府 is both.
fn named(unit: String, before: &str, word: &str) -> String {
    let unit = match word.strip_prefix("政府") {
        Some(_) if before.ends_with("人民") => format!("{unit}政府"),
        _ => unit,
    };
    if is_name(&unit) { unit } else { String::new() }
}

fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    (2..=LONGEST_UNIT).contains(&count) && !text.contains(|c: char| c.is_ascii_digit() || "，。；：:、>《》|".contains(c))
}

/// The first year in a text without blanks: where it stands, with 年 or 年度, and which it is.
pub(super) fn first_year(text: &str) -> Option<(usize, usize, i32)> {
    text.char_indices().find_map(|(at, _)| {
        if text.get(..at)?.ends_with(|c: char| half_width(c).is_ascii_digit()) {
            return None;
        }
        let rest = text.get(at..)?;
        let digits: String = rest.chars().take(4).map_while(year_digit).collect();
        let length: usize = rest.chars().take(4).map(char::len_utf8).sum();
        let year: i32 = digits.parse().ok().filter(|year| digits.len() == 4 && (2000..2100).contains(year))?;
        let behind = rest.get(length..)?;
        let unit = ["年度", "年"].into_iter().find(|unit| behind.starts_with(unit))?;
        Some((at, at + length + unit.len(), year))
    })
}

fn year_digit(c: char) -> Option<char> {
    const CHINESE: [(char, char); 11] = [
        ('〇', '0'),
        ('○', '0'),
        ('一', '1'),
        ('二', '2'),
        ('三', '3'),
        ('四', '4'),
        ('五', '5'),
        ('六', '6'),
        ('七', '7'),
        ('八', '8'),
        ('九', '9'),
    ];
    let c = half_width(c);
    if c.is_ascii_digit() { Some(c) } else { CHINESE.iter().find(|(chinese, _)| *chinese == c).map(|(_, digit)| *digit) }
}
