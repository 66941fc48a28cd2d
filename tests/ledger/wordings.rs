//! What wordings mean: known, guessed where one row alone can be meant, asked where two can.

use std::collections::BTreeSet;

use nianbao::form::{Form, ledger::LedgerWord};
use nianbao::intake::ledger::{Asked, Mapping, Origin, Wording, count, meaning_name};

use super::{counted, figures, register};
use crate::common::{editions, form};

/// What a result is taken for.
fn result(form: &Form, text: &str) -> Wording {
    let year = form.first_year;
    let (from, until) = (format!("{year}-03-01"), format!("{year}-03-05"));
    let count = count(form, year, &register(&[&[&from, "公民", text, &until]]), &Mapping::default());
    count.wordings.into_iter().find(|wording| wording.asked == Asked::Result).unwrap()
}

fn applicant(text: &str) -> Wording {
    let count = counted(&form("2021"), &register(&[&["2024-03-01", text, "重复", "2024-03-05"]]));
    count.wordings.into_iter().find(|wording| wording.asked == Asked::Applicant).unwrap()
}

#[track_caller]
fn means(edition: &str, text: &str, row: &str, origin: Origin) {
    let found = result(&form(edition), text);
    assert_eq!((found.meaning.as_deref(), found.origin), (Some(row), origin), "{text}");
}

#[track_caller]
fn is_asked(wording: &Wording, candidates: &[&str]) {
    assert_eq!((&wording.meaning, wording.candidates.iter().map(String::as_str).collect::<Vec<_>>()), (&None, candidates.to_vec()));
}

#[test]
fn every_label_of_the_form_means_its_own_row_in_both_editions() {
    for form in editions().iter() {
        let rows = form.cells().filter_map(|(_, cell)| Some((cell, cell.id.strip_prefix("t3.")?.strip_suffix(".natural")?)));
        let named = ["new", "carried_in", "handled", "carried_out"];
        for (cell, row) in rows.filter(|(_, row)| !named.contains(row)) {
            let label = cell.row_path.rsplit('／').next().unwrap();
            assert_eq!(result(form, label).meaning.as_deref(), Some(row), "{label}");
            let bare = label.trim_start_matches(|c: char| c.is_ascii_digit() || "（）一二三四五六.".contains(c));
            assert_eq!(result(form, bare).meaning.as_deref(), Some(row), "{bare}");
            assert_eq!(result(form, &cell.row_name).meaning.as_deref(), Some(row), "{}", cell.row_name);
        }
        let columns = form.cells().filter_map(|(_, cell)| Some((cell, cell.id.strip_prefix("t3.new.")?)));
        for (cell, column) in columns.filter(|(_, column)| *column != "total") {
            assert_eq!(applicant(&cell.column_name).meaning.as_deref(), Some(column), "{}", cell.column_name);
        }
    }
}

#[test]
fn wordings_of_offices_are_known() {
    for (text, row) in [
        ("已主动公开，告知获取方式", "granted"),
        ("非本机关职责", "unavailable_not_held"),
        ("信息不存在", "unavailable_not_held"),
        ("补正后仍不明确", "unavailable_unclear"),
        ("重复", "declined_repeat"),
        ("(五)2", "declined_repeat"),
        ("撤回", "withdrawn"),
    ] {
        if text == "(五)2" {
            is_asked(&result(&form("2021"), text), &[]);
        } else {
            means("2021", text, row, Origin::Known);
        }
    }
    means("2021", "逾期未补正", "other_no_correction", Origin::Known);
    means("2019", "逾期未补正", "other", Origin::Known);
    means("2019", "其他处理", "other", Origin::Known);
    for (text, column) in [("公民", "natural"), ("企业", "business"), ("律师事务所", "legal"), ("村委会", "other")] {
        assert_eq!(applicant(text).meaning.as_deref(), Some(column), "{text}");
    }
}

#[test]
fn known_words_inside_a_wording_are_a_guess_where_they_are_most_of_it_and_agree() {
    means("2021", "不予公开（商业秘密）", "refused_third_party", Origin::Guessed);
    means("2021", "不予处理-重复申请", "declined_repeat", Origin::Guessed);
    means("2021", "（四）无法提供 1.信息不存在", "unavailable_not_held", Origin::Guessed);
    means("2021", "属于过程性信息的", "refused_process", Origin::Guessed);
}

