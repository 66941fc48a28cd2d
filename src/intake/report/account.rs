//! What was read from where, what was left with its words, and what the clerk should know: sentences for a preview.

use super::Wanted;
use super::title::Title;
use crate::form::{CellIndex, Form, Table};
use crate::intake::asking::LeftRow;
use crate::intake::foreign::Place;
use crate::report::{Report, Signature, Value};

/// What was read of a file of others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// What was read, with where it stood.
    pub taken: Vec<Taken>,
    /// What had no place, with its words.
    pub left: Vec<Left>,
    /// What the clerk should know.
    pub notes: Vec<String>,
    /// The tables that are ours, for what is asked of their rows, in the order of the document.
    pub tables: Vec<TakenTable>,
    /// What has to be given before the report can be taken, or looks contradictory.
    pub doubts: Doubts,
}

/// A table of the document that is one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenTable {
    /// Our table, by its place in the form.
    pub table: usize,
    /// The rows that have no place.
    pub left: Vec<LeftRow>,
}

/// Whether unit and year are certain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Doubts {
    /// The year stands nowhere.
    pub no_year: bool,
    /// The unit stands nowhere, or several units or years stand there.
    pub is_contradictory: bool,
}

/// Something that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What: 表三, 一、总体情况.
    pub what: String,
    /// How much, or what it says: 175 格中 175 格.
    pub words: String,
    /// Where it stood; empty where it stood nowhere.
    pub place: String,
    /// Its name among what may be left out: a section's or a table's id, or [`SIGNATURE`]; `None` for what a report always has.
    pub part: Option<String>,
}

/// 落款 among what may be left out.
pub const SIGNATURE: &str = "signature";

/// Something that had no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Where it stood.
    pub place: String,
    /// Its words.
    pub words: String,
    /// Whether it is of the site around the report: menus, feet, when it was published.
    pub is_site: bool,
}

impl Left {
    pub(super) fn site(place: &Place, words: String) -> Self {
        Self { place: place.words(), words, is_site: true }
    }

    pub(super) fn beside_tables(form: &Form, section: &str, place: &Place, words: String) -> Self {
        let head = form.section(section).map(crate::form::Section::head).unwrap_or_default();
        Self { place: format!("{}，“{head}”只有表格", place.words()), words, is_site: false }
    }

    pub(super) fn figures(place: &Place, words: String) -> Self {
        Self { place: place.words(), words, is_site: false }
    }

    pub(super) fn table(place: &Place, words: String) -> Self {
        Self { place: format!("{}，不是本报告的表", place.words()), words, is_site: false }
    }

    pub(super) fn repeated(place: &Place, table: &str, words: String) -> Self {
        Self { place: format!("{}，又是一张{table}，数字不同，没有采用", place.words()), words, is_site: false }
    }

    /// The place and the words as one line.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}：{}", self.place, self.words)
    }
}

impl Taken {
    /// What, how much and where as one line.
    #[must_use]
    pub fn line(&self) -> String {
        let place = if self.place.is_empty() { String::new() } else { format!("（{}）", self.place) };
        format!("{}　{}{place}", self.what, self.words)
    }
}

impl Account {
    /// What was left of the report itself, the site around it apart.
    pub fn left_of_report(&self) -> impl Iterator<Item = &Left> {
        self.left.iter().filter(|left| !left.is_site)
    }

