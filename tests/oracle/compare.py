"""Holds the program against the oracle on random small conflicts.

    python3 compare.py PROGRAM [--n 2000] [--seed 1] [--jobs 2] [--keep-going] [--break]

Each scenario has its own seed: scenario k of a run has seed S + k, and
`compare.py PROGRAM --seed S+k --n 1` runs it again. Every fact and table of `entente deals --json`
is compared with the brute-force answer, exactly. Every fourth scenario is also asked in changed
form (metamorphic.py), every fourth why its members sign. Prints the first mismatch with its
scenario and exits 1. `--break` breaks the oracle on purpose: the comparison must then fail, or it
would prove nothing.
"""

import json
import os
import random
import re
import subprocess
import sys
from fractions import Fraction

import answers
import generate
import metamorphic
from conflict import Mistake
from expressions import quoted, quoted_ref
from many import Differs, compare_many, options_of
from write import scenario_text


# ---- running the program ----

def ask(program, directory, text, question, rng, more=()):
    """What `deals` answers: exit status, JSON (or None) and messages. The question stands in the
    options, or in the file itself."""
    path = os.path.join(directory, "scenario.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    command = [program, "deals", path, "--limit", "10000", "--json", "--threads", rng.choice("12")]
    command += more
    if question:
        command += ["--of", ", ".join(map(quoted, question.coalition))]
        if question.about is not None:
            command += ["--about", ", ".join(map(quoted_ref, question.about))]
        if question.wanted:
            command += ["--with", question.wanted.text()]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    try:
        output = json.loads(run.stdout) if run.returncode == 0 else None
    except ValueError as error:
        raise Differs(f"the answer is not JSON: {error}") from None
    return command, run.returncode, output, run.stderr


def put(program, directory, conflict, question, seed, may_say_all=True, more=()):
    """Writes the scenario in a style of its own and asks; returns also how to show it."""
    rng = random.Random(f"style {seed}")
    in_file = rng.random() < 0.3
    text = scenario_text(conflict, rng, question if in_file else None, may_say_all)
    shown = text
    try:
        command, status, output, errors = ask(program, directory, text,
                                              None if in_file else question, rng, more)
    except Differs as difference:
        return text, None, str(difference)
    shown += "# " + " ".join(f"'{word}'" if " " in word else word for word in command) + "\n"
    return shown, output, None if output else f"exit status {status}: {errors}"


# ---- reading its answer ----

def number(row, name):
    """An exact number of a row, or None."""
    text = row.get(name + "_exact")
    return None if text is None else Fraction(text)


def package(text):
    """"a = x, b = y" as pairs."""
    if text == "no change":
        return frozenset()
    pairs = (part.split(" = ") for part in text.split(", "))
    return frozenset((".".join(word.strip('"') for word in issue.split(".")), outcome.strip('"'))
                     for issue, outcome in pairs)


def element(row):
    """(kind, subject, number of the statement) of a row of conflicts or repairs."""
    kind = row["kind"]
    numbered = re.findall(r"\[(\d+)\]", row.get("path") or "")
    n = int(numbered[-1]) if kind in ("red line", "rule", "line") and numbered else None
    subject = row.get("subject") or ""
    return (kind, subject if kind in ("consent", "red line", "line", "control") else "", n)


def element_sets(rows, column):
    sets = {}
    for row in rows:
        sets.setdefault(row[column], set()).add(element(row))
    return [frozenset(each) for _, each in sorted(sets.items())]


# ---- comparing ----

def same(what, said, expected):
    if said != expected:
        raise Differs(f"{what}: the program says {said}\n  the oracle says {expected}")


def same_sets(what, said, expected):
    """Two collections of sets, with those that differ named."""
    if len(set(said)) != len(said):
        raise Differs(f"{what}: one stands twice in {sorted(map(sorted_text, said))}")
    extra, missing = set(said) - set(expected), set(expected) - set(said)
    if extra or missing:
        raise Differs(f"{what}: only the program has {sorted(map(sorted_text, extra))}\n"
                      f"  only the oracle has {sorted(map(sorted_text, missing))}")


def sorted_text(items):
    return str(sorted(map(str, items)))


def compare(found, output):
    """Raises Differs at the first thing that the program says otherwise."""
    facts, tables = output["facts"], output["tables"]
    same("partial", output["partial"], False)
    same("packages", facts["packages"], found.packages)
    members = {row["actor"]: row for row in tables["members"]}
    same("members", set(members), set(found.members))
    for actor, member in found.members.items():
        row = members[actor]
        same(f"basis of {actor}", row["basis"], member.basis)
        same(f"threshold of {actor}", number(row, "threshold"), member.threshold)
    same("deals_any", facts["deals_any"], found.deals_any)
    same("deals", facts["deals"], len(found.deals))
    same("exists", facts["exists"], bool(found.deals))
    for actor, member in found.members.items():
        row = members[actor]
        same(f"best of {actor}", number(row, "best"), member.best)
        same(f"best_ties of {actor}", row["best_ties"] or 0, member.best_ties)
        if member.best is not None:
            if package(row["best_package"]) not in member.best_packages:
                raise Differs(f"best_package of {actor}: {row['best_package']} is not one of "
                              f"{sorted(map(sorted_text, member.best_packages))}")
    compare_terms(found, tables["terms"])
    compare_minimal(found, facts, tables)
    compare_reasons(found, tables)


def compare_terms(found, rows):
    said = {(row["issue"], row["outcome"]): (row["role"], row["deals"], row["status"])
            for row in rows}
    same("number of terms", len(rows), len(said))
    for key in found.terms.keys() | said.keys():
        same(f"term {key}", said.get(key), found.terms.get(key))


def compare_minimal(found, facts, tables):
    rows = {row["deal"]: package(row["package"]) for row in tables["minimal"]}
    same_sets("minimal deals", list(rows.values()), list(found.minimal))
    if found.minimal or facts["minimal_complete"]:  # none are looked for without status quo or deal
        same("minimal_complete", facts["minimal_complete"], True)
        same("minimal_total", facts["minimal_total"], len(found.minimal))
    for row in tables["minimal"]:
        same("changes of a minimal deal", row["changes"], len(rows[row["deal"]]))
    same("changes in order", [row["changes"] for row in tables["minimal"]],
         sorted(row["changes"] for row in tables["minimal"]))
    prices = {(rows[row["deal"]], row["actor"]): row for row in tables["minimal_prices"]}
    expected = {(deal, actor): price for deal, members in found.minimal.items()
                for actor, price in members.items()}
    same("prices", prices.keys(), expected.keys())
    for key, (utility, gain) in expected.items():
        what = f"{key[1]} in {sorted_text(key[0])}"
        same(f"utility of {what}", number(prices[key], "utility"), utility)
        same(f"gain of {what}", number(prices[key], "gain"), gain)


def compare_reasons(found, tables):
    conflicts = element_sets(tables.get("conflicts", []), "conflict")
    same_sets("conflicts", conflicts, [c for c in found.conflicts if c])
    same("sizes of conflicts in order", [len(c) for c in conflicts], sorted(map(len, conflicts)))
    repairs = element_sets(tables.get("repairs", []), "repair")
    same_sets("repairs", repairs, [r for r in found.repairs if r])
    for row in tables.get("repairs", []):
        repair = repairs[sorted({r["repair"] for r in tables["repairs"]}).index(row["repair"])]
        if not any(repair == each and package(row["package"]) in (changes, whole)
                   for each, changes, whole in found.witnesses):
            raise Differs(f"the package of a repair does not fit it: {row['package']} with "
                          f"{sorted_text(repair)}")


def compare_why(found, output, deal):
    """Every term of every member's gain from a deal."""
    said = {(row["actor"], None): Fraction(0) for row in output["tables"]["members"]}
    issues = {variable.id for variable in found.asked.world.variables}
    for row in output["tables"]["why"]:
        if row["on"] in issues:
            said[row["actor"], row["on"]] = (row["before"], row["after"], number(row, "gain"))
        else:
            said[row["actor"], None] += number(row, "gain")
    expected = answers.reasons(found.asked, deal)
    same("terms of why", said.keys(), expected.keys())
    for key, (*words, gain) in ((k, v) for k, v in expected.items() if k[1] is not None):
        same(f"why {key}", list(said[key][:2]), words)
        same(f"why {key}", said[key][2], gain)
    for key in (k for k in expected if k[1] is None):
        same(f"conditions of {key[0]}", said[key], expected[key])


def check_why(program, directory, conflict, question, seed, found, output):
    """Asks again why the members sign one of the minimal deals."""
    row = random.Random(seed).choice(output["tables"]["minimal"])
    shown, other, problem = put(program, directory, conflict, question, seed,
                                more=["--why", str(row["deal"])])
    try:
        if problem is None:
            compare_why(found, other, package(row["package"]))
    except Differs as difference:
        problem = str(difference)
    return (shown, problem) if problem else None


def check_variants(program, directory, conflict, question, seed, output):
    for variant in metamorphic.VARIANTS:
        changed, asked, style = variant(conflict, question, random.Random(seed))
        shown, other, problem = put(program, directory, changed, asked, seed, **style)
        if problem:
            return shown, f"{variant.__name__}: {problem}"
        here, there = metamorphic.essence(output), metamorphic.essence(other)
        for part, said in here.items():
            if said != there[part]:
                return shown, (f"{variant.__name__}: {part} were {said}\n"
                               f"  and are now {there[part]}")
    return None


def check(job):
    """One scenario: (seed, compared or not, what was asked, None or what differs)."""
    program, directory, seed, strict = job
    directory = os.path.join(directory, str(os.getpid()))
    os.makedirs(directory, exist_ok=True)
    conflict, question = generate.scenario(seed)
    shown, output, problem = put(program, directory, conflict, question, seed)
    try:
        found = answers.answer(conflict, question, strict)
    except Mistake as mistake:
        if output is not None or not problem.startswith("exit status 1"):
            return seed, True, shown, f"should be refused: {mistake}; got {problem or 'an answer'}"
        return seed, True, shown, None
    if problem:
        return seed, True, shown, problem
    try:
        compare(found, output)
    except Differs as difference:
        return seed, True, shown, str(difference)
    except (KeyError, TypeError, ValueError) as error:
        return seed, True, shown, f"the answer cannot be read: {error!r}"
    again = None
    if seed % 4 == 0:
        again = check_variants(program, directory, conflict, question, seed, output)
    if seed % 4 == 1 and found.minimal:
        again = check_why(program, directory, conflict, question, seed, found, output)
    if again:
        return seed, True, shown + "\n# and then:\n" + again[0], again[1]
    return seed, True, shown, None


if __name__ == "__main__":
    sys.exit(compare_many(check, options_of(__doc__, 2000).parse_args()))
