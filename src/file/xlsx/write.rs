//! The workbook: the text on a sheet, a sheet for each table as it stands, the long table on the last one.

use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError};

use super::{LONG_SHEET, TEXT_SHEET, chart_line};
use crate::file::paper::{DRAFT_MARK, Date, Paper};
use crate::form::{CellIndex, Kind, Place, PlaceContent, Role, SectionContent, Table};
use crate::page;
use crate::report::{ChartFigures, LONG_COLUMNS, LongRow, Value, long_rows};

/// Pixels of the screen for a millimetre of paper: wider than on paper, which is fitted when it is printed.
const PIXELS_PER_MM: f32 = 5.0;
/// A Chinese character of 11 pt, and the distance of two lines.
const CHARACTER_PIXELS: f32 = 15.0;
const LINE_PIXELS: f32 = 20.0;
/// The width of the sheet with the text, in characters.
const TEXT_COLUMN: f64 = 96.0;
/// How many characters of 12 pt stand on a line of it.
const TEXT_PER_LINE: usize = 41;
/// How many lines of them a row holds, which may be 409 points high.
const LINES_PER_ROW: usize = 24;
const HIGHEST_ROW_PIXELS: usize = 540;
/// A4.
const PAPER_A4: u8 = 9;

/// The looks of cells.
struct Looks {
    label: Format,
    left_label: Format,
    upright_label: Format,
    figure: Format,
    title: Format,
    head: Format,
    text: Format,
    signature: Format,
    column_head: Format,
}

impl Looks {
    fn new() -> Self {
        let plain = Format::new().set_font_name("宋体").set_font_size(11).set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let boxed = plain.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
        let text = Format::new().set_font_name("仿宋").set_font_size(12).set_text_wrap().set_align(FormatAlign::Top);
        Self {
            left_label: boxed.clone().set_align(FormatAlign::Left),
            upright_label: boxed.clone().set_rotation(270),
            figure: boxed.clone(),
            label: boxed,
            title: text.clone().set_font_name("宋体").set_font_size(16).set_bold().set_align(FormatAlign::Center),
            head: text.clone().set_font_name("黑体"),
            signature: text.clone().set_align(FormatAlign::Right),
            column_head: plain.set_bold(),
            text,
        }
    }

    fn of_figure(&self, kind: &Kind, number: Decimal) -> Format {
        let places = if number.scale() > 0 { format!(".{}", "0".repeat(number.scale() as usize)) } else { String::new() };
        let unit = kind.printed_unit();
        let unit = if unit.is_empty() { String::new() } else { format!("\"{unit}\"") };
        self.figure.clone().set_num_format(format!("0{places}{unit}"))
    }
}

/// Writes the workbook.
pub(super) fn workbook(paper: Paper<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let Date { year, month, day } = Date::of(paper.report);
    let at = ExcelDateTime::from_ymd(year, month, day)?;
    let properties = DocProperties::new().set_title(paper.title()).set_author(paper.report.unit.trim()).set_creation_datetime(&at);
    workbook.set_properties(&properties);
    let looks = Looks::new();
    text_sheet(workbook.add_worksheet(), paper, &looks)?;
    for table in &paper.form.tables {
        Sheet { out: workbook.add_worksheet(), paper, looks: &looks, table }.write()?;
    }
    long_sheet(workbook.add_worksheet(), paper, &looks)?;
    workbook.save_to_buffer()
}

/// How a sheet is printed: A4, as wide as the page; a draft says on each page that it is one.
fn print_set_up(sheet: &mut Worksheet, paper: Paper<'_>, pages_high: u16) {
    sheet.set_paper_size(PAPER_A4).set_print_fit_to_pages(1, pages_high).set_print_center_horizontally(true);
    sheet.set_margins(0.8, 0.8, 1.0, 0.9, 0.5, 0.4);
    let title: String = paper.title().replace('&', "&&").chars().filter(|c| !c.is_control()).take(80).collect();
    let draft = if paper.draft { format!("&R{DRAFT_MARK}") } else { String::new() };
    sheet.set_header(format!("&L{title}{draft}"));
    sheet.set_footer("&C— &P —");
}

fn text_sheet(sheet: &mut Worksheet, paper: Paper<'_>, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(TEXT_SHEET)?;
    sheet.set_column_width(0, TEXT_COLUMN)?;
    print_set_up(sheet, paper, 0);
    let mut row = 0;
    for (line, look) in lines_of(paper, looks) {
        let mut left = line.chars().count().div_ceil(TEXT_PER_LINE).max(1);
        let pitch = if *look == looks.title { 30 } else { 22 };
        let first = row;
        // A paragraph that is longer than a row can be stands in a cell merged over several.
        while left > 0 {
            let count = left.min(LINES_PER_ROW);
            sheet.set_row_height_pixels(row, (count * pitch + 6).min(HIGHEST_ROW_PIXELS) as u32)?;
            (left, row) = (left - count, row + 1);
        }
        // A cell holds 32,767 characters; a longer paragraph goes on in the next ones.
        for (column, part) in (0..).zip(cut(&line)) {
            if row - first > 1 {
                sheet.merge_range(first, column, row - 1, column, &part, look)?;
            } else {
                sheet.write_string_with_format(first, column, part, look)?;
            }
        }
    }
    Ok(())
}

