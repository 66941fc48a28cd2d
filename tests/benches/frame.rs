//! How long a frame of the window takes with table 三 in view, and of the county's desk while 10,000 reports are scrolled through; how long
//! from a key to the marks under 20 kB of prose, and to the next figure beside a large register. Without a renderer: `cargo bench --bench frame`.

#![expect(clippy::unwrap_used, reason = "a bench that meets the unexpected fails")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
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

/// A folder of a bench's own.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("nianbao-bench-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The whole window at a laptop's size, without a renderer.
struct Window {
    context: egui::Context,
    start: Option<(Services, PathBuf)>,
    app: Option<App>,
    now_s: f64,
}

impl Window {
    /// It opens that with its first frame.
    fn new(folder: &Path, file: PathBuf) -> Self {
        let context = egui::Context::default();
        nianbao::ui::set_up(&context);
        Self { context, start: Some((services(folder), file)), app: None, now_s: 0.0 }
    }

    /// One frame, and its shapes as triangles.
    fn frame(&mut self, events: Vec<egui::Event>) {
        let output = self.shapes(events);
        black_box(self.context.tessellate(output.shapes, output.pixels_per_point));
    }

    /// How many findings the report on the desk has; 0 where none is open.
    fn findings(&self) -> usize {
        self.app.as_ref().and_then(App::session).map_or(0, |session| session.review().findings.len())
    }

    /// Waits until the report is open, which has findings; gives how many.
    fn until_opened(&mut self) -> usize {
        let found = std::iter::repeat_with(|| {
            std::thread::sleep(Duration::from_millis(10));
            self.frame(Vec::new());
            self.findings()
        });
        let found = found.take(1000).find(|found| *found > 0).unwrap();
        (0..5).for_each(|_| self.frame(Vec::new()));
        found
    }

    /// Whether a frame has that text in it.
    fn draws(&mut self, words: &str) -> bool {
        self.shapes(Vec::new()).shapes.iter().any(|clipped| says(&clipped.shape, words))
    }

    fn shapes(&mut self, events: Vec<egui::Event>) -> egui::FullOutput {
        let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1366.0, 700.0));
        self.now_s += 1.0 / 60.0;
        let input =
            egui::RawInput { screen_rect: Some(screen), time: Some(self.now_s), focused: true, events, ..egui::RawInput::default() };
        let Self { context, start, app, .. } = self;
        let mut output = context.run_ui(input, |ui| match (&mut *app, start.take()) {
            (None, Some((services, file))) => *app = Some(App::new(ui.ctx(), services, Some(file))),
            (Some(app), _) => {
                app.logic(ui.ctx());
                app.ui(ui);
            }
            (None, None) => {}
        });
        output.textures_delta.clear();
        output
    }
}

/// Whether a text with these words is among what is drawn.
fn says(shape: &egui::Shape, words: &str) -> bool {
    match shape {
        egui::Shape::Text(text) => text.galley.text().contains(words),
        egui::Shape::Vec(shapes) => shapes.iter().any(|shape| says(shape, words)),
        _ => false,
    }
}

/// A key, pressed and let go.
fn key(key: egui::Key, modifiers: egui::Modifiers) -> Vec<egui::Event> {
    let press = |pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![press(true), press(false)]
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
    let folder = folder("prose");
    let mut report: serde_json::Value = serde_json::from_str(include_str!("../../assets/samples/xipo-2020.json")).unwrap();
    *report.pointer_mut("/prose/s1").unwrap() = long_prose().into();
    let file = folder.join("年报.nianbao");
    std::fs::write(&file, report.to_string()).unwrap();
    let mut window = Window::new(&folder, file);
    // Then the first text is gone to.
    let before = window.until_opened();
    let mut frame = |events: Vec<egui::Event>| {
        window.frame(events);
        window.findings()
    };
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
    drop(window);
    let _gone = std::fs::remove_dir_all(&folder);
}

