"""Holds frontier, terms and prices of the program against the oracle on random small conflicts.

    python3 compare_deals.py PROGRAM [--n 2000] [--seed 1] [--jobs 2] [--keep-going] [--break]

Scenario k of a run has seed S + k. Each is asked with both engines (plain enumeration, and parts
that nothing couples), whose answers must be the same and those of brute force, exactly. Every
fourth is also asked in changed form (metamorphic.py). `--break` breaks the oracle on purpose: the
comparison must then fail, or it would prove nothing.
"""

import dataclasses
import json
import os
import random
import subprocess
import sys
from fractions import Fraction

import answers
import efficiency
import generate
import metamorphic
import replies
import trading
from compare import compare, number, package, same, same_sets
from conflict import Mistake, World
from expressions import quoted, quoted_ref
from many import Differs, compare_many, options_of
from write import scenario_text

LIMIT = 10000


class Program:
    def __init__(self, path, directory):
        self.path, self.directory = path, directory
        self.shown = ""

    def ask(self, conflict, question, seed, verb, *options, may_say_all=True):
        """The JSON of an answer; the style of the file depends on the seed alone."""
        rng = random.Random(f"style {seed}")
        text = scenario_text(conflict, rng, None, may_say_all)
        file = os.path.join(self.directory, "scenario.yaml")
        with open(file, "w", encoding="utf-8") as out:
            out.write(text)
        command = [self.path, verb, file, "--json", "--limit", str(LIMIT), *options,
                   "--of", ", ".join(map(quoted, question.coalition)),
                   "--threads", rng.choice("12")]
        if question.about is not None:
            command += ["--about", ", ".join(map(quoted_ref, question.about))]
        if question.wanted:
            command += ["--with", question.wanted.text()]
        self.shown = text + "# " + " ".join(f"'{w}'" if " " in w else w for w in command) + "\n"
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        if run.returncode != 0:
            raise Differs(f"exit status {run.returncode}: {run.stderr}")
        output = json.loads(run.stdout)
        same("partial", output["partial"], False)
        return output

    def with_both(self, conflict, question, seed, verb, *options, **style):
        """The same answer from both engines."""
        scan, parts = (self.ask(conflict, question, seed, verb, "--engine", engine, *options,
                                **style) for engine in ("scan", "parts"))
        for name, rows in scan["tables"].items():
            for one, other in zip(parts["tables"][name], rows):
                differ = [key for key in other if key not in OF_ENGINE and one[key] != other[key]]
                same(f"engine parts: {differ} of table {name}", one if differ else None,
                     other if differ else None)
            same(f"engine parts: rows of {name}", len(parts["tables"][name]), len(rows))
        for name in scan["facts"].keys() - OF_ENGINE:
            same(f"engine parts: fact {name}", parts["facts"][name], scan["facts"][name])
        return scan


OF_ENGINE = {"engine", "scanned", "bound"}  # told apart by how the answer was found


# ---- frontier and points ----

def vectors_of(rows, coalition, *keys):
    cells = {(*(row[key] for key in keys), row["actor"]): row for row in rows}
    return {key[:-1]: tuple(number(cells[(*key[:-1], a)], "utility") for a in coalition)
            for key in cells}


def compare_frontier(space, output):
    facts, tables = output["facts"], output["tables"]
    coalition, expected = space.asked.coalition, space.frontier()
    rows = tables["frontier"]
    vectors = vectors_of(tables["frontier_utilities"], coalition, "point")
    vectors = [vectors[(row["point"],)] for row in rows]
    same("points", facts["points"], len(expected))
    same("efficient", facts["efficient"], sum(map(len, expected.values())))
    same_sets("frontier", vectors, list(expected))
    same("points in falling order", vectors, sorted(vectors, reverse=True))
    for row, vector in zip(rows, vectors):
        same(f"states of {vector}", row["count"], len(expected[vector]))
        if not space.fits(package(row["package"]), expected[vector]):
            raise Differs(f"{row['package']} is not worth {vector}")
    for row in tables["frontier_utilities"]:
        i = coalition.index(row["actor"])
        same("gain", number(row, "gain"), number(row, "utility") - space.threshold[i])


POINT_PACKAGES = 10


def compare_points(space, output):
    tables, expected = output["tables"], space.points()
    rows = {row["name"]: row for row in tables["points"]}
    same("points", sorted(rows), sorted(expected))
    vectors = vectors_of(tables["point_utilities"], space.asked.coalition, "name", "vector")
    for name, (value, states) in expected.items():
        row = rows[name]
        said = Fraction(row["value"]) if isinstance(row["value"], str) else number(row, "value")
        same(f"value of {name}", said, value)
        same(f"count of {name}", row["count"], len(states))
        same_sets(f"vectors of {name}", [v for key, v in vectors.items() if key[0] == name],
                  list({space.of(state) for state in states}))
        if not space.fits(package(row["package"]), states):
            raise Differs(f"{row['package']} is not the {name} point")
        firsts = [each["package"] for each in tables["point_packages"] if each["name"] == name]
        same(f"packages of {name}", len(set(firsts)), min(len(states), POINT_PACKAGES))
        same(f"first package of {name}", firsts[0], row["package"])
        for each in firsts:
            if not space.fits(package(each), states):
                raise Differs(f"{each} does not attain the {name} point")


