"""Holds what `entente coalitions` says against brute force on random small conflicts.

    python3 compare_coalitions.py PROGRAM [--n 3000] [--seed 1] [--jobs 2] [--keep-going] [--break]

Conflicts come from generate.py; those too large for the definitions are passed over, so --n counts
those compared. Each is asked for everything the verb knows: who is needed, with and without each
actor, blocking, the core, hijacking, joining, orders, and the stability of all states. What the
answers point to (a coalition's state, a break, a path) is checked on its own. Every fourth is also
asked in changed form (metamorphic.py). `entente power --can` is held against the indices of the game of
all coalitions that can (voting.py), `entente blocs --liking deals` against the definitions over the Nash
deals of all blocs (test_blocs.py). `--break` breaks the
oracle on purpose: the comparison must then fail, or it would prove nothing.
"""

import dataclasses
import json
import os
import random
import subprocess
import sys
from math import prod

import efficiency
import generate
import metamorphic
import test_blocs
from alliances import Alliances, subsets
from answers import Asked
from compare import number, package, same, same_sets
from conflict import Mistake, World
from expressions import quoted, quoted_ref
from many import Differs, compare_many, options_of
from voting import Power
from write import scenario_text

MOST_STATES = 260  # that everybody together can bring about
FEW_STATES = 48  # for what looks at all pairs of states and coalitions
MOST_ACTORS = 5


class Program:
    def __init__(self, path, directory):
        self.path, self.directory = path, directory
        self.shown = ""

    def write(self, conflict, seed, may_say_all=True):
        rng = random.Random(f"style {seed}")
        self.text = scenario_text(conflict, rng, None, may_say_all)
        self.threads = rng.choice("12")
        self.file = os.path.join(self.directory, "scenario.yaml")
        with open(self.file, "w", encoding="utf-8") as out:
            out.write(self.text)

    def ask(self, question, *options):
        command = [self.path, "coalitions", self.file, "--json", "--limit", "10000", *options,
                   "--threads", self.threads]
        breaks = "--deal" in options  # with whatever anybody controls
        if "--every" not in options:
            command += ["--of", ", ".join(map(quoted, question.coalition))]
        if question.about is not None and (not breaks or "--outsiders" in options):
            command += ["--about", ", ".join(map(quoted_ref, question.about))]
        if question.wanted and not breaks and "--stable" not in options:
            command += ["--with", question.wanted.text()]
        return self.run(command)

    def ask_plainly(self, verb, question, *options):
        """A verb that is not asked of a coalition."""
        command = [self.path, verb, self.file, "--json", *options, "--threads", self.threads]
        if verb != "claims":
            command += ["--limit", "10000"]
        if question and question.about is not None:
            command += ["--about", ", ".join(map(quoted_ref, question.about))]
        return self.run(command)

    def run(self, command):
        self.shown = self.text + "# " + " ".join(f"'{w}'" if " " in w else w
                                                 for w in command) + "\n"
        run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if "E0322" in run.stderr or "E0323" in run.stderr:
            raise Mistake("no state keeps to the rules")
        if run.returncode != 0:
            raise Differs(f"exit status {run.returncode}: {run.stderr}")
        return json.loads(run.stdout)


POWER_COLUMNS = {"banzhaf": "banzhaf", "absolute": "banzhaf_absolute",
                 "shapley_shubik": "shapley_shubik", "deegan_packel": "deegan_packel",
                 "holler": "holler", "johnston": "johnston", "prevent": "coleman_prevent",
                 "initiate": "coleman_initiate", "veto": "veto", "dummy": "dummy",
                 "dictator": "dictator"}


class GivenBlocs(test_blocs.Game):
    """Blocs liked by what they are worth to their members."""

    def __init__(self, names, worth, broken):
        self.n, self.names, self.worth, self.broken = len(names), names, worth, broken

    def likes(self, i, bloc):
        worth = self.worth[frozenset(self.names[j] for j in bloc), self.names[i]]
        return -worth if self.broken else worth


