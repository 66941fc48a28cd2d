#!/usr/bin/env bash
# The window on Wayland, under a headless sway with no X server at all: it opens, takes keys, pinyin of fcitx5 arrives in the
# prose and digits in a cell, it is saved, and the file is read back.
# Needs sway, wtype, fcitx5 with fcitx5-chinese-addons, dbus-run-session, at-spi2-core, jq, and setpriv where it is run by root,
# as whom sway does not start. grim takes the pictures.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
# As nobody, with the scripts and the program where nobody can read them.
if [ "$(id -u)" = 0 ]; then
  command -v setpriv >/dev/null || { echo "SKIP: wayland.sh: setpriv not installed"; exit 0; }
  : "${NIANBAO:=$root/target/release/nianbao}"
  place=$(mktemp -d "${TMPDIR:-/tmp}/nianbao-wayland.XXXXXX")
  trap 'rm -rf "$place"' EXIT
  mkdir -p "$place/target/release" "$place/tests" "$place/tmp"
  cp "$NIANBAO" "$place/target/release/nianbao" && cp -r "$here" "$place/tests/desktop" || exit 1
  chown -R 65534:65534 "$place"
  unset NIANBAO
  setpriv --reuid 65534 --regid 65534 --clear-groups env TMPDIR="$place/tmp" bash "$place/tests/desktop/wayland.sh" "$@"
  exit
fi
source "$here/lib.sh"
need sway swaymsg wtype fcitx5 fcitx5-remote jq gdbus

wayland_is_up() {
  local socket
  for socket in "$XDG_RUNTIME_DIR"/wayland-?; do
    [ -S "$socket" ] && WAYLAND_DISPLAY=$(basename "$socket") && export WAYLAND_DISPLAY && return
  done
  return 1
}
sway_is_up() { SWAYSOCK=$(echo "$XDG_RUNTIME_DIR"/sway-ipc.*) && export SWAYSOCK && swaymsg -t get_version; }
shows() { swaymsg -t get_tree | jq -e --arg words "$1" '[.. | .name? // empty | select(contains($words))] | length > 0'; }
lacks() { ! shows "$1"; }
is_native() { swaymsg -t get_tree | jq -e '[.. | .app_id? // empty | select(. == "nianbao")] | length == 1'; }
is_on() { fcitx5-remote -o && [ "$(fcitx5-remote)" = 2 ]; }
said_is() { [ "$(at value "=$1")" = "$2" ]; }
in_file() { [ "$(jq -r "$1" "$file")" = "$2" ]; }
picture() { [ -z "${NIANBAO_SHOTS:-}" ] || grim "$NIANBAO_SHOTS/$1.png"; }

mkdir -p "$HOME/.config/fcitx5"
printf '%s\n' '[Groups/0]' 'Name=Default' 'Default Layout=us' 'DefaultIM=pinyin' '[Groups/0/Items/0]' 'Name=keyboard-us' \
  '[Groups/0/Items/1]' 'Name=pinyin' '[GroupOrder]' '0=Default' >"$HOME/.config/fcitx5/profile"
printf '%s\n' 'output HEADLESS-1 resolution 1366x768' 'default_border none' 'xwayland disable' >"$work/sway.conf"
WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 WLR_RENDERER=pixman sway -c "$work/sway.conf" >"$work/sway" 2>&1 &
started+=($!)
until_true 20 wayland_is_up && until_true 20 sway_is_up || give_up "sway did not start: $(tail -3 "$work/sway")"
fcitx5 --disable=xim,xcb >"$work/fcitx5" 2>&1 &
started+=($!)
until_true 20 fcitx5-remote || give_up "fcitx5 did not start"
speak_aloud

file="$work/西坡镇 2023.nianbao"
"$NIANBAO" new --unit 西坡镇人民政府 --year 2023 "$file" >/dev/null
launch "$file"
check "the window opens on Wayland, and the title names unit and year" until_true 30 shows "西坡镇人民政府 2023" || give_up "no window"
check "it is a window of Wayland's own" is_native
at on 引言 20 || give_up "the focus is not in the prose"
check "fcitx5 turns on" until_true 20 is_on
# A wtype is a keyboard, and a composition ends with its keyboard: it is held until the text is there.
wtype -s 500 -d 60 nihao -s 300 -k space -s 30000 &
keyboard=$!
check "你好 arrives in the prose" until_true 10 said_is 引言 你好
picture wayland-prose
kill "$keyboard"
wtype -M ctrl -k s -m ctrl
check "saved" until_true 10 lacks 未保存
check "the file holds it" in_file .prose.preface 你好
wtype -M ctrl -k Next -m ctrl
at on 一、总体情况 10
wtype -M ctrl -k Next -m ctrl
check "the table has the focus" at on 规章，本年制发件数 10
wtype 12 -k Tab
check "Tab after digits goes on" at on 规章，本年废止件数 10
wtype -M ctrl -k s -m ctrl
until_true 10 lacks 未保存
check "the figure is in the file" in_file '.cells["t2.regulations.made"]' 12
picture wayland-table
wtype -M ctrl -k q -m ctrl
check "the window closes by its key" until_true 10 is_gone
finish
