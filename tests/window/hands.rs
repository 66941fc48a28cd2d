//! The window with a world of its own around it, and hands to work it with.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use nianbao::file::{DataFolder, Workplace};
use nianbao::form::Editions;
use nianbao::page::Fonts;
use nianbao::session::Session;
use nianbao::ui::app::App;
use nianbao::ui::commands::{Action, Command, PrintJob};
use nianbao::ui::services::{Dialogs, FileQuestion, Services};

use crate::common::until;
use crate::files::held::HeldDisk;

pub(crate) const CTRL: Modifiers = Modifiers { alt: false, ctrl: true, shift: false, mac_cmd: false, command: true };
pub(crate) const SHIFT: Modifiers = Modifiers { alt: false, ctrl: false, shift: true, mac_cmd: false, command: false };
pub(crate) const CTRL_SHIFT: Modifiers = Modifiers { alt: false, ctrl: true, shift: true, mac_cmd: false, command: true };

/// What a printer is handed: a PDF, and how it is printed.
pub(crate) type Printed = (Vec<u8>, PrintJob);

/// What the window asked of the world outside.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) questions: Vec<FileQuestion>,
    pub(crate) answer: Option<Sender<Option<PathBuf>>>,
    pub(crate) opened: Vec<PathBuf>,
    /// What was handed to the printer, and what the printer says to the next one.
    pub(crate) printed: Arc<Mutex<Vec<Printed>>>,
    pub(crate) printer_says: Arc<Mutex<Option<String>>>,
    /// The HTML put on the clipboard last.
    pub(crate) copied_html: String,
    /// What the clipboard holds as HTML, without text beside it.
    pub(crate) clipboard_html: Option<String>,
}

struct FakeDialogs(Rc<RefCell<World>>);

impl Dialogs for FakeDialogs {
    fn ask(&self, question: FileQuestion, _context: &egui::Context) -> Receiver<Option<PathBuf>> {
        let (sender, receiver) = channel();
        let mut world = self.0.borrow_mut();
        world.questions.push(question);
        world.answer = Some(sender);
        receiver
    }
}

/// A window, its world, and a folder of its own.
pub(crate) struct Window {
    pub(crate) harness: Harness<'static, Option<App>>,
    pub(crate) world: Rc<RefCell<World>>,
    pub(crate) folder: PathBuf,
    /// Whether the disk answers only when the test says so.
    pub(crate) is_held_up: bool,
}

impl Drop for Window {
    fn drop(&mut self) {
        self.close();
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}

impl Window {
    /// The start page.
    pub(crate) fn start() -> Self {
        Self::in_folder(new_folder(), None)
    }

    /// The shipped sample, opened from a file in the window's folder.
    pub(crate) fn sample() -> Self {
        let folder = new_folder();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/xipo-2020.json");
        let file = folder.join("西坡镇 2020.nianbao");
        std::fs::copy(sample, &file).unwrap();
        Self::in_folder(folder, Some(file))
    }

    /// A file of that text, opened.
    pub(crate) fn with_text(text: &str) -> Self {
        let folder = new_folder();
        let file = folder.join("报告.nianbao");
        std::fs::write(&file, text).unwrap();
        Self::in_folder(folder, Some(file))
    }

    /// A window whose data stands in that folder.
    pub(crate) fn in_folder(folder: PathBuf, file: Option<PathBuf>) -> Self {
        Self::with_editions(folder, file, crate::common::editions())
    }

    /// A window that knows these editions of the form.
    pub(crate) fn with_editions(folder: PathBuf, file: Option<PathBuf>, editions: Editions) -> Self {
        Self::built(folder, file, |services| services.editions = editions)
    }

    /// The shipped sample, opened from a file in a folder of that disk, which may be held up.
    pub(crate) fn on_held_disk() -> (Self, Arc<HeldDisk>) {
        let (mut window, disk) = Self::starting_on_held_disk(|_| ());
        window.release(&disk);
        (window, disk)
    }

    /// The same while the disk is held up, with what else stands on it.
    pub(crate) fn starting_on_held_disk(before: impl FnOnce(&Path)) -> (Self, Arc<HeldDisk>) {
        // As the program itself will name it.
        let folder = std::fs::canonicalize(new_folder()).unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/xipo-2020.json");
        let drive = folder.join("网络磁盘");
        std::fs::create_dir(&drive).unwrap();
        let file = drive.join("西坡镇 2020.nianbao");
        std::fs::copy(sample, &file).unwrap();
        before(&folder);
        let disk = Arc::new(HeldDisk::new(drive));
        let held = Arc::clone(&disk);
        held.hold_reading();
        let mut window = Self::raw(folder, Some(file), |services| services.workplace.disk = disk);
        window.is_held_up = true;
        window.settle();
        (window, held)
    }

