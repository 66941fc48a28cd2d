//! The names of units: compared whatever blanks and parentheses stand in them, and followed from an old name to the new one.

use std::collections::BTreeMap;
use std::path::Path;

use crate::file;

/// A unit's name as it is compared: without blanks, parentheses of one kind.
#[must_use]
pub fn plain(unit: &str) -> String {
    let half = |c: char| match c {
        '（' => '(',
        '）' => ')',
        other => other,
    };
    unit.chars().filter(|c| !c.is_whitespace()).map(half).collect()
}

/// Units that had another name: this year's name and last year's, as they are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renamed(BTreeMap<String, String>);

impl Renamed {
    /// From pairs of this year's name and last year's.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self(pairs.into_iter().map(|(now, then)| (plain(now), plain(then))).collect())
    }

    /// The file of renamed units: a line for each, this year's name and last year's, parted by a tab or a comma.
    ///
    /// # Errors
    /// One sentence: the file cannot be read, or a line is no pair.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = file::read_list(path).map_err(|error| error.to_string())?;
        let mut pairs = BTreeMap::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            match line.split(['\t', ',', '，']).map(plain).collect::<Vec<_>>().as_slice() {
                [now, then] if !now.is_empty() && !then.is_empty() => pairs.insert(now.clone(), then.clone()),
                _ => return Err(format!("第 {} 行应是两列：本年单位、上年单位：{}", at + 1, path.display())),
            };
        }
        Ok(Self(pairs))
    }

    /// What the unit was called last year, as it is compared.
    #[must_use]
    pub fn before(&self, unit: &str) -> String {
        let unit = plain(unit);
        self.0.get(&unit).cloned().unwrap_or(unit)
    }

    /// One key for a unit under its old name and its new one.
    #[must_use]
    pub fn key(&self, unit: &str) -> String {
        self.plain_and_key(unit).1
    }

    /// A unit's name as it is compared, and its key.
    pub(crate) fn plain_and_key(&self, unit: &str) -> (String, String) {
        let unit = plain(unit);
        let key = self.0.iter().find(|(_, then)| **then == unit).map_or_else(|| unit.clone(), |(now, _)| now.clone());
        (unit, key)
    }
}
