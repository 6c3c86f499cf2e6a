"""Stability and paths of 5,000 random graphs agree with their definitions, and not with a broken one.

    ENTENTE_BUILD=build/release python3 test_moving.py [--n N] [--seed S]

Graphs have 2 to 5 actors, ties, joint movers, moves that cannot be undone, and are either arbitrary
(two moves of one mover need not make one), or closed under composition, or made of options under rules.
Checked besides: following the last mover changes nothing where moves compose; each concept lies within
those it should; renumbering states and actors changes nothing. Under a sanitizer
(ENTENTE_SANITIZE set) fewer graphs are asked. Exits 77 where there is no driver.
"""

import argparse
import os
import random
import subprocess
import sys
from itertools import permutations, product
from pathlib import Path

import moving
from moving import Graph, Rules, SANCTIONS

CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ", "SIM")
KINDS = ("moves", "improvements", "farsighted")
WITHIN = (("R", "SMR"), ("SMR", "GMR"), ("R", "SEQ"), ("SEQ", "GMR"), ("SSEQ", "SEQ"),
          ("SSEQ", "SMR"), ("R", "SSEQ"), ("R", "SIM"))


# ---- random graphs ----


def close(arcs, n):
    """The least transitive relation that has these arcs."""
    to = [{t for s, t in arcs if s == x} for x in range(n)]
    for y in range(n):
        for x in range(n):
            if y in to[x]:
                to[x] |= to[y]
    return {(s, t) for s in range(n) for t in to[s] if s != t}


def free_graph(rng, composed):
    n = rng.randint(1, 9)
    actors = rng.randint(2, 5)
    joint = sorted({sum(1 << a for a in rng.sample(range(actors), rng.randint(2, actors)))
                    for _ in range(rng.choice((0, 0, 1, 2)))})
    sets = [frozenset([a]) for a in range(actors)]
    sets += [frozenset(a for a in range(actors) if j >> a & 1) for j in joint]
    density = rng.choice((0.5, 1, 1.5, 2.5))
    movers = []
    for members in sets:
        arcs = {(rng.randrange(n), rng.randrange(n)) for _ in range(int(n * density * rng.random() * 1.5))}
        arcs = {(s, t) for s, t in arcs if s != t}
        movers.append((members, close(arcs, n) if composed else arcs))
    return n, actors, movers, None, ()


def option_graph(rng):
    actors = rng.randint(2, 4)
    radix, owner, steps = [], [], []
    for _ in range(rng.randint(1, 4)):
        values = rng.choice((2, 2, 2, 3))
        pairs = {(a, b) for a in range(values) for b in range(values) if a != b}
        if rng.random() < 0.4:
            pairs = {p for p in pairs if rng.random() < 0.6}
        radix.append(values)
        owner.append(frozenset(rng.sample(range(actors), rng.choice((1, 1, 1, 2)))))
        steps.append(pairs)
    all_states = [tuple(reversed(d)) for d in product(*(range(r) for r in reversed(radix)))]
    states = [s for s in all_states if rng.random() < 0.85] or all_states
    states = states[:14]
    sets = [frozenset([a]) for a in range(actors)]
    joint = {o for o in owner if len(o) > 1}
    sets += sorted(joint, key=lambda o: sum(1 << a for a in o))
    movers = []
    for members in sets:
        arcs = set()
        for i, s in enumerate(states):
            for j, t in enumerate(states):
                changed = [d for d in range(len(radix)) if s[d] != t[d]]
                if changed and all(owner[d] <= members and (s[d], t[d]) in steps[d] for d in changed):
                    arcs.add((i, j))
        movers.append((members, arcs))
    return len(states), actors, movers, states, tuple(radix)


def random_graph(rng):
    kind = rng.randrange(4)
    made = option_graph(rng) if kind >= 2 else free_graph(rng, kind == 1)
    n, actors, movers, digits, radix = made
    levels = rng.choice((2, 3, n, 3 * n))
    ranks = [[rng.randrange(levels) for _ in range(n)] for _ in range(actors)]
    return Graph(n, actors, movers, ranks, digits, radix)


