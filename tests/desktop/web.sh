#!/usr/bin/env bash
# A validator that is not ours finds the web page to be right HTML, and finds what is broken on purpose. No display.
# Needs html-validate 10 of npm (HTML_VALIDATE names the program); chromium for pictures at two widths, which NIANBAO_SHOTS asks for.
source "$(dirname "$0")/lib.sh"
: "${HTML_VALIDATE:=html-validate}"
need "$HTML_VALIDATE" python3 jq

printf '{ "root": true, "extends": ["html-validate:standard", "html-validate:a11y"] }' >"$work/.htmlvalidate.json"
right() { "$HTML_VALIDATE" --config "$work/.htmlvalidate.json" "$1"; }
found_broken() { sed "$2" "$1" >"$work/broken.html" && ! cmp -s "$1" "$work/broken.html" && ! right "$work/broken.html" >/dev/null; }
shots() {
  local width
  [ -n "${NIANBAO_SHOTS:-}" ] && command -v chromium >/dev/null || return 0
  for width in 500 1280; do
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars "--window-size=$width,3000" "--screenshot=$NIANBAO_SHOTS/web-$1-$width.png" "file://$work/$1.html" >/dev/null 2>&1
  done
}

python3 "$here/published.py" "$root/tests/data/suqian-2023.json" draft >"$work/suqian.nianbao"
"$NIANBAO" new --unit '某市<人民>&政府' --year 2020 "$work/blank.nianbao" >/dev/null
jq '.prose.s1 += "\n{chart:received}\n{chart:results}\n{chart:applicants}\n{chart:disputes}"' "$work/suqian.nianbao" >"$work/charts.nianbao"
for report in "$root/assets/samples/xipo-2020.json" "$work/suqian.nianbao" "$work/charts.nianbao" "$work/blank.nianbao"; do
  name=$(basename "${report%.*}")
  check "$name is exported" "$NIANBAO" export "$report" --html "$work/$name.html"
  check "$name is right HTML" right "$work/$name.html"
  check "$name as a draft is exported" "$NIANBAO" export "$report" --html "$work/$name-draft.html" --draft
  check "$name as a draft is right HTML" right "$work/$name-draft.html"
  shots "$name"
done
check "it finds a head that is not closed" found_broken "$work/suqian.html" '0,/<\/h2>/s///'
check "it finds a scope that is none" found_broken "$work/suqian.html" 's/scope="col"/scope="cool"/'
check "it finds a row outside of a table" found_broken "$work/suqian.html" 's/<\/caption>/<tr><\/tr><\/caption>/'
finish
