//! A saved file is the old one or the new one, byte for byte, whatever fails.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use nianbao::file::disk::halting;
use nianbao::file::{FileError, Links, save, save_on, sweep_unfinished};

use super::faulty::{Fault, FaultyDisk};
use super::folder::Folder;
use crate::common::tried;

const OLD: &[u8] = b"the old report, as it stood before this save";
const NEW: &[u8] = b"the new report, which is somewhat longer than the old one was";

/// Saves once for each k with that fault at the k-th operation, over an old file or none.
#[track_caller]
fn old_or_new(old: Option<&[u8]>, fault: Fault) {
    let mut struck = 0;
    for k in 0.. {
        let folder = Folder::new();
        let path = folder.file("年报.nianbao");
        if let Some(old) = old {
            fs::write(&path, old).unwrap();
        }
        let disk = FaultyDisk::new(k, fault);
        let outcome = save_on(&disk, &path, NEW, Links::Refuse);
        let now = fs::read(&path).ok();
        if !disk.struck() {
            assert_eq!(outcome, Ok(()));
            assert_eq!(now.as_deref(), Some(NEW));
            break;
        }
        struck += 1;
        let last = *disk.operations().get(k).unwrap();
        assert!(now.as_deref() == old || now.as_deref() == Some(NEW), "{fault:?} at {k} ({last}) left {now:?}");
        if last == "set_access" && fault == Fault::Error(13) {
            // Where permissions are not ours to give there are none to keep.
            assert_eq!((outcome, now.as_deref()), (Ok(()), Some(NEW)));
            continue;
        }
        let error = outcome.expect_err("a save that failed says so");
        assert!(error.to_string().ends_with(&format!("：{}", path.display())), "{error}");
        if last != "sync_folder" {
            assert_eq!(now.as_deref(), old, "{fault:?} at {last}");
        }
        if fault != Fault::PowerCut && last != "remove" {
            let wanted: Vec<&str> = if old.is_some() || last == "sync_folder" { vec!["年报.nianbao"] } else { vec![] };
            assert_eq!(folder.names(), wanted, "nothing is left behind by {last}");
        }
    }
    assert!(struck >= 6, "only {struck} operations were tried");
    tried(&format!("{fault:?} at each of {struck} operations of a save"));
}

#[test]
fn a_failure_at_any_operation_leaves_the_old_file_or_the_new_one() {
    for code in [28, 5, 13, 30, 116] {
        old_or_new(Some(OLD), Fault::Error(code));
        old_or_new(None, Fault::Error(code));
    }
}

#[test]
fn a_power_cut_at_any_operation_leaves_the_old_file_or_the_new_one() {
    old_or_new(Some(OLD), Fault::PowerCut);
    old_or_new(None, Fault::PowerCut);
}

#[test]
fn bytes_reach_the_medium_before_the_name_changes_and_the_name_after() {
    let folder = Folder::new();
    let disk = FaultyDisk::sound();
    save_on(&disk, &folder.file("a"), NEW, Links::Refuse).unwrap();
    assert_eq!(disk.operations(), ["entry", "create", "write", "sync", "rename", "sync_folder"]);
}

#[test]
fn a_file_held_by_a_virus_scanner_is_waited_for_two_seconds() {
    let folder = Folder::new();
    let path = folder.file("a");
    fs::write(&path, OLD).unwrap();
    let disk = FaultyDisk::held(5);
    save_on(&disk, &path, NEW, Links::Refuse).unwrap();
    assert_eq!(fs::read(&path).unwrap(), NEW);
    let disk = FaultyDisk::held(1000);
    assert!(save_on(&disk, &path, OLD, Links::Refuse).is_err());
    assert_eq!(disk.waited(), Duration::from_secs(2));
    assert_eq!(fs::read(&path).unwrap(), NEW);
    assert_eq!(folder.names(), ["a"]);
}

#[test]
fn a_full_disk_says_so() {
    let folder = Folder::new();
    let path = folder.file("a");
    let error = save_on(&FaultyDisk::new(2, Fault::Error(28)), &path, NEW, Links::Refuse).unwrap_err();
    assert_eq!(error.to_string(), format!("没有保存：磁盘已满：{}", path.display()));
}

#[test]
fn a_place_that_is_gone_or_too_long_says_so() {
    let folder = Folder::new();
    let gone = save(&folder.file("stick/a"), NEW).unwrap_err();
    assert!(gone.to_string().starts_with("没有保存：文件夹不存在，或磁盘已拔出：/"), "{gone}");
    let long = save(&folder.file(&"长".repeat(200)), NEW).unwrap_err();
    assert!(long.to_string().starts_with("没有保存：文件名太长，或含有不允许的字符："), "{long}");
    assert!(matches!(save(folder.path(), NEW).unwrap_err().what(), FileError::NotAFile));
    assert!(save(Path::new("/"), NEW).is_err());
}

