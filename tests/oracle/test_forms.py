"""Orders of states, given moves and misperceived states, from their definitions.

    ENTENTE=build/release/entente python3 test_forms.py [--n 300] [--seed 1]

Random scenarios with statements (also more than a number holds), rankings with ties and payoffs; with
states spanned by issues, or given along with possibly intransitive moves; with joint control, rules, one-way
moves and states that an actor does not see. The program's ranks and moves (export graphml) and its
verdicts for every state (moves --every) are held against loops over the definitions (moving.py).
Exits 77 where there is no program.
"""

import argparse
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from fractions import Fraction
from pathlib import Path

import moving

SPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}
CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ", "SIM")


# ---- expressions: ("is", issue, outcome), ("and" | "or", [..]), ("not", e), ("if", a, b), ("iff", a, b) ----

def expression(draw, issues, depth=2):
    kind = draw.choice(["is"] * 3 + ["and", "or", "not", "if", "iff"]) if depth else "is"
    if kind == "is":
        issue = draw.choice(list(issues))
        return "is", issue, draw.choice(issues[issue])
    if kind == "not":
        return kind, expression(draw, issues, depth - 1)
    parts = [expression(draw, issues, depth - 1) for _ in range(2)]
    return (kind, parts) if kind in ("and", "or") else (kind, *parts)


def text(e):
    if e[0] == "is":
        return f"{e[1]} = {e[2]}"
    if e[0] == "not":
        return f"not ({text(e[1])})"
    if e[0] in ("and", "or"):
        return f" {e[0]} ".join(f"({text(part)})" for part in e[1])
    return (f"if ({text(e[1])}) then ({text(e[2])})" if e[0] == "if"
            else f"({text(e[1])}) iff ({text(e[2])})")


def holds(e, state):
    if e[0] == "is":
        return state[e[1]] == e[2]
    if e[0] == "not":
        return not holds(e[1], state)
    if e[0] in ("and", "or"):
        return (all if e[0] == "and" else any)(holds(part, state) for part in e[1])
    a, b = holds(e[1], state), holds(e[2], state)
    return not a or b if e[0] == "if" else a == b


# ---- a scenario, and what follows from it ----

