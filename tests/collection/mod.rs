//! Many reports at once: sums, the long table, and a batch of files of every kind with trouble in it.

mod adding;
mod batch;
pub(crate) mod made;
mod table;
