"""Divisions into blocs against the definitions.

Random actors with ties (mutual, one-sided, ranges) and rankings (with equals, with what is not listed):
for each concept of stability the divisions that the definition allows, of all there are; where there
is none, the circle of moves must be one. A division asked about must be judged as in the list.

usage: test_blocs.py [GAMES] (default 600); ENTENTE is the program
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction
from itertools import combinations
from pathlib import Path

PROGRAM = os.environ.get("ENTENTE", "build/release/entente")
CONCEPTS = ("nash", "individual", "contractual", "core", "strict_core")


def partitions(items):
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for division in partitions(rest):
        yield [frozenset([first])] + division
        for k, bloc in enumerate(division):
            yield division[:k] + [bloc | {first}] + division[k + 1:]


def coalitions(n):
    return [frozenset(c) for size in range(1, n + 1) for c in combinations(range(n), size)]


class Game:
    def __init__(self, seed):
        r = random.Random(seed)
        self.n = n = r.randint(1, 5)
        self.names = [f"a{i}" for i in range(n)]
        self.scenario = {"entente": 1, "actors": {name: None for name in self.names}}
        self.ties = {}
        ties = []
        for i in range(n):
            for j in range(i):
                if r.random() < 0.6:
                    sign = Fraction(r.randint(-4, 4), 4)
                    low = sign - Fraction(1, 8) if r.random() < 0.2 and sign > -1 and sign < 1 \
                        else None
                    ties.append({"between": [self.names[i], self.names[j]], "sign": float(sign)
                                 if low is None else [float(low), float(2 * sign - low)]})
                    self.ties[i, j] = self.ties[j, i] = sign
        for i in range(n):
            for j in range(n):
                if i != j and r.random() < 0.3:
                    sign = Fraction(r.randint(-4, 4), 4)
                    ties.append({"by": self.names[i], "to": self.names[j], "sign": float(sign)})
                    self.ties[i, j] = sign
        self.rankings = {}
        for i in range(n):
            if r.random() < 0.5:
                self.rankings[i] = self.ranking(r, i)
        if ties:
            self.scenario["ties"] = ties
        if not self.rankings and not ties:
            self.rankings = {0: [[frozenset([0])]]}
        if self.rankings:
            self.scenario["blocs"] = {
                self.names[i]: [" = ".join(self.text(bloc, i, r) for bloc in level)
                                for level in levels]
                for i, levels in self.rankings.items()}

    def ranking(self, r, i):
        own = [c for c in coalitions(self.n) if i in c]
        chosen = r.sample(own, r.randint(1, len(own)))
        levels = []
        while chosen:
            k = r.randint(1, min(2, len(chosen)))
            levels.append(chosen[:k])
            chosen = chosen[k:]
        return levels

    def text(self, bloc, i, r):
        shown = [self.names[j] for j in bloc if j != i or len(bloc) == 1 or r.random() < 0.5]
        return ", ".join(shown)

    def likes(self, i, bloc):
        """More is better."""
        if i in self.rankings:
            for k, level in enumerate(self.rankings[i]):
                if bloc in level:
                    return -k
            return -1000 - (len(bloc) > 1)
        return sum(self.ties.get((i, j), Fraction(0)) for j in bloc if j != i)

    def moves(self, division, concept):
        """Every move against a division: who, and the bloc they would be in."""
        bloc_of = {i: bloc for bloc in division for i in bloc}
        if concept in ("core", "strict_core"):
            for s in coalitions(self.n):
                change = [self.likes(i, s) - self.likes(i, bloc_of[i]) for i in s]
                if all(c > 0 for c in change) if concept == "core" else (
                        all(c >= 0 for c in change) and any(c > 0 for c in change)):
                    yield s, s
            return
        for i in range(self.n):
            for other in [*division, frozenset()]:
                if other is bloc_of[i] or self.likes(i, other | {i}) <= self.likes(i, bloc_of[i]):
                    continue
                welcome = all(self.likes(j, other | {i}) >= self.likes(j, other) for j in other)
                released = all(self.likes(j, bloc_of[i] - {i}) >= self.likes(j, bloc_of[i])
                               for j in bloc_of[i] - {i})
                if concept == "nash" or welcome and (concept == "individual" or released):
                    yield frozenset([i]), other | {i}


def read(game, text):
    return frozenset(frozenset(game.names.index(name) for name in bloc.split(", "))
                     for bloc in text.split(" | "))


def faults(game, folder):
    path = Path(folder) / "game.json"
    path.write_text(json.dumps(game.scenario), encoding="utf-8")

    def ask(*options):
        run = subprocess.run([PROGRAM, "blocs", path, "--json", "--limit", "10000", *options],
                             capture_output=True, text=True, check=False)
        if run.returncode:
            raise AssertionError(run.stderr)
        return json.loads(run.stdout)
    return judged(game, ask)


def judged(game, ask):
    """What is wrong with what `ask` says of the game, as it says it with and without --division."""
    said = ask()
    every = [frozenset(d) for d in partitions(list(range(game.n)))]
    if said["facts"]["divisions"] != len(every):
        yield f"{said['facts']['divisions']} divisions, there are {len(every)}"
    for concept in CONCEPTS:
        stable = {d for d in every if not any(game.moves(d, concept))}
        got = [read(game, row["division"]) for row in said["tables"]["stable"]
               if row["concept"] == concept]
        if set(got) != stable or len(got) != len(stable):
            yield f"{concept}: expected {stable}, got {got}"
        if said["facts"][concept] != len(stable):
            yield f"{concept}: {said['facts'][concept]} of {len(stable)}"
        circle = [row for row in said["tables"]["circles"] if row["concept"] == concept]
        if bool(circle) == bool(stable):
            yield f"{concept}: a circle is shown exactly where nothing is stable: not here"
        for row, after in zip(circle, circle[1:] + circle[:1]):
            division, following = read(game, row["division"]), read(game, after["division"])
            who, = read(game, row["who"])
            bloc, = read(game, row["bloc"])
            if (who, bloc) not in set(game.moves(division, concept)):
                yield f"{concept}: {row} is no move"
            if following != frozenset(b - bloc for b in division if b - bloc) | {bloc}:
                yield f"{concept}: {row} does not lead to {after}"
    asked = random.Random(str(said["facts"])).choice(every)
    text = " | ".join(", ".join(game.names[i] for i in bloc) for bloc in asked)
    for row in ask("--division", text)["tables"]["asked"]:
        moves = set(game.moves(asked, row["concept"]))
        if (row["who"] is None) != (not moves):
            yield f"{row['concept']}: {text} is judged wrongly"
        elif moves and (*read(game, row["who"]), *read(game, row["bloc"])) not in moves:
            yield f"{row['concept']}: {row} is no move"


def main(games):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(games):
            game = Game(seed)
            wrong += [f"game {seed} {json.dumps(game.scenario)}: {fault}"
                      for fault in faults(game, folder)]
            if len(wrong) > 10:
                break
    print("\n".join(wrong[:10]))
    print(f"{games} games: {len(wrong)} faults")
    return 1 if wrong else 0


# Sanitizers make a run slow.
GAMES = 60 if os.environ.get("ENTENTE_SANITIZE") else 600

if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else GAMES))
