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
OTHERS = {"tau": "tau", "gately": "gately", "gately_4dp": "gately", "modiclus": "modiclus",
          "modiclus_4dp": "modiclus", "per_capita_nucleolus": "per_capita_nucleolus",
          "utopia": "utopia", "right": "right"}
FACTS = {"superadditive": "superadditive", "convex": "convex", "monotone": "monotone",
         "core_nonempty": "core"}
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


class Game:
    def __init__(self, names, worths):
        self.n, self.v, self.names = len(names), worths, names

    def mask(self, members):
        return sum(1 << self.names.index(name) for name in members.split(", "))

    def excess(self, payoff, s):
        return self.v[s] - sum(x for i, x in enumerate(payoff) if s >> i & 1)

    def prove(self, levels, payoff, imputations, per_capita=False):
        def share(s, excess):
            return excess / bin(s).count("1") if per_capita else excess

        settled, every = Span(self.n), (1 << self.n) - 1
        settled.add(every)
        excesses = {s: share(s, self.excess(payoff, s)) for s in range(1, every)}
        same("sum of the payoff", self.v[every], sum(payoff))
        for rows in levels:
            weights = [(self.mask(row["coalition"]), number(row, "weight"), row["kind"])
                       for row in rows]
            level = number(rows[0], "excess")
            same("weights of coalitions", 1, sum(
                w * bin(s).count("1") if per_capita else w for s, w, kind in weights
                if kind == "coalition"))
            for i in range(self.n):
                same("balance", 0, sum(w for s, w, _ in weights if s >> i & 1))
            for s, w, kind in weights:
                if kind == "settled":
                    if not settled.has(s):
                        raise Differs(f"{s} is not settled")
                elif w < 0:
                    raise Differs(f"the weight of {s} is negative")
                if kind == "coalition":
                    same(f"excess of {s}", level, share(s, self.excess(payoff, s)))
                if kind == "alone" and (not imputations or self.excess(payoff, s)):
                    raise Differs(f"{s} is not kept at what it is worth alone")
            excesses = {s: excess for s, excess in excesses.items() if not settled.has(s)}
            same("greatest excess of those not settled", level,
                 max(excesses.values(), default=level))
            for s, w, kind in weights:
                if kind != "settled" and w > 0:
                    settled.add(s)
        if self.n > 1:
            same("rank of what is settled", self.n, len(settled.rows))


class Asked(Game):
    def __init__(self, program, case, file):
        super().__init__([f"p{i + 1}" for i in range(case["n"])], [Fraction(v) for v in case["v"]])
        file.write_text(json.dumps({
            "entente": 1, "actors": {name: None for name in self.names},
            "worth of coalitions": {"values": case["v"]}}), encoding="utf-8")
        said = program.ask("worth", str(file))
        self.facts, self.tables = said["facts"], said["tables"]

    def column(self, name):
        if name in OTHERS:
            return [number(row, OTHERS[name]) for row in self.tables["others"]]
        return [number(row, COLUMNS[name]) for row in self.tables["payoffs"]]

    def check(self, name, expected):
        if name in COLUMNS or name in OTHERS:
            said = self.column(name)
            if said[0] is None:
                raise Differs(f"there is no {name}")
            if name == "modiclus" and self.differences(said) < self.differences(
                    [Fraction(x) for x in expected]):
                return "the published payoff is none: its differences of excesses are greater"
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
        raise Skipped("not a field that is known here")

    def proofs(self, modiclus=True):
        """Every level's weights, from the definitions."""
        for name in ("prenucleolus", "nucleolus"):
            if self.column(name)[0] is not None:
                self.prove(self.levels(name), self.column(name), name == "nucleolus")
        if self.column("per_capita_nucleolus")[0] is not None:
            self.prove(self.levels("per_capita"), self.column("per_capita_nucleolus"), True, True)
        if modiclus and self.column("modiclus")[0] is not None:
            self.dual_cover().prove(self.levels("modiclus"), self.column("modiclus") * 2, False)
        self.prove_division()

    def differences(self, payoff):
        """By how much each excess is above each other one, the greatest first."""
        excesses = [self.excess(payoff, s) for s in range(1 << self.n)]
        return sorted((a - b for a in excesses for b in excesses), reverse=True)

    def levels(self, name):
        levels = {}
        for row in self.tables[f"{name}_levels"]:
            levels.setdefault(row["level"], []).append(row)
        return list(levels.values())

    def dual_cover(self):
        """The game of twice the players whose prenucleolus is the modiclus (Sudhoelter 1997)."""
        def dual(s):
            return self.v[-1] - self.v[len(self.v) - 1 ^ s]
        size = 1 << self.n
        return Game(self.names + [f"{name}'" for name in self.names],
                    [max(self.v[s] + dual(t), dual(s) + self.v[t])
                     for t in range(size) for s in range(size)])

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


class Span:
    """What coalitions, as vectors of zeros and ones, span. Modulo a prime above every determinant of such
    a matrix of this size (Hadamard), so that nothing is lost."""
    PRIME = 2 ** 61 - 1

    def __init__(self, n):
        self.n, self.rows = n, []  # (place of the first 1, vector)

    def reduced(self, s):
        v = [s >> i & 1 for i in range(self.n)]
        for at, row in self.rows:
            if v[at]:
                factor = v[at]
                v = [(a - factor * b) % self.PRIME for a, b in zip(v, row)]
        return v

    def has(self, s):
        return not any(self.reduced(s))

    def add(self, s):
        v = self.reduced(s)
        at = next((i for i, x in enumerate(v) if x), None)
        if at is not None:
            inverse = pow(v[at], -1, self.PRIME)
            self.rows.append((at, [x * inverse % self.PRIME for x in v]))


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
