//! Finds the cell of the form that a figure of a foreign table belongs to, by the labels around both.

use std::collections::BTreeSet;

use super::block::{Block, BlockCell};
use crate::form::{CellIndex, Form, Kind, Table};
use crate::report::{Value, read};

/// A foreign table with its labels read against those of the form.
pub(crate) struct Labelled<'a> {
    labels: Vec<(&'a BlockCell, Label)>,
    targets: Vec<Target>,
    /// Every label of the form's table, numbered and not.
    known: BTreeSet<String>,
    rows_are_heads: bool,
    /// How many columns the block has.
    width: usize,
}

/// A label as it is compared: as it stands, and without the number at its head.
type Label = [String; 2];

/// A cell of the form with its labels, the innermost last.
struct Target {
    cell: CellIndex,
    row: usize,
    column: usize,
    row_path: Vec<Label>,
    column_path: Vec<Label>,
}

/// What a figure's labels come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    /// Both name one cell.
    Cell(CellIndex),
    /// Only the row is named: the grid row.
    Row(usize),
    /// Only the column is named: the grid column.
    Column(usize),
    /// No label of the form stands around it.
    None,
}

/// The labels at the left of a figure and those above it, at one strictness.
struct Around<'a> {
    strictness: usize,
    aside: BTreeSet<&'a str>,
    above: BTreeSet<&'a str>,
    rows_are_heads: bool,
}

impl<'a> Labelled<'a> {
    pub(crate) fn new(form: &Form, table: &Table, block: &'a Block) -> Self {
        let path = |path: &str| path.split('／').map(label).filter(|[label, _]| !label.is_empty()).collect::<Vec<_>>();
        let target = |cell: CellIndex| {
            let definition = form.cell(cell)?;
            let (row_path, column_path) = (path(&definition.row_path), path(&definition.column_path));
            Some(Target { cell, row: definition.row, column: definition.column, row_path, column_path })
        };
        let targets: Vec<_> = table.cells().filter_map(|(cell, _)| target(cell)).collect();
        let known = targets.iter().flat_map(|target| target.row_path.iter().chain(&target.column_path)).flatten().cloned().collect();
        let labels = block.cells.iter().filter(|cell| !is_figure(&cell.text)).map(|cell| (cell, label(&cell.text))).collect();
        Self { labels, targets, known, rows_are_heads: table.label_columns == 0, width: block.columns }
    }

    /// Whether the block has any label of the form.
    pub(crate) fn has_any(&self) -> bool {
        self.labels.iter().any(|(_, label)| self.knows(label))
    }

    /// What the labels at the left of and above a figure name.
    pub(crate) fn find(&self, figure: &BlockCell) -> Match {
        let aside = self.near(|label| label.column < figure.column && covers(label.row, label.rows, figure.row));
        let above = self.near(|label| label.row < figure.row && covers(label.column, label.columns, figure.column));
        if aside.is_empty() && above.is_empty() {
            return Match::None;
        }
        let foreign_aside = self.has_foreign(|label| label.column < figure.column && covers(label.row, label.rows, figure.row));
        let foreign_above = self.has_foreign(|label| label.row < figure.row && covers(label.column, label.columns, figure.column));
        let around = [0, 1].map(|strictness| Around {
            strictness,
            aside: at(&aside, strictness),
            above: at(&above, strictness),
            rows_are_heads: self.rows_are_heads,
        });
        let cell = around.iter().find_map(|around| around.cell(&self.targets).map(Match::Cell));
        let line = || around.iter().find_map(|around| around.line(&self.targets));
        match cell.or_else(line) {
            // A label that is not of the form says that the figure belongs elsewhere: no place is guessed for it.
            Some(Match::Row(_)) if foreign_above => Match::None,
            Some(Match::Column(_)) if foreign_aside => Match::None,
            found => found.unwrap_or(Match::None),
        }
    }

    fn knows(&self, label: &Label) -> bool {
        label.iter().any(|label| self.known.contains(label))
    }

