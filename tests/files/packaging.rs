//! What the packages say of the program agrees with the program.

use std::collections::BTreeSet;
use std::path::Path;

fn packaging(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/packaging").join(name)).unwrap()
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, before: &'a str, after: &'a str) -> BTreeSet<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split_once(after)).map(|(inside, _)| inside).collect()
}

#[test]
fn the_menu_entry_opens_every_kind_of_file_that_the_packages_declare() {
    let (entry, kinds) = (packaging("linux/nianbao.desktop"), packaging("linux/nianbao.mime.xml"));
    let opened: BTreeSet<_> = entry.lines().find_map(|line| line.strip_prefix("MimeType=")).unwrap().split_terminator(';').collect();
    let declared = between(&kinds, "<mime-type type=\"", "\"");
    assert_eq!(declared, BTreeSet::from(["application/x-nianbao", "application/x-nianbaos"]));
    assert!(declared.is_subset(&opened), "{declared:?} {opened:?}");
    // Our PDF and docx are offered, never taken: another program stays the one that a double click opens.
    assert!(opened.contains("application/pdf"));
    assert_eq!(between(&packaging("linux/nianbao.metainfo.xml"), "<mediatype>", "</mediatype>"), declared);
}

#[test]
fn windows_and_linux_know_the_same_endings() {
    let (kinds, installer) = (packaging("linux/nianbao.mime.xml"), packaging("windows/nianbao.nsi"));
    let on_linux = between(&kinds, "pattern=\"*.", "\"");
    let on_windows = between(&installer, "!insertmacro Kind \"", "\"");
    assert_eq!(on_linux, on_windows);
    for ending in on_windows {
        let class = format!("!insertmacro Kind \"{ending}\" \"");
        let class = installer.split_once(&class).unwrap().1.split_once('"').unwrap().0;
        assert!(installer.contains(&format!("DeleteRegKey HKCU \"${{CLASSES}}\\{class}\"")), "{class} stays behind");
        assert!(installer.contains(&format!("DeleteRegKey HKCU \"${{CLASSES}}\\.{ending}\"")), "{ending} stays behind");
    }
}

#[test]
fn what_the_installer_brings_the_uninstaller_takes() {
    let installer = packaging("windows/nianbao.nsi");
    let brought = between(&installer, "File \"${FOLDER}\\", "\"");
    let taken = between(&installer, "Delete \"$INSTDIR\\", "\"");
    assert!(brought.len() >= 3, "{brought:?}");
    assert!(brought.is_subset(&taken), "{brought:?} {taken:?}");
    // A whole folder is never swept: a clerk may have put a report into it.
    assert!(!installer.contains("RMDir /r"));
}

#[test]
fn the_version_stands_in_one_place() {
    for name in ["make.sh", "linux/nianbao.metainfo.xml", "windows/nianbao.nsi"] {
        assert!(!packaging(name).contains(env!("CARGO_PKG_VERSION")), "{name} holds the version");
    }
}

#[test]
fn manual_pages_can_be_made_of_every_command() {
    let mut command = nianbao::cli::command();
    command.build();
    for inside in command.get_subcommands().filter(|inside| inside.get_name() != "help") {
        assert!(inside.get_about().is_some(), "{} says nothing of itself", inside.get_name());
    }
}
