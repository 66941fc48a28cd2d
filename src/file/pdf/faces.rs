//! A cut face as the objects of a document: its program, its measures, and what its codes mean.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::embed::{Embedded, Program};
use super::object::name;

/// Adds a face and gives the font that pages name.
pub(super) fn add(document: &mut Document, face: Embedded) -> ObjectId {
    let base = name(&face.name);
    let whole = i64::try_from(face.program.bytes().len()).unwrap_or(i64::MAX);
    let (key, kind, head, bytes) = match face.program {
        Program::TrueType(bytes) => ("FontFile2", "CIDFontType2", dictionary! { "Length1" => whole }, bytes),
        Program::Cff(bytes) => ("FontFile3", "CIDFontType0", dictionary! { "Subtype" => name("CIDFontType0C") }, bytes),
    };
    let program = document.add_object(Stream::new(head, bytes));
    let measures = face.measures;
    let [left, foot, right, top] = measures.bounds;
    let descriptor = document.add_object(dictionary! {
        "Type" => name("FontDescriptor"),
        "FontName" => base.clone(),
        "Flags" => 32,
        "FontBBox" => vec![left.into(), foot.into(), right.into(), top.into()],
        "ItalicAngle" => 0,
        "Ascent" => measures.ascent,
        "Descent" => measures.descent,
        "CapHeight" => measures.ascent,
        "StemV" => 80,
        key => program,
    });
    let mut descendant = dictionary! {
        "Type" => name("Font"),
        "Subtype" => name(kind),
        "BaseFont" => base.clone(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "DW" => DEFAULT_WIDTH,
        "W" => widths(&face.codes),
    };
    if kind == "CIDFontType2" {
        descendant.set("CIDToGIDMap", name("Identity"));
    }
    let map = document.add_object(Stream::new(Dictionary::new(), character_map(&face.codes).into_bytes()));
    document.add_object(dictionary! {
        "Type" => name("Font"),
        "Subtype" => name("Type0"),
        "BaseFont" => base,
        "Encoding" => name("Identity-H"),
        "DescendantFonts" => vec![Object::Dictionary(descendant)],
        "ToUnicode" => map,
    })
}

/// In thousandths of an em.
const DEFAULT_WIDTH: i64 = 1000;

/// The widths that are not the default one, as `code [width …]`.
fn widths(codes: &[(u16, char, i32)]) -> Vec<Object> {
    let mut kept: Vec<Object> = Vec::new();
    let mut run: Vec<Object> = Vec::new();
    let mut next = 0;
    for (code, _, width) in codes.iter().filter(|(.., width)| i64::from(*width) != DEFAULT_WIDTH) {
        if !run.is_empty() && *code != next {
            kept.push(Object::Array(std::mem::take(&mut run)));
        }
        if run.is_empty() {
            kept.push(i64::from(*code).into());
        }
        run.push(i64::from(*width).into());
        next = code + 1;
    }
    kept.extend((!run.is_empty()).then_some(Object::Array(run)));
    kept
}

fn character_map(codes: &[(u16, char, i32)]) -> String {
    const MOST: usize = 100;
    let mut text = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
        /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
        /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n\
        1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        .to_owned();
    // Pair by pair: lists of a range would be shorter, but not every reader takes them.
    let pair = |(code, character, _): &(u16, char, i32)| {
        let units: Vec<String> = character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("{unit:04X}")).collect();
        let units = units.concat();
        format!("<{code:04X}> <{units}>\n")
    };
    for codes in codes.chunks(MOST) {
        text.extend([&codes.len().to_string(), " beginbfchar\n"]);
        text.extend(codes.iter().map(pair));
        text.push_str("endbfchar\n");
    }
    text.push_str("endcmap CMapName currentdict /CMap defineresource pop end end\n");
    text
}
