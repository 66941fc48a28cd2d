//! What was typed and not saved is offered after a crash, to the right report, and stays until the clerk chose.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use nianbao::file::disk::SystemDisk;
use nianbao::file::{Document, Overwrite, Standing, Workplace, json, recoverable};
use nianbao::report::{Edit, Report};
use nianbao::session::Session;

use super::desk::{Desk, day, save, sentences, type_and_keep, write_and_keep};
use super::faulty::{Fault, FaultyDisk};
use super::full::FullDisk;
use super::held::HeldDisk;
use crate::common::{blank_session, covers_all, editions, tried, type_into, until};

const CELL: &str = "t3.declined_repeat.natural";

/// A report into which 3 was typed in place of 2 when its program died.
fn left_unsaved(desk: &Desk) -> PathBuf {
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    type_and_keep(&mut document, &mut session, CELL, "3");
    path
}

#[test]
fn an_edit_is_on_disk_as_soon_as_the_journal_has_it_and_is_offered_as_a_difference() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    assert_eq!(desk.journals().len(), 0, "a report that is only looked at has no journal");
    type_and_keep(&mut document, &mut session, CELL, "3");
    drop(document);
    let offer = desk.the_offer();
    assert_eq!(sentences(&offer), ["表三·重复申请·自然人 2→3"]);
    assert_eq!((offer.standing, offer.path.as_ref()), (Standing::AsBefore, Some(&fs::canonicalize(&path).unwrap())));
    assert!(offer.sentence().ends_with("有改动没有保存（1 处）"), "{}", offer.sentence());
    assert_eq!(Desk::on_disk(&path, CELL), "2", "the file is as it was");
}

#[test]
fn edits_reach_the_journal_while_the_medium_takes_its_time() {
    let medium = Arc::new(HeldDisk::new(PathBuf::new()));
    let desk = Desk::on(medium.clone());
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    let held = medium.hold_syncing();
    for number in [1001, 1002, 1003] {
        type_into(&mut session, CELL, &number.to_string());
        document.keep(&session, None);
        until_in_journal(&desk, number);
        // Something is on its way to the medium by now, and stays there.
        medium.until_reached();
    }
    drop(held);
    document.settle();
    drop(document);
    assert_eq!(sentences(&desk.the_offer()), ["表三·重复申请·自然人 2→1003"]);
}

/// Waits until a journal holds a number; the journal is written on a thread of its own.
#[track_caller]
fn until_in_journal(desk: &Desk, number: u32) {
    let holds = |journal: &PathBuf| fs::read_to_string(journal).is_ok_and(|lines| lines.contains(&number.to_string()));
    until(|| desk.journals().iter().any(holds));
}

#[test]
fn edits_reach_the_journal_after_a_save_while_the_medium_takes_its_time() {
    let medium = Arc::new(HeldDisk::new(PathBuf::new()));
    let desk = Desk::on(medium.clone());
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    type_and_keep(&mut document, &mut session, CELL, "1001");
    let saved = document.saving(&mut session, day(0), Overwrite::Ask).unwrap().run().unwrap();
    type_and_keep(&mut document, &mut session, CELL, "1002");
    let held = medium.hold_syncing();
    document.finish(&mut session, saved);
    for number in [1003, 1004] {
        type_into(&mut session, CELL, &number.to_string());
        document.keep(&session, None);
        until_in_journal(&desk, number);
        medium.until_reached();
    }
    let killed = Desk::new();
    fs::create_dir_all(killed.folder.file("data/journals")).unwrap();
    for journal in desk.journals() {
        fs::copy(&journal, killed.folder.file("data/journals").join(journal.file_name().unwrap())).unwrap();
    }
    assert_eq!(killed.journals().len(), 2, "the old one stays until the new one is on the medium");
    let offer = killed.the_offer();
    assert_eq!((offer.standing, sentences(&offer)), (Standing::AsBefore, vec!["表三·重复申请·自然人 1001→1004"]));
    assert_eq!(killed.journals().len(), 2, "what was taken over is not offered, and stays: the new one may not be on the medium");
    drop(held);
    document.settle();
    assert_eq!(desk.journals().len(), 1);
    // Its lock goes with it, so that the recovered one may be edited.
    drop(document);
    let (mut recovered, opened) = Document::recover(&killed.workplace, offer);
    recovered.keep(&Session::new(opened.form, opened.report, covers_all()), None);
    recovered.settle();
    assert_eq!(killed.journals().len(), 1);
}

