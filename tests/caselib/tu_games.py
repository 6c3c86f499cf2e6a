"""Cases of the kind `tu games`: a worth for every coalition, with known solutions.

A file holds {"legend": ..., "cases": [...]}; each case has `n` and `v`, the worths in the order of bit
sets, and what is `computed` and `published` as fractions or as decimals of some digits. Core and least
core are checked besides by what proves them, straight from the definitions.
"""

import json
from fractions import Fraction

from caselib.compare import Differs, Skipped, result, same
from caselib.program import number
from caselib.simple_games import agree

COLUMNS = {"shapley": "shapley", "shapley_4dp": "shapley", "banzhaf_value": "banzhaf",
           "nucleolus": "nucleolus", "nucleolus_4dp": "nucleolus", "prenucleolus": "prenucleolus",
           "price": "price"}
FACTS = {"superadditive": "superadditive", "convex": "convex", "monotone": "monotone",
         "core_nonempty": "core"}
NOT_ASKED = {"modiclus", "modiclus_4dp", "tau", "gately", "gately_4dp",
             "per_capita_nucleolus"}
NOT_A_RESULT = {"status", "source", "method", "v", "edges", "fact", "note"}


def contents(path):
    """The cases of a file of this kind, or None."""
    if path.suffix != ".json" or not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    cases = data.get("cases") if isinstance(data, dict) else None
    if not isinstance(cases, list) or not cases or not isinstance(cases[0], dict):
        return None
    return cases if all("v" in case and "n" in case for case in cases) else None


def is_case(path):
    return contents(path) is not None


class Asked:
    def __init__(self, program, case, file):
        self.n, self.v = case["n"], [Fraction(v) for v in case["v"]]
        self.names = [f"p{i + 1}" for i in range(self.n)]
        file.write_text(json.dumps({
            "entente": 1, "actors": {name: None for name in self.names},
            "worth of coalitions": {"values": case["v"]}}), encoding="utf-8")
        said = program.ask("worth", str(file))
        self.facts, self.tables = said["facts"], said["tables"]

    def column(self, name):
        return [number(row, COLUMNS[name]) for row in self.tables["payoffs"]]

    def mask(self, members):
        return sum(1 << self.names.index(name) for name in members.split(", "))

    def excess(self, payoff, s):
        return self.v[s] - sum(x for i, x in enumerate(payoff) if s >> i & 1)

    def check(self, name, expected):
        if name in COLUMNS:
            said = self.column(name)
            if said[0] is None:
                raise Differs(f"there is no {name}")
            if name.endswith("4dp"):
                for a, b in zip(expected, said):
                    if abs(Fraction(repr(a)) - b) > Fraction(1, 10 ** 4):
                        raise Differs(f"{name}: expected {a}, the program says {float(b)}")
                return "to 4 decimals"
            return [agree(f"{name} of player {i + 1}", a, b)
                    for i, (a, b) in enumerate(zip(expected, said))][0]
        if name == "nucleolus_claimed_WRONG":
            if self.column("nucleolus") == [Fraction(x) for x in expected]:
                raise Differs(f"{expected} is not the nucleolus")
            return "differs, as it should"
        if name == "cost_shapley":  # a cost is its share and what it saves: do these make the game?
            cost = [Fraction(x) + y for x, y in zip(expected, self.column("shapley"))]
            return same("savings", self.v, [
                sum(c for i, c in enumerate(cost) if s >> i & 1)
                - max((c for i, c in enumerate(cost) if s >> i & 1), default=0)
                for s in range(1 << self.n)]) or "exact"
        if name in FACTS:
            return same(name, expected, self.facts[FACTS[name]])
        if name == "least_core_eps":
            return agree(name, expected, number(self.facts, "least_core"))
        raise Skipped("another solution, which is not asked" if name in NOT_ASKED
                      else "not a field that is known here")

    def proofs(self):
        """Every level's weights, from the definitions."""
        for table, payoff in (("prenucleolus_levels", "prenucleolus"),
                              ("nucleolus_levels", "nucleolus")):
            levels = {}
            for row in self.tables[table]:
                levels.setdefault(row["level"], []).append(row)
            if levels:
                self.prove(list(levels.values()), self.column(payoff), payoff == "nucleolus")
        self.prove_division()

    def prove_division(self):
        """No division is worth more: prices, and a search among the coalitions that lack little."""
        every = (1 << self.n) - 1
        parts = [self.mask(row["members"]) for row in self.tables["division"]]
        same("members of the parts", list(range(self.n)),
             sorted(i for part in parts for i in range(self.n) if part >> i & 1))
        best, prices = sum(self.v[part] for part in parts), self.column("price")
        lacks = {s: -self.excess(prices, s) for s in range(1, every + 1)}
        if min(lacks.values()) < 0:
            raise Differs("a coalition is worth more than its members cost")
        same("what all cost", sum(prices), number(self.facts, "price_of_all"))
        above = sum(prices) - best
        rivals = {s: lack for s, lack in lacks.items() if lack < above}
        same("rivals", len(rivals), self.facts["rivals"])
        of_first = [[(s, lack) for s, lack in rivals.items() if s & -s == 1 << i]
                    for i in range(self.n)]

        def better(rest, above):
            """Whether rivals make up `rest` and lack less than `above` together."""
            first = (rest & -rest).bit_length() - 1
            return rest == 0 or any(s & ~rest == 0 and lack < above
                                    and better(rest ^ s, above - lack)
                                    for s, lack in of_first[first])
        if better(every, above):
            raise Differs("some division is worth more")

    def prove(self, levels, payoff, imputations):
        settled, every = {(1 << self.n) - 1}, (1 << self.n) - 1
        same("sum of the payoff", self.v[every], sum(payoff))
        for rows in levels:
            weights = [(self.mask(row["coalition"]), number(row, "weight"), row["kind"])
                       for row in rows]
            level = number(rows[0], "excess")
            same("weights of coalitions", 1, sum(w for _, w, kind in weights
                                                 if kind == "coalition"))
            for i in range(self.n):
                same("balance", 0, sum(w for s, w, _ in weights if s >> i & 1))
            for s, w, kind in weights:
                if kind == "settled":
                    if not spanned(s, settled, self.n):
                        raise Differs(f"{s} is not settled")
                elif w < 0:
                    raise Differs(f"the weight of {s} is negative")
                if kind == "coalition":
                    same(f"excess of {s}", level, self.excess(payoff, s))
                if kind == "alone" and (not imputations or self.excess(payoff, s)):
                    raise Differs(f"{s} is not kept at what it is worth alone")
            highest = max((self.excess(payoff, s) for s in range(1, every)
                           if not spanned(s, settled, self.n)), default=level)
            same("greatest excess of those not settled", level, highest)
            settled |= {s for s, w, kind in weights if kind != "settled" and w > 0}
        if self.n > 1:
            same("rank of what is settled", self.n, rank(
                [[s >> i & 1 for i in range(self.n)] for s in settled]))


