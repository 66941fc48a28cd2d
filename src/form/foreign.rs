//! By what words a report that others wrote is recognised, as the definition gives them.

use serde::Deserialize;

/// The words of other people's reports.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ForeignWords {
    /// What such a report is called, without unit and year.
    pub titles: Vec<String>,
    /// Wordings of labels and heads that mean the same.
    pub same_words: SameWords,
    /// Heads and rows that local forms add; their figures have no cell here.
    pub extra_labels: Vec<String>,
    /// What stands between the unit and the title: 关于.
    pub after_unit: Vec<String>,
    /// What stands before the unit where a sentence names the report: 现公布.
    pub before_unit: Vec<String>,
    /// Words of a line that says when and where a page was published.
    pub publication: Vec<String>,
    /// Words of a site's menus and feet.
    pub site: Vec<String>,
    /// What is said of the period before its first and last day: 统计期限.
    pub periods: Vec<String>,
}

/// Wordings that mean the same, each with the one that it is read as, in the order in which they are looked for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct SameWords(Vec<(String, String)>);

impl SameWords {
    /// A text in one wording.
    #[must_use]
    pub fn one_wording(&self, text: String) -> String {
        let replace =
            |text: String, (from, to): &(String, String)| if text.contains(from.as_str()) { text.replace(from, to) } else { text };
        self.0.iter().fold(text, replace)
    }
}