#[test]
fn discarding_what_took_another_journal_over_discards_both() {
    let medium = Arc::new(HeldDisk::new(PathBuf::new()));
    let desk = Desk::on(medium.clone());
    let (mut document, mut session) = desk.open(&desk.saved("a.nianbao"));
    type_and_keep(&mut document, &mut session, CELL, "1001");
    medium.fail_syncing(Some(5));
    for number in ["1002", "1003"] {
        type_and_keep(&mut document, &mut session, CELL, number);
    }
    drop(document);
    assert!(desk.journals().len() > 1);
    desk.the_offer().discard(&*desk.workplace.disk).unwrap();
    assert!(desk.journals().is_empty() && desk.offered().is_empty());
}

#[test]
fn looking_again_and_again_takes_nothing_from_who_has_it() {
    let desk = Desk::new();
    let (mut document, mut session) = desk.open(&desk.saved("a.nianbao"));
    type_and_keep(&mut document, &mut session, CELL, "3");
    type_and_keep(&mut document, &mut session, CELL, "2");
    for _ in 0..3 {
        assert!(desk.offered().is_empty());
        assert_eq!(desk.workplace.data.as_ref().unwrap().clear_traces().unwrap().still_open, 1);
    }
    type_and_keep(&mut document, &mut session, CELL, "4");
    drop(document);
    let offer = desk.the_offer();
    for _ in 0..3 {
        assert!(desk.offered().is_empty(), "who has it on a list has it");
    }
    assert_eq!(sentences(&offer), ["表三·重复申请·自然人 2→4"]);
}

#[test]
fn what_was_offered_before_the_file_was_saved_anew_does_not_go_over_it() {
    let desk = Desk::new();
    let path = left_unsaved(&desk);
    let offer = desk.the_offer();
    let (mut document, mut session) = desk.open(&path);
    type_and_keep(&mut document, &mut session, CELL, "99");
    save(&mut document, &mut session, 0);
    drop(document);
    assert!(offer.continues_its_file());
    let (document, _) = Document::recover(&desk.workplace, offer);
    assert_eq!(document.path(), None, "only 另存 is left");
}

#[test]
fn a_place_that_does_not_answer_holds_up_no_recovery() {
    let medium = Arc::new(HeldDisk::new(PathBuf::new()));
    let desk = Desk::on(medium.clone());
    for name in ["a.nianbao", "b.nianbao"] {
        let path = desk.saved(name);
        let (mut document, mut session) = desk.open(&path);
        type_and_keep(&mut document, &mut session, CELL, "3");
    }
    let drive = Arc::new(HeldDisk::new(fs::canonicalize(desk.folder.file("a.nianbao")).unwrap().parent().unwrap().to_owned()));
    drive.hold_reading();
    let workplace = Workplace { disk: drive.clone(), patience: Duration::from_millis(50), ..desk.workplace.clone() };
    let offers = recoverable(&workplace, &editions()).reports;
    assert_eq!(offers.iter().map(|offer| offer.standing).collect::<Vec<_>>(), [Standing::Silent; 2]);
    drive.release();
}

#[test]
fn edits_reach_the_journal_while_the_medium_refuses() {
    let medium = Arc::new(HeldDisk::new(PathBuf::new()));
    let desk = Desk::on(medium.clone());
    let (mut document, mut session) = desk.open(&desk.saved("a.nianbao"));
    type_and_keep(&mut document, &mut session, CELL, "1001");
    medium.fail_syncing(Some(5));
    for number in 1002..1009 {
        type_and_keep(&mut document, &mut session, CELL, &number.to_string());
        until_in_journal(&desk, number);
        assert!(document.journal_trouble().is_some(), "{number}");
        // One that is on the medium, one that is not, and for a moment the next.
        assert!(desk.journals().len() <= 3, "{:?}", desk.journals());
    }
    medium.fail_syncing(None);
    // One that was refused may be on its way still; what comes after it is not.
    until(|| {
        document.settle();
        document.journal_trouble().is_none() && desk.journals().len() == 1
    });
    drop(document);
    assert_eq!(sentences(&desk.the_offer()), ["表三·重复申请·自然人 2→1008"]);
}

