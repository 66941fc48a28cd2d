//! Heads in lines without spans, put under each other as the form has them: which column is the first, the second and so on.

/// A word in a line of heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// A head of ours, as it is compared.
    Head([String; 4]),
    /// One that local forms add: 小计.
    Extra,
    /// None of ours.
    Unknown,
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// The head of ours, as a place among them.
    Head(usize),
    /// One that has no cell here.
    Extra,
}

/// A head with how many levels of its path are passed; the paths that it is a part of.
#[derive(Clone)]
enum Node {
    Open { level: usize, paths: Vec<usize> },
    Extra,
}

/// The columns that lines of heads come to, `None` where they come to nothing certain. `paths` are our heads, each from the top down.
pub(crate) fn weave(paths: &[&[[String; 4]]], lines: &[Vec<Token>]) -> Option<Vec<Column>> {
    let mut nodes = vec![Node::Open { level: 0, paths: (0..paths.len()).collect() }];
    for line in lines {
        // What stands where labels and heads meet is no head; it stands first.
        let mut tokens = line.iter().skip_while(|token| **token == Token::Unknown).peekable();
        let mut woven = Vec::new();
        for node in nodes {
            let children = match &node {
                Node::Open { level, paths: of } if !is_leaf(paths, *level, of) => take(paths, *level, of, &mut tokens),
                _ => Vec::new(),
            };
            if children.is_empty() { woven.push(node) } else { woven.extend(children) }
        }
        if tokens.next().is_some() {
            return None;
        }
        nodes = woven;
    }
    nodes.iter().map(|node| column(paths, node)).collect()
}

fn column(paths: &[&[[String; 4]]], node: &Node) -> Option<Column> {
    match node {
        Node::Extra => Some(Column::Extra),
        Node::Open { level, paths: of } if is_leaf(paths, *level, of) => of.first().map(|path| Column::Head(*path)),
        Node::Open { .. } => None,
    }
}

fn is_leaf(paths: &[&[[String; 4]]], level: usize, of: &[usize]) -> bool {
    match of {
        [only] => paths.get(*only).is_some_and(|path| path.len() == level),
        _ => false,
    }
}

/// The words of a line that stand under a head.
fn take<'t>(
    paths: &[&[[String; 4]]],
    level: usize,
    of: &[usize],
    tokens: &mut std::iter::Peekable<impl Iterator<Item = &'t Token>>,
) -> Vec<Node> {
    let mut children: Vec<Node> = Vec::new();
    let mut taken: Vec<&[String; 4]> = Vec::new();
    while let Some(token) = tokens.peek() {
        match token {
            Token::Extra if !children.is_empty() => children.push(Node::Extra),
            Token::Head(keys) if !taken.contains(&keys) => {
                let Some(child) = child(paths, level, of, keys) else { break };
                taken.push(keys);
                children.push(child);
            }
            _ => break,
        }
        tokens.next();
    }
    children
}

/// The head of that name below one, levels that are not printed passed over.
fn child(paths: &[&[[String; 4]]], level: usize, of: &[usize], keys: &[String; 4]) -> Option<Node> {
    let is_same = |own: &[String; 4]| own.iter().zip(keys).any(|(own, key)| own == key);
    let depth = |path: &usize| paths.get(*path)?.iter().enumerate().skip(level).find(|(_, own)| is_same(own)).map(|(at, _)| at + 1);
    let found: Vec<_> = of.iter().filter_map(|path| Some((*path, depth(path)?))).collect();
    let shallowest = found.iter().map(|(_, depth)| *depth).min()?;
    let paths: Vec<_> = found.iter().filter(|(_, depth)| *depth == shallowest).map(|(path, _)| *path).collect();
    Some(Node::Open { level: shallowest, paths })
}
