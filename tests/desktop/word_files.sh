#!/usr/bin/env bash
# Last year's Word file, as another office program wrote it, becomes this year's report by keys alone: what was read is shown, last
# year's figures stand beside the cells, it is filled, and leaves as PDF, Word file and web page.
# Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3

last_year="$work/宿迁市 2023 年报.docx"
cp "$root/tests/data/foreign/suqian-2023-wps.docx" "$last_year"
papers="$work/宿迁 2024"

asks_for_last_year() { keys ctrl+shift+n && type_path "$last_year" && at wait 读到了什么 30; }
goes_on() { at on =继续 10 && keys Return && at wait 带过来的 10; }
is_made() { at on 新建并填好结转 10 && keys Return && until_true 10 title_has 2024; }
# What stands in the cell that has the focus, by its name.
stands() { until_true 10 holds "$1" "$2"; }
holds() { [ "$(at value "$1")" = "$2" ]; }
exports_all() { export_papers "$papers.pdf"; }
is_written() { [ -s "$1" ]; }
carries() { "$NIANBAO" check "$1" | grep -F "已核对 42 条勾稽关系，全部相符"; }

desktop 1366x768
speak_aloud
start
must "last year's Word file is read and shown" asks_for_last_year
check "every figure of table 三 was found" at wait "175 格中 175 格" 5
shot word-read
must "the clerk goes on" goes_on
must "this year's report is made, 上年结转 filled in" is_made
to_table_three
check "last year's figure stands beside the cell" at wait 上年 5
keys Down
check "上年结转 is last year's 结转下年度" stands "二、上年结转政府信息公开申请数量，申请人情况／自然人" 118
keys Down
types 118
keys Tab
types 3
keys Return
shot word-filled
must "PDF, Word file and web page leave together" exports_all
shot word-exported
for paper in pdf docx html; do
  check "$paper is there" is_written "$papers.$paper"
done
check "the Word file is a report that holds" carries "$papers.docx"
check "the web page names the year" grep -q 2024年政府信息公开工作年度报告 "$papers.html"
finish
