//! All colours and sizes of the window: calm and paper-like, one accent; red, amber and green only for meaning, never without a sign.

use std::sync::Arc;

use egui::style::{ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, Style, TextStyle, Visuals, vec2};

use super::fonts;

/// The colours of one mode, light or dark, and the sizes of both, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Theme {
    /// Whether light stands on dark.
    pub is_dark: bool,
    /// Behind everything: bars and panels.
    pub ground: Color32,
    /// What is written on: the grid, the text editor.
    pub paper: Color32,
    /// Text.
    pub ink: Color32,
    /// Text of less weight: hints, captions, last year's figures.
    pub faint_ink: Color32,
    /// Lines between panels and around controls.
    pub line: Color32,
    /// The rules of a table.
    pub grid_line: Color32,
    /// The frame and the heavier rules of a table.
    pub grid_frame: Color32,
    /// Behind official wording: heads, banners, row labels.
    pub label_fill: Color32,
    /// Behind the heads of the active cell's row and column.
    pub label_lit_fill: Color32,
    /// Behind a computed total.
    pub total_fill: Color32,
    /// Behind what the pointer is over.
    pub hover_fill: Color32,
    /// The one accent: the active cell, the main button, the current section.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Behind the selection.
    pub selection_fill: Color32,
    /// Behind a cell that undo, F8 or a finding has just gone to.
    pub flash_fill: Color32,
    /// The edge around the cells that a total adds.
    pub part_edge: Color32,
    /// Wrong: blocks the finished report.
    pub bad: Color32,
    /// Behind what is wrong.
    pub bad_fill: Color32,
    /// Asks for a reason.
    pub warn: Color32,
    /// Behind what asks for a reason.
    pub warn_fill: Color32,
    /// Right.
    pub good: Color32,
    /// Behind what is right.
    pub good_fill: Color32,
    /// 未填完.
    pub unfinished: Color32,
    /// 建议.
    pub hint: Color32,
    /// Behind a hint.
    pub hint_fill: Color32,
    /// Figures and labels of the grid.
    pub grid_text_pt: f32,
    /// Labels of a grid that have little room.
    pub grid_small_text_pt: f32,
    /// The least height of a grid row.
    pub grid_row_pt: f32,
    /// Running text of the window.
    pub body_pt: f32,
    /// Hints and captions.
    pub small_pt: f32,
    /// Heads of panels and dialogs.
    pub heading_pt: f32,
    /// The name of the program on the start page.
    pub title_pt: f32,
    /// The prose editor.
    pub prose_pt: f32,
    /// The gap between things that belong together.
    pub gap_pt: f32,
    /// The margin around the content of a panel.
    pub margin_pt: f32,
    /// The radius of corners.
    pub corner_pt: f32,
}

/// Where egui keeps whether the desktop wants more contrast.
const HIGH_CONTRAST: &str = "high contrast";

fn has_high_contrast(context: &egui::Context) -> bool {
    context.data(|data| data.get_temp(egui::Id::unique(HIGH_CONTRAST))).unwrap_or_default()
}

/// The sign that stands with a colour, so that no meaning hangs on colour alone.
pub mod sign {
    /// Blocks the finished report.
    pub const BAD: &str = "×";
    /// Asks for a reason.
    pub const WARN: &str = "！";
    /// Right.
    pub const GOOD: &str = "✓";
    /// 未填完.
    pub const UNFINISHED: &str = "…";
    /// A hint.
    pub const HINT: &str = "·";
    /// Explained.
    pub const EXPLAINED: &str = "○";
}

const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

