//! The editor of a prose section: pasted text tidied, undo by word through the session, findings marked as one types.

mod offers;
pub mod text;

use std::borrow::Cow;
use std::ops::Range;

use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use egui::{Event, ImeEvent, Stroke, TextBuffer, TextEdit, Ui};

use super::commands::Action;
use super::look::text_field;
use super::look::theme::Theme;
use crate::check::{FigureOffer, Severity, Spot};
use crate::form::{Section, SectionContent};
use crate::report::{Edit, tidy_pasted};
use crate::session::Session;
use text::{Change, Shown, changed_end};

/// How long typing may pause before what was typed becomes a step of undo and goes to the journal, in seconds.
const PAUSE_S: f64 = 0.7;

/// The editor of one section.
#[derive(Debug, Default)]
pub(crate) struct ProseEditor {
    section: String,
    shown: Shown,
    /// The session's revision that `shown` was made from; `None` before the first frame.
    revision: Option<u64>,
    pending: Option<Pending>,
    /// Where the caret is to be put in the next frame, in bytes of the shown text.
    caret: Option<Range<usize>>,
    /// Where the caret was when last seen, in bytes of the shown text.
    caret_at: Option<usize>,
    take_focus: bool,
    /// Where the letters of an open composition of an input method stand, in bytes of the shown text.
    composition: Option<Range<usize>>,
    picker: Option<Picker>,
    offers: Offers,
    /// Whether last year's text is shown; until the clerk chose, where nothing of this year's is written.
    last_year_open: Option<bool>,
    /// Whether hints are left unmarked.
    hides_hints: bool,
}

/// The figures typed by hand that could follow their cells, with the text and revision that they were found in.
#[derive(Debug, Default)]
struct Offers {
    found_in: Option<(u64, String)>,
    figures: Vec<FigureOffer>,
}

/// The search for a figure that is to follow its cell, opened by `{` or by its button.
#[derive(Debug, Default)]
struct Picker {
    /// What it takes the place of, in bytes of the shown text.
    at: Range<usize>,
    asked: String,
    take_focus: bool,
}

/// What was typed and is no step of undo yet.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pending {
    since_s: f64,
    is_deletion: bool,
}

impl ProseEditor {
    /// The editor of that section.
    #[must_use]
    pub(super) fn new(section: &str) -> Self {
        Self { section: section.to_owned(), ..Self::default() }
    }

    /// Marks hints too, or leaves them unmarked.
    pub(super) fn show_hints(&mut self, shown: bool) {
        self.hides_hints = !shown;
    }

    /// Puts the focus here in the next frame, with the caret at a range of bytes of the stored text.
    pub(super) fn go_to(&mut self, session: &Session, range: Option<&Range<usize>>) {
        self.take_focus = true;
        if let Some(range) = range {
            let stored = session.report().prose(&self.section);
            let shown = Shown::of(session.form(), session.figures(), stored);
            let place = |at| shown.place_of(session.form(), stored, at);
            self.caret = Some(place(range.start)..place(range.end));
        }
    }

    /// What was typed and is no step of undo yet, as an edit. The letters of an open composition are not typed yet, and stay.
    #[must_use]
    pub(super) fn take_pending(&mut self, session: &Session) -> Option<Edit> {
        let edit = self.pending_edit(session);
        self.pending = self.pending.filter(|_| self.is_composing());
        edit
    }

    /// The same, left where it is.
    #[must_use]
    pub(super) fn pending_edit(&self, session: &Session) -> Option<Edit> {
        self.pending.and_then(|_| self.edit(session))
    }

    fn edit(&self, session: &Session) -> Option<Edit> {
        let text = self.settled().stored(session.form());
        (text != session.report().prose(&self.section)).then(|| Edit::Prose { section: self.section.clone(), text })
    }

