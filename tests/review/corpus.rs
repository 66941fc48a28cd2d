//! Whole reports with single planted faults: how many are found of each kind, and how often a clean report is told something.
//!
//! The reports stand in `corpus/`, in the manner of published ones, with made-up names, figures and sentences.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nianbao::check::Review;
use nianbao::report::{Edit, LastYear, Level, Signature};
use nianbao::session::Session;

use crate::common::{blank_session, tried, type_into};

/// Kinds that want 95 of a hundred found; the others want 85.
const SURE: [&str; 10] = ["figures", "shares", "sum", "growth", "contradiction", "date", "signature", "template", "personal", "duty"];

/// A report of the corpus.
#[derive(Default)]
struct Case {
    name: String,
    /// Unit, level, year and what else stands at the head, by its word.
    head: BTreeMap<String, String>,
    prose: BTreeMap<String, String>,
    faults: Vec<Fault>,
}

/// One planted fault.
struct Fault {
    kind: String,
    /// A section, `cell` or `sign`.
    place: String,
    old: String,
    new: String,
    /// The rules by which it may be told.
    rules: Vec<String>,
}

impl Case {
    fn read(path: &Path) -> Self {
        let mut case = Self { name: path.file_stem().unwrap().to_string_lossy().into_owned(), ..Self::default() };
        let mut section: Option<String> = None;
        for line in fs::read_to_string(path).unwrap().lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = Some(name.to_owned());
                continue;
            }
            match section.as_deref() {
                None => {
                    if let Some((word, rest)) = line.split_once(' ') {
                        case.head.insert(word.to_owned(), rest.to_owned());
                    }
                }
                Some("faults") if line.is_empty() => {}
                Some("faults") => case.faults.push(Fault::read(line)),
                Some(section) => {
                    let text = case.prose.entry(section.to_owned()).or_default();
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    text.push_str(line);
                }
            }
        }
        case
    }

    fn word(&self, name: &str) -> Option<&str> {
        self.head.get(name).map(String::as_str)
    }

    fn session(&self) -> Session {
        let year: i32 = self.word("year").unwrap().parse().unwrap();
        let edition = if year >= 2021 { "2021" } else { "2019" };
        let mut session = blank_session(edition, year, self.word("unit").unwrap());
        let level = [Level::Province, Level::City, Level::County, Level::Township, Level::Department];
        session.apply(Edit::Level(level.into_iter().find(|level| Some(level.name()) == self.word("level"))));
        for (id, figure) in figures(self.word("cells").unwrap_or_default()) {
            type_into(&mut session, id, figure);
        }
        for (section, text) in &self.prose {
            session.apply(Edit::Prose { section: section.clone(), text: text.clone() });
        }
        if let Some(signed) = self.word("sign") {
            sign(&mut session, signed);
        }
        if let Some((year, cells)) = self.word("last").and_then(|last| last.split_once(' ')) {
            let unit = self.word("unit").unwrap().to_owned();
            let cells = figures(cells).map(|(id, figure)| (id.to_owned(), figure.to_owned())).collect();
            let last_year = LastYear { unit, year: year.parse().unwrap(), edition: edition.to_owned(), cells, ..LastYear::default() };
            session.apply(Edit::LastYear(Some(Box::new(last_year))));
        }
        session
    }
}

impl Fault {
    fn read(line: &str) -> Self {
        let parts: Vec<String> = line.split('|').map(|part| part.trim().replace("\\n", "\n")).collect();
        let [kind, place, old, new, rules] = &parts[..] else { panic!("{line}") };
        let rules = rules.split(',').map(str::to_owned).collect();
        Self { kind: kind.clone(), place: place.clone(), old: old.clone(), new: new.clone(), rules }
    }

    fn plant(&self, session: &mut Session) {
        match self.place.as_str() {
            "cell" => self.new.split(',').map(|pair| pair.split_once('=').unwrap()).for_each(|(id, figure)| type_into(session, id, figure)),
            "sign" => sign(session, &self.new),
            section => {
                let text = session.report().prose(section);
                assert!(text.contains(&self.old), "{section}: {}", self.old);
                let text = text.replacen(&self.old, &self.new, 1);
                session.apply(Edit::Prose { section: section.to_owned(), text });
            }
        }
    }
}

fn figures(list: &str) -> impl Iterator<Item = (&str, &str)> {
    list.split_whitespace().map(|pair| pair.split_once('=').unwrap())
}

fn sign(session: &mut Session, signed: &str) {
    let (unit, date) = signed.rsplit_once(' ').unwrap();
    let signature = Signature { unit: unit.to_owned(), date: date.to_owned(), ..Signature::default() };
    session.apply(Edit::Signature(Some(signature)));
}

fn told(review: &Review) -> Vec<(String, String)> {
    review.findings.iter().map(|finding| (finding.rule.clone(), finding.message.clone())).collect()
}

#[test]
fn planted_faults_are_found_and_clean_reports_are_left_alone() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut alarms, mut missed) = (Vec::new(), Vec::new());
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for path in &paths {
        let case = Case::read(path);
        let clean = told(&case.session().final_review());
        let allowed: Vec<&str> = case.word("allow").unwrap_or_default().split_whitespace().collect();
        let wrong = clean.iter().filter(|(rule, _)| !allowed.contains(&rule.as_str()));
        alarms.extend(wrong.map(|(rule, message)| format!("{} {rule} {message}", case.name)));
        for fault in &case.faults {
            let mut session = case.session();
            fault.plant(&mut session);
            let found = told(&session.final_review());
            let is_found = found.iter().any(|finding| !clean.contains(finding) && fault.rules.contains(&finding.0));
            let (hits, planted) = kinds.entry(fault.kind.clone()).or_default();
            *planted += 1;
            *hits += usize::from(is_found);
            if !is_found {
                missed.push(format!("{} {}: {} → {}", case.name, fault.kind, fault.old, fault.new));
            }
        }
    }
    let lines: Vec<_> = kinds.iter().map(|(kind, (hits, planted))| format!("{kind} {hits}/{planted}")).collect();
    let (hits, planted) = kinds.values().fold((0, 0), |(hits, planted), kind| (hits + kind.0, planted + kind.1));
    tried(&format!("{hits} of {planted} planted faults found: {}", lines.join(", ")));
    tried(&format!("{} false alarms on {} clean reports", alarms.len(), paths.len()));
    tried(&format!("missed: {missed:#?}"));
    assert!(paths.len() >= 20 && planted >= 250, "the corpus is whole");
    assert!(alarms.len() * 10 <= paths.len(), "{alarms:#?}");
    for sure in [true, false] {
        let of_class = kinds.iter().filter(|(kind, _)| SURE.contains(&kind.as_str()) == sure);
        let (hits, planted) = of_class.fold((0, 0), |(hits, planted), (_, kind)| (hits + kind.0, planted + kind.1));
        let wanted = if sure { 95 } else { 85 };
        assert!(hits * 100 >= planted * wanted, "{hits} of {planted}, missed: {missed:#?}");
    }
    for (kind, (hits, planted)) in &kinds {
        let wanted = if SURE.contains(&kind.as_str()) { 90 } else { 85 };
        assert!(hits * 100 >= planted * wanted, "{kind} {hits}/{planted}, missed: {missed:#?}");
    }
}