def rank(rows):
    rows, count = [[Fraction(x) for x in row] for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((k for k in range(count, len(rows)) if rows[k][column]), None)
        if pivot is None:
            continue
        rows[count], rows[pivot] = rows[pivot], rows[count]
        for k in range(count + 1, len(rows)):
            if rows[k][column]:
                factor = rows[k][column] / rows[count][column]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[count])]
        count += 1
    return count


def spanned(s, settled, n):
    vectors = [[t >> i & 1 for i in range(n)] for t in settled]
    return rank(vectors) == rank(vectors + [[s >> i & 1 for i in range(n)]])


def check(program, path, directory, wanted):
    for case in contents(path):
        where = f"{path.stem}/{case['id']}"
        try:
            asked = Asked(program, case, directory / f"{case['id']}.json")
        except Exception as problem:  # no field can be compared then
            yield "DIFFERENT", where, "worth", f"no answer: {problem}"
            continue
        if wanted("proofs"):
            verdict, remark = result(asked.proofs)
            yield verdict, where, "proofs", remark
        if "nucleolus" not in case["computed"] and wanted("nucleolus"):
            verdict, remark = result(lambda: same("imputations", False,
                                                  asked.facts["imputations"]))
            yield verdict, where, "computed.nucleolus", remark or "undefined, as it should be"
        parts = [("computed", case["computed"])] + [
            (f"published{i + 1}", part) for i, part in enumerate(case.get("published", []))]
        for part, fields in parts:
            for name, expected in fields.items():
                if name not in NOT_A_RESULT and wanted(name):
                    verdict, remark = result(lambda: asked.check(name, expected))
                    yield verdict, where, f"{part}.{name}", remark