    /// The text without the letters of an open composition.
    fn settled(&self) -> Cow<'_, Shown> {
        let Some((before, after)) = self.composition.as_ref().and_then(|letters| around(self.shown.text(), letters)) else {
            return Cow::Borrowed(&self.shown);
        };
        let mut settled = self.shown.clone();
        settled.edited(&[before, after].concat());
        Cow::Owned(settled)
    }

    fn is_composing(&self) -> bool {
        self.composition.is_some()
    }

    /// Draws the editor of a section.
    pub(super) fn ui(&mut self, ui: &mut Ui, session: &Session, section: &Section, locked: bool, theme: &Theme) -> Vec<Action> {
        let mut actions = Vec::new();
        self.follow(session);
        let SectionContent::Prose { heads, hint } = &section.content else { return actions };
        if !locked {
            self.heads_ui(ui, session, heads, &mut actions);
            self.offers_ui(ui, session, &mut actions);
            self.figures_ui(ui, session, &mut actions);
            self.last_year_ui(ui, session, theme, &mut actions);
        }
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let width_pt = ui.available_width().min(theme.prose_pt * 46.0);
            ui.set_max_width(width_pt);
            self.editor_ui(ui, session, section, hint, locked, theme, &mut actions);
        });
        actions
    }

    /// Takes over what undo, another panel or a figure changed.
    fn follow(&mut self, session: &Session) {
        if self.pending.is_some() || self.revision == Some(session.revision()) {
            return;
        }
        let shown = Shown::of(session.form(), session.figures(), session.report().prose(&self.section));
        if self.revision.is_some() && self.caret.is_none() && shown.text() != self.shown.text() {
            let at = changed_end(self.shown.text(), shown.text());
            self.caret = Some(at..at);
        }
        self.shown = shown;
        self.revision = Some(session.revision());
    }

    #[expect(clippy::too_many_arguments, reason = "all of it is read by one text field")]
    fn editor_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        section: &Section,
        hint: &str,
        locked: bool,
        theme: &Theme,
        actions: &mut Vec<Action>,
    ) {
        let id = ui.make_persistent_id(("prose", &self.section));
        if ui.memory(|memory| memory.has_focus(id)) {
            tidy_what_is_pasted(ui);
        }
        self.notice_composition(ui, id);
        let marks = self.marks(session);
        let shown = self.shown.clone();
        let mut layouter = |ui: &Ui, buffer: &dyn TextBuffer, wrap_width_pt: f32| {
            // While a composition stands in the text, the marks would be off their places.
            let marked = (buffer.as_str() == shown.text()).then_some(Marked { shown: &shown, findings: &marks });
            let job = layout(buffer.as_str(), marked, theme, wrap_width_pt);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let mut buffer = self.shown.text().to_owned();
        let output = TextEdit::multiline(&mut buffer)
            .id(id)
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .desired_rows(18)
            .margin(egui::Margin::symmetric(16, 14))
            .interactive(!locked)
            .layouter(&mut layouter)
            .show(ui);
        let response = output.response.response.clone();
        name_it(ui, id, &section.head());
        text_field::block(&response, self.shown.text());
        if response.changed() {
            if let (Some(letters), Some(range)) = (&mut self.composition, output.cursor_range) {
                // While it is open the text field has it selected.
                let byte = |cursor: CCursor| byte_of(&buffer, cursor.index.into());
                let [from, to] = range.sorted_cursors().map(byte);
                *letters = from..to;
            }
            self.typed(ui, session, &buffer, actions);
            let caret = output.cursor_range.map(|range| range.primary.index.into());
            self.open_picker_at_brace(ui, caret);
        }
        self.caret_at = output.cursor_range.map(|range| byte_of(self.shown.text(), range.primary.index.into())).or(self.caret_at);
        if response.clicked() {
            actions.extend(self.found_at(session, output.cursor_range.map(|range| range.primary.index.into())));
        }
        if std::mem::take(&mut self.take_focus) {
            response.request_focus();
        }
        if let Some(range) = self.caret.take() {
            self.put_caret(ui, id, output.state, range);
            response.scroll_to_me(None);
        }
        self.commit_after_pause(ui, session, response.lost_focus(), actions);
    }

    /// Takes typed text over, and makes a step of undo where a word ends.
    fn typed(&mut self, ui: &Ui, session: &Session, buffer: &str, actions: &mut Vec<Action>) {
        let is_deletion = buffer.len() < self.shown.text().len();
        if self.pending.is_some_and(|pending| pending.is_deletion != is_deletion) && !self.is_composing() {
            actions.extend(self.edit(session).map(Action::Apply));
            self.pending = None;
        }
        self.shown.edited(buffer);
        let now_s = ui.input(|input| input.time);
        self.pending.get_or_insert(Pending { since_s: now_s, is_deletion });
        if !self.is_composing() && ui.input(|input| input.events.iter().any(ends_a_word)) {
            self.pending = None;
            actions.extend(self.edit(session).map(Action::Apply));
        }
    }

    /// A `{` just typed asks for a figure, which takes its place.
    fn open_picker_at_brace(&mut self, ui: &Ui, caret_characters: Option<usize>) {
        let is_brace = |event: &Event| matches!(event, Event::Text(text) if text == "{" || text == "｛");
        let Some(caret) = caret_characters.filter(|_| ui.input(|input| input.events.iter().any(is_brace))) else { return };
        let text = self.shown.text();
        let end = byte_of(text, caret);
        if let Some(brace) = text.get(..end).and_then(|before| before.chars().next_back()).filter(|c| matches!(c, '{' | '｛')) {
            self.picker = Some(Picker { at: end - brace.len_utf8()..end, asked: String::new(), take_focus: true });
        }
    }

    fn commit_after_pause(&mut self, ui: &Ui, session: &Session, lost_focus: bool, actions: &mut Vec<Action>) {
        let Some(pending) = self.pending else { return };
        let waited_s = ui.input(|input| input.time) - pending.since_s;
        if lost_focus {
            self.drop_composition();
        } else if self.is_composing() {
            return;
        }
        if lost_focus || waited_s >= PAUSE_S {
            self.pending = None;
            actions.extend(self.edit(session).map(Action::Apply));
        } else {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(PAUSE_S - waited_s));
        }
    }

    fn notice_composition(&mut self, ui: &Ui, id: egui::Id) {
        // In another field it is none of ours.
        let is_ours = ui.memory(|memory| memory.has_focus(id));
        ui.input(|input| {
            for event in input.events.iter().filter(|_| is_ours) {
                match event {
                    // Where they stand is known once they are in the text.
                    Event::Ime(ImeEvent::Preedit { text, .. }) if !text.is_empty() => _ = self.composition.get_or_insert_default(),
                    Event::Ime(ImeEvent::Preedit { .. } | ImeEvent::Commit(_)) => self.composition = None,
                    _ => {}
                }
            }
        });
        if !ui.input(|input| input.focused) {
            // No end of it may ever be told.
            self.drop_composition();
        }
    }

    /// Forgets an open composition, and its letters.
    fn drop_composition(&mut self) {
        let settled = self.settled().into_owned();
        if let Some(letters) = self.composition.take() {
            (self.shown, self.caret) = (settled, Some(letters.start..letters.start));
        }
    }

    fn put_caret(&self, ui: &Ui, id: egui::Id, mut state: egui::text_edit::TextEditState, range: Range<usize>) {
        let characters = |bytes: usize| self.shown.text().get(..bytes).unwrap_or_default().chars().count();
        let caret = CCursorRange::two(CCursor::new(characters(range.start)), CCursor::new(characters(range.end)));
        state.cursor.set_char_range(Some(caret));
        state.store(ui.ctx(), id);
    }

    /// Points out what is found where the text was clicked.
    fn found_at(&self, session: &Session, caret_characters: Option<usize>) -> Option<Action> {
        let place = byte_of(self.shown.text(), caret_characters?);
        let stored = session.report().prose(&self.section);
        let is_there = |range: &Range<usize>| {
            let shown = |at| self.shown.place_of(session.form(), stored, at);
            !range.is_empty() && (shown(range.start)..=shown(range.end)).contains(&place)
        };
        let mut spots = session.review().findings.iter().map(|finding| &finding.spot);
        let found = spots.find(|spot| matches!(spot, Spot::Prose { section, range } if *section == self.section && is_there(range)));
        found.map(|spot| Action::PointOut(spot.clone()))
    }

    /// The findings in this section, as ranges of the shown text. What was typed since they were found moves those behind it, and takes
    /// away the mark that it stands in.
    fn marks(&self, session: &Session) -> Vec<(Range<usize>, Severity)> {
        let stored = session.report().prose(&self.section);
        let then = self.pending.is_some().then(|| Shown::of(session.form(), session.figures(), stored));
        let then = then.as_ref().unwrap_or(&self.shown);
        let change = Change::between(then.text(), self.shown.text());
        let is_shown = |severity: Severity| severity != Severity::Hint || !self.hides_hints;
        let findings = session.review().findings.iter().filter(|finding| finding.reason.is_none() && is_shown(finding.severity));
        findings
            .filter_map(|finding| match &finding.spot {
                Spot::Prose { section, range } if *section == self.section => {
                    let place = |at| then.place_of(session.form(), stored, at);
                    Some((change.moved(place(range.start)..place(range.end))?, finding.severity))
                }
                _ => None,
            })
            .collect()
    }
}

