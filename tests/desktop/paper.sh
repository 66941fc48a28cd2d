#!/usr/bin/env bash
# Programs that are not ours read the PDFs: qpdf, poppler and mutool find nothing wrong and every figure.
# Needs qpdf, poppler-utils, mupdf-tools, jq. No display.
source "$(dirname "$0")/lib.sh"
need qpdf pdffonts pdfinfo pdftotext pdfdetach mutool jq

sound() { qpdf --check "$1" >"$work/qpdf" 2>&1 && ! grep -qi warning "$work/qpdf"; }

# Every line after the two of the heading says embedded, subset and mapped to Unicode.
embedded() { pdffonts "$1" 2>"$work/complaints" | tail -n +3 | awk '{ rows++ } !/ yes +yes +yes +[0-9]+ +0$/ { bad++ } END { exit bad || !rows }' && [ ! -s "$work/complaints" ]; }

# Debian's mutool is built without colour management and says so.
drawn() { mutool draw -r 30 -o "$work/page-%d.png" "$1" 2>"$work/complaints" && ! grep -v 'ICC support' "$work/complaints" | grep -iE 'error|warning'; }

described() { pdfinfo "$1" | grep -q "^PDF version: *1.7" && pdfinfo "$1" | grep -q "A4" && pdfinfo -meta "$1" | grep -q "<pdfaid:part>3"; }

# Every figure of the finished data stands on the pages as often as in the data.
figures() {
  pdftotext -raw "$1" - | tr ' ' '\n' | sed 's/万元$//' | grep -xE -e '-?[0-9]+(\.[0-9]+)?' | sort >"$work/shown"
  jq -r '.cells[] | tostring' "$2" | sort >"$work/filled"
  [ -z "$(comm -13 "$work/shown" "$work/filled")" ]
}

attached() { pdfdetach -save 1 -o "$work/attached" "$1" >/dev/null && cmp -s "$work/attached" "$2"; }

opens_again() { "$NIANBAO" check "$1" >/dev/null; }

same_bytes() { "$NIANBAO" export "$1" --pdf "$work/again.pdf" --fonts shipped >/dev/null && cmp -s "$work/again.pdf" "$2"; }

"$NIANBAO" new --unit 某市人民政府 --year 2024 "$work/blank.nianbao" >/dev/null
for report in "$root/assets/samples/xipo-2020.json" "$work/blank.nianbao"; do
  name=$(basename "${report%.*}")
  pdf="$work/$name.pdf" data="$work/$name.finished.json"
  check "$name is exported" "$NIANBAO" export "$report" --pdf "$pdf" --json "$data" --fonts shipped
  check "$name passes qpdf" sound "$pdf"
  check "$name has its fonts" embedded "$pdf"
  check "$name is drawn by mutool" drawn "$pdf"
  check "$name says what it is" described "$pdf"
  check "$name shows every figure" figures "$pdf" "$data"
  check "$name carries its data" attached "$pdf" "$data"
  check "$name opens again" opens_again "$pdf"
  check "$name has the same bytes again" same_bytes "$report" "$pdf"
done
finish
