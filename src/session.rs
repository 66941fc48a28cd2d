//! One open report: form, report, findings and history of edits. Everything that changes a report goes through here.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::check::{Case, Finding, Fix, Review, Standing, Summary, fixes, review, summary};
use crate::form::Form;
use crate::report::{Edit, Figures, Report, Status};

/// Tells whether some font at hand can draw a character.
pub type Covers = Arc<dyn Fn(char) -> bool + Send + Sync>;

/// How many steps can be taken back: a week of typing must not fill the memory.
const MOST_STEPS: usize = 2_000;

/// One open report.
pub struct Session {
    form: Arc<Form>,
    report: Report,
    figures: Figures,
    review: Review,
    /// The fixes asked for since the last change, by the finding's place.
    fixes: RefCell<BTreeMap<usize, Vec<Fix>>>,
    covers: Covers,
    undo: VecDeque<Edit>,
    redo: Vec<Edit>,
    revision: u64,
    /// The depth of the undo stack at the last save; `None` where that state can no longer be reached.
    saved_depth: Option<usize>,
    /// The same of the state that is being saved.
    saving_depth: Option<usize>,
}

impl Session {
    /// Opens a report of that form; it counts as saved.
    #[must_use]
    pub fn new(form: Arc<Form>, report: Report, covers: Covers) -> Self {
        let figures = Figures::of(&form, &report);
        let mut session = Self {
            form,
            report,
            figures,
            review: Review::default(),
            fixes: RefCell::default(),
            covers,
            undo: VecDeque::new(),
            redo: Vec::new(),
            revision: 0,
            saved_depth: Some(0),
            saving_depth: None,
        };
        session.recheck();
        session
    }

    /// The form of the report.
    #[must_use]
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// The report as it stands.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Its figures, totals computed.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Whether no figure stands in it yet: nothing was checked then.
    #[must_use]
    pub fn has_no_figure(&self) -> bool {
        self.form.cells().all(|(cell, _)| self.report.cell(cell).value.is_blank())
    }

    /// What the checks say while it is being filled.
    #[must_use]
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// What the checks say of the finished report: blanks are 0.
    #[must_use]
    pub fn final_review(&self) -> Review {
        review(self.case_for(Standing::Finished))
    }

    /// Goes up with every change, undo and redo too.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether the report is locked against edits of its content.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.report.status == Status::Final
    }

    /// Makes a change; it can be undone. A locked report takes no change but of its status; `false` says that none was made.
    pub fn apply(&mut self, edit: Edit) -> bool {
        if self.is_locked() && !matches!(edit, Edit::Status { .. }) {
            return false;
        }
        let inverse = self.report.apply(&self.form, edit);
        let depth = self.undo.len();
        for noted in [&mut self.saved_depth, &mut self.saving_depth] {
            *noted = noted.filter(|noted| *noted <= depth);
        }
        self.undo.push_back(inverse);
        self.redo.clear();
        if self.undo.len() > MOST_STEPS {
            self.undo.pop_front();
            for noted in [&mut self.saved_depth, &mut self.saving_depth] {
                *noted = noted.and_then(|noted| noted.checked_sub(1));
            }
        }
        self.changed();
        true
    }

    /// Takes the last change back (none in a locked report) and returns the edit that did it, to show where.
    pub fn undo(&mut self) -> Option<Edit> {
        if self.is_locked() {
            return None;
        }
        let edit = self.undo.pop_back()?;
        let inverse = self.report.apply(&self.form, edit.clone());
        self.redo.push(inverse);
        self.changed();
        Some(edit)
    }

    /// Makes the change again that was last taken back.
    pub fn redo(&mut self) -> Option<Edit> {
        if self.is_locked() {
            return None;
        }
        let edit = self.redo.pop()?;
        let inverse = self.report.apply(&self.form, edit.clone());
        self.undo.push_back(inverse);
        self.changed();
        Some(edit)
    }

    /// Whether there is a change to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty() && !self.is_locked()
    }

    /// Whether there is a change to make again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty() && !self.is_locked()
    }

    /// Notes that the report as it stands is being saved. What is changed before [`Session::end_saving`] stays unsaved.
    pub fn begin_saving(&mut self) {
        self.saving_depth = Some(self.undo.len());
    }

    /// Notes that the state of the last [`Session::begin_saving`] is on disk.
    pub fn end_saving(&mut self) {
        self.saved_depth = self.saving_depth.take();
    }

    /// Notes that the report as it stands is nowhere on disk, e.g. after a recovery.
    pub fn mark_unsaved(&mut self) {
        self.saved_depth = None;
    }

    /// Whether the report differs from what was last saved.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.saved_depth != Some(self.undo.len())
    }

    /// The changes that would mend a finding, the likeliest first. Those of a sum are looked for when first asked, and kept
    /// until the next change: a window asks in every frame.
    #[must_use]
    pub fn fixes(&self, finding: &Finding) -> Vec<Fix> {
        let Some(at) = self.review.findings.iter().position(|found| found == finding) else {
            return fixes(self.case(), &self.review, finding);
        };
        let mut known = self.fixes.borrow_mut();
        known.entry(at).or_insert_with(|| fixes(self.case(), &self.review, finding)).clone()
    }

    /// The last look before the report leaves.
    #[must_use]
    pub fn summary(&self) -> Summary {
        summary(self.final_case(), &self.final_review())
    }

    /// What is checked, for the helpers of [`crate::check`].
    #[must_use]
    pub fn case(&self) -> Case<'_> {
        self.case_for(Standing::Filling)
    }

    /// The same, for a finished report: blanks are 0.
    #[must_use]
    pub fn final_case(&self) -> Case<'_> {
        self.case_for(Standing::Finished)
    }

    fn case_for(&self, standing: Standing) -> Case<'_> {
        Case { form: &self.form, report: &self.report, figures: &self.figures, standing, covers: &*self.covers }
    }

    fn changed(&mut self) {
        self.revision += 1;
        self.recheck();
    }

    fn recheck(&mut self) {
        self.figures = Figures::of(&self.form, &self.report);
        self.review = review(self.case_for(Standing::Filling));
        self.fixes.get_mut().clear();
    }
}
