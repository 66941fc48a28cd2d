#!/usr/bin/env bash
# A validator that is not ours finds each PDF to be PDF/A-3a and PDF/UA-1, and finds what is broken on purpose. No display.
# Needs qpdf, jq and a Python with the package page-validation 0.11.0 from PyPI; PYTHON names that Python.
source "$(dirname "$0")/lib.sh"
need qpdf jq
: "${PYTHON:=python3}"
"$PYTHON" -c 'from page import validate_pdf' 2>/dev/null || skip "$PYTHON has no page-validation"

# The rules of PDF/A-3a and of PDF/UA-1 that a file breaks, a line each.
broken_rules() {
  "$PYTHON" -c '
import sys, page
for profile in "3a", "ua1":
    report = page.validate_pdf(sys.argv[1], profile=profile)
    print(report.rules.total, "rules looked at", file=sys.stderr)
    for failure in report.failures:
        print(failure.rule_id, failure.message)
    if report.rules.total <= 100:
        sys.exit(1)' "$1"
}

conforms() { broken_rules "$1" >"$work/broken" && { cat "$work/broken"; [ ! -s "$work/broken" ]; }; }

# is_found_broken RULE CHANGE: the sound file with one word changed breaks that rule. Words keep their length.
is_found_broken() {
  LC_ALL=C sed "$2" "$work/plain.pdf" >"$work/changed.pdf"
  ! cmp -s "$work/plain.pdf" "$work/changed.pdf" && broken_rules "$work/changed.pdf" >"$work/broken"
  cat "$work/broken"
  grep -q "$1" "$work/broken"
}

"$NIANBAO" new --unit 某市人民政府 --year 2024 "$work/blank.nianbao" >/dev/null
python3 "$here/published.py" "$root/tests/data/suqian-2023.json" draft >"$work/suqian.nianbao"
jq '.cells["t3.granted.natural"] = 1176' "$work/suqian.nianbao" >"$work/draft.nianbao"
jq '.prose.s1 += "\n{chart:received}\n{chart:results}\n{chart:applicants}\n{chart:disputes}"' "$work/suqian.nianbao" >"$work/charts.nianbao"
for report in "$root/assets/samples/xipo-2020.json" "$work/blank.nianbao" "$work/suqian.nianbao" "$work/charts.nianbao"; do
  name=$(basename "${report%.*}")
  check "$name is exported" "$NIANBAO" export "$report" --pdf "$work/$name.pdf" --checklist "$work/$name-checklist.pdf" --fonts shipped
  check "$name is PDF/A-3a and PDF/UA-1" conforms "$work/$name.pdf"
  check "$name's 核对单 is PDF/A-3a and PDF/UA-1" conforms "$work/$name-checklist.pdf"
done
check "图解 is exported" "$NIANBAO" export "$work/suqian.nianbao" --poster "$work/poster.pdf" --fonts shipped
check "图解 is PDF/A-3a and PDF/UA-1" conforms "$work/poster.pdf"
check "the manual is written" "$NIANBAO" manual "$work/manual.pdf"
check "the manual with its pictures is PDF/A-3a and PDF/UA-1" conforms "$work/manual.pdf"
check "a draft is exported" "$NIANBAO" export "$work/draft.nianbao" --draft --duplex --pdf "$work/draft.pdf" --fonts shipped
check "a draft is PDF/A-3a and PDF/UA-1" conforms "$work/draft.pdf"

qpdf --stream-data=uncompress --object-streams=disable --newline-before-endstream "$work/suqian.pdf" "$work/plain.pdf"
check "the same unpacked is PDF/A-3a and PDF/UA-1" conforms "$work/plain.pdf"
check "it finds a file that is not marked as tagged" is_found_broken TAGGED 's#/Marked true#/Morked true#'
check "it finds another part of PDF/UA in XMP" is_found_broken PDFUA1-ID-PART 's#pdfuaid:part>1<#pdfuaid:part>7<#'
check "it finds text without a language" is_found_broken PDFUA1-TEXT-LANGUAGE 's#/Lang (zh-CN)#/Lung (zh-CN)#'
check "it finds another level in XMP" is_found_broken ID-CONFORMANCE 's#conformance>A<#conformance>X<#'
check "it finds a missing output intent" is_found_broken PDFA3A 's#/OutputIntents#/OutputIntentz#'
check "it finds an attachment without its relation" is_found_broken PDFA3A 's#/AFRelationship#/AFRelationshop#'
check "it finds a font that is not embedded" is_found_broken FONT 's#/FontFile3#/FontFilez#'
check "it finds widths that are not the face's" is_found_broken WIDTH 's#/DW 1000#/DW 1111#'
finish
