//! Reading back finds every change: one figure, one glyph, one mapping, one byte of the data.

use lopdf::{Document, Object, content::Content};
use nianbao::file::FileError;
use nianbao::file::pdf::{self, PdfError};
use nianbao::page::Fonts;
use nianbao::session::Session;

use super::export::exported;
use crate::common::{editions, published_session};

fn suqian() -> (Session, Vec<u8>) {
    let session = published_session("suqian-2023.json");
    let bytes = exported(&session, false).unwrap().bytes;
    (session, bytes)
}

fn verified(session: &Session, bytes: &[u8]) -> Result<String, PdfError> {
    pdf::verify(bytes, session.form(), session.report(), session.figures(), &Fonts::shipped())
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// Rewrites the content of a page, counted from 1.
fn with_content(bytes: &[u8], page: u32, change: impl FnOnce(&mut Content)) -> Vec<u8> {
    let mut document = Document::load_mem(bytes).unwrap();
    let id = document.get_pages()[&page];
    let mut content = Content::decode(&document.get_page_content(id)).unwrap();
    change(&mut content);
    let content_id = document.get_page_contents(id)[0];
    document.get_object_mut(content_id).unwrap().as_stream_mut().unwrap().set_plain_content(content.encode().unwrap());
    saved(document)
}

/// The runs of a content stream, each as its list of codes.
fn runs(content: &mut Content) -> Vec<&mut Vec<Object>> {
    content
        .operations
        .iter_mut()
        .filter(|operation| operation.operator == "TJ")
        .map(|operation| operation.operands[0].as_array_mut().unwrap())
        .collect()
}

#[test]
fn one_figure_changed_on_the_page_is_refused_with_its_cell() {
    let (session, bytes) = suqian();
    let changed = with_content(&bytes, 2, |content| {
        // The last figure of table 三 is 121: its first and second digit change places.
        let mut runs = runs(content);
        let figures: Vec<_> = runs.iter_mut().filter(|run| run.iter().filter(|part| part.as_str().is_ok()).count() == 3).collect();
        let last = figures.into_iter().next_back().unwrap();
        let codes: Vec<usize> = last.iter().enumerate().filter(|(_, part)| part.as_str().is_ok()).map(|(at, _)| at).collect();
        last.swap(codes[0], codes[1]);
    });
    let error = verified(&session, &changed).unwrap_err();
    assert!(matches!(&error, PdfError::NotAsFilled { place, .. } if place.contains("，")), "{error}");
    let opened = pdf::read(&changed, &editions()).unwrap();
    assert_eq!(opened.notes.len(), 1, "{:?}", opened.notes);
    assert!(opened.notes[0].contains("被别的程序改过"), "{:?}", opened.notes);
}

#[test]
fn one_character_of_the_prose_changed_is_refused() {
    let (session, bytes) = suqian();
    let changed = with_content(&bytes, 1, |content| {
        let mut runs = runs(content);
        let long = runs.iter_mut().rfind(|run| run.len() > 40).unwrap();
        long.swap(0, 2);
    });
    assert!(matches!(verified(&session, &changed), Err(PdfError::NotAsFilled { .. })));
}

#[test]
fn a_figure_too_many_is_refused() {
    let (session, bytes) = suqian();
    let changed = with_content(&bytes, 3, |content| {
        let text = content.operations.iter().position(|operation| operation.operator == "BT").unwrap();
        let end = content.operations.iter().position(|operation| operation.operator == "ET").unwrap();
        let again: Vec<_> = content.operations[text..=end].to_vec();
        content.operations.extend(again);
    });
    assert!(matches!(verified(&session, &changed), Err(PdfError::NotAsFilled { .. })));
}

#[test]
fn a_glyph_that_draws_another_character_is_refused() {
    let (session, bytes) = suqian();
    let mut document = Document::load_mem(&bytes).unwrap();
    let programs: Vec<_> =
        document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"FontFile2").ok()?.as_reference().ok()).collect();
    let stream = document.get_object_mut(programs[0]).unwrap().as_stream_mut().unwrap();
    let mut program = stream.get_plain_content().unwrap();
    let loca = (0..usize::from(program[5])).map(|at| 12 + 16 * at).find(|at| &program[*at..*at + 4] == b"loca").unwrap();
    let place = u32::from_be_bytes(program[loca + 8..loca + 12].try_into().unwrap()) as usize;
    // The places of two glyphs' outlines, short or long, change hands: text is found as before, but drawn wrong.
    let entry: [u8; 8] = program[place + 40..place + 48].try_into().unwrap();
    program[place + 48..place + 56].copy_from_slice(&entry);
    stream.set_plain_content(program);
    let error = verified(&session, &saved(document)).unwrap_err();
    assert!(matches!(error, PdfError::WrongGlyph(_)), "{error}");
}

