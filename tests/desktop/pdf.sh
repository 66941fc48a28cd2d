#!/usr/bin/env bash
# What `nianbao export` writes, looked at by programs that are not ours: the Xipo sample and the Suqian figures.
# Needs qpdf, poppler-utils, mupdf-tools, python3. No display.
source "$(dirname "$0")/lib.sh"
need qpdf pdffonts pdftotext pdfinfo mutool python3

# Every font embedded, subset and with a map to Unicode, its name tagged as a subset.
fonts_are_right() {
  pdffonts "$1" | tail -n +3 >"$work/fonts"
  cat "$work/fonts"
  [ -s "$work/fonts" ] && awk '{ if (!/^[A-Z][A-Z][A-Z][A-Z][A-Z][A-Z][+]/ || !/ yes yes yes /) bad = 1 } END { exit bad }' "$work/fonts"
}

# The paragraphs of a text, as pdftotext gives them: as typed, every blank too, once its lines are put together and the page
# numbers between two of them taken out.
has_every_paragraph() {
  local pdf=$1 paragraph
  pdftotext -raw "$pdf" - | tr -d '\f' | grep -v '^ *— *[0-9]* *— *$' | tr -d '\n' >"$work/text"
  while IFS= read -r paragraph; do
    paragraph=$(tr '\t' ' ' <<<"$paragraph" | sed 's/^[ 　]*//; s/[ 　]*$//')
    [ -z "$paragraph" ] || grep -qF "$paragraph" "$work/text" || { echo "not in the PDF: $paragraph"; return 1; }
  done
}

# The figures of the three tables in reading order, blanks as 0. Labels hold digits too: only what stands alone in its cell counts.
figures_are_the_published() {
  pdftotext -raw "$2" - >"$work/raw"
  python3 "$here/published.py" "$1" in_text "$work/raw"
}

# A mutool built without colour profiles says so of every file that has one.
mutool_is_content() { ! mutool draw -o /dev/null -r 40 "$1" 2>&1 | grep -v "ICC support" | grep -iE "error|warning"; }

is_a4() { [ "$(pdfinfo -l 99 "$1" | grep -c 'Page .* size')" = "$(pdfinfo -l 99 "$1" | grep 'Page .* size' | grep -c '595.*841.*A4')" ]; }

looks_at() {
  local name=$1 report=$2 data=$3 pdf="$work/$1.pdf"
  check "$name: exported" "$NIANBAO" export "$report" --pdf "$pdf"
  check "$name: qpdf --check finds nothing" qpdf --check "$pdf"
  check "$name: every font embedded, subset, mapped" fonts_are_right "$pdf"
  check "$name: mutool draws it without a complaint" mutool_is_content "$pdf"
  check "$name: every page is A4" is_a4 "$pdf"
  check "$name: the title is the document's" grep -q "Title: .*年政府信息公开工作年度报告" <(pdfinfo "$pdf")
  check "$name: version 1.7" grep -q "PDF version: *1.7" <(pdfinfo "$pdf")
  check "$name: every published figure" figures_are_the_published "$data" "$pdf"
  check "$name: every paragraph" has_every_paragraph "$pdf" < <(jq -r '.prose[]' "$report")
  check "$name: the report is attached" grep -q json <(qpdf --list-attachments "$pdf")
  check "$name: the same bytes again" same_again "$report" "$pdf"
  check "$name: the PDF is the file" "$NIANBAO" check "$pdf"
}

same_again() {
  "$NIANBAO" export "$1" --pdf "$work/again.pdf" && cmp "$work/again.pdf" "$2"
}

is_marked_a_draft() {
  local pages
  pages=$(pdfinfo "$1" | awk '/^Pages/ { print $2 }')
  [ "$(pdftotext -raw "$1" - | grep -c 草稿)" -ge "$pages" ]
}

is_small() {
  local bytes
  bytes=$(stat -c %s "$1")
  echo "$bytes bytes"
  [ "$bytes" -le 125000 ]
}

refuses() {
  "$NIANBAO" export "$1" --pdf "$work/refused.pdf"
  [ $? = 1 ] && [ ! -e "$work/refused.pdf" ]
}

need jq
python3 "$here/published.py" "$root/tests/data/suqian-2023.json" draft >"$work/suqian.nianbao"
looks_at xipo "$root/assets/samples/xipo-2020.json" "$root/tests/data/xipo-2020.json"
looks_at suqian "$work/suqian.nianbao" "$root/tests/data/suqian-2023.json"
check "suqian: at most 125,000 bytes" is_small "$work/suqian.pdf"

jq '.cells["t3.granted.natural"] = 1176' "$work/suqian.nianbao" >"$work/wrong.nianbao"
check "a report whose sums fail is not exported" refuses "$work/wrong.nianbao"
check "it is exported as a draft" "$NIANBAO" export "$work/wrong.nianbao" --draft --pdf "$work/draft.pdf"
check "every page of it says 草稿" is_marked_a_draft "$work/draft.pdf"
finish
