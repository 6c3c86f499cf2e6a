"""Best replies in turn, by brute force: what members would do alone, when nothing is signed."""

import copy
from itertools import product

from conflict import Mistake, World

MOST_ROUNDS = 1000


def with_replies(conflict, question):
    """The conflict with the state where nobody moves any more as what everybody expects of no
    deal."""
    world = World(conflict)
    if world.status_quo is None:
        raise Mistake("no status quo to reply to")
    state = rest(world, [a.id for a in conflict.actors if a.id in question.coalition])
    conflict = copy.deepcopy(conflict)
    conflict.fallback = {world.variables[i].id: world.variables[i].outcomes[state[i]]
                         for i in world.decided}
    for actor in conflict.actors:
        actor.fallback = {}
    return conflict


def rest(world, members):
    state = world.complete(world.status_quo)
    seen = []
    while state not in seen:
        if len(seen) > MOST_ROUNDS:
            raise Mistake("no end in sight")
        seen.append(state)
        moves = 0
        for actor in members:
            after = reply(world, actor, state)
            moves += after != state
            state = after
        if not moves:
            return state
    raise Mistake("the members go round in a circle")


def reply(world, actor, state):
    """The best state the actor can bring about alone: of equals that with fewest changes, then the
    first in the author's order, in which an outcome that stands comes before all others."""
    utility = world.utilities[actor].of
    ways = [sorted(world.reach([actor], i, state[i])) for i in world.decided]

    def rank(after):
        moved = [0 if after[i] == state[i] else 1 + after[i] for i in world.decided]
        return (-utility(after), sum(map(bool, moved)), moved)

    afters = [world.complete(dict(zip(world.decided, outcomes))) for outcomes in product(*ways)]
    better = [after for after in afters if utility(after) > utility(state)
              and world.feasible(after) and not any(line(after) for line in world.red_lines[actor])]
    return min(better, key=rank, default=state)
