"""The oracle against conflicts worked out by hand, and against itself.

    python3 -m unittest test_conflict
"""

import random
import unittest
from fractions import Fraction as F
from itertools import combinations

import answers
import central
import compare
import many
import generate
from conflict import (Actor, AtLeast, Condition, Conflict, ControlLine, Issue, Line, Mistake, Order,
                      Question, Resource, Want, World)
from expressions import And, Compare, Const, If, Iff, In, Is, Not, Or, Total
from write import Writer, Yaml, scenario_text


def ideal(outcome, shape="linear"):
    return Want("ideal", shape, ideal=outcome)


def chain(*names, relations=None):
    return Order([[(1, name)] for name in names], relations or [">"] * (len(names) - 1))


def by(*actors, need=None):
    return [ControlLine(None, None, AtLeast(need or len(actors), list(actors)))]


def harbour():
    """The harbour pact of the format's description."""
    both = AtLeast(2, ["north", "east"])
    return Conflict(
        actors=[
            Actor("north", {"ships": (40, 40), "troops": (10, 20)},
                  wants={"strait": ideal("north"), "raids": ideal("stopped"),
                         "tolls": ideal("none"), "patrol.north": ideal("none")},
                  orders=[chain("raids", "strait", "tolls", "patrol.north",
                                relations=[">", ">", "="])]),
            Actor("east", {"ships": (25, 25), "troops": (60, 60)},
                  wants={"strait": Want("order", orders=[chain("east", "shared", "north")]),
                         "raids": ideal("stopped"), "tolls": ideal("low")},
                  saliences={"strait": (60, 90), "raids": (70, 70), "tolls": (20, 20)},
                  red_lines=[Is("strait", "=", "north")]),
            Actor("harbour", {"ships": (5, 5)},
                  wants={"raids": ideal("stopped"), "tolls": ideal("high")},
                  orders=[chain("raids", "tolls")],
                  conditions=[Condition(If(Is("patrol.north", "=", "full"),
                                           Is("tolls", "<=", "low")), salience=(15, 15))]),
            Actor("raiders"),
        ],
        issues=[
            Issue("patrol", ["none", "escorts", "full"], each=["north", "east", "harbour"],
                  status_quo={"north": "none", "east": "escorts", "harbour": "none"}),
            Issue("strait", ["east", "shared", "north"], status_quo="east",
                  control=[ControlLine(None, None, both),
                           ControlLine(None, "east", AtLeast(1, ["north", "east"]))]),
            Issue("tolls", ["high", "low", "none"], status_quo="high", control=by("harbour")),
            Issue("raids", ["rising", "contained", "stopped"], "following", lines=[
                Line(Total("ships", Is("patrol", "=", "full"), ">=", F(60)), "stopped"),
                Line(Total("ships", Is("patrol", ">=", "escorts"), ">=", F(25)), "contained"),
                Line(None, "rising")]),
        ],
        rules=[Not(And(Is("tolls", "=", "none"), Is("strait", "=", "north")))])


class Harbour(unittest.TestCase):
    """27 patrols x 3 x 3 less the rule's 27 and the fallback. A deal that stops the raids needs
    both fleets; the red line forbids the strait to north; no tolls cost harbour too much (40/69 <
    49/69), and a shared strait needs low tolls for east (25.5/33 > 24/33 > 23.5/33): three ways,
    times three patrols of harbour."""

    def setUp(self):
        self.question = Question(["north", "east", "harbour"], wanted=Is("raids", "=", "stopped"))
        self.found = answers.answer(harbour(), self.question)

    def test_counts(self):
        self.assertEqual(self.found.packages, 215)
        self.assertEqual(len(self.found.deals), 9)

    def test_thresholds(self):
        thresholds = {a: m.threshold for a, m in self.found.members.items()}
        self.assertEqual(thresholds, {"north": F(3, 8), "east": F(8, 11), "harbour": F(49, 69)})

    def test_best(self):
        self.assertEqual(self.found.members["harbour"].best, 1)
        self.assertEqual(self.found.members["harbour"].best_ties, 3)
        self.assertEqual(self.found.members["east"].best, 1)
        self.assertEqual(self.found.members["north"].best, F(7, 12) + F(1, 8) + F(1, 24))

    def test_minimal(self):
        fleets = frozenset({("patrol.north", "full"), ("patrol.east", "full")})
        self.assertEqual(self.found.minimal, {fleets: {
            "north": (F(7, 12), F(5, 24)), "east": (F(31, 33), F(7, 33)),
            "harbour": (1, F(20, 69))}})

    def test_terms(self):
        self.assertEqual(self.found.terms["patrol.east", "full"], ("term", 9, "necessary"))
        self.assertEqual(self.found.terms["tolls", "none"], ("term", 0, "breaker"))
        self.assertEqual(self.found.terms["tolls", "high"], ("term", 3, ""))
        self.assertEqual(self.found.terms["raids", "stopped"], ("consequence", 9, "necessary"))

    def test_too_few_ships(self):
        conflict = harbour()
        conflict.actors[1].resources["ships"] = (10, 10)
        found = answers.answer(conflict, self.question)
        line, wanted = ("line", "raids", 0), ("wanted", "", None)
        self.assertEqual(found.deals, [])
        self.assertIn({line, wanted}, found.conflicts)
        self.assertIn({line}, found.repairs)


