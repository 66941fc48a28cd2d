//! Reads a report from JSON. A text in a file is read as if it were typed.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::super::error::LARGEST_FILE;
use super::{FORMAT, KNOWN_KEYS, strict};
use crate::file::changes::Changes;
use crate::file::{FileError, encoding};
use crate::form::{CellIndex, Editions, Form};
use crate::intake::foreign::Foreign;
use crate::intake::report::Account;
use crate::report::{
    self, Explanation, Extra, HistoryEntry, LastYear, Level, Register, RegisterRows, Report, Signature, Status, Whole, seen,
};

/// A report read from a file, and what the clerk should be told of it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The edition of its form.
    pub form: Arc<Form>,
    /// The report.
    pub report: Report,
    /// Sentences: cells that the form does not have, values that are no figures.
    pub notes: Vec<String>,
    /// Written by a newer program: it can be looked at, not changed.
    pub newer: bool,
    /// What was read from where, of a file of others.
    pub account: Option<Account>,
    /// What a file of others says, to be placed again with what the clerk decides.
    pub foreign: Option<Arc<Foreign>>,
    /// What another program changed in a paper of ours that carries the report; the clerk chooses which side counts.
    pub changes: Changes,
}

impl Opened {
    /// Everything that is to be told: the notes, and that the file says something else than the report that it carries.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let changed = self.changes.sentence(&self.form);
        let changed = changed.map(|sentence| format!("这份 Word 文件被改过：{sentence}，已按文件里的数据打开"));
        self.notes.iter().cloned().chain(changed).collect()
    }
}

/// Reads a draft or a finished export.
///
/// # Errors
/// One sentence that says what is wrong and where.
pub fn open(bytes: &[u8], editions: &Editions) -> Result<Opened, FileError> {
    if bytes.len() > LARGEST_FILE { Err(FileError::TooLarge) } else { open_kept(bytes, editions) }
}

/// The same for what the program kept itself, which may be larger: a journal has what was typed, also where that is too much for a file.
///
/// # Errors
/// As with [`open`].
pub(in super::super) fn open_kept(bytes: &[u8], editions: &Editions) -> Result<Opened, FileError> {
    let (text, note) = encoding::decode(bytes)?;
    if text.trim().is_empty() {
        return Err(FileError::Empty);
    }
    let Value::Object(root) = strict::parse(&text)? else {
        return Err(FileError::NotAReport);
    };
    let root = Object { map: &root, path: "" };
    let newer = is_newer(&root)?;
    let edition = root.text("form")?.ok_or(FileError::Missing("form"))?;
    let form = editions.named(&edition).ok_or(FileError::UnknownEdition(edition))?;
    let year = year(&root, editions)?.ok_or(FileError::Missing("year"))?;
    let unit = root.text("unit")?.ok_or(FileError::Missing("unit"))?;
    let id = root.text("id")?.unwrap_or_default();
    let mut notes = Vec::from_iter(note);
    if let Some(right) = editions.for_year(year)
        && right.edition != form.edition
    {
        notes.push(format!("{year} 年度应使用 {} 版表样，这份文件用的是 {} 版", right.edition, form.edition));
    }
    let level = root.text("level")?;
    let mut report = Report::blank(form, &id, year, &unit, level.as_deref().and_then(Level::named));
    report.extra = root.extra(&KNOWN_KEYS);
    if let Some(level) = level.filter(|level| Level::named(level).is_none()) {
        notes.push(format!("单位层级“{level}”不在选项中，请重新选择"));
    }
    report.status = match root.text("status")?.as_deref() {
        None | Some("draft") => Status::Draft,
        Some("final") => Status::Final,
        Some(_) => return Err(root.wrong("status", " draft 或 final")),
    };
    report.prose = texts(&root, "prose")?;
    notes.extend(drop_unseen(&mut report));
    report.scope = root.text("scope")?.unwrap_or_default();
    report.signature = root.object("signature")?.map(|object| signature(&object)).transpose()?;
    report.explanations = root.list("explanations")?.iter().map(explanation).collect::<Result<_, _>>()?;
    report.history = root.list("history")?.iter().map(history_entry).collect::<Result<_, _>>()?;
    report.last_year = root.object("last_year")?.map(|object| last_year(&object, editions)).transpose()?;
    report.register = root.object("register")?.map(|object| register(&object)).transpose()?;
    report.whole = root.object("sum")?.map(|object| sum(&object)).transpose()?.map(Arc::new);
    let cells = root.object("cells")?.ok_or(FileError::Missing("cells"))?;
    fill(form, &mut report, &cells, &root, &mut notes)?;
    Ok(Opened { form: Arc::clone(form), report, notes, newer, account: None, foreign: None, changes: Changes::default() })
}

