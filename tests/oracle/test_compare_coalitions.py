"""The program agrees with the oracle about coalitions on random scenarios, and not with a broken one;
tests/cases agrees about a textbook game, and notices a wrong answer.

    ENTENTE=build/release/entente python3 test_compare_coalitions.py [SCENARIOS]

Compares 150 scenarios, under a sanitizer (ENTENTE_SANITIZE set) 20; compare_coalitions.py itself
compares 3,000. Exits 77 where there is no program.
"""

import json
import sys
import tempfile
from pathlib import Path

import many

HERE = Path(__file__).resolve().parent
DILEMMA = {"cases": [{"id": "dilemma", "strategies": [2, 2], "published": [],
                      "payoffs": {"0,0": [3, 3], "0,1": [0, 4], "1,0": [4, 0], "1,1": [1, 1]},
                      "computed": {"pure_nash": [[1, 1]], "strong_nash": [],
                                   "coalition_proof_nash": [[1, 1]], "alpha_core_pure": [[0, 0]],
                                   "beta_core_pure": [[0, 0]],
                                   "pareto_optimal": [[0, 0], [0, 1], [1, 0]]}}]}


def cases(program, content):
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "games.json").write_text(json.dumps(content), encoding="utf-8")
        return many.run(HERE.parent / "cases", folder, "--program", program)


def main():
    program = many.program_to_compare()
    if program is None:
        return 77
    n = sys.argv[1] if len(sys.argv) > 1 else "150"
    if not many.agrees("compare_coalitions.py", program, n, "20", "20"):
        return 1
    status, said = cases(program, DILEMMA)
    if status != 0 or said.count("ok ") != 6:
        print(said)
        return 1
    DILEMMA["cases"][0]["computed"]["strong_nash"] = [[0, 0]]
    status, said = cases(program, DILEMMA)
    if status != 1 or "DIFFERENT" not in said:
        print("a wrong answer was not noticed:\n" + said)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
