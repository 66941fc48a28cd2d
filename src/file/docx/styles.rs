//! The looks of a Word document by GB/T 9704: page measures, styles, the faces by their office names with what stands in for them.

use crate::file::markup::Markup;
use crate::page::sheet::{BODY_ADVANCE_MM, BODY_PT, FOLIO_PT, MM_PER_PT, PITCH_MM, TITLE_PITCH_MM, TITLE_PT};

/// The air above a table.
pub(super) const ABOVE_TABLE_MM: f32 = 1.5;

/// The namespace of `WordprocessingML`.
pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// 小标宋, for the title.
const TITLE_FACE: &str = "方正小标宋简体";
/// 黑体, for heads.
const HEADING_FACE: &str = "黑体";
/// 楷体, for heads of the second level.
const SUBHEADING_FACE: &str = "楷体_GB2312";
/// 仿宋, for the text.
const BODY_FACE: &str = "仿宋_GB2312";
/// 宋体, for tables and page numbers.
const TABLE_FACE: &str = "宋体";
/// Letters and figures.
const LATIN_FACE: &str = "Times New Roman";

/// A face with the names under which other machines have it or one like it, and what helps to find another one.
struct Face {
    name: &'static str,
    stands_in: &'static str,
    panose: &'static str,
    charset: &'static str,
    family: &'static str,
    pitch: &'static str,
}

const FACES: [Face; 6] = [
    Face {
        name: TITLE_FACE,
        stands_in: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun",
        panose: "02010601030101010101",
        charset: "86",
        family: "auto",
        pitch: "variable",
    },
    Face { name: HEADING_FACE, stands_in: "SimHei", panose: "02010609060101010101", charset: "86", family: "modern", pitch: "fixed" },
    Face {
        name: SUBHEADING_FACE,
        stands_in: "楷体,KaiTi,华文楷体,STKaiti",
        panose: "02010609060101010101",
        charset: "86",
        family: "modern",
        pitch: "fixed",
    },
    Face {
        name: BODY_FACE,
        stands_in: "仿宋,FangSong,华文仿宋,STFangsong",
        panose: "02010609060101010101",
        charset: "86",
        family: "modern",
        pitch: "fixed",
    },
    Face { name: TABLE_FACE, stands_in: "SimSun", panose: "02010600030101010101", charset: "86", family: "auto", pitch: "variable" },
    Face { name: LATIN_FACE, stands_in: "", panose: "02020603050405020304", charset: "00", family: "roman", pitch: "variable" },
];

/// Millimetres as twentieths of a point.
pub(super) fn twips(mm: f32) -> i32 {
    points(mm / MM_PER_PT)
}

/// Points as twentieths of a point.
pub(super) fn points(pt: f32) -> i32 {
    (pt * 20.0).round() as i32
}

/// Points as half points, in which Word counts the sizes of letters.
pub(super) fn half_points(pt: f32) -> i32 {
    ((pt * 2.0).floor() as i32).max(2)
}

/// The part that names the faces.
pub(super) fn font_table() -> String {
    let mut out = Markup::xml();
    out.element("w:fonts", &[("xmlns:w", &WORD)], |out| {
        for face in FACES {
            out.element("w:font", &[("w:name", &face.name)], |out| {
                if !face.stands_in.is_empty() {
                    out.empty("w:altName", &[("w:val", &face.stands_in)]);
                }
                out.empty("w:panose1", &[("w:val", &face.panose)]);
                out.empty("w:charset", &[("w:val", &face.charset)]);
                out.empty("w:family", &[("w:val", &face.family)]);
                out.empty("w:pitch", &[("w:val", &face.pitch)]);
            });
        }
    });
    out.finish()
}