    /// Whether a label stands there that is not of the form. One over the whole width is a title.
    fn has_foreign(&self, is_near: impl Fn(&BlockCell) -> bool) -> bool {
        self.labels.iter().any(|(cell, label)| cell.columns < self.width && is_near(cell) && !self.knows(label))
    }

    fn near(&self, is_near: impl Fn(&BlockCell) -> bool) -> Vec<&Label> {
        self.labels.iter().filter(|(cell, label)| is_near(cell) && self.knows(label)).map(|(_, label)| label).collect()
    }
}

impl Around<'_> {
    fn has(set: &BTreeSet<&str>, label: &Label, strictness: usize) -> bool {
        label.get(strictness).is_some_and(|label| set.contains(label.as_str()))
    }

    fn has_row(&self, target: &Target) -> bool {
        let named = |set| target.row_path.last().is_some_and(|label| Self::has(set, label, self.strictness));
        // In a table without row labels the rows are named by heads.
        named(&self.aside) || self.rows_are_heads && named(&self.above)
    }

    fn has_column(&self, target: &Target) -> bool {
        target.column_path.last().is_some_and(|label| Self::has(&self.above, label, self.strictness))
    }

    /// How many labels of a cell stand around the figure.
    fn score(&self, target: &Target) -> usize {
        let named = |label: &&Label| Self::has(&self.aside, label, self.strictness) || Self::has(&self.above, label, self.strictness);
        target.row_path.iter().chain(&target.column_path).filter(named).count()
    }

    /// The one cell whose row and column are both named.
    fn cell(&self, targets: &[Target]) -> Option<CellIndex> {
        let candidates: Vec<_> = targets.iter().filter(|target| self.has_row(target) && self.has_column(target)).collect();
        let most = candidates.iter().map(|target| self.score(target)).max()?;
        let mut best = candidates.into_iter().filter(|target| self.score(target) == most);
        best.next().filter(|_| best.next().is_none()).map(|target| target.cell)
    }

    /// The one row or the one column that is named.
    fn line(&self, targets: &[Target]) -> Option<Match> {
        let only = |places: BTreeSet<usize>| places.first().copied().filter(|_| places.len() == 1);
        let row = only(targets.iter().filter(|target| self.has_row(target)).map(|target| target.row).collect());
        let column = only(targets.iter().filter(|target| self.has_column(target)).map(|target| target.column).collect());
        match (row, column) {
            (Some(row), None) => Some(Match::Row(row)),
            (None, Some(column)) => Some(Match::Column(column)),
            _ => None,
        }
    }
}

/// Whether a text stands where a figure is expected: a number of any kind, a dash for one, or nothing.
pub(crate) fn is_figure(text: &str) -> bool {
    let money = Kind::Amount { unit: "万元".to_owned(), unit_printed: false };
    matches!(text.trim(), "" | "/" | "／" | "-" | "－" | "—" | "——" | "–" | "无")
        || !matches!(read(&Kind::Change, text), Value::Unreadable(_))
        || !matches!(read(&money, text), Value::Unreadable(_))
        || is_figure_with_unit(text)
}

/// 251000元, 3件, 50%: a figure that the clerk has to look at, but no label such as 8.属于行政查询事项.
fn is_figure_with_unit(text: &str) -> bool {
    let number = text.trim_end_matches(['亿', '万', '千', '百', '元', '件', '项', '个', '次', '%', '％']);
    number.len() < text.len()
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || ".,，".contains(c))
}

/// A text without blanks and without the marks that typists set differently, and the same without the number at its head.
fn label(text: &str) -> Label {
    let half_width = |c: char| if ('０'..='９').contains(&c) { char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c) } else { c };
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).map(half_width).collect();
    let bare = plain.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let bare = if bare.is_empty() { plain.clone() } else { bare.to_owned() };
    [plain, bare]
}

fn at<'l>(labels: &[&'l Label], strictness: usize) -> BTreeSet<&'l str> {
    labels.iter().filter_map(|label| label.get(strictness)).map(String::as_str).collect()
}

fn covers(first: usize, count: usize, at: usize) -> bool {
    (first..first + count).contains(&at)
}