def compare_opposition(space, facts):
    """Distances are square roots, so the program's are near the exact squares."""
    for name, square in [("opposition", space.opposition()),
                         ("opposition_unit", space.opposition_unit())]:
        said = facts[name]
        if square is None or said is None or abs(Fraction(said) ** 2 - square) > square / 10 ** 12:
            same(name, said, square)


# ---- terms and prices ----

def sets_of(rows):
    """The sets of terms; the empty one (everything is a deal, or nothing) has a row of its own."""
    found = {}
    for row in rows:
        terms = found.setdefault((row["set"], row["size"]), set())
        if row["issue"] is not None:
            terms.add((row["issue"], row["outcome"]))
    for (_, size), each in found.items():
        same("size of a set", size, len(each))
    same("sets in order", [size for _, size in sorted(found)], sorted(s for _, s in found))
    return [frozenset(each) for each in found.values()]


def compare_terms(asked, output):
    expected = efficiency.term_sets(asked)
    if expected is None:
        return
    for table, sets in zip(("sufficient", "breakers"), expected):
        if len(sets) <= LIMIT:
            same_sets(table, sets_of(output["tables"][table]), list(sets))
            same(f"{table}_complete", output["facts"][f"{table}_complete"], True)


def compare_changes(found, output):
    """With the rest at the status quo: the minimal deals."""
    if found.asked.world.status_quo is not None and len(found.minimal) <= LIMIT:
        same_sets("sufficient changes", sets_of(output["tables"]["sufficient"]),
                  list(found.minimal))


def compare_prices(asked, deals, output):
    tables = output["tables"]
    rows = {row["actor"]: row for row in tables["consent"]}
    expected = efficiency.consent_prices(asked) if len(asked.coalition) > 1 else {}
    same("consents", rows.keys(), expected.keys())
    for actor, (without, wanted) in expected.items():
        price = None if wanted is None else without - wanted
        for column, value in [("best_without", without), ("best_with", wanted), ("price", price)]:
            same(f"{column} of {actor}", number(rows[actor], column), value)
    prices = {(row["issue"], row["outcome"], row["actor"]): row for row in tables["term_price"]}
    expected = efficiency.term_prices(asked, deals)
    same("term prices", prices.keys(), expected.keys())
    for key, (with_it, best) in expected.items():
        same(f"best with {key}", number(prices[key], "best_with"), with_it)
        same(f"best of {key}", number(prices[key], "best"), best)


# ---- trades ----

def compare_trades(market, output):
    facts, rows = output["facts"], output["tables"]["trades"]
    expected = market.trades()
    said = [tuple((row[actor], row["issue" + n], row["to" + n], number(row, "loses" + n),
                   number(row, "gain" + n)) for actor, n in [("gives_actor", ""),
                                                             ("other_actor", "2")])
            + (row["others_ok"],) for row in rows]
    same_sets("trades", said, list(expected))
    same("trades", facts["trades"], len(expected))
    same("trades_ok", facts["trades_ok"], sum(ok for *_, ok in expected))


def compare_chain(market, output):
    facts, tables = output["facts"], output["tables"]
    state = market.start
    for n in range(1, facts["steps"] + 1):
        changes = {}
        for row in tables["chain"]:
            if row["step"] == n:
                i = market.world.number[row["issue"]]
                outcomes = market.world.variables[i].outcomes
                same(f"from in step {n}", row["from"], outcomes[state[i]])
                changes[i] = outcomes.index(row["to"])
        after = market.changed(state, changes)
        if after not in market.steps(state):
            raise Differs(f"step {n} is not one of the oracle's: {changes}\n"
                          f"  the oracle says {market.steps(state)}")
        gains = {row["actor"]: number(row, "gain") for row in tables["chain_gains"]
                 if row["step"] == n}
        same(f"gains in step {n}", gains, market.gains(state, after))
        state = after
    same("steps", max((row["step"] for row in tables["chain"]), default=0), facts["steps"])
    same("efficient", facts["efficient"], True)
    same("further steps", [], market.steps(state))


# ---- one scenario ----

DRAWS = 5


def compare_drawn(found, output):
    world, rows = found.asked.world, output["tables"]["drawn"]
    deals = {answers.changes(world, s) for s in found.deals}
    same("draws", len(rows), DRAWS if found.deals else 0)
    for row in rows:
        if package(row["package"]) not in deals:
            raise Differs(f"the package {row['package']} was drawn but is no deal")


def check_deals(program, conflict, question, seed, strict):
    found = answers.answer(conflict, question, strict)
    output = program.with_both(conflict, question, seed, "deals", "--draw", str(DRAWS), "--seed",
                               str(seed))
    compare(found, output)
    compare_drawn(found, output)


def check_frontier(program, conflict, question, seed, strict):
    asked = answers.Asked(World(conflict), question, strict)
    for over in ("packages", "deals"):
        space = efficiency.Space(asked, over)
        output = program.with_both(conflict, question, seed, "frontier", "--over", over)
        compare_frontier(space, output)
        compare_points(space, output)
        compare_opposition(space, output["facts"])


