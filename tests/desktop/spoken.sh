#!/usr/bin/env bash
# What a screen reader says on a walk through the start page, a table, a finding and a dialog, as AT-SPI hands it to Orca: name, role,
# what it holds, what is said of it, its states. What it is to be stands in spoken.txt; after a change of words
# NIANBAO_KEEP=1 bash tests/desktop/spoken.sh writes it anew, to be read before it is kept.
# Needs Xvfb, openbox, xdotool, at-spi2-core, gdbus, dbus-run-session, python3.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool gdbus dbus-run-session python3
said="$work/spoken.txt"

# hears WHAT NAME: the focus comes to NAME, and what is said of it is written down.
hears() {
  until_true 15 at on "$2" 1 || return 1
  # The node changes a frame after the focus has come.
  at spoken >"$work/one" || return 1
  until_true 5 eval 'at spoken >"$work/other"; cmp -s "$work/one" "$work/other" || { cp "$work/other" "$work/one"; false; }'
  { echo "# $1" && cat "$work/one"; } >>"$said"
  [ -s "$work/one" ]
}

desktop 1366x768
speak_aloud
start
must "the start page" hears "the start page" =单位名称
to_elsewhere Tab
must "and on" hears "Tab" ""
must "to 示例" at press Tab 示例
must "示例" hears "its button" 示例
keys Return
until_true 20 title_has 西坡镇 || give_up "the sample does not open"
must "the preface" hears "a text" =引言
for part in 一、总体情况 规章 一、本年新收; do
  keys ctrl+Next
  at on "$part" 10 || give_up "$part has not the focus"
done
must "a cell" hears "a cell of table 三" 一、本年新收
keys Right
must "the next one" hears "right" 商业企业
keys Down
must "the one below" hears "down" 二、上年结转
keys ctrl+Home
must "the first one" hears "Ctrl+Home" 自然人
types 7351
keys Return
must "the one below a figure" hears "a figure, Enter" 二、上年结转
keys Up
must "what was typed" hears "up again: a sum does not hold as long as the other cells are blank" 一、本年新收
keys ctrl+Home End
must "the total" hears "End: the total, typed by hand, that no longer holds" 总计
keys F8
until_true 10 at wait 问题
must "a finding" at press F6 待说明 9
must "a finding" hears "F8, then F6: a finding" 待说明
to_elsewhere Tab
must "its reason" hears "Tab: the reason of it" 原因
keys ctrl+w
must "a dialog" hears "Ctrl+W: a dialog, its first answer" 保存
to_elsewhere Tab
must "its next answer" hears "Tab: the next answer" ""
keys Escape
at gone 有改动 10
keys F1
must "the manual" hears "F1: the manual" 查找
[ -z "${NIANBAO_KEEP:-}" ] || cp "$said" "$here/spoken.txt"
check "what is said is what is written down" diff "$here/spoken.txt" "$said"
finish
