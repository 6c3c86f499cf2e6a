"""Models, deals in them and proofs about all of them, against definitions read one package at a time.

Small random conflicts with orders, ranges, multiples, equalities, conditions, rules, red lines, resource
gates and reservation values are written as scenarios. tests/models_driver.c prints what the library
draws and says of each; here, from the drawn numbers alone:

* every draw satisfies every statement, strict comparisons strictly;
* a deal exists in a model exactly when some package is one, by going through all of them; the
  witness is a deal;
* a proof that a package is a deal in every model, or that none is in any, holds at many points of
  the set of models: extreme points of weights and values, means of sets of these that satisfy what is
  strict, and points close to them. Where nothing had to be widened, a missing proof is one that these
  points refute.
"""

import itertools
import json
import math
import operator
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction as F

DRIVER = os.path.join(os.environ.get("ENTENTE_BUILD", "build/release"), "tests", "models_driver")
COUNT = int(os.environ.get("ENTENTE_MODELS_COUNT", "100" if os.environ.get("ENTENTE_SANITIZE") else "1000"))
MODELS = 12


class Conflict:
    """One random conflict: data to compute with, and its text."""

    def __init__(self, seed):
        self.r = r = random.Random(seed)
        self.actors = [f"a{i}" for i in range(r.choice([2, 2, 3]))]
        self.issues = [(f"i{k}", r.choice([2, 2, 3])) for k in range(r.choice([2, 3, 3, 4]))]
        self.quo = [r.randrange(n) for _, n in self.issues]
        self.control = [r.choice(["all"] + self.actors) for _ in self.issues]
        self.coalition = self.actors if r.random() < 0.8 else self.actors[:2]
        self.gate = r.random() < 0.3  # a following issue: land of those who join >= 20
        self.land = {a: (r.choice([5, 10]), r.choice([10, 15, 25])) for a in self.actors}
        self.rules = [self.expr() for _ in range(r.choice([0, 0, 1]))]
        self.wanted = self.expr() if r.random() < 0.4 else None
        self.aims = {a: Aim(self, a) for a in self.actors}

    def expr(self):
        r = self.r
        parts = []
        for _ in range(r.choice([1, 1, 2])):
            k = r.randrange(len(self.issues))
            parts.append((k, r.randrange(self.issues[k][1]), r.random() < 0.5))
        return r.choice(["and", "or"]), parts

    def holds(self, expr, state):
        joint, parts = expr
        values = [(state[k] == o) == positive for k, o, positive in parts]
        return all(values) if joint == "and" else any(values)

    def say(self, expr):
        joint, parts = expr
        return f" {joint} ".join(f"i{k} {'=' if p else '!='} o{o}" for k, o, p in parts)

    def text(self):
        out = ["entente: 1", "title: t", "actors:"]
        for a in self.actors:
            lo, hi = self.land[a]
            out.append(f"  {a}: {{resources: {{land: [{min(lo, hi)}, {max(lo, hi)}]}}}}")
        out.append("issues:")
        for (name, n), quo, control in zip(self.issues, self.quo, self.control):
            rule = "all of all" if control == "all" else control
            outcomes = ", ".join(f"o{o}" for o in range(n))
            out.append(f"  {name}: {{outcomes: [{outcomes}], control: {rule}, status quo: o{quo}}}")
        if self.gate:
            out += ["  join:", "    for each: [" + ", ".join(self.actors) + "]",
                    "    outcomes: [no, yes]", "    status quo: no", "    control: all of all",
                    "  won: {outcomes: [no, yes], follows: [{when: "
                    "\"total(land where join = yes) >= 20\", then: yes}, {otherwise: no}]}"]
        if self.rules:
            out.append("rules:")
            out += [f"  - {self.say(e)}" for e in self.rules]
        out.append("preferences:")
        for a in self.actors:
            out += self.aims[a].text()
        wanted = f" with {self.say(self.wanted)}" if self.wanted else ""
        out.append("question: \"deal of {" + ", ".join(self.coalition) + "}" + wanted + "\"")
        return "\n".join(out) + "\n"

    # ---- states: outcomes of issues, then of join per actor, then won ----

    def fallback(self):
        return self.quo + [0] * len(self.actors) + [0] if self.gate else list(self.quo)

    def packages(self):
        free = []
        for (name, n), quo, control in zip(self.issues, self.quo, self.control):
            mine = (set(self.coalition) == set(self.actors) if control == "all"
                    else control in self.coalition)
            free.append(range(n) if mine else [quo])
        whole = set(self.coalition) == set(self.actors)
        if self.gate:
            free += [range(2) if whole else [0]] * len(self.actors)
        for state in itertools.product(*free):
            state = list(state)
            if self.gate:
                state.append(0)
            if state[:len(state) - self.gate] == self.fallback()[:len(state) - self.gate]:
                continue
            if all(self.holds(e, state) for e in self.rules):
                yield state

    def complete(self, state, land):
        """With `won` computed from the land of each actor."""
        if not self.gate:
            return state
        first = len(self.issues)
        total = sum(land[a] for k, a in enumerate(self.actors) if state[first + k])
        return state[:-1] + [int(total >= 20)]

    def admissible(self, state):
        if self.wanted and not self.holds(self.wanted, state):
            return False
        return not any(self.holds(line, state) for a in self.coalition
                       for line in self.aims[a].red)


