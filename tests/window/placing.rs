//! The window comes back where it was and as large, on a screen that still exists.

use egui::{Rect, pos2, vec2};
use nianbao::file::DataFolder;
use nianbao::ui::placing::{Place, Placing};
use nianbao::ui::settings::Remembered;

use super::hands::Window;

/// Lets the system say where the window is: corner and size in pixels at that scale.
fn moved(window: &mut Window, corner: (f32, f32), size: (f32, f32), is_maximized: bool) {
    let scale = window.harness.ctx.pixels_per_point();
    let info = window.harness.input_mut().viewports.get_mut(&egui::ViewportId::ROOT).unwrap();
    let inner = Rect::from_min_size(pos2(corner.0 + 2.0, corner.1 + 30.0) / scale, vec2(size.0, size.1) / scale);
    info.inner_rect = Some(inner);
    info.outer_rect = Some(Rect::from_min_max(pos2(corner.0, corner.1) / scale, inner.max));
    info.maximized = Some(is_maximized);
    window.wait_s(0.6);
}

fn kept(window: &mut Window) -> Option<Place> {
    window.close();
    Remembered::load(Some(&DataFolder::at(window.folder.join("data")))).place()
}

#[test]
fn the_window_comes_back_where_it_was_and_as_large_at_any_zoom() {
    for zoom in [100, 160] {
        let mut window = Window::start();
        window.harness.ctx.set_zoom_factor(f32::from(zoom as u8) / 100.0);
        window.settle();
        moved(&mut window, (300.0, 120.0), (1000.0, 640.0), false);
        let place = kept(&mut window).unwrap();
        let near = |one: f32, other: f32| (one - other).abs() < 1.0;
        let corner = place.corner_px.unwrap();
        assert!(near(corner.x, 300.0) && near(corner.y, 120.0), "{zoom}: {place:?}");
        assert!(near(place.size_pt.x, 1000.0) && near(place.size_pt.y, 640.0) && !place.is_maximized, "{zoom}: {place:?}");
    }
}

#[test]
fn a_window_that_filled_the_screen_does_so_again_and_knows_its_smaller_size() {
    let mut window = Window::start();
    moved(&mut window, (300.0, 120.0), (1000.0, 640.0), false);
    moved(&mut window, (0.0, 0.0), (1366.0, 740.0), true);
    let place = kept(&mut window).unwrap();
    assert_eq!((place.size_pt, place.is_maximized), (vec2(1000.0, 640.0), true));
    // At the next start the system is asked for it once, when the window is shown: not in its first frame.
    let (context, mut placing) = (egui::Context::default(), Placing::new(Some(place)));
    let mut asks = |focused: bool| {
        let mut input = egui::RawInput::default();
        input.viewports.entry(egui::ViewportId::ROOT).or_default().focused = Some(focused);
        let mut output = context.run_ui(input, |ui| placing.note(ui.ctx()));
        output.textures_delta.clear();
        output.viewport_output[&egui::ViewportId::ROOT].commands.contains(&egui::ViewportCommand::Maximized(true))
    };
    let unseen: Vec<bool> = std::iter::repeat_with(|| asks(false)).take(5).collect();
    assert_eq!(unseen, [false; 5], "it has no frame yet");
    let asked: Vec<bool> = std::iter::repeat_with(|| asks(true)).take(9).collect();
    assert_eq!(asked.iter().filter(|asked| **asked).count(), 1, "{asked:?}");
    assert_eq!(placing.place(), Some(place));
}

#[test]
fn a_place_on_a_screen_that_is_gone_is_known() {
    let place = Place::read("2000 100 1000 600 1").unwrap();
    let laptop = Rect::from_min_size(pos2(0.0, 0.0), vec2(1366.0, 768.0));
    let second = Rect::from_min_size(pos2(1366.0, 0.0), vec2(1920.0, 1080.0));
    assert!(place.is_on(&[laptop, second]) && !place.is_on(&[laptop]));
    for (text, is_on) in [
        ("-50 40 1000 600 1", true),
        ("-980 40 1000 600 1", false),
        ("0 -200 1000 600 1", false),
        ("1000 760 1000 600 1", false),
        ("0 0 1000 600 2", true),
        ("- - 1000 600 1 max", true),
    ] {
        assert_eq!(Place::read(text).unwrap().is_on(&[laptop]), is_on, "{text}");
    }
}

#[test]
fn a_place_that_no_screen_could_have_is_passed_over() {
    for text in ["", "1 2 3", "0 0 100 100 1", "0 0 NaN 600 1", "0 0 1000 inf 1", "0 0 1000 600 0", "x 0 1000 600 1", "0 0 1000 9e9 1"] {
        assert_eq!(Place::read(text), None, "{text}");
    }
    for text in ["-8 -8 1366 728 1.25 max", "- - 800 480 1"] {
        assert_eq!(Place::read(text).unwrap().text(), text);
    }
}
