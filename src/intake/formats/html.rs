//! Reads web pages, saved, published or copied, as browsers show them: what is hidden, a script or a style says nothing.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::builder::{Builder, Merge};
use super::dom::{Dom, Node};
use crate::intake::block::{Block, Refusal};
use crate::intake::foreign::{Content, Foreign, ForeignError};

/// The longest HTML that the clipboard may hold, in bytes. Word wraps a page of figures in 300 kB of it.
const MOST_CLIPBOARD_BYTES: usize = 4_000_000;
/// How much of a page is looked at for what it is and for its encoding.
const HEAD_BYTES: usize = 4096;

/// Whether the bytes are a web page's.
#[must_use]
pub(super) fn is_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes).to_ascii_lowercase();
    let begins = head.iter().find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xEF | 0xBB | 0xBF)) == Some(&b'<');
    let opens: Vec<&[u8]> = (0..head.len()).filter(|at| head.get(*at) == Some(&b'<')).filter_map(|at| head.get(at..)).collect();
    let has = |tag: &[u8]| opens.iter().any(|rest| rest.starts_with(tag));
    has(b"<!doctype html")
        || has(b"<html")
        || begins
            && [
                &b"<head"[..],
                b"<body",
                b"<meta",
                b"<div",
                b"<p",
                b"<h1",
                b"<h2",
                b"<table",
                b"<section",
                b"<article",
                b"<main",
                b"<center",
            ]
            .into_iter()
            .any(has)
}

/// Reads a page of any encoding that a Chinese site uses.
pub(crate) fn read(bytes: &[u8]) -> Result<Foreign, ForeignError> {
    page(&decoded(bytes).ok_or(ForeignError::Broken("网页"))?)
}

/// Reads a page or a fragment.
///
/// # Errors
/// One sentence: too large or too deep.
pub fn page(text: &str) -> Result<Foreign, ForeignError> {
    let dom = Dom::of(text);
    if dom.is_cut {
        return Err(ForeignError::TooMuch("网页太大或嵌套太深"));
    }
    let mut walk = Walk { dom: &dom, builder: Builder::default(), title: String::new() };
    walk.node(0);
    let Walk { builder, title, .. } = walk;
    builder.finish(&title)
}

/// The tables of an HTML fragment from the clipboard, in its order.
///
/// # Errors
/// [`Refusal`] where it is too large.
pub fn tables(fragment: &str) -> Result<Vec<Block>, Refusal> {
    if fragment.len() >= MOST_CLIPBOARD_BYTES {
        return Err(Refusal::TooLarge(fragment.len()));
    }
    let Ok(foreign) = page(fragment) else { return Ok(Vec::new()) };
    let table = |content: Content| match content {
        Content::Table(block) => Some(block),
        Content::Paragraph(_) => None,
    };
    Ok(foreign.items.into_iter().filter_map(|item| table(item.content)).collect())
}

/// The text of a page: what the bytes say they are before what the page declares, for many declare wrongly.
pub(super) fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(bytes.get(mark..)?).0);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    // Bytes that are no text at all.
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    if head.contains(&0) {
        return None;
    }
    let declared = declared(head).filter(|encoding| *encoding != UTF_8);
    Some(declared.unwrap_or(GB18030).decode_without_bom_handling(bytes).0)
}

/// The encoding that a page declares.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, after) = head.split_once("charset")?;
    let label = after.trim_start_matches([' ', '=', '"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.as_bytes())
}

struct Walk<'a> {
    dom: &'a Dom,
    builder: Builder,
    title: String,
}

impl Walk<'_> {
    fn children(&mut self, node: &Node) {
        for child in &node.children {
            if self.builder.has_failed() {
                return;
            }
            self.node(*child);
        }
    }

    fn node(&mut self, at: usize) {
        let dom = self.dom;
        let Some(node) = dom.node(at) else { return };
        if node.name.is_none() {
            // A line break in the source is a blank.
            self.builder.text(&node.text);
            self.children(node);
            return;
        }
        if is_hidden(node) {
            return;
        }
        match node.tag() {
            "title" => {
                let text = node.children.iter().filter_map(|child| dom.node(*child)).map(|child| &*child.text);
                self.title.extend(text);
            }
            // A chart of ours, which says which one it is.
            "figure" if node.attribute("data-chart").is_some() => {
                self.builder.break_line();
                self.builder.text(&format!("{{chart:{}}}", node.attribute("data-chart").unwrap_or_default()));
                self.builder.break_line();
            }
            "br" | "hr" => self.builder.break_line(),
            "table" => {
                self.builder.begin_table();
                self.children(node);
                self.builder.end_table();
            }
            "tr" => {
                self.builder.begin_row();
                self.children(node);
            }
            "td" | "th" => {
                self.builder.begin_cell(span(node, "colspan"), Merge::Rows(span(node, "rowspan")));
                self.children(node);
                self.builder.end_cell();
            }
            tag if is_block(tag) => {
                self.builder.break_line();
                self.children(node);
                self.builder.break_line();
            }
            _ => self.children(node),
        }
    }
}

/// What a browser does not show, and what is no text of the page.
fn is_hidden(node: &Node) -> bool {
    let style = || node.attribute("style").map(|style| style.to_ascii_lowercase().replace(' ', "")).unwrap_or_default();
    matches!(
        node.tag(),
        "script"
            | "style"
            | "noscript"
            | "template"
            | "xml"
            | "select"
            | "textarea"
            | "button"
            | "iframe"
            | "object"
            | "svg"
            | "math"
            | "rt"
            | "rp"
    ) || node.attribute("hidden").is_some()
        || node.attribute("style").is_some() && {
            let style = style();
            style.contains("display:none") || style.contains("mso-hide:all") || style.contains("mso-element:field-begin")
        }
}

fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "aside"
            | "blockquote"
            | "pre"
            | "center"
            | "form"
            | "fieldset"
            | "caption"
            | "figure"
            | "figcaption"
            | "address"
            | "body"
    )
}

fn span(node: &Node, name: &str) -> usize {
    node.attribute(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
}
