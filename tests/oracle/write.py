"""Writes a conflict of the oracle as a scenario file, in the many styles that people use.

First a tree of maps, lists and scalars is made in the words of the format, then it is printed as
JSON, or as YAML with block and flow collections, plain and quoted scalars and comments chosen at
random. The meaning never depends on the style.
"""

import json
import re
from fractions import Fraction

from conflict import AtLeast, Both, Either, Nobody, Resource
from expressions import number_text, quoted, quoted_ref


# ---- the tree ----

class Writer:
    def __init__(self, conflict, rng, may_say_all=True):
        self.conflict, self.rng, self.may_say_all = conflict, rng, may_say_all
        self.everyone = [actor.id for actor in conflict.actors]

    def chance(self, share):
        return self.rng.random() < share

    def tree(self, question=None):
        c = self.conflict
        top = {"entente": 1}
        if self.chance(0.3):
            top["title"] = "A conflict made up by chance: 'who' \"signs\"?"
        if self.chance(0.2):
            top["as of"] = "2003-03-20"
            top["sources"] = {"gazette": {"title": "Talks, again", "by": "The Gazette"}}
        self.sourced = "sources" in top
        if question:
            top["question"] = self.question(question)
        top["actors"] = {actor.id: self.actor(actor) for actor in c.actors}
        top["issues"] = {issue.id: self.issue(issue) for issue in c.issues}
        if c.rules:
            top["rules"] = [self.statement("rule", rule.text()) for rule in c.rules]
        if c.fallback:
            top["fallback"] = dict(c.fallback)
        if c.agendas:
            top["agendas"] = {name: {"issues": list(refs)} if self.chance(0.3) else list(refs)
                              for name, refs in c.agendas.items()}
        preferences = {a.id: self.preference(a) for a in c.actors}
        reserved = {a.id: self.quantity(a.reservation) for a in c.actors
                    if a.reservation is not None}
        if reserved and self.chance(0.5):
            top["reservation"] = reserved
        else:
            for actor, value in reserved.items():
                preferences[actor]["reservation"] = value
        preferences = {actor: record for actor, record in preferences.items() if record}
        if preferences:
            top["preferences"] = preferences
        if len(c.actors) > 1 and self.chance(0.2):
            top["ties"] = [{"between": self.everyone[:2], "sign": Fraction(-3, 10)}]
        return top

    def question(self, question):
        text = f"deal of {{{', '.join(map(quoted, question.coalition))}}}"
        if question.about is not None:
            names = ", ".join(map(quoted_ref, question.about))
            agenda = question.about[0] in self.conflict.agendas
            text += f" about {names}" if agenda else f" about {{{names}}}"
        return text + (f" with {question.wanted.text()}" if question.wanted else "")

    def statement(self, key, text):
        """A bare text, or a record with what is said about it."""
        if not self.chance(0.25):
            return text
        record = {key: text}
        if self.sourced and self.chance(0.5):
            record["from"] = "gazette p. 3"
        elif self.chance(0.5):
            record["note"] = "so the author thinks"
        return record

    def quantity(self, interval):
        lo, hi = interval
        return Fraction(lo) if lo == hi and self.chance(0.9) else [Fraction(lo), Fraction(hi)]

    def actor(self, actor):
        record = {}
        if self.chance(0.3):
            record["name"] = "The people of " + actor.id
        if actor.resources:
            record["resources"] = {name: self.quantity(interval)
                                   for name, interval in actor.resources.items()}
        return record or (None if self.chance(0.5) else {})

    def issue(self, issue):
        record = {}
        if self.chance(0.2):
            record["name"] = "What becomes of " + issue.id
        if issue.each:
            everybody = self.may_say_all and issue.each == self.everyone
            record["for each"] = "all" if everybody and self.chance(0.5) else list(issue.each)
        record["outcomes"] = self.outcomes(issue)
        if not issue.ordered:
            record["unordered"] = True
        if issue.kind == "given":
            record["given"] = issue.given
        elif issue.kind == "following":
            record["follows"] = [self.line(line) for line in issue.lines]
        else:
            if issue.status_quo is not None:
                same = isinstance(issue.status_quo, dict)
                record["status quo"] = dict(issue.status_quo) if same else issue.status_quo
            if issue.control:
                record["control"] = self.control(issue.control)
            if issue.moves is not None:
                record["moves"] = self.moves(issue)
        items = list(record.items())
        if self.chance(0.3):
            self.rng.shuffle(items)
        return dict(items)

    def outcomes(self, issue):
        if issue.positions:
            places = dict(zip(issue.outcomes, map(Fraction, issue.positions)))
            if self.chance(0.5):
                return {outcome: {"position": place} for outcome, place in places.items()}
            return [{"id": outcome, "position": place} for outcome, place in places.items()]
        if self.chance(0.15):
            return {outcome: {"name": "outcome " + outcome} for outcome in issue.outcomes}
        return list(issue.outcomes)

    def line(self, line):
        if line.when is None:
            return {"otherwise": line.then}
        return {"when": line.when.text(), "then": line.then}

    def control(self, lines):
        if len(lines) == 1 and lines[0].origin is None and lines[0].target is None:
            if self.chance(0.9):
                return self.rule(lines[0].rule)
        record = {}
        for line in lines:
            origin, target = line.origin, line.target
            key = (f"{quoted(origin)} -> {quoted(target)}" if origin and target
                   else "to " + quoted(target) if target
                   else "from " + quoted(origin) if origin else "default")
            record[key] = self.statement("rule", self.rule(line.rule))
        return record

    def actor_list(self, actors):
        if self.may_say_all and actors == self.everyone and self.chance(0.5):
            return "all"
        return "[" + ", ".join(map(quoted, actors)) + "]"

    def rule(self, rule, inside=False):
        if isinstance(rule, Nobody):
            return "nobody"
        if isinstance(rule, (Both, Either)):
            word = " and " if isinstance(rule, Both) else " or "
            text = word.join(self.rule(part, True) for part in rule.rules)
            return f"({text})" if inside else text
        if isinstance(rule, Resource):
            return (f"{quoted(rule.name)} {rule.relation} {number_text(rule.bound)}"
                    f" of {self.actor_list(rule.actors)}")
        if len(rule.actors) == 1:
            return quoted(rule.actors[0])
        ways = [f"{rule.need} of "]
        if rule.need == len(rule.actors):
            ways.append("all of ")
        if rule.need == 1:
            ways.append("any of ")
        return self.rng.choice(ways) + self.actor_list(rule.actors)

    def moves(self, issue):
        """Single transitions; pairs that exist both ways may be written at once."""
        rest, texts = list(issue.moves), []
        while rest:
            a, b = rest.pop(0)
            text = f"{quoted(a)} -> {quoted(b)}"
            if (b, a) in rest and self.chance(0.7):
                rest.remove((b, a))
                text = f"{quoted(a)} <-> {quoted(b)}"
            else:
                onward = [pair for pair in rest if pair[0] == b]
                if onward and self.chance(0.5):
                    rest.remove(onward[0])
                    text += f" -> {quoted(onward[0][1])}"
            texts.append(text)
        return texts[0] if len(texts) == 1 and self.chance(0.5) else texts

    # -- preferences --

    def order(self, order):
        def term(item):
            factor, name = item
            return ("" if factor == 1 else number_text(factor) + " * ") + quoted_ref(name)

        def level(items):
            text = " | ".join(map(term, items))
            return f"({text})" if len(items) > 1 else text

        text = level(order.levels[0])
        for relation, items in zip(order.relations, order.levels[1:]):
            text += f" {relation} {level(items)}"
        return text

    def want(self, want):
        if want.form == "values":
            values = {outcome: self.quantity(v) for outcome, v in want.values.items()}
            return {"values": values} if self.chance(0.5) else values
        if want.form == "order":
            text = "; ".join(map(self.order, want.orders))
            return {"order": text} if self.chance(0.3) else text
        ideal = want.ideal if want.form == "ideal" else self.quantity(want.ideal)
        if want.shape == "linear" and not isinstance(ideal, list) and self.chance(0.7):
            return ideal
        record = {"ideal": ideal}
        if want.shape != "linear":
            record["shape"] = want.shape
        return record

    def preference(self, actor):
        record = {}
        if actor.worth:
            record["worth"] = {issue: {o: Fraction(v) for o, v in values.items()}
                               for issue, values in actor.worth.items()}
        if actor.wants:
            record["wants"] = {issue: self.want(want) for issue, want in actor.wants.items()}
        if actor.saliences or actor.orders:
            record["salience"] = self.salience(actor)
        if actor.conditions:
            record["conditions"] = [self.condition(c) for c in actor.conditions]
        if actor.red_lines:
            record["red lines"] = [self.statement("never", e.text()) for e in actor.red_lines]
        if actor.fallback:
            record["fallback"] = dict(actor.fallback)
        items = list(record.items())
        if self.chance(0.2):
            self.rng.shuffle(items)
        return dict(items)

    def salience(self, actor):
        numbers = {issue: self.quantity(v) for issue, v in actor.saliences.items()}
        orders = [self.order(order) for order in actor.orders]
        if not orders and self.chance(0.85):
            return numbers
        if not numbers and self.chance(0.85):
            return "; ".join(orders)
        entries = [{"order": text} if self.chance(0.2) else text for text in orders]
        if numbers and self.chance(0.3):
            return entries + [{"of": issue, "is": v} for issue, v in numbers.items()]
        return entries + ([numbers] if numbers else [])

    def condition(self, condition):
        bare = condition.name is None and condition.salience is None and condition.worth is None
        if bare and self.chance(0.7):
            return condition.holds.text()
        record = {"holds": condition.holds.text()}
        if condition.salience is not None:
            record["salience"] = self.quantity(condition.salience)
        if condition.worth is not None:
            record["worth"] = Fraction(condition.worth)
        if condition.name is not None:
            record["name"] = condition.name
        return record