def check_terms(program, conflict, question, seed, strict):
    world = World(conflict)
    asked = answers.Asked(world, question, strict)
    deals = efficiency.Space(asked, "deals").states
    output = program.with_both(conflict, question, seed, "terms", "--rest", "any")
    same("acceptable", output["facts"]["acceptable"], len(deals))
    compare_terms(asked, output)
    compare_prices(asked, deals, output)
    if world.status_quo is not None:
        output = program.with_both(conflict, question, seed, "terms", "--rest", "status-quo")
        compare_changes(answers.Answer(asked, minimal=answers.minimal_deals(asked, deals)), output)


def check_trades(program, conflict, question, seed, _):
    world = World(conflict)
    if world.status_quo is None:
        return
    market = trading.Market(answers.Asked(world, question))
    output = program.ask(conflict, without_wanted(question), seed, "trades")
    compare_trades(market, output)
    compare_chain(market, output)


def without_wanted(question):
    return dataclasses.replace(question, wanted=None)


def check_replies(program, conflict, question, seed, strict):
    """With what members would do alone as the fallback; refused where they never come to rest."""
    options = ("deals", "--fallback", "best-replies")
    try:
        found = answers.answer(replies.with_replies(conflict, question), question, strict)
    except Mistake:
        try:
            program.ask(conflict, question, seed, *options)
        except Differs as refusal:
            same("refusal", str(refusal).startswith("exit status 1:"), True)
            return
        raise Differs("best replies should be refused") from None
    compare(found, program.with_both(conflict, question, seed, *options))


CHECKS = {"deals": check_deals, "replies": check_replies, "frontier": check_frontier,
          "terms": check_terms, "trades": check_trades}


def rows_of(output, table, *columns):
    return sorted(str([row.get(column) for column in columns]) for row in output["tables"][table]
                  if row.get("actor") != metamorphic.BYSTANDER)


def vector_rows(output, table, *keys):
    found = {}
    for row in output["tables"][table]:
        if row["actor"] != metamorphic.BYSTANDER:
            found.setdefault(tuple(row[key] for key in keys), []).append(
                str((number(row, "utility"), number(row, "gain"))))
    return sorted(map(sorted, found.values()))


def essence_of_frontier(output, same_members):
    """What an answer says, without names and order. One more member who wants nothing gains
    nothing, which rightly changes the points."""
    said = {"facts": [output["facts"][name] for name in ("states", "points", "efficient")],
            "frontier": vector_rows(output, "frontier_utilities", "point")}
    if same_members:
        said["points"] = rows_of(output, "points", "name", "value_exact", "value", "count")
        said["utilities"] = vector_rows(output, "point_utilities", "name", "vector")
    return said


def essence_of_terms(output, same_members):
    said = {"sufficient": rows_of(output, "sufficient", "size"),
            "breakers": rows_of(output, "breakers", "size"),
            "prices": rows_of(output, "term_price", "best_with_exact", "best_exact")}
    if same_members:
        said["consent"] = rows_of(output, "consent", "best_without_exact", "best_with_exact")
    return said


VARIED = {"frontier": (essence_of_frontier, ["--over", "deals"]),
          "terms": (essence_of_terms, ["--rest", "any"])}


def check_variants(program, conflict, question, seed, verb):
    essence, options = VARIED[verb]
    before = program.ask(conflict, question, seed, verb, *options)
    for variant in metamorphic.VARIANTS:
        changed, asked, style = variant(conflict, question, random.Random(seed))
        after = program.ask(changed, asked, seed, verb, *options, **style)
        same_members = len(asked.coalition) == len(question.coalition)
        there = essence(after, same_members)
        for part, said in essence(before, same_members).items():
            same(f"{variant.__name__}: {part}", there[part], said)


def check(job):
    """One scenario: (seed, compared or not, what was asked, None or what differs)."""
    path, directory, seed, strict, verbs = job
    directory = os.path.join(directory, str(os.getpid()))
    os.makedirs(directory, exist_ok=True)
    program = Program(path, directory)
    conflict, question = generate.scenario(seed)
    try:
        if World(conflict).status_quo is None:
            answers.answer(conflict, question)  # may be refused: see below
        for verb in verbs:
            CHECKS[verb](program, conflict, question, seed, strict)
            if seed % 4 == 0 and verb in VARIED:
                check_variants(program, conflict, question, seed, verb)
    except Mistake:
        return seed, False, program.shown, None  # compare.py holds the refusal against the oracle
    except Differs as difference:
        return seed, True, program.shown, str(difference)
    except (KeyError, TypeError, ValueError) as error:
        return seed, True, program.shown, f"the answer cannot be read: {error!r}"
    return seed, True, program.shown, None


def main():
    parser = options_of(__doc__, 2000)
    parser.add_argument("--verbs", default=",".join(CHECKS), help="ask only these")
    options = parser.parse_args()
    return compare_many(check, options, options.verbs.split(","))


if __name__ == "__main__":
    sys.exit(main())