class Small(unittest.TestCase):
    def log_rolling(self):
        """Each gives up what it holds dear a little for what it holds dear a lot."""
        return Conflict(
            actors=[Actor("a", wants={"x": ideal("hi"), "y": ideal("lo")},
                          saliences={"x": (20, 20), "y": (10, 10)}),
                    Actor("b", wants={"x": ideal("lo"), "y": ideal("hi")},
                          saliences={"x": (10, 10), "y": (20, 20)})],
            issues=[Issue("x", ["lo", "hi"], status_quo="lo", control=by("b")),
                    Issue("y", ["lo", "hi"], status_quo="lo", control=by("a"))])

    def test_log_rolling(self):
        found = answers.answer(self.log_rolling(), Question(["a", "b"]))
        self.assertEqual((found.packages, len(found.deals)), (3, 1))
        self.assertEqual(found.minimal, {frozenset({("x", "hi"), ("y", "hi")}): {
            "a": (F(2, 3), F(1, 3)), "b": (F(2, 3), F(1, 3))}})

    def test_agenda(self):
        found = answers.answer(self.log_rolling(), Question(["a", "b"], about=["x"]))
        self.assertEqual((found.packages, found.deals), (1, []))
        self.assertEqual(found.conflicts, {frozenset({("consent", "b", None)})})
        self.assertEqual(found.repairs, found.conflicts)

    def test_indifference_is_no_gain(self):
        conflict = self.log_rolling()
        for actor in conflict.actors:
            actor.wants, actor.saliences = {}, {}
        found = answers.answer(conflict, Question(["a", "b"]))
        self.assertEqual(found.conflicts, {frozenset({("gain", "", None)})})

    def test_reservation_asks_no_gain(self):
        conflict = self.log_rolling()
        for actor in conflict.actors:
            actor.reservation = (F(1, 3), F(1, 3))
        found = answers.answer(conflict, Question(["a", "b"]))
        self.assertEqual(found.packages, 3)
        self.assertEqual(found.deals_any, 1)

    def test_no_status_quo(self):
        conflict = self.log_rolling()
        for issue in conflict.issues:
            issue.status_quo = None
        with self.assertRaises(Mistake):
            answers.answer(conflict, Question(["a", "b"]))
        for actor in conflict.actors:
            actor.reservation = (F(1, 3), F(1, 3))
        found = answers.answer(conflict, Question(["a", "b"]))
        self.assertEqual((found.packages, found.deals_any), (4, 2))
        with self.assertRaises(Mistake):
            answers.answer(conflict, Question(["a"]))

    def test_outsider_holds_the_key(self):
        conflict = Conflict([Actor("a", wants={"x": ideal("hi")}), Actor("b"), Actor("c")],
                            [Issue("x", ["lo", "hi"], status_quo="lo", control=by("c"))])
        found = answers.answer(conflict, Question(["a", "b"]))
        self.assertEqual(found.packages, 0)
        self.assertEqual(found.conflicts, {frozenset({("control", "x", None)})})

    def test_rule_or_red_line(self):
        """x = hi is against a rule, y = hi against b's red line: either must go."""
        conflict = Conflict(
            [Actor("a", wants={"x": ideal("hi"), "y": ideal("hi")}),
             Actor("b", red_lines=[Is("y", "=", "hi")])],
            [Issue("x", ["lo", "hi"], status_quo="lo", control=by("a")),
             Issue("y", ["lo", "hi"], status_quo="lo", control=by("b"))],
            rules=[Is("x", "=", "lo")])
        rule, line = ("rule", "", 0), ("red line", "b", 0)
        found = answers.answer(conflict, Question(["a", "b"]))
        self.assertEqual(found.conflicts, {frozenset({rule, line})})
        self.assertEqual(found.repairs, {frozenset({rule}), frozenset({line})})

    def test_infeasible_status_quo(self):
        conflict = self.log_rolling()
        conflict.rules = [Is("x", "=", "hi")]
        with self.assertRaises(Mistake):
            World(conflict)

    def test_fallback_of_one_actor(self):
        """b expects x = hi without a deal, so that staying at lo is a gain."""
        conflict = self.log_rolling()
        conflict.actors[1].fallback = {"x": "hi"}
        found = answers.answer(conflict, Question(["a", "b"]))
        self.assertEqual(found.members["b"].threshold, 0)
        self.assertEqual(found.packages, 3)
        self.assertEqual(len(found.deals), 2)

    def test_pinned_following_issue(self):
        conflict = self.log_rolling()
        conflict.issues.append(Issue("z", ["bad", "good"], "following",
                                     lines=[Line(Is("x", "=", "hi"), "bad"), Line(None, "good")]))
        conflict.fallback = {"z": "bad", "y": "hi"}
        world = World(conflict)
        state = world.fallback(conflict.fallback)
        self.assertEqual(state, [0, 1, 0])
        self.assertEqual(world.complete({0: 0, 1: 1}), [0, 1, 1])