/// What the sheet says, a line a row, with its looks.
fn lines_of<'a>(paper: Paper<'_>, looks: &'a Looks) -> Vec<(String, &'a Format)> {
    let mut lines: Vec<(String, &Format)> = Vec::new();
    let mut charts = 0;
    if paper.draft {
        lines.push((DRAFT_MARK.to_owned(), &looks.signature));
    }
    lines.extend(paper.title_lines().map(|line| (line, &looks.title)));
    for section in &paper.form.sections {
        if section.head_printed {
            lines.push((section.head(), &looks.head));
        }
        if let SectionContent::Prose { .. } = section.content {
            for block in page::blocks(paper.form, paper.figures, paper.report.prose(&section.id)) {
                let line = match block {
                    page::Block::Text(paragraph) => paragraph.into_owned(),
                    page::Block::Chart(chart) => {
                        charts += 1;
                        chart_line(charts, &ChartFigures::of(paper.form, paper.report, paper.figures, chart).words())
                    }
                };
                lines.push((line, &looks.text));
            }
        }
    }
    if let Some(signature) = &paper.report.signature {
        lines.extend([signature.unit.trim().to_owned(), page::long_date(&signature.date)].map(|line| (line, &looks.signature)));
    }
    lines.into_iter().map(|(line, look)| (shown(&line), look)).filter(|(line, _)| !line.is_empty()).collect()
}

/// Without what no paper shows; a tab is a blank.
pub(crate) fn shown(text: &str) -> String {
    let blank = |c: char| if c.is_control() && c.is_whitespace() { ' ' } else { c };
    text.chars().map(blank).filter(|c| !c.is_control() && !matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')).collect()
}

/// A text in parts that a cell holds.
fn cut(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    // Counted in UTF-16, a character may be two.
    chars.chunks(16_000).map(|chunk| chunk.iter().collect()).collect()
}

/// A sheet with a table.
struct Sheet<'a> {
    out: &'a mut Worksheet,
    paper: Paper<'a>,
    looks: &'a Looks,
    table: &'a Table,
}

impl Sheet<'_> {
    fn write(mut self) -> Result<(), XlsxError> {
        self.out.set_name(&self.table.name)?;
        print_set_up(self.out, self.paper, 1);
        for (column, width) in (0..).zip(&self.table.widths_mm) {
            self.out.set_column_width_pixels(column, (width * PIXELS_PER_MM) as u32)?;
        }
        for (row, height) in (0..).zip(self.row_heights()) {
            self.out.set_row_height_pixels(row, height as u32)?;
        }
        if self.table.head_rows > 0 {
            self.out.set_freeze_panes(self.table.head_rows as u32, self.table.label_columns as u16)?;
            self.out.set_repeat_rows(0, self.table.head_rows as u32 - 1)?;
        }
        let table = self.table;
        table.places.iter().try_for_each(|place| self.place(place))
    }

    /// A row is as high as its highest label; Excel sees to no merged cell by itself.
    fn row_heights(&self) -> Vec<f32> {
        let mut heights = vec![LINE_PIXELS + 6.0; self.table.row_count];
        let mut places: Vec<_> = self.table.places.iter().collect();
        places.sort_by_key(|place| place.rows);
        for place in places {
            let PlaceContent::Label(label) = &place.content else { continue };
            if label.vertical {
                continue;
            }
            let width: f32 = self.table.widths_mm.iter().skip(place.column).take(place.columns).sum::<f32>() * PIXELS_PER_MM - 8.0;
            let per_line = (width / CHARACTER_PIXELS).floor().max(1.0);
            let needed = (label.text.chars().count() as f32 / per_line).ceil() * LINE_PIXELS + 6.0;
            let rows = heights.get_mut(place.row..place.row + place.rows).unwrap_or_default();
            let missing = needed - rows.iter().sum::<f32>();
            if missing > 0.0 {
                for height in rows {
                    *height += missing / place.rows as f32;
                }
            }
        }
        heights
    }

    fn place(&mut self, place: &Place) -> Result<(), XlsxError> {
        let (row, column) = (place.row as u32, place.column as u16);
        match &place.content {
            PlaceContent::Label(label) => {
                let look = if label.vertical {
                    &self.looks.upright_label
                } else if label.role == Role::Row && self.table.label_columns > 1 && place.rows == 1 {
                    &self.looks.left_label
                } else {
                    &self.looks.label
                };
                if self.merge(place, &label.text, look)? {
                    return Ok(());
                }
                self.out.write_string_with_format(row, column, &label.text, look)?;
            }
            PlaceContent::Cell(cell) => self.figure(place, *cell)?,
        }
        Ok(())
    }

    /// Merges what a place covers; `false` where it is one cell.
    fn merge(&mut self, place: &Place, text: &str, look: &Format) -> Result<bool, XlsxError> {
        if place.rows == 1 && place.columns == 1 {
            return Ok(false);
        }
        let (row, column) = (place.row as u32, place.column as u16);
        let (last_row, last_column) = (row + place.rows as u32 - 1, column + place.columns as u16 - 1);
        self.out.merge_range(row, column, last_row, last_column, text, look)?;
        Ok(true)
    }

    fn figure(&mut self, place: &Place, cell: CellIndex) -> Result<(), XlsxError> {
        let (row, column) = (place.row as u32, place.column as u16);
        let Paper { form, report, figures, .. } = self.paper;
        let number = match figures.value(cell) {
            Value::Number(number) => Some(number),
            Value::Blank => Some(Decimal::ZERO),
            Value::Unreadable(_) => None,
        };
        let kind = form.cell(cell).map_or(Kind::Count, |definition| definition.kind.clone());
        let exact = number.and_then(|number| Some((number, exactly(number)?)));
        let look = exact.map_or_else(|| self.looks.figure.clone(), |(number, _)| self.looks.of_figure(&kind, number));
        self.merge(place, "", &look)?;
        match (exact, self.formula(cell, number)) {
            (Some((number, _)), Some(formula)) => {
                let formula = Formula::new(formula).set_result(number.normalize().to_string());
                self.out.write_formula_with_format(row, column, formula, &look)?;
            }
            (Some((_, float)), None) => {
                self.out.write_number_with_format(row, column, float, &look)?;
            }
            (None, _) => {
                self.out.write_string_with_format(row, column, shown(&figures.printed(form, report, cell)), &look)?;
            }
        }
        Ok(())
    }

    /// What a total adds, where it is what its parts add up to.
    fn formula(&self, cell: CellIndex, number: Option<Decimal>) -> Option<String> {
        let Paper { form, figures, .. } = self.paper;
        let total = form.total(cell)?;
        let computed = match figures.computed(cell)? {
            Value::Number(number) => number,
            Value::Blank => Decimal::ZERO,
            Value::Unreadable(_) => return None,
        };
        let all_here = total.parts.iter().all(|part| {
            let here = form.cell(*part).is_some_and(|part| form.tables.get(part.table).is_some_and(|table| table.id == self.table.id));
            here && figures.value(*part).number().is_none_or(|number| exactly(number).is_some())
        });
        let places: Option<Vec<_>> = total.parts.iter().map(|part| form.cell(*part).map(|part| (part.row, part.column))).collect();
        (Some(computed) == number && all_here).then(|| formula_of(&places.unwrap_or_default()))
    }
}