class Drawn:
    def __init__(self, seed):
        draw = self.draw = random.Random(seed)
        self.actors = [f"a{n}" for n in range(draw.choice([2, 2, 3, 3, 4]))]
        self.file = {"entente": 1, "actors": {actor: None for actor in self.actors}}
        self.rules = []
        (self.given if draw.random() < 0.4 else self.spanned)()
        self.unseen = {actor: set() for actor in self.actors}
        self.red = {actor: set() for actor in self.actors}
        self.file["preferences"] = {actor: self.preference(actor) for actor in self.actors}
        for team, arcs in self.arcs_of.items():  # nobody moves onto its own red line
            barred = set().union(*(self.red[self.actors[n]] for n in team))
            self.arcs_of[team] = {(m, n) for m, n in arcs if n not in barred}

    def quorum(self):
        """(text of a rule, its minimal coalitions)."""
        some = self.draw.sample(self.actors, self.draw.randint(1, min(3, len(self.actors))))
        kind = self.draw.choice(["one", "one", "all", "any", "two"])
        if kind == "one" or len(some) < 2:
            return some[0], [frozenset([self.actors.index(some[0])])]
        need = {"all": len(some), "any": 1, "two": 2}[kind]
        words = {"all": "all of", "any": "any of", "two": "2 of"}[kind]
        return f"{words} [{', '.join(some)}]", [
            frozenset(map(self.actors.index, team)) for team in itertools.combinations(some, need)]

    def movers(self, arcs_of):
        """Single actors first, then joint units by their bit sets."""
        joint = {team for team in arcs_of if len(team) > 1}
        order = [frozenset([n]) for n in range(len(self.actors))]
        order += sorted(joint, key=lambda team: sum(1 << n for n in team))
        return [(team, arcs_of.get(team, set())) for team in order]

    # -- states spanned by issues --

    def spanned(self):
        draw = self.draw
        self.issues = {f"i{n}": [f"x{n}", f"y{n}", f"z{n}"][:draw.choice([2, 2, 3])]
                       for n in range(draw.randint(2, 3))}
        self.rules = [expression(draw, self.issues) for _ in range(draw.choice([0, 0, 1, 2]))]
        combos = itertools.product(*reversed(self.issues.values()))
        states = [dict(zip(self.issues, reversed(combo))) for combo in combos]
        self.states = [s for s in states if all(holds(rule, s) for rule in self.rules)]
        if not self.states:
            self.rules, self.states = [], states
        now = draw.choice(self.states) if draw.random() < 0.5 else None
        self.file["issues"], steps, teams = {}, {}, set()
        for issue, outcomes in self.issues.items():
            rule, minimal = self.quorum()
            teams |= set(minimal)
            record = self.file["issues"][issue] = {"outcomes": outcomes, "control": rule}
            if now:
                record["status quo"] = now[issue]
            allowed = set(itertools.permutations(outcomes, 2))
            if draw.random() < 0.4:
                allowed = set(draw.sample(sorted(allowed), draw.randint(1, len(allowed))))
                record["moves"] = [f"{a} -> {b}" for a, b in sorted(allowed)]
            steps[issue] = allowed, minimal
        self.file["rules"] = [text(rule) for rule in self.rules]
        self.file["states"] = {f"s{n}": state for n, state in enumerate(self.states)}
        self.digits = [tuple(s[issue] for issue in self.issues) for s in self.states]
        self.arcs_of = {}
        for team in teams | {frozenset([n]) for n in range(len(self.actors))}:
            self.arcs_of[team] = {
                (m, n) for m, s in enumerate(self.states) for n, t in enumerate(self.states)
                if m != n and all(s[i] == t[i] or (s[i], t[i]) in steps[i][0]
                                  and any(part <= team for part in steps[i][1])
                                  for i in self.issues)}

    # -- states and moves that are given --

    def given(self):
        draw = self.draw
        n = draw.randint(3, 8)
        self.names = [f"s{k}" for k in range(n)]
        if draw.random() < 0.5:
            self.issues = {"i0": ["x", "y", "z"], "i1": ["u", "v", "w"]}
            combos = draw.sample(list(itertools.product(*self.issues.values())), n)
            self.states = [dict(zip(self.issues, combo)) for combo in combos]
            self.digits = combos
            self.file["issues"] = {i: {"outcomes": outcomes} for i, outcomes in self.issues.items()}
            self.file["states"] = dict(zip(self.names, self.states))
        else:
            self.issues = {"state": self.names}
            self.states = [{"state": name} for name in self.names]
            self.digits = [(name,) for name in self.names]
            self.file["states"] = self.names
        if draw.random() < 0.5:
            self.file["status quo"] = draw.choice(self.names)
        self.file["moves"], self.arcs_of = {}, {}
        for _ in range(draw.randint(1, 4)):
            rule, minimal = self.quorum()
            some = draw.sample(list(itertools.permutations(range(n), 2)), draw.randint(1, 2 * n))
            self.file["moves"].setdefault(rule, [])
            self.file["moves"][rule] += [f"s{a} -> s{b}" for a, b in some]
            for team in minimal:
                self.arcs_of.setdefault(team, set()).update(some)

    # -- preferences --

    def preference(self, actor):
        draw = self.draw
        kind = draw.choice(["statements", "statements", "ranking", "payoff"])
        said = {}
        if kind == "statements":
            most = draw.choice([1, 3, 6, 6, 130, 200])
            wants = [expression(draw, self.issues) for _ in range(draw.randint(1, most))]
            keys = [tuple(holds(e, s) for e in wants) for s in self.states]
            said["statements"] = [text(e) for e in wants]
        elif kind == "ranking":
            keys = [draw.randint(0, len(self.states)) for _ in self.states]
            levels = {}
            for n, key in enumerate(keys):
                levels.setdefault(-key, []).append(f"s{n}")
            levels = [levels[key] for key in sorted(levels)]
            said["ranking"] = draw.choice([
                " > ".join(" = ".join(level) for level in levels),
                [level if len(level) > 1 else level[0] for level in levels]])
        else:
            keys = [Fraction(draw.randint(-9, 9), draw.randint(1, 4)) for _ in self.states]
            said["payoff"] = {f"s{n}": str(key) for n, key in enumerate(keys)}
        if draw.random() < 0.25:
            blind = expression(draw, self.issues, 1)
            said["misperceives"] = [text(blind)]
            self.unseen[actor] = {n for n, s in enumerate(self.states) if holds(blind, s)}
        if draw.random() < 0.2:
            never = expression(draw, self.issues, 1)
            said["red lines"] = [text(never)]
            self.red[actor] = {n for n, s in enumerate(self.states) if holds(never, s)}
        order = sorted(set(keys))
        self.ranks = getattr(self, "ranks", []) + [[order.index(key) for key in keys]]
        return said

    # -- what follows --

    def graph(self, unseen=frozenset()):
        movers = [(team, {arc for arc in arcs if not set(arc) & set(unseen)})
                  for team, arcs in self.movers(self.arcs_of)]
        digits = [None if n in unseen else digit for n, digit in enumerate(self.digits)]
        return moving.Graph(len(self.states), len(self.actors), movers, self.ranks, digits)


