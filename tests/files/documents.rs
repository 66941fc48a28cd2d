//! Two hands on one report, a file that changed meanwhile, versions, and the user's data folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use nianbao::file::kept::lock::{Lock, Locking, Who};
use nianbao::file::kept::versions::{Version, Versions, newest_good};
use nianbao::file::{DataFolder, Document, FileError, Overwrite, Settings, Workplace, recoverable};
use nianbao::report::differences;
use nianbao::session::Session;

use super::desk::{Desk, day, save, sentences, type_and_keep, write_and_keep};
use super::faulty::FaultyDisk;
use crate::common::{covers_all, editions, type_into};

const CELL: &str = "t3.declined_repeat.natural";

#[test]
fn a_report_opened_twice_is_read_only_the_second_time_and_says_by_whom() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (first, _) = desk.open(&path);
    assert_eq!(first.read_only(), None);
    let (mut second, mut session) = desk.open(&path);
    assert_eq!(second.read_only(), Some("李四（电脑 PC-2）正在编辑这份年报，这里只能查看"));
    let refused = second.save(&mut session, day(0), Overwrite::Ask).unwrap_err().to_string();
    assert!(refused.starts_with("李四（电脑 PC-2）正在编辑"), "{refused}");
    let copy = desk.folder.file("b.nianbao");
    second.save_as(&mut session, &copy, Overwrite::Ask, day(0)).unwrap();
    assert_eq!((second.read_only(), second.path()), (None, Some(&*fs::canonicalize(copy).unwrap())));
    let refused = second.save_as(&mut session, &path, Overwrite::Mine, day(0)).unwrap_err().to_string();
    assert!(refused.starts_with("没有保存：这个文件正在别处编辑："), "{refused}");
    drop(first);
    assert_eq!(desk.open(&path).0.read_only(), None);
    drop(second);
    assert_eq!(desk.folder.names(), ["a.nianbao", "b.nianbao"], "locks leave nothing behind");
}

#[test]
fn a_file_that_is_there_is_overwritten_only_when_that_was_agreed_to_and_stays_as_a_version() {
    let desk = Desk::new();
    let other = desk.saved("b.nianbao");
    let before = fs::read(&other).unwrap();
    let (mut document, mut session) = desk.open(&desk.saved("a.nianbao"));
    type_into(&mut session, "t3.declined_repeat.natural", "9");
    let refused = document.save_as(&mut session, &other, Overwrite::Ask, day(0)).unwrap_err();
    assert_eq!((refused.what(), fs::read(&other).unwrap() == before), (&FileError::Taken, true));
    document.save_as(&mut session, &other, Overwrite::Mine, day(0)).unwrap();
    assert_eq!(Desk::on_disk(&other, "t3.declined_repeat.natural"), "9");
    let versions = document.versions(&session).unwrap().list();
    assert!(versions.iter().any(|version| fs::read(&version.path).unwrap() == before));
}

#[test]
fn the_lock_of_a_program_that_died_is_taken_over() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    fs::write(desk.folder.file(".~lock.a.nianbao#"), r#"{"user":"张三","host":"PC-1","process":7}"#).unwrap();
    assert_eq!(desk.open(&path).0.read_only(), None);
    let Locking::Taken(lock) = Lock::take(&path, &Who::here()) else { panic!("the lock was given back") };
    let text = fs::read_to_string(desk.folder.file(".~lock.a.nianbao#")).unwrap();
    assert_eq!(serde_json::from_str::<Who>(&text).unwrap(), Who::here());
    drop(lock);
}

#[test]
fn a_file_changed_by_another_program_is_not_overwritten_unasked() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    assert!(!document.looking().unwrap().may_differ());
    let theirs = fs::read_to_string(&path).unwrap().replace("\"t3.declined_repeat.natural\": 2", "\"t3.declined_repeat.natural\": 55");
    fs::write(&path, &theirs).unwrap();
    assert!(document.looking().unwrap().may_differ());
    type_into(&mut session, CELL, "3");
    let error = document.save(&mut session, day(0), Overwrite::Ask).unwrap_err();
    assert_eq!(error.what(), &FileError::ChangedOnDisk);
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    assert!(session.is_unsaved());
    let compared = document.looking().unwrap().read(&editions()).unwrap();
    let sentences: Vec<_> =
        differences(session.form(), &compared.opened.report, session.report()).into_iter().map(|d| d.sentence).collect();
    assert_eq!(sentences, ["表三·重复申请·自然人 55→3"]);
    document.save(&mut session, day(0), Overwrite::Mine).unwrap();
    assert_eq!(Desk::on_disk(&path, CELL), "3");
    let kept = document.versions(&session).unwrap().list();
    assert_eq!(fs::read_to_string(&kept[0].path).unwrap(), theirs, "theirs is kept as a version");
    save(&mut document, &mut session, 1);
}