def renumbered(rng, graph):
    """The same graph with states and actors in another order, and how to find them again."""
    state = list(range(graph.states))
    actor = list(range(graph.actors))
    rng.shuffle(state)
    rng.shuffle(actor)
    moved = [(frozenset(actor[a] for a in members), {(state[s], state[t]) for s, t in arcs})
             for members, arcs in graph.movers]
    moved.sort(key=lambda m: (len(m[0]) > 1, sum(1 << a for a in m[0])))
    ranks = [[0] * graph.states for _ in range(graph.actors)]
    for a in range(graph.actors):
        for s in range(graph.states):
            ranks[actor[a]][state[s]] = graph.ranks[a][s]
    digits = None
    if graph.digits:
        digits = [None] * graph.states
        for s in range(graph.states):
            digits[state[s]] = graph.digits[s]
    return Graph(graph.states, graph.actors, moved, ranks, digits, graph.radix), state, actor


# ---- the driver ----


def graph_words(graph):
    bits = [sum(1 << a for a in members) for members, _ in graph.movers[graph.actors:]]
    arcs = [(m, s, t) for m, (_, arcs) in enumerate(graph.movers) for s, t in sorted(arcs)]
    words = ["graph", graph.states, graph.actors, len(bits), len(arcs), len(graph.radix), 0, *bits]
    for arc in arcs:
        words += arc
    for rank in graph.ranks:
        words += rank
    words += graph.radix
    for digits in graph.digits or []:
        words += digits
    return " ".join(map(str, words))


class Questions:
    """Collects questions with what their answer is checked by, then asks all in one run."""

    def __init__(self):
        self.words, self.checks = [], []

    def graph(self, graph):
        self.words.append(graph_words(graph))

    def ask(self, words, lines, check):
        self.words.append(" ".join(map(str, words)))
        self.checks.append((lines, check))

    def run(self, driver):
        run = subprocess.run([driver], input="\n".join(self.words) + "\n", capture_output=True,
                             text=True, check=False)
        if run.returncode != 0:
            return [f"driver: status {run.returncode}: {run.stderr[-2000:]}"]
        lines = run.stdout.split("\n")
        at, faults = 0, []
        for n, check in self.checks:
            faults += check(lines[at:at + n])
            at += n
        return faults


def concepts_of(graph):
    return [c for c in CONCEPTS if c != "SIM" or graph.digits]


def read_table(graph, lines):
    """Per concept: per actor the set of states where it stays."""
    return {c: [{s for s in range(graph.states) if bits[s] == "1"} for bits in line.split(" ")]
            for c, line in zip(concepts_of(graph), lines)}


def stable_words(graph, rules, last_mover):
    mask = sum(1 << CONCEPTS.index(c) for c in concepts_of(graph))
    return ["stable", SANCTIONS.index(rules.sanction), int(rules.worse_only), int(rules.pareto),
            int(rules.sim_infeasible), int(last_mover), mask]


def check_stable(graph, rules, name, broken):
    def check(lines):
        faults = []
        table = read_table(graph, lines)
        for concept, rows in table.items():
            for actor, found in enumerate(rows):
                real = {s for s in range(graph.states)
                        if moving.stable(graph, actor, s, broken.get(concept, concept), rules)}
                if found != real:
                    faults.append(f"{name}: {concept} of actor {actor} under {vars(rules)}: "
                                  f"{sorted(found)}, by definition {sorted(real)}\n"
                                  f"    {graph_words(graph)}")
        for inner, outer in WITHIN:
            if inner in table and outer in table and not rules.worse_only:
                for actor in range(graph.actors):
                    if not table[inner][actor] <= table[outer][actor]:
                        faults.append(f"{name}: {inner} does not lie within {outer}")
        return faults
    return check


def check_same(graph, other, state, actor, name, first):
    def check(lines):
        table = read_table(other, lines)
        for concept, rows in table.items():
            for a in range(graph.actors):
                if {state[s] for s in first[concept][a]} != rows[actor[a]]:
                    return [f"{name}: {concept} changes when states and actors are renumbered"]
        return []
    return check


