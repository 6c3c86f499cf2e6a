#!/usr/bin/env python3
"""Writes the table of claims into docs/new-yalta.md, between its two marker lines.

usage: rows.py [--check] PROGRAM

The table is what `entente claims scenarios/new-yalta.yaml --json` says, row by row of the discussion.
--check compares instead of writing, and fails when the page is out of date.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE / "new-yalta.md"
FILE = HERE.parent / "scenarios" / "new-yalta.yaml"
BEGIN, END = "<!-- rows: begin -->\n", "<!-- rows: end -->"


def place(row):
    """A1 .. A15 before R1.1, R1a.1, R1b, R2 ..: numbers by size, letters after none."""
    return [int(part) if part.isdigit() else part for part in re.findall(r"\d+|\D+", row or "~")]


def table(answer):
    claims = sorted(answer["tables"]["claims"],
                    key=lambda c: ([str(type(p)) + f"{p:>6}" for p in place(c["row"])], c["claim"]))
    numbers = {view["view"]: view["number"] or view["view"] for view in answer["tables"]["views"]}
    lines = ["| row | view | claim | verdict in that view |", "| --- | --- | --- | --- |"]
    for claim in claims:
        verdict = claim["in_words"].replace("|", "\\|")
        if claim["as_expected"] is False:
            verdict += f" (its author expects: {claim['expect']})"
        sentence = claim["text"].replace("|", "\\|")
        lines.append(f"| {claim['row'] or ''} | {numbers[claim['view']]} | `{sentence}` | {verdict} |")
    return "\n".join(lines) + "\n"


def main(arguments):
    check = arguments[:1] == ["--check"]
    program = arguments[check:][0]
    done = subprocess.run([program, "claims", str(FILE), "--json", "--quiet"], check=True,
                          stdout=subprocess.PIPE)
    text = PAGE.read_text()
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    fresh = text[:start] + table(json.loads(done.stdout)) + text[end:]
    if not check:
        PAGE.write_text(fresh)
        print("wrote the rows of docs/new-yalta.md")
    elif fresh != text:
        print("docs/new-yalta.md is out of date: run ./do docs")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
