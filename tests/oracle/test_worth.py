"""Games with a worth for every coalition against the definitions, and what solutions are known to
satisfy.

Thousands of games of up to six players of many kinds (integers, fractions, simple, with ties, without
imputations): values from every order of joining, properties from every pair of coalitions, the best
division from every partition, core, nucleolus and prenucleolus by the weights that come with them
(Kohlberg's criterion, checked here straight from the definitions), the kernel from all excesses.
Axioms: efficiency, symmetry, null players, additivity of the Shapley value; the core holds the
nucleolus where it is not empty, and the Shapley value where the game is convex; the kernel always does;
renaming players and changing the scale change nothing else.

usage: test_worth.py [GAMES] (default 3000, under sanitizers 150); ENTENTE is the program
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from itertools import permutations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from caselib.compare import Differs  # noqa: E402
from caselib.tu_games import Asked  # noqa: E402

PROGRAM = os.environ.get("ENTENTE", "build/release/entente")


def random_game(r):
    """n and the worths by bit set."""
    n = r.choice((1, 2, 3, 3, 4, 4, 4, 5, 5, 6))
    size = [bin(s).count("1") for s in range(1 << n)]
    kind = r.randrange(9)
    if kind == 0:  # few values: many ties
        v = [r.randint(0, 2) for _ in size]
    elif kind == 1:  # may be negative, often without imputations
        v = [r.randint(-20, 20) for _ in size]
    elif kind == 2:
        v = [Fraction(r.randint(0, 60), r.choice((1, 2, 3, 4, 7))) for _ in size]
    elif kind == 3:  # simple, monotone
        w = [r.randint(0, 4) for _ in range(n)]
        q = r.randint(1, max(1, sum(w)))
        v = [int(sum(w[i] for i in range(n) if s >> i & 1) >= q) for s in range(1 << n)]
    elif kind == 4:  # convex
        w = [r.randint(0, 5) for _ in range(n)]
        v = [sum(w[i] for i in range(n) if s >> i & 1) ** 2 for s in range(1 << n)]
    elif kind == 5:  # growing with size
        v = [k * k * 10 + r.randint(-9, 9) for k in size]
    elif kind == 6:  # bankruptcy
        claims = [r.randint(1, 30) for _ in range(n)]
        estate = r.randint(0, sum(claims))
        v = [max(0, estate - sum(claims[i] for i in range(n) if not s >> i & 1))
             for s in range(1 << n)]
    elif kind == 7:  # additive, and something for all
        w = [r.randint(-5, 9) for _ in range(n)]
        v = [sum(w[i] for i in range(n) if s >> i & 1) for s in range(1 << n)]
        v[-1] += r.randint(-2, 5)
    else:  # what the best of disjoint agreements bring
        v = [0] * (1 << n)
        for _ in range(2 * n):
            v[r.randrange(1, 1 << n)] = r.randint(1, 20)
        for s in range(1 << n):
            v[s] = max([v[s]] + [v[t] + v[s ^ t] for t in subsets(s) if t])
    return n, [Fraction(0)] + [Fraction(x) for x in v[1:]]


def subsets(s):
    """All proper subsets."""
    t = (s - 1) & s if s else 0
    while s:
        yield t
        if t == 0:
            return
        t = (t - 1) & s


class Program:
    @staticmethod
    def ask(verb, file, *options):
        run = subprocess.run([PROGRAM, verb, file, "--json", *options], capture_output=True,
                             text=True, check=False)
        if run.returncode != 0:
            raise Differs(run.stderr)
        return json.loads(run.stdout)


def ask(n, v, folder, name="game"):
    return Asked(Program, {"n": n, "v": [str(x) for x in v]}, Path(folder) / f"{name}.json")


# ---- definitions ----

def shapley(n, v):
    out, orders = [Fraction(0)] * n, 0
    for order in permutations(range(n)):
        orders, s = orders + 1, 0
        for i in order:
            out[i] += v[s | 1 << i] - v[s]
            s |= 1 << i
    return [x / orders for x in out]


def banzhaf(n, v):
    return [sum(v[s | 1 << i] - v[s] for s in range(1 << n) if not s >> i & 1) / 2 ** (n - 1)
            for i in range(n)]


def properties(n, v):
    every = range(1 << n)
    return {"monotone": all(v[s] <= v[t] for s in every for t in every if s & t == s),
            "superadditive": all(v[s] + v[t] <= v[s | t] for s in every for t in every
                                 if s & t == 0),
            "convex": all(v[s] + v[t] <= v[s | t] + v[s & t] for s in every for t in every)}


def partitions(players):
    if not players:
        yield []
        return
    first, rest = players[0], players[1:]
    for division in partitions(rest):
        yield [1 << first] + division
        for k, part in enumerate(division):
            yield division[:k] + [part | 1 << first] + division[k + 1:]


def tau(n, v):
    """Utopias, rights, and the payoff between or None."""
    every = (1 << n) - 1
    utopia = [v[every] - v[every ^ 1 << i] for i in range(n)]
    right = [max(v[s] - sum(utopia[j] for j in range(n) if s >> j & 1 and j != i)
                 for s in range(1 << n) if s >> i & 1) for i in range(n)]
    if any(r > u for r, u in zip(right, utopia)) or not sum(right) <= v[every] <= sum(utopia):
        return utopia, right, None
    spread = sum(utopia) - sum(right)
    part = (v[every] - sum(right)) / spread if spread else Fraction(0)
    return utopia, right, [r + part * (u - r) for r, u in zip(right, utopia)]


def gately_point(n, v, x):
    """Whether everybody's leaving would cost the others as much for what it would lose itself."""
    every = (1 << n) - 1
    lose = [x[i] - v[1 << i] for i in range(n)]
    others = [v[every] - x[i] - v[every ^ 1 << i] for i in range(n)]
    return sum(x) == v[every] and all(
        others[i] * lose[j] == others[j] * lose[i] for i in range(n) for j in range(i)) and all(
            y >= 0 for y in lose)


