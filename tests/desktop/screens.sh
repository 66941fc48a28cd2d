#!/usr/bin/env bash
# Pictures of the window in two sizes, at 100 % and 200 %, light and dark: start page, each section, a failed rule, the paste
# preview, the page preview. Run by hand: NIANBAO_SHOTS=FOLDER bash tests/desktop/screens.sh [WIDTHxHEIGHT…]
# Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3, jq, ImageMagick.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip import convert jq
[ -n "${NIANBAO_SHOTS:-}" ] || skip "no folder in NIANBAO_SHOTS"

python3 "$here/published.py" "$root/tests/data/suqian-2023.json" draft >"$work/suqian.nianbao"
jq '.cells["t3.granted.natural"] = 1176 | .prose.preface = "现将宿迁市2023年政府信息公开工作报告如下。"' \
  "$work/suqian.nianbao" >"$work/failed.nianbao"

picture() {
  until_true 10 still
  import -window root +dither -colors 64 -strip "png8:$NIANBAO_SHOTS/$look-$1.png"
  passed=$((passed + 1))
}

walk() {
  start
  at on =单位名称 20
  picture start
  kill -9 "$pid" && wait "$pid" 2>/dev/null
  start "$work/failed.nianbao"
  until_true 20 title_has 宿迁 || give_up "the report does not open"
  at on =引言 20
  picture preface
  local number
  for number in 1 2 3 4 5 6; do
    keys ctrl+Next
    at moved nothing 5 >/dev/null
    picture "section-$number"
  done
  keys F8
  at on 申请人情况 10
  picture failed-rule
  keys ctrl+Home
  printf '（一）予以公开\t1175\t12\n二、上年结转政府信息公开申请数量\t103\t3\n2.重复申请\t41\t0\n' | xclip -selection clipboard -i
  keys ctrl+v
  at wait 粘贴 10
  picture paste
  keys Escape F9
  at wait 预览 10
  picture preview
  keys F9 shift+F1
  at wait =按键一览 10
  picture keys
  kill -9 "$pid" && wait "$pid" 2>/dev/null
  pid=''
}

mkdir -p "$NIANBAO_SHOTS" "$NIANBAO_DATA"
for size in "${@:-1366x768}"; do
  desktop "$size"
  speak_aloud
  for zoom in 100 200; do
    for theme in light dark; do
      rm -rf "$NIANBAO_DATA"
      mkdir -p "$NIANBAO_DATA"
      printf '{"zoom_percent": %s, "values": {"look": "%s"}}' "$zoom" "$theme" >"$NIANBAO_DATA/settings.json"
      look="$size-$zoom-$theme"
      walk
    done
  done
done
finish