#[test]
fn theirs_is_gone_on_with_as_it_was_read() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    type_and_keep(&mut document, &mut session, CELL, "3");
    let theirs = fs::read_to_string(&path).unwrap().replace("\"t3.declined_repeat.natural\": 2", "\"t3.declined_repeat.natural\": 55");
    fs::write(&path, &theirs).unwrap();
    let read = document.looking().unwrap().read(&editions()).unwrap();
    let opened = document.take(read);
    assert_eq!(opened.report.cell(opened.form.find(CELL).unwrap()).text, "55");
    let mut session = Session::new(opened.form, opened.report, covers_all());
    assert!(document.read_only().is_none() && !document.looking().unwrap().may_differ());
    type_and_keep(&mut document, &mut session, CELL, "56");
    save(&mut document, &mut session, 0);
    assert_eq!(Desk::on_disk(&path, CELL), "56");
    type_and_keep(&mut document, &mut session, CELL, "57");
    drop(document);
    assert_eq!(sentences(&desk.the_offer()), ["表三·重复申请·自然人 56→57"], "what was given up is not offered");
}

#[test]
fn a_pdf_in_the_place_of_the_file_is_nothing_to_go_on_with() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (document, _) = desk.open(&path);
    let pdf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("in_the_place.pdf");
    let made =
        std::process::Command::new(env!("CARGO_BIN_EXE_nianbao")).arg("export").arg(&path).args(["--draft", "--pdf"]).arg(&pdf).output();
    assert!(made.unwrap().status.code() < Some(2));
    fs::copy(&pdf, &path).unwrap();
    assert!(nianbao::file::open(&path, &editions()).is_ok() && document.looking().unwrap().read(&editions()).is_err());
}

#[test]
fn a_file_touched_but_the_same_is_saved_without_a_question() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, bytes).unwrap();
    type_into(&mut session, CELL, "3");
    save(&mut document, &mut session, 0);
    assert!(!session.is_unsaved());
}

#[test]
fn the_last_ten_versions_and_one_a_day_are_kept_and_can_be_read() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    let mut figure = 100;
    for number in 0..5 {
        for _ in 0..4 {
            figure += 1;
            type_into(&mut session, CELL, &figure.to_string());
            save(&mut document, &mut session, number);
        }
    }
    let versions = document.versions(&session).unwrap();
    let figures: Vec<_> = versions
        .list()
        .iter()
        .map(|version| {
            let opened = version.open(&editions()).unwrap();
            opened.report.cell(opened.form.find(CELL).unwrap()).text.clone()
        })
        .collect();
    assert_eq!(figures, ["119", "118", "117", "116", "115", "114", "113", "112", "111", "110", "107", "103"]);
    assert!(versions.folder().starts_with(desk.folder.file("data/versions")));
    let before = versions.list()[0].open(&editions()).unwrap().report;
    assert_eq!(differences(session.form(), &before, session.report())[0].sentence, "表三·重复申请·自然人 119→120");
    assert!(versions.list()[0].time().starts_with("2024-01-0"), "{}", versions.list()[0].time());
}

/// Saves that many times, a figure higher each time; the figures of the versions listed then, the newest first.
fn versions_after(desk: &Desk, path: &Path, figures: std::ops::Range<u32>, days: u64) -> Vec<String> {
    let (mut document, mut session) = desk.open(path);
    for figure in figures {
        type_into(&mut session, CELL, &figure.to_string());
        save(&mut document, &mut session, days);
    }
    let figure = |version: &Version| {
        let opened = version.open(&editions()).unwrap();
        opened.report.cell(opened.form.find(CELL).unwrap()).text.clone()
    };
    document.versions(&session).unwrap().list().iter().map(figure).collect()
}

