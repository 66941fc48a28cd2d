#!/usr/bin/env bash
# Two real reports are filled in the real window by keys alone, mistakes made and mended, saved, compared with the published
# figures, and exported: Suqian 2023 (edition 2021) and Xipo 2020 (edition 2019). Chinese text goes in by Ctrl+V.
# Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3, jq, qpdf, poppler-utils.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3 jq qpdf pdffonts pdftotext

published() { python3 "$here/published.py" "$data" "$@"; }

# The figures of a table as keys: each with a Tab behind it. Tab passes over totals, so they are left out; the column says
# 万元 already.
keys_of() { published figures "$1" | awk -F'\t' '$3 != "total" { sub(/万元$/, "", $2); printf "%s\t", $2 }'; }

# fill TABLE FIRST NEXT [TYPED INSTEAD]: from the table's first cell to the field after its last one.
fill() {
  local keys_typed
  at on "$2" 10 || return 1
  keys_typed=$(keys_of "$1"; printf x)
  keys_typed=${keys_typed%x}
  [ -z "${4:-}" ] || keys_typed=${keys_typed/"$4"/"$5"}
  fast "$keys_typed"
  # As fast as a program built for debugging takes them.
  at on "$3" 120
}

# write NEXT TEXT: pastes a text where the focus is, and goes on to the section after it.
write() {
  pastes "$2"
  until_true 10 said_is "$(at focus)" "$2" || return 1
  keys ctrl+Next
  at on "$1" 10
}

said_is() { [ "$(at value "=$1")" = "$2" ]; }
finds() { at wait "$1" 10; }

# mend CELL FIGURE: F8 to the finding, down the column to the cell, the right figure.
mend() {
  to_elsewhere F8 || return 1
  at press Down "$1" 40 || return 1
  fast "$2"
  keys Return
  at moved "$1" 10
}

saved_is_published() { published compare "$1"; }
holds() { "$NIANBAO" check "$1" | grep -F "已核对 $2 条勾稽关系，全部相符"; }
same_as_sample() {
  jq -S '{cells, prose, year, unit, level, form}' "$root/assets/samples/xipo-2020.json" >"$work/wanted"
  jq -S '{cells, prose, year, unit, level, form}' "$1" | diff "$work/wanted" -
}

pdf_is_right() {
  qpdf --check "$1" && pdffonts "$1" | tail -n +3 | awk '!/ yes yes yes / { bad = 1 } END { exit bad || !NR }' &&
    pdftotext -raw "$1" "$work/text" && published in_text "$work/text"
}

# must: what comes after means nothing without it.

desktop 1366x768
speak_aloud

data="$root/tests/data/suqian-2023.json"
start
must "suqian: a new report from the start page" new_report 宿迁市人民政府 2023
must "suqian: the focus is in the first text" at on =引言 10
keys ctrl+Next
at on =一、总体情况 10
must "suqian: section 1" write 规章，本年制发件数 "$(published section 1)"
must "suqian: table 2" fill t2 规章，本年制发件数 一、本年新收政府信息公开申请数量，申请人情况／自然人
must "suqian: table 3, one figure wrong" fill t3 一、本年新收政府信息公开申请数量，申请人情况／自然人 结果维持 $'\t1175\t' $'\t1176\t'
must "suqian: table 4" fill t4 结果维持 =五、存在的主要问题及改进情况
must "suqian: section 5" write =六、其他需要报告的事项 "$(published section 5)"
pastes "$(published section 6)"
must "suqian: the wrong figure is found" finds 相差
shot fill-suqian-failed
check "suqian: F8 leads there and it is mended" mend （一）予以公开，申请人情况／自然人 1175
check "suqian: nothing is wrong any more" at gone 相差 10
shot fill-suqian
must "suqian: saved" save_as "$work/宿迁 2023.nianbao"
check "suqian: the saved file holds the published figures" saved_is_published "$work/宿迁 2023.nianbao"
check "suqian: the amount is exact" grep -q '"t2.fees.amount": 59237.2449' "$work/宿迁 2023.nianbao"
check "suqian: all 42 rules hold" holds "$work/宿迁 2023.nianbao" 42
must "suqian: exported as PDF" export_to ctrl+e "$work/宿迁 2023.pdf"
check "suqian: the PDF is right" pdf_is_right "$work/宿迁 2023.pdf"
check "suqian: exported as JSON" export_to ctrl+shift+e "$work/宿迁 2023.json"
check "suqian: the window closes by keys" stop

data="$root/tests/data/xipo-2020.json"
prose() { jq -r ".prose.$1" "$root/assets/samples/xipo-2020.json"; }
start
must "xipo: a new report from the start page" new_report 西坡镇人民政府 2020
must "xipo: the focus is in the first text" at on =引言 10
must "xipo: preface" write =一、总体情况 "$(prose preface)"
must "xipo: section 1" write 规章，本年新制作数量 "$(prose s1)"
must "xipo: table 2, a letter among the figures" fill t2 规章，本年新制作数量 一、本年新收政府信息公开申请数量，申请人情况／自然人 $'0\t0\t' $'0\to\t'
# Only the totals of table 3 are published: End goes to that column, Enter down it.
keys End
must "xipo: End goes to the total" at on 一、本年新收政府信息公开申请数量，申请人情况／总计 10
# shellcheck disable=SC2046
xdotool key --delay 8 $(printf '0 Return %.0s' $(seq 23))
must "xipo: down the column of totals" at on 四、结转下年度继续办理，申请人情况／总计 60
keys ctrl+Next
must "xipo: on to table 4" at on 结果维持 10
# Along the only row with the right arrow, which commits a figure just typed.
while IFS= read -r figure; do
  [ -z "$figure" ] || fast "$figure"
  keys Right
done < <(published figures t4 | cut -f2)
keys ctrl+Next
must "xipo: on to section 5" at on =五、存在的主要问题及改进情况 10
must "xipo: section 5" write =六、其他需要报告的事项 "$(prose s5)"
pastes "$(prose s6)"
must "xipo: the letter is found" finds 读不出
check "xipo: F8 leads to it and it is mended" mend 规章，本年新公开数量 0
shot fill-xipo
must "xipo: saved" save_as "$work/西坡 2020.nianbao"
check "xipo: the saved file holds the published figures" saved_is_published "$work/西坡 2020.nianbao"
check "xipo: figures and text are those of the sample" same_as_sample "$work/西坡 2020.nianbao"
check "xipo: all 40 rules hold" holds "$work/西坡 2020.nianbao" 40
must "xipo: exported as PDF" export_to ctrl+e "$work/西坡 2020.pdf"
check "xipo: the PDF is right" pdf_is_right "$work/西坡 2020.pdf"
check "xipo: the window closes by keys" stop
finish
