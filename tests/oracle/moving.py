"""Stability and paths from their definitions, on graphs of a few states.

A graph has states 0..n-1, movers (each a set of actors with a set of arcs), and for each actor a rank of
every state. Nothing here is clever: legal sequences of moves are followed one by one, and every "for all"
and "there is" of a definition is a loop.
"""

from itertools import combinations

SANCTIONS = ("sequence", "once", "single")


class Graph:
    def __init__(self, states, actors, movers, ranks, digits=None, radix=()):
        self.states = states  # how many
        self.actors = actors  # how many
        self.movers = movers  # [(frozenset of actors, {(from, to)})]; mover a is actor a
        self.ranks = ranks  # [actor][state]
        self.digits = digits  # per state: a tuple, or None
        self.radix = radix
        self.red = [set() for _ in range(actors)]  # states that the actor brings about in no coalition

    def targets(self, mover, state):
        return {t for s, t in self.movers[mover][1] if s == state}

    def improves(self, actors, start, end, pareto):
        """Whether a coalition moves gladly from start to end."""
        gains = [self.ranks[a][end] - self.ranks[a][start] for a in actors]
        if pareto:
            return min(gains) >= 0 and max(gains) > 0
        return min(gains) > 0

    def within(self, actors):
        return [m for m, (members, _) in enumerate(self.movers) if members <= actors]

    def others(self, actors):
        return self.within(frozenset(range(self.actors)) - actors)


def reach(graph, movers, start, improving=False, sanction="sequence", pareto=False):
    """All states that legal sequences of one or more moves of these movers lead to."""
    found, seen = set(), set()
    todo = [(start, None, frozenset())]
    while todo:
        state, last, moved = todo.pop()
        for mover in movers:
            if sanction == "sequence" and mover == last:
                continue
            if sanction == "once" and mover in moved:
                continue
            if sanction == "single" and last is not None:
                continue
            for target in graph.targets(mover, state):
                if improving and not graph.improves(graph.movers[mover][0], state, target, pareto):
                    continue
                found.add(target)
                node = (target, mover, moved | {mover} if sanction == "once" else moved)
                if node not in seen:
                    seen.add(node)
                    todo.append(node)
    return found


class Rules:
    def __init__(self, sanction="sequence", worse_only=False, pareto=False, sim_infeasible=False):
        self.sanction, self.worse_only = sanction, worse_only
        self.pareto, self.sim_infeasible = pareto, sim_infeasible


def joint_moves(graph, players, s):
    """All ways in which one or more others, none in two movers, improve from s at the same time."""

    def combine(movers, taken):
        if not movers:
            yield ()
            return
        first, rest = movers[0], movers[1:]
        yield from combine(rest, taken)
        members = graph.movers[first][0]
        if not members & taken:
            for y in graph.targets(first, s):
                if graph.improves(members, s, y, graph.pareto):
                    for more in combine(rest, taken | members):
                        yield (y, *more)

    for ends in combine(graph.others(players), players):
        if ends:
            yield ends


def joint_state(graph, s, ends):
    """What changes from s to each of the ends, all at once; None where that is no state."""
    digits = []
    for d, before in enumerate(graph.digits[s]):
        changed = {graph.digits[t][d] for t in ends} - {before}
        if len(changed) > 1:
            return None
        digits.append(changed.pop() if changed else before)
    digits = tuple(digits)
    return graph.digits.index(digits) if digits in graph.digits else None


def stable(graph, actor, s, concept, rules):
    """Whether the actor would stay in s."""
    rank = graph.ranks[actor]
    others = graph.others(frozenset([actor]))

    def hurts(state):
        return rank[state] < rank[s] if rules.worse_only else rank[state] <= rank[s]

    def answers(state, improving):
        return reach(graph, others, state, improving, rules.sanction, rules.pareto)

    improvements = [x for x in graph.targets(actor, s) if rank[x] > rank[s]]
    if concept == "R":
        return not improvements
    if concept in ("GMR", "SEQ"):
        return all(
            any(hurts(y) for y in answers(x, concept == "SEQ")) for x in improvements
        )
    if concept in ("SMR", "SSEQ"):
        return all(
            any(
                hurts(y) and all(hurts(z) for z in graph.targets(actor, y))
                for y in answers(x, concept == "SSEQ")
            )
            for x in improvements
        )
    assert concept == "SIM"
    graph.pareto = rules.pareto
    for x in improvements:
        deterred = False
        for ends in joint_moves(graph, frozenset([actor]), s):
            joint = joint_state(graph, s, (x, *ends))
            deterred = deterred or (rules.sim_infeasible if joint is None else hurts(joint))
        if not deterred:
            return False
    return True


