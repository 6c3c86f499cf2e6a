"""The program agrees with the oracle on 2,000 random scenarios, and not with a broken oracle.

    ENTENTE=build/release/entente python3 test_compare.py

Under a sanitizer (ENTENTE_SANITIZE set) it asks 200. Exits 77 where there is no program.
"""

import sys

import many


def main():
    program = many.program_to_compare()
    if program is None:
        return 77
    return 0 if many.agrees("compare.py", program, "2000", "200", "100") else 1


if __name__ == "__main__":
    sys.exit(main())
