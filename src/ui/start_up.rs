//! Starts the window: one renderer after the other, then the ways round a display or a driver that fails, and a sentence on
//! stderr where nothing helps.

use std::path::Path;
use std::process::ExitCode;

use eframe::{CreationContext, NativeOptions, Renderer};
use egui::{Rect, ViewportBuilder, pos2, vec2};

use super::app::App;
use super::look::system_look;
use super::placing::{LEAST_SIZE_PT, Place};
use super::services::Services;
use super::settings::Remembered;
use super::visitors::Visitors;
use super::{fault, outside};
use crate::file::DataFolder;
use crate::file::kept::door::Door;
use crate::form::Editions;

/// Opens the window, with a file in it where one is given, and returns when it is closed.
#[must_use]
pub fn run(file: Option<&Path>) -> ExitCode {
    if !has_display() {
        return no_window("没有图形显示（DISPLAY 和 WAYLAND_DISPLAY 都没有设置）");
    }
    let door = DataFolder::of_user().map(|data| Door::of_user(&data));
    if let (Some(door), Some(file)) = (&door, file)
        && door.hand_over(file)
    {
        return ExitCode::SUCCESS;
    }
    let editions = match Editions::shipped() {
        Ok(editions) => editions,
        Err(error) => return no_window(&error.to_string()),
    };
    let mut last_error = String::new();
    let place = DataFolder::of_user().and_then(|data| Remembered::load(Some(&data)).place());
    for renderer in renderers() {
        let (editions, file, door) = (editions.clone(), file.map(Path::to_owned), door.clone());
        let was_before = fault::was_before();
        let ended = fault::caught(|| {
            eframe::run_native(
                "nianbao",
                options(renderer, place),
                Box::new(move |creation| {
                    settle(creation, place);
                    system_look::follow(&creation.egui_ctx);
                    let services = Services { renderer: renderer.to_string(), ..Services::of_this_machine(editions) };
                    let fault = services.workplace.data.as_ref().filter(|_| was_before).map(DataFolder::last_fault);
                    watch(&services);
                    let mut app = App::new(&creation.egui_ctx, services, file);
                    if let Some(door) = door {
                        app.receive(Visitors::at(door, &creation.egui_ctx));
                    }
                    if let Some(fault) = fault {
                        app.tell_of_a_fault(fault.unwrap_or_default());
                    }
                    Ok(Box::new(app))
                }),
            )
        });
        match ended {
            Ok(Ok(())) => return ExitCode::SUCCESS,
            Ok(Err(error)) => last_error = error.to_string(),
            Err(ended) if ended.is_hopeless(was_before) => return no_window("程序出错，重新打开也没有用"),
            Err(_) => return fault::start_again(),
        }
    }
    if let Some(error) = start_again() {
        last_error = error;
    }
    no_window(&format!("窗口打不开（{last_error}）"))
}

/// From now on a start and a fault are written down.
fn watch(services: &Services) {
    let Some(data) = &services.workplace.data else { return };
    data.note_start(&(services.now)(), &fault::what_it_is(&services.renderer));
    fault::write_down(data.clone(), outside::now);
}

/// How the environment of the program is changed for another start.
#[derive(Debug, PartialEq, Eq)]
pub struct WayRound {
    /// It helps only where these are set.
    pub wants: &'static [&'static str],
    /// Set to these values.
    pub set: &'static [(&'static str, &'static str)],
    /// Taken away.
    pub unset: &'static [&'static str],
}

/// The ways round a window that does not start, the first one first: a session may name a Wayland display that is gone, or a
/// driver that is broken, where X11 and drawing in software would do.
const WAYS_ROUND: [WayRound; 2] = [
    WayRound { wants: &["WAYLAND_DISPLAY", "DISPLAY"], set: &[], unset: &["WAYLAND_DISPLAY", "WAYLAND_SOCKET"] },
    WayRound {
        wants: &[],
        set: &[("LIBGL_ALWAYS_SOFTWARE", "1")],
        unset: &["LIBGL_DRIVERS_PATH", "MESA_LOADER_DRIVER_OVERRIDE", "GALLIUM_DRIVER", "__GLX_VENDOR_LIBRARY_NAME"],
    },
];

