//! The list drawn: heads that sort, and only the rows that are seen.

use egui::{Align2, Button, Color32, RichText, Sense, Stroke, Ui, pos2, vec2};

use super::list::{Column, LineKey, List, cell_text, file_of, id, key_of, looked_of};
use crate::collection::batch::{Line, Row};
use crate::file::many::State;
use crate::ui::look::theme::Theme;

/// The height of a row.
pub(super) const ROW_PT: f32 = 26.0;
/// Air beside the text of a cell.
const PAD_PT: f32 = 6.0;

/// Draws the list; whether the chosen line was opened by two clicks.
pub(super) fn list_ui(ui: &mut Ui, list: &mut List, lines: &[Line], rows: &[Row], theme: &Theme) -> bool {
    let width_pt = ui.available_width() - ui.spacing().scroll.bar_width - 2.0;
    let columns = Column::shown(width_pt);
    let left_pt = Column::shared_pt(&columns, width_pt);
    ui.spacing_mut().item_spacing.y = 0.0;
    heads_ui(ui, list, lines, rows, (&columns, left_pt), theme);
    let goal = if std::mem::take(&mut list.scrolls) { list.here() } else { None };
    let has_focus = ui.memory(|memory| memory.has_focus(id()));
    let mut clicked = None;
    let area = egui::ScrollArea::vertical().id_salt("batch").auto_shrink(false);
    // Whatever the list holds, a frame looks at what is seen alone.
    area.show_viewport(ui, |ui, seen| {
        let order = list.order();
        ui.set_height(ROW_PT * order.len() as f32);
        let top = ui.max_rect().top();
        let first = (seen.min.y / ROW_PT).floor().max(0.0) as usize;
        let count = (seen.height() / ROW_PT).ceil() as usize + 1;
        if let Some(goal) = goal {
            let y = top + goal as f32 * ROW_PT;
            let rect = egui::Rect::from_min_size(pos2(ui.max_rect().left(), y), vec2(1.0, ROW_PT));
            ui.scroll_to_rect(rect, None);
        }
        for (place, at) in order.iter().enumerate().skip(first).take(count) {
            let Some(line) = lines.get(*at) else { continue };
            let rect = egui::Rect::from_min_size(pos2(ui.max_rect().left(), top + place as f32 * ROW_PT), vec2(width_pt, ROW_PT));
            let response = ui.interact(rect, id().with(spoken_key(&key_of(line, rows))), Sense::click());
            let is_current = list.here() == Some(place);
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListBoxOption, true, is_current, spoken(line, rows)));
            row_ui(ui, rect, line, rows, (is_current, has_focus, list.marked.contains(&file_of(line, rows))), (&columns, left_pt), theme);
            if response.clicked() {
                let is_at_mark = |at: egui::Pos2| at.x < rect.left() + Column::Mark.width_pt(0.0);
                let marks = line.row.is_some() && response.interact_pointer_pos().is_some_and(is_at_mark);
                clicked = Some(Clicked { place, marks: marks.then(|| file_of(line, rows)), opens: response.double_clicked() });
            }
            if !line.troubles.is_empty() || !line.at.is_empty() {
                response.on_hover_ui(|ui| {
                    let more = [Column::Trouble, Column::Note].map(|column| cell_text(column, line, rows)).join("\n");
                    ui.label(more.trim());
                });
            }
        }
    });
    let Some(Clicked { place, marks, opens }) = clicked else { return false };
    list.takes_focus = true;
    if let Some(file) = marks {
        list.mark(&file);
    }
    list.choose_at(place, lines, rows);
    list.scrolls = false;
    opens
}

/// What was clicked on: where it stands in the order, the file whose mark was meant, and whether it was a second click.
struct Clicked {
    place: usize,
    marks: Option<String>,
    opens: bool,
}

fn spoken_key(key: &LineKey) -> String {
    match key {
        LineKey::Unit(unit) => format!("unit {unit}"),
        LineKey::File(file) => format!("file {file}"),
    }
}

