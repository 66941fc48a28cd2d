#!/usr/bin/env bash
# Registers of applications made in six manners: `nianbao ledger` gives what a program that is not ours counts from the same files.
# No display. Needs jq and a Python with openpyxl, xlwt and xlrd from PyPI; PYTHON names that Python.
source "$(dirname "$0")/lib.sh"
need jq
: "${PYTHON:=python3}"
"$PYTHON" -c 'import openpyxl, xlwt, xlrd' 2>/dev/null || skip "$PYTHON has no openpyxl, xlwt and xlrd"

made="$work/registers"
"$PYTHON" "$here/ledger.py" make "$made" || exit 1
"$NIANBAO" new --unit 某市自然资源和规划局 --year 2024 "$work/blank.nianbao" >/dev/null

counted() { # counted NAME FILE [--map MAP]
  local name=$1
  shift
  rm -f "$work/$name.nianbao"
  "$NIANBAO" ledger "$made/$1" "$work/blank.nianbao" "$work/$name.nianbao" "${@:2}"
}
is_refused() { # is_refused CODE COMMAND…
  local code=$1
  shift
  "$@"
  [ $? = "$code" ]
}
balanced() { "$NIANBAO" check "$work/$1.nianbao" | tee "$work/checked" | grep -q '已核对 42 条勾稽关系，全部相符'; }
unchanged() { sha256sum --check --quiet "$work/sums"; }

(cd "$made" && sha256sum ./*.xlsx ./*.xls ./*.csv) | sed "s|\./|$made/|" >"$work/sums"
for file in township.xlsx text-dates.xlsx gb18030.csv two-years.xls; do
  name=${file%.*}
  check "$name is counted" counted "$name" "$file"
  check "$name gives what the other program counted" "$PYTHON" "$here/ledger.py" same "$work/$name.nianbao" "$made/$name.json"
  check "$name balances by itself" balanced "$name"
done
# Eight hundred rows under merged heads, two wordings of which may mean two rows each.
check "the bureau's wordings are asked" is_refused 1 counted bureau bureau.xlsx --map "$work/asked.json"
check "those and no others" test "$(jq -c '[(.applicants, .results, .outcomes) | to_entries[] | select(.value == "") | .key] | sort' "$work/asked.json")" = '["事业单位","内容不明确"]'
check "nothing was written" test ! -e "$work/bureau.nianbao"
jq -s '.[0] * .[1]' "$work/asked.json" "$made/bureau.map.json" >"$work/answered.json"
check "the bureau's register is counted with what was answered" counted bureau bureau.xlsx --map "$work/answered.json"
check "it gives what the other program counted" "$PYTHON" "$here/ledger.py" same "$work/bureau.nianbao" "$made/bureau.json"
check "it balances by itself" balanced bureau
check "table four is counted too" test "$(jq '[.cells | to_entries[] | select(.key | startswith("t4.")) | .value] | add > 100' "$work/bureau.nianbao")" = true
check "no name and no telephone of an applicant is in the report" bash -c '! grep -qE "申请人[0-9]|138000" "$1"' - "$work/bureau.nianbao"
check "a broken file is refused" is_refused 2 counted broken broken.xlsx
check "no register was written" unchanged
finish