def keep_table(graph, table, check):
    def keep(lines):
        table.update(read_table(graph, lines))
        return check(lines)
    return keep


def walk(graph, movers, start, kind, end, rules, steps):
    """What is wrong with a path, or None."""
    state, last, moved = start, None, set()
    for mover, target in steps:
        if mover not in movers or target not in graph.targets(mover, state):
            return "no such move"
        members = graph.movers[mover][0]
        if kind == "improvements" and not graph.improves(members, state, target, rules.pareto):
            return "no improvement"
        if kind == "farsighted" and not graph.improves(members, state, end, rules.pareto):
            return "the end is no better"
        if kind != "farsighted":
            if rules.sanction == "sequence" and mover == last:
                return "moves twice in a row"
            if rules.sanction == "once" and mover in moved:
                return "moves twice"
        moved.add(mover)
        state, last = target, mover
    return None


def check_item(graph, rules, concept, actor, state, item):
    """What is wrong with one improvement and its answer, or None."""
    to, answered, end, reply, text = item.split("/")
    to, end, reply = int(to), int(end), int(reply)
    rank = graph.ranks[actor]
    steps = [tuple(map(int, s.split(":"))) for s in text.split(",") if s]

    def hurts(s):
        return rank[s] < rank[state] if rules.worse_only else rank[s] <= rank[state]

    if to not in graph.targets(actor, state) or rank[to] <= rank[state]:
        return "no improvement"
    if answered != "1":
        return None  # that there is no answer is what the definition was compared for
    others = graph.others(frozenset([actor]))
    if concept == "SIM":
        taken = {actor}
        for mover, target in steps:
            members = graph.movers[mover][0]
            if members & taken or not graph.improves(members, state, target, rules.pareto):
                return "not at the same time"
            taken |= members
        joint = moving.joint_state(graph, state, (to, *(t for _, t in steps)))
        if not steps or (-1 if joint is None else joint) != end:
            return "another joint state"
        return None if (rules.sim_infeasible if joint is None else hurts(joint)) else "no harm"
    kind = "improvements" if concept in ("SEQ", "SSEQ") else "moves"
    wrong = walk(graph, others, to, kind, None, rules, steps)
    if wrong or not steps or steps[-1][1] != end:
        return wrong or "ends elsewhere"
    if rules.sanction == "single" and len(steps) > 1:
        return "more than one move"
    if not hurts(end):
        return "no harm"
    if concept in ("SMR", "SSEQ"):
        best = max([end, *graph.targets(actor, end)], key=lambda s: rank[s])
        if rank[reply] != rank[best] or not hurts(reply):
            return "an escape"
    return None


def check_reason(graph, rules, concept, actor, state, name):
    def check(lines):
        stable, *items = lines[0].split(" ")
        real = moving.stable(graph, actor, state, concept, rules)
        if (stable == "1") != real or all(i.split("/")[1] == "1" for i in items) != real:
            return [f"{name}: reason of {concept} for {actor} in {state}: {lines[0]}"]
        improvements = {t for t in graph.targets(actor, state)
                        if graph.ranks[actor][t] > graph.ranks[actor][state]}
        if sorted(int(i.split("/")[0]) for i in items) != sorted(improvements):
            return [f"{name}: improvements of {actor} in {state}: {lines[0]}"]
        faults = [check_item(graph, rules, concept, actor, state, i) for i in items]
        return [f"{name}: {concept} for {actor} in {state}: {items}: {f}" for f in faults if f]
    return check


def random_blocs(rng, graph):
    """Some disjoint blocs of two or more actors."""
    actors = list(range(graph.actors))
    rng.shuffle(actors)
    cut = rng.randint(2, graph.actors)
    blocs = [frozenset(actors[:cut])]
    if graph.actors - cut >= 2 and rng.random() < 0.5:
        blocs.append(frozenset(actors[cut:cut + 2]))
    return blocs


