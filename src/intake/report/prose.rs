//! The prose by sections, and the preface before them.

use super::account::{Account, Left};
use super::figures::Tables;
use super::heads::Heads;
use super::pieces::{Kind, Line, Piece, Sorted};
use super::signature;
use super::title::Title;
use crate::form::{Form, SectionContent};
use crate::intake::foreign::Place;
use crate::report::{Report, chart_of};

/// The shortest line that is taken for a part of the preface by its words alone, in characters.
const SHORTEST_PREFACE: usize = 20;

/// A head of a section: the piece that it is, its section, what goes on in its line.
struct Start {
    piece: usize,
    section: String,
    rest: String,
}

/// Puts the prose into the report.
pub(super) fn fill(
    form: &Form,
    (heads, tables): (&Heads, &Tables<'_>),
    title: &Title,
    pieces: &[Piece],
    report: &mut Report,
    account: &mut Account,
) {
    let mut sorted = sort(form, heads, title, pieces);
    if let Some((signature, place)) = signature::take(heads, &mut sorted, &report.unit) {
        account.take_signature(&signature, &place);
        report.signature = Some(signature);
    }
    let mut texts: Vec<(String, Vec<String>, Place, Place)> = Vec::new();
    for Sorted { place, text, kind } in sorted {
        let section = match kind {
            Kind::Known => continue,
            Kind::In(section) => section,
            Kind::Before if is_prefatory(form, title, &text) => form.review.parts.preface.clone(),
            Kind::Site | Kind::Before => {
                account.left.push(Left::site(&place, text));
                continue;
            }
        };
        let is_prose = form.section(&section).is_some_and(|section| matches!(section.content, SectionContent::Prose { .. }));
        if !is_prose && tables.is_banner(&text) {
            continue;
        }
        if !is_prose {
            account.left.push(Left::beside_tables(form, &section, &place, text));
            continue;
        }
        // A brace of theirs is no figure that follows a cell; a chart of ours is one.
        let text = if chart_of(form, &text).is_some() { text } else { text.replace('{', "{{") };
        match texts.iter_mut().find(|(known, ..)| *known == section) {
            Some((_, lines, _, last)) => {
                lines.push(text);
                *last = place;
            }
            None => texts.push((section, vec![text], place.clone(), place)),
        }
    }
    for (section, lines, first, last) in texts {
        let text = lines.join("\n");
        account.take_prose(form, &section, &text, (&first, &last));
        report.prose.insert(section, text);
    }
}

/// Without a title only what reads like a preface is one.
fn is_prefatory(form: &Form, title: &Title, line: &str) -> bool {
    let has_word = || form.review.preface_words.iter().any(|word| line.contains(word.as_str()));
    title.lines.1 > 0 || line.ends_with(['。', '：']) || line.chars().count() >= SHORTEST_PREFACE && has_word()
}

fn sort(form: &Form, heads: &Heads, title: &Title, pieces: &[Piece]) -> Vec<Sorted> {
    let starts = starts(form, heads, pieces);
    let mut sorted = Vec::new();
    let mut put = |line: &Line, text: &str, kind: Kind| {
        if text.chars().any(char::is_alphanumeric) {
            sorted.push(Sorted { place: line.place.clone(), text: text.to_owned(), kind });
        }
    };
    let lines = pieces.iter().enumerate().filter_map(|(at, piece)| if let Piece::Line(line) = piece { Some((at, line)) } else { None });
    let mut section = None;
    for (number, (at, line)) in lines.enumerate() {
        if let Some(start) = starts.iter().find(|start| start.piece == at) {
            section = Some(start.section.clone());
            put(line, &line.text, Kind::Known);
            put(line, &start.rest, Kind::In(start.section.clone()));
            continue;
        }
        let kind = match &section {
            Some(section) => Kind::In(section.clone()),
            None if (title.lines.0..title.lines.1).contains(&number) => Kind::Known,
            None if number < title.lines.0 || is_of_site(heads, &line.text) => Kind::Site,
            None => Kind::Before,
        };
        put(line, &line.text, kind);
    }
    sorted
}

/// Before the first head: a line of the site, of the publication, or of a table of contents.
fn is_of_site(heads: &Heads, line: &str) -> bool {
    heads.is_publication(line) || heads.is_site(line) || heads.section(line).is_some() || heads.is_title(line)
}

/// The heads. In a table of contents one head follows the other, and each comes again later.
fn starts(form: &Form, heads: &Heads, pieces: &[Piece]) -> Vec<Start> {
    let head = |(piece, line): (usize, &Piece)| {
        let Piece::Line(line) = line else { return None };
        let head = heads.section(&line.text).filter(|head| form.section(&head.section).is_some())?;
        Some(Start { piece, section: head.section, rest: head.rest })
    };
    let all: Vec<_> = pieces.iter().enumerate().filter_map(head).collect();
    let is_listed = |at: usize, start: &Start| {
        let next = all.get(at + 1);
        start.rest.is_empty()
            && next.is_some_and(|next| next.piece == start.piece + 1)
            && all.iter().skip(at + 1).any(|later| later.section == start.section)
    };
    let listed: Vec<bool> = all.iter().enumerate().map(|(at, start)| is_listed(at, start)).collect();
    // The last line of a table of contents is followed by no other head.
    let ends_list = |at: usize| {
        at.checked_sub(1).is_some_and(|before| listed.get(before) == Some(&true))
            && all.get(at).is_some_and(|start| all.iter().skip(at + 1).any(|later| later.section == start.section))
    };
    let kept: Vec<bool> = listed.iter().enumerate().map(|(at, listed)| !listed && !ends_list(at)).collect();
    all.into_iter().zip(kept).filter_map(|(start, is_kept)| is_kept.then_some(start)).collect()
}