/// `=SUM(D4:I4)` where the parts stand side by side or one below the other, else `=D4+F9+…`.
fn formula_of(places: &[(usize, usize)]) -> String {
    let name = |(row, column): &(usize, usize)| rust_xlsxwriter::utility::row_col_to_cell(*row as u32, *column as u16);
    let run = |step: (usize, usize)| places.windows(2).all(|pair| matches!(pair, [one, two] if (one.0 + step.0, one.1 + step.1) == *two));
    match (places.first(), places.last()) {
        (Some(first), Some(last)) if places.len() > 1 && (run((0, 1)) || run((1, 0))) => format!("=SUM({}:{})", name(first), name(last)),
        _ => format!("={}", places.iter().map(name).collect::<Vec<_>>().join("+")),
    }
}

/// A figure as a spreadsheet keeps it; `None` where that would not be the same figure.
pub(crate) fn exactly(number: Decimal) -> Option<f64> {
    let float: f64 = number.to_string().parse().ok()?;
    let same = float.to_string().parse::<Decimal>().is_ok_and(|back| back == number);
    (same && number.normalize().to_string().bytes().filter(u8::is_ascii_digit).count() <= 15).then_some(float)
}

fn long_sheet(sheet: &mut Worksheet, paper: Paper<'_>, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(LONG_SHEET)?;
    print_set_up(sheet, paper, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, width) in (0..).zip([24.0, 10.0, 8.0, 8.0, 30.0, 70.0, 14.0, 8.0]) {
        sheet.set_column_width(column, width)?;
    }
    for (column, head) in (0..).zip(LONG_COLUMNS) {
        sheet.write_string_with_format(0, column, head, &looks.column_head)?;
    }
    for (row, line) in (1..).zip(long_rows(paper.form, paper.report, paper.figures)) {
        long_row(sheet, row, &line)?;
    }
    Ok(())
}

/// A row of the long table, in the order of [`LONG_COLUMNS`].
pub(crate) fn long_row(sheet: &mut Worksheet, row: u32, line: &LongRow) -> Result<(), XlsxError> {
    sheet.write_string(row, 0, shown(&line.unit))?;
    sheet.write_string(row, 1, line.level)?;
    sheet.write_number(row, 2, line.year)?;
    sheet.write_string(row, 3, &line.edition)?;
    sheet.write_string(row, 4, &line.cell)?;
    sheet.write_string(row, 5, &line.label)?;
    match line.value.parse::<Decimal>().ok().and_then(exactly) {
        Some(number) => sheet.write_number(row, 6, number)?,
        None => sheet.write_string(row, 6, shown(&line.value))?,
    };
    sheet.write_string(row, 7, line.origin.name())?;
    Ok(())
}
