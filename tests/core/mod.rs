//! Form, report, checks and JSON.

mod published;
