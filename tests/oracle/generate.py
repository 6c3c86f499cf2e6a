"""Random small conflicts by seed, with a question: the raw material of compare.py.

Everything the format offers turns up: families, following issues on following issues, rules, red
lines, restricted moves, control that differs by transition, resource thresholds, conditions,
partial orders, ties in utility, reservation values, domains without a status quo, agendas, names
with signs and accents. A conflict stays small enough (LIMIT relaxed states) for brute force, and
clear of saliences whose centre the oracle cannot compute.

    python3 generate.py SEED      prints the scenario and the question
"""

import random
import sys
from fractions import Fraction
from math import prod

from central import NotExact
from conflict import (Actor, AtLeast, Both, Condition, Conflict, ControlLine, Either, Issue, Line,
                      Mistake, Nobody, Order, Question, Resource, Want, World)
from expressions import And, Compare, Const, If, Iff, In, Is, Not, Or, Total

LIMIT = 8000

ACTORS = ["north", "east", "harbour", "raiders", "France", "Côte-Sud", "o'hara"]
ISSUES = ["strait", "tolls", "border", "oil", "envoys", "naïve_plan", "p-5", "2nd-front", "law",
          "news"]
FAMILIES = ["patrol", "commit", "mood", "vote"]
RESOURCES = ["ships", "troops", "gold"]
SCALES = [["none", "some", "full"], ["low", "high"], ["no", "yes"], ["a", "b", "c", "d"],
          ["stays", "transition", "leaves"], ["east", "shared", "north"], ["0%", "5%", "10%"],
          ["never", "late", "soon", "now"], ["très_peu", "peu", "beaucoup"]]