def in_kernel(n, v, x):
    def excess(s):
        return v[s] - sum(x[i] for i in range(n) if s >> i & 1)

    def surplus(i, j):
        return max(excess(s) for s in range(1 << n) if s >> i & 1 and not s >> j & 1)
    return all(surplus(i, j) <= surplus(j, i) or x[j] == v[1 << j]
               for i in range(n) for j in range(n) if i != j)


# ---- one game ----

def faults(n, v, asked, folder, r):
    every = (1 << n) - 1
    for name, expected in (("shapley", shapley(n, v)), ("banzhaf_value", banzhaf(n, v))):
        if asked.column(name) != expected:
            yield f"{name}: expected {expected}, got {asked.column(name)}"
    for name, expected in properties(n, v).items():
        if asked.facts[name] != expected:
            yield f"{name}: expected {expected}"
    best = max(sum(v[part] for part in division) for division in partitions(range(n)))
    parts = [asked.mask(row["members"]) for row in asked.tables["division"]]
    if sum(v[part] for part in parts) != best or sum(parts) != every or any(
            a & b for a in parts for b in parts if a is not b):
        yield f"division {parts}, {best} is best"
    if Fraction(asked.facts["best_division_exact"]) != best:
        yield f"worth of the best division: expected {best}"
    yield from others(n, v, asked)
    imputations = sum(v[1 << i] for i in range(n)) <= v[every]
    nucleolus = asked.column("nucleolus")
    if asked.facts["imputations"] != imputations or (nucleolus[0] is not None) != imputations:
        yield f"imputations: expected {imputations}"
    try:
        asked.proofs(modiclus=n <= 4)
    except Differs as difference:
        yield str(difference)
    core = asked.facts["core"]
    if n > 1 and core != (Fraction(asked.facts["least_core_exact"]) <= 0):
        yield "the core and the least core disagree"
    if imputations:
        if any(x < v[1 << i] for i, x in enumerate(nucleolus)):
            yield "the nucleolus is no imputation"
        inside = max((asked.excess(nucleolus, s) for s in range(1, every)), default=0) <= 0
        if inside != core:
            yield "the nucleolus is in the core exactly where there is one: not here"
        if not in_kernel(n, v, nucleolus) or not asked.facts["nucleolus_in_kernel"]:
            yield "the nucleolus is not in the kernel"
    elif core:
        yield "a core without imputations"
    if asked.facts["convex"] and max((asked.excess(asked.column("shapley"), s)
                                      for s in range(1, every)), default=0) > 0:
        yield "convex, but the Shapley value is not in the core"
    if r.random() < 0.15:
        yield from axioms(n, v, asked, folder, r)
        yield from payoffs(n, v, folder, r)


