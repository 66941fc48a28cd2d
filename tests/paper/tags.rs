//! The file is tagged: a reader that knows nothing of the layout finds title, heads, paragraphs and tables with their spans.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use nianbao::form::{PlaceContent, Role, SectionContent};
use nianbao::report::{Edit, Signature, Value};
use nianbao::session::Session;

use super::export::exported;
use crate::common::{blank_session, published_session};

/// A piece of marked content: its page and its number there.
type PieceId = (usize, i64);

/// An element of the tree with what hangs on it.
struct Element {
    id: ObjectId,
    kind: String,
    attributes: Dictionary,
    pieces: Vec<PieceId>,
    kids: Vec<Element>,
}

/// A tagged file as a stranger reads it.
struct Tagged {
    document: Document,
    tree: Element,
    texts: BTreeMap<PieceId, String>,
}

fn tagged(session: &Session, draft: bool) -> Tagged {
    let document = Document::load_mem(&exported(session, draft).unwrap().bytes).unwrap();
    let root = document.catalog().unwrap().get_deref(b"StructTreeRoot", &document).unwrap().as_dict().unwrap();
    let pages: Vec<_> = document.page_iter().collect();
    let tree = element(&document, &pages, root.get(b"K").unwrap().as_reference().unwrap());
    let texts = pages.iter().enumerate().flat_map(|(at, page)| texts(&document, at, *page)).collect();
    Tagged { document, tree, texts }
}

fn element(document: &Document, pages: &[ObjectId], id: ObjectId) -> Element {
    let dictionary = document.get_dictionary(id).unwrap();
    let page_of = |dictionary: &Dictionary| {
        let page = dictionary.get(b"Pg").unwrap().as_reference().unwrap();
        pages.iter().position(|known| *known == page).unwrap()
    };
    let kind = String::from_utf8(dictionary.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
    let attributes = dictionary.get(b"A").map_or_else(|_| Dictionary::new(), |attributes| attributes.as_dict().unwrap().clone());
    let mut element = Element { id, kind, attributes, pieces: Vec::new(), kids: Vec::new() };
    let kids = match dictionary.get(b"K").unwrap() {
        Object::Array(kids) => kids.clone(),
        only => vec![only.clone()],
    };
    for kid in kids {
        match kid {
            Object::Integer(number) => element.pieces.push((page_of(dictionary), number)),
            Object::Dictionary(piece) => element.pieces.push((page_of(&piece), piece.get(b"MCID").unwrap().as_i64().unwrap())),
            below => {
                let below = self::element(document, pages, below.as_reference().unwrap());
                let parent = document.get_dictionary(below.id).unwrap().get(b"P").unwrap().as_reference().unwrap();
                assert_eq!(parent, id);
                element.kids.push(below);
            }
        }
    }
    element
}

/// The text of each piece of a page; text that is neither in a piece nor an artifact fails.
fn texts(document: &Document, at: usize, page: ObjectId) -> BTreeMap<PieceId, String> {
    let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> =
        document.get_page_fonts(page).unwrap().into_iter().map(|(name, font)| (name, characters(document, font))).collect();
    let mut texts = BTreeMap::new();
    let (mut font, mut open, mut said) = (Vec::new(), None, false);
    for operation in Content::decode(&document.get_page_content(page)).unwrap().operations {
        match operation.operator.as_str() {
            "BMC" => {
                assert!(open.is_none() && operation.operands[0].as_name().unwrap() == b"Artifact");
                open = Some(None);
            }
            // Within a piece, a line may say what it reads.
            "BDC" if open.is_some() => {
                assert_eq!(operation.operands[0].as_name().unwrap(), b"Span");
                said = operation.operands[1].as_dict().unwrap().get(b"ActualText").is_ok();
                assert!(said);
            }
            "EMC" if said => said = false,
            "BDC" => {
                let number = operation.operands[1].as_dict().unwrap().get(b"MCID").unwrap().as_i64().unwrap();
                assert!(texts.insert((at, number), String::new()).is_none(), "piece {number} twice");
                open = Some(Some(number));
            }
            "EMC" => open = None,
            "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
            "TJ" => {
                let codes: Vec<u8> =
                    operation.operands[0].as_array().unwrap().iter().filter_map(|part| part.as_str().ok()).flatten().copied().collect();
                let text: String = codes.chunks(2).map(|code| fonts[&font][&u16::from_be_bytes([code[0], code[1]])].as_str()).collect();
                if let Some(number) = open.unwrap_or_else(|| panic!("{text} is neither content nor artifact")) {
                    texts.get_mut(&(at, number)).unwrap().push_str(&text);
                }
            }
            "S" => assert_eq!(open, Some(None), "a rule is an artifact"),
            _ => {}
        }
    }
    texts
}

/// The map to Unicode of a font, written as pairs `<code> <text>` a line.
fn characters(document: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let map = document.get_object(font.get(b"ToUnicode").unwrap().as_reference().unwrap()).unwrap().as_stream().unwrap();
    let map = String::from_utf8(map.get_plain_content().unwrap()).unwrap();
    let pairs = super::archive::pairs(&map);
    pairs.into_iter().map(|(code, character)| (u16::try_from(code).unwrap(), character.to_string())).collect()
}

impl Element {
    fn walk<'a>(&'a self, seen: &mut Vec<&'a Element>) {
        seen.push(self);
        self.kids.iter().for_each(|kid| kid.walk(seen));
    }

    fn all(&self) -> Vec<&Element> {
        let mut seen = Vec::new();
        self.walk(&mut seen);
        seen
    }

    fn number(&self, key: &[u8]) -> usize {
        self.attributes.get(key).map_or(1, |number| number.as_i64().unwrap() as usize)
    }
}

