"""Premises and comparisons against files changed by hand.

Small random conflicts are held as a tree and printed as a file. A statement that `entente thread` says
carries a verdict is taken out of the tree here, and the file asked again: the answer must be the one said
under `without`; a statement that is not listed must leave the verdict as it is. Sets are taken out
together, and none of their parts may do. For `entente compare`, the statements that carry a disagreement
are put into a view written by hand, which must answer as the second view does; fewer must not, where the
set is said to be the smallest.
"""

import copy
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile

PROGRAM = os.environ.get("ENTENTE", "build/release/entente")
COUNT = int(os.environ.get("ENTENTE_PREMISES_COUNT",
                           "6" if os.environ.get("ENTENTE_SANITIZE") else "80"))
MODELS = "30"  # fewer than premises are screened with: what is said is exact


class Wrong(Exception):
    pass


def ask(*arguments):
    done = subprocess.run([PROGRAM, *arguments, "--json", "--models", MODELS], capture_output=True,
                          text=True, check=False)
    if done.returncode != 0 or not done.stdout:
        raise Wrong(f"exit status {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)["tables"]


class Maker:
    """A random scenario as a tree, and the ways to take statements out of it."""

    def __init__(self, seed):
        self.r = r = random.Random(seed)
        self.actors = ["a", "b", "c"][:r.choice([2, 2, 3])]
        self.issues = {f"i{k}": ["x", "y", "z"][:r.choice([2, 3])] for k in range(r.choice([2, 3]))}
        self.tree = {
            "entente": 1,
            "actors": {a: {} for a in self.actors},
            "issues": {i: {"outcomes": o, "control": r.choice(["all of all", *self.actors[:2]]),
                           "status quo": "x"} for i, o in self.issues.items()},
            "rules": [self.expr(True) for _ in range(r.choice([0, 1, 1]))],
            "preferences": {a: self.preference() for a in self.actors},
            "claims": [{"claim": self.claim()} for _ in range(3)],
        }

    def expr(self, at_quo=None):
        """One that the status quo satisfies (True) or not (False)."""
        while True:
            parts = []
            for _ in range(self.r.choice([1, 1, 2])):
                i = self.r.choice(list(self.issues))
                parts.append((i, self.r.choice(["=", "!="]), self.r.choice(self.issues[i])))
            joint = self.r.choice(["and", "or"])
            values = [(o == "x") == (rel == "=") for _, rel, o in parts]
            if at_quo is None or (all(values) if joint == "and" else any(values)) == at_quo:
                return f" {joint} ".join(f"{i} {rel} {o}" for i, rel, o in parts)

    def want(self, issue):
        outcomes = self.r.sample(self.issues[issue], len(self.issues[issue]))
        return self.r.choice([" > ".join(outcomes), self.r.choice(outcomes)])

    def preference(self):
        r = self.r
        cared = r.sample(list(self.issues), r.randrange(2, len(self.issues) + 1))
        out = {"wants": {i: self.want(i) for i in cared}}
        kind = r.choice(["none", "order", "ranges", "ranges"])
        if kind == "order":
            out["salience"] = " > ".join(cared)
        elif kind == "ranges":
            out["salience"] = {}
            for i in cared:
                lo = r.choice([5, 20, 50])
                out["salience"][i] = [lo, lo + r.choice([10, 40])]
        if r.random() < 0.5:
            out["red lines"] = [self.expr(False) for _ in range(r.choice([1, 2]))]
        if r.random() < 0.3:
            out["conditions"] = [{"holds": self.expr()}]
        return out

    def question(self):
        n = self.r.randrange(1, len(self.actors) + 1) if self.r.random() < 0.2 else len(self.actors)
        text = "{" + ", ".join(self.actors[:n]) + "}"
        return text + (f" with {self.expr()}" if self.r.random() < 0.5 else "")

    def claim(self):
        form = self.r.choice(["some", "some", "no", "every", "efficient"])
        if form in ("some", "no"):
            return f"{form} deal of {self.question()}"
        word = "efficient " if form == "efficient" else ""
        return f"every {word}deal of {self.question()} has {self.expr()}"

    def change(self):
        r = self.r
        a = r.choice(self.actors)
        kind = r.choice(["red", "red", "rule", "want", "freeze", "salience"])
        if kind == "red":
            return {"add": {"preferences": {a: {"red lines": [self.expr(False)]}}}}
        if kind == "rule":
            return {"add": {"rules": [self.expr(True)]}}
        if kind == "want":
            i = r.choice(list(self.tree["preferences"][a]["wants"]))
            return {"replace": {"preferences": {a: {"wants": {i: self.want(i)}}}}}
        if kind == "salience" and "salience" in self.tree["preferences"][a]:
            cared = list(self.tree["preferences"][a]["wants"])
            r.shuffle(cared)
            return {"replace": {"preferences": {a: {"salience": " > ".join(cared)}}}}
        return {"change": f"freeze {r.choice(list(self.issues))}"}

    def view(self, name):
        changes = []
        for k in range(self.r.choice([1, 2, 2, 3])):
            changes.append({**self.change(), "name": f"{name}{k}"})
        return {"changes": changes}


# ---- taking statements out ----

def removable(tree):
    """Paths that can be taken out by hand here."""
    yield from (f"rules[{k}]" for k in range(len(tree.get("rules", []))))
    yield from (f"issues.{i}.control" for i in tree["issues"])
    for a, p in tree["preferences"].items():
        for key in ("red lines", "conditions"):
            yield from (f"preferences.{a}.{key}[{k}]" for k in range(len(p.get(key, []))))
        said = p.get("salience")
        if isinstance(said, str):
            yield f"preferences.{a}.salience"
        else:
            yield from (f"preferences.{a}.salience.{i}" for i in said or {})
            yield from (f"preferences.{a}.wants.{i}" for i in p["wants"])


def take_out(tree, paths):
    tree = copy.deepcopy(tree)
    for path in sorted(paths, reverse=True):  # later items of a list first
        head, *rest = path.split(".")
        if head.startswith("rules["):
            del tree["rules"][int(head[6:-1])]
        elif head == "issues":
            tree["issues"][rest[0]]["control"] = "nobody"
        else:
            p = tree["preferences"][rest[0]]
            if "[" in rest[1]:
                key, number = rest[1][:-1].split("[")
                del p[key][int(number)]
            elif rest[1] == "salience" and len(rest) == 2:
                del p["salience"]
            else:
                del p[rest[1]][rest[2]]
                if rest[1] == "wants" and isinstance(p.get("salience"), dict):
                    p["salience"].pop(rest[2], None)
    return tree


class Asker:
    def __init__(self, folder):
        self.path = os.path.join(folder, "p.yaml")

    def put(self, tree):
        with open(self.path, "w", encoding="utf-8") as file:
            json.dump(tree, file, indent=1)

    def verdicts(self, tree):
        """Of every claim in its own view, or None where there is no such scenario."""
        self.put(tree)
        try:
            return [row["verdict"] for row in ask("claims", self.path)["claims"]]
        except Wrong:
            return None


def in_view(maker):
    """The same claims, asked in a view from outside it: its statements carry them."""
    claims = [{"claim": f"in view p: {c['claim']}"} for c in maker.tree["claims"]]
    return {**maker.tree, "claims": claims, "views": {"p": maker.view("p")}}


def check_premises(asker, tree, stats):
    before = asker.verdicts(tree)
    if before is None:
        return
    tables = ask("thread", asker.path)
    alone, sets = [{} for _ in before], [{} for _ in before]
    for row in tables["premises"]:
        if row["set"]:
            sets[row["claim"] - 1].setdefault(row["set"], []).append(row)
        elif row["carries"]:
            alone[row["claim"] - 1][row["path"]] = row["without"]
    known = set(removable(tree))
    for path in known:
        after = asker.verdicts(take_out(tree, [path]))
        if after is None and "views" in tree:
            continue  # the view changes what was taken out
        for k, kind in enumerate(before):
            expected = after[k] if after and after[k] != kind else None
            if expected == "unknown":
                continue
            if alone[k].get(path) != expected:
                raise Wrong(f"{tree['claims'][k]['claim']}: {kind}; without {path} it is "
                            f"{after and after[k]}, said to be {alone[k].get(path)}")
            stats["carry" if expected else "do not carry"] += 1
            stats["carry from a view"] += bool(expected and "views" in tree)
    for k, each in enumerate(sets):
        for rows in each.values():
            paths = [row["path"] for row in rows]
            if not set(paths) <= known:
                continue
            after = asker.verdicts(take_out(tree, paths))
            if after is None and "views" in tree:
                continue
            if not after or after[k] != rows[0]["without"] or after[k] == before[k]:
                raise Wrong(f"{tree['claims'][k]['claim']}: {before[k]}; without all of {paths} it is "
                            f"{after and after[k]}, said to be {rows[0]['without']}")
            for part in itertools.combinations(paths, len(paths) - 1):
                less = asker.verdicts(take_out(tree, part))
                if less and less[k] != before[k]:
                    raise Wrong(f"{tree['claims'][k]['claim']}: fewer than {paths} do: {part}")
            stats["sets"] += 1


def mixture(views, taken):
    """The first view with the changes named in `taken` as the second has them."""
    return {"changes": [c for c in views["p"]["changes"] if c["name"] not in taken]
                       + [c for c in views["q"]["changes"] if c["name"] in taken]}


def verdict_of(asker, tree, claim, views, taken):
    """Of one claim in a view made by hand."""
    asker.put({**tree, "views": {**views, "mixed": mixture(views, taken)}})
    try:
        rows = ask("claims", asker.path)["verdicts"]
    except Wrong:
        return None
    return next(row["verdict"] for row in rows if row["view"] == "mixed" and row["claim"] == claim)


def check_comparison(asker, maker, stats):
    views = {"p": maker.view("p"), "q": maker.view("q")}
    tree = {**maker.tree, "views": views}
    if asker.verdicts(tree) is None:
        return
    tables = ask("compare", asker.path, "p", "q")
    said = {row["claim"]: row for row in tables["disagreements"]}
    asker.put(tree)
    answers = {}
    for row in ask("claims", asker.path)["verdicts"]:
        answers.setdefault(row["claim"], {})[row["view"]] = row["verdict"]
    all_names = [c["name"] for v in views.values() for c in v["changes"]]
    for claim, by in answers.items():
        if (by["p"] != by["q"]) != (claim in said):
            raise Wrong(f"claim {claim}: {by}, listed: {claim in said}")
        if claim not in said:
            continue
        row = said[claim]
        if (row["first"], row["second"]) != (by["p"], by["q"]):
            raise Wrong(f"claim {claim}: {by}, said to be {row}")
        if not row["carried"]:
            raise Wrong(f"claim {claim}: nothing carries it, though all together do")
        names = [x["name"] for x in tables["carrying"] if x["claim"] == claim]
        if verdict_of(asker, tree, claim, views, names) != by["q"]:
            raise Wrong(f"claim {claim}: with {names} the first view does not answer as the second")
        for size in range(len(names) if row["smallest"] else 0):
            for fewer in itertools.combinations(all_names, size):
                if verdict_of(asker, tree, claim, views, fewer) == by["q"]:
                    raise Wrong(f"claim {claim}: {fewer} does, {names} is said to be smallest")
        stats["disagreements"] += 1
        stats["of several"] += len(names) > 1


def new_stats():
    return {k: 0 for k in ("carry", "do not carry", "carry from a view", "sets", "disagreements",
                           "of several")}


def control(asker):
    """Taking nothing out where a statement should go must be noticed."""
    global take_out
    proper, take_out = take_out, lambda tree, paths: tree
    try:
        for seed in range(20):
            check_premises(asker, Maker(seed).tree, new_stats())
    except Wrong:
        return True
    finally:
        take_out = proper
    return False


def main():
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    count = int(sys.argv[2]) if len(sys.argv) > 2 else COUNT
    stats = new_stats()
    with tempfile.TemporaryDirectory() as folder:
        asker = Asker(folder)
        for seed in range(first, first + count):
            maker = Maker(seed)
            try:
                check_premises(asker, maker.tree, stats)
                check_comparison(asker, maker, stats)
                check_premises(asker, in_view(maker), stats)
            except Wrong as wrong:
                print(json.dumps(maker.tree, indent=1))
                with open(asker.path, encoding="utf-8") as file:
                    print("asked last:", file.read())
                print(f"seed {seed}: {wrong}; again: test_premises.py {seed} 1")
                return 1
        if count > 1 and not control(asker):
            print("what is not taken out is not noticed")
            return 1
    print(stats)
    if count >= 50 and not all(stats.values()):
        print("some kind of answer never came")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