class Reach(unittest.TestCase):
    def world(self, **issue):
        actors = [Actor("a", {"gold": (30, 50)}), Actor("b", {"gold": (20, 20)}), Actor("c")]
        return World(Conflict(actors, [Issue("x", ["0", "1", "2", "3"], status_quo="0", **issue)]))

    def test_moves_chain(self):
        world = self.world(control=by("a"), moves=[("0", "1"), ("1", "3"), ("2", "0")])
        self.assertEqual(world.reach(["a"], 0, 0), {0, 1, 3})
        self.assertEqual(world.reach(["b"], 0, 0), {0})

    def test_most_specific_line(self):
        world = self.world(control=[
            ControlLine(None, None, AtLeast(1, ["a"])), ControlLine("0", None, AtLeast(1, ["b"])),
            ControlLine(None, "2", AtLeast(1, ["c"])), ControlLine("0", "3", AtLeast(1, ["c"]))])
        self.assertTrue(world.can_step(["b"], 0, 0, 1))
        self.assertFalse(world.can_step(["a", "b"], 0, 0, 2))
        self.assertTrue(world.can_step(["c"], 0, 0, 3))
        self.assertEqual(world.reach(["a", "b"], 0, 0), {0, 1, 3})

    def test_no_default_no_transition(self):
        world = self.world(control=[ControlLine(None, "1", AtLeast(1, ["a"]))])
        self.assertEqual(world.reach(["a", "b", "c"], 0, 0), {0, 1})

    def test_resource(self):
        rule = Resource("gold", ">=", F(60), ["a", "b"])
        world = self.world(control=[ControlLine(None, None, rule)])
        self.assertTrue(world.satisfies(["a", "b", "c"], rule, None))
        self.assertFalse(world.satisfies(["a", "c"], rule, None))
        rule.relation = ">"
        self.assertFalse(world.satisfies(["a", "b"], rule, None))


