//! What is typed into a cell, and what it means.

use nianbao::form::Kind;
use nianbao::report::{Offer, Reason, Value, read};

fn amount() -> Kind {
    Kind::Amount { unit: "万元".to_owned(), unit_printed: false }
}

#[track_caller]
fn reads(kind: &Kind, text: &str, number: &str) {
    assert_eq!(read(kind, text), Value::Number(number.parse().unwrap()), "{text}");
    let Value::Number(found) = read(kind, text) else { panic!("{text}") };
    assert_eq!(found.to_string(), number, "{text}");
}

#[track_caller]
fn unreadable(kind: &Kind, text: &str, reason: Reason) {
    assert_eq!(read(kind, text), Value::Unreadable(reason), "{text}");
    assert!(!reason.sentence(kind).is_empty());
}

#[test]
fn full_width_digits_signs_points_and_proper_thousands_are_read() {
    reads(&Kind::Count, "１２３", "123");
    reads(&Kind::Count, " 12 ", "12");
    reads(&Kind::Count, "\u{3000}７\u{3000}", "7");
    reads(&Kind::Count, "１，２３４", "1234");
    reads(&Kind::Count, "1,234,567", "1234567");
    reads(&Kind::Count, "007", "7");
    reads(&Kind::Change, "+3", "3");
    reads(&Kind::Change, "－8", "-8");
    reads(&Kind::Change, "−8", "-8");
    reads(&Kind::Change, "-0", "0");
    reads(&amount(), "５９２３７．２４４９", "59237.2449");
    reads(&amount(), "3。5", "3.5");
    reads(&amount(), "96,171.60", "96171.60");
}

#[test]
fn a_unit_that_is_the_cells_own_is_dropped() {
    reads(&amount(), "0万元", "0");
    reads(&amount(), "25.1 万元", "25.1");
    reads(&Kind::Count, "12件", "12");
}

#[test]
fn another_unit_is_unreadable_and_the_figure_meant_is_offered() {
    unreadable(&amount(), "251000元", Reason::OtherUnit(Some(Offer("25.1".parse().unwrap()))));
    unreadable(&amount(), "1.5亿元", Reason::OtherUnit(Some(Offer("15000".parse().unwrap()))));
    unreadable(&amount(), "3项", Reason::OtherUnit(None));
    unreadable(&Kind::Count, "3个", Reason::OtherUnit(None));
}

#[test]
fn what_may_mean_two_things_is_unreadable() {
    unreadable(&Kind::Count, "1，5", Reason::Separators);
    unreadable(&amount(), "1,5", Reason::Separators);
    unreadable(&Kind::Count, "1234,567", Reason::Separators);
    unreadable(&Kind::Count, "12 34", Reason::NotANumber);
    unreadable(&Kind::Count, ",123", Reason::Separators);
}

#[test]
fn what_is_no_figure_of_its_kind_is_unreadable() {
    for text in ["/", "-", "—", "无", "abc", "1e5", "1.2.3", "0x10", "１２ａ", "∞", "NaN", "５.", "二"] {
        unreadable(&Kind::Count, text, Reason::NotANumber);
    }
    unreadable(&Kind::Count, "-5", Reason::Negative);
    unreadable(&amount(), "-0.5", Reason::Negative);
    unreadable(&Kind::Count, "1.5", Reason::NotWhole);
    unreadable(&Kind::Count, "1.0", Reason::NotWhole);
    unreadable(&Kind::Count, "+5", Reason::NotANumber);
    unreadable(&Kind::Count, "1234567890123", Reason::TooLong);
    reads(&Kind::Count, "123456789012", "123456789012");
}

#[test]
fn blank_is_not_0() {
    for text in ["", " ", "\u{3000}", "\t\n"] {
        assert_eq!(read(&Kind::Count, text), Value::Blank);
    }
    reads(&Kind::Count, "0", "0");
}

proptest::proptest! {
    #[test]
    fn reading_never_fails_and_a_whole_number_reads_as_itself(text in ".{0,30}", number in 0_u64..1_000_000_000_000) {
        for kind in [Kind::Count, Kind::Change, amount()] {
            let _value = read(&kind, &text);
            proptest::prop_assert_eq!(read(&kind, &number.to_string()), Value::Number(number.into()));
        }
    }
}
