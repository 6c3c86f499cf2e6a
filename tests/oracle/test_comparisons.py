"""What is known only by comparison: resources, positions and ties, against the statements themselves.

Random small files give resources, positions and ties as ranges, and compare them. Here it is checked that

* a file is refused exactly when no numbers, or none but 0, satisfy it (by elimination of variables, Fourier
  and Motzkin), and that the lines named in the message are those of a smallest set of statements that cannot be so;
* every model drawn satisfies every statement, strict comparisons strictly, and the means of what is drawn
  are those of points of the box that satisfy the comparisons, drawn here one after the other;
* the central model is that mean;
* without a comparison, what it does not join to anything is drawn as before.

Ends with a control: a comparison turned round must be noticed.
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
from fractions import Fraction as F

PROGRAM = os.environ.get("ENTENTE", "build/release/entente")
COUNT = int(os.environ.get("ENTENTE_COMPARISONS_COUNT",
                           "10" if os.environ.get("ENTENTE_SANITIZE") else "120"))
MODELS = 400
PLAIN = 60000  # points of the box


class Wrong(Exception):
    pass


def run(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)


class Case:
    """Actors with resources, an issue with positions, ties; and comparisons (left, relation, factor, right)."""

    def __init__(self, seed):
        r = random.Random(seed)
        self.range, self.line = {}, {}
        self.actors = ["a", "b", "c"]
        for a in self.actors:
            lo = r.choice([0, 0, 10, 30])
            self.range[f"{a}.resources.land"] = (F(lo), F(lo + r.choice([0, 20, 60])))
        lo = r.choice([0, 20])
        self.range["i.position.m"] = (F(lo), F(lo + r.choice([20, 50])))
        self.range["i.position.n"] = (F(20), F(80))
        for pair in ("a.b", "a.c"):
            lo = F(r.choice([-10, -5, 1]), 10)
            self.range[f"tie.{pair}"] = (lo, lo + F(r.choice([3, 9]), 10))
        self.said = []
        names = list(self.range)
        for _ in range(r.choice([1, 2, 2, 3, 4])):
            x, y = r.sample(r.choice([names[:3], names[:3], names[:4], names[3:5], names[5:]]), 2)
            tie = "tie" in x or "tie" in y
            factor = F(1) if tie else r.choice([F(1), F(1), F(2), F(3, 2)])
            self.said.append((x, r.choice([">", ">", ">=", "="]), factor, y))

    def text(self, without=None):
        lines = ["entente: 1", "actors:"]
        for a in self.actors:
            lo, hi = self.range[f"{a}.resources.land"]
            lines.append(f"  {a}: {{resources: {{land: [{lo}, {hi}]}}}}")
            self.line[f"{a}.resources.land"] = len(lines)
        lines.append("issues:")
        m, n = self.range["i.position.m"], self.range["i.position.n"]
        lines.append(f"  i: {{outcomes: [{{id: l, position: 0}}, {{id: m, position: [{m[0]}, {m[1]}]}}, "
                     f"{{id: n, position: [{n[0]}, {n[1]}]}}], control: a, status quo: l}}")
        self.line["i.position.m"] = self.line["i.position.n"] = len(lines)
        lines += ["preferences: {a: {wants: {i: m}}}", "ties:"]
        for pair in ("a.b", "a.c"):
            lo, hi = self.range[f"tie.{pair}"]
            lines.append(f"  - {{between: [{pair[0]}, {pair[2]}], sign: [{float(lo)}, {float(hi)}]}}")
            self.line[f"tie.{pair}"] = len(lines)
        lines.append("comparisons:")
        for k, (x, rel, f, y) in enumerate(self.said):
            if k != without:
                lines.append(f"  - {x} {rel} {'' if f == 1 else f'{float(f)} * '}{y}")
                self.line[k] = len(lines)
        return "\n".join(lines if len(self.said) > (without is not None) else lines[:-1]) + "\n"

    def holds(self, x, turned=False):
        for left, rel, f, right in self.said:
            a, b = (x[right], x[left]) if turned else (x[left], x[right])
            if not (a > f * b if rel == ">" else a >= f * b if rel == ">=" else a == f * b):
                return False
        return True


# ---- can it be so? ----

def possible(rows):
    """Rows (coefficients by name, constant, strict): sum + constant >= 0, or > 0."""
    names = {n for c, _, _ in rows for n in c}
    for name in names:
        up, down, rest = [], [], []
        for c, k, strict in rows:
            at = c.get(name, F(0))
            (up if at > 0 else down if at < 0 else rest).append((c, k, strict))
        for (c, k, s), (d, l, t) in itertools.product(up, down):
            p, q = -d[name], c[name]
            both = {n: p * c.get(n, F(0)) + q * d.get(n, F(0)) for n in {*c, *d} - {name}}
            rest.append(({n: v for n, v in both.items() if v}, p * k + q * l, s or t))
        rows = rest
    return all(k > 0 or (k == 0 and not strict) for _, k, strict in rows)


WHOLE = {"resources": (F(0), F(10**6)), "position": (F(0), F(100)), "tie": (F(-1), F(1))}


def rows_of(case, comparisons, ranges):
    rows = []
    for k in comparisons:
        x, rel, f, y = case.said[k]
        rows.append(({x: F(1), y: -f}, F(0), rel == ">"))
        if rel == "=":
            rows.append(({x: F(-1), y: f}, F(0), False))
    for name in {n for k in comparisons for n in (case.said[k][0], case.said[k][3])}:
        kind = next(k for k in WHOLE if k in name)
        lo, hi = case.range[name] if name in ranges else WHOLE[kind]
        rows += [({name: F(1)}, -lo, False), ({name: F(-1)}, hi, False)]
    return rows


def contradictory(case, comparisons, ranges):
    """No numbers within the ranges will do, or none above 0 whatever the ranges (a = 2 * a)."""
    sizes = [k for k in comparisons if "tie" not in case.said[k][0]]
    scale_free = [({x: F(1), y: -f}, F(0), rel == ">") for x, rel, f, y in
                  (case.said[k] for k in sizes)]
    scale_free += [({x: F(-1), y: f}, F(0), False) for x, rel, f, y in
                   (case.said[k] for k in sizes) if rel == "="]
    scale_free += [({n: F(1)}, F(0), True) for k in sizes
                   for n in (case.said[k][0], case.said[k][3])]
    return not possible(scale_free) or not possible(rows_of(case, comparisons, ranges))


def check_refused(case, said):
    """The lines named are those of a smallest set of statements."""
    numbers = [int(x) for x in re.findall(r"line (\d+)", said)]
    place = int(re.search(r":(\d+):\d+: error E0306", said)[1])
    units = [(k, None) for k in range(len(case.said))] + [(None, n) for n in case.range]
    for size in range(1, len(units) + 1):
        sets = [s for s in itertools.combinations(units, size) if contradictory(
            case, [k for k, _ in s if k is not None], [n for _, n in s if n])]
        if sets:
            break
    lines = [{case.line[n if n else k] for k, n in s} for s in sets]
    if set(numbers or [place]) not in lines:
        raise Wrong(f"lines {numbers or place} are named, a smallest set is on {lines}")


# ---- draws ----

def draws(path):
    done = run("models", path, "--csv", "--table", "draws", "--models", str(MODELS))
    if done.returncode:
        return None, done.stderr
    out = [{} for _ in range(MODELS + 1)]
    for line in done.stdout.splitlines()[1:]:
        model, name, _, value = line.split(",")
        out[int(model)][name] = F(value)
    return out, ""


def plain_points(case, r, fixed):
    """Points of the box that satisfy the comparisons; equalities are put in for what they equal."""
    found = []
    for _ in range(PLAIN):
        x = {n: lo + (hi - lo) * F(r.random()) if lo != hi else lo
             for n, (lo, hi) in case.range.items()}
        for left, rel, f, right in case.said:
            if rel == "=":
                x[left] = f * x[right]
        inside = all(lo <= x[n] <= hi for n, (lo, hi) in case.range.items())
        if inside and case.holds(x):
            found.append({n: float(v) for n, v in x.items()})
            if len(found) == 500:
                break
    return found if fixed or len(found) >= 200 else []


def complete(case, drawn):
    return {n: drawn.get(n, lo) for n, (lo, _) in case.range.items()}


def check_means(case, models, stats):
    chained = [n for x, rel, _, y in case.said if rel == "=" for n in (x, y)]
    if len(chained) != len(set(chained)):
        return  # equals of equals: the points made here do not have them
    points = plain_points(case, random.Random(3), False)
    if not points:
        return
    stats["means"] += 1
    for n, (lo, hi) in case.range.items():
        if n in chained or lo == hi:
            continue
        mine = [p[n] for p in points]
        own = sum(mine) / len(mine)
        spread = math.sqrt(sum((x - own) ** 2 for x in mine) / len(mine))
        got = [float(m[n]) for m in models[1:] if n in m]
        if not got:
            continue
        error = spread * (1 / len(mine) + 1 / len(got)) ** 0.5 + 1e-9
        if abs(sum(got) / len(got) - own) > 5 * error:
            raise Wrong(f"{n} is {sum(got) / len(got)} on average, should be {own}")
        if abs(float(models[0][n]) - own) > 6 * spread / len(mine) ** 0.5 + 0.01 * float(hi - lo):
            raise Wrong(f"{n} is {float(models[0][n])} in the central model, should be {own}")


def joined(case):
    """What comparisons speak of."""
    return {n for x, _, _, y in case.said for n in (x, y)}


def check(seed, folder, stats, turned=False):
    case = Case(seed)
    path = os.path.join(folder, "c.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(case.text())
    models, said = draws(path)
    fits = not contradictory(case, range(len(case.said)), case.range)
    if (models is not None) != fits:
        raise Wrong(f"said to be {'possible' if models else said}")
    if models is None:
        stats["refused"] += 1
        check_refused(case, said)
        return
    stats["drawn"] += 1
    for number, drawn in enumerate(models[1:], 1):
        x = complete(case, drawn)
        if any(lo > x[n] or x[n] > hi for n, (lo, hi) in case.range.items()) or (
                len(drawn) > 1 and not case.holds(x, turned) and joined(case) <= set(drawn)):
            raise Wrong(f"model {number} does not fit: {x}")
    check_means(case, models, stats)
    with open(path, "w", encoding="utf-8") as file:
        file.write(case.text(without=0))
    others, _ = draws(path)
    for before, after in zip(models[1:], others[1:]):
        for n in set(case.range) - joined(case):
            if before.get(n) != after.get(n):
                raise Wrong(f"{n} is drawn otherwise without the first comparison")


def main():
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else COUNT
    stats = {"drawn": 0, "refused": 0, "means": 0}
    noticed = False
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            try:
                check(seed, folder, stats)
            except Wrong as wrong:
                print(Case(seed).text())
                print(f"seed {seed}: {wrong}; again: test_comparisons.py {seed} 1")
                return 1
        for seed in range(first, first + 20):
            try:
                noticed = noticed or check(seed, folder, dict(stats), turned=True) is not None
            except Wrong:
                noticed = True
    print(json.dumps(stats))
    if count > 1 and not (noticed and (count < 50 or all(stats.values()))):
        print("a comparison turned round is not noticed, or some kind of answer never came")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