def joined(graph, blocs):
    """Each bloc one mover that goes wherever its members' sequences lead; they alone no more."""
    sets = [frozenset().union(m, *(b for b in blocs if b & m)) for m, _ in graph.movers] + blocs
    movers = []
    for members in sorted(set(sets), key=lambda m: (len(m) > 1, sorted(m))):
        same = [arcs for m, arcs in graph.movers if m == members]
        if any(b & members for b in blocs):
            arcs = {(s, t) for s in range(graph.states)
                    for t in moving.reach(graph, graph.within(members), s) if s != t}
        else:
            arcs = same[0]
        movers.append((members, arcs))
    return Graph(graph.states, graph.actors, movers, graph.ranks, graph.digits, graph.radix)


def check_coalitions(graph, rules, blocs, concepts, name):
    taken = frozenset().union(*blocs)
    players = blocs + [frozenset([a]) for a in range(graph.actors) if a not in taken]
    tested = players if blocs else list(moving.coalitions(graph))

    def check(lines):
        for concept, line in zip(concepts, lines):
            found = [{s for s in range(graph.states) if bits[s] == "1"} for bits in line.split(" ")]
            real = [{s for s in range(graph.states)
                     if moving.coalition_stable(graph, members, s, concept, rules)}
                    for members in tested]
            held = set.intersection(*real)
            if found != (real + [held] if blocs else [held]):
                return [f"{name}: C{concept} of {[sorted(p) for p in tested]} under {vars(rules)}: "
                        f"{found}, by definition {real} {held}\n    {graph_words(graph)}"]
        return []
    return check


def with_ranks(graph, actor, ranks):
    return Graph(graph.states, graph.actors, graph.movers,
                 graph.ranks[:actor] + [ranks] + graph.ranks[actor + 1:], graph.digits, graph.radix)


def count_rankings(graph, rules, concept, actor, state):
    """Strict rankings of all states under which the actor stays, one by one."""
    return sum(moving.stable(with_ranks(graph, actor, ranks), actor, state, concept, rules)
               for ranks in permutations(range(graph.states)))


def fewest_passed(graph, rules, concept, actor, state, stays):
    """How many states the state must pass, upwards or downwards, for the verdict to be `stays`."""
    ranks = graph.ranks[actor]
    here = ranks[state]
    levels = sorted({2 * r + d for r in ranks for d in (-1, 1)} | {2 * here})
    found = None
    for level in levels:
        if level < 2 * here if stays else level > 2 * here:
            continue
        moved = [2 * r for r in ranks]
        moved[state] = level
        if moving.stable(with_ranks(graph, actor, moved), actor, state, concept, rules) != stays:
            continue
        low, high = sorted((2 * here, level))
        passed = sum(low < 2 * r < high for r in ranks)
        found = passed if found is None else min(found, passed)
    return found


def formula_of(text):
    """Parts, all of which must hold, of ways, one of which must, of comparisons, all of which must."""
    return [[[(int(c.lstrip(">")), c.startswith(">")) for c in way.split(",")]
             for way in part.split("|")] for part in text.split("&") if part]


def satisfies(ranks, state, formula):
    here = ranks[state]
    return all(any(all(ranks[s] < here or (ranks[s] == here and not above) for s, above in way)
                   for way in part) for part in formula)


def wrong_formula(rng, graph, rules, concept, actor, state, text):
    """A ranking, with ties or none, for which the formula and the definition disagree; or, where
    ways are of one comparison, a way or a part that could be left out."""
    if text == "-":
        return "not told"
    formula = formula_of(text)
    n = graph.states
    if n <= 4:
        rankings = product(range(n), repeat=n)
    else:
        rankings = [[rng.randrange(rng.choice((3, 2 * n))) for _ in range(n)] for _ in range(40)]
    rankings = list(rankings)
    for ranks in rankings:
        real = moving.stable(with_ranks(graph, actor, list(ranks)), actor, state, concept, rules)
        if real != satisfies(ranks, state, formula):
            return f"{text} of {ranks}"
    for i, part in enumerate(formula if n <= 4 and concept not in ("SMR", "SSEQ") else ()):
        shorter = [formula[:i] + formula[i + 1:]]
        shorter += [formula[:i] + [part[:k] + part[k + 1:]] + formula[i + 1:]
                    for k in range(len(part)) if len(part) > 1]
        for other in shorter:
            if all(satisfies(r, state, other) == satisfies(r, state, formula) for r in rankings):
                return f"{text} is longer than {other}"
    return None


