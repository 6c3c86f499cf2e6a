"""Premises, cruxes and comparisons of small files made by hand, each for one way in which they are found.

What is rare shows only in many models, what three actors share only when all three are taken away, and one
change may hold a dozen statements: random files seldom have any of this.
"""

import json
import os
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("ENTENTE", "build/release/entente")

# a is weak, and signs nothing then, in one of 800 models.
RARE = """entente: 1
actors: {a: {resources: {land: [0, 800]}}}
issues:
  on: {for each: [a], outcomes: [no, yes], status quo: no}
  weak: {outcomes: [no, yes], follows: [{when: total(land where on = yes) >= 1, then: no},
                                        {otherwise: yes}]}
preferences:
  a: {wants: {on.a: yes}%s}
"""
LINE = "{never: weak = yes and on.a = yes, name: not when weak}"
NEVER = "{never: on.a = yes, name: never at all}"


def ask(verb, text, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        done = subprocess.run([PROGRAM, verb, path, *arguments, "--json"], capture_output=True,
                              text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def claims(*sentences):
    return "claims:\n" + "".join(f"  - {json.dumps(s)}\n" for s in sentences)


def carrying(answer, claim=1):
    return {row["name"] or row["path"]: row["without"] for row in answer["tables"]["premises"]
            if row["claim"] == claim and row["carries"] and not row["set"]}


def sets_of(answer):
    sets = {}
    for row in answer["tables"]["premises"]:
        if row["set"]:
            sets.setdefault(row["set"], set()).add(row["name"] or row["path"])
    return list(sets.values())


class Premises(unittest.TestCase):
    def test_what_few_models_do_not_show(self):
        """The verdict depends, but not in the first 200 models; without the line it holds in all."""
        text = RARE % f", red lines: [{LINE}]" + claims("some deal of {a} with on.a = yes")
        seen = 0
        for seed in range(1, 9):
            answer = ask("thread", text, "--seed", str(seed))
            few = ask("claims", text, "--seed", str(seed), "--models", "200")
            if (answer["tables"]["claims"][0]["verdict"], few["tables"]["claims"][0]["verdict"]) == (
                    "depends", "holds"):
                seen += 1
                self.assertEqual(carrying(answer)["not when weak"], "holds")
        self.assertGreater(seen, 0)

    def test_what_comes_without_is_asked_of_all_models(self):
        sentence = claims("some deal of {a} with on.a = yes")
        for seed in range(1, 7):
            both = ask("thread", RARE % f", red lines: [{LINE}, {NEVER}]" + sentence, "--seed",
                       str(seed))
            one = ask("claims", RARE % f", red lines: [{LINE}]" + sentence, "--seed", str(seed))
            self.assertEqual(carrying(both)["never at all"],
                             one["tables"]["claims"][0]["verdict"])

    def test_three_together(self):
        text = """entente: 1
actors: {a: , b: , c: }
issues: {i: {outcomes: [x, y], control: all of all, status quo: x}}
preferences:
""" + "".join(f"  {a}: {{wants: {{i: y}}, red lines: [{{never: i = y, name: of {a}}}]}}\n"
              for a in "abc") + claims("no deal of {a, b, c}")
        answer = ask("thread", text)
        self.assertIn({"of a", "of b", "of c"}, sets_of(answer))
        self.assertFalse({"of a", "of b", "of c"} & set(carrying(answer)))

    def test_sets_that_change_little(self):
        """Without both lines there is a deal in a third of all models."""
        text = """entente: 1
actors: {a: {resources: {land: [0, 30]}}, b: }
issues:
  on: {for each: [a], outcomes: [no, yes], status quo: no}
  won: {outcomes: [no, yes], follows: [{when: total(land where on = yes) >= 20, then: yes},
                                       {otherwise: no}]}
preferences:
  a: {wants: {won: yes}, red lines: [{never: won = yes, name: of a}]}
  b: {wants: {won: yes}, red lines: [{never: won = yes, name: of b}]}
""" + claims("no deal of {a, b} with won = yes")
        for seed in range(1, 7):
            self.assertIn({"of a", "of b"}, sets_of(ask("thread", text, "--seed", str(seed))))

    def test_wants_of_who_prefers(self):
        text = """entente: 1
actors: {a: , b: }
issues: {i: {outcomes: [x, y], control: a, status quo: x}}
preferences: {a: {wants: {i: y}}, b: {wants: {i: x}}}
""" + claims("a prefers i = y to i = x")
        self.assertEqual(carrying(ask("thread", text))["preferences.a.wants.i"], "fails")

    def test_changes_of_extended_views(self):
        text = """entente: 1
actors: {a: , b: }
issues: {i: {outcomes: [x, y], control: a, status quo: x}}
preferences: {a: {wants: {i: y}}}
views:
  one: {changes: [{change: freeze i, name: off the table}]}
  two: {extends: one, changes: [{add: {preferences: {b: {wants: {i: x}}}}}],
        claims: ["no deal of {a}"]}
"""
        self.assertEqual(carrying(ask("thread", text))["off the table"], "fails")


GOLD = """entente: 1
actors: {a: {resources: {gold: [0, 40]}}}
issues:
  on: {for each: [a], outcomes: [no, yes], status quo: no}
  j: {outcomes: [x, y], control: a, status quo: x}
  rich: {outcomes: [no, yes], follows: [{when: total(gold where on = yes) >= 20, then: yes},
                                        {otherwise: no}]}
  small: {outcomes: [no, yes], follows: [{when: total(gold where on = yes) <= 25, then: yes},
                                         {otherwise: no}]}
preferences:
  a: {wants: %s}
"""


class Cruxes(unittest.TestCase):
    def thresholds(self, wants, claim):
        answer = ask("claims", GOLD % wants + claims(claim))
        self.assertEqual(answer["tables"]["claims"][0]["verdict"], "depends")
        return answer["tables"]["thresholds"]

    def test_what_is_vacuous_tells_nothing(self):
        """Above 25 there is nothing to speak of; below, it is true from 20 on."""
        rows = self.thresholds("{on.a: yes}", "every deal of {a} with on.a = yes and small = yes has "
                               "rich = yes")
        self.assertEqual([(r["of"], r["above"]) for r in rows], [("a.resources.gold", True)])
        self.assertAlmostEqual(float(rows[0]["value"]), 20, delta=0.5)
        self.assertGreater(rows[0]["right"], 0.98)

    def test_a_change_that_may_be_good_or_bad_is_no_stake(self):
        rows = self.thresholds("{on.a: {values: {no: [40, 60], yes: [0, 100]}}, j: x}",
                               "a prefers on.a = yes and j = y to on.a = no and j = x")
        self.assertFalse([r for r in rows if r["kind"] == "stakes"])

    def test_conditions_are_stakes(self):
        rows = self.thresholds("{j: x}, conditions: [{holds: on.a = yes, name: c}]",
                               "a prefers on.a = yes and j = y to on.a = no and j = x")
        self.assertEqual([(r["kind"], r["gain_issue"], r["loss_issue"], r["above"], r["right"])
                          for r in rows], [("stakes", None, "j", True, 1)])


class Comparisons(unittest.TestCase):
    BASE = """entente: 1
actors: {a: {resources: {land: 5, gold: 5}}, b: , c: , d: , e: }
issues:
  i: {outcomes: [x, y], control: all of all, status quo: x}
  j: {outcomes: [x, y], control: a, status quo: x}
  k: {outcomes: [x, y], control: a, status quo: x}
preferences:
  a: {wants: {i: y, j: y}, salience: {i: 50, j: 20}}
"""

    def compare(self, views, claim, first="base", second="two", base=None):
        return ask("compare", (base or self.BASE) + views + claims(claim), first, second)

    def test_a_change_is_taken_apart(self):
        """Two red lines, two wants, two saliences, two resources and a rule: nine statements, of which
        one makes the difference."""
        answer = self.compare("""views:
  two:
    changes:
      - add:
          preferences: {b: {wants: {i: y, k: y}, salience: {i: 50, k: 10},
                            red lines: [j = y and k = y, i = y]}}
          rules: [j = x or k = x or i = x]
          issues: {l: {outcomes: [x, y], control: b, status quo: x}}
      - replace: {actors: {a: {resources: {land: 6, gold: 7}}},
                  issues: {j: {status quo: x}, k: {status quo: x}}}
""", "some deal of {a, b, c, d, e} with i = y")
        self.assertEqual([row["statement"] for row in answer["tables"]["carrying"]],
                         ["adds preferences.b.red lines: i = y"])
        self.assertEqual(answer["facts"]["statements"], 2 + 2 + 2 + 1 + 1 + 2 + 2)

    def test_of_two_views_the_later_stands(self):
        """`two` changes again what `one` has changed."""
        views = """views:
  one: {changes: [{replace: {preferences: {a: {wants: {i: x}}}}}]}
  two: {extends: one, changes: [{replace: {preferences: {a: {wants: {i: y}}}}},
                                {add: {rules: [j = x]}}]}
"""
        claim = "some deal of {a, b, c, d, e} with i = y and j = x"
        self.assertEqual(self.compare(views, claim)["tables"]["disagreements"], [])
        answer = self.compare(views, claim, "one")
        self.assertEqual((answer["facts"]["statements"], len(answer["tables"]["carrying"])), (2, 1))

    def test_what_few_models_do_not_show(self):
        views = f"views:\n  two: {{changes: [{{add: {{preferences: {{a: {{red lines: [{LINE}]}}}}}}}}]}}\n"
        seen = 0
        for seed in range(1, 6):
            answer = ask("compare", RARE % "" + views + claims("some deal of {a} with on.a = yes"),
                         "base", "two", "--seed", str(seed))
            for row in answer["tables"]["disagreements"]:
                seen += 1
                self.assertTrue(row["carried"])
        self.assertGreater(seen, 0)

    def lines(self, n):
        base = self.BASE + "".join(f"  {a}: {{red lines: [{{never: i = y, name: of {a}}}]}}\n"
                                   for a in "bcde")
        base = base.replace("salience: {i: 50, j: 20}",
                            "salience: {i: 50, j: 20}, red lines: [{never: i = y, name: of a}]")
        gone = ", ".join(f"{{remove: of {a}}}" for a in "abcde"[:n])
        rest = "".join(f"\n      - {{remove: of {a}}}" for a in "abcde"[n:])
        views = f"""views:
  one: {{changes: [{{add: {{rules: [j = x]}}}}]}}
  two:
    changes: [{gone}, {{add: {{rules: [k = x]}}}}, {{change: freeze k}}]
"""
        if rest:  # the others are gone in both
            for a in "abcde"[n:]:
                base = base.replace(f"red lines: [{{never: i = y, name: of {a}}}]", "reservation: 0")
        return self.compare(views, "some deal of {a, b, c, d, e} with i = y", base=base)

    def test_large_sets_are_made_small(self):
        for n, smallest in ((4, True), (5, False)):
            answer = self.lines(n)
            row = answer["tables"]["disagreements"][0]
            said = sorted(r["statement"].strip("{}") for r in answer["tables"]["carrying"])
            self.assertEqual(said, [f"remove: of {a}" for a in "abcde"[:n]])
            self.assertEqual((row["carried"], row["smallest"]), (True, smallest))

    def test_changes_stand_in_their_order(self):
        """What `one` turns, `two` turns back; only in this order do all changes together make `two`."""
        base = self.BASE.replace("salience: {i: 50, j: 20}", "salience: {i: 50, j: 20}, "
                                 "red lines: [{never: i = y, name: of a}]")
        base += "".join(f"  {a}: {{red lines: [{{never: i = y, name: of {a}}}]}}\n" for a in "bcde")
        gone = ", ".join(f"{{remove: of {a}}}" for a in "abcde")
        answer = self.compare(f"""views:
  one: {{changes: [{{replace: {{preferences: {{a: {{wants: {{i: x}}}}}}}}}}]}}
  two: {{extends: one, changes: [{{replace: {{preferences: {{a: {{wants: {{i: y}}}}}}}}}}, {gone}]}}
""", "some deal of {a, b, c, d, e} with i = y", base=base)
        self.assertTrue(answer["tables"]["disagreements"][0]["carried"])


if __name__ == "__main__":
    unittest.main()
