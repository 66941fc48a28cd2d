#!/usr/bin/env python3
"""The long table of many reports in an engine that is not ours: DuckDB adds it up, and comes to what `nianbao sum` comes to.

  duckdb.py PROGRAM FOLDER [COUNT]   makes COUNT small reports (1,000) and last year's in FOLDER, by counties, and compares; exit code
                                     1 if anything differs. Needs duckdb of PyPI."""

import json
import os
import random
import subprocess
import sys
import time
from decimal import Decimal

# This file has the engine's name: looked for here, it would be found itself.
sys.path = [path for path in sys.path if os.path.abspath(path or ".") != os.path.dirname(os.path.abspath(__file__))]
import duckdb  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
# The queries of the README.
BY_COUNTY = """
  SELECT split_part(文件, '/', 1) AS 县, sum(数值::DECIMAL(18, 4)) AS 新收
  FROM {table} WHERE 格号 = 't3.new.total' AND 数值 <> '' GROUP BY 县 ORDER BY 县"""
NOT_CARRIED = """
  SELECT now.单位, prior.数值 AS 上年结转下年, now.数值 AS 本年上年结转
  FROM {table} now JOIN {table} prior ON now.单位 = prior.单位 AND prior.年度 = now.年度 - 1
  WHERE now.格号 = 't3.carried_in.total' AND prior.格号 = 't3.carried_out.total'
    AND coalesce(now.数值, '0')::DECIMAL(18, 4) <> coalesce(prior.数值, '0')::DECIMAL(18, 4) ORDER BY now.单位"""
GROWTH = """
  SELECT 年度, sum(数值::DECIMAL(18, 4)) AS 新收 FROM {table}
  WHERE 格号 = 't3.new.total' AND 数值 <> '' GROUP BY 年度 ORDER BY 年度"""


def make(folder, count):
    """Reports of two years by counties, from published figures; in every 97th what came over is not what was left."""
    template = json.loads(subprocess.check_output(
        [sys.executable, os.path.join(HERE, "published.py"), os.path.join(HERE, "../data/suqian-2023.json"), "draft"]))
    template.pop("id", None)
    # Small: prose is in no table.
    template["prose"] = {}
    chance = random.Random(2024)
    own = [cell for cell in template["cells"] if not cell.endswith(".total") and ".handled." not in cell]
    odd, total = [], {}
    for at in range(count):
        left = chance.randrange(5)
        for year in (2023, 2024):
            cells = {cell: chance.randrange(40) for cell in own if chance.random() < 0.6}
            for cell in [cell for cell in cells if ".carried_" in cell]:
                del cells[cell]
            cells["t2.fees.amount"] = round(chance.random() * 100, 2)
            if year == 2023:
                cells["t3.carried_out.natural"] = left
            else:
                came = left + 1 if at % 97 == 0 else left
                cells["t3.carried_in.natural"] = came
                if came != left:
                    odd.append(f"第{at:05}镇人民政府")
            report = dict(template, unit=f"第{at:05}镇人民政府", year=year, form="2021", cells=cells)
            for key in ("explanations", "last_year", "signature", "history"):
                report.pop(key, None)
            place = os.path.join(folder, str(year), f"县{at % 40:02}")
            os.makedirs(place, exist_ok=True)
            with open(os.path.join(place, f"{at:05}.nianbao"), "w", encoding="utf-8") as file:
                json.dump(report, file, ensure_ascii=False)
            if year == 2024:
                for cell, figure in cells.items():
                    total[cell] = total.get(cell, Decimal(0)) + Decimal(str(figure))
    return odd, total


def run(program, *arguments):
    begun = time.monotonic()
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    print(f"nianbao {arguments[0]}: {time.monotonic() - begun:.2f} s, code {done.returncode}: {done.stdout.splitlines()[-1] if done.stdout else done.stderr}")
    return done.returncode


def main():
    program, folder = sys.argv[1], sys.argv[2]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    odd, total = make(folder, count)
    wrong = 0

    def same(what, ours, theirs):
        nonlocal wrong
        wrong += ours != theirs
        print(f"{'ok  ' if ours == theirs else 'FAIL'}  {what}" + ("" if ours == theirs else f": {ours} against {theirs}"))

    path = lambda name: os.path.join(folder, name)
    for name in ("now.csv", "all.csv", "now.jsonl", "sum.nianbao"):
        if os.path.exists(path(name)):
            os.remove(path(name))
    same("the table is written", run(program, "table", path("2024"), "--csv", path("now.csv"), "--jsonl", path("now.jsonl")), 0)
    same("that of two years too", run(program, "table", path("2023"), path("2024"), "--csv", path("all.csv")), 0)
    same("the sum is made", run(program, "sum", path("2024"), "--unit", "某省", "--year", "2024", path("sum.nianbao")), 0)
    with open(path("sum.nianbao"), encoding="utf-8") as file:
        summed = json.load(file, parse_float=Decimal, parse_int=Decimal)["cells"]
    same("the sum is that of the figures as they were made", {cell: summed[cell] for cell in total}, total)

    begun = time.monotonic()
    base = duckdb.connect()
    base.execute(f"CREATE TABLE now AS FROM read_csv('{path('now.csv')}', header = true, all_varchar = true)")
    base.execute(f"CREATE TABLE years AS SELECT * REPLACE (年度::INTEGER AS 年度) FROM read_csv('{path('all.csv')}', header = true, all_varchar = true)")
    base.execute(f"CREATE TABLE json_lines AS FROM read_json('{path('now.jsonl')}', format = 'newline_delimited', columns = "
                 "{unit: 'VARCHAR', cell: 'VARCHAR', value: 'VARCHAR', origin: 'VARCHAR', file: 'VARCHAR'})")
    rows = base.execute("SELECT count(*) FROM now").fetchone()[0]
    same("a row for each figure of each report", rows, count * 200)
    typed = base.execute("SELECT 格号, sum(数值::DECIMAL(38, 4)) FROM now WHERE 来源 = '填报' GROUP BY 格号").fetchall()
    same("DuckDB comes to the same sums", {cell: figure for cell, figure in typed if figure}, {cell: figure for cell, figure in summed.items() if figure})
    lines = base.execute("SELECT cell, sum(value::DECIMAL(38, 4)) FROM json_lines WHERE origin = 'typed' GROUP BY cell").fetchall()
    same("from JSON Lines too", dict(lines), dict(typed))
    same("by county", len(base.execute(BY_COUNTY.format(table="now")).fetchall()), min(count, 40))
    found = [unit for unit, *_ in base.execute(NOT_CARRIED.format(table="years")).fetchall()]
    same("the units that do not carry over", found, odd)
    same("growth by year", [year for year, _ in base.execute(GROWTH.format(table="years")).fetchall()], [2023, 2024])
    print(f"duckdb {duckdb.__version__}: {time.monotonic() - begun:.2f} s for {rows} rows and those of two years")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
