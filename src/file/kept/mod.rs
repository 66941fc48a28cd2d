//! What the program keeps for itself: the journal, versions, recovery, settings, locks.

pub(super) mod data_folder;
pub(super) mod diagnosis;
pub mod door;
pub(super) mod journal;
pub(super) mod keeper;
pub mod lock;
mod log;
pub(super) mod names;
pub(super) mod recovery;
pub(super) mod settings;
pub(super) mod traces;
pub mod versions;
