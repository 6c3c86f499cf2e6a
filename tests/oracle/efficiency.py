"""Efficient deals, bargaining points, terms and prices by brute force over all states.

Every function starts from answers.Asked and looks at every state; utilities are exact.
"""

from fractions import Fraction
from itertools import product
from math import prod

from answers import changes, decided_outcomes

PARTIAL_LARGEST = 20000  # partial assignments that the search for terms looks at


class Space:
    """The states over which is asked: packages, or deals (with what is wanted)."""

    def __init__(self, asked, over):
        self.asked, self.over = asked, over
        world = asked.world
        self.packages = list(asked.packages())
        self.states = self.packages if over == "packages" else [
            state for state in self.packages if asked.is_deal(state) and asked.wanted(state)]
        self.vectors = {id(state): self.vector(state) for state in self.states}
        self.threshold = [Fraction(asked.threshold[a], world.utilities[a].units)
                          for a in asked.coalition]

    def vector(self, state):
        return tuple(Fraction(self.asked.utility(a, state), self.asked.world.utilities[a].units)
                     for a in self.asked.coalition)

    def of(self, state):
        return self.vectors[id(state)]

    def fallback(self):
        """The fallback's own vector, where it is a feasible state that could be agreed on."""
        asked, world = self.asked, self.asked.world
        if self.over != "packages" or asked.fallback is None:
            return None
        if any(asked.fallback[i] not in asked.reachable[i] for i in world.decided):
            return None
        state = world.complete({i: asked.fallback[i] for i in world.decided})
        return self.vector(state) if world.feasible(state) else None

    def ideal(self):
        """What each member could have at best."""
        return [max(column) for column in zip(*self.vectors.values())]

    def frontier(self):
        """Vector to the states that have it, of vectors that no state dominates."""
        groups = {}
        for state in self.states:
            groups.setdefault(self.of(state), []).append(state)
        pool = set(groups) | ({self.fallback()} - {None})
        efficient = []
        for vector in sorted(pool, reverse=True):  # what dominates a vector stands before it
            if not any(all(a >= b for a, b in zip(other, vector)) for other in efficient):
                efficient.append(vector)
        return {vector: groups[vector] for vector in efficient if vector in groups}

    def rational(self):
        return [state for state in self.states
                if all(u >= d for u, d in zip(self.of(state), self.threshold))]

    def points(self):
        """Name to (value, states that attain it)."""
        rational = self.rational()
        if not rational:
            return {}
        members = range(len(self.threshold))
        room = [max(self.of(state)[i] for state in rational) - self.threshold[i] for i in members]

        def gains(state):
            return [u - d for u, d in zip(self.of(state), self.threshold)]

        wish = [i - d for i, d in zip(self.ideal(), self.threshold)]

        def shares(state, full):
            return [gain / all_of for gain, can, all_of in zip(gains(state), room, full) if can]

        values = {
            "nash": lambda state: prod(gains(state)),
            "kalai_smorodinsky": lambda state: min(shares(state, room), default=Fraction(0)),
            "egalitarian": lambda state: min(gains(state)),
            "utilitarian": lambda state: sum(self.of(state)),
            "relative_utilitarian": lambda state: sum(shares(state, wish)),
            "max_min": lambda state: min(self.of(state)),
        }
        found = {}
        for name, value in values.items():
            each = [(value(state), state) for state in rational]
            top = max(v for v, _ in each)
            found[name] = (top, [state for v, state in each if v == top])
        return found

    def opposition(self):
        """Squared distance of the nearest rational state from the ideal, in parts of the ideal."""
        ideal, rational = self.ideal(), self.rational()
        if not rational or min(ideal) <= 0:
            return None
        return min(sum(((i - u) / i) ** 2 for i, u in zip(ideal, self.of(state)))
                   for state in rational)

    def opposition_unit(self):
        """Squared distance of the nearest state from the point where everybody has 1."""
        return min((sum((1 - u) ** 2 for u in vector) for vector in self.vectors.values()),
                   default=None)

    def fits(self, text_package, states):
        """Whether a package as the program writes it is one of the states."""
        world = self.asked.world
        return any(text_package in (changes(world, s), decided_outcomes(world, s)) for s in states)


# ---- terms ----

def term_sets(asked):
    """(sufficient, breakers): minimal sets of (issue, outcome) with a feasible completion, all or
    none of whose feasible completions are deals; None where there are too many sets to look at."""
    world = asked.world
    open_issues = [i for i in world.decided if len(asked.reachable[i]) > 1]
    choices = [[*sorted(asked.reachable[i]), None] for i in open_issues]
    if prod(map(len, choices)) > PARTIAL_LARGEST:
        return None
    count = {}
    for p in product(*choices):
        count[p] = closed(asked, open_issues, p) if None not in p else None
    for p in product(*choices):  # None comes last on each issue, so what is summed stands before
        if None in p:
            i = len(p) - 1 - p[::-1].index(None)
            count[p] = tuple(map(sum, zip(*(count[p[:i] + (v,) + p[i + 1:]]
                                            for v in choices[i][:-1]))))

    def minimal(holds):
        def wider(p):
            return (p[:i] + (None,) + p[i + 1:] for i, v in enumerate(p) if v is not None)
        return {frozenset((world.variables[i].id, world.variables[i].outcomes[v])
                          for i, v in zip(open_issues, p) if v is not None)
                for p in count if holds(p) and not any(map(holds, wider(p)))}

    return (minimal(lambda p: count[p][1] and count[p][0] == count[p][1]),
            minimal(lambda p: count[p][1] and not count[p][0]))


def closed(asked, open_issues, outcomes):
    """(deals, feasible states) among the one state with these outcomes."""
    world = asked.world
    decided = {i: next(iter(asked.reachable[i])) for i in world.decided}
    decided.update(zip(open_issues, outcomes))
    state = world.complete(decided)
    if not world.feasible(state):
        return (0, 0)
    deal = not asked.is_fallback(state) and asked.is_deal(state) and asked.wanted(state)
    return (int(deal), 1)


# ---- prices ----

def acceptable(asked, members):
    """Packages (with what is wanted) that lie on no red line of these members and give none of them
    less than its threshold; somebody in the coalition gains, unless no gain is asked."""
    world = asked.world
    return [state for state in asked.packages()
            if asked.wanted(state) and (asked.all_reserved or asked.someone_gains(state))
            and not any(line(state) for a in members for line in world.red_lines[a])
            and all(asked.consents(a, state) for a in members)]


def consent_prices(asked):
    """Actor to (best total utility of the others without needing its consent, with it); None where
    nothing is acceptable."""
    found = {}
    for actor in asked.coalition:
        others = [a for a in asked.coalition if a != actor]

        def total(state):
            return sum(Fraction(asked.utility(a, state), asked.world.utilities[a].units)
                       for a in others)

        found[actor] = tuple(max(map(total, acceptable(asked, members)), default=None)
                             for members in (others, asked.coalition))
    return found


def term_prices(asked, deals):
    """(issue, outcome, actor) to (its best deal with the term, its best deal)."""
    world, found = asked.world, {}
    for i in world.decided:
        if len(asked.reachable[i]) < 2:
            continue
        for outcome in asked.reachable[i]:
            for a in asked.coalition:
                def utility(state):
                    return Fraction(asked.utility(a, state), world.utilities[a].units)

                v = world.variables[i]
                found[v.id, v.outcomes[outcome], a] = (
                    max((utility(s) for s in deals if s[i] == outcome), default=None),
                    max(map(utility, deals), default=None))
    return found
