//! The numbers that Word shows before paragraphs of a list, which stand nowhere in the text: 一、 （一） 1.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::tag::{attribute, value};

/// The most levels of a list.
const LEVELS: usize = 9;

/// The lists of a file and how far each has counted.
#[derive(Default)]
pub(crate) struct Numbering {
    /// The levels of each kind of list.
    kinds: BTreeMap<String, Vec<Level>>,
    /// The kind of each list.
    lists: BTreeMap<String, String>,
    /// The list and level that a style of paragraphs is in.
    styles: BTreeMap<String, (String, usize)>,
    counts: BTreeMap<String, [usize; LEVELS]>,
}

#[derive(Clone, Default)]
struct Level {
    format: String,
    /// The text with `%1` for the number of the first level.
    text: String,
    start: usize,
}

impl Numbering {
    /// Reads the lists and the styles; what is broken numbers nothing.
    pub(crate) fn read(numbering: &str, styles: &str) -> Self {
        let mut read = Self::default();
        read.read_lists(numbering);
        read.read_styles(styles);
        read
    }

    /// The number before the next paragraph of a style, of a list, at a level; empty where it has none.
    pub(crate) fn next(&mut self, style: Option<&str>, list: Option<&str>, level: Option<usize>) -> String {
        let of_style = style.and_then(|style| self.styles.get(style));
        let Some(list) = list.map(str::to_owned).or_else(|| of_style.map(|(list, _)| list.clone())) else { return String::new() };
        let level = level.or(of_style.map(|(_, level)| *level)).unwrap_or_default().min(LEVELS - 1);
        let Some(levels) = self.lists.get(&list).and_then(|kind| self.kinds.get(kind)) else { return String::new() };
        let counts = self.counts.entry(list).or_default();
        for (at, count) in counts.iter_mut().enumerate() {
            match at.cmp(&level) {
                std::cmp::Ordering::Equal => *count += 1,
                std::cmp::Ordering::Greater => *count = 0,
                std::cmp::Ordering::Less => {}
            }
        }
        let Some(own) = levels.get(level) else { return String::new() };
        let mut text = own.text.clone();
        for (at, (of, count)) in levels.iter().zip(counts.iter()).enumerate() {
            let shown = (of.start.max(1) + count).saturating_sub(1);
            text = text.replace(&format!("%{}", at + 1), &numeral(&of.format, shown));
        }
        text
    }

    fn read_lists(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml);
        let (mut kind, mut list) = (String::new(), String::new());
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                    "abstractNum" => kind = attribute(&tag, "abstractNumId").unwrap_or_default(),
                    "num" => list = attribute(&tag, "numId").unwrap_or_default(),
                    "abstractNumId" => {
                        self.lists.insert(list.clone(), value(&tag).unwrap_or_default());
                    }
                    "lvl" => self.kinds.entry(kind.clone()).or_default().push(Level::default()),
                    name => self.set(&kind, name, &tag),
                },
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    fn set(&mut self, kind: &str, name: &str, tag: &BytesStart<'_>) {
        let Some(level) = self.kinds.get_mut(kind).and_then(|levels| levels.last_mut()) else { return };
        let value = value(tag).unwrap_or_default();
        match name {
            "numFmt" => level.format = value,
            "lvlText" => level.text = value,
            "start" => level.start = value.parse().unwrap_or(1),
            _ => {}
        }
    }

    fn read_styles(&mut self, xml: &str) {
        let mut reader = Reader::from_str(xml);
        let mut style = String::new();
        let mut level = 0;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                    "style" => (style, level) = (attribute(&tag, "styleId").unwrap_or_default(), 0),
                    "ilvl" => level = value(&tag).and_then(|level| level.parse().ok()).unwrap_or_default(),
                    "numId" => {
                        self.styles.insert(style.clone(), (value(&tag).unwrap_or_default(), level));
                    }
                    _ => {}
                },
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }
}

/// A number in the digits of its list; bullets say nothing.
fn numeral(format: &str, number: usize) -> String {
    match format {
        "bullet" | "none" => String::new(),
        "chineseCounting"
        | "chineseCountingThousand"
        | "chineseLegalSimplified"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCounting" => chinese(number),
        "decimalEnclosedCircleChinese" | "decimalEnclosedCircle" => u32::try_from(number)
            .ok()
            .filter(|number| (1..=20).contains(number))
            .and_then(|number| char::from_u32(0x245F + number))
            .map_or_else(|| number.to_string(), String::from),
        _ => number.to_string(),
    }
}

/// 一 to 九十九.
fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |number: usize| DIGITS.get(number % 10).copied().unwrap_or_default();
    match number {
        0..10 => digit(number).to_owned(),
        10..20 => format!("十{}", digit(number)),
        20..100 => format!("{}十{}", digit(number / 10), digit(number)),
        _ => number.to_string(),
    }
}
