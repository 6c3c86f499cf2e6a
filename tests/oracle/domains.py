"""Negotiation domains by seed, each a folder with its known answers, for tests/cases.

    python3 domains.py FOLDER [--n 20] [--seed 1] [--break]
    python3 domains.py --check FOLDER...    solves folders made elsewhere and compares

A domain has weights and evaluations as the GENIUS tool keeps them (written also as its XML files);
neutral.json has their exact products, expected.json what brute force in whole numbers finds. The
form of both is told in tests/caselib. Ties, values that nobody tells apart, weights such as 0.1 and
0.2 (whose sum is not 0.3 in doubles) and reservation values below, between and above all utilities
turn up often. `--break` spoils one answer of each folder: tests/cases must notice.
"""

import argparse
import json
import math
import random
import sys
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from xml.sax.saxutils import quoteattr

LARGEST = 400  # outcomes of a generated domain
FRACTIONS = ["0.5", "0.6", "0.7", "0.8", "0.9"]
TERMS_LARGEST = 5000  # outcomes for which implicants are looked for


# ---- making a domain ----

def domain(seed):
    """neutral.json of a random domain."""
    rng = random.Random(seed)
    shape = [rng.choice([1, 2, 2, 3, 3, 4, 4, 5, 5]) for _ in range(rng.randint(1, 5))]
    if max(shape) == 1:  # nothing to negotiate
        shape[0] = 2
    while math.prod(shape) > LARGEST:
        shape.remove(max(shape))
    agents = rng.choice([1, 2, 2, 2, 3, 3, 3, 4])
    weights = [weights_of(len(shape), rng) for _ in range(agents)]
    top = rng.choice([3, 10, 100])
    evaluations = [[[Fraction(rng.randint(0, top)) for _ in range(n)] for n in shape]
                   for _ in range(agents)]
    for issues in evaluations:
        for values in issues:
            if not any(values):
                values[rng.randrange(len(values))] = Fraction(1)
    neutral = {
        "id": f"seed{seed}",
        "issues": [{"name": f"Matter {i + 1}", "values": [f"way {v + 1}" for v in range(n)],
                    "type": "discrete"} for i, n in enumerate(shape)],
        "agents": [{"name": f"party{j + 1}", "reservation": reservation(rng), "discount": None,
                    "weights": weights[j], "evaluations": evaluations[j]}
                   for j in range(agents)],
    }
    neutral["exact_genius"] = exact([[[w * e / max(values) for e in values]
                                      for w, values in zip(weights[j], evaluations[j])]
                                     for j in range(agents)])
    neutral["exact_raw"] = exact([[[w * e for e in values]
                                   for w, values in zip(weights[j], evaluations[j])]
                                  for j in range(agents)])
    return neutral


def weights_of(n, rng):
    """Weights that sum to about 1: tenths mostly, or with many digits."""
    if rng.random() < 0.7:
        cuts = sorted(rng.choices(range(11), k=n - 1))
        return [Fraction(b - a, 10) for a, b in zip([0] + cuts, cuts + [10])]
    parts = [rng.random() + 0.05 for _ in range(n)]
    return [Fraction(repr(round(part / sum(parts), 9))) for part in parts]


def reservation(rng):
    return rng.choice([None, None, Fraction(0), Fraction(rng.randint(1, 9), 10),
                       Fraction(rng.randint(0, 10 ** 6), 10 ** 6)])


def exact(worth):
    """Contributions as whole numbers over one denominator for each agent, as texts."""
    denominators = [math.lcm(*(w.denominator for values in issues for w in values))
                    for issues in worth]
    return {"denominator": [str(d) for d in denominators],
            "contribution": [[[str(int(w * d)) for w in values] for values in issues]
                             for issues, d in zip(worth, denominators)]}


# ---- solving it ----