def stays_when_raised(graph, rules, concept, state, past):
    """Whether all stay where each ranks the state just above so many more of the next better ones."""
    raised = graph
    for actor, n in enumerate(past):
        ranks = [3 * r for r in graph.ranks[actor]]
        better = sorted(r for r in ranks if r > ranks[state])
        if n:
            ranks[state] = better[n - 1] + 1
        elif not moving.stable(graph, actor, state, concept, rules):
            ranks[state] += 1  # above those as good
        raised = with_ranks(raised, actor, ranks)
    return all(moving.stable(raised, a, state, concept, rules) for a in range(graph.actors))


def check_change(rng, graph, rules, concept, state, name):
    def check(lines):
        now, after, *levers = lines[0].split(" ")
        faults = []
        real = [moving.stable(graph, a, state, concept, rules) for a in range(graph.actors)]
        if (now == "1") != all(real):
            faults.append("equilibrium")
        if after != "1" or not stays_when_raised(graph, rules, concept, state,
                                                 [int(t.split("/")[4]) for t in levers]):
            faults.append("not enough together")
        for actor, text in enumerate(levers):
            stays, swaps, can_leave, slack, _, rankings, formula = text.split("/")
            wrong = wrong_formula(rng, graph, rules, concept, actor, state, formula)
            if wrong:
                faults.append(f"condition of {actor}: {wrong}")
            if (stays == "1") != real[actor]:
                faults.append("stays")
            elif stays == "1":
                fewest = fewest_passed(graph, rules, concept, actor, state, False)
                if (can_leave == "1") != (fewest is not None) or (fewest or 0) != int(slack):
                    faults.append(f"slack of {actor}: {fewest}")
            elif int(swaps) != fewest_passed(graph, rules, concept, actor, state, True):
                faults.append(f"swaps of {actor}")
            if graph.states <= 4 or (graph.states == 5 and state == 0):
                counted = count_rankings(graph, rules, concept, actor, state)
                if str(counted) != rankings:
                    faults.append(f"rankings of {actor}: {counted}")
        return [f"{name}: change of {concept} in {state} under {vars(rules)}: {lines[0]}: {f}\n"
                f"    {graph_words(graph)}" for f in faults]
    return check


def check_horizon(graph, h, name):
    strict = graph.actors == len(graph.movers) == 2 and all(
        len(set(r)) == graph.states for r in graph.ranks)

    def check(lines):
        if not strict:
            return [] if lines[0] == "none" else [f"{name}: a horizon where it has no meaning"]
        real = moving.non_myopic(graph) if h == 0 else [
            {s for s in range(graph.states) if moving.end_of(graph, a, s, h) == s} for a in (0, 1)]
        found = [{s for s, b in enumerate(bits) if b == "1"} for bits in lines[0].split(" ")]
        return [] if found == real else [f"{name}: horizon {h}: {found}, by definition {real}"]
    return check


def check_paths(graph, movers, start, kind, end, rules, name):
    def check(lines):
        found = [None if d == "-1" else int(d) for d in lines[0].split(" ")]
        real = moving.distances(graph, movers, start, kind, end, rules.sanction, rules.pareto)
        if found != real:
            return [f"{name}: {kind} from {start} under {rules.sanction}: steps {found}, "
                    f"by definition {real}\n    {graph_words(graph)}"]
        for state, text in enumerate(lines[1].split(";")):
            if found[state] is None:
                continue
            steps = [tuple(map(int, s.split(":"))) for s in text.split(",") if s]
            wrong = walk(graph, movers, start, kind, end, rules, steps)
            if wrong or len(steps) != found[state] or (steps and steps[-1][1] != state):
                return [f"{name}: path {text} to {state}: {wrong or 'not there'}"]
        return []
    return check