impl Theme {
    /// Dark on light.
    #[must_use]
    pub const fn light() -> Self {
        Self {
            is_dark: false,
            ground: rgb(0xF2_F0_EB),
            paper: rgb(0xFF_FE_FB),
            ink: rgb(0x20_22_26),
            faint_ink: rgb(0x5F_63_6B),
            line: rgb(0xCF_CB_C1),
            grid_line: rgb(0xC4_C0_B6),
            grid_frame: rgb(0x7D_7A_73),
            label_fill: rgb(0xF5_F3_EE),
            label_lit_fill: rgb(0xD9_E5_F2),
            total_fill: rgb(0xEE_F2_EE),
            hover_fill: rgb(0xE7_E4_DC),
            accent: rgb(0x1D_5C_A6),
            on_accent: rgb(0xFF_FF_FF),
            selection_fill: rgb(0xCD_E0_F5),
            flash_fill: rgb(0xFC_E9_A9),
            part_edge: rgb(0x1D_5C_A6),
            bad: rgb(0xB3_26_1E),
            bad_fill: rgb(0xFB_E6_E3),
            warn: rgb(0x8A_55_00),
            warn_fill: rgb(0xFB_EF_D4),
            good: rgb(0x22_6B_3A),
            good_fill: rgb(0xE2_F1_E5),
            unfinished: rgb(0x6B_6F_76),
            hint: rgb(0x1D_5C_A6),
            hint_fill: rgb(0xE6_EF_F9),
            ..Self::SIZES
        }
    }

    /// Light on dark.
    #[must_use]
    pub const fn dark() -> Self {
        Self {
            is_dark: true,
            ground: rgb(0x1C_1D_20),
            paper: rgb(0x25_27_2B),
            ink: rgb(0xE6_E4_DF),
            faint_ink: rgb(0xA3_A6_AC),
            line: rgb(0x41_44_4A),
            grid_line: rgb(0x4A_4D_54),
            grid_frame: rgb(0x8A_8C_91),
            label_fill: rgb(0x2D_2F_34),
            label_lit_fill: rgb(0x30_42_58),
            total_fill: rgb(0x2B_32_2E),
            hover_fill: rgb(0x34_37_3D),
            accent: rgb(0x8A_B8_F0),
            on_accent: rgb(0x10_1B_2A),
            selection_fill: rgb(0x2F_4A_6C),
            flash_fill: rgb(0x63_56_22),
            part_edge: rgb(0x8A_B8_F0),
            bad: rgb(0xF4_9A_90),
            bad_fill: rgb(0x4A_2A_28),
            warn: rgb(0xE9_BE_6A),
            warn_fill: rgb(0x47_3A_1F),
            good: rgb(0x8A_D0_A0),
            good_fill: rgb(0x23_3B_2B),
            unfinished: rgb(0xA3_A6_AC),
            hint: rgb(0x8A_B8_F0),
            hint_fill: rgb(0x20_30_45),
            ..Self::SIZES
        }
    }

    /// The same mode with as much contrast as it can have: text at 7 to 1 on whatever lies behind it, 5 to 1 where that is a selection.
    #[must_use]
    pub const fn in_high_contrast(self) -> Self {
        if self.is_dark { Self::DARK_HIGH } else { Self::LIGHT_HIGH }
    }

    const LIGHT_HIGH: Self = Self {
        ground: rgb(0xFF_FF_FF),
        paper: rgb(0xFF_FF_FF),
        ink: rgb(0x00_00_00),
        faint_ink: rgb(0x33_33_33),
        line: rgb(0x00_00_00),
        grid_line: rgb(0x40_40_40),
        grid_frame: rgb(0x00_00_00),
        label_fill: rgb(0xF0_F0_F0),
        label_lit_fill: rgb(0xCF_E2_F7),
        total_fill: rgb(0xE8_F0_E8),
        hover_fill: rgb(0xE0_E0_E0),
        accent: rgb(0x00_3E_86),
        selection_fill: rgb(0xB8_D8_FF),
        flash_fill: rgb(0xFF_E6_80),
        part_edge: rgb(0x00_3E_86),
        bad: rgb(0x8A_00_00),
        bad_fill: rgb(0xFF_ED_EB),
        warn: rgb(0x5E_3A_00),
        warn_fill: rgb(0xFF_F3_DC),
        good: rgb(0x0B_4A_20),
        good_fill: rgb(0xE6_F5_E9),
        unfinished: rgb(0x33_33_33),
        hint: rgb(0x00_3E_86),
        hint_fill: rgb(0xE6_F0_FF),
        ..Self::light()
    };

