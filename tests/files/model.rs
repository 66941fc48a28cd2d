//! Random edits, undone and made again, against a plain model: texts by id, and totals by arithmetic of its own.

use std::collections::BTreeMap;
use std::fs;

use nianbao::form::Form;
use nianbao::report::{Edit, Value};
use nianbao::session::Session;
use proptest::prelude::*;

use super::desk::Desk;
use crate::common::{blank_session, tried};

/// What is done to a report.
#[derive(Debug, Clone)]
enum Step {
    Type(Vec<(usize, String)>),
    Write(usize, String),
    Unit(String),
    Undo,
    Redo,
}

/// A report as plain texts.
#[derive(Debug, Clone, Default, PartialEq)]
struct Plain {
    cells: BTreeMap<String, String>,
    prose: BTreeMap<String, String>,
    unit: String,
}

/// The plain report, and the plain history of it.
#[derive(Debug, Default)]
struct Model {
    now: Plain,
    before: Vec<Plain>,
    after: Vec<Plain>,
}

const SECTIONS: [&str; 4] = ["preface", "s1", "s5", "s6"];
const APPLICANTS: [&str; 6] = ["natural", "business", "research", "welfare", "legal", "other"];

impl Model {
    fn take(&mut self, form: &Form, step: &Step) {
        let mut next = self.now.clone();
        match step {
            Step::Undo => {
                if let Some(before) = self.before.pop() {
                    self.after.push(std::mem::replace(&mut self.now, before));
                }
                return;
            }
            Step::Redo => {
                if let Some(after) = self.after.pop() {
                    self.before.push(std::mem::replace(&mut self.now, after));
                }
                return;
            }
            Step::Type(cells) => {
                for (at, text) in cells {
                    let id = form.cells().nth(at % form.cell_count()).unwrap().1.id.clone();
                    if text.trim().is_empty() {
                        next.cells.remove(&id)
                    } else {
                        next.cells.insert(id, text.clone())
                    };
                }
            }
            Step::Write(section, text) => {
                let id = SECTIONS[section % SECTIONS.len()].to_owned();
                if text.is_empty() {
                    next.prose.remove(&id)
                } else {
                    next.prose.insert(id, text.clone())
                };
            }
            Step::Unit(unit) => unit.clone_into(&mut next.unit),
        }
        self.after.clear();
        self.before.push(std::mem::replace(&mut self.now, next));
    }

    /// What a cell of whole numbers counts as: typed, else added up here by the rules as the notice words them.
    fn count(&self, id: &str) -> Option<i64> {
        if let Some(text) = self.now.cells.get(id) {
            return Some(text.parse().unwrap());
        }
        let (table, row, column) = {
            let mut parts = id.split('.');
            (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap())
        };
        let parts: Vec<String> = match (table, row, column) {
            ("t3", _, "total") => APPLICANTS.iter().map(|applicant| format!("t3.{row}.{applicant}")).collect(),
            ("t3", "handled", _) => HANDLED.iter().map(|row| format!("t3.{row}.{column}")).collect(),
            ("t4", _, "total") => ["upheld", "corrected", "other", "pending"].iter().map(|part| format!("t4.{row}.{part}")).collect(),
            _ => return None,
        };
        parts.iter().filter_map(|part| self.count(part)).reduce(|sum, part| sum + part)
    }
}

/// The rows that （七）总计 adds, edition 2021.
const HANDLED: [&str; 21] = [
    "granted",
    "partial",
    "refused_secret",
    "refused_law",
    "refused_safety",
    "refused_third_party",
    "refused_internal",
    "refused_process",
    "refused_enforcement",
    "refused_inquiry",
    "unavailable_not_held",
    "unavailable_to_create",
    "unavailable_unclear",
    "declined_petition",
    "declined_repeat",
    "declined_publication",
    "declined_excessive",
    "declined_reconfirm",
    "other_no_correction",
    "other_unpaid",
    "other_rest",
];

fn take(session: &mut Session, step: &Step) {
    let form = session.form().clone();
    match step {
        Step::Undo => _ = session.undo(),
        Step::Redo => _ = session.redo(),
        Step::Type(cells) => {
            let index = |at: &usize| form.cells().nth(at % form.cell_count()).unwrap().0;
            session.apply(Edit::Cells(cells.iter().map(|(at, text)| (index(at), text.clone())).collect()));
        }
        Step::Write(section, text) => {
            let section = SECTIONS[section % SECTIONS.len()].to_owned();
            session.apply(Edit::Prose { section, text: text.clone() });
        }
        Step::Unit(unit) => _ = session.apply(Edit::Unit(unit.clone())),
    }
}

#[track_caller]
fn same_texts(session: &Session, model: &Model) {
    let report = session.report();
    for (index, cell) in session.form().cells() {
        assert_eq!(report.cell(index).text, model.now.cells.get(&cell.id).map_or("", String::as_str), "{}", cell.id);
    }
    let prose: BTreeMap<_, _> = report.prose.clone();
    assert_eq!((&prose, &report.unit), (&model.now.prose, &model.now.unit));
}

