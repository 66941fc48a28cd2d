//! The parts of a sum beside each other: a workbook with a row for each unit, a column for each cell, formulas that add them up, and the
//! report's own figures below. Read back by another library before it is given out.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use crate::file::paper::{Date, Kind, Made, PaperError};
use crate::file::xlsx::{exactly, shown};
use crate::form::{CellDefinition, CellIndex, Form};
use crate::report::{Figures, Report, Value, Whole};

const SHEET: &str = "汇总";
/// Rows of heads: table, row, column, cell id.
const HEADS: u32 = 4;
/// Columns before the figures: unit and file.
const BEFORE: u16 = 2;

/// Writes the workbook of a report that is a sum.
///
/// # Errors
/// The units' figures are not kept in the report, a library refuses, or what was written does not read back as the figures.
pub fn units_book(form: &Form, report: &Report, figures: &Figures, whole: &Whole) -> Result<Made, PaperError> {
    if !whole.keeps_figures() {
        return Err(PaperError::Writing(Kind::Spreadsheet, "这份汇总没有保存各单位的数字".to_owned()));
    }
    let book = Book { form, report, figures, whole };
    let bytes = book.written().map_err(|error| PaperError::Writing(Kind::Spreadsheet, error.to_string()))?;
    book.verify(&bytes)?;
    let verified = format!("电子表格：{} 个单位、每个单位 {} 个数字与汇总一致", whole.parts.len(), form.cell_count());
    Ok(Made { bytes, verified })
}

#[derive(Clone, Copy)]
struct Book<'a> {
    form: &'a Form,
    report: &'a Report,
    figures: &'a Figures,
    whole: &'a Whole,
}

/// The looks of cells.
struct Looks {
    head: Format,
    text: Format,
    figure: Format,
    sum: Format,
}

impl Looks {
    fn new() -> Self {
        let text =
            Format::new().set_font_name("宋体").set_font_size(10).set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
        let head = text.clone().set_text_wrap().set_align(FormatAlign::Center).set_background_color(0x00F2_F2F2);
        Self { figure: text.clone().set_align(FormatAlign::Right), sum: text.clone().set_align(FormatAlign::Right).set_bold(), head, text }
    }
}