class Comparison:
    def __init__(self, program, conflict, question, broken):
        self.program, self.question, self.broken = program, question, broken
        self.world = World(conflict)
        self.all = Alliances(self.world, question)
        self.coalition = frozenset(question.coalition)
        self.anchored = self.world.status_quo is not None

    # -- reading --

    def coalition_of(self, text):
        """"north, east" as a set; the ids of the oracle's actors have no commas."""
        return frozenset(text.split(", ")) if text else frozenset()

    def state_of(self, text, start=None):
        """The state that the changes lead to from `start` (or the status quo)."""
        state = list(start if start is not None
                     else self.all.status_quo() if self.anchored
                     else [0] * len(self.world.decided))
        if text != "no change":
            for name, outcome in package(text):
                i = self.world.number[name]
                state[self.world.decided.index(i)] = self.world.variables[i].outcomes.index(outcome)
        return tuple(state)

    # -- who is needed --

    def deal_of(self, coalition, state):
        asked = self.all.asked_of(coalition)
        full = list(self.all.full(state))
        return (self.all.feasible(state) and not asked.is_fallback(full) and asked.is_deal(full)
                and asked.wanted(full))

    def needed(self, output):
        facts, tables = output["facts"], output["tables"]
        everybody = self.all.everybody
        for table, able in [("can", self.all.can), ("viable", lambda c: c and self.all.deals(c))]:
            if table == "can" and self.question.wanted is None:
                continue
            expected = self.all.units(able)
            if self.broken:
                expected = {frozenset(everybody)} if expected else expected
            rows = tables[table]
            said = [self.coalition_of(row["coalition"]) for row in rows]
            same_sets(f"minimal coalitions ({table})", said, list(expected))
            same(f"{table} in order", [len(c) for c in said], sorted(len(c) for c in said))
            for row, unit in zip(rows, said):
                state = self.state_of(row["changes"])
                if table == "viable":
                    same(f"{row['changes']} is a deal of {sorted(unit)}",
                         state in self.all.deals(unit), True)
                else:
                    same(f"{row['changes']} has what is wanted",
                         bool(self.all.wanted(self.all.full(state))), True)
                    if self.anchored:
                        same(f"{sorted(unit)} can reach it",
                             self.all.can_reach(unit, self.all.status_quo(), state), True)
                        same("changes are fewest", sum(x != y for x, y in zip(
                            state, self.all.status_quo())),
                            min(sum(x != y for x, y in zip(s, self.all.status_quo()))
                                for s in self.all.reachable(unit, self.all.status_quo(),
                                                            self.all.agenda)
                                if self.all.wanted(self.all.full(s))))
            if table == "viable":
                self.partners(tables["viable_best"])
            in_all = frozenset.intersection(*expected) if expected else frozenset()
            in_some = frozenset().union(*expected)
            same(f"{table}_indispensable", self.coalition_of(facts[f"{table}_indispensable"]),
                 in_all)
            column = "deal" if table == "viable" else "can"
            for row in tables["needed"]:
                part = ("indispensable" if row["actor"] in in_all else
                        "useful" if row["actor"] in in_some else "dummy")
                same(f"part of {row['actor']} ({column})", row[column], part)

    def power(self, rng):
        """Who decides how often whether it can be brought about, among some of the actors."""
        if self.question.wanted is None:
            return
        actors = sorted(rng.sample(self.all.everybody, rng.randint(1, len(self.all.everybody))),
                        key=self.all.everybody.index)
        output = self.program.ask_plainly("power", self.question, "--can",
                                          self.question.wanted.text(), "--of",
                                          ", ".join(map(quoted, actors)))
        tables = output["tables"]

        def wins(members):
            return self.all.can(frozenset(actors[i] for i in members))

        expected = Power(len(actors), wins)
        if self.broken:
            expected = Power(len(actors), lambda c: len(c) == len(actors))
        same("holds already", output["facts"]["holds_already"], wins(frozenset()))
        if wins(frozenset()) or not expected.winning:
            same("nothing to count", tables["power"], [])
            return
        dummies = sum(expected.dummy())
        rule, = tables["rules"]
        same("voters", rule["voters"], len(actors) - dummies)
        same("winning", int(rule["winning"]) << dummies, len(expected.winning))
        same("minimal", int(rule["minimal"]), len(expected.minimal))
        same_sets("minimal coalitions",
                  [self.coalition_of(row["members"]) for row in tables["minimal"]],
                  [frozenset(actors[i] for i in c) for c in expected.minimal])
        rows = {row["voter"]: row for row in tables["power"]}
        same_sets("voters", list(rows), actors)
        for name, column in POWER_COLUMNS.items():
            for i, value in enumerate(getattr(expected, name)()):
                row = rows[actors[i]]
                got = row[column] if isinstance(value, bool) else number(row, column)
                same(f"{column} of {actors[i]}", got, value)
        for i, swings in enumerate(expected.swings):
            same("swings", int(rows[actors[i]]["swings"]) << dummies, len(swings))

    def blocs(self):
        """Divisions that would last when a bloc does what its Nash deal says."""
        names = self.all.everybody
        worth = {}
        output = self.program.ask_plainly("blocs", self.question, "--liking", "deals")
        for row in output["tables"]["deals"]:
            bloc = self.coalition_of(row["bloc"])
            worth[bloc, row["actor"]] = number(row, "worth")
            shown = None
            if row["deal"] is not None:
                shown = self.state_of(row["deal"])
            found = self.deals_of_bloc(bloc)
            same(f"{sorted(bloc)} has a deal", shown is not None, bool(found))
            utility = self.world.utilities[row["actor"]]
            if shown is None:
                expected = self.asked_of_bloc(bloc).threshold[row["actor"]]
            else:
                state = [s for s in found if self.all.decided(s) == shown]
                same(f"{row['deal']} is a Nash deal of {sorted(bloc)}", bool(state), True)
                expected = utility.of(state[0])
            same(f"{row['actor']} in {sorted(bloc)}", worth[bloc, row["actor"]],
                 generate.Fraction(expected, utility.units))
        same("blocs", len(worth), len(names) << (len(names) - 1))
        game = GivenBlocs(names, worth, self.broken)

        def ask(*options):
            return self.program.ask_plainly("blocs", self.question, "--liking", "deals", *options)

        for fault in test_blocs.judged(game, ask):
            raise Differs(f"blocs: {fault}")

    def shares(self, seed):
        """Shares of models against claims, which are asked of the same models by another way."""
        models = 12
        wanted = self.question.wanted.text() if self.question.wanted else None
        output = self.program.ask(self.question, "--models", str(models), "--seed", str(seed))
        about = "" if self.question.about is None else \
            " about {" + ", ".join(map(quoted_ref, self.question.about)) + "}"
        rows = output["tables"]["shares"]
        asked = 1 + output["facts"]["models"] if self.broken else output["facts"]["models"]

        def braces(actors):
            return "{" + ", ".join(quoted(a) for a in self.all.everybody if a in actors) + "}"

        def claimed(sentence):
            said = self.program.ask_plainly("claims", None, "--claim", sentence, "--models",
                                            str(models), "--seed", str(seed))
            row = said["tables"]["claims"][-1]
            return row["true"], row["true"] + row["false"], row

        minimal = {kind: [self.coalition_of(row["who"]) for row in rows if row["what"] == kind]
                   for kind in ("can", "deal")}
        for row in rows:
            same(f"models of {row}", row["models"], asked)
            same("interval", self.wilson(row), True)
            who, kind = self.coalition_of(row["who"]), row["what"]
            if kind == "can" and who and not about:
                true, n, _ = claimed(f"{braces(who)} can bring about {wanted}")
                same(f"{sorted(who)} can", (row["true"], row["models"]), (true, n))
                same("as often as minimal", row["true"] >= row["minimal"] > 0, True)
            elif kind == "some_can" and not about:  # what some can, all can
                true, n, _ = claimed(f"{braces(self.all.everybody)} can bring about {wanted}")
                same("somebody can", (row["true"], row["models"]), (true, n))
            elif kind == "some_deal":  # in a model some minimal coalition has one, or none has
                those = [r for r in rows if r["what"] == "deal"]
                same("some deal", max([r["true"] for r in those], default=0) <= row["true"]
                     <= min(asked, sum(r["minimal"] for r in those)), True)
            elif kind == "can_indispensable" and not about:
                true, n, _ = claimed(f"{quoted(*who)} is needed for {wanted}")
                same(f"{sorted(who)} is needed", (row["true"], row["models"]), (true, n))
            elif kind == "deal":
                claim = f"some deal of {braces(who)}{about}"
                true, n, _ = claimed(claim + (f" with {wanted}" if wanted else ""))
                same(f"{sorted(who)} would", (row["true"], row["models"]), (true, n))
                same("as often as minimal", row["true"] >= row["minimal"] > 0, True)
            elif kind == "deal_indispensable" and row["true"] == row["models"]:
                same(f"{sorted(who)} is in all", all(who <= c for c in minimal["deal"]), True)
            elif kind == "core" and asked == 1:
                same("the core", row["true"], int(bool(self.all.core(self.coalition))))
            elif kind == "core" and wanted and len(self.coalition) == len(self.all.everybody):
                true, n, _ = claimed(f"no coalition blocks {wanted}{about}")
                same("the core", (row["true"], row["models"]), (true, n))

    @staticmethod
    def wilson(row):
        n, yes, z = row["models"], row["true"], 1.959963984540054
        if n == 1:  # nothing is open
            return row["share"] == row["low"] == row["high"] == yes
        p = yes / n
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
        low = 0 if yes == 0 else max(0, middle - half)
        high = 1 if yes == n else min(1, middle + half)
        return all(abs(a - b) < 1e-6 for a, b in
                   ((row["share"], p), (row["low"], low), (row["high"], high)))

    def asked_of_bloc(self, bloc):
        return Asked(self.world, dataclasses.replace(
            self.question, wanted=None, coalition=[a for a in self.all.everybody if a in bloc]))

    def deals_of_bloc(self, bloc):
        asked = self.asked_of_bloc(bloc)
        deals = [list(s) for s in asked.packages() if asked.is_deal(s)]
        product = [prod(asked.utility(a, s) - asked.threshold[a] for a in bloc) for s in deals]
        return [s for s, p in zip(deals, product) if p == max(product)]

    def partners(self, rows):
        for row in rows:
            units = self.world.utilities[row["actor"]].units
            best = max(self.all.utility(row["actor"], s)
                       for s in self.all.deals(self.coalition_of(row["coalition"])))
            same(f"best of {row['actor']} in {row['coalition']}", number(row, "best"),
                 generate.Fraction(best, units))

    def census(self):
        facts = self.program.ask(self.question, "--every")["facts"]
        same("coalitions", facts["coalitions"], len(self.all.coalitions))
        if self.question.wanted:
            same("can", facts["can"], sum(map(self.all.can, self.all.coalitions)))
        deals = [set(self.all.deals(c)) for c in self.all.coalitions]
        same("viable", facts["viable"], sum(map(bool, deals)))

    def presence(self, output):
        rows = {row["actor"]: row for row in output["tables"]["presence"]}
        same("actors", sorted(rows), sorted(self.all.everybody))
        best = {(row["presence"], row["actor"]): row for row in output["tables"]["presence_best"]}
        for actor, row in rows.items():
            larger = self.coalition | {actor}
            smaller = larger - {actor}
            a, b = set(self.all.deals(larger)), set(self.all.deals(smaller) if smaller else [])
            for name, value in [("with", len(a)), ("without", len(b)), ("appear", len(a - b)),
                                ("vanish", len(b - a)), ("member", actor in self.coalition)]:
                same(f"{name} of {actor}", row[name], value)
            for name, states in [("appearing", a - b), ("vanishing", b - a)]:
                same(f"{name} of {actor}", row[name] is not None, bool(states))
                if states:
                    same(f"{name} is one", self.state_of(row[name]) in states, True)
            for other in larger:
                for name, states in [("best_with", a), ("best_without", b)]:
                    units = self.world.utilities[other].units
                    value = max((self.all.utility(other, s) for s in states), default=None)
                    said = best.get((actor, other))
                    same(f"{name} of {other} by {actor}",
                         None if said is None else number(said, name),
                         None if value is None else generate.Fraction(value, units))

    def core(self, output):
        if not self.anchored:
            return
        expected = self.all.core(self.coalition)
        facts, rows = output["facts"], output["tables"]["core"]
        same("deals", facts["deals"], len(self.all.deals(self.coalition)))
        same("core_complete", facts["core_complete"], True)
        same_sets("core", [self.state_of(row["changes"]) for row in rows], expected)
        if facts["deals"] and not expected:
            self.unravel(output)
            self.core_circle(output)

    def unravel(self, output):
        """Every step is a break by a minimal coalition, and it ends as it says."""
        rows = output["tables"]["unravel"]
        states = [self.state_of(row["state"]) for row in rows]
        for k, row in enumerate(rows):
            blockers = self.all.blockers(states[k])
            if row["broken_by"] is None:
                same("rests", (output["facts"]["rests"], k, blockers), (True, len(rows) - 1, set()))
                continue
            by = self.coalition_of(row["broken_by"])
            same(f"{sorted(by)} is a minimal breaker", by in blockers, True)
            if k + 1 < len(rows):
                same("a break", states[k + 1] in self.all.blocks(by, states[k]), True)

    def core_circle(self, output):
        """The shortest circle of breaks that deals lead to, by breadth first from each state."""
        if "circle" not in output["facts"]:
            return  # too many states to be asked
        leads = {}

        def walk(starts):
            met, new = dict.fromkeys(starts, 0), list(starts)
            for s in new:
                if s not in leads:
                    leads[s] = {t for c in self.all.coalitions for t in self.all.blocks(c, s)}
                for t in leads[s]:
                    if t not in met:
                        met[t] = met[s] + 1
                        new.append(t)
            return met

        met = walk(self.all.deals(self.coalition))
        lengths = [1 + d for s in met for t, d in walk([s]).items() if s in leads[t]]
        shortest = min(lengths, default=0)
        same("shortest circle", output["facts"]["circle"], shortest + self.broken)
        rows = output["tables"]["circle"]
        states = [self.state_of(row["state"]) for row in rows]
        same("length of the circle", len(rows), shortest)
        for k, row in enumerate(rows):
            by = self.coalition_of(row["broken_by"])
            same("a break of the circle",
                 states[(k + 1) % len(rows)] in self.all.blocks(by, states[k]), True)

    # -- one deal --

    def one_deal(self, rng):
        states = self.all.states()
        state = rng.choice(self.all.deals(self.coalition) or states)
        text = ", ".join(f"{quoted_ref(self.world.variables[i].id)} = "
                         f"{quoted(self.world.variables[i].outcomes[o])}"
                         for i, o in zip(self.world.decided, state))
        if not text:
            return
        output = self.program.ask(self.question, "--deal", text)
        expected = self.all.blockers(state)
        rows = output["tables"]["blocks"]
        same_sets("blockers", [self.coalition_of(row["coalition"]) for row in rows],
                  list(expected))
        for row in rows:
            by = self.coalition_of(row["coalition"])
            kind = ("members" if by <= self.coalition else
                    "both" if by & self.coalition else "outsiders")
            same("kind", row["kind"], kind)
            after = self.state_of(row["changes"], state)
            same("hurt", self.coalition_of(row["hurt"]),
                 frozenset(a for a in self.coalition if self.all.better(a, after, state)))
            same("a break", self.state_of(row["changes"], state) in self.all.blocks(by, state),
                 True)
        if len(states) > FEW_STATES or state not in states:
            return
        output = self.program.ask(self.question, "--deal", text, "--outsiders", "worst")
        same("alpha core", output["facts"]["alpha_core"], self.all.alpha(state))
        output = self.program.ask(self.question, "--outsiders", "worst")
        same_sets("alpha core of the deals", [
            self.state_of(row["changes"]) for row in output["tables"]["core"]],
                  [s for s in self.all.deals(self.coalition) if self.all.alpha(s)])

    def hijack(self, rng):
        actor = rng.choice(sorted(self.coalition))
        other = rng.choice(self.all.everybody)
        output = self.program.ask(self.question, "--instead", f"{actor}={other}")
        deals = self.all.deals(self.coalition)
        unsafe = set(self.all.hijacked(self.coalition, actor, other))
        same("deals", output["facts"]["deals"], len(deals))
        same_sets("safe deals", [self.state_of(row["changes"])
                                 for row in output["tables"]["safe"]],
                  [s for s in deals if s not in unsafe])
        if unsafe:
            same("unsafe", self.state_of(output["facts"]["unsafe_deal"]) in unsafe, True)

    # -- joining --

    def join(self, rng):
        actor = rng.choice(self.all.everybody)
        larger = self.coalition | {actor}
        if len(larger) < 2:
            return
        output = self.program.ask(self.question, "--join", actor)
        asked = self.all.asked_of(larger)
        units = self.world.utilities

        def off(a, s):
            return not self.all.red(a, s)

        others = [a for a in larger if a != actor]
        packages = [self.all.decided(state) for state in asked.packages() if asked.wanted(state)]
        accepted = [s for s in packages
                    if all(off(a, s) and self.all.utility(a, s) >= asked.threshold[a]
                           for a in others)
                    and (asked.all_reserved or asked.someone_gains(self.all.full(s)))]
        same("acceptable", output["facts"]["acceptable"], len(accepted))
        same("deals", output["facts"]["deals"], len(self.all.deals(larger)))
        deals = self.all.deals(larger)
        sets = {}
        for row in output["tables"]["asked"]:
            sets.setdefault(row["set"], set()).add((row["issue"], row["outcome"]))
        self.demands(output, asked, actor, sets)
        for row in output["tables"]["cost"]:
            terms = sets.get(row["set"], set()) if row["set"] else None
            states = deals if terms is None else [s for s in accepted if self.has(s, terms)]
            same(f"states of set {row['set']}", row["states"], len(states))
            for name, of in [("best_without", accepted), ("best_with", states)]:
                value = max((self.all.utility(row["member"], s) for s in of), default=None)
                same(f"{name} of {row['member']}", number(row, name),
                     None if value is None
                     else generate.Fraction(value, units[row["member"]].units))

    def has(self, state, terms):
        named = {self.world.variables[i].id: self.world.variables[i].outcomes[o]
                 for i, o in zip(self.world.decided, state)}
        return all(named[issue] == outcome for issue, outcome in terms)

    def demands(self, output, asked, actor, sets):
        """The terms are prime implicants of acceptance among feasible states with what is wanted."""
        if output["facts"].get("asked_complete") is not True:
            return
        states = [s for s in (self.all.reachable(self.coalition | {actor}, self.all.status_quo(),
                                                 self.all.agenda))
                  if asked.wanted(self.all.full(s))]
        yes = {s for s in states if not self.all.red(actor, s)
               and self.all.utility(actor, s) >= asked.threshold[actor]}
        free = [k for k, i in enumerate(self.world.decided)
                if len(asked.reachable[i]) > 1]
        options = [sorted(asked.reachable[self.world.decided[k]]) for k in free]
        if prod(len(o) + 1 for o in options) > 20000:
            return
        found = efficiency_implicants(states, yes, free, options)
        expected = {frozenset((self.world.variables[self.world.decided[k]].id,
                               self.world.variables[self.world.decided[k]].outcomes[o])
                              for k, o in terms) for terms in found}
        if expected == {frozenset()}:
            same("sets", sets, {})
        else:
            same_sets("terms asked", [frozenset(s) for s in sets.values()], list(expected))

    # -- stability and orders --

    def nash_deals(self, alliance):
        """The states an alliance may bring about: deals of the greatest product of gains, or none."""
        question = dataclasses.replace(self.question, wanted=None,
                                       coalition=[a for a in self.all.everybody if a in alliance])
        asked = Asked(self.world, question) if alliance else None
        deals = [list(s) for s in asked.packages() if asked.is_deal(s)] if alliance else []
        if not deals:
            return [self.world.fallback(self.world.conflict.fallback)]
        product = [prod(asked.utility(a, s) - asked.threshold[a] for a in alliance) for s in deals]
        return [s for s, p in zip(deals, product) if p == max(product)]

    def membership(self, output):
        facts, rows = output["facts"], output["tables"]["membership"]
        same("actors", [row["actor"] for row in rows], self.all.everybody)
        now = self.nash_deals(self.coalition)
        for row in rows:
            actor, then = row["actor"], self.nash_deals(self.coalition ^ {row["actor"]})
            utility = self.world.utilities[actor]

            def worth(states):
                return {generate.Fraction(utility.of(s), utility.units) for s in states}

            same(f"{actor} stays with a Nash deal", number(row, "stays") in worth(now), True)
            shown = [s for s in then if self.all.decided(s) == self.state_of(row["then"])]
            same(f"{row['then']} is a Nash deal", bool(shown), True)
            same(f"{actor} after", number(row, "changes") in worth(shown), True)
            same("wants_change", row["wants_change"],
                 number(row, "changes") > number(row, "stays"))
        for fact, member in [("internally_stable", True), ("externally_stable", False)]:
            same(fact, facts[fact], not any(row["wants_change"] for row in rows
                                            if row["member"] == member))

    def stable(self):
        output = self.program.ask(self.question, "--stable")
        self.membership(output)
        if "states" not in output["tables"]:
            raise Differs("no table of states")
        steps = self.all.steps()
        above = self.all.indirect(steps)
        kept = self.all.largest_consistent_set(steps, above)
        counts = {}
        for row in output["tables"]["states"]:
            state = self.state_of(row["state"])
            expected = {"nash": self.all.nash(state), "strong_nash": self.all.strong(state),
                        "coalition_proof": self.all.coalition_proof(state),
                        "efficient": self.all.efficient(state),
                        "alpha_core": self.all.alpha(state), "beta_core": self.all.beta(state),
                        "consistent": state in kept,
                        "farsighted_core": not above[state],
                        "step_core": not any(all(self.all.better(i, state, b) for i in c)
                                             for b in self.all.states() if b != state
                                             for c in steps[state, b])}
            for name, value in expected.items():
                same(f"{name} of {row['state']}", row[name], value)
                counts[name] = counts.get(name, 0) + value
            if row["strong_nash"] and row["alpha_core"] is False:
                raise Differs("the alpha core does not contain the core")
            if not row["strong_nash"]:
                by = self.coalition_of(row["broken_by"])
                same("a break", self.state_of(row["instead"])
                     in self.all.blocks(by, state, self.all.agenda), True)
        for name in ("nash", "strong_nash", "coalition_proof", "alpha_core", "consistent"):
            same(f"number of {name}", output["facts"][name], counts[name])
        self.circle(output)
        self.stable_sets(output, above)

    def stable_sets(self, output, above):
        """Every set of states of which none dominates another and that dominates all others."""
        rows = output["tables"]["states"]
        if len(rows) > 9:
            return
        states = [self.state_of(row["state"]) for row in rows]
        expected = [frozenset(c) for c in subsets(states)
                    if all((a in c) != bool(above[a] & c) for a in states)]
        said = {}
        for row in output["tables"]["stable_sets"]:
            said.setdefault(row["set"], set()).add(self.state_of(row["state"]))
        same_sets("farsighted stable sets", [frozenset(c) for c in said.values()], expected)

    def circle(self, output):
        rows = output["tables"]["circle"]
        same("a circle where nothing is strong", bool(rows), not output["facts"]["strong_nash"])
        states = [self.state_of(row["state"]) for row in rows]
        for k, row in enumerate(rows):
            by = self.coalition_of(row["broken_by"])
            same("a break", states[(k + 1) % len(states)]
                 in self.all.blocks(by, states[k], self.all.agenda), True)
        if not rows:
            return
        # No shorter one: breadth first from every state.
        out = {s: {t for c in self.all.coalitions for t in self.all.blocks(c, s, self.all.agenda)}
               for s in self.all.states()}
        shortest = None
        for s in out:
            ring, n = {s}, 0
            while ring and (shortest is None or n < shortest) and n <= len(out):
                ring, n = set().union(*(out[t] for t in ring)), n + 1
                if s in ring:
                    shortest = n if shortest is None else min(shortest, n)
                    break
        same("length of the circle", len(rows), shortest)

    def orders(self):
        if len(self.coalition) < 2 or len(self.coalition) > 4:
            return
        output = self.program.ask(self.question, "--orders")
        for sight, farsighted in [("myopic", False), ("farsighted", True)]:
            found, shortest = self.all.orders(self.coalition, farsighted)
            rows = [row for row in output["tables"]["orders"] if row["sight"] == sight]
            same_sets(f"orders ({sight})", [tuple(row["order"].split(", ")) for row in rows],
                      list(found))
            relevant = {}
            for row in rows:
                order = tuple(row["order"].split(", "))
                same(f"minimal {order}", row["minimal"], order in shortest)
                path = [self.state_of(r["state"]) for r in output["tables"]["order_steps"]
                        if r["sight"] == sight and r["order"] == row["order"]]
                same("path starts", path[0], self.all.status_quo())
                same("path ends", path[-1] in found[order], True)
                for k in range(1, len(order)):
                    same("a step of joining", path[k] in self.all.joins(
                        path[k - 1], frozenset(order[:k]), order[k]), True)
                    same("agreed", self.all.agree(path[k - 1], path[-1] if farsighted else path[k],
                                                  frozenset(order[:k]), order[k]), True)
                relevant[order] = row["ends"]
                for r in output["tables"]["order_best"]:
                    if r["sight"] == sight and r["order"] == row["order"]:
                        units = self.world.utilities[r["actor"]].units
                        same(f"best of {r['actor']} in {order}", number(r, "best"),
                             generate.Fraction(max(self.all.utility(r["actor"], e)
                                                   for e in found[order]), units))


