#!/usr/bin/env python3
"""The published figures of tests/data/, by the order in which they stand on paper: for the scripts, read without the program's own code.

  published.py REPORT.json figures TABLE     cell id, figure as printed (may be empty), `total` or `-`, a line each; TABLE is t2, t3 or t4
  published.py REPORT.json compare SAVED     says every cell of the saved report that differs from the published one; exit code 1 if any does
  published.py REPORT.json in_text TEXT      whether the figures that stand in a PDF's text are these, in this order, blanks as 0
  published.py REPORT.json draft             the report as a draft file
  published.py REPORT.json section N         a section's text"""

import json
import os
import sys
from decimal import Decimal

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_float=Decimal)


def leaves(value):
    """The figures in reading order."""
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, (dict, list)):
            yield from leaves(inner)
        else:
            yield inner


def ids(table):
    """The ids of a table's cells in reading order."""
    for place in (place for row in table["rows"] for place in row):
        if "cell" in place:
            yield f"{table['id']}.{place['cell']}"
        if "cells" in place:
            yield from (f"{table['id']}.{place['cells']}.{column}" for column in table["value_columns"])


def totals(form):
    found = set()
    for rule in form["sums"]:
        if rule.get("computes"):
            for each in rule.get("each", [""]):
                found.update(cell.replace("{}", each) for cell in rule["right"])
    return found


def figures(report, form):
    computed = totals(form)
    for table in form["tables"]:
        printed = report["table" + table["id"][1:]]
        texts = list(leaves([row[1] for row in printed["rows"]] if "rows" in printed else printed))
        cells = list(ids(table))
        if len(cells) != len(texts):
            sys.exit(f"{table['id']}: {len(cells)} cells, {len(texts)} figures")
        yield from ((cell, text, cell in computed) for cell, text in zip(cells, texts))


def number(text):
    return Decimal(text.removesuffix("万元"))


def compare(report, form, saved):
    """Every figure that was typed has to be there; a total need not be, as the program adds it up."""
    wrong = 0
    cells = dict(saved["cells"])
    for cell, text, is_total in figures(report, form):
        found = cells.pop(cell, None)
        right = found is None if text == "" else found is not None and not isinstance(found, str) and Decimal(found) == number(text)
        if not right and not (is_total and found is None):
            wrong += 1
            print(f"{cell}: published {text or 'blank'}, saved {found}")
    for cell, found in cells.items():
        wrong += 1
        print(f"{cell}: not published, saved {found}")
    for section, text in report["sections"].items():
        # The published files give the beginning of a long section.
        if not plain(saved.get("prose", {}).get(f"s{section}", "")).startswith(plain(text).rstrip("…")):
            wrong += 1
            print(f"section {section} differs: {saved.get('prose', {}).get(f's{section}')!r}")
    if saved["year"] != report["year"]:
        wrong += 1
        print(f"year: {saved['year']}")
    return wrong


def same_in_text(report, form, path):
    """The figures of the three tables, which stand on the lines between the heads of sections 2 and 5."""
    with open(path, encoding="utf-8") as file:
        lines = file.read().replace("\f", "\n").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("二、"))
    end = max(at for at, line in enumerate(lines) if line.startswith("五、"))
    words = [word.removesuffix("万元") for line in lines[start:end] if "—" not in line for word in line.split()]
    found = [word for word in words if word.lstrip("-−").replace(".", "", 1).isdigit()]
    wanted = [format(number(text or "0"), "f") for _, text, _ in figures(report, form)]
    for at, (one, other) in enumerate(zip(found, wanted)):
        if one != other:
            print(f"figure {at + 1}: {one} in the PDF, {other} published")
    print(f"{len(found)} figures in the PDF, {len(wanted)} published")
    return found == wanted


def plain(text):
    """A text without what only parts its lines."""
    return "".join(text.split())


def main(path, what, *arguments):
    report = load(path)
    form = load(os.path.join(ROOT, "assets/forms", report["format"] + ".json"))
    if what == "figures":
        for cell, text, is_total in figures(report, form):
            if cell.startswith(arguments[0] + "."):
                print(cell, text, "total" if is_total else "-", sep="\t")
    elif what == "compare":
        sys.exit(1 if compare(report, form, load(arguments[0])) else 0)
    elif what == "in_text":
        sys.exit(0 if same_in_text(report, form, arguments[0]) else 1)
    elif what == "draft":
        cells = {cell: text for cell, text, is_total in figures(report, form) if text and not is_total}
        prose = {f"s{section}": text for section, text in report["sections"].items()}
        year = report["year"]
        print(json.dumps({"format": "nianbao/1", "form": report["format"], "year": year, "unit": report["unit"], "prose": prose, "cells": cells}, ensure_ascii=False, indent=2))
    elif what == "section":
        print(report["sections"][arguments[0]])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
