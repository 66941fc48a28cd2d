#!/usr/bin/env bash
# The program is killed in the middle of work; the next start offers what was typed, and nothing older than a second is lost.
# Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3, jq.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3 jq

holds() { [ "$(jq -r "$2" "$1")" = "$3" ]; }
journal_grew() { [ "$(du -sb "$NIANBAO_DATA" 2>/dev/null | cut -f1)" -gt "${1:-0}" ]; }
journal_has() { grep -rqF "$1" "$NIANBAO_DATA/journals"; }
silent() { ! grep -E '引言写到这里|西坡镇|4545' "$work/stdout" "$work/stderr"; }
private() { [ -d "$NIANBAO_DATA" ] && [ -z "$(find "$NIANBAO_DATA" -maxdepth 1 -perm /077)" ]; }

dies() { kill -9 "$pid"; wait "$pid" 2>/dev/null; pid=''; return 0; }

# takes_back: on the start page, by keys, what can be recovered.
takes_back() {
  at wait 可以恢复 15 || return 1
  at press Tab "=$1" 30 || return 1
  keys Return
}

desktop
speak_aloud

# A report that has no file yet.
start
new_report 西坡镇人民政府 2023 || give_up "no new report"
at on =引言 10
size=$(du -sb "$NIANBAO_DATA" 2>/dev/null | cut -f1)
pastes 引言写到这里
check "what is typed is in the journal within a second" until_true 1 journal_grew "${size:-0}"
keys ctrl+Next ctrl+Next
at on 规章，本年制发件数 10
fast $'12\t3\t'
at on 规章，现行有效件数 10
size=$(du -sb "$NIANBAO_DATA" | cut -f1)
# The last figure stays open in its cell.
fast 4545
check "an open edit is in the journal within a second" until_true 1 journal_has 4545
check "the data folder is the user's alone" private
dies 2>/dev/null
check "nothing of the report is said on stdout or stderr" silent
start
shot recover-offered
check "after kill -9 the start page offers it" at wait 可以恢复 15
check "it is taken back" takes_back 恢复
if at on 文件路径 5; then type_path "$work/救回.nianbao"; else save_as "$work/救回.nianbao"; fi
check "it is saved" until_true 10 test -s "$work/救回.nianbao"
check "the prose is there" holds "$work/救回.nianbao" .prose.preface 引言写到这里
check "the figures are there" holds "$work/救回.nianbao" '.cells["t2.regulations.made","t2.regulations.repealed"]' $'12\n3'
check "the open edit is there" holds "$work/救回.nianbao" '.cells["t2.regulations.in_force"]' 4545
shot recover-taken-back

# A report with a file: the file stays as it was saved, the rest comes from the journal.
until_true 10 title_has 西坡镇
keys ctrl+Next
at moved x 1 >/dev/null
keys F6
at on 二、主动公开 3 >/dev/null 2>&1
before=$(sha256sum <"$work/救回.nianbao")
dies 2>/dev/null
start "$work/救回.nianbao"
until_true 10 title_has 西坡镇 || give_up "the saved report does not open"
at on =引言 10
keys ctrl+Next ctrl+Next
at on 规章，本年制发件数 10
size=$(du -sb "$NIANBAO_DATA" | cut -f1)
fast $'7771\t'
check "a change of a saved report is in the journal within a second" until_true 1 journal_has 7771
dies 2>/dev/null
check "the file is as it was saved" [ "$(sha256sum <"$work/救回.nianbao")" = "$before" ]
start
check "the start page offers it" at wait 可以恢复 15
check "it is taken back" takes_back 恢复
check "the report is open again" until_true 10 title_has 西坡镇
keys ctrl+s
check "saved" until_true 10 title_lacks 未保存
check "the change is there" until_true 10 holds "$work/救回.nianbao" '.cells["t2.regulations.made"]' 7771
check "the window closes" stop
start
at on =单位名称 20
check "nothing is offered any more" at gone 可以恢复 10
finish