class Central(unittest.TestCase):
    def test_rank_order_centroid(self):
        weights = central.simplex_centroid(3, [(0, ">", 1, 1), (1, ">=", 1, 2)])
        self.assertEqual(weights, [F(11, 18), F(5, 18), F(2, 18)])

    def test_nothing_said(self):
        self.assertEqual(central.simplex_centroid(4, []), [F(1, 4)] * 4)

    def test_partial(self):
        weights = central.simplex_centroid(3, [(0, ">", 1, 1), (0, ">", 1, 2)])
        self.assertEqual(weights, [F(11, 18), F(7, 36), F(7, 36)])

    def test_equal_pair_beside_a_free_one(self):
        """2a + c = 1, so a is uniform on [0, 1/2]."""
        weights = central.simplex_centroid(3, [(0, "=", 1, 1)])
        self.assertEqual(weights, [F(1, 4), F(1, 4), F(1, 2)])

    def test_circle_is_equality(self):
        weights = central.simplex_centroid(3, [(0, ">=", 1, 1), (1, ">=", 1, 0), (1, ">", 1, 2)])
        self.assertEqual(weights, [F(5, 12), F(5, 12), F(1, 6)])

    def test_factor(self):
        """a >= 2 b, a + b = 1: a is uniform on [2/3, 1]."""
        self.assertEqual(central.simplex_centroid(2, [(0, ">=", F(2), 1)]), [F(5, 6), F(1, 6)])

    def test_box(self):
        boxes = [None, None, (15, 15)]
        weights = central.weights(boxes, [(0, ">", 1, 1)])
        self.assertEqual(weights, [F(40, 69), F(20, 69), F(9, 69)])

    def test_contradiction(self):
        for comparisons in ([(0, ">", 1, 1), (1, ">", 1, 0)], [(0, ">", 1, 1), (0, "=", 1, 1)]):
            with self.assertRaises(central.Contradiction):
                central.simplex_centroid(2, comparisons)

    def test_values(self):
        order, ideal_values = central.order_values, central.ideal_values
        partial = order(3, [(2, ">", 1, 0), (2, ">", 1, 1)])
        self.assertEqual(partial, [F(1, 4), F(1, 4), 1])
        self.assertEqual(order(3, [(0, "=", 1, 1), (1, ">", 1, 2)]), [1, 1, 0])
        scale = [F(0), F(50), F(100)]
        self.assertEqual(ideal_values(scale, 2, "linear"), [0, F(1, 2), 1])
        self.assertEqual(ideal_values(scale, 2, "quadratic"), [0, F(3, 4), 1])
        self.assertEqual(ideal_values(scale, (60, 80), "linear"), [F(3, 10), F(8, 10), F(7, 10)])
        self.assertEqual(ideal_values(scale + [None], 1, "single-peaked"),
                         [F(1, 2), 1, F(2, 3), F(1, 3)])


class Expressions(unittest.TestCase):
    def test_parentheses(self):
        a, b, c = Is("x", "=", "p"), In("y", ["p", "q"], True), Compare("x", "<=", "y")
        for expression, text in [
                (Or(And(a, b), c), "x = p and y not in {p, q} or x <= y"),
                (And(a, Or(b, c)), "x = p and (y not in {p, q} or x <= y)"),
                (Not(And(a, c)), "not (x = p and x <= y)"),
                (If(a, If(c, a)), "if x = p then if x <= y then x = p"),
                (Or(If(a, c), a), "(if x = p then x <= y) or x = p"),
                (Iff(Iff(a, a), Const(True)), "(x = p iff x = p) iff true"),
                (Is("Who pays?.o'hara", "!=", "half way"), '"Who pays?".o\'hara != "half way"')]:
            self.assertEqual(expression.text(), text)

    def test_count_runs_over_those_who_have_the_issue(self):
        world = World(harbour())
        state = world.complete(world.status_quo)
        self.assertTrue(Total(None, Is("patrol", "=", "none"), "=", F(2)).ground(world)(state))
        self.assertTrue(Total("ships", Is("patrol", "=", "none"), "=", F(45)).ground(world)(state))


class Itself(unittest.TestCase):
    def test_hitting_sets(self):
        rng = random.Random(7)
        for _ in range(50):
            sets = [frozenset(rng.sample(range(7), rng.randint(1, 4)))
                    for _ in range(rng.randint(1, 6))]
            hitting = [frozenset(h) for n in range(8) for h in combinations(range(7), n)
                       if all(set(h) & each for each in sets)]
            minimal = {h for h in hitting if not any(other < h for other in hitting)}
            self.assertEqual(answers.minimal_hitting_sets(sets), minimal)

    def test_dropping_nothing_leaves_the_packages(self):
        """Relaxed packages that break no line, rule or control are the packages, and a set is a
        conflict when no deal is left: straight from the definition for every subset."""
        checked = 0
        for seed in range(120):
            conflict, question = generate.scenario(seed)
            try:
                world = World(conflict)
                asked = answers.Asked(world, question)
                found = answers.answer(conflict, question)
            except Mistake:
                continue
            broken = [lines | answers.broken(asked, state)
                      for state, lines in answers.relaxed_states(asked)]
            packages = sum(not any(kind in ("line", "rule", "control") for kind, _, _ in each)
                           for each in broken)
            self.assertEqual(packages, found.packages)
            elements = sorted(set().union(*found.repairs), key=str)
            if found.deals or len(elements) > 9:
                continue
            checked += 1
            conflicts = [set(kept) for n in range(len(elements) + 1)
                         for kept in combinations(elements, n)
                         if not any(each.isdisjoint(kept) for each in broken)]
            self.assertEqual({frozenset(c) for c in conflicts
                              if not any(other < c for other in conflicts)}, found.conflicts)
        self.assertGreater(checked, 20)

    def test_same_seed_same_text(self):
        texts = [scenario_text(generate.scenario(3)[0], random.Random(3)) for _ in range(2)]
        self.assertEqual(*texts)

    def test_packages_are_read(self):
        self.assertEqual(compare.package("patrol.o'hara = full, \"Who pays?\" = no"),
                         {("patrol.o'hara", "full"), ("Who pays?", "no")})
        self.assertEqual(compare.package("no change"), frozenset())


