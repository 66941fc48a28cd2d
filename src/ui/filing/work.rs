//! Work that may have to wait for a disk, on a thread of its own, so that the window never waits for a drive that is slow or gone.

use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;

use egui::Context;

use crate::file::FileError;
use crate::file::disk::Halt;

/// When something is called slow, in seconds.
const SLOW_AFTER_S: f64 = 3.0;

/// Work beside the window. Dropped before its end, it is given up: it writes nothing more.
pub(crate) struct Work<T> {
    outcome: Receiver<T>,
    halt: Halt,
    since_s: f64,
}

/// How far some work is.
pub(crate) enum Progress<T> {
    /// It is under way.
    Pending,
    /// It is done.
    Done(T),
    /// It will never be done: no thread could be had for it.
    Lost,
}

impl<T: Send + 'static> Work<T> {
    /// Begins work that writes through a disk with that halt.
    #[must_use]
    pub(crate) fn start(context: &Context, halt: Halt, work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (sender, outcome) = channel();
        let window = context.clone();
        let begun = thread::Builder::new().name("disk".to_owned()).spawn(move || {
            // A window that is gone wants no outcome.
            let _ = sender.send(work());
            window.request_repaint();
        });
        // Without a thread the sender is gone, and the work counts as lost.
        drop(begun);
        Self { outcome, halt, since_s: context.input(|input| input.time) }
    }

    /// Looks how far it is.
    #[must_use]
    pub(crate) fn poll(&self) -> Progress<T> {
        match self.outcome.try_recv() {
            Ok(outcome) => Progress::Done(outcome),
            Err(TryRecvError::Empty) => Progress::Pending,
            Err(TryRecvError::Disconnected) => Progress::Lost,
        }
    }
}

impl<T> Work<T> {
    /// For how long it has been under way, in seconds of the window's clock.
    #[must_use]
    pub(crate) fn waited_s(&self, context: &Context) -> f64 {
        context.input(|input| input.time) - self.since_s
    }

    /// Whether it has taken so long that the clerk is told.
    #[must_use]
    pub(crate) fn is_slow(&self, context: &Context) -> bool {
        self.waited_s(context) >= SLOW_AFTER_S
    }
}

impl<T> Drop for Work<T> {
    fn drop(&mut self) {
        self.halt.now();
    }
}

/// What could not be done for want of a thread.
#[must_use]
pub(crate) fn lost(what: &str) -> FileError {
    FileError::System(format!("{what}：系统资源不足，请再试一次"))
}
