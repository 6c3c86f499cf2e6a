"""The verb moves agrees with the definitions on random scenarios: units, steps, rules, red lines, ranks.

    ENTENTE=build/release/entente python3 test_moves.py [--n N] [--seed S]

A scenario is drawn as data, written as a file for the program, and turned into a graph here straight from
the definitions of a decision unit and a step; the graph's stability is that of moving.py. Controls are
of one actor, all, any, two of several, and differ by transition; moves may be missing; red lines bind
the actor's own moves and those of coalitions it is in. Options of the verb are drawn too, and blocs.
Exits 77 where there is no program.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from itertools import combinations, product
from pathlib import Path

import moving
from moving import Graph, Rules, SANCTIONS

NAMES = "abcde"
CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ", "SIM")


class Issue:
    """Outcomes 0..n-1; per transition who controls it: (how many, of whom), or None."""

    def __init__(self, rng, actors):
        self.n = rng.choice((2, 2, 3))
        self.control = {}
        self.default = self.draw(rng, actors)
        self.back = self.draw(rng, actors) if rng.random() < 0.3 else None  # transitions to 0
        pairs = [(x, y) for x in range(self.n) for y in range(self.n) if x != y]
        self.moves = None
        if rng.random() < 0.4:
            self.moves = [p for p in pairs if rng.random() < 0.6] or pairs[:1]
        for pair in self.moves or pairs:
            self.control[pair] = self.back if self.back and pair[1] == 0 else self.default

    @staticmethod
    def draw(rng, actors):
        among = frozenset(rng.sample(range(actors), rng.choice((1, 1, 1, 2, min(3, actors)))))
        return rng.choice((1, 1, len(among), min(2, len(among)))), among

    def text(self, k):
        said = [f"outcomes: [{', '.join(f'o{x}' for x in range(self.n))}]", "status quo: o0"]
        control = rule_text(self.default)
        if self.back:
            control = f'{{default: "{control}", to o0: "{rule_text(self.back)}"}}'
        else:
            control = f'"{control}"'
        said.append(f"control: {control}")
        if self.moves:
            said.append("moves: [" + ", ".join(f"o{x} -> o{y}" for x, y in self.moves) + "]")
        return f"  i{k}: {{{', '.join(said)}}}\n"


def rule_text(rule):
    need, among = rule
    if len(among) == 1:
        return NAMES[min(among)]
    return f"{need} of [{', '.join(NAMES[a] for a in sorted(among))}]"


class Case:
    def __init__(self, rng):
        self.actors = rng.randint(2, 4)
        self.issues = [Issue(rng, self.actors) for _ in range(rng.randint(1, 4))]
        k = len(self.issues)

        def clause():
            return [(i, rng.randrange(self.issues[i].n)) for i in rng.sample(range(k), min(k, 2))]

        self.rules = [clause() for _ in range(rng.choice((0, 0, 1, 2)))]  # not all of these
        self.rules = [r for r in self.rules if any(o != 0 for _, o in r)]
        self.red = [[clause()] if rng.random() < 0.2 else [] for _ in range(self.actors)]
        most = rng.choice((1, 3, 1000))
        self.worth = [[[rng.randint(0, most) for _ in range(i.n)] for i in self.issues]
                      for _ in range(self.actors)]
        self.bonus = [[(clause(), rng.randint(1, most)) for _ in range(rng.randint(0, 2))]
                      for _ in range(self.actors)]

    def text(self):
        def conj(clause):
            return " and ".join(f"i{i} = o{o}" for i, o in clause)

        out = ["entente: 1\nactors: {", ", ".join(f"{NAMES[a]}: {{}}" for a in range(self.actors)),
               "}\nissues:\n"]
        out += [issue.text(k) for k, issue in enumerate(self.issues)]
        if self.rules:
            out.append("rules:\n" + "".join(f"  - not ({conj(r)})\n" for r in self.rules))
        out.append("preferences:\n")
        for a in range(self.actors):
            out.append(f"  {NAMES[a]}:\n    worth:\n")
            for k, values in enumerate(self.worth[a]):
                pairs = ", ".join(f"o{x}: {v}" for x, v in enumerate(values))
                out.append(f"      i{k}: {{{pairs}}}\n")
            if self.bonus[a]:
                out.append("    conditions:\n" + "".join(
                    f"      - {{holds: {conj(c)}, worth: {v}}}\n" for c, v in self.bonus[a]))
            if self.red[a]:
                out.append("    red lines:\n" + "".join(f"      - {conj(c)}\n" for c in self.red[a]))
        return "".join(out)

    def utility(self, actor, state):
        return (sum(values[o] for values, o in zip(self.worth[actor], state))
                + sum(v for c, v in self.bonus[actor] if holds(c, state)))

    def units(self):
        """Single actors, and minimal coalitions of two or more that some transition asks for."""
        joint = set()
        for issue in self.issues:
            for need, among in [issue.default] + ([issue.back] if issue.back else []):
                if need > 1:
                    joint |= {frozenset(c) for c in combinations(sorted(among), need)}
        return [frozenset([a]) for a in range(self.actors)] + sorted(
            joint, key=lambda u: sum(1 << a for a in u))

    def graph(self, one_at_a_time, blocs=()):
        units = self.units()
        if blocs:
            joined = {frozenset().union(u, *(b for b in blocs if b & u)) for u in units + list(blocs)}
            joined = {u for u in joined if len(u) > 1}
            units = units[:self.actors] + sorted(joined, key=lambda u: sum(1 << a for a in u))
        states = [tuple(reversed(d)) for d in product(*(range(i.n) for i in reversed(self.live())))]
        states = [s for s in states if not any(holds(r, self.whole(s)) for r in self.rules)]
        movers = []
        for unit in units:
            arcs = set()
            for i, s in enumerate(states):
                for j, t in enumerate(states):
                    if i != j and self.step(unit, self.whole(s), self.whole(t), one_at_a_time):
                        arcs.add((i, j))
            movers.append((unit, arcs))
        ranks = [[self.utility(a, self.whole(s)) for s in states] for a in range(self.actors)]
        made = Graph(len(states), self.actors, movers, ranks, states, ())
        made.red = [{i for i, s in enumerate(states) if any(holds(c, s) for c in self.red[a])}
                    for a in range(self.actors)]
        return made

    def live(self):
        """Issues that somebody can change."""
        return [i for i in self.issues if i.control]

    def whole(self, state):
        rest = list(state)
        return tuple(rest.pop(0) if i.control else 0 for i in self.issues)

    def step(self, unit, s, t, one_at_a_time):
        changed = [k for k in range(len(s)) if s[k] != t[k]]
        if one_at_a_time and len(changed) > 1:
            return False
        for k in changed:
            rule = self.issues[k].control.get((s[k], t[k]))
            if rule is None or len(rule[1] & unit) < rule[0]:
                return False
        return not any(holds(c, t) for a in unit for c in self.red[a])


def holds(clause, state):
    return all(state[i] == o for i, o in clause)


def ask(program, path, options):
    run = subprocess.run([program, "moves", path, "--json", "--every", "--threads", "1", *options],
                         capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return None, run.stderr
    return json.loads(run.stdout), ""


def verdicts(answer, players, concepts):
    found = {c: {p: set() for p in players} for c in concepts}
    for row in answer["tables"]["stability"]:
        for c in concepts:
            if row[c]:
                found[c][row.get("actor") or row.get("player")].add(row["number"] - 1)
    return found


def compare_alone(case, answer, rules, one):
    graph = case.graph(one)
    found = verdicts(answer, NAMES[:case.actors], CONCEPTS)
    for c in CONCEPTS:
        for a in range(case.actors):
            real = {s for s in range(graph.states) if moving.stable(graph, a, s, c, rules)}
            if found[c][NAMES[a]] != real:
                return f"{c} of {NAMES[a]}: {sorted(found[c][NAMES[a]])}, by definition {sorted(real)}"
    held = {s for s in range(graph.states)
            if all(moving.stable(graph, a, s, "SEQ", rules) for a in range(case.actors))}
    said = {row["number"] - 1 for row in answer["tables"]["equilibrium_states"] if row["SEQ"]}
    steps = moving.distances(graph, range(len(graph.movers)), 0, "improvements", None, "sequence",
                             rules.pareto)
    for row in answer["tables"]["equilibrium_states"]:
        if row["improvements"] != steps[row["number"] - 1]:
            return f"steps to {row['number']}: {row['improvements']}"
    return None if said == held else f"equilibria {sorted(said)}, by definition {sorted(held)}"


def with_movers(graph, movers):
    made = Graph(graph.states, graph.actors, movers, graph.ranks, graph.digits)
    made.red = graph.red
    return made


def compare_universal(case, answer, rules, one):
    graph = case.graph(one)
    for c in CONCEPTS[:5]:
        found = {row["number"] - 1 for row in answer["tables"]["universal_states"] if row["C" + c]}
        real = {s for s in range(graph.states)
                if all(moving.coalition_stable(graph, members, s, c, rules)
                       for members in moving.coalitions(graph))}
        if found != real:
            return f"C{c} of all coalitions: {sorted(found)}, by definition {sorted(real)}"
    return None


def compare_blocs(case, answer, rules, one, blocs, merged):
    graph = case.graph(one, blocs if merged else ())
    taken = frozenset().union(*blocs)
    players = list(blocs) + [frozenset([a]) for a in range(case.actors) if a not in taken]
    names = [", ".join(NAMES[a] for a in sorted(p)) for p in players]
    concepts = CONCEPTS[:6 if merged else 5]
    found = verdicts(answer, names, concepts)
    if merged:  # units that split a bloc do not move, a bloc moves as the unit it is
        movers = [(members, arcs) for members, arcs in graph.movers
                  if all(not members & b or b <= members for b in blocs)]
        graph = with_movers(graph, movers)
    for c in concepts:
        for player, name in zip(players, names):
            tested = graph
            if merged and player in blocs:
                own = [(m, arcs) for m, arcs in graph.movers if m == player or not m & player]
                tested = with_movers(graph, own)
            real = {s for s in range(graph.states)
                    if moving.coalition_stable(tested, player, s, c, rules)}
            if found[c][name] != real:
                return f"{c} of {name}: {sorted(found[c][name])}, by definition {sorted(real)}"
    return None


def random_blocs(rng, actors):
    order = rng.sample(range(actors), actors)
    blocs = [frozenset(order[:2])]
    if actors == 4 and rng.random() < 0.5:
        blocs.append(frozenset(order[2:]))
    return blocs


def compare(program, folder, rng, name):
    case = Case(rng)
    path = os.path.join(folder, "case.yaml")
    Path(path).write_text(case.text())
    rules = Rules(rng.choice(SANCTIONS), rng.random() < 0.2, rng.random() < 0.3, rng.random() < 0.2)
    one = rng.random() < 0.3
    options = ["--sanction", rules.sanction, "--harm", "worse" if rules.worse_only else "equal",
               "--improvement", "pareto" if rules.pareto else "strict",
               "--joint", "deters" if rules.sim_infeasible else "ignored",
               "--step", "one" if one else "any"]
    blocs = random_blocs(rng, case.actors) if rng.random() < 0.3 else []
    merged = rng.random() < 0.5
    if blocs:
        said = "; ".join(", ".join(NAMES[a] for a in sorted(b)) for b in blocs)
        options += ["--blocs", said, "--bloc", "merged" if merged else "tested"]
    universal = not blocs and rng.random() < 0.25
    answer, error = ask(program, path, options + ["--coalitions"] * universal)
    if answer is None:
        wrong = error
    elif universal:
        wrong = compare_universal(case, answer, rules, one)
    elif blocs:
        wrong = compare_blocs(case, answer, rules, one, blocs, merged)
    else:
        wrong = compare_alone(case, answer, rules, one)
    return [f"{name}: {wrong}\n{' '.join(options)}\n{case.text()}"] if wrong else []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=60 if os.environ.get("ENTENTE_SANITIZE") else 400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    program = os.environ.get("ENTENTE", "")
    if not os.path.isfile(program):
        print("there is no program to compare: ENTENTE does not name one")
        return 77
    rng = random.Random(options.seed)
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for i in range(options.n):
            faults += compare(program, folder, rng, f"scenario {i} of seed {options.seed}")
            if len(faults) >= 3:
                break
        print("\n".join(faults))
        print(f"{options.n} scenarios, {len(faults)} faults")
        if faults:
            return 1
        real, noticed = Case.step, []  # a definition broken on purpose: red lines forgotten
        Case.step = lambda self, *step: real(forgetful(self), *step)
        for i in range(60):
            noticed += compare(program, folder, rng, f"scenario {i}")
        if not noticed:
            print("forgetting red lines was not noticed")
            return 1
    return 0


def forgetful(case):
    other = Case.__new__(Case)
    other.__dict__.update(case.__dict__, red=[[]] * case.actors)
    return other


if __name__ == "__main__":
    sys.exit(main())