class Generator:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def chance(self, share):
        return self.rng.random() < share

    def some(self, items, least=1, most=None):
        items = list(items)
        n = self.rng.randint(least, min(len(items), most or len(items)))
        chosen = self.rng.sample(range(len(items)), n)
        return [items[i] for i in sorted(chosen)]

    def number(self, top):
        """A quantity: mostly whole, sometimes with a decimal, seldom with many (so that sums need
        wider integers)."""
        if self.chance(self.fine):
            return Fraction(self.rng.randint(0, top * 10 ** 5), 10 ** 5)
        return Fraction(self.rng.randint(0, top * 10), 10) if self.chance(0.2) \
            else Fraction(self.rng.randint(0, top // 5) * 5 if self.chance(0.6)
                          else self.rng.randint(0, top))

    def interval(self, top):
        a, b = self.number(top), self.number(top)
        return (min(a, b), max(a, b)) if self.chance(0.3) else (a, a)

    # -- the conflict --

    def scenario(self):
        """A conflict and a question; tries again until it is small and its status quo feasible
        (a few infeasible ones are kept: the program must refuse them)."""
        while True:
            self.no_status_quo = self.chance(0.1)
            self.fine = self.rng.choice([0, 0, 0, 0.1, 0.4])
            conflict = Conflict(self.actors(), [])
            self.conflict = conflict
            self.issues()
            if not self.small():
                continue
            world = World(conflict)
            self.world = world
            conflict.rules = self.rules(world)
            self.fallback(conflict, world)
            for actor in conflict.actors:
                self.preference(actor)
            self.reservations(conflict)
            if self.chance(0.3):
                conflict.agendas = {"table": self.agenda(), "rest": self.agenda()}
            question = self.question()
            if self.small_when_relaxed(question) and has_centre(conflict):
                return conflict, question

    def actors(self):
        names = self.rng.sample(ACTORS, self.rng.choice([2, 2, 3, 3, 3, 4]))
        self.resources = self.some(RESOURCES, 0, 2)
        return [Actor(name, {r: self.interval(60) for r in self.resources
                             if name == names[0] or self.chance(0.8)}) for name in names]

    def issues(self):
        """Decided issues first, then given and following ones; the file may have another order."""
        conflict = self.conflict
        self.everyone = [actor.id for actor in conflict.actors]
        names = self.rng.sample(ISSUES, 9)
        families = self.rng.sample(FAMILIES, 4)
        for _ in range(self.rng.choice([1, 2, 3, 4, 4, 5, 5])):
            if self.chance(0.25) and families:
                each = self.everyone if self.chance(0.5) else self.some(self.everyone, 1)
                self.add_decided(families.pop(), list(each))
            else:
                self.add_decided(names.pop(0), None)
        if self.chance(0.25):
            issue = self.new_issue(names.pop(0), "given")
            issue.given = self.rng.choice(issue.outcomes)
        for _ in range(self.rng.choice([0, 1, 1, 2, 3])):
            if self.chance(0.2) and families:
                self.add_following(families.pop(), self.some(self.everyone, 1))
            else:
                self.add_following(names.pop(0), None)
        if self.chance(0.5):
            self.rng.shuffle(conflict.issues)

    def new_issue(self, name, kind, each=None):
        outcomes = list(self.rng.choice(SCALES))
        if self.chance(0.02):
            outcomes = [f"step_{k}" for k in range(self.rng.choice([17, 33, 63, 64]))]
        issue = Issue(name, outcomes, kind, ordered=self.chance(0.85), each=each)
        if issue.ordered and len(outcomes) <= 4 and self.chance(0.15):
            inside = sorted(self.rng.sample(range(1, 100), len(outcomes) - 2))
            issue.positions = [Fraction(p) for p in [0] + inside + [100]]
        self.conflict.issues.append(issue)
        return issue

    def add_decided(self, name, each):
        issue = self.new_issue(name, "decided", each)
        if not self.no_status_quo:
            issue.status_quo = self.rng.choice(issue.outcomes)
            if each and self.chance(0.5):
                issue.status_quo = {actor: self.rng.choice(issue.outcomes) for actor in each}
        issue.control = self.control(issue)
        if self.chance(0.2) and not (self.no_status_quo and self.chance(0.9)):
            pairs = [(a, b) for a in issue.outcomes for b in issue.outcomes if a != b]
            issue.moves = self.some(pairs, 1)
            self.rng.shuffle(issue.moves)

    def control(self, issue):
        if self.no_status_quo and self.chance(0.8):
            return [ControlLine(None, None, AtLeast(1, list(self.everyone)))]
        if issue.each and self.chance(0.5):
            return []
        lines = [ControlLine(None, None, self.control_rule(issue))]
        if self.chance(0.3):
            keys = [(a, b) for a in [None] + issue.outcomes for b in [None] + issue.outcomes
                    if a != b]
            lines += [ControlLine(a, b, self.control_rule(issue))
                      for a, b in self.some(keys, 1, 3)]
            if self.chance(0.2):
                lines.pop(0)  # other transitions do not exist
        return lines

    def control_rule(self, issue, deep=True):
        kind = self.rng.random()
        actors = self.some(self.everyone)
        if kind < 0.3:
            return AtLeast(1, ["self"] if issue.each and self.chance(0.5)
                           else [self.rng.choice(self.everyone)])
        if kind < 0.65:
            return AtLeast(min(self.rng.randint(1, len(actors)), self.rng.randint(1, 3)), actors)
        if kind < 0.77 and self.resources:
            return Resource(self.rng.choice(self.resources), self.rng.choice([">=", ">"]),
                            self.number(60) + 1, actors)
        if kind < 0.82:
            return Nobody()
        if kind < 0.94 and deep:
            form = self.rng.choice([Both, Either])
            return form([self.control_rule(issue, False) for _ in range(2)])
        return AtLeast(1, actors)

    def add_following(self, name, each):
        before = list(self.conflict.issues)
        issue = self.new_issue(name, "following", each)
        lines = []
        for _ in range(self.rng.randint(1, 3)):
            lines.append(Line(self.expression(2, before, each), self.rng.choice(issue.outcomes)))
        issue.lines = lines + [Line(None, self.rng.choice(issue.outcomes))]

    # -- expressions --

    def refs(self, issues, each=None):
        """Issues as they may be named in an expression: a family by its bare name only where every
        actor of `each` has a member."""
        found = []
        for issue in issues:
            if not issue.each:
                found.append((issue.id, issue))
            else:
                found += [(f"{issue.id}.{actor}", issue) for actor in issue.each]
                if each and set(each) <= set(issue.each):
                    found += [(issue.id, issue)] * 3
        return found

    def expression(self, depth, issues=None, each=None):
        """A random expression over `issues` (all of them when left out)."""
        issues = self.conflict.issues if issues is None else issues
        if depth and self.chance(0.55):
            form = self.rng.choice([And, And, Or, Or, If, Iff, Not])
            if form is Not:
                return Not(self.expression(depth - 1, issues, each))
            return form(self.expression(depth - 1, issues, each),
                        self.expression(depth - 1, issues, each))
        return self.atom(issues, each)

    def atom(self, issues, each, in_where=False):
        kind = self.rng.random()
        families = [issue for issue in issues if issue.each]
        if kind < 0.2 and families and not in_where:
            return self.total(families, issues)
        if kind < 0.22:
            return Const(self.chance(0.5))
        ref, issue = self.rng.choice(self.refs(issues, each))
        twins = [(other, o) for other, o in self.refs(issues, each)
                 if o.outcomes == issue.outcomes and other != ref]
        if kind < 0.4 and twins:
            other, twin = self.rng.choice(twins)
            ordered = issue.ordered and twin.ordered
            return Compare(ref, self.relation(ordered), other)
        if kind < 0.6:
            return In(ref, self.some(issue.outcomes), self.chance(0.3))
        return Is(ref, self.relation(issue.ordered), self.rng.choice(issue.outcomes))

    def relation(self, ordered):
        relations = ["=", "=", "=", "!="] + (["<", "<=", ">", ">="] if ordered else [])
        return self.rng.choice(relations)

    def total(self, families, issues):
        family = self.rng.choice(families)
        where = Is(family.id, self.relation(family.ordered), self.rng.choice(family.outcomes))
        if self.chance(0.25):
            form = self.rng.choice([And, Or])
            where = form(where, self.atom(issues, None, in_where=True))
        resource = self.rng.choice(self.resources) if self.resources and self.chance(0.6) else None
        bound = self.number(80) if resource else Fraction(self.rng.randint(0, len(family.each)))
        relation = self.rng.choice(["=", "!=", "<", "<=", ">", ">=", ">="])
        return Total(resource, where, relation, bound)

    def rules(self, world):
        """Rules that the status quo obeys, but for a few."""
        state = world.complete(world.status_quo) if world.status_quo is not None else None
        rules = []
        for _ in range(self.rng.choice([0, 0, 1, 1, 2])):
            rule = self.expression(2)
            if state is not None and not rule.ground(world)(state) and not self.chance(0.03):
                rule = Not(rule)
            rules.append(rule)
        return rules

    # -- no deal --

    def fallback(self, conflict, world):
        if world.status_quo is None:
            return
        if self.chance(0.2):
            conflict.fallback = self.assignment(world)
        for actor in conflict.actors:
            if self.chance(0.07):
                actor.fallback = self.assignment(world)

    def assignment(self, world):
        """Outcomes of some issues, mostly decided ones; a following issue named is pinned."""
        chosen = self.some([i for i in self.conflict.issues if i.kind != "given"], 1, 2)
        assignment = {}
        for issue in chosen:
            if issue.kind == "following" and self.chance(0.4):
                continue
            ref = issue.id
            if issue.each and self.chance(0.5):
                ref += "." + self.rng.choice(issue.each)
            assignment[ref] = self.rng.choice(issue.outcomes)
        return assignment

    def reservations(self, conflict):
        everyone = self.no_status_quo or self.chance(0.12)
        for actor in conflict.actors:
            if everyone or self.chance(0.08):
                if self.no_status_quo and self.chance(0.02):
                    continue  # a mistake where the actor is in the coalition
                value = Fraction(self.rng.randint(0, 20), 20)
                if actor.worth:
                    value = value * 12 - 2
                actor.reservation = (value, value)

    # -- preferences --

    def preference(self, actor):
        if self.chance(0.05):
            return
        refs = [(v.id, v.issue) for v in self.world.variables]
        chosen = self.some(refs, min(2, len(refs)), 5)
        if self.chance(0.2):
            actor.red_lines = [self.expression(1) for _ in range(self.rng.choice([1, 1, 2]))]
        if self.chance(0.1) or self.no_status_quo and self.chance(0.4):
            actor.worth = {ref: {o: self.worth_value() for o in issue.outcomes}
                           for ref, issue in chosen}
            if self.chance(0.3):
                actor.conditions = [Condition(self.expression(1), worth=self.worth_value())]
            return
        self.rng.shuffle(chosen)
        actor.wants = {ref: self.want(issue) for ref, issue in chosen}
        if self.chance(0.3):
            actor.conditions = [Condition(self.expression(1), name)
                                for name in self.some(["their honour", "calm", None], 1, 2)]
        self.salience(actor)

    def worth_value(self):
        lowest = self.rng.choice([0, 0, -3])
        return Fraction(self.rng.randint(lowest, 6), self.rng.choice([1, 1, 1, 2, 3]))

    def want(self, issue):
        outcomes = list(issue.outcomes)
        kind = self.rng.random()
        if kind < 0.5:
            shape = self.rng.choice(["linear", "linear", "quadratic", "single-peaked"])
            others = [o for o in outcomes if o != issue.status_quo]
            return Want("ideal", shape if issue.ordered else "linear",
                        ideal=self.rng.choice(others if self.chance(0.6) else outcomes))
        if kind < 0.6 and issue.ordered:
            return Want("position", self.rng.choice(["linear", "quadratic"]),
                        ideal=self.interval(100))
        if kind < 0.75 or len(outcomes) > 4:
            return Want("values", values={o: self.interval(100) for o in outcomes})
        self.rng.shuffle(outcomes)
        return Want("order", orders=self.outcome_orders(outcomes))

    def outcome_orders(self, outcomes):
        """An order of all outcomes: a chain, with ties, or partial."""
        levels = self.levels(outcomes, 0.2)
        relations = [self.rng.choice([">", ">", ">", ">="]) for _ in levels[1:]]
        if len(outcomes) > 2 and self.chance(0.25):
            relations[self.rng.randrange(len(relations))] = "="
        if all(relation == "=" for relation in relations):
            relations = [">"] * len(relations)
        if "=" in relations:
            levels = [[outcome] for outcome in outcomes]
            relations = (relations + [">"] * len(levels))[:len(levels) - 1]
        return [Order([[(1, name) for name in level] for level in levels], relations)]

    def levels(self, names, share):
        """Names in levels of one, some of two; at least two levels."""
        levels = []
        for name in names:
            if levels and len(levels[-1]) == 1 and len(names) > 2 and self.chance(share):
                levels[-1].append(name)
            else:
                levels.append([name])
        return levels if len(levels) > 1 else [[name] for name in names]

    def salience(self, actor):
        """Numbers, ranges, orders, a mixture, or nothing; where numbers and orders mix, an order is
        among issues without a number."""
        wanted = list(actor.wants)
        named = [c for c in actor.conditions if c.name]
        compared = wanted + [c.name for c in named]
        kind = self.rng.random()
        if kind < 0.15:
            return
        if kind < 0.5:
            for ref in wanted if self.chance(0.7) else self.some(wanted):
                actor.saliences[ref] = self.salience_interval()
            if len(actor.saliences) > 1 and self.chance(0.15):
                actor.saliences[self.rng.choice(list(actor.saliences))] = (Fraction(0), Fraction(0))
            for condition in actor.conditions:
                if self.chance(0.7):
                    condition.salience = self.salience_interval()
            compared = [ref for ref in wanted if ref not in actor.saliences] \
                + [c.name for c in named if c.salience is None]
            if kind < 0.35:
                return
        self.rng.shuffle(compared)
        if len(compared) > 1:
            actor.orders = self.salience_orders(compared, free=not actor.saliences and all(
                c.salience is None for c in actor.conditions) and len(compared) == len(
                wanted) + len(actor.conditions))
        if self.chance(0.02) and actor.orders:
            actor.orders.append(Order([[(1, compared[-1])], [(1, compared[0])]],
                                      [self.rng.choice([">", ">="])]))

    def salience_interval(self):
        lo, hi = self.interval(100)
        return (max(lo, Fraction(1)), max(hi, Fraction(1)))

    def salience_orders(self, names, free):
        kind = self.rng.random()
        if free and kind < 0.1:  # one full chain with factors
            factors = [self.rng.choice([1, 2, Fraction(3, 2), 3]) for _ in names]
            return [Order([[(1, names[0])]] + [[(f, n)] for f, n in zip(factors, names[1:])],
                          [self.rng.choice([">", ">="]) for _ in names[1:]])]
        if kind < 0.5:  # a chain, perhaps with ties
            relations = [self.rng.choice([">", ">", ">=", "="]) for _ in names[1:]]
            return [Order([[(1, name)] for name in names], relations)]
        if kind < 0.7:  # a partial order in levels
            levels = self.levels(names, 0.5)
            return [Order([[(1, name) for name in level] for level in levels],
                          [">"] * (len(levels) - 1))]
        pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1:]]
        return [Order([[(1, a)], [(1, b)]], [">"]) for a, b in self.some(pairs, 1, 3)]

    # -- the question --

    def agenda(self):
        refs = []
        for issue in self.some([i for i in self.conflict.issues if i.kind == "decided"]):
            if issue.each and self.chance(0.5):
                refs += [f"{issue.id}.{actor}" for actor in self.some(issue.each)]
            else:
                refs.append(issue.id)
        return refs

    def question(self):
        n = len(self.everyone)
        coalition = self.some(self.everyone, 1 if self.chance(0.1) else min(2, n))
        if self.no_status_quo and self.chance(0.9):
            coalition = list(self.everyone)
        about = None
        if not self.no_status_quo and self.chance(0.25):
            about = self.agenda()
            if self.conflict.agendas and self.chance(0.5):
                about = [self.rng.choice(list(self.conflict.agendas))]
        wanted = None
        if self.chance(0.5):
            following = [i for i in self.conflict.issues if i.kind == "following"]
            wanted = self.expression(1, following if following and self.chance(0.7) else None)
        return Question(coalition, about, wanted)

    # -- sizes --

    def small(self):
        decided = [i for i in self.conflict.issues if i.kind == "decided"]
        return prod(len(i.outcomes) ** len(i.each or [0]) for i in decided) <= LIMIT

    def small_when_relaxed(self, question):
        """At most LIMIT relaxed states: decided outcomes times ways to choose lines at will."""
        loose = 1
        if question.wanted:
            for issue in self.conflict.issues:
                if issue.kind == "following":
                    loose *= len(issue.lines) ** len(issue.each or [0])
        decided = [i for i in self.conflict.issues if i.kind == "decided"]
        return prod(len(i.outcomes) ** len(i.each or [0]) for i in decided) * loose <= LIMIT


def has_centre(conflict):
    """Whether the oracle can compute all saliences (or finds a mistake, which the program must)."""
    try:
        World(conflict)
    except NotExact:
        return False
    except Mistake:
        return True
    return True


def scenario(seed):
    return Generator(seed).scenario()


if __name__ == "__main__":
    from write import scenario_text
    made, asked = scenario(int(sys.argv[1]))
    print(scenario_text(made, random.Random(int(sys.argv[1])), asked), end="")
