//! What the review says of the published reports, their narrative and the Xipo seed: no more and no less.

use nianbao::check::Severity;
use nianbao::report::Edit;
use nianbao::session::Session;

use super::write;
use crate::common::{blank_session, published, published_session};

/// A published report with the passage of its narrative that names figures.
fn with_narrative(name: &str) -> Session {
    let mut session = published_session(name);
    let narrative = published(name)["narrative_excerpt"].as_str().unwrap().to_owned();
    let text = format!("{}\n{narrative}", session.report().prose("s1"));
    write(&mut session, "s1", &text);
    session
}

#[track_caller]
fn asks(session: &Session, wanted: &[(&str, &str)]) {
    let review = session.final_review();
    let asked = review.findings.iter().filter(|finding| finding.severity == Severity::Explain);
    let asked: Vec<_> = asked.map(|finding| (finding.rule.as_str(), finding.message.as_str())).collect();
    assert_eq!(asked, wanted);
}

#[test]
fn suqian_2023_is_asked_for_its_duties_and_measures_and_its_many_figures_do_not_misfire() {
    asks(
        &with_narrative("suqian-2023.json"),
        &[("P-DUTY", "人民政府的报告还要写工作考核、社会评议、责任追究的结果"), ("P-EMPTY", "只写了问题，没有写改进措施")],
    );
}

#[test]
fn shanghai_2019_is_told_the_mismatches_that_a_reader_finds() {
    asks(
        &with_narrative("shanghai-office-2019.json"),
        &[
            ("P-FIG", "正文“予以公开及部分公开258件”，表三予以公开、部分公开总计 275，相差 −17"),
            ("P-SHARE", "正文占比 33.9%，258 占 805 应为 32%"),
            ("P-FIG", "正文“无法提供265件”，表三无法提供总计 337，相差 −72"),
            ("P-FIG", "正文写“均获维持”，但表四行政复议尚未审结等合计为 3"),
            ("L-REG", "规章不为 0：设区的市以上人民政府才能制定规章，请核实是否把规范性文件填到了这一行"),
            ("P-EMPTY", "本部分只写“无。”，应写明没有哪些事项"),
        ],
    );
}

#[test]
fn the_xipo_seed_lacks_its_duties_and_says_nothing_in_six() {
    let seed = std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/xipo-2020-seed.txt")).unwrap();
    let between = |from: &str, to: &str| seed.split_once(from).unwrap().1.split_once(to).unwrap().0.trim().to_owned();
    let mut session = blank_session("2019", 2020, "西坡镇人民政府");
    write(&mut session, "preface", &between("年 度 报 告", "一、总体情况"));
    write(&mut session, "s1", &between("一、总体情况", "二、主动公开政府信息情况"));
    write(&mut session, "s5", &between("五、存在的主要问题及改进情况", "六、其他需要报告的事项"));
    write(&mut session, "s6", seed.split_once("六、其他需要报告的事项").unwrap().1.trim());
    asks(
        &session,
        &[("P-DUTY", "人民政府的报告还要写工作考核、社会评议、责任追究的结果"), ("P-EMPTY", "本部分只写“无”，应写明没有哪些事项")],
    );
}

#[test]
fn figures_that_follow_their_cells_are_never_told() {
    let mut session = with_narrative("suqian-2023.json");
    let text = "全市共收到政府信息公开申请{t3.new.total}件。".to_owned();
    session.apply(Edit::Prose { section: "s1".to_owned(), text });
    assert!(session.review().findings.iter().all(|finding| finding.rule != "P-FIG"));
}
