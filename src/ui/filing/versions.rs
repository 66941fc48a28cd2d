//! Versions of the open report, shown and put back, and the question before what is kept on this machine is removed.

use super::room::Room;
use crate::report::Report;
use crate::ui::commands::Action;
use crate::ui::dialogs::{Choice, Dialog, VersionList, edit_to};

/// Shows the versions of the report on the desk, and what differs in one of them.
pub(crate) fn show_versions(room: &mut Room<'_>, chosen: usize) {
    let Some(desk) = room.desk else { return };
    let listed = match room.dialogs.open() {
        Some(Dialog::Versions(list)) => Some(list.versions()),
        _ => desk.document().versions(desk.session()).map(|versions| (versions.list(), versions.folder().display().to_string())),
    };
    let list = listed.and_then(|(versions, folder)| VersionList::new(versions, folder, chosen, desk, &room.services.editions));
    match list {
        Some(list) => room.dialogs.show(Dialog::Versions(Box::new(list))),
        None => room.say("历史版本", vec!["还没有历史版本，保存过两次以后才有".to_owned()]),
    }
}

/// Puts a version on the desk, as a change that can be undone.
pub(crate) fn restore(room: &mut Room<'_>, report: &Report) {
    let Some(desk) = room.desk else { return };
    let is_locked = desk.is_locked();
    desk.apply(edit_to(desk.session().form(), desk.session().report(), report));
    room.tell(if is_locked { "没有恢复：现在的内容不能改动" } else { "已恢复，可用 Ctrl+Z 撤回" });
}

/// Asks before what is kept on this machine is removed.
pub(crate) fn ask_to_clear_traces(room: &mut Room<'_>) {
    let lines = vec!["恢复记录、历史版本和最近文件的列表会从本机删除，年报文件不动".to_owned()];
    room.dialogs.show(Dialog::Choice(Choice::one("清除本机痕迹", lines, "清除", Action::ClearTraces)));
}
