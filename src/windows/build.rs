//! Puts the icon and the version into the program where it is built for Windows; elsewhere there is nothing to do.
//!
//! They are written as a `.res` file. Microsoft's linker takes it as it is; GNU's wants it turned into an object by
//! `windres`, which comes with it.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const ICON: u16 = 3;
const ICON_GROUP: u16 = 14;
const VERSION: u16 = 16;

/// Chinese as written in China, and text in UTF-16: what Windows calls `080404B0`.
const LANGUAGE: u16 = 0x0804;
const UTF_16: u16 = 0x04B0;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/windows/build.rs");
    println!("cargo::rerun-if-changed=assets/icon.ico");
    if env::var("CARGO_CFG_TARGET_OS")? != "windows" {
        return Ok(());
    }
    let mut resources = resource(0, 0, &[]);
    resources.extend(icons(&fs::read("assets/icon.ico")?).ok_or("assets/icon.ico is damaged")?);
    resources.extend(resource(VERSION, 1, &version()?));
    let file = PathBuf::from(env::var("OUT_DIR")?).join("nianbao.res");
    fs::write(&file, resources)?;
    let linked = if env::var("CARGO_CFG_TARGET_ENV")? == "gnu" { object(&file)? } else { file };
    println!("cargo::rustc-link-arg-bin=nianbao={}", linked.display());
    Ok(())
}

/// Turns the `.res` file into an object.
fn object(resources: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let object = resources.with_extension("o");
    let of_target = format!("{}-w64-mingw32-windres", env::var("CARGO_CFG_TARGET_ARCH")?);
    for windres in [of_target.as_str(), "windres"] {
        let made = Command::new(windres).args(["-J", "res", "-O", "coff", "-i"]).arg(resources).arg("-o").arg(&object).status();
        if made.is_ok_and(|status| status.success()) {
            return Ok(object);
        }
    }
    Err("windres, which comes with the GNU linker, is not there or failed".into())
}

/// The resources of an `.ico` file: each picture, then the list of them.
fn icons(file: &[u8]) -> Option<Vec<u8>> {
    let mut group = file.get(..6)?.to_vec();
    let count = u16::from_le_bytes(file.get(4..6)?.try_into().ok()?);
    let mut resources = Vec::new();
    for (number, entry) in (1_u16..=count).zip(file.get(6..)?.chunks_exact(16)) {
        let number_at = |at: usize| Some(u32::from_le_bytes(entry.get(at..at + 4)?.try_into().ok()?) as usize);
        let (length, start) = (number_at(8)?, number_at(12)?);
        resources.extend(resource(ICON, number, file.get(start..start + length)?));
        // The list has the same entries, with the picture's number where the file has its place.
        group.extend(entry.get(..12)?);
        group.extend(number.to_le_bytes());
    }
    resources.extend(resource(ICON_GROUP, 1, &group));
    Some(resources)
}

/// One resource as it stands in a `.res` file. The first of a file has kind and number 0 and is empty.
fn resource(kind: u16, number: u16, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let length = u32::try_from(data.len()).unwrap_or_default();
    bytes.extend(length.to_le_bytes());
    bytes.extend(32_u32.to_le_bytes());
    for id in [kind, number] {
        // 0xFFFF: a number follows, not a name.
        bytes.extend([0xFF, 0xFF]);
        bytes.extend(id.to_le_bytes());
    }
    bytes.extend([0; 6]);
    bytes.extend(if kind == 0 { 0 } else { LANGUAGE }.to_le_bytes());
    bytes.extend([0; 8]);
    bytes.extend(data);
    aligned(bytes)
}

/// What the file's properties, the task manager and 打开方式 show.
fn version() -> Result<Vec<u8>, Box<dyn Error>> {
    let version = env::var("CARGO_PKG_VERSION")?;
    let mut numbers = Vec::new();
    for part in ["MAJOR", "MINOR", "PATCH"] {
        numbers.push(env::var(format!("CARGO_PKG_VERSION_{part}"))?.parse::<u32>()?);
    }
    let [major, minor, patch] = numbers.as_slice() else { return Err("a version has three numbers".into()) };
    let (high, low) = (major << 16 | minor, patch << 16);
    // VS_FIXEDFILEINFO: signature, its version, file and product version, then a program (1) for Windows NT (0x40004).
    let fixed = [0xFEEF_04BD, 0x1_0000, high, low, high, low, 0x3F, 0, 0x4_0004, 1, 0, 0, 0];
    let fixed: Vec<u8> = fixed.iter().flat_map(|number: &u32| number.to_le_bytes()).collect();
    let texts = [
        ("FileDescription", "年报：政府信息公开工作年度报告"),
        ("FileVersion", &version),
        ("InternalName", "nianbao"),
        ("OriginalFilename", "nianbao.exe"),
        ("ProductName", "年报"),
        ("ProductVersion", &version),
    ];
    let texts: Vec<Vec<u8>> = texts.iter().map(|(key, text)| block(key, &Value::Text(text), &[])).collect();
    let table = block(&format!("{LANGUAGE:04X}{UTF_16:04X}"), &Value::Nothing, &texts);
    let translation: Vec<u8> = [LANGUAGE, UTF_16].iter().flat_map(|number| number.to_le_bytes()).collect();
    let children = [
        block("StringFileInfo", &Value::Nothing, &[table]),
        block("VarFileInfo", &Value::Nothing, &[block("Translation", &Value::Bytes(&translation), &[])]),
    ];
    Ok(block("VS_VERSION_INFO", &Value::Bytes(&fixed), &children))
}

/// The value of a block of the version.
enum Value<'a> {
    Nothing,
    Bytes(&'a [u8]),
    Text(&'a str),
}

/// A block of the version: its length, its value's length (characters of a text), whether it is text, key, value, blocks inside.
fn block(key: &str, value: &Value<'_>, inside: &[Vec<u8>]) -> Vec<u8> {
    let (bytes, unit) = match value {
        Value::Nothing => (Vec::new(), 2),
        Value::Bytes(bytes) => (bytes.to_vec(), 1),
        Value::Text(text) => (utf_16(text), 2),
    };
    let length = |length: usize| u16::try_from(length).unwrap_or_default().to_le_bytes();
    let is_text = u16::from(!matches!(value, Value::Bytes(_)));
    let mut block = vec![0, 0];
    block.extend(length(bytes.len() / unit));
    block.extend(is_text.to_le_bytes());
    block.extend(utf_16(key));
    block = aligned(block);
    block.extend(bytes);
    for child in inside {
        block = aligned(block);
        block.extend(child);
    }
    let whole = length(block.len());
    block.splice(..2, whole);
    block
}

/// A text with a zero at its end.
fn utf_16(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

/// Filled with zeros to a multiple of 4 bytes.
fn aligned(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}
