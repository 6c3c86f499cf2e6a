"""The brute force of efficiency.py, trading.py and replies.py on conflicts worked out by hand, and
that of efficiency.py against domains.py.

    python3 -m unittest test_efficiency.py
"""

import unittest
from fractions import Fraction as F

import answers
import domains
import efficiency
import replies
import trading
from conflict import Actor, AtLeast, Conflict, ControlLine, Issue, Mistake, Question, World
from expressions import If, Is


def by(*actors):
    return [ControlLine(None, None, AtLeast(len(actors), list(actors)))]


def conflict(worths, shape, **how):
    """Actors with worth tables over issues that all settle together."""
    actors = [Actor(f"a{j}", worth={f"i{i}": {f"v{v}": F(w) for v, w in enumerate(values)}
                                    for i, values in enumerate(worth)})
              for j, worth in enumerate(worths)]
    everyone = [actor.id for actor in actors]
    return Conflict(actors, [Issue(f"i{i}", [f"v{v}" for v in range(n)], control=by(*everyone),
                                   **how) for i, n in enumerate(shape)])


class LogRolling(unittest.TestCase):
    """a0 cares for the first issue, a1 for the second; both start at v0."""

    def setUp(self):
        made = conflict([[[0, 4], [1, 0]], [[1, 0], [0, 3]]], [2, 2], status_quo="v0")
        self.asked = answers.Asked(World(made), Question(["a0", "a1"]))

    def test_frontier(self):
        deals = efficiency.Space(self.asked, "deals")
        self.assertEqual(list(deals.frontier()), [(4, 3)])
        packages = efficiency.Space(self.asked, "packages")
        self.assertEqual(sorted(packages.frontier()), [(0, 4), (4, 3), (5, 0)])
        self.assertEqual(packages.threshold, [1, 1])

    def test_points(self):
        points = efficiency.Space(self.asked, "packages").points()
        self.assertEqual({name: value for name, (value, _) in points.items()},
                         {"nash": 6, "kalai_smorodinsky": 1, "egalitarian": 2, "utilitarian": 7,
                          "relative_utilitarian": F(17, 12), "max_min": 3})

    def test_fallback_dominates(self):
        """A package worse for all than the fallback is not efficient, and the fallback is no
        package."""
        made = conflict([[[1, 0]], [[1, 0]]], [2], status_quo="v0")
        asked = answers.Asked(World(made), Question(["a0", "a1"]))
        self.assertEqual(efficiency.Space(asked, "packages").frontier(), {})

    def test_terms(self):
        both = frozenset({("i0", "v1"), ("i1", "v1")})
        sufficient, breakers = efficiency.term_sets(self.asked)
        self.assertEqual(sufficient, {both})
        self.assertEqual(breakers, {frozenset({("i0", "v0")}), frozenset({("i1", "v0")})})

    def test_infeasible_states_do_not_count(self):
        """With i1 = v1 ruled out unless i0 = v1, the second term is enough."""
        made = conflict([[[0, 4], [1, 0]], [[1, 0], [0, 3]]], [2, 2], status_quo="v0")
        made.rules = [If(Is("i1", "=", "v1"), Is("i0", "=", "v1"))]
        sufficient, breakers = efficiency.term_sets(
            answers.Asked(World(made), Question(["a0", "a1"])))
        self.assertEqual(sufficient, {frozenset({("i1", "v1")})})
        self.assertEqual(breakers, {frozenset({("i0", "v0")}), frozenset({("i1", "v0")})})

    def test_prices(self):
        """Without asking a1, a0 has 5; with it, 4."""
        self.assertEqual(efficiency.consent_prices(self.asked), {"a0": (4, 3), "a1": (5, 4)})


    def test_trades(self):
        """a0 gives way on i1, a1 on i0; one step to the only efficient deal."""
        market = trading.Market(self.asked)
        self.assertEqual(market.trades(),
                         {(("a0", "i1", "v1", 1, 3), ("a1", "i0", "v1", 1, 2), True)})
        self.assertEqual(market.steps([0, 0]), [[1, 1]])
        self.assertEqual(market.steps([1, 1]), [])


class Alone(unittest.TestCase):
    """i0 is a0's, i1 is a1's."""

    def made(self, worths):
        made = conflict(worths, [2, 2], status_quo="v0")
        for issue, actor in zip(made.issues, ("a0", "a1")):
            issue.control = by(actor)
        return made

    def test_each_does_what_pays(self):
        made = self.made([[[0, 4], [1, 0]], [[1, 0], [0, 3]]])
        self.assertEqual(replies.with_replies(made, Question(["a0", "a1"])).fallback,
                         {"i0": "v1", "i1": "v1"})
        self.assertEqual(replies.with_replies(made, Question(["a1"])).fallback,
                         {"i0": "v0", "i1": "v1"})

    def test_circle(self):
        """Both control i0 and want it otherwise: every round ends where it began, with moves."""
        made = self.made([[[0, 1], [0, 0]], [[1, 0], [0, 0]]])
        made.issues[0].control = [ControlLine(None, None, AtLeast(1, ["a0", "a1"]))]
        with self.assertRaises(Mistake):
            replies.with_replies(made, Question(["a0", "a1"]))


class TwoBruteForces(unittest.TestCase):
    def test_domains(self):
        """The solver of domains and this one, written apart, say the same."""
        for seed in range(12):
            neutral = domains.domain(seed)
            solver = domains.Solver(neutral, "genius")
            expected = solver.solve()
            worths = [[[F(c, unit) for c in values] for values in issues]
                      for issues, unit in zip(solver.worth, solver.units)]
            made = conflict(worths, solver.shape)
            coalition = [actor.id for actor in made.actors]
            for actor, value in zip(made.actors, expected["disagreement"]):
                actor.reservation = (value, value)
            self.compare(answers.Asked(World(made), Question(coalition)), expected)
            for level in expected["levels"][:2]:
                for actor, value in zip(made.actors, level["reservation"]):
                    actor.reservation = (value, value)
                self.compare_level(answers.Asked(World(made), Question(coalition)), level)

    def compare(self, asked, expected):
        for name, over in [("pareto_all", "packages"), ("pareto_rational", "deals")]:
            frontier = efficiency.Space(asked, over).frontier()
            pareto = expected.get(name, {"utils": [], "n_outcomes": 0})
            self.assertEqual(list(frontier), list(map(tuple, pareto["utils"])))
            self.assertEqual(sum(map(len, frontier.values())), pareto["n_outcomes"])
        points = efficiency.Space(asked, "packages").points()
        for name, other in [("nash", "nash"), ("ks_maximin", "kalai_smorodinsky"),
                            ("egalitarian", "egalitarian"), ("utilitarian", "utilitarian"),
                            ("relative_utilitarian", "relative_utilitarian"),
                            ("maxmin_u", "max_min")]:
            if expected["solutions"] and other in points:
                solution = expected["solutions"][name]
                value, states = points[other]
                self.assertEqual((value, len(states)), (solution["value"], solution["n_outcomes"]))

    def compare_level(self, asked, level):
        if not level["n_acceptable"]:
            return

        def named(sets):
            return {frozenset((f"i{i}", f"v{v}") for i, v in enumerate(each) if v is not None)
                    for each in sets}

        found = efficiency.term_sets(asked)
        self.assertEqual(found, tuple(named(level[kind]["list"])
                                      for kind in ("prime_implicants", "deal_breakers")))
        prices = [(price["others_best_without"], price["others_best_with"])
                  for price in level["price_of_joining"]]
        self.assertEqual(list(efficiency.consent_prices(asked).values()), prices)


if __name__ == "__main__":
    unittest.main()
