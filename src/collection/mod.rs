//! Many reports at once: the files of folders, pairs of years, work spread over the processors.

pub mod folders;
