#!/usr/bin/env python3
"""Runs the examples of README.md and docs/*.md and compares what they print.

usage: readme.py PROGRAM [FILE.md...]
       readme.py --self-test

In a fenced block marked `console`, a line that starts with `$ ` is a command (a line ending in a
backslash goes on); the lines below it, up to the next command, are its output and its errors. A line
`...` stands for any number of lines. A fenced block right after a comment `<!-- file: NAME -->` is
saved under that name first. The commands of a page share one folder, in which this tree's folders
can be read; `entente` and `build/release/entente` are PROGRAM. Blocks marked otherwise (`sh`,
`yaml`, `c`, `text`) are not run.
"""

import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent


def blocks(text):
    """Fenced blocks: (line number, language, file name or None, lines)."""
    lines = text.splitlines()
    i, name = 0, None
    while i < len(lines):
        fence = re.match(r"^(`{3,})(\S*)", lines[i])
        comment = re.match(r"<!-- file: (\S+) -->", lines[i])
        if comment:
            name = comment.group(1)
        elif fence:
            start = i + 1
            i = start
            while i < len(lines) and lines[i].rstrip() != fence.group(1):
                i += 1
            yield start + 1, fence.group(2), name, lines[start:i]
            name = None
        elif lines[i].strip():
            name = None
        i += 1


def examples(lines):
    """(offset, command, expected lines) of a console block."""
    i = 0
    while i < len(lines):
        start, command = i, lines[i][2:]
        i += 1
        while command.endswith("\\") and i < len(lines):
            command = command[:-1] + lines[i].lstrip("> ")
            i += 1
        expected = []
        while i < len(lines) and not lines[i].startswith("$ "):
            expected.append(lines[i].rstrip())
            i += 1
        yield start, command, expected


def matches(expected, got):
    """Whether the lines agree, `...` standing for any number of them."""
    if not expected:
        return not got
    if expected[0].strip() == "...":
        return any(matches(expected[1:], got[k:]) for k in range(len(got) + 1))
    return bool(got) and expected[0] == got[0] and matches(expected[1:], got[1:])


def make_folder(folder, program):
    """A place to work in: this tree's folders by link, the program under both its names."""
    for entry in TREE.iterdir():
        if not entry.name.startswith(".") and entry.name != "build":
            (folder / entry.name).symlink_to(entry)
    (folder / "build/release").mkdir(parents=True)
    (folder / "build/release/entente").symlink_to(program)


def run_page(page, program):
    """Runs one page; (examples run, faults as texts)."""
    count, faults = 0, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_folder(folder, program)
        path = f"{folder}/build/release:{os.environ['PATH']}"
        environment = dict(os.environ, PATH=path, TERM="dumb", COLUMNS="80", LC_ALL="C.UTF-8")
        for line, language, save_as, lines in blocks(page.read_text()):
            if save_as:
                # Not through a link into this tree.
                (folder / Path(save_as).name).unlink(missing_ok=True)
                (folder / Path(save_as).name).write_text("\n".join(lines) + "\n")
            if language != "console":
                continue
            if not lines or not lines[0].startswith("$ "):
                faults.append(f"{page.name}:{line}: a console block starts with '$ '")
                continue
            for offset, command, expected in examples(lines):
                count += 1
                done = subprocess.run(
                    ["bash", "-c", command],
                    cwd=folder,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    timeout=300,
                    check=False,
                )
                got = [text.rstrip() for text in done.stdout.decode().splitlines()]
                while expected and not expected[-1]:
                    expected.pop()
                while got and not got[-1]:
                    got.pop()
                if not matches(expected, got):
                    diff = difflib.unified_diff(expected, got, "page", "program", lineterm="")
                    faults.append(f"{page.name}:{line + offset}: $ {command}\n" + "\n".join(diff))
    return count, faults


PAGE = """
<!-- file: note.txt -->
```text
one
two
```
```console
$ cat note.txt \\
    note.txt
one
...
two
$ true
```
```sh
false
```
"""


def self_test():
    """The page above passes; each of its changes must not."""
    broken = [("one\n...", "three\n..."), ("$ true", "$ true\nnothing"), ("...\ntwo", "two")]
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "page.md"
        for old, new, wanted in [("", "", 0)] + [(old, new, 1) for old, new in broken]:
            page.write_text(PAGE.replace(old, new) if old else PAGE)
            count, faults = run_page(page, Path("/bin/true"))
            if count != 2 or len(faults) != wanted:
                return [f"'{old}' -> '{new}': {count} examples, faults {faults}"]
    return []


def main(arguments):
    if arguments == ["--self-test"]:
        faults = self_test()
        print("\n".join(faults) or "readme runner: can pass and can fail")
        return 1 if faults else 0
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    program = Path(arguments[0]).resolve()
    pages = [Path(p) for p in arguments[1:]]
    pages = pages or [p for p in [TREE / "README.md"] if p.exists()] + sorted(TREE.glob("docs/*.md"))
    total, failed = 0, 0
    for page in pages:
        count, faults = run_page(page, program)
        total, failed = total + count, failed + len(faults)
        print("\n".join(faults) + ("\n" if faults else ""), end="")
    print(f"examples: {total} run on {len(pages)} pages, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