#[track_caller]
fn same_totals(session: &Session, model: &Model) {
    for total in &session.form().totals {
        let id = &session.form().cell(total.cell).unwrap().id;
        let ours = match session.figures().value(total.cell) {
            Value::Number(number) => Some(i64::try_from(number).unwrap()),
            Value::Blank => None,
            Value::Unreadable(reason) => panic!("{id}: {reason:?}"),
        };
        assert_eq!(ours, model.count(id), "{id}");
    }
}

fn steps(text: impl Strategy<Value = String> + 'static, most: usize) -> impl Strategy<Value = Vec<Step>> {
    let cells = prop::collection::vec((0_usize..300, text), 1..4).prop_map(Step::Type);
    let prose = (0_usize..4, "[公开信息0-9{}。，\n]{0,90}").prop_map(|(section, text)| Step::Write(section, text));
    let unit = "[甲乙丙]镇".prop_map(Step::Unit);
    prop::collection::vec(prop_oneof![6 => cells, 2 => prose, 1 => unit, 3 => Just(Step::Undo), 2 => Just(Step::Redo)], 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_undone_and_made_again_give_the_same_texts_as_a_plain_model(
        steps in steps("([0-9]{1,4}|[０-９]{1,3}|-5|1.5|abc|/|251000元| ?)", 30),
    ) {
        let (mut session, mut model) = (blank_session("2021", 2023, ""), Model::default());
        for step in &steps {
            take(&mut session, step);
            model.take(session.form(), step);
        }
        same_texts(&session, &model);
        while session.undo().is_some() {
            model.take(session.form(), &Step::Undo);
        }
        same_texts(&session, &model);
        prop_assert_eq!(&model.now, &Plain::default());
    }

    #[test]
    fn totals_are_what_a_plain_sum_gives_and_the_journal_has_it_all(steps in steps("([0-9]{1,4}|)", 30)) {
        let desk = Desk::new();
        let (mut session, mut model) = (blank_session("2021", 2023, ""), Model::default());
        let mut document = nianbao::file::Document::new(&desk.workplace, &session.report().id);
        for step in &steps {
            take(&mut session, step);
            model.take(session.form(), step);
            document.keep(&session, None);
        }
        same_texts(&session, &model);
        same_totals(&session, &model);
        document.settle();
        drop(document);
        let offer = desk.the_offer();
        for (index, cell) in session.form().cells() {
            let (ours, kept) = (session.report().cell(index).value, offer.opened.report.cell(index).value);
            prop_assert_eq!(ours, kept, "{}", &cell.id);
        }
        prop_assert_eq!(&session.report().prose, &offer.opened.report.prose);
        prop_assert_eq!(&session.report().unit, &offer.opened.report.unit);
    }
}

/// Bytes of memory in use, where the system says so.
fn resident_bytes() -> Option<usize> {
    let pages = fs::read_to_string("/proc/self/statm").ok()?;
    Some(pages.split(' ').nth(1)?.parse::<usize>().ok()? * 4096)
}

/// Types that many edits of a simple generator and compares totals with the model all along.
#[track_caller]
fn soak(edits: usize) {
    let desk = Desk::new();
    let (mut session, mut model) = (blank_session("2021", 2023, ""), Model::default());
    let mut document = nianbao::file::Document::new(&desk.workplace, &session.report().id);
    let mut random = 1_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let (start, mut early) = (resident_bytes(), None);
    for number in 0..edits {
        let figure = |value: usize| if value.is_multiple_of(7) { String::new() } else { value.to_string() };
        let step = match next(20) {
            0 => Step::Write(next(4), format!("今年办理 {} 件，{}。", next(1000), "公开".repeat(next(200)))),
            1 => Step::Undo,
            2 => Step::Redo,
            _ => Step::Type(vec![(next(300), figure(next(10_000)))]),
        };
        take(&mut session, &step);
        model.take(session.form(), &step);
        model.before.drain(..model.before.len().saturating_sub(100));
        document.keep(&session, None);
        same_totals(&session, &model);
        if number == edits / 10 {
            early = resident_bytes();
        }
        if number % 1000 == 0 {
            same_texts(&session, &model);
        }
    }
    same_texts(&session, &model);
    if let (Some(start), Some(early), Some(late)) = (start, early, resident_bytes()) {
        tried(&format!("{start} bytes resident at the start, {early} after a tenth, {late} after {edits} edits"));
        // In a short run what other tests take weighs more.
        assert!(edits < 10_000 || late < early + 16_000_000, "memory grew from {early} to {late} bytes");
    }
    document.settle();
    drop(document);
    assert_eq!(&desk.the_offer().opened.report, session.report());
}

#[test]
fn totals_equal_a_plain_sum_through_many_edits() {
    soak(300);
}

#[test]
#[ignore = "takes minutes: cargo test soak_of -- --ignored --nocapture"]
fn soak_of_100_000_edits() {
    soak(100_000);
}