/// Whether an event ends what one step of undo takes back.
fn ends_a_word(event: &Event) -> bool {
    match event {
        Event::Text(text) => text.chars().any(|c| c.is_whitespace() || "，。；：、！？,.;:!?）)”".contains(c)),
        Event::Paste(_) | Event::Cut | Event::Ime(ImeEvent::Commit(_)) | Event::Key { key: egui::Key::Enter, pressed: true, .. } => true,
        _ => false,
    }
}

/// Where a character stands, in bytes.
fn byte_of(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}

/// What stands before a range of a text and after it.
fn around<'a>(text: &'a str, range: &Range<usize>) -> Option<(&'a str, &'a str)> {
    Some((text.get(..range.start)?, text.get(range.end..)?))
}

fn tidy_what_is_pasted(ui: &Ui) {
    ui.input_mut(|input| {
        for event in &mut input.events {
            if let Event::Paste(text) = event {
                *text = tidy_pasted(text);
            }
        }
    });
}

fn name_it(ui: &Ui, id: egui::Id, name: &str) {
    ui.ctx().accesskit_node_builder(id, |node| node.set_label(name));
}

/// What is marked in a text.
#[derive(Clone, Copy)]
struct Marked<'a> {
    shown: &'a Shown,
    findings: &'a [(Range<usize>, Severity)],
}

