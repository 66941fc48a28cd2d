#!/usr/bin/env bash
# A disk that is full: the file stays as it was, one sentence says so, and what was typed is in the journal.
set -uo pipefail
# A small disk of our own needs a name space in which it can be mounted.
if [ -z "${NIANBAO_OWN_MOUNTS:-}" ]; then
  unshare -rm true 2>/dev/null || { echo "SKIP: $(basename "$0"): no disk can be mounted here"; exit 0; }
  NIANBAO_OWN_MOUNTS=1 exec unshare -rm bash "$0" "$@"
fi
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
need mount
small="$work/small"
mkdir "$small"
mount -t tmpfs -o size=64k none "$small" || skip "no disk can be mounted here"
file="$small/年报.nianbao"
"$NIANBAO" new --unit 西坡镇人民政府 --year 2023 "$file" >/dev/null || give_up "no report could be made"
cp "$file" "$work/before"

fill() { head -c 1M /dev/zero >"$small/rest" 2>/dev/null; [ -s "$small/rest" ]; }
unchanged() { cmp "$file" "$work/before"; }
# The folder holds the report, what fills the disk, and while the window is open its lock.
nothing_left() { [ "$(find "$small" -name '.nianbao-*' | wc -l)" = 0 ]; }

refused() {
  "$NIANBAO" export "$work/before" --draft --json "$file" >"$work/stdout" 2>"$work/stderr"
  [ $? = 2 ] && grep -q "磁盘已满" "$work/stderr"
}

check "the disk is full" fill
check "the command line says that the disk is full, exit code 2" refused
check "the file is byte for byte as it was" unchanged
check "no unfinished file is left" nothing_left

rm "$small/rest"
desktop
speak_aloud
start "$file"
until_true 10 title_has 西坡镇 || give_up "the report is not open"
fill
for part in 一、总体情况 规章，本年制发件数 一、本年新收; do
  keys ctrl+Next
  at on "$part" 10 || give_up "$part has not the focus"
done
types 4321
keys Return ctrl+s
check "the window says that the disk is full" at wait 磁盘已满 10
check "it offers another place" at wait 另存为 10
check "the file is byte for byte as it was" unchanged
check "no unfinished file is left" nothing_left
kept() { [ "$(python3 "$here/journal.py" value t3.new.natural "$file")" = 4321 ]; }
check "what was typed is in the journal" until_true 3 kept
rm "$small/rest"
keys Escape
keys ctrl+s
saved() { [ "$(NIANBAO_DATA=/nonexistent python3 "$here/journal.py" value t3.new.natural "$file")" = 4321 ]; }
check "with room on the disk it is saved" until_true 10 saved
kill -9 "$pid" && wait "$pid" 2>/dev/null
umount "$small"
finish
