//! 图解: a report at a glance on one page, as PDF and as a picture, with the figures of the cells.

use lopdf::Document;
use nianbao::file::pdf::{self, PdfError};
use nianbao::file::poster_picture;
use nianbao::page::{Fonts, Item, Layout, Mark, PAGE_HEIGHT_MM, PAGE_WIDTH_MM, lay_out_poster};
use nianbao::report::Edit;
use nianbao::session::Session;

use crate::common::{blank_session, published_session, type_into};
use crate::papers::charts::with_charts;

fn laid_out(session: &Session) -> Layout {
    lay_out_poster(session.form(), session.report(), session.figures(), &Fonts::shipped(), false)
}

fn written(session: &Session, draft: bool) -> Result<Vec<u8>, PdfError> {
    pdf::poster(session.form(), session.report(), session.figures(), &Fonts::shipped(), draft)
}

fn text(layout: &Layout) -> String {
    let runs = layout.pages[0].items.iter().filter_map(|item| if let Item::Text(run) = item { Some(run.text()) } else { None });
    runs.collect()
}

#[test]
fn unit_year_five_numbers_and_three_charts_stand_on_one_page_with_the_figures_of_the_cells() {
    let session = with_charts();
    let layout = laid_out(&session);
    assert_eq!((layout.pages.len(), layout.charts.len()), (1, 3));
    let text = text(&layout);
    assert!(text.starts_with("一图读懂宿迁市2023年政府信息公开工作年度报告"), "{text}");
    for number in &session.form().poster.numbers {
        let figure = |id: &String| session.figures().value(session.form().find(id).unwrap()).number().unwrap_or_default();
        let sum: rust_decimal::Decimal = number.cells.iter().map(figure).sum();
        assert!(text.contains(&format!("{sum}{}{}", number.unit, number.label)), "{} in {text}", number.label);
    }
    assert_eq!(session.form().poster.numbers.len(), 5);
    assert!(text.contains("比上年增加") && text.contains("2022年3000"), "{text}");
}

#[test]
fn it_is_written_with_three_tagged_figures_and_the_same_bytes_again() {
    let session = with_charts();
    let bytes = written(&session, false).unwrap();
    assert_eq!(written(&session, false).unwrap(), bytes);
    let document = Document::load_mem(&bytes).unwrap();
    assert_eq!(document.get_pages().len(), 1);
    let said = document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"Alt").ok());
    let said: Vec<String> = said.map(|said| lopdf::decode_text_string(said).unwrap()).collect();
    assert_eq!(said.len(), 3);
    assert!(laid_out(&session).charts.iter().all(|placed| said.contains(&placed.words)));
}

#[test]
fn the_picture_is_1080_pixels_wide_and_as_dark_as_the_page() {
    let session = with_charts();
    let bytes = poster_picture(session.form(), session.report(), session.figures(), &Fonts::shipped(), false).unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height), (1080, 1527));
    let black = pixels.iter().filter(|grey| **grey < 40).count();
    assert!((20_000..400_000).contains(&black), "{black} dark pixels");
}

/// A report whose words and figures are longer than any that came.
fn long() -> Session {
    let mut session = blank_session("2021", 2024, "内蒙古自治区鄂尔多斯市鄂托克前旗敖勒召其镇人民政府办公室及其所属各村民委员会联合办公室");
    for id in ["t3.new.natural", "t3.granted.natural", "t4.review.upheld", "t4.direct.pending", "t4.after_review.other"] {
        type_into(&mut session, id, "999999999999");
    }
    session
}

#[test]
fn nothing_stands_over_the_edge_or_over_something_else_however_long_names_and_figures_are() {
    for session in [with_charts(), long(), published_session("xipo-2020.json"), published_session("shanghai-office-2019.json")] {
        let layout = laid_out(&session);
        for item in &layout.pages[0].items {
            let (left, right, foot) = match item {
                Item::Text(run) => (run.x_mm, run.x_mm + run.width_mm(), run.y_mm),
                Item::Fill(fill) => (fill.x_mm, fill.x_mm + fill.width_mm, fill.y_mm + fill.height_mm),
                Item::Line(line) => (line.x1_mm, line.x2_mm, line.y2_mm),
                Item::Picture(_) => panic!("a poster has no picture"),
            };
            assert!(left > 10.0 && right < PAGE_WIDTH_MM - 10.0 && foot < PAGE_HEIGHT_MM - 8.0, "{}: {item:?}", session.report().unit);
        }
        let mut below = 0.0;
        for placed in &layout.charts {
            assert!(placed.y_mm > below, "{}: {placed:?}", session.report().unit);
            below = placed.y_mm + placed.height_mm;
        }
        let source = layout.pages[0].items.iter().rev().find_map(|item| match item {
            Item::Text(run) if matches!(run.mark, Mark::Paragraph(_)) => Some(run.y_mm),
            _ => None,
        });
        assert!(source.unwrap() - 3.0 > below, "{}: the last chart ends above the line at the foot", session.report().unit);
        assert!(written(&session, false).is_ok(), "{}", session.report().unit);
    }
}

#[test]
fn a_draft_says_so_and_what_no_face_draws_is_refused_in_a_finished_one() {
    let mut session = with_charts();
    let draft = lay_out_poster(session.form(), session.report(), session.figures(), &Fonts::shipped(), true);
    assert!(text(&draft).starts_with("草稿　未定稿，不作报送") && !text(&laid_out(&session)).contains("草稿"));
    session.apply(Edit::Unit("\u{2fff0}镇".to_owned()));
    assert!(matches!(written(&session, false), Err(PdfError::Undrawable(_))));
    assert!(written(&session, true).is_ok());
}