    /// A window on a disk that may be held up in its folder 网络磁盘.
    pub(crate) fn beside_held_disk(folder: PathBuf, file: Option<PathBuf>) -> (Self, Arc<HeldDisk>) {
        let disk = Arc::new(HeldDisk::new(folder.join("网络磁盘")));
        let held = Arc::clone(&disk);
        (Self::built(folder, file, |services| services.workplace.disk = disk), held)
    }

    fn built(folder: PathBuf, file: Option<PathBuf>, change: impl FnOnce(&mut Services)) -> Self {
        let mut window = Self::raw(folder, file, change);
        window.settle();
        window
    }

    fn raw(folder: PathBuf, file: Option<PathBuf>, change: impl FnOnce(&mut Services)) -> Self {
        let world = Rc::new(RefCell::new(World::default()));
        let mut services = services(&folder, &world);
        change(&mut services);
        let mut parts = Some((services, file));
        let frame = move |ui: &mut egui::Ui, app: &mut Option<App>| {
            if let Some((services, file)) = parts.take() {
                // What the faces are is known from the next frame on.
                *app = Some(App::new(ui.ctx(), services, file));
                ui.ctx().request_repaint();
            } else if let Some(app) = app {
                app.logic(ui.ctx());
                app.ui(ui);
            }
        };
        let harness = Harness::builder().with_size((1366.0, 700.0)).with_step_dt(1.0 / 60.0).build_ui_state(frame, None);
        Self { harness, world, folder, is_held_up: false }
    }

    /// Ends the program, as when it is killed but for what is under way, which is waited for.
    pub(crate) fn close(&mut self) {
        *self.harness.state_mut() = None;
    }

    /// The disk answers again, and what waited for it is done.
    pub(crate) fn release(&mut self, disk: &HeldDisk) -> &mut Self {
        disk.release();
        self.is_held_up = false;
        self.settle()
    }

    /// Lets what was asked for happen, and what is done beside the window end, unless the test holds it up.
    pub(crate) fn settle(&mut self) -> &mut Self {
        let mut left = 4;
        while left > 0 {
            self.harness.step();
            left -= 1;
            if !self.is_held_up && self.harness.state().as_ref().is_some_and(App::is_busy) {
                // What it comes to is drawn as well.
                left = 4;
                std::thread::yield_now();
            }
        }
        self
    }

    pub(crate) fn app(&self) -> &App {
        self.harness.state().as_ref().unwrap()
    }

    #[track_caller]
    pub(crate) fn session(&self) -> &Session {
        self.app().session().expect("no report is open")
    }

    /// The name of what has the focus.
    pub(crate) fn focused(&self) -> String {
        let nodes = self.harness.root().children_recursive();
        nodes.into_iter().find(egui_kittest::Node::is_focused).and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    }

    /// Goes on, frame by frame, until it is so; what is waited for is done beside the window, at a pace of its own.
    #[track_caller]
    pub(crate) fn until(&mut self, is_so: impl Fn(&Self) -> bool) -> &mut Self {
        until(|| {
            self.settle();
            is_so(self)
        });
        self
    }

    /// Waits until the recovery journal holds that text; it is written beside the window, which does nothing more for it.
    #[track_caller]
    pub(crate) fn until_journalled(&self, text: &str) {
        let journals = self.folder.join("data/journals");
        until(|| {
            let files = std::fs::read_dir(&journals).into_iter().flatten().filter_map(Result::ok);
            files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).any(|journal| journal.contains(text))
        });
    }

    /// Whether something with that label is on screen.
    pub(crate) fn shows(&self, label: &str) -> bool {
        self.harness.query_all_by_label_contains(label).next().is_some()
    }

