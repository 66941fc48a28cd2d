//! `nianbao export`: the paper and the machine-readable report.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Outcome, Output, check};
use crate::check::{Case, Review, Severity, Standing};
use crate::file::json::Opened;
use crate::file::{self, Made, Paper, PaperError, docx, html, json, pdf, xlsx};
use crate::form::Editions;
use crate::page::{Fonts, Options, Sides};
use crate::report::{Figures, Value};

#[derive(Args)]
pub(super) struct Export {
    /// 年报文件
    #[arg(value_name = "年报")]
    report: PathBuf,
    /// 导出为 PDF
    #[arg(long, value_name = "文件")]
    pdf: Option<PathBuf>,
    /// 导出为 Word 文件
    #[arg(long, value_name = "文件")]
    docx: Option<PathBuf>,
    /// 导出为网页
    #[arg(long, value_name = "文件")]
    html: Option<PathBuf>,
    /// 导出为电子表格
    #[arg(long, value_name = "文件")]
    xlsx: Option<PathBuf>,
    /// 导出为 JSON
    #[arg(long, value_name = "文件")]
    json: Option<PathBuf>,
    /// 另印一页核对单：核对了什么、说明了什么，供填表人、审核人、分管领导签字
    #[arg(long, value_name = "文件")]
    checklist: Option<PathBuf>,
    /// 另做一页图解（一图读懂）：PDF 还是 PNG，看文件名的结尾，可以写两次
    #[arg(long, value_name = "文件")]
    poster: Vec<PathBuf>,
    /// 有误也导出，每页标明“草稿”
    #[arg(long)]
    draft: bool,
    /// 双面打印：装订边左右交替
    #[arg(long)]
    duplex: bool,
    /// 用哪里的字体：shipped 只用随程序附带的，system 优先用本机的仿宋等（不写即是）
    #[arg(long, value_enum, value_name = "shipped|system", default_value_t = Faces::System)]
    fonts: Faces,
}

#[derive(Clone, Copy, ValueEnum)]
enum Faces {
    Shipped,
    System,
}

impl Export {
    pub(super) fn run(self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        if [&self.pdf, &self.docx, &self.html, &self.xlsx, &self.json, &self.checklist].iter().all(|path| path.is_none())
            && self.poster.is_empty()
        {
            output.error("没有写明导出到哪里，请加 --pdf、--docx、--html、--xlsx 或 --json 和文件名");
            return Outcome::Unreadable;
        }
        let is_known = |path: &&PathBuf| ending(path).is_some();
        if let Some(other) = self.poster.iter().find(|path| !is_known(path)) {
            output.error(&format!("图解的文件名要以 .pdf 或 .png 结尾：{}", other.display()));
            return Outcome::Unreadable;
        }
        let Some(opened) = super::open(&self.report, editions, output) else {
            return Outcome::Unreadable;
        };
        let fonts = match self.fonts {
            Faces::Shipped => Fonts::shipped(),
            Faces::System => Fonts::with_system(),
        };
        let review = check::finished_review(&opened, &fonts);
        for finding in &review.findings {
            output.say(&format!("{}　[{}]", finding.message, finding.rule));
        }
        output.say(&check::summary(&opened.form, &review));
        if review.blocks() && !self.draft {
            let count = review.count(Severity::Blocking);
            output.error(&format!("有 {count} 处错误，没有导出；改正后再导出，或加 --draft 导出草稿"));
            return Outcome::Blocked;
        }
        let figures = Figures::of(&opened.form, &opened.report);
        let blanks = opened.form.cells().filter(|(cell, _)| figures.value(*cell) == Value::Blank).count();
        if blanks > 0 {
            output.say(&format!("{blanks} 个空白格按 0 导出"));
        }
        match self.files(&opened, &figures, &review, &fonts, output) {
            Ok(()) => Outcome::Right,
            Err(sentence) => {
                output.error(&sentence);
                Outcome::Unreadable
            }
        }
    }

    fn sides(&self) -> Sides {
        if self.duplex { Sides::Double } else { Sides::Single }
    }

    /// Makes everything before it writes anything.
    fn files<'a>(
        &'a self,
        opened: &Opened,
        figures: &Figures,
        review: &Review,
        fonts: &Fonts,
        output: &mut Output<'_>,
    ) -> Result<(), String> {
        let (form, report) = (&opened.form, &opened.report);
        let mut files = Vec::new();
        if let Some(path) = &self.pdf {
            let options = Options { sides: self.sides(), draft: self.draft };
            let exported = pdf::export(form, report, figures, review, fonts, options).map_err(|error| error.to_string())?;
            output.say(&exported.verified);
            files.push((path, exported.bytes));
        }
        let paper = Paper { form, report, figures, review, draft: self.draft };
        let sides = self.sides();
        let mut add = |path: &'a Option<PathBuf>, make: &dyn Fn() -> Result<Made, PaperError>| {
            let Some(path) = path else { return Ok(()) };
            let made = make().map_err(|error| error.to_string())?;
            output.say(&made.verified);
            files.push((path, made.bytes));
            Ok::<(), String>(())
        };
        add(&self.docx, &|| docx::export(paper, sides, fonts))?;
        add(&self.html, &|| html::export(paper))?;
        add(&self.xlsx, &|| xlsx::export(paper))?;
        if let Some(path) = &self.json {
            files.push((path, json::handed_out(form, report, figures, review, self.draft).into_bytes()));
        }
        if let Some(path) = &self.checklist {
            let covers = |character| fonts.covers(character);
            let case = Case { form, report, figures, standing: Standing::Finished, covers: &covers };
            files.push((path, pdf::checklist(case, review, fonts).map_err(|error| error.to_string())?));
        }
        for path in &self.poster {
            let bytes = if ending(path) == Some("png") {
                file::poster_picture(form, report, figures, fonts, self.draft)?
            } else {
                pdf::poster(form, report, figures, fonts, self.draft).map_err(|error| error.to_string())?
            };
            files.push((path, bytes));
        }
        file::must_be_apart(&files.iter().map(|(path, _)| path.as_path()).collect::<Vec<_>>(), &[&self.report])
            .map_err(|error| error.to_string())?;
        for (path, bytes) in files {
            file::save(path, &bytes).map_err(|error| super::named(&error, path))?;
            output.say(&format!("已导出：{}", path.display()));
        }
        Ok(())
    }
}

/// What a file of 图解 is by its name; `None` for what cannot be made.
fn ending(path: &Path) -> Option<&'static str> {
    let found = path.extension()?.to_str()?;
    ["pdf", "png"].into_iter().find(|known| found.eq_ignore_ascii_case(known))
}
