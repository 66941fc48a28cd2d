//! How long a frame of the window takes with table 三 in view, and how long from a key to the marks under 20 kB of prose, without a
//! renderer: `cargo bench --bench frame`.

#![expect(clippy::unwrap_used, reason = "a bench that meets the unexpected fails")]

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use nianbao::file::{DataFolder, Workplace};
use nianbao::form::Editions;
use nianbao::page::Fonts;
use nianbao::report::{Edit, Level, Report};
use nianbao::session::Session;
use nianbao::ui::app::App;
use nianbao::ui::grid::{Grid, GridInput};
use nianbao::ui::look::theme::Theme;
use nianbao::ui::services::{Dialogs, FileQuestion, Services};

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
            let mut output = context.run_ui(input, |ui| {
                let theme = Theme::of(ui.ctx());
                black_box(grid.ui(ui, GridInput { session: &session, table, theme: &theme, refusal: None }));
            });
            output.textures_delta.clear();
            // Turning shapes into triangles is part of what a frame costs.
            black_box(context.tessellate(output.shapes, output.pixels_per_point));
        };
        // The first frames rasterise the glyphs.
        (0..5).for_each(|_| frame());
        criterion.bench_function(name, |bencher| bencher.iter(&mut frame));
    }
}

/// A desk without files to ask for, printer or clipboard.
struct NoDialogs;

impl Dialogs for NoDialogs {
    fn ask(&self, _: FileQuestion, _: &egui::Context) -> std::sync::mpsc::Receiver<Option<std::path::PathBuf>> {
        std::sync::mpsc::channel().1
    }
}

fn services(folder: &Path) -> Services {
    Services {
        editions: Editions::shipped().unwrap(),
        fonts: Fonts::shipped(),
        shipped_faces: Fonts::shipped(),
        now: Box::new(|| "2024-01-19T16:02:11+08:00".to_owned()),
        new_id: Box::new(|| "6f1c2d3e-0000-4000-8000-000000000001".to_owned()),
        dialogs: Box::new(NoDialogs),
        open_outside: Box::new(|_| Ok(())),
        print: Arc::new(|_, _| Ok(())),
        clipboard_html: Box::new(|| None),
        copy_table: Box::new(|_, _, _| ()),
        workplace: Workplace { data: Some(DataFolder::at(folder.join("data"))), patience: Duration::from_mins(10), ..Workplace::of_user() },
        renderer: "none".to_owned(),
    }
}

/// Figures and words that are wrong here and there, 20 kB of them.
fn long_prose() -> String {
    let line = |at: usize| {
        let said = if at.is_multiple_of(4) {
            "收到政府信息公开申请75件，其中自然人60件、商业企业9件、其他组织7件，占比81.3%"
        } else {
            "围绕群众关心的惠农补贴、村级财务、项目建设等事项及时更新公开目录，并在公开栏同步张贴,方便不上网的老人查看"
        };
        format!("第{at}项工作，{said}。\n")
    };
    (0..130).map(line).collect()
}

/// From the key to the frame in which what it made wrong is marked: the review of the whole report, 20 kB of text laid out, everything drawn.
fn key_in_prose(criterion: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("nianbao-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut report: serde_json::Value = serde_json::from_str(include_str!("../../assets/samples/xipo-2020.json")).unwrap();
    *report.pointer_mut("/prose/s1").unwrap() = long_prose().into();
    let file = folder.join("年报.nianbao");
    std::fs::write(&file, report.to_string()).unwrap();
    let context = egui::Context::default();
    nianbao::ui::set_up(&context);
    let mut services = Some((services(&folder), file));
    let mut app = None;
    let mut at = 0.0;
    let mut frame = |events: Vec<egui::Event>| {
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1366.0, 700.0));
        at += 1.0 / 60.0;
        let input = egui::RawInput { screen_rect: Some(screen), time: Some(at), focused: true, events, ..egui::RawInput::default() };
        let mut output = context.run_ui(input, |ui| match (&mut app, services.take()) {
            (None, Some((services, file))) => app = Some(App::new(ui.ctx(), services, Some(file))),
            (Some(app), _) => {
                app.logic(ui.ctx());
                app.ui(ui);
            }
            (None, None) => {}
        });
        output.textures_delta.clear();
        black_box(context.tessellate(output.shapes, output.pixels_per_point));
        app.as_ref().and_then(App::session).map_or(0, |session| session.review().findings.len())
    };
    let found = std::iter::repeat_with(|| {
        std::thread::sleep(Duration::from_millis(10));
        frame(Vec::new())
    });
    // The report opens beside the window; then the first text is gone to.
    let before = found.take(1000).find(|found| *found > 0).unwrap();
    let key = |key, modifiers| {
        let press = |pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        vec![press(true), press(false)]
    };
    (0..5).for_each(|_| _ = frame(Vec::new()));
    frame(key(egui::Key::PageDown, egui::Modifiers::CTRL));
    (0..5).for_each(|_| _ = frame(Vec::new()));
    let mut until = |events: Vec<egui::Event>, wanted: usize| {
        let mut found = frame(events);
        // What is taken away is looked at after a pause.
        for _ in 0..90 {
            if found == wanted {
                return;
            }
            found = frame(Vec::new());
        }
        panic!("{found} findings, not {wanted}");
    };
    criterion.bench_function("a key in 20 kB of prose, to its mark", |bencher| {
        bencher.iter_custom(|count| {
            let keys = (0..count).map(|_| {
                let start = Instant::now();
                // A mark of the wrong width before the first word.
                until(vec![egui::Event::Text(",".to_owned())], before + 1);
                let took = start.elapsed();
                until(key(egui::Key::Backspace, egui::Modifiers::NONE), before);
                took
            });
            keys.sum()
        });
    });
    drop(app);
    let _gone = std::fs::remove_dir_all(&folder);
}

criterion_group!(benches, frames, key_in_prose);
criterion_main!(benches);
