//! Shapes and wordings of published reports: names and figures are made up.

use nianbao::report::{Figures, Value};

use super::{holds, page};

/// The heads of table 三 and rows of it.
fn third(rows: &str) -> String {
    format!(
        "<table><tr><td colspan=2>办理情况</td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td><td>总计</td></tr>{rows}</table>"
    )
}

fn row(label: &str, figures: [&str; 7]) -> String {
    format!("<tr><td colspan=2>{label}</td><td>{}</td></tr>", figures.join("</td><td>"))
}

const TITLE: &str = "<h1>青石县水务局2023年政府信息公开工作年度报告</h1>";
const NEW: &str = "一、本年新收政府信息公开申请数量";

fn report(inside: &str) -> String {
    format!(
        "<html><body>{TITLE}<p>本报告依据条例编制。</p><h2>一、总体情况</h2><p>公开信息32条。</p>{inside}<h2>五、存在的主要问题及改进情况</h2><p>有问题，已改进。</p></body></html>"
    )
}

#[test]
fn menus_feet_and_layout_tables_around_the_report_are_left_out() {
    let inside = third(&row(NEW, ["5", "1", "0", "0", "0", "0", "6"]));
    let page = page(&format!(
        "<html><head><title>年报-青石县政府</title></head><body><div style='display: none'>一、总体情况</div><table><tr><td><a>首页</a></td><td><a>政务公开</a></td></tr></table>\
         <table><tr><td><ul><li>政府信息公开年报</li><li>2022年政府信息公开工作年度报告</li></ul></td><td><table><tr><td>{TITLE}<p>发布时间：2024-01-12　来源：水务局　字体：大 中 小</p>\
         <p>本报告依据条例编制。</p><p>一、总体情况</p><p>公开信息32条。</p><p>三、收到和处理政府信息公开申请情况</p>{inside}<p>五、存在的主要问题及改进情况</p><p>有。</p><p>青石县水务局</p><p>2024年1月10日</p>\
         <p>上一篇：无</p><p>主办单位：青石县人民政府　ICP备1234号</p></td></tr></table></td></tr></table></body></html>"
    ));
    assert_eq!((page.report.unit.as_str(), page.report.year), ("青石县水务局", 2023));
    assert_eq!(page.report.prose("preface"), "本报告依据条例编制。");
    assert_eq!(page.report.prose("s1"), "公开信息32条。");
    assert_eq!(page.report.prose("s5"), "有。");
    holds(&page, "t3.new.natural", "5");
    let signature = page.report.signature.as_ref().unwrap();
    assert_eq!((signature.unit.as_str(), signature.date.as_str()), ("青石县水务局", "2024-01-10"));
    let account = page.account.unwrap();
    assert_eq!(account.left_of_report().count(), 0, "{:?}", account.left);
    let site: Vec<_> = account.left.iter().map(|left| left.words.as_str()).collect();
    assert!(site.contains(&"首页") && site.contains(&"上一篇：无") && site.iter().any(|words| words.contains("ICP备")), "{site:?}");
}

#[test]
fn the_other_family_of_heads_and_numbers_is_known() {
    let page = page(&format!(
        "<html><body>{TITLE}<p>1、总体情况</p><p>（一）主动公开。公开32条。</p><p>2、行政机关主动公开政府信息情况</p><p>3、行政机关收到和处理政府信息公开申请情况</p>\
         <p>4、因政府信息公开工作被申请行政复议、提起行政诉讼情况</p><p>5、政府信息公开工作存在的主要问题及改进情况</p><p>有问题。</p><p>6、其他需要报告的事项：无。</p></body></html>"
    ));
    assert_eq!(page.report.prose("s1"), "（一）主动公开。公开32条。");
    assert_eq!(page.report.prose("s5"), "有问题。");
    assert_eq!(page.report.prose("s6"), "无");
}

#[test]
fn a_head_with_its_text_in_one_line_is_parted_and_a_sentence_is_no_head() {
    let page = page(&report("<p>总体情况良好。</p><p>六、其他需要报告的事项　2023年没有收取信息处理费。</p>"));
    assert_eq!(page.report.prose("s1"), "公开信息32条。\n总体情况良好。");
    assert_eq!(page.report.prose("s6"), "2023年没有收取信息处理费");
}

