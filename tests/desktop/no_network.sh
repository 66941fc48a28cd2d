#!/usr/bin/env bash
# The program opens no socket to a network, neither the window nor the command line: strace sees every socket it asks for.
set -uo pipefail
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
need strace
sample="$root/assets/samples/xipo-2020.json"
traced() { strace -f -qq -e trace=socket,socketpair -o "$work/trace-$1" "${@:2}"; }
no_network() { ! grep -E 'AF_INET|AF_INET6|AF_PACKET' "$work/trace-$1"; }
started_well() { [ -e "$work/trace-$1" ]; }

traced check "$NIANBAO" check "$sample" >/dev/null
check "check was traced" started_well check
check "check asks for no network socket" no_network check
traced export "$NIANBAO" export "$sample" --pdf "$work/a.pdf" --json "$work/a.json" --draft >/dev/null
check "export wrote its files" test -s "$work/a.pdf" -a -s "$work/a.json"
check "export asks for no network socket" no_network export

desktop
cp "$sample" "$work/a.nianbao"
printf '#!/bin/sh\nexec strace -f -qq -e trace=socket,socketpair -o "%s" "%s" "$@"\n' "$work/trace-window" "$NIANBAO" >"$work/traced"
chmod +x "$work/traced"
strace_window() { pgrep -P "$pid" >/dev/null; }
"$work/traced" "$work/a.nianbao" >"$work/stdout" 2>"$work/stderr" &
pid=$!
by_title() { window=$(xdotool search --onlyvisible --name 2020 2>/dev/null | tail -1); [ -n "$window" ]; }
until_true 60 by_title || give_up "no window came up"
until_true 10 has_focus || give_up "the window never got the focus"
# The caret stands in the preface.
types abc
keys ctrl+s
saved() { ! cmp -s "$sample" "$work/a.nianbao"; }
check "the window edits and saves" until_true 30 saved
keys F1 Escape ctrl+o Escape
stop
check "the window asks for sockets on this machine" grep -q AF_UNIX "$work/trace-window"
check "the window asks for no network socket" no_network window
finish
