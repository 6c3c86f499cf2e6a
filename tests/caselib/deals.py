"""Cases of the kind `deals`: negotiation domains with known answers.

A folder has neutral.json (domain.py) and expected.json, for each scoring:
  n_outcomes, min, max, disagreement   of all outcomes; what no deal is worth
  n_rational                           outcomes that give nobody less than the disagreement
  pareto_all, pareto_rational          efficient vectors and outcomes, of all and of rational ones
  opposition_unit_all                  least distance of (1 .. 1) from the utilities of an outcome
  opposition_rational                  the same for rational outcomes, utilities divided by `max`
  solutions                            points of the bargaining theories, over rational outcomes
  levels                               reservation values raised step by step: who can agree to what
Numbers there are doubles of exact rationals. Where outcomes are listed, their utilities are known
exactly from neutral.json and must be met exactly; other numbers within TOLERANCE.

Each scenario is asked as written from neutral.json, and as `entente import genius` writes it from
the XML files of the folder, where there are any.
"""

import itertools
import math
from fractions import Fraction

from caselib.compare import (TOLERANCE, WITHIN, Differs, Skipped, listed, near, near_vectors,
                             result, same)
from caselib.domain import SCORINGS, Domain, Scored, read
from caselib.program import Refused, number, package, sets
from caselib.routes import Imported, Written

MOST = "10000"  # rows that the program may list

POINTS = {"nash": "nash", "egalitarian": "egalitarian", "ks_maximin": "kalai_smorodinsky",
          "utilitarian": "utilitarian", "relative_utilitarian": "relative_utilitarian",
          "maxmin_u": "max_min"}


def is_case(folder):
    return (folder / "neutral.json").is_file() and (folder / "expected.json").is_file()


# ---- the fields ----

