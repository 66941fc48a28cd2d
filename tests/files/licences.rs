//! Every crate that is built into the program has a licence that `.cargo/deny.toml` allows, and comes from the one registry.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::common::tried;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The texts of a list in `deny.toml`.
fn listed(list: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join(".cargo/deny.toml")).unwrap();
    let inside = text.split_once(&format!("\n{list} = [")).unwrap().1.split_once(']').unwrap().0;
    inside.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Whether an expression of licences leaves a choice that is allowed: `MIT OR Apache-2.0`, `(MIT OR Zlib) AND ISC`, `MIT/Apache-2.0`.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let expression = expression.trim();
    if let Some((left, right)) = split(expression, &[" AND ", " and "]) {
        return is_allowed(left, allowed) && is_allowed(right, allowed);
    }
    if let Some((left, right)) = split(expression, &[" OR ", " or ", "/"]) {
        return is_allowed(left, allowed) || is_allowed(right, allowed);
    }
    match expression.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')) {
        Some(inside) => is_allowed(inside, allowed),
        None => allowed.contains(expression),
    }
}

/// Splits at the first of these words outside of parentheses. `OR` binds weaker than `AND`, so it is looked for by the caller last:
/// an expression without parentheses that mixes both is none of the registry's.
fn split<'a>(expression: &'a str, words: &[&str]) -> Option<(&'a str, &'a str)> {
    let mut depth = 0;
    for (at, character) in expression.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0
            && let Some(word) = words.iter().find(|word| expression[at..].starts_with(**word))
        {
            return Some((&expression[..at], &expression[at + word.len()..]));
        }
    }
    None
}

/// What cargo knows of the crates that are built for this system.
fn metadata() -> Value {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform"])
        .arg(host())
        .current_dir(root())
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    serde_json::from_slice(&metadata.stdout).unwrap()
}

/// Those that end up in the program, as `name vVERSION  licence`: neither what only builds it nor what only tests it.
fn built_in(metadata: &Value) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let root = metadata["resolve"]["root"].as_str().unwrap();
    let (mut left, mut seen) = (vec![root], BTreeSet::new());
    while let Some(one) = left.pop() {
        if seen.insert(one) {
            let node = nodes.iter().find(|node| node["id"] == one).unwrap();
            let is_in = |need: &&Value| need["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
            left.extend(node["deps"].as_array().unwrap().iter().filter(is_in).map(|need| need["pkg"].as_str().unwrap()));
        }
    }
    let packages = metadata["packages"].as_array().unwrap().iter();
    let packages = packages.filter(|package| package["id"] != root && seen.contains(package["id"].as_str().unwrap()));
    let text = |package: &Value, key: &str| package[key].as_str().unwrap().to_owned();
    packages.map(|package| format!("{} v{}  {}", text(package, "name"), text(package, "version"), text(package, "license"))).collect()
}

#[test]
fn the_licences_that_the_program_shows_are_those_of_all_that_is_in_it() {
    let listed = std::fs::read_to_string(root().join("assets/licences.txt")).unwrap();
    let (list, texts) = listed.split_once("\n==== ").unwrap();
    let listed: BTreeSet<&str> = list.lines().skip(2).filter(|line| !line.is_empty() && !line.starts_with(' ')).collect();
    let built_in = built_in(&metadata());
    assert!(built_in.len() > 200);
    let missing: Vec<_> = built_in.iter().filter(|one| !listed.contains(one.as_str())).collect();
    assert!(missing.is_empty(), "run assets/packaging/licences.py: {missing:?}");
    // Others are those of another system; none is of another version than the locked one.
    let locked = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for one in listed.iter().filter(|one| !one.starts_with("Rust standard library")) {
        let [name, version] = one.split(' ').take(2).collect::<Vec<_>>()[..] else { panic!("{one}") };
        let version = version.strip_prefix('v').unwrap();
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(locked.contains(&entry), "run assets/packaging/licences.py: {one}");
    }
    for text in ["MIT\n", "Apache-2.0\n", "Unicode-3.0\n", "OFL-NotoCJK.txt\n"] {
        assert!(format!("\n==== {texts}").contains(&format!("\n==== {text}")), "{text}");
    }
    tried(&format!("{} crates on this system, {} on all", built_in.len(), listed.len()));
}

#[test]
fn every_crate_has_a_licence_that_may_be_shipped() {
    let metadata = metadata();
    let (allowed, banned) = (listed("allow"), listed("deny"));
    let packages = metadata["packages"].as_array().unwrap();
    for package in packages.iter().filter(|package| package["name"] != "nianbao") {
        let (name, licence) = (package["name"].as_str().unwrap(), package["license"].as_str().unwrap_or("none"));
        assert!(is_allowed(licence, &allowed), "{name}: {licence}");
        assert!(!banned.contains(name), "{name} speaks to a network");
        assert!(package["source"].as_str().is_some_and(|source| source.starts_with("registry+")), "{name} is from elsewhere");
    }
    tried(&format!("{} crates", packages.len()));
}

/// The system that this is compiled on, as cargo names it: of others not every crate is at hand.
fn host() -> String {
    let version = Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

#[test]
fn a_licence_that_may_not_be_shipped_would_be_found() {
    let allowed = listed("allow");
    for good in ["MIT", "MIT OR GPL-3.0", "MIT/Apache-2.0", "(MIT OR Apache-2.0) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception OR MIT"]
    {
        assert!(is_allowed(good, &allowed), "{good}");
    }
    for bad in ["GPL-3.0", "MIT AND GPL-3.0", "AGPL-3.0-only OR SSPL-1.0", "none", "(MIT OR Apache-2.0) AND LGPL-2.1"] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
}
