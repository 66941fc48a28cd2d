//! Starts the window: one renderer after the other, and a sentence on stderr where none can start.

use std::path::Path;
use std::process::ExitCode;

use eframe::{NativeOptions, Renderer};
use egui::ViewportBuilder;

use super::app::App;
use super::services::Services;
use crate::form::Editions;

/// Opens the window, with a file in it where one is given, and returns when it is closed.
#[must_use]
pub fn run(file: Option<&Path>) -> ExitCode {
    if !has_display() {
        return no_window("没有图形显示（DISPLAY 和 WAYLAND_DISPLAY 都没有设置）");
    }
    let editions = match Editions::shipped() {
        Ok(editions) => editions,
        Err(error) => return no_window(&error.to_string()),
    };
    let mut last_error = String::new();
    for renderer in renderers() {
        let (editions, file) = (editions.clone(), file.map(Path::to_owned));
        let started = eframe::run_native(
            "nianbao",
            options(renderer),
            Box::new(move |creation| {
                let services = Services::of_this_machine(editions);
                Ok(Box::new(App::new(&creation.egui_ctx, services, file)))
            }),
        );
        match started {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => last_error = error.to_string(),
        }
    }
    no_window(&format!("窗口打不开（{last_error}）"))
}

/// The renderers to try, the first one first. On Windows wgpu itself goes on from `DirectX` 12 by hardware to `OpenGL` and to
/// `DirectX` 12 by software.
fn renderers() -> Vec<Renderer> {
    #[cfg(windows)]
    return vec![Renderer::Wgpu];
    #[cfg(not(windows))]
    return vec![Renderer::Glow];
}

fn options(renderer: Renderer) -> NativeOptions {
    NativeOptions {
        renderer,
        #[cfg(windows)]
        wgpu_options: sparing(),
        viewport: ViewportBuilder::default()
            .with_title("年报")
            .with_app_id("nianbao")
            .with_icon(icon())
            .with_inner_size([1280.0, 680.0])
            .with_min_inner_size([800.0, 480.0])
            .with_drag_and_drop(true),
        ..NativeOptions::default()
    }
}

/// A form needs no gaming card: on a laptop with two, the one that spares the battery.
#[cfg(windows)]
fn sparing() -> eframe::egui_wgpu::WgpuConfiguration {
    use eframe::egui_wgpu::{WgpuConfiguration, WgpuSetup, WgpuSetupCreateNew};
    let mut setup = WgpuSetupCreateNew::without_display_handle();
    setup.power_preference = eframe::wgpu::PowerPreference::LowPower;
    WgpuConfiguration { wgpu_setup: WgpuSetup::CreateNew(setup), ..WgpuConfiguration::default() }
}

/// The program's icon; without one eframe would show its own.
fn icon() -> egui::IconData {
    eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")).unwrap_or_default()
}

/// Whether there is a display to open a window on; only Linux and the like can be without.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(all(unix, not(target_os = "macos"))) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET")
}

#[expect(clippy::print_stderr, reason = "without a window this is the only way to say anything")]
fn no_window(why: &str) -> ExitCode {
    let sentence = format!("{why}；请在桌面环境中运行，或用命令行：nianbao check 文件、nianbao export 文件 --pdf 输出.pdf");
    eprintln!("{sentence}");
    // A program started by a double click has no stderr there; the system's own box needs no renderer.
    #[cfg(windows)]
    rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title("年报").set_description(sentence).show();
    ExitCode::FAILURE
}
