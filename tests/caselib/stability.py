"""Cases of the kind `stability`: models of the graph model with known answers.

One JSON file is one case: the model (models.py), and
  published      what the source prints: equilibria, stability of each actor, rankings, counts
  computed       what the definitions give, by brute force: stability, equilibria, other sanction
                 rules, improvements, coalitions, limited moves, inverse counts
  agreement      where both differ, and why: each difference is listed
  tool_output... what other programs print
A published table that does not follow the definition must differ from the program's answer exactly
as `agreement` lists; the remark says so. Each model reaches the program in several ways, and every
field is compared for each of them.
"""

import json
import re
import xml.etree.ElementTree as ElementTree

from caselib.compare import Differs, result, same
from caselib.models import Model, routes
from caselib.program import Refused

NAMESPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}


def is_case(path):
    if path.suffix != ".json" or not path.is_file():
        return False
    try:
        with open(path, encoding="utf-8") as file:
            case = json.load(file)
    except ValueError:
        return False
    return isinstance(case, dict) and {"dms", "options", "states", "computed"} <= set(case)


class Graph:
    """The exported graph: ranks and moves."""

    def __init__(self, text, ids, n_actors):
        root = ElementTree.fromstring(text)
        nodes = root.findall(".//g:node", NAMESPACE)
        at = {node.get("id"): ids[n] for n, node in enumerate(nodes)}
        self.rank = [{at[node.get("id")]: int(self.data(node, f"rank{a}")) for node in nodes}
                     for a in range(n_actors)]
        self.arcs = {}
        for edge in root.findall(".//g:edge", NAMESPACE):
            ends = at[edge.get("source")], at[edge.get("target")]
            self.arcs.setdefault(self.data(edge, "mover"), {})[ends] = (
                self.data(edge, "better") == "true")

    @staticmethod
    def data(element, key):
        return element.find(f"g:data[@key='{key}']", NAMESPACE).text