#[test]
fn a_table_of_contents_is_no_report() {
    let contents = "<p>一、总体情况</p><p>五、存在的主要问题及改进情况</p><p>六、其他需要报告的事项</p>";
    let page = page(&format!(
        "<html><body>{TITLE}{contents}<p>一、总体情况</p><p>甲。</p><p>五、存在的主要问题及改进情况</p><p>乙。</p><p>六、其他需要报告的事项</p><p>丙。</p></body></html>"
    ));
    let prose = |section: &str| page.report.prose(section).to_owned();
    assert_eq!((prose("s1"), prose("s5"), prose("s6")), ("甲。".to_owned(), "乙。".to_owned(), "丙。".to_owned()));
    assert_eq!(prose("preface"), "");
}

#[test]
fn a_column_of_subtotals_has_no_cell_and_shifts_nothing() {
    let table = "<table><tr><td rowspan=3>办理情况</td><td colspan=8>申请人情况</td></tr><tr><td rowspan=2>自然人</td><td colspan=6>法人或其他组织</td><td rowspan=2>总计</td></tr>\
        <tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td><td>小计</td></tr>\
        <tr><td>一、本年新收政府信息公开申请数量</td><td>5</td><td>1</td><td>2</td><td>0</td><td>0</td><td>0</td><td>3</td><td>8</td></tr></table>";
    let page = page(&report(table));
    for (column, figure) in [("natural", "5"), ("business", "1"), ("research", "2"), ("other", "0"), ("total", "8")] {
        holds(&page, &format!("t3.new.{column}"), figure);
    }
    assert_eq!(page.account.unwrap().left_of_report().count(), 0);
}

#[test]
fn rows_whose_spans_do_not_add_up_are_read_by_their_number_of_figures_or_left() {
    // The row labels cover one column less than the corner.
    let heads = "<tr><td colspan=3 rowspan=2></td><td>自然人</td><td colspan=5>法人或其他组织</td><td>总计</td></tr><tr><td></td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td><td></td></tr>";
    let shifted = |figures: &str| format!("<table>{heads}<tr><td colspan=2>{NEW}</td><td>{figures}</td></tr></table>");
    let whole = page(&report(&shifted(&["5", "1", "2", "0", "0", "0", "8"].join("</td><td>"))));
    holds(&whole, "t3.new.natural", "5");
    holds(&whole, "t3.new.research", "2");
    holds(&whole, "t3.new.total", "8");
    let short = page(&report(&shifted(&["5", "1", "2"].join("</td><td>"))));
    let figures = Figures::of(&short.form, &short.report);
    assert!(short.form.cells().all(|(cell, _)| figures.value(cell) == Value::Blank));
    let account = short.account.unwrap();
    assert!(account.left_of_report().any(|left| left.words.contains("5、1、2") || left.words.contains('5')), "{:?}", account.left);
}

#[test]
fn groups_without_their_kinds_are_listed_with_their_words() {
    let rows = [row(NEW, ["5", "0", "0", "0", "0", "0", "5"]), row("（三）不予公开", ["2", "0", "0", "0", "0", "0", "2"])].concat();
    let page = page(&report(&third(&rows)));
    let account = page.account.clone().unwrap();
    let left: Vec<_> = account.left_of_report().map(nianbao::intake::report::Left::line).collect();
    assert_eq!(left, ["第 1 张表：（三）不予公开：2、0、0、0、0、0、2（“（三）不予公开”在本表里分列几项，没有写明是哪一项）"]);
    assert!(page.notes.iter().any(|note| note.contains("（三）不予公开：2、0")), "the notes say it too: {:?}", page.notes);
    holds(&page, "t3.refused_secret.natural", "空");
}

#[test]
fn two_tables_of_one_kind_are_not_mixed() {
    let county = third(&row(NEW, ["50", "10", "0", "0", "0", "0", "60"]));
    let own = third(&row(NEW, ["5", "1", "0", "0", "0", "0", "6"]));
    let page = page(&report(&format!("<p>全县</p>{county}<p>本级</p>{own}")));
    holds(&page, "t3.new.natural", "50");
    let account = page.account.unwrap();
    assert!(account.left_of_report().any(|left| left.place.contains("又是一张表三")), "{:?}", account.left);
}

