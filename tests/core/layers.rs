//! Imports run up the list of layers, never down, and a crate is named only in its place.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The layers from the bottom up; each may name those before it.
const LAYERS: [&str; 11] = ["form", "report", "check", "intake", "session", "page", "file", "identity", "collection", "ui", "cli"];

/// Crates that may be named in some layers alone.
const CRATES: [(&str, &[&str]); 24] = [
    ("daachorse", &["form"]),
    ("printpdf", &["file"]),
    ("flate2", &["file"]),
    ("subsetter", &["file"]),
    ("lopdf", &["file"]),
    ("interprocess", &["file"]),
    ("png", &["file", "page"]),
    ("base64", &["file"]),
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("rfd", &["ui"]),
    ("arboard", &["ui"]),
    ("zbus", &["ui"]),
    ("windows_registry", &["ui"]),
    ("clap", &["cli"]),
    ("serde", &["form", "file", "cli"]),
    ("serde_json", &["form", "file", "cli"]),
    ("getrandom", &["identity"]),
    ("html5ever", &["intake", "file"]),
    ("rust_xlsxwriter", &["file"]),
    ("quick_xml", &["file", "intake"]),
    ("calamine", &["file", "intake"]),
    ("rayon", &["check", "collection"]),
    ("walkdir", &["collection"]),
];

pub(super) fn sources() -> BTreeMap<PathBuf, String> {
    fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.insert(path.clone(), std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

/// The layer of a source file: its folder or name under `src/`; `None` for `lib.rs` and `main.rs`, which see all, and for
/// the programs of their own in `windows`, which see nothing of ours.
fn layer(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main", "windows"].contains(&name)).then(|| name.to_owned())
}

/// The lines of code: comments do not import.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.starts_with("//"))
}

#[test]
fn every_source_file_stands_in_a_layer() {
    for path in sources().keys() {
        if let Some(layer) = layer(path) {
            assert!(LAYERS.contains(&layer.as_str()), "{} is in no layer", path.display());
        }
    }
}

#[test]
fn imports_run_up_the_layers() {
    for (path, text) in sources() {
        let Some(layer) = layer(&path) else { continue };
        let at = LAYERS.iter().position(|name| *name == layer).unwrap();
        for above in &LAYERS[at + 1..] {
            let named = code(&text).find(|line| line.contains(&format!("crate::{above}::")) || line.contains(&format!("crate::{above};")));
            assert_eq!(named, None, "{} names {above}, which stands above it", path.display());
        }
    }
}

#[test]
fn a_crate_is_named_only_in_its_place() {
    for (path, text) in sources() {
        let Some(layer) = layer(&path) else { continue };
        for (name, places) in CRATES {
            if places.contains(&layer.as_str()) {
                continue;
            }
            let named = code(&text).find(|line| {
                [format!("use {name}::"), format!(" {name}::"), format!("({name}::"), format!("<{name}::")]
                    .iter()
                    .any(|form| format!(" {line}").contains(form.as_str()))
            });
            assert_eq!(named, None, "{} names {name}", path.display());
        }
    }
}

#[test]
fn every_source_file_opens_with_a_sentence() {
    for (path, text) in sources() {
        assert!(text.lines().any(|line| line.starts_with("//! ")), "{}", path.display());
    }
}

#[test]
fn no_label_of_a_form_stands_in_the_source() {
    let labels: std::collections::BTreeSet<String> = crate::common::editions()
        .iter()
        .flat_map(|form| form.cells().map(|(_, cell)| cell.row_name.clone()).collect::<Vec<_>>())
        .filter(|label| label.chars().count() > 5)
        .collect();
    for (path, text) in sources() {
        for label in &labels {
            assert!(!code(&text).any(|line| line.contains(&format!("\"{label}\""))), "{} holds {label}", path.display());
        }
    }
}
