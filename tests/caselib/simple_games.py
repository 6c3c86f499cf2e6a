"""Cases of the kind `simple games`: bodies that vote, with known power indices.

A file holds {"legend": ..., "cases": [...]}; each case has `weights` and `quota`, or `constraints` (a
list of these, all of which must be met) and perhaps `wins_if_size_at_least`; what is `computed` (exact
fractions where the name says so, else decimals of ten digits) and what is `published` (decimals as
printed there, fractions, or by kind of voter).
"""

import json
from fractions import Fraction

from caselib.compare import Differs, Skipped, result, same
from caselib.program import number

COLUMNS = {"banzhaf_normalized": "banzhaf", "banzhaf_normalized_fraction": "banzhaf",
           "banzhaf_absolute": "banzhaf_absolute", "shapley_shubik": "shapley_shubik",
           "shapley_shubik_fraction": "shapley_shubik", "shapley_shubik_3dp": "shapley_shubik",
           "deegan_packel": "deegan_packel", "holler_pgi": "holler", "johnston": "johnston",
           "coleman_prevent": "coleman_prevent", "coleman_initiate": "coleman_initiate",
           "swings": "swings", "banzhaf_raw": "swings"}
MARKS = {"veto_players": "veto", "dummies": "dummy", "dictators": "dictator"}
NOT_A_RESULT = {"status", "source", "fact", "weights", "weights_population_permille", "n",
                "cross_checked_by", "players"}


def contents(path):
    """The cases of a file of this kind, or None."""
    if path.suffix != ".json" or not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    cases = data.get("cases") if isinstance(data, dict) else None
    if not isinstance(cases, list) or not cases or not isinstance(cases[0], dict):
        return None
    return cases if all("quota" in case or "constraints" in case for case in cases) else None


def is_case(path):
    return contents(path) is not None


def scenario(case):
    """The case as a file of the program: every constraint a column of weights."""
    constraints = case.get("constraints") or [{"weights": case["weights"], "quota": case["quota"]}]
    n = len(constraints[0]["weights"])
    voters = {f"v{i + 1}": {f"w{k}": constraint["weights"][i]
                            for k, constraint in enumerate(constraints)} for i in range(n)}
    rule = " and ".join(f"w{k} >= {constraint['quota']}"
                        for k, constraint in enumerate(constraints))
    if case.get("wins_if_size_at_least"):
        rule = f"({rule}) or voters >= {case['wins_if_size_at_least']}"
    return json.dumps({"entente": 1, "votes": {"body": {"voters": voters, "rule": rule}}}), n


def agree(what, expected, said):
    """A fraction exactly; a decimal to its last digit."""
    if isinstance(expected, float):
        digits = len(repr(expected).partition(".")[2])
        if abs(Fraction(repr(expected)) - said) > Fraction(6, 10 ** (digits + 1)):
            raise Differs(f"{what}: expected {expected}, the program says {float(said)}")
        return f"to {digits} decimals"
    same(what, Fraction(expected), said)
    return "exact"


class Asked:
    def __init__(self, program, case, file):
        text, self.n = scenario(case)
        self.weights = (case.get("constraints") or [case])[0]["weights"]
        file.write_text(text, encoding="utf-8")
        said = program.ask("power", str(file), "--limit", "10000")
        self.rows = said["tables"]["power"]
        self.rule = said["tables"]["rules"][0]
        self.minimal = said["tables"]["minimal"]

    def column(self, name):
        return [number(row, COLUMNS.get(name, name)) for row in self.rows]

    def check(self, name, expected):
        if name in COLUMNS and isinstance(expected, list):
            said = self.column(name)
            same(f"number of {name}", len(expected), len(said))
            return {agree(f"{name} of voter {i + 1}", a, b)
                    for i, (a, b) in enumerate(zip(expected, said))}.pop()
        if name in COLUMNS:  # by kind: the first voters are permanent, the others elected
            said = self.column(name)
            kinds = {"permanent": said[:5], "elected": said[5:]}
            for kind, value in expected.items():
                for each in kinds[kind]:
                    agree(f"{name}, {kind}", value, each)
            return "exact"
        if name == "swings_by_weight":
            said = {str(weight): swings for weight, swings in zip(self.weights,
                                                                  self.column("swings"))}
            return same(name, expected, {weight: said[weight] for weight in expected})
        if name in MARKS:
            return same(name, [i - 1 for i in expected],
                        [i for i, row in enumerate(self.rows) if row[MARKS[name]]])
        if name == "mwc":
            said = sorted(sorted(int(voter[1:]) for voter in row["members"].split(", "))
                          for row in self.minimal)
            return same(name, sorted(map(sorted, expected)), said)
        return self.count(name, expected)

    def count(self, name, expected):
        winning, n = int(self.rule["winning"]), self.n
        exact = {"winning_coalitions": winning, "total_swings": int(self.rule["swings"]),
                 "minimal_winning_coalitions": int(self.rule["minimal"]),
                 "n_mwc": int(self.rule["minimal"]),
                 # a coalition blocks when the others lose: as many as do not lose
                 "n_blocking_coalitions_incl_winning": 2 ** n - winning}
        if name in exact:
            return same(name, expected, exact[name])
        if name in ("power_of_collectivity_to_act", "passage_probability"):
            return agree(name, expected, number(self.rule, "acts"))
        raise Skipped("not a field that is known here")


def check(program, path, directory, wanted):
    for case in contents(path):
        where = f"{path.stem}/{case['id']}"
        try:
            asked = Asked(program, case, directory / f"{case['id']}.json")
        except Exception as problem:  # no field can be compared then
            yield "DIFFERENT", where, "power", f"no answer: {problem}"
            continue
        parts = [("computed", case["computed"])] + [
            (f"published{i + 1}", part) for i, part in enumerate(case.get("published", []))]
        for part, fields in parts:
            for name, expected in fields.items():
                if name not in NOT_A_RESULT and wanted(name):
                    verdict, remark = result(lambda: asked.check(name, expected))
                    yield verdict, where, f"{part}.{name}", remark