class Aim:
    """What one actor wants: forms of wants, comparisons and ranges of saliences."""

    def __init__(self, c, actor):
        r = c.r
        self.c, self.actor = c, actor
        places = [k for k in range(len(c.issues)) if r.random() < 0.8] or [0]
        self.wants = [(k, self.form(c.issues[k][1])) for k in places]
        if c.gate:
            self.wants.append((len(c.issues) + len(c.actors), ("order", [[1], [0]], False)))
        self.condition = c.expr() if r.random() < 0.3 else None
        self.n = len(self.wants) + (self.condition is not None)
        self.ranges = {}
        self.levels, self.cuts = None, []
        self.salience()
        self.red = [c.expr() for _ in range(r.choice([0, 0, 0, 1]))]
        self.reservation = None
        if r.random() < 0.2:
            lo = r.choice([0, 20, 40])
            self.reservation = (F(lo, 100), F(lo + r.choice([0, 10, 30]), 100))

    def form(self, n):
        r = self.c.r
        kind = r.choice(["order", "order", "order", "values", "ideal", "peak", "point"])
        outcomes = list(range(n))
        r.shuffle(outcomes)
        if kind == "order":  # levels of unordered or equal outcomes
            levels = [[o] for o in outcomes]
            if n == 3 and r.random() < 0.4:
                levels = r.choice([[outcomes[:2], outcomes[2:]], [outcomes[:1], outcomes[1:]]])
            return "order", levels, r.random() < 0.5  # whether those of a level are equal
        if kind == "values":
            out = []
            for _ in range(n):
                lo = r.choice([0, 20, 50])
                out.append((lo, lo + r.choice([0, 20, 50])))
            return "values", out
        if kind == "point":
            lo = r.choice([0, 30, 60])
            return "point", (lo, lo + r.choice([0, 25]))
        return kind, r.randrange(n)

    def salience(self):
        r, n = self.c.r, self.n
        names = list(range(n))
        r.shuffle(names)
        kind = r.choice(["none", "chain", "chain", "partial", "ranges", "ranges", "both", "factor"])
        if kind in ("ranges", "both"):
            for v in range(n):
                if r.random() < 0.7:
                    lo = r.choice([0, 10, 40])
                    self.ranges[v] = (lo, lo + r.choice([0, 20, 60]))
            if not self.ranges:
                self.ranges[0] = (10, 70)
        if kind in ("none", "ranges") or n < 2:
            return
        if kind == "both":
            a, b = names[:2]
            hi = {v: self.ranges.get(v, (0, 100))[1] for v in (a, b)}
            lo = {v: self.ranges.get(v, (0, 100))[0] for v in (a, b)}
            if hi[a] > lo[b]:
                self.cuts = [(a, ">", F(1), b)]
            return
        for a, b in zip(names, names[1:]):
            rel = r.choice([">", ">", ">=", "="])
            factor = F(r.choice([1, 2, 3]), r.choice([1, 1, 2])) if kind == "factor" else F(1)
            if kind != "partial" or r.random() < 0.6:
                self.cuts.append((a, rel, factor, b))
        if kind == "partial" and n > 2 and r.random() < 0.5:
            self.cuts.append((names[0], ">", F(1), names[-1]))
            self.cuts = [c for c in self.cuts if not (c[1] == "=" and {c[0], c[3]} ==
                                                      {names[0], names[-1]})]
            if all(c[1] == "=" for c in self.cuts[:-1]) and len(self.cuts) == n:
                self.cuts.pop()

    def name(self, v):
        if v == len(self.wants):
            return "cond"
        k = self.wants[v][0]
        return self.c.issues[k][0] if k < len(self.c.issues) else "won"

    def text(self):
        outcome = (lambda k, o: f"o{o}" if k < len(self.c.issues) else ["no", "yes"][o])
        out = [f"  {self.actor}:", "    wants:"]
        for v, (k, form) in enumerate(self.wants):
            name = self.name(v)
            if form[0] == "order":
                joint = " = " if form[2] else " | "
                levels = [joint.join(outcome(k, o) for o in level) for level in form[1]]
                if not form[2]:
                    levels = [f"({t})" if "|" in t else t for t in levels]
                out.append(f"      {name}: {{order: \"{' > '.join(levels)}\"}}")
            elif form[0] == "values":
                values = ", ".join(f"o{o}: [{lo}, {hi}]" for o, (lo, hi) in enumerate(form[1]))
                out.append(f"      {name}: {{values: {{{values}}}}}")
            elif form[0] == "point":
                out.append(f"      {name}: {{ideal: [{form[1][0]}, {form[1][1]}]}}")
            else:
                shape = ", shape: single-peaked" if form[0] == "peak" else ""
                out.append(f"      {name}: {{ideal: o{form[1]}{shape}}}")
        lines = [f"{self.name(a)} {rel} {'' if f == 1 else str(f) + ' * '}{self.name(b)}"
                 for a, rel, f, b in self.cuts]
        said = [f"\"{line}\"" for line in lines]
        if self.ranges:
            said.append("{" + ", ".join(f"{self.name(v)}: [{lo}, {hi}]"
                                        for v, (lo, hi) in self.ranges.items()) + "}")
        if said:
            out.append("    salience: [" + ", ".join(said) + "]")
        if self.condition:
            out.append(f"    conditions: [{{name: cond, holds: \"{self.c.say(self.condition)}\"}}]")
        if self.red:
            out.append("    red lines: [" + ", ".join(f"\"{self.c.say(e)}\"" for e in self.red) + "]")
        if self.reservation:
            lo, hi = self.reservation
            out.append(f"    reservation: [{float(lo)}, {float(hi)}]")
        return out

    # ---- utility from numbers ----

    def gain(self, weights, values, reservation, state, fallback):
        """Utility times the sum of weights, less what no deal is worth."""
        total = F(0)
        for v, (k, _) in enumerate(self.wants):
            total += weights[v] * (values[v][state[k]] -
                                   (reservation if self.reservation else values[v][fallback[k]]))
        if self.condition:
            own = self.c.holds(self.condition, state)
            base = reservation if self.reservation else self.c.holds(self.condition, fallback)
            total += weights[-1] * (F(own) - F(base))
        return total

    def numbers(self, drawn):
        """Weights, values and reservation value of one model, from what was drawn."""
        def salience(v):
            lo, hi = self.ranges.get(v, (0, 100))
            own = drawn.get(f"{self.actor}.salience.{self.name(v)}")
            if own is not None:
                return own
            return F(lo) if self.ranges and lo == hi else None
        weights = [salience(v) for v in range(self.n)]
        if self.n == 1:
            weights = [F(1)]  # whatever its salience
        while None in weights:  # all equal to each other up to factors, or to something known
            before = list(weights)
            if weights == [None] * self.n:
                weights[0] = F(1)
            for a, rel, f, b in self.cuts:
                if rel != "=":
                    continue
                if weights[a] is None and weights[b] is not None:
                    weights[a] = f * weights[b]
                elif weights[b] is None and weights[a] is not None:
                    weights[b] = weights[a] / f
            if weights == before:
                return None  # ranges that meet in a point: not worth following here
        values = []
        for v, (k, form) in enumerate(self.wants):
            name = self.name(v)
            n = self.c.issues[k][1] if k < len(self.c.issues) else 2
            label = (lambda o: f"o{o}") if k < len(self.c.issues) else (lambda o: ["no", "yes"][o])
            values.append([drawn.get(f"{self.actor}.value.{name}.{label(o)}", self.known(form, o, n,
                                                                                          drawn, name))
                           for o in range(n)])
        reservation = None
        if self.reservation:
            reservation = drawn.get(f"{self.actor}.reservation", self.reservation[0])
        return weights, values, reservation

    def known(self, form, o, n, drawn, name):
        position = F(100 * o, n - 1)
        if form[0] == "order":
            if len(form[1]) == 1:
                return F(1)
            return F(1) if o in form[1][0] else F(0)
        if form[0] == "values":
            return F(form[1][o][0], 100)
        if form[0] == "point":
            ideal = drawn.get(f"{self.actor}.ideal.{name}", F(form[1][0]))
            return 1 - abs(position - ideal) / 100
        if form[0] == "ideal":
            return 1 - abs(position - F(100 * form[1], n - 1)) / 100
        return F(1)  # the peak

    # ---- points of the set of models ----

    def weight_fits(self, w, strict=True):
        if self.n == 1:
            return w == [1]
        for a, rel, f, b in self.cuts:
            if rel == "=" and w[a] != f * w[b]:
                return False
            if rel == ">=" and w[a] < f * w[b]:
                return False
            if rel == ">" and (w[a] <= f * w[b] if strict else w[a] < f * w[b]):
                return False
        if self.ranges:
            return all(self.ranges.get(v, (0, 100))[0] <= w[v] <= self.ranges.get(v, (0, 100))[1]
                       for v in range(self.n))
        return min(w) >= 0 and sum(w) > 0

    def weight_points(self, r, inner):
        """Extreme points by solving every set of n tight constraints, and means of sets of them."""
        if self.n == 1:
            return [[F(1)]]
        rows = []  # sum of c * w = d
        unit = [[F(int(i == v)) for i in range(self.n)] for v in range(self.n)]
        for a, rel, f, b in self.cuts:
            rows.append(([x - f * y for x, y in zip(unit[a], unit[b])], F(0), rel == "="))
        for v in range(self.n):
            if self.ranges:
                lo, hi = self.ranges.get(v, (0, 100))
                rows += [(unit[v], F(lo), False), (unit[v], F(hi), False)]
            else:
                rows.append((unit[v], F(0), False))
        always = [(c, d) for c, d, equal in rows if equal]
        if not self.ranges:
            always.append(([F(1)] * self.n, F(1)))
        chosen = [(c, d) for c, d, equal in rows if not equal]
        points = []
        for count in range(self.n + 1):
            if len(always) + count < self.n:
                continue
            for extra in itertools.combinations(chosen, count):
                w = solve([*always, *extra], self.n)
                if w and self.weight_fits(w, strict=False) and w not in points:
                    points.append(w)
            if points:
                break
        return with_means(points, self.weight_fits, r, inner[0])

    def value_points(self, v, r, inner):
        k, form = self.wants[v]
        n = self.c.issues[k][1] if k < len(self.c.issues) else 2
        at = [F(100 * o, n - 1) for o in range(n)]
        if form[0] == "values":
            return [list(p) for p in itertools.product(*[
                sorted({F(lo, 100), F(hi, 100)}) for lo, hi in form[1]])]
        if form[0] == "point":
            lo, hi = form[1]
            ideals = sorted({F(lo), F(hi), *[p for p in at if lo < p < hi]})
            return [[1 - abs(p - i) / 100 for p in at] for i in ideals]
        if form[0] == "ideal":
            return [[1 - abs(p - at[form[1]]) / 100 for p in at]]
        corners = [list(p) for p in itertools.product([F(0), F(1)], repeat=n)]
        if form[0] == "peak":
            def fits(x, strict=True):
                more = (lambda a, b: a > b) if strict else (lambda a, b: a >= b)
                i = form[1]
                return x[i] == 1 and all(
                    more(x[o], x[o - 1]) for o in range(1, i + 1)) and all(
                    more(x[o], x[o + 1]) for o in range(i, n - 1)) and all(
                    more(x[o], 0) for o in range(n))
        else:
            def fits(x, strict=True):
                levels = form[1]
                if form[2] and any(x[o] != x[level[0]] for level in levels for o in level):
                    return False
                if len(levels) == 1:
                    if form[2]:
                        return x == [1] * n
                    return max(x) == 1 and min(x) == 0 and (not strict or len(set(x)) == n or True)
                if max(x) != 1 or min(x) != 0:
                    return False
                return all(x[a] > x[b] if strict else x[a] >= x[b]
                           for up, down in zip(levels, levels[1:]) for a in up for b in down)
        points = [x for x in corners if fits(x, False)]
        return with_means(points, fits, r, inner[1])


