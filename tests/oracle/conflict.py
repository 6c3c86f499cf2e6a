"""A small conflict in memory, for the oracle, and its states by the definitions of the model.

The classes hold what an author says, in the author's terms; write.py turns them into a file for the
program. `World` works out what they mean, as naively as possible: a state is a list with one
outcome number per variable (a variable is an issue, or an issue of one actor), and every question
is answered by looking at all states. All numbers are exact. It never reads files and shares nothing
with the program.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import lcm

import central
from expressions import RELATIONS, middle


# ---- what an author says ----

@dataclass
class Nobody:
    pass


@dataclass
class AtLeast:
    """`need` of the actors: one actor, all of, any of, 2 of. "self" is the family's actor."""
    need: int
    actors: list


@dataclass
class Resource:
    """The members among `actors` hold enough of a resource: relation is ">=" or ">"."""
    name: str
    relation: str
    bound: Fraction
    actors: list


@dataclass
class Both:
    rules: list


@dataclass
class Either:
    rules: list


@dataclass
class ControlLine:
    origin: object  # an outcome, or None for any
    target: object
    rule: object


@dataclass
class Line:
    """One line of a following issue; the last one has when = None."""
    when: object
    then: str


@dataclass
class Issue:
    id: str
    outcomes: list
    kind: str = "decided"  # or "following", "given"
    ordered: bool = True
    positions: list = None
    each: list = None  # actors, for `for each`
    status_quo: object = None  # an outcome; of a family also a map from actors
    given: str = None
    control: list = field(default_factory=list)  # empty: the family's actor
    moves: list = None  # pairs of outcomes; None: all
    lines: list = field(default_factory=list)


@dataclass
class Order:
    """level RELATION level ...; a level is a list of (factor, name)."""
    levels: list
    relations: list

    def comparisons(self):
        """(left, relation, factor, right): left RELATION factor * right."""
        return [(left, relation, Fraction(below) / above, right)
                for upper, relation, lower in zip(self.levels, self.relations, self.levels[1:])
                for above, left in upper for below, right in lower]


@dataclass
class Want:
    form: str  # "ideal", "position", "order", "values"
    shape: str = "linear"
    ideal: object = None  # an outcome, or a range of positions
    orders: list = field(default_factory=list)
    values: dict = field(default_factory=dict)  # outcome to range


@dataclass
class Condition:
    holds: object
    name: str = None
    salience: object = None  # a range, or None: not known
    worth: object = None  # a number; only of an actor with `worth`


@dataclass
class Actor:
    id: str
    resources: dict = field(default_factory=dict)  # name to range
    wants: dict = field(default_factory=dict)  # issue to Want
    conditions: list = field(default_factory=list)
    saliences: dict = field(default_factory=dict)  # issue to range
    orders: list = field(default_factory=list)  # of saliences
    red_lines: list = field(default_factory=list)
    worth: dict = field(default_factory=dict)  # issue to {outcome: number}; excludes wants
    reservation: object = None  # a range
    fallback: dict = field(default_factory=dict)

    def on_worth(self):
        return bool(self.worth) or any(c.worth is not None for c in self.conditions)


@dataclass
class Conflict:
    actors: list
    issues: list
    rules: list = field(default_factory=list)
    fallback: dict = field(default_factory=dict)
    agendas: dict = field(default_factory=dict)


@dataclass
class Question:
    """deal of {coalition} [about {..}] [with E]; `about`: issues and families, or one agenda."""
    coalition: list
    about: list = None
    wanted: object = None


class Mistake(Exception):
    """The conflict or the question has a mistake that the program must report."""


# ---- what it means ----

@dataclass
class Variable:
    id: str
    issue: Issue
    actor: str  # of a family; else None

    @property
    def outcomes(self):
        return self.issue.outcomes

    @property
    def kind(self):
        return self.issue.kind


