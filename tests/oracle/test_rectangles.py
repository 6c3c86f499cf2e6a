"""GENIUS domains of integer issues with rectangles, at random: imported, asked, exported and back.

    ENTENTE=build/release/entente python3 test_rectangles.py [FIRST [LAST]]

Each seed makes a domain of small integer issues and profiles that are nested sums of rectangles
(INCLUDES, EXCLUDES, both, none; bounds beyond the issue, empty, or several on one issue) or lines.
Thresholds, numbers of deals and frontiers must be those of brute force, for both engines; what is
exported and imported again must be answered the same. Exits 77 where there is no program.
"""

import itertools
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

PROGRAM = os.environ.get("ENTENTE", "")


def run(*words):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{words}: {done.stderr}")
    return done.stdout


# ---- making a domain ----

class Domain:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        n = self.rng.randint(1, 4)
        self.low = [self.rng.choice([0, 0, 1, -3, 5]) for _ in range(n)]
        self.size = [self.rng.randint(1, 6) for _ in range(n)]
        self.size[0] = max(self.size[0], 2)
        self.index = self.rng.sample(range(20), n) if self.rng.random() < 0.5 else list(range(1, n + 1))
        self.profiles = [self.profile() for _ in range(self.rng.randint(1, 3))]  # (XML, utility)
        self.packages = list(itertools.product(
            *[range(low, low + size) for low, size in zip(self.low, self.size)]))

    def issues(self, inside=""):
        return "".join(f'<issue index="{index}" name="i{i}" type="integer" lowerbound="{low}" '
                       f'upperbound="{low + size - 1}">{inside}</issue>'
                       for i, (index, low, size) in enumerate(zip(self.index, self.low, self.size)))

    def xml(self):
        return ("<negotiation_template><utility_space><objective index='99' name='root'>"
                + self.issues() + "</objective></utility_space></negotiation_template>")

    def profile(self):
        text, utility = self.lines() if self.rng.random() < 0.25 else self.boxes()
        reservation = self.rng.choice([None, "0", "0.1", "0.5"])
        if reservation:
            text += f'<reservation value="{reservation}"/>'
        return f"<utility_space>{text}</utility_space>", utility, reservation

    def lines(self):
        slope, offset = self.rng.choice(["0", "0.1", "-0.25", "1"]), self.rng.choice(["0", "0.5", "-0.1"])
        weights = [f"0.{self.rng.randint(0, 9)}" for _ in self.index]
        text = self.issues(f'<evaluator ftype="linear" slope="{slope}" offset="{offset}"/>') + "".join(
            f'<weight index="{index}" value="{w}"/>' for index, w in zip(self.index, weights))

        def utility(x):
            return sum(Fraction(w) * min(1, max(0, Fraction(offset) + Fraction(slope) * (v - low)))
                       for w, v, low in zip(weights, x, self.low))
        return f"<objective>{text}</objective>", utility

    def boxes(self):
        most = self.rng.choice(["1", "10", "37.5"])
        text, total = self.function(0)
        return (f'<objective>{self.issues()}<utility maxutility="{most}">{text}</utility></objective>',
                lambda x: total(x) / Fraction(most))

    def function(self, depth):
        boxes = [self.box() for _ in range(self.rng.randint(0, 6))]
        inner = [self.function(depth + 1) for _ in range(self.rng.choice([0, 0, 1, 2]) if depth < 2 else 0)]
        weight = self.rng.choice(["1", "0.5", "2"])
        parts = boxes + inner
        text = f'<ufun weight="{weight}" aggregation="sum">{"".join(part for part, _ in parts)}</ufun>'
        factor = Fraction(weight) if depth else 1  # the outermost weight plays no part in the tool
        return text, lambda x: factor * sum(add(x) for _, add in parts)

    def box(self):
        kinds = self.rng.choice([["INCLUDES"], ["INCLUDES"], ["EXCLUDES"], ["INCLUDES", "EXCLUDES"], []])
        utility, weight = self.rng.choice(["1", "3", "0.25", "-2", "0"]), self.rng.choice(["1", "0.5"])
        bounds = {kind: [self.bound() for _ in range(self.rng.randint(1, 3))] for kind in kinds}
        text = "".join(f'<{kind} index="{self.index[i]}" min="{low}" max="{high}"/>'
                       for kind in kinds for i, low, high in bounds[kind])

        def add(x):
            counts = kinds[-1] if kinds else "INCLUDES"
            inside = all(low <= x[i] <= high for i, low, high in bounds.get(counts, []))
            return Fraction(utility) * Fraction(weight) if inside == (counts == "INCLUDES") else 0
        return f'<hyperRectangle utility="{utility}" weight="{weight}">{text}</hyperRectangle>', add

    def bound(self):
        i = self.rng.randrange(len(self.index))
        low = self.low[i] + self.rng.randint(-2, self.size[i])
        return i, low, low + self.rng.randint(-1, self.size[i])