impl Tagged {
    fn text(&self, element: &Element) -> String {
        element.pieces.iter().map(|piece| self.texts[piece].as_str()).collect()
    }
}

fn reports() -> Vec<(Session, bool)> {
    let mut signed = published_session("suqian-2023.json");
    signed.apply(Edit::Signature(Some(Signature { unit: "宿迁市".to_owned(), date: "2024-01-20".to_owned(), extra: Vec::new() })));
    let mut long = blank_session("2021", 2023, "某市人民政府");
    let text = format!("（一）主动公开\n{}\n（二）依申请公开。全年受理。\n{}", "长".repeat(1500), "文".repeat(900));
    long.apply(Edit::Prose { section: "s1".to_owned(), text });
    long.apply(Edit::Prose {
        section: "s5".to_owned(), text: "（一）存在问题\n1.突出惠企利民，加强政策解读\n下一步改进。".to_owned()
    });
    vec![(signed, false), (published_session("shanghai-office-2019.json"), true), (long, false)]
}

#[test]
fn every_text_is_an_artifact_or_in_exactly_one_element() {
    for (session, draft) in reports() {
        let tagged = tagged(&session, draft);
        let mut held: Vec<PieceId> = tagged.tree.all().iter().flat_map(|element| element.pieces.clone()).collect();
        held.sort_unstable();
        assert_eq!(held, tagged.texts.keys().copied().collect::<Vec<_>>());
    }
}

#[test]
fn the_tree_read_in_order_gives_the_reports_text() {
    for (session, draft) in reports() {
        let tagged = tagged(&session, draft);
        let (form, report) = (session.form(), session.report());
        let mut wanted = format!("{}{}", report.unit, form.title_for(report.year));
        for section in &form.sections {
            if section.head_printed {
                wanted += &section.head();
            }
            match &section.content {
                SectionContent::Prose { .. } => wanted += report.prose(&section.id),
                SectionContent::Tables(tables) => {
                    for place in tables.iter().flat_map(|table| &form.tables[*table].places) {
                        match &place.content {
                            PlaceContent::Label(label) => wanted += &label.text,
                            PlaceContent::Cell(cell) => {
                                let unit = form.cell(*cell).unwrap().kind.printed_unit();
                                wanted += &match session.figures().value(*cell) {
                                    Value::Number(number) => number.to_string() + unit,
                                    Value::Blank => "0".to_owned() + unit,
                                    Value::Unreadable(_) => report.cell(*cell).text.clone(),
                                };
                            }
                        }
                    }
                }
            }
        }
        if report.signature.is_some() {
            wanted += "宿迁市2024年1月20日";
        }
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let read: String = tagged.tree.all().into_iter().map(|element| tagged.text(element)).collect();
        assert_eq!(bare(&read), bare(&wanted));
    }
}