def add_graph(questions, rng, name, broken):
    graph = random_graph(rng)
    rules = Rules(rng.choice(SANCTIONS), rng.random() < 0.2, rng.random() < 0.3,
                  rng.random() < 0.3)
    questions.graph(graph)
    first = {}
    check = check_stable(graph, rules, name, broken)
    lines = len(concepts_of(graph))
    questions.ask(stable_words(graph, rules, False), lines, keep_table(graph, first, check))
    questions.ask(stable_words(graph, rules, True), lines, check)
    kind = rng.choice(KINDS)
    start, end = rng.randrange(graph.states), rng.randrange(graph.states)
    movers = [m for m in range(len(graph.movers)) if rng.random() < 0.8]
    units = sum(1 << m for m in movers)
    questions.ask(["path", KINDS.index(kind), SANCTIONS.index(rules.sanction), int(rules.pareto),
                   units, start, end], 2,
                  check_paths(graph, movers, start, kind, end, rules, name))
    h = rng.randrange(6)
    questions.ask(["horizon", h], 1, check_horizon(graph, h, name))
    concept, where = rng.choice(concepts_of(graph)), rng.randrange(graph.states)
    questions.ask(["change", SANCTIONS.index(rules.sanction), int(rules.worse_only),
                   int(rules.pareto), int(rules.sim_infeasible), CONCEPTS.index(concept), where], 1,
                  check_change(random.Random(f"{name} {where}"), graph, rules, concept, where, name))
    blocs = random_blocs(rng, graph) if rng.random() < 0.6 else []
    merged = bool(blocs) and rng.random() < 0.4
    bits = [sum(1 << a for a in bloc) for bloc in blocs]
    concepts = CONCEPTS[:6 if merged and graph.digits else 5]
    questions.ask(["coalitions", SANCTIONS.index(rules.sanction), int(rules.worse_only),
                   int(rules.pareto), int(rules.sim_infeasible), int(rng.random() < 0.3),
                   int(merged), len(bits), *bits], len(concepts),
                  check_coalitions(joined(graph, blocs) if merged else graph, rules, blocs,
                                   concepts, name))
    for _ in range(3):
        concept, who = rng.choice(concepts_of(graph)), rng.randrange(graph.actors)
        start = rng.randrange(graph.states)
        questions.ask(["reason", SANCTIONS.index(rules.sanction), int(rules.worse_only),
                       int(rules.pareto), int(rules.sim_infeasible), CONCEPTS.index(concept), who,
                       start], 1, check_reason(graph, rules, concept, who, start, name))
    other, state, actor = renumbered(rng, graph)
    questions.graph(other)
    questions.ask(stable_words(other, rules, False), lines,
                  check_same(graph, other, state, actor, name, first))


def add_duel(questions, rng, name):
    """Two actors with strict preferences, who look ahead."""
    while True:
        graph = random_graph(rng)
        if graph.actors == 2 and len(graph.movers) == 2:
            break
    for rank in graph.ranks:
        rank[:] = rng.sample(range(graph.states), graph.states)
    questions.graph(graph)
    for h in range(6):
        questions.ask(["horizon", h], 1, check_horizon(graph, h, name))


def compare(driver, n, seed, broken=None):
    rng = random.Random(seed)
    questions = Questions()
    for i in range(0 if broken else n // 5):
        add_duel(questions, rng, f"duel {i} of seed {seed}")
    for i in range(n):
        add_graph(questions, rng, f"graph {i} of seed {seed}", broken or {})
    return questions.run(driver)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=300 if os.environ.get("ENTENTE_SANITIZE") else 5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    driver = Path(os.environ.get("ENTENTE_BUILD", "build/release")) / "tests" / "driver_moves"
    if not driver.is_file():
        print(f"there is no driver at {driver}")
        return 77
    faults = compare(driver, options.n, options.seed)
    print("\n".join(faults[:10]))
    print(f"{options.n} graphs, {len(faults)} faults")
    if faults:
        return 1
    for concept, other in (("SEQ", "GMR"), ("SMR", "GMR"), ("SSEQ", "SEQ")):
        if not compare(driver, 300, 7, {concept: other}):
            print(f"taking {concept} for {other} was not noticed")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