#[test]
fn a_journal_that_grew_long_starts_again_with_the_report_as_it_stands() {
    let desk = Desk::new();
    let (mut document, mut session) = desk.open(&desk.saved("a.nianbao"));
    let mut sizes = Vec::new();
    let mut names = Vec::new();
    for text in ["甲", "乙", "丙", "丁", "戊", "己", "庚"] {
        write_and_keep(&mut document, &mut session, "preface", &text.repeat(300_000));
        let journals = desk.journals();
        assert_eq!(journals.len(), 1, "what was taken over is gone");
        sizes.push(fs::metadata(&journals[0]).unwrap().len());
        names.extend(journals);
    }
    names.dedup();
    assert_eq!(names.len(), 2, "{sizes:?}");
    assert!(sizes.iter().all(|size| *size < 6_000_000), "{sizes:?}");
    drop(document);
    assert_eq!(&desk.the_offer().opened.report, session.report());
}

#[test]
fn on_a_disk_that_is_full_the_journal_goes_on_with_the_room_that_was_kept() {
    let medium = Arc::new(FullDisk::with(2_000_000));
    let desk = Desk::on(medium.clone());
    let (mut document, mut session) = desk.open(&desk.saved("a.nianbao"));
    type_and_keep(&mut document, &mut session, CELL, "1001");
    medium.fill();
    for number in 1002..1300 {
        type_and_keep(&mut document, &mut session, CELL, &number.to_string());
        assert_eq!(document.journal_trouble(), None, "{number}");
    }
    assert!(document.save(&mut session, day(0), Overwrite::Ask).is_ok(), "what was given up is room for the file too");
    type_and_keep(&mut document, &mut session, CELL, "1300");
    medium.fill();
    type_and_keep(&mut document, &mut session, CELL, "1301");
    assert!(document.journal_trouble().is_some_and(|trouble| trouble.contains("磁盘已满")), "there is no room twice");
    assert!(document.save(&mut session, day(0), Overwrite::Ask).is_err());
    medium.empty(2_000_000);
    type_and_keep(&mut document, &mut session, CELL, "1302");
    assert_eq!(document.journal_trouble(), None);
    drop(document);
    assert_eq!(sentences(&desk.the_offer()), ["表三·重复申请·自然人 1299→1302"]);
}

#[test]
fn an_error_at_any_operation_of_the_journal_costs_no_edit() {
    for code in [28, 5] {
        for at in 0.. {
            let medium = Arc::new(FaultyDisk::new(at, Fault::Error(code)));
            let desk = Desk::on(medium.clone());
            let path = desk.saved("a.nianbao");
            let Ok((mut document, opened)) = Document::open(&desk.workplace, &path, &editions()) else { continue };
            let mut session = Session::new(opened.form, opened.report, covers_all());
            for number in 1001..1005 {
                type_and_keep(&mut document, &mut session, CELL, &number.to_string());
            }
            drop(document);
            let read = Workplace { disk: Arc::new(SystemDisk), ..desk.workplace.clone() };
            let offers = recoverable(&read, &editions()).reports;
            let found: Vec<_> = offers.iter().flat_map(sentences).collect();
            assert_eq!(found, ["表三·重复申请·自然人 2→1004"], "error {code} at {at}: {:?}", medium.operations().get(at));
            if !medium.struck() {
                assert!(at >= 8, "only {at} operations were tried");
                tried(&format!("error {code} at each of {at} operations of the journal"));
                break;
            }
        }
    }
}

#[test]
fn what_the_journal_said_is_on_the_medium_is_there_wherever_the_power_goes() {
    for at in 0.. {
        let medium = Arc::new(FaultyDisk::new(at, Fault::PowerCut));
        let mut desk = Desk::on(medium.clone());
        let path = desk.saved("a.nianbao");
        let mut promised = 2;
        if let Ok((mut document, opened)) = Document::open(&desk.workplace, &path, &editions()) {
            let mut session = Session::new(opened.form, opened.report, covers_all());
            let mut keep = |document: &mut Document, session: &mut Session, number: u32| {
                type_and_keep(document, session, CELL, &number.to_string());
                if document.journal_trouble().is_none() {
                    promised = number;
                }
            };
            keep(&mut document, &mut session, 3);
            keep(&mut document, &mut session, 4);
            let saving = document.saving(&mut session, day(0), Overwrite::Ask).unwrap();
            let saved = saving.run();
            keep(&mut document, &mut session, 5);
            if let Ok(saved) = saved {
                document.finish(&mut session, saved);
            }
            keep(&mut document, &mut session, 6);
            keep(&mut document, &mut session, 7);
        }
        desk.workplace.disk = Arc::new(SystemDisk);
        let offers = desk.offered();
        assert!(offers.len() <= 1, "{at}: {offers:?}");
        let cell = |report: &Report| report.cell(editions().for_year(2023).unwrap().find(CELL).unwrap()).text.parse::<u32>().unwrap();
        let kept = offers.first().map_or_else(|| Desk::on_disk(&path, CELL).parse().unwrap(), |offer| cell(&offer.opened.report));
        assert!(kept >= promised, "{at}: {kept} of {promised}, {:?}", medium.operations().last());
        if !medium.struck() {
            assert_eq!(promised, 7);
            tried(&format!("the power went at each of {at} operations"));
            break;
        }
    }
}

