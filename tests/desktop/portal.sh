#!/usr/bin/env bash
# On a desktop with a portal: the window is light or dark as the desktop is and follows it, to more contrast too, and files are chosen in the system's
# dialog, a new one and one that is there.
# Needs Xvfb, openbox, xdotool, ImageMagick, at-spi2-core, gdbus, dbus-run-session, jq, Debian's python3-dbus and python3-gi.
source "$(dirname "$0")/lib.sh"
need import convert jq xclip
/usr/bin/python3 -c 'import dbus, dbus.mainloop.glib; from gi.repository import GLib' 2>/dev/null || skip "python3-dbus or python3-gi not installed"

bright() { [ "$(import -window "$window" png:- | convert png:- -colorspace gray -format '%[fx:mean > 0.5]' info:)" = "$1" ]; }
is_light() { bright 1; }
is_dark() { bright 0; }
asked() { [ "$(grep -cFx "$1" "$portal/asked")" = "$2" ]; }
in_file() { [ "$(jq -r "$2" "$1")" = "$3" ]; }

portal="$work/portal"
mkdir "$portal"
echo dark >"$portal/look"
: >"$portal/answer"
: >"$portal/asked"
desktop
/usr/bin/python3 "$here/portal.py" "$portal" >"$work/portal.log" 2>&1 &
portal_pid=$!
started+=("$portal_pid")
until_true 20 test -e "$portal/ready" || give_up "the portal did not start: $(cat "$work/portal.log")"
speak_aloud
start
check "the window is dark as the desktop is" until_true 10 is_dark
echo light >"$portal/look"
kill -USR1 "$portal_pid"
check "and turns light with it" until_true 10 is_light
# A point of the ground, at the left edge.
ground() { [ "$(import -window "$window" png:- | convert png:- -crop 1x1+2+300 -depth 8 -format '%[hex:p{0,0}]' info:)" = "$1" ]; }
check "its ground is calm" until_true 10 ground F2F0EB
touch "$portal/contrast"
kill -USR1 "$portal_pid"
check "and white where the desktop wants more contrast" until_true 10 ground FFFFFF
rm "$portal/contrast"
kill -USR1 "$portal_pid"
check "and calm again" until_true 10 ground F2F0EB

file="$work/西坡镇 2023.nianbao"
check "a new report" new_report 西坡镇人民政府 2023
echo "$file" >"$portal/answer"
keys ctrl+s
check "the system's dialog is asked where to save" until_true 10 asked 保存年报 1
check "a new file is saved under the whole name that it gives" until_true 10 in_file "$file" .unit 西坡镇人民政府
check "and the window knows it" until_true 10 title_lacks 未保存
keys ctrl+Next ctrl+Next
at on 规章，本年制发件数 10
types 7
keys Return ctrl+shift+s
check "saved again over the file that is there, as the system has asked" until_true 10 in_file "$file" '.cells["t2.regulations.made"]' 7
: >"$portal/answer"
keys ctrl+o
check "the system's dialog is asked what to open" until_true 10 asked 打开年报 1
# One that is gone sooner than a clerk can look was perhaps never there.
check "a dialog that is gone at once leaves a path to be typed" at on 文件路径 20
keys Escape
check "and nothing has changed" until_true 10 title_has "西坡镇人民政府 2023"
at gone 文件路径 10
cp "$root/assets/samples/xipo-2020.json" "$work/另一份.json"
echo "$work/另一份.json" >"$portal/answer"
keys ctrl+o
check "the file chosen is open" until_true 20 title_has "西坡镇人民政府 2020"
check "the window closes" stop
finish
