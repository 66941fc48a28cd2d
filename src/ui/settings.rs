//! What the window remembers from one start to the next: its zoom and whether the findings are open.

use std::fs;
use std::path::{Path, PathBuf};

/// The steps of the zoom, in per cent.
const ZOOM_STEPS: [u32; 9] = [80, 90, 100, 110, 125, 140, 160, 180, 200];

/// What is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The zoom in per cent, 80 to 200.
    pub zoom_percent: u32,
    /// Whether the list of findings is open.
    pub findings_open: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { zoom_percent: 100, findings_open: true }
    }
}

impl Settings {
    /// Reads the settings; what is not there or damaged is as on the first start.
    #[must_use]
    pub fn load(data_folder: Option<&Path>) -> Self {
        let mut settings = Self::default();
        let text = data_folder.and_then(|folder| fs::read_to_string(file(folder)).ok()).unwrap_or_default();
        for (key, value) in text.lines().filter_map(|line| line.split_once('=')) {
            match (key.trim(), value.trim()) {
                ("zoom_percent", value) => settings.zoom_percent = value.parse().unwrap_or(100).clamp(80, 200),
                ("findings_open", value) => settings.findings_open = value != "false",
                _ => {}
            }
        }
        settings
    }

    /// Writes the settings. A place that cannot be written to costs only the memory of a zoom, so nothing is said.
    pub fn store(&self, data_folder: Option<&Path>) {
        let Some(folder) = data_folder else { return };
        let text = format!("zoom_percent = {}\nfindings_open = {}\n", self.zoom_percent, self.findings_open);
        let _written = fs::create_dir_all(folder).and_then(|()| fs::write(file(folder), text));
    }

    /// The zoom as a factor.
    #[must_use]
    pub fn zoom(&self) -> f32 {
        self.zoom_percent as f32 / 100.0
    }

    /// One step larger.
    pub fn zoom_in(&mut self) {
        self.zoom_percent = ZOOM_STEPS.into_iter().find(|step| *step > self.zoom_percent).unwrap_or(200);
    }

    /// One step smaller.
    pub fn zoom_out(&mut self) {
        self.zoom_percent = ZOOM_STEPS.into_iter().rev().find(|step| *step < self.zoom_percent).unwrap_or(80);
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("window.txt")
}