def output_of(found):
    """The answer of a program that agrees with the oracle."""
    def text(pairs):
        return ", ".join(f"{issue} = {outcome}" for issue, outcome in sorted(pairs))

    def rows(sets, column, packages=None):
        return [{column: n, "kind": kind, "subject": subject, "path": f"somewhere[{statement}]",
                 "package": (packages or {}).get(each)}
                for n, each in enumerate(sorted(sets, key=len), 1)
                for kind, subject, statement in each]

    minimal = sorted(found.minimal, key=len)
    return {
        "partial": False,
        "facts": {"packages": found.packages, "deals_any": found.deals_any,
                  "deals": len(found.deals), "exists": bool(found.deals),
                  "minimal_complete": bool(minimal), "minimal_total": len(minimal) or None},
        "tables": {
            "members": [{"actor": actor, "basis": m.basis, "threshold_exact": str(m.threshold),
                         "best_exact": None if m.best is None else str(m.best),
                         "best_ties": m.best_ties,
                         "best_package": m.best_packages and text(m.best_packages[0])}
                        for actor, m in found.members.items()],
            "terms": [{"issue": issue, "outcome": outcome, "role": role, "deals": n,
                       "status": status}
                      for (issue, outcome), (role, n, status) in found.terms.items()],
            "minimal": [{"deal": n, "changes": len(deal), "package": text(deal)}
                        for n, deal in enumerate(minimal, 1)],
            "minimal_prices": [{"deal": n, "actor": actor, "utility_exact": str(utility),
                                "gain_exact": str(gain)}
                               for n, deal in enumerate(minimal, 1)
                               for actor, (utility, gain) in found.minimal[deal].items()],
            "conflicts": rows(found.conflicts, "conflict"),
            "repairs": rows(found.repairs, "repair",
                            {repair: text(whole) for repair, _, whole in found.witnesses}),
        }}


class Comparison(unittest.TestCase):
    """The comparison sees any single number or word that is changed."""

    def cells(self, node, path=()):
        items = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in items:
            if isinstance(value, (dict, list)):
                yield from self.cells(value, path + (key,))
            elif value is not None and key not in ("partial", "path"):
                yield path + (key,), value

    def change(self, output, path, value):
        for key in path[:-1]:
            output = output[key]
        output[path[-1]] = (not value if isinstance(value, bool)
                            else value + 1 if isinstance(value, int)
                            else str(F(value) + 1) if path[-1].endswith("_exact") else value + "x")

    def test_every_cell_counts(self):
        for conflict, wanted in [(harbour(), Is("raids", "=", "stopped")),
                                 (harbour(), Is("strait", "=", "north"))]:
            found = answers.answer(conflict, Question(["north", "east", "harbour"], wanted=wanted))
            compare.compare(found, output_of(found))
            for path, value in list(self.cells(output_of(found))):
                if path[1] in ("conflicts", "repairs") and (
                        path[3] == "subject" and value == "" or path[3] in ("conflict", "repair")):
                    continue
                output = output_of(found)
                self.change(output, path, value)
                with self.assertRaises((many.Differs, ValueError, KeyError), msg=path):
                    compare.compare(found, output)


class Text(unittest.TestCase):
    def test_scalars(self):
        yaml = Yaml(random.Random(1))
        yaml.quote_share = 0
        self.assertEqual(yaml.scalar("x in {a, b}", False), "x in {a, b}")
        self.assertIn(yaml.scalar("x in {a, b}", True), ("'x in {a, b}'", '"x in {a, b}"'))
        self.assertEqual(yaml.scalar(F(5, 2), True), "2.5")

    def test_moves_keep_every_pair(self):
        pairs = [("a", "b"), ("b", "c"), ("c", "b"), ("c", "a")]
        for seed in range(20):
            text = Writer(Conflict([], []), random.Random(seed)).moves(
                Issue("x", ["a", "b", "c"], moves=list(pairs)))
            said = set()
            for each in [text] if isinstance(text, str) else text:
                words = each.split()
                for left, arrow, right in zip(words[::2], words[1::2], words[2::2]):
                    said |= {(left, right)} | ({(right, left)} if arrow == "<->" else set())
            self.assertEqual(said, set(pairs))


if __name__ == "__main__":
    unittest.main()