class Solver:
    """All outcomes of a domain under one scoring, with whole utilities."""

    def __init__(self, neutral, scoring):
        self.neutral = neutral
        table = neutral["exact_" + scoring]
        self.units = [int(d) for d in table["denominator"]]
        self.worth = [[[int(c) for c in values] for values in issues]
                      for issues in table["contribution"]]
        self.shape = [len(issue["values"]) for issue in neutral["issues"]]
        self.agents = range(len(self.units))
        self.outcomes = list(product(*map(range, self.shape)))
        self.utility = {x: tuple(sum(self.worth[j][i][v] for i, v in enumerate(x))
                                 for j in self.agents) for x in self.outcomes}
        columns = list(zip(*self.utility.values()))
        self.least, self.most = list(map(min, columns)), list(map(max, columns))

    def solve(self):
        said = [None if agent["reservation"] is None else Fraction(agent["reservation"])
                for agent in self.neutral["agents"]]
        self.threshold = [low if r is None else max(Fraction(low), r * unit)
                          for low, r, unit in zip(self.least, said, self.units)]
        rational = self.acceptable(self.threshold)
        found = {
            "n_outcomes": len(self.outcomes), "n_agents": len(self.units),
            "min": self.numbers(self.least), "max": self.numbers(self.most),
            "reservation": said, "disagreement": self.numbers(self.threshold),
            "n_rational": len(rational), "pareto_all": self.pareto(self.outcomes, False),
            "opposition_unit_all": self.distance(self.outcomes, self.units),
            "genius_style": self.genius_style(said),
            "solutions": None,
        }
        if rational:
            found["pareto_rational"] = self.pareto(rational, True)
            found["opposition_rational"] = self.distance(rational, self.most)
            found["solutions"] = self.solutions(rational)
        found["levels"] = [self.level(Fraction(f)) for f in FRACTIONS]
        return found

    def numbers(self, utilities):
        return [Fraction(u) / unit for u, unit in zip(utilities, self.units)]

    def acceptable(self, thresholds, members=None):
        members = self.agents if members is None else members
        return [x for x in self.outcomes
                if all(self.utility[x][j] >= thresholds[j] for j in members)]

    # -- frontier and points --

    def pareto(self, outcomes, with_outcomes):
        vectors = sorted({self.utility[x] for x in outcomes}, reverse=True)
        efficient = []
        for vector in vectors:  # what dominates a vector stands before it
            if not any(all(a >= b for a, b in zip(other, vector)) for other in efficient):
                efficient.append(vector)
        keep = set(efficient)
        deals = [list(x) for x in outcomes if self.utility[x] in keep]
        found = {"n_points": len(efficient), "n_outcomes": len(deals),
                 "utils": [self.numbers(vector) for vector in efficient]}
        return {**found, "outcomes": deals} if with_outcomes else found

    def distance(self, outcomes, ideal):
        """Of the nearest outcome from `ideal`, in parts of it."""
        if not all(ideal):
            return None
        square = min(sum((1 - Fraction(u, top)) ** 2 for u, top in zip(self.utility[x], ideal))
                     for x in outcomes)
        return math.sqrt(square)

    def solutions(self, rational):
        best = [max(self.utility[x][j] for x in rational) for j in self.agents]
        room = [best[j] - self.threshold[j] for j in self.agents]
        wish = [self.most[j] - self.threshold[j] for j in self.agents]

        def gains(x):
            return [(u - d) / Fraction(unit)
                    for u, d, unit in zip(self.utility[x], self.threshold, self.units)]

        def shares(x, full):
            return [(self.utility[x][j] - self.threshold[j]) / Fraction(full[j])
                    for j in self.agents if room[j]]

        values = {
            "nash": lambda x: math.prod(gains(x)),
            "egalitarian": lambda x: min(gains(x)),
            "ks_maximin": lambda x: min(shares(x, room), default=Fraction(0)),
            "utilitarian": lambda x: sum(self.numbers(self.utility[x])),
            "relative_utilitarian": lambda x: sum(shares(x, wish)),
            "maxmin_u": lambda x: min(self.numbers(self.utility[x])),
            "ks_leximin": lambda x: sorted(
                (self.utility[x][j] - self.threshold[j]) / Fraction(wish[j])
                for j in self.agents if wish[j]),
        }
        def spread(x):
            spreads = values["ks_leximin"](x)
            return spreads[0] - spreads[-1] if spreads else Fraction(0)

        efficient = [tuple(x) for x in self.pareto(rational, True)["outcomes"]]
        return {**{name: self.greatest(rational, value) for name, value in values.items()},
                "ks_min_spread_negmas": self.greatest(efficient, spread)}

    def genius_style(self, said):
        """Points that the tool takes from all efficient outcomes: the greatest product of what
        exceeds the reservation value as written, and the least sum of differences."""
        efficient = [tuple(x) for x in self.pareto(self.outcomes, True)["outcomes"]]
        nash = self.greatest(efficient, lambda x: math.prod(
            u - (r or 0) for u, r in zip(self.numbers(self.utility[x]), said)))
        even = self.greatest(efficient, lambda x: -sum(
            abs(a - b) for a, b in combinations(self.numbers(self.utility[x]), 2)))
        return {"nash_value": nash["value"], "nash_utils": nash["utils"],
                "ks_value": -even["value"], "ks_utils": even["utils"]}

    def greatest(self, outcomes, value):
        values = {x: value(x) for x in outcomes}
        top = max(values.values())
        deals = [x for x in outcomes if values[x] == top]
        vectors = sorted({self.utility[x] for x in deals}, reverse=True)
        return {"value": top, "n_outcomes": len(deals),
                "utils": [self.numbers(v) for v in vectors], "outcomes": [list(x) for x in deals]}

    # -- reservation levels --

    def level(self, fraction):
        reservations = []
        for low, high, unit in zip(self.least, self.most, self.units):
            exactly = (low + fraction * (high - low)) / unit
            reservations.append(Fraction(math.floor(exactly * 10 ** 6), 10 ** 6))
        thresholds = [r * unit for r, unit in zip(reservations, self.units)]
        deals = self.acceptable(thresholds)
        found = {"fraction": fraction, "reservation": reservations, "n_acceptable": len(deals)}
        if not deals:
            return {**found, **self.conflicts(thresholds)}
        allowed = [sorted({x[i] for x in deals}) for i in range(len(self.shape))]
        found["allowed_values"] = allowed
        found["necessary_terms"] = {str(i): values[0] for i, values in enumerate(allowed)
                                    if len(values) == 1}
        found["dead_values"] = {str(i): [v for v in range(n) if v not in values]
                                for i, (n, values) in enumerate(zip(self.shape, allowed))
                                if len(values) < n}
        found["price_of_joining"] = [self.price(j, thresholds, deals) for j in self.agents]
        if len(self.outcomes) <= TERMS_LARGEST:
            found.update(self.terms(set(deals)))
        return found

    def price(self, j, thresholds, deals):
        """Of the consent of j: the best sum of the others without needing it, and with it."""
        others = [k for k in self.agents if k != j]

        def best(outcomes):
            return max(sum(Fraction(self.utility[x][k], self.units[k]) for k in others)
                       for x in outcomes)

        without = self.acceptable(thresholds, others)
        return {"others_best_without": best(without), "others_best_with": best(deals),
                "price": best(without) - best(deals), "n_acceptable_to_others": len(without)}

    def terms(self, deals):
        """Prime implicants and deal breakers: partial outcomes (None: open) all of whose
        completions are deals, or none, minimal."""
        partial = list(product(*([*range(n), None] for n in self.shape)))
        count = {}
        for p in partial:  # the last open issue is closed in every way; those are counted already
            if None not in p:
                count[p] = (int(p in deals), 1)
                continue
            i = len(p) - 1 - p[::-1].index(None)
            closed = [count[p[:i] + (v,) + p[i + 1:]] for v in range(self.shape[i])]
            count[p] = tuple(map(sum, zip(*closed)))

        def minimal(holds):
            found = [p for p in partial if holds(p) and not any(
                holds(p[:i] + (None,) + p[i + 1:]) for i, v in enumerate(p) if v is not None)]
            return sorted(found, key=lambda p: (len(p) - p.count(None), str(p)))

        def sizes(found):
            return [len(p) - p.count(None) for p in found]

        implicants = minimal(lambda p: count[p][0] == count[p][1])
        breakers = minimal(lambda p: count[p][0] == 0)
        return {
            "prime_implicants": {"n": len(implicants), "min_size": min(sizes(implicants)),
                                 "max_size": max(sizes(implicants)),
                                 "list": list(map(list, implicants))},
            "deal_breakers": {"n": len(breakers), "min_size": min(sizes(breakers), default=None),
                              "by_size": {str(k): sizes(breakers).count(k)
                                          for k in range(1, len(self.shape) + 1)},
                              "list": list(map(list, breakers))},
        }

    def conflicts(self, thresholds):
        """Minimal sets of agents who cannot agree, and whose leaving lets the others agree."""
        subsets = [set(c) for n in range(len(self.units) + 1)
                   for c in combinations(self.agents, n)]
        agree = {frozenset(s): bool(self.acceptable(thresholds, s)) for s in subsets}

        def minimal(holds):
            found = []
            for s in subsets:
                if holds(s) and not any(f <= s for f in found):
                    found.append(s)
            return [sorted(s) for s in found]

        everyone = set(self.agents)
        return {"minimal_drop_sets": minimal(lambda s: agree[frozenset(everyone - s)]),
                "minimal_conflicting_parties": minimal(lambda s: not agree[frozenset(s)])}


