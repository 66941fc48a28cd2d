//! No two files of the sources import each other, neither directly nor by way of others; no folder is crowded; the window keeps its parts.
//!
//! A folder's `mod.rs` is its door: it may call what stands in its own folder, and what it re-exports is taken for what it stands for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::layers::sources;

/// A module by its path from `src`.
type Module = Vec<String>;

/// The files by their modules, comments taken out.
fn modules() -> BTreeMap<Module, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules = BTreeMap::new();
    for (path, text) in sources() {
        let inside = path.strip_prefix(&root).unwrap().with_extension("");
        let mut module: Module = inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if module.last().is_some_and(|last| last == "mod" || last == "lib") {
            module.pop();
        }
        let code: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        modules.insert(module, code.join("\n"));
    }
    modules
}

/// The paths of a tree of `use`: `a::{b, c::d}` gives `a::b` and `a::c::d`.
fn paths_of_use(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let Some((before, inside)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap().trim();
        return vec![path.split("::").map(str::to_owned).collect()];
    };
    let inside = inside.strip_suffix('}').unwrap_or(inside);
    let prefix: Vec<String> = before.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, character) in inside.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[start..]);
    let parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    parts.flat_map(paths_of_use).map(|path| prefix.iter().cloned().chain(path).collect()).collect()
}

/// The `use` declarations of a file, re-exports or the others, and the code without any.
fn uses(code: &str) -> (Vec<String>, Vec<String>, String) {
    let (mut exported, mut used, mut rest) = (Vec::new(), Vec::new(), String::new());
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let bare = line.trim_start();
        let is_pub = bare.starts_with("pub");
        let tree = if is_pub {
            bare.split_once(" use ").filter(|(before, _)| before.len() < 20).map(|(_, tree)| tree)
        } else {
            bare.strip_prefix("use ")
        };
        let Some(tree) = tree else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut tree = tree.to_owned();
        while !tree.contains(';') {
            tree.push_str(lines.next().unwrap().trim());
        }
        let tree = tree.split(';').next().unwrap().to_owned();
        if is_pub { exported.push(tree) } else { used.push(tree) }
    }
    (exported, used, rest)
}

/// The paths that stand in code: `crate::a::b`, `super::a`, `child::a`.
fn paths_in(code: &str) -> Vec<Vec<String>> {
    let is_part = |character: char| character.is_alphanumeric() || character == '_' || character == ':';
    let words = code.split(|character: char| !is_part(character)).filter(|word| word.contains("::"));
    words.map(|word| word.split("::").map(str::to_owned).collect()).collect()
}

/// The imports of each file, as files.
struct Imports {
    modules: BTreeMap<Module, String>,
    /// What each door re-exports, by name.
    exported: BTreeMap<Module, BTreeMap<String, Vec<String>>>,
}

impl Imports {
    fn new(modules: BTreeMap<Module, String>) -> Self {
        let mut imports = Self { modules, exported: BTreeMap::new() };
        let mut exported = BTreeMap::new();
        for (module, code) in &imports.modules {
            let names: BTreeMap<String, Vec<String>> = uses(code)
                .0
                .iter()
                .flat_map(|tree| paths_of_use(tree))
                .filter_map(|path| Some((path.last()?.clone(), imports.absolute(module, &path)?)))
                .collect();
            exported.insert(module.clone(), names);
        }
        imports.exported = exported;
        imports
    }

    /// A path from the top of the crate; `None` where it leads out of it.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Vec<String>> {
        let mut base = module.clone();
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => return Some(rest[1..].to_vec()),
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|part| part == "super") {
                    base.pop()?;
                    rest = &rest[1..];
                }
            }
            child => {
                base.push(child.to_owned());
                let is_child = self.modules.contains_key(&base);
                base.pop();
                if !is_child {
                    return None;
                }
            }
        }
        Some(base.into_iter().chain(rest.iter().cloned()).collect())
    }

    /// The file that a path leads to, re-exports followed.
    fn file(&self, path: &[String], depth: usize) -> Option<Module> {
        let path: Vec<String> = path.iter().filter(|part| *part != "self" && *part != "*").cloned().collect();
        let length = (0..=path.len()).rev().find(|length| self.modules.contains_key(&path[..*length]))?;
        let module = path[..length].to_vec();
        let exported = path.get(length).and_then(|name| self.exported.get(&module)?.get(name));
        match exported {
            Some(target) if depth < 8 => {
                let target: Vec<String> = target.iter().cloned().chain(path[length + 1..].iter().cloned()).collect();
                self.file(&target, depth + 1)
            }
            _ => Some(module),
        }
    }

    fn of(&self, module: &Module) -> BTreeSet<Module> {
        let (_, used, rest) = uses(&self.modules[module]);
        let paths = used.iter().flat_map(|tree| paths_of_use(tree)).chain(paths_in(&rest));
        let files = paths.filter_map(|path| self.file(&self.absolute(module, &path)?, 0));
        // The top of the crate holds nothing; a door calls what stands in its folder.
        files.filter(|file| !file.is_empty() && file != module && !file.starts_with(module)).collect()
    }
}