    const DARK_HIGH: Self = Self {
        ground: rgb(0x00_00_00),
        paper: rgb(0x00_00_00),
        ink: rgb(0xFF_FF_FF),
        faint_ink: rgb(0xD8_D8_D8),
        line: rgb(0xFF_FF_FF),
        grid_line: rgb(0xB0_B0_B0),
        grid_frame: rgb(0xFF_FF_FF),
        label_fill: rgb(0x18_18_18),
        label_lit_fill: rgb(0x1F_35_50),
        total_fill: rgb(0x10_20_1A),
        hover_fill: rgb(0x30_30_30),
        accent: rgb(0x9C_CB_FF),
        on_accent: rgb(0x00_00_00),
        selection_fill: rgb(0x1B_3F_66),
        flash_fill: rgb(0x5C_4A_00),
        part_edge: rgb(0x9C_CB_FF),
        bad: rgb(0xFF_B3_AB),
        bad_fill: rgb(0x3A_0C_0A),
        warn: rgb(0xFF_D3_7A),
        warn_fill: rgb(0x33_26_0A),
        good: rgb(0xA6_F0_BE),
        good_fill: rgb(0x0B_2A_18),
        unfinished: rgb(0xD8_D8_D8),
        hint: rgb(0x9C_CB_FF),
        hint_fill: rgb(0x0A_1E_33),
        ..Self::dark()
    };

    /// The sizes, the same in both modes; the colours of this one are never seen.
    const SIZES: Self = Self {
        is_dark: false,
        ground: Color32::WHITE,
        paper: Color32::WHITE,
        ink: Color32::BLACK,
        faint_ink: Color32::BLACK,
        line: Color32::BLACK,
        grid_line: Color32::BLACK,
        grid_frame: Color32::BLACK,
        label_fill: Color32::WHITE,
        label_lit_fill: Color32::WHITE,
        total_fill: Color32::WHITE,
        hover_fill: Color32::WHITE,
        accent: Color32::BLACK,
        on_accent: Color32::WHITE,
        selection_fill: Color32::WHITE,
        flash_fill: Color32::WHITE,
        part_edge: Color32::BLACK,
        bad: Color32::BLACK,
        bad_fill: Color32::WHITE,
        warn: Color32::BLACK,
        warn_fill: Color32::WHITE,
        good: Color32::BLACK,
        good_fill: Color32::WHITE,
        unfinished: Color32::BLACK,
        hint: Color32::BLACK,
        hint_fill: Color32::WHITE,
        grid_text_pt: 13.0,
        grid_small_text_pt: 11.5,
        grid_row_pt: 19.0,
        body_pt: 14.0,
        small_pt: 12.0,
        heading_pt: 16.0,
        title_pt: 26.0,
        prose_pt: 16.0,
        gap_pt: 8.0,
        margin_pt: 12.0,
        corner_pt: 3.0,
    };

    /// The theme that the window shows now.
    #[must_use]
    pub fn of(context: &egui::Context) -> Self {
        let theme = match context.theme() {
            egui::Theme::Dark => Self::dark(),
            egui::Theme::Light => Self::light(),
        };
        if has_high_contrast(context) { theme.in_high_contrast() } else { theme }
    }

    /// Has the window drawn with more contrast, as the desktop wishes, or no more so.
    pub fn set_high_contrast(context: &egui::Context, is_high: bool) {
        if has_high_contrast(context) != is_high {
            context.data_mut(|data| data.insert_temp(egui::Id::unique(HIGH_CONTRAST), is_high));
            Self::set_styles(context);
            context.request_repaint();
        }
    }

    /// Hands both modes to egui, which follows the system between them where nothing else is chosen.
    pub fn install(context: &egui::Context) {
        context.options_mut(|options| {
            options.fallback_theme = egui::Theme::Light;
            // Our own keys zoom, within our own bounds.
            options.zoom_with_keyboard = false;
        });
        Self::set_styles(context);
    }

