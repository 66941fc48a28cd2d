//! Which face draws a character is settled before anything is drawn, and what none draws is named.

use nianbao::file::pdf::{self, PdfError};
use nianbao::page::{self, Fonts, Item, Mark, Options};
use nianbao::report::Edit;
use nianbao::session::Session;

use super::export::exported;
use super::setting::{laid_out, runs};
use crate::common::blank_session;

fn with_prose(text: &str) -> Session {
    let mut session = blank_session("2021", 2023, "某市人民政府");
    session.apply(Edit::Prose { section: "s1".to_owned(), text: text.to_owned() });
    session
}

/// The face that draws the first character of the first section's prose.
fn face_of(character: char) -> String {
    let layout = laid_out(&with_prose(&character.to_string()), Options::default());
    let runs =
        layout.pages.iter().flat_map(|page| &page.items).filter_map(|item| if let Item::Text(run) = item { Some(run) } else { None });
    let run = runs.into_iter().find(|run| matches!(run.mark, Mark::Paragraph(_))).unwrap();
    Fonts::shipped().face(run.face).unwrap().name().to_owned()
}

#[test]
fn the_whole_table_of_general_standard_characters_is_drawn_by_the_body_face() {
    let charset = include_str!("../../assets/fonts/build/gongwen-charset.txt");
    let fonts = Fonts::shipped();
    let body = fonts.named("GwKai-Light").next().unwrap().parsed_face().unwrap();
    let ideographs: Vec<char> = charset.chars().filter(|c| ('\u{3400}'..='\u{9fff}').contains(c) || *c >= '\u{20000}').collect();
    assert!(ideographs.len() > 8105);
    for character in ideographs {
        assert!(body.glyph_index(character).is_some(), "{character}");
    }
}

#[test]
fn rare_characters_are_drawn_and_read_back_by_whichever_face_has_them() {
    // 㙟 is in whole Noto Sans alone, whose outlines are of the other kind, and 𲎯 in no face that is shipped.
    assert_eq!([face_of('㙟'), face_of('䶮')], ["NotoSansSC-Regular", "GwKai-Light"]);
    let fonts = Fonts::shipped();
    assert!(fonts.covers('㙟') && fonts.covers('䶮') && !fonts.covers('𲎯'));
    let exported = exported(&with_prose("㙟䶮㐂㐄㐅"), false).unwrap();
    assert_eq!(exported.verified, "表二 10、表三 175、表四 15 个数字与填报一致");
}

#[test]
fn a_character_that_no_face_draws_stops_the_finished_report_and_shows_in_a_draft() {
    let session = with_prose("姓名𲎯某");
    assert_eq!(exported(&session, false), Err(PdfError::Undrawable('𲎯')));
    let layout = laid_out(&session, Options::default());
    assert_eq!(layout.undrawable.iter().collect::<String>(), "𲎯");
    let text: String = layout
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| if let Item::Text(run) = item { Some(run.text()) } else { None })
        .collect();
    assert!(text.contains("姓名〓某"), "{text}");
    assert!(exported(&session, true).is_ok());
}

#[test]
fn two_characters_that_share_a_glyph_are_told_apart_in_the_text() {
    let fonts = Fonts::shipped();
    let body = fonts.named("GwKai-Light").next().unwrap().parsed_face().unwrap();
    assert_eq!(body.glyph_index('´'), body.glyph_index('ˊ'));
    assert!(body.glyph_index('´').is_some());
    assert!(exported(&with_prose("´ˊˊ´"), false).is_ok());
}

#[test]
fn digits_and_latin_are_of_one_face_throughout_body_and_tables() {
    let layout = laid_out(&with_prose("2023年Wi-Fi覆盖98%（A类）。"), Options::default());
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        if let Item::Text(run) = item
            && !matches!(run.mark, Mark::Title | Mark::Head(_))
            && run.text().chars().any(|c| c.is_ascii_graphic())
        {
            assert_eq!(Fonts::shipped().face(run.face).unwrap().name(), "GwSong-Regular", "{}", run.text());
        }
    }
}

