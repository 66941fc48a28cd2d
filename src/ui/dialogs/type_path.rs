//! A path is typed, with completion: the way on where the system can show no file dialog. Folders are listed beside the window, for
//! the drive may be slow or gone.

use std::path::{Path, PathBuf};

use egui::{Button, Context, EventFilter, Key, RichText, TextEdit, Ui};

use crate::file::disk::Halt;
use crate::file::{has_known_ending, is_batch_path};
use crate::ui::commands::{Action, Purpose};
use crate::ui::filing::work::{Progress, Work};
use crate::ui::look::text_field;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::{main_button, title_ui};

/// The most names offered.
const MOST_OFFERED: usize = 8;

/// How long Tab waits for the names that it is to complete, in seconds; then it moves on as everywhere.
const TAB_WAITS_S: f64 = 1.0;

/// A path is typed.
pub(crate) struct TypePath {
    /// What for.
    pub purpose: Purpose,
    /// The field.
    pub field: PathField,
    /// Why it is asked for this way, where there is a reason.
    pub why: Option<String>,
    /// Files opened before, offered when one is to be opened.
    pub recent: Vec<PathBuf>,
}

impl TypePath {
    pub(super) fn ui(&mut self, ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
        let purpose = self.purpose;
        title_ui(ui, purpose.title(), theme);
        if let Some(why) = &self.why {
            ui.label(RichText::new(why).color(theme.faint_ink));
        }
        let entered = self.field.ui(ui, "文件路径");
        if !purpose.is_save() {
            for path in self.recent.iter().take(5) {
                if ui.add(Button::new(path.display().to_string()).frame(false).truncate()).clicked() {
                    actions.push(Action::Chosen { purpose, path: path.clone(), may_overwrite: false });
                }
            }
        }
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let words = if purpose.is_save() { "保存" } else { "打开" };
            let clicked = main_button(ui, words, theme).clicked();
            if let Some(path) = self.field.path().filter(|_| clicked || entered) {
                actions.push(Action::Chosen { purpose, path, may_overwrite: false });
            }
            if ui.button("取消").clicked() {
                actions.push(Action::CloseDialog);
            }
        });
    }
}

/// A field for a path.
#[derive(Default)]
pub(crate) struct PathField {
    text: String,
    /// The folder that was listed last, and the names in it.
    listed: Option<(PathBuf, Vec<String>)>,
    /// The folder that is being listed.
    listing: Option<(PathBuf, Work<Vec<String>>)>,
    /// Tab was pressed before the names were there.
    completes: bool,
    take_focus: bool,
    has_focus: bool,
}

impl PathField {
    /// A field with that path in it, which takes the focus.
    #[must_use]
    pub(crate) fn new(path: &Path) -> Self {
        Self { text: path.display().to_string(), take_focus: true, ..Self::default() }
    }

    /// The path, `~` and relative ones resolved; `None` where nothing is typed.
    #[must_use]
    pub(crate) fn path(&self) -> Option<PathBuf> {
        let text = self.text.trim();
        (!text.is_empty()).then(|| resolved(text))
    }

    /// Draws the field; gives `true` where Enter was pressed in it.
    pub(crate) fn ui(&mut self, ui: &mut Ui, name: &str) -> bool {
        let label = ui.label(name);
        self.list(ui.ctx());
        let mut offers = self.offers();
        // Tab completes as in a shell; with nothing to complete it moves on as everywhere.
        let takes_tab = self.has_focus && (!offers.is_empty() || self.is_awaited(ui.ctx()));
        let pressed = takes_tab && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Tab));
        self.completes = (self.completes || pressed) && takes_tab;
        let completing = self.completes && !offers.is_empty();
        let keeps = EventFilter { tab: takes_tab, horizontal_arrows: true, ..EventFilter::default() };
        let output = TextEdit::singleline(&mut self.text).desired_width(520.0).id_salt("path").event_filter(keeps).show(ui);
        let response = output.response.response.labelled_by(label.id);
        let mut state = output.state;
        text_field::line(&response, &self.text);
        if std::mem::take(&mut self.take_focus) {
            response.request_focus();
            self.caret_to_end(&mut state);
            state.clone().store(ui.ctx(), response.id);
        }
        self.has_focus = response.has_focus();
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if completing {
            self.completes = false;
            self.complete(&offers);
            self.caret_to_end(&mut state);
            state.store(ui.ctx(), response.id);
            response.request_focus();
        }
        let mut picked = None;
        offers = self.offers();
        ui.horizontal_wrapped(|ui| {
            for offer in offers.into_iter().take(MOST_OFFERED) {
                if ui.small_button(&offer).clicked() {
                    picked = Some(offer);
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

    /// The folder as typed, with its slash, and what is typed of a name in it.
    fn typed(&self) -> (&str, &str) {
        self.text.rfind(['/', '\\']).map_or(("", &*self.text), |at| self.text.split_at(at + 1))
    }

    /// The typed folder.
    fn folder(&self) -> PathBuf {
        let (folder, _) = self.typed();
        if folder.is_empty() { resolved("~") } else { resolved(folder) }
    }

    /// Has the typed folder listed, unless it is already.
    fn list(&mut self, context: &Context) {
        if let Some((folder, listing)) = self.listing.take() {
            match listing.poll() {
                Progress::Pending => self.listing = Some((folder, listing)),
                Progress::Done(names) => self.listed = Some((folder, names)),
                Progress::Lost => self.listed = Some((folder, Vec::new())),
            }
        }
        let folder = self.folder();
        let is_listed = self.listed.as_ref().is_some_and(|(listed, _)| *listed == folder);
        let is_being_listed = self.listing.as_ref().is_some_and(|(listing, _)| *listing == folder);
        if !is_listed && !is_being_listed {
            let of = folder.clone();
            self.listing = Some((folder, Work::start(context, Halt::default(), move || names_in(&of))));
        }
    }

    /// Whether the names of the typed folder may still come soon.
    fn is_awaited(&self, context: &Context) -> bool {
        self.listing.as_ref().is_some_and(|(folder, listing)| *folder == self.folder() && listing.waited_s(context) < TAB_WAITS_S)
    }

    /// The names in the typed folder that begin as typed.
    fn offers(&self) -> Vec<String> {
        let (folder, (_, start)) = (self.folder(), self.typed());
        let Some((_, names)) = self.listed.as_ref().filter(|(listed, _)| *listed == folder) else { return Vec::new() };
        let fits = |name: &&String| name.starts_with(start) && *name != start && (!name.starts_with('.') || start.starts_with('.'));
        names.iter().filter(fits).cloned().collect()
    }

    /// Adds what all offers have in common; a single one whole.
    fn complete(&mut self, offers: &[String]) {
        let Some(first) = offers.first().cloned() else { return };
        let common = offers
            .iter()
            .fold(first, |common, offer| common.chars().zip(offer.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect());
        self.take(&common);
    }

    fn take(&mut self, name: &str) {
        let (folder, _) = self.typed();
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

/// The folders, with their slash, and the files of ours in a folder, sorted; nothing where it cannot be read.
fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let shown = |entry: std::fs::DirEntry| {
        let name = entry.file_name().to_str()?.to_owned();
        if entry.path().is_dir() {
            return Some(format!("{name}{}", std::path::MAIN_SEPARATOR));
        }
        (has_known_ending(Path::new(&name)) || is_batch_path(Path::new(&name))).then_some(name)
    };
    let mut names: Vec<_> = entries.filter_map(Result::ok).filter_map(shown).collect();
    names.sort();
    names
}