def solve(rows, n):
    """The only solution of linear equations, or None."""
    m = [list(c) + [d] for c, d in rows]
    rank = 0
    for col in range(n):
        pivot = next((i for i in range(rank, len(m)) if m[i][col] != 0), None)
        if pivot is None:
            return None
        m[rank], m[pivot] = m[pivot], m[rank]
        m[rank] = [x / m[rank][col] for x in m[rank]]
        for i in range(len(m)):
            if i != rank and m[i][col] != 0:
                m[i] = [x - m[i][col] * y for x, y in zip(m[i], m[rank])]
        rank += 1
    if any(row[n] != 0 for row in m[rank:]):
        return None
    return [m[i][n] for i in range(n)]


def mean(points):
    return [sum(x) / len(points) for x in zip(*points)]


def with_means(points, fits, r, near):
    """Points of the set: means of sets of extreme points that satisfy what is strict, and points close to
    each extreme point, towards the middle."""
    out = []
    sets = [s for size in range(1, len(points) + 1)
            for s in itertools.combinations(points, size)] if len(points) <= 4 else [
        *[(p,) for p in points], tuple(points),
        *[tuple(r.sample(points, r.randrange(1, len(points) + 1))) for _ in range(8)],
        *[tuple(q for q in points if q is not p) for p in points]]
    for s in sets:
        x = mean(s)
        if fits(x):
            out.append(x)
    if points:
        middle = mean(points)
        for p in points:
            x = [a + (b - a) * near for a, b in zip(p, middle)]
            if fits(x):
                out.append(x)
    return out