# ---- changes that must not matter ----

def essence(output):
    """What an answer says, without names and order, and without the bystander."""
    def rows(table, *columns):
        return sorted(str([row.get(column) for column in columns])
                      for row in output["tables"].get(table, [])
                      if metamorphic.BYSTANDER not in (row.get("actor"), row.get("presence")))

    names = ("can_coalitions", "viable_coalitions", "deals", "unblocked", "circle", "nash",
             "strong_nash", "coalition_proof", "alpha_core", "beta_core", "consistent", "states",
             "orders_myopic", "orders_farsighted")
    return {"facts": [output["facts"].get(name) for name in names],
            "can": rows("can", "size"), "viable": rows("viable", "size"),
            "needed": rows("needed", "can", "deal"), "best": rows("viable_best", "best_exact"),
            "presence": rows("presence", "with", "without", "appear", "vanish"),
            "ends": rows("orders", "sight", "members", "minimal", "ends")}


def check_variants(program, conflict, question, seed, options):
    before = [essence(program.ask(question, *words)) for words in options]
    for variant in metamorphic.VARIANTS:
        changed, asked, style = variant(conflict, question, random.Random(seed))
        if len(asked.coalition) != len(question.coalition):
            continue  # one more who asks for no gain and joins nothing changes orders and members
        program.write(changed, seed, **style)
        for words, known in zip(options, before):
            after = essence(program.ask(asked, *words))
            for name, said in known.items():
                same(f"{variant.__name__} {words}: {name}", after[name], said)


