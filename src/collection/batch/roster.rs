//! 应报单位: the units that have to report, from a list, a spreadsheet's column, or last year's batch.

use std::collections::BTreeMap;
use std::path::Path;

use crate::collection::units::plain;
use crate::file::ledger::read_book;
use crate::file::many::read_batch;
use crate::file::{self, is_batch_path};

/// The heads under which the units stand, the likeliest first.
const HEADS: [&str; 6] = ["单位名称", "应报单位", "报送单位", "单位", "名称", "机构"];

/// The units that a file lists, each once, in its order.
///
/// # Errors
/// One sentence: the file cannot be read, or no unit stands in it.
pub fn units_in(path: &Path) -> Result<Vec<String>, String> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let units = if is_batch_path(path) {
        let bytes = std::fs::read(path).map_err(|error| format!("无法读取（{error}）：{}", path.display()))?;
        roster_of(&read_batch(&bytes, None).map_err(|error| format!("{error}：{}", path.display()))?)
    } else if ["xlsx", "xls", "ods", "et", "csv"].contains(&ending.as_str()) {
        let book = read_book(path).map_err(|error| error.to_string())?;
        book.book.sheets.iter().map(of_sheet).find(|units| !units.is_empty()).unwrap_or_default()
    } else {
        let text = file::read_list(path).map_err(|error| error.to_string())?;
        text.lines().map(|line| line.split(['\t', ',', '，']).next().unwrap_or_default().trim().to_owned()).collect()
    };
    let units = once(units);
    if units.is_empty() { Err(format!("没有读到单位名称：{}", path.display())) } else { Ok(units) }
}

/// The roster of another batch; the units that it passed where it has none.
#[must_use]
pub fn roster_of(batch: &crate::file::many::Batch) -> Vec<String> {
    if batch.roster.is_empty() { batch.decided.iter().map(|decided| decided.unit.clone()).collect() } else { batch.roster.clone() }
}

fn of_sheet(sheet: &crate::intake::sheet::Sheet) -> Vec<String> {
    let mut columns: BTreeMap<usize, Vec<(usize, &str)>> = BTreeMap::new();
    for cell in &sheet.cells {
        columns.entry(cell.column).or_default().push((cell.row, cell.value.text().trim()));
    }
    let headed = HEADS.iter().find_map(|head| {
        columns.values().find_map(|cells| {
            let at = cells.iter().position(|(_, text)| text == head)?;
            Some(cells.iter().skip(at + 1).map(|(_, text)| (*text).to_owned()).collect::<Vec<_>>())
        })
    });
    // Without a head, the first column that holds names and no numbers.
    let is_name = |text: &str| !text.is_ascii();
    let first = || columns.values().find(|cells| cells.iter().filter(|(_, text)| is_name(text)).count() * 2 > cells.len());
    headed
        .or_else(|| first().map(|cells| cells.iter().map(|(_, text)| (*text).to_owned()).filter(|text| is_name(text)).collect()))
        .unwrap_or_default()
}

fn once(units: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    units.into_iter().filter(|unit| !unit.is_empty() && seen.insert(plain(unit))).collect()
}