/// What a screen reader says of a row.
fn spoken(line: &Line, rows: &[Row]) -> String {
    let named = |column: Column| {
        let text = cell_text(column, line, rows);
        (!text.is_empty()).then(|| {
            if matches!(column, Column::Unit | Column::State | Column::Trouble | Column::Note | Column::File) {
                text
            } else {
                format!("{} {text}", column.name())
            }
        })
    };
    let columns = [Column::Unit, Column::State, Column::Wrong, Column::Explain, Column::Trouble, Column::Note, Column::File];
    columns.into_iter().filter_map(named).collect::<Vec<_>>().join("，")
}

fn heads_ui(ui: &mut Ui, list: &mut List, lines: &[Line], rows: &[Row], (columns, left_pt): (&[Column], f32), theme: &Theme) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_PT), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, theme.label_fill);
    let mut x = rect.left();
    for column in columns.iter().copied() {
        let width = column.width_pt(left_pt);
        let sign = match list.sort {
            Some((sorted, false)) if sorted == column => "↑",
            Some((sorted, true)) if sorted == column => "↓",
            _ => "",
        };
        let head = RichText::new(format!("{}{sign}", column.name())).font(theme.small_font()).color(theme.ink);
        let place = egui::Rect::from_min_size(pos2(x, rect.top()), vec2(width, ROW_PT));
        let button = ui.put(place, Button::new(head).frame(false).small());
        ui.ctx().accesskit_node_builder(button.id, |node| node.set_label(format!("按{}排序", column.name())));
        if button.on_hover_text("点一下排序，再点反过来").clicked() {
            list.sort_by(column);
            list.arrange(lines, rows);
        }
        x += width;
    }
}

fn row_ui(
    ui: &Ui,
    rect: egui::Rect,
    line: &Line,
    rows: &[Row],
    (is_current, has_focus, is_marked): (bool, bool, bool),
    (columns, left_pt): (&[Column], f32),
    theme: &Theme,
) {
    let painter = ui.painter();
    let looked = looked_of(line, rows);
    let fill = if is_current {
        theme.selection_fill
    } else if looked.is_some_and(|looked| looked.wrong > 0) || line.row.is_some() && looked.is_none() {
        theme.bad_fill
    } else if !line.troubles.is_empty() {
        theme.warn_fill
    } else {
        theme.paper
    };
    painter.rect_filled(rect, 0.0, fill);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, theme.grid_line));
    if is_current && has_focus {
        painter.rect_stroke(rect.shrink(1.0), 0.0, Stroke::new(1.5, theme.accent), egui::StrokeKind::Inside);
    }
    let mut x = rect.left();
    for column in columns.iter().copied() {
        let width = column.width_pt(left_pt);
        let place = egui::Rect::from_min_size(pos2(x, rect.top()), vec2(width, ROW_PT));
        x += width;
        if column == Column::Mark {
            if line.row.is_some() {
                let square = egui::Rect::from_center_size(place.center(), vec2(13.0, 13.0));
                painter.rect_stroke(square, 2.0, Stroke::new(1.0, theme.faint_ink), egui::StrokeKind::Inside);
                if is_marked {
                    painter.rect_filled(square.shrink(3.0), 1.0, theme.accent);
                }
            }
            continue;
        }
        let text = cell_text(column, line, rows);
        if text.is_empty() {
            continue;
        }
        let clipped = painter.with_clip_rect(place.shrink2(vec2(2.0, 0.0)).intersect(painter.clip_rect()));
        let is_number = matches!(
            column,
            Column::Wrong
                | Column::Explain
                | Column::Hints
                | Column::Held
                | Column::Year
                | Column::Edition
                | Column::LastYear
                | Column::State
        );
        let (at, align) = if is_number {
            (place.center(), Align2::CENTER_CENTER)
        } else {
            (pos2(place.left() + PAD_PT, place.center().y), Align2::LEFT_CENTER)
        };
        clipped.text(at, align, text, theme.grid_font(), colour(column, line, theme));
    }
}

fn colour(column: Column, line: &Line, theme: &Theme) -> Color32 {
    match (column, line.state) {
        (Column::Wrong, _) | (Column::State, State::Returned) => theme.bad,
        (Column::Explain, _) => theme.warn,
        (Column::State, State::Passed) => theme.good,
        (Column::Hints | Column::Level | Column::Year | Column::Edition | Column::File | Column::LastYear, _)
        | (Column::State, State::Unseen | State::Seen) => theme.faint_ink,
        _ => theme.ink,
    }
}
