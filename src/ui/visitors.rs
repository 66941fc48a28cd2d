//! Programs that are started with a file while this window is open: it comes to the front and opens it.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};

use egui::{Context, UserAttentionType, ViewportCommand};

use crate::file::kept::door::{Door, Heard};

/// What is heard at the door of this window.
#[derive(Debug, Default)]
pub struct Visitors {
    heard: Option<Receiver<Heard>>,
}

impl Visitors {
    /// Listens at that door for as long as the program runs.
    #[must_use]
    pub fn at(door: Door, context: &Context) -> Self {
        let (tell, heard) = channel();
        let window = context.clone();
        door.open(move |what| {
            let _window_gone = tell.send(what);
            window.request_repaint();
        });
        Self { heard: Some(heard) }
    }

    /// Answers who has come since the last frame; gives the file that is to be opened. A window that asks something itself (`is_free` is
    /// false) takes none: whoever came has a window of its own.
    #[must_use]
    pub fn poll(&self, context: &Context, is_free: bool) -> Option<PathBuf> {
        match self.heard.as_ref()?.try_recv().ok()? {
            Heard::Asks(_, answer) => {
                let _gone = answer.send(is_free);
                None
            }
            Heard::Left(path) => {
                for command in [
                    ViewportCommand::Minimized(false),
                    ViewportCommand::Focus,
                    // Where the desktop does not let a window come to the front by itself.
                    ViewportCommand::RequestUserAttention(UserAttentionType::Informational),
                ] {
                    context.send_viewport_cmd(command);
                }
                Some(path)
            }
        }
    }
}