/// A figure typed over where each cell has its share of the 50,000 rows of a register, which the journal has to keep with every change.
fn key_beside_a_large_register(criterion: &mut Criterion) {
    let folder = folder("register");
    let mut report: serde_json::Value = serde_json::from_str(include_str!("../../assets/samples/xipo-2020.json")).unwrap();
    let groups = (0..25).map(|group| {
        let rows: Vec<_> = (0..2_000).map(|row| format!("{} 2020-03-01 2020-03-20", group * 2_000 + row)).collect();
        serde_json::json!({ "sheet": "台账", "cells": ["t3.new.natural", "t3.granted.natural"], "rows": rows })
    });
    let groups: serde_json::Value = groups.collect();
    let register = serde_json::json!({ "file": "台账.xlsx", "sha256": "", "cells": { "t3.new.natural": 50_000 }, "rows": groups });
    report.as_object_mut().unwrap().insert("register".to_owned(), register);
    let file = folder.join("年报.nianbao");
    std::fs::write(&file, report.to_string()).unwrap();
    let mut window = Window::new(&folder, file);
    window.until_opened();
    // The parts are gone through until the table that was counted is there.
    let mut parts = 0;
    while !window.draws("来源（50000 行）") {
        parts += 1;
        assert!(parts < 10, "no table says where its figures come from");
        window.frame(key(egui::Key::PageDown, egui::Modifiers::CTRL | egui::Modifiers::COMMAND));
        (0..5).for_each(|_| window.frame(Vec::new()));
    }
    let mut typed = 0;
    let figure = |window: &Window| {
        let session = window.app.as_ref().and_then(App::session).unwrap();
        session.report().cell(session.form().find("t3.new.natural").unwrap()).text.clone()
    };
    criterion.bench_function("a figure typed beside a register of 50,000 rows", |bencher| {
        bencher.iter_custom(|count| {
            let keys = (0..count).map(|_| {
                typed = (typed + 1) % 9;
                let start = Instant::now();
                window.frame(vec![egui::Event::Text(typed.to_string())]);
                window.frame(key(egui::Key::Enter, egui::Modifiers::NONE));
                let mut frames = 0;
                while figure(&window) != typed.to_string() {
                    frames += 1;
                    assert!(frames < 9, "{typed} is not in its cell");
                    window.frame(Vec::new());
                }
                let took = start.elapsed();
                window.frame(key(egui::Key::ArrowUp, egui::Modifiers::NONE));
                took
            });
            keys.sum()
        });
    });
    drop(window);
    let _gone = std::fs::remove_dir_all(&folder);
}

/// How many reports are on the county's desk.
const REPORTS: usize = 10_000;

/// A frame of the county's desk while the wheel is turned: of all its reports only those that are seen may count.
fn scrolling_ten_thousand(criterion: &mut Criterion) {
    let folder = folder("county");
    let inbox = folder.join("收件箱");
    std::fs::create_dir_all(&inbox).unwrap();
    let report: serde_json::Value = serde_json::from_str(include_str!("../../assets/samples/xipo-2020.json")).unwrap();
    for at in 0..REPORTS {
        let mut report = report.clone();
        *report.pointer_mut("/unit").unwrap() = format!("第{at:05}镇人民政府").into();
        std::fs::write(inbox.join(format!("{at:05}.nianbao")), report.to_string()).unwrap();
    }
    let mut window = Window::new(&folder, inbox);
    // They are read beside the window.
    let mut left = 30_000;
    while !window.draws(&format!("全部 {REPORTS}")) {
        left -= 1;
        assert!(left > 0, "not all are on the list");
        std::thread::sleep(Duration::from_millis(10));
    }
    window.frame(vec![egui::Event::PointerMoved(egui::pos2(500.0, 400.0))]);
    let mut turned = 0;
    criterion.bench_function("frame of the county's desk, scrolling 10,000 reports", |bencher| {
        bencher.iter(|| {
            // Down for a long time, then up again.
            turned += 1;
            let lines = if turned / 2_000 % 2 == 0 { -3.0 } else { 3.0 };
            let (unit, delta, phase) = (egui::MouseWheelUnit::Line, egui::vec2(0.0, lines), egui::TouchPhase::Move);
            let (modifiers, source) = (egui::Modifiers::NONE, egui::MouseWheelSource::Unknown);
            window.frame(vec![egui::Event::MouseWheel { unit, delta, phase, modifiers, source }]);
        });
    });
    drop(window);
    let _gone = std::fs::remove_dir_all(&folder);
}

criterion_group!(benches, frames, key_in_prose, key_beside_a_large_register, scrolling_ten_thousand);
criterion_main!(benches);