class World:
    """The states of a conflict and what they are worth."""

    def __init__(self, conflict):
        self.conflict = conflict
        self.variables = [Variable(f"{issue.id}.{actor}" if actor else issue.id, issue, actor)
                          for issue in conflict.issues for actor in issue.each or [None]]
        self.number = {variable.id: i for i, variable in enumerate(self.variables)}
        self.families = {issue.id for issue in conflict.issues if issue.each}
        self.decided = [i for i, v in enumerate(self.variables) if v.kind == "decided"]
        self.lines = {i: [(line.when.ground(self, v.actor) if line.when else None,
                           v.outcomes.index(line.then)) for line in v.issue.lines]
                      for i, v in enumerate(self.variables) if v.kind == "following"}
        self.following = self.following_order()
        self.rules = [rule.ground(self) for rule in conflict.rules]
        self.red_lines = {actor.id: [line.ground(self) for line in actor.red_lines]
                          for actor in conflict.actors}
        self.status_quo = self.find_status_quo()
        self.utilities = {actor.id: Utility(self, actor) for actor in conflict.actors}

    # -- names --

    def is_family(self, ref):
        return ref in self.families

    def has(self, family, actor):
        return f"{family}.{actor}" in self.number

    def index(self, ref, actor=None):
        """The variable named; a bare family name is that of the actor."""
        return self.number[f"{ref}.{actor}" if ref in self.families else ref]

    def named(self, ref):
        """The variables meant by an issue or by a whole family."""
        return [i for i, v in enumerate(self.variables) if ref in (v.id, v.issue.id)]

    # -- states --

    def depends_on(self, i):
        """The variables that the `when` lines of a following variable read."""
        v = self.variables[i]
        return set().union(*(line.when.variables(self, v.actor)
                             for line in v.issue.lines if line.when))

    def following_order(self):
        """Following variables, each after those it is computed from."""
        order = []
        rest = list(self.lines)
        while rest:
            ready = [i for i in rest if not self.depends_on(i) & set(rest)]
            order += ready
            rest = [i for i in rest if i not in ready]
        return order

    def complete(self, decided, pinned=None):
        """The state with these decided outcomes (variable to outcome number). Following issues take
        their first line that matches, unless pinned to an outcome."""
        state = [0] * len(self.variables)
        for i, v in enumerate(self.variables):
            if v.kind == "given":
                state[i] = v.outcomes.index(v.issue.given)
            elif v.kind == "decided":
                state[i] = decided[i]
        for i in self.following:
            if pinned and i in pinned:
                state[i] = pinned[i]
                continue
            for when, outcome in self.lines[i]:
                if when is None or when(state):
                    state[i] = outcome
                    break
        return state

    def feasible(self, state):
        return all(rule(state) for rule in self.rules)

    def find_status_quo(self):
        """The decided outcomes as things stand, or None when the conflict has no status quo."""
        decided = {}
        for i in self.decided:
            v = self.variables[i]
            said = v.issue.status_quo
            if said is None:
                return None
            decided[i] = v.outcomes.index(said[v.actor] if isinstance(said, dict) else said)
        if not self.feasible(self.complete(decided)):
            raise Mistake("the status quo breaks a rule")
        return decided

    def fallback(self, *assignments):
        """The state without a deal: the status quo, then each map from issues to outcomes."""
        decided, pinned = dict(self.status_quo), {}
        for assignment in assignments:
            for ref, outcome in assignment.items():
                for i in self.named(ref):
                    place = decided if self.variables[i].kind == "decided" else pinned
                    place[i] = self.variables[i].outcomes.index(outcome)
        return self.complete(decided, pinned)

    # -- control --

    def satisfies(self, coalition, rule, owner):
        """Whether a coalition satisfies a control rule; all rules are monotone."""
        if isinstance(rule, Nobody):
            return False
        if isinstance(rule, Both):
            return all(self.satisfies(coalition, part, owner) for part in rule.rules)
        if isinstance(rule, Either):
            return any(self.satisfies(coalition, part, owner) for part in rule.rules)
        inside = [a for a in self.conflict.actors if a.id in coalition
                  and a.id in [owner if name == "self" else name for name in rule.actors]]
        if isinstance(rule, AtLeast):
            return len(inside) >= rule.need
        held = sum(middle(actor.resources.get(rule.name, (0, 0))) for actor in inside)
        return RELATIONS[rule.relation](held, rule.bound)

    def can_step(self, coalition, i, a, b):
        """Whether a coalition can make the single transition a -> b (outcome numbers)."""
        v = self.variables[i]
        origin, target = v.outcomes[a], v.outcomes[b]
        if v.issue.moves is not None and (origin, target) not in v.issue.moves:
            return False
        if not v.issue.control:
            return v.actor in coalition
        for wanted in [(origin, target), (None, target), (origin, None), (None, None)]:
            for line in v.issue.control:
                if (line.origin, line.target) == wanted:
                    return self.satisfies(coalition, line.rule, v.actor)
        return False

    def reach(self, coalition, i, start):
        """The outcomes that a chain of transitions reaches from `start`."""
        found, fresh = {start}, [start]
        while fresh:
            a = fresh.pop()
            for b in range(len(self.variables[i].outcomes)):
                if b not in found and self.can_step(coalition, i, a, b):
                    found.add(b)
                    fresh.append(b)
        return found

    def controls_wholly(self, coalition, i):
        n = len(self.variables[i].outcomes)
        return all(self.can_step(coalition, i, a, b)
                   for a, b in product(range(n), repeat=2) if a != b)

    def package_text(self, state):
        return ", ".join(f"{self.variables[i].id} = {self.variables[i].outcomes[state[i]]}"
                         for i in self.decided)