/// A face of the shipped kind under another family name and with other licence bits (OS/2 fsType).
fn renamed(family: &str, licence_bits: u16) -> Vec<u8> {
    renamed_from(include_bytes!("../../assets/fonts/GwHei-Medium.otf"), family, licence_bits)
}

fn renamed_from(whole: &[u8], family: &str, licence_bits: u16) -> Vec<u8> {
    let units: Vec<u8> = family.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let length = u16::try_from(units.len()).unwrap().to_be_bytes();
    // A name table with family, style, full and PostScript name, all the same.
    let mut names = [0, 0, 0, 4, 0, 54].to_vec();
    for id in [1, 2, 4, 6] {
        names.extend([0, 3, 0, 1, 4, 9, 0, id]);
        names.extend(length);
        names.extend([0, 0]);
    }
    names.extend(units);
    let count = usize::from(u16::from_be_bytes([whole[4], whole[5]]));
    let mut face = whole[..12 + 16 * count].to_vec();
    for at in (0..count).map(|at| 12 + 16 * at) {
        let long = |at: usize| u32::from_be_bytes(whole[at..at + 4].try_into().unwrap()) as usize;
        let mut table = whole[long(at + 8)..long(at + 8) + long(at + 12)].to_vec();
        match &whole[at..at + 4] {
            b"name" => table.clone_from(&names),
            b"OS/2" => table[8..10].copy_from_slice(&licence_bits.to_be_bytes()),
            _ => {}
        }
        let place = u32::try_from(face.len()).unwrap().to_be_bytes();
        face[at + 8..at + 12].copy_from_slice(&place);
        face[at + 12..at + 16].copy_from_slice(&u32::try_from(table.len()).unwrap().to_be_bytes());
        table.resize(table.len().next_multiple_of(4), 0);
        face.extend(table);
    }
    face
}

