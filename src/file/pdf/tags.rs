//! The structure that a screen reader walks: title, heads, paragraphs and tables with their spans, each with its pieces of the pages.
//!
//! A stretch of items with one mark is one piece of marked content; it is numbered by its place among those of its page
//! that are no artifact. `ops` writes the pieces, this file the tree over them; both cut the pages by [`pieces`].

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::object::{name, unicode};
use crate::form::{Form, Label, Place, PlaceContent, Role, Table};
use crate::page::{Item, Layout, Mark, PAGE_HEIGHT_MM, Page};

/// A stretch of a page's items that are one thing.
pub(super) struct Piece<'a> {
    pub(super) mark: Mark,
    /// Its number on the page; `None` for an artifact.
    pub(super) number: Option<i64>,
    pub(super) items: &'a [Item],
}

/// What the mark is called in the structure.
pub(super) fn tag(mark: Mark) -> &'static str {
    match mark {
        Mark::Title => "H1",
        Mark::Head(_) => "H2",
        Mark::Subhead(_, 1) => "H3",
        Mark::Subhead(_, 2) => "H4",
        Mark::Subhead(_, 3) => "H5",
        Mark::Subhead(..) => "H6",
        Mark::Paragraph(_) | Mark::Signature => "P",
        Mark::Label(..) => "TH",
        Mark::Cell(_) => "TD",
        Mark::Chart(_) => "Figure",
        Mark::Caption(_) => "Caption",
        Mark::Artifact => "Artifact",
    }
}

/// Cuts a page into its pieces.
pub(super) fn pieces(page: &Page) -> Vec<Piece<'_>> {
    let mark = |item: &Item| match item {
        Item::Text(run) => run.mark,
        Item::Fill(fill) => fill.mark,
        Item::Picture(placed) => Mark::Chart(placed.number),
        Item::Line(_) => Mark::Artifact,
    };
    let mut next = 0;
    let stretches = page.items.chunk_by(|one, two| mark(one) == mark(two));
    let pieces = stretches.filter_map(|items| {
        let mark = mark(items.first()?);
        let number = (mark != Mark::Artifact).then_some(next);
        next += i64::from(number.is_some());
        Some(Piece { mark, number, items })
    });
    pieces.collect()
}

/// Hangs the tree over the pages of a document and says that it is tagged.
pub(super) fn add(document: &mut Document, form: &Form, layout: &Layout) -> lopdf::Result<()> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let root = document.new_object_id();
    let mut tree = Tree { document, pages: &pages, found: found(layout), parents: layout.pages.iter().map(|_| Vec::new()).collect() };
    let whole = tree.document.new_object_id();
    let kids = tree.kids(form, layout, whole);
    tree.set(whole, "Document", root, dictionary! { "K" => kids });
    let parents = tree.parents;
    let numbered = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
    let lists = parents.into_iter().enumerate().flat_map(|(at, parents)| [numbered(at).into(), Object::Array(parents)]);
    let lists: Vec<Object> = lists.collect();
    let parent_tree = document.add_object(dictionary! { "Nums" => lists });
    let next = numbered(pages.len());
    document.set_object(
        root,
        dictionary! { "Type" => name("StructTreeRoot"), "K" => whole, "ParentTree" => parent_tree, "ParentTreeNextKey" => next },
    );
    for (at, page) in pages.iter().enumerate() {
        document.get_dictionary_mut(*page)?.set("StructParents", numbered(at));
    }
    let catalog = document.catalog_mut()?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    Ok(())
}

/// A piece by its page and its number there.
type Places = Vec<(usize, i64)>;

/// The marks in the order in which they first appear, with all their pieces.
fn found(layout: &Layout) -> BTreeMap<Mark, Places> {
    let mut found: BTreeMap<Mark, Places> = BTreeMap::new();
    for (at, page) in layout.pages.iter().enumerate() {
        for piece in pieces(page) {
            if let Some(number) = piece.number {
                found.entry(piece.mark).or_default().push((at, number));
            }
        }
    }
    found
}

/// The tree while it grows.
struct Tree<'a> {
    document: &'a mut Document,
    pages: &'a [ObjectId],
    found: BTreeMap<Mark, Places>,
    /// Of each page, the element of each of its pieces.
    parents: Vec<Vec<Object>>,
}

