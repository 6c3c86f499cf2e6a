"""Negotiation domains as folders keep them (neutral.json), and as scenarios.

neutral.json gives the issues with their values, the agents with their reservation values, and for
each scoring (`exact_genius`, `exact_raw`) whole contributions: the utility of outcome x to agent j
is the sum of contribution[j][i][x_i] over the issues i, divided by denominator[j].
"""

import json
from fractions import Fraction
from pathlib import Path

SCORINGS = ["genius", "raw"]


def read(path):
    """JSON in which every number is exact."""
    return json.loads(Path(path).read_text(encoding="utf-8"), parse_float=Fraction)


class Domain:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.neutral = read(self.folder / "neutral.json")
        self.issues = [issue["name"] for issue in self.neutral["issues"]]
        self.values = [issue["values"] for issue in self.neutral["issues"]]
        self.agents = [agent["name"] for agent in self.neutral["agents"]]


class Scored:
    """A domain with the exact utilities of one scoring."""

    def __init__(self, domain, scoring):
        self.domain, self.scoring = domain, scoring
        exact = domain.neutral["exact_" + scoring]
        self.worth = [[[Fraction(int(c), int(denominator)) for c in values] for values in issues]
                      for issues, denominator in zip(exact["contribution"], exact["denominator"])]
        self.least = [sum(map(min, issues)) for issues in self.worth]
        self.most = [sum(map(max, issues)) for issues in self.worth]
        said = [agent["reservation"] for agent in domain.neutral["agents"]]
        self.disagreement = [least if r is None else max(least, Fraction(r))
                             for least, r in zip(self.least, said)]

    def utilities(self, outcome):
        return tuple(sum(values[x] for values, x in zip(issues, outcome)) for issues in self.worth)

    def scenario(self, reservations, reverse=False):
        """The scenario file, as JSON. Names are numbered: an author's own may not be ids. With
        `reverse` everybody wants the contrary."""
        sign = -1 if reverse else 1
        agents = range(len(self.worth))
        everyone = [f"agent{j}" for j in agents]
        return json.dumps({
            "entente": 1,
            "question": f"deal of {{{', '.join(everyone)}}}",
            "actors": {f"agent{j}": {"name": self.domain.agents[j]} for j in agents},
            "issues": {f"issue{i}": issue(name, values) for i, (name, values) in enumerate(
                zip(self.domain.issues, self.domain.values))},
            "reservation": {f"agent{j}": str(reservations[j]) for j in agents},
            "preferences": {f"agent{j}": {"worth": {
                f"issue{i}": worth(values, sign) for i, values in enumerate(self.worth[j])}}
                            for j in agents},
        }, indent=1, ensure_ascii=False)


def issue(name, values):
    """An issue that all settle; one with a single value is given, beside a value it never has."""
    outcomes = [{"id": f"value{v}", "name": str(value)} for v, value in enumerate(values)]
    if len(values) == 1:
        return {"name": name, "outcomes": [*outcomes, {"id": "never"}], "given": "value0"}
    return {"name": name, "unordered": True, "outcomes": outcomes, "control": "all of all"}


def worth(values, sign):
    said = {f"value{v}": str(sign * c) for v, c in enumerate(values)}
    return {**said, "never": "0"} if len(values) == 1 else said
