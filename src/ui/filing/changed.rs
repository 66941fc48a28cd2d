//! A Word file of ours that was changed in Word: which side counts, and what the clerk chose.

use super::room::Room;
use crate::file::{Changes, Opened};
use crate::ui::dialogs::{Changed, Dialog, edit_to};

/// What is asked of a file that was changed; `None` where it was not.
#[must_use]
pub(super) fn question(opened: &Opened) -> Option<Dialog> {
    let sentence = opened.changes.sentence(&opened.form)?;
    Some(Dialog::Changed(Box::new(Changed::new(sentence, opened.changes.clone()))))
}

/// Takes over what was ticked, as a change that can be undone. A finished report is a draft again then.
pub(crate) fn take_changes(room: &mut Room<'_>, changes: &Changes, ticked: &[bool]) {
    let now = (room.services.now)();
    let Some(desk) = room.desk else { return };
    let session = desk.session();
    let mut report = session.report().clone();
    changes.take(session.form(), &mut report, ticked);
    if report == *session.report() {
        return room.tell("已按文件里的数据打开");
    }
    if session.is_locked() {
        desk.apply(desk.session().report().take_back(&now));
    }
    desk.apply(edit_to(desk.session().form(), desk.session().report(), &report));
    room.tell("已采用 Word 里的改动，可用 Ctrl+Z 撤回");
}
