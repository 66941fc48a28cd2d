//! Writes the journal beside the window, on a thread of its own, so that a slow disk never makes the window wait.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::data_folder::DataFolder;
use super::journal::{Head, Ownership, Syncing, Writer};
use crate::file::FileError;
use crate::file::disk::Disk;
use crate::form::Form;
use crate::report::Report;

/// How long what was written may wait for the medium. Well under the second that is promised.
const SYNC_AFTER: Duration = Duration::from_millis(300);

/// How often something on its way to the medium is looked at.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(50);

/// When a write that failed is tried again, whether or not more was typed.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The journal of an open report. What it is given is on disk at once and on the medium within half a second.
#[derive(Debug)]
pub(crate) struct Keeper {
    orders: Arc<Orders>,
    thread: Option<JoinHandle<()>>,
    trouble: Arc<Mutex<Option<FileError>>>,
}

#[derive(Debug)]
enum Order {
    /// The report looks like this now.
    Keep(Arc<Form>, Box<Report>),
    /// All of it was saved or given up; what comes is of that head.
    End(Head),
    /// An older state was saved, so that the journal is of that head from now on; what is newer stays in it.
    Rebase(Head),
    /// Say when all before this is on the medium.
    Settle(Sender<()>),
}

/// What the thread has still to do. Of several states in a row only the last waits, so that a disk that hangs costs no memory.
#[derive(Debug, Default)]
struct Orders {
    queue: Mutex<Queue>,
    came: Condvar,
}

#[derive(Debug, Default)]
struct Queue {
    orders: VecDeque<Order>,
    /// Nothing more comes.
    is_closed: bool,
}

impl Orders {
    fn put(&self, order: Order) {
        let mut queue = self.lock();
        if queue.is_closed {
            // Nobody is there to do it; who waits for it sees that.
            return;
        }
        match (queue.orders.back_mut(), order) {
            (Some(last @ Order::Keep(..)), order @ Order::Keep(..)) => *last = order,
            (_, order) => queue.orders.push_back(order),
        }
        self.came.notify_one();
    }

    fn close(&self) {
        self.lock().is_closed = true;
        self.came.notify_one();
    }

    /// Nobody is there any more to do what is left. Says whether that was wanted.
    fn end(&self) -> bool {
        let mut queue = self.lock();
        queue.orders.clear();
        std::mem::replace(&mut queue.is_closed, true)
    }

    /// Waits so long for something to do, or for ever; then takes all, with whether more may come.
    fn take(&self, most: Option<Duration>) -> Queue {
        let has_none = |queue: &mut Queue| queue.orders.is_empty() && !queue.is_closed;
        let queue = self.lock();
        let mut queue = match most {
            Some(most) => self.came.wait_timeout_while(queue, most, has_none).unwrap_or_else(PoisonError::into_inner).0,
            None => self.came.wait_while(queue, has_none).unwrap_or_else(PoisonError::into_inner),
        };
        Queue { orders: std::mem::take(&mut queue.orders), is_closed: queue.is_closed }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Dropped with the thread, however that ends.
struct Ending {
    orders: Arc<Orders>,
    trouble: Arc<Mutex<Option<FileError>>>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        if !self.orders.end()
            && let Ok(mut trouble) = self.trouble.lock()
        {
            *trouble = Some(FileError::System("写恢复记录的部分已停止，保存后请重新打开".to_owned()));
        }
    }
}

impl Keeper {
    /// Starts the thread; nothing is written before the first [`Keeper::keep`].
    pub(crate) fn start(disk: Arc<dyn Disk>, data: DataFolder, head: Head, replaces: Vec<(PathBuf, Ownership)>) -> Self {
        let orders = Arc::new(Orders::default());
        let trouble = Arc::new(Mutex::new(None));
        let writer = Writer::new(disk, data, head, replaces);
        let mut work =
            Work { writer, trouble: Arc::clone(&trouble), latest: None, owed: false, unsynced: None, syncing: None, is_unsure: false };
        let ending = Ending { orders: Arc::clone(&orders), trouble: Arc::clone(&trouble) };
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || work.run(&ending.orders));
        match thread {
            Ok(thread) => Self { orders, thread: Some(thread), trouble },
            Err(error) => {
                let trouble = Arc::new(Mutex::new(Some(FileError::writing(&error))));
                Self { orders, thread: None, trouble }
            }
        }
    }

    /// Keeps the report as it stands.
    pub(crate) fn keep(&self, form: &Arc<Form>, report: Report) {
        self.orders.put(Order::Keep(Arc::clone(form), Box::new(report)));
    }

    /// Ends the journal, for all of it was saved or given up.
    pub(crate) fn end(&self, next: Head) {
        self.orders.put(Order::End(next));
    }

    /// Goes on beside a file that holds an older state.
    pub(crate) fn rebase(&self, head: Head) {
        self.orders.put(Order::Rebase(head));
    }

    /// Waits until all is on the medium, or could not be written.
    pub(crate) fn settle(&self) {
        let (done, wait) = channel();
        self.orders.put(Order::Settle(done));
        // An error means that the thread is gone, and with it what there was to wait for.
        let _ = wait.recv();
    }