impl Book<'_> {
    fn written(self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let Date { year, month, day } = Date::of(self.report);
        let title = format!("{}汇总", self.report.title());
        let properties = DocProperties::new().set_title(shown(&title)).set_author(shown(self.report.unit.trim()));
        workbook.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?));
        let looks = Looks::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(SHEET)?.set_landscape().set_paper_size(9).set_repeat_rows(0, HEADS - 1)?;
        sheet.set_freeze_panes(HEADS, BEFORE)?;
        self.heads(sheet, &looks)?;
        for (row, part) in (HEADS..).zip(&self.whole.parts) {
            sheet.write_string_with_format(row, 0, shown(&part.unit), &looks.text)?;
            sheet.write_string_with_format(row, 1, shown(&part.file), &looks.text)?;
            for (column, (_, definition)) in (BEFORE..).zip(self.form.cells()) {
                let text = part.cells.as_ref().and_then(|cells| cells.get(&definition.id)).map_or("0", String::as_str);
                figure(sheet, row, column, text, &looks.figure)?;
            }
        }
        self.feet(sheet, &looks)?;
        workbook.save_to_buffer()
    }

    fn heads(self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
        sheet.set_column_width(0, 26.0)?.set_column_width(1, 24.0)?;
        sheet.set_row_height_pixels(1, 110)?.set_row_height_pixels(2, 48)?;
        let heads: [(u32, [&str; 2]); 4] = [(0, ["表", ""]), (1, ["单位", "文件"]), (2, ["", ""]), (3, ["格号", ""])];
        for (row, texts) in heads {
            for (column, text) in (0..).zip(texts) {
                sheet.write_string_with_format(row, column, text, &looks.head)?;
            }
        }
        for (column, (_, cell)) in (BEFORE..).zip(self.form.cells()) {
            sheet.set_column_width(column, 11.0)?;
            let table = self.form.tables.get(cell.table).map_or("", |table| table.name.as_str());
            for (row, text) in (0..).zip([table, &cell.row_name, &cell.column_name, &cell.id]) {
                sheet.write_string_with_format(row, column, text, &looks.head)?;
            }
        }
        Ok(())
    }

    /// What the units add up to, what the report says, and what lies between them.
    fn feet(self, sheet: &mut Worksheet, looks: &Looks) -> Result<(), XlsxError> {
        let foot = self.foot();
        for (row, (name, note)) in (foot..).zip([("合计", "各单位之和"), ("本报告", "表中所填"), ("相差", "本报告减合计")])
        {
            sheet.write_string_with_format(row, 0, name, &looks.sum)?;
            sheet.write_string_with_format(row, 1, note, &looks.text)?;
        }
        for (column, (cell, definition)) in (BEFORE..).zip(self.form.cells()) {
            let name = |row: u32| rust_xlsxwriter::utility::row_col_to_cell(row, column);
            let (sum, own) = (self.sum(definition), self.own(cell));
            let formula = Formula::new(format!("=SUM({}:{})", name(HEADS), name(foot.saturating_sub(1).max(HEADS))));
            sheet.write_formula_with_format(foot, column, formula.set_result(sum.normalize().to_string()), &looks.sum)?;
            figure(sheet, foot + 1, column, &own.to_string(), &looks.figure)?;
            let between = Formula::new(format!("={}-{}", name(foot + 1), name(foot)));
            let difference = own.checked_sub(sum).unwrap_or_default().normalize().to_string();
            sheet.write_formula_with_format(foot + 2, column, between.set_result(difference), &looks.figure)?;
        }
        Ok(())
    }

    /// The row below the units.
    fn foot(self) -> u32 {
        HEADS + u32::try_from(self.whole.parts.len()).unwrap_or(u32::MAX / 2)
    }

    fn sum(self, definition: &CellDefinition) -> Decimal {
        self.whole.figure(&definition.id).unwrap_or_default()
    }

    /// The report's own figure: 0 where there is none.
    fn own(self, cell: CellIndex) -> Decimal {
        match self.figures.value(cell) {
            Value::Number(number) => number,
            Value::Blank | Value::Unreadable(_) => Decimal::ZERO,
        }
    }

    /// Every figure stands where it should, and the units' figures add up to the sum.
    fn verify(self, bytes: &[u8]) -> Result<(), PaperError> {
        let refused = |error: calamine::XlsxError| PaperError::Writing(Kind::Spreadsheet, error.to_string());
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refused)?;
        let range = workbook.worksheet_range(SHEET).map_err(refused)?;
        let read = |row: u32, column: u16| match range.get_value((row, column.into())) {
            Some(Data::Float(number)) => number.to_string().parse::<Decimal>().ok(),
            Some(Data::String(text)) => text.parse().ok(),
            Some(Data::Int(number)) => Some(Decimal::from(*number)),
            _ => None,
        };
        let differs = |definition: &CellDefinition, place: &str, wanted: Decimal, found: Option<Decimal>| PaperError::NotAsFilled {
            kind: Kind::Spreadsheet,
            place: format!("{place}，{}", definition.full_name()),
            wanted: wanted.to_string(),
            found: found.map(|found| found.to_string()).unwrap_or_default(),
        };
        for (column, (cell, definition)) in (BEFORE..).zip(self.form.cells()) {
            let mut added = Some(Decimal::ZERO);
            for (row, part) in (HEADS..).zip(&self.whole.parts) {
                let kept =
                    part.cells.as_ref().and_then(|cells| cells.get(&definition.id)).map_or(Some(Decimal::ZERO), |text| text.parse().ok());
                let found = read(row, column);
                if found != kept {
                    return Err(differs(definition, &part.unit, kept.unwrap_or_default(), found));
                }
                added = added.zip(found).and_then(|(added, found)| added.checked_add(found));
            }
            if added != Some(self.sum(definition)) {
                return Err(differs(definition, "合计", self.sum(definition), added));
            }
            let own = read(self.foot() + 1, column);
            if own != Some(self.own(cell)) {
                return Err(differs(definition, "本报告", self.own(cell), own));
            }
        }
        Ok(())
    }
}

/// A figure as a number where a spreadsheet keeps it exactly, else as it is.
fn figure(sheet: &mut Worksheet, row: u32, column: u16, text: &str, look: &Format) -> Result<(), XlsxError> {
    match text.parse::<Decimal>().ok().and_then(exactly) {
        Some(number) => sheet.write_number_with_format(row, column, number, look)?,
        None => sheet.write_string_with_format(row, column, shown(text), look)?,
    };
    Ok(())
}
