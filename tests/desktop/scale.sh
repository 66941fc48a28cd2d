#!/usr/bin/env bash
# A batch of very many reports in the window: how long until the first rows, until all, and what it holds in memory. By hand:
# scale.sh FOLDER COUNT, e.g. after `cargo test ten_thousand -- --ignored`. The times are those at which the window's title says how far
# the reading is, once the frame is drawn, so that nobody has to ask for them; what is on the list is asked for afterwards, as a screen
# reader does. Needs what county.sh needs, and xprop.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xprop gdbus dbus-run-session python3
folder=${1:?a folder of reports} count=${2:?how many there are}

# timed: starts the program and writes down when its window had which title.
timed() {
  launch "$folder"
  until has_window; do [ ! "$SECONDS" -gt 60 ] || give_up "no window came up"; done
  begun=$EPOCHREALTIME
  xprop -spy -id "$window" _NET_WM_NAME 2>/dev/null | while IFS= read -r line; do echo "$EPOCHREALTIME ${line#*= }"; done >"$work/titles" &
  watcher=$!
}
seconds() { python3 -c "print(f'{$1 - $begun:.2f} s')"; }
first_with() { grep -m 1 -F "$1" "$work/titles" | cut -d' ' -f1; }
# The title that says no more how far it is, after one that did.
end_of_reading() { awk '/已读/ { reads = 1 } reads && !/已读/ { print $1; exit }' "$work/titles"; }
has_ended() { [ -n "$(end_of_reading)" ]; }

desktop 1366x768
timed
check "all are read" until_true 120 has_ended
echo "      first rows after $(seconds "$(first_with 已读)")"
echo "      all after        $(seconds "$(end_of_reading)")"
echo "      titles on the way: $(grep -c 已读 "$work/titles")"
grep -E 'VmRSS|RssAnon' "/proc/$pid/status" | sed 's/^/      /'
stop || give_up "the program did not end"
wait "$watcher"

speak_aloud
start "$folder"
check "all $count are on the list" at wait "=全部 $count" 120
keys End
check "the last one is chosen at once" at wait "第$((count - 1))镇" 5
finish