#[test]
fn no_wording_is_guessed_where_two_rows_can_be_meant() {
    let form = form("2021");
    is_asked(&result(&form, "内容不明确"), &["unavailable_unclear", "other_no_correction"]);
    is_asked(&result(&form, "部分公开，部分信息不存在"), &["partial", "unavailable_not_held"]);
    is_asked(&result(&form, "其他处理"), &["other_no_correction", "other_unpaid", "other_rest"]);
    assert_eq!(result(&form, "不予公开").candidates.len(), 8);
    is_asked(&result(&form, "不属于国家秘密"), &["refused_secret"]);
    is_asked(&result(&form, "经向有关处室查询核实，信息不存在"), &["unavailable_not_held"]);
    is_asked(&result(&form, "按程序办理"), &[]);
    is_asked(&applicant("事业单位"), &["research", "other"]);
    assert_eq!(applicant("法人或其他组织").candidates.len(), 5);
    assert_eq!(applicant("法人和其他组织").candidates.len(), 5);
}

#[test]
fn what_is_asked_is_asked_once_with_its_rows_and_counts_when_it_is_answered() {
    let form = form("2021");
    let row: &[&str] = &["2024-03-01", "事业单位", "按程序办理", "2024-03-05"];
    let open: &[&str] = &["2024-12-30", "事业单位", "", ""];
    let other_year: &[&str] = &["2022-03-01", "某某", "另一种", "2022-03-05"];
    let book = register(&[row, row, open, other_year]);
    let first = counted(&form, &book);
    let asked: Vec<_> = first.open_wordings().map(|wording| (wording.text.as_str(), wording.rows)).collect();
    assert_eq!(asked, [("事业单位", 3), ("按程序办理", 2)], "what concerns another year alone is not asked");
    assert!(figures(&form, &first).is_empty());
    let mut mapping = Mapping::default().with(&first.wordings);
    assert_eq!(mapping.applicants.get("事业单位").map(String::as_str), Some(""));
    mapping.applicants.insert("事业单位".to_owned(), "research".to_owned());
    // A label of the form serves as well as an id.
    mapping.results.insert("按程序办理".to_owned(), "2.没有现成信息需要另行制作".to_owned());
    let second = count(&form, 2024, &book, &mapping);
    assert!(!second.is_open());
    assert_eq!(figures(&form, &second).get("t3.unavailable_to_create.research"), Some(&2));
    assert_eq!(figures(&form, &second).get("t3.carried_out.research"), Some(&1));
    mapping.results.insert("按程序办理".to_owned(), "handled".to_owned());
    assert!(count(&form, 2024, &book, &mapping).is_open(), "a total is no answer");
    mapping.results.insert("按程序办理".to_owned(), "leave_out".to_owned());
    let third = count(&form, 2024, &book, &mapping);
    assert_eq!(figures(&form, &third).get("t3.new.research"), Some(&1));
    assert!(third.told.iter().any(|told| third.sentence(told) == "2 行按对照表不计：第 2、3 行"));
}

#[test]
fn no_word_of_an_edition_stands_twice_and_every_meaning_has_a_name() {
    for form in editions().iter() {
        let once = |words: &[LedgerWord]| {
            let mut seen = BTreeSet::new();
            for word in words.iter().flat_map(|word| &word.words) {
                assert!(seen.insert(word.clone()), "{} {word}", form.edition);
            }
        };
        let ledger = &form.ledger;
        once(&ledger.applicants);
        once(&ledger.results);
        once(&ledger.disputes.outcomes);
        for (asked, words) in
            [(Asked::Applicant, &ledger.applicants), (Asked::Result, &ledger.results), (Asked::Outcome, &ledger.disputes.outcomes)]
        {
            for meaning in words.iter().flat_map(|word| &word.of) {
                assert_ne!(&meaning_name(form, asked, meaning), meaning, "{meaning}");
            }
        }
    }
}

#[test]
fn a_definition_that_names_a_row_that_is_not_there_is_refused() {
    let text = include_str!("../../assets/forms/2021.json").replacen("\"of\": [\"granted\"]", "\"of\": [\"grant\"]", 1);
    let error = nianbao::form::load("broken.json", text.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("ledger") && error.to_string().contains("t3.grant."), "{error}");
}
