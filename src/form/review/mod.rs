//! What the review looks for beyond the sums: the words of the prose and the cells that they mean, as the definition gives them.

mod finder;
mod reader;
mod watch;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::CellIndex;
pub use reader::{Axis, How, Mark, Naming, Parts as ReadingParts, ReaderWords, TableWords, Token};
pub use watch::{Watch, WatchWords, Watched};

/// Everything that the rules on prose, law and last year take from the definition.
#[derive(Debug, Clone, Default)]
pub struct ReviewData {
    /// Where each of these rules comes from, by rule id; a rule without a source is not asked in this edition.
    pub sources: BTreeMap<String, String>,
    /// Which section is which.
    pub parts: Parts,
    /// What is counted in 件 and the like: a figure with another unit is not compared.
    pub units: Vec<String>,
    /// The figures that prose names most.
    pub figures: Vec<ProseFigure>,
    /// How a comparison with last year is worded.
    pub growth: Growth,
    /// How years and periods are worded.
    pub years: Years,
    /// What a unit calls itself, and what its name then holds.
    pub own_names: Vec<OwnName>,
    /// How places are named.
    pub places: PlaceWords,
    /// Persons, and what shows that one is named.
    pub persons: PersonWords,
    /// Words that no longer fit.
    pub stale: Vec<Stale>,
    /// Words of a sentence that belongs into the preface.
    pub preface_words: Vec<String>,
    /// Words of a line that says how the unit is reached.
    pub contact_words: Vec<String>,
    /// Texts that say nothing.
    pub nothing_words: Vec<String>,
    /// Words by which a problem is named.
    pub problem_words: Vec<String>,
    /// Words by which a measure is named.
    pub measure_words: Vec<String>,
    /// Words of a sentence behind the problems that tells what was done.
    pub deed_words: Vec<String>,
    /// What a government has to report on besides.
    pub duties: Vec<Duty>,
    /// The sections that must not be copied from last year.
    pub copy_checked: Vec<String>,
    /// Who makes no 规章, and the cells that count them.
    pub regulations: Option<Regulations>,
    /// Where fees must be named.
    pub fee: Option<Fee>,
    /// Notices that are not the basis of a report of this edition.
    pub other_bases: Vec<OtherBasis>,
    /// What is left of a template where it was not filled in.
    pub left_words: Vec<String>,
    /// What is never written twice in a row.
    pub twice: Twice,
    /// How long a section is wished to be at most, in characters.
    pub lengths: BTreeMap<String, usize>,
    /// Laws and notices, and how their names and numbers go wrong.
    pub laws: Laws,
    /// Sentences offered ready.
    pub ready: Vec<ReadySentence>,
    /// Rows of an older edition that stand here in another shape.
    pub became: Vec<Became>,
    /// The words by which prose names the figures of the tables, and what stands around them.
    pub reader: ReaderWords,
    /// The words that several rules look for, found in one pass.
    pub watch: WatchWords,
}

/// The sections by what they hold, as ids.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// The preface.
    pub preface: String,
    /// The overview of the year.
    pub overview: String,
    /// Problems and measures.
    pub problems: String,
    /// What else is to be reported.
    pub others: String,
}

/// A figure that prose names.
#[derive(Debug, Clone)]
pub struct ProseFigure {
    /// What it is called.
    pub name: String,
    /// The cells that it is the sum of.
    pub cells: Vec<CellIndex>,
}

/// How a comparison with last year is worded.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// With last year: 同比.
    pub against: Vec<String>,
    /// More.
    pub up: Vec<String>,
    /// Less.
    pub down: Vec<String>,
}

/// How years and periods are worded.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Years {
    /// What belongs to the report year where a year stands right before it in the preface.
    pub preface: Vec<String>,
    /// The same in the overview.
    pub overview: Vec<String>,
    /// Words of a sentence that looks ahead.
    pub later: Vec<String>,
    /// Words of a sentence that gives the period of the figures.
    pub period: Vec<String>,
    /// What a unit does or counts in its report year, right behind the year.
    pub acts: Vec<String>,
    /// What may stand between the two: our office, all in all.
    pub between: Vec<String>,
    /// Words of a sentence that rightly tells of another year.
    pub others: Vec<String>,
    /// Words for what is going to be done, right behind the year or the office.
    pub plans: Vec<String>,
    /// Words of a clause in which 将 stands for 把.
    pub moves: Vec<String>,
}

/// What a unit calls itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnName {
    /// The word, e.g. 我局.
    pub word: String,
    /// What the unit's name holds where the word is right.
    pub name: Vec<String>,
    /// What stands behind it where it is another word: 我会 and 我会议.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Whether it is asked of townships alone: 全乡 in a town's report.
    #[serde(default)]
    pub of_townships: bool,
}

