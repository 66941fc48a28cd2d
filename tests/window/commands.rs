//! The table of commands is whole: every command has words, a tip and a way to be done, and no key does two things.

use std::collections::BTreeSet;
use std::path::Path;

use nianbao::ui::commands::Command;

fn source(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui").join(path)).unwrap()
}

/// The variants of the enum, as the source has them.
fn variants() -> BTreeSet<String> {
    let table = source("commands/table.rs");
    let body = table.split_once("pub enum Command {").unwrap().1.split_once("\n}").unwrap().0;
    body.lines().filter_map(|line| line.trim().strip_suffix(',')).filter(|line| !line.starts_with("//")).map(str::to_owned).collect()
}

#[test]
fn every_command_stands_in_the_table_with_words_and_a_tip() {
    let listed: BTreeSet<String> = Command::all().map(|command| format!("{command:?}")).collect();
    assert_eq!(listed, variants());
    for command in Command::all() {
        assert!(!command.words().is_empty() && !command.tip().is_empty(), "{command:?}");
    }
}

#[test]
fn every_command_is_done_somewhere() {
    let app = source("app.rs");
    for name in variants() {
        assert!(app.matches(&format!("Command::{name}")).count() > 0, "nothing does {name}");
    }
}

#[test]
fn no_two_commands_have_the_same_keys() {
    let mut taken = BTreeSet::new();
    for command in Command::all() {
        for keys in command.keys() {
            assert!(taken.insert(format!("{keys:?}")), "{command:?} shares {keys:?}");
        }
    }
}