    /// Lines for a preview: what was read, what was left, what to know.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<_> = self.taken.iter().map(Taken::line).collect();
        lines.extend(self.left_of_report().map(|left| format!("没有位置　{}", left.line())));
        let site: Vec<_> = self.left.iter().filter(|left| left.is_site).map(|left| left.words.as_str()).collect();
        if !site.is_empty() {
            lines.push(format!("网站内容 {} 行，没有采用　{}", site.len(), site.join("　")));
        }
        lines.extend(self.notes.iter().map(|note| format!("注意　{note}")));
        lines
    }

    /// Whether what was read is a whole report and not a part of one: several of its sections and tables.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        const PARTICULARS: usize = 4;
        self.taken.iter().filter(|taken| !taken.place.is_empty()).count() > PARTICULARS
    }

    fn take(&mut self, what: &str, words: String, place: String, part: Option<&str>) {
        self.taken.push(Taken { what: what.to_owned(), words, place, part: part.map(str::to_owned) });
    }

    pub(super) fn take_head(&mut self, form: &Form, by_year: &Form, report: &Report, title: &Title, wanted: Wanted<'_>) {
        let body = std::mem::take(&mut self.taken);
        let source = |given: bool| if given { "写明的".to_owned() } else { title.source.clone() };
        if report.unit.is_empty() {
            self.notes.push("没有读到单位名称，请填写".to_owned());
            self.doubts.is_contradictory = true;
        } else {
            let is_signed = wanted.unit.is_none() && title.unit.is_empty();
            let place = if is_signed { "落款".to_owned() } else { source(wanted.unit.is_some()) };
            self.take("单位", report.unit.clone(), place, None);
        }
        self.tell_contradictions(report, title, wanted);
        self.take("年度", report.year.to_string(), source(wanted.year.is_some()), None);
        if let Some((given, read)) = wanted.year.zip(title.year).filter(|(given, read)| given != read) {
            self.notes.push(format!("文件里写的是 {read} 年度，按写明的 {given} 年度读入"));
        }
        self.take("表样", format!("{} 版", form.edition), String::new(), None);
        self.taken.extend(body);
        if form.edition != by_year.edition {
            self.notes.push(format!("{} 年度应使用 {} 版表样，这份文件用的是 {} 版", report.year, by_year.edition, form.edition));
        }
    }

    /// The title says one thing, the text or 落款 another: which of them is right is asked.
    fn tell_contradictions(&mut self, report: &Report, title: &Title, wanted: Wanted<'_>) {
        if let Some((year, place)) = title.other_year.as_ref().filter(|_| wanted.year.is_none()) {
            self.notes.push(format!("按{}读作 {} 年度，{place}写的是 {year} 年，请看一下年度", title.source, report.year));
            self.doubts.is_contradictory = true;
        }
        let signed = report.signature.as_ref().map(|signature| signature.unit.as_str()).unwrap_or_default();
        if wanted.unit.is_none() && are_others(&title.unit, signed) {
            self.notes.push(format!("标题里的单位是“{}”，落款是“{signed}”，请看一下单位", title.unit));
            self.doubts.is_contradictory = true;
        }
    }

    pub(super) fn take_signature(&mut self, signature: &Signature, place: &Place) {
        self.take("落款", format!("{} {}", signature.unit, signature.date).trim().to_owned(), place.words(), Some(SIGNATURE));
    }

    pub(super) fn take_prose(&mut self, form: &Form, section: &str, text: &str, (first, last): (&Place, &Place)) {
        let head = form.section(section).map(crate::form::Section::head).unwrap_or_default();
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        let place = if first == last { first.words() } else { format!("{}至{}", first.words(), last.words()) };
        self.take(&head, format!("{} 段 {count} 字", text.lines().count()), place, Some(section));
    }

    pub(super) fn take_table(&mut self, table: &Table, (found, all): (usize, usize), places: &[String]) {
        self.take(&table.name, format!("{all} 格中 {found} 格"), places.join("、"), Some(&table.id));
        if found < all {
            self.notes.push(format!("{}有 {} 格没有读到", table.name, all - found));
        }
    }

    pub(super) fn note_dashes(&mut self, table: &Table, count: usize) {
        if count > 0 {
            self.notes.push(format!("{}有 {count} 格写的是“/”“—”或“无”，按空白读入", table.name));
        }
    }

    pub(super) fn note_unreadable(&mut self, form: &Form, report: &Report, cell: CellIndex) {
        let typed = report.cell(cell);
        if let (Value::Unreadable(_), Some(definition)) = (typed.value, form.cell(cell)) {
            self.notes.push(format!("{}的“{}”不是数字，已原样保留", definition.full_name(), typed.text));
        }
    }

    /// The sections of which nothing was found.
    pub(super) fn tell_empty(&mut self, form: &Form, report: &Report) {
        let empty = form.prose_sections().filter(|section| report.prose(&section.id).is_empty());
        self.notes.extend(empty.map(|section| format!("没有读到“{}”", section.head())));
    }
}

/// Whether two names are of different units: 宿迁市 and 宿迁市人民政府办公室 are not.
fn are_others(one: &str, other: &str) -> bool {
    const ALIKE: usize = 2;
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    let (one, other) = (letters(one), letters(other));
    let begin_alike = one.iter().zip(&other).take_while(|(one, other)| one == other).count() >= ALIKE;
    let holds = |whole: &[char], part: &[char]| whole.windows(part.len().max(1)).any(|window| window == part);
    !one.is_empty() && !other.is_empty() && !begin_alike && !holds(&one, &other) && !holds(&other, &one)
}
