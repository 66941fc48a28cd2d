#!/usr/bin/env bash
# The long table of many reports in DuckDB: it comes to what `nianbao sum` comes to, and the queries of the README run.
# No display. Needs a Python with duckdb from PyPI; PYTHON names that Python. duckdb.sh [COUNT], else 1,000 reports.
source "$(dirname "$0")/lib.sh"
: "${PYTHON:=python3}"
"$PYTHON" -c 'import duckdb' 2>/dev/null || skip "$PYTHON has no duckdb"
check "DuckDB and nianbao agree" "$PYTHON" "$here/duckdb.py" "$NIANBAO" "$work/many" "${1:-1000}"
cat "$work/said"
finish