#[test]
fn a_copy_made_in_a_file_manager_has_versions_of_its_own_from_its_first_save_on() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    versions_after(&desk, &path, 100..103, 0);
    let copy = desk.folder.file("b.nianbao");
    fs::copy(&path, &copy).unwrap();
    assert_eq!(versions_after(&desk, &copy, 0..0, 0), ["101", "100", "2"], "until then it has those of what it was copied from");
    let own = versions_after(&desk, &copy, 200..213, 0);
    assert_eq!((&*own[0], &*own[9], &own[10..]), ("211", "202", &["101".to_owned(), "100".to_owned(), "2".to_owned()][..]));
    assert_eq!(versions_after(&desk, &path, 0..0, 0), ["101", "100", "2"], "none of it was pushed out");
    fs::write(&path, "damaged").unwrap();
    let data = desk.workplace.data.as_ref().unwrap();
    let path = fs::canonicalize(path).unwrap();
    let (_, opened) = newest_good(&*desk.workplace.disk, data, &path, &editions()).unwrap();
    assert_eq!(opened.report.cell(opened.form.find(CELL).unwrap()).text, "101", "and none of the copy's is offered for it");
}

#[test]
fn the_versions_of_a_copy_are_none_of_what_it_was_copied_from() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let copy = desk.folder.file("b.nianbao");
    fs::copy(&path, &copy).unwrap();
    assert_eq!(versions_after(&desk, &copy, 200..203, 0), ["201", "200", "2"]);
    let mut document = desk.open(&path);
    type_into(&mut document.1, CELL, "3");
    save(&mut document.0, &mut document.1, 0);
    drop(document);
    assert_eq!(versions_after(&desk, &path, 100..102, 0), ["100", "3", "2"]);
}

#[test]
fn what_is_saved_elsewhere_keeps_its_versions() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    versions_after(&desk, &path, 100..103, 0);
    let (mut document, mut session) = desk.open(&path);
    type_into(&mut session, CELL, "103");
    let elsewhere = desk.folder.file("b.nianbao");
    document.save_as(&mut session, &elsewhere, Overwrite::Ask, day(0)).unwrap();
    drop(document);
    assert_eq!(versions_after(&desk, &elsewhere, 104..105, 0), ["103", "101", "100", "2"]);
}

#[test]
fn a_file_that_was_moved_keeps_its_versions() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    versions_after(&desk, &path, 100..103, 0);
    let moved = desk.folder.file("年报/b.nianbao");
    fs::create_dir(moved.parent().unwrap()).unwrap();
    fs::rename(&path, &moved).unwrap();
    assert_eq!(versions_after(&desk, &moved, 103..104, 0), ["102", "101", "100", "2"]);
}

#[test]
fn versions_are_one_a_day_again_after_the_clock_stood_in_the_future() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    versions_after(&desk, &path, 100..101, 4000);
    for number in 1..15 {
        versions_after(&desk, &path, 100 + number..101 + number, u64::from(number));
    }
    let figures = versions_after(&desk, &path, 0..0, 0);
    assert_eq!(figures.len(), 15, "one of each day");
    assert_eq!((&*figures[0], &*figures[14]), ("113", "2"), "in the order of the saves");
}

#[test]
fn a_report_too_large_to_be_opened_again_is_not_saved() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let before = fs::read(&path).unwrap();
    let (mut document, mut session) = desk.open(&path);
    write_and_keep(&mut document, &mut session, "preface", &"字".repeat(4 * 1024 * 1024));
    let error = document.save(&mut session, day(0), Overwrite::Ask).unwrap_err().to_string();
    assert!(error.starts_with("没有保存：内容超过 10 MB，保存以后会打不开："), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
    drop(document);
    assert_eq!(desk.the_offer().opened.report, *session.report(), "the journal has it");
}

#[test]
fn a_version_that_a_virus_scanner_holds_is_waited_for() {
    let desk = Desk::on(Arc::new(FaultyDisk::sound()));
    let path = desk.saved("a.nianbao");
    let (document, mut session) = desk.open(&path);
    type_into(&mut session, CELL, "3");
    drop(document);
    let held = Arc::new(FaultyDisk::held(0));
    let workplace = Workplace { disk: held.clone(), ..desk.workplace.clone() };
    let (mut document, opened) = Document::open(&workplace, &path, &editions()).unwrap();
    let mut session = Session::new(opened.form, opened.report, covers_all());
    type_into(&mut session, CELL, "3");
    held.hold(3);
    document.save(&mut session, day(0), Overwrite::Mine).unwrap();
    assert!(held.waited() > std::time::Duration::ZERO);
    assert_eq!(document.versions(&session).unwrap().list().len(), 1, "it was kept");
}

