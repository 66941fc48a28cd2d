#!/usr/bin/env bash
# A report with twenty planted faults of twenty kinds is mended in the real window by keys alone: all are found; F8 leads to each, and it is
# mended by the button beside it, by typing in its place, and one is explained for a while. Then 定稿, the PDF, the sheet's digest, the file.
# Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3, jq, qpdf.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3 jq qpdf

# must: what comes after means nothing without it.

finds() { at wait "$1" 20; }

# leads PLACE: what was mended is gone, so F8 leads to the first that is left.
leads() {
  keys F8
  at wait "问题 1/" 10 && at on "$1" 10
}

# press_fix PLACE FIX GONE: F8, into the list with F6, to the button with Tab; then the finding is gone.
press_fix() {
  leads "$1" || return 1
  to_elsewhere F6 || return 1
  at press Tab "$2" 12 || return 1
  keys Return
  at gone "$3" 20
}

# over PLACE TEXT GONE: F8 selects what is wrong in a text, and another text takes its place.
over() {
  leads "$1" || return 1
  pastes "$2"
  at gone "$3" 20
}

# figure PLACE KEY CELL FIGURE GONE: F8, with the arrow to the cell, the right figure.
figure() {
  leads "$1" && at press "$2" "$3" 40 || return 1
  fast "$4"
  keys Return
  at gone "$5" 20
}

computed_again() {
  leads 结果维持 || return 1
  at press Right "$1" 8 || return 1
  keys Delete
  at gone "$2" 20
}

adds_a_sentence() {
  leads =一、总体情况 || return 1
  keys ctrl+End Return
  pastes "$1"
  at gone "$2" 20
}

explained() {
  leads "$1" || return 1
  to_elsewhere F6 || return 1
  at press Tab "$2" 6 || return 1
  pastes "$3"
  keys Return
  at wait 已说明 20
}

# The finding that was explained keeps its button.
mended_after_all() {
  to_elsewhere F6 || return 1
  at press Tab "$1" 12 || return 1
  keys Return
  at gone "$2" 20
}

signs() {
  leads 单位名称 || return 1
  at press Tab 落款日期 12 || return 1
  keys ctrl+a
  fast "$1"
  keys Return
  at gone "$2" 20
}

last_look() {
  # Into what is filled, to the list of parts, and up to the next thing to do, which comes before it.
  keys ctrl+Prior ctrl+Prior ctrl+Prior ctrl+Prior ctrl+Prior
  at on =引言 10 || return 1
  keys shift+F6
  at on 字 10 && at press shift+Tab =定稿 12 || return 1
  keys Return
  at on 定稿并导出 10
}

leaves_as() {
  keys Return
  at on =导出… 10 || return 1
  keys Return
  type_path "$1" && at wait =已导出 30 && [ -s "$1" ] || return 1
  keys Return
  at gone =已导出 10
}

saved() {
  keys ctrl+s
  until_true 10 title_lacks 未保存
}

checked_clean() {
  "$NIANBAO" check "$1" >"$work/checked" && [ "$(cat "$work/checked")" = '已核对 42 条勾稽关系，全部相符' ] || { cat "$work/checked"; false; }
}
holds() { [ "$(jq -c "$2" "$1")" = "$3" ]; }

new=一、本年新收政府信息公开申请数量
carried=二、上年结转政府信息公开申请数量

desktop 1366x768
speak_aloud
report="$work/西坡 2024.nianbao"
cp "$root/tests/data/planted-2024.nianbao" "$report"
start "$report"
must "the report is open" at on =引言 20

