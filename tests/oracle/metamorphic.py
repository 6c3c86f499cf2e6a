"""Changes of a conflict that must leave the program's answer as it is, but for names.

Other names, another order where order means nothing, an actor's numeric saliences scaled, an actor
who wants nothing added. `essence` is what must be the same in the program's own two answers.
"""

import copy
import dataclasses

from conflict import Actor

BYSTANDER = "bystander"


def renamed(conflict, question, rng):
    """Every actor, issue, outcome, resource and agenda gets another name."""
    names = [actor.id for actor in conflict.actors] + list(conflict.agendas)
    names += [resource for actor in conflict.actors for resource in actor.resources]
    names += [name for issue in conflict.issues for name in [issue.id] + issue.outcomes]
    fresh = [f"name_{k}" if k % 3 else f"größe-{k}" for k in range(len(names))]
    rng.shuffle(fresh)
    new = dict(zip(names, fresh))

    def change(node):
        if isinstance(node, str):
            return ".".join(new.get(part, part) for part in node.split("."))
        if isinstance(node, (list, tuple)):
            return type(node)(map(change, node))
        if isinstance(node, dict):
            return {change(key): change(value) for key, value in node.items()}
        if dataclasses.is_dataclass(node):
            return dataclasses.replace(node, **{
                f.name: change(getattr(node, f.name)) for f in dataclasses.fields(node)})
        return node

    return change(conflict), change(question), {}


def reordered(conflict, question, rng):
    """Lists whose order means nothing, in another order."""
    def shuffle(items):
        rng.shuffle(items)

    def shuffled(record):
        items = list(record.items())
        rng.shuffle(items)
        return dict(items)

    conflict, question = copy.deepcopy((conflict, question))
    for items in (conflict.actors, conflict.issues, conflict.rules, question.coalition):
        shuffle(items)
    for issue in conflict.issues:
        if not issue.ordered and not compared(conflict, issue):
            shuffle(issue.outcomes)
        for items in (issue.each, issue.moves, issue.control):
            if items:
                shuffle(items)
    for actor in conflict.actors:
        actor.wants, actor.saliences = shuffled(actor.wants), shuffled(actor.saliences)
        for items in (actor.conditions, actor.orders, actor.red_lines):
            shuffle(items)
    return conflict, question, {}


def compared(conflict, issue):
    """Whether another issue has the same outcomes, so that an expression may compare both."""
    return any(set(other.outcomes) == set(issue.outcomes)
               for other in conflict.issues if other is not issue)


def scaled(conflict, question, rng):
    """Saliences that are all numbers, halved."""
    conflict = copy.deepcopy(conflict)
    for actor in conflict.actors:
        conditions = [c.salience for c in actor.conditions]
        if set(actor.saliences) == set(actor.wants) and None not in conditions:
            actor.saliences = {ref: (lo / 2, hi / 2) for ref, (lo, hi) in actor.saliences.items()}
            for condition in actor.conditions:
                lo, hi = condition.salience
                condition.salience = (lo / 2, hi / 2)
    return conflict, question, {}


def with_bystander(conflict, question, rng):
    """One more actor, who wants and controls nothing; in the coalition when that adds no claim to a
    strict gain (where every member has a reservation value, none is asked)."""
    conflict, question = copy.deepcopy((conflict, question))
    reserved = all(a.reservation is not None for a in conflict.actors if a.id in question.coalition)
    conflict.actors.insert(rng.randint(0, len(conflict.actors)), Actor(BYSTANDER))
    if not reserved and rng.random() < 0.5:
        question.coalition.append(BYSTANDER)
    return conflict, question, {"may_say_all": False}


VARIANTS = [renamed, reordered, scaled, with_bystander]


def essence(output):
    """What an answer says, without names and order."""
    facts, tables = output["facts"], output["tables"]

    def rows(table, *columns):
        found = tables.get(table, [])
        return sorted(str([row.get(column) for column in columns]) for row in found
                      if row.get("actor") != BYSTANDER)

    def shapes(table):
        """How many elements of each kind every set has."""
        sets = {}
        for row in tables.get(table + "s", []):
            sets.setdefault(row[table], []).append(row["kind"])
        return sorted(sorted(kinds) for kinds in sets.values())

    return {
        "facts": [facts[name] for name in ("packages", "deals_any", "deals", "exists")],
        "members": rows("members", "basis", "threshold_exact", "best_exact", "best_ties"),
        "terms": rows("terms", "role", "deals", "status"),
        "minimal": rows("minimal", "changes"),
        "prices": rows("minimal_prices", "utility_exact", "gain_exact"),
        "conflicts": shapes("conflict"),
        "repairs": shapes("repair"),
    }
