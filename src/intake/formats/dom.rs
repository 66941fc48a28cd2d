//! The tree that html5ever builds of a page, as deep and as large as a page of a report may be.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, QualName};

/// The deepest and the largest tree that is built; what is beyond is hostile, for its building takes time by the square.
const MOST_DEPTH: usize = 300;
const MOST_NODES: usize = 400_000;

/// A tree of nodes; the first is the document.
pub(crate) struct Dom {
    nodes: Vec<Node>,
    /// Whether the page was too deep or too large, so that the rest of it is not in the tree.
    pub(crate) is_cut: bool,
}

/// A node of the tree.
#[derive(Default)]
pub(crate) struct Node {
    /// Its name; empty for text and for what is no element.
    pub(crate) name: Option<QualName>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) text: StrTendril,
    parent: Option<usize>,
    pub(crate) children: Vec<usize>,
    depth: usize,
}

impl Dom {
    /// The tree of a page or of a fragment.
    pub(crate) fn of(page: &str) -> Self {
        let sink = Sink { nodes: RefCell::new(vec![Node::default()]), is_cut: Cell::new(false) };
        let guard = Guard(TreeBuilder::new(sink, html5ever::tree_builder::TreeBuilderOpts::default()));
        let tokenizer = Tokenizer::new(guard, html5ever::tokenizer::TokenizerOpts::default());
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from(page));
        // A script is never run, so that reading goes on behind it at once.
        while !queue.is_empty() {
            let _ = tokenizer.feed(&queue);
        }
        tokenizer.end();
        let sink = tokenizer.sink.0.sink;
        Self { nodes: sink.nodes.into_inner(), is_cut: sink.is_cut.get() }
    }

    pub(crate) fn node(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }
}

impl Node {
    /// The element's name; empty for what is none.
    pub(crate) fn tag(&self) -> &str {
        self.name.as_ref().map_or("", |name| &*name.local)
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
    }
}

/// Hands tokens on until the tree is too deep or too large.
struct Guard(TreeBuilder<usize, Sink>);

impl TokenSink for Guard {
    type Handle = usize;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<usize> {
        if self.0.sink.is_cut.get() && token != Token::EOFToken { TokenSinkResult::Continue } else { self.0.process_token(token, line) }
    }

    fn end(&self) {
        self.0.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    is_cut: Cell<bool>,
}

impl Sink {
    fn add(&self, node: Node) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        if nodes.len() >= MOST_NODES {
            self.is_cut.set(true);
        }
        nodes.push(node);
        nodes.len() - 1
    }

    fn detach(&self, child: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let parent = nodes.get_mut(child).and_then(|node| node.parent.take());
        if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
            parent.children.retain(|other| *other != child);
        }
    }

    /// Puts a child under a parent, before the one at that place or last.
    fn insert(&self, parent: usize, child: usize, at: Option<usize>) {
        self.detach(child);
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes.get(parent).map_or(0, |parent| parent.depth) + 1;
        if depth > MOST_DEPTH {
            self.is_cut.set(true);
        }
        if let Some(child) = nodes.get_mut(child) {
            child.parent = Some(parent);
            child.depth = depth;
        }
        if let Some(parent) = nodes.get_mut(parent) {
            let at = at.unwrap_or(parent.children.len()).min(parent.children.len());
            parent.children.insert(at, child);
        }
    }

    /// Puts text under a parent, joined to text that stands right before it.
    fn insert_text(&self, parent: usize, text: StrTendril, at: Option<usize>) {
        {
            let mut nodes = self.nodes.borrow_mut();
            let before = nodes.get(parent).and_then(|parent| {
                let before = at.unwrap_or(parent.children.len()).checked_sub(1)?;
                parent.children.get(before).copied()
            });
            if let Some(before) =
                before.and_then(|before| nodes.get_mut(before)).filter(|node| node.name.is_none() && !node.text.is_empty())
            {
                before.text.push_tendril(&text);
                return;
            }
        }
        let child = self.add(Node { text, ..Node::default() });
        self.insert(parent, child, at);
    }

    fn put(&self, parent: usize, child: NodeOrText<usize>, at: Option<usize>) {
        match child {
            NodeOrText::AppendNode(child) => self.insert(parent, child, at),
            NodeOrText::AppendText(text) => self.insert_text(parent, text, at),
        }
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a> = NameOf;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> NameOf {
        let name = self.nodes.borrow().get(*target).and_then(|node| node.name.clone());
        NameOf(name.unwrap_or_else(|| QualName::new(None, html5ever::Namespace::from(""), html5ever::LocalName::from(""))))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> usize {
        self.add(Node { name: Some(name), attributes, ..Node::default() })
    }

    fn create_comment(&self, _text: StrTendril) -> usize {
        self.add(Node::default())
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> usize {
        self.add(Node::default())
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        self.put(*parent, child, None);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        let has_parent = self.nodes.borrow().get(*element).is_some_and(|node| node.parent.is_some());
        if has_parent { self.append_before_sibling(element, child) } else { self.append(previous, child) }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    /// What stands in a template is not shown: it goes where nothing is read.
    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, one: &usize, other: &usize) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let place = {
            let nodes = self.nodes.borrow();
            let parent = nodes.get(*sibling).and_then(|node| node.parent);
            parent.and_then(|at| Some((at, nodes.get(at)?.children.iter().position(|other| other == sibling)?)))
        };
        if let Some((parent, at)) = place {
            self.put(parent, child, Some(at));
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, attributes: Vec<Attribute>) {
        if let Some(node) = self.nodes.borrow_mut().get_mut(*target) {
            for attribute in attributes {
                if !node.attributes.iter().any(|own| own.name == attribute.name) {
                    node.attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &usize, parent: &usize) {
        let children = self.nodes.borrow_mut().get_mut(*node).map(|node| std::mem::take(&mut node.children)).unwrap_or_default();
        for child in children {
            if let Some(child) = self.nodes.borrow_mut().get_mut(child) {
                child.parent = None;
            }
            self.insert(*parent, child, None);
        }
    }
}

/// The name of an element, held.
#[derive(Debug)]
pub(crate) struct NameOf(QualName);

impl html5ever::interface::ElemName for NameOf {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &html5ever::LocalName {
        &self.0.local
    }
}