/// Lays the text out: heads in the heavier face, figures that follow a cell on a tint, findings underlined.
fn layout(text: &str, marked: Option<Marked<'_>>, theme: &Theme, wrap_width_pt: f32) -> LayoutJob {
    let mut cuts: Vec<usize> = vec![0, text.len()];
    cuts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    if let Some(marked) = marked {
        cuts.extend(marked.shown.figures().iter().flat_map(|figure| [figure.range.start, figure.range.end]));
        cuts.extend(marked.findings.iter().flat_map(|(range, _)| [range.start, range.end]));
    }
    // A cut within a character would lose it.
    cuts.retain(|at| text.is_char_boundary(*at));
    cuts.sort_unstable();
    cuts.dedup();
    let mut job = LayoutJob { wrap: egui::text::TextWrapping::wrap_at_width(wrap_width_pt), ..LayoutJob::default() };
    for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
        let Some(run) = text.get(*start..*end) else { continue };
        job.append(run, 0.0, format_of(text, *start..*end, marked, theme));
    }
    job
}

fn format_of(text: &str, run: Range<usize>, marked: Option<Marked<'_>>, theme: &Theme) -> TextFormat {
    let line_start = text.get(..run.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
    let font_id = if is_head(line) { theme.strong_font(theme.prose_pt) } else { egui::FontId::proportional(theme.prose_pt) };
    let mut format = TextFormat { font_id, color: theme.ink, line_height: Some(theme.prose_pt * 1.7), ..TextFormat::default() };
    let Some(marked) = marked else { return format };
    let within = |outer: &Range<usize>| outer.start <= run.start && run.end <= outer.end;
    if line.starts_with(text::CHART) || marked.shown.figures().iter().any(|figure| within(&figure.range)) {
        format.background = theme.label_lit_fill;
    }
    let worst = marked.findings.iter().filter(|(range, _)| within(range)).map(|(_, severity)| *severity).min();
    if let Some(severity) = worst {
        let colour = match severity {
            Severity::Blocking => theme.bad,
            Severity::Explain | Severity::Unfinished => theme.warn,
            Severity::Hint => theme.hint,
        };
        format.underline = Stroke::new(2.0, colour);
    }
    format
}

/// Whether a line is a run-in head of its own: （一）主动公开.
fn is_head(line: &str) -> bool {
    const LONGEST: usize = 24;
    line.trim_start().starts_with('（') && line.contains('）') && line.chars().count() <= LONGEST && !line.trim_end().ends_with('。')
}