#[test]
fn a_table_broken_over_two_pages_is_one() {
    let first = third(&row(NEW, ["5", "0", "0", "0", "0", "0", "5"]));
    let second = format!("<table>{}</table>", row("（七）总计", ["4", "0", "0", "0", "0", "0", "4"]));
    let page = page(&report(&format!("{first}{second}")));
    holds(&page, "t3.new.natural", "5");
    holds(&page, "t3.handled.natural", "4");
}

#[test]
fn a_unit_of_another_measure_is_kept_as_typed_and_a_printed_total_that_does_not_add_up_too() {
    let fees =
        "<table><tr><td>信息内容</td><td>本年收费金额（单位：万元）</td></tr><tr><td>行政事业性收费</td><td>251000元</td></tr></table>";
    let rows = row(NEW, ["5", "1件", "/", "—", "无", "0", "9"]);
    let page = page(&report(&format!("{fees}{}", third(&rows))));
    let text = |id: &str| page.report.cell(page.form.find(id).unwrap()).text.clone();
    assert_eq!(text("t2.fees.amount"), "251000元");
    assert_eq!((text("t3.new.business"), text("t3.new.research"), text("t3.new.total")), ("1".to_owned(), String::new(), "9".to_owned()));
    assert!(page.notes.iter().any(|note| note.contains("“251000元”不是数字")), "{:?}", page.notes);
    assert!(page.notes.iter().any(|note| note == "表三有 3 格写的是“/”“—”或“无”，按空白读入"), "{:?}", page.notes);
}

#[test]
fn characters_that_nobody_sees_are_dropped_and_braces_stay_braces() {
    let page = page(&report(&format!(
        "<p>全\u{200b}年未收到\u{200d}申请{{t3.new.total}}。</p>{}",
        third(&row(NEW, ["\u{200b}0", "1", "0", "0", "0", "0", "1"]))
    )));
    holds(&page, "t3.new.natural", "0");
    let shown = nianbao::report::expand(&page.form, &Figures::of(&page.form, &page.report), page.report.prose("s1")).into_owned();
    assert!(shown.contains("全年未收到申请{t3.new.total}。"), "{shown}");
}

#[test]
fn a_shifted_row_beside_a_column_of_others_is_left() {
    let heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计", "备注"].join("</td><td>");
    let table = |label_columns: usize| {
        let figures = ["5", "1", "2", "0", "0", "0", "8"].join("</td><td>");
        let last = if label_columns == 2 { "<td></td>" } else { "" };
        page(&report(&format!(
            "<table><tr><td colspan=2>办理情况</td><td>{heads}</td></tr><tr><td colspan={label_columns}>{NEW}</td><td>{figures}</td>{last}</tr></table>"
        )))
    };
    holds(&table(2), "t3.new.natural", "5");
    let shifted = table(3);
    holds(&shifted, "t3.new.natural", "空");
    holds(&shifted, "t3.new.business", "空");
    assert!(shifted.account.unwrap().left_of_report().any(|left| left.words.contains(NEW)));
}

#[test]
fn where_no_title_stands_a_sentence_or_the_signature_gives_unit_and_year() {
    let heads = "<p>一、总体情况</p><p>公开信息32条。</p><p>六、其他需要报告的事项</p><p>无</p>";
    let of = |preface: &str, end: &str| {
        let page = page(&format!("<html><body><p>{preface}</p>{heads}{end}</body></html>"));
        (page.report.unit.clone(), page.report.year)
    };
    let county = ("青石县统计局".to_owned(), 2023);
    assert_eq!(of("根据条例规定，现公布青石县统计局2023年政府信息公开工作年度报告。", ""), county);
    assert_eq!(of("特向社会公布2023年度柳河镇人民政府信息公开工作报告。", ""), ("柳河镇人民政府".to_owned(), 2023));
    let period = "本报告所列数据的统计期限为2023年1月1日至2023年12月31日。";
    assert_eq!(of(period, "<p>青石县统计局</p><p>2024年1月9日</p>"), county);
    assert_eq!(of(period, ""), (String::new(), 2023));
}