# ---- writing ----

def plain(node):
    """For JSON: exact numbers as doubles."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [plain(value) for value in node]
    return float(node) if isinstance(node, Fraction) else node


def decimal(number):
    """A number with a short decimal form, exactly."""
    return str(number.numerator) if number.denominator == 1 else repr(float(number))


def xml(neutral, agent=None):
    """The domain, or the profile of an agent."""
    lines = ['<utility_space number_of_issues="%d">' % len(neutral["issues"]),
             '<objective index="0" description="" name="any" type="objective" etype="objective">']
    for i, issue in enumerate(neutral["issues"]):
        lines.append(f'<issue vtype="discrete" name={quoteattr(issue["name"])} index="{i + 1}"'
                     ' etype="discrete" type="discrete">')
        for v, value in enumerate(issue["values"]):
            said = f' evaluation="{decimal(agent["evaluations"][i][v])}"' if agent else ""
            lines.append(f'<item value={quoteattr(value)} index="{v + 1}"{said}/>')
        lines.append("</issue>")
    if agent:
        lines += [f'<weight index="{i + 1}" value="{decimal(w)}"/>'
                  for i, w in enumerate(agent["weights"])]
    lines.append("</objective>")
    if agent and agent["reservation"] is not None:
        lines.append(f'<reservation value="{decimal(agent["reservation"])}"/>')
    lines.append("</utility_space>")
    if not agent:
        lines = ["<negotiation_template>"] + lines + ["</negotiation_template>"]
    return "\n".join(lines) + "\n"


def spoil(expected):
    """One wrong answer: an outcome more on the frontier."""
    expected["genius"]["pareto_all"]["n_outcomes"] += 1


def write(folder, seed, spoiled=False):
    neutral = domain(seed)
    expected = {"id": neutral["id"],
                **{scoring: Solver(neutral, scoring).solve() for scoring in ("genius", "raw")}}
    if spoiled:
        spoil(expected)
    folder = Path(folder) / neutral["id"]
    folder.mkdir(parents=True, exist_ok=True)
    for name, node in [("neutral.json", neutral), ("expected.json", expected)]:
        (folder / name).write_text(json.dumps(plain(node), indent=1) + "\n", encoding="utf-8")
    (folder / "domain.xml").write_text(xml(neutral), encoding="utf-8")
    for agent in neutral["agents"]:
        (folder / f"{agent['name']}.xml").write_text(xml(neutral, agent), encoding="utf-8")


# ---- holding the solver against answers made elsewhere ----

def differences(expected, found, path=""):
    """Where two answers differ; what only one of them has is not compared."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in expected.keys() & found.keys():
            yield from differences(expected[key], found[key], f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{path}: {len(expected)} and {len(found)} entries"
        unordered = path.rpartition(".")[2] in (
            "list", "outcomes", "utils", "minimal_drop_sets", "minimal_conflicting_parties")
        if unordered:
            expected, found = sorted(expected, key=str), sorted(found, key=str)
            if path.endswith("utils"):
                expected, found = sorted(expected), sorted(found)
        for one, other in zip(expected, found):
            yield from differences(one, other, path)
    elif isinstance(expected, dict) or expected is None:
        return
    elif isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        if abs(expected - found) > 1e-9 * max(1, abs(expected)):
            yield f"{path}: {expected!r} and {found!r}"
    elif expected != found:
        yield f"{path}: {expected!r} and {found!r}"


def check(folder):
    neutral = json.loads((folder / "neutral.json").read_text(), parse_float=Fraction)
    expected = json.loads((folder / "expected.json").read_text())
    wrong = 0
    for scoring in ("genius", "raw"):
        found = json.loads(json.dumps(plain(Solver(neutral, scoring).solve())))
        for line in differences(expected[scoring], found, scoring):
            print(f"{folder.name} {line}")
            wrong += 1
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--n", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--break", dest="spoiled", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.check:
        return 1 if sum(map(check, options.folders)) else 0
    for seed in range(options.seed, options.seed + options.n):
        write(options.folders[0], seed, options.spoiled)
    return 0


if __name__ == "__main__":
    sys.exit(main())
