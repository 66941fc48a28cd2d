//! Printing: the pages of the PDF go to the printer, or where there is none into the system's viewer, from where they can be printed.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::exporting;
use super::room::Room;
use super::work::{Progress, Work};
use crate::file::disk::halting;
use crate::file::{Links, save_on};
use crate::ui::commands::{PrintJob, Purpose, Sheet};
use crate::ui::dialogs::{Dialog, PrintSheet, Sentence};
use crate::ui::settings::{Beside, Paper};

/// The head of what is said where nothing was printed.
const NOT_PRINTED: &str = "没有直接打印";

/// What came of it.
enum Outcome {
    /// The printer has it.
    Printed,
    /// Why it has not, and the file for the viewer or why there is none.
    NotPrinted(String, Result<PathBuf, String>),
}

/// What is on its way to the printer, one at a time.
#[derive(Default)]
pub(super) struct Printing {
    now: Option<Work<Outcome>>,
}

impl Printing {
    /// Whether something is.
    #[must_use]
    pub(super) fn is_under_way(&self) -> bool {
        self.now.is_some()
    }

    /// Whether the printer takes long to answer; `None` where nothing is asked of it.
    #[must_use]
    pub(super) fn is_slow(&self, context: &Context) -> Option<bool> {
        self.now.as_ref().map(|work| work.is_slow(context))
    }

    /// Hands the pages to the printer.
    pub(super) fn begin(&mut self, room: &mut Room<'_>, job: PrintJob) {
        if self.now.is_some() {
            return room.tell("上一次打印还没有完成，请稍等");
        }
        let Some(open) = room.desk.as_ref() else { return };
        let (as_draft, _) = exporting::what_to_say(open.session());
        let purpose = match job.sheet {
            Sheet::Report => Purpose::Pdf { as_draft },
            Sheet::Checklist => Purpose::Checklist,
        };
        let paper = Paper { double_sided: job.double_sided, beside: Beside::default(), ..room.remembered.paper() };
        let made = exporting::made(open.session(), room.services, paper, purpose);
        let bytes = made.and_then(|(files, _)| files.into_iter().next().ok_or_else(|| "没有可打印的内容".to_owned()));
        let bytes = match bytes {
            Ok((_, bytes)) => bytes,
            Err(sentence) => return room.say(NOT_PRINTED, vec![sentence]),
        };
        let (disk, halt) = halting(Arc::clone(&room.services.workplace.disk));
        let print = Arc::clone(&room.services.print);
        let for_viewer = room.services.workplace.printed();
        self.now = Some(Work::start(room.context, halt, move || match print(&bytes, &job) {
            Ok(()) => Outcome::Printed,
            Err(why) => {
                let saved = save_on(&*disk, &for_viewer, &bytes, Links::Refuse);
                Outcome::NotPrinted(why, saved.map(|()| for_viewer).map_err(|error| error.to_string()))
            }
        }));
    }

    /// Takes what came of it, once.
    pub(super) fn poll(&mut self, room: &mut Room<'_>) {
        let Some(work) = &self.now else { return };
        let outcome = match work.poll() {
            Progress::Pending => return,
            Progress::Done(outcome) => outcome,
            Progress::Lost => Outcome::NotPrinted("系统资源不足".to_owned(), Err("请再试一次".to_owned())),
        };
        self.now = None;
        match outcome {
            Outcome::Printed => room.tell("已交给打印机"),
            Outcome::NotPrinted(why, Ok(path)) => {
                let opened = (room.services.open_outside)(&path);
                let said = opened.err().unwrap_or_else(|| "已用系统的程序打开 PDF，可在那里打印".to_owned());
                room.dialogs.show_next(Dialog::Sentence(Sentence::new(NOT_PRINTED, vec![why, said])));
            }
            Outcome::NotPrinted(why, Err(error)) => {
                room.dialogs.show_next(Dialog::Sentence(Sentence::new(NOT_PRINTED, vec![why, error])));
            }
        }
    }
}

/// Asks what is printed, and how.
pub(crate) fn before_print(room: &mut Room<'_>) {
    let Some(desk) = room.desk.as_ref() else { return };
    let (as_draft, lines) = exporting::what_to_say(desk.session());
    let job = PrintJob { sheet: Sheet::Report, copies: 1, pages: String::new(), double_sided: room.remembered.paper().double_sided };
    room.dialogs.show(Dialog::Print(PrintSheet { lines, as_draft, job, pages: String::new() }));
}
