#!/usr/bin/env bash
# A batch of very many reports in the window: how long until the first rows, until all, and what it holds in memory. By hand:
# scale.sh FOLDER COUNT, e.g. after `cargo test ten_thousand -- --ignored`. Needs what county.sh needs.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool gdbus dbus-run-session python3
folder=${1:?a folder of reports} count=${2:?how many there are}
since() { python3 -c "import time; print(f'{time.time() - $1:.2f} s')"; }
desktop 1366x768
speak_aloud
launch "$folder"
until_true 30 has_window || give_up "no window came up"
begun=$(date +%s.%N)
check "the first rows are there" at wait 镇 30
echo "      after $(since "$begun")"
asked=$(date +%s.%N)
at wait 镇 30
echo "      to ask for what is there takes $(since "$asked") of each"
check "all $count are there" at wait "=全部 $count" 120
echo "      after $(since "$begun")"
grep -E 'VmRSS|RssAnon' "/proc/$pid/status" | sed 's/^/      /'
keys End
check "the last one is chosen at once" at wait "第$((count - 1))镇" 5
finish
