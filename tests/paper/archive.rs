//! The file is built to PDF/A-3a: what the standard's clauses ask for is in it.

use lopdf::{Dictionary, Document, Object};
use nianbao::page::Fonts;
use nianbao::report::{Edit, Signature};

use super::export::exported;
use crate::common::published_session;

fn suqian() -> Document {
    Document::load_mem(&exported(&published_session("suqian-2023.json"), false).unwrap().bytes).unwrap()
}

fn text_of(object: &Object) -> String {
    let bytes = object.as_str().unwrap();
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(units) => String::from_utf16(&units.chunks(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]])).collect::<Vec<_>>()).unwrap(),
        None => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

fn info(document: &Document) -> &Dictionary {
    document.trailer.get_deref(b"Info", document).unwrap().as_dict().unwrap()
}

fn xmp(document: &Document) -> String {
    let id = document.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    String::from_utf8(document.get_object(id).unwrap().as_stream().unwrap().content.clone()).unwrap()
}

#[test]
fn the_header_says_1_7_and_has_its_binary_comment() {
    let bytes = exported(&published_session("suqian-2023.json"), false).unwrap().bytes;
    assert!(bytes.starts_with(b"%PDF-1.7\n%"));
    assert!(bytes[10..14].iter().all(|byte| *byte > 127));
}

#[test]
fn the_trailer_has_an_id_that_follows_from_the_content_and_no_encryption() {
    let id = |document: &Document| document.trailer.get(b"ID").unwrap().clone();
    assert_eq!(id(&suqian()), id(&suqian()));
    assert!(!suqian().trailer.has(b"Encrypt"));
    let mut session = published_session("suqian-2023.json");
    session.apply(Edit::Unit("另一市".to_owned()));
    let other = Document::load_mem(&exported(&session, false).unwrap().bytes).unwrap();
    assert_ne!(id(&suqian()), id(&other));
}

#[test]
fn xmp_says_pdf_a_3a_and_what_info_says() {
    let document = suqian();
    let xmp = xmp(&document);
    assert!(xmp.contains("<pdfaid:part>3</pdfaid:part>") && xmp.contains("<pdfaid:conformance>A</pdfaid:conformance>"));
    let info = info(&document);
    let title = text_of(info.get(b"Title").unwrap());
    assert_eq!(title, "宿迁市2023年政府信息公开工作年度报告");
    assert!(xmp.contains(&format!("<rdf:li xml:lang=\"x-default\">{title}</rdf:li>")));
    assert!(xmp.contains(&format!("<pdf:Producer>{}</pdf:Producer>", text_of(info.get(b"Producer").unwrap()))));
    assert!(xmp.contains(&format!("<xmp:CreatorTool>{}</xmp:CreatorTool>", text_of(info.get(b"Creator").unwrap()))));
    // Without 落款 the file is of the last day of its year.
    assert_eq!(text_of(info.get(b"CreationDate").unwrap()), "D:20231231000000+08'00'");
    assert!(xmp.contains("<xmp:CreateDate>2023-12-31T00:00:00+08:00</xmp:CreateDate>"));
    assert!(!info.has(b"GTS_PDFXVersion"));
}

#[test]
fn the_dates_are_those_of_the_signature_and_the_title_is_escaped() {
    let mut session = published_session("suqian-2023.json");
    session.apply(Edit::Signature(Some(Signature { unit: "宿迁市".to_owned(), date: "2024-01-20".to_owned(), extra: Vec::new() })));
    session.apply(Edit::Unit("甲<乙>&丙".to_owned()));
    let document = Document::load_mem(&exported(&session, false).unwrap().bytes).unwrap();
    assert_eq!(text_of(info(&document).get(b"ModDate").unwrap()), "D:20240120000000+08'00'");
    assert!(xmp(&document).contains("甲&lt;乙&gt;&amp;丙2023年"));
}