class Utility:
    """What a state is worth to an actor: a whole number of units, `1 / units` each."""

    def __init__(self, world, actor):
        parts, conditions = (self.worth if actor.on_worth() else self.weighted)(world, actor)
        numbers = [value for _, values in parts for value in values] + [w for _, w in conditions]
        self.units = lcm(*(number.denominator for number in numbers), 1)
        self.parts = [(i, [int(value * self.units) for value in values]) for i, values in parts]
        self.conditions = [(holds, int(weight * self.units)) for holds, weight in conditions]

    def worth(self, world, actor):
        """Outcomes and conditions on the author's own scale, not normalised."""
        return ([(world.number[ref], [Fraction(values[outcome]) for outcome in
                                      world.variables[world.number[ref]].outcomes])
                 for ref, values in actor.worth.items()],
                [(c.holds.ground(world), Fraction(c.worth)) for c in actor.conditions])

    def weighted(self, world, actor):
        """Values in [0, 1] times weights that sum to 1, at the central model."""
        names = list(actor.wants) + [condition.name for condition in actor.conditions]
        boxes = ([actor.saliences.get(name) for name in actor.wants]
                 + [condition.salience for condition in actor.conditions])
        try:
            weights = central.weights(
                boxes, [(names.index(left), relation, factor, names.index(right))
                        for order in actor.orders
                        for left, relation, factor, right in order.comparisons()])
        except central.Contradiction:
            raise Mistake(f"the saliences of {actor.id} contradict each other") from None
        parts = []
        for (ref, want), weight in zip(actor.wants.items(), weights):
            values = outcome_values(world.variables[world.number[ref]], want)
            parts.append((world.number[ref], [weight * value for value in values]))
        return parts, [(condition.holds.ground(world), weight)
                       for condition, weight in zip(actor.conditions, weights[len(parts):])]

    def of(self, state):
        return (sum(values[state[i]] for i, values in self.parts)
                + sum(weight for holds, weight in self.conditions if holds(state)))


def outcome_values(variable, want):
    """Values in [0, 1] of a variable's outcomes."""
    outcomes = variable.outcomes
    n = len(outcomes)
    positions = variable.issue.positions or [Fraction(100 * k, n - 1) for k in range(n)]
    if want.form == "values":
        return [middle(want.values[outcome]) / 100 for outcome in outcomes]
    if want.form == "order":
        return central.order_values(n, [
            (outcomes.index(left), relation, factor, outcomes.index(right))
            for order in want.orders for left, relation, factor, right in order.comparisons()])
    if want.form == "position":
        return central.ideal_values(positions, want.ideal, want.shape)
    ideal = outcomes.index(want.ideal)
    if not variable.issue.ordered:
        return [Fraction(int(k == ideal)) for k in range(n)]
    return central.ideal_values(positions, ideal, want.shape)