fn is_newer(root: &Object<'_>) -> Result<bool, FileError> {
    let format = root.map.get("format").and_then(Value::as_str).ok_or(FileError::NotAReport)?;
    let version = |format: &str| format.strip_prefix("nianbao/").and_then(|version| version.parse::<u32>().ok());
    let (found, ours) = (version(format).ok_or(FileError::NotAReport)?, version(FORMAT).unwrap_or_default());
    Ok(found > ours)
}

fn year(object: &Object<'_>, editions: &Editions) -> Result<Option<i32>, FileError> {
    let Some(value) = object.map.get("year") else { return Ok(None) };
    let year = value.as_i64().ok_or_else(|| object.wrong("year", "年份，如 2024"))?;
    let served = i32::try_from(year).ok().filter(|year| *year <= 9999 && editions.for_year(*year).is_some());
    served.map(Some).ok_or(FileError::YearOutOfRange(year))
}

/// Fills the cells. Of a finished export only what was typed is taken, so that it is the draft again.
fn fill(form: &Form, report: &mut Report, cells: &Object<'_>, root: &Object<'_>, notes: &mut Vec<String>) -> Result<(), FileError> {
    let blanks = ids(root, "blanks")?;
    let typed_totals = root.map.contains_key("typed_totals").then(|| ids(root, "typed_totals")).transpose()?;
    let is_total = |cell: CellIndex| form.total(cell).is_some();
    let with_plus = ids(root, "typed_plus")?;
    for (id, value) in cells.map {
        let plus = with_plus.contains(id) && value.as_number().is_some_and(|number| !number.to_string().starts_with('-'));
        let text = if plus { format!("+{value}") } else { figure_text(value) };
        let Some(cell) = form.find(id) else {
            notes.push(format!("表样里没有“{id}”这一格，其内容“{text}”已原样保留"));
            report.unknown_cells.push((id.clone(), value.to_string()));
            continue;
        };
        let computed = is_total(cell) && typed_totals.as_ref().is_some_and(|typed| !typed.contains(id));
        if blanks.contains(id) || computed {
            continue;
        }
        report.set_cell(form, cell, &text);
        if report.cell(cell).value.is_unreadable()
            && let Some(definition) = form.cell(cell)
        {
            notes.push(format!("{}的“{text}”不是数字，已原样保留", definition.full_name()));
        }
    }
    Ok(())
}

/// A value as the text that would be typed for it.
fn figure_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn ids(root: &Object<'_>, key: &'static str) -> Result<BTreeSet<String>, FileError> {
    strings(root, key, "格号的列表")
}

/// A list of texts; `wanted` is what it should be, to the clerk.
fn strings<T: FromIterator<String>>(object: &Object<'_>, key: &'static str, wanted: &'static str) -> Result<T, FileError> {
    let list = object.map.get(key).map(|value| value.as_array().ok_or_else(|| object.wrong(key, "列表"))).transpose()?;
    list.into_iter().flatten().map(|text| text.as_str().map(str::to_owned).ok_or_else(|| object.wrong(key, wanted))).collect()
}

fn texts(object: &Object<'_>, key: &'static str) -> Result<BTreeMap<String, String>, FileError> {
    let Some(inner) = object.object(key)? else { return Ok(BTreeMap::new()) };
    inner.map.keys().map(|name| Ok((name.clone(), inner.text(name)?.unwrap_or_default()))).collect()
}

/// Drops the characters of the prose that nobody sees, and tells how many they were.
fn drop_unseen(report: &mut Report) -> Option<String> {
    let mut count = 0;
    for text in report.prose.values_mut() {
        if let Cow::Owned(seen) = seen(text) {
            count += text.chars().count() - seen.chars().count();
            *text = seen;
        }
    }
    (count > 0).then(|| format!("正文里有 {count} 个看不见的字符（如零宽空格），已去掉"))
}

fn signature(object: &Object<'_>) -> Result<Signature, FileError> {
    Ok(Signature {
        unit: object.text("unit")?.unwrap_or_default(),
        date: object.text("date")?.unwrap_or_default(),
        extra: object.extra(&["unit", "date"]),
    })
}