/// The settings: pages that differ left and right, margins that change sides where both sides are printed, Word's present way of setting.
pub(super) fn settings(both_sides: bool) -> String {
    let mut out = Markup::xml();
    out.element("w:settings", &[("xmlns:w", &WORD)], |out| {
        out.empty("w:zoom", &[("w:percent", &100)]);
        if both_sides {
            out.empty("w:mirrorMargins", &[]);
        }
        out.empty("w:defaultTabStop", &[("w:val", &420)]);
        out.empty("w:evenAndOddHeaders", &[]);
        out.empty("w:characterSpacingControl", &[("w:val", &"compressPunctuation")]);
        out.element("w:compat", &[], |out| {
            let uri = "http://schemas.microsoft.com/office/word";
            out.empty("w:compatSetting", &[("w:name", &"compatibilityMode"), ("w:uri", &uri), ("w:val", &15)]);
        });
        out.empty("w:themeFontLang", &[("w:val", &"en-US"), ("w:eastAsia", &"zh-CN")]);
    });
    out.finish()
}

/// A paragraph style.
#[derive(Clone, Copy)]
struct Style {
    id: &'static str,
    name: &'static str,
    face: &'static str,
    latin_face: &'static str,
    size_pt: f32,
    pitch_mm: f32,
    align: &'static str,
    /// Two characters' indent.
    indented: bool,
    keeps_next: bool,
    outline: Option<u8>,
    /// How much closer than their size the characters stand.
    closer_by_pt: f32,
}

fn styles_of_paragraphs() -> [Style; 9] {
    // 28 characters fill a line; a twentieth less, so that no reader's rounding breaks the line before the last.
    let closer_by_pt = ((BODY_PT - BODY_ADVANCE_MM / MM_PER_PT) * 20.0).ceil() / 20.0;
    let body = Style {
        id: "Normal",
        name: "Normal",
        face: BODY_FACE,
        latin_face: LATIN_FACE,
        size_pt: BODY_PT,
        pitch_mm: PITCH_MM,
        align: "both",
        indented: true,
        keeps_next: false,
        outline: None,
        closer_by_pt,
    };
    let plain = Style { indented: false, closer_by_pt: 0.0, ..body };
    [
        body,
        Style {
            id: "Title",
            name: "Title",
            face: TITLE_FACE,
            size_pt: TITLE_PT,
            pitch_mm: TITLE_PITCH_MM,
            align: "center",
            keeps_next: true,
            ..plain
        },
        Style { id: "Heading1", name: "heading 1", face: HEADING_FACE, keeps_next: true, outline: Some(0), ..body },
        Style { id: "Heading2", name: "heading 2", face: SUBHEADING_FACE, keeps_next: true, outline: Some(1), ..body },
        Style { id: "Heading3", name: "heading 3", face: BODY_FACE, keeps_next: true, outline: Some(2), ..body },
        Style {
            id: "TableText", name: "表格文字", face: TABLE_FACE, size_pt: 10.5, pitch_mm: 13.0 * MM_PER_PT, align: "center", ..plain
        },
        Style { id: "Caption", name: "caption", face: HEADING_FACE, size_pt: 12.0, align: "center", ..plain },
        Style {
            id: "Footer",
            name: "footer",
            face: TABLE_FACE,
            latin_face: TABLE_FACE,
            size_pt: FOLIO_PT,
            pitch_mm: 18.0 * MM_PER_PT,
            align: "left",
            ..plain
        },
        Style { id: "Header", name: "header", face: HEADING_FACE, size_pt: 10.5, pitch_mm: 14.0 * MM_PER_PT, align: "right", ..plain },
    ]
}

/// The part with all styles.
pub(super) fn styles() -> String {
    let mut out = Markup::xml();
    out.element("w:styles", &[("xmlns:w", &WORD)], |out| {
        out.element("w:docDefaults", &[], |out| {
            out.element("w:rPrDefault", &[], |out| {
                out.element("w:rPr", &[], |out| {
                    faces(out, BODY_FACE, LATIN_FACE);
                    size(out, BODY_PT);
                    out.empty("w:lang", &[("w:val", &"en-US"), ("w:eastAsia", &"zh-CN"), ("w:bidi", &"ar-SA")]);
                });
            });
            out.element("w:pPrDefault", &[], |_| ());
        });
        for style in styles_of_paragraphs() {
            paragraph_style(out, style);
        }
        out.element("w:style", &[("w:type", &"character"), ("w:customStyle", &1), ("w:styleId", &"RunInHead")], |out| {
            out.empty("w:name", &[("w:val", &"段首小标题")]);
            out.empty("w:qFormat", &[]);
            out.element("w:rPr", &[], |out| faces(out, SUBHEADING_FACE, LATIN_FACE));
        });
        table_style(out);
    });
    out.finish()
}

