//! The versions kept before each save: what differs in each, cell by cell, and the way back to one.

use std::collections::BTreeSet;

use egui::{RichText, Ui};

use crate::file::kept::versions::Version;
use crate::form::{Editions, Form};
use crate::report::{Edit, Report, differences};
use crate::ui::commands::Action;
use crate::ui::desk::Desk;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{focus_first, lines_ui, title_ui};

/// The versions of the open report, and the one that is looked at.
pub(crate) struct VersionList {
    versions: Vec<Version>,
    folder: String,
    chosen: usize,
    /// What the chosen version holds, or why it cannot be read.
    shown: Result<(Report, Vec<String>), String>,
    /// Whether the report takes no change now.
    is_locked: bool,
}

impl VersionList {
    /// Lists versions, the newest first, and looks at one; `None` where there is none.
    #[must_use]
    pub(crate) fn new(versions: Vec<Version>, folder: String, chosen: usize, desk: &Desk, editions: &Editions) -> Option<Self> {
        let session = desk.session();
        let version = versions.get(chosen)?;
        let shown = match version.open(editions) {
            Ok(opened) if opened.report.edition == session.form().edition => {
                let differing = differences(session.form(), &opened.report, session.report());
                Ok((opened.report, differing.into_iter().map(|difference| difference.sentence).collect()))
            }
            Ok(_) => Err("这一版用的是另一版表样，不能恢复到这份报告里".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        Some(Self { versions, folder, chosen, shown, is_locked: desk.is_locked() })
    }

    /// The versions listed.
    #[must_use]
    pub(crate) fn versions(&self) -> (Vec<Version>, String) {
        (self.versions.clone(), self.folder.clone())
    }

    pub(crate) fn ui(&self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        title_ui(ui, "历史版本", theme);
        ui.label(RichText::new(format!("每次保存前的内容，保留最近 10 份和每天一份，存放在 {}", self.folder)).color(theme.faint_ink));
        ui.horizontal_wrapped(|ui| {
            for (at, version) in self.versions.iter().enumerate() {
                if ui.selectable_label(at == self.chosen, version.time()).clicked() {
                    actions.push(Action::ShowVersion(at));
                }
            }
        });
        ui.separator();
        match &self.shown {
            Err(why) => _ = ui.label(why),
            Ok((_, lines)) if lines.is_empty() => _ = ui.label("与现在的内容相同"),
            Ok((_, lines)) => {
                ui.label(RichText::new(format!("从这一版到现在有 {} 处不同（旧→新）", lines.len())).color(theme.faint_ink));
                lines_ui(ui, lines);
            }
        }
        ui.horizontal(|ui| {
            let close = ui.button("关闭");
            focus_first(&close);
            if close.clicked() {
                actions.push(Action::CloseDialog);
            }
            if let Ok((report, lines)) = &self.shown {
                let restore = ui.add_enabled(!lines.is_empty() && !self.is_locked, egui::Button::new("恢复到这一版"));
                let restore = restore.on_hover_text("可用 Ctrl+Z 撤回").on_disabled_hover_text("现在的内容不能改动，或与这一版相同");
                if restore.clicked() {
                    actions.extend([Action::CloseDialog, Action::Restore(Box::new(report.clone()))]);
                }
            }
        });
    }
}

/// The edit that makes a report of this form the same as another one, status and history apart.
#[must_use]
pub(crate) fn edit_to(form: &Form, from: &Report, to: &Report) -> Edit {
    let cells = form.cells().map(|(cell, _)| (cell, to.cell(cell).text.clone()));
    let changed = cells.filter(|(cell, text)| from.cell(*cell).text != *text).collect();
    // Those that the form does not have too.
    let sections: BTreeSet<_> = from.prose.keys().chain(to.prose.keys()).collect();
    let prose = sections.into_iter().filter(|section| from.prose(section) != to.prose(section));
    let prose = prose.map(|section| Edit::Prose { section: section.clone(), text: to.prose(section).to_owned() });
    let mut edits = vec![Edit::Cells(changed)];
    edits.extend(prose);
    edits.extend([
        Edit::Unit(to.unit.clone()),
        Edit::Level(to.level),
        Edit::Year(to.year),
        Edit::Scope(to.scope.clone()),
        Edit::Signature(to.signature.clone()),
        Edit::Explanations(to.explanations.clone()),
        Edit::LastYear(to.last_year.clone().map(Box::new)),
        Edit::Register(to.register.clone().map(Box::new)),
        Edit::Whole(to.whole.clone()),
        Edit::Unknown { cells: to.unknown_cells.clone(), extra: to.extra.clone() },
    ]);
    Edit::All(edits)
}
