#!/usr/bin/env python3
"""Sets the same report with nianbao, with Typst (PyPI package typst 0.15) and with LibreOffice from a .docx, and prints time and size of each.

    pip install typst python-docx; apt-get install --no-install-recommends libreoffice-writer
    python3 tests/desktop/compare.py NIANBAO REPORT.json [FOLDER]     (a finished export; the PDFs are kept in FOLDER)

Run by hand. The programs run RUNS times in turns; the middle of the processor times counts, so that a busy machine does not.
nianbao and LibreOffice are measured as whole processes, Typst by its first compile alone, without the start of Python. All
take the same six shipped faces: title, heads, run-in heads, body, figures and tables, and what the others lack. The other
documents hold the same title, prose with its run-in heads, and tables with their spans.
"""
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

RUNS = 25
ROOT = Path(__file__).resolve().parents[2]
COMPILE = """import sys, time, typst
start = time.process_time(), time.perf_counter()
typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)
print(time.process_time() - start[0], time.perf_counter() - start[1])"""
RUN_IN = re.compile(r"（[一二三四五六七八九十]+）(?:[^。！？；：]{,28}[。：]|[^。！？；：]*$)")
HEAD = """#set page(paper: "a4", margin: (left: 28mm, right: 26mm, top: 37mm, bottom: 35mm), numbering: "— 1 —")
#set text(font: ((name: "Gw Song", covers: regex("[ -~]")), "Gw Kai", "Gw Song", "Noto Sans SC"), size: 16pt, lang: "zh", weight: "light")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 12.95pt)
#show heading: set text(font: "Gw Hei", size: 16pt, weight: "medium")
#show table: set text(font: "Gw Song", size: 9pt, weight: "regular")
#show table: set par(leading: 3pt, first-line-indent: 0pt)
"""


def literal(text):
    return json.dumps(str(text), ensure_ascii=False)


def places_of(form, cells):
    """Every place of a table in reading order: row, column, rows, columns, text."""
    taken = set()
    for row, places in enumerate(form["rows"]):
        column = 0
        for place in places:
            spans = place.get("rows", 1), place.get("columns", 1)
            if "label" in place:
                texts = [place["label"]]
            elif "cell" in place:
                texts = [cells[f"{form['id']}.{place['cell']}"]]
            else:
                texts = [cells[f"{form['id']}.{place['cells']}.{one}"] for one in form["value_columns"]]
            for text in texts:
                while (row, column) in taken:
                    column += 1
                taken.update((row + down, column + right) for down in range(spans[0]) for right in range(spans[1]))
                yield row, column, *spans, str(text)


def table(form, cells):
    columns = ", ".join(f"{width}mm" for width in form["widths_mm"])
    places = [
        f"table.cell(colspan: {across}, rowspan: {down}, align: center + horizon, {literal(text)})"
        for _, _, down, across, text in places_of(form, cells)
    ]
    return f"#table(columns: ({columns}), stroke: 0.5pt, inset: 2pt, {', '.join(places)})\n"


def document(report):
    form = json.loads((ROOT / f"assets/forms/{report['form']}.json").read_text())
    tables = {one["id"]: one for one in form["tables"]}
    parts = [HEAD, f"#align(center, text(font: \"Gw Biaosong\", size: 22pt, weight: \"semibold\", {literal(report['unit'])}))\n"]
    for section in form["sections"]:
        if section.get("head_printed", True):
            parts.append(f"#heading({literal(section['number'] + '、' + section['title'])})\n")
        for paragraph in report["prose"].get(section["id"], "").split("\n"):
            head = RUN_IN.match(paragraph)
            head, body = (head.group(), paragraph[head.end():]) if head else ("", paragraph)
            parts.append(f'#par[#text(weight: "bold", {literal(head)})#{literal(body)}]\n' if head else f"#par({literal(body)})\n")
        parts += [table(tables[one], report["cells"]) for one in section.get("tables", [])]
    return "".join(parts)


def written(paragraph, text, face, size):
    run = paragraph.add_run(text)
    run.font.name, run.font.size = face, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)


def docx_table(document, form, cells):
    table = document.add_table(len(form["rows"]), len(form["widths_mm"]), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, form["widths_mm"]):
        column.width = Mm(width)
    grid = [list(row.cells) for row in table.rows]
    for row, column, down, across, text in places_of(form, cells):
        cell = grid[row][column]
        if down * across > 1:
            cell = cell.merge(grid[row + down - 1][column + across - 1])
        written(cell.paragraphs[0], text, "Gw Song", 9)


def docx(report, path):
    form = json.loads((ROOT / f"assets/forms/{report['form']}.json").read_text())
    tables = {one["id"]: one for one in form["tables"]}
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Mm(28), Mm(26), Mm(37), Mm(35)
    written(document.add_paragraph(), report["unit"], "Gw Biaosong SemiBold", 22)
    for section in form["sections"]:
        if section.get("head_printed", True):
            written(document.add_heading(level=1), section["number"] + "、" + section["title"], "Gw Hei Medium", 16)
        for text in report["prose"].get(section["id"], "").split("\n"):
            written(document.add_paragraph(), text, "Gw Kai Light", 16)
        for one in section.get("tables", []):
            docx_table(document, tables[one], report["cells"])
    document.save(path)


def fonts_alone(folder):
    """A fontconfig that knows the shipped faces and nothing else."""
    conf = folder / "fonts.conf"
    conf.write_text(f'<?xml version="1.0"?><fontconfig><dir>{ROOT}/assets/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>')
    return conf


def seconds(command):
    """Processor time and time on the clock of a whole process, or what it says of itself."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    if COMPILE in command:
        return tuple(float(word) for word in said.split())
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, end - start


def main():
    program, report = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        source, word = folder / "report.typ", folder / "word.docx"
        finished = json.loads(report.read_text())
        source.write_text(document(finished))
        docx(finished, word)
        os.environ["FONTCONFIG_FILE"] = str(fonts_alone(folder))
        has_office = shutil.which("soffice") is not None
        office = ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)]
        commands = {
            "nianbao": ([program, "export", str(report), "--pdf", str(folder / "nianbao.pdf"), "--fonts", "shipped"], folder / "nianbao.pdf"),
            "Typst": ([sys.executable, "-c", COMPILE, str(source), str(folder / "typst.pdf"), str(ROOT / "assets/fonts")], folder / "typst.pdf"),
        }
        if has_office:
            commands["LibreOffice"] = office, folder / "word.pdf"
        # The first run makes caches and is not counted.
        for command, _ in commands.values():
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times = {name: [] for name in commands}
        for turn in range(RUNS):
            for name, (command, _) in commands.items():
                # An office takes seconds: five turns tell enough of it.
                if name != "LibreOffice" or turn < 5:
                    times[name].append(seconds(command))
        middle = {name: tuple(statistics.median(column) for column in zip(*all)) for name, all in times.items()}
        found = {name: (*middle[name], os.path.getsize(path)) for name, (_, path) in commands.items()}
        if len(sys.argv) > 3:
            for name, (_, path) in commands.items():
                Path(sys.argv[3], path.name).write_bytes(path.read_bytes())
    ours = found["nianbao"]
    for name, (processor, clock, size) in found.items():
        print(
            f"{name:12} {processor * 1000:7.1f} ms of processor, {clock * 1000:7.1f} ms on the clock, {size:8} bytes: "
            f"nianbao takes {ours[0] / processor:.2f} of the processor time, {ours[1] / clock:.2f} of the clock, {ours[2] / size:.2f} of the size"
        )


if __name__ == "__main__":
    main()
