//! What the window remembers from one start to the next, in the settings of the data folder: its zoom, light or dark, whether the
//! findings are open, and how the paper is printed.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use egui::ThemePreference;

use crate::file::{DataFolder, RecentFile, Settings};
use crate::page::{Options, Sides};
use crate::ui::placing::Place;

/// The steps of the zoom, in per cent.
const ZOOM_STEPS: [u16; 9] = [80, 90, 100, 110, 125, 140, 160, 180, 200];

/// The name of the setting that says whether the findings are open.
const FINDINGS_OPEN: &str = "findings_open";

/// The name of the setting that says whether hints are shown.
const HINTS_SHOWN: &str = "hints_shown";

/// The name of the setting that says light or dark, and its two values; without it the window follows the system.
const LOOK: &str = "look";
const LIGHT: &str = "light";
const DARK: &str = "dark";

/// The name of the setting that says where the window stands.
const PLACE: &str = "window";

/// The names of the settings of the paper.
const DOUBLE_SIDED: &str = "double_sided";
const SHIPPED_FACES: &str = "shipped_faces";
const WORD: &str = "export_word";
const WEB_PAGE: &str = "export_web_page";
const SPREADSHEET: &str = "export_spreadsheet";

/// How the clerk wants the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Paper {
    /// Printed on both sides: the binding margin changes sides.
    pub double_sided: bool,
    /// Set in the shipped faces alone, the same on every machine.
    pub shipped_faces: bool,
    /// What is exported beside the PDF.
    pub beside: Beside,
}

/// What is exported beside the PDF, under its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beside {
    /// A Word file.
    pub word: bool,
    /// A web page.
    pub web_page: bool,
    /// A spreadsheet.
    pub spreadsheet: bool,
}

impl Paper {
    /// The options to lay a report out with.
    #[must_use]
    pub fn options(self, draft: bool) -> Options {
        Options { sides: if self.double_sided { Sides::Double } else { Sides::Single }, draft }
    }
}

/// A change of the settings.
type Change = Box<dyn Fn(&mut Settings) + Send>;

/// The settings, written whenever they change, on a thread of their own: to reach the medium takes a busy disk its time.
pub struct Remembered {
    settings: Settings,
    writer: Option<Writer>,
}

/// The thread that writes the settings; dropped, it ends once all is written.
struct Writer {
    data: DataFolder,
    changes: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

enum Order {
    Change(Change),
    /// Say when all before this is written.
    Settle(Sender<()>),
}

impl Writer {
    fn start(data: &DataFolder) -> Self {
        let (changes, orders) = channel();
        let folder = data.clone();
        let thread = std::thread::Builder::new().name("settings".to_owned()).spawn(move || write_all(&folder, &orders));
        // Without a thread nothing is written, which costs only the memory of a zoom.
        Self { data: data.clone(), changes: Some(changes), thread: thread.ok() }
    }

