"""Runs the program on a scenario and reads its JSON answers."""

import json
import subprocess
from fractions import Fraction

PATIENCE = 600  # seconds for one question
ENGINES = {"deals", "frontier", "terms"}  # verbs that have more than one


class Refused(Exception):
    """The program did not answer."""


class Program:
    def __init__(self, path, engine="auto"):
        self.path, self.engine = path, engine
        self.answers = {}

    def run(self, *words):
        """Standard output of a run that succeeds."""
        try:
            run = subprocess.run([self.path, *map(str, words)], capture_output=True, text=True,
                                 timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired:
            raise Refused(f"no answer to {words[0]} within {PATIENCE} s") from None
        if run.returncode != 0:
            raise Refused(f"{words[0]} ends with exit status {run.returncode}: "
                          + run.stderr.strip())
        return run.stdout

    def ask(self, verb, file, *options):
        """The answer to a question, asked once only."""
        key = (verb, file, *options)
        if key not in self.answers:
            engine = ["--engine", self.engine] if verb in ENGINES else []
            self.answers[key] = json.loads(self.run(verb, file, "--json", *engine, *options))
        return self.answers[key]


def number(row, name):
    """An exact number of a row: whole, a fraction in NAME_exact, or a fraction in text; or None."""
    value = row.get(name + "_exact", row.get(name))
    return None if value is None else Fraction(value)


def package(text):
    """"a = x, b = y" as a map."""
    return dict(pair.split(" = ") for pair in text.split(", "))


def sets(rows, column):
    """The sets of a table that has one row for each element: number of the set to its rows."""
    found = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found
