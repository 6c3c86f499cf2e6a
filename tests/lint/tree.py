#!/usr/bin/env python3
"""House rules that a compiler does not know, checked on the source tree.

usage: tree.py FOLDER        checks a tree; prints FILE:LINE: RULE for each fault; 1 when there are any
       tree.py --self-test   a tree with one fault of each kind: every one must be found

Rules: includes run one way between the rooms; every source file opens with a comment that says what
it is for; no file over 800 lines; no trailing white space, tabs in C, or missing final newline; no
leftovers (TODO and the like); no paths of somebody's own machine.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# A room sees itself and every room before it.
ROOMS = ["base", "scenario", "game", "ask", "thread", "answer", "api"]
SEES = {room: set(ROOMS[: i + 1]) for i, room in enumerate(ROOMS)}
# Readers of other tools' files know the scenario and nothing later; only the interface knows them.
SEES["import"] = {"base", "scenario", "import"}
SEES["api"] |= {"import"}

# A question does not include another question: what two share goes down into game. A file of ask is a
# question of its own, but for those that are parts of one.
PARTS = {"deals_parts": "deals", "draw": "deals", "sweep": "pareto", "gather": "pareto", "slice": "pareto",
         "points": "pareto", "gains": "pareto", "above": "pareto", "bound": "pareto",
         "power_parts": "power", "power_table": "power", "power_sums": "power", "power_orders": "power", "power_layers": "power",
         "power_critical": "power", "power_pairs": "power", "power_johnston": "power",
         "power_sets": "power",
         "worth_values": "worth", "worth_levels": "worth", "worth_simplex": "worth",
         "worth_scan": "worth", "worth_check": "worth", "worth_structure": "worth",
         "worth_points": "worth", "worth_dual": "worth",
         "together": "stability", "reasons": "stability", "coalitions_stable": "stability",
         "change": "stability", "inverse": "stability", "rankings": "stability", "horizon": "stability",
         "moving_claims": "stability", "shares": "stability", "terms_search": "terms",
         "terms_diagram": "terms", "orders_stream": "orders", "attain": "pareto", "nash_deal": "pareto"}

MAX_LINES = 800
TEXT = {".c", ".h", ".def", ".py", ".sh", ".cmake", ".txt", ".md", ".yaml", ".yml", ".json", ".html", ".js"}
# Inputs that are wrong on purpose.
AS_IS = ("fuzz/corpus/", "tests/diagnostics/")


def files_of(root):
    """The files git knows or would add; without git, all."""
    listing = None
    if shutil.which("git") and (root / ".git").exists():
        listing = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"],
            capture_output=True,
            check=False,
        )
    if listing and listing.returncode == 0:
        names = [name for name in listing.stdout.decode().split("\0") if name]
    else:
        names = [p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()]
        names = [name for name in names if not name.startswith((".git/", "build/"))]
        names = [name for name in names if "__pycache__/" not in name]
    return sorted(name for name in names if (root / name).is_file())


def question(name):
    """The question that a file of ask belongs to."""
    stem = Path(name).stem
    return PARTS.get(stem, stem)


def includes(name, lines):
    """Arrows between rooms, and the door of the library for everything outside src/."""
    parts = name.split("/")
    if parts[-1].rpartition(".")[2] not in ("c", "h", "def"):
        return
    for number, line in enumerate(lines, 1):
        found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if not found:
            continue
        target = found.group(1)
        room = target.partition("/")[0] if "/" in target else None
        if parts[0] == "src" and len(parts) > 2:
            here = parts[1]
            if here not in SEES:
                yield number, f"src/{here} is not a room of the house"
            elif target != "entente.h" and room not in SEES[here]:
                yield number, f'{here} must not include "{target}"'
            elif here == room == "ask" and question(target) != question(name):
                yield number, f'a question does not build on another: "{target}"'
        elif parts[0] in ("cli", "bindings", "web") and target != "entente.h" and room:
            yield number, f'{parts[0]} sees only entente.h, not "{target}"'
        elif parts[0] == "include":
            yield number, f'the public header stands alone, without "{target}"'


def opening(name, lines):
    """Every source file opens with a paragraph saying what it is for."""
    suffix = Path(name).suffix
    first = lines[0] if lines else ""
    if suffix in (".c", ".h", ".def"):
        text = re.match(r"/\*(.*?)\*/", "\n".join(lines), re.S)
    elif suffix == ".py":
        text = re.match(r'(?:#!.*\n)?(?:"""(.*?)"""|((?:#.*\n?)+))', "\n".join(lines), re.S)
    elif suffix in (".sh", ".cmake") or name.endswith("CMakeLists.txt") or first.startswith("#!"):
        text = re.match(r"(?:#!.*\n)?((?:#.*\n?)+)", "\n".join(lines))
    else:
        return
    if not text or len(text.group(0)) < 30:
        yield 1, "the file must open with a comment that says what it is for"


def white_space(name, lines):
    for number, line in enumerate(lines, 1):
        if line.rstrip() != line:
            yield number, "trailing white space"
        if "\t" in line and Path(name).suffix in (".c", ".h", ".def", ".py", ".yaml"):
            yield number, "tab"


def length(name, lines):
    if len(lines) > MAX_LINES and Path(name).suffix in (".c", ".h", ".py", ".sh"):
        yield MAX_LINES + 1, f"{len(lines)} lines, more than {MAX_LINES}: divide the file"


def leftovers(name, lines):
    if name.startswith("tests/lint/"):
        return
    for number, line in enumerate(lines, 1):
        if re.search(r"\b(TODO|FIXME|XXX)\b", line):
            yield number, "a leftover: finish it, or open an issue"
        if re.search(r"(?<![\w.])/(home|work|root)/\w|/tmp/entente\b", line):
            yield number, "a path of somebody's own machine"


RULES = [includes, opening, white_space, length, leftovers]


def check(root):
    """All faults in a tree, as texts."""
    faults = []
    for name in files_of(root):
        path = root / name
        if name.startswith(AS_IS):
            continue
        data = path.read_bytes()
        script = "." not in path.name and data.startswith(b"#!")
        if path.suffix not in TEXT and not script:
            continue
        try:
            text = data.decode()
        except UnicodeDecodeError:
            faults.append(f"{name}:1: not UTF-8")
            continue
        if text and not text.endswith("\n"):
            faults.append(f"{name}:1: no newline at the end")
        lines = text.splitlines()
        for rule in RULES:
            faults += [f"{name}:{number}: {what}" for number, what in rule(name, lines)]
    return faults


SAID = "/* A file that says what it is for. */\n"
BAD = {
    "src/base/up.c": (SAID + '#include "game/game.h"\n', "base must not include"),
    "src/ask/up.c": (SAID + '#include "answer/answer.h"\n', "ask must not include"),
    "src/ask/side.c": (SAID + '#include "ask/power.h"\n', "does not build on another"),
    "src/import/side.c": (SAID + '#include "game/game.h"\n', "import must not include"),
    "src/attic/a.c": (SAID + '#include "base/base.h"\n', "not a room"),
    "cli/peek.c": (SAID + '#include "base/base.h"\n', "sees only entente.h"),
    "include/more.h": (SAID + '#include "base/base.h"\n', "stands alone"),
    "src/base/mute.c": ("int x;\n", "must open with a comment"),
    "tests/mute.py": ("import os\n", "must open with a comment"),
    "tests/mute.sh": ("#!/bin/sh\necho\n", "must open with a comment"),
    "src/base/space.c": (SAID + "int x; \n", "trailing white space"),
    "src/base/tab.c": (SAID + "\tint x;\n", "tab"),
    "src/base/long.c": (SAID + "int x;\n" * MAX_LINES, "divide the file"),
    "src/base/later.c": (SAID + "/* TODO: */\n", "a leftover"),
    "docs/mine.md": ("see /home/me/x\n", "own machine"),
    "docs/end.md": ("text", "no newline"),
    "docs/latin.md": (b"caf\xe9\n", "not UTF-8"),
}
GOOD = {
    "src/answer/down.c": SAID + '#include "ask/ask.h"\n#include "base/base.h"\n#include <math.h>\n',
    "src/ask/points.c": SAID + '#include "ask/points.h"\n#include "ask/pareto.h"\n',
    "src/import/ok.c": SAID + '#include "scenario/node.h"\n',
    "cli/ok.c": SAID + '#include "cmd.h"\n#include "entente.h"\n',
    "tests/ok.py": '"""Says what it is for, in words."""\nimport os\n',
}


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in [(n, c) for n, (c, _) in BAD.items()] + list(GOOD.items()):
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        faults = check(root)
    wrong = []
    for name, (_, expected) in BAD.items():
        mine = [fault for fault in faults if fault.startswith(name + ":")]
        if len(mine) != 1 or expected not in mine[0]:
            wrong.append(f"{name}: expected '{expected}', found {mine}")
    wrong += [f"found where nothing is wrong: {f}" for f in faults if f.split(":")[0] in GOOD]
    return wrong


def main(arguments):
    if arguments == ["--self-test"]:
        faults = self_test()
    elif len(arguments) == 1:
        faults = check(Path(arguments[0]))
    else:
        print(__doc__, file=sys.stderr)
        return 2
    print("\n".join(faults) if faults else "house rules: all kept")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
