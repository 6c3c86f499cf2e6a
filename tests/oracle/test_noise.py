"""Sums that doubles get wrong by one unit in the last place make no false points.

    ENTENTE=build/release/entente python3 test_noise.py

0.1 + 0.2 is not 0.3 in doubles. Two parties value five yes-or-no issues so that many packages tie
exactly and in doubles do not: a frontier worked out in doubles has points too many, the program's
has none. Exits 77 where there is no program.
"""

import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction
from itertools import product

WORTH = {"north": ["0.1", "0.2", "0.3", "0.6", "0.7"],
         "east": ["-0.3", "-0.1", "-0.4", "-0.7", "-0.8"]}
FALLBACK = {"north": "0.1", "east": "-2.1"}


def frontier(number):
    """Vector to number of packages, when texts are summed as this kind of number."""
    counts = {}
    for package in product([0, 1], repeat=5):
        vector = tuple(sum((number(w) for w, yes in zip(worth, package) if yes), number("0"))
                       for worth in WORTH.values())
        counts[vector] = counts.get(vector, 0) + 1
    return {vector: n for vector, n in counts.items() if not any(
        other != vector and all(a >= b for a, b in zip(other, vector)) for other in counts)}


def scenario():
    everyone = list(WORTH)
    return json.dumps({
        "entente": 1,
        "question": f"deal of {{{', '.join(everyone)}}}",
        "actors": {actor: None for actor in everyone},
        "issues": {f"issue{i}": {"outcomes": ["no", "yes"], "control": "all of all"}
                   for i in range(5)},
        "reservation": FALLBACK,
        "preferences": {actor: {"worth": {f"issue{i}": {"no": "0", "yes": w}
                                          for i, w in enumerate(worth)}}
                        for actor, worth in WORTH.items()},
    })


def main():
    program = os.environ.get("ENTENTE", "")
    if not os.path.isfile(program):
        print("there is no program to ask: ENTENTE does not name one")
        return 77
    exact, rough = frontier(Fraction), frontier(float)
    assert len(rough) > len(exact) or sum(rough.values()) != sum(exact.values()), \
        "doubles would pass, so this proves nothing"
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "noise.json")
        with open(file, "w", encoding="utf-8") as out:
            out.write(scenario())
        for engine in ("scan", "parts"):
            said = json.loads(subprocess.run(
                [program, "frontier", file, "--over", "packages", "--engine", engine, "--json",
                 "--limit", "1000"], capture_output=True, text=True, check=True).stdout)
            cells = {}
            for row in said["tables"]["frontier_utilities"]:
                cells.setdefault(row["point"], []).append(Fraction(row["utility_exact"]))
            found = {tuple(cells[row["point"]]): row["count"] for row in said["tables"]["frontier"]}
            if found != exact:
                print(f"engine {engine}: the frontier is {found}\nexpected {exact}")
                return 1
    print(f"{len(exact)} points, where doubles see {len(rough)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
