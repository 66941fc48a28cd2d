//! Writes elements one inside the other, every text escaped: XML, and HTML as far as it is written alike.

use std::fmt::{Display, Write};

/// Attributes of an element: name and value.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

/// A text of elements.
pub(super) struct Markup {
    out: String,
}

impl Markup {
    /// A text that starts so.
    pub(super) fn new(head: &str) -> Self {
        Self { out: head.to_owned() }
    }

    /// A part of an XML package.
    pub(super) fn xml() -> Self {
        Self::new("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n")
    }

    pub(super) fn finish(self) -> String {
        self.out
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>, end: &str) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            // Writing into a string does not fail.
            let _written = write!(self.out, " {key}=\"");
            self.escaped(&value.to_string());
            self.out.push('"');
        }
        self.out.push_str(end);
    }

    /// An element without content, as XML writes it.
    pub(super) fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes, "/>");
    }

    /// A tag that stands alone, as HTML writes it.
    pub(super) fn void(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes, ">");
    }

    /// An element with what `inside` writes.
    pub(super) fn element(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.tag(name, attributes, ">");
        inside(self);
        let _written = write!(self.out, "</{name}>");
    }

    /// An element that holds a text.
    pub(super) fn text_element(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |out| out.text(text));
    }

    /// A text. What may not stand in XML is left out, as no paper shows it.
    pub(super) fn text(&mut self, text: &str) {
        self.escaped(text);
    }

    /// A line break between elements, for those who read the file.
    pub(super) fn line(&mut self) {
        self.out.push('\n');
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\n' => self.out.push('\n'),
                c if c.is_control() && c.is_whitespace() => self.out.push(' '),
                c if c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {}
                c => self.out.push(c),
            }
        }
    }
}
