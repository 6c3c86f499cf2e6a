#!/usr/bin/env python3
"""Published conflicts in their own files, models of other tools, and tables: what the program makes of them.

ENTENTE is the program. Random scenarios against the definitions are tests/oracle/test_forms.py's business.
"""

import copy
import json
import os
import subprocess
import sys
import tempfile
import time
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = os.environ.get("ENTENTE", "build/release/entente")
SCENARIOS = HERE.parent / "scenarios"

# The prisoner's dilemma, with option 1 as the lowest bit: 1 neither silent, 2 one, 3 two, 4 both.
DILEMMA = {
    "options": [{"name": "Silent", "permittedDirection": "both"},
                {"name": "Silent", "permittedDirection": "both"}],
    "decisionMakers": [
        {"name": "one", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]],
         "preferenceRanking": [3, 4, 1, 2]},
        {"name": "two", "options": [1], "preferences": [[[0, "Y"]], [[1, "N"]]],
         "preferenceRanking": [2, 4, 1, 3]}],
    "infeasibles": [], "coalitions": [[0, 1]], "useManualPreferenceRanking": False}
# The same as a case of tests/cases (Fraser and Hipel 1984, Conflict Analysis).
CASE = {
    "name": "dilemma", "dms": [{"name": "one"}, {"name": "two"}],
    "options": [{"name": "Silent", "dm": "one", "moves": "both"},
                {"name": "Silent", "dm": "two", "moves": "both"}],
    "infeasible_conditions": [],
    "states": [{"id": 1, "yn": "NN"}, {"id": 2, "yn": "YN"}, {"id": 3, "yn": "NY"}, {"id": 4, "yn": "YY"}],
    "preferences": {
        "one": {"ranking": [3, 4, 1, 2], "statements_most_important_first": [[["2Y"]], [["1N"]]],
                "ranking_origin": "derived from the statements"},
        "two": {"ranking": [2, 4, 1, 3], "statements_most_important_first": [[["1Y"]], [["2N"]]],
                "ranking_origin": "derived from the statements"}},
    "computed": {"equilibria": {"R": [1], "GMR": [1, 4], "SMR": [1, 4], "SEQ": [1, 4]},
                 "unilateral_improvements": {"one": {"2": [1], "4": [3]}, "two": {"3": [1], "4": [2]}}}}