    /// Why the last write failed, as long as none went well since.
    pub(crate) fn trouble(&self) -> Option<FileError> {
        self.trouble.lock().map_or(None, |trouble| trouble.clone())
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.orders.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The state of the thread.
struct Work {
    writer: Writer,
    trouble: Arc<Mutex<Option<FileError>>>,
    latest: Option<(Arc<Form>, Box<Report>)>,
    /// Whether the latest is still to be written.
    owed: bool,
    /// Since when something written waits for the medium.
    unsynced: Option<Instant>,
    /// What is being brought to the medium: more is written meanwhile, however long the disk takes.
    syncing: Option<(PathBuf, Receiver<Result<(), FileError>>)>,
    /// The medium refused the last time: whatever is written meanwhile, that is told.
    is_unsure: bool,
}

impl Work {
    fn run(&mut self, orders: &Orders) {
        loop {
            let Queue { orders, is_closed } = orders.take(self.longest_wait());
            for order in orders {
                self.take(order);
            }
            self.write();
            if is_closed {
                return self.sync();
            }
            self.look_at_syncing();
            if self.syncing.is_none() && self.unsynced.is_some_and(|since| since.elapsed() >= SYNC_AFTER) {
                self.sync_beside();
            }
        }
    }

    fn longest_wait(&self) -> Option<Duration> {
        if self.syncing.is_some() {
            Some(LOOK_AGAIN_AFTER)
        } else if self.owed {
            Some(TRY_AGAIN_AFTER)
        } else {
            self.unsynced.map(|since| SYNC_AFTER.saturating_sub(since.elapsed()))
        }
    }

    fn take(&mut self, order: Order) {
        match order {
            Order::Keep(form, report) => {
                self.latest = Some((form, report));
                self.owed = true;
            }
            Order::End(next) => {
                self.writer.end(next);
                (self.latest, self.owed, self.unsynced, self.syncing, self.is_unsure) = (None, false, None, None, false);
                self.tell(None);
            }
            Order::Rebase(head) => {
                self.writer.rebase(head);
                self.owed = self.latest.is_some();
            }
            Order::Settle(done) => {
                self.write();
                self.sync();
                let _ = done.send(());
            }
        }
    }

    fn write(&mut self) {
        if !self.owed {
            return;
        }
        let Some((form, report)) = &self.latest else { return };
        match self.writer.write(form, report) {
            Ok(written) => {
                self.owed = false;
                if written {
                    self.unsynced.get_or_insert_with(Instant::now);
                }
                if !self.is_unsure {
                    self.tell(None);
                }
            }
            Err(error) => self.tell(Some(error)),
        }
    }

    /// Waits until all that was written is on the medium, or could not be brought there.
    fn sync(&mut self) {
        if let Some((path, syncing)) = self.syncing.take() {
            self.synced(&path, syncing.recv().unwrap_or_else(|_| Err(nobody_synced())));
        }
        if self.unsynced.take().is_some()
            && let Some(syncing) = self.syncing()
        {
            self.synced(syncing.path(), syncing.run());
        }
    }

    /// The same on another thread.
    fn sync_beside(&mut self) {
        self.unsynced = None;
        let Some(syncing) = self.syncing() else { return };
        let (done, outcome) = channel();
        let path = syncing.path().to_owned();
        let run = move || {
            // Nobody listens where the journal has ended meanwhile.
            let _ = done.send(syncing.run());
        };
        let begun = std::thread::Builder::new().name("journal sync".to_owned()).spawn(run);
        // Without a thread the outcome never comes, which counts as one that failed.
        drop(begun);
        self.syncing = Some((path, outcome));
    }

    fn look_at_syncing(&mut self) {
        let Some((path, syncing)) = self.syncing.take() else { return };
        match syncing.try_recv() {
            Ok(outcome) => self.synced(&path, outcome),
            Err(TryRecvError::Empty) => self.syncing = Some((path, syncing)),
            Err(TryRecvError::Disconnected) => self.synced(&path, Err(nobody_synced())),
        }
    }

    fn syncing(&mut self) -> Option<Syncing> {
        match self.writer.syncing()? {
            Ok(syncing) => Some(syncing),
            Err(error) => {
                self.refused(error);
                None
            }
        }
    }

    fn synced(&mut self, path: &Path, outcome: Result<(), FileError>) {
        match outcome {
            // What became of a journal that another one has taken over says nothing of that one.
            outcome if !self.writer.is_writing(path) => drop(outcome),
            Ok(()) => {
                self.writer.synced();
                self.is_unsure = false;
                if !self.owed {
                    self.tell(None);
                }
            }
            Err(error) => self.refused(error),
        }
    }

    fn refused(&mut self, error: FileError) {
        self.writer.distrust();
        self.owed = self.latest.is_some();
        self.is_unsure = true;
        self.tell(Some(error));
    }

    fn tell(&self, trouble: Option<FileError>) {
        if let Ok(mut told) = self.trouble.lock() {
            *told = trouble;
        }
    }
}

/// The system has no thread to bring the journal to the medium.
fn nobody_synced() -> FileError {
    FileError::System("恢复记录没有写到磁盘".to_owned())
}
