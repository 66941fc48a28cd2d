//! What is looked at once more before a report leaves (定稿): the same list in the window and on the sheet that is signed (核对单).

use super::{Case, Finding, Review, Severity};
use crate::form::{CellIndex, SumSeverity};
use crate::report::Value;

/// The head of the part that compares with last year.
pub const AGAINST_LAST_YEAR: &str = "与上年对照";

/// The last look at a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The unit.
    pub unit: String,
    /// The report year.
    pub year: i32,
    /// Each blocking rule: how often it was asked and how often it held.
    pub rules: Vec<RuleCount>,
    /// What stops the report: a sum, a cell, a character.
    pub blocking: Vec<String>,
    /// What asks for a reason and has none.
    pub unexplained: Vec<String>,
    /// What was explained, with the reason.
    pub explained: Vec<(String, String)>,
    /// The figures that prose names, now and last year.
    pub changes: Vec<Change>,
    /// Last year's year, where its report is at hand.
    pub last_year: Option<i32>,
    /// The cells that will print 0.
    pub blanks: Vec<CellIndex>,
    /// Characters that cannot be printed.
    pub undrawable: Vec<String>,
    /// Personal data found and not yet masked.
    pub personal: Vec<Finding>,
    /// Hints that were not passed over.
    pub hints: Vec<String>,
}

/// How often a rule was asked and held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCount {
    /// The rule's id.
    pub rule: String,
    /// How often it was asked.
    pub asked: usize,
    /// How often it held.
    pub held: usize,
}

/// A figure beside last year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is called.
    pub name: String,
    /// Last year.
    pub then: String,
    /// This year.
    pub now: String,
}

/// A part of the list, as lines for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryPart {
    /// Its head.
    pub head: String,
    /// Its lines; never empty.
    pub lines: Vec<String>,
    /// What was found.
    pub outcome: Outcome,
}

/// What was found in a part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was looked at, and nothing stops the report.
    Good,
    /// Something stops the report.
    Bad,
    /// It was not looked at: what it would be compared with is not at hand.
    NotLookedAt,
}

impl Outcome {
    fn of(good: bool) -> Self {
        if good { Self::Good } else { Self::Bad }
    }
}

/// Looks at a finished report once more: `review` is that of the case, with blanks as 0.
#[must_use]
pub fn summary(case: Case<'_>, review: &Review) -> Summary {
    let of = |severity: Severity| review.findings.iter().filter(move |finding| finding.severity == severity);
    let is_personal = |finding: &&Finding| matches!(finding.rule.as_str(), "S-ID" | "S-PHONE" | "S-CARD" | "S-PERSON");
    let is_glyph = |finding: &&Finding| finding.rule == "S-GLYPH";
    let message = |finding: &Finding| finding.message.clone();
    let explained = of(Severity::Explain).filter_map(|finding| Some((finding.message.clone(), finding.reason.clone()?)));
    let open = of(Severity::Explain).filter(|finding| finding.reason.is_none());
    let blanks = case.form.cells().filter(|(cell, _)| case.figures.value(*cell).is_blank()).map(|(cell, _)| cell);
    Summary {
        unit: case.report.unit.clone(),
        year: case.report.year,
        rules: rules(case, review),
        blocking: of(Severity::Blocking).filter(|finding| !is_glyph(finding)).map(message).collect(),
        unexplained: open.clone().filter(|finding| !is_personal(finding)).map(message).collect(),
        explained: explained.collect(),
        changes: changes(case),
        last_year: case.report.last_year.as_ref().map(|last_year| last_year.year),
        blanks: blanks.collect(),
        undrawable: of(Severity::Blocking).filter(is_glyph).map(message).collect(),
        personal: open.filter(is_personal).cloned().collect(),
        hints: of(Severity::Hint).filter(|finding| finding.reason.is_none()).map(message).collect(),
    }
}

fn rules(case: Case<'_>, review: &Review) -> Vec<RuleCount> {
    let mut rules: Vec<RuleCount> = Vec::new();
    let blocking = case.form.sums.iter().zip(&review.sums).filter(|(sum, _)| sum.severity == SumSeverity::Blocking);
    for (sum, outcome) in blocking {
        let held = usize::from(outcome.state == super::SumState::Holds);
        match rules.iter_mut().find(|count| count.rule == sum.rule) {
            Some(count) => {
                count.asked += 1;
                count.held += held;
            }
            None => rules.push(RuleCount { rule: sum.rule.clone(), asked: 1, held }),
        }
    }
    rules
}