# Three sums and a swap, last year's date, a wrong carry-over, a mobile number, 考核, a stale basis, a character; the day of 落款, a law's
# name, a list, a share, a figure of the text, a day, a mark, the template, another's name, a word twice.
check "1: transposed digits are found" finds 自然人：一（64）＋二（4）＝68，三（七）（75）＋四（2）＝77，相差
check "2: a typed total of table three is found" finds 自然人（3）＝3，总计（5），相差
check "3: a typed total of table four is found" finds 行政复议：结果维持（1）＋结果纠正（0）＋其他结果（1）＋尚未审结（0）＝2，总计（3）
check "4: a swap is found" finds 商业企业：一（9）＋二（0）＝9，三（七）（5）＋四（0）＝5
check "5: last year's date is found" finds "正文写的是“2023年”，本报告是 2024 年度"
check "6: the wrong carry-over is found" finds "自然人：上年结转 4，上年度报告的结转下年度继续办理 3"
check "7: the mobile number is found" finds "正文里有手机号码 138****2345"
check "8: the missing 考核 is found" finds 人民政府的报告还要写工作考核的结果
check "9: the stale basis is found" finds 〔2019〕60号文已停用
check "10: the character without a glyph is found" finds U+323AF
check "11: the day of 落款 is found" finds "落款日期 2024-12-15 在 2024 年度结束之前"
check "12: the slip in the law's name is found" finds “政府信息公开条列”应为“政府信息公开条例”
check "13: the list that does not add up is found" finds 正文“203条”，各项相加
check "14: the wrong share is found" finds "正文占比 26.4%，50 占 203 应为 24.6%"
check "15: the figure beside its table is found" finds 正文“行政复议5件”
check "16: the day that is none is found" finds 没有“11月31日”这一天
check "17: the half-width mark is found" finds 半角标点
check "18: what is left of the template is found" finds 这里还留着模板的“XX”
check "19: another's name is found" finds 正文自称“我局”
check "20: the word written twice is found" finds “组织组织”重复
shot planted-found

must "1 is mended by its button" press_fix "$new，申请人情况／自然人" "54 → 45" 自然人：一（64）＋二（4）＝68
must "4 is mended by its button" press_fix "$new，申请人情况／法人或其他组织／商业企业" 填错一列 商业企业：一（9）＋二（0）＝9
must "2 is mended by typing" figure （一）予以公开，申请人情况／总计 Down 2.其他法律行政法规禁止公开，申请人情况／总计 3 总计（5）
must "3 is mended by Delete, which adds up again" computed_again 行政复议，总计 总计（3）
must "10 is mended in its place" over =五、存在的主要问题及改进情况 苏 U+323AF
must "11 is mended in its field" signs 2025-01-15 年度结束之前
must "9 is mended by its button" press_fix =引言 "〔2019〕60号 → 〔2021〕30号" 60号文已停用
must "12 is mended by its button" press_fix =引言 "政府信息公开条列 → 政府信息公开条例" “政府信息公开条列”应为
must "7 is masked by its button" press_fix =引言 13835812345 "手机号码 138****2345"
must "8 is written" adds_a_sentence 政务公开工作纳入年度考核。 还要写工作考核
must "5 is mended in its place" over =一、总体情况 2024 正文写的是“2023年”
must "13 is mended by its button" press_fix =一、总体情况 "39 → 93" 各项相加
must "14 is mended by its button" press_fix =一、总体情况 "26.4% → 24.6%" 正文占比
must "15 follows the table by its button" press_fix =一、总体情况 "5 → 2" 行政复议5件
must "16 is mended in its place" over =一、总体情况 11月30日 没有“11月31日”
must "17 is mended by its button" press_fix =一、总体情况 ", → ，" 半角标点
must "18 is mended in its place" over =一、总体情况 12 这里还留着模板
must "6 takes a reason" explained "$carried，申请人情况／自然人" 原因：自然人：上年结转 台账更正
shot planted-explained
must "6 is mended after all" mended_after_all "4 → 3" 上年度报告的结转
must "what that leaves open is mended" figure "$new，申请人情况／自然人" Left "$new，申请人情况／自然人" 65 自然人：一（64）
must "the text follows the table by its button" press_fix =一、总体情况 "73 → 74" 申请73件
must "19 is mended in its place" over =五、存在的主要问题及改进情况 我镇 正文自称
must "20 is mended by its button" press_fix =五、存在的主要问题及改进情况 "组织组织 → 组织" “组织组织”重复
check "nothing is left" finds "已核对 42 条勾稽关系，全部相符"
shot planted-mended

must "saved" saved
check "the file is checked and nothing is said" checked_clean "$report"
check "the figures are the mended ones" holds "$report" \
  '[.cells["t3.granted.natural","t3.partial.business","t3.partial.research","t3.carried_in.natural","t3.new.natural"]]' '[45,4,0,3,65]'
check "the total is added up again" holds "$report" '.cells["t4.review.total"]' null
check "the text follows its cell" grep -qF '{t3.new.total}件' "$report"
must "the last look has nothing to say against it" last_look
shot planted-finish
check "it is locked and exported" leaves_as "$work/西坡 2024.pdf"
check "the PDF is sound" qpdf --check "$work/西坡 2024.pdf"
check "the PDF is the report" checked_clean "$work/西坡 2024.pdf"
must "saved" saved
check "the file is final and says when" holds "$report" '[.status, .history[-1].what]' '["final","定稿"]'
check "the window closes by keys" stop
finish
