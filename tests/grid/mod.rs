//! The grid, row by row of what a person who knows a spreadsheet expects; each test is named after its row.

mod clip;
mod edit;
mod moving;
mod plain;
mod see;
mod window;
