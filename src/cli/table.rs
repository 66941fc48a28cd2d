//! `nianbao table`: the long table of many reports, for whatever else reads tables.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Outcome, Output};
use crate::collection::folders::{Files, reports_in};
use crate::collection::long::{LongOutputs, long_table};
use crate::file;
use crate::form::Editions;

#[derive(Args)]
pub(super) struct Table {
    /// 年报文件，或装有年报的文件夹
    #[arg(required = true, value_name = "年报")]
    reports: Vec<PathBuf>,
    /// 导出为 CSV
    #[arg(long, value_name = "文件")]
    csv: Option<PathBuf>,
    /// 导出为 JSON，每行一条
    #[arg(long, value_name = "文件")]
    jsonl: Option<PathBuf>,
    /// 导出为电子表格
    #[arg(long, value_name = "文件")]
    xlsx: Option<PathBuf>,
}

impl Table {
    pub(super) fn run(self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        let written: Vec<&Path> = [&self.csv, &self.jsonl, &self.xlsx].into_iter().flatten().map(PathBuf::as_path).collect();
        if written.is_empty() {
            output.error("没有写明导出到哪里，请加 --csv、--jsonl 或 --xlsx 和文件名");
            return Outcome::Unreadable;
        }
        let Files { reports, empty, trouble } = reports_in(&self.reports);
        let mut outcome = Outcome::Right;
        for error in trouble.iter().cloned().chain(empty.iter().map(|folder| format!("文件夹里没有年报：{}", folder.display()))) {
            output.error(&error);
            outcome = Outcome::Unreadable;
        }
        // A table that an earlier call wrote may lie in the folder: it is not read and written at once.
        let read: Vec<&Path> =
            if written.iter().any(|path| path.exists()) { reports.iter().map(PathBuf::as_path).collect() } else { Vec::new() };
        if let Err(error) = file::must_be_apart(&written, &read) {
            output.error(&error.to_string());
            return Outcome::Unreadable;
        }
        let outputs = LongOutputs { csv: self.csv.clone(), json_lines: self.jsonl.clone(), xlsx: self.xlsx.clone() };
        let mut left_out = 0;
        let table = long_table(&reports, &self.reports, editions, &outputs, &mut |sentence| {
            left_out += 1;
            output.error(sentence);
        });
        match table {
            Ok(table) => {
                let left = if left_out > 0 { format!("，{left_out} 份无法读取，没有计入") } else { String::new() };
                output.say(&format!("已导出 {} 份年报的 {} 行数据{left}", table.reports, table.rows));
                if let Some(rows) = table.read_back {
                    output.say(&format!("电子表格写后读回，{rows} 行全部一致"));
                }
                if left_out > 0 { Outcome::Unreadable } else { outcome }
            }
            Err(error) => {
                output.error(&error.to_string());
                Outcome::Unreadable
            }
        }
    }
}
