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

/// The commands that only keys ask for, each with another one of the same kind in a menu or on a button.
const KEYS_ALONE: [&str; 4] = ["FindNext", "FindPrevious", "NextPanel", "PreviousPanel"];

#[test]
fn every_command_stands_in_a_menu_but_those_of_keys_alone() {
    let bar = source("commands/top_bar.rs");
    for name in variants() {
        let stands = bar.contains(&format!("Some(Command::{name})"));
        assert_eq!(stands, !KEYS_ALONE.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn what_is_asked_for_is_done_by_a_match_that_the_compiler_holds_to_be_whole() {
    let app = source("app.rs");
    for (function, open) in [("pub fn run(", "match action {"), ("fn run_command(", "match command {")] {
        let body = app.split_once(function).unwrap().1.split_once(open).unwrap().1.split_once("\n        }\n").unwrap().0;
        assert!(body.lines().count() > 20, "{function}: {body}");
        for line in body.lines().map(str::trim_start) {
            let catches_all =
                line.starts_with("_ =>") || line.split_once(" =>").is_some_and(|(name, _)| ["command", "action"].contains(&name));
            assert!(!catches_all, "{function} passes over what is new: {line}");
        }
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

/// What the keys of a command do in a table, where they do the same.
const SAME_IN_TABLES: [Command; 8] = [
    Command::Undo,
    Command::Redo,
    Command::FillZeros,
    Command::NextFinding,
    Command::PreviousFinding,
    Command::NextSection,
    Command::PreviousSection,
    Command::NextPanel,
];

#[test]
fn no_key_of_a_command_means_something_else_in_a_table() {
    for command in Command::all().filter(|command| !SAME_IN_TABLES.contains(command)) {
        for keys in command.keys() {
            assert!(!nianbao::ui::grid::means(keys.logical_key, keys.modifiers), "{command:?}: {keys:?}");
        }
    }
}