    fn set_styles(context: &egui::Context) {
        for theme in [Self::light(), Self::dark()] {
            let theme = if has_high_contrast(context) { theme.in_high_contrast() } else { theme };
            let mode = if theme.is_dark { egui::Theme::Dark } else { egui::Theme::Light };
            context.set_style_of(mode, Arc::new(theme.style()));
        }
    }

    /// Running text.
    #[must_use]
    pub fn body_font(&self) -> FontId {
        FontId::proportional(self.body_pt)
    }

    /// Hints and captions.
    #[must_use]
    pub fn small_font(&self) -> FontId {
        FontId::proportional(self.small_pt)
    }

    /// Figures and labels of the grid.
    #[must_use]
    pub fn grid_font(&self) -> FontId {
        FontId::proportional(self.grid_text_pt)
    }

    /// The heavier face at a size: heads and what matters most.
    #[must_use]
    pub fn strong_font(&self, size_pt: f32) -> FontId {
        FontId::new(size_pt, fonts::strong())
    }

    fn style(&self) -> Style {
        let mut style = Style {
            text_styles: [
                (TextStyle::Small, self.small_font()),
                (TextStyle::Body, self.body_font()),
                (TextStyle::Monospace, FontId::new(self.body_pt, FontFamily::Monospace)),
                (TextStyle::Button, self.body_font()),
                (TextStyle::Heading, self.strong_font(self.heading_pt)),
            ]
            .into(),
            visuals: self.visuals(),
            animation_time: 0.0,
            scroll_animation: egui::style::ScrollAnimation::none(),
            ..Style::default()
        };
        style.spacing.item_spacing = vec2(self.gap_pt, 6.0);
        style.spacing.button_padding = vec2(10.0, 4.0);
        style.spacing.interact_size = vec2(40.0, 26.0);
        style.spacing.menu_margin = Margin::same(6);
        style.spacing.window_margin = Margin::same(16);
        style.spacing.tooltip_width = 420.0;
        style.spacing.scroll = ScrollStyle::solid();
        style.interaction.tooltip_delay = 0.4;
        style.interaction.selectable_labels = false;
        style
    }

    fn visuals(&self) -> Visuals {
        let base = if self.is_dark { Visuals::dark() } else { Visuals::light() };
        let corner = CornerRadius::same(self.corner_pt as u8);
        let line = Stroke::new(1.0, self.line);
        Visuals {
            widgets: self.widgets(),
            selection: Selection { bg_fill: self.selection_fill, stroke: Stroke::new(1.5, self.accent) },
            weak_text_color: Some(self.faint_ink),
            hyperlink_color: self.accent,
            faint_bg_color: self.label_fill,
            extreme_bg_color: self.paper,
            text_edit_bg_color: Some(self.paper),
            code_bg_color: self.label_fill,
            warn_fg_color: self.warn,
            error_fg_color: self.bad,
            window_corner_radius: CornerRadius::same(6),
            menu_corner_radius: corner,
            window_fill: self.paper,
            window_stroke: line,
            panel_fill: self.ground,
            // A blinking caret would redraw an idle window twice a second.
            text_cursor: TextCursorStyle { stroke: Stroke::new(2.0, self.accent), blink: false, ..TextCursorStyle::default() },
            ..base
        }
    }

    fn widgets(&self) -> Widgets {
        let widget = |fill: Color32, edge: Color32, width_pt: f32| WidgetVisuals {
            bg_fill: fill,
            weak_bg_fill: fill,
            bg_stroke: Stroke::new(width_pt, edge),
            corner_radius: CornerRadius::same(self.corner_pt as u8),
            fg_stroke: Stroke::new(1.0, self.ink),
            expansion: 0.0,
        };
        Widgets {
            noninteractive: widget(self.ground, self.line, 1.0),
            inactive: widget(self.paper, self.line, 1.0),
            hovered: widget(self.hover_fill, self.faint_ink, 1.0),
            active: widget(self.selection_fill, self.accent, 1.5),
            open: widget(self.hover_fill, self.line, 1.0),
        }
    }
}
