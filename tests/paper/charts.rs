//! Charts on the pages: their figures in the text, tagged as figures that say them, with captions that count, never cut.

use lopdf::{Dictionary, Document, Object, content::Content};
use nianbao::file::pdf::{self, PdfError};
use nianbao::page::{Fonts, Item, Mark, Options, TEXT_HEIGHT_MM, TEXT_TOP_MM, draw_chart, lay_out};
use nianbao::report::{ChartFigures, Edit};
use nianbao::session::Session;

use super::export::exported;
use crate::common::{blank_session, published_session, type_into};
use crate::papers::charts::with_charts;

fn elements<'a>(document: &'a Document, kind: &str) -> Vec<&'a Dictionary> {
    let all = document.objects.values().filter_map(|object| object.as_dict().ok());
    all.filter(|element| element.get(b"S").and_then(Object::as_name).is_ok_and(|found| found == kind.as_bytes())).collect()
}

#[test]
fn each_chart_is_one_figure_that_says_its_figures_in_its_place_with_its_caption_inside() {
    let session = with_charts();
    let document = Document::load_mem(&exported(&session, false).unwrap().bytes).unwrap();
    let figures = elements(&document, "Figure");
    let layout = lay_out(session.form(), session.report(), session.figures(), &Fonts::shipped(), Options::default());
    assert_eq!((figures.len(), layout.charts.len()), (3, 3));
    for placed in &layout.charts {
        let chart = session.form().chart(&placed.id).unwrap();
        let words = ChartFigures::of(session.form(), session.report(), session.figures(), chart).words();
        let says = |figure: &&&Dictionary| lopdf::decode_text_string(figure.get(b"Alt").unwrap()).unwrap() == words;
        let figure = figures.iter().find(says).unwrap_or_else(|| panic!("none says {words}"));
        let bounds = figure.get(b"A").unwrap().as_dict().unwrap().get(b"BBox").unwrap().as_array().unwrap();
        let bounds: Vec<f32> = bounds.iter().map(|side| side.as_float().unwrap()).collect();
        let pt = |mm: f32| mm * 72.0 / 25.4;
        let wanted = [placed.x_mm, 297.0 - placed.y_mm - placed.height_mm, placed.x_mm + placed.width_mm, 297.0 - placed.y_mm];
        assert!(bounds.iter().zip(wanted).all(|(found, wanted)| (found - pt(wanted)).abs() < 0.02), "{bounds:?}");
        let last = figure.get(b"K").unwrap().as_array().unwrap().last().unwrap();
        let caption = document.dereference(last).unwrap().1.as_dict().unwrap();
        assert_eq!(caption.get(b"S").unwrap().as_name().unwrap(), b"Caption");
    }
}