def check_draws(c, drawn):
    for a in c.actors:
        aim = c.aims[a]
        got = aim.numbers(drawn)
        if got is None:
            continue
        weights, values, reservation = got
        assert aim.weight_fits(weights), ("weights", a, weights)
        for v, (k, form) in enumerate(aim.wants):
            if form[0] == "order":
                for up, down in zip(form[1], form[1][1:]):
                    assert all(values[v][x] > values[v][y] for x in up for y in down), values[v]
                assert max(values[v]) == 1 and (min(values[v]) == 0 or len(form[1]) == 1)
            if form[0] == "values":
                assert all(F(lo, 100) <= x <= F(hi, 100) for x, (lo, hi) in zip(values[v], form[1]))


def is_deal(c, drawn, numbers, state):
    land = {a: drawn.get(f"{a}.resources.land", F(min(c.land[a]))) for a in c.actors}
    state = c.complete(state, land)
    if not c.admissible(state):
        return False
    gains = [(c.aims[a].gain(*numbers[a], state, c.fallback()), a) for a in c.coalition]
    if any(g < 0 for g, _ in gains):
        return False
    if all(c.aims[a].reservation for a in c.coalition):
        return True
    return any(g > 0 for g, _ in gains)


def check_models(c, got):
    for m, row in enumerate(got["draws"]):
        drawn = {name: F(x) for name, x in zip(got["unknowns"], row)}
        check_draws(c, drawn)
        numbers = {a: c.aims[a].numbers(drawn) for a in c.actors}
        if None in numbers.values():
            return False
        deals = [s for s in c.packages() if is_deal(c, drawn, numbers, s)]
        assert bool(deals) == bool(got["exists"][m]), (m + 1, deals[:3], got["exists"][m])
        if deals:
            n = len(c.issues) + (len(c.actors) if c.gate else 0)
            assert got["witness"][m][:n] in [s[:n] for s in deals], ("witness", m + 1)
    return True


