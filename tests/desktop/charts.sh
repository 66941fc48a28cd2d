#!/usr/bin/env bash
# From last year's Word file and this year's register to a report with two charts, by mouse and keys: tables 三 and 四 are counted without
# a figure typed, the charts stand beside the form and in the text, and leave in PDF, Word file and web page with the figures that awk
# counts from the register; 图解 leaves as page and picture.
# Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3, poppler-utils, unzip.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3 pdftotext unzip

last_year="$work/宿迁市 2023 年报.docx"
cp "$root/tests/data/foreign/suqian-2023-wps.docx" "$last_year"
register="$work/台账2024.csv"
papers="$work/宿迁 2024"

# So many rows alike: rows COUNT RECEIVED KIND RESULT ANSWERED REVIEW.
rows() {
  local row
  for ((row = 0; row < $1; row++)); do
    echo "$2,$3,$4,$5,$6"
  done
}
{
  echo 收到日期,申请人类型,办理结果,答复日期,复议结果
  # What last year left, and this year's.
  rows 118 2023-12-20 公民 予以公开 2024-01-05 ''
  rows 3 2023-12-21 企业 予以公开 2024-01-08 ''
  rows 90 2024-03-04 公民 予以公开 2024-03-15 ''
  rows 31 2024-04-08 公民 部分公开 2024-04-19 维持
  rows 17 2024-05-06 企业 信息不存在 2024-05-17 ''
  rows 8 2024-06-03 公民 重复申请 2024-06-14 纠正
} >"$register"
# How many were received this year, how many ended so: counted by a program that is not ours.
received() { awk -F, '$1 ~ /^2024/' "$register" | wc -l; }
ended() { awk -F, -v word="$1" 'NR > 1 && $3 == word' "$register" | wc -l; }

asks_for_last_year() { keys ctrl+shift+n && type_path "$last_year" && at wait 读到了什么 30; }
goes_on() { at on =继续 10 && keys Return && at wait 带过来的 10; }
is_made() { at on 新建并填好结转 10 && keys Return && until_true 10 title_has 2024; }
reads_register() { at click =文件 && at click 从台账生成 && type_path "$register" && at wait =填入 30; }
fills_in() { at click =填入 && at gone =填入 10; }
shows_rows() { at click "来源（" && at wait "2024-03-04 收到" 10 && at click =知道了 && at gone =知道了 10; }
to_overview() { at click 一、总体情况 && at on =一、总体情况 10; }
writes() { pastes "2024年，我市新收政府信息公开申请情况如下图。" && at wait =插入图表 10; }
inserts() { at click =插入图表 && at click "=$1" && at wait "=一、总体情况" 10; }
shows() { at click =图表 && at wait "$1" 10; }
exports_all() { export_papers "$papers.pdf" && at click =完成 && at gone =已导出 10; }
exports_poster() { at click =文件 && at click 导出图解 && type_path "$work/图解.pdf" && at wait =已导出 30; }
# in_pdf WORDS…: the pages say each of them.
in_pdf() {
  local word
  pdftotext -raw "$papers.pdf" "$work/text" || return 1
  for word in "$@"; do
    grep -qF -- "$word" "$work/text" || { echo "no $word"; return 1; }
  done
}
in_page() { grep -cF '<figure data-chart=' "$papers.html" | grep -qx "$1"; }
in_word() { [ "$(unzip -p "$papers.docx" word/document.xml | grep -o '<wp:docPr[^>]*name="chart:' | wc -l)" = "$1" ]; }
figures_in_page() {
  local new=$(received) granted=$(ended 予以公开)
  grep -F "本年新收 2023 年 3511，2024 年 $new" "$papers.html" && grep -F "予以公开 $granted；" "$papers.html"
}
holds() { "$NIANBAO" check "$1" | grep -F "已核对 42 条勾稽关系，全部相符"; }
is_picture() { python3 -c 'import struct, sys; head = open(sys.argv[1], "rb").read(24); sys.exit(head[1:4] != b"PNG" or struct.unpack(">I", head[16:20])[0] != 1080)' "$1"; }

desktop 1366x768
speak_aloud
start
must "last year's Word file is read and shown" asks_for_last_year
must "the clerk goes on" goes_on
must "this year's report is made" is_made
must "the register is read, what it changes is shown" reads_register
must "tables 三 and 四 are filled in without a figure typed" fills_in
must "a figure shows the rows that it counts" shows_rows
must "the charts stand beside the form and say what changed most" shows "本年新收 $(received) 件，比上年减少"
shot charts-beside
must "the clerk goes to the text" to_overview
must "a sentence is written" writes
must "a chart is put below it" inserts 新收与办结
must "and another one" inserts 办理结果
shot charts-prose
must "PDF, Word file and web page leave together" exports_all
check "the pages have both charts with their captions" in_pdf "图1 2024年" "图2 2024年" "单位：件"
check "the web page has both" in_page 2
check "the Word file has both" in_word 2
check "their figures are those of the register" figures_in_page
check "the Word file is a report that holds" holds "$papers.docx"
must "图解 leaves too" exports_poster
check "as a picture 1080 pixels wide beside the page" is_picture "$work/图解.png"
finish
