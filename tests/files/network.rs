//! No crate that speaks to a network is built into the program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::common::tried;

/// Crates of which one in the tree would mean that the program can reach a network.
const NETWORK: [&str; 30] = [
    "async-net",
    "attohttpc",
    "awc",
    "curl",
    "curl-sys",
    "h2",
    "h3",
    "hickory-resolver",
    "http",
    "hyper",
    "hyper-util",
    "isahc",
    "mio",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "schannel",
    "security-framework",
    "socket2",
    "surf",
    "tokio",
    "tungstenite",
    "ureq",
    "webbrowser",
    "webpki-roots",
    "websocket",
];

/// Crates that are compiled for browsers alone, and so never into this program.
const BROWSER_ONLY: [&str; 1] = ["wasm-bindgen-futures"];

fn text(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The crates that the program itself names, for any system.
fn named() -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let mut inside = false;
    for line in text("Cargo.toml").lines() {
        if line.starts_with('[') {
            inside = line == "[dependencies]" || (line.starts_with("[target.") && line.ends_with(".dependencies]"));
        } else if inside && let Some((name, value)) = line.split_once('=') {
            let renamed = value.split("package = \"").nth(1).and_then(|rest| rest.split('"').next());
            named.insert(renamed.unwrap_or(name.trim()).to_owned());
        }
    }
    named
}

/// What each locked crate needs, versions left out.
fn locked() -> BTreeMap<String, BTreeSet<String>> {
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in text("Cargo.lock").split("[[package]]").skip(1) {
        let name = package.split("name = \"").nth(1).unwrap().split('"').next().unwrap();
        let list = package.split("dependencies = [").nth(1).and_then(|list| list.split(']').next()).unwrap_or_default();
        let names = list.split('"').skip(1).step_by(2).map(|entry| entry.split(' ').next().unwrap().to_owned());
        needs.entry(name.to_owned()).or_default().extend(names);
    }
    needs
}

#[test]
fn no_crate_of_the_program_reaches_a_network() {
    let locked = locked();
    let mut seen = BTreeSet::new();
    let mut left: Vec<_> = named().into_iter().collect();
    assert!(left.iter().any(|name| name == "eframe") && left.iter().any(|name| name == "subsetter"), "{left:?}");
    while let Some(name) = left.pop() {
        let needs = locked.get(&name).unwrap_or_else(|| panic!("{name} is not locked"));
        if !BROWSER_ONLY.contains(&name.as_str()) && seen.insert(name) {
            left.extend(needs.iter().cloned());
        }
    }
    assert!(seen.contains("winit") && seen.len() > 200, "{} crates", seen.len());
    let found: Vec<_> = NETWORK.iter().filter(|name| seen.contains(**name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn no_source_of_the_program_speaks_to_a_network() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            read += 1;
            for word in ["std::net", "TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs", "AF_INET"] {
                assert!(!source.contains(word), "{word} in {}", path.display());
            }
        }
    }
    assert!(read > 100, "{read} files");
    tried(&format!("{read} source files"));
}
