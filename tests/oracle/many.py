"""Many random scenarios, each held against the oracle, by as many processes as there are processors.

compare.py, compare_deals.py and compare_coalitions.py say what is compared; test_*.py run them twice:
the program must agree with the oracle, and must not with a broken one, or agreeing would prove nothing.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path


class Differs(Exception):
    """The program says something else than the oracle."""


def options_of(doc, n):
    """Of the command line; a comparison may add its own."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--n", type=int, default=n, help="scenarios that are compared")
    parser.add_argument("--seed", type=int, default=1, help="of the first")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep-going", action="store_true", help="list all that differ, in short")
    parser.add_argument("--break", dest="broken", action="store_true",
                        help="break the oracle on purpose")
    return parser


def compare_many(check, options, *more):
    """check((program, directory, seed, broken, *more)) gives (seed, was it compared, what was asked,
    None or what differs). Goes on until `n` scenarios were compared, or one differs; the exit status."""
    script = Path(sys.argv[0]).name
    compared = differing = 0
    with tempfile.TemporaryDirectory() as directory, multiprocessing.Pool(options.jobs) as pool:
        jobs = ((options.program, directory, seed, options.broken, *more)
                for seed in range(options.seed, options.seed + 20 * options.n))
        for seed, counts, shown, problem in pool.imap(check, jobs, chunksize=4):
            compared += counts
            if problem is not None:
                differing += 1
                if options.keep_going:
                    print(f"{seed}: {problem}")
                else:
                    print(f"{shown}\nseed {seed}: {problem}\n"
                          f"again: python3 {script} {options.program} --seed {seed} --n 1")
                    pool.terminate()
                    return 1
            if compared >= options.n:
                pool.terminate()
                break
    print(f"{compared - differing} of {compared} scenarios agree with the oracle")
    return 1 if differing else 0


def run(*command):
    """A Python script: its exit status, and what it printed."""
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def program_to_compare():
    """The one that ENTENTE names, or None, with a message; a test then exits 77."""
    program = os.environ.get("ENTENTE", "")
    if os.path.isfile(program):
        return program
    print("there is no program to compare: ENTENTE does not name one")
    return None


def agrees(script, program, n, few, broken):
    """Whether `n` scenarios agree (`few` under a sanitizer), and a broken oracle is noticed by `broken`
    of them."""
    script = Path(__file__).with_name(script)
    status, said = run(script, program, "--n", few if os.environ.get("ENTENTE_SANITIZE") else n)
    print(said, end="")
    if status != 0:
        return False
    status, said = run(script, program, "--n", broken, "--break")
    if status != 1 or "the oracle says" not in said and "only the oracle has" not in said:
        print("a broken oracle was not noticed:\n" + said)
        return False
    return True
