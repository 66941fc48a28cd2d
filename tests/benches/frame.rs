//! How long a frame of the window takes with table 三 in view, without a renderer: `cargo bench --bench frame`.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::form::Editions;
use nianbao::report::{Edit, Level, Report};
use nianbao::session::Session;
use nianbao::ui::grid::{Grid, GridInput};
use nianbao::ui::look::theme::Theme;

/// A report of 2023 with a figure in every cell that takes one, and sums that fail.
fn session(editions: &Editions) -> Option<Session> {
    let form = Arc::clone(editions.named("2021")?);
    let report = Report::blank(&form, "", 2023, "西坡镇人民政府", Some(Level::Township));
    let mut session = Session::new(Arc::clone(&form), report, Arc::new(|_| true));
    let typed = form.cells().filter(|(cell, _)| form.total(*cell).is_none());
    session.apply(Edit::Cells(typed.map(|(cell, _)| (cell, (cell.get() * 7).to_string())).collect()));
    Some(session)
}

fn frames(criterion: &mut Criterion) {
    let Some(session) = Editions::shipped().ok().and_then(|editions| session(&editions)) else { return };
    let Some(table) = session.form().tables.iter().position(|table| table.id == "t3") else { return };
    for (name, hears) in [("frame with table 三", false), ("frame with table 三 and a screen reader", true)] {
        let context = egui::Context::default();
        nianbao::ui::set_up(&context);
        if hears {
            context.enable_accesskit();
        }
        let mut grid = Grid::new();
        grid.focus();
        let mut frame = || {
            let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1176.0, 678.0));
            let input = egui::RawInput { screen_rect: Some(screen), ..egui::RawInput::default() };
            let output = context.run_ui(input, |ui| {
                let theme = Theme::of(ui.ctx());
                black_box(grid.ui(ui, GridInput { session: &session, table, theme: &theme, refusal: None }));
            });
            // Turning shapes into triangles is part of what a frame costs.
            black_box(context.tessellate(output.shapes, output.pixels_per_point));
        };
        // The first frames rasterise the glyphs.
        (0..5).for_each(|_| frame());
        criterion.bench_function(name, |bencher| bencher.iter(&mut frame));
    }
}

criterion_group!(benches, frames);
criterion_main!(benches);