/// The face of the body where one face of that name and those licence bits is installed.
#[track_caller]
fn body_with_installed(family: &str, licence_bits: u16) -> String {
    let folder = std::env::temp_dir().join(format!("nianbao-faces-{}-{family}-{licence_bits}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("face.ttf"), renamed(family, licence_bits)).unwrap();
    let session = with_prose("字");
    let fonts = Fonts::with_folder(&folder);
    let options = Options::default();
    let layout = page::lay_out(session.form(), session.report(), session.figures(), &fonts, options);
    let face = layout.pages.iter().flat_map(runs).find(|run| matches!(run.mark, Mark::Paragraph(_))).unwrap().face;
    let exported = pdf::export(session.form(), session.report(), session.figures(), &session.final_review(), &fonts, options);
    assert_eq!(exported.unwrap().verified, "表二 10、表三 175、表四 15 个数字与填报一致");
    std::fs::remove_dir_all(&folder).unwrap();
    fonts.face(face).unwrap().name().to_owned()
}

#[test]
fn an_installed_fangsong_comes_first_unless_its_licence_bits_forbid_embedding() {
    assert_eq!(body_with_installed("FangSong", 0), "FangSong");
    assert_eq!(body_with_installed("FangSong", 8), "FangSong", "editable embedding");
    assert_eq!(body_with_installed("FangSong", 2), "GwKai-Light", "restricted");
    assert_eq!(body_with_installed("FangSong", 0x100), "GwKai-Light", "no subsetting");
    assert_eq!(body_with_installed("FangSong", 0x200), "GwKai-Light", "bitmaps only");
    assert_eq!(body_with_installed("Some Other Face", 0), "GwKai-Light");
}

#[test]
fn every_face_that_is_shipped_may_be_embedded() {
    for name in ["GwBiaosong-SemiBold", "GwHei-Medium", "GwKai-Light", "GwKai-Bold", "GwSong-Regular", "NotoSansSC-Regular"] {
        let fonts = Fonts::shipped();
        let face = fonts.named(name).next().unwrap().parsed_face().unwrap();
        assert_eq!(face.permissions(), Some(ttf_parser::Permissions::Installable), "{name}");
    }
}

/// The faces of title, body, run-in head and head where faces of these names are installed.
#[track_caller]
fn faces_with_installed(name: &str, families: &[&str]) -> [String; 4] {
    let folder = std::env::temp_dir().join(format!("nianbao-sets-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (at, family) in families.iter().enumerate() {
        std::fs::write(folder.join(format!("{at}.ttf")), renamed(family, 0)).unwrap();
    }
    let session = with_prose("（一）主动公开\n正文");
    let fonts = Fonts::with_folder(&folder);
    let layout = page::lay_out(session.form(), session.report(), session.figures(), &fonts, Options::default());
    let face = |wanted: fn(Mark) -> bool| {
        let run = layout.pages.iter().flat_map(runs).find(|run| wanted(run.mark)).unwrap();
        fonts.face(run.face).unwrap().name().to_owned()
    };
    let found = [
        face(|mark| mark == Mark::Title),
        face(|mark| matches!(mark, Mark::Paragraph(_))),
        face(|mark| matches!(mark, Mark::Subhead(..))),
        face(|mark| matches!(mark, Mark::Head(_))),
    ];
    std::fs::remove_dir_all(&folder).unwrap();
    found
}

#[test]
fn one_makers_set_of_faces_comes_before_a_mix() {
    let cesi = ["CESI小标宋-GB2312", "CESI仿宋-GB2312", "CESI楷体-GB2312", "CESI黑体-GB2312"];
    let founder = ["FZXiaoBiaoSong-B05", "FZFangSong-Z02", "FZKai-Z03", "FZHei-B01"];
    let windows = ["FZXiaoBiaoSong-B05S", "FangSong", "KaiTi", "SimHei"];
    let mut mixed = cesi.to_vec();
    mixed.extend(["FangSong", "KaiTi", "SimHei"]);
    assert_eq!(faces_with_installed("cesi", &mixed), cesi);
    assert_eq!(faces_with_installed("windows", &windows), windows);
    let all = [&cesi[..], &founder[..], &windows[..]].concat();
    assert_eq!(faces_with_installed("all", &all), founder);
    let few = ["FangSong", "KaiTi", "CESI黑体-GB2312"];
    assert_eq!(faces_with_installed("few", &few), ["GwBiaosong-SemiBold", "FangSong", "KaiTi", "CESI黑体-GB2312"]);
}

#[test]
fn a_rare_character_comes_from_the_face_nearest_in_style() {
    // Of the shipped faces only 黑 has 喦; an installed 宋 comes before it in the text, and not in a head.
    let folder = std::env::temp_dir().join(format!("nianbao-rare-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("song.ttf"), renamed_from(include_bytes!("../../assets/fonts/NotoSansSC-Regular.otf"), "Some Song", 0))
        .unwrap();
    let mut session = with_prose("喦");
    session.apply(Edit::Unit("喦镇人民政府".to_owned()));
    let face = |fonts: &Fonts, wanted: fn(Mark) -> bool| {
        let layout = page::lay_out(session.form(), session.report(), session.figures(), fonts, Options::default());
        let run = layout.pages.iter().flat_map(runs).find(|run| wanted(run.mark) && run.text().contains('喦')).unwrap().clone();
        fonts.face(run.face).unwrap().name().to_owned()
    };
    let installed = Fonts::with_folder(&folder);
    for wanted in [|mark: Mark| matches!(mark, Mark::Paragraph(_)), |mark: Mark| mark == Mark::Title] {
        assert_eq!(face(&installed, wanted), "Some Song");
        assert_eq!(face(&Fonts::shipped(), wanted), "NotoSansSC-Regular");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
