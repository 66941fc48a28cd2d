//! What several tests need: the shipped editions, and the published reports filled in.

use std::sync::Arc;
use std::time::{Duration, Instant};

use nianbao::form::{Editions, Form};
use nianbao::report::{Edit, Level, Report};
use nianbao::session::{Covers, Session};
use serde_json::Value;

/// The editions that the program carries.
pub(crate) fn editions() -> Editions {
    Editions::shipped().unwrap()
}

/// The form of an edition.
pub(crate) fn form(edition: &str) -> Arc<Form> {
    Arc::clone(editions().named(edition).unwrap())
}

/// Says of every character that it can be drawn.
pub(crate) fn covers_all() -> Covers {
    Arc::new(|_| true)
}

/// A session with a blank report.
pub(crate) fn blank_session(edition: &str, year: i32, unit: &str) -> Session {
    let form = form(edition);
    let report = Report::blank(&form, "00000000-0000-4000-8000-000000000000", year, unit, Level::guess(unit));
    Session::new(form, report, covers_all())
}

/// Types into a cell by id.
#[track_caller]
pub(crate) fn type_into(session: &mut Session, id: &str, text: &str) {
    let cell = session.form().find(id).unwrap_or_else(|| panic!("no cell {id}"));
    session.apply(Edit::cell(cell, text));
}

/// Says how much a test has tried, for `--nocapture`.
#[expect(clippy::print_stdout, reason = "the figures in the README come from it")]
pub(crate) fn tried(what: &str) {
    println!("{what}");
}

/// Waits, for a minute at most, until it is so; for what is done on a thread of its own.
#[track_caller]
pub(crate) fn until(mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_mins(1);
    while !is_so() {
        assert!(Instant::now() < end, "it never came");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A published report of `tests/data/`.
pub(crate) fn published(name: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Every figure of a published report by cell id, as printed, totals too; blanks are empty texts.
pub(crate) fn published_figures(form: &Form, data: &Value) -> Vec<(String, String)> {
    let mut figures = Vec::new();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    for rows in data["table2"].as_object().unwrap().values() {
        for (row, columns) in rows.as_object().unwrap() {
            for (column, value) in columns.as_object().unwrap() {
                let found =
                    form.cells().filter(|(_, cell)| cell.id.starts_with("t2.") && cell.row_name == *row && cell.column_name == *column);
                let [(_, cell)] = found.collect::<Vec<_>>()[..] else { panic!("{row} {column}") };
                figures.push((cell.id.clone(), text(value)));
            }
        }
    }
    for row in data["table3"]["rows"].as_array().unwrap() {
        let path = row[0].as_str().unwrap().replace('/', "／");
        let cells: Vec<_> = form.cells().filter(|(_, cell)| cell.id.starts_with("t3.") && cell.row_path == path).collect();
        assert_eq!(cells.len(), 7, "{path}");
        figures.extend(cells.iter().zip(row[1].as_array().unwrap()).map(|((_, cell), value)| (cell.id.clone(), text(value))));
    }
    for (row, columns) in data["table4"].as_object().unwrap() {
        for (column, value) in columns.as_object().unwrap() {
            let (_, cell) = form
                .cells()
                .find(|(_, cell)| cell.id.starts_with("t4.") && cell.row_path == row.replace('/', "／") && cell.column_path == *column)
                .unwrap_or_else(|| panic!("{row} {column}"));
            figures.push((cell.id.clone(), text(value)));
        }
    }
    figures
}

/// A session with the figures of a published report typed in, totals left to the program.
pub(crate) fn published_session(name: &str) -> Session {
    let data = published(name);
    let mut session =
        blank_session(data["format"].as_str().unwrap(), data["year"].as_i64().unwrap() as i32, data["unit"].as_str().unwrap());
    for (id, text) in published_figures(&form(data["format"].as_str().unwrap()), &data) {
        let cell = session.form().find(&id).unwrap();
        if session.form().total(cell).is_none() {
            session.apply(Edit::cell(cell, text));
        }
    }
    for (section, text) in data["sections"].as_object().unwrap() {
        session.apply(Edit::Prose { section: format!("s{section}"), text: text.as_str().unwrap().to_owned() });
    }
    session
}
