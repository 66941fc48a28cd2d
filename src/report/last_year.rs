//! Last year's report taken over: its figures beside this year's, a new report that starts from it, and what no longer fits.

use super::{Figures, LastYear, Level, Report, Signature, Status, Value, expand};
use crate::form::{CellDefinition, CellIndex, Form, Table};

/// A report with its form, read from a file.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The edition of its form.
    pub form: &'a Form,
    /// The report.
    pub report: &'a Report,
}

/// What a report that starts from last year's is to be.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// Its id, made outside.
    pub id: &'a str,
    /// Its year.
    pub year: i32,
    /// Its unit; a unit may have a new name.
    pub unit: &'a str,
}

/// A report that starts from last year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewYear {
    /// The new report, with last year's in it.
    pub report: Report,
    /// Figures that can be filled in from last year's: not yet in the report.
    pub offers: Vec<(CellIndex, String)>,
    /// What is taken over, a line each.
    pub taken: Vec<String>,
    /// What the clerk should know before it happens.
    pub notes: Vec<String>,
    /// What maps, what is gone and what is new, where the form has changed.
    pub changes: Vec<String>,
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
            let Some(into) = sum.follows_from_last_year().filter(|into| form.total(*into).is_none()) else { continue };
            let mut terms = sum.right.iter().map(|term| {
                let figure =
                    self.figure(&form.cell(term.cell)?.id).or((self.edition == form.edition).then_some(rust_decimal::Decimal::ZERO))?;
                Some(if term.negative { -figure } else { figure })
            });
            let figure = terms.try_fold(rust_decimal::Decimal::ZERO, |sum, term| sum.checked_add(term?));
            if let Some(figure) = figure.filter(|figure| !figure.is_sign_negative()) {
                offers.push((into, figure.normalize().to_string()));
            }
        }
        offers
    }
}

/// The new year's report: blank but for unit, 落款, contact lines and run-in heads; the prose itself is not copied.
#[must_use]
pub fn next_year(form: &Form, source: Source<'_>, start: Start<'_>) -> NewYear {
    let old = source.report;
    let renamed = old.unit.trim() != start.unit.trim();
    let level = if renamed { Level::guess(start.unit).or(old.level) } else { old.assumed_level() };
    let mut report = Report::blank(form, start.id, start.year, start.unit.trim(), level);
    report.scope.clone_from(&old.scope);
    report.signature = old.signature.as_ref().map(|signature| {
        let unit = if renamed { &report.unit } else { &signature.unit };
        Signature { unit: unit.clone(), date: String::new(), extra: Vec::new() }
    });
    let last_year = LastYear::of(source);
    for section in [&form.review.parts.preface, &form.review.parts.overview] {
        let text = carried_over(form, &last_year, section);
        if !text.is_empty() {
            report.prose.insert(section.clone(), text);
        }
    }
    let follows = start.year - old.year == 1;
    let offers = if follows { last_year.offers(form) } else { Vec::new() };
    let notes = notes(&report, old);
    report.last_year = Some(last_year);
    NewYear { taken: taken(form, &report), report, offers, notes, changes: changes(form, source.form) }
}

/// What a new report has of last year's prose in a section: contact lines in the preface, run-in heads in the overview.
#[must_use]
pub fn carried_over(form: &Form, last_year: &LastYear, section: &str) -> String {
    let parts = &form.review.parts;
    let then = last_year.prose.get(section).map_or("", String::as_str);
    match section {
        "" => String::new(),
        _ if section == parts.preface => contact_lines(&form.review.contact_words, then),
        _ if section == parts.overview => run_in_heads(form, then),
        _ => String::new(),
    }
}

/// What a new report has of last year's, in words.
fn taken(form: &Form, report: &Report) -> Vec<String> {
    let mut head = vec!["单位名称".to_owned()];
    head.extend(report.level.map(|level| format!("层级（{}）", level.name())));
    head.extend((!report.scope.is_empty()).then(|| format!("统计范围（{}）", report.scope)));
    head.extend(report.signature.as_ref().map(|signature| format!("落款单位（{}）", signature.unit)));
    let mut lines = vec![head.join("、")];
    for (section, name) in [(&form.review.parts.preface, "联系方式"), (&form.review.parts.overview, "小标题")] {
        let text = report.prose(section).lines().collect::<Vec<_>>().join(" ");
        if let Some(section) = form.section(section).filter(|_| !text.is_empty()) {
            lines.push(format!("“{}”的{name}：{text}", section.head()));
        }
    }
    if let Some(last_year) = &report.last_year {
        let count = form.cells().filter(|(_, cell)| last_year.cells.contains_key(&cell.id)).count();
        lines.push(format!("上年数字 {count} 个，淡色显示在格子旁；上年正文不写进来，写到那一部分时可以对照"));
    }
    lines
}

/// What does not fit between a report and last year's: another unit, a gap of years, a draft.
#[must_use]
pub fn notes(report: &Report, old: &Report) -> Vec<String> {
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
    notes
}

/// What maps, what is gone and what is new from an older edition of the form; nothing where it is the same.
#[must_use]
pub fn changes(form: &Form, old: &Form) -> Vec<String> {
    if form.edition == old.edition {
        return Vec::new();
    }
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
