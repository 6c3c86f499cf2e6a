"""Coalitions by brute force: who is needed, who blocks, who joins, what is stable.

Every definition is applied to every coalition and every state, as it stands in the literature:
nothing here knows that control is monotone, or which issues matter. States are tuples of outcome
numbers; a conflict must be small (see `Alliances.small`).
"""

from functools import lru_cache
from itertools import chain, combinations, permutations, product

from answers import Asked
from conflict import Mistake, Question


def subsets(items, least=1):
    items = list(items)
    return [frozenset(c) for c in chain.from_iterable(
        combinations(items, n) for n in range(least, len(items) + 1))]


def minimal(sets):
    return {c for c in sets if not any(other < c for other in sets)}


class Alliances:
    def __init__(self, world, question):
        self.world, self.question = world, question
        self.everybody = [a.id for a in world.conflict.actors]
        self.coalitions = subsets(self.everybody)
        self.wanted = question.wanted.ground(world) if question.wanted else None
        self.reaches = {}
        agenda = self.asked_of(frozenset(question.coalition)).agenda()
        self.agenda = [i for i in world.decided if i in agenda]

    def asked_of(self, coalition, wanted=True):
        return Asked(self.world, Question(sorted(coalition, key=self.everybody.index),
                                          self.question.about,
                                          self.question.wanted if wanted else None))

    # -- acts --

    def reach_of(self, coalition, i, start):
        key = (coalition, i, start)
        if key not in self.reaches:
            self.reaches[key] = self.world.reach(coalition, i, start)
        return self.reaches[key]

    @lru_cache(maxsize=None)
    def full(self, decided):
        return tuple(self.world.complete(dict(zip(self.world.decided, decided))))

    def decided(self, state):
        return tuple(state[i] for i in self.world.decided)

    @lru_cache(maxsize=None)
    def utility(self, actor, decided):
        return self.world.utilities[actor].of(self.full(decided))

    @lru_cache(maxsize=None)
    def red(self, actor, decided):
        return any(line(self.full(decided)) for line in self.world.red_lines[actor])

    @lru_cache(maxsize=None)
    def feasible(self, decided):
        return self.world.feasible(self.full(decided))

    def reachable(self, coalition, start, about=None):
        """Feasible states that a coalition can take a state to, in stages; issues in `about`."""
        about = self.world.decided if about is None else about
        options = [sorted(self.reach_of(coalition, i, o)) if i in about else [o]
                   for i, o in zip(self.world.decided, start)]
        return [state for state in product(*options) if self.feasible(state)]

    def can_reach(self, coalition, a, b):
        return all(x == y or y in self.reach_of(coalition, i, x)
                   for i, x, y in zip(self.world.decided, a, b))

    def can_step(self, coalition, a, b):
        return all(x == y or self.world.can_step(coalition, i, x, y)
                   for i, x, y in zip(self.world.decided, a, b))

    def better(self, actor, a, b):
        return self.utility(actor, b) > self.utility(actor, a)

    # -- who is needed --

    def status_quo(self):
        return tuple(self.world.status_quo[i] for i in self.world.decided)

    def can(self, coalition):
        if self.world.status_quo is None:
            if not all(self.world.controls_wholly(coalition, i) for i in self.world.decided):
                return False
            states = self.every_state()
        else:
            states = self.reachable(coalition, self.status_quo(), self.agenda)
        return any(self.wanted(self.full(state)) for state in states)

    def every_state(self):
        return [state for state in product(*(range(len(self.world.variables[i].outcomes))
                                             for i in self.world.decided))
                if self.feasible(state)]

    def deals(self, coalition):
        try:
            asked = self.asked_of(coalition)
        except Mistake:
            return []
        return [self.decided(state) for state in asked.packages()
                if asked.is_deal(state) and asked.wanted(state)]

    def units(self, able):
        found = {c for c in [frozenset()] + self.coalitions if able(c)}
        return minimal(found)

    # -- blocking --

    def blocks(self, coalition, state, about=None):
        """The states for which a coalition would break this one."""
        return [t for t in self.reachable(coalition, state, about)
                if all(self.better(a, state, t) and not self.red(a, t) for a in coalition)]

    def blockers(self, state, by=None):
        return minimal({c for c in self.coalitions
                        if (by is None or c <= set(by)) and self.blocks(c, state)})

    def core(self, coalition):
        return [s for s in self.deals(coalition)
                if not any(self.blocks(c, s) for c in self.coalitions)]

    def hijacked(self, coalition, actor, other):
        """Deals that are not safe if the actor has the other's aims."""
        asked = self.asked_of(coalition)
        partners = [a for a in coalition if a != actor]
        return [s for s in self.deals(coalition)
                if any(self.better(other, s, t) and not self.red(other, t)
                       and any(self.utility(p, t) < asked.threshold[p] for p in partners)
                       for t in self.reachable(frozenset([actor]), s))]

    # -- stability of all states on the agenda --

    def states(self):
        return self.reachable(frozenset(self.everybody), self.status_quo(), self.agenda)

    def nash(self, state):
        return not any(self.blocks(frozenset([a]), state, self.agenda) for a in self.everybody)

    def strong(self, state):
        return not any(self.blocks(c, state, self.agenda) for c in self.coalitions)

    @lru_cache(maxsize=None)
    def breaks_for_good(self, coalition, state):
        """A break that no proper part of the coalition would break for good in its turn."""
        return any(not any(self.breaks_for_good(part, t) for part in subsets(coalition)
                           if part != coalition)
                   for t in self.blocks(coalition, state, self.agenda))

    def coalition_proof(self, state):
        return not any(self.breaks_for_good(c, state) for c in self.coalitions)

    @lru_cache(maxsize=None)
    def replies(self, others, state):
        """Where the others, or those of them on whose red lines it is not, can push a state."""
        return [w for w in self.reachable(others, state, self.agenda)
                if self.can_reach(frozenset(a for a in others if not self.red(a, w)), state, w)]

    def alpha(self, state):
        for c in self.coalitions:
            others = frozenset(self.everybody) - c
            for t in self.reachable(c, state, self.agenda):
                if any(self.red(a, t) for a in c):
                    continue
                if all(self.better(a, state, w) for w in self.replies(others, t) for a in c):
                    return False
        return True

    def beta(self, state):
        """No coalition can answer whatever the others do first."""
        for c in self.coalitions:
            others = frozenset(self.everybody) - c
            if all(any(all(self.better(a, state, t) and not self.red(a, t) for a in c)
                       for t in self.reachable(c, r, self.agenda))
                   for r in self.replies(others, state)):
                return False
        return True

    def efficient(self, state):
        """Nothing is better for somebody and worse for nobody."""
        return not any(any(self.better(a, state, t) for a in self.everybody)
                       and not any(self.better(a, t, state) for a in self.everybody)
                       for t in self.states())

    # -- farsighted --

    def steps(self):
        """(a, b): the coalitions that can step from a to b, onto none of their red lines."""
        states = self.states()
        return {(a, b): [c for c in self.coalitions if self.can_step(c, a, b)
                         and not any(self.red(i, b) for i in c)]
                for a in states for b in states if a != b}

    def indirect(self, steps):
        """State to the states that indirectly dominate it (Chwe 1994)."""
        states = self.states()
        above = {a: set() for a in states}
        for end in states:
            found, fresh = {end}, [end]
            while fresh:
                b = fresh.pop()
                for a in states:
                    if a in found or a == b:
                        continue
                    if any(all(self.better(i, a, end) for i in c) for c in steps[a, b]):
                        found.add(a)
                        fresh.append(a)
                        above[a].add(end)
        return above

    def largest_consistent_set(self, steps, above):
        kept = set(self.states())
        while True:
            out = {a for a in kept for d in self.states() if a != d for c in steps[a, d]
                   if not any(not all(self.better(i, a, e) for i in c)
                              for e in kept & (above[d] | {d}))}
            if not out:
                return kept
            kept -= out

    # -- joining --

    def agree(self, a, b, inside, joiner):
        return (all(not self.better(i, b, a) for i in inside) and self.better(joiner, a, b))

    def joins(self, a, inside, joiner):
        """Steps by which the joiner and those inside leave a, and not without the joiner."""
        everyone = inside | {joiner}
        return [b for b in self.reachable(everyone, a, self.agenda)
                if b != a and not any(self.red(i, b) for i in everyone)
                and not self.can_reach(inside, a, b)]

    def ends(self, order, farsighted):
        """The states with what is wanted in which an order of joining can end."""
        start = self.status_quo()
        wanted = self.wanted or (lambda state: True)

        def paths(k, path):
            if k == len(order):
                if wanted(self.full(path[-1])):
                    yield path
                return
            inside, joiner = frozenset(order[:k]), order[k]
            for b in self.joins(path[-1], inside, joiner):
                if not farsighted and not self.agree(path[-1], b, inside, joiner):
                    continue
                yield from paths(k + 1, path + [b])

        found = set()
        for path in paths(1, [start]):
            if farsighted and not all(self.agree(path[k - 1], path[-1], frozenset(order[:k]),
                                                 order[k]) for k in range(1, len(order))):
                continue
            found.add(path[-1])
        return found

    def orders(self, coalition, farsighted):
        """All orders that work, and which of them contain no shorter one."""
        sizes = range(2, len(coalition) + 1) if self.wanted else [len(coalition)]
        members = [a for a in self.everybody if a in coalition]
        found = {}
        for n in sizes:
            for order in permutations(members, n):
                ends = self.ends(order, farsighted)
                if ends:
                    found[order] = ends

        def within(part, whole):
            rest = iter(whole)
            return all(a in rest for a in part)

        return found, {o for o in found
                       if not any(len(p) < len(o) and within(p, o) for p in found)}
