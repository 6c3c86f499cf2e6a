#!/usr/bin/env python3
"""Imported GENIUS domains against known answers: exact worth of every outcome, reservation values.

usage: import_cases.py PROGRAM [DIR]

DIR (or the environment variable ENTENTE_CASES) holds one folder per domain: its XML files, named in
SOURCE.json (the domain first), and neutral.json with what each outcome contributes, as whole numbers
over one denominator per party, for both scorings. Where there is no such folder the test is skipped
(status 77). Contributions are compared as fractions, issue by issue in the order of the files.

With --self-test a wrong contribution must be noticed.
"""

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def exact(row, name):
    """A number's cell: exact text where it has one."""
    text = row.get(name + "_exact")
    return Fraction(text if text is not None else str(row[name]))


def shown(program, text):
    """Actors in order; worth per actor in order; reservation per actor; from `show --json`."""
    status, out, err = 0, "", ""
    done = subprocess.run([program, "show", "-", "--json"], input=text, capture_output=True, text=True, check=False)
    status, out, err = done.returncode, done.stdout, done.stderr
    if status != 0:
        raise SystemExit(f"the imported scenario cannot be read:\n{err}")
    tables = json.loads(out)["tables"]
    actors = [row["actor"] for row in tables["actors"]]
    worth = {actor: {} for actor in actors}
    for row in tables["worth"]:
        worth[row["actor"]].setdefault(row["issue"], []).append(exact(row, "worth"))
    reservation = {row["actor"]: exact(row, "low") for row in tables["reservations"]}
    return actors, worth, reservation


def expected_reservation(agent, contributions, denominator):
    """The file's own where it is at least the least a package is worth, else that."""
    least = sum((min(map(int, issue)) for issue in contributions), 0)
    least = Fraction(least, denominator)
    given = agent["reservation"]
    given = None if given is None else Fraction(str(given))
    return given if given is not None and given >= least else least


def compare(program, folder, scoring, spoil=0):
    """Differences between the imported and the known values."""
    source = json.loads((folder / "SOURCE.json").read_text())
    known = json.loads((folder / "neutral.json").read_text())
    files = [str(folder / name) for name in source["files"]]
    status, text, err = run(program, "import", "genius", *files, "--scoring", scoring)
    if status != 0:
        return [f"import fails with status {status}: {err}"]
    actors, worth, reservation = shown(program, text)
    table = known["exact_" + scoring]
    faults = []
    if len(actors) != len(known["agents"]):
        return [f"{len(actors)} actors instead of {len(known['agents'])}"]
    for actor, agent, denominator, contributions in zip(
        actors, known["agents"], table["denominator"], table["contribution"]
    ):
        denominator = int(denominator)
        got = list(worth[actor].values())
        want = [[Fraction(int(c) + spoil, denominator) for c in issue] for issue in contributions]
        if got != want:
            faults.append(f"{actor}: worth differs")
        r = expected_reservation(agent, contributions, denominator)
        if reservation.get(actor) != r:
            faults.append(f"{actor}: reservation {reservation.get(actor)} instead of {r}")
    return faults


def main():
    words = [word for word in sys.argv[1:] if word != "--self-test"]
    if not words:
        print(__doc__)
        return 2
    program = words[0]
    where = words[1] if len(words) > 1 else os.environ.get("ENTENTE_CASES", "")
    if not where or not Path(where).is_dir():
        print("skipped: no folder of domains with known answers (ENTENTE_CASES)")
        return 77
    folders = sorted(path.parent for path in Path(where).glob("*/neutral.json"))
    folders = [folder for folder in folders if (folder / "SOURCE.json").exists()]
    if not folders:
        print(f"skipped: no domains in {where}")
        return 77
    wrong = 0
    for folder in folders:
        for scoring in ("genius", "raw"):
            faults = compare(program, folder, scoring)
            wrong += len(faults)
            print(f"{folder.name} {scoring}: {'; '.join(faults) if faults else 'same'}")
    if "--self-test" in sys.argv and not compare(program, folders[0], "genius", spoil=1):
        print("self-test: a wrong contribution was not noticed")
        wrong += 1
    return wrong != 0


if __name__ == "__main__":
    sys.exit(main())
