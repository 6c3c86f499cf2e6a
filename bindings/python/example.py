#!/usr/bin/env python3
"""Which terms would a coalition sign, and how does one premise change that?

usage: example.py FILE ACTORS [PATH=VALUE]

Asks for the deals of a coalition, once as the scenario stands and once with a setting changed, and
shows the shortest deals of each.
"""

import sys

import entente


def show(title, answer):
    print(f"{title}: {answer.facts['deals']} deals of {answer.facts['packages']} packages")
    for deal in answer.tables["minimal"]:
        print(f"  {deal['deal']}. {deal['package']}")


def main(arguments):
    if len(arguments) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    path, actors = arguments[:2]
    try:
        scenario = entente.load(path)
        show("as it stands", scenario.ask("deals", of=actors, limit=3))
        if len(arguments) == 3:
            changed = scenario.ask("deals", of=actors, limit=3, set=arguments[2])
            show(f"with {arguments[2]}", changed)
    except entente.Error as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
