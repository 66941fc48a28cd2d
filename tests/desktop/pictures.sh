#!/usr/bin/env bash
# The pictures of the manual, taken from the window, with few colours: NIANBAO_SHOTS=assets/manual bash tests/desktop/pictures.sh, by hand,
# after a change of what they show. They are to be looked at before they are kept.
# Needs Xvfb, openbox, xdotool, at-spi2-core, gdbus, dbus-run-session, python3, jq, ImageMagick.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool gdbus dbus-run-session python3 jq import convert
[ -n "${NIANBAO_SHOTS:-}" ] || skip "no folder in NIANBAO_SHOTS"
# What is in the folder is shipped: a picture of what went wrong goes elsewhere.
pictures=$(realpath "$NIANBAO_SHOTS") NIANBAO_SHOTS=$work/failed

# Files whose names a reader of the manual sees.
mkdir /tmp/年报 || give_up "/tmp/年报 is there already"
trap 'rm -rf /tmp/年报; clean_up' EXIT
python3 "$here/published.py" "$root/tests/data/suqian-2023.json" draft >"$work/suqian.nianbao"
jq '.cells["t3.granted.natural"] = 1176' "$work/suqian.nianbao" >/tmp/年报/宿迁市2023.nianbao
jq '.prose.s1 = "2023年，我市新收政府信息公开申请3501件，办结3486件。"' "$work/suqian.nianbao" >/tmp/年报/宿迁市2023初稿.nianbao
cp "$root/tests/data/foreign/suqian-2023-wps.docx" "/tmp/年报/宿迁市2023年报.docx"
mkdir /tmp/年报/收件箱
for unit in 东山镇 西山镇 南山镇 北山镇 上河镇; do
  "$NIANBAO" new --unit "${unit}人民政府" --year 2023 "/tmp/年报/收件箱/$unit.nianbao" >/dev/null
done
cp /tmp/年报/宿迁市2023.nianbao /tmp/年报/收件箱/
# The colours of the window, and the greys between ink and paper: sixteen, so that half a byte is a pixel.
colours=(fefdfa f2f1ec e9eeec d8e4f0 cfe1f7 faeed3 fbe4e3 1f5fa8 b3261e 985400 2b6b3d 202020 5e5e5e 8e8e8e b9b9b5 d4d3ce)
convert "${colours[@]/#/xc:#}" +append "$work/palette.png"

# picture NAME WIDTHxHEIGHT+X+Y: a part of the window. The mouse is out of the way.
picture() {
  xdotool mousemove 1023 639
  until_true 10 still
  import -window root "$work/whole.png" && convert "$work/whole.png" -crop "$2" +repage +dither -remap "$work/palette.png" -strip \
    -define png:compression-level=9 -define png:compression-filter=0 -define png:bit-depth=4 "png8:$pictures/$1.png" || { failed=$((failed + 1)) && return; }
  passed=$((passed + 1))
}
ends() { kill -9 "$pid" && wait "$pid" 2>/dev/null; rm -rf "$NIANBAO_DATA"; }

reached() { "$@" || give_up "not reached: $*"; }
to_section() { keys ctrl+Next && reached at on "$1" 10; }

desktop 1024x640
speak_aloud
start
reached at on =单位名称 20
picture start 1024x500+0+20
keys ctrl+shift+n
reached type_path "/tmp/年报/宿迁市2023年报.docx"
reached at wait 读到了什么 30
picture last-year 700x560+162+50
ends
start /tmp/年报/宿迁市2023初稿.nianbao
reached until_true 20 title_has 宿迁
to_section =一、总体情况
keys ctrl+End
picture prose 1024x360+0+20
ends
start /tmp/年报/宿迁市2023.nianbao
reached until_true 20 title_has 宿迁
to_section 一、总体情况 && to_section 规章 && to_section 一、本年新收
keys F8
reached at wait 1/ 10
picture table 1024x470+0+20
keys F9
reached at wait 预览 10
picture preview 660x440+364+20
ends
start
reached at on =单位名称 20
reached at press Tab =审核一批… 20
keys Return
reached type_path /tmp/年报/收件箱
reached until_true 20 title_has 审核一批
reached at wait "全部 6" 20
keys End Up Return
reached at wait 写进退回意见 10
picture county 1024x420+0+20
ends
finish