class Case:
    """One model by one way to the program."""

    def __init__(self, program, case, model, file):
        self.program, self.case, self.model, self.file = program, case, model, file
        self.published, self.computed = case.get("published", {}), case["computed"]
        shown = program.ask("show", file)["tables"]
        self.actors = [row["actor"] for row in shown["actors"]]
        self.names = dict(zip(model.actors, self.actors))
        differences = case.get("agreement", {}).get("differences", [])
        self.explained = {difference["what"]: difference for difference in differences}

    def moves(self, *options):
        said = self.program.ask("moves", self.file, "--every", "--limit", "10000", *options)
        if said["partial"]:
            raise Differs("moves stopped early")
        return said

    def graph(self):
        return Graph(self.program.run("export", "graphml", self.file), self.model.ids,
                     len(self.actors))

    # -- stability --

    def stable(self, concept, actor, *options):
        rows = [row for row in self.moves(*options)["tables"]["stability"]
                if row["actor"] == self.names[actor]]
        same("states", len(self.model.ids), len(rows))
        return [self.model.ids[row["number"] - 1] for row in rows if row[concept]]

    def equilibria(self, concept, *options):
        said = self.moves(*options)
        found = sorted((self.model.ids[row["number"] - 1]
                        for row in said["tables"]["equilibrium_states"] if row[concept]),
                       key=self.model.ids.index)
        same(f"number of {concept} equilibria", said["facts"][concept], len(found))
        stable = [set(self.stable(concept, actor, *options)) for actor in self.model.actors]
        same(f"{concept} equilibria are where all stay", set.intersection(*stable), set(found))
        return found

    def against_published(self, what, expected, said, among=None):
        """Equal, or different exactly as the file explains."""
        if among is not None:
            expected = [state for state in expected if state in among]
            said = [state for state in said if state in among]
        difference = self.explained.get(what)
        if difference is None:
            same(what, expected, said)
            return ""
        same(f"{what}: published alone", difference["published_only"],
             [state for state in expected if state not in said])
        same(f"{what}: computed alone", difference["computed_only"],
             [state for state in said if state not in expected])
        return (f"published {expected}; the definition adds {difference['computed_only']}"
                " as the file explains")

    # -- the fields --

    def fields(self):
        yield "states", self.states
        yield "ranks", self.ranks
        yield "arcs", self.arcs
        computed, published = self.computed, self.published
        for concept, table in computed.get("stability", {}).items():
            for actor, expected in table.items():
                yield f"stability.{concept}.{actor}", lambda c=concept, a=actor, e=expected: same(
                    f"{c} of {a}", e, self.stable(c, a))
        for concept, expected in computed.get("equilibria", {}).items():
            yield f"equilibria.{concept}", lambda c=concept, e=expected: same(
                c, e, self.equilibria(c))
        for rule, table in computed.get("equilibria_other_sanction_rules", {}).items():
            for concept, expected in table.items():
                yield f"{rule}.{concept}", lambda r=rule, c=concept, e=expected: same(
                    c, e, self.equilibria(c, "--sanction", r))
        yield "unilateral_improvements", self.improvements
        for improvement in ("strict", "pareto"):
            table = computed.get(f"universal_coalition_equilibria_{improvement}", {})
            for concept, expected in table.items():
                yield f"universal.{improvement}.{concept}", \
                    lambda i=improvement, c=concept, e=expected: same(c, e, self.universal(c, i))
        for coalition, table in computed.get("coalition_stability", {}).items():
            for concept, expected in table.items():
                yield f"coalition.{coalition}.{concept}", \
                    lambda m=coalition.split("+"), c=concept, e=expected: self.coalition(m, c, e)
        for horizon, table in [*computed.get("limited_move", {}).items(),
                               *[("any", computed[name]) for name in ("non_myopic_stable",)
                                 if name in computed]]:
            for actor, expected in table.items():
                yield f"horizon.{horizon}.{actor}", lambda h=horizon, a=actor, e=expected: same(
                    f"{a} looking ahead", e, self.ahead(h.removeprefix("L_"), a))
        for name, table in computed.items():
            found = re.fullmatch("inverse_counts_state(.+)_vary_(.+)", name)
            for concept, expected in table.items() if found else ():
                yield f"inverse.{concept}", lambda f=found, c=concept, e=expected: same(
                    "rankings", e, self.inverse(int(f[1]), f[2], c))
        yield from self.published_fields(published)
        yield from self.tool_fields()

    def published_fields(self, published):
        visible = published.get("equilibria_visible_states")
        for concept, expected in published.get("equilibria", {}).items():
            yield f"published.equilibria.{concept}", lambda c=concept, e=expected: (
                self.against_published(f"equilibria {c}", e, self.equilibria(c), visible))
        for concept, table in published.get("stability", {}).items():
            for actor, expected in table.items():
                yield f"published.stability.{concept}.{actor}", \
                    lambda c=concept, a=actor, e=expected: self.against_published(
                        f"stability {c} of {a}", e, self.stable(c, a))
        if "figure28" in published:
            yield "published.figure28", self.figure28
        if self.explained:
            yield "published.by_single_moves", self.by_single_moves
        for name in ("payoffs", "marks_R_SEQ", "simultaneous_sanctioning", "ranking_table3",
                     "narrated", "status_quo_path", "inverse"):
            if name in published:
                yield f"published.{name}", getattr(self, f"published_{name}")
        if "coalition_[1,2],3" in published:
            yield "published.coalition", self.published_coalition

    def states(self):
        same("states", len(self.model.ids), self.moves()["facts"]["states"])

    def ranks(self):
        """The order of states that each actor has."""
        graph = self.graph()
        for n, actor in enumerate(self.model.actors):
            said = {}
            for state, rank in graph.rank[n].items():
                said.setdefault(rank, set()).add(state)
            same(f"ranking of {actor}", [set(level) for level in self.model.levels(actor)],
                 [said[rank] for rank in sorted(said, reverse=True)])

    def arcs(self):
        expected = {}
        for start, end, actor in self.model.arcs():
            expected.setdefault(self.names[actor], set()).add((start, end))
        same("moves", expected, {mover: set(arcs) for mover, arcs in self.graph().arcs.items()})

    def improvements(self):
        graph = self.graph()
        for actor, expected in self.computed["unilateral_improvements"].items():
            said = {}
            for (start, end), better in graph.arcs.get(self.names[actor], {}).items():
                if better:
                    said.setdefault(str(start), []).append(end)
            same(f"improvements of {actor}", {s: sorted(to) for s, to in expected.items()},
                 {s: sorted(to) for s, to in said.items()})

    def figure28(self):
        """A filtered list: the states shown, under one single answering move."""
        figure = self.published["figure28"]
        for concept in ("R", "GMR", "SEQ", "SIM", "SMR"):
            options = [] if concept in ("R", "SIM") else ["--sanction", "single"]
            same(concept, figure[concept], [state for state in figure["states"] if state in
                                            self.equilibria(concept, *options)])
        return "with --sanction single"

    def by_single_moves(self):
        """The published tables whole, where they let one opponent answer with one move."""
        for concept, expected in self.published["equilibria"].items():
            same(concept, expected, self.equilibria(concept, "--sanction", "single"))
        for concept, table in self.published.get("stability", {}).items():
            for actor, expected in table.items():
                same(f"{concept} of {actor}", expected,
                     self.stable(concept, actor, "--sanction", "single"))
        return "all published tables are those of --sanction single"

    def published_payoffs(self):
        graph = self.graph()
        for n, actor in enumerate(self.model.actors):
            expected = dict(zip(self.model.ids, self.published["payoffs"][actor]))
            by_payoff = sorted(expected, key=expected.get)
            same(f"payoffs of {actor}", by_payoff, sorted(graph.rank[n], key=graph.rank[n].get))
            same(f"different payoffs of {actor}", len(set(expected.values())),
                 len(set(graph.rank[n].values())))
        return "the order that they give"

    def published_ranking_table3(self):
        graph = self.graph()
        for n, actor in enumerate(self.model.actors):
            same(actor, self.published["ranking_table3"][actor],
                 sorted(graph.rank[n], key=graph.rank[n].get, reverse=True))

    def published_marks_R_SEQ(self):
        """r: stable; s: by sequential answers; x: by simultaneous ones; u: not."""
        for actor, marks in self.published["marks_R_SEQ"].items():
            if actor not in self.names:
                continue
            stable = {c: self.stable(c, actor) for c in ("R", "SEQ", "SIM")}
            for text, mark in marks.items():
                state = int(text)
                same(f"state {state} of {actor}", mark,
                     "r" if state in stable["R"] else "s" if state in stable["SEQ"] else
                     "x" if state in stable["SIM"] else "u")

    def published_simultaneous_sanctioning(self):
        expected = self.published["simultaneous_sanctioning"]
        said = set(self.equilibria("SEQ")) | set(self.equilibria("SIM"))
        same("SEQ or SIM", set(expected["SEQ_or_SIM_equilibria"]), said)
        why = self.moves("--why", str(self.model.ids.index(expected["state"]) + 1))
        same(f"--why {expected['state']}", True, len(why["text"]) > 0)

    def published_narrated(self):
        """State 2: improvements to 1 and 3; the move to 3 is not sanctioned."""
        same("text", True, "state 2 is SEQ-unstable for Syria" in self.published["narrated"])
        same("2 is stable for Syria", False, 2 in self.stable("SEQ", "Syria"))
        better = [to for (start, to), gains in self.graph().arcs[self.names["Syria"]].items()
                  if start == 2 and gains]
        same("improvements from 2", [1, 3], sorted(better))

    def published_status_quo_path(self):
        """The only improvement from 1 is Local Government's to 7, from where nobody alone moves
        to 10."""
        graph = self.graph()
        gains = [(mover, end) for mover, arcs in graph.arcs.items()
                 for (start, end), better in arcs.items() if start == 1 and better]
        same("improvements from 1", [(self.names["Local Government"], 7)], gains)
        same("moves from 7 to 10", [], [m for m, arcs in graph.arcs.items() if (7, 10) in arcs])

    # -- coalitions, looking ahead, change --

    def listed(self, said, table, concept):
        return sorted((self.model.ids[row["number"] - 1] for row in said["tables"][table]
                       if row[concept]), key=self.model.ids.index)

    def universal(self, concept, improvement):
        return self.listed(self.moves("--coalitions", "--improvement", improvement),
                           "universal_states", concept)

    def blocs(self, members, kind):
        return self.moves("--blocs", ", ".join(self.names[m] for m in members), "--bloc", kind)

    def coalition(self, members, concept, expected):
        """A coalition whose members move in turn; and where it would go."""
        if concept == "improvements":
            same("improvements", expected, self.coalition_improvements(members))
            return "along the exported moves"
        player = ", ".join(self.names[m] for m in members)
        rows = [row for row in self.blocs(members, "tested")["tables"]["stability"]
                if row["player"] == player]
        same("states", len(self.model.ids), len(rows))
        same(concept, expected, [self.model.ids[row["number"] - 1] for row in rows
                                 if row[concept.removeprefix("C")]])
        return ""

    def coalition_improvements(self, members):
        graph, found = self.graph(), {}
        ranks = [graph.rank[self.model.actors.index(m)] for m in members]
        for start in self.model.ids:
            reached, todo = set(), [(start, None)]
            while todo:
                state, last = todo.pop()
                for m in members:
                    for a, b in graph.arcs.get(self.names[m], {}) if m != last else ():
                        if a == state and (b, m) not in reached:
                            reached.add((b, m))
                            todo.append((b, m))
            better = {b for b, _ in reached if all(rank[b] > rank[start] for rank in ranks)}
            if better:
                found[str(start)] = sorted(better)
        return found

    def published_coalition(self):
        """Ministry and Uniroyal as one player: Figure 30."""
        expected = self.published["coalition_[1,2],3"]
        said = self.blocs(self.model.actors[:2], "merged")
        same("R", expected["figure30_R"], self.listed(said, "bloc_equilibrium_states", "R"))
        found = self.listed(said, "bloc_equilibrium_states", "GMR")
        same("GMR, as far as the figure shows", expected["figure30_GMR_visible"],
             [state for state in found if state in expected["figure30_GMR_visible"]])
        same("7 is an equilibrium", False, 7 in found)
        return f"GMR {found}, of which the figure shows a part"

    def ahead(self, horizon, actor):
        said = self.moves("--horizon", horizon)
        return [self.model.ids[row["number"] - 1] for row in said["tables"]["ahead"]
                if row["actor"] == self.names[actor]]

    def inverse(self, state, actor, concept):
        number = str(self.model.ids.index(state) + 1)
        rows = self.moves("--make", number, "--concept", concept)["tables"]["levers"]
        row = next(row for row in rows if row["actor"] == self.names[actor])
        return int(row["rankings"])

    def published_inverse(self):
        """Counts of rankings; where the published ones are wrong the file says why."""
        inverse, actor = self.published["inverse"], self.model.actors[0]
        computed = self.computed[f"inverse_counts_state{inverse['desired_equilibrium']}_vary_{actor}"]
        wrong = []
        for concept, name in (("R", "Nash"), ("SEQ", "SEQ"), ("GMR", "GMR"), ("SMR", "SMR")):
            said = self.inverse(inverse["desired_equilibrium"], actor, concept)
            if said != inverse[f"count_{name}"]:
                same(f"explained {concept}", computed[concept], said)
                same(f"the note names {said}", True, str(said) in self.computed["inverse_note"])
                wrong.append(f"{concept} {said}, published {inverse[f'count_{name}']}")
        return "; ".join(wrong) + ": the published ones forget all but the last improvement" \
            if wrong else ""

    def tool_fields(self):
        """Other programs' output, where they follow a definition that the program has."""
        for concept, expected in self.case.get("tool_output_gmcr_py", {}).get(
                "coalition_[1,2],3", {}).items():
            yield f"gmcr_py.coalition.{concept}", lambda c=concept, e=expected: self.tool_bloc(c, e)
        output = self.case.get("tool_output_gmcr_py", {}).get("no_coalition", {})
        for concept, expected in output.items():
            yield f"gmcr_py.{concept}", lambda c=concept, e=expected: same(
                c, e, self.equilibria(c))
        for concept, expected in self.case.get("tool_output_gmcr_py_0_4_1", {}).items():
            yield f"gmcr_py_0_4_1.{concept}", lambda c=concept, e=expected: same(
                c, e, self.equilibria(c, "--sanction", "once"))

    def tool_bloc(self, concept, expected):
        said = self.blocs(self.model.actors[:2], "merged")
        same(concept, expected, self.listed(said, "bloc_equilibrium_states", concept))


def check(program, path, directory, wanted):
    """Lines (verdict, where, field, remark) of one file; `wanted(field)` says which."""
    with open(path, encoding="utf-8") as file:
        case = json.load(file)
    model = Model(case)
    try:
        ways = list(routes(model, program, directory))
    except (Refused, ValueError) as refusal:
        yield "DIFFERENT", path.stem, "all", str(refusal)
        return
    for name, file in ways:
        where = f"{path.stem} {name}"
        try:
            asked = Case(program, case, model, file)
        except Refused as refusal:
            yield "DIFFERENT", where, "all", str(refusal)
            continue
        for field, compare in asked.fields():
            field = re.sub(r"\s+", "_", field)
            if wanted(field):
                verdict, remark = result(compare)
                yield verdict, where, field, remark