# ---- coalitions ----


def bloc_deterred(graph, members, s, rules):
    """SIM of a bloc that moves as one: each improvement, made at the same time as some of others, ends
    where some member is no better off."""
    (own,) = [m for m, (actors, _) in enumerate(graph.movers) if actors == members]
    graph.pareto = rules.pareto

    def hurts(state):
        return any(graph.ranks[i][state] < graph.ranks[i][s] + (not rules.worse_only)
                   for i in members)

    for x in graph.targets(own, s):
        if not graph.improves(members, s, x, rules.pareto):
            continue
        joints = [joint_state(graph, s, (x, *ends)) for ends in joint_moves(graph, members, s)]
        if not any(rules.sim_infeasible if j is None else hurts(j) for j in joints):
            return False
    return True


def coalitions(graph):
    for size in range(1, graph.actors + 1):
        for members in combinations(range(graph.actors), size):
            yield frozenset(members)


def coalition_stable(graph, members, s, concept, rules):
    """Whether the coalition would stay in s; concepts go by the names of those of one actor."""
    own, others = graph.within(members), graph.others(members)
    if concept == "SIM":
        return bloc_deterred(graph, members, s, rules)

    def hurts(state):
        if rules.worse_only:
            return any(graph.ranks[i][state] < graph.ranks[i][s] for i in members)
        return any(graph.ranks[i][state] <= graph.ranks[i][s] for i in members)

    def red(state):
        return any(state in graph.red[i] for i in members)

    for x in reach(graph, own, s):
        if red(x) or not graph.improves(members, s, x, rules.pareto):
            continue
        if concept == "R":
            return False
        answers = reach(graph, others, x, concept in ("SEQ", "SSEQ"), rules.sanction, rules.pareto)
        if not any(hurts(y) and (concept not in ("SMR", "SSEQ")
                                 or all(hurts(z) or red(z) for z in reach(graph, own, y)))
                   for y in answers - {x}):
            return False
    return True


# ---- looking ahead ----


def end_of(graph, actor, s, h):
    """Where it ends when the actor has the first of at most h moves, taken in turns."""
    if h == 0:
        return s
    rank = graph.ranks[actor]
    ends = [end_of(graph, 1 - actor, x, h - 1) for x in graph.targets(actor, s)]
    best = max(ends, key=lambda e: rank[e], default=s)
    return best if rank[best] > rank[s] else s


def all_ends(graph, before):
    """The same for all actors and states with one more move."""
    ends = []
    for actor in (0, 1):
        rank = graph.ranks[actor]
        row = []
        for s in range(graph.states):
            after = [before[1 - actor][x] for x in graph.targets(actor, s)]
            best = max(after, key=lambda e: rank[e], default=s)
            row.append(best if rank[best] > rank[s] else s)
        ends.append(tuple(row))
    return tuple(ends)


def non_myopic(graph):
    """Per actor the states where it stays with every horizon from some length on."""
    seen, ends = [], (tuple(range(graph.states)),) * 2
    while ends not in seen:
        seen.append(ends)
        ends = all_ends(graph, ends)
    circle = seen[seen.index(ends):]
    return [{s for s in range(graph.states) if all(e[a][s] == s for e in circle)} for a in (0, 1)]


# ---- paths ----


def distances(graph, movers, start, kind, end=None, sanction="sequence", pareto=False):
    """Per state the fewest steps, None where it is not reached."""
    steps = {start: 0}
    layer, seen, depth = {(start, None, frozenset())}, set(), 0
    while layer:
        depth += 1
        after = set()
        for state, last, moved in layer:
            for mover in movers:
                if kind != "farsighted":
                    if sanction == "sequence" and mover == last:
                        continue
                    if sanction == "once" and mover in moved:
                        continue
                    if sanction == "single" and last is not None:
                        continue
                for target in graph.targets(mover, state):
                    members = graph.movers[mover][0]
                    if kind == "improvements" and not graph.improves(members, state, target, pareto):
                        continue
                    if kind == "farsighted" and not graph.improves(members, state, end, pareto):
                        continue
                    keep = kind != "farsighted" and sanction == "once"
                    node = (target, mover, moved | {mover} if keep else moved)
                    if node not in seen:
                        seen.add(node)
                        after.add(node)
                        steps.setdefault(target, depth)
        layer = after
    return [steps.get(s) for s in range(graph.states)]
