"""coalitions --models counts what single models say: each drawn model is written down and asked by itself.

    ENTENTE=build/release/entente python3 test_coalition_shares.py [SCENARIOS] [--break]

Random small conflicts leave saliences, values and resources open. The numbers of every model (entente
models) are set with --set, and the answers of those files, which the oracle compares with the definitions
(oracle/compare_coalitions.py), are counted here. Every section that --models goes with must have the same
rows in the same number of models, with one thread and with three. `--break` counts one model too few, and
must then fail. 40 scenarios, under a sanitizer (ENTENTE_SANITIZE set) 16. Exits 77 where there is no program.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path

PROGRAM = os.environ.get("ENTENTE", "build/release/entente")
MODELS = 8
ACTORS = ["north", "east", "ferry", "isle"]


class Conflict:
    """A random scenario; issues of one actor each, or of any or all of two."""

    def __init__(self, rng):
        self.actors = ACTORS[:rng.choice([2, 3, 3, 4])]
        self.issues = {f"i{k}": rng.choice([2, 2, 3]) for k in range(rng.choice([3, 3, 4]))}
        self.armed = rng.random() < 0.3
        r = rng.randint
        lines = ["entente: 1", "title: Drawn", "actors:"]
        for a in self.actors:
            ships = f"[{r(5, 20)}, {r(21, 40)}]" if self.armed else "10"
            lines.append(f"  {a}: {{resources: {{ships: {ships}}}}}")
        lines.append("issues:")
        for name, n in self.issues.items():
            control = rng.choice(self.actors)
            if rng.random() < 0.3 and len(self.actors) > 1:
                control = f'"{rng.choice(["any", "all"])} of [{", ".join(rng.sample(self.actors, 2))}]"'
            lines.append(f"  {name}: {{outcomes: [{', '.join(f'o{o}' for o in range(n))}], "
                         f"control: {control}, status quo: o0}}")
        if self.armed:
            all_of = ", ".join(self.actors)
            lines += [f"  guard: {{for each: [{all_of}], outcomes: [away, near], "
                      f"status quo: {{{', '.join(a + ': away' for a in self.actors)}}}}}",
                      f"rules: [total(ships where guard = near) <= {r(25, 60)}]"]
        elif rng.random() < 0.4:
            lines.append("rules: [not (i0 = o1 and i1 = o1)]")
        lines.append("preferences:")
        for a in self.actors:
            wants = [f"{i}: o{rng.randrange(n)}" for i, n in self.issues.items()]
            weights = [f"{i}: [{r(1, 30)}, {r(31, 90)}]" for i in self.issues]
            if self.armed:
                wants.append(f"guard.{a}: away")
                weights.append(f"guard.{a}: [5, 50]")
            lines.append(f"  {a}: {{wants: {{{', '.join(wants)}}}, salience: {{{', '.join(weights)}}}}}")
        self.text = "\n".join(lines) + "\n"

    def package(self, rng):
        return ", ".join(f"{i} = o{rng.randrange(n)}" for i, n in self.issues.items())


def ask(*words):
    if words[0] == "coalitions" and "--models" not in words:
        words += ("--limit", "10000")
    done = subprocess.run([PROGRAM, *words, "--json"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ValueError(f"{' '.join(words)}: {done.stderr}")
    return json.loads(done.stdout)


class Counts:
    """What is counted: rows by what, who and which, and in how many models each kind was asked."""

    def __init__(self):
        self.asked, self.so, self.values = {}, {}, {}

    def alone(self, what, so):
        self.several(what)
        self.so.setdefault((what, "", ""), 0)
        if so:
            self.add(what)

    def several(self, what):
        self.asked[what] = self.asked.get(what, 0) + 1

    def add(self, what, who="", which=""):
        self.so[what, who, which] = self.so.get((what, who, which), 0) + 1


def check(found, counts):
    rows = {(row["what"], row["who"] or "", row["which"] or ""): row
            for row in found["tables"]["shares"] if row["what"] != "enough"}
    assert set(rows) == set(counts.so), sorted(set(rows) ^ set(counts.so))
    between = 0
    for key, row in rows.items():
        yes, models = counts.so[key], counts.asked[key[0]]
        assert (row["true"], row["models"]) == (yes, models), (key, row, yes, models)
        assert abs(row["share"] - yes / models) < 1e-6 and row["low"] <= row["share"] <= row["high"], row
        between += 0 < yes < models
    return between


# ---- one answer of each section, counted ----

def deal(counts, base, options, conflict, package):
    try:
        one = ask("coalitions", *base, *options)
    except ValueError as error:
        assert "E0582" in str(error), error
        counts.alone("possible", False)
        return
    counts.alone("possible", True)
    whole = package.split(", ") + [f"guard.{a} = away" for a in conflict.actors if conflict.armed]
    there = ask("deals", *base, "--with", " and ".join(whole))
    counts.alone("deal", there["facts"]["exists"])
    if "--outsiders" in options:
        counts.alone("deal_alpha_core", one["facts"]["alpha_core"])
        return
    rows = one["tables"]["blocks"]
    counts.alone("blocked", bool(rows))
    for kind in ("members", "outsiders", "both"):
        counts.alone(f"blocked_by_{kind}", any(row["kind"] == kind for row in rows))
    counts.several("blocks")
    for row in rows:
        counts.add("blocks", row["coalition"])


def orders(counts, base, options):
    rows = ask("coalitions", *base, *options)["tables"]["orders"]
    for sight in ("myopic", "farsighted"):
        works = [row["order"] for row in rows if row["sight"] == sight]
        counts.alone(f"some_{sight}", bool(works))
        counts.several(sight)
        for order in works:
            counts.add(sight, "", order)


def stable(counts, base, options):
    one = ask("coalitions", *base, *options)
    for fact in ("internally_stable", "externally_stable"):
        counts.alone(fact, one["facts"][fact])
    for what, member in (("wants_out", True), ("wants_in", False)):
        counts.several(what)
        for row in one["tables"]["membership"]:
            if row["member"] == member and row["wants_change"]:
                counts.add(what, row["actor"])
    for what in ("nash", "strong_nash", "coalition_proof", "alpha_core", "consistent"):
        if what not in one["facts"]:
            continue
        counts.several(what)
        for row in one["tables"]["states"]:
            if row[what]:
                counts.add(what, "", row["state"])


def instead(counts, base, options):
    one = ask("coalitions", *base, *options)
    facts = one["facts"]
    counts.alone("some_deal", facts["deals"] > 0)
    counts.alone("some_safe", facts["safe"] > 0)
    counts.alone("all_safe", facts["deals"] > 0 and facts["safe"] == facts["deals"])
    counts.several("safe")
    for row in one["tables"]["safe"]:
        counts.add("safe", "", row["changes"])


def worst(counts, base, options):
    one = ask("coalitions", *base, *options)
    counts.alone("some_deal", one["facts"]["deals"] > 0)
    counts.alone("some_alpha_core", one["facts"]["alpha_core"] > 0)
    counts.several("alpha_core")
    for row in one["tables"]["core"]:
        counts.add("alpha_core", "", row["changes"])


def join(counts, base, options):
    one = ask("coalitions", *base, *options)
    facts, tables = one["facts"], one["tables"]
    terms = {0: ""}
    for row in tables["asked"]:
        term = f"{row['issue']} = {row['outcome']}"
        said = terms.get(row["set"], "").split(", ") if row["set"] in terms else []
        terms[row["set"]] = ", ".join(said + [term] * (term not in said))
    counts.alone("acceptable", facts["acceptable"] > 0)
    counts.alone("won", facts["deals"] > 0)
    sets = {row["set"] for row in tables["cost"] if row["set"]}
    counts.alone("no_terms", not sets)
    counts.alone("in_any_case", sets == {1} and 1 not in terms)
    counts.several("asks")
    for number, text in terms.items():
        if number:
            counts.add("asks", "", text)
    for row in tables["cost"]:
        if row["best_with"] is None or row["best_without"] is None or row["set"] not in terms:
            continue
        cost = Fraction(row["best_with_exact"]) - Fraction(row["best_without_exact"])
        key = "cost" if row["set"] else "cost_of_deal", row["member"], terms[row["set"]]
        counts.values.setdefault(key, []).append(cost)


def check_enough(found, base, options, sets_of, rng):
    """Terms are enough where the actor accepts in any case once they are part of what is wanted."""
    rows = [row for row in found["tables"]["shares"] if row["what"] == "enough"]
    asks = {row["which"]: row for row in found["tables"]["shares"] if row["what"] == "asks"}
    assert {row["which"] for row in rows} == set(asks), "terms are asked of twice"
    for row in rng.sample(rows, min(2, len(rows))):
        assert asks[row["which"]]["true"] <= row["true"] <= row["models"] == MODELS, row
        counts = Counts()
        for sets in sets_of:
            join(counts, base + sets, [*options, "--with", row["which"].replace(", ", " and ")])
        assert row["true"] == counts.so["in_any_case", "", ""], (row, counts.so)


def check_values(found, counts):
    rows = {(row["what"], row["who"] or "", row["which"] or ""): row
            for row in found["tables"].get("values", [])}
    assert set(rows) == set(counts.values), sorted(set(rows) ^ set(counts.values))
    for key, row in rows.items():
        those = counts.values[key]
        assert row["models"] == len(those), (row, those)
        assert Fraction(row["least_exact"]) == min(those), (row, those)
        assert Fraction(row["most_exact"]) == max(those), (row, those)
        assert abs(row["mean"] - float(sum(those) / len(those))) < 1e-6, (row, those)


def main():
    if not Path(PROGRAM).exists():
        return 77
    words = [w for w in sys.argv[1:] if w != "--break"]
    broken, between = "--break" in sys.argv, {}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(int(words[0]) if words else 16 if os.environ.get("ENTENTE_SANITIZE") else 40):
            between_of(seed, folder, broken, between)
    print("rows that are so in some models and not in others:", between)
    few = [name for name, n in between.items() if n < 1]
    assert not few, f"nothing depends on the model: {few}"
    return 0


def between_of(seed, folder, broken, between):
    rng = random.Random(seed)
    conflict = Conflict(rng)
    path = str(Path(folder) / f"{seed}.yaml")
    Path(path).write_text(conflict.text, encoding="utf-8")
    of = ", ".join(rng.sample(conflict.actors, rng.randint(2, len(conflict.actors))))
    drawn = ["--models", str(MODELS), "--seed", "5"]
    draws = {}
    for row in ask("models", path, *drawn)["tables"]["draws"]:
        if row["model"]:
            draws.setdefault(row["model"], []).append(
                f"{row['name']}={row['value_exact']}".replace(".resource.", ".resources."))
    package = conflict.package(rng)
    sections = {
        "deal": (["--deal", package], lambda c, b, o: deal(c, b, o, conflict, package)),
        "alpha": (["--deal", package, "--outsiders", "worst"],
                  lambda c, b, o: deal(c, b, o, conflict, package)),
        "join": (["--join", rng.choice(conflict.actors)], join),
        "orders": (["--orders"], orders),
        "instead": (["--instead", f"{of.split(', ')[0]}={rng.choice(conflict.actors)}"], instead),
        "worst": (["--outsiders", "worst"], worst),
        "stable": (["--stable"], stable),
    }
    for name, (options, count) in sections.items():
        base = [path, "--of", of]
        found = ask("coalitions", *base, *options, *drawn, "--threads", "1")
        assert found == ask("coalitions", *base, *options, *drawn, "--threads", "3"), "threads differ"
        counts = Counts()
        sets_of = [[w for one in draws[model] for w in ("--set", one)]
                   for model in range(1, MODELS + 1 - broken)]
        for sets in sets_of:
            count(counts, base + sets, options)
        try:
            between[name] = between.get(name, 0) + check(found, counts)
            check_values(found, counts)
            if name == "join":
                check_enough(found, base, options, sets_of, rng)
        except AssertionError:
            print(conflict.text, f"# coalitions --of '{of}'", *options, *drawn)
            raise


if __name__ == "__main__":
    sys.exit(main())