# ---- holding it against the program ----

def same(what, expected, said):
    if expected != said:
        raise AssertionError(f"{what}: expected {expected}, the program says {said}")


def efficient(vectors):
    found = []
    for vector in sorted(set(vectors), reverse=True):
        if not any(all(a >= b for a, b in zip(other, vector)) for other in found):
            found.append(vector)
    return found


def check_answers(domain, file):
    utilities = [tuple(utility(x) for _, utility, _ in domain.profiles) for x in domain.packages]
    least = [min(column) for column in zip(*utilities)]
    threshold = [low if said is None else max(low, Fraction(said))
                 for low, (_, _, said) in zip(least, domain.profiles)]
    deals = [u for u in utilities if all(a >= b for a, b in zip(u, threshold))]
    for engine in ("scan", "parts"):
        said = json.loads(run("deals", file, "--json", "--engine", engine))
        same("packages", len(utilities), said["facts"]["packages"])
        same("deals", len(deals), said["facts"]["deals"])
        same("thresholds", threshold, [Fraction(row["threshold_exact"]) for row in said["tables"]["members"]])
        for over, among in (("deals", deals), ("packages", utilities)):
            said = json.loads(run("frontier", file, "--json", "--engine", engine, "--over", over,
                                  "--limit", 10000))
            points = {}
            for row in said["tables"]["frontier_utilities"]:
                points.setdefault(row["point"], []).append(Fraction(row["utility_exact"]))
            front = efficient(among)
            same(f"frontier of {over}", front, list(map(tuple, points.values())))
            same(f"efficient {over}", sum(u in set(front) for u in among), said["facts"]["efficient"])


def imported(directory, names):
    text = run("import", "genius", directory / "domain.xml", *[directory / f"{name}.xml" for name in names])
    (directory / "scenario.yaml").write_text(text, encoding="utf-8")
    return directory / "scenario.yaml"


def check_way_back(file, directory, names):
    run("export", "genius", file, directory)
    again = imported(directory, names)
    for verb in ("deals", "frontier"):
        one, other = (re.sub(r" \[line \d+\]", "", run(verb, each, "--json")) for each in (file, again))
        same(f"{verb} after export", one, other)


def check(seed):
    domain = Domain(seed)
    names = [f"p{p}" for p in range(len(domain.profiles))]
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        (directory / "domain.xml").write_text(domain.xml(), encoding="utf-8")
        for party, (text, _, _) in zip(names, domain.profiles):
            (directory / f"{party}.xml").write_text(text, encoding="utf-8")
        file = imported(directory, names)
        check_answers(domain, file)
        check_way_back(file, directory / "out", names)
    return math.prod(domain.size)


def main():
    if not os.path.isfile(PROGRAM):
        print("there is no program to ask: ENTENTE does not name one")
        return 77
    few = bool(os.environ.get("ENTENTE_SANITIZE"))
    first, last = (list(map(int, sys.argv[1:])) + [1, 8 if few else 60][len(sys.argv) - 1:])[:2]
    for seed in range(first, last + 1):
        try:
            check(seed)
        except AssertionError as difference:
            print(f"seed {seed}: {difference}")
            return 1
    print(f"{last - first + 1} domains agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
