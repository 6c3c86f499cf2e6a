"""Verdicts on claims, against definitions read one package and one model at a time.

The small random conflicts of test_models.py (orders, ranges, conditions, rules, red lines, resource
gates, reservation values) get random claims. `entente models` lists the numbers of every model that was
drawn; from these alone the truth of each claim is worked out here, and `entente claims` must say

* exactly as many models true, false and vacuous, and the verdict that follows from them;
* `proved` only where no other model, drawn with another seed or an extreme point, says otherwise; what
  an actor prefers, and what can be done, is proved where extreme points settle it;
* a witness that is what it is said to be, in the model that it names, or in all.

Ends with a control: the same comparison with a definition broken on purpose must fail.
"""

import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from fractions import Fraction as F

import test_models

PROGRAM = os.environ.get("ENTENTE", "build/release/entente")
COUNT = int(os.environ.get("ENTENTE_VERDICTS_COUNT",
                           "40" if os.environ.get("ENTENTE_SANITIZE") else "400"))
MODELS = 12
OTHERS = 12  # models of another seed, by which proofs are tried
TRUE, FALSE, VACUOUS = "true", "false", "vacuous"
STEPS = [F(1), F(5, 4), F(3, 2), F(2), F(3)]


class Wrong(Exception):
    pass


class Model:
    """One model of a conflict: what packages are deals, and what they are worth."""

    def __init__(self, c, drawn):
        self.c, self.drawn = c, drawn
        self.numbers = {a: c.aims[a].numbers(drawn) for a in c.actors}
        self.land = {a: drawn.get(f"{a}.resources.land", F(min(c.land[a]))) for a in c.actors}

    def known(self):
        return None not in self.numbers.values()

    def raised(self, what, factor):
        """The same with one quantity raised."""
        other = Model.__new__(Model)
        other.c, other.drawn = self.c, self.drawn
        other.numbers, other.land = dict(self.numbers), dict(self.land)
        kind, actor, v = what
        weights, values, reservation = self.numbers[actor]
        if kind == "salience":
            weights = [w * factor if i == v else w for i, w in enumerate(weights)]
        elif kind == "reservation":
            reservation = reservation * factor
        else:
            other.land[actor] *= factor
        other.numbers[actor] = weights, values, reservation
        return other

    def gain(self, actor, state):
        weights, values, reservation = self.numbers[actor]
        return (self.c.aims[actor].gain(weights, values, reservation, state, self.c.fallback())
                / sum(weights))

    def deals(self, q):
        """Completed states that are deals of a question."""
        c = self.c
        found = []
        for state in packages(c, q):
            state = c.complete(state, self.land)
            if q.wanted and not q.wanted.holds(state):
                continue
            if any(c.holds(line, state) for a in q.coalition for line in c.aims[a].red):
                continue
            gains = [self.gain(a, state) for a in q.coalition]
            if min(gains) < 0:
                continue
            if max(gains) > 0 or all(c.aims[a].reservation for a in q.coalition):
                found.append(state)
        return found

    def utility(self, actor, state):
        weights, values, _ = self.numbers[actor]
        aim = self.c.aims[actor]
        total = sum((weights[v] * values[v][state[k]] for v, (k, _) in enumerate(aim.wants)), F(0))
        if aim.condition:
            total += weights[-1] * self.c.holds(aim.condition, state)
        return total


def names(c):
    """The place of each issue in a state."""
    each = [name for name, _ in c.issues]
    return each + [f"join.{a}" for a in c.actors] + ["won"] if c.gate else each


def outcome(c, k, o):
    return f"o{o}" if k < len(c.issues) else ["no", "yes"][o]


def packages(c, q, all_of=False):
    """States that differ from the status quo where the coalition may change them and obey the rules;
    `all_of`: the status quo too."""
    free = []
    for k, ((_, n), quo, control) in enumerate(zip(c.issues, c.quo, c.control)):
        mine = (set(q.coalition) == set(c.actors) if control == "all" else control in q.coalition)
        free.append(range(n) if mine and (q.about is None or k in q.about) else [quo])
    whole = set(q.coalition) == set(c.actors)
    if c.gate:
        on = q.about is None or "join" in q.about
        free += [range(2) if whole and on else [0]] * len(c.actors)
    for state in itertools.product(*free):
        state = list(state) + [0] * c.gate
        if not all_of and state == c.fallback():
            continue
        if all(c.holds(e, state) for e in c.rules):
            yield state