class Case:
    """One domain under one scoring by one route to the program."""

    def __init__(self, program, route, expected, scored):
        self.program, self.route, self.expected, self.scored = program, route, expected, scored
        self.agents = range(len(scored.worth))

    def ask(self, verb, *options, **how):
        file, options_of_file = self.route.scenario(**how)
        said = self.program.ask(verb, file, *options, *options_of_file)
        if said["partial"]:
            raise Differs(f"{verb} stopped early")
        return said

    def actor(self, j):
        return self.route.actors[j]

    def outcome(self, text):
        """The numbers of the values in a package."""
        values = package(text)
        return tuple(self.route.values[i].index(values[issue]) if issue in values else 0
                     for i, issue in enumerate(self.route.issues))

    def vectors(self, rows, *keys):
        """Rows of one actor each, as key to exact vector."""
        cells = {(*(row[key] for key in keys), row["actor"]): number(row, "utility")
                 for row in rows}
        return {key[:-1]: tuple(cells[(*key[:-1], self.actor(j))] for j in self.agents)
                for key in cells}

    def fields(self):
        """(name, function without arguments that raises or returns a remark)."""
        yield from [(name, getattr(self, name)) for name in (
            "n_outcomes", "min", "max", "disagreement", "n_rational")
            if name in self.expected and (name != "min" or self.route.reverses)]
        for name, over in [("pareto_all", "packages"), ("pareto_rational", "deals")]:
            if name in self.expected:
                yield name, lambda name=name, over=over: self.pareto(self.expected[name], over)
        for name, over, fact in [("opposition_unit_all", "packages", "opposition_unit"),
                                 ("opposition_rational", "packages", "opposition")]:
            if name in self.expected:
                yield name, lambda name=name, over=over, fact=fact: self.opposition(
                    self.expected[name], over, fact)
        if self.expected.get("solutions") is None:
            if self.expected.get("n_rational") == 0:
                yield "solutions", self.no_solutions
        else:
            for name, solution in self.expected["solutions"].items():
                yield name, lambda name=name, solution=solution: self.solution(name, solution)
        if "genius_style" in self.expected:
            yield "genius_style", lambda: self.genius_style(self.expected["genius_style"])
        for level in self.expected.get("levels", []):
            for field in LEVEL_FIELDS:
                if level.get(NESTED.get(field, field)) is not None:
                    yield f"{float(level['fraction'])}.{field}", lambda level=level, field=field: \
                        LEVEL_FIELDS[field](self, level)

    # -- the domain --

    def members(self, **how):
        rows = {row["actor"]: row for row in self.ask("deals", **how)["tables"]["members"]}
        return [rows[self.actor(j)] for j in self.agents]

    def n_outcomes(self):
        same("packages", self.expected["n_outcomes"], self.ask("deals")["facts"]["packages"])

    def max(self):
        for j, row in enumerate(self.members(reservations=self.scored.least)):
            near(f"best of {self.actor(j)}", self.expected["max"][j], number(row, "best"))
            same(f"best of {self.actor(j)}", self.scored.most[j], number(row, "best"))
        return "exact"

    def min(self):
        """The best of those who want the contrary."""
        said = self.members(reservations=[-most for most in self.scored.most], reverse=True)
        for j, row in enumerate(said):
            near(f"worst of {self.actor(j)}", self.expected["min"][j], -number(row, "best"))
            same(f"worst of {self.actor(j)}", self.scored.least[j], -number(row, "best"))
        return "exact, as the best where all wants are reversed"

    def disagreement(self):
        for j, row in enumerate(self.members()):
            near(f"threshold of {self.actor(j)}", self.expected["disagreement"][j],
                 number(row, "threshold"))
            same(f"threshold of {self.actor(j)}", self.scored.disagreement[j],
                 number(row, "threshold"))
        return "exact"

    def n_rational(self):
        same("deals", self.expected["n_rational"], self.ask("deals")["facts"]["deals"])

    # -- frontier and points --

    def frontier(self, over):
        return self.ask("frontier", "--over", over, "--limit", MOST)

    def pareto(self, expected, over):
        said = self.frontier(over)
        rows = said["tables"]["frontier"]
        vectors = self.vectors(said["tables"]["frontier_utilities"], "point")
        vectors = {point: vector for (point,), vector in vectors.items()}
        same("points", expected["n_points"], said["facts"]["points"])
        same("efficient deals", expected["n_outcomes"], said["facts"]["efficient"])
        if expected["n_points"] > int(MOST):
            return f"counts; the program lists {MOST} of the points"
        same("rows", expected["n_points"], len(rows))
        same("sum of counts", expected["n_outcomes"], sum(row["count"] for row in rows))
        same("distinct vectors", expected["n_points"], len(set(vectors.values())))
        for row in rows:
            same(f"utilities of {row['package']}",
                 self.scored.utilities(self.outcome(row["package"])), vectors[row["point"]])
        if listed(expected.get("utils")) is None:
            return "counts, and exact utilities of every package; the points are not listed"
        near_vectors("points", expected["utils"], list(vectors.values()))
        if listed(expected.get("outcomes")) is None:
            return WITHIN
        deals = {}
        for outcome in expected["outcomes"]:
            deals.setdefault(self.scored.utilities(outcome), set()).add(tuple(outcome))
        same("deals of each point", {vector: len(each) for vector, each in deals.items()},
             {vectors[row["point"]]: row["count"] for row in rows})
        for row in rows:
            if self.outcome(row["package"]) not in deals[vectors[row["point"]]]:
                raise Differs(f"the package {row['package']} does not belong to its point")
        return "exact"

    def opposition(self, expected, over, fact):
        facts = self.frontier(over)["facts"]
        near(fact, expected, number(facts, fact))
        return WITHIN

    def no_solutions(self):
        same("points", [], self.frontier("packages")["tables"]["points"])
        return "none, since nothing is rational"

    def off_frontier(self, expected, over, score):
        """A rule that the program does not have: what is greatest on the frontier that it lists."""
        said = self.frontier(over)
        if said["facts"]["points"] > int(MOST):
            raise Skipped(f"the program lists {MOST} of the points")
        rows, vectors = said["tables"]["frontier"], self.vectors(
            said["tables"]["frontier_utilities"], "point")
        scores = {row["point"]: score(vectors[row["point"],]) for row in rows}
        top = max(scores.values())
        best = [row for row in rows if scores[row["point"]] == top]
        value = expected["value"]
        for one, other in zip(*((value, top) if isinstance(value, list) else ([value], [top]))):
            near("value", one, other)
        if "n_outcomes" in expected:
            same("deals", expected["n_outcomes"], sum(row["count"] for row in best))
        if listed(expected.get("utils")) is not None:
            near_vectors("utilities", expected["utils"], [vectors[row["point"],] for row in best])
        return f"read off the frontier, {WITHIN}"

    def shares(self, vector):
        """Of the gain that `max` would be."""
        floor, best = self.scored.disagreement, self.scored.most
        return sorted((vector[j] - floor[j]) / (best[j] - floor[j])
                      for j in self.agents if best[j] > floor[j])

    def spread(self, vector):
        shares = self.shares(vector)
        return shares[0] - shares[-1] if shares else Fraction(0)

    def genius_style(self, expected):
        """The points of that tool, on the frontier of all outcomes: the greatest product of what
        utilities exceed the reservation values as written, and the least sum of differences."""
        said = [reservation or 0 for reservation in self.expected["reservation"]]

        def product(vector):
            return math.prod(u - r for u, r in zip(vector, said))

        def differences(vector):
            return -sum(abs(a - b) for a, b in itertools.combinations(vector, 2))

        for name, score, sign in [("nash", product, 1), ("ks", differences, -1)]:
            remark = self.off_frontier({"value": sign * expected[f"{name}_value"],
                                        "utils": expected[f"{name}_utils"]}, "packages", score)
        return remark

    def solution(self, name, expected):
        if name == "ks_leximin":
            return self.off_frontier(expected, "deals", self.shares)
        if name == "ks_min_spread_negmas":
            return self.off_frontier(expected, "deals", self.spread)
        if name not in POINTS:
            raise Skipped("this rule is not known here")
        said = self.frontier("packages")["tables"]
        rows = [row for row in said["points"] if row["name"] == POINTS[name]]
        same("rows", 1, len(rows))
        row = rows[0]
        vectors = {vector for key, vector in self.vectors(
            said["point_utilities"], "name", "vector").items() if key[0] == POINTS[name]}
        near("value", expected["value"], number(row, "value"))
        same("deals", expected["n_outcomes"], row["count"])
        if listed(expected.get("outcomes")) is None:
            if listed(expected.get("utils")) is None:
                return f"value {WITHIN}, and number of deals"
            near_vectors("utilities", expected["utils"], list(vectors))
            return WITHIN
        same("utilities", {self.scored.utilities(o) for o in expected["outcomes"]}, vectors)
        if list(self.outcome(row["package"])) not in expected["outcomes"]:
            raise Differs(f"the package {row['package']} is not one of {expected['outcomes']}")
        return f"exact, value {WITHIN}"

    # -- reservation levels --

    def at(self, level):
        return {"reservations": [Fraction(r) for r in level["reservation"]]}

    def deals_at(self, level):
        return self.ask("deals", "--limit", MOST, **self.at(level))

    def n_acceptable(self, level):
        same("deals", level["n_acceptable"], self.deals_at(level)["facts"]["deals"])

    def term_counts(self, level):
        """Issue to the number of deals for each of its values, and the status; what has one value
        only is given, and is no term."""
        said = self.deals_at(level)
        counts = {(row["issue"], row["outcome"]): (row["deals"], row["status"])
                  for row in said["tables"]["terms"] if row["role"] == "term"}
        given = (said["facts"]["deals"], "necessary")
        return [[counts[issue, value] if len(values) > 1 else given for value in values]
                for issue, values in zip(self.route.issues, self.route.values)]

    def allowed_values(self, level):
        same("allowed values", level["allowed_values"],
             [[v for v, (n, _) in enumerate(values) if n] for values in self.term_counts(level)])

    def necessary_terms(self, level):
        same("necessary terms", level["necessary_terms"],
             {str(i): v for i, values in enumerate(self.term_counts(level))
              for v, (_, status) in enumerate(values) if status == "necessary"})

    def dead_values(self, level):
        found = {str(i): [v for v, (_, status) in enumerate(values) if status == "breaker"]
                 for i, values in enumerate(self.term_counts(level))}
        same("dead values", level["dead_values"], {i: dead for i, dead in found.items() if dead})

    def price_of_joining(self, level):
        if len(self.agents) == 1:
            raise Skipped("a single party has no others to whom its consent could cost anything")
        rows = {row["actor"]: row for row in self.ask(
            "terms", "--rest", "any", "--limit", "1", **self.at(level))["tables"]["consent"]}
        for j, expected in enumerate(level["price_of_joining"]):
            row = rows[self.actor(j)]
            for field, column in [("others_best_without", "best_without"),
                                  ("others_best_with", "best_with"), ("price", "price")]:
                self.near_sum(f"{column} of {self.actor(j)}", expected[field],
                              number(row, column), expected["others_best_without"])
        return WITHIN

    def near_sum(self, what, expected, said, size):
        """A price is a difference of doubles: as near as the sums it is the difference of."""
        if abs(expected - said) > TOLERANCE * abs(size):
            near(what, expected, said)

    def n_acceptable_to_others(self, level):
        for j, expected in enumerate(level["price_of_joining"]):
            how = self.at(level)
            how["reservations"][j] = self.scored.least[j]
            same(f"deals without the consent of {self.actor(j)}",
                 expected["n_acceptable_to_others"], self.ask("deals", **how)["facts"]["deals"])

    def term_sets(self, level, table):
        said = self.ask("terms", "--rest", "any", "--limit", MOST, **self.at(level))
        if said["facts"].get(f"{table}_complete") is False:
            raise Skipped(f"the program lists only {MOST} of them")
        found = []
        for rows in sets(said["tables"][table], "set").values():
            values = [None] * len(self.route.issues)
            for row in rows:
                if row["issue"] is None:  # the empty set: everything is a deal, or nothing
                    continue
                i = self.route.issues.index(row["issue"])
                values[i] = self.route.values[i].index(row["outcome"])
            same("size of a set", {sum(v is not None for v in values)},
                 {row["size"] for row in rows})
            found.append(values)
        return found

    def term_sets_agree(self, expected, found):
        sizes = [sum(v is not None for v in values) for values in found]
        same("number of sets", expected["n"], len(found))
        same("sizes in order", sorted(sizes), sizes)
        if found:
            same("least size", expected["min_size"], min(sizes))
        if "max_size" in expected and found:
            same("greatest size", expected["max_size"], max(sizes))
        for size, n in expected.get("by_size", {}).items():
            same(f"sets of {size} terms", n, sizes.count(int(size)))
        if listed(expected["list"]) is None:
            return "numbers and sizes; the sets are not listed"
        same("sets", set(map(tuple, expected["list"])), set(map(tuple, found)))
        return "exact"

    def prime_implicants(self, level):
        return self.term_sets_agree(level["prime_implicants"], self.term_sets(level, "sufficient"))

    def deal_breakers(self, level):
        return self.term_sets_agree(level["deal_breakers"], self.term_sets(level, "breakers"))

    def consents(self, level, table):
        """Sets of members whose consent is the matter."""
        found = []
        for rows in sets(self.deals_at(level)["tables"][table + "s"], table).values():
            same("kinds", {"consent"}, {row["kind"] for row in rows})
            found.append(frozenset(self.route.actors.index(row["subject"]) for row in rows))
        return found

    def minimal_conflicting_parties(self, level):
        same("conflicts", set(map(frozenset, level["minimal_conflicting_parties"])),
             set(self.consents(level, "conflict")))

    def minimal_drop_sets(self, level):
        same("repairs", set(map(frozenset, level["minimal_drop_sets"])),
             set(self.consents(level, "repair")))


LEVEL_FIELDS = {name: getattr(Case, name) for name in (
    "n_acceptable", "allowed_values", "necessary_terms", "dead_values", "price_of_joining",
    "n_acceptable_to_others", "prime_implicants", "deal_breakers", "minimal_conflicting_parties",
    "minimal_drop_sets")}
NESTED = {"n_acceptable_to_others": "price_of_joining"}


# ---- running ----

def check(program, folder, directory, wanted):
    """Lines (verdict, where, field, remark) of one folder; `wanted(field)` says which."""
    domain, expected = Domain(folder), read(folder / "expected.json")
    for scoring in SCORINGS:
        if scoring not in expected:
            continue
        scored = Scored(domain, scoring)
        routes = [("numbers", lambda: Written(scored, directory))]
        if Imported.possible(folder):
            routes.append(("import", lambda: Imported(program, scored, directory)))
        for name, make in routes:
            where = f"{folder.name} {scoring} {name}"
            try:
                route = make()
            except (Refused, ValueError) as refusal:
                yield "DIFFERENT", where, "all", str(refusal)
                continue
            for field, compare in Case(program, route, expected[scoring], scored).fields():
                if wanted(field):
                    verdict, remark = result(compare)
                    yield verdict, where, field, remark
