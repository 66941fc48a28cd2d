//! The clipboard of the system, for the HTML that the window's toolkit does not hand on.

use super::Clipboard;

/// The clipboard of the system. It is opened when first needed; where that fails, there is no HTML.
#[derive(Default)]
pub struct SystemClipboard {
    opened: Option<arboard::Clipboard>,
}

impl SystemClipboard {
    fn open(&mut self) -> Option<&mut arboard::Clipboard> {
        // In a Wayland window the clipboard is not the one that arboard reaches through X11.
        if cfg!(target_os = "linux") && std::env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty()) {
            return None;
        }
        if self.opened.is_none() {
            self.opened = arboard::Clipboard::new().ok();
        }
        self.opened.as_mut()
    }
}

impl Clipboard for SystemClipboard {
    fn html(&mut self) -> Option<String> {
        self.open()?.get().html().ok()
    }

    fn put(&mut self, text: &str, html: &str) -> bool {
        self.open().is_some_and(|clipboard| clipboard.set().html(html, Some(text)).is_ok())
    }
}