def whole(points):
    """The same points times a common denominator, and that."""
    scale = math.lcm(*[x.denominator for p in points for x in p], 1)
    return [[int(x * scale) for x in p] for p in points], scale


def signs(c, aim, state, points):
    """The signs that one member's gain has over its points (weights, values, their scale)."""
    weights, combos, scale, reservations = points
    fallback = c.fallback()
    out = set()
    own = [scale * c.holds(aim.condition, s) for s in (state, fallback)] if aim.condition else []
    for values in combos:
        for r in reservations:
            d = [x[state[k]] - (r if aim.reservation else x[fallback[k]])
                 for x, (k, _) in zip(values, aim.wants)]
            if own:
                d.append(own[0] - (r if aim.reservation else own[1]))
            for w in weights:
                g = sum(map(operator.mul, w, d))
                out.add((g > 0) - (g < 0))
            if len(out) == 3:
                return out
    return out


def check_proof(c, got, stats):
    """Proofs hold at the points; without gates and widening, they are all found."""
    r = random.Random(5)
    near = (F(1, 10**6), F(1, 10**9))
    points, whole_set, known = {}, {}, {}
    for a in c.coalition:
        aim = c.aims[a]
        per_want = [aim.value_points(v, r, near) for v in range(len(aim.wants))]
        size = 1
        for p in per_want:
            size *= len(p)
        complete = size <= 40
        combos = (list(itertools.product(*per_want)) if complete else
                  [tuple(r.choice(p) for p in per_want) for _ in range(40)])
        weights = [whole([w])[0][0] for w in aim.weight_points(r, near)]
        if not weights:
            return
        reservations = list(aim.reservation or (F(0),))
        flat, scale = whole([[*sum(map(list, values), []), *reservations] for values in combos])
        lengths = [len(x) for x in combos[0]]
        split = [[f[sum(lengths[:i]):sum(lengths[:i + 1])] for i in range(len(lengths))]
                 for f in flat]
        points[a] = (weights, split, scale, [int(x * scale) for x in reservations])
        whole_set[a] = complete
    ends = [{a: F(x) for a, x in zip(c.actors, land)} for land in itertools.product(
        *[sorted({min(c.land[a]), max(c.land[a])}) for a in c.actors])] if c.gate else [{}]
    for land in ends:
        always, ever = [], False
        for state in c.packages():
            state = c.complete(state, land)
            if not c.admissible(state):
                continue
            if tuple(state) not in known:
                known[tuple(state)] = {a: signs(c, c.aims[a], state, points[a])
                                       for a in c.coalition}
            found = known[tuple(state)]
            reserved = all(c.aims[a].reservation for a in c.coalition)
            if all(-1 not in f for f in found.values()) and (
                    reserved or any(f == {1} for f in found.values())):
                always.append(state)
            if all(f & {0, 1} for f in found.values()) and (
                    reserved or any(1 in f for f in found.values())):
                ever = True
        if got["proof"] == 1:
            n = len(c.issues) + (len(c.actors) if c.gate else 0)
            assert got["always"][:n] in [s[:n] for s in always], ("always", got["always"], land)
        if got["proof"] == 2:
            assert not ever, "never"
    stats["always"] += got["proof"] == 1
    stats["never"] += got["proof"] == 2
    if c.gate:
        return
    if all(whole_set.values()):
        stats["plain"] += 1
        expected = 1 if always else 0 if ever else 2
        if expected != got["proof"]:
            stats["missed"] += 1
            assert got["proof"] == 0, (expected, got["proof"])


