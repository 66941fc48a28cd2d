#!/usr/bin/env bash
# Real reports are filled in the real window by keys alone, saved by keys alone, and compared with the published figures.
source "$(dirname "$0")/lib.sh"
need xclip dbus-run-session

export NIANBAO_DATA="$work/data"

# new_report UNIT YEAR: from the start page, whose first field has the focus.
new_report() {
  at on 单位名称 20 || return 1
  pastes "$1"
  keys Tab
  at press Tab 报告年度 || return 1
  keys ctrl+a
  types "$2"
  keys Return
  until_true 10 title_has "$1 $2 年度"
}

# to_section HEAD: on by Ctrl+PgDn; the list at the left tells which section is shown.
to_table() {
  keys ctrl+Next
  at on "$1" 120
}

# fill TABLE: from the table's first cell, figure, Tab, figure, Tab; the totals are skipped and computed.
fill() {
  local typed
  typed=$(python3 "$here/figures.py" keys "$published" "$1"; printf x)
  types "${typed%x}"
  keys Return
}

# save_as PATH: no file dialog can be shown here, so a path is typed.
save_as() {
  keys ctrl+s
  type_path "$1" || return 1
  until_true 60 title_lacks 未保存
}

as_published() {
  "$NIANBAO" export "$1" --json "$work/final.json" && python3 "$here/figures.py" compare "$published" "$work/final.json"
}

all_rules_hold() { "$NIANBAO" check "$1" | grep -F "$2"; }

fill_report() {
  local name=$1 unit=$2 year=$3 first=$4 rules=$5
  published="$root/tests/data/$name.json"
  start
  check "$name: a new report" new_report "$unit" "$year"
  keys ctrl+Next
  check "$name: to table two" to_table "$first"
  check "$name: table two" fill t2
  check "$name: to table three" to_table 一、本年新收
  check "$name: table three" fill t3
  shot "fill-$name"
  check "$name: to table four" to_table 行政复议
  check "$name: table four" fill t4
  check "$name: saved under a typed path" save_as "$work/$name 报告"
  check "$name: every figure as published" as_published "$work/$name 报告.nianbao"
  check "$name: $rules" all_rules_hold "$work/$name 报告.nianbao" "$rules"
  check "$name: the window closes" stop
}

desktop 1366x768
speak_aloud
fill_report suqian-2023 宿迁市人民政府 2023 规章 "已核对 42 条勾稽关系，全部相符"
fill_report xipo-2020 西坡镇人民政府 2020 规章 "已核对 40 条勾稽关系，全部相符"
finish
