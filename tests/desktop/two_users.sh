#!/usr/bin/env bash
# A report in a folder that two users of one machine share: the second one may look, and edits once the first one is gone.
# Needs root, to be two users; Xvfb, openbox, xdotool, setpriv.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool setpriv
[ "$(id -u)" = 0 ] || skip "only root can be two users"
desktop 1366x768 -ac
other="$work/other"
mkdir -m 777 "$work/shared"
mkdir -m 700 "$other"
cp "$NIANBAO" "$work/nianbao"
chown -R nobody "$other"
chmod 755 "$work" "$work/nianbao"
file="$work/shared/年报.nianbao"
"$NIANBAO" new --unit 西坡镇人民政府 --year 2023 "$file" >/dev/null || give_up "no report could be made"
chmod 666 "$file"

# as_other: what follows is done by the other user.
as_other() {
  env -i PATH="$work/bin" DISPLAY="$DISPLAY" USER=nobody HOME="$other" XDG_RUNTIME_DIR="$other" NIANBAO_DATA="$other/data" \
    "$(command -v setpriv)" --reuid=nobody --clear-groups "$work/nianbao" "$file" >"$work/stdout" 2>"$work/stderr" &
  pid=$!
  window=''
  until_true 30 has_window || give_up "no window came up for the other user"
  until_true 10 has_focus || give_up "the window never got the focus"
  until_true 20 title_has 西坡镇 || give_up "the report is not open for the other user"
}

edits() { types a && until_true "$1" title_has 未保存; }
cannot_edit() { ! edits 3; }

start "$file"
until_true 20 title_has 西坡镇 || give_up "the report is not open"
first=$pid
as_other
check "the second user cannot edit what the first one has open" cannot_edit
kill -9 "$pid" && wait "$pid" 2>/dev/null
kill -9 "$first" && wait "$first" 2>/dev/null
as_other
check "once the first one is gone, the second one can" edits 10
kill -9 "$pid" && wait "$pid" 2>/dev/null
pid=''
finish
