#!/usr/bin/env bash
# A drive that stops answering, as a network drive that is gone: the window goes on taking keys, says what it waits for, takes another
# place, and what was given up changes nothing when the drive comes back. The drive is a small file system of our own, frozen. On one that
# does not even list or read, served by hung_files.py and stopped, lie reports of a batch, and a batch's file.
# Needs root, a loop device, /dev/fuse, and Xvfb, openbox, xdotool, at-spi2-core, gdbus, dbus-run-session, python3, jq, mkfs.ext4, fsfreeze.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3 jq mkfs.ext4 fsfreeze mount
[ -w /dev/fuse ] || skip "no /dev/fuse"
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
served=''
take_down() {
  [ -z "$served" ] || { kill -CONT "$served" && kill "$served" && wait "$served"; } 2>/dev/null
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

# The county's desk: reports on a drive that neither lists nor reads, others on one that does.
far="$work/县网盘" near="$work/收件箱"
mkdir -p "$far" "$near" "$work/disk"
report() { "$NIANBAO" new --unit "$1" --year 2024 "$2/$1.nianbao" >/dev/null; }
report 东山镇 "$near"
report 西山镇 "$near"
report 南山镇 "$work/disk"
batch() { printf '{"format":"nianbao-batch/1","id":"%s","inbox":["%s","%s"],"reports":[]}' "$1" "$far" "$near"; }
batch 0a >"$work/一批.nianbaos"
batch 0b >"$work/disk/另一批.nianbaos"
kept_batch() { jq -e --arg unit "$1" --arg state "$2" '.reports[] | select(.unit == $unit) | .state == $state' "$work/一批.nianbaos"; }
python3 "$here/hung_files.py" "$work/disk" "$far" &
served=$!
until_true 10 test -e "$far/南山镇.nianbao" || give_up "no drive can be served"
stops() { kill -STOP "$served"; }
goes_on() { kill -CONT "$served"; }

stops
start "$work/一批.nianbaos"
check "a batch with a folder that does not answer is open" until_true 10 title_has 审核一批
check "the other rows are there" at wait 西山镇 10
check "after three seconds it says which folder it waits for" at wait "没有回应，还在等：$far" 10
shot hung-drive-batch
check "keys are taken: the list is filtered" eval 'keys ctrl+f && at on =筛选 10 && pastes 东山 && at gone 西山镇 10'
check "a report is read beside it" eval 'keys Return && at on =收到的年报 10 && keys Return && at wait 写进退回意见 10'
check "and passed" eval 'at click =通过 && until_true 10 kept_batch 东山镇 passed'
keys ctrl+f && at on =筛选 10 && keys Escape
check "who does not wait stops it" eval 'at click =停止 && at wait =接着读 10 && at gone 没有回应 10'
goes_on
check "once the drive answers, its rows come" eval 'at click =接着读 && at wait 南山镇 15'
stops
check "a drive that goes later is told, and what was read of it stays" eval 'at wait 没有回应，还在等 15 && at wait 南山镇 10'
check "the window is closed at once" stop
start "$far/另一批.nianbaos"
check "a batch whose own file does not come is told" at wait 正在打开 10
shot hung-drive-batch-file
keys Escape
check "and given up" eval 'at gone 正在打开 10 && at on =单位名称 10'
goes_on
stop || give_up "the program did not end"
check "nothing on that drive was written" eval '[ "$(ls -A "$work/disk")" = "$(printf "%s\n" 南山镇.nianbao 另一批.nianbaos)" ]'
finish