def ask(program, *words):
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, words))}\n{done.stderr}")
    return done.stdout


def check(program, drawn, file):
    """Where the program differs, or None."""
    root = ElementTree.fromstring(ask(program, "export", "graphml", file))
    nodes = root.findall(".//g:node", SPACE)
    if len(nodes) != len(drawn.states):
        return f"{len(nodes)} states, not {len(drawn.states)}"
    for a, ranks in enumerate(drawn.ranks):
        said = [int(node.find(f"g:data[@key='rank{a}']", SPACE).text) for node in nodes]
        order = sorted(set(said))
        if [order.index(rank) for rank in said] != ranks:
            return f"ranks of a{a}: {said}, not {ranks}"
    said = {}
    for edge in root.findall(".//g:edge", SPACE):
        words = re.split(", | and ", edge.find("g:data[@key='mover']", SPACE).text)
        said.setdefault(frozenset(map(drawn.actors.index, words)), set()).add(
            (int(edge.get("source")[1:]) - 1, int(edge.get("target")[1:]) - 1))
    expected = {team: arcs for team, arcs in drawn.arcs_of.items() if arcs}
    if said != expected:
        return f"moves: {said}, not {expected}"
    rows = json.loads(ask(program, "moves", file, "--json", "--every"))["tables"]["stability"]
    for row in rows:
        actor, state = drawn.actors.index(row["actor"]), row["number"] - 1
        unseen = drawn.unseen[row["actor"]]
        graph = drawn.graph(unseen)
        for concept in CONCEPTS:
            if concept not in row:
                continue
            right = state in unseen or moving.stable(graph, actor, state, concept, moving.Rules())
            if row[concept] != right:
                return f"{concept} of a{actor} in state {state + 1}: {row[concept]}, not {right}"
    if len(rows) != len(drawn.states) * len(drawn.actors):
        return "rows are missing"
    return check_merged(program, drawn, file) if "moves" in drawn.file else None


def check_merged(program, drawn, file):
    """Two actors as one player do at once what sequences of their moves lead to."""
    bloc = frozenset([0, 1])
    red = drawn.red["a0"] | drawn.red["a1"]  # the bloc goes there for neither
    graph = drawn.graph()
    rows = json.loads(ask(program, "moves", file, "--json", "--every", "--blocs", "a0, a1",
                          "--bloc", "merged"))["tables"]["stability"]
    for row in rows:
        s = row["number"] - 1
        if row["player"] != "a0, a1":
            continue
        right = not any(graph.improves(bloc, s, t, False)
                        for t in moving.reach(graph, graph.within(bloc), s) - red)
        if row["R"] != right:
            return f"R of the bloc in state {s + 1}: {row['R']}, not {right}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=40 if os.environ.get("ENTENTE_SANITIZE") else 300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    program = os.environ.get("ENTENTE", "build/release/entente")
    if not os.path.isfile(program):
        print("there is no program to hold against the definitions: ENTENTE does not name one")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenario.json"
        for seed in range(options.seed, options.seed + options.n):
            drawn = Drawn(seed)
            file.write_text(json.dumps(drawn.file, indent=1))
            wrong = check(program, drawn, file)
            if wrong:
                print(file.read_text())
                print(f"seed {seed}: {wrong}\nagain: python3 test_forms.py --seed {seed} --n 1")
                return 1
    print(f"{options.n} scenarios agree")
    return 0


if __name__ == "__main__":
    sys.exit(main())
