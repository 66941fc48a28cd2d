//! Last year's report taken over: its figures beside this year's, a new report that starts from it, and what no longer fits.

use super::{Figures, LastYear, Report, Signature, Status, Value, expand};
use crate::form::{CellDefinition, CellIndex, Form, Table};

/// A report with its form, read from a file.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The edition of its form.
    pub form: &'a Form,
    /// The report.
    pub report: &'a Report,
}

/// A report that starts from last year's.
#[derive(Debug, Clone)]
pub struct NewYear {
    /// The new report, with last year's in it.
    pub report: Report,
    /// Figures that can be filled in from last year's: not yet in the report.
    pub offers: Vec<(CellIndex, String)>,
    /// What the clerk should know before it happens.
    pub notes: Vec<String>,
}

impl LastYear {
    /// All figures of a report, totals too, and its prose as printed.
    #[must_use]
    pub fn of(source: Source<'_>) -> Self {
        let Source { form, report } = source;
        let figures = Figures::of(form, report);
        let figure = |(index, cell): (CellIndex, &CellDefinition)| match figures.value(index) {
            Value::Number(number) => Some((cell.id.clone(), number.to_string())),
            Value::Blank | Value::Unreadable(_) => None,
        };
        Self {
            unit: report.unit.clone(),
            year: report.year,
            edition: form.edition.clone(),
            cells: form.cells().filter_map(figure).collect(),
            prose: report.prose.iter().map(|(id, text)| (id.clone(), expand(form, &figures, text).into_owned())).collect(),
            extra: Vec::new(),
        }
    }

    /// This year's figures that follow from last year's alone, as the form's sums have it: 上年结转 column by column.
    #[must_use]
    pub fn offers(&self, form: &Form) -> Vec<(CellIndex, String)> {
        let mut offers = Vec::new();
        for sum in &form.sums {
            let [into] = sum.left.as_slice() else { continue };
            let follows = !into.of_last_year && !into.negative && sum.right.iter().all(|term| term.of_last_year);
            if !follows || form.total(into.cell).is_some() {
                continue;
            }
            let mut terms = sum.right.iter().map(|term| {
                let figure =
                    self.figure(&form.cell(term.cell)?.id).or((self.edition == form.edition).then_some(rust_decimal::Decimal::ZERO))?;
                Some(if term.negative { -figure } else { figure })
            });
            let figure = terms.try_fold(rust_decimal::Decimal::ZERO, |sum, term| sum.checked_add(term?));
            if let Some(figure) = figure.filter(|figure| !figure.is_sign_negative()) {
                offers.push((into.cell, figure.normalize().to_string()));
            }
        }
        offers
    }
}

/// The new year's report: blank but for unit, 落款, contact lines and run-in heads; the prose itself is not copied.
#[must_use]
pub fn next_year(form: &Form, source: Source<'_>, id: &str, year: i32) -> NewYear {
    let old = source.report;
    let level = old.assumed_level();
    let mut report = Report::blank(form, id, year, &old.unit, level);
    report.scope.clone_from(&old.scope);
    report.signature =
        old.signature.as_ref().map(|signature| Signature { unit: signature.unit.clone(), date: String::new(), extra: Vec::new() });
    let parts = &form.review.parts;
    let contact = contact_lines(&form.review.contact_words, old.prose(&source.form.review.parts.preface));
    let heads = run_in_heads(form, old.prose(&source.form.review.parts.overview));
    for (section, text) in [(&parts.preface, contact), (&parts.overview, heads)] {
        if !section.is_empty() && !text.is_empty() {
            report.prose.insert(section.clone(), text);
        }
    }
    let last_year = LastYear::of(source);
    let offers = last_year.offers(form);
    let notes = notes(form, &report, source);
    report.last_year = Some(last_year);
    NewYear { report, offers, notes }
}

