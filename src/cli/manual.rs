//! `nianbao manual`: the manual as a PDF.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Output, named};
use crate::file::{self, pdf};
use crate::form::Editions;
use crate::page::Fonts;

#[derive(Args)]
pub(super) struct Manual {
    /// 存到哪里
    #[arg(value_name = "PDF")]
    out: PathBuf,
}

impl Manual {
    pub(super) fn run(&self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        let made = editions.iter().last().map(|form| pdf::manual(form, &Fonts::shipped()));
        let bytes = match made {
            Some(Ok(bytes)) => bytes,
            Some(Err(error)) => {
                output.error(&error.to_string());
                return Outcome::Unreadable;
            }
            None => return Outcome::Unreadable,
        };
        match file::save(&self.out, &bytes) {
            Ok(()) => {
                output.say(&format!("已写入：{}", self.out.display()));
                Outcome::Right
            }
            Err(error) => {
                output.error(&named(&error, &self.out));
                Outcome::Unreadable
            }
        }
    }
}