/// How places are named.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlaceWords {
    /// 镇, 县 and the like with their rank, the province 0 and the town 3.
    pub kinds: Vec<(String, usize)>,
    /// The first characters of the kinds.
    pub first_characters: Vec<char>,
    /// What ends in a kind and is no place: 社区.
    pub common: Vec<String>,
    /// A kind that begins another word: 乡村.
    pub goes_on: Vec<String>,
    /// Characters before which a name cannot reach.
    pub stops: String,
    /// Words by which a third party is meant: 赴 right before it, 学习 anywhere before.
    pub third: Vec<String>,
    /// Words that join a third party, anywhere before it: 与.
    pub joins: Vec<String>,
    /// What stands before a kind and is no name: 通过县政府.
    pub verbs: Vec<String>,
    /// Words before a place that acts or where something is done.
    pub leads: Vec<String>,
    /// What stands behind a place that acts.
    pub acts: Vec<String>,
}

/// Persons, and what shows that one is named.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PersonWords {
    /// Words behind which a name may stand: 申请人.
    pub roles: Vec<String>,
    /// The surnames.
    pub surnames: String,
    /// Characters that a name does not hold.
    pub not_in_names: String,
    /// Words that begin with a surname and are no name: 高度.
    pub not_names: Vec<String>,
    /// What stands behind a name.
    pub behind: Vec<String>,
    /// Words before an address.
    pub lives: Vec<String>,
    /// Words that begin so and are none: 住房.
    pub not_lives: Vec<String>,
    /// What an address holds besides a number.
    pub streets: Vec<String>,
    /// The first characters of car numbers.
    pub plates: String,
    /// Words before an ID number, whatever its check digit.
    pub id_words: Vec<String>,
}

/// A word that no longer fits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stale {
    /// The words.
    pub words: Vec<String>,
    /// The last report year in which they fit.
    pub until: i32,
    /// What is told of them.
    pub now: String,
}

/// A notice that is not the basis of a report of this edition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherBasis {
    /// Its number without the issuing office.
    pub number: String,
    /// What its title holds, all of it in one sentence.
    #[serde(default)]
    pub title: Vec<String>,
    /// What is told of it.
    pub why: String,
}

/// Something that a government has to report on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// What it is called.
    pub name: String,
    /// Words that show it.
    pub words: Vec<String>,
}

/// Characters and words that are not written twice in a row, and where they rightly stand so.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Twice {
    /// Where a word ends and another one begins with it: 规范规范性文件.
    pub joined: Vec<String>,
    /// What counts, and stands once behind a figure.
    pub behind_figures: String,
    /// What begins another word behind such a figure: 2024年年初.
    pub not_behind: BTreeMap<char, String>,
    /// Words of one character: what stands before one that ends a word, or behind one that begins a word.
    pub alone: BTreeMap<char, (String, String)>,
    /// Characters that stand in words alone: what stands before one at a word's end, and behind one at a word's begin.
    pub within: BTreeMap<char, (String, String)>,
}

/// Laws and notices, and how their names and numbers go wrong.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Laws {
    /// Slips of the pen.
    pub slips: Vec<Slip>,
    /// Numbers of documents.
    pub numbers: Vec<LawNumber>,
    /// Titles of documents.
    #[serde(default)]
    pub titles: Vec<String>,
}

/// A slip of the pen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slip {
    /// As it is written.
    pub wrong: String,
    /// As it should be.
    pub right: String,
}

/// The numbers of a series of documents.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawNumber {
    /// What stands before the number: 国务院令.
    pub before: String,
    /// The numbers that reports name: 第711号.
    pub right: Vec<String>,
    /// What a sentence speaks of in which the number alone shows that the document is meant.
    #[serde(default)]
    pub about: Vec<String>,
}

/// Who makes no 规章.
#[derive(Debug, Clone)]
pub struct Regulations {
    /// The levels, by name.
    pub levels: Vec<String>,
    /// The cells that must then be 0.
    pub cells: Vec<CellIndex>,
}

/// Where fees must be named.
#[derive(Debug, Clone)]
pub struct Fee {
    /// The words that name them.
    pub words: Vec<String>,
    /// The cell that counts fees not paid.
    pub unpaid: CellIndex,
}

/// A sentence offered ready.
#[derive(Debug, Clone)]
pub struct ReadySentence {
    /// What it is for.
    pub name: String,
    /// The section that it belongs to.
    pub section: String,
    /// The sentence, with `{year}` for the report year.
    pub text: String,
    /// Offered where all these are 0 or blank.
    pub if_zero: Vec<CellIndex>,
}

/// Rows of an older edition that stand here in another shape.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Became {
    /// The older edition.
    pub edition: String,
    /// The beginnings of the older ids.
    pub from: Vec<String>,
    /// The beginnings of the ids here.
    pub into: Vec<String>,
    /// What the clerk is told.
    pub words: String,
}

