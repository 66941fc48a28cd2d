//! Choosing a file or a place: the system's dialog, a path that is typed, and what is offered in either.

use std::path::{Path, PathBuf};

use super::exporting;
use super::room::Room;
use crate::file::{ENDINGS, is_batch_path};
use crate::ui::commands::{BatchPurpose, Purpose};
use crate::ui::dialogs::{Dialog, PathField, TypePath, Waiting};
use crate::ui::services::FileQuestion;

/// Opens the system's dialog for a file or a place.
pub(crate) fn ask_for_file(room: &mut Room<'_>, purpose: Purpose) {
    let answer = room.services.dialogs.ask(question(room, purpose), room.context);
    room.dialogs.show(Dialog::Waiting(Waiting::new(room.context, purpose, answer)));
}

/// Has the path typed.
pub(crate) fn type_path(room: &mut Room<'_>, purpose: Purpose, why: Option<&str>) {
    let path = TypePath {
        purpose,
        field: PathField::new(&offered_path(room, purpose)),
        why: why.map(str::to_owned),
        // A batch is opened, and nothing else is done with its file.
        recent: room.remembered.recent_paths().into_iter().filter(|path| purpose == Purpose::Open || !is_batch_path(path)).collect(),
    };
    room.dialogs.show(Dialog::TypePath(path));
}

fn question(room: &Room<'_>, purpose: Purpose) -> FileQuestion {
    let kinds = match purpose {
        Purpose::Open | Purpose::LastYear | Purpose::FromLast => {
            vec![("年报", ENDINGS.into_iter().chain(["nianbaos"]).collect())]
        }
        Purpose::Ledger => vec![("台账", vec!["xlsx", "xls", "ods", "csv"])],
        Purpose::SaveAs => vec![("年报草稿", vec!["nianbao"])],
        Purpose::Pdf { .. } | Purpose::Checklist | Purpose::Poster | Purpose::Manual => vec![("PDF", vec!["pdf"])],
        Purpose::Json { .. } => vec![("JSON", vec!["json"])],
        Purpose::Diagnosis => vec![("文本文件", vec!["txt"])],
        Purpose::Batch(purpose) => kinds_of_batch(purpose),
    };
    let offered = offered_path(room, purpose);
    let file_name = offered.file_name().map(|name| name.to_string_lossy().into_owned());
    FileQuestion {
        is_save: purpose.is_save(),
        is_folder: purpose.is_folder(),
        title: purpose.title().to_owned(),
        folder: offered.parent().map(Path::to_owned),
        file_name: file_name.filter(|_| purpose.is_save()),
        kinds,
    }
}

/// What kinds of file a batch has to do with.
fn kinds_of_batch(purpose: BatchPurpose) -> Vec<(&'static str, Vec<&'static str>)> {
    match purpose {
        BatchPurpose::Inbox | BatchPurpose::LastYears | BatchPurpose::Letters => Vec::new(),
        BatchPurpose::Roster => vec![("名单", vec!["txt", "csv", "xlsx", "xls", "ods", "nianbaos"])],
        BatchPurpose::Save => vec![("一批年报", vec!["nianbaos"])],
        BatchPurpose::Letter | BatchPurpose::BulletinWord => vec![("Word 文件", vec!["docx"])],
        BatchPurpose::BulletinBook | BatchPurpose::UnitsBook => vec![("电子表格", vec!["xlsx"])],
        BatchPurpose::Table => vec![("CSV", vec!["csv"])],
        BatchPurpose::Again => vec![("年报", vec!["nianbao", "json"])],
    }
}

/// The path that is offered: beside the report's file, else beside the last one, else at home.
fn offered_path(room: &Room<'_>, purpose: Purpose) -> PathBuf {
    let beside = room.desk.as_ref().and_then(|desk| desk.document().path()?.parent().map(Path::to_owned));
    let beside = beside.or_else(|| room.remembered.recent().first()?.path.parent().map(Path::to_owned));
    let folder = beside.or_else(std::env::home_dir).unwrap_or_default();
    if let (Purpose::Batch(batch), Some(extension)) = (purpose, purpose.extension()) {
        return folder.join(format!("{}.{extension}", batch.offered_name()));
    }
    if let Some(name) = purpose.of_the_program() {
        return folder.join(name);
    }
    match (&room.desk, purpose.extension()) {
        (Some(desk), Some(extension)) => folder.join(exporting::file_name(desk.session().report(), purpose, extension)),
        _ => folder.join(""),
    }
}
