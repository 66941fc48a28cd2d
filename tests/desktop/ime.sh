#!/usr/bin/env bash
# Pinyin typed under fcitx5 and under ibus arrives in the prose, is saved, and the file is read back; digits reach a number
# cell though the input method is left on.
# Needs Xvfb, openbox, xdotool, fcitx5 with fcitx5-chinese-addons, ibus with ibus-libpinyin, dbus-run-session, at-spi2-core, jq
# and the locale zh_CN.UTF-8 (made here when root).
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool fcitx5 fcitx5-remote ibus ibus-daemon jq

has_locale() { locale -a 2>/dev/null | grep -qiE '^zh_CN\.utf-?8$'; }
if ! has_locale && [ "$(id -u)" = 0 ] && command -v localedef >/dev/null; then
  localedef -i zh_CN -f UTF-8 zh_CN.UTF-8
fi
has_locale || skip "no locale zh_CN.UTF-8"
export LC_ALL=zh_CN.UTF-8

with_fcitx5() {
  export XMODIFIERS=@im=fcitx
  mkdir -p "$HOME/.config/fcitx5"
  cat >"$HOME/.config/fcitx5/profile" <<'PROFILE'
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
PROFILE
  fcitx5 --disable=wayland,waylandim >"$work/fcitx5" 2>&1 &
  started+=($!)
  method=$!
  until_true 20 serves_x fcitx || give_up "fcitx5 did not start"
}

with_ibus() {
  export XMODIFIERS=@im=ibus
  ibus-daemon --xim --replace --panel disable >"$work/ibus" 2>&1 &
  started+=($!)
  method=$!
  until_true 20 serves_x ibus || give_up "ibus did not start"
}

# The X input method is there once its server owns the selection that programs look for.
serves_x() { xprop -root XIM_SERVERS | grep -q "$1"; }

turn_on_fcitx5() { fcitx5-remote -o && fcitx5-remote -s pinyin && [ "$(fcitx5-remote)" = 2 ] && [ "$(fcitx5-remote -n)" = pinyin ]; }
# ibus says 1 where no keyboard layout could be set, though the engine was.
turn_on_ibus() { ibus engine libpinyin >/dev/null 2>&1; [ "$(ibus engine)" = libpinyin ]; }

says_in_file() { [ "$(jq -r "$2" "$1")" = "$3" ]; }

# pinyin METHOD: types with that input method on, saves, reads the file back.
pinyin() {
  local name=$1 file="$work/$1.nianbao"
  "$NIANBAO" new --unit 西坡镇人民政府 --year 2023 "$file" >/dev/null
  start "$file"
  until_true 10 title_has "西坡镇" || give_up "$name: the file did not open"
  at on 引言 || { keys F6; at on 引言 || give_up "$name: the focus is not in the prose"; }
  until_true 15 "turn_on_$name" || give_up "$name did not turn on"
  keys n i h a o
  shot "ime-$name-composing"
  keys space
  check "$name: 你好 arrives in the prose" until_true 10 prose_is 你好
  keys z h o n g g u o space
  check "$name: 中国 after it, the caret where it was" until_true 10 prose_is 你好中国
  shot "ime-$name-prose"
  keys ctrl+s
  check "$name: saved" until_true 10 title_lacks 未保存
  check "$name: the file holds it" says_in_file "$file" .prose.preface 你好中国
  keys ctrl+z
  check "$name: one composition is one step of undo" until_true 10 prose_is 你好
  keys ctrl+y
  until_true 10 prose_is 你好中国

  # To table 二, the input method left on.
  keys ctrl+Next ctrl+Next
  check "$name: the grid has the focus" at on 规章，本年制发件数 10
  "turn_on_$name"
  keys 1 2 Tab
  check "$name: Tab after digits goes on" at on 规章，本年废止件数 10
  keys 7 Return
  check "$name: Enter after digits goes down" at on 行政规范性文件，本年制发件数 10
  keys ctrl+s
  until_true 10 title_lacks 未保存
  check "$name: digits reached the number cells, the file holds 12 and 7" says_in_file "$file" '.cells["t2.regulations.made","t2.regulations.repealed"]' $'12\n7'
  shot "ime-$name-grid"
  stop || give_up "$name: the window did not close"
  kill "$method" 2>/dev/null
  wait "$method" 2>/dev/null
}

prose_is() { [ "$(at value =引言)" = "$1" ]; }

desktop
with_fcitx5
speak_aloud
pinyin fcitx5
with_ibus
pinyin ibus
finish
