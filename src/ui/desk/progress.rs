//! How far a report is: what is filled in each section, and the next thing to do.

use crate::check::{Review, Severity, Spot, is_begun};
use crate::form::{Section, SectionContent};
use crate::session::Session;
use crate::ui::commands::{Action, Command, Page};

/// How far one section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    /// What is in it.
    pub content: Content,
    /// Findings that block the finished report.
    pub blocking: usize,
    /// Findings that ask for a reason and have none.
    pub to_explain: usize,
}

/// What is in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Cells that take input, totals left out.
    Cells {
        /// Filled.
        filled: usize,
        /// In all.
        total: usize,
    },
    /// Characters of prose, and how many are wished at most.
    Characters(usize, Option<usize>),
}

impl Progress {
    /// How far that section is.
    #[must_use]
    pub(crate) fn of(session: &Session, section: &Section) -> Self {
        let (form, report) = (session.form(), session.report());
        let content = match &section.content {
            SectionContent::Prose { .. } => {
                let text = report.prose(&section.id);
                let is_begun = is_begun(form, report, &section.id, text);
                let count = if is_begun { text.chars().filter(|c| !c.is_whitespace()).count() } else { 0 };
                Content::Characters(count, form.review.lengths.get(&section.id).copied())
            }
            SectionContent::Tables(tables) => {
                let typed = || form.cells().filter(|(cell, definition)| tables.contains(&definition.table) && form.total(*cell).is_none());
                let filled = typed().filter(|(cell, _)| !report.cell(*cell).value.is_blank()).count();
                Content::Cells { filled, total: typed().count() }
            }
        };
        let count = |severity| {
            let open = session.review().findings.iter().filter(|finding| finding.severity == severity && finding.reason.is_none());
            open.filter(|finding| finding.section(form).is_some_and(|found| found.id == section.id)).count()
        };
        Self { content, blocking: count(Severity::Blocking), to_explain: count(Severity::Explain) }
    }

    /// Whether nothing is left to fill.
    #[must_use]
    pub(crate) fn is_filled(&self) -> bool {
        match self.content {
            Content::Cells { filled, total } => filled == total,
            Content::Characters(count, _) => count > 0,
        }
    }

    /// Whether nothing is left to do.
    #[must_use]
    pub(crate) fn is_done(&self) -> bool {
        self.is_filled() && self.blocking == 0 && self.to_explain == 0
    }

    /// The content in words, e.g. `12/160 格`.
    #[must_use]
    pub(crate) fn words(&self) -> String {
        match self.content {
            Content::Cells { filled, total } => format!("{filled}/{total} 格"),
            Content::Characters(0, _) => "未写".to_owned(),
            Content::Characters(count, Some(most)) if count > most => format!("{count} 字，宜在 {most} 字以内"),
            Content::Characters(count, _) => format!("{count} 字"),
        }
    }
}

/// The next thing to do, in words, and the action that does it.
#[must_use]
pub(crate) fn next_step(session: &Session) -> (String, Action) {
    if session.is_locked() {
        return ("导出 PDF 上报".to_owned(), Action::Run(Command::ExportPdf));
    }
    let report = session.report();
    if report.unit.trim().is_empty() || report.assumed_level().is_none() {
        return ("补全报告信息".to_owned(), Action::Show(Page::Head));
    }
    let unfilled = session.form().sections.iter().enumerate().find(|(_, section)| !Progress::of(session, section).is_filled());
    if let Some((at, section)) = unfilled {
        let verb = if matches!(section.content, SectionContent::Tables(_)) { "填" } else { "写" };
        return (format!("{verb}“{}”", section.head()), Action::Show(Page::Section(at)));
    }
    if let Some(spot) = first_open(session.review()) {
        return ("处理余下的问题".to_owned(), Action::GoTo(spot.clone()));
    }
    if session.is_unsaved() {
        return ("保存".to_owned(), Action::Run(Command::Save));
    }
    ("定稿".to_owned(), Action::Run(Command::Finish))
}

fn first_open(review: &Review) -> Option<&Spot> {
    let open = |severity| review.findings.iter().find(move |finding| finding.severity == severity && finding.reason.is_none());
    open(Severity::Blocking).or_else(|| open(Severity::Explain)).map(|finding| &finding.spot)
}
