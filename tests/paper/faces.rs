//! Which face draws a character is settled before anything is drawn, and what none draws is named.

use nianbao::file::pdf::PdfError;
use nianbao::page::{Fonts, Item, Options};
use nianbao::report::Edit;
use nianbao::session::Session;

use super::export::exported;
use super::setting::laid_out;
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
    let run = runs.into_iter().find(|run| matches!(run.mark, nianbao::page::Mark::Paragraph(_))).unwrap();
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
            && !matches!(run.mark, nianbao::page::Mark::Title | nianbao::page::Mark::Head(_))
            && run.text().chars().any(|c| c.is_ascii_graphic())
        {
            assert_eq!(Fonts::shipped().face(run.face).unwrap().name(), "GwSong-Regular", "{}", run.text());
        }
    }
}

#[test]
fn the_system_s_faces_change_nothing_where_none_is_official() {
    // Whatever is installed here, every character of ours is still drawn.
    let fonts = Fonts::with_system();
    assert!("政府信息公开㙟䶮".chars().all(|c| fonts.covers(c)));
    assert!(!fonts.covers('\u{e000}') || fonts.named("GwKai-Light").next().is_some());
}
