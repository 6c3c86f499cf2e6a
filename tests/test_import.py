#!/usr/bin/env python3
"""Import and export as the program does them: streams, statuses, folders, and files that harm.

ENTENTE is the program. Contents of imported scenarios are tests/unit_import.c's business.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = os.environ.get("ENTENTE", "build/release/entente")

DOMAIN = """<negotiation_template><utility_space><objective index="0" name="pact">
<issue index="1" name="tolls"><item value="high"/><item value="low"/></issue>
</objective></utility_space></negotiation_template>"""
PROFILE = """<utility_space><objective index="0"><weight index="1" value="1"/>
<issue index="1" name="tolls"><item value="high" evaluation="%d"/><item value="low" evaluation="%d"/></issue>
</objective><reservation value="0.5"/></utility_space>"""
NEGOLOG = '{"reservationValue": 0, "issueWeights": {"a": 1}, "issues": {"a": {"x": 1, "y": 0.5}}}'


def run(*words, stdin=""):
    done = subprocess.run([PROGRAM, *map(str, words)], input=stdin, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


class Import(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.at = Path(self.folder.name)
        self.addCleanup(self.folder.cleanup)
        self.domain = self.put("domain.xml", DOMAIN)
        self.north = self.put("north.xml", PROFILE % (4, 2))
        self.east = self.put("east.xml", PROFILE % (1, 4))

    def put(self, name, text):
        path = self.at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text)
        return path

    def imported(self):
        status, out, err = run("import", "genius", self.domain, self.north, self.east)
        self.assertEqual((status, err), (0, ""))
        return out

    def refused(self, code, *words):
        status, out, err = run("import", *words)
        self.assertEqual((status, out), (1, ""))
        self.assertIn(code, err)
        return err

    def test_imported_scenario_is_answered(self):
        status, out, err = run("deals", "-", stdin=self.imported())
        self.assertEqual((status, err), (0, ""))
        self.assertIn("tolls = low", out)

    def test_conditions_add_their_worth(self):
        text = """
entente: 1
question: deal of {north}
actors: {north: }
issues: {tolls: {outcomes: [high, low, none], control: north}}
preferences:
  north:
    worth: {tolls: {high: 1, low: 2, none: 1/3}}
    conditions: [{holds: tolls = none, worth: 5}, {holds: tolls != low, worth: -1/6}]
    reservation: 0.9