class Expr:
    """Outcomes joined by `and` or `or`, also of what follows."""

    def __init__(self, c, r, won=True, single=False):
        self.c = c
        places = list(range(len(c.issues))) + ([len(names(c)) - 1] if c.gate and won else [])
        self.joint = "and" if single else r.choice(["and", "or"])
        chosen = r.sample(places, min(len(places), r.choice([1, 1, 2])))
        self.parts = []
        for k in chosen:
            n = c.issues[k][1] if k < len(c.issues) else 2
            self.parts.append((k, r.randrange(n), single or r.random() < 0.6))

    def holds(self, state):
        values = [(state[k] == o) == positive for k, o, positive in self.parts]
        return all(values) if self.joint == "and" else any(values)

    def say(self):
        return f" {self.joint} ".join(
            f"{names(self.c)[k]} {'=' if p else '!='} {outcome(self.c, k, o)}"
            for k, o, p in self.parts)


class Question:
    """C [about I] [with E]"""

    def __init__(self, c, r):
        self.c = c
        self.coalition = c.actors if r.random() < 0.7 else sorted(
            r.sample(c.actors, r.randrange(1, len(c.actors) + 1)))
        self.about = None
        if r.random() < 0.25:
            items = list(range(len(c.issues))) + (["join"] if c.gate else [])
            self.about = r.sample(items, r.randrange(1, len(items) + 1))
        self.wanted = Expr(c, r) if r.random() < 0.35 else None

    def say(self):
        text = "{" + ", ".join(self.coalition) + "}"
        if self.about:
            text += " about {" + ", ".join(k if k == "join" else f"i{k}" for k in self.about) + "}"
        return text + (f" with {self.wanted.say()}" if self.wanted else "")


