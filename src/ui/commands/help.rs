//! The list of keys (F1).

use egui::{RichText, Ui};

use super::action::Action;
use super::table::Command;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::title_ui;

/// Keys of the grid, with what they do.
const GRID_KEYS: [(&str, &str); 16] = [
    ("方向键", "移动一格"),
    ("Tab、Shift+Tab", "下一个、上一个要填的格"),
    ("Enter、Shift+Enter", "确认，向下、向上"),
    ("Home、End", "行首、行尾；加 Ctrl 到表首、表尾"),
    ("Ctrl+方向键", "到这一段的边上"),
    ("PgUp、PgDn", "上一屏、下一屏"),
    ("Shift+方向键", "选一片"),
    ("Ctrl+A", "选整张表"),
    ("Shift+空格", "选整行"),
    ("数字", "替换原来的内容"),
    ("F2", "在原内容上修改"),
    ("Esc", "放弃这次修改"),
    ("Delete", "清空；在合计格上恢复自动合计"),
    ("Ctrl+D、Ctrl+R", "向下、向右填充"),
    ("Ctrl+Enter", "填满选中的格"),
    ("菜单键、Shift+F10", "这一格的菜单"),
];

/// Draws the list.
pub(crate) fn help_ui(ui: &mut Ui, theme: &Theme, actions: &mut Vec<Action>) {
    title_ui(ui, "按键一览", theme);
    egui::ScrollArea::vertical().max_height(ui.ctx().content_rect().height() - 180.0).show(ui, |ui| {
        egui::Grid::new("keys").num_columns(2).spacing([24.0, 4.0]).show(ui, |ui| {
            head(ui, "全部窗口", theme);
            for command in Command::all().filter(|command| !command.keys().is_empty()) {
                let keys: Vec<_> = command.keys().iter().copied().map(super::table::shown).collect();
                row(ui, &keys.join("、"), command.tip());
            }
            head(ui, "表格", theme);
            for (keys, what) in GRID_KEYS {
                row(ui, keys, what);
            }
        });
    });
    ui.add_space(10.0);
    let close = ui.button("关闭");
    if ui.memory(|memory| memory.focused().is_none()) {
        close.request_focus();
    }
    if close.clicked() {
        actions.push(Action::CloseDialog);
    }
}

fn head(ui: &mut Ui, words: &str, theme: &Theme) {
    ui.label(RichText::new(words).color(theme.faint_ink));
    ui.end_row();
}

fn row(ui: &mut Ui, keys: &str, what: &str) {
    ui.label(keys);
    ui.label(what);
    ui.end_row();
}
