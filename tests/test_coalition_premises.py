"""What New Yalta says about coalitions turns when its premise is removed.

    ENTENTE=build/release/entente ENTENTE_SOURCE=. python3 tests/test_coalition_premises.py

Each check names a claim, the statement it rests on, and what must be so with it and without it; the
reason stands beside it. Exits 77 where there is no program.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = os.environ.get("ENTENTE", "")
SOURCE = Path(os.environ.get("ENTENTE_SOURCE", Path(__file__).resolve().parent.parent))
SCENARIO = SOURCE / "scenarios" / "new-yalta.yaml"


def ask(*options):
    run = subprocess.run([PROGRAM, "coalitions", SCENARIO, "--json", "--quiet", *options],
                         capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise ValueError(run.stderr)
    return json.loads(run.stdout)


def units(answer, table):
    return {row["coalition"] for row in answer["tables"][table]}


def presence(answer, actor):
    return next(row for row in answer["tables"]["presence"] if row["actor"] == actor)


def breakers(answer):
    return {row["coalition"] for row in answer["tables"]["blocks"]}


DEFEAT = ["--can", "daesh = defeated"]
DEAL = ["--deal", "campaign.us = ground, border = ukraine"]
HIJACK = ["--with", "alliance = grand", "--instead", "us=saudi", "--set",
          "preferences.saudi={wants: {regime: falls}}"]

CHECKS = [
    ("the United States alone can defeat Daesh; with a force of 5 it cannot",
     DEFEAT, lambda a: "us" in units(a, "can"),
     ["--set", "actors.us.resources.land=5"], lambda a: "us" not in units(a, "can")),
    ("nobody is indispensable; where only the United States has an army, it is",
     DEFEAT, lambda a: a["facts"]["can_indispensable"] == "",
     [word for actor in ("france", "russia", "syria", "kurds", "turkey", "iran")
      for word in ("--set", f"actors.{actor}.resources.land=0")],
     lambda a: a["facts"]["can_indispensable"] == "us"),
    ("the United States would not do it alone; if it put Daesh first, it would",
     DEFEAT, lambda a: "us" not in units(a, "viable"),
     ["--set", "us.salience=daesh > campaign.us > (assad | border)"],
     lambda a: "us" in units(a, "viable")),
    ("without France there are fewer deals; were an American army beyond its red line, there "
     "would be more",
     [], lambda a: presence(a, "france")["with"] > presence(a, "france")["without"] > 0
     and presence(a, "france")["vanish"] == 0,
     ["--set", "france.red lines=[campaign.us = ground]"],
     lambda a: presence(a, "france")["with"] < presence(a, "france")["without"]),
    ("Russia and the United States would both break the shortest deal; a Russia that may not take "
     "the border back does not",
     DEAL, lambda a: breakers(a) == {"russia", "us"},
     ["--set", "russia.red lines=[border != ukraine]"], lambda a: breakers(a) == {"us"}),
    ("a Washington that wants the regime to fall can do nothing about it alone; with the regime in "
     "its hands it turns most grand coalitions against their members",
     HIJACK, lambda a: a["facts"]["deals"] == a["facts"]["safe"] == 998,
     ["--set", "issues.regime.control=us"],
     lambda a: a["facts"]["deals"] == 998 and a["facts"]["safe"] == 22),
]


def main():
    if not os.path.isfile(PROGRAM):
        print("there is no program: ENTENTE does not name one")
        return 77
    failed = 0
    for title, options, with_it, change, without_it in CHECKS:
        base, changed = ask(*options), ask(*options, *change)
        good = with_it(base) and without_it(changed)
        failed += not good
        print(f"{'ok  ' if good else 'FAIL'} {title}")
        if with_it(changed):  # or the check could not fail
            print(f"FAIL {title}: true without its premise too")
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