    /// Whether something with just that label is on screen.
    pub(crate) fn has(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    /// Clicks what has that label; of several, the one that was drawn last, which is the one on top.
    #[track_caller]
    pub(crate) fn click(&mut self, label: &str) -> &mut Self {
        self.harness.get_all_by_label(label).last().unwrap_or_else(|| panic!("no {label}")).click_accesskit();
        self.settle()
    }

    #[track_caller]
    pub(crate) fn click_containing(&mut self, label: &str) -> &mut Self {
        self.harness.query_all_by_label_contains(label).next().unwrap_or_else(|| panic!("no {label}")).click_accesskit();
        self.settle()
    }

    pub(crate) fn key(&mut self, key: Key) -> &mut Self {
        self.keys(Modifiers::NONE, key)
    }

    pub(crate) fn keys(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle()
    }

    pub(crate) fn event(&mut self, event: Event) -> &mut Self {
        self.harness.event(event);
        self.settle()
    }

    /// Types a text, one event for each character.
    pub(crate) fn type_text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            self.harness.event(Event::Text(character.to_string()));
            self.harness.step();
        }
        self.settle()
    }

    /// Does what a menu's entry or a key stands for.
    pub(crate) fn run(&mut self, command: Command) -> &mut Self {
        self.act(Action::Run(command))
    }

    /// Does what a panel or a dialog asks for.
    pub(crate) fn act(&mut self, action: Action) -> &mut Self {
        let context = self.harness.ctx.clone();
        self.harness.state_mut().as_mut().unwrap().run(&context, action);
        self.settle()
    }

    /// Lets time pass without an event.
    pub(crate) fn wait_s(&mut self, seconds: f64) -> &mut Self {
        self.harness.run_steps((seconds * 60.0).ceil() as usize);
        self
    }

    /// Answers the file dialog that is open.
    #[track_caller]
    pub(crate) fn answer(&mut self, path: Option<&Path>) -> &mut Self {
        let sender = self.world.borrow_mut().answer.take().expect("no file dialog was asked for");
        sender.send(path.map(Path::to_owned)).unwrap();
        self.settle()
    }

    /// Shows a section by its head.
    #[track_caller]
    pub(crate) fn show_section(&mut self, head: &str) -> &mut Self {
        self.click_containing(head)
    }
}

fn services(folder: &Path, world: &Rc<RefCell<World>>) -> Services {
    let (opening, copying, pasting) = (Rc::clone(world), Rc::clone(world), Rc::clone(world));
    Services {
        editions: crate::common::editions(),
        renderer: "headless".to_owned(),
        fonts: Fonts::shipped(),
        shipped_faces: Fonts::shipped(),
        now: Box::new(|| "2024-01-19T16:02:11+08:00".to_owned()),
        new_id: Box::new(|| "6f1c2d3e-0000-4000-8000-000000000001".to_owned()),
        dialogs: Box::new(FakeDialogs(Rc::clone(world))),
        open_outside: Box::new(move |path| {
            opening.borrow_mut().opened.push(path.to_owned());
            Ok(())
        }),
        print: printer(&world.borrow()),
        clipboard_html: Box::new(move || pasting.borrow().clipboard_html.clone()),
        copy_table: Box::new(move |context, text, html| {
            html.clone_into(&mut copying.borrow_mut().copied_html);
            context.copy_text(text.to_owned());
        }),
        workplace: Workplace { data: Some(DataFolder::at(folder.join("data"))), patience: Duration::from_mins(10), ..Workplace::of_user() },
    }
}

/// A printer that keeps what it is handed, or refuses.
fn printer(world: &World) -> nianbao::ui::services::Print {
    let (printed, says) = (Arc::clone(&world.printed), Arc::clone(&world.printer_says));
    Arc::new(move |pdf, job| {
        if let Some(refusal) = says.lock().unwrap().take() {
            return Err(refusal);
        }
        printed.lock().unwrap().push((pdf.to_vec(), job.clone()));
        Ok(())
    })
}

pub(crate) fn new_folder() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("nianbao-window-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    // A run that was killed may have had the same number.
    let _gone = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Controls that a screen reader could not name, as it would find them.
pub(crate) fn nameless(window: &Window) -> Vec<String> {
    use egui::accesskit::Role;
    let controls = [Role::Button, Role::TextInput, Role::MultilineTextInput, Role::RadioButton, Role::CheckBox, Role::ComboBox, Role::Cell];
    let all = window.harness.root().children_recursive();
    all.filter(|node| {
        let node = node.accesskit_node();
        let named = node.label().is_some_and(|label| !label.trim().is_empty()) || node.labelled_by().next().is_some();
        controls.contains(&node.role()) && !named
    })
    .map(|node| format!("{:?}", node.accesskit_node().role()))
    .collect()
}