def run(*words, stdin=""):
    done = subprocess.run([PROGRAM, *map(str, words)], input=stdin, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


class Models(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.at = Path(self.folder.name)
        self.addCleanup(self.folder.cleanup)

    def put(self, name, text):
        path = self.at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text if isinstance(text, str) else json.dumps(text))
        return path

    def said(self, *words, stdin=""):
        status, out, err = run(*words, stdin=stdin)
        self.assertEqual((status, err), (0, ""))
        return out

    def refused(self, code, *words, stdin=""):
        status, out, err = run(*words, stdin=stdin)
        self.assertEqual((status, out), (1, ""), err)
        self.assertIn(code, err)
        return err

    def equilibria(self, file, *options, stdin=""):
        answer = json.loads(self.said("moves", file, "--json", "--limit", "10000", *options, stdin=stdin))
        rows = answer["tables"]["equilibrium_states"]
        return {concept: [row["number"] for row in sorted(rows, key=lambda row: row["number"]) if row.get(concept)]
                for concept in ("R", "GMR", "SMR", "SEQ", "SSEQ", "SIM")}

    # -- published conflicts --

    def test_prisoners_dilemma(self):
        self.assertEqual(self.equilibria(SCENARIOS / "prisoners-dilemma.yaml"),
                         {"R": [1], "GMR": [1, 4], "SMR": [1, 4], "SEQ": [1, 4], "SSEQ": [1, 4], "SIM": [1, 4]})

    def test_elmira(self):
        """Kinsara's guide shows 7, 10, 11 and 12 of the states 7 to 12 for each concept."""
        found = self.equilibria(SCENARIOS / "elmira-ranked.yaml")
        for concept in ("R", "GMR", "SMR", "SEQ", "SIM"):
            self.assertEqual([s for s in found[concept] if s >= 7], [7, 10, 11, 12])
        self.assertEqual(found["GMR"], [1, 4, 5, 6, 7, 10, 11, 12])

    def test_garrison_tells_the_sanction_rules_apart(self):
        published = [2, 3, 8, 11, 13, 14, 15, 17, 18, 19, 21, 22]
        file = SCENARIOS / "garrison.yaml"
        for rule, more in (("single", []), ("once", [4, 10]), ("sequence", [4, 6, 10])):
            found = self.equilibria(file, "--sanction", rule)
            self.assertEqual(found["GMR"], sorted(published + more))
            self.assertEqual(found["SMR"], sorted(published + more))
            self.assertEqual(found["R"], [2, 3, 11, 17, 18, 21, 22])

    # -- import of models --

    def test_gmcr_by_statements_and_by_ranking(self):
        for ranked in (False, True):
            model = self.put("m.gmcr", {**DILEMMA, "useManualPreferenceRanking": ranked})
            text = self.said("import", "gmcr", model)
            self.assertEqual("ranking: [s3, s4, s1, s2]" in text, ranked)
            self.assertIn("coalitions:\n  - [one, two]\n", text)
            code, out, _ = run("moves", "-", "--blocs", "given", "--json", stdin=text)
            said = json.loads(out)
            self.assertEqual((code, [row["player"] for row in said["tables"]["players"]]),
                             (0, ["one, two"]))
            # Both gain by falling silent together, and nobody may confess alone any more.
            self.assertEqual([row["number"] for row in said["tables"]["bloc_equilibrium_states"]
                              if row["R"]], [2, 3, 4])
            self.assertEqual(self.equilibria("-", stdin=text)["GMR"], [1, 4])

    def test_gmcr_details(self):
        model = copy.deepcopy(DILEMMA)
        model["options"][0]["permittedDirection"] = "fwd"
        model["decisionMakers"][1]["misperceptions"] = [[[0, "Y"], [1, "N"]]]
        model["decisionMakers"][1]["preferences"] = [{"compound": True, "members": [[[0, "Y"], [1, "Y"]], [[0, "N"]]]}]
        model["decisionMakers"][0]["preferences"] = []
        model["infeasibles"] = [[[0, "Y"], [1, "Y"]]]
        text = self.said("import", "gmcr", self.put("m.gmcr", model))
        for words in ("moves: no -> yes", '"one: Silent"', "misperceives:", "(one_Silent = yes and two_Silent = yes) or one_Silent = no",
                      '- "not (one_Silent = yes and two_Silent = yes)"', 'statements: ["true"]', "s3: {one_Silent: no, two_Silent: yes}"):
            self.assertIn(words, text)
        self.assertNotIn("s4:", text)
        self.assertEqual(run("check", "-", stdin=text)[0], 0)

    def test_older_gmcr_files(self):
        model = copy.deepcopy(DILEMMA)
        del model["useManualPreferenceRanking"], model["coalitions"]
        model["useManualPreferenceVectors"] = True
        for maker in model["decisionMakers"]:
            maker["preferenceVector"] = maker.pop("preferenceRanking")
        self.assertIn("ranking: [s2, s4, s1, s3]", self.said("import", "gmcr", self.put("old.gmcr", model)))

    def test_gmcr_that_is_wrong(self):
        def broken(change):
            model = copy.deepcopy({**DILEMMA, "useManualPreferenceRanking": True})
            change(model)
            return self.put("bad.gmcr", model)

        cases = [
            ("E0504", lambda m: m.pop("options")),
            ("E0504", lambda m: m.pop("decisionMakers")),
            ("E0523", lambda m: m.update(options=[])),
            ("E0509", lambda m: m.update(decisionMakers=[])),
            ("E0509", lambda m: m.update(decisionMakers=m["decisionMakers"] * 40)),
            ("E0523", lambda m: m["options"].append({"name": "x", "permittedDirection": "up"})),
            ("E0523", lambda m: m["options"].append({"permittedDirection": "both"})),
            ("E0523", lambda m: m["decisionMakers"][0].update(options=[2])),
            ("E0523", lambda m: m["decisionMakers"][0].update(options=["-1"])),
            ("E0523", lambda m: m["decisionMakers"][0].update(preferences=[[[0, "maybe"]]])),
            ("E0523", lambda m: m["decisionMakers"][0].update(preferences=[[]])),
            ("E0523", lambda m: m["decisionMakers"][0].update(preferences=[{"compound": True}])),
            ("E0523", lambda m: m.update(infeasibles=[[[0, "Y"]], [[0, "N"]]])),
            ("E0523", lambda m: m.update(infeasibles={})),
            ("E0523", lambda m: m.update(coalitions=[[0, 9]])),
            ("E0523", lambda m: m.update(coalitions=[[0, 1], 0])),
            ("E0524", lambda m: m["decisionMakers"][0].pop("preferenceRanking")),
            ("E0524", lambda m: m["decisionMakers"][0].update(preferenceRanking=[1, 2, 3])),
            ("E0524", lambda m: m["decisionMakers"][0].update(preferenceRanking=[1, 2, 3, 3, 4])),
            ("E0524", lambda m: m["decisionMakers"][0].update(preferenceRanking=[0, 1, 2, 3, 4])),
            ("E0523", lambda m: m["decisionMakers"][0].update(preferenceRanking=[1, 2, 3, 4, 5])),
        ]
        for n, (code, change) in enumerate(cases):
            with self.subTest(n=n, code=code):
                self.assertRegex(self.refused(code, "import", "gmcr", broken(change)), r"bad\.gmcr:\d+:\d+: error")
        self.refused("E0511", "import", "gmcr", self.put("a.gmcr", DILEMMA), self.put("b.gmcr", DILEMMA))
        many = [{"name": f"o{n}", "permittedDirection": "both"} for n in range(40)]
        self.refused("E0509", "import", "gmcr", broken(lambda m: m.update(options=many)))
        self.refused("E0504", "import", "gmcr", self.put("list.gmcr", "[]"))

    def test_a_large_model_by_statements(self):
        many = [{"name": f"o{n}", "permittedDirection": "both"} for n in range(40)]
        started = time.monotonic()
        text = self.said("import", "gmcr", self.put("big.gmcr", {**DILEMMA, "options": many}))
        self.assertNotIn("states:", text)
        self.assertLess(time.monotonic() - started, 20)

    # -- tables --

    ARCS = "from,to,actor\nquarrel,truce,north\ntruce,quarrel,north\ntruce,peace,north+east\n"
    PAYOFFS = "state,north,east\nquarrel,1,0\ntruce,2,1\npeace,3,2.5\n"

    def test_tables_of_states_and_moves(self):
        files = self.put("arcs.csv", self.ARCS), self.put("pay.csv", self.PAYOFFS)
        text = self.said("import", "csv", *files)
        self.assertIn('"all of [north, east]":', text)
        self.assertEqual(self.equilibria("-", stdin=text)["R"], [2, 3]) # nobody alone leaves a truce
        states = self.put("states.csv", 'state,name,arms\npeace,"Peace, at last",0\ntruce,,1\nquarrel,,1\n')
        text = self.said("import", "csv", states, *files)
        self.assertIn('peace: {name: "Peace, at last", is: {arms: "0"}}', text)
        self.assertEqual(self.equilibria("-", stdin=text)["R"], [1, 2])

    def test_tables_that_are_wrong(self):
        good = self.put("arcs.csv", self.ARCS)
        self.refused("E0511", "import", "csv", self.put("pay.csv", self.PAYOFFS))
        bad = {
            "E0522": ["", "from,to,actor\na,b\n", 'from,to,actor\n"a,b,c\n', 'from,to,actor\n"a"x,b,c\n', "from,from\n"],
            "E0525": ["from,to,actor\n", "from,to,actor\na,a,n\n", "from,to,actor\na,,n\n", "from,to,actor\na,b,\n", "from,to,actor\na,b,n+\n"],
        }
        for code, texts in bad.items():
            for text in texts:
                with self.subTest(text=text):
                    self.refused(code, "import", "csv", self.put("bad.csv", text))
        for code, text in [("E0525", "state,north\nquarrel,1\ntruce,1\n"), ("E0505", "state,north\nquarrel,1\ntruce,x\npeace,1\n"),
                           ("E0525", "state,north\nquarrel,1\nquarrel,1\ntruce,1\npeace,1\n"), ("E0525", "place,north\nx,1\n"),
                           ("E0525", self.ARCS)]:
            with self.subTest(text=text):
                self.refused(code, "import", "csv", good, self.put("pay.csv", text))

    # -- payoff files --

    SCENARIO = """
entente: 1
actors: {north: , east: }
states: [quarrel, truce, peace]
moves: {north: quarrel <-> truce, "all of [north, east]": truce -> peace}
preferences:
  north: {payoff: %s}
  east: {payoff: {file: pay/off.csv, column: east}}
"""

    def test_payoffs_from_a_file_beside_the_scenario(self):
        self.put("pay/off.csv", self.PAYOFFS)
        file = self.put("conflict.yaml", self.SCENARIO % "pay/off.csv")
        self.assertEqual(self.equilibria(file)["R"], [2, 3])
        shown = json.loads(self.said("show", file, "--json"))
        self.assertEqual([row["payoff"] for row in shown["tables"]["payoffs"]][-1], 2.5)
        self.refused("E0156", "check", "-", stdin=file.read_text())

    def test_payoff_files_that_are_not_read(self):
        self.put("pay/off.csv", self.PAYOFFS)
        self.put("secret.csv", self.PAYOFFS)
        (self.at / "inner").mkdir()
        os.mkfifo(self.at / "pipe")
        for name in ("../secret.csv", "pay/../../x.csv", "/etc/passwd", ".hidden", "pay//off.csv", "pay", "none.csv", "pipe", "pay/"):
            with self.subTest(name=name):
                self.refused("E0156", "check", self.put("conflict.yaml", self.SCENARIO % f'"{name}"'))
        self.put("few.csv", "state,north\nquarrel,1\ntruce,2\n")
        self.refused("E0155", "check", self.put("conflict.yaml", self.SCENARIO % "few.csv"))
        self.put("odd.csv", "state,north\nquarrel,1\ntruce,2\npeaze,1\n")
        self.assertIn("odd.csv:4:1", self.refused("E0151", "check", self.put("conflict.yaml", self.SCENARIO % "odd.csv")))
        self.put("other.csv", "state,south\nquarrel,1\ntruce,2\npeace,1\n")
        self.refused("E0156", "check", self.put("conflict.yaml", self.SCENARIO % "other.csv"))

    # -- deals of orders --

    ORDERS = """
entente: 1
question: deal of {one, two}
actors: {one: , two: }
issues: {silence: {for each: all, outcomes: [no, yes], status quo: no}}
preferences:
  one: {statements: [silence.two = yes, silence.one = no]}
  two: {statements: [silence.one = yes, silence.two = no%s]}
"""

    def test_orders_answer_what_takes_comparisons_only(self):
        text = self.ORDERS % ""
        answer = json.loads(self.said("deals", "-", "--json", stdin=text))
        self.assertEqual((answer["facts"]["deals"], answer["facts"]["ranks"]), (1, True))
        self.assertEqual(answer["tables"]["minimal"][0]["package"], "silence.one = yes, silence.two = yes")
        answer = json.loads(self.said("frontier", "-", "--json", stdin=text))
        self.assertEqual((answer["facts"]["points"], answer["tables"]["points"]), (1, []))
        self.assertEqual(json.loads(self.said("terms", "-", "--json", stdin=text))["tables"]["term_price"], [])
        self.refused("E0161", "trades", "-", stdin=text)

    def test_statements_without_limit(self):
        text = self.ORDERS % (", silence.one = silence.two" * 200)
        self.assertEqual(self.equilibria("-", stdin=text)["GMR"], [1, 4])
        self.refused("E0162", "deals", "-", stdin=text)
        text = self.ORDERS % (", silence.one = silence.two" * 117) # 119 in all
        self.assertEqual(json.loads(self.said("deals", "-", "--json", stdin=text))["facts"]["deals"], 1)

    def test_moves_between_states_are_no_deals(self):
        self.put("pay/off.csv", self.PAYOFFS)
        self.refused("E0160", "deals", self.put("conflict.yaml", self.SCENARIO % "pay/off.csv"), "--of", "north")

    # -- export --

    def test_exported_graph(self):
        file = SCENARIOS / "elmira-ranked.yaml"
        for tool in ("graphml", "svg", "dot", "evolution"):
            text = self.said("export", tool, file)
            self.said("export", tool, file, self.at / "out")
            name = "evolution.svg" if tool == "evolution" else f"graph.{tool}"
            self.assertEqual((self.at / "out" / name).read_text(), text)
            if tool != "dot":
                ElementTree.fromstring(text)
        text = self.said("export", "dot", file)
        self.assertEqual((text.count("->"), text.count("label=\"")), (text.count(" -> n"), 12 + text.count("->")))
        wide = "\n".join(["entente: 1", "actors: {a: }", "issues:"]
                         + [f"  i{n}: {{outcomes: [x, y], status quo: x, control: a}}" for n in range(12)])
        self.refused("E0526", "export", "svg", "-", stdin=wide)
        self.refused("E0512", "export", "svq", file)
        text = self.said("export", "evolution", file) # from s1 only the town's insisting is better
        self.assertEqual((text.count("<circle"), text.count("marker-end")), (2, 1))
        self.refused("E0527", "export", "evolution", SCENARIOS / "garrison.yaml")

    # -- the runner of cases --

    def test_cases_notice_a_wrong_answer(self):
        def cases(case):
            file = self.put("cases/dilemma.json", case)
            done = subprocess.run([sys.executable, HERE / "cases", file, "--program", PROGRAM],
                                  capture_output=True, text=True, check=False)
            return done.returncode, done.stdout

        status, said = cases(CASE)
        self.assertEqual(status, 0, said)
        for path, value in [(("computed", "equilibria", "GMR"), [1]), (("computed", "unilateral_improvements", "one"), {"2": [1]}),
                            (("preferences", "one", "ranking"), [4, 3, 1, 2]), (("options", 0, "moves"), "fwd")]:
            wrong = copy.deepcopy(CASE)
            at = wrong
            for key in path[:-1]:
                at = at[key]
            at[path[-1]] = value
            with self.subTest(path=path):
                status, said = cases(wrong)
                self.assertEqual(status, 1, said)
                self.assertIn("DIFFERENT", said)


if __name__ == "__main__":
    sys.exit(0 if unittest.main(exit=False).result.wasSuccessful() else 1)