def run(c, folder, threads="1"):
    path = os.path.join(folder, "t.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(c.text())
    done = subprocess.run([DRIVER, path, "3", str(MODELS), threads], capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        raise AssertionError(f"driver: {done.stderr}")
    return done.stdout


def main():
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else COUNT
    stats = {"asked": 0, "error": 0, "always": 0, "never": 0, "plain": 0, "missed": 0, "gates": 0,
             "mixed": 0, "approximate": 0}
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            c = Conflict(seed)
            text = run(c, folder)
            got = json.loads(text)
            if "error" in got:
                stats["error"] += 1
                continue
            try:
                if seed % 10 == 0:
                    assert run(c, folder, "2") == text and run(c, folder, "4") == text, "threads"
                if not check_models(c, got):
                    continue
                check_proof(c, got, stats)
            except AssertionError as wrong:
                print(c.text())
                print(f"seed {seed}: {wrong}; again: test_models.py {seed} 1")
                return 1
            stats["asked"] += 1
            stats["gates"] += c.gate
            stats["approximate"] += got["approximate"]
            stats["mixed"] += 0 < sum(got["exists"]) < MODELS
    print(stats)
    return 0 if count < 100 or (stats["asked"] > count // 2 and stats["always"] and stats["never"]
                                and stats["mixed"]) else 1


if __name__ == "__main__":
    sys.exit(main())
