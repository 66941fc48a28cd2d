#!/usr/bin/env bash
# A drive that stops answering, as a network drive that is gone: the window goes on taking keys, says what it waits for, takes another
# place, and what was given up changes nothing when the drive comes back. The drive is a small file system of our own, frozen.
# Needs root and a loop device, and Xvfb, openbox, xdotool, at-spi2-core, gdbus, dbus-run-session, python3, mkfs.ext4, fsfreeze.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3 mkfs.ext4 fsfreeze mount
drive="$work/网络磁盘"
mkdir "$drive"
truncate -s 16M "$work/image"
mkfs.ext4 -q "$work/image"
mount -o loop "$work/image" "$drive" 2>/dev/null || skip "no drive can be mounted here"
if ! fsfreeze --freeze "$drive" 2>/dev/null; then
  umount "$drive"
  skip "no drive can be frozen here"
fi
fsfreeze --unfreeze "$drive"

freezes() { fsfreeze --freeze "$drive"; }
answers() { fsfreeze --unfreeze "$drive"; }
take_down() {
  # A program that waits for a frozen drive cannot even be killed.
  answers 2>/dev/null
  [ -z "$pid" ] || { kill -9 "$pid" && wait "$pid"; } 2>/dev/null
  pid=''
  until_true 10 umount "$drive"
  clean_up
}
trap take_down EXIT

cell=t3.new.natural
file="$drive/年报.nianbao"
copy="$work/home/副本.nianbao"
"$NIANBAO" new --unit 西坡镇人民政府 --year 2023 "$file" >/dev/null || give_up "no report could be made"
cp "$file" "$work/before"
kept() { [ "$(python3 "$here/journal.py" value "$cell" "${2:-$file}")" = "$1" ]; }
saved() { [ "$(NIANBAO_DATA=/nonexistent python3 "$here/journal.py" value "$cell" "$1")" = "$2" ]; }
unchanged() { cmp "$file" "$work/before"; }
only_the_report() { [ "$(find "$drive" -name '.*nianbao*' | wc -l)" = 0 ]; }

desktop
speak_aloud
start "$file"
until_true 10 title_has 西坡镇 || give_up "the report is not open"
to_table_three
types 1111
keys Return Up
until_true 10 kept 1111 || give_up "1111 does not arrive"

freezes
keys ctrl+s
types 2222
keys Return Up
check "during a save that hangs an edit is in the journal within a second" until_true 1 kept 2222
check "after three seconds the window says so" at wait 保存还没有完成 10
shot hung-drive-save
check "another place is taken" eval 'keys ctrl+shift+s; type_path "$copy" && until_true 10 title_lacks 未保存'
check "it has all" saved "$copy" 2222
answers
check "a save that was given up changes nothing when the drive comes back" unchanged
check "and leaves nothing" until_true 10 only_the_report

freezes
keys ctrl+o
at on 文件路径 15
keys ctrl+a
pastes "$file"
keys Return
check "an opening that hangs is told" at wait 正在打开 10
shot hung-drive-open
keys Escape
check "who does not wait goes on" at gone 正在打开 10
types 3333
keys Return Up
check "and types into what was open" until_true 3 kept 3333 "$copy"
keys ctrl+s
check "and saves it" until_true 10 saved "$copy" 3333
answers
keys ctrl+q
until_true 10 is_gone || give_up "the program did not end"

freezes
start "$file"
check "a start with such a file opens the window all the same" at wait 正在打开 10
keys Escape
check "and the start page stands behind it" at on =单位名称 10
answers
keys ctrl+q
until_true 10 is_gone || give_up "the program did not end"
check "the file is byte for byte as it was" unchanged
finish
