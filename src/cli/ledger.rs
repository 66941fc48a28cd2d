//! `nianbao ledger`: table three counted from the register of applications.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Output};
use crate::file::json::Opened;
use crate::file::ledger::{BookFile, key, mapping_text, read_book, read_mapping};
use crate::file::{self, json};
use crate::form::{CellIndex, Editions, Form};
use crate::intake::ledger::{Asked, Count, Mapping, Origin, Question, Wording, count, meaning_name};
use crate::report::{Difference, Report, Status, differences};

/// The most wordings of one kind that are listed when they have to be asked.
const MOST_ASKED: usize = 60;

#[derive(Args)]
pub(super) struct Ledger {
    /// 依申请公开台账：xlsx、xls、ods 或 CSV
    #[arg(value_name = "台账")]
    book: PathBuf,
    /// 年报文件
    #[arg(value_name = "年报")]
    report: PathBuf,
    /// 存为哪个文件
    #[arg(value_name = "存为")]
    out: PathBuf,
    /// 对照表：各种写法对应表中哪一行、哪一列；没有这个文件就写出一份，补好后再用，下一年也能用
    #[arg(long, value_name = "对照表")]
    map: Option<PathBuf>,
}

impl Ledger {
    pub(super) fn run(self, editions: &Editions, output: &mut Output<'_>) -> Outcome {
        if self.out.exists() {
            output.error(&format!("文件已存在，没有覆盖：{}", self.out.display()));
            return Outcome::Unreadable;
        }
        let Some(opened) = super::open(&self.report, editions, output) else { return Outcome::Unreadable };
        if !opened.form.ledger.is_given() {
            output.error(&format!("{} 版表样没有台账的对照", opened.form.edition));
            return Outcome::Unreadable;
        }
        if opened.report.status == Status::Final {
            output.error(&format!("年报已定稿，请先撤回定稿：{}", self.report.display()));
            return Outcome::Blocked;
        }
        let (mapping, book) = match (self.mapping(), read_book(&self.book)) {
            (Ok(mapping), Ok(book)) => (mapping, book),
            (Err(error), _) => return unreadable(output, &error),
            (_, Err(error)) => return unreadable(output, &super::named(&error, &self.book)),
        };
        let counted = count(&opened.form, opened.report.year, &book.book, &mapping);
        say_found(&opened.form, &counted, output);
        if let Err(error) = self.keep(mapping, &counted, output) {
            return unreadable(output, &error);
        }
        if counted.is_open() {
            self.ask(&opened.form, &counted, output);
            return Outcome::Blocked;
        }
        self.write(opened, &counted, &book, output)
    }

    fn mapping(&self) -> Result<Mapping, String> {
        match &self.map {
            Some(path) if path.exists() => read_mapping(path).map_err(|error| super::named(&error, path)),
            _ => Ok(Mapping::default()),
        }
    }

    /// Writes the mapping where there is none yet; one that was read is never written over.
    fn keep(&self, mapping: Mapping, counted: &Count, output: &mut Output<'_>) -> Result<(), String> {
        let Some(path) = self.map.as_ref().filter(|path| !path.exists()) else { return Ok(()) };
        let text = mapping_text(&mapping.with(&counted.wordings));
        file::save(path, text.as_bytes()).map_err(|error| super::named(&error, path))?;
        output.say(&format!("已写出对照表：{}", path.display()));
        Ok(())
    }

    /// Everything that is not known, once, with the rows that it concerns.
    fn ask(&self, form: &Form, counted: &Count, output: &mut Output<'_>) {
        for question in &counted.questions {
            output.error(&question_words(form, question));
        }
        for asked in [Asked::Applicant, Asked::Result, Asked::Outcome] {
            let open: Vec<_> = counted.open_wordings().filter(|wording| wording.asked == asked).collect();
            for wording in open.iter().take(MOST_ASKED) {
                output.error(&question_of(form, wording));
            }
            if open.len() > MOST_ASKED {
                output.error(&format!("{}还有 {} 种写法不认识，请核对这一列是否找对", asked.name(), open.len() - MOST_ASKED));
            }
        }
        let where_to = match &self.map {
            Some(path) => format!("请在对照表中补好后再运行：{}", path.display()),
            None => "请加 --map 对照表.json 写出对照表，补好后再运行".to_owned(),
        };
        output.error(&format!("有不认识的写法，没有写入；{where_to}"));
    }

