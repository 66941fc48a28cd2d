//! The review beyond the sums: last year, law, prose, personal data.

use nianbao::check::{Finding, Review};
use nianbao::report::{Edit, LastYear};
use nianbao::session::Session;

mod bulk;
mod corpus;
mod faults;
mod fixes;
mod hints;
mod import;
mod leaving;
mod offers;
mod planted;
mod prose;
mod published;
mod reader;
mod rules;
mod wording;

/// Writes a prose section.
pub(crate) fn write(session: &mut Session, section: &str, text: &str) {
    session.apply(Edit::Prose { section: section.to_owned(), text: text.to_owned() });
}

/// The messages of a rule while the report is being filled.
pub(crate) fn told<'a>(review: &'a Review, rule: &str) -> Vec<&'a str> {
    review.findings.iter().filter(|finding| finding.rule == rule).map(|finding| finding.message.as_str()).collect()
}

/// The only finding of a rule.
#[track_caller]
pub(crate) fn the_one<'a>(review: &'a Review, rule: &str) -> &'a Finding {
    let found: Vec<_> = review.findings.iter().filter(|finding| finding.rule == rule).collect();
    let [finding] = found[..] else { panic!("{rule}: {:#?}", review.findings) };
    finding
}

/// Last year's report of an edition with these figures.
pub(crate) fn last_year(edition: &str, year: i32, cells: &[(&str, &str)]) -> Edit {
    let cells = cells.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect();
    let last_year = LastYear { unit: "西坡镇人民政府".to_owned(), year, edition: edition.to_owned(), cells, ..LastYear::default() };
    Edit::LastYear(Some(Box::new(last_year)))
}