impl Tree<'_> {
    /// What stands in the document, in order; a table stands where its first place does.
    fn kids(&mut self, form: &Form, layout: &Layout, parent: ObjectId) -> Vec<Object> {
        let mut kids: Vec<Object> = Vec::new();
        let mut is_below_head = false;
        for piece in layout.pages.iter().flat_map(pieces).filter(|piece| piece.number.is_some()) {
            let table = match piece.mark {
                Mark::Label(table, _) => Some(table),
                Mark::Cell(cell) => form.cell(cell).map(|cell| cell.table),
                _ => None,
            };
            let kid = match table {
                // Its pieces are taken with the first of them.
                _ if !self.found.contains_key(&piece.mark) => None,
                Some(at) => form.tables.get(at).map(|table| {
                    // The head right above a table names it.
                    let head = if std::mem::take(&mut is_below_head) { kids.pop() } else { None };
                    self.table(at, table, head, parent)
                }),
                None if matches!(piece.mark, Mark::Chart(_)) => self.figure(piece.mark, layout, parent),
                None => Some(self.element(piece.mark, parent, Dictionary::new())),
            };
            if kid.is_some() {
                is_below_head = matches!(piece.mark, Mark::Head(_));
            }
            kids.extend(kid.map(Object::Reference));
        }
        kids
    }

    /// A chart or picture: what it shows in words, its place on the page, and its caption inside of it.
    fn figure(&mut self, mark: Mark, layout: &Layout, parent: ObjectId) -> Option<ObjectId> {
        let Mark::Chart(number) = mark else { return None };
        let chart = layout.charts.get(number)?;
        let pt = |mm: f32| Object::Real((mm * 72.0 / 25.4 * 100.0).round() / 100.0);
        let bottom_mm = PAGE_HEIGHT_MM - chart.y_mm - chart.height_mm;
        let bounds = vec![pt(chart.x_mm), pt(bottom_mm), pt(chart.x_mm + chart.width_mm), pt(bottom_mm + chart.height_mm)];
        let layout_attributes = dictionary! { "O" => name("Layout"), "Placement" => name("Block"), "BBox" => bounds };
        let id = self.element(mark, parent, dictionary! { "Alt" => unicode(&chart.words), "A" => layout_attributes });
        // Where its name stands above it, it has none.
        if !self.found.contains_key(&Mark::Caption(number)) {
            return Some(id);
        }
        let caption = self.element(Mark::Caption(number), id, Dictionary::new());
        let element = self.document.get_dictionary_mut(id).ok()?;
        let own = element.get(b"K").cloned().ok();
        let mut kids = match own {
            Some(Object::Array(kids)) => kids,
            own => own.into_iter().collect(),
        };
        kids.push(caption.into());
        element.set("K", kids);
        Some(id)
    }

    /// A table; the head above it is its caption.
    fn table(&mut self, at: usize, table: &Table, head: Option<Object>, parent: ObjectId) -> ObjectId {
        let id = self.document.new_object_id();
        let places: Vec<(usize, &Place)> = table.places.iter().enumerate().collect();
        let is_head = |place: &Place| place.row < table.head_rows;
        let mut groups: Vec<Object> = head.into_iter().map(|head| self.caption(head, id).into()).collect();
        for group in places.chunk_by(|(_, one), (_, two)| is_head(one) == is_head(two)) {
            let group_id = self.document.new_object_id();
            let mut rows = Vec::new();
            for row in group.chunk_by(|(_, one), (_, two)| one.row == two.row) {
                let row_id = self.document.new_object_id();
                let cells: Vec<Object> = row.iter().map(|(index, place)| self.place(at, *index, place, row_id).into()).collect();
                self.set(row_id, "TR", group_id, dictionary! { "K" => cells });
                rows.push(Object::Reference(row_id));
            }
            let kind = if group.first().is_some_and(|(_, place)| is_head(place)) { "THead" } else { "TBody" };
            self.set(group_id, kind, id, dictionary! { "K" => rows });
            groups.push(Object::Reference(group_id));
        }
        // Who listens is told which table it is, where a section has more than one too.
        let summary = dictionary! { "O" => name("Table"), "Summary" => unicode(&table.name) };
        self.set(id, "Table", parent, dictionary! { "K" => groups, "A" => summary });
        id
    }

    fn caption(&mut self, head: Object, table: ObjectId) -> ObjectId {
        let id = self.document.new_object_id();
        if let Ok(element) = head.as_reference().and_then(|head| self.document.get_dictionary_mut(head)) {
            element.set("P", id);
        }
        self.set(id, "Caption", table, dictionary! { "K" => vec![head] });
        id
    }

    fn place(&mut self, table: usize, index: usize, place: &Place, row: ObjectId) -> ObjectId {
        let mark = match &place.content {
            PlaceContent::Label(_) => Mark::Label(table, index),
            PlaceContent::Cell(cell) => Mark::Cell(*cell),
        };
        let mut attributes = dictionary! { "O" => name("Table") };
        if let PlaceContent::Label(label) = &place.content {
            attributes.set("Scope", name(scope(label)));
        }
        for (key, span) in [("RowSpan", place.rows), ("ColSpan", place.columns)] {
            if span > 1 {
                attributes.set(key, i64::try_from(span).unwrap_or(i64::MAX));
            }
        }
        let more = if attributes.len() > 1 {
            dictionary! { "A" => attributes }
        } else {
            Dictionary::new()
        };
        self.element(mark, row, more)
    }

    /// An element with the pieces of a mark.
    fn element(&mut self, mark: Mark, parent: ObjectId, mut more: Dictionary) -> ObjectId {
        let id = self.document.new_object_id();
        let places = self.found.remove(&mark).unwrap_or_default();
        let first = places.first().map(|(page, _)| *page);
        let mut kids = Vec::new();
        for (page, number) in places {
            // The pieces of a page are numbered in its order, which need not be that of the tree.
            if let (Some(parents), Ok(at)) = (self.parents.get_mut(page), usize::try_from(number)) {
                parents.resize(parents.len().max(at + 1), Object::Null);
                if let Some(slot) = parents.get_mut(at) {
                    *slot = id.into();
                }
            }
            let elsewhere = self.pages.get(page).filter(|_| Some(page) != first);
            kids.push(match elsewhere {
                Some(page) => dictionary! { "Type" => name("MCR"), "Pg" => *page, "MCID" => number }.into(),
                None => Object::Integer(number),
            });
        }
        if let Some(page) = first.and_then(|page| self.pages.get(page)) {
            more.set("Pg", *page);
        }
        match kids.pop() {
            Some(only) if kids.is_empty() => more.set("K", only),
            Some(last) => {
                kids.push(last);
                more.set("K", kids);
            }
            None => {}
        }
        self.set(id, tag(mark), parent, more);
        id
    }

    fn set(&mut self, id: ObjectId, kind: &str, parent: ObjectId, mut element: Dictionary) {
        element.set("S", name(kind));
        element.set("P", parent);
        self.document.set_object(id, element);
    }
}

/// What a label is the head of.
fn scope(label: &Label) -> &'static str {
    match label.role {
        Role::Row => "Row",
        Role::Head | Role::Banner => "Column",
        Role::Corner => "Both",
    }
}

/// What the figures of a document are said to show, in the order of its structure.
pub(super) fn said_of_figures(document: &Document) -> Vec<String> {
    let root = document.catalog().ok().and_then(|catalog| catalog.get_deref(b"StructTreeRoot", document).ok());
    let mut found = Vec::new();
    if let Some(whole) = root.and_then(|root| root.as_dict().ok()?.get_deref(b"K", document).ok()) {
        // Charts stand in the document itself, never deeper.
        let kids = whole.as_dict().and_then(|whole| whole.get_deref(b"K", document)).and_then(Object::as_array);
        for kid in kids.into_iter().flatten() {
            let Ok((_, Object::Dictionary(element))) = document.dereference(kid) else { continue };
            let is_figure = element.get(b"S").and_then(Object::as_name).is_ok_and(|kind| kind == b"Figure");
            if is_figure && let Ok(said) = element.get(b"Alt") {
                found.push(lopdf::decode_text_string(said).unwrap_or_default());
            }
        }
    }
    found
}