class Claim:
    def __init__(self, c, r):
        self.c, self.negated = c, False
        self.q = Question(c, r)
        self.form = r.choice(["some", "some", "no", "every", "every", "needs", "efficient", "minimal",
                              "Nash", "prefers", "raising", "raising gain", "can", "needed"])
        self.has = Expr(c, r, single=self.form == "prefers")
        self.than = Expr(c, r, single=True)
        self.actor = r.choice(c.actors)
        self.rises = r.random() < 0.6
        self.quantity = self.pick(r)
        if self.form == "raising gain":
            self.actor = r.choice(self.q.coalition)
        self.negated = r.random() < 0.2

    def pick(self, r):
        c, a = self.c, r.choice(self.c.actors)
        aim = c.aims[a]
        kinds = ["salience"] * 3 + ["reservation"] * bool(aim.reservation) + ["resources"] * c.gate
        kind = r.choice(kinds)
        return kind, a, r.randrange(aim.n)

    def quantity_text(self):
        kind, a, v = self.quantity
        if kind == "salience":
            return f"{a}.salience.{self.c.aims[a].name(v)}"
        return f"{a}.{kind}" + (".land" if kind == "resources" else "")

    def say(self):
        q, has = self.q.say(), self.has.say()
        way = "raises" if self.rises else "lowers"
        text = {
            "some": lambda: f"some deal of {q}",
            "no": lambda: f"no deal of {q}",
            "every": lambda: f"every deal of {q} has {has}",
            "needs": lambda: f"a deal of {q} needs {has}",
            "efficient": lambda: f"every efficient deal of {q} has {has}",
            "minimal": lambda: f"every minimal deal of {q} has {has}",
            "Nash": lambda: f"the Nash deal of {q} has {has}",
            "prefers": lambda: f"{self.actor} prefers {has} to {self.than.say()}",
            "raising": lambda: f"raising {self.quantity_text()} {way} deals of {q}",
            "raising gain": lambda: (f"raising {self.quantity_text()} {way} the gain of {self.actor}"
                                     f" in the best deal of {q}"),
            "can": lambda: "{" + ", ".join(self.q.coalition) + "} can bring about " + has,
            "needed": lambda: f"{self.actor} is needed for {has}",
        }[self.form]()
        return "not " + text if self.negated else text

    def truth(self, model, broken=False):
        inner = self.inner(model, broken)
        if self.negated and inner != VACUOUS:
            return TRUE if inner == FALSE else FALSE
        return inner

    def inner(self, model, broken):
        form = self.form
        if form in ("some", "no"):
            return TRUE if bool(model.deals(self.q)) == (form == "some") else FALSE
        if form == "prefers":
            more = self.worth(model, self.has) - self.worth(model, self.than)
            return TRUE if more > 0 else FALSE
        if form.startswith("raising"):
            return TRUE if self.moves(model) else FALSE
        if form in ("can", "needed"):
            return TRUE if self.control(model) else FALSE
        states = self.chosen(model, broken)
        if not states:
            return VACUOUS
        return TRUE if all(self.has.holds(s) for s in states) else FALSE

    def chosen(self, model, broken=False):
        """The deals that the claim speaks of."""
        if self.form == "efficient":
            every = model.deals(self.everything())
            gains = [[model.gain(a, s) for a in self.q.coalition] for s in every]
            best = [s for s, g in zip(every, gains) if not any(
                h != g and all(x >= y for x, y in zip(h, g)) for h in gains)]
            return [s for s in (every if broken else best)
                    if not self.q.wanted or self.q.wanted.holds(s)]
        deals = model.deals(self.q)
        if self.form == "Nash" and deals:
            value = {tuple(s): product(model.gain(a, s) for a in self.q.coalition) for s in deals}
            return [s for s in deals if value[tuple(s)] == max(value.values())]
        if self.form == "minimal":
            changes = [changed(self.c, s) for s in deals]
            return [s for s, x in zip(deals, changes) if not any(y < x for y in changes)]
        return deals

    def everything(self):
        """The question without what is asked for."""
        whole = Question.__new__(Question)
        whole.c, whole.coalition, whole.about, whole.wanted = (self.c, self.q.coalition,
                                                               self.q.about, None)
        return whole

    def weighed(self, package, land):
        """The status quo with these outcomes; what follows, follows, unless it is named."""
        state = self.c.fallback()
        for k, o, _ in package.parts:
            state[k] = o
        if self.c.gate and not any(k == len(state) - 1 for k, _, _ in package.parts):
            state = self.c.complete(state, land)
        return state

    def worth(self, model, package):
        return model.utility(self.actor, self.weighed(package, model.land))

    def measure(self, model):
        deals = model.deals(self.q)
        if self.form == "raising":
            return F(len(deals))
        return max((model.gain(self.actor, s) for s in deals), default=F(0))

    def moves(self, model):
        values = [self.measure(model.raised(self.quantity, f)) for f in STEPS]
        steps = [b - a for a, b in zip(values, values[1:])]
        if not self.rises:
            steps = [-x for x in steps]
        return min(steps) >= 0 and max(steps) > 0

    def able(self, model, coalition):
        q = Question.__new__(Question)
        q.c, q.coalition, q.about, q.wanted = self.c, coalition, None, None
        return any(self.has.holds(self.c.complete(s, model.land))
                   for s in packages(self.c, q, all_of=True))

    def control(self, model):
        if self.form == "can":
            return self.able(model, self.q.coalition)
        others = [a for a in self.c.actors if a != self.actor]
        return self.able(model, self.c.actors) and not self.able(model, others)


def changed(c, state):
    quo = c.fallback()
    return {(k, o) for k, o in enumerate(state[:len(state) - c.gate]) if o != quo[k]}


def product(items):
    out = F(1)
    for x in items:
        out *= x
    return out


# ---- the program ----

