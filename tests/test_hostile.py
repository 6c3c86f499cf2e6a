#!/usr/bin/env python3
"""Inputs that are broken or meant to harm: each must be answered at once with a clear, located error.

Every case is a file given to `entente check`. It must end within seconds with status 1, name one of the
expected codes on standard error, print nothing on standard output, and (without sanitizers, which
reserve address space) stay within a bounded memory. One case is sound, as a control.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

PROGRAM = os.environ["ENTENTE"]
SANITIZED = bool(os.environ.get("ENTENTE_SANITIZE"))
SECONDS = 30 if SANITIZED else 5
MEMORY = 1 << 30

HEAD = "entente: 1\nactors: {a: {}, b: {}}\n"
ISSUES = "issues:\n  x: {outcomes: [u, v], control: a, status quo: u}\n"
SOUND = HEAD + ISSUES

FIVE = """entente: 1
actors:
  north: {resources: {ships: -4}}
  east: {nmae: Eastmark}
issues:
  strait: {outcomes: [east, shared, north], control: east, status quo: shred}
  tolls: {outcomes: [high, low], control: east, status quo: high}
rules:
  - strait = nroth
preferences:
  north: {wants: {tolls: low}, salience: tols > strait}
"""


def bomb(levels):
    """An alias bomb ("billion laughs"): ten to the power of `levels` words."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for i in range(1, levels):
        lines.append(f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]")
    return "\n".join(lines) + "\n"


def big(path):
    """A file of 100 MB without writing 100 MB."""
    with open(path, "wb") as file:
        file.write(SOUND.encode() + b"#")
        file.truncate(100 << 20)


# name, content (bytes, text, or a function that writes the file), a code that must be named.
CASES = [
    ("empty", b"", "E0012"),
    ("only a comment", "# nothing here\n", "E0012"),
    ("zero bytes", bytes(1000), "E0003"),
    ("binary", bytes(range(256)) * 40, "E0003"),
    ("latin-1", "entente: 1\ntitle: caf\xe9\n".encode("latin-1"), "E0003"),
    ("100 MB", big, "E0002"),
    ("10,000 lists in lists", "a: " + "[" * 10000 + "]" * 10000, "E0005"),
    ("10,000 open lists", "a: " + "[" * 10000, "E0005"),
    ("4,000 maps in maps", "".join(" " * i + "a:\n" for i in range(4000)), "E0005"),
    ("10,000 parentheses", SOUND + "rules: ['" + "(" * 10000 + "x = u" + ")" * 10000 + "']\n", "E02"),
    ("10,000 negations", SOUND + "rules: ['" + "not " * 10000 + "x = u']\n", "E02"),
    ("alias bomb", bomb(9), "E0006"),
    ("alias of itself", "entente: 1\nactors: &a {b: *a}\n", "E0007"),
    ("a key twice", SOUND + "actors: {c: {}}\n", "E0008"),
    ("two documents", SOUND + "---\n" + SOUND, "E0010"),
    ("a list", "- entente: 1\n", "E0102"),
    ("a word", "hello\n", "E0102"),
    ("another version", SOUND.replace("1", "99", 1), "E0105"),
    ("a circle", SOUND + "  p: {outcomes: [u, v], follows: [{when: q = u, then: v}, {otherwise: u}]}\n"
     "  q: {outcomes: [u, v], follows: [{when: p = u, then: v}, {otherwise: u}]}\n", "E03"),
    ("65 outcomes", HEAD + "issues: {x: {outcomes: [" + ", ".join(f"o{i}" for i in range(65)) +
     "], control: a, status quo: o1}}\n", "E0112"),
    ("a long name", SOUND + "rules: ['" + "x" * 1000000 + " = u']\n", "E02"),
    ("10,000 mistakes", SOUND + "rules:\n" + "  - y = u\n" * 10000, "E02"),
    ("an infeasible status quo", SOUND + "rules: [x = v]\n", "E0"),
    ("rules that contradict each other", SOUND + "rules: [x = v, x = u]\n", "E0"),
    ("five mistakes", FIVE, "E0104"),
]


def limit():
    if not SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def check(path, *options):
    """Runs the program; its status, output and errors."""
    try:
        done = subprocess.run(
            [PROGRAM, "check", str(path), *options],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            preexec_fn=limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "too slow", "", ""
    return done.returncode, done.stdout.decode(), done.stderr.decode(errors="replace")


def faults_of(name, content, code, path):
    if callable(content):
        content(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    status, output, errors = check(path)
    if status != 1:
        yield f"ended with {status}, expected 1: {errors[:300]}"
    elif f"error {code}" not in errors:
        yield f"does not say {code}: {errors[:500]}"
    elif output:
        yield f"prints {len(output)} bytes though there is no answer"
    elif len(errors) > 200000:
        yield f"says too much: {len(errors)} bytes"


def five(path):
    """Each of five mistakes of different kinds is reported on its own line and column."""
    path.write_text(FIVE)
    _, _, errors = check(path, "--json")
    found = json.loads(errors)
    found = found if isinstance(found, list) else found["diagnostics"]
    places = {(item["line"], item["column"]) for item in found if item["severity"] == "error"}
    lines = {line for line, _ in places}
    expected = {3, 4, 6, 9, 11}
    return [] if lines == expected else [f"errors on lines {sorted(lines)}, expected {sorted(expected)}"]


def main():
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input.yaml"
        path.write_text(SOUND)
        status, output, errors = check(path)
        if status != 0 or not output:
            faults.append(f"sound: ended with {status}: {errors}")
        for name, content, code in CASES:
            faults += [f"{name}: {fault}" for fault in faults_of(name, content, code, path)]
        faults += [f"five mistakes: {fault}" for fault in five(path)]
        status, _, errors = check(Path(folder) / "nowhere.yaml")
        if status != 1 or "error E0001" not in errors:
            faults.append(f"no such file: {status}: {errors}")
        status, _, errors = check(folder)
        if status != 1 or "error E0001" not in errors:
            faults.append(f"a folder: {status}: {errors}")
    print("\n".join(faults) or f"hostile: {len(CASES)} inputs, each refused clearly")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
