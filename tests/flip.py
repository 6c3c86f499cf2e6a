#!/usr/bin/env python3
"""Flip test: a claim that rests on a premise comes out otherwise without it.

Every claim of a scenario names what it rests on, by hand. The program takes each of these statements out of
its author's view and asks the claim again (`entente thread`, table `premises`). Here we require

  * that every claim names at least one premise which the program found and could remove,
  * that without each named premise the verdict is another: where several statements or a change go by
    one name, without one of them,
  * that what does not carry is in the list below, is explained on the scenario's page in the section
    "What does not carry", and really does not carry: a stale excuse fails too.

Usage: flip.py ENTENTE SCENARIO PAGE [MODELS]   (PAGE -: nothing is excused)
"""
import json
import re
import subprocess
import sys

# (row, premise) that does not carry its claim; the page says why, row by row.
EXPLAINED = {
    ("A12", "Russia would rather keep Assad"),
}


def named_premises(answer):
    """{claim number: {name: [(verdict without it, carries)]}} for what authors name."""
    found = {}
    for premise in answer["tables"]["premises"]:
        if premise.get("set") or not premise["named"]:
            continue
        name = premise.get("name") or premise["path"]
        if premise["kind"] in ("issue", "actor"):
            name = premise["path"]
        entry = (premise["without"], bool(premise.get("carries")))
        found.setdefault(premise["claim"], {}).setdefault(name, []).append(entry)
    return found


def explained_on(page):
    """{(row, premise)} of the table in the section "What does not carry"."""
    text = open(page, encoding="utf-8").read()
    match = re.search(r"^### What does not carry\n(.*?)(?=^##|\Z)", text, re.S | re.M)
    if not match:
        sys.exit("%s: there is no section 'What does not carry'" % page)
    rows = set()
    for line in match.group(1).splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 3 and cells[0] not in ("row", "---"):
            rows.add((cells[0], cells[1].strip("`")))
    return rows


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    entente, scenario, page = sys.argv[1:4]
    models = sys.argv[4] if len(sys.argv) == 5 else "200"
    run = subprocess.run([entente, "thread", scenario, "--json", "--quiet", "--models", models],
                         capture_output=True, text=True)
    if run.returncode:
        sys.exit("the program did not answer:\n" + run.stderr)
    answer = json.loads(run.stdout)
    if answer["partial"]:
        sys.exit("the program did not finish")

    excused = EXPLAINED if page != "-" else set()
    premises, bad, carried, seen = named_premises(answer), [], 0, set()
    for claim in answer["tables"]["claims"]:
        where = "%s (%s): %s" % (claim["row"], claim["view"], claim["text"])
        if claim["verdict"] == "pending":
            continue
        named = premises.get(claim["claim"], {})
        if not named:
            bad.append("%s\n    names no premise that is a statement of its view" % where)
        for name, removals in sorted(named.items()):
            key = (claim["row"], name)
            carries = any(c for _, c in removals)
            if carries and key in excused:
                bad.append("%s\n    carries, though it is explained: %s" % (where, name))
            elif not carries and key not in excused:
                bad.append("%s\n    %s, and still %s without: %s"
                           % (where, claim["verdict"], removals[0][0], name))
            carried += carries
            seen.add(key)

    for key in sorted(excused - seen):
        bad.append("explained, but named by no claim: %s: %s" % key)
    for key in sorted(excused ^ explained_on(page)) if page != "-" else ():
        bad.append("%s and this test do not explain the same: %s: %s" % ((page,) + key))
    if not carried:
        bad.append("no premise carries anything; the test itself is broken")

    for line in bad:
        print("FAIL " + line)
    print("%d premises carry their claims, %d are explained, %d faults"
          % (carried, len(excused), len(bad)))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
