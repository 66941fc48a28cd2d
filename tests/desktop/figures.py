#!/usr/bin/env python3
"""The published figures of tests/data as keys to type, and compared with what the program saved.

  figures.py keys PUBLISHED TABLE      what is typed into t2, t3 or t4, cells parted by tabs, totals left out
  figures.py compare PUBLISHED FINAL   every published figure beside the finished JSON; prints how many agree

The figures are matched by their place: a published table and the form stand in the same order, which the counts guard."""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def published(path, table):
    """The figures of one table in the order of the form."""
    data = json.loads(pathlib.Path(path).read_text())
    if table == "t3":
        return [figure for _, row in data["table3"]["rows"] for figure in row]
    if table == "t4":
        return [figure for group in data["table4"].values() for figure in group.values()]
    return [figure for rows in data["table2"].values() for columns in rows.values() for figure in columns.values()]


def ids(path, table):
    """The ids of that table's cells in the order of the form."""
    edition = json.loads(pathlib.Path(path).read_text())["format"]
    form = json.loads((ROOT / "assets/forms" / f"{edition}.json").read_text())
    found = []
    for definition in form["tables"]:
        if definition["id"] != table:
            continue
        for row in definition["rows"]:
            for place in row:
                if "cell" in place:
                    found.append(f"{table}.{place['cell']}")
                if "cells" in place:
                    names = place["cells"] if isinstance(place["cells"], list) else [place["cells"]]
                    found.extend(f"{table}.{name}.{column}" for name in names for column in definition["value_columns"])
    return found


def pairs(path, table):
    names, figures = ids(path, table), published(path, table)
    assert len(names) == len(figures), (table, len(names), len(figures))
    return list(zip(names, figures))


def is_total(name):
    return name.endswith(".total") or name.startswith("t3.handled.")


def number(text):
    text = str(text).removesuffix("万元")
    return text if text else "0"


def main():
    what, path, other = sys.argv[1:4]
    if what == "keys":
        print("\t".join(figure for name, figure in pairs(path, other) if not is_total(name)), end="")
        return
    saved = json.loads(pathlib.Path(other).read_text(), parse_int=str, parse_float=str)["cells"]
    all_pairs = [pair for table in ("t2", "t3", "t4") for pair in pairs(path, table)]
    wrong = [(name, figure, saved.get(name)) for name, figure in all_pairs if saved.get(name) != number(figure)]
    for name, figure, found in wrong:
        print(f"{name}: published {figure!r}, saved {found!r}")
    print(f"{len(all_pairs) - len(wrong)} of {len(all_pairs)} figures as published")
    sys.exit(1 if wrong or len(saved) != len(all_pairs) else 0)


main()
