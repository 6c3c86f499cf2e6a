"""The central model: one set of saliences, or of values, for what an actor only compares.

The centroid of all weights that fit what is said, found the plain way: the region is cut into one
piece per linear extension of the order, the centroid and the volume of each piece are known, and
the mean weighted by volume is taken. All numbers are exact. Where no exact form is known here
(general boxes cut by comparisons) `NotExact` is raised; the generator stays clear of these.
"""

from fractions import Fraction
from itertools import product

from expressions import middle


class NotExact(Exception):
    """This oracle has no exact centre for such statements."""


class Contradiction(Exception):
    """No weights fit what is said."""


def merge_equals(n, comparisons):
    """Groups of items that are equal, because it is said or because each is at least the other: the
    group of each item, and the number of groups."""
    at_least = [[i == j for j in range(n)] for i in range(n)]
    for left, relation, factor, right in comparisons:
        if relation == "=" and factor != 1:
            raise NotExact
        at_least[left][right] = True
        at_least[right][left] |= relation == "="
    for k, i, j in product(range(n), repeat=3):
        at_least[i][j] |= at_least[i][k] and at_least[k][j]
    group = [min(j for j in range(n) if at_least[i][j] and at_least[j][i]) for i in range(n)]
    if any(relation == ">" and group[left] == group[right]
           for left, relation, _, right in comparisons):
        raise Contradiction
    names = sorted(set(group))
    return [names.index(g) for g in group], len(names)


def edges_between(group, comparisons):
    """(greater, smaller) pairs of groups."""
    return {(group[left], group[right])
            for left, _, _, right in comparisons if group[left] != group[right]}


def linear_extensions(n, edges):
    """All orders of 0..n-1, greatest first, that keep every (greater, smaller) pair."""
    def extend(prefix, rest):
        if not rest:
            yield prefix
        for item in sorted(rest):
            if not any(small == item and great in rest for great, small in edges):
                yield from extend(prefix + [item], rest - {item})
    return list(extend([], frozenset(range(n))))


def simplex_centroid(n, comparisons):
    """Weights >= 0 that sum to 1 and keep the comparisons: their centroid.

    For one order of groups of sizes m1, m2, ... the region is the simplex with corners
    "the first k groups share everything": weight 1/(m1 + .. + mk) each. Its volume in the space of
    group weights is proportional to the product of these."""
    if n == 0:
        return []
    if any(factor != 1 for _, _, factor, _ in comparisons):
        return factor_chain_centroid(n, comparisons)
    group, n_groups = merge_equals(n, comparisons)
    sizes = [group.count(g) for g in range(n_groups)]
    orders = linear_extensions(n_groups, edges_between(group, comparisons))
    total = [Fraction(0)] * n_groups
    volumes = Fraction(0)
    for order in orders:
        corners, together, volume = [], 0, Fraction(1)
        for g in order:
            together += sizes[g]
            corners.append(Fraction(1, together))
            volume /= together
        for k, g in enumerate(order):
            total[g] += volume * sum(corners[k:]) / n_groups
        volumes += volume
    return [total[g] / volumes for g in group]


def factor_chain_centroid(n, comparisons):
    """The same for one full chain x1 >= f1 x2, x2 >= f2 x3, ...: a corner has the first k items at
    the ratios of their factors and nothing for the rest."""
    below = {left: (factor, right) for left, relation, factor, right in comparisons}
    tops = set(range(n)) - {right for _, right in below.values()}
    if len(below) != n - 1 or len(tops) != 1 or any(c[1] == "=" for c in comparisons):
        raise NotExact
    chain, factors = [tops.pop()], []
    while chain[-1] in below:
        factor, right = below[chain[-1]]
        factors.append(factor)
        chain.append(right)
    weights = [Fraction(0)] * n
    for k in range(n):
        corner = [Fraction(1)] * (k + 1)
        for j in reversed(range(k)):
            corner[j] = corner[j + 1] * factors[j]
        for j in range(k + 1):
            weights[chain[j]] += corner[j] / sum(corner) / n
    return weights


def box_centroid(boxes, comparisons):
    """Raw weights, each in its box, cut by the comparisons: their centroid. Known here where a
    comparison holds throughout the boxes, or is among equal boxes."""
    cuts = []
    for left, relation, factor, right in comparisons:
        (lo, hi), (low, high) = boxes[left], boxes[right]
        low, high = factor * low, factor * high
        if relation == "=" and (hi < low or high < lo) or relation != "=" and hi < low:
            raise Contradiction
        if relation != "=" and lo >= high or relation == "=" and lo == hi == low == high:
            continue
        if boxes[left] != boxes[right] or factor != 1:
            raise NotExact
        cuts.append((left, relation, factor, right))
    centre = [None] * len(boxes)
    for part in connected(len(boxes), cuts):
        inside = [(part.index(a), relation, factor, part.index(b))
                  for a, relation, factor, b in cuts if a in part]
        group, n_groups = merge_equals(len(part), inside)
        orders = linear_extensions(n_groups, edges_between(group, inside))
        lo, hi = map(Fraction, boxes[part[0]])
        for k, item in enumerate(part):
            ranks = [order.index(group[k]) for order in orders]
            share = sum(Fraction(n_groups - rank, n_groups + 1) for rank in ranks) / len(orders)
            centre[item] = lo + (hi - lo) * share
    return centre


def connected(n, comparisons):
    """Items in parts: those that comparisons join, directly or not."""
    part = list(range(n))
    for left, _, _, right in comparisons:
        old, new = part[right], part[left]
        part = [new if p == old else p for p in part]
    return [[i for i in range(n) if part[i] == p] for p in sorted(set(part))]


def weights(boxes, comparisons):
    """Normalised saliences. boxes[i] is None where the author gave neither a number nor a range."""
    if all(box is None for box in boxes):
        return simplex_centroid(len(boxes), comparisons)
    raw = box_centroid([box or (0, 100) for box in boxes], comparisons)
    return [weight / sum(raw) for weight in raw]


def order_values(n, comparisons):
    """Values of outcomes that are only ordered: the mean over linear extensions of best 1, worst 0,
    evenly spaced between; equal outcomes share a rank."""
    group, n_groups = merge_equals(n, comparisons)
    orders = linear_extensions(n_groups, edges_between(group, comparisons))
    return [sum(Fraction(n_groups - 1 - order.index(g), n_groups - 1) for order in orders)
            / len(orders) for g in group]


def ideal_values(positions, ideal, shape):
    """Values of the outcomes of a scale for an ideal position; `ideal` is an outcome's index, or a
    range of positions."""
    if shape == "single-peaked":
        before, after = ideal, len(positions) - 1 - ideal
        return [Fraction(1) if k == ideal
                else Fraction(before + 1 - (ideal - k), before + 1) if k < ideal
                else Fraction(after + 1 - (k - ideal), after + 1) for k in range(len(positions))]
    peak = positions[ideal] if isinstance(ideal, int) else middle(ideal)
    distances = [abs(Fraction(position) - peak) / 100 for position in positions]
    return [1 - (d * d if shape == "quadratic" else d) for d in distances]