#[test]
fn a_byte_turned_in_the_outlines_of_a_bare_cff_is_refused() {
    let (session, bytes) = suqian();
    let mut document = Document::load_mem(&bytes).unwrap();
    let programs: Vec<_> =
        document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"FontFile3").ok()?.as_reference().ok()).collect();
    assert_eq!(programs.len(), 3);
    for id in programs {
        let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
        let mut program = stream.get_plain_content().unwrap();
        // The outlines are most of the program, so its middle is in one.
        let middle = program.len() / 2;
        program[middle] ^= 1;
        stream.set_plain_content(program);
        let error = verified(&session, &saved(document.clone())).unwrap_err();
        assert!(matches!(error, PdfError::WrongGlyph(_)), "{error}");
        document = Document::load_mem(&bytes).unwrap();
    }
}

#[test]
fn two_characters_swapped_in_the_map_to_unicode_are_refused() {
    let (session, bytes) = suqian();
    let mut document = Document::load_mem(&bytes).unwrap();
    let maps: Vec<_> =
        document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"ToUnicode").ok()?.as_reference().ok()).collect();
    let stream = document.get_object_mut(maps[3]).unwrap().as_stream_mut().unwrap();
    let map = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    assert!(map.contains(" <0030>\n") && map.contains(" <0031>\n"), "{map}");
    let swapped = map.replace(" <0030>\n", " <once>\n").replace(" <0031>\n", " <0030>\n").replace(" <once>\n", " <0031>\n");
    stream.set_plain_content(swapped.into_bytes());
    assert!(matches!(verified(&session, &saved(document)), Err(PdfError::NotAsFilled { .. })));
}

#[test]
fn data_that_does_not_match_its_pages_is_told() {
    let (_, bytes) = suqian();
    let mut document = Document::load_mem(&bytes).unwrap();
    let file =
        document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok()).find(|stream| stream.dict.has_type(b"EmbeddedFile"));
    let stream = file.unwrap();
    let data = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    stream.set_plain_content(data.replace("59237.2449", "59237.2448").into_bytes());
    let opened = pdf::read(&saved(document), &editions()).unwrap();
    assert_eq!(
        opened.notes,
        [
            "这份 PDF 的页面被别的程序改过：行政事业性收费，本年收费金额（单位：万元）在页面上是“59237.2449”，在所附数据里是“59237.2448”，已按所附数据打开"
        ]
    );
}

#[test]
fn a_pdf_of_another_program_gets_a_sentence() {
    let mut document = Document::load_mem(&suqian().1).unwrap();
    document.catalog_mut().unwrap().remove(b"AF");
    assert_eq!(pdf::read(&saved(document), &editions()).unwrap_err(), FileError::ForeignPdf);
}

#[test]
fn no_damage_makes_reading_panic() {
    let (_, bytes) = suqian();
    let mut kept = 0;
    for step in 0..120 {
        // Cut at every part of the file, and one byte turned at as many places.
        let place = bytes.len() * step / 120;
        let cut = &bytes[..place];
        assert!(pdf::read(cut, &editions()).is_err(), "cut at {place}");
        let mut turned = bytes.clone();
        turned[place] ^= 0x15;
        kept += usize::from(pdf::read(&turned, &editions()).is_ok());
    }
    // Most of the bytes are glyphs' outlines, which opening does not look at.
    assert!(kept > 0);
}
