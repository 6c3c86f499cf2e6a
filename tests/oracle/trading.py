"""Trades and chains of steps to the frontier, by brute force over all states within reach."""

from fractions import Fraction
from itertools import combinations, permutations, product


class Market:
    """A start (no deal, or the status quo where no deal is out of reach) and where one may go."""

    def __init__(self, asked):
        self.asked, self.world = asked, asked.world
        self.open = [i for i in self.world.decided if len(asked.reachable[i]) > 1]
        within = all(asked.fallback[i] in asked.reachable[i] for i in self.world.decided)
        start = asked.fallback if within else self.world.status_quo
        self.start = self.state(tuple(start[i] for i in self.open))

    def state(self, outcomes):
        decided = {i: self.world.status_quo[i] for i in self.world.decided}
        decided.update(zip(self.open, outcomes))
        return self.world.complete(decided)

    def changed(self, state, changes):
        outcomes = [changes.get(i, state[i]) for i in self.open]
        return self.state(tuple(outcomes))

    def allowed(self, state):
        return self.world.feasible(state) and not any(
            line(state) for a in self.asked.coalition for line in self.world.red_lines[a])

    def gains(self, before, after):
        """Of every member."""
        return {a: Fraction(self.asked.utility(a, after) - self.asked.utility(a, before),
                            self.world.utilities[a].units) for a in self.asked.coalition}

    def trades(self):
        """((member, issue, to, loses, gain), the same of the other, whether no one else loses)."""
        found = set()
        for k, l in permutations(self.open, 2):
            for x, y in product(self.asked.reachable[k], self.asked.reachable[l]):
                one = self.gains(self.start, self.changed(self.start, {k: x}))
                other = self.gains(self.start, self.changed(self.start, {l: y}))
                end = self.changed(self.start, {k: x, l: y})
                both = self.gains(self.start, end)
                for a, b in combinations(self.asked.coalition, 2):
                    if (one[a] < 0 < one[b] and other[b] < 0 < other[a]
                            and both[a] > 0 and both[b] > 0 and self.allowed(end)):
                        found.add(((a, *self.term(k, x), -one[a], both[a]),
                                   (b, *self.term(l, y), -other[b], both[b]),
                                   min(both.values()) >= 0))
        return found

    def term(self, i, outcome):
        variable = self.world.variables[i]
        return variable.id, variable.outcomes[outcome]

    def steps(self, state):
        """The states that may come next: of those better for some member and worse for none, with
        fewest changes, and most members who gain."""
        found = {}
        for outcomes in product(*(self.asked.reachable[i] for i in self.open)):
            after = self.state(outcomes)
            gains = self.gains(state, after).values()
            if self.allowed(after) and min(gains) >= 0 and max(gains) > 0:
                changes = sum(after[i] != state[i] for i in self.open)
                rank = (changes, -sum(gain > 0 for gain in gains))
                found.setdefault(rank, []).append(after)
        return found[min(found)] if found else []
