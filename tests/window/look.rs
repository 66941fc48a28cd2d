//! How the window looks to those who see little, or mind what moves.

use egui::{Color32, Key, Pos2, Rect, Shape, Vec2, vec2};
use nianbao::ui::commands::Command;
use nianbao::ui::look::theme::Theme;

use super::hands::{CTRL, Window};

/// Contrast as WCAG 2 counts it, 1 to 21.
fn contrast(one: Color32, other: Color32) -> f64 {
    let luminance = |colour: Color32| {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.039_28 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn in_high_contrast_every_text_stands_out_from_whatever_lies_behind_it() {
    for theme in [Theme::light().in_high_contrast(), Theme::dark().in_high_contrast()] {
        let inks = [theme.ink, theme.faint_ink, theme.bad, theme.warn, theme.good, theme.unfinished, theme.hint];
        let calm = [theme.ground, theme.paper, theme.label_fill, theme.label_lit_fill, theme.total_fill, theme.hover_fill];
        for ink in inks {
            for ground in calm {
                assert!(contrast(ink, ground) >= 7.0, "{ink:?} on {ground:?}: {}", contrast(ink, ground));
            }
            for ground in [theme.selection_fill, theme.flash_fill] {
                assert!(contrast(ink, ground) >= 5.0, "{ink:?} on {ground:?}: {}", contrast(ink, ground));
            }
        }
        for (ink, ground) in [
            (theme.bad, theme.bad_fill),
            (theme.warn, theme.warn_fill),
            (theme.good, theme.good_fill),
            (theme.hint, theme.hint_fill),
            (theme.on_accent, theme.accent),
        ] {
            assert!(contrast(ink, ground) >= 7.0, "{ink:?} on {ground:?}");
        }
    }
    assert!(contrast(Theme::light().ink, Theme::light().paper) >= 7.0);
}

#[test]
fn the_window_turns_to_more_contrast_and_back_as_the_desktop_wishes() {
    let mut window = Window::start();
    let before = Theme::of(&window.harness.ctx);
    for (is_high, theme) in [(true, before.in_high_contrast()), (true, before.in_high_contrast()), (false, before)] {
        Theme::set_high_contrast(&window.harness.ctx, is_high);
        window.settle();
        assert_eq!(Theme::of(&window.harness.ctx), theme);
        assert_eq!(window.harness.ctx.global_style().visuals.panel_fill, theme.ground, "what egui draws too");
    }
}

#[test]
fn nothing_in_the_window_moves_by_itself() {
    let window = Window::start();
    for mode in [egui::Theme::Light, egui::Theme::Dark] {
        let style = window.harness.ctx.style_of(mode);
        assert!(style.animation_time <= 0.0 && !style.visuals.text_cursor.blink);
        assert_eq!(style.scroll_animation, egui::style::ScrollAnimation::none());
    }
}

/// Every text that is drawn, with the place of its ink.
fn texts(window: &Window) -> Vec<(String, Rect)> {
    fn walk(shape: &Shape, offset: Vec2, clip: Rect, found: &mut Vec<(String, Rect)>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| walk(shape, offset, clip, found)),
            Shape::Text(text) => {
                let ink = text.galley.mesh_bounds.translate(text.pos.to_vec2() + offset);
                if clip.intersects(ink) {
                    found.push((text.galley.text().to_owned(), ink));
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for clipped in &window.harness.output().shapes {
        walk(&clipped.shape, Vec2::ZERO, clipped.clip_rect, &mut found);
    }
    found
}

/// A screen of 1366 × 768 at 200 %, less the bars of the desktop.
fn at_200_percent() -> Window {
    let mut window = Window::sample();
    window.harness.set_size(vec2(683.0, 360.0));
    window.settle();
    window
}

#[test]
fn at_200_percent_the_sign_of_a_failed_rule_leaves_a_long_figure_alone() {
    let mut window = at_200_percent();
    window.show_section("三、").run(Command::FillZerosInTable);
    for figure in ["7351", "88888", "123456"] {
        window.keys(CTRL, Key::Home).type_text(figure).key(Key::Enter);
        let texts = texts(&window);
        let signs: Vec<_> = texts.iter().filter(|(text, _)| text == "×").map(|(_, ink)| *ink).collect();
        let (_, ink) = texts.iter().find(|(text, _)| text == figure).unwrap_or_else(|| panic!("{figure} is not drawn"));
        let beside: Vec<_> = signs.iter().filter(|sign| sign.center().distance(Pos2::new(ink.left(), ink.center().y)) < 40.0).collect();
        assert!(!beside.is_empty(), "{figure} has its sign: {signs:?} {ink:?}");
        for sign in beside {
            assert!(sign.right() + 1.0 <= ink.left() || sign.left() >= ink.right(), "{figure}: {sign:?} touches {ink:?}");
        }
    }
}

#[test]
fn at_200_percent_the_heads_of_the_long_table_stay_while_its_rows_scroll() {
    let mut window = at_200_percent();
    window.show_section("三、");
    let head = |window: &Window| texts(window).into_iter().find(|(text, _)| text.replace('\n', "").contains("自然人")).map(|(_, ink)| ink);
    let before = head(&window).expect("the head is on screen");
    window.keys(CTRL, Key::ArrowDown);
    let after = head(&window).expect("the head stays");
    assert!((before.top() - after.top()).abs() < 200.0 && after.top() >= 0.0 && after.bottom() <= 360.0, "{before:?} {after:?}");
    // The last row is on screen with it, below the heads.
    let last = texts(&window).into_iter().filter(|(text, _)| text.contains("结转下年度")).map(|(_, ink)| ink);
    assert!(last.filter(|ink| ink.bottom() <= 360.0).any(|ink| ink.top() >= after.bottom()), "the last row");
}