fn explanation(object: &Object<'_>) -> Result<Explanation, FileError> {
    let cells = object.object("cells")?.map(|cells| cells.map.iter().map(|(id, value)| (id.clone(), figure_text(value))).collect());
    Ok(Explanation {
        rule: object.text("rule")?.unwrap_or_default(),
        cells: cells.unwrap_or_default(),
        reason: object.text("reason")?.unwrap_or_default(),
        extra: object.extra(&["rule", "cells", "reason"]),
    })
}

fn history_entry(object: &Object<'_>) -> Result<HistoryEntry, FileError> {
    Ok(HistoryEntry {
        at: object.text("at")?.unwrap_or_default(),
        what: object.text("what")?.unwrap_or_default(),
        extra: object.extra(&["at", "what"]),
    })
}

fn last_year(object: &Object<'_>, editions: &Editions) -> Result<LastYear, FileError> {
    Ok(LastYear {
        unit: object.text("unit")?.unwrap_or_default(),
        year: year(object, editions)?.unwrap_or_default(),
        edition: object.text("form")?.unwrap_or_default(),
        cells: figures(object)?.unwrap_or_default(),
        prose: texts(object, "prose")?,
        extra: object.extra(&["unit", "year", "form", "cells", "prose"]),
    })
}

fn register(object: &Object<'_>) -> Result<Register, FileError> {
    Ok(Register {
        file: object.text("file")?.unwrap_or_default(),
        hash: object.text("sha256")?.unwrap_or_default(),
        cells: figures(object)?.unwrap_or_default(),
        rows: Arc::new(object.list("rows")?.iter().map(register_rows).collect::<Result<_, _>>()?),
        extra: object.extra(&["file", "sha256", "cells", "rows"]),
    })
}

fn register_rows(object: &Object<'_>) -> Result<RegisterRows, FileError> {
    Ok(RegisterRows {
        sheet: object.text("sheet")?.unwrap_or_default(),
        cells: strings(object, "cells", "格号的列表")?,
        rows: strings(object, "rows", "文字的列表")?,
        extra: object.extra(&["sheet", "cells", "rows"]),
    })
}

fn sum(object: &Object<'_>) -> Result<Whole, FileError> {
    Ok(Whole {
        parts: object.list("units")?.iter().map(sum_part).collect::<Result<_, _>>()?,
        cells: figures(object)?.unwrap_or_default(),
        extra: object.extra(&["units", "cells"]),
    })
}

fn sum_part(object: &Object<'_>) -> Result<report::Part, FileError> {
    Ok(report::Part {
        unit: object.text("unit")?.unwrap_or_default(),
        file: object.text("file")?.unwrap_or_default(),
        hash: object.text("sha256")?.unwrap_or_default(),
        blanks: object.map.get("blanks").and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok()).unwrap_or_default(),
        cells: figures(object)?,
        extra: object.extra(&["unit", "file", "sha256", "blanks", "cells"]),
    })
}

fn figures(object: &Object<'_>) -> Result<Option<BTreeMap<String, String>>, FileError> {
    let cells = object.object("cells")?;
    Ok(cells.map(|cells| cells.map.iter().map(|(id, value)| (id.clone(), figure_text(value))).collect()))
}

/// A JSON object with the keys that lead to it.
struct Object<'a> {
    map: &'a Map<String, Value>,
    path: &'a str,
}

impl<'a> Object<'a> {
    fn wrong(&self, key: &str, wanted: &'static str) -> FileError {
        let between = if self.path.is_empty() { "" } else { "." };
        FileError::WrongKind { key: format!("{}{between}{key}", self.path), wanted }
    }

    fn text(&self, key: &str) -> Result<Option<String>, FileError> {
        let text = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(|| self.wrong(key, "文字"));
        self.map.get(key).map(text).transpose()
    }

    fn object(&self, key: &'a str) -> Result<Option<Object<'a>>, FileError> {
        let object = |value: &'a Value| value.as_object().map(|map| Object { map, path: key }).ok_or_else(|| self.wrong(key, "一组内容"));
        self.map.get(key).map(object).transpose()
    }

    fn list(&self, key: &'a str) -> Result<Vec<Object<'a>>, FileError> {
        let Some(value) = self.map.get(key) else { return Ok(Vec::new()) };
        let items = value.as_array().ok_or_else(|| self.wrong(key, "列表"))?;
        items.iter().map(|item| item.as_object().map(|map| Object { map, path: key }).ok_or_else(|| self.wrong(key, "列表"))).collect()
    }

    fn extra(&self, known: &[&str]) -> Extra {
        let unknown = self.map.iter().filter(|(key, _)| !known.contains(&key.as_str()));
        unknown.map(|(key, value)| (key.clone(), value.to_string())).collect()
    }
}
