//! A path typed by hand, with completion: the way on where the system can show no file dialog.

use std::path::{Path, PathBuf};

use egui::{EventFilter, Key, TextEdit, Ui};

use super::text_field;

/// The most names offered.
const MOST_OFFERED: usize = 8;

/// A field for a path.
#[derive(Debug, Default)]
pub(super) struct PathField {
    text: String,
    offers: Vec<String>,
    /// The text that the offers were made for.
    offered_for: Option<String>,
    take_focus: bool,
}

impl PathField {
    /// A field with that path in it, which takes the focus.
    #[must_use]
    pub(super) fn new(path: &Path) -> Self {
        Self { text: path.display().to_string(), take_focus: true, ..Self::default() }
    }

    /// The path, `~` and relative ones resolved; `None` where nothing is typed.
    #[must_use]
    pub(super) fn path(&self) -> Option<PathBuf> {
        let text = self.text.trim();
        (!text.is_empty()).then(|| resolved(text))
    }

    /// Draws the field; gives `true` where Enter was pressed in it.
    pub(super) fn ui(&mut self, ui: &mut Ui, name: &str) -> bool {
        let label = ui.label(name);
        let completing = ui.input_mut(|input| {
            // Tab completes as in a shell; with nothing to complete it moves on as everywhere.
            !self.offers.is_empty() && input.consume_key(egui::Modifiers::NONE, Key::Tab)
        });
        let keeps = EventFilter { tab: !self.offers.is_empty(), horizontal_arrows: true, ..EventFilter::default() };
        let output = TextEdit::singleline(&mut self.text).desired_width(520.0).id_salt("path").event_filter(keeps).show(ui);
        let response = output.response.response.labelled_by(label.id);
        let mut state = output.state;
        text_field::line(&response, &self.text);
        if std::mem::take(&mut self.take_focus) {
            response.request_focus();
            self.caret_to_end(&mut state);
            state.clone().store(ui.ctx(), response.id);
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if completing {
            self.complete();
            self.caret_to_end(&mut state);
            state.store(ui.ctx(), response.id);
            response.request_focus();
        }
        if self.offered_for.as_ref() != Some(&self.text) {
            self.offers = offers(&self.text);
            self.offered_for = Some(self.text.clone());
        }
        let mut picked = None;
        ui.horizontal_wrapped(|ui| {
            for offer in self.offers.iter().take(MOST_OFFERED) {
                if ui.small_button(offer).clicked() {
                    picked = Some(offer.clone());
                }
            }
        });
        if let Some(offer) = picked {
            self.take(&offer);
            self.take_focus = true;
        }
        entered
    }

    fn caret_to_end(&self, state: &mut egui::text_edit::TextEditState) {
        let end = egui::text::CCursor::new(self.text.chars().count());
        state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
    }

    /// Adds what all offers have in common; a single one whole.
    fn complete(&mut self) {
        let Some(first) = self.offers.first().cloned() else { return };
        let common = self
            .offers
            .iter()
            .fold(first, |common, offer| common.chars().zip(offer.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect());
        self.take(&common);
    }

    fn take(&mut self, name: &str) {
        let folder = self.text.rfind(['/', '\\']).map_or("", |at| self.text.get(..=at).unwrap_or_default());
        self.text = format!("{folder}{name}");
    }
}

/// The path that a text means: `~` is the home folder, a relative path starts there too.
fn resolved(text: &str) -> PathBuf {
    let home = std::env::home_dir().unwrap_or_default();
    match text.strip_prefix("~/").or_else(|| (text == "~").then_some("")) {
        Some(rest) => home.join(rest),
        None if Path::new(text).is_relative() => home.join(text),
        None => PathBuf::from(text),
    }
}

/// The names in the typed folder that begin as typed; folders with their slash.
fn offers(text: &str) -> Vec<String> {
    let (folder, start) = text.rfind(['/', '\\']).map_or(("", text), |at| text.split_at(at + 1));
    let folder = if folder.is_empty() { resolved("~") } else { resolved(folder) };
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().to_str()?.to_owned();
            let hidden = name.starts_with('.') && !start.starts_with('.');
            let fits = name.starts_with(start) && name != start && !hidden;
            let is_folder = entry.path().is_dir();
            let ours = [".nianbao", ".json", ".pdf"].iter().any(|ending| name.ends_with(ending));
            (fits && (is_folder || ours)).then(|| if is_folder { format!("{name}{}", std::path::MAIN_SEPARATOR) } else { name })
        })
        .collect();
    names.sort();
    names
}