impl ReviewData {
    /// Whether this edition asks a rule.
    #[must_use]
    pub fn asks(&self, rule: &str) -> bool {
        self.sources.contains_key(rule)
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawReview {
    sources: BTreeMap<String, String>,
    parts: Parts,
    units: Vec<String>,
    figures: Vec<RawFigure>,
    growth: Growth,
    years: Years,
    own_names: Vec<OwnName>,
    places: PlaceWords,
    persons: PersonWords,
    stale: Vec<Stale>,
    preface_words: Vec<String>,
    contact_words: Vec<String>,
    nothing_words: Vec<String>,
    problem_words: Vec<String>,
    measure_words: Vec<String>,
    deed_words: Vec<String>,
    duties: Vec<Duty>,
    copy_checked: Vec<String>,
    regulations: Option<RawRegulations>,
    fee: Option<RawFee>,
    other_bases: Vec<OtherBasis>,
    left_words: Vec<String>,
    twice: Twice,
    lengths: BTreeMap<String, usize>,
    laws: Laws,
    ready: Vec<RawReady>,
    became: Vec<Became>,
    reader: reader::RawReader,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFigure {
    name: String,
    cells: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRegulations {
    levels: Vec<String>,
    cells: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFee {
    words: Vec<String>,
    unpaid: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReady {
    name: String,
    section: String,
    text: String,
    #[serde(default)]
    if_zero: Vec<String>,
}

/// Finds the cells that the definition names.
pub(super) struct Resolver<'a> {
    /// The cell of an id.
    pub(super) find: &'a dyn Fn(&str) -> Option<CellIndex>,
    /// Every cell's id, in the order of the form.
    pub(super) ids: &'a dyn Fn() -> Vec<String>,
    /// Whether there is a section of that id.
    pub(super) has_section: &'a dyn Fn(&str) -> bool,
}

impl Resolver<'_> {
    /// The data with its cells found.
    ///
    /// # Errors
    /// What is named and is not there.
    pub(super) fn resolve(&self, raw: RawReview) -> Result<ReviewData, String> {
        let parts = [&raw.parts.preface, &raw.parts.overview, &raw.parts.problems, &raw.parts.others];
        let named = parts.into_iter().filter(|part| !part.is_empty());
        let named = named.chain(&raw.copy_checked).chain(raw.lengths.keys()).chain(raw.ready.iter().map(|ready| &ready.section));
        if let Some(missing) = named.into_iter().find(|id| !(self.has_section)(id)) {
            return Err(format!("there is no section {missing}"));
        }
        let mut data = ReviewData {
            figures: raw.figures.into_iter().map(|figure| self.figure(figure)).collect::<Result<_, _>>()?,
            regulations: raw
                .regulations
                .map(|raw| Ok::<_, String>(Regulations { cells: self.cells(&raw.cells)?, levels: raw.levels }))
                .transpose()?,
            fee: raw.fee.map(|raw| Ok::<_, String>(Fee { unpaid: self.cell(&raw.unpaid)?, words: raw.words })).transpose()?,
            ready: raw.ready.into_iter().map(|ready| self.ready(ready)).collect::<Result<_, _>>()?,
            sources: raw.sources,
            parts: raw.parts,
            units: raw.units,
            growth: raw.growth,
            years: raw.years,
            own_names: raw.own_names,
            places: raw.places,
            persons: raw.persons,
            stale: raw.stale,
            preface_words: raw.preface_words,
            contact_words: raw.contact_words,
            nothing_words: raw.nothing_words,
            problem_words: raw.problem_words,
            measure_words: raw.measure_words,
            deed_words: raw.deed_words,
            duties: raw.duties,
            copy_checked: raw.copy_checked,
            other_bases: raw.other_bases,
            left_words: raw.left_words,
            twice: raw.twice,
            lengths: raw.lengths,
            laws: raw.laws,
            became: raw.became,
            reader: self.reader(raw.reader)?,
            watch: WatchWords::default(),
        };
        data.watch = WatchWords::of(&data);
        Ok(data)
    }

    fn figure(&self, raw: RawFigure) -> Result<ProseFigure, String> {
        Ok(ProseFigure { cells: self.cells(&raw.cells)?, name: raw.name })
    }

    fn ready(&self, raw: RawReady) -> Result<ReadySentence, String> {
        Ok(ReadySentence { if_zero: self.cells(&raw.if_zero)?, name: raw.name, section: raw.section, text: raw.text })
    }

    fn cells(&self, ids: &[String]) -> Result<Vec<CellIndex>, String> {
        ids.iter().map(|id| self.cell(id)).collect()
    }

    fn cell(&self, id: &str) -> Result<CellIndex, String> {
        (self.find)(id).ok_or_else(|| format!("there is no cell {id}"))
    }
}
