//! The very pages of the PDF, beside the form or instead of it, live as one types.

use egui::{Color32, Rect, RichText, Sense, TextureHandle, Ui, pos2, vec2};

use crate::page::{Fonts, Layout, PAGE_HEIGHT_MM, PAGE_WIDTH_MM, Page, lay_out, raster};
use crate::session::Session;
use crate::ui::look::theme::Theme;
use crate::ui::look::widgets::texture;
use crate::ui::settings::Paper;

/// The gap between pages, in points.
const GAP_PT: f32 = 12.0;

/// How the pages are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PreviewMode {
    /// Not at all.
    #[default]
    Off,
    /// Beside the form.
    Beside,
    /// Instead of the form.
    Alone,
    /// In their place the charts beside the form.
    Charts,
}

/// The pages, and their pixels as far as they were in view.
#[derive(Default)]
pub(crate) struct Preview {
    laid_out: Option<LaidOut>,
    drawn: Vec<Option<Drawn>>,
    /// A section's head to scroll to.
    goal: Option<String>,
}

struct LaidOut {
    revision: u64,
    paper: Paper,
    layout: Layout,
}

struct Drawn {
    page: Page,
    pixels_per_mm: f32,
    texture: TextureHandle,
}

impl Preview {
    /// Scrolls to a section by its head with the next frame.
    pub(crate) fn go_to(&mut self, head: String) {
        self.goal = Some(head);
    }

    /// Draws the pages.
    pub(crate) fn ui(&mut self, ui: &mut Ui, session: &Session, fonts: &Fonts, paper: Paper, theme: &Theme) {
        self.follow(session, fonts, paper);
        let Some(LaidOut { layout, .. }) = &self.laid_out else { return };
        ui.label(RichText::new(format!("预览，共 {} 页", layout.pages.len())).color(theme.faint_ink));
        let goal = self.goal.take().and_then(|goal| layout.outline.iter().find(|entry| entry.title == goal));
        let goal = goal.map(|entry| (entry.page, entry.y_mm));
        let pages = layout.pages.clone();
        egui::ScrollArea::vertical().id_salt("preview").auto_shrink(false).show(ui, |ui| {
            let width_pt = (ui.available_width() - 4.0).clamp(120.0, 900.0);
            let pt_per_mm = width_pt / PAGE_WIDTH_MM;
            for (at, page) in pages.iter().enumerate() {
                let (rect, response) = ui.allocate_exact_size(vec2(width_pt, PAGE_HEIGHT_MM * pt_per_mm), Sense::hover());
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, format!("第 {} 页", at + 1)));
                if ui.is_rect_visible(rect) {
                    self.page_ui(ui, at, page, fonts, rect, pt_per_mm);
                    ui.painter().rect_stroke(rect, 0.0, egui::Stroke::new(1.0, theme.line), egui::StrokeKind::Outside);
                }
                if let Some((goal_page, y_mm)) = goal
                    && goal_page == at
                {
                    let top = rect.top() + y_mm * pt_per_mm;
                    let head = Rect::from_min_max(pos2(rect.left(), top - 30.0), pos2(rect.right(), top + 30.0));
                    ui.scroll_to_rect(head, Some(egui::Align::TOP));
                }
                ui.add_space(GAP_PT);
            }
        });
    }

    fn follow(&mut self, session: &Session, fonts: &Fonts, paper: Paper) {
        if self.laid_out.as_ref().is_some_and(|laid_out| (laid_out.revision, laid_out.paper) == (session.revision(), paper)) {
            return;
        }
        // A report that is blocked leaves only as a draft, and looks so here.
        let options = paper.options(session.final_review().blocks());
        let layout = lay_out(session.form(), session.report(), session.figures(), fonts, options);
        self.drawn.resize_with(layout.pages.len(), || None);
        self.laid_out = Some(LaidOut { revision: session.revision(), paper, layout });
    }

    /// Draws a page, again only where it changed or is shown at another size.
    fn page_ui(&mut self, ui: &Ui, at: usize, page: &Page, fonts: &Fonts, rect: Rect, pt_per_mm: f32) {
        let Some(drawn) = self.drawn.get_mut(at) else { return };
        let pixels_per_mm = pt_per_mm * ui.ctx().pixels_per_point();
        let is_same = |drawn: &Drawn| (drawn.pixels_per_mm - pixels_per_mm).abs() < 1e-3 && drawn.page == *page;
        if !drawn.as_ref().is_some_and(is_same) {
            let pixels = raster::draw(page, fonts, pixels_per_mm);
            let texture = texture(ui.ctx(), format!("page {at}"), &pixels);
            *drawn = Some(Drawn { page: page.clone(), pixels_per_mm, texture });
        }
        if let Some(drawn) = drawn {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(drawn.texture.id(), rect, whole, Color32::WHITE);
        }
    }
}
