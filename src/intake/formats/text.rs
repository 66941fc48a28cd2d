//! Reads plain text, as it is copied off a web page or out of a PDF: lines with figures in a row are tables.

use crate::intake::block::{Block, is_labelled_figures};
use crate::intake::foreign::{Content, Foreign, ForeignError, Item, MOST_PARAGRAPHS, MOST_TABLES, Place};
use crate::intake::words::{is_figure, is_number, trimmed};

/// The most lines without figures inside a table: heads, banners, labels that run over a line.
const MOST_BETWEEN: usize = 6;
/// The longest line that may be such a one, in characters.
const LONGEST_LABEL: usize = 45;

/// Reads the lines of a text.
pub(crate) fn read(text: &str) -> Result<Foreign, ForeignError> {
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() > MOST_PARAGRAPHS {
        return Err(ForeignError::TooMuch("段落太多"));
    }
    let mut foreign = Foreign::default();
    let (mut at, mut paragraphs, mut tables) = (0, 0, 0);
    while let Some(line) = lines.get(at) {
        let end = table_end(&lines, at);
        let block = end.and_then(|end| Block::of_lines(lines.get(at..end)?.iter().map(|line| fields(line)).collect()).ok());
        match (block, end) {
            (Some(block), Some(end)) if tables < MOST_TABLES => {
                tables += 1;
                foreign.items.push(Item { place: Place::Table(tables), content: Content::Table(block) });
                at = end;
            }
            _ => {
                let text = trimmed(line);
                if !text.is_empty() {
                    paragraphs += 1;
                    foreign.items.push(Item { place: Place::Paragraph(paragraphs), content: Content::Paragraph(text) });
                }
                at += 1;
            }
        }
    }
    Ok(foreign)
}

/// Where the table that begins at a line ends; `None` where none begins there.
fn table_end(lines: &[&str], from: usize) -> Option<usize> {
    let is_row = |at: &usize| lines.get(*at).is_some_and(|line| is_row(line));
    let is_between = |at: &usize| lines.get(*at).is_some_and(|line| is_between(line));
    // Heads of several words may stand before the first figures.
    if !is_row(&from) && !lines.get(from).is_some_and(|line| is_heads(line)) {
        return None;
    }
    let mut end = None;
    let mut at = from;
    loop {
        let next = (at..).take(MOST_BETWEEN + 1).take_while(|at| is_row(at) || is_between(at)).find(is_row);
        let Some(row) = next else { return end };
        at = row + 1;
        end = Some(at);
    }
}

/// A label with figures behind it, or cells parted by tabs with a figure among them.
fn is_row(line: &str) -> bool {
    let words: Vec<_> = line.split_whitespace().collect();
    let one_figure =
        || matches!(words.as_slice(), [label, figure] if is_number(figure) && !is_figure(label) && !label.ends_with(['。', '：', '，']));
    let tabs = || line.contains('\t') && line.split('\t').any(|field| is_number(field.trim()));
    is_labelled_figures(&words) || words.len() > 2 && words.iter().all(|word| is_figure(word)) || one_figure() || tabs()
}

fn is_between(line: &str) -> bool {
    line.chars().count() <= LONGEST_LABEL && !line.trim_end().ends_with(['。', '；'])
}

/// A line of several short words or of cells without figures.
fn is_heads(line: &str) -> bool {
    is_between(line) && !line.contains(['。', '，', '；']) && (line.trim().contains('\t') || line.split_whitespace().count() >= 2)
}

/// The cells of a line: parted by tabs where it has any, else by blanks.
fn fields(line: &str) -> Vec<String> {
    if line.contains('\t') { line.split('\t').map(trimmed).collect() } else { line.split_whitespace().map(trimmed).collect() }
}