def others(n, v, asked):
    """The tau value and Gately's point; those with levels are proved with the nucleolus."""
    utopia, right, value = tau(n, v)
    for name, expected in (("utopia", utopia), ("right", right), ("tau", value or [None] * n)):
        if asked.column(name) != expected:
            yield f"{name}: expected {expected}, got {asked.column(name)}"
    if asked.facts["tau"] != (value is not None):
        yield "whether there is a tau value"
    every, said = (1 << n) - 1, asked.column("gately")
    alone = [v[1 << i] for i in range(n)]
    adds = [v[every] - v[every ^ 1 << i] - alone[i] for i in range(n)]
    given = v[every] - sum(alone)
    if asked.facts["gately"] != (given == 0 or given > 0 and min(adds) >= 0 and sum(adds) > 0):
        yield "whether there is a Gately point"
    if said[0] is not None and given > 0 and not gately_point(n, v, said):
        yield f"gately: {said} does not tempt all alike"
    if said[0] is not None and given == 0 and said != alone:
        yield "gately: the only imputation is not it"
    if n <= 5 and asked.column("modiclus")[0] is None:
        yield "no modiclus"


def axioms(n, v, asked, folder, r):
    order = r.sample(range(n), n)  # player k of the renamed game is player order[k]
    renamed = [v[sum(1 << order[k] for k in range(n) if s >> k & 1)] for s in range(1 << n)]
    other = ask(n, renamed, folder, "renamed")
    scale, add = Fraction(r.randint(1, 5), r.randint(1, 3)), [r.randint(-3, 3) for _ in range(n)]
    scaled = ask(n, [scale * v[s] + sum(add[i] for i in range(n) if s >> i & 1)
                     for s in range(1 << n)], folder, "scaled")
    second = [Fraction(r.randint(-5, 5)) if s else Fraction(0) for s in range(1 << n)]
    total = ask(n, [a + b for a, b in zip(v, second)], folder, "total")
    for name in ("shapley", "banzhaf_value", "nucleolus", "prenucleolus"):
        said = asked.column(name)
        if said[0] is None:
            continue
        if [said[i] for i in order] != other.column(name):
            yield f"{name} of renamed players: {other.column(name)}, not that of {said}"
        if [scale * x + add[i] for i, x in enumerate(said)] != scaled.column(name):
            yield f"{name} on another scale: {scaled.column(name)}, not that of {said}"
    added = [a + b for a, b in zip(asked.column("shapley"), shapley(n, second))]
    if added != total.column("shapley"):
        yield "the Shapley value is not additive"
    for name in ("shapley", "nucleolus"):
        said = asked.column(name)
        if said[0] is None:
            continue
        if sum(said) != v[-1]:
            yield f"{name} is not efficient"
        for i in range(n):
            if all(v[s | 1 << i] == v[s] for s in range(1 << n)) and said[i]:
                yield f"a null player has {said[i]} in {name}"
            for j in range(i):
                if all(v[s | 1 << i] == v[s | 1 << j] for s in range(1 << n)
                       if not s & (1 << i | 1 << j)) and said[i] != said[j]:
                    yield f"{name} of equal players differs"


def payoffs(n, v, folder, r):
    """A payoff asked about."""
    x = [v[1 << i] + r.randint(0, 4) for i in range(n)]
    if r.random() < 0.7:
        x[-1] += v[-1] - sum(x)
    text = ", ".join(f"p{i + 1} = {value}" for i, value in enumerate(x))
    said = Program.ask("worth", str(Path(folder) / "game.json"), "--payoff", text)["facts"]
    excess = {s: v[s] - sum(x[i] for i in range(n) if s >> i & 1) for s in range(1, 1 << n)}
    efficient = excess.pop((1 << n) - 1) == 0
    individual = all(x[i] >= v[1 << i] for i in range(n))
    expected = {"payoff_efficient": efficient, "payoff_individual": individual,
                "payoff_in_core": efficient and max(excess.values(), default=0) <= 0,
                "payoff_in_kernel": efficient and individual and in_kernel(n, v, x)}
    for name, value in expected.items():
        if said[name] != value:
            yield f"{name} of {text}: expected {value}"


def main(games):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(games):
            r = random.Random(seed)
            n, v = random_game(r)
            try:
                wrong += [f"game {seed} {[str(x) for x in v]}: {fault}"
                          for fault in faults(n, v, ask(n, v, folder), folder, r)]
            except Differs as difference:
                wrong.append(f"game {seed} {[str(x) for x in v]}: {difference}")
            if len(wrong) > 20:
                break
    print("\n".join(wrong[:20]))
    print(f"{games} games: {len(wrong)} faults")
    return 1 if wrong else 0


# Sanitizers make a run slow.
GAMES = 150 if os.environ.get("ENTENTE_SANITIZE") else 3000

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else GAMES))
