//! What printpdf writes at length, said shortly: a third of a page's resources, widths and maps to Unicode goes.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId};

use super::decode;

/// Shortens what can be said shortly.
pub(super) fn tidy(document: &mut Document) -> lopdf::Result<()> {
    pages(document)?;
    widths(document);
    texts(document);
    Ok(())
}

/// Empty resources and empty lists of annotations say nothing.
fn pages(document: &mut Document) -> lopdf::Result<()> {
    for page in document.get_pages().into_values() {
        let page = document.get_dictionary_mut(page)?;
        page.remove(b"Annots");
        let resources = page.get(b"Resources").and_then(Object::as_reference)?;
        let resources = document.get_dictionary_mut(resources)?;
        for empty in ["XObject", "ExtGState", "Shading"] {
            resources.remove(empty.as_bytes());
        }
    }
    Ok(())
}

/// A width that is the default one needs no entry: the rest as `code [width]`.
fn widths(document: &mut Document) {
    for object in document.objects.values_mut() {
        let Ok(fonts) = object.as_dict_mut().and_then(|font| font.get_mut(b"DescendantFonts")).and_then(Object::as_array_mut) else {
            continue;
        };
        for font in fonts.iter_mut().filter_map(|font| font.as_dict_mut().ok()) {
            if let Ok(widths) = font.get_mut(b"W").and_then(Object::as_array_mut) {
                *widths = other_widths(widths);
            }
        }
    }
}

/// The maps to Unicode without what they say twice.
fn texts(document: &mut Document) {
    let ids: Vec<ObjectId> =
        document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"ToUnicode").ok()?.as_reference().ok()).collect();
    for id in ids {
        if let Ok(stream) = document.get_object_mut(id).and_then(Object::as_stream_mut) {
            let map = decode::to_unicode(&stream.content);
            stream.set_content(character_map(&map).into_bytes());
        }
    }
}

fn character_map(map: &BTreeMap<u16, String>) -> String {
    const MOST: usize = 100;
    let mut text = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
        /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
        /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n\
        1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        .to_owned();
    // Pair by pair: lists of a range would be shorter, but not every reader takes them.
    let pairs: Vec<String> = map.iter().map(|(code, text)| format!("{} {}\n", hex([*code]), hex(text.encode_utf16()))).collect();
    for pairs in pairs.chunks(MOST) {
        text.extend([&pairs.len().to_string(), " beginbfchar\n"]);
        text.extend(pairs.iter().map(String::as_str));
        text.push_str("endbfchar\n");
    }
    text.push_str("endcmap CMapName currentdict /CMap defineresource pop end end\n");
    text
}

/// `<4E00>`.
fn hex(units: impl IntoIterator<Item = u16>) -> String {
    let digits: Vec<String> = units.into_iter().map(|unit| format!("{unit:04X}")).collect();
    format!("<{}>", digits.concat())
}

fn other_widths(widths: &[Object]) -> Vec<Object> {
    const DEFAULT: i64 = 1000;
    let mut kept: Vec<Object> = Vec::new();
    for group in widths.chunks(2) {
        let [Object::Integer(first), Object::Array(list)] = group else { continue };
        let wanted = |width: &Object| width.as_i64().is_ok_and(|width| width != DEFAULT);
        let mut code = *first;
        for run in list.chunk_by(|one, two| wanted(one) == wanted(two)) {
            if run.first().is_some_and(wanted) {
                kept.extend([Object::Integer(code), Object::Array(run.to_vec())]);
            }
            code += i64::try_from(run.len()).unwrap_or_default();
        }
    }
    kept
}
