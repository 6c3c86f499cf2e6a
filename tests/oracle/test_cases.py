"""tests/cases agrees on domains made by seed and solved by brute force, and notices a wrong answer.

    ENTENTE=build/release/entente python3 test_cases.py

Exits 77 where there is no program.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def run(*command):
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    program = os.environ.get("ENTENTE", "")
    if not os.path.isfile(program):
        print("there is no program to hold against the cases: ENTENTE does not name one")
        return 77
    cases = HERE.parent / "cases"
    with tempfile.TemporaryDirectory() as folder:
        few = bool(os.environ.get("ENTENTE_SANITIZE"))
        for name, options in [("right", ["--n", "5" if few else "20"]),
                              ("wrong", ["--n", "2", "--break"])]:
            status, said = run(HERE / "domains.py", os.path.join(folder, name), *options)
            if status != 0:
                print(said)
                return 1
        for engine in ("auto", "scan"):
            status, said = run(cases, os.path.join(folder, "right"), "--program", program,
                               "--engine", engine, "--brief")
            print(said, end="")
            if status != 0:
                return 1
        status, said = run(cases, os.path.join(folder, "wrong"), "--program", program)
        if status != 1 or said.count("DIFFERENT") < 2:
            print("a wrong answer was not noticed:\n" + said)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