fn paragraph_style(out: &mut Markup, style: Style) {
    let is_default = style.id == "Normal";
    let mut attributes: Vec<(&str, &dyn std::fmt::Display)> = vec![("w:type", &"paragraph"), ("w:styleId", &style.id)];
    if is_default {
        attributes.push(("w:default", &1));
    } else if !style.name.is_ascii() {
        attributes.push(("w:customStyle", &1));
    }
    out.element("w:style", &attributes, |out| {
        out.empty("w:name", &[("w:val", &style.name)]);
        if !is_default {
            out.empty("w:basedOn", &[("w:val", &"Normal")]);
        }
        if style.outline.is_some() || style.id == "Title" {
            out.empty("w:next", &[("w:val", &"Normal")]);
        }
        out.empty("w:qFormat", &[]);
        out.element("w:pPr", &[], |out| paragraph_properties(out, style));
        out.element("w:rPr", &[], |out| {
            faces(out, style.face, style.latin_face);
            out.empty("w:spacing", &[("w:val", &-points(style.closer_by_pt))]);
            size(out, style.size_pt);
        });
    });
}

fn paragraph_properties(out: &mut Markup, style: Style) {
    let on = |on: bool| i32::from(on);
    out.empty("w:keepNext", &[("w:val", &on(style.keeps_next))]);
    out.empty("w:widowControl", &[("w:val", &0)]);
    out.empty("w:autoSpaceDE", &[("w:val", &0)]);
    out.empty("w:autoSpaceDN", &[("w:val", &0)]);
    out.empty("w:snapToGrid", &[("w:val", &0)]);
    out.empty("w:spacing", &[("w:before", &0), ("w:after", &0), ("w:line", &twips(style.pitch_mm)), ("w:lineRule", &"exact")]);
    let (characters, indent) = if style.indented { (200, twips(2.0 * BODY_ADVANCE_MM)) } else { (0, 0) };
    out.empty("w:ind", &[("w:firstLineChars", &characters), ("w:firstLine", &indent)]);
    out.empty("w:jc", &[("w:val", &style.align)]);
    if let Some(level) = style.outline {
        out.empty("w:outlineLvl", &[("w:val", &level)]);
    }
}

/// A table with its rules: 1 pt around, half a point inside.
fn table_style(out: &mut Markup) {
    out.element("w:style", &[("w:type", &"table"), ("w:customStyle", &1), ("w:styleId", &"ReportTable")], |out| {
        out.empty("w:name", &[("w:val", &"年报表格")]);
        out.element("w:tblPr", &[], borders);
    });
}

/// The rules of a table.
pub(super) fn borders(out: &mut Markup) {
    out.element("w:tblBorders", &[], |out| {
        for (side, eighths) in [("top", 8), ("left", 8), ("bottom", 8), ("right", 8), ("insideH", 4), ("insideV", 4)] {
            let attributes: [(&str, &dyn std::fmt::Display); 4] =
                [("w:val", &"single"), ("w:sz", &eighths), ("w:space", &0), ("w:color", &"000000")];
            out.empty(&format!("w:{side}"), &attributes);
        }
    });
}

fn faces(out: &mut Markup, face: &str, latin: &str) {
    let attributes: [(&str, &dyn std::fmt::Display); 4] =
        [("w:ascii", &latin), ("w:hAnsi", &latin), ("w:eastAsia", &face), ("w:cs", &latin)];
    out.empty("w:rFonts", &attributes);
}

fn size(out: &mut Markup, size_pt: f32) {
    for name in ["w:sz", "w:szCs"] {
        out.empty(name, &[("w:val", &half_points(size_pt))]);
    }
}

/// The text of a run, its blanks kept.
pub(super) fn words(out: &mut Markup, text: &str) {
    if text.starts_with(' ') || text.ends_with(' ') || text.contains("  ") {
        out.text_element("w:t", &[("xml:space", &"preserve")], text);
    } else {
        out.text_element("w:t", &[], text);
    }
}