    fn order(&self, order: Order) {
        if let Some(changes) = &self.changes {
            let _ = changes.send(order);
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.changes = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn write_all(data: &DataFolder, orders: &Receiver<Order>) {
    while let Ok(first) = orders.recv() {
        // Another window may have added to the list since.
        let mut settings = Settings::load(data);
        let before = settings.clone();
        let mut settled = Vec::new();
        for order in std::iter::once(first).chain(orders.try_iter()) {
            match order {
                Order::Change(change) => change(&mut settings),
                Order::Settle(done) => settled.push(done),
            }
        }
        if settings != before {
            // A place that cannot be written to costs only the memory of a zoom, so nothing is said.
            let _ = settings.save(data);
        }
        for done in settled {
            let _ = done.send(());
        }
    }
}

/// What was answered about the register of applications, for next year.
const LEDGER: &str = "ledger";

impl Remembered {
    /// What was answered about the register of applications, as it was handed in.
    #[must_use]
    pub(crate) fn ledger_mapping(&self) -> Option<&str> {
        self.settings.values.get(LEDGER).map(String::as_str)
    }

    /// Keeps what was answered about the register of applications.
    pub(crate) fn set_ledger_mapping(&mut self, text: &str) {
        let text = text.to_owned();
        self.change(move |settings| _ = settings.values.insert(LEDGER.to_owned(), text.clone()));
    }

    /// Reads the settings; what is not there or damaged is as on the first start.
    #[must_use]
    pub fn load(data: Option<&DataFolder>) -> Self {
        Self { settings: data.map(Settings::load).unwrap_or_default(), writer: data.map(Writer::start) }
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
        self.change(move |settings| settings.zoom_percent = Some(percent));
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
        self.change(move |settings| {
            let values = &mut settings.values;
            match look {
                ThemePreference::System => values.remove(LOOK),
                ThemePreference::Light => values.insert(LOOK.to_owned(), LIGHT.to_owned()),
                ThemePreference::Dark => values.insert(LOOK.to_owned(), DARK.to_owned()),
            };
        });
    }

    /// Where the window stood when it was closed last.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        Place::read(self.settings.values.get(PLACE)?)
    }

    /// Keeps where the window stands.
    pub(crate) fn set_place(&mut self, place: &Place) {
        let text = place.text();
        if self.settings.values.get(PLACE) != Some(&text) {
            self.change(move |settings| _ = settings.values.insert(PLACE.to_owned(), text.clone()));
        }
    }

    /// Whether the list of findings is open.
    #[must_use]
    pub fn findings_open(&self) -> bool {
        self.settings.values.get(FINDINGS_OPEN).is_none_or(|value| value != "false")
    }

    /// Opens the list of findings, or closes it.
    pub fn toggle_findings(&mut self) {
        let open = !self.findings_open();
        self.change(move |settings| _ = settings.values.insert(FINDINGS_OPEN.to_owned(), open.to_string()));
    }

    /// Whether hints are shown.
    #[must_use]
    pub fn hints_shown(&self) -> bool {
        self.settings.values.get(HINTS_SHOWN).is_none_or(|value| value != "false")
    }

    /// Shows hints, or hides them.
    pub fn toggle_hints(&mut self) {
        let shown = !self.hints_shown();
        self.change(move |settings| _ = settings.values.insert(HINTS_SHOWN.to_owned(), shown.to_string()));
    }

    /// How the paper is printed: on one side, in whatever faces are at hand, unless the clerk chose otherwise.
    #[must_use]
    pub fn paper(&self) -> Paper {
        let chosen = |name: &str| self.settings.values.get(name).is_some_and(|value| value == "true");
        let beside = Beside { word: chosen(WORD), web_page: chosen(WEB_PAGE), spreadsheet: chosen(SPREADSHEET) };
        Paper { double_sided: chosen(DOUBLE_SIDED), shipped_faces: chosen(SHIPPED_FACES), beside }
    }

    /// Keeps how the paper is printed.
    pub fn set_paper(&mut self, paper: Paper) {
        self.change(move |settings| {
            let Beside { word, web_page, spreadsheet } = paper.beside;
            let printing = [(DOUBLE_SIDED, paper.double_sided), (SHIPPED_FACES, paper.shipped_faces)];
            let beside = [(WORD, word), (WEB_PAGE, web_page), (SPREADSHEET, spreadsheet)];
            for (name, chosen) in printing.into_iter().chain(beside) {
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
        let (path, title) = (path.to_owned(), title.to_owned());
        self.change(move |settings| settings.note_recent(&path, &title));
    }

    /// Takes a file off the list.
    pub fn forget_recent(&mut self, path: &Path) {
        let path = path.to_owned();
        self.change(move |settings| settings.forget_recent(&path));
    }

    /// Waits until all is written, before something else writes there.
    pub fn settle(&self) {
        let (done, wait) = channel();
        if let Some(writer) = &self.writer {
            writer.order(Order::Settle(done));
            // An error means that nothing is being written.
            let _ = wait.recv();
        }
    }

    /// Reads again, after something else wrote there.
    pub fn reload(&mut self) {
        if let Some(writer) = &self.writer {
            self.settings = Settings::load(&writer.data);
        }
    }

    fn change(&mut self, change: impl Fn(&mut Settings) + Send + 'static) {
        change(&mut self.settings);
        if let Some(writer) = &self.writer {
            writer.order(Order::Change(Box::new(change)));
        }
    }
}
