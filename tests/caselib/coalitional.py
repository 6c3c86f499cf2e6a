"""Cases of the kind `coalitional`: small games with known strong Nash, coalition-proof, alpha-core and
farsightedly stable states.

A file has {"cases": [...]}. A strategic game gives `strategies` (how many each player has) and
`payoffs` by profile ("0,1,0"); a farsighted one gives `states`, `moves` ({frm, to, coalition}) and
`payoffs_exact` by state. Fields are those of `computed`; what is `published` is held against the
same answers where it names the same field.
"""

import json
from itertools import product

from caselib.compare import Skipped, result, same
from caselib.program import package


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def is_case(path):
    if path.suffix != ".json" or not path.is_file():
        return False
    data = read(path)
    cases = data.get("cases") if isinstance(data, dict) else None
    return (isinstance(cases, list) and bool(cases)
            and all(isinstance(case, dict) and ("strategies" in case or "moves" in case)
                    for case in cases))


class Game:
    """A scenario written for a case, and what the program says of its states."""

    flags = {}

    def answer(self, program, directory):
        path = directory / f"{len(list(directory.iterdir()))}.json"
        path.write_text(json.dumps(self.scenario(), indent=1), encoding="utf-8")
        self.output = program.ask("coalitions", str(path), "--stable")
        self.rows = self.output["tables"]["states"]

    def field(self, name):
        if name not in self.flags:
            raise Skipped("not asked of this verb")
        return {self.state(row["state"]) for row in self.rows if row[self.flags[name]]}

    def compare(self, name, expected):
        same(name, {self.key(state) for state in expected}, self.field(name))


class Strategic(Game):
    flags = {"pure_nash": "nash", "strong_nash": "strong_nash",
             "coalition_proof_nash": "coalition_proof", "alpha_core_pure": "alpha_core",
             "beta_core_pure": "beta_core", "pareto_optimal": "efficient"}

    def __init__(self, case):
        self.strategies, self.payoffs = case["strategies"], case["payoffs"]

    def scenario(self):
        players = range(len(self.strategies))
        return {
            "entente": 1,
            "actors": {f"p{i}": {} for i in players},
            "issues": {f"i{i}": {"outcomes": [f"s{k}" for k in range(n)], "control": f"p{i}",
                                 "unordered": True, "status quo": "s0"}
                       for i, n in enumerate(self.strategies)},
            "preferences": {f"p{i}": {"conditions": [
                {"holds": " and ".join(f"i{j} = s{k}" for j, k in enumerate(profile)),
                 "worth": str(self.payoffs[",".join(map(str, profile))][i])}
                for profile in product(*map(range, self.strategies))]} for i in players},
        }

    def state(self, text):
        profile = [0] * len(self.strategies)
        for issue, outcome in package(text).items() if text != "no change" else []:
            profile[int(issue[1:])] = int(outcome[1:])
        return tuple(profile)

    key = staticmethod(tuple)


class Farsighted(Game):
    flags = {"largest_consistent_set": "consistent", "myopic_core": "step_core",
             "farsighted_core": "farsighted_core"}

    def __init__(self, case):
        self.states, self.moves = case["states"], case["moves"]
        self.payoffs = case["payoffs_exact"]

    def scenario(self):
        players = range(len(next(iter(self.payoffs.values()))))
        lines = {}
        for move in self.moves:
            line = f"s{self.states.index(move['frm'])} -> s{self.states.index(move['to'])}"
            lines.setdefault(line, []).append(frozenset(move["coalition"]))
        return {
            "entente": 1,
            "actors": {f"p{i}": {} for i in players},
            "issues": {"state": {
                "outcomes": [{"id": f"s{k}", "name": s} for k, s in enumerate(self.states)],
                "unordered": True, "status quo": "s0",
                "control": {line: " or ".join(self.rule(c) for c in self.smallest(coalitions))
                            for line, coalitions in lines.items()}}},
            "preferences": {f"p{i}": {"worth": {"state": {
                f"s{k}": self.payoffs[s][i] for k, s in enumerate(self.states)}}}
                for i in players},
        }

    @staticmethod
    def smallest(coalitions):
        return sorted({c for c in coalitions if not any(d < c for d in coalitions)}, key=sorted)

    @staticmethod
    def rule(coalition):
        names = [f"p{i}" for i in sorted(coalition)]
        return names[0] if len(names) == 1 else f"all of [{', '.join(names)}]"

    def state(self, text):
        return self.states[0 if text == "no change" else int(text.partition(" = s")[2])]

    @staticmethod
    def key(state):
        return state

    def compare(self, name, expected):
        if name == "indirectly_dominates":
            said = {state: set() for state in self.states}
            for row in self.output["tables"]["indirect_dominance"]:
                said[self.state(row["dominated_by"])].add(self.state(row["state"]))
            same(name, {state: set(below) for state, below in expected.items()}, said)
        elif name == "farsighted_stable_sets":
            said = {}
            for row in self.output["tables"]["stable_sets"]:
                said.setdefault(row["set"], set()).add(self.state(row["state"]))
            same(name, set(map(frozenset, expected)), set(map(frozenset, said.values())))
        else:
            super().compare(name, expected)


NOT_A_RESULT = {"method", "status", "source", "note"}


def check(program, path, directory, wanted):
    """Lines (verdict, where, field, remark) of one file; `wanted(field)` says which."""
    for case in read(path)["cases"]:
        game = (Strategic if "strategies" in case else Farsighted)(case)
        game.answer(program, directory)
        fields = [(name, value) for name, value in case["computed"].items()]
        fields += [(name, value) for said in case["published"] for name, value in said.items()
                   if name in game.flags]
        for name, value in fields:
            if name in NOT_A_RESULT or not wanted(name):
                continue

            def compare(name=name, value=value):
                game.compare(name, value)

            verdict, remark = result(compare)
            yield verdict, case["id"], name, remark