#[test]
fn a_name_as_long_as_the_system_allows_is_saved() {
    let folder = Folder::new();
    let path = folder.file(&"n".repeat(255));
    save(&path, NEW).unwrap();
    assert_eq!(fs::read(path).unwrap(), NEW);
}

#[cfg(unix)]
#[test]
fn permissions_are_kept_and_a_read_only_file_is_left_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("a");
    fs::write(&path, OLD).unwrap();
    for mode in [0o640, 0o600, 0o664] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        save(&path, NEW).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, mode);
    }
    fs::write(&path, OLD).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    assert_eq!(save(&path, NEW).unwrap_err().what(), &FileError::ReadOnly);
    assert_eq!(fs::read(&path).unwrap(), OLD);
}

#[cfg(unix)]
#[test]
fn the_group_of_a_shared_file_is_kept_where_that_is_allowed() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let folder = Folder::new();
    let path = folder.file("a");
    fs::write(&path, OLD).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o664)).unwrap();
    let own = fs::metadata(&path).unwrap().gid();
    // Only root may give a file to any group; everyone else keeps their own.
    let group = if chown(&path, None, Some(own + 1)).is_ok() { own + 1 } else { own };
    save(&path, NEW).unwrap();
    let saved = fs::metadata(&path).unwrap();
    assert_eq!((saved.gid(), saved.permissions().mode() & 0o777, fs::read(&path).unwrap().as_slice()), (group, 0o664, NEW));
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_what_takes_the_place_of_a_private_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("a");
    fs::write(&path, OLD).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    // The power goes when its bytes are written and its permissions are not given yet.
    save_on(&FaultyDisk::new(3, Fault::PowerCut).keeping_names(), &path, NEW, Links::Refuse).unwrap_err();
    for name in folder.names() {
        assert_eq!(fs::metadata(folder.file(&name)).unwrap().permissions().mode() & 0o077, 0, "{name}");
    }
    assert_eq!(folder.names().len(), 2, "the unfinished file is there");
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_only_when_asked() {
    let (here, there) = (Folder::new(), Folder::new());
    let (link, file) = (here.file("link"), there.file("file"));
    fs::write(&file, OLD).unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    assert_eq!(save(&link, NEW).unwrap_err().what(), &FileError::IsLink);
    assert_eq!(fs::read(&file).unwrap(), OLD);
    save_on(&FaultyDisk::sound(), &link, NEW, Links::Follow).unwrap();
    assert_eq!(fs::read(&file).unwrap(), NEW);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(there.names(), ["file"]);
}

#[test]
fn what_killed_saves_left_is_taken_away_and_what_may_be_under_way_is_not() {
    let folder = Folder::new();
    let path = folder.file("a");
    // How this machine names an unfinished file is seen from one, which nothing works on any more.
    let disk = FaultyDisk::new(4, Fault::PowerCut).keeping_names();
    save_on(&disk, &path, NEW, Links::Refuse).unwrap_err();
    let left = folder.names().remove(0);
    let mine = |process: u32| left.replace(&format!("-{}-", std::process::id()), &format!("-{process}-"));
    assert_ne!(mine(u32::MAX), left, "{left}");
    let others = [".nianbao-0123abcd-1-0.tmp", ".nianbao-0123abcd-1-1.tmp", ".nianbao-77-0.tmp", "报告.tmp", ".nianbao-.tmp"];
    for name in others.iter().copied().chain([mine(u32::MAX).as_str()]) {
        fs::write(folder.file(name), OLD).unwrap();
    }
    let now = SystemTime::now();
    for name in [others[1], others[2], others[3]] {
        let file = fs::File::options().write(true).open(folder.file(name)).unwrap();
        file.set_modified(now - Duration::from_hours(25)).unwrap();
    }
    sweep_unfinished(&FaultyDisk::sound(), &path, now);
    let mut stay = vec![others[0], others[4], "报告.tmp", left.as_str()];
    let elsewhere = mine(u32::MAX);
    if !cfg!(target_os = "linux") {
        stay.push(&elsewhere);
    }
    stay.sort_unstable();
    assert_eq!(folder.names(), stay, "of another machine and young, of no save, and of a process that runs");
}

#[test]
fn a_save_that_is_given_up_leaves_the_old_file() {
    let folder = Folder::new();
    let path = folder.file("a");
    fs::write(&path, OLD).unwrap();
    let (disk, halt) = halting(Arc::new(FaultyDisk::sound()));
    save_on(&*disk, &path, NEW, Links::Refuse).unwrap();
    halt.now();
    assert!(save_on(&*disk, &path, OLD, Links::Refuse).is_err());
    assert_eq!((fs::read(&path).unwrap().as_slice(), folder.names()), (NEW, vec!["a".to_owned()]));
}
