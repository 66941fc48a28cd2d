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
need mount jq
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
to_table_three
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

# One disk for all, as on most laptops: the journal goes on with the room that it keeps for that.
mount -t tmpfs -o size=3m none "$small" || skip "no disk can be mounted here"
export NIANBAO_DATA="$small/data"
cp "$work/before" "$file"
fill() { head -c 8M /dev/zero >>"$small/rest" 2>/dev/null; [ -s "$small/rest" ]; }
start "$file"
until_true 10 title_has 西坡镇 || give_up "the report is not open"
to_table_three
types 4321
keys Return Up
until_true 10 kept || give_up "4321 does not arrive"
keys ctrl+Prior ctrl+Prior ctrl+Prior
at on =引言 10
# More than fits into what is left of the journal's last page.
long=$(printf '字%.0s' {1..6000})
preface_kept() { [ "$(python3 "$here/journal.py" preface "$file" | wc -m)" -gt "$1" ]; }
fill
pastes "$long"
check "with the journal on the full disk too, it goes on" until_true 3 preface_kept 6000
fill
pastes "$long"
check "when that room is used too, the window says so" at wait 恢复记录暂时写不进去 10
keys ctrl+s
check "and promises nothing" at wait 没有写进恢复记录 10
shot disk-full-no-journal
keys Escape
at gone 没有写进恢复记录 10
rm "$small/rest"
keys ctrl+s
saved() { [ "$(jq -r '.prose.preface | length' "$file")" = 12000 ] && [ "$(jq '.cells["t3.new.natural"]' "$file")" = 4321 ]; }
check "with room on the disk all of it is saved" until_true 10 saved
kill -9 "$pid" && wait "$pid" 2>/dev/null
umount "$small"
finish