/// The figures that prose names, where last year has them too.
fn changes(case: Case<'_>) -> Vec<Change> {
    let Some(last_year) = &case.report.last_year else { return Vec::new() };
    let same_edition = last_year.edition == case.form.edition;
    let mut changes = Vec::new();
    for figure in &case.form.review.figures {
        let [cell] = figure.cells.as_slice() else { continue };
        let Some(definition) = case.form.cell(*cell) else { continue };
        let then = last_year.figure(&definition.id).or(same_edition.then(Default::default));
        let now = match case.figures.value(*cell) {
            Value::Number(number) => number,
            Value::Blank => rust_decimal::Decimal::ZERO,
            Value::Unreadable(_) => continue,
        };
        if let Some(then) = then {
            let words = |number: rust_decimal::Decimal| number.normalize().to_string();
            changes.push(Change { name: figure.name.clone(), then: words(then), now: words(now) });
        }
    }
    changes
}

impl Summary {
    /// Whether the report may leave: nothing blocks, every question has its reason, no personal data is left.
    #[must_use]
    pub fn may_leave(&self) -> bool {
        self.blocking.is_empty() && self.undrawable.is_empty() && self.unexplained.is_empty() && self.personal.is_empty()
    }

    /// The list in words, for the window's page and for the sheet.
    #[must_use]
    pub fn parts(&self, case: Case<'_>) -> Vec<SummaryPart> {
        vec![
            self.sums(),
            self.reasons(),
            self.against_last_year(),
            self.blanks_as_0(case),
            part("生僻字", self.undrawable.clone(), "全部文字都能印出", self.undrawable.is_empty()),
            part(
                "个人信息",
                self.personal.iter().map(|finding| finding.message.clone()).collect(),
                "没有发现手机号码、公民身份号码、银行卡号和个人姓名住址",
                self.personal.is_empty(),
            ),
        ]
    }

    /// The hints, which stop nothing: for the window alone, apart from the list that is signed.
    #[must_use]
    pub fn hints(&self) -> SummaryPart {
        part("文字建议，不影响定稿", listed(&self.hints), "没有文字建议", true)
    }

    fn sums(&self) -> SummaryPart {
        let (asked, held) = self.rules.iter().fold((0, 0), |(asked, held), rule| (asked + rule.asked, held + rule.held));
        let mut lines = vec![if asked == held {
            format!("{asked} 条勾稽关系全部相符")
        } else {
            format!("{asked} 条勾稽关系，{} 条不符", asked - held)
        }];
        lines.extend(self.blocking.iter().cloned());
        SummaryPart { head: "勾稽关系".to_owned(), lines, outcome: Outcome::of(self.blocking.is_empty()) }
    }

    fn reasons(&self) -> SummaryPart {
        let open = self.unexplained.iter().map(|message| format!("待说明：{message}"));
        let given = self.explained.iter().map(|(message, reason)| format!("{message}——{reason}"));
        part("需要说明的情况", open.chain(given).collect(), "没有需要说明的情况", self.unexplained.is_empty())
    }

    fn against_last_year(&self) -> SummaryPart {
        let Some(year) = self.last_year else {
            let lines = vec!["没有导入上年度报告，未对照".to_owned()];
            return SummaryPart { head: AGAINST_LAST_YEAR.to_owned(), lines, outcome: Outcome::NotLookedAt };
        };
        let changed = self.changes.iter().filter(|change| change.then != change.now);
        let changed: Vec<_> = changed.map(|change| format!("{} {} → {}", change.name, change.then, change.now)).collect();
        let same = self.changes.len() - changed.len();
        let mut lines = Vec::new();
        if !changed.is_empty() {
            lines.push(format!("{year} 年 → 本年：{}", changed.join("，")));
        }
        if same > 0 {
            lines.push(format!("正文常用的 {same} 项数字与上年相同"));
        }
        part(AGAINST_LAST_YEAR, lines, "没有可对照的数字", true)
    }

    fn blanks_as_0(&self, case: Case<'_>) -> SummaryPart {
        let mut lines = Vec::new();
        for (at, table) in case.form.tables.iter().enumerate() {
            let of_table = |cell: &&CellIndex| case.form.cell(**cell).is_some_and(|cell| cell.table == at);
            let count = self.blanks.iter().filter(of_table).count();
            if count > 0 {
                lines.push(format!("{}有 {count} 个空格，将印为 0", table.name));
            }
        }
        part("空格", lines, "没有空格", true)
    }
}

/// At most so many hints stand in the list.
const HINTS_LISTED: usize = 6;

/// The hints: the first ones, and how many there are.
fn listed(hints: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = hints.iter().take(HINTS_LISTED).cloned().collect();
    if hints.len() > HINTS_LISTED {
        lines.push(format!("等，共 {} 处", hints.len()));
    }
    lines
}

/// A part, with one line that says so where there is nothing to list.
fn part(head: &str, lines: Vec<String>, nothing: &str, good: bool) -> SummaryPart {
    let lines = if lines.is_empty() { vec![nothing.to_owned()] } else { lines };
    SummaryPart { head: head.to_owned(), lines, outcome: Outcome::of(good) }
}