#[test]
fn the_output_intent_is_srgb_and_pages_use_grey_alone() {
    let document = suqian();
    let intents = document.catalog().unwrap().get(b"OutputIntents").unwrap().as_array().unwrap();
    let intent = intents[0].as_dict().unwrap();
    assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1");
    let profile = document.get_object(intent.get(b"DestOutputProfile").unwrap().as_reference().unwrap()).unwrap().as_stream().unwrap();
    assert_eq!(profile.dict.get(b"N").unwrap().as_i64().unwrap(), 3);
    let profile = profile.get_plain_content().unwrap();
    assert_eq!(profile.len(), u32::from_be_bytes(profile[..4].try_into().unwrap()) as usize);
    assert_eq!((&profile[12..20], &profile[36..40]), (b"mntrRGB ".as_slice(), b"acsp".as_slice()));
    let draft = Document::load_mem(&exported(&published_session("shanghai-office-2019.json"), true).unwrap().bytes).unwrap();
    for document in [document, draft] {
        for page in document.page_iter() {
            let content = lopdf::content::Content::decode(&document.get_page_content(page)).unwrap();
            let known = ["BT", "ET", "Tf", "Tm", "TJ", "g", "w", "m", "l", "S", "BMC", "BDC", "EMC"];
            // No colour but grey, no graphics state that could hold transparency, no image.
            for operation in content.operations {
                assert!(known.contains(&operation.operator.as_str()), "{}", operation.operator);
            }
        }
        assert!(
            document
                .objects
                .values()
                .all(|object| !object.as_dict().is_ok_and(|dictionary| dictionary.has(b"SMask") || dictionary.has(b"ca")))
        );
    }
}