#[test]
fn recovered_work_goes_on_and_its_old_journal_goes_only_when_the_new_one_is_there() {
    let desk = Desk::new();
    let path = left_unsaved(&desk);
    let old = desk.journals();
    let (mut document, opened) = Document::recover(&desk.workplace, desk.the_offer());
    let mut session = Session::new(opened.form, opened.report, covers_all());
    session.mark_unsaved();
    assert_eq!(desk.journals(), old);
    document.keep(&session, None);
    document.settle();
    assert_eq!(desk.journals().len(), 1);
    assert_ne!(desk.journals(), old);
    type_and_keep(&mut document, &mut session, CELL, "4");
    drop(document);
    assert_eq!(sentences(&desk.the_offer()), ["表三·重复申请·自然人 2→4"]);
    let (mut document, opened) = Document::recover(&desk.workplace, desk.the_offer());
    let mut session = Session::new(opened.form, opened.report, covers_all());
    save(&mut document, &mut session, 0);
    document.settle();
    assert_eq!(Desk::on_disk(&path, CELL), "4");
    assert!(desk.journals().is_empty() && desk.offered().is_empty());
}

#[test]
fn nothing_is_deleted_until_the_clerk_chose() {
    let desk = Desk::new();
    left_unsaved(&desk);
    for _ in 0..3 {
        drop(desk.the_offer());
    }
    desk.the_offer().discard(&*desk.workplace.disk).unwrap();
    assert!(desk.offered().is_empty() && desk.journals().is_empty());
}

#[test]
fn a_new_report_is_in_the_journal_before_it_has_a_name() {
    let desk = Desk::new();
    let mut session = blank_session("2021", 2024, "某局");
    let mut document = Document::new(&desk.workplace, &session.report().id);
    document.keep(&session, None);
    type_and_keep(&mut document, &mut session, "t2.fees.amount", "12.50");
    write_and_keep(&mut document, &mut session, "s5", "存在的问题是公开不够及时");
    drop(document);
    let offer = desk.the_offer();
    assert_eq!((offer.standing, offer.continues_its_file()), (Standing::Unnamed, false));
    assert_eq!(
        sentences(&offer),
        [
            "表二·行政事业性收费·本年收费金额（单位：万元） 空白→12.50",
            "五、存在的主要问题及改进情况 增加“存在的问题是公开不够及时”（12 字）"
        ]
    );
    assert_eq!(&offer.opened.report, session.report());
    let (mut document, opened) = Document::recover(&desk.workplace, offer);
    let mut session = Session::new(opened.form, opened.report, covers_all());
    let path = desk.folder.file("新.nianbao");
    document.save_as(&mut session, &path, Overwrite::Ask, day(0)).unwrap();
    document.settle();
    assert_eq!(Desk::on_disk(&path, "t2.fees.amount"), "12.50");
    assert!(desk.offered().is_empty());
}

#[test]
fn what_stands_in_an_open_field_is_in_the_journal_and_goes_when_it_is_taken_back() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (mut document, session) = desk.open(&path);
    let unfinished = Edit::cell(session.form().find(CELL).unwrap(), "31");
    document.keep(&session, Some(&unfinished));
    document.settle();
    let copy = fs::read(&desk.journals()[0]).unwrap();
    document.keep(&session, None);
    document.settle();
    drop(document);
    assert!(desk.offered().is_empty(), "Esc leaves nothing to recover");
    fs::write(desk.folder.file("data/journals/1-1.journal"), copy).unwrap();
    assert_eq!(sentences(&desk.the_offer()), ["表三·重复申请·自然人 2→31"]);
}