#[cfg(unix)]
#[test]
fn a_lock_that_may_only_be_read_is_seen_to_be_held() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
    let (first, _) = desk.open(&path);
    let lock = desk.folder.file(".~lock.a.nianbao#");
    assert_eq!(fs::metadata(&lock).unwrap().permissions().mode() & 0o777, 0o664, "who may write the report may lock it");
    fs::set_permissions(&lock, fs::Permissions::from_mode(0o444)).unwrap();
    assert_eq!(desk.open(&path).0.read_only(), Some("李四（电脑 PC-2）正在编辑这份年报，这里只能查看"));
    drop(first);
}

#[test]
fn of_a_damaged_file_the_newest_good_version_is_offered() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    for (number, figure) in ["3", "4", "5"].into_iter().enumerate() {
        type_into(&mut session, CELL, figure);
        save(&mut document, &mut session, number as u64);
    }
    let path = document.path().unwrap().to_owned();
    let newest = document.versions(&session).unwrap().list().remove(0);
    drop(document);
    let good = |wanted: &str| {
        let data = desk.workplace.data.as_ref().unwrap();
        let (_, opened) = newest_good(&*desk.workplace.disk, data, &path, &editions()).unwrap();
        assert_eq!(opened.report.cell(opened.form.find(CELL).unwrap()).text, wanted);
    };
    fs::write(&path, &fs::read(&path).unwrap()[..200]).unwrap();
    assert!(Document::open(&desk.workplace, &path, &editions()).is_err());
    good("4");
    fs::write(newest.path, "damaged too").unwrap();
    good("3");
    let other = newest_good(&*desk.workplace.disk, desk.workplace.data.as_ref().unwrap(), Path::new("/other"), &editions());
    assert!(other.is_none());
}

#[test]
fn saving_anywhere_bad_keeps_file_journal_and_session() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let before = fs::read(&path).unwrap();
    let (mut document, mut session) = desk.open(&path);
    type_and_keep(&mut document, &mut session, CELL, "3");
    for bad in ["gone/b.nianbao", &"长".repeat(200), "data"] {
        let error = document.save_as(&mut session, &desk.folder.file(bad), Overwrite::Ask, day(0)).unwrap_err();
        assert!(error.to_string().ends_with(bad), "{error}");
    }
    assert!(session.is_unsaved());
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(document.path(), Some(&*fs::canonicalize(&path).unwrap()));
    drop(document);
    assert_eq!(desk.the_offer().opened.report.cell(session.form().find(CELL).unwrap()).text, "3");
}

#[test]
fn a_newer_program_s_file_is_read_only() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let text = fs::read_to_string(&path).unwrap().replace("nianbao/1", "nianbao/2");
    fs::write(&path, text).unwrap();
    let (document, _) = desk.open(&path);
    assert_eq!(document.read_only(), Some("这份文件由更新的程序写成，这里只能查看"));
}

#[test]
fn the_data_folder_is_where_the_system_wants_it() {
    let named = |variables: &[(&str, &str)]| {
        let variable = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        DataFolder::named_by(&variable).map(|data| data.root().to_owned())
    };
    assert_eq!(named(&[("NIANBAO_DATA", "/x"), ("HOME", "/h")]).as_deref(), Some(Path::new("/x")));
    assert_eq!(named(&[]), None);
    if cfg!(all(unix, not(target_os = "macos"))) {
        assert_eq!(named(&[("HOME", "/h")]).as_deref(), Some(Path::new("/h/.local/share/nianbao")));
        assert_eq!(named(&[("HOME", "/h"), ("XDG_DATA_HOME", "/d")]).as_deref(), Some(Path::new("/d/nianbao")));
        assert_eq!(named(&[("HOME", "/h"), ("XDG_DATA_HOME", "relative")]).as_deref(), Some(Path::new("/h/.local/share/nianbao")));
    }
}

