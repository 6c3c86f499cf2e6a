"""tests/cases on published bodies that vote and games with a worth for every coalition, and on the same with
one number wrong each, which it must notice.

    ENTENTE=build/release/entente python3 test_game_cases.py

Sources: Shapley and Shubik 1954 (Security Council of 11), Holler and Illing (public good index), Felsenthal
and Machover 1998 (Council of six); Aumann and Maschler 1985 (three claims), Aumann 2010 (a game without
imputations). Exits 77 where there is no program.
"""

import copy
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

VOTES = {"cases": [
    {"id": "security_council_1945", "constraints": [
        {"quota": 27, "weights": [5] * 5 + [1] * 6}],
     "computed": {"shapley_shubik_fraction": ["76/385"] * 5 + ["1/462"] * 6,
                  "winning_coalitions": 57, "veto_players": [1, 2, 3, 4, 5]}},
    {"id": "council_of_six", "weights": [4, 4, 4, 2, 2, 1], "quota": 12,
     "computed": {"banzhaf_normalized_fraction": ["5/21"] * 3 + ["1/7"] * 2 + ["0"],
                  "shapley_shubik": [0.2333333333] * 3 + [0.15] * 2 + [0.0], "dummies": [6],
                  "mwc": [[1, 2, 3], [1, 2, 4, 5], [1, 3, 4, 5], [2, 3, 4, 5]]}},
    {"id": "holler_illing", "weights": [35, 20, 15, 15, 15], "quota": 51,
     "computed": {"holler_pgi": ["4/15", "2/15", "1/5", "1/5", "1/5"],
                  "deegan_packel": ["3/10", "3/20", "11/60", "11/60", "11/60"]}},
]}
WORTH = {"cases": [
    {"id": "three_claims", "n": 3, "v": ["0"] * 6 + ["100", "200"],
     "computed": {"nucleolus": ["50", "75", "75"], "shapley": ["100/3", "250/3", "250/3"],
                  "least_core_eps": "-50", "core_nonempty": True, "convex": True}},
    {"id": "ibn_ezra", "n": 4, "v": ["0", "120", "60", "120", "40", "120", "60", "120", "30", "120",
                                     "60", "120", "40", "120", "60", "120"],
     "computed": {"shapley": ["485/6", "125/6", "65/6", "15/2"], "core_nonempty": False,
                  "least_core_eps": "100/3"}},
]}


def wrong(value):
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value + 1e-3
    if isinstance(value, str):
        return value + "1"
    if isinstance(value[0], list):
        return value[1:]
    return [wrong(value[0])] + value[1:]


def run(folder, data):
    for name, cases in data.items():
        (Path(folder) / f"{name}.json").write_text(json.dumps(cases), encoding="utf-8")
    done = subprocess.run([sys.executable, HERE.parent / "cases", folder, "--program",
                           os.environ["ENTENTE"]], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    if not os.path.isfile(os.environ.get("ENTENTE", "")):
        print("there is no program to hold against the cases: ENTENTE does not name one")
        return 77
    right = {"votes": VOTES, "worth": WORTH}
    broken, fields = copy.deepcopy(right), 0
    for data in broken.values():
        for case in data["cases"]:
            for name, value in case["computed"].items():
                case["computed"][name] = wrong(value)
                fields += 1
    with tempfile.TemporaryDirectory() as folder:
        status, said = run(folder, right)
        print(said, end="")
        if status != 0 or "DIFFERENT" in said or said.count("\nok") < fields - 1:
            return 1
        status, said = run(folder, broken)
        if status != 1 or said.count("DIFFERENT") != fields:
            print("a wrong answer was not noticed:\n" + said)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
