//! What a PDF's pages say, read as a stranger reads it: content streams decoded through the fonts' ToUnicode.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use super::content::{self, Operand};

/// The most that one stream may unfold to.
const LARGEST_STREAM: usize = 32 * 1024 * 1024;

/// A text that is one thing: a stretch of marked content, or what one operator shows outside of any.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Piece {
    /// Through ToUnicode; a code that it lacks is U+FFFD, and so is an end of a line that is said to be another text than it shows.
    pub(super) text: String,
    /// No part of the content: page numbers, the mark of a draft, heads repeated.
    pub(super) artifact: bool,
}

/// The text of every page in the order in which it is shown. `None` where the file is not read.
pub(super) fn pieces(document: &Document) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut maps: BTreeMap<lopdf::ObjectId, BTreeMap<u16, String>> = BTreeMap::new();
    for page in document.page_iter() {
        let content = document.get_page_content_with_limit(page, LARGEST_STREAM).ok()?;
        let fonts = fonts_of(document, page);
        for id in fonts.values().flatten() {
            if !maps.contains_key(id) {
                maps.insert(*id, to_unicode(&stream_of(document, *id)?));
            }
        }
        read_page(&content, &fonts, &maps, &mut pieces)?;
    }
    Some(pieces)
}

type FontMaps = BTreeMap<Vec<u8>, Option<lopdf::ObjectId>>;

/// Each font of a page by its name there, with the place of its ToUnicode.
fn fonts_of(document: &Document, page: lopdf::ObjectId) -> FontMaps {
    let Ok(fonts) = document.get_page_fonts(page) else { return FontMaps::new() };
    let map = |font: &Dictionary| font.get(b"ToUnicode").and_then(Object::as_reference).ok();
    fonts.into_iter().map(|(name, font)| (name, map(font))).collect()
}

/// The plain bytes of a stream.
pub(super) fn stream_of(document: &Document, id: lopdf::ObjectId) -> Option<Vec<u8>> {
    document.get_object(id).ok()?.as_stream().ok()?.get_plain_content_with_limit(LARGEST_STREAM).ok()
}

/// Marked content that was begun: where its text starts in the piece, and the text that it is said to be.
type Begun = (usize, Option<String>);

fn read_page(
    content: &[u8],
    fonts: &FontMaps,
    maps: &BTreeMap<lopdf::ObjectId, BTreeMap<u16, String>>,
    pieces: &mut Vec<Piece>,
) -> Option<()> {
    static NONE: BTreeMap<u16, String> = BTreeMap::new();
    let mut map = &NONE;
    let mut marked: Vec<Begun> = Vec::new();
    let mut piece = Piece::default();
    content::operators(content, |operator, operands| {
        match (operator, operands) {
            (b"BMC" | b"BDC", [Operand::Name(tag), rest @ ..]) => {
                piece.artifact |= tag == b"Artifact";
                let said =
                    rest.first().and_then(|properties| if let Operand::Said(Some(text)) = properties { text_string(text) } else { None });
                marked.push((piece.text.len(), said));
                return;
            }
            (b"EMC", _) => {
                if let Some((start, Some(said))) = marked.pop()
                    && piece.text.get(start..) != Some(&said)
                {
                    piece.text.push('\u{fffd}');
                }
            }
            (b"Tf", [Operand::Name(font), _]) => {
                map = fonts.get(font).copied().flatten().and_then(|id| maps.get(&id)).unwrap_or(&NONE);
                return;
            }
            (b"Tj" | b"'", [Operand::Text(codes)]) | (b"TJ", [Operand::Texts(codes)]) | (b"\"", [_, _, Operand::Text(codes)]) => {
                decode_onto(&mut piece.text, codes, map);
            }
            _ => return,
        }
        if marked.is_empty() {
            let whole = std::mem::take(&mut piece);
            pieces.extend((!whole.text.is_empty()).then_some(whole));
        }
    })
}

/// A text string in UTF-16 with its mark.
fn text_string(text: &[u8]) -> Option<String> {
    let units = text.strip_prefix(&[0xfe, 0xff])?;
    let units: Vec<u16> = units.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
    String::from_utf16(&units).ok()
}

fn decode_onto(text: &mut String, codes: &[u8], map: &BTreeMap<u16, String>) {
    let code = |pair: &[u8]| pair.iter().fold(0_u16, |code, byte| code << 8 | u16::from(*byte));
    codes.chunks(2).for_each(|pair| text.push_str(map.get(&code(pair)).map_or("\u{fffd}", String::as_str)));
}

/// Reads a ToUnicode map: `<code> <text>` pairs and ranges.
pub(super) fn to_unicode(map: &[u8]) -> BTreeMap<u16, String> {
    let text = String::from_utf8_lossy(map);
    let mut read = BTreeMap::new();
    let mut kept: Vec<&str> = Vec::new();
    for word in text.split_ascii_whitespace() {
        match word {
            "beginbfchar" | "beginbfrange" => kept.clear(),
            "endbfchar" => {
                for pair in kept.chunks_exact(2) {
                    if let [code, text] = pair {
                        read.extend(hex_code(code).zip(hex_text(text)));
                    }
                }
                kept.clear();
            }
            "endbfrange" => {
                read.extend(ranges(&kept));
                kept.clear();
            }
            other => kept.push(other),
        }
    }
    read
}

/// `<from> <to> <first text>` or `<from> <to> [ <text> … ]`, any number of times.
fn ranges(words: &[&str]) -> Vec<(u16, String)> {
    let mut read = Vec::new();
    let mut words = words.iter();
    while let (Some(from), Some(to), Some(text)) = (words.next(), words.next(), words.next()) {
        let codes = hex_code(from).zip(hex_code(to)).map(|(from, to)| from..=to);
        if *text == "[" {
            let texts: Vec<_> = words.by_ref().take_while(|word| **word != "]").map(|word| hex_text(word).unwrap_or_default()).collect();
            read.extend(codes.into_iter().flatten().zip(texts));
        } else if let Some(first) = hex_text(text).and_then(|text| text.chars().next()) {
            read.extend(codes.into_iter().flatten().zip((first..).map(String::from)));
        }
    }
    read
}

fn hex_code(word: &str) -> Option<u16> {
    u16::from_str_radix(word.strip_prefix('<')?.strip_suffix('>')?, 16).ok()
}

fn hex_text(word: &str) -> Option<String> {
    let hex = word.strip_prefix('<')?.strip_suffix('>')?;
    let units: Option<Vec<u16>> =
        hex.as_bytes().chunks(4).map(|unit| u16::from_str_radix(std::str::from_utf8(unit).ok()?, 16).ok()).collect();
    String::from_utf16(&units?).ok()
}
