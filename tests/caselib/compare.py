"""Holds what the program says against what is expected."""

from fractions import Fraction

from caselib.program import Refused

TOLERANCE = Fraction(1, 10 ** 9)
WITHIN = "within 1e-9"


class Differs(Exception):
    """The program says something else than expected."""


class Skipped(Exception):
    """This cannot be compared."""


def same(what, expected, said):
    if expected != said:
        raise Differs(f"{what}: expected {short(expected)}, the program says {short(said)}")


def short(value):
    if isinstance(value, Fraction):
        return f"{value} ({float(value)!r})" if value.denominator > 1 else str(value)
    if isinstance(value, (set, frozenset)):
        value = sorted(value, key=str)
    text = ("[" + ", ".join(map(short, value)) + "]" if isinstance(value, (list, tuple))
            else str(value))
    return text if len(text) < 400 else text[:400] + "..."


def near(what, expected, said):
    if (expected is None) != (said is None) or expected is not None and (
            abs(expected - said) > TOLERANCE * max(abs(expected), TOLERANCE)):
        raise Differs(f"{what}: expected {short(expected)} {WITHIN}, "
                      f"the program says {short(said)}")


def near_vectors(what, expected, said):
    """Two lists of vectors, in any order."""
    same(f"number of {what}", len(expected), len(said))
    for one, other in zip(sorted(map(tuple, expected), reverse=True), sorted(said, reverse=True)):
        for a, b in zip(one, other):
            near(what, a, b)


def listed(node):
    """A list that is there, or None where it was left out as too long."""
    return node if isinstance(node, list) else None


def result(check):
    """(verdict, remark) of one field."""
    try:
        return "ok", check() or ""
    except Differs as difference:
        return "DIFFERENT", str(difference)
    except Skipped as reason:
        return "skipped", str(reason)
    except Refused as refusal:
        return "DIFFERENT", f"no answer: {refusal}"
    except (KeyError, TypeError, ValueError, IndexError) as error:
        return "DIFFERENT", f"the answer cannot be read: {error!r}"
