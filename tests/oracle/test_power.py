"""Power of random bodies against the definitions, and what the indices are known to satisfy.

Thousands of bodies of up to six voters under rules of and, or, weights, numbers and percentages: every
index, mark and minimal coalition must be exactly what oracle/voting.py says. A third of them is asked
again as the control of an issue, with weights as resources. Axioms: the shares of each index sum to
1; equal voters have equal shares; dummies have none, and one more changes no share; the order of
voters does not matter; the dual game has the same Banzhaf and Shapley-Shubik indices. With so many dummies more that
coalitions are no longer gone through, every index is the same, or within its bound.

usage: test_power.py [GAMES] (default 3000, under sanitizers 150); ENTENTE is the program
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import voting  # noqa: E402

COLUMNS = {"banzhaf": "banzhaf", "absolute": "banzhaf_absolute", "prevent": "coleman_prevent",
           "initiate": "coleman_initiate", "shapley_shubik": "shapley_shubik",
           "deegan_packel": "deegan_packel", "holler": "holler", "johnston": "johnston"}
PROGRAM = os.environ.get("ENTENTE", "build/release/entente")


class Body:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.n = self.random.randint(1, 6)
        self.names = [f"v{i}" for i in range(self.n)]
        self.weights = voting.random_weights(self.random, self.n, ["votes", "people"])
        self.rule = voting.random_rule(self.random, self.n, list(self.weights))

    def wins(self, coalition):
        return voting.holds(self.rule, self.weights, self.n, coalition)

    def power(self):
        return voting.Power(self.n, self.wins)

    def entry(self, order=None):
        order = order or range(self.n)
        return {"voters": {self.names[i]: {column: voting.text(weights[i])
                                           for column, weights in self.weights.items()}
                           for i in order},
                "rule": voting.written(self.rule, self.names)}


def ask(scenario, *options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "votes.json"
        path.write_text(json.dumps(scenario), encoding="utf-8")
        run = subprocess.run([PROGRAM, "power", path, "--json", "--limit", "10000", *options],
                             capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise AssertionError(f"{run.stderr}\n{json.dumps(scenario)}")
    return json.loads(run.stdout)["tables"]


def by_rule(rows):
    found = {}
    for row in rows:
        found.setdefault(row["rule"], []).append(row)
    return found


def compare(name, power, names, rows, minimal, rule):
    """Faults as texts."""
    said = {row["voter"]: row for row in rows}
    for index, column in COLUMNS.items():
        for voter, expected in zip(names, getattr(power, index)()):
            got = Fraction(said[voter][column + "_exact"])
            if got != expected:
                yield f"{name}: {index} of {voter}: expected {expected}, got {got}"
            if float(expected) != said[voter][column]:
                yield f"{name}: {index} of {voter}: {said[voter][column]} is not nearest"
    for mark in ("veto", "dummy", "dictator"):
        for voter, expected in zip(names, getattr(power, mark)()):
            if said[voter][mark] != expected:
                yield f"{name}: {mark} of {voter}: expected {expected}"
    expected = {frozenset(names[i] for i in c) for c in power.minimal}
    got = [frozenset(filter(None, row["members"].split(", "))) for row in minimal]
    if set(got) != expected or len(got) != len(expected):
        yield f"{name}: minimal coalitions: expected {expected}, got {got}"
    if int(rule["winning"]) != len(power.winning):
        yield f"{name}: winning: expected {len(power.winning)}, got {rule['winning']}"


def axioms(name, body, rows):
    """What holds without an oracle."""
    said = {row["voter"]: row for row in rows}
    for column in ("banzhaf", "shapley_shubik", "deegan_packel", "holler", "johnston"):
        total = sum(Fraction(row[column + "_exact"]) for row in rows)
        if total not in (0, 1) or (total == 0) != all(row["dummy"] for row in rows):
            yield f"{name}: {column} sums to {total}"
        for i in range(body.n):
            if said[body.names[i]]["dummy"] and Fraction(said[body.names[i]][column + "_exact"]):
                yield f"{name}: a dummy has {column}"
            for j in range(i):
                swapped = all(body.wins(c) == body.wins(frozenset(
                    {i: j, j: i}.get(k, k) for k in c)) for c in voting.coalitions(body.n))
                if swapped and said[body.names[i]][column] != said[body.names[j]][column]:
                    yield f"{name}: {body.names[i]} and {body.names[j]} are alike, {column} is not"


def metamorphic(name, body, rows):
    """A dummy more, and another order of voters."""
    entry = body.entry(body.random.sample(range(body.n), body.n))
    more = body.entry()
    more["voters"]["nobody_s"] = {"votes": 0, "people": 0}
    tables = ask({"entente": 1, "votes": {"shuffled": entry}})
    other = {row["voter"]: row for row in tables["power"]}
    for row in rows:
        if {**row, "rule": ""} != {**other[row["voter"]], "rule": ""}:
            yield f"{name}: another order of voters gives {other[row['voter']]}, not {row}"
    if "voters" in more["rule"] or "of" in more["rule"].split():
        return  # a number of voters in percent counts the new one
    other = {row["voter"]: row for row in ask({"entente": 1, "votes": {"more": more}})["power"]}
    for row in rows:
        for column in ("banzhaf", "banzhaf_absolute", "shapley_shubik", "holler"):
            if row[column] != other[row["voter"]][column]:
                yield f"{name}: a dummy more changes {column}"


def many(name, body, rows):
    """So many dummies that other engines count: no share changes, but for decimals within their bound."""
    entry = body.entry()
    if "voters" in entry["rule"] or "of all" in entry["rule"]:
        return  # the new ones would count
    dummies = body.random.choice((24, 34, 60))
    entry["voters"].update({f"nobody_{i}": {"votes": 0, "people": 0} for i in range(dummies)})
    tables = ask({"entente": 1, "votes": {"many": entry}})
    other = {row["voter"]: row for row in tables["power"]}
    rule = tables["rules"][0]
    for row in rows:
        said = other[row["voter"]]
        for column in COLUMNS.values():
            if column.startswith("coleman"):
                continue
            if said[column] is None:
                yield f"{name}: {dummies} dummies more, and no {column}"
            elif column + "_exact" in said and said[column + "_exact"] is not None and (
                    column in ("banzhaf", "banzhaf_absolute")
                    or column == "shapley_shubik" and rule["shapley_exact"]):
                if Fraction(said[column + "_exact"]) != Fraction(row[column + "_exact"]):
                    yield f"{name}: {dummies} dummies more change {column}"
            elif abs(said[column] - row[column]) > 1e-12:
                yield f"{name}: {dummies} dummies more: {column} is {said[column]}, not {row[column]}"


def as_control(body):
    """The same rule as the control of an issue, where the language of control has it."""
    def control(rule):
        if rule[0] in ("and", "or"):
            return f" {rule[0]} ".join(f"({control(part)})" for part in rule[1])
        _, column, voters, relation, bound, percent = rule
        voters = list(range(body.n)) if voters is None else voters
        who = "[" + ", ".join(body.names[i] for i in voters) + "]"
        counted = [Fraction(1) if column is None else body.weights[column][i] for i in voters]
        needed = bound * sum(counted) / 100 if percent else bound
        if needed == 0 and relation == ">=":
            raise ValueError
        if 10 ** 6 % needed.denominator:
            raise ValueError
        return f"{'one' if column is None else column} {relation} {voting.text(needed)} of {who}"
    actors = {name: {"resources": {"one": 1, **{column: voting.text(weights[i]) for column, weights
                                                in body.weights.items()}}}
              for i, name in enumerate(body.names)}
    return {"entente": 1, "actors": actors, "issues": {"law": {
        "outcomes": ["old", "new"], "status quo": "old", "control": control(body.rule)}}}


def control_faults(name, body):
    try:
        scenario = as_control(body)
    except ValueError:
        return
    tables = ask(scenario)
    named = [row["voter"] for row in tables["power"]]  # only those the rule names
    where = [body.names.index(voter) for voter in named]
    power = voting.Power(len(named), lambda c: body.wins(frozenset(where[i] for i in c)))
    yield from compare(f"{name} as control", power, named, tables["power"], tables["minimal"],
                       tables["rules"][0])


def main(games):
    faults = []
    for first in range(0, games, 60):
        bodies = {f"b{seed}": Body(seed) for seed in range(first, min(first + 60, games))}
        tables = ask({"entente": 1, "votes": {name: b.entry() for name, b in bodies.items()}})
        rows, minimal = by_rule(tables["power"]), by_rule(tables["minimal"])
        rules = {row["rule"]: row for row in tables["rules"]}
        for k, (name, body) in enumerate(bodies.items()):
            faults += compare(name, body.power(), body.names, rows[name], minimal.get(name, []),
                              rules[name])
            faults += axioms(name, body, rows[name])
            if k % 3 == 0:
                faults += control_faults(name, body)
            if k % 10 == 0:
                faults += metamorphic(name, body, rows[name])
            if k % 10 == 5:
                faults += many(name, body, rows[name])
        if len(faults) > 20:
            break
    print("\n".join(faults[:20]))
    print(f"{games} games: {len(faults)} faults")
    return 1 if faults else 0


# Sanitizers make a run slow.
GAMES = 150 if os.environ.get("ENTENTE_SANITIZE") else 3000

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else GAMES))
