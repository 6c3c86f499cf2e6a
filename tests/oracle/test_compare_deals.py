"""The program agrees with the oracle about frontiers, points, terms, prices and trades on random
scenarios, by both engines, and not with a broken oracle.

    ENTENTE=build/release/entente python3 test_compare_deals.py [SCENARIOS]

Asks 500 scenarios, under a sanitizer (ENTENTE_SANITIZE set) 60; compare_deals.py itself asks 2,000.
Exits 77 where there is no program.
"""

import sys

import many


def main():
    program = many.program_to_compare()
    if program is None:
        return 77
    n = sys.argv[1] if len(sys.argv) > 1 else "500"
    return 0 if many.agrees("compare_deals.py", program, n, "60", "60") else 1


if __name__ == "__main__":
    sys.exit(main())