#[test]
fn an_amount_in_another_unit_is_not_taken_for_ours() {
    let fees = |head: &str| {
        format!(
            "<table><tr><td>信息内容</td><td>{head}</td></tr><tr><td>行政事业性收费</td><td>251000</td></tr></table>{}",
            third(&row(NEW, ["5", "0", "0", "0", "0", "0", "5"]))
        )
    };
    holds(&page(&report(&fees("本年收费金额（万元）"))), "t2.fees.amount", "251000");
    let other = page(&report(&fees("本年收费金额（单位：元）")));
    holds(&other, "t2.fees.amount", "空");
    assert!(other.account.unwrap().left_of_report().any(|left| left.words.contains("251000")));
}

#[test]
fn a_file_of_ours_loses_what_nobody_sees_too() {
    let text = "{\"format\":\"nianbao/1\",\"form\":\"2021\",\"year\":2024,\"unit\":\"青石县水务局\",\"prose\":{\"s1\":\"全\u{200b}年未收到申请。\"},\"cells\":{\"t3.new.natural\":\"\u{200b}0\"}}";
    let opened = page(text);
    holds(&opened, "t3.new.natural", "0");
    assert_eq!(opened.report.prose("s1"), "全年未收到申请。");
    assert_eq!(opened.notes, ["正文里有 1 个看不见的字符（如零宽空格），已去掉"]);
    assert_eq!(nianbao::report::tidy_pasted("公开\u{200b}信息"), "公开信息");
}

#[test]
fn the_form_of_another_year_is_told_by_its_labels() {
    let table = "<table><tr><td colspan=4>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年新制作数量</td><td>本年新公开数量</td><td>对外公开总数量</td></tr>\
        <tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr><tr><td>规范性文件</td><td>8</td><td>8</td><td>89</td></tr></table>";
    let page = page(&report(table));
    assert_eq!(page.form.edition, "2019");
    holds(&page, "t2.normative.public_total", "89");
    assert!(page.notes.iter().any(|note| note == "2023 年度应使用 2021 版表样，这份文件用的是 2019 版"), "{:?}", page.notes);
}

#[test]
fn a_year_in_a_head_says_nothing_else() {
    let table = "<table><tr><td colspan=4>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>本年(2023)制发件数</td><td>本年(2023)废止件数</td><td>现行有效件数</td></tr>\
        <tr><td>行政规范性文件</td><td>3</td><td>1</td><td>12</td></tr></table>";
    holds(&page(&report(table)), "t2.normative.made", "3");
}

#[test]
fn the_whole_page_as_plain_text_is_read() {
    let text = "首页 > 政务公开\n青石县水务局2023年政府信息公开工作年度报告\n发布日期：2024-01-12\n本报告依据条例编制。\n一、总体情况\n公开信息32条。\n二、主动公开政府信息情况\n\
        第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t3\t1\t12\n第二十条第（五）项\n信息内容\t本年处理决定数量\n行政许可\t154\n\
        三、收到和处理政府信息公开申请情况\n（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t申请人情况\n自然人\t法人或其他组织\t总计\n商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\n\
        一、本年新收政府信息公开申请数量\t15\t3\t0\t0\t0\t0\t18\n三、本年度办理结果\t（一）予以公开\t9\t1\t0\t0\t0\t0\t10\n（三）不予公开\t1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0\n2.其他法律行政法规禁止公开\t2\t0\t0\t0\t0\t0\t2\n\
        四、政府信息公开行政复议、行政诉讼情况\n行政复议\t行政诉讼\n结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t复议后起诉\n结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n\
        1\t0\t0\t0\t1\t0\t0\t2\t0\t2\t0\t0\t0\t0\t0\n五、存在的主要问题及改进情况\n有问题，已改进。\n六、其他需要报告的事项\n无\n";
    let page = page(text);
    for (id, figure) in [
        ("t2.normative.in_force", "12"),
        ("t2.permits.decided", "154"),
        ("t3.new.business", "3"),
        ("t3.granted.total", "10"),
        ("t3.refused_law.natural", "2"),
        ("t4.review.upheld", "1"),
        ("t4.direct.other", "2"),
    ] {
        holds(&page, id, figure);
    }
    assert_eq!(page.report.prose("s1"), "公开信息32条。");
    assert_eq!(page.report.prose("s6"), "无");
    assert_eq!(page.report.prose("preface"), "本报告依据条例编制。");
    assert_eq!(page.account.unwrap().left_of_report().count(), 0);
}