#[test]
fn tables_are_tagged_with_the_spans_and_heads_of_the_form() {
    for (session, draft) in reports() {
        let tagged = tagged(&session, draft);
        let tables: Vec<_> = tagged.tree.all().into_iter().filter(|element| element.kind == "Table").collect();
        assert_eq!(tables.len(), session.form().tables.len());
        for (table, element) in session.form().tables.iter().zip(tables) {
            // The head of its section, which stands right above, is its caption.
            let (caption, parts) = element.kids.split_first().unwrap();
            let section = session.form().sections.iter().find(|section| match &section.content {
                SectionContent::Tables(tables) => tables.iter().any(|at| session.form().tables[*at].id == table.id),
                SectionContent::Prose { .. } => false,
            });
            assert_eq!((caption.kind.as_str(), caption.kids[0].kind.as_str(), caption.kids.len()), ("Caption", "H2", 1));
            assert_eq!(tagged.text(&caption.kids[0]), section.unwrap().head());
            let groups: Vec<_> = parts.iter().map(|group| (group.kind.as_str(), group.kids.len())).collect();
            let body = ("TBody", table.row_count - table.head_rows);
            assert_eq!(groups, if table.head_rows > 0 { vec![("THead", table.head_rows), body] } else { vec![body] });
            assert!(element.attributes.get(b"Summary").is_ok(), "it is told which table it is");
            let found = parts.iter().flat_map(|group| &group.kids).enumerate().flat_map(|(row, kid)| {
                assert_eq!(kid.kind, "TR");
                kid.kids.iter().map(move |cell| {
                    let scope = cell.attributes.get(b"Scope").map_or("", |scope| std::str::from_utf8(scope.as_name().unwrap()).unwrap());
                    (row, cell.number(b"RowSpan"), cell.number(b"ColSpan"), cell.kind.as_str(), scope)
                })
            });
            let wanted = table.places.iter().map(|place| {
                let (kind, scope) = match &place.content {
                    PlaceContent::Cell(_) => ("TD", ""),
                    PlaceContent::Label(label) => match label.role {
                        Role::Row => ("TH", "Row"),
                        Role::Head | Role::Banner => ("TH", "Column"),
                        Role::Corner => ("TH", "Both"),
                    },
                };
                (place.row, place.rows, place.columns, kind, scope)
            });
            assert_eq!(found.collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
        }
    }
}

#[test]
fn heads_are_heads_by_their_level() {
    let (long, _) = reports().pop().unwrap();
    let tagged = tagged(&long, false);
    let of = |kind: &str| {
        let elements = tagged.tree.all().into_iter().filter(|element| element.kind == kind);
        elements.map(|element| tagged.text(element)).collect::<Vec<_>>()
    };
    assert_eq!(of("H1"), ["某市人民政府2023年政府信息公开工作年度报告"]);
    assert_eq!(of("H2").first().unwrap(), "一、总体情况");
    assert_eq!(of("H2").len(), 6);
    assert_eq!(of("H3"), ["（一）主动公开", "（一）存在问题"]);
    assert_eq!(of("H4"), ["1.突出惠企利民，加强政策解读"]);
    // A paragraph that goes on on the next page is one paragraph.
    assert_eq!(of("P"), ["长".repeat(1500), "（二）依申请公开。全年受理。".to_owned(), "文".repeat(900), "下一步改进。".to_owned()]);
    assert_eq!(tagged.tree.kind, "Document");
}

#[test]
fn each_piece_finds_its_element_through_the_parent_tree() {
    for (session, draft) in reports() {
        let Tagged { document, tree, .. } = tagged(&session, draft);
        let catalog = document.catalog().unwrap();
        assert!(catalog.get(b"MarkInfo").unwrap().as_dict().unwrap().get(b"Marked").unwrap().as_bool().unwrap());
        let root = catalog.get_deref(b"StructTreeRoot", &document).unwrap().as_dict().unwrap();
        let parents =
            root.get_deref(b"ParentTree", &document).unwrap().as_dict().unwrap().get(b"Nums").unwrap().as_array().unwrap().clone();
        for (at, page) in document.page_iter().enumerate() {
            let key = document.get_dictionary(page).unwrap().get(b"StructParents").unwrap().as_i64().unwrap();
            assert_eq!([key, parents[2 * at].as_i64().unwrap()], [i64::try_from(at).unwrap(); 2]);
        }
        let elements = tree.all();
        let mut count = 0;
        for element in &elements {
            for (page, number) in &element.pieces {
                assert_eq!(parents[2 * page + 1].as_array().unwrap()[*number as usize].as_reference().unwrap(), element.id);
                count += 1;
            }
        }
        assert_eq!(count, parents.chunks(2).map(|pair| pair[1].as_array().unwrap().len()).sum::<usize>());
    }
}
