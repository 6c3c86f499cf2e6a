"""Models of the graph model for conflict resolution, and the ways in which they reach the program.

A model is a JSON file with `dms`, `options` (whose they are, and whether they go both ways),
`states` with their options taken or not ("NYNN", option 1 first), and `preferences`: a ranking of
states, and perhaps the statements it was made of. Here it is written as a scenario, as a .gmcr file
that is imported, and as tables of states, arcs and payoffs that are imported.
"""

import csv
import json


class Model:
    def __init__(self, case):
        self.name = case["name"]
        self.actors = [dm["name"] for dm in case["dms"]]
        self.options = case["options"]
        self.patterns = case["infeasible_conditions"]
        self.preferences = case["preferences"]
        self.states = [(state["id"], state["yn"]) for state in case["states"]]
        self.ids = [identity for identity, _ in self.states]
        values = [sum(1 << i for i, taken in enumerate(yn) if taken == "Y") for _, yn in self.states]
        if values != sorted(values):
            raise ValueError("states are not in increasing binary value")

    def levels(self, actor):
        """Sets of states, best first."""
        return [level if isinstance(level, list) else [level]
                for level in self.preferences[actor]["ranking"]]

    def rank(self, actor):
        """Per state: how many levels are below it."""
        levels = self.levels(actor)
        return {state: len(levels) - 1 - n for n, level in enumerate(levels) for state in level}

    def has_statements(self):
        """Whether the rankings are those that the statements make."""
        return all("statements_most_important_first" in self.preferences[actor]
                   and "stored" not in self.preferences[actor].get("ranking_origin", "")
                   for actor in self.actors)

    def own(self, actor):
        return [i for i, option in enumerate(self.options) if option["dm"] == actor]

    def arcs(self):
        """(from, to, actor): any of its own options changed at once, as far as they may be."""
        at = {yn: identity for identity, yn in self.states}
        for actor in self.actors:
            own = self.own(actor)
            for identity, yn in self.states:
                for mask in range(1, 1 << len(own)):
                    changed = list(yn)
                    for bit, i in enumerate(own):
                        if mask >> bit & 1:
                            changed[i] = "N" if yn[i] == "Y" else "Y"
                    allowed = all(yn[i] == changed[i] or self.options[i]["moves"] == "both"
                                  or (self.options[i]["moves"] == "fwd") == (changed[i] == "Y")
                                  for i in own)
                    if allowed and "".join(changed) in at:
                        yield identity, at["".join(changed)], actor


def literals(conjunction):
    """"2N" as (1, "N"), options counted from 0."""
    return [(int(text[:-1]) - 1, text[-1]) for text in conjunction]


# ---- as a scenario ----

def expression(alternatives):
    said = [" and ".join(f"o{i + 1} = {'yes' if taken == 'Y' else 'no'}"
                         for i, taken in literals(conjunction)) for conjunction in alternatives]
    return said[0] if len(said) == 1 else " or ".join(f"({text})" for text in said)


def scenario(model, form):
    """`form` is "ranking" or "statements"; JSON is YAML too."""
    number = {actor: f"a{n + 1}" for n, actor in enumerate(model.actors)}
    issues, preferences = {}, {}
    for i, option in enumerate(model.options):
        issues[f"o{i + 1}"] = issue = {"name": option["name"], "outcomes": ["no", "yes"],
                                       "control": number[option["dm"]]}
        if option["moves"] != "both":
            issue["moves"] = "no -> yes" if option["moves"] == "fwd" else "yes -> no"
    for actor in model.actors:
        if form == "ranking":
            order = " > ".join(" = ".join(f"s{state}" for state in level)
                               for level in model.levels(actor))
            preferences[number[actor]] = {"ranking": order}
        else:
            preferences[number[actor]] = {"statements": [
                expression(statement)
                for statement in model.preferences[actor]["statements_most_important_first"]]}
    return json.dumps({
        "entente": 1, "title": model.name,
        "actors": {number[actor]: {"name": actor} for actor in model.actors},
        "issues": issues,
        "rules": [f"not ({expression(pattern)})" for pattern in model.patterns],
        "states": {f"s{identity}": {f"o{i + 1}": "yes" if taken == "Y" else "no"
                                    for i, taken in enumerate(yn)}
                   for identity, yn in model.states},
        "preferences": preferences}, indent=1)


# ---- as files of others ----

def gmcr(model, form):
    def condition(alternatives):
        members = [[[i, taken] for i, taken in literals(conjunction)]
                   for conjunction in alternatives]
        return members[0] if len(members) == 1 else {"compound": True, "members": members}

    place = {identity: n + 1 for n, identity in enumerate(model.ids)}
    makers = []
    for actor in model.actors:
        maker = {"name": actor, "options": model.own(actor), "preferences": [
            condition(statement) for statement in
            model.preferences[actor].get("statements_most_important_first", [])]}
        if form == "ranking":
            maker["preferenceRanking"] = [
                [place[s] for s in level] if len(level) > 1 else place[level[0]]
                for level in model.levels(actor)]
        makers.append(maker)
    return json.dumps({
        "program": "gmcr-py", "version": "0.3.12",
        "useManualPreferenceRanking": form == "ranking",
        "options": [{"name": option["name"], "permittedDirection": option["moves"]}
                    for option in model.options],
        "infeasibles": [condition(pattern) for pattern in model.patterns],
        "decisionMakers": makers, "coalitions": list(range(len(makers)))})


def tables(model, folder):
    """Paths of states.csv, arcs.csv and payoffs.csv."""
    def write(name, rows):
        with open(folder / name, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        return folder / name

    ranks = {actor: model.rank(actor) for actor in model.actors}
    return [
        write("states.csv", [["state", *(f"{i + 1} {option['name']}"
                                         for i, option in enumerate(model.options))],
                             *([identity, *yn] for identity, yn in model.states)]),
        write("arcs.csv", [["from", "to", "actor"], *model.arcs()]),
        write("payoffs.csv", [["state", *model.actors],
                              *([s, *(ranks[actor][s] for actor in model.actors)]
                                for s in model.ids)])]


def routes(model, program, folder):
    """(name, file of a scenario), one after the other."""
    for form in ["ranking", *(["statements"] if model.has_statements() else [])]:
        file = folder / f"{model.name}.{form}.json"
        file.write_text(scenario(model, form), encoding="utf-8")
        yield form, file
        source = folder / f"{model.name}.{form}.gmcr"
        source.write_text(gmcr(model, form), encoding="utf-8")
        file = folder / f"{model.name}.{form}.gmcr.yaml"
        file.write_text(program.run("import", "gmcr", source), encoding="utf-8")
        yield f"gmcr {form}", file
    file = folder / f"{model.name}.tables.yaml"
    file.write_text(program.run("import", "csv", *tables(model, folder)), encoding="utf-8")
    yield "tables", file