"""
        status, out, err = run("deals", "-", "--json", stdin=text)
        self.assertEqual((status, err), (0, ""))
        answer = json.loads(out)
        self.assertEqual(answer["facts"]["deals"], 2)
        best = answer["tables"]["members"][0]
        self.assertEqual((best["best_exact"], best["best_package"]), ("31/6", "tolls = none"))

    def test_scoring(self):
        _, out, _ = run("import", "genius", self.domain, self.north, "--scoring", "raw")
        self.assertIn("high: 4", out)
        status, _, err = run("import", "genius", self.domain, self.north, "--scoring", "other")
        self.assertEqual(status, 2)
        self.assertIn("E0453", err)

    def test_digits(self):
        """Thirds to three decimals, a reservation value down; exact where nothing is lost."""
        third = self.put("third.xml", (PROFILE % (3, 1)).replace('"0.5"', '"0.6666"'))
        _, out, err = run("import", "genius", self.domain, third, self.east, "--digits", "3")
        self.assertIn("low: 0.333\n", out)
        self.assertIn("reservation: 0.666\n", out)
        self.assertIn("values rounded to 3 decimals", out)
        self.assertEqual((err.count("W0508"), err.count("third.xml")), (1, 1))
        status, out, err = run("import", "genius", self.domain, self.east, "--digits", "3")
        self.assertEqual((status, err), (0, ""))
        self.assertNotIn("rounded", out)

    def test_too_many_digits(self):
        """Numbers of six digits in seven issues: exact sums do not fit, rounded ones do."""
        primes = enumerate((999983, 999979, 999961, 999959, 999953, 999931, 999917), 1)
        issues = "".join(f'<issue index="{i}" name="i{i}"><item value="a" evaluation="0.{prime}"/>'
                         f'<item value="b" evaluation="0.{i}19{i}71"/></issue><weight index="{i}" value="0.{i}01"/>'
                         for i, prime in primes)
        domain = self.put("d.xml", DOMAIN.replace("<issue", issues + "<issue", 1).replace('index="1" name="tolls"', 'index="9" name="tolls"'))
        profile = self.put("p.xml", f'<utility_space><objective index="0">{issues}<weight index="9" value="1"/>'
                           '<issue index="9" name="tolls"><item value="high" evaluation="1"/><item value="low" evaluation="2"/></issue>'
                           "</objective></utility_space>")
        self.assertIn("--digits", self.refused("E0510", "genius", domain, profile))
        status, out, _ = run("import", "genius", domain, profile, "--digits", "12")
        self.assertEqual(status, 0)
        status, out, err = run("deals", "-", "--json", stdin=out)
        self.assertEqual((status, err, json.loads(out)["facts"]["packages"]), (0, "", 256))

    def test_domain_from_standard_input(self):
        status, out, _ = run("import", "genius", "-", self.north, stdin=DOMAIN)
        self.assertEqual(status, 0)
        self.assertIn("pact", out)

    def test_folder_of_negolog(self):
        self.put("n/profileB.json", NEGOLOG)
        self.put("n/profileA.json", NEGOLOG)
        self.put("n/specs.json", "{}")
        status, out, err = run("import", "negolog", self.at / "n")
        self.assertEqual((status, err), (0, ""))
        self.assertIn("deal of {profileA, profileB}", out)
        (self.at / "none").mkdir()
        self.refused("E0511", "negolog", self.at / "none")

    def test_command_line(self):
        self.assertEqual(run("import", "genius")[0], 2)
        self.assertEqual(run("export", "genius", "a.yaml")[0], 2)
        self.assertEqual(run("export", "genius", "a.yaml", "b", "c")[0], 2)
        self.assertIn("did you mean genius?", self.refused("E0512", "genis", self.domain))
        self.refused("E0001", "genius", self.at / "no.xml", self.north)
        self.refused("E0511", "genius", self.domain)

    def test_files_that_harm(self):
        entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 30))
        secret = self.put("secret", "not to be read")
        bad = {
            "E0502": [
                f'<!DOCTYPE a [<!ENTITY e0 "x">{entities}]><a n="&e29;"/>',
                f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret}">]><a>&x;</a>',
                f'<!DOCTYPE a SYSTEM "{secret}"><a/>',
            ],
            "E0501": ["", "<a", DOMAIN[:100], b"\0" * 100, b"\xff\xfa\x01"],
            "E0503": ["<objective>" * 100000],
            "E0002": ["<a>" + " " * (100 << 20)],
        }
        for code, texts in bad.items():
            for text in texts:
                with self.subTest(code=code, text=text[:40]):
                    started = time.monotonic()
                    err = self.refused(code, "genius", self.put("bad.xml", text), self.north)
                    self.assertLess(time.monotonic() - started, 20)
                    self.assertNotIn("not to be read", err)

    def test_profile_of_another_domain(self):
        other = self.put("other.xml", PROFILE.replace("tolls", "fish").replace("high", "cod").replace("low", "eel") % (1, 2))
        err = self.refused("E0507", "genius", self.domain, other)
        self.assertRegex(err, r"other\.xml:2:1: error E0507")

    def test_export_comes_back(self):
        text = self.imported()
        scenario = self.put("pact.yaml", text)
        target = self.at / "out"
        status, out, err = run("export", "genius", scenario, target)
        self.assertEqual((status, out, err), (0, "", ""))
        self.assertEqual(sorted(p.name for p in target.iterdir()), ["domain.xml", "east.xml", "north.xml"])
        status, again, _ = run("import", "genius", target / "domain.xml", target / "north.xml", target / "east.xml")
        self.assertEqual(status, 0)
        self.assertEqual(again, text)

    def test_export_leaves_what_is_there_on_error(self):
        target = self.at / "out"
        target.mkdir()
        (target / "domain.xml").write_text("mine")
        scenario = self.put("line.yaml", re.sub("control: all of all", "control: north", self.imported()))
        status, _, err = run("export", "genius", scenario, target)
        self.assertEqual(status, 1)
        self.assertIn("E0521", err)
        self.assertEqual([p.name for p in target.iterdir()], ["domain.xml"])
        self.assertEqual((target / "domain.xml").read_text(), "mine")

    def test_export_to_no_folder(self):
        scenario = self.put("pact.yaml", self.imported())
        status, _, err = run("export", "genius", scenario, self.domain)
        self.assertEqual(status, 4)
        self.assertIn("cannot be written", err)
        self.assertEqual(self.domain.read_text(), DOMAIN)
        status, _, _ = run("export", "genius", scenario, self.at / "no" / "such")
        self.assertEqual(status, 4)
        status, _, err = run("export", "negolog", scenario, self.at / "x")
        self.assertEqual(status, 1)
        self.assertIn("E0512", err)


if __name__ == "__main__":
    sys.exit(0 if unittest.main(exit=False).result.wasSuccessful() else 1)
