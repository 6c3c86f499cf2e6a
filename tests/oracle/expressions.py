"""Expressions of a conflict, for the oracle: rules, red lines, conditions, `when` lines and --with.

Each class is one form of the grammar. An expression is grounded for a world (and, inside `for each`
or `where`, for an actor) into a plain function from a state to True or False. `text` writes it with
as few parentheses as the precedence of the file format allows, so that the program's grammar is
tested as well. Nothing here is shared with the program.
"""

import operator
import re
from dataclasses import dataclass
from fractions import Fraction

RELATIONS = {
    "=": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}

# How tightly the forms bind; an argument that binds less than its place asks stands in parentheses.
IFF, IF, OR, AND, NOT, ATOM = range(6)


def quoted(name):
    """A name as it stands in an expression: plain words as they are, others in double quotes."""
    return name if re.fullmatch(r"[\w'%-]+", name) else '"' + name + '"'


def quoted_ref(ref):
    """An issue, or `family.actor`, as it stands in an expression."""
    return ".".join(quoted(part) for part in ref.split("."))


def number_text(number):
    """A rational as the shortest text the format reads: an integer, a decimal or a fraction."""
    number = Fraction(number)
    if number.denominator == 1:
        return str(number.numerator)
    for digits in range(1, 8):
        if (number * 10 ** digits).denominator == 1:
            return f"{float(number):.{digits}f}"
    return f"{number.numerator}/{number.denominator}"


class Expr:
    binds = ATOM

    def ground(self, world, actor=None):
        """A function from a state to whether the expression holds in it."""
        raise NotImplementedError

    def refs(self):
        """The issues named, as written."""
        return set()

    def variables(self, world, actor=None):
        """The indices of the variables on which the expression depends."""
        return {world.index(ref, actor) for ref in self.refs()}

    def text(self):
        raise NotImplementedError

    def at(self, place):
        """The text as an argument in a place that asks for a form at least this tight."""
        return self.text() if self.binds >= place else "(" + self.text() + ")"


@dataclass
class Const(Expr):
    value: bool

    def ground(self, world, actor=None):
        return lambda state: self.value

    def text(self):
        return "true" if self.value else "false"


@dataclass
class Not(Expr):
    arg: Expr
    binds = NOT

    def ground(self, world, actor=None):
        arg = self.arg.ground(world, actor)
        return lambda state: not arg(state)

    def refs(self):
        return self.arg.refs()

    def variables(self, world, actor=None):
        return self.arg.variables(world, actor)

    def text(self):
        return "not " + self.arg.at(NOT)


@dataclass
class Pair(Expr):
    """The forms of two arguments; each says what it is for the truth of its arguments."""
    left: Expr
    right: Expr

    def combine(self, left, right):
        raise NotImplementedError

    def ground(self, world, actor=None):
        left, right = self.left.ground(world, actor), self.right.ground(world, actor)
        return lambda state: self.combine(left(state), right(state))

    def refs(self):
        return self.left.refs() | self.right.refs()

    def variables(self, world, actor=None):
        return self.left.variables(world, actor) | self.right.variables(world, actor)


class And(Pair):
    binds = AND

    def combine(self, left, right):
        return left and right

    def text(self):
        return f"{self.left.at(AND)} and {self.right.at(AND)}"


class Or(Pair):
    binds = OR

    def combine(self, left, right):
        return left or right

    def text(self):
        return f"{self.left.at(OR)} or {self.right.at(OR)}"


class If(Pair):
    binds = IF

    def combine(self, left, right):
        return not left or right

    def text(self):
        return f"if {self.left.text()} then {self.right.at(IF)}"


class Iff(Pair):
    binds = IFF

    def combine(self, left, right):
        return left == right

    def text(self):
        return f"{self.left.at(IF)} iff {self.right.at(IF)}"


@dataclass
class Is(Expr):
    """issue RELATION outcome"""
    issue: str
    relation: str
    outcome: str

    def ground(self, world, actor=None):
        i = world.index(self.issue, actor)
        outcome = world.variables[i].outcomes.index(self.outcome)
        relation = RELATIONS[self.relation]
        return lambda state: relation(state[i], outcome)

    def refs(self):
        return {self.issue}

    def text(self):
        return f"{quoted_ref(self.issue)} {self.relation} {quoted(self.outcome)}"


@dataclass
class In(Expr):
    """issue in {outcome, ...}, or `not in`"""
    issue: str
    outcomes: list
    negated: bool = False

    def ground(self, world, actor=None):
        i = world.index(self.issue, actor)
        members = {world.variables[i].outcomes.index(outcome) for outcome in self.outcomes}
        return lambda state: (state[i] in members) != self.negated

    def refs(self):
        return {self.issue}

    def text(self):
        word = "not in" if self.negated else "in"
        inside = ", ".join(quoted(outcome) for outcome in self.outcomes)
        return f"{quoted_ref(self.issue)} {word} {{{inside}}}"


@dataclass
class Compare(Expr):
    """issue RELATION issue, both with the same outcomes"""
    left: str
    relation: str
    right: str

    def ground(self, world, actor=None):
        i, j = world.index(self.left, actor), world.index(self.right, actor)
        relation = RELATIONS[self.relation]
        return lambda state: relation(state[i], state[j])

    def refs(self):
        return {self.left, self.right}

    def text(self):
        return f"{quoted_ref(self.left)} {self.relation} {quoted_ref(self.right)}"


@dataclass
class Total(Expr):
    """total(resource where E) RELATION bound; with no resource: count(actors where E).

    Inside E a family without its actor means the issue of the actor being counted; the sum runs
    over the actors for whom every such issue exists."""
    resource: object
    where: Expr
    relation: str
    bound: Fraction

    def counted(self, world):
        families = [ref for ref in self.where.refs() if world.is_family(ref)]
        return [actor for actor in world.conflict.actors
                if all(world.has(family, actor.id) for family in families)]

    def ground(self, world, actor=None):
        terms = [(1 if self.resource is None else middle(each.resources.get(self.resource, (0, 0))),
                  self.where.ground(world, each.id)) for each in self.counted(world)]
        relation = RELATIONS[self.relation]
        return lambda state: relation(sum(w for w, holds in terms if holds(state)), self.bound)

    def refs(self):
        """Those of `where` that need no counted actor are not asked for by anyone."""
        return set()

    def variables(self, world, actor=None):
        return set().union(*(self.where.variables(world, each.id) for each in self.counted(world)))

    def text(self):
        what = "count(actors" if self.resource is None else f"total({quoted(self.resource)}"
        return f"{what} where {self.where.text()}) {self.relation} {number_text(self.bound)}"


def middle(interval):
    """The centre of a range."""
    return (Fraction(interval[0]) + Fraction(interval[1])) / 2
