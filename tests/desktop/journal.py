#!/usr/bin/env python3
"""Reads what a program that was killed left behind, with a reader of its own, and says whether more than a second of typing is lost.

  journal.py value CELL FILE          what the journals in $NIANBAO_DATA hold of a cell, else what the file holds
  journal.py preface FILE             the same of the preface
  journal.py judge CELL FILE LOG END  the same, judged: LOG has a line `SECONDS NUMBER` for each number that was typed,
                                      last digit first, and entered; END is when the program was killed. Exit code 1 when a number older than
                                      a second is lost, or when the file is no whole report"""

import glob
import json
import os
import sys
import zlib


def records(path):
    """The bodies of all whole lines."""
    with open(path, "rb") as file:
        for sequence, line in enumerate(file):
            try:
                number, checksum, body = line.decode().split(" ", 2)
                body = body.removesuffix("\n")
                right = zlib.crc32(sequence.to_bytes(8, "little") + body.encode())
                if not line.endswith(b"\n") or int(number) != sequence or int(checksum, 16) != right:
                    return
            except ValueError:
                return
            yield json.loads(body)


def report_of(path):
    """The report that a journal holds, all changes made."""
    lines = records(path)
    head = next(lines, None)
    snapshot = next(lines, None)
    if head is None or snapshot is None:
        return None
    root = {"report": snapshot["report"]}
    for record in lines:
        for change in record["changes"]:
            place = root
            keys = ["report", *change["at"]]
            last = change["drop"] if "drop" in change else keys.pop()
            for key in keys:
                place = place[key]
            if "drop" in change:
                del place[last]
            elif "to" in change:
                place[last] = change["to"]
            else:
                text = place[last].encode()
                place[last] = (text[: change["from"]] + change["put"].encode() + text[change["from"] + change["cut"] :]).decode()
    return root["report"]


def latest(file):
    """The report that the newest journal holds, else the one in the file; whether it is from a journal."""
    journals = sorted(glob.glob(os.environ["NIANBAO_DATA"] + "/journals/*.journal"), key=os.path.getmtime, reverse=True)
    for journal in journals:
        report = report_of(journal)
        if report is not None:
            return report, True
    with open(file, encoding="utf-8") as opened:
        return json.load(opened), False


def value(cell, file):
    report, from_journal = latest(file)
    return str(report["cells"].get(cell, "")), from_journal


def judge(cell, file, log, end):
    kept, from_journal = value(cell, file)
    with open(log, encoding="utf-8") as lines:
        entered = [(float(when), number) for when, number in (line.split() for line in lines)]
    needed = max((int(number) for when, number in entered if when <= float(end) - 1), default=0)
    last = max((int(number) for _, number in entered), default=needed) + 1
    # What stands there may be a number that is still being typed: its first digits, which typist.py types last digit first.
    fits = kept == "" and needed == 0 or any(str(number)[::-1].startswith(kept) for number in range(needed, last + 2) if kept)
    print(f"kept {kept or 'nothing'} from the {'journal' if from_journal else 'file'}, needed {needed}, entered up to {last - 1}")
    return 0 if fits else 1


def main():
    if sys.argv[1] == "value":
        print(value(*sys.argv[2:4])[0])
        return 0
    if sys.argv[1] == "preface":
        print(latest(sys.argv[2])[0]["prose"].get("preface", ""))
        return 0
    return judge(*sys.argv[2:6])


sys.exit(main())
