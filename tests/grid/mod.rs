//! The grid, row by row of what a person who knows a spreadsheet expects (`rows.md`); each test is named after its row.

mod clip;
mod edit;
mod moving;
mod plain;
mod see;
mod window;

/// What is expected, row by row; some rows are promises of the window, and tested there.
const ROWS: &str = include_str!("rows.md");

#[test]
fn every_row_has_a_test_named_after_it() {
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = ["grid", "window"].iter().flat_map(|folder| std::fs::read_dir(tests.join(folder)).unwrap());
    let sources: String = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect();
    let rows: Vec<u32> = ROWS.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |")?.0.parse().ok()).collect();
    assert_eq!(rows, (1..=51).collect::<Vec<_>>());
    let untested: Vec<_> = rows.iter().filter(|row| !sources.contains(&format!("#[test]\nfn row_{row}_"))).collect();
    assert_eq!(untested, Vec::<&u32>::new());
}
