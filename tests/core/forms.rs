//! The shipped form definitions, walked; broken ones, refused.

use std::collections::BTreeSet;

use nianbao::form::{Editions, PlaceContent, SumSeverity, load};

use crate::common::{editions, form};

const TEXT_2021: &str = include_str!("../../assets/forms/2021.json");

#[test]
fn the_editions_have_the_figures_that_the_notices_give() {
    for (edition, figures, blocking) in [("2019", [22, 161, 15], 40), ("2021", [10, 175, 15], 42)] {
        let form = form(edition);
        let counts: Vec<_> = form.tables.iter().map(|table| table.cells().count()).collect();
        assert_eq!(counts, figures, "{edition}");
        assert_eq!(form.blocking_sum_count(), blocking, "{edition}");
    }
}

#[test]
fn every_shipped_definition_loads() {
    Editions::check().unwrap();
    assert_eq!(editions().iter().count(), 2);
}

#[test]
fn the_year_picks_the_edition() {
    let editions = editions();
    let edition = |year| editions.for_year(year).map(|form| form.edition.clone());
    assert_eq!(edition(2018), None);
    assert_eq!(edition(2019).as_deref(), Some("2019"));
    assert_eq!(edition(2020).as_deref(), Some("2019"));
    assert_eq!(edition(2021).as_deref(), Some("2021"));
    assert_eq!(edition(2026).as_deref(), Some("2021"));
}

#[test]
fn every_cell_id_stands_once_and_every_place_of_the_grid_is_covered_once() {
    for form in editions().iter() {
        let ids: BTreeSet<_> = form.cells().map(|(_, cell)| &cell.id).collect();
        assert_eq!(ids.len(), form.cell_count());
        for table in &form.tables {
            for row in 0..table.row_count {
                for column in 0..table.column_count() {
                    let covering = table.places.iter().filter(|place| place.covers(row, column)).count();
                    assert_eq!(covering, 1, "{} {} {row} {column}", form.edition, table.id);
                }
            }
        }
    }
}

#[test]
fn every_cell_has_a_row_and_a_column_name_and_every_rule_a_source() {
    for form in editions().iter() {
        for (_, cell) in form.cells() {
            assert!(!cell.row_path.is_empty() && !cell.column_path.is_empty(), "{}", cell.id);
        }
        for sum in &form.sums {
            assert!(sum.source.contains("国办公开办函"), "{}", sum.rule);
            assert!(!sum.message.contains("{row}") && !sum.message.contains("{column}"), "{}", sum.message);
        }
    }
}

#[test]
fn a_cells_full_name_is_its_whole_path() {
    let form = form("2021");
    let name = |id: &str| form.cell(form.find(id).unwrap()).unwrap().full_name();
    assert_eq!(
        name("t3.refused_secret.business"),
        "三、本年度办理结果／（三）不予公开／1.属于国家秘密，申请人情况／法人或其他组织／商业企业"
    );
    assert_eq!(name("t4.direct.pending"), "行政诉讼／未经复议直接起诉，尚未审结");
    assert_eq!(name("t2.fees.amount"), "行政事业性收费，本年收费金额（单位：万元）");
}

#[test]
fn the_blank_word_form_has_the_same_labels_and_spans() {
    // The labels of the official blank form, by table, as `text rows×columns`.
    let official = word_labels(include_bytes!("../data/blank-form-2021.labels.txt"));
    let form = form("2021");
    for (table, official) in form.tables.iter().zip(official) {
        let ours: Vec<_> = table
            .places
            .iter()
            .filter_map(|place| match &place.content {
                PlaceContent::Label(label) => Some(format!("{} {}×{}", label.text, place.rows, place.columns)),
                PlaceContent::Cell(_) => None,
            })
            .collect();
        assert_eq!(ours, official, "{}", table.id);
    }
}

fn word_labels(text: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(text).unwrap();
    text.trim_end().split("\n\n").map(|table| table.lines().map(str::to_owned).collect()).collect()
}

#[test]
fn every_blocking_rule_fails_when_one_of_its_cells_is_off_by_one() {
    for form in editions().iter() {
        for (at, sum) in form.sums.iter().enumerate().filter(|(_, sum)| sum.severity == SumSeverity::Blocking) {
            let year = form.first_year;
            let mut session = crate::common::blank_session(&form.edition, year, "某某镇人民政府");
            // All totals typed as 0, so that none follows the change.
            for total in &form.totals {
                session.apply(nianbao::report::Edit::cell(total.cell, "0"));
            }
            assert_eq!(session.final_review().held(form), form.blocking_sum_count());
            session.apply(nianbao::report::Edit::cell(sum.left[0].cell, "1"));
            let review = session.final_review();
            assert_eq!(review.sums[at].state, nianbao::check::SumState::Fails, "{} {}", sum.rule, sum.message);
        }
    }
}

#[track_caller]
fn refused(from: &str, to: &str, place: &str) {
    assert!(TEXT_2021.contains(from), "{from}");
    let broken = TEXT_2021.replacen(from, to, 1);
    let error = load("broken.json", broken.as_bytes()).unwrap_err();
    assert!(error.to_string().contains(place), "{error}");
}

#[test]
fn a_broken_definition_is_refused_with_its_place() {
    refused("\"cell\": \"regulations.repealed\"", "\"cell\": \"regulations.made\"", "table t2 row 3");
    refused("\"role\": \"banner\", \"columns\": 4", "\"role\": \"banner\", \"columns\": 5", "table t2 row 1");
    refused("\"role\": \"banner\", \"columns\": 4", "\"role\": \"banner\", \"columns\": 3", "table t2 row 1");
    refused("\"rows\": 8", "\"rows\": 9", "table t3 row");
    refused("t3.{}.total", "t3.{}.totals", "rule T3-ROW of new");
    refused("\"kind\": \"count\"", "\"kind\": \"word\"", "broken.json");
    refused("\"tables\": [\"t4\"]", "\"tables\": [\"t5\"]", "section s4");
    refused("\"tables\": [\"t4\"]", "\"hint\": \"\"", "table t4");
    refused("\"id\": \"s5\"", "\"id\": \"s6\"", "section s6");
    refused("\"each\": [\"natural\"", "\"each\": [\"total\", \"natural\"", "");
}

#[test]
fn totals_that_add_each_other_are_refused() {
    let circle = TEXT_2021.replacen("\"left\": [\"t3.new.{}\", \"t3.carried_in.{}\"]", "\"computes\": true, \"left\": [\"t3.new.{}\"]", 1);
    assert_ne!(circle, TEXT_2021);
    assert!(load("circle.json", circle.as_bytes()).is_err());
}

#[test]
fn any_cut_of_a_definition_is_refused_and_never_panics() {
    for at in (0..TEXT_2021.len() - 2).step_by(97) {
        assert!(load("cut.json", &TEXT_2021.as_bytes()[..at]).is_err());
    }
}

#[test]
fn a_third_edition_is_a_data_file() {
    let forms = vec![load("2021.json", TEXT_2021.as_bytes()).unwrap(), third_edition()];
    let editions = Editions::of(forms);
    assert_eq!(editions.for_year(2030).unwrap().edition, "2030");
    assert_eq!(editions.for_year(2029).unwrap().edition, "2021");
}

/// A made-up edition: a table more, a row less, a rule more.
pub(crate) fn third_edition() -> nianbao::form::Form {
    load("2030.json", include_bytes!("../data/third-edition.json")).unwrap()
}
