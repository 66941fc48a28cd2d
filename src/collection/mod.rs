//! Many reports at once: the files of folders, pairs of years, batches under review, sums, the long table, work spread over the
//! processors.

pub mod adding;
pub mod batch;
pub(crate) mod coverage;
pub(crate) mod folders;
pub mod long;
pub mod pairs;
pub(crate) mod parallel;
pub mod units;
