#!/usr/bin/env bash
# A machine with neither a desktop portal nor zenity: open, save, save as and export work by the path field.
# (All scripts here run so; this one looks at nothing else.)
# Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3, qpdf, jq.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3 qpdf jq

holds() { [ "$(jq -r "$2" "$1")" = "$3" ]; }

open_path() { keys ctrl+o && type_path "$1" && until_true 10 title_has "$2"; }
save_as_path() { keys ctrl+shift+s && type_path "$1" && until_true 10 test -s "$1"; }

desktop
speak_aloud
mkdir -p "$work/我的 年报"
cp "$root/assets/samples/xipo-2020.json" "$work/我的 年报/西坡.nianbao"
start
at on =单位名称 20 || give_up "no start page"
check "open: a path is asked for, and taken" open_path "$work/我的 年报/西坡.nianbao" "西坡镇人民政府 2020"
at on =引言 10
pastes 改过
until_true 10 title_has 未保存
keys ctrl+s
check "save: where it came from" until_true 10 title_lacks 未保存
check "save: the file holds the change" grep -q 改过 "$work/我的 年报/西坡.nianbao"
check "save as: another name, its extension added" save_as_path "$work/我的 年报/副本.nianbao"
check "save as: the same report" cmp "$work/我的 年报/西坡.nianbao" "$work/我的 年报/副本.nianbao"
keys ctrl+shift+s
check "save as over a file asks first" type_path "$work/我的 年报/西坡.nianbao"
check "it says that the file is there" at wait 文件已存在 10
keys Escape
at gone 文件已存在 10
keys ctrl+shift+s
at on 文件路径 15
keys ctrl+a
pastes "/没有这个文件夹/西坡.nianbao"
keys Return
check "a place that is not there: it says so, and the report stays" at wait 没有保存 10
shot no-portal-bad-place
keys Escape
at gone 没有保存 10
check "export as PDF" export_to ctrl+e "$work/我的 年报/西坡.pdf"
check "the PDF is sound" qpdf --check "$work/我的 年报/西坡.pdf"
check "export as JSON" export_to ctrl+shift+e "$work/我的 年报/西坡.json"
check "the JSON is final" holds "$work/我的 年报/西坡.json" .status final
check "open the PDF again" open_path "$work/我的 年报/西坡.pdf" "西坡镇人民政府 2020"
check "the window closes" stop
finish
