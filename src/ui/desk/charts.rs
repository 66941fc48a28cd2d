//! The charts of the report beside the form, live as one types, with what stands out in each said in a sentence.

use std::collections::BTreeMap;

use egui::{Color32, ColorImage, Rect, RichText, Sense, TextureHandle, TextureOptions, Ui, pos2, vec2};

use crate::page::{Fonts, draw_chart, raster};
use crate::report::ChartFigures;
use crate::session::Session;
use crate::ui::look::theme::Theme;

/// How large a chart is shown: its text is then as large as the window's.
const PT_PER_MM: f32 = 3.7;
/// The narrowest chart whose bars can be told apart.
const NARROWEST_PT: f32 = 300.0;
/// The widest that is still looked at as one.
const WIDEST_PT: f32 = 620.0;

/// The charts that are shown, as pixels by what they are called.
#[derive(Default)]
pub(crate) struct Charts {
    drawn: BTreeMap<String, Drawn>,
}

/// A chart as pixels, and what it was drawn from.
struct Drawn {
    words: String,
    width_pt: f32,
    pixels_per_point: f32,
    size_pt: egui::Vec2,
    texture: TextureHandle,
}

impl Charts {
    /// Draws every chart that the form has.
    pub(super) fn ui(&mut self, ui: &mut Ui, session: &Session, fonts: &Fonts, theme: &Theme) {
        let form = session.form();
        ui.label(RichText::new("图表").font(theme.strong_font(theme.heading_pt)));
        ui.label(RichText::new("由表中数字生成，随填随变；写正文时用“插入图表”放进去").color(theme.faint_ink));
        egui::ScrollArea::vertical().id_salt("charts").auto_shrink(false).show(ui, |ui| {
            for chart in &form.charts {
                ui.add_space(theme.gap_pt);
                let figures = ChartFigures::of(form, session.report(), session.figures(), chart);
                ui.label(RichText::new(&figures.title).font(theme.strong_font(theme.body_pt)));
                ui.label(RichText::new(figures.stands_out()).color(theme.accent));
                self.chart_ui(ui, &figures, fonts, theme);
            }
        });
    }

    /// Draws one chart as wide as there is room, in the ink of the window.
    pub(crate) fn chart_ui(&mut self, ui: &mut Ui, figures: &ChartFigures<'_>, fonts: &Fonts, theme: &Theme) {
        let width_pt = (ui.available_width() - 8.0).clamp(NARROWEST_PT, WIDEST_PT).round();
        let pixels_per_point = ui.ctx().pixels_per_point();
        let words = figures.words();
        let is_same = |drawn: &Drawn| {
            let same_size = (drawn.width_pt - width_pt).abs() < 0.5 && (drawn.pixels_per_point - pixels_per_point).abs() < 1e-3;
            same_size && drawn.words == words
        };
        let name = figures.chart.id.clone();
        if !self.drawn.get(&name).is_some_and(is_same) {
            let drawing = draw_chart(figures, fonts, width_pt / PT_PER_MM);
            let size_mm = (drawing.width_mm, drawing.height_mm);
            let pixels = raster::draw_items(&drawing.items, fonts, size_mm, PT_PER_MM * pixels_per_point);
            // Ink where there is black, nothing where there is white: so it stands on any ground.
            let ink = pixels.rgba.iter().step_by(4).map(|grey| Color32::from_white_alpha(255 - grey)).collect();
            let image = ColorImage::new([pixels.width, pixels.height], ink);
            let texture = ui.ctx().load_texture(format!("chart {name}"), image, TextureOptions::LINEAR);
            let size_pt = vec2(size_mm.0, size_mm.1) * PT_PER_MM;
            let drawn = Drawn { words: words.clone(), width_pt, pixels_per_point, size_pt, texture };
            self.drawn.insert(name.clone(), drawn);
        }
        let Some(drawn) = self.drawn.get(&name) else { return };
        let (rect, response) = ui.allocate_exact_size(drawn.size_pt, Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &words));
        if ui.is_rect_visible(rect) {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(drawn.texture.id(), rect, whole, theme.ink);
        }
    }
}
