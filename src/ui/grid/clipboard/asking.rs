//! Asks for the place of what no label gives one: a row of the form, or a cell; nothing is read of it before.

use egui::{ComboBox, RichText, Ui};

use crate::form::{Form, Table};
use crate::intake::asking::{Ask, Chosen, Key, Target};
use crate::ui::look::theme::Theme;

/// What is shown where nothing was chosen.
const LEFT_OUT: &str = "不读入";

/// What came of an ask in this frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::ui) struct Asked {
    /// What was chosen anew, or taken back.
    pub(in crate::ui) answer: Option<(Key, Option<Target>)>,
    /// Whether the keys are its own.
    pub(in crate::ui) has_keys: bool,
}

/// A list of places beside what is asked.
pub(in crate::ui) fn ask_ui(ui: &mut Ui, ask: &Ask, (form, table): (&Form, &Table), chosen: &Chosen, theme: &Theme) -> Asked {
    const WIDTH_PT: f32 = 330.0;
    let now = chosen.of(ask.key);
    let targets = ask.targets(form, table, chosen);
    let shown = targets.iter().find(|(target, _)| now == Some(*target)).map_or(LEFT_OUT, |(_, name)| name.as_str());
    let mut asked = Asked::default();
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(format!("{} 填到", ask.words)).font(theme.small_font()));
        let choosing = ComboBox::from_id_salt((&table.id, ask.key)).selected_text(shown).width(WIDTH_PT).truncate();
        let response = choosing.show_ui(ui, |ui| {
            let mut picked = now;
            ui.selectable_value(&mut picked, None, LEFT_OUT);
            for (target, name) in &targets {
                ui.selectable_value(&mut picked, Some(*target), name);
            }
            if picked != now {
                asked.answer = Some((ask.key, picked));
                ui.close();
            }
        });
        ui.ctx().accesskit_node_builder(response.response.id, |node| node.set_label(format!("{} 填到", ask.words)));
        asked.has_keys = response.response.has_focus() || response.inner.is_some();
    });
    asked
}
