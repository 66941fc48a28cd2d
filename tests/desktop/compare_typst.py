#!/usr/bin/env python3
"""Sets the same report with nianbao and with Typst (PyPI package typst 0.15) and prints time and size of both.

    pip install typst
    python3 tests/desktop/compare_typst.py NIANBAO REPORT.json     (a finished export)

Run by hand. Each program runs RUNS times as a whole process; the middle of the processor times counts, so that a busy
machine does not. Both take the shipped faces. Typst's document holds the same title, prose and tables with their spans.
"""
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 5
ROOT = Path(__file__).resolve().parents[2]
COMPILE = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)"
HEAD = """#set page(paper: "a4", margin: (left: 28mm, right: 26mm, top: 37mm, bottom: 35mm), numbering: "— 1 —")
#set text(font: ("Gw Kai", "Gw Song"), size: 16pt, lang: "zh", weight: "light")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 12.95pt)
#show heading: set text(font: "Gw Hei", size: 16pt, weight: "medium")
#show table: set text(font: "Gw Song", size: 9pt, weight: "regular")
#show table: set par(leading: 3pt, first-line-indent: 0pt)
"""


def literal(text):
    return json.dumps(str(text), ensure_ascii=False)


def table(form, cells):
    columns = ", ".join(f"{width}mm" for width in form["widths_mm"])
    places = []
    for row in form["rows"]:
        for place in row:
            spans = f"colspan: {place.get('columns', 1)}, rowspan: {place.get('rows', 1)}, align: center + horizon"
            if "label" in place:
                texts = [place["label"]]
            elif "cell" in place:
                texts = [cells[f"{form['id']}.{place['cell']}"]]
            else:
                texts = [cells[f"{form['id']}.{place['cells']}.{column}"] for column in form["value_columns"]]
            places += [f"table.cell({spans}, {literal(text)})" for text in texts]
    return f"#table(columns: ({columns}), stroke: 0.5pt, inset: 2pt, {', '.join(places)})\n"


def document(report):
    form = json.loads((ROOT / f"assets/forms/{report['form']}.json").read_text())
    tables = {one["id"]: one for one in form["tables"]}
    parts = [HEAD, f"#align(center, text(font: \"Gw Biaosong\", size: 22pt, weight: \"semibold\", {literal(report['unit'])}))\n"]
    for section in form["sections"]:
        if section.get("head_printed", True):
            parts.append(f"#heading({literal(section['number'] + '、' + section['title'])})\n")
        for paragraph in report["prose"].get(section["id"], "").split("\n"):
            parts.append(f"#par({literal(paragraph)})\n")
        parts += [table(tables[one], report["cells"]) for one in section.get("tables", [])]
    return "".join(parts)


def seconds(command):
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


def main():
    program, report = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        source, theirs, ours = folder / "report.typ", folder / "typst.pdf", folder / "nianbao.pdf"
        source.write_text(document(json.loads(report.read_text())))
        commands = {
            "nianbao": ([program, "export", str(report), "--pdf", str(ours), "--fonts", "shipped"], ours),
            "typst": ([sys.executable, "-c", COMPILE, str(source), str(theirs), str(ROOT / "assets/fonts")], theirs),
        }
        found = {name: (seconds(command), os.path.getsize(path)) for name, (command, path) in commands.items()}
    for name, (time, size) in found.items():
        print(f"{name:8} {time * 1000:7.0f} ms of processor  {size:8} bytes")
    print(f"typst / nianbao: {found['typst'][0] / found['nianbao'][0]:.1f} times the time, {found['typst'][1] / found['nianbao'][1]:.2f} times the size")


if __name__ == "__main__":
    main()