    fn write(&self, opened: Opened, counted: &Count, book: &BookFile, output: &mut Output<'_>) -> Outcome {
        let Opened { form, report: before, .. } = opened;
        let mut report = before.clone();
        report.apply(&form, counted.edit(&form, &before, &book.book.name, &book.hash));
        let changed: Vec<_> = differences(&form, &before, &report).into_iter().filter(|difference| difference.cell.is_some()).collect();
        // A blank cell that becomes 0 says little, and there are many.
        let is_zero = |difference: &&Difference| difference.cell.is_some_and(|cell| is_blank_to_zero(&before, &report, cell));
        let (zeros, others): (Vec<_>, Vec<_>) = changed.iter().partition(is_zero);
        for difference in &others {
            output.say(&difference.sentence);
        }
        output.say(&format!("共 {} 格有改动，另有 {} 格由空白改为 0", others.len(), zeros.len()));
        for told in &counted.told {
            let sentence = counted.sentence(told);
            if told.said.is_uncounted() { output.error(&sentence) } else { output.say(&sentence) }
        }
        counted.notes().iter().for_each(|note| output.say(note));
        match file::save(&self.out, json::write(&form, &report).as_bytes()) {
            Ok(()) => {
                output.say(&format!("已写入：{}", self.out.display()));
                Outcome::Right
            }
            Err(error) => unreadable(output, &super::named(&error, &self.out)),
        }
    }
}

fn is_blank_to_zero(before: &Report, after: &Report, cell: CellIndex) -> bool {
    before.cell(cell).value.is_blank() && after.cell(cell).text == "0"
}

fn unreadable(output: &mut Output<'_>, sentence: &str) -> Outcome {
    output.error(sentence);
    Outcome::Unreadable
}

/// Which column is what, and what each wording was taken for.
fn say_found(form: &Form, counted: &Count, output: &mut Output<'_>) {
    output.say(&format!("读到 {} 行", counted.rows.len()));
    for sheet in &counted.found {
        let column = |(role, letters, text): &(crate::intake::ledger::Role, String, String)| {
            format!("{} {letters} 列“{text}”", role.name(&form.ledger))
        };
        let columns: Vec<_> = sheet.columns.iter().map(column).collect();
        output.say(&format!("工作表“{}”：表头在第 {} 行；{}", sheet.sheet, sheet.head_row, columns.join("，")));
    }
    for sheet in &counted.others {
        output.say(&format!("工作表“{sheet}”没有台账的表头，没有计入"));
    }
    for wording in &counted.wordings {
        if let Some(meaning) = &wording.meaning {
            let origin = match wording.origin {
                Origin::Given => "（对照表）",
                Origin::Known => "",
                Origin::Guessed => "（推测）",
            };
            let (asked, name) = (wording.asked.name(), meaning_name(form, wording.asked, meaning));
            output.say(&format!("{asked} “{}” → {name}{origin}，{} 行", wording.text, wording.rows));
        }
    }
}

fn question_words(form: &Form, question: &Question) -> String {
    match question {
        Question::NoRegister => "没有找到台账的表头：需要收到日期、申请人类型、办理结果、答复日期四列".to_owned(),
        Question::Head { sheet, role } => {
            let name = role.name(&form.ledger);
            format!("工作表“{sheet}”没有找到{name}一列，请在对照表 columns 中写明 \"{}\": \"表头\"", role.key())
        }
        Question::Year { sheet, rows } => {
            format!("工作表“{sheet}”有 {rows} 行的日期没有年份，请在对照表 years 中写明 \"{sheet}\": 年份")
        }
    }
}

fn question_of(form: &Form, wording: &Wording) -> String {
    let candidate = |id: &String| format!("{id}（{}）", meaning_name(form, wording.asked, id));
    let candidates: Vec<_> = wording.candidates.iter().map(candidate).collect();
    let may_be = if candidates.is_empty() { String::new() } else { format!("，可能是 {}", candidates.join("、")) };
    format!(
        "{} “{}” 不知道对应哪一项，{} 行{may_be}，请在对照表 {} 中写明",
        wording.asked.name(),
        wording.text,
        wording.rows,
        key(wording.asked)
    )
}
