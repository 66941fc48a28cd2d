//! A short paper that is no report: title, heads, paragraphs, a table; as text, and as a Word document elsewhere.

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// The title, in one line.
    pub title: String,
    /// What stands below it.
    pub blocks: Vec<Block>,
    /// The day on which it is dated, as `YYYY-MM-DD`.
    pub day: String,
}

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A head.
    Head(String),
    /// A paragraph.
    Text(String),
    /// A line at the right: who signs, and the day.
    Signed(String),
    /// A table: the widths of its columns in parts of the whole, its heads, its rows.
    Table {
        /// The columns' widths, in any unit.
        widths: Vec<u32>,
        /// The heads, then the rows.
        rows: Vec<Vec<String>>,
    },
}

impl Letter {
    /// The letter as plain text, for a mail or a chat.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.title);
        for block in &self.blocks {
            match block {
                Block::Head(text) => out.extend(["\n", text, "\n"]),
                Block::Text(text) | Block::Signed(text) => out.extend([text, "\n"]),
                Block::Table { rows, .. } => {
                    for row in rows {
                        out.extend([row.join("\t").as_str(), "\n"]);
                    }
                }
            }
        }
        out
    }
}
