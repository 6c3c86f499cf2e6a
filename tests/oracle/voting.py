"""Simple games written straight from the definitions: every coalition, every order of joining.

A game is (n, wins): the number of voters and a function from a frozenset of voters to True or False.
"""

from fractions import Fraction
from itertools import combinations, permutations


def coalitions(n):
    return [frozenset(c) for size in range(n + 1) for c in combinations(range(n), size)]


class Power:
    """Every index of a game, as fractions; shares of nothing are 0."""

    def __init__(self, n, wins):
        self.n, every = n, coalitions(n)
        won = {c: bool(wins(c)) for c in every}
        self.won = won
        self.winning = [c for c in every if won[c]]
        self.swings = [[c for c in self.winning if i in c and not won[c - {i}]] for i in range(n)]
        self.critical = {c: [i for i in c if not won[c - {i}]] for c in self.winning}
        self.minimal = [c for c in self.winning if len(self.critical[c]) == len(c)]

    def banzhaf(self):
        total = sum(map(len, self.swings))
        return [share(len(mine), total) for mine in self.swings]

    def absolute(self):
        return [share(len(mine), 2 ** (self.n - 1)) for mine in self.swings]

    def prevent(self):
        return [share(len(mine), len(self.winning)) for mine in self.swings]

    def initiate(self):
        return [share(len(mine), 2 ** self.n - len(self.winning)) for mine in self.swings]

    def shapley_shubik(self):
        decided, orders = [0] * self.n, 0
        for order in permutations(range(self.n)):
            orders += 1
            for k, i in enumerate(order):
                if self.won[frozenset(order[:k + 1])] and not self.won[frozenset(order[:k])]:
                    decided[i] += 1
        return [share(d, orders) for d in decided]

    def deegan_packel(self):
        return [share(sum(Fraction(1, len(c)) for c in self.minimal if i in c),
                      len(self.minimal)) for i in range(self.n)]

    def holler(self):
        mine = [sum(i in c for c in self.minimal) for i in range(self.n)]
        return [share(m, sum(mine)) for m in mine]

    def johnston(self):
        vulnerable = [c for c in self.winning if self.critical[c]]
        return [share(sum(Fraction(1, len(self.critical[c])) for c in vulnerable
                          if i in self.critical[c]), len(vulnerable)) for i in range(self.n)]

    def veto(self):
        return [bool(self.winning) and all(i in c for c in self.winning) for i in range(self.n)]

    def dummy(self):
        return [not mine for mine in self.swings]

    def dictator(self):
        return [bool(self.winning) and all(self.won[c] == (i in c) for c in self.won)
                for i in range(self.n)]


def share(part, whole):
    return Fraction(part) / whole if whole else Fraction(0)


# ---- rules ----
# ("clause", column or None for one each, voters or None for all, relation, bound, percent), ("and",
# rules), ("or", rules)

def holds(rule, weights, n, coalition):
    if rule[0] == "and":
        return all(holds(part, weights, n, coalition) for part in rule[1])
    if rule[0] == "or":
        return any(holds(part, weights, n, coalition) for part in rule[1])
    _, column, voters, relation, bound, percent = rule
    counted = set(range(n) if voters is None else voters)

    def weigh(members):
        return sum(Fraction(1) if column is None else weights[column][i]
                   for i in members if i in counted)
    needed = bound * weigh(range(n)) / 100 if percent else bound
    return weigh(coalition) >= needed if relation == ">=" else weigh(coalition) > needed


def written(rule, names):
    """The rule as a scenario says it."""
    if rule[0] in ("and", "or"):
        return f" {rule[0]} ".join(f"({written(part, names)})" for part in rule[1])
    _, column, voters, relation, bound, percent = rule
    who = "" if voters is None else " of [" + ", ".join(names[i] for i in voters) + "]"
    if column is None and voters is not None and relation == ">=" and not percent and (
            bound.denominator == 1 and 1 <= bound <= len(voters)):
        return f"{bound}{who}"
    return f"{'voters' if column is None else column} {relation} {text(bound)}" + (
        "%" if percent else "") + who


def text(number):
    """A decimal where it is one."""
    if number.denominator == 1:
        return str(number.numerator)
    return str(float(number)) if 10 ** 6 % number.denominator == 0 else str(number)


def random_rule(random, n, columns, depth=2):
    if depth and random.random() < 0.5:
        return (random.choice(("and", "or")),
                [random_rule(random, n, columns, depth - 1)
                 for _ in range(random.randint(2, 3))])
    column = random.choice([None, *columns])
    voters = sorted(random.sample(range(n), random.randint(1, n))) if random.random() < 0.4 \
        else None
    percent = random.random() < 0.4
    bound = Fraction(random.randint(1, 100)) if percent else Fraction(
        random.randint(1, 2 * n if column is None else 12))
    if random.random() < 0.2:
        bound += Fraction(random.randint(1, 9), 10)
    return ("clause", column, voters, random.choice((">=", ">")), bound, percent)


def random_weights(random, n, columns):
    return {column: [Fraction(random.randint(0, 6)) + (
        Fraction(random.randint(0, 3), 4) if random.random() < 0.2 else 0) for _ in range(n)]
        for column in columns}
