#!/usr/bin/env python3
"""The examples for C and Python run and agree; the declarations for Python are those of the header."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SOURCE = Path(os.environ["ENTENTE_SOURCE"])
LIBRARY = Path(os.environ["ENTENTE_LIBRARY"])
PYTHON = SOURCE / "bindings" / "python"
SCENARIO = SOURCE / "scenarios" / "labour.yaml"

# A sanitized library cannot be loaded into a program that is not.
if os.environ.get("ENTENTE_SANITIZE"):
    sys.exit(77)
try:
    import cffi  # noqa: F401
except ImportError:
    sys.exit(77)
sys.path.insert(0, str(PYTHON))
import entente  # noqa: E402


def run(*command):
    environment = dict(os.environ, LD_LIBRARY_PATH=str(LIBRARY.parent), PYTHONDONTWRITEBYTECODE="1")
    return subprocess.run([str(word) for word in command], env=environment, capture_output=True,
                          text=True, check=False)


def build_example(folder, compiler, *flags):
    program = Path(folder) / "example"
    built = run(compiler, *flags, "-Wall", "-Wextra", "-Werror", "-I", SOURCE / "include",
                SOURCE / "bindings/c/example.c", "-L", LIBRARY.parent, "-lentente", "-o", program)
    return program, built


def squeezed(text):
    """Declarations without comments, layout and export marks."""
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S).replace("ENT_API", " ")
    return re.sub(r"\s+", "", text)


class Declarations(unittest.TestCase):
    def test_are_those_of_the_header(self):
        header = squeezed((SOURCE / "include" / "entente.h").read_text())
        for declaration in re.split(r"\n(?=\S)", entente.CDEF):
            if declaration.strip() not in ("", "}"):
                self.assertIn(squeezed(declaration), header)

    def test_a_wrong_one_would_be_found(self):
        header = squeezed((SOURCE / "include" / "entente.h").read_text())
        self.assertNotIn(squeezed("int ent_version(void);"), header)


class Python(unittest.TestCase):
    def test_facts_are_those_of_json(self):
        answer = entente.load(SCENARIO).ask("check")
        self.assertEqual(answer.facts, json.loads(answer.json())["facts"])
        self.assertGreater(answer.facts["statements"], 10)
        self.assertFalse(answer.partial)

    def test_numbers_are_exact(self):
        text = ("entente: 1\nactors: {a: {resources: {ships: 0.1}}}\n"
                "issues: {x: {outcomes: [p, q], control: a, status quo: p}}\n")
        answer = entente.loads(text).ask("show")
        self.assertEqual(answer.tables["resources"][0]["low"] * 10, 1)
        self.assertEqual(answer.csv("resources").splitlines()[0],
                         "actor,resource,low,low_exact,high,high_exact")

    def test_mistakes_are_raised_with_their_place(self):
        with self.assertRaises(entente.Error) as caught:
            entente.loads("entente: 1\nactors: {a: {}}\nisues: {}\n", name="bad.yaml")
        first = caught.exception.diagnostics[0]
        self.assertEqual((first.file, first.severity), ("bad.yaml", "error"))
        self.assertGreater(first.line, 0)
        with self.assertRaises(entente.Error):
            entente.load(SCENARIO).ask("deals", limit=0)
        with self.assertRaises(entente.Error):
            entente.load(SCENARIO).ask("check", limit=5)

    def test_settings_and_switches(self):
        scenario = entente.load(SCENARIO)
        answer = scenario.ask("show", set=["wage.status quo=plus_3", "week.status quo=h38"])
        now = {row["issue"]: row["status_quo"] for row in answer.tables["issues"]}
        self.assertEqual((now["wage"], now["week"]), ("plus_3", "h38"))
        self.assertIn("assumptions", scenario.ask("show", assumptions=True).tables)


class Examples(unittest.TestCase):
    def test_c_and_python_find_the_same_deals(self):
        shown = run(sys.executable, PYTHON / "example.py", SCENARIO, "union, yard")
        self.assertEqual((shown.returncode, shown.stderr), (0, ""))
        packages = re.findall(r"^  \d+\. (.*)$", shown.stdout, flags=re.M)
        self.assertTrue(packages)
        with tempfile.TemporaryDirectory() as folder:
            program, built = build_example(folder, os.environ.get("CC", "cc"), "-std=c17")
            self.assertEqual(built.returncode, 0, built.stderr)
            done = run(program, SCENARIO, "union, yard")
        self.assertEqual(done.returncode, 0, done.stderr)
        for package in packages:
            self.assertIn(package, done.stdout)

    def test_the_example_says_what_is_wrong(self):
        done = run(sys.executable, PYTHON / "example.py", SCENARIO, "union, nobody_knows")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nobody_knows", done.stderr)


if __name__ == "__main__":
    unittest.main()