#[test]
fn a_figure_of_a_chart_changed_on_the_page_or_in_what_it_says_is_refused() {
    let session = with_charts();
    let bytes = exported(&session, false).unwrap().bytes;
    let verified = |bytes: &[u8]| pdf::verify(bytes, session.form(), session.report(), session.figures(), &Fonts::shipped());
    assert!(verified(&bytes).is_ok());
    let saved = |mut document: Document| {
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    let mut said = Document::load_mem(&bytes).unwrap();
    for element in said.objects.values_mut().filter_map(|object| object.as_dict_mut().ok()) {
        if let Ok(alt) = element.get(b"Alt") {
            let other = lopdf::decode_text_string(alt).unwrap().replace("3000", "3001");
            element.set("Alt", lopdf::text_string(&other));
        }
    }
    assert!(matches!(verified(&saved(said)), Err(PdfError::NotAsFilled { .. })));
    let mut shown = Document::load_mem(&bytes).unwrap();
    let page = shown.get_pages()[&1];
    let mut content = Content::decode(&shown.get_page_content(page)).unwrap();
    let figure = content.operations.iter().position(|operation| {
        operation.operator == "BDC" && operation.operands.first().is_some_and(|tag| tag.as_name().is_ok_and(|tag| tag == b"Figure"))
    });
    let within = &mut content.operations[figure.unwrap()..];
    // The figure 3000 has a code four times, the last three alike.
    let codes = |operand: &Object| operand.as_array().unwrap().iter().filter(|part| part.as_str().is_ok()).cloned().collect::<Vec<_>>();
    let run = within.iter_mut().filter(|operation| operation.operator == "TJ").find(|operation| {
        matches!(&codes(&operation.operands[0])[..], [first, second, third, fourth] if first != second && second == third && third == fourth)
    });
    run.unwrap().operands[0].as_array_mut().unwrap().reverse();
    let contents = shown.get_page_contents(page)[0];
    shown.get_object_mut(contents).unwrap().as_stream_mut().unwrap().set_plain_content(content.encode().unwrap());
    let error = verified(&saved(shown)).unwrap_err();
    assert!(matches!(&error, PdfError::NotAsFilled { place, .. } if place.contains("总体情况")), "{error}");
}

#[test]
fn a_chart_is_never_cut_nor_parted_from_its_caption_wherever_it_comes_to_stand() {
    for lines in 0..24 {
        let mut session = published_session("suqian-2023.json");
        let text = format!("{}（二）下面是图\n{{chart:disputes}}\n{{chart:received}}\n后文。", "一段。\n".repeat(lines));
        session.apply(Edit::Prose { section: "s1".to_owned(), text });
        let layout = lay_out(session.form(), session.report(), session.figures(), &Fonts::shipped(), Options::default());
        for (number, placed) in layout.charts.iter().enumerate() {
            assert!(placed.y_mm >= TEXT_TOP_MM && placed.y_mm + placed.height_mm <= TEXT_TOP_MM + TEXT_HEIGHT_MM, "{lines}: {placed:?}");
            for (at, page) in layout.pages.iter().enumerate() {
                let marks = page.items.iter().filter_map(|item| match item {
                    Item::Text(run) => Some(run.mark),
                    Item::Fill(fill) => Some(fill.mark),
                    Item::Line(_) | Item::Picture(_) => None,
                });
                let is_here = marks.clone().any(|mark| mark == Mark::Chart(number));
                let has_caption = marks.clone().any(|mark| mark == Mark::Caption(number));
                assert_eq!((is_here, has_caption), (at == placed.page, at == placed.page), "{lines}");
            }
        }
    }
}

#[test]
fn a_chart_stands_on_the_page_of_the_text_before_it_where_it_fits() {
    let mut session = published_session("suqian-2023.json");
    let text = "一段。\n{chart:received}\n{chart:results}\n后文。";
    session.apply(Edit::Prose { section: "s1".to_owned(), text: text.to_owned() });
    let layout = lay_out(session.form(), session.report(), session.figures(), &Fonts::shipped(), Options::default());
    assert_eq!(layout.charts.iter().map(|placed| placed.page).collect::<Vec<_>>(), [0, 0]);
}

/// A bar's ink, from the left: x, width, of each rectangle at that height.
fn fills(session: &Session, id: &str) -> Vec<nianbao::page::Fill> {
    let chart = session.form().chart(id).unwrap();
    let figures = ChartFigures::of(session.form(), session.report(), session.figures(), chart);
    let drawing = draw_chart(&figures, &Fonts::shipped(), 156.0);
    drawing.items.into_iter().filter_map(|item| if let Item::Fill(fill) = item { Some(fill) } else { None }).collect()
}

#[test]
fn bars_are_as_long_as_their_figures_and_nothing_is_drawn_of_0() {
    let mut session = blank_session("2021", 2024, "西坡镇人民政府");
    for (id, figure) in [("t3.new.natural", "40"), ("t3.new.business", "10"), ("t3.new.other", "1"), ("t3.new.legal", "0")] {
        type_into(&mut session, id, figure);
    }
    let mut bars = fills(&session, "applicants");
    // The last one is the line at which all start.
    bars.pop();
    let [forty, ten, one] = bars[..] else { panic!("{bars:?}") };
    assert!((forty.width_mm / ten.width_mm - 4.0).abs() < 0.01 && (ten.width_mm / one.width_mm - 10.0).abs() < 0.01, "{bars:?}");
    assert!(bars.iter().all(|bar| (bar.x_mm - forty.x_mm).abs() < 0.01));
}

#[test]
fn the_longest_figures_of_a_chart_stay_within_the_text_block() {
    let mut session = blank_session("2021", 2024, "西坡镇人民政府");
    for id in ["t3.new.natural", "t3.granted.natural", "t4.review.upheld", "t4.review.other", "t4.direct.pending"] {
        type_into(&mut session, id, "999999999999");
    }
    type_into(&mut session, "t4.review.corrected", "读不出");
    for chart in &session.form().charts {
        let figures = ChartFigures::of(session.form(), session.report(), session.figures(), chart);
        for width_mm in [156.0, 90.0] {
            for item in draw_chart(&figures, &Fonts::shipped(), width_mm).items {
                let (left, right) = match item {
                    Item::Text(run) => (run.x_mm, run.x_mm + run.width_mm()),
                    Item::Fill(fill) => (fill.x_mm, fill.x_mm + fill.width_mm),
                    Item::Line(line) => (line.x1_mm.min(line.x2_mm), line.x1_mm.max(line.x2_mm)),
                    Item::Picture(_) => panic!("a chart has no picture"),
                };
                assert!(left >= -0.01 && right <= width_mm + 0.01, "{} at {width_mm}: {left} to {right}", chart.id);
            }
        }
    }
}
