//! What the window remembers from one start to the next, in the settings of the data folder: its zoom, light or dark, whether the
//! findings are open, and how the paper is printed.

use std::path::{Path, PathBuf};

use egui::ThemePreference;

use crate::file::{DataFolder, RecentFile, Settings};
use crate::page::{Options, Sides};

/// The steps of the zoom, in per cent.
const ZOOM_STEPS: [u16; 9] = [80, 90, 100, 110, 125, 140, 160, 180, 200];

/// The name of the setting that says whether the findings are open.
const FINDINGS_OPEN: &str = "findings_open";

/// The name of the setting that says light or dark, and its two values; without it the window follows the system.
const LOOK: &str = "look";
const LIGHT: &str = "light";
const DARK: &str = "dark";

/// The names of the settings of the paper.
const DOUBLE_SIDED: &str = "double_sided";
const SHIPPED_FACES: &str = "shipped_faces";

/// How the clerk wants the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Paper {
    /// Printed on both sides: the binding margin changes sides.
    pub double_sided: bool,
    /// Set in the shipped faces alone, the same on every machine.
    pub shipped_faces: bool,
}

impl Paper {
    /// The options to lay a report out with.
    #[must_use]
    pub fn options(self, draft: bool) -> Options {
        Options { sides: if self.double_sided { Sides::Double } else { Sides::Single }, draft }
    }
}

/// The settings, written whenever they change.
pub struct Remembered {
    data: Option<DataFolder>,
    settings: Settings,
}

impl Remembered {
    /// Reads the settings; what is not there or damaged is as on the first start.
    #[must_use]
    pub fn load(data: Option<&DataFolder>) -> Self {
        Self { data: data.cloned(), settings: data.map(Settings::load).unwrap_or_default() }
    }

    /// The zoom in per cent, 80 to 200.
    #[must_use]
    pub fn zoom_percent(&self) -> u16 {
        self.settings.zoom_percent.unwrap_or(100).clamp(80, 200)
    }

    /// The zoom as a factor.
    #[must_use]
    pub fn zoom(&self) -> f32 {
        f32::from(self.zoom_percent()) / 100.0
    }

    /// One step larger.
    pub fn zoom_in(&mut self) {
        let now = self.zoom_percent();
        self.set_zoom(ZOOM_STEPS.into_iter().find(|step| *step > now).unwrap_or(200));
    }

    /// One step smaller.
    pub fn zoom_out(&mut self) {
        let now = self.zoom_percent();
        self.set_zoom(ZOOM_STEPS.into_iter().rev().find(|step| *step < now).unwrap_or(80));
    }

    /// Sets the zoom, in per cent.
    pub fn set_zoom(&mut self, percent: u16) {
        self.change(|settings| settings.zoom_percent = Some(percent));
    }

    /// Light, dark, or as the system has it.
    #[must_use]
    pub fn look(&self) -> ThemePreference {
        match self.settings.values.get(LOOK).map(String::as_str) {
            Some(LIGHT) => ThemePreference::Light,
            Some(DARK) => ThemePreference::Dark,
            _ => ThemePreference::System,
        }
    }

    /// Sets light, dark, or as the system has it.
    pub fn set_look(&mut self, look: ThemePreference) {
        self.change(|settings| {
            let values = &mut settings.values;
            match look {
                ThemePreference::System => values.remove(LOOK),
                ThemePreference::Light => values.insert(LOOK.to_owned(), LIGHT.to_owned()),
                ThemePreference::Dark => values.insert(LOOK.to_owned(), DARK.to_owned()),
            };
        });
    }

    /// Whether the list of findings is open.
    #[must_use]
    pub fn findings_open(&self) -> bool {
        self.settings.values.get(FINDINGS_OPEN).is_none_or(|value| value != "false")
    }

    /// Opens the list of findings, or closes it.
    pub fn toggle_findings(&mut self) {
        let open = !self.findings_open();
        self.change(|settings| _ = settings.values.insert(FINDINGS_OPEN.to_owned(), open.to_string()));
    }

    /// How the paper is printed: on one side, in whatever faces are at hand, unless the clerk chose otherwise.
    #[must_use]
    pub fn paper(&self) -> Paper {
        let chosen = |name: &str| self.settings.values.get(name).is_some_and(|value| value == "true");
        Paper { double_sided: chosen(DOUBLE_SIDED), shipped_faces: chosen(SHIPPED_FACES) }
    }

    /// Keeps how the paper is printed.
    pub fn set_paper(&mut self, paper: Paper) {
        self.change(|settings| {
            for (name, chosen) in [(DOUBLE_SIDED, paper.double_sided), (SHIPPED_FACES, paper.shipped_faces)] {
                settings.values.insert(name.to_owned(), chosen.to_string());
            }
        });
    }

    /// Files opened or saved before, the last one first.
    #[must_use]
    pub fn recent(&self) -> &[RecentFile] {
        &self.settings.recent
    }

    /// The paths of those files.
    #[must_use]
    pub fn recent_paths(&self) -> Vec<PathBuf> {
        self.settings.recent.iter().map(|file| file.path.clone()).collect()
    }

    /// Puts a file at the head of the list.
    pub fn note_recent(&mut self, path: &Path, title: &str) {
        self.change(|settings| settings.note_recent(path, title));
    }

    /// Takes a file off the list.
    pub fn forget_recent(&mut self, path: &Path) {
        self.change(|settings| settings.forget_recent(path));
    }

    /// Reads again, after something else wrote there.
    pub fn reload(&mut self) {
        if let Some(data) = &self.data {
            self.settings = Settings::load(data);
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Settings)) {
        // Another window may have added to the list since.
        self.reload();
        change(&mut self.settings);
        if let Some(data) = &self.data {
            // A place that cannot be written to costs only the memory of a zoom, so nothing is said.
            let _written = self.settings.save(data);
        }
    }
}
