"""The program agrees with the oracle about frontiers, points, terms, prices and trades on random
scenarios, by both engines, and not with a broken oracle.

    ENTENTE=build/release/entente python3 test_compare_deals.py [SCENARIOS]

Asks 500 scenarios, under a sanitizer (ENTENTE_SANITIZE set) 60; compare_deals.py itself asks 2,000.
Exits 77 where there is no program.
"""

import os
import subprocess
import sys
from pathlib import Path

COMPARE = Path(__file__).with_name("compare_deals.py")


def compare(program, *options):
    run = subprocess.run([sys.executable, COMPARE, program, *options], capture_output=True,
                         text=True, check=False)
    return run.returncode, run.stdout + run.stderr


def main():
    program = os.environ.get("ENTENTE", "")
    if not os.path.isfile(program):
        print("there is no program to compare: ENTENTE does not name one")
        return 77
    n = sys.argv[1] if len(sys.argv) > 1 else "60" if os.environ.get("ENTENTE_SANITIZE") else "500"
    status, said = compare(program, "--n", n)
    print(said, end="")
    if status != 0:
        return 1
    status, said = compare(program, "--n", "60", "--break")
    if status != 1 or "the oracle says" not in said and "only the oracle has" not in said:
        print("a broken oracle was not noticed:\n" + said)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