def ask(*arguments):
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or not done.stdout:
        raise Wrong(f"exit status {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def models_of(c, path, n, seed):
    """Every model drawn, the central one first."""
    rows = ask("models", path, "--json", "--models", str(n), "--seed", str(seed))["tables"]["draws"]
    drawn = [{} for _ in range(n + 1)]
    for row in rows:
        drawn[row["model"]][row["name"]] = F(row["value_exact"])
    return [Model(c, d) for d in drawn]


# ---- comparison ----

def expected_kind(count):
    if count[TRUE] and count[FALSE]:
        return "depends"
    return "holds" if count[TRUE] else "fails" if count[FALSE] else "vacuous"


def check_witness(claim, row, models, others):
    """A package that is said to be a deal is one, with what it must have or lack."""
    said = row["witness"]
    if not said:
        return 0
    if claim.form in ("prefers", "raising", "raising gain", "needed", "can"):
        return 0
    found = re.fullmatch(r"(.*?)(?: \(in model (\d+)\)| \(in (every) model\))?", said)
    c = claim.c
    state = c.fallback()
    for part in found[1].split(", "):
        name, value = part.split(" = ")
        k = names(c).index(name)
        state[k] = int(value[1:]) if value[0] == "o" else int(value == "yes")
    where = [*models, *others] if found[3] else [models[int(found[2] or 0)]]
    for model in where:
        full = c.complete(list(state), model.land)
        if claim.form in ("some", "no"):
            if full not in model.deals(claim.q):
                raise Wrong(f"the witness {said!r} is no deal")
        elif full not in claim.chosen(model) or claim.has.holds(full):
            raise Wrong(f"the witness {said!r} does not show it")
    return 1


def compare(claim, row, models, others, broken=False):
    is_open = row["models"] > 1
    asked = models[1:] if is_open else models[:1]
    truths = [claim.truth(m, broken) for m in asked]
    count = {t: truths.count(t) for t in (TRUE, FALSE, VACUOUS)}
    said = {t: row[t] for t in (TRUE, FALSE, VACUOUS)}
    if said != count or row["models"] != len(asked):
        raise Wrong(f"counts are {said}, should be {count}")
    if row["verdict"] != expected_kind(count):
        raise Wrong(f"verdict is {row['verdict']}, should be {expected_kind(count)}")
    if row["proved"] and is_open:
        ruled_out = {"holds": {FALSE}, "fails": {TRUE}, "vacuous": {TRUE, FALSE}}[row["verdict"]]
        for m in [models[0], *others]:
            if claim.truth(m) in ruled_out:
                raise Wrong(f"{row['verdict']} is proved, but not in {m.drawn}")


class Land:
    """All that control depends on."""

    def __init__(self, land):
        self.land = land


def everywhere(claim):
    """The truths of a claim of control or preference over the whole set of models, from its extreme
    points and points beside them; and whether these are all that there are to try."""
    c = claim.c
    ends = [dict(zip(c.actors, land)) for land in itertools.product(
        *[sorted({F(min(c.land[a])), F(max(c.land[a]))}) for a in c.actors])] if c.gate else [{}]
    if claim.form != "prefers":
        found = {claim.control(Land(land)) for land in ends}
        return {TRUE if x else FALSE for x in found}, True
    r, near = random.Random(5), (F(1, 10**6), F(1, 10**9))
    aim = c.aims[claim.actor]
    per_want = [aim.value_points(v, r, near) for v in range(len(aim.wants))]
    complete = product(F(len(p)) for p in per_want) <= 200
    combos = itertools.product(*per_want) if complete else [
        [r.choice(p) for p in per_want] for _ in range(100)]
    weights = aim.weight_points(r, near)
    found = set()
    pairs = [(claim.weighed(claim.has, land), claim.weighed(claim.than, land)) for land in ends]
    for values in combos:
        for this, that in pairs:
            d = [x[this[k]] - x[that[k]] for x, (k, _) in zip(values, aim.wants)]
            if aim.condition:
                d.append(F(c.holds(aim.condition, this)) - F(c.holds(aim.condition, that)))
            found |= {TRUE if sum(a * b for a, b in zip(w, d)) > 0 else FALSE for w in weights}
    return found, complete and bool(weights)


def check_extremes(claim, row, stats):
    """What is proved holds at extreme points too; what holds at all of them is proved."""
    if claim.form not in ("prefers", "can", "needed") or row["models"] <= 1:
        return
    truths, complete = everywhere(claim)
    verdict = row["verdict"]
    says = {TRUE} if (verdict == "holds") != claim.negated else {FALSE}
    if row["proved"] and not truths <= says:
        raise Wrong(f"{verdict} is proved, but extreme points say {truths}")
    if not complete or verdict == "depends" or len(truths) != 1:
        return
    stats["settled"] += 1
    stats["settled and proved"] += bool(row["proved"])


def write(c, claims, path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(c.text() + "claims:\n" + "".join(f"  - \"{x.say()}\"\n" for x in claims))


def check(seed, folder, stats, broken=False):
    c = test_models.Conflict(seed)
    r = random.Random(seed + 1000003)
    claims = [Claim(c, r) for _ in range(5)]
    path = os.path.join(folder, "v.yaml")
    write(c, claims, path)
    try:
        models = models_of(c, path, MODELS, 1)
    except Wrong:
        stats["refused"] += 1  # orders that contradict ranges; test_models.py looks at these
        return
    others = models_of(c, path, OTHERS, 77)[1:]
    if not all(m.known() for m in [*models, *others]):
        return
    rows = ask("claims", path, "--json", "--models", str(MODELS))["tables"]["claims"]
    for claim, row in zip(claims, rows):
        if row["verdict"] == "unknown":
            raise Wrong(f"{claim.say()}: {row['in_words']}")
        try:
            compare(claim, row, models, others, broken)
            stats["witnesses"] += check_witness(claim, row, models, others)
            check_extremes(claim, row, stats)
        except Wrong as wrong:
            raise Wrong(f"{claim.say()}: {wrong}") from None
        stats["claims"] += 1
        stats[row["verdict"]] += 1
        stats[claim.form] = stats.get(claim.form, 0) + 1
        stats["proved"] += bool(row["proved"] and row["models"] > 1)


def of_gate(c, r):
    """Claims that turn on who can win, and on what joining brings about."""
    joins, won = list(range(len(c.issues), len(names(c)) - 1)), len(names(c)) - 1
    claims = []
    for form in ("can", "needed", "prefers", "prefers"):
        claim = Claim(c, r)
        claim.form, claim.negated = form, r.random() < 0.3
        claim.has, claim.than = Expr(c, r, single=True), Expr(c, r, single=True)
        claim.has.parts = [(won, int(r.random() < 0.8), True)]
        if form == "prefers":
            aim = c.aims[claim.actor]
            claim.has.parts = [(k, 1, True) for k in r.sample(joins, r.randrange(1, len(joins) + 1))]
            claim.than.parts = [(k, r.randrange(c.issues[k][1]), True) for k, _ in aim.wants[:1]]
        claims.append(claim)
    return claims


def check_gate(seed, folder, stats):
    """With few models, so that what is true in all of them need not be in the others."""
    c = test_models.Conflict(seed)
    if not c.gate:
        return
    claims = of_gate(c, random.Random(seed + 5))
    path = os.path.join(folder, "v.yaml")
    write(c, claims, path)
    try:
        rows = ask("claims", path, "--json", "--models", "2")["tables"]["claims"]
    except Wrong:
        return
    for claim, row in zip(claims, rows):
        try:
            check_extremes(claim, row, stats)
        except Wrong as wrong:
            raise Wrong(f"{claim.say()}: {wrong}") from None


def new_stats():
    return {key: 0 for key in ("claims", "refused", "holds", "fails", "depends", "vacuous", "proved",
                               "witnesses", "settled", "settled and proved")}


def control(folder):
    """With `efficient` broken the comparison must fail somewhere."""
    for seed in range(400):
        try:
            check(seed, folder, new_stats(), broken=True)
        except Wrong:
            return True
    return False


def main():
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else COUNT
    stats = new_stats()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            try:
                check(seed, folder, stats)
                check_gate(seed, folder, stats)
            except Wrong as wrong:
                with open(os.path.join(folder, "v.yaml"), encoding="utf-8") as file:
                    print(file.read())
                print(f"seed {seed}: {wrong}; again: test_verdicts.py {seed} 1")
                return 1
        print(stats)
        if count >= 50 and not all(stats[k] for k in new_stats() if k != "refused"):
            print("some kind of answer never came")
            return 1
        if count >= 50 and stats["settled and proved"] < 0.9 * stats["settled"]:
            print("much that extreme points settle is not proved")
            return 1
        if count > 1 and not control(folder):
            print("a broken definition is not noticed")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
