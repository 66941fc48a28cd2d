#!/usr/bin/env python3
"""Writes assets/licences.txt: what is built into the program, under which licence, whose it is, and the licences themselves.

What is built in is what `cargo metadata` names for the three systems that packages are made for; that of Windows may have to be
fetched first, by cargo. Names and copyright lines come from the crates' own files. A test compares the outcome with the lock file.

    assets/packaging/licences.py
"""
import json
import os
import re
import subprocess
import textwrap

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SYSTEMS = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "x86_64-pc-windows-gnu"]
# Of licences that a crate leaves to choose from, the first of these is taken.
TAKEN = ["MIT", "Apache-2.0", "Zlib", "BSD-3-Clause", "BSD-2-Clause", "ISC", "BSL-1.0", "Unicode-3.0", "CC0-1.0", "0BSD"]
WIDTH = 96


def built_in():
    """The crates that end up in the program, by name and version."""
    found = {}
    for system in SYSTEMS:
        call = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", system]
        metadata = json.loads(subprocess.run(call, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
        packages = {package["id"]: package for package in metadata["packages"]}
        needs = {node["id"]: node["deps"] for node in metadata["resolve"]["nodes"]}
        left = [metadata["resolve"]["root"]]
        seen = set()
        while left:
            one = left.pop()
            if one in seen:
                continue
            seen.add(one)
            # What is needed to build or to test it alone is not in it.
            left += [need["pkg"] for need in needs[one] if any(kind["kind"] is None for kind in need["dep_kinds"])]
        for one in seen - {metadata["resolve"]["root"]}:
            found[packages[one]["name"], packages[one]["version"]] = packages[one]
    return [found[key] for key in sorted(found)]


def papers(package):
    """The files of a crate that say whose it is, or under which licence."""
    folder = os.path.dirname(package["manifest_path"])
    names = [name for name in sorted(os.listdir(folder)) if re.match("LICEN[CS]E|COPYING|COPYRIGHT|NOTICE|UNLICENSE", name.upper())]
    return {name: open(os.path.join(folder, name), encoding="utf-8", errors="replace").read()
            for name in names if os.path.isfile(os.path.join(folder, name))}


def whose(package):
    """The copyright lines of a crate, else its authors."""
    lines = []
    for text in papers(package).values():
        for line in text.splitlines():
            line = line.strip()
            is_one = re.match(r"copyright\b.*(\d{4}|\(c\)|©|authors|contributors)", line, re.I)
            if is_one and not re.search(r"[\[{]yyyy|notice|license", line, re.I) and line not in lines:
                lines.append(line)
    return lines or ["Copyright " + re.sub(r" *<[^>]*>", "", author) for author in package["authors"]]


def taken(expression):
    """The licences that have to stand beside the program for a crate under that expression."""
    parts = re.split(r"\s+AND\s+", expression.replace("/", " OR "))
    chosen = set()
    for part in parts:
        choices = re.split(r"\s+OR\s+", part.strip("() "))
        best = [licence for licence in TAKEN if licence in choices]
        if not best:
            raise SystemExit(f"no licence is taken of: {expression}")
        chosen.add(best[0])
    return chosen


def text_of(licence, packages):
    """The words of a licence, from a crate that has that one alone."""
    own = {"MIT": "LICENSE-MIT", "Apache-2.0": "LICENSE-APACHE"}
    if licence in own:
        text = open(os.path.join(ROOT, own[licence]), encoding="utf-8").read()
        return re.sub(r"(?m)^Copyright \(c\).*\n\n?", "", text)
    for package in packages:
        for name, text in papers(package).items():
            if package["license"] == licence or name.upper().endswith("UNICODE") and licence == "Unicode-3.0":
                return re.sub(r"(?im)^ *copyright.*(\d{4}|\(c\)).*\n(?:.*all rights reserved.*\n)?\n?", "", text)
    raise SystemExit(f"no words of {licence}")


def wrapped(line, indent=""):
    more = indent + "  " if indent else ""
    return textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=more, break_on_hyphens=False) or [""]


def main():
    packages = built_in()
    lines = ["本程序用到的软件和字体，各按下列许可使用；许可的全文在后面", ""]
    needed = {"MIT", "Apache-2.0"}
    for package in packages:
        needed |= taken(package["license"])
        # The v keeps Debian's checker from taking `fdeflate 1.2` for what zlib says of itself.
        lines.append(f"{package['name']} v{package['version']}  {package['license']}")
        for line in whose(package):
            lines += wrapped(line, "    ")
    lines += ["", "Rust standard library  MIT OR Apache-2.0", "    Copyright (c) The Rust Project Contributors", ""]
    for package in packages:
        for name, text in papers(package).items():
            if name.upper().startswith("NOTICE"):
                lines += ["", f"==== {package['name']}: {name}", ""] + [part for line in text.strip().splitlines() for part in wrapped(line)]
    for licence in TAKEN:
        if licence in needed:
            lines += ["", f"==== {licence}", ""] + [part for line in text_of(licence, packages).strip().splitlines() for part in wrapped(line)]
    for name in ["OFL-NotoCJK.txt", "OFL-LXGWWenKai.txt"]:
        text = open(os.path.join(ROOT, "assets/fonts", name), encoding="utf-8").read()
        lines += ["", f"==== {name}", ""] + [part for line in text.strip().splitlines() for part in wrapped(line)]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines))
    with open(os.path.join(ROOT, "assets/licences.txt"), "w", encoding="utf-8", newline="\n") as out:
        out.write(text + "\n")


main()
