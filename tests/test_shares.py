"""moves --models counts what single models say: each drawn model is written down and asked by itself.

    ENTENTE=build/release/entente python3 test_shares.py

The numbers of every model (entente models) are set with --set, and the equilibria of that file are counted;
so neither shared graphs nor threads are trusted. Shares, intervals and who stays must agree, with an
agenda too, and where open resources change which states there are to move to. Claims say the same of the
status quo. Exits 77 where there is no program.
"""

import json
import os
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

MODELS = 25
BALANCED = """entente: 1
title: Two ports and a ferry
actors: {north: {}, east: {}, ferry: {}}
issues:
  toll: {outcomes: [high, low], control: north, status quo: high}
  quay: {outcomes: [shut, open], control: east, status quo: shut}
  line: {outcomes: [none, daily], control: ferry, status quo: none}
preferences:
  north: {wants: {toll: high, quay: open, line: daily}, salience: {toll: [10, 60], quay: [10, 60], line: [10, 60], c1: [0, 50]},
          conditions: [{holds: toll = low or line = none, name: c1}]}
  east: {wants: {quay: shut, toll: low}, salience: {quay: [10, 50], toll: [10, 50], c2: [0, 70]},
         conditions: [{holds: quay = open and toll = low, name: c2}]}
  ferry: {wants: {line: daily, toll: low}, salience: {line: [20, 40], toll: 30, c3: [0, 80]},
          conditions: [{holds: line = none or quay = open, name: c3}]}
"""
ARMED = """entente: 1
title: A guarded strait
actors: {north: {resources: {ships: [10, 40]}}, east: {resources: {ships: [10, 40]}}}
issues:
  guard: {for each: [north, east], outcomes: [away, near], status quo: {north: away, east: away}}
  raids:
    outcomes: [many, none]
    follows: [{when: total(ships where guard = near) >= 40, then: none}, {otherwise: many}]
rules: [total(ships where guard = near) <= 60]
preferences:
  north: {wants: {raids: none, guard.north: away}, salience: {raids: [20, 60], guard.north: [10, 50]}}
  east: {wants: {raids: none, guard.east: away}, salience: {raids: [20, 60], guard.east: [10, 50]}}
"""

def ask(program, *words):
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}: {done.stderr}")
    return json.loads(done.stdout)


def wilson(yes, n):
    z2 = 1.959963984540054**2
    p = yes / n
    middle, half = p + z2 / (2 * n), (z2 * (p * (1 - p) / n + z2 / (4 * n * n))) ** 0.5
    return (0 if yes == 0 else (middle - half) / (1 + z2 / n),
            1 if yes == n else (middle + half) / (1 + z2 / n))


ACTORS = ("shares", "equilibrium_states", "stays", "start", "actor", [])
BLOCS = ("bloc_shares", "bloc_equilibrium_states", "bloc_stays", "stability", "player", ["--every"])
COALITIONS = ("universal_shares", "universal_states", None, None, None, [])


def check(program, path, options, kind=ACTORS):
    """`kind`: the tables of shares and of equilibria, and those of who stays in state 1, if any."""
    of_states, states, of_players, players, who, more = kind
    shares = ask(program, "moves", path, "--models", str(MODELS), "--seed", "7", "--json", *options)
    again = ask(program, "moves", path, "--models", str(MODELS), "--seed", "7", "--json", "--threads", "3",
                *options)
    assert shares == again, "threads change the answer"
    concepts = sorted({row["concept"] for row in shares["tables"][of_states]})
    draws = {}
    for row in ask(program, "models", path, "--models", str(MODELS), "--seed", "7", "--json")["tables"]["draws"]:
        draws.setdefault(row["model"], []).append(f"{row['name']}={row['value_exact']}")
    counts, stays, central = {}, {}, None
    for model in range(MODELS + 1):
        sets = [word for one in draws[model]
                for word in ("--set", one.replace(".resource.", ".resources."))]
        tables = ask(program, "moves", path, "--json", "--limit", "1000", *options, *more, *sets)["tables"]
        held = {(row["number"], c) for row in tables[states] for c in concepts if row[c]}
        stay = {(row[who], c) for row in tables[players] for c in concepts
                if row[c] and row.get("number", 1) == 1} if players else set()
        if model == 0:
            central = held, stay
            continue
        for key in held:
            counts[key] = counts.get(key, 0) + 1
        for key in stay:
            stays[key] = stays.get(key, 0) + 1
    found = {(row["number"], row["concept"]): row for row in shares["tables"][of_states]}
    staying = {(row[who], row["concept"]): row for row in shares["tables"][of_players]} if who else {}
    assert {k for k, row in found.items() if row["count"]} == set(counts), "states differ"
    between = 0
    for rows, right, now in ((found, counts, central[0]), (staying, stays, central[1])):
        for key, row in rows.items():
            yes = right.get(key, 0)
            low, high = wilson(yes, MODELS)
            assert row["count"] == yes and row["models"] == MODELS, (key, row, yes)
            assert abs(row["share"] - yes / MODELS) < 1e-6 and row["central"] == (key in now), (key, row)
            assert abs(row["low"] - low) < 1e-6 and abs(row["high"] - high) < 1e-6, (key, row)
            between += 0 < yes < MODELS
    assert between > 3, "nothing depends on the model: the test shows nothing"
    return found