# ---- the text ----

def scenario_text(conflict, rng, question=None, may_say_all=True):
    tree = Writer(conflict, rng, may_say_all).tree(question)
    if rng.random() < 0.12:
        return json_text(tree)
    return Yaml(rng).text(tree)


def json_text(tree):
    def plain(node):
        if isinstance(node, dict):
            return {key: plain(value) for key, value in node.items()}
        if isinstance(node, list):
            return [plain(value) for value in node]
        if isinstance(node, Fraction):
            text = number_text(node)
            return text if "/" in text else int(text) if node.denominator == 1 else float(text)
        return node
    return json.dumps(plain(tree), indent=1, ensure_ascii=False) + "\n"


class Yaml:
    def __init__(self, rng):
        self.rng = rng
        self.flow_share = rng.choice([0, 0.3, 0.8])
        self.quote_share = rng.choice([0, 0, 0.2])
        self.comment_share = rng.choice([0, 0, 0.1])
        self.step = rng.choice([2, 2, 3, 4])

    def text(self, tree):
        return "\n".join(self.block(tree, 0)) + "\n"

    def scalar(self, node, flow):
        if node is None:
            return "null" if flow else self.rng.choice(["", "null", "~"])
        if isinstance(node, bool):
            return "true" if node else "false"
        if isinstance(node, (int, Fraction)):
            return number_text(node)
        plain = (re.match(r"[^\W_]|\(", node) and not re.search(r": | #|:$|\s$", node)
                 and not (flow and re.search(r"[,\[\]{}?]", node)))
        if plain and self.rng.random() >= self.quote_share:
            return node
        if self.rng.random() < 0.5:
            return "'" + node.replace("'", "''") + "'"
        return '"' + node.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def flow(self, node):
        if isinstance(node, dict):
            return "{" + ", ".join(f"{self.scalar(key, True)}: {self.flow(value)}"
                                   for key, value in node.items()) + "}"
        if isinstance(node, list):
            return "[" + ", ".join(self.flow(value) for value in node) + "]"
        return self.scalar(node, True)

    def in_one_line(self, node):
        if not isinstance(node, (dict, list)):
            return True
        return not node or len(str(node)) < 150 and self.rng.random() < self.flow_share

    def comment(self):
        return "  # in passing" if self.rng.random() < self.comment_share else ""

    def one_line(self, node):
        return self.flow(node) if isinstance(node, (dict, list)) else self.scalar(node, False)

    def block(self, node, indent):
        """The lines of a block collection."""
        lines, margin = [], " " * indent
        if isinstance(node, list):
            for value in node:
                if self.in_one_line(value):
                    lines.append(f"{margin}- {self.one_line(value)}{self.comment()}")
                else:
                    inner = self.block(value, indent + 2)
                    lines.append(f"{margin}- {inner[0].lstrip()}")
                    lines += inner[1:]
            return lines
        for key, value in node.items():
            head = f"{margin}{self.scalar(key, False)}:"
            if self.in_one_line(value):
                lines.append(f"{head} {self.one_line(value)}{self.comment()}".rstrip())
            else:
                deeper = indent if isinstance(value, list) and self.rng.random() < 0.3 \
                    else indent + self.step
                lines += [head + self.comment()] + self.block(value, deeper)
        return lines