#[cfg(unix)]
#[test]
fn the_data_folder_is_for_the_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let (mut document, mut session) = desk.open(&desk.saved("a.nianbao"));
    save(&mut document, &mut session, 0);
    type_and_keep(&mut document, &mut session, CELL, "3");
    save(&mut document, &mut session, 1);
    type_and_keep(&mut document, &mut session, CELL, "4");
    let data = desk.workplace.data.as_ref().unwrap();
    Settings::default().save(data).unwrap();
    let mut folders = vec![data.root().to_owned()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700, "{}", folder.display());
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            seen += 1;
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|ending| ending != "lock") {
                assert_eq!(mode, 0o600, "{}", path.display());
            }
        }
    }
    assert!(seen >= 6, "{seen}");
}

#[cfg(unix)]
#[test]
fn a_data_folder_that_was_open_to_others_is_closed() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let data = desk.workplace.data.as_ref().unwrap();
    let open = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    for folder in [data.root(), &data.journals(), &data.versions()] {
        fs::create_dir_all(folder).unwrap();
        open(folder, 0o755);
    }
    fs::write(data.settings(), "{}").unwrap();
    open(&data.settings(), 0o644);
    let (mut document, mut session) = desk.open(&desk.saved("a.nianbao"));
    type_and_keep(&mut document, &mut session, CELL, "3");
    save(&mut document, &mut session, 0);
    Settings::default().save(data).unwrap();
    for path in [data.root(), &data.journals(), &data.versions(), &data.settings()] {
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o077, 0, "{}", path.display());
    }
}

#[test]
fn settings_are_kept_and_damaged_ones_are_the_defaults() {
    let desk = Desk::new();
    let data = desk.workplace.data.as_ref().unwrap();
    assert_eq!(Settings::load(data), Settings::default());
    let mut settings = Settings { zoom_percent: Some(125), ..Settings::default() };
    for number in 0..30 {
        settings.note_recent(&desk.folder.file(&format!("{number}.nianbao")), "某镇 2023");
    }
    settings.note_recent(&desk.folder.file("25.nianbao"), "某镇 2023");
    settings.save(data).unwrap();
    let loaded = Settings::load(data);
    assert_eq!(loaded, settings);
    assert_eq!((loaded.recent.len(), &loaded.recent[0].path), (20, &desk.folder.file("25.nianbao")));
    fs::write(data.settings(), "{\"recent\": 5").unwrap();
    assert_eq!(Settings::load(data), Settings::default());
}

#[test]
fn clearing_the_traces_removes_journals_versions_and_recents_and_says_what() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    for number in 0..3 {
        type_into(&mut session, CELL, &format!("9{number}"));
        save(&mut document, &mut session, number);
    }
    type_and_keep(&mut document, &mut session, CELL, "3");
    drop(document);
    let (mut document, mut session) = desk.open(&desk.saved("b.nianbao"));
    type_and_keep(&mut document, &mut session, CELL, "4");
    let data = desk.workplace.data.as_ref().unwrap();
    let mut settings = Settings { zoom_percent: Some(125), ..Settings::default() };
    settings.note_recent(&path, "某镇 2023");
    settings.save(data).unwrap();
    let sentence = data.clear_traces().unwrap().sentence();
    assert_eq!(sentence, "已清除：恢复记录 1 份，历史版本 3 份，最近文件 1 条；另有 1 份正在使用，已保留");
    assert_eq!(Settings::load(data), Settings { zoom_percent: Some(125), ..Settings::default() });
    assert!(Versions::of(data, &session.report().id, &path).list().is_empty());
    assert_eq!(Desk::on_disk(&path, CELL), "92", "the clerk's own files are not touched");
    drop(document);
    assert_eq!(desk.offered().len(), 1);
}

#[test]
fn without_a_data_folder_one_can_work_and_is_told() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let workplace = Workplace { data: None, ..desk.workplace.clone() };
    let (mut document, opened) = Document::open(&workplace, &path, &editions()).unwrap();
    let mut session = nianbao::session::Session::new(opened.form, opened.report, crate::common::covers_all());
    type_and_keep(&mut document, &mut session, CELL, "3");
    assert_eq!(document.journal_trouble().unwrap(), "找不到用户数据文件夹，没有恢复记录，请经常保存");
    save(&mut document, &mut session, 0);
    assert!(recoverable(&workplace, &editions()).reports.is_empty());
}
