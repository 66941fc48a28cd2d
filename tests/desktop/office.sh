#!/usr/bin/env bash
# LibreOffice opens the Word file and the spreadsheet: every figure is there, table 三 stands whole on a page with its upright cell, the
# totals come out the same when they are calculated anew. No display.
# Looked at beside our PDF (150 dpi, Xipo, Suqian, Shanghai), one thing differs, and it is not in the file: LibreOffice 7.4 sets a quarter
# of a character between 2023 and 年 although w:autoSpaceDE is off, which Word and WPS read and LibreOffice passes over.
# Needs libreoffice-writer-nogui, libreoffice-calc-nogui, poppler-utils, jq; imagemagick for pictures, which NIANBAO_SHOTS asks for.
source "$(dirname "$0")/lib.sh"
need soffice pdftotext pdfinfo pdftoppm jq python3

# The faces that the Word file names, as this program has them.
python3 - "$root/assets/fonts" "$work" >"$work/fonts.conf" <<'PY'
import sys
faces = {"方正小标宋简体": "Gw Biaosong SemiBold", "黑体": "Gw Hei Medium", "楷体_GB2312": "Gw Kai", "仿宋_GB2312": "Gw Kai Light",
         "宋体": "Gw Song", "Times New Roman": "Gw Song"}
print(f'<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig><dir>{sys.argv[1]}</dir><cachedir>{sys.argv[2]}/cache</cachedir>')
for name, ours in faces.items():
    print(f'<match target="pattern"><test name="family"><string>{name}</string></test>'
          f'<edit name="family" mode="assign" binding="strong"><string>{ours}</string></edit></match>')
print("</fontconfig>")
PY
export FONTCONFIG_FILE="$work/fonts.conf"

# converted FORMAT FILE…: into $work/office
converted() {
  timeout 120 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$1" --outdir "$work/office" "${@:2}" >"$work/soffice" 2>&1
}

# Every figure of the finished data stands in the text as often as in the data.
figures() {
  tr ' ,"' '\n\n\n' <"$1" | sed 's/万元$//' | grep -xE -e '-?[0-9]+(\.[0-9]+)?' | sort >"$work/shown"
  jq -r '.cells[] | tostring' "$2" | sort >"$work/filled"
  [ -s "$work/filled" ] && [ -z "$(comm -13 "$work/shown" "$work/filled")" ]
}

in_text() { pdftotext -raw "$1" "$work/text" && figures "$work/text" "$2"; }

pages() { pdfinfo "$1" | sed -n 's/^Pages: *//p'; }
as_many_pages() { [ "$(pages "$1")" = "$(pages "$2")" ]; }

# Head and last row of table 三 stand on one page, and the label beside its results goes down in one column.
table_three_whole() {
  pdftotext -bbox "$1" "$work/bbox.html" && python3 - "$work/bbox.html" <<'PY'
import re, sys
word = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"[^>]*>([^<]*)<'
for page in open(sys.argv[1], encoding="utf-8").read().split("<page ")[1:]:
    found = [(*map(float, box), text) for *box, text in re.findall(word, page)]
    words = [(x, y, text) for x, y, _, _, text in found]
    texts = "".join(text for _, _, text in words)
    if "申请人情况" in texts:
        last = [(right - x) / (foot - y) for x, y, right, foot, text in found if text == "四、结转下年度继续办理"]
        assert last, "the last row is on another page"
        # Eleven characters of one em each, in lines of 1.3 em.
        assert last[0] > 8, f"its characters lie on each other: {last}"
        for x, y, text in words:
            column = "".join(t for px, py, t in sorted(words, key=lambda w: w[1]) if abs(px - x) < 1 and len(t) == 1)
            if text == "办" and "本年度办理结果" in column:
                sys.exit(0)
        sys.exit("no upright label")
sys.exit("no table 三")
PY
}

# The workbook without the values of its totals.
without_values() {
  python3 - "$1" "$2" <<'PY'
import re, sys, zipfile
taken = 0
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as new:
    for name in old.namelist():
        data = old.read(name)
        if name.startswith("xl/worksheets/"):
            data, count = re.subn(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            taken += count
        new.writestr(name, data)
sys.exit(0 if taken > 0 else "no formula")
PY
}

# All sheets as text, the totals calculated by LibreOffice.
calculated() {
  rm -f "$work/office/"*.csv
  converted 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' "$1" || return 1
  # The long table has the figures once more: it is left out.
  rm -f "$work/office/"*-长表.csv
  cat "$work/office/"*.csv >"$work/sheets.txt" && figures "$work/sheets.txt" "$2"
}

# Saved again by LibreOffice, the Word file still carries the report and says what it says.
opens_unchanged() {
  mkdir -p "$work/again" && mv "$work/office/$1.docx" "$work/again/" && "$NIANBAO" check "$work/again/$1.docx" >"$work/checked" 2>&1 && ! grep 改过 "$work/checked"
}

shots() {
  local name=$1
  [ -n "${NIANBAO_SHOTS:-}" ] && command -v montage >/dev/null || return 0
  pdftoppm -r 60 -png "$work/office/$name.pdf" "$work/shot-$name-1-word" && pdftoppm -r 60 -png "$work/$name.pdf" "$work/shot-$name-2-pdf"
  montage "$work/shot-$name-"*.png -tile "$(pages "$work/$name.pdf")x" -geometry +4+4 -background gray "$NIANBAO_SHOTS/office-$name.png"
}

python3 "$here/published.py" "$root/tests/data/suqian-2023.json" draft >"$work/suqian.nianbao"
# Published with 元 in a cell of 万元, which a clerk mends.
python3 "$here/published.py" "$root/tests/data/shanghai-office-2019.json" draft | sed 's/"251000元"/25.1/' >"$work/shanghai.nianbao"
"$NIANBAO" new --unit 某市人民政府 --year 2024 "$work/blank.nianbao" >/dev/null
for report in "$root/assets/samples/xipo-2020.json" "$work/suqian.nianbao" "$work/shanghai.nianbao" "$work/blank.nianbao"; do
  name=$(basename "${report%.*}")
  check "$name is exported" "$NIANBAO" export "$report" --pdf "$work/$name.pdf" --docx "$work/$name.docx" --xlsx "$work/$name.xlsx" --json "$work/$name.data.json" --fonts shipped
  check "$name: LibreOffice makes a PDF of the Word file" converted pdf "$work/$name.docx"
  check "$name: every figure is in it" in_text "$work/office/$name.pdf" "$work/$name.data.json"
  check "$name: it has as many pages as ours" as_many_pages "$work/office/$name.pdf" "$work/$name.pdf"
  check "$name: table 三 stands whole with its upright label" table_three_whole "$work/office/$name.pdf"
  check "$name: LibreOffice saves the Word file again" converted 'docx:MS Word 2007 XML' "$work/$name.docx"
  check "$name: that opens again with nothing changed" opens_unchanged "$name"
  check "$name: the totals of the spreadsheet are taken out" without_values "$work/$name.xlsx" "$work/bare-$name.xlsx"
  check "$name: LibreOffice calculates the same totals" calculated "$work/bare-$name.xlsx" "$work/$name.data.json"
  shots "$name"
done
finish
