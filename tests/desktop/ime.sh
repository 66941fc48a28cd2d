#!/usr/bin/env bash
# Pinyin typed under real fcitx5 and real ibus arrives in the prose of the real window, is saved and read back.
source "$(dirname "$0")/lib.sh"
need xprop fcitx5 fcitx5-remote ibus-daemon ibus localedef jq

# An X input method speaks in the locale's encoding: without a UTF-8 locale of Chinese it says nothing.
locale -a 2>/dev/null | grep -qi '^zh_CN.utf' || localedef -i zh_CN -f UTF-8 zh_CN.UTF-8 2>/dev/null || skip "no zh_CN.UTF-8 locale"
export LC_ALL=zh_CN.UTF-8

use_fcitx() {
  export XMODIFIERS=@im=fcitx
  mkdir -p "$HOME/.config/fcitx5"
  cat >"$HOME/.config/fcitx5/profile" <<'INI'
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
[Groups/0/Items/1]
Name=pinyin
[GroupOrder]
0=Default
INI
  fcitx5 --disable=wayland,waylandim,cloudpinyin,kimpanel >/dev/null 2>&1 &
  started+=($!)
  until_true 20 fcitx5-remote && until_true 20 serves fcitx
}

# serves NAME: the input method's X server is there, as the window will look for it when it starts.
serves() { xprop -root XIM_SERVERS | grep -q "$1"; }

fcitx_on() { fcitx5-remote -o; [ "$(fcitx5-remote)" = 2 ]; }

use_ibus() {
  export XMODIFIERS=@im=ibus
  ibus-daemon --xim --panel disable >/dev/null 2>&1 &
  started+=($!)
  until_true 20 serves ibus && until_true 20 ibus_on
}

ibus_on() { ibus engine libpinyin >/dev/null 2>&1; [ "$(ibus engine)" = libpinyin ]; }

# in_preface: what the saved file has in its preface.
saved_text() { jq -r .prose.preface "$report"; }
saved_has() { keys ctrl+s; sleep 0.2; [[ $(saved_text) == *"$1"* ]]; }

# type_pinyin ON PINYIN WORD: turns the input method on, types and picks the first word with a blank.
type_pinyin() {
  until_true 10 "$1" || return 1
  types "$2"
  keys space
  until_true 10 saved_has "$3"
}

tries() {
  local name=$1 start_it=$2 turn_on=$3
  report="$work/$name.nianbao"
  "$NIANBAO" new --unit 西坡镇人民政府 --year 2024 "$report" >/dev/null
  check "$name: runs" "$start_it"
  start "$report"
  check "$name: pinyin typed into the prose arrives" type_pinyin "$turn_on" nihao 你好
  check "$name: and again, without leaving the window" type_pinyin "$turn_on" shijie 世界
  shot "ime-$name"
  keys ctrl+s ctrl+Next ctrl+Next
  check "$name: a number cell takes digits with the input method on" cell_takes 12
  check "$name: the window closes" stop
}

cell_takes() {
  types "$1"
  keys Return
  until_true 20 cell_saved "$1"
}

cell_saved() { keys ctrl+s; sleep 0.2; [ "$(jq -r '.cells["t2.regulations.made"]' "$report")" = "$1" ]; }

desktop 1366x768
tries fcitx5 use_fcitx fcitx_on
fcitx5-remote -e >/dev/null 2>&1
tries ibus use_ibus ibus_on
finish