/// The next way round after so many that were tried, with its number; `is_set` asks for a variable of the environment.
#[must_use]
pub fn next_way(tried: usize, is_set: &dyn Fn(&str) -> bool) -> Option<(usize, &'static WayRound)> {
    let mut left = WAYS_ROUND.iter().enumerate().skip(tried);
    left.find(|(_, way)| way.wants.iter().all(|name| is_set(name))).map(|(at, way)| (at + 1, way))
}

/// Starts the program again in the next way, in the place of this one: a display and a driver are chosen once in a process.
/// Returns only where there is no way left, or with why the program does not start again.
#[cfg(all(unix, not(target_os = "macos")))]
fn start_again() -> Option<String> {
    use std::os::unix::process::CommandExt as _;
    /// Tells the program started again how many ways were tried.
    const TRIED: &str = "NIANBAO_WAYS_TRIED";
    let tried = std::env::var(TRIED).ok().and_then(|tried| tried.parse().ok()).unwrap_or_default();
    let (number, way) = next_way(tried, &is_set)?;
    let program = std::env::current_exe().map_err(|error| error.to_string());
    let mut command = match program {
        Ok(program) => std::process::Command::new(program),
        Err(error) => return Some(error),
    };
    command.args(std::env::args_os().skip(1)).envs(way.set.iter().copied()).env(TRIED, number.to_string());
    for name in way.unset {
        command.env_remove(name);
    }
    Some(command.exec().to_string())
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
fn start_again() -> Option<String> {
    None
}

/// The renderers to try, the first one first. On Windows wgpu itself goes on from `DirectX` 12 by hardware to `OpenGL` and to
/// `DirectX` 12 by software.
fn renderers() -> Vec<Renderer> {
    #[cfg(windows)]
    return vec![Renderer::Wgpu];
    #[cfg(not(windows))]
    return vec![Renderer::Glow];
}

/// Puts the window where it was, or onto a screen that is still there. On X11 it was built there already; Windows builds it by the
/// scale of another screen.
fn settle(creation: &CreationContext<'_>, place: Option<Place>) {
    let (Some(window), Some(place)) = (creation.winit_window(), place) else { return };
    let Some(corner) = place.corner_px else { return };
    let screens: Vec<_> = window
        .available_monitors()
        .map(|screen| {
            let (at, size) = (screen.position(), screen.size());
            Rect::from_min_size(pos2(at.x as f32, at.y as f32), vec2(size.width as f32, size.height as f32))
        })
        .collect();
    // What says where a screen is says it of a window too.
    let Some(mut at) = window.primary_monitor().or_else(|| window.available_monitors().next()).map(|screen| screen.position()) else {
        return;
    };
    if place.is_on(&screens) {
        if cfg!(windows) {
            (at.x, at.y) = (corner.x as i32, corner.y as i32);
            window.set_outer_position(at);
        }
    } else {
        window.set_outer_position(at);
    }
}

fn options(renderer: Renderer, place: Option<Place>) -> NativeOptions {
    let window = ViewportBuilder::default()
        .with_title("年报")
        .with_app_id("nianbao")
        .with_icon(icon())
        .with_inner_size([1280.0, 680.0])
        .with_min_inner_size(LEAST_SIZE_PT)
        .with_drag_and_drop(true);
    NativeOptions {
        renderer,
        #[cfg(windows)]
        wgpu_options: sparing(),
        viewport: match place {
            Some(place) => place.asked_of(window),
            None => window,
        },
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
    !cfg!(all(unix, not(target_os = "macos"))) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET")
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
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
