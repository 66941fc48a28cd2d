//! The Word document: measures, looks, what it carries, and that reading back finds every change.

use std::io::{Cursor, Read, Write};

use nianbao::file::docx;
use nianbao::file::{FileError, PaperError};
use nianbao::page::{Fonts, Options, Sides, lay_out};
use nianbao::session::Session;

use super::with_paper;
use crate::common::{editions, published_session};

/// A Word document of a report.
pub(super) fn exported(session: &Session, draft: bool) -> Vec<u8> {
    with_paper(session, draft, |paper| docx::export(paper, Sides::Single, &Fonts::shipped())).unwrap().bytes
}

/// A part of a package.
#[track_caller]
pub(super) fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap_or_else(|_| panic!("no part {name}")).read_to_string(&mut text).unwrap();
    text
}

/// The package with the text of a part changed.
#[track_caller]
pub(crate) fn with_part(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let own = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if own == name {
            let text = String::from_utf8(content).unwrap();
            let changed = change(&text);
            assert_ne!(changed, text, "nothing was changed in {name}");
            content = changed.into_bytes();
        }
        out.start_file(own, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn suqian() -> (Session, Vec<u8>) {
    let session = published_session("suqian-2023.json");
    let bytes = exported(&session, false);
    (session, bytes)
}

fn attributes<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    text.split(before).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn a_word_file_of_ours_opens_as_the_report_that_it_shows() {
    let (session, bytes) = suqian();
    let opened = nianbao::file::open_bytes(&bytes, &editions()).unwrap();
    assert_eq!(opened.notes, Vec::<String>::new());
    for (index, cell) in session.form().cells() {
        assert_eq!(opened.report.cell(index).value, session.report().cell(index).value, "{}", cell.id);
    }
    assert_eq!(opened.report.prose, session.report().prose);
    assert_eq!((opened.report.unit, opened.report.year), (session.report().unit.clone(), 2023));
}

#[test]
fn the_columns_are_as_wide_as_on_the_pages_to_a_tenth_of_a_millimetre() {
    let (session, bytes) = suqian();
    let layout = lay_out(session.form(), session.report(), session.figures(), &Fonts::shipped(), Options::default());
    let pages: Vec<f32> = layout.tables.iter().flat_map(|table| table.widths_mm.clone()).collect();
    let document = part(&bytes, "word/document.xml");
    let word: Vec<f32> =
        attributes(&document, "<w:gridCol w:w=\"").iter().map(|twips| twips.parse::<f32>().unwrap() / 1440.0 * 25.4).collect();
    assert_eq!(word.len(), 4 + 10 + 15);
    assert!(pages.iter().zip(&word).all(|(page, word)| (page - word).abs() < 0.05), "{pages:?} {word:?}");
}

#[test]
fn table_three_repeats_its_head_stands_upright_and_splits_no_row() {
    let (session, bytes) = suqian();
    let document = part(&bytes, "word/document.xml");
    let tables: Vec<_> = document.split("<w:tbl>").skip(1).map(|rest| rest.split("</w:tbl>").next().unwrap()).collect();
    let count = |table: &str, what: &str| table.matches(what).count();
    assert_eq!(count(tables[1], "<w:tblHeader/>"), session.form().tables[1].head_rows);
    assert_eq!(count(tables[1], "<w:cantSplit/>"), session.form().tables[1].row_count);
    // 三、本年度办理结果 stands over 22 rows, upright in each of its parts.
    assert_eq!(count(tables[1], "<w:textDirection w:val=\"tbRlV\"/>"), 22);
    let merged = session.form().tables[1].places.iter().filter(|place| place.rows > 1).count();
    assert_eq!(count(tables[1], "<w:vMerge w:val=\"restart\"/>"), merged);
    // Every row but the last stays with the next one.
    let rows: Vec<_> = tables[1].split("<w:tr>").skip(1).collect();
    assert!(rows.iter().rev().skip(1).all(|row| count(row, "<w:keepNext/>") == count(row, "<w:p>")), "a row lets the next one go");
    assert_eq!(count(rows[rows.len() - 1], "<w:keepNext/>"), 0);
}

#[test]
fn the_page_is_a4_with_the_text_block_of_the_standard_and_numbers_outside() {
    let (_, bytes) = suqian();
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    let margin = |side: &str| attributes(&document, &format!(" w:{side}=\""))[0].parse::<f32>().unwrap();
    let page = document.split("<w:pgMar").nth(1).unwrap();
    let of_page = |side: &str| attributes(page, &format!("w:{side}=\""))[0].parse::<f32>().unwrap() / 1440.0 * 25.4;
    assert!((of_page("top") - 37.0).abs() < 0.05 && (of_page("left") - 28.0).abs() < 0.05, "{}", margin("top"));
    assert!((210.0 - of_page("left") - of_page("right") - 156.0).abs() < 0.05);
    assert!((297.0 - of_page("top") - of_page("bottom") - 225.0).abs() < 0.05);
    assert!(part(&bytes, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    let (odd, even) = (part(&bytes, "word/footer1.xml"), part(&bytes, "word/footer2.xml"));
    assert!(odd.contains("<w:jc w:val=\"right\"/>") && even.contains("<w:jc w:val=\"left\"/>"));
    assert!([odd, even].iter().all(|footer| footer.contains(" PAGE ") && footer.contains("— ")));
}

#[test]
fn the_faces_are_the_offices_with_others_that_stand_in() {
    let (_, bytes) = suqian();
    let (styles, table) = (part(&bytes, "word/styles.xml"), part(&bytes, "word/fontTable.xml"));
    for face in ["方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "Times New Roman"] {
        assert!(styles.contains(&format!("\"{face}\"")), "no style in {face}");
        assert!(table.contains(&format!("w:name=\"{face}\"")), "{face} has none to stand in");
    }
    assert!(table.contains("w:val=\"仿宋,FangSong"));
    let head = styles.split("w:styleId=\"Heading1\"").nth(1).unwrap();
    assert!(head.split("</w:style>").next().unwrap().contains("<w:outlineLvl w:val=\"0\"/>"));
}

#[test]
fn a_figure_that_follows_its_cell_is_plain_text_in_word() {
    let mut session = published_session("suqian-2023.json");
    session.apply(nianbao::report::Edit::Prose { section: "s1".to_owned(), text: "新收{t3.new.total}件。".to_owned() });
    let bytes = exported(&session, true);
    assert!(part(&bytes, "word/document.xml").contains("新收3511件。"));
    let opened = docx::read(&bytes, &editions()).unwrap();
    assert_eq!(opened.report.prose("s1"), "新收{t3.new.total}件。", "the report inside still follows");
}

#[test]
fn one_figure_one_word_one_span_or_one_datum_changed_is_refused() {
    let (session, bytes) = suqian();
    let data = part(&bytes, "customXml/item1.xml");
    let verified = |bytes: &[u8]| {
        let text = data.split_once('>').unwrap().1.split_once('>').unwrap().1.rsplit_once('<').unwrap().0.replace("&quot;", "\"");
        with_paper(&session, false, |paper| docx::verify(bytes, paper, &text))
    };
    assert!(verified(&bytes).is_ok());
    let document = |from: &str, to: &str| with_part(&bytes, "word/document.xml", |text| text.replacen(from, to, 1));
    for changed in [
        document(">59237.2449<", ">59237.2448<"),
        document("总体情况", "总休情况"),
        document("<w:gridSpan w:val=\"4\"/>", "<w:gridSpan w:val=\"3\"/>"),
        document("<w:vMerge/>", "<w:vMerge w:val=\"restart\"/>"),
        with_part(&bytes, "customXml/item1.xml", |text| text.replacen("59237.2449", "59237.2448", 1)),
    ] {
        assert!(matches!(verified(&changed), Err(PaperError::NotAsFilled { .. })));
    }
}

#[test]
fn no_damage_to_a_word_file_makes_reading_panic() {
    let (_, bytes) = suqian();
    for step in 0..60 {
        let place = bytes.len() * step / 60;
        assert!(nianbao::file::open_bytes(&bytes[..place], &editions()).is_err(), "cut at {place}");
        let mut turned = bytes.clone();
        turned[place] ^= 0x15;
        let _read = nianbao::file::open_bytes(&turned, &editions());
    }
    for name in ["word/document.xml", "customXml/item1.xml"] {
        let text = part(&bytes, name);
        for step in 0..20 {
            let place = (0..=text.len() * step / 20).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let _read = nianbao::file::open_bytes(&with_part(&bytes, name, |text| text[..place].to_owned()), &editions());
        }
    }
}

#[test]
fn a_part_that_unpacks_to_more_than_a_report_can_be_is_not_read() {
    let (_, bytes) = suqian();
    let bomb = with_part(&bytes, "customXml/item1.xml", |text| text.replacen('{', &format!("{{{}", " ".repeat(30_000_000)), 1));
    assert!(matches!(docx::read(&bomb, &editions()), Err(FileError::ForeignWord | FileError::TooLarge)));
}

#[test]
fn a_sheet_printed_on_both_sides_changes_its_margins() {
    let session = published_session("suqian-2023.json");
    let double = with_paper(&session, false, |paper| docx::export(paper, Sides::Double, &Fonts::shipped())).unwrap().bytes;
    assert!(part(&double, "word/settings.xml").contains("<w:mirrorMargins/>"));
    assert!(!part(&exported(&session, false), "word/settings.xml").contains("<w:mirrorMargins/>"));
}

#[test]
fn the_lines_of_an_annex_hang_from_the_first_character_of_its_name() {
    let mut session = published_session("suqian-2023.json");
    let text = "没有其他事项。\n附件：1.宿迁市2023年政府信息公开工作情况统计表以及各县区各部门报送情况一览表\n2.另一份";
    session.apply(nianbao::report::Edit::Prose { section: "s6".to_owned(), text: text.to_owned() });
    let document = part(&exported(&session, session.final_review().blocks()), "word/document.xml");
    let before = |words: &str| document.split(words).next().unwrap().rsplit("<w:pPr>").next().unwrap().to_owned();
    // Two characters in; 附件： and 1. in front of the name; the next number under the first one. Characters are 15.8 points wide.
    let (first, second) = (before("附件："), before("2.另一份"));
    let indent = |properties: &str, name: &str| {
        let (_, rest) = properties.split_once(&format!("w:{name}=\"")).unwrap_or_else(|| panic!("{name}: {properties}"));
        rest.split_once('"').unwrap().0.parse::<f64>().unwrap() / 20.0 / (156.0 / 28.0 / 0.352_778)
    };
    let about = |found: f64, wanted: f64| assert!((found - wanted).abs() < 0.01, "{found} for {wanted}");
    about(indent(&first, "left"), 2.0 + 3.0 + 0.75);
    about(indent(&first, "hanging"), 3.0 + 0.75);
    about(indent(&second, "left"), 2.0 + 3.0 + 0.75);
    about(indent(&second, "hanging"), 0.75);
    assert!(first.contains("w:before=") && !second.contains("w:before="), "a line stands free above the first");
}
