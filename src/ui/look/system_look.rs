//! Light or dark, and more contrast, as the desktop has it, where winit does not know: on Linux the portal is asked, and listened to; on
//! Windows the registry has the contrast.
//! Motion is not asked about: nothing in the window moves by itself.

/// Lets the window follow the desktop between light and dark, and to more contrast. A desktop without a portal has light.
#[cfg(target_os = "linux")]
pub(crate) fn follow(context: &egui::Context) {
    let context = context.clone();
    // A portal may be slow to start, or hang. Without one there is nothing to say: the menu has the choice.
    let _left_alone = std::thread::Builder::new().name("look".to_owned()).spawn(move || linux::listen(&context));
}

/// Lets the window follow the system to more contrast; light and dark winit knows itself.
#[cfg(windows)]
pub(crate) fn follow(context: &egui::Context) {
    let context = context.clone();
    let _left_alone = std::thread::Builder::new().name("look".to_owned()).spawn(move || windows::watch(&context));
}

/// winit knows it itself.
#[cfg(not(any(target_os = "linux", windows)))]
pub(crate) fn follow(_context: &egui::Context) {}

#[cfg(windows)]
mod windows {
    use std::thread;
    use std::time::Duration;

    use windows_registry::CURRENT_USER;

    use crate::ui::look::theme::Theme;

    /// Windows tells its windows of a change, and winit does not hand it on: it is looked for.
    const EVERY: Duration = Duration::from_secs(2);

    pub(crate) fn watch(context: &egui::Context) -> ! {
        loop {
            Theme::set_high_contrast(context, is_high());
            thread::sleep(EVERY);
        }
    }

    /// `HCF_HIGHCONTRASTON` is the lowest bit of the flags, which stand there as decimal text.
    fn is_high() -> bool {
        let flags = CURRENT_USER.open(r"Control Panel\Accessibility\HighContrast").and_then(|key| key.get_string("Flags"));
        flags.is_ok_and(|flags| flags.trim().parse::<u32>().is_ok_and(|flags| flags & 1 == 1))
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use zbus::blocking::{Connection, Proxy};
    use zbus::zvariant::{OwnedValue, Value};

    use crate::ui::look::theme::Theme;

    const NAMESPACE: &str = "org.freedesktop.appearance";
    const SCHEME: &str = "color-scheme";
    const CONTRAST: &str = "contrast";
    /// What the portal says for more contrast; 0 is no wish.
    const HIGH: u32 = 1;
    /// What the portal says for dark; 2 is light, 0 no wish.
    const DARK: u32 = 1;

    pub(crate) fn listen(context: &egui::Context) -> zbus::Result<()> {
        let bus = Connection::session()?;
        let settings =
            Proxy::new(&bus, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings")?;
        // Listened to before it is asked, so that no change falls between.
        let changes = settings.receive_signal("SettingChanged")?;
        for key in [SCHEME, CONTRAST] {
            // Older portals do not know of contrast.
            let asked: zbus::Result<OwnedValue> = settings.call("Read", &(NAMESPACE, key));
            if let Ok(value) = asked {
                show(context, key, &value);
            }
        }
        for change in changes {
            if let Ok((namespace, key, value)) = change.body().deserialize::<(String, String, OwnedValue)>()
                && namespace == NAMESPACE
            {
                show(context, &key, &value);
            }
        }
        Ok(())
    }

    fn show(context: &egui::Context, key: &str, value: &Value<'_>) {
        match key {
            SCHEME => {
                let theme = if number(value) == Some(DARK) { egui::Theme::Dark } else { egui::Theme::Light };
                // egui falls back to this, for winit tells it nothing.
                context.options_mut(|options| options.fallback_theme = theme);
                context.request_repaint();
            }
            CONTRAST => Theme::set_high_contrast(context, number(value) == Some(HIGH)),
            _ => {}
        }
    }

    /// `Read` wraps the number once more than `SettingChanged` does.
    fn number(scheme: &Value<'_>) -> Option<u32> {
        match scheme {
            Value::Value(inner) => number(inner),
            Value::U32(number) => Some(*number),
            _ => None,
        }
    }
}
