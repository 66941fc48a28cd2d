//! A file that is damaged, foreign or in another encoding is read with a note, or refused with a sentence.

use std::fs;

use nianbao::file::{FileError, json, open, open_bytes};

use super::desk::{Desk, type_and_keep};
use super::folder::Folder;
use crate::common::{editions, published_session, tried};

fn sample() -> String {
    let session = published_session("xipo-2020.json");
    json::write(session.form(), session.report())
}

#[track_caller]
fn refused(bytes: &[u8], sentence: &str) {
    assert_eq!(open_bytes(bytes, &editions()).unwrap_err().to_string(), sentence);
}

#[test]
fn utf_16_and_gbk_are_read_and_told() {
    let text = sample();
    let wanted = open_bytes(text.as_bytes(), &editions()).unwrap();
    let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<_>>();
    let (gbk, _, lossy) = encoding_rs::GBK.encode(&text);
    assert!(!lossy);
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    let cases = [
        (marked(b"\xef\xbb\xbf", text.as_bytes()), None),
        (marked(b"\xff\xfe", &wide(u16::to_le_bytes)), Some("UTF-16LE")),
        (marked(b"\xfe\xff", &wide(u16::to_be_bytes)), Some("UTF-16BE")),
        (wide(u16::to_le_bytes), Some("UTF-16LE")),
        (wide(u16::to_be_bytes), Some("UTF-16BE")),
        (gbk.into_owned(), Some("GBK")),
    ];
    for (bytes, name) in cases {
        let opened = open_bytes(&bytes, &editions()).unwrap();
        assert_eq!(opened.report, wanted.report, "{name:?}");
        let told: Vec<_> = name.map(|name| format!("文件原是 {name} 编码，已正确读入，保存时将改为 UTF-8")).into_iter().collect();
        assert_eq!(opened.notes[..told.len()], told, "{name:?}");
        assert_eq!(opened.notes.len(), wanted.notes.len() + told.len(), "{name:?}");
    }
}

#[test]
fn what_is_no_text_gets_a_sentence() {
    let sentence = "文件不是文本，或编码无法识别（应为 UTF-8）";
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", sentence);
    refused(b"PK\x03\x04\x14\0\x06\0\x08\0\xff\xff", "文件已损坏，无法读取");
    refused(b"\xff\xfe\x00\xd8", sentence);
    refused(b"", "文件是空的");
    refused(b"\xef\xbb\xbf \r\n", "文件是空的");
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let text = sample();
    let bytes = text.trim_end().as_bytes();
    let editions = editions();
    for end in 0..bytes.len() {
        let error = open_bytes(&bytes[..end], &editions).expect_err("a cut file is no report");
        let named = matches!(error, FileError::Empty | FileError::NotJson { .. } | FileError::NotText);
        assert!(named, "{end}: {error}");
    }
    tried(&format!("cut at each of {} bytes", bytes.len()));
}

#[test]
fn flipped_bits_never_panic() {
    let text = sample();
    let editions = editions();
    for at in (0..text.len()).step_by(7) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1 << (at % 8);
        match open_bytes(&bytes, &editions) {
            Ok(opened) => assert_eq!(opened.form.edition, "2019"),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    tried(&format!("{} bits flipped", text.len().div_ceil(7)));
}

#[test]
fn ten_megabytes_and_deep_nesting_are_refused_quickly() {
    refused(&vec![b'{'; 10 * 1024 * 1024 + 1], "文件超过 10 MB，不是年报文件");
    for open in ["[", "{\"a\":"] {
        let error = open_bytes(open.repeat(100_000).as_bytes(), &editions()).unwrap_err();
        assert!(error.to_string().ends_with("嵌套太深"), "{error}");
    }
    let folder = Folder::new();
    let path = folder.file("huge.nianbao");
    fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    let error = open(&path, &editions()).unwrap_err();
    assert_eq!(error.to_string(), format!("文件超过 20 MB，没有读取：{}", path.display()));
}

#[test]
fn doubled_keys_are_named() {
    let text = sample().replacen("\"unit\":", "\"unit\": \"甲\",\n  \"unit\":", 1);
    let error = open_bytes(text.as_bytes(), &editions()).unwrap_err().to_string();
    assert_eq!(error, "文件里“unit”出现两次（第 7 行第 8 列），无法判断以哪个为准");
}

#[test]
fn a_file_that_cannot_be_opened_says_why_with_the_path_last() {
    let folder = Folder::new();
    let gone = folder.file("gone.nianbao");
    assert_eq!(open(&gone, &editions()).unwrap_err().to_string(), format!("找不到文件：{}", gone.display()));
    assert_eq!(open(folder.path(), &editions()).unwrap_err().to_string(), format!("这不是普通文件：{}", folder.path().display()));
}

#[test]
fn what_is_read_is_not_too_deep_for_the_journal() {
    let desk = Desk::new();
    let path = desk.folder.file("a.nianbao");
    let nested = |depth: usize| sample().replacen('{', &format!("{{\"x\": {}{},", "[".repeat(depth), "]".repeat(depth)), 1);
    let deepest = (1..130).rev().find(|depth| open_bytes(nested(*depth).as_bytes(), &editions()).is_ok()).unwrap();
    assert!(deepest > 100, "{deepest}");
    fs::write(&path, nested(deepest)).unwrap();
    let (mut document, mut session) = desk.open(&path);
    type_and_keep(&mut document, &mut session, "t3.declined_repeat.natural", "3");
    drop(document);
    assert_eq!(&desk.the_offer().opened.report, session.report());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let folder = Folder::new();
    let path = folder.file("socket");
    let _held = std::os::unix::net::UnixListener::bind(&path).unwrap();
    assert_eq!(open(&path, &editions()).unwrap_err().to_string(), format!("这不是普通文件：{}", path.display()));
}
