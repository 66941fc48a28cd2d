//! What is copied out: tab-separated text with CRLF rows, and an HTML table with the same spans as on paper.

use std::fmt::Write as _;

use crate::form::{Place, PlaceContent, Table};
use crate::session::Session;
use crate::ui::grid::fill::content;
use crate::ui::grid::selection::{Area, Selection};

/// The selection as text and as HTML. A selection of all cells takes the labels with it.
#[must_use]
pub fn copied(session: &Session, table: &Table, selection: &Selection) -> (String, String) {
    let is_whole = selection.cells(table).len() == table.cells().count();
    let area = if is_whole {
        Area { top: 0, left: 0, bottom: table.row_count.saturating_sub(1), right: table.column_count().saturating_sub(1) }
    } else {
        selection.area()
    };
    let taken = |place: &Place| is_whole || matches!(place.content, PlaceContent::Cell(_));
    let words = |place: &Place| match &place.content {
        PlaceContent::Label(label) => label.text.clone(),
        PlaceContent::Cell(cell) => content(session, *cell),
    };
    (text(table, area, &taken, &words), html(table, area, &taken, &words))
}

fn text(table: &Table, area: Area, taken: &dyn Fn(&Place) -> bool, words: &dyn Fn(&Place) -> String) -> String {
    let mut text = String::new();
    for row in area.top..=area.bottom {
        for column in area.left..=area.right {
            if column > area.left {
                text.push('\t');
            }
            // A text stands once, at the first place of what it spans.
            let place = table.place_at(row, column).filter(|place| (place.row, place.column) == (row, column) && taken(place));
            text.push_str(&place.map(words).unwrap_or_default());
        }
        text.push_str("\r\n");
    }
    text
}

fn html(table: &Table, area: Area, taken: &dyn Fn(&Place) -> bool, words: &dyn Fn(&Place) -> String) -> String {
    let mut html = "<table border=\"1\" style=\"border-collapse:collapse\">".to_owned();
    for row in area.top..=area.bottom {
        html.push_str("<tr>");
        for place in table.places.iter().filter(|place| place.row == row && area.touches(place)) {
            let mut spans = String::new();
            for (name, count) in [("rowspan", place.rows), ("colspan", place.columns)] {
                if count > 1 {
                    // Writing into a String cannot fail.
                    let _ = write!(spans, " {name}=\"{count}\"");
                }
            }
            let words = if taken(place) { escaped(&words(place)) } else { String::new() };
            let _ = write!(html, "<td{spans}>{words}</td>");
        }
        html.push_str("</tr>");
    }
    html.push_str("</table>");
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
