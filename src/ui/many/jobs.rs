//! What is written for the reviewer, beside the window: letters, bulletins, tables; a file that is there is replaced only where that was
//! agreed to.

use std::path::{Path, PathBuf};

use egui::Context;

use crate::check::{Case, Standing, review};
use crate::collection::batch::{Line, Looker, Row, Signer, beside, bulletin, goes_back, letter, remarks, year_of};
use crate::collection::long::{LongOutputs, long_table};
use crate::file::disk::Halt;
use crate::file::many::{Batch, Letter, plain_book, units_book};
use crate::file::{self, docx};
use crate::form::{Editions, Form};
use crate::report::{Figures, Report};
use crate::ui::filing::work::{Progress, Work};

/// What comes of a job: something to be told, or a list of units.
pub(super) enum JobDone {
    Told(Result<String, String>),
    Roster(Result<Vec<String>, String>),
}

/// The jobs that are under way.
#[derive(Default)]
pub(super) struct Jobs(Vec<Work<JobDone>>);

impl Jobs {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Begins one.
    pub(super) fn begin(&mut self, context: &Context, job: impl FnOnce() -> JobDone + Send + 'static) {
        self.0.push(Work::start(context, Halt::default(), job));
    }

    /// What came of those that ended since the last frame.
    pub(super) fn poll(&mut self) -> Vec<JobDone> {
        let mut done = Vec::new();
        self.0.retain(|job| match job.poll() {
            Progress::Pending => true,
            Progress::Done(outcome) => {
                done.push(outcome);
                false
            }
            Progress::Lost => {
                done.push(JobDone::Told(Err("系统资源不足，请再试一次".to_owned())));
                false
            }
        });
        done
    }
}

/// Writes bytes where they are wanted.
pub(super) fn write(path: &Path, bytes: &[u8], may_overwrite: bool) -> Result<(), String> {
    if !may_overwrite && path.exists() {
        return Err(format!("没有保存：已有同名文件，请换一个名字：{}", path.display()));
    }
    file::save(path, bytes).map_err(|error| error.to_string())
}

/// A letter as a Word document.
pub(super) fn write_letter(page: &Letter, path: &Path, may_overwrite: bool) -> Result<String, String> {
    let made = docx::letter(page).map_err(|error| error.to_string())?;
    write(path, &made.bytes, may_overwrite)?;
    Ok(format!("已保存审核意见：{}", path.display()))
}

/// The list as it stands, for a bulletin.
pub(super) struct Listed {
    pub(super) batch: Batch,
    pub(super) rows: Vec<Row>,
    pub(super) lines: Vec<Line>,
    pub(super) signer: Signer,
}

impl Listed {
    /// The bulletin as a workbook, or as a Word document.
    pub(super) fn write_bulletin(&self, path: &Path, as_word: bool, may_overwrite: bool) -> Result<String, String> {
        let Self { batch, rows, lines, signer } = self;
        let (page, sheets) = bulletin(batch, rows, lines, year_of(batch, rows), signer);
        let made = if as_word { docx::letter(&page) } else { plain_book(&page.title, &signer.day, &sheets) };
        write(path, &made.map_err(|error| error.to_string())?.bytes, may_overwrite)?;
        Ok(format!("已导出通报：{}", path.display()))
    }

    /// A letter for each of these rows, into a folder, as far as the reviewer let its lines stand; and the text of all, for mails and chats.
    /// What is there keeps its name; reports that cannot be read any more are named.
    pub(super) fn write_letters(&self, chosen: &[usize], folder: &Path, looker: Looker<'_>) -> Result<String, String> {
        let fonts = looker.fonts;
        let (mut count, mut texts, mut unread) = (0, String::new(), Vec::new());
        for line in self.lines.iter().filter(|line| line.row.is_some_and(|at| chosen.contains(&at))) {
            let Some(row) = line.row.and_then(|at| self.rows.get(at)) else { continue };
            let Ok(opened) = beside(&row.path, looker) else {
                unread.push(row.file.as_str());
                continue;
            };
            let figures = Figures::of(&opened.form, &opened.report);
            let covers = |character| fonts.covers(character);
            let case =
                Case { form: &opened.form, report: &opened.report, figures: &figures, standing: Standing::Finished, covers: &covers };
            let decided = self.batch.decided(&row.file);
            let mut said = remarks(&opened.form, &review(case), &line.troubles);
            said.retain(|remark| goes_back(remark, decided));
            let note = decided.map(|decided| decided.note.as_str()).unwrap_or_default();
            let page = letter(opened.report.unit.trim(), opened.report.year, &said, note, &self.signer);
            write_letter(&page, &free_name(folder, opened.report.unit.trim(), "docx"), false)?;
            texts.extend([page.text().trim_end(), "\n\n\n"]);
            count += 1;
        }
        if count > 0 {
            write(&free_name(folder, "各单位", "txt"), texts.trim_end().as_bytes(), false)?;
        }
        let without = if unread.is_empty() {
            String::new()
        } else {
            format!("；{} 份读不出，没有写：{}", unread.len(), unread.join("、"))
        };
        Ok(format!("已保存 {count} 份审核意见，文字另在一份：{}{without}", folder.display()))
    }
}

/// A name that no file has yet.
fn free_name(folder: &Path, unit: &str, ending: &str) -> PathBuf {
    let plain: String = unit.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    let name = |number: usize| {
        folder.join(if number < 2 {
            format!("{plain}审核意见.{ending}")
        } else {
            format!("{plain}审核意见（{number}）.{ending}")
        })
    };
    (1..1000).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(1000))
}

/// The long table of these files.
pub(super) fn write_table(
    files: &[PathBuf],
    roots: &[PathBuf],
    editions: &Editions,
    path: &Path,
    may_overwrite: bool,
) -> Result<String, String> {
    if !may_overwrite && path.exists() {
        return Err(format!("没有保存：已有同名文件，请换一个名字：{}", path.display()));
    }
    file::must_be_apart(&[path], &files.iter().map(PathBuf::as_path).collect::<Vec<_>>()).map_err(|error| error.to_string())?;
    let (mut outputs, mut left) = (LongOutputs::default(), 0);
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    let output = match ending.as_deref() {
        Some("xlsx") => &mut outputs.xlsx,
        Some("jsonl") => &mut outputs.json_lines,
        _ => &mut outputs.csv,
    };
    *output = Some(path.to_owned());
    let table = long_table(files, roots, editions, &outputs, &mut |_| left += 1).map_err(|error| error.to_string())?;
    let left = if left > 0 { format!("，{left} 份读不出，没有计入") } else { String::new() };
    let read_back = if table.read_back.is_some() { "，写后读回全部一致" } else { "" };
    Ok(format!("已导出 {} 份年报的 {} 行数据{left}{read_back}：{}", table.reports, table.rows, path.display()))
}

/// The figures of a sum's units beside each other.
pub(super) fn write_units(form: &Form, report: &Report, path: &Path, may_overwrite: bool) -> Result<String, String> {
    let whole = report.whole.as_ref().ok_or("这份年报不是汇总来的")?;
    let made = units_book(form, report, &Figures::of(form, report), whole).map_err(|error| error.to_string())?;
    write(path, &made.bytes, may_overwrite)?;
    Ok(format!("已导出各单位数字：{}", path.display()))
}
