//! What the checks say of each cell: how it is marked, and the words that explain it.

use crate::check::{Finding, Severity};
use crate::form::{CellIndex, Form};
use crate::report::Value;
use crate::session::Session;
use crate::ui::look::theme::{Theme, sign};

/// How a cell is marked, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Takes part in a rule that blocks the finished report.
    Bad,
    /// Takes part in a finding that asks for a reason.
    Warn,
    /// Takes part in a rule that does not hold yet.
    Unfinished,
    /// Takes part in a finding for which a reason was given.
    Explained,
}

/// The marks of all cells of a report.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks<'a> {
    by_cell: Vec<Vec<(Mark, &'a Finding)>>,
}

impl Mark {
    fn of(finding: &Finding) -> Self {
        match finding.severity {
            _ if finding.reason.is_some() => Self::Explained,
            Severity::Blocking => Self::Bad,
            Severity::Explain => Self::Warn,
            Severity::Unfinished | Severity::Hint => Self::Unfinished,
        }
    }

    /// The sign that stands in the cell, so that the colour does not stand alone.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Bad => sign::BAD,
            Self::Warn => sign::WARN,
            Self::Unfinished => sign::UNFINISHED,
            Self::Explained => sign::EXPLAINED,
        }
    }

    /// What the mark means, for those who hear it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Bad => "不符",
            Self::Warn => "请说明",
            Self::Unfinished => "未填完",
            Self::Explained => "已说明",
        }
    }

    /// Its colour.
    #[must_use]
    pub fn colour(self, theme: &Theme) -> egui::Color32 {
        match self {
            Self::Bad => theme.bad,
            Self::Warn => theme.warn,
            Self::Unfinished | Self::Explained => theme.unfinished,
        }
    }
}

impl<'a> Marks<'a> {
    /// Marks the cells of all findings.
    pub(super) fn of(session: &'a Session) -> Self {
        let mut by_cell = vec![Vec::new(); session.form().cell_count()];
        for finding in &session.review().findings {
            for involved in finding.cells.iter().filter(|involved| !involved.of_last_year) {
                if let Some(marks) = by_cell.get_mut(involved.cell.get()) {
                    marks.push((Mark::of(finding), finding));
                }
            }
        }
        for marks in &mut by_cell {
            marks.sort_by_key(|(mark, _)| *mark);
        }
        Self { by_cell }
    }

    /// The gravest mark of a cell.
    pub(super) fn worst(&self, cell: CellIndex) -> Option<Mark> {
        self.of_cell(cell).first().map(|(mark, _)| *mark)
    }

    fn of_cell(&self, cell: CellIndex) -> &[(Mark, &'a Finding)] {
        self.by_cell.get(cell.get()).map_or(&[], Vec::as_slice)
    }

    /// What is to be said of a cell beyond its name, line by line.
    pub(super) fn explain(&self, session: &Session, cell: CellIndex) -> Vec<(Option<Mark>, String)> {
        let mut lines = Vec::new();
        if let Some(sentence) = unreadable(session, cell) {
            lines.push((Some(Mark::Bad), sentence));
        }
        for (mark, finding) in self.of_cell(cell).iter().filter(|(_, finding)| finding.rule != "KIND") {
            lines.push((Some(*mark), finding.message.clone()));
            if let Some(reason) = &finding.reason {
                lines.push((None, format!("理由：{reason}")));
            }
        }
        lines.extend(typed_total(session, cell).map(|line| (None, line)));
        lines.extend(last_year(session, cell).map(|figure| (None, format!("上年 {figure}"))));
        lines
    }
}

/// Why the text of a cell is no figure.
pub(super) fn unreadable(session: &Session, cell: CellIndex) -> Option<String> {
    match session.figures().value(cell) {
        Value::Unreadable(reason) => Some(reason.sentence(&session.form().cell(cell)?.kind)),
        Value::Blank | Value::Number(_) => None,
    }
}

/// Last year's figure of a cell, as it is shown.
pub(super) fn last_year(session: &Session, cell: CellIndex) -> Option<String> {
    let figure = session.report().last_year.as_ref()?.figure(&session.form().cell(cell)?.id)?;
    Some(figure.normalize().to_string())
}

/// Whether a total was typed over the computed one.
pub(super) fn is_typed_total(form: &Form, session: &Session, cell: CellIndex) -> bool {
    form.total(cell).is_some() && !session.report().cell(cell).value.is_blank()
}

fn typed_total(session: &Session, cell: CellIndex) -> Option<String> {
    if !is_typed_total(session.form(), session, cell) {
        return None;
    }
    Some(match session.figures().computed(cell)?.number() {
        Some(computed) => format!("手填的合计，自动合计是 {}，按 Delete 恢复自动合计", computed.normalize()),
        None => "手填的合计，按 Delete 恢复自动合计".to_owned(),
    })
}
