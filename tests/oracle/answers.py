"""Deals by brute force: every definition of the answer, applied to every state.

`answer(conflict, question)` returns what `entente deals` must say. Where there is no deal, minimal
conflicts come from the definition by dropping: each element (a consent, a red line, a rule, a
`when` line, outsiders' control, what is wanted, the gain) is violated or not by each relaxed
package, and a set of kept elements is a conflict when every relaxed package violates one of them.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from conflict import Mistake, World
from expressions import middle


@dataclass
class Member:
    basis: str
    threshold: Fraction
    best: Fraction = None
    best_ties: int = 0
    best_packages: list = field(default_factory=list)


@dataclass
class Answer:
    asked: object = None
    packages: int = 0
    deals_any: int = 0
    deals: list = field(default_factory=list)  # states
    members: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)  # (issue, outcome): role, deals, status
    minimal: dict = field(default_factory=dict)  # changes: {actor: (utility, gain)}
    conflicts: set = field(default_factory=set)
    repairs: set = field(default_factory=set)
    witnesses: set = field(default_factory=set)  # (repair, changes, outcomes) that fit together


class Asked:
    """A question put to a world, with its thresholds."""

    def __init__(self, world, question, strict=False):
        self.world, self.question, self.strict = world, question, strict
        self.actors = [a for a in world.conflict.actors if a.id in question.coalition]
        self.coalition = [a.id for a in self.actors]
        self.wanted = question.wanted.ground(world) if question.wanted else (lambda state: True)
        self.all_reserved = all(a.reservation is not None for a in self.actors)
        if world.status_quo is None:
            if not self.all_reserved:
                raise Mistake("no status quo, and a member has no reservation value")
            if not all(world.controls_wholly(self.coalition, i) for i in world.decided):
                raise Mistake("no status quo, and the coalition does not control every issue")
        self.fallback = (None if world.status_quo is None
                         else world.fallback(world.conflict.fallback))
        self.fallback_of = {a.id: None if world.status_quo is None
                            else world.fallback(world.conflict.fallback, a.fallback)
                            for a in self.actors}
        self.reachable = self.free(self.coalition)
        # In units of each actor's utility.
        self.threshold = {a.id: middle(a.reservation) * world.utilities[a.id].units
                          if a.reservation is not None
                          else Fraction(world.utilities[a.id].of(self.fallback_of[a.id]))
                          for a in self.actors}

    def agenda(self):
        if self.question.about is None:
            return set(self.world.decided)
        refs = [ref for name in self.question.about
                for ref in self.world.conflict.agendas.get(name, [name])]
        return {i for ref in refs for i in self.world.named(ref)}

    def free(self, coalition):
        """The outcomes each decided variable may take when `coalition` acts."""
        world, agenda = self.world, self.agenda()
        if world.status_quo is None:
            return {i: set(range(len(world.variables[i].outcomes))) for i in world.decided}
        return {i: world.reach(coalition, i, world.status_quo[i]) if i in agenda
                else {world.status_quo[i]} for i in world.decided}

    def is_fallback(self, state):
        return (self.fallback is not None
                and all(state[i] == self.fallback[i] for i in self.world.decided))

    def packages(self):
        for outcomes in product(*(sorted(self.reachable[i]) for i in self.world.decided)):
            state = self.world.complete(dict(zip(self.world.decided, outcomes)))
            if self.world.feasible(state) and not self.is_fallback(state):
                yield state

    def utility(self, actor, state):
        return self.world.utilities[actor].of(state)

    def consents(self, actor, state):
        gain = self.utility(actor, state) - self.threshold[actor]
        return gain > 0 if self.strict else gain >= 0

    def someone_gains(self, state):
        return any(self.utility(a, state) > self.threshold[a] for a in self.coalition)

    def is_deal(self, state):
        return (not any(line(state) for a in self.coalition for line in self.world.red_lines[a])
                and all(self.consents(a, state) for a in self.coalition)
                and (self.all_reserved or self.someone_gains(state)))


def answer(conflict, question, strict=False):
    """Everything `deals` must say. `strict` breaks the oracle on purpose: all must gain."""
    world = World(conflict)
    asked = Asked(world, question, strict)
    found = Answer(asked)
    any_deals = []
    for state in asked.packages():
        found.packages += 1
        if asked.is_deal(state):
            any_deals.append(state)
    if world.status_quo is None and not found.packages:
        raise Mistake("the rules exclude every state")
    found.deals_any = len(any_deals)
    found.deals = [state for state in any_deals if asked.wanted(state)]
    for actor in asked.actors:
        found.members[actor.id] = best_of(asked, actor, found.deals)
    found.terms = terms(asked, found.deals)
    if world.status_quo is not None:
        found.minimal = minimal_deals(asked, found.deals)
    if not found.deals:
        explain(asked, found)
    return found


def best_of(asked, actor, deals):
    units = asked.world.utilities[actor.id].units
    member = Member("fallback" if actor.reservation is None else "reservation",
                    asked.threshold[actor.id] / units)
    if deals:
        utilities = [asked.utility(actor.id, state) for state in deals]
        member.best = Fraction(max(utilities), units)
        member.best_ties = utilities.count(max(utilities))
        member.best_packages = [shown for utility, state in zip(utilities, deals)
                                if utility == max(utilities)
                                for shown in (changes(asked.world, state),
                                              decided_outcomes(asked.world, state))]
    return member


def terms(asked, deals):
    """How many deals have each outcome, of the issues on the table and of those that follow."""
    world, rows = asked.world, {}
    free = asked.reachable
    for i, v in enumerate(world.variables):
        if v.kind == "following":
            role, outcomes = "consequence", range(len(v.outcomes))
        elif v.kind == "decided" and len(free[i]) > 1:
            role, outcomes = "term", free[i]
        else:
            continue
        for outcome in outcomes:
            n = sum(state[i] == outcome for state in deals)
            status = "" if not deals else ("necessary" if n == len(deals)
                                           else "breaker" if n == 0 else "")
            rows[v.id, v.outcomes[outcome]] = (role, n, status)
    return rows


def decided_outcomes(world, state):
    return frozenset((world.variables[i].id, world.variables[i].outcomes[state[i]])
                     for i in world.decided)


def changes(world, state):
    """The outcomes that differ from the status quo; all of them when there is none."""
    if world.status_quo is None:
        return decided_outcomes(world, state)
    return frozenset((world.variables[i].id, world.variables[i].outcomes[state[i]])
                     for i in world.decided if state[i] != world.status_quo[i])


def minimal_deals(asked, deals):
    """Deals of which no other deal makes a proper part of the changes."""
    world = asked.world
    all_changes = {changes(world, state): state for state in deals}
    found = {}
    for own, state in all_changes.items():
        if not any(other < own for other in all_changes):
            found[own] = {}
            for a in asked.coalition:
                units = world.utilities[a].units
                utility = asked.utility(a, state)
                found[own][a] = (Fraction(utility, units), (utility - asked.threshold[a]) / units)
    return found


def reasons(asked, deal):
    """What each term gains each member against no deal: (actor, issue): (before, after, gain) where
    something changes, and (actor, None): what its conditions gain together. `deal` is a set of
    changes of the status quo."""
    world, rows = asked.world, {}
    decided = dict(world.status_quo)
    for ref, outcome in deal:
        decided[world.number[ref]] = world.variables[world.number[ref]].outcomes.index(outcome)
    after = world.complete(decided)
    for a in asked.coalition:
        before, utility = asked.fallback_of[a], world.utilities[a]
        for i, values in utility.parts:
            if before[i] != after[i]:
                v = world.variables[i]
                gain = Fraction(values[after[i]] - values[before[i]], utility.units)
                rows[a, v.id] = (v.outcomes[before[i]], v.outcomes[after[i]], gain)
        rows[a, None] = Fraction(sum(weight * (holds(after) - holds(before))
                                     for holds, weight in utility.conditions), utility.units)
    return rows


# ---- why there is no deal ----

def explain(asked, found):
    """Minimal conflicts and repairs: sets of elements (kind, subject, number of the statement)."""
    violations = {}
    for state, broken_lines in relaxed_states(asked):
        violated = frozenset(broken_lines | broken(asked, state))
        violations.setdefault(violated, []).append(
            (changes(asked.world, state), decided_outcomes(asked.world, state)))
    found.repairs = {v for v in violations if not any(other < v for other in violations)}
    found.witnesses = {(repair, *package) for repair in found.repairs
                       for package in violations[repair]}
    found.conflicts = minimal_hitting_sets(found.repairs)


def wanted_lines(asked):
    """The following variables on which what is wanted depends, through others too."""
    world = asked.world
    reached = set()
    fresh = asked.question.wanted.variables(world) if asked.question.wanted else set()
    while fresh:
        reached |= fresh
        fresh = set().union(*(world.depends_on(i) for i in fresh if i in world.lines)) - reached
    return reached & set(world.lines)


def relaxed_states(asked):
    """All states that some dropping allows, with the `when` lines that must be dropped for it: any
    outcome that all actors together reach, other than the fallback, and any line on which the
    wanted outcome depends taken as true or false at will."""
    world = asked.world
    everyone = [actor.id for actor in world.conflict.actors]
    wide = asked.free(everyone)
    loose = wanted_lines(asked)

    def choose(state, rest, dropped):
        if not rest:
            yield list(state), dropped
            return
        i, *later = rest
        passed = dropped  # lines before this one that must be dropped so as not to match
        for number, (when, outcome) in enumerate(world.lines[i]):
            line = ("line", world.variables[i].id, number)
            true = when is None or when(state)
            if true or i in loose:
                state[i] = outcome
                yield from choose(state, later, passed if true else passed | {line})
            if true:
                if when is None or i not in loose:
                    return
                passed = passed | {line}

    for outcomes in product(*(sorted(wide[i]) for i in world.decided)):
        start = world.complete(dict(zip(world.decided, outcomes)))
        if not asked.is_fallback(start):
            yield from choose(start, world.following, frozenset())


def broken(asked, state):
    """The elements other than lines that a relaxed package violates."""
    world = asked.world
    free = asked.reachable
    elements = {("control", world.variables[i].id, None)
                for i in world.decided if state[i] not in free[i]}
    elements |= {("rule", "", n) for n, rule in enumerate(world.rules) if not rule(state)}
    for a in asked.coalition:
        elements |= {("red line", a, n) for n, line in enumerate(world.red_lines[a]) if line(state)}
        if not asked.consents(a, state):
            elements.add(("consent", a, None))
    if not asked.wanted(state):
        elements.add(("wanted", "", None))
    if not asked.all_reserved and not asked.someone_gains(state):
        elements.add(("gain", "", None))
    return elements


def minimal_hitting_sets(sets):
    """The inclusion-minimal sets that meet each of `sets` (Berge: one set after the other)."""
    hitting = {frozenset()}
    for each in sets:
        grown = {h if h & each else h | {element} for h in hitting for element in each}
        hitting = {h for h in grown if not any(other < h for other in grown)}
    return hitting