def efficiency_implicants(states, yes, free, options):
    """Inclusion-minimal sets of terms that some state has, and all states that have them are in
    `yes`."""
    found = []
    terms = [(k, o) for k, values in zip(free, options) for o in values]

    def grow(n, start, chosen, having):
        if not having or any(f <= set(chosen) for f in found):
            return
        if len(chosen) == n:
            if all(s in yes for s in having):
                found.append(frozenset(chosen))
            return
        for t in range(start, len(terms)):
            k, o = terms[t]
            if all(k != other for other, _ in chosen):
                grow(n, t + 1, chosen + [terms[t]], [s for s in having if s[k] == o])

    for n in range(len(free) + 1):
        grow(n, 0, [], states)
    return found


def check(job):
    """One scenario: (seed, compared or not, what was asked, None or what differs)."""
    path, directory, seed, broken = job
    directory = os.path.join(directory, str(os.getpid()))
    os.makedirs(directory, exist_ok=True)
    program = Program(path, directory)
    conflict, question = generate.scenario(seed)
    if len(conflict.actors) > MOST_ACTORS:
        return seed, False, "", None
    try:
        world = World(conflict)
        Asked(world, question)
        everybody = [a.id for a in conflict.actors]
        if world.status_quo is None:
            if any(a.reservation is None for a in conflict.actors):
                return seed, False, "", None
            size = prod(len(world.variables[i].outcomes) for i in world.decided)
        else:
            size = prod(len(world.reach(everybody, i, world.status_quo[i]))
                        for i in world.decided)
        if size > MOST_STATES:
            return seed, False, "", None
        program.write(conflict, seed)
        c = Comparison(program, conflict, question, broken)
        rng = random.Random(f"options {seed}")
        output = program.ask(question)
        c.needed(output)
        c.census()
        c.presence(output)
        c.core(output)
        c.power(rng)
        if len(everybody) <= 4:
            c.blocs()
        if seed % 4 == 1 and c.anchored:
            c.shares(seed)
        if c.anchored:
            c.one_deal(rng)
            c.hijack(rng)
            c.join(rng)
            few = len(c.all.states()) <= FEW_STATES
            if few:
                c.stable()
                c.orders()
            if seed % 4 == 0:
                orders = [["--orders"]] if few and 2 <= len(question.coalition) <= 4 else []
                check_variants(program, conflict, question, seed,
                               [[]] + ([["--stable"]] if few else []) + orders)
    except Mistake:
        return seed, False, "", None  # compare.py holds the refusal against the oracle
    except Differs as difference:
        return seed, True, program.shown, str(difference)
    except (KeyError, TypeError, ValueError) as error:
        return seed, True, program.shown, f"the answer cannot be read: {error!r}"
    return seed, True, program.shown, None


if __name__ == "__main__":
    sys.exit(compare_many(check, options_of(__doc__, 3000).parse_args()))