def check_claims(program, path, found):
    """The status quo is state 1 of these files."""
    for concept in ("R", "GMR", "SEQ"):
        said = ask(program, "claims", path, "--models", str(MODELS), "--seed", "7", "--json", "--claim",
                   f"the status quo is {concept}-stable")["tables"]["claims"][0]
        row = found.get((1, concept), {"count": 0})
        assert said["true"] == row["count"], (concept, said, row)


def check_kinds(program, folder):
    """Claims of coalitions and of looking ahead say of each state what the verb moves does."""
    path = str(folder / "elmira.yaml")
    rows = ask(program, "moves", path, "--coalitions", "--json")["tables"]["universal_states"]
    shown = 0
    for order, plant, pressure in product(("stands", "modified"), ("delays", "accepts", "abandons"),
                                          ("off", "on")):
        changes = [f"{k} = {v}" for k, v, q in (("order", order, "stands"), ("plant", plant, "delays"),
                                                ("pressure", pressure, "off")) if v != q]
        row = next((r for r in rows if r["state"] == (", ".join(changes) or "the status quo")), {})
        for concept in ("CR", "CGMR", "CSMR", "CSEQ"):
            said = ask(program, "claims", path, "--json", "--claim", f"order = {order} and plant = {plant} and "
                       f"pressure = {pressure} is {concept}-stable")["tables"]["claims"][0]["verdict"]
            right = row.get(concept, False) and row["moves"] is not None
            assert said == ("holds" if right else "fails"), (changes, concept, said)
            shown += right
    assert 0 < shown < 48
    path = str(folder / "prisoners-dilemma.yaml")
    for horizon, concept in (("1", "L1"), ("2", "L2"), ("5", "L5"), ("any", "NM")):
        rows = ask(program, "moves", path, "--horizon", horizon, "--json")["tables"]["ahead"]
        for state, one, two in (("confession", "no", "no"), ("one_silent", "yes", "no"),
                                ("two_silent", "no", "yes"), ("silence", "yes", "yes")):
            said = ask(program, "claims", path, "--json", "--claim",
                       f"silence.one = {one} and silence.two = {two} is {concept}-stable")["tables"]["claims"][0]["verdict"]
            both = sum(row["state"] == state for row in rows) == 2
            assert said == ("holds" if both else "fails"), (state, concept, said)


def main():
    program = os.environ.get("ENTENTE", "build/release/entente")
    if not Path(program).exists():
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("ports", BALANCED), ("strait", ARMED)):
            path = str(Path(folder) / f"{name}.yaml")
            Path(path).write_text(text)
            check_claims(program, path, check(program, path, []))
            check(program, path, ["--coalitions"], COALITIONS)
            check(program, path, ["--blocs", "north, east"], BLOCS)
            check(program, path, ["--blocs", "north, east", "--bloc", "tested"], BLOCS)
        check(program, str(Path(folder) / "ports.yaml"), ["--about", "toll, quay", "--harm", "worse"])
        elmira = Path(__file__).parent.parent / "scenarios" / "elmira.yaml"
        page = subprocess.run([program, "moves", str(elmira), "--html", "--set",
                               "title=<script>x</script> & \"y\""], capture_output=True, text=True, check=True).stdout
        assert page.count("<svg") == 2, "no two drawings"
        assert "<script" not in page and "href" not in page and "&lt;script&gt;" in page, "not escaped"
    check_kinds(program, Path(__file__).parent.parent / "scenarios")
    print("shares agree with models asked one by one")


if __name__ == "__main__":
    main()