/// A circle of modules, as a sentence; `None` where there is none.
fn circle(modules: BTreeMap<Module, String>) -> Option<String> {
    let imports = Imports::new(modules);
    let mut edges: BTreeMap<Module, BTreeSet<Module>> = imports.modules.keys().map(|module| (module.clone(), imports.of(module))).collect();
    // What imports nothing that is left is in no circle, nor what nothing imports.
    loop {
        let alive: BTreeSet<Module> = edges.keys().cloned().collect();
        let imported: BTreeSet<Module> = edges.values().flatten().cloned().collect();
        edges.retain(|module, targets| {
            targets.retain(|target| alive.contains(target));
            !targets.is_empty() && imported.contains(module)
        });
        if edges.len() == alive.len() {
            break;
        }
    }
    let name = |module: &Module| module.join("/");
    let lines =
        edges.iter().map(|(module, targets)| format!("{} → {}", name(module), targets.iter().map(name).collect::<Vec<_>>().join(", ")));
    (!edges.is_empty()).then(|| lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    assert_eq!(circle(modules()), None);
}

#[test]
fn a_circle_would_be_found() {
    let house = |files: &[(&str, &str)]| {
        files.iter().map(|(path, code)| (path.split('/').map(str::to_owned).collect(), (*code).to_owned())).collect()
    };
    let found = |files: &[(&str, &str)]| circle(house(files));
    assert_eq!(found(&[("a", "use crate::b::B;"), ("b", "use std::fmt;")]), None);
    assert!(found(&[("a", "use crate::b::B;"), ("b", "fn f() { crate::a::g() }")]).is_some());
    assert!(found(&[("a", "use super::{b::{self, B}, c};"), ("b", "use super::c::C;"), ("c", "use crate::{\n    a::A,\n};")]).is_some());
    // By way of a door: what it re-exports is the file's, what it holds is its own, and calling its rooms is its trade.
    let door = ("f", "pub use x::X;\npub fn own() { y::y() }");
    assert!(found(&[door, ("f/x", "use super::y::Y;"), ("f/y", "use crate::f::X;")]).is_some());
    assert_eq!(found(&[door, ("f/x", "use super::own;"), ("f/y", "use crate::f::X;")]), None);
}

#[test]
fn no_folder_is_crowded() {
    let mut files: BTreeMap<_, usize> = BTreeMap::new();
    for path in sources().keys() {
        *files.entry(path.parent().unwrap().to_owned()).or_default() += 1;
    }
    for (folder, count) in files {
        assert!(count <= 16, "{} holds {count} files", folder.display());
    }
}

/// The window's own parts are its own: others are handed what they need.
#[test]
fn no_other_file_sees_a_field_of_the_window() {
    let shown = |path: &str, name: &str| {
        let text = sources().into_iter().find(|(file, _)| file.ends_with(path)).unwrap().1;
        let fields = text.split_once(&format!("struct {name} {{")).unwrap().1.split_once("\n}").unwrap().0.to_owned();
        fields.lines().filter(|line| line.trim_start().starts_with("pub")).map(str::to_owned).collect::<Vec<_>>()
    };
    for (path, name) in [("ui/app.rs", "App"), ("ui/filing/mod.rs", "Filing"), ("ui/dialogs/mod.rs", "Dialogs"), ("ui/desk/mod.rs", "Desk")]
    {
        assert_eq!(shown(path, name), Vec::<String>::new(), "{name} shows a field");
    }
    for (path, text) in sources() {
        assert!(!text.contains("impl App {") || path.ends_with("ui/app.rs"), "{} does the window's work", path.display());
    }
}