#[test]
fn a_journal_never_overwrites_a_newer_file_nor_reaches_another_report() {
    let desk = Desk::new();
    let path = left_unsaved(&desk);
    let mut newer = desk.open(&path).1;
    type_into(&mut newer, CELL, "7");
    fs::write(&path, json::write(newer.form(), newer.report())).unwrap();
    let offer = desk.the_offer();
    assert_eq!((offer.standing, offer.continues_its_file()), (Standing::Changed, false));
    assert_eq!(sentences(&offer), ["表三·重复申请·自然人 7→3"]);
    let mut other = newer.report().clone();
    other.id = "11111111-1111-4111-8111-111111111111".to_owned();
    fs::write(&path, json::write(newer.form(), &other)).unwrap();
    drop(offer);
    let offer = desk.the_offer();
    assert_eq!((offer.standing, offer.continues_its_file()), (Standing::Changed, false));
    let (document, _) = Document::recover(&desk.workplace, offer);
    assert_eq!(document.path(), None, "only 另存 is left");
}

#[test]
fn a_report_whose_stick_was_pulled_is_offered() {
    let desk = Desk::new();
    let path = desk.saved("a.nianbao");
    let (mut document, mut session) = desk.open(&path);
    type_and_keep(&mut document, &mut session, CELL, "3");
    drop(document);
    fs::remove_file(&path).unwrap();
    let offer = desk.the_offer();
    assert_eq!((offer.standing, offer.continues_its_file()), (Standing::Gone, false));
    assert_eq!(&offer.opened.report, session.report());
}

#[test]
fn work_that_is_open_elsewhere_is_not_offered() {
    let desk = Desk::new();
    let (mut document, mut session) = desk.open(&desk.saved("a.nianbao"));
    type_and_keep(&mut document, &mut session, CELL, "3");
    assert!(desk.offered().is_empty());
    document.close();
    assert!(desk.journals().is_empty(), "closing gives up what the clerk did not want to save");
}

#[test]
fn a_journal_torn_at_any_byte_gives_every_whole_record() {
    let desk = Desk::new();
    let mut session = blank_session("2021", 2024, "某局");
    let mut document = Document::new(&desk.workplace, &session.report().id);
    document.keep(&session, None);
    document.settle();
    let mut states = vec![session.report().clone()];
    for (cell, text) in [(CELL, "3"), ("t2.fees.amount", "251000元"), (CELL, ""), ("t4.review.upheld", "1")] {
        type_and_keep(&mut document, &mut session, cell, text);
        states.push(session.report().clone());
    }
    let long = "公开".repeat(40);
    for text in [long.clone(), format!("{long}。"), format!("依申请{long}。")] {
        write_and_keep(&mut document, &mut session, "s1", &text);
        states.push(session.report().clone());
    }
    let journal = fs::read(&desk.journals()[0]).unwrap();
    drop(document);
    fs::remove_dir_all(desk.folder.file("data/journals")).unwrap();
    fs::create_dir(desk.folder.file("data/journals")).unwrap();
    let path = desk.folder.file("data/journals/1-1.journal");
    let ends: Vec<_> = journal.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1).collect();
    assert_eq!(ends.len(), states.len() + 1);
    let editions = editions();
    // The report in the second line is long; a few places in it say as much as all.
    for cut in (0..=journal.len()).filter(|cut| *cut > ends[1] - 20 || cut % 97 == 0).step_by(2) {
        fs::write(&path, &journal[..cut]).unwrap();
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let found = recoverable(&desk.workplace, &editions);
        match whole.checked_sub(2) {
            // Without a line nothing of a report was in it, so there is nothing to tell.
            None => assert_eq!((found.reports.len(), found.unreadable.len()), (0, whole), "{cut}"),
            Some(state) => {
                assert_eq!(found.reports[0].opened.report, states[state], "{cut}");
                assert_eq!(found.reports[0].torn, !ends.contains(&cut), "{cut}");
            }
        }
    }
    for at in (0..journal.len()).step_by(29) {
        let mut flipped = journal.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(&path, &flipped).unwrap();
        let whole = ends.iter().filter(|end| **end <= at).count();
        let found = recoverable(&desk.workplace, &editions);
        match whole.checked_sub(2) {
            None => assert_eq!(found.unreadable.len(), 1, "{at}"),
            Some(state) => assert_eq!((&found.reports[0].opened.report, found.reports[0].torn), (&states[state], true), "{at}"),
        }
    }
}
