#!/usr/bin/env bash
# Printing by keys: the program hands the PDF to lp, which a stand-in plays here, with copies, sides and pages; where the service has no
# printer, or there is no lp, the PDF goes into the system's viewer, a stand-in too.
# Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3, qpdf.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3 qpdf

stand_in() {
  printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}
# What is written is whole once it has its name.
stand_in lp "printf '%s\n' \"\$*\" >'$work/arguments'; /bin/cat >'$work/part'; /bin/mv '$work/part' '$work/printed.pdf'"
stand_in xdg-open "printf '%s\n' \"\$1\" >'$work/opened'"

desktop
speak_aloud
cp "$root/assets/samples/xipo-2020.json" "$work/西坡.nianbao"
start "$work/西坡.nianbao"
until_true 20 title_has "西坡镇人民政府 2020" || give_up "the report is not open"
at on =引言 20 || give_up "the report has not the focus"
keys ctrl+p
check "Ctrl+P asks what to print" at on =打印 10
shot print
check "copies and pages have their fields" at wait =份数 10
keys Return
check "lp is handed a PDF" until_true 20 test -s "$work/printed.pdf"
check "it says so" at wait 已交给打印机 10
check "the PDF is sound" qpdf --check "$work/printed.pdf"
check "lp is told how" grep -qx -- '-n 1 -o sides=one-sided -o media=A4 -o print-scaling=none' "$work/arguments"
"$NIANBAO" export "$work/西坡.nianbao" --pdf "$work/西坡.pdf" >/dev/null
check "it is the PDF that export writes" cmp "$work/printed.pdf" "$work/西坡.pdf"

stand_in lp "/bin/cat >/dev/null; echo 'lp: Error - no default destination available.' >&2; exit 1"
keys ctrl+p
at on =打印 10
keys Return
check "without a printer it says why" at wait "no default destination" 20
check "and the viewer has the PDF" until_true 10 test -s "$work/opened"
check "which is the same" cmp "$(cat "$work/opened")" "$work/西坡.pdf"
shot print-no-printer
keys Return
at gone 没有直接打印 10
rm "$work/bin/lp" "$work/opened"
keys ctrl+p
at on =打印 10
keys Return
check "without lp it says so, and the viewer has the PDF" at wait 没有打印服务 20
check "the viewer was asked again" until_true 10 test -s "$work/opened"
keys Return
at gone 没有直接打印 10
check "the window closes" stop
finish