#[test]
fn the_catalog_names_language_title_and_bookmarks() {
    let document = suqian();
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    assert!(catalog.get(b"ViewerPreferences").unwrap().as_dict().unwrap().get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    assert_eq!(catalog.get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
}

#[test]
fn bookmarks_name_the_six_sections_in_order_and_go_to_their_pages() {
    let document = suqian();
    let root = document.catalog().unwrap().get_deref(b"Outlines", &document).unwrap().as_dict().unwrap();
    let mut next = root.get(b"First").ok().cloned();
    let mut found = Vec::new();
    let pages: Vec<_> = document.page_iter().collect();
    while let Some(item) = next {
        let item = document.get_dictionary(item.as_reference().unwrap()).unwrap();
        let target = item.get(b"Dest").unwrap().as_array().unwrap()[0].as_reference().unwrap();
        found.push((text_of(item.get(b"Title").unwrap()), pages.iter().position(|page| *page == target).unwrap() + 1));
        next = item.get(b"Next").ok().cloned();
    }
    let wanted = [
        ("一、总体情况", 1),
        ("二、主动公开政府信息情况", 1),
        ("三、收到和处理政府信息公开申请情况", 2),
        ("四、政府信息公开行政复议、行政诉讼情况", 3),
        ("五、存在的主要问题及改进情况", 3),
        ("六、其他需要报告的事项", 3),
    ];
    assert_eq!(found, wanted.map(|(title, page)| (title.to_owned(), page)));
}

#[test]
fn the_attachment_is_the_data_of_the_pages() {
    let document = suqian();
    let catalog = document.catalog().unwrap();
    let associated = catalog.get(b"AF").unwrap().as_array().unwrap()[0].as_reference().unwrap();
    let named = catalog.get(b"Names").unwrap().as_dict().unwrap().get(b"EmbeddedFiles").unwrap().as_dict().unwrap();
    assert_eq!(named.get(b"Names").unwrap().as_array().unwrap()[1].as_reference().unwrap(), associated);
    let file = document.get_dictionary(associated).unwrap();
    assert_eq!(file.get(b"AFRelationship").unwrap().as_name().unwrap(), b"Data");
    assert_eq!(text_of(file.get(b"F").unwrap()), text_of(file.get(b"UF").unwrap()));
    let stream = document.get_object(file.get(b"EF").unwrap().as_dict().unwrap().get(b"F").unwrap().as_reference().unwrap()).unwrap();
    let stream = stream.as_stream().unwrap();
    assert_eq!(stream.dict.get(b"Subtype").unwrap().as_name().unwrap(), b"application/json");
    let parameters = stream.dict.get(b"Params").unwrap().as_dict().unwrap();
    assert_eq!(parameters.get(b"Size").unwrap().as_i64().unwrap() as usize, stream.get_plain_content().unwrap().len());
    assert!(parameters.has(b"ModDate"));
}

#[test]
fn every_font_is_a_tagged_subset_with_its_widths_and_a_character_for_every_glyph() {
    let document = suqian();
    let fonts: Vec<_> =
        document.objects.values().filter_map(|object| object.as_dict().ok()).filter(|font| font.has(b"DescendantFonts")).collect();
    assert_eq!(fonts.len(), 4);
    for font in fonts {
        let name = String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap();
        let (tag, _) = name.split_once('+').unwrap();
        assert!(tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()), "{name}");
        let descendant = font.get_deref(b"DescendantFonts", &document).unwrap().as_array().unwrap()[0].as_dict().unwrap().clone();
        let descriptor = descendant.get_deref(b"FontDescriptor", &document).unwrap().as_dict().unwrap();
        assert_eq!(descriptor.get(b"FontName").unwrap().as_name().unwrap(), name.as_bytes());
        let glyphs = embedded_glyphs(&document, &descendant, descriptor);
        let map = document.get_object(font.get(b"ToUnicode").unwrap().as_reference().unwrap()).unwrap().as_stream().unwrap();
        let map = String::from_utf8(map.get_plain_content().unwrap()).unwrap();
        let mapped = pairs(&map);
        assert_eq!(mapped.len() + 1, glyphs, "{name}: every glyph but .notdef is mapped");
        assert!(mapped.values().all(|c| !['\0', '\u{feff}', '\u{fffe}'].contains(c)), "{name}");
        assert_widths(&document, font, &descendant);
    }
}

/// How many glyphs an embedded program has; codes are its glyphs' numbers.
fn embedded_glyphs(document: &Document, descendant: &Dictionary, descriptor: &Dictionary) -> usize {
    let program = |key: &[u8]| Some(document.get_object(descriptor.get(key).ok()?.as_reference().ok()?).unwrap().as_stream().unwrap());
    let kind = descendant.get(b"Subtype").unwrap().as_name().unwrap();
    let number = if let Some(stream) = program(b"FontFile2") {
        assert_eq!(
            (kind, descendant.get(b"CIDToGIDMap").unwrap().as_name().unwrap()),
            (b"CIDFontType2".as_slice(), b"Identity".as_slice())
        );
        ttf_parser::Face::parse(&stream.get_plain_content().unwrap(), 0).unwrap().number_of_glyphs()
    } else {
        let stream = program(b"FontFile3").unwrap();
        let subtype = stream.dict.get(b"Subtype").unwrap().as_name().unwrap();
        assert_eq!((kind, subtype), (b"CIDFontType0".as_slice(), b"CIDFontType0C".as_slice()));
        let program = stream.get_plain_content().unwrap();
        let table = ttf_parser::cff::Table::parse(&program).unwrap();
        assert!((0..table.number_of_glyphs()).all(|glyph| table.glyph_cid(ttf_parser::GlyphId(glyph)) == Some(glyph)));
        table.number_of_glyphs()
    };
    usize::from(number)
}

/// `/W`, with its default of 1000, says of every character what the face that was cut says.
#[track_caller]
fn assert_widths(document: &Document, font: &Dictionary, descendant: &Dictionary) {
    assert_eq!(descendant.get(b"DW").unwrap().as_i64().unwrap(), 1000);
    let name = String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap();
    let fonts = Fonts::shipped();
    let face = fonts.named(name.split_once('+').unwrap().1).next().unwrap().parsed_face().unwrap();
    let mut widths = std::collections::BTreeMap::new();
    for group in descendant.get(b"W").unwrap().as_array().unwrap().chunks(2) {
        for (at, width) in group[1].as_array().unwrap().iter().enumerate() {
            widths.insert(group[0].as_i64().unwrap() as usize + at, width.as_i64().unwrap());
        }
    }
    let map = document.get_object(font.get(b"ToUnicode").unwrap().as_reference().unwrap()).unwrap().as_stream().unwrap();
    let map = String::from_utf8(map.get_plain_content().unwrap()).unwrap();
    for (code, character) in pairs(&map) {
        let glyph = face.glyph_index(character).unwrap();
        let real = i64::from(face.glyph_hor_advance(glyph).unwrap()) * 1000 / i64::from(face.units_per_em());
        assert_eq!(widths.get(&code).copied().unwrap_or(1000), real, "{name} {character}");
    }
}

/// The codes of a map to Unicode with their characters: between `beginbfchar` and `endbfchar` a pair a line.
pub(super) fn pairs(map: &str) -> std::collections::BTreeMap<usize, char> {
    let number = |word: &str| u32::from_str_radix(word.trim_matches(['<', '>']), 16).unwrap();
    let mut pairs = std::collections::BTreeMap::new();
    for block in map.split("beginbfchar\n").skip(1) {
        for line in block.lines().take_while(|line| *line != "endbfchar") {
            let (code, text) = line.split_once(' ').unwrap();
            let known = pairs.insert(number(code) as usize, char::from_u32(number(text)).unwrap());
            assert_eq!(known, None);
        }
    }
    pairs
}
