#!/usr/bin/env bash
# The county's reviewer, by mouse and keys: opens a folder of reports, finds the wrong ones, sends two back, adds up, finds which unit a
# figure came from, takes a correction and exports. county.sh [WIDTHxHEIGHT]; NIANBAO_LOOK=dark for dark pictures. Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3, jq.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3 jq

box="$work/收件箱"
mkdir -p "$box/乡镇" "$box/部门"
# report FILE UNIT NEW GRANTED: a report of 2024 with so many applications received and granted.
report() {
  rm -f "$box/$1"
  "$NIANBAO" new --unit "$2" --year 2024 "$box/$1" >/dev/null
  jq --argjson new "$3" --argjson granted "$4" '.cells = {"t3.new.natural": $new, "t3.granted.natural": $granted, "t2.normative.made": 1,
    "t2.normative.in_force": 3, "t2.fees.amount": 0.1} | .prose = {"preface": "根据《中华人民共和国政府信息公开条例》编制本报告。",
    "s1": "（一）主动公开。全年公开政府信息。", "s5": "问题是力量不足，将加强培训。", "s6": "未收取信息处理费。"}' "$box/$1" >"$work/one" && mv "$work/one" "$box/$1"
}
names=(东山 西山 南山 北山 中山 上河 下河 左河)
for at in "${!names[@]}"; do
  report "乡镇/0$((at + 1))${names[$at]}镇.nianbao" "${names[$at]}镇人民政府" $((at + 1)) $((at + 1))
done
report 乡镇/09右河镇.nianbao 右河镇人民政府 60 59
report 部门/10财政局.nianbao 云山县财政局 10 8
report 部门/11民政局.nianbao 云山县民政局 11 12
report 部门/12教育局.nianbao 云山县教育局 12 12
printf 'PK\003\004broken' >"$box/部门/13林业局.docx"
printf '%s\n' 东山镇人民政府 西山镇人民政府 右河镇人民政府 云山县财政局 云山县公安局 >"$work/名单.txt"
before=$(cd "$box" && find . -type f -exec sha256sum {} + | sort)

chosen_folder() { at press Tab =审核一批… 20 && keys Return && type_path "$box" && until_true 20 title_has 审核一批; }
says() { at wait "$1" 20; }
filter() { keys ctrl+f && at on =筛选 10 && keys ctrl+a && pastes "$1" && keys Return && at on =收到的年报 10; }
clears() { keys ctrl+f && at on =筛选 10 && keys Escape && at on =收到的年报 10; }
opens() { filter "$1" && keys Home Return && says "写进退回意见"; }
decides() { at click "=$1"; }
sends_back() { opens "$1" && decides 退回 && until_true 10 is_decided "$1" returned; }
is_decided() { cat "$NIANBAO_DATA"/batches/*.nianbaos | jq -e --arg unit "$1" --arg state "$2" '.reports[] | select(.unit | contains($unit)) | .state == $state'; }
letter() { at click =退回意见 && at click =存为\ Word\ 文件… && type_path "$work/退回意见.docx" && until_true 10 test -s "$work/退回意见.docx"; }
adds_up() { at click =汇总… && at on =汇总成哪个单位的年报 10 && pastes 云山县人民政府 && keys Return && at wait =打开汇总 20; }
opens_sum() { at click =打开汇总 && until_true 10 title_has 云山县人民政府; }
shares() { to_table_three && says 汇总自 && says "右河镇人民政府　60"; }
goes_back() { keys ctrl+w && until_true 10 title_has 审核一批; }
adds_up_again() { at click =汇总… && at click =重新汇总… && type_path "$work/县.nianbao" && says "127 → 128"; }
same_on_the_command_line() {
  "$NIANBAO" sum "$box" --again "$work/县.nianbao" --leave-out "$work/县3.nianbao" 2>/dev/null | grep -F "127 → 128" &&
    diff <(jq .cells "$work/县2.nianbao") <(jq .cells "$work/县3.nianbao")
}
exports_units() { to_table_three && at click =导出各单位数字… && type_path "$work/各单位.xlsx" && until_true 20 test -s "$work/各单位.xlsx"; }
corrects() { report 乡镇/09右河镇.nianbao 右河镇人民政府 60 60; }

mkdir -p "$NIANBAO_DATA"
[ -z "${NIANBAO_LOOK:-}" ] || printf '{"values": {"look": "%s"}}' "$NIANBAO_LOOK" >"$NIANBAO_DATA/settings.json"
desktop "${1:-1366x768}"
speak_aloud
start
must "a folder of reports is opened" chosen_folder
must "three are wrong" says "有误 3"
check "one cannot be read, and says why" says 读不出
shot county-list
must "the first wrong one is read beside" opens 右河
shot county-beside
check "it is sent back" sends_back 右河
check "its page for the unit is saved" letter
check "a second one is sent back" sends_back 财政
must "the filter is cleared" clears
shot county-desk
must "the reports are added up" adds_up
shot county-sum
must "the sum is a report" opens_sum
check "the unit behind a figure is told" shares
shot county-shares
check "the sum is saved" save_as "$work/县.nianbao"
corrects
check "the sum on the disk holds its parts" jq -e '.sum.units | length == 12' "$work/县.nianbao"
must "back to the list" goes_back
check "the correction is noticed" says "“退回”以后文件换过"
shot county-corrected
check "what it changes is shown before it is taken" adds_up_again
shot county-again
check "it is taken" opens_sum
check "it is saved beside the old sum" save_as "$work/县2.nianbao"
check "the command line comes to the same" same_on_the_command_line
check "units and cells leave as a workbook" exports_units
check "nothing else in the inbox was written" bash -c 'cd "$1" && find . -type f -not -name "09*" -exec sha256sum {} + | sort | diff - <(grep -v /09 <<<"$2")' - "$box" "$before"
finish
