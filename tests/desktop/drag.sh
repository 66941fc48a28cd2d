#!/usr/bin/env bash
# Files dragged from another program's window onto the start page, by the mouse: a saved web page, a Word file that LibreOffice wrote, which
# becomes this year's report, and a folder, which is a batch. The other program is a small window of GTK (drag.py).
# Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3; python3-gi and gir1.2-gtk-3.0 for the other window.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3
for gtk in python3 /usr/bin/python3; do
  "$gtk" -c 'import gi; gi.require_version("Gtk", "3.0")' 2>/dev/null && break
  gtk=
done
[ -n "$gtk" ] || skip "no GTK 3 for Python"

page="$work/宿迁市 2023 年报.html" word="$work/西坡镇 2020 年报.docx" box="$work/收件箱"
cp "$root/tests/data/foreign/suqian-2023-slash.html" "$page"
cp "$root/tests/data/foreign/xipo-2020.docx" "$word"
mkdir "$box" && cp "$page" "$word" "$box"

# drags FILE: takes it with the mouse from the other window and lets it go in the middle of ours.
drags() {
  local step other
  : >"$work/drag"
  "$gtk" "$here/drag.py" 1200 600 "$1" >"$work/drag" 2>&1 &
  other=$!
  started+=("$other")
  until_true 20 grep -q ready "$work/drag" || return 1
  xdotool mousemove 1240 615 && sleep 0.3 && xdotool mousedown 1
  for step in 1200 1100 1000 900 800 700 683; do
    xdotool mousemove "$step" $((615 - (1240 - step) / 3)) && sleep 0.06
  done
  sleep 0.3
  xdotool mouseup 1
  wait "$other"
}
is_read() { drags "$1" && at wait 打开：读到了什么 30; }
opens() { at on =打开 10 && keys Return && until_true 10 title_has "$1"; }
goes_back() { keys ctrl+w && at press Tab =不保存 10 && keys Return && until_true 10 title_lacks "$1"; }
begins() { at press Tab =从它开始今年的年报 10 && keys Return && at wait 带过来的 20; }
is_made() { at on 新建并填好结转 10 && keys Return && until_true 10 title_has 2021; }

desktop 1366x768
speak_aloud
start
must "a saved web page is dragged onto the start page, and what was read is shown" is_read "$page"
shot drag-page
must "it is opened" opens "宿迁市 2023"
must "back on the start page" goes_back "宿迁市 2023"
must "a Word file of LibreOffice is dragged there" is_read "$word"
must "this year's report begins with it" begins
must "it is made" is_made
to_table_three
check "last year's figure stands beside the cell" at wait 上年 10
shot drag-made
must "back on the start page again" goes_back 2021
check "a folder is a batch" drags "$box"
check "both files are on its list" at wait "=全部 2" 30
shot drag-batch
finish