/// What does not fit between a report and last year's: another unit, a gap of years, another edition with what is gone and new.
#[must_use]
pub fn notes(form: &Form, report: &Report, last: Source<'_>) -> Vec<String> {
    let old = last.report;
    let mut notes = Vec::new();
    if old.unit.trim() != report.unit.trim() {
        notes.push(format!("上年度报告的单位是“{}”，本报告是“{}”", old.unit, report.unit));
    }
    match report.year - old.year {
        1 => {}
        0 => notes.push(format!("选的报告也是 {} 年度的，不是上年度的", old.year)),
        gap if gap < 0 => notes.push(format!("选的报告是 {} 年度的，在本报告之后", old.year)),
        gap => notes.push(format!("选的报告是 {} 年度的，与本报告相隔 {gap} 年", old.year)),
    }
    if old.status == Status::Draft {
        notes.push("上年度报告是草稿，数字可能不是最后上报的".to_owned());
    }
    if last.form.edition != form.edition {
        notes.extend(between_editions(form, last.form));
    }
    notes
}

/// What maps, what is gone and what is new from one edition to the next.
fn between_editions(form: &Form, old: &Form) -> Vec<String> {
    let mapped = form.cells().filter(|(_, cell)| old.find(&cell.id).is_some()).count();
    let mut notes = vec![format!("表样由 {} 版换为 {} 版：{mapped} 个数字可与上年对照", old.edition, form.edition)];
    let became: Vec<_> = form.review.became.iter().filter(|became| became.edition == old.edition).collect();
    notes.extend(became.iter().map(|became| became.words.clone()));
    let told = |cell: &CellDefinition| {
        let mut beginnings = became.iter().flat_map(|became| became.from.iter().chain(&became.into));
        beginnings.any(|beginning| cell.id.starts_with(beginning.as_str()))
    };
    let lacking = |form: &Form, other: &Form| {
        let cells = form.cells().map(|(_, cell)| cell).filter(|cell| other.find(&cell.id).is_none() && !told(cell));
        by_row(form, cells)
    };
    notes.extend(lacking(old, form).into_iter().map(|name| format!("不再填报：{name}")));
    notes.extend(lacking(form, old).into_iter().map(|name| format!("新增填报：{name}")));
    notes
}

/// `表二 规章（本年新公开数量、对外公开总数量）`, a line for each row.
fn by_row<'a>(form: &Form, cells: impl Iterator<Item = &'a CellDefinition>) -> Vec<String> {
    let mut rows: Vec<(usize, &str, Vec<&str>)> = Vec::new();
    for cell in cells {
        match rows.last_mut() {
            Some((table, row, columns)) if *table == cell.table && *row == cell.row_name => columns.push(&cell.column_name),
            _ => rows.push((cell.table, &cell.row_name, vec![&cell.column_name])),
        }
    }
    let table = |at: usize| form.tables.get(at).map_or("", |table: &Table| table.name.as_str());
    rows.into_iter().map(|(at, row, columns)| format!("{} {row}（{}）", table(at), columns.join("、"))).collect()
}

/// The sentences of a preface that say how the unit is reached, a line each.
fn contact_lines(words: &[String], preface: &str) -> String {
    let sentences = preface.split_inclusive(['。', '\n']).map(str::trim);
    let contact = sentences.filter(|sentence| words.iter().any(|word| sentence.contains(word.as_str())));
    contact.collect::<Vec<_>>().join("\n")
}

/// The run-in heads that last year's overview has on lines of their own, else those of the form.
fn run_in_heads(form: &Form, overview: &str) -> String {
    const LONGEST: usize = 20;
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let is_head = |line: &&str| line.starts_with('（') && line.chars().count() <= LONGEST && !line.contains(['，', '。']);
    let own: Vec<_> = overview.lines().map(str::trim).filter(is_head).collect();
    if !own.is_empty() {
        return own.join("\n");
    }
    let section = form.section(&form.review.parts.overview);
    let heads = section.map_or(&[][..], |section| match &section.content {
        crate::form::SectionContent::Prose { heads, .. } => heads.as_slice(),
        crate::form::SectionContent::Tables(_) => &[],
    });
    heads.iter().zip(NUMBERS).map(|(head, number)| format!("（{number}）{head}")).collect::<Vec<_>>().join("\n")
}
